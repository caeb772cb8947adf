"""Hold a scope of the register against what can be estimated for it."""

from tawthiq.checks.scoped import ScopedEstimate, estimate_scope

__all__ = ["ScopedEstimate", "estimate_scope"]

"""The commands: each parses, calls the rooms, prints. No rules of their own live here."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tawthiq.cli.main import app

__all__ = ["app", "main"]


def main() -> None:
    """Run one command and exit."""
    # Loading the commands takes a moment, in which Ctrl-C should not show a traceback either.
    try:
        from tawthiq.cli.main import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


def __getattr__(name: str) -> object:
    if name == "app":
        from tawthiq.cli.main import app as program

        return program
    raise AttributeError(f"module 'tawthiq.cli' has no attribute {name!r}")

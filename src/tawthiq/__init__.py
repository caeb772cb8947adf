"""tawthiq (توثيق): a register for contested conflicts, from what is said to what can be counted.

The library's face, each loaded when it is first asked for:

* `open_register(folder)`: the derived register of a folder, as frames of people and records;
* `link(records, …)`: find which records of a plain table speak of one person;
* `estimate(table, …)`: how many people are on none of several overlapping lists.
"""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tawthiq.estimates import estimate
    from tawthiq.linkage import link
    from tawthiq.register import Register

__version__ = "0.8.0"

__all__ = ["__version__", "estimate", "link", "open_register"]

# Loading these takes a second: who asks for the version, or for names alone, should not wait.
_ROOM_OF = {"estimate": "tawthiq.estimates", "link": "tawthiq.linkage"}


def open_register(folder: Path | str) -> "Register":
    """Open the derived register of a folder made by `tawthiq init`.

    Raises:
        ConfigError: no register lies there, or what was derived is damaged.
        NotFoundError: nothing has been derived yet; run `tawthiq link`.
    """
    settings = import_module("tawthiq.config").load_settings(Path(folder))
    register: Register = import_module("tawthiq.register").read_register(settings.derived)
    return register


def __getattr__(name: str) -> object:
    if name in _ROOM_OF:
        return getattr(import_module(_ROOM_OF[name]), name)
    raise AttributeError(f"module 'tawthiq' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

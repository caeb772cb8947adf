"""A long comparison that was stopped goes on where it was.

Slices of it that are done lie in a work folder, under a fingerprint of all they follow from. The
next run with the same fingerprint takes them up; another one removes them; a run that ends removes
the folder.
"""

import hashlib
import shutil
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tawthiq.linkage.model import METHOD, Model
from tawthiq.linkage.prepare import Prepared
from tawthiq.linkage.searching import Edges

if TYPE_CHECKING:
    from hashlib import _Hash

_FINGERPRINT = "made-from"


def fingerprint(prepared: Prepared, model: Model, *more: object) -> str:
    """One text for the records, the model and whatever else the edges follow from."""
    from importlib.metadata import version  # noqa: PLC0415 - slow to load, and for long runs alone

    program = f"{version('tawthiq')} {METHOD}"
    made = hashlib.sha256(f"{program} {model.settings.plain!r} {more!r}".encode())
    _add(made, prepared)
    for table in (model.m, model.u):
        for field, levels in table.items():
            made.update(field.encode() + levels.tobytes())
    numbers = (model.prior_bits, model.within_bits, model.usual_death)
    made.update(model.name_scale.tobytes() + repr(numbers).encode())
    return made.hexdigest()


def _add(made: "_Hash", value: object) -> None:
    if isinstance(value, np.ndarray):
        made.update(f"{value.dtype} {value.shape}".encode() + np.ascontiguousarray(value).tobytes())
    elif isinstance(value, pl.Series):
        made.update(value.hash(7).to_numpy().tobytes())
    elif isinstance(value, pl.DataFrame):
        made.update(value.hash_rows(7).to_numpy().tobytes())
    elif isinstance(value, dict):
        for key, one in value.items():
            made.update(str(key).encode())
            _add(made, one)
    elif isinstance(value, tuple):
        for one in value:
            _add(made, one)
    elif is_dataclass(value):
        for field in fields(value):
            made.update(field.name.encode())
            _add(made, getattr(value, field.name))
    else:
        made.update(repr(value).encode())


class Slices:
    """The slices that are done, in a folder."""

    def __init__(self, folder: Path, made_from: str) -> None:
        """Take up what lies there, or remove it where it was made from something else.

        Args:
            folder: the work folder; made where there is none.
            made_from: see `fingerprint`.
        """
        self.folder = folder
        mark = folder / _FINGERPRINT
        if not mark.exists() or mark.read_text(encoding="ascii") != made_from:
            self.remove()
            folder.mkdir(parents=True)
            mark.write_text(made_from, encoding="ascii")

    def kept(self, start: int) -> Edges | None:
        """The edges of a slice; None where it was not finished."""
        try:
            found = pl.read_ipc(self._path(start))
        except (OSError, pl.exceptions.PolarsError):
            return None
        return Edges(
            a=found["a"].to_numpy(),
            b=found["b"].to_numpy(),
            odds=found["odds"].to_numpy(),
            within=found["within"].to_numpy(),
        )

    def keep(self, start: int, edges: Edges) -> None:
        """Keep a slice: whole or not at all.

        Raises:
            OSError: the folder cannot be written.
        """
        half = self._path(start).with_suffix(".half")
        columns = {"a": edges.a, "b": edges.b, "odds": edges.odds, "within": edges.within}
        pl.DataFrame(columns).write_ipc(half)
        half.replace(self._path(start))

    def remove(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, start: int) -> Path:
        return self.folder / f"{start}.arrow"

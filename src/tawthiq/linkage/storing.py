"""Keep a fitted model, or a finished linkage to grow on from, in a folder.

Tables are Parquet, arrays are `.npy` files that are opened without being read, what is left is
JSON: nothing in it runs when it is opened. A folder is written beside its place and then renamed,
so it is there whole or not at all. It can be deleted at any time: a run from nothing makes it anew.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import polars as pl

from tawthiq.errors import LinkageError
from tawthiq.linkage.model import METHOD, Frequencies, LinkSettings, Model
from tawthiq.linkage.state import Base, Found, Held, KeyKind, Late, State, Untaught

FORMAT = 1  # of these folders: raised when anything that is written changes its meaning

_MODEL_FILE, _STATE_FILE = "model.json", "state.json"
_MODEL, _BASE = "model", "base"
_TABLES = ("versions", "pattern_counts", "rivals")
_SHARES = (
    "given", "part", "given_coarse", "part_coarse", "households", "born", "age", "death", "place",
    "origin",
)  # fmt: skip
_NUMBERS = ("prior_bits", "usual_death", "within_bits", "iterations", "converged")
_NEAR = ("whole", "age", "birth", "death")

Array = np.ndarray[Any, Any]
Read = TypeVar("Read")


def save_model(model: Model, folder: Path, *, version: str = "") -> None:
    """Write a fitted model to `folder`, in place of what is there.

    Args:
        model: to keep.
        folder: where.
        version: of the program that fitted it; `load_model` asks for the same one.

    Raises:
        OSError: the folder cannot be written.
    """
    with _in_place_of(folder) as new:
        _write_model(model, new, version)


def load_model(folder: Path, *, version: str = "") -> Model:
    """Read a model that `save_model` wrote.

    Raises:
        LinkageError: there is none, it is damaged, or another version or method made it.
    """
    return _read(folder, _MODEL_FILE, version, lambda said: _model_from(folder, said))


def save_state(
    state: State, folder: Path, *, version: str = "", before: Path | None = None
) -> None:
    """Write a finished linkage to `folder`, in place of what is there.

    Args:
        state: to keep.
        folder: where.
        version: of the program; `load_state` asks for the same one.
        before: a folder with the state that this one grew from: what has not changed since is
            linked to, not written again.

    Raises:
        OSError: the folder cannot be written.
    """
    with _in_place_of(folder) as new:
        _write_model(state.model, new / _MODEL, version)
        if before is None or not _link_base(state.base.made, before, new / _BASE):
            _write_base(state.base, new / _BASE)
        arrays: dict[str, Array] = {
            "rank_row": state.rank_row,
            "digest": state.digest,
            "said": state.said,
            "late_row": state.late.row,
        }
        for number, (key, of) in enumerate(zip(state.late.keys, state.late.numbers, strict=True)):
            arrays |= {f"late_key_{number}": key, f"late_number_{number}": of}
        arrays |= {f"held_{one.name}": getattr(state.held, one.name) for one in fields(Held)}
        arrays |= {f"found_{one.name}": getattr(state.found, one.name) for one in fields(Found)}
        for name, array in arrays.items():
            np.save(new / f"{name}.npy", array)
        pl.DataFrame({"record_id": state.ids}).write_ipc(new / "ids.arrow")
        state.details.write_ipc(new / "details.arrow")
        said = {
            "settings": state.settings.plain,
            "extras": list(state.extras),
            "untaught": {
                "name_scale": state.untaught.name_scale.tolist(),
                "within_bits": state.untaught.within_bits,
            },
            "taught": {field: levels.tolist() for field, levels in state.taught.items()},
            "notes": dict(state.notes),
        }
        _write_json(new, _STATE_FILE, version, said)


def load_state(folder: Path, *, version: str = "") -> State:
    """Open a state that `save_state` wrote; its large arrays are read only where they are used.

    Raises:
        LinkageError: there is none, it is damaged, or another version or method made it.
    """
    return _read(folder, _STATE_FILE, version, lambda said: _state_from(folder, said, version))


def _state_from(folder: Path, said: Mapping[str, Any], version: str) -> State:
    def array(name: str) -> Array:
        return _opened(folder / f"{name}.npy")

    base = _base_from(folder / _BASE)
    numbers = range(len(base.kinds))
    return State(
        base=base,
        rank_row=array("rank_row"),
        late=Late(
            row=array("late_row"),
            keys=tuple(array(f"late_key_{number}") for number in numbers),
            numbers=tuple(array(f"late_number_{number}") for number in numbers),
        ),
        ids=pl.read_ipc(folder / "ids.arrow")["record_id"],
        digest=array("digest"),
        said=array("said"),
        held=Held(**{one.name: array(f"held_{one.name}") for one in fields(Held)}),
        details=pl.read_ipc(folder / "details.arrow"),
        found=Found(**{one.name: array(f"found_{one.name}") for one in fields(Found)}),
        model=load_model(folder / _MODEL, version=version),
        untaught=Untaught(
            name_scale=np.array(said["untaught"]["name_scale"]),
            within_bits=said["untaught"]["within_bits"],
        ),
        settings=_settings_from(said["settings"]),
        extras=tuple(said["extras"]),
        taught={field: np.array(levels) for field, levels in said["taught"].items()},
        notes=said["notes"],
    )


def _write_base(base: Base, folder: Path) -> None:
    folder.mkdir()
    for name in _NEAR:
        np.save(folder / f"{name}.npy", getattr(base, name))
    for number, kind in enumerate(base.kinds):
        np.save(folder / f"key_{number}.npy", kind.key)
        np.save(folder / f"rank_{number}.npy", kind.rank)
    said = {
        "made": base.made,
        "neighbours": [kind.neighbours for kind in base.kinds],
        "shares": [kind.share for kind in base.kinds],
    }
    (folder / "base.json").write_text(json.dumps(said), encoding="utf-8")


def _base_from(folder: Path) -> Base:
    said = json.loads((folder / "base.json").read_text(encoding="utf-8"))
    near = {name: _opened(folder / f"{name}.npy") for name in _NEAR}
    kinds = tuple(
        KeyKind(
            key=_opened(folder / f"key_{number}.npy"),
            rank=_opened(folder / f"rank_{number}.npy"),
            neighbours=neighbours,
            share=share,
        )
        for number, (neighbours, share) in enumerate(
            zip(said["neighbours"], said["shares"], strict=True)
        )
    )
    return Base(made=said["made"], kinds=kinds, **near)


def _link_base(made: str, before: Path, new: Path) -> bool:
    """Whether what the fit left could be taken from an older folder."""
    old = before / _BASE
    try:
        said = json.loads((old / "base.json").read_text(encoding="utf-8"))
        if said["made"] != made:
            return False
        new.mkdir()
        for file in sorted(old.iterdir()):
            os.link(file, new / file.name)
    except (OSError, ValueError, KeyError, TypeError):
        shutil.rmtree(new, ignore_errors=True)  # no links here: it is written again
        return False
    return True


def _opened(path: Path) -> Array:
    found: Array = np.load(path, mmap_mode="r", allow_pickle=False)
    return found


def _write_model(model: Model, folder: Path, version: str) -> None:
    folder.mkdir(exist_ok=True)
    for name in _TABLES:
        getattr(model, name).write_parquet(folder / f"{name}.parquet")
    for name in _SHARES:
        getattr(model.frequencies, name).write_parquet(folder / f"share_{name}.parquet")
    extras = sorted(model.frequencies.extras)
    for number, name in enumerate(extras):
        model.frequencies.extras[name].write_parquet(folder / f"share_extra_{number}.parquet")
    said = {
        "m": {field: levels.tolist() for field, levels in model.m.items()},
        "u": {field: levels.tolist() for field, levels in model.u.items()},
        "name_scale": model.name_scale.tolist(),
        "numbers": {name: getattr(model, name) for name in _NUMBERS},
        "n_records": model.frequencies.n_records,
        "extras": extras,
        "settings": model.settings.plain,
    }
    _write_json(folder, _MODEL_FILE, version, said)


def _model_from(folder: Path, said: Mapping[str, Any]) -> Model:
    tables = {name: pl.read_parquet(folder / f"{name}.parquet") for name in _TABLES}
    shares = {name: pl.read_parquet(folder / f"share_{name}.parquet") for name in _SHARES}
    rest: dict[str, Any] = {**tables, **said["numbers"]}
    return Model(
        m={field: np.array(levels) for field, levels in said["m"].items()},
        u={field: np.array(levels) for field, levels in said["u"].items()},
        name_scale=np.array(said["name_scale"]),
        frequencies=Frequencies(
            n_records=said["n_records"],
            extras={
                name: pl.read_parquet(folder / f"share_extra_{number}.parquet")
                for number, name in enumerate(said["extras"])
            },
            **shares,
        ),
        settings=_settings_from(said["settings"]),
        method=said["method"],
        **rest,
    )


def _settings_from(said: Mapping[str, Any]) -> LinkSettings:
    usual = LinkSettings()
    sets = {
        name: frozenset(value)
        for name, value in said.items()
        if isinstance(getattr(usual, name), frozenset)
    }
    return replace(usual, **{**said, **sets})


def _write_json(folder: Path, name: str, version: str, said: Mapping[str, Any]) -> None:
    stamp = {"format": FORMAT, "method": METHOD, "version": version}
    (folder / name).write_text(json.dumps({**stamp, **said}), encoding="utf-8")


def _read(folder: Path, name: str, version: str, made: Callable[[Mapping[str, Any]], Read]) -> Read:
    try:
        said = json.loads((folder / name).read_text(encoding="utf-8"))
        stamp = {"format": FORMAT, "method": METHOD, "version": version}
        if {key: said[key] for key in stamp} != stamp:
            raise LinkageError(
                f"{folder} was written by another version of the program. Nothing is lost: link "
                "again."
            )
        return made(said)
    except FileNotFoundError as error:
        raise LinkageError(f"{folder} holds no linkage that was kept. Link again.") from error
    except (pl.exceptions.PolarsError, OSError, ValueError, KeyError, EOFError) as error:
        raise LinkageError(
            f"What was kept of the linkage in {folder} is damaged ({error}). Nothing is lost: "
            "delete that folder and link again."
        ) from error


@contextmanager
def _in_place_of(folder: Path) -> Iterator[Path]:
    """A new folder that takes the place of `folder` once it is whole."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield new
        if folder.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
            folder.replace(old / folder.name)
            new.replace(folder)
            shutil.rmtree(old)
        else:
            new.replace(folder)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise

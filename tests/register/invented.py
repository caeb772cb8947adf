"""Small registers of invented people, for the tests of this room and of those above it.

A conflict of 150 deaths is simulated and imported once a process; a test that adds to it works on
a copy of the folder. `Committee` is one author with a folder of their own.
"""

import atexit
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path

from tawthiq.folder import make_folder, open_folder
from tawthiq.ledger import Judge, RecordRef, merge_bundle, write_bundle
from tawthiq.lists import import_list
from tawthiq.register import build_register
from tawthiq.simulate import SimulationSettings, simulate_conflict, write_conflict
from tawthiq.sources import declare_source

HEADER = "id,name,sex,age,date of death,governorate,status,number"


class Committee:
    """A register folder and what its owners do with it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def found(cls, path: Path, gazetteer: Path | None = None) -> "Committee":
        make_folder(path, name="Invented", gazetteer=gazetteer)
        return cls(path)

    def copy(self, path: Path) -> "Committee":
        """The same folder elsewhere: the same author goes on in another place."""
        shutil.copytree(self.path, path)
        return Committee(path)

    @contextmanager
    def opened(self):
        with open_folder(self.path, write=True) as folder:
            yield folder

    def declare(self, key, **values):
        said = {"name": key.title(), "type": "committee"} | values
        with self.opened() as folder:
            return declare_source(folder.ledger, key, **said)

    def publish(self, source, released, rows: Iterable[str], header=HEADER, list_key=None):
        """Import a CSV list; rows as they stand in the file."""
        text = "\n".join([header, *rows]) + "\n"
        path = self.path.parent / f"{self.path.name}-{source}-{released}.csv"
        path.write_text(text, encoding="utf-8")
        return self.take_in(path, source, released, list_key)

    def take_in(self, path, source, released, list_key=None, gazetteer=None):
        with self.opened() as folder:
            return import_list(
                folder.ledger,
                folder.vault,
                path,
                source=source,
                released=date.fromisoformat(str(released)),
                list_key=list_key,
                gazetteer_csv=gazetteer,
            )

    def judge(self, register, a, b, verdict, reviewer="Layla"):
        """Judge two records, by their ids."""
        refs = [
            RecordRef(row["list"], row["document"], row["row"])
            for wanted in (a, b)
            for row in register.records.filter(register.records["record_id"] == wanted).to_dicts()
        ]
        with self.opened() as folder:
            return folder.ledger.append(
                Judge(a=refs[0], b=refs[1], verdict=verdict, reason="seen", reviewer=reviewer)
            )[0]

    def link(self):
        with self.opened() as folder:
            return build_register(folder.ledger, folder.vault, folder.settings)

    def give(self, path: Path) -> Path:
        with self.opened() as folder:
            write_bundle(folder.ledger, folder.vault, path)
        return path

    def take(self, bundle: Path) -> None:
        with self.opened() as folder:
            merge_bundle(folder.ledger, folder.vault, bundle)

    @property
    def derived(self) -> Path:
        return self.path / "derived"


@cache
def files():
    """A simulated conflict as files: (folder, the conflict, the written lists by release)."""
    folder = Path(tempfile.mkdtemp(prefix="tawthiq-invented-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    conflict = simulate_conflict(SimulationSettings(deaths=150, seed=3))
    written = write_conflict(conflict, folder / "lists")
    return folder, conflict, sorted(written, key=lambda one: (one.released, one.source))


def founded(path: Path, skip=()) -> Committee:
    """A folder with the simulated lists, but for the (source, version) in `skip`; not linked."""
    folder, conflict, written = files()
    places = folder / "lists/gazetteer.csv"
    made = Committee.found(path, places)
    for key, one in conflict.lists.items():
        said = one.settings
        made.declare(
            key, name=said.name, type=said.type, origin=said.copies, clean=said.clean,
            covers=said.covers,
        )  # fmt: skip
    for one in written:
        if (one.source, one.version) not in skip:
            made.take_in(one.path, one.source, one.released, gazetteer=places.read_bytes())
    return made


def add(made: Committee, source: str, version: int) -> None:
    """Import a list that `founded` skipped."""
    folder, _, written = files()
    (one,) = [one for one in written if (one.source, one.version) == (source, version)]
    gazetteer = (folder / "lists/gazetteer.csv").read_bytes()
    made.take_in(one.path, source, one.released, gazetteer=gazetteer)


@cache
def whole():
    """The whole conflict, linked: (Committee, Register). To be read, never written to."""
    made = founded(files()[0] / "whole")
    return made, made.link()

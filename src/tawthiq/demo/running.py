"""Simulate a conflict, build its register, and say how near the numbers come to the truth."""

import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

import polars as pl

from tawthiq.affairs import open_affairs
from tawthiq.checks import (
    Checked,
    EstimateSetting,
    ScopedEstimate,
    check_statements,
    estimate_scope,
    stated_in,
)
from tawthiq.counts import CountTable, count
from tawthiq.demo.scoring import PairScores, score_pairs
from tawthiq.demo.stating import state_demo
from tawthiq.demo.voting import FOLDER, VOTE, close_vote, hold_vote
from tawthiq.errors import ConfigError
from tawthiq.fields import Gazetteer
from tawthiq.folder import Folder, make_folder, open_folder
from tawthiq.forms import KeptTable
from tawthiq.lists import ImportResult, import_list
from tawthiq.progress import Progress, silent
from tawthiq.publish import gather_report, write_report
from tawthiq.publish.things_page import report_pages
from tawthiq.reading import keep_reading, read_text
from tawthiq.register import Register, build_register, statements_of
from tawthiq.simulate import SimulationSettings, WrittenList, simulate_conflict, write_conflict
from tawthiq.sources import declare_source
from tawthiq.votes import Recount


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoResult:
    """What the demo found, beside the truth."""

    folder: Path  # holds lists/, register/ and report.html
    deaths: int  # true
    documented: int  # true people that the lists name, however often
    imports: tuple[ImportResult, ...]
    lines: int
    people: int
    pairs: PairScores
    counted: CountTable
    by_month: ScopedEstimate
    stated: tuple[KeptTable, ...]  # what the sources say beside their lists
    voted: Recount  # a vote held in the register, as recounted from what was published
    checked: Checked  # what two invented texts say, held against the register
    seconds: Mapping[str, float]

    def to_dict(self) -> dict[str, object]:
        """Plain values, for JSON."""
        whole = self.by_month.whole
        return {
            "folder": str(self.folder),
            "report": str(self.folder / "report.html"),
            "truth": {"deaths": self.deaths, "documented": self.documented},
            "lines": self.lines,
            "people": self.people,
            "pairs": {
                "precision": self.pairs.precision,
                "recall": self.pairs.recall,
                "f1": self.pairs.f1,
            },
            "count": dict(self.counted.total),
            "estimate": whole.to_dict(),
            "sum_of_months": self.by_month.to_dict()["sum_of_strata"],
            "statements": self._statements(),
            "vote": {"counted": self.voted.count.counted, "agrees": not self.voted.faults},
            "figures": len(self.checked.stated),
            "figures_comparable": self._comparable(),
            "seconds": dict(self.seconds),
        }

    def _statements(self) -> int:
        """How much the sources say beside their lists."""
        return sum(sum(one.counts.values()) for one in self.stated)

    def _comparable(self) -> int:
        """How many figures the register has a count for."""
        return sum(
            any(one.check == "register" and one.verdict != "not comparable" for one in found)
            for found in self.checked.findings.values()
        )

    def report_lines(self) -> tuple[str, ...]:
        """What was found, beside the truth, in plain lines."""
        total = self.counted.total
        rows = sum(one.version.rows for one in self.imports)
        aside = sum(one.version.set_aside_rows for one in self.imports)
        pairs, home = self.pairs, self.folder / "register"
        voted = self.voted.count
        return (
            f"An invented conflict: {self.deaths:,} people died. Every name is invented.",
            f"Imported   {len(self.imports)} files, {rows:,} rows; {aside:,} set aside.",
            f"Linked     {self.lines:,} lines into {self.people:,} named people; "
            f"the lists truly name {self.documented:,}.",
            f"           Pairs of records: precision {pairs.precision:.3f}, "
            f"recall {pairs.recall:.3f}.",
            f"Counted    at least {total['minimum']:,}, at most {total['maximum']:,} documented.",
            *(f"Estimated  {line}" for line in self.by_month.summary()),
            f"           The truth: {self.deaths:,}.",
            f"Read       {len(_TEXTS)} invented texts: {len(self.checked.stated):,} figures and "
            f"accounts, {self._comparable():,} of them comparable with the register",
            f"           (try: tawthiq check -C {home} --no-estimate).",
            f"Stated     {self._statements():,} statements on incidents, bodies, a charter, aid …",
            f"           (try: tawthiq asof 2012-12-31 code -C {home}).",
            f"Voted      {voted.counted} of {voted.electors} electors; recounted from the file "
            f"that was published: {'it differs' if self.voted.faults else 'the same'}",
            f"           (try: tawthiq vote show {VOTE} -C {home}).",
            f"Report     {self.folder / 'report.html'}",
            f"Register   {home} (try: tawthiq find محمد -C {home})",
            f"Took       {sum(self.seconds.values()):.0f} s: "
            + ", ".join(f"{what} {spent:.0f}" for what, spent in self.seconds.items()),
        )


# Two invented texts that speak of the invented conflict: source, file, day of publication.
_TEXTS = (
    ("observatory", "observatory-bulletin.html", date(2013, 3, 15)),
    ("ministry", "ministry-statement.txt", date(2013, 3, 20)),
)


def run_demo(
    folder: Path, *, deaths: int = 6_000, seed: int = 2011, progress: Progress = silent
) -> DemoResult:
    """Run the main job on an invented conflict.

    Args:
        folder: a new or empty folder, or one of an earlier demo, which is made anew: gets
            `lists/`, `register/` and `report.html`.

    Raises:
        SimulationError, ConfigError: the folder is in use, or the conflict cannot be simulated.
    """
    clock = _Clock()
    _make_room(folder)
    conflict = simulate_conflict(SimulationSettings(deaths=deaths, seed=seed), progress)
    written = write_conflict(conflict, folder / "lists")
    settings = make_folder(
        folder / "register",
        name="Wadi al-Rih (invented)",
        name_ar="وادي الريح (مكان مُختلَق)",
        gazetteer=folder / "lists/gazetteer.csv",
    )
    clock.lap("simulate")
    with open_folder(folder / "register", write=True) as opened:
        for key, one in conflict.lists.items():
            said = one.settings
            declare_source(
                opened.ledger, key, name=said.name, name_other=said.name_other, type=said.type,
                covers=said.covers, origin=said.copies, clean=said.clean,
            )  # fmt: skip
        assert settings.gazetteer is not None  # noqa: S101 - it was given above
        gazetteer = settings.gazetteer.read_bytes()
        imports = tuple(
            import_list(
                opened.ledger, opened.vault, one.path, source=one.source, released=one.released,
                gazetteer_csv=gazetteer, progress=progress,
            )
            for one in sorted(written, key=lambda one: (one.released, one.source))
        )  # fmt: skip
        clock.lap("import")
        _read_texts(opened, Gazetteer.from_csv(gazetteer))
        clock.lap("read")
        stated = state_demo(opened)
        hold_vote(opened, folder / FOLDER)
        clock.lap("state")
        register = build_register(opened.ledger, opened.vault, opened.settings, progress)
        clock.lap("link")
        checked = check_statements(
            stated_in(statements_of(opened.ledger, opened.vault), opened.vault),
            register,
            gazetteer=Gazetteer.from_csv(gazetteer),
            setting=EstimateSetting(most=0),
        )
        with open_affairs(opened.settings, opened.ledger, opened.vault, progress) as affairs:
            things = report_pages(affairs, Gazetteer.from_csv(gazetteer))
    clock.lap("check")
    counted = count(register.lines, by=("governorate",))
    clock.lap("count")
    by_month = estimate_scope(register, by=("month",), progress=progress)
    clock.lap("estimate")
    write_report(
        gather_report(
            register,
            title=settings.name,
            title_ar=settings.name_ar,
            by_month=by_month,
            things=things,
            progress=progress,
        ),
        folder / "report.html",
    )
    clock.lap("report")
    with open_folder(folder / "register", write=True) as opened:
        voted = close_vote(opened, folder / FOLDER)
    clock.lap("vote")
    truth = _with_truth(register, folder / "lists/truth.csv", written)
    return DemoResult(
        folder=folder,
        deaths=conflict.people.height,
        documented=truth["true_id"].n_unique(),
        imports=imports,
        lines=register.lines.height,
        people=register.people.height,
        pairs=score_pairs(truth, "linked", "true_id"),
        counted=counted,
        by_month=by_month,
        stated=stated,
        voted=voted,
        checked=checked,
        seconds=clock.laps,
    )


def _read_texts(opened: Folder, gazetteer: Gazetteer) -> None:
    """Read the invented texts into the register, as `tawthiq read` does."""
    for source, name, published in _TEXTS:
        content = (files(__package__) / "data" / name).read_bytes()
        reading = read_text(content, name, published=published, gazetteer=gazetteer)
        keep_reading(opened.ledger, opened.vault, reading, content, name, source=source)


def _make_room(folder: Path) -> None:
    """Clear away an earlier demo; refuse a folder that holds anything else."""
    mark = folder / ".tawthiq-demo"
    if not mark.exists():
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ConfigError(
                f"{folder} is not empty, and no earlier demo. Name another: `tawthiq demo NEW`."
            )
        folder.mkdir(parents=True, exist_ok=True)
        mark.touch()
    for part in ("lists", "register", FOLDER):
        shutil.rmtree(folder / part, ignore_errors=True)
    (folder / "report.html").unlink(missing_ok=True)


def _with_truth(register: Register, path: Path, written: list[WrittenList]) -> pl.DataFrame:
    """The named lines of the register with `true_id`, found by list, version and row."""
    releases = pl.DataFrame(
        [(one.source, one.version, one.released) for one in written],
        schema={"list": pl.String, "version": pl.Int64, "released": pl.Date},
        orient="row",
    )
    truth = pl.read_csv(path, infer_schema_length=None).join(releases, on=["list", "version"])
    return register.lines.filter(pl.col("named")).join(
        truth.select("list", "released", "row", "true_id"),
        on=["list", "released", "row"],
        how="inner",
    )


class _Clock:
    """Seconds spent on each step."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._since = time.perf_counter()

    def lap(self, what: str) -> None:
        """The time since the last lap was spent on `what`."""
        now = time.perf_counter()
        self.laps[what] = now - self._since
        self._since = now

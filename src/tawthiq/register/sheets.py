"""A sheet of judgements, filled in by hand, becomes entries: all of its lines, or none.

The sheet is a CSV file as `tawthiq queue --csv` and `tawthiq quality --csv` write it. Only
record_a, record_b, verdict, reason and reviewer are read; the columns beside them are for the
reader. A line without a verdict is one that nobody has judged yet. The same sheet can be taken in
again after more of it is filled in: what stands in the ledger already is not said twice.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from tawthiq.errors import LinkageError
from tawthiq.ledger import Judge, RecordRef
from tawthiq.register.model import Register

VERDICTS = ("same", "different", "unsure")
_NEEDED = ("record_a", "record_b", "verdict")
_SIGNS = (",", ";", "\t")  # spreadsheets of some languages part columns by semicolons
_SHOWN = 3  # kinds of mistakes told of at once, and lines of each


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """One judgement as a sheet has it."""

    line: int  # of the file, from 1
    record_a: str
    record_b: str
    verdict: str
    reason: str
    reviewer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The judgements of a sheet, and how many of its lines wait for one."""

    lines: tuple[SheetLine, ...]
    waiting: int


def read_sheet(data: bytes, name: str, *, reason: str = "", reviewer: str = "") -> Sheet:
    """Read a sheet.

    Args:
        data: the file.
        name: of the file, for messages.
        reason: for lines that give none.
        reviewer: for lines that name none.

    Raises:
        LinkageError: the file is no such sheet; or lines are wrong: each is named with its mend.
    """
    rows = _rows(data, name)
    header = [cell.strip().lower() for cell in rows[0][1]]
    missing = [column for column in _NEEDED if column not in header]
    if missing:
        raise LinkageError(
            f"{name} has no column {', '.join(missing)}. Its first line must name record_a, "
            "record_b, verdict and reason; `tawthiq queue --csv sheet.csv` writes such a sheet."
        )
    lines: list[SheetLine] = []
    wrong: list[tuple[int, str]] = []
    waiting = 0
    for number, cells in rows[1:]:
        said = {column: cell.strip() for column, cell in zip(header, cells, strict=False)}
        line = SheetLine(
            line=number,
            record_a=said.get("record_a", ""),
            record_b=said.get("record_b", ""),
            verdict=said.get("verdict", "").lower(),
            reason=said.get("reason", "") or reason.strip(),
            reviewer=said.get("reviewer", "") or reviewer,
        )
        if not line.verdict and not said.get("reason"):
            waiting += bool(line.record_a or line.record_b)
            continue
        problem = _problem(line)
        if problem:
            wrong.append((number, problem))
        else:
            lines.append(line)
    _refuse(name, wrong)
    return Sheet(lines=tuple(lines), waiting=waiting)


def judgements_to_make(
    register: Register, sheet: Sheet, name: str, author: str, said: pl.DataFrame
) -> list[Judge]:
    """The entries that a sheet asks for, without those that stand already.

    Args:
        register: holds the records.
        sheet: as read.
        name: of its file, for messages.
        author: the key that will sign.
        said: all judgements there are, as `judgements.judgements_of` gives them.

    Raises:
        LinkageError: a record is unknown, both are one line of one list, or two lines of the sheet
            contradict each other; each is named with its mend.
    """
    wanted = {record for line in sheet.lines for record in (line.record_a, line.record_b)}
    known = {
        row["record_id"]: row
        for row in register.records.filter(pl.col("record_id").is_in(list(wanted)))
        .select("record_id", "line_id", "list", "document", "row")
        .iter_rows(named=True)
    }
    last = _last_words(said, author)
    wrong: list[tuple[int, str]] = []
    first: dict[tuple[str, ...], SheetLine] = {}
    bodies: list[Judge] = []
    for line in sheet.lines:
        lost = [one for one in (line.record_a, line.record_b) if one not in known]
        if lost:
            wrong.append(
                (
                    line.line,
                    f"there is no record {lost[0]!r}. Copy the id as `tawthiq show PERSON` "
                    "prints it.",
                )
            )
            continue
        a, b = known[line.record_a], known[line.record_b]
        if a["line_id"] == b["line_id"]:
            wrong.append(
                (
                    line.line,
                    "both are one line of one list: there is nothing to judge. Take it out.",
                )
            )
            continue
        pair = (*sorted((a["line_id"], b["line_id"])), line.reviewer)
        before = first.setdefault(pair, line)
        if before is not line:
            if before.verdict != line.verdict:
                wrong.append(
                    (
                        line.line,
                        f"the same two records are {before.verdict} in line {before.line} and "
                        f"{line.verdict} here. Leave one of the two lines.",
                    )
                )
            continue
        key = (*sorted((line.record_a, line.record_b)), line.reviewer)
        if last.get(key) == (line.verdict, line.reason):
            continue
        bodies.append(
            Judge(
                a=_ref(a), b=_ref(b), verdict=line.verdict, reason=line.reason,  # type: ignore[arg-type]
                reviewer=line.reviewer,
            )
        )  # fmt: skip
    _refuse(name, wrong)
    return bodies


def _rows(data: bytes, name: str) -> list[tuple[int, list[str]]]:
    """The lines with anything in them, each with its number in the file."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LinkageError(
            f"{name} is not UTF-8 (byte {error.start + 1}). Save it as “CSV UTF-8”."
        ) from None
    head = text.partition("\n")[0]
    sign = max(_SIGNS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    rows: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        raise LinkageError(
            f"{name}, line {reader.line_num}: no CSV ({error}). Save it from a spreadsheet as "
            "“CSV UTF-8”."
        ) from None
    if not rows:
        raise LinkageError(
            f"{name} is empty. Its first line must name record_a, record_b, verdict and reason."
        )
    return rows


def _problem(line: SheetLine) -> str | None:
    if not line.record_a or not line.record_b:
        return "it names no two records. Fill in record_a and record_b, or take the line out."
    if line.verdict not in VERDICTS:
        return f"the verdict is {line.verdict!r}; write same, different or unsure."
    if not line.reason:
        return 'it gives no reason. Fill it in, or give --reason "…" for all lines without one.'
    return None


def _refuse(name: str, wrong: list[tuple[int, str]]) -> None:
    """Name what is wrong, the lines of one mistake together.

    Raises:
        LinkageError: anything is.
    """
    if not wrong:
        return
    lines: dict[str, list[int]] = {}
    for line, problem in wrong:
        lines.setdefault(problem, []).append(line)
    said = []
    for problem, where in list(lines.items())[:_SHOWN]:
        some = ", ".join(str(line) for line in where[:_SHOWN])
        more = f" and {len(where) - _SHOWN:,} more" if len(where) > _SHOWN else ""
        said.append(f"{name}, line{'s' if len(where) > 1 else ''} {some}{more}: {problem}")
    if len(lines) > _SHOWN:
        said.append(f"{len(lines) - _SHOWN:,} more mistakes.")
    raise LinkageError(" ".join([*said, "Nothing was written."]))


def _last_words(said: pl.DataFrame, author: str) -> dict[tuple[str, ...], tuple[str, str]]:
    """(record, record, reviewer) → verdict and reason that this author's key said last."""
    return {
        (a, b, reviewer): (verdict, reason)
        for a, b, reviewer, verdict, reason in said.filter(pl.col("author") == author)
        .select("record_a", "record_b", "reviewer", "verdict", "reason")
        .iter_rows()
    }


def _ref(record: Mapping[str, object]) -> RecordRef:
    return RecordRef(
        list=str(record["list"]), document=str(record["document"]), row=int(str(record["row"]))
    )

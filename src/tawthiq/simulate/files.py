"""Write the invented lists as real files, and the truth beside them.

All files are made in a hidden folder inside and then moved into place, so that a killed process
leaves no half file, and a folder that the next run knows as its own. The same conflict gives the
same bytes, spreadsheets included.
"""

import json
import shutil
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl
import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from tawthiq.errors import SimulationError
from tawthiq.progress import Progress, silent
from tawthiq.simulate.model import Conflict, ListSettings, SimulatedList, SimulatedVersion

MADE_BY = "tawthiq simulate"
_MANIFEST = "sources.json"
_PARTIAL = ".tawthiq-simulate-partial"
_CREATED = datetime(2013, 1, 1)  # noqa: DTZ001 - spreadsheets know no time zones
_DAY_FORMAT = "dd/mm/yyyy"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenList:
    """One version of one list, as a file."""

    path: Path
    source: str  # key of the source, and of the list
    version: int  # from 1
    released: date
    rows: int


def _file_name(one: SimulatedList, version: SimulatedVersion) -> str:
    return f"{one.key}-{version.released.isoformat()}.{one.settings.file.kind}"


def _write_csv(path: Path, frame: pl.DataFrame, one: ListSettings) -> None:
    text = frame.write_csv(
        separator=one.file.delimiter, null_value="", quote_style="necessary", line_terminator="\r\n"
    )
    path.write_bytes(text.encode(one.file.encoding))


def _write_xlsx(path: Path, frame: pl.DataFrame, one: ListSettings) -> None:
    whats = [what for _, what in one.columns]
    options = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(str(path), options)
    workbook.set_properties({"created": _CREATED, "author": one.name})
    sheet = workbook.add_worksheet()
    day_format = workbook.add_format({"num_format": _DAY_FORMAT})
    if one.words == "ar":
        sheet.right_to_left()
    for column, (header, what) in enumerate(zip(frame.columns, whats, strict=True)):
        sheet.write_string(0, column, header)
        for row, cell in enumerate(frame[header].to_list(), 1):
            if cell is None:
                continue
            if what in {"age", "birth_year"} and cell.isascii() and cell.isdigit():
                sheet.write_number(row, column, int(cell))
            elif one.file.real_dates and what in {"birth", "death"} and (day := _day(cell)):
                sheet.write_datetime(row, column, day, day_format)
            else:
                sheet.write_string(row, column, cell)
    workbook.close()


def _day(cell: str) -> date | None:
    """The day a cell holds; none for half dates, other calendars and 31 February."""
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return None


def _write_frame(path: Path, frame: pl.DataFrame) -> None:
    path.write_bytes(frame.write_csv(null_value="").encode())


def _truth_frame(conflict: Conflict) -> pl.DataFrame:
    parts = []
    for one in conflict.lists.values():
        for number, version in enumerate(one.versions, 1):
            keys = pl.DataFrame(
                {"list": one.key, "version": number, "file": _file_name(one, version)}
            )
            members = pl.col("members").cast(pl.List(pl.String)).list.join(" ")
            parts.append(keys.join(version.truth.with_columns(members), how="cross"))
    return pl.concat(parts)


def _manifest(conflict: Conflict, files: set[str]) -> bytes:
    sources = []
    for one in conflict.lists.values():
        said = one.settings
        sources.append(
            {
                "key": said.key,
                "name": said.name,
                "name_other": said.name_other,
                "type": said.type,
                "covers": said.covers,
                "origin": said.copies,
                "clean": said.clean,
                "versions": [
                    {"file": _file_name(one, version), "released": version.released.isoformat()}
                    for version in one.versions
                ],
            }
        )
    settings = conflict.settings
    made = {
        "made_by": MADE_BY,
        "seed": settings.seed,
        "deaths": settings.deaths,
        "files": sorted(files),
        "sources": sources,
    }
    text = json.dumps(made, ensure_ascii=False, indent=2)
    return (text + "\n").encode()


_OTHER_FILES = ("truth.csv", "people.csv", "gazetteer.csv", _MANIFEST)


def _list_files(conflict: Conflict) -> list[str]:
    return [_file_name(one, version) for one in conflict.lists.values() for version in one.versions]


def _own_files(folder: Path) -> set[str]:
    """The files of an earlier work of ours in the folder; refuses where anything else stands."""
    if not folder.exists():
        return set()
    if not folder.is_dir():
        raise SimulationError(f"{folder} is a file; name a folder to write the lists into.")
    try:
        there = {path.name for path in folder.iterdir()} - {_PARTIAL}
    except OSError as error:
        raise SimulationError(f"{folder} cannot be read: {error}.") from error
    ours: set[str] = set()
    try:
        made = json.loads((folder / _MANIFEST).read_bytes())
        if made["made_by"] == MADE_BY:
            ours = {str(name) for name in made["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        ours = set()  # no declaration of ours: then nothing here is
    if foreign := sorted(there - ours):
        raise SimulationError(
            f"{folder} holds {foreign[0]!r}, which is no work of `{MADE_BY}`; "
            "nothing was written. Name another folder, or an empty one."
        )
    return there


def write_conflict(
    conflict: Conflict, folder: Path, progress: Progress = silent
) -> list[WrittenList]:
    """Write every version of every list as the file its keeper would publish.

    Beside them: `truth.csv` (list, version, file, row, line, true_id, kind, number, members,
    duplicate, copied_line, change; `row` is the line of the CSV file or row of the sheet, its
    header's included), `people.csv` (the dead), `gazetteer.csv`, `sources.json` (declarations).

    Args:
        conflict: from `simulate_conflict`.
        folder: made if it is not there; replaced if it holds an earlier work of this function.
        progress: called before each file.

    Returns:
        The files of the lists, lists in order of the settings, versions oldest first.

    Raises:
        SimulationError: the folder holds anything else, or cannot be written.
    """
    folder = Path(folder)
    before = _own_files(folder)
    written: list[WrittenList] = []
    total = len(_list_files(conflict))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        partial = folder / _PARTIAL
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        for one in conflict.lists.values():
            for number, version in enumerate(one.versions, 1):
                name = _file_name(one, version)
                progress(f"write {name}", len(written), total)
                write = _write_csv if one.settings.file.kind == "csv" else _write_xlsx
                write(partial / name, version.frame, one.settings)
                written.append(
                    WrittenList(
                        path=folder / name,
                        source=one.key,
                        version=number,
                        released=version.released,
                        rows=len(version.frame),
                    )
                )
        _write_frame(partial / "truth.csv", _truth_frame(conflict))
        _write_frame(partial / "people.csv", conflict.people)
        (partial / "gazetteer.csv").write_bytes(conflict.gazetteer_csv)
        _move_in(partial, folder, before, conflict)
    except (OSError, XlsxWriterException) as error:
        raise SimulationError(f"{folder} cannot be written: {error}.") from error
    progress("write", total, total)
    return written


def _move_in(partial: Path, folder: Path, before: set[str], conflict: Conflict) -> None:
    """Move the new files over the old ones; what the folder holds is always declared ours."""
    now = {*_list_files(conflict), *_OTHER_FILES}
    interim = partial / _MANIFEST
    interim.write_bytes(_manifest(conflict, before | now))
    interim.replace(folder / _MANIFEST)
    for path in sorted(partial.iterdir()):
        path.replace(folder / path.name)
    for name in before - now:
        (folder / name).unlink(missing_ok=True)
    interim.write_bytes(_manifest(conflict, now))
    interim.replace(folder / _MANIFEST)
    partial.rmdir()

"""Commands for reviewers of links: judge, queue."""

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from tawthiq.cli.options import FolderOption, JsonOption, LanguageOption
from tawthiq.cli.output import counted, print_json, print_lines, print_table, warn
from tawthiq.cli.sheets import CsvOption, check_sheet, write_sheet

if TYPE_CHECKING:
    from tawthiq.ledger import Judge

_FACTS = {
    "name": "name",
    "name_other": "other script",
    "sex": "sex",
    "age": "age",
    "birth_date": "born",
    "death_date": "died",
    "place": "place",
}


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    for command in (judge, queue):
        app.command()(command)


def judge(
    record_a: Annotated[
        str | None, Argument(metavar="RECORD", help="A record's id, as `show` prints it.")
    ] = None,
    record_b: Annotated[str | None, Argument(metavar="RECORD", help="Another record's id.")] = None,
    verdict: Annotated[
        str | None, Argument(metavar="same|different|unsure", help="What you hold.")
    ] = None,
    reason: Annotated[
        str, Option(help="Why: others will read it. With --file: for lines that give none.")
    ] = "",
    reviewer: Annotated[str, Option(help="Who judges, where several share a key.")] = "",
    file: Annotated[
        Path | None,
        Option(
            "--file",
            help="A sheet (CSV) of judgements: record_a, record_b, verdict, reason, reviewer.",
        ),
    ] = None,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Hold that two records are the same person, or not.

    The judgement is law for `tawthiq link`. Judging again replaces your earlier word. A sheet is
    taken in whole or not at all; lines without a verdict wait, and what was taken in before is not
    said twice.

    Example: tawthiq judge vdc:3fa92c1b:17 lcc:90be11aa:4 same --reason "same mother's name"
    """
    from tawthiq.errors import LinkageError

    given = [one for one in (record_a, record_b, verdict) if one is not None]
    if file is not None:
        if given:
            raise LinkageError("--file takes its records and verdicts from the sheet: name none.")
        _judge_sheet(folder, file, reason, reviewer, as_json=as_json)
        return
    if record_a is None or record_b is None or verdict is None:
        raise LinkageError(
            "Name two records and the verdict (same, different or unsure), with --reason; "
            "or a sheet of judgements: --file sheet.csv."
        )
    _judge_pair(folder, record_a, record_b, verdict, reason, reviewer, as_json=as_json)


def _judge_pair(
    folder: Path,
    record_a: str,
    record_b: str,
    verdict: str,
    reason: str,
    reviewer: str,
    *,
    as_json: bool,
) -> None:
    from tawthiq.errors import LinkageError, NotFoundError
    from tawthiq.folder import open_folder
    from tawthiq.ledger import Judge, RecordRef
    from tawthiq.register import read_register

    if verdict not in ("same", "different", "unsure"):
        raise LinkageError(f"{verdict!r}: the verdict is same, different or unsure.")
    if not reason.strip():
        raise LinkageError('A judgement needs its reason: --reason "…".')
    with open_folder(folder, write=True) as opened:
        records = read_register(opened.settings.derived).records
        found = []
        for wanted in (record_a, record_b):
            row = records.filter(records["record_id"] == wanted)
            if row.height == 0:
                raise NotFoundError(
                    f"There is no record {wanted!r}. `tawthiq show PERSON` lists them."
                )
            found.append((row["line_id"][0], row["list"][0], row["document"][0], row["row"][0]))
        if found[0][0] == found[1][0]:
            raise LinkageError("Both are one line of one list: there is nothing to judge.")
        first, second = (
            RecordRef(list=name, document=document, row=number)
            for _, name, document, number in found
        )
        (entry,) = opened.ledger.append(
            Judge(a=first, b=second, verdict=verdict, reason=reason, reviewer=reviewer)  # type: ignore[arg-type]
        )
    if as_json:
        print_json({"entry": entry.id, "verdict": verdict})
    else:
        print_lines(f"Kept: {record_a} and {record_b} are {verdict}.")
        warn("It takes effect with the next `tawthiq link`.")


def _judge_sheet(folder: Path, file: Path, reason: str, reviewer: str, *, as_json: bool) -> None:
    from tawthiq.folder import open_folder
    from tawthiq.register import read_register
    from tawthiq.register.judgements import judgements_of
    from tawthiq.register.sheets import judgements_to_make, read_sheet

    sheet = read_sheet(file.read_bytes(), file.name, reason=reason, reviewer=reviewer)
    with open_folder(folder, write=True) as opened:
        register = read_register(opened.settings.derived)
        said = judgements_of(
            list(opened.ledger.active_entries()), frozenset(register.records["record_id"])
        )
        author = opened.ledger.key.author if opened.ledger.key else ""
        bodies = judgements_to_make(register, sheet, file.name, author, said)
        entries = opened.ledger.append(*bodies) if bodies else ()
    if as_json:
        print_json(
            {
                "entries": [entry.id for entry in entries],
                "known": len(sheet.lines) - len(entries),
                "waiting": sheet.waiting,
            }
        )
        return
    print_lines(f"Kept {counted(len(entries), 'judgement')}: {_tally(bodies)}.")
    if len(sheet.lines) > len(entries):
        print_lines(f"{counted(len(sheet.lines) - len(entries), 'line')} said nothing new.")
    if sheet.waiting:
        print_lines(f"{counted(sheet.waiting, 'line')} without a verdict: not judged yet.")
    if entries:
        warn("They take effect with the next `tawthiq link`.")


def _tally(bodies: "list[Judge]") -> str:
    return ", ".join(
        f"{sum(body.verdict == verdict for body in bodies):,} {verdict}"
        for verdict in ("same", "different", "unsure")
    )


def queue(
    limit: Annotated[int, Option(min=1, help="How many pairs to show.")] = 20,
    csv: CsvOption = None,
    lang: LanguageOption = None,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """List the pairs worth judging next, the most valuable first.

    A pair's value is how many people its answer settles and teaches, times how undecided it is (in
    bits). What is judged, or follows from judgements, is left out.

    Example: tawthiq queue --limit 5
    """
    from tawthiq.cli.common import check_output, language_of, open_register
    from tawthiq.folder import open_folder
    from tawthiq.linkage.queueing import review_queue
    from tawthiq.register.reviewing import (
        links_to_review,
        pairs_of_samples,
        samples_of,
        sheet_of,
        side_by_side,
        verdicts_now,
    )

    if csv is not None:
        check_sheet(csv)
        check_output(folder, csv)
    language = language_of(folder, lang)
    register = open_register(folder)
    with open_folder(folder) as opened:
        said = verdicts_now(register, opened.ledger)
        newest = samples_of(opened.ledger)[-1:]
    pairs, people = links_to_review(register)
    found = review_queue(
        pairs, people, judgements=said, held_back=pairs_of_samples(register, newest)
    )
    shown = side_by_side(register, found.head(limit), language)
    if csv is not None:
        write_sheet(sheet_of(register, shown), csv)
    rows = shown.to_dicts()
    if as_json:
        print_json([row | {"why": _why(row), "commands": _commands(row, folder)} for row in rows])
        return
    for number, row in enumerate(rows, start=1):
        _show_pair(number, row, folder)
    more = f", the first {limit} shown" if found.height > limit else ""
    print_lines(f"{counted(found.height, 'pair')} worth judging{more}.")
    if csv is not None:
        print_lines(f"Wrote {csv}: fill in verdict and reason, then `tawthiq judge --file {csv}`.")


def _why(row: Mapping[str, object]) -> str:
    """Why a pair is in the queue, in words."""
    said = []
    people, moved = row["group_people"], row["moved"]
    if people == 2:
        said.append("one person or two")
    elif people is not None:
        said.append(
            f"one of {people} people in doubt hangs on it"
            if moved == 1
            else f"{moved} of {people} people in doubt hang on it"
        )
    said.append(
        f"{counted(int(str(row['alike'])), 'undecided pair')} compare like it"
        if row["alike"] != 1
        else "no other undecided pair compares like it"
    )
    return "; ".join(said)


def _commands(row: Mapping[str, object], folder: Path) -> list[str]:
    where = "" if folder == Path() else f" --folder {shlex.quote(str(folder))}"
    return [
        f'tawthiq judge {row["record_a"]} {row["record_b"]} {verdict} --reason "…"{where}'
        for verdict in ("same", "different", "unsure")
    ]


def _show_pair(number: int, row: Mapping[str, object], folder: Path) -> None:
    print_table(
        (f"{number}.", str(row["record_a"]), str(row["record_b"])),
        [
            (words, row[f"{side}_a"], row[f"{side}_b"])
            for side, words in _FACTS.items()
            if row[f"{side}_a"] is not None or row[f"{side}_b"] is not None
        ],
    )
    print_lines(
        f"probability {row['probability']:.2f}, value {row['value']:.2f} "
        f"(settles {row['settles']:.2f}, teaches {row['teaches']:.2f}): {_why(row)}",
        *(f"  {command}" for command in _commands(row, folder)),
        "",
    )

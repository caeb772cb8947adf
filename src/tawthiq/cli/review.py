"""Commands for reviewers of links: judge, queue, quality."""

import shlex
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from tawthiq.cli.options import FolderOption, JsonOption, LanguageOption
from tawthiq.cli.output import counted, print_json, print_lines, print_table, warn

if TYPE_CHECKING:
    import polars as pl

    from tawthiq.folder import Folder
    from tawthiq.ledger import Judge
    from tawthiq.linkage.drawing import Stratum
    from tawthiq.linkage.quality import Quality, Range
    from tawthiq.register import Register
    from tawthiq.register.reviewing import DrawnSample

_STANDINGS = {
    "sure": "one person, for sure",
    "linked": "one person, as linked",
    "possible": "possibly one",
    "apart": "two people",
}
_FACTS = {
    "name": "name",
    "name_other": "other script",
    "sex": "sex",
    "age": "age",
    "birth_date": "born",
    "death_date": "died",
    "place": "place",
}

CsvOption = Annotated[
    Path | None, Option("--csv", help="Write a sheet to fill in, for `tawthiq judge --file`.")
]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    for command in (judge, queue, quality):
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
        _check_sheet(csv)
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
        _write_sheet(sheet_of(register, shown), csv)
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


def quality(
    sample: Annotated[
        int | None, Option(min=1, help="Draw so many pairs at random, to be judged; needs --csv.")
    ] = None,
    seed: Annotated[int, Option(min=0, help="The same seed draws the same pairs.")] = 1,
    csv: CsvOption = None,
    of: Annotated[
        str | None, Option("--of", help="An earlier sample, by the beginning of its id.")
    ] = None,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Say how right the links are, by a random sample of pairs.

    `--sample` draws pairs from all that linkage compared or joined, keeps the draw in the ledger
    and writes a sheet. Once it is judged (`tawthiq judge --file`), `tawthiq quality` tells what
    share of the linked pairs is right (precision) and what share of the true pairs is linked
    (recall), with intervals.
    Pairs judged for other reasons are not counted.

    Example: tawthiq quality --sample 200 --seed 1 --csv sheet.csv
    """
    from tawthiq.cli.common import check_output
    from tawthiq.errors import LinkageError

    if csv is not None:
        _check_sheet(csv)
        check_output(folder, csv)
    if sample is not None:
        if csv is None or of is not None:
            raise LinkageError(
                "--sample draws a new sample and needs a file for it: --csv sheet.csv."
            )
        _draw(folder, sample, seed, csv, as_json=as_json)
    elif csv is not None:
        _sheet_again(folder, of, csv, as_json=as_json)
    else:
        _tell_quality(folder, of, as_json=as_json)


def _draw(folder: Path, wanted: int, seed: int, csv: Path, *, as_json: bool) -> None:
    """Draw a sample, keep it in the ledger unless it is there, and write its sheet."""
    from tawthiq.cli.common import open_register
    from tawthiq.folder import open_folder
    from tawthiq.linkage.drawing import sample_pairs
    from tawthiq.register.reviewing import (
        links_to_review,
        sample_body,
        samples_of,
        verdicts_heeded,
    )

    register = open_register(folder)
    pairs, people = links_to_review(register)
    drawn = sample_pairs(pairs, people, wanted, seed, judged=verdicts_heeded(register))
    body = sample_body(register, drawn, wanted)
    with open_folder(folder, write=True) as opened:
        known = [one for one in samples_of(opened.ledger) if one.body == body]
        if not known:
            opened.ledger.append(body)
            known = samples_of(opened.ledger)
        _sheet(opened, register, known[-1], csv, as_json=as_json)


def _sheet_again(folder: Path, of: str | None, csv: Path, *, as_json: bool) -> None:
    from tawthiq.cli.common import open_register
    from tawthiq.folder import open_folder
    from tawthiq.register.reviewing import find_sample, samples_of

    register = open_register(folder)
    with open_folder(folder) as opened:
        _sheet(opened, register, find_sample(samples_of(opened.ledger), of), csv, as_json=as_json)


def _sheet(
    opened: "Folder", register: "Register", one: "DrawnSample", csv: Path, *, as_json: bool
) -> None:
    """Write the pairs of a sample that nobody has judged yet."""
    import polars as pl

    from tawthiq.register.reviewing import pairs_of_samples, sheet_of, verdicts_on

    ends = ["record_a", "record_b"]
    said = verdicts_on(register, opened.ledger, one).select(ends)
    pairs = pairs_of_samples(register, [one])
    ordered = pairs.with_columns(record_a=pl.min_horizontal(ends), record_b=pl.max_horizontal(ends))
    open_ = ordered.join(said, on=ends, how="anti", maintain_order="left")
    _write_sheet(sheet_of(register, open_, one.short), csv)
    if as_json:
        print_json(
            {
                "file": str(csv),
                "sample": one.entry,
                "pairs": len(one.body.pairs),
                "to_judge": open_.height,
            }
        )
        return
    print_lines(
        f"Sample {one.short}: {counted(len(one.body.pairs), 'pair')}, {open_.height:,} to judge.",
        f"Wrote {csv}. Judge from the top and leave none out (unsure is an answer); then "
        f"`tawthiq judge --file {csv}` and `tawthiq quality`.",
    )


def _tell_quality(folder: Path, of: str | None, *, as_json: bool) -> None:
    from tawthiq.cli.common import open_register
    from tawthiq.folder import open_folder
    from tawthiq.linkage.quality import estimate_quality
    from tawthiq.register.reviewing import find_sample, sample_kept, samples_of, verdicts_on

    register = open_register(folder)
    with open_folder(folder) as opened:
        samples = samples_of(opened.ledger)
        if not samples and of is None:
            _tell_expected(register, as_json=as_json)
            return
        one = find_sample(samples, of)
        said = verdicts_on(register, opened.ledger, one)
    found = estimate_quality(sample_kept(register, one.body), said)
    if as_json:
        print_json(
            {
                "sample": one.entry,
                "drawn_at": one.at,
                "register": one.body.register,
                **_plain(found),
            }
        )
        return
    _show_quality(one, found)


def _tell_expected(register: "Register", *, as_json: bool) -> None:
    """What the model expects, where no sample was drawn."""
    from tawthiq.linkage.drawing import strata_of
    from tawthiq.linkage.quality import expected_scores
    from tawthiq.register.reviewing import links_to_review, verdicts_heeded

    judged = verdicts_heeded(register)
    strata = strata_of(*links_to_review(register), judged)
    same = int((judged["verdict"] == "same").sum())
    expected = expected_scores(strata, judged_same=same)
    if as_json:
        print_json({"sample": None, "scores": {}, "expected": _expected(expected)})
        return
    print_lines("Not known yet: no random sample of pairs was drawn.", "")
    _show_expected(expected)
    print_lines("", "Draw one: `tawthiq quality --sample 200 --csv sheet.csv`.")


def _show_quality(one: "DrawnSample", found: "Quality") -> None:
    print_lines(
        f"Sample {one.short} of {one.at[:10]}: {counted(found.drawn, 'pair')} drawn, "
        f"{found.judged:,} judged in turn."
    )
    if found.waiting:
        print_lines(
            f"{counted(found.waiting, 'more pair')} judged out of turn: not counted until those "
            "drawn before them are judged."
        )
    if found.needed:
        print_lines(
            "Not known yet: "
            f"{counted(found.needed, 'more judgement')} needed. "
            "`tawthiq quality --csv sheet.csv` writes what is left to judge."
        )
    else:
        print_table(
            ("people", "precision", "recall", "F1"),
            [
                (name, _range(scores.precision), _range(scores.recall), _range(scores.f1))
                for name, scores in found.scores.items()
            ],
            title="Measured, of all pairs of records; in brackets the 95 % interval",
        )
    if found.unseen is not None:
        print_lines(
            f"True pairs that no key brought up: at least {found.unseen.estimate:,.0f} "
            f"({found.unseen.low:,.0f} to {found.unseen.high:,.0f})."
        )
    print_lines("")
    print_table(
        ("held to be", "probability", "pairs", "expected", "judged", "same", "different",
         "unsure"),
        [
            (_STANDINGS[each.stratum.standing], _bounds(each.stratum), each.stratum.pairs,
             _share(each.stratum.expected), each.judged, each.same, each.different, each.unsure)
            for each in found.answers
        ],
        right=("pairs", "expected", "judged", "same", "different", "unsure"),
    )  # fmt: skip
    print_lines("")
    _show_expected(found.expected)
    print_lines("", *found.assumes)
    print_lines(
        f"All of this is of the links as they were when the sample was drawn (ledger head "
        f"{one.body.register[:12]}); what was imported or judged since is not in it."
    )


def _show_expected(expected: Mapping[str, object]) -> None:
    """The model's own word, marked as such."""
    print_table(
        ("people", "precision", "recall", "F1"),
        [
            (name, *(f"{value:.4f}" for value in values.values()))
            for name, values in _expected(expected).items()
        ],
        title="The model's own word, from its probabilities; nobody has checked it",
    )


def _expected(expected: Mapping[str, object]) -> dict[str, dict[str, float]]:
    return {
        name: {what: getattr(scores, what).estimate for what in ("precision", "recall", "f1")}
        for name, scores in expected.items()
    }


def _plain(found: "Quality") -> dict[str, object]:
    """A quality for machines."""
    return {
        "drawn": found.drawn,
        "judged": found.judged,
        "waiting": found.waiting,
        "needed": found.needed,
        "scores": {name: asdict(scores) for name, scores in found.scores.items()},
        "expected": _expected(found.expected),
        "unseen": None if found.unseen is None else asdict(found.unseen),
        "strata": [
            asdict(each.stratum)
            | {"same": each.same, "different": each.different, "unsure": each.unsure}
            for each in found.answers
        ],
        "assumes": list(found.assumes),
    }


def _range(one: "Range") -> str:
    return f"{one.estimate:.4f} ({one.low:.4f}–{one.high:.4f})"


def _bounds(stratum: "Stratum") -> str:
    if stratum.low is None:
        return "joined by way of others"
    return f"{stratum.low:g}–{stratum.high:g}"


def _share(value: float | None) -> str | None:
    return None if value is None else f"{value:.4f}"


def _check_sheet(csv: Path) -> None:
    """Refuse at once what cannot become a sheet."""
    from tawthiq.cli.common import check_folder_of
    from tawthiq.errors import ConfigError

    if csv.suffix.lower() != ".csv":
        raise ConfigError(f"{csv}: a sheet is a CSV file. Name it sheet.csv, for example.")
    check_folder_of(csv)


def _write_sheet(sheet: "pl.DataFrame", csv: Path) -> None:
    from tawthiq.publish import export_table

    export_table(sheet, csv)

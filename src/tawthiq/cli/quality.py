"""The command that says how right the links are."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Option

from tawthiq.cli.options import FolderOption, JsonOption
from tawthiq.cli.output import counted, print_json, print_lines, print_table
from tawthiq.cli.sheets import CsvOption, check_sheet, write_sheet

if TYPE_CHECKING:
    from tawthiq.folder import Folder
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


def add_to(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command()(quality)


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
        check_sheet(csv)
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
    write_sheet(sheet_of(register, open_, one.short), csv)
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

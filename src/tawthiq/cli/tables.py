"""`tawthiq estimate TABLE`: a plain table estimated alone, without a register."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tawthiq.cli.output import print_json, print_lines, print_table, progress_bars, warn

if TYPE_CHECKING:
    import polars as pl

    from tawthiq.cli.common import Language
    from tawthiq.estimates import Cache, Estimate, EstimateSettings, NotEstimable
    from tawthiq.estimates.beside import Standing
    from tawthiq.estimates.left_out import Varied
    from tawthiq.lists.capture_file import CaptureFile

_DRAWS = (".csv", ".parquet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks of a table."""

    file: Path
    by: str | None
    settings: "EstimateSettings"
    seed: int
    beside: bool
    share_strata: bool
    place_unknown: bool  # people whose stratum is empty are placed by chance; else left out
    sensitivity: bool  # the answer without each list too; a report always has it
    report: Path | None
    draws: Path | None
    language: "Language"
    as_json: bool
    cache: "Cache | None"


def estimate_file(asked: Asked) -> None:
    """Estimate a table, and write what was asked for."""
    from tawthiq.lists.capture_file import read_capture_file

    _check(asked)
    source = read_capture_file(asked.file, by=asked.by)
    if asked.by is None:
        _whole(source, asked)
    else:
        from tawthiq.cli.table_strata import estimate_strata_of

        estimate_strata_of(source, asked)


def _check(asked: Asked) -> None:
    """Refuse at once what would fail after a minute's work."""
    from tawthiq.cli.common import check_folder_of
    from tawthiq.errors import EstimateError

    if asked.draws is not None and asked.draws.suffix.lower() not in _DRAWS:
        raise EstimateError(f"--draws {asked.draws}: end its name in {' or '.join(_DRAWS)}.")
    for option, file in (("--report", asked.report), ("--draws", asked.draws)):
        if file is None:
            continue
        check_folder_of(file)
        if file.resolve() == asked.file.resolve():
            raise EstimateError(f"{option} {file} is the table itself. Name another file.")
    if (
        asked.report is not None
        and asked.draws is not None
        and asked.report.resolve() == asked.draws.resolve()
    ):
        raise EstimateError("--report and --draws name one file. Name two.")


def _whole(source: "CaptureFile", asked: Asked) -> None:
    from tawthiq.estimates import Estimate, estimate
    from tawthiq.estimates.beside import families_beside, in_the_answer
    from tawthiq.estimates.left_out import (
        one_list_decides,
        under_other_priors,
        without_each_list,
    )

    with progress_bars(quiet=asked.as_json) as progress:
        answer = estimate(
            source.table,
            settings=asked.settings,
            seed=asked.seed,
            progress=progress,
            cache=asked.cache,
        )
        standing: tuple[Standing, ...] = ()
        if isinstance(answer, Estimate):
            standing = (
                families_beside(
                    source.table, answer, seed=asked.seed, progress=progress, cache=asked.cache
                )
                if asked.beside
                else in_the_answer(answer)
            )
        varied: tuple[Varied, ...] = ()
        if isinstance(answer, Estimate) and (asked.sensitivity or asked.report is not None):
            varied = (
                *under_other_priors(answer.shifts, answer.n_observed),
                *without_each_list(
                    source.table,
                    settings=asked.settings,
                    seed=asked.seed,
                    progress=progress,
                    cache=asked.cache,
                ),
            )
        if asked.report is not None:
            _write_report(source, asked, answer, standing, varied)
    write_draws(draws_of(answer) if isinstance(answer, Estimate) else None, asked)
    if asked.as_json:
        of_varied = one_list_decides(answer, varied) if isinstance(answer, Estimate) else ()
        print_json(
            {"file": str(asked.file), "sha256": source.sha256, "seed": asked.seed}
            | answer.to_dict()
            | {"beside": [one.to_dict() for one in standing if one.share is None]}
            | {"varied": [one.to_dict() for one in varied]}
            | {"doubts_varied": [asdict(one) for one in of_varied]}
        )
    else:
        _print_whole(source, asked, answer, standing, varied)


def _write_report(
    source: "CaptureFile",
    asked: Asked,
    answer: "Estimate | NotEstimable",
    standing: "tuple[Standing, ...]",
    varied: "tuple[Varied, ...]",
) -> None:
    from datetime import UTC, datetime

    from tawthiq.publish.estimate_page import EstimatePage, write_estimate_page

    if asked.report is None:
        return
    page = EstimatePage(
        name=source.name,
        sha256=source.sha256,
        table=source.table,
        answer=answer,
        families=standing,
        varied=varied,
        seed=asked.seed,
        made_at=datetime.now(UTC),
    )
    write_estimate_page(page, asked.report, first=asked.language)


def _print_whole(
    source: "CaptureFile",
    asked: Asked,
    answer: "Estimate | NotEstimable",
    standing: "tuple[Standing, ...]",
    varied: "tuple[Varied, ...]",
) -> None:
    from tawthiq.estimates import Estimate
    from tawthiq.estimates.families_in_words import WORDS
    from tawthiq.publish.estimate_said import (
        answer_said,
        doubts_said,
        drawn_said,
        notes_said,
        table_said,
    )

    lang = asked.language
    print_lines(table_said(source.name, source.table, lang))
    if standing:
        head = _HEADS[lang]
        rows = [
            [
                WORDS[one.family].name(lang),
                None if one.share is None else _share(one.share, lang),
                *(whole_number(end, lang) for end in (one.median, one.low, one.high)),
                WORDS[one.family].assumes(lang),
            ]
            for one in standing
        ]
        print_table(head, rows, right=head[1:5])
    print_lines(answer_said(answer, lang))
    if isinstance(answer, Estimate):
        print_lines(drawn_said(answer, asked.seed, lang))
    label = _DOUBT[lang]
    for name, sentence in doubts_said(answer, standing, lang, varied):
        print_lines(f"{name or label}: {sentence}")
    for sentence in notes_said(answer, lang):
        print_lines(f"{_NOTE[lang]}: {sentence}")
    if varied:
        _print_varied(varied, source.table.lists, lang)
    if asked.report is not None:
        warn(f"Wrote {asked.report} ({asked.report.stat().st_size:,} bytes).")


def _print_varied(varied: "tuple[Varied, ...]", lists: tuple[str, ...], lang: "Language") -> None:
    from tawthiq.publish.estimate_said import choice_said

    head = _VARIED_HEADS[lang]
    rows = []
    for one in varied:
        choice, reason = choice_said(one, lang, lists)
        numbers = (one.n_observed, one.median, one.low, one.high)
        rows.append([choice, *(whole_number(n, lang) for n in numbers), reason or None])
    print_table(head, rows, right=head[1:5])


def draws_of(answer: "Estimate") -> "pl.DataFrame":
    """Chain, draw and people, one row a draw."""
    import numpy as np
    import polars as pl

    chains, n = answer.draws.shape
    return pl.DataFrame(
        {
            "chain": np.repeat(np.arange(1, chains + 1), n),
            "draw": np.tile(np.arange(1, n + 1), chains),
            "people": answer.draws.reshape(-1),
        }
    )


def write_draws(draws: "pl.DataFrame | None", asked: Asked) -> None:
    """Write the draws where they were asked for, and say so."""
    from tawthiq.publish import export_table

    if asked.draws is None:
        return
    if draws is None:
        warn(f"There is no estimate, so there are no draws: {asked.draws} was not written.")
        return
    export_table(draws, asked.draws)
    if not asked.as_json:
        warn(f"Wrote {asked.draws} ({draws.height:,} draws).")


def _share(share: float, lang: "Language") -> str:
    from tawthiq.fields import write_number

    if 0 < share < 0.001:
        return f"<{write_number(0.001, lang, 3)}"
    return write_number(share, lang, 3)


def whole_number(value: float | None, lang: "Language") -> str | None:
    """A number without decimals; None stays None."""
    from tawthiq.fields import write_number

    return None if value is None else write_number(round(value), lang)


_HEADS: "dict[Language, tuple[str, ...]]" = {
    "en": ("family", "share", "median", "low", "high", "assumes"),
    "ar": ("العائلة", "الحصّة", "الوسيط", "الأدنى", "الأعلى", "ما تفترضه"),
}
_VARIED_HEADS: "dict[Language, tuple[str, ...]]" = {
    "en": ("choice", "on lists", "median", "low", "high", "note"),
    "ar": ("الاختيار", "في القوائم", "الوسيط", "الأدنى", "الأعلى", "ملاحظة"),
}
_DOUBT: "dict[Language, str]" = {"en": "Doubt", "ar": "موضع شكّ"}
_NOTE: "dict[Language, str]" = {"en": "Note", "ar": "ملاحظة"}

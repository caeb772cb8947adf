"""`tawthiq estimate TABLE --by COLUMN`: the strata of a plain table, and their sum."""

from typing import TYPE_CHECKING

from tawthiq.cli.output import print_json, print_lines, print_table, progress_bars, warn
from tawthiq.cli.tables import Asked, draws_of, whole_number, write_draws

if TYPE_CHECKING:
    import polars as pl

    from tawthiq.cli.common import Language
    from tawthiq.estimates import Estimate, NotEstimable, StrataEstimate
    from tawthiq.lists.capture_file import CaptureFile

_PLACINGS = 5  # tables of each stratum, where people are placed in them by chance


def estimate_strata_of(source: "CaptureFile", asked: Asked) -> None:
    """Estimate the strata of a table and all its rows at once, and write what was asked for."""
    from tawthiq.estimates import estimate, estimate_strata, placed_tables

    tables = {name: [table] for name, table in source.strata.items()}
    if source.unknown is not None and asked.place_unknown:
        tables = placed_tables(source.strata, source.unknown, _PLACINGS, seed=asked.seed)
    with progress_bars(quiet=asked.as_json) as progress:
        result = estimate_strata(
            tables,
            settings=asked.settings,
            pooling="shared" if asked.share_strata else "separate",
            seed=asked.seed,
            progress=progress,
            cache=asked.cache,
        )
        whole = estimate(
            source.table,
            settings=asked.settings,
            seed=asked.seed,
            progress=progress,
            cache=asked.cache,
        )
    if asked.report is not None:
        _write_report(source, asked, result, whole)
    write_draws(_draws(result), asked)
    if asked.as_json:
        print_json(
            {"file": str(asked.file), "sha256": source.sha256, "seed": asked.seed}
            | {"by": asked.by}
            | {"unknown": _unknown(source), "placed": asked.place_unknown}
            | result.to_dict()
            | {"whole": whole.to_dict()}
        )
        return
    _print(source, asked, result, whole)


def _unknown(source: "CaptureFile") -> int:
    return source.unknown.n_observed if source.unknown is not None else 0


def _print(
    source: "CaptureFile",
    asked: Asked,
    result: "StrataEstimate",
    whole: "Estimate | NotEstimable",
) -> None:
    from tawthiq.estimates import Estimate
    from tawthiq.publish.estimate_said import (
        pooling_said,
        stratum_doubts,
        total_said,
        unknown_said,
        whole_said,
    )

    lang = asked.language
    head = (asked.by or "", *_HEADS[lang])
    rows = [
        [name, *_row(source.strata[name].n_observed, one, lang)]
        for name, one in result.strata.items()
    ]
    print_table(head, rows, right=head[1:-1])
    print_lines(*total_said(result, lang), whole_said(whole, lang), *pooling_said(result, lang))
    if unknown := _unknown(source):
        print_lines(unknown_said(unknown, lang, placed=asked.place_unknown))
    for name, one in result.strata.items():
        if isinstance(one, Estimate):
            for doubt in stratum_doubts(one, lang):
                print_lines(f"{name}: {doubt}")
    if asked.report is not None:
        warn(f"Wrote {asked.report} ({asked.report.stat().st_size:,} bytes).")


def _row(recorded: int, one: "Estimate | NotEstimable", lang: "Language") -> list[object]:
    """Of one stratum: people recorded there, never those placed by chance."""
    from tawthiq.estimates import NotEstimable
    from tawthiq.fields import write_number
    from tawthiq.publish.estimate_said import answer_said

    seen = whole_number(recorded, lang)
    if isinstance(one, NotEstimable):
        return [seen, None, None, None, None, None, answer_said(one, lang)]
    numbers = [whole_number(value, lang) for value in (one.median, one.low, one.high)]
    note = None if one.converged else _NOT_CONVERGED[lang]
    return [seen, *numbers, write_number(one.rhat, lang, 3), whole_number(one.ess, lang), note]


def _write_report(
    source: "CaptureFile",
    asked: Asked,
    result: "StrataEstimate",
    whole: "Estimate | NotEstimable",
) -> None:
    from datetime import UTC, datetime

    from tawthiq.publish.strata_page import StrataPage, write_strata_page

    if asked.report is None:
        return
    page = StrataPage(
        name=source.name,
        sha256=source.sha256,
        table=source.table,
        by=asked.by or "",
        tables=source.strata,
        unknown=_unknown(source),
        placed=asked.place_unknown,
        result=result,
        whole=whole,
        seed=asked.seed,
        made_at=datetime.now(UTC),
    )
    write_strata_page(page, asked.report, first=asked.language)


def _draws(result: "StrataEstimate") -> "pl.DataFrame | None":
    import polars as pl

    from tawthiq.estimates import Estimate

    parts = [
        draws_of(one).select(pl.lit(name).alias("stratum"), pl.all())
        for name, one in result.strata.items()
        if isinstance(one, Estimate)
    ]
    return pl.concat(parts) if parts else None


_HEADS: "dict[Language, tuple[str, ...]]" = {
    "en": ("on lists", "median", "low", "high", "R-hat", "effective draws", "note"),
    "ar": ("في القوائم", "الوسيط", "الأدنى", "الأعلى", "R-hat", "سحوبات مستقلّة", "ملاحظة"),
}
_NOT_CONVERGED: "dict[Language, str]" = {
    "en": "not converged: not to be relied on",
    "ar": "لم يتقارب: لا يُعتمد عليه",
}

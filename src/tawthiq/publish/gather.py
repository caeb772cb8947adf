"""Gather what a report says from the register: counts, estimates, overlap, coverage, certainty.

Only counts leave this module: no name, no record id, no value that a single person was given.
"""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

import polars as pl

from tawthiq.affairs import Page
from tawthiq.checks import ScopedEstimate, estimate_scope
from tawthiq.counts import DIFFERS, NOT_RECORDED, CountTable, captures, count, lines_in
from tawthiq.estimates import Cache, Estimate, NotEstimable
from tawthiq.estimates.families_in_words import WORDS
from tawthiq.fields import AGE_GROUPS
from tawthiq.progress import Progress, silent
from tawthiq.publish.estimate_said import reason_said
from tawthiq.publish.model import (
    FIELDS,
    LANGS,
    Bin,
    Breakdown,
    Coverage,
    Estimated,
    Field,
    Intersection,
    Lang,
    LinkCertainty,
    ListVersion,
    NoEstimate,
    OverallEstimate,
    Place,
    Problem,
    Range,
    ReportData,
    Row,
    SaidFigures,
    Setting,
    Source,
    SourceList,
    SumOfMonths,
    Totals,
)
from tawthiq.publish.reasons import set_aside_reason
from tawthiq.publish.weights import level_weights
from tawthiq.register import Register, Scope, scope_in_words, value_in_words

_BINS = 20
# A place that no gazetteer knows is free text, and a cell in the wrong column may be a name: words
# that fewer lines than this use are not repeated.
_COMMON = 3
_RARE_PLACE: dict[Lang, str] = {
    "en": "a place the gazetteer does not know",
    "ar": "مكان لا يعرفه معجم الأماكن",
}
_AGE_ORDER = {group: at for at, group in enumerate(AGE_GROUPS)}


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def gather_report(
    register: Register,
    *,
    title: str,
    title_ar: str | None = None,
    scope: Scope | None = None,
    linkages: int = 4,
    seed: int = 1,
    by_month: ScopedEstimate | None = None,
    said: SaidFigures | None = None,
    things: Mapping[Lang, tuple[Page, ...]] | None = None,
    progress: Progress = silent,
    cache: Cache | None = None,
) -> ReportData:
    """Gather the report of a scope of the register.

    Args:
        title: what the register is called.
        title_ar: the same in Arabic, where it has another name there.
        linkages: how many linkages the estimates are drawn over.
        seed: of the estimates: the same seed gives the same report but for its date.
        by_month: the estimate of this scope by month, where it has been worked out already.
        said: the figures of the register's texts (`said.figures_said`), whatever the scope.
        things: pages on incidents, bodies … (`things_page.report_pages`), whatever the scope.
        progress: told how far it is.
        cache: as for `estimate_scope`.
    """
    scope = scope or Scope()
    lines = register.lines
    tables: dict[Field, CountTable] = {}
    for number, name in enumerate(FIELDS):
        progress("counting", number, len(FIELDS))
        tables[name] = count(lines, scope, (name,))
    progress("counting", len(FIELDS), len(FIELDS))
    if by_month is None:
        by_month = estimate_scope(
            register,
            scope,
            ("month",),
            linkages=linkages,
            seed=seed,
            progress=progress,
            cache=cache,
        )
    estimates: dict[Field, ScopedEstimate] = {"month": by_month}
    for name in FIELDS[1:]:
        estimates[name] = estimate_scope(
            register,
            scope,
            (name,),
            linkages=linkages,
            seed=seed,
            whole=by_month.whole,
            progress=progress,
            cache=cache,
        )
    total = tables["month"].total
    inside = lines_in(lines, scope)
    return ReportData(
        title_en=title,
        title_ar=title_ar or title,
        scope_en=_scope_in_words(register, scope, "en"),
        scope_ar=_scope_in_words(register, scope, "ar"),
        made_at=datetime.now(UTC).replace(microsecond=0),
        tool_version=register.stamp.version,
        ledger_head=register.stamp.ledger_head,
        ledger_entries=register.stamp.entries,
        sources=_sources(register),
        totals=Totals(
            records=inside.height,
            people=Range(**total),
            number_only=int((~inside["named"]).sum()),
        ),
        breakdowns=tuple(_breakdown(register, tables[name], estimates[name]) for name in FIELDS),
        estimate=_overall(by_month.whole),
        sum_of_months=_sum(by_month),
        overlap=_overlap(register, scope),
        coverage=_coverage(inside),
        places=_places(register, scope, tables["governorate"]),
        links=_certainty(register),
        weights=level_weights(register),
        prior_bits=_prior_bits(register),
        problems=_problems(register),
        settings=_settings(register, linkages, seed),
        said=said or SaidFigures(),
        things=things or {},
    )


def _breakdown(register: Register, table: CountTable, estimated: ScopedEstimate) -> Breakdown:
    name: Field = table.by[0]  # type: ignore[assignment]
    special = {NOT_RECORDED: 0, DIFFERS: 0}
    rare = _rare_places(register.lines) if name == "governorate" else frozenset()
    rows = []
    for number, cell in enumerate(_in_order(table, name)):
        value = cell[name]
        if value in special:
            special[value] = cell["linked"]
            continue
        found = estimated.strata.get((value,))
        told = (
            _RARE_PLACE
            if value in rare
            else {language: value_in_words(register, name, value, language) for language in LANGS}
        )
        rows.append(
            Row(
                id=f"~{number}" if value in rare else value,
                label_en=told["en"],
                label_ar=told["ar"],
                count=Range(
                    minimum=cell["minimum"], linked=cell["linked"], maximum=cell["maximum"]
                ),
                estimate=_value(found) if found else None,
            )
        )
    return Breakdown(
        field=name,
        rows=tuple(rows),
        not_recorded=special[NOT_RECORDED],
        accounts_differ=special[DIFFERS],
    )


def _rare_places(lines: pl.DataFrame) -> frozenset[str]:
    words = lines.filter(pl.col("governorate").str.starts_with("~")).group_by("governorate").len()
    return frozenset(words.filter(pl.col("len") < _COMMON)["governorate"])


def _in_order(table: CountTable, name: Field) -> list[dict[str, Any]]:
    """The cells as a reader looks for them: ages ascending, months as they came, else by size."""
    cells = table.cells.to_dicts()
    if name == "month":
        return cells
    if name == "age_group":
        return sorted(cells, key=lambda cell: _AGE_ORDER.get(cell[name], len(_AGE_ORDER)))
    return sorted(cells, key=lambda cell: (-cell["linked"], cell[name]))


def _value(one: Estimate | NotEstimable) -> Estimated | NoEstimate:
    if isinstance(one, NotEstimable):
        return NoEstimate(reason_en=one.reason, reason_ar=reason_said(one, "ar"))
    if not one.converged:
        return NoEstimate(
            reason_en=f"The chains have not converged: {one.reason}",
            reason_ar="لم تتقارب سلاسل التقدير.",
        )
    return Estimated(median=one.median, low=one.low, high=one.high)


def _overall(one: Estimate | NotEstimable) -> OverallEstimate | NoEstimate:
    if isinstance(one, NotEstimable):
        return NoEstimate(reason_en=one.reason, reason_ar=reason_said(one, "ar"))
    return OverallEstimate(
        value=Estimated(median=one.median, low=one.low, high=one.high),
        rhat=one.rhat,
        ess=one.ess,
        converged=one.converged,
        method_en=_capital(WORDS[one.settings.model].method_en),
        method_ar=WORDS[one.settings.model].method_ar,
        lists=one.lists,
        n_observed=one.n_observed,
    )


def _sum(estimated: ScopedEstimate) -> SumOfMonths | None:
    total = estimated.sum_of_strata
    if total is None:
        return None
    return SumOfMonths(
        value=Estimated(median=total.median, low=total.low, high=total.high),
        months=len(total.strata),
        left_out=len(total.left_out),
        documented_left_out=sum(total.left_out.values()),
        unplaced=estimated.unplaced,
        placed=estimated.placed,
        converged=total.converged,
    )


def _scope_in_words(register: Register, scope: Scope, language: Lang) -> str | None:
    return scope_in_words(scope, partial(value_in_words, register), language)


def _sources(register: Register) -> tuple[Source, ...]:
    versions = register.versions
    return tuple(
        Source(
            key=source["key"],
            name=source["name"],
            name_other=source["name_other"],
            kind=source["type"],
            covers=source["covers"],
            origin=source["origin"],
            lists=tuple(
                SourceList(
                    key=str(key[0]), versions=tuple(_version(row) for row in part.to_dicts())
                )
                for key, part in versions.filter(pl.col("source") == source["key"])
                .partition_by("list", as_dict=True, maintain_order=True)
                .items()
            ),
        )
        for source in register.sources.iter_rows(named=True)
    )


def _version(row: dict[str, Any]) -> ListVersion:
    return ListVersion(
        released=row["released"],
        rows=row["rows"],
        set_aside=row["set_aside"],
        document=row["document"],
    )


def _overlap(register: Register, scope: Scope) -> tuple[Intersection, ...]:
    # By list, copies and all: the picture shows what the lists hold, not what the estimate uses.
    lines = register.lines
    column = {name: f"list {name}" for name in sorted(lines["list"].unique())}
    table = captures(lines, column, scope, named_by="list")
    found = (
        Intersection(lists=tuple(key for key in column if row[column[key]]), people=row["count"])
        for row in table.iter_rows(named=True)
    )
    return tuple(sorted(found, key=lambda one: (-one.people, one.lists)))


def _coverage(lines: pl.DataFrame) -> tuple[Coverage, ...]:
    month = pl.col("death_earliest").dt.strftime("%Y-%m")
    table = (
        lines.filter(pl.col("withdrawn_on").is_null())
        .filter(month == pl.col("death_latest").dt.strftime("%Y-%m"))
        .group_by("list", month.alias("month"))
        .len()
        .sort("list", "month")
    )
    return tuple(
        Coverage(list=row["list"], month=row["month"], records=row["len"])
        for row in table.iter_rows(named=True)
    )


def _places(register: Register, scope: Scope, governorates: CountTable) -> tuple[Place, ...]:
    """The towns, and the governorates of whose dead nobody gives a town that can be drawn."""
    drawn = register.places.filter(pl.all_horizontal(pl.col("lat", "lon").is_not_null()))
    towns = count(register.lines, scope, ("town",)).cells.join(
        drawn, left_on="town", right_on="place_id", how="semi", maintain_order="left"
    )
    with_towns = count(register.lines, scope, ("governorate", "town")).cells.join(
        towns, on="town", how="semi"
    )
    others = governorates.cells.join(
        with_towns, on="governorate", how="anti", maintain_order="left"
    )
    cells = pl.concat(
        [towns.rename({"town": "place_id"}), others.rename({"governorate": "place_id"})]
    )
    return tuple(
        Place(
            id=row["place_id"],
            label_en=row["name_en"],
            label_ar=row["name_ar"],
            lat=row["lat"],
            lon=row["lon"],
            count=Range(minimum=row["minimum"], linked=row["linked"], maximum=row["maximum"]),
        )
        for row in cells.join(
            drawn.unique("place_id", keep="first", maintain_order=True),
            on="place_id",
            maintain_order="left",
        ).iter_rows(named=True)
    )


def _certainty(register: Register) -> LinkCertainty:
    probability = register.pairs["probability"]
    bins = (probability * _BINS).floor().clip(0, _BINS - 1).cast(pl.Int64).value_counts()
    counts = dict(bins.iter_rows())
    people = register.people
    by_lists = people.group_by("lists").len().sort("lists")
    return LinkCertainty(
        histogram=tuple(
            Bin(low=number / _BINS, high=(number + 1) / _BINS, pairs=counts.get(number, 0))
            for number in range(_BINS)
        ),
        people_by_lists=tuple(by_lists.iter_rows()),
        people_sure=int((~people["doubtful"]).sum()),
        people_doubtful=int(people["doubtful"].sum()),
    )


def _prior_bits(register: Register) -> float | None:
    bits = register.model.get("prior_bits")
    return float(bits) if isinstance(bits, int | float) else None


def _problems(register: Register) -> tuple[Problem, ...]:
    """Cells and rows that could not be read, by list and reason; never the cell itself."""
    rows: Counter[tuple[str, str, str]] = Counter()
    for name, why in register.set_aside.select("list", "reason").iter_rows():
        rows[name, set_aside_reason(why, "en"), set_aside_reason(why, "ar")] += 1
    found = [
        Problem(list=name, what="row", reason_en=english, reason_ar=arabic, count=number)
        for (name, english, arabic), number in sorted(rows.items())
    ]
    cells: Counter[tuple[str, str]] = Counter()
    for name, problems in register.records.select("list", "problems").drop_nulls().iter_rows():
        cells.update((name, problem["column"]) for problem in json.loads(problems))
    found += [
        Problem(
            list=name,
            what="cell",
            column=column,
            reason_en="cannot be read as what the column holds, or contradicts another cell",
            reason_ar="لا يمكن قراءته على أنه ما يحمله العمود، أو يناقض خلية أخرى",
            count=number,
        )
        for (name, column), number in sorted(cells.items())
    ]
    return tuple(found)


def _settings(register: Register, linkages: int, seed: int) -> tuple[Setting, ...]:
    used = register.model.get("settings")
    linkage = used if isinstance(used, dict) else {}
    words = (
        ("sure_probability", "A link is sure from", "الربط يقينيّ ابتداءً من"),
        ("linked_probability", "A link is made from", "يُعتمد الربط ابتداءً من"),
        ("possible_probability", "A link is possible from", "الربط ممكن ابتداءً من"),
    )
    return (
        *(
            Setting(key=key, label_en=english, label_ar=arabic, value=f"{linkage[key]:g}")
            for key, english, arabic in words
            if key in linkage
        ),
        Setting(
            key="linkages",
            label_en="Linkages drawn for each estimate",
            label_ar="عدد عمليات الربط المسحوبة لكلّ تقدير",
            value=str(linkages),
        ),
        Setting(
            key="seed", label_en="Seed of the estimates", label_ar="بذرة التقديرات", value=str(seed)
        ),
    )

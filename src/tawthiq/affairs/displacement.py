"""Displacement: many bodies' figures for one place on one timeline; stocks apart from flows.

A stock is how many are displaced on a day. Stocks of several days are not added: the same people
stand in each. Flows may be added where their times do not overlap and one body gives them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from tawthiq.affairs.asof import days_of
from tawthiq.affairs.listing import claims_by, claims_of, doubts_of
from tawthiq.affairs.model import Chart, Claim, Doubt, Page, Series, Table, Value
from tawthiq.affairs.naming import folded
from tawthiq.affairs.store import Affairs
from tawthiq.affairs.view import View
from tawthiq.affairs.wording import doubt
from tawthiq.errors import ScopeError
from tawthiq.statements import Displacement


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of displacement in people; None: that end is not said, or has no factor."""

    low: float | None
    high: float | None
    first: date | None
    last: date | None
    claim: Claim


def people_of(said: Displacement) -> tuple[float | None, float | None]:
    """The range in people: households times the factor that the same body gives.

    Without a factor, households stay households: no size of a household is guessed at.
    """
    low, high = said.value_low, said.value_high
    if said.unit == "households":
        if said.factor_low is None and said.factor_high is None:
            return None, None
        least = said.factor_low if said.factor_low is not None else said.factor_high
        most = said.factor_high if said.factor_high is not None else said.factor_low
        assert least is not None  # noqa: S101 - one of the two is given
        assert most is not None  # noqa: S101
        low = None if low is None else low * least
        high = None if high is None else high * most
    return low, high


def figure_of(claim: Claim) -> Figure:
    """The figure of a claim, with its day (a stock) or its time (a flow)."""
    said = claim.said
    assert isinstance(said, Displacement)  # noqa: S101 - asked for by type
    low, high = people_of(said)
    if said.measure == "stock":
        first, last = days_of(said.when)
    else:
        first, last = days_of(said.since)[0], days_of(said.until or said.since)[1]
    return Figure(low=low, high=high, first=first, last=last, claim=claim)


def displaced_figures(
    view: View,
    *,
    measure: str,
    place: str | None = None,
    body: str | None = None,
    status: str | None = None,
) -> list[Figure]:
    """The figures that are not denied, of a place and of a body, as of the view's day.

    Of stocks, those of exactly that day.

    Args:
        measure: "stock" or "flow".
        place: as written or the gazetteer's id.
        body: key or name of the source, or of whoever it is attributed to.
        status: "internally displaced", "refugees" or "returned".
    """
    found = []
    for claim, said in view.affairs.each(Displacement):
        if claim.denied or said.measure != measure or status not in (None, said.status):
            continue
        if (
            place is not None
            and place != said.place_id
            and folded(place) != folded(said.place or "")
        ):
            continue
        who = {folded(one) for one in (claim.source or "", view.source(claim.source),
               view.words_of(claim, "attributed_to"), *claim.keys("attributed_to"))}  # fmt: skip
        if body is not None and folded(body) not in who:
            continue
        one = figure_of(claim)
        if view.on is None or _on(one, view.on, measure):
            found.append(one)
    return sorted(found, key=_in_place_and_time)


def _on(one: Figure, on: date, measure: str) -> bool:
    if measure == "stock":
        return one.first == on == one.last
    return one.last is not None and one.last <= on


def displaced_sum(figures: Sequence[Figure]) -> tuple[float | None, float | None]:
    """The sum of figures that may be added.

    Raises:
        ScopeError: stocks of several days or of one place twice, stocks and flows together, flows
            whose times overlap, or figures of several bodies.
    """
    if not figures:
        return None, None
    said = [one.claim.said for one in figures if isinstance(one.claim.said, Displacement)]
    if len({one.measure for one in said}) > 1:
        raise ScopeError("Stocks and flows are not added: one counts people, the other moves.")
    if len({one.status for one in said}) > 1:
        raise ScopeError("Displaced people, refugees and returned people are counted apart.")
    if len({(one.claim.source, _body(one.claim)) for one in figures}) > 1:
        raise ScopeError("Figures of several bodies are not added: they may count the same people.")
    if said and said[0].measure == "stock":
        if len({(one.first, one.last) for one in figures}) > 1:
            raise ScopeError(
                "Stocks of several days are not added: the same people stand in each. Choose one "
                "day with --as-of."
            )
        places = [_place(one) for one in said]
        if len(set(places)) < len(places):
            raise ScopeError("Two stocks of one place on one day are not added: choose one.")
    else:
        _refuse_overlap(figures)
    low, high = ([getattr(one, end) for one in figures] for end in ("low", "high"))
    return (
        None if None in low else float(sum(low)),
        None if None in high else float(sum(high)),
    )


def _refuse_overlap(figures: Sequence[Figure]) -> None:
    by_place: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for one in figures:
        if isinstance(one.claim.said, Displacement):
            by_place[_place(one.claim.said)].append(one)
    for group in by_place.values():
        ordered = sorted(group, key=lambda one: one.first or date.min)
        for one, other in pairwise(ordered):
            if one.last is None or other.first is None or other.first <= one.last:
                raise ScopeError(
                    "Flows of one place whose times overlap, or are not known, are not added."
                )


def overview(view: View) -> Page:
    """All figures: a timeline for each place, whose they are, and what contradicts itself."""
    by_measure = claims_by(
        view.affairs, "displacement", "measure", order="place", on=view.on, part=view.part
    )
    doubts = doubts_of(view.affairs, code="stocks-of-one-day-differ", part=view.part)
    return Page(
        key=None,
        type="displacement",
        title=view.type_label("displacement"),
        language=view.language,
        on=view.on,
        tables=tuple(
            replace(
                displaced_table(view, by_measure[measure].rows, measure),
                cut=by_measure[measure].cut,
            )
            for measure in ("stock", "flow")
            if measure in by_measure
        ),
        charts=tuple(_charts(view)) if view.plots else (),
        doubts=doubts.rows,
        doubts_cut=doubts.cut,
        notes=(view.word("stocks are not added"),),
    )


def _body(claim: Claim) -> str:
    return claim.key("attributed_to") or folded(str(getattr(claim.said, "attributed_to", "") or ""))


def _place(said: Displacement) -> tuple[str, str]:
    return (said.place_id or folded(said.place or ""), said.status)


def _charts(view: View) -> Iterator[Chart]:
    """A plot for each place and status of which there are two stocks or more."""
    claims = claims_of(view.affairs, "displacement", on=view.on).rows
    view.load(ref.key for one in claims for ref in one.references)
    by_place: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for claim in claims:
        said = claim.said
        if isinstance(said, Displacement) and said.measure == "stock" and not claim.denied:
            by_place[_place(said)].append(figure_of(claim))
    for (_, status), figures in sorted(by_place.items()):
        dated = [one for one in figures if one.first is not None and _ends(one) is not None]
        if len(dated) < 2:
            continue
        bodies: dict[str, list[Figure]] = defaultdict(list)
        for one in dated:
            bodies[view.who(one.claim)].append(one)
        where = getattr(dated[0].claim.said, "place", None)
        yield Chart(
            code="stocks",
            kind="ranges",
            title=view.joined(filter(None, (where, view.term("displacement", "status", status)))),
            axis=view.word("people"),
            series=tuple(_series(who, bodies[who]) for who in sorted(bodies)),
        )


def _ends(one: Figure) -> tuple[float, float] | None:
    """Both ends for a plot: a bound on one side alone is drawn as a point."""
    ends = [end for end in (one.low, one.high) if end is not None]
    return (ends[0], ends[-1]) if ends else None


def _series(label: str, figures: Iterable[Figure]) -> Series:
    ordered = sorted(figures, key=lambda one: one.first or date.min)
    ends = [(one.first, *(_ends(one) or (0.0, 0.0))) for one in ordered]
    return Series(
        label=label,
        days=tuple(first for first, _, _ in ends if first is not None),
        low=tuple(low for _, low, _ in ends),
        high=tuple(high for _, _, high in ends),
    )


def displaced_table(view: View, claims: Sequence[Claim], measure: str) -> Table:
    """The figures of one measure, place by place in time."""
    view.load(ref.key for one in claims for ref in one.references)
    rows: list[tuple[Value, ...]] = []
    for one in sorted(map(figure_of, claims), key=_in_place_and_time):
        said = one.claim.said
        if not isinstance(said, Displacement):
            continue
        households = said.unit == "households"
        written = view.range(said.value_low, said.value_high)
        rows.append(
            (
                said.place or "",
                said.from_place or "",
                view.term("displacement", "status", said.status),
                view.when(said.when) if measure == "stock" else _period(view, said),
                view.range(one.low, one.high),
                f"{written} × {view.range(said.factor_low, said.factor_high) or '?'}"
                if households
                else "",
                said.method or "",
                view.joined(
                    f"{view.field_label('displacement', name)}: {value}"
                    for name in ("coverage", "frequency", "disaggregation", "triangulation")
                    if (value := getattr(said, name))
                ),
                view.who(one.claim),
                view.term("", "stance", said.stance),
            )
        )
    columns = ("place", "from where", "status of people", "when", "people", "households by factor",
               "method", "confidence", "who says so", "stance")  # fmt: skip
    return Table(
        code=f"{measure}s",
        title=view.term("displacement", "measure", measure),
        columns=tuple(view.word(one) for one in columns),
        rows=tuple(rows),
    )


def _period(view: View, said: Displacement) -> str:
    if said.since and said.until:
        return view.word("from to", start=view.when(said.since), stop=view.when(said.until))
    return view.when(said.since or said.until)


def _in_place_and_time(one: Figure) -> tuple[tuple[str, str], date, str]:
    said = one.claim.said
    place = _place(said) if isinstance(said, Displacement) else ("", "")
    return (place, one.first or date.max, one.claim.id)


def doubts(affairs: Affairs) -> Iterator[Doubt]:
    """One body's stocks of one place and day that cannot both be: their ranges do not meet."""
    found: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for claim, said in affairs.each(Displacement):
        one = figure_of(claim)
        if said.measure == "stock" and not claim.denied and one.first is not None:
            who = (claim.source, _body(claim))
            found[(who, _place(said), one.first, one.last)].append(one)
    for figures in found.values():
        for at, one in enumerate(figures):
            for other in figures[at + 1 :]:
                if _apart(one, other):
                    yield doubt(
                        "stocks of one day differ",
                        claims=(one.claim.id, other.claim.id),
                        place=getattr(one.claim.said, "place", "") or "",
                        day=one.first.isoformat() if one.first else "",
                        one=_shown(one),
                        other=_shown(other),
                    )


def _apart(one: Figure, other: Figure) -> bool:
    return any(
        high is not None and low is not None and high < low
        for high, low in ((one.high, other.low), (other.high, one.low))
    )


def _shown(one: Figure) -> str:
    ends = [f"{end:,.0f}" for end in dict.fromkeys((one.low, one.high)) if end is not None]
    return "–".join(ends)

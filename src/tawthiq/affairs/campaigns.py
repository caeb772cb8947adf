"""Campaigns and gatherings: a calendar, a map, who came as each source tells it, what was shown."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tawthiq.affairs.asof import days_of, span_of
from tawthiq.affairs.generic import claims_table, page_about, page_of_all
from tawthiq.affairs.listing import claims_of
from tawthiq.affairs.model import Cell, Chart, Claim, Page, Spot, Table, Thing, Value, text_of
from tawthiq.affairs.parts import Listed
from tawthiq.affairs.placing import spot
from tawthiq.affairs.view import View
from tawthiq.statements import Campaign, Gathering


def page(view: View, thing: Thing) -> Page:
    """A campaign: its slogans and organisers, and the gatherings that sources count among it."""
    affairs = view.affairs
    gatherings = affairs.about(thing.key, "campaign", kinds=("gathering",))
    disputes = affairs.about(thing.key, "about", kinds=("dispute",))
    tables = [_gatherings_table(view, gatherings), claims_table(view, disputes)]
    return page_about(
        view,
        thing,
        tables,
        charts=_charts(view, gatherings),
        data={"gatherings": [one.id for one in gatherings]},
    )


def overview(view: View) -> Page:
    """All campaigns in a calendar."""
    found = claims_of(
        view.affairs,
        "campaign",
        order="name",
        language=view.language,
        on=view.on,
        part=view.part,
    )
    return page_of_all(
        view,
        "campaign",
        (replace(_campaigns_table(view, found.rows), cut=found.cut),),
        charts=_charts(view, _all(view, "campaign", found)) if view.plots else (),
    )


def gatherings(view: View) -> Page:
    """All gatherings, in a calendar and on a map."""
    found = claims_of(view.affairs, "gathering", order="time", on=view.on, part=view.part)
    return page_of_all(
        view,
        "gathering",
        (replace(_gatherings_table(view, found.rows), cut=found.cut),),
        charts=_charts(view, _all(view, "gathering", found)) if view.plots else (),
    )


def _all(view: View, kind: str, found: Listed[Claim]) -> Sequence[Claim]:
    """A plot shows the whole, also where its table is cut."""
    if found.cut is None:
        return found.rows
    return claims_of(view.affairs, kind, order="time", on=view.on).rows


def _charts(view: View, claims: Sequence[Claim]) -> tuple[Chart, ...]:
    view.load(ref.key for one in claims for ref in one.references)
    calendar = _calendar(view, claims)
    places = list(filter(None, (_place(view, one) for one in claims)))
    found = []
    if calendar:
        title = view.word("calendar")
        found.append(Chart(code="calendar", kind="calendar", title=title, spots=tuple(calendar)))
    if places:
        found.append(Chart(code="map", kind="map", title=view.word("map"), spots=tuple(places)))
    return tuple(found)


def _calendar(view: View, claims: Iterable[Claim]) -> list[Spot]:
    """When, each thing and period once; what gives no date stands in the table alone."""
    found: dict[tuple[str, object, object], Spot] = {}
    for one in claims:
        first, last = span_of(one.said)
        if one.denied or (first is None and last is None):
            continue
        label, key = _label(view, one), one.key("key")
        found.setdefault(
            (key or label, first, last), Spot(label=label, first=first, last=last, key=key)
        )
    return sorted(found.values(), key=lambda one: (str(one.first or one.last), one.label))


def _place(view: View, claim: Claim) -> Spot | None:
    said = claim.said
    if not isinstance(said, Gathering) or claim.denied:
        return None
    return spot(
        view.gazetteer,
        said.place or _label(view, claim),
        claim.key("key"),
        said.place_id,
        said.place,
    )


def _label(view: View, claim: Claim) -> str:
    key = claim.key("key")
    if key is not None:
        return view.called(key)
    kind = view.term(claim.type, "kind", getattr(claim.said, "kind", None))
    place = getattr(claim.said, "place", None)
    return view.joined(filter(None, (kind or view.type_label(claim.type), place)))


def _gatherings_table(view: View, claims: Sequence[Claim]) -> Table:
    view.load(ref.key for one in claims for ref in one.references)
    ordered = sorted(claims, key=_in_time)
    rows: list[tuple[Value, ...]] = []
    for one in ordered:
        said = one.said
        if not isinstance(said, Gathering):
            continue
        slogans = said.slogans_ar or said.slogans
        if view.language == "en":
            slogans = said.slogans or said.slogans_ar
        rows.append(
            (
                Cell(text=_label(view, one), key=one.key("key")),
                view.when(said.when),
                said.place or "",
                view.range(said.number_low, said.number_high),
                view.joined(slogans),
                view.joined(said.symbols),
                view.who(one),
                view.term("", "stance", said.stance),
            )
        )
    columns = ("gathering", "when", "place", "number of people", "slogans", "symbols",
               "who says so", "stance")  # fmt: skip
    return Table(
        code="gatherings",
        title=view.type_label("gathering"),
        columns=tuple(view.word(one) for one in columns),
        rows=tuple(rows),
    )


def _in_time(claim: Claim) -> str:
    first, last = days_of(getattr(claim.said, "when", None))
    return str(first or last or "9999")


def _campaigns_table(view: View, claims: Sequence[Claim]) -> Table:
    view.load(ref.key for one in claims for ref in one.references)
    rows: list[tuple[Value, ...]] = []
    for one in claims:
        said = one.said
        if not isinstance(said, Campaign):
            continue
        slogans = (said.slogans, said.slogans_ar)
        first, second = slogans if view.language == "en" else reversed(slogans)
        period = view.when(said.since)
        if said.until:
            period = view.word("from to", start=period or "…", stop=view.when(said.until))
        rows.append(
            (
                Cell(text=_label(view, one), key=one.key("key")),
                period,
                view.joined(first or second),
                view.words_of(one, "organisers"),
                view.joined(said.places),
                view.who(one),
            )
        )
    columns = ("campaign", "when", "slogans", "organisers", "places", "who says so")
    return Table(
        code="campaigns",
        title=view.type_label("campaign"),
        columns=tuple(view.word(one) for one in columns),
        rows=tuple(sorted(rows, key=lambda row: (text_of(row[0]), text_of(row[5])))),
    )

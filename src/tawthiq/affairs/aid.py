"""Aid: pledged, delivered, refused, diverted; by whose word, and who denies it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tawthiq.affairs.generic import claims_table, page_about, page_of_all
from tawthiq.affairs.listing import claims_by
from tawthiq.affairs.model import Claim, Doubt, Page, Table, Thing, Value
from tawthiq.affairs.store import Affairs
from tawthiq.affairs.view import View
from tawthiq.affairs.wording import doubt
from tawthiq.statements import Aid

_STATES = ("pledged", "delivered", "refused", "diverted")


def page(view: View, thing: Thing) -> Page:
    """One pledge or delivery: what is said of it, what answers it, who disputes it."""
    affairs = view.affairs
    own = affairs.about(thing.key, "key")
    answers = affairs.about(thing.key, "pledge", kinds=("aid",))
    disputes = affairs.about(thing.key, "about", "incident", kinds=("dispute", "account"))
    tables = [
        _table(view, own, "what is said"),
        _table(view, answers, "what answers it"),
        claims_table(view, [one for one in disputes if one.type == "dispute"]),
        claims_table(view, [one for one in disputes if one.type == "account"]),
    ]
    return page_about(
        view,
        thing,
        tables,
    )


def overview(view: View) -> Page:
    """All aid by state: pledged, delivered, refused, diverted, and what has no state."""
    by_state = claims_by(view.affairs, "aid", "state", on=view.on, part=view.part)
    view.load(ref.key for some in by_state.values() for one in some.rows for ref in one.references)
    tables = []
    for state in (*_STATES, None):
        if state in by_state:
            some = by_state[state]
            label = view.term("aid", "state", state) or view.word("state not said")
            table = _table(view, some.rows, label, code=state or "unknown")
            tables.append(replace(table, cut=some.cut))
    return page_of_all(
        view,
        "aid",
        tuple(tables),
    )


def amount(view: View, said: Aid) -> str:
    """An amount in its unit; "" where none is said."""
    number = view.range(said.amount_low, said.amount_high)
    return view.joined([f"{number} {said.unit}" if said.unit else number]) if number else ""


def _table(view: View, claims: Sequence[Claim], title: str, code: str | None = None) -> Table:
    rows: list[tuple[Value, ...]] = []
    for one in claims:
        said = one.said
        if isinstance(said, Aid):
            rows.append(
                (
                    view.cell(one, "giver"),
                    view.cell(one, "receiver"),
                    said.what or "",
                    amount(view, said),
                    view.when(said.when),
                    said.place or "",
                    view.cell(one, "carrier"),
                    view.cell(one, "diverted_by"),
                    view.cell(one, "pledge"),
                    view.who(one),
                    view.term("", "stance", said.stance),
                )
            )
    columns = ("giver", "receiver", "what", "amount", "when", "place", "carrier", "diverted by",
               "pledge", "who says so", "stance")  # fmt: skip
    return Table(
        code=code or title.replace(" ", "-"),
        title=title if code else view.word(title),
        columns=tuple(view.word(one) for one in columns),
        rows=tuple(rows),
    )


def doubts(affairs: Affairs) -> Iterator[Doubt]:
    """By one source more was delivered on a pledge than was pledged, in the same unit."""
    pledged: dict[tuple[str, str | None], tuple[float, str | None]] = {}
    for claim, said in affairs.each(Aid):
        for key in claim.keys("key"):
            if said.state == "pledged" and said.amount_high is not None and not claim.denied:
                pledged[key, claim.source] = (said.amount_high, said.unit)
    given: dict[tuple[str, str | None], list[tuple[str, float]]] = {}
    for claim, said in affairs.each(Aid):
        for key in claim.keys("pledge"):
            whole = pledged.get((key, claim.source))
            if (
                whole is not None
                and said.state == "delivered"
                and said.amount_low is not None
                and said.unit == whole[1]
                and not claim.denied
            ):
                given.setdefault((key, claim.source), []).append((claim.id, said.amount_low))
    for (key, source), some in given.items():
        most, unit = pledged[key, source]
        total = sum(number for _, number in some)
        if total > most:
            yield doubt(
                "more delivered than pledged", keys=(key,), claims=(one for one, _ in some),
                delivered=f"{total:,.0f}", pledged=f"{most:,.0f}", unit=unit or "",
            )  # fmt: skip

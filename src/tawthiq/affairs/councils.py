"""Elections as sources tell of them: seats, electors and results side by side, and disputes."""

from collections import defaultdict
from collections.abc import Iterator

from tawthiq.affairs.generic import claims_table, page_about
from tawthiq.affairs.model import Doubt, Page, Table, Thing, Value, text_of
from tawthiq.affairs.store import Affairs
from tawthiq.affairs.view import View
from tawthiq.affairs.wording import doubt
from tawthiq.statements import Election, Result


def page(view: View, thing: Thing) -> Page:
    """An election: what each source says of it, the results, and who disputes them."""
    affairs = view.affairs
    tables = [
        _results_table(view, thing.key),
        claims_table(
            view,
            affairs.about(thing.key, "about", kinds=("dispute",)),
            ("attitude", "by", "field", "grounds", "value", "when"),
        ),
        claims_table(view, affairs.about(thing.key, "incident", kinds=("account",))),
    ]
    return page_about(
        view,
        thing,
        tables,
    )


def _results_table(view: View, key: str) -> Table:
    """One line a candidate and source, the candidates by name: no winner stands on top."""
    rows: list[tuple[Value, ...]] = []
    claims = view.affairs.about(key, "election", kinds=("result",))
    view.load(ref.key for one in claims for ref in one.references)
    for claim in claims:
        said = claim.said
        if isinstance(said, Result):
            elected = "" if said.elected is None else view.word("yes" if said.elected else "no")
            rows.append(
                (
                    view.cell(claim, "candidate"),
                    view.range(said.votes_low, said.votes_high),
                    "" if said.seats is None else view.number(said.seats),
                    elected,
                    view.who(claim),
                    view.term("", "stance", said.stance),
                )
            )
    columns = ("candidate", "votes", "seats", "elected", "who says so", "stance")
    return Table(
        code="results",
        title=view.word("results"),
        columns=tuple(view.word(one) for one in columns),
        rows=tuple(sorted(rows, key=lambda row: (text_of(row[0]), text_of(row[4])))),
    )


def doubts(affairs: Affairs) -> Iterator[Doubt]:
    """More ballots than electors, or more elected than seats, by the word of one source."""
    seats: dict[tuple[str, str | None], int] = {}
    for claim, said in affairs.each(Election):
        if claim.denied:
            continue
        if said.ballots is not None and said.electors is not None and said.ballots > said.electors:
            yield doubt(
                "more ballots than electors", keys=claim.keys("key"), claims=(claim.id,),
                ballots=said.ballots, electors=said.electors,
            )  # fmt: skip
        for key in claim.keys("key"):
            if said.seats is not None:
                seats[key, claim.source] = said.seats
    elected: dict[tuple[str, str | None], list[tuple[str, int]]] = defaultdict(list)
    for claim, result in affairs.each(Result):
        for key in claim.keys("election"):
            won = result.seats if result.seats is not None else int(bool(result.elected))
            if won and not claim.denied:
                elected[key, claim.source].append((claim.id, won))
    for (key, source), winners in elected.items():
        total = sum(number for _, number in winners)
        if (key, source) in seats and total > seats[key, source]:
            yield doubt(
                "more elected than seats", keys=(key,), claims=(one for one, _ in winners),
                elected=total, seats=seats[key, source],
            )  # fmt: skip

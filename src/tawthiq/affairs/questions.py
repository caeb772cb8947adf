"""Who stands where on a question, over time, with the statement that says so; texts of one work."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from tawthiq.affairs.asof import days_of
from tawthiq.affairs.belonging import node
from tawthiq.affairs.generic import claims_table, page_about
from tawthiq.affairs.model import Cell, Claim, Doubt, Page, Table, Thing, Value, text_of
from tawthiq.affairs.store import Affairs
from tawthiq.affairs.view import View
from tawthiq.affairs.wording import doubt
from tawthiq.statements import Position, Work


def page(view: View, thing: Thing) -> Page:
    """A question: the answer that each gave last by the day of the page, and all before."""
    affairs = view.affairs
    claims = affairs.about(thing.key, "question", kinds=("stance",))
    view.load(ref.key for one in claims for ref in one.references)
    last = list(last_answers(view, claims))
    tables = [_answers_table(view, last, "answers by"), _answers_table(view, claims, "all answers")]
    counts = dict.fromkeys((getattr(one.said, "answer", None) or "not said" for one in last), 0)
    for one in last:
        counts[getattr(one.said, "answer", None) or "not said"] += 1
    return page_about(
        view,
        thing,
        tables,
        data={"answers": counts},
    )


def last_answers(view: View, claims: Iterable[Claim]) -> Iterator[Claim]:
    """Of each who spoke, every claim of the last day on which they did, as of the view's day.

    Several claims of that day stand side by side, also where they differ. Without a date, the day
    on which the document was published stands in.
    """
    by_speaker: dict[str, list[tuple[date, Claim]]] = defaultdict(list)
    for one in claims:
        day = days_of(getattr(one.said, "when", None))[1] or one.published
        if one.denied or (view.on is not None and (day is None or day > view.on)):
            continue
        by_speaker[_speaker(one)].append((day or date.min, one))
    for _, found in sorted(by_speaker.items()):
        last = max(day for day, _ in found)
        yield from (one for day, one in found if day == last)


def _speaker(claim: Claim) -> str:
    return node(claim, "speaker") or f"~{claim.said.holder or claim.source or ''}"


def _answers_table(view: View, claims: Sequence[Claim], title: str) -> Table:
    rows: list[tuple[Value, ...]] = []
    for one in claims:
        said = one.said
        if isinstance(said, Position):
            rows.append(
                (
                    view.cell(one, "speaker") if said.speaker else Cell(text=view.who(one)),
                    view.term("stance", "answer", said.answer),
                    said.condition or "",
                    view.when(said.when) or view.day(one.published),
                    view.who(one),
                    view.term("", "stance", said.stance),
                    one.id,
                )
            )
    columns = ("speaker", "answer", "condition", "when", "who says so", "stance", "id")
    return Table(
        code=title.replace(" ", "-"),
        title=view.word(title, day=view.day(view.on) or view.word("to date")),
        columns=tuple(view.word(one) for one in columns),
        rows=tuple(sorted(rows, key=lambda row: (text_of(row[0]), text_of(row[6])))),
    )


def work(view: View, thing: Thing) -> Page:
    """A work: its texts in all languages and editions, and what was translated from what."""
    claims = view.affairs.about(thing.key, "version_of", "key", kinds=("work",))
    rows: list[tuple[Value, ...]] = []
    for one in claims:
        said = one.said
        if isinstance(said, Work):
            rows.append(
                (
                    said.language or "",
                    (said.text or one.document)[:12],
                    (said.translation_of or "")[:12],
                    view.who(one),
                )
            )
    columns = ("language", "document", "translated from", "who says so")
    table = Table(
        code="texts",
        title=view.word("texts"),
        columns=tuple(view.word(one) for one in columns),
        rows=tuple(rows),
    )
    return page_about(
        view,
        thing,
        (table, claims_table(view, view.affairs.about(thing.key, "about"))),
    )


def doubts(affairs: Affairs) -> Iterator[Doubt]:
    """Somebody is told to have answered one question in two ways on one day."""
    found: dict[tuple[str, str, date], dict[str, str]] = defaultdict(dict)
    for claim, said in affairs.each(Position):
        first, last = days_of(said.when)
        if claim.denied or said.answer is None or first is None or first != last:
            continue
        for key in claim.keys("question"):
            found[key, _speaker(claim), first].setdefault(said.answer, claim.id)
    for (key, who, day), answers in found.items():
        if len(answers) > 1:
            yield doubt(
                "two answers on one day", keys=(key,), claims=answers.values(),
                who=who.lstrip("~"), day=day.isoformat(), answers=", ".join(sorted(answers)),
            )  # fmt: skip

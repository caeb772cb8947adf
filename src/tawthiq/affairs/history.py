"""Every value that a thing was ever given: by whom, for when, and where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tawthiq.affairs.asof import Standing
from tawthiq.affairs.model import Claim, Fact, Table
from tawthiq.affairs.view import View
from tawthiq.fields import one_line
from tawthiq.statements import Statement

# What a statement is, and not what it says of its thing.
_APART = frozenset((*Statement.__struct_fields__, "key", "type"))
_DATED = ("since", "until", "when", "opens", "closes", "first_cited", "last_cited", "term")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One value of one field, by one claim."""

    field: str
    value: Any  # as the statement has it
    words: str
    claim: Claim
    standing: Standing
    published: date | None


def values_of(view: View, key: str, field: str | None = None) -> Iterator[Given]:
    """Every value that statements give to a thing, field by field in the order of the class.

    Args:
        field: only this one.
    """
    claims = view.affairs.about(key, "key")
    names: dict[str, None] = {}
    for claim in claims:
        names |= dict.fromkeys(claim.said.__struct_fields__)
    for name in names:
        if name in _APART or field not in (None, name):
            continue
        for claim in claims:
            value = getattr(claim.said, name, None)
            if value is None or value == ():
                continue
            yield Given(
                field=name,
                value=value,
                words=in_words(view, claim, name),
                claim=claim,
                standing=view.standing(claim),
                published=claim.published,
            )


def in_words(view: View, claim: Claim, field: str) -> str:
    """A field of a claim as a reader writes it."""
    value = getattr(claim.said, field, None)
    if field in claim.said.REFERS:
        return view.words_of(claim, field)
    if value is None or value == ():
        return ""
    if isinstance(value, tuple):
        return view.joined(_one(view, claim, field, each) for each in value)
    return _one(view, claim, field, value)


def _one(view: View, claim: Claim, field: str, value: object) -> str:
    if isinstance(value, bool):
        return view.word("yes" if value else "no")
    if isinstance(value, int | float):
        return view.number(value)
    said = str(value)
    if field in _DATED:
        return view.when(said)
    return one_line(view.term(claim.type, field, said))


def facts_of(view: View, key: str) -> tuple[Fact, ...]:
    """Each field of a thing with its values; one value by several is told once, with all of them.

    As of a day: only what holds then, or gives no date.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for one in values_of(view, key):
        if one.field in ("name", "name_ar") or one.standing == "no":
            continue
        who = view.who(one.claim)
        if one.claim.denied:
            who = view.word("denied by", who=who)
        label = view.field_label(one.claim.type, one.field)
        by = found.setdefault(label, {}).setdefault(one.words, [])
        if who not in by:
            by.append(who)
    return tuple(
        Fact(label=label, values=tuple((value, tuple(by)) for value, by in values.items()))
        for label, values in found.items()
    )


def history_table(view: View, key: str, field: str | None = None) -> Table:
    """The history of every value of a thing."""
    rows = [
        (
            view.field_label(one.claim.type, one.field),
            one.words,
            view.term("", "stance", one.claim.said.stance),
            view.who(one.claim),
            one.published.isoformat() if one.published else None,
            view.term("", "status", one.claim.status),
            one.claim.document[:8],
            one.claim.id,
        )
        for one in values_of(view, key, field)
    ]
    columns = ("field", "value", "stance", "who says so", "published", "status", "document", "id")
    return Table(
        code="history",
        title=view.word("history"),
        columns=tuple(view.word(one) for one in columns),
        rows=tuple(rows),
    )

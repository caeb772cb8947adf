"""The page of a thing of any type, and the list of all of a type: what every theme begins with."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tawthiq.affairs.coding import codes_of_claims
from tawthiq.affairs.history import facts_of, in_words
from tawthiq.affairs.listing import claims_of, things_of_type
from tawthiq.affairs.model import Cell, Chart, Claim, Page, Table, Thing
from tawthiq.affairs.parts import Listed
from tawthiq.affairs.view import View
from tawthiq.statements import Statement

_APART = frozenset((*Statement.__struct_fields__, "key", "name", "name_ar", "attributed_to"))


def page(view: View, thing: Thing) -> Page:
    """What is said of a thing, and a table for each type of statement that names it."""
    found: dict[str, list[Claim]] = defaultdict(list)
    about = view.affairs.about(thing.key)
    for claim in about:
        if "key" not in {one.field for one in claim.references if one.key == thing.key}:
            found[claim.type].append(claim)
    return page_about(
        view,
        thing,
        tuple(claims_table(view, claims) for claims in found.values()),
        data={
            "names": list(view.affairs.names(thing.key)) if shown(view, thing) else [],
            "huridocs": codes_of_claims(view, about),
        },
    )


def overview(view: View, kind: str) -> Page:
    """All things of a type; of a type without things, all its statements."""
    things = things_of_type(
        view.affairs,
        kind,
        language=view.language,
        hidden=None if view.named else view.word("withheld"),
        part=view.part,
    )
    if things.of:
        table = things_table(view, things)
    else:
        claims = claims_of(view.affairs, kind, on=view.on, part=view.part)
        table = replace(claims_table(view, claims.rows), cut=claims.cut)
    return page_of_all(
        view,
        kind,
        (table,),
    )


def page_about(
    view: View,
    thing: Thing,
    tables: Iterable[Table],
    *,
    charts: Sequence[Chart] = (),
    notes: Sequence[str] = (),
    data: Mapping[str, object] | None = None,
) -> Page:
    """The page of a thing: what is said of it, tables that are not empty, and its doubts."""
    return Page(
        key=thing.key,
        type=thing.type,
        title=title_of(view, thing),
        language=view.language,
        on=view.on,
        facts=facts_of(view, thing.key),
        tables=tuple(one for one in tables if one.rows or one.cut is not None),
        charts=tuple(charts),
        doubts=tuple(view.affairs.doubts(thing.key)),
        notes=tuple(notes),
        data=data or {},
    )


def page_of_all(
    view: View, kind: str, tables: Iterable[Table], *, charts: Sequence[Chart] = ()
) -> Page:
    """The page of all that there is of a type."""
    return Page(
        key=None,
        type=kind,
        title=view.type_label(kind),
        language=view.language,
        on=view.on,
        tables=tuple(tables),
        charts=tuple(charts),
    )


def title_of(view: View, thing: Thing) -> str:
    """The name of a thing with its type."""
    return f"{view.called(thing.key)} ({view.type_label(thing.type)})"


def shown(view: View, thing: Thing) -> bool:
    """Whether the names of a thing may be told here."""
    return thing.public or view.named


def things_table(view: View, things: Listed[Thing]) -> Table:
    """One line a thing, by name."""
    view.load(one.key for one in things.rows)
    claims = view.affairs.how_many_about(one.key for one in things.rows)
    rows = sorted(
        (
            (view.called(one.key), Cell(text=one.key, key=one.key), claims.get(one.key, 0))
            for one in things.rows
        ),
        key=lambda row: (row[0], row[1].text),
    )
    return Table(
        code="things",
        title=view.word("things"),
        columns=tuple(view.word(one) for one in ("name", "key", "claims")),
        rows=tuple(rows),
        numbers=(2,),
        cut=things.cut,
    )


def claims_table(
    view: View,
    claims: Iterable[Claim],
    fields: Sequence[str] | None = None,
    *,
    title: str | None = None,
) -> Table:
    """One line a claim: the fields that any of them has, and who says so.

    Args:
        fields: only these, in this order; None: all but what every statement has.
        title: other than the name of their type.
    """
    claims = list(claims)
    kind = claims[0].type if claims else ""
    known = claims[0].said.__struct_fields__ if claims else ()
    wanted = [
        name
        for name in (fields if fields is not None else [one for one in known if one not in _APART])
        if any(getattr(one.said, name, None) not in (None, ()) for one in claims)
    ]
    view.load(ref.key for one in claims for ref in one.references)
    rows = [
        (
            *(
                view.cell(one, name) if name in one.said.REFERS else in_words(view, one, name)
                for name in wanted
            ),
            view.who(one),
            view.term("", "stance", one.said.stance),
            one.id,
        )
        for one in claims
    ]
    return Table(
        code=kind.replace(" ", "-") or "claims",
        title=title or (view.type_label(kind) if claims else view.word("claims")),
        columns=(
            *(view.field_label(kind, name) for name in wanted),
            *(view.word(one) for one in ("who says so", "stance", "id")),
        ),
        rows=tuple(rows),
    )

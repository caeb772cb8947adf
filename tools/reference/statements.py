"""The reference of statements: types, fields, terms, and the codes of HURIDOCS beside them."""

from collections.abc import Callable, Sequence
from functools import partial
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from reference.markdown import NOTE, code, page, table
from tawthiq.statements import (
    Code,
    Statement,
    Vocabulary,
    codes_of_field,
    help_of_field,
    help_of_type,
    label_of_coded,
    label_of_field,
    label_of_relation,
    label_of_term,
    label_of_type,
    label_of_who,
    types,
    vocabularies,
)


def statements_page() -> str:
    """Every type of statement with its fields and terms, in both languages, and its schema."""
    parts = [
        NOTE,
        "# Statements",
        "What a text says, as `tawthiq read --json` prints it, the ledger keeps it and `tawthiq "
        "export statements` writes it: one type a table. What the text does not say is null (in a "
        "field of several values: empty). Dates are EDTF. To read texts, see "
        "[Read a text](../how-to/read-a-text.md).",
        "`tawthiq.statements.schema(type)` gives the JSON schema of a type. A type that this "
        "version does not know is kept and passed on as it is, and so are fields it does not know.",
        "## In every type",
        _fields_table("figure", ["type", *Statement.__struct_fields__]),
        *_terms("figure", ["stance"]),
    ]
    for name, kind in types().items():
        if kind.__module__ != "tawthiq.statements.model":
            continue
        own = [one for one in kind.__struct_fields__ if one not in Statement.__struct_fields__]
        title = f"## {name}"
        arabic = f"{label_of_type(name, 'ar')}: {help_of_type(name, 'ar')}."
        parts += [title, f"{help_of_type(name, 'en')}.".capitalize(), arabic]
        parts += [_fields_table(name, own), *_terms(name, own)]
    return page(parts)


def _fields_table(name: str, fields: Sequence[str]) -> str:
    hints = get_type_hints(types()[name])
    rows = [
        (
            f"`{field}`",
            f"`{_shape(hints[field])}`" if field in hints else "`text`",
            help_of_field(name, field, "en") or "",
            f"{label_of_field(name, field, 'ar')}: {help_of_field(name, field, 'ar') or ''}",
        )
        for field in fields
    ]
    return table(("field", "holds", "meaning", "بالعربية"), rows)


def _shape(hint: Any) -> str:
    """A type in words that JSON knows."""
    if get_origin(hint) in (Union, UnionType):
        kinds = dict.fromkeys(_shape(one) for one in get_args(hint))
        if "whole number" in kinds and "number" in kinds:
            del kinds["whole number"]
        return " | ".join(kinds)
    if get_origin(hint) is Literal:
        return "term"
    if get_origin(hint) is tuple:
        return f"list of {_shape(get_args(hint)[0])}s"
    plain = {str: "text", int: "whole number", float: "number", type(None): "null"}
    return plain[hint]


def _terms(name: str, fields: Sequence[str]) -> list[str]:
    """The terms of each field that takes only some."""
    hints = get_type_hints(types()[name])
    parts = []
    for field in fields:
        hint = hints.get(field)
        kinds = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
        found = [term for one in kinds if get_origin(one) is Literal for term in get_args(one)]
        if found and not field.endswith("_basis"):
            rows = [
                (f"`{term}`", label_of_term(name, field, term, "en"),
                 label_of_term(name, field, term, "ar"))
                for term in found
            ]  # fmt: skip
            parts += [f"Terms of `{field}`:", table(("term", "in English", "بالعربية"), rows)]
    return parts


def huridocs_page() -> str:
    """The lists that have a counterpart among the fields, and the codes beside their terms."""
    parts = [
        NOTE,
        "# Codes of HURIDOCS",
        "Which of HURIDOCS's Micro-thesauri say what fields of statements say, and under which "
        "codes. Labels are our own, in both languages; where the lists were read, and what to "
        "know of them, stands in `tawthiq/statements/huridocs.toml`.",
        "A code has twelve digits, two for each level, and says something only with its list. "
        "Wider: their term says what ours says and more besides. Narrower: it says a part of it. A "
        "term that is not here has none that fits. How codes are taken in: [State what is "
        "said](../how-to/state-what-is-said.md); where they come out: [Look at incidents, bodies, "
        "charters, aid](../how-to/look-at-things.md).",
    ]
    for one in vocabularies():
        parts += [
            f"## {one.number}: {one.en} · {one.ar}",
            f"Field of theirs: {one.their_field}. Fields of ours: {code(one.fields)}.",
            _codes_table(one)
            or "The values of these fields are words of whoever states them, without codes here.",
        ]
    return page(parts)


def _codes_table(vocabulary: Vocabulary) -> str:
    """One line a code; fields whose terms have the same codes stand together."""
    fields: dict[tuple[tuple[str, tuple[Code, ...]], ...], list[str]] = {}
    for name in vocabulary.fields:
        terms = tuple(codes_of_field(*name.split(".")).items())
        fields.setdefault(terms, []).append(name)
    rows = []
    for terms, names in fields.items():
        for term, codes in terms:
            labels = _twins(partial(label_of_coded, *names[0].split("."), term))
            for one in codes:
                relation = _twins(partial(label_of_relation, one.relation))
                who = "" if one.who is None else _twins(partial(label_of_who, one.who))
                rows.append((code(names), labels, f"`{one.code}`", relation, who))
    return table(("field", "term · المصطلح", "code · الرمز", "theirs · مصطلحهم", ""), rows)


def _twins(label: Callable[[Any], str]) -> str:
    return f"{label('en')} · {label('ar')}"

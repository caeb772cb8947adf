"""What types, fields and terms of statements are called in Arabic and English, and what they mean.

The words stand in `labels.toml` and `labels_register.toml`, both languages side by side. A type
that is in neither carries its own in `LABELS`, with these keys: `type` and `type.help`; `<field>`
and `<field>.help`; and `<field>=<term>` for a value:

    LABELS = {
        "type": {"en": "aid", "ar": "معونة"},
        "state": {"en": "state", "ar": "حالها"},
        "state=pledged": {"en": "pledged", "ar": "موعودة"},
    }

What has no label is shown as it is: a word in one language is better than none.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from tawthiq.statements.family import type_called

Language = Literal["en", "ar"]
Twins = dict[str, str]


# The types that texts are read for, and those that the register holds beside them.
_FILES = ("labels.toml", "labels_register.toml")


@cache
def _said() -> dict[str, Any]:
    said: dict[str, Any] = {}
    for name in _FILES:
        _add(said, tomllib.loads((files(__package__) / name).read_text(encoding="utf-8")))
    return said


def _add(said: dict[str, Any], more: dict[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, dict) and isinstance(said.get(key), dict):
            _add(said[key], value)
        else:
            said[key] = value


def label_of_type(name: str, language: Language) -> str:
    """What a type is called."""
    found = _own(name, "type") or _said()["type"].get(name, {}).get("label")
    return _in(found, language, name)


def help_of_type(name: str, language: Language) -> str | None:
    """What a type is, in a sentence; None where nobody wrote it."""
    found = _own(name, "type.help") or _said()["type"].get(name, {}).get("help")
    return _in(found, language, "") or None


def label_of_field(type_name: str, field: str, language: Language) -> str:
    """What a field is called."""
    found = _own(type_name, field) or _field(type_name, field).get("label")
    return _in(found, language, field.replace("_", " "))


def help_of_field(type_name: str, field: str, language: Language) -> str | None:
    """What a field holds, in a sentence; None where nobody wrote it."""
    found = _own(type_name, f"{field}.help") or _field(type_name, field).get("help")
    return _in(found, language, "") or None


def label_of_term(type_name: str, field: str, term: str, language: Language) -> str:
    """What a value from a closed set, or a known term of an open one, is called.

    Several joined by "+" ("child+woman") are labelled one by one.
    """
    found = _own(type_name, f"{field}={term}") or _term(type_name, field, term)
    if found is None and field == "category" and "+" in term:
        parts = [label_of_term(type_name, field, one, language) for one in term.split("+")]
        return " + ".join(parts)
    return _in(found, language, term)


def known_terms(type_name: str, field: str) -> tuple[str, ...]:
    """The values of a field that have labels: all of a closed field, the usual ones of an open."""
    known = type_called(type_name)
    own = None if known is None else known.LABELS
    begins = f"{field}="
    found = [key.removeprefix(begins) for key in own or {} if key.startswith(begins)]
    terms = _said()["term"]
    for group in (f"{type_name}.{field}", _SAME.get(field, field)):
        if group in terms:
            return tuple(dict.fromkeys([*found, *terms[group]]))
    return tuple(found)


def label_of_doubt(doubt: str, language: Language) -> str:
    """A doubt in words; the English phrase where nobody has translated it."""
    return _in(_said()["doubt"].get(doubt), language, doubt)


def label_of_note(note: str, language: Language) -> str:
    """What a reading notes of a text, in words; the English phrase where nobody translated it.

    A note may end in particulars behind a colon ("comments announced: 12"); these stay.
    """
    known = _said()["note"]
    if note in known:
        return _in(known[note], language, note)
    head, colon, rest = note.partition(": ")
    if colon and head in known:
        return f"{_in(known[head], language, head)}: {rest}"
    return note


def phrase(key: str, language: Language, **values: str) -> str:
    """A phrase of the sentences that `wording` makes, filled."""
    said = _said()["words"][key][language]
    for name, value in values.items():
        said = said.replace(f"{{{name}}}", value)
    return str(said)


def _in(twins: Twins | None, language: Language, otherwise: str) -> str:
    return (twins or {}).get(language) or otherwise


def _own(type_name: str, key: str) -> Twins | None:
    known = type_called(type_name)
    return None if known is None or known.LABELS is None else known.LABELS.get(key)


def _field(type_name: str, field: str) -> dict[str, Twins]:
    fields = _said()["field"]
    found: dict[str, Twins] = fields.get(f"{type_name}.{field}") or fields.get(field) or {}
    return found


def _term(type_name: str, field: str, term: str) -> Twins | None:
    terms = _said()["term"]
    for group in (f"{type_name}.{field}", _SAME.get(field, field)):
        if term in terms.get(group, {}):
            found: Twins = terms[group][term]
            return found
    return None


# Fields whose values are another field's.
_SAME = {"as_of_basis": "basis", "period_basis": "basis", "when_basis": "basis",
         "position": "stance"}  # fmt: skip

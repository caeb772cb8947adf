"""A statement in words, in either language: for tables, marked texts and reviewers."""

from collections.abc import Mapping
from typing import Any

from tawthiq.statements.labels import (
    Language,
    label_of_field,
    label_of_term,
    phrase,
)

# Shown elsewhere beside a statement, or of no use to a reader.
_APART = frozenset(
    ("type", "id", "start", "end", "quote", "doubt", "proposer", "place_id", "stance", "item")
)
_COMMA = {"en": ", ", "ar": "، "}


def value_in_words(raw: Mapping[str, Any], language: Language) -> str:
    """A figure's value with its bound: "at least 40", "between 50 and 60", "“dozens”, no number".

    Args:
        raw: the plain values of a figure.
    """
    low, high, bound = raw.get("value_low"), raw.get("value_high"), raw.get("bound", "exact")
    unit, per = raw.get("unit"), raw.get("per")
    if bound == "not known":
        said = phrase("not known", language)
    elif low is None and high is None:
        said = phrase("vague", language, word=str(raw.get("hedge") or raw.get("quote") or "?"))
    elif low is not None and high is not None and low != high:
        said = phrase("range", language, low=_number(low), high=_number(high))
    else:
        number = _number(low if low is not None else high)
        known = bound in ("about", "at least", "more than", "at most", "up to")
        said = phrase(bound if known else "exact", language, n=number)
    if unit and unit != "people":
        said += f" {label_of_term('figure', 'unit', str(unit), language)}"
    if per:
        said += " " + phrase("per", language, unit=label_of_term("figure", "per", per, language))
    return said


def in_words(raw: Mapping[str, Any], language: Language) -> str:
    """A statement in one line. Of types this module has no sentence for, field by field.

    Args:
        raw: the plain values of a statement of any type, known to this version or not.
    """
    parts = _figure(raw, language) if raw.get("type") == "figure" else _fields(raw, language)
    stance = raw.get("stance")
    if stance in ("reports", "denies", "questions", "rejects"):
        said = phrase(str(stance), language)
        parts.append(f"{said} ({raw['holder']})" if raw.get("holder") else said)
    return _COMMA[language].join(parts)


def _figure(raw: Mapping[str, Any], language: Language) -> list[str]:
    parts = [value_in_words(raw, language)]
    for name in ("counted", "category"):
        if raw.get(name):
            parts.append(label_of_term("figure", name, str(raw[name]), language))
    if raw.get("share_of"):
        parts.append(phrase("share_of", language, whole=str(raw["share_of"])))
    if raw.get("place"):
        parts.append(phrase("place", language, where=str(raw["place"])))
    period = _when(raw, "period", language)
    if period:
        parts.append(period)
    as_of = _when(raw, "as_of", language)
    if as_of:
        parts.append(phrase("as_of", language, when=as_of))
    if raw.get("attributed_to"):
        who = str(raw["attributed_to"])
        role = raw.get("role")
        parts.append(phrase("says", language, who=f"{who} ({role})" if role else who))
    if raw.get("reported_by"):
        parts.append(phrase("reported", language, who=str(raw["reported_by"])))
    for name in ("part_of", "besides"):
        if raw.get(name):
            parts.append(phrase(name, language, id=str(raw[name])))
    return parts


def _when(raw: Mapping[str, Any], name: str, language: Language) -> str | None:
    when = raw.get(name) or raw.get(f"{name}_words")
    if not when:
        return None
    inferred = raw.get(name) and raw.get(f"{name}_basis") == "inferred"
    return phrase("inferred", language, when=str(when)) if inferred else str(when)


def _fields(raw: Mapping[str, Any], language: Language) -> list[str]:
    kind = str(raw.get("type"))
    parts = []
    for name, value in raw.items():
        if name in _APART or name.endswith(("_basis", "_words")) or value in (None, [], (), ""):
            continue
        several = value if isinstance(value, list | tuple) else [value]
        said = _COMMA[language].join(_value(kind, name, one, language) for one in several)
        parts.append(f"{label_of_field(kind, name, language)}: {said}")
    return parts


def _value(kind: str, name: str, value: object, language: Language) -> str:
    if isinstance(value, str):
        return label_of_term(kind, name, value, language)
    return _number(value) if isinstance(value, int | float) else str(value)


def _number(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, float) and not value.is_integer():
        return f"{value:,}"
    return f"{int(value):,}"

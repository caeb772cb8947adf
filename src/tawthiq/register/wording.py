"""A scope in words a reader understands: "civilians, in Homs; died from 1 March 2012 to …"."""

import tomllib
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

from tawthiq.fields import labels, one_line, write_day, write_number
from tawthiq.register.model import Register
from tawthiq.register.scope import PLACE_FIELDS, Scope

Language = Literal["en", "ar"]

_OPERATORS = {"!=": "not", "<": "below", "<=": "most", ">": "above", ">=": "least"}


def scope_in_words(
    scope: Scope, label: Callable[[str, str, Language], str], lang: Language
) -> str | None:
    """The scope in `lang`; None for the whole register.

    Args:
        scope: what is counted.
        label: (field, value, language) → the value in words: `value_in_words` of a register.
        lang: the language.
    """
    parts = []
    for condition in scope.conditions:
        if condition.number is not None:
            value = write_number(condition.number, lang, 0 if condition.number.is_integer() else 1)
        else:
            value = _words("or", lang).join(
                one_line(label(condition.field, each, lang)) for each in condition.values
            )
        known = condition.field in _labels()
        name = _words(condition.field, lang) if known else one_line(condition.field)
        told = _OPERATORS.get(condition.operator)
        parts.append(
            _words(told, lang).format(field=name, value=value) if told else f"{name}: {value}"
        )
    period = _period(scope.start, scope.stop, lang)
    if period:
        parts.append(period)
    return _words("and", lang).join(parts) or None


def value_in_words(register: Register, field: str, value: str, language: Language) -> str:
    """A value of a field in words: a place by its name, a term by its label, else as it is."""
    if field in PLACE_FIELDS:
        return register.place_name(value, language)
    if field in ("sex", "status", "age_group", "cause"):
        return value[1:] if value.startswith("~") else labels(value, language)
    return value


def _period(start: date | None, stop: date | None, lang: Language) -> str | None:
    if start and stop:
        if start == stop:
            return _words("on", lang).format(day=write_day(start, lang))
        return _words("between", lang).format(
            start=write_day(start, lang), stop=write_day(stop, lang)
        )
    if start:
        return _words("from", lang).format(start=write_day(start, lang))
    if stop:
        return _words("until", lang).format(stop=write_day(stop, lang))
    return None


def _words(key: str, lang: Language) -> str:
    return _labels()[key][lang]


@cache
def _labels() -> dict[str, dict[str, str]]:
    text = files("tawthiq.register").joinpath("labels.toml").read_text(encoding="utf-8")
    scope: dict[str, dict[str, str]] = tomllib.loads(text)["scope"]
    return scope

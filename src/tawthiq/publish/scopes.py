"""A scope in words a reader understands: "civilians, in Homs; deaths from 1 March 2012 …"."""

from collections.abc import Callable
from datetime import date

from tawthiq.publish.model import Lang
from tawthiq.publish.words import clean, day, labels, number, plain
from tawthiq.register import Scope

_OPERATORS = {"!=": "not", "<": "below", "<=": "most", ">": "above", ">=": "least"}


def scope_in_words(scope: Scope, label: Callable[[str, str, Lang], str], lang: Lang) -> str | None:
    """The scope in `lang`; None for the whole register.

    Args:
        scope: what the report counts.
        label: (field, value, language) → the value in words.
        lang: the language.
    """
    parts = []
    for condition in scope.conditions:
        if condition.number is not None:
            value = number(condition.number, lang, 0 if condition.number.is_integer() else 1)
        else:
            value = plain("scope.or", lang).join(
                clean(label(condition.field, each, lang)) for each in condition.values
            )
        known = f"scope.{condition.field}" in labels()
        name = plain(f"scope.{condition.field}", lang) if known else clean(condition.field)
        told = _OPERATORS.get(condition.operator)
        parts.append(
            plain(f"scope.{told}", lang).format(field=name, value=value)
            if told
            else f"{name}: {value}"
        )
    period = _period(scope.start, scope.stop, lang)
    if period:
        parts.append(period)
    return plain("scope.and", lang).join(parts) or None


def _period(start: date | None, stop: date | None, lang: Lang) -> str | None:
    if start and stop:
        if start == stop:
            return plain("scope.on", lang).format(day=day(start, lang))
        return plain("scope.between", lang).format(start=day(start, lang), stop=day(stop, lang))
    if start:
        return plain("scope.from", lang).format(start=day(start, lang))
    if stop:
        return plain("scope.until", lang).format(stop=day(stop, lang))
    return None

"""A scope: what is counted, where, when, of whom. The same object for counts, estimates and checks.

A scope is read from words a user types (`status = civilian and age < 18`, `2012-03/2012-08`) and
keeps to values, never to people: whether a person is in it, may be, or is not is for
`tawthiq.counts`.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tawthiq.errors import FieldError, ScopeError
from tawthiq.fields import AGE_GROUPS, parse_cause, parse_date, parse_sex, parse_status

Operator = Literal["=", "!=", "<", "<=", ">", ">="]

PLACE_FIELDS = (
    "governorate",
    "district",
    "town",
    "origin_governorate",
    "origin_district",
    "origin_town",
)
"""The fields whose values are places of the gazetteer."""
CATEGORY_FIELDS = (
    "sex",
    "status",
    "cause",
    "age_group",
    "incident",
    "list",
    "source",
    *PLACE_FIELDS,
)
NUMBER_FIELDS = ("age",)
TIME_FIELDS = ("day", "month", "year")
BREAKDOWNS = (*CATEGORY_FIELDS, *TIME_FIELDS)
"""The fields a count can be broken down by."""

_CONDITION = re.compile(
    r"""\s*(?P<field>[\w ]+?)\s*
        (?P<operator>!=|<=|>=|=|<|>|\bin\b)\s*
        (?P<value>"[^"]*"|'[^']*'|\([^)]*\)|.+?)\s*$""",
    re.VERBOSE,
)
_AND = re.compile(r"""\s+and\s+(?=(?:[^"']*["'][^"']*["'])*[^"']*$)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One field held against values: `sex = female`, `age < 18`, `town in (…)`."""

    field: str
    operator: Operator
    values: tuple[str, ...] = ()  # for categories: terms, place ids
    number: float | None = None  # for numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What is counted: conditions that must all hold, and a period of death (both days in it)."""

    conditions: tuple[Condition, ...] = ()
    start: date | None = None
    stop: date | None = None

    def to_dict(self) -> dict[str, object]:
        """The scope as plain values, for JSON."""
        return {
            "where": [
                {
                    "field": condition.field,
                    "operator": condition.operator,
                    "value": condition.number
                    if condition.number is not None
                    else list(condition.values),
                }
                for condition in self.conditions
            ],
            "from": self.start.isoformat() if self.start else None,
            "to": self.stop.isoformat() if self.stop else None,
        }


def parse_scope(
    where: Sequence[str] = (),
    period: str | None = None,
    *,
    place_id: Callable[[str, str], str],
) -> Scope:
    """Read a scope from what a user typed.

    Args:
        where: conditions, each one or several joined by "and".
        period: a date of any precision, or two with a "/" between: "2012", "2012-03/2012-08".
        place_id: (field, words) → the id of that place; raises ScopeError for an unknown one.

    Raises:
        ScopeError: a field, operator, value or period that is not understood.
    """
    conditions = tuple(
        _condition(part, place_id) for line in where for part in _AND.split(line.strip())
    )
    start, stop = _period(period)
    return Scope(conditions=conditions, start=start, stop=stop)


def _condition(text: str, place_id: Callable[[str, str], str]) -> Condition:
    found = _CONDITION.match(text)
    if found is None:
        raise ScopeError(
            f"{text!r} is no condition. Write a field, an operator and a value: "
            "'status = civilian', 'age < 18', 'governorate in (Homs, Hama)'."
        )
    name = found["field"].strip().lower().replace(" ", "_")
    operator, value = found["operator"], found["value"].strip()
    if name in NUMBER_FIELDS:
        return _number_condition(text, name, operator, value)
    if name not in CATEGORY_FIELDS:
        raise ScopeError(
            f"{text!r}: no field {name!r}. Fields: {', '.join(CATEGORY_FIELDS)}, age; "
            "for dates use --period."
        )
    if operator not in ("=", "!=", "in"):
        raise ScopeError(f"{text!r}: {name} takes =, != or in, not {operator}.")
    words = _words(value) if operator == "in" else (_unquoted(value),)
    values = tuple(_term(name, word, place_id) for word in words)
    return Condition(field=name, operator="!=" if operator == "!=" else "=", values=values)


def _number_condition(text: str, name: str, operator: str, value: str) -> Condition:
    if operator == "in":
        raise ScopeError(f"{text!r}: {name} takes =, !=, <, <=, > or >=, not in.")
    try:
        number = float(_unquoted(value))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ScopeError(f"{text!r}: {value!r} is no number; {name} is in years.")
    return Condition(field=name, operator=operator, number=number)  # type: ignore[arg-type]


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value


def _words(value: str) -> tuple[str, ...]:
    if not (value.startswith("(") and value.endswith(")")):
        raise ScopeError(f"{value!r}: after 'in' write the values in brackets: (Homs, Hama).")
    words = tuple(_unquoted(word.strip()) for word in re.split("[,،]", value[1:-1]) if word.strip())
    if not words:
        raise ScopeError("'in ()' names no value.")
    return words


def _term(name: str, word: str, place_id: Callable[[str, str], str]) -> str:
    try:
        if name == "sex":
            return parse_sex(word)
        if name == "status":
            return parse_status(word)
        if name == "cause":
            return parse_cause(word)
    except FieldError as error:
        raise ScopeError(f"{name} = {word!r} is not understood: {error}") from error
    if name in PLACE_FIELDS:
        return place_id(name, word)
    if name == "age_group" and word not in AGE_GROUPS:
        raise ScopeError(f"age_group {word!r} is none of {', '.join(AGE_GROUPS)}.")
    return word


def _period(period: str | None) -> tuple[date | None, date | None]:
    if period is None:
        return None, None
    parts = period.split("/")
    # "2012-03/.." and "../2012-08" leave an end open, as EDTF writes it.
    if len(parts) == 2:
        start, stop = (_ends(part.strip()) for part in parts)
        ends = start[0], stop[1]
    elif len(parts) == 1:
        ends = _ends(period.strip())
    else:
        raise ScopeError(f"--period {period!r}: write one date, or two with one '/' between.")
    if ends[0] and ends[1] and ends[0] > ends[1]:
        raise ScopeError(f"--period {period!r} ends before it begins.")
    return ends


def _ends(text: str) -> tuple[date | None, date | None]:
    if text in ("", ".."):
        return None, None
    try:
        found = parse_date(text, order="ymd")
    except FieldError as error:
        raise ScopeError(f"--period: {text!r} is no date: {error}") from error
    return found.earliest, found.latest

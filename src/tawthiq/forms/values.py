"""What a cell or a JSON value says, as its field holds it.

Nothing is guessed: what is empty stays empty, never zero, and what can be read in two ways is
refused with what to write instead.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from tawthiq.errors import FieldError
from tawthiq.fields import fold, parse_date, parse_number, period_days
from tawthiq.forms.slots import Slot, plain
from tawthiq.statements import label_of_term, term_of_code

Order = Literal["dmy", "mdy", "ymd"]
EMPTY = object()
"""What is read from a cell that holds nothing."""

_REMEMBERED = 50_000  # distinct values of a column; a name or a date often stands many times
_MANY = re.compile("[;؛]")
_EDTF = re.compile(r"[\dX]{4}(-[\dX]{2}){0,2}[?~%]?|\.\.", re.ASCII)
_THREE = re.compile(r"\d{1,2}[/.\- ]\d{1,2}[/.\- ](\d{4}|\d{2})(?: .*)?", re.ASCII)
_PLAIN = re.compile(r"[+-]?\d{1,16}(\.\d{1,9})?", re.ASCII)
_GROUPS = re.compile(r"[+-]?\d{1,3}(?:([, ])\d{3}(?:\1\d{3})*|(\.\d{3}){2,})", re.ASCII)
_GROUPS_AND_REST = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+\.\d{1,9}", re.ASCII)
_TWO_WAYS = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}", re.ASCII)
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_YES = frozenset(map(fold, ("yes", "y", "true", "1", "نعم", "صحيح", "أجل")))
_NO = frozenset(map(fold, ("no", "n", "false", "0", "لا", "خطأ", "كلا")))
_UNCLEAR = "day and month may stand the other way round"
_CENTURY = "year written with two digits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What a cell says."""

    held: Any  # as the field holds it, or `EMPTY`
    doubts: tuple[str, ...] = ()  # terms with labels in both languages


Reader = Callable[[object], Value]
_NOTHING = Value(held=EMPTY)


def reader_of(slot: Slot, type_name: str, order: Order | None = None) -> Reader:
    """What reads the values of a slot.

    Args:
        slot: the field.
        type_name: whose field it is.
        order: of day, month and year where three numbers stand for a date; None: not known.

    Returns:
        A function from a cell (text) or a JSON value to what the field holds. It raises
        `FieldError` with the reason and what to write.
    """
    of_text = lru_cache(maxsize=_REMEMBERED)(_of_text(slot, type_name, order))

    def one(value: object) -> Value:
        if isinstance(value, str):
            said = value.strip()
            return of_text(said) if said else _NOTHING
        if value is None:
            return _NOTHING
        return _of_json(slot, value, of_text)

    return _several(one) if slot.several else one


def _several(one: Reader) -> Reader:
    def many(value: object) -> Value:
        if isinstance(value, str):
            parts: list[object] = list(_MANY.split(value))
        else:
            parts = value if isinstance(value, list) else [value]
        read = [found for part in parts if (found := one(part)).held is not EMPTY]
        if not read:
            return _NOTHING
        return Value(
            held=[found.held for found in read],
            doubts=tuple(doubt for found in read for doubt in found.doubts),
        )

    return many


def _of_json(slot: Slot, value: object, of_text: Callable[[str], Value]) -> Value:
    if slot.kind == "other":
        return Value(held=value)
    if isinstance(value, bool):
        if slot.kind != "yes or no":
            raise FieldError(f"{json.dumps(value)} is no value of this field")
        return Value(held=value)
    if isinstance(value, int | float) and slot.kind in ("number", "whole"):
        whole = isinstance(value, float) and value.is_integer()
        return Value(held=int(value) if whole else value)
    if isinstance(value, int | float):
        return of_text(str(value))
    raise FieldError("this field takes one value, neither a list nor an object")


def _of_text(slot: Slot, type_name: str, order: Order | None) -> Callable[[str], Value]:
    match slot.kind:
        case "date":
            return lambda text: read_date(text, order)
        case "number" | "whole":
            return lambda text: Value(held=read_number(text, whole=slot.kind == "whole"))
        case "range":
            return lambda text: Value(held=_read_range(text))
        case "yes or no":
            return lambda text: Value(held=_read_answer(text))
        case "other":
            return lambda text: Value(held=_read_json(text))
    return _terms_reader(slot, type_name) if slot.terms else (lambda text: Value(held=text))


def is_text(value: str) -> bool:
    """Whether it holds neither half a character nor NUL, which UTF-8 or databases cannot."""
    return _NO_TEXT.search(value) is None


def read_date(text: str, order: Order | None = None) -> Value:
    """A date as EDTF, from either script and calendar; EDTF itself stays as it is.

    Raises:
        FieldError: no date.
    """
    bare = text.partition("/")
    if all(_EDTF.fullmatch(part) for part in (bare[0], *bare[2:]) if part) and bare[0]:
        period_days(text)
        if "X" not in text or "XXXX" in text:
            return Value(held=text)
    found = parse_date(text, order=order or "dmy")
    doubts = []
    for doubt in (found.doubt or "").split("; "):
        if doubt.startswith("two-digit year"):
            doubts.append(_CENTURY)
        elif doubt.startswith("Hijri date"):
            doubts.append(doubt)
    if order is None and _THREE.fullmatch(fold(text)) and _turned(text) not in (None, found.edtf):
        doubts.append(_UNCLEAR)
    return Value(held=found.edtf, doubts=tuple(doubts))


def _turned(text: str) -> str | None:
    """The date with day and month changed about; None where there is no such day."""
    try:
        return parse_date(text, order="mdy").edtf
    except FieldError:
        return None


def read_number(text: str, *, whole: bool) -> int | float:
    """A number in digits of either script, or in words.

    Raises:
        FieldError: no number, a range, one that can be read in two ways, or a part of one where
            `whole` are asked for.
    """
    folded = fold(text)
    if _TWO_WAYS.fullmatch(folded):
        plainly = folded.replace(".", "")
        raise FieldError(
            f"{text!r} may be {plainly} or {folded.rstrip('0').rstrip('.')}; write {plainly} for "
            f"the thousands, or one digit more ({folded}0) for the fraction"
        )
    if _GROUPS.fullmatch(folded):
        number: int | float = int(re.sub("[,. ]", "", folded))
    elif _PLAIN.fullmatch(folded) or _GROUPS_AND_REST.fullmatch(folded):
        said = folded.replace(",", "")
        number = float(said) if "." in said else int(said)
    else:
        low, high = _number_words(text)
        if low != high:
            raise FieldError(
                f"{text!r} is a range, and this field holds one number; write {low} as the lowest "
                f"and {high} as the highest value"
            )
        number = low
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    if whole and not isinstance(number, int):
        raise FieldError(f"{text!r} is no whole number")
    return number


def _number_words(text: str) -> tuple[int, int]:
    try:
        found = parse_number(text)
    except FieldError as error:
        why = str(error).rpartition(": ")[2].rstrip(".")
        raise FieldError(
            f"{text!r} is no number ({why}); write it in digits, like 24495, 24,495 or ٢٤٬٤٩٥"
        ) from None
    return found.low, found.high


def _read_range(text: str) -> tuple[int | float, int | float]:
    folded = fold(text)
    start, joint, stop = folded.partition("-")
    if start and joint and stop and _PLAIN.fullmatch(start.strip()):
        return read_number(start.strip(), whole=False), read_number(stop.strip(), whole=False)
    if any(char.isdecimal() for char in folded) and not any(char.isalpha() for char in folded):
        number = read_number(text, whole=False)
        return number, number
    return _number_words(text)


def _read_answer(text: str) -> bool:
    said = fold(text)
    if said in _YES or said in _NO:
        return said in _YES
    raise FieldError(f"{text!r} is neither yes nor no (نعم، لا)")


def _read_json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FieldError(f"{text[:80]!r} is no JSON value ({error})") from None


def _terms_reader(slot: Slot, type_name: str) -> Callable[[str], Value]:
    known: dict[str, str] = {}
    for lang in ("ar", "en"):
        for term in slot.terms:
            known[plain(label_of_term(type_name, slot.field, term, lang))] = term
    known |= {plain(term): term for term in slot.terms}

    def read(text: str) -> Value:
        term = known.get(plain(text)) or term_of_code(
            type_name, slot.field, text, short=slot.closed
        )
        if term is None and "+" in text and not slot.closed:
            term = "+".join(known.get(plain(part), part.strip()) for part in text.split("+"))
        if term is None and slot.closed:
            said = ", ".join(slot.terms)
            raise FieldError(f"{text[:80]!r} is none of its terms: {said}")
        return Value(held=text if term is None else term)

    return read

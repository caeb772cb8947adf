"""Propose what each column becomes, from its header and from its values.

Headers speak first; values break ties, and speak for columns whose header says nothing. A proposal
is for a person to confirm: where it is unsure it proposes `keep`, which loses nothing.
"""

import re
from collections.abc import Callable

import polars as pl

from tawthiq.errors import FieldError
from tawthiq.fields import detect_order, is_unknown, parse_date, parse_sex
from tawthiq.lists.mapping import Mapping, Order
from tawthiq.lists.model import RawTable
from tawthiq.lists.vocabulary import DATE_FIELDS, NAME_PARTS, fold_header, known_headers

_SAMPLE = 400  # distinct values a column is judged by
_MOST = 0.8  # share of values that must read as a field

_ARABIC = re.compile(r"[\u0620-\u064a]")
_LATIN = re.compile(r"[A-Za-z]")
_DIGIT = re.compile(r"[\d٠-٩۰-۹]")
_DATE = re.compile(r"\D*[\d٠-٩۰-۹]{1,4}[/.\-\\][\d٠-٩۰-۹]{1,2}[/.\-\\][\d٠-٩۰-۹]{1,4}\D*.*")
_WORDS = re.compile(r"[^\W\d_]+(?:[\s'’\-ـ.]+[^\W\d_]+)+\.?")

# Two columns can claim one field. The first of these to be free takes the one left over.
_SECOND_CHOICE = {
    "name": ("name_other",),
    "death_date": (),
    "governorate": ("origin_governorate",),
    "district": ("origin_district",),
    "town": ("origin_town",),
    "reporter_id": (),
    "name_1": ("name",),
}


def propose_mapping(raw: RawTable) -> Mapping:
    """Propose a mapping for a table as read.

    Args:
        raw: the table.

    Returns:
        A mapping of every column; those of unsure meaning are kept as they are (`keep`).
    """
    samples = {column: _sample(raw.rows, column) for column in raw.columns}
    chosen = _by_header(raw.columns)
    _swap_names_by_script(chosen, samples)
    for column in raw.columns:
        if column not in chosen:
            guess = _by_values(column, samples[column])
            if guess is not None and guess not in chosen.values():
                chosen[column] = guess
    _settle_names(chosen, raw.columns, samples)
    columns = {column: chosen.get(column, "keep") for column in raw.columns}
    orders: dict[str, Order] = {}
    for column, given in columns.items():
        if given in DATE_FIELDS:
            order = detect_order(raw.rows[column].drop_nulls().unique(maintain_order=True))
            if order is not None and order != "ymd":
                orders[column] = order
    return Mapping(columns=columns, date_order=orders)


def _sample(rows: pl.DataFrame, column: str) -> list[str]:
    values = rows[column].drop_nulls().unique(maintain_order=True).head(_SAMPLE * 2)
    return [text for value in values if (text := value.strip()) and not is_unknown(text)][:_SAMPLE]


def _by_header(columns: list[str]) -> dict[str, str]:
    known = known_headers()
    chosen: dict[str, str] = {}
    for column in columns:
        given = _look_up(fold_header(column), known)
        if given is None:
            continue
        options = (given, *_SECOND_CHOICE.get(given, ()))
        free = [option for option in options if option not in chosen.values()]
        if free:
            chosen[column] = free[0]
        elif given in ("notes", "place", "origin"):
            chosen[column] = given
    return chosen


def _look_up(folded: str, known: dict[str, str]) -> str | None:
    """The field of a header, also where it is written in two languages: "Name / الاسم"."""
    if folded in known:
        return known[folded]
    latin = " ".join(word for word in folded.split() if _LATIN.search(word))
    arabic = " ".join(word for word in folded.split() if _ARABIC.search(word))
    if latin and arabic:
        found = {known[part] for part in (latin, arabic) if part in known}
        if len(found) == 1:
            return found.pop()
    return None


def _share(values: list[str], test: Callable[[str], object]) -> float:
    return sum(1 for value in values if test(value)) / len(values) if values else 0.0


def _by_values(column: str, values: list[str]) -> str | None:
    """What a column whose header says nothing seems to hold."""
    if not values:
        return None
    if _share(values, _is_sex) >= _MOST and len(values) <= 8:
        return "sex"
    if _share(values, _is_date) >= _MOST:
        folded = fold_header(column)
        birth = any(word in folded for word in ("birth", "born", "ميلاد", "ولاد", "naiss"))
        return "birth_date" if birth else "death_date"
    named = re.search(r"\bname|\bnom\b|اسم", column.casefold()) is not None
    if _share(values, _is_full_name) >= (0.5 if named else _MOST) and len(values) > 3:
        arabic = _share(values, _ARABIC.search) >= 0.5
        # Texts of several words can be anything; only a header that hints at names decides it.
        if named or arabic:
            return "name" if arabic or not named else "name_other"
    return None


def _is_sex(value: str) -> bool:
    try:
        parse_sex(value)
    except FieldError:
        return False
    return not _DIGIT.search(value)


def _is_date(value: str) -> bool:
    if not _DATE.fullmatch(value):
        return False
    try:
        parse_date(value)
    except FieldError:
        try:
            parse_date(value, order="mdy")
        except FieldError:
            return False
    return True


def _is_full_name(value: str) -> bool:
    return len(value) <= 80 and _WORDS.fullmatch(value) is not None


def _swap_names_by_script(chosen: dict[str, str], samples: dict[str, list[str]]) -> None:
    """Of two columns of full names the one in Arabic script is `name`."""
    by_field = {given: column for column, given in chosen.items()}
    first, other = by_field.get("name"), by_field.get("name_other")
    if first is None or other is None:
        return
    if _share(samples[first], _ARABIC.search) < 0.5 <= _share(samples[other], _ARABIC.search):
        chosen[first], chosen[other] = "name_other", "name"


def _settle_names(
    chosen: dict[str, str], columns: list[str], samples: dict[str, list[str]]
) -> None:
    """One whole name, or parts: never both, and never a name in the other script alone."""
    by_field = {given: column for column, given in chosen.items()}
    parts = [by_field[part] for part in NAME_PARTS if part in by_field]
    if "name" not in by_field and not parts and "name_other" in by_field:
        chosen[by_field["name_other"]] = "name"
    if "name" in by_field and parts:
        whole = by_field["name"]
        if _share(samples[whole], _is_full_name) >= 0.5 or len(parts) == 1:
            for column in parts:
                del chosen[column]
        elif "name_1" not in by_field:
            chosen[whole] = "name_1"
        else:
            del chosen[whole]
    elif "name_1" not in by_field and parts:
        # Father and family are parts of a name only beside the person's own.
        unnamed = [c for c in columns if c not in chosen and "name" in fold_header(c).split()]
        if unnamed:
            chosen[unnamed[0]] = "name_1"

"""What the tests of forms share: invented values for any type, and files filled with them."""

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

import xlsxwriter
from hypothesis import strategies as st

from tawthiq.errors import StatementError
from tawthiq.forms.slots import Slot, plain, slots_of
from tawthiq.forms.stating import make_statement
from tawthiq.statements import Statement, label_of_term, types

DAYS = ("2012-08-23", "2012-08", "2012", "2011-03/..", "2012-08-01/2012-08-05", "XXXX-08-23",
        "2012-08-23?", "2012-08~")  # fmt: skip
# What a cell can hold, and a person may write: of both scripts, marks and delimiters among them.
WORDS = st.text(
    st.characters(categories=["L", "N", "P", "Zs"], exclude_characters=";؛+"), max_size=20
).map(lambda text: " ".join(text.split()))


def value_of(type_name: str, slot: Slot) -> st.SearchStrategy[Any]:
    """Values as the field holds them."""
    one = {
        "date": st.sampled_from(DAYS),
        "number": st.integers(0, 10**9) | st.integers(0, 10**6).map(lambda n: n + 0.5),
        "whole": st.integers(0, 10**9),
        "yes or no": st.booleans(),
        "term": st.sampled_from(slot.terms or ("",)),
    }.get(slot.kind, WORDS.filter(lambda text: text and not _is_term(type_name, slot, text)))
    if slot.field == "key":
        one = st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)
    return st.lists(one, min_size=1, max_size=3) if slot.several else one


def _is_term(type_name: str, slot: Slot, text: str) -> bool:
    """Whether an open field takes a text for one of its terms, and not as it is written."""
    labels = {
        plain(label_of_term(type_name, slot.field, one, lang))
        for one in slot.terms
        for lang in ("en", "ar")
    }
    return plain(text) in labels | {plain(one) for one in slot.terms}


@st.composite
def filled(draw: st.DrawFn, type_name: str) -> dict[str, Any]:
    """Some fields of a type, filled; at least one."""
    slots = [one for one in slots_of(type_name).values() if one.in_template]
    chosen = draw(st.lists(st.sampled_from(slots), min_size=1, max_size=8, unique=True))
    return {one.field: draw(value_of(type_name, one)) for one in chosen}


def cell_of(slot: Slot, value: Any, type_name: str, language: str | None) -> str:
    """A value as a person writes it into a cell."""
    if slot.several:
        return "; ".join(value)
    if isinstance(value, bool):
        return {None: "yes", "en": "yes", "ar": "نعم"}[language] if value else "لا"
    if slot.kind == "term" and language is not None:
        return label_of_term(type_name, slot.field, value, language)
    return str(value)


def expected(
    type_name: str, values: Mapping[str, Any], *, document: str, text: str, span: tuple[int, int]
) -> Statement | None:
    """The statement of these values; None where they contradict themselves."""
    try:
        return make_statement(types()[type_name], values, document=document, text=text, span=span)
    except StatementError:
        return None


def csv_of(header: list[str], rows: list[list[str]], delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([header, *rows])
    return out.getvalue().encode()


def xlsx_of(header: list[str], rows: list[list[str]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([header, *rows]):
            for at, cell in enumerate(row):
                sheet.write_string(number, at, cell)
    return out.getvalue()


def json_of(header: list[str], rows: list[list[str]]) -> bytes:
    return json.dumps([dict(zip(header, row, strict=True)) for row in rows]).encode()

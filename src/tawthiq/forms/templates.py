"""Templates: an empty table for the statements of one type, and what each of its columns takes."""

import csv
import io
import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from tawthiq.forms.slots import Slot, find_type, slots_of
from tawthiq.statements import (
    Code,
    codes_of_field,
    help_of_field,
    help_of_type,
    label_of_coded,
    label_of_field,
    label_of_term,
    label_of_type,
    types,
    vocabulary_of,
)

Language = Literal["en", "ar"]
_LISTED = 255  # characters of a list of terms: what a spreadsheet program takes
_TEXT = "@"  # the number format of text: a spreadsheet program leaves "2012-08" as it is typed
_ANY_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook says no zone
_ROWS = 1_048_575  # the last row of a sheet, from 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What one column takes, in words."""

    field: str
    label: str
    help: str | None
    takes: str
    terms: tuple[tuple[str, str], ...]  # (term, label)
    open: bool  # other values than the terms are taken too
    refers: tuple[str, ...] | None  # types of the things it names by key or name; (): any
    in_template: bool
    vocabulary: str | None = None  # a list of HURIDOCS that its values can be coded by, in words
    codes: tuple[tuple[str, str, tuple[Code, ...]], ...] = ()  # (term, label, its codes there)


def template_of(type_name: str, language: Language | None = None) -> tuple[str, ...]:
    """The columns of a table of statements of one type.

    Args:
        type_name: its name, or its label in either language.
        language: of the labels; None gives the names of the fields.

    Raises:
        StatementError: there is no such type.
    """
    name = find_type(type_name)
    fields = [slot.field for slot in slots_of(name).values() if slot.in_template]
    return tuple(
        field if language is None else label_of_field(name, field, language) for field in fields
    )


def template_csv(type_name: str, language: Language | None = None) -> str:
    """The template as one line of CSV.

    Raises:
        StatementError: there is no such type.
    """
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow(template_of(type_name, language))
    return out.getvalue()


def template_xlsx(type_name: str, language: Language | None = None) -> bytes:
    """The template as a workbook: the columns as text, each with its help and its terms to choose.

    The same template gives the same bytes.

    Raises:
        StatementError: there is no such type.
    """
    import xlsxwriter  # noqa: PLC0415 - few templates are workbooks

    name = find_type(type_name)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": _ANY_DAY})
        sheet = book.add_worksheet()
        if language == "ar":
            sheet.right_to_left()
        bold = book.add_format({"bold": True, "num_format": _TEXT})
        text = book.add_format({"num_format": _TEXT})
        for at, one in enumerate(explain(name, language or "en")):
            if not one.in_template:
                continue
            header = one.field if language is None else one.label
            sheet.set_column(at, at, max(12, len(header) + 2), text)
            sheet.write_string(0, at, header, bold)
            sheet.write_comment(0, at, f"{one.help or one.label}\n{one.takes}", {"author": ""})
            _offer(sheet, at, [term if language is None else label for term, label in one.terms])
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def _offer(sheet: Any, at: int, terms: list[str]) -> None:
    """Let a cell be chosen from terms; another value stays possible."""
    if terms and len(",".join(terms)) <= _LISTED and not any("," in term for term in terms):
        choice = {"validate": "list", "source": terms, "error_type": "information"}
        sheet.data_validation(1, at, _ROWS, at, choice)


def explain(type_name: str, language: Language) -> tuple[Explained, ...]:
    """What each column of a type takes, in the order of its template.

    Raises:
        StatementError: there is no such type.
    """
    name = find_type(type_name)
    refers = types()[name].REFERS
    return tuple(
        Explained(
            field=slot.field,
            label=label_of_field(name, slot.field, language),
            help=help_of_field(name, slot.field, language),
            takes=_takes(slot, language),
            terms=tuple(
                (one, label_of_term(name, slot.field, one, language)) for one in slot.terms
            ),
            open=not slot.closed,
            refers=refers.get(slot.field),
            in_template=slot.in_template,
            vocabulary=_vocabulary(name, slot.field, language),
            codes=tuple(
                (term, label_of_coded(name, slot.field, term, language), codes)
                for term, codes in codes_of_field(name, slot.field).items()
            ),
        )
        for slot in sorted(slots_of(name).values(), key=lambda slot: not slot.in_template)
    )


def _vocabulary(name: str, field: str, language: Language) -> str | None:
    found = vocabulary_of(name, field)
    return None if found is None else found.called(language)


def title_of(type_name: str, language: Language) -> str:
    """What a type is called, and what it is.

    Raises:
        StatementError: there is no such type.
    """
    name = find_type(type_name)
    label, meaning = label_of_type(name, language), help_of_type(name, language)
    return f"{label}: {meaning}" if meaning else label


def _takes(slot: Slot, language: Language) -> str:
    said = _said()["takes"]
    one = str(said[slot.kind][language])
    return f"{one}; {said['several'][language]}" if slot.several else one


@cache
def _said() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads((files(__package__) / "labels.toml").read_text(encoding="utf-8"))

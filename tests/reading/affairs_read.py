"""Read a few words and keep the statements of one type: for the tests of public affairs."""

from datetime import date
from typing import Any

from tawthiq.fields import Gazetteer
from tawthiq.reading import read_text
from tawthiq.statements import Statement

PUBLISHED = date(2012, 9, 14)


def read(text: str, published: date | None = PUBLISHED) -> tuple[Statement, ...]:
    """Every statement that the words make."""
    reading = read_text(
        text.encode(), "words.txt", published=published, gazetteer=Gazetteer.default()
    )
    return reading.statements


def told(text: str, kind: type[Statement], *fields: str) -> list[Any]:
    """The fields of every statement of a type: a value where one is asked for, else a tuple."""
    found = [one for one in read(text) if isinstance(one, kind)]
    if len(fields) == 1:
        return [getattr(one, fields[0]) for one in found]
    return [tuple(getattr(one, name) for name in fields) for one in found]

"""Why a row is set aside, in both languages.

The reason is kept with its row as English text, which is part of the evidence and never changes.
Which reason it is, found again from the text, lets it be said in Arabic.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from tawthiq.statements import label_of_type

_PLACE = re.compile(r"\\{(\w+)\\}")
_DEEPEST = 4  # reasons within reasons


def reason_in(text: str, language: Literal["en", "ar"]) -> str:
    """A reason in a language; a reason that is not known here stays as it was written.

    >>> reason_in("nothing is said: every field is empty", "ar")
    'لا قول فيه: كل الحقول فارغة'
    """
    return text if language == "en" else _arabic(text, _DEEPEST)


def _arabic(text: str, depth: int) -> str:
    bare = text.strip().rstrip(".")
    for pattern, arabic in _patterns():
        found = pattern.fullmatch(bare)
        if found is not None:
            said = {name: _said(name, value, depth) for name, value in found.groupdict().items()}
            return arabic.format(**said)
    return text


def _said(place: str, value: str, depth: int) -> str:
    if place == "why" and depth:
        return _arabic(value, depth - 1)
    return label_of_type(value, "ar") if place == "type" else value


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    text = (files(__package__) / "reasons.toml").read_text(encoding="utf-8")
    return tuple(
        (
            re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(one["en"])), flags=re.DOTALL),
            one["ar"],
        )
        for one in tomllib.loads(text)["reason"].values()
    )

"""The words by which lists call their columns, and the fields a column can become."""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

NAME_PARTS = ("name_1", "name_2", "name_3", "name_4", "name_5", "name_6")
PLACE_FIELDS = ("governorate", "district", "town", "place")
ORIGIN_FIELDS = ("origin_governorate", "origin_district", "origin_town", "origin")
DATE_FIELDS = ("birth_date", "death_date")
FIELDS = (
    "name",
    *NAME_PARTS,
    "name_other",
    "sex",
    "age",
    *DATE_FIELDS,
    *PLACE_FIELDS,
    *ORIGIN_FIELDS,
    "status",
    "cause",
    "incident",
    "reporter_id",
    "number",
    "notes",
    "keep",
)
"""What a column can become; `keep` keeps it as written under `extra`."""

_MARKS = re.compile(r"[\u0640\u064b-\u0655\u0670]")
_NO_WORD = re.compile(r"[\W_]+")
_ONE_FORM = str.maketrans("أإآٱىةؤئ", "اااايهوي")


def fold_header(header: str) -> str:
    """A header without case, diacritics, hamza seats and punctuation, so that spellings meet."""
    text = unicodedata.normalize("NFKC", header).casefold().translate(_ONE_FORM)
    text = _MARKS.sub("", text).replace("'", "").replace("’", "")
    return _NO_WORD.sub(" ", text).strip()


@cache
def known_headers() -> dict[str, str]:
    """Folded header -> field, from `headers.toml`."""
    text = files("tawthiq.lists").joinpath("headers.toml").read_text(encoding="utf-8")
    table: dict[str, list[str]] = tomllib.loads(text)
    known = {fold_header(word): field for field, words in table.items() for word in words}
    return known | {fold_header(field): field for field in FIELDS if field != "keep"}

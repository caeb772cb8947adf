"""The reference of records and of mappings: columns, and settings of a mapping.

What each column of a record means is read from the architecture; what each field of a mapping means
stands here, beside a check that no field is forgotten.
"""

import re
import tomllib
from importlib.resources import files
from typing import get_args

from reference.markdown import NOTE, ROOT, code, page, table
from tawthiq.lists import RECORD_SCHEMA
from tawthiq.lists.mapping import _JOINED, Calendar, Order
from tawthiq.lists.vocabulary import DATE_FIELDS, FIELDS

_PART = "one part of the name; the parts are joined in the order of their numbers"
MEANINGS = {
    "name": "the whole name, as the list writes it",
    "name_1": _PART + ": the person's own name",
    "name_2": _PART + ": the father's",
    "name_3": _PART + ": the grandfather's",
    "name_4": _PART,
    "name_5": _PART,
    "name_6": _PART + ": the family name",
    "name_other": "the name in the other script",
    "sex": "`ذكر`, `F`, `male` …",
    "age": "years, months or days, a range, a word such as `infant`; digits of either kind",
    "birth_date": "a day, month or year; Gregorian, Levantine months or Hijri",
    "death_date": "the same; also `before 5 May 2012`, `أواخر آذار 2012`",
    "governorate": "governorate of death",
    "district": "district of death",
    "town": "town or village of death",
    "place": "place of death as free text, of whatever level",
    "origin_governorate": "governorate the person is from",
    "origin_district": "district the person is from",
    "origin_town": "town or village the person is from",
    "origin": "where the person is from, as free text",
    "status": "civilian, fighter, soldier or defector, in the list's words",
    "cause": "what the person died of",
    "incident": "the event in which the person died, by name or number",
    "reporter_id": "the reporter's own id of the person; lines of two versions are met by it",
    "number": "how many people a row without a name speaks of",
    "notes": "kept as written",
    "keep": "kept as written under the column's own header; any number of columns",
}
SETTINGS = {
    "columns": "a table with one line for each column of the file: the header, and its field. "
    "Every column must be named, and none that the file does not have",
    "date_order": "a table: header of a date column, and "
    + " or ".join(f'`"{order}"`' for order in get_args(Order))
    + ". `dmy` where nothing is said",
    "calendar": "a table: header of a date column, and "
    + " or ".join(f'`"{calendar}"`' for calendar in get_args(Calendar))
    + ". Found out for each cell where nothing is said",
    "nulls": "a list of words that stand for *not known* in this list, besides the usual ones",
    "country": "two letters (ISO 3166-1): where places are sought that name no country",
}


def records_page() -> str:
    """The columns of a record, as the code has them and the architecture explains them."""
    meanings = _meanings((ROOT / "docs/explanation/architecture.md").read_text(encoding="utf-8"))
    missing = [name for name in RECORD_SCHEMA if name not in meanings]
    if missing:
        raise SystemExit(f"docs/explanation/architecture.md does not explain {', '.join(missing)}.")
    # Columns that the architecture explains together stay together.
    together: dict[str, list[str]] = {}
    for name in RECORD_SCHEMA:  # columns that the architecture explains together stay together
        together.setdefault(meanings[name], []).append(name)
    rows = [
        (code(names), ", ".join(f"`{RECORD_SCHEMA[name]}`" for name in names), meaning)
        for meaning, names in together.items()
    ]
    return page(
        [
            NOTE,
            "# Records",
            "A record is one row of one version of one list: one source speaking of one person, or "
            "of a number of people it does not name. These are the columns of `tawthiq export "
            "records` and of `derived/records.parquet`, after which the register adds its own "
            "(`person_id` and the labels of linkage). Null means that the list does not say.",
            "A column that ends in `_raw` holds the value as written; the same name without it "
            "holds its normal form.",
            table(("column", "type", "meaning"), rows),
        ]
    )


def _meanings(text: str) -> dict[str, str]:
    """Column → meaning, from the rows "| `a`, `b` | types | meaning |" of the architecture."""
    meanings = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if line.startswith("| `") and len(cells) == 3:
            for name in re.findall(r"`(\w+)`", cells[0]):
                meanings[name] = cells[2]
    return meanings


def mapping_page() -> str:
    """What a column of a list may become, and the settings of a mapping."""
    if set(MEANINGS) != set(FIELDS):
        odd = sorted(set(MEANINGS) ^ set(FIELDS))
        raise SystemExit(f"MEANINGS and the fields of a mapping differ: {', '.join(odd)}.")
    text = files("tawthiq.lists").joinpath("headers.toml").read_text(encoding="utf-8")
    headers: dict[str, list[str]] = tomllib.loads(text)
    fields = [(f"`{field}`", MEANINGS[field]) for field in FIELDS]
    known = [(f"`{field}`", ", ".join(headers[field])) for field in FIELDS if headers.get(field)]
    return page(
        [
            NOTE,
            "# The mapping of a list",
            "A mapping says what each column of a list becomes. `tawthiq import … --preview "
            "--save-map map.toml` proposes one; `tawthiq import … --map map.toml` uses it. It is "
            "kept with the import. The task is described in "
            "[Import a list](../how-to/import-a-list.md).",
            "## Settings",
            table(("setting", "holds"), [(f"`{key}`", said) for key, said in SETTINGS.items()]),
            f"`date_order` and `calendar` go with {code(DATE_FIELDS)} only. Several columns may "
            f"become {code(sorted(_JOINED))}; every other field is taken by one column. `name` "
            "and its parts exclude each other.",
            "## Fields",
            table(("field", "holds"), fields),
            "## Headers that are understood",
            "A header is compared without case, diacritics, hamza seats and punctuation. What is "
            "not here is guessed from the values, or kept as it is.",
            table(("field", "headers"), known),
        ]
    )

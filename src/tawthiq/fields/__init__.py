"""Values other than names: uncertain dates, ages, sex, status, cause, numbers in words, places.

Each reader takes one cell as written, in Arabic or Latin script, and gives its normal form or
raises `FieldError` with the reason. What a source leaves open stays open: dates, ages and numbers
are closed ranges, and nothing is guessed. Numbers and days are written in both languages here
too. Usable alone; knows nothing of lists or ledgers.
"""

from tawthiq.fields.ages import AGE_GROUPS, age_group, parse_age
from tawthiq.fields.dates import detect_order, from_excel_serial, parse_date
from tawthiq.fields.encodings import (
    ARABIC_LETTERS,
    SAMPLE,
    beyond_ascii,
    byte_order_mark,
    is_sensible_arabic,
    is_utf8,
)
from tawthiq.fields.gazetteer import Gazetteer, country_code
from tawthiq.fields.model import AgeRange, DateRange, NumberRange, Place, PlaceMatch
from tawthiq.fields.numbers import parse_number
from tawthiq.fields.periods import period_days
from tawthiq.fields.text import fold
from tawthiq.fields.unknown import is_unknown
from tawthiq.fields.vocabulary import labels, parse_cause, parse_sex, parse_status
from tawthiq.fields.writing import (
    ARABIC_INDIC,
    month_name,
    one_line,
    write_day,
    write_digits,
    write_number,
)

__all__ = [
    "AGE_GROUPS",
    "ARABIC_INDIC",
    "ARABIC_LETTERS",
    "SAMPLE",
    "AgeRange",
    "DateRange",
    "Gazetteer",
    "NumberRange",
    "Place",
    "PlaceMatch",
    "age_group",
    "beyond_ascii",
    "byte_order_mark",
    "country_code",
    "detect_order",
    "fold",
    "from_excel_serial",
    "is_sensible_arabic",
    "is_unknown",
    "is_utf8",
    "labels",
    "month_name",
    "one_line",
    "parse_age",
    "parse_cause",
    "parse_date",
    "parse_number",
    "parse_sex",
    "parse_status",
    "period_days",
    "write_day",
    "write_digits",
    "write_number",
]

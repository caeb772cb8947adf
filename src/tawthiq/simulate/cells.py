"""Write what a list heard into its cells: its words, digits, calendars, headers."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import numpy as np
import polars as pl
from hijridate import Gregorian
from numpy.typing import NDArray

from tawthiq.simulate.hearing import BAD_AGE, BAD_DATE, HIJRI, MONTH, RANGE
from tawthiq.simulate.model import NAME_COLUMNS, ListSettings
from tawthiq.simulate.pools import Places, places
from tawthiq.simulate.spelling import arabic_by_habit

_EPOCH = date(1970, 1, 1)
SEX = {"ar": ("ذكر", "أنثى"), "en": ("Male", "Female")}
STATUS = {
    "ar": ("مدني", "مقاتل", "عسكري", "منشق"),
    "en": ("Civilian", "Fighter", "Soldier", "Defector"),
}
CAUSE = {
    "ar": ("قصف", "غارة جوية", "إطلاق نار", "قنص", "انفجار", "إعدام ميداني", "تعذيب", "حصار"),
    "en": (
        "Shelling",
        "Air strike",
        "Shooting",
        "Sniper",
        "Explosion",
        "Field execution",
        "Torture",
        "Siege",
    ),
}
NOTES = {
    "ar": (
        "متزوج وله أولاد",
        "وصل الخبر متأخراً",
        "استشهد متأثراً بجراحه",
        "لم يتأكد الاسم بعد",
        "دفن في قريته",
        "طالب جامعي",
    ),
    "en": (
        "Married, with children",
        "Reported late",
        "Died of his wounds",
        "Name to be confirmed",
        "Buried in his village",
        "University student",
    ),
}
LEVANTINE = (
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
)
ENGLISH = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
HIJRI_MONTHS = (
    "محرم",
    "صفر",
    "ربيع الأول",
    "ربيع الآخر",
    "جمادى الأولى",
    "جمادى الآخرة",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو القعدة",
    "ذو الحجة",
)


def write_date(day: date, style: str) -> str:
    """The day as a list of this `date_style` writes it."""
    return write_numbers(day.year, day.month, day.day, style)


def write_numbers(year: int, month: int, day: int, style: str) -> str:
    """The same from numbers, which need not be a real date."""
    match style:
        case "ymd":
            return f"{year}/{month:02d}/{day:02d}"
        case "dmy":
            return f"{day:02d}/{month:02d}/{year}"
        case "levantine":
            return f"{day} {LEVANTINE[month - 1]} {year}"
        case "english":
            return f"{day} {ENGLISH[month - 1]} {year}"
    return f"{year}-{month:02d}-{day:02d}"


def write_month(day: date, style: str) -> str:
    """Only month and year."""
    match style:
        case "ymd":
            return f"{day.year}/{day.month:02d}"
        case "dmy":
            return f"{day.month:02d}/{day.year}"
        case "levantine":
            return f"{LEVANTINE[day.month - 1]} {day.year}"
        case "english":
            return f"{ENGLISH[day.month - 1]} {day.year}"
    return f"{day.year}-{day.month:02d}"


def write_hijri(day: date) -> str:
    """The day in the Hijri calendar (Umm al-Qura)."""
    hijri = Gregorian(day.year, day.month, day.day).to_hijri()
    return f"{hijri.day} {HIJRI_MONTHS[hijri.month - 1]} {hijri.year}هـ"


def write_age(age: float, words: str) -> str:
    """Whole years; for infants months, in words."""
    if age >= 1:
        return str(int(age))
    months = int(age * 12)
    if months < 1:
        return "رضيع" if words == "ar" else "infant"
    if words == "en":
        return "1 month" if months == 1 else f"{months} months"
    return {1: "شهر", 2: "شهران"}.get(months, f"{months} {'أشهر' if months <= 10 else 'شهراً'}")


def _each_day(days: pl.Series, write: Callable[[date], str]) -> pl.Series:
    """Write each distinct day once."""
    distinct = days.drop_nulls().unique()
    texts = [write(_EPOCH + timedelta(days=day)) for day in distinct]
    return days.replace_strict(distinct, pl.Series(texts, dtype=pl.String), default=None)


def _pick(condition: pl.Series, then: pl.Series | pl.Expr, otherwise: pl.Series) -> pl.Series:
    return pl.select(pl.when(condition).then(then).otherwise(otherwise)).to_series()


def _deaths(one: ListSettings, heard: pl.DataFrame) -> pl.Series:
    days, style = heard["death"], one.date_style
    cells = _each_day(days, lambda day: write_date(day, style))
    for precision, write in ((MONTH, lambda day: write_month(day, style)), (HIJRI, write_hijri)):
        so = heard["precision"] == precision
        told = _each_day(_pick(so, days, pl.repeat(None, len(so), eager=True)), write)
        cells = _pick(so, told, cells)
    never = _each_day(days, lambda day: write_numbers(day.year, 2, 31, style))
    return _pick(heard["bad"] == BAD_DATE, never, cells)


def _ages(one: ListSettings, heard: pl.DataFrame) -> pl.Series:
    ages = heard["age"]
    distinct = ages.drop_nulls().unique()
    texts = [write_age(age, one.words) for age in distinct]
    cells = ages.replace_strict(distinct, pl.Series(texts, dtype=pl.String), default=None)
    low = (ages / 5).floor() * 5
    ranged = [
        low.cast(pl.Int64, strict=False).cast(pl.String),
        pl.Series(["-"]).new_from_index(0, len(low)),
        (low + 5).cast(pl.Int64, strict=False).cast(pl.String),
    ]
    cells = _pick(heard["age_style"] == RANGE, pl.concat_str(ranged), cells)
    impossible = pl.select(
        pl.when(heard["person"].fill_null(0) % 2 == 0).then(pl.lit("400")).otherwise(pl.lit("-5"))
    ).to_series()
    return _pick(heard["bad"] == BAD_AGE, impossible, cells)


def _place_spelling(land: Places, at: int, one: ListSettings, spelling: int) -> str:
    """The place in the list's script; `spelling` 0 is its own, others are of the gazetteer."""
    arabic = one.words == "ar"
    others = [
        other for other in land.alternates[at] if ("\u0600" <= other[0] <= "\u06ff") == arabic
    ]
    if spelling and others:
        return others[spelling % len(others)]
    return arabic_by_habit(land.ar[at], one.habit) if arabic else land.en[at]


def _place_cells(one: ListSettings, heard: pl.DataFrame, column: str) -> pl.Series:
    land = places()
    width = 9  # spellings 0 to 8
    table = pl.Series(
        [
            _place_spelling(land, at, one, spelling)
            for spelling in range(width)
            for at in range(len(land.ids))
        ]
    )
    return table.gather(heard["place_spelling"] * len(land.ids) + heard[column])


def _words(table: Sequence[str], values: pl.Series) -> pl.Series:
    return pl.Series(table).gather(values)


def _cells(one: ListSettings, heard: pl.DataFrame, what: str) -> pl.Series:
    """The cells of a column that holds `what`; ids are left to `write_cells`."""
    words = one.words
    writers: dict[str, Callable[[], pl.Series]] = {
        "sex": lambda: _words(SEX[words], heard["female"]),
        "age": lambda: _ages(one, heard),
        "birth": lambda: _each_day(heard["birth"], lambda day: write_date(day, one.date_style)),
        "birth_year": lambda: _each_day(heard["birth"], lambda day: str(day.year)),
        "death": lambda: _deaths(one, heard),
        "status": lambda: _words(STATUS[words], heard["status"]),
        "cause": lambda: _words(CAUSE[words], heard["cause"]),
        "incident": lambda: heard["incident"],
        "notes": lambda: _words(NOTES[words], heard["note"]),
    }
    if what in NAME_COLUMNS:
        return heard[what]
    return writers[what]() if what in writers else _place_cells(one, heard, what)


def write_cells(one: ListSettings, heard: pl.DataFrame, lines: NDArray[np.int64]) -> pl.DataFrame:
    """The rows as the list shows them: its headers, all strings, null for an empty cell."""
    out: dict[str, pl.Series] = {}
    for header, what in one.columns:
        if what == "id":
            prefix = pl.repeat(f"{one.key[:3].upper()}-", len(lines), eager=True)
            cells = prefix + pl.Series(lines).cast(pl.String).str.zfill(5)
        else:
            cells = _cells(one, heard, what)
        if one.digits == "arabic" and what not in NAME_COLUMNS:
            cells = cells.str.replace_many(list("0123456789"), list("٠١٢٣٤٥٦٧٨٩"))
        out[header] = cells.cast(pl.String)
    return pl.DataFrame(out)

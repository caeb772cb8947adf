"""What describes an invented conflict, and what comes out: settings, the lists' habits, the truth.

Everything here is data. The rates are probabilities a row; `SimulationSettings.errors` scales those
of every list together, so that a power study can ask "and if the lists were twice as careless?".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date

import polars as pl

from tawthiq.errors import SimulationError

STATUSES = ("civilian", "fighter", "soldier", "defector")
CAUSES = (
    "shelling",
    "air_strike",
    "shooting",
    "sniper",
    "explosion",
    "execution",
    "torture",
    "siege",
)
# What a column of a list can hold; `name_ar` and `name_latin` are the whole name in one cell.
COLUMNS = frozenset(
    {"id", "name_ar", "name_latin", "given", "father", "grandfather", "family", "mother", "sex"}
    | {"age", "birth", "birth_year", "death", "governorate", "district", "town"}
    | {"origin_governorate", "origin_town", "status", "cause", "incident", "notes"}
)
NAME_COLUMNS = frozenset(
    {"name_ar", "name_latin", "given", "father", "grandfather", "family", "mother"}
)
CORE_COLUMNS = NAME_COLUMNS - {"mother"} | {"sex", "age", "death", "governorate", "town"}
DATE_STYLES = ("iso", "ymd", "dmy", "levantine", "english")
MAX_DEATHS = 10_000_000
MAX_FAMILIES = 50_000
_MOST_ROWS_XLSX = 1_048_576


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """How one list writes names: the same hand on every row, not noise."""

    romanisation: str = "en"  # "en" or "fr": whose sound values the Latin letters have
    article: str = "al-"  # how the article before a family name is written: "al-", "Al ", "el-" ...
    abd: str = "Abd al-"  # how عبد الـ is written: "Abd al-", "Abdul ", "Abdel " ...
    final_h: bool = False  # "Fatimah" for "Fatima"
    capital_family: bool = False  # "Ahmed KHATIB"
    accents: bool = True  # keeps é, ï
    hamza: bool = True  # false: ا for أ إ آ
    ta_marbuta: bool = True  # false: ه for ة
    most_parts: int = 5  # longest name written: 3 (own, father's, family), 4 or 5
    ibn: float = 0.0  # share of names written "A بن B"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRates:
    """Probability a row (a name part, where it says so) of each thing that goes wrong."""

    slip: float = 0.03  # a letter of the name dropped, added, swapped or taken for its look-alike
    spelling: float = 0.06  # a name part: another usual spelling than the list's own
    orthography: float = 0.06  # a name part: hamza, ta marbuta, alef maqsura
    joined: float = 0.15  # a compound part: joined where the list splits
    dropped_part: float = 0.08  # the grandfather (seldom the family name) left out
    kunya: float = 0.008  # "Abu So-and-so" for the name
    title: float = 0.02  # "the martyr", "the child"
    lam_alef: float = 0.0  # the two letters swapped, as text taken out of a PDF has them
    age_off: float = 0.08  # by one to four years
    age_heaped: float = 0.08  # rounded to 0 or 5
    age_range: float = 0.01  # "20-25"
    date_off: float = 0.05  # by one to four days
    date_partial: float = 0.02  # only the month is known
    hijri: float = 0.0  # the date in the Hijri calendar
    place_off: float = 0.02  # the next town
    sex_wrong: float = 0.003
    status_wrong: float = 0.02
    unreadable: float = 0.002  # 31 February, age 400
    duplicate: float = 0.01  # the same person entered again
    unnamed: float = 0.004  # "3 children", with no names
    note: float = 0.03
    missing: Mapping[str, float] = field(default_factory=dict)  # by column


_RATES = tuple(one.name for one in fields(ErrorRates) if one.name != "missing")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFormat:
    """The kind of file a list is published as."""

    kind: str = "csv"  # "csv" or "xlsx"
    encoding: str = "utf-8"
    delimiter: str = ","
    real_dates: bool = False  # XLSX: dates of death as Excel dates, not text


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSettings:
    """One list: who it can see, how it writes, and as what it is published."""

    key: str
    name: str
    name_other: str
    type: str  # observatory, committee, ministry, ngo, other: as a source is declared
    covers: str  # as a declaration of the source says it
    coverage: float  # share of all deaths on its newest version; copied ones included
    columns: tuple[tuple[str, str], ...]  # (header, one of COLUMNS), in order
    releases: tuple[date, ...]
    words: str = "ar"  # language of sex, status, cause and places: "ar" or "en"
    digits: str = "latin"  # or "arabic": ٠١٢٣
    date_style: str = "iso"
    habit: Habit = Habit()
    errors: ErrorRates = ErrorRates()
    file: FileFormat = FileFormat()
    start_month: int = 0  # deaths of earlier months were before its time
    blind: tuple[str, ...] = ()  # ids of governorates it cannot see
    loading: float = 1.0  # how much it, too, sees the people everybody sees
    status_effect: Mapping[str, float] = field(default_factory=dict)  # logits
    female_effect: float = 0.0  # logits
    size_effect: float = 0.0  # logits a doubling of the victims of one incident
    copies: str | None = None  # key of the list it takes rows from
    copy_share: float = 0.0  # of its rows
    changed: float = 0.02  # share of rows that a later version corrects
    withdrawn: float = 0.01  # share of rows that a later version leaves out
    sorted_by_date: bool = False  # each version sorted anew; else new rows come at the end
    clean: bool = False  # declared, and true: nobody is on it twice


def _default_lists() -> tuple[ListSettings, ...]:
    from tawthiq.simulate.defaults import DEFAULT_LISTS  # noqa: PLC0415 - it is made of our classes

    return DEFAULT_LISTS


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationSettings:
    """An invented conflict. The same settings give the same conflict, byte for byte."""

    seed: int = 2011
    deaths: int = 6_000
    first_month: date = date(2011, 3, 1)
    months: int = 24
    heterogeneity: float = (
        1.0  # logits a standard deviation of how visible a death is, to all lists
    )
    errors: float = 1.0  # factor on every error rate of every list
    massacre_share: float = 0.08  # of deaths, in incidents of 30 and more
    families: int | None = None  # distinct family names; None: those written for the generator
    family_share: float = 0.3  # chance that the next victim of an incident is of the same family
    light: bool = False  # only names, sex, age, date and place: for benchmarks
    lists: tuple[ListSettings, ...] = field(default_factory=_default_lists)

    def __post_init__(self) -> None:
        check_settings(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedVersion:
    """One release of one list.

    `frame` has the list's own headers and only strings (null: an empty cell). `truth` has one row
    a row of `frame`, in order: `row` (line of a CSV file, row of a sheet, the header's included),
    `line` (the same line of the list through its versions), `true_id` (null for number-only rows),
    `kind` (`named`, `unnamed`), `number`, `members` (true ids a number-only row speaks of),
    `duplicate` (the person stands in an earlier row too), `copied_line` (line of the copied list;
    null for own work), `change` (`added`, `changed`, `same`).
    """

    released: date
    frame: pl.DataFrame
    truth: pl.DataFrame
    withdrawn: tuple[int, ...]  # lines of the version before that this one leaves out


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedList:
    """One list with all its versions, oldest first."""

    settings: ListSettings  # its declaration (name, type, covers, copies, clean) and its habits
    versions: tuple[SimulatedVersion, ...]

    @property
    def key(self) -> str:
        """The key of the list and of its source."""
        return self.settings.key

    @property
    def released(self) -> date:
        """Day of the newest version."""
        return self.versions[-1].released

    @property
    def frame(self) -> pl.DataFrame:
        """The newest version as the list shows it."""
        return self.versions[-1].frame

    @property
    def truth(self) -> pl.DataFrame:
        """Who the rows of the newest version are."""
        return self.versions[-1].truth


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """An invented conflict: what happened (`people`) and what the lists say of it."""

    settings: SimulationSettings
    people: pl.DataFrame  # one row a death; see `truth.people_frame`
    lists: Mapping[str, SimulatedList]
    gazetteer_csv: bytes


def _share(value: float, what: str) -> None:
    if not 0 <= value <= 1:
        raise SimulationError(f"{what} is {value!r}; expected a share from 0 to 1.")


def check_settings(settings: SimulationSettings) -> None:
    """Refuse what cannot be simulated.

    Raises:
        SimulationError: a number out of range, lists that contradict one another.
    """
    if not 10 <= settings.deaths <= MAX_DEATHS:
        raise SimulationError(
            f"deaths is {settings.deaths!r}; expected a whole number from 10 to {MAX_DEATHS:,}."
        )
    if not 0 <= settings.seed < 2**63:
        raise SimulationError(f"seed is {settings.seed!r}; expected a whole number from 0.")
    if not 1 <= settings.months <= 600:
        raise SimulationError(f"months is {settings.months!r}; expected 1 to 600.")
    if settings.first_month.day != 1 or not 1940 <= settings.first_month.year <= 2020:
        raise SimulationError(
            f"first_month is {settings.first_month}; expected the first day of a month from "
            "1940 to 2020 (the range in which the Hijri calendar is tabulated)."
        )
    if not 0 <= settings.heterogeneity <= 10:
        raise SimulationError(f"heterogeneity is {settings.heterogeneity!r}; expected 0 to 10.")
    if not 0 <= settings.errors <= 5:
        raise SimulationError(f"errors is {settings.errors!r}; expected a factor from 0 to 5.")
    _share(settings.massacre_share, "massacre_share")
    if not 0 <= settings.family_share <= 0.8:
        raise SimulationError(f"family_share is {settings.family_share!r}; expected 0 to 0.8.")
    if settings.families is not None and not 1 <= settings.families <= MAX_FAMILIES:
        raise SimulationError(
            f"families is {settings.families!r}; expected 1 to {MAX_FAMILIES:,} family names."
        )
    if not settings.lists:
        raise SimulationError("lists is empty; a conflict without lists has nothing to show.")
    keys = [one.key for one in settings.lists]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise SimulationError(f"lists: the key {twice[0]!r} is given twice; give each its own.")
    for number, one in enumerate(settings.lists):
        _check_list(settings, one, {other.key: other for other in settings.lists[:number]})


def _check_list(
    settings: SimulationSettings, one: ListSettings, before: Mapping[str, ListSettings]
) -> None:
    where = f"list {one.key!r}"
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", one.key):
        raise SimulationError(f"{where}: a key is made of a-z, 0-9 and hyphens, at most 64.")
    _check_shares(where, one)
    _check_columns(where, one)
    _check_times(where, settings, one)
    _check_file(where, settings, one)
    if one.copies is not None:
        _check_copy(where, one, before)
    elif one.copy_share:
        raise SimulationError(f"{where}: copy_share without copies; name the list it copies.")


def _check_shares(where: str, one: ListSettings) -> None:
    if not 0 < one.coverage < 1:
        raise SimulationError(f"{where}: coverage is {one.coverage!r}; expected between 0 and 1.")
    for what in ("copy_share", "changed", "withdrawn"):
        _share(getattr(one, what), f"{where}: {what}")
    _share(one.habit.ibn, f"{where}: habit.ibn")
    for what in _RATES:
        _share(getattr(one.errors, what), f"{where}: errors.{what}")
    for what, rate in one.errors.missing.items():
        _share(rate, f"{where}: errors.missing[{what!r}]")
    if one.clean and one.errors.duplicate:
        raise SimulationError(f"{where}: declared clean, but its duplicate rate is not 0.")


def _check_columns(where: str, one: ListSettings) -> None:
    whats = [what for _, what in one.columns]
    headers = [header for header, _ in one.columns]
    if unknown := sorted({*whats, *one.errors.missing} - COLUMNS):
        raise SimulationError(
            f"{where}: no column can hold {unknown[0]!r}; one of {', '.join(sorted(COLUMNS))}."
        )
    if len(set(whats)) < len(whats) or len(set(headers)) < len(headers):
        raise SimulationError(f"{where}: a header or what a column holds is given twice.")
    if not {"name_ar", "name_latin"} & set(whats) and not {"given", "family"} <= set(whats):
        raise SimulationError(
            f"{where}: no name. Give it name_ar, name_latin, or both given and family."
        )


def _check_times(where: str, settings: SimulationSettings, one: ListSettings) -> None:
    if not one.releases or list(one.releases) != sorted(set(one.releases)):
        raise SimulationError(f"{where}: releases need one date or more, each after the last.")
    if one.releases[0] <= settings.first_month:
        raise SimulationError(
            f"{where}: released {one.releases[0]}, but nobody dies before {settings.first_month}."
        )
    if not 0 <= one.start_month < settings.months:
        raise SimulationError(
            f"{where}: start_month is {one.start_month}; expected 0 to {settings.months - 1}."
        )


def _check_file(where: str, settings: SimulationSettings, one: ListSettings) -> None:
    for value, allowed, what in (
        (one.words, ("ar", "en"), "words"),
        (one.digits, ("latin", "arabic"), "digits"),
        (one.date_style, DATE_STYLES, "date_style"),
        (one.habit.romanisation, ("en", "fr"), "habit.romanisation"),
        (one.habit.most_parts, (3, 4, 5), "habit.most_parts"),
        (one.file.kind, ("csv", "xlsx"), "file.kind"),
        (one.file.encoding, ("utf-8", "utf-8-sig", "utf-16", "cp1256"), "file.encoding"),
        (one.file.delimiter, (",", ";", "\t", "|"), "file.delimiter"),
    ):
        if value not in allowed:
            raise SimulationError(f"{where}: {what} is {value!r}; expected one of {allowed}.")
    if one.file.encoding == "cp1256" and one.digits == "arabic":
        raise SimulationError(f"{where}: Windows-1256 has no Arabic-Indic digits; use UTF-8.")
    rows = settings.deaths * one.coverage
    if one.file.kind == "xlsx" and rows > 0.9 * _MOST_ROWS_XLSX:
        raise SimulationError(
            f"{where}: about {rows:,.0f} rows; a sheet holds {_MOST_ROWS_XLSX:,}. "
            "Use CSV for this list."
        )


def _check_copy(where: str, one: ListSettings, before: Mapping[str, ListSettings]) -> None:
    source = before.get(one.copies or "")
    if source is None:
        raise SimulationError(
            f"{where}: copies {one.copies!r}, which is no list standing before it in lists."
        )
    whats = {what for _, what in one.columns}
    if missing := sorted(whats & NAME_COLUMNS - {what for _, what in source.columns}):
        raise SimulationError(
            f"{where}: copies {one.copies!r}, which does not give {missing[0]!r}; "
            "a copy cannot know more of a name than what it copies."
        )
    if one.releases[-1] <= source.releases[0]:
        raise SimulationError(
            f"{where}: released {one.releases[-1]}, before {one.copies!r} had published "
            f"anything to copy ({source.releases[0]})."
        )


def scaled(errors: ErrorRates, factor: float) -> ErrorRates:
    """All rates times `factor`, none above 1."""
    rates = {what: min(1.0, getattr(errors, what) * factor) for what in _RATES}
    missing = {what: min(1.0, rate * factor) for what, rate in errors.missing.items()}
    return replace(errors, **rates, missing=missing)

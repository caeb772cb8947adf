"""What a report is made of: plain numbers and words, ready to be set in type.

`ReportData` is the whole of it. It holds no person's name and nothing that leads to one: counts,
shares, places and the sources' own names only. Whoever fills it has already decided the scope and
what is withheld; this room only writes it down, in two languages of equal rank.

Text that comes from users (names of sources, labels of places, reasons) may hold anything. It is
kept here as given; `publish.words.clean` and the template make it harmless when it is written.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from tawthiq.errors import TawthiqError

if TYPE_CHECKING:
    from tawthiq.affairs import Page as ThingPage

Lang = Literal["en", "ar"]
LANGS: tuple[Lang, Lang] = ("en", "ar")

Field = Literal["month", "governorate", "sex", "age_group", "status"]
FIELDS: tuple[Field, ...] = ("month", "governorate", "sex", "age_group", "status")


class ReportError(TawthiqError):
    """The numbers of a report contradict themselves, so it is not written."""


class ExportError(TawthiqError):
    """A table or a report cannot be written as asked."""


def check_month(value: str) -> None:
    """Refuse what is not a month like "2012-08"."""
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", value):
        raise ReportError(f"{value!r} is no month; expected one like '2012-08'.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimated:
    """An estimate of all deaths in a cell, those no list caught included."""

    median: float  # persons
    low: float  # persons; lower end of the posterior interval
    high: float  # persons; upper end of the posterior interval

    def __post_init__(self) -> None:
        if not self.low <= self.median <= self.high:
            raise ReportError(
                f"estimate {self.low} ≤ {self.median} ≤ {self.high} is out of order. "
                "Run `tawthiq estimate` again; if it stays so, report it as a bug."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class NoEstimate:
    """Why there is no estimate: printed where the number would stand."""

    reason_en: str
    reason_ar: str

    def reason(self, lang: Lang) -> str:
        """The reason in `lang`."""
        return self.reason_en if lang == "en" else self.reason_ar


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A documented count: persons, never an interval."""

    minimum: int
    linked: int  # the best single answer of the linkage
    maximum: int

    def __post_init__(self) -> None:
        if not 0 <= self.minimum <= self.linked <= self.maximum:
            raise ReportError(
                f"documented count {self.minimum} ≤ {self.linked} ≤ {self.maximum} is out of "
                "order. Run `tawthiq link` again; if it stays so, report it as a bug."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One value of a breakdown: a month, a governorate, a sex …"""

    id: str  # a month is "2012-08"; any other id is shown to nobody
    label_en: str
    label_ar: str
    count: Range
    estimate: Estimated | NoEstimate | None = None  # None: none was asked for

    def label(self, lang: Lang) -> str:
        """The label in `lang`."""
        return self.label_en if lang == "en" else self.label_ar


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """The documented counts by one field; those who belong to no row for certain stand apart.

    They are counted by the best single answer. Each widens the maximum of every row it may be in.
    """

    field: Field
    rows: tuple[Row, ...]  # in the order in which they are shown
    not_recorded: int = 0  # people whose value nobody recorded
    accounts_differ: int = 0  # people of whom the sources give different values

    def __post_init__(self) -> None:
        ids = [row.id for row in self.rows]
        if len(ids) != len(set(ids)):
            raise ReportError(f"breakdown by {self.field}: a value stands there twice.")
        if self.field == "month":
            for each in ids:
                check_month(each)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverallEstimate:
    """The posterior for all deaths in the scope, and how it was reached."""

    value: Estimated
    interval: float = 0.95  # posterior mass between low and high
    rhat: float  # no unit; near 1 once the chains agree
    ess: float  # effective number of draws
    converged: bool
    method_en: str
    method_ar: str
    lists: tuple[str, ...]  # keys of the lists (or origins) in the capture table
    n_observed: int  # persons at least one of these lists names

    def method(self, lang: Lang) -> str:
        """The method in `lang`."""
        return self.method_en if lang == "en" else self.method_ar


@dataclass(frozen=True, slots=True, kw_only=True)
class SumOfMonths:
    """The estimates of all months, added up draw by draw."""

    value: Estimated
    months: int  # in the sum
    left_out: int  # months that are not estimable: not in the sum
    documented_left_out: int  # people documented in those months
    unplaced: int  # documented people in no month: it is not recorded, or accounts differ
    converged: bool  # whether the chains of every month have
    placed: bool = False  # those in no month are placed by chance, for the estimate alone


@dataclass(frozen=True, slots=True, kw_only=True)
class ListVersion:
    """One release of a list."""

    released: date
    rows: int  # rows read as records
    set_aside: int  # rows that could not be read: kept, counted, in no record
    document: str  # SHA-256 of the preserved file


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceList:
    """A list and its releases."""

    key: str
    versions: tuple[ListVersion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who speaks, as declared in the ledger."""

    key: str
    name: str
    name_other: str | None = None  # the name in the other script
    kind: str  # "observatory", "ministry" …
    covers: str | None = None  # area, period, who is included: as declared
    origin: str | None = None  # lists of one origin copy one another and count as one
    lists: tuple[SourceList, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The register in four numbers."""

    records: int
    people: Range
    number_only: int  # records that speak of unnamed people, by number


@dataclass(frozen=True, slots=True, kw_only=True)
class Intersection:
    """How many people exactly these lists name, and no other."""

    lists: tuple[str, ...]
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many records one list holds of deaths in one month."""

    list: str
    month: str  # "2012-08"
    records: int

    def __post_init__(self) -> None:
        check_month(self.month)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place with its coordinates; none without them is given here."""

    id: str
    label_en: str
    label_ar: str
    lat: float  # degrees north, WGS 84
    lon: float  # degrees east, WGS 84
    count: Range

    def __post_init__(self) -> None:
        if not (-85 <= self.lat <= 85 and -180 <= self.lon <= 180):
            raise ReportError(
                f"place {self.id}: {self.lat}, {self.lon} is on no map of ours (latitude -85 to "
                "85, longitude -180 to 180). Mend the gazetteer."
            )

    def label(self, lang: Lang) -> str:
        """The label in `lang`."""
        return self.label_en if lang == "en" else self.label_ar


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Pairs of records whose probability of one person lies in [low, high); the last holds 1."""

    low: float
    high: float
    pairs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCertainty:
    """How sure the links are."""

    histogram: tuple[Bin, ...] = ()
    people_by_lists: tuple[tuple[int, int], ...] = ()  # (number of lists, people), ascending
    people_sure: int = 0  # linked people all of whose links are sure
    people_doubtful: int = 0  # linked people at least one of whose links is not


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelWeight:
    """What one level of agreement in one field is worth, over all pairs; of no pair in particular.

    `bits` is what the model gives the level between strangers; for names, whose weight depends on
    how common each name is, the median of the compared pairs.
    """

    field: str  # of the linkage: "name", "born" …
    level: str  # in the English words of the linkage
    bits: float  # above 0: speaks for one person
    low: float | None = None  # bits: a twentieth of the compared pairs has less
    high: float | None = None  # bits: a twentieth has more; None where few pairs were compared
    pairs: int  # compared pairs with this level

    def __post_init__(self) -> None:
        if (self.low is None) != (self.high is None) or (self.low or 0) > (self.high or 0):
            raise ReportError(f"weight of {self.field}: {self.low} to {self.high} is no range.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that could not be read, counted."""

    list: str
    what: Literal["cell", "row"]  # a cell left empty, or a whole row set aside
    column: str | None = None
    reason_en: str
    reason_ar: str
    count: int

    def reason(self, lang: Lang) -> str:
        """The reason in `lang`."""
        return self.reason_en if lang == "en" else self.reason_ar


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One parameter of the method, as it was used."""

    key: str  # as in the settings file
    label_en: str
    label_ar: str
    value: str

    def label(self, lang: Lang) -> str:
        """The label in `lang`."""
        return self.label_en if lang == "en" else self.label_ar


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidFigure:
    """A figure that a text gives, as far as a report that names nobody repeats it."""

    value: Mapping[Lang, str]  # with its bound
    counted: Mapping[Lang, str] | None
    category: Mapping[Lang, str] | None
    place: Mapping[Lang, str] | None
    when: str | None  # EDTF
    source: Mapping[Lang, str]  # who published the text
    speaker: Mapping[Lang, str] | None  # a declared source or a confirmed body
    speaker_withheld: bool  # the text names someone else
    place_withheld: bool  # the text names a place that the gazetteer does not know
    denied: bool  # the text gives it to deny, question or reject it
    status: Literal["proposed", "confirmed", "edited"]
    document: str  # SHA-256


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidFigures:
    """The figures of the register's texts, and how many are not shown."""

    figures: tuple[SaidFigure, ...] = ()
    rejected: int = 0  # by a person
    in_comments: int = 0  # of readers
    beyond: int = 0  # more than a page holds


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportData:
    """All that one report says."""

    title_en: str
    title_ar: str
    scope_en: str | None = None  # None: the whole register
    scope_ar: str | None = None
    made_at: datetime  # UTC
    tool_version: str
    ledger_head: str  # SHA-256
    ledger_entries: int
    sources: tuple[Source, ...]
    totals: Totals
    breakdowns: tuple[Breakdown, ...]
    estimate: OverallEstimate | NoEstimate
    sum_of_months: SumOfMonths | None = None  # None: no month is estimable, or none was asked for
    overlap: tuple[Intersection, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    places: tuple[Place, ...] = ()
    links: LinkCertainty = field(default_factory=LinkCertainty)
    weights: tuple[LevelWeight, ...] = ()
    prior_bits: float | None = None  # of two records of different lists, before any comparison
    problems: tuple[Problem, ...] = ()
    settings: tuple[Setting, ...] = ()
    said: SaidFigures = field(default_factory=SaidFigures)
    things: "Mapping[Lang, tuple[ThingPage, ...]]" = field(default_factory=dict)
    """Pages on incidents, bodies, charters …, by language (`things_page.report_pages`)."""

    def __post_init__(self) -> None:
        fields = [b.field for b in self.breakdowns]
        if len(fields) != len(set(fields)):
            raise ReportError(f"breakdowns {fields}: each field may stand once.")

    def title(self, lang: Lang) -> str:
        """The title in `lang`."""
        return self.title_en if lang == "en" else self.title_ar

    def scope(self, lang: Lang) -> str | None:
        """The scope in words in `lang`; None for the whole register."""
        return self.scope_en if lang == "en" else self.scope_ar

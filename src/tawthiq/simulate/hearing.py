"""What a list hears of each person, right or wrong, before it writes it into cells.

`tell` gives the truth in the list's spelling; `mishear` lets go wrong what goes wrong. They are
two steps because a list that copies takes over what the other one heard, errors and all, and then
adds its own.

A *heard* table has one row a row of the list: `person` (place in the population, null for
number-only rows), `kind`, `number`, `members`, the list's name columns as text, and the other
values as numbers (days, rows of the gazetteer, indices of `model.STATUSES` ...), null if not given.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tawthiq.simulate.model import NAME_COLUMNS, ErrorRates, ListSettings
from tawthiq.simulate.pools import NamePool, given, places
from tawthiq.simulate.spelling import (
    ARABIC_VARIANTS,
    LATIN_VARIANTS,
    arabic_table,
    lam_alef_damage,
    latin_table,
    slips,
)
from tawthiq.simulate.truth import Population, incident_names, kunyas, take

Ints = NDArray[np.int64]
DAY, MONTH, HIJRI = range(3)  # how a date of death is told
FINE, BAD_DATE, BAD_AGE = range(3)
PLAIN, RANGE = range(2)  # how an age is told
_VALUES: dict[str, pl.DataType | type[pl.DataType]] = {
    "person": pl.Int64,
    "kind": pl.String,
    "number": pl.Int64,
    "members": pl.List(pl.Int64),
    "duplicate": pl.Boolean,
    "copied_line": pl.Int64,
    "female": pl.Int64,
    "age": pl.Float64,
    "age_style": pl.Int64,
    "birth": pl.Int64,
    "death": pl.Int64,
    "precision": pl.Int64,
    "governorate": pl.Int64,
    "district": pl.Int64,
    "town": pl.Int64,
    "origin_governorate": pl.Int64,
    "origin_town": pl.Int64,
    "place_spelling": pl.Int64,
    "status": pl.Int64,
    "cause": pl.Int64,
    "incident": pl.String,
    "note": pl.Int64,
    "bad": pl.Int64,
}
# A column of a list, and the value it is written from, where they are not called the same.
_VALUE_OF = {"sex": "female", "birth_year": "birth", "notes": "note"}
NOTES = 6
_CHILD = 14


def heard_schema(one: ListSettings) -> pl.Schema:
    """Columns of a heard table of this list: the values all lists have, and its name columns."""
    names = [what for _, what in one.columns if what in NAME_COLUMNS]
    return pl.Schema([*_VALUES.items(), *((what, pl.String) for what in names)])


def _null_where(values: pl.Series, hit: NDArray[np.bool_]) -> pl.Series:
    return pl.select(pl.when(pl.Series(hit)).then(None).otherwise(values)).to_series()


def _where(hit: NDArray[np.bool_], then: pl.Series, otherwise: pl.Series) -> pl.Series:
    return pl.select(pl.when(pl.Series(hit)).then(then).otherwise(otherwise)).to_series()


class _Speller:
    """Writes name parts by the tables of one list, each part now and then in another spelling."""

    def __init__(
        self, one: ListSettings, errors: ErrorRates, script: str, count: int, surnames: NamePool
    ) -> None:
        self.errors = errors
        self.script = script
        self.count = count
        if script == "ar":
            self.own = arabic_table(given(), one.habit)
            self.surname = arabic_table(surnames, one.habit)
        else:
            self.own = latin_table(given(), one.habit, family=False)
            self.surname = latin_table(surnames, one.habit, family=True)

    def part(
        self,
        token: Ints,
        rng: np.random.Generator,
        *,
        family: bool = False,
        keep: NDArray[np.bool_] | bool = True,
    ) -> pl.Series:
        """One part of each name; null where `keep` is false."""
        table = self.surname if family else self.own
        variants = ARABIC_VARIANTS if self.script == "ar" else LATIN_VARIANTS
        width = len(table) // variants
        u = rng.random(self.count)
        if self.script == "ar":
            orthography = self.errors.orthography
            variant = np.where(u < orthography, 1, np.where(u > 1 - self.errors.joined, 2, 0))
        else:
            other = 1 + (u / max(self.errors.spelling, 1e-9) * (variants - 1)).astype(np.int64)
            variant = np.where(u < self.errors.spelling, np.minimum(other, variants - 1), 0)
        return table.gather(variant * width + np.where(keep, token, width - 1))


def _names(
    one: ListSettings,
    errors: ErrorRates,
    people: Population,
    rng: np.random.Generator,
    surnames: NamePool,
) -> dict[str, pl.Series]:
    """The list's name columns, in its hand."""
    wanted = [what for _, what in one.columns if what in NAME_COLUMNS]
    count = len(people)
    out: dict[str, pl.Series] = {}
    parts = np.minimum(people.parts, one.habit.most_parts)
    dropped = rng.random(count) < errors.dropped_part
    seldom = dropped & (rng.random(count) < 0.15)  # then it is the family name
    by_kunya = (rng.random(count) < errors.kunya) & (people.kunya >= 0)
    for script in ("ar", "latin"):
        whole = f"name_{script}" in wanted
        single = script == "ar" and bool({"given", "father", "grandfather", "family"} & {*wanted})
        if not whole and not single and not (script == "ar" and "mother" in wanted):
            continue
        speller = _Speller(one, errors, script, count, surnames)
        own = speller.part(people.given, rng)
        father = speller.part(people.father, rng)
        grandfather = speller.part(
            people.grandfather, rng, keep=(parts >= 4) & ~(dropped & ~seldom)
        )
        great = speller.part(people.great_grandfather, rng, keep=parts >= 5)
        surname = speller.part(people.family, rng, family=True, keep=~seldom)
        if whole:
            ibn = rng.random(count) < one.habit.ibn
            link = pl.Series(["بن" if script == "ar" else "bin", None]).gather(
                np.where(ibn & ~people.female, 0, 1)
            )
            whole_name = pl.select(
                pl.concat_str(
                    [own, link, father, grandfather, great, surname],
                    separator=" ",
                    ignore_nulls=True,
                )
            ).to_series()
            kunya = kunyas(people, "ar" if script == "ar" else "en")
            short = pl.select(
                pl.concat_str([kunya, surname], separator=" ", ignore_nulls=True)
            ).to_series()
            out[f"name_{script}"] = _where(by_kunya, short, whole_name)
        if single:
            pieces = {"given": own, "father": father, "grandfather": grandfather, "family": surname}
            out |= {what: cells for what, cells in pieces.items() if what in wanted}
        if script == "ar" and "mother" in wanted:
            out["mother"] = speller.part(people.mother, rng)
    return out


def tell(
    one: ListSettings,
    errors: ErrorRates,
    population: Population,
    rows: Ints,
    rng: np.random.Generator,
    *,
    surnames: NamePool,
) -> pl.DataFrame:
    """The people at `rows` as the list would note them if it heard rightly."""
    people = take(population, rows)
    land = places()
    count = len(rows)
    nothing = np.zeros(count, np.int64)
    values: dict[str, object] = {
        "person": rows,
        "kind": pl.repeat("named", count, eager=True),
        "number": nothing + 1,
        "members": pl.Series([None], dtype=pl.List(pl.Int64)).new_from_index(0, count),
        "duplicate": nothing.astype(bool),
        "copied_line": pl.repeat(None, count, dtype=pl.Int64, eager=True),
        "female": people.female.astype(np.int64),
        "age": np.where(people.age < 1, people.age, np.floor(people.age)),
        "age_style": nothing,
        "birth": people.birth,
        "death": people.death,
        "precision": nothing,
        "governorate": land.governorate_of[people.place],
        "district": land.district_of[people.place],
        "town": people.place,
        "origin_governorate": land.governorate_of[people.origin],
        "origin_town": people.origin,
        "place_spelling": np.where(
            rng.random(count) < errors.spelling, rng.integers(1, 9, count), 0
        ),
        "status": people.status,
        "cause": people.cause,
        "incident": incident_names(people, one.words),
        "note": pl.repeat(None, count, dtype=pl.Int64, eager=True),
        "bad": nothing,
    }
    values |= _names(one, errors, people, rng, surnames)
    return pl.DataFrame(values, schema=heard_schema(one))


def _titled(heard: pl.DataFrame, what: str, hit: NDArray[np.bool_]) -> pl.Series:
    """The name with a title before it."""
    words = (
        ["الشهيد البطل ", "الشهيدة ", "الطفل ", "الطفلة "]
        if what == "name_ar"
        else ["Martyr ", "Martyr ", "Child ", "Child "]
    )
    female = heard["female"].fill_null(0).to_numpy()
    child = (heard["age"].fill_null(30.0).to_numpy() < _CHILD).astype(np.int64)
    title = pl.Series(words).gather(female + 2 * child)
    return _where(hit, title + heard[what], heard[what])


def mishear(
    one: ListSettings,
    errors: ErrorRates,
    heard: pl.DataFrame,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """Let go wrong what goes wrong."""
    land = places()
    count = len(heard)

    def hits(rate: float) -> NDArray[np.bool_]:
        return np.asarray(rng.random(count) < rate)

    columns: dict[str, pl.Series] = {}
    titled = hits(errors.title)
    for what in (what for _, what in one.columns if what in NAME_COLUMNS):
        whole = what in {"name_ar", "name_latin"}
        text = slips(heard[what], errors.slip * (1.0 if whole else 0.3), rng)
        if whole:
            text = _titled(heard.with_columns(text.alias(what)), what, titled)
        if errors.lam_alef:
            text = lam_alef_damage(text, errors.lam_alef, rng)
        columns[what] = text

    age = heard["age"].to_numpy()  # null is nan
    off = np.where(rng.random(count) < 0.5, -1, 1) * rng.integers(1, 5, count)
    age = np.where(hits(errors.age_off) & (age >= 2), np.maximum(1, age + off), age)
    age = np.where(hits(errors.age_heaped) & (age >= 10), np.round(age / 5) * 5, age)
    columns["age"] = pl.Series(age).fill_nan(None)
    ranged = hits(errors.age_range) & (age >= 15)
    columns["age_style"] = pl.Series(np.where(ranged, RANGE, heard["age_style"].to_numpy()))

    days = np.where(rng.random(count) < 0.5, -1, 1) * rng.integers(1, 5, count)
    columns["death"] = heard["death"] + pl.Series(np.where(hits(errors.date_off), days, 0))
    precision = np.where(hits(errors.hijri), HIJRI, heard["precision"].to_numpy())
    columns["precision"] = pl.Series(np.where(hits(errors.date_partial), MONTH, precision))

    # The next town is the next row of the gazetteer, in the same district nine times of ten.
    town = heard["town"].fill_null(-1).to_numpy()
    moves = hits(errors.place_off) & (town >= 0)
    after = land.towns[(np.searchsorted(land.towns, np.maximum(town, 0)) + 1) % len(land.towns)]
    town = np.where(moves, after, town)
    for what, at in (
        ("governorate", land.governorate_of[town]),
        ("district", land.district_of[town]),
        ("town", town),
    ):
        columns[what] = _where(moves, pl.Series(at), heard[what])

    wrong_sex = hits(errors.sex_wrong)
    columns["female"] = _where(wrong_sex, 1 - heard["female"], heard["female"])
    other = pl.Series(rng.integers(0, 2, count))  # civilians for fighters, and fighters for them
    columns["status"] = _where(
        hits(errors.status_wrong) & heard["status"].is_not_null().to_numpy(),
        other,
        heard["status"],
    )
    note = pl.Series(rng.integers(0, NOTES, count))
    columns["note"] = _where(hits(errors.note), note, heard["note"])
    bad = np.where(rng.random(count) < 0.5, BAD_DATE, BAD_AGE)
    columns["bad"] = pl.Series(np.where(hits(errors.unreadable), bad, FINE))

    for what, rate in sorted(errors.missing.items()):
        value = _VALUE_OF.get(what, what)
        gone = hits(rate)
        if value in heard.columns:
            columns[value] = _null_where(columns.get(value, heard[value]), gone)
    return heard.with_columns(**columns).select(heard_schema(one).keys())

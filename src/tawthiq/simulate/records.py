"""The records that linkage would be given, without files: for benchmarks of millions.

`simulate_conflict` writes cells as lists publish them, and `tawthiq.lists` reads those back. Here
the same lists, drawn from the same random numbers, go straight to what a right reading of their
newest rows gives: names as written, the other values in their normal forms, and who each row is.

Two things differ from reading the files. Names keep the spelling of the list where import folds
them. And what a reader can fail at is never failed at: a town that shares its name with another, a
row without an id that a second release changes, number-only rows (left out here).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tawthiq.errors import SimulationError
from tawthiq.progress import Progress, silent
from tawthiq.simulate.conflict import Draft, Told, draft_list, light_list, stream, version_rows
from tawthiq.simulate.hearing import BAD_AGE, BAD_DATE, HIJRI, MONTH, RANGE
from tawthiq.simulate.model import FileFormat, ListSettings, SimulationSettings
from tawthiq.simulate.pools import families_among, places
from tawthiq.simulate.truth import make_population

Ints = NDArray[np.int64]

SIMULATED_RECORD_SCHEMA: dict[str, pl.DataType] = {
    "record_id": pl.String(),
    "list": pl.String(),
    "document": pl.String(),
    "name": pl.String(),
    "name_other": pl.String(),
    "named": pl.Boolean(),
    "sex": pl.String(),
    "age_low": pl.Float64(),
    "age_high": pl.Float64(),
    "birth_earliest": pl.Date(),
    "birth_latest": pl.Date(),
    "death_earliest": pl.Date(),
    "death_latest": pl.Date(),
    "governorate": pl.String(),
    "district": pl.String(),
    "town": pl.String(),
    "origin_governorate": pl.String(),
    "origin_district": pl.String(),
    "origin_town": pl.String(),
    "reporter_id": pl.String(),
    "truth": pl.Int64(),
    "clean": pl.Boolean(),
}
_A_DEATH = 1.496  # records, with the default lists: what their coverages and duplicates sum to
_INFANT = 2.0  # years: "infant" is said of children below
_HIJRI_DOUBT = 1  # days: the month begins with the new moon as it was seen
_ROWS = 500_000
_EPOCH = date(1970, 1, 1)


def settings_for_records(records: int, seed: int = 2011) -> SimulationSettings:
    """The default lists over as many dead as give about so many records.

    Args:
        records: from 15 on; the result has within some hundredths as many.
        seed: see `SimulationSettings`.

    Returns:
        Settings with lists of any length (CSV, since sheets end at a million rows) and as many
        family names as so many people bear (`families_among`).

    Raises:
        SimulationError: too few or too many.
    """
    deaths = round(records / _A_DEATH)
    plain = SimulationSettings(deaths=10, seed=seed)
    lists = tuple(replace(one, file=FileFormat()) for one in plain.lists)
    families = families_among(max(deaths, 1))
    return SimulationSettings(deaths=deaths, seed=seed, lists=lists, families=families)


def simulate_records(
    settings: SimulationSettings | None = None, progress: Progress = silent
) -> pl.DataFrame:
    """Invent a conflict, and give the newest record of each line of its lists.

    Args:
        settings: as for `simulate_conflict`, which draws the same dead and the same rows.
        progress: called before each list.

    Returns:
        Columns as in `SIMULATED_RECORD_SCHEMA`: those that `tawthiq.linkage.link` reads, `truth`
        (the true id of the person, as in `Conflict.people`) and `clean` (the list is declared to
        name each person once). One row a named line of a list, withdrawn ones included, lists in
        the order of the settings.

    Raises:
        SimulationError: a list cannot reach its coverage from what it can see.
    """
    return pl.concat(record_chunks(settings, progress=progress))


def record_chunks(
    settings: SimulationSettings | None = None, rows: int = _ROWS, progress: Progress = silent
) -> Iterator[pl.DataFrame]:
    """Give the rows of `simulate_records` in order, some at a time.

    Only one list is in memory at a time, beside the dead and what another list will copy.

    Args:
        settings: see `simulate_records`.
        rows: most rows of a piece; no piece holds rows of two lists.
        progress: called before each list.

    Raises:
        SimulationError: no rows asked for, or a list that cannot reach its coverage.
    """
    if rows < 1:
        raise SimulationError(f"rows is {rows!r}; expected at least 1 row a piece.")
    settings = settings or SimulationSettings()
    total = len(settings.lists) + 1
    progress("simulate the dead", 0, total)
    population = make_population(settings, stream(settings, "people"))
    copied = {one.copies for one in settings.lists}
    told: dict[str, Told] = {}
    for number, one in enumerate(settings.lists, 1):
        progress(f"simulate list {one.key}", number, total)
        mine = light_list(one) if settings.light else one
        draft = draft_list(settings, mine, population, told[one.copies] if one.copies else None)
        if one.key in copied:
            heard, lines = version_rows(mine, draft, 0)
            told[one.key] = Told(settings=mine, heard=heard, lines=lines)
        for at in range(0, len(draft.heard), rows):
            yield _records(mine, draft, slice(at, at + rows))
        del draft
    progress("simulate", total, total)


def _records(one: ListSettings, draft: Draft, rows: slice) -> pl.DataFrame:
    heard = draft.heard[rows]
    lines = np.arange(rows.start, rows.start + len(heard)) + 1
    last = len(one.releases) - 1
    version = np.where(draft.leaves[rows], draft.first_version[rows], last)
    documents = pl.Series([f"{one.key}-{day.isoformat()}" for day in one.releases])
    line = pl.Series(lines).cast(pl.String).str.zfill(8)
    given = {what for _, what in one.columns}
    columns = {
        "record_id": pl.select(pl.lit(f"{one.key}:") + line).to_series(),
        "list": pl.repeat(one.key, len(heard), eager=True),
        "document": documents.gather(version),
        **_names(one, heard),
        "named": heard["kind"] == "named",
        **_ages(given, heard),
        **_births(given, heard),
        **_deaths(given, heard),
        **_places(given, heard),
        "truth": heard["person"] + 1,
        "clean": pl.repeat(one.clean, len(heard), eager=True),
    }
    if "sex" in given:
        sex = pl.Series(["male", "female"])
        columns["sex"] = sex.gather(heard["female"])
    if "id" in given:
        columns["reporter_id"] = pl.select(pl.lit(f"{one.key[:3].upper()}-") + line).to_series()
    return (
        pl.DataFrame(
            [
                columns[what].cast(kind).alias(what)
                if what in columns
                else pl.repeat(None, len(heard), dtype=kind, eager=True).alias(what)
                for what, kind in SIMULATED_RECORD_SCHEMA.items()
            ]
        )
        .filter("named")
        .rechunk()
    )


def _names(one: ListSettings, heard: pl.DataFrame) -> dict[str, pl.Series]:
    """The name, and the one in the other script where a list gives both."""
    whats = [what for _, what in one.columns]
    if "name_ar" in whats:
        if "name_latin" not in whats:
            return {"name": heard["name_ar"]}
        other = heard["name_latin"]
        return {"name": heard["name_ar"].fill_null(other), "name_other": other}
    if "name_latin" in whats:
        return {"name": heard["name_latin"]}
    parts = [what for what in whats if what in {"given", "father", "grandfather", "family"}]
    return {
        "name": heard.select(pl.concat_str(parts, separator=" ", ignore_nulls=True)).to_series()
    }


def _ages(given: set[str], heard: pl.DataFrame) -> dict[str, pl.Series]:
    """Whole years, months of infants, five years where the list gives a range."""
    if "age" not in given:
        return {}
    age = pl.col("age")
    months = (age * 12).floor() / 12
    low = pl.when(age < 1).then(months).otherwise(age.floor())
    high = pl.when(months == 0).then(_INFANT).otherwise(low)
    five = (age / 5).floor() * 5
    ranged = pl.col("age_style") == RANGE
    readable = pl.col("bad") != BAD_AGE
    ages = heard.select(
        low=pl.when(readable).then(pl.when(ranged).then(five).otherwise(low)),
        high=pl.when(readable).then(pl.when(ranged).then(five + 5).otherwise(high)),
    )
    return {"age_low": ages["low"], "age_high": ages["high"]}


def _births(given: set[str], heard: pl.DataFrame) -> dict[str, pl.Series]:
    day = heard["birth"].cast(pl.Int32).cast(pl.Date)
    if "birth" in given:
        return {"birth_earliest": day, "birth_latest": day}
    if "birth_year" in given:
        year = day.dt.truncate("1y")
        return {"birth_earliest": year, "birth_latest": year.dt.offset_by("1y") - timedelta(1)}
    return {}


def _deaths(given: set[str], heard: pl.DataFrame) -> dict[str, pl.Series]:
    """The day, the month where no more is known, or three days of another calendar."""
    if "death" not in given:
        return {}
    day = pl.col("death").cast(pl.Int32).cast(pl.Date)
    doubt = pl.duration(days=_HIJRI_DOUBT)
    by_month, hijri = pl.col("precision") == MONTH, pl.col("precision") == HIJRI
    readable = pl.col("bad") != BAD_DATE
    first = pl.when(by_month).then(day.dt.month_start()).when(hijri).then(day - doubt)
    last = pl.when(by_month).then(day.dt.month_end()).when(hijri).then(day + doubt)
    ends = heard.select(
        first=pl.when(readable).then(first.otherwise(day)),
        last=pl.when(readable).then(last.otherwise(day)),
    )
    return {"death_earliest": ends["first"], "death_latest": ends["last"]}


def _places(given: set[str], heard: pl.DataFrame) -> dict[str, pl.Series]:
    """The finest place a list gives, and those it lies in."""
    land = places()
    ids = pl.Series([*land.ids, None])
    nowhere = len(land.ids)
    above = {
        "governorate": np.append(land.governorate_of, nowhere),
        "district": np.append(np.where(land.district_of < 0, nowhere, land.district_of), nowhere),
        "town": np.arange(nowhere + 1),
    }
    out: dict[str, pl.Series] = {}
    for prefix in ("", "origin_"):
        for level, levels_below in (
            ("governorate", ("town", "district", "governorate")),
            ("district", ("town", "district")),
            ("town", ("town",)),
        ):
            known = np.full(len(heard), nowhere)
            for finer in levels_below:
                if f"{prefix}{finer}" in given:
                    at = heard[f"{prefix}{finer}"].fill_null(nowhere).to_numpy()
                    known = np.where(known == nowhere, above[level][at], known)
            out[f"{prefix}{level}"] = ids.gather(known)
    return out

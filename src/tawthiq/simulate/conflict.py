"""Put the invented conflict together: the dead, then each list with its versions.

Every list draws from a stream of random numbers of its own, named by its key: changing one list
leaves the dead and the other lists as they were.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tawthiq.progress import Progress, silent
from tawthiq.simulate.capture import capture
from tawthiq.simulate.cells import write_cells
from tawthiq.simulate.hearing import heard_schema, mishear, tell
from tawthiq.simulate.model import (
    CORE_COLUMNS,
    NAME_COLUMNS,
    Conflict,
    ListSettings,
    SimulatedList,
    SimulatedVersion,
    SimulationSettings,
    scaled,
)
from tawthiq.simulate.pools import families, places
from tawthiq.simulate.truth import Population, make_population, people_frame

Ints = NDArray[np.int64]
_EPOCH = date(1970, 1, 1)
_MEAN_DELAY = 18.0  # days from a death to its row
_MAX_UNNAMED = 4
_COUNTED = {
    ("ar", "child"): ("طفلان", "{} أطفال"),
    ("ar", "woman"): ("امرأتان مجهولتا الهوية", "{} نساء مجهولات الهوية"),
    ("ar", "body"): ("جثتان مجهولتا الهوية", "{} جثث مجهولة الهوية"),
    ("latin", "child"): ("2 children", "unnamed: {} children"),
    ("latin", "woman"): ("2 unidentified women", "unnamed: {} women"),
    ("latin", "body"): ("2 unidentified bodies", "unnamed: {} people"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The first version of a list as heard: what another list can copy."""

    settings: ListSettings
    heard: pl.DataFrame
    lines: Ints


def stream(settings: SimulationSettings, *names: str) -> np.random.Generator:
    """Random numbers of their own for what bears these names."""
    return np.random.default_rng([settings.seed, *(zlib.crc32(name.encode()) for name in names)])


def _unnamed_text(script: str, ages: Sequence[float], female: Sequence[bool]) -> str:
    grown = "woman" if all(female) else "body"
    who = "child" if all(age < 18 for age in ages) else grown
    two, more = _COUNTED[script, who]
    return two if len(ages) == 2 else more.format(len(ages))


def _with_unnamed(
    one: ListSettings,
    rate: float,
    heard: pl.DataFrame,
    population: Population,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """Turn some rows of larger incidents into one row with a number ("3 children")."""
    person = heard["person"].to_numpy()
    able = np.flatnonzero((population.event_size[person] >= 4) & ~heard["duplicate"].to_numpy())
    if not rate or not len(able):
        return heard
    order = able[np.argsort(population.event[person[able]], kind="stable")]
    events, first, count = np.unique(
        population.event[person[order]], return_index=True, return_counts=True
    )
    events, first, count = events[count >= 2], first[count >= 2], count[count >= 2]
    wanted = min(len(events), round(rate * len(heard)))
    leaders, everybody = [], []
    for at in np.sort(rng.choice(len(events), wanted, replace=False)):
        size = int(min(count[at], rng.integers(2, _MAX_UNNAMED + 1)))
        rows = order[first[at] : first[at] + size]
        leaders.append(int(rows[0]))
        everybody.append([int(row) for row in rows])
    if not leaders:
        return heard
    names = [what for _, what in one.columns if what in NAME_COLUMNS]
    members = [[int(person[row]) for row in rows] for rows in everybody]
    replaced = heard[leaders].with_columns(
        pl.lit("unnamed").alias("kind"),
        pl.Series("number", [len(each) for each in members]),
        pl.Series("members", members),
        pl.lit(None, pl.Int64).alias("person"),
        pl.lit(None, pl.Float64).alias("age"),
        pl.lit(None, pl.Int64).alias("female"),
        pl.lit(None, pl.Int64).alias("birth"),
        *(pl.lit(None, pl.String).alias(name) for name in names),
    )
    for what in [what for what in names if what in {"name_ar", "name_latin"}] or ["given"]:
        script = "latin" if what == "name_latin" else "ar"
        texts = [
            _unnamed_text(script, population.age[each].tolist(), population.female[each].tolist())
            for each in members
        ]
        replaced = replaced.with_columns(pl.Series(what, texts))
    gone = {int(person[row]) for rows in everybody for row in rows}
    return pl.concat([heard.filter(~pl.col("person").is_in(list(gone))), replaced])


def _hear(
    settings: SimulationSettings,
    one: ListSettings,
    population: Population,
    source: Told | None,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """Everything the list ever shows, right or wrong, in no order yet."""
    errors = scaled(one.errors, settings.errors)
    surnames = families(settings.families)
    last_day = (one.releases[-1] - _EPOCH).days - 1
    without = np.zeros(len(population), bool)
    copied = pl.DataFrame(schema=heard_schema(one))
    if source is not None:
        wanted = round(one.copy_share * one.coverage * len(population))
        pool = source.heard.with_columns(pl.Series("copied_line", source.lines)).filter(
            pl.col("death").is_null() | (pl.col("death") <= last_day)
        )
        if one.clean:
            pool = pool.filter(pl.col("person").is_first_distinct() | pl.col("person").is_null())
        chosen = np.sort(rng.choice(len(pool), min(wanted, len(pool)), replace=False))
        taken = pool[chosen].select(heard_schema(one).keys())
        without[taken["person"].drop_nulls().to_numpy()] = True
        named = taken.filter(pl.col("kind") == "named")
        copied = pl.concat(
            [mishear(one, errors, named, rng), taken.filter(pl.col("kind") != "named")]
        )
    rows = capture(
        settings,
        one,
        population,
        rng,
        share=one.coverage * (1 - one.copy_share),
        without=without,
    )
    again = rows[rng.random(len(rows)) < errors.duplicate]
    own = tell(one, errors, population, np.concatenate([rows, again]), rng, surnames=surnames)
    own = own.with_columns(pl.Series("duplicate", np.arange(len(own)) >= len(rows)))
    own = mishear(one, errors, own, rng)
    own = _with_unnamed(one, errors.unnamed, own, population, rng)
    return pl.concat([own, copied]) if len(copied) else own


def _differs(a: pl.DataFrame, b: pl.DataFrame) -> NDArray[np.bool_]:
    """Rows in which two tables of one shape differ."""
    unlike = [a[name].ne_missing(b[name]) for name in a.columns]
    return np.asarray(pl.select(pl.any_horizontal(unlike)).to_series().to_numpy())


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A list through its versions; line k of the list is place k - 1 of each array."""

    heard: pl.DataFrame  # as the row stands in the end
    first_version: Ints
    leaves: NDArray[np.bool_]  # withdrawn by the version after its first
    corrected_at: Ints  # place in `uncorrected`; -1: never corrected
    uncorrected: pl.DataFrame  # as the row stood in its first version


def _release_days(one: ListSettings) -> Ints:
    return np.array([(day - _EPOCH).days for day in one.releases])


def _not_after(heard: pl.DataFrame, days: Ints) -> pl.DataFrame:
    """A version cannot give a day of death that has not come yet."""
    return heard.with_columns(pl.min_horizontal("death", pl.Series(days)).alias("death"))


def _in_versions(
    one: ListSettings,
    heard: pl.DataFrame,
    population: Population,
    source: Told | None,
    rng: np.random.Generator,
) -> tuple[pl.DataFrame, Ints, NDArray[np.bool_]]:
    """Give each row the version that first shows it, and its line: (rows in order of line, first
    version, withdrawn by the next)."""
    days = _release_days(one)
    count, last = len(heard), len(days) - 1
    person = heard["person"].fill_null(-1).to_numpy()
    died = np.where(person >= 0, population.death[person], heard["death"].fill_null(0).to_numpy())
    delay = rng.exponential(_MEAN_DELAY, count) * (1 + heard["duplicate"].to_numpy())
    reported = died + delay
    if source is not None:  # nothing can be copied before it is published
        published = (source.settings.releases[0] - _EPOCH).days
        is_copy = heard["copied_line"].is_not_null().to_numpy()
        reported = np.where(is_copy, np.maximum(reported, published), reported)
    first_version = np.minimum(np.searchsorted(days, reported), last)
    leaves = (first_version < last) & (rng.random(count) < one.withdrawn)
    order = np.lexsort((np.arange(count), reported, first_version))
    first_version = first_version[order]
    return _not_after(heard[order], days[first_version] - 1), first_version, leaves[order]


def draft_list(
    settings: SimulationSettings,
    one: ListSettings,
    population: Population,
    source: Told | None,
) -> Draft:
    """Draw a list with all its versions, before anything is written into cells."""
    rng = stream(settings, one.key)
    heard = _hear(settings, one, population, source, rng)
    heard, first_version, leaves = _in_versions(one, heard, population, source, rng)
    count = len(heard)
    own = (heard["kind"] == "named").to_numpy() & heard["copied_line"].is_null().to_numpy()
    wrong_at_first = own & ~leaves & (first_version < len(one.releases) - 1)
    corrected = np.flatnonzero(wrong_at_first & (rng.random(count) < one.changed))
    uncorrected = heard[corrected]
    if len(corrected):
        worse = scaled(
            replace(one.errors, slip=0.3, age_off=0.3, date_off=0.2, unreadable=0.0),
            settings.errors,
        )
        told = tell(
            one,
            worse,
            population,
            uncorrected["person"].to_numpy(),
            rng,
            surnames=families(settings.families),
        )
        before = mishear(one, worse, told, rng).with_columns(uncorrected["duplicate"])
        before = _not_after(before, _release_days(one)[first_version[corrected]] - 1)
        lines = corrected + 1
        really = _differs(
            write_cells(one, before, lines), write_cells(one, heard[corrected], lines)
        )
        corrected, uncorrected = corrected[really], before.filter(pl.Series(really))
    corrected_at = np.full(count, -1)
    corrected_at[corrected] = np.arange(len(corrected))
    return Draft(
        heard=heard,
        first_version=first_version,
        leaves=leaves,
        corrected_at=corrected_at,
        uncorrected=uncorrected,
    )


def version_rows(one: ListSettings, draft: Draft, number: int) -> tuple[pl.DataFrame, Ints]:
    """The rows of one version as heard, in its order, and their lines."""
    fresh = draft.first_version == number
    stands = fresh | ((draft.first_version < number) & ~draft.leaves)
    wrong = np.flatnonzero(fresh & (draft.corrected_at >= 0))
    right = np.flatnonzero(stands & ~(fresh & (draft.corrected_at >= 0)))
    shown = pl.concat([draft.heard[right], draft.uncorrected[draft.corrected_at[wrong]]])
    lines = np.concatenate([right, wrong]) + 1
    keys = (lines, shown["death"].fill_null(2**31).to_numpy()) if one.sorted_by_date else (lines,)
    order = np.lexsort(keys)
    return shown[order], lines[order]


def _simulate_list(
    settings: SimulationSettings,
    one: ListSettings,
    population: Population,
    source: Told | None,
) -> tuple[SimulatedList, Told]:
    draft = draft_list(settings, one, population, source)
    versions: list[SimulatedVersion] = []
    for number, released in enumerate(one.releases):
        shown, lines = version_rows(one, draft, number)
        if number == 0:
            first = (shown, lines)
        first_version = draft.first_version[lines - 1]
        now_right = (draft.corrected_at[lines - 1] >= 0) & (first_version == number - 1)
        change = np.where(first_version == number, "added", np.where(now_right, "changed", "same"))
        gone = np.flatnonzero(draft.leaves & (draft.first_version == number - 1)) + 1
        versions.append(
            SimulatedVersion(
                released=released,
                frame=write_cells(one, shown, lines),
                truth=_truth(shown, lines, change),
                withdrawn=tuple(gone.tolist()),
            )
        )
    made = SimulatedList(settings=one, versions=tuple(versions))
    return made, Told(settings=one, heard=first[0], lines=first[1])


def _truth(heard: pl.DataFrame, lines: Ints, change: NDArray[np.str_]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "row": np.arange(2, len(heard) + 2),  # below the header
            "line": lines,
            "true_id": heard["person"] + 1,
            "kind": heard["kind"],
            "number": heard["number"],
            "members": heard["members"].list.eval(pl.element() + 1),
            "duplicate": heard["person"].is_not_null() & ~heard["person"].is_first_distinct(),
            "copied_line": heard["copied_line"],
            "change": pl.Series(change.tolist(), dtype=pl.String),
        }
    )


def light_list(one: ListSettings) -> ListSettings:
    """The list with the columns that are left where `light` is set."""
    columns = tuple((header, what) for header, what in one.columns if what in CORE_COLUMNS)
    return replace(one, columns=columns)


def simulate_conflict(
    settings: SimulationSettings | None = None, progress: Progress = silent
) -> Conflict:
    """Invent a conflict and what lists say of it.

    Args:
        settings: what to invent; the five lists and 6,000 deaths of the demo by default. With
            `light`, lists keep only names, sex, age, date of death and place.
        progress: called before each list.

    Returns:
        The dead (`people`), the lists with who each of their rows is, and the gazetteer. The same
        settings give the same conflict on every machine with the same version of numpy.

    Raises:
        SimulationError: a list cannot reach its coverage from what it can see.
    """
    settings = settings or SimulationSettings()
    total = len(settings.lists) + 1
    progress("simulate the dead", 0, total)
    population = make_population(settings, stream(settings, "people"))
    made: dict[str, SimulatedList] = {}
    told: dict[str, Told] = {}
    for number, one in enumerate(settings.lists, 1):
        progress(f"simulate list {one.key}", number, total)
        source = told[one.copies] if one.copies else None
        mine = light_list(one) if settings.light else one
        made[one.key], told[one.key] = _simulate_list(settings, mine, population, source)
    progress("simulate", total, total)
    return Conflict(
        settings=settings,
        people=people_frame(population, families(settings.families), light=settings.light),
        lists=made,
        gazetteer_csv=places().csv,
    )

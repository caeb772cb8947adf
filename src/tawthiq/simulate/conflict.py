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
from tawthiq.simulate.pools import places
from tawthiq.simulate.truth import Population, make_population, people_frame

Ints = NDArray[np.int64]
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
class _Told:
    """A finished list, and its first version as heard: what another list can copy."""

    made: SimulatedList
    heard: pl.DataFrame
    lines: Ints


def _stream(settings: SimulationSettings, *names: str) -> np.random.Generator:
    return np.random.default_rng([settings.seed, *(zlib.crc32(name.encode()) for name in names)])


def _unnamed_text(script: str, ages: Sequence[float], female: Sequence[bool]) -> str:
    if all(age < 18 for age in ages):
        who = "child"
    else:
        who = "woman" if all(female) else "body"
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
    for what in {"name_ar": ("name_ar",), "name_latin": ("name_latin",)}.keys() & {*names} or {
        "given"
    }:
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
    source: _Told | None,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """Everything the list ever shows, right or wrong, in no order yet."""
    errors = scaled(one.errors, settings.errors)
    last_day = (one.releases[-1] - date(1970, 1, 1)).days - 1
    without = np.zeros(len(population), bool)
    copied = pl.DataFrame(schema=heard_schema(one))
    if source is not None:
        wanted = round(one.copy_share * one.coverage * len(population))
        pool = source.heard.with_columns(pl.Series("copied_line", source.lines)).filter(
            pl.col("death").is_null() | (pl.col("death") <= last_day)
        )
        if one.clean:
            pool = pool.unique("person", keep="first", maintain_order=True)
        chosen = np.sort(rng.choice(len(pool), min(wanted, len(pool)), replace=False))
        taken = pool[chosen].select(heard_schema(one).keys())
        without[taken["person"].drop_nulls().to_numpy()] = True
        named = taken.filter(pl.col("kind") == "named")
        copied = pl.concat(
            [mishear(one, errors, named, last_day, rng), taken.filter(pl.col("kind") != "named")]
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
    own = tell(one, errors, population, np.concatenate([rows, again]), rng)
    own = own.with_columns(pl.Series("duplicate", np.arange(len(own)) >= len(rows)))
    own = mishear(one, errors, own, last_day, rng)
    own = _with_unnamed(one, errors.unnamed, own, population, rng)
    return pl.concat([own, copied]) if len(copied) else own


def _differs(a: pl.DataFrame, b: pl.DataFrame) -> NDArray[np.bool_]:
    """Rows in which two tables of one shape differ."""
    unlike = [a[name].ne_missing(b[name]) for name in a.columns]
    return np.asarray(pl.select(pl.any_horizontal(unlike)).to_series().to_numpy())


def _version_order(one: ListSettings, heard: pl.DataFrame, lines: Ints) -> Ints:
    if not one.sorted_by_date:
        return np.argsort(lines, kind="stable")
    days = heard["death"].fill_null(2**31).to_numpy()
    return np.lexsort((lines, days))


def _simulate_list(
    settings: SimulationSettings,
    one: ListSettings,
    population: Population,
    source: _Told | None,
) -> _Told:
    rng = _stream(settings, one.key)
    errors = scaled(one.errors, settings.errors)
    heard = _hear(settings, one, population, source, rng)
    count = len(heard)
    release_days = np.array([(day - date(1970, 1, 1)).days for day in one.releases])
    person = heard["person"].fill_null(-1).to_numpy()
    died = np.where(person >= 0, population.death[person], heard["death"].fill_null(0).to_numpy())
    reported = died + rng.exponential(_MEAN_DELAY, count) * (1 + heard["duplicate"].to_numpy())
    last = len(one.releases) - 1
    first_version = np.minimum(np.searchsorted(release_days, reported), last)
    leaves = (first_version < last) & (rng.random(count) < one.withdrawn)
    order = np.lexsort((np.arange(count), reported, first_version))
    heard, first_version, leaves = heard[order], first_version[order], leaves[order]
    lines = np.arange(1, count + 1)

    # What later versions correct: the row as it stood in its first version, heard anew.
    cells = write_cells(one, heard, lines)
    kind_named = (heard["kind"] == "named").to_numpy() & heard["copied_line"].is_null().to_numpy()
    draws = (first_version < last) & ~leaves & kind_named & (rng.random(count) < one.changed)
    corrected = np.flatnonzero(draws)
    before = heard[corrected]
    if len(corrected):
        worse = replace(errors, slip=0.3, age_off=0.3, date_off=0.2)
        told = tell(one, worse, population, before["person"].to_numpy(), rng)
        limit = int(release_days[0]) - 1
        before = mishear(one, worse, told, limit, rng).with_columns(before["duplicate"])
        old_cells = write_cells(one, before, lines[corrected])
        really = _differs(old_cells, cells[corrected])
        corrected, before = corrected[really], before.filter(pl.Series(really))
    place_in_before = np.full(count, -1)
    place_in_before[corrected] = np.arange(len(corrected))

    versions: list[SimulatedVersion] = []
    first_heard, first_lines = heard, lines
    for number, released in enumerate(one.releases):
        stands = (first_version <= number) & ~(leaves & (first_version < number))
        old = stands & (place_in_before >= 0) & (first_version == number)
        # Rows as they stand in this version: corrected ones still uncorrected in their first.
        keep = np.flatnonzero(stands & ~old)
        shown = heard[keep]
        its_lines = lines[keep]
        if old.any():
            shown = pl.concat([shown, before[place_in_before[old]]])
            its_lines = np.concatenate([its_lines, lines[old]])
        at = _version_order(one, shown, its_lines)
        shown, its_lines = shown[at], its_lines[at]
        mine = its_lines - 1
        just_changed = (place_in_before[mine] >= 0) & (first_version[mine] == number - 1)
        change = np.where(
            first_version[mine] == number, "added", np.where(just_changed, "changed", "same")
        )
        gone = lines[leaves & (first_version == number - 1)]
        versions.append(
            SimulatedVersion(
                released=released,
                frame=write_cells(one, shown, its_lines),
                truth=_truth(shown, its_lines, change),
                withdrawn=tuple(int(line) for line in gone),
            )
        )
        if number == 0:
            first_heard, first_lines = shown, its_lines
    made = SimulatedList(settings=one, versions=tuple(versions))
    return _Told(made=made, heard=first_heard, lines=first_lines)


def _truth(heard: pl.DataFrame, lines: Ints, change: NDArray[np.str_]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "row": np.arange(2, len(heard) + 2),  # below the header
            "line": lines,
            "true_id": heard["person"] + 1,
            "kind": heard["kind"],
            "number": heard["number"],
            "members": heard["members"].list.eval(pl.element() + 1),
            "duplicate": heard["duplicate"],
            "copied_line": heard["copied_line"],
            "change": pl.Series(change.tolist(), dtype=pl.String),
        }
    )


def _light(one: ListSettings) -> ListSettings:
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
    population = make_population(settings, _stream(settings, "people"))
    told: dict[str, _Told] = {}
    for number, one in enumerate(settings.lists, 1):
        progress(f"simulate list {one.key}", number, total)
        source = told[one.copies] if one.copies else None
        mine = _light(one) if settings.light else one
        told[one.key] = _simulate_list(settings, mine, population, source)
    progress("simulate", total, total)
    return Conflict(
        settings=settings,
        people=people_frame(population, light=settings.light),
        lists={key: one.made for key, one in told.items()},
        gazetteer_csv=places().csv,
    )

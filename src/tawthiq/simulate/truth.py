"""What happened in the invented conflict: incidents, families, people. No list is heard yet.

Deaths come in incidents. An incident has a day, a town, a cause; its victims are single people and
families. Violence comes in waves and wanders from province to province. Names run in families:
children bear their father's and grandfather's, cousins of one town share theirs.
"""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tawthiq.simulate.model import CAUSES, STATUSES, SimulationSettings
from tawthiq.simulate.pools import families, females, given, males, places

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
_EPOCH = date(1970, 1, 1)
_NAMED_INCIDENT = 5  # victims from which an incident has a name
_MASSACRE = 30
CIVILIAN, FIGHTER, SOLDIER, DEFECTOR = range(len(STATUSES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """One number an array and person, in order of true id. Days count from 1970-01-01."""

    given: Ints  # index into `pools.given()`
    father: Ints
    grandfather: Ints
    great_grandfather: Ints
    mother: Ints
    kunya: Ints  # the eldest son's name; -1: none
    family: Ints  # index into `pools.families()`
    parts: Ints  # 3 to 5: length of the name in daily use
    female: NDArray[np.bool_]
    age: Floats  # years
    birth: Ints  # day
    death: Ints  # day
    month: Ints  # from 0, of the conflict
    place: Ints  # town: row of the gazetteer
    origin: Ints
    status: Ints
    cause: Ints
    event: Ints
    event_size: Ints
    household: Ints  # people of one household share it
    visibility: Floats  # standard normal, the same for all lists

    def __len__(self) -> int:
        return len(self.given)


def month_starts(first: date, months: int) -> Ints:
    """Day numbers of the first of each month, and of the month after the last."""
    starts = []
    for at in range(months + 1):
        year, month = divmod(first.month - 1 + at, 12)
        starts.append((date(first.year + year, month + 1, 1) - _EPOCH).days)
    return np.array(starts, dtype=np.int64)


def _intensity(rng: np.random.Generator, n_places: int, months: int) -> Floats:
    """Where and when people die: shape (governorates, months), sums to 1."""
    at = np.linspace(0, 1, months) if months > 1 else np.zeros(1)
    wave = 1.6 * at - 0.4 + 0.7 * np.sin(2 * np.pi * (2.3 * at + rng.uniform()))
    base = np.linspace(0.8, -0.6, n_places)[:, None]  # the north is hit hardest
    wander = rng.normal(0, 0.3, (n_places, months))
    for month in range(1, months):
        wander[:, month] += 0.85 * wander[:, month - 1]
    weight = np.exp(base + wander + wave)
    return np.asarray(weight / weight.sum())


def _event_sizes(rng: np.random.Generator, deaths: int, massacre_share: float) -> Ints:
    """Victims of each incident; they sum to `deaths`."""
    in_massacres = int(round(deaths * massacre_share))
    large: Ints = np.minimum(_MASSACRE + rng.gamma(1.2, 25.0, deaths // _MASSACRE + 1), 400)
    large = large.astype(np.int64)
    large = large[np.cumsum(large) <= in_massacres]
    rest = deaths - int(large.sum())
    if not rest:
        return large
    kind = rng.choice(3, rest, p=[0.78, 0.17, 0.05])
    small = np.choose(
        kind,
        [np.ones(rest, np.int64), 1 + rng.geometric(0.45, rest), 4 + rng.geometric(0.18, rest)],
    )
    small = np.minimum(small, _MASSACRE - 1)
    ends = np.cumsum(small)
    last = int(np.searchsorted(ends, rest))
    small = small[: last + 1]
    small[-1] -= ends[last] - rest
    return np.concatenate([large, small]).astype(np.int64)


def _pick(rng: np.random.Generator, weight: Floats, count: int) -> Ints:
    """`count` draws with the given weights, by inverting the distribution (fast for millions)."""
    edges = np.cumsum(weight)
    return np.minimum(
        np.searchsorted(edges / edges[-1], rng.random(count), "right"), len(edges) - 1
    )


def _family_names(rng: np.random.Generator, origin: Ints) -> Ints:
    """A family name each: in half the cases one of the dozen families rooted in the town."""
    weight = families().weight
    rooted = _pick(rng, weight, 12 * len(places().ids)).reshape(-1, 12)
    local = rooted[origin, np.minimum(rng.geometric(0.2, len(origin)) - 1, 11)]
    anywhere = _pick(rng, weight, len(origin))
    return np.where(rng.random(len(origin)) < 0.5, local, anywhere)


def _distinct_siblings(
    rng: np.random.Generator, household: Ints, child: NDArray[np.bool_], name: Ints, female: Any
) -> Ints:
    """Redraw until no two children of one household share a given name."""
    name = name.copy()
    for _ in range(50):
        key = household * len(given().ar) + name
        key = np.where(child, key, -1 - np.arange(len(key)))
        order = np.argsort(key, kind="stable")
        again = np.zeros(len(key), bool)
        again[order[1:]] = key[order[1:]] == key[order[:-1]]
        if not again.any():
            break
        name[again] = _given_names(rng, female[again])
    return name


def _given_names(rng: np.random.Generator, female: NDArray[np.bool_]) -> Ints:
    count = len(female)
    men = _pick(rng, males().weight, count)
    women = len(males().ar) + _pick(rng, females().weight, count)
    return np.where(female, women, men)


def _single_ages(rng: np.random.Generator, status: Ints, child: NDArray[np.bool_]) -> Floats:
    count = len(status)
    by_status = np.choose(
        status,
        [
            18 + rng.gamma(2.0, 10.0, count),
            np.maximum(16.0, rng.normal(26, 6, count)),
            18 + rng.exponential(5.0, count),
            19 + rng.exponential(6.0, count),
        ],
    )
    most = np.choose(status, [97.0, 60.0, 52.0, 55.0])
    adults = np.minimum(by_status, most)
    return np.where(child, 18 * rng.beta(1.3, 1.0, count), adults)


def make_population(settings: SimulationSettings, rng: np.random.Generator) -> Population:
    """Draw the dead: `settings.deaths` of them, sorted by day of death."""
    land = places()
    n = settings.deaths

    # Incidents: where, when, what.
    sizes = _event_sizes(rng, n, settings.massacre_share)
    n_events = len(sizes)
    cell = _pick(rng, _intensity(rng, len(land.governorates), settings.months).ravel(), n_events)
    governorate, month = np.divmod(cell, settings.months)
    starts = month_starts(settings.first_month, settings.months)
    day = starts[month] + (rng.random(n_events) * np.diff(starts)[month]).astype(np.int64)
    by_governorate = land.towns.reshape(len(land.governorates), -1)
    towns_each = by_governorate.shape[1]
    town_weight = (np.arange(towns_each) + 1.5) ** -0.8
    rank = rng.permuted(np.tile(np.arange(towns_each), (len(land.governorates), 1)), axis=1)
    town = by_governorate[governorate, rank[governorate, _pick(rng, town_weight, n_events)]]
    #                  shell  air   shot  snip  bomb  exec  tort  siege
    alone = np.array([0.28, 0.05, 0.30, 0.12, 0.05, 0.03, 0.14, 0.03])
    many = np.array([0.45, 0.22, 0.06, 0.00, 0.12, 0.14, 0.01, 0.00])
    cause = np.where(sizes > 2, _pick(rng, many, n_events), _pick(rng, alone, n_events))

    # Households: the next victim of an incident may be of the same family.
    event = np.repeat(np.arange(n_events), sizes)
    first = np.concatenate([[True], event[1:] != event[:-1]])
    starts_household = first | (rng.random(n) >= settings.family_share)
    household = np.cumsum(starts_household) - 1
    heads = np.flatnonzero(starts_household)
    n_households = len(heads)
    size = np.diff(np.concatenate([heads, [n]]))
    position = np.arange(n) - heads[household]
    family = size[household] > 1
    pattern = rng.choice(3, n_households, p=[0.55, 0.35, 0.10])[household]
    is_father = family & (position == 0) & (pattern != 1)
    is_mother = family & (position == 1) & (pattern == 2)
    is_child = family & ~is_father & ~is_mother

    # Origin: mostly where they die.
    u = rng.random(n_households)
    place = town[event]
    home = place[heads]
    same_province = by_governorate[
        np.searchsorted(land.governorates, land.governorate_of[home]),
        rng.integers(0, towns_each, n_households),
    ]
    elsewhere = land.towns[rng.integers(0, len(land.towns), n_households)]
    home = np.where(u < 0.72, home, np.where(u < 0.86, same_province, elsewhere))
    origin = home[household]

    # The line of fathers of each household; a few are brothers or cousins of another one nearby.
    line = np.stack([_pick(rng, males().weight, n_households) for _ in range(4)])
    surname = _family_names(rng, home)
    order = np.lexsort((rng.random(n_households), home))
    kin = order[1:][(rng.random(n_households - 1) < 0.05) & (home[order[1:]] == home[order[:-1]])]
    before = np.empty(n_households, np.int64)
    before[order[1:]] = order[:-1]
    line[1:, kin] = line[1:, before[kin]]
    surname[kin] = surname[before[kin]]

    # Status, sex, age.
    later = month[event] / max(1, settings.months - 1)
    single_status = (
        rng.random((n, 1))
        > np.cumsum(
            np.stack([0.78 - 0.22 * later, 0.13 + 0.16 * later, 0.06 + 0.03 * later], axis=1),
            axis=1,
        )
    ).sum(axis=1)
    crowd = sizes[event] > 2
    civilian_cause = np.isin(cause[event], [CAUSES.index("siege"), CAUSES.index("air_strike")])
    status = np.where(family | (civilian_cause & crowd), CIVILIAN, single_status)
    child = (status == CIVILIAN) & (rng.random(n) < np.where(crowd, 0.3, 0.14))
    p_female = np.choose(status, [np.where(crowd, 0.34, 0.14), 0.015, 0.0, 0.0])
    p_female = np.where(child | is_child, 0.43, p_female)
    female = np.where(is_father, False, is_mother | (rng.random(n) < p_female))
    father_age = (27 + 33 * rng.random(n_households))[household]
    age = np.where(family, father_age, _single_ages(rng, status, child))
    age = np.where(is_mother, np.maximum(17.0, father_age - rng.normal(5, 3, n)), age)
    age = np.where(is_child, np.maximum(0.04, father_age - 19 - 22 * rng.random(n)), age)
    death = day[event]
    birth = death - np.floor(age * 365.25).astype(np.int64) - 1
    # Twins: a child born on the day of the one before it.
    twin = np.flatnonzero(
        is_child[1:]
        & is_child[:-1]
        & (household[1:] == household[:-1])
        & (rng.random(n - 1) < 0.03)
    )
    birth[twin + 1] = birth[twin]
    age = (death - birth) / 365.25

    # Names.
    head_name, fathers = line[0][household], line[1][household]
    own = _given_names(rng, female)
    own = np.where(~female & is_child & (rng.random(n) < 0.1), fathers, own)
    own = np.where(is_father, head_name, own)
    own = _distinct_siblings(rng, household, is_child, own, female)
    shift = is_child.astype(np.int64)
    father = np.where(shift == 1, head_name, fathers)
    grandfather = line[2 - shift, household]
    great = line[3 - shift, household]
    mother_family = _family_names(rng, origin)
    for name in (father, grandfather, great):
        name[is_mother] = _pick(rng, males().weight, int(is_mother.sum()))
    kunya = np.where(rng.random(n) < 0.35, father, _pick(rng, males().weight, n))
    kunya = np.where((age >= 20) & (rng.random(n) < 0.6), kunya, -1)
    mother = len(males().ar) + _pick(rng, females().weight, n_households)[household]
    alone_mother = len(males().ar) + _pick(rng, females().weight, n)
    visibility = rng.normal(0, 0.85, n) + rng.normal(0, 0.53, n_events)[event]

    order = np.lexsort((np.arange(n), death))
    return Population(
        given=own[order],
        father=father[order],
        grandfather=grandfather[order],
        great_grandfather=great[order],
        mother=np.where(is_child, mother, alone_mother)[order],
        kunya=kunya[order],
        family=np.where(is_mother, mother_family, surname[household])[order],
        parts=rng.choice([3, 4, 5], n, p=[0.35, 0.5, 0.15])[order],
        female=female[order],
        age=age[order],
        birth=birth[order],
        death=death[order],
        month=month[event][order],
        place=place[order],
        origin=origin[order],
        status=status[order],
        cause=cause[event][order],
        event=event[order],
        event_size=sizes[event][order],
        household=household[order],
        visibility=visibility[order],
    )


def incident_names(population: Population, language: str) -> pl.Series:
    """The name of each person's incident ("massacre of Tall al-Qamar"), null for small ones."""
    land = places()
    big = population.event_size >= _MASSACRE
    labels = land.ar if language == "ar" else land.en
    town = pl.Series(labels).gather(population.place)
    words = ("مجزرة ", "حادثة ") if language == "ar" else (" massacre", " incident")
    kind = pl.Series(words).gather(np.where(big, 0, 1))
    name = kind + town if language == "ar" else town + kind
    known = pl.Series(population.event_size >= _NAMED_INCIDENT)
    return pl.select(pl.when(known).then(name)).to_series()


def _whole_name(population: Population, language: str) -> pl.Series:
    first, last = given(), families()
    own = pl.Series([*(first.ar if language == "ar" else first.en), None])
    surname = pl.Series(last.ar if language == "ar" else last.en)
    none = len(own) - 1
    pieces = [
        own.gather(population.given),
        own.gather(population.father),
        own.gather(np.where(population.parts >= 4, population.grandfather, none)),
        own.gather(np.where(population.parts >= 5, population.great_grandfather, none)),
        surname.gather(population.family),
    ]
    return pl.select(pl.concat_str(pieces, separator=" ", ignore_nulls=True)).to_series()


def people_frame(population: Population, *, light: bool) -> pl.DataFrame:
    """The truth as a table, one row a person.

    Columns: `true_id` (from 1, in order of death), `name_ar`, `name_en` (as in daily use), `sex`,
    `age` (years), `birth`, `death`, `governorate`, `district`, `town` and `origin_*` (ids of the
    gazetteer), `status`, `cause`, `incident` (number of the incident), `incident_ar`,
    `incident_en` (null for small ones), `household`, `visibility`; unless `light` also the parts of
    the name, `kunya` and `mother` in both scripts.
    """
    land = places()
    ids = pl.Series([*land.ids, None])
    columns: dict[str, pl.Series] = {
        "true_id": pl.Series(np.arange(1, len(population) + 1)),
        "name_ar": _whole_name(population, "ar"),
        "name_en": _whole_name(population, "en"),
        "sex": pl.Series(["male", "female"]).gather(population.female.astype(np.int64)),
        "age": pl.Series(population.age).round(2),
        "birth": pl.Series(population.birth.astype(np.int32)).cast(pl.Date),
        "death": pl.Series(population.death.astype(np.int32)).cast(pl.Date),
    }
    for prefix, at in (("", population.place), ("origin_", population.origin)):
        columns[f"{prefix}governorate"] = ids.gather(land.governorate_of[at])
        columns[f"{prefix}district"] = ids.gather(land.district_of[at])
        columns[f"{prefix}town"] = ids.gather(at)
    columns["status"] = pl.Series(STATUSES).gather(population.status)
    columns["cause"] = pl.Series(CAUSES).gather(population.cause)
    columns["incident"] = pl.Series(population.event)
    columns["incident_ar"] = incident_names(population, "ar")
    columns["incident_en"] = incident_names(population, "en")
    columns["household"] = pl.Series(population.household)
    columns["visibility"] = pl.Series(population.visibility).round(4)
    if not light:
        first, last = given(), families()
        for script, own, surname in (("ar", first.ar, last.ar), ("en", first.en, last.en)):
            table = pl.Series([*own, None])
            for part in ("given", "father", "grandfather", "great_grandfather", "mother"):
                columns[f"{part}_{script}"] = table.gather(getattr(population, part))
            columns[f"family_{script}"] = pl.Series(surname).gather(population.family)
            columns[f"kunya_{script}"] = kunyas(population, script)
    return pl.DataFrame(columns)


def kunyas(population: Population, script: str) -> pl.Series:
    """ "Abu So-and-so", "Umm So-and-so"; null where a person has none."""
    own = given().ar if script == "ar" else given().en
    table = pl.Series([*own, None])
    words = ("أبو ", "أم ") if script == "ar" else ("Abu ", "Umm ")
    son = table.gather(np.where(population.kunya < 0, len(own), population.kunya))
    return pl.Series(words).gather(population.female.astype(np.int64)) + son


def take(population: Population, rows: Ints) -> Population:
    """The people at these places (with repeats, as given)."""
    return Population(
        **{one.name: getattr(population, one.name)[rows] for one in fields(Population)}
    )

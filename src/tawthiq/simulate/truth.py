"""What happened in the invented conflict: incidents, families, people. No list is heard yet.

Deaths come in incidents. An incident has a day, a town, a cause; its victims are single people and
families. Violence comes in waves and wanders from province to province. Names run in families:
children bear their father's and grandfather's, cousins of one town share theirs.
"""

from dataclasses import dataclass, fields
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tawthiq.simulate.model import CAUSES, STATUSES, SimulationSettings
from tawthiq.simulate.pools import NamePool, families, females, given, males, places

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
_EPOCH = date(1970, 1, 1)
_NAMED_INCIDENT = 5  # victims from which an incident has a name
_MASSACRE = 30
CIVILIAN, FIGHTER, SOLDIER, DEFECTOR = range(len(STATUSES))
# In the order of CAUSES:          shell  air   shot  snip  bomb  exec  tort  siege
_CAUSES_OF_FEW: Floats = np.array([0.28, 0.05, 0.30, 0.12, 0.05, 0.03, 0.14, 0.03])
_CAUSES_OF_MANY: Floats = np.array([0.45, 0.22, 0.06, 0.00, 0.12, 0.14, 0.01, 0.00])


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """One number an array and person, in order of true id. Days count from 1970-01-01."""

    given: Ints  # index into `pools.given()`
    father: Ints
    grandfather: Ints
    great_grandfather: Ints
    mother: Ints
    kunya: Ints  # the eldest son's name; -1: none
    family: Ints  # index into `pools.families(settings.families)`
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
    in_massacres = round(deaths * massacre_share)
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


def _family_names(rng: np.random.Generator, origin: Ints, surnames: NamePool) -> Ints:
    """A family name each: in half the cases one of the families rooted in the town.

    A dozen families are rooted in a town, and more in proportion where there are more in the land.
    """
    weight = surnames.weight
    many = max(1, round(len(weight) / len(families().weight)))
    rooted = _pick(rng, weight, 12 * many * len(places().ids)).reshape(-1, 12 * many)
    rank = rng.geometric(0.2 / many, len(origin)) - 1
    local = rooted[origin, np.minimum(rank, 12 * many - 1)]
    anywhere = _pick(rng, weight, len(origin))
    return np.where(rng.random(len(origin)) < 0.5, local, anywhere)


def _distinct_siblings(
    rng: np.random.Generator,
    household: Ints,
    child: NDArray[np.bool_],
    name: Ints,
    female: NDArray[np.bool_],
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Incidents:
    """One number an array and incident."""

    size: Ints
    month: Ints
    day: Ints
    town: Ints
    cause: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class _Households:
    """Who died with whom of their own family. The first four have one entry a person."""

    of: Ints  # number of the household
    father: NDArray[np.bool_]  # the role in a family of two or more; all false: died alone
    mother: NDArray[np.bool_]
    child: NDArray[np.bool_]
    home: Ints  # one entry a household: the town it is from


def _towns_by_governorate() -> Ints:
    land = places()
    return land.towns.reshape(len(land.governorates), -1)


def _incidents(settings: SimulationSettings, rng: np.random.Generator) -> _Incidents:
    towns = _towns_by_governorate()
    size = _event_sizes(rng, settings.deaths, settings.massacre_share)
    count = len(size)
    cell = _pick(rng, _intensity(rng, len(towns), settings.months).ravel(), count)
    governorate, month = np.divmod(cell, settings.months)
    starts = month_starts(settings.first_month, settings.months)
    day = starts[month] + (rng.random(count) * np.diff(starts)[month]).astype(np.int64)
    each = towns.shape[1]
    rank = rng.permuted(np.tile(np.arange(each), (len(towns), 1)), axis=1)
    by_rank = _pick(rng, np.power(np.arange(each) + 1.5, -0.8, dtype=np.float64), count)
    cause = np.where(
        size > 2, _pick(rng, _CAUSES_OF_MANY, count), _pick(rng, _CAUSES_OF_FEW, count)
    )
    return _Incidents(
        size=size,
        month=month,
        day=day,
        town=towns[governorate, rank[governorate, by_rank]],
        cause=cause,
    )


def _households(
    settings: SimulationSettings, event: Ints, place: Ints, rng: np.random.Generator
) -> _Households:
    """The next victim of an incident may be of the same family as the one before."""
    n = len(event)
    first = np.concatenate([[True], event[1:] != event[:-1]])
    starts = first | (rng.random(n) >= settings.family_share)
    of = np.cumsum(starts) - 1
    heads = np.flatnonzero(starts)
    count = len(heads)
    position = np.arange(n) - heads[of]
    family = np.diff(np.concatenate([heads, [n]]))[of] > 1
    # A father and his children; children alone; father, mother and children.
    pattern = rng.choice(3, count, p=[0.55, 0.35, 0.10])[of]
    father = family & (position == 0) & (pattern != 1)
    mother = family & (position == 1) & (pattern == 2)
    # Most die where they are from; some had fled.
    towns, land = _towns_by_governorate(), places()
    here = place[heads]
    governorate = np.searchsorted(land.governorates, land.governorate_of[here])
    nearby = towns[governorate, rng.integers(0, towns.shape[1], count)]
    elsewhere = land.towns[rng.integers(0, len(land.towns), count)]
    u = rng.random(count)
    return _Households(
        of=of,
        father=father,
        mother=mother,
        child=family & ~father & ~mother,
        home=np.where(u < 0.72, here, np.where(u < 0.86, nearby, elsewhere)),
    )


def _status_and_sex(
    settings: SimulationSettings,
    incidents: _Incidents,
    event: Ints,
    homes: _Households,
    rng: np.random.Generator,
) -> tuple[Ints, NDArray[np.bool_], NDArray[np.bool_]]:
    """Status, whether a person who died alone is a child, and whether a person is female."""
    n = len(event)
    family = homes.father | homes.mother | homes.child
    later = incidents.month[event] / max(1, settings.months - 1)
    shares = np.stack([0.78 - 0.22 * later, 0.13 + 0.16 * later, 0.06 + 0.03 * later], axis=1)
    alone = (rng.random((n, 1)) > np.cumsum(shares, axis=1)).sum(axis=1)
    crowd = incidents.size[event] > 2
    of_civilians = np.isin(
        incidents.cause[event], [CAUSES.index("siege"), CAUSES.index("air_strike")]
    )
    status = np.where(family | (of_civilians & crowd), CIVILIAN, alone)
    child = ~family & (status == CIVILIAN) & (rng.random(n) < np.where(crowd, 0.3, 0.14))
    p_female = np.choose(status, [np.where(crowd, 0.34, 0.14), 0.015, 0.0, 0.0])
    p_female = np.where(child | homes.child, 0.43, p_female)
    female = ~homes.father & (homes.mother | (rng.random(n) < p_female))
    return status, child, female


def _birthdays(
    homes: _Households,
    status: Ints,
    child: NDArray[np.bool_],
    death: Ints,
    rng: np.random.Generator,
) -> Ints:
    """Day of birth; in a family, parents and children are of fitting ages, some are twins."""
    n = len(death)
    family = homes.father | homes.mother | homes.child
    father_age = (27 + 33 * rng.random(len(homes.home)))[homes.of]
    age = np.where(family, father_age, _single_ages(rng, status, child))
    age = np.where(homes.mother, np.maximum(17.0, father_age - rng.normal(5, 3, n)), age)
    age = np.where(homes.child, (father_age - 19) * rng.random(n) ** 1.2, age)
    birth = death - np.floor(age * 365.25).astype(np.int64) - 1
    siblings = homes.child[1:] & homes.child[:-1] & (homes.of[1:] == homes.of[:-1])
    twin = np.flatnonzero(siblings & (rng.random(n - 1) < 0.03))
    birth[twin + 1] = birth[twin]
    return birth


def _lines_of_fathers(
    homes: _Households, rng: np.random.Generator, surnames: NamePool
) -> tuple[Ints, Ints]:
    """For each household the head, his father, grandfather and great-grandfather (shape (4,
    households)), and the family name. A few households are kin of another one of their town."""
    count = len(homes.home)
    line = np.stack([_pick(rng, males().weight, count) for _ in range(4)])
    surname = _family_names(rng, homes.home, surnames)
    order = np.lexsort((rng.random(count), homes.home))
    neighbours = homes.home[order[1:]] == homes.home[order[:-1]]
    kin = np.flatnonzero(neighbours & (rng.random(count - 1) < 0.05))
    line[1:, order[kin + 1]] = line[1:, order[kin]]
    surname[order[kin + 1]] = surname[order[kin]]
    return line, surname


def _person_names(
    homes: _Households,
    female: NDArray[np.bool_],
    adult: NDArray[np.bool_],
    rng: np.random.Generator,
    surnames: NamePool,
) -> dict[str, Ints]:
    """The parts of each person's name, as fields of `Population`."""
    n = len(female)
    line, surname = _lines_of_fathers(homes, rng, surnames)
    generation = homes.child.astype(np.int64)  # a child's father is the head himself
    father = line[1 - generation, homes.of]
    grandfather = line[2 - generation, homes.of]
    great = line[3 - generation, homes.of]
    for name in (father, grandfather, great):  # a wife is of another family
        name[homes.mother] = _pick(rng, males().weight, int(homes.mother.sum()))
    own = _given_names(rng, female)
    own = np.where(own == father, _given_names(rng, female), own)  # seldom one's father's own
    own = np.where(~female & homes.child & (rng.random(n) < 0.1), grandfather, own)
    own = np.where(homes.father, line[0][homes.of], own)
    own = _distinct_siblings(rng, homes.of, homes.child, own, female)
    first_female = len(males().ar)
    of_household = _pick(rng, females().weight, len(homes.home))[homes.of]
    mother = np.where(homes.child, of_household, _pick(rng, females().weight, n))
    kunya = np.where(rng.random(n) < 0.35, father, _pick(rng, males().weight, n))
    maiden = _family_names(rng, homes.home[homes.of], surnames)
    return {
        "given": own,
        "father": father,
        "grandfather": grandfather,
        "great_grandfather": great,
        "mother": first_female + mother,
        "kunya": np.where(adult & (rng.random(n) < 0.6), kunya, -1),
        "family": np.where(homes.mother, maiden, surname[homes.of]),
        "parts": rng.choice([3, 4, 5], n, p=[0.35, 0.5, 0.15]),
    }


def make_population(settings: SimulationSettings, rng: np.random.Generator) -> Population:
    """Draw the dead: `settings.deaths` of them, sorted by day of death."""
    incidents = _incidents(settings, rng)
    event = np.repeat(np.arange(len(incidents.size)), incidents.size)
    homes = _households(settings, event, incidents.town[event], rng)
    status, child, female = _status_and_sex(settings, incidents, event, homes, rng)
    death = incidents.day[event]
    birth = _birthdays(homes, status, child, death, rng)
    age = (death - birth) / 365.25
    names = _person_names(homes, female, age >= 20, rng, families(settings.families))
    n = len(event)
    # Part of what makes a death visible is the incident's own: a massacre is seen or unseen.
    of_event = rng.normal(0, np.sqrt(0.3), len(incidents.size))[event]
    everybody = Population(
        **names,
        female=female,
        age=age,
        birth=birth,
        death=death,
        month=incidents.month[event],
        place=incidents.town[event],
        origin=homes.home[homes.of],
        status=status,
        cause=incidents.cause[event],
        event=event,
        event_size=incidents.size[event],
        household=homes.of,
        visibility=rng.normal(0, np.sqrt(0.7), n) + of_event,
    )
    return take(everybody, np.lexsort((np.arange(n), death)))


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


def _whole_name(population: Population, last: NamePool, language: str) -> pl.Series:
    first = given()
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


def people_frame(population: Population, surnames: NamePool, *, light: bool) -> pl.DataFrame:
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
        "name_ar": _whole_name(population, surnames, "ar"),
        "name_en": _whole_name(population, surnames, "en"),
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
        first, last = given(), surnames
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

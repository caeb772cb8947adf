"""The register as the other rooms see it: frames of people, records and links."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from tawthiq.errors import ScopeError
from tawthiq.names import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a register was derived from: the same stamp means the same numbers."""

    ledger_head: str
    entries: int
    settings: str  # fingerprint of the settings that have a bearing on numbers
    version: str  # of tawthiq


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The derived picture.

    `records` holds every version's rows (RECORD_SCHEMA) with `person_id`, `founds`, and, on the
    newest record of each line only, the labels of the three partitions: `sure`, `linked`,
    `possible`.
    """

    stamp: Stamp
    records: pl.DataFrame
    people: pl.DataFrame  # one row a person: `people.PERSON_COLUMNS`
    pairs: pl.DataFrame  # the compared pairs that linkage kept: weight, probability, levels, bits
    draws: pl.DataFrame  # record_id, and one column of cluster labels a linkage drawn: draw_0 …
    sources: pl.DataFrame
    versions: pl.DataFrame
    judgements: pl.DataFrame
    places: pl.DataFrame
    set_aside: pl.DataFrame
    model: Mapping[str, object]  # of the linkage: method, settings, parameters

    @property
    def lines(self) -> pl.DataFrame:
        """The newest record of each line of each list, with its person and its labels."""
        return self.records.filter(pl.col("linked").is_not_null())

    @property
    def origins(self) -> dict[str, str]:
        """Source → the group of sources that share its origin."""
        return dict(self.sources.select("key", "origin_group").iter_rows())

    def place_name(self, place_id: str, language: str = "en") -> str:
        """The name of a place in a language; what its list wrote where no gazetteer knows it."""
        if place_id.startswith("~"):
            return place_id[1:]
        found = self.places.filter(pl.col("place_id") == place_id)
        return str(found[f"name_{language}"][0]) if found.height else place_id

    def place_id(self, field: str, words: str) -> str:
        """The id of a place of the register by its id or its name in either language.

        Raises:
            ScopeError: no place of that kind in the register is called so, or several are.
        """
        level = field.removeprefix("origin_")
        places = self.places.filter(pl.col("level") == level)
        wanted = fold(words)
        found = [
            row["place_id"]
            for row in places.iter_rows(named=True)
            if words == row["place_id"]
            or wanted in (fold(row["name_en"] or ""), fold(row["name_ar"] or ""))
        ]
        if len(found) == 1:
            return str(found[0])
        if found:
            raise ScopeError(f"{words!r} names several places: {', '.join(found)}. Give the id.")
        known = places["name_en"].sort().to_list()
        some = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
        raise ScopeError(
            f"no {level} of the register is called {words!r}. It has: {some or 'none'}."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SideTables:
    """What lies in the register's database and is not loaded with a `Register`."""

    name_keys: pl.DataFrame  # `key`, `person_id`: the skeletons of the names each person is given
    documents: pl.DataFrame  # `statements.DOCUMENT_COLUMNS`
    statements: pl.DataFrame  # `statements.STATEMENT_COLUMNS`


REGISTER_FILE = "register.sqlite"
RECORDS_FILE = "records.parquet"
LINKS_FILE = "links.parquet"
DRAWS_FILE = "draws.parquet"
CHANGES_FILE = "changes.parquet"  # since the register before: no part of the register
# The linkage to go on from, and how the last one came about: no part of the register either.
LINKAGE_FOLDER = "linkage"
ESTIMATES_FOLDER = "estimates"  # answers worked out before; no part of the register
GROWTH_FILE = "growth.json"
WORK_FOLDER = ".linkage-work"  # what a run that was stopped had done

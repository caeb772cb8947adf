"""Find people by a name in either script, and open a person down to the documents."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tawthiq.errors import NotFoundError
from tawthiq.names import parse_names
from tawthiq.register.model import Register
from tawthiq.register.store import people_by_keys

# What a list says of a person: the field, and the column that keeps it as written.
SAID = (
    ("name", "name_raw"),
    ("name_other", "name_other_raw"),
    ("sex", "sex_raw"),
    ("age", "age_raw"),
    ("birth_date", "birth_raw"),
    ("death_date", "death_raw"),
    ("place", "place_raw"),
    ("origin", "origin_raw"),
    ("status", "status_raw"),
    ("cause", "cause_raw"),
    ("incident", "incident"),
    ("notes", "notes"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """A person with every value's sources, and how sure the links are."""

    person: dict[str, object]
    asked_for: str  # the id asked for; another than the person's where records have been joined
    values: tuple[dict[str, str], ...]  # field, value as written, record, list, document
    records: pl.DataFrame  # all versions
    links: pl.DataFrame  # pairs within the person and to others
    judgements: pl.DataFrame
    possibly_same: tuple[str, ...]  # other people who may be this one


def name_keys(records: pl.DataFrame) -> pl.DataFrame:
    """`key`, `person_id`: the skeletons in which a name is found, whatever its script."""
    written = pl.concat(
        records.select("person_id", name=column).drop_nulls() for column in ("name", "name_other")
    ).unique()
    keys = parse_names(written["name"])["skeletons"]
    return (
        written.select("person_id", key=keys)
        .explode("key")
        .drop_nulls()
        .filter(pl.col("key") != "")
        .unique()
        .select("key", "person_id")
        .sort("key", "person_id")
    )


def find_people(register: Register, derived: Path, words: str) -> pl.DataFrame:
    """People whose name holds all of `words`, in whichever script it or they are written.

    Returns:
        Rows of `Register.people`; none where nobody fits.
    """
    keys = parse_names(pl.Series([words]))["skeletons"][0]
    ids = people_by_keys(derived, [] if keys is None else list(keys))
    return register.people.filter(pl.col("person_id").is_in(ids))


def resolve_person(register: Register, wanted: str) -> str:
    """The person who now holds what `wanted` names: a person id, present or past, or a record id.

    Raises:
        NotFoundError: no such person or record was ever in this register.
    """
    if register.people.filter(pl.col("person_id") == wanted).height:
        return wanted
    founded = register.records.filter(
        (pl.col("founds") == wanted) | (pl.col("record_id") == wanted)
    )
    if founded.height == 0:
        raise NotFoundError(
            f"{wanted!r} is no person or record of this register. "
            "Search by name with `tawthiq find NAME`."
        )
    return str(founded["person_id"][0])


def show_person(register: Register, wanted: str) -> PersonPage:
    """Open a person: every value with who says it, the records of every version, the links.

    Raises:
        NotFoundError: see `resolve_person`.
    """
    person_id = resolve_person(register, wanted)
    records = register.records.filter(pl.col("person_id") == person_id)
    newest = records.filter(pl.col("linked").is_not_null())
    values = tuple(
        {
            "field": field,
            "value": row[column],
            "record": row["record_id"],
            "list": row["list"],
            "document": row["document"],
        }
        for field, column in SAID
        for row in newest.iter_rows(named=True)
        if row[column] is not None
    )
    ids = newest["record_id"].to_list()
    links = register.pairs.filter(
        pl.col("record_a").is_in(ids) | pl.col("record_b").is_in(ids)
    ).sort("weight", "record_a", "record_b", descending=[True, False, False])
    found = register.people.filter(pl.col("person_id") == person_id)
    possible = newest["possible"].unique().to_list()
    others = register.lines.filter(
        pl.col("possible").is_in(possible) & (pl.col("person_id") != person_id)
    )["person_id"]
    every = records["record_id"].to_list()
    return PersonPage(
        person=found.row(0, named=True) if found.height else {"person_id": person_id},
        asked_for=wanted,
        values=values,
        records=records,
        links=links,
        judgements=register.judgements.filter(
            pl.col("record_a").is_in(every) | pl.col("record_b").is_in(every)
        ),
        possibly_same=tuple(others.unique().sort().to_list()),
    )

"""Keys of records: two records that share one are candidates for one person.

No kind is relied on alone. Name keys leave out each part in turn, so any one part may be wrong or
missing; with two parts wrong, an age within a year, a birth date or a death date must agree. Keys
use coarse skeletons, in which both scripts and most spellings meet. A key is a number made of the
values alone, so it is the same in every table, process and version.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from tawthiq.linkage.arrays import I32, I64, U64
from tawthiq.linkage.parts import FINE_END, hash_joined, hash_words, mix
from tawthiq.linkage.prepare import NO_DAY, Extra, Prepared

_NO_AGE = -1
_DAY_ZERO = 100_000_000  # keeps days before 1970 positive
_SELDOM = 0.2
_LEAST_WORD = 3  # letters of a word of a text that makes a key
_MOST_WORDS = 8  # of a text
_END_LETTERS = 4  # of a town, at either end
_SHORT = 2  # parts of a name; a slip in each, and none is left to meet by

Integers = npt.NDArray[np.integer]

_ANY_ORDER, _ALL_BUT_ONE, _WITH_AGE, _WITH_BIRTH, _WITH_DEATH, _JOINED, _REPORTER, _WIDE = range(
    1, 9
)
_WITH_TOWN, _BIRTH = 9, 10
_PART, _LETTERS_TOWN, _LETTERS_BIRTH, _TOWN, _TOWN_YEAR, _PART_TOWN = range(11, 17)
_ID, _TEXT, _WORD = 101, 102, 103


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Keys of some kind: rows that share one are candidates.

    Only kinds made of names alone teach the model (`by_name`): the ages of pairs that were chosen
    by their age say nothing about the ages of strangers. Blocks that are too large are compared
    with neighbours only where `neighbours` says so: for keys that single out hardly anyone it is
    not worth it, since the pairs that are one person share a better key. Neighbours, and the rows
    of a key that is `weak`, are no candidates where age, sex or day of death tell them apart
    (see `block.plain_values`).
    """

    key: U64
    owner: I32
    by_name: bool
    neighbours: bool
    weak: bool  # says too little to bring up two people whom age or sex tell apart
    share: float = 1.0  # of the largest block: less where a key seldom brings up what no other does


def all_keys(prepared: Prepared, rows: I32 | None = None) -> Iterator[Keys]:
    """Every kind of key, of `rows` or of all records."""
    rows = np.arange(prepared.n, dtype=np.int32) if rows is None else rows
    known = rows[prepared.name[rows] >= 0]
    readings = prepared.names.readings[prepared.name[known]]
    of_record, which = np.nonzero(readings >= 0)
    record: I32 = known[of_record].astype(np.int32)
    reading: I32 = readings[of_record, which].astype(np.int32)
    yield from _name_keys(prepared, record, reading)
    yield _joined_names(prepared, record, reading)
    yield _births(prepared, rows)
    yield _reporters(prepared, rows)
    for extra in prepared.extras:
        yield from _extra_keys(prepared, extra, rows, record, reading)


def _name_keys(prepared: Prepared, record: I32, reading: I32) -> Iterator[Keys]:
    """The keys of names: alone, with an age, with a day of birth or of death.

    Args:
        prepared: the records.
        record: rows, one for each reading of their name.
        reading: the readings.
    """
    names = prepared.names
    lengths = names.reading[reading, 1] - names.reading[reading, 0]
    groups = []
    for n in np.flatnonzero(np.bincount(lengths)).tolist():
        chosen = lengths == n
        at = names.reading[reading[chosen], 0][:, None] + np.arange(n)
        parts = names.part[at]
        groups.append((record[chosen], names.coarse_hash[parts], names.wide_hash[parts]))
    alone = ((rows, _alone(codes)) for rows, codes, _ in groups)
    yield _gathered(alone, by_name=True, weak=False)
    # The consonants alone.
    yield _gathered(
        ((rows, _all_but_one(_WIDE, wide)) for rows, _, wide in groups),
        by_name=False,
        share=_SELDOM,
        weak=True,
    )
    age = np.where(np.isnan(prepared.age_low), _NO_AGE, prepared.age_low).astype(np.int64)
    birth = _exact(prepared.birth_low, prepared.birth_high)
    death = _exact(prepared.death_low, prepared.death_high)
    town = prepared.values["place"]
    towns = hash_words(town.keys)[town.code] if len(town.keys) else np.zeros(prepared.n, np.uint64)
    for told, value, with_value, share, weak in (
        (town.code >= 0, towns, _with_town, _SELDOM, True),
        (age != _NO_AGE, age, _with_age, _SELDOM, True),
        (birth != int(NO_DAY), birth, _with_birth, 1.0, False),
        (death != int(NO_DAY), death, _with_death, 1.0, True),
    ):
        known = ((rows, codes, told[rows]) for rows, codes, _ in groups)
        yield _gathered(
            ((rows[has], with_value(codes[has], value[rows[has]])) for rows, codes, has in known),
            by_name=False,
            share=share,
            weak=weak,
        )
    short = lengths <= _SHORT
    yield from _short_keys(prepared, record[short], reading[short], birth, towns)


def _short_keys(
    prepared: Prepared, record: I32, reading: I32, birth: I64, towns: U64
) -> Iterator[Keys]:
    """More keys for names of one or two parts: a slip in each, and no key of names is left.

    Each part alone, where few bear it; first letters beside a town, or beside two of day, month and
    year of birth; a town by itself or beside a year of birth, where few are of it.

    Args:
        prepared: the records.
        record: rows, one for each reading of their name.
        reading: the readings, all short.
        birth: by row, the day of birth; NO_DAY unknown.
        towns: by row.
    """
    names = prepared.names
    first, stop = names.reading[reading, 0], names.reading[reading, 1]
    given, family = names.part[first], names.part[stop - 1]
    alone = [
        (mix(_started(_PART, codes), codes), record)
        for codes in (names.coarse_hash[given], names.coarse_hash[family])
    ]
    # In either order: lists disagree on which comes first.
    letter = names.letters[names.info[:, FINE_END]].astype(np.uint64)
    both = letter[given] + letter[family]
    near = mix(both, np.maximum(letter[given], letter[family]))
    town_code = prepared.values["place"].code[record]
    in_town = town_code >= 0
    here, town, of = record[in_town], towns[record[in_town]], near[in_town]
    lettered = []
    for x, ends in enumerate(_ends(prepared.values["place"].keys)):
        end = ends[town_code[in_town]]
        lettered.append(
            (mix(mix(mix(_started(_LETTERS_TOWN, of), of), end), np.full(len(of), x)), here)
        )
        for part in (given, family):
            codes = names.coarse_hash[part[in_town]]
            key = mix(mix(mix(_started(_PART_TOWN, codes), codes), end), np.full(len(of), x))
            lettered.append((key, here))
    dated = birth[record] != int(NO_DAY)
    born, of = record[dated], near[dated]
    days = birth[born].astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    year = days.astype("datetime64[Y]").astype(np.int64)
    month = months.astype(np.int64) - 12 * year
    day = (days - months).astype(np.int64)
    started = mix(_started(_LETTERS_BIRTH, of), of)
    for x, (one, other) in enumerate(((year, month), (year, day), (month, day))):
        value = (one + _DAY_ZERO) * 100 + other
        lettered.append((mix(mix(started, value), np.full(len(of), x)), born))
    towned = [(mix(_started(_TOWN, town), town), here)]
    in_town = prepared.values["place"].code[born] >= 0
    town = towns[born[in_town]]
    key = mix(mix(_started(_TOWN_YEAR, town), town), year[in_town] + _DAY_ZERO)
    towned.append((key, born[in_town]))
    for several in (alone, lettered, towned):
        yield _gathered(
            ((rows, iter((key,))) for key, rows in several),
            by_name=False,
            weak=True,
        )


def _ends(towns: pl.Series) -> tuple[U64, U64]:
    """The first and the last letters of each town, without gaps: a slip leaves one whole."""
    letters = towns.cast(pl.String).str.replace_all(r"\s", "")
    return hash_words(letters.str.head(_END_LETTERS)), hash_words(letters.str.tail(_END_LETTERS))


def _births(prepared: Prepared, rows: I32) -> Keys:
    """A day of birth alone: where lists are short, or hardly anyone is born on one day."""
    birth = _exact(prepared.birth_low, prepared.birth_high)[rows]
    chosen = birth != int(NO_DAY)
    kind = np.full(int(chosen.sum()), _BIRTH, dtype=np.uint64)
    return Keys(
        key=mix(kind, birth[chosen] + _DAY_ZERO),
        owner=rows[chosen],
        by_name=False,
        neighbours=False,
        share=_SELDOM,
        weak=True,
    )


def _exact(low: I32, high: I32) -> I64:
    days: I64 = np.where(low == high, low, NO_DAY).astype(np.int64)
    return days


def _gathered(
    found: Iterator[tuple[I32, Iterator[U64]]], *, by_name: bool, weak: bool, share: float = 1.0
) -> Keys:
    keys, owners = [np.empty(0, np.uint64)], [np.empty(0, np.int32)]
    for rows, several in found:
        for key in several if len(rows) else ():
            keys.append(key)
            owners.append(rows)
    return Keys(
        key=np.concatenate(keys),
        owner=np.concatenate(owners),
        by_name=by_name,
        neighbours=by_name,
        share=share,
        weak=weak,
    )


def _started(kind: int, codes: U64) -> U64:
    return np.full(len(codes), kind, dtype=np.uint64)


def _alone(codes: U64) -> Iterator[U64]:
    """The whole name, the name without each of its parts in turn, and its parts in any order."""
    n = codes.shape[1]
    yield from _all_but_one(_ALL_BUT_ONE, codes)
    if n > 3:  # five parts beside three: given name, father, family name
        key = _started(_ALL_BUT_ONE, codes)
        for x in (0, 1, n - 1):
            key = mix(key, codes[:, x])
        yield key
    if n > 1:
        key = _started(0, codes)
        for x in range(n):
            key = key + mix(_started(_ANY_ORDER, codes), codes[:, x])
        yield key


def _all_but_one(kind: int, codes: U64) -> Iterator[U64]:
    """The name without each of its parts in turn, and the whole; of one or two parts only that."""
    n = codes.shape[1]
    for left_out in range(n + 1):
        if left_out < n < 3:
            continue
        key = _started(kind, codes)
        for x in range(n):
            if x != left_out:
                key = mix(key, codes[:, x])
        yield key


def _with_age(codes: U64, age: Integers) -> Iterator[U64]:
    n = codes.shape[1]
    for x in range(n):
        for y in range(x + 1, n):
            both = mix(mix(_started(_WITH_AGE, codes), codes[:, x]), codes[:, y])
            for years in range(2):  # two records a year apart share one of their years
                yield mix(both, age + years)


def _with_birth(codes: U64, birth: Integers) -> Iterator[U64]:
    for x in range(codes.shape[1]):
        yield mix(mix(_started(_WITH_BIRTH, codes), codes[:, x]), birth + _DAY_ZERO)


def _with_death(codes: U64, death: Integers) -> Iterator[U64]:
    for x in range(codes.shape[1]):
        key = mix(mix(_started(_WITH_DEATH, codes), codes[:, x]), death + _DAY_ZERO)
        yield mix(key, np.full(len(codes), x == 0))  # a given name, or any other part


def _with_town(codes: U64, town: Integers) -> Iterator[U64]:
    for x in range(codes.shape[1]):
        yield mix(mix(_started(_WITH_TOWN, codes), codes[:, x]), town)


def _joined_names(prepared: Prepared, record: I32, reading: I32) -> Keys:
    """Names whose letters are the same once the gaps between parts are gone."""
    names = prepared.names
    joined = hash_joined(names)[reading]
    key = mix(np.full(len(reading), _JOINED, dtype=np.uint64), joined)
    return Keys(key=key, owner=record, by_name=False, neighbours=False, weak=False)


def _reporters(prepared: Prepared, rows: I32) -> Keys:
    """One id of the reporter within one list."""
    chosen = rows[(prepared.reporter[rows] >= 0) & (prepared.list_code[rows] >= 0)]
    lists = hash_words(prepared.list_keys)[prepared.list_code[chosen]]
    ids = hash_words(prepared.reporter_keys)[prepared.reporter[chosen]]
    key = mix(mix(np.full(len(chosen), _REPORTER, dtype=np.uint64), lists), ids)
    return Keys(key=key, owner=chosen, by_name=False, neighbours=True, weak=False)


def _extra_keys(
    prepared: Prepared, extra: Extra, rows: I32, record: I32, reading: I32
) -> Iterator[Keys]:
    """One value; and for a text, one of its words beside one part of the name."""
    field = hash_words(pl.Series([extra.field]))
    chosen = rows[extra.code[rows] >= 0]
    kind = np.full(len(chosen), _ID if extra.kind == "id" else _TEXT, dtype=np.uint64)
    value = hash_words(extra.keys)[extra.code[chosen]]
    key = mix(mix(kind, np.broadcast_to(field, kind.shape)), value)
    weak = extra.kind != "id"  # a family has one address
    yield Keys(key=key, owner=chosen, by_name=False, neighbours=False, weak=weak)
    if extra.kind != "text":
        return
    words = (
        pl.DataFrame({"row": chosen, "text": extra.keys.gather(extra.code[chosen])})
        .with_columns(pl.col("text").str.extract_all(r"\w+").list.head(_MOST_WORDS).alias("word"))
        .explode("word")
        .filter(pl.col("word").str.len_chars() >= _LEAST_WORD)
    )
    parts = pl.DataFrame({"row": record, "reading": reading}).join(
        pl.DataFrame(
            {
                "reading": prepared.names.reading_of_part,
                "part": prepared.names.coarse_hash[prepared.names.part],
            }
        ),
        on="reading",
    )
    both = words.join(parts, on="row", maintain_order="left")
    kind = np.full(len(both), _WORD, dtype=np.uint64)
    key = mix(mix(kind, np.broadcast_to(field, kind.shape)), hash_words(both["word"]))
    yield Keys(
        key=mix(key, both["part"].to_numpy()),
        owner=both["row"].to_numpy().astype(np.int32),
        by_name=False,
        neighbours=False,
        weak=True,
    )

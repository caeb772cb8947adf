"""Names as arrays: distinct names, their parts, and the letters of each part.

A record may carry its name in two scripts. Each distinct couple of names has up to two *readings*,
each a row of parts; the kernel compares readings and keeps the better comparison.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from tawthiq.compiling import compiled
from tawthiq.linkage.arrays import cache_lines
from tawthiq.names import CodedNames, coded_names

MAX_PARTS = 10  # of a name; a longer one keeps its first parts and its last

Ints = npt.NDArray[np.int32]
U64 = npt.NDArray[np.uint64]


# Columns of `NameTable.info`.
FINE, COARSE, TEXT, TEXT_END, FINE_END, END = 0, 1, 2, 3, 4, 5
SIGNS = 6  # and the two after it: which letters stand in the part, its skeleton, its coarse one
MOST_APART = 9  # and the two after it: how many bits one slip can change
WIDE = 12  # code of the consonants alone
N_INFO = 16  # the rest is empty: a part fills one line of the processor's cache


@dataclass(frozen=True, slots=True, kw_only=True)
class NameTable:
    """Distinct names (couples), readings and parts.

    `readings`: (n_names, 2), -1 where there is none. `reading`: (n_readings, 3): a reading has the
    parts `part[reading[r, 0]:reading[r, 1]]` and the script `reading[r, 2]`. `info`: (n_parts, 16):
    codes of the fine and the coarse skeleton; where in `letters` the part begins, where it ends
    and its skeleton begins, where that ends and the coarse one begins, and where that ends; and for
    each of the three a bit set for every letter that stands in it (letters may share one), and how
    many of those bits one slip may change; and the code of the consonants alone.
    """

    readings: Ints
    reading: Ints
    part: Ints
    info: Ints
    letters: Ints  # code points
    fine_keys: pl.Series  # by code: the skeleton
    coarse_keys: pl.Series
    # Numbers of skeletons that are the same in every table: made from their letters alone.
    fine_hash: U64  # by part
    coarse_hash: U64
    wide_hash: U64  # of the consonants alone: the widest key

    @property
    def n_readings(self) -> int:
        """How many readings."""
        return len(self.reading)

    @property
    def given(self) -> Ints:
        """The given name of each reading: its first part."""
        return self.part[self.reading[:, 0]]

    @property
    def reading_of_part(self) -> Ints:
        """The reading of each entry of `part`."""
        lengths = self.reading[:, 1] - self.reading[:, 0]
        return np.repeat(np.arange(self.n_readings, dtype=np.int32), lengths)


def _mix(h, x, out):  # type: ignore[no-untyped-def]
    for k in range(h.shape[0]):
        z = h[k] ^ (x[k] + np.uint64(0x9E3779B97F4A7C15))
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        out[k] = z ^ (z >> np.uint64(31))


_fill_mixed = compiled(_mix, alone=True)


def mix(h: U64, x: npt.NDArray[np.integer]) -> U64:
    """One step of splitmix64: spreads (h, x) over 64 bits; overflow is meant."""
    mixed = np.empty(len(h), dtype=np.uint64)
    _fill_mixed(np.ascontiguousarray(h), np.ascontiguousarray(x.astype(np.uint64)), mixed)
    return mixed


def _signs(info, letters):  # type: ignore[no-untyped-def]
    for k in range(info.shape[0]):
        for form in range(3):
            signs = np.uint32(0)
            for at in range(info[k, TEXT + form], info[k, TEXT + form + 1]):
                signs |= np.uint32(1) << np.uint32(letters[at] & 31)
            info[k, SIGNS + form] = np.int32(signs)
            # A letter for another; in words of six and more, two neighbouring ones.
            long = info[k, TEXT + form + 1] - info[k, TEXT + form] >= 6
            info[k, MOST_APART + form] = 4 if long else 2


_fill_signs = compiled(_signs, alone=True)


def _hash_letters(letters, start, stop, out):  # type: ignore[no-untyped-def]
    """FNV-1a over code points."""
    for k in range(start.shape[0]):
        h = np.uint64(0xCBF29CE484222325)
        for at in range(start[k], stop[k]):
            h = (h ^ np.uint64(letters[at])) * np.uint64(0x100000001B3)
        out[k] = h


_fill_hashes = compiled(_hash_letters, alone=True)


def hash_letters(letters: Ints, start: Ints, stop: Ints) -> U64:
    """A number for each word: the same in every table, process and version."""
    out = np.empty(len(start), dtype=np.uint64)
    _fill_hashes(letters, start, stop, out)
    return out


def hash_words(words: pl.Series) -> U64:
    """A number for each text: the same in every table, process and version."""
    letters, ends = _letters(words)
    return hash_letters(letters, ends[:-1], ends[1:])


def _hash_readings(reading, part, info, letters, out):  # type: ignore[no-untyped-def]
    for r in range(reading.shape[0]):
        h = np.uint64(0xCBF29CE484222325)
        for at in range(reading[r, 0], reading[r, 1]):
            k = part[at]
            for x in range(info[k, FINE_END], info[k, END]):
                h = (h ^ np.uint64(letters[x])) * np.uint64(0x100000001B3)
        out[r] = h


_fill_joined = compiled(_hash_readings, alone=True)


def hash_joined(table: NameTable) -> U64:
    """By reading: `hash_words` of its coarse skeletons, written without a gap."""
    out = np.empty(table.n_readings, dtype=np.uint64)
    _fill_joined(table.reading, table.part, table.info, table.letters, out)
    return out


def _hash_whole(reading, part, coarse_hash, start, out):  # type: ignore[no-untyped-def]
    for r in range(reading.shape[0]):
        h = start
        for at in range(reading[r, 0], reading[r, 1]):
            h = (h ^ coarse_hash[part[at]]) * np.uint64(0x9E3779B97F4A7C15)
            h = h ^ (h >> np.uint64(29))
        out[r] = h


_fill_whole = compiled(_hash_whole, alone=True)


def hash_whole(table: NameTable, start: int = 0) -> U64:
    """By reading: a number for its coarse skeletons, in their order; it begins with `start`."""
    out = np.empty(table.n_readings, dtype=np.uint64)
    _fill_whole(table.reading, table.part, table.coarse_hash, np.uint64(start), out)
    return out


def _households(offsets, part, fine_hash, out):  # type: ignore[no-untyped-def]
    for r in range(offsets.shape[0]):
        out[r] = np.uint64(0)
        if offsets[r, 1] - offsets[r, 0] >= 3:  # with two parts it is a family, not a home
            h = np.uint64(0x51ED270B)
            for at in range(offsets[r, 0] + 1, offsets[r, 1]):
                h = (h ^ fine_hash[part[at]]) * np.uint64(0x9E3779B97F4A7C15)
                h = h ^ (h >> np.uint64(29))
            out[r] = h | np.uint64(1)


_fill_households = compiled(_households, alone=True)


def households(table: NameTable) -> U64:
    """By reading: a number for the skeletons after the given name; 0 with less than three parts."""
    out = np.empty(table.n_readings, dtype=np.uint64)
    _fill_households(table.reading, table.part, table.fine_hash, out)
    return out


def name_table(name: pl.Series, other: pl.Series) -> tuple[NameTable, Ints]:
    """Read the distinct names, and give each record the number of its couple (-1: no name)."""
    n = len(name)
    coded = coded_names(pl.concat([name.alias("name"), other.alias("name")]))
    # Names without a part are none. Readings are numbered as the names that have one.
    has_parts = np.diff(coded.offsets) > 0
    reading_of = np.where(has_parts, np.cumsum(has_parts) - 1, -1).astype(np.int32)
    # Couples are numbered by what is written, so that two names stand in one order in every table
    # they are in: a comparison does not depend on who else is there.
    by_text = coded.written.arg_sort().to_numpy()
    place = np.full(len(by_text) + 1, -1, dtype=np.int64)  # the last one: no name
    place[by_text] = np.arange(len(by_text))
    place[:-1][~has_parts] = -1
    first, second = place[coded.name[:n]], place[coded.name[n:]]
    distinct, where = np.unique(first << 32 | second & 0xFFFFFFFF, return_inverse=True)
    of_place = np.concatenate([reading_of[by_text], np.array([-1], dtype=np.int32)])
    both = np.stack([distinct >> 32, distinct & 0xFFFFFFFF], axis=1).astype(np.int32)
    readings = of_place[both]
    named = (readings >= 0).any(axis=1)
    number = np.where(named, np.cumsum(named) - 1, -1).astype(np.int32)
    return _table(coded, readings[named]), number[where]


def _table(coded: CodedNames, readings: Ints) -> NameTable:
    offsets, part = _shortened(coded.offsets, coded.part)
    parts = coded.parts.select(
        pl.col("token"),
        # A part without consonants would have an empty skeleton and agree with every other such.
        *(
            pl.when(pl.col(c) == "").then(pl.concat_str(pl.lit("="), "token")).otherwise(c).alias(c)
            for c in ("skeleton", "coarse", "consonants")
        ),
    )
    fine_keys, coarse_keys, wide_keys = (
        parts[c].unique().sort() for c in ("skeleton", "coarse", "consonants")
    )
    words = pl.concat([parts["token"], parts["skeleton"], parts["coarse"]])
    in_turn = np.arange(3 * len(parts)).reshape(3, -1).T.ravel()  # part by part: its three forms
    letters, ends = _letters(words.gather(in_turn))
    info = cache_lines(len(parts), N_INFO)
    info[:, FINE] = _codes_in(parts["skeleton"], fine_keys)
    info[:, COARSE] = _codes_in(parts["coarse"], coarse_keys)
    info[:, WIDE] = _codes_in(parts["consonants"], wide_keys)
    for column, end in ((TEXT, ends[:-1:3]), (TEXT_END, ends[1::3]), (FINE_END, ends[2::3])):
        info[:, column] = end
    info[:, END] = ends[3::3]
    _fill_signs(info, letters)
    has_parts = offsets[1:] > offsets[:-1]
    return NameTable(
        readings=readings,
        reading=np.stack(
            [offsets[:-1][has_parts], offsets[1:][has_parts], coded.script[has_parts]], axis=1
        ).astype(np.int32),
        part=part,
        info=info,
        letters=letters,
        fine_keys=fine_keys,
        coarse_keys=coarse_keys,
        fine_hash=hash_letters(letters, info[:, TEXT_END], info[:, FINE_END]),
        coarse_hash=hash_letters(letters, info[:, FINE_END], info[:, END]),
        wide_hash=hash_words(parts["consonants"]),
    )


def _shortened(offsets: npt.NDArray[np.int64], part: Ints) -> tuple[npt.NDArray[np.int64], Ints]:
    """Names of at most `MAX_PARTS` parts: of longer ones the first parts and the last."""
    counts = np.diff(offsets)
    if not (counts > MAX_PARTS).any():
        return offsets, part
    place = np.arange(len(part)) - np.repeat(offsets[:-1], counts)
    last = np.repeat(counts, counts) - 1
    kept = (place < MAX_PARTS - 1) | (place == last)
    return np.concatenate([[0], np.cumsum(np.minimum(counts, MAX_PARTS))]), part[kept]


def _codes_in(values: pl.Series, keys: pl.Series) -> Ints:
    return values.cast(pl.Enum(keys)).to_physical().cast(pl.Int32).to_numpy()


def _letters(words: pl.Series) -> tuple[Ints, Ints]:
    """The letters of all words as one array of code points, and where each word starts."""
    joined = "".join(words.to_list())
    points = np.frombuffer(joined.encode("utf-32-le"), dtype=np.int32)
    lengths = words.str.len_chars().cast(pl.Int64).to_numpy()
    return points, np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)

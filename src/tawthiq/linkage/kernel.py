"""Levels of names for many pairs at once: what the alignment found, as a level and its rarity.

What a level means stands in `model.LEVELS`. The tests hold all of it to plain twins.
"""

import numpy as np
import numpy.typing as npt

from tawthiq.linkage.aligning import (
    ABSENT,
    CLOSE,
    DIFFERENT,
    EQUAL,
    MET_CLOSE,
    MET_DIFFERENT,
    MET_EQUAL,
    MET_GAPS,
    MET_GIVEN,
    MET_JOINED,
    MET_LAST_DIFFERS,
    MET_LEFT_A,
    MET_LEFT_B,
    MET_MOVED,
    N_MET,
    align,
)
from tawthiq.linkage.parts import MAX_PARTS, NameTable

# Name levels, in the order of `model.LEVELS["name"]`.
NOTHING, ONE_PART, HOUSEHOLD, GIVEN_ONLY, FEW, GIVEN_CLOSE_MIXED = 0, 1, 2, 3, 4, 5
FAMILY_DIFFERS, MIDDLE_DIFFERS, SEVERAL_CLOSE, GIVEN_CLOSE = 6, 7, 8, 9
PART_CLOSE, MOVED, PARTS_MISSING, SAME = 10, 11, 12, 13
N_LEVELS = 14

# Brothers hardly ever share a given name; cousins of one father's side do.
_SHARED_GIVEN = 0.2
# However rare the parts, about one person in 2 ** 8 has a full namesake whom frequencies do not
# foresee: cousins named after one grandfather, a name copied into the row of a relative.
_NAMESAKE_BITS = 8.0
# Brothers and sisters whom no list names.
_UNSEEN_KIN = 0.5
_CHUNK = 200_000  # pairs of readings held in memory at once

I8 = npt.NDArray[np.int8]
I32 = npt.NDArray[np.int32]
F64 = npt.NDArray[np.float64]


def pattern_level(met: I8) -> I8:
    """The ordered level of whole names from how their parts met.

    Args:
        met: (n_pairs, N_MET), as the kernel of `aligning` writes it.
    """
    given, equal, close = met[:, MET_GIVEN], met[:, MET_EQUAL], met[:, MET_CLOSE]
    moved, joined = met[:, MET_MOVED] > 0, met[:, MET_JOINED] > 0
    # Once parts have met out of order, what is still loose on both sides differs; on one side
    # only, it is missing.
    left_a, left_b = met[:, MET_LEFT_A], met[:, MET_LEFT_B]
    least = np.minimum(np.minimum(met[:, MET_DIFFERENT], left_a), left_b)
    different = np.where(moved, least, met[:, MET_DIFFERENT])
    gaps = np.where(moved, left_a + left_b - 2 * different, met[:, MET_GAPS])
    given = np.where(moved & (given == DIFFERENT), ABSENT, given)

    known = equal + close
    none_differs = different == 0
    one_slip = (close == 1) & (gaps == 0)
    same_given, close_given = given == EQUAL, given == CLOSE
    only_equal = same_given & none_differs & (close == 0)
    all_moved = moved & none_differs & (gaps == 0) & (given == ABSENT) & (equal >= 2)
    rules = (
        (only_equal & (moved | joined), MOVED),
        (only_equal & (gaps == 0), SAME),
        (only_equal, np.where(equal >= 2, PARTS_MISSING, GIVEN_ONLY)),
        (same_given & none_differs, np.where(one_slip, PART_CLOSE, SEVERAL_CLOSE)),
        (
            same_given & (different == 1) & (known >= 3),
            np.where(met[:, MET_LAST_DIFFERS] > 0, FAMILY_DIFFERS, MIDDLE_DIFFERS),
        ),
        (same_given, np.where(known >= 2, FEW, GIVEN_ONLY)),
        (
            close_given & none_differs & (equal >= 1),
            np.where(one_slip, GIVEN_CLOSE, GIVEN_CLOSE_MIXED),
        ),
        (close_given, np.where((different <= 1) & (known >= 3), FEW, ONE_PART)),
        (all_moved, MOVED),
        (known >= 2, HOUSEHOLD),
        (known == 1, ONE_PART),
    )
    level: I8 = np.select(
        [when for when, _ in rules], [then for _, then in rules], default=NOTHING
    ).astype(np.int8)
    return level


def compare_readings(
    table: NameTable, ra: I32, rb: I32, *, bits: F64, household: F64, log_n: float
) -> tuple[I8, F64]:
    """Level of pairs of readings within a script, and `tau`, the bits rarity is worth.

    Arguments as in `compare_name_pairs`, with rows of `table.reading` for names.
    """
    size = MAX_PARTS + 1
    met = np.empty((len(ra), N_MET), dtype=np.int8)
    worth = np.empty((len(ra), 2), dtype=np.float64)
    align(
        ra, rb, table.reading, table.part, table.info, table.letters, bits,
        np.empty((size, size), np.int64), np.empty((size, size), np.int8),
        np.empty((size, size), np.int8), met, worth,
    )  # fmt: skip
    level = pattern_level(met)
    kin = np.maximum(household[ra], household[rb])
    relatives = np.select(
        [
            (level == SAME) & (kin > 1),
            (level == GIVEN_CLOSE) | (level == GIVEN_CLOSE_MIXED),
            level == HOUSEHOLD,
        ],
        [_SHARED_GIVEN * (kin - 1), np.maximum(kin - 2, 0) + _UNSEEN_KIN, kin + _UNSEEN_KIN],
        default=0.0,
    )
    chance = np.exp2(-worth[:, 1]) + relatives * 2.0**-log_n
    return level, np.minimum(worth[:, 0] - np.log2(chance), log_n + _NAMESAKE_BITS)


def compare_name_pairs(
    table: NameTable,
    name_a: I32,
    name_b: I32,
    *,
    bits: F64,
    household: F64,
    log_n: float,
    typical: F64,
) -> tuple[I8, F64]:
    """Levels and taus of pairs of names, each distinct pair compared once.

    Of several readings the best comparison counts.

    Args:
        table: the names.
        name_a: numbers of names, -1 without a name; the same length as `name_b`.
        name_b: as `name_a`.
        bits: (n_parts, 4), -log2 share of records: as given name, as other part, and the same for
            coarse skeletons.
        household: distinct given names with a father's side, by reading.
        log_n: log2 of the number of records.
        typical: log2 share of each level among true pairs, to tell which comparison is best.

    Returns:
        Level (0 to 13 within a script, 14 to 27 across, -1 without a name) and tau, in bits.
    """
    width = np.int64(max(len(table.readings), 1))
    low, high = np.minimum(name_a, name_b), np.maximum(name_a, name_b)
    code = low.astype(np.int64) * width + high
    code[low < 0] = -1
    distinct, where = np.unique(code, return_inverse=True)
    gamma = np.full(len(distinct), -1, dtype=np.int8)
    tau = np.zeros(len(distinct))
    start = int(np.searchsorted(distinct, 0))
    for at in range(start, len(distinct), _CHUNK):
        some = slice(at, at + _CHUNK)
        first, second = distinct[some] // width, distinct[some] % width
        best = np.full(len(first), -np.inf)
        for x in range(2):
            for y in range(2):
                ra, rb = table.readings[first, x], table.readings[second, y]
                both = np.nonzero((ra >= 0) & (rb >= 0))[0]
                if not len(both):
                    continue
                ra, rb = ra[both], rb[both]
                level, rarity = compare_readings(
                    table, ra, rb, bits=bits, household=household, log_n=log_n
                )
                same_script = table.reading[ra, 2] == table.reading[rb, 2]
                # A hair's breadth for the same script, where both say the same.
                worth = rarity + typical[level] + np.where(same_script, 0.5, 0.0)
                better = worth > best[both]
                kept = both[better]
                best[kept] = worth[better]
                gamma[at + kept] = np.where(same_script, level, level + N_LEVELS)[better]
                tau[at + kept] = rarity[better]
    return gamma[where], tau[where]

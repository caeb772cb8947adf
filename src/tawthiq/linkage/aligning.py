"""The compiled comparison of names: parts aligned, for many pairs at once.

Plain loops over integer arrays. The kernel says what met what; what that means as a level stands in
`kernel`, in NumPy: the first link on a new machine waits for whatever is compiled here, so it is
kept small. The tests hold it to plain twins.
"""

# ruff: noqa: PLR0911, PLR0912, PLR0915, PLR0917
# Compiled functions take positional arguments only, and small ones cost time to compile; `in`,
# `min` and `max` compile slowly.

import math
from dataclasses import dataclass

import numpy as np

from tawthiq.compiling import compiled
from tawthiq.linkage.arrays import I8, I32, I64
from tawthiq.linkage.parts import (
    COARSE,
    FINE,
    FINE_END,
    MAX_PARTS,
    MOST_APART,
    SIGNS,
    TEXT,
    TEXT_END,
    WIDE,
    NameTable,
)

DIFFERENT, CLOSE, EQUAL, EQUAL_COARSE = 0, 1, 2, 3  # levels of a part
ABSENT = -1

GIVEN, OTHER, GIVEN_COARSE, OTHER_COARSE = 0, 1, 2, 3  # columns of the bits of parts

# Columns of what the kernel finds: the level of the given names; how many parts are equal (the
# given name too), close, different, without a counterpart; moved, joined; whether the last parts
# differ; and how many parts were left over on each side before gaps were counted.
MET_GIVEN, MET_EQUAL, MET_CLOSE, MET_DIFFERENT, MET_GAPS, MET_MOVED, MET_JOINED = range(7)
MET_LAST_DIFFERS, MET_LEFT_A, MET_LEFT_B = 7, 8, 9
N_MET = 10

# Scores of the alignment: two gaps cost more than one mismatch, so that parts stay in place.
# Whole numbers, so that two alignments that are worth the same tie exactly.
_SCORE_EQUAL, _SCORE_CLOSE, _SCORE_DIFFERENT, _SCORE_GAP = 30, 20, -10, -6
_STEP_PAIR, _STEP_SKIP_A, _STEP_SKIP_B, _STEP_JOIN_A, _STEP_JOIN_B = 1, 2, 3, 4, 5

_LOWER = (1 << 31) - 1

# A slip of the pen turns a part into one of about so many others.
_LOG_SLIPS = 2.0
# Across scripts a part often agrees in its coarse skeleton only: vowels written in one, not in the
# other. Some eight in ten agree in the fine one.
_COARSE_BITS = 2.0
_MOST_COMMON = 2048  # parts whose levels are kept: 4 MB, which stay near the processor


# Called from compiled code only: without a way in from Python they compile faster.
_INNER = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "_nrt": False}


def _close_letters(text, a0, a1, b0, b1):  # type: ignore[no-untyped-def]
    """Whether two words are one slip apart: a letter more, less, other, or two exchanged.

    In words of six letters and more two neighbouring letters may be wrong.
    """
    n, m = a1 - a0, b1 - b0
    if n < 2 or m < 2 or n - m > 2 or m - n > 2:
        return False
    long = n >= 6 and m >= 6
    while n > 0 and m > 0 and text[a0] == text[b0]:
        a0, b0, n, m = a0 + 1, b0 + 1, n - 1, m - 1
    while n > 0 and m > 0 and text[a0 + n - 1] == text[b0 + m - 1]:
        n, m = n - 1, m - 1
    if n <= 1 and m <= 1:
        return True
    if n > 2 or m > 2:
        return False
    return long or (n == m and text[a0] == text[b0 + 1] and text[a0 + 1] == text[b0])


close_letters = compiled(_close_letters, **_INNER)


def _bits_apart(x, y):  # type: ignore[no-untyped-def]
    """How many of 32 bits differ."""
    z = np.uint32(x ^ y)
    z = z - ((z >> np.uint32(1)) & np.uint32(0x55555555))
    z = (z & np.uint32(0x33333333)) + ((z >> np.uint32(2)) & np.uint32(0x33333333))
    z = (z + (z >> np.uint32(4))) & np.uint32(0x0F0F0F0F)
    # Compiled, a product of two 32-bit numbers has 64 bits: only the lower 32 count.
    return ((z * np.uint64(0x01010101)) & np.uint64(0xFFFFFFFF)) >> np.uint64(24)


bits_apart = compiled(_bits_apart, inline="always", **_INNER)


def _close_form(p, q, form, info, letters):  # type: ignore[no-untyped-def]
    """Whether two parts are one slip apart: as written (0), as skeletons (1), as coarse ones (2).

    Most are told apart by the sets of their letters, without a look at the letters.
    """
    most = min(info[p, MOST_APART + form], info[q, MOST_APART + form])
    if bits_apart(info[p, SIGNS + form], info[q, SIGNS + form]) > most:
        return False
    first = TEXT + form
    return close_letters(
        letters, info[p, first], info[p, first + 1], info[q, first], info[q, first + 1]
    )


close_form = compiled(_close_form, **_INNER)


def _part_level(p, q, same_script, info, letters):  # type: ignore[no-untyped-def]
    """EQUAL, EQUAL_COARSE (across scripts only), CLOSE or DIFFERENT for two parts."""
    if info[p, FINE] == info[q, FINE]:
        return EQUAL
    if info[p, COARSE] == info[q, COARSE]:
        return CLOSE if same_script else EQUAL_COARSE
    # Romanisers take some consonants for others.
    if not same_script and info[p, WIDE] == info[q, WIDE]:
        return CLOSE
    # As written within a script, across scripts as coarse skeletons, and in both as skeletons.
    if close_form(p, q, 0 if same_script else 2, info, letters):
        return CLOSE
    p0, p1, q0, q1 = info[p, TEXT_END], info[p, FINE_END], info[q, TEXT_END], info[q, FINE_END]
    # The skeletons of short names are short: one letter of two is not close.
    if p1 - p0 < 3 or q1 - q0 < 3:
        return DIFFERENT
    if close_form(p, q, 1, info, letters):
        return CLOSE
    if same_script:
        return DIFFERENT
    # Romanisers drop the second half of compounds.
    while p0 < p1 and q0 < q1:
        if letters[p0] != letters[q0]:
            return DIFFERENT
        p0, q0 = p0 + 1, q0 + 1
    return CLOSE


part_level = compiled(_part_level, **_INNER)


def _joined(info, letters, p, q, whole):  # type: ignore[no-untyped-def]
    """Whether `p` and `q`, written together, are `whole`: as letters, or as skeletons."""
    for first in range(TEXT, FINE_END):
        p0, q0, w0 = info[p, first], info[q, first], info[whole, first]
        n, m = info[p, first + 1] - p0, info[q, first + 1] - q0
        agrees = n + m == info[whole, first + 1] - w0
        i = 0
        while agrees and i < n + m:
            at = p0 + i if i < n else q0 + i - n
            agrees = letters[at] == letters[w0 + i]
            i += 1
        if agrees:
            return True
    return False


joined = compiled(_joined, **_INNER)


def _lay(a0, n, b0, m, part, info, letters, spans, score, step, level):  # type: ignore[no-untyped-def]
    """The best alignment by the levels of all pairs of parts: fills `score` and `step`.

    Their first row and column, where one side is left out, are there already: see `scratch`.
    """
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            found = level[i - 1, j - 1]
            gained = _SCORE_DIFFERENT
            if found >= EQUAL:
                gained = _SCORE_EQUAL
            elif found == CLOSE:
                gained = _SCORE_CLOSE
            best, how = score[i - 1, j - 1] + gained, _STEP_PAIR
            if score[i - 1, j] + _SCORE_GAP > best:
                best, how = score[i - 1, j] + _SCORE_GAP, _STEP_SKIP_A
            if score[i, j - 1] + _SCORE_GAP > best:
                best, how = score[i, j - 1] + _SCORE_GAP, _STEP_SKIP_B
            for side in range(2):
                x, y = (i - 2, j - 1) if side == 0 else (i - 1, j - 2)
                if x < 0 or y < 0 or score[x, y] + 2 * _SCORE_CLOSE <= best:
                    continue
                if side == 0:
                    p, q, whole = part[a0 + i - 2], part[a0 + i - 1], part[b0 + j - 1]
                else:
                    p, q, whole = part[b0 + j - 2], part[b0 + j - 1], part[a0 + i - 1]
                # Hardly any two parts are as long as the third, written or as skeletons.
                more = spans[p] + spans[q] - spans[whole]
                if (more & _LOWER) != 0 and (more > _LOWER or more < -_LOWER):
                    continue
                if joined(info, letters, p, q, whole):
                    best, how = score[x, y] + 2 * _SCORE_CLOSE, _STEP_JOIN_A + side
            score[i, j], step[i, j] = best, how


lay = compiled(_lay, **_INNER)


def _align(  # type: ignore[no-untyped-def]
    a0, n, b0, m, same_script, part, info, letters, spans, bits, slot, known, score, step, level,
    met,
):  # fmt: skip
    """Align the `n` parts from `a0` on with the `m` from `b0` on, and write what met what.

    Args:
        a0: where in `part` the first name begins, and `n`, how many parts it has.
        n: see above.
        b0: as `a0`, of the second name, and `m`.
        m: see above.
        same_script: whether both are written in one script.
        part: of `NameTable`, like `info` and `letters`.
        info: see above.
        letters: see above.
        spans: see `KnownLevels`, like `slot` and `known`.
        bits: (n_parts, 4), -log2 share of records, by `GIVEN`, `OTHER`, `GIVEN_COARSE`,
            `OTHER_COARSE`.
        slot: see above.
        known: see above; filled here.
        score: see `scratch`, like `step` and `level`.
        step: see above.
        level: see above.
        met: gets what met, (N_MET,), int64.

    Returns:
        Bits that the rarity of the agreeing given name, and of the other agreeing parts, is worth.
    """
    aside = False  # whether any part agrees with one in another place
    for i in range(n):
        x = slot[a0 + i]
        for j in range(m):
            y = slot[b0 + j]
            found = np.int8(-1)
            if x >= 0 and y >= 0:
                found = known[x, y]
            if found < 0:
                found = np.int8(
                    part_level(part[a0 + i], part[b0 + j], same_script, info, letters)
                )
                if x >= 0 and y >= 0:
                    known[x, y] = found  # another thread may do the same: with the same level
            level[i, j] = found
            if found != DIFFERENT and i != j:
                aside = True
    # Where parts agree only with those in their own place, that is how they stand: two gaps cost
    # more than one mismatch.
    in_place = n == m and not aside
    if not in_place:
        lay(a0, n, b0, m, part, info, letters, spans, score, step, level)

    given, last_differs = ABSENT, 0
    equal = close = different = gaps = moved = together = 0
    given_worth = rest_worth = 0.0
    loose_a = loose_b = 0  # bit masks of parts without an agreeing counterpart
    left_a = left_b = 0  # how many they are
    i, j = n, m
    while i > 0 or j > 0:
        how = _STEP_PAIR if in_place else step[i, j]
        gain = 0.0
        if how == _STEP_PAIR:
            i, j = i - 1, j - 1
            found = level[i, j]
            p, q = part[a0 + i], part[b0 + j]
            role = GIVEN if i == 0 and j == 0 else OTHER
            if role == GIVEN:
                given = EQUAL if found == EQUAL_COARSE else found
            if found >= EQUAL:
                equal += 1
                if found == EQUAL_COARSE:
                    gain = bits[p, role + GIVEN_COARSE] - _COARSE_BITS
                else:
                    gain = bits[p, role]
            elif found == CLOSE:
                close += 1
                # P(b | a slipped) / P(b): two names that are both common are two names.
                either = (2.0 ** bits[p, role] + 2.0 ** bits[q, role]) / 2.0
                gain = math.log2(either) - _LOG_SLIPS
            else:
                different += 1
                if i == n - 1 and j == m - 1:
                    last_differs = 1
                loose_a, left_a = loose_a | (1 << i), left_a + 1
                loose_b, left_b = loose_b | (1 << j), left_b + 1
        elif how == _STEP_SKIP_A:
            i, gaps = i - 1, gaps + 1
            loose_a, left_a = loose_a | (1 << i), left_a + 1
        elif how == _STEP_SKIP_B:
            j, gaps = j - 1, gaps + 1
            loose_b, left_b = loose_b | (1 << j), left_b + 1
        else:
            i, j = i - 1, j - 1
            if how == _STEP_JOIN_A:
                i, whole = i - 1, part[b0 + j]
            else:
                j, whole = j - 1, part[a0 + i]
            equal, together = equal + 1, together + 1
            if i == 0 and j == 0:
                given = EQUAL
                gain = bits[whole, GIVEN]
            else:
                gain = bits[whole, OTHER]
        if i == 0 and j == 0:
            given_worth += gain
        else:
            rest_worth += gain
    for i in range(n if loose_a and loose_b and equal + close else 0):
        for j in range(m):
            if loose_a >> i & 1 and loose_b >> j & 1 and level[i, j] >= EQUAL:
                loose_a, left_a = loose_a & ~(1 << i), left_a - 1
                loose_b, left_b = loose_b & ~(1 << j), left_b - 1
                moved, equal = moved + 1, equal + 1
                rest_worth += bits[part[a0 + i], OTHER]
    met[MET_GIVEN], met[MET_EQUAL], met[MET_CLOSE] = given, equal, close
    met[MET_DIFFERENT], met[MET_GAPS], met[MET_MOVED] = different, gaps, moved
    met[MET_JOINED], met[MET_LAST_DIFFERS] = together, last_differs
    met[MET_LEFT_A], met[MET_LEFT_B] = left_a, left_b
    return given_worth, rest_worth


align = compiled(_align, **_INNER)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLevels:
    """Levels of two parts, kept once they were asked for: few parts make most names.

    The commonest parts have a row and a column; of others each level is found anew.
    """

    slot: I32  # by entry of `NameTable.part`: row and column in `level`; -1 without
    level: I8  # (n_slots, n_slots), -1 where nobody asked yet
    spans: I64  # by part: how many letters it has, and its skeleton (32 bits higher)

    @classmethod
    def none_yet(cls, table: NameTable) -> "KnownLevels":
        """Of the parts of some names, before anybody asks."""
        times = np.bincount(table.part, minlength=len(table.info))
        common = np.argsort(-times, kind="stable")[:_MOST_COMMON]
        slot = np.full(len(times), -1, dtype=np.int32)
        slot[common] = np.arange(len(common), dtype=np.int32)
        text, fine, end = (table.info[:, x].astype(np.int64) for x in (TEXT, TEXT_END, FINE_END))
        return cls(
            slot=slot[table.part],
            level=np.full((len(common), len(common)), -1, dtype=np.int8),
            spans=(fine - text) + ((end - fine) << 32),
        )


def scratch() -> tuple[I64, I8, I8]:
    """Room for one alignment: scores, steps and levels, with what never changes in them."""
    size = MAX_PARTS + 1
    score, step = np.zeros((size, size), dtype=np.int64), np.zeros((size, size), dtype=np.int8)
    score[0, :] = score[:, 0] = _SCORE_GAP * np.arange(size)
    step[:, 0], step[0, :] = _STEP_SKIP_A, _STEP_SKIP_B
    return score, step, np.empty((size, size), dtype=np.int8)

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

# Scores of the alignment: two gaps cost more than one mismatch, so that parts stay in place. Whole
# numbers, so that two alignments that are worth the same tie exactly. The lowest three bits of a
# score are the step that led to it: of steps worth the same, the first of these counts.
_PAIR, _SKIPPED_A, _SKIPPED_B, _JOINED_A, _JOINED_B = 4, 3, 2, 1, 0
_STEP, _SCORE = 7, ~7
_GAP, _JOIN = -6 * 8, 40 * 8
_SKIP_A, _SKIP_B = _GAP + _SKIPPED_A, _GAP + _SKIPPED_B
_JOIN_A, _JOIN_B = _JOIN + _JOINED_A, _JOIN + _JOINED_B
# By level of the pair: different, close, equal, equal as coarse skeletons.
_GAINS = np.array([-10, 20, 30, 30], dtype=np.int64) * 8 + _PAIR
_WIDTH = MAX_PARTS + 1  # of a row of scores, and of levels

_LOWER = (1 << 31) - 1  # of a span, its letters: see `KnownLevels`

# A slip of the pen turns a part into one of about so many others.
_LOG_SLIPS = 2.0
# Across scripts a part often agrees in its coarse skeleton only: vowels written in one, not in the
# other. Some eight in ten agree in the fine one.
_COARSE_BITS = 2.0
_MOST_COMMON = 1024  # parts whose levels are kept: 1 MB, which stays near the processor


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


def _lay(a0, n, b0, m, may_join, part, info, letters, spans, best, level):  # type: ignore[no-untyped-def]
    """The best alignment by the levels of all pairs of parts: fills `best`.

    Its first row and column, where one side is left out, are there already: see `scratch`.
    """
    for i in range(1, n + 1):
        here = i * _WIDTH
        left = best[here] & _SCORE
        corner = best[here - _WIDTH] & _SCORE
        for j in range(1, m + 1):
            above = best[here - _WIDTH + j] & _SCORE
            found = corner + _GAINS[level[here - _WIDTH + j - 1]]
            found = max(found, above + _SKIP_A)
            found = max(found, left + _SKIP_B)
            corner = above
            for side in range(2 if may_join else 0):
                if side == 0:
                    if i < 2 or (best[here - 2 * _WIDTH + j - 1] & _SCORE) + _JOIN <= found:
                        continue
                    p, q, whole = part[a0 + i - 2], part[a0 + i - 1], part[b0 + j - 1]
                    gained = (best[here - 2 * _WIDTH + j - 1] & _SCORE) + _JOIN_A
                else:
                    if j < 2 or (best[here - _WIDTH + j - 2] & _SCORE) + _JOIN <= found:
                        continue
                    p, q, whole = part[b0 + j - 2], part[b0 + j - 1], part[a0 + i - 1]
                    gained = (best[here - _WIDTH + j - 2] & _SCORE) + _JOIN_B
                # Hardly any two parts are as long as the third, written or as skeletons.
                more = spans[p] + spans[q] - spans[whole]
                if (more & _LOWER) != 0 and (more > _LOWER or more < -_LOWER):
                    continue
                if joined(info, letters, p, q, whole):
                    found = gained
            best[here + j] = found
            left = found & _SCORE


lay = compiled(_lay, **_INNER)


def _align(  # type: ignore[no-untyped-def]
    a0, n, b0, m, same_script, may_join, part, info, letters, spans, bits, slot, known, best,
    level, met,
):  # fmt: skip
    """Align the `n` parts from `a0` on with the `m` from `b0` on, and write what met what.

    Args:
        a0: where in `part` the first name begins, and `n`, how many parts it has.
        n: see above.
        b0: as `a0`, of the second name, and `m`.
        m: see above.
        same_script: whether both are written in one script.
        may_join: whether two parts of one may be as long as one of the other.
        part: parts of names, one name after the other.
        info: of `NameTable`, like `letters`.
        letters: see above.
        spans: see `KnownLevels`, like `slot` and `known`.
        bits: (n_parts, 4), -log2 share of records, by `GIVEN`, `OTHER`, `GIVEN_COARSE`,
            `OTHER_COARSE`.
        slot: see above.
        known: see above; filled here.
        best: see `scratch`, like `level`.
        level: see above.
        met: gets what met, (N_MET,), int64.

    Returns:
        Bits that the rarity of the agreeing given name, and of the other agreeing parts, is worth.
    """
    aside = alike = False  # whether any part agrees with one in another place; is equal to any
    for i in range(n):
        x = slot[part[a0 + i]]
        for j in range(m):
            y = slot[part[b0 + j]]
            found = np.int8(-1)
            if x | y >= 0:
                found = known[x, y]
            if found < 0:
                found = np.int8(part_level(part[a0 + i], part[b0 + j], same_script, info, letters))
                if x | y >= 0:
                    # Another thread may do the same, with the same level; the order is no matter.
                    known[x, y] = known[y, x] = found
            level[i * _WIDTH + j] = found
            aside |= bool(found != DIFFERENT) and i != j
            alike |= bool(found >= EQUAL)
    # Where parts agree only with those in their own place, that is how they stand: two gaps cost
    # more than one mismatch.
    in_place = n == m and not aside
    if not in_place:
        lay(a0, n, b0, m, may_join, part, info, letters, spans, best, level)

    given, last_differs = ABSENT, 0
    equal = close = different = gaps = moved = together = 0
    given_worth = rest_worth = 0.0
    loose_a = loose_b = 0  # bit masks of parts without an agreeing counterpart
    left_a = left_b = 0  # how many they are
    i, j = n, m
    while i > 0 or j > 0:
        how = _PAIR if in_place else best[i * _WIDTH + j] & _STEP
        gain = 0.0
        if how == _PAIR:
            i, j = i - 1, j - 1
            found = level[i * _WIDTH + j]
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
        elif how == _SKIPPED_A:
            i, gaps = i - 1, gaps + 1
            loose_a, left_a = loose_a | (1 << i), left_a + 1
        elif how == _SKIPPED_B:
            j, gaps = j - 1, gaps + 1
            loose_b, left_b = loose_b | (1 << j), left_b + 1
        else:
            i, j = i - 1, j - 1
            if how == _JOINED_A:
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
    for i in range(n if alike and loose_a and loose_b else 0):
        for j in range(m):
            if loose_a >> i & 1 and loose_b >> j & 1 and level[i * _WIDTH + j] >= EQUAL:
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

    slot: I32  # by part: row and column in `level`; -1 without
    level: I8  # (n_slots, n_slots), -1 where nobody asked yet
    spans: I64  # by part: how many letters it has, and its skeleton (32 bits higher)

    @classmethod
    def none_yet(cls, table: NameTable) -> "KnownLevels":
        """Of the parts of some names, before anybody asks."""
        times = np.bincount(table.part, minlength=len(table.info))
        common = np.argsort(-times, kind="stable")[:_MOST_COMMON]
        slot = np.full(len(table.info), -1, dtype=np.int32)
        slot[common] = np.arange(len(common), dtype=np.int32)
        text, fine, end = (table.info[:, x].astype(np.int64) for x in (TEXT, TEXT_END, FINE_END))
        return cls(
            slot=slot,
            level=np.full((len(common), len(common)), -1, dtype=np.int8),
            spans=(fine - text) + ((end - fine) << 32),
        )


def scratch() -> tuple[I64, I8]:
    """Room for one alignment: scores with their steps, and levels, row by row of `_WIDTH`.

    What never changes is there: the first row and column of the scores, where one side is left out.
    """
    best = np.zeros((_WIDTH, _WIDTH), dtype=np.int64)
    best[:, 0] = _GAP * np.arange(_WIDTH) + _SKIPPED_A
    best[0, :] = _GAP * np.arange(_WIDTH) + _SKIPPED_B
    return best.ravel(), np.empty(_WIDTH * _WIDTH, dtype=np.int8)

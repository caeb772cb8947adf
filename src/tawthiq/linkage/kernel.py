"""The compiled comparison: levels of names and fields for many pairs at once.

Plain loops over integer arrays; what a level means stands in `model.LEVELS`. The tests hold the
name kernel to a plain twin.
"""

# ruff: noqa: PLR0917, PLR0911, PLR0912, PLR0915, PLR1714, SIM109
# Compiled functions take positional arguments only, and small ones cost time to compile; `in` on a
# tuple compiles slowly.

import numpy as np
import numpy.typing as npt
from numba import njit

from tawthiq.linkage.parts import COARSE, END, FINE, FINE_END, MAX_PARTS, TEXT, TEXT_END, NameTable

# Name levels, in the order of `model.LEVELS["name"]`.
NOTHING, ONE_PART, HOUSEHOLD, GIVEN_ONLY, FEW, GIVEN_CLOSE_MIXED = 0, 1, 2, 3, 4, 5
FAMILY_DIFFERS, MIDDLE_DIFFERS, SEVERAL_CLOSE, GIVEN_CLOSE = 6, 7, 8, 9
PART_CLOSE, MOVED, PARTS_MISSING, SAME = 10, 11, 12, 13
N_LEVELS = 14

DIFFERENT, CLOSE, EQUAL, EQUAL_COARSE = 0, 1, 2, 3  # levels of a part
_ABSENT = -1

GIVEN, OTHER, GIVEN_COARSE, OTHER_COARSE = 0, 1, 2, 3  # columns of the bits of parts

# Scores of the alignment: two gaps cost more than one mismatch, so that parts stay in place.
_SCORE_EQUAL, _SCORE_CLOSE, _SCORE_DIFFERENT, _SCORE_GAP = 3.0, 2.0, -1.0, -0.6
_STEP_PAIR, _STEP_SKIP_A, _STEP_SKIP_B, _STEP_JOIN_A, _STEP_JOIN_B = 1, 2, 3, 4, 5

# A slip of the pen turns a part into one of about so many others.
_LOG_SLIPS = 2.0
# Across scripts a part often agrees in its coarse skeleton only: vowels written in one, not in the
# other. Some eight in ten agree in the fine one.
_COARSE_BITS = 2.0
# Brothers hardly ever share a given name; cousins of one father's side do.
_SHARED_GIVEN = 0.2
# However rare the parts, about one person in 2 ** 8 has a full namesake whom frequencies do not
# foresee: cousins named after one grandfather, a name copied into the row of a relative.
_NAMESAKE_BITS = 8.0
# Brothers and sisters whom no list names.
_UNSEEN_KIN = 0.5

NO_DAY = -(2**31)

# Called from compiled code only: without the wrappers for Python they compile in half the time.
_inner = njit(  # type: ignore[call-overload]
    cache=True, no_cpython_wrapper=True, no_cfunc_wrapper=True
)

I8 = npt.NDArray[np.int8]
I32 = npt.NDArray[np.int32]
F64 = npt.NDArray[np.float64]


@_inner
def close_letters(text, a0, a1, b0, b1):  # type: ignore[no-untyped-def]
    """Whether two words are one slip apart: a letter more, less, other, or two exchanged.

    In words of six letters and more two neighbouring letters may be wrong.
    """
    n, m = a1 - a0, b1 - b0
    shorter = min(n, m)
    if abs(n - m) > 2 or shorter < 2:
        return False
    while n > 0 and m > 0 and text[a0] == text[b0]:
        a0, b0, n, m = a0 + 1, b0 + 1, n - 1, m - 1
    while n > 0 and m > 0 and text[a1 - 1] == text[b1 - 1]:
        a1, b1, n, m = a1 - 1, b1 - 1, n - 1, m - 1
    if n <= 1 and m <= 1:
        return True
    if n == 2 and m == 2 and text[a0] == text[b0 + 1] and text[a0 + 1] == text[b0]:
        return True
    return shorter >= 6 and n <= 2 and m <= 2


@_inner
def part_level(p, q, same_script, info, letters):  # type: ignore[no-untyped-def]
    """EQUAL, EQUAL_COARSE (across scripts only), CLOSE or DIFFERENT for two parts."""
    if p == q or info[p, FINE] == info[q, FINE]:
        return EQUAL
    if info[p, COARSE] == info[q, COARSE]:
        return CLOSE if same_script else EQUAL_COARSE
    if same_script and close_letters(
        letters, info[p, TEXT], info[p, TEXT_END], info[q, TEXT], info[q, TEXT_END]
    ):
        return CLOSE
    # The skeletons of short names are short: one letter of two is not close.
    p0, p1, q0, q1 = info[p, TEXT_END], info[p, FINE_END], info[q, TEXT_END], info[q, FINE_END]
    shorter = min(p1 - p0, q1 - q0)
    if shorter >= 3 and close_letters(letters, p0, p1, q0, q1):
        return CLOSE
    if same_script:
        return DIFFERENT
    # Romanisers drop the second half of compounds, and guess letters that Latin does not have.
    if shorter >= 3:
        begins_alike = True
        for i in range(shorter):
            if letters[p0 + i] != letters[q0 + i]:
                begins_alike = False
        if begins_alike:
            return CLOSE
    return CLOSE if close_letters(letters, p1, info[p, END], q1, info[q, END]) else DIFFERENT


@_inner
def _joined(info, letters, p, q, whole):  # type: ignore[no-untyped-def]
    """Whether `p` and `q`, written together, are `whole`: as letters, or as skeletons."""
    for first in range(TEXT, FINE_END):
        p0, q0, w0 = info[p, first], info[q, first], info[whole, first]
        n, m = info[p, first + 1] - p0, info[q, first + 1] - q0
        agrees = n + m == info[whole, first + 1] - w0
        if agrees:
            for i in range(n + m):
                letter = letters[p0 + i] if i < n else letters[q0 + i - n]
                if letter != letters[w0 + i]:
                    agrees = False
        if agrees:
            return True
    return False


@_inner
def pattern_level(given, equal, close, different, gaps, moved, joined, last_differs):  # type: ignore[no-untyped-def]
    """The ordered level of a whole name from how its parts met.

    `given`: level of the given names, -1 where one has no counterpart; `equal` and `close` count
    the given name too.
    """
    if given == EQUAL:
        if different == 0 and close == 0:
            if moved or joined:
                return MOVED
            if gaps == 0:
                return SAME
            return PARTS_MISSING if equal >= 2 else GIVEN_ONLY
        if different == 0:
            if close == 1 and gaps == 0:
                return PART_CLOSE
            return SEVERAL_CLOSE
        if different == 1 and equal + close >= 3:
            return FAMILY_DIFFERS if last_differs else MIDDLE_DIFFERS
        return FEW if equal + close >= 2 else GIVEN_ONLY
    if given == CLOSE:
        if different == 0 and equal >= 1:
            return GIVEN_CLOSE if close == 1 and gaps == 0 else GIVEN_CLOSE_MIXED
        if different <= 1 and equal + close >= 3:
            return FEW
        return ONE_PART
    if moved and different == 0 and gaps == 0 and given == _ABSENT and equal >= 2:
        return MOVED
    if equal + close >= 2:
        return HOUSEHOLD
    return ONE_PART if equal + close == 1 else NOTHING


@_inner
def compare_readings(  # type: ignore[no-untyped-def]
    ra, rb, reading, part, info, letters, bits, household, log_n, score, step, level
):  # fmt: skip
    """Level of two readings, `tau`, and whether they are in one script.

    `tau`: the bits that rarity of the agreeing parts is worth. `bits`: (n_parts, 4), -log2 of the
    share of records, by `GIVEN`, `OTHER`, `GIVEN_COARSE`, `OTHER_COARSE`. `household`: distinct
    given names seen with a father's side, by reading. `score`, `step`, `level`: scratch of
    (MAX_PARTS + 1) squared. The rest is of `NameTable`.
    """
    a0, b0 = reading[ra, 0], reading[rb, 0]
    n, m = reading[ra, 1] - a0, reading[rb, 1] - b0
    same_script = reading[ra, 2] == reading[rb, 2]
    for i in range(n):
        for j in range(m):
            level[i, j] = part_level(part[a0 + i], part[b0 + j], same_script, info, letters)
    for i in range(n + 1):
        score[i, 0], step[i, 0] = _SCORE_GAP * i, _STEP_SKIP_A
    for j in range(m + 1):
        score[0, j], step[0, j] = _SCORE_GAP * j, _STEP_SKIP_B
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            met = level[i - 1, j - 1]
            gain = _SCORE_DIFFERENT
            if met == EQUAL or met == EQUAL_COARSE:
                gain = _SCORE_EQUAL
            elif met == CLOSE:
                gain = _SCORE_CLOSE
            best, how = score[i - 1, j - 1] + gain, _STEP_PAIR
            if score[i - 1, j] + _SCORE_GAP > best:
                best, how = score[i - 1, j] + _SCORE_GAP, _STEP_SKIP_A
            if score[i, j - 1] + _SCORE_GAP > best:
                best, how = score[i, j - 1] + _SCORE_GAP, _STEP_SKIP_B
            if (
                i >= 2
                and score[i - 2, j - 1] + 2 * _SCORE_CLOSE > best
                and _joined(info, letters, part[a0 + i - 2], part[a0 + i - 1], part[b0 + j - 1])
            ):
                best, how = score[i - 2, j - 1] + 2 * _SCORE_CLOSE, _STEP_JOIN_A
            if (
                j >= 2
                and score[i - 1, j - 2] + 2 * _SCORE_CLOSE > best
                and _joined(info, letters, part[b0 + j - 2], part[b0 + j - 1], part[a0 + i - 1])
            ):
                best, how = score[i - 1, j - 2] + 2 * _SCORE_CLOSE, _STEP_JOIN_B
            score[i, j], step[i, j] = best, how

    given, last_differs = np.int64(_ABSENT), False
    equal = close = different = gaps = moved = joined = np.int64(0)
    bits_of_given = bits_of_rest = 0.0
    loose_a = loose_b = 0  # bit masks of parts without an agreeing counterpart
    i, j = n, m
    while i > 0 or j > 0:
        how = step[i, j]
        if how == _STEP_PAIR:
            i, j = i - 1, j - 1
            met = level[i, j]
            p, q = part[a0 + i], part[b0 + j]
            at_given = i == 0 and j == 0
            if at_given:
                given = np.int64(EQUAL if met == EQUAL_COARSE else met)
            if met == EQUAL_COARSE:
                equal += 1
                if at_given:
                    bits_of_given += bits[p, GIVEN_COARSE] - _COARSE_BITS
                else:
                    bits_of_rest += bits[p, OTHER_COARSE] - _COARSE_BITS
            elif met == EQUAL:
                equal += 1
                if at_given:
                    bits_of_given += bits[p, GIVEN]
                else:
                    bits_of_rest += bits[p, OTHER]
            elif met == CLOSE:
                close += 1
                # P(b | a slipped) / P(b): two names that are both common are two names.
                role = GIVEN if at_given else OTHER
                worth = np.log2((2.0 ** bits[p, role] + 2.0 ** bits[q, role]) / 2.0) - _LOG_SLIPS
                if at_given:
                    bits_of_given += worth
                else:
                    bits_of_rest += worth
            else:
                different += 1
                if i == n - 1 and j == m - 1:
                    last_differs = True
                loose_a, loose_b = loose_a | (1 << i), loose_b | (1 << j)
        elif how == _STEP_SKIP_A:
            i, gaps = i - 1, gaps + 1
            loose_a |= 1 << i
        elif how == _STEP_SKIP_B:
            j, gaps = j - 1, gaps + 1
            loose_b |= 1 << j
        else:
            if how == _STEP_JOIN_A:
                i, j = i - 2, j - 1
                whole = part[b0 + j]
            else:
                i, j = i - 1, j - 2
                whole = part[a0 + i]
            equal, joined = equal + 1, joined + 1
            if i == 0 and j == 0:
                given = np.int64(EQUAL)
                bits_of_given += bits[whole, GIVEN]
            else:
                bits_of_rest += bits[whole, OTHER]
    aligned_different = different
    for i in range(n):
        if loose_a >> i & 1:
            for j in range(m):
                if loose_b >> j & 1 and level[i, j] >= EQUAL:
                    loose_a, loose_b = loose_a & ~(1 << i), loose_b & ~(1 << j)
                    moved, equal = moved + 1, equal + 1
                    bits_of_rest += bits[part[a0 + i], OTHER]
                    break
    if moved:
        # What is still loose on both sides differs; on one side only it is missing.
        left_a = right_b = 0
        for i in range(n):
            left_a += loose_a >> i & 1
        for j in range(m):
            right_b += loose_b >> j & 1
        different = aligned_different
        for left in (left_a, right_b):
            different = min(different, left)  # type: ignore[arg-type]
        gaps = left_a + right_b - 2 * different
        if given == DIFFERENT:
            given = np.int64(_ABSENT)
    found = pattern_level(given, equal, close, different, gaps, moved, joined, last_differs)

    kin = max(household[ra], household[rb])
    chance = 2.0**-bits_of_rest
    if found == SAME and kin > 1:
        chance += _SHARED_GIVEN * (kin - 1) * 2.0**-log_n
    elif found in (GIVEN_CLOSE, GIVEN_CLOSE_MIXED):
        chance += (max(kin - 2, 0) + _UNSEEN_KIN) * 2.0**-log_n
    elif found == HOUSEHOLD:
        chance += (kin + _UNSEEN_KIN) * 2.0**-log_n
    tau = min(bits_of_given - np.log2(chance), log_n + _NAMESAKE_BITS)
    return found, tau, same_script


@njit(cache=True)
def compare_names_kernel(  # type: ignore[no-untyped-def]
    name_a, name_b, readings, reading, part, info, letters, bits, household, log_n, typical
):  # fmt: skip
    """Level and tau of pairs of names; of several readings the best comparison counts.

    `typical`: log2 share of each level among true pairs, to tell which comparison is best.
    """
    size = MAX_PARTS + 1
    score = np.empty((size, size), dtype=np.float64)
    step = np.empty((size, size), dtype=np.int8)
    level = np.empty((size, size), dtype=np.int8)
    gamma = np.full(len(name_a), -1, dtype=np.int8)
    tau = np.zeros(len(name_a), dtype=np.float64)
    for k in range(len(name_a)):
        if name_a[k] < 0 or name_b[k] < 0:
            continue
        best = -np.inf
        for x in range(2):
            ra = readings[name_a[k], x]
            if ra < 0:
                continue
            for y in range(2):
                rb = readings[name_b[k], y]
                if rb < 0:
                    continue
                found, rarity, same_script = compare_readings(
                    ra, rb, reading, part, info, letters, bits, household, log_n,
                    score, step, level,
                )  # fmt: skip
                # A hair's breadth for the same script, where both say the same.
                worth = rarity + typical[found] + (0.5 if same_script else 0.0)
                if worth > best:
                    best = worth
                    gamma[k] = found if same_script else found + N_LEVELS
                    tau[k] = rarity
    return gamma, tau


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

    Args:
        table: the names.
        name_a: numbers of names, -1 without a name; the same length as `name_b`.
        name_b: as `name_a`.
        bits: (n_parts, 4), -log2 share of records: as given name, as other part, and the same for
            coarse skeletons.
        household: distinct given names with a father's side, by reading.
        log_n: log2 of the number of records.
        typical: log2 share of each level among true pairs.

    Returns:
        Level (0 to 13 within a script, 14 to 27 across, -1 without a name) and tau, in bits.
    """
    width = np.int64(max(len(table.readings), 1))
    low, high = np.minimum(name_a, name_b), np.maximum(name_a, name_b)
    code = low.astype(np.int64) * width + high
    code[low < 0] = -1
    distinct, where = np.unique(code, return_inverse=True)
    first = np.where(distinct < 0, -1, distinct // width).astype(np.int32)
    second = np.where(distinct < 0, -1, distinct % width).astype(np.int32)
    gamma, tau = compare_names_kernel(
        first, second, table.readings, table.reading, table.part, table.info, table.letters,
        bits, household, log_n, typical,
    )  # fmt: skip
    return gamma[where], tau[where]


@_inner
def _civil(day):  # type: ignore[no-untyped-def]
    """Year, month and day of a number of days since 1970 (proleptic Gregorian)."""
    z = day + 719468
    era = z // 146097
    of_era = z - era * 146097
    year_of_era = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return year_of_era + era * 400 + (month <= 2), month, of_year - (153 * shifted + 2) // 5 + 1


@_inner
def _one_slip(a, b):  # type: ignore[no-untyped-def]
    """Whether two days differ in one of day, month, year, or have day and month exchanged."""
    ya, ma, da = _civil(a)
    yb, mb, db = _civil(b)
    if ya == yb and ma == db and da == mb:
        return True
    return (ya != yb) + (ma != mb) + (da != db) == 1


@_inner
def _gap(low_a, high_a, low_b, high_b):  # type: ignore[no-untyped-def]
    """Distance between two intervals; 0 where they overlap."""
    return max(low_a - high_b, low_b - high_a, 0)


@_inner
def _born(bla, bha, blb, bhb, ala, aha, alb, ahb):  # type: ignore[no-untyped-def]
    if bla != NO_DAY and blb != NO_DAY:
        apart = _gap(np.int64(bla), np.int64(bha), np.int64(blb), np.int64(bhb))
        if bla == bha and blb == bhb:
            if apart == 0:
                return 8
            if _one_slip(np.int64(bla), np.int64(blb)):
                return 7
            return 6 if apart <= 731 else 5
        if apart > 0:
            return 6 if apart <= 731 else 5
    if np.isnan(ala) or np.isnan(alb):
        return -1
    years = _gap(ala, aha, alb, ahb)
    if years == 0:
        widest = max(aha - ala, ahb - alb)
        if widest > 10:
            return -1  # "an adult" meets nearly everyone: nothing learned
        return 4 if widest <= 1 else 3
    if years <= 1:
        return 3
    if years <= 2:
        return 2
    return 1 if years <= 5 else 0


@_inner
def _death(la, ha, lb, hb):  # type: ignore[no-untyped-def]
    if la == NO_DAY or lb == NO_DAY:
        return -1
    apart = _gap(np.int64(la), np.int64(ha), np.int64(lb), np.int64(hb))
    exact = la == ha and lb == hb
    if apart == 0:
        if exact:
            return 7
        return 6 if max(ha - la, hb - lb) <= 400 else -1
    if apart == 1:
        return 5
    if exact and _one_slip(np.int64(la), np.int64(lb)):
        return 4
    if apart <= 7:
        return 3
    if apart <= 31:
        return 2
    return 1 if apart <= 366 else 0


@_inner
def _place(a, b):  # type: ignore[no-untyped-def]
    if a[2] >= 0 and a[2] == b[2]:
        return 5
    if a[1] >= 0 and a[1] == b[1]:
        return 4
    if a[0] >= 0 and b[0] >= 0:
        if a[0] != b[0]:
            return 0
        finer = (a[1] >= 0 and b[1] >= 0) or (a[2] >= 0 and b[2] >= 0)
        return 2 if finer else 3
    if (a[1] >= 0 and b[1] >= 0) or (a[2] >= 0 and b[2] >= 0):
        return 1
    return -1


@njit(cache=True)
def compare_fields_kernel(  # type: ignore[no-untyped-def]
    a,
    b,
    birth_low,
    birth_high,
    age_low,
    age_high,
    death_low,
    death_high,
    places,
    origins,
    sex,
    list_code,
    version,
    reporter,
):
    """Levels (n_pairs, 6): born, death, place, origin, sex, reporter; -1 cannot compare."""
    gamma = np.full((len(a), 6), -1, dtype=np.int8)
    for k in range(len(a)):
        i, j = a[k], b[k]
        gamma[k, 0] = _born(
            birth_low[i], birth_high[i], birth_low[j], birth_high[j],
            age_low[i], age_high[i], age_low[j], age_high[j],
        )  # fmt: skip
        gamma[k, 1] = _death(death_low[i], death_high[i], death_low[j], death_high[j])
        gamma[k, 2] = _place(places[i], places[j])
        gamma[k, 3] = _place(origins[i], origins[j])
        if sex[i] >= 0 and sex[j] >= 0:
            gamma[k, 4] = sex[i] == sex[j]
        if (
            reporter[i] >= 0
            and reporter[j] >= 0
            and list_code[i] >= 0
            and list_code[i] == list_code[j]
        ):
            if reporter[i] == reporter[j]:
                gamma[k, 5] = 2
            else:
                gamma[k, 5] = 0 if version[i] == version[j] else 1
    return gamma

"""Levels of the fields other than the name, for many pairs at once; see `model.LEVELS`.

Plain NumPy: nothing to compile, and quick enough beside the names.
"""

import numpy as np
import numpy.typing as npt

from tawthiq.linkage.prepare import NO_DAY, Prepared

I8 = npt.NDArray[np.int8]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_CHUNK = 100_000  # pairs: what they need stays in the processor's cache


def compare_fields(prepared: Prepared, a: I32, b: I32) -> I8:
    """Levels (n_pairs, 6): born, death, place, origin, sex, reporter; -1 cannot compare."""
    gamma = np.empty((len(a), 6), dtype=np.int8)
    for at in range(0, len(a), _CHUNK):
        some = slice(at, at + _CHUNK)
        i, j = a[some], b[some]
        gamma[some, 0] = _born(prepared, i, j)
        gamma[some, 1] = _death(prepared, i, j)
        gamma[some, 2] = _place(prepared.places[i], prepared.places[j])
        gamma[some, 3] = _place(prepared.origins[i], prepared.origins[j])
        gamma[some, 4] = _sex(prepared.sex[i], prepared.sex[j])
        gamma[some, 5] = _reporter(prepared, i, j)
    return gamma


def _civil(day: I64) -> tuple[I64, I64, I64]:
    """Year, month and day of numbers of days since 1970 (proleptic Gregorian)."""
    z = day + 719468
    era = z // 146097
    of_era = z - era * 146097
    year_of_era = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * of_year + 2) // 153
    month = np.where(shifted < 10, shifted + 3, shifted - 9)
    return year_of_era + era * 400 + (month <= 2), month, of_year - (153 * shifted + 2) // 5 + 1


def _one_slip(a: I64, b: I64) -> Bools:
    """Whether two days differ in one of day, month, year, or have day and month exchanged."""
    ya, ma, da = _civil(a)
    yb, mb, db = _civil(b)
    swapped: Bools = (ya == yb) & (ma == db) & (da == mb)
    one: Bools = (ya != yb).astype(int) + (ma != mb) + (da != db) == 1
    return swapped | one


def _apart(la: I32, ha: I32, lb: I32, hb: I32) -> I64:
    """Days between two intervals; 0 where they overlap."""
    first, last = la.astype(np.int64) - hb, lb.astype(np.int64) - ha
    apart: I64 = np.maximum(np.maximum(first, last), 0)
    return apart


def _born(prepared: Prepared, i: I32, j: I32) -> I8:
    low, high = prepared.age_low, prepared.age_high
    level = _by_age(low[i], high[i], low[j], high[j])
    dated = np.nonzero((prepared.birth_low[i] != NO_DAY) & (prepared.birth_low[j] != NO_DAY))[0]
    if len(dated):
        i, j = i[dated], j[dated]
        la, ha = prepared.birth_low[i], prepared.birth_high[i]
        lb, hb = prepared.birth_low[j], prepared.birth_high[j]
        apart = _apart(la, ha, lb, hb)
        exact = (la == ha) & (lb == hb)
        slip = exact & (apart > 0)
        slip[slip] = _one_slip(la[slip].astype(np.int64), lb[slip].astype(np.int64))
        # Uncertain dates that may be one say no more than the ages do.
        level[dated] = np.select(
            [exact & (apart == 0), slip, apart == 0],
            [8, 7, level[dated]],
            default=np.where(apart <= 731, 6, 5),
        )
    return level


def _by_age(la: F64, ha: F64, lb: F64, hb: F64) -> I8:
    unknown = np.isnan(la) | np.isnan(lb)
    years = np.where(unknown, 0.0, np.maximum(np.maximum(la - hb, lb - ha), 0.0))
    widest = np.where(unknown, 0.0, np.maximum(ha - la, hb - lb))
    # "An adult" meets nearly everyone: nothing learned.
    silent = unknown | ((years == 0) & (widest > 10))
    level: I8 = np.select(
        [silent, (years == 0) & (widest <= 1), years <= 1, years <= 2, years <= 5],
        [-1, 4, 3, 2, 1],
        default=0,
    ).astype(np.int8)
    return level


def _death(prepared: Prepared, i: I32, j: I32) -> I8:
    level = np.full(len(i), -1, dtype=np.int8)
    dated = np.nonzero((prepared.death_low[i] != NO_DAY) & (prepared.death_low[j] != NO_DAY))[0]
    if not len(dated):
        return level
    i, j = i[dated], j[dated]
    la, ha = prepared.death_low[i], prepared.death_high[i]
    lb, hb = prepared.death_low[j], prepared.death_high[j]
    apart = _apart(la, ha, lb, hb)
    exact = (la == ha) & (lb == hb)
    slip = exact & (apart > 1)
    slip[slip] = _one_slip(la[slip].astype(np.int64), lb[slip].astype(np.int64))
    width = np.maximum(ha.astype(np.int64) - la, hb.astype(np.int64) - lb)
    level[dated] = np.select(
        [exact & (apart == 0), apart == 0, apart == 1, slip, apart <= 7, apart <= 31, apart <= 366],
        [7, np.where(width <= 400, 6, -1), 5, 4, 3, 2, 1],
        default=0,
    )
    return level


def _place(a: I32, b: I32) -> I8:
    if not (a >= 0).any() or not (b >= 0).any():
        return np.full(len(a), -1, dtype=np.int8)
    known = (a >= 0) & (b >= 0)
    same = known & (a == b)
    finer = known[:, 1] | known[:, 2]
    level: I8 = np.select(
        [same[:, 2], same[:, 1], known[:, 0] & ~same[:, 0], known[:, 0], finer],
        [5, 4, 0, np.where(finer, 2, 3), 1],
        default=-1,
    ).astype(np.int8)
    return level


def _sex(a: I32, b: I32) -> I8:
    return np.where((a >= 0) & (b >= 0), a == b, -1).astype(np.int8)


def _reporter(prepared: Prepared, i: I32, j: I32) -> I8:
    a, b = prepared.reporter[i], prepared.reporter[j]
    ours = prepared.list_code[i]
    known = (a >= 0) & (b >= 0) & (ours >= 0) & (ours == prepared.list_code[j])
    other = np.where(prepared.version[i] == prepared.version[j], 0, 1)
    return np.where(known, np.where(a == b, 2, other), -1).astype(np.int8)

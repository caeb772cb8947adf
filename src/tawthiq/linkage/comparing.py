"""Levels of the fields other than the name, for many pairs at once; see `model.LEVELS`.

One compiled loop over pairs. The tests hold it to plain twins.
"""

# ruff: noqa: PLR0911, PLR0917, PLR1714
# Compiled functions take positional arguments only, `in` compiles slowly, and a level a line is the
# plain way.

import numpy as np

from tawthiq.compiling import compiled
from tawthiq.linkage.arrays import I8, I32, cache_lines
from tawthiq.linkage.prepare import NO_DAY, Prepared
from tawthiq.linkage.spelling import Slips

BORN, DEATH, PLACE, ORIGIN, SEX, REPORTER = range(6)
N_BUILT_IN = 6

# Levels of `born` that the way of two lists tells apart.
YEAR_AGAINST, YEAR_ALONG = 3, 4
_NO_DAY = int(NO_DAY)
# Columns of what is compared: version, ages, births and deaths from and to, three of each place.
_VERSION, _AGE, _BIRTH, _DEATH, _PLACES, _ORIGINS = 0, 1, 3, 5, 7, 10
_SEX, _REPORTER, _LIST, _N_VALUES = 13, 14, 15, 16
_AHEAD = 64  # pairs
_INNER = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def _civil(day):  # type: ignore[no-untyped-def]
    """Year, month and day of a number of days since 1970 (proleptic Gregorian)."""
    z = day + 719468
    era = z // 146097
    of_era = z - era * 146097
    of_year = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    rest = of_era - (365 * of_year + of_year // 4 - of_year // 100)
    shifted = (5 * rest + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    year = of_year + era * 400 + (1 if month <= 2 else 0)
    return year, month, rest - (153 * shifted + 2) // 5 + 1


civil = compiled(_civil, **_INNER)


def _one_slip(a, b):  # type: ignore[no-untyped-def]
    """Whether two days differ in one of day, month, year, or have day and month exchanged."""
    ya, ma, da = civil(a)
    yb, mb, db = civil(b)
    if ya == yb and ma == db and da == mb:
        return True
    return (ya != yb) + (ma != mb) + (da != db) == 1


one_slip = compiled(_one_slip, **_INNER)


def _apart(la, ha, lb, hb):  # type: ignore[no-untyped-def]
    """Days between two intervals; 0 where they overlap."""
    if la > hb:
        return la - hb
    return lb - ha if lb > ha else 0


apart_days = compiled(_apart, **_INNER)


def _by_age(la, ha, lb, hb, way):  # type: ignore[no-untyped-def]
    if la == _NO_DAY or lb == _NO_DAY:
        return -1
    years = la - hb if la > hb else (lb - ha if lb > ha else 0)
    widest = ha - la if ha - la > hb - lb else hb - lb
    if years == 0:
        # "An adult" meets nearly everyone: nothing learned.
        if widest > 10:
            return -1
        return 5 if widest <= 1 else YEAR_ALONG
    if years <= 1:
        return YEAR_ALONG if (lb > ha) == (way > 0) else YEAR_AGAINST
    if years <= 2:
        return 2
    return 1 if years <= 5 else 0


by_age = compiled(_by_age, **_INNER)


def _born(la, ha, lb, hb, by_ages):  # type: ignore[no-untyped-def]
    if la == _NO_DAY or lb == _NO_DAY:
        return by_ages
    apart = apart_days(la, ha, lb, hb)
    if la == ha and lb == hb:
        if apart == 0:
            return 9
        if one_slip(la, lb):
            return 8
    elif apart == 0:
        return by_ages  # uncertain dates that may be one say no more than the ages do
    return 7 if apart <= 731 else 6


born_level = compiled(_born, **_INNER)


def _death(la, ha, lb, hb):  # type: ignore[no-untyped-def]
    if la == _NO_DAY or lb == _NO_DAY:
        return -1
    apart = apart_days(la, ha, lb, hb)
    exact = la == ha and lb == hb
    if apart == 0:
        if exact:
            return 7
        widest = ha - la if ha - la > hb - lb else hb - lb
        return 6 if widest <= 400 else -1
    if apart == 1:
        return 5
    if exact and one_slip(la, lb):
        return 4
    if apart <= 7:
        return 3
    if apart <= 31:
        return 2
    return 1 if apart <= 366 else 0


death_level = compiled(_death, **_INNER)


def _place(values, i, j, at, first_slip, slip):  # type: ignore[no-untyped-def]
    """Governorate, district, town in the columns of `values` from `at` on; -1 unknown."""
    governorate, district, town = values[i, at], values[i, at + 1], values[i, at + 2]
    other = values[j, at]
    if town >= 0 and town == values[j, at + 2]:
        return 5
    if town >= 0 and values[j, at + 2] >= 0:
        for x in range(first_slip[town], first_slip[town + 1]):
            if slip[x] == values[j, at + 2]:
                return 6
    if district >= 0 and district == values[j, at + 1]:
        return 4
    known = governorate >= 0 and other >= 0
    if known and governorate != other:
        return 0
    finer = (district >= 0 and values[j, at + 1] >= 0) or (town >= 0 and values[j, at + 2] >= 0)
    if known:
        return 2 if finer else 3
    return 1 if finer else -1


place_level = compiled(_place, **_INNER)


def _levels(  # type: ignore[no-untyped-def]
    a, b, values, way, first_place, place, first_origin, origin, gamma, touched
):  # fmt: skip
    for k in range(a.shape[0]):
        if k % _AHEAD == 0:  # the processor brings for all at once what each would wait for
            for ahead in range(k, min(k + _AHEAD, a.shape[0])):
                touched[0] += values[a[ahead], 0] + values[b[ahead], 0]
        i, j = a[k], b[k]
        # Ages are compared in the order of the versions, so that a list a year behind shows.
        vi, vj = values[i, _VERSION], values[j, _VERSION]
        first, second = (j, i) if vj < vi else (i, j)
        turn = 1
        if vi >= 0 and vj >= 0:
            turn = way[values[first, _VERSION], values[second, _VERSION]]
        ages = by_age(
            values[first, _AGE], values[first, _AGE + 1], values[second, _AGE],
            values[second, _AGE + 1], turn,
        )  # fmt: skip
        gamma[k, BORN] = born_level(
            values[i, _BIRTH], values[i, _BIRTH + 1], values[j, _BIRTH], values[j, _BIRTH + 1], ages
        )
        gamma[k, DEATH] = death_level(
            values[i, _DEATH], values[i, _DEATH + 1], values[j, _DEATH], values[j, _DEATH + 1]
        )
        gamma[k, PLACE] = place_level(values, i, j, _PLACES, first_place, place)
        gamma[k, ORIGIN] = place_level(values, i, j, _ORIGINS, first_origin, origin)
        gamma[k, SEX] = -1
        if values[i, _SEX] >= 0 and values[j, _SEX] >= 0:
            gamma[k, SEX] = 1 if values[i, _SEX] == values[j, _SEX] else 0
        gamma[k, REPORTER] = -1
        mine, theirs = values[i, _REPORTER], values[j, _REPORTER]
        listed = values[i, _LIST] >= 0 and values[i, _LIST] == values[j, _LIST]
        if mine >= 0 and theirs >= 0 and listed:
            other = 0 if vi == vj else 1
            gamma[k, REPORTER] = 2 if mine == theirs else other


_fill_levels = compiled(_levels, alone=True)


def packed(prepared: Prepared) -> I32:
    """All that `compare_fields` compares, record by record, (n, 16): it stands side by side."""
    values = cache_lines(prepared.n, _N_VALUES)
    for at, ages in ((_AGE, prepared.age_low), (_AGE + 1, prepared.age_high)):
        values[:, at] = np.where(np.isnan(ages), NO_DAY, ages)
    for at, column in (
        (_VERSION, prepared.version), (_LIST, prepared.list_code),
        (_BIRTH, prepared.birth_low), (_BIRTH + 1, prepared.birth_high),
        (_DEATH, prepared.death_low), (_DEATH + 1, prepared.death_high), (_SEX, prepared.sex),
        (_REPORTER, prepared.reporter),
    ):  # fmt: skip
        values[:, at] = column
    values[:, _PLACES : _PLACES + 3] = prepared.places
    values[:, _ORIGINS : _ORIGINS + 3] = prepared.origins
    return values


def compare_fields(values: I32, a: I32, b: I32, way: I8, slips: Slips) -> I8:
    """Levels (n_pairs, 6): born, death, place, origin, sex, reporter; -1 cannot compare.

    Args:
        values: of the records, see `packed`.
        a: rows.
        b: rows.
        way: (n_versions, n_versions), for v < w: 1 where ages in version w are usually the higher
            ones when they differ by a year, -1 where they are the lower ones.
        slips: which towns are one slip of the pen apart, see `spelling.slips_of`.
    """
    gamma = np.empty((len(a), N_BUILT_IN), dtype=np.int8)
    _fill_levels(a, b, values, way, *slips, gamma, np.zeros(1, dtype=np.int64))
    return gamma

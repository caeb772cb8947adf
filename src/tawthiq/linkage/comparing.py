"""Levels of the fields other than the name, for many pairs at once; see `model.LEVELS`.

One compiled loop over pairs. The tests hold it to plain twins.
"""

# ruff: noqa: PLR0911, PLR0917, PLR1714
# Compiled functions take positional arguments only, `in` compiles slowly, and a level a line is the
# plain way.

import numpy as np

from tawthiq.compiling import compiled
from tawthiq.linkage.arrays import I8, I32
from tawthiq.linkage.prepare import NO_DAY, Prepared

BORN, DEATH, PLACE, ORIGIN, SEX, REPORTER = range(6)
N_BUILT_IN = 6

# Levels of `born` that the way of two lists tells apart.
YEAR_AGAINST, YEAR_ALONG = 3, 4
_NO_DAY = int(NO_DAY)
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
    if np.isnan(la) or np.isnan(lb):
        return -1
    years = la - hb if la > hb else (lb - ha if lb > ha else 0.0)
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


def _place(places, i, j):  # type: ignore[no-untyped-def]
    """Governorate, district, town in the columns of `places`; -1 unknown."""
    if places[i, 2] >= 0 and places[i, 2] == places[j, 2]:
        return 5
    if places[i, 1] >= 0 and places[i, 1] == places[j, 1]:
        return 4
    known = places[i, 0] >= 0 and places[j, 0] >= 0
    if known and places[i, 0] != places[j, 0]:
        return 0
    finer = (places[i, 1] >= 0 and places[j, 1] >= 0) or (places[i, 2] >= 0 and places[j, 2] >= 0)
    if known:
        return 2 if finer else 3
    return 1 if finer else -1


place_level = compiled(_place, **_INNER)


def _levels(  # type: ignore[no-untyped-def]
    a, b, age_low, age_high, birth_low, birth_high, death_low, death_high, places, origins, sex,
    reporter, list_code, version, way, gamma,
):  # fmt: skip
    for k in range(a.shape[0]):
        i, j = a[k], b[k]
        # Ages are compared in the order of the versions, so that a list a year behind shows.
        vi, vj = version[i], version[j]
        first, second = (j, i) if vj < vi else (i, j)
        turn = 1
        if vi >= 0 and vj >= 0:
            turn = way[version[first], version[second]]
        ages = by_age(age_low[first], age_high[first], age_low[second], age_high[second], turn)
        gamma[k, BORN] = born_level(birth_low[i], birth_high[i], birth_low[j], birth_high[j], ages)
        gamma[k, DEATH] = death_level(death_low[i], death_high[i], death_low[j], death_high[j])
        gamma[k, PLACE] = place_level(places, i, j)
        gamma[k, ORIGIN] = place_level(origins, i, j)
        gamma[k, SEX] = -1
        if sex[i] >= 0 and sex[j] >= 0:
            gamma[k, SEX] = 1 if sex[i] == sex[j] else 0
        gamma[k, REPORTER] = -1
        if (
            reporter[i] >= 0
            and reporter[j] >= 0
            and list_code[i] >= 0
            and list_code[i] == list_code[j]
        ):
            other = 0 if vi == vj else 1
            gamma[k, REPORTER] = 2 if reporter[i] == reporter[j] else other


_fill_levels = compiled(_levels, alone=True)


def compare_fields(prepared: Prepared, a: I32, b: I32, way: I8 | None = None) -> I8:
    """Levels (n_pairs, 6): born, death, place, origin, sex, reporter; -1 cannot compare.

    Args:
        prepared: the records.
        a: rows.
        b: rows.
        way: (n_versions, n_versions), for v < w: 1 where ages in version w are usually the higher
            ones when they differ by a year, -1 where they are the lower ones.
    """
    gamma = np.empty((len(a), N_BUILT_IN), dtype=np.int8)
    size = prepared.n_versions
    way = np.ones((size, size), dtype=np.int8) if way is None else way
    _fill_levels(
        a, b, prepared.age_low, prepared.age_high, prepared.birth_low, prepared.birth_high,
        prepared.death_low, prepared.death_high, prepared.places, prepared.origins, prepared.sex,
        prepared.reporter, prepared.list_code, prepared.version, way, gamma,
    )  # fmt: skip
    return gamma

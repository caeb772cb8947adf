"""How often two people look alike, by chance or as relatives: `u`, from random pairs."""

import numpy as np
import numpy.typing as npt

from tawthiq.linkage import em, kernel, kinship
from tawthiq.linkage.arrays import I8, I32, I64
from tawthiq.linkage.comparing import BORN, DEATH
from tawthiq.linkage.model import Floats, levels_of
from tawthiq.linkage.parts import COARSE, FINE, households
from tawthiq.linkage.patterns import sum_levels
from tawthiq.linkage.prepare import Prepared
from tawthiq.linkage.weigh import Comparer

_RANDOM_PAIRS = 200_000
_U_PRIOR_PAIRS = 5.0
_APART_PAIRS = 20_000
_REPEATED = ("born",)  # kinds of value that hardly any two people share
_TOLD_APART = (0, 1, 6)  # levels of `born` at which two records are hardly of one person
_FAMILY_PRIOR_PAIRS = 200.0  # among few namesakes of a family some are one person, mistyped


def estimate_u(using: Comparer, seed: int) -> dict[str, Floats]:
    """P(level | two people) by field, shape (`kinship.n_rows`, levels).

    Strangers are random pairs. The others are random neighbours among those who share a given name,
    the skeletons after it, or the last one; of the latter two, those whose names meet as names of
    a household or of a family do. Rows of one day are counted of those who died on one day. People
    of one given name differ from strangers in their sex alone.

    Whoever shares the second of two parts may as well be the same person under a mistyped given
    name: of those, only pairs count whom their dates of birth, or ages, tell apart.

    Args:
        using: to compare with.
        seed: of the random pairs.
    """
    prepared, fields = using.prepared, using.fields
    rng = np.random.default_rng(seed)
    unseen = [em.expected_u(field) for field in fields]
    if prepared.n < 2:
        return {
            field: np.stack([shares] * kinship.n_rows(field))
            for field, shares in zip(fields, unseen, strict=True)
        }

    def shares(gamma: I8, anchor: list[Floats], strength: float = _U_PRIOR_PAIRS) -> list[Floats]:
        return _shares(gamma, fields, anchor, strength)

    a, b = (rng.integers(0, prepared.n, _RANDOM_PAIRS).astype(np.int32) for _ in range(2))
    apart = a != b
    strangers = shares(using.levels(a[apart], b[apart]), unseen)
    names = prepared.names
    reading = np.where(prepared.name >= 0, names.readings[prepared.name].max(axis=1), -1)
    named = np.nonzero(reading >= 0)[0].astype(np.int32)
    parts = names.reading[reading[named]]
    first = names.part[parts[:, 0]]
    a, b = _neighbours(named, names.info[first, FINE], rng)
    one_given = shares(using.levels(a, b), strangers)
    # A family lives, and often dies, in one place on one day: few pairs do not disprove it.
    close = [
        (strangers[f] + em.expected_m(field)) / 2
        if field in ("death", "place", "origin")
        else strangers[f]
        for f, field in enumerate(fields)
    ]
    home = households(names)[reading[named]]
    gamma = _relatives(using, named[home > 0], home[home > 0], kernel.HOUSEHOLD, rng)
    household = shares(gamma, close)
    household_day = shares(_of_one_day(gamma), household)
    day = prepared.values["death"].code[named]
    a, b = _neighbours(named[day >= 0], day[day >= 0], rng)
    other_given = _given(prepared, reading, a) != _given(prepared, reading, b)
    one_day = shares(using.levels(a[other_given], b[other_given]), strangers)
    last = names.info[names.part[parts[:, 1] - 1], FINE]
    long = parts[:, 1] - parts[:, 0] > 2
    gamma = _relatives(using, named[long], last[long], kernel.ONE_PART, rng)
    family = shares(gamma, strangers, _FAMILY_PRIOR_PAIRS)
    # Of two parts, those whom their births tell apart stand for all: of births they say nothing.
    pairs = _relatives(using, named[~long], last[~long], kernel.ONE_PART, rng)
    pairs = pairs[np.isin(pairs[:, BORN], _TOLD_APART)]
    both = shares(np.concatenate([gamma, pairs]), strangers, _FAMILY_PRIOR_PAIRS)
    family = [
        own if field == "born" else wide
        for field, own, wide in zip(fields, family, both, strict=True)
    ]
    family_day = shares(_of_one_day(gamma), one_day)

    u = {}
    for f, field in enumerate(fields):
        of_given, of_both = strangers[f], family[f]
        if field == "sex":
            of_given = of_both = one_given[f]
        if field.startswith("id_"):  # a relative has a number of his own
            household[f] = family[f] = of_both = strangers[f]
        rows = [strangers[f], of_given, household[f], family[f], of_both]
        if field in kinship.OF_ONE_DAY:
            rows += [one_day[f], one_day[f], household_day[f], family_day[f], family_day[f]]
        u[field] = np.stack(rows)
    return u


def apart_shares(using: Comparer, seed: int) -> dict[str, float]:
    """Of pairs of records that share a value, the share that are two people, by kind of value.

    A table that names a person again and again makes each value look common: most who share a rare
    date of birth are then one person. Two people show by their names: no part of them agrees, as
    often as among random pairs.

    Args:
        using: to compare with.
        seed: of the random pairs.
    """
    prepared = using.prepared
    rng = np.random.default_rng(seed)
    a, b = (rng.integers(0, max(prepared.n, 1), _APART_PAIRS).astype(np.int32) for _ in range(2))
    usual = _share_unlike(using, a[a != b], b[a != b])
    found = {}
    for key in _REPEATED:
        code = prepared.values[key].code
        known = np.flatnonzero(code >= 0).astype(np.int32)
        unlike = _share_unlike(using, *_neighbours(known, code[known], rng, _APART_PAIRS))
        found[key] = min(unlike / usual, 1.0)
    return found


def _share_unlike(using: Comparer, a: I32, b: I32) -> float:
    """Of pairs that have names, those without a part in common; one more pair is such a one."""
    name, _ = using.names(a, b)
    name = name[name >= 0]
    return float(np.count_nonzero(name % kernel.N_LEVELS == kernel.NOTHING) + 1) / (len(name) + 1)


def _relatives(
    using: Comparer, rows: I32, group: npt.NDArray[np.integer], level: int, rng: np.random.Generator
) -> I8:
    """Levels of random neighbours of one group whose names meet at one level, in either half."""
    a, b = _neighbours(rows, group, rng)
    name, _ = using.names(a, b)
    met = (name >= 0) & (name % kernel.N_LEVELS == level)
    return using.levels(a[met], b[met])


def _of_one_day(gamma: I8) -> I8:
    some: I8 = gamma[gamma[:, DEATH] == kinship.SAME_DAY]
    return some


def _given(prepared: Prepared, reading: I64, rows: I32) -> I32:
    coded: I32 = prepared.names.info[prepared.names.given[reading[rows]], COARSE]
    return coded


def _neighbours(
    rows: I32,
    group: npt.NDArray[np.integer],
    rng: np.random.Generator,
    most: int = _RANDOM_PAIRS,
) -> tuple[I32, I32]:
    """Random pairs of rows of one group, no more than are needed."""
    order = rng.permutation(len(rows))
    order = order[np.argsort(group[order], kind="stable")]
    rows, group = rows[order], group[order]
    together = np.flatnonzero(group[1:] == group[:-1])
    if len(together) > most:
        together = rng.choice(together, most, replace=False)
    return rows[together], rows[together + 1]


def _shares(
    gamma: I8, fields: tuple[str, ...], anchor: list[Floats], strength: float
) -> list[Floats]:
    """Shares of levels, drawn a little to `anchor` where pairs are few."""
    counts = np.zeros((len(fields), max(len(levels_of(field)) for field in fields)))
    sum_levels(gamma, np.ones(len(gamma)), counts)
    return [
        em.shares_by_kind(field, counts[f, : len(levels_of(field))], anchor[f], strength)
        for f, field in enumerate(fields)
    ]

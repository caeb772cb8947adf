"""Fit the model on counts of comparison patterns, with no labels.

Three choices keep it steady whatever the blocking:

* `u` comes from random pairs, never from candidates: candidates are chosen because they agree. It
  is taken for each kind of two people (`kinship`, `strangers`).
* The chance that two people share a name is computed for each pair from how common its parts are.
  How far parts hang together beyond that (`name_scale`) is learned for each name level, as the
  shift of its odds that makes the other fields fit best.
* Only pairs that a key of names alone brought up teach the odds of a name level.

A whole name is one field with ordered levels, so father, grandfather and family name of a sibling
count once, as a household, and not as three agreements.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tawthiq.compiling import compiled
from tawthiq.linkage import kernel
from tawthiq.linkage.arrays import F64, I8, I64, Bools
from tawthiq.linkage.kinship import kind_of
from tawthiq.linkage.model import FIELDS, N_NAME_LEVELS, levels_of
from tawthiq.linkage.patterns import (
    BIN,
    Patterns,
    add_bits,
    sum_levels,
    sum_names,
    weight_places,
)

OTHER_FIELDS = FIELDS[1:]
_ITERATIONS = 200
_TOLERANCE = 1e-4  # bits
_MOST_MATCHES = 2.0  # pairs a record: as many as people of five records each have
_PRIOR_PAIRS = 20.0  # weight of what we expect before seeing any pair, in pairs
_SHIFT_SD = 3.0  # bits: how far a name level's odds may stray from what frequencies say
_WITHIN_BITS = (
    -11.0
)  # lists are cleaned of repeats: one is some 2,000 times rarer than a second list
_WITHIN_SD = 1.5

# What true pairs look like before any is seen; EM moves all of them.
_M_NAME = {
    kernel.SAME: 0.70, kernel.PARTS_MISSING: 0.08, kernel.MOVED: 0.02, kernel.PART_CLOSE: 0.08,
    kernel.GIVEN_CLOSE: 0.03, kernel.SEVERAL_CLOSE: 0.03, kernel.MIDDLE_DIFFERS: 0.02,
    kernel.FAMILY_DIFFERS: 0.02, kernel.GIVEN_CLOSE_MIXED: 0.006, kernel.FEW: 0.006,
    kernel.GIVEN_ONLY: 0.002, kernel.HOUSEHOLD: 0.0005, kernel.ONE_PART: 0.001,
    kernel.NOTHING: 0.0005,
}  # fmt: skip
_M_PRIOR = {
    "born": (0.001, 0.004, 0.02, 0.04, 0.115, 0.605, 0.002, 0.008, 0.045, 0.16),
    "death": (0.003, 0.01, 0.03, 0.08, 0.03, 0.10, 0.15, 0.597),
    "place": (0.03, 0.03, 0.14, 0.15, 0.2, 0.43, 0.02),
    "origin": (0.03, 0.03, 0.14, 0.15, 0.2, 0.43, 0.02),
    "sex": (0.005, 0.995),
    "reporter": (0.02, 0.3, 0.68),
    "id": (0.05, 0.1, 0.85),
    "text": (0.1, 0.1, 0.2, 0.6),
}
# What random pairs look like, where there are too few to count.
_U_PRIOR = {
    "born": (0.60, 0.15, 0.05, 0.05, 0.05, 0.10, 0.90, 0.07, 0.025, 0.005),
    "death": (0.50, 0.30, 0.10, 0.05, 0.01, 0.01, 0.02, 0.01),
    "place": (0.60, 0.10, 0.15, 0.05, 0.05, 0.049, 0.001),
    "origin": (0.60, 0.10, 0.15, 0.05, 0.05, 0.049, 0.001),
    "sex": (0.5, 0.5),
    "reporter": (0.90, 0.09, 0.01),
    "id": (0.998, 0.001, 0.001),
    "text": (0.90, 0.08, 0.01, 0.01),
}
# Levels of one field that come from different kinds of comparison: ages, dates of birth.
_KINDS = {"born": (slice(0, 6), slice(6, 10))}
# Levels whose candidates were chosen by more than their names keep the odds that frequencies give.
_LEARNING = np.array(
    [
        level in (kernel.HOUSEHOLD, *range(kernel.GIVEN_CLOSE_MIXED, kernel.SAME + 1))
        for level in range(N_NAME_LEVELS)
    ]
    * 2
)


def expected_name_m() -> F64:
    """P(name level | same person) before any pair is seen; shape (28,), both halves sum to 1."""
    one = np.array([_M_NAME[level] for level in range(N_NAME_LEVELS)])
    return np.asarray(np.concatenate([one, one]) / one.sum(), dtype=np.float64)


def expected_m(field: str) -> F64:
    """P(level | same person) before any pair is seen, by kind of comparison."""
    prior = np.array(_M_PRIOR.get(field) or _M_PRIOR[field.partition("_")[0]])
    return shares_by_kind(field, prior, prior, 0.0)


def expected_u(field: str) -> F64:
    """P(level | two people) before any pair is seen, by kind of comparison."""
    prior = np.array(_U_PRIOR.get(field) or _U_PRIOR[field.partition("_")[0]])
    return shares_by_kind(field, prior, prior, 0.0)


def shares_by_kind(field: str, counts: F64, anchor: F64, strength: float) -> F64:
    """Shares of levels among pairs that allow the same kind of comparison.

    Whether two birth dates can be compared, or only two ages, is no evidence: it says which lists
    the records come from. So the levels of each kind sum to 1.

    Args:
        field: which.
        counts: by level.
        anchor: shares by level that few counts are drawn to.
        strength: how strongly, in pairs.
    """
    shares = np.empty(len(levels_of(field)))
    for kind in _KINDS.get(field, (slice(None),)):
        drawn = counts[kind] + strength * anchor[kind] / anchor[kind].sum()
        shares[kind] = drawn / drawn.sum()
    return shares


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What EM found."""

    m: dict[str, F64]
    name_scale: F64
    prior_bits: float
    within_bits: float
    iterations: int
    converged: bool


def log2_odds(probability: float) -> float:
    """Bits of a probability."""
    return float(np.log2(probability) - np.log2(1 - probability))


def probability_of(bits: F64) -> F64:
    """The probability of log2 odds."""
    return np.asarray(1.0 / (1.0 + np.exp2(-np.clip(bits, -500, 500))))


def field_bits(gamma: npt.NDArray[np.integer], m: F64, u: F64, row: I64) -> F64:
    """log2 m/u of one field; 0 where it cannot be compared."""
    weights = np.log2(m) - np.log2(u)
    # A level of -1 picks the last column: cannot compare, no evidence.
    table = np.concatenate([weights, np.zeros((len(weights), 1))], axis=1)
    return np.asarray(table[row, gamma], dtype=np.float64)


def fit(
    patterns: Patterns,
    u: dict[str, F64],
    n_records: int,
    on_iteration: Callable[[int, int], None],
) -> Fit:
    """Expectation and maximisation until no weight moves by more than a ten-thousandth of a bit.

    Args:
        patterns: counts of candidate pairs.
        u: by field, shape (5 or 10, levels): P(level | two people), see `kinship.rows_of`.
        n_records: how many records there are.
        on_iteration: called with (done, most).

    Source: Fellegi and Sunter (1969) for the weights; Winkler (1988) for EM on pattern counts.
    The concomitant odds of name levels are our own.
    """
    fields = patterns.fields
    expected = expected_name_m()
    m = {f: expected_m(f) for f in fields}
    m_name = expected.copy()
    all_pairs = max(n_records * (n_records - 1) / 2, 1.0)
    most = _MOST_MATCHES * n_records
    matches = max(0.3 * n_records, 1.0)
    prior_bits = float(np.log2(min(matches / all_pairs, 0.5)))
    shift = np.zeros(2 * N_NAME_LEVELS)
    within_bits = _WITHIN_BITS
    named = patterns.name >= 0
    level = np.maximum(patterns.name, 0)
    kind = kind_of(patterns.name)
    teaching = _teaching(patterns, level)
    learnt = [
        (step, np.flatnonzero(teaching.level == step))
        for step in np.unique(teaching.level[_LEARNING[teaching.level]]).tolist()
    ]
    expected_by_field = {field: expected_m(field) for field in fields}
    at = weight_places(patterns, kind, {field: u[field].shape for field in fields})
    log_u = {field: np.log2(u[field]) for field in fields}
    converged, iteration = False, 0
    for iteration in range(1, _ITERATIONS + 1):
        on_iteration(iteration, _ITERATIONS)
        name_odds = prior_bits + np.log2(m_name) + shift
        # A pair without names has no name level: only its prior and other fields speak.
        mixing = np.where(named, name_odds[level], prior_bits) + patterns.offset
        bits = mixing + np.where(patterns.within, within_bits, 0.0)
        add_bits(at, np.concatenate([(np.log2(m[f]) - log_u[f]).ravel() for f in fields]), bits)
        matched = probability_of(bits) * patterns.count
        before = _flat(m, m_name, shift, within_bits, prior_bits)
        got = np.zeros((len(fields), max(len(levels_of(field)) for field in fields)))
        sum_levels(patterns.gamma, matched, got)
        for f, field in enumerate(fields):
            counts = got[f, : len(levels_of(field))]
            m[field] = shares_by_kind(field, counts, expected_by_field[field], _PRIOR_PAIRS)
        total = min(float(matched.sum()), most)
        prior_bits = float(np.log2(min((total + 1.0) / (all_pairs + 2.0), 0.5)))
        counts = _name_counts(patterns.name, matched, patterns.within)
        m_name = _learned_shares(counts, expected)
        if len(teaching.level):
            found = _sums(teaching.group, matched[teaching.row], len(teaching.level))
            base = prior_bits + np.log2(m_name)[teaching.level] + teaching.offset
            fixed = base + np.where(teaching.within, within_bits, 0.0)
            for step, of_step in learnt:
                shift[step] = best_shift(
                    fixed[of_step],
                    found[of_step],
                    teaching.count[of_step],
                    start=shift[step],
                    centre=0.0,
                    sd=_SHIFT_SD,
                )
                # Namesakes are never rarer than the floor under their chance.
                if step % N_NAME_LEVELS == kernel.SAME:
                    shift[step] = min(shift[step], 0.0)
            rows = teaching.within
            if rows.any():
                within_bits = best_shift(
                    (base + shift[teaching.level])[rows],
                    found[rows],
                    teaching.count[rows],
                    start=within_bits,
                    centre=_WITHIN_BITS,
                    sd=_WITHIN_SD,
                )
        after = _flat(m, m_name, shift, within_bits, prior_bits)
        if np.abs(after - before).max() < _TOLERANCE:
            converged = True
            break
    return Fit(
        m={"name": m_name, **m},
        name_scale=-shift,
        prior_bits=prior_bits,
        within_bits=within_bits,
        iterations=iteration,
        converged=converged,
    )


def _name_counts(level: npt.NDArray[np.integer], p: F64, within: Bools) -> F64:
    """How many pairs are one person, by name level, among those that may teach it.

    Where lists meet only across scripts, names of one script meet only inside a version. The few
    that look like one person there are mostly two, and would teach what two look like: such a half
    of the levels learns nothing. Where hardly any versions meet, there is nothing else to go by.

    Args:
        level: by pair; -1 without a name, which counts nowhere.
        p: by pair, or the sum of several pairs.
        within: whether both records stand in one version.
    """
    size = 2 * N_NAME_LEVELS
    across, inside = np.zeros((2, size))
    sum_names(level, p, within, across, inside)
    halves = (slice(0, N_NAME_LEVELS), slice(N_NAME_LEVELS, size))
    teaches = np.zeros(size, dtype=bool)
    for half in halves:
        teaches[half] = across[half].sum() > inside[half].sum()
    if across.sum() <= inside.sum():
        teaches[:] = True
    return np.where(teaches, inside + across, 0.0)


def _learned_shares(counts: F64, expected: F64) -> F64:
    """Shares of name levels among matches: those that may be learned, the others as expected."""
    shares = expected.copy()
    for half in (slice(0, N_NAME_LEVELS), slice(N_NAME_LEVELS, 2 * N_NAME_LEVELS)):
        free = _LEARNING[half]
        usual, got = expected[half][free], counts[half][free]
        drawn = got + _PRIOR_PAIRS * usual
        shares[half][free] = usual.sum() * drawn / drawn.sum()
    return shares


def shares_of(
    name: I8,
    gamma: npt.NDArray[np.integer],
    p: F64,
    fields: tuple[str, ...],
    before: dict[str, F64],
    *,
    within: Bools | None = None,
) -> dict[str, F64]:
    """P(level | same person) by field, where pairs are one person with probability `p`.

    Args:
        name: levels of names, -1 without.
        gamma: (n_pairs, n_fields), -1 cannot compare.
        p: by pair.
        fields: the columns of `gamma`.
        before: the shares so far; those of a script in which no names were compared stay.
        within: by pair, whether both records stand in one version; None where it is not known.
    """
    within = np.zeros(len(p), dtype=bool) if within is None else within
    expected = expected_name_m()
    m = {"name": before["name"].copy()}
    got = _name_counts(name, p, within)
    for half in (slice(0, N_NAME_LEVELS), slice(N_NAME_LEVELS, 2 * N_NAME_LEVELS)):
        drawn = got[half] + _PRIOR_PAIRS * expected[half]
        if got[half].sum() >= 1.0:
            m["name"][half] = drawn / drawn.sum()
    by_level = np.zeros((len(fields), max(len(levels_of(field)) for field in fields)))
    sum_levels(gamma, p, by_level)
    for f, field in enumerate(fields):
        counts = by_level[f, : len(levels_of(field))]
        m[field] = shares_by_kind(field, counts, expected_m(field), _PRIOR_PAIRS)
    return m


def _sums(of: npt.NDArray[np.integer], values: F64, size: int) -> F64:
    """The sum of the values of each group, from 0 to `size` - 1."""
    return np.bincount(of, values, minlength=size).astype(np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Teaching:
    """Patterns that teach the odds of name levels, in groups that differ in nothing else."""

    row: I64  # which patterns
    group: I64  # of each
    level: I64  # by group
    within: Bools
    offset: F64
    count: F64


def _teaching(patterns: Patterns, level: I64) -> _Teaching:
    row = np.flatnonzero((patterns.name >= 0) & patterns.learns)
    bins = np.rint(patterns.offset[row] / BIN).astype(np.int64)
    lowest = int(bins.min(initial=0))
    size = int(bins.max(initial=0)) - lowest + 1
    code = (level[row] * 2 + patterns.within[row]) * size + bins - lowest
    groups, group = np.unique(code, return_inverse=True)
    return _Teaching(
        row=row,
        group=group,
        level=groups // size // 2,
        within=groups // size % 2 > 0,
        offset=(groups % size + lowest) * BIN,
        count=_sums(group, patterns.count[row], len(groups)),
    )


def _flat(m: dict[str, F64], m_name: F64, shift: F64, within_bits: float, prior_bits: float) -> F64:
    logs = [np.log2(shares) for shares in m.values()]
    return np.concatenate([*logs, np.log2(m_name) + shift, [within_bits, prior_bits]])


def _newton(fixed, matched, count, value, centre, precision):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    log_2 = math.log(2.0)
    for _ in range(50):
        slope, bend = -(value - centre) * precision, precision
        for k in range(fixed.shape[0]):
            p = 1.0 / (1.0 + 2.0 ** -min(max(fixed[k] + value, -500.0), 500.0))
            slope += (matched[k] - count[k] * p) * log_2
            bend += count[k] * p * (1.0 - p) * log_2**2
        move = min(max(slope / bend, -4.0), 4.0)
        value += move
        if abs(move) < 1e-6:
            break
    return value


_find_shift = compiled(_newton, alone=True)


def best_shift(
    fixed: F64, matched: F64, count: F64, *, start: float, centre: float, sd: float
) -> float:
    """The shift (bits) that makes the odds alone expect as many matches as all fields found.

    Newton's method on a concave function: logistic regression with one constant, an offset, and a
    normal prior at `centre`.
    """
    return float(_find_shift(fixed, matched, count, float(start), float(centre), 1 / sd**2))

"""Candidate pairs as counts of comparison patterns: thousands of patterns stand for all pairs."""

# ruff: noqa: PLR0917 - compiled functions take positional arguments only

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tawthiq.compiling import compiled
from tawthiq.linkage.arrays import F64, I8, I32, I64, Bools
from tawthiq.linkage.kinship import rows_of
from tawthiq.linkage.model import N_NAME_LEVELS, levels_of

BIN = 0.5  # bits: pairs whose frequencies differ by less share a pattern
_LOWEST, _HIGHEST = -128, 255  # of rounded offsets, in bins
_LARGEST_CODE = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class Patterns:
    """Distinct comparison patterns and how many candidate pairs show each."""

    name: I64  # level, -1 without names
    fields: tuple[str, ...]  # the columns of `gamma`
    gamma: npt.NDArray[np.int64]  # (n_patterns, n_fields)
    offset: F64  # bits that frequencies are worth
    within: Bools  # both records in one version of one list
    learns: Bools
    count: F64


def count_patterns(
    name: I8, gamma: I8, offset: F64, within: Bools, by_name: Bools, *, fields: tuple[str, ...]
) -> Patterns:
    """Count the distinct rows; offsets are rounded to half a bit.

    Args:
        name: levels of names by pair, -1 without.
        gamma: (n_pairs, n_fields), -1 cannot compare.
        offset: bits that frequencies are worth.
        within: whether both records stand in one version.
        by_name: whether the pair teaches the odds of its name level.
        fields: the columns of `gamma`.
    """
    sizes = [2 * N_NAME_LEVELS + 1, *(len(levels_of(field)) + 1 for field in fields), 2, 2]
    # Many columns of a table's own: a pattern is no number any more.
    numbered = (_HIGHEST - _LOWEST + 1) * float(np.prod(sizes, dtype=np.float64)) <= _LARGEST_CODE
    count = _by_code if numbered else _by_column
    return count(name, gamma, offset, within, by_name, fields, sizes)


def _codes(name, gamma, offset, within, by_name, sizes, code):  # type: ignore[no-untyped-def]
    for k in range(name.shape[0]):
        bins = np.rint(offset[k] / BIN)
        # Compared as they are: an offset of any size may be rounded, and no whole number holds it.
        bins = min(max(bins, float(_LOWEST)), float(_HIGHEST))
        one = (np.int64(bins) - _LOWEST) * sizes[0] + name[k] + 1
        for f in range(gamma.shape[1]):
            one = one * sizes[f + 1] + gamma[k, f] + 1
        code[k] = (one * 2 + within[k]) * 2 + by_name[k]


_fill_codes = compiled(_codes, alone=True)


def _by_code(
    name: I8, gamma: I8, offset: F64, within: Bools, by_name: Bools, fields: tuple[str, ...],
    sizes: list[int],
) -> Patterns:  # fmt: skip
    """Number each pattern, count the numbers, and read the patterns from them again."""
    code = np.empty(len(name), dtype=np.int64)
    _fill_codes(name, gamma, offset, within, by_name, np.array(sizes), code)
    code.sort()
    first = np.flatnonzero(np.concatenate([[True], code[1:] != code[:-1]])[: len(code)])
    count = np.diff(first, append=len(code)).astype(np.float64)
    rest = code[first]
    read = []
    for size in reversed(sizes):
        read.append(rest % size)
        rest = rest // size
    by_name_, within_, *levels = read
    levels = [level - 1 for level in reversed(levels)]
    return Patterns(
        name=levels[0],
        fields=fields,
        gamma=np.stack(levels[1:], axis=1),
        offset=np.asarray((rest + _LOWEST) * BIN, dtype=np.float64),
        within=within_ > 0,
        learns=by_name_ > 0,
        count=count,
    )


def _by_column(
    name: I8, gamma: I8, offset: F64, within: Bools, by_name: Bools, fields: tuple[str, ...],
    sizes: list[int],
) -> Patterns:  # fmt: skip
    """The same, column by column: where the numbers would be too large, patterns so far get new."""
    rounded = np.clip(np.round(offset / BIN), _LOWEST, _HIGHEST).astype(np.int64)
    code, seen = rounded - _LOWEST, _HIGHEST - _LOWEST + 1
    for column, size in zip([name, *gamma.T, within, by_name], sizes, strict=True):
        if seen * size > _LARGEST_CODE:
            distinct, code = np.unique(code, return_inverse=True)
            seen = len(distinct)
        code = code * size + (column.astype(np.int64) + (1 if size > 2 else 0))
        seen *= size
    _, first, counts = np.unique(code, return_index=True, return_counts=True)
    return Patterns(
        name=name[first].astype(np.int64),
        fields=fields,
        gamma=gamma[first].astype(np.int64),
        offset=np.asarray(rounded[first] * BIN, dtype=np.float64),
        within=within[first],
        learns=by_name[first],
        count=counts.astype(np.float64),
    )


def weight_places(patterns: Patterns, kind: I64, shapes: dict[str, tuple[int, ...]]) -> I32:
    """Where the weight of each field of each pattern stands among all; -1 cannot compare.

    Args:
        patterns: the patterns.
        kind: by pattern, see `kinship.kind_of`.
        shapes: rows and levels of `u`, by field; their weights stand one field after the other.
    """
    at = np.full(patterns.gamma.shape, -1, dtype=np.int32)
    start = 0
    for f, field in enumerate(patterns.fields):
        level = patterns.gamma[:, f]
        rows, levels = shapes[field]
        place = start + rows_of(field, kind, patterns.gamma, patterns.fields) * levels + level
        at[:, f] = np.where(level >= 0, place, -1)
        start += rows * levels
    return at


def _bits(at, weights, bits):  # type: ignore[no-untyped-def]
    """Add to the bits of each pattern the weights of its fields."""
    for k in range(at.shape[0]):
        for f in range(at.shape[1]):
            if at[k, f] >= 0:
                bits[k] += weights[at[k, f]]


add_bits = compiled(_bits, alone=True)


def _levels(gamma, matched, got):  # type: ignore[no-untyped-def]
    """Sums of pairs, or of patterns, by field and level."""
    for k in range(gamma.shape[0]):
        for f in range(gamma.shape[1]):
            if gamma[k, f] >= 0:
                got[f, gamma[k, f]] += matched[k]


sum_levels = compiled(_levels, alone=True)


def _names(level, p, within, across, inside):  # type: ignore[no-untyped-def]
    """Sums by level of the name, of pairs within a version and of others."""
    for k in range(level.shape[0]):
        if level[k] >= 0:
            if within[k]:
                inside[level[k]] += p[k]
            else:
                across[level[k]] += p[k]


sum_names = compiled(_names, alone=True)

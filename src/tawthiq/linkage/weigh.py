"""From pairs of rows to levels, and from levels to bits."""

# ruff: noqa: PLR0917 - compiled functions take positional arguments only

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tawthiq.compiling import compiled
from tawthiq.linkage import em, kernel, kinship
from tawthiq.linkage.aligning import KnownLevels
from tawthiq.linkage.arrays import F32, I8, I32, I64
from tawthiq.linkage.cards import Cards, cards_of
from tawthiq.linkage.comparing import (
    BORN,
    DEATH,
    N_BUILT_IN,
    YEAR_AGAINST,
    YEAR_ALONG,
    compare_fields,
    packed,
)
from tawthiq.linkage.frequency import KEYS, name_bits, value_bits
from tawthiq.linkage.model import Floats, Frequencies, Model, levels_of
from tawthiq.linkage.prepare import Extra, Prepared
from tawthiq.linkage.spelling import Slips, slips_of

_MOST_FROM_FREQUENCY = 6.0  # bits either way: one value may not decide a pair by being rare

# Field, level, and the frequency table of the value on which the pair agrees at that level.
_FREQUENT = (
    ("born", 9, "born"),
    ("born", 5, "age"),
    ("death", 7, "death"),
    ("place", 5, "place"),
    ("origin", 5, "origin"),
)
# Likeness of two texts, of 100, from which on they are nearly one, and from which on partly.
_NEARLY, _PARTLY = 85, 60
_KIND_OF_NAME = kinship.kind_of(np.arange(2 * kernel.N_LEVELS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Levels of pairs, and the bits the rarity of names is worth."""

    name: I8  # -1 without names
    tau: F32
    gamma: I8  # (n_pairs, n_fields)
    within: npt.NDArray[np.bool_]

    def chosen(self, kept: npt.NDArray[np.bool_ | np.integer]) -> "Compared":
        """Some of them."""
        return Compared(
            name=self.name[kept],
            tau=self.tau[kept],
            gamma=self.gamma[kept],
            within=self.within[kept],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparer:
    """All that comparing needs, made once: pairs may then be compared from several threads."""

    prepared: Prepared
    n_records: int  # that frequencies were counted of
    part_bits: F32
    household: F32
    value_bits: F32  # (n, n_keys): -log2 share of each value, as `frequency.KEYS`, then extras
    way: I8  # see `comparing.compare_fields`
    known: KnownLevels
    cards: Cards
    values: I32  # see `comparing.packed`
    slips: Slips

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns of `Compared.gamma`."""
        return (*em.OTHER_FIELDS, *(extra.field for extra in self.prepared.extras))

    def names(self, a: I32, b: I32) -> tuple[I8, F32]:
        """Levels of the names of rows, and the bits that their rarity is worth."""
        return kernel.compare_names(
            self.prepared.names,
            self.cards,
            a,
            b,
            bits=self.part_bits,
            household=self.household,
            n_records=self.n_records,
            typical=np.log2(em.expected_name_m()[: kernel.N_LEVELS]),
            known=self.known,
        )

    def levels(self, a: I32, b: I32) -> I8:
        """Levels of rows in all `fields`, (n_pairs, n_fields)."""
        gamma = compare_fields(self.values, a, b, self.way, self.slips)
        own = [_compare_extra(extra, a, b)[:, None] for extra in self.prepared.extras]
        return np.concatenate([gamma, *own], axis=1) if own else gamma

    def compare(self, a: I32, b: I32) -> Compared:
        """Compare the rows `a` with the rows `b`."""
        prepared = self.prepared
        name, tau = self.names(a, b)
        version = prepared.version
        return Compared(
            name=name,
            tau=tau,
            gamma=self.levels(a, b),
            within=(version[a] == version[b]) & (version[a] >= 0),
        )


def comparer(prepared: Prepared, frequencies: Frequencies, way: I8 | None = None) -> Comparer:
    """Look up what comparing needs of every part and value."""
    bits, household = name_bits(prepared, frequencies)
    size = prepared.n_versions
    return Comparer(
        prepared=prepared,
        n_records=frequencies.n_records,
        part_bits=bits,
        household=household,
        value_bits=value_bits(prepared, frequencies),
        way=np.ones((size, size), dtype=np.int8) if way is None else way,
        known=KnownLevels.none_yet(prepared.names),
        cards=cards_of(prepared),
        values=packed(prepared),
        slips=slips_of(prepared.values["place"].keys, prepared.values["origin"].keys),
    )


def _compare_extra(extra: Extra, a: I32, b: I32) -> I8:
    """Levels of a column of the table's own; -1 cannot compare."""
    x, y = extra.code[a], extra.code[b]
    level = np.where((x >= 0) & (y >= 0), 0, -1).astype(np.int8)
    same = (x == y) & (x >= 0)
    level[same] = len(levels_of(extra.field)) - 1
    rest = np.flatnonzero((level == 0) & ~same)
    if len(rest):
        # Few tables have such columns, and it takes megabytes to load.
        from rapidfuzz import fuzz, process  # noqa: PLC0415
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        first = extra.keys.gather(x[rest]).to_list()
        second = extra.keys.gather(y[rest]).to_list()
        if extra.kind == "id":
            apart = process.cpdist(first, second, scorer=OSA.distance, score_cutoff=1)
            level[rest] = (apart <= 1).astype(np.int8)
        else:
            alike = process.cpdist(first, second, scorer=fuzz.token_sort_ratio)
            level[rest] = np.where(alike >= _NEARLY, 2, np.where(alike >= _PARTLY, 1, 0))
    return level


def usual_way(compared: Compared, a: I32, b: I32, prepared: Prepared) -> I8:
    """Which of two versions usually gives the higher age, where ages differ by a year.

    Lists take ages on different days, or count in different ways; then nearly all pairs of one
    person differ in one direction. Learned from pairs of one name, whoever they are: namesakes
    differ in both.

    Args:
        compared: pairs compared in the given way, +1 for all.
        a: their rows.
        b: their rows.
        prepared: the records.

    Returns:
        (n_versions, n_versions), filled for v < w: 1 or -1.
    """
    size, version = prepared.n_versions, prepared.version
    way = np.ones((size, size), dtype=np.int8)
    same = compared.name % kernel.N_LEVELS == kernel.SAME
    rows = np.flatnonzero(same & _a_year_apart(compared))
    va, vb = version[a[rows]], version[b[rows]]
    apart = (va >= 0) & (vb >= 0) & (va != vb)
    rows, va, vb = rows[apart], va[apart], vb[apart]
    pairs, of_pair = np.unique(
        np.minimum(va, vb).astype(np.int64) * size + np.maximum(va, vb), return_inverse=True
    )
    sign = np.where(compared.gamma[rows, BORN] == YEAR_ALONG, 1.0, -1.0)
    against = pairs[np.bincount(of_pair, sign, minlength=len(pairs)) < 0]
    way[against // size, against % size] = -1
    return way


def _a_year_apart(compared: Compared) -> npt.NDArray[np.bool_]:
    born = compared.gamma[:, BORN]
    apart: npt.NDArray[np.bool_] = (born == YEAR_ALONG) | (born == YEAR_AGAINST)
    return apart


def turned(compared: Compared, a: I32, b: I32, prepared: Prepared, way: I8) -> Compared:
    """Pairs that were compared with +1 for all, as the learned way has them."""
    rows = np.flatnonzero(_a_year_apart(compared))
    va, vb = prepared.version[a[rows]], prepared.version[b[rows]]
    known = (va >= 0) & (vb >= 0)
    rows, va, vb = rows[known], va[known], vb[known]
    rows = rows[way[np.minimum(va, vb), np.maximum(va, vb)] < 0]
    gamma = compared.gamma.copy()
    gamma[rows, BORN] = YEAR_ALONG + YEAR_AGAINST - gamma[rows, BORN]
    return Compared(name=compared.name, tau=compared.tau, gamma=gamma, within=compared.within)


def frequency_bits(
    using: Comparer, a: I32, compared: Compared, u: dict[str, Floats]
) -> dict[str, Floats]:
    """Bits by field that the frequency of the shared value adds to the level's average weight.

    None for a household: that it shares a rare day or town is no surprise.
    """
    related = kinship.kind_of(compared.name) == kinship.HOUSEHOLD
    added = {field: np.zeros(len(a)) for field, _, _ in _frequent(using.fields)}
    for field, level, key in _frequent(using.fields):
        gamma = compared.gamma[:, using.fields.index(field)]
        rows = np.flatnonzero((gamma == level) & ~related)
        rarity = using.value_bits[a[rows], key].astype(np.float64)
        bits = np.where(np.isnan(rarity), 0.0, rarity + np.log2(u[field][kinship.STRANGERS, level]))
        added[field][rows] = np.clip(bits, -_MOST_FROM_FREQUENCY, _MOST_FROM_FREQUENCY)
    return added


def _add_frequencies(  # type: ignore[no-untyped-def]
    a, name, gamma, kind_of_name, rare_key, rare_bits, value_bits, most, total
):
    for k in range(a.shape[0]):
        if name[k] >= 0 and kind_of_name[name[k]] == kinship.HOUSEHOLD:
            continue
        for f in range(gamma.shape[1]):
            level = gamma[k, f]
            if level < 0 or rare_key[f, level] < 0:
                continue
            rare = value_bits[a[k], rare_key[f, level]]
            if not np.isnan(rare):
                total[k] += min(max(rare + rare_bits[f, level], -most), most)


_fill_frequencies = compiled(_add_frequencies, alone=True)


def frequencies_worth(using: Comparer, a: I32, compared: Compared, u: dict[str, Floats]) -> Floats:
    """Bits that the frequencies of names and of other values are worth, by pair.

    The sum of tau and of `frequency_bits`, in one compiled loop.
    """
    rare_key, rare_bits = _rare(using.fields, u)
    total = compared.tau.astype(np.float64)
    _fill_frequencies(
        a, compared.name, compared.gamma, _KIND_OF_NAME, rare_key, rare_bits, using.value_bits,
        _MOST_FROM_FREQUENCY, total,
    )  # fmt: skip
    return total


def _rare(fields: tuple[str, ...], u: dict[str, Floats]) -> tuple[I64, Floats]:
    """By field and level, the column of `value_bits` and log2 u; -1 where no frequency counts."""
    size = max(len(levels_of(field)) for field in fields)
    key = np.full((len(fields), size), -1, dtype=np.int64)
    bits = np.zeros((len(fields), size))
    for field, level, column in _frequent(fields):
        f = fields.index(field)
        key[f, level] = column
        bits[f, level] = np.log2(u[field][kinship.STRANGERS, level])
    return key, bits


def _weights(fields: tuple[str, ...], model: Model) -> Floats:
    """log2 m/u by field, row of `u` (see `kinship.rows_of`) and level; 0 where there is none."""
    size = max(len(levels_of(field)) for field in fields)
    bits = np.zeros((len(fields), 2 * kinship.N_KINDS, size))
    for f, field in enumerate(fields):
        weights = np.log2(model.m[field]) - np.log2(model.u[field])
        bits[f, : weights.shape[0], : weights.shape[1]] = weights
    return bits


def _frequent(fields: tuple[str, ...]) -> list[tuple[str, int, int]]:
    """Field, level, and the column of `value_bits` that says how rare the shared value is."""
    known = [(field, level, KEYS.index(key)) for field, level, key in _FREQUENT]
    return known + [
        (field, len(levels_of(field)) - 1, len(KEYS) + x)
        for x, field in enumerate(fields[N_BUILT_IN:])
    ]


def weigh(using: Comparer, a: I32, compared: Compared, model: Model) -> dict[str, Floats]:
    """Bits of each field for each pair, the name first."""
    level = np.maximum(compared.name, 0)
    name = np.log2(model.m["name"][level]) - model.name_scale[level] + compared.tau
    kind = kinship.kind_of(compared.name)
    added = frequency_bits(using, a, compared, model.u)
    bits = {"name": np.where(compared.name >= 0, name, 0.0)}
    for f, field in enumerate(using.fields):
        levels = compared.gamma[:, f]
        rows = kinship.rows_of(field, kind, compared.gamma, using.fields)
        bits[field] = em.field_bits(levels, model.m[field], model.u[field], rows)
        if field in added:
            bits[field] += added[field]
    return bits


def _sum(  # type: ignore[no-untyped-def]
    a, name, tau, gamma, within, prior, within_bits, name_bits, kind_of_name, one_day, bits,
    rare_key, rare_bits, value_bits, most, out,
):  # fmt: skip
    for k in range(a.shape[0]):
        total = prior
        kind = 0
        if name[k] >= 0:
            total += name_bits[name[k]] + tau[k]
            kind = kind_of_name[name[k]]
        if within[k]:
            total += within_bits
        for f in range(gamma.shape[1]):
            level = gamma[k, f]
            if level < 0:
                continue
            row = kind
            if one_day[f] and gamma[k, DEATH] == kinship.SAME_DAY:
                row += kinship.N_KINDS
            total += bits[f, row, level]
            key = rare_key[f, level]
            if key >= 0 and kind != kinship.HOUSEHOLD:
                rare = value_bits[a[k], key]
                if not np.isnan(rare):
                    total += min(max(rare + rare_bits[f, level], -most), most)
        out[k] = total


_fill_sums = compiled(_sum, alone=True)


def pair_odds(using: Comparer, a: I32, compared: Compared, model: Model) -> Floats:
    """log2 odds of pairs weighed alone: prior and fields, without coverage and rivals.

    The sum of what `weigh` tells field by field, in one compiled loop.
    """
    fields = using.fields
    one_day = np.array([field in kinship.OF_ONE_DAY for field in fields])
    rare_key, rare_bits = _rare(fields, model.u)
    odds = np.empty(len(a))
    _fill_sums(
        a, compared.name, compared.tau, compared.gamma, compared.within, model.prior_bits,
        model.within_bits, np.log2(model.m["name"]) - model.name_scale,
        _KIND_OF_NAME, one_day, _weights(using.fields, model), rare_key, rare_bits,
        using.value_bits, _MOST_FROM_FREQUENCY, odds,
    )  # fmt: skip
    return odds

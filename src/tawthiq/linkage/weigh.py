"""From pairs of rows to levels, and from levels to bits."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tawthiq.linkage import em, kernel
from tawthiq.linkage.comparing import compare_fields
from tawthiq.linkage.frequency import name_bits, value_bits
from tawthiq.linkage.model import LEVELS, Floats, Frequencies, Model
from tawthiq.linkage.parts import COARSE, FINE
from tawthiq.linkage.prepare import Prepared

I32 = npt.NDArray[np.int32]
I8 = npt.NDArray[np.int8]

_MOST_FROM_FREQUENCY = 6.0  # bits either way: one value may not decide a pair by being rare
_RANDOM_PAIRS = 400_000
_U_PRIOR_PAIRS = 5.0

# Field, level, and the frequency table of the value on which the pair agrees at that level.
_FREQUENT = (
    ("born", 8, "born"),
    ("born", 4, "age"),
    ("death", 7, "death"),
    ("place", 5, "place"),
    ("origin", 5, "origin"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Levels of pairs, and the bits the rarity of names is worth."""

    name: I8  # -1 without names
    tau: Floats
    gamma: I8  # (n_pairs, 6)
    within: npt.NDArray[np.bool_]


def compare(prepared: Prepared, a: I32, b: I32, frequencies: Frequencies) -> Compared:
    """Compare the rows `a` with the rows `b`."""
    bits, household = name_bits(prepared, frequencies)
    name, tau = kernel.compare_name_pairs(
        prepared.names,
        prepared.name[a],
        prepared.name[b],
        bits=bits,
        household=household,
        log_n=float(np.log2(max(frequencies.n_records, 2))),
        typical=np.log2(em.expected_name_m()[: kernel.N_LEVELS]),
    )
    return Compared(
        name=name,
        tau=np.where(name >= 0, tau, 0.0),
        gamma=compare_fields(prepared, a, b),
        within=(prepared.version[a] == prepared.version[b]) & (prepared.version[a] >= 0),
    )


def estimate_u(prepared: Prepared, seed: int) -> dict[str, Floats]:
    """P(level | two people) by field, shape (3, levels): strangers, one given name, one household.

    Strangers are random pairs. People of one given name are random neighbours among those who
    share it; they differ from strangers in their sex alone. A household shares the skeletons after
    the given name, but not the given name.
    """
    rng = np.random.default_rng(seed)
    n = prepared.n
    unseen = [em.expected_u(f) for f in em.OTHER_FIELDS]
    u = {f: np.stack([x, x, x]) for f, x in zip(em.OTHER_FIELDS, unseen, strict=True)}
    if n < 2:
        return u
    a = rng.integers(0, n, _RANDOM_PAIRS).astype(np.int32)
    b = rng.integers(0, n, _RANDOM_PAIRS).astype(np.int32)
    apart = a != b
    strangers = _shares(compare_fields(prepared, a[apart], b[apart]), unseen)
    reading = np.where(prepared.name >= 0, prepared.names.readings[prepared.name].max(axis=1), -1)
    named = np.nonzero(reading >= 0)[0].astype(np.int32)
    first = prepared.names.info[prepared.names.given[reading[named]], FINE]
    a, b = _neighbours(named, first.astype(np.int64), rng)
    one_given = _shares(compare_fields(prepared, a, b), strangers)
    homes = prepared.names.household_keys.rank("dense").fill_null(0).cast(int).to_numpy()
    home = homes[reading[named]].astype(np.int64)
    a, b = _neighbours(named[home > 0], home[home > 0], rng)
    other_given = _given(prepared, reading, a) != _given(prepared, reading, b)
    # A family lives, and often dies, in one place on one day: few pairs do not disprove it.
    close = [
        (strangers[f] + em.expected_m(field)) / 2
        if field in ("death", "place", "origin")
        else strangers[f]
        for f, field in enumerate(em.OTHER_FIELDS)
    ]
    kin = _shares(compare_fields(prepared, a[other_given], b[other_given]), close)
    for f, field in enumerate(em.OTHER_FIELDS):
        same_given = one_given[f] if field == "sex" else strangers[f]
        u[field] = np.stack([strangers[f], same_given, kin[f]])
    return u


def _given(prepared: Prepared, reading: npt.NDArray[np.int64], rows: I32) -> I32:
    coded: I32 = prepared.names.info[prepared.names.given[reading[rows]], COARSE]
    return coded


def _neighbours(
    rows: I32, group: npt.NDArray[np.int64], rng: np.random.Generator
) -> tuple[I32, I32]:
    """Random pairs of rows of one group."""
    order = rng.permutation(len(rows))
    order = order[np.argsort(group[order], kind="stable")]
    rows, group = rows[order], group[order]
    together = group[1:] == group[:-1]
    return rows[:-1][together], rows[1:][together]


def _shares(gamma: I8, anchor: list[Floats]) -> list[Floats]:
    """Shares of levels, drawn a little to `anchor` where pairs are few."""
    found = []
    for f, field in enumerate(em.OTHER_FIELDS):
        size = len(LEVELS[field])
        seen = gamma[gamma[:, f] >= 0, f]
        counts = np.bincount(seen, minlength=size).astype(np.float64)
        found.append(em.shares_by_kind(field, counts, anchor[f], _U_PRIOR_PAIRS))
    return found


def frequency_bits(
    prepared: Prepared,
    a: I32,
    compared: Compared,
    u: dict[str, Floats],
    frequencies: Frequencies,
) -> dict[str, Floats]:
    """Bits by field that the frequency of the shared value adds to the level's average weight.

    None for a household: that it shares a rare day or town is no surprise.
    """
    gamma = compared.gamma
    related = em.kin_of(compared.name) == em.KIN
    bits = value_bits(prepared, frequencies)
    added = {field: np.zeros(len(a)) for field in em.OTHER_FIELDS}
    for field, level, key in _FREQUENT:
        rows = (gamma[:, em.OTHER_FIELDS.index(field)] == level) & ~related
        rarity = bits[key][a[rows]] + np.log2(u[field][em.STRANGERS, level])
        rarity = np.where(np.isnan(rarity), 0.0, rarity)
        added[field][rows] = np.clip(rarity, -_MOST_FROM_FREQUENCY, _MOST_FROM_FREQUENCY)
    return added


def weigh(prepared: Prepared, a: I32, compared: Compared, model: Model) -> dict[str, Floats]:
    """Bits of each field for each pair, the name first."""
    level = np.maximum(compared.name, 0)
    name = np.log2(model.m["name"][level]) - model.name_scale[level] + compared.tau
    kin = em.kin_of(compared.name)
    added = frequency_bits(prepared, a, compared, model.u, model.frequencies)
    bits = {"name": np.where(compared.name >= 0, name, 0.0)}
    for f, field in enumerate(em.OTHER_FIELDS):
        levels = compared.gamma[:, f]
        bits[field] = em.field_bits(levels, model.m[field], model.u[field], kin) + added[field]
    return bits

"""Candidates that can come to nothing, told apart before their names are aligned.

Aligning names is the dearest step, and most candidates are of people whose ages, days and places
differ: no name could make them likely. So fields are compared first, then the parts of names without
their order. What both allow at most is a bound; a pair below it is let go, and no other is.
"""

# ruff: noqa: PLR0911, PLR0912, PLR0917
# Compiled functions take positional arguments only, and a case a line is the plain way.

from dataclasses import dataclass

import numpy as np

from tawthiq.compiling import compiled
from tawthiq.linkage import em, kernel, kinship
from tawthiq.linkage.aligning import (
    CLOSE,
    COARSE_BITS,
    DIFFERENT,
    EQUAL,
    EQUAL_COARSE,
    GIVEN,
    GIVEN_COARSE,
    LOG_SLIPS,
    OTHER,
    joined,
    part_level,
)
from tawthiq.linkage.arrays import F64, I32, I64, Bools
from tawthiq.linkage.cards import (
    ALONE,
    ALONE_FINE,
    COUNT,
    FIRST,
    NAME,
    READINGS,
    SCRIPT,
    TOGETHER,
    TOGETHER_FINE,
    VERSION,
    WIDTH,
)
from tawthiq.linkage.comparing import DEATH, N_BUILT_IN
from tawthiq.linkage.model import Floats, Model, levels_of
from tawthiq.linkage.weigh import MOST_FROM_FREQUENCY, Comparer, field_weights, rare_values

# What the parts of two names allow, without their order: which levels they can reach.
_NO_PART, _NO_GIVEN_ONE, _GIVEN_ONE, _NO_GIVEN, _CLOSE_GIVEN, _GIVEN_PARTS, _ANY = range(7)
_LEVELS = (
    (kernel.NOTHING,),
    (kernel.NOTHING, kernel.ONE_PART),
    (kernel.NOTHING, kernel.ONE_PART, kernel.GIVEN_ONLY),
    (kernel.NOTHING, kernel.ONE_PART, kernel.HOUSEHOLD, kernel.MOVED),
    (
        kernel.NOTHING, kernel.ONE_PART, kernel.HOUSEHOLD, kernel.MOVED, kernel.FEW,
        kernel.GIVEN_CLOSE, kernel.GIVEN_CLOSE_MIXED,
    ),
    tuple(level for level in range(kernel.N_LEVELS) if level != kernel.SAME),
    tuple(range(kernel.N_LEVELS)),
)  # fmt: skip
_NEVER = -1e9  # bits
_SLACK = 1e-3  # bits: sums in another order, and worths of names kept in half the digits
_LOWER = (1 << 31) - 1  # of a span, its letters: see `aligning.KnownLevels`
_MOST_MEETINGS = 1 << 20
_N_KINDS = 8  # room for those there are, so that the processor adds them side by side

_INNER = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def _can_join(a0, n, b0, m, part, info, letters, spans):  # type: ignore[no-untyped-def]
    """Whether two neighbouring parts of the first name, written together, are one of the second."""
    for i in range(1, n):
        p, q = part[a0 + i - 1], part[a0 + i]
        for j in range(m):
            whole = part[b0 + j]
            more = spans[p] + spans[q] - spans[whole]
            if (more & _LOWER) != 0 and (more > _LOWER or more < -_LOWER):
                continue
            if joined(info, letters, p, q, whole):
                return True
    return False


can_join = compiled(_can_join, **_INNER)


def _most(  # type: ignore[no-untyped-def]
    a0, n, b0, m, same_script, part, info, letters, spans, bits, slot, known
):
    """What the parts of two readings allow, whatever their order; none of them joined.

    Returns:
        Which of the levels in `_LEVELS`, and the most bits that the rarity of the parts is worth.
    """
    worth = 0.0
    agree = equal = 0
    met = met_equal = 0  # bit masks of the second name's parts
    corner = DIFFERENT
    for i in range(n):
        p = part[a0 + i]
        x = slot[p]
        most, best = 0.0, DIFFERENT
        for j in range(m):
            y = slot[part[b0 + j]]
            found = np.int8(-1)
            if x | y >= 0:
                found = known[x, y]
            if found < 0:
                found = np.int8(part_level(p, part[b0 + j], same_script, info, letters))
                if x | y >= 0:
                    known[x, y] = known[y, x] = found
            if found == DIFFERENT:
                continue
            role = GIVEN if i == 0 and j == 0 else OTHER
            if role == GIVEN:
                corner = found
            met |= 1 << j
            if found == CLOSE:
                q = part[b0 + j]
                gain = max(bits[p, role], bits[q, role]) - LOG_SLIPS
            else:
                met_equal |= 1 << j
                # Parts that have moved are worth what they are in the fine skeleton.
                gain = max(bits[p, role], bits[p, OTHER])
                if found == EQUAL_COARSE:
                    gain = max(
                        bits[p, role + GIVEN_COARSE] - COARSE_BITS, bits[p, OTHER],
                        bits[part[b0 + j], OTHER],
                    )  # fmt: skip
            most = max(most, gain)
            best = max(best, int(found))
        worth += most
        agree += best >= CLOSE
        equal += best >= EQUAL
    columns = columns_equal = 0
    for j in range(m):
        columns += met >> j & 1
        columns_equal += met_equal >> j & 1
    agree = min(agree, columns)
    if n == m and equal == n and columns_equal == n:
        return _ANY, worth
    if agree == 0:
        return _NO_PART, worth
    if agree == 1:
        return (_GIVEN_ONE if corner >= EQUAL else _NO_GIVEN_ONE), worth
    if corner >= EQUAL:
        return _GIVEN_PARTS, worth
    return (_CLOSE_GIVEN if corner == CLOSE else _NO_GIVEN), worth


most_of = compiled(_most, **_INNER)


def _screen(  # type: ignore[no-untyped-def]
    a, b, gamma, prior, within_bits, others, weights, one_day, rare_key, rare_bits, value_bits,
    most_rare, least, of_record, of_reading, part, info, letters, spans, bits, slot, known,
    ceilings, cap, total, kept,
):  # fmt: skip
    n_versions = least.shape[0] - 1
    touched, common, i = 0, 0.0, -1
    for k in range(a.shape[0]):
        if k % kernel.AHEAD == 0:
            stop = min(k + kernel.AHEAD, a.shape[0])
            touched += kernel.fetch(a, b, k, stop, of_record, of_reading)
            for ahead in range(k, stop):
                common += value_bits[a[ahead], 0]
        # The record that was there before comes first: what it asks for is near.
        i, j = (b[k], a[k]) if b[k] == i else (a[k], b[k])
        vi, vj = of_record[i, VERSION], of_record[j, VERSION]
        start = prior + within_bits if vi == vj and vi >= 0 else prior
        for kind in range(_N_KINDS):
            total[kind] = start + others[kind]
        on_one_day = gamma[k, DEATH] == kinship.SAME_DAY
        for f in range(gamma.shape[1]):
            level = gamma[k, f]
            if level < 0:
                continue
            day = 1 if one_day[f] and on_one_day else 0
            for kind in range(_N_KINDS):
                total[kind] += weights[f, day, level, kind]
            key = rare_key[f, level]
            if key >= 0:
                rare = value_bits[a[k], key]
                if not np.isnan(rare):
                    more = min(max(rare + rare_bits[f, level], -most_rare), most_rare)
                    home = total[kinship.HOUSEHOLD]
                    for kind in range(_N_KINDS):
                        total[kind] += more
                    total[kinship.HOUSEHOLD] = home
        if n_versions > 0:
            enough = least[vi if vi >= 0 else n_versions, vj if vj >= 0 else n_versions]
        else:
            enough = least[0, 0]
        if of_record[i, NAME] < 0 or of_record[j, NAME] < 0:
            kept[k] = total[kinship.STRANGERS] >= enough
            continue
        kept[k] = False
        best = _NEVER
        for kind in range(_N_KINDS):
            best = max(best, total[kind] + ceilings[_ANY + 1, 0, kind])
        if best + cap < enough:
            continue
        for x in range(READINGS, READINGS + 2):
            ra = of_record[i, x]
            for y in range(READINGS, READINGS + 2):
                rb = of_record[j, y]
                if ra < 0 or rb < 0 or kept[k]:
                    continue
                a0, n = ra * WIDTH + FIRST, of_reading[ra, COUNT]
                b0, m = rb * WIDTH + FIRST, of_reading[rb, COUNT]
                same_script = of_reading[ra, SCRIPT] == of_reading[rb, SCRIPT]
                allows, worth = most_of(
                    a0, n, b0, m, same_script, part, info, letters, spans, bits, slot, known
                )
                script = 0 if same_script else 1
                best = _NEVER
                for kind in range(_N_KINDS):
                    best = max(best, total[kind] + ceilings[allows, script, kind])
                if best + min(worth, cap) >= enough:
                    kept[k] = True
                    continue
                # Hardly any two parts are as long as a third.
                if (
                    of_reading[ra, TOGETHER] & of_reading[rb, ALONE]
                    | of_reading[ra, TOGETHER_FINE] & of_reading[rb, ALONE_FINE]
                ) != 0 and can_join(a0, n, b0, m, part, info, letters, spans):
                    kept[k] = True
                elif (
                    of_reading[rb, TOGETHER] & of_reading[ra, ALONE]
                    | of_reading[rb, TOGETHER_FINE] & of_reading[ra, ALONE_FINE]
                ) != 0 and can_join(b0, m, a0, n, part, info, letters, spans):
                    kept[k] = True
    total[0] = touched + common  # or the compiler would leave it out


_fill_kept = compiled(_screen, alone=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What pairs can come to under one model: made once, asked from several threads."""

    using: Comparer
    prior_bits: float
    within_bits: float
    others: Floats  # (8,), by kind: the most that a table's own columns can add
    weights: F64  # (6, 2, n_levels, 8): by field, on one day or not, by level, by kind
    one_day: Bools
    rare_key: I64  # see `weigh.rare_values`
    rare_bits: Floats
    least: Floats  # by two versions: fewest bits of a pair that is kept; the last: not known
    ceilings: F64  # (8, 2, 8): most bits of the levels that are allowed, by script, by kind
    cap: float  # most bits that the rarity of a name is worth

    @classmethod
    def of(cls, using: Comparer, model: Model, least_bits: float, reach: dict[int, float]) -> "Screen":
        """Of the pairs that are kept by `Taught.kept`.

        Args:
            using: to compare with.
            model: that weighs.
            least_bits: fewest bits of a pair that is kept where coverage adds nothing.
            reach: by two versions, the bits that coverage may add.
        """
        rare_key, rare_bits = rare_values(using.fields, model.u)
        weights = _by_kind(using.fields, model)
        others = np.zeros(_N_KINDS)
        for f in range(N_BUILT_IN, len(using.fields)):
            most = weights[f, 0] + np.where(rare_key[f] >= 0, MOST_FROM_FREQUENCY, 0.0)[:, None]
            others += np.maximum(most.max(axis=0), 0.0)
        return cls(
            using=using,
            prior_bits=model.prior_bits,
            within_bits=model.within_bits,
            others=others,
            weights=np.ascontiguousarray(weights[:N_BUILT_IN]),
            one_day=np.array([f in kinship.OF_ONE_DAY for f in using.fields[:N_BUILT_IN]]),
            rare_key=rare_key,
            rare_bits=rare_bits,
            least=_least(using.prepared.n_versions, least_bits - _SLACK, reach),
            ceilings=_ceilings(model),
            cap=kernel.most_bits(using.n_records),
        )

    def may_count(self, a: I32, b: I32) -> Bools:
        """Which pairs of rows may be kept; of those that may not, none would be."""
        using, cards, names = self.using, self.using.cards, self.using.prepared.names
        kept = np.empty(len(a), dtype=np.bool_)
        _fill_kept(
            a, b, using.built_in(a, b), self.prior_bits, self.within_bits, self.others,
            self.weights, self.one_day, self.rare_key, self.rare_bits, using.value_bits,
            MOST_FROM_FREQUENCY, self.least, cards.of_record, cards.of_reading,
            cards.of_reading.ravel(), names.info, names.letters, using.known.spans,
            using.part_bits, using.known.slot, using.known.level, self.ceilings, self.cap,
            np.empty(_N_KINDS), kept,
        )  # fmt: skip
        return kept


def _by_kind(fields: tuple[str, ...], model: Model) -> F64:
    """log2 m/u by field, on one day or not, by level, by kind of two people."""
    rows = field_weights(fields, model)
    found = np.zeros((len(fields), 2, rows.shape[2], _N_KINDS))
    for f, field in enumerate(fields):
        for day in range(2):
            first = kinship.N_KINDS if day and field in kinship.OF_ONE_DAY else 0
            of_kind = rows[f, first : first + kinship.N_KINDS]
            found[f, day, :, : kinship.N_KINDS] = of_kind.T
    return found


def _least(n_versions: int, bits: float, reach: dict[int, float]) -> Floats:
    """Fewest bits of a pair that is kept by two versions; of very many, of any two."""
    far = {key: max(more, 0.0) for key, more in reach.items()}
    if (n_versions + 1) ** 2 > _MOST_MEETINGS:
        return np.array([[bits - max(far.values(), default=0.0)]])
    least = np.full((n_versions + 1, n_versions + 1), bits)
    for key, more in far.items():
        v, w = key >> 32, key & 0xFFFFFFFF
        least[v, w] = least[w, v] = bits - more
    return least


def _ceilings(model: Model) -> F64:
    bits = np.log2(model.m["name"]) - model.name_scale
    most = np.full((len(_LEVELS) + 1, 2, _N_KINDS), _NEVER)
    kinds = kinship.kind_of(np.arange(kernel.N_LEVELS))
    for allowed, levels in enumerate(_LEVELS):
        for script in range(2):
            for level in levels:
                worth = bits[level + script * kernel.N_LEVELS]
                at = (allowed, script, kinds[level])
                most[at] = max(most[at], worth)
    most[-1] = most[_ANY].max(axis=0)  # of any script
    return most

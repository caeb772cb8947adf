"""Levels of names for many pairs at once: what the alignment found, as a level and its rarity.

What a level means stands in `model.LEVELS`. One compiled loop over pairs of records, which lets go
of the interpreter: several threads may compare at once. The tests hold it to plain twins.
"""

# ruff: noqa: PLR0911, PLR0912, PLR0917, PLR1714, PLR1730, SIM109
# Compiled functions take positional arguments only, `in` and `min` compile slowly, and a level a
# line is the plain way.

import math

import numpy as np
import numpy.typing as npt

from tawthiq.compiling import compiled
from tawthiq.linkage.aligning import (
    ABSENT,
    CLOSE,
    DIFFERENT,
    EQUAL,
    MET_CLOSE,
    MET_DIFFERENT,
    MET_EQUAL,
    MET_GAPS,
    MET_GIVEN,
    MET_JOINED,
    MET_LAST_DIFFERS,
    MET_LEFT_A,
    MET_LEFT_B,
    MET_MOVED,
    N_MET,
    KnownLevels,
    align,
    scratch,
)
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
    WIDTH,
    Cards,
)
from tawthiq.linkage.parts import NameTable

# Name levels, in the order of `model.LEVELS["name"]`.
NOTHING, ONE_PART, HOUSEHOLD, GIVEN_ONLY, FEW, GIVEN_CLOSE_MIXED = 0, 1, 2, 3, 4, 5
FAMILY_DIFFERS, MIDDLE_DIFFERS, SEVERAL_CLOSE, GIVEN_CLOSE = 6, 7, 8, 9
PART_CLOSE, MOVED, PARTS_MISSING, SAME = 10, 11, 12, 13
N_LEVELS = 14

# Brothers hardly ever share a given name; cousins of one father's side do.
_SHARED_GIVEN = 0.2
# However rare the parts, about one person in 2 ** 8 has a full namesake whom frequencies do not
# foresee: cousins named after one grandfather, a name copied into the row of a relative.
_NAMESAKE_BITS = 8.0
# Brothers and sisters whom no list names.
_UNSEEN_KIN = 0.5
_AHEAD = 64  # pairs

I8 = npt.NDArray[np.int8]
I32 = npt.NDArray[np.int32]
F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]

_INNER = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def _level_of(met):  # type: ignore[no-untyped-def]
    """The ordered level of whole names from how their parts met: (N_MET,), as `align` has it."""
    given, equal, close = met[MET_GIVEN], met[MET_EQUAL], met[MET_CLOSE]
    different, gaps = met[MET_DIFFERENT], met[MET_GAPS]
    moved, joined = met[MET_MOVED] > 0, met[MET_JOINED] > 0
    if moved:
        # Once parts have met out of order, what is still loose on both sides differs; on one side
        # only, it is missing.
        left_a, left_b = met[MET_LEFT_A], met[MET_LEFT_B]
        least = left_a if left_a < left_b else left_b
        if least < different:
            different = least
        gaps = left_a + left_b - 2 * different
        if given == DIFFERENT:
            given = ABSENT
    known = equal + close
    one_slip = close == 1 and gaps == 0
    if given == EQUAL:
        if different == 0 and close == 0:
            if moved or joined:
                return MOVED
            if gaps == 0:
                return SAME
            return PARTS_MISSING if equal >= 2 else GIVEN_ONLY
        if different == 0:
            return PART_CLOSE if one_slip else SEVERAL_CLOSE
        if different == 1 and known >= 3:
            return FAMILY_DIFFERS if met[MET_LAST_DIFFERS] > 0 else MIDDLE_DIFFERS
        return FEW if known >= 2 else GIVEN_ONLY
    if given == CLOSE:
        if different == 0 and equal >= 1:
            if one_slip and equal == 1:
                return PART_CLOSE  # of two parts: one family name is no household
            return GIVEN_CLOSE if one_slip else GIVEN_CLOSE_MIXED
        return FEW if different <= 1 and known >= 3 else ONE_PART
    if moved and different == 0 and gaps == 0 and given == ABSENT and equal >= 2:
        return MOVED
    if known >= 2:
        return HOUSEHOLD
    return ONE_PART if known == 1 else NOTHING


level_of = compiled(_level_of, **_INNER)


def _fetch(a, b, start, stop, of_record, of_reading):  # type: ignore[no-untyped-def]
    """Touch what comparing some pairs will ask for: the processor brings it for all at once.

    Asked for one pair after the other, each waits for memory twice in turn.
    """
    touched = 0
    for k in range(start, stop):
        touched += of_record[a[k], NAME] + of_record[b[k], NAME]
    for k in range(start, stop):
        for side in range(2):
            row = a[k] if side == 0 else b[k]
            for x in range(READINGS, READINGS + 2):
                r = of_record[row, x]
                if r >= 0:
                    touched += of_reading[r, COUNT]
    return touched


fetch = compiled(_fetch, **_INNER)


def _compare(  # type: ignore[no-untyped-def]
    a, b, of_record, of_reading, part, info, letters, spans, bits, household, log_n, typical, slot,
    known, best_of, level, met, gamma, tau,
):  # fmt: skip
    by_chance = 2.0**-log_n
    touched = 0
    for k in range(a.shape[0]):
        if k % _AHEAD == 0:
            stop = min(k + _AHEAD, a.shape[0])
            touched += fetch(a, b, k, stop, of_record, of_reading)
        gamma[k], tau[k] = -1, 0.0
        low, high = a[k], b[k]
        if of_record[low, NAME] < 0 or of_record[high, NAME] < 0:
            continue
        # The lower number first, so that a pair is compared the same way whoever asks.
        if of_record[low, NAME] > of_record[high, NAME]:
            low, high = high, low
        best = -np.inf
        for x in range(READINGS, READINGS + 2):
            for y in range(READINGS, READINGS + 2):
                ra, rb = of_record[low, x], of_record[high, y]
                if ra < 0 or rb < 0:
                    continue
                same_script = of_reading[ra, SCRIPT] == of_reading[rb, SCRIPT]
                # Hardly any two parts are as long as a third, written or as skeletons.
                may_join = (
                    of_reading[ra, TOGETHER] & of_reading[rb, ALONE]
                    | of_reading[rb, TOGETHER] & of_reading[ra, ALONE]
                    | of_reading[ra, TOGETHER_FINE] & of_reading[rb, ALONE_FINE]
                    | of_reading[rb, TOGETHER_FINE] & of_reading[ra, ALONE_FINE]
                ) != 0
                given_worth, rest_worth = align(
                    ra * WIDTH + FIRST, of_reading[ra, COUNT], rb * WIDTH + FIRST,
                    of_reading[rb, COUNT], same_script, may_join, part, info, letters, spans, bits,
                    slot, known, best_of, level, met,
                )  # fmt: skip
                found = level_of(met)
                kin = household[ra] if household[ra] > household[rb] else household[rb]
                relatives = 0.0
                if found == SAME:
                    if kin > 1:
                        relatives = _SHARED_GIVEN * (kin - 1)
                elif found == GIVEN_CLOSE or found == GIVEN_CLOSE_MIXED:
                    relatives = (kin - 2 if kin > 2 else 0.0) + _UNSEEN_KIN
                elif found == HOUSEHOLD:
                    relatives = kin + _UNSEEN_KIN
                rarity = given_worth
                if rest_worth != 0.0 or relatives != 0.0:
                    rarity -= math.log2(2.0**-rest_worth + relatives * by_chance)
                if rarity > log_n + _NAMESAKE_BITS:
                    rarity = log_n + _NAMESAKE_BITS
                # A hair's breadth for the same script, where both say the same.
                worth = rarity + typical[found] + (0.5 if same_script else 0.0)
                if worth > best:
                    best = worth
                    gamma[k] = found if same_script else found + N_LEVELS
                    tau[k] = rarity
    met[0] = touched  # or the compiler would leave it out


_fill_names = compiled(_compare, alone=True)


def compare_names(
    table: NameTable,
    cards: Cards,
    a: I32,
    b: I32,
    *,
    bits: F32,
    household: F32,
    n_records: int,
    typical: F64,
    known: KnownLevels,
) -> tuple[I8, F32]:
    """Levels and taus of the names of pairs of records.

    Of several readings the best comparison counts.

    Args:
        table: the names.
        cards: of the same names, and of the records.
        a: rows.
        b: rows.
        bits: (n_parts, 4), -log2 share of records: as given name, as other part, and the same for
            coarse skeletons.
        household: distinct given names with a father's side, by reading.
        n_records: how many records there are.
        typical: log2 share of each level among true pairs, to tell which comparison is best.
        known: of the parts of these names; filled here.

    Returns:
        Level (0 to 13 within a script, 14 to 27 across, -1 without a name) and tau, in bits.
    """
    log_n = float(np.log2(max(n_records, 2)))
    gamma, tau = np.empty(len(a), dtype=np.int8), np.empty(len(a), dtype=np.float32)
    best, level = scratch()
    _fill_names(
        a, b, cards.of_record, cards.of_reading, cards.of_reading.ravel(), table.info,
        table.letters, known.spans, bits, household, log_n, typical, known.slot, known.level,
        best, level, np.empty(N_MET, np.int64), gamma, tau,
    )  # fmt: skip
    return gamma, tau

"""Names laid out for comparing: what is asked of a reading fills one line of the processor's cache.

Pairs come in no order that memory likes. What waits for memory is asked for once, and for many
pairs at a time.
"""

from dataclasses import dataclass

import numpy as np

from tawthiq.linkage.arrays import I32, I64, cache_lines
from tawthiq.linkage.parts import FINE_END, MAX_PARTS, TEXT, TEXT_END
from tawthiq.linkage.prepare import Prepared

# Columns of `Cards.of_reading`: how many parts, the script, bit masks of the lengths of parts as
# they are written and of two neighbours together, the same of skeletons, and the parts themselves.
COUNT, SCRIPT, ALONE, TOGETHER, ALONE_FINE, TOGETHER_FINE, FIRST = range(7)
WIDTH = FIRST + MAX_PARTS
# Columns of `Cards.of_record`: the number of the name, and its readings from `READINGS` on.
NAME, READINGS = 0, 1
_LONGEST = 31  # letters that the masks tell apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """Readings and records, a row each."""

    of_reading: I32  # (n_readings, 16)
    of_record: I32  # (n, 4): name, its one or two readings; -1 without


def cards_of(prepared: Prepared) -> Cards:
    """The cards of all names and records."""
    names = prepared.names
    n = names.n_readings
    counts = names.reading[:, 1] - names.reading[:, 0]
    of_reading = cache_lines(n, WIDTH)
    of_reading[:, COUNT], of_reading[:, SCRIPT] = counts, names.reading[:, 2]
    before = np.full(n, -1, dtype=np.int32)
    text, fine, end = (names.info[:, x].astype(np.int64) for x in (TEXT, TEXT_END, FINE_END))
    for place in range(int(counts.max(initial=0))):
        rows = np.flatnonzero(counts > place)
        parts = names.part[names.reading[rows, 0] + place]
        of_reading[rows, FIRST + place] = parts
        last, pairs = before[rows], rows[before[rows] >= 0]
        for alone, lengths in ((ALONE, fine - text), (ALONE_FINE, end - fine)):
            of_reading[rows, alone] |= _bit(lengths[parts])
            both = lengths[parts[last >= 0]] + lengths[last[last >= 0]]
            of_reading[pairs, alone + 1] |= _bit(both)
        before[rows] = parts
    of_record = cache_lines(prepared.n, 4)
    of_record[:] = -1
    known = prepared.name >= 0
    of_record[:, NAME] = prepared.name
    of_record[known, READINGS : READINGS + 2] = names.readings[prepared.name[known]]
    return Cards(of_reading=of_reading, of_record=of_record)


def _bit(length: I64) -> I32:
    masks: I32 = (np.uint32(1) << np.minimum(length, _LONGEST).astype(np.uint32)).view(np.int32)
    return masks

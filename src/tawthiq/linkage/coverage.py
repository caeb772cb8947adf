"""How much of each list has a partner in each other list, and what that says of a pair.

One prior for all pairs takes lists for strangers. If nearly all records of one list stand in
another too, then a record that has not found its partner yet probably has one there, and a
candidate that fits only roughly is more likely to be it. Where the lists hardly overlap, the same
candidate is more likely somebody else. In a matching of n_v and n_w records with k pairs, the prior
odds of one pair more are k / ((n_v - k)(n_w - k)): k / (n_v n_w), divided by the shares of both
lists that are still free. That factor, over the common prior, is the *coverage* of the two lists.

Source: the prior on matchings of Sadinle (2017), JASA 112:600-612, section 3.2, there with a beta
prior on the share that is matched; here that share is estimated (empirical Bayes) and drawn to the
common prior where lists are short.
"""

import numpy as np
import numpy.typing as npt

from tawthiq.linkage.arrays import F64, I64

_PSEUDO = 20.0  # records, and pairs, that are worth as much as what is seen
_USUAL = 0.5  # most of a list that is taken to have a partner before anything is seen
_LEAST_FREE = 0.01  # of a list: some records have no partner, however many have
_MOST_BITS = 12.0
_FEW = 1000  # versions


def coverage_bits(k: F64, n_v: F64, n_w: F64, prior_bits: float) -> F64:
    """Bits to add to the common prior for pairs of two versions.

    Args:
        k: expected number of pairs that are one person, by two versions.
        n_v: records of the one version, the same length.
        n_w: records of the other.
        prior_bits: log2 odds that two random records of different versions are one person.
    """
    expected = n_v * n_w * 2.0**prior_bits
    bits = np.log2((k + _PSEUDO) / (expected + _PSEUDO))
    for n, others in ((n_v, n_w), (n_w, n_v)):
        usual = np.minimum(others * 2.0**prior_bits, _USUAL)
        covered = (k + _PSEUDO * usual) / (np.maximum(n, k) + _PSEUDO)
        bits -= np.log2(np.maximum(1.0 - covered, _LEAST_FREE))
    return np.asarray(np.clip(bits, -_MOST_BITS, _MOST_BITS), dtype=np.float64)


def meetings(version_a: npt.NDArray[np.int32], version_b: npt.NDArray[np.int32]) -> I64:
    """A number for the two versions of each pair, the same either way round; -1 within one.

    Pairs of a version that is not known count as within one: nothing is known of their lists.
    """
    low = np.minimum(version_a, version_b).astype(np.int64)
    high = np.maximum(version_a, version_b).astype(np.int64)
    return np.where((low >= 0) & (low != high), low << 32 | high, -1)


def distinct_meetings(
    version_a: npt.NDArray[np.int32], version_b: npt.NDArray[np.int32]
) -> tuple[I64, I64]:
    """The distinct `meetings` of pairs, ascending, and by pair which of them it is."""
    n = max(int(version_a.max(initial=0)), int(version_b.max(initial=0))) + 1
    if n > _FEW:
        return np.unique(meetings(version_a, version_b), return_inverse=True)
    # Few versions: count where each could stand, and sort nothing.
    low = np.minimum(version_a, version_b).astype(np.int64)
    high = np.maximum(version_a, version_b)
    code = np.where((low >= 0) & (low != high), low * n + high + 1, 0)
    seen = np.flatnonzero(np.bincount(code, minlength=n * n + 1))
    place = np.zeros(n * n + 1, dtype=np.int64)
    place[seen] = np.arange(len(seen))
    both = seen - 1
    return np.where(seen > 0, (both // n) << 32 | both % n, -1), place[code]

"""Which two people a pair may be of, if it is not of one: strangers, relatives, namesakes.

Two people of one house or one family often share a day and a place of death, and the more records
there are, the more often. What agrees between relatives anyway says little of whether two records
are one person: each kind of two people has shares of levels of its own.
"""

import numpy as np
import numpy.typing as npt

from tawthiq.linkage import kernel
from tawthiq.linkage.arrays import I64

# Rows of `u`: people who share nothing of their names that tells, a given name, all after the given
# name, a family name, a family name and the given name.
STRANGERS, ONE_GIVEN, HOUSEHOLD, FAMILY, FAMILY_GIVEN = range(5)
N_KINDS = 5
# Many die together where they live: of those who died on one day, whether places agree has as many
# rows again.
OF_ONE_DAY = ("place", "origin")
SAME_DAY = 7  # level of `death`

_KIND = {
    kernel.ONE_PART: FAMILY, kernel.HOUSEHOLD: HOUSEHOLD, kernel.GIVEN_ONLY: ONE_GIVEN,
    kernel.FEW: FAMILY_GIVEN, kernel.GIVEN_CLOSE_MIXED: HOUSEHOLD, kernel.GIVEN_CLOSE: HOUSEHOLD,
}  # fmt: skip
_KINDS = np.array(
    [
        _KIND.get(level, ONE_GIVEN if level >= kernel.FAMILY_DIFFERS else STRANGERS)
        for level in range(kernel.N_LEVELS)
    ]
)


def kind_of(name_level: npt.NDArray[np.integer]) -> I64:
    """Which two people have names that meet at these levels; strangers where there is no name."""
    return np.where(name_level >= 0, _KINDS[name_level % kernel.N_LEVELS], STRANGERS)


def n_rows(field: str) -> int:
    """How many rows `u` of a field has."""
    return N_KINDS * (2 if field in OF_ONE_DAY else 1)


def rows_of(field: str, kind: I64, gamma: npt.NDArray[np.integer], fields: tuple[str, ...]) -> I64:
    """The row of `u[field]` that holds for each pair.

    Args:
        field: which.
        kind: by pair, see `kind_of`.
        gamma: (n_pairs, n_fields).
        fields: the columns of `gamma`.
    """
    if field not in OF_ONE_DAY:
        return kind
    return np.where(gamma[:, fields.index("death")] == SAME_DAY, kind + N_KINDS, kind)

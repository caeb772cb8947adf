"""Distinct values by sorting: as numpy has them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.linkage.arrays import distinct, without

NUMBERS = st.lists(st.integers(-5, 9) | st.integers(-(2**62), 2**62))


@given(values=NUMBERS, known=NUMBERS)
def test_distinct_values_are_those_of_sets(values, known):
    values, known = np.array(values, dtype=np.int64), np.unique(np.array(known, dtype=np.int64))
    np.testing.assert_array_equal(distinct(values), np.unique(values))
    np.testing.assert_array_equal(without(values, known), np.setdiff1d(values, known))

"""Multiple systems estimation: how many people are on none of several overlapping lists.

Usable alone: a table with one 0/1 column for each list goes in, draws with their diagnostics come
out, or the reason why these lists carry no estimate.

    >>> table = capture_table({"A": [1, 0, 1], "B": [0, 1, 1], "count": [30, 20, 10]})
    >>> estimate(table).reason[:34]
    'People stand on 2 lists only (A an'
"""

from tawthiq.estimates.cache import Cache, user_cache
from tawthiq.estimates.chao import chao_lower_bound
from tawthiq.estimates.estimate import estimate
from tawthiq.estimates.family import Doubt
from tawthiq.estimates.for_arviz import draws_for_arviz, to_arviz
from tawthiq.estimates.model import (
    MODELS,
    CaptureTable,
    ChaoBound,
    Estimate,
    EstimateSettings,
    FamilyAnswer,
    NotEstimable,
    Shift,
    StrataEstimate,
    Total,
)
from tawthiq.estimates.modes import Mode
from tawthiq.estimates.placing import place_people, placed_tables
from tawthiq.estimates.prior import FinitePrior
from tawthiq.estimates.strata import Pooling, estimate_strata
from tawthiq.estimates.tables import capture_table

__all__ = [
    "MODELS",
    "Cache",
    "CaptureTable",
    "ChaoBound",
    "Doubt",
    "Estimate",
    "EstimateSettings",
    "FamilyAnswer",
    "FinitePrior",
    "Mode",
    "NotEstimable",
    "Pooling",
    "Shift",
    "StrataEstimate",
    "Total",
    "capture_table",
    "chao_lower_bound",
    "draws_for_arviz",
    "estimate",
    "estimate_strata",
    "place_people",
    "placed_tables",
    "to_arviz",
    "user_cache",
]

"""Draws as ArviZ wants them, so that its plots and diagnostics can be used on an estimate.

ArviZ is no dependency: `draws_for_arviz` gives plain arrays, which its functions take as they are;
`to_arviz` makes the container of the ArviZ that is installed.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tawthiq.errors import EstimateError
from tawthiq.estimates.model import Estimate


def draws_for_arviz(estimate: Estimate) -> dict[str, NDArray[Any]]:
    """The posterior by name, each array of shape (chain, draw).

    `people` are all people, those observed included. Where all linkages observe as many,
    `unobserved` are those on no list, and `log_unobserved` the log of one more than these, on which
    R-hat and effective sizes are computed. Each chain visits one linkage after the other, so where
    there are several the draws are brought into a random order, always the same one: halves of a
    chain are then alike, as split R-hat takes them to be.
    """
    people = estimate.draws
    if estimate.n_tables > 1:
        people = people[:, np.random.default_rng(0).permutation(people.shape[1])]
    found: dict[str, NDArray[Any]] = {"people": people}
    fewest, most = estimate.n_observed_range
    if fewest == most:
        found["unobserved"] = people - fewest
        found["log_unobserved"] = np.log1p(found["unobserved"])
    return found


def to_arviz(estimate: Estimate) -> Any:
    """The draws as ArviZ keeps them: a DataTree (ArviZ 1), or InferenceData (before).

    Raises:
        EstimateError: neither `arviz-base` nor `arviz` is installed.
    """
    posterior = draws_for_arviz(estimate)
    attributes = {"n_observed": estimate.n_observed, "method": estimate.method}
    if find_spec("arviz_base") is not None:
        tree: Any = import_module("arviz_base").from_dict({"posterior": posterior})
        tree["posterior"].attrs.update(attributes)
        return tree
    if find_spec("arviz") is not None:
        found: Any = import_module("arviz").from_dict(posterior=posterior)
        found.posterior.attrs.update(attributes)
        return found
    raise EstimateError(
        "ArviZ is not installed: `pip install arviz-base`, or use the arrays of `draws_for_arviz`."
    )

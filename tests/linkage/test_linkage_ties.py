"""Of two candidates that fit alike, one gets the person, and always the same one."""

import polars as pl
import pytest
from linkage_invented import aged, crowd, together

from tawthiq.linkage import link


@pytest.mark.parametrize("whole", ["two:x", "two:y"])
def test_of_two_that_fit_alike_the_one_as_complete_is_linked(whole: str):
    """Two namesakes of one age, and only one of them gives a sex, as its counterpart does."""
    people = (
        crowd(300)
        .drop("truth")
        .with_columns(town=pl.lit(None, dtype=pl.String), origin_town=pl.lit(None, dtype=pl.String))
    )
    same = {"name": "معتصم شكري منذر القباني", **aged(33)}
    rows = [{"record_id": "one:a", "list": "one", "document": "one", **same, "sex": "male"}]
    for key in ("two:x", "two:y"):
        sex = "male" if key == whole else None
        rows.append({"record_id": key, "list": "two", "document": "two", **same, "sex": sex})
    links = link(pl.concat([people, pl.DataFrame(rows)], how="diagonal_relaxed"))
    other = "two:y" if whole == "two:x" else "two:x"
    assert together(links.people, "one:a", whole)
    assert not together(links.people, "one:a", other)

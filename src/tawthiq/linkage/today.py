"""The records of today beside those of a state: who stayed, who came, who is gone.

Rows are those of today's table sorted by `record_id`.
"""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from tawthiq.linkage.arrays import I32, U64, Bools
from tawthiq.linkage.columns import COLUMNS, is_extra
from tawthiq.linkage.model import LinkSettings
from tawthiq.linkage.state import GONE, State

_FEW = 20  # one in so many is looked up by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """The records of today beside those of a state and the arrivals."""

    order: pl.Series  # of the table: by `record_id`
    ids: pl.Series  # sorted
    digest: U64
    row: I32  # by row of the state: the row of today
    alive: Bools  # whether there is one
    came: I32  # by arrival: the row of today
    here: Bools  # whether there is one
    returned: bool  # an arrival was there before, or came twice


def today_of(state: State, arrivals: pl.DataFrame, records: pl.DataFrame) -> Today:
    """Find everyone.

    Args:
        state: of an earlier run.
        arrivals: the records that came since, in the order in which they came.
        records: all records of today.
    """
    given = records["record_id"].cast(pl.String)
    order = given.arg_sort()
    ids = given.gather(order)
    came = arrivals["record_id"].cast(pl.String)
    late, here = rows_of(ids, came)
    # Where nobody has gone, everyone else stands in the order of before.
    rest = np.delete(np.arange(len(ids), dtype=np.int32), late[here])
    if len(rest) == len(state.ids) and ids.gather(rest).equals(state.ids):
        row, alive = rest, np.ones(len(rest), dtype=bool)
    else:
        row, alive = rows_of(ids, state.ids)
    return Today(
        order=order,
        ids=ids,
        digest=row_digest(records)[order.to_numpy()],
        row=row,
        alive=alive,
        came=late,
        here=here,
        returned=came.n_unique() < len(came) or bool(state.ids.is_in(came.implode()).any()),
    )


def objection(state: State, today: Today, settings: LinkSettings, columns: list[str]) -> str | None:
    """Why one cannot go on from a state; None where one can."""
    plain = frozenset[str]()
    if replace(settings, clean_lists=plain) != replace(state.settings, clean_lists=plain):
        return "the settings have changed"
    if tuple(sorted(filter(is_extra, columns))) != state.extras:
        return "the table has other columns"
    if (today.digest[today.row[today.alive]] != state.digest[today.alive]).any():
        return "records that were linked have other values now"
    if today.returned:
        return "records came that were there before"
    unknown = len(today.ids) - int(today.alive.sum()) - int(today.here.sum())
    if unknown:
        return f"{unknown} records are new that did not come after the last run"
    return None


def row_digest(records: pl.DataFrame) -> U64:
    """A number for what linkage reads of each record."""
    read = sorted(c for c in records.columns if c in COLUMNS or is_extra(c))
    digest: U64 = records.select(read).hash_rows(7).to_numpy()
    return digest


def rows_of(ids: pl.Series, asked: pl.Series) -> tuple[I32, Bools]:
    """Where each of `asked` stands in the sorted `ids`, and whether it does."""
    if not len(ids) or not len(asked):
        return np.zeros(len(asked), dtype=np.int32), np.zeros(len(asked), dtype=bool)
    if len(asked) < len(ids) // _FEW:
        at = np.minimum(ids.search_sorted(asked).to_numpy(), len(ids) - 1).astype(np.int32)
        return at, (ids.gather(at) == asked).to_numpy()
    numbered = pl.DataFrame({"id": ids, "row": np.arange(len(ids), dtype=np.int32)})
    found = pl.DataFrame({"id": asked}).join(numbered, on="id", how="left", maintain_order="left")[
        "row"
    ]
    there: Bools = found.is_not_null().to_numpy()
    return found.fill_null(0).to_numpy().astype(np.int32), there


def mapped(rows: I32, new_row: I32) -> I32:
    """Old rows as rows of today; -1 where they were gone, or are."""
    found = np.full(len(rows), GONE, dtype=np.int32)
    known = rows >= 0
    found[known] = new_row[rows[known]]
    return found


def versions_of(records: pl.DataFrame, order: pl.Series) -> tuple[I32, pl.DataFrame]:
    """As `Prepared.version` and `Prepared.versions`, of all records of today."""
    text = [
        pl.col(c).cast(pl.String).str.strip_chars().replace("", None)
        if c in records.columns
        else pl.lit(None, dtype=pl.String).alias(c)
        for c in ("list", "document")
    ]
    pair = records.select(text)
    known = pair.unique().filter(pl.any_horizontal(pl.all().is_not_null())).sort("list", "document")
    coded = known.with_columns(code=pl.int_range(pl.len(), dtype=pl.Int32))
    found = pair.join(
        coded, on=["list", "document"], how="left", nulls_equal=True, maintain_order="left"
    )["code"]
    return found.fill_null(-1).gather(order).to_numpy().astype(np.int32), known

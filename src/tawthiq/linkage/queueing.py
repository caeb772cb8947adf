"""Which pair is worth a reviewer's next quarter of an hour?

Each pair not yet decided has a value, in bits times persons:

    value = (settles + teaches) * left
    settles = H(p) * moved
    teaches = H(p) * (T(its pattern) + T(its name level)) / 2
    T = bits of doubt of all undecided pairs alike / (9 + m + 1) ** 2

* H(p) is the entropy of the pair's probability, in bits: 1 at one half, 0 where all is clear.
* `moved` are the people that change company with the answer. Only pairs that tie two people of the
  `sure` partition within one group of the `possible` partition settle anything: whatever the
  answer, the documented maximum and minimum come one person nearer. Such a group hangs together by
  its likeliest ties, a tree; a tie of the tree moves the smaller side that it holds, any other tie
  one person.
* T is what one more answer tells of pairs that compare alike: the same levels in all fields
  (pattern), or of the name. If the share of one person among them is known about as well as from 9
  judged pairs (a Beta prior) and m more are judged, or stand before this one, then one more answer
  takes (9 + m + 1) ** -2 of their variance.
* `left` is what the pairs before it in its group leave in doubt: a group of k people is settled by
  k - 1 answers, so after r of them (k - 1 - r) / (k - 1). Of several pairs between the same two
  people only the least clear is worth asking.

Left out are pairs that are judged, that a chain of `same` implies, or that a `different` forbids.
"""

import numpy as np
import polars as pl

from tawthiq.linkage.arrays import F64, I64
from tawthiq.linkage.graph import first_of_part
from tawthiq.linkage.judgements import SCHEMA, smaller_first

KNOWN_AS_FROM = 9.0  # judged pairs: how well the model knows a pattern before any is judged
_PAIR = ("record_a", "record_b")
_LEAST_VALUE = 0.001  # bits times persons: below it an answer is as good as known


def review_queue(
    pairs: pl.DataFrame,
    people: pl.DataFrame,
    *,
    judgements: pl.DataFrame | None = None,
    held_back: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The undecided pairs, the most valuable first.

    Args:
        pairs: `Links.pairs`.
        people: `Links.people`.
        judgements: record_a, record_b, verdict: all there are, also later than the links.
        held_back: record_a, record_b: pairs not to ask for here, such as those of a random sample.

    Returns:
        record_a, record_b, probability, value, settles, teaches (bits times persons, both before
        `left`), left, group_people (people of the `sure` partition in the doubtful group; null
        outside of one), moved (people), alike (undecided pairs of its pattern).
    """
    open_, judged = _undecided(pairs, judgements)
    if held_back is not None:
        open_ = open_.join(smaller_first(held_back), on=_PAIR, how="anti")
    sized = people.with_columns(group_people=pl.col("sure").n_unique().over("possible"))
    tied = _tied(pairs, sized).join(open_.select(_PAIR), on=_PAIR, how="semi")
    gammas = [column for column in pairs.columns if column.startswith("gamma_")]
    valued = (
        open_.with_columns(doubt=_entropy(pl.col("probability")))
        .join(tied, on=_PAIR, how="left")
        .with_columns(settles=pl.col("doubt") * pl.col("moved").fill_null(0))
        .sort("settles", "doubt", *_PAIR, descending=[True, True, False, False])
    )
    names = [name for name in gammas if name == "gamma_name"]
    valued = _taught(_taught(valued, judged, gammas, "pattern"), judged, names, "name_level")
    return (
        _rationed(
            valued.with_columns(
                teaches=pl.col("doubt") * (pl.col("pattern") + pl.col("name_level")) / 2
            )
        )
        .with_columns(value=(pl.col("settles") + pl.col("teaches")) * pl.col("left"))
        .filter(pl.col("value") >= _LEAST_VALUE)
        .sort("value", *_PAIR, descending=[True, False, False])
        .select(
            *_PAIR,
            "probability",
            "value",
            "settles",
            "teaches",
            "left",
            pl.when(pl.col("moved").is_not_null()).then("group_people").alias("group_people"),
            pl.col("moved").fill_null(0),
            alike="alike_pattern",
        )
    )


def _entropy(p: pl.Expr) -> pl.Expr:
    p = p.clip(1e-12, 1 - 1e-12)
    return -(p * p.log(2) + (1 - p) * (1 - p).log(2))


def _undecided(
    pairs: pl.DataFrame, judgements: pl.DataFrame | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The pairs that no judgement decides, and those that were judged themselves."""
    if judgements is None or judgements.is_empty():
        return pairs, pairs.clear()
    said = smaller_first(judgements.select(list(SCHEMA))).unique()
    judged = pairs.join(said, on=_PAIR, how="semi")
    known = _chains(said.filter(pl.col("verdict") == "same"))
    ends = ["chain_a", "chain_b"]

    def chained(table: pl.DataFrame) -> pl.DataFrame:
        """Add the chain of `same` that each record is of, itself where it is of none."""
        for end in "ab":
            table = table.join(
                known.rename({"record_id": f"record_{end}", "chain": f"chain_{end}"}),
                on=f"record_{end}",
                how="left",
            )
        table = table.with_columns(
            pl.coalesce(f"chain_{end}", f"record_{end}").alias(f"chain_{end}") for end in "ab"
        )
        return table.with_columns(chain_a=pl.min_horizontal(ends), chain_b=pl.max_horizontal(ends))

    forbidden = chained(said.filter(pl.col("verdict") == "different")).select(ends).unique()
    open_ = (
        chained(pairs.join(said, on=_PAIR, how="anti"))
        .filter(pl.col("chain_a") != pl.col("chain_b"))
        .join(forbidden, on=ends, how="anti")
    )
    return open_.select(pairs.columns), judged


def _chains(same: pl.DataFrame) -> pl.DataFrame:
    """record_id and chain, the first record of the chain of `same` that it is of."""
    ids = pl.concat([same["record_a"], same["record_b"]]).unique().sort()
    if ids.is_empty():
        return pl.DataFrame(schema={"record_id": pl.String, "chain": pl.String})
    a, b = (ids.search_sorted(same[name]).to_numpy() for name in _PAIR)
    chain = ids.gather(first_of_part(len(ids), a, b))
    return pl.DataFrame({"record_id": ids, "chain": chain})


def _tied(pairs: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """The pairs that tie two people of one doubtful group.

    Returns:
        record_a, record_b, first and second (people of the sure partition), group, group_people,
        moved.
    """
    doubtful = people.filter(pl.col("group_people") > 1)
    tied = (
        pairs.select(*_PAIR, "probability")
        .join(
            doubtful.select("possible", "group_people", record_a="record_id", first="sure"),
            on="record_a",
        )
        .join(doubtful.select(record_b="record_id", second="sure", other="possible"), on="record_b")
        .filter((pl.col("possible") == pl.col("other")) & (pl.col("first") != pl.col("second")))
        .with_columns(
            first=pl.min_horizontal("first", "second"), second=pl.max_horizontal("first", "second")
        )
    )
    ties = (
        tied.group_by("first", "second", "possible", "group_people")
        .agg(pl.col("probability").max())
        .sort("first", "second")
    )
    moved = _moved(
        ties["first"].to_numpy(),
        ties["second"].to_numpy(),
        ties["probability"].to_numpy(),
        ties["group_people"].to_numpy(),
    )
    return tied.join(
        ties.select("first", "second", moved=pl.Series(moved, dtype=pl.Int64)),
        on=["first", "second"],
    ).select(*_PAIR, "first", "second", "group_people", "moved", group="possible")


def _moved(first: I64, second: I64, probability: F64, group: I64) -> I64:
    """People on the smaller side that each tie holds to the rest of its group; 1 off the tree.

    Args:
        first, second: ends of each tie.
        probability: of its best pair.
        group: how many people its group holds.
    """
    if not len(first):
        return np.zeros(0, dtype=np.int64)
    # Only whoever orders a queue needs them, and they take their time to load.
    from scipy.sparse import coo_array  # noqa: PLC0415
    from scipy.sparse.csgraph import (  # noqa: PLC0415
        breadth_first_order,
        connected_components,
        minimum_spanning_tree,
    )

    nodes, ends = np.unique(np.concatenate([first, second]), return_inverse=True)
    x, y = ends[: len(first)], ends[len(first) :]
    n = len(nodes)
    # The tree of the likeliest ties is the tree of least cost; a cost must not be 0.
    cost = coo_array((2.0 - probability, (x, y)), shape=(n, n))
    tree = minimum_spanning_tree(cost.tocsr()).tocoo()
    parts, part = connected_components(tree, directed=False)
    # One node above all trees, so that a single walk passes through each of them.
    _, roots = np.unique(part, return_index=True)
    links = coo_array(
        (
            np.ones(tree.nnz + parts),
            (
                np.concatenate([tree.row, np.full(parts, n)]),
                np.concatenate([tree.col, roots]),
            ),
        ),
        shape=(n + 1, n + 1),
    )
    order, above = breadth_first_order(links.tocsr(), n, directed=False)
    below, over = [1] * (n + 1), above.tolist()
    for node in order[:0:-1].tolist():  # the last reached first: all below it are counted
        below[over[node]] += below[node]
    held = np.array(below, dtype=np.int64)
    child = np.where(above[x] == y, x, np.where(above[y] == x, y, -1))
    side = np.where(child >= 0, held[child], 1)
    return np.asarray(np.maximum(1, np.minimum(side, group - side)), dtype=np.int64)


def _taught(
    valued: pl.DataFrame, judged: pl.DataFrame, alike: list[str], name: str
) -> pl.DataFrame:
    """Add what one more answer tells of the pairs whose columns `alike` are the same.

    Args:
        valued: undecided pairs with `doubt`, in the order in which they are likely asked.
        judged: pairs judged already.
        alike: names of columns; of none, nothing is told.
        name: of the column to add; `alike_` and it: how many undecided pairs are alike.
    """
    if not alike:
        return valued.with_columns(
            pl.lit(0.0).alias(name), pl.lit(0, dtype=pl.Int64).alias(f"alike_{name}")
        )
    counted = judged.group_by(alike).agg(_known=pl.len().cast(pl.Int64))
    before = (
        pl.int_range(pl.len()).over(alike) + pl.col("_known").fill_null(0) + KNOWN_AS_FROM + 1.0
    )
    return (
        valued.join(counted, on=alike, how="left", maintain_order="left")
        .with_columns(
            (pl.col("doubt").sum().over(alike) / before**2).alias(name),
            pl.len().over(alike).cast(pl.Int64).alias(f"alike_{name}"),
        )
        .drop("_known")
    )


def _rationed(valued: pl.DataFrame) -> pl.DataFrame:
    """Add `left`: the share of its group's doubt that the pairs before it leave.

    A pair outside of a doubtful group is alone in its group.
    """
    tie, group = ["first", "second"], "group"
    worth = pl.col("settles") + pl.col("teaches")
    ranked = valued.with_columns(_worth=worth).sort(
        "_worth", *_PAIR, descending=[True, False, False]
    )
    inside = (
        ranked.filter(pl.col(group).is_not_null())
        .with_columns(_again=pl.int_range(pl.len()).over(tie) > 0)
        .with_columns(_before=(~pl.col("_again")).cast(pl.Int64).cum_sum().over(group) - 1)
        .with_columns(
            left=pl.when(pl.col("_again"))
            .then(0.0)
            .otherwise(
                (pl.col("group_people") - 1 - pl.col("_before")).clip(0)
                / (pl.col("group_people") - 1)
            )
        )
        .drop("_again", "_before")
    )
    outside = ranked.filter(pl.col(group).is_null()).with_columns(left=pl.lit(1.0))
    return pl.concat([inside, outside])

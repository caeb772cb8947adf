"""A random sample of the pairs of a linkage, to be judged before anybody knows the answers.

The doubtful pairs that reviewers like to judge say nothing of the rest. So pairs are drawn at
random: from every pair that linkage kept or joined, in strata of what became of the pair and of how
probable it was held to be. More are drawn where more can be wrong; the inclusion probability of a
pair is `drawn / pairs` of its stratum. What was linked and how probable it was is kept as it stood
when the sample was drawn: the answers themselves become law and change the links.

Source: W. G. Cochran, "Sampling Techniques", 3rd ed. (1977), ch. 5, for allocation by N times the
standard deviation.
"""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from tawthiq.errors import LinkageError
from tawthiq.linkage.arrays import I64
from tawthiq.linkage.judgements import SCHEMA, VERDICTS, smaller_first

STANDINGS = ("sure", "linked", "possible", "apart")
"""What became of a pair: joined in the sure partition, only from the linked, the possible, none."""

EVEN = 0.5  # the rate of a stratum of which nobody has said anything
_LEAST_DRAWN, _MOST_DRAWN = 50, 3_000
_EDGES: dict[str, tuple[float, ...]] = {  # of probability, within each standing
    "sure": (0.99,),
    "linked": (0.5, 0.9),
    "possible": (0.5,),
    "apart": (0.01, 0.1, 0.5),
}
_LEAST_RATE = 0.02  # nobody's word makes a stratum so certain that it need not be looked at

SAMPLE_SCHEMA = {
    "record_a": pl.String(),
    "record_b": pl.String(),
    "stratum": pl.Int64(),
    "probability": pl.Float64(),
}
"""The pairs of a sample, in the order in which they are to be judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """Pairs of one standing and of about one probability."""

    standing: str  # of STANDINGS
    low: float | None  # probability, from; None: joined only by way of others, never weighed
    high: float | None  # up to, but not with; 1 belongs to the last
    pairs: int
    drawn: int
    expected: float | None  # mean probability: what the model expects to be one person
    one_key: float | None  # share of the expected that one kind of key found; None: not told
    two_keys: float | None  # the same for two kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class PairSample:
    """A random sample of pairs, as drawn, with all that the estimate needs."""

    seed: int
    strata: tuple[Stratum, ...]
    pairs: pl.DataFrame  # SAMPLE_SCHEMA
    judged_same: int = 0  # pairs that were law when the sample was drawn, outside of all strata
    judged_different: int = 0
    judged_unsure: int = 0


def frame_of(
    pairs: pl.DataFrame, people: pl.DataFrame, judged: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Every pair that can be drawn: all that linkage kept, and all that it joined.

    Args:
        pairs: `Links.pairs`; `n_keys`, if there, is how many kinds of keys found the pair.
        people: `Links.people`.
        judged: judgements that linkage heeded; their pairs are known and are left out.

    Returns:
        record_a < record_b, probability (null where two records were joined by way of others and
        never kept as a pair), n_keys (null where not told), standing; sorted by records.
    """
    labels = people.select("record_id", "sure", "linked", "possible")
    many = labels.filter(pl.len().over("possible") > 1)
    kept = pairs.select(
        "record_a",
        "record_b",
        "probability",
        (pl.col("n_keys") if "n_keys" in pairs.columns else pl.lit(None))
        .cast(pl.Int64)
        .alias("n_keys"),
    )
    joined = (
        many.join(many.select("possible", record_b="record_id"), on="possible")
        .filter(pl.col("record_id") < pl.col("record_b"))
        .select(
            "record_b",
            record_a="record_id",
            probability=pl.lit(None, dtype=pl.Float64),
            n_keys=pl.lit(None, dtype=pl.Int64),
        )
        .select(kept.columns)
        .join(kept, on=["record_a", "record_b"], how="anti")
    )
    both = pl.concat([kept, joined])
    if judged is not None and judged.height:
        both = both.join(smaller_first(judged), on=["record_a", "record_b"], how="anti")
    return (
        both.join(_named(labels, "a"), on="record_a")
        .join(_named(labels, "b"), on="record_b")
        .select(
            *kept.columns,
            standing=pl.when(pl.col("sure_a") == pl.col("sure_b"))
            .then(pl.lit("sure"))
            .when(pl.col("linked_a") == pl.col("linked_b"))
            .then(pl.lit("linked"))
            .when(pl.col("possible_a") == pl.col("possible_b"))
            .then(pl.lit("possible"))
            .otherwise(pl.lit("apart")),
        )
        .sort("record_a", "record_b")
    )


def sample_pairs(
    pairs: pl.DataFrame,
    people: pl.DataFrame,
    n: int,
    seed: int,
    *,
    judged: pl.DataFrame | None = None,
) -> PairSample:
    """Draw pairs to be judged.

    Args:
        pairs: `Links.pairs`, with or without `n_keys`: how many kinds of keys found the pair.
        people: `Links.people`.
        n: how many; all there are, where there are fewer.
        seed: the same links and the same seed draw the same sample.
        judged: record_a, record_b, verdict that the links heeded (`Links.judgements`): law, so
            their pairs are counted as known and not drawn.

    Raises:
        LinkageError: `n` is out of range, `seed` below 0, or linkage kept no pair.
    """
    if not _LEAST_DRAWN <= n <= _MOST_DRAWN:
        raise LinkageError(
            f"asked for a sample of {n} pairs; expected {_LEAST_DRAWN} to {_MOST_DRAWN:,}."
        )
    if seed < 0:
        raise LinkageError(f"the seed of a sample is {seed}; expected 0 or more.")
    frame = _with_stratum(frame_of(pairs, people, judged))
    if frame.is_empty():
        raise LinkageError(
            "linkage kept no pair that is not judged already: there is nothing to draw from."
        )
    strata = _strata(frame)
    share = _allocate(strata, n)
    rng = np.random.default_rng(seed)
    rows = [
        members[rng.choice(len(members), size=k, replace=False)]
        for members, k in zip(_members(frame, len(strata)), share.tolist(), strict=True)
    ]
    chosen = rng.permutation(np.concatenate(rows))
    law = pl.DataFrame(schema=SCHEMA) if judged is None else judged.select(list(SCHEMA))
    settled = smaller_first(law).unique()["verdict"]
    same, different, unsure = (int((settled == verdict).sum()) for verdict in VERDICTS)
    return PairSample(
        seed=seed,
        strata=tuple(replace(one, drawn=k) for one, k in zip(strata, share.tolist(), strict=True)),
        pairs=frame[chosen.tolist()].select(
            "record_a",
            "record_b",
            pl.col("stratum").cast(pl.Int64),
            "probability",
        ),
        judged_same=same,
        judged_different=different,
        judged_unsure=unsure,
    )


def strata_of(
    pairs: pl.DataFrame, people: pl.DataFrame, judged: pl.DataFrame | None = None
) -> tuple[Stratum, ...]:
    """The strata that a sample would be drawn from, with nothing drawn."""
    return _strata(_with_stratum(frame_of(pairs, people, judged)))


def _named(labels: pl.DataFrame, end: str) -> pl.DataFrame:
    return labels.select(
        pl.col("record_id").alias(f"record_{end}"),
        *(pl.col(name).alias(f"{name}_{end}") for name in ("sure", "linked", "possible")),
    )


def _with_stratum(frame: pl.DataFrame) -> pl.DataFrame:
    """Add `low`, `high`, and `stratum`: numbered by standing, the least probable first."""
    edges = pl.lit(None, dtype=pl.Int64)
    bounds = []
    for standing, inner in _EDGES.items():
        ends = (0.0, *inner, 1.0)
        number = sum(((pl.col("probability") >= edge).cast(pl.Int64) for edge in inner), pl.lit(0))
        edges = (
            pl.when(pl.col("standing") == standing)
            .then(pl.when(pl.col("probability").is_null()).then(-1).otherwise(number))
            .otherwise(edges)
        )
        bounds += [(standing, -1, None, None)] + [
            (standing, at, ends[at], ends[at + 1]) for at in range(len(ends) - 1)
        ]
    table = pl.DataFrame(
        bounds,
        schema={"standing": pl.String, "bin": pl.Int64, "low": pl.Float64, "high": pl.Float64},
        orient="row",
    ).with_row_index("place")
    binned = frame.with_columns(bin=edges).join(
        table, on=["standing", "bin"], how="left", maintain_order="left"
    )
    return binned.with_columns(stratum=pl.col("place").rank("dense").cast(pl.Int64) - 1).drop(
        "bin", "place"
    )


def _strata(frame: pl.DataFrame) -> tuple[Stratum, ...]:
    """The strata of a frame; nothing is drawn yet."""
    told = pl.col("n_keys").is_not_null().any()
    mass = pl.col("probability").sum()

    def share(kinds: int) -> pl.Expr:
        found = pl.col("probability").filter(pl.col("n_keys") == kinds).sum()
        return pl.when(told & (mass > 0)).then(found / mass)

    table = (
        frame.group_by("stratum")
        .agg(
            pl.col("standing", "low", "high").first(),
            pairs=pl.len().cast(pl.Int64),
            expected=pl.col("probability").mean(),
            one_key=share(1),
            two_keys=share(2),
        )
        .sort("stratum")
        .drop("stratum")
    )
    return tuple(Stratum(drawn=0, **row) for row in table.iter_rows(named=True))


def _members(frame: pl.DataFrame, n_strata: int) -> list[I64]:
    """The rows of each stratum, ascending."""
    stratum = frame["stratum"].to_numpy()
    order = np.argsort(stratum, kind="stable")
    return np.split(order, np.searchsorted(stratum[order], np.arange(1, n_strata)))


def _allocate(strata: tuple[Stratum, ...], n: int) -> I64:
    """How many to draw from each: a few from all, the rest by size times standard deviation."""
    pairs = np.array([one.pairs for one in strata], dtype=np.int64)
    said = [one.expected for one in strata]
    rate = np.array([EVEN if one is None else one for one in said], dtype=np.float64)
    rate = np.clip(rate, _LEAST_RATE, 1 - _LEAST_RATE)
    need = pairs * np.sqrt(rate * (1 - rate))
    share = np.minimum(pairs, max(2, n // 40)).astype(np.int64)
    # One at a time to whoever has the fewest for its need: no rounding to mend, n is small.
    for _ in range(min(n, int(pairs.sum())) - int(share.sum())):
        open_ = share < pairs
        share[np.argmax(np.where(open_, need / (share + 1), -1.0))] += 1
    return share

"""How right is a linkage, where nobody knows the truth? Ask a random sample of its pairs.

How the sample is drawn, and why at random, stands in `drawing`.

**The estimate.** In each stratum the pairs judged are those up to the first that nobody judged, in
the order drawn: which pairs are counted then never depends on what they look like. From the rarer
answer, x of n, come two posteriors of its rate: Beta(x, n - x + 1), which holds it to be as rare as
it was seen, and Beta(x + 1/2, n - x + 1/2), Jeffreys'. The first is the end of few errors, the
second the end of many; draws of both are carried to precision, recall and F1. One prior for both
ends will not do: in many strata nearly nothing is wrong, and half an error in each adds up. A pair
judged `unsure` is right at one end and wrong at the other.

**What cannot be seen.** A pair that no key brought up cannot be drawn. Where `n_keys` tells how
many kinds of keys found each pair, Chao's lower bound says how many true pairs were at least
missed; otherwise recall is that among the pairs compared, and says so.

Sources: A. Chao, "Estimating the population size for capture-recapture data with unequal
catchability", Biometrics 43 (1987) 783-791, for the bound. The pair of priors is our own; a test
holds the intervals to known truths.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from tawthiq.errors import LinkageError
from tawthiq.linkage.arrays import F64, I64
from tawthiq.linkage.drawing import EVEN, STANDINGS, PairSample, Stratum, sample_pairs
from tawthiq.linkage.judgements import SCHEMA, VERDICTS, smaller_first

__all__ = [
    "LEAST_JUDGED",
    "Answers",
    "Quality",
    "Range",
    "Scores",
    "estimate_quality",
    "expected_scores",
    "sample_pairs",
]

LEAST_JUDGED = 50  # pairs; fewer give an interval that nobody can use
_DRAWS = 4_000
_LOW, _HIGH = 0.025, 0.975


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """An estimate with the ends of its 95 % interval."""

    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How right one partition is, over pairs of records."""

    precision: Range  # of the pairs joined, the share that are one person
    recall: Range  # of the pairs that are one person, the share joined
    f1: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What was judged in one stratum, beside what the model expects."""

    stratum: Stratum
    same: int
    different: int
    unsure: int

    @property
    def judged(self) -> int:
        """All that count."""
        return self.same + self.different + self.unsure


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """What a sample says of a linkage; `scores` is empty where too little was judged."""

    drawn: int
    judged: int  # that count
    waiting: int  # judged, but a pair drawn before them in their stratum is not
    needed: int  # more judgements, before there is an estimate; 0: there is one
    scores: dict[str, Scores]  # by partition: sure, linked, possible
    expected: dict[str, Scores]  # the model's own word, without any judgement; no interval
    unseen: Range | None  # true pairs that no key brought up, at least; None: not told
    answers: tuple[Answers, ...]
    assumes: tuple[str, ...]  # what the numbers rest on, in words


def estimate_quality(sample: PairSample, verdicts: pl.DataFrame) -> Quality:
    """Estimate how right the links were that the sample was drawn from.

    Args:
        sample: as drawn.
        verdicts: record_a, record_b, verdict; whatever is not of the sample is passed over. Where a
            pair has several verdicts that differ, it counts as unsure.

    Raises:
        LinkageError: a column is missing, or a verdict is unknown.
    """
    said = _said(verdicts)
    looked = (
        smaller_first(sample.pairs)
        .join(said, on=["record_a", "record_b"], how="left", maintain_order="left")
        .with_columns(given=pl.col("verdict").is_not_null())
        .with_columns(counts=pl.col("given").cast(pl.Int8).cum_min().over("stratum") == 1)
    )
    used = looked.filter("counts")
    tally = {
        (stratum, verdict): number
        for stratum, verdict, number in used.group_by("stratum", "verdict").len().iter_rows()
    }
    answers = tuple(
        Answers(
            stratum=stratum,
            same=tally.get((at, "same"), 0),
            different=tally.get((at, "different"), 0),
            unsure=tally.get((at, "unsure"), 0),
        )
        for at, stratum in enumerate(sample.strata)
    )
    needed = max(0, min(LEAST_JUDGED, looked.height) - used.height)
    keys_told = any(stratum.one_key is not None for stratum in sample.strata)
    scores, unseen = ({}, None) if needed else _estimate(answers, sample, keys_told=keys_told)
    return Quality(
        drawn=looked.height,
        judged=used.height,
        waiting=int(looked["given"].sum()) - used.height,
        needed=needed,
        scores=scores,
        expected=expected_scores(sample.strata, judged_same=sample.judged_same),
        unseen=unseen,
        answers=answers,
        assumes=_assumes(keys_told=keys_told),
    )


def expected_scores(strata: tuple[Stratum, ...], *, judged_same: int = 0) -> dict[str, Scores]:
    """The model's own word: the sum of probabilities, no judgement and so no interval.

    Pairs that were joined by way of others and never weighed have no probability: left out.
    """
    weighed = [one for one in strata if one.expected is not None]
    totals = np.array(
        [[one.pairs * (one.expected or 0.0) for one in weighed] + [judged_same]], dtype=np.float64
    )
    pairs = np.array([one.pairs for one in weighed] + [judged_same])
    standing = [one.standing for one in weighed] + ["sure"]
    found = {}
    for partition, inside in _inside(standing).items():
        values = _scores(totals, totals, pairs, inside, np.zeros(1))[:, 0]
        precision, recall, f1 = (
            Range(estimate=float(v), low=float(v), high=float(v)) for v in values
        )
        found[partition] = Scores(precision=precision, recall=recall, f1=f1)
    return found


def _said(verdicts: pl.DataFrame) -> pl.DataFrame:
    missing = [column for column in SCHEMA if column not in verdicts.columns]
    if missing:
        raise LinkageError(
            f"verdicts have no column {', '.join(missing)}; expected {', '.join(SCHEMA)}."
        )
    table = smaller_first(verdicts.select(pl.col(c).cast(pl.String) for c in SCHEMA)).unique()
    unknown = table.filter(~pl.col("verdict").is_in(VERDICTS) | pl.col("verdict").is_null())
    if unknown.height:
        raise LinkageError(
            f"verdict on {unknown['record_a'][0]} and {unknown['record_b'][0]} is "
            f"{unknown['verdict'][0]!r}; expected one of {', '.join(VERDICTS)}."
        )
    return table.group_by("record_a", "record_b").agg(
        pl.when(pl.len() == 1).then(pl.col("verdict").first()).otherwise(pl.lit("unsure"))
    )


def _inside(standing: list[str]) -> dict[str, npt.NDArray[np.bool_]]:
    """For each partition, which strata it joins."""
    place = np.array([STANDINGS.index(one) for one in standing])
    return {name: place <= at for at, name in enumerate(STANDINGS[:-1])}


def _scores(
    joined: F64,
    parted: F64,
    pairs: npt.NDArray[np.generic],
    inside: npt.NDArray[np.bool_],
    unseen: F64,
) -> F64:
    """Precision, recall, F1 for each draw: shape (3, draws).

    Args:
        joined: true pairs by draw and stratum, read where the partition joins.
        parted: the same, read where it does not.
        pairs: all pairs of each stratum.
        inside: which strata the partition joins.
        unseen: true pairs outside of all strata, by draw.
    """
    right = joined[:, inside].sum(axis=1)
    said = float(pairs[inside].sum())
    true = right + parted[:, ~inside].sum(axis=1) + unseen
    one = np.ones_like(right)
    # Where nothing is joined nothing is wrong; where nothing is true nothing is missed.
    precision = np.divide(right, said, out=one.copy(), where=said > 0)
    recall = np.divide(right, true, out=one.copy(), where=true > 0)
    f1 = np.divide(2 * right, said + true, out=one.copy(), where=said + true > 0)
    return np.stack([precision, recall, f1])


def _estimate(
    answers: tuple[Answers, ...], sample: PairSample, *, keys_told: bool
) -> tuple[dict[str, Scores], Range | None]:
    """Scores of the three partitions, and the true pairs never brought up."""
    known = (  # pairs that were law: all of them are judged
        ("sure", sample.judged_same, 0),
        ("possible", sample.judged_unsure, sample.judged_unsure),
    )
    standing = [one.stratum.standing for one in answers] + [one for one, _, _ in known]
    pairs = np.array([one.stratum.pairs for one in answers] + [n for _, n, _ in known])
    same = np.array([one.same for one in answers] + [n - unsure for _, n, unsure in known])
    unsure = np.array([one.unsure for one in answers] + [unsure for _, _, unsure in known])
    judged = np.array([one.judged for one in answers] + [n for _, n, _ in known])
    said = [one.stratum.expected for one in answers] + [None] * len(known)
    expected = np.array([EVEN if one is None else one for one in said])
    fewest, most = _draw_totals(pairs, same, unsure, judged, expected)
    middle = _middle(pairs, same, unsure, judged, expected)
    shares = np.zeros((2, len(pairs)))
    shares[:, : len(answers)] = [
        [one.stratum.one_key or 0.0 for one in answers],
        [one.stratum.two_keys or 0.0 for one in answers],
    ]
    missed = [_chao(totals, shares) for totals in (middle, fewest, most)]
    found = {}
    for partition, inside in _inside(standing).items():
        best = _scores(most, fewest, pairs, inside, missed[1])
        worst = _scores(fewest, most, pairs, inside, missed[2])
        point = _scores(middle, middle, pairs, inside, missed[0])[:, 0]
        low, high = np.quantile(worst, _LOW, axis=1), np.quantile(best, _HIGH, axis=1)
        precision, recall, f1 = (
            Range(
                estimate=float(point[at]),
                low=float(min(low[at], point[at])),
                high=float(max(high[at], point[at])),
            )
            for at in range(3)
        )
        found[partition] = Scores(precision=precision, recall=recall, f1=f1)
    if not keys_told:
        return found, None
    return found, Range(
        estimate=float(missed[0][0]),
        low=float(np.quantile(missed[1], _LOW)),
        high=float(np.quantile(missed[2], _HIGH)),
    )


def _draw_totals(pairs: I64, same: I64, unsure: I64, judged: I64, expected: F64) -> tuple[F64, F64]:
    """Draws of the true pairs of each stratum, at the end of few and at the end of many.

    Shape of both: (draws, strata). The pairs judged are known; those left are drawn from the
    posterior of the rarer answer, so that a small stratum judged whole is certain.
    """
    rng = np.random.default_rng(0)
    likely = expected >= EVEN
    rare = np.where(likely, judged - same - unsure, same)
    size = (_DRAWS, len(pairs))
    none = np.zeros(size)
    few = rng.beta(np.maximum(rare, 1), judged - rare + 1, size)
    few = np.where(rare > 0, few, none)
    many = rng.beta(rare + unsure + 0.5, judged - rare - unsure + 0.5, size)
    many = np.where(judged > 0, many, none + 1.0)
    left = pairs - judged
    fewest: F64 = np.asarray(rare + rng.binomial(left, few), dtype=np.float64)
    most: F64 = np.asarray(rare + unsure + rng.binomial(left, many), dtype=np.float64)
    return (
        np.asarray(np.where(likely, pairs - most, fewest), dtype=np.float64),
        np.asarray(np.where(likely, pairs - fewest, most), dtype=np.float64),
    )


def _middle(pairs: I64, same: I64, unsure: I64, judged: I64, expected: F64) -> F64:
    """The estimate itself, shape (1, strata): each judged pair stands for those of its stratum.

    A pair judged unsure counts as the model holds the stratum, and so does a stratum where nobody
    has judged.
    """
    share = np.divide(
        same + unsure * expected, judged, out=expected.astype(np.float64), where=judged > 0
    )
    return np.asarray(pairs * share, dtype=np.float64)[np.newaxis]


def _chao(totals: F64, shares: F64) -> F64:
    """Chao's lower bound of the true pairs that no key brought up, by draw; 0 if keys are unknown.

    How the true pairs of a stratum split by the number of kinds of keys is the model's word, how
    many they are the sample's.
    """
    once, twice = totals @ shares[0], totals @ shares[1]
    return np.asarray(np.maximum(once * (once - 1.0), 0.0) / (2.0 * (twice + 1.0)))


def _assumes(*, keys_told: bool) -> tuple[str, ...]:
    return (
        "What reviewers hold of a pair is taken to be true.",
        "Whether a pair was judged does not depend on what it is: judge in the order drawn, and "
        "say unsure rather than leave a pair out.",
        "Pairs that no key brought up are counted by Chao's lower bound from the kinds of keys "
        "that found the others: recall and F1 may be lower than said, not higher."
        if keys_told
        else "Pairs that were never compared, or kept as hopeless, were not drawn: recall and F1 "
        "are those among the pairs compared.",
    )

"""What reviewers of links need of a register: what is judged by now, samples, both sides of a pair.

Judgements are read from the ledger as it is, not from the register as it was derived: whoever
judges sees at once what is left. A random sample is an entry of its own, appended before anybody
judged its pairs; from then on every judgement on one of its pairs is an answer, whoever gives it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from tawthiq.errors import NotFoundError
from tawthiq.fields import labels
from tawthiq.ledger import Ledger, RecordRef, Sample, SampledPair, SampleStratum
from tawthiq.register.judgements import judgements_of, verdicts
from tawthiq.register.model import Register

if TYPE_CHECKING:
    from tawthiq.linkage.drawing import PairSample

Language = Literal["en", "ar"]

SIDES = ("name", "name_other", "sex", "age", "birth_date", "death_date", "place", "list")
"""What is shown of both records of a pair, side by side."""

_DIGITS = 6  # of a probability in an entry


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnSample:
    """A sample as the ledger keeps it."""

    entry: str  # id
    at: str  # when it was drawn
    body: Sample

    @property
    def short(self) -> str:
        """Enough of the id to name it."""
        return self.entry[:12]


def newest_of_each(register: Register) -> dict[str, str]:
    """Record → the newest record of its line: what linkage compares."""
    newest = register.lines.select("line_id", newest="record_id")
    pairs = register.records.select("record_id", "line_id").join(newest, on="line_id")
    return dict(pairs.select("record_id", "newest").iter_rows())


def verdicts_now(register: Register, ledger: Ledger) -> pl.DataFrame:
    """One verdict a pair of lines, by the ledger as it is: record_a, record_b, verdict."""
    newest = newest_of_each(register)
    said = judgements_of(list(ledger.active_entries()), frozenset(newest))
    return verdicts(said, newest)


def verdicts_heeded(register: Register) -> pl.DataFrame:
    """One verdict a pair of named lines, as the links of the register heeded them."""
    named = register.lines.filter("named")["record_id"].implode()
    return verdicts(register.judgements, newest_of_each(register)).filter(
        pl.col("record_a").is_in(named) & pl.col("record_b").is_in(named)
    )


def links_to_review(register: Register) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Pairs and people as `Links` has them, of the lines that name somebody.

    Lines that give only a number ("two unidentified bodies") are counted by their numbers: whether
    two of them mean the same is no question of who a person is.
    """
    named = register.lines.filter("named")
    people = named.select("record_id", "sure", "linked", "possible")
    pairs = register.pairs
    for end in ("record_a", "record_b"):
        pairs = pairs.join(
            people.select(pl.col("record_id").alias(end)), on=end, how="semi", maintain_order="left"
        )
    return pairs, people


def samples_of(ledger: Ledger) -> list[DrawnSample]:
    """Every sample that was not withdrawn, in ledger order."""
    return [
        DrawnSample(entry=entry.id, at=entry.at, body=entry.body)
        for entry in ledger.active_entries()
        if isinstance(entry.body, Sample)
    ]


def find_sample(samples: list[DrawnSample], wanted: str | None) -> DrawnSample:
    """The newest sample, or the one whose id begins with `wanted`.

    Raises:
        NotFoundError: there is none, or several begin so.
    """
    if not samples:
        raise NotFoundError(
            "No random sample of pairs was drawn in this register. "
            "`tawthiq quality --sample 200 --csv sheet.csv` draws one."
        )
    if wanted is None:
        return samples[-1]
    found = [one for one in samples if one.entry.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    raise NotFoundError(
        f"{len(found) or 'No'} samples of this register begin with {wanted!r}. "
        f"It has: {', '.join(one.short for one in samples)}."
    )


def sample_body(register: Register, sample: "PairSample", wanted: int) -> Sample:
    """A sample as an entry keeps it."""
    refs = _refs(
        register, (*sample.pairs["record_a"].to_list(), *sample.pairs["record_b"].to_list())
    )
    return Sample(
        register=register.stamp.ledger_head,
        method=str(register.model["method"]),
        wanted=wanted,
        seed=sample.seed,
        strata=[
            SampleStratum(
                standing=one.standing,  # type: ignore[arg-type]
                low=one.low,
                high=one.high,
                pairs=one.pairs,
                drawn=one.drawn,
                expected=_rounded(one.expected),
                one_key=_rounded(one.one_key),
                two_keys=_rounded(one.two_keys),
            )
            for one in sample.strata
        ],
        pairs=[
            SampledPair(a=refs[a], b=refs[b], stratum=stratum, probability=_rounded(probability))
            for a, b, stratum, probability in sample.pairs.select(
                "record_a", "record_b", "stratum", "probability"
            ).iter_rows()
        ],
        judged_same=sample.judged_same,
        judged_different=sample.judged_different,
        judged_unsure=sample.judged_unsure,
    )


def sample_kept(register: Register, body: Sample) -> "PairSample":
    """A sample as `linkage.quality` takes it, its pairs named by the newest records of the lines.

    A pair whose records the register does not hold stays under the ids it was drawn with; see
    `verdicts_on`.
    """
    from tawthiq.linkage.drawing import SAMPLE_SCHEMA, PairSample, Stratum  # noqa: PLC0415

    newest = newest_of_each(register)
    pairs = [
        (*(newest.get(ref.record_id, ref.record_id) for ref in (one.a, one.b)), one.stratum,
         one.probability)
        for one in body.pairs
    ]  # fmt: skip
    return PairSample(
        seed=body.seed,
        strata=tuple(
            Stratum(
                standing=one.standing,
                low=one.low,
                high=one.high,
                pairs=one.pairs,
                drawn=one.drawn,
                expected=one.expected,
                one_key=one.one_key,
                two_keys=one.two_keys,
            )
            for one in body.strata
        ),
        pairs=pl.DataFrame(pairs, schema=SAMPLE_SCHEMA, orient="row"),
        judged_same=body.judged_same,
        judged_different=body.judged_different,
        judged_unsure=body.judged_unsure,
    )


def pairs_of_samples(register: Register, samples: Iterable[DrawnSample]) -> pl.DataFrame:
    """record_a, record_b of every pair that was drawn, by the newest records of the lines."""
    newest = newest_of_each(register)
    pairs = [
        [newest.get(ref.record_id, ref.record_id) for ref in (pair.a, pair.b)]
        for one in samples
        for pair in one.body.pairs
    ]
    schema = {"record_a": pl.String, "record_b": pl.String}
    return pl.DataFrame(pairs, schema=schema, orient="row")


def verdicts_on(register: Register, ledger: Ledger, one: DrawnSample) -> pl.DataFrame:
    """One verdict a pair, by the ledger as it is, with those on pairs of a sample that are gone.

    A pair whose records the register no longer holds (an import was taken back) cannot be judged
    any more. It counts as unsure: left out, it would keep those drawn after it waiting.
    """
    drawn = pairs_of_samples(register, [one])
    known = register.records["record_id"].implode()
    gone = drawn.filter(~(pl.col("record_a").is_in(known) & pl.col("record_b").is_in(known)))
    said = verdicts_now(register, ledger)
    return pl.concat([said, gone.with_columns(verdict=pl.lit("unsure")).select(said.columns)])


def side_by_side(
    register: Register, pairs: pl.DataFrame, language: Language | None = None
) -> pl.DataFrame:
    """Add what the lists write of both records: `name_a`, `name_b`, `age_a` … (`SIDES`).

    Args:
        register: holds the records.
        pairs: record_a, record_b; the order of rows stays.
        language: of the sex, where the list gave a word we know; None: as written.
    """
    wanted = pl.concat([pairs["record_a"], pairs["record_b"]]).unique()
    written = register.records.filter(pl.col("record_id").is_in(wanted.implode())).select(
        "record_id",
        name="name_raw",
        name_other="name_other_raw",
        sex="sex_raw",
        known_sex="sex",
        age="age_raw",
        birth_date="birth_raw",
        death_date="death_raw",
        place="place_raw",
        list="list",
    )
    if language is not None:
        words = {sex: labels(sex, language) for sex in written["known_sex"].drop_nulls().unique()}
        written = written.with_columns(
            sex=pl.coalesce(
                pl.col("known_sex").replace_strict(words, default=None, return_dtype=pl.String),
                "sex",
            )
        )
    for end in "ab":
        side = written.select(
            pl.col("record_id").alias(f"record_{end}"),
            *(pl.col(one).alias(f"{one}_{end}") for one in SIDES),
        )
        pairs = pairs.join(side, on=f"record_{end}", how="left", maintain_order="left")
    return pairs


def sheet_of(register: Register, pairs: pl.DataFrame, sample: str = "") -> pl.DataFrame:
    """A sheet to be judged: a row a pair, with empty verdict, reason and reviewer.

    Args:
        register: holds the records.
        pairs: record_a, record_b, in the order in which they are to be judged.
        sample: id of the sample that they are of.
    """
    beside = side_by_side(register, pairs.select("record_a", "record_b"))
    columns = [f"{side}_{end}" for side in SIDES for end in "ab"]
    empty = [pl.lit("").alias(name) for name in ("verdict", "reason", "reviewer")]
    return beside.select("record_a", "record_b", *empty, *columns, sample=pl.lit(sample))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)


def _refs(register: Register, ids: Iterable[str]) -> Mapping[str, RecordRef]:
    wanted = register.records.filter(pl.col("record_id").is_in(list(ids)))
    return {
        record: RecordRef(list=name, document=document, row=row)
        for record, name, document, row in wanted.select(
            "record_id", "list", "document", "row"
        ).iter_rows()
    }

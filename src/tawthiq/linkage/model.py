"""What linkage takes and gives: settings, the fitted model, links, and the reasons of a pair.

Every field of a pair has one level, `gamma`. The levels of a field stand in `LEVELS` with the words
a reader sees; -1 is "cannot compare" and weighs nothing.
"""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
import polars as pl

from tawthiq.errors import LinkageError
from tawthiq.linkage.cluster import Evidence

METHOD = "fellegi-sunter-5"
FIELDS = ("name", "born", "death", "place", "origin", "sex", "reporter")

_NAME_LEVELS = (
    "no part agrees",
    "one part agrees",
    "one household: father's side agrees, the given name does not",
    "only the given name agrees",
    "the given name and some parts agree, others differ",
    "the given name and other parts are one slip away or missing, none differs",
    "all but the family name agree",
    "all but one middle part agree",
    "the given name agrees, several parts are close or missing",
    "the given name is one slip away, all other parts agree",
    "one part is one slip away, all others agree",
    "the same parts, moved or joined",
    "the same parts, some missing on one side",
    "the same name",
)
N_NAME_LEVELS = len(_NAME_LEVELS)

_PLACE_LEVELS = (
    "another governorate",
    "another town",
    "the same governorate, another district or town",
    "the same governorate, no finer place on one side",
    "the same district",
    "the same town",
    "towns one slip of the pen apart",
)
LEVELS: dict[str, tuple[str, ...]] = {
    "name": _NAME_LEVELS + tuple(f"{words} (across scripts)" for words in _NAME_LEVELS),
    "born": (
        "ages differ by more than five years",
        "ages differ by three to five years",
        "ages differ by two years",
        "ages differ by one year, against the way in which the two lists usually differ",
        "ages differ by one year",
        "the same age",
        "birth dates differ by more than two years",
        "birth dates differ, by two years at most",
        "birth dates differ in one of day, month, year, or have day and month swapped",
        "the same date of birth",
    ),
    "death": (
        "dates of death more than a year apart",
        "dates of death within a year",
        "dates of death within a month",
        "dates of death within a week",
        "dates of death differ in one of day, month, year, or have day and month swapped",
        "dates of death one day apart",
        "uncertain dates of death that may be the same",
        "the same date of death",
    ),
    "place": _PLACE_LEVELS,
    "origin": _PLACE_LEVELS,
    "sex": ("another sex", "the same sex"),
    "reporter": (
        "another id in the same version of the same list",
        "another id in another version of the same list",
        "the reporter's own id is the same",
    ),
}

# Columns that a table brings of its own: `id_...` and `text_...`.
EXTRA_LEVELS: dict[str, tuple[str, ...]] = {
    "id": ("another identifier", "identifiers one slip apart", "the same identifier"),
    "text": ("another text", "some of the text agrees", "nearly the same text", "the same text"),
}

VERSIONS_SCHEMA = {
    "list_a": pl.String(),
    "document_a": pl.String(),
    "list_b": pl.String(),
    "document_b": pl.String(),
    "way": pl.Int8(),
    "coverage_bits": pl.Float64(),
}
RIVALS_SCHEMA = {"record_a": pl.String(), "record_b": pl.String(), "bits": pl.Float64()}

Floats = npt.NDArray[np.float64]


def levels_of(field: str) -> tuple[str, ...]:
    """The levels of a field, in words, the built-in ones and those of a table's own columns."""
    return LEVELS.get(field) or EXTRA_LEVELS[field.partition("_")[0]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSettings:
    """What a user may choose.

    Raises:
        LinkageError: a probability, a field or the size of blocks is out of range.
    """

    sure_probability: float = 0.99
    linked_probability: float = 0.5
    possible_probability: float = 0.05
    repeat_probability: float = 0.999  # least, for one person to stand twice in one list version
    clean_lists: frozenset[str] = frozenset()  # at most one record a person in each version
    max_block: int = 60  # records; a larger block is compared by sorted neighbourhood
    seed: int = 0
    fields: frozenset[str] = frozenset(FIELDS)

    def __post_init__(self) -> None:
        levels = (self.possible_probability, self.linked_probability, self.sure_probability)
        if not 0 < levels[0] <= levels[1] <= levels[2] < 1:
            raise LinkageError(
                "probabilities must be 0 < possible <= linked <= sure < 1; got "
                f"possible {levels[0]}, linked {levels[1]}, sure {levels[2]}."
            )
        if not self.linked_probability <= self.repeat_probability < 1:
            raise LinkageError(
                f"repeat_probability is {self.repeat_probability}; it must be at least "
                f"linked_probability, {self.linked_probability}, and below 1."
            )
        unknown = sorted(set(self.fields) - set(FIELDS))
        if unknown or not self.fields:
            raise LinkageError(
                f"fields {unknown or 'none'}: choose one or more of {', '.join(FIELDS)}."
            )
        if self.max_block < 2:
            raise LinkageError(f"max_block is {self.max_block}; a block needs 2 records or more.")

    @property
    def plain(self) -> dict[str, object]:
        """As JSON has it, and the same in every process: sets in order."""
        said = ((one.name, getattr(self, one.name)) for one in fields(self))
        return {name: sorted(x) if isinstance(x, frozenset) else x for name, x in said}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequencies:
    """How common values are, as shares of records: rare agreement weighs more.

    Tables with columns `key` and `share` (`households`: `key`, `givens`, the number of distinct
    given names seen with one father's side, where there are two or more).
    """

    n_records: int
    given: pl.DataFrame
    part: pl.DataFrame
    given_coarse: pl.DataFrame
    part_coarse: pl.DataFrame
    households: pl.DataFrame
    born: pl.DataFrame
    age: pl.DataFrame
    death: pl.DataFrame
    place: pl.DataFrame
    origin: pl.DataFrame
    extras: dict[str, pl.DataFrame]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A fitted model: enough to weigh any pair again and to say how it was fitted.

    `m[f]` has shape (levels,): P(level | same person). `u[f]` has shape (5, levels),
    for places (10, levels): P(level | two people), by which two people (`kinship`). For the name,
    `u` is per pair (the shares of the parts) times `2 ** name_scale[level]`.
    """

    m: dict[str, Floats]
    u: dict[str, Floats]
    name_scale: Floats  # bits, by name level: how far parts of names hang together
    prior_bits: float  # log2 odds that two random records of different versions are one person
    usual_death: (
        float  # days since 1970; the day that ages count to where no date of death is given
    )
    within_bits: float  # added to the prior inside one version of one list
    # By two versions: whether the ages of b are usually the higher ones (`way`, 1 or -1), and the
    # bits that their coverage of each other adds to the prior. A row for every two that meet.
    versions: pl.DataFrame
    iterations: int
    converged: bool
    pattern_counts: pl.DataFrame  # name level and all gammas, number of candidate pairs
    rivals: pl.DataFrame  # record_a < record_b, and the bits that their rivals take from the pair
    frequencies: Frequencies
    settings: LinkSettings
    method: str = METHOD


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """What `link` found; see the architecture, "Links".

    `pairs`: record_a < record_b, weight (bits, the sum of the fields), probability (after rivals
    and judgements), `bits_prior` (before any field is compared: with coverage, and with what two
    records of one version need more), gamma_* and bits_* by field, and `bits_rivals`, 0 or less.
    `people`: record_id, and the nested partitions sure, linked, possible (integer labels).
    """

    pairs: pl.DataFrame
    people: pl.DataFrame
    model: Model
    settings: LinkSettings
    judgements: pl.DataFrame  # that were heeded: record_a, record_b, verdict
    evidence: Evidence  # what the partitions were made from, by row of `people`


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldReason:
    """What one field says of a pair."""

    field: str
    gamma: int  # -1: cannot compare
    reason: str
    bits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why two records are held to be one person, or not; bits add up to `total_bits`.

    `rivals_bits`, 0 or less: one of the two fits another record of the same list version, each has
    found its own partner elsewhere, or both stand in a list known to name each person once.
    """

    record_a: str
    record_b: str
    prior_bits: float
    fields: tuple[FieldReason, ...]
    weight_bits: float  # sum of the fields
    rivals_bits: float
    total_bits: float  # prior, weight and rivals: log2 odds
    probability: float
    name_alignment: str  # words of names.compare_names; "" without two names

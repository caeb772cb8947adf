"""What a finished linkage keeps, so that what comes later can be linked on from it.

The *fit* is the run from nothing that the state began with: its records, keys and model. Records of
the fit are known by their place in near order, later ones by a number as they came; either leads to
the row of today. So nothing that is kept of them changes when records come and go.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from tawthiq.linkage.arrays import F32, F64, I32, I64, U64, Bools
from tawthiq.linkage.model import Floats, LinkSettings, Model
from tawthiq.linkage.searching import Edges

GONE = np.int32(-1)  # in place of a row of today


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyKind:
    """The keys of one kind of the records of the fit, sorted by key, then by near order."""

    key: U64
    rank: I32
    neighbours: bool  # see `keys.Keys`
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """Where the records of the fit stand; never changed once it is made.

    The first four arrays are in near order: by whole name, age, day of birth, day of death.
    """

    made: str  # tells one fit from another
    whole: U64
    age: F32
    birth: I32
    death: I32
    kinds: tuple[KeyKind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """What came after the fit, numbered as it came; for each kind the keys, sorted."""

    row: I32  # by number: the record today, -1 gone
    keys: tuple[U64, ...]
    numbers: tuple[I32, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The pairs that are held, sorted; what never changes of them."""

    a: I32
    b: I32
    natural: Bools  # found by keys, or judged at the fit; the others leave with their judgement
    odds: F64  # log2, with coverage, without rivals, judgements and what those teach
    coverage: F64
    within: Bools
    free: F32  # (4, n): what rivals said at the fit: two rounds, either way of the pair

    @property
    def edges(self) -> Edges:
        """As `searching.Edges`."""
        return Edges(a=self.a, b=self.b, odds=self.odds, within=self.within)

    def code(self, n: int) -> I64:
        """A number for each pair, in their order."""
        code: I64 = self.a.astype(np.int64) * n + self.b
        return code

    def chosen(self, kept: I64) -> "Held":
        """Some of them."""
        return Held(
            a=self.a[kept],
            b=self.b[kept],
            natural=self.natural[kept],
            odds=self.odds[kept],
            coverage=self.coverage[kept],
            within=self.within[kept],
            free=self.free[:, kept],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the last run made of them."""

    alone: F32
    bits: F32
    coverage: F32
    sure: I32
    linked: I32
    possible: I32


@dataclass(frozen=True, slots=True, kw_only=True)
class Untaught:
    """What judgements teach of a model, as it was before they did."""

    name_scale: F64
    within_bits: float

    @classmethod
    def of(cls, model: Model) -> "Untaught":
        """Of a model that nobody has taught yet."""
        return cls(name_scale=model.name_scale, within_bits=model.within_bits)

    def over(self, model: Model) -> Model:
        """A model as it was before."""
        return replace(model, name_scale=self.name_scale, within_bits=self.within_bits)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A finished linkage, to go on from."""

    base: Base
    rank_row: I32  # by near order of the fit: the record today, -1 gone
    late: Late
    ids: pl.Series  # of the records today, sorted
    digest: U64  # of the values of each
    said: F32  # how many values each gives
    held: Held
    details: pl.DataFrame  # by held pair: `Links.pairs` without what rivals and judgements say
    found: Found
    model: Model  # as the judgements of today have taught it
    untaught: Untaught
    settings: LinkSettings
    extras: tuple[str, ...]  # columns of the table's own
    taught: Mapping[str, Floats]  # `drifting.fitted_again` to the links of the fit
    notes: Mapping[str, str]  # the caller's: what the state was made from

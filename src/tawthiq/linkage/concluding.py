"""What held pairs come to: rivals compete, judgements teach, groups form."""

# ruff: noqa: PLR0917 - these functions pass on what one run holds

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from tawthiq.linkage import em
from tawthiq.linkage.arrays import F32, F64, I32, U64, Bools
from tawthiq.linkage.judgements import Pairs
from tawthiq.linkage.model import Floats, Links, LinkSettings, Model
from tawthiq.linkage.outcome import KEPT_PROBABILITY, evidence_of, grouped, heed, rival_table
from tawthiq.linkage.prepare import told_of
from tawthiq.linkage.regrouping import Before, regrouped
from tawthiq.linkage.rivals import Rivalry, rivalry
from tawthiq.linkage.settling import Judged
from tawthiq.linkage.state import Base, Found, Held, Late, State, Untaught
from tawthiq.linkage.teaching import shifted_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsettled:
    """A state that has not been settled yet; see `State`."""

    base: Base
    rank_row: I32
    late: Late
    ids: pl.Series
    digest: U64
    said: F32
    held: Held
    details: pl.DataFrame
    model: Model
    settings: LinkSettings
    extras: tuple[str, ...]
    taught: Mapping[str, Floats]
    notes: Mapping[str, str]

    def after(self, model: Model) -> "Unsettled":
        """By the model as judgements have taught it."""
        name = self.details["gamma_name"].to_numpy()
        named = np.where(name >= 0, (self.model.name_scale - model.name_scale)[name], 0.0)
        more = model.within_bits - self.model.within_bits
        within = np.where(self.held.within, more, 0.0)
        columns = {"weight": named, "bits_name": named, "bits_prior": within}
        details = self.details.with_columns(
            **{column: self.details[column] + bits for column, bits in columns.items()}
        )
        held = replace(self.held, odds=self.held.odds + named + within)
        return replace(self, model=model, held=held, details=details)


def _guess(free: F32, edge: I32) -> F64:
    """Messages by pair as `rivals.Rivalry` has them by place."""
    both = np.concatenate([free[::2], free[1::2]], axis=1)
    return both[:, edge].astype(np.float64)


def first_messages(
    held: Held, version: I32, clean: frozenset[int], judged: dict[str, Pairs],
    settings: LinkSettings,
) -> F32:  # fmt: skip
    """What rivals say at the fit, by pair: where every later run begins."""
    rivals = rivalry(held.a, held.b, version, clean)
    over = heed(held.edges, judged, settings, len(version))
    guess = rivals.first_guess()
    rivals.bits(over.over(held.odds), guess)
    n = len(held.a)
    by_edge = np.empty((2, 2 * n))
    by_edge[:, rivals.edge] = guess
    return np.stack([by_edge[0, :n], by_edge[0, n:], by_edge[1, :n], by_edge[1, n:]]).astype(
        np.float32
    )


def concluded(
    pieces: Unsettled,
    version: I32,
    clean: frozenset[int],
    judged: dict[str, Pairs],
    heeded: pl.DataFrame,
    before: Before | None,
) -> tuple[Links, State]:
    """Let rivals compete and groups form; with what was before, only where something changed."""
    untaught, settings = pieces, pieces.settings
    over = heed(pieces.held.edges, judged, settings, len(version))
    rivals = rivalry(pieces.held.a, pieces.held.b, version, clean)
    if over.known.any():
        pieces = pieces.after(_taught_by(pieces, over, rivals))
    held, model = pieces.held, pieces.model
    alone = over.over(held.odds)
    coverage = np.where(over.known, 0.0, held.coverage)
    bits = rivals.bits(alone, _guess(held.free, rivals.edge))
    taken = np.where(over.known, 0.0, bits)
    evidence = evidence_of(
        held.edges,
        alone,
        taken,
        coverage,
        told=told_of(pieces.said, version, int(version.max(initial=-1)) + 1),
        version=version,
        within_bits=model.within_bits,
        clean=clean,
        judged=judged,
    )
    if before is None:
        sure, joined, possible = grouped(evidence, settings)
    else:
        sure, joined, possible = regrouped(evidence, settings, over.known, before)
    found = Found(
        alone=evidence.alone,
        bits=evidence.bits,
        coverage=evidence.coverage,
        sure=sure.astype(np.int32),
        linked=joined.astype(np.int32),
        possible=possible.astype(np.int32),
    )
    links = Links(
        pairs=_shown(pieces, alone, taken, over.known),
        people=pl.DataFrame(
            {"record_id": pieces.ids, "sure": sure, "linked": joined, "possible": possible}
        ),
        model=replace(
            model, rivals=rival_table(pieces.ids, held.a, held.b, taken), settings=settings
        ),
        settings=settings,
        judgements=heeded,
        evidence=evidence,
    )
    state = State(
        base=pieces.base, rank_row=pieces.rank_row, late=pieces.late, ids=pieces.ids,
        digest=pieces.digest, said=pieces.said, held=untaught.held, details=untaught.details,
        found=found, model=replace(model, rivals=links.model.rivals),
        untaught=Untaught.of(untaught.model), settings=settings, extras=pieces.extras,
        taught=pieces.taught, notes=pieces.notes,
    )  # fmt: skip
    return links, state


def _taught_by(pieces: Unsettled, judged: Judged, rivals: Rivalry) -> Model:
    """The model of the fit, taught by judgements: by the odds as they are without any."""
    held = pieces.held
    odds = held.odds + rivals.bits(held.odds, _guess(held.free, rivals.edge))
    name = pieces.details["gamma_name"].to_numpy()
    return shifted_by(odds, name, held.within, judged.verdict, pieces.model)


def _shown(pieces: Unsettled, alone: F64, taken: F64, judged: Bools) -> pl.DataFrame:
    """`Links.pairs`."""
    odds = alone + taken
    kept = np.flatnonzero((odds >= em.log2_odds(KEPT_PROBABILITY)) | judged)
    held, ids = pieces.held, pieces.ids
    details = pieces.details[kept].with_columns(
        record_a=ids.gather(held.a[kept]),
        record_b=ids.gather(held.b[kept]),
        probability=em.probability_of(odds[kept]),
        bits_rivals=taken[kept],
    )
    first = ["record_a", "record_b", "weight", "probability"]
    return details.select(*first, pl.exclude(*first, "bits_rivals"), "bits_rivals")

"""The default: families of models averaged by what the table says of each, all of them beside it.

Latent classes, graphs of dependent lists, and visibility that varies without steps are rival
accounts of why lists overlap as they do. Each family has its evidence (`family`), computed on one
footing, so their posteriors are mixed by it: where the table tells them apart the better one speaks
alone, and where it does not, doubt between them widens the interval (Hoeting, Madigan, Raftery,
Volinsky 1999, Statistical Science 14, 382-417). Where two lists never meet, no family holds the
truth and evidence tells which is least wrong of the overlaps, not of the people missed: there it
has no say.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tawthiq.estimates import continuous
from tawthiq.estimates.class_doubts import lone_classes
from tawthiq.estimates.continuous import ContinuousSettings, seldom_seen
from tawthiq.estimates.decomposable import DecomposableSettings, decomposable
from tawthiq.estimates.drawn import Drawn, Work, mixed_rhat
from tawthiq.estimates.family import Doubt, FamilyEstimate, NoEstimate, mixed, shares_of
from tawthiq.estimates.finite import FiniteSettings, Sampled, averaged
from tawthiq.estimates.finite_tables import sample_together
from tawthiq.estimates.identify import why_not_from_posterior
from tawthiq.estimates.model import CaptureTable, EstimateSettings, FamilyAnswer, Reason
from tawthiq.estimates.sensitivity import prior_decides, shifts
from tawthiq.estimates.table_doubts import never_meet

RUNS = 4
_LEAST_PARTICLES = 400  # for several tables together; with half of them upper ends lay 1 % low
_ATTEMPTS = 3  # each with twice the particles of the one before
_MODELS = 8  # of each family, that are told
_ROUNDS = 4  # draws of each particle, for how far one differs from the next to show
_WEIGHED = 4.0  # draws of each shape of a continuous visibility, for each particle
_WEIGHED_PATTERNS = 2_000.0  # over the number of patterns: so many instead, where that is fewer
_LEAST_WEIGHED = 0.4

PRIOR = {"latent-class": 1.0, "decomposable": 1.0, "continuous": 0.01}
"""How likely families are before a table is seen, one against the other.

That most people are all but invisible is a large claim: on small tables nothing would speak against
it, and the interval would have no end. It needs a table that speaks for it, a hundred to one.
"""


_EVEN = Doubt(
    code="even-families",
    en="Two lists never meet where chance would have made them, and no family of models says how "
    "that came to be. So latent classes and graphs have equal shares of the answer, whichever of "
    "them the table fits better.",
    ar="قائمتان لا تلتقيان البتّة حيث كانت المصادفة لتجمعهما، وليس في عائلات النماذج ما يبيّن سبب "
    "ذلك. فللفئات الكامنة وللنماذج البيانية حصّتان متساويتان من الجواب، أيًّا كانت الأوفق للجدول.",
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Average:
    """Families mixed."""

    families: tuple[FamilyEstimate, ...]
    weights: NDArray[np.float64]  # by family; their sum is 1
    by_evidence: bool  # whether the table had a say in them
    by_run: NDArray[np.int64]  # (RUNS, n): people on no list
    effective: float


def average(
    families: Sequence[FamilyEstimate],
    size: int,
    random: np.random.Generator,
    *,
    by_evidence: bool = True,
) -> Average:
    """Mix families by their evidence and `PRIOR`, or by `PRIOR` alone.

    Each run mixes by the evidence of that run, so that what is unsure of it shows in how far runs
    differ.

    Args:
        families: with an evidence each.
        size: draws of each run.
        random: of all randomness.
        by_evidence: whether the table has a say.
    """
    prior = np.log([PRIOR[one.family] for one in families])
    logs = prior.copy()
    if by_evidence:
        logs += np.array([one.log_evidence for one in families], dtype=np.float64)
    runs = []
    for run in range(RUNS):
        drawn, mine = [], logs.copy()
        for at, one in enumerate(families):
            if one.by_run is None or one.evidence_by_run is None:
                drawn.append(one.unobserved[run::RUNS])
                continue
            drawn.append(one.by_run[run])
            if by_evidence:
                mine[at] = prior[at] + one.evidence_by_run[run]
        runs.append(mixed(drawn, shares_of(mine), size, random))
    weights = shares_of(logs)
    sizes = np.array([one.effective or len(one.unobserved) for one in families])
    return Average(
        families=tuple(families),
        weights=weights,
        by_evidence=by_evidence,
        by_run=np.stack(runs),
        effective=float(1 / (weights**2 / sizes).sum()),
    )


def sample_tables(
    tables: Sequence[CaptureTable],
    settings: EstimateSettings,
    seed: np.random.SeedSequence,
    work: Work,
) -> Drawn | Reason:
    """See `drawn.Sampler`. Where runs do not agree, it begins again with twice the particles."""
    particles = settings.particles
    if len(tables) > 1:
        particles = max(particles // len(tables), _LEAST_PARTICLES)
    for attempt, attempt_seed in enumerate(seed.spawn(_ATTEMPTS)):
        made = _averages(tables, settings, particles, attempt_seed, work)
        if isinstance(made, NoEstimate):
            return Reason(
                " ".join(doubt.en for doubt in made.doubts),
                " ".join(doubt.ar for doubt in made.doubts),
            )
        found, classes = made
        unobserved = [one.by_run for one in found]
        between = mixed_rhat(unobserved)
        ess = min(worth(tables, found), float(sum(some.size for some in unobserved)))
        enough = between < settings.max_rhat and ess >= settings.min_ess
        if enough or settings.model == "decomposable" or attempt == _ATTEMPTS - 1:
            break
        particles *= 2
    moved = shifts(classes, settings.prior) if classes else ()
    return Drawn(
        unobserved=unobserved,
        rhat=between,
        ess=ess,
        reason=None if enough else _not_converged(between, ess, particles, settings),
        families=_answers(found, max(settings.draws, _ROUNDS * particles)),
        doubts=(
            *_doubts(found),
            # Where classes have no say, their prior has none.
            *(
                prior_decides(moved, _median_of_classes(found))
                if _share(found, "latent-class") > 0.5
                else ()
            ),
            *lone_classes(classes, tables[0].lists, _share(found, "latent-class")),
            # Of who asks for that family alone it is the supposition, and no news.
            *(seldom_seen(_share(found, "continuous")) if settings.model == "average" else ()),
        ),
        notes=_notes(found),
        shifts=moved,
    )


def _averages(
    tables: Sequence[CaptureTable],
    settings: EstimateSettings,
    particles: int,
    seed: np.random.SeedSequence,
    work: Work,
) -> tuple[list[Average], list[Sampled]] | NoEstimate:
    """Of each table, those of the same lists together.

    And what the classes made of the mean of the first that go together; or why graphs, asked for
    alone, have no number.
    """
    model = settings.model
    finite = FiniteSettings(
        most_classes=settings.most_classes,
        prior=settings.prior,
        particles=particles,
        draws=max(settings.draws // len(tables), _ROUNDS * particles),
    )
    graphs = DecomposableSettings(prior_count=settings.prior_count)
    n_patterns = max(len(table.counts) for table in tables)
    most = min(_WEIGHED, _WEIGHED_PATTERNS / n_patterns)
    without_steps = ContinuousSettings(
        weighed=int(max(most, _LEAST_WEIGHED) * particles), draws=finite.draws
    )
    seeds = [one.spawn(settings.most_classes + 4) for one in seed.spawn(len(tables))]
    classes: dict[int, list[Sampled]] = {}
    shapes: dict[int, list[continuous.Weighed]] = {}
    mean: list[Sampled] = []
    for alike in _of_the_same_lists(tables):
        some = [tables[at] for at in alike]
        if model in {"average", "latent-class"}:
            of_classes = [seeds[at][2:-2] for at in alike]
            together = sample_together(some, finite, of_classes, work.asked)
            classes |= dict(zip(alike, together.of_table, strict=True))
            mean = mean or together.mean
        if model in {"average", "continuous"}:
            of_shapes = seeds[alike[0]][-2]
            drawn = continuous.sample_shapes(some, without_steps, of_shapes, work.asked)
            shapes |= dict(zip(alike, drawn, strict=True))
    found: list[Average] = []
    for number, table in enumerate(tables):
        mixing, of_graphs = seeds[number][:2]
        random = np.random.default_rng(mixing)
        families: list[FamilyEstimate] = []
        if number in classes:
            families.append(averaged(classes[number], finite, random))
        if model in {"average", "decomposable"}:
            by_graphs = decomposable(
                table,
                # Of the first table alone single graphs are told.
                settings=graphs if not number else replace(graphs, models=0),
                seed=int(of_graphs.generate_state(1)[0]),
            )
            if isinstance(by_graphs, FamilyEstimate):
                families.append(by_graphs)
            elif not families:
                return by_graphs
        if number in shapes:
            of_average = np.random.default_rng(seeds[number][-1])
            families.append(
                continuous.averaged(shapes[number], table.n_observed, without_steps, of_average)
            )
        size = max(settings.draws // len(tables) // RUNS, 1)
        mixture = average(families, size, random)
        if len(families) > 1 and _evidence_misleads(table, mixture):
            mixture = average(families, size, random, by_evidence=False)
        found.append(mixture)
        work.report(sum(one.effective for one in found))
    return found, mean


def worth(tables: Sequence[CaptureTable], found: Sequence[Average]) -> float:
    """How many independent draws those of all tables are worth, at least.

    Tables of the same lists share draws, so at worst their errors are one error. The variance
    between tables adds to what draws are worth, never takes.
    """
    error = 0.0  # the variance of a mean, where that of a draw is one
    for alike in _of_the_same_lists(tables):
        of_mean = sum(1 / found[at].effective for at in alike) / len(alike)
        error += of_mean * (len(alike) / len(tables)) ** 2
    return 1 / error


def _of_the_same_lists(tables: Sequence[CaptureTable]) -> list[list[int]]:
    """Which tables have the same lists: in the order met."""
    places: dict[tuple[str, ...], list[int]] = {}
    for at, table in enumerate(tables):
        places.setdefault(table.lists, []).append(at)
    return list(places.values())


def _evidence_misleads(table: CaptureTable, mixture: Average) -> bool:
    """Whether two lists never meet: the best of families, none of which holds it, may be sure.

    Where that best one has no number to give, none is made of the others.
    """
    people = table.n_observed + mixture.by_run.ravel()
    return bool(never_meet(table, float(np.median(people)))) and not why_not_from_posterior(
        people, table.n_observed
    )


def _share(found: Sequence[Average], family: str) -> float:
    """Of the answer, that is of a family."""
    shares = [
        float(share)
        for each in found
        for one, share in zip(each.families, each.weights, strict=True)
        if one.family == family
    ]
    return sum(shares) / len(found)


def _median_of_classes(found: Sequence[Average]) -> float:
    """All people, as the classes have them, which come first; all tables together."""
    return float(np.median(np.concatenate([one.families[0].draws for one in found])))


def _answers(found: Sequence[Average], most: int) -> tuple[FamilyAnswer, ...]:
    """Each family by itself: its interval by the draws of all tables together, `most` of them kept.

    They are in no order, so the first of each table are as good as any.
    """
    answers = []
    kept = max(most // len(found), 1)
    for family in dict.fromkeys(one.family for each in found for one in each.families):
        weight, draws, models = 0.0, [], None
        for each in found:
            for one, share in zip(each.families, each.weights, strict=True):
                if one.family == family:
                    weight += float(share) / len(found)
                    draws.append(one.draws)
                    models = one.models if models is None else models
        low, median, high = np.quantile(np.concatenate(draws), [0.025, 0.5, 0.975])
        best = models.sort("weight", descending=True).head(_MODELS) if models is not None else None
        answers.append(
            FamilyAnswer(
                family=family,
                weight=weight,
                median=float(median),
                low=float(low),
                high=float(high),
                models=tuple(best.to_dicts()) if best is not None else (),
                draws=np.concatenate([some[:kept] for some in draws]),
            )
        )
    return tuple(answers)


def _doubts(found: Sequence[Average]) -> tuple[Doubt, ...]:
    """What a family doubts, where it has a say in the answer."""
    said = {
        doubt.code: doubt
        for each in found
        for one, share in zip(each.families, each.weights, strict=True)
        for doubt in one.doubts
        if share > 0.05
    }
    return tuple(said.values())


def _notes(found: Sequence[Average]) -> tuple[Doubt, ...]:
    """What a family saw of the first table, where most of the answer is its; how all were mixed."""
    seen = tuple(
        note
        for one, share in zip(found[0].families, found[0].weights, strict=True)
        for note in one.notes
        if share > 0.5
    )
    return seen if all(one.by_evidence for one in found) else (*seen, _EVEN)


def _not_converged(between: float, ess: float, particles: int, settings: EstimateSettings) -> str:
    return (
        f"Not converged: with {particles:,} particles R-hat over {RUNS} runs is {between:.3f} "
        f"(wanted below {settings.max_rhat:g}) and the draws are worth {ess:.0f} independent ones "
        f"(wanted {settings.min_ess:.0f}). The interval is not to be relied on."
    )

"""How the people of each kind of population come to stand on lists.

A recipe draws its own numbers first (how large a class is, how far a list reaches), so that no two
populations of a scenario are alike, and then who is on which list. Which list plays which part is
drawn too: a method that treats the first list apart gains nothing. The ranges are such as lists of
casualties have (a list mostly holds 5 to 50 in a hundred); they were set before any method of
estimation was tried on them, and fit none.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, lgamma, log
from string import ascii_uppercase

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Holds = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Caught:
    """Who is on which list, and how that was drawn."""

    on: Holds  # (n_lists, n_people)
    shares: tuple[float, ...]  # of all people, how many each list was meant to hold
    en: str
    ar: str


Recipe = Callable[[int, int, Generator], Caught]
"""From the number of lists, the number of people and a source of chance."""


def independent(n_lists: int, n_people: int, rng: Generator) -> Caught:
    """Every list sees everybody with one chance of its own."""
    return _one_class(_reach(rng, n_lists, 0.05, 0.5), n_people, rng)


def sparse(n_lists: int, n_people: int, rng: Generator) -> Caught:
    """Small lists: 15 to 80 people are expected on two of them, however many people there are."""
    reach = _reach(rng, n_lists, 0.05, 0.2)
    pairs = (reach.sum() ** 2 - (reach**2).sum()) / 2 * n_people
    overlap = exp(rng.uniform(log(15), log(80)))
    return _one_class(np.minimum(reach * np.sqrt(overlap / pairs), 0.4), n_people, rng)


def two_classes(n_lists: int, n_people: int, rng: Generator) -> Caught:
    """A visible class and a hidden one."""
    hidden = rng.uniform(0.35, 0.65)
    chance = np.stack([_reach(rng, n_lists, 0.4, 0.75), _reach(rng, n_lists, 0.06, 0.25)])
    return _visible_and_hidden(hidden, chance, n_people, rng)


def mostly_hidden(n_lists: int, n_people: int, rng: Generator) -> Caught:
    """Two classes, the larger one hidden from all lists alike."""
    hidden = rng.uniform(0.5, 0.75)
    chance = np.stack([_reach(rng, n_lists, 0.4, 0.65), _reach(rng, n_lists, 0.06, 0.14)])
    return _visible_and_hidden(hidden, chance, n_people, rng)


def three_classes(n_lists: int, n_people: int, rng: Generator) -> Caught:
    """One visible to all lists, one hidden from all, one that some see and others hardly do."""
    weights = rng.dirichlet([10.0, 10.0, 10.0])
    sees = rng.permutation(n_lists) < n_lists // 2
    across = np.where(sees, _reach(rng, n_lists, 0.45, 0.8), _reach(rng, n_lists, 0.03, 0.15))
    chance = np.stack([_reach(rng, n_lists, 0.45, 0.8), _reach(rng, n_lists, 0.06, 0.2), across])
    names = _named(np.flatnonzero(sees))
    return Caught(
        on=_by_class(weights, chance, n_people, rng),
        shares=_shares(weights, chance),
        en=f"Three classes of {weights[0]:.0%}, {weights[1]:.0%} and {weights[2]:.0%}: lists see "
        f"{_range(chance[0])} of the first and {_range(chance[1])} of the second; of the third "
        f"{names} see {_range(across[sees])}, the others {_range(across[~sees])}.",
        ar=f"ثلاث فئات نسبها {weights[0]:.0%} و{weights[1]:.0%} و{weights[2]:.0%}: ترى القوائم "
        f"{_range(chance[0])} من الأولى و{_range(chance[1])} من الثانية؛ ومن الثالثة ترى "
        f"القوائم {names} {_range(across[sees])} وسائرها {_range(across[~sees])}.",
    )


def positive_dependence(n_lists: int, n_people: int, rng: Generator) -> Caught:
    """Pairs of lists that see the same people: odds ratios from 2 to 8."""
    return _in_pairs(n_lists, n_people, rng, towards=True)


def negative_dependence(n_lists: int, n_people: int, rng: Generator) -> Caught:
    """Pairs of lists that avoid one another's people: odds ratios from 1/8 to 1/2."""
    return _in_pairs(n_lists, n_people, rng, towards=False)


def referral(n_lists: int, n_people: int, rng: Generator) -> Caught:
    """A list works by itself and takes a share of its people from another."""
    reach = _reach(rng, n_lists, 0.08, 0.4)
    order = rng.permutation(n_lists)
    n_pairs = 1 if n_lists < 5 else int(rng.integers(1, 3))
    on = _alone(reach, n_people, rng)
    shares = reach.copy()
    parts_en, parts_ar = [], []
    for giver, taker in order[: 2 * n_pairs].reshape(-1, 2):
        taken = rng.uniform(0.2, 0.6)
        on[taker] |= on[giver] & (rng.random(n_people) < taken)
        shares[taker] = 1 - (1 - reach[taker]) * (1 - taken * reach[giver])
        parts_en.append(f"{_named([taker])} takes over {taken:.0%} of {_named([giver])}")
        parts_ar.append(f"تأخذ {_named([taker])} {taken:.0%} ممّن في {_named([giver])}")
    return Caught(
        on=on,
        shares=tuple(shares.tolist()),
        en=f"Lists see {_range(reach)} by their own work; {' and '.join(parts_en)}.",
        ar=f"ترى القوائم بعملها {_range(reach)}؛ و{' و'.join(parts_ar)}.",
    )


def copied(n_lists: int, n_people: int, rng: Generator) -> Caught:
    """A list is a copy of another, whole or nearly so, and adds nobody."""
    kept = 1.0 if rng.random() < 0.5 else rng.uniform(0.9, 0.99)
    return _within(n_lists, n_people, rng, kept)


def nested(n_lists: int, n_people: int, rng: Generator) -> Caught:
    """A list is a selection from another and adds nobody."""
    return _within(n_lists, n_people, rng, rng.uniform(0.2, 0.6))


def blind_list(n_lists: int, n_people: int, rng: Generator) -> Caught:
    """A stratum that one list (or two of six and more) cannot see, and all others do."""
    unseen = rng.uniform(0.2, 0.5)
    n_blind = 1 if n_lists < 6 else int(rng.integers(1, 3))
    blind = rng.permutation(n_lists)[:n_blind]
    chance = _two_strata(rng, _reach(rng, n_lists, 0.1, 0.5))
    chance[1, blind] = 0.0
    weights = np.array([1 - unseen, unseen])
    names = _named(blind)
    return Caught(
        on=_by_class(weights, chance, n_people, rng),
        shares=_shares(weights, chance),
        en=f"Two strata; {names} cannot see the second, of {unseen:.0%}. "
        f"All else is seen at {_range(chance[chance > 0])}.",
        ar=f"شريحتان؛ لا ترى {names} الثانية ونسبتها {unseen:.0%}. "
        f"ويُرى ما عدا ذلك بنسبة {_range(chance[chance > 0])}.",
    )


def turns(n_lists: int, n_people: int, rng: Generator) -> Caught:
    """One list stops where another begins; the others are at work in both periods."""
    second = rng.uniform(0.3, 0.7)
    early, late = rng.permutation(n_lists)[:2]
    chance = _two_strata(rng, _reach(rng, n_lists, 0.1, 0.5))
    chance[1, early] = chance[0, late] = 0.0
    weights = np.array([1 - second, second])
    return Caught(
        on=_by_class(weights, chance, n_people, rng),
        shares=_shares(weights, chance),
        en=f"Two periods; {_named([early])} is at work in the first alone, {_named([late])} in the "
        f"second alone ({second:.0%} of the people). "
        f"Lists at work see {_range(chance[chance > 0])}.",
        ar=f"مدّتان؛ تعمل {_named([early])} في الأولى وحدها و{_named([late])} في الثانية وحدها "
        f"({second:.0%} من الأشخاص). وترى القوائم العاملة {_range(chance[chance > 0])}.",
    )


def disjoint(n_lists: int, n_people: int, rng: Generator) -> Caught:
    """Two groups of lists, each with people of its own, that never meet."""
    second = rng.uniform(0.3, 0.7)
    order = rng.permutation(n_lists)
    n_first = int(rng.integers(max(1, n_lists // 3), n_lists - max(1, n_lists // 3) + 1))
    first, other = order[:n_first], order[n_first:]
    reach = _reach(rng, n_lists, 0.1, 0.5)
    chance = np.stack([reach, reach])
    chance[1, first] = chance[0, other] = 0.0
    weights = np.array([1 - second, second])
    return Caught(
        on=_by_class(weights, chance, n_people, rng),
        shares=_shares(weights, chance),
        en=f"Two groups that never meet: {_named(first)} see {_range(reach[first])} of one part of "
        f"the people, {_named(other)} {_range(reach[other])} of the other ({second:.0%}).",
        ar=f"مجموعتان لا تلتقيان: ترى {_named(first)} {_range(reach[first])} من قسم من الأشخاص، "
        f"وترى {_named(other)} {_range(reach[other])} من القسم الآخر ({second:.0%}).",
    )


def heterogeneity(n_lists: int, n_people: int, rng: Generator) -> Caught:
    """Visibility varies from person to person over the whole range, most of it close to nothing."""
    if rng.random() < 0.5:
        return _logit_normal(n_lists, n_people, rng)
    # Who is seen with chance v in one round of work is missed by e rounds with (1 - v)^e.
    a, b = rng.uniform(0.15, 0.4), rng.uniform(1.0, 2.0)
    effort = np.exp(rng.uniform(log(0.5), log(3.0), n_lists))
    missed = np.log1p(-np.minimum(rng.beta(a, b, n_people), 1 - 1e-12))
    on = np.empty((n_lists, n_people), bool)
    for row, rounds in zip(on, effort, strict=True):
        row[:] = rng.random(n_people) >= np.exp(rounds * missed)
    shares = [
        1 - exp(lgamma(b + e) + lgamma(a + b) - lgamma(b) - lgamma(a + b + e))
        for e in effort.tolist()
    ]
    return Caught(
        on=on,
        shares=tuple(shares),
        en=f"Visibility is Beta({a:.2f}, {b:.2f}) over people, most of it near 0; lists see "
        f"{_range(shares)} of all.",
        ar=f"تتوزّع درجة ظهور الأشخاص توزّع بيتا ({a:.2f}، {b:.2f}) ومعظمها قريب من الصفر؛ "
        f"وترى القوائم {_range(shares)} من الجميع.",
    )


def invisible_class(n_lists: int, n_people: int, rng: Generator) -> Caught:
    """A class that no list can see; the others are alike, or of two classes."""
    unseen = rng.uniform(0.15, 0.4)
    n_unseen = int(rng.binomial(n_people, unseen))
    recipe = two_classes if n_lists >= 4 and rng.random() < 0.5 else independent
    seen = recipe(n_lists, n_people - n_unseen, rng)
    return Caught(
        on=np.pad(seen.on, ((0, 0), (0, n_unseen))),
        shares=tuple((1 - unseen) * share for share in seen.shares),
        en=f"{unseen:.0%} are in a class that no list can see. The table is that of the others "
        f"alone, and nothing in it shows that there are more. The others: {seen.en}",
        ar=f"{unseen:.0%} في فئة لا تراها أيّ قائمة. فالجدول جدول الآخرين وحدهم، ولا شيء فيه يدلّ "
        f"على وجود سواهم. أمّا الآخرون: {seen.ar}",
    )


def lone_class(n_lists: int, n_people: int, rng: Generator) -> Caught:
    """A class that one list alone can see: how large it is, nothing tells."""
    apart = rng.uniform(0.25, 0.5)
    sees = int(rng.integers(n_lists))
    chance = np.stack([_reach(rng, n_lists, 0.15, 0.5), np.zeros(n_lists)])
    chance[1, sees] = _reach(rng, 1, 0.1, 0.5)[0]
    weights = np.array([1 - apart, apart])
    name = _named([sees])
    return Caught(
        on=_by_class(weights, chance, n_people, rng),
        shares=_shares(weights, chance),
        en=f"{apart:.0%} are in a class that {name} alone can see, at {chance[1, sees]:.0%}; lists "
        f"see {_range(chance[0])} of the others. The table shows too many on {name} alone; "
        "a large class seldom seen and a small one often seen look the same.",
        ar=f"{apart:.0%} في فئة لا تراها إلا {name} وبنسبة {chance[1, sees]:.0%}؛ وترى القوائم "
        f"{_range(chance[0])} من الآخرين. ويظهر في الجدول فائض ممّن في {name} وحدها؛ ولا فرق فيه "
        "بين فئة كبيرة قلّما تُرى وفئة صغيرة كثيرًا ما تُرى.",
    )


def _reach(rng: Generator, n: int, low: float, high: float) -> Floats:
    """Chances between two ends, uniform in logits: small ones are as likely as large ones."""
    logits = rng.uniform(log(low / (1 - low)), log(high / (1 - high)), n)
    return np.asarray(1 / (1 + np.exp(-logits)))


def _two_strata(rng: Generator, reach: Floats) -> Floats:
    """Chances in two strata: each list works somewhat better in one of them, by chance."""
    logits = np.log(reach / (1 - reach)) + np.stack(
        [np.zeros(len(reach)), rng.normal(0, 0.4, len(reach))]
    )
    return np.asarray(1 / (1 + np.exp(-logits)))


def _alone(reach: Floats, n_people: int, rng: Generator) -> Holds:
    on = np.empty((len(reach), n_people), bool)
    for row, chance in zip(on, reach, strict=True):
        row[:] = rng.random(n_people) < chance
    return on


def _by_class(weights: Floats, chance: Floats, n_people: int, rng: Generator) -> Holds:
    """Lists independent within each class; chance is (n_classes, n_lists)."""
    sizes = rng.multinomial(n_people, weights)
    return np.concatenate(
        [_alone(of_class, int(n), rng) for of_class, n in zip(chance, sizes, strict=True)], axis=1
    )


def _shares(weights: Floats, chance: Floats) -> tuple[float, ...]:
    return tuple((weights @ chance).tolist())


def _visible_and_hidden(hidden: float, chance: Floats, n_people: int, rng: Generator) -> Caught:
    weights = np.array([1 - hidden, hidden])
    return Caught(
        on=_by_class(weights, chance, n_people, rng),
        shares=_shares(weights, chance),
        en=f"Two classes: lists see {_range(chance[0])} of a visible one and {_range(chance[1])} "
        f"of a hidden one, to which {hidden:.0%} belong.",
        ar=f"فئتان: ترى القوائم {_range(chance[0])} من فئة ظاهرة و{_range(chance[1])} من فئة خفيّة "
        f"ينتمي إليها {hidden:.0%}.",
    )


def _one_class(reach: Floats, n_people: int, rng: Generator) -> Caught:
    return Caught(
        on=_alone(reach, n_people, rng),
        shares=tuple(reach.tolist()),
        en=f"Lists see everybody alike and independently, at {_range(reach)}.",
        ar=f"ترى القوائم الجميع على السواء مستقلّةً بعضها عن بعض، بنسبة {_range(reach)}.",
    )


def _in_pairs(n_lists: int, n_people: int, rng: Generator, *, towards: bool) -> Caught:
    """Pairs of lists with an odds ratio of their own; pairs and other lists independent."""
    reach = _reach(rng, n_lists, 0.08, 0.5)
    n_pairs = int(rng.integers(1, n_lists // 2 + 1))
    pairs = rng.permutation(n_lists)[: 2 * n_pairs].reshape(-1, 2)
    on = _alone(reach, n_people, rng)
    parts = []
    for one, other in pairs:
        ratio = exp(rng.uniform(log(2), log(8)) * (1 if towards else -1))
        both = _both(reach[one], reach[other], ratio)
        chance = np.where(on[one], both / reach[one], (reach[other] - both) / (1 - reach[one]))
        on[other] = rng.random(n_people) < chance
        parts.append(f"{_named([one, other])} ({ratio:.2g})")
    said, said_ar = ", ".join(parts), "، ".join(parts)
    return Caught(
        on=on,
        shares=tuple(reach.tolist()),
        en=f"Lists see {_range(reach)}; pairs that {'seek' if towards else 'avoid'} one another's "
        f"people, with the odds ratio: {said}.",
        ar=f"ترى القوائم {_range(reach)}؛ والأزواج التي {'تتلاقى في' if towards else 'تتجنّب'} "
        f"أشخاصها، مع نسبة الأرجحية: {said_ar}.",
    )


def _both(one: float, other: float, ratio: float) -> float:
    """Chance to be on both of two lists, from the chances of each and their odds ratio.

    Source: Plackett (1965), A class of bivariate distributions, JASA 60(310), 516-522.
    """
    s = 1 + (one + other) * (ratio - 1)
    root = np.sqrt(s**2 - 4 * ratio * (ratio - 1) * one * other)
    return float((s - root) / (2 * (ratio - 1)))


def _within(n_lists: int, n_people: int, rng: Generator, kept: float) -> Caught:
    """One list holds a share of another's people and nobody else."""
    reach = _reach(rng, n_lists, 0.08, 0.45)
    whole, part = rng.permutation(n_lists)[:2]
    reach[part] = kept * reach[whole]
    on = _alone(reach, n_people, rng)
    on[part] = on[whole] & (rng.random(n_people) < kept)
    inner, outer = _named([part]), _named([whole])
    return Caught(
        on=on,
        shares=tuple(reach.tolist()),
        en=f"{inner} holds {kept:.0%} of the people of {outer} and nobody else; the others work by "
        f"themselves. Lists see {_range(reach)}.",
        ar=f"تضمّ {inner} {kept:.0%} ممّن في {outer} ولا أحد سواهم؛ وتعمل سائر القوائم مستقلّة. "
        f"وترى القوائم {_range(reach)}.",
    )


def _logit_normal(n_lists: int, n_people: int, rng: Generator) -> Caught:
    spread = rng.uniform(2.0, 3.0)
    shares = _reach(rng, n_lists, 0.05, 0.3)
    visibility = rng.normal(0, spread, n_people)
    on = np.empty((n_lists, n_people), bool)
    for row, share in zip(on, shares, strict=True):
        row[:] = rng.random(n_people) < 1 / (1 + np.exp(-(visibility + _level(share, spread))))
    return Caught(
        on=on,
        shares=tuple(shares.tolist()),
        en=f"Visibility is normal over people, in logits, with a standard deviation of "
        f"{spread:.1f}; lists see {_range(shares)} of all.",
        ar=f"تتوزّع درجة ظهور الأشخاص توزّعًا طبيعيًّا باللوجيت وانحرافها المعياري {spread:.1f}؛ "
        f"وترى القوائم {_range(shares)} من الجميع.",
    )


def _level(share: float, spread: float) -> float:
    """The constant at which the mean of a logit-normal chance is `share`, by bisection."""
    at, weights = np.polynomial.hermite_e.hermegauss(120)
    weights = weights / weights.sum()
    low, high = -40.0, 40.0
    for _ in range(60):
        middle = (low + high) / 2
        if weights @ (1 / (1 + np.exp(-(middle + spread * at)))) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _range(values: Sequence[float] | Floats) -> str:
    low, high = f"{100 * min(values):.2g}", f"{100 * max(values):.2g}"
    return f"{low}%" if low == high else f"{low}–{high}%"


def _named(lists: Sequence[int] | NDArray[np.int64]) -> str:
    return "+".join(ascii_uppercase[int(one)] for one in sorted(lists))

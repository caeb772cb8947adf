"""Texts of one source and day in two languages: figures that should be one and differ.

Two texts are taken for translations of each other where most of their figures, in order, count the
same things. Of two figures so aligned, values that cannot both be are a finding.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import product

from tawthiq.checks.intervals import Interval, interval_of
from tawthiq.checks.model import SAID, Finding, Stated, quote_of
from tawthiq.statements import Figure

# Of the longer text's figures, how many must have a counterpart for the two to be translations.
_LEAST_ALIGNED = 0.6


@dataclass(frozen=True, slots=True)
class _Said:
    """A figure of one text and what it allows."""

    figure: Figure
    allowed: Interval

    @property
    def kind(self) -> tuple[object, ...]:
        """What must agree for two figures to be one: everything but the value."""
        one = self.figure
        return (one.counted, one.category, one.unit, one.per)

    @property
    def value(self) -> tuple[object, object]:
        """The value as given."""
        return self.figure.value_low, self.figure.value_high


Side = list[_Said]


def differing_translations(stated: Sequence[Stated]) -> list[Finding]:
    """Every pair of aligned figures of two translations whose values cannot be one."""
    days: dict[tuple[object, ...], dict[str, dict[str, Side]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    for one in stated:
        figure = one.statement
        if not isinstance(figure, Figure) or figure.stance not in SAID or figure.item is not None:
            continue
        allowed = interval_of(figure)
        if allowed is None:
            continue
        # Without source and date only the two halves of one document can be one text.
        day = (one.source, one.published) if one.source and one.published else (one.document,)
        days[day][one.language][one.document].append(_Said(figure, allowed))
    findings = []
    for sides in days.values():
        for english, arabic in _pairs(sides.get("en", {}), sides.get("ar", {})):
            findings += _differences(english, arabic)
    return findings


def _pairs(english: dict[str, Side], arabic: dict[str, Side]) -> list[tuple[Side, Side]]:
    """Each text with the one of the other language that fits it best, the best pairs first."""
    for side in (*english.values(), *arabic.values()):
        side.sort(key=lambda one: (one.figure.start, one.figure.end))
    scored = []
    for (name, one), (other_name, other) in product(english.items(), arabic.items()):
        aligned = _aligned(one, other)
        longer = max(len(one), len(other))
        if len(aligned) < _LEAST_ALIGNED * longer:
            continue
        equal = sum(a.value == b.value for a, b in aligned)
        scored.append((-len(aligned) / longer, -equal, name, other_name))
    taken: set[str] = set()
    pairs = []
    for _, _, name, other_name in sorted(scored):
        if f"en {name}" in taken or f"ar {other_name}" in taken:
            continue
        taken |= {f"en {name}", f"ar {other_name}"}
        pairs.append((english[name], arabic[other_name]))
    return pairs


def _aligned(one: Side, other: Side) -> list[tuple[_Said, _Said]]:
    kinds, other_kinds = ([each.kind for each in side] for side in (one, other))
    matcher = SequenceMatcher(None, kinds, other_kinds, autojunk=False)
    return [
        (one[block.a + step], other[block.b + step])
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    ]


def _differ(one: _Said, other: _Said) -> bool:
    """Whether two figures that should be one are not.

    "At least 210" and "at least 120" can both be met by one value, and yet one of the texts says
    something else: so ends that both texts set must agree, unless one text only says "about".
    """
    if not one.allowed.meets(other.allowed):
        return True
    if "about" in (one.figure.bound, other.figure.bound):
        return False
    ends = zip(one.value, other.value, strict=True)
    return any(mine is not None and yours is not None and mine != yours for mine, yours in ends)


def _differences(english: Side, arabic: Side) -> list[Finding]:
    findings = []
    for one, other in _aligned(english, arabic):
        places = {one.figure.place_id, other.figure.place_id} - {None}
        if len(places) > 1 or not _differ(one, other):
            continue
        findings.append(
            Finding(
                check="itself",
                verdict="texts differ",
                words="itself.texts_differ",
                statements=(one.figure.id, other.figure.id),
                values={
                    "english": one.allowed,
                    "english_quote": quote_of(one.figure),
                    "arabic": other.allowed,
                    "arabic_quote": quote_of(other.figure),
                },
            )
        )
    return findings

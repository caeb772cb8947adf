"""How many an incident struck, as a range: named people, numbers told, and no one twice.

The rule. Whoever is named is taken to be among the number that sources tell of. So

    minimum = the greater of: named for certain; the lowest number told
    maximum = the greater of: named, the possible ones included; the highest number told

and a name that arrives later fills a place in the number, and adds nothing to it until there are
more names than any source told of.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from tawthiq.affairs.model import Claim
from tawthiq.statements import Figure, Victim


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOf:
    """What the register of people knows of a record that a victim statement names."""

    person: str | None  # id; None: a record without a name
    low: int | None = None  # of a record without a name, how many it tells of
    high: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """How many, at least and at most; None: nobody says."""

    low: int | None
    high: int | None
    open_end: bool = False  # a source says "at least" and no upper end


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The people whom victim statements attach to an incident."""

    certain: frozenset[str]
    possible: frozenset[str]  # none of them certain
    numbers: tuple[tuple[int | None, int | None], ...] = ()
    """Of records without a name, what those of one list tell of together."""


def named_people(claims: Iterable[Claim], records: Mapping[str, RecordOf]) -> Named:
    """People and not records: several records of one person are one.

    A record that the register does not know counts as a person by itself. Where one source says
    "certain" and another denies that the person is a victim of it, the person is possible.
    """
    certain: set[str] = set()
    possible: set[str] = set()
    denied: set[str] = set()
    numbers: dict[str, tuple[int | None, int | None]] = {}
    for claim in claims:
        said = claim.said
        if not isinstance(said, Victim) or said.record is None:
            continue
        known = records.get(said.record, RecordOf(person=said.record))
        if known.person is None:
            if not claim.denied:
                numbers[said.record] = (known.low, known.high)
        elif claim.denied:
            denied.add(known.person)
        else:
            (certain if said.certainty == "certain" else possible).add(known.person)
    disputed = certain & denied
    return Named(
        certain=frozenset(certain - denied),
        possible=frozenset((possible - certain - denied) | disputed),
        numbers=_by_list(numbers),
    )


def _by_list(
    numbers: Mapping[str, tuple[int | None, int | None]],
) -> tuple[tuple[int | None, int | None], ...]:
    """Rows of one list ("a child", "two men") are different people; lists may tell of the same."""
    found: dict[str, list[tuple[int | None, int | None]]] = defaultdict(list)
    for record in sorted(numbers):
        found[record.partition(":")[0]].append(numbers[record])
    return tuple(
        (
            sum(low for low, _ in rows if low is not None),
            None if any(high is None for _, high in rows) else sum(high or 0 for _, high in rows),
        )
        for rows in found.values()
    )


def told(claims: Iterable[Claim], counted: str = "deaths") -> dict[str, Range]:
    """What each speaker tells of one kind of casualty: id of the claim's source → range.

    A speaker who gives categories only ("three children, two women") tells of no fewer than the
    largest and no more than all together: categories may overlap.
    """
    whole: dict[str, list[Figure]] = defaultdict(list)
    parts: dict[str, list[Figure]] = defaultdict(list)
    for claim in claims:
        said = claim.said
        if isinstance(said, Figure) and said.counted == counted and not claim.denied:
            (parts if said.category else whole)[speaker(claim)].append(said)
    found = {who: _hull(figures) for who, figures in whole.items()}
    for who, figures in parts.items():
        if who not in found:
            found[who] = _together(figures)
    return found


def speaker(claim: Claim) -> str:
    """Who tells it: whoever it is attributed to, or the source."""
    known = claim.key("attributed_to")
    words = getattr(claim.said, "attributed_to", None)
    return known or words or claim.source or ""


def documented(named: Named, numbers: Collection[Range]) -> Range:
    """The range of an incident by the rule above; None where no name or number is given."""
    lows = [one.low for one in numbers if one.low is not None]
    lows += [low for low, _ in named.numbers if low is not None]
    highs = [end for one in numbers for end in (one.low, one.high) if end is not None]
    highs += [end for pair in named.numbers for end in pair if end is not None]
    sure, all_named = len(named.certain), len(named.certain) + len(named.possible)
    if not lows and not highs and not all_named:
        return Range(low=None, high=None)
    return Range(
        low=max(sure, min(lows)) if lows else sure,
        high=max(all_named, *highs) if highs else all_named,
        open_end=any(one.open_end for one in numbers),
    )


def _hull(figures: Iterable[Figure]) -> Range:
    """All that one speaker ever told, as one range."""
    figures = list(figures)
    lows = [int(one.value_low) for one in figures if one.value_low is not None]
    highs = [int(one.value_high) for one in figures if one.value_high is not None]
    open_end = any(one.value_low is not None and one.value_high is None for one in figures)
    return Range(
        low=min(lows) if lows else None, high=max(highs) if highs else None, open_end=open_end
    )


def _together(figures: Iterable[Figure]) -> Range:
    figures = list(figures)
    lows = [int(one.value_low) for one in figures if one.value_low is not None]
    highs = [int(end) for one in figures if (end := one.value_high or one.value_low) is not None]
    return Range(
        low=max(lows) if lows else None,
        high=sum(highs) if highs else None,
        open_end=any(one.value_low is not None and one.value_high is None for one in figures),
    )

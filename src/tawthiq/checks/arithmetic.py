"""A text against itself: parts held against their total.

Bounds are carried through every sum (`intervals`). Only parts that exclude one another are summed:
children are among the civilians, so "civilians" and "children" are two groups of parts, each held
against the total by itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tawthiq.checks.categories import cover, disjoint
from tawthiq.checks.intervals import Interval, allowed_by, interval_of, total
from tawthiq.checks.model import SAID, Finding, Stated, quote_of
from tawthiq.checks.periods import apart, span_of
from tawthiq.checks.places import Places
from tawthiq.checks.shares import check_rates, check_shares, share_of_total
from tawthiq.statements import Figure

# What is counted together, and the parts that are all of it.
_TOGETHER: Mapping[str, frozenset[str]] = {
    "casualties": frozenset(["deaths", "injured"]),
    "displaced": frozenset(["displaced inside", "refugees abroad"]),
}


def check_arithmetic(stated: Sequence[Stated], places: Places) -> list[Finding]:
    """Every finding of sums, shares and rates within each document."""
    findings: list[Finding] = []
    for figures in _by_document(stated).values():
        by_id = {figure.id: figure for figure in figures}
        parts: dict[str, list[Figure]] = defaultdict(list)
        for figure in figures:
            if figure.part_of in by_id and figure.part_of != figure.id:
                parts[figure.part_of].append(figure)
        for figure in figures:
            for name in figure.total_of:
                if name in by_id and by_id[name] not in parts[figure.id] and name != figure.id:
                    parts[figure.id].append(by_id[name])
        for name, members in parts.items():
            findings += _parts_and_total(by_id[name], members, places)
        findings += check_shares(figures)
        findings += check_rates(figures, places)
    return findings


def exclude(one: Figure, other: Figure, whole: Figure, places: Places) -> bool:
    """Whether nobody is counted by both of two parts of one whole."""
    if one.besides == other.id or other.besides == one.id:
        return True
    kinds = _TOGETHER.get(whole.counted or "", frozenset())
    if one.counted != other.counted and {one.counted, other.counted} <= kinds:
        return True
    if one.counted != other.counted and one.counted and other.counted:
        return False
    if disjoint(one.category, other.category) or places.apart(one.place_id, other.place_id):
        return True
    first, second = span_of(one.period), span_of(other.period)
    return first is not None and second is not None and apart(first, second)


def groups_of(parts: Iterable[Figure], whole: Figure, places: Places) -> list[list[Figure]]:
    """The parts in groups whose members exclude one another; each part in the first that fits."""
    groups: list[list[Figure]] = []
    for part in parts:
        for group in groups:
            if all(exclude(part, other, whole, places) for other in group):
                group.append(part)
                break
        else:
            groups.append([part])
    return groups


def _parts_and_total(whole: Figure, parts: Sequence[Figure], places: Places) -> list[Finding]:
    allowed = interval_of(whole)
    same = [part for part in parts if part.unit == whole.unit and part.per == whole.per]
    known = [part for part in same if interval_of(part) is not None]
    if allowed is None or not known:
        return share_of_total(whole, parts, allowed)
    groups = groups_of(known, whole, places)
    findings = [_hold(whole, allowed, group) for group in groups]
    if len(groups) > 1:
        findings.append(
            Finding(
                check="itself",
                verdict="not summed",
                words="itself.not_summed",
                statements=(whole.id, *(part.id for part in known)),
                values={"first": quote_of(groups[0][0]), "second": quote_of(groups[1][0])},
            )
        )
    return findings + share_of_total(whole, parts, allowed)


def _hold(whole: Figure, allowed: Interval, group: Sequence[Figure]) -> Finding:
    """Hold the sum of parts that exclude one another against their total."""
    each = [allowed_by(part) for part in group]
    sums = total(each)
    complete = _complete(whole, group)
    holds = allowed.meets(sums) if complete else allowed.meets(Interval(sums.low, None))
    remainder = (allowed - sums).at_least(0)
    values: dict[str, object] = {
        "total": allowed,
        "total_quote": quote_of(whole),
        "parts": [
            {"statement": part.id, "quote": quote_of(part), "value": one}
            for part, one in zip(group, each, strict=True)
        ],
        "sum": sums,
        "complete": complete,
        "remainder": remainder,
        "number": len(group),
    }
    ids = (whole.id, *(part.id for part in group))
    if not holds:
        values["reconcile"] = reconciling(whole, allowed, group, each)
        exceeds = sums.low is not None and allowed.high is not None and sums.low > allowed.high
        return Finding(
            check="itself",
            verdict="does not add up",
            words="itself.parts_exceed" if exceeds else "itself.parts_missing",
            statements=ids,
            values=values,
        )
    if allowed.exact and sums == allowed:
        verdict, words = "adds up", "itself.adds_up"
    elif remainder is None or not remainder.low or complete:
        verdict, words = "may add up", "itself.may_add_up"
    else:
        verdict, words = "leaves a remainder", "itself.remainder"
    return Finding(check="itself", verdict=verdict, words=words, statements=ids, values=values)


def reconciling(
    whole: Figure, allowed: Interval, parts: Sequence[Figure], each: Sequence[Interval]
) -> list[dict[str, object]]:
    """Each single value that would make parts and total agree, all others left as they stand.

    Returns:
        One entry for the total, and one for each part that could be the one: `statement`,
        `quote`, `role` ("total" or "part"), and `value`, the interval of what would do.
    """
    complete = _complete(whole, parts)
    sums = total(list(each))
    found: list[dict[str, object]] = []
    wanted = sums if complete else Interval(sums.low, None)
    found.append(_instead(whole, "total", wanted))
    for at, part in enumerate(parts):
        others = total([one for number, one in enumerate(each) if number != at])
        room = (allowed - others).at_least(0)
        if room is not None:
            if not complete:
                room = Interval(0, room.high)
            found.append(_instead(part, "part", room))
    return found


def _instead(figure: Figure, role: str, wanted: Interval) -> dict[str, object]:
    """The value nearest to what stands there, and all that would do."""
    now = allowed_by(figure)
    ends = (wanted.low, wanted.high)
    if now.low is not None and wanted.high is not None and now.low > wanted.high:
        ends = (wanted.high, wanted.low)
    near = ends[1] if ends[0] is None else ends[0]
    return {
        "statement": figure.id,
        "quote": quote_of(figure),
        "role": role,
        "near": near,
        "value": wanted,
    }


def _complete(whole: Figure, group: Sequence[Figure]) -> bool:
    """Whether by their meaning the parts are all of the whole: men, women and children."""
    counted = {part.counted for part in group}
    kinds = _TOGETHER.get(whole.counted or "")
    if kinds and counted >= kinds and all(part.category == whole.category for part in group):
        return True
    return (
        counted <= {whole.counted, None}
        and len(group) > 1
        and all(
            part.place_id in (whole.place_id, None) and part.period in (whole.period, None)
            for part in group
        )
        and cover((part.category for part in group), whole.category)
    )


def _by_document(stated: Sequence[Stated]) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = defaultdict(list)
    for one in stated:
        if isinstance(one.statement, Figure) and one.statement.stance in SAID:
            found[one.document].append(one.statement)
    for figures in found.values():
        figures.sort(key=lambda figure: (figure.start, figure.end))
    return found

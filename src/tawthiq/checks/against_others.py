"""Figures against the figures of other sources: one timeline for each thing counted in one place.

Two figures stand side by side where they count the same, of the same people, in the same place and
time; a figure of a smaller scope is held against those of the scopes around it. What is worked out
from two figures - a difference, a ratio - is marked as derived and keeps the bounds of both.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import inf

import numpy as np

from tawthiq.checks.categories import lies_in
from tawthiq.checks.intervals import Interval, interval_of
from tawthiq.checks.model import SAID, Finding, Stated, quote_of
from tawthiq.checks.periods import span_of
from tawthiq.checks.places import Places, place_of
from tawthiq.checks.series import running_totals
from tawthiq.checks.wholes import in_wholes
from tawthiq.fields import one_line
from tawthiq.statements import Figure

MOST_OTHERS = 5
"""How many other sources' figures one figure is shown beside, the farthest first; how many there
are in all is given with each."""
_CHUNK = 512  # rows held against all others at a time, so that 10,000 figures fit in memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A figure on a timeline."""

    figure: Figure
    source: str | None  # who says it, as `Stated.speaker` has it
    start: date | None
    stop: date | None
    running: bool  # a running total up to `stop`
    allowed: Interval

    @property
    def day(self) -> date:
        """Where it stands on the timeline."""
        return self.stop or self.start or date.max

    def to_dict(self) -> dict[str, object]:
        """Plain values, for JSON."""
        return {
            "statement": self.figure.id,
            "source": self.source,
            "start": self.start.isoformat() if self.start else None,
            "stop": self.stop.isoformat() if self.stop else None,
            "running": self.running,
            "value": {"low": self.allowed.low, "high": self.allowed.high},
            "quote": quote_of(self.figure),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All figures for one thing counted, of one category, in one place; in order of time."""

    counted: str | None
    category: str | None  # of a part whose total has another one: "child of civilian"
    place: str | None  # as `place_of` gives it; None: everywhere
    points: tuple[Point, ...]

    def to_dict(self) -> dict[str, object]:
        """Plain values, for JSON."""
        return {
            "counted": self.counted,
            "category": self.category,
            "place": self.place,
            "points": [point.to_dict() for point in self.points],
        }


def timelines(stated: Iterable[Stated]) -> tuple[Timeline, ...]:
    """The figures by what, whom and where they count; the longest timeline first."""
    lines: dict[tuple[str | None, str | None, str | None], list[Point]] = defaultdict(list)
    everything = list(stated)
    wholes = in_wholes(everything)
    for one in everything:
        if not isinstance(one.statement, Figure):
            continue
        part = wholes[one.statement.id]
        point = _point(one, part.figure)
        if point is not None:
            # Children of the civilians are another thing to count than children.
            category = " of ".join([str(one.statement.category), *part.within])
            key = category if part.within else one.statement.category
            lines[point.figure.counted, key, place_of(point.figure)].append(point)
    found = [
        Timeline(
            counted=counted,
            category=category,
            place=place,
            points=tuple(sorted(points, key=lambda one: (one.day, one.figure.id))),
        )
        for (counted, category, place), points in lines.items()
    ]
    return tuple(sorted(found, key=_size))


def _size(line: Timeline) -> tuple[int, str, str, str]:
    return (-len(line.points), str(line.counted), str(line.category), str(line.place))


def hold_against_others(stated: Sequence[Stated], places: Places) -> list[Finding]:
    """Each figure beside those of the same scope, and under those of wider scopes."""
    found = timelines(stated)
    findings: list[Finding] = []
    for line in found:
        findings += _same_scope(line)
    findings += _wider_scopes(found, places)
    findings += _between(stated)
    return findings


def _point(one: Stated, figure: Figure) -> Point | None:
    """A figure on its timeline, with what it takes from its total; None where it has none."""
    if figure.per or figure.unit in ("percent", "share"):
        return None
    # A number that somebody denies or doubts is not their own.
    if figure.stance not in SAID or figure.counted is None or figure.besides:
        return None
    allowed, period, until = interval_of(figure), span_of(figure.period), span_of(figure.as_of)
    if allowed is None:
        return None
    closed = period is not None and not period.open
    stop = period.stop if closed and period else until.stop if until else None
    return Point(
        figure=figure,
        source=one.speaker if figure.attributed_to is None else one_line(figure.attributed_to),
        start=period.start if period else None,
        stop=stop,
        running=not closed and stop is not None,
        allowed=allowed,
    )


def _same_scope(line: Timeline) -> list[Finding]:
    """Figures of one timeline for the same days, beside those of other sources."""
    scopes: dict[Hashable, list[Point]] = defaultdict(list)
    for point in line.points:
        if point.stop is not None:
            scopes[point.start, point.stop].append(point)
    findings = []
    for points in scopes.values():
        pool, by_speaker = _telling(points), Counter(map(_speaker, points))
        for point in points:
            others = [other for other in pool if _speaker(other) != _speaker(point)]
            if not others:
                findings.append(_alone(point))
                continue
            # The farthest from it tell most; the number of all is given beside them.
            others.sort(key=lambda other: (-_distance(point, other), other.figure.id))
            number = len(points) - by_speaker[_speaker(point)]
            findings += [_beside(point, other, number) for other in others[:MOST_OTHERS]]
    findings += [_alone(point) for point in line.points if point.stop is None]
    return findings


def _telling(points: Sequence[Point]) -> list[Point]:
    """The figures of one scope that may be shown beside another: all, or the outermost of many.

    How far two figures certainly are apart depends on the upper end of the lower one and the lower
    end of the higher one. So of each speaker the lowest upper end and the highest lower end, and
    of those so many that every figure finds its farthest others among them, whoever gave it.
    """
    if len(points) <= 4 * MOST_OTHERS:
        return list(points)
    by_speaker: dict[str | None, list[Point]] = defaultdict(list)
    for point in points:
        by_speaker[_speaker(point)].append(point)
    lowest = sorted(
        (min(group, key=_by_upper_end) for group in by_speaker.values()), key=_by_upper_end
    )
    highest = sorted(
        (min(group, key=_by_lower_end) for group in by_speaker.values()), key=_by_lower_end
    )
    most = 2 * (MOST_OTHERS + 1)
    outermost = [*lowest[:most], *highest[:most]]
    return list({point.figure.id: point for point in outermost}.values())


def _by_upper_end(point: Point) -> tuple[float, str]:
    """The lowest upper end first; one without any, last."""
    high = point.allowed.high
    return (inf if high is None else float(high), point.figure.id)


def _by_lower_end(point: Point) -> tuple[float, str]:
    """The highest lower end first; one without any, last."""
    low = point.allowed.low
    return (inf if low is None else -float(low), point.figure.id)


def _alone(point: Point) -> Finding:
    return Finding(
        check="sources",
        verdict="alone",
        words="sources.alone",
        statements=(point.figure.id,),
        values={"told": point.allowed},
    )


def _beside(point: Point, other: Point, number: int) -> Finding:
    values: dict[str, object] = {
        "told": point.allowed,
        "other": other.allowed,
        "other_source": other.source,
        "other_quote": quote_of(other.figure),
        "others": number,
    }
    if point.allowed.meets(other.allowed):
        verdict = "same"
    else:
        low, high = point.allowed, other.allowed
        verdict = "lower"
        if other.allowed.high is not None and (point.allowed.low or 0) > other.allowed.high:
            verdict, low, high = "higher", other.allowed, point.allowed
        values |= {"difference": high - low, "ratio": high.over(low), "derived": True}
    return Finding(
        check="sources",
        verdict=verdict,
        words=f"sources.{verdict}",
        statements=(point.figure.id, other.figure.id),
        values=values,
    )


def _wider_scopes(found: Sequence[Timeline], places: Places) -> list[Finding]:
    """Figures that are certainly more than another source gives for a scope around theirs."""
    findings = []
    by_kind: dict[str | None, list[Timeline]] = defaultdict(list)
    for line in found:
        by_kind[line.counted].append(line)
    for lines in by_kind.values():
        of_place: dict[str | None, list[Timeline]] = defaultdict(list)
        for line in lines:
            of_place[line.place].append(line)
        for line in lines:
            around: list[str | None] = [None]
            if line.place is not None:
                around += list(places.chain(line.place))
            for place in around:
                for wider in of_place.get(place, ()):
                    if lies_in(line.category, wider.category):
                        findings += _exceeding(line, wider)
    return findings


def _exceeding(line: Timeline, wider: Timeline) -> list[Finding]:
    """For each figure the tightest one around it that it is certainly above."""
    inner = [point for point in line.points if point.stop and point.allowed.low is not None]
    outer = [point for point in wider.points if point.stop and point.allowed.high is not None]
    if not inner or not outer:
        return []
    start, stop = _days(outer)
    high = np.array([point.allowed.high for point in outer], dtype=float)
    findings = []
    for at in range(0, len(inner), _CHUNK):
        rows = inner[at : at + _CHUNK]
        starts, stops = _days(rows)
        lows = np.array([point.allowed.low for point in rows], dtype=float)
        inside = (starts[:, None] >= start) & (stops[:, None] <= stop) & (lows[:, None] > high)
        for row, column in zip(*_tightest(inside, high), strict=True):
            point, other = rows[row], outer[column]
            same = line is wider and (point.start, point.stop) == (other.start, other.stop)
            if same or _speaker(point) == _speaker(other):
                continue
            findings.append(
                Finding(
                    check="sources",
                    verdict="exceeds a wider one",
                    words="sources.exceeds",
                    statements=(point.figure.id, other.figure.id),
                    values={
                        "told": point.allowed,
                        "other": other.allowed,
                        "other_source": other.source,
                        "other_quote": quote_of(other.figure),
                    },
                )
            )
    return findings


def _tightest(inside: np.ndarray, high: np.ndarray) -> tuple[list[int], list[int]]:
    """Row and column of the lowest `high` of each row that has one."""
    masked = np.where(inside, high, np.inf)
    columns = masked.argmin(axis=1)
    rows = np.flatnonzero(np.isfinite(masked[np.arange(len(masked)), columns]))
    return rows.tolist(), columns[rows].tolist()


def _days(points: Sequence[Point]) -> tuple[np.ndarray, np.ndarray]:
    start = [(point.start or date.min).toordinal() for point in points]
    stop = [(point.stop or date.max).toordinal() for point in points]
    return np.array(start), np.array(stop)


def _between(stated: Sequence[Stated]) -> list[Finding]:
    """Two running totals of one source: how many came in between, by that source."""
    findings = []
    for members in running_totals(stated).values():
        for before, after in pairwise(members):
            if before.until == after.until:
                continue
            difference = (after.allowed - before.allowed).at_least(0)
            if difference is None:
                continue  # it falls, which is a finding of its own
            findings.append(
                Finding(
                    check="sources",
                    verdict="derived",
                    words="sources.between",
                    statements=(after.figure.id, before.figure.id),
                    values={
                        "told": after.allowed,
                        "earlier": before.allowed,
                        "earlier_as_of": before.until,
                        "later_as_of": after.until,
                        "difference": difference,
                        "derived": True,
                    },
                )
            )
    return findings


def _speaker(point: Point) -> str | None:
    return one_line(point.source).casefold() if point.source else None


def _distance(one: Point, other: Point) -> float:
    """How far apart two figures certainly are; 0 where they can be one."""
    gaps = [0.0]
    for low, high in ((one.allowed.low, other.allowed.high), (other.allowed.low, one.allowed.high)):
        if low is not None and high is not None:
            gaps.append(float(low - high))
    return max(gaps)


def timeline_of(found: Iterable[Timeline]) -> Mapping[str, int]:
    """Statement id → number of its timeline."""
    return {point.figure.id: number for number, line in enumerate(found) for point in line.points}

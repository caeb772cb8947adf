"""One source against its own earlier figures: a running total that falls.

A later figure that is certainly below an earlier one may be a correction, or speak of something
else than it seems to; the finding gives both with their days and says no more.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tawthiq.checks.intervals import Interval, interval_of
from tawthiq.checks.model import SAID, Finding, Stated, quote_of
from tawthiq.checks.periods import span_of
from tawthiq.checks.places import place_of
from tawthiq.fields import one_line
from tawthiq.statements import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A running total: how many up to a day."""

    until: date
    stated: Stated
    figure: Figure
    allowed: Interval


def running_totals(stated: Iterable[Stated]) -> dict[Hashable, list[Running]]:
    """The running totals of each speaker for one thing counted since one beginning, by day."""
    series: dict[Hashable, list[Running]] = defaultdict(list)
    for one in stated:
        figure = one.statement
        if not isinstance(figure, Figure) or figure.stance not in SAID:
            continue
        if figure.per or figure.part_of or figure.besides or figure.unit in ("percent", "share"):
            continue
        allowed, until, period = interval_of(figure), span_of(figure.as_of), span_of(figure.period)
        # A figure of a closed period ("in May") is no running total, whenever it was given.
        closed = figure.period is not None and (period is None or not period.open)
        stop = until.stop if until else None
        if stop is None and figure.as_of is None and period is not None and period.stop is None:
            # "Since March 1,500 people have died": so many when it was published.
            stop = one.published
        if allowed is None or stop is None or closed:
            continue
        if one.speaker is None:
            continue
        key = (
            one.source,
            one.speaker.casefold(),
            figure.counted,
            figure.category,
            figure.unit,
            place_of(figure),
            period.start if period else one_line(figure.period_words or "").casefold(),
        )
        series[key].append(Running(until=stop, stated=one, figure=figure, allowed=allowed))
    for members in series.values():
        members.sort(key=lambda one: (one.until, one.figure.id))
    return series


def falls(stated: Sequence[Stated]) -> list[Finding]:
    """Each running total that is certainly below the highest that its source gave before."""
    findings = []
    for members in running_totals(stated).values():
        highest: Running | None = None
        for member in members:
            if highest is not None and highest.until < member.until:
                least, most = highest.allowed.low, member.allowed.high
                if least is not None and most is not None and most < least:
                    findings.append(_fall(highest, member))
            if highest is None or (member.allowed.low or 0) > (highest.allowed.low or 0):
                highest = member
    return findings


def _fall(before: Running, after: Running) -> Finding:
    wanted = Interval(before.allowed.low, None)
    return Finding(
        check="itself",
        verdict="falls",
        words="itself.falls",
        statements=(after.figure.id, before.figure.id),
        values={
            "earlier": before.allowed,
            "earlier_as_of": before.until,
            "earlier_quote": quote_of(before.figure),
            "later": after.allowed,
            "later_as_of": after.until,
            "later_quote": quote_of(after.figure),
            "reconcile": [
                {
                    "statement": after.figure.id,
                    "quote": quote_of(after.figure),
                    "role": "total",
                    "near": wanted.low,
                    "value": wanted,
                }
            ],
        },
    )

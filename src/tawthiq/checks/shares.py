"""A text against itself: shares of a whole, and rates over a period."""

from collections import defaultdict
from collections.abc import Sequence

from tawthiq.checks.categories import disjoint, lies_in
from tawthiq.checks.intervals import Interval, allowed_by, interval_of, rounded, total
from tawthiq.checks.model import Finding, quote_of
from tawthiq.checks.periods import span_of, units_in
from tawthiq.checks.places import Places
from tawthiq.fields import one_line
from tawthiq.statements import Figure


def share_of_total(
    whole: Figure, parts: Sequence[Figure], allowed: Interval | None
) -> list[Finding]:
    """ "60 % of the 200": what that makes, held against the same part as a number."""
    findings = []
    for share in parts:
        stated = interval_of(share)
        if share.unit != "percent" or whole.unit == "percent" or stated is None:
            continue
        if allowed is None:
            continue
        percent = rounded(stated)
        made = allowed.times((percent.low or 0) / 100, (percent.high or 100) / 100)
        twin = next(
            (
                part
                for part in parts
                if part is not share
                and part.unit == whole.unit
                and part.category == share.category
                and part.counted == share.counted
                and interval_of(part) is not None
            ),
            None,
        )
        values: dict[str, object] = {
            "share": stated,
            "total": allowed,
            "total_quote": quote_of(whole),
            "quote": quote_of(share),
            "made": made,
        }
        if twin is None:
            findings.append(
                Finding(
                    check="itself",
                    verdict="derived",
                    words="itself.share_makes",
                    statements=(share.id, whole.id),
                    values=values | {"derived": True},
                )
            )
            continue
        told = allowed_by(twin)
        agree = made.meets(told)
        findings.append(
            Finding(
                check="itself",
                verdict="adds up" if agree else "does not add up",
                words="itself.share_agrees" if agree else "itself.share_differs",
                statements=(share.id, whole.id, twin.id),
                values=values | {"told": told, "told_quote": quote_of(twin)},
            )
        )
    return findings


def check_shares(figures: Sequence[Figure]) -> list[Finding]:
    """Shares of one whole that exclude one another and come to more than all of it."""
    findings = []
    wholes: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.unit == "percent" and figure.share_of and interval_of(figure) is not None:
            key = (one_line(figure.share_of).casefold(), figure.attributed_to, figure.item)
            wholes[*key, figure.period, figure.as_of].append(figure)
    for shares in wholes.values():
        groups: list[list[Figure]] = []
        for share in shares:
            for group in groups:
                if all(
                    share.counted == other.counted and disjoint(share.category, other.category)
                    for other in group
                ):
                    group.append(share)
                    break
            else:
                groups.append([share])
        for group in groups:
            sums = total([rounded(allowed_by(share)) for share in group])
            if sums.low is None or sums.low <= 100:
                continue
            said = total([allowed_by(share) for share in group])
            room = [
                {
                    "statement": share.id,
                    "quote": quote_of(share),
                    "role": "part",
                    "near": near,
                    "value": Interval(0, near),
                }
                for share in group
                for near in [100 - ((said.low or 0) - (allowed_by(share).low or 0))]
                if near >= 0
            ]
            findings.append(
                Finding(
                    check="itself",
                    verdict="does not add up",
                    words="itself.over_the_whole",
                    statements=tuple(share.id for share in group),
                    values={
                        "sum": said,
                        "whole": one_line(group[0].share_of or ""),
                        "reconcile": room,
                        "number": len(group),
                    },
                )
            )
    return findings


def check_rates(figures: Sequence[Figure], places: Places) -> list[Finding]:
    """ "177 a day" over the days of a total of the same text: what it comes to."""
    findings = []
    totals = [figure for figure in figures if figure.per is None and interval_of(figure)]
    for rate in figures:
        stated = interval_of(rate)
        if rate.per is None or stated is None or rate.unit in ("percent", "share"):
            continue
        for whole in totals:
            period = _common_period(rate, whole)
            if period is None or not _same_kind(rate, whole, places):
                continue
            days = span_of(period)
            times = units_in(days.days, rate.per) if days and days.days else None
            if times is None:
                continue
            made = rounded(stated).times(*times)
            told = allowed_by(whole)
            agree = made.meets(told)
            findings.append(
                Finding(
                    check="itself",
                    verdict="adds up" if agree else "does not add up",
                    words="itself.rate_agrees" if agree else "itself.rate_differs",
                    statements=(rate.id, whole.id),
                    values={
                        "rate": stated,
                        "quote": quote_of(rate),
                        "per": rate.per,
                        "days": days.days if days else None,
                        "comes_to": stated.times(*times),
                        "made": made,
                        "told": told,
                        "told_quote": quote_of(whole),
                        "rate_that_would": told.over(Interval(*times)),
                    },
                )
            )
            break
        else:
            findings += _rate_alone(rate, stated)
    return findings


def _rate_alone(rate: Figure, stated: Interval) -> list[Finding]:
    days = span_of(rate.period)
    times = units_in(days.days, rate.per or "") if days and days.days else None
    if times is None or days is None or (days.days or 0) < 2:
        return []
    return [
        Finding(
            check="itself",
            verdict="derived",
            words="itself.rate_makes",
            statements=(rate.id,),
            values={
                "rate": stated,
                "quote": quote_of(rate),
                "days": days.days,
                "comes_to": stated.times(*times),
                "derived": True,
            },
        )
    ]


def _common_period(rate: Figure, whole: Figure) -> str | None:
    """The period both speak of; the one that is given, where the other gives none."""
    if rate.period and whole.period and span_of(rate.period) != span_of(whole.period):
        return None
    return rate.period or whole.period


def _same_kind(one: Figure, other: Figure, places: Places) -> bool:
    return (
        one.counted == other.counted
        and one.unit == other.unit
        and lies_in(one.category, other.category)
        and lies_in(other.category, one.category)
        and (one.place_id == other.place_id or not (one.place_id and other.place_id))
        and not places.apart(one.place_id, other.place_id)
        and one.attributed_to == other.attributed_to
        and one.item == other.item
    )

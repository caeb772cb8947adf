"""Plots of pages on things: signatories over time, bodies' figures side by side, calendars, maps.

Time runs from left to right in English and from right to left in Arabic; a map is never mirrored.
Bodies are told apart by colour, dash and shape, in the order of their names: no side has a colour.
"""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Literal

import altair as alt
from markupsafe import Markup

from tawthiq.affairs import Chart, Series, Spot
from tawthiq.publish.estimate_plots import DASHES, RUNS
from tawthiq.publish.maps import frame, grounded
from tawthiq.publish.model import Lang
from tawthiq.publish.plots import WIDTH, isolated, key
from tawthiq.publish.svg import DOCUMENTED, LINKED, MUTED, draw, table
from tawthiq.publish.words import clean, digits, short_month

MOST_BARS = 60  # of a calendar; how many there are stands beneath it
_TICKS = 8
_SHAPES = ("circle", "square", "triangle-up", "cross")
_HEIGHT = 240  # pixels


def drawn(chart: Chart, lang: Lang, *, name: str) -> Markup | None:
    """The plot of a chart as inline SVG; None where there is nothing to draw.

    Args:
        name: unique in the page.
    """
    title = clean(chart.title)
    if chart.kind == "map":
        return _map(chart.spots, lang, name=name, title=title)
    if chart.kind == "calendar":
        return _calendar(chart.spots, lang, name=name, title=title)
    dated = [one for one in chart.series if one.days]
    if not dated:
        return None
    if chart.kind == "steps":
        return _steps(dated[0], chart.axis, lang, name=name, title=title)
    return _ranges(dated, chart.axis, lang, name=name, title=title)


def dated_of(spots: Sequence[Spot]) -> list[Spot]:
    """What a calendar can show."""
    return [one for one in spots if one.first or one.last]


def legend_of(chart: Chart) -> list[tuple[Markup, str]]:
    """What each colour and dash stands for; empty where there is one kind of mark."""
    if chart.kind != "ranges":
        return []
    dated = [one for one in chart.series if one.days]
    return [(_swatch(at), clean(one.label)) for at, one in enumerate(dated)]


def _steps(series: Series, axis: str, lang: Lang, *, name: str, title: str) -> Markup:
    """A band of steps between how many were certainly and how many may have been."""
    ends = [*series.days[1:], series.days[-1] + timedelta(days=_last_stretch(series.days))]
    rows = [
        {"from": _number(day), "to": _number(end), "low": low, "high": high}
        for day, end, low, high in zip(series.days, ends, series.low, series.high, strict=True)
    ]
    x, y = _time(series.days[0], ends[-1], lang), _amount(lang, max(series.high))
    base = table("rows")
    chart = alt.layer(
        base.mark_rect(color=DOCUMENTED, opacity=0.6).encode(
            x=alt.X("from:Q", **x), x2="to:Q", y=alt.Y("low:Q", **y), y2="high:Q"
        ),
        base.mark_rule(color=LINKED, strokeWidth=2).encode(
            x=alt.X("from:Q", **x), x2="to:Q", y=alt.Y("low:Q", **y)
        ),
        base.mark_rule(color=LINKED, strokeWidth=1, strokeDash=[4, 2]).encode(
            x=alt.X("from:Q", **x), x2="to:Q", y=alt.Y("high:Q", **y)
        ),
    ).properties(width=WIDTH - 80, height=_HEIGHT, title=_unit(axis, lang))
    return draw(chart, {"rows": rows}, lang, name=name, title=title, desc=title)


def _ranges(series: Sequence[Series], axis: str, lang: Lang, *, name: str, title: str) -> Markup:
    """Each body's figures: a point or a line from its low to its high end, joined in time."""
    rows = [
        {"at": _number(day), "low": low, "high": high, "body": str(at)}
        for at, one in enumerate(series)
        for day, low, high in zip(one.days, one.low, one.high, strict=True)
    ]
    days = sorted(day for one in series for day in one.days)
    stretch = timedelta(days=_last_stretch(days))
    x = _time(days[0] - stretch, days[-1] + stretch, lang)
    y = _amount(lang, max(max(one.high) for one in series))
    names = [str(at) for at in range(len(series))]
    colours = [RUNS[at % len(RUNS)] for at in range(len(names))]
    dashes = [_dash(at) for at in range(len(names))]
    shapes = [_SHAPES[at % len(_SHAPES)] for at in range(len(names))]
    colour = alt.Color("body:N", legend=None, scale=alt.Scale(domain=names, range=colours))
    dash = alt.StrokeDash("body:N", legend=None, scale=alt.Scale(domain=names, range=dashes))
    shape = alt.Shape("body:N", legend=None, scale=alt.Scale(domain=names, range=shapes))
    base = table("rows")
    chart = alt.layer(
        base.mark_line(strokeWidth=1.2, opacity=0.7).encode(
            x=alt.X("at:Q", **x), y=alt.Y("high:Q", **y), color=colour, strokeDash=dash
        ),
        base.mark_rule(strokeWidth=2).encode(
            x=alt.X("at:Q", **x), y=alt.Y("low:Q", **y), y2="high:Q", color=colour
        ),
        base.mark_point(filled=True, size=46, opacity=1).encode(
            x=alt.X("at:Q", **x), y=alt.Y("high:Q", **y), color=colour, shape=shape
        ),
        base.mark_point(filled=True, size=46, opacity=1).encode(
            x=alt.X("at:Q", **x), y=alt.Y("low:Q", **y), color=colour, shape=shape
        ),
    ).properties(width=WIDTH - 80, height=_HEIGHT, title=_unit(axis, lang))
    return draw(chart, {"rows": rows}, lang, name=name, title=title, desc=title)


def _calendar(spots: Sequence[Spot], lang: Lang, *, name: str, title: str) -> Markup | None:
    """A bar for each, from its first day to its last; an end that is open fades at the edge."""
    dated = dated_of(spots)[:MOST_BARS]
    if not dated:
        return None
    days = [day for one in dated for day in (one.first, one.last) if day is not None]
    first, last = min(days), max(days) + timedelta(days=1)
    labels = [key(at, isolated(one.label)) for at, one in enumerate(dated)]
    rows = [
        {
            "row": label,
            "from": _number(one.first or first),
            "to": _number((one.last or last) + timedelta(days=1)),
            "colour": DOCUMENTED if one.first and one.last else MUTED,
        }
        for label, one in zip(labels, dated, strict=True)
    ]
    rtl = lang == "ar"
    room = 40 + round(7.2 * max(len(one) - 5 for one in labels))
    y = alt.Y("row:N", sort=None, scale=alt.Scale(domain=labels, paddingInner=0.35)).axis(
        orient="right" if rtl else "left",
        title=None,
        labelExpr="slice(datum.value, 5)",
        ticks=False,
        domain=False,
        minExtent=room - 16,
    )
    margin = timedelta(days=max(1, (last - first).days // 40))
    chart = (
        table("rows")
        .mark_bar(stroke=LINKED, strokeWidth=0.8)
        .encode(
            x=alt.X("from:Q", **_time(first - margin, last + margin, lang)),
            x2="to:Q",
            y=y,
            color=alt.Color("colour:N", scale=None, legend=None),
        )
        .properties(width=WIDTH - room, height=alt.Step(24))
    )
    return draw(chart, {"rows": rows}, lang, name=name, title=title, desc=title)


def _map(spots: Sequence[Spot], lang: Lang, *, name: str, title: str) -> Markup | None:
    """Every spot as a circle of one size: a map of where, not of how much."""
    placed = [
        (one.lat, one.lon, one.label)
        for one in spots
        if one.lat is not None and one.lon is not None
    ]
    if not placed:
        return None
    window = frame([(lat, lon) for lat, lon, _ in placed])
    circles = []
    for lat, lon, label in placed:
        across, down = window.pixel(lat, lon)
        circles.append((across, down, 5.0, clean(label)))
    return grounded(window, circles, lang, name=name, title=title)


def _number(day: date) -> int:
    return day.toordinal()


def _last_stretch(days: Sequence[date]) -> int:
    """Days drawn after the last one: a twentieth of the whole."""
    return max(1, (max(days) - min(days)).days // 20)


def _time(first: date, last: date, lang: Lang) -> dict[str, Any]:
    """A scale of days with months or years under it."""
    rtl = lang == "ar"
    ticks = _ticks(first, last)
    shown = {str(_number(day)): _tick_words(day, first, last, lang) for day in ticks}
    return {
        "scale": alt.Scale(domain=[_number(first), _number(last)], reverse=rtl, nice=False),
        "axis": alt.Axis(
            values=[_number(day) for day in ticks],
            labelExpr=f"{json.dumps(shown, ensure_ascii=False)}[datum.value]",
            title=None,
            grid=False,
            labelFontSize=11,
        ),
    }


def _ticks(first: date, last: date) -> list[date]:
    """Days, firsts of months, or Januaries: as many as there is room for."""
    span = (last - first).days
    if span <= 40:
        step = max(1, -(-span // _TICKS))
        return [first + timedelta(days=each) for each in range(0, span + 1, step)]
    months = (last.year - first.year) * 12 + last.month - first.month
    every = next(each for each in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if months / each <= _TICKS)
    found = []
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        day = date(number // 12, number % 12 + 1, 1)
        if number % every == 0 and first <= day <= last:
            found.append(day)
    return found or [first]


def _tick_words(day: date, first: date, last: date, lang: Lang) -> str:
    month, year = short_month(f"{day.year}-{day.month:02d}", lang)
    return (
        f"{digits(str(day.day), lang)} {month}" if (last - first).days <= 40 else f"{month} {year}"
    )


def _amount(lang: Lang, most: float) -> dict[str, Any]:
    side: Literal["left", "right"] = "right" if lang == "ar" else "left"
    return {
        "scale": alt.Scale(domain=[0, max(most * 1.08, 1)], nice=False),
        "axis": alt.Axis(
            format=",d", tickMinStep=1, tickCount=5, orient=side, title=None, domain=False
        ),
    }


def _unit(words: str, lang: Lang) -> alt.TitleParams:
    rtl = lang == "ar"
    return alt.TitleParams(clean(words), anchor="end" if rtl else "start", color=MUTED, offset=8)


def _dash(at: int) -> list[float]:
    return [float(part) for part in DASHES[at % len(DASHES)].split(",")]


def _swatch(at: int) -> Markup:
    return Markup(
        '<svg class="swatch" width="34" height="14" viewBox="0 0 34 14" aria-hidden="true">'
        '<path d="M1 7 H33" fill="none" stroke="{}" stroke-width="2" stroke-dasharray="{}"/>'
        "</svg>"
    ).format(RUNS[at % len(RUNS)], DASHES[at % len(DASHES)])

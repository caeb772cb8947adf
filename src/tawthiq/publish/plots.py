"""The plots of the report, drawn twice: once for each direction of reading.

In Arabic the value axis stands on the right, and both values and time run from right to left, as
the text around them does. A map is never mirrored: east stays right in every language.

Every function takes plain numbers and gives inline SVG. A range of documented people is a bar with
a stroke at the best single answer; an estimate is a line with a diamond. The two are never drawn
as one thing, since they are none.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from textwrap import wrap
from typing import Any, Literal

import altair as alt
from markupsafe import Markup

from tawthiq.publish.model import (
    Coverage,
    Estimated,
    Intersection,
    Lang,
    LevelWeight,
    LinkCertainty,
    NoEstimate,
    Range,
    Row,
)
from tawthiq.publish.svg import (
    APART,
    DOCUMENTED,
    ESTIMATED,
    INK,
    LINKED,
    MUTED,
    SEQUENCE,
    Rows,
    draw,
    people_axis,
    spread,
    table,
)
from tawthiq.publish.words import FSI, PDI, RLI, clean, number, percent, plain, short_month

WIDTH = 720  # with its axes, in CSS pixels; the page scales it down to A4
NARROW = 340  # the same for a phone held upright
MOST_INTERSECTIONS = 20
MOST_MONTHS = 360
_LEVEL_LETTERS = 46  # of a line of a level's words
_WIDE = 6.7  # pixels of a letter of 12 pixels, in the widest of the usual fonts
MOST_LETTERS = 28  # of a label; the table beneath a plot has it whole

# An axis sorts and tells values apart by their number; the reader sees what follows it.
_AFTER_NUMBER = "slice(datum.value, 5)"
_TWO_LINES = "split(slice(datum.value, 5), '\\n')"


def key(position: int, label: str) -> str:
    """A value of an axis: unique by its position, labelled by what follows."""
    return f"{position:04d}|{label}"


def isolated(label: str) -> str:
    """A user's word as one plot label, unable to reorder what stands beside it.

    Shortened here and not by Vega, which would cut off the mark that closes the isolate.
    """
    label = clean(label)
    if len(label) > MOST_LETTERS:
        label = f"{label[: MOST_LETTERS - 1].rstrip()}…"
    return f"{FSI}{label}{PDI}"


def directed(label: str, lang: Lang) -> str:
    """A label of several words, kept in the direction of `lang` whatever words it holds."""
    return f"{RLI}{label}{PDI}" if lang == "ar" else label


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of a plot: documented, estimated, or both; or a number that stands apart."""

    label: str
    count: Range | None = None
    estimate: Estimated | NoEstimate | None = None
    apart: int | None = None  # people who belong to no row for certain


def ranges(
    entries: Sequence[Entry], lang: Lang, *, name: str, title: str, desc: str, width: int = WIDTH
) -> Markup:
    """Documented range and estimate of each entry, one below the other, in some width (pixels)."""
    two = any(isinstance(each.estimate, Estimated) for each in entries)
    labels = [isolated(each.label) for each in entries]
    values = [
        value
        for at, (label, each) in enumerate(zip(labels, entries, strict=True))
        for value in _values(key(at, label), each, lang)
    ]
    top = max((value.get("end", 0) for value in values), default=0)
    room = max(width - _room(labels), width // 3)
    words = max((len(value.get("words") or "") for value in values), default=0)
    spec = _ranges_spec(lang, two) | {
        "width": room,
        "height": {"step": 15 if two else 24},
        # The numbers stand behind the bars: the fewer pixels, the more of them.
        "params": [{"name": "top", "value": max(top * (1 + max(0.14, 6 * words / room)), 1)}],
    }
    return draw(spec, {"rows": values}, lang, name=name, title=title, desc=desc)


@cache
def _ranges_spec(lang: Lang, two: bool) -> dict[str, Any]:
    """The plot of `ranges` without its rows: the same for every breakdown, and slow to build."""
    rtl = lang == "ar"
    y = alt.Y("row:N", sort=None, scale=alt.Scale(paddingInner=0.32, paddingOuter=0.16)).axis(
        orient="right" if rtl else "left",
        title=None,
        labelExpr=_AFTER_NUMBER,
        ticks=False,
        domain=False,
        labelPadding=8,
    )
    scale = alt.Scale(domainMin=0, domainMax=alt.ExprRef("top"), reverse=rtl, nice=False)
    x = alt.X("low:Q", scale=scale, axis=people_axis(lang))
    lane = alt.YOffset("lane:N", sort=["d", "e"], scale=alt.Scale(domain=["d", "e"]))
    lanes: dict[str, Any] = {"yOffset": lane} if two else {}
    side: Literal["left", "right"] = "right" if rtl else "left"

    def layer(kind: str, mark: alt.Chart, **more: Any) -> alt.Chart:
        return mark.transform_filter(f"datum.kind == '{kind}'").encode(y=y, **lanes, **more)

    base = table("rows")
    layers = [
        layer("range", base.mark_bar(color=DOCUMENTED), x=x, x2="high:Q"),
        layer(
            "range",
            base.mark_tick(color=LINKED, opacity=1, thickness=3, bandSize=14),
            x=alt.X("middle:Q", scale=scale),
        ),
        layer("apart", base.mark_bar(color=APART, height={"band": 0.6}), x=x, x2="high:Q"),
        base.transform_filter("isValid(datum.words) && datum.lane == 'd'")
        .mark_text(align=side, dx=-5 if rtl else 5)
        .encode(y=y, **lanes, x=alt.X("end:Q", scale=scale), text="words:N"),
    ]
    if two:
        layers += [
            layer("estimate", base.mark_bar(color=ESTIMATED, height=2), x=x, x2="high:Q"),
            layer(
                "estimate",
                base.mark_point(color=ESTIMATED, filled=True, shape="diamond", size=70, opacity=1),
                x=alt.X("middle:Q", scale=scale),
            ),
            layer(
                "none",
                base.mark_text(
                    align=side,
                    dx=-4 if rtl else 4,
                    color=ESTIMATED,
                    fontStyle="normal" if rtl else "italic",
                ),
                x=alt.XDatum(0, scale=scale),
                text="words:N",
            ),
        ]
    return alt.layer(*layers).to_dict(validate=False)


def months(rows: Sequence[Row], lang: Lang, *, name: str, title: str, desc: str) -> Markup:
    """Documented range and estimate of each month, side by side."""
    rtl = lang == "ar"
    two = any(isinstance(row.estimate, Estimated) for row in rows)
    span = month_span([row.id for row in rows])
    place = {each: key(at, "\n".join(short_month(each, lang))) for at, each in enumerate(span)}
    values = [
        value
        for row in rows
        for value in _values(
            place[row.id], Entry(label="", count=row.count, estimate=row.estimate), lang
        )
    ]
    keys = list(place.values())
    if rtl:
        keys.reverse()
    x = alt.X("row:N", sort=keys, scale=alt.Scale(domain=keys, paddingInner=0.25)).axis(
        **_time_axis(keys, span, rtl=rtl)
    )
    top = max((value.get("end", 0) for value in values), default=0)
    y = alt.Y("low:Q", scale=alt.Scale(domain=[0, max(top * 1.04, 1)], nice=True)).axis(
        format=",d", tickMinStep=1, orient="right" if rtl else "left", title=None, domain=False
    )
    lane = alt.XOffset(
        "lane:N", scale=alt.Scale(domain=["e", "d"] if rtl else ["d", "e"], paddingInner=0.1)
    )
    lanes: dict[str, Any] = {"xOffset": lane} if two else {}
    base = table("rows").encode(x=x, **lanes)
    documented = base.transform_filter("datum.kind == 'range'")
    step = WIDTH / max(len(keys), 1) / (2 if two else 1)
    layers: list[alt.Chart] = [
        documented.mark_bar(color=DOCUMENTED).encode(y=y, y2="high:Q"),
        documented.mark_tick(
            color=LINKED, opacity=1, thickness=2.5, bandSize=max(step * 0.8, 3)
        ).encode(y="middle:Q"),
    ]
    if two:
        known = base.transform_filter("datum.kind == 'estimate'")
        layers += [
            known.mark_bar(color=ESTIMATED, width=2).encode(y=y, y2="high:Q"),
            known.mark_point(
                color=ESTIMATED, filled=True, shape="diamond", size=min(step * 6, 70), opacity=1
            ).encode(y="middle:Q"),
        ]
    chart = alt.layer(*layers).properties(
        width=WIDTH - 50, height=260, title=_unit(plain("units.people", lang), rtl=rtl)
    )
    return draw(chart, {"rows": values}, lang, name=name, title=title, desc=desc)


def overlap(
    intersections: Sequence[Intersection],
    names: dict[str, str],
    lang: Lang,
    *,
    name: str,
    title: str,
    desc: str,
) -> Markup:
    """People by the exact set of lists that name them, the largest sets first (an UpSet plot)."""
    rtl = lang == "ar"
    shown = sorted(intersections, key=lambda each: (-each.people, each.lists))
    shown = shown[:MOST_INTERSECTIONS]
    totals: defaultdict[str, int] = defaultdict(int)
    for each in intersections:
        for listed in each.lists:
            totals[listed] += each.people
    order = sorted(totals, key=lambda listed: (-totals[listed], listed))
    row_of = {
        listed: key(
            at,
            directed(
                f"{isolated(names.get(listed, listed))} · {number(totals[listed], lang)}", lang
            ),
        )
        for at, listed in enumerate(order)
    }
    columns = [key(at, "") for at in range(len(shown))]
    domain = columns[::-1] if rtl else columns
    width = min(WIDTH - 200, max(46 * len(shown), 160))
    x = alt.X("set:N", sort=domain, scale=alt.Scale(domain=domain)).axis(None)
    side: Literal["left", "right"] = "right" if rtl else "left"
    top = max((each.people for each in shown), default=1)
    tops = [
        {"set": column, "people": each.people, "words": number(each.people, lang)}
        for column, each in zip(columns, shown, strict=True)
    ]
    bars = table("tops").encode(
        x=x,
        y=alt.Y(
            "people:Q",
            scale=alt.Scale(domain=[0, max(top * 1.12, 1)], nice=False),
        ).axis(format=",d", tickMinStep=1, tickCount=4, orient=side, title=None, domain=False),
    )
    upper = alt.layer(
        bars.mark_bar(color=LINKED, width={"band": 0.62}),
        bars.mark_text(dy=-7).encode(text="words:N"),
    ).properties(width=width, height=150, title=_unit(plain("units.people", lang), rtl=rtl))
    dots = [
        {"set": column, "list": row_of[listed], "member": listed in each.lists}
        for column, each in zip(columns, shown, strict=True)
        for listed in order
    ]
    joins = [
        {
            "set": column,
            "list": row_of[min(each.lists, key=order.index)],
            "to": row_of[max(each.lists, key=order.index)],
        }
        for column, each in zip(columns, shown, strict=True)
        if each.lists
    ]
    y = alt.Y("list:N", sort=None, scale=alt.Scale(domain=[row_of[each] for each in order])).axis(
        orient=side,
        title=None,
        labelExpr=_AFTER_NUMBER,
        ticks=False,
        domain=False,
        labelPadding=10,
        grid=True,
        gridColor="#eeece6",
        gridWidth=16,
    )
    grid = table("dots").encode(x=x, y=y)
    lower = alt.layer(
        grid.mark_circle(color="#cfccc3", size=90, opacity=1).transform_filter("!datum.member"),
        table("joins").mark_rule(color=LINKED, strokeWidth=3).encode(x=x, y=y, y2="to:N"),
        grid.mark_circle(color=LINKED, size=120, opacity=1).transform_filter("datum.member"),
    ).properties(width=width, height=alt.Step(26))
    chart = alt.vconcat(upper, lower, spacing=8, bounds="flush")
    data: dict[str, Rows] = {"tops": tops, "dots": dots, "joins": joins}
    return draw(chart, data, lang, name=name, title=title, desc=desc)


def coverage(
    cells: Sequence[Coverage],
    names: dict[str, str],
    bounds: Sequence[int],
    lang: Lang,
    *,
    name: str,
    title: str,
    desc: str,
) -> Markup:
    """Records per list and month as a strip of cells; `bounds` are the classes' lower ends."""
    rtl = lang == "ar"
    span = month_span([each.month for each in cells])
    labels = {each: key(at, "\n".join(short_month(each, lang))) for at, each in enumerate(span)}
    order = list(dict.fromkeys(each.list for each in cells))
    labelled = [isolated(names.get(each, each)) for each in order]
    rows = {
        each: key(at, label) for at, (each, label) in enumerate(zip(order, labelled, strict=True))
    }
    values = [
        {
            "month": labels[each.month],
            "list": rows[each.list],
            "class": sum(each.records >= bound for bound in bounds) - 1,
        }
        for each in cells
        if each.records > 0
    ]
    keys = list(labels.values())
    if rtl:
        keys.reverse()
    x = alt.X("month:N", sort=keys, scale=alt.Scale(domain=keys, paddingInner=0.08)).axis(
        **_time_axis(keys, span, rtl=rtl)
    )
    y = alt.Y("list:N", sort=None, scale=alt.Scale(domain=list(rows.values()), paddingInner=0.2))
    y = y.axis(
        orient="right" if rtl else "left",
        title=None,
        labelExpr=_AFTER_NUMBER,
        ticks=False,
        domain=False,
        grid=True,
        gridColor="#e9e7e1",
        zindex=0,
        labelPadding=8,
    )
    colour = alt.Color(
        "class:O",
        legend=None,
        scale=alt.Scale(domain=list(range(len(SEQUENCE))), range=list(SEQUENCE)),
    )
    chart = (
        table("cells")
        .mark_rect()
        .encode(x=x, y=y, color=colour)
        .properties(width=WIDTH - _room(labelled), height=alt.Step(30))
    )
    return draw(chart, {"cells": values}, lang, name=name, title=title, desc=desc)


def probabilities(links: LinkCertainty, lang: Lang, *, name: str, title: str, desc: str) -> Markup:
    """Compared pairs by the probability that both records speak of one person."""
    rtl = lang == "ar"
    room = (WIDTH - 60) / max(len(links.histogram), 1)  # where numbers would meet, the table does
    values = [
        {"low": each.low, "high": each.high, "pairs": each.pairs, "none": 0}
        | {"at": (each.low + each.high) / 2}
        | {"words": words if len(words) * 6.5 < room else ""}
        for each in links.histogram
        for words in [number(each.pairs, lang) if each.pairs else ""]
    ]
    top = max((each.pairs for each in links.histogram), default=1)
    scale = alt.Scale(domain=[0, 1], reverse=rtl, nice=False)
    base = table("rows").encode(
        y=alt.Y("pairs:Q", scale=alt.Scale(domain=[0, max(top * 1.12, 1)], nice=False)).axis(
            format=",d",
            tickMinStep=1,
            tickCount=4,
            title=None,
            domain=False,
            orient="right" if rtl else "left",
        )
    )
    ticks = alt.Axis(
        format=".0%",
        # The sign stands after the number as the language reads, not as the drawing runs.
        labelExpr=f"'{RLI}' + datum.label + '{PDI}'" if rtl else "datum.label",
        title=plain("links.probability", lang),
        grid=False,
        tickCount=5,
    )
    chart = alt.layer(
        base.mark_bar(color=LINKED, stroke="#ffffff", strokeWidth=1).encode(
            x=alt.X("low:Q", scale=scale, axis=ticks), x2="high:Q", y2="none:Q"
        ),
        base.mark_text(dy=-7, fontSize=10).encode(x=alt.X("at:Q", scale=scale), text="words:N"),
    ).properties(
        width=WIDTH - 60,
        height=170,
        title=_unit(plain("links.pairs", lang), rtl=rtl),
    )
    return draw(chart, {"rows": values}, lang, name=name, title=title, desc=desc)


def by_lists(links: LinkCertainty, lang: Lang, *, name: str, title: str, desc: str) -> Markup:
    """People by how many lists name them."""
    rtl = lang == "ar"
    total = sum(people for _, people in links.people_by_lists) or 1
    values = [
        {
            "lists": key(at, in_lists(count, lang)),
            "people": people,
            "words": f"{number(people, lang)} ({percent(people / total, lang, 1)})",
        }
        for at, (count, people) in enumerate(links.people_by_lists)
    ]
    top = max((people for _, people in links.people_by_lists), default=1)
    base = table("rows").encode(
        x=alt.X(
            "people:Q", scale=alt.Scale(domain=[0, max(top * 1.2, 1)], reverse=rtl, nice=False)
        ).axis(people_axis(lang)),
        y=alt.Y("lists:N", sort=None).axis(
            orient="right" if rtl else "left",
            title=None,
            labelExpr=_AFTER_NUMBER,
            ticks=False,
            domain=False,
            labelPadding=8,
        ),
    )
    chart = alt.layer(
        base.mark_bar(color=LINKED, height={"band": 0.7}),
        base.mark_text(align="right" if rtl else "left", dx=-5 if rtl else 5).encode(
            text="words:N"
        ),
    ).properties(width=WIDTH - 140, height=alt.Step(24))
    return draw(chart, {"rows": values}, lang, name=name, title=title, desc=desc)


def level_weights(
    levels: Sequence[LevelWeight],
    words: Sequence[str],
    ends: tuple[float, float],
    lang: Lang,
    *,
    name: str,
    title: str,
    desc: str,
) -> Markup:
    """What each level of agreement in one field is worth.

    Args:
        levels: of one field.
        words: of each level, in `lang`.
        ends: of the axis, in bits: those of all fields, so that their plots can be compared.
    """
    rtl = lang == "ar"
    labels = [wrap(one, _LEVEL_LETTERS) for one in words]
    values = [
        {
            "level": key(at, "\n".join(directed(line, lang) for line in label)),
            "bits": each.bits,
            "none": 0,
            "low": each.bits if each.low is None else each.low,
            "high": each.bits if each.high is None else each.high,
            "colour": LINKED if each.bits >= 0 else APART,
        }
        for at, (label, each) in enumerate(zip(labels, levels, strict=True))
    ]
    margin = 0.03 * max(ends[1] - ends[0], 1.0)
    scale = alt.Scale(domain=[ends[0] - margin, ends[1] + margin], reverse=rtl, nice=False)
    ticks = alt.Axis(format="d", tickMinStep=1, tickCount=8, title=plain("weights.axis", lang))
    y = alt.Y("level:N", sort=None, scale=alt.Scale(paddingInner=0.35)).axis(
        orient="right" if rtl else "left",
        title=None,
        labelExpr=_TWO_LINES,
        ticks=False,
        domain=False,
        **line_labels(_LEVEL_LETTERS),
    )
    base = table("rows").encode(y=y)
    chart = alt.layer(
        base.mark_bar().encode(
            x=alt.X("bits:Q", scale=scale, axis=ticks),
            x2="none:Q",
            color=alt.Color("colour:N", scale=None, legend=None),
        ),
        base.mark_bar(color=ESTIMATED, height=2).encode(x=alt.X("low:Q", scale=scale), x2="high:Q"),
        table("rows").mark_rule(color=MUTED).encode(x=alt.XDatum(0, scale=scale)),
    ).properties(
        width=WIDTH - 40 - round(_WIDE * _LEVEL_LETTERS),
        height=alt.Step(38 if any(len(label) > 1 for label in labels) else 26),
    )
    return draw(chart, {"rows": values}, lang, name=name, title=title, desc=desc)


def line_labels(letters: int) -> dict[str, Any]:
    """How an axis shows labels of one or two lines of so many letters, in the middle of their rows.

    Vega measures them in a font of its own; a wider one in the reader's browser would be cut off,
    so the room is set here.
    """
    return {
        "labelFontSize": 12,
        "labelPadding": 10,
        "labelBaseline": {
            "condition": {"test": "indexof(datum.value, '\\n') > 0", "value": "bottom"},
            "value": "middle",
        },
        "minExtent": 14 + round(_WIDE * letters),
    }


def in_lists(count: int, lang: Lang) -> str:
    """ "in 3 lists", with the form the noun takes after that number."""
    form = {0: "zero", 1: "one", 2: "two"}.get(count)
    if form is None:
        # Arabic counts 3 to 10 with the plural, and from 11 on with the accusative singular.
        form = "few" if 3 <= count % 100 <= 10 else "many"
    return plain(f"in_lists.{form}", lang).format(count=number(count, lang))


def month_span(found: Sequence[str]) -> list[str]:
    """Every month from the first to the last, those without anything included.

    One wrong century in one list would make an axis of thousands of empty months; so a span of
    more than thirty years shows only the months that are there.
    """
    if not found:
        return []
    first, last = (int(each[:4]) * 12 + int(each[5:]) - 1 for each in (min(found), max(found)))
    if last - first >= MOST_MONTHS:
        return sorted(set(found))
    return [f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(first, last + 1)]


def class_bounds(most: int) -> list[int]:
    """Lower ends of at most five classes for 1 … `most`, each a round number.

    Reports per month differ by orders of magnitude, so the classes widen by a constant factor.
    """
    steps = [
        (1, 2, 3, 4, 5),
        (1, 2, 5, 10, 20),
        (1, 5, 10, 20, 50),
        (1, 5, 20, 50, 100),
        (1, 10, 50, 100, 200),
        (1, 10, 50, 200, 500),
        (1, 10, 100, 500, 1_000),
        (1, 10, 100, 1_000, 5_000),
    ]
    # The last class holds the upper part of what was seen, not one month alone.
    fitting = [step for step in steps if step[-1] <= most * 0.7]
    return [bound for bound in (fitting[-1] if fitting else steps[0]) if bound <= max(most, 1)]


def _values(slot: str, entry: Entry, lang: Lang) -> list[dict[str, Any]]:
    values: list[dict[str, Any]] = []
    if entry.count:
        count = entry.count
        values.append(
            {"row": slot, "lane": "d", "kind": "range", "low": count.minimum}
            | {"middle": count.linked, "high": count.maximum, "end": count.maximum}
            | {"words": spread(count.minimum, count.maximum, lang)}
        )
    if entry.apart is not None:
        values.append(
            {"row": slot, "lane": "d", "kind": "apart", "low": 0, "high": entry.apart}
            | {"end": entry.apart, "words": number(entry.apart, lang)}
        )
        return values
    given = entry.estimate
    if isinstance(given, Estimated):
        values.append(
            {"row": slot, "lane": "e", "kind": "estimate", "low": given.low}
            | {"middle": given.median, "high": given.high, "end": given.high}
        )
    else:
        short = "estimate.not_asked_short" if given is None else "estimate.none_short"
        values.append({"row": slot, "lane": "e", "kind": "none", "words": plain(short, lang)})
    return values


def _room(labels: Sequence[str]) -> int:
    """Pixels that labels take beside a plot, roughly: Vega measures by drawing everything twice."""
    return 40 + round(7.2 * max((len(label) for label in labels), default=0))


def _time_axis(keys: Sequence[str], ids: Sequence[str], *, rtl: bool) -> dict[str, Any]:
    """Months under an axis: at most fourteen labels, Januaries first."""
    every = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120) if len(ids) / step <= 14)
    ordered = list(keys)[::-1] if rtl else list(keys)
    kept = [
        ordered[at]
        for at, each in enumerate(ids)
        if every == 1 or (int(each[:4]) * 12 + int(each[5:]) - 1) % every == 0
    ]
    return {
        "values": kept,
        "labelExpr": _TWO_LINES,
        "labelAngle": 0,
        "title": None,
        "ticks": True,
        "labelFontSize": 11,
        "labelColor": INK,
        "labelOverlap": False,
        "grid": False,
    }


def _unit(words: str, *, rtl: bool) -> alt.TitleParams:
    # An axis title on its side is hard to read, in Arabic harder still: the unit stands on top.
    return alt.TitleParams(words, anchor="end" if rtl else "start", color=MUTED, offset=8)

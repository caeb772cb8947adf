"""Plots of lists: who is on which together, and how much each reports of each month."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

import altair as alt
from markupsafe import Markup

from tawthiq.publish.model import Coverage, Intersection, Lang
from tawthiq.publish.plots import (
    AFTER_NUMBER,
    WIDTH,
    directed,
    isolated,
    key,
    label_room,
    month_span,
    time_axis,
    unit_title,
)
from tawthiq.publish.svg import LINKED, SEQUENCE, Rows, draw, table
from tawthiq.publish.words import number, plain, short_month

MOST_INTERSECTIONS = 20


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
    ).properties(width=width, height=150, title=unit_title(plain("units.people", lang), rtl=rtl))
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
        labelExpr=AFTER_NUMBER,
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
        **time_axis(keys, span, rtl=rtl)
    )
    y = alt.Y("list:N", sort=None, scale=alt.Scale(domain=list(rows.values()), paddingInner=0.2))
    y = y.axis(
        orient="right" if rtl else "left",
        title=None,
        labelExpr=AFTER_NUMBER,
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
        .properties(width=WIDTH - label_room(labelled), height=alt.Step(30))
    )
    return draw(chart, {"cells": values}, lang, name=name, title=title, desc=desc)


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

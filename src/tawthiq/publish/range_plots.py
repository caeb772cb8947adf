"""Plots of documented ranges and estimates: row by row, and month by month.

In Arabic the value axis stands on the right, and both values and time run from right to left, as
the text around them does.

Every function takes plain numbers and gives inline SVG. A range of documented people is a bar with
a stroke at the best single answer; an estimate is a line with a diamond. The two are never drawn
as one thing, since they are none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import altair as alt
from markupsafe import Markup

from tawthiq.publish.model import Estimated, Lang, NoEstimate, Range, Row
from tawthiq.publish.plots import (
    AFTER_NUMBER,
    WIDTH,
    isolated,
    key,
    label_room,
    month_span,
    time_axis,
    unit_title,
)
from tawthiq.publish.svg import (
    APART,
    DOCUMENTED,
    ESTIMATED,
    LINKED,
    draw,
    people_axis,
    spread,
    table,
)
from tawthiq.publish.words import number, plain, short_month


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
    room = max(width - label_room(labels), width // 3)
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
        labelExpr=AFTER_NUMBER,
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
        **time_axis(keys, span, rtl=rtl)
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
        width=WIDTH - 50, height=260, title=unit_title(plain("units.people", lang), rtl=rtl)
    )
    return draw(chart, {"rows": values}, lang, name=name, title=title, desc=desc)


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

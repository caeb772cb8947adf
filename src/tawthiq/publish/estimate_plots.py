"""The plots of an estimate's page: families side by side, runs, and the answer under other choices.

Values run from left to right in English and from right to left in Arabic, as in the report.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt
import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from tawthiq.publish.model import Lang
from tawthiq.publish.plots import WIDTH, directed
from tawthiq.publish.svg import APART, ESTIMATED, INK, LINKED, MUTED, Rows, draw, table
from tawthiq.publish.words import number, plain

Floats = NDArray[np.float64]

RUNS = (LINKED, ESTIMATED, "#3f7f4f", "#7a4b94")  # lines of a plot; told apart by dashes too
DASHES = ("1,0", "6,3", "2,2", "8,3,2,3")
_POINTS = 160  # of a density
_STEPS = 40  # of running quantiles
_ROW = 46  # pixels of a family
_WIDE_RANGE = 8.0  # ends so many times apart are drawn on a scale of logarithms
_LETTER = 7.2  # pixels, roughly


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shown:
    """One row of a plot of intervals."""

    label: str
    median: float
    low: float
    high: float
    draws: NDArray[np.int64] | None = None  # for its density
    strong: bool = False  # the answer itself
    modes: tuple[float, ...] = ()  # persons; where there are several


def density(draws: NDArray[np.int64], at: Floats, *, logarithms: bool) -> Floats:
    """Density of draws at points, up to a constant, the highest being 1.

    A normal kernel on a fine grid, its width by Silverman's rule with the interquartile range; on
    the scale that is drawn.
    """
    values = np.log(draws) if logarithms else draws.astype(np.float64)
    points = np.log(at) if logarithms else at
    quartiles = np.quantile(values, [0.25, 0.75])
    spread = min(float(values.std()), float(quartiles[1] - quartiles[0]) / 1.34) or float(
        values.std()
    )
    step = float(points[1] - points[0])
    width = max(0.9 * spread * len(values) ** -0.2, step)
    edges = np.append(points - step / 2, points[-1] + step / 2)
    counts, _ = np.histogram(values, bins=edges)
    kernel = np.exp(-0.5 * ((points[:, None] - points[None, :]) / width) ** 2)
    # Near the least possible value half the kernel falls outside: what is cut off is given back.
    inside = kernel.sum(axis=0)
    smooth: Floats = (kernel / inside) @ counts
    return smooth / max(float(smooth.max()), 1e-300)


def intervals(
    rows: Sequence[Shown],
    lang: Lang,
    *,
    least: int | None,
    marks: Sequence[int] = (),
    row: int = _ROW,
    name: str,
    title: str,
    desc: str,
) -> Markup:
    """Interval and median of each row, and over it the density of its draws.

    Args:
        rows: from the top.
        lang: of the numbers.
        least: people observed, whom every number holds; a line marks it. None: no line.
        marks: people observed of each row by itself; a short line marks them.
        row: height of one, pixels.
        name, title, desc: as in `svg.draw`.
    """
    rtl = lang == "ar"
    observed = [*marks, *([least] if least is not None else [])]
    low = min([*observed, *(each.low for each in rows)])
    high = max(each.high for each in rows)
    logarithms = high / max(low, 1.0) > _WIDE_RANGE
    ends = (low * 0.97, high * 1.08) if not logarithms else (low * 0.9, high * 1.25)
    at = np.geomspace(*ends, _POINTS) if logarithms else np.linspace(*ends, _POINTS)
    rows_of, areas, tops = [], [], []
    for position, each in enumerate(rows):
        words = f"{number(round(each.median), lang)}"
        middle = position + 0.5
        rows_of.append(
            {"row": middle, "low": each.low, "high": each.high, "median": each.median}
            | {"words": words, "colour": ESTIMATED if each.strong else LINKED}
            | {"over": middle + 0.3}
        )
        if each.draws is None:
            continue
        height = density(each.draws, at, logarithms=logarithms)
        areas += [
            {"row": position, "at": float(x), "base": middle, "top": middle - 0.48 * float(h)}
            | {"colour": ESTIMATED if each.strong else LINKED}
            for x, h in zip(at, height, strict=True)
            if h > 0.003
        ]
        tops += [
            {"at": mode, "top": middle - 0.48 * float(np.interp(mode, at, height)) - 0.05}
            | {"colour": ESTIMATED if each.strong else LINKED}
            for mode in each.modes
        ]
    labels = [directed(each.label, lang) for each in rows]
    room = 30 + round(_LETTER * max(len(each.label) for each in rows))
    axis = alt.Axis(
        orient="right" if rtl else "left",
        title=None,
        values=[position + 0.5 for position in range(len(rows))],
        labelExpr=f"{json.dumps(labels, ensure_ascii=False)}[floor(datum.value)]",
        labelAlign="left" if rtl else "right",
        labelPadding=8,
        labelOverlap=False,
        minExtent=room - 16,
        ticks=False,
        domain=False,
        grid=False,
    )
    y: dict[str, Any] = {"scale": alt.Scale(domain=[len(rows), 0], nice=False), "axis": axis}
    scale = alt.Scale(
        type="log" if logarithms else "linear", domain=list(ends), reverse=rtl, nice=False
    )
    # Of logarithms, one, two and five times each power, as many as there is room for.
    ticks: dict[str, Any] = {"values": _round_numbers(*ends)} if logarithms else {"tickCount": 6}
    people = alt.Axis(format=",d", title=plain("units.people", lang), labelOverlap=True, **ticks)
    base = table("rows")
    colour = alt.Color("colour:N", scale=None, legend=None)
    chart = alt.layer(
        table("areas")
        .mark_area(opacity=0.28, interpolate="monotone")
        .encode(
            x=alt.X("at:Q", scale=scale, axis=people),
            y=alt.Y("top:Q", **y),
            y2="base:Q",
            detail="row:N",
            color=colour,
        ),
        alt.Chart(alt.NamedData(name="least"))
        .mark_rule(color=MUTED, strokeDash=[3, 3])
        .encode(x=alt.X("at:Q", scale=scale)),
        table("marks")
        .mark_rule(color=MUTED, strokeDash=[3, 3])
        .encode(x=alt.X("at:Q", scale=scale), y=alt.Y("top:Q", **y), y2="bottom:Q"),
        base.mark_rule(strokeWidth=2).encode(
            x=alt.X("low:Q", scale=scale, axis=people),
            x2="high:Q",
            y=alt.Y("row:Q", **y),
            color=colour,
        ),
        base.mark_point(filled=True, shape="diamond", size=80, opacity=1).encode(
            x=alt.X("median:Q", scale=scale), y=alt.Y("row:Q", **y), color=colour
        ),
        base.mark_text(color=INK, fontSize=11).encode(
            x=alt.X("median:Q", scale=scale), y=alt.Y("over:Q", **y), text="words:N"
        ),
        alt.Chart(alt.NamedData(name="modes"))
        .mark_point(filled=True, shape="triangle-down", size=50, opacity=1)
        .encode(x=alt.X("at:Q", scale=scale), y=alt.Y("top:Q", **y), color=colour),
    ).properties(width=WIDTH - room, height=row * len(rows))
    data: dict[str, Rows] = {
        "rows": rows_of,
        "areas": areas,
        "least": [{"at": least}] if least is not None else [],
        "marks": [
            {"at": at, "top": place + 0.1, "bottom": place + 0.9} for place, at in enumerate(marks)
        ],
        "modes": tops,
    }
    return draw(chart, data, lang, name=name, title=title, desc=desc)


def _round_numbers(low: float, high: float) -> list[int]:
    """One, two and five times the powers of ten between two ends."""
    first, last = int(np.floor(np.log10(low))), int(np.ceil(np.log10(high)))
    every = [step * 10**power for power in range(first, last + 1) for step in (1, 2, 5)]
    return [one for one in every if low <= one <= high]


def runs(draws: NDArray[np.int64], lang: Lang, *, name: str, title: str, desc: str) -> Markup:
    """Ends and middle of the interval as draws come in, a line for each run.

    Args:
        draws: (n_runs, n_draws).
    """
    rtl = lang == "ar"
    sizes = np.unique(np.geomspace(50, draws.shape[1], _STEPS).astype(int))
    sizes = sizes[sizes <= draws.shape[1]]
    values = [
        {"run": str(run + 1), "part": part, "line": f"{run}-{part}", "draws": int(size)}
        | {"people": float(value)}
        for run, mine in enumerate(draws)
        for size in sizes
        for part, value in zip(
            ("low", "median", "high"), np.quantile(mine[:size], [0.025, 0.5, 0.975]), strict=True
        )
    ]
    side: Literal["left", "right"] = "right" if rtl else "left"
    names = [str(run + 1) for run in range(len(draws))]
    chart = (
        table("rows")
        .mark_line(strokeWidth=1.6)
        .encode(
            x=alt.X(
                "draws:Q",
                scale=alt.Scale(type="log", reverse=rtl, nice=False),
                axis=alt.Axis(
                    format=",d",
                    title=plain("estimate_page.draws_axis", lang),
                    values=_round_numbers(float(sizes[0]), float(sizes[-1])),
                    grid=False,
                ),
            ),
            y=alt.Y("people:Q", scale=alt.Scale(zero=False, nice=True)).axis(
                format=",d", orient=side, title=None, domain=False, tickCount=6
            ),
            detail="line:N",
            color=alt.Color(
                "run:N",
                legend=None,
                scale=alt.Scale(
                    domain=names, range=[RUNS[at % len(RUNS)] for at in range(len(names))]
                ),
            ),
            strokeDash=alt.StrokeDash(
                "run:N",
                legend=None,
                scale=alt.Scale(
                    domain=names,
                    range=[_dash(at) for at in range(len(names))],
                ),
            ),
        )
        .properties(
            width=WIDTH - 80,
            height=240,
            title=alt.TitleParams(
                plain("units.people", lang), anchor="end" if rtl else "start", color=MUTED, offset=8
            ),
        )
    )
    return draw(chart, {"rows": values}, lang, name=name, title=title, desc=desc)


def run_swatch(at: int) -> Markup:
    """The line of one run, for a legend."""
    return Markup(
        '<svg class="swatch" width="34" height="14" viewBox="0 0 34 14" aria-hidden="true">'
        '<path d="M1 7 H33" fill="none" stroke="{}" stroke-width="2" stroke-dasharray="{}"/></svg>'
    ).format(RUNS[at % len(RUNS)], DASHES[at % len(DASHES)])


def answer_swatch(*, strong: bool) -> Markup:
    """A density with its interval, for a legend."""
    return Markup(
        '<svg class="swatch" width="34" height="16" viewBox="0 0 34 16" aria-hidden="true">'
        '<path d="M2 12 C10 12 12 2 17 2 C22 2 24 12 32 12 Z" fill="{colour}" fill-opacity=".28"/>'
        '<rect x="2" y="11" width="30" height="2" fill="{colour}"/>'
        '<path d="M17 8 L21 12 L17 16 L13 12 Z" fill="{colour}"/></svg>'
    ).format(colour=ESTIMATED if strong else LINKED)


def mode_swatch() -> Markup:
    """The mark of a mode, for a legend."""
    return Markup(
        '<svg class="swatch" width="34" height="14" viewBox="0 0 34 14" aria-hidden="true">'
        '<path d="M12 3 L22 3 L17 11 Z" fill="{}"/></svg>'
    ).format(ESTIMATED)


def least_swatch() -> Markup:
    """The line of people observed, for a legend."""
    return Markup(
        '<svg class="swatch" width="34" height="14" viewBox="0 0 34 14" aria-hidden="true">'
        '<path d="M17 0 V14" stroke="{}" stroke-width="1.5" stroke-dasharray="3,3"/></svg>'
    ).format(APART)


def _dash(at: int) -> list[float]:
    return [float(part) for part in DASHES[at % len(DASHES)].split(",")]

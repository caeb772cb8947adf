"""A plot of figures as stated, each beside what the register documents and estimates for its scope.

A row is a figure, in order of time: its value as a dot, its range as a line, an open end as an
arrow. Below it, as in the report, the documented range is a bar with a stroke at the best single
answer, and the estimate a line with a diamond. Where a scope has none, its lane stays empty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import altair as alt
import vl_convert as vlc
from markupsafe import Markup

from tawthiq.checks import Checked, Interval, interval_in_words, interval_of, span_of
from tawthiq.estimates import Estimate
from tawthiq.publish.files import write_atomically
from tawthiq.publish.model import LANGS, Estimated, ExportError, Lang, Range
from tawthiq.publish.plots import WIDTH, directed, isolated, key
from tawthiq.publish.svg import (
    DOCUMENTED,
    ESTIMATED,
    INK,
    LINKED,
    draw,
    people_axis,
    swatch,
    table,
)
from tawthiq.publish.words import clean, day, labels, number, plain
from tawthiq.statements import Figure

MOST_FIGURES = 40
"""Rows of a plot; a table of more is for JSON."""
ENDINGS = (".svg", ".png", ".html")
_AFTER_NUMBER = "slice(datum.value, 5)"
_ARROW = 0.05  # of the axis


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedRow:
    """One figure of the plot."""

    source: str  # who says it
    quote: str  # the words
    told: Interval
    when: date | None = None  # where it stands in time: the last day it speaks of
    count: Range | None = None  # what is documented in the same scope
    estimate: Estimated | None = None


def rows_of(checked: Checked) -> list[StatedRow]:
    """The figures of people, each with what was counted and estimated for its scope."""
    rows = []
    held = checked.held
    for one in checked.stated:
        figure = one.statement
        if not isinstance(figure, Figure) or figure.unit not in (None, "people") or figure.per:
            continue
        told = interval_of(figure)
        if told is None:
            continue
        scope = held.scopings[figure.id].scope if held else None
        documented = held.documented.get(scope) if held and scope else None
        estimate = held.estimates.get(scope) if held and scope else None
        span = span_of(figure.as_of) or span_of(figure.period)
        rows.append(
            StatedRow(
                source=one.speaker or "–",
                quote=figure.quote,
                told=told,
                when=(span.stop or span.start) if span else None,
                count=None
                if documented is None
                else Range(
                    minimum=documented.minimum,
                    linked=documented.linked,
                    maximum=documented.maximum,
                ),
                estimate=Estimated(median=estimate.median, low=estimate.low, high=estimate.high)
                if isinstance(estimate, Estimate) and estimate.converged
                else None,
            )
        )
    return rows


def in_order(rows: Sequence[StatedRow]) -> list[StatedRow]:
    """The rows by time, those without a date last, and no more than a plot can show."""
    return sorted(rows, key=lambda row: (row.when or date.max, row.source))[:MOST_FIGURES]


def draw_checked(rows: Sequence[StatedRow], lang: Lang, *, name: str = "checked") -> Markup:
    """The plot as inline SVG, named and described for those who hear the page."""
    shown = in_order(rows)
    top = max((_end(row) for row in shown), default=0) * 1.2 or 1
    names = [key(at, _label(row, lang)) for at, row in enumerate(shown)]
    values = [
        value
        for slot, row in zip(names, shown, strict=True)
        for value in _values(slot, row, lang, top)
    ]
    room = 40 + round(6.6 * max((len(_label(row, lang)) for row in shown), default=0))
    chart = _chart(names, lang, top).properties(
        width=max(WIDTH - room, 240),
        height={"step": 15},
        title=alt.TitleParams(
            _legend(lang), anchor="end" if lang == "ar" else "start", fontSize=12, offset=8
        ),
    )
    return draw(
        chart,
        {"rows": values},
        lang,
        name=name,
        title=plain("checked.title", lang),
        desc=_described(shown, lang),
    )


def write_checked(rows: Sequence[StatedRow], path: Path, lang: Lang) -> None:
    """Write the plot: `.svg` and `.png` in one language, `.html` in both.

    Raises:
        ExportError: another ending, or the file cannot be written.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise ExportError(f"{path}: a plot ends in {', '.join(ENDINGS)}.")
    if ending == ".html":
        content = _page(rows).encode()
    else:
        content = _standing(draw_checked(rows, lang)).encode()
        if ending == ".png":
            content = vlc.svg_to_png(content.decode(), scale=2)

    def write(temporary: Path) -> None:
        temporary.write_bytes(content)

    write_atomically(path, write)


def _chart(names: Sequence[str], lang: Lang, top: float) -> alt.LayerChart | alt.FacetChart:
    rtl = lang == "ar"
    y = alt.Y("row:N", sort=None, scale=alt.Scale(domain=list(names), paddingInner=0.3)).axis(
        orient="right" if rtl else "left",
        title=None,
        labelExpr=_AFTER_NUMBER,
        ticks=False,
        domain=False,
        labelPadding=8,
    )
    lanes = ["s", "d", "e"]
    lane = alt.YOffset("lane:N", sort=lanes, scale=alt.Scale(domain=lanes))
    scale = alt.Scale(domain=[0, top], reverse=rtl, nice=False)
    x = alt.X("low:Q", scale=scale, axis=people_axis(lang))
    middle = alt.X("middle:Q", scale=scale)
    base = table("rows")

    def layer(kind: str, mark: alt.Chart, **more: Any) -> alt.Chart:
        return mark.transform_filter(f"datum.kind == '{kind}'").encode(y=y, yOffset=lane, **more)

    outward: Literal["triangle-left", "triangle-right"] = (
        "triangle-left" if rtl else "triangle-right"
    )
    inward: Literal["triangle-left", "triangle-right"] = (
        "triangle-right" if rtl else "triangle-left"
    )
    side: Literal["left", "right"] = "right" if rtl else "left"
    return alt.layer(
        layer("range", base.mark_bar(color=DOCUMENTED), x=x, x2="high:Q"),
        layer(
            "range",
            base.mark_tick(color=LINKED, opacity=1, thickness=3, bandSize=12),
            x=middle,
        ),
        layer("estimate", base.mark_bar(color=ESTIMATED, height=2), x=x, x2="high:Q"),
        layer(
            "estimate",
            base.mark_point(color=ESTIMATED, filled=True, shape="diamond", size=60, opacity=1),
            x=middle,
        ),
        layer("line", base.mark_bar(color=INK, height=2), x=x, x2="high:Q"),
        layer("dot", base.mark_point(color=INK, filled=True, size=50, opacity=1), x=middle),
        layer(
            "more",
            base.mark_point(color=INK, filled=True, shape=outward, size=60, opacity=1),
            x=middle,
        ),
        layer(
            "less",
            base.mark_point(color=INK, filled=True, shape=inward, size=60, opacity=1),
            x=middle,
        ),
        layer(
            "words",
            base.mark_text(align=side, dx=-8 if rtl else 8, fontSize=11),
            x=middle,
            text="words:N",
        ),
    )


def _values(slot: str, row: StatedRow, lang: Lang, top: float) -> list[dict[str, Any]]:
    stated = {"row": slot, "lane": "s"}
    low, high, arrow = row.told.low, row.told.high, top * _ARROW
    # The words stand after what is drawn, at its far end.
    end = high if high is not None else (low or 0) + arrow
    values: list[dict[str, Any]] = [
        stated | {"kind": "words", "middle": end, "words": interval_in_words(row.told, lang)}
    ]
    if low is not None and low > 0:
        values.append(stated | {"kind": "dot", "middle": low})
    if high is not None and high != low:
        values.append(stated | {"kind": "dot", "middle": high})
    if high is None:
        values += [
            stated | {"kind": "line", "low": low or 0, "high": end},
            stated | {"kind": "more", "middle": end},
        ]
    elif not low and high > 0:
        # At most so many: an arrow that points to fewer.
        start = max(high - arrow, 0)
        values += [
            stated | {"kind": "line", "low": start, "high": high},
            stated | {"kind": "less", "middle": start},
        ]
    elif low != high:
        values.append(stated | {"kind": "line", "low": low, "high": high})
    elif not low:
        values.append(stated | {"kind": "dot", "middle": 0})
    if row.count:
        values.append(
            {"row": slot, "lane": "d", "kind": "range", "low": row.count.minimum}
            | {"middle": row.count.linked, "high": row.count.maximum}
        )
    if row.estimate:
        values.append(
            {"row": slot, "lane": "e", "kind": "estimate", "low": row.estimate.low}
            | {"middle": row.estimate.median, "high": row.estimate.high}
        )
    return values


def _end(row: StatedRow) -> float:
    ends = [row.told.low, row.told.high, row.count.maximum if row.count else None,
            row.estimate.high if row.estimate else None]  # fmt: skip
    return float(max(end for end in (*ends, 0) if end is not None))


def _label(row: StatedRow, lang: Lang) -> str:
    when = day(row.when, lang) if row.when else plain("checked.undated", lang)
    return directed(f"{when} · {isolated(row.source)}", lang)


def _legend(lang: Lang) -> str:
    parts = [plain(f"checked.{name}", lang) for name in ("stated", "documented", "estimate")]
    return directed(" · ".join(parts), lang)


def _described(rows: Sequence[StatedRow], lang: Lang) -> str:
    """Every row in words: what the drawing shows, for those who do not see it."""
    said = [plain("checked.desc", lang)]
    for row in rows:
        parts = [f"{_plain_label(row, lang)}: {interval_in_words(row.told, lang)}"]
        if row.count:
            ends = Interval(row.count.minimum, row.count.maximum)
            parts.append(
                plain("checked.row_documented", lang).format(range=interval_in_words(ends, lang))
            )
        if row.estimate:
            parts.append(
                plain("checked.row_estimate", lang).format(
                    median=number(row.estimate.median, lang),
                    low=number(row.estimate.low, lang),
                    high=number(row.estimate.high, lang),
                )
            )
        said.append("; ".join(parts) + ".")
    return " ".join(said)


def _plain_label(row: StatedRow, lang: Lang) -> str:
    when = day(row.when, lang) if row.when else plain("checked.undated", lang)
    return f"{when}, {clean(row.source)}, {clean(row.quote)}"


def _standing(svg: Markup) -> str:
    """An SVG that stands by itself: with the fonts and the white that a page would give it."""
    plain_svg = str(svg).replace("<svg ", '<svg font-family="sans-serif" ', 1)
    white = '<rect width="100%" height="100%" fill="#ffffff"/>'
    return plain_svg.replace("</desc>", f"</desc>{white}", 1)


def _page(rows: Sequence[StatedRow]) -> str:
    """One page, nothing active in it, with the plot in both languages."""
    parts = []
    for lang in LANGS:
        keys = Markup("").join(
            Markup("<span>{} {}</span> ").format(swatch(kind), plain(f"checked.{name}", lang))
            for kind, name in (("documented", "documented"), ("estimated", "estimate"))
        )
        parts.append(
            Markup(
                '<section lang="{lang}" dir="{direction}"><h1>{title}</h1><p>{intro}</p>'
                "<p>{keys}</p>{svg}</section>"
            ).format(
                lang=lang,
                direction="rtl" if lang == "ar" else "ltr",
                title=plain("checked.title", lang),
                intro=plain("checked.desc", lang),
                keys=keys,
                svg=draw_checked(rows, lang, name=f"checked-{lang}"),
            )
        )
    title = f"{labels()['checked.title']['en']} · {labels()['checked.title']['ar']}"
    style = "body{font-family:sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    return str(
        Markup(
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width">'
            '<meta http-equiv="Content-Security-Policy" '
            "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
            "<title>{title}</title><style>{style}svg{{max-width:100%;height:auto}}</style></head>"
            "<body>{parts}</body></html>\n"
        ).format(title=title, style=Markup(style), parts=Markup("\n").join(parts))  # noqa: S704
    )

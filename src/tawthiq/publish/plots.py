"""What all plots share: their size, labels in either direction, the axis of months, the unit."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from tawthiq.publish.model import Lang
from tawthiq.publish.svg import INK, MUTED
from tawthiq.publish.words import FSI, PDI, RLI, clean

WIDTH = 720  # with its axes, in CSS pixels; the page scales it down to A4
NARROW = 340  # the same for a phone held upright
MOST_MONTHS = 360
WIDE_LETTER = 6.7  # pixels of a letter of 12 pixels, in the widest of the usual fonts
MOST_LETTERS = 28  # of a label; the table beneath a plot has it whole

# An axis sorts and tells values apart by their number; the reader sees what follows it.
AFTER_NUMBER = "slice(datum.value, 5)"
TWO_LINES = "split(slice(datum.value, 5), '\\n')"


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
        "minExtent": 14 + round(WIDE_LETTER * letters),
    }


def label_room(labels: Sequence[str]) -> int:
    """Pixels that labels take beside a plot, roughly: Vega measures by drawing everything twice."""
    return 40 + round(7.2 * max((len(label) for label in labels), default=0))


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


def time_axis(keys: Sequence[str], ids: Sequence[str], *, rtl: bool) -> dict[str, Any]:
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
        "labelExpr": TWO_LINES,
        "labelAngle": 0,
        "title": None,
        "ticks": True,
        "labelFontSize": 11,
        "labelColor": INK,
        "labelOverlap": False,
        "grid": False,
    }


def unit_title(words: str, *, rtl: bool) -> alt.TitleParams:
    """What an upright axis counts, on top: on its side it is harder to read, in Arabic most."""
    return alt.TitleParams(words, anchor="end" if rtl else "start", color=MUTED, offset=8)

"""A map of places with no map beneath it: circles, names, degrees and a scale.

No borders are drawn. Where a border runs is itself contested, and a count needs none.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import altair as alt
from markupsafe import Markup

from tawthiq.publish.model import Lang, Place
from tawthiq.publish.plots import isolated
from tawthiq.publish.svg import DOCUMENTED, GRID, INK, LINKED, MUTED, Rows, draw, table
from tawthiq.publish.words import clean, number, plain

WIDTH = 720  # pixels
_EARTH = 40_075.017  # km round the equator, WGS 84
_MOST_LABELS = 40
_LARGEST = 30  # radius of the largest circle, pixels


@dataclass(frozen=True, slots=True)
class Frame:
    """A Web-Mercator window: world units (0 … 1 round the globe) to pixels."""

    west: float
    north: float
    scale: float  # pixels per world unit
    width: float
    height: float

    def pixel(self, lat: float, lon: float) -> tuple[float, float]:
        """Pixels from the upper left corner."""
        x, y = mercator(lat, lon)
        return (x - self.west) * self.scale, (y - self.north) * self.scale


def mercator(lat: float, lon: float) -> tuple[float, float]:
    """World units of Web Mercator: x eastward from 180° W, y southward from 85.05° N."""
    sine = math.sin(math.radians(lat))
    return lon / 360 + 0.5, 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)


def latitude(y: float) -> float:
    """The inverse of `mercator` for y."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))


def frame(points: Sequence[tuple[float, float]]) -> Frame:
    """The window that shows all `points` (latitude, longitude) with room around them."""
    xs, ys = zip(*(mercator(lat, lon) for lat, lon in points), strict=True)
    margin = 62  # pixels: half a large circle, a label, the degrees
    # One place alone, or places in one street, are shown with some 40 km around them.
    least = 40 / (_EARTH * math.cos(math.radians(points[0][0])))
    across, down = max(max(xs) - min(xs), least), max(max(ys) - min(ys), least)
    scale = min((WIDTH - 2 * margin) / across, (640 - 2 * margin) / down)
    height = max(down * scale + 2 * margin, 300)
    return Frame(
        west=(min(xs) + max(xs)) / 2 - WIDTH / 2 / scale,
        north=(min(ys) + max(ys)) / 2 - height / 2 / scale,
        scale=scale,
        width=WIDTH,
        height=height,
    )


def place_labels(
    spots: Sequence[tuple[float, float, float, str]], width: float, height: float
) -> list[tuple[float, float, str, str]]:
    """Where names fit: (x, y, align, name). A name that would cover another is left to the table.

    Args:
        spots: x, y, radius in pixels, and the name; the most important first.
        width: of the map, pixels.
        height: of the map, pixels.
    """
    taken: list[tuple[float, float, float, float]] = []
    placed = []
    for at, (x, y, radius, name) in enumerate(spots[:_MOST_LABELS]):
        wide = 7 * len(name) + 4
        for left, middle, align, anchor in (
            (x + radius + 4, y, "left", x + radius + 4),
            (x - radius - 4 - wide, y, "right", x - radius - 4),
            (x - wide / 2, y - radius - 9, "center", x),
            (x - wide / 2, y + radius + 9, "center", x),
        ):
            box = (left, middle - 7, left + wide, middle + 7)
            inside = box[0] > 2 and box[2] < width - 2 and box[1] > 16 and box[3] < height - 16
            if (
                inside
                and not any(_meet(box, other) for other in taken)
                and not any(
                    _meet(box, (u - 0.8 * r, v - 0.8 * r, u + 0.8 * r, v + 0.8 * r))
                    for j, (u, v, r, _) in enumerate(spots)
                    if j != at
                )
            ):
                taken.append(box)
                placed.append((anchor, middle, align, name))
                break
    return placed


def bubbles(places: Sequence[Place], lang: Lang, *, name: str, title: str, desc: str) -> Markup:
    """Each place as a circle whose area stands for the best single answer.

    The maximum is not drawn: everybody of whom no place is known widens it everywhere, so that
    rings of it would say of each town what is true of the whole country.
    """
    shown = [each for each in places if each.count.linked]
    window = frame([(each.lat, each.lon) for each in shown or places])
    most = max(1, *(each.count.linked for each in places))
    largest = max(_LARGEST * min(1, 5 / math.sqrt(max(len(shown), 1))), 12)
    spots = []
    for each in sorted(shown, key=lambda each: (-each.count.linked, each.id)):
        across, down = window.pixel(each.lat, each.lon)
        radius = largest * math.sqrt(each.count.linked / most)
        spots.append((across, down, radius, clean(each.label(lang))))
    return grounded(window, spots, lang, name=name, title=title, desc=desc)


def grounded(
    window: Frame,
    spots: Sequence[tuple[float, float, float, str]],
    lang: Lang,
    *,
    name: str,
    title: str,
    desc: str | None = None,
) -> Markup:
    """Circles in a window, with their names where these fit, degrees and a scale.

    Args:
        spots: x, y and radius in pixels, and the name; the most important first.
        name: unique in the page.
    """
    # Sizes as Vega takes them: the square of the diameter.
    circles = [{"x": x, "y": y, "size": 4 * radius**2} for x, y, radius, _ in spots]
    room = [(x, y, max(radius, 2), label) for x, y, radius, label in spots]
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, window.width], nice=False)).axis(None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[window.height, 0], nice=False)).axis(None)
    names = [
        {"x": across, "y": down, "align": align, "name": isolated(label)}
        for across, down, align, label in place_labels(room, window.width, window.height)
    ]
    data: dict[str, Rows] = {"circles": circles, "names": names}
    data |= _graticule(window, lang) | _scale_bar(window, lang)
    lines = table("lines").encode(x=x, y=y, x2="x2:Q", y2="y2:Q")
    text = table("names").encode(x=x, y=y, text="name:N")
    degrees = table("degrees").encode(x=x, y=y, text="words:N")
    sides: tuple[Literal["left", "right", "center"], ...] = ("left", "right", "center")
    aligned = [(align, f"datum.align == '{align}'") for align in sides]
    layers: list[alt.Chart] = [
        lines.mark_rule(color=GRID, strokeWidth=1),
        *(
            degrees.transform_filter(only).mark_text(align=align, fontSize=10, color=MUTED)
            for align, only in aligned[1:]
        ),
        table("circles")
        .mark_circle(color=DOCUMENTED, fillOpacity=0.72, stroke=LINKED, strokeWidth=0.8, opacity=1)
        .encode(x=x, y=y, size=alt.Size("size:Q", scale=None)),
    ]
    for align, only in aligned:
        for halo in (True, False):
            layers.append(
                text.transform_filter(only).mark_text(
                    align=align,
                    baseline="middle",
                    fontSize=12,
                    stroke="#ffffff" if halo else None,
                    strokeWidth=3 if halo else 0,
                    color="#ffffff" if halo else INK,
                )
            )
    layers += [
        table("bar").mark_rule(color=INK, strokeWidth=1.5).encode(x=x, y=y, x2="x2:Q", y2="y2:Q"),
        table("scale")
        .mark_text(align="left", fontSize=11, color=INK)
        .encode(x=x, y=y, text="words:N"),
    ]
    chart = alt.layer(*layers).properties(
        width=window.width, height=window.height, view=alt.ViewBackground(stroke=GRID)
    )
    return draw(chart, data, lang, name=name, title=title, desc=title if desc is None else desc)


def nice_step(span: float, most: int) -> float:
    """A round step (1, 2 or 5 times a power of ten) that divides `span` into at most `most`."""
    power = 10.0 ** math.floor(math.log10(span / most))
    return next(each * power for each in (1, 2, 5, 10) if span / (each * power) <= most)


def _graticule(window: Frame, lang: Lang) -> dict[str, Rows]:
    west = (window.west - 0.5) * 360
    east = (window.west + window.width / window.scale - 0.5) * 360
    north = latitude(window.north)
    south = latitude(window.north + window.height / window.scale)
    step = nice_step(east - west, 6)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    lines, words = [], []
    for at in range(math.ceil(west / step), math.floor(east / step) + 1):
        across, _ = window.pixel(0, at * step)
        lines.append({"x": across, "y": 0, "x2": across, "y2": window.height})
        side = "east" if at >= 0 else "west"
        degrees = number(abs(at * step), lang, decimals)
        words.append({"x": across, "y": window.height - 8, "align": "center"})
        words[-1]["words"] = plain(f"map.{side}", lang).format(degrees=degrees)
    for at in range(math.ceil(south / step), math.floor(north / step) + 1):
        _, down = window.pixel(at * step, 0)
        lines.append({"x": 0, "y": down, "x2": window.width, "y2": down})
        if down < window.height - 34:
            side = "north" if at >= 0 else "south"
            degrees = number(abs(at * step), lang, decimals)
            words.append({"x": window.width - 4, "y": down - 6, "align": "right"})
            words[-1]["words"] = plain(f"map.{side}", lang).format(degrees=degrees)
    return {"lines": lines, "degrees": words}


def _scale_bar(window: Frame, lang: Lang) -> dict[str, Rows]:
    middle = latitude(window.north + window.height / 2 / window.scale)
    km_per_pixel = _EARTH * math.cos(math.radians(middle)) / window.scale
    km = nice_step(150 * km_per_pixel, 1) / 2
    km = nice_step(km, 1)
    long, left, low = km / km_per_pixel, 12.0, window.height - 26
    bar = [
        {"x": left, "y": low, "x2": left + long, "y2": low},
        {"x": left, "y": low - 4, "x2": left, "y2": low + 4},
        {"x": left + long, "y": low - 4, "x2": left + long, "y2": low + 4},
    ]
    digits = 0 if km >= 1 else 1
    label = plain("map.km", lang).format(km=number(km, lang, digits))
    return {"bar": bar, "scale": [{"x": left, "y": low - 11, "words": label}]}


def _meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]

"""Draw a chart as SVG that may stand inside a page: named, scalable, and without anything active.

Vega writes the SVG; what it writes is read again as XML and only the few elements and attributes
that draw something are kept. Text stays text, so the reader's browser shapes Arabic with its own
fonts, and the plots can be searched and read aloud.
"""

import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

import altair as alt
import vl_convert as vlc
from markupsafe import Markup

from tawthiq.publish.model import Lang
from tawthiq.publish.words import clean, number, plain

_SVG = "http://www.w3.org/2000/svg"
ET.register_namespace("", _SVG)

INK, MUTED, GRID = "#1f2a33", "#55606a", "#dedbd3"

# The two voices of a report, told apart by lightness as well as by hue (Okabe & Ito's blue and
# vermilion, darkened): they stay apart in grey print and for colour-blind readers, and each stands
# out from white by 3:1 or more.
DOCUMENTED, LINKED, ESTIMATED = "#5f97b8", "#0b3c5d", "#b3500f"
APART = "#767b80"  # a number that belongs to no row: neither voice
SEQUENCE = ("#dbe7ef", "#a9c8dc", "#6fa3c2", "#3b779d", "#0b3c5d")  # few … many

_DRAWING = {"svg", "g", "path", "line", "rect", "circle", "text", "tspan"}
_KEPT = {
    *("width", "height", "viewBox", "transform", "d", "x", "y", "x1", "x2", "y1", "y2"),
    *("cx", "cy", "r", "rx", "ry", "dx", "dy", "fill", "stroke", "opacity", "fill-opacity"),
    *("stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin"),
    *("stroke-miterlimit", "text-anchor", "font-size", "font-weight", "font-style"),
}
_DIGITS = {
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]},
    "ar": {
        "decimal": "٫",
        "thousands": "٬",
        "grouping": [3],
        "currency": ["", ""],
        "numerals": list("٠١٢٣٤٥٦٧٨٩"),
        "percent": "٪",
    },
}


def swatch(kind: str) -> Markup:
    """A small drawing for a legend: one of "documented", "linked", "estimated", "minimum", …"""
    return _SWATCHES[kind]


def cell(colour: str) -> Markup:
    """A small square of one colour for a legend."""
    return Markup(
        '<svg class="swatch" width="18" height="14" viewBox="0 0 18 14" aria-hidden="true">'
        '<rect x="1" y="1" width="16" height="12" fill="{}" '
        'stroke="#9a9c99" stroke-width=".5"/></svg>'
    ).format(colour)


Rows = Sequence[Mapping[str, object]]


def table(name: str) -> alt.Chart:
    """A chart of the rows given to `draw` under `name`.

    Altair copies and checks every value it is handed, which took longer than drawing it; so it
    gets the name of the rows alone.
    """
    return alt.Chart(alt.NamedData(name=name))


def draw(
    chart: alt.TopLevelMixin | Mapping[str, object],
    data: Mapping[str, Rows],
    lang: Lang,
    *,
    name: str,
    title: str,
    desc: str,
) -> Markup:
    """`chart` as inline SVG.

    Args:
        chart: the plot, or its Vega-Lite specification; its texts are cleaned already.
        data: the rows of each `table` in it.
        lang: whose digits the axes use.
        name: unique in the page; the ids of title and description begin with it.
        title: what the plot shows, for those who hear the page.
        desc: how to read it.
    """
    # Altair's own check costs more than the drawing; the plots are fixed, and tests draw them all.
    spec: Mapping[str, object] = (
        chart.to_dict(validate=False) if isinstance(chart, alt.TopLevelMixin) else chart
    )
    drawn = vlc.vegalite_to_svg(
        {**spec, "datasets": data, "config": _config()},
        format_locale=_DIGITS[lang],
        allowed_base_urls=[],
    )
    root = ET.fromstring(drawn)  # noqa: S314 - written by Vega just now, without a DTD
    _strip(root)
    width, height = root.attrib.pop("width"), root.attrib.pop("height")
    root.set("viewBox", f"0 0 {width} {height}")
    root.set("width", width)
    root.set("height", height)
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-desc")
    for at, (tag, words) in enumerate((("title", title), ("desc", desc))):
        node = ET.Element(f"{{{_SVG}}}{tag}", {"id": f"{name}-{tag}"})
        node.text = clean(words)
        root.insert(at, node)
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704 - escaped by ElementTree


def people_axis(lang: Lang) -> alt.Axis:
    """An axis of whole persons."""
    return alt.Axis(format=",d", tickMinStep=1, tickCount=6, title=plain("units.people", lang))


def spread(count_low: int, count_high: int, lang: Lang) -> str:
    """ "12–34", or "12" where both ends are one."""
    if count_low == count_high:
        return number(count_low, lang)
    return f"{number(count_low, lang)}–{number(count_high, lang)}"


def _strip(node: ET.Element) -> None:
    for child in list(node):
        if child.tag.removeprefix(f"{{{_SVG}}}") in _DRAWING and child.get("display") != "none":
            _strip(child)
        else:
            node.remove(child)
    for key in list(node.attrib):
        if key not in _KEPT:
            del node.attrib[key]
        elif key in {"transform", "d"}:
            node.set(key, re.sub(r"\d+\.\d{3,}", lambda n: f"{float(n[0]):.2f}", node.get(key, "")))
    # Empty groups and backgrounds are most of what Vega writes.
    for child in list(node):
        tag = child.tag.removeprefix(f"{{{_SVG}}}")
        invisible = tag in {"path", "rect"} and not child.get("fill") and not child.get("stroke")
        if (tag == "g" and not len(child)) or invisible:
            node.remove(child)


def _config() -> dict[str, object]:
    return {
        # Widths are measured with this; the page then sets its own stack.
        "font": "sans-serif",
        "background": None,
        "view": {"stroke": None},
        "axis": {
            "labelFontSize": 13,
            "titleFontSize": 13,
            "titleFontWeight": "normal",
            "labelColor": INK,
            "titleColor": MUTED,
            "gridColor": GRID,
            "domainColor": "#9a9c99",
            "tickColor": "#9a9c99",
            "labelLimit": 0,
        },
        "title": {"fontSize": 13, "fontWeight": "normal", "color": MUTED},
        "text": {"fontSize": 12, "fill": INK},
    }


def _svg(body: str) -> Markup:
    return Markup(  # noqa: S704 - constants of this module
        '<svg class="swatch" width="30" height="14" viewBox="0 0 30 14" aria-hidden="true">'
        f"{body}</svg>"
    )


_SWATCHES = {
    "apart": _svg(f'<rect x="0" y="4" width="30" height="6" fill="{APART}"/>'),
    "documented": _svg(f'<rect x="0" y="3" width="30" height="8" fill="{DOCUMENTED}"/>'),
    "for": _svg(f'<rect x="0" y="3" width="30" height="8" fill="{LINKED}"/>'),
    "against": _svg(f'<rect x="0" y="3" width="30" height="8" fill="{APART}"/>'),
    "between": _svg(f'<rect x="0" y="6" width="30" height="2" fill="{ESTIMATED}"/>'),
    "linked": _svg(f'<rect x="13.5" y="0" width="3" height="14" fill="{LINKED}"/>'),
    "estimated": _svg(
        f'<rect x="0" y="6" width="30" height="2" fill="{ESTIMATED}"/>'
        f'<path d="M15 2 L20 7 L15 12 L10 7 Z" fill="{ESTIMATED}"/>'
    ),
}

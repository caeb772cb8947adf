"""The plot of figures as stated: its rows, bounds and words, in both languages."""

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from tawthiq.checks import Interval, Stated, check_statements
from tawthiq.publish import Estimated, ExportError, Range
from tawthiq.publish.checked import MOST_FIGURES, StatedRow, draw_checked, in_order, rows_of
from tawthiq.publish.checked import write_checked as write
from tawthiq.statements import Figure

SVG = "{http://www.w3.org/2000/svg}"


def row(low=40, high=40, **fields):
    said = {"source": "an observatory", "quote": "40 people", "when": date(2012, 5, 3)} | fields
    return StatedRow(told=Interval(low, high), **said)


ROWS = [
    row(40, None, when=date(2012, 6, 1), source="a ministry"),
    row(0, 30),
    row(50, 60, source="لجنة محلية", when=None),
    row(
        count=Range(minimum=35, linked=38, maximum=44),
        estimate=Estimated(median=70, low=55, high=90),
    ),
    row(0, 0),
]


def words_of(svg: str) -> list[str]:
    texts = ET.fromstring(svg).iter(f"{SVG}text")  # noqa: S314 - drawn just now
    return [re.sub("[\u2066-\u2069]", "", each.text or "") for each in texts]


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_plot_is_named_described_and_holds_nothing_active(lang):
    svg = str(draw_checked(ROWS, lang))
    root = ET.fromstring(svg)  # noqa: S314 - drawn just now
    title, desc = root[0], root[1]
    assert (title.tag, desc.tag) == (f"{SVG}title", f"{SVG}desc")
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert root.get("role") == "img"
    assert not re.search(r"<(script|a|image|foreignObject|style)\b|\bon\w+=", svg)
    number = "٣٥ إلى ٤٤" if lang == "ar" else "35 to 44"
    assert number in (desc.text or "")


def test_every_bound_is_written_beside_its_mark():
    words = words_of(str(draw_checked(ROWS, "en")))
    for said in ("40 or more", "30 or fewer", "50 to 60", "40"):
        assert said in words
    assert "٤٠ فأكثر" in words_of(str(draw_checked(ROWS, "ar")))


def test_rows_stand_in_order_of_time_and_those_without_a_date_last():
    order = [each.when for each in in_order(ROWS)]
    assert order == [date(2012, 5, 3)] * 3 + [date(2012, 6, 1), None]
    assert len(in_order([row()] * (MOST_FIGURES + 5))) == MOST_FIGURES


def test_nothing_to_draw_is_an_empty_plot_and_no_error():
    assert "<svg" in str(draw_checked([], "en"))


def test_a_file_is_what_its_name_says(tmp_path):
    for ending, begins in ((".svg", b"<svg "), (".png", b"\x89PNG"), (".html", b"<!doctype html>")):
        path = tmp_path / f"plot{ending}"
        write(ROWS, path, "ar")
        assert path.read_bytes().startswith(begins)
    page = (tmp_path / "plot.html").read_text(encoding="utf-8")
    assert page.count("<svg xmlns") == 2
    assert 'dir="rtl"' in page
    assert "default-src 'none'" in page
    with pytest.raises(ExportError, match=r"\.svg, \.png, \.html"):
        write(ROWS, tmp_path / "plot.pdf", "en")


def test_words_of_others_cannot_bring_markup_into_the_page(tmp_path):
    path = tmp_path / "plot.html"
    write([row(source="<script>alert(1)</script>", quote="</desc><b>")], path, "en")
    page = path.read_text(encoding="utf-8")
    assert "<script" not in page
    assert "<b>" not in page


def test_only_figures_of_people_with_a_number_are_drawn():
    def figure(name, **fields):
        said = {"value_low": 4, "value_high": 4, "unit": "people", "counted": "deaths"} | fields
        return Stated(
            statement=Figure(id=name, start=0, end=1, quote="4", **said),
            document="d",
            source="north",
        )

    found = check_statements(
        [
            figure("a", period="2012-05"),
            figure("b", unit="percent"),
            figure("c", per="day"),
            figure("d", value_low=None, value_high=None, bound="vague"),
            figure("e", unit="tents", counted="aid"),
        ]
    )
    (only,) = rows_of(found)
    assert (only.told, only.when, only.source) == (Interval(4, 4), date(2012, 5, 31), "north")
    assert (only.count, only.estimate) == (None, None)

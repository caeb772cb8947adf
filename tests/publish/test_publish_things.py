"""Pages on things as HTML: both languages, hostile words harmless, every plot drawn."""

import re
from datetime import date

import pytest

from tawthiq.affairs import Cell, Chart, Doubt, Fact, Page, Series, Spot, Table
from tawthiq.publish.things_page import render_things
from tawthiq.publish.things_plots import drawn

HOSTILE = '</h1><script>alert(1)</script>\u202e"\x00'
CHARTS = (
    Chart(
        code="signatories", kind="steps", title="Signatories",
        series=(Series(label="code", days=(date(2012, 8, 1), date(2012, 9, 1)), low=(1, 2),
                       high=(2, 2)),),
    ),
    Chart(
        code="stocks", kind="ranges", title="Wadi", axis="people",
        series=(Series(label=HOSTILE, days=(date(2012, 8, 1),), low=(400,), high=(500,)),
                Series(label="Ministry", days=(date(2012, 8, 9),), low=(90,), high=(90,))),
    ),
    Chart(
        code="calendar", kind="calendar", title="Calendar",
        spots=(Spot(label=HOSTILE, first=date(2012, 12, 10), last=date(2012, 12, 16)),
               Spot(label="open", first=date(2012, 12, 11)), Spot(label="undated")),
    ),
    Chart(code="map", kind="map", title="Map", spots=(Spot(label=HOSTILE, lat=34.5, lon=36.8),)),
)  # fmt: skip


def page(language, **fields) -> Page:
    return Page(key="x", type="charter", title=HOSTILE, language=language, **fields)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.kind)
def test_every_kind_of_plot_is_drawn_and_described(chart, language):
    svg = drawn(chart, language, name="x")
    assert svg.startswith("<svg")
    assert 'role="img"' in svg
    assert "<script" not in svg
    digits = re.findall(r"<text[^>]*>([^<]*\d[^<]*)</text>", svg)
    arabic = [one for one in digits if re.search("[٠-٩]", one)]
    assert bool(arabic) == (language == "ar")


@pytest.mark.parametrize("kind", ["steps", "ranges", "calendar", "map"])
def test_where_there_is_nothing_to_draw_nothing_is_drawn(kind):
    assert drawn(Chart(code="x", kind=kind, title="x"), "en", name="x") is None


def test_a_page_is_whole_in_both_languages_and_hostile_words_are_words():
    table = Table(code="t", title=HOSTILE, columns=("a", HOSTILE, "empty"),
                  rows=((Cell(text="\u2003\u2003" + HOSTILE), 1234, None),), note=HOSTILE,
                  numbers=(1,))  # fmt: skip
    fields = {
        "on": date(2012, 8, 30),
        "facts": (Fact(label=HOSTILE, values=((HOSTILE, (HOSTILE,)),)),),
        "tables": (table,),
        "charts": CHARTS,
        "doubts": (Doubt(code="x", en=HOSTILE, ar=HOSTILE),),
        "notes": (HOSTILE,),
    }
    pages = {lang: [page(lang, **fields)] for lang in ("en", "ar")}
    html = render_things(pages, first="ar")
    assert "<script" not in html
    assert "\u202e" not in html
    assert "\x00" not in html
    assert html.index('id="ar"') < html.index('id="en"')
    assert "1,234" in html
    assert "١٬٢٣٤" in html
    assert 'class="d2"' in html
    assert html.count('<th scope="col"') == 4  # the empty column is left out, in each language
    assert "default-src &#39;none&#39;" in html
    assert html == render_things(
        {lang: [page(lang, **fields)] for lang in ("en", "ar")}, first="ar"
    )


def test_a_page_with_nothing_says_so():
    html = render_things({"en": [page("en")], "ar": [page("ar")]})
    assert "The register holds nothing here." in html
    assert "لا شيء مسجّل هنا." in html


@pytest.mark.parametrize(
    ("language", "said"), [("en", "(the first 60 of 1,061)"), ("ar", "(أول ٦٠ من أصل ١٬٠٦١)")]
)
def test_a_calendar_that_does_not_show_all_says_so(language, said):
    spots = tuple(Spot(label=f"{at}", first=date(2012, 1, 1)) for at in range(1061))
    undated = Spot(label="undated")
    for shown, told in ((spots, True), ((*spots[:60], undated), False)):
        chart = Chart(code="calendar", kind="calendar", title="Calendar", spots=shown)
        html = render_things({language: [page(language, charts=(chart,))]})
        assert (said in re.sub("<[^>]*>", "", html)) is told

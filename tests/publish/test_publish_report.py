"""The report: one file that asks nothing of anybody, in two languages, and hides no silence."""

import base64
import errno
import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from sample_data import TOO_FEW, sample

from tawthiq.publish import (
    Breakdown,
    Coverage,
    Estimated,
    ExportError,
    Intersection,
    LinkCertainty,
    OverallEstimate,
    Place,
    Problem,
    Range,
    ReportData,
    ReportError,
    Row,
    Setting,
    Source,
    Totals,
    svg,
    write_report,
)
from tawthiq.publish.report import render_report

VOID = {"meta", "br", "hr", "img", "input", "link"}
HOSTILE = "\u202e</text></svg><script>alert(1)</script>\"' onload=x {minimum} \u2066"


class Tree(HTMLParser):
    """A strict reader: every element closed in order; keeps what the tests ask about."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[tuple[str, dict[str, str]]] = []
        self.elements: list[tuple[str, dict[str, str], tuple[str, ...]]] = []
        self.texts: list[tuple[str, list[tuple[str, dict[str, str]]]]] = []
        self.feed(html)
        self.close()
        assert not self.stack, f"left open: {self.stack}"

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice"
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given, tuple(name for name, _ in self.stack)))
        if tag not in VOID:
            self.stack.append((tag, given))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        assert self.stack, f"</{tag}> closes nothing"
        assert self.stack[-1][0] == tag, f"</{tag}> closes <{self.stack[-1][0]}>"
        self.stack.pop()

    def handle_data(self, data):
        self.texts.append((data, list(self.stack)))

    def all(self, *tags):
        return [given for tag, given, _ in self.elements if tag in tags]


def part(html: str, lang: str) -> str:
    return re.search(rf'<article id="{lang}".*?</article>', html, re.S)[0]


def small(**changes) -> ReportData:
    """A report with few plots: drawing is what takes time."""
    bare = replace(
        sample(), breakdowns=(), overlap=(), coverage=(), places=(), links=LinkCertainty()
    )
    return replace(bare, **changes)


@pytest.fixture(scope="module")
def html():
    return render_report(sample())


@pytest.fixture(scope="module")
def tree(html):
    return Tree(html)


def test_every_element_is_closed_and_every_id_is_its_own(tree):
    ids = [given["id"] for _, given, _ in tree.elements if "id" in given]
    assert len(ids) == len(set(ids))
    for given in (given for _, given, _ in tree.elements):
        for name in ("aria-labelledby", "aria-describedby"):
            assert set(given.get(name, "").split()) <= set(ids)
        if given.get("href", "").startswith("#"):
            assert given["href"][1:] in ids


def contrast(first: str, second: str) -> float:
    """The ratio of WCAG 2.2 between two colours "#rrggbb"."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(first), light(second)))
    return (high + 0.05) / (low + 0.05)


def test_headings_descend_one_step_at_a_time(tree):
    levels = [int(tag[1]) for tag, _, _ in tree.elements if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 2  # one in each language, of which one is shown
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_landmarks_are_there_and_told_apart(tree):
    assert len(tree.all("main")) == 1
    assert len(tree.all("header")) == 1
    for tag in ("nav", "section"):
        names = [each.get("aria-label") or each["aria-labelledby"] for each in tree.all(tag)]
        assert len(names) == len(set(names))


def test_every_table_names_itself_and_what_its_cells_stand_under(html, tree):
    for table in re.findall("<table>.*?</table>", html, re.S):
        assert re.match(r"<table><caption>[^<]*\S|<table><caption><bdi", table)
        assert "<th" in table
    assert all(each.get("scope") in {"col", "row"} for each in tree.all("th"))
    assert not re.search("<td[^>]*>\\s*</td>", html)


def test_what_a_keyboard_reaches_is_in_reading_order_and_has_a_name(tree):
    assert {each.get("tabindex", "0") for _, each, _ in tree.elements} == {"0"}
    for tag, each, _ in tree.elements:
        if "tabindex" in each:
            assert each["role"] == "region", tag
            assert each["aria-label"], tag


def test_focus_is_seen_and_motion_only_where_it_is_wanted(html):
    css = re.search("<style>(.*?)</style>", html, re.S)[1]
    for target in ("a", "summary", ".scroll"):
        assert f"{target}:focus-visible" in css
    assert "outline: none" not in css
    calm = css.replace(
        "@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }", ""
    )
    assert calm != css
    assert not re.search("scroll-behavior|animation|transition", calm)


def test_words_in_the_other_script_are_marked_as_such(html):
    english, arabic = part(html, "en"), part(html, "ar")
    assert '<bdi lang="ar">مرصد السهل</bdi>' in english
    assert '<bdi lang="und-Latn">Daily Bulletin</bdi>' in arabic
    assert '<bdi lang="und-Latn">Sahl Observatory</bdi>' in arabic


def test_colours_of_the_style_sheet_stand_out(html):
    css = re.search("<style>(.*?)</style>", html, re.S)[1]
    colour = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", css))
    for ink in ("ink", "muted", "deep", "estimate"):
        for paper in ("paper", "tint"):
            assert contrast(colour[ink], colour[paper]) >= 4.5, (ink, paper)
    assert contrast("#ffffff", colour["deep"]) >= 4.5  # the bar
    assert contrast(svg.APART, "#ffffff") >= 3


def test_marks_and_words_stand_out_from_the_paper():
    for mark in (svg.DOCUMENTED, svg.LINKED, svg.ESTIMATED):
        assert contrast(mark, "#ffffff") >= 3
    assert contrast(svg.DOCUMENTED, svg.LINKED) >= 3
    for word in (svg.INK, svg.MUTED, svg.ESTIMATED, "#8f3f0b"):
        assert contrast(word, "#f6f4ef") >= 4.5


def test_the_page_loads_nothing_and_only_its_own_style_and_script_may_work(html, tree):
    assert not [
        given for _, given, _ in tree.elements if {"src", "style", "xlink:href"} & set(given)
    ]
    assert not [name for _, given, _ in tree.elements for name in given if name.startswith("on")]
    assert not tree.all("link", "img", "iframe", "object", "image", "use", "foreignobject")
    assert set(re.findall(r"https?://[^\"' <]+", html)) <= {"http://www.w3.org/2000/svg"}
    policy = next(each["content"] for each in tree.all("meta") if "http-equiv" in each)
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        blocks = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.S)
        assert len(blocks) == 1
        digest = base64.b64encode(hashlib.sha256(blocks[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_both_languages_hold_the_same_parts_in_their_own_direction(html, tree):
    articles = {each["id"]: each for each in tree.all("article")}
    assert articles["en"]["dir"] == "ltr"
    assert articles["ar"] == {"id": "ar", "lang": "ar", "dir": "rtl"}
    ids = [given["id"] for _, given, _ in tree.elements if "id" in given]
    for lang, other in (("en", "ar"), ("ar", "en")):
        here = [each[3:] for each in ids if each.startswith(f"{lang}-")]
        assert here == [each[3:] for each in ids if each.startswith(f"{other}-")]
    for tag in ("<svg", "<table", "<h2", "<h3", "<tr", "<p"):
        assert part(html, "en").count(tag) == part(html, "ar").count(tag)


def test_headings_stand_in_order_and_landmarks_are_there(tree):
    assert len(tree.all("main")) == 1
    assert tree.all("header")
    assert tree.all("nav")
    assert [each for each in tree.all("a") if each.get("class") == "skip"]
    level = 0
    for tag, _, _ in tree.elements:
        if re.fullmatch("h[1-6]", tag):
            assert int(tag[1]) <= level + 1, f"{tag} after h{level}"
            level = int(tag[1])


def test_every_plot_is_named_and_has_a_table(html, tree):
    plots = [each for each in tree.all("svg") if each.get("aria-hidden") != "true"]
    narrow = [each for each in plots if "-narrow-title" in each["aria-labelledby"]]
    assert (len(plots) - len(narrow), len(narrow)) == (2 * 13, 2 * 5)  # ranges: for a phone too
    assert all(each["role"] == "img" and each["aria-labelledby"] for each in plots)
    for figure in re.findall(r"<figure>.*?</figure>", html, re.S):
        assert '<svg xmlns="http://www.w3.org/2000/svg"' in figure
        assert "<details" in figure
        assert "<table>" in figure
    tables = re.findall(r"<table>.*?</table>", html, re.S)
    assert all("<caption>" in each and 'scope="col"' in each for each in tables)
    for regions in (each for each in tree.all("div") if each.get("role") == "region"):
        assert regions["aria-label"]
        assert regions["tabindex"] == "0"


def test_texts_of_plots_stay_texts(html):
    """The browser shapes Arabic; outlines could be neither searched nor read aloud."""
    drawn = "".join(re.findall(r"<svg xmlns.*?</svg>", part(html, "ar"), re.S))
    assert "مرصد السهل" in drawn
    assert "مرج السنديان" in drawn
    assert "آذار" in drawn
    assert "٣٬٦١٢–٤٬٤١٧" in drawn


def test_arabic_has_its_own_digits_wherever_a_number_stands(tree):
    for text, stack in tree.texts:
        inside = [given for _, given in stack]
        names = [name for name, _ in stack]
        arabic = any(given.get("id") == "ar" for given in inside)
        latin = any(given.get("dir") == "ltr" for given in inside[2:])
        # What others wrote stays as they wrote it; so do the names of standards.
        if arabic and not latin and ("td" in names or "svg" in names or "key" in str(inside)):
            written = re.sub(r"SHA-256|R-hat|XX, 2012-03/2014-04", "", text)
            assert not re.search("[0-9]", written), text


def test_in_arabic_values_and_time_run_from_right_to_left(html):
    def at(lang: str, plot: str, word: str) -> float:
        svg = re.search(
            rf'<svg [^>]*aria-labelledby="{lang}-plot-{plot}-title.*?</svg>', part(html, lang), re.S
        )[0]
        found = re.search(rf"<text[^>]*translate\(([-0-9.]+),[^>]*>(?:<tspan[^>]*>)?{word}<", svg)
        return float(found[1])

    assert at("en", "overall", "0") < at("en", "overall", "6,000")
    assert at("ar", "overall", "٠") > at("ar", "overall", "٦٬٠٠٠")
    # The map alone is never mirrored.
    for lang, west, east in (("en", "36°E", "40°E"), ("ar", "٣٦° شرقًا", "٤٠° شرقًا")):
        assert at(lang, "map", west) < at(lang, "map", east)


def test_the_summary_says_range_estimate_and_what_is_not_said(html):
    english = re.sub("<[^>]+>", "", part(html, "en"))
    assert "At least 3,612 and at most 4,417 people are documented" in english
    assert "estimated at about 5,240" in english
    assert "between about 4,870 and 5,760" in english
    assert "the estimate is never added to a count" in english
    assert "no confidence interval" in english
    arabic = re.sub("<[^>]+>", "", part(html, "ar"))
    assert "لا يقلّ عدد من وُثِّقت وفاتهم عن ٣٬٦١٢ ولا يزيد على ٤٬٤١٧" in arabic
    assert "والتقدير لا يُضاف أبدًا إلى العدد الموثَّق" in arabic


def test_tables_hold_the_numbers_unrounded(html):
    assert "<bdi>5,241</bdi>" in part(html, "en")
    assert "4,868–5,761" in part(html, "en")


def test_a_missing_estimate_is_a_reason_and_never_a_blank_or_zero():
    data = sample()
    rows = tuple(replace(row, estimate=None) for row in data.breakdowns[2].rows)
    data = small(
        estimate=TOO_FEW,
        breakdowns=(Breakdown(field="sex", rows=rows), data.breakdowns[3]),
    )
    html = render_report(data)
    Tree(html)
    english, arabic = part(html, "en"), part(html, "ar")
    assert "n est-cell" not in html
    assert english.count("not estimable: <bdi>fewer than three lists name anybody here</bdi>") == 2
    assert arabic.count("لا يمكن تقديره: <bdi>تذكر أشخاصًا هنا أقلّ من ثلاث قوائم</bdi>") == 2
    assert english.count("not estimable, for the reason given in the summary") == 4
    assert english.count("not estimated: none was asked for here") == 2
    assert "R-hat" not in html
    assert not re.search(r"<td[^>]*>\s*</td>", html)


def test_the_sum_of_the_months_stands_beside_the_whole_with_what_it_leaves_out(html):
    english, arabic = (re.sub("<[^>]+>", "", part(html, lang)) for lang in ("en", "ar"))
    assert "it comes to about 4,900 (4,700 to 5,190). The two can differ, because" in english
    assert "leaves out months that cannot be estimated: 3 of 25, with 142 people" in english
    assert "whose month of death is not known: 40." in english
    assert "بلغ المجموع نحو ٤٬٩٠٠ (من ٤٬٧٠٠ إلى ٥٬١٩٠). وقد يختلف التقديران لأنّ" in arabic
    row = re.search('<th scope="row"><bdi>sum of the months</bdi></th>.*?</tr>', html, re.S)[0]
    assert "<bdi>4,904</bdi>" in row
    without = render_report(small(sum_of_months=None))
    assert "sum of the months" not in without


def test_the_summary_says_whom_the_estimate_leaves_out(html):
    english = re.sub("<[^>]+>", "", part(html, "en"))
    assert "only a number of unnamed people (143)" in english
    nobody = small(totals=replace(sample().totals, number_only=0))
    assert "only a number of unnamed people" not in render_report(nobody)


def test_a_reason_that_holds_for_the_whole_is_not_said_again_in_every_row():
    count = Range(minimum=1, linked=1, maximum=1)
    rows = tuple(
        Row(id=each, label_en=each, label_ar=each, count=count, estimate=TOO_FEW)
        for each in ("a", "b")
    )
    data = small(estimate=TOO_FEW, breakdowns=(Breakdown(field="sex", rows=rows),))
    english = part(render_report(data), "en")
    assert english.count("for the reason given in the summary") == 2


def test_settings_are_written_in_the_digits_of_the_language(html):
    assert '<td><bdi dir="ltr">0.99</bdi></td>' in part(html, "en")
    assert '<td><bdi dir="ltr">٠٫٩٩</bdi></td>' in part(html, "ar")


def test_chains_that_do_not_agree_are_called_so(html):
    data = small()
    assert isinstance(data.estimate, OverallEstimate)
    warned = render_report(replace(data, estimate=replace(data.estimate, converged=False)))
    for lang, words in (("en", "have not converged"), ("ar", "لم تتقارب سلاسل")):
        assert words in part(warned, lang)
        assert words not in part(html, lang)


def test_people_in_no_row_for_certain_stand_apart(html):
    rows = re.findall(r'<tr class="apart"><th scope="row">.*?</tr>', part(html, "en"), re.S)
    apart = [re.sub("<[^>]+>", " ", each) for each in rows]
    assert sum("not recorded" in each for each in apart) == 4
    assert sum("accounts differ" in each for each in apart) == 1
    assert all("in no row for certain" in each for each in apart if "All months" not in each)


def test_words_of_others_cannot_act_nor_reorder_the_page():
    data = sample()
    count = Range(minimum=1, linked=2, maximum=3)
    data = replace(
        data,
        title_en=HOSTILE,
        title_ar=HOSTILE,
        scope_en=HOSTILE,
        scope_ar=HOSTILE,
        tool_version=HOSTILE,
        ledger_head=HOSTILE,
        sources=tuple(
            replace(
                each, name=HOSTILE, name_other=HOSTILE + "ع", kind=HOSTILE, covers=HOSTILE,
                origin=HOSTILE,
            )
            for each in data.sources
        ),
        breakdowns=(
            Breakdown(
                field="governorate",
                rows=(
                    Row(id=HOSTILE, label_en=HOSTILE, label_ar=HOSTILE, count=count),
                    Row(id="x|1", label_en=HOSTILE, label_ar=HOSTILE, count=count),
                ),
            ),
        ),
        overlap=(Intersection(lists=(HOSTILE, "marsad"), people=4),),
        coverage=(Coverage(list=HOSTILE, month="2012-08", records=3),),
        places=(
            Place(id=HOSTILE, label_en=HOSTILE, label_ar=HOSTILE, lat=34, lon=36, count=count),
        ),
        problems=(
            Problem(
                list=HOSTILE, what="cell", column=HOSTILE, reason_en=HOSTILE, reason_ar=HOSTILE,
                count=1,
            ),
        ),
        settings=(Setting(key=HOSTILE, label_en=HOSTILE, label_ar=HOSTILE, value=HOSTILE),),
    )  # fmt: skip
    html = render_report(data)
    tree = Tree(html)
    assert len(tree.all("script")) == 1
    assert not [name for _, given, _ in tree.elements for name in given if name.startswith("on")]
    # Only our own isolates are left, and each is closed within its text.
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u200e\u200f") & set(html)
    for text, _ in tree.texts:
        assert text.count("\u2067") + text.count("\u2068") == text.count("\u2069")
    assert "<script>alert(1)" not in html
    assert html.count("&lt;script&gt;alert(1)") > 20
    drawn = "".join(re.findall(r"<svg xmlns.*?</svg>", html, re.S))
    assert "&lt;/text&gt;" in drawn


def test_an_empty_register_says_so_everywhere():
    nothing = ReportData(
        title_en="Nothing yet",
        title_ar="لا شيء بعد",
        made_at=datetime(2026, 1, 1, tzinfo=UTC),
        tool_version="0.1.0",
        ledger_head="0" * 64,
        ledger_entries=0,
        sources=(),
        totals=Totals(records=0, people=Range(minimum=0, linked=0, maximum=0), number_only=0),
        breakdowns=(Breakdown(field="month", rows=()),),
        estimate=TOO_FEW,
    )
    html = render_report(nothing)
    Tree(html)
    for said in (
        "No documented person is in this breakdown.",
        "No person is named by any list in this scope.",
        "No record in this scope has a month of death.",
        "No place of death in this scope could be located.",
        "No pairs of records were compared.",
        "No source is declared.",
        "Every row and every cell could be read.",
        "Scope: the whole register.",
    ):
        assert said in html


@pytest.mark.parametrize("field", ["month", "governorate"])
def test_a_breakdown_of_nobody_but_those_apart_is_still_shown(field):
    data = small(breakdowns=(Breakdown(field=field, rows=(), not_recorded=7),))
    assert "not recorded" in part(render_report(data), "en")


def test_a_source_without_a_list_and_one_place_alone_are_shown():
    data = sample()
    alone = Source(key="x", name="Single", kind="observatory")
    html = render_report(small(sources=(alone,), places=data.places[:1]))
    assert "No list of this source is in the register." in html
    assert "Marj as-Sindiyan" in html


def test_many_rows_are_all_in_the_table_and_the_plot_says_how_many_it_shows():
    count = Range(minimum=1, linked=1, maximum=1)
    rows = tuple(
        Row(id=f"t{at}", label_en=f"Town {at}", label_ar=f"بلدة {at}", count=count)
        for at in range(60)
    )
    english = part(
        render_report(small(breakdowns=(Breakdown(field="governorate", rows=rows),))),
        "en",
    )
    assert "The plot shows <bdi>40</bdi> of <bdi>60</bdi> rows" in english
    assert "<bdi>Town 59</bdi>" in english


def test_the_file_stays_small(html):
    assert len(html.encode()) < 1_000_000


def test_the_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "report.html"
    html = render_report(small())
    write_report(small(), path)
    assert path.read_text(encoding="utf-8") == html  # the same data give the same bytes

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    monkeypatch.setattr("tawthiq.publish.report.render_report", lambda _: "new")
    with pytest.raises(ExportError, match=r"report\.html.*No space left on device"):
        write_report(small(), path)
    assert path.read_text(encoding="utf-8") == html
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]


def test_numbers_that_contradict_themselves_are_not_published():
    with pytest.raises(ReportError, match="5 ≤ 4 ≤ 6 is out of order"):
        Range(minimum=5, linked=4, maximum=6)
    with pytest.raises(ReportError, match="out of order"):
        Estimated(median=1.0, low=2.0, high=3.0)
    with pytest.raises(ReportError, match="no month"):
        Coverage(list="a", month="2012-13", records=1)
    row = Row(id="a", label_en="a", label_ar="a", count=Range(minimum=0, linked=0, maximum=0))
    with pytest.raises(ReportError, match="twice"):
        Breakdown(field="sex", rows=(row, row))
    with pytest.raises(ReportError, match="each field may stand once"):
        replace(sample(), breakdowns=(Breakdown(field="sex", rows=()),) * 2)
    with pytest.raises(ReportError, match="on no map"):
        replace(sample().places[0], lat=91.0)

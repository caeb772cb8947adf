"""The page of an estimate: all in both languages, nothing active, words of others inert."""

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "estimates"))

from estimates_twin import KOSOVO

from tawthiq.estimates import EstimateSettings, capture_table, estimate
from tawthiq.estimates.beside import families_beside
from tawthiq.estimates.family import Doubt
from tawthiq.estimates.left_out import without_each_list
from tawthiq.publish.estimate_page import EstimatePage, render_estimate_page, write_estimate_page
from tawthiq.publish.estimate_plots import Shown, density, intervals
from tawthiq.publish.model import LANGS

GRAPHS = EstimateSettings(model="decomposable")
EVIL = '<img src=x onerror="alert(1)">\u202e{0}'
NUMBERS = {"median": 12_000.0, "low": 9_000.0, "high": 15_000.0}
WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩٬٫", "0123456789,.")


@pytest.fixture(scope="module")
def data():
    table = capture_table(KOSOVO)
    answer = estimate(table, settings=GRAPHS)
    return EstimatePage(
        name="kosovo.csv",
        sha256="c5" * 32,
        table=table,
        answer=answer,
        families=families_beside(table, answer),
        varied=without_each_list(table, settings=GRAPHS),
        seed=17,
        made_at=datetime(2026, 11, 30, 12, 0, tzinfo=UTC),
    )


@pytest.fixture(scope="module")
def html(data):
    return render_estimate_page(data)


def article(html, lang):
    return re.search(rf'<article id="{lang}".*?</article>', html, re.DOTALL)[0]


def seen(html):
    """What a reader sees, with Western digits."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).translate(WESTERN).split())


@pytest.mark.parametrize("lang", LANGS)
def test_each_language_holds_every_number(data, html, lang):
    text = seen(article(html, lang))
    answer = data.answer
    for value in (answer.median, answer.low, answer.high, answer.median - 4_400, 4_400, 1_910):
        assert f"{round(value):,}" in text
    for one in (*data.families, *data.varied):
        assert f"{round(one.median):,}" in text
        assert f"{round(one.low):,}–{round(one.high):,}" in text
    for run in answer.draws:
        assert f"{round(float(np.median(run))):,}" in text
    assert f"{answer.rhat:.3f}" in text
    assert data.sha256 in text
    assert "17" in text
    assert "Madigan and York (1997)" in text


def test_families_assumptions_and_doubts_are_said_in_words(data, html):
    english, arabic = (seen(article(html, lang)) for lang in LANGS)
    for words in ("latent classes", "Chao's lower bound", "without HRW", "A lower bound"):
        assert words in english
    for words in ("أصناف كامنة", "الحدّ الأدنى لتشاو", "من دون HRW", "حدّ أدنى"):
        assert words in arabic
    # No sentence of one language in the other: each doubt is there in its own alone.
    for one in data.families:
        for doubt in one.doubts:
            assert doubt.en.translate(WESTERN) not in arabic


@pytest.mark.parametrize("lang", LANGS)
def test_headings_tables_and_plots_can_be_heard(html, lang):
    part = article(html, lang)
    levels = [int(one) for one in re.findall(r"<h([1-6])", part)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    tables = re.findall(r"<table.*?</table>", part, re.DOTALL)
    assert len(tables) >= 6
    for table in tables:
        assert "<caption>" in table
        assert 'scope="col"' in table
        assert 'scope="row"' in table
    plots = re.findall(r"<svg[^>]*role=\"img\".*?</svg>", part, re.DOTALL)
    assert len(plots) == 4
    for plot in plots:
        root = ET.fromstring(plot)  # noqa: S314 - drawn just now
        named = root.get("aria-labelledby").split()
        ids = {one.get("id") for one in root}
        assert set(named) <= ids
        assert all(one.text for one in root if one.get("id") in named)


def test_ids_are_unique_and_nothing_is_active_or_loaded(html):
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert "<script" not in html
    assert not re.search(r'\s(?:src|style|on\w+)="', html)
    assert all(one.startswith("#") for one in re.findall(r'href="([^"]*)"', html))
    assert "default-src 'none'" in unescape(html)


@pytest.mark.parametrize("first", LANGS)
def test_the_language_asked_for_comes_first(data, first):
    html = render_estimate_page(data, first=first)
    assert re.search(r'<html lang="(\w+)"', html)[1] == first
    assert re.search(r'<article id="(\w+)"', html)[1] == first


def test_words_of_others_stay_words(data):
    table = replace(data.table, lists=(EVIL, "قائمة", "OSCE", "HRW"))
    html = render_estimate_page(replace(data, name=EVIL, table=table))
    assert "<img" not in html
    assert "\u202e" not in html
    assert "alert(1)" in html


def test_names_of_lists_stand_isolated_in_sentences_and_models(data):
    names = ("شبكة رصد", "Press", "OSCE", "HRW")
    table = replace(data.table, lists=names)
    said = Doubt(code="x", en="About شبكة رصد|Press, not Pressing.", ar="عن شبكة رصد|Press.")
    answer = replace(data.answer, doubts=(said,))
    family = replace(
        data.families[0], models=({"model": "شبكة رصد*Press|HRW", "weight": 1.0} | NUMBERS,)
    )
    html = render_estimate_page(replace(data, table=table, answer=answer, families=(family,)))
    english = article(html, "en")
    assert 'About <bdi lang="ar">شبكة رصد</bdi>|<bdi>Press</bdi>, not Pressing.' in english
    assert '<bdi lang="ar">شبكة رصد</bdi>*<bdi>Press</bdi>|<bdi>HRW</bdi>' in english


def test_the_same_data_give_the_same_page(data, html):
    assert render_estimate_page(data) == html


def test_no_estimate_says_why_in_both_languages(data, tmp_path):
    table = capture_table({"A": [1, 0, 1], "B": [0, 1, 1], "count": [30, 20, 10]})
    answer = estimate(table)
    page = replace(data, table=table, answer=answer, families=(), varied=())
    write_estimate_page(page, tmp_path / "page.html")
    html = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert answer.reason in seen(article(html, "en"))
    assert answer.reason_ar.translate(WESTERN) in seen(article(html, "ar"))
    assert len(re.findall(r"role=\"img\"", html)) == 2  # the patterns, in each language
    assert "R-hat" not in html


def test_an_answer_that_did_not_converge_warns(data):
    stuck = replace(data.answer, converged=False, reason="Not converged: …")
    html = render_estimate_page(replace(data, answer=stuck))
    assert html.count('class="warn"') == 2


class _Any(EstimateSettings):
    """Settings of any model: here only what is said of it matters."""

    def __post_init__(self):
        """Refuse nothing."""


def test_resampled_tables_are_called_no_probability_and_have_no_runs(data):
    answer = replace(data.answer, settings=_Any(model="log-linear"))
    html = render_estimate_page(replace(data, answer=answer))
    english = seen(article(html, "en"))
    assert "over resampled tables" in english
    assert "with a probability" not in english
    assert "run by run" not in english
    assert "log-linear" in english
    assert len(re.findall(r"role=\"img\"", html)) == 6


def test_a_family_without_a_number_stays_in_the_table(data):
    families = (
        *data.families[:-1],
        replace(data.families[-1], median=None, low=None, high=None, draws=None),
    )
    html = render_estimate_page(replace(data, families=families))
    assert "no number" in article(html, "en")
    assert "بلا رقم" in article(html, "ar")


def test_an_average_shows_the_shares(data):
    answer = estimate(data.table)
    page = replace(data, answer=answer, families=families_beside(data.table, answer))
    text = seen(article(render_estimate_page(page), "en"))
    assert "Answer: averaged families" in text
    assert "< 0.001" in text  # the graphs' share: no number is shown as nothing
    assert "Hoeting" in text


def test_a_density_is_where_the_draws_are():
    random = np.random.default_rng(5)
    draws = random.normal(10_000, 500, 20_000).round().astype(np.int64)
    at = np.linspace(8_000, 12_000, 160)
    height = density(draws, at, logarithms=False)
    normal = np.exp(-0.5 * ((at - 10_000) / 500) ** 2)
    assert np.abs(height - normal).max() < 0.06
    at = np.geomspace(8_000, 12_000, 160)
    height = density(draws, at, logarithms=True)
    assert at[height.argmax()] == pytest.approx(10_000, rel=0.02)


def test_a_density_of_equal_draws_is_one_peak():
    at = np.linspace(50, 150, 160)
    height = density(np.full(1_000, 100), at, logarithms=False)
    assert height.max() == pytest.approx(1.0)
    assert at[height.argmax()] == pytest.approx(100, abs=1)


@pytest.mark.parametrize("lang", LANGS)
def test_ends_far_apart_are_drawn_on_logarithms(lang):
    rows = [
        Shown(label="a", median=120, low=100, high=150),
        Shown(label="b", median=9_000, low=1_000, high=90_000),
    ]
    plot = intervals(rows, lang, least=90, name="x", title="t", desc="d")
    ticks = re.findall(r">([\d,]+)</text>", plot.translate(WESTERN))
    assert {"200", "1,000", "10,000"} <= set(ticks)
    near = intervals(rows[:1], lang, least=90, name="x", title="t", desc="d")
    assert "10,000" not in near.translate(WESTERN)


@pytest.mark.skipif(shutil.which("chromium") is None, reason="no chromium on this machine")
def test_a_browser_finds_nothing_to_complain_of(html, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(html, encoding="utf-8")
    done = subprocess.run(
        [
            shutil.which("chromium"),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={tmp_path / 'profile'}",
            "--enable-logging=stderr",
            "--dump-dom",
            page.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert [line for line in done.stderr.splitlines() if ":CONSOLE" in line] == []
    assert done.stdout.count('role="img"') == 8

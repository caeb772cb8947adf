"""The page of strata: every number in both languages, nothing imputed shown as recorded."""

import re
from datetime import UTC, datetime
from html import unescape

import numpy as np
import pytest

from tawthiq.estimates import EstimateSettings, capture_table, estimate, estimate_strata
from tawthiq.publish.estimate_said import in_digits
from tawthiq.publish.model import LANGS
from tawthiq.publish.strata_page import StrataPage, render_strata_page, write_strata_page

GRAPHS = EstimateSettings(model="decomposable")
EVIL = '<img src=x onerror="alert(1)">\u202e'
WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩٬٫", "0123456789,.")


def some(seed, people):
    random = np.random.default_rng(seed)
    seen = (random.random((people, 3)) < [0.5, 0.4, 0.3]).astype(int)
    seen = seen[seen.any(axis=1)]
    return capture_table({f"قائمة {at}": seen[:, at] for at in range(3)})


@pytest.fixture(scope="module")
def data():
    tables = {"north": some(1, 400), EVIL: some(2, 300), "few": some(3, 18)}
    return StrataPage(
        name="places.csv",
        sha256="c5" * 32,
        table=some(4, 750),
        by="place",
        tables=tables,
        unknown=12,
        placed=True,
        result=estimate_strata({name: [one] for name, one in tables.items()}, settings=GRAPHS),
        whole=estimate(some(4, 750), settings=GRAPHS),
        seed=7,
        made_at=datetime(2026, 11, 30, 12, 0, tzinfo=UTC),
    )


@pytest.fixture(scope="module")
def html(data):
    return render_strata_page(data)


def article(html, lang):
    return re.search(rf'<article id="{lang}".*?</article>', html, re.DOTALL)[0]


def seen(html):
    """What a reader sees, with Western digits."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).translate(WESTERN).split())


def squeezed(text):
    """Without spaces: names stand in elements of their own."""
    return "".join(text.split())


@pytest.mark.parametrize("lang", LANGS)
def test_each_language_holds_every_number(data, html, lang):
    text = seen(article(html, lang))
    given = [data.result.strata["north"], data.result.strata[EVIL], data.whole]
    for one in (*given, data.result.partial_total):
        assert f"{round(one.median):,}" in text
        assert f"{round(one.low):,}–{round(one.high):,}" in text
    for table in data.tables.values():
        assert f" {table.n_observed} " in text
    assert data.sha256 in text


def test_a_stratum_without_a_number_says_why_and_the_sum_says_it_is_one_of_some(data, html):
    english, arabic = (seen(article(html, lang)) for lang in LANGS)
    few = data.result.strata["few"]
    assert squeezed(few.reason) in squeezed(english)
    assert squeezed(few.reason_ar) in squeezed(arabic)
    assert "Sum of the strata that can be estimated" in english
    assert "مجموع الشرائح التي أمكن تقديرها" in arabic
    assert "leaves out strata that cannot be estimated: 1" in english


def test_people_placed_by_chance_are_told_of_and_counted_in_no_stratum(data, html):
    english = seen(article(html, "en"))
    assert "People whose stratum is not recorded: 12." in english
    rows = re.findall(r"<tr.*?</tr>", article(html, "en"), re.DOTALL)
    north = seen(next(row for row in rows if "north" in row))
    assert north.startswith(f"north {data.tables['north'].n_observed} ")
    assert "Rubin (1987)" in english


def test_headings_plots_and_ids_are_in_order_and_nothing_is_active(html):
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert "<script" not in html
    assert "<img" not in html
    assert "\u202e" not in html
    tags = " ".join(re.findall(r"<[^>]*>", html))  # in text, words of others stay words
    assert not re.search(r'\s(?:src|style|on\w+)="', tags)
    assert len(re.findall(r'role="img"', html)) == 4
    for lang in LANGS:
        assert article(html, lang).count("<h1") == 1


def test_every_stratum_is_named_in_the_plot(html):
    plot = re.search(r"<svg.*?</svg>", article(html, "en").split("</ul>")[1], re.DOTALL)[0]
    assert "north" in plot
    assert "&lt;img src=x" in plot  # long names are cut in a plot; the table has them whole


def test_the_page_is_written_whole(data, tmp_path):
    write_strata_page(data, tmp_path / "page.html", first="ar")
    html = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert re.search(r'<html lang="(\w+)"', html)[1] == "ar"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("الوسيط 12,345 بدلًا من 1.5", "الوسيط ١٢٬٣٤٥ بدلًا من ١٫٥"),
        ("نماذج لها 5% من الوزن، وعددها 3.", "نماذج لها ٥٪ من الوزن، وعددها ٣."),
        ("لا تقدير لـ4 من النماذج (+2)", "لا تقدير لـ٤ من النماذج (+٢)"),
        ("كـ 1/N والحدّ L1*L2|L3", "كـ 1/N والحدّ L1*L2|L3"),
        ("قائمة 2 وحدها فيها 7", "قائمة 2 وحدها فيها ٧"),
    ],
)
def test_arabic_sentences_are_written_in_arabic_digits_but_for_names(said, written):
    assert in_digits(said, "ar", ("قائمة 2",)) == written
    assert in_digits(said, "en", ()) == said

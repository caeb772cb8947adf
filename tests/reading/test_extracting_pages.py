"""Pages as blog engines, newspapers and hand-made sites write them: what is article, what is not.

Every page of `pages/` is invented; each follows the markup of one engine or habit.
"""

from datetime import date
from pathlib import Path

import pytest

from tawthiq.reading.model import Text
from tawthiq.reading.pages.extracting import extract

PAGES = Path(__file__).parent / "pages"


def page(name: str) -> Text:
    return extract((PAGES / f"{name}.html").read_bytes(), f"{name}.html")


def of_role(text: Text, role: str) -> str:
    return "\n\n".join(text.text[one.start : one.stop] for one in text.segments if one.role == role)


# name: (title, words of the article, words that stand apart from it)
ARTICLES = {
    "en_wordpress_classic": (
        "The road to Atarib",
        ["At least 40 people", "Among them were 12 children", "We counted them twice"],
        ["An older entry", "Archives", "Leave a Reply", "There were more than forty", "kept since"],
    ),
    "en_wordpress_blocks": (
        "Weekly count: 61 killed",
        ["• 34 civilians, among them 9 children\n• 27 fighters", "Saraqib\n14", "are missing.²"],
        ["Share this", "About us", "Where are the names", "scripts never", "All rights"],
    ),
    "en_blogger": (
        "What the ministry did not say",
        ["The ministry denied", "the 14 shells", "See this film"],
        ["Popular Posts", "Posted by", "It was 15 shells"],
    ),
    "en_drupal": (
        "Statement on the shelling of Douma",
        ["Between 50 and 60 shells", "calls on all parties"],
        ["Submitted by", "Home", "It was on Sunday"],
    ),
    "en_newspaper": (
        "Sixty thousand: the number nobody wanted",
        ["at least 59,648 people", "a minimum", "where 12 houses burnt", "Seven lists were merged"],
        ["Related", "Tweet", "Most read", "cookies", "Registered office", "How the lists"],
    ),
    "en_un_update": (
        "Humanitarian Bulletin, Issue 12",
        ["• Some 1.5 million people", "borders[1].", "• 12 of 40 towns", "Northland\n120,500",
         "1. Registration data\n2. Border counts"],
        ["Office for Relief", "Jobs"],
    ),
    "en_tables_2007": (
        "Bulletin of the Friends of the Harbour",
        ["The fire began", "31 were injured", "Four boats", "Nobody has been charged"],
        ["Guestbook", "Weather"],
    ),
    "en_no_markup": (
        None,
        ["Eleven people were abducted", "Two came home", "The guards at the post"],
        ["start", "My uncle is one"],
    ),
    "en_schema_comments": ("On the siege", ["No fewer than 2,000"], ["I left it", "Discussion"]),
    "ar_wordpress": (
        "حصيلة الأسبوع",
        ["مقتل ٦١ شخصاً", "١٢٠ جريحاً على الأقل"],
        ["الرئيسية", "العدد أكبر", "جميع الحقوق"],
    ),
    "ar_newspaper": (
        "وزارة الصحة: 31 قتيلاً في انفجار المرفأ",
        ["أعلنت وزارة الصحة", "• مشفى الساحل: 14 جثة", "ونفى مدير المرفأ"],
        ["محليات", "حريق في السوق", "الله يرحمهم", "نشر في"],
    ),
    "ar_plain_divs": ("بيان", ["خمسة عشر شهيداً", "وأصيب العشرات", "نناشد الأهالي"], []),
}  # fmt: skip


@pytest.mark.parametrize("name", ARTICLES)
def test_article_and_furniture_stand_apart(name: str) -> None:
    title, inside, outside = ARTICLES[name]
    text = page(name)
    article = of_role(text, "article")
    assert text.title == title
    if title is not None:
        assert of_role(text, "title") == title
    for words in inside:
        assert words in article
    for words in outside:
        assert words not in article


def test_every_page_of_the_folder_has_its_expectation() -> None:
    assert {one.stem for one in PAGES.glob("*.html")} == set(ARTICLES)


# kind, number, author, date as written, whom it answers, first words
THREADS = {
    "en_wordpress_classic": [
        ("comment", None, "Basma K.", "August 24, 2012 at 9:01 am", None, "There were more than"),
        ("reply", None, "M. Orfali", "August 24, 2012 at 11:40 am", 0, "Which street?"),
        ("pingback", None, "The Ninth Wave", None, None, "The Ninth Wave"),
        ("comment", None, "reader_7", "August 25, 2012 at 12:03 am", None, "Not true."),
    ],
    "en_wordpress_blocks": [
        ("comment", None, "Lina", "2013-05-07T20:02:00+03:00", None, "Where are the names?")
    ],
    "en_blogger": [
        ("comment", None, "Halim W.", "31 August 2013 at 20:15", None, "It was 15 shells."),
        ("reply", None, "Petra Vaughan", "31 August 2013 at 21:00", 0, "Fourteen, by"),
    ],
    "en_drupal": [
        ("comment", None, "Nadia", "04/12/2012 - 18:20", None, "It was on Sunday."),
        ("reply", None, "Sami", "05/12/2012 - 08:00", 0, "It was Monday"),
    ],
    "en_no_markup": [
        ("comment", None, "Nour", "12 May 2013, 10:20", None, "My uncle"),
        ("comment", None, "Guest", "13 May 2013, 00:10", None, "God help you."),
    ],
    "en_schema_comments": [
        ("comment", 1, "Tareq", "2014-02-12T10:00", None, "I left it in January."),
        ("reply", 2, "Ruba", "2014-02-12T11:00", 0, "@Tareq How did you get out?"),
    ],
    "ar_wordpress": [
        ("comment", None, "أبو أحمد", "2013-05-07T10:20:00+00:00", None, "العدد أكبر"),
        ("reply", None, "سمر", "2013-05-07T12:00:00+00:00", 0, "ما مصدرك؟"),
        ("pingback", None, "مدونة النهر", None, None, "مدونة النهر"),
    ],
    "ar_newspaper": [
        ("comment", None, "زائر", "2012-05-29 14:22", None, "الله يرحمهم."),
        ("comment", None, "أم يزن", "2012-05-29 15:01", None, "العدد أكبر من 31."),
    ],
}


@pytest.mark.parametrize("name", ARTICLES)
def test_threads_are_read_with_whom_each_answers(name: str) -> None:
    text = page(name)
    expected = THREADS.get(name, [])
    assert [(one.kind, one.number, one.author, one.written, one.parent) for one in text.thread] == [
        one[:5] for one in expected
    ]
    for node, (*_, words) in zip(text.thread, expected, strict=True):
        assert text.text[node.start : node.stop].startswith(words)
        assert "Reply" not in text.text[node.start : node.stop]


def test_a_comment_segment_names_its_item_and_holds_its_words_alone() -> None:
    text = page("en_wordpress_classic")
    parts = [one for one in text.segments if one.role == "comment"]
    assert [(one.start, one.stop) for one in parts] == [(n.start, n.stop) for n in text.thread]
    assert [one.item for one in parts] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("name", "author", "published", "announced"),
    [
        ("en_wordpress_classic", None, date(2012, 8, 23), 4),
        ("en_wordpress_blocks", None, date(2013, 5, 6), 1),
        ("en_blogger", "Petra Vaughan", date(2013, 8, 30), 2),
        ("en_newspaper", "Orla Finch", date(2013, 1, 3), 23),
        ("en_schema_comments", "Idris Nouri", date(2014, 2, 11), 9),
        ("ar_wordpress", "سليم الحداد", date(2013, 5, 6), 3),
        ("ar_newspaper", "مروان الدروبي", date(2012, 5, 29), 12),
    ],
)
def test_what_a_page_says_of_itself(
    name: str, author: str | None, published: date, announced: int
) -> None:
    text = page(name)
    assert (text.author, text.published, text.announced) == (author, published, announced)


def test_a_page_that_announces_more_comments_than_it_holds_says_so() -> None:
    assert page("ar_newspaper").notes == ("the page announces more comments than it holds",)
    assert page("en_blogger").notes == ()


def test_links_stand_at_their_words_and_lead_to_whole_addresses() -> None:
    text = page("en_wordpress_classic")
    links = {text.text[one.start : one.stop]: one.url for one in text.links}
    assert links["observatory"] == "http://rivernotes.example/obs"
    assert text.url == "http://rivernotes.example/2012/08/the-road/"


def test_a_base_element_and_the_address_fetched_resolve_links() -> None:
    page = (
        b"<p>Forty were killed, <a href='a/b'>they say</a> <a href='javascript:x()'>here</a>.</p>"
    )
    assert [one.url for one in extract(page, "p.html", "http://x.example/y/z").links] == [
        "http://x.example/y/a/b"
    ]
    based = b"<base href='https://other.example/q/'>" + page
    assert extract(based, "p.html", "http://x.example/y").links[0].url == (
        "https://other.example/q/a/b"
    )
    alone = extract(page, "p.html")
    assert [one.url for one in alone.links] == ["a/b"]
    assert "here" in alone.text


def test_a_raised_footnote_never_joins_a_number() -> None:
    text = extract(
        b"<p>24,495<sup>3</sup> died, 12<sup><a href='#n'>4</a></sup> fled.</p>", "p.html"
    )
    assert text.text == "24,495³ died, 12[4] fled."
    assert [text.text[one.start : one.stop] for one in text.links] == ["[4]"]

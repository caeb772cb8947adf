"""The page of an argument: words of others do nothing, both languages run their own way."""

from html import unescape

from tawthiq.checks import Stated as Checked
from tawthiq.checks import argument_of
from tawthiq.publish.argued import render_argument
from tawthiq.reading.model import Segment, Text
from tawthiq.register import Stated
from tawthiq.statements import Account, write_statement

DOCUMENT = "d" * 64
WORDS = "Head\n<script>alert(1)</script> \u202ethe army did it."
TEXT = Text(
    text=WORDS,
    segments=(
        Segment(start=0, stop=4, role="title"),
        Segment(start=4, stop=len(WORDS), role="article"),
    ),
    title="Head",
)


def page() -> str:
    start = WORDS.index("the army")
    one = Account(
        id="a-1", start=start, end=len(WORDS), quote=WORDS[start:], actor="<b>army</b>",
        attributed_to="<i>Watch</i>",
    )  # fmt: skip
    argument = argument_of([Checked(statement=one, document=DOCUMENT, source="paper")], DOCUMENT)
    stated = Stated(
        id=one.id, type="account", document=DOCUMENT, source="paper", status="proposed",
        raw=write_statement(one), text=None,
    )  # fmt: skip
    return render_argument(TEXT, [stated], argument)


def test_words_of_others_are_escaped_and_steer_nothing():
    html = page()
    for harm in ("<script>", "<b>army", "<i>Watch", "\u202e"):
        assert harm not in html
    assert "default-src 'none'" in unescape(html)


def test_both_languages_stand_in_their_own_direction_and_lead_to_the_marks():
    html = page()
    assert '<section lang="en" dir="ltr"' in html
    assert '<section lang="ar" dir="rtl"' in html
    assert html.count('id="s1"') == 1
    assert html.count('id="m1"') == 1
    assert html.count('href="#m1"') == 2  # once in each language


def test_the_same_argument_gives_the_same_page():
    assert page() == page()

"""What real files do to extraction: depth, crowds, boilerplate, damage, dates that are none."""

from datetime import date

import pytest

from tawthiq.errors import ReadingError
from tawthiq.reading.boilerplate import is_boilerplate, leads_to_others
from tawthiq.reading.extracting import extract
from tawthiq.reading.languages import languages_of, unread_language
from tawthiq.reading.model import Text
from tawthiq.reading.propose import read_text
from tests.reading.test_extracting_files import lines, pdf

PROSE = "At least 40 people were killed in Atarib on Monday, said the observatory of the river. "


def of_role(text: Text, role: str) -> str:
    return "\n".join(text.text[one.start : one.stop] for one in text.segments if one.role == role)


@pytest.mark.parametrize(
    "comment",
    [
        "<ul class=children><li class=comment>Word{} said",
        "<ul class=children><li class=comment id=comment-{}><p>Word{} said so.</p>",
        "<ul class=children><li>Word{} said so.",
        "<div class=comment><p>Word{} said so.</p><div class=children>",
    ],
)
def test_comments_nested_without_end_keep_every_word(comment: str) -> None:
    count = 3_000
    page = "<div id=comments>" + "".join(comment.replace("{}", str(at)) for at in range(count))
    words = extract(page.encode(), "page.html").text.split()
    assert {f"Word{at}" for at in range(count)} <= set(words)


def test_a_thread_whose_comments_look_like_heads_alone_is_still_read() -> None:
    text = extract(b"<ul><li class=comment>Nadim said<li class=comment>Lina wrote</ul>", "p.html")
    assert "Nadim said" in text.text
    assert "Lina wrote" in text.text


@pytest.mark.parametrize(
    "page",
    [
        "<p>Forty were killed.</p>" + '<a b="x ' * 200_000,
        "<p>Forty were killed.</p>" + "<a " * 200_000,
        "<p>Forty were killed.</p><script>if (a<b && c='" + "x" * 5_000 + "') go();</script><p>x",
        "<p title='" + "> " * 5_000 + "'>Forty were killed.</p>",
        "<pre>Forty were killed.\n" + "> quoted words\n" * 3_000 + "</pre>",
    ],
)
def test_signs_that_are_no_tags_take_no_words(page: str) -> None:
    text = extract(page.encode(), "page.html").text
    assert "Forty were killed." in text
    assert text.count("> quoted words") == page.count("> quoted words")


def test_words_after_a_long_script_stay() -> None:
    page = "<script>for(i=0;i<n.length;i++){a='" + "y" * 3_000 + "'}</script><p>" + PROSE + "</p>"
    assert extract(page.encode(), "page.html").text == PROSE.strip()


def test_a_tag_with_thousands_of_attributes_loses_them_and_no_word() -> None:
    crowd = " ".join(f"a{at}" for at in range(3_000))
    assert "Forty" in extract(f"<p {crowd}>Forty were killed.</p>".encode(), "p.html").text
    with pytest.raises(ReadingError, match="more than 500,000 tags"):
        extract((f"<p {crowd}>x" * 700).encode(), "p.html")


@pytest.mark.parametrize(
    "words",
    [
        "Read also: The arithmetic of silence",
        "Share this story on Facebook",
        "We welcome discussion from our readers and ask that all comments stay polite.",
        "By signing up, you agree to our Terms of Use and Privacy Policy.",
        "This website uses cookies to make your visit better.",
        "اقرأ أيضاً: من يحصي المفقودين؟",
        "شارك المقال على فيسبوك",
        "نرحب بتعليقاتكم ونرجو الالتزام بآداب الحوار",
        "يستخدم هذا الموقع ملفات تعريف الارتباط",
        "جميع الحقوق محفوظة للموقع",
    ],
)
def test_what_is_set_about_every_text_is_furniture(words: str) -> None:
    assert is_boilerplate(words)
    text = extract(f"<article><p>{PROSE * 5}</p><p>{words}</p></article>".encode(), "p.html")
    assert words in of_role(text, "furniture")
    assert words not in of_role(text, "article")


@pytest.mark.parametrize(
    "words",
    [
        "Also in Binnish, another 12 people were injured.",
        "We welcome the release of 40 prisoners, said the committee.",
        "Share of the dead who were civilians: 60 percent.",
        "The terms of the truce were read aloud in the square.",
        "شارك 40 شخصا في المظاهرة",
        "تابعنا مع الأهالي أعداد المفقودين",
    ],
)
def test_sentences_that_begin_alike_stay_in_the_article(words: str) -> None:
    assert not is_boilerplate(words)
    assert not leads_to_others(words)


def test_headlines_under_related_are_furniture_and_references_are_not() -> None:
    page = (
        f"<article><p>{PROSE * 6}</p><h4>Related</h4><p><a href=a>Who counts the missing</a></p>"
        "<h4>References</h4><p><a href=b>Weekly count of the river office</a></p></article>"
    )
    text = extract(page.encode(), "p.html")
    assert "Who counts the missing" in of_role(text, "furniture")
    assert "Weekly count of the river office" in of_role(text, "article")


def test_the_rows_of_a_table_keep_their_header_and_their_order() -> None:
    page = (
        f"<article><p>{PROSE * 3}</p><table><tr><th>Town<th>Killed</tr>"
        "<tr><td>Saraqib<td>14</tr><tr><td>Binnish<td>9</tr></table></article>"
    )
    article = of_role(extract(page.encode(), "p.html"), "article")
    assert article.split()[-6:] == ["Town", "Killed", "Saraqib", "14", "Binnish", "9"]


def test_a_day_in_a_page_of_tables_without_headings_is_its_day() -> None:
    page = f"<table><tr><td><b>The fire</b><br><i>14 July 2007</i><br><br>{PROSE * 2}</table>"
    assert extract(page.encode(), "p.html").published == date(2007, 7, 14)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Idlib, 23 August 2012\n\nForty people were killed.", date(2012, 8, 23)),
        ("By Orla Finch, 23 August 2012\n\nForty people were killed.", date(2012, 8, 23)),
        ("[23/08/2012, 10:15] Samir: forty killed\n[23/08/2012, 10:16] Lina: where?", None),
        ("23/08/2012, 10:15 - Samir: yes\n", None),
        ("23 August 2012\nshells\n24 August 2012\ncalm\n25 August 2012\nshells\n", None),
    ],
)
def test_only_a_dateline_or_a_byline_is_the_day_of_a_plain_text(
    words: str, day: date | None
) -> None:
    assert extract(words.encode(), "message.txt").published == day


def with_objects(content: bytes, old: bytes, new: bytes) -> bytes:
    """A PDF with some bytes changed; PDFium finds its objects again by itself."""
    assert old in content
    return content.replace(old, new)


def test_the_day_on_which_a_pdf_was_made_is_not_its_day() -> None:
    content = with_objects(
        pdf(lines("Forty people were killed in the north.")),
        b"/Root 1 0 R",
        b"/Root 1 0 R/Info<</CreationDate(D:20190704120000)>>",
    )
    assert extract(content, "report.pdf").published is None


def test_a_damaged_page_of_a_pdf_is_noted() -> None:
    whole = pdf(*(lines(f"Page {word} tells of the shelling.") for word in ("one", "two", "three")))
    damaged = with_objects(whole, b"6 0 R 8 0 R 10 0 R", b"6 0 R 99 0 R 10 0 R")
    text = extract(damaged, "report.pdf")
    assert "Page three" in text.text
    assert text.notes == ("pages of the PDF could not be read: 2",)


def test_links_of_a_pdf_stand_at_their_words() -> None:
    content = with_objects(
        pdf(lines("The observatory counted forty.")),
        b"/Type/Page/Parent",
        b"/Type/Page/Annots[<</Type/Annot/Subtype/Link/Rect[45 695 400 715]"
        b"/A<</S/URI/URI(https://river.example/count)>>>>]/Parent",
    )
    text = extract(content, "report.pdf")
    assert [(text.text[one.start : one.stop], one.url) for one in text.links] == [
        ("The observatory counted forty.", "https://river.example/count")
    ]


LATVIAN = (
    "Pilsētā svētdien gāja bojā vismaz četrdesmit civiliedzīvotāji, paziņoja novērotāji, un vairāk "
    "nekā divi simti cilvēku tika ievainoti, kad uz tirgu krita šāviņi."
)


def test_a_language_without_a_list_is_named_as_no_other() -> None:
    assert unread_language(LATVIAN) == "another language"


def test_a_page_in_another_language_has_one_note() -> None:
    french = "Au moins quarante civils ont été tués dans la ville, a déclaré la mairie de la rive."
    notes = read_text(f"{LATVIAN}\n\n{LATVIAN}\n\n{french}".encode(), "page.txt").notes
    assert len(notes) == 1
    assert languages_of({"French": 900, "Somali": 60}) == "French"
    assert languages_of({}) is None

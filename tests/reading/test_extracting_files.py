"""Files of every kind, whole, damaged and hostile: read, or refused with the way out."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from tawthiq.errors import ReadingError
from tawthiq.reading.languages import unread_language
from tawthiq.reading.pages.bidi import Glyph, in_reading_order, letters_of_shapes
from tawthiq.reading.pages.extracting import extract
from tawthiq.reading.pages.storing import text_from_json

TOWNS = ("Atarib", "Saraqib", "Binnish")
ARABIC = "قُتل ما لا يقل عن ٤٠ مدنياً في ريف حلب، وقال المرصد إن العدد أكبر."


def pdf(*pages: str, image: bool = False) -> bytes:
    """A PDF written by hand: one content stream a page."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", ""]
    kids = []
    drawn = "/XObject<</I 4 0 R>>" if image else ""
    objects.append("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    pixel = "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray"
    objects.append(f"{pixel}/BitsPerComponent 8/Length 1>>stream\nx\nendstream")
    for page in pages:
        objects.append(f"<</Length {len(page)}>>stream\n{page}\nendstream")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {len(objects)} 0 R"
            f"/Resources<</Font<</F 3 0 R>>{drawn}>>>>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    out, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{one}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        f"{out}xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\n"
        f"startxref\n{len(out)}\n%%EOF"
    ).encode("latin-1")


def lines(*words: str, top: int = 700) -> str:
    drawn = "".join(
        f"1 0 0 1 50 {top - 14 * at} Tm ({one}) Tj " for at, one in enumerate(words) if one
    )
    return f"BT /F 12 Tf {drawn}ET"


def test_a_pdf_becomes_paragraphs_with_its_words_made_whole() -> None:
    content = pdf(
        lines("At least 40 people were killed on the road to the nor-", "thern town on Monday, the observatory said in its daily",  # noqa: E501
              "report.", "", "A second paragraph follows it here.")
    )  # fmt: skip
    text = extract(content, "report.pdf")
    assert text.text == (
        "At least 40 people were killed on the road to the northern town on Monday, the observatory "  # noqa: E501
        "said in its daily report.\n\nA second paragraph follows it here."
    )
    assert text.media_type == "application/pdf"


def test_headers_and_page_numbers_of_a_pdf_are_furniture() -> None:
    pages = [
        lines("Observatory, daily report", "", "", f"{town} had {at}0 people killed by noon.", "", "",  # noqa: E501
              f"{at} / 3") for at, town in enumerate(TOWNS, 1)
    ]  # fmt: skip
    text = extract(pdf(*pages), "report.pdf")
    article, furniture = text.segments
    assert text.text[article.start : article.stop].split("\n\n") == [
        f"{town} had {at}0 people killed by noon." for at, town in enumerate(TOWNS, 1)
    ]
    assert "Observatory, daily report" in text.text[furniture.start : furniture.stop]


def test_a_scan_is_told_from_a_pdf_with_text() -> None:
    with pytest.raises(ReadingError, match=r"this PDF is a scan.*OCR"):
        extract(pdf("q 600 0 0 800 0 0 cm /I Do Q", image=True), "scan.pdf")
    with pytest.raises(ReadingError, match="holds no text"):
        extract(pdf(""), "empty.pdf")


@pytest.mark.parametrize("content", [b"%PDF-1.4\n", b"%PDF-1.7\n1 0 obj<<", pdf(lines("x"))[:200]])
def test_a_damaged_pdf_is_refused(content: bytes) -> None:
    with pytest.raises(ReadingError, match=r"damaged|no pages|no text"):
        extract(content, "report.pdf")


def test_arabic_of_a_pdf_is_in_reading_order(tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no Chromium here to write an Arabic PDF with")
    page = tmp_path / "page.html"
    page.write_text(
        "<meta charset=utf-8><body dir=rtl><p>قتل ما لا يقل عن 40 مدنيا في ريف حلب يوم 23 آب 2012.</p>"  # noqa: E501
        "<p style='width:300px'>وقال المرصد إن عدد الجرحى تجاوز المئة وإن بعضهم نقل إلى مشفى ميداني بعيد</p><p>فقرة ثانية فيها English words و24,495 شخصا (انظر الملحق).</p>",  # noqa: E501
        "utf-8",
    )
    written = tmp_path / "page.pdf"
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
               f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={written}", page.as_uri()]  # fmt: skip  # noqa: E501
    subprocess.run(command, check=False, capture_output=True, timeout=120)
    if not written.exists():
        pytest.skip("Chromium is here but prints no PDF")
    text = extract(written.read_bytes(), "page.pdf").text
    assert text.split("\n\n") == [
        "قتل ما لا يقل عن 40 مدنيا في ريف حلب يوم 23 آب 2012.",
        "وقال المرصد إن عدد الجرحى تجاوز المئة وإن بعضهم نقل إلى مشفى ميداني بعيد",
        "فقرة ثانية فيها English words و24,495 شخصا (انظر الملحق).",
    ]


def placed(seen: str) -> list[Glyph | None]:
    """A line as it is seen on paper, from left to right."""
    return [
        None if sign == " " else Glyph(sign, 10.0 * at, 10.0 * at + 9)
        for at, sign in enumerate(seen)
    ]


def test_a_line_as_seen_becomes_a_line_as_read() -> None:
    assert in_reading_order(placed(".بلح يف 24,495 لتق")) == "قتل 24,495 في حلب."
    assert in_reading_order(placed(")قحلملا( Red Cross بتك")) == "كتب Red Cross (الملحق)"
    stored_backwards = list(reversed(placed("بلح يف")))
    assert in_reading_order(stored_backwards) == "في حلب"


def test_shapes_of_letters_become_letters_and_nothing_else_changes() -> None:
    assert letters_of_shapes("ﻗﺘﻞ ﻻ ² ½ ﬁ") == "قتل لا ² ½ ﬁ"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1256"])
def test_arabic_text_in_the_encodings_that_are_met(encoding: str) -> None:
    said = ARABIC if encoding != "cp1256" else ARABIC.replace("٤٠", "40")
    assert extract((said * 3).encode(encoding), "message.txt").text == said * 3


def test_western_text_of_windows_is_not_taken_for_arabic() -> None:
    words = "Café “Élan” – 40 killed, said the déléguée; naïve façade, £12.\n"
    assert extract(words.encode("cp1252"), "message.txt").text == words


def test_a_page_is_decoded_as_it_declares_unless_it_is_plainly_utf8() -> None:
    page = "<meta charset=windows-1256><p>قتل أربعون شخصا في حلب.</p>"
    assert extract(page.encode("cp1256"), "p.html").text == "قتل أربعون شخصا في حلب."
    assert extract(page.encode(), "p.html").text == "قتل أربعون شخصا في حلب."


def test_bytes_that_cannot_be_decoded_are_noted() -> None:
    text = extract("Forty killed – ".encode() * 50 + b"\xff\xfe", "message.txt")
    assert text.notes == ("some bytes could not be decoded",)


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.html", "empty"),
        (b" \n ", "a.txt", "empty"),
        (b"PK\x03\x04xx", "a.docx", "office document.*PDF or as plain text"),
        (b"\xd0\xcf\x11\xe0xx", "a.doc", "old office document"),
        (b"\x89PNG\r\n", "a.png", "picture.*OCR"),
        (b"\xff\xd8\xff\xe0", "a.jpg", "picture.*OCR"),
        (b"\x1f\x8bxx", "a.gz", "Unpack"),
        (b"{\\rtf1", "a.rtf", "RTF"),
        (bytes(range(256)) * 9, "a.bin", "no text"),
        (b"<html><body><script>x()</script></body></html>", "a.html", "holds no text.*scripts"),
        (b"...---...", "a.txt", "holds no text"),
    ],
)
def test_what_is_not_read_is_refused_with_the_way_out(content: bytes, name: str, says: str) -> None:
    with pytest.raises(ReadingError, match=f"(?s)^{name}: .*{says}"):
        extract(content, name)


def test_a_file_beyond_the_limit_is_refused_at_once() -> None:
    with pytest.raises(ReadingError, match="64,000,000"):
        extract(b"a" * 64_000_001, "a.txt")


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + "Forty were killed.",
        "<div>" * 100_000 + "Forty were killed." + "</div>" * 100_000,
        "<b>" * 50_000 + "Forty were killed.",
        "".join(f"<font a={at}>" for at in range(300)) + "<p>x" * 2_000 + "Forty were killed.",
        "<p>Forty were killed.<div " + " ".join(f"a{at}=1" for at in range(50_000)) + ">x",
        "<p>Forty were killed.</p><img src='data:image/png;base64," + "A" * 1_000_000 + "'>",
        "<p>Forty were killed.</p>" + "<!--" * 50_000,
        "<p>Forty were killed. &bogus; &#0; &#x110000; &#xD800; \x00</p>" + "<" * 1000,
        "<ul><li class=comment id=comment-1>Forty were killed." * 2_000,
        "<table><tr><td>" * 2_000 + "Forty were killed.",
    ],
)
def test_hostile_pages_keep_their_words(page: str) -> None:
    assert "Forty were killed." in extract(page.encode(), "page.html").text


def test_more_tags_than_any_page_has_are_refused() -> None:
    with pytest.raises(ReadingError, match="more than 500,000 tags"):
        extract(b"<p>x" * 500_001, "page.html")


def test_a_plain_text_tells_author_and_date_at_its_top() -> None:
    text = extract("بقلم: نوار السهلي\nالتاريخ: 30 أيار 2012\n\nقتل 40 شخصا.".encode(), "a.txt")
    assert (text.author, text.published) == ("نوار السهلي", date(2012, 5, 30))
    assert extract(b"On 3 May 2013 forty people were killed, said all.", "a.txt").published is None


def test_a_kept_text_that_is_damaged_is_refused() -> None:
    for content in (b"", b"[]", b'{"format":"tawthiq-text-1"}', b"[" * 100_000):
        with pytest.raises(ReadingError):
            text_from_json(content)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("French", "Selon l'observatoire, quarante civils ont été tués dans la ville."),
        ("Spanish", "Según el observatorio, cuarenta civiles murieron en la ciudad."),
        ("German", "Nach Angaben der Stelle wurden 40 Zivilisten in der Stadt getötet."),
        ("Turkish", "Gözlemevine göre kentte 40 sivil öldürüldü ve çok sayıda kişi yaralandı."),
        ("Kurdish", "Li gorî çavdêriyê li bajarê Kobanê 40 kes hatin kuştin û gelek birîndar bûn."),
        ("Kurdish", "لە شارەکە چل کەس کوژران و زۆر کەسیش بریندار بوون بە پێی ڕوانگەکە."),
        ("Persian", "بر اساس گزارش دیده‌بان، چهل غیرنظامی در شهر کشته شدند و بسیاری زخمی شدند."),
        ("Urdu", "آبزرویٹری کے مطابق شہر میں چالیس شہری ہلاک ہوئے اور کئی زخمی ہیں"),
        ("Hebrew", "לפי המצפה נהרגו ארבעים אזרחים בעיר"),
        ("Russian", "По данным наблюдателей, в городе погибли 40 мирных жителей."),
        ("Chinese", "据观察站称，该市有四十名平民丧生。"),
        (None, "At least 40 civilians were killed in the north, said the observatory."),
        (None, "Killed: 40 civilians Injured: 51 Detained: 12 Missing: 9 Displaced"),
        (None, "Kafr Nabl, Maarat al-Numan, Atarib, Saraqib, Idlib, Binnish, Taftanaz"),
        (None, "المرصد: مقتل 40 مدنيا فى ريف حلب بينهم 12 طفلا على الأقل"),
        (None, "قتل 40 شهيدا و12 جريحا حصيلة اليوم بدرعا حمص ادلب حماة"),
        (None, "23 / 8 / 2012"),
    ],
)
def test_a_paragraph_in_a_third_language_is_told(language: str | None, words: str) -> None:
    assert unread_language(words) == language

"""What holds of every text that is extracted, from whatever bytes."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tawthiq.errors import ReadingError
from tawthiq.reading.model import Text
from tawthiq.reading.pages.extracting import extract
from tawthiq.reading.pages.storing import text_from_json, text_to_json
from tawthiq.reading.tokens import sentences

TAGS = [
    "p",
    "div",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "a",
    "b",
    "sup",
    "h1",
    "article",
    "main",
    "nav",
    "aside",
    "footer",
    "section",
    "blockquote",
    "dl",
    "dt",
    "dd",
    "form",
    "pre",
    "br",
    "hr",
    "span",
    "time",
    "cite",
    "script",
    "style",
    "title",
    "iframe",
    "select",
    "option",
]
WORDS = st.text(alphabet="abc 12.:#@|>\n\u200fقتل٣ –é\u0301", max_size=30)
ATTRIBUTES = st.sampled_from(
    [
        "", ' class="comment"', ' id="comment-3"', ' class="children"', ' class="comments"',
        ' href="http://[broken"', ' href="a"', ' href="javascript:x"', ' class="entry-content"',
        ' class="comment-author"', ' class="comment-meta"', ' class="sidebar"', " hidden",
        ' itemprop="articleBody"', ' datetime="2012-13-45"', ' class="pingback"', ' data-parent="3"',  # noqa: E501
        ' style="margin-left:20px"', ' start="3"', ' value="99999999999"',
    ]
)  # fmt: skip
LINES = st.sampled_from(
    ["3 comments", "1. Name | 3 May 2013", "Name says:", "Pingback: X", "Reply", "التعليقات (5)",
     "يقول سمر:", "> 2. B – 4/5/2013", "Reply to #1", "@Name no", "[1] x"]
)  # fmt: skip
OPENING = st.builds(lambda tag, said: f"<{tag}{said}>", st.sampled_from(TAGS), ATTRIBUTES)
CLOSING = st.builds(lambda tag: f"</{tag}>", st.sampled_from(TAGS))
SOUP = st.lists(st.one_of(OPENING, CLOSING, WORDS, LINES), max_size=60).map("".join)
PLAIN = st.lists(st.one_of(WORDS, LINES), max_size=30).map("\n".join)


def read(content: bytes, name: str) -> Text | None:
    try:
        return extract(content, name)
    except ReadingError as error:
        assert len(str(error)) > 20  # noqa: PT017
        return None


def check(text: Text) -> None:
    end = 0
    for one in text.segments:
        assert end <= one.start < one.stop <= len(text.text)
        end = one.stop
        assert (one.item is not None) == (one.role == "comment")
        assert one.item is None or 0 <= one.item < len(text.thread)
    for link in text.links:
        assert 0 <= link.start <= link.stop <= len(text.text)
        assert not link.url.lower().startswith(("javascript:", "data:"))
    for index, node in enumerate(text.thread):
        assert 0 <= node.start <= node.stop <= len(text.text)
        assert (node.parent is None) == (node.kind != "reply")
        seen, at = {index}, node.parent
        while at is not None:
            assert at not in seen
            seen.add(at)
            at = text.thread[at].parent
    kept = text_to_json(text)
    assert text_from_json(kept) == text
    assert text_to_json(text_from_json(kept)) == kept
    assert all(one.start < one.stop for one in sentences(text))


@settings(max_examples=150, deadline=None)
@given(SOUP)
@example('<div class="comment">111<div class="pingback">1<p class="comment-author">')
def test_any_soup_of_tags_is_read_or_refused_with_a_reason(soup: str) -> None:
    text = read(soup.encode(), "page.html")
    if text is not None:
        check(text)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.html", "a.txt", "a.pdf", "a", "a.docx"]))
def test_any_bytes_are_read_or_refused_with_a_reason(content: bytes, name: str) -> None:
    text = read(content, name)
    if text is not None:
        check(text)


@settings(max_examples=150, deadline=None)
@given(PLAIN)
def test_of_a_plain_file_the_text_is_the_file_to_the_character(words: str) -> None:
    text = read(words.encode(), "message.txt")
    if text is not None:
        assert text.text == words
        check(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="abcdeقتل", min_size=1, max_size=8), min_size=1, max_size=8))
def test_no_word_of_a_page_is_lost_or_doubled(words: list[str]) -> None:
    """Whatever role it is given, each word of the page stands in its text once."""
    page = "".join(
        f"<{tag} class='{name}'>w{at}{word}</{tag}>"
        for at, (word, tag, name) in enumerate(
            zip(words, ["p", "div", "nav", "li", "aside", "td", "h2", "footer"],
                ["x", "comment", "menu", "share", "y", "meta", "title", "z"], strict=False)
        )
    )  # fmt: skip
    text = read(page.encode(), "page.html")
    assert text is not None
    found = text.text.replace("• ", "").split()
    assert sorted(found) == sorted(f"w{at}{word}" for at, word in enumerate(words))

"""Statements marked in their text: nested, crossing, empty, across paragraphs."""

from hypothesis import given
from hypothesis import strategies as st

from tawthiq.publish.marking import blocks_of, marks_of
from tawthiq.reading.model import Segment, Text
from tawthiq.register import Stated

TEXT = "Head\n\nThe committee said\n40 killed in Homs.\nmenu | about\nNo, I saw 12."
SEGMENTS = (
    Segment(start=0, stop=4, role="title"),
    Segment(start=4, stop=TEXT.index("menu"), role="article"),
    Segment(start=TEXT.index("menu"), stop=TEXT.index("No,"), role="furniture"),
    Segment(start=TEXT.index("No,"), stop=len(TEXT), role="comment", item=0),
)


def stated(start: int, end: int, number: int, quote: str | None = None) -> Stated:
    raw = {"start": start, "end": end, "quote": TEXT[start:end] if quote is None else quote}
    return Stated(
        id=f"f-{number}", type="figure", document="0" * 64, source=None, status="proposed",
        raw=raw, text=None,
    )  # fmt: skip


def written(*spans: tuple[int, int]) -> str:
    """The text with each mark between brackets and its number: what the terminal shows."""
    marks, _ = marks_of(TEXT, [stated(a, b, number) for number, (a, b) in enumerate(spans)])
    lines = []
    for block in blocks_of(Text(text=TEXT, segments=SEGMENTS), marks):
        line = ""
        for piece in block.pieces:
            line += "[" * len(piece.opens) + TEXT[piece.start : piece.end]
            line += "".join(f"]{mark.number}" for mark in piece.closes)
        lines.append(line)
    return "\n".join(lines)


def at(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


PLAIN = "Head\nThe committee said\n40 killed in Homs.\nNo, I saw 12."


def test_page_furniture_and_empty_lines_are_left_out():
    assert written() == PLAIN
    assert written(at("menu")) == PLAIN


def test_marks_stand_within_one_another_and_cross():
    assert "[[40 killed]2 in Homs]1." in written(at("40 killed in Homs"), at("40 killed"))
    assert "[40 [killed]1 in Homs]2." in written(at("40 killed"), at("killed in Homs"))


def test_a_mark_over_paragraphs_opens_once_and_closes_once():
    assert written(at("committee said\n40 killed")) == PLAIN.replace(
        "committee said\n40 killed", "[committee said\n40 killed]1"
    )


def test_a_mark_of_no_characters_is_shown_where_it_stands():
    start = TEXT.index("I saw")
    assert "No, []1I saw 12." in written((start, start))


def test_a_statement_of_another_text_is_no_mark():
    good, moved = stated(*at("40 killed"), 1), stated(*at("40 killed"), 2, quote="41 killed")
    beyond = stated(900, 901, 3)
    marks, strays = marks_of(TEXT, [moved, good, beyond])
    assert [mark.stated for mark in marks] == [good]
    assert strays == [moved, beyond]


places = st.integers(0, len(TEXT))


@given(spans=st.lists(st.tuples(places, places).map(sorted), max_size=12))
def test_marking_loses_no_character_and_closes_whatever_it_opens(spans):
    marks, _ = marks_of(TEXT, [stated(a, b, number) for number, (a, b) in enumerate(spans)])
    blocks = list(blocks_of(Text(text=TEXT, segments=SEGMENTS), marks))
    text = "\n".join("".join(TEXT[p.start : p.end] for p in block.pieces) for block in blocks)
    assert text == PLAIN
    opened = [mark.number for block in blocks for p in block.pieces for mark in p.opens]
    closed = [mark.number for block in blocks for p in block.pieces for mark in p.closes]
    assert sorted(opened) == sorted(closed)
    assert len(set(opened)) == len(opened)
    for block in blocks:
        for piece in block.pieces:
            inside = {m.number for m in marks if m.start < piece.end and piece.start < m.end}
            if piece.start < piece.end:
                assert {mark.number for mark in piece.within} == inside

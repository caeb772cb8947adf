"""Comments, replies and pingbacks: who answers whom, and when it was written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.reading.events.attitude import attitudes
from tawthiq.reading.events.items import item_ids, thread_items
from tawthiq.reading.events.written import dates_written
from tawthiq.reading.model import Segment, Text, ThreadNode
from tawthiq.statements import Figure, statement_id

PUBLISHED = date(2012, 8, 20)


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("August 23, 2012 at 10:15 am", "2012-08-23T10:15"),
        ("August 23, 2012 at 10:15 pm", "2012-08-23T22:15"),
        ("Thursday, 23 August 2012, 12:05 a.m.", "2012-08-23T00:05"),
        ("23 Aug 2012 - 12:30 PM", "2012-08-23T12:30"),
        ("2012-08-23T10:15:40+03:00", "2012-08-23T10:15:40"),
        ("2012-08-23 10:15", "2012-08-23T10:15"),
        ("Posted on 23.08.2012", "2012-08-23"),
        ("23/08/2012 at 9 pm", "2012-08-23T21:00"),
        ("Aug 23rd, 2012", "2012-08-23"),
        ("August 23", "2012-08-23"),
        ("January 4 at 8:00 am", "2013-01-04T08:00"),
        ("August 2012", "2012-08"),
        ("2 days ago", None),
        ("yesterday at 10:15", None),
        ("just now", None),
        ("23 آب 2012 الساعة 10:15 مساءً", "2012-08-23T22:15"),
        ("٢٣ أغسطس ٢٠١٢ في ٩:٠٥ ص", "2012-08-23T09:05"),
        ("٢٣ أغسطس ٢٠١٢ في ٩:٠٥ م", "2012-08-23T21:05"),
        ("بتاريخ 23/8/2012", "2012-08-23"),
        ("الخميس 23 آب 2012 - 10:15", "2012-08-23T10:15"),
        ("23 آب، الساعة 10:15", "2012-08-23T10:15"),
        ("كتب في: 23-08-2012 | 10:15", "2012-08-23T10:15"),
        ("منذ يومين", None),
        ("قبل ساعة", None),
    ],
)
def test_the_date_of_a_comment_is_read_as_the_page_writes_it(words, edtf):
    assert dates_written([words], PUBLISHED) == [edtf]


def test_day_and_month_are_told_apart_by_the_other_dates_of_the_thread():
    """One date that can only be read month first shows how the page writes the others."""
    assert dates_written(["08/03/2012", "08/23/2012"], PUBLISHED) == ["2012-08-03", "2012-08-23"]
    assert dates_written(["08/03/2012", "23/08/2012"], PUBLISHED) == ["2012-03-08", "2012-08-23"]


def test_without_the_day_of_the_article_a_date_without_year_is_no_date():
    assert dates_written(["August 23", None], None) == [None, None]


def thread() -> Text:
    words = "An article.\nFirst words.\nA reply.\nFrom elsewhere."
    return Text(
        text=words,
        segments=(
            Segment(start=0, stop=11, role="article"),
            Segment(start=12, stop=24, role="comment", item=0),
            Segment(start=25, stop=33, role="comment", item=1),
            Segment(start=34, stop=49, role="comment", item=2),
        ),
        thread=(
            ThreadNode(
                start=12, stop=24, kind="comment", number=1, author="Nour", written="21 August"
            ),
            ThreadNode(start=25, stop=33, kind="reply", number=2, author="Basil", parent=0),
            ThreadNode(start=34, stop=49, kind="pingback"),
        ),
        announced=5,
    )


def test_each_item_of_the_thread_is_a_statement_that_names_what_it_answers():
    first, second, third = thread_items(thread(), "ab" * 32, PUBLISHED)
    assert (first.quote, first.kind, first.number, first.author) == (
        "First words.",
        "comment",
        1,
        "Nour",
    )
    assert (first.written, first.written_words) == ("2012-08-21", "21 August")
    assert (first.answers, second.answers, third.answers) == (None, first.id, None)
    assert (second.holder, third.kind, third.number) == ("Basil", "pingback", None)


def test_items_without_words_of_their_own_keep_different_ids():
    nodes = tuple(ThreadNode(start=3, stop=3, kind="comment") for _ in range(3))
    text = Text(text="abcdef", segments=(), thread=nodes)
    assert len(set(item_ids(text, "ab" * 32))) == 3


@given(st.lists(st.one_of(st.none(), st.text(max_size=60)), max_size=5))
def test_any_words_give_a_date_or_none_and_never_an_error(words):
    found = dates_written(words, PUBLISHED)
    assert len(found) == len(words)
    assert all(one is None or one[:4].isdigit() for one in found)


# --- what a comment does with what it answers ----------------------------------------------------


def talk(*comments, article="At least 24,495 people died in the north."):
    """An article and its comments, each (words, index of the comment it answers or None)."""
    words = article
    segments = [Segment(start=0, stop=len(article), role="article")]
    nodes = []
    for at, (said, parent) in enumerate(comments):
        start = len(words) + 1
        words += "\n" + said
        segments.append(Segment(start=start, stop=len(words), role="comment", item=at))
        kind = "comment" if parent is None else "reply"
        nodes.append(ThreadNode(start=start, stop=len(words), kind=kind, parent=parent))
    return Text(text=words, segments=tuple(segments), thread=tuple(nodes))


def figure(text, words, value, item=None):
    start = text.text.index(words)
    return Figure(
        id=statement_id("ab" * 32, "figure", start, start + len(words)),
        start=start,
        end=start + len(words),
        quote=words,
        value_low=value,
        item=item,
        counted="deaths",
    )


def attitude(words):
    text = talk((words, None))
    items = thread_items(text, "ab" * 32, None)
    return attitudes(items, [], text)[0].attitude


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("This is false.", "disputes"),
        ("That is a lie, and you know it!", "disputes"),
        ("Not true at all.", "disputes"),
        ("The numbers are exaggerated.", "disputes"),
        ("Where is your proof?", "disputes"),
        ("This is propaganda.", "disputes"),
        ("You're wrong, nobody died there.", "disputes"),
        ("I don't agree with you.", "disputes"),
        ("I do not believe a word.", "disputes"),
        ("The figures don't add up.", "disputes"),
        ("Well said!", "supports"),
        ("I agree with every word.", "supports"),
        ("You are right, I was there.", "supports"),
        ("Great article, thank you.", "supports"),
        ("It's true, my brother saw it.", "supports"),
        ("May they rest in peace.", None),
        ("When will this end?", None),
        ("I agree, but the number is wrong.", None),
        ("Is there a source?", None),
        ("My cousin lives in the north.", None),
        ("كذب!", "disputes"),
        ("هذا غير صحيح أبدا.", "disputes"),
        ("الأرقام مبالغ فيها.", "disputes"),
        ("أين الدليل على ما تقول؟", "disputes"),
        ("هذه دعاية لا أكثر.", "disputes"),
        ("لا أتفق معك.", "disputes"),
        ("ليس صحيحا ما كتبت.", "disputes"),
        ("العدد وهمي.", "disputes"),
        ("صدقت يا أخي.", "supports"),
        ("أتفق معك تماما.", "supports"),
        ("كلام سليم، أحسنت.", "supports"),
        ("معك حق.", "supports"),
        ("رحم الله الشهداء.", None),
        ("متى ينتهي هذا؟", None),
        ("أتفق معك، لكن الرقم خاطئ.", None),
        ("ابن عمي يسكن في الشمال.", None),
    ],
)
def test_only_plain_words_tell_what_a_comment_does(words, expected):
    assert attitude(words) == expected


def test_a_disputed_figure_of_the_article_is_named():
    text = talk(("24,495 is a lie, who counted them?", None))
    known = figure(text, "24,495 people", 24_495)
    (item,) = attitudes(thread_items(text, "ab" * 32, None), [known], text)
    assert (item.attitude, item.disputes, item.supports) == ("disputes", (known.id,), ())


def test_a_supported_figure_of_the_comment_it_answers_is_named():
    text = talk(("I counted 40 graves.", None), ("You are right, 40, I was there.", 0))
    items = thread_items(text, "ab" * 32, None)
    known = figure(text, "40 graves", 40, items[0].id)
    read = attitudes(items, [known], text)
    assert [one.supports for one in read] == [(), (known.id,)]


def test_a_figure_in_another_thread_is_not_taken_for_the_one_answered():
    text = talk(("I counted 40 graves.", None), ("This is false, 40 is too many.", None))
    items = thread_items(text, "ab" * 32, None)
    known = figure(text, "40 graves", 40, items[0].id)
    assert attitudes(items, [known], text)[1].disputes == ()


def test_a_pingback_takes_no_side():
    words = "An article.\nThis is false."
    text = Text(
        text=words,
        segments=(
            Segment(start=0, stop=11, role="article"),
            Segment(start=12, stop=len(words), role="comment", item=0),
        ),
        thread=(ThreadNode(start=12, stop=len(words), kind="pingback"),),
    )
    assert attitudes(thread_items(text, "ab" * 32, None), [], text)[0].attitude is None

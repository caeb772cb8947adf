"""Threads of comments in plain text: pages copied into a file or a message."""

import pytest

from tawthiq.reading.model import Text
from tawthiq.reading.pages.extracting import extract


def read(words: str) -> Text:
    return extract(words.encode(), "page.txt")


def items(text: Text) -> list[tuple[str, int | None, str | None, str | None, int | None, str]]:
    return [
        (n.kind, n.number, n.author, n.written, n.parent, text.text[n.start : n.stop])
        for n in text.thread
    ]


NUMBERED = """The dead of the river
By Maha Karim | 3 May 2013

At least 40 were killed, said the observatory.

1. First reason
2. Second reason

23 comments

1. Nadia | 4 May 2013, 10:20
You forget the village. There:
1. 12 died
2. 4 were hurt

Reply
  > 2. Maha Karim | 4 May 2013
  > @Nadia I was not there.
3. reader_7 | 5 May 2013
Reply to #1
Lies.
Pingback: The Ninth Wave
↳ Sami: Not so.

Leave a reply
Your name
"""


def test_numbered_comments_with_replies_by_mark_by_name_and_by_number() -> None:
    text = read(NUMBERED)
    assert items(text) == [
        ("comment", 1, "Nadia", "4 May 2013, 10:20", None,
         "You forget the village. There:\n1. 12 died\n2. 4 were hurt"),
        ("reply", 2, "Maha Karim", "4 May 2013", 0, "@Nadia I was not there."),
        ("reply", 3, "reader_7", "5 May 2013", 0, "Lies."),
        ("pingback", None, "The Ninth Wave", None, None, "The Ninth Wave"),
        ("reply", None, "Sami", None, 2, "Not so."),
    ]  # fmt: skip
    assert text.announced == 23
    assert text.notes == ("the page announces more comments than it holds",)
    assert (text.author, str(text.published)) == ("Maha Karim", "2013-05-03")


def test_the_list_of_the_article_and_the_tail_of_the_page_are_no_comments() -> None:
    text = read(NUMBERED)
    parts = {one.role: text.text[one.start : one.stop] for one in text.segments}
    article = next(one for one in text.segments if one.role == "article")
    assert "2. Second reason" in text.text[article.start : article.stop]
    assert "Leave a reply" in parts["furniture"]


def test_a_copied_page_without_a_heading() -> None:
    text = read(
        "Text of it all, 40 killed.\n\nBasma says:\nOctober 9, 2012 at 10:12 am\nYou forget one.\n"
        "Reply\nM. Orfali says:\nOctober 9, 2012 at 1:40 pm\nI did not. He said: lies.\nReply\n"
    )
    assert items(text) == [
        ("comment", None, "Basma", "October 9, 2012 at 10:12 am", None, "You forget one."),
        ("comment", None, "M. Orfali", "October 9, 2012 at 1:40 pm", None,
         "I did not. He said: lies."),
    ]  # fmt: skip


def test_arabic_comments_that_answer_one_another() -> None:
    text = read(
        "عنوان المقال\n\nقتل 40 شخصا.\n\nالتعليقات (3)\n\nيقول أبو أحمد:\n"
        "12 مايو، 2013 الساعة 10:20 ص\nكلام غير صحيح.\nرد\nسمر يقول:\n13 مايو 2013\n"
        "رداً على أبو أحمد: بل صحيح.\n\nتنبيه: مدونة النهر\n"
    )
    assert items(text) == [
        ("comment", None, "أبو أحمد", "12 مايو، 2013 الساعة 10:20 ص", None, "كلام غير صحيح."),
        ("reply", None, "سمر", "13 مايو 2013", 0, "بل صحيح."),
        ("pingback", None, "مدونة النهر", None, None, "مدونة النهر"),
    ]


def test_newest_first_and_one_line_each() -> None:
    text = read(
        "مقال\n\n٢ تعليقات | الأحدث أولاً\n#٢ شاهد (٢١/٦، ١:١٥ م) رداً على #١: ومن قال لك؟\n"
        "#١ عبد الباسط (٢٠/٦، ١١:٤٠ م): مقال ممتاز.\n"
    )
    assert items(text) == [
        ("reply", 2, "شاهد", "٢١/٦، ١:١٥ م", 1, "ومن قال لك؟"),
        ("comment", 1, "عبد الباسط", "٢٠/٦، ١١:٤٠ م", None, "مقال ممتاز."),
    ]


def test_indentation_nests() -> None:
    text = read(
        "Text.\n\nComments (3)\n\nNour, 12 May 2013\nOne.\n\n    Guest, 13 May 2013\n    Two.\n\n"
        "        Nour, 14 May 2013\n        Three.\n\nLina, 15 May 2013\nFour.\n"
    )
    assert [(one[0], one[4]) for one in items(text)] == [
        ("comment", None), ("reply", 0), ("reply", 1), ("comment", None)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        "[12/03/2013, 10:12:01] Salim: 12 killed in Atarib\n[12/03/2013, 10:13] Nadia: who says?\n",
        "Findings\n\n1. In May 2013 40 people were killed.\n2. In June 12 were.\n",
        "The ministry said: 40 killed.\nThe observatory says: 51.\n\nBoth comment on 3 May 2013.\n",
        "He made 3 comments on the report.\n\nThen he left.\n",
        "No comments\n\nThe ministry had none.\n",
    ],
)
def test_what_is_no_thread_stays_article(words: str) -> None:
    text = read(words)
    assert text.thread == ()
    assert [(one.start, one.stop, one.role) for one in text.segments] == [
        (0, len(words), "article")
    ]


STYLES = [
    # a name and its date in two lines, nested by indentation
    (
        "Comments\n\nSami B.\n3 May 2012 at 10:20 pm\nFalse.\nReply\n\n"
        "    Lina\n    4 May 2012 at 8:02 am\n    True.\n    Reply\n\nOmar\n5 May 2012\nWell.",
        [("Sami B.", None, "False."), ("Lina", 0, "True."), ("Omar", None, "Well.")],
    ),
    # "Showing" so many of so many, names in quotation marks, answers by number in brackets
    (
        'REPLIES 1-2 of 11\n[1] by "sami82", 3 May 2012, 6:05 pm\nFalse.\n'
        '[2] by "Lina", 3 May 2012, 6:31 pm, replying to [1]\nTrue.',
        [("sami82", None, "False."), ("Lina", 0, "True.")],
    ),
    # dates under the comment
    (
        "2 comments:\n\nSami said...\nFalse.\n3 May 2012 at 6:40 PM\n\n"
        "Lina said...\n@Sami True.\n4 May 2012 at 7:40 PM",
        [("Sami", None, "False."), ("Lina", 0, "@Sami True.")],
    ),
    # the verb after the date
    (
        "2 thoughts\n\nSami on 3 May 2012 at 10:15 am said:\nFalse.\n\n"
        "Lina on 4 May 2012 at 11:15 am said:\nTrue.",
        [("Sami", None, "False."), ("Lina", None, "True.")],
    ),
    # a name and whom it answers
    (
        "2 Comments\n\nSami • 3 years ago\nFalse.\n\nLina > Sami • 3 years ago\nTrue.",
        [("Sami", None, "False."), ("Lina", 0, "True.")],
    ),
    # quotations
    (
        "Comments (2)\n\nby Sami » Tue Jul 02, 2013 6:40 pm\nFalse.\n\n"
        "by Lina » Tue Jul 02, 2013 7:40 pm\nSami wrote:\nFalse.\nTrue.",
        [("Sami", None, "False."), ("Lina", 0, "Sami wrote:\nFalse.\nTrue.")],
    ),
    (
        "الردود: 2\n\n#1 سامي — 29-07-2013, 10:40 PM\nكذب.\n"
        "#2 لينا — 29-07-2013, 11:02 PM\nاقتباس: سامي (#1)\nبل صدق.",
        [("سامي", None, "كذب."), ("لينا", 0, "بل صدق.")],
    ),
    (
        "التعليقات (2)\n\n1- سامي (دمشق) 12/03/2013 14:22\nكذب.\n\n2- لينا\nإلى رقم 1: بل صدق.",
        [("سامي", None, "كذب."), ("لينا", 0, "بل صدق.")],
    ),
]


@pytest.mark.parametrize(("thread", "expected"), STYLES)
def test_threads_of_many_engines(thread: str, expected: list[tuple[str, int | None, str]]) -> None:
    text = read(f"The article stands here, and is long enough.\n\n{thread}\n")
    found = [(one.author, one.parent, text.text[one.start : one.stop]) for one in text.thread]
    assert found == expected


def test_an_excerpt_of_another_page_is_a_pingback() -> None:
    text = read(
        "The article stands here.\n\n2 Responses\n\n1. Sami says:\n3 May 2012\nFalse.\n\n"
        "2. Weekend Reading « The Quiet Desk says:\n4 May 2012\n[...] how to count [...]\n"
    )
    assert [(one.kind, one.author) for one in text.thread] == [
        ("comment", "Sami"),
        ("pingback", "The Quiet Desk"),
    ]

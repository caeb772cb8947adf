"""Read the threads of comments that a plain text holds: a page copied into a file or a message.

A thread begins with a line that says so ("3 comments", "التعليقات (5)"), or with lines of a form
that only threads have ("Name says:" and a date). Its style is then kept: where comments are
numbered, a line without a number begins none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tawthiq.reading.model import Segment, ThreadNode
from tawthiq.reading.pages.bylines import announced_in, western
from tawthiq.reading.pages.headlines import (
    Head,
    addressed_in,
    answers_first,
    is_button,
    read_head,
    site_of,
)

_HEADING = re.compile(
    r"^[\W_]*(?:(?:reader(?:s['’]?|['’]s)?|user|visitor|your)\s+)?"
    r"(?:comments?|responses|replies|discussion|reactions|feedback|التعليقات|تعليقات|الردود|ردود|"
    r"تعليقات\s+(?:القراء|القرّاء|الزوار)|آراء القراء)(?:\s+(?:on|to|على|حول)\s.{0,80})?[\W_]*$",
    re.IGNORECASE,
)
_OF = re.compile(r"\(\s*(?:of|out of|من|من أصل)\s+(\d{1,6})\s*\)", re.IGNORECASE)
_PAGE_TAIL = re.compile(
    r"^[\W_]*(?:leave\s+a\s+(?:reply|comment)|post\s+a\s+comment|add\s+(?:a|your)\s+comment|write\s+a\s+comment|"
    r"(?:log|sign)\s+in\s+to\s+(?:comment|reply).*|comments?\s+(?:are\s+)?(?:now\s+)?closed.*|powered\s+by\b.*|"
    r"related\s+(?:posts?|articles?|stories).*|©.*|copyright\b.*|page\s+\d+\s+of\s+\d+.*|"
    r"(?:previous|next|older|newer)\s+(?:post|page|comments?).*|"
    r"(?:أضف|اضف|اكتب|أكتب|اترك)\s+(?:تعليق|رد).*|شارك\s+برأيك.*|التعليقات مغلقة.*|مواضيع ذات صلة.*|"  # noqa: E501
    r"جميع الحقوق محفوظة.*|صفحة\s+\d+\s+من\s+\d+.*)$",
    re.IGNORECASE,
)
# "Replies 1-5 of 11", "Showing 1-10 of 43 comments", "التعليقات 1-5 من 11"
_ITEMS = r"comments?|responses|replies|posts|التعليقات|الردود|تعليقات|تعليقا?|ردود|ردا?"
_PART_OF = re.compile(
    rf"^\W*(?:(?:showing|viewing|displaying|عرض)\s+)?(?P<what>{_ITEMS})?"
    r"\s*\d{1,5}\s*(?:-|–|to|إلى)\s*\d{1,5}\s+(?:of|out of|من|من أصل)\s+(?P<all>\d{1,6})"
    rf"\s*(?P<after>{_ITEMS})?\W*$",
    re.IGNORECASE,
)
_EXCERPT = re.compile(r"\[(?:…|\.{3})\]")
_RULE = re.compile(r"^[\s\-–—_=*•.·~#|]+$")
_LETTER = re.compile(r"[^\W_]")
_NEAR = 4  # lines after the heading within which the first comment begins


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    stop: int  # without its end
    text: str
    depth: int  # of its indentation


@dataclass(slots=True)
class _Found:
    """A comment as its lines are read."""

    head: Head
    depth: int
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class PlainThread:
    """The thread of a plain text: where it begins, its items, its segments."""

    start: int
    segments: tuple[Segment, ...]
    thread: tuple[ThreadNode, ...]
    announced: int | None


def find_plain_thread(text: str) -> PlainThread | None:
    """The thread at the end of a text; None where it has none."""
    lines = list(_lines(text))
    for at, line in enumerate(lines):
        if len(line.text) > 160 or not line.text.strip():
            continue
        announced = _announced(line.text)
        heading = announced is not None or _HEADING.match(line.text) is not None
        if heading and announced != 0:
            found = _items(lines, at + 1)
            if found:
                return _thread(line.start, found, announced, text)
        elif _begins_without_heading(lines, at):
            found = _items(lines, at)
            if len(found) > 1:
                return _thread(line.start, found, None, text)
    return None


def is_heading(line: str) -> bool:
    """Whether a line says that comments follow: "3 comments", "التعليقات (5)", "Comments:"."""
    return _announced(line) not in {None, 0} or _HEADING.match(line) is not None


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for whole in text.splitlines(keepends=True):
        bare = whole.rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
        indent = 0
        for sign in bare:
            if sign == "\t":
                indent += 4
            elif sign in " \u00a0\u3000":
                indent += 1
            elif sign not in "\u200e\u200f\u202a\u202b\u2067\u2066\ufeff":
                break
        yield _Line(start, start + len(bare), bare, indent)
        start += len(whole)


def _announced(line: str) -> int | None:
    part = _PART_OF.match(western(line))
    if part is not None and (part["what"] or part["after"]):
        return int(part["all"])
    of = _OF.search(western(line))
    if of and announced_in(_OF.sub("", western(line))) is not None:
        return int(of[1])
    return announced_in(re.sub(r"^[\s>»\-–=*#•]+", "", line).split(" | ")[0])


def _begins_without_heading(lines: list[_Line], at: int) -> bool:
    head = read_head(lines[at].text)
    if head is None or not head.says or head.author is None:
        return False
    if head.written is not None:
        return True
    if head.inline:
        return False
    after = next((one.text for one in lines[at + 1 : at + 3] if one.text.strip()), "")
    dated = read_head(after, after_author=True)
    return (
        dated is not None
        and dated.written is not None
        and dated.author is None
        and not after[dated.stop :].strip()
    )


def _items(lines: list[_Line], first: int) -> list[_Found]:
    """The comments from line `first` on, to the end of the text or of the thread."""
    found: list[_Found] = []
    authors: set[str] = set()
    numbered = False
    blank_before = True
    at = first
    while at < len(lines):
        line = lines[at]
        if not line.text.strip() or _RULE.match(line.text):
            blank_before = True
            at += 1
            continue
        if found and _PAGE_TAIL.match(line.text):
            return found
        head = read_head(line.text, in_thread=True)
        dated = _dated_below(lines, at, head)
        begun = head
        if head is not None and dated is not None:
            begun = replace(head, written=dated[1])
        if head is not None and not found:
            numbered = head.number is not None
        if (
            head is not None
            and begun is not None
            and _begins(
                begun,
                found,
                numbered=numbered,
                after_blank=blank_before,
                quotes=_key(head.author or "") in authors,
            )
        ):
            at = _take(lines, at, head, found)
            if found[-1].head.author:
                authors.add(_key(found[-1].head.author))
        elif not found:
            if at - first >= _NEAR:
                return []
        else:
            _heed_quotation(lines, at, head, found[-1])
            found[-1].stop = line.stop
        blank_before = False
        at += 1
    return found


def _heed_quotation(lines: list[_Line], at: int, head: Head | None, last: _Found) -> None:
    """A comment that begins "Sami wrote:" quotes Sami, and answers him."""
    if head is None or not head.says or head.author is None or last.head.answers_name is not None:
        return
    before = at - 1
    while before >= 0 and lines[before].start >= last.start:
        if lines[before].text.strip():
            return
        before -= 1
    last.head = replace(last.head, answers_name=head.author)


def _begins(  # noqa: PLR0911
    head: Head, found: list[_Found], *, numbered: bool, after_blank: bool, quotes: bool
) -> bool:
    """Whether a line that looks like the head of a comment is one, in this thread."""
    if head.kind == "pingback":
        return True
    if not found:
        return head.number is not None or head.written is not None or head.says or head.named
    if numbered:
        if head.number is not None:
            plain = found[0].head
            if not (head.written or head.says or head.named) and (plain.named or plain.written):
                return False
            last = next(one.head.number for one in reversed(found) if one.head.number is not None)
            # A list within a comment begins again at 1; a thread goes on, up or down.
            return bool(head.path) or last is None or head.number != 1 or last == 2
        return head.marked and (head.written is not None or head.says or head.named)
    plain = found[0].head
    if head.number is not None and head.written is None and not head.says:
        return False
    if plain.written is not None and head.written is None and not head.marked and quotes:
        return False  # "Sami wrote:", and his words again
    if plain.written is not None or plain.says:
        said = head.written is not None or head.says
        return (said and (head.named or not plain.named)) or (head.marked and head.named)
    return head.named and (after_blank or head.marked or plain.inline)


def _dated_below(lines: list[_Line], at: int, head: Head | None) -> tuple[int, str] | None:
    """The line under a name that holds nothing but a date, and that date."""
    if head is None or head.written is not None or lines[at].text[head.stop :].strip():
        return None
    below = (place for place in range(at + 1, min(at + 3, len(lines))) if lines[place].text.strip())
    place = next(below, None)
    if place is None:
        return None
    dated = read_head(lines[place].text, after_author=True)
    if dated is None or dated.written is None or dated.author is not None:
        return None
    return None if lines[place].text[dated.stop :].strip() else (place, dated.written)


def _take(lines: list[_Line], at: int, head: Head, found: list[_Found]) -> int:
    """Add a comment whose head stands in line `at`; the last line of its head."""
    line = lines[at]
    body = line.start + head.stop
    dated = _dated_below(lines, at, head)
    if dated is not None:
        head = replace(head, written=dated[1])
        at, body = dated[0], lines[dated[0]].stop
    following = next((place for place in range(at, min(at + 2, len(lines)))
                      if lines[place].text[max(0, body - lines[place].start) :].strip()), at)  # fmt: skip  # noqa: E501
    words_start = max(body, lines[following].start)
    answer = answers_first(lines[following].text[words_start - lines[following].start :])
    if answer is not None and head.answers_number is None and head.answers_name is None:
        head = replace(head, answers_number=answer[1], answers_name=answer[2])
        body = words_start + answer[0]
    if head.addressed is None and (named := addressed_in(lines[following].text)):
        head = replace(head, addressed=named)
    if head.kind == "comment" and _EXCERPT.match(lines[following].text.strip()):
        # An excerpt of another page: "A title « A site says: […] words […]".
        head = replace(head, kind="pingback", author=site_of(head.author) if head.author else None)
    found.append(_Found(head, line.depth + 3 * head.level, body, lines[at].stop))
    return at


def _thread(start: int, found: list[_Found], announced: int | None, text: str) -> PlainThread:
    segments: list[Segment] = []
    nodes: list[ThreadNode] = []
    parents = parents_of([one.head for one in found], [one.depth for one in found])
    furniture = start
    for index, one in enumerate(found):
        first, last = _trimmed(text, one.start, one.stop)
        if one.head.kind == "pingback":  # its title names the page; its words follow, if any
            first, last = _trimmed(text, _after_line(text, first, last), last)
        written = one.head.written
        if written is None:
            first, last, written = _dated_at_the_end(text, first, last)
        if furniture < first:
            segments.append(Segment(start=furniture, stop=first, role="furniture"))
        if first < last:
            segments.append(Segment(start=first, stop=last, role="comment", item=index))
        furniture = max(first, last)
        replies = one.head.kind == "comment" and parents[index] is not None
        nodes.append(
            ThreadNode(
                start=first,
                stop=max(first, last),
                kind="reply" if replies else one.head.kind,
                number=one.head.number,
                author=one.head.author,
                written=written,
                parent=parents[index],
            )
        )
    if text[furniture : len(text)].strip():
        segments.append(Segment(start=furniture, stop=len(text), role="furniture"))
    return PlainThread(start, tuple(segments), tuple(nodes), announced)


def _dated_at_the_end(text: str, start: int, stop: int) -> tuple[int, int, str | None]:
    """A comment without its last line, where that is nothing but its date."""
    line = max(text.rfind("\n", start, stop), text.rfind("\r", start, stop)) + 1
    if line <= start:
        return start, stop, None
    dated = read_head(text[line:stop], after_author=True)
    if dated is None or dated.written is None or dated.author is not None:
        return start, stop, None
    if text[line + dated.stop : stop].strip():
        return start, stop, None
    return *_trimmed(text, start, line), dated.written


def parents_of(heads: list[Head], depths: list[int]) -> list[int | None]:
    """Whom each item answers: by number, by name, by its own number (1.1), or by its depth."""
    numbers: dict[int, int] = {}
    for index, head in enumerate(heads):
        if head.number is not None and not head.path:
            numbers.setdefault(head.number, index)
    parents: list[int | None] = []
    stack: list[tuple[int, int]] = []  # depth, index
    authors: dict[str, int] = {}
    for index, head in enumerate(heads):
        while head.kind != "pingback" and stack and stack[-1][0] >= depths[index]:
            stack.pop()
        parent = stack[-1][1] if stack else None
        if head.path and head.number in numbers:
            parent = numbers[head.number]
        if head.answers_number is not None:
            parent = numbers.get(head.answers_number, parent)
        elif head.answers_name is not None:
            parent = authors.get(_key(head.answers_name), parent)
        elif parent is None and head.addressed is not None:
            parent = next((authors[key] for key in _keys(head.addressed) if key in authors), None)
        if parent == index or head.kind == "pingback":
            parent = None
        parents.append(parent)
        if head.kind != "pingback":
            stack.append((depths[index], index))
        if head.author:
            authors[_key(head.author)] = index
            authors.setdefault(_key(head.author.split(",")[0]), index)
    return without_rings(parents)


def without_rings(parents: list[int | None]) -> list[int | None]:
    """No item answers itself, by way of whatever others: such a claim is dropped."""
    settled: set[int] = set()
    for index in range(len(parents)):
        seen: list[int] = []
        on_way: set[int] = set()
        at: int | None = index
        while at is not None and at not in settled:
            if at in on_way:
                parents[at] = None
                break
            seen.append(at)
            on_way.add(at)
            at = parents[at]
        settled.update(seen)
    return parents


def _after_line(text: str, start: int, stop: int) -> int:
    end = text.find("\n", start, stop)
    return start if end < 0 or not text[end:stop].strip() else end


def _key(name: str) -> str:
    return " ".join(name.casefold().split()).strip("@«»\"'")


def _keys(addressed: str) -> Iterator[str]:
    """The names that words after "@" may be: the longest first."""
    words = addressed.split()
    for count in range(min(len(words), 4), 0, -1):
        yield _key(" ".join(words[:count])).rstrip(",:;.،؛")


def _trimmed(text: str, start: int, stop: int) -> tuple[int, int]:
    """The words of a comment, without white space, rules and "Reply" lines at its ends."""
    while True:
        while start < stop and (text[start].isspace() or text[start] == ">"):
            start += 1
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        line_start = max(text.rfind("\n", start, stop), text.rfind("\r", start, stop)) + 1
        if line_start <= start:
            if is_button(text[start:stop]):
                return start, start
            return start, stop
        last = text[line_start:stop]
        if is_button(last) or not _LETTER.search(last):
            stop = line_start
            continue
        return start, stop

"""Footnote marks ([3], ¹, (3)) and the entries at the end of a text that they stand for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_N = r"[0-9٠-٩۰-۹]{1,3}"
_ENTRY = re.compile(
    rf"^[ \t\u200e\u200f]*(?:\[(?P<square>{_N})\]|\((?P<round>{_N})\)|(?P<raised>[⁰¹²³⁴-⁹]{{1,3}})"
    rf"|(?P<plain>{_N})\s?[.)\-–:])[ \t:.\-–]*(?P<said>\S[^\n]*)$",
    re.MULTILINE,
)
_HEADING = re.compile(
    r"^[ \t#*]*(?:references?|sources?|notes?|foot-?notes?|end-?notes?|bibliography|"
    r"works cited|links|"
    r"المراجع|المصادر|الهوامش|الحواشي|هوامش|حواش|مراجع|مصادر|الروابط)[ \t]*[:.：*#]*[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_SQUARE = re.compile(rf"\[(?P<many>\s*{_N}(?:\s*[,،;-]\s*{_N})*[ \t]*)(?:\]|(?=$))", re.MULTILINE)
_ROUND = re.compile(rf"(?<=[^\W\d_”\"’»،,.;])[ ]?\((?P<many>{_N})\)(?=[\s.,;:!?،؛؟]|$)")
_MARK_RAISED = re.compile(r"(?<=[^\s(])(?P<many>[⁰¹²³⁴-⁹]{1,3})")
_ONE = re.compile(_N)
_UNIT = re.compile(r"(?:[\d٠-٩]\s?)?(?:\b[ckmd]?m|كم|متر|م)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What stands at the end for one number."""

    number: int
    start: int  # the words after the number
    stop: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A number in the text that points to an entry; None where there is none."""

    start: int
    stop: int
    entry: Entry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """The marks of a text, and the entries at [start, stop) that they stand for."""

    marks: tuple[Mark, ...] = ()
    entries: tuple[Entry, ...] = ()
    start: int = 0  # where the entries begin, or their heading
    stop: int = 0


def footnotes(text: str, start: int, stop: int) -> Notes:
    """The marks and entries of text[start:stop], the words of one author.

    A number in round brackets is a mark only where an entry has that number; one in square brackets
    or raised above the line is a mark even so, and what it promised is not there.
    """
    entries, first = _entries(text, start, stop)
    known = {one.number: one for one in entries}
    marks = []
    for begins, ends, number, sure in _numbers(text, start, first):
        entry = known.get(number)
        if entry is not None or sure:
            marks.append(Mark(start=begins, stop=ends, entry=entry))
    if entries and not marks:
        return Notes()  # a list of points, to which nothing refers
    marks.sort(key=lambda one: one.start)
    last = entries[-1].stop if entries else first
    return Notes(marks=tuple(marks), entries=entries, start=first, stop=last)


def _numbers(text: str, start: int, stop: int) -> Iterator[tuple[int, int, int, bool]]:
    for found in _SQUARE.finditer(text, start, stop):
        before = text[max(start, found.start() - 1) : found.start()]
        after = text[found.end() : found.end() + 1]
        # "killed [12] people" fills in a number; a mark hangs on a word or ends what it stands in.
        hangs = bool(before.strip()) or (bool(before) and (not after or after in " \n.,;:!?،؛؟)"))
        opens_line = not before or before == "\n"
        sure = hangs and not opens_line and not (before == " " and after == " ")
        several = list(_ONE.finditer(text, *found.span("many")))
        for one in several:
            span = found.span() if len(several) == 1 else one.span()
            if not opens_line:
                yield *span, int(one[0].translate(_DIGITS)), sure
    for found in _ROUND.finditer(text, start, stop):
        begins = text.index("(", found.start(), found.end())
        yield begins, found.end(), int(found["many"].translate(_DIGITS)), False
    for found in _MARK_RAISED.finditer(text, start, stop):
        if not _UNIT.search(text[max(start, found.start() - 6) : found.start()]) and not (
            text[found.start() - 1].isdigit()
        ):
            yield *found.span(), int(found["many"].translate(_RAISED)), True


def _entries(text: str, start: int, stop: int) -> tuple[tuple[Entry, ...], int]:
    """The last run of numbered lines, and where it (or its heading) begins."""
    lines = list(_ENTRY.finditer(text, start, stop))
    if not lines:
        return (), stop
    headings = [
        one for one in _HEADING.finditer(text, start, stop) if one.end() < lines[-1].start()
    ]
    run: list[re.Match[str]] = []
    for line in reversed(lines):
        if headings and line.start() < headings[-1].start():
            break
        if run and _number_of(line) != _number_of(run[0]) - 1:
            break
        run.insert(0, line)
    headed = bool(headings)
    if not headed and _number_of(run[0]) != 1:
        return (), stop
    ends = [*(line.start() for line in run[1:]), stop]
    entries = tuple(
        Entry(
            number=_number_of(line),
            start=line.start("said"),
            stop=_end(text, line, until),
        )
        for line, until in zip(run, ends, strict=True)
    )
    return entries, headings[-1].start() if headed else run[0].start()


def _end(text: str, line: re.Match[str], until: int) -> int:
    """An entry runs on to the next blank line or the next entry."""
    blank = re.compile(r"\n[ \t]*\n").search(text, line.end("said"), until)
    stop = blank.start() if blank else until
    return line.start("said") + len(text[line.start("said") : stop].rstrip())


def _number_of(line: re.Match[str]) -> int:
    said = line["square"] or line["round"] or line["plain"]
    return int(said.translate(_DIGITS)) if said else int(line["raised"].translate(_RAISED))

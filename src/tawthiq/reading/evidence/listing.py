"""Read lists of sources: "Sources: A, 3 May; B; http://…", "المصادر: (أ) …؛ (ب) …".

A list opens with a label and a colon or bracket, and runs to the end of its bracket or line; under
a label that stands alone, each line after it is an entry. What one entry is, a work, an address
or a pointer within the text, is settled in `citations`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tawthiq.reading.evidence.units import Units, units_of
from tawthiq.reading.model import Sentence, Text
from tawthiq.reading.terms import TermList
from tawthiq.reading.tokens import language_of, tokenise


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One source of a list, at [start, stop), and its words as units."""

    start: int
    stop: int
    units: Units


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceList:
    """A list at [start, stop), its label with it, and its entries."""

    start: int
    stop: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a list is read from."""

    text: Text
    terms: TermList  # `citations.toml`
    addresses: Sequence[tuple[int, int]]  # spans of links and addresses, in order


# A label: "Sources", "the sources I used", "Sources for this article", "الأرقام مأخوذة عن".
_LABEL = re.compile(
    r"(?:^|(?<=[.;!?(\[\-|•*]))(?P<before>[dEDJHofYWPUGixCV&]{0,6})(?P<label>s)"
    r"(?P<after>[dEDHofYWPUqixCV&]{0,7})(?P<sign>[:(\[]|-(?!\w)|$)"
)
_SEPARATOR = re.compile(r"[;؛\n|•]|[,،](?=\s)|(?<=\s)[-–—](?=\s)|(?<=[\])])\s*(?=[\[(])")
_STRONG = re.compile(r"[;؛\n|•]")
_ENUMERATOR = re.compile(
    r"^[\s\-–—•*·]*(?:\[?\(?(?:[0-9٠-٩]{1,2}|[a-zA-Zأ-ي]|[ivx]{1,4})[)\].](?=\s|$|[^\W\d]))?[\s\-–—•*]*"
)
_JOINS = re.compile(r"^(?:(?:and|also|or|plus|see|وكذلك|وأيضا|أيضا)\s+|و\s+)+", re.IGNORECASE)
_EDGES = " \t\r\n\u00a0.,;:!?،؛؟…\u200e\u200f"
_PAIRS = {"(": ")", "[": "]", "«": "»", "“": "”", '"': '"'}
_CLOSED_BY = {"(": ")", "[": "]"}
_MOST_WORDS = 25  # more is no entry of a list
_MOST_LINES = 40
_NAMES = re.compile(r"[WYIVOZKkC@\"]|[nm]")
# What goes on with the entry before: its date, its volume and page, "unpublished".
_GOES_ON = re.compile(r"[nmRP.:/\-#]+|[xCq]?n?m?[n.\-]*|(?:RP?|P)[.nxC&\-]+|q|[xCU]n?|Nx")


def source_lists(page: Page, units: Units) -> Iterator[SourceList]:
    """The lists of sources that open in a sentence, given as units, in order."""
    sentence = units.sentence
    done = sentence.start
    for found in _LABEL.finditer(units.letters):
        start, _ = units.span(found.start("before"), found.end("label"))
        _, opened = units.span(found.start("label"), max(found.end(), found.end("label")))
        if start < done or not _is_label(units, found):
            continue
        sign = found["sign"]
        if not sign and not _stands_alone(page.text, sentence, start):
            continue
        before = units.letters[max(0, found.start() - 1) : found.start()]
        bracket = next((one for one in (sign, before) if one in _CLOSED_BY), None)
        stop = _end(page.text, sentence, opened, bracket)
        entries = tuple(_entries(page, sentence, opened, stop))
        if entries and _look_like(entries, sure=_is_sure(units, found)):
            yield SourceList(start=start, stop=stop, entries=entries)
            done = stop


def _is_label(units: Units, found: re.Match[str]) -> bool:
    """Whether the words around it only tell what the list is for: "the sources I used"."""
    if found["sign"] in ("-", "") and (found["before"] or found["after"]):
        return False
    around = (*range(*found.span("before")), *range(*found.span("after")))
    return all(units.letters[at] not in "xC" or _around(units, at) for at in around)


def _around(units: Units, at: int) -> bool:
    term = units.terms[at]
    return term is not None and term.entry.get("role") == "around"


def _is_sure(units: Units, found: re.Match[str]) -> bool:
    """Whether the label can be no speaker: "مصادر:" opens a headline, "المصادر:" a list."""
    raw = units.raw(found.start("label"))
    return bool(found["sign"]) and (raw.isascii() or raw.startswith("ال"))


def _look_like(entries: Sequence[Entry], *, sure: bool) -> bool:
    """Whether what follows a label reads as sources do: works, addresses, bodies with dates."""
    letters = [entry.units.letters for entry in entries]
    speech = any(re.search(r"[TM]", one) and not re.search(r"[WYk@Q]", one) for one in letters)
    return not speech and (
        sure or any(re.search(r"[WYIVk@]|[OC].*[nm]|\"", one) for one in letters)
    )


def _stands_alone(text: Text, sentence: Sentence, start: int) -> bool:
    return sentence.start >= start - 3 and text.text[sentence.stop : sentence.stop + 1] in "\n\r"


def _end(text: Text, sentence: Sentence, opened: int, bracket: str | None) -> int:
    """Where the list ends: its bracket, its line, or the lines under its label."""
    segment = sentence.segment
    line = text.text.find("\n", opened, segment.stop)
    end_of_line = segment.stop if line < 0 else line
    if bracket:
        closed = _closing(text.text, opened, end_of_line, _CLOSED_BY[bracket])
        return end_of_line if closed is None else closed
    if text.text[opened:end_of_line].strip(_EDGES):
        return end_of_line
    stop, at = end_of_line, end_of_line
    for _ in range(_MOST_LINES):
        begins = at + 1
        if begins >= segment.stop:
            break
        line = text.text.find("\n", begins, segment.stop)
        at = segment.stop if line < 0 else line
        words = text.text[begins:at].split()
        if (not words and stop > end_of_line) or len(words) > _MOST_WORDS:
            break
        stop = at if words else stop
    return stop


def _closing(text: str, start: int, stop: int, sign: str) -> int | None:
    depth = 0
    for at in range(start, stop):
        if text[at] in _CLOSED_BY:
            depth += 1
        elif text[at] in _CLOSED_BY.values():
            if depth == 0 and text[at] == sign:
                return at
            depth -= 1
    return None


def _entries(page: Page, sentence: Sentence, start: int, stop: int) -> Iterator[Entry]:
    parts = list(_parts(page.text.text, start, stop))
    several = any(_STRONG.match(sign) for _, _, sign in parts)
    waiting: Entry | None = None
    for first, last, sign in parts:
        entry = _entry(page, sentence, first, last)
        if entry is None:
            continue
        letters = entry.units.letters
        goes_on = _GOES_ON.fullmatch(letters) or (
            several and not re.match(r"d|@|J", letters) and "@" not in letters
        )
        alone = waiting is not None and waiting.units.letters == "n"
        if waiting is not None and not alone and not _STRONG.match(sign) and sign and goes_on:
            words = waiting.start, entry.stop
            waiting = _entry(page, sentence, *words) or waiting
            continue
        if waiting is not None:
            yield waiting
        waiting = entry
    if waiting is not None:
        yield waiting


def _parts(text: str, start: int, stop: int) -> Iterator[tuple[int, int, str]]:
    """Stretches between separators that stand in no bracket or quotation; the sign before each."""
    shut = list(_shut(text, start, stop))
    first, sign = start, ""
    for found in _SEPARATOR.finditer(text, start, stop):
        if any(a < found.start() < b for a, b in shut):
            continue
        said = found[0] if found[0].strip(" ") else ";"  # "[…] […]"
        if text[first : found.start()].strip() or not sign:
            yield first, found.start(), sign
            sign = said
        elif _STRONG.match(said):
            sign = said
        first = found.end()
    yield first, stop, sign


def _shut(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    at = start
    while at < stop:
        closing = _PAIRS.get(text[at])
        end = text.find(closing, at + 1, stop) if closing else -1
        if end > at and end - at < 150:
            yield at, end
            at = end
        at += 1


def _entry(page: Page, sentence: Sentence, first: int, last: int) -> Entry | None:
    text = page.text.text
    bare = _ENUMERATOR.match(text[first:last])
    first += bare.end() if bare else 0
    joins = _JOINS.match(text[first:last])
    first += joins.end() if joins else 0
    while first < last and text[last - 1] in _EDGES + "([":
        last -= 1
    while first < last and text[first] in _EDGES:
        first += 1
    while last - first > 2 and _CLOSED_BY.get(text[first]) == text[last - 1]:
        first, last = first + 1, last - 1
    opened = max(text.rfind("(", first, last), text.rfind("[", first, last))
    if opened > first and not any(sign in text[opened:last] for sign in ")]"):
        last = opened + len(text[first:opened].rstrip()) - (opened - first)  # never closed
    tokens = tuple(tokenise(text, first, last))
    if not tokens or len(tokens) > 2 * _MOST_WORDS or not _NAMES_OR_WORDS.search(text[first:last]):
        return None
    own = replace(
        sentence,
        start=first,
        stop=last,
        tokens=tokens,
        language=language_of(text[first:last]),
    )
    begins = bisect_left(page.addresses, (first, 0))
    near = page.addresses[begins : bisect_left(page.addresses, (last, 0), begins)]
    inside = [span for span in near if span[1] <= last]
    return Entry(start=first, stop=last, units=units_of(own, page.terms, inside))


_NAMES_OR_WORDS = re.compile(r"\w")

"""Find the evidence that a text points to or promises: links, addresses, promises, named works.

Each kind is found by itself and they are brought together here: a promise that is followed by an
address is that address; a work behind whose name a link lies is that link; a footnote mark is what
its entry gives. Whether an address still answers is another's question; here it is only read.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal
from urllib.parse import urldefrag

from tawthiq.fields.text import MAX_LENGTH, fold
from tawthiq.reading.addresses import Address, addresses
from tawthiq.reading.footnotes import Entry, Mark, Notes, footnotes
from tawthiq.reading.items import holder_of, item_ids
from tawthiq.reading.model import Link, Segment, Sentence, Text
from tawthiq.reading.naming import named_works
from tawthiq.reading.pointing import pointers
from tawthiq.reading.supported import clause_of
from tawthiq.reading.terms import TermList, load_terms
from tawthiq.reading.units import Units, units_of
from tawthiq.statements import Citation, statement_id

Form = Literal["link", "partial", "promised", "internal", "named"]
State = Literal["dangling", "unchecked", "internal"]

NO_ADDRESS = "named without an address"
NO_HEADING = "no such heading in the text"
RELATIVE = "relative address"
NEAR = 60  # characters between a promise and the address that keeps it


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A citation on its way; `opens` is where the words that lead to it begin."""

    start: int
    stop: int
    form: Form
    state: State
    url: str | None = None
    named: str | None = None
    opens: int
    closes: int
    look: Literal["before", "ahead", "back"] = "before"  # where what it supports stands
    doubt: tuple[str, ...] = ()


def find_citations(
    text: Text, sentences: Sequence[Sentence], document: str, extra: Path | None = None
) -> list[Citation]:
    """Every citation of the article and its comments, in the order of the text.

    Args:
        sentences: all sentences of `text`.
        document: SHA-256 of the document's bytes.
        extra: a folder of the user's own term files; `citations.toml` there is added.
    """
    terms = load_terms("citations", extra)
    spoken = [one for one in text.segments if one.role != "furniture"]
    notes = _notes(text, spoken)
    called = {mark.entry for one in notes for mark in one.marks if mark.entry}
    entries = sorted(called, key=lambda one: one.start)
    links = [_of_link(text, link) for link in _usable(text, spoken, terms)]
    plain = _plain_addresses(text, spoken, links)
    found = [one for one in (*links, *plain) if not _within(one, entries)]
    found += [_of_mark(text, mark, links, plain) for one in notes for mark in one.marks]
    body = [
        one for one in sentences if not any(note.start <= one.start < note.stop for note in notes)
    ]
    found = _pointed(text, body, found, terms)
    return _statements(text, sentences, document, found)


# --- links and addresses -------------------------------------------------------------------------

_IDLE = re.compile(
    r"^(?:mailto|tel|sms|data|whatsapp|javascript):|/(?:tag|tags|category|categories|author|user|users|"
    r"profile|login|wp-login\.php|wp-admin|search)/|[?&](?:replytocom|share|s|tag|cat)=|#(?:respond|"
    r"comments?|reply|comment-\d+|top|more-\d+)$|(?:facebook\.com/shar|twitter\.com/(?:share|intent|home\?)|"
    r"plus\.google\.com/share|wa\.me/|t\.me/share|linkedin\.com/share|pinterest\.com/pin/create)",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"^\s*(?:#|javascript:.*|about:blank)?\s*$", re.IGNORECASE | re.DOTALL)
_LETTER = re.compile(r"[^\W\d_]")


def _usable(text: Text, spoken: Sequence[Segment], terms: TermList) -> list[Link]:
    """Links that somebody put into what they say, without the page's own buttons and homepages."""
    authors = {fold(node.author[:MAX_LENGTH]) for node in text.thread if node.author}
    buttons = {
        fold(phrase)
        for entry in terms.entries.values()
        if entry.get("role") == "button"
        for language in ("en", "ar")
        for phrase in entry.get(language, ())
    }
    kept, seen = [], set()
    for link in text.links:
        span = (link.start, link.stop)
        segment = _segment_at(spoken, *span)
        if segment is None or span in seen:
            continue
        words = fold(text.text[link.start : link.stop][:MAX_LENGTH]).strip(" .:>»→-|[]()")
        if link.start < link.stop and (words in buttons or not words):
            continue
        if segment.item is not None and words in authors:
            continue
        idle = _IDLE.search(link.url)
        if idle and not idle[0].lower().startswith("javascript"):
            continue
        seen.add(span)
        kept.append(link)
    return sorted(kept, key=lambda one: (one.start, one.stop))


def _segment_at(spoken: Sequence[Segment], start: int, stop: int) -> Segment | None:
    return next((one for one in spoken if one.start <= start and stop <= one.stop), None)


def _of_link(text: Text, link: Link) -> _Found:
    form: Form = "link"
    state: State = "unchecked"
    url: str | None = link.url
    doubt: tuple[str, ...] = ()
    bare, fragment = urldefrag(link.url) if "[" not in link.url else (link.url, "")
    here = not bare or (text.url is not None and bare == urldefrag(text.url)[0])
    if _EMPTY.match(link.url) or (here and not fragment):
        form, state, url = "promised", "dangling", None
    elif here:
        form, state = "internal", "internal"
    elif re.fullmatch(r"(?:https?|ftp):/*\s*(?:…|\.{3})?", link.url):
        form, state, url = "partial", "dangling", None
    elif not re.match(r"[a-z][a-z0-9+.-]*:|//", link.url, re.IGNORECASE):
        first = next(addresses(link.url, 0, len(link.url)), None)
        if first is not None and first.start == 0:
            form = "partial"  # an address whose scheme was left out
        else:
            state, doubt = "internal", (RELATIVE,)
    return _Found(
        start=link.start,
        stop=link.stop,
        form=form,
        state=state,
        url=url,
        opens=link.start,
        closes=link.stop,
        doubt=doubt,
    )


def _plain_addresses(
    text: Text, spoken: Sequence[Segment], links: Sequence[_Found]
) -> list[_Found]:
    """Addresses in running text, but for those that are the words of a link."""
    found = []
    behind = [(one.start, one.stop) for one in links if one.start < one.stop]
    at = 0
    for segment in spoken:
        for one in addresses(text.text, segment.start, segment.stop):
            while at < len(behind) and behind[at][1] <= one.start:
                at += 1
            if at == len(behind) or behind[at][0] >= one.stop:
                found.append(_of_address(one))
    return found


def _of_address(one: Address) -> _Found:
    return _Found(
        start=one.start,
        stop=one.stop,
        form="link" if one.whole else "partial",
        state="dangling" if one.cut else "unchecked",
        url=one.url,
        opens=one.start,
        closes=one.stop,
    )


# --- footnotes -----------------------------------------------------------------------------------


def _notes(text: Text, spoken: Sequence[Segment]) -> list[Notes]:
    """Marks and entries, those of the article and those of each comment by themselves."""
    bounds: dict[int | None, tuple[int, int]] = {}
    for segment in spoken:
        if segment.role in ("article", "comment"):
            start, _ = bounds.get(segment.item, (segment.start, 0))
            bounds[segment.item] = (start, segment.stop)
    return [footnotes(text.text, start, stop) for start, stop in bounds.values()]


def _within(one: _Found, entries: Iterable[Entry]) -> bool:
    return any(entry.start <= one.start and one.stop <= entry.stop for entry in entries)


def _of_mark(text: Text, mark: Mark, links: Sequence[_Found], plain: Sequence[_Found]) -> _Found:
    """A footnote mark is what its entry gives: an address, a piece of one, or a work's name."""
    found = _Found(
        start=mark.start,
        stop=mark.stop,
        form="promised",
        state="dangling",
        opens=mark.start,
        closes=mark.stop,
    )
    if mark.entry is None:
        return found
    entry = mark.entry
    inside = [
        one for one in (*links, *plain) if entry.start <= one.start and one.stop <= entry.stop
    ]
    said = text.text[entry.start : inside[0].start if inside else entry.stop]
    named = said.strip(" \n\t.,;:()[]<>–-،؛") or None
    if inside:
        best = min(inside, key=lambda one: (one.url is None, one.form != "link", one.start))
        return replace(
            found,
            form=best.form,
            state=best.state,
            url=best.url,
            named=named if named and _LETTER.search(named) else None,
            doubt=best.doubt,
        )
    if named is None or not _LETTER.search(named):
        return found
    return replace(found, form="named", state="unchecked", named=named, doubt=(NO_ADDRESS,))


# --- what sentences say --------------------------------------------------------------------------


def _pointed(
    text: Text, sentences: Sequence[Sentence], found: list[_Found], terms: TermList
) -> list[_Found]:
    """Add promises, pointers and named works, and give promises the addresses that keep them."""
    known = sorted(found, key=lambda one: one.start)
    addresses_of = [one for one in known if one.form in ("link", "partial")]
    spans = [(one.start, one.stop) for one in addresses_of if one.start < one.stop]
    added: list[_Found] = []
    opened: dict[int, int] = {}  # start of an address → where the words that lead to it begin
    for place, sentence in enumerate(sentences):
        units = units_of(sentence, terms, _overlapping(spans, sentence))
        after = sentences[place + 1] if place + 1 < len(sentences) else None
        taken: list[tuple[int, int]] = [
            (one.start, one.stop) for one in _near(known, sentence) if one.start < one.stop
        ]
        for one in _of_sentence(text, units, after, known, opened):
            if not any(one.start < stop and start < one.stop for start, stop in taken):
                taken.append((one.start, one.stop))
                added.append(one)
    led = [
        replace(one, opens=min(opened[one.start], one.opens), look="back")
        if one.start in opened
        else one
        for one in known
    ]
    worded = {(one.start, one.stop) for one in led}
    kept = [one for one in led if one.start < one.stop]
    return kept + [one for one in added if (one.start, one.stop) not in worded]


def _overlapping(spans: Sequence[tuple[int, int]], sentence: Sentence) -> list[tuple[int, int]]:
    return [span for span in spans if span[0] < sentence.stop and span[1] > sentence.start]


def _near(known: Sequence[_Found], sentence: Sentence) -> list[_Found]:
    return [one for one in known if one.start < sentence.stop and one.stop > sentence.start]


def _of_sentence(
    text: Text,
    units: Units,
    after: Sentence | None,
    known: Sequence[_Found],
    opened: dict[int, int],
) -> list[_Found]:
    found: list[_Found] = []
    said = list(pointers(units))
    promised: list[tuple[int, int]] = []
    for one in sorted(said, key=lambda p: (p.first, -p.last)):
        start, stop = units.span(one.first, one.last)
        if one.kind == "internal":
            found.append(_internal(text, start, stop))
            continue
        kept_by = _kept_by(text, (start, stop), units.sentence, after, known)
        if kept_by is not None:
            opened.setdefault(kept_by.start, start)
            promised.append((start, stop))
            if kept_by.start == kept_by.stop:  # a link without words: the promise speaks for it
                found.append(replace(kept_by, start=start, stop=stop, opens=start, closes=stop))
        elif not one.weak or not text.text[stop : units.sentence.stop].strip(" :.!?)]…'\"”»"):
            found.append(
                _Found(
                    start=start,
                    stop=stop,
                    form="promised",
                    state="dangling",
                    opens=start,
                    closes=stop,
                )
            )
    for work in named_works(units):
        start, stop = units.span(work.first, work.last)
        start += _glued(units, work.first)
        opens, _ = units.span(work.leads_from, work.last)
        if any(a < stop and start < b for a, b in promised):
            continue
        found.append(
            _Found(
                start=start,
                stop=stop,
                form="named",
                state="unchecked",
                named=text.text[start:stop],
                look="ahead" if work.speaks else "before",
                opens=opens,
                closes=stop,
                doubt=(NO_ADDRESS,),
            )
        )
    order = {"named": 0, "internal": 1, "promised": 2, "link": 0, "partial": 0}
    return sorted(found, key=lambda one: (order[one.form], one.start - one.stop))


def _glued(units: Units, at: int) -> int:
    """How many letters of the first word are glued to it: "و" or "ل" before "تقرير"."""
    term, raw = units.terms[at], units.raw(at)
    glued = term is not None and term.loss > 0 and raw.startswith(("و", "ل", "ب", "ف"))
    return 1 if glued and raw[1:3] not in ("ال", "ل") and not raw.startswith("لل") else 0


_ONLY_LEADS = re.compile(r"^[\s\d:.,;()\[\]<>\-–—•*\"“«'،؛!…]*$")


def _kept_by(
    text: Text,
    span: tuple[int, int],
    sentence: Sentence,
    after: Sentence | None,
    known: Sequence[_Found],
) -> _Found | None:
    """The link or address that a promise leads to."""
    start, stop = span
    reach = after.stop if after is not None and after.segment == sentence.segment else sentence.stop
    for one in known:
        if one.form in ("internal", "named") or one.stop < start:
            continue
        if one.start > reach:
            break
        if one.start < stop and one.stop > start:
            return one
        if one.start < stop:
            continue
        between = text.text[stop : one.start]
        if _ONLY_LEADS.match(between) or (one.start < sentence.stop and len(between) <= NEAR):
            return one
        break
    return None


_NUMBERED = re.compile(r"[\d٠-٩۰-۹]+")


def _internal(text: Text, start: int, stop: int) -> _Found:
    """A pointer within the text; where it names a section, that one is looked for."""
    said = text.text[start:stop]
    state: State = "internal"
    doubt: tuple[str, ...] = ()
    part = _PART.search(said)
    chapter = _CHAPTER.search(said)
    elsewhere = text.text[:start] + " " + text.text[stop:]
    if part is not None:
        pattern = rf"(?<!\w){re.escape(part['name'])}\s+{re.escape(part['which'])}(?!\w)"
        which = _NUMBERED.search(part["which"])
        heading = which and re.search(rf"^\s*{which[0]}[.)]?\s+\S", elsewhere, re.MULTILINE)
        if not heading and not re.search(pattern, elsewhere, re.IGNORECASE):
            state = "dangling"
    elif chapter is not None and not re.search(
        rf"^[\s#*\d.)]*(?:ال)?{re.escape(chapter['name'])}s?\s*:?\s*$",
        elsewhere,
        re.IGNORECASE | re.MULTILINE,
    ):
        doubt = (NO_HEADING,)
    return _Found(
        start=start, stop=stop, form="internal", state=state, opens=start, closes=stop, doubt=doubt
    )


_WHICH = (
    "\\d+|[٠-٩]+|[ivx]+\\b|[a-h]\\b|one|two|three|four|five|six|seven|eight|nine|ten|"
    "الأول|الأولى|الثاني|الثانية|الثالث|الثالثة|الرابع|الرابعة|الخامس|الخامسة|السادس|السادسة"
)
_PART = re.compile(
    r"(?P<name>sections?|chapters?|parts?|paragraphs?|tables?|figures?|fig\.|annex|appendix|box|chart|"
    rf"footnote|note|القسم|الفصل|الجزء|الفقرة|الجدول|الشكل|الملحق|الباب)\s+(?:رقم\s+)?(?P<which>{_WHICH})",
    re.IGNORECASE,
)
_CHAPTER = re.compile(
    r"(?P<name>conclusion|introduction|summary|preface|foreword|methodology|epilogue|خاتمة|مقدمة|خلاصة|"
    r"استنتاجات|تمهيد|منهجية)s?",
    re.IGNORECASE,
)


# --- statements ----------------------------------------------------------------------------------


def _statements(
    text: Text, sentences: Sequence[Sentence], document: str, found: Iterable[_Found]
) -> list[Citation]:
    ids = item_ids(text, document)
    spoken = [one for one in text.segments if one.role != "furniture"]
    made: list[Citation] = []
    ordered = sorted(found, key=lambda one: (one.start, one.stop))
    led = [(one.opens, one.closes) for one in ordered]
    for place, one in enumerate(ordered):
        segment = _segment_at(spoken, one.start, one.stop)
        if segment is None:
            continue
        nth = sum(
            1 for other in ordered[:place] if (other.start, other.stop) == (one.start, one.stop)
        )
        made.append(
            Citation(
                id=statement_id(document, "citation", one.start, one.stop, nth),
                start=one.start,
                end=one.stop,
                quote=text.text[one.start : one.stop],
                holder=holder_of(text, segment),
                item=None if segment.item is None else ids[segment.item],
                form=one.form,
                state=one.state,
                url=one.url,
                source_named=one.named,
                clause=clause_of(
                    text,
                    sentences,
                    one.opens,
                    one.closes,
                    led[max(0, place - 20) : place + 20],
                    look=one.look,
                ),
                doubt=one.doubt,
            )
        )
    return made

"""Find the evidence that a text points to or promises: links, addresses, promises, named works.

Each kind is found by itself and they are brought together here: a promise that is followed by an
address is that address; a work behind whose name a link lies is that link; a footnote mark is what
its entry gives. Whether an address still answers is another's question; here it is only read.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from tawthiq.reading.events.items import holder_of, item_ids
from tawthiq.reading.evidence.footnotes import Entry, Mark, Notes, footnotes
from tawthiq.reading.evidence.found import Found, Spoken, touching
from tawthiq.reading.evidence.links import linked
from tawthiq.reading.evidence.listing import Page, SourceList, source_lists
from tawthiq.reading.evidence.naming import named_works, symbols
from tawthiq.reading.evidence.pointing import pointers
from tawthiq.reading.evidence.sections import Sections
from tawthiq.reading.evidence.supported import clause_of
from tawthiq.reading.evidence.units import Units, units_of
from tawthiq.reading.model import Sentence, Text
from tawthiq.reading.terms import TermList, load_terms
from tawthiq.reading.tokens import tokenise
from tawthiq.statements import Citation, statement_id

NO_ADDRESS = "named without an address"
_OTHERS = 20  # citations before and after one that can stand in its sentence
NEAR = 60  # characters between a promise and the address that keeps it


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
    spoken = Spoken(text)
    known = linked(text, spoken, terms)
    notes = _notes(text, spoken)
    marks = [_of_mark(mark) for one in notes for mark in one.marks]
    entries: dict[Entry, Mark] = {}
    for mark in (mark for one in notes for mark in one.marks):
        if mark.entry is not None:
            entries.setdefault(mark.entry, mark)
    given = [
        (one, _of_entry(text, entry, mark, known, terms))
        for entry, mark in entries.items()
        for one in [_inside(known, entry)]
    ]
    in_entries = {one for inside, _ in given for one in inside}
    found = [
        *(one for one in known if one not in in_entries),
        *marks,
        *(one for _, made in given for one in made),
    ]
    body = _without_notes(sentences, notes)
    return _statements(text, spoken, sentences, document, _pointed(text, body, found, terms))


_LETTER = re.compile(r"[^\W\d_]")

# --- footnotes -----------------------------------------------------------------------------------


def _notes(text: Text, spoken: Spoken) -> list[Notes]:
    """Marks and entries, those of the article and those of each comment by themselves."""
    bounds: dict[int | None, tuple[int, int]] = {}
    for segment in spoken.segments:
        if segment.role in ("article", "comment"):
            start, _ = bounds.get(segment.item, (segment.start, 0))
            bounds[segment.item] = (start, segment.stop)
    found = (footnotes(text.text, start, stop) for start, stop in bounds.values())
    return [one for one in found if one.marks]


def _without_notes(sentences: Sequence[Sentence], notes: Sequence[Notes]) -> list[Sentence]:
    ordered = sorted(notes, key=lambda one: one.start)
    body, at = [], 0
    for sentence in sentences:
        while at < len(ordered) and ordered[at].stop <= sentence.start:
            at += 1
        if at == len(ordered) or sentence.start < ordered[at].start:
            body.append(sentence)
    return body


def _of_mark(mark: Mark) -> Found:
    """A footnote mark points to its entry; without one it promises what is not there."""
    return Found(
        start=mark.start,
        stop=mark.stop,
        form="promised" if mark.entry is None else "internal",
        state="dangling" if mark.entry is None else "internal",
        opens=mark.start,
        closes=mark.stop,
    )


def _inside(known: Sequence[Found], entry: Entry) -> list[Found]:
    """The links and addresses that an entry gives."""
    near = touching(known, entry.start, entry.stop)
    return [one for one in near if entry.start <= one.start and one.stop <= entry.stop]


def _of_entry(
    text: Text, entry: Entry, mark: Mark, known: Sequence[Found], terms: TermList
) -> Iterator[Found]:
    """What an entry gives, addresses or a work's name, for what stands before its mark."""
    inside = _inside(known, entry)
    said = text.text[entry.start : inside[0].start if inside else entry.stop]
    named = said.strip(" \n\t.,;:()[]<>–-،؛")
    if not _LETTER.search(named):
        named = ""
    for one in inside:
        yield replace(one, named=named or None, opens=mark.start, closes=mark.stop)
    if inside or not named:
        return
    lost = next((match for match in _terms_in(said, terms) if match == "link"), None)
    start = entry.start + said.index(named)
    named = named.removeprefix(_look(named, terms)).lstrip(" :")
    start = text.text.index(named, start)
    yield Found(
        start=start,
        stop=start + len(named),
        form="promised" if lost else "named",
        state="dangling" if lost else "unchecked",
        named=None if lost else named,
        opens=mark.start,
        closes=mark.stop,
        doubt=() if lost else (NO_ADDRESS,),
    )


def _look(words: str, terms: TermList) -> str:
    """The words at its beginning that only tell to look: "See", "انظر"."""
    tokens = tuple(tokenise(words[:80]))
    match = terms.at(tokens, 0)
    if match is None or match.entry.get("role") != "look" or match.last == len(tokens):
        return ""
    return words[: tokens[match.last - 1].stop]


def _terms_in(words: str, terms: TermList) -> Iterator[str]:
    """The roles of the first words of an entry: one that begins with "link" has lost it."""
    tokens = tuple(tokenise(words[:80]))
    for at in range(min(2, len(tokens))):
        match = terms.at(tokens, at)
        if match is not None:
            yield str(match.entry.get("role", ""))


# --- what sentences say --------------------------------------------------------------------------


def _pointed(
    text: Text, sentences: Sequence[Sentence], found: Sequence[Found], terms: TermList
) -> list[Found]:
    """Add promises, pointers and named works, and give promises the addresses that keep them."""
    known = sorted(found, key=lambda one: (one.start, one.stop))
    sections = Sections(text)
    addresses = [(one.start, one.stop) for one in known if one.form in ("link", "partial")]
    page = Page(text=text, terms=terms, addresses=addresses)
    added: list[Found] = []
    lists: list[tuple[int, int]] = []
    listed_to = 0  # where the list of sources last read ends
    names: dict[int, str] = {}  # start of an address → what a list calls it
    opened: dict[int, int] = {}  # start of an address → where the words that lead to it begin
    for place, sentence in enumerate(sentences):
        here = [one for one in touching(known, sentence.start, sentence.stop) if one.quotes]
        behind = [(one.start, one.stop) for one in here if one.form in ("link", "partial")]
        units = units_of(sentence, terms, behind)
        if sentence.start >= listed_to and "s" in units.letters:
            for listed in source_lists(page, units):
                lists.append((listed.start, listed.stop))
                listed_to = listed.stop
                added += _of_list(listed, known, opened, names, sections)
        reach = _reach(sentences, place)
        near = touching(known, sentence.start, reach + 1)
        taken = [(one.start, one.stop) for one in here]
        taken += [one for one in lists[-_OTHERS:] if sentence.start < one[1]]
        for one in _of_sentence(text, units, near, opened, sections):
            if not any(one.start < stop and start < one.stop for start, stop in taken):
                taken.append((one.start, one.stop))
                added.append(one)
    led = [
        replace(
            one,
            opens=min(opened[one.start], one.opens),
            look="back",
            named=one.named or names.get(one.start),
        )
        if one.start in opened
        else one
        for one in known
        if one.quotes
    ]
    return led + added


def _of_list(
    listed: SourceList,
    known: Sequence[Found],
    opened: dict[int, int],
    names: dict[int, str],
    sections: Sections,
) -> Iterator[Found]:
    """The entries of a list of sources; its addresses are known, and get their names here."""
    for entry in listed.entries:
        inside = touching(known, entry.start, entry.stop)
        for one in inside:
            opened.setdefault(one.start, listed.start)
            words = entry.units.words_before(one.start).strip(" \n\t.,;:()[]<>–-،؛")
            if _LETTER.search(words):
                names.setdefault(one.start, words)
        if inside:
            continue
        within = any(one.kind == "internal" for one in pointers(entry.units))
        words = entry.units.words_before(entry.stop)
        if within or _SAME.match(words) or not _LETTER.search(words):
            found = sections.pointer(entry.start, entry.stop)
        elif _PROMISED.match(entry.units.letters):
            found = _promise(entry.start, entry.stop)
        else:
            found = Found(
                start=entry.start,
                stop=entry.stop,
                form="named",
                state="unchecked",
                named=words,
                opens=listed.start,
                closes=entry.stop,
                doubt=(NO_ADDRESS,),
            )
        yield replace(found, opens=listed.start, look="back")


_PROMISED = re.compile(r"(?:d?[KHJ]|L)[^WYOC]*$")
_SAME = re.compile(
    r"(?:ibid|idem|op\.? ?cit|المرجع نفسه|المصدر نفسه|المرجع السابق|المصدر السابق)", re.I
)


def _promise(start: int, stop: int) -> Found:
    return Found(
        start=start, stop=stop, form="promised", state="dangling", opens=start, closes=stop
    )


def _reach(sentences: Sequence[Sentence], place: int) -> int:
    """How far what a sentence promises may stand: the end of the next one by the same author."""
    sentence = sentences[place]
    after = sentences[place + 1] if place + 1 < len(sentences) else None
    return after.stop if after and after.segment == sentence.segment else sentence.segment.stop


def _of_sentence(
    text: Text,
    units: Units,
    near: Sequence[Found],
    opened: dict[int, int],
    sections: Sections,
) -> list[Found]:
    found: list[Found] = []
    said = list(pointers(units))
    promised: list[tuple[int, int]] = []
    for one in sorted(said, key=lambda p: (p.first, -p.last)):
        start, stop = units.span(one.first, one.last)
        if one.kind == "internal":
            found.append(sections.pointer(start, stop))
            continue
        if one.kind == "another":
            found.append(_named(text, start, stop, start, "before"))
            continue
        kept_by = _kept_by(text, start, stop, units.sentence, near)
        if kept_by is not None:
            opened.setdefault(kept_by.start, start)
            promised.append((start, stop))
            if kept_by.start == kept_by.stop:  # a link without words: the promise speaks for it
                found.append(replace(kept_by, start=start, stop=stop, opens=start, closes=stop))
        elif not one.weak or not text.text[stop : units.sentence.stop].strip(" :.!?)]…'\"”»"):
            found.append(_promise(start, stop))
    for work in named_works(units):
        start, stop = units.span(work.first, work.last)
        start += _glued(units, work.first)
        opens, _ = units.span(work.leads_from, work.last)
        if any(a < stop and start < b for a, b in promised):
            continue
        found.append(_named(text, start, stop, opens, "ahead" if work.speaks else "before"))
    sentence = units.sentence
    found += [
        _named(text, start, stop, start, "before")
        for start, stop in symbols(text.text, sentence.start, sentence.stop)
    ]
    order = {"named": 0, "internal": 1, "promised": 2, "link": 0, "partial": 0}
    return sorted(found, key=lambda one: (order[one.form], one.start - one.stop))


def _named(
    text: Text, start: int, stop: int, opens: int, look: Literal["before", "ahead"]
) -> Found:
    return Found(
        start=start,
        stop=stop,
        form="named",
        state="unchecked",
        named=text.text[start:stop],
        look=look,
        opens=opens,
        closes=stop,
        doubt=(NO_ADDRESS,),
    )


def _glued(units: Units, at: int) -> int:
    """How many letters of the first word are glued to it: "و" or "ل" before "تقرير"."""
    term, raw = units.terms[at], units.raw(at)
    glued = term is not None and term.loss > 0 and raw.startswith(("و", "ل", "ب", "ف"))
    return 1 if glued and raw[1:3] not in ("ال", "ل") and not raw.startswith("لل") else 0


_ONLY_LEADS = re.compile(r"^[\s\d:.,;()\[\]<>\-–—•*\"“«'،؛!…]*$")


# "See this article:", a line with its title, and its address
_TITLE_LINE = re.compile(r"\s*:\s*\n[^\n.!?؟]{3,100}\s$")


def _kept_by(
    text: Text, start: int, stop: int, sentence: Sentence, near: Sequence[Found]
) -> Found | None:
    """The link or address that a promise at [start, stop) leads to."""
    for one in near:
        if one.form in ("internal", "named") or one.stop < start:
            continue
        if one.start < stop and one.stop > start:
            return one
        if one.start < stop:
            continue
        between = text.text[stop : one.start]
        if _TITLE_LINE.match(between):
            return one
        if _ONLY_LEADS.match(between) or (one.start < sentence.stop and len(between) <= NEAR):
            return one
        break
    return None


# --- statements ----------------------------------------------------------------------------------


def _statements(
    text: Text,
    spoken: Spoken,
    sentences: Sequence[Sentence],
    document: str,
    found: Sequence[Found],
) -> list[Citation]:
    ids = item_ids(text, document)
    made: list[Citation] = []
    ordered = sorted(found, key=lambda one: (one.start, one.stop))
    led = [(one.opens, one.closes) for one in ordered]
    seen: Counter[tuple[int, int]] = Counter()
    for place, one in enumerate(ordered):
        segment = spoken.at(one.start, one.stop)
        if segment is None:
            continue
        nth = seen[one.start, one.stop]
        seen[one.start, one.stop] += 1
        others = led[max(0, place - _OTHERS) : place + _OTHERS]
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
                clause=clause_of(text, sentences, one.opens, one.closes, others, look=one.look),
                doubt=one.doubt,
            )
        )
    return made

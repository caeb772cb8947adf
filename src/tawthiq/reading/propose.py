"""From bytes to proposals: all steps of reading, in order."""

import hashlib
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path

from tawthiq.fields import Gazetteer
from tawthiq.reading.affairs.charging import besides
from tawthiq.reading.affairs.finding import find_affairs, without_told_twice
from tawthiq.reading.counted.figures import Found, find_figures
from tawthiq.reading.events.accounts import find_accounts
from tawthiq.reading.events.attitude import attitudes
from tawthiq.reading.events.incidents import find_incidents
from tawthiq.reading.events.items import thread_items
from tawthiq.reading.evidence.citations import find_citations
from tawthiq.reading.languages import languages_of, unread_language
from tawthiq.reading.model import Reading, Sentence, Text
from tawthiq.reading.pages.extracting import extract
from tawthiq.reading.tokens import sentences as sentences_of
from tawthiq.reading.tying import with_evidence, with_figures, with_holders
from tawthiq.reading.voices.attributions import find_attributions
from tawthiq.reading.voices.bodies import find_bodies
from tawthiq.reading.voices.positions import find_positions
from tawthiq.reading.where_when.places import find_all_places
from tawthiq.reading.where_when.whens import find_whens
from tawthiq.statements import Statement

UNREAD = "language not read"
VERSION = "grammar-3"
"""The grammar's version: another one may propose otherwise of the same text."""


def read_text(
    content: bytes,
    filename: str,
    *,
    url: str | None = None,
    published: date | None = None,
    gazetteer: Gazetteer | None = None,
    extra: Path | None = None,
) -> Reading:
    """Read a document: extract its text and propose the statements that it makes.

    Args:
        content: the document's bytes: HTML, PDF or plain text.
        filename: what it is called; its ending tells the kind where the bytes do not.
        url: where it was fetched from.
        published: the day it was published; by default what the document itself says.
        gazetteer: the places to look for; the built-in ones where None.
        extra: a folder of the user's own lists of terms.

    Raises:
        ReadingError: the bytes are no text that can be read; the message says why.
    """
    text = extract(content, filename, url)
    document = hashlib.sha256(content).hexdigest()
    published = published or text.published
    sentences, unread = _readable(text)
    languages = languages_of(unread)
    return Reading(
        document=document,
        text=text,
        published=published,
        statements=_propose(
            text,
            sentences,
            document=document,
            published=published,
            gazetteer=gazetteer or Gazetteer.default(),
            extra=extra,
        ),
        notes=(*text.notes, *([f"{UNREAD}: {languages}"] if languages else [])),
        version=VERSION,
    )


def propose(
    text: Text,
    *,
    document: str,
    published: date | None,
    gazetteer: Gazetteer,
    extra: Path | None = None,
) -> tuple[Statement, ...]:
    """Every statement that the text makes, in the order of the text."""
    return _propose(
        text,
        _readable(text)[0],
        document=document,
        published=published,
        gazetteer=gazetteer,
        extra=extra,
    )


def _readable(text: Text) -> tuple[list[Sentence], Counter[str]]:
    """The sentences in English and Arabic, and the characters left alone, by language.

    A language is told by a whole paragraph: a sentence may be too short to tell.
    """
    sentences: list[Sentence] = []
    unread: Counter[str] = Counter()
    for _, group in groupby(sentences_of(text), key=lambda one: (one.segment, one.paragraph)):
        paragraph = list(group)
        start, stop = paragraph[0].start, paragraph[-1].stop
        language = unread_language(text.text[start:stop])
        if language is None:
            # Later steps count on a sentence's index being its place in this list.
            sentences += [
                one if one.index == at else replace(one, index=at)
                for at, one in enumerate(paragraph, start=len(sentences))
            ]
        else:
            unread[language] += stop - start
    return sentences, unread


def _propose(
    text: Text,
    sentences: list[Sentence],
    *,
    document: str,
    published: date | None,
    gazetteer: Gazetteer,
    extra: Path | None,
) -> tuple[Statement, ...]:
    whens = find_whens(sentences, published)
    places = find_all_places(sentences, gazetteer)
    attributions = find_attributions(sentences, extra)
    bodies = find_bodies(text, sentences, document, extra)
    found = Found(
        whens=whens,
        places=places,
        attributions=attributions,
        names=[(one.start, one.end) for one in bodies],
    )
    figures = find_figures(text, sentences, found, document, extra)
    figures, citations = with_evidence(
        text, figures, find_citations(text, sentences, document, extra)
    )
    incidents = find_incidents(text, sentences, whens, places, document, extra)
    accounts = find_accounts(text, sentences, attributions, incidents, document, extra)
    affairs = find_affairs(
        text,
        sentences,
        document,
        whens=whens,
        places=places,
        attributions=attributions,
        figures=figures,
        bodies=bodies,
        incidents=incidents,
        accounts=accounts,
        extra=extra,
    )
    accounts, affairs = besides(accounts, affairs)
    positions = find_positions(text, sentences, attributions, document, extra)
    statements = with_holders(
        text,
        document,
        [
            *figures,
            *citations,
            *with_figures(sentences, incidents, figures),
            *accounts,
            *without_told_twice(positions, affairs),
            *bodies,
            *affairs,
        ],
    )
    items = attitudes(thread_items(text, document, published), statements, text, extra)
    return tuple(sorted([*statements, *items], key=lambda one: (one.start, -one.end, one.id)))

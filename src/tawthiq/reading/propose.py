"""From bytes to proposals: all steps of reading, in order."""

import hashlib
from datetime import date
from pathlib import Path

from tawthiq.fields import Gazetteer
from tawthiq.reading.accounts import find_accounts
from tawthiq.reading.attributions import find_attributions
from tawthiq.reading.citations import find_citations
from tawthiq.reading.extracting import extract
from tawthiq.reading.figures import Found, find_figures
from tawthiq.reading.incidents import find_incidents
from tawthiq.reading.items import thread_items
from tawthiq.reading.model import Reading, Text
from tawthiq.reading.places import find_places
from tawthiq.reading.tokens import sentences as sentences_of
from tawthiq.reading.tying import with_evidence, with_figures, with_holders
from tawthiq.reading.whens import find_whens
from tawthiq.statements import Statement

VERSION = "grammar-1"
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
    return Reading(
        document=document,
        text=text,
        published=published,
        statements=propose(
            text,
            document=document,
            published=published,
            gazetteer=gazetteer or Gazetteer.default(),
            extra=extra,
        ),
        notes=text.notes,
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
    sentences = list(sentences_of(text))
    whens = find_whens(sentences, published)
    places = {one.index: find_places(one, gazetteer) for one in sentences}
    attributions = find_attributions(sentences, extra)
    found = Found(whens=whens, places=places, attributions=attributions)
    figures = find_figures(text, sentences, found, document, extra)
    figures, citations = with_evidence(
        text, figures, find_citations(text, sentences, document, extra)
    )
    incidents = find_incidents(text, sentences, whens, places, document, extra)
    accounts = find_accounts(text, sentences, attributions, incidents, document, extra)
    statements = with_holders(
        text,
        document,
        [
            *figures,
            *citations,
            *with_figures(sentences, incidents, figures),
            *accounts,
            *thread_items(text, document, published),
        ],
    )
    return tuple(sorted(statements, key=lambda one: (one.start, -one.end, one.id)))

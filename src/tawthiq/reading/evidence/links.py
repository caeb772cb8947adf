"""The addresses that somebody put into what they say: links, and addresses in running text.

A page links to much that is no evidence: its own buttons, tags, homepages of those who comment.
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urldefrag

from tawthiq.fields.text import MAX_LENGTH, fold
from tawthiq.reading.evidence.addresses import Address, addresses
from tawthiq.reading.evidence.found import Form, Found, Spoken, State, touching
from tawthiq.reading.model import Link, Text
from tawthiq.reading.terms import TermList

RELATIVE = "relative address"


def linked(text: Text, spoken: Spoken, terms: TermList) -> list[Found]:
    """Links and plain addresses, in the order of the text.

    Args:
        terms: `citations.toml`, whose buttons are no evidence.
    """
    links = [_of_link(text, link) for link in _usable(text, spoken, terms)]
    found = [*links, *_plain(text, spoken, links)]
    return sorted(found, key=lambda one: (one.start, one.stop))


_IDLE = re.compile(
    r"^(?:mailto|tel|sms|data|whatsapp|javascript):|/(?:tag|tags|category|categories|author|user|users|"
    r"profile|login|wp-login\.php|wp-admin|search)/|[?&](?:replytocom|share|s|tag|cat)=|#(?:respond|"
    r"comments?|reply|comment-\d+|top|more-\d+)$|(?:facebook\.com/shar|twitter\.com/(?:share|intent|home\?)|"
    r"plus\.google\.com/share|wa\.me/|t\.me/share|linkedin\.com/share|pinterest\.com/pin/create)",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"^\s*(?:#|javascript:.*|about:blank)?\s*$", re.IGNORECASE | re.DOTALL)


def _usable(text: Text, spoken: Spoken, terms: TermList) -> list[Link]:
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
        segment = spoken.at(*span)
        if segment is None or span in seen:
            continue
        words = fold(text.text[link.start : link.stop][:MAX_LENGTH]).strip(" .:>»→-|[]()")
        if link.start < link.stop and (words in buttons or not words):
            continue
        if segment.item is not None and (
            words in authors or text.thread[segment.item].kind == "pingback"
        ):
            continue
        idle = _IDLE.search(link.url)
        if idle and not idle[0].lower().startswith("javascript"):
            continue
        seen.add(span)
        kept.append(link)
    return sorted(kept, key=lambda one: (one.start, one.stop))


def _of_link(text: Text, link: Link) -> Found:
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
            doubt = (RELATIVE,)
    return Found(
        start=link.start,
        stop=link.stop,
        form=form,
        state=state,
        url=url,
        opens=link.start,
        closes=link.stop,
        doubt=doubt,
    )


def _plain(text: Text, spoken: Spoken, links: Sequence[Found]) -> Iterator[Found]:
    """Addresses in running text, but for those that are the words of a link."""
    behind = [one for one in links if one.start < one.stop]
    for segment in spoken.segments:
        for one in addresses(text.text, segment.start, segment.stop):
            if not touching(behind, one.start, one.stop):
                yield _of_address(one)


def _of_address(one: Address) -> Found:
    return Found(
        start=one.start,
        stop=one.stop,
        form="link" if one.whole else "partial",
        state="dangling" if one.cut else "unchecked",
        url=one.url,
        opens=one.start,
        closes=one.stop,
    )

"""Find addresses in running text: whole ones, pieces of one, and those that were cut off.

A piece is kept as it is written: nobody here adds a scheme or a host that the text does not give.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

_STOP = r"\s<>«»\"”“\u200e\u200f\u202a-\u202e\u2066-\u2069"
_REST = rf"[^{_STOP}]*"
_TAIL = re.compile(r"[.,;:!?'’*_،؛؟…|)\]}]+$")
_CUT = re.compile(r"(?:…|\.{3,})[)\]]?[.,;:!?'’]*$")
# Endings of hosts that stand without scheme and path. Those that are also words of a language
# ("me", "so", "no", "in") count only before a path: a missing blank makes "end.So" of "end. So".
_HOSTS = (
    "com|org|net|info|gov|edu|int|mil|biz|news|blog|press|media|online|site|website|press|example|"
    "invalid|test|co\\.uk|org\\.uk|ac\\.uk|gov\\.uk|org\\.sy|com\\.sy|gov\\.sy|org\\.lb|com\\.lb|"
    "com\\.tr|gov\\.tr|sy|lb|jo|iq|tr|uk|de|fr|ru|eu|eg|sa|ae|qa|kw|tv"
)
_ANY_HOST = (
    _HOSTS + "|io|me|ly|be|us|to|gl|gd|cc|co|ch|se|nl|ca|au|no|in|it|es|at|is|so|am|fm|gg|app|dev"
    "|link|page"
)
_LABELS = r"(?:[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])?\.)"
_SEEN = re.compile(
    rf"""
    (?P<whole>(?:https?|ftp)://(?!…|\.\.\.)[^{_STOP}.,;:!?)\]،؛؟]{_REST})
    | (?P<empty>(?:https?|ftp):/{{0,2}}(?=[\s)\]…,;،؛]|\.{{3}}|$))(?P<rest>[ ]www\.{_REST})?
    | (?<![@\w./-])(?P<www>www\.[^{_STOP}.]{_REST})
    | (?<![@\w./-])(?P<broken>(?:hxxps?://|h\*\*ps?://)?{_LABELS}{{0,3}}[a-z0-9-]{{1,40}}
        \ ?(?:\[\.\]|\(dot\)|\[dot\])\ ?[a-z]{{2,6}}(?![\w@])(?:/{_REST})?)
    | (?<![@\w./-])(?P<path>{_LABELS}{{1,4}}(?:{_ANY_HOST})/{_REST})
    | (?<![@\w./-])(?P<host>{_LABELS}{{1,4}}(?:{_HOSTS}))(?![\w@]|[.-]\w)(?:…|\.{{3,}})?
    | (?<![\w/?.])(?P<id>/?watch\?v=[\w-]{{6,}}|v=[\w-]{{11}}(?![\w-]))
    | (?:youtube|يوتيوب)(?:\s+(?:video|clip|id|film|فيديو|مقطع|رقم|معرف|معرّف))*\s*[:(]?\s*
        (?P<video>[\w-]{{11}})(?![\w-])
    """,
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)
_MIXED = re.compile(r"(?=.*\d)(?=.*[a-z])(?=.*[A-Z])", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address as written at [start, stop)."""

    start: int
    stop: int
    url: str | None  # as written; None where nothing of an address is left
    whole: bool  # with scheme and host, and not cut
    cut: bool  # it ends before its end, or leads nowhere as it stands


def addresses(text: str, start: int, stop: int) -> Iterator[Address]:
    """Every address in text[start:stop], left to right."""
    for found in _SEEN.finditer(text, start, stop):
        kind = next(name for name, value in found.groupdict().items() if value)
        if kind == "empty" and not found["rest"]:
            yield _address(found.start(), found[0], url=None, cut=True)
            continue
        written = found[0] if kind in ("empty", "host") else found[kind]
        said, begins = _ended(written), found.start("video" if kind == "video" else 0)
        if kind == "video" and not _MIXED.match(said):
            continue
        # "Haddad.Org" may be an address; "killed.De" is two sentences with no blank between.
        if kind == "host" and re.search(r"\.[A-Z][a-z]*$", said):
            continue
        cut = bool(_CUT.search(written)) or kind in ("id", "video")
        if kind == "whole" and "." not in (_host(said) or ""):
            cut = True
        yield _address(begins, said, url=said, cut=cut, whole=kind == "whole" and not cut)


def _address(start: int, said: str, *, url: str | None, cut: bool, whole: bool = False) -> Address:
    return Address(start=start, stop=start + len(said), url=url, whole=whole, cut=cut)


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:  # a bracket that is no IPv6 address: no host to be read
        return None


def _ended(said: str) -> str:
    """Without the signs that follow an address: but a bracket that it opened itself is its own."""
    while tail := _TAIL.search(said):
        if tail[0][-1] in _PAIRS and said.count(tail[0][-1]) <= said.count(_PAIRS[tail[0][-1]]):
            break
        said = said[:-1]
    return said


_PAIRS = {")": "(", "]": "[", "}": "{"}

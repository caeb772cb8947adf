"""Find addresses in running text: whole ones, pieces of one, and those that were cut off.

A piece is kept as it is written: nobody here adds a scheme or a host that the text does not give.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

_STOP = r"\s<>«»\"”“\u200e\u200f\u202a-\u202e\u2066-\u2069"
_LAST = rf"[^{_STOP}.,;:!?)\]}}'’،؛؟…|]"
# Endings of hosts that stand without scheme and path. Those that are also words of a language
# ("me", "so", "no", "in") count only before a path: a missing blank makes "end.So" of "end. So".
_HOSTS = (
    "com|org|net|info|gov|edu|int|mil|biz|news|blog|press|media|online|site|website|press|example|"
    "invalid|test|co\\.uk|org\\.uk|ac\\.uk|gov\\.uk|org\\.sy|com\\.sy|gov\\.sy|org\\.lb|com\\.lb|"
    "com\\.tr|gov\\.tr|sy|lb|jo|iq|tr|uk|de|fr|ru|eu|eg|sa|ae|qa|kw|tv"
)
_ANY_HOST = (
    _HOSTS
    + "|io|me|ly|be|us|to|gl|gd|cc|co|ch|se|nl|ca|au|no|in|it|es|at|is|so|am|fm|gg|app|dev|link|page"
)
_LABELS = r"(?:[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])?\.)"
_SEEN = re.compile(
    rf"""
    (?P<whole>(?:https?|ftp)://[^{_STOP}]*{_LAST}/?)(?P<cut>…|\.{{3,}})?
    | (?P<empty>(?:https?|ftp):/{{0,2}}(?=[\s)\]…,;،؛]|\.{{3}}|$)
        (?:[ ]www\.[^{_STOP}]*{_LAST})?)(?P<cut_empty>…|\.{{3,}})?
    | (?<![@\w./-])(?P<www>www\.[^{_STOP}]*{_LAST})(?P<cut_www>…|\.{{3,}})?
    | (?<![@\w./-])(?P<broken>(?:hxxps?://|h\*\*ps?://)?{_LABELS}{{0,3}}[a-z0-9-]{{1,40}}\ ?(?:\[\.\]|\(dot\)|\[dot\])\ ?[a-z]{{2,6}}(?![\w@])(?:/[^{_STOP}]*{_LAST})?)
    | (?<![@\w./-])(?P<path>{_LABELS}{{1,4}}(?:{_ANY_HOST})(?![\w@.-]\w)/[^{_STOP}]*(?:{_LAST}|(?<=/)))(?P<cut_path>…|\.{{3,}})?
    | (?<![@\w./-])(?P<host>{_LABELS}{{1,4}}(?:{_HOSTS}))(?![\w@]|[.-]\w)(?P<cut_host>/?(?:…|\.{{3,}}))?
    | (?<![\w/?.])(?P<id>/?watch\?v=[\w-]{{6,}}|youtu\.be/[\w-]{{6,}}|v=[\w-]{{11}}(?![\w-]))
    | (?:youtube|يوتيوب)(?:\s+(?:video|clip|id|film|فيديو|مقطع|رقم|معرف|معرّف))*\s*[:(]?\s*
        (?P<video>(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{{11}})(?![\w-])
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
        cut = any(found[name] for name in ("cut", "cut_empty", "cut_www", "cut_path", "cut_host"))
        if kind == "video":
            if _MIXED.match(found["video"]):
                yield _address(found.start("video"), found["video"], whole=False, cut=True)
            continue
        said = _balanced(found[kind])
        if kind == "host" and said != said.lower() and not said.lower().startswith("www"):
            # "Haddad.Org" is an address, "killed.De" is two sentences with no blank between.
            if re.search(r"\.[A-Z][a-z]*$", said):
                continue
        if kind == "empty" and " " not in said:
            end = found.end() if cut else found.start() + len(said)
            yield Address(start=found.start(), stop=end, url=None, whole=False, cut=True)
            continue
        hosted = kind != "whole" or "." in (_host(said) or "")
        yield _address(
            found.start(kind),
            said,
            whole=kind == "whole" and not cut and hosted,
            cut=cut or not hosted or kind == "id",
        )


def _address(start: int, said: str, *, whole: bool, cut: bool) -> Address:
    return Address(start=start, stop=start + len(said), url=said, whole=whole, cut=cut)


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:  # a bracket that is no IPv6 address: no host to be read
        return None


def _balanced(said: str) -> str:
    """Without a closing bracket that the address did not open itself."""
    for opening, closing in ("()", "[]"):
        while said.endswith(closing) and said.count(closing) > said.count(opening):
            said = said[:-1]
    return said

"""Fetch a document from the web, once, as a person with a browser would.

Only what a user types is fetched, so addresses of the user's own network are allowed unless
`public_only` is set (for a program that fetches what others type).
"""

import http.client
import ipaddress
import re
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from pathlib import PurePosixPath
from time import monotonic
from typing import IO
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from tawthiq.errors import ReadingError

MAX_BYTES = 64_000_000
_CHUNK = 65_536
_HOW = "Check the address, or save the page in a browser and read the file"
_AGENT = "tawthiq (reads one document for its user)"
_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a server gave."""

    content: bytes
    url: str  # where it was found in the end, after redirects
    media_type: str  # as the server calls it; "" if it does not
    charset: str | None  # as the server says
    fetched: datetime  # UTC
    filename: str  # made of the address, with an ending that fits the media type


def fetch(
    url: str, *, timeout: float = 30.0, max_bytes: int = MAX_BYTES, public_only: bool = False
) -> Fetched:
    """Fetch one document over http or https; redirects are followed.

    Args:
        url: the address.
        timeout: seconds without an answer, and ten times as many for the whole.
        max_bytes: size at which fetching stops.
        public_only: refuse addresses of private networks and of this machine.

    Raises:
        ReadingError: the address is none, the server cannot be reached or refuses, its certificate
            does not hold, or the document is too large.
    """
    address = _checked(url, public_only=public_only)
    request = urllib.request.Request(  # noqa: S310 - the scheme is checked
        address,
        headers={"User-Agent": _AGENT, "Accept": "text/html,application/pdf,text/plain,*/*;q=0.5"},
    )
    opener = urllib.request.build_opener(_Redirects(public_only=public_only))
    with _told(url, timeout), opener.open(request, timeout=timeout) as answer:
        content = _body(answer, url, timeout, max_bytes)
        headers: Message = answer.headers
        final = answer.geturl()
    media_type = headers.get_content_type() if headers.get("Content-Type") else ""
    return Fetched(
        content=content,
        url=final,
        media_type=media_type,
        charset=headers.get_content_charset(),
        fetched=datetime.now(UTC).replace(microsecond=0),
        filename=_filename(final, media_type),
    )


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follow redirects to http and https alone."""

    def __init__(self, *, public_only: bool):
        self.public_only = public_only

    def redirect_request(  # noqa: PLR0917
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        address = _checked(newurl, public_only=self.public_only)
        return super().redirect_request(req, fp, code, msg, headers, address)


def _checked(url: str, *, public_only: bool) -> str:
    """The address, fit to be sent; words in other scripts are encoded."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ReadingError(f"{url[:200]!r} is no address: {error}. {_HOW}.") from error
    if parts.scheme.lower() not in {"http", "https"}:
        raise ReadingError(
            f"{url[:200]!r}: only addresses that begin with http:// or https:// are fetched. {_HOW}."  # noqa: E501
        )
    if not host or re.search(r"[\s\x00-\x1f]", host):
        raise ReadingError(f"{url[:200]!r} is no address: it names no server. {_HOW}.")
    try:
        name = host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ReadingError(f"{host!r} is no name of a server: {error}. {_HOW}.") from error
    if public_only:
        _refuse_private(name, port, url)
    where = f"[{name}]" if ":" in name else name
    if port is not None:
        where = f"{where}:{port}"
    safe = "/%:@!$&'()*+,;=~-._"
    return urlunsplit((
        parts.scheme.lower(), where, quote(parts.path or "/", safe=safe),
        quote(parts.query, safe=safe + "?"), "",
    ))  # fmt: skip


def _refuse_private(name: str, port: int | None, url: str) -> None:
    try:
        found = socket.getaddrinfo(name, port or 443, type=socket.SOCK_STREAM)
    except OSError as error:
        raise ReadingError(f"{url}: no server has the name {name}. {_HOW}.") from error
    for one in found:
        if not ipaddress.ip_address(str(one[4][0]).split("%")[0]).is_global:
            raise ReadingError(f"{url}: {name} lies in a private network and is not fetched.")


def _body(answer: http.client.HTTPResponse, url: str, timeout: float, max_bytes: int) -> bytes:
    announced = answer.headers.get("Content-Length", "")
    if announced.isascii() and announced.isdigit() and int(announced) > max_bytes:
        raise _too_large(url, max_bytes)
    parts: list[bytes] = []
    held = 0
    end = monotonic() + 10 * timeout
    while True:
        part = answer.read(_CHUNK)
        if not part:
            break
        parts.append(part)
        held += len(part)
        if held > max_bytes:
            raise _too_large(url, max_bytes)
        if monotonic() > end:
            raise ReadingError(f"{url}: the server sends too slowly. Try again later.")
    if announced.isascii() and announced.isdigit() and held < int(announced):
        raise ReadingError(f"{url}: the connection broke off before the end. Try again.")
    return b"".join(parts)


def _too_large(url: str, max_bytes: int) -> ReadingError:
    return ReadingError(
        f"{url}: the document has more than {max_bytes:,} bytes. Save the part you need, and read "
        "the file."
    )


@contextmanager
def _told(url: str, timeout: float) -> Iterator[None]:
    """Say of every failure what it means."""
    try:
        yield
    except urllib.error.HTTPError as error:
        meaning = {
            401: "asks for a password", 403: "refuses to give the page", 404: "has no such page",
            **dict.fromkeys((301, 302, 303, 307, 308), "sends on in a circle, or to no web page"),
            410: "says that the page is gone", 429: "asks to wait", 451: "may not give the page",
        }.get(error.code, "answers with an error")  # fmt: skip
        code = error.code
        error.close()
        raise ReadingError(f"{url}: the server {meaning} ({code}). {_HOW}.") from error
    except urllib.error.URLError as error:
        raise ReadingError(_meaning(url, error.reason, timeout)) from error
    except (http.client.HTTPException, OSError, ValueError) as error:
        raise ReadingError(_meaning(url, error, timeout)) from error


def _meaning(url: str, reason: object, timeout: float) -> str:
    if isinstance(reason, ssl.SSLCertVerificationError):
        return (
            f"{url}: the server's certificate does not hold ({reason.verify_message}), so nobody can "  # noqa: E501
            "tell whose page it is. Save the page in a browser if you trust it, and read the file."
        )
    if isinstance(reason, ssl.SSLError):
        return f"{url}: no secure connection could be made ({reason.reason}). {_HOW}."
    if isinstance(reason, socket.gaierror):
        return f"{url}: no server has that name, or there is no connection to the net. {_HOW}."
    if isinstance(reason, TimeoutError):
        return f"{url}: no answer within {timeout:g} seconds. Try again later."
    if isinstance(reason, ConnectionRefusedError):
        return f"{url}: the server refuses the connection. {_HOW}."
    return f"{url}: it cannot be fetched ({reason}). {_HOW}."


def _filename(url: str, media_type: str) -> str:
    parts = urlsplit(url)
    name = unquote(PurePosixPath(parts.path).name) or parts.hostname or "page"
    name = re.sub(r"[\x00-\x1f/\\:]", "_", name)[:150]
    ending = _ENDINGS.get(media_type)
    if ending and not name.lower().endswith((ending, ".htm") if ending == ".html" else ending):
        name += ending
    return name

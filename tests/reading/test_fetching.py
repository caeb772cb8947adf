"""Fetching one document over http, from a server of the test's own."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tawthiq.errors import ReadingError
from tawthiq.reading.pages.extracting import extract
from tawthiq.reading.pages.fetching import fetch

PAGE = "<title>خبر</title><p>قتل أربعون شخصا في حلب.</p>".encode("cp1256")


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/page":
            self.answer(200, PAGE, "text/html; charset=windows-1256")
        elif self.path == "/old":
            self.answer(302, b"", "text/html", Location="/page")
        elif self.path == "/away":
            self.answer(302, b"", "text/html", Location="file:///etc/passwd")
        elif self.path == "/round":
            self.answer(302, b"", "text/html", Location="/round")
        elif self.path == "/large":
            self.answer(200, b"x" * 5000, "text/plain")
        elif self.path == "/slow":
            self.server.release.wait(5)  # type: ignore[attr-defined]
            self.answer(200, b"late", "text/plain")
        elif self.path == "/short":
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b"only this")
        elif self.path == "/%D8%AE%D8%A8%D8%B1":
            self.answer(200, b"40 killed", "text/plain")
        else:
            self.answer(404, b"none", "text/html")

    def answer(self, code: int, body: bytes, media: str, **headers: str) -> None:
        self.send_response(code)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said: object) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("no_proxy", "*")
    served = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.release = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=served.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{served.server_port}"
    served.release.set()  # type: ignore[attr-defined]
    served.shutdown()
    thread.join()
    served.server_close()


def test_a_page_is_fetched_with_its_type_and_encoding(server: str) -> None:
    got = fetch(f"{server}/page#part")
    assert (got.content, got.media_type, got.charset) == (PAGE, "text/html", "windows-1256")
    assert (got.url, got.filename) == (f"{server}/page", "page.html")
    assert got.fetched.utcoffset() is not None
    text = extract(
        got.content, got.filename, got.url, media_type=got.media_type, charset=got.charset
    )
    assert (text.title, text.url) == ("خبر", f"{server}/page")


def test_redirects_are_followed_and_the_last_address_kept(server: str) -> None:
    assert fetch(f"{server}/old").url == f"{server}/page"


def test_words_of_other_scripts_in_an_address_are_encoded(server: str) -> None:
    got = fetch(f"{server}/خبر")
    assert (got.content, got.filename) == (b"40 killed", "خبر.txt")


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/none", "no such page"),
        ("/away", "sends on"),
        ("/round", "sends on in a circle"),
        ("/large", "more than 1,000 bytes"),
        ("/slow", "no answer within"),
        ("/short", "broke off"),
    ],
)
def test_every_failure_says_what_it_means(server: str, path: str, says: str) -> None:
    with pytest.raises(ReadingError, match=says):
        fetch(server + path, timeout=0.5, max_bytes=1000)


@pytest.mark.parametrize(
    "url",
    ["", "x", "file:///etc/passwd", "ftp://x.example/a", "http://", "http://[broken", "javascript:x",  # noqa: E501
     "http://a b/c", "http://x.example:99999/", "http://" + "a" * 300 + ".example/"],
)  # fmt: skip
def test_what_is_no_address_is_refused_before_anything_is_sent(url: str) -> None:
    with pytest.raises(ReadingError):
        fetch(url, timeout=0.5)


def test_a_server_that_is_not_there(server: str) -> None:
    with pytest.raises(ReadingError, match="refuses the connection"):
        fetch("http://127.0.0.1:9/", timeout=0.5)


def test_private_networks_are_refused_where_asked_for(server: str) -> None:
    with pytest.raises(ReadingError, match="private network"):
        fetch(f"{server}/page", public_only=True)

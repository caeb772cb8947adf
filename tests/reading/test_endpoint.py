"""A model of the user's own may propose too: held to the words of the text, or dropped."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tawthiq.errors import ReadingError
from tawthiq.fields import Gazetteer
from tawthiq.reading.endpoint import Endpoint, ask_endpoint
from tawthiq.reading.model import Segment, Text
from tawthiq.reading.propose import propose

WORDS = "The clinic took in forty-one wounded on Friday. Twelve people were killed."
TEXT = Text(text=WORDS, segments=(Segment(start=0, stop=len(WORDS), role="article"),))


@contextmanager
def model_that_says(answer: str, status: int = 200) -> Iterator[tuple[Endpoint, list[dict]]]:
    """An endpoint on this machine that gives one answer to everything."""
    asked: list[dict] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            asked.append(
                {"path": self.path, "key": self.headers.get("Authorization")}
                | json.loads(self.rfile.read(length))
            )
            said = {"choices": [{"message": {"content": answer}}]}
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Keep quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield (
            Endpoint(url=f"http://127.0.0.1:{server.server_port}/v1", model="toy", key="secret"),
            asked,
        )
    finally:
        server.shutdown()
        server.server_close()


def said(*figures: dict[str, object]) -> str:
    return "Here it is:\n```json\n" + json.dumps({"figures": list(figures)}) + "\n```"


def test_a_proposal_that_quotes_the_text_is_added_and_marked() -> None:
    answer = said(
        {"quote": "forty-one wounded", "value_low": 41, "value_high": 41, "counted": "injured"}
    )
    with model_that_says(answer) as (endpoint, asked):
        added = ask_endpoint(TEXT, (), endpoint, document="0" * 64)
    (one,) = added.statements
    assert WORDS[one.start : one.end] == one.quote == "forty-one wounded"
    assert (one.value_low, one.counted, one.proposer) == (41, "injured", "endpoint: toy")
    assert one.doubt == ("proposed by a language model",)
    assert asked[0]["path"] == "/v1/chat/completions"
    assert asked[0]["key"] == "Bearer secret"


@pytest.mark.parametrize(
    "figure",
    [
        {"quote": "ninety wounded", "value_low": 90},  # words that are not there
        {"quote": "forty-one wounded", "value_low": 90},  # a number that the words do not hold
        {"quote": "forty-one wounded"},  # no number
        {"quote": "forty-one wounded", "value_low": [41]},
        {"quote": "forty-one wounded", "value_low": True},
        {"quote": "forty-one wounded", "value_low": 41, "bound": "roundabout"},
        {"quote": ["forty-one"], "value_low": 41},
        {"value_low": 41},
    ],
)
def test_what_the_text_does_not_hold_is_dropped(figure: dict[str, object]) -> None:
    with model_that_says(said(figure)) as (endpoint, _):
        added = ask_endpoint(TEXT, (), endpoint, document="0" * 64)
    assert added.statements == ()
    assert added.dropped == 1


def test_what_the_grammar_has_already_is_not_said_twice() -> None:
    known = propose(TEXT, document="0" * 64, published=None, gazetteer=Gazetteer.default())
    answer = said({"quote": "Twelve people", "value_low": 12, "value_high": 12})
    with model_that_says(answer) as (endpoint, _):
        assert ask_endpoint(TEXT, known, endpoint, document="0" * 64).statements == ()


@pytest.mark.parametrize("answer", ["", "no figures", "{", '{"figures": 3}', '["x"]', "}{"])
def test_an_answer_that_is_no_json_holds_nothing(answer: str) -> None:
    with model_that_says(answer) as (endpoint, _):
        added = ask_endpoint(TEXT, (), endpoint, document="0" * 64)
    assert (added.statements, added.dropped) == ((), 0)


def test_an_endpoint_that_refuses_is_told_without_the_key() -> None:
    with model_that_says("", status=401) as (endpoint, _), pytest.raises(ReadingError) as raised:
        ask_endpoint(TEXT, (), endpoint, document="0" * 64)
    assert "401" in str(raised.value)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "file:///etc/passwd", "nonsense"])
def test_an_endpoint_that_cannot_be_asked_is_an_error(url: str) -> None:
    with pytest.raises(ReadingError, match="endpoint"):
        ask_endpoint(TEXT, (), Endpoint(url=url, model="toy", timeout=2), document="0" * 64)

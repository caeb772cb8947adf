"""Settings of reading: a folder of terms, and a second reader that is off unless asked."""

import sys
from types import SimpleNamespace

import pytest

import tawthiq.reading
from tawthiq.config import ReaderSettings, load_settings
from tawthiq.errors import ConfigError
from tawthiq.folder import open_folder
from tawthiq.reading import Reading, Text
from tawthiq.reading.model import Segment
from tawthiq.statements import Figure

WORDS = "40 killed, 12 of them children"
FOUND = Figure(id="f-0000000001", start=0, end=2, quote="40")
ADDED = Figure(id="f-0000000002", start=11, end=13, quote="12", proposer="endpoint: the-model")


@pytest.fixture
def asked(monkeypatch) -> list[object]:
    """What the endpoint was asked, in place of one."""
    seen: list[object] = []

    def read(content: bytes, filename: str, **how: object) -> Reading:
        text = Text(text=WORDS, segments=(Segment(start=0, stop=len(WORDS), role="article"),))
        return Reading(
            document="0" * 64, text=text, published=None, statements=(FOUND,), notes=(),
            version="fake-1",
        )  # fmt: skip

    def ask(text, known, endpoint, **how):
        seen.append(endpoint)
        return SimpleNamespace(statements=(ADDED,), dropped=2)

    made = SimpleNamespace(Endpoint=SimpleNamespace, ask_endpoint=ask)
    monkeypatch.setitem(vars(tawthiq.reading), "read_text", read)
    monkeypatch.setitem(sys.modules, "tawthiq.reading.endpoint", made)
    return seen


def settings(folder, text: str) -> None:
    path = folder / "tawthiq.toml"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


READER = '\n[reader]\nurl = "http://localhost:1/v1"\nmodel = "the-model"\nkey_env = "A_KEY"\n'


def test_nothing_is_sent_unless_the_command_asks(run, empty, asked, tmp_path):
    settings(empty, READER)
    (tmp_path / "a.txt").write_text(WORDS)
    said = run("read", tmp_path / "a.txt", "--json", folder=empty)
    assert (said.code, asked, len(said.out.splitlines())) == (0, [], 1)


def test_a_second_reader_adds_what_the_text_holds_and_says_where_it_went(
    run, empty, asked, tmp_path, monkeypatch
):
    settings(empty, READER)
    monkeypatch.setenv("A_KEY", "a secret of a test")
    (tmp_path / "a.txt").write_text(WORDS)
    said = run("read", tmp_path / "a.txt", "-s", "committee", "--endpoint", folder=empty)
    assert said.code == 0, said.err
    talk = " ".join(said.err.split())
    assert "The text is sent to http://localhost:1/v1, to be read by the-model" in talk
    assert "2 answers dropped" in talk
    assert asked[0].key == "a secret of a test"
    with open_folder(empty) as opened:
        (read,) = [e.body for e in opened.ledger.entries() if e.kind == "read"]
        everything = b"".join(opened.vault.get(sha) for sha in opened.vault)
    assert (read.grammar, read.counts) == ("fake-1 + the-model", {"figure": 2})
    assert b"a secret of a test" not in everything
    assert "a secret of a test" not in said.out + said.err


def test_the_settings_of_reading_have_defaults(empty):
    assert (load_settings(empty).terms, load_settings(empty).reader) == (None, None)
    settings(empty, '\n[reading]\nterms = "words"\n' + READER)
    found = load_settings(empty)
    assert found.terms == (empty / "words").resolve()
    assert found.reader == ReaderSettings(
        url="http://localhost:1/v1", model="the-model", key_env="A_KEY"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('\n[reader]\nurl = "http://localhost"\n', "needs model too"),
        ("\n[reader]\n", "needs model and url too"),
        ("\n[reading]\nterms = 4\n", "wrong type"),
        ('\n[reading]\nword = "x"\n', "no setting 'word'"),
    ],
)
def test_settings_that_cannot_be_are_named(empty, text, said):
    settings(empty, text)
    with pytest.raises(ConfigError, match=said):
        load_settings(empty)

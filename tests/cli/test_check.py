"""`tawthiq check`: figures of texts and of sentences, held against what there is."""

import hashlib
import json
from datetime import date

import pytest

from tawthiq.folder import open_folder
from tawthiq.reading import Reading, Text, keep_reading
from tawthiq.reading.model import Segment
from tawthiq.statements import Citation, Figure

ENGLISH = (
    "By the end of 2012 at least 100,000 people had died. In all 50 people were killed in May: "
    "30 civilians and 25 soldiers. See https://example.org/b for more."
)
ARABIC = "قتل في أيار 54 شخصا."


def figure(document, text, quote, name, **fields):
    start = text.index(quote)
    said = {"unit": "people", "counted": "deaths"} | fields
    return Figure(id=f"f-{name}{document[:6]}", start=start, end=start + len(quote), quote=quote,
                  **said)  # fmt: skip


def statements(document):
    text = ENGLISH
    all_of_may = figure(document, text, "50 people", "all", value_low=50, value_high=50,
                        period="2012-05")  # fmt: skip
    link = text.index("https://")
    return (
        figure(
            document, text, "at least 100,000 people", "end", value_low=100_000, bound="at least",
            hedge="at least", as_of="2012-12-31",
        ),
        all_of_may,
        figure(document, text, "30 civilians", "civ", value_low=30, value_high=30,
               category="civilian", period="2012-05", part_of=all_of_may.id),
        figure(document, text, "25 soldiers", "sol", value_low=25, value_high=25,
               category="soldier", period="2012-05", part_of=all_of_may.id),
        Citation(id=f"c-{document[:6]}", start=link, end=link + 21, quote=text[link : link + 21],
                 url="https://example.org/b", supports=(all_of_may.id,)),
    )  # fmt: skip


def keep(folder, text, made, source, url=None):
    content = text.encode()
    document = hashlib.sha256(content).hexdigest()
    reading = Reading(
        document=document,
        text=Text(text=text, segments=(Segment(start=0, stop=len(text), role="article"),), url=url),
        published=date(2013, 1, 2),
        statements=made(document),
        notes=(),
        version="by hand",
    )
    with open_folder(folder, write=True) as opened:
        keep_reading(
            opened.ledger, opened.vault, reading, content, "bulletin.txt", source=source, url=url
        )
    return document


@pytest.fixture
def told(whole, sources):
    """The linked register with an English bulletin and the Arabic one of the same day."""
    key = sources[0]["key"]
    document = keep(whole, ENGLISH, statements, key, url="https://example.org/a")
    keep(
        whole,
        ARABIC,
        lambda of: (
            figure(of, ARABIC, "54 شخصا", "ar", value_low=54, value_high=54, period="2012-05"),
        ),
        key,
    )
    return whole, document


def by_quote(said, quote):
    (found,) = [one for one in said["statements"] if one["statement"]["quote"] == quote]
    return {one["check"]: one for one in reversed(found["findings"])}


def test_every_text_of_the_register_is_checked(run, told):
    folder, _ = told
    said = run("check", "--no-estimate", "--json", folder=folder)
    assert said.code == 0
    found = said.json
    assert len(found["statements"]) == 5
    may = by_quote(found, "50 people")
    assert may["itself"]["verdict"] == "does not add up"
    assert "55 would reconcile both" in may["itself"]["text"]["en"]
    assert may["register"]["verdict"] in ("above", "not comparable")
    assert may["evidence"]["verdict"] == "unchecked"
    end = by_quote(found, "at least 100,000 people")
    assert end["register"]["verdict"] == "above"
    assert end["register"]["values"]["rules"]["sure_probability"] > 0
    assert end["estimate"]["verdict"] == "not estimated"
    assert found["register"] is True
    assert len(found["ledger_head"]) == 64
    assert [one["@type"] for one in found["claims"]] == ["ClaimReview"] * 5
    assert found["claims"][0]["itemReviewed"]["appearance"]["url"] == "https://example.org/a"


def test_a_document_is_named_by_the_beginning_of_its_hash(run, told):
    folder, document = told
    said = run("check", document[:10], "--no-estimate", "--json", folder=folder)
    assert {one["document"] for one in said.json["statements"]} == {document}
    assert len(said.json["statements"]) == 4


def test_a_person_reads_it_at_a_glance_in_either_language(run, told):
    folder, document = told
    english = run("check", document[:10], "--no-estimate", folder=folder)
    assert english.code == 0
    for words in (
        "at least 100,000 people",
        "Does not add up",
        "Documented (",
        "Lists at work",
        "as a part of it",
        "Rule set",
        "nobody has tried: https://example.org/b",
    ):
        assert words in english.out
    arabic = run("check", document[:10], "--no-estimate", "--lang", "ar", folder=folder)
    assert "الحساب لا يتوافق" in arabic.out
    assert "Does not add up" not in arabic.out


def test_the_limit_says_what_it_leaves_out(run, told):
    folder, _ = told
    said = run("check", "--no-estimate", "--limit", "2", folder=folder)
    assert "3 more statements" in said.out


def test_what_does_not_add_up_is_no_error(run, told):
    """Where something does not hold `verify` ends with 1; a check rules on nobody: 0."""
    folder, document = told
    assert run("check", document[:8], "--no-estimate", folder=folder).code == 0


def test_an_estimate_of_the_same_scope_stands_beside_the_count(run, told):
    folder, document = told
    said = run("check", document[:8], "--estimates", "1", "--json", folder=folder)
    end = by_quote(said.json, "at least 100,000 people")
    assert end["estimate"]["verdict"] in ("above", "not estimable")
    assert by_quote(said.json, "50 people")["register"] is not None


def test_the_plot_is_written_beside_the_answer(run, told, tmp_path):
    folder, document = told
    for ending in ("svg", "html"):
        out = tmp_path / f"plot.{ending}"
        said = run("check", document[:8], "--no-estimate", "--plot", out, folder=folder)
        assert said.code == 0
        assert f"Wrote {out}" in said.out
        assert "<svg" in out.read_text(encoding="utf-8")


def test_a_plot_of_another_kind_or_over_the_register_is_refused(refused, told, tmp_path):
    folder, _ = told
    assert ".svg" in refused("check", "--plot", tmp_path / "plot.gif", folder=folder).err
    refused("check", "--plot", tmp_path / "none" / "plot.svg", folder=folder)
    refused("check", "--plot", folder / "derived" / "plot.svg", folder=folder)


def test_a_register_that_is_not_linked_counts_nothing_and_says_so(run, empty):
    keep(empty, ENGLISH, statements, "committee")
    said = run("check", "--json", folder=empty)
    assert "tawthiq link" in said.err
    assert said.json["register"] is False
    assert by_quote(said.json, "50 people")["itself"]["verdict"] == "does not add up"
    assert by_quote(said.json, "50 people")["register"]["verdict"] == "no register"


def test_a_register_without_texts_has_nothing_to_check(run, whole):
    said = run("check", folder=whole)
    assert (said.code, said.out.strip()) == (0, "No figure or account was found.")


def test_what_is_no_file_document_or_sentence_is_refused(refused, told, tmp_path, monkeypatch):
    folder, _ = told
    assert "no file" in refused("check", "missing.html", folder=folder).err
    assert "no file" in refused("check", "0123abcd", folder=folder).err
    monkeypatch.chdir(tmp_path)
    assert "There is no register here" in refused("check").err


SENTENCE = "In all 50 people were killed in May 2012, including 30 civilians and 25 soldiers."


def test_a_sentence_is_held_against_itself_where_there_is_no_register(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = run("check", SENTENCE)
    assert said.code == 0
    assert "against itself only" in said.err
    assert "Does not add up" in said.out
    assert "55 would reconcile both" in said.out


def test_a_sentence_is_held_against_the_register_and_its_texts(run, told):
    folder, _ = told
    sentence = "At least 100,000 people were killed as of 31 December 2012, a relief body said."
    said = run("check", sentence, "--source", "press", "--no-estimate", "--json", folder=folder)
    (one,) = said.json["statements"]
    verdicts = {finding["check"]: finding["verdict"] for finding in one["findings"]}
    assert verdicts["register"] == "above"
    assert verdicts["sources"] == "same"


def test_a_file_is_read_and_not_kept(run, told, tmp_path):
    folder, _ = told
    path = tmp_path / "message.txt"
    path.write_text(SENTENCE, encoding="utf-8")
    before = json.dumps(run("check", "--no-estimate", "--json", folder=folder).json["statements"])
    said = run("check", path, "--no-estimate", "--json", folder=folder)
    assert by_quote(said.json, "25 soldiers")["evidence"]["verdict"] == "none"
    after = json.dumps(run("check", "--no-estimate", "--json", folder=folder).json["statements"])
    assert before == after


def test_a_file_that_the_register_holds_is_the_document_there(run, told, tmp_path):
    folder, document = told
    path = tmp_path / "again.txt"
    path.write_text(ENGLISH, encoding="utf-8")
    said = run("check", path, "--no-estimate", "--json", folder=folder)
    assert {one["document"] for one in said.json["statements"]} == {document}
    assert len(said.json["statements"]) == 4


@pytest.mark.parametrize("words", [["check", "a b", "--published", "yesterday"],
                                   ["check", "a b", "--lang", "fr"]])  # fmt: skip
def test_bad_words_are_refused(refused, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused(*words)

"""The argument of a document: voices, what they answer, what supports it, what is missing."""

import json
from datetime import date

import pytest

from tawthiq.checks import argument_of, lines_of, stated_of_text, summary, voice_in_words
from tawthiq.checks.arguing import as_plain
from tawthiq.checks.model import LANGUAGES, Stated
from tawthiq.checks.wording import labels
from tawthiq.fields import Gazetteer
from tawthiq.reading import read_text
from tawthiq.statements import (
    Account,
    Aid,
    Change,
    Citation,
    Dispute,
    Figure,
    Incident,
    Position,
    Statement,
    ThreadItem,
)

DOCUMENT = "d" * 64


def said(kind: type[Statement], name: str, start: int, **fields: object) -> Stated:
    """A statement of ten characters, by itself in a sentence unless one is given."""
    sentence = fields.pop("sentence", f"sentence of {name}")
    quote = str(fields.pop("quote", "ten letter"))
    statement = kind(id=name, start=start, end=start + len(quote), quote=quote, **fields)
    return Stated(statement=statement, document=DOCUMENT, source="paper", sentence=sentence)


def points(*stated: Stated, preserved=()):
    found = argument_of(stated, DOCUMENT, preserved)
    return {point.statement: point for point in found.points}


def test_voices_stand_as_they_first_come_and_the_document_is_one():
    found = argument_of(
        [
            said(Account, "a2", 40, attributed_to="the ministry"),
            said(Account, "a1", 20),
            said(Aid, "d1", 60, state="diverted", attributed_to="The Watch"),
            said(Account, "a3", 80, attributed_to="the ministry"),
        ],
        DOCUMENT,
    )
    assert [voice.name for voice in found.voices] == [None, "the ministry", "The Watch"]
    assert [len(voice.points) for voice in found.voices] == [1, 2, 1]
    assert voice_in_words(None, found, "en") == "the document itself, by paper"
    assert "paper" in voice_in_words(None, found, "ar")


def test_statements_of_other_documents_are_passed_over():
    assert argument_of([said(Account, "a", 0)], "e" * 64).voices == ()


def test_an_account_answers_another_and_is_found_from_there():
    found = points(
        said(Account, "a1", 0, actor="the army"),
        said(Account, "a2", 20, attributed_to="the ministry", answers="a1"),
    )
    (answered,) = found["a2"].answers
    assert (answered.relation, answered.statement, answered.voice) == ("answers", "a1", None)
    assert found["a1"].answered_by == ("a2",)


def test_a_denial_disputes_what_stands_within_its_words():
    found = points(
        said(Position, "s", 0, quote="the ministry denied that 40 died", speaker="ministry",
             position="denies", about="40 died"),
        said(Figure, "f", 25, quote="40 died", value_low=40, value_high=40, counted="deaths"),
    )  # fmt: skip
    (answered,) = found["s"].answers
    assert (answered.relation, answered.statement) == ("disputes", "f")
    assert found["f"].answered_by == ("s",)


def test_a_dispute_names_the_voice_whose_report_it_speaks_to():
    found = points(
        said(Account, "a", 0, attributed_to="Coast Watch"),
        said(Dispute, "d", 20, by="the ministry", about="the report of the Coast Watch"),
    )
    (answered,) = found["d"].answers
    assert (answered.relation, answered.statement, answered.voice) == (
        "disputes", None, "Coast Watch",
    )  # fmt: skip


def test_a_reader_who_disputes_a_figure_is_a_voice():
    found = points(
        said(Figure, "f", 0, value_low=40, counted="deaths"),
        said(
            ThreadItem, "t", 20, author="Lina", holder="Lina", attitude="disputes", disputes=("f",)
        ),
        said(ThreadItem, "u", 40, author="Omar", holder="Omar"),
    )
    assert [one.relation for one in found["t"].answers] == ["disputes"]
    assert "u" not in found


@pytest.mark.parametrize(
    ("citations", "missing"),
    [
        ([], "nothing offered"),
        ([{"form": "promised", "state": "dangling"}], "promised"),
        ([{"form": "partial", "state": "dangling"}], "leads nowhere"),
        ([{"form": "link", "state": "unchecked", "url": "https://a.example/1"}], None),
        ([{"form": "promised", "state": "dangling"}, {"form": "link", "state": "alive"}], None),
        ([{"form": "internal", "state": "internal"}], None),
    ],
)
def test_which_support_is_missing(citations, missing):
    cited = [
        said(Citation, f"c{at}", 50 + at, sentence="one sentence", **fields)
        for at, fields in enumerate(citations)
    ]
    found = points(said(Account, "a", 0, sentence="one sentence"), *cited)
    assert found["a"].missing == missing
    assert [one.statement for one in found["a"].support] == [f"c{n}" for n in range(len(cited))]


def test_a_citation_of_another_sentence_supports_only_what_it_says_it_does():
    cited = said(Citation, "c", 50, supports=("f",), state="alive")
    found = points(
        said(Account, "a", 0), said(Figure, "f", 20, value_low=1, counted="deaths"), cited
    )
    assert found["a"].missing == "nothing offered"
    assert found["f"].missing is None


def test_what_the_register_holds_is_preserved():
    url = "https://example.org/page"
    cited = said(Citation, "c", 50, url=url, sentence="one")
    found = points(said(Account, "a", 0, sentence="one"), cited, preserved=[f"{url}/"])
    assert [one.state for one in found["a"].support] == ["preserved"]


def test_figures_of_the_incident_support_an_account_of_it():
    found = points(
        said(Incident, "i", 0, figures=("f",)),
        said(Figure, "f", 20, value_low=40, counted="deaths"),
        said(Account, "a", 40, incident="i"),
    )
    assert [(one.kind, one.statement) for one in found["a"].support] == [("figure", "f")]
    assert found["a"].missing is None


def test_what_is_told_only_to_be_rejected_is_the_speaker_s_and_says_so():
    found = points(said(Position, "s", 0, speaker="Some", position="asserts", stance="rejects"))
    assert found["s"].told_against == "rejects"


def test_numbers_that_tell_of_no_harm_and_parts_are_no_points():
    found = points(
        said(Figure, "f1", 0, value_low=2, counted="other"),
        said(Figure, "f2", 20, value_low=2, counted="deaths", part_of="f3"),
        said(Figure, "f3", 40, value_low=9, counted="deaths"),
    )
    assert set(found) == {"f3"}


def test_what_is_dated_stands_by_its_first_day_and_what_cannot_be_dated_is_left_out():
    found = argument_of(
        [
            said(Change, "c", 0, after=("A",), when="2011-03"),
            said(Incident, "i", 20, when="2010"),
            said(Incident, "j", 40, when="XXXX-08-23"),
            said(Position, "s", 60, when="2009"),
        ],
        DOCUMENT,
    )
    assert [(one.when, one.statement) for one in found.timeline] == [
        ("2010", "i"),
        ("2011-03", "c"),
    ]


EN = (
    "The Coast Watch accused the army of the massacre in Hama. The ministry denied that the army "
    "had shelled the town. The Commission of Jurists confirmed the findings of the report: "
    "https://jurists.example/report."
)
AR = (
    "اتهم مرصد الساحل الجيش بارتكاب المجزرة في حماة. ونفت الوزارة أن يكون الجيش قد قصف البلدة. "
    "وأكدت نقابة المحامين صحة ما ورد في التقرير: https://jurists.example/report."
)


@pytest.mark.parametrize("text", [EN, AR])
def test_a_text_that_is_read_has_its_argument_in_both_languages(text):
    reading = read_text(
        text.encode(), "a.txt", published=date(2012, 9, 1), gazetteer=Gazetteer.default()
    )
    stated = stated_of_text(reading.statements, reading.text.text, reading.document)
    found = argument_of(stated, reading.document)
    assert found == argument_of(list(reversed(stated)), reading.document)
    assert len(found.voices) >= 3
    for lang in LANGUAGES:
        assert summary(found, lang)
        for point in found.points:
            for part, line in lines_of(point, found, lang):
                assert part in ("against", "answers", "answered", "support", "missing")
                assert line
                assert "{" not in line
    supported = [one for one in found.points if one.missing is None]
    assert any("jurists.example" in (one.support[0].url or "") for one in supported)
    plain = as_plain(found)
    assert json.loads(json.dumps(plain)) == plain


def test_the_words_of_the_argument_rule_on_nobody():
    judging = ("lie", "liar", "propaganda", "false", "truth", "كذب", "كاذب", "دعاية", "باطل")
    for key, twins in labels().items():
        if key.startswith("argument."):
            for lang in LANGUAGES:
                assert not any(word in twins[lang].split() for word in judging), (key, lang)

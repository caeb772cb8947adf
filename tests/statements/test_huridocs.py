"""The lists of HURIDOCS that our fields are coded by, and their codes, both ways."""

import re
from collections import Counter
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.forms import explain
from tawthiq.forms.slots import slots_of
from tawthiq.statements import (
    code_written,
    coded_terms,
    codes_in,
    codes_of,
    codes_of_field,
    known_terms,
    label_of_coded,
    label_of_relation,
    label_of_who,
    precision_of,
    responses,
    term_of_code,
    terms_of_code,
    types,
    vocabularies,
    vocabulary_of,
)
from tawthiq.statements.huridocs import ANY, Relation
from tawthiq.statements.model import Attribution

LISTS = {one.number: one for one in vocabularies()}
CODED = st.sampled_from(coded_terms())


def test_the_five_answers_have_the_codes_of_list_28_for_officials_and_for_others():
    assert [one.term for one in responses()] == list(get_args(Attribution))
    for nth, one in enumerate(responses(), start=1):
        assert one.en
        assert one.ar
        assert one.ar != one.en
        assert [(code.list, code.code, code.who) for code in one.codes] == [
            (28, f"010{nth}00000000", "officials"),
            (28, f"020{nth}00000000", "non-state actors"),
        ]


def test_every_list_names_fields_that_there_are_and_no_field_is_in_two():
    for one in vocabularies():
        assert one.en
        assert one.ar
        assert one.ar != one.en
        assert re.match(r"\d{4}(_1)? [A-Z]", one.their_field)
        for name in one.fields:
            kind, _, field = name.partition(".")
            assert field in types()[kind].__struct_fields__
            assert vocabulary_of(kind, field) == one
    fields = Counter(field for one in vocabularies() for field in one.fields)
    assert set(fields.values()) == {1}
    assert set(LISTS) == {4, 5, 7, 21, 22, 23, 24, 25, 28, 41, 48}
    assert len(LISTS) == len(vocabularies())


@pytest.mark.parametrize("one", coded_terms(), ids=lambda one: f"{one.field}-{one.term}")
def test_every_code_is_one_of_its_list_beside_a_term_that_there_is(one):
    assert re.fullmatch(r"\d{12}", one.code.code)
    assert one.code.relation in get_args(Relation)
    assert one.code.list == vocabulary_of(one.type, one.field).number
    levels = LISTS[one.code.list].levels
    assert one.code.code[2 * levels :].strip("0") == ""
    slot = slots_of(one.type)[one.field]
    if slot.kind == "date":
        assert one.term in ("estimated", "month", "year")
    elif one.term != ANY:
        assert one.term in (slot.terms if slot.closed else known_terms(one.type, one.field))
    for language in ("en", "ar"):
        assert label_of_coded(one.type, one.field, one.term, language)
        assert label_of_relation(one.code.relation, language)
        assert one.code.who is None or label_of_who(one.code.who, language)
        assert one.code.code in one.code.called(language)


def test_no_code_is_the_same_as_two_terms_of_a_field_and_no_term_the_same_as_two_codes():
    same = [one for one in coded_terms() if one.code.relation == "same"]
    assert len({(one.type, one.field, one.term) for one in same}) == len(same)
    assert len({(one.type, one.field, one.code.code) for one in same}) == len(same)


@given(one=CODED)
def test_a_term_leads_to_its_code_and_the_code_back_to_the_term(one):
    assert one in terms_of_code(one.code.list, one.code.code)
    assert one.code in codes_of_field(one.type, one.field)[one.term]


CODES = CODED.map(lambda one: one.code.code) | st.from_regex(r"[0-9]{12}", fullmatch=True)


@given(number=st.sampled_from(sorted(LISTS)), code=CODES)
def test_a_code_that_is_beside_no_term_leads_nowhere(number, code):
    known = {(one.code.list, one.code.code) for one in coded_terms()}
    assert bool(terms_of_code(number, code)) == ((number, code) in known)


def spellings(code: str, number: int) -> list[str]:
    short = code.rstrip("0")
    short += "0" * (len(short) % 2)
    pairs = [short[at : at + 2] for at in range(0, len(short), 2)]
    return [
        code, code.lstrip("0"), code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
        f"{code}{number:02}", f"{code}{number:02}".lstrip("0"), short, " ".join(pairs),
        ".".join(pairs),
    ]  # fmt: skip


@given(one=CODED.filter(lambda one: len(one.code.code.rstrip("0")) > 2))
def test_a_code_is_read_however_it_is_written(one):
    for written in spellings(one.code.code, one.code.list):
        assert code_written(written, one.code.list) == one.code.code


@pytest.mark.parametrize("written", ["", "0", "00", "000000000000", "1.5", "-0102", "0102 a",
                                     "01020000000029", "010200000000280", "Dead"])  # fmt: skip
def test_what_is_no_code_is_none(written):
    assert code_written(written, 28) is None


@given(one=CODED)
def test_a_code_is_read_as_a_term_only_where_that_says_no_more(one):
    read = term_of_code(one.type, one.field, one.code.code)
    if read is not None:
        (relation,) = {
            code.relation
            for code in codes_of_field(one.type, one.field)[read]
            if code.code == one.code.code
        }
        assert relation in ("same", "narrower")
    elif one.code.relation == "same":
        assert one.term == ANY or slots_of(one.type)[one.field].kind == "date"


@pytest.mark.parametrize(
    ("kind", "field", "written", "term"),
    [
        ("account", "attribution", "010100000000", "states circumstances"),
        ("account", "attribution", "0101", "states circumstances"),
        ("account", "attribution", "02 05", "accepts responsibility"),
        ("account", "attribution", "010000000000", None),  # a declaration, of whatever kind
        ("account", "attribution", "010101000000", None),  # the list has no third level
        ("account", "attribution", "990000000000", None),  # unknown
        ("incident", "kind", "010101010000", "execution"),
        ("incident", "kind", "010101000000", None),  # says less than an assassination
        ("incident", "kind", "010104000000", "massacre"),
        ("figure", "counted", "010100000000", "deaths"),  # and not casualties, of which it is one
        ("figure", "counted", "020203000000", "detained"),  # below what is read as detained
        ("figure", "counted", "030303000000", None),
        ("membership", "relation", "2103", "member of"),
        ("membership", "relation", "1102", None),  # who leads is an officer, not the other way
        ("figure", "unit", "020000000000", "families"),
        ("incident", "parent", "210000000000", None),
        ("incident", "when", "010000000000", None),
        ("grade", "grade", "010000000000", None),
        ("charter", "name", "010000000000", None),
    ],
)
def test_codes_that_are_read_and_codes_that_are_not(kind, field, written, term):
    assert term_of_code(kind, field, written) == term


def test_a_field_that_holds_other_words_takes_whole_codes_alone():
    assert term_of_code("figure", "counted", "0101", short=False) is None
    assert term_of_code("figure", "counted", "10100000000", short=False) == "deaths"


@pytest.mark.parametrize(
    ("edtf", "how"),
    [("2012-08-23", None), ("2012-08", "month"), ("2012-08-XX", "month"), ("2012", "year"),
     ("2012-XX-XX", "year"), ("2012-08-23~", "estimated"), ("2012?", "estimated"),
     ("2011-03/..", None), ("XXXX-08-23", None), ("2012-21", None)],
)  # fmt: skip
def test_how_exactly_a_date_is_known(edtf, how):
    assert precision_of(edtf) == how
    codes = {"estimated": "010000000000", "month": "020000000000", "year": "030000000000"}
    assert [one.code for one in codes_of("violation", "when", edtf)] == (
        [codes[how]] if how else []
    )


def test_several_terms_together_have_the_codes_of_each_as_wider_ones():
    found = codes_of("figure", "category", "child+woman+teacher")
    assert [(one.code, one.relation) for one in found] == [
        ("020200000000", "wider"),
        ("020100000000", "wider"),
    ]
    assert codes_of("figure", "category", "teacher") == ()


def test_a_statement_has_the_codes_of_all_that_it_says():
    raw = {
        "type": "incident", "kind": "siege", "parent": "the long summer", "when": "2012-05",
        "place": "Wadi", "figures": [], "target": None,
    }  # fmt: skip
    assert codes_in(raw) == [
        {"field": "kind", "list": 4, "code": "050105000000", "relation": "wider"},
        {"field": "parent", "list": 22, "code": "210000000000", "relation": "same"},
        {"field": "when", "list": 48, "code": "020000000000", "relation": "same"},
    ]
    account = {"type": "account", "attribution": "denies the act"}
    assert [one["who"] for one in codes_in(account)] == ["officials", "non-state actors"]
    assert codes_in(account, {"attribution": "officials"}) == [
        {"field": "attribution", "list": 28, "code": "010200000000", "relation": "narrower",
         "who": "officials"}
    ]  # fmt: skip
    assert codes_in({"type": "nothing of ours", "kind": "siege"}) == []


@pytest.mark.parametrize(("language", "said"), [("en", "Micro-thesaurus 5"), ("ar", "رقم 5")])
def test_the_explanation_of_a_template_names_the_list_and_the_codes(language, said):
    found = {one.field: one for one in explain("account", language)}
    assert said in found["method"].vocabulary
    assert found["method"].codes == ()
    assert found["actor"].vocabulary is None
    shown = {term: (label, codes) for term, label, codes in found["attribution"].codes}
    assert list(shown) == list(get_args(Attribution))
    for term, label in found["attribution"].terms:
        assert shown[term] == (label, codes_of("account", "attribution", term))

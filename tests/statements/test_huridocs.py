"""The lists of HURIDOCS that our fields can be coded by."""

from typing import get_args

import pytest

from tawthiq.forms import explain
from tawthiq.statements import responses, types, vocabulary_of
from tawthiq.statements.huridocs import _said
from tawthiq.statements.model import Attribution


def test_the_answers_to_an_accusation_are_those_of_an_account_with_labels_in_both_languages():
    assert [one.term for one in responses()] == list(get_args(Attribution))
    for one in responses():
        assert one.en
        assert one.ar
        assert one.ar != one.en


def test_every_list_names_fields_that_there_are():
    for one in _said()["vocabulary"].values():
        assert one["en"]
        assert one["ar"]
        for name in one["fields"]:
            kind, _, field = name.partition(".")
            assert field in types()[kind].__struct_fields__
            assert vocabulary_of(kind, field).number == one["number"]
    numbers = [one["number"] for one in _said()["vocabulary"].values()]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize(("language", "said"), [("en", "Micro-thesaurus 5"), ("ar", "رقم 5")])
def test_the_explanation_of_a_template_names_the_list(language, said):
    found = {one.field: one.vocabulary for one in explain("account", language)}
    assert said in found["method"]
    assert found["actor"] is None

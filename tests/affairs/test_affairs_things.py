"""Things, the names they bear, and what statements refer to."""

import re
from dataclasses import replace

import pytest
from saying import affairs, said, view

from tawthiq.affairs import generic, history_table, overview_of, page_of
from tawthiq.errors import NotFoundError

COUNCIL = said("organisation", key="wadi-council", name="Wadi Council", name_ar="مجلس الوادي")


def test_a_thing_is_found_by_key_and_by_any_of_its_names_in_either_script():
    found = affairs(
        COUNCIL,
        said("organisation", by="ministry", key="wadi-council", aliases=("the 2nd council",)),
    )
    for wanted in ("wadi-council", "wadi council", "مجلس الوادى", "The 2nd Council"):
        assert found.thing(wanted).key == "wadi-council"
    with pytest.raises(NotFoundError, match="nothing called"):
        found.thing("the 3rd council")


def test_words_that_several_bear_stay_words_and_a_doubt():
    found = affairs(
        COUNCIL,
        said("organisation", key="other-council", name="Wadi Council"),
        said("membership", member="Ridge committee", whole="Wadi Council"),
    )
    (claim,) = found.of_type("membership")
    assert {one.field: (one.key, one.how) for one in claim.references} == {
        "member": (None, "unknown"),
        "whole": (None, "ambiguous"),
    }
    assert {one.code for one in found.doubts("other-council")} == {"one-name", "name-unclear"}


def test_without_a_key_a_name_is_enough_and_joins_the_one_that_has_a_key():
    found = affairs(said("organisation", by="ministry", name="مجلس الوادي", kind="other"), COUNCIL)
    assert [one.key for one in found.things()] == ["wadi-council"]
    assert len(found.about("wadi-council", "key")) == 2
    alone = affairs(said("organisation", name="Ridge committee"))
    assert alone.thing("ridge committee").key.startswith("organisation-")


def test_what_nobody_has_looked_at_makes_no_thing_and_is_told_only_where_asked():
    found = affairs(said("organisation", looked_at="proposed", name="Ridge committee"), COUNCIL)
    assert [one.key for one in found.things()] == ["wadi-council"]
    assert len(found.of_type("organisation")) == 1
    assert len(found.with_proposed().of_type("organisation")) == 2


def test_a_key_of_two_types_is_a_doubt():
    found = affairs(COUNCIL, said("charter", key="wadi-council", name="A charter"))
    assert [one.code for one in found.doubts("wadi-council")] == ["two-types"]
    assert found.thing("wadi-council").type == "organisation"


def test_rival_values_stand_side_by_side_with_who_says_them():
    shown = view(
        said("election", key="vote", name="Vote of Wadi", seats=25),
        said("election", by="ministry", key="vote", name="Vote of Wadi", seats=21),
    )
    page = page_of(shown, shown.affairs.thing("vote"))
    (seats,) = (one for one in page.facts if one.label == shown.field_label("election", "seats"))
    assert seats.values == (
        ("25", ("Rih Observatory",)),
        ("21", ("Ministry of the Interior",)),
    )
    table = history_table(shown, "vote", "seats")
    assert [row[1] for row in table.rows] == ["25", "21"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_type_has_a_page_and_a_list(language):
    shown = view(
        COUNCIL,
        said("membership", member="x", whole="wadi-council"),
        said("question", key="vote", name="Should there be a vote?"),
        said("stance", speaker="wadi-council", question="vote", answer="for"),
        language=language,
    )
    for kind in ("organisation", "membership", "charter"):
        assert overview_of(shown, kind).to_dict()["type"] == kind
    page = page_of(shown, shown.affairs.thing("wadi-council"))
    assert {one.code for one in page.tables} == {"names", "stance", "tree"}
    plain = generic.page(shown, shown.affairs.thing("vote"))  # as of a type without a theme
    assert [one.code for one in plain.tables] == ["stance"]


def test_names_of_people_are_withheld_where_a_page_is_published():
    statements = (
        COUNCIL,
        said("person", key="zaid", name="Zaid Harir"),
        said("membership", member="zaid", whole="wadi-council", relation="sits on"),
        said("membership", member="Somebody Unknown", whole="wadi-council"),
    )
    for named in (True, False):
        shown = view(*statements, named=named)
        text = str(page_of(shown, shown.affairs.thing("wadi-council")).to_dict())
        assert ("Zaid" in text) is named
        assert ("Somebody" in text) is named


def test_the_same_statements_make_the_same_rows():
    one, other = affairs(COUNCIL), affairs(COUNCIL)
    assert list(one.rows()) == list(other.rows())


def test_a_page_that_travels_holds_no_hidden_name_in_any_of_its_words():
    statements = (
        said("person", key="zaid-harir", name="Zaid Harir", aliases=("Abu Layl",), role="clerk"),
        said("person", key="salma", name="Salma Rihan", public=True),
        said("incident", key="mill", name="The mill", target="the house of Zaid Harir"),
        said("account", incident="mill", actor="Salma Rihan", act="Abu Layl was struck"),
        said("charter", key="code", name="Code", since="2012-08-01"),
        said("signature", charter="code", signatory="Nobody Known", when="2012-07-01"),
    )
    hidden = ("Zaid", "zaid", "Abu Layl", "Nobody Known")
    shown = view(*statements, named=False)
    pages = [page_of(shown, one) for one in shown.affairs.things()]
    pages += [overview_of(shown, kind) for kind in shown.affairs.counts()]
    for page in pages:
        text = repr(replace(page, key=None))
        text = re.sub(r"key='[^']*'", "", text)  # what a cell opens to: no text of the page
        assert not [name for name in hidden if name in text], page.title
    assert any("Salma" in repr(page) for page in pages)
    owner = view(*statements)
    assert "Abu Layl" in repr(page_of(owner, owner.affairs.thing("zaid-harir")))

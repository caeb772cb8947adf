"""One key for two things: what may be one and what cannot, in either script."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from saying import affairs, said

from tawthiq.affairs.clashing import may_be_one

CODES = {"one-key-two-names", "one-key-two-places"}


def codes(*statements) -> set[str]:
    return {one.code for one in affairs(*statements).doubts("x")} & CODES


def body(by: str, **fields):
    return said("organisation", by=by, key="x", **fields)


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        ("Wadi Council", "Local Council of al-Wadi", True),
        ("Ahrar al-Tall", "Ahrar at-Tall", True),
        ("Liwa al-Salim", "Liwaa as-Saleem", True),
        ("مجلس الوادي", "المجلس المحلي في الوادى", True),
        ("مجلس الوادي", "مجلس التلة", False),
        ("Wadi Council", "Ridge Council", False),
        ("Brigade 7", "Brigade 8", False),
        ("Brigade 7", "Brigade", True),
        ("مجلس الوادي", "Wadi Council", False),  # not known to be one: and never compared
    ],
)
def test_which_names_may_be_one(one, other, may):
    assert may_be_one(one, other) is may
    assert may_be_one(other, one) is may


@settings(deadline=None)
@given(st.text(max_size=20), st.text(max_size=20))
def test_any_name_may_be_itself_and_order_is_no_matter(one, other):
    assert may_be_one(one, one)
    assert may_be_one(one, other) == may_be_one(other, one)


def test_two_committees_with_one_key_for_two_bodies_are_a_doubt_in_both_languages():
    statements = (
        body("committee", name="Wadi Council"),
        body("ministry", name="Ridge Battalion"),
    )
    found = affairs(*statements)
    (doubt,) = (one for one in found.doubts("x") if one.code == "one-key-two-names")
    for language in ("en", "ar"):
        assert "Wadi Council" in doubt.said(language)
        assert "Ridge Battalion" in doubt.said(language)
    assert set(doubt.claims) == {one.id for one in found.of_type("organisation")}
    assert found.thing("x").type == "organisation"  # nothing is parted for it


@pytest.mark.parametrize(
    "names",
    [
        [("committee", {"name": "Wadi Council"}), ("ministry", {"name_ar": "مجلس الوادي"})],
        [("committee", {"name": "Wadi Council", "name_ar": "مجلس الوادي"}),
         ("ministry", {"name": "Council of the Valley", "name_ar": "مجلس الوادى"})],
        [("committee", {"name": "Wadi Council"}), ("ministry", {"name": "Free Valley Assembly"}),
         ("observatory", {"name": "Wadi Council", "aliases": ("Free Valley Assembly",)})],
        [("committee", {"name": "Wadi Council"}), ("committee", {"name": "Ridge Battalion"})],
        [("committee", {"name": "Wadi Council"}), ("ministry", {"kind": "armed group"})],
    ],
    ids=["two scripts", "one script in common", "a third joins them", "one source", "no name"],
)  # fmt: skip
def test_what_may_be_one_body_is_no_doubt(names):
    assert codes(*(body(by, **fields) for by, fields in names)) == set()


def test_denying_a_name_gives_none():
    denied = body("ministry", name="Ridge Battalion", stance="denies")
    assert codes(body("committee", name="Wadi Council"), denied) == set()


@pytest.mark.parametrize(
    ("seat", "since", "found"),
    [
        ("Mill Town", "2013-05", {"one-key-two-places"}),
        ("Mill Town", "2012", set()),  # a dispute about the seat of one body
        ("Wadi", "2013-05", set()),  # a dispute about its start
        ("وادي", "2013-05", set()),  # another script: cannot be told
        ("Mill Town", None, set()),
    ],
)
def test_another_seat_and_another_start_together_are_a_doubt(seat, since, found):
    assert codes(
        body("committee", name="Council", place="Wadi", since="2012-03"),
        body("ministry", name="Council", place=seat, since=since),
    ) == found  # fmt: skip


def test_incidents_elsewhere_on_other_days_are_a_doubt_too():
    def incident(by, **fields):
        return said("incident", by=by, key="x", **fields)

    first = incident("committee", place="Wadi", place_id="a-1", when="2012-05-25")
    assert codes(first, incident("ministry", place="Ridge", place_id="b-2", when="2012-06-01")) == {
        "one-key-two-places"
    }
    assert codes(first, incident("ministry", place="Ridge", place_id="a-1", when="2012-06-01")) == (
        set()
    )

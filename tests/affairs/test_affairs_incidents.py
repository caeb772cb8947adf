"""Incidents: rival accounts side by side, ranges that count nobody twice, and grades."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from saying import said, view

from tawthiq.affairs import overview_of, page_of
from tawthiq.affairs.casualties import Named, Range, RecordOf, documented, named_people
from tawthiq.affairs.coding import codes_of_claims
from tawthiq.statements import label_of_field

MILL = said(
    "incident", key="mill", name="The shelling of the mill", name_ar="قصف الطاحونة",
    kind="shelling", place="Wadi", when="2012-05-25",
)  # fmt: skip


def account(actor: str, *, by: str = "observatory", **fields):
    return said("account", by=by, incident="mill", actor=actor, **fields)


def deaths(low, high, *, by: str = "observatory", **fields):
    return said("figure", by=by, incident="mill", counted="deaths", value_low=low, value_high=high,
                **fields)  # fmt: skip


def victim(record: str, *, by: str = "observatory", certainty: str = "certain", **fields):
    return said("victim", by=by, incident="mill", record=record, certainty=certainty, **fields)


def mill(*statements, **seen):
    shown = view(MILL, *statements, **seen)
    return page_of(shown, shown.affairs.thing("mill"))


def rows(page, code: str):
    return next(one for one in page.tables if one.code == code).rows


def graded(page) -> dict[str, str]:
    return {one["rule_set"]: one["grade"] for one in page.data["grades"]}


def test_rival_accounts_stand_side_by_side_with_what_they_agree_and_differ_on():
    page = mill(
        said("incident", by="ministry", key="mill", when="2012-05", place="وادي"),
        account("the army", method="mortars"),
        account("an armed group", by="ministry", method="mortars",
                attribution="gives an alternative explanation"),
    )  # fmt: skip
    compared = {row[0]: row[1] for row in rows(page, "compared") if row[0]}
    assert compared["when"] == "they agree"  # May holds the 25th
    assert compared["place"] == "they differ"  # two scripts: no gazetteer id says they are one
    assert compared["kind"] == "one source"
    assert compared[label_of_field("account", "actor", "en")] == "they differ"
    assert compared[label_of_field("account", "method", "en")] == "they agree"
    assert [row[0].text for row in rows(page, "account")] == ["an armed group", "the army"]


def test_a_denial_makes_a_difference_and_shows_as_one():
    page = mill(account("the army"), account("the army", by="ministry", stance="denies"))
    found = [row for row in rows(page, "compared") if row[2] in ("the army", "not: the army")]
    assert [row[2:] for row in found] == [
        ("the army", "Rih Observatory"),
        ("not: the army", "Ministry of the Interior"),
    ]
    assert found[0][1] == "they differ"


def test_a_range_holds_names_and_numbers_without_counting_anybody_twice():
    page = mill(deaths(30, 40), deaths(49, 49, by="ministry"), victim("a:00000000:1"))
    assert page.data["casualties"]["deaths"] == {"low": 30, "high": 49, "or_more": False}
    with_names = mill(deaths(2, 2), *(victim(f"a:00000000:{n}") for n in range(5)))
    assert with_names.data["casualties"]["deaths"] == {"low": 5, "high": 5, "or_more": False}
    at_least = mill(deaths(30, None))
    assert at_least.data["casualties"]["deaths"] == {"low": 30, "high": 30, "or_more": True}
    assert "deaths" not in mill().data["casualties"]


def test_records_of_one_person_are_one_and_a_denied_victim_is_possible():
    claims = view(
        MILL, victim("a:00000000:1"), victim("b:00000000:7"), victim("a:00000000:2"),
        victim("a:00000000:2", by="ministry", stance="denies"), victim("a:00000000:9"),
        victim("c:00000000:3", certainty="possible"), victim("d:00000000:1"),
        victim("d:00000000:2"),
    ).affairs.of_type("victim")  # fmt: skip
    records = {
        "a:00000000:1": RecordOf(person="p-1"),
        "b:00000000:7": RecordOf(person="p-1"),
        "d:00000000:1": RecordOf(person=None, low=1, high=1),
        "d:00000000:2": RecordOf(person=None, low=2, high=3),
    }
    found = named_people(claims, records)
    assert found.certain == {"p-1", "a:00000000:9"}
    assert found.possible == {"a:00000000:2", "c:00000000:3"}
    assert found.numbers == ((3, 4),)


def test_categories_alone_may_overlap():
    page = mill(deaths(13, 13, category="child"), deaths(20, 20, category="woman"))
    assert page.data["casualties"]["deaths"] == {"low": 20, "high": 33, "or_more": False}


@pytest.mark.parametrize(
    ("statements", "airwars", "ibc"),
    [
        ((), "weak", "one source"),
        ((account("the army"), account("the army", by="echo")), "weak", "one source"),
        ((account("the army"), account("the army", by="committee")), "fair", "two sources"),
        ((account("the army"), account("rebels", by="committee")), "contested", "two sources"),
        (
            (
                account("the army"),
                account("rebels", by="ministry", attribution="gives an alternative explanation"),
            ),
            "contested",
            "two sources",
        ),
        (
            (account("the army"), account("the army", by="ministry", claim="not responsible")),
            "weak",
            "one source",
        ),
        (
            (account("the army", by="ministry", attribution="accepts responsibility"),),
            "confirmed",
            "two sources",
        ),
    ],
)
def test_grades_come_with_the_rule_that_gave_them(statements, airwars, ibc):
    page = mill(*statements)
    assert graded(page) == {"airwars": airwars, "ibc": ibc}
    assert all(one["rule"] and one["statements"] for one in page.data["grades"])


def test_who_passes_on_one_speakers_word_is_no_second_source():
    shown = view(
        MILL,
        account("the army", by="committee", attributed_to="Wadi hospital"),
        account("the army", by="ministry", attributed_to="wadi hospital"),
        account("the army", by="echo"),  # copies the observatory
    )
    (row,) = rows(overview_of(shown, "incident"), "incidents")
    assert row[4:6] == (3, 2)  # accounts; the hospital and the observatory


def test_reviewers_grades_stand_beside_and_only_documents_of_the_day_count():
    statements = (
        account("the army", by="committee", published="2012-06-30"),
        said("grade", about="mill", grade="plausible", reason="two of us went there"),
    )
    page = mill(*statements)
    assert graded(page)["own"] == "plausible"
    before = mill(*statements, on=date(2012, 6, 1))
    assert graded(before)["airwars"] == "no report"


def test_a_chain_of_events_is_shown_in_time_and_a_circle_is_flagged():
    page = mill(
        said("incident", key="funeral", name="Funeral", parent="mill", when="2012-05-26"),
        said("incident", key="strike", name="Strike", parent="mill", when="2012-05-25"),
    )
    assert [row[1].text for row in rows(page, "chain")] == ["Strike", "Funeral"]
    circle = view(
        said("incident", key="a", name="A", parent="b"),
        said("incident", key="b", name="B", parent="a"),
    )
    assert [one.code for one in circle.affairs.doubts("a")] == ["circle-of-events"]
    assert page_of(circle, circle.affairs.thing("a")).key == "a"


def test_an_answer_to_no_account_of_it_is_flagged():
    first = account("the army", id="a-one")
    shown = view(MILL, first, account("rebels", by="ministry", answers="a-two"))
    assert [one.code for one in shown.affairs.doubts("mill")] == ["answers-no-account"]
    fine = view(MILL, account("the army", id="a-one"), account("x", by="ministry", answers="a-one"))
    assert not fine.affairs.doubts("mill")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_list_of_incidents_is_in_the_order_of_time(language):
    shown = view(
        MILL, said("incident", key="later", name="Later", when="2012-07-01"),
        said("incident", key="first", name="First", when="2012-01"), deaths(3, 4),
        language=language,
    )  # fmt: skip
    found = rows(overview_of(shown, "incident"), "incidents")
    assert [row[0].key for row in found] == ["first", "mill", "later"]
    assert found[1][6] == ("3–4" if language == "en" else "٣–٤")


COUNTS = st.integers(0, 60)
RANGES = st.tuples(COUNTS, COUNTS).map(lambda pair: Range(low=min(pair), high=max(pair)))


def of(certain: int, possible: int) -> Named:
    return Named(
        certain=frozenset(f"c{n}" for n in range(certain)),
        possible=frozenset(f"p{n}" for n in range(possible)),
    )


@given(COUNTS, COUNTS, st.lists(RANGES, max_size=5))
def test_another_name_never_lowers_a_range_and_adds_nothing_to_a_number_that_covers_it(
    certain, possible, numbers
):
    before, after = (documented(of(n, possible), numbers) for n in (certain, certain + 1))
    assert after.low is not None
    assert (before.low or 0) <= after.low
    assert (before.high or 0) <= after.high
    if numbers and certain + possible < max(one.high for one in numbers):
        assert after.high == before.high
    if numbers and certain < min(one.low for one in numbers):
        assert after.low == before.low


@given(COUNTS, COUNTS, st.lists(RANGES, max_size=5))
def test_a_range_holds_everybody_named_and_what_each_tells(certain, possible, numbers):
    found = documented(of(certain, possible), numbers)
    if found.high is None:
        assert (certain, possible, numbers) == (0, 0, [])
        return
    assert certain <= found.low <= found.high
    assert found.high >= certain + possible
    assert all(found.low <= max(one.low, certain) for one in numbers)
    assert all(one.high <= found.high for one in numbers)
    assert found == documented(of(certain, possible), numbers[::-1])


def answers(*statements, speaker: str | None = "sixth") -> list[list[str]]:
    """The codes of what a speaker answers, by who is known to speak."""
    answer = account("rebels", attributed_to=speaker, attribution="denies the act")
    found = mill(answer, *statements).data["huridocs"].values()
    return [
        [one["code"] for one in codes if one["field"] == "attribution"]
        for codes in found
        if codes[0]["field"] == "attribution"
    ]


OFFICIAL, OTHER = "010200000000", "020200000000"


@pytest.mark.parametrize(
    ("kinds", "codes"),
    [
        (["government body"], [OFFICIAL]),
        (["armed group"], [OTHER]),
        (["party", "outlet"], [OTHER]),
        (["government body", "armed group"], [OFFICIAL, OTHER]),
        (["elected council"], [OFFICIAL, OTHER]),
        (["other", "armed group"], [OFFICIAL, OTHER]),
        ([None], [OFFICIAL, OTHER]),
        ([], [OFFICIAL, OTHER]),
    ],
)
def test_an_answer_has_the_code_of_whoever_is_known_to_give_it(kinds, codes):
    bodies = [said("organisation", key="sixth", name="Sixth", kind=kind) for kind in kinds]
    assert answers(*bodies) == [codes]


def test_an_answer_of_nobody_in_particular_has_both_codes_and_a_denied_kind_tells_nothing():
    body = said("organisation", key="sixth", name="Sixth", kind="armed group")
    assert answers(body, speaker=None) == [[OFFICIAL, OTHER]]
    denied = said("organisation", by="ministry", key="sixth", name="Sixth",
                  kind="government body", stance="denies")  # fmt: skip
    assert answers(body, denied) == [[OTHER]]


def test_a_membership_has_the_code_of_a_person_or_of_a_body():
    whole = said("organisation", key="front", name="Front")
    people = said("person", key="zaid", name="Zaid")
    for member, thing, code in (
        ("zaid", people, ["110100000000"]),
        ("west", said("organisation", key="west", name="West"), ["210300000000"]),
        ("nobody", people, ["110100000000", "210300000000"]),
    ):
        told = said("membership", member=member, whole="front", relation="member of")
        seen = view(whole, thing, told)
        claims = seen.affairs.of_type("membership")
        (codes,) = codes_of_claims(seen, claims).values()
        assert [one["code"] for one in codes] == code


def test_the_page_of_a_violation_has_codes_too():
    seen = view(said("violation", key="raid", charter="code", act="a raid", when="2012-05"))
    (codes,) = page_of(seen, seen.affairs.thing("raid")).to_dict()["huridocs"].values()
    assert codes == [{"field": "when", "list": 48, "code": "020000000000", "relation": "same"}]

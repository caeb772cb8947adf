"""Figures of several sources on one timeline, and what is derived from two of them."""

from datetime import date, timedelta

from figures import figure, stated, verdicts
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tawthiq.checks import Interval, check_statements, say
from tawthiq.checks.against_others import hold_against_others, timelines
from tawthiq.checks.places import Places
from tawthiq.fields import Gazetteer, Place

GAZETTEER = Gazetteer(
    [
        Place(id=id_, level=level, parent=parent, name_en=id_, name_ar=id_, lat=None, lon=None,
              alternates=())
        for id_, level, parent in (
            ("wr-north", "governorate", None),
            ("wr-north-mill", "town", "wr-north"),
        )
    ]
)  # fmt: skip
MAY = {"period": "2012-05"}


def of_sources(one, source):
    return stated(one, document=f"d-{one.id}", source=source)


def findings(*parts):
    return hold_against_others([each for part in parts for each in part], Places(GAZETTEER))


def test_two_sources_on_one_scope_are_lower_and_higher_with_what_is_derived():
    mine = of_sources(figure("a", 40, **MAY), "north")
    theirs = of_sources(figure("b", 50, bound="at least", **MAY), "ministry")
    found = {one.statements[0]: one for one in findings(mine, theirs)}
    assert (found["a"].verdict, found["b"].verdict) == ("lower", "higher")
    for one in found.values():
        assert one.values["derived"] is True
        assert one.values["difference"] == Interval(10, None)
        assert one.values["ratio"] == Interval(1.25, None)
    assert say(found["a"], "en").endswith(
        "Derived: the difference is 10 or more, the ratio 1.25 or more."
    )


def test_figures_that_one_value_can_meet_are_the_same():
    mine = of_sources(figure("a", 40, bound="at least", **MAY), "north")
    theirs = of_sources(figure("b", 50, **MAY), "ministry")
    assert [one.verdict for one in findings(mine, theirs)] == ["same", "same"]


def test_other_scopes_and_the_same_speaker_are_no_other_source():
    mine = of_sources(figure("a", 40, **MAY), "north")
    others = [
        of_sources(figure("june", 50, period="2012-06"), "ministry"),
        of_sources(figure("injured", 50, counted="injured", **MAY), "ministry"),
        of_sources(figure("soldiers", 10, category="soldier", **MAY), "ministry"),
        of_sources(figure("again", 50, attributed_to="North", **MAY), "newspaper"),
    ]
    assert {one.verdict for one in findings(mine, *others)} == {"alone"}


def test_a_part_above_another_sources_whole_is_told():
    town = figure("town", 60, place_id="wr-north-mill", period="2012-05-10", category="child")
    mine, theirs = (
        of_sources(town, "north"),
        of_sources(figure("all", 50, place_id="wr-north", **MAY), "ministry"),
    )
    found = [one for one in findings(mine, theirs) if one.verdict == "exceeds a wider one"]
    assert [one.statements for one in found] == [("town", "all")]
    country = of_sources(figure("all", 50, place_id="wr", **MAY), "ministry")
    assert "exceeds a wider one" in {one.verdict for one in findings(mine, country)}
    # It may exceed nothing of which only a lower end is known, and nothing that lies beside it.
    open_ended = of_sources(
        figure("all", 50, bound="at least", place_id="wr-north", **MAY), "ministry"
    )
    beside = of_sources(figure("all", 50, place_id="wr-north", period="2012-06"), "ministry")
    for other in (open_ended, beside):
        assert "exceeds a wider one" not in {one.verdict for one in findings(mine, other)}


def test_between_two_running_totals_of_a_source_lies_a_derived_figure():
    before = of_sources(figure("a", 5_000, bound="at least", as_of="2012-05-03"), "north")
    after = of_sources(figure("b", 5_400, 5_500, bound="between", as_of="2012-06-03"), "north")
    (found,) = [one for one in findings(before, after) if one.verdict == "derived"]
    assert found.values["difference"] == Interval(0, 500)
    assert found.values["derived"] is True
    assert "not said by the text" in say(found, "en")


def test_a_timeline_is_in_order_of_time_and_holds_running_totals_too():
    parts = [
        *of_sources(figure("c", 30, as_of="2012-07-01"), "north"),
        *of_sources(figure("a", 10, period="2012-05-02"), "south"),
        *of_sources(figure("b", 20, period="2012-06"), "ministry"),
    ]
    (line,) = timelines(parts)
    assert [point.figure.id for point in line.points] == ["a", "b", "c"]
    assert [point.running for point in line.points] == [False, False, True]
    assert check_statements(parts).to_dict()["timelines"][0]["points"][0]["statement"] == "a"


@given(
    st.lists(
        st.tuples(st.sampled_from("abcdefghij"), st.integers(1, 99), st.booleans()), min_size=2,
        max_size=60,
    )
)  # fmt: skip
# "b" says both 1 and at least 1: only the first certainly differs from the 2 of "a".
@example([("a", 1, False)] * 8 + [("a", 2, False)] + [("b", 1, False), ("b", 1, True)] * 6)
@settings(deadline=None, max_examples=60)
def test_of_many_sources_on_one_scope_the_farthest_is_always_shown(said):
    parts = [
        of_sources(
            figure(f"f{at}", value, bound="at least" if open_ended else "exact", **MAY), source
        )
        for at, (source, value, open_ended) in enumerate(said)
    ]
    figures = [(part[0].source, part[0].statement) for part in parts]
    shown = {}
    for one in findings(*parts):
        if one.check == "sources" and one.verdict in ("same", "lower", "higher"):
            shown.setdefault(one.statements[0], []).append(one)
    for source, mine in figures:
        others = [theirs for whose, theirs in figures if whose != source]
        assert (mine.id in shown) == bool(others)
        certain = [
            theirs.value_low - mine.value_low
            if mine.value_high is not None
            else mine.value_low - theirs.value_high
            for theirs in others
            if (mine.value_high is not None and theirs.value_low > mine.value_high)
            or (theirs.value_high is not None and mine.value_low > theirs.value_high)
        ]
        if certain:
            assert shown[mine.id][0].verdict in ("lower", "higher")


def test_what_is_said_of_many_figures_grows_with_them_and_not_with_their_pairs():
    start = date(2012, 1, 1)
    parts = [
        stated(
            figure(f"f{at}", 10 + at % 90, period=(start + timedelta(days=at % 40)).isoformat(),
                   place_id="wr-north", start=at),
            document=f"d{at}", source=f"s{at % 25}",
        )[0]
        for at in range(4_000)
    ]  # fmt: skip
    found = check_statements(parts, gazetteer=GAZETTEER)
    assert len(parts) <= len(verdicts(found, "sources")) <= 6 * len(parts)


def test_a_number_that_is_denied_is_nobodys_figure():
    mine = of_sources(figure("a", 40, **MAY), "north")
    denied = of_sources(figure("b", 90, stance="denies", attributed_to="ministry", **MAY), "press")
    found = findings(mine, denied)
    assert [(one.statements[0], one.verdict) for one in found] == [("a", "alone")]


def test_a_comment_is_no_figure_of_the_page_it_stands_under():
    page = of_sources(figure("a", 5_000, as_of="2012-05-03"), "north")
    comment = of_sources(
        figure("b", 3_000, as_of="2012-06-03", item="t-1", holder="A reader"), "north"
    )
    nameless = of_sources(figure("c", 2_000, as_of="2012-06-03", item="t-2"), "north")
    found = check_statements([*page, *comment, *nameless])
    assert not [verdict for _, verdict in verdicts(found) if verdict == "falls"]
    assert ("b", "higher") in verdicts(found, "sources")

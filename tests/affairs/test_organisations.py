"""Bodies: the tree of a day, the words of each source, circles; and elections as told."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from saying import said, view

from tawthiq.affairs import overview_of, page_of
from tawthiq.affairs.belonging import Bond, bonds_of, circles, tree
from tawthiq.fields import Gazetteer

PLACES = b"""id,level,parent,name_en,name_ar,lat,lon,alternates
xx-rih,governorate,,Rih,\xd8\xb1\xd9\x8a\xd8\xad,34.5,36.9,
xx-rih-wadi,town,xx-rih,Wadi,\xd9\x88\xd8\xa7\xd8\xaf\xd9\x8a,34.6,36.8,
"""
BODIES = (
    said("organisation", key="union", name="Union of committees", kind="coordination body"),
    said(
        "organisation", key="wadi", name="Committee of Wadi", kind="local committee", area=("Wadi",)
    ),
    said("organisation", key="mill", name="Committee of the Mill"),
)


def part(member: str, whole: str, **fields):
    return said("membership", member=member, whole=whole, **fields)


def rows_of(page, code: str):
    return next(one for one in page.tables if one.code == code).rows


def test_the_tree_of_a_day_holds_what_held_then():
    statements = (
        *BODIES,
        part("wadi", "union", since="2012-03-01", until="2012-08-30"),
        part("mill", "wadi", since="2012-06"),
        part("Committee of the Ridge", "wadi", by="committee"),
    )
    trees, alone = {}, {}
    for day in ("2012-02-01", "2012-06-15", "2012-09-01"):
        page = overview_of(view(*statements, on=date.fromisoformat(day)), "organisation")
        trees[day] = [row[0].text for row in rows_of(page, "tree")]
        alone[day] = [row[0].key for table in page.tables if table.code == "alone"
                      for row in table.rows]  # fmt: skip
    step = "\u2003"
    ridge = "Committee of the Ridge"
    assert trees["2012-02-01"] == ["Committee of Wadi", step + ridge]
    assert trees["2012-06-15"] == [
        "Union of committees", step + "Committee of Wadi", 2 * step + "Committee of the Mill",
        2 * step + ridge,
    ]  # fmt: skip
    assert trees["2012-09-01"] == [
        "Committee of Wadi", step + "Committee of the Mill", step + ridge,
    ]  # fmt: skip
    # What hangs from nothing, and has nothing below, begins no tree.
    assert alone == {"2012-02-01": ["mill", "union"], "2012-06-15": [], "2012-09-01": ["union"]}


def test_a_denied_bond_is_left_open_and_says_who_denies_it():
    shown = view(
        *BODIES, part("wadi", "union"), part("wadi", "union", by="ministry", stance="denies")
    )
    page = page_of(shown, shown.affairs.thing("wadi"))
    ((whole, _, _, by, left_open),) = rows_of(page, "belongs-to")
    assert (whole.text, by) == ("Union of committees", "Rih Observatory")
    assert left_open == "denied by Ministry of the Interior"


def test_names_stand_with_who_uses_them_and_mentions_are_no_start():
    shown = view(
        *BODIES,
        said("organisation", by="ministry", key="wadi", name="So-called committee of Wadi",
             first_cited="2012-03", published="2012-05-01"),
    )  # fmt: skip
    page = page_of(shown, shown.affairs.thing("wadi"))
    assert rows_of(page, "names") == (
        ("Committee of Wadi", "Rih Observatory"),
        ("So-called committee of Wadi", "Ministry of the Interior"),
    )
    assert page.data["first_cited"] == "2012-03-01"
    assert page.data["last_cited"] == "2013-03-15"


def test_a_circle_of_parts_is_a_doubt_and_the_page_ends():
    shown = view(
        *BODIES, part("wadi", "union"), part("union", "mill"), part("mill", "wadi"),
        part("mill", "union"),
    )  # fmt: skip
    found = [one for one in shown.affairs.doubts() if one.code == "circle-of-parts"]
    assert {frozenset(one.keys) for one in found} <= {
        frozenset(("wadi", "union", "mill")), frozenset(("union", "mill")),
    }  # fmt: skip
    assert found
    assert page_of(shown, shown.affairs.thing("union")).tables
    tree_rows = rows_of(overview_of(shown, "organisation"), "tree")
    assert {row[0].key for row in tree_rows} == {"wadi", "union", "mill"}  # shown all the same


def test_a_very_large_tree_says_that_it_is_opened_no_further():
    members = [
        part(f"cell-{at}", f"cell-{(at - 1) // 2}" if at else "union", since="2012")
        for at in range(900)
    ]
    cells = [said("organisation", key=f"cell-{at}", name=f"Cell {at}") for at in range(900)]
    shown = view(*BODIES, *cells, *members)
    page = page_of(shown, shown.affairs.thing("union"))
    there = rows_of(page, "tree")
    assert 300 <= len(there) < 400
    assert f"no further after {len(there) - 1} bonds" in page.notes[-1]
    assert {row[0].key for row in there} >= {f"cell-{at}" for at in range(255)}  # the nearest first
    small = page_of(shown, shown.affairs.thing("cell-400"))
    assert not [note for note in small.notes if "no further" in note]


NODES = st.sampled_from(["a", "b", "c", "d"])


@given(st.lists(st.tuples(NODES, NODES).filter(lambda pair: pair[0] != pair[1]), max_size=10))
def test_circles_are_circles_and_without_them_none_is_left(pairs):
    claims = view(*BODIES, part("wadi", "union")).affairs.of_type("membership")
    bonds = [
        Bond(member=one, whole=other, relation="part of", claims=tuple(claims), denials=())
        for one, other in pairs
    ]
    found = circles(bonds)
    edges = set(pairs)
    for circle in found:
        steps = set(zip(circle, (*circle[1:], circle[0]), strict=True))
        assert steps <= edges
    broken = {
        step for circle in found for step in zip(circle, circle[1:] + circle[:1], strict=True)
    }
    assert circles([one for one in bonds if (one.member, one.whole) not in broken]) == []
    shown = list(tree(bonds, "abcd"))
    assert len(shown) <= len(bonds) + 4
    assert {(one.member, one.whole) for _, _, one in shown if one is not None} == edges


def test_bodies_stand_on_the_map_where_the_gazetteer_knows_their_place():
    shown = view(*BODIES)
    mapped = type(shown)(affairs=shown.affairs, gazetteer=Gazetteer.from_csv(PLACES))
    (chart,) = overview_of(mapped, "organisation").charts
    assert [(one.key, one.lat, one.lon) for one in chart.spots] == [("wadi", 34.6, 36.8)]
    assert overview_of(shown, "organisation").charts == ()


def test_bonds_of_one_pair_are_one_bond_with_every_claim():
    shown = view(
        *BODIES, part("wadi", "union"), part("wadi", "Union of committees", by="committee")
    )
    (bond,) = bonds_of(shown.affairs.of_type("membership"))
    assert len(bond.claims) == 2


def test_an_election_stands_as_each_source_tells_it():
    shown = view(
        said("election", key="vote", name="Vote of Wadi", seats=2, electors=120, ballots=90),
        said("election", by="ministry", key="vote", seats=2, electors=50, ballots=90),
        said(
            "result", election="vote", candidate="List B", votes_low=40, votes_high=40, elected=True
        ),
        said(
            "result", election="vote", candidate="List A", votes_low=50, votes_high=50, elected=True
        ),
        said("result", election="vote", candidate="List C", elected=True),
        said(
            "dispute",
            by="committee",
            about="vote",
            attitude="disputes",
            grounds="no roll was shown",
        ),
    )
    page = page_of(shown, shown.affairs.thing("vote"))
    assert [row[0].text for row in rows_of(page, "results")] == ["List A", "List B", "List C"]
    assert rows_of(page, "dispute")[0][1] == "no roll was shown"
    assert {one.code for one in page.doubts} == {
        "more-ballots-than-electors", "more-elected-than-seats",
    }  # fmt: skip

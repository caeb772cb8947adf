"""Entities of FollowTheMoney: what leaves, what comes back, and what must never leave."""

import hashlib
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.affairs import Affairs, Withheld, affairs_of
from tawthiq.errors import StatementError, TawthiqError
from tawthiq.exchange import (
    export_entities,
    prefix_of,
    read_entities,
    schema_files,
    to_lines,
    word,
)
from tawthiq.exchange.dates import from_prefix, to_period, to_prefix
from tawthiq.exchange.schemata import schemata
from tawthiq.ledger import Preserve
from tawthiq.register import Stated, StatementTable
from tawthiq.statements import (
    Statement,
    label_of_doubt,
    read_statement,
    statement_id,
    write_statement,
)

PREFIX = prefix_of("ab12cd34" * 8)
SOURCES = {
    "observatory": ("Rih Observatory", "مرصد الريح", "observatory"),
    "ministry": ("Ministry of the Interior", None, "ministry"),
}


def said(kind: str, by: str = "observatory", /, **fields: Any) -> dict[str, Any]:
    return {"kind": kind, "by": by, "fields": fields}


def stated(*words: dict[str, Any]) -> StatementTable:
    documents, statements = {}, []
    for number, one in enumerate(words):
        sha = hashlib.sha256(one["by"].encode()).hexdigest()
        documents[sha] = Preserve(
            document=sha, source=one["by"], filename="report.txt", size=7,
            media_type="text/plain", url="https://example.org/report", published="2013-03-15",
        )  # fmt: skip
        raw = {
            "type": one["kind"], "id": statement_id(sha, one["kind"], number, number),
            "start": number, "end": number, "quote": "", **one["fields"],
        }  # fmt: skip
        raw = write_statement(read_statement(raw))
        statements.append(
            Stated(id=raw["id"], type=one["kind"], document=sha, source=one["by"],
                   status="confirmed", raw=raw, text=None, entry="e" * 64)
        )  # fmt: skip
    return StatementTable(
        documents=tuple(documents.values()), readings={}, tables={}, statements=tuple(statements)
    )


def exported(*words: dict[str, Any], plain: bool = False, prefix: str = PREFIX):
    table = stated(*words)
    return export_entities(affairs_of(table, SOURCES), table.documents, prefix, plain=plain)


def taken_in(content: bytes, **how: Any) -> Affairs:
    """The affairs of a register that took in a file alone."""
    found = read_entities(content, "in.json", **how)
    return affairs_of(stated_of(found.document, found.statements), {"peer": ("Peer", None, "peer")})


def stated_of(document: str, statements: tuple[Statement, ...]) -> StatementTable:
    kept = Preserve(
        document=document, source="peer", filename="in.json", size=1, media_type="text/plain"
    )
    return StatementTable(
        documents=(kept,), readings={}, tables={},
        statements=tuple(
            Stated(id=one.id, type=str(one.__struct_config__.tag), document=document,
                   source="peer", status="confirmed", raw=write_statement(one), text=None,
                   entry="e" * 64)
            for one in statements
        ),
    )  # fmt: skip


def of(found, schema: str) -> list[dict[str, list[str]]]:
    return [one["properties"] for one in found.entities if one["schema"] == schema]


WORLD = (
    said("organisation", key="wadi-council", name="Wadi Council", name_ar="مجلس الوادي",
         kind="elected council", since="2012-02", area=("Wadi", "Ridge"), place="Wadi",
         first_cited="2012-03-01"),
    said("organisation", "ministry", key="wadi-council", name="Council of the Wadi",
         aliases=("WC",), since="2012-05", kind="other"),
    said("organisation", key="north-battalion", name="North Battalion", kind="armed group"),
    said("organisation", key="interior", name="Ministry", kind="government body"),
    said("person", key="speaker", name="Nadim Azraq", role="spokesperson", public=True),
    said("person", key="hidden", name="Salim Khattar", name_ar="سليم خطار", role="member"),
    said("membership", member="speaker", whole="wadi-council", relation="speaks for",
         since="2012-03", until="2013-01-05", first_cited="2012-04", term="2012/2013"),
    said("membership", "ministry", member="speaker", whole="wadi-council",
         relation="speaks for", since="2012-06"),
    said("membership", member="hidden", whole="wadi-council", relation="sits on"),
    said("membership", "ministry", member="north-battalion", whole="wadi-council",
         relation="part of", stance="denies"),
    said("change", kind="merged", before=("wadi-council", "north-battalion"),
         after=("Joint Council",), when="2013-01"),
    said("change", kind="dissolved", before=("north-battalion",), when="2014-08-30"),
    said("incident", key="market", name="Shelling of the market", kind="shelling",
         place="Wadi", when="2012-08-30", target="the market"),
    said("incident", "ministry", key="market", kind="explosion", when="2012-08-29/2012-08-31"),
    said("incident", key="day", name="Day of Wadi", when="2012-08"),
    said("incident", key="shell-2", name="Second shelling", parent="day", when="2012-08~"),
    said("gathering", key="march", name="March", kind="demonstration", campaign="week",
         when="2012-09", organisers=("wadi-council", "hidden"), number_low=40,
         number_high=60, bound="between", slogans=("One",), slogans_ar=("واحد",)),
    said("campaign", key="week", name="Week of Wadi", since="2012-09-01", until="2012-09-07",
         places=("Wadi", "Ridge")),
    said("election", key="vote", name="Vote", body="wadi-council", when="2012-02-20",
         opens="2012-02-20", closes="2012-02-21", seats=9, method="secret ballot",
         place="Wadi"),
    said("charter", key="code", name="Code of conduct", name_ar="مدونة السلوك", version="1",
         since="2012-08-01", adopted_by=("wadi-council",)),
    said("signature", charter="code", signatory="north-battalion", when="2012-08-23"),
    said("signature", "ministry", charter="code", signatory="north-battalion",
         act="denies having signed", when="2012-09"),
    said("violation", charter="code", signatory="north-battalion", clause="3", act="looting",
         incident="market", when="2012-08-30"),
    said("aid", key="flour", name="Flour", state="pledged", giver="interior",
         receiver="wadi-council", what="flour", amount_low=10, amount_high=12, unit="tonnes",
         bound="between", when="2012-10"),
    said("aid", state="delivered", giver="interior", receiver="wadi-council", amount_low=4,
         amount_high=4, unit="tonnes", pledge="flour", when="2012-11"),
    said("account", incident="market", actor="north-battalion", claim="responsible",
         method="mortar"),
    said("account", "ministry", incident="market", actor="north-battalion",
         claim="not responsible", attribution="denies the act"),
)  # fmt: skip


def test_rival_values_stand_side_by_side_and_each_entity_names_document_and_publisher():
    found = exported(*WORLD)
    (council,) = (
        one for one in found.entities if one["id"] == f"{PREFIX}-organisation-wadi-council"
    )
    values = council["properties"]
    assert council["schema"] == "Organization"
    assert values["name"] == ["Council of the Wadi", "Wadi Council", "مجلس الوادي"]
    assert values["alias"] == ["WC"]
    assert values["incorporationDate"] == ["2012-02", "2012-05"]
    assert values["classification"] == ["elected council", "other"]
    assert values["publisher"] == ["Ministry of the Interior", "Rih Observatory"]
    ids = {one["id"]: one["schema"] for one in found.entities}
    for one in found.entities:
        if one["schema"] != "Document":
            assert one["properties"]["publisher"]
            assert {ids[proof] for proof in one["properties"]["proof"]} == {"Document"}
    assert [one["name"] for one in of(found, "PublicBody")] == [["Ministry"]]


def test_each_membership_keeps_its_own_dates():
    found = exported(*WORLD)
    (first,) = of(found, "CitedMembership")
    assert (first["startDate"], first["endDate"]) == (["2012-03"], ["2013-01-05"])
    assert (first["firstCited"], first["termStart"], first["termEnd"]) == (
        ["2012-04"], ["2012"], ["2013"],
    )  # fmt: skip
    (second,) = of(found, "Membership")
    assert second["startDate"] == ["2012-06"]
    assert "endDate" not in second


def test_what_is_denied_is_no_fact_but_a_claim_with_its_stance():
    found = exported(*WORLD)
    (denied,) = (one for one in of(found, "RegisterClaim") if one["field"] == ["membership"])
    assert (denied["value"], denied["stance"]) == (["part of"], ["denies"])
    plain = exported(*WORLD, plain=True)
    assert plain.left_out["denied"] == 1
    members = [one["member"] for one in of(plain, "Membership")]
    assert members == [[f"{PREFIX}-person-speaker"]] * 2


def test_plain_files_hold_schemata_of_followthemoney_alone():
    found = exported(*WORLD, plain=True)
    assert not any(schemata()[name].own for name in found.counts)
    assert {"signature": 2, "aid": 2, "account": 2}.items() <= found.types_left_out.items()
    assert found.left_out["plain"] > 0


def test_a_name_that_is_not_public_leaves_with_whatever_leads_to_it():
    found = exported(*WORLD)
    text = to_lines(found.entities).decode()
    for name in ("Salim", "Khattar", "سليم", "خطار", "hidden"):
        assert name not in text
    assert found.left_out["people"] == 1
    assert found.left_out["links"] == 1  # the membership
    assert found.left_out["named"] == 2  # in the membership, and among the organisers
    (march,) = (one for one in of(found, "Event") if one["name"] == ["March"])
    assert march["organizer"] == [f"{PREFIX}-organisation-wadi-council"]


@pytest.mark.parametrize(
    ("edtf", "prefix", "period"),
    [
        ("2012", "2012", (None, None)),
        ("2012-08", "2012-08", (None, None)),
        ("2012-08-30", "2012-08-30", (None, None)),
        ("2012-08-XX", "2012-08", (None, None)),
        ("2012-08~", None, (None, None)),
        ("2012-08?", None, (None, None)),
        ("XXXX-08-30", None, (None, None)),
        ("2011-03/..", None, ("2011-03", None)),
        ("../2012-05-02", None, (None, "2012-05-02")),
        ("2012-08/2012-10", None, ("2012-08", "2012-10")),
        ("2012-08~/2012-10", None, (None, None)),
        ("no date", None, (None, None)),
        (None, None, (None, None)),
    ],
)
def test_a_date_leaves_by_prefix_or_as_start_and_end_or_not_at_all(edtf, prefix, period):
    assert to_prefix(edtf) == prefix
    assert to_period(edtf) == period


@given(st.dates(date(1900, 1, 1), date(2090, 1, 1)).map(str), st.sampled_from([4, 7, 10]))
def test_a_date_comes_back_as_it_left(day, cut):
    edtf = day[:cut]
    assert from_prefix(to_prefix(edtf)) == edtf


def same_values(found, *names: str) -> dict[str, list[Any]]:
    """Entities of some schemata without what only says where they come from."""
    named = {one["id"]: one["properties"].get("name", [one["schema"]]) for one in found.entities}
    kept: dict[str, list[Any]] = {}
    for one in found.entities:
        if one["schema"] in names:
            kept.setdefault(str(one["schema"]), []).append(
                {
                    prop: [named.get(value, value) for value in values]
                    for prop, values in one["properties"].items()
                    if prop not in ("proof", "publisher", "recordId", "aid", "pledge")
                }
            )
    return {name: sorted(kept[name], key=repr) for name in sorted(kept)}


BASE = ("Organization", "PublicBody", "Person", "Membership", "Succession", "Event", "UnknownLink")
OWN = ("Charter", "CharterVersion", "CharterSignature", "CharterViolation", "AidClaim",
       "IncidentAccount", "CitedMembership", "RegisterClaim")  # fmt: skip


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("known", [PREFIX, None])
def test_what_was_exported_and_taken_in_is_exported_alike(plain, known):
    first = exported(*WORLD, plain=plain)
    affairs = taken_in(to_lines(first.entities), prefix=known, public_people=True)
    second = export_entities(affairs, (), PREFIX, plain=plain)
    assert same_values(second, *BASE) == same_values(first, *BASE)
    assert same_values(second, *OWN) == same_values(first, *OWN)


WORDS = st.text("abcdefghij ابتثجح", min_size=1, max_size=12).map(str.strip).filter(bool)
DATES = st.sampled_from([None, "2011", "2012-02", "2012-08-30", "2013-01-05"])


@st.composite
def worlds(draw):
    """Bodies, memberships and events, some of them told by two."""
    keys = ["one", "two", "three"]
    bodies = [
        said("organisation", draw(st.sampled_from(list(SOURCES))), key=key, name=draw(WORDS),
             kind=draw(st.sampled_from([None, "party", "government body"])), place=draw(WORDS),
             since=draw(DATES))
        for key in keys + draw(st.lists(st.sampled_from(keys), max_size=2))
    ]  # fmt: skip
    links = [
        said("membership", member=member, whole=whole, since=draw(DATES),
             relation=draw(st.sampled_from(["part of", "member of"])))
        for member, whole in draw(
            st.lists(st.sampled_from([("one", "two"), ("two", "three")]), max_size=4)
        )
    ]  # fmt: skip
    events = [
        said(kind, key=f"event-{kind}", name=draw(WORDS), place=draw(WORDS), when=draw(DATES))
        for kind in draw(st.lists(st.sampled_from(["incident", "gathering"]), max_size=3))
    ]
    return bodies + links + events


@settings(deadline=None, max_examples=60)
@given(worlds())
def test_bodies_memberships_and_events_keep_their_values_through_a_round(world):
    first = exported(*world)
    affairs = taken_in(to_lines(first.entities))
    second = export_entities(affairs, (), PREFIX)
    assert same_values(second, *BASE) == same_values(first, *BASE)


HIDDEN = st.text("qwxz", min_size=3, max_size=8)


@settings(deadline=None, max_examples=60)
@given(HIDDEN, HIDDEN, st.data())
def test_no_name_of_a_person_who_is_not_public_stands_in_a_file(first, last, data):
    name = f"{first} {last}"
    written = data.draw(st.sampled_from([name, name.upper(), f"by {name}, they say", f"{name}."]))
    world = (
        said("person", key=data.draw(st.sampled_from(["somebody", f"{first}-{last}"])),
             name=name, role=written),
        said("organisation", key="body", name="Body", place=written, area=(written,)),
        said("organisation", key=f"{first}-{last}-brigade", name=written),
        said("incident", key="event", name=written, target=written, place=written, kind=written),
        said("gathering", key="march", name="March", organisers=(name, written),
             slogans=(written,), symbols=(written,)),
        said("campaign", key="week", name="Week", places=(written,)),
        said("membership", member=name, whole="body"),
        said("membership", member="body", whole=name),
        said("change", kind="renamed", before=(name,), after=("body",)),
        said("charter", key="code", name="Code", version=written),
        said("signature", charter="code", signatory=name, place=written),
        said("violation", charter="code", signatory="body", act=written, name=written),
        said("aid", giver=name, what=written, state="diverted", diverted_by=written),
        said("account", incident="event", actor=name, act=written, method=written),
        said("account", incident="march", actor="body", act=written, target=written),
        said("organisation", "ministry", key="body", name="Body", place=written,
             stance="denies"),
    )  # fmt: skip
    for plain in (True, False):
        text = to_lines(exported(*world, plain=plain).entities).decode().lower()
        assert name not in text
        assert f"{first}-{last}" not in text


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("by Salim Khattar", True),
        ("SALIM-KHATTAR.pdf", True),
        ("salimkhattar2012", True),
        ("https://example.org/salim%20khattar", True),
        ("https://example.org/%D8%B3%D9%84%D9%8A%D9%85-%D8%AE%D8%B7%D8%A7%D8%B1", True),
        ("وسليم خطّار", True),
        ("Salim Street", False),
        ("Nour's house", True),
        ("Nourabad", False),
        ("بنور", True),
        ("نورس", False),
    ],
)
def test_a_withheld_name_is_found_however_it_is_joined(text, stands):
    found = Withheld(
        affairs_of(
            stated(
                said("person", key="a", name="Salim Khattar", name_ar="سليم خطار"),
                said("person", key="b", name="Nour", name_ar="نور"),
            ),
            SOURCES,
        )
    )
    assert found.stands_in(text) is stands


def lines(*entities: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in entities)


def entity(name: str, schema: str, /, **properties: Any) -> dict[str, Any]:
    given = {prop: [value] if isinstance(value, str) else value
             for prop, value in properties.items()}  # fmt: skip
    return {"id": name, "schema": schema, "properties": given}


def values_of(content: bytes, **how: Any) -> list[dict[str, Any]]:
    """What statements say, without where."""
    apart = ("id", "start", "end", "quote", "proposer", "stance", "doubt")
    return [
        {name: value for name, value in write_statement(one).items()
         if name not in apart and value not in (None, [])}
        for one in read_entities(content, "in.json", **how).statements
    ]  # fmt: skip


FOREIGN = lines(
    entity("Q1", "Company", name="Ridge Bakery", alias="RB", incorporationDate="2001-02-03",
           leiCode="X"),
    entity("b-2", "PublicBody", name=["Water Office", "مكتب المياه"], publisher="Gazette"),
    entity("p-1", "Person", name="Nadim Azraq", position="director", proof="d-1"),
    entity("l-1", "LegalEntity", name="Who knows"),
    entity("post", "Position", name="Head", organization="b-2"),
    entity("m-1", "Membership", member="p-1", organization="Q1", role="owner",
           startDate="2011"),
    entity("m-2", "Directorship", director="p-1", organization="Q1"),
    entity("m-3", "Occupancy", holder="p-1", post="post", startDate="2012-01-01",
           periodStart="2012", periodEnd="2014"),
    entity("m-4", "Membership", member="p-9", organization="Q1"),
    entity("s-1", "Succession", predecessor="Q1", successor="b-2", date="2013"),
    entity("e-1", "Event", name="Strike", date="2012-08-30T10:00:00", location="Wadi"),
    entity("d-1", "PlainText", fileName="a.txt", sourceUrl="https://example.org/a"),
    entity("v-1", "Vessel", name="Boat"),
)  # fmt: skip


def test_entities_of_others_become_statements_of_our_types():
    said = values_of(FOREIGN)
    key = next(one["key"] for one in said if one.get("name") == "Ridge Bakery")
    assert {"type": "organisation", "key": key, "name": "Ridge Bakery", "aliases": ["RB"],
            "since": "2001-02-03"} in said  # fmt: skip
    assert {"type": "organisation", "key": "b-2", "name": "Water Office",
            "name_ar": "مكتب المياه", "kind": "government body",
            "attributed_to": "Gazette"} in said  # fmt: skip
    assert {"type": "person", "key": "p-1", "name": "Nadim Azraq", "role": "director",
            "public": False} in said  # fmt: skip
    links = [(one["relation"], one["whole"], one.get("since"), one.get("term"))
             for one in said if one["type"] == "membership"]  # fmt: skip
    assert sorted(links, key=str) == sorted(
        [("member of", key, "2011", None), ("sits on", key, None, None),
         ("sits on", "b-2", "2012-01-01", "2012/2014")], key=str,
    )  # fmt: skip
    (change,) = (one for one in said if one["type"] == "change")
    assert (change["kind"], change["before"], change["after"]) == ("renamed", [key], ["b-2"])
    (event,) = (one for one in said if one["type"] == "incident")
    assert (event["when"], event["place"]) == ("2012-08-30", "Wadi")
    (citation,) = (one for one in said if one["type"] == "citation")
    assert (citation["url"], citation["source_named"]) == ("https://example.org/a", "a.txt")
    assert len(citation["supports"]) == 1


def test_what_is_not_taken_over_is_said_with_its_reason():
    found = read_entities(FOREIGN, "in.json")
    aside = {one.row: one.reason for one in found.set_aside}
    assert set(aside) == {4, 5, 9, 13}
    assert "may be a person or a body" in aside[4]
    assert aside[9] == "the file does not hold its member"
    assert found.unused == {"Company.leiCode": 1, "Membership.role": 1}


def test_each_statement_stands_at_its_line():
    found = read_entities(FOREIGN, "in.json")
    for one in found.statements:
        assert found.text[one.start : one.end] == one.quote
        assert json.loads(one.quote)["id"]
    assert len({one.id for one in found.statements}) == len(found.statements)


def test_people_are_public_only_where_whoever_takes_them_in_says_so():
    (person,) = (one for one in values_of(FOREIGN, public_people=True) if one["type"] == "person")
    assert person["public"] is True


def test_rival_dates_stand_alone_and_no_period_is_made_of_them():
    said = values_of(
        lines(
            entity("a", "Organization", name="A", incorporationDate=["2013", "2011"],
                   dissolutionDate="2012"),
            entity("e", "Event", name="E", startDate=["2012", "2013"], endDate="2014"),
        )
    )  # fmt: skip
    bodies = [(one.get("since"), one.get("until")) for one in said if one["key"] == "a"]
    assert sorted(bodies, key=str) == [("2011", None), ("2013", None), (None, "2012"), (None, None)]
    assert sorted(str(one.get("when")) for one in said if one["key"] == "e") == [
        "../2014", "2012/..", "2013/..", "None",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ({"id": "a", "schema": "Person"}, 'no "properties"'),
        ({"schema": "Person", "properties": {}}, 'no "id"'),
        ({"id": 7, "schema": "Person", "properties": {}}, 'no "id"'),
        (entity("a", "Person"), "no name"),
        (entity("a", "Person", name=[["x"]]), "no list of texts"),
        (entity("a", "Person", name=[str(n) for n in range(1001)]), "more than 1,000"),
        (entity("a", "Person", name="\ud800"), "no text"),
        (entity("a", "Person", name="x" * 20_000), "20,000 characters"),
        (entity("a", "\udfff", name="x"), "no text"),
    ],
)
def test_entities_that_are_none_are_set_aside(broken, why):
    found = read_entities(lines(entity("ok", "Person", name="Nadim"), broken), "in.json")
    (aside,) = found.set_aside
    assert why in aside.reason
    assert len(found.statements) == 1
    to_lines([{"aside": aside.reason, "value": aside.value}]).decode()


@pytest.mark.parametrize("content", [b"", b"name,kind\na,b\n", b"{", b"[1, 2]", b"[" * 99_999,
                                     b'{"id": "a"}\n\xff'])  # fmt: skip
def test_files_that_are_none_are_refused(content):
    with pytest.raises(StatementError):
        read_entities(content, "in.json")


PROPS = sorted({prop for one in schemata().values() for prop in one.properties})
WILD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8)
    | st.sampled_from(["a", "b", "2012", "2012/2011", "denies", "renamed", "incident"]),
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=3), one, max_size=2),
    max_leaves=4,
)  # fmt: skip
WILD_ENTITY = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["a", "b", "c"]) | WILD,
        "schema": st.sampled_from(sorted(schemata())) | WILD,
        "properties": st.dictionaries(st.sampled_from(PROPS), WILD, max_size=5) | WILD,
    }
)


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=80) | st.lists(WILD_ENTITY, min_size=1, max_size=5).map(
    lambda found: lines(*found)))  # fmt: skip
def test_any_bytes_are_read_or_refused(content):
    try:
        found = read_entities(content, "in.json", prefix=PREFIX)
    except TawthiqError:
        return
    affairs = affairs_of(stated_of(found.document, found.statements), {})
    export_entities(affairs, (), PREFIX)


def test_every_entity_holds_to_the_table_of_schemata():
    for plain in (True, False):
        for one in exported(*WORLD, plain=plain).entities:
            schema = schemata()[one["schema"]]
            assert set(one["properties"]) <= set(schema.properties)
            if one["schema"] != "Document":
                assert set(schema.required) <= set(one["properties"])


def test_the_files_of_the_extension_are_those_of_the_table():
    own = {one.name: one for one in schemata().values() if one.own}
    assert {f"{name}.yaml" for name in own} == set(schema_files())
    for name, content in schema_files().items():
        text = content.decode()
        assert text.count("label:") + text.count("plural:") >= text.count("label_ar:") > 0
        for line in text.partition("properties:")[2].splitlines():
            if line.startswith("    ") and line[4] != " ":
                assert line.strip(" :") in own[name.removesuffix(".yaml")].properties


def test_followthemoney_itself_reads_the_file_and_the_extension(tmp_path):
    pytest.importorskip("followthemoney", reason="followthemoney is not installed here")
    import followthemoney  # noqa: PLC0415
    from followthemoney.model import Model  # noqa: PLC0415
    from followthemoney.proxy import EntityProxy  # noqa: PLC0415

    base = Path(followthemoney.__file__).parent / "schema"
    for name, content in {
        **{one.name: one.read_bytes() for one in base.glob("*.yaml")}, **schema_files(),
    }.items():  # fmt: skip
        (tmp_path / name).write_bytes(content)
    for model, plain in ((Model(str(base)), True), (Model(str(tmp_path)), False)):
        for one in schemata().values():
            if plain and one.own:
                continue
            known = model.get(one.name)
            assert known.names == one.ancestors
            assert set(known.required) == set(one.required)
            assert {prop: known.properties[prop].type.name for prop in one.properties} == dict(
                one.properties
            )
        for one in exported(*WORLD, plain=plain).entities:
            schema = model.get(one["schema"])
            schema.validate(one)
            proxy = EntityProxy(schema, one, cleaned=False)
            for prop, values in one["properties"].items():
                assert set(proxy.get(prop)) == set(values)


def test_ids_are_ids_of_followthemoney_and_no_longer_than_it_takes():
    long = "k" * 64
    found = exported(
        said("incident", key=long, name="Day"),
        said("incident", key="a", name="A", parent=long),
        said("membership", member=long, whole="some words " * 30),
        said("organisation", key=f"o{long[1:]}", name="O"),
        said("membership", member=f"o{long[1:]}", whole="some words " * 30, stance="denies"),
        prefix="tawthiq-" + "a" * 60,
    )
    for one in found.entities:
        assert re.fullmatch("[0-9a-zA-Z]([0-9a-zA-Z.-]*[0-9a-zA-Z])?", one["id"])
        assert len(one["id"]) <= 200
    assert len({one["id"] for one in found.entities}) == len(found.entities)


def test_every_reason_is_told_in_both_languages():
    found = exported(*WORLD, plain=True)
    for name in (*found.left_out, "date", "words", "value names", "value unfit", "nameless"):
        english, arabic = word(name, "en", n=3), word(name, "ar", n=3)
        assert "3" in english
        assert "3" in arabic
        assert english != arabic


def test_what_the_file_leaves_open_is_a_doubt_in_both_languages():
    found = read_entities(FOREIGN, "in.json")
    doubts = {one.__struct_config__.tag: one.doubt for one in found.statements if one.doubt}
    assert set(doubts) == {"membership", "change"}
    for (doubt,) in doubts.values():
        assert label_of_doubt(doubt, "ar") != doubt == label_of_doubt(doubt, "en")

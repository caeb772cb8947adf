"""At the terminal: why two records are one person, and where people's ids went."""

import pytest

from tawthiq.register import digests, read_register


@pytest.fixture
def pair(run, whole):
    """Two records of one person, in two lists."""
    people = run("count", "--people", "--json", folder=whole).json["people"]
    person = next(one["person_id"] for one in people if one["records"] == 2 and one["lists"] == 2)
    records = run("show", person, "--json", folder=whole).json["records"]
    return person, [one["record_id"] for one in records if one["linked"] is not None]


def test_a_pair_is_explained_in_words_and_bits(run, whole, pair):
    person, (a, b) = pair
    said = run("explain", a, b, folder=whole)
    assert said.code == 0
    assert f"({person})" in said.out
    for words in ("held to be one person", "before anything is compared", "sum", "probability"):
        assert words in said.out
    plain = run("explain", a, b, "--json", folder=whole).json
    bits = [one["bits"] for one in plain["fields"]]
    assert plain["prior_bits"] + sum(bits) + plain["rivals_bits"] == pytest.approx(
        plain["total_bits"]
    )
    assert plain["person_a"] == plain["person_b"] == person
    assert plain["names"][0]["parts"]
    for one in plain["fields"]:
        assert one["words"] in said.out


def test_the_words_are_in_the_language_asked_for(run, refused, whole, pair):
    _, (a, b) = pair
    said = run("explain", a, b, "--lang", "ar", folder=whole).out
    assert "قبل أيّ مقارنة" in said
    assert "before anything" not in said
    plain = run("explain", a, b, "--lang", "ar", "--json", folder=whole).json
    named = next(one for one in plain["fields"] if one["field"] == "name")
    assert named["words"] in said
    assert named["reason"] not in said
    assert "--lang" in refused("explain", a, b, "--lang", "fr", folder=whole).err


def test_a_judgement_stands_below_the_sum_and_overrules_it(run, whole, pair):
    person, (a, b) = pair
    words = ["judge", a, b, "different", "--reason", "two brothers", "--reviewer", "Layla"]
    run(*words, folder=whole)
    linked = run("link", "--json", folder=whole).json
    assert linked["changes"]["split"] == 1
    said = run("explain", a, b, folder=whole).out
    assert "two brothers" in said
    assert "overrule the sum" in said
    assert "held to be two people in every reading" in said
    plain = run("explain", a, b, "--json", folder=whole).json
    assert plain["verdict"] == "different"
    assert {plain["person_a"], plain["person_b"]} >= {person}


def test_the_page_stands_by_itself_and_lands_on_nothing_of_the_register(
    run, refused, whole, pair, tmp_path
):
    _, (a, b) = pair
    out = tmp_path / "pair.html"
    said = run("explain", a, b, "--html", out, "--lang", "ar", "--json", folder=whole)
    assert said.json == {"file": str(out), "bytes": out.stat().st_size}
    assert "names people" in said.err
    page = out.read_text(encoding="utf-8")
    assert page.index('<article id="ar"') < page.index('<article id="en"')
    assert "itself" in refused("explain", a, b, "--html", whole / "key.pem", folder=whole).err
    nowhere = tmp_path / "nowhere" / "pair.html"
    assert "no folder" in refused("explain", a, b, "--html", nowhere, folder=whole).err


def test_what_cannot_be_explained_is_refused(refused, empty, whole, pair):
    person, (a, _) = pair
    assert "is a person" in refused("explain", a, person, folder=whole).err
    assert "no record" in refused("explain", a, "nobody:1:2", folder=whole).err
    assert "itself" in refused("explain", a, a, folder=whole).err
    assert "tawthiq link" in refused("explain", "a", "b", folder=empty).err


def test_where_ids_went_is_told_by_link_and_by_changes(run, refused, whole, pair):
    person, (a, b) = pair
    assert "Nothing to compare" in refused("changes", folder=whole).err
    run("judge", a, b, "different", "--reason", "two brothers", folder=whole)
    linked = run("link", folder=whole).out
    assert "1 person was split" in linked
    assert "tawthiq changes" in linked
    said = run("changes", folder=whole).out
    plain = run("changes", "--json", folder=whole).json
    assert plain["numbers"]["split"] == 1
    (event,) = plain["events"]
    assert (event["how"], event["before"]) == ("split", [person])
    assert [one["kind"] for one in event["by"]] == ["judgement"]
    assert plain["ids"] == {person: event["now"]}
    assert f"judgement different: {min(a, b)} ~ {max(a, b)}" in said
    for one in event["now"]:
        assert one in said
        assert run("show", one, folder=whole).code == 0


def test_changes_without_a_register_sends_to_link(refused, empty):
    assert "tawthiq link" in refused("changes", folder=empty).err


def test_linking_again_changes_nobody(run, whole):
    assert run("link", "--json", folder=whole).json["changes"] == dict.fromkeys(
        ("merged", "split", "regrouped", "renamed", "gone", "new"), 0
    )
    assert "Since the register" not in run("link", folder=whole).out
    assert "Nobody's id changed" in run("changes", folder=whole).out


def test_two_records_that_were_never_compared_are_weighed_with_the_kept_model(run, whole):
    register = read_register(whole / "derived")
    pairs = set(register.pairs.select("record_a", "record_b").iter_rows())
    ids = register.lines.filter("named")["record_id"].sort().to_list()
    a, b = next((a, b) for a in ids[:1] for b in ids[1:] if (a, b) not in pairs)
    said = run("explain", a, b, "--json", folder=whole).json
    assert said["weighed"] == "again"
    summed = said["prior_bits"] + said["rivals_bits"] + sum(f["bits"] for f in said["fields"])
    assert abs(summed - said["total_bits"]) < 1e-6
    assert said["probability"] < 0.5


def test_link_says_whether_it_went_on_and_the_result_is_the_same(run, whole):
    before = digests(whole / "derived")
    on = run("link", "--json", folder=whole)
    assert on.json["from_nothing_because"] is None
    assert digests(whole / "derived") == before
    anew = run("link", "--from-nothing", folder=whole)
    assert "from nothing: it was asked for" in anew.out
    assert digests(whole / "derived") == before

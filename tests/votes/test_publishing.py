"""A published vote: recounted by anyone from the file alone, and no byte of it can be changed."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from votes_helpers import ballot, key_of, open_call, within

from tawthiq.errors import KeyFileError, VoteError
from tawthiq.ledger import canonical_json, instant
from tawthiq.ledger.entry import seal
from tawthiq.votes import (
    Cast,
    Vote,
    call_vote,
    count_as_plain,
    count_votes,
    count_when_closed,
    find_vote,
    publish_vote,
    read_call,
    recount_file,
    write_call,
)
from tawthiq.votes.ballots import digest, relayed

NOW = datetime.now(UTC)
LATER = NOW + timedelta(days=1)
CAST = [
    (1, "huda", "nour"),
    (2, "nour"),
    (3, "samir", "nour"),
    (4, "huda"),
    (4, "samir"),
    (5, "nour"),
]


@pytest.fixture
def published(ledger, tmp_path):
    entry = call_vote(
        ledger,
        open_call(method="stv", seats=2),
        NOW,
    )
    ledger.append(
        *(relayed(ballot(entry.id, *one)) for one in CAST), relayed(ballot(entry.id, 9, "huda"))
    )
    vote = find_vote(ledger, "council")
    publish_vote(vote, count_when_closed(vote, LATER), ledger.key, tmp_path / "vote.json")
    return tmp_path / "vote.json"


def test_the_recount_is_the_count(published, ledger):
    done = recount_file(published)
    vote = find_vote(ledger, "council")
    assert done.faults == ()
    assert done.count == count_when_closed(vote, LATER)
    assert (done.entry.author, done.publisher) == (ledger.key.author, ledger.key.author)
    assert (done.count.ballots, done.count.counted, len(done.count.set_aside)) == (7, 4, 3)


def test_it_holds_neither_times_of_ballots_nor_the_order_they_came_in(published):
    said = json.loads(published.read_text())
    assert all(set(one) == {"elector", "choices", "signature", "when"} for one in said["ballots"])

    vote = recount_file(published).entry.id
    hashes = [
        digest(Cast(vote, one["elector"], tuple(one["choices"]), one["signature"]))
        for one in said["ballots"]
    ]
    assert hashes == sorted(hashes)


@settings(
    deadline=None, max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(at=st.floats(0, 1, exclude_max=True), by=st.integers(1, 255))
def test_a_changed_byte_is_noticed(published, tmp_path, at, by):
    """Whatever byte of the file: it is no published vote any more, or does not agree with itself.

    Only what JSON passes over may change: spaces between values.
    """
    data = bytearray(published.read_bytes())
    place = int(at * len(data))
    data[place] ^= by
    altered = tmp_path / "altered.json"
    altered.write_bytes(data)
    try:
        faults = recount_file(altered).faults
    except VoteError:
        return
    assert faults or json.loads(data) == json.loads(published.read_bytes())


def resealed(said, key):
    """A file whose publisher, or someone else, lies and signs it."""
    del said["seal"]
    said["seal"] = {"author": key.author, "signature": key.sign(canonical_json(said)).hex()}
    return json.dumps(said)


def test_a_ballot_rewritten_by_the_publisher_is_noticed(published, ledger):
    said = json.loads(published.read_text())
    one = next(one for one in said["ballots"] if one["choices"] == ["nour"])
    one["choices"] = ["samir"]
    published.write_text(resealed(said, ledger.key))
    done = recount_file(published)
    assert done.faults == ("count",)
    assert "bad signature" in {each.reason for each in done.count.set_aside}


def test_a_ballot_left_out_is_missed_by_its_elector(published, ledger):
    mine = ballot(find_vote(ledger, "council").id, 2, "nour")
    assert recount_file(published).standing_of(mine) == "counted"
    said = json.loads(published.read_text())
    said["ballots"] = [one for one in said["ballots"] if one["elector"] != mine.elector]
    published.write_text(resealed(said, ledger.key))
    changed = recount_file(published)
    assert (changed.faults, changed.standing_of(mine)) == (("count",), "missing")


@pytest.mark.parametrize(
    ("cast", "standing"),
    [
        ((4, "huda"), "two ballots"),
        ((9, "huda"), "foreign key"),
        ((2, "huda"), "another"),
        ((8, "huda"), "missing"),
    ],
)
def test_an_elector_finds_out_what_became_of_their_ballot(published, ledger, cast, standing):
    mine = ballot(find_vote(ledger, "council").id, *cast)
    assert recount_file(published).standing_of(mine) == standing


def test_another_publisher_is_named(published):
    said = json.loads(published.read_text())
    published.write_text(resealed(said, key_of(77)))
    done = recount_file(published)
    assert (done.faults, done.publisher) == ((), key_of(77).author)


def test_an_altered_call_is_refused(published):
    said = json.loads(published.read_text())
    said["call"]["entry"]["body"]["seats"] = 1
    published.write_text(json.dumps(said))
    with pytest.raises(VoteError, match="altered since it was signed"):
        recount_file(published)


def test_before_closing_nobody_is_told_how_it_stands(ledger):
    call_vote(ledger, open_call(), NOW)
    with pytest.raises(VoteError, match="counted after that"):
        count_when_closed(find_vote(ledger, "council"), NOW)


def test_without_a_key_nothing_is_published(ledger, tmp_path):
    call_vote(ledger, open_call(), NOW)
    vote = find_vote(ledger, "council")
    with pytest.raises(KeyFileError):
        publish_vote(vote, count_when_closed(vote, LATER), None, tmp_path / "vote.json")


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"[" * 100_000, b'{"format": "tawthiq vote"}', b"\xff"]
)
def test_what_is_no_published_vote_is_refused(tmp_path, content):
    (tmp_path / "vote.json").write_bytes(content)
    with pytest.raises(VoteError, match="is no published vote"):
        recount_file(tmp_path / "vote.json")
    with pytest.raises(VoteError, match="is no call"):
        read_call(tmp_path / "vote.json")


def test_the_file_of_a_call_comes_back_signed(ledger, tmp_path):
    entry = call_vote(ledger, open_call(), NOW)
    write_call(entry, tmp_path / "call.json")
    assert read_call(tmp_path / "call.json") == (entry, entry.body)
    said = json.loads((tmp_path / "call.json").read_text())
    said["entry"]["body"]["closes"] = instant(LATER)
    (tmp_path / "call.json").write_text(json.dumps(said))
    with pytest.raises(VoteError, match="altered since it was signed"):
        read_call(tmp_path / "call.json")
    said["entry"]["body"] = {"kind": "unheard-of"}
    (tmp_path / "call.json").write_text(json.dumps(said))
    with pytest.raises(VoteError, match="calls no vote"):
        read_call(tmp_path / "call.json")


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    cast=st.lists(
        st.tuples(
            st.integers(1, 6),
            st.permutations(["huda", "samir", "nour"]).flatmap(
                lambda all_: st.integers(0, 3).map(lambda n: all_[:n])
            ),
        ),
        max_size=8,
    ),
    method=st.sampled_from(["plurality", "approval", "stv"]),
)
def test_any_vote_is_recounted_to_the_same(tmp_path_factory, cast, method):

    folder = tmp_path_factory.mktemp("any")
    call = open_call(method=method, seats=2)
    entry = seal(key_of(900), seq=1, previous=None, at=instant(NOW), body=call)

    ballots = tuple(within(*(ballot(entry.id, n, *choices) for n, choices in cast)))
    vote = Vote(entry=entry, call=call, ballots=ballots, called_off=None)
    count = count_votes(entry.id, call, ballots)
    publish_vote(vote, count, key_of(900), folder / "vote.json")
    done = recount_file(folder / "vote.json")
    assert done.faults == ()
    assert count_as_plain(done.count) == count_as_plain(count)


@pytest.mark.parametrize("count", ["99999999999999999999", "1e999", "[" * 9000 + "]" * 9000])
def test_a_count_that_no_signature_can_hold_is_refused(published, count):
    said = json.loads(published.read_text())
    said["count"]["counted"] = "HERE"
    published.write_text(json.dumps(said).replace('"HERE"', count))
    with pytest.raises(VoteError, match="is no published vote"):
        recount_file(published)

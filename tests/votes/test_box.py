"""The box and the ledger: ballots of a batch enter together, in an order that tells nothing."""

import json
import os
from datetime import UTC, datetime, timedelta

import pytest
from votes_helpers import LONG_AGO, ballot, call_of, key_of, open_call

from tawthiq.errors import LedgerError, NotFoundError, VoteError
from tawthiq.ledger import Ballot, Key, Ledger, Withdraw, instant, merge_bundle, write_bundle
from tawthiq.vault import open_vault
from tawthiq.votes import (
    TakenIn,
    ballot_files,
    call_vote,
    cast_ballot,
    count_votes,
    find_vote,
    read_ballot,
    take_ballots,
    votes_of,
    write_ballot,
)
from tawthiq.votes.ballots import relayed

NOW = datetime.now(UTC)


def files_of(folder, *ballots):
    folder.mkdir(exist_ok=True)
    paths = []
    for one in ballots:
        paths.append(folder / f"{len(list(folder.iterdir()))}.json")
        write_ballot(one, paths[-1])
    return paths


def test_a_vote_from_call_to_count(ledger, tmp_path):
    vote = call_vote(ledger, open_call(), NOW).id
    call = find_vote(ledger, "council").call
    entry = find_vote(ledger, "council").entry
    cast = [
        cast_ballot(entry, call, key_of(n), (who,))
        for n, who in [(1, "huda"), (2, "nour"), (3, "nour")]
    ]
    done = take_ballots(ledger, files_of(tmp_path / "box", *cast), NOW)
    assert done == TakenIn(taken=3, known=0)
    found = find_vote(ledger, vote[:12])
    assert count_votes(vote, call, found.ballots).elected == ("nour",)


def test_the_order_of_entries_is_that_of_hashes_whoever_came_first(ledger, tmp_path):
    """Two boxes that take the same ballots in opposite order write the same sequence."""
    vote = call_vote(ledger, open_call(), NOW).id
    cast = [ballot(vote, n, "huda") for n in range(1, 6)]
    with Ledger.create(tmp_path / "other.sqlite", Key.create(tmp_path / "other.pem")) as other:
        other.add_verified(list(ledger.entries()))
        paths = files_of(tmp_path / "box", *cast)
        take_ballots(ledger, paths, NOW)
        take_ballots(other, paths[::-1], NOW)
        orders = [
            [entry.body.elector for entry in each.entries() if isinstance(entry.body, Ballot)]
            for each in (ledger, other)
        ]
    assert orders[0] == orders[1]
    assert sorted(orders[0]) == sorted(key_of(n).author for n in range(1, 6))


def test_a_ballot_that_is_there_already_is_not_taken_twice(ledger, tmp_path):
    vote = call_vote(ledger, open_call(), NOW).id
    paths = files_of(tmp_path / "box", ballot(vote, 1, "huda"), ballot(vote, 1, "huda"))
    assert take_ballots(ledger, paths, NOW) == TakenIn(taken=1, known=1)
    assert take_ballots(ledger, paths, NOW) == TakenIn(taken=0, known=2)


@pytest.mark.parametrize("at_once", [True, False])
def test_a_second_different_ballot_is_refused_at_the_box(ledger, tmp_path, at_once):
    vote = call_vote(ledger, open_call(), NOW).id
    paths = files_of(tmp_path / "box", ballot(vote, 1, "huda"), ballot(vote, 1, "samir"))
    if not at_once:
        take_ballots(ledger, paths[:1], NOW)
    with pytest.raises(VoteError, match=r"other ballot is in .* already"):
        take_ballots(ledger, paths, NOW)
    assert len(find_vote(ledger, vote).ballots) == (0 if at_once else 1)


def test_two_boxes_with_two_ballots_of_one_elector_merge_to_none(ledger, tmp_path):
    """Whichever way the ledgers travel, both hold the same count, and say why."""
    vote = call_vote(ledger, open_call(), NOW).id
    vault = open_vault(tmp_path / "vault")
    with Ledger.create(tmp_path / "south.sqlite", Key.create(tmp_path / "south.pem")) as south:
        write_bundle(ledger, vault, tmp_path / "call.twq")
        merge_bundle(south, vault, tmp_path / "call.twq")
        take_ballots(
            ledger,
            files_of(tmp_path / "north", ballot(vote, 1, "huda"), ballot(vote, 2, "nour")),
            NOW,
        )
        take_ballots(
            south,
            files_of(tmp_path / "southern", ballot(vote, 1, "samir"), ballot(vote, 2, "nour")),
            NOW,
        )
        write_bundle(ledger, vault, tmp_path / "north.twq")
        write_bundle(south, vault, tmp_path / "south.twq")
        merge_bundle(south, vault, tmp_path / "north.twq")
        merge_bundle(ledger, vault, tmp_path / "south.twq")
        one, other = find_vote(ledger, vote), find_vote(south, vote)
    counts = [count_votes(each.id, each.call, each.ballots) for each in (one, other)]
    assert counts[0] == counts[1]
    assert (counts[0].counted, counts[0].elected) == (1, ("nour",))
    assert sorted(each.reason for each in counts[0].set_aside) == [
        "copy",
        "two ballots",
        "two ballots",
    ]


def test_a_box_takes_nothing_before_opening_or_after_closing(ledger, tmp_path):
    call = open_call()
    vote = call_vote(ledger, call, NOW).id
    paths = files_of(tmp_path / "box", ballot(vote, 1, "huda"))
    with pytest.raises(VoteError, match="opens on"):
        take_ballots(ledger, paths, NOW - timedelta(hours=2))
    with pytest.raises(VoteError, match="closed on"):
        take_ballots(ledger, paths, datetime.fromisoformat(call.closes))
    assert not find_vote(ledger, vote).ballots


def test_ballots_whose_entries_are_early_or_late_are_kept_and_set_aside(ledger):
    """As a ledger merged from a careless box may bring them."""
    late = call_of(vote="late")
    early = call_of(
        vote="early",
        opens=instant(NOW + timedelta(days=1)),
        closes=instant(NOW + timedelta(days=2)),
    )
    for call, reason in ((late, "after closing"), (early, "before opening")):
        (entry,) = ledger.append(call)
        ledger.append(relayed(ballot(entry.id, 1, "huda")))
        found = find_vote(ledger, call.vote)
        count = count_votes(found.id, call, found.ballots)
        assert [each.reason for each in count.set_aside] == [reason]


def test_nobody_can_take_back_a_ballot_they_only_relayed(ledger):
    (entry,) = ledger.append(open_call())
    (relay,) = ledger.append(relayed(ballot(entry.id, 1, "huda")))
    ledger.append(Withdraw(entry=relay.id, reason="an unwelcome vote"))
    found = find_vote(ledger, entry.id)
    assert count_votes(found.id, found.call, found.ballots).counted == 1


def test_one_bad_ballot_and_none_is_taken_in(ledger, tmp_path):
    vote = call_vote(ledger, open_call(electors=2), NOW).id
    box = tmp_path / "box"
    good, foreign = files_of(box, ballot(vote, 1, "huda"), ballot(vote, 3, "huda"))
    with pytest.raises(
        VoteError, match=f"(?s)No ballot was taken in.*{foreign.name}: .*not on the roll"
    ):
        take_ballots(ledger, [good, foreign], NOW)
    assert not find_vote(ledger, vote).ballots
    foreign.unlink()
    assert take_ballots(ledger, ballot_files([box]), NOW).taken == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no ballot"),
        (b"{", "is no ballot"),
        (b"[" * 60_000, "is no ballot"),
        (b"\xff\xfe", "is no ballot"),
        (b"x" * 70_000, "larger than"),
        (b'{"format": "another"}', "is no ballot"),
    ],
)
def test_a_box_is_open_to_everyone_and_refuses_what_is_no_ballot(ledger, tmp_path, content, said):
    call_vote(ledger, open_call(), NOW)
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    with pytest.raises(VoteError, match=said):
        take_ballots(ledger, [path], NOW)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("elector", "AB" * 32),
        ("choices", ["x" * 65]),
        ("choices", ["huda"] * 1001),
        ("choices", "huda"),
        ("signature", "00"),
        ("vote", None),
        ("version", 2),
        ("name", "Salim"),  # what a ballot may not say
    ],
)
def test_a_ballot_with_strange_values_is_refused(tmp_path, field, value):
    path = tmp_path / "ballot.json"
    write_ballot(ballot("ab" * 32, 1, "huda"), path)
    said = json.loads(path.read_text()) | {field: value}
    path.write_text(json.dumps(said))
    with pytest.raises(VoteError):
        read_ballot(path)


def test_a_device_is_no_ballot(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(VoteError, match="There is no file"):
        read_ballot(tmp_path / "pipe")


def test_a_ballot_comes_back_as_it_was_cast(tmp_path):
    cast = ballot("ab" * 32, 1, "nour", "huda")
    write_ballot(cast, tmp_path / "ballot.json")
    assert read_ballot(tmp_path / "ballot.json") == cast
    assert (tmp_path / "ballot.json").stat().st_mode & 0o077 == 0
    with pytest.raises(VoteError, match="already exists"):
        write_ballot(cast, tmp_path / "ballot.json")


@pytest.mark.parametrize(
    ("fields", "choices", "said"),
    [
        ({}, (), "names nobody"),
        ({}, ("nobody",), "'nobody', which is no option"),
        ({}, ("huda", "samir"), "one may be chosen"),
        ({"method": "stv"}, ("huda", "huda"), "names an option twice"),
        ({"electors": [key_of(2).author]}, ("huda",), "not on the roll"),
    ],
)
def test_a_ballot_that_could_not_count_is_not_signed(ledger, fields, choices, said):
    entry = call_vote(ledger, open_call(**fields), NOW)
    with pytest.raises(VoteError, match=said):
        cast_ballot(entry, find_vote(ledger, "council").call, key_of(1), choices)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"closes": instant(LONG_AGO)}, "closes .* before it opens"),
        ({"opens": "2024-02-31T00:00:00.000000Z"}, "there is no instant"),
        ({"options": []}, "call"),
        ({"options": call_of(options="huda huda").options}, "stands there twice"),
        ({"seats": 4}, "4 seats out of 3"),
        ({"seats": 0}, "call"),
        ({"name": None, "name_ar": None}, "no name"),
        ({"name": ""}, "call"),
        ({"quorum": 6}, "quorum is 6 of 5"),
        ({"electors": []}, "call"),
        ({"electors": [key_of(1).author] * 2}, "stands there twice"),
        ({"ties": ["earlier counts"]}, "no earlier counts"),
        ({"ties": ["order", "order"]}, "stands there twice"),
        ({"ties": ["luck"]}, "call"),
        ({"method": "borda"}, "call"),
        ({"vote": "No spaces"}, "call"),
    ],
)
def test_a_call_that_contradicts_itself_is_not_signed(ledger, fields, said):
    with pytest.raises(LedgerError, match=said):
        ledger.append(call_of(**fields))
    assert ledger.count() == 0


def test_a_vote_that_would_be_closed_already_is_not_called(ledger):
    with pytest.raises(VoteError, match="would be closed already"):
        call_vote(ledger, call_of(), NOW)


def test_a_key_votes_once_in_its_life(ledger):
    call_vote(ledger, open_call(), NOW)
    with pytest.raises(VoteError, match="is a vote 'council' already"):
        call_vote(ledger, open_call(electors=[key_of(50).author]), NOW)
    with pytest.raises(VoteError, match="roll of vote 'council' too"):
        call_vote(ledger, open_call(vote="another"), NOW)


def test_a_vote_that_was_called_off_says_so_and_can_be_called_anew(ledger, tmp_path):
    first = call_vote(ledger, open_call(), NOW).id
    ledger.append(Withdraw(entry=first, reason="the roll was incomplete"))
    second = call_vote(ledger, open_call(electors=[key_of(50).author]), NOW).id
    assert find_vote(ledger, "council").id == second
    assert find_vote(ledger, first[:12]).called_off == "the roll was incomplete"
    with pytest.raises(VoteError, match="was called off: the roll was incomplete"):
        take_ballots(ledger, files_of(tmp_path / "box", ballot(first, 1, "huda")), NOW)


def test_another_author_cannot_call_it_off(ledger, tmp_path):
    vote = call_vote(ledger, open_call(), NOW).id
    with Ledger.create(tmp_path / "other.sqlite", Key.create(tmp_path / "other.pem")) as other:
        other.add_verified(list(ledger.entries()))
        other.append(Withdraw(entry=vote, reason="not ours"))
        assert find_vote(other, vote).called_off is None


def test_a_vote_that_is_not_there(ledger):
    with pytest.raises(NotFoundError, match="There is: none yet"):
        find_vote(ledger, "council")
    assert votes_of(ledger) == []


def test_two_committees_that_call_one_key_are_both_kept_and_told_apart(ledger, tmp_path):
    ours = call_vote(ledger, open_call(), NOW).id
    with Ledger.create(tmp_path / "other.sqlite", Key.create(tmp_path / "other.pem")) as other:
        theirs = call_vote(other, open_call(electors=[key_of(50).author]), NOW).id
        ledger.add_verified(list(other.entries()))
    with pytest.raises(NotFoundError, match=f"(?s)name one by its entry: .*{theirs[:12]}"):
        find_vote(ledger, "council")
    assert {one.id for one in votes_of(ledger)} == {ours, theirs}
    assert find_vote(ledger, theirs[:12]).id == theirs


def test_a_ballot_of_a_vote_that_is_not_called_here_is_refused(ledger, tmp_path):
    with pytest.raises(VoteError, match="not called in this register"):
        take_ballots(ledger, files_of(tmp_path / "box", ballot("ab" * 32, 1, "huda")), NOW)


def test_an_empty_box(ledger):
    with pytest.raises(VoteError, match="There is no ballot"):
        take_ballots(ledger, [], NOW)

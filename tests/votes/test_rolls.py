"""Rolls: one-time keys for electors, and the names apart from everything else."""

import csv
from datetime import UTC, datetime

import pytest
from votes_helpers import electors_of

from tawthiq.config import FILE_NAME
from tawthiq.errors import VoteError
from tawthiq.ledger import Key
from tawthiq.votes import make_roll, moment_of, quorum_of, read_electors, read_names, shown_moment
from tawthiq.votes.rolls import MAX_ELECTORS

NOW = datetime(2024, 5, 1, 12, 30, tzinfo=UTC)


def test_a_roll_without_names_ties_no_key_to_anyone(tmp_path):
    electors = make_roll(tmp_path / "roll", 3)
    assert sorted(one.name for one in (tmp_path / "roll").iterdir()) == [
        "credentials",
        "electors.txt",
    ]
    keys = {Key.load(one).author for one in (tmp_path / "roll" / "credentials").iterdir()}
    assert read_electors([tmp_path / "roll" / "electors.txt"]) == electors == tuple(sorted(keys))


def test_a_roll_with_names_says_who_gets_which_credential(tmp_path):
    (tmp_path / "names.txt").write_text("ليلى حداد\nSalim  Nasser\n", encoding="utf-8")
    names = read_names(tmp_path / "names.txt")
    make_roll(tmp_path / "roll", len(names), names)
    with (tmp_path / "roll" / "names.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == ["ليلى حداد", "Salim Nasser"]
    for row in rows:
        credential = tmp_path / "roll" / "credentials" / f"{row['number']}.pem"
        assert Key.load(credential).author == row["elector"]


def test_only_its_owner_can_open_a_roll(tmp_path):
    make_roll(tmp_path / "roll", 2, ["Layla", "Salim"])
    for path in (tmp_path / "roll", *(tmp_path / "roll").rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_roll_is_not_made_within_a_register(tmp_path):
    (tmp_path / FILE_NAME).write_text("")
    with pytest.raises(VoteError, match="lies in the register"):
        make_roll(tmp_path / "a" / "roll", 2)
    assert not (tmp_path / "a").exists()


def test_a_roll_is_not_written_over_another(tmp_path):
    make_roll(tmp_path / "roll", 1)
    with pytest.raises(VoteError, match="not an empty folder"):
        make_roll(tmp_path / "roll", 1)


@pytest.mark.parametrize("number", [-1, 0, MAX_ELECTORS + 1])
def test_how_many_electors_a_roll_has(tmp_path, number):
    with pytest.raises(VoteError, match="1 to 10,000 electors"):
        make_roll(tmp_path / "roll", number)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty: a roll"),
        (b"Layla\n\nSalim\n", "line 2: the name is empty"),
        (b"Layla\n \t\n", "line 2: the name is empty"),
        (b"Layla\nSalim\nLayla \n", "line 3: the same name as in line 1"),
        (("x" * 1001).encode(), "more than 1,000 characters"),
        ("ليلى".encode("cp1256"), "not UTF-8"),
    ],
)
def test_names_that_cannot_be_a_roll(tmp_path, content, said):
    (tmp_path / "names.txt").write_bytes(content)
    with pytest.raises(VoteError, match=said):
        read_names(tmp_path / "names.txt")


def test_electors_of_several_rolls_are_one_roll(tmp_path):
    one, two, three = electors_of(3)
    (tmp_path / "a.txt").write_text(f"{two}\n\n{one}\n")
    (tmp_path / "b.txt").write_text(f"{three}\n")
    assert read_electors([tmp_path / "a.txt", tmp_path / "b.txt"]) == (one, two, three)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "roll is empty"),
        ("Layla Haddad", "line 1: no public key"),
        ("AB" * 32, "line 1: no public key"),
        (f"{'ab' * 32}\n{'ab' * 32}", "line 2: the same elector as in .*line 1"),
    ],
)
def test_electors_that_are_no_keys(tmp_path, content, said):
    (tmp_path / "electors.txt").write_text(content)
    with pytest.raises(VoteError, match=said) as error:
        read_electors([tmp_path / "electors.txt"])
    assert "Layla" not in str(error.value)  # a name does not end up in a message


def test_a_file_too_large_is_refused(tmp_path):
    (tmp_path / "electors.txt").write_bytes(b"0" * ((1 << 23) + 1))
    with pytest.raises(VoteError, match="larger than"):
        read_electors([tmp_path / "electors.txt"])


@pytest.mark.parametrize(
    ("said", "ballots"),
    [("0", 0), ("12", 12), ("50%", 13), ("50 %", 13), ("33.3%", 9), ("100%", 25), ("0.001٪", 1)],
)
def test_a_quorum_is_a_number_or_a_share_rounded_up(said, ballots):
    assert quorum_of(said, 25) == ballots


@pytest.mark.parametrize("said", ["", "half", "-1", "26", "101%", "12.5", "1e2", "%", "٥"])
def test_a_quorum_that_is_none(said):
    with pytest.raises(VoteError, match="--quorum"):
        quorum_of(said, 25)


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("now", "2024-05-01T12:30:00.000000Z"),
        ("2024-05-01T18:00+03:00", "2024-05-01T15:00:00.000000Z"),
        ("2024-05-01T15:00Z", "2024-05-01T15:00:00.000000Z"),
    ],
)
def test_times_are_kept_in_utc(said, at):
    assert moment_of(said, NOW) == at


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("2024-05-01T18:00", "how far from UTC"),
        ("2024-05-01", "how far from UTC"),
        ("tomorrow", "is no time"),
        ("2024-02-31T10:00Z", "is no time"),
        ("0001-01-01T00:00+14:00", "is no time"),
    ],
)
def test_a_time_that_is_none_or_could_be_several(said, why):
    with pytest.raises(VoteError, match=why):
        moment_of(said, NOW)


def test_times_are_shown_with_their_offset():
    assert shown_moment("2024-05-01T15:00:00.000000Z") == "2024-05-01 15:00 +00:00"
    assert shown_moment("2024-05-01T15:00:07.500000Z") == "2024-05-01 15:00:07 +00:00"

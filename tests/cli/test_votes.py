"""A committee holds a vote at the terminal; strangers try to spoil it."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tawthiq.cli import votes
from tawthiq.folder import open_folder
from tawthiq.ledger import Preserve, State
from tawthiq.votes import wording

OPTIONS = ["-o", "huda=Huda|هدى", "-o", "samir=Samir|سمير", "-o", "nour=Nour|نور"]
NAMES = ["Layla Haddad", "سالم ناصر", "Yara Khoury", "Walid Aziz"]


def in_an_hour() -> str:
    return (datetime.now(UTC) + timedelta(hours=1)).isoformat()


@pytest.fixture
def closed(monkeypatch):
    """The clock of the commands, set to a day after the vote."""

    def later() -> None:
        monkeypatch.setattr(votes, "_now", lambda: datetime.now(UTC) + timedelta(days=1))

    return later


@pytest.fixture
def register(tmp_path, run, monkeypatch):
    """A register, a roll of four with names, and a vote that is open."""
    monkeypatch.chdir(tmp_path)
    assert run("init", "valley").code == 0
    Path("names.txt").write_text("\n".join(NAMES), encoding="utf-8")
    assert run("vote", "roll", "roll", "--names", "names.txt").code == 0
    said = run(
        "vote", "call", "council", "--name", "Council", "--name-ar", "مجلس", *OPTIONS,
        "--method", "stv", "--seats", 2, "--quorum", "50%", "--closes", in_an_hour(),
        "--electors", "roll/electors.txt", folder="valley",
    )  # fmt: skip
    assert said.code == 0, said
    Path("box").mkdir()
    return Path("valley")


def cast(run, number, *choices, out=None):
    out = out or f"box/{number}.json"
    said = run(
        "vote", "cast", "council.call.json", f"roll/credentials/{number:04}.pem", *choices,
        "--out", out,
    )  # fmt: skip
    assert said.code == 0, said
    return out


def test_a_vote_from_the_roll_to_the_recount(register, run, closed):
    for number, choices in [(1, ["huda", "nour"]), (2, ["huda"]), (3, ["nour"])]:
        cast(run, number, *choices)
    said = run("vote", "take", "box", "--json", folder=register)
    assert said.json == {"taken": 3, "known": 0}
    assert run("vote", "show", "council", "--json", folder=register).json["ballots"] == 3
    closed()
    counted = run("vote", "count", "council", "--json", folder=register).json
    assert (counted["standing"], counted["elected"]) == ("decided", ["huda", "nour"])
    assert counted["counted"] + len(counted["set_aside"]) == counted["ballots"] == 3
    assert run("vote", "publish", "council", folder=register).code == 0
    again = run("vote", "recount", "council.published.json", "--mine", "box/1.json", "--json").json
    assert (again["agrees"], again["mine"]) == (True, "counted")
    assert again["count"] == {
        name: value for name, value in counted.items() if name != "called_off"
    }
    assert "The recount agrees." in run("vote", "recount", "council.published.json").out


def test_no_name_reaches_ledger_vault_bundle_publication_or_talk(register, run, closed):
    said = [
        run(
            "vote",
            "cast",
            "council.call.json",
            "roll/credentials/0001.pem",
            "huda",
            "--out",
            "box/1.json",
        )
    ]
    said.append(run("vote", "take", "box", folder=register))
    closed()
    said += [
        run("vote", "count", "council", folder=register),
        run("vote", "publish", "council", folder=register),
        run("bundle", "out.twq", folder=register),
        run("vote", "recount", "council.published.json"),
        run("vote", "show", "council", folder=register),
    ]
    assert all(one.code == 0 for one in said), said
    files = [
        Path("out.twq"),
        Path("council.published.json"),
        Path("council.call.json"),
        Path("box/1.json"),
    ]
    files += [one for one in register.rglob("*") if one.is_file()]
    everything = b"".join(one.read_bytes() for one in files)
    talk = "".join(one.out + one.err for one in said)
    for name in " ".join(NAMES).split():
        assert name.encode() not in everything
        assert json.dumps(name)[1:-1].encode() not in everything
        assert name not in talk


def test_an_altered_publication_ends_with_1(register, run, closed):
    cast(run, 1, "huda")
    run("vote", "take", "box", folder=register)
    closed()
    run("vote", "publish", "council", folder=register)
    file = Path("council.published.json")
    file.write_text(
        file.read_text(encoding="utf-8").replace('"within"', '"after closing"'), encoding="utf-8"
    )
    said = run("vote", "recount", file, "--lang", "ar")
    assert said.code == 1
    assert said.out.count("DIFFERS") == 2
    assert "إعادة العدّ غير متطابقة." in said.out


def test_a_ballot_that_was_not_published_ends_with_1(register, run, closed):
    cast(run, 1, "huda")
    run("vote", "take", "box", folder=register)
    mine = cast(run, 2, "nour", out="mine.json")
    closed()
    run("vote", "publish", "council", folder=register)
    said = run("vote", "recount", "council.published.json", "--mine", mine, "--json")
    assert (said.code, said.json["mine"], said.json["agrees"]) == (1, "missing", True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["--closes", "2024-05-01T10:00Z", "--opens", "2024-05-01T11:00Z"],
            "would be closed already",
        ),
        (["--opens", "2999-05-01T11:00Z", "--closes", "2999-05-01T10:00Z"], "before it opens"),
        (["--closes", "2999-05-01T11:00"], "how far from UTC"),
        (["--closes", "soon"], "is no time"),
        (["--closes", "2999-01-01T00:00Z", "--seats", "5"], "5 seats out of 3 options"),
        (["--closes", "2999-01-01T00:00Z", "--method", "borda"], "plurality, approval or stv"),
        (["--closes", "2999-01-01T00:00Z", "--quorum", "most"], "--quorum"),
        (["--closes", "2999-01-01T00:00Z", "--tie", "luck"], "earlier counts"),
        (["--closes", "2999-01-01T00:00Z", "--motion"], "--motion brings its own options"),
        (["--closes", "2999-01-01T00:00Z", "-o", "huda=Again"], "option huda stands there twice"),
        (["--closes", "2999-01-01T00:00Z", "-o", "empty="], "KEY=NAME"),
        (["--closes", "2999-01-01T00:00Z", "-o", "no name"], "KEY=NAME"),
        (["--closes", "2999-01-01T00:00Z", "--abstention", "x"], "no such option"),
        (["--closes", "2999-01-01T00:00Z", "--electors", "names.txt"], "no public key"),
        (
            ["--closes", "2999-01-01T00:00Z", "--out", "valley/ledger.sqlite"],
            "part of the register",
        ),
    ],
)
def test_a_call_that_cannot_be(register, run, refused, words, said):
    run("vote", "roll", "second", "--number", 2)
    answer = refused(
        "vote", "call", "second", "--name", "Second", *OPTIONS, *words,
        "--electors", "second/electors.txt", folder=register,
    )  # fmt: skip
    assert said in answer.err
    assert "Layla" not in answer.err
    assert len(run("vote", "show", "--json", folder=register).json) == 1


def test_a_vote_for_nobody_and_double_ballots(register, run, refused):
    credential = ["council.call.json", "roll/credentials/0001.pem"]
    assert "names nobody" in refused("vote", "cast", *credential).err
    assert "no option of this vote" in refused("vote", "cast", *credential, "nobody").err
    cast(run, 1, "huda", out="box/first.json")
    cast(run, 1, "nour", out="box/second.json")
    assert "other ballot" in refused("vote", "take", "box", folder=register).err
    assert run("vote", "show", "council", "--json", folder=register).json["ballots"] == 0


def test_a_vote_is_not_counted_before_it_closes(register, refused):
    for command in ("count", "publish"):
        assert "counted after that" in refused("vote", command, "council", folder=register).err
    assert not Path("council.published.json").exists()


@pytest.mark.parametrize(
    "words", [[], ["--number", "2", "--names", "names.txt"], ["--number", "0"]]
)
def test_a_roll_that_cannot_be(register, refused, words):
    refused("vote", "roll", "another", *words)
    assert not Path("another").exists()


def test_a_roll_within_the_register_is_refused(register, refused):
    assert "kept apart" in refused("vote", "roll", "valley/roll", "--number", 2).err


def test_a_motion_is_shown_in_both_languages(register, run):
    run("vote", "roll", "second", "--number", 2)
    said = run(
        "vote", "call", "charter", "--name-ar", "اعتماد الميثاق", "--motion", "--closes",
        "2999-01-01T00:00+02:00", "--electors", "second/electors.txt", folder=register,
    )  # fmt: skip
    assert said.code == 0, said
    arabic = run("vote", "show", "charter", "--lang", "ar", folder=register).out
    assert "اعتماد الميثاق" in arabic
    assert "غير موافق" in arabic
    assert "2998-12-31 22:00 +00:00" in arabic
    english = run("vote", "show", "charter.call.json").out
    assert "abstain: Abstention (abstention)" in english


def test_every_word_is_there_in_both_languages():
    for words in wording._WORDS.values():
        for said in words.values():
            assert set(said) == {"en", "ar"}
            fields = [sorted(re.findall(r"\{(\w+)\}", said[language])) for language in ("en", "ar")]
            assert fields[0] == fields[1]


def test_a_protest_is_shown_beside_the_vote_and_changes_nothing(register, run):
    def dispute(number, about, **more):
        return State(
            document=document,
            statement={
                "type": "dispute", "id": f"d-{number}", "start": 0, "end": 0, "quote": "",
                "about": about, **more,
            },
        )  # fmt: skip

    with open_folder(register, write=True) as opened:
        document = opened.vault.put(b"We protest.")
        opened.ledger.append(
            Preserve(
                document=document,
                source="north",
                filename="letter.txt",
                size=11,
                media_type="text/plain",
            ),
            dispute(
                1, "council", by="Northern committee", grounds="the roll left out two villages"
            ),
            dispute(2, "مجلس", by="Southern committee", attitude="supports", grounds="it was fair"),
            dispute(3, "another-vote", grounds="of something else"),
        )
    said = run("vote", "show", "council", "--json", folder=register).json
    assert [one["by"] for one in said["protests"]] == ["Northern committee", "Southern committee"]
    shown = run("vote", "show", "council", folder=register).out
    assert "Protest: Northern committee: the roll left out two villages [d-1]" in shown
    assert "Support: Southern committee: it was fair [d-2]" in shown
    assert "of something else" not in shown


def test_casting_needs_no_register(register, run, tmp_path, monkeypatch):
    """A folder with nothing but the call and a credential."""
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "call.json").write_bytes(Path("council.call.json").read_bytes())
    (alone / "mine.pem").write_bytes(Path("roll/credentials/0002.pem").read_bytes())
    monkeypatch.chdir(alone)
    said = run("vote", "cast", "call.json", "mine.pem", "nour", "huda")
    assert said.code == 0, said
    (ballot,) = alone.glob("ballot-*.json")
    assert json.loads(ballot.read_text())["choices"] == ["nour", "huda"]

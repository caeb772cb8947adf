"""What the tests of votes share: an invented vote, its electors' keys, and their ballots."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tawthiq.ledger import Call, Key, VoteOption, instant
from tawthiq.ledger.entry import Entry, seal
from tawthiq.votes import Cast, Taken
from tawthiq.votes.ballots import signed_bytes

LONG_AGO = datetime(2024, 5, 1, 8, tzinfo=UTC)
NAMES = {"huda": "هدى", "samir": "سمير", "nour": "نور", "yara": "يارا", "walid": "وليد"}


@lru_cache(maxsize=100)
def key_of(number: int) -> Key:
    """The same key for the same number: a test that fails once fails again."""
    return Key(Ed25519PrivateKey.from_private_bytes(number.to_bytes(32, "big")))


def electors_of(number: int) -> list[str]:
    return sorted(key_of(one).author for one in range(1, number + 1))


def call_of(
    electors: int | list[str] = 5,
    options: str | list[VoteOption] = "huda samir nour",
    **fields: Any,
) -> Call:
    """A call by plurality, closed long ago, with the electors of the first keys."""
    if isinstance(options, str):
        options = [
            VoteOption(key=key, name=key.title(), name_ar=NAMES.get(key)) for key in options.split()
        ]
    said: dict[str, Any] = {
        "vote": "council",
        "name": "Council of the valley",
        "name_ar": "مجلس الوادي",
        "options": options,
        "method": "plurality",
        "opens": instant(LONG_AGO),
        "closes": instant(LONG_AGO + timedelta(hours=8)),
        "electors": electors_of(electors) if isinstance(electors, int) else electors,
    }
    return Call(**said | fields)


def sealed(call: Call) -> Entry:
    """The entry of a call, by an invented committee."""
    return seal(key_of(900), seq=1, previous=None, at=instant(LONG_AGO), body=call)


def ballot(vote: str, elector: int, *choices: str) -> Cast:
    """A ballot as its elector signs it, whether the call allows it or not."""
    key = key_of(elector)
    signed = signed_bytes(vote, key.author, choices)
    return Cast(vote, key.author, choices, key.sign(signed).hex())


def within(*ballots: Cast) -> list[Taken]:
    return [Taken(one, "within") for one in ballots]


def open_call(**fields: Any) -> Call:
    """A vote that is open while the tests run."""
    now = datetime.now(UTC)
    times = {
        "opens": instant(now - timedelta(hours=1)),
        "closes": instant(now + timedelta(hours=1)),
    }
    return call_of(**times | fields)

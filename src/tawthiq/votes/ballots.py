"""One ballot: signing it with an elector's one-time key, and the file it travels in.

Whoever casts needs the call and their own key, and no network. The file holds no name and no time.
"""

import hashlib
import json
from collections.abc import Container
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from tawthiq.errors import VoteError
from tawthiq.ledger import Ballot as Relayed
from tawthiq.ledger import Call, Entry, Key, canonical_json, signed_by_author
from tawthiq.vault import atomic_write
from tawthiq.votes.files import read_limited
from tawthiq.votes.model import Cast, Reason

MAX_BALLOT_FILE = 1 << 16  # bytes; 200 preferences of 64 letters take a quarter of it
_PURPOSE = "tawthiq ballot"
_Hex = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    format: Literal["tawthiq ballot"]
    version: int
    vote: _Hex
    elector: _Hex
    choices: Annotated[list[Annotated[str, Meta(max_length=64)]], Meta(max_length=1000)]
    signature: Annotated[str, Meta(pattern=r"\A[0-9a-f]{128}\Z")]


def signed_bytes(vote: str, elector: str, choices: tuple[str, ...]) -> bytes:
    """The bytes that an elector signs: canonical JSON, which says what it is for."""
    said = {"choices": list(choices), "elector": elector, "purpose": _PURPOSE, "vote": vote}
    return canonical_json(said)


def cast_ballot(entry: Entry, call: Call, key: Key, choices: tuple[str, ...]) -> Cast:
    """Sign a ballot.

    Args:
        entry: the entry that called the vote.
        choices: keys of options; of a transferable vote, the first preference first.

    Raises:
        VoteError: the key is not on the roll, or the choices are none that the call allows.
    """
    if key.author not in call.electors:
        raise VoteError(
            f"This credential ({key.author[:12]}…) is not on the roll of vote {call.vote!r}: it "
            "is another vote's, or a new call took the place of this one. Ask who handed it out."
        )
    wrong = fault_of_choices(call, choices)
    if wrong is not None:
        raise VoteError(_explained(call, choices, wrong))
    signature = key.sign(signed_bytes(entry.id, key.author, choices)).hex()
    return Cast(entry.id, key.author, choices, signature)


def fault_of_choices(call: Call, choices: tuple[str, ...]) -> Reason | None:
    """Why these choices cannot count; None where they can."""
    options = {one.key for one in call.options}
    if not choices:
        return "no choice"
    if not options.issuperset(choices):
        return "unknown option"
    if len(set(choices)) < len(choices):
        return "option twice"
    if call.method == "plurality" and len(choices) > 1:
        return "several choices"
    return None


def fault_of_ballot(
    vote: str, call: Call, cast: Cast, roll: Container[str] | None = None
) -> Reason | None:
    """Why a ballot cannot count, whenever it was cast; None where it can.

    Args:
        vote: id of the entry that called the vote.
        roll: the call's electors, as a set where many ballots are looked at.
    """
    if cast.elector not in (call.electors if roll is None else roll):
        return "foreign key"
    signed = signed_bytes(vote, cast.elector, cast.choices)
    if not signed_by_author(cast.elector, signed, bytes.fromhex(cast.signature)):
        return "bad signature"
    return fault_of_choices(call, cast.choices)


def digest(cast: Cast) -> str:
    """SHA-256 of a ballot: boxes and publications order ballots by it, which tells nothing."""
    return hashlib.sha256(canonical_json(_plain(cast))).hexdigest()


def relayed(cast: Cast) -> Relayed:
    """The body of the entry that relays a ballot."""
    return Relayed(
        vote=cast.vote, elector=cast.elector, choices=list(cast.choices), signature=cast.signature
    )


def write_ballot(cast: Cast, path: Path) -> None:
    """Write a ballot's file, readable by its owner alone.

    Raises:
        VoteError: a file is there already, or it cannot be written.
    """
    said = {"format": _PURPOSE, "version": 1} | _plain(cast)
    with atomic_write(path, error=VoteError, mode=0o600, overwrite=False) as file:
        file.write(json.dumps(said, indent=1).encode() + b"\n")


def read_ballot(path: Path) -> Cast:
    """Read a ballot's file. Its signature is not checked: see `fault_of_ballot`.

    Raises:
        VoteError: it cannot be read, or is no ballot.
    """
    data = read_limited(path, MAX_BALLOT_FILE, "a ballot")
    try:
        said = msgspec.json.decode(data, type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise VoteError(
            f"{path} is no ballot: {error}. A ballot is the file that `tawthiq vote cast` writes."
        ) from error
    if said.version != 1:
        raise VoteError(
            f"{path} was written by a newer version of tawthiq (format {said.version}). "
            "Update the program."
        )
    return Cast(said.vote, said.elector, tuple(said.choices), said.signature)


def _plain(cast: Cast) -> dict[str, object]:
    return {
        "vote": cast.vote,
        "elector": cast.elector,
        "choices": list(cast.choices),
        "signature": cast.signature,
    }


def _explained(call: Call, choices: tuple[str, ...], wrong: Reason) -> str:
    options = ", ".join(one.key for one in call.options)
    match wrong:
        case "no choice":
            said = "names nobody"
        case "unknown option":
            known = {one.key for one in call.options}
            strange = ", ".join(repr(one) for one in choices if one not in known)
            said = f"names {strange}, which is no option of this vote"
        case "option twice":
            said = "names an option twice"
        case _:
            said = f"names {len(choices)} options, and one may be chosen"
    return f"The ballot {said}; nothing was written. Vote {call.vote!r} has: {options}."

"""The ballot box: ballots are taken into the ledger, all of a batch or none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tawthiq.errors import VoteError
from tawthiq.ledger import Ledger, instant
from tawthiq.votes.ballots import digest, fault_of_ballot, read_ballot, relayed
from tawthiq.votes.calling import shown_moment
from tawthiq.votes.finding import votes_of
from tawthiq.votes.model import Cast, Reason, Vote

_SAID: dict[Reason, str] = {
    "foreign key": "its elector is not on the roll",
    "bad signature": "it was altered since it was signed, or somebody else signed it",
    "no choice": "it names nobody",
    "unknown option": "it names what is no option of this vote",
    "option twice": "it names an option twice",
    "several choices": "it names several options where one may be chosen",
}
_MOST_NAMED = 20  # refusals in one message


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What a box did with a batch."""

    taken: int
    known: int  # the same ballots were there already


def ballot_files(paths: Iterable[Path]) -> list[Path]:
    """The files named, and those in the folders named (not in folders within)."""
    found: list[Path] = []
    for path in paths:
        found += sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]
    return found


def take_ballots(ledger: Ledger, files: Sequence[Path], now: datetime) -> TakenIn:
    """Take ballots into the ledger.

    They enter in the order of their hashes, in one transaction: who came first is not kept.

    Raises:
        VoteError: a ballot is refused; every one of them is named, and none was taken in.
        LedgerError: the ledger cannot be written.
    """
    if not files:
        raise VoteError("There is no ballot: name files that `tawthiq vote cast` wrote.")
    votes = {vote.id: vote for vote in votes_of(ledger)}
    cast: dict[tuple[str, str], tuple[Cast, Path | None]] = {
        (vote.id, taken.cast.elector): (taken.cast, None)
        for vote in votes.values()
        for taken in vote.ballots
        if taken.when == "within" and fault_of_ballot(vote.id, vote.call, taken.cast) is None
    }
    new: list[Cast] = []
    refused: list[str] = []
    for path in files:
        try:
            ballot = read_ballot(path)
            _check(ballot, path, votes.get(ballot.vote), instant(now))
            known, where = cast.get((ballot.vote, ballot.elector), (None, None))
            if known is None:
                cast[ballot.vote, ballot.elector] = (ballot, path)
                new.append(ballot)
            elif known.choices != ballot.choices:
                before = "in the box" if where is None else f"in {where}"
                raise VoteError(f"{path}: this elector's other ballot is {before} already.")
        except VoteError as error:
            refused.append(str(error))
    if refused:
        more = len(refused) - _MOST_NAMED
        said = refused[:_MOST_NAMED] + ([f"… and {more:,} more."] if more > 0 else [])
        raise VoteError(
            "No ballot was taken in. Put these aside and take in the others:\n" + "\n".join(said)
        )
    ledger.append(*(relayed(one) for one in sorted(new, key=digest)))
    return TakenIn(taken=len(new), known=len(files) - len(new))


def _check(ballot: Cast, path: Path, vote: Vote | None, now: str) -> None:
    if vote is None:
        raise VoteError(
            f"{path}: it is of a vote that is not called in this register "
            f"(entry {ballot.vote[:12]})."
        )
    call = vote.call
    if vote.called_off is not None:
        raise VoteError(f"{path}: vote {call.vote!r} was called off: {vote.called_off}")
    if now < call.opens:
        raise VoteError(f"{path}: vote {call.vote!r} opens on {shown_moment(call.opens)}.")
    if now >= call.closes:
        raise VoteError(f"{path}: vote {call.vote!r} closed on {shown_moment(call.closes)}.")
    reason = fault_of_ballot(vote.id, call, ballot)
    if reason is not None:
        raise VoteError(f"{path}: {_SAID[reason]}.")

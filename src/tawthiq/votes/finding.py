"""The votes of a ledger, each with its ballots.

Whose entry a ballot came in is not looked at: its author only relays it. So nobody can withdraw a
ballot either: it is not theirs to take back.
"""

from collections import defaultdict

from tawthiq.errors import NotFoundError
from tawthiq.ledger import Ballot, Call, Entry, Ledger, Withdraw
from tawthiq.votes.ballots import digest
from tawthiq.votes.model import Cast, Taken, Vote, When

_SHORTEST = 8  # hex digits that name an entry


def votes_of(ledger: Ledger) -> list[Vote]:
    """Every vote that was called, in the order of the ledger."""
    calls: list[tuple[Entry, Call]] = []
    ballots: dict[str, list[tuple[str, Ballot]]] = defaultdict(list)
    withdrawals: list[tuple[Entry, Withdraw]] = []
    for entry in ledger.entries():
        match entry.body:
            case Call() as call:
                calls.append((entry, call))
            case Ballot() as ballot:
                ballots[ballot.vote].append((entry.at, ballot))
            case Withdraw() as withdrawal:
                withdrawals.append((entry, withdrawal))
    off = {(entry.author, said.entry): said.reason for entry, said in reversed(withdrawals)}
    return [
        Vote(
            entry=entry,
            call=call,
            ballots=tuple(
                sorted(
                    (_taken(call, at, ballot) for at, ballot in ballots[entry.id]),
                    key=lambda one: (digest(one.cast), one.when),
                )
            ),
            called_off=off.get((entry.author, entry.id)),
        )
        for entry, call in calls
    ]


def find_vote(ledger: Ledger, wanted: str) -> Vote:
    """The vote of this key, or of the entry that begins like this.

    Of several calls of one key the one that stands is meant, if it is the only one.

    Raises:
        NotFoundError: there is none, or several.
    """
    votes = votes_of(ledger)
    found = [one for one in votes if one.call.vote == wanted]
    if len(found) > 1:
        found = [one for one in found if one.called_off is None] or found
    if not found and len(wanted) >= _SHORTEST:
        found = [one for one in votes if one.id.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(one.id[:12] for one in found)
        raise NotFoundError(f"Several calls are named {wanted!r}; name one by its entry: {ids}.")
    known = ", ".join(dict.fromkeys(one.call.vote for one in votes)) or "none yet"
    raise NotFoundError(f"There is no vote {wanted!r} in this register. There is: {known}.")


def _taken(call: Call, at: str, ballot: Ballot) -> Taken:
    when: When = "within"
    if at < call.opens:
        when = "before opening"
    elif at >= call.closes:
        when = "after closing"
    cast = Cast(ballot.vote, ballot.elector, tuple(ballot.choices), ballot.signature)
    return Taken(cast, when)

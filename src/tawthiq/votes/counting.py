"""Counting: which ballots count, what they say, whether that decides the vote.

A pure function of the call and the ballots, whatever their order: the same for whoever recounts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from tawthiq.ledger import Call
from tawthiq.votes.ballots import digest, fault_of_ballot
from tawthiq.votes.model import Cast, Count, Outcome, Reason, SetAside, Standing, Taken
from tawthiq.votes.transferring import count_transferable


def count_votes(vote: str, call: Call, ballots: Iterable[Taken]) -> Count:
    """Count a vote.

    Args:
        vote: id of the entry that called it.
        ballots: all that were cast, in any order.

    Returns:
        The count. Counted and set aside together are all the ballots.

    Raises:
        VoteError: a transferable vote, and the library that counts it is not installed.
    """
    taken = list(ballots)
    valid, set_aside = sift(vote, call, taken)
    outcome = _outcome(call, [one.choices for one in valid])
    return Count(
        vote=vote,
        electors=len(call.electors),
        ballots=len(taken),
        counted=len(valid),
        set_aside=set_aside,
        quorum=call.quorum,
        standing=_standing(call, len(valid), outcome),
        outcome=outcome,
    )


def sift(
    vote: str, call: Call, ballots: Iterable[Taken]
) -> tuple[tuple[Cast, ...], tuple[SetAside, ...]]:
    """Part the ballots that count from those set aside, each with the reason.

    Who casts two different ballots in time has neither counted: nobody but the elector knows which
    was meant. A ballot cast too late is no second one.
    """
    roll = frozenset(call.electors)
    aside: list[SetAside] = []
    by_elector: dict[str, list[Cast]] = defaultdict(list)
    for one in ballots:
        reason: Reason | None = fault_of_ballot(vote, call, one.cast, roll)
        if reason is None and one.when != "within":
            reason = one.when
        if reason is None:
            by_elector[one.cast.elector].append(one.cast)
        else:
            aside.append(SetAside(one.cast, reason))
    valid: list[Cast] = []
    for cast in by_elector.values():
        if len({one.choices for one in cast}) > 1:
            aside.extend(SetAside(one, "two ballots") for one in cast)
            continue
        first, *copies = sorted(cast)
        valid.append(first)
        aside.extend(SetAside(one, "copy") for one in copies)
    valid.sort(key=digest)
    aside.sort(key=lambda one: (one.reason, digest(one.cast)))
    return tuple(valid), tuple(aside)


def _outcome(call: Call, choices: Sequence[tuple[str, ...]]) -> Outcome:
    if call.method == "stv":
        options = [one.key for one in call.options]
        return count_transferable(choices, options, call.seats, call.ties)
    counts = Counter(option for ballot in choices for option in ballot)
    sums = {one.key: counts[one.key] for one in call.options}
    elected, tied = most_votes(call, sums)
    return Outcome(sums=sums, elected=elected, tied=tied)


def most_votes(call: Call, sums: dict[str, int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who has the most votes, and who is tied for the last seats.

    Whom nobody voted for wins nothing: a seat may stay empty.
    """
    running = [one.key for one in call.options if not one.abstains and sums[one.key]]
    running.sort(key=lambda key: -sums[key])  # stable: equals stay in the call's order
    if len(running) <= call.seats or "order" in call.ties:
        return tuple(running[: call.seats]), ()
    last = sums[running[call.seats - 1]]
    if sums[running[call.seats]] < last:
        return tuple(running[: call.seats]), ()
    ahead = tuple(key for key in running if sums[key] > last)
    return ahead, tuple(key for key in running if sums[key] == last)


def _standing(call: Call, counted: int, outcome: Outcome) -> Standing:
    if counted < call.quorum:
        return "no quorum"
    if not counted:
        return "no ballots"
    return "tied" if outcome.tied else "decided"

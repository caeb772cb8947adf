"""Single transferable vote: votelib counts; here is how ties are met, so that a recount agrees.

The method is the weighted inclusive Gregory method with the Droop quota, in exact fractions. The
surpluses of all who reach the quota at one stage are transferred together; else the last is
excluded. Those tied for last place go together where they have fewer votes in sum than the next
above them: none of them could be saved, and no one among them is preferred. Any other tie is
broken by the rules of the call alone; without a rule the count stops and names it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tawthiq.errors import VoteError
from tawthiq.ledger import TieRule
from tawthiq.votes.model import Outcome, Stage

_Totals = Mapping[str, Fraction]


def count_transferable(
    ballots: Sequence[tuple[str, ...]],
    options: Sequence[str],
    seats: int,
    ties: Sequence[TieRule] = (),
) -> Outcome:
    """Count by single transferable vote.

    Args:
        ballots: each one or more options, the first preference first, none twice.
        options: keys of all that can be chosen, in the call's order.
        seats: how many are to be chosen, at most as many as there are options.
        ties: rules that break a tie for last place, the first one first.

    Returns:
        Whom the ballots elect, stage by stage; where a tie stopped it, `tied` names them.

    Raises:
        VoteError: votelib is not installed.
    """
    first = Counter(ballot[0] for ballot in ballots)
    sums = {option: first[option] for option in options}
    if not ballots:
        return Outcome(sums=sums, elected=())
    counter = _Counter(ballots, options, seats, ties)
    while len(counter.elected) < seats and not counter.tied:
        counter.advance()
    return Outcome(
        sums=sums,
        elected=tuple(counter.elected),
        tied=counter.tied,
        quota=counter.quota,
        stages=tuple(counter.stages),
    )


class _Counter:
    """A count under way."""

    def __init__(
        self,
        ballots: Sequence[tuple[str, ...]],
        options: Sequence[str],
        seats: int,
        ties: Sequence[TieRule],
    ) -> None:
        sequential = _votelib()
        self._chooser = _Chooser(options, seats, ties, [])
        self._method = sequential.TransferableVoteDistributor(
            transferer="Gregory", quota_function="droop", retainer=self._chooser
        )
        # In order, so that nothing hangs on how the ballots came in.
        votes = {ballot: Fraction(n) for ballot, n in sorted(Counter(ballots).items())}
        self._allocation = sequential.initial_allocation(votes)
        for option in options:  # votelib knows of those only whom some ballot names
            self._allocation.setdefault(option, {})
        self._options = options
        self._seats = seats
        self._votes = len(ballots)
        self.quota = int(self._method.quota_function(self._votes, seats))
        self.elected: list[str] = []
        self.tied: tuple[str, ...] = ()
        self.stages: list[Stage] = []

    def advance(self) -> None:
        """One stage: some are elected, or some excluded, or a tie stops the count."""
        totals, exhausted = self._standing()
        self._chooser.prepare(len(self.elected))
        try:
            self._allocation, won = self._method.next_count(
                self._allocation,
                self._seats,
                self._votes,
                prev_gains=dict.fromkeys(self.elected, 1),
                max_seats=dict.fromkeys(self._options, 1),
            )
        except _TieError as stopped:
            self.tied = stopped.options
            won = {}
        ranked = sorted(won, key=lambda option: (-totals[option], self._options.index(option)))
        self.elected += ranked
        self.stages.append(
            Stage(
                totals=totals,
                exhausted=exhausted,
                elected=tuple(ranked),
                excluded=self._chooser.excluded,
                rule=self._chooser.rule,
            )
        )
        self._chooser.earlier.append(totals)

    def _standing(self) -> tuple[dict[str, Fraction], Fraction]:
        held = {
            option: sum(votes.values(), Fraction(0)) for option, votes in self._allocation.items()
        }
        exhausted = held.pop(None, Fraction(0))
        return {option: held[option] for option in self._options if option in held}, exhausted


class _TieError(Exception):
    """Passes through votelib: nothing decides who is last."""

    def __init__(self, options: tuple[str, ...]) -> None:
        super().__init__(options)
        self.options = options


class _Chooser:
    """Chooses who stays in the race where nobody reached the quota: votelib asks its retainer.

    Votelib 0.4.0's own way counts the votes that name nobody any more as if they were a candidate,
    and excludes too many; with a retainer of ours it does not come to that.
    """

    def __init__(
        self,
        options: Sequence[str],
        seats: int,
        ties: Sequence[TieRule],
        earlier: list[_Totals],
    ) -> None:
        self._place = {option: place for place, option in enumerate(options)}
        self._seats = seats
        self._ties = ties
        self._elected = 0
        self.earlier = earlier  # totals of the stages before
        self.excluded: tuple[str, ...] = ()
        self.rule: TieRule | None = None

    def prepare(self, elected: int) -> None:
        """Make ready for a stage."""
        self._elected, self.excluded, self.rule = elected, (), None

    def evaluate(self, votes: Mapping[str, Fraction]) -> list[str]:
        """Those who stay.

        Args:
            votes: of all in the race, in votes.

        Raises:
            _TieError: several are last, and no rule of the call parts them.
        """
        ranked = sorted(votes, key=lambda option: (votes[option], self._place[option]))
        last = [option for option in ranked if votes[option] == votes[ranked[0]]]
        others = ranked[len(last) :]
        together = sum((votes[option] for option in last), Fraction(0))
        if len(last) > 1 and not (
            len(others) >= self._seats - self._elected and together < votes[others[0]]
        ):
            last = [self._part(last)]
        self.excluded = tuple(last)
        return [option for option in ranked if option not in last]

    def _part(self, tied: list[str]) -> str:
        for rule in self._ties:
            left = self._fewest_before(tied) if rule == "earlier counts" else [tied[-1]]
            if len(left) == 1:
                self.rule = rule
                return left[0]
            tied = left
        raise _TieError(tuple(tied))

    def _fewest_before(self, tied: list[str]) -> list[str]:
        """Who of them had the fewest votes at the latest stage at which they differed."""
        for totals in reversed(self.earlier):
            fewest = min(totals[option] for option in tied)
            tied = [option for option in tied if totals[option] == fewest]
            if len(tied) == 1:
                break
        return tied


def _votelib() -> Any:
    try:
        from votelib.evaluate import sequential  # noqa: PLC0415
    except ImportError as error:
        raise VoteError(
            "A count by single transferable vote needs votelib, which is not installed: "
            "`pip install 'tawthiq[votes]'`. Votes by plurality and approval need nothing."
        ) from error
    return sequential

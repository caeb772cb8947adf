"""Votes that a committee network holds in the register: called, cast, counted, published.

A vote is called in the ledger with a roll of one-time keys. Electors sign their ballots with them,
a box takes the ballots in, and after closing anyone can count: from the ledger, or from the one
published file. Names of electors stand in neither. How it works, what it protects and what not, is
in `docs/how-to/hold-a-vote.md`.
"""

from tawthiq.votes.ballots import cast_ballot, read_ballot, write_ballot
from tawthiq.votes.box import TakenIn, ballot_files, take_ballots
from tawthiq.votes.calling import (
    call_vote,
    moment_of,
    quorum_of,
    read_call,
    shown_moment,
    write_call,
)
from tawthiq.votes.counting import count_votes
from tawthiq.votes.finding import find_vote, votes_of
from tawthiq.votes.model import Cast, Count, Outcome, SetAside, Stage, Taken, Vote
from tawthiq.votes.publishing import (
    Recount,
    count_as_plain,
    count_when_closed,
    publish_vote,
    recount_file,
)
from tawthiq.votes.rolls import make_roll, read_electors, read_names
from tawthiq.votes.transferring import count_transferable
from tawthiq.votes.wording import (
    FAULTS,
    METHODS,
    REASONS,
    STANDINGS,
    call_in_words,
    count_in_words,
    names_of,
    say,
)

__all__ = [
    "FAULTS",
    "METHODS",
    "REASONS",
    "STANDINGS",
    "Cast",
    "Count",
    "Outcome",
    "Recount",
    "SetAside",
    "Stage",
    "Taken",
    "TakenIn",
    "Vote",
    "ballot_files",
    "call_in_words",
    "call_vote",
    "cast_ballot",
    "count_as_plain",
    "count_in_words",
    "count_transferable",
    "count_votes",
    "count_when_closed",
    "find_vote",
    "make_roll",
    "moment_of",
    "names_of",
    "publish_vote",
    "quorum_of",
    "read_ballot",
    "read_call",
    "read_electors",
    "read_names",
    "recount_file",
    "say",
    "shown_moment",
    "take_ballots",
    "votes_of",
    "write_ballot",
    "write_call",
]

"""A vote that the invented committees hold in the register: called, cast, taken in, recounted."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tawthiq.folder import Folder
from tawthiq.ledger import Call, Key, VoteOption
from tawthiq.votes import (
    Recount,
    call_vote,
    cast_ballot,
    count_when_closed,
    find_vote,
    make_roll,
    moment_of,
    publish_vote,
    recount_file,
    take_ballots,
    write_ballot,
)

VOTE = "lamps-again"
FOLDER = "vote"  # beside the register: credentials, ballots, and what is published
_OPEN = timedelta(seconds=20)  # long enough to cast and take in, and over before the demo is
_CHOICES = ("for", "for", "against", "for", "abstain", "for", "against")  # two of nine stay away
_ELECTORS = 9


def hold_vote(opened: Folder, folder: Path) -> None:
    """Call a vote on a motion, and take in the ballots of seven of nine electors."""
    now = datetime.now(UTC)
    electors = make_roll(folder, _ELECTORS)
    call = Call(
        vote=VOTE,
        name="Shall the lamps be lit again next year?",
        name_ar="هل توقد المصابيح ثانيةً في العام المقبل؟",
        options=[
            VoteOption(key="for", name="For", name_ar="نعم"),
            VoteOption(key="against", name="Against", name_ar="لا"),
            VoteOption(key="abstain", name="Abstain", name_ar="امتناع", abstains=True),
        ],
        method="plurality",
        quorum=5,
        opens=moment_of("now", now),
        closes=moment_of((now + _OPEN).isoformat(), now),
        electors=list(electors),
    )
    entry = call_vote(opened.ledger, call, now)
    ballots = []
    for number, choice in enumerate(_CHOICES, start=1):
        key = Key.load(folder / "credentials" / f"{number:04}.pem")
        path = folder / f"ballot-{number}.json"
        write_ballot(cast_ballot(entry, call, key, (choice,)), path)
        ballots.append(path)
    take_ballots(opened.ledger, ballots, datetime.now(UTC))


def close_vote(opened: Folder, folder: Path) -> Recount:
    """Count the vote once it is closed, publish it, and recount it from what was published."""
    vote = find_vote(opened.ledger, VOTE)
    while (now := datetime.now(UTC)) < datetime.fromisoformat(vote.call.closes):
        time.sleep(0.2)
    published = folder / "published.json"
    publish_vote(vote, count_when_closed(vote, now), opened.ledger.key, published)
    return recount_file(published)

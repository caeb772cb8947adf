"""What was taken back: an entry counts as withdrawn when its own author says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tawthiq.ledger.entry import Entry
from tawthiq.ledger.model import Withdraw


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawals:
    """The outcome of all `Withdraw` entries."""

    withdrawn: Mapping[str, Entry]  # id of the entry taken back → the first withdrawal of it
    ignored: tuple[tuple[Entry, str], ...]  # withdrawals that do not count, with the reason


def find_withdrawals(entries: Iterable[Entry]) -> Withdrawals:
    """Find which entries are withdrawn.

    A withdrawal counts only when its author is the author of the entry it names. It cannot itself
    be withdrawn: who wants to restore an entry says the same thing anew.
    """
    authors: dict[str, tuple[str, bool]] = {}
    withdrawals: list[tuple[Entry, str]] = []
    for entry in entries:
        takes_back = isinstance(entry.body, Withdraw)
        authors[entry.id] = (entry.author, takes_back)
        if isinstance(entry.body, Withdraw):
            withdrawals.append((entry, entry.body.entry))
    withdrawn: dict[str, Entry] = {}
    ignored: list[tuple[Entry, str]] = []
    for entry, target in withdrawals:
        author, is_withdrawal = authors.get(target, (None, False))
        if author is None:
            ignored.append((entry, f"entry {target} is not in this ledger"))
        elif author != entry.author:
            ignored.append((entry, f"entry {target} is another author's ({author})"))
        elif is_withdrawal:
            ignored.append((entry, f"entry {target} is itself a withdrawal"))
        else:
            withdrawn.setdefault(target, entry)
    return Withdrawals(withdrawn=withdrawn, ignored=tuple(ignored))

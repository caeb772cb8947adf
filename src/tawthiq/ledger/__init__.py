"""The ledger: signed entries, only ever added; with the vault, the only truth of a register.

Each entry is canonical JSON, names its author's entry before by hash, and is signed. So tampering
shows, ledgers merge by union, and a bundle file carries entries with their evidence. The format is
written down in `docs/reference/ledger-format.md`.
"""

from tawthiq.ledger.bundle import BundleLimits, write_bundle
from tawthiq.ledger.entry import (
    Entry,
    EntryError,
    canonical_json,
    instant,
    read_entry,
    signed_by_author,
)
from tawthiq.ledger.keys import Key
from tawthiq.ledger.ledger import Ledger
from tawthiq.ledger.merge import MergeReport, merge_bundle
from tawthiq.ledger.model import (
    Body,
    Declare,
    Dismiss,
    Import,
    Judge,
    Known,
    Preserve,
    Read,
    RecordRef,
    Sample,
    SampledPair,
    SampleStratum,
    SourceType,
    State,
    StateTable,
    Unknown,
    Verdict,
    Withdraw,
)
from tawthiq.ledger.readings import TextObjectError, text_of
from tawthiq.ledger.verify import Finding, VerifyReport, verify_ledger
from tawthiq.ledger.voting import MAX_ELECTORS, Ballot, Call, Method, TieRule, VoteOption
from tawthiq.ledger.withdrawals import Withdrawals, find_withdrawals

__all__ = [
    "MAX_ELECTORS",
    "Ballot",
    "Body",
    "BundleLimits",
    "Call",
    "Declare",
    "Dismiss",
    "Entry",
    "EntryError",
    "Finding",
    "Import",
    "Judge",
    "Key",
    "Known",
    "Ledger",
    "MergeReport",
    "Method",
    "Preserve",
    "Read",
    "RecordRef",
    "Sample",
    "SampleStratum",
    "SampledPair",
    "SourceType",
    "State",
    "StateTable",
    "TextObjectError",
    "TieRule",
    "Unknown",
    "Verdict",
    "VerifyReport",
    "VoteOption",
    "Withdraw",
    "Withdrawals",
    "canonical_json",
    "find_withdrawals",
    "instant",
    "merge_bundle",
    "read_entry",
    "signed_by_author",
    "text_of",
    "verify_ledger",
    "write_bundle",
]

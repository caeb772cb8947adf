"""Who was bound by a charter on a day? Signatures, withdrawals and denials of one signatory.

Nothing is decided between a source that saw somebody sign and a signatory that denies it: that is
"disputed", and counts as perhaps bound.
"""

import base64
import binascii
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import Struct

from tawthiq.affairs.asof import days_of
from tawthiq.affairs.model import Cell, Claim, Series
from tawthiq.affairs.naming import folded
from tawthiq.affairs.view import View
from tawthiq.statements import Signature

Bond = Literal["bound", "possibly bound", "disputed", "withdrawn", "not yet"]
MAYBE: tuple[Bond, ...] = ("bound", "possibly bound", "disputed")
"""What may be bound: the upper end of how many are."""
_DAY = timedelta(days=1)
_Days = tuple[date | None, date | None]


class Signatory(Struct, frozen=True, kw_only=True, gc=False):
    """One signatory of one charter, with all that is said of its signing."""

    name: Cell
    key: str | None  # of the thing; None: known by these words only
    signs: tuple[Claim, ...]
    withdraws: tuple[Claim, ...]
    denials: tuple[Claim, ...]  # it denies having signed, or a source denies that it did
    signed: tuple[_Days, ...]  # the days on which each of `signs` may have been
    left: tuple[_Days, ...]  # and each of `withdraws`
    turns: frozenset[date]  # the days on which its bond may become another

    def bond(self, on: date) -> Bond:
        """How it stood on a day. The day of a withdrawal is no longer bound."""
        if not self.left:
            return self._bond_of_signing(on)
        if not any(_may_have_come(one, on) for one in self.signed):
            return "not yet"
        sure = [one for one in self.signed if _has_come(one, on)]
        # What was certainly signed anew after a withdrawal makes that withdrawal past.
        open_ends = [end for end in self.left if not any(_after(one, end) for one in sure)]
        gone = [end for end in open_ends if _has_come(end, on)]
        if gone:
            again = any(_may_follow(one, end) and _may_have_come(one, on) and one not in sure
                        for one in self.signed for end in gone)  # fmt: skip
            return "possibly bound" if again else "withdrawn"
        if self.denials:
            return "disputed"
        leaving = any(_may_have_come(end, on) for end in open_ends)
        return "bound" if sure and not leaving else "possibly bound"

    def _bond_of_signing(self, on: date) -> Bond:
        """As `bond`, where nobody says that it withdrew: most never do."""
        may = sure = False
        for first, last in self.signed:
            may = may or first is None or first <= on
            sure = sure or (last is not None and last <= on)
        if not may:
            return "not yet"
        return "disputed" if self.denials else "bound" if sure else "possibly bound"


def signatories(view: View, claims: Iterable[Claim]) -> list[Signatory]:
    """The signatories that the signatures of one charter name, by name."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for one in claims:
        found[_of_one(one)].append(one)
    view.load(ref.key for group in found.values() for one in group for ref in one.references)
    made = [_signatory(view, group) for group in found.values()]
    return sorted(made, key=lambda one: (folded(one.name.text), one.key or ""))


def _of_one(claim: Claim) -> str:
    key = claim.key("signatory")
    return f"={key}" if key else folded(getattr(claim.said, "signatory", None) or "")


def _signatory(view: View, group: Sequence[Claim]) -> Signatory:
    signs, withdraws, denials = [], [], []
    for one in group:
        # Whoever denies a withdrawal, or a denial, leaves the signature as it is.
        match getattr(one.said, "act", ""), one.denied:
            case "signs", False:
                signs.append(one)
            case "withdraws", False:
                withdraws.append(one)
            case ("signs", True) | ("denies having signed", False):
                denials.append(one)
    signed, left = tuple(map(_days, signs)), tuple(map(_days, withdraws))
    return Signatory(
        name=view.cell(group[0], "signatory"),
        key=group[0].key("signatory"),
        signs=tuple(signs),
        withdraws=tuple(withdraws),
        signed=signed,
        left=left,
        turns=frozenset(day for days in (*signed, *left) for day in days if day is not None),
        denials=tuple(denials),
    )


def curve(found: Iterable[Signatory], label: str) -> Series:
    """How many were bound over time: certainly, and at most.

    From the first day on which one may have been; a signature without a date counts in the upper
    end from the first dated one.
    """
    found = list(found)
    first = min((day for one in found for day in one.turns), default=None)
    if first is None:
        return Series(label=label, days=(), low=(), high=())
    changes: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for one in found:
        low = high = 0
        for day in sorted({first, *one.turns}):
            bond = one.bond(day)
            now = (int(bond == "bound"), int(bond in MAYBE))
            changes[day][0] += now[0] - low
            changes[day][1] += now[1] - high
            low, high = now
    days, lows, highs = [], [], []
    low = high = 0
    for day in sorted(changes):
        low, high = low + changes[day][0], high + changes[day][1]
        days.append(day)
        lows.append(float(low))
        highs.append(float(high))
    return Series(label=label, days=tuple(days), low=tuple(lows), high=tuple(highs))


def verifies(said: Signature) -> bool | None:
    """Whether the cryptographic signature holds; None where there is none.

    It is an Ed25519 signature over the 32 bytes of the SHA-256 of the text. That it holds says that
    whoever has the key signed that text; not who that is.
    """
    if said.signed is None or said.public_key is None or said.signed_text is None:
        return None
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(said.public_key, validate=True))
        key.verify(base64.b64decode(said.signed, validate=True), bytes.fromhex(said.signed_text))
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def _days(claim: Claim) -> _Days:
    return days_of(getattr(claim.said, "when", None))


def _has_come(days: _Days, on: date) -> bool:
    return days[1] is not None and days[1] <= on


def _may_have_come(days: _Days, on: date) -> bool:
    return days[0] is None or days[0] <= on


def _after(one: _Days, other: _Days) -> bool:
    """Certainly later."""
    return one[0] is not None and other[1] is not None and one[0] > other[1]


def _may_follow(one: _Days, other: _Days) -> bool:
    return one[1] is None or other[0] is None or one[1] >= other[0]

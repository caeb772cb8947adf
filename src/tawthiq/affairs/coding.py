"""The codes of HURIDOCS that stand beside what claims say, told apart by who speaks where known."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from tawthiq.affairs.model import Claim
from tawthiq.affairs.view import View
from tawthiq.statements import Account, Membership, Organisation, codes_in

OFFICIALS = "officials"
OTHERS = "non-state actors"
# A council that was elected, and what is neither, may speak for a state or not.
_SPEAKS_AS: Mapping[str, str] = {
    "government body": OFFICIALS,
    "local committee": OTHERS,
    "coordination body": OTHERS,
    "armed group": OTHERS,
    "party": OTHERS,
    "observatory": OTHERS,
    "outlet": OTHERS,
}
"""Kind of organisation → as whom it answers for an act."""


def codes_of_claims(view: View, claims: Iterable[Claim]) -> dict[str, list[dict[str, Any]]]:
    """Id of a claim → the codes of what it says, as JSON has them; claims without any are left out.

    An answer for an act has one code for officials and one for others: where the register knows
    what the speaker is, it has that one alone. So has a membership, for a person or a body.
    """
    claims = list(claims)
    speakers = _speakers(view, claims)
    members = {one.key("member") for one in claims if isinstance(one.said, Membership)}
    view.load(members)
    found: dict[str, list[dict[str, Any]]] = {}
    for one in claims:
        who: dict[str, str | None] = {}
        if isinstance(one.said, Account):
            who["attribution"] = speakers.get(one.key("attributed_to") or "")
        elif isinstance(one.said, Membership):
            member = view.thing(one.key("member") or "")
            who["relation"] = None if member is None else member.type
        codes = codes_in(msgspec.to_builtins(one.said), who)
        if codes:
            found[one.id] = codes
    return found


def _speakers(view: View, claims: Iterable[Claim]) -> dict[str, str]:
    """Key of a body that answers for an act → as whom; only where all who say so agree."""
    keys = [
        key
        for one in claims
        if isinstance(one.said, Account) and one.said.attribution is not None
        if (key := one.key("attributed_to")) is not None
    ]
    told: dict[str, set[str | None]] = defaultdict(set)
    for key, about in view.affairs.about_each(keys, "key", kinds=("organisation",)).items():
        for claim in about:
            if isinstance(claim.said, Organisation) and claim.said.kind and not claim.denied:
                told[key].add(_SPEAKS_AS.get(claim.said.kind))
    return {key: one for key, some in told.items() if len(some) == 1 and (one := next(iter(some)))}

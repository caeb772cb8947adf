"""How well is an incident supported? By named sets of rules, each grade with the rule that gave it.

A grade says how many speak and whether they agree; never who is right. Two sources are independent
where neither copies the other (`origin`), and neither passes on the word of the same speaker.

Rule sets:

- `airwars`: after the grades that Airwars gives to allegations of civilian harm, as set out on its
  page of methods (https://airwars.org/about/methodology/). What statements cannot express, and what
  these grades therefore leave aside: for "fair", whether a source is generally credible, and
  whether strikes of the party named were confirmed in the vicinity that day; for "discounted",
  who the dead were, combatants or civilians; for all, images and video. Here "discounted" means no
  more than that all who speak of it refuse it, and "confirmed" that a party takes it upon itself.
- `ibc`: Iraq Body Count publishes deaths that at least two independent sources report; a small
  minority with fewer it marks as provisional (https://www.iraqbodycount.org/about/methods/1). What
  statements cannot express: which media it admits as sources, and whether a death falls under its
  scope (civilians, by violence); here every source counts, and one source alone is "one source".
- `own`: what reviewers of this register stated, in their words (`grade` statements).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tawthiq.affairs.casualties import speaker
from tawthiq.affairs.model import Claim
from tawthiq.affairs.naming import folded
from tawthiq.affairs.view import View
from tawthiq.statements import Account
from tawthiq.statements import Grade as GradeSaid


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """A grade by one rule set, the rule that gave it, and the statements it rests on."""

    rule_set: str
    grade: str  # a fixed word of the rule set
    rule: str  # a phrase of the words files; of `own`, the reviewer's reason
    claims: tuple[str, ...]
    by: str = ""  # of `own`: who


def independent(view: View, claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """The claims by whose word they are: sources that copy one another are one."""
    found: dict[str, list[Claim]] = {}
    for one in claims:
        told_by = speaker(one)
        own = told_by == (one.source or "")
        origin = (view.origin(one.source) or "") if own else told_by
        found.setdefault(folded(origin) or origin, []).append(one)
    return found


def airwars(view: View, claims: Sequence[Claim]) -> Graded:
    """Confirmed, contested, discounted, fair or weak."""
    accounts = [one for one in claims if isinstance(one.said, Account)]
    admitted = [one for one in accounts if _attribution(one) == "accepts responsibility"]
    asserted = [one for one in accounts if _claims_it(one)]
    refused = [one for one in accounts if _refuses(one)]
    groups = independent(view, [one for one in claims if not one.denied and one not in refused])
    blamed: dict[str, set[str]] = {}
    for one in asserted:
        actor = one.key("actor") or folded(getattr(one.said, "actor", None) or "")
        if actor:
            blamed.setdefault(actor, set()).add(one.id)
    if admitted:
        return _graded("airwars", "confirmed", "airwars confirmed", admitted)
    if len(blamed) > 1:
        rival = [one for one in asserted if any(one.id in ids for ids in blamed.values())]
        return _graded("airwars", "contested", "airwars contested", rival)
    if refused and not groups:
        return _graded("airwars", "discounted", "airwars discounted", refused)
    said = [one for group in groups.values() for one in group]
    if len(groups) >= 2:
        return _graded("airwars", "fair", "airwars fair", said)
    if len(groups) == 1:
        return _graded("airwars", "weak", "airwars weak", said)
    return _graded("airwars", "no report", "nobody reports", ())


def ibc(view: View, claims: Sequence[Claim]) -> Graded:
    """Whether two independent sources report it."""
    groups = independent(view, [one for one in claims if not one.denied and not _refuses(one)])
    said = [one for group in groups.values() for one in group]
    if len(groups) >= 2:
        return _graded("ibc", "two sources", "ibc two", said)
    if groups:
        return _graded("ibc", "one source", "ibc one", said)
    return _graded("ibc", "no report", "nobody reports", ())


RULE_SETS: Mapping[str, Callable[[View, Sequence[Claim]], Graded]] = {
    "airwars": airwars,
    "ibc": ibc,
}


def grades(view: View, claims: Sequence[Claim], stated: Sequence[Claim]) -> list[Graded]:
    """The grade by each rule set, then what reviewers stated. Only documents of the day count.

    Args:
        claims: incidents, accounts, figures and victims that speak of it.
        stated: `grade` statements about it.
    """
    known = [one for one in claims if _published_by(view, one)]
    found = [rules(view, known) for rules in RULE_SETS.values()]
    for one in stated:
        if isinstance(one.said, GradeSaid) and not one.denied and _published_by(view, one):
            found.append(
                Graded(
                    rule_set=one.said.rule_set,
                    grade=one.said.grade or "",
                    rule=one.said.reason or "",
                    claims=(one.id,),
                    by=view.who(one),
                )
            )
    return found


def _published_by(view: View, claim: Claim) -> bool:
    return view.on is None or claim.published is None or claim.published <= view.on


def _graded(rule_set: str, grade: str, rule: str, claims: Iterable[Claim]) -> Graded:
    ids = tuple(dict.fromkeys(one.id for one in claims))
    return Graded(rule_set=rule_set, grade=grade, rule=rule, claims=ids)


def _attribution(claim: Claim) -> str | None:
    return None if claim.denied else getattr(claim.said, "attribution", None)


def _claims_it(claim: Claim) -> bool:
    said = claim.said
    return isinstance(said, Account) and said.claim == "responsible" and not _refuses(claim)


def _refuses(claim: Claim) -> bool:
    """An account that says it was not so, or not by whom it names.

    Another explanation that names another actor is an account of its own, and no mere refusal.
    """
    said = claim.said
    if not isinstance(said, Account):
        return False
    if claim.denied or said.claim == "not responsible":
        return True
    if said.attribution == "gives an alternative explanation":
        return said.claim != "responsible" or said.actor is None
    return said.attribution in ("denies the act", "acknowledges the act, denies responsibility")

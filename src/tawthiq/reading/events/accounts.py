"""Find who is said to have done what: accounts of incidents, and those that contradict them.

The text's own order of blame is kept as it stands: who says it, of whom, and what was done. Nobody
here decides who is right; an account that denies another, or lays the same deed on somebody else,
names the one it answers.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import structs

from tawthiq.fields.text import MAX_LENGTH, fold
from tawthiq.reading.events.blaming import Blame, blames
from tawthiq.reading.events.incidents import events
from tawthiq.reading.events.items import holder_of, item_ids
from tawthiq.reading.model import Attribution, Sentence, Text
from tawthiq.reading.terms import TermList, load_terms
from tawthiq.statements import Account, Incident, statement_id

_NOBODY = re.compile(r"no\b|none\b|nobody\b|neither\b|أي |أحد|لا ", re.IGNORECASE)
_JUST = 2  # sentences: "the ministry blamed gangs" goes on about what was told so lately
_BACK = 6  # sentences: what was told longer ago is not what a sentence goes on about


def find_accounts(  # noqa: PLR0917 - what the steps before found, in their order
    text: Text,
    sentences: Sequence[Sentence],
    attributions: Mapping[int, Sequence[Attribution]],
    incidents: Sequence[Incident],
    document: str,
    extra: Path | None = None,
) -> list[Account]:
    """Every account of the article and its comments, in the order of the text.

    Args:
        attributions: who says what in each sentence, by `Sentence.index`.
        incidents: those of the text; an account names the one it speaks of.
        document: SHA-256 of the document's bytes.
        extra: a folder of the user's own term files; `acts.toml` and `incidents.toml` are added.
    """
    acts, kinds = load_terms("acts", extra), load_terms("incidents", extra)
    ids = item_ids(text, document)
    by_place = sorted(incidents, key=lambda one: one.start)
    made: list[Account] = []
    for sentence in sentences:
        known = {match.first: match for match in events(sentence, kinds)}
        for blame in blames(text, sentence, acts, known):
            said_by = _said_by(blame, attributions.get(sentence.index, ()))
            account = _account(
                text, blame, sentence.words(blame.first, blame.last), said_by, document
            )
            segment = sentence.segment
            account = structs.replace(
                account,
                incident=_incident(sentences, sentence, blame, by_place),
                holder=holder_of(text, segment),
                item=None if segment.item is None else ids[segment.item],
            )
            if blame.needs_context:
                just = sentences[max(0, sentence.index - _JUST) : sentence.index + 1]
                if not any(_tells(one, kinds, acts) for one in just):
                    continue
            if any(account.start == one.start and account.end == one.end for one in made[-6:]):
                continue
            made.append(structs.replace(account, answers=_answered(account, made)))
    return made


def _tells(sentence: Sentence, kinds: TermList, acts: TermList) -> bool:
    """Whether a sentence tells of an event or an act that somebody can be blamed for."""
    return bool(events(sentence, kinds)) or any(
        match.entry.get("role") == "act" for match in acts.find(sentence)
    )


def _said_by(blame: Blame, attributions: Sequence[Attribution]) -> Attribution | None:
    """The attribution with the least scope that covers the blame, or that it is the verb of."""
    covering = [
        one
        for one in attributions
        if one.scope_first <= blame.core < one.scope_last or one.first <= blame.verb < one.last
    ]
    return min(covering, key=lambda one: one.scope_last - one.scope_first, default=None)


def _account(
    text: Text,
    blame: Blame,
    span: tuple[int, int],
    said_by: Attribution | None,
    document: str,
) -> Account:
    start, end = span
    claim = blame.claim
    speaker = blame.speaker
    reported: str | None = None
    if said_by is not None and claim == "unknown" and speaker is None:
        # "No group has claimed responsibility" is said by whoever says that of them.
        within = said_by.scope_first <= blame.core < said_by.scope_last
        if within and not _NOBODY.match(said_by.speaker or ""):
            speaker, reported = said_by.speaker, said_by.reported_by
    elif said_by is not None:
        if speaker is None or _same(speaker, said_by.speaker):
            speaker = speaker or said_by.speaker
            reported = said_by.reported_by
        else:
            reported = said_by.speaker
        turned = said_by.stance in ("denies", "rejects") and not blame.accuses
        if turned and claim == "responsible":
            claim = "not responsible"
    return Account(
        id=statement_id(document, "account", start, end),
        start=start,
        end=end,
        quote=text.text[start:end],
        actor=blame.actor,
        act=blame.act,
        target=blame.target,
        attributed_to=speaker,
        reported_by=reported,
        claim=claim,
        attribution="accepts responsibility" if _takes_on(blame, claim) else None,
        doubt=blame.doubt,
    )


def _takes_on(blame: Blame, claim: str) -> bool:
    """Whether a party takes a deed upon itself: the words name one as speaker and actor."""
    own = blame.speaker is not None and blame.speaker == blame.actor
    return own and claim == "responsible"


def _same(a: str | None, b: str | None) -> bool:
    if a is None or b is None:
        return False
    one, other = fold(a[:MAX_LENGTH]), fold(b[:MAX_LENGTH])
    return one in other or other in one


def _incident(
    sentences: Sequence[Sentence],
    sentence: Sentence,
    blame: Blame,
    incidents: Sequence[Incident],
) -> str | None:
    """The incident of the same sentence, or else the one last told that it can speak of."""
    start = sentence.tokens[blame.core].start
    here = [one for one in incidents if sentence.start <= one.start < sentence.stop]
    if here:
        return min(here, key=lambda one: abs(one.start - start)).id
    first = sentences[max(0, sentence.index - _BACK)].start
    kind = None if blame.event is None else blame.event.term
    told = [one for one in incidents if one.start < sentence.start]
    same = [one for one in told if kind is not None and one.kind == kind]
    if same and (same[-1].start >= first or len(same) == 1):
        return same[-1].id
    near = [one for one in told if one.start >= first]
    loose = blame.points_back or kind in ("attack", "massacre", "shooting")
    return near[-1].id if near and loose else None


def _answered(account: Account, earlier: Sequence[Account]) -> str | None:
    """The last account of the same incident that this one contradicts.

    A denial by another name ("the army" of "government forces") answers the blame where only one
    actor was blamed until then.
    """
    if account.incident is None or account.claim == "unknown":
        return None
    blamed = {one.actor for one in earlier if one.incident == account.incident and one.actor}
    for one in reversed(earlier):
        if one.incident != account.incident or one.claim == "unknown":
            continue
        same_actor = _same(account.actor, one.actor)
        if one.claim != account.claim:
            if same_actor or account.actor is None or one.actor is None or len(blamed) == 1:
                return one.id
        elif (
            account.claim == "responsible"
            and not same_actor
            and account.actor is not None
            and one.actor is not None
            and account.attributed_to is not None
            and one.attributed_to is not None
            and not _same(account.attributed_to, one.attributed_to)
        ):
            return one.id
    return None

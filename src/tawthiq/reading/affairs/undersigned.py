"""Who signed, took back or never gave a signature, loosely: a word that tells, and its actors."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tawthiq.reading.affairs.model import Line
from tawthiq.reading.affairs.roles import Actor, Roles
from tawthiq.reading.affairs.telling import clause, disowned, is_question, speaker_of, unreal
from tawthiq.reading.voices.wordsets import word_set

Act = Literal["signs", "withdraws", "denies having signed"]

TAGS = frozenset(("signs", "unsigns", "unsigned"))
_TEXT = frozenset(("charter", "the-charter", "clause"))
_ITS = word_set(
    "it its them him her منه منها عليه عليها به بها فيه اليه اليها تحته وقعه وقعته وقعها وقعتها "
    "وقعوه وقعوها وقعناه وقعناها"
)
_NAMES = word_set("name names signature signatures stamp stamps seal seals signatory signatories")
_NAMES_AR = ("توقيع", "تواقيع", "اسمه", "اسمها", "اسماءهم", "الموقعين", "ختم")
_NEAR = 12  # units between a word that tells and the text that is signed
_AFTER_BY = 9  # units between "signed" and "by"
_NEGATED = 3  # units before a verb in which it is denied
_YET = word_set("yet بعد")
_LATER = word_set("will would to سيوقع ستوقع سوف")
_WHO = frozenset(("name", "we", "it", "folk", "place"))
_SPEECH = frozenset(("lets-know", "denied"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A signature as found: whose, what was done with it, and units [first, last)."""

    actor: Actor
    act: Act
    first: int
    last: int
    at: int
    alone: bool


def undersigned(
    roles: Roles, line: Line, *, lately: bool, of_text: str | None = None
) -> Iterator[Told]:
    """Every signature that a line tells of.

    Args:
        lately: somebody signed in the lines before; "it" is then the charter.
        of_text: the body whose own text this is: what it says of itself is no report.
    """
    if TAGS.isdisjoint(line.tags) or is_question(line):
        return
    denied_by: set[str] = set()
    for at, unit in enumerate(line.units):
        act = _act(line, at)
        if act is None or "body" in unit.tags or not _is_of_text(line, at, lately):
            continue
        actors = _actors(roles, line, at, act)
        for actor in actors:
            if act == "signs" and actor.name in denied_by:
                continue
            if act == "denies having signed":
                denied_by.add(actor.name)
                if not _is_its_word(line, at, actor, of_text):
                    continue
            firsts = [at] if actor.is_pronoun else [actor.first, at]
            yield Told(
                actor=actor,
                act=act,
                first=min(firsts),
                last=max(at + 1, actor.last),
                at=at,
                alone=len(actors) == 1 or act != "signs",
            )


def _act(line: Line, at: int) -> Act | None:
    """What is told at a unit: a signature, one that is taken back, one that was never given."""
    tags = line.units[at].tags
    if TAGS.isdisjoint(tags):
        return None
    tokens = line.sentence.tokens
    first = line.units[at].first
    if "unsigned" in tags:
        last = line.units[at].last
        yet = any(one.norm in _YET for one in tokens[first : last + 2])
        return None if yet or unreal(line, at) else "denies having signed"
    near = [one.norm for one in tokens[max(0, first - 2) : first]]
    if unreal(line, at) or any(one in _LATER for one in near):
        return None
    if "unsigns" in tags:
        negated = any("not" in one.tags for one in line.units[max(0, at - 2) : at])
        return None if negated else "withdraws"
    before = line.units[max(0, at - _NEGATED) : at]
    if any({"not", "denied"} & set(one.tags) for one in before) or disowned(line, at):
        return None
    return "signs"


def _is_of_text(line: Line, at: int, lately: bool) -> bool:
    """Whether it is the charter that is signed: its name, "it", or of itself the word does."""
    first, last = clause(line, at)
    near = line.units[max(first, at - _NEAR) : min(last, at + _NEAR)]
    if any(not _TEXT.isdisjoint(unit.tags) or "quote" in unit.tags for unit in near):
        return True
    tokens = line.sentence.tokens
    unit = line.units[at]
    said = [one.norm for one in tokens[unit.first : unit.last + 2]]
    words = line.words(at, at + 1).lower().split()
    signed = any(one.startswith(("sign", "co-sign", "وقع", "يوقع", "توقع")) for one in said)
    own = not _NAMES.isdisjoint(words) or any(one.startswith(_NAMES_AR) for one in said)
    pointed = not _ITS.isdisjoint(said) or not {"signed", "signed-never"}.isdisjoint(unit.tags)
    return own or (
        lately and (pointed or signed or not {"unsigns", "unsigned"}.isdisjoint(unit.tags))
    )


def _actors(roles: Roles, line: Line, at: int, act: Act) -> list[Actor]:
    """Whose signature it is: after "by" or "of", else the subject."""
    units = line.units
    _, stop = clause(line, at)
    if line.sentence.language == "en" and act == "signs":
        found: list[Actor] = []
        given = _is_given(line, at)
        for k in range(at, min(stop, at + _AFTER_BY + 1)):
            if k + 1 < stop and ("by" in units[k].tags or (k == at and given)):
                found += roles.listed(line, k + 1)
        if found or given:
            return found
    if line.sentence.language == "ar" and act == "signs" and _is_noun(line, at):
        for k in range(at + 1, min(stop, at + 3)):
            if roles.actor(line, k) is not None:
                return roles.listed(line, k)
        return []
    return [one for one in roles.subjects(line, at) if one.kind in _WHO and _may_sign(line, one)]


def _is_given(line: Line, at: int) -> bool:
    """ "Was signed by", "bears the signature of": whoever signed stands behind it."""
    words = line.words(at, at + 1).lower()
    return words.endswith(" by") or (words.endswith(" of") and "signatory" not in words)


def _is_noun(line: Line, at: int) -> bool:
    """ "تواقيع كل من …", "بتوقيع": whose the signatures are follows."""
    words = line.words(at, at + 1)
    return any(one in words for one in ("تواقيع", "توقيع", "توقيعات", "أختام", "ختم"))


def _may_sign(line: Line, actor: Actor) -> bool:
    tags = line.units[actor.first].tags
    return actor.is_pronoun or {"charter", "the-charter"}.isdisjoint(tags)


def _is_its_word(line: Line, at: int, actor: Actor, of_text: str | None) -> bool:
    """Whether the signatory says so itself: quoted, or in its own text; or its name was misused."""
    words = line.words(at, at + 1).lower()
    plain = words.startswith(("did not", "didn't", "has not", "have not", "had not", "لم", "ما "))
    if not plain or actor.kind == "we" or actor.name == of_text:
        return True
    speaker = speaker_of(line, at)
    if speaker is not None and (speaker in actor.name or actor.name in speaker):
        return True
    first, last = clause(line, at)
    return any(not _SPEECH.isdisjoint(unit.tags) for unit in line.units[first:last])

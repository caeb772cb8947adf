"""Which verb or noun says what a number counts: the nearest one that speaks of it.

A number may have its noun with it ("12 wounded"); else a verb of its clause says what befell those
counted: after them in English as a rule, before them in Arabic. Where the verb is left out it is
that of the clause before ("6,163 soldiers have been killed and 1,051 deserters"). Each candidate
costs what stands between it and the number; the cheapest is taken, and none beyond a limit.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tawthiq.reading.counted.phrases import Scene
from tawthiq.reading.model import Sentence, TermMatch, Token

HARM = frozenset(("deaths", "injured", "casualties", "detained", "missing", "abducted", "released"))
_LIMIT = 22.0
_CLOSE = 5.0
_CLEAR = 9.0  # a verb nearer than this overrides a weak noun

_SIGNS = {",": 1.0, "،": 1.0, ":": 1.0, ";": 8.0, "؛": 8.0, "(": 2.0, ")": 2.0, "[": 2.0, "]": 2.0,
          "-": 1.0, "–": 2.0, "—": 2.0}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A word that says what is counted."""

    first: int
    last: int
    counted: str
    noun: bool
    weak: bool = False
    category: str | None = None
    things: bool = False  # befalls things, not people
    doubt: str | None = None
    owner: int | None = None  # the quantity in whose phrase it stands
    joined: bool = False  # an Arabic "and" is glued to it


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What a number counts."""

    counted: str | None
    category: str | None = None  # told by the noun where a verb says what befell them
    doubt: tuple[str, ...] = ()
    cue: Cue | None = None
    carried: bool = False  # the word belongs to another number of the sentence
    listed: bool = False  # in a list whose topic was told before


def find_cues(scene: Scene) -> list[Cue]:
    """Every cue of a sentence, verbs and nouns, in order."""
    owner = {
        at: k
        for k, (quantity, phrase) in enumerate(zip(scene.quantities, scene.phrases, strict=True))
        for at in range(quantity.number_first, phrase.last)
    }
    found: dict[tuple[int, int], Cue] = {}
    for match in scene.lists.verbs.find(scene.sentence):
        # Within the nouns of a number a verb tells who they are: "1,296 who defected".
        if match.first not in owner:
            found[match.first, match.last] = _cue(match, scene.sentence, owner, noun=False)
    for match in scene.lists.nouns.find(scene.sentence):
        if (match.first, match.last) not in found:
            found[match.first, match.last] = _cue(match, scene.sentence, owner, noun=True)
    return sorted(found.values(), key=lambda cue: (cue.first, -cue.last))


def cue_of_noun(match: TermMatch) -> Cue:
    """The cue that a number's own noun is."""
    return Cue(
        first=match.first,
        last=match.last,
        counted=match.entry.get("counted", match.term),
        noun=True,
        weak=match.entry.get("weak", False),
        category=match.entry.get("category"),
        doubt=match.entry.get("doubt"),
    )


def counted_of(k: int, scene: Scene, cues: Sequence[Cue]) -> Counted:
    """What quantity `k` of a sentence counts, by its own noun or by the nearest cue."""
    phrase = scene.phrases[k]
    if _is_money(scene.quantities[k].unit):
        return Counted(counted="money")
    own = cue_of_noun(phrase.noun) if phrase.noun else None
    if phrase.joined:
        return Counted(counted="casualties", cue=own)
    if own is not None and phrase.noun is not None and phrase.noun.entry.get("open"):
        return _casualties(own, k, scene, cues)
    if own is not None and not own.weak:
        return Counted(counted=own.counted, doubt=_doubt(own), cue=own)
    things = phrase.unit is not None and not phrase.people
    if things and phrase.unit is not None and "counted" in phrase.unit.entry:
        return Counted(counted=str(phrase.unit.entry["counted"]))
    nearest = _nearest(k, scene, cues, things=things)
    if nearest is not None and phrase.other is not None and nearest[0] > _CLOSE:
        # "Three depots": a noun of no list may be no people at all, so only a verb beside it tells.
        nearest = None
    return _weak(own, nearest) if own is not None else _by_cue(k, nearest)


def _by_cue(k: int, nearest: tuple[float, Cue] | None) -> Counted:
    if nearest is None:
        return Counted(counted=None)
    cue = nearest[1]
    carried = cue.owner is not None and cue.owner != k
    return Counted(counted=cue.counted, doubt=_doubt(cue), cue=cue, carried=carried)


def _is_money(unit: str | None) -> bool:
    """Whether a unit is a currency: three capitals, or a name that several countries share."""
    return unit is not None and (unit.isupper() or unit in ("pounds", "dollars", "dinars", "lira"))


def _weak(own: Cue, nearest: tuple[float, Cue] | None) -> Counted:
    """A noun that tells who they are ("detainees") yields to a near verb of harm ("died")."""
    if nearest is not None and nearest[0] < _CLEAR:
        cue = nearest[1]
        fled = own.counted == "fighters" and nearest[0] < _CLOSE
        if cue.counted != own.counted and (cue.counted in HARM or fled):
            return Counted(counted=cue.counted, category=own.category, cue=cue)
    return Counted(counted=own.counted, doubt=_doubt(own), cue=own)


def _casualties(own: Cue, k: int, scene: Scene, cues: Sequence[Cue]) -> Counted:
    """ "Casualties" may mean the dead, the hurt or both: a verb of the clause can tell."""
    verbs = [cue for cue in cues if not cue.noun]
    nearest = _nearest(k, scene, verbs, things=False)
    told = nearest is not None and nearest[1].counted in ("deaths", "injured")
    if nearest is not None and told and nearest[0] < _CLOSE:
        return Counted(counted=nearest[1].counted, cue=nearest[1])
    return Counted(counted=own.counted, doubt=_doubt(own), cue=own)


def _nearest(
    k: int, scene: Scene, cues: Sequence[Cue], *, things: bool
) -> tuple[float, Cue] | None:
    best: tuple[float, Cue] | None = None
    first, last = scene.quantities[k].first, scene.last(k)
    english = scene.sentence.language == "en"
    # "The number of wounded is not known": the words of such a number hold their own noun.
    open_number = scene.quantities[k].bound in ("not known", "vague")
    for cue in cues:
        if cue.things != things or (cue.owner == k and not open_number):
            continue
        cost = 0.0  # within the words of the number itself ("no deaths")
        if cue.first >= last:
            cost = _between(last, cue.first, scene) + (0.0 if english else 2.0)
            # An Arabic verb with "and" glued to it begins the clause of the next number.
            cost += (5.0 if cue.noun else 0.0) + (8.0 if cue.joined else 0.0)
        elif cue.last <= first:
            cost = _between(cue.last, first, scene) + (1.0 if english else 0.0)
            cost += 0.5 if cue.noun else 0.0
        if cue.owner not in (None, k):
            cost += 6.0
        if cost <= _LIMIT and (best is None or cost < best[0]):
            best = (cost, cue)
    return best


def _between(first: int, last: int, scene: Scene) -> float:
    """What the words of tokens [first, last) cost."""
    starts = {quantity.number_first for quantity in scene.quantities}
    tokens = scene.sentence.tokens
    cost = 0.0
    at = first
    while at < last:
        token = tokens[at]
        joint = scene.lists.joints.at(tokens, at)
        closing = _closing(tokens, at, last) if token.raw == "(" else None
        if closing is not None:
            at = closing  # a bracket says something beside, however long
            continue
        if at in starts:
            cost += 5.0
        if joint is not None and joint.last <= last and joint.term in ("and", "break"):
            cost += 8.0 if joint.term == "break" else 3.0
            at = joint.last
            continue
        if token.norm.startswith("و") and len(token.norm) > 3:
            cost += 1.0
        cost += _SIGNS.get(token.raw, 0.4)
        at += 1
    return cost


def _closing(tokens: Sequence[Token], first: int, last: int) -> int | None:
    """One past the bracket that closes the one at a token; None where none does before `last`."""
    return next((at + 1 for at in range(first, last) if tokens[at].raw == ")"), None)


def _cue(match: TermMatch, sentence: Sentence, owner: dict[int, int], *, noun: bool) -> Cue:
    entry = match.entry
    norm = sentence.tokens[match.first].norm
    return Cue(
        first=match.first,
        last=match.last,
        counted=entry.get("counted", match.term),
        noun=noun,
        weak=entry.get("weak", False),
        category=entry.get("category"),
        things=entry.get("things", False),
        doubt=entry.get("doubt"),
        owner=owner.get(match.first),
        joined=match.loss > 0 and norm.startswith("و"),
    )


def _doubt(cue: Cue) -> tuple[str, ...]:
    return (cue.doubt,) if cue.doubt else ()

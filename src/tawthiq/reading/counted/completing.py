"""What a number counts, by everything around it: its total, its nouns, its line, its text.

`cues` finds what the clause says. Here the rest is asked in order: a part counts what its total
counts; a line of a list counts what its heading tells; people whom nothing befell are counted as
what they are; and where a sentence is silent, the topic of the text answers, with that doubt.
"""

from collections.abc import Sequence
from dataclasses import replace

from tawthiq.reading.counted.context import Context
from tawthiq.reading.counted.cues import HARM, Counted, Cue
from tawthiq.reading.counted.parts import Place
from tawthiq.reading.counted.phrases import Scene

FROM_CONTEXT = "what is counted is told of another sentence"
NO_TERM = "the noun is in no list of terms"
FROM_HEADING = "what is counted is told by the heading"
_SUBJECT_REACH = 7  # words
_LIST_WORDS = 5  # between two numbers of a list
_OF_WORDS = 3  # "of Syria's 22 million"
_FIGHTING = frozenset(("soldier", "fighter", "security", "officer"))


def completed(
    scene: Scene, told: Sequence[Counted], places: Sequence[Place], context: Context
) -> list[Counted]:
    """What each number of a sentence counts.

    Args:
        told: what the clause of each says.
        places: what each is a part of.
        context: what the lines before tell.
    """
    found: list[Counted] = []
    told = _from_the_right(scene, told)
    for k in range(len(scene.quantities)):
        one = _as_part(k, scene, told, places)
        if places[k].part_of_before:
            total = context.total(scene, k, far=places[k].listed, of_all=places[k].of_all)
            if total is not None and (one.counted is None or one.counted not in HARM):
                one = replace(one, counted=total.counted)
        if one.counted is None and context.heading is not None:
            one = Counted(counted=context.heading.counted, doubt=(FROM_HEADING,))
        if one.counted is None and k and _in_line(k, scene):
            one = replace(found[-1], doubt=(), listed=found[-1].listed)
        if k and one.counted != found[-1].counted and _goes_on_as_part(k, scene, places):
            one = replace(found[-1], listed=found[-1].listed)
        if k and is_restated(k, scene):
            one = replace(found[-1])  # "61 % of them (1,353 persons)"
        if k and not is_restated(k, scene) and _is_whole_of(k, scene, places):
            one = Counted(counted=None)
        alone = places[k].part_of is None and k > 0 and found[-1].listed
        if one.counted is None and context.topic and (scene.phrases[k].before or alone):
            one = Counted(counted=context.topic, doubt=(FROM_CONTEXT,), listed=True)
        found.append(_by_context(_by_nouns(one, k, scene, context.topic), k, scene, context.topic))
    return found


def _from_the_right(scene: Scene, told: Sequence[Counted]) -> list[Counted]:
    """A long list before one verb: "six children, seven women and 12 soldiers were killed"."""
    found = list(told)
    for k in range(len(found) - 2, -1, -1):
        after = found[k + 1]
        cue = after.cue
        follows = cue is not None and not cue.noun and cue.first >= scene.last(k + 1)
        plain = scene.phrases[k].noun is None and scene.phrases[k].people
        if found[k].counted is None and follows and plain and _joined(k + 1, scene):
            found[k] = replace(after, category=None)
    return found


def _joined(k: int, scene: Scene) -> bool:
    """Whether nothing but commas and "and" stands between a number and the one before it."""
    tokens = scene.sentence.tokens
    return all(
        tokens[at].raw in ",،و" or tokens[at].norm in ("and", "و", "a", "an", "also")
        for at in scene.between(k)
    )


def _subject(k: int, scene: Scene) -> str | None:
    """Who stand before a bare number, nearest first, with no other number between."""
    tokens, end = scene.sentence.tokens, scene.quantities[k].first
    gap = scene.between(k)
    for at in range(end - 1, max(gap.start, end - _SUBJECT_REACH) - 1, -1):
        if tokens[at].raw in ".;؛":
            return None
        found = scene.lists.categories.at(tokens, at)
        if found is not None and found.last <= end:
            return found.term
    return None


def _goes_on_as_part(k: int, scene: Scene, places: Sequence[Place]) -> bool:
    """Whether a number is told in one list of parts with the one before, and has no noun that says
    otherwise: what comes after the list says nothing of it."""
    same = (places[k].part_of, places[k].part_of_before) == (
        places[k - 1].part_of,
        places[k - 1].part_of_before,
    )
    listed = places[k].part_of is not None or places[k].part_of_before
    phrase = scene.phrases[k]
    own = phrase.noun is not None or (phrase.unit is not None and not phrase.people)
    return same and listed and not own and places[k].doubt is None


def is_restated(k: int, scene: Scene) -> bool:
    """Whether a number in brackets says the share before it again, as a number."""
    gap = scene.between(k)
    opens = len(gap) > 0 and scene.sentence.tokens[gap[-1]].raw in "(["
    share = scene.quantities[k - 1].unit in ("percent", "share")
    return share and opens and scene.quantities[k].unit is None


def _in_line(k: int, scene: Scene) -> bool:
    """Whether a bare number goes on a list: "Aleppo (31,932), Homs (28,186)"."""
    tokens = scene.sentence.tokens
    gap = scene.between(k)
    bare = not scene.phrases[k].found and scene.phrases[k].other is None
    light = sum(tokens[at].kind == "word" for at in gap) <= _LIST_WORDS
    broken = any(
        tokens[at].raw in ".;؛" or scene.lists.verbs.at(tokens, at) is not None
        or (joint is not None and joint.term == "break")
        for at in gap
        for joint in (scene.lists.joints.at(tokens, at),)
    )  # fmt: skip
    return bare and light and not broken and scene.quantities[k].unit is None


def _is_whole_of(k: int, scene: Scene, places: Sequence[Place]) -> bool:
    """Whether a number only tells the whole of the part before: "half of the 22 million people".

    What befell the part befell no more of the whole, unless a word at the whole itself says so.
    """
    share = scene.quantities[k - 1].unit in ("percent", "share")
    told = [scene.sentence.tokens[at].norm for at in scene.between(k)]
    whole = places[k - 1].part_of == k or (share and told[:1] == ["of"] and len(told) <= _OF_WORDS)
    if not whole or scene.phrases[k].noun is not None:
        return False
    return scene.lists.verbs.at(scene.sentence.tokens, scene.last(k)) is None


def _as_part(k: int, scene: Scene, told: Sequence[Counted], places: Sequence[Place]) -> Counted:
    """What a part counts: what its total counts, unless a noun or verb of its own says."""
    one, phrase, part_of = told[k], scene.phrases[k], places[k].part_of
    own = phrase.noun is not None and not phrase.noun.entry.get("weak")
    things = phrase.unit is not None and not phrase.people
    if part_of is None or own or things or told[part_of].counted is None:
        return one
    whole = told[part_of]
    cue = one.cue
    if cue is not None and _and_between(cue, k, scene):
        cue = None  # "including four children, and injured 31": another clause
    same = cue is not None and whole.cue is not None and cue.first == whole.cue.first
    if cue is None or one.counted not in HARM or one.carried or same or _outside(cue, k, scene):
        return replace(one, counted=whole.counted, doubt=whole.doubt)
    return one


def _and_between(cue: Cue, k: int, scene: Scene) -> bool:
    """Whether "and" or a sign stands between a number and a cue after it."""
    tokens = scene.sentence.tokens
    for at in range(scene.last(k), cue.first):
        joint = scene.lists.joints.at(tokens, at)
        if tokens[at].kind == "sign" or (joint is not None and joint.term == "and"):
            return True
    return False


def _by_nouns(one: Counted, k: int, scene: Scene, topic: str | None) -> Counted:
    """Where no word says what befell those counted, they are counted as what they are."""
    quantity, phrase = scene.quantities[k], scene.phrases[k]
    if one.counted is None and quantity.unit not in (None, "percent", "share", "people"):
        return Counted(counted="money")
    if one.counted is None and phrase.categories:
        return _by_categories(k, scene, topic)
    if one.counted is None and phrase.unit is not None:
        return Counted(counted=str(phrase.unit.entry.get("counted", "people")))
    if one.counted == "displaced":
        return replace(one, counted=_whither(k, scene))
    return one


def _by_categories(k: int, scene: Scene, topic: str | None) -> Counted:
    """What people of a kind are counted as, where the sentence tells of no harm."""
    categories = set(scene.phrases[k].categories)
    fighting = bool((_FIGHTING | {"defector"}) & categories)
    if categories == {"man"} and _subject(k, scene) in _FIGHTING:
        return Counted(counted="fighters")  # "the rebels do not exceed 1,000 men"
    joints = {match.term for match in scene.lists.joints.find(scene.sentence)}
    # Fighters without a word of harm are mostly counted as fighters; civilians are not.
    if topic in HARM and ("rest" in joints or not (fighting or "strength" in joints)):
        return Counted(counted=topic, doubt=(FROM_CONTEXT,))
    defected = "defector" in categories
    return Counted(counted="defections" if defected else "fighters" if fighting else "people")


def _by_context(one: Counted, k: int, scene: Scene, topic: str | None) -> Counted:
    """What a number counts where its sentence does not say: a noun of no list, or the topic."""
    quantity, phrase = scene.quantities[k], scene.phrases[k]
    if phrase.unit is not None and phrase.unit.term == "names" and topic in HARM:
        return Counted(counted=topic, doubt=(FROM_CONTEXT,))  # names on a list of victims
    if one.counted is not None:
        return one
    if phrase.other is not None and quantity.low not in (None, 1):
        return Counted(counted="other", doubt=(NO_TERM,))
    if not phrase.found and _subject(k, scene) in _FIGHTING:
        return Counted(counted="fighters", category="fighter")  # "the rebels do not exceed 1,000"
    told = quantity.unit is None or phrase.of_them
    if topic is not None and told:
        return Counted(counted=topic, doubt=(FROM_CONTEXT,))
    return one


def _outside(cue: Cue, k: int, scene: Scene) -> bool:
    """Whether a cue stands beyond another number: it is not this number's own verb."""
    first, last = sorted((cue.first, scene.quantities[k].number_first))
    return any(first < one.number_first < last for one in scene.quantities)


def _whither(k: int, scene: Scene) -> str:
    """Displaced inside the country or abroad, where the words after the number tell."""
    quantities, tokens = scene.quantities, scene.sentence.tokens
    stop = quantities[k + 1].first if k + 1 < len(quantities) else len(tokens)
    for at in range(quantities[k].number_last, stop):
        joint = scene.lists.joints.at(tokens, at)
        if joint is not None and joint.term == "inside":
            return "displaced inside"
        if joint is not None and joint.term == "abroad":
            return "refugees abroad"
    return "displaced"

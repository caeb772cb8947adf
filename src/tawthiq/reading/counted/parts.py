"""Which figure is a part of which: "40 killed, including 12 children", "12 of the 40".

A part is never added to its total. Where no word says so but the figures that follow add up to the
one before to the digit, they are proposed as its parts, with that doubt.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tawthiq.reading.counted.phrases import Scene
from tawthiq.reading.model import Quantity

BY_SUM = "part by its sum"
_TOTAL = frozenset(("total", "number", "المجموع", "العدد"))
_OPENING = frozenset("([{")
_CLOSING = frozenset(")]}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How a quantity stands to those before it."""

    part_of: int | None = None  # index within the sentence
    part_of_before: bool = False  # of the total of the sentence before ("Of these, 12 …")
    listed: bool = False  # of a list ("By province: …"), whose total may stand further back
    of_all: bool = False  # "among the dead": of the largest total told, not of the last
    doubt: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listing:
    """A list of parts that is being told."""

    total: int
    words: int = 1  # that may stand between two of them; after ":" each part has its own
    bare_words: int = 4  # before a number without a noun: "and 261 in Hammuriya"
    outer: "_Listing | None" = None  # the list that goes on after this one


def parts_in(scene: Scene, verbs: frozenset[int]) -> list[Place]:
    """For each quantity of a sentence, what it is a part of.

    Args:
        verbs: the tokens at which a verb that says what befell people begins.
    """
    places: list[Place] = []
    listing: _Listing | None = None
    if _is_list(scene, verbs):
        return [Place(part_of_before=True, listed=True) for _ in scene.quantities]
    for k in range(len(scene.quantities)):
        whole = _whole(k, scene)
        if whole is not None:
            place, listing = Place(part_of=whole), None
        elif k == 1 and _of_the_first(scene):
            # "Of the 71,000 who came, 51,000 have registered."
            listing = _Listing(total=0)
            place = Place(part_of=0)
        elif k and places[k - 1].part_of == k:
            # The whole itself, told after its part ("12 of the 40"): no part of what went before.
            place, listing = Place(), None
        elif _marked(k, scene):
            if k == 0:
                place = Place(part_of_before=True, of_all=_of_all(scene))
                listing = _Listing(total=_BEFORE, words=3)
            else:
                listing = _marked_listing(k, scene, places, listing)
                place = Place(part_of=listing.total)
        else:
            listing = _opened(k, scene, places) or _going_on(k, scene, verbs, listing)
            if listing is not None and listing.total == _BEFORE:
                place = places[k - 1]
            else:
                place = Place(part_of=listing.total) if listing else Place()
        places.append(_like_to_like(k, place, scene, places))
    return places


def _like_to_like(k: int, place: Place, scene: Scene, places: Sequence[Place]) -> Place:
    """A part goes with the total of its own noun: "142 killed and 314 injured, including 60 killed
    and 80 injured"."""
    part_of, noun = place.part_of, scene.phrases[k].noun
    if part_of is None or noun is None or part_of > k:
        return place
    whole = scene.phrases[part_of].noun
    if whole is None or whole.term == noun.term or whole.term.startswith("casualties"):
        return place
    like = [
        j
        for j in range(k)
        if places[j].part_of is None and (told := scene.phrases[j].noun) and told.term == noun.term
    ]
    return replace(place, part_of=like[-1]) if like else place


def _marked_listing(
    k: int, scene: Scene, places: Sequence[Place], listing: _Listing | None
) -> _Listing:
    """The list that a word of parting opens, or goes on with.

    "Including" told again speaks of the part just told, if that is large enough: "49,951 civilians,
    among them 7,626 children" are children of the civilians.
    """
    own, before = scene.quantities[k].low, scene.quantities[k - 1].low
    nearest = places[k - 1].part_of is None or (
        own is not None and before is not None and own < before
    )
    if listing is not None and listing.total != _BEFORE and not nearest:
        return listing
    total = k - 1 if nearest else _total_before(k, places)
    inside = listing if places[k - 1].part_of is not None else None
    return _Listing(total=total, outer=inside)


_BEFORE = -1  # the total of a list stands in a sentence before
_WHOLE_REACH = 7  # words between a part and "out of"
_OWNERS = 2  # words that say whose the whole is: "of the camp's 150,000"
_LABEL = 5  # words at most before a number of a list


def _of_the_first(scene: Scene) -> bool:
    """Whether the sentence opens with the whole of what it tells: "Of the 71,000 …"."""
    tokens = scene.sentence.tokens
    whole, part = scene.quantities[0], scene.quantities[1]
    colon = next((at + 1 for at in scene.between(0) if tokens[at].raw == ":"), 0)
    joint = scene.lists.joints.at(tokens, colon)
    whole_joint = joint is not None and joint.term == "whole" and joint.last == whole.first
    opens = whole_joint or (tokens[colon].norm == "of" and colon + 1 == whole.first)
    return opens and None not in (whole.low, part.low) and (part.low or 0) <= (whole.low or 0)


def _is_list(scene: Scene, verbs: frozenset[int]) -> bool:
    """Whether the sentence is a list by places or kinds: "By province: Homs 654; Hama 213"."""
    tokens, quantities = scene.sentence.tokens, scene.quantities
    colon = next((at for at in scene.between(0) if tokens[at].raw == ":"), None)
    if len(quantities) < 2 or colon is None:
        return False
    for k in range(len(quantities)):
        gap = scene.between(k)
        label = [at for at in gap if tokens[at].kind == "word" and (k or at > colon)]
        divided = k == 0 or any(tokens[at].kind == "sign" for at in gap)
        if not 0 < len(label) <= _LABEL or not divided or any(at in verbs for at in label):
            return False
        if scene.phrases[k].noun or scene.quantities[k].low is None:
            return False
    return True


# Casualties are the dead and the hurt together.
_BOTH = frozenset((("casualties", "deaths"), ("casualties", "injured")))


def parts_by_sum(
    quantities: Sequence[Quantity], counted: Sequence[str | None], places: Sequence[Place]
) -> list[Place]:
    """Add the parts that no word marks: those after a number that add up to it exactly."""
    found = list(places)
    for k, quantity in enumerate(quantities):
        if quantity.low is None or found[k].part_of is not None or quantity.unit == "percent":
            continue
        after = [
            j
            for j in range(k + 1, len(quantities))
            if (counted[j] == counted[k] or (counted[k], counted[j]) in _BOTH)
            and quantities[j].more is None
            and quantities[j].unit == quantity.unit
            and found[j].part_of in (None, k)
        ]
        values = [quantities[j].low for j in after]
        if len(after) < 2 or any(value is None for value in values):
            continue
        if sum(value for value in values if value is not None) == quantity.low:
            for j in after:
                if found[j].part_of is None:
                    found[j] = Place(part_of=k, doubt=BY_SUM)
    return found


def _whole(k: int, scene: Scene) -> int | None:
    """The next quantity, where this one is told as a part of it: "12 of the 40 dead"."""
    if k + 1 >= len(scene.quantities):
        return None
    tokens = scene.sentence.tokens
    first, last = scene.quantities[k].last, scene.quantities[k + 1].first
    for at in range(first, last):
        joint = scene.lists.joints.at(tokens, at)
        if joint is not None and joint.term == "whole":
            rest = tokens[joint.last : last]
            light = len(rest) <= _OWNERS and all(token.kind == "word" for token in rest)
            plain = not any(scene.lists.joints.at(tokens, n) for n in range(joint.last, last))
            return k + 1 if light and plain else None
        if at - first > _WHOLE_REACH or (joint is not None and joint.term in ("and", "break")):
            return None
    return None


def _marked(k: int, scene: Scene) -> bool:
    """Whether a word of parting stands before the number ("including") or after it ("of them")."""
    gap = range(scene.between(k).start, scene.quantities[k].number_first)
    if scene.phrases[k].of_them or _marks(gap, scene):
        return True
    at = scene.quantities[k].last
    after = scene.lists.joints.at(scene.sentence.tokens, at)
    return (
        after is not None
        and after.term == "part"
        and scene.sentence.tokens[at].norm in ("of", "منهم", "منهن", "منها")
    )


def _of_all(scene: Scene) -> bool:
    """Whether the word of parting names the whole: "among the victims", not "of these"."""
    tokens = scene.sentence.tokens
    for at in range(scene.quantities[0].number_first):
        joint = scene.lists.joints.at(tokens, at)
        if joint is not None and joint.term == "part":
            named = scene.lists.nouns.at(tokens, joint.last - 1) is not None
            return named or tokens[joint.last - 1].norm in _TOTAL
    return False


def _marks(gap: range, scene: Scene) -> bool:
    """Whether a word of parting stands in the gap, nothing of weight after it."""
    tokens = scene.sentence.tokens
    at = gap.start
    while at < gap.stop:
        joint = scene.lists.joints.at(tokens, at)
        if joint is None or joint.term not in ("part", "apart") or joint.last > gap.stop:
            at += 1
            continue
        between = tokens[joint.last : gap.stop]
        light = sum(token.kind == "word" for token in between) <= 6
        if joint.term == "part" and light and not any(token.raw in ";؛" for token in between):
            return True
        at = joint.last
    return False


def _going_on(
    k: int, scene: Scene, verbs: frozenset[int], listing: _Listing | None
) -> _Listing | None:
    """The list of parts, where it goes on to this number: only commas, "and", few words between."""
    if listing is None or scene.quantities[k].more == "others":
        return None
    words = 0
    for at in scene.between(k):
        token = scene.sentence.tokens[at]
        joint = scene.lists.joints.at(scene.sentence.tokens, at)
        if at in verbs or token.raw in ";؛)]" or (joint is not None and joint.term == "break"):
            return None
        if token.kind == "word" and token.norm not in ("and", "و", "also", "a", "an", "ايضا"):
            words += 1
    bare = not scene.phrases[k].found
    if bare and listing.outer is not None:
        # "96 in Damascus, among them 70 in Jdeideh, and 24 in Aleppo": the places go on.
        listing = listing.outer
    return listing if words <= (listing.bare_words if bare else listing.words) else None


def _opened(k: int, scene: Scene, places: Sequence[Place]) -> _Listing | None:
    """The list of parts that a bracket or a colon before this number opens."""
    if k == 0 or _own_cue(k, scene):
        return None
    for at in reversed(scene.between(k)):
        sign = scene.sentence.tokens[at].raw
        if sign in _CLOSING:
            return None
        if sign == ":":
            return _Listing(total=_total_before(k, places), words=8)
        share = scene.quantities[k - 1].unit in ("percent", "share")
        kinds = scene.phrases[k].categories or scene.phrases[k].noun
        if sign in _OPENING and kinds and not share:
            return _Listing(total=_total_before(k, places), words=2)
    return None


def _own_cue(k: int, scene: Scene) -> bool:
    """Whether a number's own noun counts something else than the number before it does."""
    own, before = scene.phrases[k].noun, scene.phrases[k - 1].noun
    if before is not None and before.entry.get("counted", before.term) == "casualties":
        return False
    return own is not None and (before is None or own.term != before.term)


def _total_before(k: int, places: Sequence[Place]) -> int:
    for j in range(k - 1, -1, -1):
        if places[j].part_of is None:
            return j
    return k - 1

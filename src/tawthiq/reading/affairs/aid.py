"""Everything that a text tells of aid, each thing once: by a way of telling or in a loose frame."""

from collections.abc import Sequence

from tawthiq.reading.affairs.aid_words import ARMED_MEN
from tawthiq.reading.affairs.giving import Parties, by_way, made
from tawthiq.reading.affairs.handing import Handed, Handing
from tawthiq.reading.affairs.model import Line
from tawthiq.reading.affairs.telling import Telling
from tawthiq.statements import Aid

_SHORTLY = 250  # characters from what was promised to what came of it
_GIVEN = frozenset(("pledged", "delivered"))


def gifts(telling: Telling, lines: Sequence[Line]) -> list[Aid]:
    """Everything given, promised, refused or taken that the text tells of.

    Args:
        lines: the sentences that hold something to give, in the units of `acts`.
    """
    found = list(by_way(telling))
    handing = Handing(telling)
    for line in lines:
        start, end = line.sentence.start, line.sentence.stop
        told = [one for one in found if one.start < end and start < one.end]
        for handed in handing.of(line):
            one = _as_aid(telling, line, handed)
            beside = [other for other in told if one.start < other.end and other.start < one.end]
            poorer = [other for other in beside if _says_less(other, one, sure=handed.sure)]
            if any(_is_the_same(one, other) for other in beside if other not in poorer):
                continue
            told = [other for other in told if other not in poorer] + [one]
            found = [other for other in found if other not in poorer] + [one]
        later = None if told else _later(telling, handing, line, found)
        found += [later] if later is not None else []
    return sorted(_once(found), key=lambda one: one.start)


def _later(telling: Telling, handing: Handing, line: Line, found: Sequence[Aid]) -> Aid | None:
    """What a line tells of what was promised or given shortly before: "Ten came"."""
    start = line.sentence.start
    given = [one for one in found if start - _SHORTLY <= one.end <= start and one.state in _GIVEN]
    if not given:
        return None
    last = max(given, key=lambda one: one.end)
    handed = handing.of_before(line, last.giver)
    return None if handed is None else _as_aid(telling, line, handed)


def _once(found: Sequence[Aid]) -> list[Aid]:
    """Without deliveries told only to say what became of them: stolen, or sent back."""
    ends = [one for one in found if one.state in ("diverted", "refused")]
    return [
        one
        for one in found
        if one.state != "delivered"
        or not any(one.start < other.end and other.start < one.end for other in ends)
    ]


def _is_the_same(one: Aid, other: Aid) -> bool:
    """Whether two that overlap tell of one event: only what was promised may also have come."""
    apart = {one.state, other.state}
    return apart != {"pledged", "delivered"}


def _says_less(other: Aid, one: Aid, *, sure: bool) -> bool:
    """ "men of the brigade unloaded" is no delivery; who gave it is better known than not."""
    if one.state == "diverted" and one.diverted_by is not None:
        said = other.diverted_by if other.state == "diverted" else None
        folk = said is not None and (
            said.lower() in ARMED_MEN or (said != one.diverted_by and said in one.diverted_by)
        )
        unknown = other.state == "diverted" and said is None
        return one.diverted_by == other.giver or folk or unknown
    if (one.state, other.state) == ("refused", "pledged"):
        return one.giver is not None and one.giver == other.giver  # offered, and not taken
    same = one.state == other.state != "diverted" and one.giver is not None
    return same and (other.giver is None or (sure and other.giver != one.giver))


def _as_aid(telling: Telling, line: Line, handed: Handed) -> Aid:
    parties = Parties(handed.giver, handed.receiver, handed.thief)
    return made(
        telling,
        line,
        handed.at,
        state=handed.state,
        gift=handed.gift,
        units=(handed.first, handed.last),
        parties=parties,
    )

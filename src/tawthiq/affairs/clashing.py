"""One key for what cannot well be one thing: two committees may choose the same key for two bodies.

Only what different sources say is compared, and only names of one script: an Arabic and a Latin
name of one body need have nothing in common. Nothing is parted for it: a person is to look.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from tawthiq.affairs.asof import days_of
from tawthiq.affairs.model import Claim, Doubt
from tawthiq.affairs.naming import folded
from tawthiq.affairs.resolving import names_of
from tawthiq.affairs.store import Affairs
from tawthiq.affairs.wording import doubt
from tawthiq.names import fold, skeleton

_ARABIC = re.compile(r"[\u0600-\u06ff]")
_NUMBER = re.compile(r"\d+")
# The article before a sun letter changes with it: al-Sham is ash-Sham.
_SMALL = frozenset(("al", "el", "the", "of", "a", "an", "ar", "as", "ash", "at", "ad", "az"))


def doubts(affairs: Affairs) -> Iterator[Doubt]:
    """Keys under which different sources speak of what cannot well be one thing."""
    keys = [
        row[0]
        for row in affairs.ask(
            "SELECT key FROM refs JOIN claims ON nr = claim WHERE field = 'key' "
            "AND status != 'proposed' GROUP BY key HAVING count(DISTINCT coalesce(source, '')) > 1"
        )
    ]
    for key, said in sorted(affairs.about_each(keys, "key").items()):
        claims = [one for one in said if not one.denied]
        yield from _names_apart(key, claims)
        yield from _places_and_days_apart(key, claims)


def _names_apart(key: str, claims: Sequence[Claim]) -> Iterator[Doubt]:
    """Sources whose names for it have no variant in common, not even by way of a third source."""
    names: dict[str, dict[str, None]] = defaultdict(dict)
    ids: dict[str, list[str]] = defaultdict(list)
    for claim in claims:
        given = names_of(claim.said)
        if given:
            names[claim.source or ""] |= dict.fromkeys(given)
            ids[claim.source or ""].append(claim.id)
    group = _groups(names)
    for one, other in combinations(names, 2):
        apart = _of_one_script(names[one], names[other])
        if apart is not None and group[one] != group[other]:
            yield doubt(
                "one key two names", keys=(key,), claims=(*ids[one], *ids[other]),
                key=key, one=apart[0], other=apart[1],
            )  # fmt: skip
            return


def _groups(names: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Sources joined by a variant that they share → one of them, the same for all joined."""
    group = {source: source for source in names}
    for one, other in combinations(names, 2):
        if group[one] != group[other] and any(
            may_be_one(a, b) for a in names[one] for b in names[other]
        ):
            old, new = group[other], group[one]
            group = {source: new if of == old else of for source, of in group.items()}
    return group


def _of_one_script(some: Iterable[str], others: Iterable[str]) -> tuple[str, str] | None:
    """The first names of one script, one of each."""
    pairs = ((one, other) for one in some for other in others)
    return next((pair for pair in pairs if _arabic(pair[0]) == _arabic(pair[1])), None)


def may_be_one(name: str, other: str) -> bool:
    """Whether two names of things may be variants of one.

    One spelling more or less of each word, the article, and words that only one of them has are no
    difference: "Wadi Council" and "Local Council of al-Wadi". Numbers tell things apart, and so do
    words that each has alone. Of two scripts, only names that fold alike are known to be one.

    >>> may_be_one("Ahrar al-Sham", "Ahrar ash-Shaam"), may_be_one("Brigade 7", "Brigade 8")
    (True, False)
    """
    if folded(name) == folded(other):
        return True
    if _arabic(name) != _arabic(other):
        return False
    if _numbers(name) and _numbers(other) and _numbers(name) != _numbers(other):
        return False
    words, others = _words(name), _words(other)
    return bool(words and others) and (words <= others or others <= words)


def _arabic(name: str) -> bool:
    return _ARABIC.search(name) is not None


def _numbers(name: str) -> list[int]:
    return [int(one) for one in _NUMBER.findall(name)]


def _words(name: str) -> frozenset[str]:
    """How its words are spelt, whichever way."""
    words = fold(_NUMBER.sub(" ", name)).split()
    return frozenset(map(skeleton, [one for one in words if one not in _SMALL] or words))


def _places_and_days_apart(key: str, claims: Sequence[Claim]) -> Iterator[Doubt]:
    """Two sources place it elsewhere and on other days: either alone may be a dispute of one."""
    told: dict[tuple[str, str, str | None, str], Claim] = {}
    for claim in claims:
        place, when = _place(claim), _when(claim)
        if place is not None and when is not None:
            place_id = getattr(claim.said, "place_id", None)
            told.setdefault((claim.source or "", place, place_id, when), claim)
    for (said, one), (said_too, other) in combinations(told.items(), 2):
        if said[0] != said_too[0] and _elsewhere(one, other) and _another_day(said[3], said_too[3]):
            yield doubt(
                "one key two places", keys=(key,), claims=(one.id, other.id), key=key,
                one=f"{said[1]}, {said[3]}", other=f"{said_too[1]}, {said_too[3]}",
            )  # fmt: skip
            return


def _place(claim: Claim) -> str | None:
    return getattr(claim.said, "place", None) or getattr(claim.said, "place_id", None)


def _when(claim: Claim) -> str | None:
    """When it began or happened, as written."""
    return getattr(claim.said, "since", None) or getattr(claim.said, "when", None)


def _elsewhere(one: Claim, other: Claim) -> bool:
    ids = [getattr(claim.said, "place_id", None) for claim in (one, other)]
    if None not in ids:
        return ids[0] != ids[1]
    words = [getattr(claim.said, "place", None) for claim in (one, other)]
    if None in words or _arabic(str(words[0])) != _arabic(str(words[1])):
        return False  # cannot be told
    return not may_be_one(str(words[0]), str(words[1]))


def _another_day(one: str, other: str) -> bool:
    """Whether no day can be both; a date that is open or cannot be read may be any."""
    (first, last), (other_first, other_last) = days_of(one), days_of(other)
    if first is None or last is None or other_first is None or other_last is None:
        return False
    return last < other_first or other_last < first

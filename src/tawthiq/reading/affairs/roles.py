"""Who does it and to what, loosely: actors and objects around a word that tells.

Where `subjects` must find the one subject of a verb, this takes whoever may be it in a clause: a
name, people without one, a town for those who govern it, "we" for whose text it is, "it" for what
was told of before.
"""

from dataclasses import dataclass
from typing import Literal

from tawthiq.reading.affairs.model import Line, Unit
from tawthiq.reading.affairs.subjects import actor_words, hangs_on, is_actor, subject
from tawthiq.reading.affairs.telling import Telling, clause, is_name
from tawthiq.reading.affairs.whose import Pronouns
from tawthiq.reading.voices.wordsets import word_set

Kind = Literal["name", "folk", "place", "we", "it"]

_BACK = 12  # units between a subject and its verb
_AFTER = 6  # units between an Arabic verb and its subject
_FAR = 8  # units between a verb and its object
_WE_ENDS = ("نا", "ناه", "ناها", "ناهم")
_IT = word_set("it its they them he she هو هي هم الاخيره الاخير")
_STARTS = frozenset(("sign", ";", "contrast"))
_PARTED = frozenset((";", "sign", "contrast"))
_NO_SUBJECT = frozenset(("of", "by", "parts", "offered", "into"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, in units [first, last) of a line."""

    name: str
    first: int
    last: int
    kind: Kind = "name"

    @property
    def is_pronoun(self) -> bool:
        """Whether it is no word of its own: "we", "it"."""
        return self.kind in ("we", "it")


class Roles:
    """The actors and objects of one text."""

    def __init__(self, telling: Telling) -> None:
        self.telling = telling
        self.pronouns = Pronouns(telling)

    def subjects(self, line: Line, at: int) -> list[Actor]:
        """Whoever does what the unit `at` tells, as a list of names; none where nothing says it."""
        arabic = line.sentence.language == "ar"
        own = self._we(line, at)
        if own is not None:
            return [own]
        if arabic and _is_of_its_own(line, at):
            found = self._before(line, at)
        elif arabic:
            found = self._after(line, at) or self._before(line, at)
        else:
            span = subject(line, at)
            found = self.actors(line, *span) if span is not None else []
            found = [one for one in found if not _owns(line, one.first)]
            found = found or self._before(line, at)
        return found or self._it(line, at)

    def actors(self, line: Line, first: int, last: int) -> list[Actor]:
        """Every actor among units [first, last)."""
        found = []
        for k in range(first, last):
            one = self.actor(line, k)
            if one is not None:
                found.append(one)
        return found

    def actor(self, line: Line, k: int) -> Actor | None:
        """The actor that a unit is; None: it is none."""
        unit = line.units[k]
        if is_name(unit):
            name = self.telling.full(line, unit)
            return None if name is None else Actor(name=name, first=k, last=k + 1)
        if "quote" in unit.tags and unit.said is not None and _is_titled(unit):
            return Actor(name=unit.said, first=k, last=k + 1)
        if "folk" in unit.tags:
            last = _with_place(line, k)
            words = line.words(k, last) if last > k + 1 else actor_words(line, k)
            return Actor(name=_plain(line, words), first=k, last=last, kind="folk")
        if "state" in unit.tags or "place" in unit.tags:
            return Actor(name=actor_words(line, k), first=k, last=k + 1, kind="place")
        return None

    def listed(self, line: Line, k: int) -> list[Actor]:
        """The actors of the list that begins at a unit: "A, B and C"; none: no actor is there."""
        one = self.actor(line, k)
        found: list[Actor] = []
        while one is not None:
            found.append(one)
            at = one.last
            joined = 0
            while at < len(line.units) and joined < 2 and {",", "and"} & set(line.units[at].tags):
                at, joined = at + 1, joined + 1
            one = self.actor(line, at) if joined and at < len(line.units) else None
        return found

    def body_after(self, line: Line, at: int, far: int = _FAR) -> int | None:
        """The first body behind a unit, in its clause; None: something else stands between."""
        _, stop = clause(line, at)
        for k in range(at + 1, min(stop, at + 1 + far)):
            if "body" in line.units[k].tags:
                return k
        return None

    def own(self, line: Line, at: int) -> str | None:
        """The body that "our" and "we" are: whoever speaks here, else whose text it is."""
        return self.pronouns.we(line, at) or self.telling.own

    def _we(self, line: Line, at: int) -> Actor | None:
        """ "We have joined", "انضممنا": whose text it is."""
        tokens = line.sentence.tokens
        if line.sentence.language == "ar":
            norm = tokens[line.units[at].first].norm
            first = line.units[at].first
            near = [one.norm.lstrip("وف") for one in tokens[max(0, first - 2) : first]]
            if not (norm.endswith(_WE_ENDS) and len(norm) > 4) and not {"نحن", "نحنا"} & set(near):
                return None
            name = self.own(line, at)
            return None if name is None else Actor(name=name, first=at, last=at + 1, kind="we")
        for k in range(at - 1, max(-1, at - 5), -1):
            unit = line.units[k]
            if is_actor(unit) or _PARTED & set(unit.tags) or "," in unit.tags:
                return None
            if unit.last > unit.first and tokens[unit.first].norm in ("we", "us"):
                name = self.own(line, at) or line.words(k, k + 1)
                return Actor(name=name, first=k, last=k + 1, kind="we")
        return None

    def _after(self, line: Line, at: int) -> list[Actor]:
        """Of an Arabic verb: the first actor behind it that no preposition stands before."""
        _, stop = clause(line, at)
        for k in range(at + 1, min(stop, at + 1 + _AFTER)):
            unit = line.units[k]
            one = self.actor(line, k) if "place" not in unit.tags or k == at + 1 else None
            if one is None:
                if {"w", "day", "place", "be", "leader", "speaker"}.isdisjoint(unit.tags):
                    return []
                continue
            if _hangs(line, k):
                return []
            return self._and_others(line, one)
        return []

    def _and_others(self, line: Line, one: Actor) -> list[Actor]:
        found, at = [one], one.last
        while at + 1 < len(line.units) and "and" in line.units[at].tags:
            other = self.actor(line, at + 1)
            if other is None or other.kind == "place":
                break
            found.append(other)
            at = other.last
        return found

    def _before(self, line: Line, at: int) -> list[Actor]:
        """The nearest list of actors before a verb that hangs on nothing; a town too."""
        first, _ = clause(line, at)
        for k in range(at - 1, max(first, at - _BACK) - 1, -1):
            one = self.actor(line, k)
            if one is None or _hangs(line, k) or _owns(line, k):
                continue
            if one.kind == "place" and not _governs(line, k, at):
                continue
            start = k
            while start - 2 >= first and {",", "and"} & set(line.units[start - 1].tags):
                other = self.actor(line, start - 2)
                if other is None or other.kind == "place":
                    break
                start -= 2
            if _hangs(line, start):
                continue
            return self.actors(line, start, k + 1)
        return []

    def _it(self, line: Line, at: int) -> list[Actor]:
        """ "It has joined", or in Arabic a verb without a subject: the body told before."""
        first, _ = clause(line, at)
        tokens = line.sentence.tokens
        begins = line.units[first].first
        near = {one.norm for one in tokens[begins : line.units[at].first]}
        if not near & _IT:
            return []
        name = self.telling.last_body(line, first)
        return [] if name is None else [Actor(name=name, first=at, last=at + 1, kind="it")]


_TITLE = 5  # words of a quoted name


def _is_titled(unit: Unit) -> bool:
    """Whether quoted words are written as a name is: "Banner of Unity"."""
    words = (unit.said or "").split()
    named = [one for one in words if one not in ("of", "the", "for", "and", "in")]
    plain = {"charter", "the-charter"}.isdisjoint(unit.tags)
    return plain and 1 < len(words) <= _TITLE and all(one[:1].isupper() for one in named)


def _is_of_its_own(line: Line, at: int) -> bool:
    """ "أعلنت الكتيبة انضمامها": a noun of doing whose ending is who does it, named before."""
    norm = line.sentence.tokens[line.units[at].first].norm.lstrip("وفبل")
    masdar = norm.startswith(("ان", "ال", "است", "تر", "تو", "تا", "خروج", "دخول", "تبعي"))
    return masdar and norm.endswith(("ها", "هم", "ه")) and len(norm) > len("انهم") + 1


def _with_place(line: Line, k: int) -> int:
    """Past "the teachers | of Ariha", "أهالي | كفرنبل"."""
    units = line.units
    after = units[k + 1] if k + 1 < len(units) else None
    if after is not None and "place" in after.tags and line.sentence.language == "ar":
        return k + 2
    if after is not None and "of" in after.tags and k + 2 < len(units):
        in_en = line.sentence.language == "en"
        return k + 3 if in_en and "place" in units[k + 2].tags else k + 1
    return k + 1


def _plain(line: Line, words: str) -> str:
    if line.sentence.language == "en" and words.lower().startswith(("the ", "our ")):
        return words[4:]
    return words


def _hangs(line: Line, k: int) -> bool:
    """Whether a preposition stands before an actor, glued or alone."""
    unit = line.units[k]
    if unit.glued and line.sentence.language == "ar":
        return line.sentence.tokens[unit.first].norm[:1] not in ("و", "ف")
    return hangs_on(line, k)


def _owns(line: Line, k: int) -> bool:
    """ "The circle's man": the owner of what follows is not who acts."""
    if line.sentence.language == "ar":
        return False
    tokens, last = line.sentence.tokens, line.units[k].last
    apostrophe = last < len(tokens) and tokens[last].raw in "'’"
    return tokens[last - 1].raw.endswith(("'s", "’s")) or apostrophe


def _governs(line: Line, k: int, at: int) -> bool:
    """Whether a town stands for those who govern it: before the verb, and first in the clause."""
    between: list[Unit] = list(line.units[k + 1 : at])
    near = all({"be", "w", "not"} & set(unit.tags) for unit in between) and len(between) <= 2
    before = line.units[k - 1] if k else None
    opens = before is None or bool({",", ";", "sign", "and", "contrast"} & set(before.tags))
    return near and opens

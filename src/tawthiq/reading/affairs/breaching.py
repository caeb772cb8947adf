"""Who is said to have broken a charter: "X violated clause 4 of the code", "خرق اللواء الميثاق"."""

from collections.abc import Iterator
from dataclasses import dataclass

from tawthiq.reading.affairs.model import Line
from tawthiq.reading.affairs.subjects import names_at, subject
from tawthiq.reading.affairs.telling import (
    Telling,
    clause,
    day_of,
    denied,
    disowned,
    is_name,
    near,
    speaker_of,
    unreal,
)
from tawthiq.statements import Violation

_OBJECT = 9  # units from "violated" to the charter
_ORDINALS = {
    one: str(n)
    for n, ones in enumerate(
        (
            "first الاول الاولي", "second الثاني الثانيه", "third الثالث الثالثه",
            "fourth الرابع الرابعه", "fifth الخامس الخامسه", "sixth السادس السادسه",
            "seventh السابع السابعه", "eighth الثامن الثامنه", "ninth التاسع التاسعه",
            "tenth العاشر العاشره",
        ),
        start=1,
    )
    for one in ones.split()
}  # fmt: skip
_IT = frozenset(("it", "منه", "به", "منها", "بها"))
_PARTIES = frozenset(("body", "person"))


@dataclass(frozen=True, slots=True)
class _Told:
    """What is told at a unit: who broke which charter, and what of the line tells it."""

    at: int
    signatory: str
    first: int
    last: int
    accuser: str | None = None


def violations(telling: Telling) -> Iterator[Violation]:
    """Every breach of a charter of which the text says who committed it."""
    charter: str | None = None
    for line in telling.lines:
        if not {"broke", "breach"}.isdisjoint(line.tags):
            seen: set[str] = set()
            for at, unit in enumerate(line.units):
                if {"broke", "breach"}.isdisjoint(unit.tags) or not _is_told(line, at):
                    continue
                broken = _charter_near(line, at, charter)
                told = _told(telling, line, at) if broken is not None else None
                if told is not None and broken is not None and told.signatory not in seen:
                    seen.add(told.signatory)
                    yield _violation(telling, line, told, broken)
        for at in range(len(line.units)):
            charter = _named(line, at) or charter


def _is_told(line: Line, at: int) -> bool:
    broken = line.words(at, at + 1).lower()
    negative = broken.startswith(("did not", "failed", "has not", "لم "))
    return not (unreal(line, at) or disowned(line, at) or (denied(line, at) and not negative))


# ---- The charter ---------------------------------------------------------------------------------


def _named(line: Line, at: int) -> str | None:
    """The name of a charter at a unit, as written; None where none stands there."""
    unit = line.units[at]
    if "charter" in unit.tags and unit.said is not None:
        return unit.said
    if "quote" in unit.tags and at and {"charter", "the-charter"} & set(line.units[at - 1].tags):
        return unit.said
    return None


def _charter_near(line: Line, at: int, told: str | None) -> str | None:
    """The charter that is broken, in the clause; "the code" is the last one that was named."""
    first, stop = clause(line, at)
    ahead = range(at + 1, min(stop, at + 1 + _OBJECT))
    back = range(at - 1, max(first - 1, at - 1 - _OBJECT), -1)
    for span in (ahead, back):
        for k in span:
            name = _named(line, k)
            if name is not None:
                return name
            if {"the-charter", "charter"} & set(line.units[k].tags):
                return told or _plain(line, k)
            token = line.sentence.tokens[min(line.units[k].first, len(line.sentence.tokens) - 1)]
            if token.norm in _IT and told is not None and span is ahead and k == at + 1:
                return told
            if "clause" in line.units[k].tags and told is not None and span is ahead:
                return _named_after(line, k, stop) or told
    return None


def _named_after(line: Line, k: int, stop: int) -> str | None:
    return next((name for n in range(k, stop) if (name := _named(line, n)) is not None), None)


def _plain(line: Line, k: int) -> str:
    words = line.words(k, k + 1)
    return words[4:] if words.lower().startswith("the ") else words


# ---- Who broke it --------------------------------------------------------------------------------


def _told(telling: Telling, line: Line, at: int) -> _Told | None:
    """Who broke it: the accused, the agent after "by", the subject; of a noun, the sentence's."""
    accused = _accused(telling, line, at)
    if accused is not None:
        return accused
    _, stop = clause(line, at)
    first = at - _OBJECT if "breach" in line.units[at].tags else at + 1
    for k in range(max(0, first), min(stop - 1, at + 1 + _OBJECT)):
        if "by" in line.units[k].tags and not _PARTIES.isdisjoint(line.units[k + 1].tags):
            name = telling.full(line, line.units[k + 1])
            return None if name is None else _Told(at, name, min(at, k), max(at + 1, k + 2))
    if "broke" in line.units[at].tags:
        span = subject(line, at)
        names = [] if span is None else names_at(telling, line, span)
        parties = [(name, k) for name, k in names if not _PARTIES.isdisjoint(line.units[k].tags)]
        if parties and span is not None:
            first, last = min(span[0], at), max(span[1], at + 1)
            return _Told(at, parties[0][0], first, last)
    if "breach" not in line.units[at].tags and not _is_of_it(line, at):
        return None
    return _actor(telling, line, at) or _before(telling, line, at)


def _is_of_it(line: Line, at: int) -> bool:
    """ "أنها خالفت": who broke it is a pronoun."""
    tokens, first = line.sentence.tokens, line.units[at].first
    return first > 0 and tokens[first - 1].norm in _THEY


_THEY = frozenset(("انها", "انه", "انهم", "بانها", "بانه", "بانهم", "it", "they"))


def _before(telling: Telling, line: Line, at: int) -> _Told | None:
    """ "This is a breach of point 3": the first party of the sentence before."""
    first, _ = clause(line, at)
    points = any(one.norm in _THIS for one in line.sentence.tokens[line.units[first].first :][:3])
    if not points and not _is_of_it(line, at):
        return None
    name = telling.last_body(line, first)
    return None if name is None else _Told(at, name, at, at + 1)


_THIS = frozenset(("this", "that", "it", "which", "هذا", "وهذا", "وهو", "هاد", "ذلك", "وذلك"))


def _accused(telling: Telling, line: Line, at: int) -> _Told | None:
    """ "The council accused X of violating", "اتهم المجلس اللواء بانتهاك"."""
    first, _ = clause(line, at)
    found = [k for k in range(first, at) if "accused" in line.units[k].tags]
    if not found:
        return None
    verb = found[-1]
    parties = [k for k in range(verb + 1, at) if not _PARTIES.isdisjoint(line.units[k].tags)]
    arabic = line.sentence.language == "ar"
    if not parties:
        return None
    who = parties[-1]
    name = telling.full(line, line.units[who])
    accuser = None
    if arabic and len(parties) > 1:
        accuser = telling.full(line, line.units[parties[0]])
    elif not arabic:
        span = subject(line, verb)
        names = [] if span is None else names_at(telling, line, span)
        accuser = names[0][0] if names else None
    return None if name is None else _Told(at, name, verb, at + 1, accuser)


def _actor(telling: Telling, line: Line, at: int) -> _Told | None:
    """Of "…, in violation of the code": the first body of the sentence that hangs on nothing."""
    for k, unit in enumerate(line.units):
        if _PARTIES.isdisjoint(unit.tags) or not is_name(unit) or unit.glued:
            continue
        before = line.units[k - 1] if k else None
        hangs = before is not None and {"of", "by", "offered", "parts"} & set(before.tags)
        if (
            hangs
            and before is not None
            and before.last == unit.first
            and before.last > before.first
        ):
            continue
        if any(one.first <= unit.first < one.last for one in line.attributions):
            continue  # who says it did not do it
        name = telling.full(line, unit)
        if name is not None:
            return _Told(at, name, min(k, at), max(k + 1, at + 1))
    return None


# ---- The statement -------------------------------------------------------------------------------


def _violation(telling: Telling, line: Line, told: _Told, charter: str) -> Violation:
    place = near(line, told.at, "place")
    return telling.make(
        Violation,
        line,
        (told.first, told.last),
        charter=charter,
        clause=_clause_number(line, told.at),
        signatory=told.signatory,
        act=_act(line, told.at),
        when=day_of(line, told.at) or _only_day(line),
        place=None if place is None or place.place is None else place.place.words,
        place_id=None if place is None or place.place is None else place.place.place_id,
        attributed_to=told.accuser or speaker_of(line, told.at),
    )


def _only_day(line: Line) -> str | None:
    """The one day of a long sentence: "On 11 March X did …, in violation of …"."""
    days = [unit.when.edtf for unit in line.units if unit.when is not None]
    return days[0] if len(days) == 1 else None


def _clause_number(line: Line, at: int) -> str | None:
    """ "clause 4", "article 7 (b)", "second clause", "المادة السابعة"."""
    first, stop = clause(line, at)
    tokens = line.sentence.tokens
    for k in range(first, stop):
        unit = line.units[k]
        if "clause" not in unit.tags:
            continue
        for token in (
            *tokens[unit.last : unit.last + 1],
            *tokens[max(0, unit.first - 1) : unit.first],
        ):
            if token.kind == "number":
                return token.norm
            if token.norm in _ORDINALS:
                return _ORDINALS[token.norm]
    return None


def _act(line: Line, at: int) -> str | None:
    """What was done: "by using a school …", "باحتجازها صحفيين …", to the end of the clause."""
    _, stop = clause(line, at)
    tokens = line.sentence.tokens
    for k in range(at + 1, stop):
        unit = line.units[k]
        token = tokens[min(unit.first, len(tokens) - 1)]
        last = next(
            (n for n in range(k + 1, stop) if {",", "dash"} & set(line.units[n].tags)), stop
        )
        if "by" in unit.tags and k + 1 < last and line.words(k + 1, k + 2).lower().endswith("ing"):
            return line.words(k + 1, last)
        gerund = token.norm.startswith("ب") and token.norm.endswith(("ه", "ها", "هم"))
        if "w" in unit.tags and line.sentence.language == "ar" and gerund and k + 1 < last:
            return line.words(k, last)
    return None

"""What each list or person got, in loose frames: a number of votes or seats, and the name nearest.

Tallies stand in rows ("List «Bread»: 1,870 votes, 7 seats"), in brackets ("Dr. Hallaq (388 votes),
Mazen Swaid (260)"), or leave their noun or verb out ("the other list three").
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tawthiq.reading.affairs.model import Line
from tawthiq.reading.affairs.telling import Telling, denied, disowned, speaker_of, unreal
from tawthiq.reading.voices.speakers_ar import THAT, is_preposition, is_time
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Result

_SEATS = ("seat", "mandate", "مقعد", "مقاعد")
_BEFORE = word_set(
    "with got won gets wins takes took received receives obtained obtains secured gained polled "
    "had has the a and of by elected namely list slate على علي ب بـ نال نالت حصل حصلت حصد فاز فازت "
    "حاز منهم قائمه لائحه كتله و"
)
_DECIDES = word_set(
    "decided approved adopted rejected passed resolved motion proposal قرر قررت وافق وافقت اقر "
    "اقرت الاقتراح القرار مقترح"
)
_NO_NAMES = word_set(
    "الاكثر الاعلي turnout total seats votes results result council entitled cast ballots secretary remains "
    "count women men voters election independents' النتائج الاصوات المقاعد عدد مجموع نسبه مقابل "
    "المقترعين الناخبين فيما بينما في حين"
)
_TIMES = word_set("رئيسا رئيسه نائبا نائبه عضوا عضوه امينا")
_LINKS_AFTER = word_set("for to against went لصالح ل الي من نصيب")
_LOOK = 7  # units from a number back to whose it is
_NAME = 4  # words of a name that no list holds
_PAIR = 3  # units between the votes and the seats of one list


@dataclass(slots=True)
class _Tally:
    """What one got: units [first, last)."""

    name: str
    first: int
    last: int
    votes: int | None = None
    seats: int | None = None


def tallies(telling: Telling, line: Line) -> list[Result]:
    """What a line says that each list or person got."""
    return [
        telling.make(
            Result,
            line,
            (one.first, one.last),
            candidate=one.name,
            votes_low=one.votes,
            votes_high=one.votes,
            seats=one.seats,
            attributed_to=_says(line, one),
        )
        for one in _tallies(line)
    ]


def _says(line: Line, one: _Tally) -> str | None:
    speaker = speaker_of(line, one.first)
    return None if speaker is not None and speaker in one.name else speaker


def _tallies(line: Line) -> list[_Tally]:
    norms = {token.norm for token in line.sentence.tokens}
    if not _is_tally(line) or norms & _DECIDES:
        return []
    found: list[_Tally] = []
    bound = 0
    for k, what, number in _numbers(line):
        if unreal(line, k) or denied(line, k) or disowned(line, k):
            continue
        last = found[-1] if found else None
        named = _named_before(line, k, bound)
        if named is None and last is not None and _adds(last, k, what):
            last.last = k + 1
        else:
            named = named or _named_after(line, k)
            if named is None:
                bound = k + 1
                continue
            name, first, end = named
            last = _Tally(name, min(first, k), max(end, k + 1))
            found.append(last)
        if what == "votes":
            last.votes = number
        else:
            last.seats = number
        bound = max(bound, k + 1, last.last)
    return found


def _is_tally(line: Line) -> bool:
    """Whether a line counts votes or seats that somebody got: not the seats that a council has."""
    if "of-votes" in line.tags or any(_is_elided(line, k) for k in range(len(line.units))):
        return True
    return "of-seats" in line.tags and not {"won", "list", "quote", ":"}.isdisjoint(line.tags)


def _is_elided(line: Line, k: int) -> bool:
    figure = line.units[k].figure
    return figure is not None and figure.counted == "votes"


def _numbers(line: Line) -> Iterator[tuple[int, str, int]]:
    """Each whole number of votes or seats; one without its noun is of what the last one was."""
    what: str | None = None
    for k, unit in enumerate(line.units):
        figure = unit.figure
        if figure is None or figure.value_low is None or figure.value_low != figure.value_high:
            continue
        words = line.words(k, k + 1).lower()
        if "of-votes" in unit.tags:
            what = "votes"
        elif "of-seats" in unit.tags:
            if not any(word in words for word in _SEATS):
                continue
            what = "seats"
        elif what is None or not _is_bare(line, k):
            continue
        if figure.value_low == int(figure.value_low):
            yield k, what, int(figure.value_low)


def _is_bare(line: Line, k: int) -> bool:
    """ "(260)", "three.": a number alone, at the end of its part of the line."""
    unit = line.units[k]
    after = line.units[k + 1].tags if k + 1 < len(line.units) else ("sign",)
    ends = not {",", "sign", "close", ";", "and"}.isdisjoint(after)
    return unit.last - unit.first == 1 and ends


def _adds(last: _Tally, k: int, what: str) -> bool:
    """ "1,870 votes, 7 seats": the second number of the same."""
    free = last.votes is None if what == "votes" else last.seats is None
    return free and k - last.last <= _PAIR


def _named_before(line: Line, k: int, bound: int) -> tuple[str, int, int] | None:
    """Whose number it is, before it: a name, a quoted list, else the words right before."""
    span = range(k - 1, max(bound, k - _LOOK) - 1, -1)
    for at in span:
        unit = line.units[at]
        if {",", ";"} & set(unit.tags):
            break
        if {"quote", "person"} & set(unit.tags) and unit.said is not None:
            return unit.said, at, at + 1
    for at in span:
        unit = line.units[at]
        if {"quote", "person"} & set(unit.tags) and unit.said is not None:
            return unit.said, at, at + 1
        if "body" in unit.tags and unit.said is not None and not _is_office(line, at):
            return unit.said, at, at + 1
        if "day" in unit.tags or ";" in unit.tags:
            return None
        plain = _plain_name(line, at, bound)
        if plain is not None:
            return plain
    return None


def _is_office(line: Line, at: int) -> bool:
    """ "برئاسة المجلس بـ82 صوتًا", "the presidency with 9": what was won, not who won it."""
    norm = line.sentence.tokens[line.units[at].first].norm
    return any(one in norm for one in ("رئاس", "مجلس", "مكتب", "لجن", "هيئ", "council", "presiden"))


def _plain_name(line: Line, at: int, bound: int) -> tuple[str, int, int] | None:
    """The words of a name that ends at a unit, and that no list holds."""
    if not _may_name(line, at):
        return None
    first = at
    while first > bound and at - first < _NAME - 1 and _may_name(line, first - 1):
        first -= 1
    words = [line.sentence.tokens[unit.first] for unit in line.units[first : at + 1]]
    arabic = line.sentence.language == "ar"
    alone = len(words) == 1 and words[0].norm.removeprefix("ال") not in _ALONE
    if alone and (arabic or not words[0].raw[:1].isupper()):
        return None
    return line.words(first, at + 1), first, at + 1


_ALONE = word_set("مستقلون مستقلين independents")


def _may_name(line: Line, at: int) -> bool:
    unit = line.units[at]
    token = line.sentence.tokens[unit.first]
    if "w" not in unit.tags or unit.last - unit.first != 1 or token.kind != "word":
        return False
    if token.norm in _BEFORE | _NO_NAMES | THAT | _TIMES:
        return False
    if line.sentence.language == "en":
        return token.raw[:1].isupper()
    return not (is_preposition(token) or is_time(token) or {"won", "elected"} & set(unit.tags))


def _named_after(line: Line, k: int) -> tuple[str, int, int] | None:
    """ "51 votes for Rami Jallad", "51 صوتًا للمهندس معتصم حبيب"."""
    for at in range(k + 1, min(k + 4, len(line.units))):
        unit = line.units[at]
        if {"person", "quote", "body"} & set(unit.tags) and unit.said is not None:
            link = line.units[at - 1]
            word = line.sentence.tokens[link.first].norm
            linked = word in _LINKS_AFTER or word.startswith("ل")
            return (unit.said, at, at + 1) if linked else None
        if not {"w", "of", "list"} & set(unit.tags):
            return None
    return None

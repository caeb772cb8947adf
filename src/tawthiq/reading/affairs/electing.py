"""Elections as a text tells of them, and what lists and people got: votes, seats, nothing."""

from collections.abc import Iterator
from typing import Literal

from tawthiq.reading.affairs.model import Line
from tawthiq.reading.affairs.polled import Counted, all_counted, one_of
from tawthiq.reading.affairs.subjects import names_at, subject
from tawthiq.reading.affairs.tallies import tallies
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
from tawthiq.reading.voices.speakers_ar import THAT, is_preposition, is_time
from tawthiq.statements import Election, Result

Method = Literal["secret ballot", "show of hands", "consensus", "appointment", "other"]

_METHODS: tuple[tuple[str, Method], ...] = (
    ("secret-ballot", "secret ballot"), ("show-of-hands", "show of hands"),
    ("consensus", "consensus"),
)  # fmt: skip
_OBJECT = 8  # units from "elected" to the council
_NUMBER = 7  # units or tokens from "won" to how much
_BEFORE = 5  # units from a body to "were held"
_AFTER = 2  # lines after an election in which its electors are counted
_NAME = 4  # words of a list's name
_BE = frozenset(("is", "are", "was", "were", "been", "being", "be"))


def elections(telling: Telling) -> Iterator[Election]:
    """Every election that the text says was held, with what is counted of it."""
    for n, line in enumerate(telling.lines):
        if {"elected", "election"}.isdisjoint(line.tags):
            continue
        found = _by_verb(telling, line) or _by_noun(telling, line)
        if found is None:
            continue
        at, first, last, body = found
        counted = all_counted(line)
        for later in telling.lines[n + 1 : n + 1 + _AFTER]:
            if not _tells_of_one(later):
                counted += [one for one in all_counted(later) if one.what in _TURNOUT]
        place = near(line, at, "place")
        yield telling.make(
            Election,
            line,
            (first, last),
            body=body,
            when=day_of(line, at),
            place=None if place is None or place.place is None else place.place.words,
            place_id=None if place is None or place.place is None else place.place.place_id,
            seats=one_of(counted, "seats"),
            electors=one_of(counted, "electors"),
            ballots=one_of(counted, "ballots"),
            method=next((way for tag, way in _METHODS if tag in line.tags), None),
            attributed_to=speaker_of(line, at),
        )


_TURNOUT = frozenset(("electors", "ballots"))


def _tells_of_one(line: Line) -> bool:
    return any("elected" in unit.tags for unit in line.units)


def _is_told(line: Line, at: int) -> bool:
    return not (denied(line, at) or unreal(line, at) or disowned(line, at))


def _by_verb(telling: Telling, line: Line) -> tuple[int, int, int, str] | None:
    """ "The people of X elected a council", "The council was elected": where, and the body."""
    for at, unit in enumerate(line.units):
        if "elected" not in unit.tags or not _is_told(line, at):
            continue
        if line.sentence.language == "en" and _is_passive(line, at):
            k = _body_before(line, at)
            if k is not None and not _person_between(line, k, at):
                return at, k, at + 1, _body_words(telling, line, k)
            continue
        _, stop = clause(line, at)
        council = _council_after(line, at + 1, min(stop, at + 1 + _OBJECT))
        if council is not None:
            return at, at, council + 1, _body_words(telling, line, council)
        after = line.units[at + 1] if at + 1 < len(line.units) else None
        bare = line.sentence.language == "ar" and not _office_after(line, at + 2)
        if bare and after is not None and "body" in after.tags:
            return at, at, at + 2, _body_words(telling, line, at + 1)
    return None


def _by_noun(telling: Telling, line: Line) -> tuple[int, int, int, str] | None:
    """ "Elections to the council were held", "جرت انتخابات المجلس", "the union held elections"."""
    for at, unit in enumerate(line.units):
        if "election" not in unit.tags or not _is_told(line, at):
            continue
        first, stop = clause(line, at)
        held = [
            k
            for k in range(max(first, at - _OBJECT), min(stop, at + _OBJECT))
            if "held" in line.units[k].tags and k != at
        ]
        if not held or not any(_is_told(line, k) for k in held):
            continue
        council = _council_after(line, at + 1, min(stop, at + 1 + _BEFORE))
        if council is not None:
            last = max(council, *held) + 1
            return at, min(at, *held), last, _body_words(telling, line, council)
        before = [k for k in held if k < at]
        span = subject(line, before[-1]) if before else None
        names = names_at(telling, line, span) if span is not None else []
        bodies = [(name, k) for name, k in names if "body" in line.units[k].tags]
        if span is not None and bodies:
            return at, min(span[0], at), max(at + 1, span[1]), bodies[0][0]
    return None


def _is_passive(line: Line, at: int) -> bool:
    words = line.words(at, at + 1).lower().split()
    if words[0] in _BE:
        return True
    return (
        at > 0
        and "be" in line.units[at - 1].tags
        and line.words(at - 1, at).lower().split()[-1] in _BE
    )


def _body_before(line: Line, at: int) -> int | None:
    for k in range(at - 1, max(-1, at - 1 - _BEFORE), -1):
        if "body" in line.units[k].tags:
            return k
        if "person" in line.units[k].tags:
            return None
    return None


def _person_between(line: Line, first: int, last: int) -> bool:
    after = line.units[last + 1 : last + 3]
    office = any({"leader", "speaker", "member-of"} & set(unit.tags) for unit in after)
    return office or any("person" in unit.tags for unit in line.units[first:last])


def _council_after(line: Line, first: int, stop: int) -> int | None:
    """The council, or body, that is elected; None where a person or an office comes before it."""
    for k in range(first, stop):
        tags = line.units[k].tags
        if {"person", "leader", "speaker", "held"} & set(tags):
            return None
        if "a-council" in tags or ("body" in tags and _is_council(line, k)):
            return k
    return None


def _is_council(line: Line, k: int) -> bool:
    """Whether a body may be what is elected: not who elects it, right after an Arabic verb."""
    arabic = line.sentence.language == "ar"
    return not (arabic and k and "elected" in line.units[k - 1].tags)


def _office_after(line: Line, first: int) -> bool:
    return any(
        {"leader", "speaker", "person", "a-council"} & set(unit.tags)
        for unit in line.units[first : first + _OBJECT]
    )


def _body_words(telling: Telling, line: Line, k: int) -> str:
    unit = line.units[k]
    if is_name(unit):
        return telling.full(line, unit) or line.words(k, k + 1)
    last = k + 1
    while last < len(line.units) and line.sentence.language == "ar" and last - k < 3:
        tags = line.units[last].tags
        norm = line.sentence.tokens[line.units[last].first].norm
        token = line.sentence.tokens[line.units[last].first]
        if "w" not in tags or is_preposition(token) or is_time(token):
            break
        if not norm.endswith(("ا", "ي", "يه", "ه")) and not norm.startswith("ال"):
            break
        before = line.sentence.tokens[line.units[last - 1].last - 1].norm
        if norm.startswith("ال") and before.endswith("ا"):
            break  # "مجلسًا جديدًا | الأسبوع الماضي"
        last += 1
    return line.words(k, last)


# ---- What each got -------------------------------------------------------------------------------


def results(telling: Telling) -> Iterator[Result]:
    """What each list or person got: votes, seats; or that they got none."""
    for line in telling.lines:
        rows = tallies(telling, line)
        yield from rows
        for one in _by_verb_or_list(telling, line):
            if not any(row.start < one.end and one.start < row.end for row in rows):
                yield one


def _by_verb_or_list(telling: Telling, line: Line) -> Iterator[Result]:
    yield from _lost(telling, line)
    if {"won", "elected", ":", "dash"}.isdisjoint(line.tags):
        return
    counted = [one for one in all_counted(line) if one.what in ("votes", "seats")]
    if not counted:
        return
    taken: set[int] = set()
    for at, unit in enumerate(line.units):
        if {"won", "elected"}.isdisjoint(unit.tags) or not _is_told(line, at):
            continue
        made = _won(telling, line, at, counted, taken)
        if made is not None:
            yield made
    for one in counted:
        if one.first not in taken:
            made = _for_whom(telling, line, one) or _in_a_list(telling, line, one)
            if made is not None:
                taken.add(one.first)
                yield made


def _won(
    telling: Telling, line: Line, at: int, counted: list[Counted], taken: set[int]
) -> Result | None:
    who = _candidate(telling, line, at)
    if who is None:
        return None
    name, first, last = who
    token = line.units[max(at, last - 1)].last
    _, stop = clause(line, at)
    end = line.units[stop - 1].last if stop <= len(line.units) else len(line.sentence.tokens)
    ahead = [
        one
        for one in counted
        if token <= one.first < min(end, token + _NUMBER + 3) and one.first not in taken
    ]
    if not ahead:
        return None
    one, tags = ahead[0], line.units[at].tags
    if one.what == "seats" and "elected" in tags:
        return None  # "elected a council of 15 members"
    taken.add(one.first)
    office = {"leader", "speaker"} & set(line.tags) and "elected" in tags
    return _result(
        telling,
        line,
        name,
        (min(first, at), max(last, at + 1)),
        one,
        elected=True if office else None,
    )


def _result(
    telling: Telling,
    line: Line,
    name: str,
    units: tuple[int, int],
    one: Counted,
    *,
    elected: bool | None,
) -> Result:
    last = units[1]
    while last < len(line.units) and line.units[last].first < one.last:
        last += 1
    votes = one.what == "votes"
    return telling.make(
        Result,
        line,
        (units[0], last),
        candidate=name,
        votes_low=one.low if votes else None,
        votes_high=one.high if votes else None,
        seats=int(one.low) if not votes and one.low is not None else None,
        elected=elected,
        attributed_to=_says(line, units[0], name),
    )


def _says(line: Line, at: int, name: str) -> str | None:
    """Who says it; not the list itself, though "the Reform List took …" may look so."""
    speaker = speaker_of(line, at)
    return None if speaker is not None and speaker in name else speaker


def _candidate(telling: Telling, line: Line, at: int) -> tuple[str, int, int] | None:
    """Who won: a person or body, a list by its name, or, in Arabic, two words after the verb."""
    if line.sentence.language == "ar":
        named = _list_name(line, at + 1)
        if named is not None:
            return named
    span = subject(line, at)
    if span is not None:
        names = names_at(telling, line, span)
        return (names[0][0], *span) if names else None
    if line.sentence.language == "ar" and _is_bare_name(line, at + 1):
        return line.words(at + 1, at + 3), at + 1, at + 3
    return None


def _list_name(line: Line, k: int) -> tuple[str, int, int] | None:
    """ "قائمة السوق القديم": a list and the words of its name, to the preposition."""
    if k >= len(line.units) or "list" not in line.units[k].tags:
        return None
    last = k + 1
    while last < len(line.units) and last - k < _NAME:
        token = line.sentence.tokens[line.units[last].first]
        quoted = "quote" in line.units[last].tags
        if (
            (token.kind != "word" and not quoted)
            or is_preposition(token)
            or not {"w", "body", "place", "quote"} & set(line.units[last].tags)
        ):
            break
        if token.norm.endswith(("ها", "هم")):
            break  # "خسرت قائمة الفلاحين | مقاعدها"
        if token.norm.startswith("ب") and not token.norm.startswith("بال") and last > k + 1:
            break
        last += 1
    return (line.words(k, last), k, last) if last > k + 1 else None


def _is_bare_name(line: Line, k: int) -> bool:
    if k + 2 >= len(line.units):
        return False
    tokens = [line.sentence.tokens[line.units[n].first] for n in (k, k + 1)]
    plain = all("w" in line.units[n].tags for n in (k, k + 1))
    return plain and not any(
        one.kind != "word" or one.norm in THAT or is_preposition(one) or is_time(one)
        or (one.norm.startswith(("ب", "ال")) and one is tokens[0])
        for one in tokens
    )  # fmt: skip


def _for_whom(telling: Telling, line: Line, one: Counted) -> Result | None:
    """ "against 78 for Rami Jallad", "78 صوتًا للدكتور رامي جلاد"."""
    for k, unit in enumerate(line.units):
        if unit.first >= one.last and k and unit.first - one.last <= 3 and "person" in unit.tags:
            link = line.units[k - 1]
            if {"of", "offered"} & set(link.tags) and line.words(k - 1, k).lower() not in (
                "of",
                "in",
                "at",
                "في",
                "من",
            ):
                return _result(telling, line, unit.said or "", (k, k + 1), one, elected=None)
    return None


def _in_a_list(telling: Telling, line: Line, one: Counted) -> Result | None:
    """ "Unity List: 6 seats"."""
    for k in range(1, len(line.units)):
        unit = line.units[k]
        if {":", "dash"} & set(unit.tags) and 0 <= one.first - unit.last <= 1:
            before = line.units[k - 1]
            if is_name(before) and k <= 3:
                name = telling.full(line, before)
                if name is not None:
                    return _result(telling, line, name, (k - 1, k), one, elected=None)
            if line.sentence.language == "ar":
                named = next(
                    (found for n in range(k) if (found := _list_name(line, n)) is not None), None
                )
                if named is not None and named[2] == k:
                    return _result(telling, line, named[0], named[1:], one, elected=None)
    return None


def _lost(telling: Telling, line: Line) -> Iterator[Result]:
    if "lost" not in line.tags:
        return
    for at, unit in enumerate(line.units):
        if "lost" not in unit.tags or unreal(line, at) or not _is_of_an_election(line, at):
            continue
        who = _candidate(telling, line, at)
        if who is not None:
            name, first, last = who
            yield telling.make(
                Result,
                line,
                (min(first, at), max(last, at + 1)),
                candidate=name,
                elected=False,
                attributed_to=speaker_of(line, at),
            )


def _is_of_an_election(line: Line, at: int) -> bool:
    """ "خسر" alone may be a battle lost: a seat, votes or an election stands beside it."""
    words = line.words(at, at + 1)
    told = any(word in words for word in ("seat", "elect", "مقعد", "ينتخب", "تنتخب"))
    beside = any(
        word in token.norm for token in line.sentence.tokens for word in ("seat", "مقعد", "مقاعد")
    )
    return (
        told
        or beside
        or not {"seats", "votes", "election", "elected", "of-votes", "of-seats"}.isdisjoint(
            line.tags
        )
    )

"""Where bodies and people stand on a question: for, against, on condition, undecided, silent."""

from collections.abc import Iterator
from typing import Literal

from tawthiq.reading.affairs.model import Line
from tawthiq.reading.affairs.telling import Telling, clause, denied, goes_on, is_name
from tawthiq.reading.affairs.ways import Told, tell
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import HolderStance, Position

Side = Literal["for", "against", "undecided", "silent"]

_ASIDE = "(?:<,><.>{1,9}?<,>)?"
_ETC = "(?:<,>?<etc><sign>?)?"
_WAYS: dict[str, tuple[tuple[Side, str, str], ...]] = {
    "en": (
        ("against", "against", f"who=@ {_ETC} {_ASIDE} <be|w>? tell=<against> (?!<by>)"),
        ("for", "for", f"who=@ {_ETC} {_ASIDE} <w>? tell=<for> (?!<by>)"),
        ("undecided", "undecided", f"who=@ {_ETC} {_ASIDE} tell=<undecided>"),
        ("silent", "silent", f"who=@ {_ETC} {_ASIDE} tell=<silent>"),
        ("against", "against", "who=<w|which> tell=<against>"),
        ("for", "for", "who=<w|which> tell=<for>"),
    ),
    "ar": (
        ("against", "against", f"tell=<against> who=@ {_ETC} (?:<of><place>)?"),
        ("for", "for", f"tell=<for> who=@ {_ETC} (?:<of><place>)?"),
        ("undecided", "undecided", f"tell=<undecided> who=@ {_ETC}"),
        ("silent", "silent", f"tell=<silent> who=@ {_ETC}"),
        ("against", "against", f"who=@ {_ETC} {_ASIDE} tell=<against>"),
        ("for", "for", f"who=@ {_ETC} {_ASIDE} tell=<for>"),
        ("undecided", "undecided", f"who=@ {_ETC} {_ASIDE} tell=<undecided>"),
        ("silent", "silent", f"who=@ {_ETC} {_ASIDE} tell=<silent>"),
        ("against", "against", "who=<w> tell=<against>"),
    ),
}  # fmt: skip
_PRONOUNS = word_set("he she it they انه انها انهم هو هي هم")
# What is rejected or accepted so is blame, a gift or a document, and no question.
_ELSEWHERE = word_set(
    "responsibility accusation accusations allegation allegations charge charges claim claims "
    "report reports statement findings figures list blame reports suggestion "
    "مسووليه المسووليه اتهام اتهامات الاتهامات مزاعم تقرير التقرير بيان ارقام تهمه التهم ادخال"
)
_POSITIONS: dict[Side, HolderStance] = {
    "for": "asserts", "against": "rejects", "undecided": "asserts", "silent": "asserts",
}  # fmt: skip
_LONGEST = 14  # units of what a stance is about
_FIRST = 3  # units of it that tell what kind of thing it is


def answers(telling: Telling) -> Iterator[Position]:
    """Every stance on a question that the text tells of a named body or person."""
    for line in telling.lines:
        taken: set[int] = set()
        for side, tag, way in _WAYS[line.sentence.language]:
            if tag not in line.tags:
                continue
            for told in tell(line, way):
                at = told.groups["tell"][0]
                if at in taken or denied(line, at):
                    continue
                made = list(_made(telling, told, side, at))
                if made:
                    taken.add(at)
                yield from made


def _made(telling: Telling, told: Told, side: Side, at: int) -> Iterator[Position]:
    line = told.line
    about = _about(told, at) if side in ("for", "against") else None
    if side in ("for", "against") and (about is None or _is_no_question(line, about)):
        pronoun = line.sentence.language == "ar" and about is None and _hangs_on_it(line, at)
        if not pronoun:
            return
    condition = _condition(line, at) if side == "for" else None
    answer: Side | Literal["on condition"] = "on condition" if condition else side
    last = max(told.last, about[1] if about else told.last)
    words = line.words(*about) if about else None
    first, stop = told.groups["who"]
    names = [k for k in range(first, stop) if is_name(line.units[k])]
    speakers = [(telling.full(line, line.units[k]), k) for k in names]
    if not names:
        speaker = _pronoun(line, first, at)
        speakers = [] if speaker is None else [(speaker, first)]
    for speaker, k in speakers:
        several = len(names) > 1
        yield telling.make(
            Position,
            line,
            (k, k + 1) if several else (told.first, last),
            stance="reports",
            speaker=speaker,
            position=_POSITIONS[side],
            about=words,
            answer=answer,
            condition=condition,
            doubt=goes_on(line, stop) if several else (),
        )


def _about(told: Told, at: int) -> tuple[int, int] | None:
    """What the stance is on: the words after the verb, and after who takes it in Arabic."""
    line = told.line
    first = max(at + 1, told.last)
    _, stop = clause(line, at)
    if first < stop and "," in line.units[first].tags:
        return None
    while first < stop and {"of", "and"} & set(line.units[first].tags):
        first += 1
    last = first
    while last < min(stop, first + _LONGEST):
        tags = line.units[last].tags
        if {",", "if", "contrast", "open", "dash", ":"} & set(tags):
            break
        last += 1
    return (first, last) if last > first else None


def _is_no_question(line: Line, about: tuple[int, int]) -> bool:
    first, last = about
    for unit in line.units[first : min(last, first + _FIRST)]:
        if {"published", "aid", "refused", "signed", "diverted", "accused"} & set(unit.tags):
            return True
        token = line.sentence.tokens[unit.first]
        if unit.last > unit.first and token.norm in _ELSEWHERE:
            return True
    return False


def _hangs_on_it(line: Line, at: int) -> bool:
    """Whether an Arabic verb ends in the pronoun of what it is about: "يقبلها"."""
    unit = line.units[at]
    return line.sentence.tokens[unit.last - 1].norm.endswith(("ها", "ه"))


def _condition(line: Line, at: int) -> str | None:
    """The words behind "on condition that" in the same clause."""
    _, stop = clause(line, at)
    for k in range(at, stop):
        if "if" in line.units[k].tags:
            last = k + 1
            while last < stop and not {",", "open", "dash"} & set(line.units[last].tags):
                last += 1
            return line.words(k + 1, last) if last > k + 1 else None
    return None


def _pronoun(line: Line, first: int, at: int) -> str | None:
    """ "He is against it": whoever is quoted with these words, where somebody is."""
    token = line.sentence.tokens[line.units[first].first]
    if token.norm not in _PRONOUNS:
        return None
    here = line.units[at].first
    covering = [
        one for one in line.attributions
        if one.scope_first <= here < one.scope_last and one.speaker is not None
    ]  # fmt: skip
    return covering[0].speaker if len(covering) == 1 else None

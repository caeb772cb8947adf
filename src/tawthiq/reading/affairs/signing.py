"""Charters and who signed them, withdrew, or denies having signed."""
# ruff: noqa: E501 - a way of telling a line

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tawthiq.fields.text import MAX_LENGTH, fold
from tawthiq.reading.affairs.model import Line, Unit
from tawthiq.reading.affairs.telling import (
    Telling,
    clause,
    day_of,
    goes_on,
    is_name,
    speaker_of,
)  # fmt: skip
from tawthiq.reading.affairs.ways import Told, tell
from tawthiq.statements import Charter, Signature

Act = Literal["signs", "withdraws", "denies having signed"]

_TEXT = "<charter|the-charter|quote>"
_WAYS: dict[str, tuple[tuple[Act, str, str], ...]] = {
    "en": (
        ("denies having signed", "denied", "who=<body> (?:<.>{1,3}?<,>)? <.>{0,3}? tell=<denied> <.>{0,4}? <signed|signed-never>"),
        ("denies having signed", "signed-never", "who=<body> <.>{0,14}? tell=<signed-never>"),
        ("withdraws", "withdrew", "who=@ <be|calls|whose|w>{0,3} tell=<withdrew>"),
        ("signs", "joined-them", "who=@ <be>? <w>? tell=<joined-them>"),
        ("signs", "signatories", f"tell=<signatories> (?:<of>{_TEXT})? <w>{{0,1}} <include|:|of> who=@"),
        ("signs", "signed", f"{_TEXT} <,>? <which>? <be> tell=<signed> <by> who=@"),
        ("signs", "signed", "who=@ (?:<,>?<etc>)? <be|w|of>{0,4} tell=<signed>"),
    ),
    "ar": (
        ("denies having signed", "denied", "tell=<denied> <speaker>? who=<body> <.>{0,8}? <signed|signed-never>"),
        ("denies having signed", "signed-never", "who=<body> <.>{0,12}? tell=<signed-never>"),
        ("withdraws", "withdrew-verb", "tell=<withdrew-verb> who=@ <day>? <its-signature>"),
        ("withdraws", "withdrew", "who=@ <day>? tell=<withdrew>"),
        ("withdraws", "withdrew", "tell=<withdrew> who=@ <of>"),
        ("signs", "joined-them", "tell=<joined-them> <day>? who=@"),
        ("signs", "signatories", f"tell=<signatories> (?:<of>{_TEXT})? <include|:>? who=@"),
        ("signs", "signed", f"tell=<signed> (?:<of>?{_TEXT})? <day>? <w>? who=@"),
        ("signs", "signed", "who=@ <be|and>? tell=<signed>"),
    ),
}  # fmt: skip
_ADOPTED = {
    "en": ("by=@ <be|w>{0,2} tell=<adopted> what=<charter|quote>",
           "what=<charter|quote> <be> tell=<adopted> <by> by=@"),
    "ar": ("tell=<adopted> by=@ what=<charter|quote>",
           "tell=<adopted> what=<charter|quote> by=@",
           "by=@ tell=<adopted> what=<charter|quote>"),
}  # fmt: skip
_NOUNS = (
    "code", "charter", "declaration", "covenant", "manifesto", "pledge",
    "ميثاق", "وثيقه", "اعلان", "مدونه", "شرعه", "عهد",
)  # fmt: skip
_BACK = 2  # lines: "joined them" goes on about who signed so lately
_AHEAD = 6  # units between the verb and the text that was signed


@dataclass(slots=True)
class _Known:
    """A charter of the text: its name and where it is first told."""

    name: str
    line: Line
    at: int
    proper: bool
    adopted_by: tuple[str, ...] = ()
    since: str | None = None
    told: bool = False  # somebody adopted or signed it


def charters_and_signatures(telling: Telling) -> Iterator[Charter | Signature]:
    """Every charter that somebody is said to have adopted or signed, and who did."""
    known: dict[str, _Known] = {}
    current: _Known | None = None
    lately = -_BACK - 1
    signatures: list[Signature] = []
    for n, line in enumerate(telling.lines):
        for at, unit in enumerate(line.units):
            name = _charter_name(line, at, unit)
            if name is None:
                continue
            one = known.setdefault(_key(name[0]), _Known(name[0], line, at, name[1]))
            if current is None or one.proper or not current.proper:
                current = one
        if current is None:
            continue
        _note_adoption(telling, line, known)
        made = list(_signatures(telling, line, current, signed_lately=n - lately <= _BACK))
        if made:
            lately = n
            current.told = True
        signatures += made
    for one in known.values():
        if one.told and (one.proper or len(known) == 1):
            yield _charter(telling, one)
    yield from signatures


def _charter_name(line: Line, at: int, unit: Unit) -> tuple[str, bool] | None:
    """The name of a charter at a unit, and whether it is a name of its own."""
    if "quote" in unit.tags and unit.said:
        before = line.units[at - 1] if at else None
        named = fold(unit.said[:MAX_LENGTH]).split()[:1]
        if named and named[0].removeprefix("ال") in _NOUNS:
            return unit.said, True
        return (unit.said, True) if before is not None and "charter" in before.tags else None
    if "charter" not in unit.tags or "short" in unit.tags:
        return None
    words = unit.said or line.words(at, at + 1)
    after = line.units[at + 1] if at + 1 < len(line.units) else None
    if after is not None and "quote" in after.tags:
        return None  # "the charter “…”": the title is its name
    proper = unit.said is not None and (words.isascii() or len(words.split()) > 2)
    return words, proper


def _key(name: str) -> str:
    return fold(name[:MAX_LENGTH])


def _note_adoption(telling: Telling, line: Line, known: dict[str, _Known]) -> None:
    for way in _ADOPTED[line.sentence.language]:
        if "adopted" not in line.tags:
            return
        for told in tell(line, way):
            at = told.groups["what"][0]
            name = _charter_name(line, at, line.units[at])
            one = known.get(_key(name[0])) if name else None
            if one is not None and not one.adopted_by:
                one.adopted_by = telling.full_names(told, "by")
                one.since = one.since or day_of(line, told.groups["tell"][0])
                one.line, one.at, one.told = line, at, True


def _charter(telling: Telling, one: _Known) -> Charter:
    arabic = one.line.sentence.language == "ar"
    return telling.make(
        Charter,
        one.line,
        (one.at, one.at + 1),
        name=None if arabic else one.name,
        name_ar=one.name if arabic else None,
        since=one.since,
        adopted_by=one.adopted_by,
    )


def _signatures(
    telling: Telling, line: Line, charter: _Known, *, signed_lately: bool
) -> Iterator[Signature]:
    taken: set[int] = set()
    for act, tag, way in _WAYS[line.sentence.language]:
        if tag not in line.tags:
            continue
        for told in tell(line, way):
            at = told.groups["tell"][0]
            if at in taken or not _speaks_of_it(told, act, at, signed_lately):
                continue
            if act == "signs" and any(
                {"not", "denied"} & set(unit.tags) for unit in line.units[max(0, at - 3) : at]
            ):
                continue
            first, last = told.groups["who"]
            units = [k for k in range(first, last) if is_name(line.units[k]) and k not in taken]
            for k in units:
                taken.add(k)
                yield _signature(telling, told, act, k, charter)
            if units:
                taken.add(at)


def _signature(telling: Telling, told: Told, act: Act, k: int, charter: _Known) -> Signature:
    line = told.line
    at = told.groups["tell"][0]
    alone = act != "signs"
    return telling.make(
        Signature,
        line,
        (told.first, told.last) if alone else (k, k + 1),
        charter=charter.name,
        signatory=telling.full(line, line.units[k]),
        act=act,
        when=day_of(line, at) if act != "denies having signed" else None,
        attributed_to=speaker_of(line, k),
        doubt=() if alone else goes_on(line, told.groups["who"][1]),
    )


def _speaks_of_it(told: Told, act: Act, at: int, signed_lately: bool) -> bool:
    """Whether what was signed is the charter: its name, or "it", stands there."""
    line = told.line
    tags = line.units[at].tags
    if "joined-them" in tags:
        return signed_lately
    if act == "withdraws":
        said = line.words(at, at + 1).lower()
        of_itself = "signature" in said or "توقيع" in said or "withdrew-verb" in tags
        return of_itself or _text_near(line, at)
    if "signatories" in tags:
        return True
    if "signed-never" in tags:
        return _says_so_itself(told, at)
    first, _ = told.groups["who"]
    _, stop = clause(line, at)
    after = line.units[at + 1 : min(stop, at + 1 + _AHEAD)]
    named = _text_near(line, at)
    joins = "part-of" in tags
    it = bool(after) and "which" in after[0].tags
    bare = line.sentence.language == "ar" and first > at and not joins
    return named or ((it or bare) and not joins)


def _says_so_itself(told: Told, at: int) -> bool:
    """Whether the signatory is quoted with it: "X did not sign" is no denial of X's own."""
    speaker, name = speaker_of(told.line, at), told.name("who")
    if speaker is None or name is None:
        return False
    one, other = fold(speaker[:MAX_LENGTH]), fold(name[:MAX_LENGTH])
    return one in other or other in one


def _text_near(line: Line, at: int) -> bool:
    first, last = clause(line, at)
    near = line.units[max(first, at - _AHEAD) : min(last, at + 1 + _AHEAD)]
    return any({"charter", "the-charter"} & set(one.tags) for one in near)

"""What a body is, where a sentence tells more than its name: other names, kind, seat, founding."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tawthiq.fields.text import MAX_LENGTH, fold
from tawthiq.reading.affairs.model import Line
from tawthiq.reading.affairs.telling import Telling, is_name
from tawthiq.reading.affairs.ways import tell
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Change, Organisation

_LETTERS = (2, 8)
_APART = "(?:<open><body><close>)? <,>?"
_ALIASES = (
    "name=<body> <open> alias=<body> <close>",
    f"name=<body> {_APART} <open|dash>? <which>? <be>? tell=<called> <w|of|and>{{0,2}}"
    " alias=⟨<body|quote|person>(?:<,|and>{1,2}<quote|body>)*⟩",
)
_SEATS = (
    f"name=<body> {_APART} <which>? <be>? tell=<based> place=<place|w>",
    f"name=<body> {_APART} <and>? (?:<kind-of><w>?)? <,>? tell=<based> <of>? place=<place|w>",
    f"name=<body> {_APART} <which>? <founded>? <of>? <day>? <,|and>? tell=<based> <of>?"
    " place=<place|w>",
)
_KINDS = (
    f"name=<body> {_APART} <be> <w>{{0,2}} tell=<kind-of>",
    f"name=<body> {_APART} <,> <w>{{0,2}} tell=<kind-of>",
)
_KINDS_AR = (
    f"name=<body> {_APART} (?:<open><called><quote|body><close>)? <and|which>{{0,2}}"
    " tell=<kind-of>",
)
_KINDS_OF_BODIES: tuple[tuple[str, frozenset[str]], ...] = (
    ("armed group", word_set(
        "brigade battalion brigades battalions division regiment legion militia army corps "
        "لواء الويه كتيبه كتايب جيش فرقه فوج فيلق سريه")),
    ("observatory", word_set("observatory observatories مرصد")),
    ("party", word_set("party حزب")),
    ("government body", word_set(
        "ministry directorate authorities وزاره مديريه سلطات حكومه")),
    ("outlet", word_set("newspaper agency radio television channel صحيفه جريده اذاعه قناه وكاله")),
    ("coordination body", word_set("coordination coordinators تنسيقيه تنسيقيات")),
    ("local committee", word_set("committees committee لجنه لجان")),
)  # fmt: skip
_LOCAL = word_set("local neighbourhood coordination village town محليه احياء حي تنسيق")


@dataclass(slots=True)
class _Told:
    """What one sentence tells of one body."""

    line: Line
    first: int
    last: int
    aliases: list[str] = field(default_factory=list)
    place: str | None = None
    place_id: str | None = None
    kind: bool = False
    since: str | None = None


def organisations(telling: Telling, changes: Iterable[Change]) -> Iterator[Organisation]:
    """Every sentence that tells of a body more than its name, with all that it tells."""
    founded = [one for one in changes if one.kind == "founded"]
    for line in telling.lines:
        bodies: dict[str, _Told] = {}
        if "called" in line.tags or "open" in line.tags:
            _aliases(line, bodies)
        if "based" in line.tags:
            _seats(line, bodies)
        if "kind-of" in line.tags:
            _kinds(line, bodies)
        start, stop = line.sentence.start, line.sentence.stop
        for change in founded:
            if start <= change.start < stop:
                _founded(telling, line, change, bodies)
        others = {alias for told in bodies.values() for alias in told.aliases}
        for name, told in bodies.items():
            if name in others:
                continue  # "also known as the Lantern Committees, are a network"
            yield _statement(telling, line, name, told)


def _body(line: Line, at: int, bodies: dict[str, _Told], *, short: bool = False) -> _Told | None:
    """What is told of the body of a unit; None where it is but "the committee"."""
    unit = line.units[at]
    if unit.said is None or ("short" in unit.tags and not short):
        return None
    return bodies.setdefault(unit.said, _Told(line, at, at + 1))


def _aliases(line: Line, bodies: dict[str, _Told]) -> None:
    for way in _ALIASES:
        for told in tell(line, way):
            first, last = told.groups["alias"]
            others = [
                unit.said
                for unit in line.units[first:last]
                if unit.said is not None and (is_name(unit) or "quote" in unit.tags)
            ]
            if not told.has("tell"):
                others = [one for one in others if _is_letters(one)]
            body = (
                _body(line, told.groups["name"][0], bodies, short=bool(others)) if others else None
            )
            if body is not None:
                body.aliases += [one for one in others if one not in body.aliases]
                body.last = max(body.last, last)


def _is_letters(said: str) -> bool:
    least, most = _LETTERS
    return least <= len(said) <= most and said.isascii() and said.isupper() and said.isalpha()


def _seats(line: Line, bodies: dict[str, _Told]) -> None:
    for way in _SEATS:
        for told in tell(line, way):
            body = _body(line, told.groups["name"][0], bodies)
            if body is None or body.place is not None:
                continue
            at = told.groups["place"][0]
            place = line.units[at].place
            words = line.words(at, at + 1)
            if place is None and words.isascii() and not words[0].isupper():
                continue
            body.place = place.words if place is not None else words
            body.place_id = place.place_id if place is not None else None
            body.last = max(body.last, told.last)


def _kinds(line: Line, bodies: dict[str, _Told]) -> None:
    for way in _KINDS_AR if line.sentence.language == "ar" else _KINDS:
        for told in tell(line, way):
            at = told.groups["name"][0]
            if "kind-of" in line.units[at].tags:
                continue
            body = _body(line, at, bodies)
            if body is not None:
                body.kind = True
                body.last = max(body.last, told.last)


def _founded(telling: Telling, line: Line, change: Change, bodies: dict[str, _Told]) -> None:
    for at, unit in enumerate(line.units):
        start, end = line.span(at, at + 1)
        inside = change.start <= start and end <= change.end
        if inside and is_name(unit) and telling.full(line, unit) in change.after:
            body = _body(line, at, bodies)
            if body is not None:
                body.since = change.when


def _statement(telling: Telling, line: Line, name: str, told: _Told) -> Organisation:
    arabic = line.sentence.language == "ar"
    if "short" in line.units[told.first].tags:
        name = telling.full(line, line.units[told.first]) or name
    return telling.make(
        Organisation,
        line,
        (told.first, told.last),
        name=None if arabic else name,
        name_ar=name if arabic else None,
        aliases=tuple(told.aliases),
        kind=kind_of(name),
        place=told.place,
        place_id=told.place_id,
        since=told.since,
    )


def kind_of(name: str) -> str | None:
    """What a body's name says it is; None where it leaves that open."""
    words = set(_plain(name))
    for kind, nouns in _KINDS_OF_BODIES:
        if words & nouns and (kind != "local committee" or words & _LOCAL):
            return kind
    return None


def _plain(name: str) -> Iterator[str]:

    for word in fold(name[:MAX_LENGTH]).split():
        yield word
        yield word.removeprefix("ال")

"""What a body is, where a sentence tells more than its name: other names, kind, seat, founding."""
# ruff: noqa: E501 - a way of telling a line

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tawthiq.fields.text import MAX_LENGTH, fold
from tawthiq.names.given import given_names
from tawthiq.reading.affairs.model import Line, Unit
from tawthiq.reading.affairs.telling import Telling, is_name
from tawthiq.reading.affairs.ways import Told, tell
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Change, Organisation

_LETTERS = (2, 8)
_APART = "(?:<open><body><close>)? <,>?"
_ASIDE = "(?:<,>(?:(?!<,|;|sign>)<.>){1,10}<,>)?"
_ALIASES = (
    "name=<body> <open> alias=<body> <close>",
    f"name=<body> {_APART} <open|dash>? <which>? <be>? tell=<called>"
    " <w|of|and|into|named-so>{0,3} alias=⟨<body|quote|person>(?:<,|and>{1,2}<quote|body>)*⟩",
    f"name=<body> {_APART} <open|dash>? <which>? <be>? tell=<called> <into|named-so>? alias=<w>"
    " (?=<,|close>)",
    "tell=<called> <w>? name=<body> <into|named-so>? alias=<quote>",
    f"name=<body> {_ASIDE} <:>? (?:<~>){{0,6}}? <be>? tell=<called> <phrase-end>? <w>{{0,2}} alias=<quote>",
)
_SEATS = (
    f"name=<body> {_APART} <which>? <be>? tell=<based> place=<place|w>",
    f"name=<body> {_APART} <and>? (?:<kind-of><w>?)? <,>? tell=<based> <of>? place=<place|w>",
    f"name=<body> {_APART} <which>? <founded>? <of>? <day>? <,|and>? tell=<based> <of>?"
    " place=<place|w>",
    f"name=<body|quote> {_ASIDE} <,|open>? <~>{{0,9}}? tell=<based> <~>{{0,3}}? place=<place>",
    f"name=<body|quote> {_ASIDE} <,|open>? <~>{{0,9}}? tell=<based> <of>? place=<w>",
)
_KINDS = (
    f"name=<body> {_APART} <be> <w>{{0,2}} tell=<kind-of>",
    f"name=<body> {_APART} <,> <w>{{0,2}} tell=<kind-of>",
    f"name=<body> {_APART} <be> <~>{{0,5}}? tell=<kind-of|what-it-is>",
    f"name=<body|person> {_APART} <,|open|dash> <~>{{0,5}}? tell=<kind-of|what-it-is>",
    f"name=<body> {_APART} <,> <which> tell=<does-so>",
    "tell=<kind-of|what-it-is> <which>? <be>? <called> name=<body|quote|person>",
)
_KINDS_AR = (
    f"name=<body> {_APART} (?:<open><called><quote|body><close>)? <and|which>{{0,2}}"
    " tell=<kind-of>",
    f"(?:^|<sign|;|:>) name=<body> {_APART} <which> tell=<what-it-is>",
    f"name=<body|quote> (?:<of><place|w>)? {_ASIDE} <,> <which> <~>{{0,2}}? tell=<kind-of|what-it-is>",
    f"name=<body|quote> (?:<of><place|w>)? {_ASIDE} <,>? <which> tell=<does-so>",
    f"name=<body|quote> {_APART} <,> tell=<kind-of|what-it-is>",
    "tell=<kind-of|what-it-is> <which>? <called> <w>{0,1} name=<body|quote>",
    "(?:^|<sign|;|and|:>) name=<quote> tell=<kind-of|what-it-is> <~>",
    "(?:^|<sign|;|:>) name=<body> tell=<kind-of|what-it-is|body>",
)
_STOPS = frozenset((",", ";", "sign", "close", "body", "person", "which", "contrast"))
_TELLS_KIND = frozenset(("kind-of", "what-it-is", "does-so"))
_INDEFINITE = frozenset(("a", "an"))
_NO_BODY = frozenset(("campaign", "charter", "the-charter", "slogan", "aid", "published"))
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
_MASCULINE = word_set(
    "مجلس مكتب مركز حزب اتحاد تجمع لواء مرصد صندوق معهد فريق تيار تحالف ائتلاف برنامج نادي ملتقي"
)
_NOUNS_AR = word_set(
    "شبكه هييه منظمه مظله جماعه جمعيه حركه تحالف ايتلاف موسسه مجموعه لجنه صحيفه جريده مجله اذاعه "
    "وكاله كتيبه فصيل تشكيل تجمع اتحاد رابطه نقابه مركز معهد مرصد حزب تيار كيان فريق مبادره مكتب "
    "منصه ملتقى نشره شركه نادي تعاونيه"
)
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
        if not _TELLS_KIND.isdisjoint(line.tags):
            _kinds(line, bodies)
        start, stop = line.sentence.start, line.sentence.stop
        for change in founded:
            if start <= change.start < stop:
                _founded(telling, line, change, bodies)
        others = {alias for told in bodies.values() for alias in told.aliases}
        for name, told in bodies.items():
            if name in others:
                continue  # "also known as the Lantern Committees, are a network"
            if not told.aliases and _is_nameless(telling, line, told):
                continue
            yield _statement(telling, line, name, told)


def _is_nameless(telling: Telling, line: Line, told: _Told) -> bool:
    """Whether a body is told of as "the committee" and the text nowhere says which."""
    units = [unit for unit in line.units[told.first : told.last] if "short" in unit.tags]
    return bool(units) and telling.full(line, units[0]) == units[0].said


def _body(line: Line, at: int, bodies: dict[str, _Told], *, short: bool = False) -> _Told | None:
    """What is told of the body of a unit; None where it is but "the committee"."""
    unit = line.units[at]
    if unit.said is None or ("short" in unit.tags and not short) or _is_no_name(unit):
        return None
    return bodies.setdefault(unit.said, _Told(line, at, at + 1))


def _is_no_name(unit: Unit) -> bool:
    """Words in small letters, a shouted dateline, and a person by a given name we know."""
    said = unit.said or ""
    first = fold(said[:MAX_LENGTH]).split()[:1]
    person = "person" in unit.tags and bool(first and given_names(first[0]))
    shouted = said.isupper() and len(said) > _LETTERS[1] - 1
    return "short" not in unit.tags and (person or (said.isascii() and (said.islower() or shouted)))


def _aliases(line: Line, bodies: dict[str, _Told]) -> None:
    for way in _ALIASES:
        for told in tell(line, way):
            first, last = told.groups["alias"]
            others = [
                unit.said
                for unit in line.units[first:last]
                if unit.said is not None and (is_name(unit) or "quote" in unit.tags)
            ] or _unlisted(line, first, last)
            if told.has("tell") and _is_of_another(line, told.groups["tell"][0]):
                continue  # "the committee accused a group called …"
            if not told.has("tell"):
                others = [one for one in others if _is_letters(one)]
            body = (
                _body(line, told.groups["name"][0], bodies, short=bool(others)) if others else None
            )
            if body is not None:
                body.aliases += [one for one in others if one not in body.aliases]
                body.last = max(body.last, last)


def _unlisted(line: Line, first: int, last: int) -> list[str]:
    """ "better known as Nahrain,": a name that is no name to us, by its capital or its place."""
    words = line.words(first, last)
    return [words] if words[:1].isupper() or line.sentence.language == "ar" else []


def _is_of_another(line: Line, at: int) -> bool:
    """Whether the noun right before "called" is no part of the name before it."""
    before = line.units[at - 1] if at else None
    return (
        before is not None
        and "kind-of" in before.tags
        and "body" not in before.tags
        and (at < 2 or not {"which", "be", ",", "and"} & set(line.units[at - 2].tags))
    )


def _agrees(told: Told) -> bool:
    """Whether "مقرها" may be told of the name: not of a noun that is masculine."""
    line = told.line
    said = line.sentence.tokens[line.units[told.groups["tell"][0]].last - 1].norm
    head = _plain_head(line, told.groups["name"][0])
    return not (said.endswith("مقرها") and head in _MASCULINE)


def _plain_head(line: Line, at: int) -> str:
    said = line.units[at].said or ""
    return next(iter(fold(said[:MAX_LENGTH]).split()), "").removeprefix("ال")


def _is_letters(said: str) -> bool:
    least, most = _LETTERS
    return least <= len(said) <= most and said.isascii() and said.isupper() and said.isalpha()


def _seats(line: Line, bodies: dict[str, _Told]) -> None:
    for way in _SEATS:
        for told in tell(line, way):
            body = _body(line, told.groups["name"][0], bodies, short=True)
            if body is None or body.place is not None or not _agrees(told):
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
            if "kind-of" in line.units[at].tags or not _is_apposition(told, at):
                continue
            body = _body(line, at, bodies, short=True)
            if body is None:
                continue
            body.kind = True
            body.first = min(body.first, told.first)
            body.last = max(body.last, told.last)
            _seat_within(line, told, body)


def _is_apposition(told: Told, at: int) -> bool:
    """Whether the words behind a name say what it is: "a research body", "وهي يومية".

    Of a body's own name "which" or "a" is enough; what is no body by its name must be called one.
    """
    line = told.line
    near = line.units[max(0, at - 1) : at]
    if any(not _NO_BODY.isdisjoint(unit.tags) for unit in near):
        return False
    tell_at = told.groups["tell"][0]
    if any(not _NO_BODY.isdisjoint(unit.tags) for unit in line.units[at + 1 : tell_at + 1]):
        return False
    if line.sentence.language == "ar":
        return _is_apposition_ar(line, at, tell_at)
    if tell_at < at or "does-so" in line.units[tell_at].tags:
        return True
    tokens = line.sentence.tokens
    between = tokens[line.units[at].last : line.units[tell_at].first]
    if (
        any("be" in unit.tags for unit in line.units[at + 1 : tell_at])
        and "body" in line.units[at].tags
    ):
        return any(token.norm in _INDEFINITE for token in between)
    after = next((k for k, token in enumerate(between) if token.kind == "sign"), None)
    return after is not None and any(
        token.norm in _INDEFINITE for token in between[after : after + 2]
    )


def _is_apposition_ar(line: Line, at: int, tell_at: int) -> bool:
    if "body" in line.units[tell_at].tags:
        return _is_said_of(line, at, tell_at)
    said = line.sentence.tokens[line.units[tell_at].first].norm
    return "which" in line.units[tell_at - 1].tags or not said.startswith(("ال", "لل"))


def _is_said_of(line: Line, at: int, tell_at: int) -> bool:
    """ "لجنة الفانوس | شبكة متطوعين": a body with a name of its own, a noun that names none."""
    words = (line.units[tell_at].said or "").split()
    own = (line.units[at].said or "").split()
    head = fold(words[0][:MAX_LENGTH]) if words else ""
    plain = all(not word.startswith("ال") for word in words) and not line.units[tell_at].glued
    named = len(own) > 1 and own[-1].startswith("ال")
    return named and plain and len(words) > 1 and head in _NOUNS_AR


def _seat_within(line: Line, told: Told, body: _Told) -> None:
    """ "a research body in Geneva": the place in what says what it is."""
    last = told.last
    while last < len(line.units) and _STOPS.isdisjoint(line.units[last].tags):
        unit = line.units[last]
        if "place" in unit.tags and body.place is None and unit.place is not None:
            body.place, body.place_id = unit.place.words, unit.place.place_id
            body.last = max(body.last, last + 1)
        last += 1


def _founded(telling: Telling, line: Line, change: Change, bodies: dict[str, _Told]) -> None:
    for at, unit in enumerate(line.units):
        start, end = line.span(at, at + 1)
        inside = change.start <= start and end <= change.end
        if inside and is_name(unit) and telling.full(line, unit) in change.after:
            body = _body(line, at, bodies, short=True)
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

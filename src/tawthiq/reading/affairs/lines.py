"""Cut the sentences that tell of public affairs into units: names, dates, titles, telling words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from tawthiq.reading.affairs.apart import find_apart, phrases_apart
from tawthiq.reading.affairs.figured import figures_at, with_figures
from tawthiq.reading.affairs.model import Line, Unit
from tawthiq.reading.affairs.names_words import CHARTER_NOUNS
from tawthiq.reading.affairs.naming import Name, names_of
from tawthiq.reading.affairs.surnames import with_surnames
from tawthiq.reading.affairs.words import affair_terms
from tawthiq.reading.model import Attribution, PlaceMention, Sentence, Text, Token, When
from tawthiq.reading.terms import TermList
from tawthiq.statements import Figure

_OPENING = frozenset('“«„‹"‘')
_CLOSING = frozenset('”»›"’')
_PLAIN = frozenset(
    ("counts", "ours", "officer", "takes", "headship", "rest", "held", "seats", "votes", "ballots",
     "electors", "won", "list", "a-council", "clause", "present", "right")
)  # fmt: skip
"""They may be words like any other."""
_LIST_LINE = 14  # tokens: a line of a list of signatories, "X Battalion, for it Captain Y"
_TITLE = 8  # words: what is quoted at more length is speech, not a title or a slogan
# They help to tell, and tell nothing by themselves.
_SMALL = frozenset(
    ("passed-over", "be", "and", "which", "whose", "of", "by", "not", "if", "etc", "contrast",
     "aid", "published", "offered", "parts", "into", "include", "its-name", "its-signature",
     "a-seat", "truth-of", "grant", "announced", "holds", "attended", "may", "suppose", "folk",
     "state", "judged", "wrong", "right", "met-with", "doubt-noun", "showed", "reserve",
     "expelled", "appointed", "make-up", "ours", "takes", "headship", "on-behalf",
     "present", "counts", "rest", "for-itself", "ended-with", "objects", "headed-by",
     "chairs-us",
     "elected", "election", "held", "seats", "votes", "ballots", "electors", "won", "secret-ballot",
     "show-of-hands", "consensus", "list", "a-council", "broke", "breach", "clause")
)  # fmt: skip
_TOGETHER = tuple(
    frozenset((one, other))
    for one, others in (
        ("published", ("wrong", "right", "reserve", "doubt-noun", "objects")),
        ("judged", ("wrong", "right")),
        ("appointed", ("leader", "speaker", "member-of")),
        ("expelled", ("leader", "offered")),
        ("takes", ("headship",)),
        ("headed-by", ("a-council", "founded", "leader")),
        ("ours", ("officer",)),
        ("counts", ("not",)),
        ("present", ("ours", "officer")),
        ("elected", ("a-council", "leader", "votes", "held", "secret-ballot", "show-of-hands",
                     "consensus", "electors")),
        ("election", ("held", "a-council", "electors")),
        ("seats", ("won", "list", "votes")),
        ("votes", ("won", "list")),
        ("electors", ("ballots",)),
        ("broke", ("charter", "the-charter", "clause")),
        ("breach", ("charter", "the-charter", "clause")),
    )
    for other in others
)  # fmt: skip
_PEOPLE = frozenset(("folk", "takers"))
_COUNTED = ("aid", "seats", "votes", "ballots", "electors")
_SIGNS = {
    ",": ",", "،": ",", ";": ";", "؛": ";", ":": ":", "-": "dash", "–": "dash", "—": "dash",
    "(": "open", "[": "open", ")": "close", "]": "close",
}  # fmt: skip


# What follows such a word and a colon, a line each, is told by it.
_OPENING_A_LIST = frozenset(("signatories", "signed", "calls", "campaign", "demonstration", "asks"))
_BULLETS = frozenset("-–—•*▪◦·")
_APOSTROPHES = frozenset("'’")
_BLANK = 2  # line ends: one blank line


def line_of(
    text: Text,
    sentence: Sentence,
    *,
    terms: TermList,
    whens: Sequence[When],
    places: Sequence[PlaceMention],
    attributions: Sequence[Attribution],
    figures: Sequence[Figure],
    extra: Path | None = None,
    under: Line | None = None,
) -> Line | None:
    """The sentence in units; None where no word of it tells of public affairs.

    Args:
        under: the line that opens the list in which the sentence stands: it tells for it.
    """
    cues = _cues(sentence, terms)
    rests = _apart(sentence, cues, extra)
    if under is None and not (
        _tells(cues, len(sentence.tokens), terms) or _tells_too(sentence, cues)
    ):
        return None
    names = {name.first: name for name in names_of(sentence, terms, extra)}
    _cut(names, rests, sentence.tokens)
    when_at = {one.first: one for one in whens if one.last > one.first}
    place_at = {one.first: one for one in places if one.last > one.first}
    figure_at = figures_at(sentence, figures)
    for first, (last, _) in figure_at.items():
        if first in names and names[first].last < last:
            del names[first]  # "USD 4 million" begins with no body
    units: list[Unit] = []
    at, tokens = 0, sentence.tokens
    while at < len(tokens):
        made = (
            _rest(at, rests)
            or _quoted(tokens, at, cues, names.get(at + 1))
            or _dated(when_at.get(at), names.get(at))
            or _named(names.get(at), cues.get(at), place_at.get(at))
            or _placed(place_at.get(at), cues.get(at))
            or _counted(at, figure_at.get(at), cues)
            or _telling(at, cues.get(at), terms, names.get(at + 1))
            or [_plain(tokens, at)]
        )
        units += [one for one in made if one.tags]
        at = max(made[-1].last, at + 1)
    heading = next((one for one in whens if one.last == one.first), None)
    return Line(text, sentence, tuple(units), attributions, heading, under)


def _tells_too(sentence: Sentence, cues: Mapping[int, tuple[int, tuple[str, ...]]]) -> bool:
    """Whether two words tell together: "came out", "streets"; a title and "goes on"."""
    parts = {part for _, found in cues.values() for part in found}
    quoted = "goes-on" in parts and any(token.raw in _OPENING for token in sentence.tokens)
    walked = {"walked", "square"} <= parts
    return quoted or walked or _is_post(sentence, cues) or _is_explained(sentence, cues)


def _is_explained(sentence: Sentence, cues: Mapping[int, tuple[int, tuple[str, ...]]]) -> bool:
    """ "كتيبة الأرز مجموعة مسلحة": an Arabic sentence that begins with two nouns of bodies."""
    if sentence.language != "ar" or _BODY_NOUNS.isdisjoint(cues.get(0, (0, ()))[1]):
        return False
    return any(
        at in cues and not _BODY_NOUNS.isdisjoint(cues[at][1]) for at in range(2, _EXPLAINED)
    )


_BODY_NOUNS = frozenset(("kind-of", "what-it-is"))
_EXPLAINED = 5  # tokens: a noun, the rest of its name, and what it is


def _is_post(sentence: Sentence, cues: Mapping[int, tuple[int, tuple[str, ...]]]) -> bool:
    """ "Treasurer: X", "- أمين السر: X": a line that begins with an office and a colon."""
    tokens = sentence.tokens
    return any(
        last < len(tokens) and tokens[last].raw in _POST and not _OFFICES.isdisjoint(parts)
        for last, parts in cues.values()
    )


_POST = frozenset(":")
_OFFICES = frozenset(("leader", "speaker", "officer"))


def _is_plain(part: str, terms: TermList) -> bool:
    return bool(terms.entries[part].get("plain"))


def _is_small(part: str, small: frozenset[str], terms: TermList) -> bool:
    """Whether a word tells nothing by itself; `tells = true` in its table says that it does."""
    entry = terms.entries[part]
    return not entry.get("tells") and (part in small or bool(entry.get("plain")))


def _tells(cues: Mapping[int, tuple[int, tuple[str, ...]]], length: int, terms: TermList) -> bool:
    """Whether a word tells by itself, or two small ones do together: "the figures", "inflated"."""
    tags: set[str] = set()
    alone = _SMALL - {"on-behalf", "seats", "votes"} if length <= _LIST_LINE else _SMALL
    for _, parts in cues.values():
        if not all(_is_small(part, alone, terms) for part in parts):
            return True
        tags.update(parts)
    return any(tags >= pair for pair in _TOGETHER)


def _cues(sentence: Sentence, terms: TermList) -> dict[int, tuple[int, tuple[str, ...]]]:
    """Where words that tell begin: one past their last token, and the parts they may play."""
    found: dict[int, tuple[int, tuple[str, ...]]] = {}
    openings = terms.openings
    for at, token in enumerate(sentence.tokens):
        if token.kind == "sign" or openings.isdisjoint(token.forms):
            continue
        longest = terms.longest(sentence.tokens, at)
        if longest is not None:
            found[at] = longest[0], longest[2]
    return found


def _apart(
    sentence: Sentence, cues: dict[int, tuple[int, tuple[str, ...]]], extra: Path | None
) -> dict[int, int]:
    """Add the verbs whose subject stands within their phrase; where the rest of each stands."""
    rests: dict[int, int] = {}
    if sentence.language != "ar":
        return rests
    for one in find_apart(sentence.tokens, phrases_apart(extra)):
        last, parts = cues.get(one.first, (one.last, ()))
        cues[one.first] = max(last, one.last), (*one.terms, *parts)
        rests[one.rest] = one.end
    return rests


def _cut(names: dict[int, Name], rests: Mapping[int, int], tokens: Sequence[Token]) -> None:
    """End names where the rest of a phrase begins: "لم تحسم غرفة التجار | أمرها"."""
    for first, name in list(names.items()):
        stop = next((rest for rest in rests if first < rest < name.last), None)
        if first in rests:
            del names[first]
        elif stop is not None:
            kept = name.said[: tokens[stop].start - tokens[first].start - len(name.glued)]
            names[first] = replace(name, last=stop, said=kept.rstrip())


def _rest(at: int, rests: Mapping[int, int]) -> list[Unit] | None:
    return [Unit(first=at, last=rests[at], tags=("phrase-end",))] if at in rests else None


def _quoted(
    tokens: Sequence[Token],
    at: int,
    cues: Mapping[int, tuple[int, tuple[str, ...]]],
    name: Name | None,
) -> list[Unit] | None:
    """A few words in quotation marks are a title or a slogan; the mark alone is passed over."""
    if tokens[at].raw not in _OPENING | _CLOSING:
        return None
    if tokens[at].raw in _OPENING:
        close = next(
            (
                k
                for k in range(at + 1, min(at + _TITLE + 2, len(tokens)))
                if tokens[k].raw in _CLOSING
            ),
            None,
        )
        if close is not None and close > at + 1:
            words = tokens[at + 1 : close]
            parts = [words[0].raw]
            for before, one in pairwise(words):
                parts.append((" " if one.start > before.stop else "") + one.raw)
            inside = {part for k in range(at, close) if k in cues for part in cues[k][1]}
            judged = [one for one in ("wrong", "right") if one in inside]
            body = (
                name is not None
                and name.tag == "body"
                and (name.last >= close or not name.said.isascii())
            )
            charter = _names_charter(words)
            called = ["charter"] if charter else ["body"] if body else []
            tags = ("quote", *called, *judged)
            return [Unit(first=at, last=close + 1, tags=tags, said="".join(parts))]
    return [Unit(first=at, last=at + 1, tags=())]


def _names_charter(words: Sequence[Token]) -> bool:
    """ "ميثاق الآبار", "Rules of the Road": quoted words that name a charter by their noun."""
    first, last = words[0].norm, words[-1].norm
    return len(words) > 1 and (first.removeprefix("ال") in CHARTER_NOUNS or last in CHARTER_NOUNS)


def _dated(when: When | None, name: Name | None) -> list[Unit] | None:
    if when is None or (name is not None and name.last > when.last):
        return None
    return [Unit(first=when.first, last=when.last, tags=("day",), when=when)]


def _named(
    name: Name | None, cue: tuple[int, tuple[str, ...]] | None, place: PlaceMention | None
) -> list[Unit] | None:
    if name is None or (cue is not None and cue[0] > name.last):
        return None
    if place is not None and place.last >= name.last and name.tag != "charter":
        return None
    tags = [name.tag, *(["short"] if name.short else [])]
    if name.short and cue is not None and cue[0] == name.last:
        tags += [one for one in cue[1] if one not in tags and one not in _SMALL]
    unit = Unit(
        first=name.first, last=name.last, tags=tuple(tags), said=name.said, glued=len(name.glued)
    )
    if not name.glued:
        return [unit]
    small = "and" if name.glued in "وف" else "of"
    return [Unit(first=name.first, last=name.first, tags=(small,)), unit]


def _placed(
    place: PlaceMention | None, cue: tuple[int, tuple[str, ...]] | None
) -> list[Unit] | None:
    """A place; a state is also somebody who acts: "Norway pledged …"."""
    if place is None:
        return None
    state = cue is not None and "state" in cue[1] and cue[0] == place.last
    tags = ("place", "state") if state else ("place",)
    return [Unit(first=place.first, last=place.last, tags=tags, place=place)]


def _counted(
    at: int, found: tuple[int, Figure] | None, cues: Mapping[int, tuple[int, tuple[str, ...]]]
) -> list[Unit] | None:
    """A figure; "60 ambulances" holds the noun of aid, "six seats" that of an election."""
    if found is None:
        return None
    inside = {part for k in range(at, found[0]) if k in cues for part in cues[k][1]}
    published = ("published",) if "published" in inside else ()  # "the toll of 38"
    tags = ("figure", *published, *(f"of-{part}" for part in _COUNTED if part in inside))
    return [Unit(first=at, last=found[0], tags=tags, figure=found[1])]


def _telling(
    at: int,
    cue: tuple[int, tuple[str, ...]] | None,
    terms: TermList,
    after: Name | None,
) -> list[Unit] | None:
    if cue is None:
        return None
    last, parts = cue
    if after is not None and ("the-charter" in parts or set(parts) <= _PEOPLE):
        return [Unit(first=at, last=at + 1, tags=())]  # "the Code", "the Bakers" of a longer name
    within = after is not None and after.tag == "body" and at + 1 < last < after.last
    if within and not _OFFICES.isdisjoint(parts):
        last = at + 1  # "عضو | مجلس الأعيان": the noun begins the name of a body
    if "passed-over" in parts:
        return [Unit(first=at, last=last, tags=())]
    kind = next(
        (terms.entries[one].get("kind") for one in parts if "kind" in terms.entries[one]), None
    )
    plain = all(part in _PLAIN or _is_plain(part, terms) for part in parts)
    tags = (*parts, "w") if plain else parts  # to the other ways of telling it is any word
    return [Unit(first=at, last=last, tags=tags, kind=kind)]


def _plain(tokens: Sequence[Token], at: int) -> Unit:
    if tokens[at].raw in _APOSTROPHES:
        return Unit(first=at, last=at + 1, tags=())  # "the girls' school"
    tag = "w" if tokens[at].kind != "sign" else _SIGNS.get(tokens[at].raw, "sign")
    return Unit(first=at, last=at + 1, tags=(tag,))


def lines_of(
    text: Text,
    sentences: Sequence[Sentence],
    *,
    whens: Mapping[int, Sequence[When]],
    places: Mapping[int, Sequence[PlaceMention]],
    attributions: Mapping[int, Sequence[Attribution]],
    figures: Sequence[Figure],
    extra: Path | None = None,
) -> list[Line]:
    """Every sentence that tells of public affairs, in order."""
    terms = affair_terms(extra)
    found: list[Line] = []
    under, before = None, None
    for sentence, here in with_figures(sentences, figures):
        under = _still_under(text, under, before, sentence)
        before = sentence
        line = line_of(
            text,
            sentence,
            terms=terms,
            whens=whens.get(sentence.index, ()),
            places=places.get(sentence.index, ()),
            attributions=attributions.get(sentence.index, ()),
            figures=here,
            extra=extra,
            under=under,
        )
        if line is not None:
            found.append(line)
            under = line if _opens_list(line) else under
    return with_surnames(found)


def _opens_list(line: Line) -> bool:
    """Whether a line ends in a colon and tells what follows: "Signed:", "… calls on you:"."""
    heading = len(line.units) <= _SHORT_HEADING and "signatories" in line.units[0].tags
    return heading or (":" in line.units[-1].tags and not _OPENING_A_LIST.isdisjoint(line.tags))


_SHORT_HEADING = 2  # units of a heading without a colon: "الموقعون"


def _still_under(
    text: Text, under: Line | None, before: Sentence | None, sentence: Sentence
) -> Line | None:
    """The line whose list goes on: to the first blank line after an item, unless a dash follows."""
    if under is None or before is None or before is under.sentence:
        return under
    between = text.text[before.stop : sentence.start]
    goes_on = between.count("\n") < _BLANK or sentence.tokens[0].raw in _BULLETS
    return under if goes_on else None

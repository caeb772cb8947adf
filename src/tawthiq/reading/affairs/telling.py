"""What every way of telling needs: whose name a short one is, and what day, place and speaker."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from tawthiq.fields.text import MAX_LENGTH, fold
from tawthiq.reading.affairs.model import Line, Unit
from tawthiq.reading.affairs.naming import names_of
from tawthiq.reading.affairs.ways import Told
from tawthiq.reading.affairs.words import affair_terms
from tawthiq.reading.model import Sentence
from tawthiq.statements import Mention, Statement, statement_id

OPEN_LIST = "the list goes on"
PRONOUN = "pronoun"
_ENDS = frozenset((";", "sign", "contrast"))
_LAST = 4  # bodies told before among which a pronoun's is looked for
_LAST_LINE = 60  # characters of a line that signs a text
_OPENING = 6  # characters before the name in a letterhead
_HEADING = 3  # sentences in which a text says whose it is
_REACH = 400  # characters: further back "it" is something else
_FAR = 14  # units: what stands further off belongs to something else
_WORD = 3  # letters of a word by which a short name is known
_BACK = 2  # units before a verb in which "not" denies it
_MODAL = 3  # units before a verb in which "may" makes it no fact
_DENIED = 7  # units before a verb in which "denied that" takes it back
_INVERTED = frozenset(("had", "were", "should"))  # "Had they pledged …": if they had
_THAT = frozenset(("that", "having", "ان", "انه", "انها", "انهم", "بان"))
_NOBODY = frozenset(("neither", "nor", "nobody"))
_IF_AR = frozenset(("اذا", "واذا", "فاذا"))
_MAY_AR, _COMING_AR = frozenset(("قد", "وقد")), frozenset("يتن")

S = TypeVar("S", bound=Statement)


class Telling:
    """The lines of one text, and the names that its bodies have."""

    def __init__(
        self,
        lines: Sequence[Line],
        mentions: Sequence[Mention],
        document: str,
        sentences: Sequence[Sentence] = (),
    ) -> None:
        self.lines = lines
        self.document = document
        self._mentions = mentions
        self.signs_off = bool(sentences) and _signed_off(mentions, sentences) is not None
        self.own = _own(lines, mentions, sentences)
        """The body that the text is from, by its heading: "our spokesman" is its."""
        self._by_index = {line.sentence.index: line for line in lines}
        self._told_at: list[tuple[int, str]] = []
        self._named: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for mention in mentions:
            if mention.entity is not None:
                self._add(mention.start, mention.entity)
        for line in lines:
            for unit in line.units:
                if "body" in unit.tags and "short" not in unit.tags and unit.said is not None:
                    self._add(line.sentence.tokens[unit.first].start, unit.said)
        self._told_at.sort()
        for told in self._named.values():
            told.sort(key=lambda one: one[0])

    def first_mention(self, start: int, end: int) -> tuple[int, str] | None:
        """The first body named between two characters of the text: where, and its fullest name."""
        for mention in self._mentions:
            if start <= mention.start and mention.end <= end and mention.entity is not None:
                return mention.start, mention.entity
        return None

    def last_body(
        self, line: Line, at: int, *, feminine: bool | None = None, nearest: bool = False
    ) -> str | None:
        """The body that "it", "its" or "ها" at a unit is: the first one before in the sentence,
        else the last one told before it; in Arabic one of the pronoun's gender where it has one.
        Of "whose" it is the nearest."""
        for k in reversed(range(at)) if nearest else range(at):
            if "body" in line.units[k].tags:
                name = self.full(line, line.units[k])
                if name is not None and _agrees(name, feminine):
                    return name
        before = None if nearest else self._subject_before(line)
        if before is not None and _agrees(before, feminine):
            return before
        start = line.sentence.start
        told = bisect_right(self._told_at, (start, ""))
        for begin, name in reversed(self._told_at[max(0, told - _LAST) : told]):
            if start - begin <= _REACH and _agrees(name, feminine):
                return name
        return None

    def _subject_before(self, line: Line) -> str | None:
        """The body with which the sentence before begins, in the same paragraph."""
        before = self._by_index.get(line.sentence.index - 1)
        if before is None or before.sentence.paragraph != line.sentence.paragraph:
            return None
        first = before.units[0] if before.units else None
        return None if first is None or "body" not in first.tags else self.full(before, first)

    def _add(self, start: int, said: str) -> None:
        self._told_at.append((start, said))
        for word in _words(said):
            self._named[word].append((start, said))

    def full(self, line: Line, unit: Unit) -> str | None:
        """The name of a body; of "the committee" the last one told before that is a committee."""
        if unit.said is None or "short" not in unit.tags:
            return unit.said
        word = _words(unit.said)
        told = self._named.get(word[-1], []) if word else []
        start = line.sentence.tokens[unit.first].start
        at = bisect_right(told, start, key=lambda one: one[0])
        if at or not told:
            return told[at - 1][1] if at else unit.said
        return told[0][1]  # named in full only later

    def full_names(self, told: Told, group: str) -> tuple[str, ...]:
        """The names within a group, each as full as the text gives it; none twice."""
        if group not in told.groups:
            return ()
        first, last = told.groups[group]
        units = [one for one in told.line.units[first:last] if is_name(one)]
        names = (self.full(told.line, one) for one in units)
        return tuple(dict.fromkeys(name for name in names if name is not None))

    def full_name(self, told: Told, group: str) -> str | None:
        """The first name within a group, as full as the text gives it."""
        return next(iter(self.full_names(told, group)), None)

    def make(self, made: type[S], line: Line, units: tuple[int, int], /, **fields: Any) -> S:
        """A statement of the words of units [first, last)."""
        start, end = line.span(*units)
        return made(
            id=statement_id(self.document, str(made.__struct_config__.tag), start, end),
            start=start,
            end=end,
            quote=line.text.text[start:end],
            **fields,
        )


def _agrees(name: str, feminine: bool | None) -> bool:
    """Whether an Arabic body's noun has the gender of the pronoun; of others nothing is asked."""
    if feminine is None or name.isascii():
        return True
    return name.split(maxsplit=1)[0].endswith("ة") == feminine


def _own(
    lines: Sequence[Line], mentions: Sequence[Mention], sentences: Sequence[Sentence]
) -> str | None:
    """The body that the heading of a text names, in its first lines."""
    if not sentences:
        return None
    paragraphs = list(dict.fromkeys(one.paragraph for one in sentences[:_HEADING]))[:2]
    first = [one for one in sentences[:_HEADING] if one.paragraph in paragraphs]
    stop = first[-1].stop
    named = [one.entity for one in mentions if one.start < stop and one.entity is not None]
    signed = _signed_off(mentions, sentences)
    if signed is not None and not (named and _is_letterhead(mentions, first[0])):
        return signed
    named += [
        unit.said
        for line in lines[:_HEADING]
        if line.sentence.start < stop
        for unit in line.units
        if "body" in unit.tags and "short" not in unit.tags and unit.said is not None
        if not _is_shouted(unit.said)
    ]
    heading = [
        one.said
        for one in names_of(sentences[0], affair_terms(None))
        if one.tag == "body" and not one.short and not _is_shouted(one.said)
    ]
    return (heading or named)[0] if heading or named else None


def _is_shouted(said: str) -> bool:
    """ "MINUTES": one word in capitals that is too long for initials."""
    return said.isupper() and said.isalpha() and len(said) > _INITIALS


_INITIALS = 6  # letters


def _is_letterhead(mentions: Sequence[Mention], first: Sentence) -> bool:
    """Whether the first line begins with the body that it names."""
    return any(
        one.start - first.start <= _OPENING and one.end <= first.stop and one.entity is not None
        for one in mentions[:1]
    )


def _signed_off(mentions: Sequence[Mention], sentences: Sequence[Sentence]) -> str | None:
    """The body whose name is the last line of a text, or stands in it behind whoever signs."""
    last = sentences[-1]
    if any(token.raw in ":؟?" for token in last.tokens):
        return None
    if len(sentences) <= _HEADING or last.stop - last.start > _LAST_LINE:
        return None
    inside = [one for one in mentions if last.start <= one.start and one.end <= last.stop]
    whole = inside and inside[0].end - inside[0].start >= (last.stop - last.start) / 2
    return inside[0].entity if whole else None


def is_name(unit: Unit) -> bool:
    """Whether a unit names a body or a person; "الميثاق" alone is the charter told before."""
    named = unit.said is not None and not {"body", "person"}.isdisjoint(unit.tags)
    return named and {"charter", "the-charter"}.isdisjoint(unit.tags)


def is_question(line: Line) -> bool:
    """Whether a line asks: who asks tells nothing."""
    return line.sentence.tokens[-1].raw in "?؟"


def _words(said: str) -> list[str]:
    found = []
    for word in fold(said[:MAX_LENGTH]).replace("-", " ").split():
        plain = word.removeprefix("ال") or word
        if len(plain) >= _WORD:
            found.append(plain[:-1] if plain.isascii() and plain.endswith("s") else plain)
    return found


# ---- Around a word that tells --------------------------------------------------------------------


def clause(line: Line, at: int) -> tuple[int, int]:
    """The units of the clause that holds a unit: to the next semicolon, full stop or "but"."""
    first, last = at, at + 1
    while first > 0 and _ENDS.isdisjoint(line.units[first - 1].tags):
        first -= 1
    while last < len(line.units) and _ENDS.isdisjoint(line.units[last].tags):
        last += 1
    return first, last


def denied(line: Line, at: int) -> bool:
    """Whether what a unit tells is told not to be; of "neither", "nobody" anywhere before it."""
    tokens = line.sentence.tokens
    first, _ = clause(line, at)
    for unit in line.units[first:at]:
        if "not" in unit.tags and tokens[min(unit.first, len(tokens) - 1)].norm in _NOBODY:
            return True
    return any("not" in unit.tags for unit in line.units[max(0, at - _BACK) : at])


def unreal(line: Line, at: int) -> bool:
    """Whether what a unit tells is only wished, feared, planned, or said to hang on something."""
    units, tokens = line.units, line.sentence.tokens
    for k in range(at - 1, max(-1, at - 1 - _MODAL), -1):
        if "may" in units[k].tags:
            return True
        if "," in units[k].tags:
            break
    first, _ = clause(line, at)
    here = units[at].first
    for unit in units[first:at]:
        if "suppose" in unit.tags or tokens[min(unit.first, here)].norm in _IF_AR:
            return True
    if line.sentence.language == "en":
        return at > 0 and tokens[0].norm in _INVERTED
    # "قد ينضم" may join; "قد انضم" has joined.
    return here > 0 and tokens[here - 1].norm in _MAY_AR and tokens[here].norm[:1] in _COMING_AR


def disowned(line: Line, at: int) -> bool:
    """Whether somebody denies what a unit tells: "denied that it sold", "نفى أن يكون قد باع"."""
    first, _ = clause(line, at)
    tokens, here = line.sentence.tokens, line.units[at].first
    for k in range(max(first, at - _DENIED), at):
        if "denied" in line.units[k].tags:
            between = tokens[line.units[k].last : here]
            beside = line.sentence.language == "en" and at - k <= _BACK
            return beside or any(token.norm in _THAT for token in between)
    return False


def near(line: Line, at: int, tag: str, *, whole: bool = False) -> Unit | None:
    """The unit with a tag that stands nearest in the clause; one behind counts before one ahead."""
    first, last = (0, len(line.units)) if whole else clause(line, at)
    found = [k for k in range(first, last) if tag in line.units[k].tags]

    def cost(k: int) -> int:
        between = line.units[min(k, at) + 1 : max(k, at)]
        return len(between) + 4 * sum("," in one.tags for one in between) + (2 if k < at else 0)

    best = min(found, key=cost, default=None)
    return line.units[best] if best is not None and cost(best) <= _FAR else None


def day_of(line: Line, at: int) -> str | None:
    """The date of what a unit tells: of its clause, else of the sentence, else of the heading."""
    for whole in (False, True):
        for unit in _dated(line, at, whole):
            if unit.when is not None and unit.when.edtf is not None:
                return unit.when.edtf
    return line.heading.edtf if line.heading is not None else None


def _dated(line: Line, at: int, whole: bool) -> Iterator[Unit]:
    unit = near(line, at, "day", whole=whole)
    if unit is not None:
        yield unit


def place_of(line: Line, at: int) -> Unit | None:
    """The place nearest to a unit, in its clause; else one that the sentence begins with."""
    return near(line, at, "place")


def speaker_of(line: Line, at: int) -> str | None:
    """Who says what stands at a unit; None: the holder does. Who denies it does not say it."""
    token = line.units[at].first
    covering = [
        one
        for one in line.attributions
        if one.scope_first <= token < one.scope_last
        and one.speaker
        and one.stance in ("asserts", "reports")
    ]
    best = min(covering, key=lambda one: one.scope_last - one.scope_first, default=None)
    return None if best is None else best.speaker


def goes_on(line: Line, last: int) -> tuple[str, ...]:
    """The doubt of a list whose end is "etc."; none where it is closed."""
    after = line.units[last : last + 2]
    return (OPEN_LIST,) if any("etc" in unit.tags for unit in after) else ()

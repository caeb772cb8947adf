"""Bodies, and the many names of one: full name, abbreviation, short name, another language.

A body is told by its words: a name with a noun of bodies in it ("Idlib Documentation Committee",
"لجنة توثيق إدلب"), or one of the well-known ones of `bodies.toml`. Names are one body's for a
reason that the text gives, and the reason is kept. Two bodies of different places are never one.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from tawthiq.reading.model import Sentence, Text
from tawthiq.reading.voices.body_names import SMALL, BodyName, known_names, names_in
from tawthiq.reading.voices.speech import lexicon
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Mention, statement_id

Form = Literal["full name", "short name", "abbreviation", "other language"]

SAME_WORDS = "the same words"
IN_BRACKETS = "abbreviation in brackets"
INITIALS = "initials"
SHORT = "short name after the full one"
TRANSLATED = "same name in another language"
KNOWN = "known names of one body"
ANOTHER = "could be another body"

_OR = word_set("as or called abbreviated باسم اختصارا او بالانكليزيه بالعربيه")


@dataclass(slots=True)
class _Body:
    """One body, and what it is called."""

    names: list[str] = field(default_factory=list)
    words: list[frozenset[str]] = field(default_factory=list)
    heads: set[str] = field(default_factory=set)
    letters: dict[str, str] = field(default_factory=dict)  # abbreviation → why it is this body's
    known: str | None = None
    language: str = "en"
    where: str | None = None

    @property
    def fullest(self) -> str:
        """The name of most words; of those, the first."""
        return max(self.names, key=lambda one: len(one.split()))

    def add(self, name: BodyName) -> None:
        """Call it by one more name."""
        if name.said not in self.names:
            self.names.append(name.said)
        if name.words not in self.words:
            self.words.append(name.words)
        if name.head:
            self.heads.add(name.head)
        self.where = self.where or name.where


class _Told(NamedTuple):
    """What a name is taken for."""

    body: _Body
    form: Form
    reason: str | None = None
    doubt: tuple[str, ...] = ()


@dataclass(slots=True)
class _Met:
    """The bodies of a text, and which were met so far."""

    bodies: list[_Body]
    seen: set[int] = field(default_factory=set)  # id() of those met
    latest: dict[str, list[_Body]] = field(default_factory=lambda: defaultdict(list))

    def meet(self, name: BodyName, told: _Told) -> None:
        """Note that a body was named."""
        body = told.body
        if name.kind == "letters":
            body.letters.setdefault(_letters(name.said), told.reason or KNOWN)
        self.seen.add(id(body))
        for head in body.heads | ({name.head} if name.head else set()):
            self.latest[head] = [one for one in self.latest[head] if one is not body] + [body]


def find_bodies(
    text: Text, sentences: Sequence[Sentence], document: str, extra: Path | None = None
) -> list[Mention]:
    """Every mention of a body, in the order of the text, with the entity it is taken for.

    Args:
        document: SHA-256 of the document, for the ids.
        extra: a folder with the user's own `bodies.toml`.
    """
    words, known = lexicon(extra), known_names(extra)
    names = [
        name for k, sentence in enumerate(sentences) for name in names_in(k, sentence, words, known)
    ]
    met = _Met(_bodies_of([one for one in names if one.kind == "full"]))
    found: list[tuple[BodyName, _Told]] = []
    before: tuple[BodyName, _Body] | None = None
    for name in names:
        beside = before if before and _beside(sentences, before[0], name) else None
        told = _told(name, beside, met)
        before = None
        if told is not None:
            met.meet(name, told)
            found.append((name, told))
            before = name, told.body
    return [_mention(text, sentences[name.sentence], document, name, told) for name, told in found]


def _mention(text: Text, sentence: Sentence, document: str, name: BodyName, told: _Told) -> Mention:
    start, end = sentence.words(name.first, name.last)
    return Mention(
        id=statement_id(document, "mention", start, end), start=start, end=end,
        quote=text.text[start:end], entity=told.body.fullest, form=told.form, reason=told.reason,
        doubt=told.doubt,
    )  # fmt: skip


def _bodies_of(names: Sequence[BodyName]) -> list[_Body]:
    """The bodies that the full names of a text are of, longer names first."""
    bodies: list[_Body] = []
    met: dict[tuple[object, ...], _Body] = {}
    for name in sorted(names, key=lambda one: -len(one.words)):
        key = (name.words, name.known, name.where)
        body = met.get(key) or next((one for one in bodies if _same(name, one)), None)
        if body is None:
            wider = [one for one in bodies if _within(name, one)]
            body = wider[0] if len(wider) == 1 and not name.known else None
        if body is None:
            body = _Body(known=name.known, language=name.language, where=name.where)
            bodies.append(body)
        met[key] = body
        body.add(name)
    return bodies


def _same(name: BodyName, body: _Body) -> bool:
    if name.known and body.known:
        return name.known == body.known
    return not _elsewhere(name, body) and name.words in body.words


def _within(name: BodyName, body: _Body) -> bool:
    """Whether a name of two words or more is part of a longer name: "Documentation Committee"."""
    longest = body.words[0]
    return (
        len(name.words) >= 2
        and name.words < longest
        and name.head in body.heads
        and not _elsewhere(name, body)
    )


def _elsewhere(name: BodyName, body: _Body) -> bool:
    """Whether name and body are said to be in different places."""
    return bool(name.where and body.where and name.where != body.where)


def _told(name: BodyName, beside: tuple[BodyName, _Body] | None, met: _Met) -> _Told | None:  # noqa: PLR0911 - one branch a way of writing
    if name.kind == "letters":
        return _letters_told(name, beside, met)
    foreign = beside is not None and beside[0].language != name.language
    if name.kind == "short":
        if beside is not None and foreign:
            beside[1].heads.update({name.head} if name.head else ())
            if name.words not in beside[1].words:
                beside[1].words.append(name.words)
            return _Told(beside[1], "other language", TRANSLATED)
        return _short_told(name, met)
    body = next((one for one in met.bodies if _same(name, one)), None)
    if body is None:
        return None
    if beside is not None and beside[1] is not body:
        if foreign:
            _merge(beside[1], body, met)
            return _Told(beside[1], "other language", TRANSLATED)
        if beside[0].kind == "letters" and _abbreviates(_letters(beside[0].said), name.said):
            return _Told(body, "full name", IN_BRACKETS)
    if id(body) not in met.seen:
        return _Told(body, "full name")
    if body.language != name.language:
        return _Told(body, "other language", KNOWN if name.known else TRANSLATED)
    if name.words == body.words[0]:
        return _Told(body, "full name", SAME_WORDS)
    return _Told(body, "full name", KNOWN) if name.known else _Told(body, "short name", SHORT)


def _merge(into: _Body, other: _Body, met: _Met) -> None:
    """Take two bodies for one: the text says both names in one breath."""
    into.names += other.names
    into.words += other.words
    into.heads |= other.heads
    into.letters |= other.letters
    into.known = into.known or other.known
    met.bodies.remove(other)


def _letters_told(name: BodyName, beside: tuple[BodyName, _Body] | None, met: _Met) -> _Told | None:
    letters = _letters(name.said)
    if beside is not None and beside[0].kind != "letters":
        body = beside[1]
        spelt = any(_abbreviates(letters, one) for one in body.names)
        # The letters of an Arabic name are those of its English one.
        if spelt or body.language == "ar" or (name.known and name.known == body.known):
            return _Told(body, "abbreviation", IN_BRACKETS)
    named = [one for one in met.bodies if letters in one.letters]
    if len(named) == 1:
        return _Told(named[0], "abbreviation", named[0].letters[letters])
    if name.known:
        known = next((one for one in met.bodies if one.known == name.known), None)
        if known is not None:
            return _Told(known, "abbreviation", KNOWN)
        body = _Body(names=[name.said], words=[frozenset((name.said,))], known=name.known)
        met.bodies.append(body)
        return _Told(body, "abbreviation")
    initials = [one for one in met.bodies if any(_abbreviates(letters, said) for said in one.names)]
    if not initials:
        return None
    return _Told(initials[0], "abbreviation", INITIALS, (ANOTHER,) if initials[1:] else ())


def _short_told(name: BodyName, met: _Met) -> _Told | None:
    fits = [
        one
        for one in met.bodies
        if id(one) in met.seen
        and any(name.words <= words for words in one.words)
        and not _elsewhere(name, one)
    ]
    if not fits:
        return None
    recent = [one for one in met.latest.get(name.head or "", ()) if one in fits]
    body = recent[-1] if recent else fits[-1]
    return _Told(body, "short name", SHORT, () if len(fits) == 1 else (ANOTHER,))


def _letters(said: str) -> str:
    return "".join(c for c in said.removesuffix("'s").removesuffix("’s") if c.isalnum()).upper()


def _initials(said: str, small: bool) -> str:
    words = [one for one in said.replace("-", " ").split() if small or one.lower() not in SMALL]
    return "".join(one[0] for one in words if one[0].isalpha()).upper()


def _abbreviates(letters: str, said: str) -> bool:
    return len(letters) >= 2 and letters in (_initials(said, False), _initials(said, True))


def _beside(sentences: Sequence[Sentence], before: BodyName, name: BodyName) -> bool:
    """Whether a name stands in brackets, or after "or" or "known as", right after another."""
    if before.sentence != name.sentence:
        return False
    between = sentences[name.sentence].tokens[before.last : name.first]
    if not between or len(between) > 5:
        return False
    said = [one.raw for one in between]
    spelt = [one.norm for one in between if one.kind == "word"]
    return ("(" in said and ")" not in said) or (bool(spelt) and spelt[-1] in _OR)

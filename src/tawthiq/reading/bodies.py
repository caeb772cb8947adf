"""Bodies, and the many names of one: full name, abbreviation, short name, another language.

A body is told by its words: a name with a noun of bodies in it ("Idlib Documentation Committee",
"لجنة توثيق إدلب"), or one of the well-known ones of `bodies.toml`. Names are one body's for a
reason that the text gives, and the reason is kept. Two bodies of different places are never one.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from tawthiq.reading.clauses import joined
from tawthiq.reading.model import Sentence, Text, Token
from tawthiq.reading.speakers import DAYS, capital
from tawthiq.reading.speakers_ar import THAT, is_auxiliary, is_preposition, is_time, starts_words
from tawthiq.reading.speech import Lexicon, lexicon, noun_forms
from tawthiq.reading.terms import LANGUAGES, load_terms
from tawthiq.reading.tokens import tokenise
from tawthiq.statements import Mention, statement_id

Form = Literal["full name", "short name", "abbreviation", "other language"]

SAME_WORDS = "the same words"
IN_BRACKETS = "abbreviation in brackets"
INITIALS = "initials"
SHORT = "short name after the full one"
TRANSLATED = "same name in another language"
KNOWN = "known names of one body"
ANOTHER = "could be another body"

_LINKS = frozenset(
    ["of", "for", "the", "and", "on", "to", "against", "in", "&", "de", "des", "du", "al"]
)
_ARTICLES = frozenset(["the", "a", "an", "this", "that", "our", "their", "its"])
_SMALL = _LINKS | _ARTICLES
_VERBAL = frozenset(
    token.norm
    for token in tokenise(
        "توثيق تنسيق حقوق دعم رصد إغاثة حماية تحرير دراسات بحوث إعلام شؤون محافظة مدينة بلدة ريف حي "
        "منطقة أحرار ثوار شهداء إدارة مكافحة أبحاث تنمية إعادة أطباء محامي طلبة طلاب شباب نساء مكتب"
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Name:
    """A name at tokens [first, last) of a sentence."""

    sentence: int  # position in the sequence of sentences
    first: int
    last: int
    said: str  # as written, without article
    words: frozenset[str]  # folded, small words left out
    head: str | None  # the noun of bodies in it
    kind: Literal["full", "short", "letters"]
    known: str | None = None  # the term of a well-known body
    language: str = "en"
    where: str | None = None  # the place said right after it: "in Darayya"


@dataclass(slots=True)
class _Body:
    """One body, and what it is called."""

    names: list[str] = field(default_factory=list)
    words: list[frozenset[str]] = field(default_factory=list)
    heads: set[str] = field(default_factory=set)
    letters: set[str] = field(default_factory=set)
    known: str | None = None
    language: str = "en"
    where: str | None = None

    @property
    def fullest(self) -> str:
        return max(self.names, key=lambda one: (len(one.split()), len(one)))


def find_bodies(
    text: Text, sentences: Sequence[Sentence], document: str, extra: Path | None = None
) -> list[Mention]:
    """Every mention of a body, in the order of the text, with the entity it is taken for.

    Args:
        document: SHA-256 of the document, for the ids.
        extra: a folder with the user's own `bodies.toml`.
    """
    words = lexicon(extra)
    known = _known(extra)
    names = [
        name for k, sentence in enumerate(sentences) for name in _names(k, sentence, words, known)
    ]
    told: list[tuple[_Name, _Body, Form, str | None, tuple[str, ...]]] = []
    bodies: list[_Body] = []
    full = [one for one in names if one.kind == "full"]
    for name in full:
        _place(name, bodies)
    latest: dict[str, list[_Body]] = defaultdict(list)
    seen: set[int] = set()
    before: _Name | None = None
    owner: dict[int, _Body] = {}
    for name in names:
        beside = before if before is not None and _beside(sentences, before, name) else None
        beside_body = owner.get(id(beside)) if beside is not None else None
        found = _told(name, beside, beside_body, bodies, latest, seen)
        before = name
        if found is None:
            continue
        body, form, reason, doubt = found
        if name.kind == "letters":
            body.letters.add(_letters(name.said))
        owner[id(name)] = body
        seen.add(id(body))
        for head in body.heads | ({name.head} if name.head else set()):
            latest[head] = [one for one in latest[head] if one is not body] + [body]
        told.append((name, body, form, reason, doubt))
    return [_mention(text, sentences, document, *one) for one in told]


def _mention(
    text: Text,
    sentences: Sequence[Sentence],
    document: str,
    name: _Name,
    body: _Body,
    form: Form,
    reason: str | None,
    doubt: tuple[str, ...],
) -> Mention:
    start, end = sentences[name.sentence].words(name.first, name.last)
    return Mention(
        id=statement_id(document, "mention", start, end), start=start, end=end,
        quote=text.text[start:end], entity=body.fullest, form=form, reason=reason, doubt=doubt,
    )  # fmt: skip


# What a name is told to be


def _place(name: _Name, bodies: list[_Body]) -> _Body:
    """Put a full name to the body that has it, or to a new one."""
    for body in bodies:
        if _same(name, body):
            break
    else:
        body = _Body(known=name.known, language=name.language, where=name.where)
        bodies.append(body)
    if name.said not in body.names:
        body.names.append(name.said)
    if name.words not in body.words:
        body.words.append(name.words)
    if name.head:
        body.heads.add(name.head)
    body.where = body.where or name.where
    return body


def _same(name: _Name, body: _Body) -> bool:
    if name.known and body.known:
        return name.known == body.known
    if name.where and body.where and name.where != body.where:
        return False
    return any(name.words == one for one in body.words)


def _told(
    name: _Name,
    beside: _Name | None,
    beside_body: _Body | None,
    bodies: list[_Body],
    latest: dict[str, list[_Body]],
    seen: set[int],
) -> tuple[_Body, Form, str | None, tuple[str, ...]] | None:
    if name.kind == "full":
        body = next((one for one in bodies if _same(name, one)), None)
        if body is None:
            return None
        if beside_body is not None and beside is not None and beside_body is not body:
            if beside.language != name.language:
                _merge(beside_body, body, bodies)
                return beside_body, "other language", TRANSLATED, ()
            if beside.kind == "letters" and _spells(_letters(beside.said), name):
                return body, "full name", IN_BRACKETS, ()
        if id(body) not in seen:
            return body, "full name", None, ()
        other = body.language != name.language
        reason = (
            TRANSLATED
            if other
            else (KNOWN if name.known and name.words not in body.words[:1] else SAME_WORDS)
        )
        return body, "other language" if other else "full name", reason, ()
    if name.kind == "letters":
        return _letters_told(name, beside_body, bodies)
    if beside_body is not None and beside is not None and beside.language != name.language:
        if name.words not in beside_body.words:
            beside_body.words.append(name.words)
        beside_body.heads.update({name.head} if name.head else ())
        return beside_body, "other language", TRANSLATED, ()
    return _short_told(name, bodies, latest, seen)


def _merge(into: _Body, other: _Body, bodies: list[_Body]) -> None:
    into.names += other.names
    into.words += other.words
    into.heads |= other.heads
    into.known = into.known or other.known
    bodies.remove(other)


def _letters_told(
    name: _Name, beside: _Body | None, bodies: list[_Body]
) -> tuple[_Body, Form, str | None, tuple[str, ...]] | None:
    letters = _letters(name.said)
    if beside is not None and (
        letters in beside.letters
        or any(_abbreviates(letters, one) for one in beside.names)
        or beside.language == "ar"
    ):
        return beside, "abbreviation", IN_BRACKETS, ()
    named = [one for one in bodies if letters in one.letters]
    if len(named) == 1:
        return named[0], "abbreviation", IN_BRACKETS, ()
    if name.known:
        # Already placed with its full name, or known by its letters alone.
        body = next((one for one in bodies if one.known == name.known), None)
        if body is None:
            body = _Body(names=[name.said], words=[name.words], known=name.known)
            bodies.append(body)
            return body, "abbreviation", None, ()
        return body, "abbreviation", KNOWN, ()
    spelt = [one for one in bodies if any(_abbreviates(letters, said) for said in one.names)]
    if spelt:
        return spelt[0], "abbreviation", INITIALS, () if len(spelt) == 1 else (ANOTHER,)
    return None


def _short_told(
    name: _Name, bodies: list[_Body], latest: dict[str, list[_Body]], seen: set[int]
) -> tuple[_Body, Form, str | None, tuple[str, ...]] | None:
    fits = [
        one
        for one in bodies
        if id(one) in seen
        and any(name.words <= words for words in one.words)
        and not (name.where and one.where and name.where != one.where)
    ]
    if not fits:
        return None
    recent = [one for one in latest.get(name.head or "", []) if one in fits]
    body = recent[-1] if recent else fits[-1]
    return body, "short name", SHORT, () if len(fits) == 1 else (ANOTHER,)


def _letters(said: str) -> str:
    return "".join(c for c in said if c.isalnum()).upper()


def _initials(said: str, small: bool) -> str:
    words = [one for one in said.replace("-", " ").split() if small or one.lower() not in _SMALL]
    return "".join(one[0] for one in words if one[0].isalpha()).upper()


def _abbreviates(letters: str, said: str) -> bool:
    return len(letters) >= 2 and letters in (_initials(said, False), _initials(said, True))


def _spells(letters: str, name: _Name) -> bool:
    return _abbreviates(letters, name.said)


def _beside(sentences: Sequence[Sentence], before: _Name, name: _Name) -> bool:
    """Whether a name stands in brackets, or after "or" or "known as", right after another."""
    if before.sentence != name.sentence:
        return False
    between = sentences[name.sentence].tokens[before.last : name.first]
    said = [one.raw for one in between]
    if not said or len(said) > 5:
        return False
    opened = "(" in said and ")" not in said
    known_as = [one.norm for one in between if one.kind == "word"]
    spelt = known_as and known_as[-1] in (
        "as",
        "or",
        "called",
        "abbreviated",
        "باسم",
        "اختصارا",
        "او",
        "بالانكليزيه",
        "بالعربيه",
    )
    return opened or bool(spelt)


# Where names stand


def _names(
    at_sentence: int,
    sentence: Sentence,
    words: Lexicon,
    known: dict[tuple[str, ...], tuple[str, bool]],
) -> list[_Name]:
    tokens = sentence.tokens
    found: list[_Name] = []
    at = 0
    while at < len(tokens):
        name = _known_at(at_sentence, tokens, at, words, known)
        if name is None and tokens[at].kind == "word":
            arabic = not tokens[at].norm[0].isascii()
            name = (_arabic if arabic else _latin)(at_sentence, tokens, at, words)
        if name is None:
            at += 1
        else:
            found.append(name)
            at = name.last
    return found


def _known_at(
    at_sentence: int,
    tokens: Sequence[Token],
    at: int,
    words: Lexicon,
    known: dict[tuple[str, ...], tuple[str, bool]],
) -> _Name | None:
    end = words.known_body(tokens, at)
    if end is None:
        return None
    for opening in noun_forms(tokens[at].norm, tokens[at].raw, keep_article=True):
        rest = tuple(
            noun_forms(one.norm, one.raw, keep_article=True)[-1] if one.norm.isascii() else one.norm
            for one in tokens[at + 1 : end]
        )
        if (opening, *rest) in known:
            term, letters = known[opening, *rest]
            if (
                at + 1 == end
                and letters
                and tokens[at].raw.isascii()
                and not tokens[at].raw.isupper()
            ):
                return None
            longer = None if letters else _longer(at_sentence, tokens, at, end, words)
            if longer is not None:
                return longer
            arabic = not tokens[at].norm[0].isascii()
            return _Name(
                sentence=at_sentence, first=at, last=end, said=_said(tokens[at:end]),
                words=_content(tokens[at:end]), head=_head(tokens[at:end], words),
                kind="letters" if letters else "full", known=term,
                language="ar" if arabic else "en",
            )  # fmt: skip
    return None


def _longer(
    at_sentence: int, tokens: Sequence[Token], at: int, end: int, words: Lexicon
) -> _Name | None:
    """A body whose name begins with a known one: "Security Council Committee of Homs"."""
    if not tokens[at].norm[0].isascii():
        return None
    name = _latin(at_sentence, tokens, at, words)
    return name if name is not None and name.last > end else None


def _latin(at_sentence: int, tokens: Sequence[Token], at: int, words: Lexicon) -> _Name | None:
    token = tokens[at]
    if token.norm in ("the", "this", "our") and at + 1 < len(tokens):
        head = tokens[at + 1]
        nxt = tokens[at + 2] if at + 2 < len(tokens) else None
        continues = nxt is not None and (
            (capital(nxt) and nxt.norm not in DAYS and capital(head))
            or (capital(head) and nxt.norm in ("of", "for") and at + 3 < len(tokens)
                and (capital(tokens[at + 3]) or tokens[at + 3].norm == "the"))
        )  # fmt: skip
        if words.is_head(head) and not continues:
            return _Name(
                sentence=at_sentence, first=at + 1, last=at + 2, said=_said([head]),
                words=_content([head]), head=_plain(head), kind="short",
            )  # fmt: skip
        return None
    if _is_letters(token) and not _bracketed_only(tokens, at):
        return _Name(
            sentence=at_sentence, first=at, last=at + 1, said=_said([token]), words=frozenset(),
            head=None, kind="letters",
        )  # fmt: skip
    if not capital(token) or token.norm in DAYS | _SMALL:
        return None
    end = at
    while end < len(tokens):
        one = tokens[end]
        if capital(one) and one.norm not in DAYS:
            if one.raw.endswith(("'s", "’s")):
                end += 1
                if not any(
                    words.is_head(later) and capital(later) for later in tokens[end : end + 3]
                ):
                    break
                continue
            end += 1
        elif one.norm in _LINKS and end > at and _link(tokens, at, end, words):
            end += 1
        else:
            break
    while end > at and tokens[end - 1].norm in _LINKS:
        end -= 1
    run = tokens[at:end]
    heads = [one for one in run if words.is_head(one) and capital(one)]
    if not heads:
        return None
    if (
        at == 0
        and len(run) > 1
        and run[0].norm in ("in", "on", "at", "but", "and", "when", "while")
    ):
        return None
    kind: Literal["full", "short"] = "full" if len(run) > 1 else "short"
    return _Name(
        sentence=at_sentence, first=at, last=end, said=_said(run), words=_content(run),
        head=_plain(heads[0]), kind=kind, where=_where(tokens, end),
    )  # fmt: skip


def _link(tokens: Sequence[Token], at: int, end: int, words: Lexicon) -> bool:
    """Whether a small word joins two parts of one name: "Committee for the Missing"."""
    norm = tokens[end].norm
    after = end + 1
    while after < len(tokens) and tokens[after].norm in ("the", "al"):
        after += 1
    if after >= len(tokens) or not capital(tokens[after]) or tokens[after].norm in DAYS:
        return False
    if norm == "in":
        return False
    if norm == "to":
        return False
    if norm in ("and", "&"):
        inside = any(one.norm in ("of", "for") for one in tokens[at:end])
        two = words.is_head(tokens[end - 1]) or any(
            words.is_head(one) for one in tokens[after : after + 1]
        )
        followed = any(words.is_head(one) for one in tokens[after : after + 3])
        whole = any(words.is_head(one) for one in tokens[at:end])
        return (inside and not followed) or (not two and followed and not whole)
    if norm == "on":
        return words.is_head(tokens[end - 1])
    return any(words.is_head(one) for one in tokens[at:end]) or norm in (
        "the",
        "al",
        "de",
        "des",
        "du",
    )


def _arabic(at_sentence: int, tokens: Sequence[Token], at: int, words: Lexicon) -> _Name | None:
    token = tokens[at]
    if not words.is_head(token):
        return None
    plain = _plain(token)
    forms = noun_forms(token.norm, token.raw, keep_article=True)
    definite = any(form == "ال" + plain for form in forms)
    if not definite and token.norm != plain and token.norm[1:] != plain:
        return None
    end = at + 1
    wants = not definite
    while end < len(tokens) and end - at < 8:
        one = tokens[end]
        norm = one.norm
        if (
            one.kind != "word" or norm in THAT or is_auxiliary(one) or is_time(one)
            or is_preposition(one) or (starts_words(one) and norm not in _VERBAL)
            or (words.at(tokens, end) is not None and norm not in _VERBAL)
        ):  # fmt: skip
            break
        if (
            norm.startswith("ال")
            or (
                norm.startswith("وال")
                and end > at + 1
                and tokens[end - 1].norm.startswith(("ال", "وال", "لل"))
            )
            or (norm.startswith("لل") and end > at + 1 - (not definite))
        ):
            wants = False
        elif norm[:1] == "ل" and norm[1:] in _VERBAL and end >= at + 1:
            wants = True
        elif wants and not definite:
            wants = norm in _VERBAL or words.is_head(one)
        else:
            break
        end += 1
    if wants and end == at + 1 and not definite:
        return None
    run = tokens[at:end]
    said = _said(run)
    for prefix in ("و", "ف", "ب", "ل", "ك"):
        # What is glued to the first word is no part of the name.
        if (
            token.norm != plain
            and token.norm[:1] == prefix
            and token.norm[1:] in (plain, "ال" + plain)
        ):
            said = said[1:]
            break
    if token.norm.startswith("لل") and token.norm != plain:
        said = "ال" + said[2:]
    kind: Literal["full", "short"] = "full" if len(run) > 1 else "short"
    return _Name(
        sentence=at_sentence, first=at, last=end, said=said, words=_content(run), head=plain,
        kind=kind, language="ar", where=_where(tokens, end),
    )  # fmt: skip


def _where(tokens: Sequence[Token], end: int) -> str | None:
    """The place said right after a name: two committees of different towns are two."""
    if end + 1 >= len(tokens) or tokens[end].norm not in ("in", "في"):
        return None
    place = end + 1
    if place < len(tokens) and tokens[place].norm in (
        "مدينه",
        "بلده",
        "محافظه",
        "ريف",
        "حي",
        "the",
    ):
        place += 1
    if place >= len(tokens) or tokens[place].kind != "word":
        return None
    one = tokens[place]
    if tokens[end].norm == "in":
        return one.norm if capital(one) and one.norm not in DAYS else None
    return one.norm


def _said(piece: Sequence[Token]) -> str:
    said = joined(piece)
    return said[:-2] if said.endswith(("'s", "’s")) else said


def _content(piece: Sequence[Token]) -> frozenset[str]:
    return frozenset(
        form for one in piece if one.kind == "word" for form in (_plain(one),) if form not in _SMALL
    )


@cache
def _singular(word: str) -> str:
    if word.isascii():
        if word.endswith("ies") and len(word) > 4:
            return word[:-3] + "y"
        if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
            word = word[:-1]
        return {"centre": "center", "organisation": "organization"}.get(word, word)
    return word


def _plain(token: Token) -> str:
    """A word without article, glued particle, possessive and plural."""
    if token.norm.isascii():
        return _singular(noun_forms(token.norm, token.raw)[-1])
    word = token.norm
    for prefix in ("وال", "بال", "فال", "كال", "لل", "ال"):
        if word.startswith(prefix) and len(word) - len(prefix) >= 2:
            return word[len(prefix) :]
    heads = lexicon().heads
    if word not in heads and word[:1] in ("و", "ف", "ب", "ل", "ك") and word[1:] in heads:
        return word[1:]
    return word


def _head(piece: Sequence[Token], words: Lexicon) -> str | None:
    return next((_plain(one) for one in piece if words.is_head(one)), None)


def _is_letters(token: Token) -> bool:
    raw = token.raw.removesuffix("'s").removesuffix("’s")
    return 2 <= len(raw) <= 8 and raw.isascii() and raw.isupper() and raw.isalpha()


def _bracketed_only(tokens: Sequence[Token], at: int) -> bool:
    """Whole lines in capitals are headings: their words are no letters of a name."""
    near = tokens[max(0, at - 2) : at] + tokens[at + 1 : at + 3]
    shouted = [one for one in near if one.kind == "word" and one.raw.isupper() and len(one.raw) > 1]
    return len(shouted) >= 2


@cache
def _known(extra: Path | None) -> dict[tuple[str, ...], tuple[str, bool]]:
    """Names of well-known bodies: the body, and whether the name is made of letters."""
    found: dict[tuple[str, ...], tuple[str, bool]] = {}
    for term, table in load_terms("bodies", extra).entries.items():
        if term == "head":
            continue
        letters = {_folded(one) for one in table.get("abbreviation", ())}
        for language in LANGUAGES:
            for name in table.get(language, ()):
                folded = _folded(name)
                if folded:
                    found[folded] = (term, folded in letters)
        for name in letters:
            found[name] = (term, True)
    return found


def _folded(name: str) -> tuple[str, ...]:
    return tuple(token.norm for token in tokenise(name))

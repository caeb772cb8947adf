"""Where the names of bodies stand: capitals or a construct around a noun of bodies, and letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from tawthiq.reading.model import Sentence, Token
from tawthiq.reading.terms import LANGUAGES, load_terms
from tawthiq.reading.tokens import tokenise
from tawthiq.reading.voices.clauses import joined
from tawthiq.reading.voices.speakers import DAYS, INTRODUCTIONS, capital
from tawthiq.reading.voices.speakers_ar import (
    THAT,
    is_auxiliary,
    is_preposition,
    is_time,
    starts_words,
)
from tawthiq.reading.voices.speech import Lexicon, noun_forms
from tawthiq.reading.voices.wordsets import word_set

_LINKS = frozenset(
    ["of", "for", "the", "and", "on", "to", "against", "in", "&", "de", "des", "du", "al"]
)
_ARTICLES = frozenset(["the", "a", "an", "this", "that", "our", "their", "its"])
SMALL = _LINKS | _ARTICLES
_ADJECTIVES = word_set(
    "حر حره عام عامه عليا موحد موحده مشترك مشتركه احمر دائم دائمه اول جديد جديده كبري مستقل مستقله"
)
_GLUED = ("و", "ف", "ب", "ل", "ك")
_VERBAL = frozenset(
    token.norm
    for token in tokenise(
        "توثيق تنسيق حقوق دعم رصد إغاثة حماية تحرير دراسات بحوث إعلام شؤون محافظة مدينة بلدة حي "
        "ريف "
        "منطقة أحرار ثوار شهداء إدارة مكافحة أبحاث تنمية إعادة أطباء محامي طلبة طلاب شباب نساء مكتب"
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyName:
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


def names_in(
    at_sentence: int,
    sentence: Sentence,
    words: Lexicon,
    known: dict[tuple[str, ...], tuple[str, bool]],
) -> list[BodyName]:
    """The names of bodies in one sentence, in order.

    Args:
        at_sentence: where the sentence stands in its sequence.
        known: what `known_names` gives.
    """
    tokens = sentence.tokens
    found: list[BodyName] = []
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
) -> BodyName | None:
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
            return BodyName(
                sentence=at_sentence, first=at, last=end, said=_said(tokens[at:end]),
                words=_content(tokens[at:end], words), head=_head(tokens[at:end], words),
                kind="letters" if letters else "full", known=term,
                language="ar" if arabic else "en",
            )  # fmt: skip
    return None


def _longer(
    at_sentence: int, tokens: Sequence[Token], at: int, end: int, words: Lexicon
) -> BodyName | None:
    """A body whose name begins with a known one: "Security Council Committee of Homs"."""
    if not tokens[at].norm[0].isascii():
        return None
    name = _latin(at_sentence, tokens, at, words)
    return name if name is not None and name.last > end else None


def _latin(at_sentence: int, tokens: Sequence[Token], at: int, words: Lexicon) -> BodyName | None:
    token = tokens[at]
    if token.norm in ("the", "this", "our"):
        return _short(at_sentence, tokens, at + 1, words)
    if _is_letters(token) and not _shouted(tokens, at):
        return BodyName(
            sentence=at_sentence, first=at, last=at + 1, said=_said([token]), words=frozenset(),
            head=None, kind="letters",
        )  # fmt: skip
    if not capital(token) or token.norm in DAYS | SMALL | INTRODUCTIONS:
        return None
    end = _run_of_capitals(tokens, at, words)
    run = tokens[at:end]
    heads = [one for one in run if words.is_head(one) and capital(one)]
    if not heads:
        return None
    kind: Literal["full", "short"] = "full" if len(run) > 1 else "short"
    return BodyName(
        sentence=at_sentence, first=at, last=end, said=_said(run), words=_content(run, words),
        head=_plain(heads[0], words), kind=kind, where=_where(tokens, end),
    )  # fmt: skip


def _short(at_sentence: int, tokens: Sequence[Token], at: int, words: Lexicon) -> BodyName | None:
    """ "the committee", "the Committee": the noun alone; None: a longer name begins."""
    if at >= len(tokens) or not words.is_head(tokens[at]):
        return None
    head = tokens[at]
    if capital(head):
        end = _run_of_capitals(tokens, at, words)
        if end > at + 1:
            return None
    return BodyName(
        sentence=at_sentence, first=at, last=at + 1, said=_said([head]),
        words=_content([head], words), head=_plain(head, words), kind="short",
    )  # fmt: skip


def _run_of_capitals(tokens: Sequence[Token], at: int, words: Lexicon) -> int:
    """Past the capitals, and the small words between them, of a name that begins at a token."""
    end = at
    while end < len(tokens):
        one = tokens[end]
        if capital(one) and one.norm not in DAYS:
            end += 1
            ahead = tokens[end : end + 3]
            whose = one.raw.endswith(("'s", "’s"))
            if whose and not any(words.is_head(later) and capital(later) for later in ahead):
                break
        elif one.norm in _LINKS and end > at and _link(tokens, at, end, words):
            end += 1
        else:
            break
    while end > at and tokens[end - 1].norm in _LINKS:
        end -= 1
    return end


def _link(tokens: Sequence[Token], at: int, end: int, words: Lexicon) -> bool:
    """Whether a small word joins two parts of one name: "Committee for the Missing"."""
    norm = tokens[end].norm
    after = end + 1
    while after < len(tokens) and tokens[after].norm in ("the", "al"):
        after += 1
    if after >= len(tokens) or not capital(tokens[after]) or tokens[after].norm in DAYS:
        return False
    if norm in ("in", "to"):
        return False
    if norm in ("and", "&"):
        inside = any(one.norm in ("of", "for") for one in tokens[at:end])
        two = words.is_head(tokens[end - 1]) or any(
            words.is_head(one) for one in tokens[after : after + 1]
        )
        followed = any(words.is_head(one) for one in tokens[after : after + 3])
        whole = any(words.is_head(one) for one in tokens[at:end])
        another = tokens[end + 1].norm == "the" and followed  # "the X Lions and the Y Company"
        return not another and ((inside and not followed) or (not two and followed and not whole))
    if norm == "on":
        return words.is_head(tokens[end - 1])
    return any(words.is_head(one) for one in tokens[at:end]) or norm in (
        "the",
        "al",
        "de",
        "des",
        "du",
    )


def _arabic(at_sentence: int, tokens: Sequence[Token], at: int, words: Lexicon) -> BodyName | None:  # noqa: PLR0912 - one branch a way of writing
    token = tokens[at]
    if not words.is_head(token):
        return None
    plain = _plain(token, words)
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
        if definite and norm.startswith("ال") and not _adjective(norm):
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
    return BodyName(
        sentence=at_sentence, first=at, last=end, said=said, words=_content(run, words), head=plain,
        kind=kind, language="ar", where=_where(tokens, end),
    )  # fmt: skip


def _adjective(norm: str) -> bool:
    """Whether a word with its article tells which body: "المحلي", "الأعلى"; no noun after it."""
    return norm.endswith(("ي", "يه")) or norm[2:] in _ADJECTIVES


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


def _content(piece: Sequence[Token], words: Lexicon) -> frozenset[str]:
    return frozenset(
        form
        for one in piece
        if one.kind == "word"
        for form in (_plain(one, words),)
        if form not in SMALL
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


def _plain(token: Token, words: Lexicon) -> str:
    """A word without article, glued particle, possessive and plural."""
    if token.norm.isascii():
        return _singular(noun_forms(token.norm, token.raw)[-1])
    word = token.norm
    for prefix in ("وال", "بال", "فال", "كال", "لل", "ال"):
        if word.startswith(prefix) and len(word) - len(prefix) >= 2:
            return word[len(prefix) :]
    heads = words.heads
    if word not in heads and word[:1] in _GLUED and word[1:] in heads:
        return word[1:]
    return word


def _head(piece: Sequence[Token], words: Lexicon) -> str | None:
    return next((_plain(one, words) for one in piece if words.is_head(one)), None)


def _is_letters(token: Token) -> bool:
    raw = token.raw.removesuffix("'s").removesuffix("’s")
    return 2 <= len(raw) <= 8 and raw.isascii() and raw.isupper() and raw.isalpha()


def _shouted(tokens: Sequence[Token], at: int) -> bool:
    """Whole lines in capitals are headings: their words are no letters of a name."""
    near = [*tokens[max(0, at - 2) : at], *tokens[at + 1 : at + 3]]
    shouted = [one for one in near if one.kind == "word" and one.raw.isupper() and len(one.raw) > 1]
    return len(shouted) >= 2


@cache
def known_names(extra: Path | None) -> dict[tuple[str, ...], tuple[str, bool]]:
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

"""Cut a text into sentences and tokens whose positions lead back to the text.

Arabic glues small words onto the next ("والـ30", "بالقذائف"): a token keeps its whole spelling in
`norm`, and `forms` lists what it may be without them, the likeliest first. So a list of terms names
each word once, and nothing is cut that may belong to the word.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from tawthiq.fields.text import fold
from tawthiq.reading.model import Language, Sentence, Text, Token

_ZERO_WIDTH = "\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069"
_DIGIT = "0-9\u0660-\u0669\u06f0-\u06f9"
# A number keeps its inner signs (24,495 · 1.5 · ٢٤٬٤٩٥ · 12:30); a word its inner apostrophe,
# hyphen, marks and zero-width signs. An address is one token.
_TOKEN = re.compile(
    rf"""
    (?P<address>(?:https?://|www\.)[^\s<>«»"”]+[^\s<>«»"”.,;:!?)\]،؛])
    | (?P<number>[{_DIGIT}](?:[{_DIGIT}{_ZERO_WIDTH}]|[.,:٫٬'’\u00a0\u202f](?=[{_DIGIT}]))*)
    | (?P<word>[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u065f\u0670\u0640{_ZERO_WIDTH}]
        |['’](?=[^\W\d_])|[-‐‑](?=[^\W\d_]))*)
    | (?P<sign>\S)
    """,
    re.VERBOSE,
)
_DIGITS = re.compile(rf"[{_DIGIT}]")
_INVISIBLE = re.compile(rf"[{_ZERO_WIDTH}]+")
_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u0750-\u077f]")
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)

# Where a full stop does not end a sentence: after these words, and after single letters.
_TITLES = frozenset(
    ("mr", "mrs", "ms", "dr", "gen", "col", "lt", "maj", "capt", "sgt", "prof", "vs", "etc", "hon",
     "gov", "sen", "rep", "rev", "approx", "cf", "est", "inc", "jan", "feb", "mar", "apr", "jun",
     "jul", "aug", "sep", "sept", "oct", "nov", "dec")
)  # fmt: skip
# These only where a number follows: "no. 5", but "he said no. Five others …".
_BEFORE_NUMBERS = frozenset(("no", "nos", "st", "fig", "p", "pp", "vol", "art"))
_END = frozenset(".!?؟…۔")
_CLOSING = frozenset("\"'”’»)]›")


def sentences(text: Text) -> Iterator[Sentence]:
    """Every sentence of title, article and comments, in order. Furniture is left out."""
    index = paragraph = 0
    for segment in text.segments:
        if segment.role == "furniture":
            continue
        for start, stop in _paragraphs(text.text, segment.start, segment.stop):
            paragraph += 1
            tokens = list(tokenise(text.text, start, stop))
            for first, last in _cuts(tokens, text.text):
                part = tuple(tokens[first:last])
                yield Sentence(
                    index=index,
                    start=part[0].start,
                    stop=part[-1].stop,
                    tokens=part,
                    language=language_of(text.text[part[0].start : part[-1].stop]),
                    segment=segment,
                    paragraph=paragraph,
                )
                index += 1


def tokenise(text: str, start: int = 0, stop: int | None = None) -> Iterator[Token]:
    """The tokens of text[start:stop]. Signs without width stand in no token of their own."""
    for found in _TOKEN.finditer(text, start, len(text) if stop is None else stop):
        raw = found[0]
        if found.lastgroup == "sign":
            if _INVISIBLE.fullmatch(raw):
                continue
            norm = _norm(raw) or raw
            yield Token(found.start(), found.end(), raw, norm, (norm,), "sign")
        elif found.lastgroup == "number":
            norm = _norm(raw)
            yield Token(found.start(), found.end(), raw, norm, (norm,), "number")
        elif found.lastgroup == "address":
            yield Token(found.start(), found.end(), raw, raw, (raw,), "word")
        else:
            norm = _norm(raw) or raw
            yield Token(found.start(), found.end(), raw, norm, forms_of(norm), "word")


def norms_of(phrase: str) -> Iterator[str]:
    """The norm of each token of a phrase, taken only as far as it is asked for."""
    if _DIGITS.search(phrase):  # a number may reach beyond a blank: "24 495"
        yield from (token.norm for token in tokenise(phrase))
        return
    for word in phrase.split():
        if word.isalpha():  # one token, and what may be glued to it is not asked
            yield _norm(word) or word
        else:
            yield from (token.norm for token in tokenise(word))


def language_of(text: str) -> Language:
    """The language whose script most letters of `text` belong to; English where there are none."""
    return "ar" if len(_ARABIC.findall(text)) > len(_LATIN.findall(text)) else "en"


@lru_cache(maxsize=65_536)
def _norm(raw: str) -> str:
    return fold(_INVISIBLE.sub("", raw)[:200])


_PREFIXES = ("و", "ف", "ب", "ل", "ك", "ال", "وال", "فال", "بال", "لل", "كال", "ولل", "وب", "ول",
             "وبال", "فب", "فل", "س", "وس")  # fmt: skip
_SUFFIXES = ("ين", "ون", "ان", "ات", "ه", "ها", "هم", "هن", "ا", "ي", "يه", "نا", "كم", "هما")


@lru_cache(maxsize=65_536)
def forms_of(norm: str) -> tuple[str, ...]:
    """A folded word, and what it may be without prefixes and endings, the likeliest first.

    >>> forms_of("والمدنيين")[:3]
    ('والمدنيين', 'مدنيين', 'المدنيين')
    """
    found = [norm]
    if _ARABIC.search(norm):
        bare = [norm[len(p) :] for p in sorted(_PREFIXES, key=len, reverse=True)
                if norm.startswith(p) and len(norm) - len(p) >= 2]  # fmt: skip
        found += bare
        for word in (norm, *bare):
            found += [
                word[: -len(s)] for s in _SUFFIXES if word.endswith(s) and len(word) - len(s) >= 3
            ]
    else:
        if "-" in norm:
            found.append(norm.replace("-", " "))
        if norm.endswith("ies") and len(norm) > 4:
            found.append(norm[:-3] + "y")
        elif norm.endswith("es") and len(norm) > 4:
            found += [norm[:-1], norm[:-2]]
        elif norm.endswith("s") and not norm.endswith("ss") and len(norm) > 3:
            found.append(norm[:-1])
    return tuple(dict.fromkeys(found))


_WIDE = 50  # characters: a line as long as the others of its block may be cut by an editor
_BLANK = re.compile(r"\n[ \t\r\u00a0]*\n\s*")
_ITEM = re.compile(r"[ \t]*(?:[-•*–●·▪◦]|\(?[0-9٠-٩]{1,3}[.)\]-] )")


def _paragraphs(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Stretches between blank lines, and lines that stand by themselves.

    A line by itself (of a list, a table, a message) ends where it ends. A line that an editor cut
    to a width goes on in the next.
    """
    at = start
    for found in _BLANK.finditer(text, start, stop):
        yield from _lines(text, at, found.start())
        at = found.end()
    yield from _lines(text, at, stop)


def _lines(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    ends = [found.start() for found in re.compile("\n").finditer(text, start, stop)]
    edges = [start, *(end + 1 for end in ends), stop + 1]
    widest = max(after - before for before, after in pairwise(edges))
    at = start
    for before, end, after in zip(edges, ends, edges[1:], strict=False):
        wide = end - before >= max(_WIDE, 0.75 * widest)
        if wide and not _ITEM.match(text, after):
            continue
        if text[at:end].strip():
            yield at, end
        at = after
    if text[at:stop].strip():
        yield at, stop


def _cuts(tokens: list[Token], text: str) -> Iterator[tuple[int, int]]:
    first = at = 0
    while at < len(tokens):
        if _ends(tokens, at, text):
            at += 1
            while (
                at < len(tokens)
                and tokens[at].raw in _END | _CLOSING
                and (tokens[at].start == tokens[at - 1].stop)
            ):
                at += 1
            yield first, at
            first = at
        else:
            at += 1
    if first < len(tokens):
        yield first, len(tokens)


def _ends(tokens: list[Token], at: int, text: str) -> bool:
    token = tokens[at]
    if token.raw not in _END:
        return False
    if token.raw not in ".…" or at + 1 == len(tokens):
        return True
    after = tokens[at + 1]
    before = tokens[at - 1] if at else None
    glued = after.start == token.stop and after.raw not in _CLOSING | _END
    if glued and before is not None and _ARABIC.match(before.raw) and _ARABIC.match(after.raw):
        # Arabic pages often leave out the blank after a full stop.
        glued = len(before.raw) < 3
    if glued or (before is not None and before.stop == token.start and _is_short(before, after)):
        return False
    # After a stop, a small Latin letter goes on with the sentence.
    return not (after.raw[0].islower() and text[token.stop : after.start] == " ")


def _is_short(token: Token, after: Token) -> bool:
    if token.norm in _TITLES or (len(token.raw) == 1 and token.raw.isalpha()):
        return True
    return token.norm in _BEFORE_NUMBERS and after.kind == "number"

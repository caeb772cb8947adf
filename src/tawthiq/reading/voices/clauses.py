"""Where a sentence breaks: its quotations, its brackets, and the words that open another clause."""

from collections.abc import Sequence
from dataclasses import dataclass

from tawthiq.reading.model import Sentence, Token
from tawthiq.reading.voices.wordsets import word_set

OPENING = frozenset("“«„‹")
CLOSING = frozenset("”»›")
COMMAS = frozenset(",،")
STOPS = frozenset(".!?؟…۔;؛")
# A clause that begins so is another's, or nobody's, unless it is said whose it is.
BREAKS_EN = frozenset(["while", "whereas", "but", "although", "though", "however", "yet"])
CONTRASTS_EN = frozenset(["but", "whereas", "although", "though", "however", "yet"])
BREAKS_AR = word_set("بينما فيما لكن ولكن اما واما لكنه لكنها ولكنه ولكنها")
CONTRASTS_AR = frozenset(["لكن", "ولكن", "لكنه", "لكنها", "ولكنه", "ولكنها"])


@dataclass(frozen=True, slots=True)
class Quotation:
    """Tokens [first, last) of one sentence that stand within quotation marks, marks included."""

    first: int
    last: int
    opened: bool  # its opening mark stands in this sentence
    closed: bool


def quotations(sentences: Sequence[Sentence]) -> list[list[Quotation]]:
    """The quotations of each sentence; one that runs over several has a part in each.

    One that is still open at the end of its paragraph ends there: printers open each paragraph of
    a long quotation anew, and a mark forgotten must not swallow the rest of the text.
    """
    found: list[list[Quotation]] = []
    inside, paragraph = False, -1
    for sentence in sentences:
        if sentence.paragraph != paragraph:
            inside, paragraph = False, sentence.paragraph
        parts, inside = _of_sentence(sentence.tokens, inside)
        found.append(parts)
    return found


def _of_sentence(tokens: Sequence[Token], inside: bool) -> tuple[list[Quotation], bool]:
    parts: list[Quotation] = []
    first, opened, deep = 0, not inside, 0
    for at, token in enumerate(tokens):
        raw = token.raw
        if raw == "‘" and not inside and _single_closes(tokens, at):
            inside, first, opened = True, at, True
        elif raw == "’" and inside and opened and tokens[first].raw == "‘":
            parts.append(Quotation(first, at + 1, True, True))
            inside = False
        elif raw in OPENING or (raw in ('"', "″") and not inside):
            if inside:
                deep += 1
            else:
                inside, first, opened = True, at, True
        elif inside and (raw in CLOSING or raw in ('"', "″")):
            if deep:
                deep -= 1
            else:
                parts.append(Quotation(first, at + 1, opened, True))
                inside = False
    if inside:
        parts.append(Quotation(first, len(tokens), opened, False))
    return parts, inside


def _single_closes(tokens: Sequence[Token], at: int) -> bool:
    return any(token.raw == "’" for token in tokens[at + 1 :])


def in_quotation(parts: Sequence[Quotation], at: int) -> Quotation | None:
    """The quotation that a token stands in."""
    return next((one for one in parts if one.first <= at < one.last), None)


def joined(tokens: Sequence[Token]) -> str:
    """The words as the text has them, blanks made single."""
    said = ""
    for k, token in enumerate(tokens):
        said += (" " if k and token.start > tokens[k - 1].stop else "") + token.raw
    return said

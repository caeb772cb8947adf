"""What stands between a subject, its verb and its words in English: when, where, to whom."""

from collections.abc import Sequence

from tawthiq.reading.model import Token
from tawthiq.reading.voices.clauses import CLOSING, COMMAS, STOPS
from tawthiq.reading.voices.offices_en import split
from tawthiq.reading.voices.speakers import (
    DAYS,
    DETERMINERS,
    INTRODUCTIONS,
    PREPOSITIONS,
    capital,
    named,
    noun_phrase,
    pieces,
)
from tawthiq.reading.voices.spoken import Scan
from tawthiq.reading.voices.wordsets import word_set

ADVERBS = word_set(
    "also later earlier then now recently repeatedly separately previously publicly "
    "officially already have has had since initially meanwhile again subsequently flatly "
    "categorically strongly firmly angrily swiftly quickly immediately simply only even "
    "always long often finally "
    "once still formally vehemently routinely itself himself herself themselves alone "
    "reportedly all both each just"
)
_NO_ADVERBS = word_set(
    "tally family assembly ally reply supply rally monopoly only fly daily weekly"
)
_ADJUNCTS = word_set(
    "on in at during by late early yesterday today tonight earlier later via from through "
    "over after this last publicly separately again simply anonymously"
)  # fmt: skip
_OCCASIONS = word_set(
    "press news telephone phone interview conference morning evening afternoon night day "
    "week month year televised written short brief joint speech separate weekly daily "
    "monthly annual latest new recent website video page telegram facebook twitter remarks "
    "comments call message letter email address "
)
LISTENERS = word_set(
    "reporters journalists him her them me us you people everyone parliament lawmakers "
    "viewers supporters readers"
)


def ends_here(scan: Scan, at: int) -> bool:
    """Whether the sentence, or a quotation or bracket in it, ends before a token."""
    return at >= len(scan.tokens) or scan.tokens[at].raw in STOPS | CLOSING | {'"', ")", "’"}


def adverbial(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word may stand between a subject and its verb: "also", "had"."""
    norm = tokens[at].norm
    if norm in ADVERBS or (norm in ("yesterday", "today") and at > 0):
        return True
    # "has typically recorded"
    return at > 0 and norm.endswith("ly") and norm not in _NO_ADVERBS and not capital(tokens[at])


def past_adjuncts(scan: Scan, at: int) -> int:
    """Past "on Friday", "in a statement", "yesterday": what follows a verb of speech."""
    tokens = scan.tokens
    while at < len(tokens) and (tokens[at].norm in _ADJUNCTS or _weekday(tokens[at])):
        end = at + 1
        if _weekday(tokens[at]):
            at = end  # "said Sunday that"
            continue
        if tokens[at].norm in ("yesterday", "today", "tonight", "publicly", "separately", "again",
                               "simply", "anonymously"):  # fmt: skip
            at = end
            continue
        if (
            end < len(tokens)
            and tokens[at].norm in ("late", "early", "earlier", "later")
            and (tokens[end].norm not in DAYS | PREPOSITIONS | DETERMINERS)
        ):
            at = end
            continue
        while end < len(tokens) and end - at < 7 and (
            tokens[end].norm in DETERMINERS | DAYS | PREPOSITIONS
            or tokens[end].kind == "number"
            or scan.words.is_paper(tokens[end])
            or tokens[end].norm in _OCCASIONS
            or (named(tokens[end]) and not capital(tokens[at]))
        ):  # fmt: skip
            end += 1
        if end == at + 1:
            break
        at = end
    return at


def _weekday(token: Token) -> bool:
    return capital(token) and token.norm.endswith("day") and token.norm in DAYS


def something_said_before(scan: Scan, first: int) -> bool:
    """Whether what stands before the speaker is something said, and more than an introduction."""
    tokens = scan.tokens
    if first == 0:
        return False
    before = tokens[first - 1]
    if before.raw in CLOSING | {'"', "’"}:
        return True
    if before.raw not in COMMAS | {"—", "–"}:
        return False
    start = 0
    for at in range(first - 1, 0, -1):
        if tokens[at - 1].raw in (";", ":", "—"):
            start = at
            break
    return any(not introduces(tokens, a, b) for a, b in pieces(tokens, start, first - 1))


def introduces(tokens: Sequence[Token], first: int, stop: int) -> bool:
    """Whether a piece before a comma only leads in: "In a statement", "Meanwhile"."""
    opening = tokens[first].norm in INTRODUCTIONS or tokens[first].norm.endswith("ly")
    return opening and not says_something(tokens[first:stop], stop - first)


def says_something(tokens: Sequence[Token], stop: int) -> bool:
    """Whether something is said in the words before: more than a name and its apposition."""
    head = tokens[:stop]
    return any(
        one.norm in ("was", "were", "is", "are", "had", "has", "have", "been", "killed", "died")
        or (one.kind == "number" and len(one.norm) != 4) or one.norm.endswith("ed")
        for one in head
    )  # fmt: skip


def past_listener(scan: Scan, at: int) -> tuple[int, tuple[str, ...]]:
    """Past the one who is told; an agency or a paper that is told passes it on."""
    tokens = scan.tokens
    if at >= len(tokens):
        return at, ()
    if tokens[at].norm in LISTENERS:
        return at + 1, ()
    known = scan.words.known_body(tokens, at)
    end = known if known is not None else noun_phrase(tokens, at, len(tokens), scan.words)
    piece = tokens[at:end]
    if not piece:
        return at, ()
    told = any(one.norm in LISTENERS for one in piece)
    names = (
        known is not None
        or any(named(one) for one in piece)
        or any(scan.words.is_head(one) for one in piece)
    )
    return end, (split(tokens, at, end, scan.words).name or "",) if names and not told else ()


def past_that(scan: Scan, at: int) -> int:
    """Past "that", where it stands at a token."""
    return at + 1 if at < len(scan.tokens) and scan.tokens[at].norm == "that" else at

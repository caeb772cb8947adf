"""Subjects of speech in English: who stands before a verb, after it, and what belongs to them."""

from collections.abc import Sequence
from dataclasses import replace

from tawthiq.reading.model import Token
from tawthiq.reading.voices.adjuncts_en import adverbial, introduces
from tawthiq.reading.voices.clauses import CLOSING, COMMAS, STOPS
from tawthiq.reading.voices.offices_en import split
from tawthiq.reading.voices.speakers import (
    DAYS,
    DETERMINERS,
    FIRST_PERSON,
    PREPOSITIONS,
    Speaker,
    apposition,
    capital,
    named,
    noun_phrase,
    pieces,
    speaks,
)
from tawthiq.reading.voices.speech import Lexicon
from tawthiq.reading.voices.spoken import Scan
from tawthiq.reading.voices.wordsets import word_set

CLAUSE_OPENERS = word_set(
    "that whether while whereas but although though because if when after as before since "
    "so which where how why what and or nor yet until"
)  # fmt: skip


def named_after(scan: Scan, first: int) -> Speaker | None:
    """The one named from `first` on, with an apposition: "Salim Haddad, head of the hospital"."""
    tokens, words = scan.tokens, scan.words
    stop = noun_phrase(tokens, first, len(tokens), words)
    if stop == first:
        return None
    speaker = split(tokens, first, stop, words)
    close = bracket_end(scan, stop)
    if close > stop:
        speaker, stop = replace(speaker, last=close), close
    if stop < len(tokens) and tokens[stop].raw in COMMAS:
        end = stop + 1
        while end < len(tokens) and tokens[end].raw not in COMMAS | STOPS | CLOSING | {
            '"',
            "(",
            "—",
            ":",
        }:
            end += 1
        told = _office_piece(scan, stop + 1, end) or _name_piece(scan, stop + 1, end)
        if apposition(tokens, stop + 1, end, words) and told:
            return with_apposition(scan, speaker, stop + 1, end)
    return speaker


def _office_piece(scan: Scan, first: int, stop: int) -> bool:
    piece = scan.tokens[first : min(stop, first + 6)]
    if piece and piece[0].norm in ("who", "of", "from"):
        return True
    return any(scan.words.is_office(one) or scan.words.is_head(one) for one in piece)


def _name_piece(scan: Scan, first: int, stop: int) -> bool:
    """Whether a piece is a person's name: capitals, none of them a word of bodies."""
    piece = scan.tokens[first:stop]
    return 1 < len(piece) <= 4 and all(named(one) and not scan.words.is_head(one) for one in piece)


def with_apposition(scan: Scan, speaker: Speaker, first: int, stop: int) -> Speaker:
    """A name and an office, whichever stands first."""
    tokens, words = scan.tokens, scan.words
    head = tokens[speaker.first : speaker.last]
    inner = split(tokens, first, stop, words)
    piece = tokens[first:stop]
    person = all(named(one) or one.raw in ".-" for one in piece) and not any(
        words.is_head(one) for one in piece
    )
    if person and not speaker.role and any(words.is_office(one) for one in head):
        # "the ministry's spokesman, Salim Haddad"
        return Speaker(first=speaker.first, last=stop, name=inner.name, role=speaker.name)
    role = inner.name if piece[0].norm not in ("who", "whose", "which") else None
    if inner.role:
        role = f"{inner.role} {inner.name}"
    if not any(words.is_office(one) for one in piece) and any(words.is_head(one) for one in head):
        role = None  # "the Idlib Committee, a group of lawyers": a body has no office
    return Speaker(
        first=speaker.first, last=stop, name=speaker.name, role=speaker.role or role,
        pronoun=speaker.pronoun,
    )  # fmt: skip


def bracket_end(scan: Scan, at: int) -> int:
    """Past a bracket that gives another name of the one just named: "(SNHR)"; else `at`."""
    tokens = scan.tokens
    if at >= len(tokens) or tokens[at].raw != "(":
        return at
    close = next((k for k in range(at, min(len(tokens), at + 7)) if tokens[k].raw == ")"), at)
    inside = tokens[at + 1 : close]
    named_only = bool(inside) and all(one.kind == "word" for one in inside)
    return close + 1 if named_only else at


def subject_before(scan: Scan, verb: int, floor: int, strict: bool) -> Speaker | None:
    """The subject that ends before the verb."""
    tokens, words = scan.tokens, scan.words
    stop = verb
    while stop > floor and adverbial(tokens, stop - 1):
        stop -= 1
    # "The ministry on Friday said"
    while (
        stop - 2 >= floor
        and tokens[stop - 1].norm in DAYS
        and tokens[stop - 2].norm in ("on", "late", "early")
    ):
        stop -= 2
    comma = stop > floor and tokens[stop - 1].raw in COMMAS
    stop -= comma
    bracket = next(
        (k for k in range(stop - 1, max(floor, stop - 7), -1) if tokens[k].raw == "("), 0
    )
    if bracket > floor and bracket_end(scan, bracket) == stop:
        stop = bracket  # "the Nahr Network (NN) said"
    first = clause_start(scan, stop, floor, comma)
    parts = pieces(tokens, first, stop)
    if not parts:
        return None
    head = len(parts) - 1
    if comma:
        while (
            head > 0
            and (apposition(tokens, *parts[head], words) or _aside(scan, parts[head]))
            and not introduces(tokens, *parts[head - 1])
        ):
            head -= 1
        if head == len(parts) - 1 and head > 0 and _aside(scan, parts[head]):
            return None
    elif (
        head > 0
        and tokens[parts[head][0]].kind != "number"
        and apposition(tokens, *parts[head], words)
        and tokens[parts[head][0]].norm not in DETERMINERS
        and subject_at(scan, *parts[head - 1], strict=True)
        and not _office_before_name(scan, parts[head])
    ):
        head -= 1
    speaker = subject_at(scan, *parts[head], strict=strict)
    if speaker is None and comma and head < len(parts) - 1:
        # "12 were killed, the committee, a local group, said"
        speaker = subject_at(scan, *parts[head + 1], strict=strict)
        head += 1
    if speaker is None:
        return None
    for k in range(head + 1, len(parts)):
        told = _office_piece(scan, *parts[k]) or _name_piece(scan, *parts[k])
        if apposition(tokens, *parts[k], words) and told:
            speaker = with_apposition(scan, speaker, *parts[k])
    return speaker


def _office_before_name(scan: Scan, part: tuple[int, int]) -> bool:
    return split(scan.tokens, *part, scan.words).role is not None


def _aside(scan: Scan, part: tuple[int, int]) -> bool:
    """ "X, in a statement, said", "X, speaking in Homs, said", "X, citing Y, said"."""
    token = scan.tokens[part[0]]
    return token.norm in PREPOSITIONS | {
        "speaking",
        "citing",
        "quoting",
        "meanwhile",
        "however",
    } or (token.norm.endswith("ing") and not capital(token))


def clause_start(scan: Scan, stop: int, floor: int, comma: bool = False) -> int:
    """Where the clause begins whose words end before `stop`; `comma`: a clause may stand within."""
    tokens = scan.tokens
    at = stop
    while at > floor:
        token = tokens[at - 1]
        if token.raw == ")" and comma and (opening := _bracket_within(scan, at, floor)) > floor:
            at = opening
            continue
        if token.raw in STOPS | CLOSING | {
            '"',
            "“",
            "«",
            "(",
            ")",
            ":",
            "—",
            "–",
            "-",
            "•",
            "*",
            "’",
            "[",
            "]",
        }:
            letters = token.raw == "." and at > 3 and tokens[at - 3].raw == "."
            if (
                token.raw == "."
                and (at < stop or letters)
                and (scan.words.is_title(tokens[at - 2]) or len(tokens[at - 2].raw) == 1)
            ):
                at -= 1
                continue
            return at
        if token.norm in ("which", "where") and tokens[at - 2].raw in COMMAS and comma:
            at -= 1
            continue
        if token.norm in CLAUSE_OPENERS and token.kind == "word":
            if token.norm == "and" and at < stop and _and_of_phrase(scan, at - 1, floor):
                at -= 1
                continue
            return at
        at -= 1
    return at


def _bracket_within(scan: Scan, stop: int, floor: int) -> int:
    """Where the bracket opens that closes before `stop`: it is short, and told between commas."""
    for k in range(stop - 2, max(floor, stop - 8), -1):
        if scan.tokens[k].raw == "(":
            return k
    return floor


def _and_of_phrase(scan: Scan, at: int, floor: int) -> bool:
    """Whether "and" stands within the subject ("activists and residents said")."""
    tokens = scan.tokens
    if at <= floor or tokens[at - 1].raw in COMMAS:
        return False
    k = at
    while k > floor and tokens[k - 1].kind == "word" and tokens[k - 1].norm not in CLAUSE_OPENERS:
        k -= 1
    before = tokens[k:at]
    if not before or len(before) > 5 or not speaks(before, scan.words):
        return False
    return noun_phrase(tokens, k, at, scan.words) == at


def subject_at(scan: Scan, first: int, stop: int, strict: bool) -> Speaker | None:  # noqa: PLR0911 - one branch a way of writing
    """A speaker made of the words [first, stop), introductions left out; None: they are none."""
    tokens, words = scan.tokens, scan.words
    while first < stop and tokens[first].norm in ("meanwhile", "however", "but", "and", "later",
                                                  "earlier", "separately", "yet", "still", "also",
                                                  "elsewhere", "then", "even", "so", "yesterday",
                                                  "today", "now"):  # fmt: skip
        first += 1
    ago = (k for k in range(first, min(stop - 1, first + 6)) if tokens[k].norm == "ago")
    first = next((k + 1 for k in ago), first)  # "Only a few days ago the envoy said"
    if first < stop and tokens[first].norm in PREPOSITIONS | {"late", "early"}:
        first = _past_place(tokens, first, stop, words)
    if first >= stop or stop - first > 24:
        return None
    end = noun_phrase(tokens, first, stop, words)
    if end != stop:
        return _with_relative(scan, first, end, stop)
    piece = tokens[first:stop]
    if len(piece) == 1 and piece[0].norm in ("other", "such", "recent", "earlier", "latest"):
        return None
    if piece[0].norm in ("nobody", "no", "none", "neither", "whoever", "anyone", "anybody"):
        return None
    if len(piece) == 1 and piece[0].norm in FIRST_PERSON:
        return None  # the holder's own word, or the quoted one's, whom other words name
    if len(piece) == 1 and piece[0].norm in (
        "there",
        "who",
        "that",
        "this",
        "what",
        "none",
        "those",
    ):
        return None
    if strict and not speaks(piece, words) and not words.is_paper(piece[-1]):
        return None
    if (
        any(one.norm in ("number", "toll", "total", "bodies", "attack") for one in piece[:2])
        and strict
    ):
        return None
    if piece[0].kind == "number" and not speaks(piece, words):
        return None
    speaker = split(tokens, first, stop, words)
    return speaker if speaker.name is not None or speaker.pronoun else None


def _with_relative(scan: Scan, first: int, end: int, stop: int) -> Speaker | None:  # noqa: PLR0911 - one branch a way of writing
    """ "a colonel who asked not to be named", "a source cited by Reuters"."""
    tokens, words = scan.tokens, scan.words
    if end == first or end >= stop or end + 1 >= len(tokens):
        return None
    if not (speaks(tokens[first:end], words) or words.is_paper(tokens[end - 1])):
        return None
    opening, after = tokens[end].norm, tokens[end + 1].norm
    if opening in ("who", "which", "whose"):
        return split(tokens, first, end, words)
    if opening in ("cited", "quoted", "carried", "published", "aired") and after in ("by", "in"):
        reporter = named_after(scan, end + 2)
        speaker = split(tokens, first, end, words)
        return replace(speaker, reporter=reporter.name) if reporter else speaker
    owner = paper_owner(scan, first, end)
    if owner is not None and owner.last == stop:
        return replace(owner, first=first)
    if opening.endswith(("ed", "ing")) and after in PREPOSITIONS:
        return split(tokens, first, end, words)
    return None


def paper_owner(scan: Scan, first: int, end: int) -> Speaker | None:
    """ "figures released on Friday by the ministry": whose the paper at [first, end) is."""
    tokens, words = scan.tokens, scan.words
    if end <= first or end >= len(tokens) or not words.is_paper(tokens[end - 1]):
        return None
    if not (
        tokens[end].norm.endswith("ed") or tokens[end].norm in ("kept", "made", "put", "drawn")
    ):
        return None
    for k in range(end + 1, min(len(tokens) - 1, end + 7)):
        if tokens[k].kind == "sign":
            return None
        if tokens[k].norm == "by":
            owner = named_after(scan, k + 1)
            found = owner is not None and speaks(tokens[k + 1 : owner.last], words)
            return owner if found else None
    return None


def _past_place(tokens: Sequence[Token], first: int, stop: int, words: Lexicon) -> int:
    """Past "In Homs", "On Friday": where the subject begins that no comma parts from it."""
    at = first + 1
    while at < stop and tokens[at].norm in DETERMINERS | {"late", "early"}:
        at += 1
    while at < stop and (tokens[at].norm in DAYS or tokens[at].kind == "number"):
        at += 1
    if at == first + 1:
        while at < stop and capital(tokens[at]) and not words.is_head(tokens[at]):
            at += 1
    return at if at < stop else stop

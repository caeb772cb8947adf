"""The English grammar of attribution: "X said that …", "… , said X", "according to X", "X: …"."""

from collections.abc import Sequence
from dataclasses import dataclass

from tawthiq.reading.clauses import CLOSING, COMMAS, STOPS, Quotation, in_quotation
from tawthiq.reading.model import Token
from tawthiq.reading.speakers import (
    DAYS,
    DETERMINERS,
    FIRST_PERSON,
    INTRODUCTIONS,
    PREPOSITIONS,
    Speaker,
    apposition,
    capital,
    named,
    noun_phrase,
    pieces,
    speaks,
    split,
)
from tawthiq.reading.speech import Lexicon, Phrase
from tawthiq.reading.spoken import Spoken
from tawthiq.reading.wordsets import word_set

_ADVERBS = word_set(
    "also later earlier then now recently repeatedly separately previously publicly "
    "officially already have has had since initially meanwhile again subsequently flatly "
    "categorically strongly firmly angrily swiftly quickly immediately simply only even once "
    "still formally vehemently routinely itself himself herself themselves alone reportedly "
    "all both each"
)
_BE = frozenset(["is", "are", "was", "were", "be", "been", "being"])
_NOT_FINITE = word_set(
    "the a an this these those his her its their our my any no of in for by to near than "
    "not never cannot could would should might did does do without dont didnt doesnt"
)
_NOUNS_TOO = word_set(
    "report reports claim claims state states count counts record records estimate estimates "
    "note notes charge charges mention mentions comment comments tweet tweets document "
    "documents register registers tally tallies log logs doubt doubts question questions "
    "dispute disputes show shows find finds track tracks remark remarks query"
)
_CONTENT = word_set(
    "that a an the at more some it its he she they there over nearly up about another no "
    "between around fewer less dozens hundreds thousands scores only two three four five six "
    "seven eight nine ten eleven twelve twenty thirty forty fifty"
)
_CLAUSE_OPENERS = word_set(
    "that whether while whereas but although though because if when after as before since so "
    "which where how why what and or nor yet until"
)  # fmt: skip
_ADJUNCTS = word_set(
    "on in at during by late early yesterday today tonight earlier later via from through "
    "over after this last publicly separately again simply anonymously"
)  # fmt: skip
_LISTENERS = word_set(
    "reporters journalists him her them me us you people everyone parliament lawmakers "
    "viewers supporters readers"
)


@dataclass(frozen=True, slots=True)
class _Scan:
    tokens: Sequence[Token]
    words: Lexicon
    quotes: Sequence[Quotation]


def find(tokens: Sequence[Token], words: Lexicon, quotes: Sequence[Quotation]) -> list[Spoken]:
    """Every attribution of an English sentence, in the order of the words that make it."""
    scan = _Scan(tokens, words, quotes)
    found: list[Spoken] = []
    at = 0
    colon = _colon(scan)
    if colon is not None:
        found.append(colon)
        at = colon.last
    while at < len(tokens):
        said, at = _at(scan, at, found)
        if said is not None:
            found.append(said)
            at = max(at, said.last)
    return found


def _at(scan: _Scan, at: int, found: list[Spoken]) -> tuple[Spoken | None, int]:
    token = scan.tokens[at]
    if token.raw == "(":
        return _bracket(scan, at), at + 1
    if token.raw in "—–-" and token.kind == "sign":
        return _signed(scan, at), at + 1
    if token.kind != "word":
        return None, at + 1
    possessive = _possessive(scan, at)
    if possessive is not None:
        return possessive, at + 1
    phrase = scan.words.at(scan.tokens, at)
    if phrase is None:
        return None, at + 1
    if phrase.use == "hearsay" and not _told_of(scan, phrase):
        return None, at + 1
    if phrase.use == "hearsay":
        return _hearsay(scan, phrase), phrase.last
    if phrase.use == "according":
        return _according(scan, phrase), phrase.last
    if phrase.use == "quote":
        return _quoting(scan, phrase, found), phrase.last
    said = _agent(scan, phrase) or _verb(scan, phrase, found)
    return said, phrase.last


def _told_of(scan: _Scan, phrase: Phrase) -> bool:
    """Whether hearsay is passed on here: "the reports of 12 deaths" only speaks of it."""
    before = scan.tokens[phrase.first - 1] if phrase.first else None
    return before is None or before.norm not in DETERMINERS | PREPOSITIONS - {"amid", "despite"}


def _end(scan: _Scan, at: int) -> bool:
    return at >= len(scan.tokens) or scan.tokens[at].raw in STOPS | CLOSING | {'"', ")", "’"}


def _speaker(speaker: Speaker, **more: object) -> dict[str, object]:
    return {"name": speaker.name, "role": speaker.role, "pronoun": speaker.pronoun, **more}


def _after(scan: _Scan, first: int) -> Speaker | None:
    """The one named from `first` on, with an apposition: "Salim Haddad, head of the hospital"."""
    tokens, words = scan.tokens, scan.words
    stop = noun_phrase(tokens, first, len(tokens), words)
    if stop == first:
        return None
    speaker = split(tokens, first, stop, words)
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
            return _with_apposition(scan, speaker, stop + 1, end)
    return speaker


def _office_piece(scan: _Scan, first: int, stop: int) -> bool:
    piece = scan.tokens[first : min(stop, first + 6)]
    return any(scan.words.is_office(one) or scan.words.is_head(one) for one in piece) or (
        piece[0].norm in ("who", "of", "from")
    )


def _name_piece(scan: _Scan, first: int, stop: int) -> bool:
    """Whether a piece is a person's name: capitals, none of them a word of bodies."""
    piece = scan.tokens[first:stop]
    return 1 < len(piece) <= 4 and all(
        named(one) and not scan.words.is_head(one) for one in piece
    )


def _with_apposition(scan: _Scan, speaker: Speaker, first: int, stop: int) -> Speaker:
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


def _before(scan: _Scan, verb: int, floor: int, strict: bool) -> Speaker | None:
    """The subject that ends before the verb."""
    tokens, words = scan.tokens, scan.words
    stop = verb
    while stop > floor and _adverbial(tokens, stop - 1):
        stop -= 1
    # "The ministry on Friday said"
    while (
        stop - 2 >= floor
        and tokens[stop - 1].norm in DAYS
        and tokens[stop - 2].norm in ("on", "late", "early")
    ):
        stop -= 2
    comma = stop > floor and tokens[stop - 1].raw in COMMAS
    first = _clause_start(scan, stop - 1 if comma else stop, floor, comma)
    parts = pieces(tokens, first, stop)
    if not parts:
        return None
    head = len(parts) - 1
    if comma:
        while head > 0 and (apposition(tokens, *parts[head], words) or _aside(scan, parts[head])):
            head -= 1
        if head == len(parts) - 1 and head > 0:
            return None
    elif (
        head > 0
        and apposition(tokens, *parts[head], words)
        and tokens[parts[head][0]].norm not in DETERMINERS
        and _subject(scan, *parts[head - 1], strict=True)
        and not _office_before_name(scan, parts[head])
    ):
        head -= 1
    speaker = _subject(scan, *parts[head], strict=strict)
    if speaker is None and comma and head < len(parts) - 1:
        # "12 were killed, the committee, a local group, said"
        speaker = _subject(scan, *parts[head + 1], strict=strict)
        head += 1
    if speaker is None:
        return None
    for k in range(head + 1, len(parts)):
        told = _office_piece(scan, *parts[k]) or _name_piece(scan, *parts[k])
        if apposition(tokens, *parts[k], words) and told:
            speaker = _with_apposition(scan, speaker, *parts[k])
    return speaker


def _office_before_name(scan: _Scan, part: tuple[int, int]) -> bool:
    return split(scan.tokens, *part, scan.words).role is not None


def _adverbial(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].norm in _ADVERBS or (tokens[at].norm in ("yesterday", "today") and at > 0)


def _aside(scan: _Scan, part: tuple[int, int]) -> bool:
    """ "X, in a statement, said", "X, speaking in Homs, said", "X, citing Y, said"."""
    token = scan.tokens[part[0]]
    return token.norm in PREPOSITIONS | {
        "speaking",
        "citing",
        "quoting",
        "meanwhile",
        "however",
    } or (token.norm.endswith("ing") and not capital(token))


def _clause_start(scan: _Scan, stop: int, floor: int, comma: bool = False) -> int:
    tokens = scan.tokens
    at = stop
    while at > floor:
        token = tokens[at - 1]
        if token.raw in STOPS | CLOSING | {'"', "“", "«", "(", ")", ":", "—", "–", "’", "[", "]"}:
            if (
                token.raw == "."
                and at < stop
                and (scan.words.is_title(tokens[at - 2]) or len(tokens[at - 2].raw) == 1)
            ):
                at -= 1
                continue
            return at
        if token.norm in ("which", "where") and tokens[at - 2].raw in COMMAS and comma:
            at -= 1
            continue
        if token.norm in _CLAUSE_OPENERS and token.kind == "word":
            if token.norm == "and" and at < stop and _and_of_phrase(scan, at - 1, floor):
                at -= 1
                continue
            return at
        at -= 1
    return at


def _and_of_phrase(scan: _Scan, at: int, floor: int) -> bool:
    """Whether "and" stands within the subject ("activists and residents said")."""
    tokens = scan.tokens
    if at <= floor or tokens[at - 1].raw in COMMAS:
        return False
    k = at
    while k > floor and tokens[k - 1].kind == "word" and tokens[k - 1].norm not in _CLAUSE_OPENERS:
        k -= 1
    before = tokens[k:at]
    if not before or len(before) > 5 or not speaks(before, scan.words):
        return False
    return noun_phrase(tokens, k, at, scan.words) == at


def _subject(scan: _Scan, first: int, stop: int, strict: bool) -> Speaker | None:
    """A speaker made of the words [first, stop), introductions left out; None: they are none."""
    tokens, words = scan.tokens, scan.words
    while first < stop and tokens[first].norm in ("meanwhile", "however", "but", "and", "later",
                                                  "earlier", "separately", "yet", "still", "also",
                                                  "elsewhere", "then", "even", "so", "yesterday",
                                                  "today"):  # fmt: skip
        first += 1
    if first < stop and tokens[first].norm in PREPOSITIONS | {"late", "early"}:
        first = _past_place(tokens, first, stop, words)
    if first >= stop or stop - first > 24:
        return None
    end = noun_phrase(tokens, first, stop, words)
    if end != stop:
        return None
    piece = tokens[first:stop]
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
    if any(one.norm in ("number", "toll", "total", "bodies", "attack") for one in piece[:2]) and strict:
        return None
    if piece[0].kind == "number" and not speaks(piece, words):
        return None
    return split(tokens, first, stop, words)


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


def _verb(scan: _Scan, phrase: Phrase, found: list[Spoken]) -> Spoken | None:
    tokens = scan.tokens
    verb, word = phrase.first, tokens[phrase.first]
    before = tokens[verb - 1] if verb else None
    if word.norm.endswith("ing") and phrase.last - phrase.first == 1:
        return _participle(scan, phrase, found)
    if before is not None and before.norm in _NOT_FINITE | _BE:
        return None
    inverted = _inverted(scan, phrase, found)
    if inverted is not None:
        return inverted
    if phrase.last >= len(tokens) and verb == 0:
        return None
    noun_too = word.norm in _NOUNS_TOO
    if noun_too and not _finite(scan, phrase):
        return None
    if phrase.weak and word.norm.endswith("ed") and _participial(scan, phrase):
        return None
    floor = max((one.last for one in found), default=0)
    speaker = _before(scan, verb, 0 if floor <= 0 else floor, phrase.weak or noun_too)
    if speaker is None:
        # "…, and added that": the speaker just named goes on.
        return _goes_on(scan, phrase, found)
    return _said(scan, phrase, speaker)


def _participial(scan: _Scan, phrase: Phrase) -> bool:
    """"the dead reported in Homs": what follows is neither a clause nor an object."""
    past = _adjuncts(scan, phrase.last)
    return past < len(scan.tokens) and past == phrase.last and (
        scan.tokens[past].norm in PREPOSITIONS
    )


def _finite(scan: _Scan, phrase: Phrase) -> bool:
    """Whether "reports", "claim" and their like are verbs here."""
    tokens, verb = scan.tokens, phrase.first
    if verb == 0 or phrase.last >= len(tokens):
        return False
    before, after = tokens[verb - 1], tokens[phrase.last]
    if tokens[verb].norm.endswith("ed") and after.norm in PREPOSITIONS - {"that"}:
        return False
    goes_on = (
        after.norm in _CONTENT or after.kind == "number" or named(after)
        or after.raw in CLOSING | {'"', "“", "«", ":"} or after.raw in COMMAS
    )  # fmt: skip
    if not goes_on or (before.norm in DETERMINERS | PREPOSITIONS):
        return False
    if after.norm not in _CONTENT and scan.words.at(tokens, phrase.last) is not None:
        return False
    plural = before.norm.endswith("s") or before.norm in ("people", "media", "police", "some", "many", "i", "we", "you", "they")  # fmt: skip
    if scan.words.known_body(tokens, verb - 1) is not None:
        return True
    return plural != tokens[verb].norm.endswith("s") or tokens[verb].norm.endswith("ed")


def _goes_on(scan: _Scan, phrase: Phrase, found: list[Spoken]) -> Spoken | None:
    tokens, verb = scan.tokens, phrase.first
    k = verb
    while k > 0 and _adverbial(tokens, k - 1):
        k -= 1
    if not found or k == 0 or tokens[k - 1].norm not in ("and", "but"):
        return None
    if phrase.weak and not (phrase.last < len(tokens) and tokens[phrase.last].norm == "that"):
        return None
    last = found[-1]
    return Spoken(
        first=verb, last=_past_that(scan, phrase.last), name=last.name, role=last.role,
        reporters=last.reporters, pronoun=last.pronoun, stance=phrase.stance, forward=True,
        again=True, bound=True,
    )  # fmt: skip


def _participle(scan: _Scan, phrase: Phrase, found: list[Spoken]) -> Spoken | None:
    tokens, verb = scan.tokens, phrase.first
    before = tokens[verb - 1] if verb else None
    if before is not None and before.norm in _NOT_FINITE | _BE | PREPOSITIONS - {"while"}:
        return None
    if phrase.last >= len(tokens) or (phrase.weak and tokens[phrase.last].norm != "that"):
        return None
    if before is not None and before.raw not in COMMAS and not found:
        return None
    if found:
        last = found[-1]
        name, role, reporters, pronoun = last.name, last.role, last.reporters, last.pronoun
    else:
        end = noun_phrase(tokens, 0, verb, scan.words)
        if end == 0 or not speaks(tokens[:end], scan.words):
            return None
        speaker = split(tokens, 0, end, scan.words)
        name, role, reporters, pronoun = speaker.name, speaker.role, (), speaker.pronoun
    return Spoken(
        first=verb, last=_past_that(scan, phrase.last), name=name, role=role, reporters=reporters,
        pronoun=pronoun, stance=phrase.stance, forward=True, again=True, bound=True,
    )  # fmt: skip


def _past_that(scan: _Scan, at: int) -> int:
    return at + 1 if at < len(scan.tokens) and scan.tokens[at].norm == "that" else at


def _adjuncts(scan: _Scan, at: int) -> int:
    """Past "on Friday", "in a statement", "yesterday": what follows a verb of speech."""
    tokens = scan.tokens
    while at < len(tokens) and tokens[at].norm in _ADJUNCTS:
        end = at + 1
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
            or tokens[end].norm in ("press", "news", "telephone", "phone", "interview", "conference",
                                    "morning", "evening", "afternoon", "night", "day", "week",
                                    "month", "year", "televised", "written", "short", "brief",
                                    "joint", "speech", "separate", "weekly", "daily", "monthly",
                                    "annual", "latest", "new", "recent", "website", "video",
                                    "page", "telegram", "facebook", "twitter", "remarks",
                                    "comments", "call", "message", "letter", "email", "address")
            or (named(tokens[end]) and not capital(tokens[at]))
        ):  # fmt: skip
            end += 1
        if end == at + 1:
            break
        at = end
    return at


def _said(scan: _Scan, phrase: Phrase, speaker: Speaker) -> Spoken | None:
    """An active verb after its subject: on which side do the words stand?"""
    tokens = scan.tokens
    last, reporters = phrase.last, ()
    verb = tokens[phrase.first].norm
    heard: tuple[str, ...] = ()
    if verb in ("told", "tells", "informed", "assured", "tell", "inform"):
        last, heard = _listener(scan, last)
    elif last < len(tokens) and tokens[last].norm == "to":
        end, heard = _listener(scan, last + 1)
        known = heard or tokens[end - 1].norm in _LISTENERS
        if not known:
            return None if verb in ("said", "reported", "claimed", "alleged") else _make(
                phrase, speaker, last, forward=True, bound=True
            )
        last = end
    reporters = heard
    past = _adjuncts(scan, last)
    lead = _lead(scan, speaker.first)
    quoted = in_quotation(scan.quotes, phrase.first)
    if past >= len(tokens) or _end(scan, past):
        if not lead and past < len(tokens) and tokens[past].raw in ('"', "“", "«"):
            return _make(phrase, speaker, past, reporters, forward=True, bound=True)
        if not lead:
            return None
        return _make(phrase, speaker, past, reporters, back=True)
    if tokens[past].raw in COMMAS:
        after_comma = tokens[past + 1] if past + 1 < len(tokens) else None
        if lead:
            return _make(phrase, speaker, past, reporters, back=True, forward=True)
        if after_comma is None:
            return None
        return _make(phrase, speaker, past + 1, reporters, forward=True, bound=True)
    if quoted is None and lead and tokens[past].norm in ("and", "but", "while", "as", "after"):
        return _make(phrase, speaker, past, reporters, back=True)
    that = tokens[past].norm == "that" or (tokens[past].raw == ":")
    said = past + 1 if that else past
    quote_before = lead and tokens[speaker.first - 1].raw in CLOSING | {'"', "’"}
    return _make(
        phrase,
        speaker,
        said if that else last,
        reporters,
        back=quote_before,
        forward=True,
        bound=True,
    )


def _lead(scan: _Scan, first: int) -> bool:
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
    return any(not _introduces(tokens, a, b) for a, b in pieces(tokens, start, first - 1))


def _introduces(tokens: Sequence[Token], first: int, stop: int) -> bool:
    """Whether a piece before a comma only leads in: "In a statement", "Meanwhile"."""
    opening = tokens[first].norm in INTRODUCTIONS or tokens[first].norm.endswith("ly")
    return opening and not _content(tokens[first:stop], stop - first)


def _make(
    phrase: Phrase,
    speaker: Speaker,
    last: int,
    reporters: tuple[str, ...] = (),
    *,
    back: bool = False,
    forward: bool = False,
    bound: bool = False,
) -> Spoken:
    return Spoken(
        first=min(speaker.first, phrase.first), last=max(last, phrase.last), name=speaker.name,
        role=speaker.role, pronoun=speaker.pronoun, reporters=reporters, stance=phrase.stance,
        back=back, forward=forward, bound=bound,
    )  # fmt: skip


def _listener(scan: _Scan, at: int) -> tuple[int, tuple[str, ...]]:
    """Past the one who is told; an agency or a paper that is told passes it on."""
    tokens = scan.tokens
    if at >= len(tokens):
        return at, ()
    if tokens[at].norm in _LISTENERS:
        return at + 1, ()
    known = scan.words.known_body(tokens, at)
    end = known if known is not None else noun_phrase(tokens, at, len(tokens), scan.words)
    piece = tokens[at:end]
    if not piece:
        return at, ()
    told = any(one.norm in _LISTENERS for one in piece)
    names = (
        known is not None
        or any(named(one) for one in piece)
        or any(scan.words.is_head(one) for one in piece)
    )
    return end, (split(tokens, at, end, scan.words).name or "",) if names and not told else ()


def _inverted(scan: _Scan, phrase: Phrase, found: list[Spoken]) -> Spoken | None:
    """ "…, said X." """
    tokens, verb = scan.tokens, phrase.first
    if verb == 0 or phrase.use != "verb" or phrase.last >= len(tokens):
        return None
    before = tokens[verb - 1]
    if before.raw not in COMMAS | CLOSING | {'"', "’", "—", "–", "?", "!"}:
        return None
    if tokens[verb].norm in ("told", "put", "gave", "found", "showed"):
        return None
    after = tokens[phrase.last]
    if not (named(after) or after.norm in DETERMINERS or scan.words.is_voice(after)
            or scan.words.is_office(after) or scan.words.is_title(after)
            or after.norm in ("he", "she", "they")):  # fmt: skip
        return None
    speaker = _after(scan, phrase.last)
    if speaker is None:
        return None
    past = _adjuncts(scan, speaker.last)
    closed = past >= len(tokens) or _end(scan, past) or tokens[past].raw in COMMAS | {"—", "–"}
    going = past < len(tokens) and tokens[past].norm in (
        "who",
        "while",
        "but",
        "and",
        "adding",
        "as",
    )
    if not (closed or going):
        return None
    if before.raw in COMMAS and not found and not _content(tokens, verb - 1):
        return None
    goes = past < len(tokens) and tokens[past].raw in COMMAS
    return _make(phrase, speaker, past, back=True, forward=goes and before.raw not in COMMAS)


def _content(tokens: Sequence[Token], stop: int) -> bool:
    """Whether something is said in the words before: more than a name and its apposition."""
    head = tokens[:stop]
    return any(
        one.norm in ("was", "were", "is", "are", "had", "has", "have", "been", "killed", "died")
        or (one.kind == "number" and len(one.norm) != 4) or one.norm.endswith("ed")
        for one in head
    )  # fmt: skip


def _agent(scan: _Scan, phrase: Phrase) -> Spoken | None:
    """ "documented by the network", "was announced by the ministry"."""
    tokens = scan.tokens
    if phrase.use != "verb" or phrase.last >= len(tokens) or tokens[phrase.last].norm != "by":
        return None
    if not tokens[phrase.first].norm.endswith(("ed", "said", "ten", "wn", "und", "ut", "en", "ld")):
        return None
    speaker = _after(scan, phrase.last + 1)
    if speaker is None:
        return None
    if not speaks(tokens[phrase.last + 1 : speaker.last], scan.words):
        return None
    # "It was denied by X that": its words stand after.
    forward = speaker.last < len(tokens) and tokens[speaker.last].norm == "that"
    last = speaker.last + 1 if forward else speaker.last
    first = phrase.first
    while first and tokens[first - 1].norm in _BE | _ADVERBS:
        first -= 1
    return Spoken(
        first=first, last=last, name=speaker.name, role=speaker.role, pronoun=speaker.pronoun,
        stance=phrase.stance, back=not forward, forward=True, bound=forward,
    )  # fmt: skip


def _quoting(scan: _Scan, phrase: Phrase, found: list[Spoken]) -> Spoken | None:
    """ "A quoted X as saying", "X was quoted by A as saying", "citing X"."""
    tokens, verb = scan.tokens, phrase.first
    if verb and tokens[verb - 1].norm in _BE:
        stop = verb - 1
        speaker = _before(scan, stop, max((one.last for one in found), default=0), strict=False)
        reporters: tuple[str, ...] = ()
        last = phrase.last
        if last < len(tokens) and tokens[last].norm in ("by", "in"):
            agent = _after(scan, last + 1)
            if agent is not None:
                reporters, last = (agent.name or "",), agent.last
        if speaker is None:
            return None
        last = _as_saying(scan, last)
        return Spoken(
            first=speaker.first, last=last, name=speaker.name, role=speaker.role,
            pronoun=speaker.pronoun, reporters=reporters, forward=True, bound=True,
        )  # fmt: skip
    cited = _after(scan, phrase.last)
    if cited is None or not speaks(tokens[phrase.last : cited.last], scan.words):
        return None
    if tokens[verb].norm in ("citing", "quoting"):
        return _citing(scan, phrase, cited, found)
    speaker = _before(scan, verb, max((one.last for one in found), default=0), strict=False)
    if speaker is None:
        return None
    last = _as_saying(scan, cited.last)
    return Spoken(
        first=speaker.first, last=last, name=cited.name, role=cited.role, pronoun=cited.pronoun,
        reporters=(speaker.name,) if speaker.name else (), forward=True, bound=True,
    )  # fmt: skip


def _as_saying(scan: _Scan, at: int) -> int:
    tokens = scan.tokens
    if at + 1 < len(tokens) and tokens[at].norm == "as" and tokens[at + 1].norm.endswith("ing"):
        at += 2
    return _past_that(scan, at)


def _citing(scan: _Scan, phrase: Phrase, cited: Speaker, found: list[Spoken]) -> Spoken | None:
    """ "A, citing X, said …" and "A said …, citing X": X speaks, A passes it on."""
    tokens = scan.tokens
    if found:
        last = found.pop()
        reporters = (last.name,) if last.name else ()
        return Spoken(
            first=min(last.first, phrase.first), last=max(last.last, cited.last), name=cited.name,
            role=cited.role, pronoun=cited.pronoun, reporters=(*reporters, *last.reporters),
            stance=last.stance, back=True, forward=True,
        )  # fmt: skip
    after = cited.last
    if after < len(tokens) and tokens[after].raw in COMMAS and after + 1 < len(tokens):
        end = after + 1
        while end < len(tokens) and _adverbial(tokens, end):
            end += 1
        verb = scan.words.at(tokens, end) if end < len(tokens) else None
        if verb is not None and verb.use == "verb":
            first = _clause_start(scan, phrase.first - 1, 0)
            parts = pieces(tokens, first, phrase.first)
            speaker = _subject(scan, *parts[-1], strict=False) if parts else None
            if speaker is not None:
                return Spoken(
                    first=speaker.first, last=_past_that(scan, verb.last), name=cited.name,
                    role=cited.role, pronoun=cited.pronoun,
                    reporters=(speaker.name,) if speaker.name else (),
                    stance=verb.stance, forward=True, bound=True,
                )  # fmt: skip
    return Spoken(
        first=phrase.first, last=cited.last, name=cited.name, role=cited.role,
        pronoun=cited.pronoun, back=True,
    )  # fmt: skip


def _hearsay(scan: _Scan, phrase: Phrase) -> Spoken | None:
    tokens = scan.tokens
    word = tokens[phrase.first].norm
    by = phrase.last < len(tokens) and tokens[phrase.last].norm == "by"
    if by:
        agent = _after(scan, phrase.last + 1)
        if agent is not None and speaks(tokens[phrase.last + 1 : agent.last], scan.words):
            forward = agent.last < len(tokens) and tokens[agent.last].norm == "that"
            return Spoken(
                first=phrase.first, last=agent.last + forward, name=agent.name, role=agent.role,
                pronoun=agent.pronoun, back=not forward, forward=True, bound=forward,
            )  # fmt: skip
    free = word.endswith("ly") or tokens[phrase.last - 1].norm in ("to", "reported") or word == "by"
    impersonal = word == "it" or free
    return Spoken(
        first=phrase.first, last=_past_that(scan, phrase.last), name=None, stance="reports",
        back=free or (not impersonal and phrase.first > 0), forward=True, bound=not free,
    )  # fmt: skip


def _according(scan: _Scan, phrase: Phrase) -> Spoken | None:
    tokens = scan.tokens
    if phrase.last >= len(tokens):
        return None
    first = phrase.last
    speaker = _after(scan, first)
    if speaker is None or (speaker.name is None and not speaker.pronoun):
        return None
    piece = tokens[first : speaker.last]
    plan = piece[-1].norm in ("plan", "plans", "law", "schedule", "custom", "need", "size", "rules",
                              "ability", "tradition", "age", "protocol", "procedure", "contract",
                              "islam", "sharia", "principle", "principles", "criteria", "needs",
                              "standards", "regulations", "agreement", "which", "what")  # fmt: skip
    if plan or (piece[0].norm in ("which", "what", "whom")):
        return None
    # "According to X, …" opens; anywhere else it closes what stands before.
    lead = phrase.first > 0 and tokens[phrase.first - 1].norm not in _CLAUSE_OPENERS
    opens = not lead or _only_introduction(scan, phrase.first)
    past = _adjuncts(scan, speaker.last)
    comma = past < len(tokens) and tokens[past].raw in COMMAS
    return Spoken(
        first=phrase.first, last=past + (comma and opens), name=speaker.name, role=speaker.role,
        pronoun=speaker.pronoun, back=not opens, forward=opens or comma, bound=False,
    )  # fmt: skip


def _only_introduction(scan: _Scan, first: int) -> bool:
    """ "Meanwhile, according to X, 12 were killed"."""
    tokens = scan.tokens
    if tokens[first - 1].raw not in COMMAS:
        return False
    return all(_introduces(tokens, a, b) for a, b in pieces(tokens, 0, first - 1))


def _possessive(scan: _Scan, at: int) -> Spoken | None:
    """ "the ministry's toll of 40", "the observatory's figures": no verb of speech needed."""
    tokens, words = scan.tokens, scan.words
    if not tokens[at].raw.endswith(("'s", "’s")) or at + 1 >= len(tokens):
        return None
    end = at + 1
    while end < len(tokens) and end <= at + 3 and not words.is_paper(tokens[end]):
        end += 1
    if end >= len(tokens) or end > at + 3 or not words.is_paper(tokens[end]):
        return None
    if (
        words.is_office(tokens[at])
        and not words.is_head(tokens[at])
        and not words.is_voice(tokens[at])
    ):
        return None
    first = at
    while (
        first > 0
        and tokens[first - 1].kind == "word"
        and (named(tokens[first - 1]) or tokens[first - 1].norm in ("of", "for", "health", "local"))
    ):
        first -= 1
    known = any(words.known_body(tokens, k) is not None for k in range(first, at + 1))
    if not (
        known or any(words.is_head(one) or words.is_voice(one) for one in tokens[first : at + 1])
    ):
        return None
    after = end + 1
    if after < len(tokens):
        # "the ministry's report says": the verb attributes, with this as its subject.
        follows = words.at(tokens, after)
        if follows is not None and follows.use in ("verb", "quote"):
            return None
    speaker = split(tokens, first, at + 1, words)
    return Spoken(
        first=first, last=end + 1, name=speaker.name, role=speaker.role, forward=True, bound=False,
        back=False,
    )  # fmt: skip


def _colon(scan: _Scan) -> Spoken | None:
    """ "Observatory: 12 killed", "Salim Haddad: “12 were killed”"."""
    tokens, words = scan.tokens, scan.words
    colon = next((k for k, token in enumerate(tokens[:12]) if token.raw == ":"), None)
    if colon is None or colon == 0 or colon + 1 >= len(tokens):
        return None
    if tokens[0].norm in ("source", "sources", "via"):
        speaker = _after(scan, colon + 1)
        return (
            None
            if speaker is None
            else Spoken(first=0, last=speaker.last, name=speaker.name, role=speaker.role, back=True)
        )
    parts = pieces(tokens, 0, colon)
    if not parts or parts[0][0] != 0:
        return None
    speaker = _subject(scan, *parts[0], strict=True)
    if speaker is None:
        return None
    quoted = tokens[colon + 1].raw in ('"', "“", "«", "‘")
    piece = tokens[: parts[0][1]]
    body = any(
        words.is_head(one) or words.is_voice(one) or words.is_office(one) for one in piece
    ) or any(words.known_body(piece, k) for k in range(len(piece)))
    paper = any(words.is_paper(one) for one in piece) and speaker.pronoun
    if paper or not (body or quoted):
        return None
    for part in parts[1:]:
        if not apposition(tokens, *part, words):
            return None
        speaker = _with_apposition(scan, speaker, *part)
    return Spoken(
        first=0, last=colon + 1, name=speaker.name, role=speaker.role, pronoun=speaker.pronoun,
        forward=True, bound=True,
    )  # fmt: skip


def _bracket(scan: _Scan, at: int) -> Spoken | None:
    """ "12 killed (UNHCR)": a body alone in brackets."""
    tokens, words = scan.tokens, scan.words
    stop = next((k for k in range(at, min(len(tokens), at + 10)) if tokens[k].raw == ")"), None)
    if stop is None or stop == at + 1 or at == 0:
        return None
    first = at + 1
    if tokens[first].norm in ("source", "sources", "via") and first + 1 < stop:
        first += 1 + (tokens[first + 1].raw == ":")
    parts = pieces(tokens, first, stop)
    known = words.known_body(tokens, first)
    end = known if known is not None else noun_phrase(tokens, first, stop, words)
    body = known is not None or any(
        words.is_head(one) and capital(one) for one in tokens[first:end]
    )
    if (
        not body
        or end == first
        or (end != stop and len(parts) == 1 and tokens[end].kind != "number")
    ):
        return None
    if first == at + 1 and _spelt_out(scan, at):
        return None
    return Spoken(
        first=at, last=stop + 1, name=split(tokens, first, end, words).name, back=True, bracket=True
    )


def _spelt_out(scan: _Scan, bracket: int) -> bool:
    """Whether the bracket gives the name before it in letters: "Red Hills Committee (RHC)"."""
    tokens = scan.tokens
    return capital(tokens[bracket - 1]) or scan.words.is_head(tokens[bracket - 1])


def _signed(scan: _Scan, at: int) -> Spoken | None:
    """ "12 were killed — the observatory": a body after the last dash of a sentence."""
    tokens, words = scan.tokens, scan.words
    if at < 3 or at + 1 >= len(tokens) or tokens[at].start == tokens[at - 1].stop:
        return None
    stop = noun_phrase(tokens, at + 1, len(tokens), words)
    if stop == at + 1 or not (
        stop == len(tokens) or (stop == len(tokens) - 1 and tokens[stop].raw in STOPS)
    ):
        return None
    piece = tokens[at + 1 : stop]
    known = any(words.known_body(tokens, k) for k in range(at + 1, stop))
    if not known and not any(words.is_head(one) or words.is_voice(one) for one in piece):
        return None
    if piece[0].kind == "number" or any(one.kind == "number" for one in piece):
        return None
    speaker = split(tokens, at + 1, stop, words)
    return Spoken(first=at, last=stop, name=speaker.name, role=speaker.role, back=True)

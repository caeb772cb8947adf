"""Sources named without a verb of their own in English: "according to X", "(X)", "X: …"."""

from collections.abc import Sequence

from tawthiq.reading.model import Token
from tawthiq.reading.voices.adjuncts_en import adverbial, introduces, past_adjuncts, past_that
from tawthiq.reading.voices.clauses import COMMAS, STOPS
from tawthiq.reading.voices.offices_en import split
from tawthiq.reading.voices.speakers import (
    DAYS,
    DETERMINERS,
    PREPOSITIONS,
    Speaker,
    apposition,
    capital,
    named,
    noun_phrase,
    pieces,
    speaks,
)
from tawthiq.reading.voices.speech import Phrase
from tawthiq.reading.voices.spoken import Scan, Spoken
from tawthiq.reading.voices.subjects_en import (
    CLAUSE_OPENERS,
    clause_start,
    named_after,
    paper_owner,
    subject_at,
    subject_before,
    with_apposition,
)
from tawthiq.reading.voices.verbs_en import BE


def passes_on(scan: Scan, phrase: Phrase) -> bool:
    """Whether hearsay is passed on here: "the reports of 12 deaths" only speaks of it."""
    before = scan.tokens[phrase.first - 1] if phrase.first else None
    if before is not None and scan.tokens[phrase.first].norm in ("reports", "rumours", "rumors"):
        return before.kind == "sign" or before.norm in ("amid", "and", "but", "while", "with")
    return before is None or before.norm not in DETERMINERS | PREPOSITIONS - {"amid", "despite"}


def by_quoting(scan: Scan, phrase: Phrase, found: list[Spoken]) -> Spoken | None:
    """ "A quoted X as saying", "X was quoted by A as saying", "citing X"."""
    tokens, verb = scan.tokens, phrase.first
    if verb and tokens[verb - 1].norm in BE:
        stop = verb - 1
        speaker = subject_before(
            scan, stop, max((one.last for one in found), default=0), strict=False
        )
        reporters: tuple[str, ...] = ()
        last = phrase.last
        if last < len(tokens) and tokens[last].norm in ("by", "in"):
            agent = named_after(scan, last + 1)
            if agent is not None:
                reporters, last = (agent.name or "",), agent.last
        if speaker is None:
            return None
        last = _as_saying(scan, last)
        return Spoken(
            first=speaker.first, last=last, name=speaker.name, role=speaker.role,
            pronoun=speaker.pronoun, reporters=reporters, forward=True, bound=True,
        )  # fmt: skip
    cited = named_after(scan, phrase.last)
    if cited is None or not speaks(tokens[phrase.last : cited.last], scan.words):
        return None
    if tokens[verb].norm in ("citing", "quoting"):
        return _citing(scan, phrase, cited, found)
    speaker = subject_before(scan, verb, max((one.last for one in found), default=0), strict=False)
    if speaker is None:
        return None
    last = _as_saying(scan, cited.last)
    return Spoken(
        first=speaker.first, last=last, name=cited.name, role=cited.role, pronoun=cited.pronoun,
        reporters=(speaker.name,) if speaker.name else (), forward=True, bound=True,
    )  # fmt: skip


def _as_saying(scan: Scan, at: int) -> int:
    tokens = scan.tokens
    if at + 1 < len(tokens) and tokens[at].norm == "as" and tokens[at + 1].norm.endswith("ing"):
        at += 2
    return past_that(scan, at)


def _citing(scan: Scan, phrase: Phrase, cited: Speaker, found: list[Spoken]) -> Spoken | None:
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
        while end < len(tokens) and adverbial(tokens, end):
            end += 1
        verb = scan.words.at(tokens, end) if end < len(tokens) else None
        if verb is not None and verb.use == "verb":
            first = clause_start(scan, max(phrase.first - 1, 0), 0)
            parts = pieces(tokens, first, phrase.first)
            speaker = subject_at(scan, *parts[-1], strict=False) if parts else None
            if speaker is not None:
                return Spoken(
                    first=speaker.first, last=past_that(scan, verb.last), name=cited.name,
                    role=cited.role, pronoun=cited.pronoun,
                    reporters=(speaker.name,) if speaker.name else (),
                    stance=verb.stance, forward=True, bound=True,
                )  # fmt: skip
    return Spoken(
        first=phrase.first, last=cited.last, name=cited.name, role=cited.role,
        pronoun=cited.pronoun, back=True,
    )  # fmt: skip


def by_hearsay(scan: Scan, phrase: Phrase) -> Spoken | None:
    """ "reportedly", "it was said by X": words passed on, as a rule by nobody who is named."""
    tokens = scan.tokens
    word = tokens[phrase.first].norm
    by = phrase.last < len(tokens) and tokens[phrase.last].norm == "by"
    if by:
        agent = named_after(scan, phrase.last + 1)
        if agent is not None and speaks(tokens[phrase.last + 1 : agent.last], scan.words):
            forward = agent.last < len(tokens) and tokens[agent.last].norm == "that"
            return Spoken(
                first=phrase.first, last=agent.last + forward, name=agent.name, role=agent.role,
                pronoun=agent.pronoun, back=not forward, forward=True, bound=forward,
            )  # fmt: skip
    free = word.endswith("ly") or tokens[phrase.last - 1].norm in ("to", "reported") or word == "by"
    impersonal = word == "it" or free
    return Spoken(
        first=phrase.first, last=past_that(scan, phrase.last), name=None, stance="reports",
        back=free or (not impersonal and phrase.first > 0), forward=True, bound=not free,
    )  # fmt: skip


def by_source(scan: Scan, phrase: Phrase) -> Spoken | None:
    """ "according to X", before its words or after them."""
    tokens = scan.tokens
    if phrase.last >= len(tokens):
        return None
    first = phrase.last
    speaker = named_after(scan, first)
    if speaker is None or (speaker.name is None and not speaker.pronoun):
        return None
    piece = tokens[first : speaker.last]
    if not (speaks(piece, scan.words) or any(map(scan.words.is_paper, piece))):
        return None  # "according to the weather"
    if phrase.term == "comes_from" and not _number_told_before(scan, phrase.first):
        return None
    speaker = paper_owner(scan, first, speaker.last) or speaker
    plan = piece[-1].norm in ("plan", "plans", "law", "schedule", "custom", "need", "size", "rules",
                              "ability", "tradition", "age", "protocol", "procedure", "contract",
                              "islam", "sharia", "principle", "principles", "criteria", "needs",
                              "standards", "regulations", "agreement", "which", "what")  # fmt: skip
    if plan or (piece[0].norm in ("which", "what", "whom")):
        return None
    # "According to X, …" opens; anywhere else it closes what stands before.
    lead = phrase.first > 0 and tokens[phrase.first - 1].norm not in CLAUSE_OPENERS
    opens = not lead or _only_introduction(scan, phrase.first)
    past = past_adjuncts(scan, speaker.last)
    comma = past < len(tokens) and tokens[past].raw in COMMAS
    return Spoken(
        first=phrase.first, last=past + (comma and opens), name=speaker.name, role=speaker.role,
        pronoun=speaker.pronoun, back=not opens, forward=opens or comma, bound=False,
    )  # fmt: skip


def _number_told_before(scan: Scan, at: int) -> bool:
    """ "The low estimate, 340, comes from the police": a paper or a number is what comes."""
    start = clause_start(scan, at, 0, comma=True)
    told = scan.tokens[start:at]
    return any(one.kind == "number" for one in told) and any(map(scan.words.is_paper, told))


def _only_introduction(scan: Scan, first: int) -> bool:
    """ "Meanwhile, according to X, 12 were killed"."""
    tokens = scan.tokens
    if tokens[first - 1].raw not in COMMAS:
        return False
    return all(introduces(tokens, a, b) for a, b in pieces(tokens, 0, first - 1))


def by_possessive(scan: Scan, at: int) -> Spoken | None:
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


def by_colon(scan: Scan) -> Spoken | None:  # noqa: PLR0911 - one branch a way of writing
    """ "Observatory: 12 killed", "Salim Haddad: “12 were killed”"."""
    tokens, words = scan.tokens, scan.words
    start = _past_label(tokens)
    colon = next(
        (k for k in range(start, min(len(tokens), start + 12)) if tokens[k].raw == ":"), None
    )
    if colon is None or colon == start or colon + 1 >= len(tokens):
        return None
    if tokens[0].norm in ("source", "sources", "via"):
        speaker = named_after(scan, colon + 1)
        return (
            None
            if speaker is None
            else Spoken(first=0, last=speaker.last, name=speaker.name, role=speaker.role, back=True)
        )
    parts = pieces(tokens, start, colon)
    if not parts or parts[0][0] != start or tokens[start].norm in PREPOSITIONS:
        return None
    speaker = subject_at(scan, *parts[0], strict=True)
    if speaker is None:
        return None
    quoted = tokens[colon + 1].raw in ('"', "“", "«", "‘")
    piece = tokens[start : parts[0][1]]
    body = any(
        words.is_head(one) or words.is_voice(one) or words.is_office(one) for one in piece
    ) or any(words.known_body(piece, k) for k in range(len(piece)))
    paper = any(words.is_paper(one) for one in piece) and speaker.pronoun
    if paper or not (body or quoted) or (not quoted and _row_of_list(scan, piece, colon)):
        return None
    for part in parts[1:]:
        if not apposition(tokens, *part, words):
            return None
        speaker = with_apposition(scan, speaker, *part)
    return Spoken(
        first=0, last=colon + 1, name=speaker.name, role=speaker.role, pronoun=speaker.pronoun,
        forward=True, bound=True,
    )  # fmt: skip


def _past_label(tokens: Sequence[Token]) -> int:
    """Past "12:00 -", "30 August –", "•": where a line of a list or a timeline begins."""
    at = 0
    while at < min(len(tokens), 8) and (
        tokens[at].kind == "number" or tokens[at].norm in DAYS or tokens[at].raw in ":-–—•*,"
    ):
        at += 1
    return at if at and tokens[at - 1].raw in "-–—•*:" else 0


def _row_of_list(scan: Scan, piece: Sequence[Token], colon: int) -> bool:
    """ "Fighters: 40": who is counted, no one who speaks."""
    tokens, words = scan.tokens, scan.words
    if any(words.is_head(one) for one in piece) or any(
        words.known_body(piece, k) is not None for k in range(len(piece))
    ):
        return False
    return tokens[colon + 1].kind == "number" and len(tokens) - colon <= 5


def in_bracket(scan: Scan, at: int) -> Spoken | None:
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


def _spelt_out(scan: Scan, bracket: int) -> bool:
    """Whether the bracket gives the name before it in letters: "Red Hills Committee (RHC)"."""
    tokens = scan.tokens
    return capital(tokens[bracket - 1]) or scan.words.is_head(tokens[bracket - 1])


def by_signature(scan: Scan, at: int) -> Spoken | None:
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

"""Where someone stands on what is said: "the ministry denied …", "some say …; that is nonsense".

Only what grammar can tell. A denial told of another is that speaker's position. Words of rejection
that nobody else is said to speak are the holder's own: of the document, or of whoever wrote the
comment. If the same sentence tells first who says the thing, the statement is about that speaker:
they assert, and the holder rejects.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tawthiq.reading.model import Attribution, Sentence, TermMatch, Text
from tawthiq.reading.terms import TermList, load_terms
from tawthiq.reading.voices.clauses import COMMAS, STOPS
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import HolderStance, Position, statement_id

NOT_TOLD = "who is answered is not told"
_AGAINST: frozenset[HolderStance] = frozenset(("denies", "questions", "rejects"))
_NEGATIONS = word_set(
    "not no never isnt arent wasnt werent neither nor hardly without ليس ليست لا لم غير لن ليسا"
)
_LINKING = word_set("is are was were be simply a an pure completely all utterly i we")
_POINTERS = frozenset(
    [
        "this",
        "that",
        "these",
        "those",
        "it",
        "which",
        "هذا",
        "هذه",
        "ذلك",
        "تلك",
        "هو",
        "هي",
        "وهو",
        "وهي",
        "وهذا",
        "وهذه",
    ]
)
_FRAMES = _POINTERS | frozenset(
    ["is", "are", "was", "were", "all", "all,", "what", "كل", "كله", "كلها", "كلام", "ما"]
)


def find_positions(
    text: Text,
    sentences: Sequence[Sentence],
    attributions: Mapping[int, Sequence[Attribution]],
    document: str,
    extra: Path | None = None,
) -> list[Position]:
    """The positions that a text tells or takes, in the order of the text.

    Args:
        attributions: what `find_attributions` found in the same sentences.
        document: SHA-256 of the document, for the ids.
        extra: a folder with the user's own `positions.toml`.
    """
    terms = load_terms("positions", extra)
    found: list[Position] = []
    before: Sentence | None = None
    for sentence in sentences:
        said = attributions.get(sentence.index, ())
        found += _told(text, sentence, said, document)
        taken = _taken(text, sentence, said, terms, document)
        if before is not None and taken:
            just = attributions.get(before.index, ())
            found += _rejected_next(text, before, just, sentence, taken, document)
        found += taken
        before = sentence
    return found


def _rejected_next(  # noqa: PLR0917 - two sentences, and what was found in each
    text: Text,
    before: Sentence,
    just: Sequence[Attribution],
    sentence: Sentence,
    taken: Sequence[Position],
    document: str,
) -> list[Position]:
    """ "Some claim that …. That is nonsense": what was told is told only to be rejected."""
    opens = sentence.tokens[0].norm in _POINTERS and sentence.paragraph == before.paragraph
    here = [one for one in taken if one.start == sentence.tokens[0].start]
    told = [one for one in just if one.stance not in _AGAINST and one.speaker is not None]
    if not opens or not here or len(told) != 1 or here[0].speaker != _holder(text, sentence):
        return []
    start, end = before.words(
        min(told[0].first, told[0].scope_first),
        _without_stop(before, max(told[0].last, told[0].scope_last)),
    )
    return [
        Position(
            id=statement_id(document, "stance", start, end), start=start, end=end,
            quote=text.text[start:end], holder=_holder(text, before), stance=here[0].position,
            speaker=told[0].speaker, position=told[0].stance,
            about=_told_words(text, before, told[0]), reported_by=told[0].reported_by,
            doubt=told[0].doubt,
        )
    ]  # fmt: skip


def _told(
    text: Text, sentence: Sentence, said: Sequence[Attribution], document: str
) -> list[Position]:
    """Denials and doubts that the text tells of a speaker."""
    found = []
    for one in said:
        if one.stance not in _AGAINST or one.first == one.last:
            continue
        first, last = one.scope_first, _without_stop(sentence, one.scope_last)
        about = (one.last, last) if last > one.last else (one.scope_first, one.first)
        start, end = sentence.words(first, last)
        found.append(
            Position(
                id=statement_id(document, "stance", start, end),
                start=start,
                end=end,
                quote=text.text[start:end],
                holder=_holder(text, sentence),
                stance="reports",
                speaker=one.speaker,
                position=one.stance,
                about=_words(text, sentence, *about),
                reported_by=one.reported_by,
                doubt=one.doubt,
            )
        )
    return found


def _taken(
    text: Text,
    sentence: Sentence,
    said: Sequence[Attribution],
    terms: TermList,
    document: str,
) -> list[Position]:
    """Words of rejection or doubt: of the speaker who is quoted with them, else of the holder."""
    found: list[Position] = []
    for match in terms.find(sentence):
        if _negated(sentence, match) or any(
            one.stance in _AGAINST and one.scope_first <= match.first < one.scope_last
            for one in said
        ):
            continue
        if any(one.start <= sentence.tokens[match.first].start < one.end for one in found):
            continue
        found.append(_one(text, sentence, said, match, document))
    return found


def _negated(sentence: Sentence, match: TermMatch) -> bool:
    """ "It is not a lie": what is denied twice is no position against."""
    return match.first > 0 and sentence.tokens[match.first - 1].norm in _NEGATIONS


def _one(
    text: Text, sentence: Sentence, said: Sequence[Attribution], match: TermMatch, document: str
) -> Position:
    position: HolderStance = "rejects" if match.term == "rejects" else "questions"
    speaker = next(
        (one for one in said if one.scope_first <= match.first < one.scope_last and one.speaker),
        None,
    )
    first, last = _clause(sentence, match)
    # The words that attribute are no part of what is attributed.
    for one in said:
        if first < one.last <= match.first:
            first = one.last
        elif match.last <= one.first < last:
            last = one.first
    told = _told_before(sentence, said, first)
    start, end = sentence.words(first, last)
    owner = _holder(text, sentence)
    if speaker is not None and not (told and told is speaker):
        return Position(
            id=statement_id(document, "stance", start, end), start=start, end=end,
            quote=text.text[start:end], holder=owner, stance="reports", speaker=speaker.speaker,
            position=position, about=_about(text, sentence, first, match),
            reported_by=speaker.reported_by, doubt=speaker.doubt,
        )  # fmt: skip
    if told is not None:
        start, end = sentence.words(told.scope_first, last)
        return Position(
            id=statement_id(document, "stance", start, end), start=start, end=end,
            quote=text.text[start:end], holder=owner, stance=position, speaker=told.speaker,
            position=told.stance, about=_told_words(text, sentence, told),
            reported_by=told.reported_by, doubt=told.doubt,
        )  # fmt: skip
    about = _about(text, sentence, first, match)
    return Position(
        id=statement_id(document, "stance", start, end), start=start, end=end,
        quote=text.text[start:end], holder=owner, stance=position, speaker=owner,
        position=position, about=about, doubt=() if about else (NOT_TOLD,),
    )  # fmt: skip


def _clause(sentence: Sentence, match: TermMatch) -> tuple[int, int]:
    """The clause that holds the word."""
    tokens = sentence.tokens
    first, last = match.first, match.last
    while first > 0 and tokens[first - 1].raw not in COMMAS | STOPS | {
        ":",
        "—",
        "–",
        "(",
        "“",
        "«",
        '"',
    }:
        if tokens[first - 1].norm in ("but", "and", "while", "لكن", "ولكن"):
            break
        first -= 1
    while last < len(tokens) and tokens[last].raw not in COMMAS | STOPS | {
        "—",
        "–",
        ")",
        "”",
        "»",
        '"',
    }:
        if tokens[last].norm in ("but", "and", "while", "لكن", "ولكن"):
            break
        last += 1
    return first, last


def _told_before(sentence: Sentence, said: Sequence[Attribution], first: int) -> Attribution | None:
    """Who is told, before the clause that points back at it ("; that is nonsense")."""
    if sentence.tokens[first].norm not in _POINTERS:
        return None
    before = [one for one in said if one.last < first and one.stance not in _AGAINST]
    return before[-1] if before else None


def _told_words(text: Text, sentence: Sentence, told: Attribution) -> str | None:
    if told.scope_last > told.last:
        return _words(text, sentence, told.last, told.scope_last)
    return _words(text, sentence, told.scope_first, told.first)


def _about(text: Text, sentence: Sentence, first: int, match: TermMatch) -> str | None:
    """What the word is said of: its subject, or what follows with "that"; None: a mere "that"."""
    tokens = sentence.tokens
    after = match.last
    if after < len(tokens) and tokens[after].norm in ("that", "ان", "لما", "للانباء", "لمزاعم"):
        return _words(text, sentence, after, _without_stop(sentence, len(tokens)))
    stop = match.first
    while stop > first and tokens[stop - 1].norm in _LINKING:
        stop -= 1
    body = [one for one in tokens[first:stop] if one.norm not in _FRAMES and one.kind != "sign"]
    if body:
        return _words(text, sentence, first, stop)
    if match.term == "questions" and after < len(tokens) and tokens[after].kind != "sign":
        _, last = _clause(sentence, match)
        if last > after and tokens[after].norm not in _POINTERS:
            return _words(text, sentence, after, last)
    return None


def _without_stop(sentence: Sentence, last: int) -> int:
    while last > 1 and sentence.tokens[last - 1].raw in STOPS | COMMAS:
        last -= 1
    return last


def _words(text: Text, sentence: Sentence, first: int, last: int) -> str | None:
    while last > first and sentence.tokens[last - 1].raw in STOPS | COMMAS:
        last -= 1
    while first < last and sentence.tokens[first].raw in STOPS | COMMAS:
        first += 1
    if last <= first:
        return None
    start, end = sentence.words(first, last)
    return text.text[start:end]


def _holder(text: Text, sentence: Sentence) -> str | None:
    """Who wrote the comment; None in the article, whose holder is the document's source."""
    item = sentence.segment.item
    if sentence.segment.role != "comment" or item is None or item >= len(text.thread):
        return None
    return text.thread[item].author

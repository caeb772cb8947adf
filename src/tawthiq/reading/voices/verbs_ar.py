"""Verbs of speech in Arabic: "قال X إن …", "X أعلن …", "وثقتها X"."""

from collections.abc import Sequence
from dataclasses import replace

from tawthiq.reading.model import Token
from tawthiq.reading.voices.clauses import CLOSING, COMMAS, STOPS
from tawthiq.reading.voices.offices_ar import split
from tawthiq.reading.voices.speakers import Speaker
from tawthiq.reading.voices.speakers_ar import THAT, is_number, noun_phrase, speaks, starts_words
from tawthiq.reading.voices.speech import Phrase
from tawthiq.reading.voices.spoken import Scan, Spoken
from tawthiq.reading.voices.subjects_ar import (
    QUOTES,
    make_spoken,
    past_adjuncts,
    past_between,
    past_opener,
    something_said_before,
    subject_at,
    subject_before,
    who_heard,
)
from tawthiq.reading.voices.wordsets import word_set

# Where something is recorded is no one who records it.
_AREAS = word_set(
    "محافظه مدينه بلده قريه منطقه ريف حي مخيم دوله مناطق محافظات مدن قري بلدات ناحيه مديريه"
)


def by_verb(scan: Scan, phrase: Phrase, found: list[Spoken]) -> Spoken | None:  # noqa: PLR0911 - one branch a way of writing
    """A verb of speech with its subject, after it or before; None: it is none here."""
    tokens = scan.tokens
    at = phrase.last
    if at >= len(tokens):
        before = subject_before(scan, phrase, found)
        return before and replace(before, back=True, forward=False)
    if phrase.pronoun:
        # "12 ضحية وثقتها الشبكة"
        speaker = subject_at(scan, at, strict=True)
        if speaker is None or phrase.first == 0:
            return None
        # "عدد الضحايا الذين وثقتهم الشبكة": the number may stand after.
        counted = any(is_number(one) for one in tokens[: phrase.first])
        return make_spoken(phrase, speaker, speaker.last, back=True, forward=not counted)
    at_subject = past_between(tokens, at)
    if at_subject >= len(tokens):
        return None
    straight = _straight(scan, at_subject)
    if not straight:
        speaker = subject_at(scan, at_subject, strict=False)
        if speaker is not None and phrase.weak and tokens[at_subject].norm in _AREAS:
            return None  # "سجلت محافظة إدلب 12 قتيلا"
        said = _after_subject(scan, phrase, speaker) if speaker is not None else None
        if said is not None:
            return said
    before = subject_before(scan, phrase, found)
    if before is not None:
        return before
    if not straight:
        return None
    weak_alone = phrase.weak and tokens[at_subject].norm not in THAT
    if weak_alone or (phrase.term == "say" and not _announces(tokens, at_subject)):
        return None
    return _no_subject(scan, phrase, found, at_subject)


def _straight(scan: Scan, at: int) -> bool:
    """Whether what is said follows at once, with no subject between."""
    tokens = scan.tokens
    token = tokens[at]
    if token.raw in QUOTES and noun_phrase(tokens, at, len(tokens), scan.words) > at:
        return False  # "أعلن «مركز التوثيق» أن"
    if token.norm in THAT or token.raw in QUOTES | {":"} or is_number(token):
        return True
    if token.norm in ("الي", "علي", "عن", "في", "ب", "من", "بشكل", "انه"):
        return True
    return starts_words(token) and not speaks(tokens[at : at + 1], scan.words)


def _announces(tokens: Sequence[Token], at: int) -> bool:
    for token in tokens[at : at + 3]:
        if token.norm in THAT or token.raw in QUOTES | {":"} or starts_words(token):
            return True
    return False


def _after_subject(scan: Scan, phrase: Phrase, speaker: Speaker) -> Spoken | None:  # noqa: PLR0911 - one branch a way of writing
    """ "قال X إن …": what follows the subject tells whether this is speech."""
    tokens, words = scan.tokens, scan.words
    piece = tokens[speaker.first : speaker.last]
    one_who_speaks = speaks(piece, words)
    past = past_adjuncts(scan, speaker.last)
    heard = who_heard(scan, speaker.last, past)
    if past >= len(tokens) or tokens[past].raw in STOPS | CLOSING | {'"', ")"}:
        back = something_said_before(scan, phrase.first)
        quoted = any(part.last in (phrase.first, phrase.first - 1) for part in scan.quotes)
        if back and (one_who_speaks or quoted):
            return make_spoken(phrase, speaker, past, back=True, reporters=heard)
        if past < len(tokens) and tokens[past].raw in QUOTES and tokens[past].raw not in CLOSING:
            return make_spoken(phrase, speaker, past, forward=True, reporters=heard)
        return None
    cited = _cited_after(scan, past)
    if cited is not None:
        inner, end = cited
        return Spoken(
            first=phrase.first, last=past_opener(tokens, past_adjuncts(scan, end)), name=inner.name,
            role=inner.role, reporters=tuple(one for one in (speaker.name,) if one),
            stance=phrase.stance, forward=True, bound=True,
        )  # fmt: skip
    opened = past_opener(tokens, past)
    that = any(token.norm in THAT or token.raw == ":" for token in tokens[past : opened + 1])
    begins = opened < len(tokens) and (starts_words(tokens[past]) or starts_words(tokens[opened]))
    quoted = opened < len(tokens) and tokens[opened].raw in QUOTES | {"“", "«"}
    if not (that or quoted) and not (one_who_speaks or (begins and not phrase.weak)):
        return None
    if one_who_speaks and phrase.stance in ("denies", "questions", "rejects"):
        # "سخر العقيد من ذلك": what follows is what it is about.
        return make_spoken(phrase, speaker, opened, forward=True, reporters=heard)
    if not (that or quoted or begins) and tokens[past].raw in COMMAS:
        if not something_said_before(scan, phrase.first):
            return None
        return make_spoken(phrase, speaker, past, back=True, forward=True, reporters=heard)
    if (
        not (that or quoted or begins or opened > past)
        and phrase.weak
        and phrase.term != "question"
    ):
        # "نشرت الصحيفة صورا": the object is no number and no event; it may still hold one.
        return make_spoken(phrase, speaker, speaker.last, forward=True, reporters=heard)
    return make_spoken(phrase, speaker, opened, forward=True, bound=True, reporters=heard)


def _cited_after(scan: Scan, at: int) -> tuple[Speaker, int] | None:
    """ "قالت رويترز نقلا عن مصدر إن": the one whose word is passed on."""
    tokens = scan.tokens
    if at < len(tokens) and tokens[at].raw in COMMAS:
        at += 1
    if (
        at + 1 < len(tokens)
        and tokens[at].norm in ("نقلا", "عن")
        and tokens[at + 1].norm in ("عن",)
    ):
        speaker = subject_at(scan, at + 2, strict=False)
        if speaker is not None:
            return speaker, speaker.last
    return None


def _no_subject(scan: Scan, phrase: Phrase, found: list[Spoken], at: int) -> Spoken | None:
    """ "وأضاف أن": the speaker just named goes on; nobody named here: the sentence before tells."""
    opened = past_opener(scan.tokens, past_adjuncts(scan, at))
    if found:
        last = found[-1]
        return Spoken(
            first=phrase.first, last=opened, name=last.name, role=last.role, pronoun=last.pronoun,
            reporters=last.reporters, stance=phrase.stance, forward=True, bound=True, again=True,
        )  # fmt: skip
    return Spoken(
        first=phrase.first, last=opened, name=None, pronoun=True, stance=phrase.stance,
        forward=True, bound=True,
    )  # fmt: skip


def by_going_on(scan: Scan, phrase: Phrase, found: list[Spoken]) -> Spoken | None:
    """ "مضيفا أن": the speaker just named goes on."""
    tokens = scan.tokens
    if not found:
        return None
    ahead = tokens[phrase.last : phrase.last + 3]
    said = any(one.norm in THAT or one.raw == ":" for one in ahead) or (
        bool(ahead) and (starts_words(ahead[0]) or ahead[0].raw in QUOTES)
    )
    return _no_subject(scan, phrase, found, phrase.last) if said else None


def by_gap(scan: Scan, at: int, found: list[Spoken]) -> Spoken | None:
    """ "المعارضة تتحدث عن 2500، والحكومة عن 300": the verb before holds for the second too."""
    tokens = scan.tokens
    if not found or not found[-1].forward or not tokens[at].norm.startswith("وال"):
        return None
    end = noun_phrase(tokens, at, len(tokens), scan.words)
    if end == at or end + 1 >= len(tokens) or tokens[end].norm != "عن":
        return None
    after = tokens[end + 1]
    if not (is_number(after) or after.norm in THAT) or not speaks(tokens[at:end], scan.words):
        return None
    if not any(token.norm == "عن" for token in tokens[found[-1].first : found[-1].last]):
        return None
    speaker = split(tokens, at, end, scan.words)
    return Spoken(
        first=at, last=past_opener(tokens, end), name=speaker.name, role=speaker.role,
        stance=found[-1].stance, forward=True, bound=True,
    )  # fmt: skip

"""Subjects of speech in Arabic: who stands after a verb, before it, and what belongs to them."""

from collections.abc import Sequence
from dataclasses import replace

from tawthiq.reading.model import Token
from tawthiq.reading.voices.clauses import CLOSING, COMMAS, STOPS, joined
from tawthiq.reading.voices.offices_ar import split, unglued, without
from tawthiq.reading.voices.speakers import Speaker, pieces
from tawthiq.reading.voices.speakers_ar import (
    THAT,
    is_auxiliary,
    is_number,
    is_preposition,
    is_time,
    listener,
    noun_phrase,
    quoted_name,
    speaks,
    starts_words,
)
from tawthiq.reading.voices.speech import Phrase, conjunction_off
from tawthiq.reading.voices.spoken import Scan, Spoken
from tawthiq.reading.voices.wordsets import word_set

QUOTES = CLOSING | {'"', "“", "«"}
_ASIDE = word_set("وهو وهي وهم الذي التي الذين وقد حيث")
_ASKED = word_set("طلب طلبت طلبوا فضل فضلت فضلوا رفض رفضت رفضوا اشترط اشترطت اشترطوا لم")
_OWN_NAME = word_set("اسمه اسمها اسمهم اسماءهم اسمائهم هويته هويتها هويتهم هوياتهم")
_BETWEEN = frozenset(("قد", "ايضا", "بدوره", "بدورها", "كذلك", "رسميا", "مجددا"))


def subject_at(scan: Scan, first: int, strict: bool) -> Speaker | None:
    """The subject that begins at a token, with an apposition after a comma."""
    tokens, words = scan.tokens, scan.words
    stop = noun_phrase(tokens, first, len(tokens), words)
    if stop == first:
        return None
    if strict and not speaks(tokens[first:stop], words):
        return None
    speaker = split(tokens, first, stop, words)
    if stop < len(tokens) and tokens[stop].raw in COMMAS:
        end = noun_phrase(tokens, stop + 1, len(tokens), words)
        closed = end < len(tokens) and (
            tokens[end].raw in COMMAS | {":"}
            or tokens[end].norm in THAT
            or (words.is_office(tokens[stop + 1]) and starts_words(tokens[end]))
        )
        if end > stop + 1 and (closed or end >= len(tokens) or tokens[end].raw in STOPS):
            joined = with_apposition(scan, speaker, stop + 1, end)
            if joined is not None:
                return joined
    return speaker


def with_apposition(scan: Scan, speaker: Speaker, first: int, stop: int) -> Speaker | None:
    """ "سالم حداد، مدير المشفى،" or "مدير المشفى، سالم حداد،": None: it is no apposition."""
    tokens, words = scan.tokens, scan.words
    end = stop + 1 if stop < len(tokens) and tokens[stop].raw in COMMAS else stop
    piece = tokens[first:stop]
    office = words.is_office(tokens[first]) or words.is_title(tokens[first])
    head = tokens[speaker.first : speaker.last]
    unnamed = speaker.role is None and any(
        words.is_office(one) or words.is_voice(one) for one in head
    )
    if office:
        inner = split(tokens, first, stop, words)
        if unnamed and inner.role:
            return Speaker(first=speaker.first, last=end, name=inner.name, role=speaker.name)
        if not unnamed and not any(
            words.is_head(one) and not words.is_title(one) for one in head[:1]
        ):
            role = unglued(piece) if inner.role is None else f"{inner.role} {inner.name}"
            return Speaker(first=speaker.first, last=end, name=speaker.name, role=role)
        return None
    if unnamed and words.is_office(head[0]) and not speaks(piece, words) and len(piece) <= 4:
        name = split(tokens, first, stop, words).name
        return Speaker(first=speaker.first, last=end, name=name, role=speaker.name)
    return None


def past_adjuncts(scan: Scan, at: int) -> int:  # noqa: PLR0912 - one branch a way of writing
    """Past what stands between the subject and its words: "في بيان", "أمس", "لوكالة رويترز"."""
    tokens = scan.tokens
    start = at
    while at < len(tokens):
        token = tokens[at]
        heard = listener(tokens, at)
        if heard is not None:
            at = heard
        elif is_time(token) or token.norm in _BETWEEN or token.norm in ("الاحد", "الجمعه"):
            at += 1
        elif token.norm in (
            "في",
            "خلال",
            "عبر",
            "علي",
            "من",
            "صباح",
            "مساء",
            "اثناء",
            "ضمن",
        ) and not (
            at + 1 < len(tokens)
            and (starts_words(tokens[at + 1]) and tokens[at + 1].kind != "number")
        ):
            end = at + 1
            while end < len(tokens) and end - at < 9:
                one = tokens[end]
                marked = quoted_name(tokens, end)
                if marked is not None:
                    end = marked
                    continue
                if one.norm in THAT or one.kind == "sign" or (end > at + 1 and starts_words(one)):
                    break
                end += 1
            if end >= len(tokens):
                break
            one = tokens[end]
            if not (one.norm in THAT or one.raw in COMMAS | {":"} or starts_words(one)):
                break
            at = end
        elif (hidden := past_anonymity(tokens, at)) > at:
            at = hidden
        elif (aside := _past_aside(scan, at) or _past_publishing(scan, at)) is not None:
            at = aside
        elif (
            token.raw in COMMAS
            and at + 1 < len(tokens)
            and (
                tokens[at + 1].norm in THAT | {"عن"}
                or (starts_words(tokens[at + 1]) and (at > start or not is_number(tokens[at + 1])))
            )
        ) or (
            token.raw in COMMAS
            and at + 1 < len(tokens)
            and tokens[at + 1].norm in ("في", "خلال", "عبر")
        ):
            at += 1
        else:
            break
    return at


def past_between(tokens: Sequence[Token], at: int) -> int:
    """Past what may stand between a verb and its subject: "قال لي", "أعلن أمس"."""
    while at < len(tokens):
        heard = listener(tokens, at)
        if heard is not None:
            at = heard
        elif tokens[at].norm in _BETWEEN or is_time(tokens[at]):
            at += 1
        else:
            break
    return at


def _past_publishing(scan: Scan, at: int) -> int | None:
    """Past "نشرته الوكالة الرسمية", "صدر الأربعاء": what is told of a paper before its words."""
    tokens = scan.tokens
    phrase = scan.words.at(tokens, at)
    hung = phrase is not None and phrase.pronoun
    if not (hung or tokens[at].norm in ("صدر", "صدرت", "الصادر", "صادر")):
        return None
    for k in range(at + 1, min(len(tokens), at + 10)):
        if tokens[k].norm in THAT or tokens[k].raw == ":":
            return k
        if tokens[k].kind == "sign" and tokens[k].raw not in COMMAS:
            return None
    return None


def _past_aside(scan: Scan, at: int) -> int | None:  # noqa: PLR0911 - one branch a way of writing
    """Past "، وهو يضع يده على رأسه،", "، اليوم الأربعاء،": what stands between commas before the
    words begin; None: no words begin after it."""
    tokens = scan.tokens
    if tokens[at].raw not in COMMAS or at + 1 >= len(tokens):
        return None
    told = tokens[at + 1].norm in _ASIDE
    for k in range(at + 1, min(len(tokens) - 1, at + 22)):
        token = tokens[k]
        if token.raw == ":":
            return k
        if token.raw in STOPS | QUOTES - {"»", "”"} or token.norm in THAT:
            return None
        if token.raw in COMMAS and _words_follow(tokens, k + 1):
            return k + 1
        if told and token.raw in COMMAS:
            return None
        verb = scan.words.at(tokens, k) if token.kind == "word" and not told else None
        if verb is not None and verb.use == "verb" and not verb.pronoun and not verb.weak:
            return None  # another speaks
    return None


def _words_follow(tokens: Sequence[Token], at: int) -> bool:
    """Whether what is said begins at a token: "أن", "عن مقتل", an event."""
    if tokens[at].norm in THAT:
        return True
    if tokens[at].norm == "عن" and at + 1 < len(tokens):
        return starts_words(tokens[at + 1])
    return starts_words(tokens[at]) and not is_number(tokens[at])


def past_anonymity(tokens: Sequence[Token], at: int) -> int:
    """Past "طلب عدم كشف اسمه": who does not want to be named; else `at`."""
    if at < len(tokens) and tokens[at].norm in _ASKED:
        for k in range(at + 1, min(len(tokens), at + 7)):
            if tokens[k].norm in _OWN_NAME:
                return k + 1
            if tokens[k].kind == "sign":
                break
    return at


def who_heard(scan: Scan, first: int, last: int) -> tuple[str, ...]:
    """The agency or paper that is told, among tokens [first, last): it passes the word on."""
    tokens, words = scan.tokens, scan.words
    for at in range(first, last):
        end = listener(tokens, at)
        if end is not None:
            marked = next((k for k in range(at, end) if tokens[k].raw in ("«", "“", '"')), None)
            if marked is not None:
                return (joined(tokens[marked + 1 : end - 1]),)
            if end == at + 1 and not words.is_head(tokens[at]) and not words.known_body(tokens, at):
                continue
            said = without(split(tokens, at, end, words).name or "", "ل")
            plain = said.removeprefix("ال")
            if (plain and not plain.startswith(("صح", "إعلام", "مستمع"))) or "صحيفة" in said:
                return (said,)
    return ()


def past_opener(tokens: Sequence[Token], at: int) -> int:
    """Past "أن", "عن", "إلى أن", ":" before what is said."""
    while at < len(tokens) and (
        tokens[at].norm in ("عن", "الي", "علي", "في", "ب")
        or (tokens[at].norm == "من" and at + 1 < len(tokens) and tokens[at + 1].norm in THAT)
    ):
        at += 1
    # "أنه", "أنها": the pronoun is of what is said, but says nothing.
    while at < len(tokens) and (tokens[at].norm in THAT or tokens[at].raw == ":"):
        at += 1
    return at


def subject_before(scan: Scan, phrase: Phrase, found: list[Spoken]) -> Spoken | None:
    """ "المرصد أعلن أن", "مصادر طبية قالت إن", "وكان المرصد قد أعلن"."""
    tokens, words = scan.tokens, scan.words
    floor = max((one.last for one in found), default=0)
    stop = phrase.first
    while stop > floor and tokens[stop - 1].norm in _BETWEEN:
        stop -= 1
    comma = stop > floor and tokens[stop - 1].raw in COMMAS
    first = stop - 1 if comma else stop
    start = first
    while start > floor and tokens[start - 1].raw not in STOPS | COMMAS | QUOTES | {
        ":",
        "(",
        ")",
        "—",
        "–",
        "-",
    }:
        start -= 1
        if conjunction_off(tokens[start].norm) in ("ان", "لكن", "بينما", "فيما", "حين"):
            start += 1
            break
    while start < first and tokens[start].norm in ("كان", "وكان", "كانت", "وكانت", "لكن", "ولكن",
                                                   "بينما", "فيما", "كما", "اما", "واما",
                                                   "وكانوا"):  # fmt: skip
        start += 1
    if start >= first or first - start > 14:
        return None
    if tokens[start].kind != "word" or is_preposition(tokens[start]) or is_auxiliary(tokens[start]):
        return None
    end = noun_phrase(tokens, start, first, words)
    if end != first:
        return None
    if not speaks(tokens[start:first], words):
        return None
    speaker = split(tokens, start, first, words)
    speaker = replace(speaker, name=speaker.name and _without_and(tokens[start], speaker.name))
    past = past_adjuncts(scan, phrase.last)
    opened = past_opener(tokens, past)
    if comma:
        opened_by = opened > past or (opened < len(tokens) and starts_words(tokens[opened]))
        if not opened_by:
            return None
    return make_spoken(
        phrase, speaker, opened, forward=True, bound=True,
        reporters=who_heard(scan, phrase.last, past),
    )  # fmt: skip


def _without_and(token: Token, name: str) -> str:
    return name[1:] if name[:1] in "وف" and token.norm[1:].startswith("ال") else name


def something_said_before(scan: Scan, first: int) -> bool:
    """Whether something is said before: more than an introduction."""
    tokens = scan.tokens
    at = first
    while at and tokens[at - 1].norm in ("كما", "ما", "حسبما", "مثلما"):
        at -= 1
    if at == 0:
        return False
    return any(
        not is_preposition(tokens[a]) and b - a >= 2 for a, b in pieces(tokens, 0, at)
    ) or tokens[at - 1].raw in CLOSING | {'"'}


def make_spoken(
    phrase: Phrase,
    speaker: Speaker,
    last: int,
    *,
    back: bool = False,
    forward: bool = False,
    bound: bool = False,
    reporters: tuple[str, ...] = (),
) -> Spoken:
    """An attribution by a verb and its subject."""
    return Spoken(
        first=min(phrase.first, speaker.first), last=max(last, phrase.last), name=speaker.name,
        role=speaker.role, pronoun=speaker.pronoun, reporters=reporters, stance=phrase.stance,
        back=back, forward=forward, bound=bound,
    )  # fmt: skip

"""The Arabic grammar of attribution: "قال X إن", "X: …", "… بحسب X", "نقلت X عن Y قوله"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tawthiq.reading.clauses import CLOSING, COMMAS, STOPS, Quotation
from tawthiq.reading.model import Token
from tawthiq.reading.speakers import Speaker, pieces
from tawthiq.reading.speakers_ar import (
    THAT,
    is_auxiliary,
    is_number,
    is_preposition,
    is_time,
    listener,
    noun_phrase,
    speaks,
    split,
    starts_words,
    unglued,
    without,
)
from tawthiq.reading.speech import Lexicon, Phrase, conjunction_off
from tawthiq.reading.spoken import Spoken

_QUOTES = CLOSING | {'"', "“", "«"}
_WORD_OF = frozenset(("قوله", "قولها", "قولهم", "قول", "تاكيده", "تاكيدها", "تاكيدهم", "تصريحه"))
_BETWEEN = frozenset(("قد", "ايضا", "بدوره", "بدورها", "كذلك", "رسميا", "مجددا"))
_NEGATIONS = frozenset(("لم", "لا", "لن", "ما"))
_VERBS_WITH_ABOUT = frozenset(("عن", "الي", "علي", "ب", "حول"))


@dataclass(frozen=True, slots=True)
class _Scan:
    tokens: Sequence[Token]
    words: Lexicon
    quotes: Sequence[Quotation]


def find(tokens: Sequence[Token], words: Lexicon, quotes: Sequence[Quotation]) -> list[Spoken]:
    """Every attribution of an Arabic sentence, in the order of the words that make it."""
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
    tokens = scan.tokens
    if tokens[at].raw == "(":
        return _bracket(scan, at), at + 1
    if tokens[at].raw in "—–-" and tokens[at].kind == "sign":
        return _signed(scan, at), at + 1
    if tokens[at].kind != "word":
        return None, at + 1
    phrase = scan.words.at(tokens, at)
    if phrase is None:
        return None, at + 1
    if at and tokens[at - 1].norm in _NEGATIONS:
        return None, phrase.last
    if phrase.use == "hearsay":
        active = _subject_before(scan, phrase, found)
        if active is not None and tokens[phrase.last - 1].norm == "عن":
            return replace(active, last=phrase.last), phrase.last
        return _hearsay(phrase), phrase.last
    if phrase.use == "according":
        return _according(scan, phrase, found), phrase.last
    if phrase.use == "again":
        return _goes_on(scan, phrase, found), phrase.last
    if phrase.use == "quote":
        return _quoting(scan, phrase, found), phrase.last
    return _verb(scan, phrase, found), phrase.last


def _hearsay(phrase: Phrase) -> Spoken:
    back = phrase.first > 0 and phrase.last - phrase.first > 1
    opener = phrase.last
    return Spoken(
        first=phrase.first, last=opener, name=None, stance="reports", forward=True,
        back=back and False, bound=True,
    )  # fmt: skip


def _subject(scan: _Scan, first: int, strict: bool) -> Speaker | None:
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
        closed = end < len(tokens) and (tokens[end].raw in COMMAS or starts_words(tokens[end]))
        if end > stop + 1 and (closed or end >= len(tokens) or tokens[end].raw in STOPS):
            joined = _with_apposition(scan, speaker, stop + 1, end)
            if joined is not None:
                return joined
    return speaker


def _with_apposition(scan: _Scan, speaker: Speaker, first: int, stop: int) -> Speaker | None:
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
        if not unnamed and not any(words.is_head(one) for one in head[:1]):
            role = unglued(piece) if inner.role is None else f"{inner.role} {inner.name}"
            return Speaker(first=speaker.first, last=end, name=speaker.name, role=role)
        return None
    if unnamed and words.is_office(head[0]) and not speaks(piece, words) and len(piece) <= 4:
        name = split(tokens, first, stop, words).name
        return Speaker(first=speaker.first, last=end, name=name, role=speaker.name)
    return None


def _past(scan: _Scan, at: int) -> int:
    """Past what stands between the subject and its words: "في بيان", "أمس", "لوكالة رويترز"."""
    tokens, words = scan.tokens, scan.words
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
                if one.norm in THAT or one.kind == "sign" or (end > at + 1 and starts_words(one)):
                    break
                end += 1
            if not (end < len(tokens) and (tokens[end].norm in THAT or tokens[end].raw in COMMAS | {":"}
                                           or starts_words(tokens[end]))):  # fmt: skip
                break
            at = end
        elif (
            token.raw in COMMAS
            and at + 1 < len(tokens)
            and (tokens[at + 1].norm in THAT or (at > start and starts_words(tokens[at + 1])))
        ) or (
            token.raw in COMMAS
            and at + 1 < len(tokens)
            and tokens[at + 1].norm in ("في", "خلال", "عبر")
        ):
            at += 1
        else:
            break
    return at


def _heard(scan: _Scan, first: int, last: int) -> tuple[str, ...]:
    """The agency or paper that is told, among tokens [first, last): it passes the word on."""
    tokens, words = scan.tokens, scan.words
    for at in range(first, last):
        end = listener(tokens, at)
        if end is not None:
            said = without(split(tokens, at, end, words).name or "", "ل")
            plain = said.removeprefix("ال")
            if (plain and not plain.startswith(("صح", "إعلام", "مستمع"))) or "صحيفة" in said:
                return (said,)
    return ()


def _opens(tokens: Sequence[Token], at: int) -> int:
    """Past "أن", "عن", "إلى أن", ":" before what is said."""
    while at < len(tokens) and tokens[at].norm in ("عن", "الي", "علي", "في", "ب"):
        at += 1
    # "أنه", "أنها": the pronoun is of what is said, but says nothing.
    while at < len(tokens) and (tokens[at].norm in THAT or tokens[at].raw == ":"):
        at += 1
    return at


def _verb(scan: _Scan, phrase: Phrase, found: list[Spoken]) -> Spoken | None:
    tokens, words = scan.tokens, scan.words
    at = phrase.last
    if at >= len(tokens):
        before = _subject_before(scan, phrase, found)
        return before and replace(before, back=True, forward=False)
    if phrase.pronoun:
        # "12 ضحية وثقتها الشبكة"
        speaker = _subject(scan, at, strict=True)
        if speaker is None or phrase.first == 0:
            return None
        return _make(phrase, speaker, speaker.last, back=True)
    at_subject = at
    while at_subject < len(tokens) and (
        tokens[at_subject].norm in _BETWEEN or is_time(tokens[at_subject])
    ):
        at_subject += 1
    if at_subject >= len(tokens):
        return None
    straight = _straight(scan, at_subject)
    if not straight:
        speaker = _subject(scan, at_subject, strict=False)
        if speaker is not None:
            return _after_subject(scan, phrase, speaker)
    before = _subject_before(scan, phrase, found)
    if before is not None:
        return before
    if not straight:
        return None
    weak_alone = phrase.weak and tokens[at_subject].norm not in THAT
    if weak_alone or (phrase.term == "say" and not _announces(tokens, at_subject)):
        return None
    return _no_subject(scan, phrase, found, at_subject)


def _straight(scan: _Scan, at: int) -> bool:
    """Whether what is said follows at once, with no subject between."""
    tokens = scan.tokens
    token = tokens[at]
    if token.norm in THAT or token.raw in _QUOTES | {":"} or is_number(token):
        return True
    if token.norm in ("الي", "علي", "عن", "في", "ب", "من", "بشكل", "انه"):
        return True
    return starts_words(token) and not speaks(tokens[at : at + 1], scan.words)


def _announces(tokens: Sequence[Token], at: int) -> bool:
    for token in tokens[at : at + 3]:
        if token.norm in THAT or token.raw in _QUOTES | {":"} or starts_words(token):
            return True
    return False


def _after_subject(scan: _Scan, phrase: Phrase, speaker: Speaker) -> Spoken | None:
    """ "قال X إن …": what follows the subject tells whether this is speech."""
    tokens, words = scan.tokens, scan.words
    piece = tokens[speaker.first : speaker.last]
    one_who_speaks = speaks(piece, words)
    past = _past(scan, speaker.last)
    heard = _heard(scan, speaker.last, past)
    if past >= len(tokens) or tokens[past].raw in STOPS | CLOSING | {'"', ")"}:
        back = _lead(scan, phrase.first)
        quoted = any(part.last in (phrase.first, phrase.first - 1) for part in scan.quotes)
        if back and (one_who_speaks or quoted):
            return _make(phrase, speaker, past, back=True, reporters=heard)
        if past < len(tokens) and tokens[past].raw in _QUOTES and tokens[past].raw not in CLOSING:
            return _make(phrase, speaker, past, forward=True, reporters=heard)
        return None
    cited = _cited_after(scan, past)
    if cited is not None:
        inner, end = cited
        return Spoken(
            first=phrase.first, last=_opens(tokens, _past(scan, end)), name=inner.name,
            role=inner.role, reporters=tuple(one for one in (speaker.name,) if one),
            stance=phrase.stance, forward=True, bound=True,
        )  # fmt: skip
    opened = _opens(tokens, past)
    that = any(token.norm in THAT or token.raw == ":" for token in tokens[past : opened + 1])
    begins = opened < len(tokens) and (starts_words(tokens[past]) or starts_words(tokens[opened]))
    quoted = opened < len(tokens) and tokens[opened].raw in _QUOTES | {"“", "«"}
    if not (that or quoted) and not (one_who_speaks or (begins and not phrase.weak)):
        return None
    if not (that or quoted or begins) and tokens[past].raw in COMMAS:
        if not _lead(scan, phrase.first):
            return None
        return _make(phrase, speaker, past, back=True, forward=True, reporters=heard)
    if (
        not (that or quoted or begins or opened > past)
        and phrase.weak
        and phrase.term != "question"
    ):
        # "نشرت الصحيفة صورا": the object is no number and no event; it may still hold one.
        return _make(phrase, speaker, speaker.last, forward=True, reporters=heard)
    return _make(phrase, speaker, opened, forward=True, bound=True, reporters=heard)


def _cited_after(scan: _Scan, at: int) -> tuple[Speaker, int] | None:
    """ "قالت رويترز نقلا عن مصدر إن": the one whose word is passed on."""
    tokens = scan.tokens
    if at < len(tokens) and tokens[at].raw in COMMAS:
        at += 1
    if (
        at + 1 < len(tokens)
        and tokens[at].norm in ("نقلا", "عن")
        and tokens[at + 1].norm in ("عن",)
    ):
        speaker = _subject(scan, at + 2, strict=False)
        if speaker is not None:
            return speaker, speaker.last
    return None


def _subject_before(scan: _Scan, phrase: Phrase, found: list[Spoken]) -> Spoken | None:
    """ "المرصد أعلن أن", "مصادر طبية قالت إن", "وكان المرصد قد أعلن"."""
    tokens, words = scan.tokens, scan.words
    floor = max((one.last for one in found), default=0)
    stop = phrase.first
    while stop > floor and tokens[stop - 1].norm in _BETWEEN:
        stop -= 1
    comma = stop > floor and tokens[stop - 1].raw in COMMAS
    first = stop - 1 if comma else stop
    start = first
    while start > floor and tokens[start - 1].raw not in STOPS | COMMAS | _QUOTES | {
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
    past = _past(scan, phrase.last)
    opened = _opens(tokens, past)
    if comma:
        opened_by = opened > past or (opened < len(tokens) and starts_words(tokens[opened]))
        if not opened_by:
            return None
    return _make(
        phrase, speaker, opened, forward=True, bound=True,
        reporters=_heard(scan, phrase.last, past),
    )  # fmt: skip


def _without_and(token: Token, name: str) -> str:
    return name[1:] if name[:1] in "وف" and token.norm[1:].startswith("ال") else name


def _no_subject(scan: _Scan, phrase: Phrase, found: list[Spoken], at: int) -> Spoken | None:
    """ "وأضاف أن": the speaker just named goes on; nobody named here: the sentence before tells."""
    opened = _opens(scan.tokens, _past(scan, at))
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


def _goes_on(scan: _Scan, phrase: Phrase, found: list[Spoken]) -> Spoken | None:
    tokens = scan.tokens
    if not found:
        return None
    ahead = tokens[phrase.last : phrase.last + 3]
    said = any(one.norm in THAT or one.raw == ":" for one in ahead) or (
        bool(ahead) and (starts_words(ahead[0]) or ahead[0].raw in _QUOTES)
    )
    return _no_subject(scan, phrase, found, phrase.last) if said else None


def _lead(scan: _Scan, first: int) -> bool:
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


def _make(
    phrase: Phrase,
    speaker: Speaker,
    last: int,
    *,
    back: bool = False,
    forward: bool = False,
    bound: bool = False,
    reporters: tuple[str, ...] = (),
) -> Spoken:
    return Spoken(
        first=min(phrase.first, speaker.first), last=max(last, phrase.last), name=speaker.name,
        role=speaker.role, pronoun=speaker.pronoun, reporters=reporters, stance=phrase.stance,
        back=back, forward=forward, bound=bound,
    )  # fmt: skip


def _according(scan: _Scan, phrase: Phrase, found: list[Spoken]) -> Spoken | None:
    """ "بحسب المرصد", "وفق ما أعلنته الوزارة", "على لسان الناطق"."""
    tokens, words = scan.tokens, scan.words
    at = phrase.last
    if at >= len(tokens):
        return None
    if (
        phrase.term == "according"
        and tokens[phrase.last - 1].norm == "عن"
        and phrase.last - phrase.first == 2
    ):
        return _passed_on(scan, phrase, found)
    opens = not _lead(scan, phrase.first)
    verb = words.at(tokens, at)
    if verb is not None and verb.use in ("verb", "quote") and not words.is_head(tokens[at]):
        return _as_said(scan, phrase, verb, opens)
    if tokens[phrase.last - 1].norm in ("ما", "كما", "حسبما") or tokens[phrase.first].norm in (
        "كما",
    ):
        return None
    glued = tokens[phrase.first].norm.removeprefix("و") in ("وفقا", "فقا", "طبقا", "وفق")
    first = at
    if tokens[at].raw == ":":
        return None
    speaker = _subject(scan, first, strict=False)
    if speaker is None or (speaker.name is None and not speaker.pronoun):
        return None
    piece = tokens[first : speaker.last]
    if not speaks(piece, words) and (len(piece) < 2 or not _personal(piece)):
        return None
    name = speaker.name
    role = speaker.role
    if glued or tokens[first].norm.startswith("لل"):
        if (
            role is None
            and name is not None
            and tokens[first].norm[:1] == "ل"
            and joined_first(piece, name)
        ):
            name = without(name, "ل") if _glued_l(tokens[first], words) else name
        elif role is not None:
            role = without(role, "ل")
    last = speaker.last
    comma = last < len(tokens) and tokens[last].raw in COMMAS
    return Spoken(
        first=phrase.first, last=last + (comma and opens), name=name, role=role,
        pronoun=speaker.pronoun, back=not opens, forward=opens or comma,
    )  # fmt: skip


def joined_first(piece: Sequence[Token], name: str) -> bool:
    """Whether a name begins with the first word of the piece it was taken from."""
    return name.startswith(piece[0].raw[:2])


def _glued_l(token: Token, words: Lexicon) -> bool:
    """Whether the "ل" of a word is the particle: "لوزارة", not "لجنة" or "ليلى"."""
    bare = token.norm[1:]
    return (
        token.norm.startswith("لل")
        or bare in words.heads | words.voices | words.offices
        or (
            token.norm not in words.heads and bare in ("رويترز", "سانا", "مصادر", "ناشطين", "نشطاء")
        )
    )


def _personal(piece: Sequence[Token]) -> bool:
    return len(piece) <= 4 and all(
        one.kind == "word" and not is_auxiliary(one) and not one.norm.startswith("ال") for one in piece[:1]
    ) and piece[0].norm not in ("خطه", "قانون", "نظام", "معلومات", "معايير", "جدول", "اتفاق", "نوع",
                                "حجم", "عدد", "عمر", "منطقه", "حاجه", "راي", "قدره", "مبدا", "ماده",
                                "قرار", "شروط", "احكام", "نص")  # fmt: skip


def _as_said(scan: _Scan, phrase: Phrase, verb: Phrase, opens: bool) -> Spoken | None:
    """ "حسب ما أعلنت الوزارة", "وفق ما نقلته الوكالة عن مصدر"."""
    tokens = scan.tokens
    if verb.last >= len(tokens):
        return None
    speaker = _subject(scan, verb.last, strict=False)
    if speaker is None:
        return None
    end, name, role, reporters = speaker.last, speaker.name, speaker.role, ()
    heard = _past(scan, end)
    reporters = _heard(scan, end, heard)
    if verb.use == "quote" and end < len(tokens) and tokens[end].norm == "عن":
        inner = _subject(scan, end + 1, strict=False)
        if inner is not None:
            reporters = (name,) if name else ()
            end, name, role = inner.last, inner.name, inner.role
    else:
        end = max(end, _adjunct_end(scan, end))
    comma = end < len(tokens) and tokens[end].raw in COMMAS
    return Spoken(
        first=phrase.first, last=end + (comma and opens), name=name, role=role,
        pronoun=speaker.pronoun, reporters=reporters, back=not opens, forward=opens or comma,
        stance=verb.stance,
    )  # fmt: skip


def _adjunct_end(scan: _Scan, at: int) -> int:
    """Past "في بيان له" and a time, where nothing else follows."""
    tokens = scan.tokens
    end = at
    while end < len(tokens) and tokens[end].raw not in COMMAS | STOPS and end - at < 8:
        end += 1
    following = tokens[at:end]
    if following and (
        is_time(following[0]) or listener(tokens, at) is not None
        or (is_preposition(following[0]) and any(scan.words.is_paper(one) for one in following[:3]))
    ):  # fmt: skip
        return end
    return at


def _passed_on(scan: _Scan, phrase: Phrase, found: list[Spoken]) -> Spoken | None:
    """ "…، نقلا عن X": X speaks, whoever was named before passes it on."""
    speaker = _subject(scan, phrase.last, strict=False)
    if speaker is None:
        return None
    if found and found[-1].name is not None:
        last = found.pop()
        return Spoken(
            first=min(last.first, phrase.first), last=speaker.last, name=speaker.name,
            role=speaker.role, reporters=(*((last.name,) if last.name else ()), *last.reporters),
            stance=last.stance, back=True, forward=True,
        )  # fmt: skip
    opens = not _lead(scan, phrase.first)
    comma = speaker.last < len(scan.tokens) and scan.tokens[speaker.last].raw in COMMAS
    return Spoken(
        first=phrase.first, last=speaker.last, name=speaker.name, role=speaker.role,
        back=not opens, forward=opens or comma,
    )  # fmt: skip


def _quoting(scan: _Scan, phrase: Phrase, found: list[Spoken]) -> Spoken | None:
    """ "نقلت الوكالة عن X قوله إن", "نقل عن X", "نقلا عن X"."""
    tokens, words = scan.tokens, scan.words
    at = phrase.last
    if at >= len(tokens):
        return None
    if tokens[phrase.first].norm in ("نقلا", "ونقلا"):
        if tokens[at].norm != "عن":
            return None
        return _passed_on(scan, replace(phrase, last=at + 1), found)
    reporters: tuple[str, ...] = ()
    if tokens[at].norm != "عن" and not tokens[at].norm.startswith("عن"):
        stop = noun_phrase(tokens, at, len(tokens), words)
        if stop == at or stop >= len(tokens) or tokens[stop].norm not in ("عن", "عنه", "عنها"):
            return None
        reporter = split(tokens, at, stop, words).name
        reporters = (reporter,) if reporter else ()
        at = stop
    else:
        before = _subject_before(scan, phrase, found)
        if before is not None and before.name:
            reporters = (before.name,)
    if tokens[at].norm in ("عنه", "عنها", "عنهم"):
        speaker: Speaker | None = Speaker(first=at, last=at + 1, name=None, pronoun=True)
    else:
        speaker = _subject_of_quote(scan, at + 1)
    if speaker is None:
        return None
    end = speaker.last
    if end < len(tokens) and tokens[end].norm in _WORD_OF:
        end += 1
    opened = _opens(tokens, _past(scan, end))
    return Spoken(
        first=phrase.first, last=opened, name=speaker.name, role=speaker.role,
        pronoun=speaker.pronoun, reporters=reporters, stance=phrase.stance, forward=True,
        bound=True,
    )  # fmt: skip


def _subject_of_quote(scan: _Scan, first: int) -> Speaker | None:
    tokens, words = scan.tokens, scan.words
    speaker = _subject(scan, first, strict=False)
    if speaker is None:
        return None
    said = next((k for k in range(first, speaker.last) if tokens[k].norm in _WORD_OF), None)
    if said is None:
        return speaker
    return replace(split(tokens, first, said, words), last=said) if said > first else None


def _colon(scan: _Scan) -> Spoken | None:
    """ "المرصد: مقتل 12"."""
    tokens, words = scan.tokens, scan.words
    colon = next((k for k, token in enumerate(tokens[:12]) if token.raw == ":"), None)
    if colon is None or colon == 0 or colon + 1 >= len(tokens):
        return None
    if tokens[0].norm in ("المصدر", "مصدر", "المصادر", "مصادر"):
        if colon > 1 or tokens[0].norm not in ("المصدر", "المصادر"):
            if noun_phrase(tokens, 0, colon, words) != colon:
                return None
        else:
            speaker = _subject(scan, colon + 1, strict=False)
            return (
                None
                if speaker is None
                else Spoken(
                    first=0, last=speaker.last, name=speaker.name, role=speaker.role, back=True
                )
            )
    parts = pieces(tokens, 0, colon)
    if (
        not parts
        or parts[0][0] != 0
        or (
            words.at(tokens, 0) is not None
            and not words.is_head(tokens[0])
            and not words.is_voice(tokens[0])
        )
    ):
        return None
    if noun_phrase(tokens, 0, parts[0][1], words) != parts[0][1] or len(parts) > 2:
        return None
    speaker = split(tokens, 0, parts[0][1], words)
    if len(parts) == 2:
        with_office = _with_apposition(scan, speaker, *parts[1])
        if with_office is None:
            return None
        speaker = with_office
    elif not speaks(tokens[:colon], words):
        if tokens[colon + 1].raw not in _QUOTES or not 2 <= colon <= 4:
            return None
    if speaker.pronoun or (words.is_paper(tokens[0]) and speaker.name is None):
        return None
    return Spoken(
        first=0, last=colon + 1, name=speaker.name, role=speaker.role, forward=True, bound=True
    )


def _bracket(scan: _Scan, at: int) -> Spoken | None:
    """ "مقتل 12 (المرصد السوري لحقوق الإنسان)"."""
    tokens, words = scan.tokens, scan.words
    stop = next((k for k in range(at, min(len(tokens), at + 12)) if tokens[k].raw == ")"), None)
    if stop is None or stop == at + 1 or at == 0:
        return None
    first = at + 1
    said = tokens[first].norm in ("المصدر", "مصدر")
    if said:
        first += 1 + (first + 1 < stop and tokens[first + 1].raw == ":")
    if first >= stop:
        return None
    known = words.known_body(tokens, first)
    if known is None and not said and not words.is_head(tokens[first]):
        return None
    if noun_phrase(tokens, first, stop, words) != stop and known != stop:
        return None
    if not said and (words.is_head(tokens[at - 1]) or _names_before(scan, at)):
        return None
    return Spoken(
        first=at,
        last=stop + 1,
        name=split(tokens, first, stop, words).name,
        back=True,
        bracket=True,
    )


def _names_before(scan: _Scan, bracket: int) -> bool:
    """Whether the bracket gives another name of the body before it."""
    tokens, words = scan.tokens, scan.words
    return any(
        (words.is_head(tokens[k]) and noun_phrase(tokens, k, bracket, words) == bracket)
        or words.known_body(tokens, k) == bracket
        for k in range(max(0, bracket - 6), bracket)
    )


def _signed(scan: _Scan, at: int) -> Spoken | None:
    tokens, words = scan.tokens, scan.words
    if at < 3 or at + 1 >= len(tokens) or tokens[at].start == tokens[at - 1].stop:
        return None
    stop = noun_phrase(tokens, at + 1, len(tokens), words)
    closed = stop == len(tokens) or (stop == len(tokens) - 1 and tokens[stop].raw in STOPS)
    if stop == at + 1 or not closed or not speaks(tokens[at + 1 : stop], words):
        return None
    speaker = split(tokens, at + 1, stop, words)
    return Spoken(first=at, last=stop, name=speaker.name, role=speaker.role, back=True)

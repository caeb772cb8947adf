"""Sources named without a verb of their own in Arabic: "بحسب X", "X: …", "نقلا عن X"."""

from collections.abc import Sequence
from dataclasses import replace

from tawthiq.reading.model import Token
from tawthiq.reading.voices.clauses import COMMAS, STOPS
from tawthiq.reading.voices.offices_ar import split, without
from tawthiq.reading.voices.speakers import Speaker, pieces
from tawthiq.reading.voices.speakers_ar import (
    is_auxiliary,
    is_preposition,
    is_time,
    listener,
    noun_phrase,
    speaks,
)
from tawthiq.reading.voices.speech import Lexicon, Phrase
from tawthiq.reading.voices.spoken import Scan, Spoken
from tawthiq.reading.voices.subjects_ar import (
    QUOTES,
    past_adjuncts,
    past_anonymity,
    past_between,
    past_opener,
    something_said_before,
    subject_at,
    subject_before,
    who_heard,
    with_apposition,
)
from tawthiq.reading.voices.wordsets import word_set

_FROM = frozenset(("عن", "عنه", "عنها", "عنهم"))
_TO = frozenset(("الي", "اليه", "اليها"))
# "وفق خطة": what things go by that nobody says.
_NO_SPEAKERS = word_set(
    "خطه قانون نظام معلومات معايير جدول اتفاق نوع حجم عدد عمر منطقه حاجه راي قدره مبدا ماده "
    "قرار شروط احكام نص "
)
_WORD_OF = frozenset(("قوله", "قولها", "قولهم", "قول", "تاكيده", "تاكيدها", "تاكيدهم", "تصريحه"))


def by_hearsay(phrase: Phrase) -> Spoken:
    """ "وردت أنباء عن": words passed on by nobody who is named."""
    return Spoken(
        first=phrase.first, last=phrase.last, name=None, stance="reports", forward=True, bound=True
    )


def by_source(scan: Scan, phrase: Phrase, found: list[Spoken]) -> Spoken | None:  # noqa: PLR0911 - one branch a way of writing
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
    opens = not something_said_before(scan, phrase.first)
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
    speaker = subject_at(scan, first, strict=False)
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
    last = past_anonymity(tokens, speaker.last)
    comma = last < len(tokens) and tokens[last].raw in COMMAS
    return Spoken(
        first=phrase.first, last=last + (comma and opens), name=name, role=role,
        pronoun=speaker.pronoun, back=not opens, forward=opens or comma or goes_on(scan, last),
        bracket=not opens and goes_on(scan, last) and not comma,
    )  # fmt: skip


def goes_on(scan: Scan, at: int) -> bool:
    """Whether the clause goes on after a source that stands within it."""
    tokens = scan.tokens
    if at >= len(tokens) or tokens[at].kind == "sign":
        return False
    return not tokens[at].norm.startswith("و") and not is_preposition(tokens[at])


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
    first = piece[0]
    person = first.kind == "word" and not is_auxiliary(first) and not first.norm.startswith("ال")
    return person and len(piece) <= 4 and first.norm not in _NO_SPEAKERS


def _as_said(scan: Scan, phrase: Phrase, verb: Phrase, opens: bool) -> Spoken | None:
    """ "حسب ما أعلنت الوزارة", "وفق ما نقلته الوكالة عن مصدر"."""
    tokens = scan.tokens
    if verb.last >= len(tokens):
        return None
    speaker = subject_at(scan, past_between(tokens, verb.last), strict=False)
    if speaker is None:
        return None
    end, name, role = speaker.last, speaker.name, speaker.role
    heard = past_adjuncts(scan, end)
    reporters = who_heard(scan, end, heard)
    if verb.use == "quote" and end < len(tokens) and tokens[end].norm == "عن":
        inner = subject_at(scan, end + 1, strict=False)
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


def _adjunct_end(scan: Scan, at: int) -> int:
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


def _passed_on(scan: Scan, phrase: Phrase, found: list[Spoken]) -> Spoken | None:
    """ "…، نقلا عن X": X speaks, whoever was named before passes it on."""
    speaker = subject_at(scan, phrase.last, strict=False)
    if speaker is None:
        return None
    if found and found[-1].name is not None:
        last = found.pop()
        return Spoken(
            first=min(last.first, phrase.first), last=speaker.last, name=speaker.name,
            role=speaker.role, reporters=(*((last.name,) if last.name else ()), *last.reporters),
            stance=last.stance, back=True, forward=True,
        )  # fmt: skip
    opens = not something_said_before(scan, phrase.first)
    comma = speaker.last < len(scan.tokens) and scan.tokens[speaker.last].raw in COMMAS
    return Spoken(
        first=phrase.first, last=speaker.last, name=speaker.name, role=speaker.role,
        back=not opens, forward=opens or comma,
    )  # fmt: skip


def by_quoting(scan: Scan, phrase: Phrase, found: list[Spoken]) -> Spoken | None:  # noqa: PLR0911 - one branch a way of writing
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
    from_whom = _TO if phrase.term == "ascribe" else _FROM
    at = past_between(tokens, at)
    if at < len(tokens) and tokens[at].norm not in from_whom:
        stop = noun_phrase(tokens, at, len(tokens), words)
        if stop == at or stop >= len(tokens) or tokens[stop].norm not in from_whom:
            return None
        reporter = split(tokens, at, stop, words).name
        reporters = (reporter,) if reporter else ()
        at = stop
    else:
        before = subject_before(scan, phrase, found)
        if before is not None and before.name:
            reporters = (before.name,)
    if at >= len(tokens):
        return None
    if tokens[at].norm in (_FROM | _TO) - {"عن", "الي"}:
        speaker: Speaker | None = Speaker(first=at, last=at + 1, name=None, pronoun=True)
    else:
        speaker = _subject_of_quote(scan, at + 1)
    if speaker is None:
        return None
    end = speaker.last
    # "عن مصدر لم يسمه قوله إن"
    word_of = next(
        (k for k in range(end, min(len(tokens), end + 6)) if tokens[k].norm in _WORD_OF), None
    )
    if word_of is not None:
        end = word_of + 1
    opened = past_opener(tokens, past_adjuncts(scan, end))
    return Spoken(
        first=phrase.first, last=opened, name=speaker.name, role=speaker.role,
        pronoun=speaker.pronoun, reporters=reporters, stance=phrase.stance, forward=True,
        bound=True,
    )  # fmt: skip


def _subject_of_quote(scan: Scan, first: int) -> Speaker | None:
    tokens, words = scan.tokens, scan.words
    speaker = subject_at(scan, first, strict=False)
    if speaker is None:
        return None
    said = next((k for k in range(first, speaker.last) if tokens[k].norm in _WORD_OF), None)
    if said is None:
        return speaker
    return replace(split(tokens, first, said, words), last=said) if said > first else None


def by_colon(scan: Scan) -> Spoken | None:  # noqa: PLR0911 - one branch a way of writing
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
            speaker = subject_at(scan, colon + 1, strict=False)
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
    row = tokens[colon + 1].kind == "number" and not any(map(words.is_head, tokens[:colon]))
    row = row and tokens[0].norm not in ("مصدر", "مصادر", "شهود", "ناشطون", "نشطاء")
    if row and words.known_body(tokens, 0) is None:
        return None  # "مقاتلو المعارضة: 467": who is counted, no one who speaks
    if len(parts) == 2:
        with_office = with_apposition(scan, speaker, *parts[1])
        if with_office is None:
            return None
        speaker = with_office
    elif not speaks(tokens[:colon], words) and (
        tokens[colon + 1].raw not in QUOTES or not 2 <= colon <= 4
    ):
        return None
    if speaker.pronoun or (words.is_paper(tokens[0]) and speaker.name is None):
        return None
    return Spoken(
        first=0, last=colon + 1, name=speaker.name, role=speaker.role, forward=True, bound=True
    )


def in_bracket(scan: Scan, at: int) -> Spoken | None:
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


def _names_before(scan: Scan, bracket: int) -> bool:
    """Whether the bracket gives another name of the body before it."""
    tokens, words = scan.tokens, scan.words
    return any(
        (words.is_head(tokens[k]) and noun_phrase(tokens, k, bracket, words) == bracket)
        or words.known_body(tokens, k) == bracket
        for k in range(max(0, bracket - 6), bracket)
    )


def by_signature(scan: Scan, at: int) -> Spoken | None:
    """ "مقتل 12 – المرصد": a body after the last dash of a sentence."""
    tokens, words = scan.tokens, scan.words
    if at < 3 or at + 1 >= len(tokens) or tokens[at].start == tokens[at - 1].stop:
        return None
    stop = noun_phrase(tokens, at + 1, len(tokens), words)
    closed = stop == len(tokens) or (stop == len(tokens) - 1 and tokens[stop].raw in STOPS)
    if stop == at + 1 or not closed or not speaks(tokens[at + 1 : stop], words):
        return None
    speaker = split(tokens, at + 1, stop, words)
    return Spoken(first=at, last=stop, name=speaker.name, role=speaker.role, back=True)

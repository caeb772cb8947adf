"""Names in the sentences that tell of public affairs: bodies, people, charters.

Wider than `voices.bodies`, which must be sure of a name wherever it stands: here a name is asked
for only beside a word that tells of what bodies do.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from tawthiq.reading.model import Sentence, Token
from tawthiq.reading.terms import TermList
from tawthiq.reading.voices.body_names import known_names, names_in
from tawthiq.reading.voices.clauses import joined
from tawthiq.reading.voices.speakers import DAYS, INTRODUCTIONS, NAME_LINKS, capital
from tawthiq.reading.voices.speakers_ar import THAT, is_preposition, is_time
from tawthiq.reading.voices.speech import Lexicon, lexicon
from tawthiq.reading.voices.wordsets import word_set

# Nouns that make a name a body's only where the sentence tells of what bodies do.
_HEADS = word_set(
    "circle gathering gatherings platform pact guild voice secretariat assembly tent "
    "نادي حلقه منصه بيت سلطات هلال شباب حرائر نساء مظله عياده مستوصف مخبز صفحه مبره مطحنه"
)
_CHARTERS_EN = word_set(
    "code charter declaration covenant manifesto undertaking accord compact oath"
)
_CHARTERS_AR = word_set("ميثاق وثيقه اعلان مدونه شرعه عهد")
_OUTLETS = word_set("daily weekly paper newspaper magazine website broadcaster station journal")
_OPENING, _CLOSING = frozenset('«“"'), frozenset('»”"')
_OF = frozenset(("of", "for"))
_NO_ADJECTIVES = word_set("same other whole first last next new old of two three")
_ARTICLES = frozenset(("the", "al"))
_OPENERS = frozenset(("neither", "nor", "both", "either"))
_WITH_ARTICLE = re.compile(r"(?:al|el|ad|an|ar|as|ash|at|az)[-‐‑][A-Z]")
_LONGEST_NAME = 4  # words of a person's name
_FATHERS = word_set("ابو ام ابن بن عبد ال بنت")
_PLAIN_GLUED = ("", "و", "ب", "ل", "ف", "ال", "وال", "لل", "بال", "ول", "وب", "فل", "فب")
_GLUED_TWO = ("ول", "وب", "فل", "فب")
_GLUED_AR = ("و", "ف", "ب", "ل", "ك")
_LONGEST_BODY = 6  # words of a body's name in Arabic
_TIMES = word_set("عام سنه يوم شهر منذ بعد قبل خلال امس اليوم")
_RANKS = word_set("اول ثان الاول المتقاعد السابق السابقه")
_WHICH = word_set("الذي التي الذين اللذين اللتين اللذان اللتان اللواتي الان")
_RECEIVERS = word_set("نازحين لاجئين مدنيين متضررين اهالي سكان عائلات")
_PARTS = word_set("فجر صوت درع وحده احرار شهداء")  # of names, though they mean more
_LED = word_set("رئاسه قياده اداره")
_TITLED = word_set("حمله مبادره برنامج مشروع سجل ارشيف ميثاق")
_TITLES_AR = word_set(
    "انسه اخت حاج حاجه سيد سيده نقيب ملازم رائد مقدم عقيد عميد لواء رقيب مساعد استاذ استاذه "
    "معلم معلمه صيدلاني صيدلانيه مدرس مدرسه طبيب طبيبه محام محامي محاميه دكتور مهندس "
    "مهندسه صيدلي قاض قاضيه دكتوره شيخ مختار ست اب"
)
_KUNYAS = frozenset(("أبو", "أم", "أبا", "أبي"))
_BARE_TITLES_AR = word_set("د الدكتور الدكتوره")  # the others need their article
_INNER = word_set("هلال شباب نساء حرائر بيت صليب")  # heads that stand inside names too
_SHORT = 3  # letters: so short a word with a letter glued before it is more often a name's
_ACTORS = word_set(
    "مخابرات قوات امن نظام معارضه شبيحه ميليشيا ميليشيات مسلحون مسلحين جيش حكومه طيران سلطات"
)
_ADJECTIVES = word_set(
    "احرار ازرق زرقاء احمر حمراء ابيض بيضاء اسود سوداء اخضر خضراء حر حره عام عامه موحد موحده "
    "مشترك مشتركه جديد جديده قديم قديمه كبري كبير كبيره صغير صغيره اعلي عليا مستقل مستقله ثلاث "
    "اربع خمس دائم دائمه مؤقت مؤقته موقته اول اولي ثاني ثانيه ثالث ثالثه متحده مسلحه منتخب"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name at tokens [first, last)."""

    first: int
    last: int
    said: str  # as written, without article and glued words
    tag: str  # body, person, charter
    short: bool = False  # the noun alone: "the committee"
    glued: str = ""  # the letter glued before it: "و", "ب", "ل"
    head: str | None = None


@cache
def wide_lexicon(extra: Path | None) -> Lexicon:
    """The lists of names, and the nouns that count only here."""
    words = lexicon(extra)
    return replace(words, heads=words.heads | _HEADS)


def names_of(sentence: Sentence, cues: TermList, extra: Path | None = None) -> list[Name]:
    """Every name of a sentence, left to right, without overlap."""
    words = wide_lexicon(extra)
    bodies = {
        one.first: Name(
            first=one.first,
            last=one.last,
            said=one.said,
            tag="body",
            short=one.kind == "short",
            head=one.head,
        )
        for one in names_in(0, sentence, words, known_names(extra))
    }
    arabic = sentence.language == "ar"
    found: list[Name] = []
    at = 0
    while at < len(sentence.tokens):
        name = bodies.get(at)
        if arabic:
            own = _arabic(sentence.tokens, at, name, words, cues)
            name = None if name is not None and name.head is not None else name
        else:
            own = _english(sentence.tokens, at, words) or _common(sentence.tokens, at, words)
        if own is not None and (name is None or own.tag == "charter" or own.last >= name.last):
            name = own
        if name is None:
            at += 1
        else:
            found.append(name)
            at = name.last
    return found


# ---- English -------------------------------------------------------------------------------------


def _english(tokens: Sequence[Token], at: int, words: Lexicon) -> Name | None:
    if not _may_begin(tokens, at, words):
        return None
    title = at
    while at < len(tokens) and words.is_title(tokens[at]) and not words.is_head(tokens[at]):
        at += 2 if at + 1 < len(tokens) and tokens[at + 1].raw == "." else 1
    if at >= len(tokens) or not _is_name(tokens[at]):
        return None
    end = _capitals(tokens, at, words)
    run = tokens[at:end]
    content = [one for one in run if one.kind == "word" and _is_name(one)]
    heads = [one.norm for one in content if words.is_head(one)]
    after_the = at > 0 and tokens[at - 1].norm == "the"
    tag = _tag_of(run, content, bool(heads), after_the=after_the, titled=title < at)
    if tag is None and at > 0 and tokens[at - 1].norm in _OUTLETS:
        tag = "body"
    if tag is None:
        return None
    said = joined(run)
    return Name(
        first=title if tag == "person" else at,
        last=end,
        said=said[:-2] if said.endswith(("'s", "’s")) else said,
        tag=tag,
        head=heads[0] if heads else None,
    )


def _tag_of(
    run: Sequence[Token],
    content: Sequence[Token],
    headed: bool,
    *,
    after_the: bool,
    titled: bool,
) -> str | None:
    """What capitals name: a charter, a body, a person; None: nothing that can be told."""
    begins = content[0].norm in _CHARTERS_EN and len(run) > 1 and run[1].norm in _OF | {"on"}
    if begins or (content[-1].norm in _CHARTERS_EN and len(content) > 1):
        return "charter"
    if headed:
        return "body" if len(run) > 1 else None
    if len(content) == 1:
        return "person" if titled else None
    if after_the or any(one.norm in _OF for one in run):
        return "body"  # "the National Pact"
    return "person" if len(content) <= _LONGEST_NAME else None


def _common(tokens: Sequence[Token], at: int, words: Lexicon) -> Name | None:
    """ "the town council", "the Harasta clinic": a body without a name of its own."""
    if at == 0 or at + 1 >= len(tokens) or tokens[at - 1].norm != "the":
        return None
    one, head = tokens[at], tokens[at + 1]
    if one.kind != "word" or words.is_head(one) or one.norm in _NO_ADJECTIVES | DAYS:
        return None
    if not words.is_head(head) or _is_name(head) or one.raw.endswith(("'s", "’s")):
        return None
    return Name(first=at, last=at + 2, said=joined([one, head]), tag="body", head=head.norm)


def _may_begin(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    one = tokens[at]
    if one.kind != "word" or not one.raw.isascii():
        return False
    if one.norm in DAYS | INTRODUCTIONS | _ARTICLES | _OPENERS | NAME_LINKS or not _is_name(one):
        return False
    shouted = one.raw.isupper() and len(one.raw) > 1
    return not (shouted and not words.is_head(one)) or words.is_title(one)


def _capitals(tokens: Sequence[Token], at: int, words: Lexicon) -> int:
    """Past the words of a name: capitals, small words between them, the sign of a plural's own."""
    end = at
    while end < len(tokens):
        one = tokens[end]
        if _is_name(one) and one.norm not in DAYS:
            end += 1
            whose = one.raw.endswith(("'s", "’s"))
            ahead = [later for later in tokens[end : end + 3] if _is_name(later)]
            if whose and not any(words.is_head(later) for later in ahead):
                break
        elif one.raw in "'’" and end > at and _next__is_name(tokens, end + 1) == end + 1:
            end += 1  # "the Idlib Lawyers' Circle"
        elif one.norm in _OF | {"and", "al", "el", "bin", "the"} and _goes_on(
            tokens, at, end, words
        ):
            end += 1
        elif one.norm == "on" and end == at + 1 and tokens[at].norm in _CHARTERS_EN:
            end += 1  # "the Declaration on Safe Schools"
        else:
            break
    while end > at + 1 and not _is_name(tokens[end - 1]):
        end -= 1
    return end


def _next__is_name(tokens: Sequence[Token], at: int) -> int | None:
    while at < len(tokens) and tokens[at].norm in _ARTICLES:
        at += 1
    return at if at < len(tokens) and _is_name(tokens[at]) else None


def _goes_on(tokens: Sequence[Token], at: int, end: int, words: Lexicon) -> bool:
    """Whether a small word joins two parts of one name: "League of Scholars", not "A and B"."""
    if end == at:
        return False
    after = _next__is_name(tokens, end + 1)
    if after is None or tokens[after].norm in DAYS:
        return False
    norm = tokens[end].norm
    if norm in ("al", "el", "bin", "the"):
        return norm != "the" or tokens[end - 1].norm in _OF
    inside = any(one.norm in _OF for one in tokens[at:end])
    if norm == "and":
        follows = tokens[after : after + 3]
        return inside and after == end + 1 and not any(words.is_head(one) for one in follows)
    headed = any(words.is_head(one) or one.norm in _CHARTERS_EN for one in tokens[at:end])
    return headed or tokens[at - 1].norm == "the" or inside


def _is_name(token: Token) -> bool:
    """Whether a word is written as names are: "Haq", "al-Haq"."""
    return capital(token) or _WITH_ARTICLE.match(token.raw) is not None


# ---- Arabic --------------------------------------------------------------------------------------


def _arabic(
    tokens: Sequence[Token], at: int, body: Name | None, words: Lexicon, cues: TermList
) -> Name | None:
    charter = _charter_ar(tokens, at)
    if charter is not None:
        return charter
    return _body_ar(tokens, at, body, words, cues) or _person_ar(tokens, at, words, cues)


def _charter_ar(tokens: Sequence[Token], at: int) -> Name | None:
    """ "ميثاق شرف": a noun of charters and what it is of; with an article it is a body's name."""
    norm = tokens[at].norm
    glued = "" if norm in _CHARTERS_AR or norm[:1] not in _GLUED_AR else norm[:1]
    if norm[len(glued) :] not in _CHARTERS_AR:
        return None
    end = at + 1
    while end < len(tokens) and end - at < 4 and tokens[end].kind == "word":
        one = tokens[end].norm
        if end > at + 1 and not one.startswith("ال"):
            break
        if end == at + 1 and (
            one[:2] in ("وا", "لل") or is_preposition(tokens[end]) or one in THAT
        ):
            break
        end += 1
    if end == at + 1:
        return None
    said = joined(tokens[at:end])[len(glued) :]
    return Name(first=at, last=end, said=said, tag="charter", glued=glued)


def _body_ar(
    tokens: Sequence[Token], at: int, body: Name | None, words: Lexicon, cues: TermList
) -> Name | None:
    """A body's name: its noun, what that is of, and adjectives; what is glued before stands apart.

    "كتيبة أحفاد عنجارة" goes on where a list of nouns would stop, and "لواء التلال الهجوم" stops
    before the noun that is no part of it.
    """
    head = body.head if body is not None else _head_ar(tokens, at, words)
    if head is None or (body is not None and not _is_plain_ar(tokens[at], head)):
        return body
    led = head in _LED and at + 1 < len(tokens) and _is_title_ar(tokens[at + 1], words)
    if led:
        return None  # "برئاسة المهندس": who leads it
    definite = tokens[at].norm.endswith("ال" + head)
    last, closed = at + 1, definite
    while last < len(tokens) and last - at < _LONGEST_BODY:
        one = tokens[last]
        norm = one.norm
        if norm in THAT | _WHICH or is_preposition(one) or one.kind != "word":
            break
        if closed and norm.startswith("ال") and norm[2:] in _TITLES_AR:
            break  # "تدير صندوق الأيتام | المحامية …"
        if norm.startswith(("ال", "لل")):
            purpose = norm.startswith("لل") and norm[2:] not in _RECEIVERS
            if closed and not (purpose or _adjective_ar(norm)):
                break
            closed = True
        elif closed and norm.startswith("وال") and not definite and _joins_ar(one, words):
            pass
        elif (
            closed
            or not _goes_on_ar(tokens, last, words, cues)
            or (last > at + 1 and words.is_head(one) and not _is_inner(norm))
        ):
            break
        last += 1
    last = _without_actor(tokens, at, last, words)
    campaign = head in _TITLED  # "حملة «دفء»" is no body
    quoted = _quoted_name(tokens, last) if last == at + 1 and not campaign else None
    last = quoted or last
    if last == at + 1 and not definite:
        return None
    raw = tokens[at].raw
    glued = raw[0] if tokens[at].norm[1:] in (head, "ال" + head) else ""
    if tokens[at].norm[:2] in _GLUED_TWO and tokens[at].norm[2:] in (head, "ال" + head):
        glued = raw[:2]
    said = joined(tokens[at:last])[len(glued) :]
    if raw.startswith("لل") and tokens[at].norm == "لل" + head:
        said = "ال" + said[2:]
    return Name(
        first=at,
        last=last,
        said=said,
        tag="body" if quoted or not _is_kind_ar(tokens[at:last]) else "kind-of",
        short=last == at + 1,
        glued=glued,
        head=head,
    )


def _quoted_name(tokens: Sequence[Token], at: int) -> int | None:
    """ "جمعية «خبز وملح»": past the quotation mark that closes a name, where one stands here."""
    if at >= len(tokens) or tokens[at].raw not in _OPENING:
        return None
    for k in range(at + 2, min(at + _LONGEST_BODY + 1, len(tokens))):
        if tokens[k].raw in _CLOSING:
            return k + 1
    return None


def _head_ar(tokens: Sequence[Token], at: int, words: Lexicon) -> str | None:
    norm = tokens[at].norm
    for glued in ("", "و", "ب", "ل", "ف", "لل", "ول", "وب"):
        rest = norm.removeprefix(glued) if norm.startswith(glued) else ""
        rest = rest.removeprefix("ال")
        if rest in words.heads:
            return rest
    return None


def _is_inner(norm: str) -> bool:
    """Whether a noun of bodies is a word within a name here: "اتحاد متطوعي الهلال"."""
    return norm.removeprefix("ال") in _INNER


def _is_plain_ar(token: Token, head: str) -> bool:
    norm = token.norm
    return any(norm == glued + head for glued in _PLAIN_GLUED)


def _joins_ar(token: Token, words: Lexicon) -> bool:
    """Whether "وال…" goes on with a name: "حزب الأمل والخبز", not "تجمع اليسار والكتلة …"."""
    return not words.is_head(token)


def _adjective_ar(norm: str) -> bool:
    return norm.endswith(("ي", "يه")) or norm.removeprefix("ال") in _ADJECTIVES


def _is_kind_ar(run: Sequence[Token]) -> bool:
    """ "هيئة مستقلة" says what a body is, and names none."""
    norms = [one.norm for one in run]
    return (
        len(norms) == 2
        and not any(one.startswith("ال") for one in norms)
        and (norms[1].endswith("يه") or norms[1] in _ADJECTIVES)
    )


def _without_actor(tokens: Sequence[Token], at: int, last: int, words: Lexicon) -> int:
    """Where the name ends if an actor follows it: "لجنة تلبيسة | الجيش"."""
    for k in range(at + 2, last):
        norm = tokens[k].norm
        headed = words.is_head(tokens[k]) and not _is_inner(norm)
        if norm.startswith("ال") and (norm[2:] in _ACTORS or headed):
            return k
    return last


def _goes_on_ar(tokens: Sequence[Token], at: int, words: Lexicon, cues: TermList) -> bool:
    one = tokens[at]
    return (
        one.kind == "word"
        and not one.norm.startswith("و")
        and not (one.norm.startswith("ب") and one.norm[1:3] == "ال")
        and len(one.norm) > 1
        and one.norm not in THAT
        and one.norm not in _TIMES
        and not is_preposition(one)
        and words.at(tokens, at) is None
        and (one.norm in _PARTS | _CHARTERS_AR or not _tells(cues, tokens, at))
    )


def _tells(cues: TermList, tokens: Sequence[Token], at: int) -> bool:
    """Whether a word tells something; "بطنا" of a name is no "ب" and a tonne."""
    found = cues.longest(tuple(tokens), at)
    if found is None or _WITHIN_NAMES.issuperset(found[2]):
        return False
    norm = tokens[at].norm
    return not (found[0] == at + 1 and found[1] and len(norm) <= _SHORT + 1 and norm[0] in "بلك")


_WITHIN_NAMES = frozenset(
    ("folk", "state", "officer", "a-council", "list", "seats", "votes", "electors", "ballots",
     "rest", "clause", "published", "aid", "kind-of", "on-behalf", "present", "headship",
     "takers", "what-it-is", "square", "paper", "storehouse", "offering", "warlike", "asking")
)  # fmt: skip
"""Parts of words that stand inside names too: "نقابة أطباء الفرات", "اتحاد تجار الضفتين"."""


def _is_title_ar(token: Token, words: Lexicon) -> bool:
    """Whether a word is a title, with or without what is glued before it: "للآنسة"."""
    if words.is_title(token):
        return True
    norm = token.norm
    for glued in ("", "ال", "وال", "لل", "بال", "و"):
        if norm.startswith(glued) and norm[len(glued) :] in _TITLES_AR:
            return glued != "" or norm in _BARE_TITLES_AR
    return False


def _kunya(tokens: Sequence[Token], at: int) -> Name | None:
    """ "أبو عمار", "وأم خالد": a person called by a child's name."""
    raw = tokens[at].raw
    glued = "و" if raw.startswith(("وأبو", "وأم")) else ""
    if raw[len(glued) :] not in _KUNYAS or at + 1 >= len(tokens):
        return None
    after = tokens[at + 1]
    before = tokens[at - 1].norm if at else ""
    if after.kind != "word" or is_preposition(after) or after.norm in THAT or before in _FATHERS:
        return None
    said = joined(tokens[at : at + 2])[len(glued) :]
    return Name(first=at, last=at + 2, said=said, tag="person", glued=glued)


def _person_ar(tokens: Sequence[Token], at: int, words: Lexicon, cues: TermList) -> Name | None:
    """A name after a title: "المهندسة هالة المرعي", "الدكتور هيثم الزيتون"."""
    kunya = _kunya(tokens, at)
    if kunya is not None:
        return kunya
    if not _is_title_ar(tokens[at], words) or (at and _is_title_ar(tokens[at - 1], words)):
        return None
    first = at + 1
    while first < len(tokens) and (
        _is_title_ar(tokens[first], words)
        or tokens[first].norm in _RANKS
        or tokens[first].norm.startswith("باسم")
    ):
        first += 1
    last = first
    while last < len(tokens) and last < first + 2:
        one = tokens[last]
        if one.kind != "word" or is_preposition(one) or one.norm in THAT or is_time(one):
            break
        family = last > first and one.norm.startswith("ال")  # "الشعار" is a family here
        cue = cues.longest(tuple(tokens), last)
        # "فراس" is no "ف" and a word that tells: only a whole word ends a name.
        if words.is_head(one) or not (family or cue is None or cue[1]):
            break
        last += 1
        if one.norm in _FATHERS and last < len(tokens):
            last += 1
    if last < first + 2:
        return None
    if last < len(tokens) and tokens[last].norm == "الله":
        last += 1
    norm = tokens[at].norm
    plain = norm in words.titles or norm.startswith("ال") or norm in _TITLES_AR
    glued = "" if plain else norm[0]
    return Name(first=at, last=last, said=joined(tokens[first:last]), tag="person", glued=glued)

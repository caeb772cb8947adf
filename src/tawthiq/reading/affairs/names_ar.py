"""Arabic names of bodies, people and charters: a noun and what it is of, a title and two words."""

from collections.abc import Sequence

from tawthiq.names.given import given_names
from tawthiq.reading.affairs.names_model import Name
from tawthiq.reading.model import Token
from tawthiq.reading.terms import TermList
from tawthiq.reading.voices.clauses import joined
from tawthiq.reading.voices.speakers_ar import THAT, is_preposition, is_time
from tawthiq.reading.voices.speech import Lexicon
from tawthiq.reading.voices.wordsets import word_set

_CHARTERS_AR = word_set("ميثاق وثيقه اعلان مدونه شرعه عهد")
_OPENING, _CLOSING = frozenset('«“"'), frozenset('»”"')
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
_KUNYAS = frozenset(("أبو", "أم", "أبا", "أبي", "ابو"))
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


def arabic_name(
    tokens: Sequence[Token], at: int, body: Name | None, words: Lexicon, cues: TermList
) -> Name | None:
    """The name that begins at a token; None where none does.

    Args:
        body: what the plain grammar of bodies takes it for.
        cues: the words that tell, at which a name ends.
    """
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
    definite = tokens[at].norm.endswith("ال" + head) or tokens[at].norm == "لل" + head
    definite = definite or (head.startswith("ل") and tokens[at].norm == "ل" + head)
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
    glued = "و" if raw.startswith(("وأبو", "وأم", "وابو")) else ""
    if raw[len(glued) :] not in _KUNYAS or at + 1 >= len(tokens):
        return None
    after = tokens[at + 1]
    before = tokens[at - 1].norm if at else ""
    if after.kind != "word" or is_preposition(after) or after.norm in THAT or before in _FATHERS:
        return None
    last = at + 2
    if last < len(tokens) and tokens[last].norm.startswith("ال") and given_names(after.norm):
        last += _is_nisba(tokens[last])
    said = joined(tokens[at:last])[len(glued) :]
    return Name(first=at, last=last, said=said, tag="person", glued=glued)


def _is_nisba(token: Token) -> bool:
    """ "الرفاعي": an adjective that may be the last part of a name."""
    return token.kind == "word" and token.norm.endswith("ي")


_BOTH = word_set(
    "ابتهاج اثار ابي اجلال احسن احلام اخلاص ارزاق اركان اسر اسما اصيل اعتماد اعتدال اقبال الا "
    "الحان انتصار انعام انهار انوار امل امان امن امير اميره امين امينه اماني ايات ايلول ايمان "
    "باسم باري باسط بحر بدر بدو براق بركات بشاره بيان تاج تبارك تحرير ترتيل تمام توحيد ثاني "
    "ثابت جراح جمعه جميل جميله جنان جهاد جولان حاجه حافظ حجاج حرب حكمه حكيم حلوه حمامه حياه حور "
    "خير خيره دنيا دوله ذكري ذهب رابع رابعه راتب ربيع رحمه رسمي رسميه رسول رضا رمضان روضه روعه "
    "رياض رياضي رياضيه زايد زين ساحر سالم سباعي سحر سري سعاده سفير سفيره سكينه سلام سلامه سلطان "
    "سلطه سماح سند سوريا سيد سيده سيف شام شاهد شاهده شجاع شرف شروق شمس شمعه شهاب شهيد شوق شيخ "
    "شيخه صابر صادق صالح صباح صحيح صدق صعب صمود صياح ضيف طالب طيب طيبه ظاهر عاده عادل عادله "
    "عاصي عالم عام عباد عبد عجمي عرب عربي عزيز عسكر عطا عظيم عقاب عميد عهد عهود عواطف عوده عيد "
    "غايه غالب غالبيه غريب غلام فتح فجر فخر فدا فرات فرج فرح فضل فلاح فلسطين فوز قادر قاسم قمر "
    "قيس كامل كامله كرم كريم كمال كوكب لازم لقا لوا ليل مبارك مباركه متين مجاهد مجد مجيد محبوب "
    "محفوظ مختار مدني مدنيه مراد مسا مساعد مستوره مسلم مشهور مشترك معروف معروفه مفتاح مفيد مكرم "
    "ملك منار منتهي منع منيع مهاجر مهدي موسي موفق مولود مومن مومنه ناظر نبي نجاح نجم نجمه ندا "
    "نذير نزيه نصار نصر نضال نعمه نور هادي هبه هدي هديه هنا هلال هيا واثق واجد واحد وارث واصل "
    "وجدان وحيد وحيده ورد وسام وسيله وصال وعد وعود وفا وفاه ولا ولي يسار يقين يمني سابق سهل صفا "
    "صفو جاد جبر جبل سما قايد قايده حصه خلف دعا بها المي باسمه وفيه وردا الهي ماسه تالا وصف "
    "رايد مقدم مقدمه ضامن جديد سنه سنيه ايه اليا لاما عدي عدن لولو دره رتيبه مزوره دعد غيدا "
    "مدين مدينه حسنا حاكم امنه اوس "
)
"""They are given names and common words: no name begins with one where no title stands."""
_NAMED_SO = word_set(
    "مدرسه شارع ساحه جامع مسجد مخيم جسر دوار سوق قريه بلده مدينه كنيسه مشفي مستشفي ملعب دار "
    "مطعم فرن جمعه اسبوع يوم شهر ليله حمله عمليه معركه غزوه معسكر ثكنه مقام ضريح تل جبل وادي نهر "
    "باب قلعه خان"
)
_OF_FAITH = frozenset(("الدين", "الله", "الرحمن", "الزهراء", "الحق"))


def _given_and_family(
    tokens: Sequence[Token], at: int, words: Lexicon, cues: TermList
) -> Name | None:
    """ "باسل ناصر": a given name we know, without a title, and the name after it."""
    norm = tokens[at].norm
    glued = norm[:1] if norm[:1] in "وف" and not given_names(norm) else ""
    first = norm[len(glued) :]
    if tokens[at].raw.endswith("ى") and first == "علي":
        return None  # "على" is folded like "علي"
    if tokens[at].kind != "word" or first in _BOTH or not given_names(first):
        return None
    before = tokens[at - 1].norm if at else ""
    if before.removeprefix("ال") in _NAMED_SO | _FATHERS or before in ("ابي", "باسم"):
        return None
    last = at + 1
    if last < len(tokens) and tokens[last].norm in _OF_FAITH:
        last += 1
    if last < len(tokens) and tokens[last].norm in _FATHERS:
        last += 1
    town = last < len(tokens) and tokens[last].norm == "عنتاب"
    if last >= len(tokens) or town or not _may_be_family(tokens, last, words, cues):
        return None
    last += 1
    ahead = tokens[last] if last < len(tokens) else None
    if ahead is not None and ahead.norm.startswith("ال") and given_names(tokens[last - 1].norm):
        last += _may_be_family(tokens, last, words, cues)
    said = joined(tokens[at:last])[len(glued) :]
    return Name(first=at, last=last, said=said, tag="person", glued=glued)


def _may_be_family(tokens: Sequence[Token], at: int, words: Lexicon, cues: TermList) -> bool:
    one = tokens[at]
    if one.kind != "word" or is_preposition(one) or one.norm in THAT or is_time(one):
        return False
    if one.raw.endswith("\u064b") or one.norm.startswith(("وال", "بال", "لل", "فال", "كال")):
        return False
    if given_names(one.norm):
        return True
    cue = cues.longest(tuple(tokens), at)
    told = cue is not None and not cue[1] and not _WITHIN_NAMES.issuperset(cue[2])
    return not told and words.at(tokens, at) is None and not words.is_head(one)


def _person_ar(tokens: Sequence[Token], at: int, words: Lexicon, cues: TermList) -> Name | None:
    """A name after a title: "المهندسة هالة المرعي", "الدكتور هيثم الزيتون"."""
    untitled = _kunya(tokens, at) or _given_and_family(tokens, at, words, cues)
    if untitled is not None:
        return untitled
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

"""Arabic noun phrases that name a speaker: where they begin and end."""

import re
from collections.abc import Sequence

from tawthiq.reading.model import Token
from tawthiq.reading.tokens import tokenise
from tawthiq.reading.voices.clauses import COMMAS
from tawthiq.reading.voices.speech import Lexicon, conjunction_off, noun_forms


def _folded(words: str) -> frozenset[str]:
    return frozenset(token.norm for token in tokenise(words))


THAT = _folded(
    "أن إن فإن فأن بأن بان أنه إنه أنها إنها أنهم إنهم بأنه بأنها بأنهم أننا إننا أنهما أني "
    "إني كأن إنهما"
)
# What a verb of speech announces: with it the subject is complete.
EVENTS = _folded(
    "مقتل وفاة سقوط إصابة اعتقال استشهاد ارتفاع وقوع حصيلة قتل جرح نزوح تهجير خطف اختطاف "
    "اختفاء إعدام ارتكاب انفجار قصف تدمير فقدان العثور عثور دخول وصول خروج الإفراج إفراج "
    "انشقاق إطلاق تعرض حدوث غرق مصرع مصرعه اغتيال توقيف احتجاز تصفية مجزرة أسر نفوق تسجيل "
    "توثيق ارتقاء انتشال دفن عودة لجوء انخفاض تراجع بلوغ تجاوز وجود إحصاء عدد أعداد احتراق "
    "استهداف مسؤوليته مسؤوليتها حصار سيطرة بدء انتهاء تعليق إغلاق فرار هجوم إحباط تحييد "
    "القضاء ضبط مصادرة هدم العدد الرقم الحصيلة عددهم عددها الأعداد شهداء قتلى جرحى ضحايا "
    "مفقودين معتقلين نازحين ضلوع تورط مسؤولية صحة أنباء ما "
)
_NUMBERS = _folded(
    "واحد اثنان اثنين ثلاثة ثلاث أربعة أربع خمسة خمس ستة ست سبعة سبع ثمانية ثمان ثماني تسعة "
    "تسع عشرة عشر عشرون عشرين ثلاثون ثلاثين أربعون أربعين خمسون خمسين ستون ستين سبعون سبعين "
    "ثمانون اثنا اثني اثنتا اثنتي ثلاثا أربعا خمسا ستا سبعا ثمانيا تسعا عشرا واحدا مئتا "
    "ألفا ثلثا ثلثي ثلثين ثمانين تسعون تسعين مئة مائة مئتين مئتي مئتان مائتين ألف ألفين "
    "ألفي آلاف مئات عشرات بضعة عدة أكثر أقل نحو حوالي قرابة زهاء أزيد فوق دون مليون ملايين "
    "نصف ربع ثلث أحد إحدى معظم"
) - _folded("أحد إحدى")
_TIMES = _folded(
    "اليوم أمس الأمس غدا مساء صباح صباحا ظهر فجر يوم الأحد الاثنين الإثنين الثلاثاء "
    "الأربعاء الخميس الجمعة السبت مؤخرا سابقا لاحقا أيضا لاحق حتى الآن بالأمس"
)
PREPOSITIONS = _folded(
    "في من عن على إلى منذ خلال بعد قبل مع عبر حول ضمن لدى بين أثناء عقب وسط دون بسبب نتيجة "
    "جراء فيما بينما حيث لكن كما حين عندما بشأن بخصوص حيال إزاء ضد إثر"
)
_VERBS = _folded(
    "صدر صدرت حمل حملت كان كانت كانوا قد قتل قتلت قتلوا يكون تكون لم لا لن ليس ليست الذي "
    "التي الذين هو هي هم "
    "وهو وهي سقط سقطت أصيب أصيبت بلغ بلغت وصل وصلت ارتفع ارتفعت تم جرى يتم وقع وقعت يتجاوز "
    "تتجاوز فقد طلب طلبت طلبوا فضل فضلت اشترط اشترطت"
)
# After "في": an occasion of speaking, no place of the one who speaks.
_OCCASIONS = _folded(
    "وقت مؤتمر حديث اتصال كلمة حوار مقابلة لقاء رسالة آخر أول ثاني خطاب ختام جانبه جهته "
    "ناحيته طرفه جهتها جانبها عدد قصف غارة إثر هذا ذلك سياق جهة جانب تمام معرض جلسة خبر عام "
    "شهر مقطع شريط "
)
HERE = _folded("مدينة بلدة قرية ريف محافظة منطقة حي مخيم ناحية داخل جنوب شمال شرق غرب")
_LISTENING = _folded(
    "وكالة صحيفة قناة موقع إذاعة تلفزيون مجلة شبكة رويترز فرانس الجزيرة العربية مراسل "
    "مراسلنا جريدة وكالات فضائية"
)
_HEARERS = _folded("صحفيين صحافيين صحافة إعلام صحفيون إعلاميين نا ه ها هم مستمعين")
_POINTERS = _folded("ذلك هذا هذه تلك هؤلاء ذاك")
OPENING = frozenset('«“"')
_CLOSING = frozenset('»”"')
_TO_US = _folded("لي لنا له لها لهم لك لكم")
_OUR_MEDIUM = re.compile("(?:وكالت|صحيفت|قنات|موقع|مراسل|جريدت|اذاعت)نا")
_KIN = _folded("أبو أبي أبا أم عبد ابن بن بنت آل")
_ASIDES = frozenset(("بدوره", "بدورها"))
IN_NAME = _folded("باسم لشؤون لدى")


def forms(token: Token) -> tuple[str, ...]:
    """A noun without glued words and article."""
    return noun_forms(token.norm, token.raw)


def starts_words(token: Token) -> bool:
    """Whether what is said begins here: "أن", an event, a number."""
    if token.kind == "number" or token.norm in THAT or token.norm in EVENTS | _NUMBERS:
        return True
    if token.norm[:1] in ("ب", "ل", "و") and token.norm[1:] in EVENTS | THAT:
        return token.norm[1:] != "ما"
    if token.norm[:1] == "ب" and token.norm[1:] in _NUMBERS:
        return True
    return token.norm == "بما"


def speaks(tokens: Sequence[Token], words: Lexicon) -> bool:
    """Whether a noun phrase names one who may speak, by what its words mean."""
    return any(
        words.is_voice(one) or words.is_head(one) or words.is_office(one) or words.is_title(one)
        or words.known_body(tokens, k) is not None
        for k, one in enumerate(tokens)
    )  # fmt: skip


def noun_phrase(tokens: Sequence[Token], first: int, stop: int, words: Lexicon) -> int:
    """One past the last token of the noun phrase that begins at `first`; `first`: none does."""
    known = words.known_body(tokens, first) if first < stop else None
    at = first if known is None else known
    if first < stop and tokens[first].raw in OPENING:
        # "أعلن «مركز التوثيق»": a name may stand in quotation marks; speech does not begin so.
        close = quoted_name(tokens, first)
        inside = tokens[first + 1 : close - 1] if close else ()
        names = bool(inside) and (words.is_head(inside[0]) or words.is_voice(inside[0]))
        if close is not None and close < stop and inside[0].norm.startswith("ال"):
            # "أعلن "الحوثيون"، اليوم، عن": a short name, and then the words begin
            after = tokens[close]
            opens = after.raw in COMMAS or after.norm in THAT or after.norm == "عن"
            names = names or (len(inside) <= 3 and opens)
        return close if close is not None and names else first
    while at < stop and at - first <= 14:
        if tokens[at].raw == "(" and at > first:
            # Another name of a body may stand in brackets within.
            close = next((k for k in range(at, min(stop, at + 5)) if tokens[k].raw == ")"), None)
            if close is None or tokens[at + 1].kind == "number":
                break
            at = close + 1
        elif tokens[at].raw in OPENING and _names_in_marks(tokens, at, words):
            at = quoted_name(tokens, at) or stop
        elif _ends_phrase(tokens, at, first, stop, words):
            break
        else:
            at += 2 if is_preposition(tokens[at]) else 1
    return min(at, stop)


def _ends_phrase(tokens: Sequence[Token], at: int, first: int, stop: int, words: Lexicon) -> bool:
    """Whether the noun phrase that began at `first` ends before the token `at`."""
    token = tokens[at]
    if token.kind == "sign":
        return at == first or not (token.raw == "." and words.is_title(tokens[at - 1]))
    if token.kind == "number" or token.norm in THAT | _VERBS | _TIMES | _ASIDES:
        return True
    if is_preposition(token):
        return at == first or not _belongs(tokens, at, stop, first, words)
    if at == first:
        return token.norm in _POINTERS
    if "\u064b" in token.raw:
        return True  # "نشر ناشطون مقطعًا": the ending of an object
    return (
        starts_words(token)
        or listener(tokens, at) is not None
        or (token.norm[0] in "وف" and not _joins(tokens, at, words))
        or token.norm.startswith("بال")
        or _is_verb(tokens, at, words)
        or _object_of_body(tokens, at, first, words)
    )


def quoted_name(tokens: Sequence[Token], at: int) -> int | None:
    """Past a name in quotation marks that opens at a token: six words at most, no number."""
    if at >= len(tokens) or tokens[at].raw not in OPENING:
        return None
    for k in range(at + 1, min(len(tokens), at + 8)):
        if tokens[k].raw in _CLOSING and k > at + 1:
            return k + 1
        if tokens[k].kind != "word" or tokens[k].norm in THAT | _VERBS:
            return None
    return None


def _names_in_marks(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    """Whether quotation marks after a noun hold the name of a body: "صفحة «دمشق الآن»"."""
    before = tokens[at - 1]
    return quoted_name(tokens, at) is not None and (
        words.is_head(before) or words.is_voice(before) or words.is_office(before)
    )


def _object_of_body(tokens: Sequence[Token], at: int, first: int, words: Lexicon) -> bool:
    """ "نشرت الشبكة قائمة": after a body with its article, a paper without one is the object."""
    token = tokens[at]
    if token.norm.endswith(("ها", "هم")) and len(token.norm) > 5:
        stem = token.norm[:-2]
        stems = (stem, stem[:-1] + "ه" if stem.endswith("ت") else stem)
        if any(one in words.papers for one in stems):
            return True  # "نشرت الرابطة قائمتها"
    return (
        words.is_head(tokens[first])
        and not words.is_office(tokens[first])
        and tokens[at - 1].norm.startswith(("ال", "وال", "لل"))
        and not token.norm.startswith(("ال", "وال", "ل"))
        and words.is_paper(token)
    )


def _is_verb(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    phrase = words.at(tokens, at)
    return phrase is not None and not words.is_paper(tokens[at]) and not words.is_head(tokens[at])


def _joins(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    """Whether a word that begins with "و" or "ف" goes on with the phrase."""
    token = tokens[at]
    bare = conjunction_off(token.norm)
    if token.norm in words.heads or token.norm in words.offices or token.norm in words.voices:
        return True
    if words.at(tokens, at) is not None or bare in THAT | EVENTS | _VERBS | PREPOSITIONS:
        return False
    if bare.startswith("ال"):
        return tokens[at - 1].norm.startswith("ال") or "ال" in tokens[at - 1].norm[:4]
    if bare in words.heads or bare in words.offices or bare in words.voices:
        return True
    # "وليد", "فادي": a name, not two words.
    return not bare.startswith(("ي", "ت", "س"))


def _belongs(tokens: Sequence[Token], at: int, stop: int, first: int, words: Lexicon) -> bool:
    """ "مصدر طبي في مستشفى الباب", "عضو في اللجنة": but not "المرصد في بيان"."""
    if at + 1 >= stop or tokens[at + 1].norm in THAT:
        return False
    if tokens[at].norm == "عن" and words.is_office(tokens[at - 1]):
        return not starts_words(tokens[at + 1])  # "المسؤولة عن المشرحة"
    if tokens[at].norm not in ("في", "من", "لدي", "ضمن"):
        return False
    token = tokens[at + 1]
    if token.kind != "word" or words.is_paper(token) or token.norm in _TIMES | EVENTS | _NUMBERS:
        return False
    if token.norm in _OCCASIONS:
        return False
    return any(words.is_voice(one) or words.is_office(one) for one in tokens[first:at])


def listener(tokens: Sequence[Token], at: int) -> int | None:  # noqa: PLR0911 - one branch a way of writing
    """ "لوكالة رويترز", "للصحفيين": one past the one who is told; None: nobody is, here."""
    token = tokens[at]
    if not token.norm.startswith("ل") or token.kind != "word":
        return None
    if token.norm in _TO_US:
        return at + 1
    if token.norm == "ل":  # "لـ«صدى الفرات»"
        return quoted_name(tokens, at + 1)
    bare = token.norm[1:]
    if bare.startswith("ل"):
        bare = "ال" + bare[1:]
    plain = bare.removeprefix("ال")
    if plain in _HEARERS or _OUR_MEDIUM.fullmatch(bare):
        return at + 1
    quoted = quoted_name(tokens, at + 1)
    if quoted is not None and plain in _LISTENING:
        return quoted
    if not (plain in _LISTENING or bare in _LISTENING):
        return None
    end = at + 1
    while end < len(tokens) and end - at < 5:
        one = tokens[end]
        if one.kind != "word" or one.norm in THAT | PREPOSITIONS | _TIMES or starts_words(one):
            break
        end += 1
    return end


def is_number(token: Token) -> bool:
    """Whether a word counts: "ثلاثة", "أكثر"."""
    return token.kind == "number" or token.norm in _NUMBERS


def is_time(token: Token) -> bool:
    """Whether a word says when: "أمس", "الجمعة"."""
    return token.norm in _TIMES


def is_preposition(token: Token) -> bool:
    """Whether a word is a preposition, or opens another clause."""
    if token.norm == "علي" and "ى" not in token.raw:
        return False  # Ali, a name
    return token.norm in PREPOSITIONS


def is_auxiliary(token: Token) -> bool:
    """Whether a word is a verb or particle that no noun phrase holds."""
    return token.norm in _VERBS


def is_kin(token: Token) -> bool:
    """Whether a word begins a compound name: "أبو", "عبد"."""
    return token.norm in _KIN

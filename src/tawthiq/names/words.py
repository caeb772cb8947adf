"""What a single word can be in a name: a title, "father of", an article, a servant of, a son.

`tawthiq.names.splitting` reads one name by these; `tawthiq.names.joining` a whole column, for which
`traits_of` says in one number all that a word can do to its neighbours, and they to it.
"""

import re

from tawthiq.names.folding import fold, is_arabic
from tawthiq.names.given import given_names
from tawthiq.names.model import Script

# Set aside only before the name proper, and only while a name remains: later in a name the same
# words are family names.
_TITLE_WORDS = """
    الشهيد الشهيدة شهيد شهيدة الطفل الطفلة طفل طفلة الرضيع الرضيعة الشاب الشابة الفتى الفتاة المرحوم
    المرحومة المغدور المغدورة المعتقل المعتقلة المفقود الجريح الأسير الحاج الحاجة حاج حاجة الشيخ
    الشيخة السيد السيدة الأستاذ الأستاذة استاذ الدكتور الدكتورة دكتور د م المهندس المهندسة مهندس
    المحامي الطبيب الطبيبة الممرض الممرضة المسعف المسعفة الصحفي الصحفية الإعلامي الإعلامية القاضي
    المدرس المدرسة المعلم المعلمة العميد العقيد المقدم الرائد النقيب الملازم المجند المساعد الرقيب
    العريف اللواء الجندي القائد المقاتل المجاهد الحجة البطل المواطن المواطنة الأخ الأخت
    dr doctor mr mrs ms miss haj hajj hadj haji hajja hajjah hajji sheikh shaikh sheik shaykh
    cheikh shekh prof professor eng engineer ustaz ustadh martyr the child baby infant sayyed
    gen general col colonel lt lieutenant capt captain cpt maj major sgt sergeant brig brigadier
    cpl corporal pvt
"""
TITLES = frozenset(fold(_TITLE_WORDS).split())
ARABIC_FATHER_OF = frozenset(("ابو", "ابي", "ابا", "بو", "ام"))
ARABIC_SON_OF = frozenset(("ابن", "بن", "بنت", "ابنه", "ولد", "منت"))  # the last: Mauritania
# What may follow "abd" without its article; any other name after "abd" is a name of its own.
WHOM_ONE_SERVES = frozenset(
    fold(
        "الله لله ربه ربو نبي رسول رحمن رحيم كريم قادر عزيز حميد حليم حكيم هادي مجيد لطيف سلام "
        "ناصر رزاق ستار جبار وهاب باسط باري خالق مالك منعم معطي واحد صمد جواد غني غفور غفار فتاح "
        "رؤوف حي حق "
        "عال عاطي شافي شكور عظيم عليم قدوس مطلب ودود وكيل مهيمن مؤمن"
    ).split()
)
LATIN_FATHER_OF = frozenset(
    (
        *("abu", "abou", "abo", "aboo", "abw", "abi", "abul", "aboul", "bou", "boo", "bu"),
        *("umm", "um", "oum", "omm"),
    )
)
LATIN_SON_OF = frozenset(
    (
        *("bin", "ben", "ibn", "bn", "ebn", "bint", "bent", "bnt"),
        *("ould", "weld", "wuld", "wld", "walad", "mint"),
    )
)
LATIN_ABD = re.compile(r"(?:[ae]b[aei]?d)(?:[aeu]|ou)?(?:l|r|n|d|t|s|z|sh|ch)?")
LATIN_ABD_SURE = re.compile(r"[ae]b[ei]?d(?:(?:[aeu]|ou)(?:l|r|n|s|sh|ch)|u)")
HIS_LORD = frozenset(
    ("rabbo", "rabo", "rabbu", "rabu", "rabboh", "raboh", "rabbuh", "rabuh", "rabbou")
)
LATIN_ARTICLES = frozenset(("al", "el", "ul"))
BARE_ARTICLE = "l"  # only after "father of" or "abd": Abu l-Hasan
# "ash-Shami", "an-Najjar": the article only where the next word begins with the same sound.
SUN_SOUNDS = ("s", "sh", "n", "r", "d", "t", "z", "ch", "th", "dh")
_LATIN_SUN = re.compile(f"[aeu](?:{'|'.join(SUN_SOUNDS)})")
LATIN_DIN = re.compile(r"(?:[aeu]l?d?)?d(?:ee|i|ie)ne?")
LATIN_ALLAH = re.compile("[aeou]?l[l]?[aeu]h")
ARABIC_ENDINGS = frozenset(("الدين", "الله"))
TORN_ARTICLES = LATIN_ARTICLES | {"ad", "ed", "ud"}
TORN_ENDINGS = frozenset(("din", "deen", "dine", "eddin", "lah", "llah"))  # "Salah ed Din"
LONGEST_WORD = 64
_AN_ARABIC_LETTER = re.compile("[\u0600-\u06ff\u0750-\u08ff]")
_A_LATIN_LETTER = re.compile("[a-z]")
_ANOTHER_LETTER = re.compile("[^a-z \u0600-\u06ff\u0750-\u08ff]")


def is_latin_article(word: str, following: str) -> bool:
    """Tell whether a Latin word is the article of the word that follows."""
    if word in LATIN_ARTICLES:
        return True
    return (
        len(word) < 4 and following.startswith(word[1:]) and _LATIN_SUN.fullmatch(word) is not None
    )


def is_inner_article(word: str, following: str) -> bool:
    """Tell whether a Latin word is the article inside a compound, before the word that follows."""
    return word == BARE_ARTICLE or is_latin_article(word, following)


def ends_previous(word: str) -> bool:
    """Tell whether a word by itself ends the part before it: "al-Din" in one word, "Allah"."""
    if is_arabic(word):
        return word in ARABIC_ENDINGS
    if len(word) > LONGEST_WORD or ("d" not in word and "l" not in word):
        return False
    if LATIN_DIN.fullmatch(word):
        return True
    return LATIN_ALLAH.fullmatch(word) is not None and word != "leh"


def is_latin_abd(word: str) -> bool:
    """Tell whether a Latin word can be "abd", with or without the article at its end."""
    return word[1:2] == "b" and len(word) <= LONGEST_WORD and LATIN_ABD.fullmatch(word) is not None


def starts_with_article(word: str) -> bool:
    """Tell whether a Latin word may bear the article."""
    return len(word) > 4 and word[:2] in ("al", "el", "ul")


def is_served(word: str) -> bool:
    """Tell whether a word is a name of God that one may be called servant of."""
    return word in HIS_LORD or any(
        WHOM_ONE_SERVES.intersection(name.arabic) for name in given_names(word)
    )


def served_by_arabic_abd(word: str) -> bool:
    """Tell whether an Arabic word after "abd" makes one name with it."""
    return (word.startswith("ال") and len(word) > 3) or word in WHOM_ONE_SERVES


def served_by_latin_abd(word: str) -> bool:
    """Tell whether a word after a Latin "abd" makes one name with it."""
    return starts_with_article(word) or is_served(word)


def script_of(folded: str) -> Script:
    """Say which script a folded text is in; "none" where it has no letter."""
    if folded == "":
        return "none"
    arabic = _AN_ARABIC_LETTER.search(folded) is not None
    latin = _A_LATIN_LETTER.search(folded) is not None
    other = _ANOTHER_LETTER.search(folded) is not None
    if arabic and latin:
        return "mixed"
    if arabic or latin:
        return "mixed" if other else "arab" if arabic else "latn"
    return "other"


# Traits of a word, as bits. The first nine are all that can start something: a name none of whose
# words has one of them is split at its spaces.
TITLE, SON_OF, FATHER_OF, ABD, ENDS_PREVIOUS, TORN_ARTICLE, ARTICLE, LONE_ARTICLE, SUN_ARTICLE = (
    1 << bit for bit in range(9)
)
STARTS_SOMETHING = (1 << 9) - 1
ARABIC, SURE_ABD, SERVED, TORN_ENDING, INNER_ARTICLE, HAS_ARABIC, HAS_LATIN, HAS_OTHER = (
    1 << bit for bit in range(9, 17)
)
SOUND_BITS = len(SUN_SOUNDS)
SUN_SHIFT, SOUND_SHIFT = 17, 17 + SOUND_BITS  # which sounds it is the article of; begins with


def traits_of(word: str) -> int:
    """Say in one number what a folded word can be in a name.

    Args:
        word: one word of a folded name, not empty.

    Returns:
        The traits of this module, added up. `ARTICLE` is the Arabic article standing apart,
        `LONE_ARTICLE` the Latin one whatever follows, `SUN_ARTICLE` one before certain sounds,
        `INNER_ARTICLE` the bare "l" of Abu l-Hasan, no article elsewhere. `SERVED`: after an Arabic
        "abd" it makes one name with it; after a Latin one that is dearer to tell, and asked only
        where one stands.
    """
    traits = 0
    arabic = is_arabic(word)
    if arabic:
        traits |= ARABIC
        traits |= FATHER_OF * (word in ARABIC_FATHER_OF)
        traits |= ABD * (word == "عبد")
        traits |= ARTICLE * (word == "ال")
    else:
        traits |= FATHER_OF * (word in LATIN_FATHER_OF)
        if is_latin_abd(word):
            traits |= ABD | SURE_ABD * (LATIN_ABD_SURE.fullmatch(word) is not None)
        traits |= LONE_ARTICLE * (word in LATIN_ARTICLES)
        traits |= INNER_ARTICLE * (word == BARE_ARTICLE)
        traits |= TORN_ARTICLE * (word in TORN_ARTICLES)
        traits |= TORN_ENDING * (word in TORN_ENDINGS)
        if len(word) < 4 and _LATIN_SUN.fullmatch(word):
            traits |= SUN_ARTICLE | 1 << (SUN_SHIFT + SUN_SOUNDS.index(word[1:]))
        for at, sound in enumerate(SUN_SOUNDS):
            if word.startswith(sound):
                traits |= 1 << (SOUND_SHIFT + at)
    traits |= SERVED * served_by_arabic_abd(word)
    traits |= TITLE * (word in TITLES)
    traits |= SON_OF * (word in ARABIC_SON_OF or word in LATIN_SON_OF)
    traits |= ENDS_PREVIOUS * ends_previous(word)
    traits |= HAS_ARABIC * (_AN_ARABIC_LETTER.search(word) is not None)
    traits |= HAS_LATIN * (_A_LATIN_LETTER.search(word) is not None)
    traits |= HAS_OTHER * (_ANOTHER_LETTER.search(word) is not None)
    return traits

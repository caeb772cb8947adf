"""Split a name into its parts: compounds joined, titles and aliases set aside, nothing lost."""

import re

from tawthiq.names.folding import fold, is_arabic
from tawthiq.names.given import given_names
from tawthiq.names.model import PersonName, Script

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
_TITLES = frozenset(fold(_TITLE_WORDS).split())
_BRACKETS = re.compile(
    r"\(([^()]*)\)|\[([^\[\]]*)\]|\{([^{}]*)\}|«([^«»]*)»|“([^“”]*)”|（([^（）]*)）|\"([^\"]*)\""
)

_OPENING = re.compile('[(\\[{«“（"]')

_ARABIC_FATHER_OF = frozenset(("ابو", "ابي", "ابا", "بو", "ام"))
_ARABIC_SON_OF = frozenset(("ابن", "بن", "بنت", "ابنه", "ولد", "منت"))  # the last: Mauritania
# What may follow "abd" without its article; any other name after "abd" is a name of its own.
_WHOM_ONE_SERVES = frozenset(
    fold(
        "الله لله ربه ربو نبي رسول رحمن رحيم كريم قادر عزيز حميد حليم حكيم هادي مجيد لطيف سلام "
        "ناصر رزاق ستار جبار وهاب باسط باري خالق مالك منعم معطي واحد صمد جواد غني غفور غفار فتاح "
        "رؤوف حي حق "
        "عال عاطي شافي شكور عظيم عليم قدوس مطلب ودود وكيل مهيمن مؤمن"
    ).split()
)
_LATIN_FATHER_OF = frozenset(
    (
        *("abu", "abou", "abo", "aboo", "abw", "abi", "abul", "aboul", "bou", "boo", "bu"),
        *("umm", "um", "oum", "omm"),
    )
)
_LATIN_SON_OF = frozenset(
    (
        *("bin", "ben", "ibn", "bn", "ebn", "bint", "bent", "bnt"),
        *("ould", "weld", "wuld", "wld", "walad", "mint"),
    )
)
_LATIN_ABD = re.compile(r"(?:[ae]b[aei]?d)(?:[aeu]|ou)?(?:l|r|n|d|t|s|z|sh|ch)?")
_LATIN_ABD_SURE = re.compile(r"[ae]b[ei]?d(?:(?:[aeu]|ou)(?:l|r|n|s|sh|ch)|u)")
_HIS_LORD = frozenset(
    ("rabbo", "rabo", "rabbu", "rabu", "rabboh", "raboh", "rabbuh", "rabuh", "rabbou")
)
_LATIN_ARTICLES = frozenset(("al", "el", "ul"))
# "ash-Shami", "an-Najjar": the article only where the next word begins with the same sound.
_LATIN_SUN = re.compile("[aeu](?:s|sh|n|r|d|t|z|ch|th|dh)")
_LATIN_DIN = re.compile(r"(?:[aeu]l?d?)?d(?:ee|i|ie)ne?")
_LATIN_ALLAH = re.compile("[aeou]?l[l]?[aeu]h")
_LONGEST_WORD = 64
_AN_ARABIC_LETTER = re.compile("[\u0600-\u06ff\u0750-\u08ff]")
_A_LATIN_LETTER = re.compile("[a-z]")
_ANOTHER_LETTER = re.compile("[^a-z \u0600-\u06ff\u0750-\u08ff]")


def _is_latin_article(word: str, following: str) -> bool:
    if word in _LATIN_ARTICLES:
        return True
    return (
        len(word) < 4 and following.startswith(word[1:]) and _LATIN_SUN.fullmatch(word) is not None
    )


def _arabic_compound(words: list[str], at: int) -> int:
    """How many Arabic words from `at` on make one part."""
    word, left = words[at], len(words) - at
    if left < 2:
        return 1
    following = words[at + 1]
    if word == "ال" and is_arabic(following):
        return 2  # the clan's "Al", or an article torn off
    if word == "عبد":
        if following == "ال" and left > 2:
            return 3
        starts = following.startswith("ال") and len(following) > 3
        return 2 if starts or following in _WHOM_ONE_SERVES else 1
    if word in _ARABIC_FATHER_OF:
        return 3 if following == "ال" and left > 2 else 2
    return 1


def _latin_compound(words: list[str], at: int) -> int:
    """How many Latin words from `at` on make one part."""
    word, left = words[at], len(words) - at
    if left < 2 or len(word) > _LONGEST_WORD:
        return 1
    following = words[at + 1]
    after = words[at + 2] if left > 2 else ""
    with_article = (
        after != ""
        and len(following) < 4
        and (following == "l" or _is_latin_article(following, after))  # Abu l-Hasan
    )
    if word in _LATIN_FATHER_OF:
        return 3 if with_article else 2
    if word[1:2] == "b" and _LATIN_ABD.fullmatch(word):
        if with_article:
            return 3
        sure = _LATIN_ABD_SURE.fullmatch(word) is not None
        return 2 if sure or _starts_with_article(following) or _is_served(following) else 1
    if _is_latin_article(word, following):
        return 2
    return 1


def _is_served(word: str) -> bool:
    return word in _HIS_LORD or any(
        _WHOM_ONE_SERVES.intersection(name.arabic) for name in given_names(word)
    )


def _starts_with_article(word: str) -> bool:
    return len(word) > 4 and word[:2] in ("al", "el", "ul")


def _joins_previous(words: list[str], at: int) -> int:
    """How many words from `at` on end the part before them: "al-Din", "Allah"."""
    word = words[at]
    if is_arabic(word):
        return 1 if word in ("الدين", "الله") else 0
    if len(word) > _LONGEST_WORD or ("d" not in word and "l" not in word):
        return 0
    if _LATIN_DIN.fullmatch(word):
        return 1
    if _LATIN_ALLAH.fullmatch(word) and word != "leh":
        return 1
    if at + 1 < len(words) and (word in _LATIN_ARTICLES or word in ("ad", "ed", "ud")):
        following = words[at + 1]
        if following in ("din", "deen", "dine", "eddin", "lah", "llah"):
            return 2
    return 0


def join_compounds(words: list[str]) -> tuple[list[str], list[str]]:
    """Join the words of a folded name into parts; give the parts and the particles set aside.

    Arabic compounds are joined without a space, as half the world writes them; Latin ones with a
    hyphen, so that the article can still be told from the name.
    """
    parts: list[str] = []
    particles: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        arabic = is_arabic(word)
        if parts and (n := _joins_previous(words, at)):
            glue = "" if arabic else "-"
            parts[-1] = glue.join((parts[-1], *words[at : at + n]))
        elif word in _ARABIC_SON_OF or word in _LATIN_SON_OF:
            last = at == len(words) - 1
            if parts and not last:
                particles.append(word)
                n = 1
            else:  # Ibn Sina: here it belongs to the name
                n = 1 if last else 2
                parts.append(("" if arabic else "-").join(words[at : at + n]))
        else:
            n = _arabic_compound(words, at) if arabic else _latin_compound(words, at)
            parts.append(("" if arabic else "-").join(words[at : at + n]))
        at += n
    return parts, particles


def _is_kunya(part: str) -> bool:
    if is_arabic(part):
        return part.startswith("ابو") and len(part) > 5
    return part.partition("-")[0] in _LATIN_FATHER_OF and "-" in part


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


def split_name(text: str) -> PersonName:
    """Split a written name into its parts and say what each part is.

    Args:
        text: a name as written, in either script.

    Returns:
        The name with its parts. A text without letters gives a name of script "none" and no parts.
        The order of the parts is that of the text: a family name written first is not moved.
    """
    folded = fold(text)
    aliases: tuple[str, ...] = ()
    plain = folded
    if _OPENING.search(text):
        outside = fold(_BRACKETS.sub(" ", text))
        if outside and outside != folded:
            found = (fold("".join(filter(None, one))) for one in _BRACKETS.findall(text))
            aliases = tuple(alias for alias in found if alias)
            plain = outside
    words = plain.split()
    start = 0
    while start < len(words) - 1 and words[start] in _TITLES:
        start += 1
    titles = tuple(words[:start])
    parts, particles = join_compounds(words[start:])
    kunya = parts[0] if parts and (_is_kunya(parts[0]) or _is_umm(plain, parts[0])) else None
    own = parts[1:] if kunya else parts
    laqab = None
    for alias in aliases:
        if _alias_is_kunya(alias):
            kunya = kunya or alias
        else:
            laqab = laqab or alias
    return PersonName(
        written=text,
        folded=folded,
        script=script_of(folded),
        tokens=tuple(parts),
        titles=titles,
        aliases=aliases,
        particles=tuple(particles),
        ism=own[0] if own else None,
        nasab=tuple(own[1:-1]),
        kunya=kunya,
        laqab=laqab,
        nisba=own[-1] if len(own) > 1 else None,
    )


def _is_umm(folded: str, part: str) -> bool:
    # Joined, "ام" + "ين" would read as the name Amin: only the text tells a mother from a name.
    return part.startswith("ام") and ("ام " + part[2:]) in folded


def _alias_is_kunya(alias: str) -> bool:
    first = alias.partition(" ")[0]
    return first in _ARABIC_FATHER_OF or first in _LATIN_FATHER_OF

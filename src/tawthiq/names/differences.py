"""Say of what type the difference of two parts of a name is, as a number.

Damage has kinds, and kinds have very different odds: a lost dot is common between two copies of one
list, a lost first letter is not, and two names that both are well known were hardly ever mistaken
for each other. `difference` names the kind; what each kind weighs is for linkage to learn.

`compare_names` tells a reader how two whole names agree; this tells a machine how two parts differ,
finer and without sentences. Both build on the same rules.
"""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from tawthiq.names.comparing import SHAPES, lam_alef_form
from tawthiq.names.folding import is_arabic
from tawthiq.names.given import given_names
from tawthiq.names.skeletons import coarse_of, consonants_of, skeleton
from tawthiq.names.vowels import may_spell

EQUAL = 0
ORTHOGRAPHY = 1
JOINED = 2
LAM_ALEF = 3
SAME_SOUND = 4
VOWELS_FIT = 5
DOTS = 6
EXCHANGED = 7
PREFIX = 8
ENDING = 9
WEAK_LETTER = 10
ONE_LETTER = 11
CONSONANTS_AGREE = 12
CLASSES_MIXED = 13
SHORT_FORM = 14
TWO_LETTERS = 15
LAM_ALEF_NAMES = 16
LISTED_FOR_ANOTHER = 17
TWO_NAMES = 18
DIFFERENT = 19

# English and Arabic words for each number, in order.
DIFFERENCES: tuple[tuple[str, str], ...] = (
    ("the same", "متطابقان"),
    ("written by another habit: final ya, alef, ta marbuta, a doubled letter", "اختلاف في الإملاء"),
    ("joined or split", "موصول أو مفصول"),
    ("lam-alef reversed", "لام ألف مقلوبة"),
    ("spellings that sound the same", "كتابتان للفظ واحد"),
    ("the vowels of the one can spell the other", "حركات أحدهما توافق حروف الآخر"),
    ("letters that differ by dots", "اختلاف في النقاط"),
    ("two neighbouring letters exchanged", "تبادل حرفين متجاورين"),
    ("article or prefix more or less", "زيادة أداة التعريف أو سابقة أو نقصها"),
    ("the ending lost", "نقص في آخر الاسم"),
    ("one weak letter", "اختلاف في حرف علة أو هاء"),
    ("one other letter", "اختلاف في حرف واحد آخر"),
    ("the consonants agree, the vowels do not", "الصوامت متفقة دون حروف العلة"),
    ("consonants that romanisers mix", "صوامت يخلط بينها الرسم اللاتيني"),
    ("a short form or an initial", "صيغة مختصرة أو حرف أول"),
    ("two letters of a long part", "اختلاف في حرفين من اسم طويل"),
    ("two known names that a reversed lam-alef would confuse", "اسمان معروفان تخلط بينهما لام ألف"),
    (
        "a Latin spelling known for another name, but it fits",
        "كتابة لاتينية توافق الاسم وتعرف لغيره",
    ),
    ("two known names", "اسمان معروفان مختلفان"),
    ("different", "مختلفان"),
)

_LONGEST = 64  # letters: nothing longer is one part of a name
_WEAK = frozenset("اويهع")
_WEAK_IN_SKELETONS = frozenset("'wyah")
_DOUBLED_GLIDE = re.compile("([وي])\\1+")
_SERVANT = re.compile("عبد(?:ال)?(?=..)")
# What a clerk may leave out before a name.
_PREFIX = re.compile("(?:ال|ابو ?(?:ال)?|ابي|ابا|بو|بن|ابن|ام|عبد(?:ال)?)(?=...)")
_COMMON_PREFIX = re.compile("(?:ال|ابو(?:ال)?|عبد(?:ال)?)(?=..)")
_SKELETON_PREFIX = re.compile("'bd?(?=..)")
# Forms of address that stand for a name: what a family says and a list may repeat.
_SHORT_FORMS = (
    ("محمد", "حموده حمودي حماده حمدي مح"),
    ("احمد", "حموده حمودي حماده"),
    ("محمود", "حموده حمودي"),
    ("حمد", "حمودي"),
    ("عبدالله", "عبود عبودي عبده عبدو"),
    ("عبدالرحمن", "عبود عبودي عبده عبدو"),
    ("عبدالكريم", "عبده عبدو"),
    ("ابراهيم", "برهوم"),
    ("علي", "علوش علاوي"),
    ("حسن", "حسون حسونه"),
    ("حسين", "حسون حسونه"),
    ("يوسف", "جوجو يوسي"),
    ("مصطفي", "درش"),
    ("خليل", "خلول"),
    ("سليم", "سلوم"),
    ("سالم", "سلوم"),
    ("صالح", "صلوح"),
    ("فاطمه", "فطوم فطومه"),
    ("خديجه", "خدوج"),
    ("زينب", "زنوبه"),
    ("عايشه", "عيوش"),
    ("امنه", "امونه"),
    ("مريم", "مريومه مريومي"),
)
_IS_SHORT_FOR = frozenset(
    frozenset((name, form)) for name, forms in _SHORT_FORMS for form in forms.split()
)


def difference(a: str, b: str) -> int:
    """Give the type of the difference of two parts of a name.

    Args:
        a: one part, folded, as in the `tokens` of `split_name`.
        b: another, in the same script or not.

    Returns:
        One of the constants above: an index of `DIFFERENCES`. `EQUAL` if and only if the parts are
        the same letter for letter; the same for (b, a). Where several kinds would do, the first
        that fits in an order from harmless to telling. Parts of more than 64 letters that are not
        equal are `DIFFERENT`.
    """
    if a == b:
        return EQUAL
    if len(a) > _LONGEST or len(b) > _LONGEST or not a or not b:
        return DIFFERENT
    return _cached(a, b) if a < b else _cached(b, a)


def _any_difference(a: str, b: str) -> int:  # noqa: PLR0911  # one line a kind
    if _joined(a) == _joined(b):
        return JOINED
    arabic_a, arabic_b = is_arabic(a), is_arabic(b)
    if _is_short_form(a, b):
        return SHORT_FORM
    names_a, names_b = given_names(a), given_names(b)
    if names_a and names_b:
        if set(names_a) & set(names_b):
            return ORTHOGRAPHY if arabic_a and arabic_b else SAME_SOUND
        if arabic_a and arabic_b and lam_alef_form(a) == lam_alef_form(b):
            return LAM_ALEF_NAMES
        return LISTED_FOR_ANOTHER if may_spell(a, b) or may_spell(b, a) else TWO_NAMES
    if arabic_a and arabic_b:
        return _arabic_difference(a, b)
    return _latin_difference(a, b)


_cached = lru_cache(maxsize=1 << 19)(_any_difference)


def _joined(part: str) -> str:
    return part.replace(" ", "").replace("-", "")


def _is_short_form(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    if len(short) == 1:
        return skeleton(short)[:1] == skeleton(long)[:1] != ""
    if short in ("عبد", "abd") and len(long) > 4:
        return skeleton(long).startswith("'bd")
    return frozenset((a, b)) in _IS_SHORT_FOR


def _arabic_difference(a: str, b: str) -> int:  # noqa: PLR0911  # one line a kind
    prefix_a, prefix_b = _COMMON_PREFIX.match(a), _COMMON_PREFIX.match(b)
    if prefix_a and prefix_b and prefix_a[0][:3] == prefix_b[0][:3]:
        # Both are servants, or bear the article: what follows is what may be slip or name.
        rest = difference(a[prefix_a.end() :], b[prefix_b.end() :])
        return ORTHOGRAPHY if rest == EQUAL else rest
    if lam_alef_form(a) == lam_alef_form(b):
        return LAM_ALEF
    if _habitual(a) == _habitual(b):
        return ORTHOGRAPHY
    for one, other in ((a, b), (b, a)):
        if (found := _PREFIX.match(one)) and one[found.end() :] == other:
            return PREFIX
    skeleton_a, skeleton_b = skeleton(a), skeleton(b)
    if skeleton_a == skeleton_b and skeleton_a:
        return SAME_SOUND
    if min(len(a), len(b)) >= 3 and a.translate(SHAPES) == b.translate(SHAPES):
        return DOTS
    slip = _slip(a, b, _WEAK)
    if slip is not None:
        return slip
    if coarse_of(skeleton_a) == coarse_of(skeleton_b):
        return CONSONANTS_AGREE
    if min(len(a), len(b)) >= 6 and OSA.distance(a, b, score_cutoff=2) <= 2:
        return TWO_LETTERS
    return DIFFERENT


def _habitual(word: str) -> str:
    """One form for what Arabic spelling leaves to habit once hamzas and dots are folded."""
    word = _DOUBLED_GLIDE.sub("\\1", word)  # رووف, روف
    if len(word) > 3 and word[-1] in "اه":
        return word[:-1] + "ا"  # a last a: هالا, هاله
    if len(word) > 4 and word[-1] == "ت":
        return word[:-1] + "ا"  # ta marbuta written open: نعمت, نعمه
    return word


def _latin_difference(a: str, b: str) -> int:  # noqa: PLR0911  # one line a kind
    """Compare two parts of which at least one is not Arabic, by their skeletons."""
    fine_a, fine_b = skeleton(a), skeleton(b)
    if fine_a == fine_b:
        return SAME_SOUND
    if may_spell(a, b) or may_spell(b, a):
        return VOWELS_FIT
    for one, other in ((fine_a, fine_b), (fine_b, fine_a)):
        found = _SKELETON_PREFIX.match(one)
        if found and one[found.end() :] == other and len(other) >= 2:
            return PREFIX
    coarse_a, coarse_b = coarse_of(fine_a), coarse_of(fine_b)
    mixed = (
        coarse_a != coarse_b
        and len(coarse_a) >= 3
        and consonants_of(coarse_a) == consonants_of(coarse_b)
    )
    if mixed and is_arabic(a) != is_arabic(b):
        return CLASSES_MIXED  # rather the romaniser's habit than anyone's slip
    slip = _slip(fine_a, fine_b, _WEAK_IN_SKELETONS)
    if slip is not None:
        return slip
    if mixed:
        return CLASSES_MIXED
    if coarse_a == coarse_b:
        return CONSONANTS_AGREE
    if min(len(fine_a), len(fine_b)) >= 6 and OSA.distance(fine_a, fine_b, score_cutoff=2) <= 2:
        return TWO_LETTERS
    return DIFFERENT


def _slip(a: str, b: str, weak: frozenset[str]) -> int | None:
    """The kind of one slip of the pen between two words; None where there is more than one."""
    short, long = sorted((a, b), key=len)
    if 3 <= len(short) < len(long) <= len(short) + 3 and long.startswith(short):
        return ENDING
    if len(short) < 3 or OSA.distance(a, b, score_cutoff=1) > 1:
        return None
    if len(short) == len(long):
        changed = [at for at in range(len(a)) if a[at] != b[at]]
        if len(changed) == 2:
            return EXCHANGED
        letters = {a[changed[0]], b[changed[0]]}
    else:
        at = next((at for at in range(len(short)) if short[at] != long[at]), len(short))
        letters = {long[at]}
    if letters <= weak:
        return WEAK_LETTER
    # Of three letters each is too much of the name.
    return ONE_LETTER if len(short) >= 4 else None

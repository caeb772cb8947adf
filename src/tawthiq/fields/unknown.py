"""The many ways in which a list says that it does not know."""

from tawthiq.fields.text import MAX_LENGTH, fold

_MARKERS = frozenset(
    fold(marker)
    for marker in (
        *("", "-", "--", "---", "_", ".", "..", "...", "?", "??", "???", "*", "/", "\\", "#", "x"),
        *("xx", "xxx", "n/a", "na", "n.a.", "n.a", "#n/a", "#na", "nan", "nil", "null", "none"),
        *("<na>", "(blank)", "blank", "unknown", "unknown.", "unk", "unk.", "ukn", "unkn", "dk"),
        *("not known", "not available", "not specified", "unspecified", "not stated", "missing"),
        *("not recorded", "not reported", "no data", "no information", "undetermined", "tbd"),
        *("inconnu", "inconnue", "non précisé", "non specifie", "non connu", "indéterminé"),
        *("غير معروف", "غير معروفة", "غير معلوم", "غير معلومة", "غير محدد", "غير محددة"),
        *("مجهول", "مجهولة", "مجهول الهوية", "لا يوجد", "لايوجد", "لا شيء", "لا يعرف"),
        *("غير متوفر", "غير متوفرة", "غير متاح", "غير مذكور", "غير مذكورة", "غير موجود"),
        *("غير مسجل", "بدون", "لا معلومات", "لا توجد معلومات", "لا تتوفر معلومات", "فارغ"),
        *("غ م", "غ.م", "غ/م", "ناقص", "بلا", "غير مؤكد", "لم يحدد", "لم يذكر"),
    )
)


def is_unknown(text: str) -> bool:
    """Say whether a cell only says that its value is not known.

    Args:
        text: a cell as written; Arabic, English or French.

    Returns:
        True for an empty cell, a dash, "n/a", "unknown", "غير معروف" and their like. Zero is a
        value, not an unknown: "0" gives False.
    """
    if len(text) > MAX_LENGTH:
        return False
    bare = fold(text).strip(' ()[]<>"')
    return bare in _MARKERS or fold(text) in _MARKERS

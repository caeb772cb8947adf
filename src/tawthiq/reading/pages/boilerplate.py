"""Tell lines that a site sets about every text: consent, sharing, "read also", terms of use.

They stand inside the article's own element, named by nothing but their words, in English or Arabic.
"""

import re

MOST = 700  # characters of a block of such words
_SHORT = 160  # of a line that invites to something

_LONG_EN = (
    r"(?:this|our)\s+(?:web)?site\s+uses\s+cookies",
    r"\bwe(?:\s+and\s+our\s+partners)?\s+use\s+cookies\b",
    r"\bterms\s+(?:of\s+(?:use|service)|and\s+conditions)\b.{0,200}\bprivacy\s+(?:policy|notice)\b",
    r"\bprivacy\s+(?:policy|notice)\b.{0,200}\bterms\s+(?:of\s+(?:use|service)|and\s+conditions)\b",
    r"^\W*(?:we|the\s+editors?)\s+(?:welcome|encourage|value|reserve\s+the\s+right)\b.{0,200}"
    r"\b(?:comments?|discussion|debate|readers|feedback|letters)\b",
    r"\b(?:comments|posts)\s+(?:are|will\s+be)\s+(?:pre-?|post-?)?moderated\b",
    r"\byour\s+e-?mail\s+address\s+will\s+not\s+be\s+(?:published|shared)\b",
    r"^\W*by\s+(?:subscribing|signing\s+up|submitting|commenting|clicking|using)\b.{0,200}\b"
    r"(?:agree|accept|consent)\b",
    r"^\W*(?:©|copyright\b|\(c\))[\s©]*(?:19|20)\d\d\b.{0,200}$",
    r"\ball\s+rights\s+reserved\b",
)
_SHORT_EN = (
    r"(?:please\s+)?(?:share|tweet|e-?mail|print|pin|save|copy\s+link|like)"
    r"(?:\s+(?:this|on|via|with|by|to|the|article|story|page|post|link|news|facebook|twitter|x|"
    r"whatsapp|telegram|e-?mail|linkedin|friends?|a|it|us))*",
    r"(?:read|see|watch|listen)\s+(?:also|more|next|too)\b.*",
    r"also\s+(?:read|see)\b.*",
    r"(?:you\s+(?:may|might)\s+(?:also\s+)?(?:like|be\s+interested)|recommended\s+for\s+you)\b.*",
    r"(?:related|recommended|similar|more|other|latest|recent)\s+"
    r"(?:articles?|stor(?:y|ies)|posts?|news|topics?|content|reading|coverage|headlines|links)",
    r"(?:most|trending)\s+(?:read|popular|viewed|shared|commented)",
    r"(?:sign\s+up|subscribe)\s+(?:here\s+)?(?:to|for|now|today)\b.*",
    r"(?:follow|find|join|like|contact)\s+(?:us|me)\s+(?:on|at|via)\b.*",
    r"(?:get|download|install)\s+(?:our|the)\s+(?:\w+\s+)?(?:app|newsletter)\b.*",
    r"(?:advertisement|sponsored\s+content|story\s+continues\s+below.*|skip\s+(?:to|past)\s.*)",
    r"(?:tags?|filed\s+under|categor(?:y|ies)|topics)\s*:.*",
    r"(?:support\s+(?:us|our\s+work)|donate\s+(?:now|today|here))\b.*",
)
_LONG_AR = (
    r"(?:يستخدم|نستخدم|يستعمل)\s.{0,60}(?:ملفات\s+تعريف\s+الارتباط|الكوكيز)",
    r"سياسة\s+الخصوصية.{0,200}(?:شروط|أحكام)|(?:شروط|أحكام)\s.{0,200}سياسة\s+الخصوصية",
    r"^\W*(?:نرحب|نرحّب|يرحب\s+الموقع|ترحب\s+\S+)\s+(?:ب\S*)?(?:تعليق|نقاش|آراء|مشارك|بآرا|بتعليق|بنقاش|"
    r"بمشارك|بالنقاش|بالتعليق)",
    r"لن\s+يتم\s+نشر\s+(?:عنوان\s+)?(?:بريدك|البريد)",
    r"(?:جميع|كافة|كل)\s+الحقوق\s+محفوظة",
    r"^\W*(?:الآراء|التعليقات)\s+(?:المنشورة|الواردة)\s.{0,120}(?:لا\s+تعب|أصحابها)",
)
_SHORT_AR = (
    r"(?:[إا]قر[أا]|[إا]قرئي|شاهد|طالع|تابع)\s+(?:أيض|ايض|المزيد|كذلك|أيضًا)\S*.*",
    r"(?:المزيد\s+(?:من|عن|حول)|لقراءة\s+المزيد|للمزيد)\b.*",
    r"(?:مواضيع|أخبار|اخبار|مقالات|مواد|قصص|روابط)\s+(?:ذات\s+صلة|متعلقة|مشابهة|أخرى|مرتبطة)\S*",
    r"(?:ذات\s+صلة|الأكثر\s+(?:قراءة|مشاهدة|تعليقا|تداولا)|قد\s+يعجبك\s+أيض\S*|اخترنا\s+لك\S*)",
    r"(?:شارك|شاركها|شاركه|انشر|غرد|أرسل|اطبع|طباعة|مشاركة)"
    r"(?:\s+(?:هذا|هذه|المقال|المقالة|الخبر|الصفحة|الموضوع|على|عبر|فيسبوك|تويتر|واتساب|تلغرام|مع|أصدقائك))*",
    r"(?:تابعنا|تابعونا|تابعوا\s+صفحتنا|انضم|انضموا)\s+(?:على|عبر|إلى|الى)\b.*",
    r"(?:اشترك|اشتركوا|للاشتراك|سجل)\s+(?:في|الآن|بريدك)\b.*",
    r"(?:حمل|حمّل|نزل)\s+(?:تطبيق|التطبيق)\S*.*",
    r"(?:إعلان|اعلان|إعلانات)",
    r"(?:الوسوم|وسوم|الكلمات\s+(?:المفتاحية|الدلالية|الدليلية)|العلامات|تصنيفات)\s*:.*",
)
_LONG = re.compile("|".join(f"(?:{one})" for one in (*_LONG_EN, *_LONG_AR)), re.IGNORECASE)
_LINE = re.compile(
    r"^\W*(?:" + "|".join(f"(?:{one})" for one in (*_SHORT_EN, *_SHORT_AR)) + r")\W*$",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"^\W*(?:(?:read|see)\s+(?:also|more|next)|also\s+(?:read|see)|you\s+(?:may|might)\s+(?:also\s+)?"
    r"like|(?:related|recommended|similar|more|latest)\s+(?:articles?|stor(?:y|ies)|posts?|news|"
    r"topics?|content|reading|coverage|headlines|links)|most\s+(?:read|popular)|related"
    r"|(?:[إا]قر[أا]|طالع|شاهد)\s+(?:أيض\S*|ايض\S*|المزيد)|(?:مواضيع|أخبار|اخبار|مقالات|مواد|روابط)\s+"
    r"(?:ذات\s+صلة|متعلقة|مشابهة|أخرى)|ذات\s+صلة|الأكثر\s+قراءة|المزيد\s+من\s+الأخبار)\W*$",
    re.IGNORECASE,
)


def is_boilerplate(words: str) -> bool:
    """Whether a whole block of words is set about texts rather than part of one.

    >>> is_boilerplate("Read also: Who counts the missing?")
    True
    """
    if not words or len(words) > MOST:
        return False
    if len(words) <= _SHORT and _LINE.match(words):
        return True
    return _LONG.search(words) is not None


def leads_to_others(words: str) -> bool:
    """Whether a short line is the heading of a list of other pages: "Read also", "ذات صلة"."""
    return len(words) <= 60 and _LEADS.match(words) is not None

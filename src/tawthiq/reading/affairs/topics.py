"""What question a sentence speaks to: its own opening words, the question or heading before it.

"On the truce: …", "Asked whether they would come, …", "5. Armed men on the council, yes or no?",
«وعن المراقبين: …», «أما إدارة الحقول فـ…», «هل تقبلون بهدنة؟».
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tawthiq.reading.affairs.scans import QUOTES, Scan
from tawthiq.reading.voices.wordsets import word_set

_OPENERS = (
    ("with", "regard", "to"), ("with", "respect", "to"), ("on", "the", "question", "of"),
    ("on", "the", "matter", "of"), ("on", "the", "subject", "of"), ("when", "it", "comes", "to"),
    ("in", "the", "matter", "of"), ("as", "to"), ("as", "for"), ("what", "about"), ("what", "of"),
    ("how", "about"), ("on",), ("about",), ("regarding",), ("concerning",), ("over",), ("re",),
    ("then",), ("now", "to"), ("next",), ("فيما", "يخص"), ("في", "ما", "يخص"),
    ("فيما", "يتعلق", "ب"),
    ("بالنسبه", "الي"), ("علي", "صعيد"), ("في", "شان"), ("وفي", "شان"), ("في", "موضوع"),
    ("وفي", "موضوع"), ("في", "مساله"), ("وفي", "مساله"), ("بخصوص",), ("وبخصوص",), ("بشان",),
    ("وبشان",), ("حول",), ("وحول",), ("عن",), ("وعن",), ("اما",), ("واما",), ("مساله",), ("موضوع",),
    ("قضيه",), ("وموضوع",), ("ومساله",), ("اما", "عن"), ("واما", "عن"), ("بالنسبه",), ("وبالنسبه",),
)  # fmt: skip
_BY_COLON = frozenset((("then",), ("next",), ("re",)))
_ASKED = word_set(
    "asked ask asks asking questioned سئل سئلت سالنا سالناه سالناها سالتمونا بتسالونا سوال سئلوا "
    "تسالون يسالوننا"
)
_ABOUT = word_set("about on whether if عن حول هل ان اذا لماذا")
_QUARREL = word_set(
    "question issue matter debate discussion vote row quarrel opinions opinion views divided "
    "split disagree differ differed argument talks dispute motion referendum poll division "
    "decision voted discussed debated الخلاف خلاف النقاش نقاش الجدل جدل التصويت تصويت الاراء اراء "
    "انقسم اختلف انقسموا اختلفوا ناقش ناقشنا ناقشت المواقف مواقف موقف الموقف موقفنا الراي السوال "
    "سوال"
)
_OVER = word_set("over on about of whether حول علي بشان في من عن")
_AUXILIARIES = word_set(
    "do does did should would will can could shall is are was were have has may هل أ"
)
_OTHERWISE = word_set("how why where when who which كيف لماذا اين متي من كم")
_SUBJECTS = word_set(
    "you we they i he she it your our their people the تقبلون تقبل توافقون تويدون انتم"
)
_LONG = 16  # tokens of a topic
_REACH = 5  # sentences on to which a question speaks
_SHORT = 9  # tokens of a heading


@dataclass(frozen=True, slots=True)
class Topic:
    """Characters [start, end) of what a question is about; asked: by a question or a heading."""

    start: int
    end: int
    asked: bool = False


def topics_of(scans: Sequence[Scan]) -> list[Topic | None]:
    """For each sentence the question that it speaks to; None: none is told."""
    found: list[Topic | None] = []
    last: Topic | None = None
    since = 0
    for at, scan in enumerate(scans):
        own = _question(scan) or _opening(scan) or _asked(scan) or _quarrel(scan) or _heading(scan)
        before = scans[at - 1] if at else None
        if own is not None:
            last, since = own, at
        elif before is not None and (
            before.sentence.segment != scan.sentence.segment
            or at - since > _REACH
            or (last is not None and not last.asked
                and scans[since].sentence.paragraph != scan.sentence.paragraph)
            or (last is not None and last.asked
                and scan.sentence.paragraph - scans[since].sentence.paragraph > _REACH)
        ):  # fmt: skip
            last = None
        found.append(last)
    return found


def _start(scan: Scan) -> int:
    """Past a list's number, a bullet, a day."""
    at = 0
    while (
        at < len(scan.tokens) - 1
        and at < 6
        and (
            scan.tokens[at].kind == "number"
            or at in scan.days
            or scan.tokens[at].raw in ".)-–—•*:"
            or scan.tokens[at].raw in QUOTES
            or scan.norm(at)
            in (
                "item",
                "and",
                "but",
                "و",
                "finally",
                "first",
                "second",
                "third",
                "اولا",
                "ثانيا",
                "ثالثا",
                "رابعا",
                "خامسا",
                "سادسا",
                "سابعا",
                "ثامنا",
            )
        )
    ):
        at += 1
    return at


def _topic(scan: Scan, first: int, last: int, *, asked: bool = False) -> Topic | None:
    while last > first and scan.is_sign(last - 1):
        last -= 1
    if last <= first or last - first > _LONG:
        return None
    start, stop = scan.sentence.words(first, last)
    return Topic(start, stop, asked)


def _to_sign(scan: Scan, first: int, signs: str) -> int:
    last = first
    while last < len(scan.tokens) and scan.tokens[last].raw not in signs:
        last += 1
    return last


def _question(scan: Scan) -> Topic | None:
    """ "Would you accept foreign soldiers?", "Armed men on the council, yes or no?"."""
    if scan.tokens[-1].raw not in "?؟":
        return None
    first, last = _start(scan), len(scan.tokens) - 1
    if scan.norm(first) in _OTHERWISE and scan.norm(first + 1) != "about":
        return None
    for k in range(first, last):
        if scan.norm(k) in ("yes", "نعم") and scan.norm(k + 1) in ("or", "ام", "او"):
            last = k
            while last > first and scan.is_sign(last - 1):
                last -= 1
            return _topic(scan, first, last, asked=True)
    for k in range(first, min(last, first + 12)):
        if scan.norm(k) in _AUXILIARIES:
            first = k + 1
            break
    else:
        return (
            _topic(scan, *_about_in(scan, first, last), asked=True)
            if last - first <= _LONG
            else None
        )
    opened = first
    while first < last and scan.norm(first) in _SUBJECTS and first < opened + 2:
        first += 1
    return _topic(scan, first, last, asked=True)


def _about_in(scan: Scan, first: int, last: int) -> tuple[int, int]:
    for k in range(first, last - 1):
        if scan.norm(k) in ("about", "of", "on", "عن", "من", "حول"):
            return k + 1, last
    return first, last


def _opening(scan: Scan) -> Topic | None:
    first = _start(scan)
    norms = tuple(scan.norm(k) for k in range(first, first + 4))
    for opener in sorted(_OPENERS, key=len, reverse=True):
        if norms[: len(opener)] != opener:
            continue
        at = first + len(opener)
        if at in scan.days or first in scan.days or at >= len(scan.tokens):
            return None
        if opener[-1] in ("اما", "واما") and not opener[:-1]:
            last = at
            while (
                last < len(scan.tokens)
                and scan.tokens[last].raw not in ",،:؛."
                and not (last > at and scan.norm(last).startswith("ف") and not _named(scan, last))
            ):
                last += 1
        else:
            last = _to_sign(scan, at, ",،:؛.?؟—–")
        closed = scan.tokens[last].raw if last < len(scan.tokens) else "."
        short = opener in (
            ("on",),
            ("about",),
            ("over",),
            ("عن",),
            ("حول",),
            ("موضوع",),
            ("مساله",),
            ("قضيه",),
        )
        if opener in _BY_COLON and closed not in ":?؟":
            return None
        if short and closed == "." and last - at > _SHORT:
            return None
        if (
            opener == ("on",)
            and closed == ","
            and scan.has("question", (at, last)) is None
            and (scan.norm(at) not in ("the", "this") or last - at > _SHORT)
        ):
            return None
        return _topic(scan, at, last, asked=closed in ":?؟.")
    return None


def _named(scan: Scan, at: int) -> bool:
    return any(one.first < at < one.last for one in scan.names)


def _asked(scan: Scan) -> Topic | None:
    """ "Asked about the truce, …", "وسألنا ضيوفنا عن المنطقة العازلة: …"."""
    for k, token in enumerate(scan.tokens):
        if token.norm not in _ASKED:
            continue
        for about in range(k + 1, min(len(scan.tokens) - 1, k + 6)):
            if scan.norm(about) in _ABOUT and not (
                scan.norm(about) == "on" and about + 1 in scan.days
            ):
                last = _to_sign(scan, about + 1, ",،:؛.?؟;—–")
                return _topic(scan, about + 1, last, asked=True)
    return None


def _quarrel(scan: Scan) -> Topic | None:
    """ "Opinions differ over the truce", "النقاش حول فتح المعبر"."""
    for k, token in enumerate(scan.tokens):
        if token.norm not in _QUARREL:
            continue
        for over in range(k + 1, min(len(scan.tokens) - 1, k + 4)):
            if scan.norm(over) not in _OVER or over + 1 in scan.days:
                continue
            last = _to_sign(scan, over + 1, ",،:؛.?؟;—–")
            if scan.has("question", (over + 1, last)) is not None or scan.norm(over) in (
                "whether",
            ):
                return _topic(scan, over + 1, _until_verb(scan, over + 1, last))
    return None


def _until_verb(scan: Scan, first: int, last: int) -> int:
    for k in range(first + 1, last):
        if scan.norm(k) in (
            "is",
            "are",
            "was",
            "were",
            "has",
            "have",
            "which",
            "who",
            "and",
            "but",
            "that",
            "went",
            "came",
            "ended",
            "took",
            "الذي",
            "التي",
            "بين",
            "وقال",
            "و",
        ):
            return k
    return last


def _heading(scan: Scan) -> Topic | None:
    """ "4. Elections in the province.", "Fee on shops: …": few words and no verb."""
    first = _start(scan)
    last = _to_sign(scan, first, ":.؟?،,؛;—–")
    if last >= len(scan.tokens) or last - first > _SHORT or last <= first:
        return None
    closed = scan.tokens[last].raw
    whole = last >= len(scan.tokens) - 1
    asks = scan.has("question", (first, last)) is not None
    if closed == ":" and asks and scan.tokens[last].start > scan.sentence.start:
        sided = any(
            {"for", "against", "says"} & one.parts for one in scan.marks if one.first < last
        )
        return None if sided else _topic(scan, first, last, asked=True)
    if any(scan.norm(k) in _AUXILIARIES for k in range(first, last)):
        return None  # a sentence with a verb
    numbered = first > 0
    if (
        whole
        and closed == "."
        and (numbered or asks)
        and not any(
            {"for", "against", "says", "undecided", "silent", "condition"} & one.parts
            for one in scan.marks
        )
    ):
        return _topic(scan, first, last, asked=True)
    return None

"""Whom a deed is laid on: the noun phrase that names them, in any words."""

from dataclasses import dataclass
from typing import Literal

from tawthiq.reading.affairs.scans import QUOTES, Scan, Span
from tawthiq.reading.voices.clauses import joined
from tawthiq.reading.voices.wordsets import word_set

Verdict = Literal["responsible", "not responsible", "unknown"]

_ENDS_EN = word_set(
    "for of as with in on at after when while that who which over because and but saying since by "
    "during to where"
)
_STOPS = frozenset(",،;؛.:()؟?!—–")
_ACTORS_AR = word_set(
    "الفرقه الجيش النظام القوات كتيبه لواء حاجز عناصر مسلحين مجموعه طيران الطيران المدفعيه فصيل "
    "جماعه قوات الكتيبه اللواء الامن ميليشيا جيش فرقه حركه تنظيم الحاجز مجهولين شبيحه الشبيحه فرع "
    "الحكومه المعارضه المسلحين ارهابيين جبهه الجبهه دوريه طاىره طيارات ما سراىا سريه الفرع اللجان "
    "رجال شباب"
)
_LONG = 10  # tokens of an actor
_MORE_AR = word_set("ارهابيون مسلحون مجهولون شبيحه الشبيحه الطيران المدفعيه الحاجز")
_GROUPS = word_set(
    "army brigade battalion regiment division militia militias gunmen terrorists gangs rebels "
    "government regime aircraft planes air tank tanks artillery checkpoint soldiers fighters "
    "forces warplane helicopter group groups positions position"
)


@dataclass(frozen=True, slots=True)
class Charge:
    """Tokens [first, last) that lay a deed on somebody, take it off them, or leave it open."""

    first: int
    last: int
    core: int
    claim: Verdict
    actor: str | None
    by: str | None


def actor_en(scan: Scan, first: int) -> tuple[str | None, int]:
    """The noun phrase that begins at a token, to a preposition, a verb or a sign."""
    while first < len(scan.tokens) and (
        scan.norm(first) in ("fully", "directly", "squarely") or scan.tokens[first].raw in QUOTES
    ):
        first += 1
    last = first
    while last < len(scan.tokens) and last - first < _LONG:
        within = any(one.first < last < one.last for one in scan.names)
        own = last > first and scan.norm(last) == "of" and scan.norm(last + 1) in ("the", "a")
        if not within and (scan.tokens[last].raw in _STOPS or last in scan.days):
            break
        if (
            not within
            and not own
            and last > first
            and (
                scan.norm(last) in _ENDS_EN
                or scan.norm(last) in ("responsible", "accountable", "fully")
            )
        ):
            break
        last += 1
    if last <= first:
        return None, first
    return joined([one for one in scan.tokens[first:last] if one.raw not in QUOTES]), last


def actor_ar(scan: Scan, first: int) -> tuple[str | None, int]:
    """The same of Arabic: to a preposition, to the deed with "ب" before it, or to a sign."""
    last = first
    while last < len(scan.tokens) and last - first < _LONG:
        within = any(one.first < last < one.last for one in scan.names)
        norm = scan.norm(last)
        if not within and (scan.tokens[last].raw in _STOPS or last in scan.days):
            break
        called = scan.norm(last - 1) in ("يعرف", "يسمي", "تعرف") and last > first
        if (
            not within
            and last > first
            and not called
            and (
                norm.startswith(("بال", "لل"))
                or norm
                in (
                    "المسووليه",
                    "مسووليه",
                    "كامل",
                    "في",
                    "بعد",
                    "عن",
                    "هو",
                    "هي",
                    "هم",
                    "بان",
                    "ان",
                    "خلال",
                    "كما",
                    "و",
                )
                or (
                    norm.startswith("ب")
                    and last > first
                    and not norm.startswith(("بن", "بلد", "باب"))
                    and len(norm) > 4
                    and not _in_name(scan, last)
                )
            )
        ):
            break
        last += 1
    if last <= first:
        return None, first
    return joined([one for one in scan.tokens[first:last] if one.raw not in QUOTES]), last


def _in_name(scan: Scan, at: int) -> bool:
    return any(one.first <= at < one.last for one in scan.names)


def to_clause(scan: Scan, last: int) -> int:
    """The end of the clause in which a token stands."""
    while last < len(scan.tokens) and scan.tokens[last].raw not in _STOPS:
        last += 1
    return last


def acts(scan: Scan, span: Span) -> bool:
    """Whether words name who can act: a body, "the army", "حاجز"."""
    return any(span[0] <= one.first < span[1] and one.tag == "body" for one in scan.names) or any(
        is_actor(scan, k) for k in range(span[0], min(span[1], span[0] + 4))
    )


def is_actor(scan: Scan, at: int) -> bool:
    """Whether a noun of those who act begins there."""
    norm = scan.norm(at)
    if scan.arabic:
        return norm in _ACTORS_AR or norm in _MORE_AR
    return any(
        norm in _GROUPS or scan.norm(k) in _GROUPS for k in range(at, min(at + 4, len(scan.tokens)))
    )

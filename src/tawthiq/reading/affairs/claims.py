"""What somebody is said to have said: what a reply without an object of its own is about."""

from collections.abc import Sequence
from dataclasses import dataclass

from tawthiq.reading.affairs.scans import QUOTES, Mark, Scan
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Figure

_THAT = word_set("that ان انه انها انهم بان بانه بانها بانهم انو انهن")
_OPENING, _CLOSING = frozenset('“«"'), frozenset('”»"')
_VAGUE = word_set("some many people others they بعضهم البعض بعض كثيرون الناس")
_ASKED = word_set("q question س سؤال سوال")
_HAS = word_set("has have had gives gave lists lists shows")
_FEW = 4  # tokens
_LONG = 60  # tokens of a claim
_BACK = 3  # sentences in which a claim is looked for
_OURS = word_set("we i our قلنا كتبنا ذكرنا اعلنا نشرنا نقول احصينا سجلنا وثقنا")
_STRONG = word_set(
    "report reports figure figures number numbers toll list count tally statement claim claims "
    "account version estimate story news headline item entry minutes rumour rumor bulletin "
    "article findings broadcast allegation post تقرير التقرير رقم الرقم ارقام الارقام حصيله "
    "الحصيله قائمه القائمه خبر الخبر روايه الروايه بيان البيان نشره النشره شائعه اشاعه مقال محضر "
    "المحضر منشور صفحه الصفحه جدول كشف كشوف تصريح"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """Characters [start, end) that another is said to have said, and what their sentence tells."""

    start: int
    end: int
    index: int  # of the sentence
    speaker: str | None = None
    figures: tuple[Figure, ...] = ()
    published: bool = False  # by a report, a page, a paper
    accuses: bool = False  # it lays blame: who denies it disputes no report
    words: frozenset[str] = frozenset()  # of its sentence, folded
    answered: bool = False  # its sentence says that something is not so
    disputed: bool = False  # its sentence tells of somebody who contradicts


def claim_before(scans: Sequence[Scan], at: int, token: int) -> Claim | None:
    """The last claim told before a token of the sentence `at`: in it, or in the two before."""
    here = claim_in(scans[at], token)
    if here is not None:
        return here
    for k in range(at - 1, max(-1, at - 1 - _BACK), -1):
        if scans[k].sentence.segment != scans[at].sentence.segment:
            return None
        found = claim_in(scans[k], len(scans[k].tokens))
        if found is not None:
            return found
    return None


def own_claim(scans: Sequence[Scan], at: int) -> Claim | None:
    """What the text itself said before, told in the sentence before: "Our note gave 14,100."."""
    if at == 0 or scans[at - 1].sentence.segment != scans[at].sentence.segment:
        return None
    scan = scans[at - 1]
    told = next(
        (one for one in scan.marks
         if "says" in one.parts and _ours(scan, one.first) and not _aside(scan, one)), None,
    )  # fmt: skip
    about_us = scan.norm(0) == "our" and scan.has("published", (0, 4)) is not None
    if told is None and not about_us:
        return None
    opens = told.last if told is not None else 0
    first, last = _content(scan, opens, len(scan.tokens), told is not None)
    if last <= first:
        return None
    return Claim(
        scan.tokens[first].start, scan.tokens[last - 1].stop, scan.sentence.index,
        figures=tuple(scan.figures),
    )  # fmt: skip


def _aside(scan: Scan, mark: Mark) -> bool:
    """ "As we wrote", "we reported, citing the agency": no claim of the text's own."""
    return (
        scan.norm(mark.first - 2) == "as"
        or scan.norm(mark.last) == ","
        or (scan.norm(mark.first - 1) == "as")
    )


def claim_in(scan: Scan, stop: int) -> Claim | None:
    """What another is said to say within the tokens before `stop`; None: nobody says anything."""
    tokens = scan.tokens
    told = [
        one for one in scan.marks
        if one.last <= stop and {"says", "rumour"} & one.parts and not _ours(scan, one.first)
    ]  # fmt: skip
    quoted = _quoted(scan, stop)
    if quoted is not None:
        return quoted
    told += [
        Mark(first - 1, first, frozenset(("says",)))
        for first in scan.figure_at
        if 1 < first < stop and scan.norm(first - 1) in _HAS and not _ours(scan, first - 1)
    ]
    told.sort(key=lambda one: one.first)
    spoken = [
        one for one in scan.attributions
        if one.speaker is not None and one.scope_first < stop and one.last <= stop
        and one.stance in ("asserts", "reports")
    ]  # fmt: skip
    reported = [one for one in scan.marks if one.last <= stop and _is_report(scan, one)]
    inside = tuple(
        one for one in scan.figures if one.start < tokens[min(stop, len(tokens)) - 1].stop
    )
    if not told and not spoken and not reported:
        return None
    speaker = spoken[-1].speaker if spoken else None
    opens = told[0].last if told else 0
    if not told and reported and scan.norm(reported[0].last) in _THAT:
        opens = reported[0].last
    first, last = _content(scan, opens, stop, bool(told) or opens > 0)
    if last <= first:
        return None
    vague = (told and scan.norm(told[0].first - 1) in _VAGUE) or any(
        scan.norm(one.last) in _VAGUE for one in told
    )
    counted = any(one.value_low is not None for one in inside)
    asked = scan.norm(0) in _ASKED  # whoever answers answers it, whoever is said to say it
    return None if vague and not (reported or counted or asked) else Claim(
        tokens[first].start, tokens[last - 1].stop, scan.sentence.index, speaker, inside,
        published=bool(reported) or bool(inside),
        accuses=any("accuses" in one.parts and one.last <= stop for one in scan.marks),
        answered=not {"not-so", "denies part", "accuses"}.isdisjoint(scan.parts),
        disputed=not {"contradicts", "rejects"}.isdisjoint(scan.parts),
        words=frozenset(token.norm for token in tokens[:stop]),
    )  # fmt: skip


def _is_report(scan: Scan, mark: Mark) -> bool:
    """Whether a word is a report that somebody gave: "the toll", "your page"."""
    if "published" not in mark.parts or "says" in mark.parts:
        return False
    strong = scan.norm(mark.last - 1) in _STRONG or mark.last > mark.first + 1
    return strong or scan.norm(mark.first).endswith("كم")


def _quoted(scan: Scan, stop: int) -> Claim | None:
    """ "“Douma has 70,000 displaced.”": a sentence that is a quotation and nothing more."""
    tokens = scan.tokens
    first = 0
    while first < len(tokens) - 1 and (tokens[first].kind == "number" or tokens[first].raw in ".):"
                                       or scan.norm(first) == "page"):  # fmt: skip
        first += 1
    whole = tokens[first].raw in _OPENING and tokens[-1].raw in _CLOSING and stop >= len(tokens)
    if not whole or len(tokens) - first <= _FEW:
        return None
    last = len(tokens) - 1
    while last > first + 1 and tokens[last - 1].kind == "sign":
        last -= 1
    return Claim(
        tokens[first + 1].start, tokens[last - 1].stop, scan.sentence.index, None,
        tuple(scan.figures), published=True, words=frozenset(one.norm for one in tokens),
    )  # fmt: skip


def _ours(scan: Scan, at: int) -> bool:
    return scan.norm(at) in _OURS or scan.norm(at - 1) in _OURS


def _content(scan: Scan, after: int, stop: int, told: bool) -> tuple[int, int]:
    """What was said: within the first quotation marks, else behind "that", or the verb."""
    tokens = scan.tokens
    stop = min(stop, len(tokens))
    if told and tokens[0].raw in _OPENING:  # "“Forty-three terrorists”, wrote the ministry"
        close = next((k for k in range(1, after) if tokens[k].raw in _CLOSING), None)
        if close is not None and close > 1:
            return 1, close
    that = next((k for k in range(after, stop) if scan.norm(k) in _THAT), None)
    first = that + 1 if that is not None and told else after
    last = min(stop, first + _LONG)
    close = next((k for k in range(first + 1, last) if tokens[k].raw in ";؛"), last)
    last = close if close > first else last
    while last > first and (
        (tokens[last - 1].kind == "sign" and tokens[last - 1].raw not in QUOTES)
        or scan.norm(last - 1) in ("and", "but", "which", "و")
    ):
        last -= 1
    while first < last and tokens[first].kind == "sign" and tokens[first].raw not in QUOTES:
        first += 1
    return first, last

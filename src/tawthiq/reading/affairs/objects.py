"""What a reply is of: "the figure of 19 dead", "what the page wrote", «ما نشرته الجريدة»."""

from dataclasses import dataclass
from typing import Literal

from tawthiq.reading.affairs.scans import QUOTES, Scan, Span
from tawthiq.reading.voices.speakers_ar import is_preposition
from tawthiq.reading.voices.wordsets import word_set

Kind = Literal["reported", "clause", "what", "figure", "name", "pronoun", "noun"]

_POINTERS = word_set(
    "this that it them these those both him her us ذلك هذا هذه هاد هيدا هالشي هالحكي هالكلام ذاك "
    "تلك الامر"
)
_WHAT = word_set("what whatever how whether ما بما لما مما عما")
_THAT = word_set("that having ان انه انها انهم بان بانه بانها بانهم انو بانو")
_FILL_EN = word_set(
    "publicly openly also too outright flatly again strongly firmly categorically all even both "
    "of with on about to at over for as in by emphatically roundly totally entirely completely"
)
_AS = word_set("as false wrong fabricated inflated exaggerated invented baseless untrue")
_CUTS_EN = word_set(
    "but while because when after before saying which who where whose adding although though if "
    "since until unless calling arguing claiming citing and as so is are was were has have had "
    "insisting pointing whereas without speaks spoke"
)
_OF_EN = word_set("of by for about from in on the a an that")
_BETWEEN = word_set("however though moreover too nevertheless also therefore")
_LONG = 14  # tokens of a thing
_CLAUSE = 40  # tokens of a clause
_STOPS = frozenset(",،;؛:.()–—?؟!…")
_CUTS_AR = word_set(
    "قائلا قائله مضيفا مضيفه موكدا موكده لان اذ حيث بينما فيما لكن ولكن قالت وقال وقالت واكد "
    "واكدت وهو وهي وهم مشيرا مشيره معتبرا معتبره"
)
_EVENTS_AR = word_set("وقوع حدوث حصول وجود تعرض سقوط مقتل صحه دقه قيام ورود انضمام")
_IN_IT = word_set("فيه فيها به بها عليه عليها له لها لنا معه معها")
_LIGHT = word_set("في علي عن من مع ب ل الي حول بشان بخصوص")


@dataclass(frozen=True, slots=True)
class Thing:
    """What is answered, and the tokens in which it stands."""

    kind: Kind
    span: Span


def thing_from(scan: Scan, at: int) -> Thing | None:
    """What begins at a token behind a verb (in Arabic behind its subject); None: nothing does."""
    return _arabic(scan, at) if scan.arabic else _english(scan, at)


def ends_there(scan: Scan, at: int) -> bool:
    """Whether a sentence or a clause ends at a token."""
    return at >= len(scan.tokens) or scan.tokens[at].raw in _STOPS


# ---- English -------------------------------------------------------------------------------------


def _english(scan: Scan, at: int) -> Thing | None:
    if scan.norm(at + 1) in _BETWEEN and scan.tokens[at].raw == "," and scan.norm(at + 2) == ",":
        at += 3  # "disputed, however, that"
    start = at
    while (
        at < len(scan.tokens)
        and at - start < 4
        and (
            (scan.norm(at) in _FILL_EN and scan.norm(at) not in ("both", "all"))
            or scan.tokens[at].raw in QUOTES
            or (scan.norm(at - 1) == "as" and scan.has("wrong", (at, at + 1)) is not None)
            or at in scan.days
        )
    ):
        at += 1
    if ends_there(scan, at):
        return None
    norm = scan.norm(at)
    if norm in _POINTERS and (
        ends_there(scan, at + 1)
        or scan.norm(at + 1) in _CUTS_EN | _FILL_EN | {"only"}
        or at + 1 in scan.days
        or scan.norm(at + 1).endswith("ly")
    ):
        return Thing("pronoun", (at, at + 1))
    if norm in _WHAT or (norm in _THAT and _opens_clause(scan, at)):
        last = at + 1
        while (
            last < len(scan.tokens)
            and last - at < _CLAUSE
            and scan.tokens[last].raw not in ",;:—–."
        ):
            last += 1
        kind: Kind = "what" if norm in _WHAT else "clause"
        first = at if kind == "what" or norm == "having" else at + 1
        return Thing(kind, (first, last)) if last > first else None
    return _noun(scan, at)


def _opens_clause(scan: Scan, at: int) -> bool:
    """Whether "that" opens a clause; "that figure", "that" alone do not."""
    return scan.has("published", (at + 1, at + 2)) is None


def _noun(scan: Scan, at: int) -> Thing | None:
    last = at
    while last < len(scan.tokens) and last - at < _LONG:
        within = any(one.first < last < one.last for one in scan.names)
        in_figure = any(first < last < end for first, (end, _) in scan.figure_at.items())
        if not within and not in_figure:
            if scan.tokens[last].raw in _STOPS or last in scan.days:
                break
            if last > at and scan.norm(last) in _CUTS_EN:
                break
            if last > at and scan.norm(last) == "that":
                break
        last += 1
    while last > at and scan.norm(last - 1) in _OF_EN:
        last -= 1
    if last <= at:
        return None
    return Thing(_kind(scan, (at, last)), (at, last))


def _kind(scan: Scan, span: Span) -> Kind:
    if scan.has("published", (span[0], min(span[1], span[0] + 7))) is not None:
        return "reported"
    if scan.has("rumour", (span[0], span[0] + 3)) is not None:
        return "reported"
    if any(span[0] <= first < span[1] for first in scan.figure_at):
        return "figure"
    if any(span[0] <= one.first < span[0] + 3 and one.tag != "charter" for one in scan.names):
        return "name"
    return "noun"


# ---- Arabic --------------------------------------------------------------------------------------


def _arabic(scan: Scan, at: int) -> Thing | None:
    start = at
    while at < len(scan.tokens) and at - start < 2 and scan.norm(at) in _LIGHT | _IN_IT:
        at += 1
    if ends_there(scan, at):
        return None
    if scan.norm(at) in ("كل", "جميع") and scan.norm(at + 1) in _POINTERS | {"ما"}:
        at += 1
    norm = scan.norm(at)
    if norm.lstrip("بلف") in _POINTERS and _stands_alone(scan, at + 1):
        return Thing("pronoun", (at, at + 1))
    if norm in _WHAT or norm in _THAT:
        return Thing("what" if norm in _WHAT else "clause", (at, _end_of_clause_ar(scan, at)))
    last = _end_of_noun_ar(scan, at)
    if last <= at:
        return None
    return Thing("reported" if norm in _EVENTS_AR else _kind(scan, (at, last)), (at, last))


def _end_of_clause_ar(scan: Scan, at: int) -> int:
    last = at + 1
    while (
        last < len(scan.tokens)
        and last - at < _CLAUSE
        and scan.tokens[last].raw not in "،؛.:؟!"
        and scan.norm(last) not in _CUTS_AR
    ):
        last += 1
    return last


def _end_of_noun_ar(scan: Scan, at: int) -> int:
    last = at
    while last < len(scan.tokens) and last - at < _LONG and not _ends_noun_ar(scan, at, last):
        last += 1
    return last


def _ends_noun_ar(scan: Scan, at: int, last: int) -> bool:
    if any(first < last < end for first, (end, _) in scan.figure_at.items()):
        return False
    if any(one.first < last < one.last for one in scan.names):
        return False
    norm = scan.norm(last)
    if scan.tokens[last].raw in _STOPS or last in scan.days or norm in _CUTS_AR:
        return True
    joins = norm.startswith("و") and _verb_like(norm)
    return last > at + 1 and (joins or norm in ("خلال", "بعد", "قبل", "منذ", "ان", "بان", "لان"))


def _stands_alone(scan: Scan, at: int) -> bool:
    """Whether "هذا" is all: what follows ends the clause, or begins with a preposition."""
    if ends_there(scan, at) or at in scan.days or is_preposition(scan.tokens[at]):
        return True
    norm = scan.norm(at)
    adverb = norm.endswith("ا") and not norm.startswith("ال")
    begins = norm.startswith(("بال", "لل", "و"))
    return adverb or begins or norm in _CUTS_AR or norm in ("كله", "ايضا", "كلها")


def _verb_like(norm: str) -> bool:
    """ "وقال", "وتقول": what joins another verb, not another noun."""
    return not norm.startswith("وال") and norm[1:2] in "يتقاك"


def words_of(scan: Scan, span: Span) -> tuple[int, int]:
    """The characters of a thing, without the preposition glued before it in Arabic."""
    first, last = span
    while (
        last > first + 1
        and scan.tokens[last - 1].kind == "sign"
        and (scan.tokens[last - 1].raw not in '»”"')
    ):
        last -= 1
    start, stop = scan.tokens[first].start, scan.tokens[last - 1].stop
    norm = scan.norm(first)
    if (scan.arabic and norm.startswith(("بال", "بما", "بان", "لما")) and len(norm) > 2) or (
        scan.arabic
        and norm[:1] in "بلف"
        and scan.has("published", (first, first + 1))
        and (norm[:1] != "ف" or norm.startswith("فال"))
        and len(norm) > 4
        and norm not in ("لائحه", "فيديو", "بيان", "بيانات", "بلاغ", "بيانه", "بيانها")
    ):
        start += 1
    return start, stop

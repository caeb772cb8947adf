"""What is said to be so, or not so: "That is wrong", "which they regard as too high", "contrary to
what the page says". What is judged is a report, a number, or what was told just before.
"""

from collections.abc import Iterator, Sequence

from tawthiq.reading.affairs.claims import Claim, claim_before, own_claim
from tawthiq.reading.affairs.objects import thing_from, words_of
from tawthiq.reading.affairs.parties import party_before, party_by
from tawthiq.reading.affairs.replying import Attitude, Reply
from tawthiq.reading.affairs.scans import QUOTES, Mark, Scan
from tawthiq.reading.affairs.verbs import arabic_party, speaker_at, who
from tawthiq.reading.voices.wordsets import word_set

_LEADS = word_set(
    "no and but well sorry now again yes friends all of this you see dear people لا و يا جماعه "
    "اخوان ناس والله طبعا وهذا بل لكن ولكن نقول ونقول فنقول اقول لكم كلا"
)
_BE = word_set("is are was were seems seem looks look sounds sound appears appear be been")
_CALLED = word_set("considered called deemed found judged regarded thought described believed seen")
_HOLDS = word_set("contains contained has had have full riddled makes made make shows showed")
_OPEN_END = word_set("did have has was were is not never had there been")
_DEGREE = word_set(
    "far much too very grossly plainly simply clearly wildly hugely vastly utterly entirely "
    "totally all itself badly not somewhat slightly quite wholly highly completely almost "
    "certainly of as partly so the a an way in themselves"
)
_POINTERS = word_set(
    "this that it these those which they he she هذا هذه ذلك تلك هو هي وهو وهي وهذا وهذه"
)
_NOT = word_set("not never no hardly لا ليس ليست غير لم")
_BACK = 8  # tokens from what judges to what is judged
_FORWARD = 9


def replies_by_judgement(scans: Sequence[Scan], at: int) -> Iterator[Reply]:
    """What one sentence calls wrong or right."""
    scan = scans[at]
    if scan.tokens[-1].raw in "?؟" or scan.norm(0) == "q":
        return
    for mark in scan.marks:
        parts = mark.parts
        made = None
        if parts & {"not-so", "is-so"} and _opens(scan, mark):
            made = _fragment(scans, at, mark)
        if made is None and parts & {"is-wrong", "is-right"}:
            made = _of_speaker(scans, at, mark)
        if made is None and parts & {"judged"}:
            made = _called(scans, at, mark)
        if made is None and parts & {"wrong", "right", "flawed", "flaw"}:
            made = _predicate(scans, at, mark)
        if made is None and parts & {"not-true-that", "contrary-to"}:
            made = _at_once(scans, at, mark)
        if made is not None:
            yield made


# ---- A sentence, or a part of one, that only judges ----------------------------------------------


def _opens(scan: Scan, mark: Mark) -> bool:
    """Whether it begins a clause, and is all of it where it is a word that may mean more."""
    at = mark.first - 1
    while at >= 0 and scan.norm(at) in _LEADS:
        at -= 1
    says = any(one.last == at + 1 and "says" in one.parts for one in scan.marks)
    if at >= 0 and not scan.is_sign(at) and scan.tokens[at].raw not in QUOTES and not says:
        return False
    bare = mark.last == mark.first + 1 or scan.norm(mark.last - 1) in _OPEN_END
    return (
        not bare
        or scan.is_sign(mark.last)
        or mark.last >= len(scan.tokens)
        or (scan.norm(mark.last) in ("and", "again", "either", "too", "as", "by"))
    )


def _fragment(scans: Sequence[Scan], at: int, mark: Mark) -> Reply | None:
    claim = claim_before(scans, at, mark.first)
    own = own_claim(scans, at)
    if own is not None and (claim is None or own.index > claim.index):
        return Reply(
            mark.first, mark.last, mark.first, None, "corrects", (own.start, own.end), own.start
        )
    if claim is None:
        return None
    attitude: Attitude = "disputes" if "not-so" in mark.parts else "supports"
    if attitude == "supports" and claim.speaker is None and not _told_by_another(scans, claim):
        return None
    by = speaker_at(scans[at], mark.first)
    return Reply(
        mark.first, mark.last, mark.first, by, attitude, (claim.start, claim.end), claim.start
    )


def _told_by_another(scans: Sequence[Scan], claim: Claim) -> bool:
    scan = next(one for one in scans if one.sentence.index == claim.index)
    return bool({"says", "rumour"} & scan.parts)


# ---- Whoever said it is wrong --------------------------------------------------------------------


def _of_speaker(scans: Sequence[Scan], at: int, mark: Mark) -> Reply | None:
    """ "The guard is right", "الوزارة تكذب"."""
    scan = scans[at]
    if scan.arabic:
        party, _ = arabic_party(scan, mark)
    else:
        party = party_before(scan, mark.first)
    if party is None or party.kind == "we" or scan.norm(mark.first - 1) in _NOT:
        return None
    claim = claim_before(scans, at, min(party.span[0], mark.first))
    if claim is None:
        return None
    words = scan.sentence.words(*party.span)
    about = words if party.kind == "named" else (claim.start, claim.end)
    attitude: Attitude = "disputes" if "is-wrong" in mark.parts else "supports"
    by = speaker_at(scan, mark.first)
    if by is not None and by == party.said:
        by = None
    first, last = min(mark.first, party.span[0]), max(mark.last, party.span[1])
    return Reply(first, last, mark.first, by, attitude, about)


# ---- A report or a number is wrong ---------------------------------------------------------------


def _predicate(scans: Sequence[Scan], at: int, mark: Mark) -> Reply | None:
    scan = scans[at]
    span = _judged_ar(scan, mark) if scan.arabic else _judged_en(scan, mark)
    if span is None:
        return None
    refused = any(scan.norm(k) in _NOT for k in range(max(span[0], mark.first - 3), mark.first))
    wrong = not mark.parts.isdisjoint(("wrong", "flawed", "flaw"))
    if refused and wrong:
        return None
    attitude: Attitude = "disputes" if wrong or refused else "supports"
    by = speaker_at(scan, mark.first, _words(scan, span)) or _judge_by(scan, mark)
    if attitude == "supports" and by is None:
        return None
    pointer = scan.norm(span[0]) in _POINTERS and span[1] == span[0] + 1
    claim = claim_before(scans, at, span[0]) if pointer else None
    if pointer and claim is None:
        return None
    start, stop = words_of(scan, span) if claim is None else (claim.start, claim.end)
    told = claim.start if claim is not None else None
    return Reply(span[0], mark.last, mark.first, by, attitude, (start, stop), told)


def _judge_by(scan: Scan, mark: Mark) -> str | None:
    """ "is considered too high by assessment teams": who stands behind "by"."""
    if scan.arabic or scan.norm(mark.last) != "by":
        return None
    party = party_by(scan, mark.last + 1)
    return None if party is None else party.said


def _words(scan: Scan, span: tuple[int, int]) -> str:
    return " ".join(token.raw for token in scan.tokens[span[0] : span[1]])


def _judged_en(scan: Scan, mark: Mark) -> tuple[int, int] | None:
    k = mark.first - 1
    while k >= 0 and (scan.norm(k) in _DEGREE | _CALLED or scan.norm(k).endswith("ly")):
        k -= 1
    if "flaw" in mark.parts:
        k = next((j for j in range(mark.first - 1, max(-1, mark.first - 5), -1)
                  if scan.norm(j) in _HOLDS), -1)  # fmt: skip
        if k < 0:
            return None
    elif mark.parts & {"flawed"} and (k < 0 or scan.norm(k) not in _BE):
        k = mark.first
    if k < 0 or (k < mark.first and "flaw" not in mark.parts and scan.norm(k) not in _BE):
        return None
    party = party_before(scan, k)
    if party is None:
        pointer = k - 1
        return (pointer, k) if scan.norm(pointer) in _POINTERS else None
    if party.kind == "they":
        return party.span
    return party.span if _is_told(scan, party.span) else None


def _is_told(scan: Scan, span: tuple[int, int]) -> bool:
    return (
        scan.has("published", span) is not None
        or scan.has("rumour", span) is not None
        or any(span[0] <= first < span[1] for first in scan.figure_at)
        or (span[1] == span[0] + 1 and scan.norm(span[0]) in _POINTERS)
    )


def _judged_ar(scan: Scan, mark: Mark) -> tuple[int, int] | None:
    for k in range(mark.first - 1, max(-1, mark.first - 1 - _BACK), -1):
        if scan.is_sign(k) and scan.tokens[k].raw not in QUOTES:
            return None
        if scan.norm(k) in _POINTERS and scan.has("published", (k + 1, mark.first)) is None:
            return (k, k + 1)
        told = next(
            (one for one in scan.marks if one.first == k and "published" in one.parts), None
        )
        if told is not None:
            first = k
            while first > 0 and any(
                one.first == first - 1 and "published" in one.parts for one in scan.marks
            ):
                first -= 1
            return first, mark.first
    return None


# ---- Somebody calls it wrong ---------------------------------------------------------------------


def _called(scans: Sequence[Scan], at: int, mark: Mark) -> Reply | None:
    """ "The council finds the toll too high", "which the committee regards as far too high"."""
    scan = scans[at]
    verdict = _verdict(scan, mark)
    if scan.arabic:
        party, after = arabic_party(scan, mark)
    else:
        party, after = party_before(scan, mark.first), mark.last
    if party is None or verdict is None:
        return None
    about = _what_is_called(scans, at, (party.span[0], mark.first, after), verdict)
    if about is None:
        return None
    attitude: Attitude = "disputes" if "wrong" in verdict.parts else "supports"
    first = min(party.span[0], mark.first)
    return Reply(first, verdict.last, mark.first, who(scans, at, party), attitude, about)


def _verdict(scan: Scan, mark: Mark) -> Mark | None:
    """The word behind "called" that says what it is called, in the same clause."""
    stop = min(len(scan.tokens), mark.last + _FORWARD + 4)
    verdict = next(
        (one for one in scan.marks
         if mark.last <= one.first < stop and one.parts & {"wrong", "right"}), None,
    )  # fmt: skip
    if verdict is None:
        return None
    refused = any(scan.norm(k) in _NOT for k in range(max(0, mark.first - 2), mark.first))
    parted = any(token.raw in ";؛.:" for token in scan.tokens[mark.last : verdict.first])
    return None if refused or parted else verdict


def _what_is_called(
    scans: Sequence[Scan], at: int, places: tuple[int, int, int], verdict: Mark
) -> tuple[int, int] | None:
    """The report or number between the verb and its verdict, else what was claimed before."""
    scan = scans[at]
    subject, verb, after = places
    told = [
        one.first for one in scan.marks
        if after <= one.first < verdict.first and "published" in one.parts
    ]  # fmt: skip
    told += [first for first in scan.figure_at if after <= first < verdict.first]
    if told:
        thing = thing_from(scan, after)
        if thing is None or not thing.span[0] <= min(told) < thing.span[1]:
            return None
        last = min(thing.span[1], max(verdict.first, thing.span[0] + 1))
        return words_of(scan, (thing.span[0], last))
    first = min(subject, verb)
    claim = claim_before(scans, at, first)
    pointed = any(scan.norm(k) in _POINTERS for k in range(max(0, first - 2), verdict.first))
    glued = scan.arabic and scan.norm(verb).endswith(("ه", "ها"))
    return (claim.start, claim.end) if claim is not None and (pointed or glued) else None


# ---- In one go -----------------------------------------------------------------------------------


def _at_once(scans: Sequence[Scan], at: int, mark: Mark) -> Reply | None:
    """ "It is not true that …", "contrary to what the ministry wrote", "whatever the list says"."""
    scan = scans[at]
    last = mark.last
    while last < len(scan.tokens) and scan.tokens[last].raw not in ",،;؛—–.:":
        last += 1
    if last <= mark.last:
        return None
    span = (mark.last, last)
    told = scan.has("says", span) or scan.has("published", span) or scan.has("rumour", span)
    if told is None and "not-true-that" not in mark.parts:
        return None
    by = speaker_at(scan, mark.first, _words(scan, span))
    return Reply(mark.first, last, mark.first, by, "disputes", words_of(scan, span))

"""The wide net of disputes: answers to what others said, in the words of `replies.toml`.

`disputing` and `rebuttals` know patterns and names. Here a word that answers counts with whatever
noun phrase is its subject, and with what it is of: a report, what somebody wrote, a number, "this".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tawthiq.reading.affairs.claims import Claim, claim_before
from tawthiq.reading.affairs.objects import Thing, ends_there, thing_from, words_of
from tawthiq.reading.affairs.parties import Party, first_party, party_before, party_by
from tawthiq.reading.affairs.parties_ar import party_of
from tawthiq.reading.affairs.scans import Mark, Scan
from tawthiq.reading.affairs.verbs import arabic_party, is_noun, is_passive, unreal, who
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Dispute, statement_id

Attitude = Literal["disputes", "supports", "corrects"]
VERBS: dict[str, Attitude] = {
    "contradicts": "disputes", "rejects": "disputes",
    "agrees": "supports", "confirms": "supports", "corrects": "corrects",
}  # fmt: skip
_ALONE: dict[str, Attitude] = {"differs": "disputes", "concurs": "supports"}
_NOT_EN = word_set("not never dont doesnt didnt cannot cant wont wouldnt couldnt")
_BE = word_set("is are was were been being be")
_OWN_CLAUSE = word_set("it he she they his her its their any having")
_OWN = word_set("its their his her our my")
_WEAK = word_set(
    "share shares shared sharing accept accepts accepted accepting admits admitted acknowledge "
    "acknowledges acknowledged certify certifies certified rely relies support supports supported "
    "supporting back backs backed backing defend defends defended protest protests protested "
    "complain complains complained condemn condemns condemned attack attacks attacked resent "
    "spurn spurned turn turned throw threw thrown write wrote withdraw withdraws withdrew "
    "withdrawn delete deleted fix fixed update updates updated strike struck رفض رفضت يرفض ترفض "
    "رفضوا قبل دعم دعمت سحب سحبت حذف حذفت شطب خالف خالفت خالفوا وخالف وخالفت يخالف تخالف نقض نقضت "
    "ناقض عارض عارضت يعارض تعارض"
)
_STRONG = word_set(
    "report reports figure figures number numbers toll tolls list lists count counts tally "
    "tallies statement claim claims account accounts version estimate estimates story news "
    "headline item entry entries minutes rumour rumor article findings finding allegation study "
    "data survey census conclusion conclusions correction bulletin post total totals رقم الرقم "
    "ارقام الارقام حصيله الحصيله تقرير التقرير قائمه القائمه خبر الخبر روايه الروايه بيان البيان "
    "احصاء الاحصاء مقال تقديرات"
)
_CONFIRM = ("confirm", "اكد", "يوكد", "توكد")
_STANDS = word_set(
    "stand stands stood stick sticks stuck sticking insist insists insisted maintain maintains"
)
_BELIEVE = word_set("believe believes believed trust trusts trusted")
_LITTLE = word_set("the a an of our their its his her my at in on from for and")
_REST = word_set("rest others remainder half most الباقي البقيه بقيه")
_OURS = word_set("ours mine yours")
_ALSO = word_set("so neither nor as")
_DOES = word_set("does do did is are was were has have")
_ALSO_AR = word_set("وكذلك كذلك ومثله ومثلها وكذا")
_BY = 5  # tokens from a verb to "by"


@dataclass(frozen=True, slots=True)
class Reply:
    """Tokens [first, last) in which somebody answers; about: characters."""

    first: int
    last: int
    core: int
    by: str | None
    attitude: Attitude
    about: tuple[int, int] | None
    told_from: int | None = None  # a character before, where what is answered is told


def replies_by_verb(scans: Sequence[Scan], at: int) -> Iterator[Reply]:
    """What the verbs of one sentence answer."""
    scan = scans[at]
    if scan.tokens[-1].raw in "?؟" or scan.norm(0) == "q":
        return
    for mark in scan.marks:
        alone = next((part for part in _ALONE if part in mark.parts), None)
        role = next((part for part in VERBS if part in mark.parts), None)
        with_it = next((part for part in VERBS if f"{part} it" in mark.parts), None)
        if alone is None and role is None and with_it is None:
            continue
        turned = role in ("agrees", "confirms") and _refused(scan, mark)
        if is_noun(scan, mark) or (unreal(scan, mark) and not turned):
            continue
        made = None
        if alone is not None:
            made = _of_what_was_said(scans, at, mark, _ALONE[alone])
        if made is None and role is not None:
            made = _by_verb(scans, at, mark, role)
        if made is None and with_it is not None:
            made = _of_what_was_said(scans, at, mark, VERBS[with_it])
        if made is not None:
            yield replace(made, attitude="disputes") if turned else made


def _refused(scan: Scan, mark: Mark) -> bool:
    """ "Does not endorse the total": not "could not confirm", which answers nothing."""
    if scan.norm(mark.first).startswith(("confirm", "verif", "check", "corroborat", "substantiat")):
        return False
    back = [scan.norm(k) for k in range(max(0, mark.first - 2), mark.first)]
    return bool(set(back) & _NOT_EN) and not scan.arabic


def _by_verb(scans: Sequence[Scan], at: int, mark: Mark, role: str) -> Reply | None:
    scan = scans[at]
    if not scan.arabic:
        passive = _passive(scans, at, mark, role)
        if passive is not None:
            return passive
        if is_passive(scan, mark):
            return None
        party, after = _english_party(scan, mark), mark.last
    else:
        party, after = arabic_party(scan, mark)
        if party is None and mark.first and scan.norm(mark.first).startswith("و"):
            party = _goes_on_ar(scan, mark)
    if party is None:
        return None
    thing = thing_from(scan, after)
    if thing is None:
        return None
    claim = claim_before(scans, at, mark.first)
    if not _fits(scan, mark, role, thing, claim):
        return None
    by = who(scans, at, party)
    about = _about(scan, thing, claim)
    if thing.kind == "noun" and scan.norm(thing.span[0]) in _OURS:
        by, about = None, scan.sentence.words(*party.span)
    first = min(mark.first, party.span[0])
    last = max(mark.last, party.span[1], thing.span[1])
    return Reply(first, last, mark.first, by, VERBS[role], about)


def _english_party(scan: Scan, mark: Mark) -> Party | None:
    if scan.norm(mark.first).endswith("ing") and scan.norm(mark.first - 1) not in _BE:
        lead = mark.first - 1
        if lead < 0:
            return None
        return first_party(scan, lead)
    return party_before(scan, mark.first)


def _goes_on_ar(scan: Scan, mark: Mark) -> Party | None:
    """ "أكدت الوزارة …، وتصحّح ما نُسب إليها": the subject of the verb before."""
    for one in scan.names:
        if one.last <= mark.first and one.tag != "charter":
            return Party("named", one.said, (mark.first, mark.first + 1))
    return None


def _fits(scan: Scan, mark: Mark, role: str, thing: Thing, claim: Claim | None) -> bool:
    """Whether what the verb is of was said by another: not a plan that is rejected."""
    if thing.kind == "pronoun":
        return claim is not None and not (role == "rejects" and claim.accuses)
    if thing.kind in ("clause", "what"):
        return _fits_clause(scan, mark, role, thing, claim)
    weak = scan.norm(mark.first) in _WEAK
    if thing.kind == "figure":
        return (role == "contradicts" and not weak) or _same_number(scan, thing.span, claim)
    if weak and not (thing.kind in ("noun", "name") and scan.norm(mark.first).startswith("back")):
        return any(scan.norm(k) in _STRONG for k in range(*thing.span)) and (
            thing.kind != "reported" or _fits_report(scan, mark, role, thing, claim)
        )
    if thing.kind == "reported":
        return _fits_report(scan, mark, role, thing, claim)
    return _fits_noun(scan, mark, role, thing, claim)


def _fits_clause(scan: Scan, mark: Mark, role: str, thing: Thing, claim: Claim | None) -> bool:
    """ "What the page wrote" is a report; "that …" answers only what was told before."""
    span = thing.span
    if thing.kind == "what":
        told = any(scan.has(one, span) for one in ("says", "says it", "published"))
        return told or (role == "contradicts" and claim is not None)
    before = claim is not None and claim.index < scan.sentence.index
    if role == "confirms" and scan.norm(mark.first).startswith(_CONFIRM):
        return before and claim is not None and (claim.disputed or claim.answered)
    own = scan.norm(span[0]) in _OWN_CLAUSE
    told = before and claim is not None and claim.published
    return role == "contradicts" or (role == "rejects" and told and not own)


def _fits_noun(scan: Scan, mark: Mark, role: str, thing: Thing, claim: Claim | None) -> bool:
    """A name, or "the rest", "ours", "the driver": whoever was told of just before."""
    span, norm = thing.span, scan.norm(mark.first)
    if thing.kind == "noun" and span[1] == span[0] + 1 and scan.norm(span[0]) in _OURS:
        return True
    if claim is None:
        return False
    if thing.kind == "noun" and scan.norm(span[1] - 1) in _REST:
        return True
    named = _named_there(scan, span, claim)
    if role in ("agrees", "contradicts") or norm in _BELIEVE:
        said = role == "contradicts" and scan.has("says", span) is not None
        return named or (thing.kind == "name" and _names(scan, span, claim)) or said
    return norm.startswith("back") and claim.disputed and named


def _fits_report(scan: Scan, mark: Mark, role: str, thing: Thing, claim: Claim | None) -> bool:
    """A report, but one's own only where somebody contradicts it."""
    first = thing.span[0]
    if _is_bare(scan, first):
        return False
    own = scan.norm(first) in _OWN and scan.norm(first) != "our"
    if role not in ("confirms", "agrees") or not own:
        return True
    if scan.norm(party_first(scan, mark)) in ("we", "i"):
        return True
    return claim is not None and (claim.disputed or scan.norm(mark.first) in _STANDS)


def _is_bare(scan: Scan, at: int) -> bool:
    """ "… that the guild supports report 40 cases": a verb, where no article makes it a noun."""
    noun = scan.has("published", (at, at + 1))
    numbered = at + 1 < len(scan.tokens) and scan.tokens[at + 1].kind == "number"
    plain = scan.norm(at) in ("report", "list", "count", "record", "note", "post", "claim")
    return (
        not scan.arabic
        and noun is not None
        and plain
        and not (numbered and scan.norm(at) in ("note", "post"))
    )


def party_first(scan: Scan, mark: Mark) -> int:
    """The token right before a verb, its helpers aside."""
    at = mark.first - 1
    while at > 0 and scan.norm(at) in ("also", "still", "do", "have"):
        at -= 1
    return at


def _same_number(scan: Scan, span: tuple[int, int], claim: Claim | None) -> bool:
    if claim is None:
        return False
    here = [one for first, (_, one) in scan.figure_at.items() if span[0] <= first < span[1]]
    return any(
        one.value_low == other.value_low and one.value_low is not None
        for one in here for other in claim.figures if one.id != other.id
    )  # fmt: skip


def _names(scan: Scan, span: tuple[int, int], claim: Claim) -> bool:
    """Whether it names whoever made the claim: "contradicted the ministry"."""
    words = {scan.norm(k).removeprefix("ال") for k in range(*span)}
    said = claim.speaker or ""
    own = {one.lower().removeprefix("ال") for one in said.split()}
    return bool(words & own) or claim.speaker is None


def _named_there(scan: Scan, span: tuple[int, int], claim: Claim) -> bool:
    """Whether the sentence of the claim speaks of whoever this is: "I believe the driver"."""
    words = {scan.norm(k) for k in range(*span)} - _LITTLE
    return bool(words & claim.words)


def _about(scan: Scan, thing: Thing, claim: Claim | None) -> tuple[int, int]:
    if thing.kind == "pronoun" and claim is not None:
        return claim.start, claim.end
    return words_of(scan, thing.span)


def _passive(scans: Sequence[Scan], at: int, mark: Mark, role: str) -> Reply | None:
    """ "The toll was contradicted by the office", "a list disputed by all"."""
    scan = scans[at]
    turned = is_passive(scan, mark) or scan.norm(mark.last) == "by"
    if not turned or mark.parts & {"differs", "concurs"}:
        return None
    ahead = range(mark.last, min(len(scan.tokens), mark.last + _BY))
    by_at = next((k for k in ahead if scan.norm(k) == "by"), None)
    if by_at is None or scan.is_sign(by_at + 1):
        return _passive_alone(scan, mark, role)
    subject, party = party_before(scan, mark.first), party_by(scan, by_at + 1)
    if subject is None or subject.kind == "we" or party is None:
        return None
    about = _what_is_answered(scans, at, subject, role)
    if about is None or scan.norm(by_at + 1).endswith("ing"):
        return None
    by = who(scans, at, party)
    return Reply(subject.span[0], party.span[1], mark.first, by, VERBS[role], about)


def _what_is_answered(
    scans: Sequence[Scan], at: int, subject: Party, role: str
) -> tuple[int, int] | None:
    """The subject of a passive verb where it is a report or a number, else what was claimed."""
    scan = scans[at]
    is_thing = subject.kind == "named" and (
        scan.has("published", subject.span) or scan.has("rumour", subject.span)
        or any(subject.span[0] <= first < subject.span[1] for first in scan.figure_at)
    )  # fmt: skip
    if is_thing:
        return words_of(scan, subject.span)
    claim = claim_before(scans, at, subject.span[0])
    return None if claim is None or role == "rejects" else (claim.start, claim.end)


def _passive_alone(scan: Scan, mark: Mark, role: str) -> Reply | None:
    """ "On 21 February the entry was withdrawn": by whom is not said."""
    subject = party_before(scan, mark.first)
    if subject is None or subject.kind != "named" or not is_passive(scan, mark):
        return None
    told = scan.has("published", subject.span)
    near = told is not None and told.first <= subject.span[0] + 1
    if not near or (role != "corrects" and not ends_there(scan, mark.last)):
        return None
    if role in ("agrees", "confirms"):
        return None
    about = words_of(scan, subject.span)
    return Reply(subject.span[0], mark.last, mark.first, None, VERBS[role], about)


def _of_what_was_said(
    scans: Sequence[Scan], at: int, mark: Mark, attitude: Attitude
) -> Reply | None:
    """ "The gravedigger says otherwise", "فنّدته النقابة": about what was just told."""
    scan = scans[at]
    claim = claim_before(scans, at, mark.first)
    if claim is None or (claim.accuses and attitude == "disputes"):
        return None
    if scan.arabic:
        party, _ = arabic_party(scan, mark)
    else:
        party = party_before(scan, mark.first)
    if party is None:
        return None
    if (
        scan.sentence.index == claim.index
        and _overlap(scan, party, claim)
        and party.kind == "named"
    ):
        before = claim_before(scans, at, party.span[0])
        if before is None:
            return None
        claim = before
    if (
        not scan.arabic
        and attitude == "supports"
        and not ends_there(scan, mark.last)
        and (scan.norm(mark.last) in ("on", "to", "that", "with"))
    ):
        return None
    first, last = min(mark.first, party.span[0]), max(mark.last, party.span[1])
    by = who(scans, at, party)
    return Reply(first, last, mark.first, by, attitude, (claim.start, claim.end))


def _overlap(scan: Scan, party: Party, claim: Claim) -> bool:
    start, stop = scan.sentence.words(*party.span)
    return claim.start < stop and start < claim.end


def reply_too(scans: Sequence[Scan], at: int, one: Reply | None) -> Reply | None:
    """ "And neither do the people of the hill", "وكذلك النقابة": as the reply before."""
    scan = scans[at]
    if one is None:
        return None
    for k in range(len(scan.tokens) - 2):
        if scan.arabic and scan.norm(k) in _ALSO_AR:
            party, _ = party_of(scan, k, k + 1 + (scan.norm(k + 1) in ("فعل", "فعلت")))
        elif not scan.arabic and scan.norm(k) in _ALSO and scan.norm(k + 1) in _DOES:
            party = party_by(scan, k + 2)
        else:
            continue
        if party is not None and party.kind == "named":
            return Reply(k, max(k + 1, party.span[1]), k, party.said, one.attitude, one.about)
    return None


def as_dispute(scan: Scan, text: str, document: str, one: Reply) -> Dispute:
    """The statement that a reply makes."""
    start, end = scan.sentence.words(one.first, one.last)
    days = [when.edtf for when in scan.whens if when.kind == "day" and when.edtf is not None]
    start = start if one.told_from is None else min(start, one.told_from)
    return Dispute(
        id=statement_id(document, "dispute", start, end),
        start=start,
        end=end,
        quote=text[start:end],
        about=None if one.about is None else text[one.about[0] : one.about[1]],
        attitude=one.attitude,
        by=one.by,
        when=days[0] if len(days) == 1 else None,
    )

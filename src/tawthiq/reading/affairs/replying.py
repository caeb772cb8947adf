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
from tawthiq.reading.affairs.parties_ar import party_of, past_asides
from tawthiq.reading.affairs.scans import Mark, Scan
from tawthiq.reading.voices.clauses import joined
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Dispute, statement_id

Attitude = Literal["disputes", "supports", "corrects"]

VERBS: dict[str, Attitude] = {
    "contradicts": "disputes", "rejects": "disputes",
    "agrees": "supports", "confirms": "supports", "corrects": "corrects",
}  # fmt: skip
_ALONE: dict[str, Attitude] = {"differs": "disputes", "concurs": "supports"}
_NOUN_BEFORE = word_set(
    "the a an of in no any this their its his her our my your for with by under on some without "
    "beyond much more great first into at every each such these those"
)
_NOT = word_set(
    "not never nobody none neither nor no didnt doesnt dont cannot cant wont hasnt havent wasnt "
    "werent isnt arent wouldnt لم لا لن ما ليس ليست غير دون بلا"
)
_NOT_EN = word_set("not never dont doesnt didnt cannot cant wont wouldnt couldnt")
_IF = word_set("if unless whether لو اذا واذا ولو فاذا فلو")
_BE = word_set("is are was were been being be")
_RELATIVE = word_set("ما مما الذي التي اللي من الذين")
_MAY_AR = word_set("قد ربما لعل سوف")
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
_COLON = 5  # tokens of who stands before a colon
_SHORTEST = 3  # letters of a name


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


def is_noun(scan: Scan, mark: Mark) -> bool:
    """Whether "the dispute", "no doubt" stand there and no verb does."""
    norm = scan.norm(mark.first)
    if scan.arabic:
        return norm.startswith(("ال", "بال", "لل", "وال", "فال", "كال"))
    plain = not norm.endswith(("ed", "ing"))
    if norm.endswith("ing"):
        return scan.norm(mark.first - 1) in _NOUN_BEFORE
    owner = scan.tokens[mark.first - 1].raw.endswith(("'s", "’s")) if mark.first else False
    return (plain and (scan.norm(mark.first - 1) in _NOUN_BEFORE or owner)) or (
        not plain and scan.norm(mark.first - 1) in _NOUN_BEFORE and scan.norm(mark.last) != "by"
    )


def unreal(scan: Scan, mark: Mark) -> bool:
    """Whether "not" or "if" governs the verb: what nobody disputes is not disputed."""
    first = mark.first
    if scan.norm(first) in _NOT:
        first += 1  # "does not accept" says so itself
        if scan.arabic:
            return False
    for k in range(mark.first - 1, max(-1, mark.first - 4), -1):
        if scan.is_sign(k):
            break
        if scan.norm(k) in _NOT and not (scan.arabic and scan.norm(k) in ("ما", "غير")):
            return True
        if scan.arabic and k == mark.first - 1 and scan.norm(k) in _RELATIVE:
            return True
        if scan.norm(k) in _MAY_AR and scan.norm(mark.first)[:1] in "يتن":
            return True
    for k in range(mark.first - 1, -1, -1):
        if scan.tokens[k].raw in ";؛.:":
            break
        if scan.norm(k) in _IF:
            return True
    return False


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


def arabic_party(scan: Scan, mark: Mark) -> tuple[Party | None, int]:
    """Who an Arabic verb is told of, and where what it is of begins; its form may say "we"."""
    party, after = party_of(scan, mark.first, mark.last)
    if "by us" in mark.parts:
        return Party("we", None, (mark.first, mark.last)), past_asides(scan, mark.last)
    return party, after


def _goes_on_ar(scan: Scan, mark: Mark) -> Party | None:
    """ "أكدت الوزارة …، وتصحّح ما نُسب إليها": the subject of the verb before."""
    for one in scan.names:
        if one.last <= mark.first and one.tag != "charter":
            return Party("named", one.said, (mark.first, mark.first + 1))
    return None


def _fits(scan: Scan, mark: Mark, role: str, thing: Thing, claim: Claim | None) -> bool:
    """Whether what the verb is of was said by another: not a plan that is rejected."""
    span = thing.span
    norm = scan.norm(mark.first)
    if thing.kind == "pronoun":
        return claim is not None and not (role == "rejects" and claim.accuses)
    if thing.kind == "clause":
        told = claim is not None and claim.published and claim.index < scan.sentence.index
        own = scan.norm(span[0]) in _OWN_CLAUSE
        if role == "confirms" and norm.startswith(("confirm", "اكد", "يوكد", "توكد")):
            return (
                claim is not None
                and claim.index < scan.sentence.index
                and (claim.disputed or claim.answered)
            )
        return role == "contradicts" or (role == "rejects" and told and not own)
    if thing.kind == "what":
        report = scan.has("says", span) or scan.has("says it", span) or scan.has("published", span)
        return report is not None or (role == "contradicts" and claim is not None)
    if thing.kind == "figure":
        return (role == "contradicts" and norm not in _WEAK) or _same_number(scan, span, claim)
    if thing.kind in ("noun", "name") and norm in _WEAK and not norm.startswith("back"):
        return any(scan.norm(k) in _STRONG for k in range(*span))
    if thing.kind == "name":
        if claim is None:
            return False
        if role in ("agrees", "contradicts") or norm.startswith(("believ", "trust")):
            return _names(scan, span, claim) or _named_there(scan, span, claim)
        return norm.startswith("back") and claim.disputed and _named_there(scan, span, claim)
    if thing.kind == "noun" and scan.norm(span[1] - 1) in _REST:
        return claim is not None
    if thing.kind == "noun" and span[1] == span[0] + 1 and scan.norm(span[0]) in _OURS:
        return True
    if thing.kind == "noun":
        if claim is not None and (role in ("agrees", "contradicts") or norm in _BELIEVE):
            return _named_there(scan, span, claim)
        return role == "contradicts" and claim is not None and scan.has("says", span) is not None
    if _is_bare(scan, span[0]):
        return False
    own = scan.norm(span[0]) in _OWN
    if role in ("confirms", "agrees") and own and scan.norm(span[0]) != "our":
        if scan.norm(party_first(scan, mark)) in ("we", "i"):
            return True
        return claim is not None and (claim.disputed or norm in _STANDS)
    if norm in _WEAK or (role == "confirms" and norm in _WEAK):
        return any(scan.norm(k) in _STRONG for k in range(*span))
    return True


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


# ---- Turned about --------------------------------------------------------------------------------


def is_passive(scan: Scan, mark: Mark) -> bool:
    """Whether "was" or "were" stands before a verb: what stands before it did not do it."""
    back = mark.first - 1
    while back >= 0 and scan.norm(back).endswith("ly"):
        back -= 1
    return (
        scan.norm(back) in _BE
        and not scan.norm(mark.first).endswith("ing")
        and (
            scan.norm(mark.first) not in _BE and not scan.norm(mark.first).startswith(("not", "un"))
        )
    )


def _passive(scans: Sequence[Scan], at: int, mark: Mark, role: str) -> Reply | None:
    """ "The toll was contradicted by the office", "a list disputed by all"."""
    scan = scans[at]
    turned = is_passive(scan, mark) or scan.norm(mark.last) == "by"
    if not turned or mark.parts & {"differs", "concurs"}:
        return None
    by_at = next(
        (
            k
            for k in range(mark.last, min(len(scan.tokens), mark.last + _BY))
            if scan.norm(k) == "by"
        ),
        None,
    )
    if by_at is None or scan.is_sign(by_at + 1):
        return _passive_alone(scan, mark, role)
    told = [
        one for one in scan.marks if one.last <= mark.first and {"published", "rumour"} & one.parts
    ]
    figure = [first for first in scan.figure_at if first < mark.first]
    if not told and not figure and claim_before(scans, at, mark.first) is None:
        return None
    subject = party_before(scan, mark.first)
    if subject is None or subject.kind == "we":
        return None
    party = party_by(scan, by_at + 1)
    if party is None or scan.norm(by_at + 1).endswith("ing"):
        return None
    claim = claim_before(scans, at, subject.span[0])
    if subject.kind == "they" and claim is None:
        return None
    is_thing = subject.kind == "named" and (
        scan.has("published", subject.span) or scan.has("rumour", subject.span)
        or any(subject.span[0] <= first < subject.span[1] for first in scan.figure_at)
    )  # fmt: skip
    if not is_thing and (claim is None or role == "rejects"):
        return None
    about = (claim.start, claim.end) if not is_thing and claim else words_of(scan, subject.span)
    return Reply(
        subject.span[0], party.span[1], mark.first, who(scans, at, party), VERBS[role], about
    )


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


# ---- Without an object ---------------------------------------------------------------------------


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


def who(scans: Sequence[Scan], at: int, party: Party) -> str | None:
    """The name of a party: of "we" None, unless somebody is quoted; of "they" whoever was named."""
    scan = scans[at]
    if party.kind == "named":
        return party.said
    quoted = speaker_at(scan, party.span[0])
    if party.kind == "we" or quoted is not None:
        return quoted or _before_colon(scan, party.span[0])
    told = next((one for one in reversed(scan.marks)
                 if one.last <= party.span[0] and "says" in one.parts), None)  # fmt: skip
    if told is not None and not scan.arabic:
        teller = party_before(scan, told.first)
        if teller is not None and teller.kind == "named":
            return teller.said
    before = [one for one in scan.names if one.last <= party.span[0] and one.tag != "charter"]
    if before:
        return before[-1].said
    if at and scans[at - 1].sentence.segment == scan.sentence.segment:
        named = [one for one in scans[at - 1].names if one.tag != "charter"]
        return named[0].said if named else None
    return None


def _before_colon(scan: Scan, at: int) -> str | None:
    """ "المجلس المدني: ندرس": who speaks for themselves behind a colon, within a sentence."""
    if not 0 < at - 1 < len(scan.tokens) or scan.tokens[at - 1].raw != ":":
        return None
    first = at - 1
    while first > 0 and scan.tokens[first - 1].raw not in ",،;؛.:()–—":
        first -= 1
    words = scan.tokens[first : at - 1]
    return joined(words) if 0 < len(words) <= _COLON and first else None


def speaker_at(scan: Scan, token: int, besides: str = "") -> str | None:
    """Whoever is quoted with a token; nobody who is named in the words `besides`."""
    covering = [
        one for one in scan.attributions
        if one.scope_first <= token < one.scope_last
        and one.speaker
        and len(one.speaker) > _SHORTEST
        and one.speaker not in besides
    ]  # fmt: skip
    best = min(covering, key=lambda one: one.scope_last - one.scope_first, default=None)
    return None if best is None else best.speaker


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

"""The wide net of answers: where anybody stands on a question, in the words of `standing.toml`.

Whoever is the subject counts ("the bakers", «أهالي الحي»), where the thing stood on is one that
people ask about, or where a question, a heading or another's stand just before says what is meant.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from msgspec import structs

from tawthiq.reading.affairs.objects import Thing, thing_from, words_of
from tawthiq.reading.affairs.parties import Party, party_before, party_by
from tawthiq.reading.affairs.parties_ar import party_ahead, party_of
from tawthiq.reading.affairs.replying import arabic_party, is_noun, is_passive, unreal, who
from tawthiq.reading.affairs.scans import Mark, Scan
from tawthiq.reading.affairs.topics import Topic
from tawthiq.reading.voices.clauses import joined
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import HolderStance, Position, Statement, statement_id

_SIDES = ("not against", "makes conditions", "silent", "undecided", "against", "for")
_ANSWERS = {"makes conditions": "on condition"}
_POSITIONS: dict[str, HolderStance] = {"against": "rejects"}
_SPOKEN = {
    "yes": "for", "aye": "for", "for": "for", "agreed": "for", "agree": "for", "no": "against",
    "nay": "against", "against": "against", "never": "against", "undecided": "undecided",
    "abstained": "undecided", "abstains": "undecided", "silent": "silent", "silence": "silent",
    "نعم": "for", "موافق": "for", "موافقه": "for", "موافقون": "for", "مع": "for", "لا": "against",
    "ضد": "against", "رفض": "against", "ممتنع": "undecided", "ممتنعه": "undecided", "كلا": "against",
    "صمت": "silent", "اي": "for", "رافض": "against", "رافضون": "against", "موافقين": "for",
}  # fmt: skip
_ONE_WORD = {
    "نعم": "for", "لا": "against", "yes": "for", "no": "against", "against": "against",
    "for": "for", "undecided": "undecided", "ضد": "against", "معها": "for", "معه": "for",
    "ضدها": "against", "ضده": "against",
}  # fmt: skip
_NO_SPEAKER = word_set("and but so well oh or is are was were لكن بل او ثم كلا هو هي")
_ALSO = word_set("so as neither nor")
_DOES = word_set("does do did is are was were has have would will")
_ALSO_AR = word_set("وكذلك كذلك ومثله ومثلها ومثلهم وكذا")
_PUBLISHED_TOO = word_set("plan draft proposal conference")
_STOPS = frozenset(",،;؛.:()؟?!—–")
_HARD_STOPS = frozenset(";؛.؟?!")
_OURS = word_set("me us we i نحن نحنا انا جوابنا فجوابنا موقفنا فموقفنا ردنا راينا answer position")
_HOPED = word_set(
    "hopes hope hoped wishes wish wished fears fear feared denied denies deny denying urged urges "
    "urge asked asks calls expects expected expect rumour rumours نفي نفت ينفي تنفي انكر انكرت "
    "يامل تامل نامل يتمني تتمني نتمني يخشي تخشي طالب طالبت دعا دعت ندعو يدعو تدعو طلبت طلب ناشد "
    "ناشدت يتوقع تتوقع"
)
_NOMINAL = word_set(
    "موافق موافقه موافقون موافقين مويد مويده مويدون مويدين رافض رافضه رافضون رافضين رافضينها رافضينه "
    "معارض معارضون معارضين ضد ضده ضدها ضدو ضدهم مستعد مستعده مستعدون مستعدين متحمس متردد متردده "
    "مترددون مترددين منقسم منقسمه منقسمون منقسمين صامت صامته صامتون ساكت ساكته ساكتين محتار محتاره "
    "محتارين راضي راضيه راضيين مرفوض مرفوضه غير لسنا لست ليس مو مش"
)
_HOPED_NEAR = 9  # tokens
_OPINIONS = word_set("راي موقف رايها موقفها رايه موقفه موقفنا راينا رايهم موقفهم جواب جوابنا")
_JUDGED = {
    **dict.fromkeys(("مرفوض", "مرفوضه", "ضد", "ضدو", "ضده", "ضدها", "الرفض", "رفض", "لا", "رافض"), "against"),
    **dict.fromkeys(("مقبول", "مقبوله", "القبول", "قبول", "موافق", "موافقه", "الموافقه", "التاييد",
                     "مع", "معه", "معها", "نعم", "تاييد", "ترحيب", "الترحيب"), "for"),
}  # fmt: skip
_WITH_IT = word_set("معه معها معهم معو معن")
_SHORT = 6  # tokens of who stands with something
_IT = word_set("it them this that these those him her ذلك هذا هذه")
_NO_QUESTION = word_set(
    "responsibility blame accusation accusations allegation allegations charge charges nobody "
    "none anyone families refugees patients wounded condolences flour bread aid baskets donation "
    "donations money tents medicine blankets signature signatures مسووليه المسووليه اتهام الاتهام "
    "التهم تهمه مزاعم اتهامات الاتهامات involvement link connection knowledge part him her مبلغا المبلغ مساهمه ضلوع "
    "ضلوعه صله صلته قبول تبرع منحه الطحين المساعدات السلال تبرعات التبرعات التعازي توقيع التوقيع "
    "المساعده شحنه الشحنه"
)


@dataclass(frozen=True, slots=True)
class Stand:
    """Tokens [first, last) in which somebody takes a side; about, condition: characters."""

    first: int
    last: int
    core: int
    speaker: str | None
    side: str
    about: tuple[int, int] | None = None
    condition: tuple[int, int] | None = None


def stands(
    scans: Sequence[Scan],
    topics: Sequence[Topic | None],
    text: str,
    document: str,
    known: Sequence[Statement],
) -> Iterator[Position]:
    """Every stand on a question that no other statement tells of already."""
    told = sorted((one.start, one.end) for one in known)
    answered = [one.start for one in known if isinstance(one, Position)]
    last: Stand | None = None
    last_at = -9
    for at, scan in enumerate(scans):
        if scan.tokens[-1].raw in "?؟":
            continue
        taken = [
            one for one in told if one[0] < scan.sentence.stop and scan.sentence.start < one[1]
        ]
        near = at - last_at <= 1 or any(
            scans[max(0, at - 1)].sentence.start <= start < scan.sentence.stop
            and scans[max(0, at - 1)].sentence.segment == scan.sentence.segment
            for start in answered
        )
        for one in _found(scans, at, topics[at], near, last if at - last_at <= 1 else None):
            core = scan.tokens[one.core].start
            begin, stop = scan.sentence.words(one.first, one.last)
            again = any(begin <= start < stop for start in answered)
            if again or any(start <= core < end for start, end in taken):
                continue
            taken.append(scan.sentence.words(one.first, one.last))
            last, last_at = one, at
            yield _position(scan, text, document, one)


def _position(scan: Scan, text: str, document: str, one: Stand) -> Position:
    start, end = scan.sentence.words(one.first, one.last)
    return Position(
        id=statement_id(document, "stance", start, end),
        start=start,
        end=end,
        quote=text[start:end],
        stance="asserts" if one.speaker is None else "reports",
        speaker=one.speaker,
        position=_POSITIONS.get(one.side, "asserts"),
        about=None if one.about is None else text[one.about[0] : one.about[1]],
        answer=one.side,  # type: ignore[arg-type]
        condition=None if one.condition is None else text[one.condition[0] : one.condition[1]],
    )


def _found(
    scans: Sequence[Scan], at: int, topic: Topic | None, near: bool, before: Stand | None
) -> Iterator[Stand]:
    scan = scans[at]
    made: Stand | None = None
    spoken = _colon(scan, topic, near)
    yield from spoken
    for mark in scan.marks:
        side = next((one for one in _SIDES if one in mark.parts), None)
        with_it = next((one for one in _SIDES if f"{one} it" in mark.parts), None)
        if side is None and with_it is None:
            continue
        made = _stand(scans, at, mark, side or with_it or "", topic, near=near, glued=side is None)
        if made is not None:
            near = True
            yield from _each(scan, made) or [made]
    if scan.arabic:
        yield from _voiced(scan)
        yield from _of_opinion(scan)
        with_it = _stands_with(scan, topic, near)
        if with_it is not None:
            yield with_it
    if made is None:
        made = _hanging(scans, at, topic, asked=topic is not None or near)
        if made is not None:
            yield made
    also = _also(scans, at, made or before)
    if also is not None:
        yield also


def _stand(
    scans: Sequence[Scan],
    at: int,
    mark: Mark,
    side: str,
    topic: Topic | None,
    *,
    near: bool,
    glued: bool,
) -> Stand | None:
    scan = scans[at]
    if is_noun(scan, mark) or unreal(scan, mark) or _disowned(scan, mark):
        return None
    verb = mark.first
    if not scan.arabic and scan.norm(verb - 1) in ("would", "will", "'d"):
        verb -= 1
    if scan.arabic and scan.norm(mark.first).removeprefix("و") in _NOMINAL:
        party, after = party_ahead(scan, mark.first), mark.last
    elif scan.arabic:
        party, after = arabic_party(scan, mark)
    else:
        by = _by(scan, mark)
        party, after = by or party_before(scan, verb), mark.last
    if party is None:
        return None
    thing = None if side in ("silent", "undecided") or glued else thing_from(scan, after)
    if thing is not None and "condition" in _parts_at(scan, thing.span[0]):
        thing = None
    condition = _condition(scan, mark, side)
    if not _is_question(scan, thing, side, topic, near, mark):
        return None
    about = None
    if thing is not None and thing.kind != "pronoun" and scan.norm(thing.span[0]) not in _IT:
        last = thing.span[1]
        if condition is not None:
            last = next(
                (k for k in range(thing.span[0] + 1, last) if scan.tokens[k].stop > condition[0] - 1
                 or "condition" in _parts_at(scan, k)), last,
            )  # fmt: skip
        about = words_of(scan, (thing.span[0], last))
    if about is None and topic is not None:
        about = topic.start, topic.end
    if side == "not against" and condition is None:
        return None
    if condition is not None and side in ("for", "makes conditions", "not against"):
        side = "makes conditions"
    else:
        condition = None
    first = min(mark.first, party.span[0])
    last = max(mark.last, party.span[1], thing.span[1] if thing is not None else 0)
    speaker = who(scans, at, party)
    return Stand(first, last, mark.first, speaker, _ANSWERS.get(side, side), about, condition)


def _disowned(scan: Scan, mark: Mark) -> bool:
    """Whether it is only hoped for, or denied: "hopes that X will accept", "نفى أن يكون قد أيد"."""
    for k in range(mark.first - 1, max(-1, mark.first - _HOPED_NEAR), -1):
        if scan.tokens[k].raw in _HARD_STOPS:
            return False
        if scan.norm(k) in _HOPED:
            return True
    return False


def _each(scan: Scan, one: Stand) -> list[Stand]:
    """ "The priest and the imam are both for it": each of them."""
    if scan.arabic or one.speaker is None or one.first >= one.core:
        return []
    joint = next((k for k in range(one.first, one.core) if scan.norm(k) == "and"), None)
    if joint is None or any(name.first < joint < name.last for name in scan.names):
        return []
    ends = [(one.first, joint), (joint + 1, one.core)]
    return [
        replace(one, first=first, last=last, core=first, speaker=joined(scan.tokens[first:last]))
        for first, last in ends
        if last > first
    ]


def _voiced(scan: Scan) -> Iterator[Stand]:
    """ "أعلنت الحركة تأييدها للهدنة ورفضها التقسيم": the noun of the stand says whose it is."""
    if "voices" not in scan.parts:
        return
    for mark in scan.marks:
        side = next((one for one in ("for", "against") if f"{one} own" in mark.parts), None)
        verb = next(
            (one for one in scan.marks if "voices" in one.parts and one.first < mark.first), None
        )
        if side is None or verb is None:
            continue
        party, _ = party_of(scan, verb.first, verb.last)
        thing = thing_from(scan, mark.last)
        if thing is None or (
            scan.has("question", (thing.span[0], min(thing.span[1], thing.span[0] + 5))) is None
        ):
            continue
        speaker = None if party is None else party.said
        if party is not None and mark.first < party.span[1]:
            speaker = joined(scan.tokens[party.span[0] : mark.first])
        condition = _condition(scan, mark, side)
        answer = "on condition" if condition is not None and side == "for" else side
        yield Stand(
            mark.first, thing.span[1], mark.first, speaker, answer, words_of(scan, thing.span),
            condition if answer == "on condition" else None,
        )  # fmt: skip


def _of_opinion(scan: Scan) -> Iterator[Stand]:
    """ "رأي الرابطة في التسوية: مرفوضة", "موقف الدولة من الهدنة هو القبول بها متى …"."""
    for k in range(min(4, len(scan.tokens) - 3)):
        norm = scan.norm(k).removeprefix("و").removeprefix("ف")
        if norm not in _OPINIONS:
            continue
        of = next(
            (j for j in range(k + 1, min(len(scan.tokens), k + 7))
             if scan.norm(j) in ("في", "من", "حول", "عن", "بشان")), None,
        )  # fmt: skip
        colon = None if of is None else next(
            (j for j in range(of + 1, min(len(scan.tokens), of + 10))
             if scan.tokens[j].raw == ":" or scan.norm(j) in ("هو", "وهو")), None,
        )  # fmt: skip
        if of is None or colon is None:
            continue
        ahead = range(colon + 1, min(len(scan.tokens), colon + 4))
        side = next((_JUDGED[scan.norm(j)] for j in ahead if scan.norm(j) in _JUDGED), None)
        if side is None:
            continue
        speaker = joined(scan.tokens[k + 1 : of]) if of > k + 1 else None
        mark = Mark(colon, colon + 1, frozenset())
        condition = _condition(scan, mark, side)
        answer = "on condition" if condition is not None and side == "for" else side
        last = colon
        while last > of + 1 and scan.norm(last - 1) in ("واضح", "هو", "،", ","):
            last -= 1
        yield Stand(
            k, min(len(scan.tokens), colon + 3), colon, speaker, answer,
            scan.sentence.words(of + 1, max(last, of + 2)),
            condition if answer == "on condition" else None,
        )  # fmt: skip


def _stands_with(scan: Scan, topic: Topic | None, near: bool) -> Stand | None:
    """ "والمبادرة مع إعادة الدوام", "فأنا معهم": whoever begins the clause, and "with"."""
    for k in range(1, len(scan.tokens)):
        norm = scan.norm(k)
        glued = norm in _WITH_IT
        if norm != "مع" and not glued:
            continue
        party = party_ahead(scan, k)
        if party is None or k - party.span[0] > _SHORT or party.span[1] != k:
            continue
        before = scan.tokens[party.span[0] - 1].raw if party.span[0] else "."
        opens = party.span[0] == 0 or before in _STOPS or before in "-*•" or party.kind == "we"
        asks = glued or scan.has("question", (k + 1, min(len(scan.tokens), k + 5))) is not None
        if not opens or not asks or (glued and topic is None and not near):
            continue
        if any(one.first < k and {"says", "for", "against"} & one.parts for one in scan.marks):
            continue
        mark = Mark(k, k + 1, frozenset())
        thing = None if glued else thing_from(scan, k + 1)
        condition = _condition(scan, mark, "for")
        about = words_of(scan, thing.span) if thing is not None else None
        if about is None and topic is not None:
            about = topic.start, topic.end
        last = thing.span[1] if thing is not None else k + 1
        return Stand(
            party.span[0], last, k, party.said, "for" if condition is None else "on condition",
            about, condition,
        )  # fmt: skip
    return None


def _parts_at(scan: Scan, at: int) -> frozenset[str]:
    return frozenset(part for one in scan.marks if one.first == at for part in one.parts)


def _by(scan: Scan, mark: Mark) -> Party | None:
    if is_passive(scan, mark) and scan.norm(mark.last) == "by":
        return party_by(scan, mark.last + 1)
    return None


def _is_question(
    scan: Scan, thing: Thing | None, side: str, topic: Topic | None, near: bool, mark: Mark
) -> bool:
    """Whether what is stood on is a question: by its noun, or by what was asked just before."""
    asked = topic is not None and (topic.asked or near)
    if scan.norm(mark.first).startswith("want") and (topic is None or not topic.asked):
        return False
    if side in ("silent", "undecided"):
        return asked or near
    if thing is None:
        return topic is not None or near
    if side == "makes conditions" and (topic is not None or near):
        return True
    span = thing.span
    if any(scan.norm(k) in _NO_QUESTION for k in range(span[0], min(span[1], span[0] + 4))):
        return False
    if thing.kind == "pronoun":
        return topic is not None or near
    if thing.kind == "what" and (scan.has("says", span) or scan.has("says it", span)):
        return False
    asks = scan.has("question", (span[0], min(span[1], span[0] + 6)))
    told = scan.has("published", (span[0], min(span[1], span[0] + 3)))
    if told is not None and asks is None:
        return False
    if asks is not None:
        return True
    return (asked and thing.kind in ("noun", "clause", "name") and side != "for") or (
        topic is not None and topic.asked and thing.kind in ("noun", "clause")
    )


def _condition(scan: Scan, mark: Mark, side: str) -> tuple[int, int] | None:
    """What a stand hangs on: behind "provided", "بشرط أن", or before it with a comma."""
    if side == "makes conditions" and not any(
        "condition" in one.parts and one.first >= mark.last for one in scan.marks
    ):
        return _until(scan, mark.last)
    for one in scan.marks:
        if "condition" not in one.parts or one.first < mark.first:
            continue
        if any(scan.tokens[k].raw in _HARD_STOPS for k in range(mark.last, one.first)):
            break
        if any(
            set(_SIDES) & two.parts and mark.last <= two.first < one.first for two in scan.marks
        ):
            break
        if scan.norm(one.first) == "ان" and not (
            scan.tokens[one.first].raw.startswith(("إن", "وإن", "فإن"))
            and scan.norm(one.first - 1) not in ("قال", "قالت", "يقول", "تقول", "وقال", "وقالت")
        ):
            continue
        return _until(scan, one.last)
    opening = next((one for one in scan.marks if "condition" in one.parts and one.first <= 1), None)
    if opening is not None and opening.last < mark.first:
        comma = next(
            (k for k in range(opening.last, mark.first) if scan.tokens[k].raw in ",،"), None
        )
        if comma is not None:
            return scan.sentence.words(opening.last, comma)
    return None


def _until(scan: Scan, first: int) -> tuple[int, int] | None:
    while first < len(scan.tokens) and (
        scan.tokens[first].raw in ",،:" or scan.norm(first) in ("on", "only", "that", "to", "عليه")
    ):
        first += 1
    last = first
    while last < len(scan.tokens) and scan.tokens[last].raw not in ",،;؛.?؟!()":
        last += 1
    return scan.sentence.words(first, last) if last > first else None


def _hanging(
    scans: Sequence[Scan], at: int, topic: Topic | None, *, asked: bool
) -> Stand | None:
    """ "Binnish will join if Taftanaz does", "parents only if no weapons": to any verb."""
    scan = scans[at]
    mark = next((one for one in scan.marks if "condition" in one.parts and one.first > 0), None)
    if mark is None or scan.arabic or scan.norm(0) in ("if", "unless"):
        return None
    firm = scan.norm(mark.first) in ("only", "provided", "providing", "on")
    if not (asked or firm):
        return None
    if any(scan.tokens[k].raw in _HARD_STOPS for k in range(mark.first)):
        return None
    modal = next(
        (k for k in range(1, mark.first) if scan.norm(k) in ("will", "would", "can")), None
    )
    verb = modal if modal is not None else mark.first
    if modal is None and not scan.norm(mark.first).startswith(("only", "provided")):
        return None
    party = party_before(scan, verb)
    condition = _until(scan, mark.last)
    if party is None or condition is None or scan.norm(verb + 1) in ("be", "have"):
        return None
    last = next(k for k, one in enumerate(scan.tokens) if one.stop >= condition[1]) + 1
    about = None if topic is None else (topic.start, topic.end)
    who_says = who(scans, at, party)
    return Stand(party.span[0], last, verb, who_says, "on condition", about, condition)


# ---- Without a verb ------------------------------------------------------------------------------


def _colon(scan: Scan, topic: Topic | None, near: bool) -> Iterator[Stand]:
    """ "Our office: no", "Me, yes", "المجلس: نعم"."""
    if topic is None and not near:
        return
    yield from _bare_yes(scan, topic)
    for k in range(1, len(scan.tokens) - 1):
        if scan.tokens[k].raw not in ":,،–—":
            continue
        side = _SPOKEN.get(scan.norm(k + 1))
        ends = (
            k + 2 >= len(scan.tokens)
            or scan.tokens[k + 2].raw in _STOPS
            or ("condition" in _parts_at(scan, k + 2))
        )
        if side is None or not ends:
            continue
        first = k
        while first > 0 and scan.tokens[first - 1].raw not in _STOPS:
            first -= 1
        if k - first > 6 or k == first:
            continue
        norm = scan.norm(first)
        ours = norm in _OURS
        words = joined(scan.tokens[first:k])
        condition = _until(scan, k + 3) if k + 2 < len(scan.tokens) and (
            "condition" in _parts_at(scan, k + 2)
        ) else None  # fmt: skip
        about = None if topic is None else (topic.start, topic.end)
        if condition is not None and side == "for":
            side = "on condition"
        yield Stand(first, k + 2, k + 1, None if ours else words, side, about, condition)


def _bare_yes(scan: Scan, topic: Topic | None) -> Iterator[Stand]:
    """ "رابطة الصحفيين نعم، كتيبة الوادي لا"."""
    about = None if topic is None else (topic.start, topic.end)
    for k in range(1, len(scan.tokens)):
        side = _ONE_WORD.get(scan.norm(k))
        if side is None or not scan.is_sign(k + 1) or scan.tokens[k - 1].raw in _STOPS:
            continue
        first = k
        while first > 0 and scan.tokens[first - 1].raw not in _STOPS:
            first -= 1
        told = any(
            first <= one.first < k and {"says", "for", "against"} & one.parts for one in scan.marks
        )
        if k - first <= 5 and not told and scan.norm(first) not in _NO_SPEAKER:
            words = joined(scan.tokens[first:k])
            said = words[1:] if scan.norm(first).startswith("وال") else words
            yield Stand(first, k + 1, k, said, side, about)


def _also(scans: Sequence[Scan], at: int, one: Stand | None) -> Stand | None:
    """ "So does the guild", "وكذلك النقابة": the same as the stand before."""
    scan = scans[at]
    if one is None:
        return None
    for k in range(len(scan.tokens) - 2):
        if scan.arabic and scan.norm(k) in _ALSO_AR:
            party, _ = party_of(
                scan, k, k + 1 + (scan.norm(k + 1) in ("فعل", "فعلت", "حال", "موقف"))
            )
            after = k + 1
        elif not scan.arabic and scan.norm(k) in _ALSO and scan.norm(k + 1) in _DOES:
            party = party_by(scan, k + 2)
            after = k + 2
        else:
            continue
        if party is not None and party.kind == "named":
            return Stand(
                k, max(after, party.span[1]), k, party.said, one.side, one.about, one.condition
            )
    return None


# ---- What an answer is about ---------------------------------------------------------------------


def with_topics(
    answers: Sequence[Position],
    scans: Sequence[Scan],
    topics: Sequence[Topic | None],
    text: str,
) -> list[Position]:
    """Answers with what they are about, where only the question before them says it."""
    filled, at = [], 0
    for one in sorted(answers, key=lambda each: each.start):
        while at + 1 < len(scans) and scans[at + 1].sentence.start <= one.start:
            at += 1
        topic = topics[at] if scans else None
        bare = one.about is None or one.about.strip().lower() in _BARE
        if bare and topic is not None and not topic.start <= one.start < topic.end:
            one = structs.replace(one, about=text[topic.start : topic.end])  # noqa: PLW2901
        filled.append(one)
    return filled


_BARE = frozenset(("it", "them", "this", "that", "these", "ذلك", "هذا", "هذه", "الأمر"))

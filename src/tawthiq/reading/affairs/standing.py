"""The wide net of answers: where anybody stands on a question, in the words of `standing.toml`.

Whoever is the subject counts ("the bakers", «أهالي الحي»), where the thing stood on is one that
people ask about, or where a question, a heading or another stand just before says what is meant.
"""

from collections.abc import Iterator, Sequence

from msgspec import structs

from tawthiq.reading.affairs.objects import Thing, thing_from, words_of
from tawthiq.reading.affairs.parties import Party, party_before, party_by
from tawthiq.reading.affairs.parties_ar import party_ahead
from tawthiq.reading.affairs.scans import Mark, Scan, by_sentence
from tawthiq.reading.affairs.stand import SIDES, Stand, condition_of, parts_at
from tawthiq.reading.affairs.standing_bare import (
    also,
    around,
    by_colon,
    each,
    of_opinion,
    stands_with,
    voiced,
)
from tawthiq.reading.affairs.standing_if import hanging, joining, none_before
from tawthiq.reading.affairs.standing_judged import judged
from tawthiq.reading.affairs.topics import Topic
from tawthiq.reading.affairs.verbs import arabic_party, is_noun, is_passive, unreal, who
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import HolderStance, Position, Statement, statement_id

_ANSWERS = {"makes conditions": "on condition"}
_POSITIONS: dict[str, HolderStance] = {"against": "rejects"}
_HARD_STOPS = frozenset(";؛.؟?!")
_HOPED = word_set(
    "hopes hope hoped wishes wish wished fears fear feared denied denies deny denying urged urges "
    "urge asked asks calls expects expected expect rumour rumours نفي نفت ينفي تنفي انكر انكرت "
    "يامل تامل نامل يتمني تتمني نتمني يخشي تخشي طالب طالبت دعا دعت ندعو يدعو تدعو طلبت طلب ناشد "
    "ناشدت يتوقع تتوقع"
)
_NOMINAL = word_set(
    "موافق موافقه موافقون موافقين مويد مويده مويدون مويدين رافض رافضه رافضون رافضين رافضينها "
    "رافضينه معارض معارضون معارضين ضد ضده ضدها ضدو ضدهم مستعد مستعده مستعدون مستعدين متحمس متردد "
    "متردده مترددون مترددين منقسم منقسمه منقسمون منقسمين صامت صامته صامتون ساكت ساكته ساكتين "
    "محتار محتاره محتارين راضي راضيه راضيين مرفوض مرفوضه غير لسنا لست ليس مو مش"
)
_HOPED_NEAR = 9  # tokens
_IT = word_set("it them this that these those him her ذلك هذا هذه")
_NO_QUESTION = word_set(
    "responsibility blame accusation accusations allegation allegations charge charges nobody "
    "none anyone families refugees patients wounded condolences flour bread aid baskets donation "
    "donations money tents medicine blankets signature signatures مسووليه المسووليه اتهام الاتهام "
    "التهم تهمه مزاعم اتهامات الاتهامات involvement link connection knowledge part him her مبلغا "
    "المبلغ مساهمه ضلوع ضلوعه صله صلته قبول تبرع منحه الطحين المساعدات السلال تبرعات التبرعات "
    "التعازي توقيع التوقيع المساعده شحنه الشحنه"
)
_BARE = frozenset(("it", "them", "this", "that", "these", "ذلك", "هذا", "هذه", "الأمر"))


def stands(
    scans: Sequence[Scan],
    topics: Sequence[Topic | None],
    text: str,
    document: str,
    known: Sequence[Statement],
) -> Iterator[Position]:
    """Every stand on a question that no other statement tells of already."""
    told = by_sentence(scans, known)
    last: Stand | None = None
    last_at = -9
    for at, scan in enumerate(scans):
        if scan.tokens[-1].raw in "?؟":
            continue
        taken = [(one.start, one.end) for one in told[at]]
        answered = [one.start for one in told[at] if isinstance(one, Position)]
        goes_on = at > 0 and scans[at - 1].sentence.segment == scan.sentence.segment
        before = told[at - 1] if goes_on else ()
        near = (
            at - last_at <= 1 or bool(answered) or any(isinstance(one, Position) for one in before)
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
    spoken = by_colon(scan, topic, near)
    yield from spoken
    for mark in scan.marks:
        side = next((one for one in SIDES if one in mark.parts), None)
        with_it = next((one for one in SIDES if f"{one} it" in mark.parts), None)
        if side is None and with_it is None:
            continue
        made = _stand(scans, at, mark, side or with_it or "", topic, near=near, glued=side is None)
        if made is not None:
            near = True
            yield from each(scan, made) or [made]
    yield from judged(scan)
    yield from joining(scans, at)
    first = none_before(scan)
    if first is not None:
        yield first
    if scan.arabic:
        yield from voiced(scan)
        yield from around(scan)
        yield from of_opinion(scan)
        beside = stands_with(scan, topic, near)
        if beside is not None:
            yield beside
    if made is None:
        made = hanging(scans, at, topic, asked=topic is not None or near)
        if made is not None:
            yield made
    too = also(scans, at, made or before)
    if too is not None:
        yield too


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
    party, after = _taker(scan, mark)
    if party is None:
        return None
    thing = None if side in ("silent", "undecided") or glued else thing_from(scan, after)
    if thing is not None and "condition" in parts_at(scan, thing.span[0]):
        thing = None
    condition = condition_of(scan, mark, side)
    wants = scan.norm(mark.first).startswith("want")
    if wants and (topic is None or not topic.asked):
        return None
    if side in ("silent", "undecided") and thing is None:
        thing = _question_behind(scan, mark)
    if not _is_question(scan, thing, side, topic, near=near):
        return None
    about = _about(scan, thing, topic, condition)
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


def _question_behind(scan: Scan, mark: Mark) -> Thing | None:
    """ "Has no position on the truce", "لم تعلن موقفها من المؤتمر": the question told with it."""
    asks = scan.has("question", (mark.last, min(len(scan.tokens), mark.last + 5)))
    if asks is None or any(scan.tokens[k].raw in ",،;؛.:" for k in range(mark.last, asks.first)):
        return None
    return thing_from(scan, asks.first)


def _taker(scan: Scan, mark: Mark) -> tuple[Party | None, int]:
    """Who takes the stand, and where what it is on begins."""
    if scan.arabic and scan.norm(mark.first).removeprefix("و") in _NOMINAL:
        return party_ahead(scan, mark.first), mark.last
    if scan.arabic:
        return arabic_party(scan, mark)
    verb = mark.first - (scan.norm(mark.first - 1) in ("would", "will", "'d"))
    return _by(scan, mark) or party_before(scan, verb), mark.last


def _about(
    scan: Scan, thing: Thing | None, topic: Topic | None, condition: tuple[int, int] | None
) -> tuple[int, int] | None:
    """What the stand is on: its object up to the condition, else what was asked."""
    if thing is not None and thing.kind != "pronoun" and scan.norm(thing.span[0]) not in _IT:
        first, last = thing.span
        if condition is not None:
            last = next(
                (k for k in range(first + 1, last)
                 if scan.tokens[k].stop >= condition[0] or "condition" in parts_at(scan, k)), last,
            )  # fmt: skip
        return words_of(scan, (first, last))
    if thing is not None and (topic is None or not topic.asked):
        return words_of(scan, thing.span)  # "it", where nobody asked
    return None if topic is None else (topic.start, topic.end)


def _disowned(scan: Scan, mark: Mark) -> bool:
    """Whether it is only hoped for, or denied: "hopes that X will accept", "نفى أن يكون قد أيد"."""
    for k in range(mark.first - 1, max(-1, mark.first - _HOPED_NEAR), -1):
        if scan.tokens[k].raw in _HARD_STOPS:
            return False
        if scan.norm(k) in _HOPED:
            return True
    return False


def _by(scan: Scan, mark: Mark) -> Party | None:
    if is_passive(scan, mark) and scan.norm(mark.last) == "by":
        return party_by(scan, mark.last + 1)
    return None


def _is_question(
    scan: Scan, thing: Thing | None, side: str, topic: Topic | None, *, near: bool
) -> bool:
    """Whether what is stood on is a question: by its noun, or by what was asked just before."""
    asked = topic is not None and (topic.asked or near)
    if side in ("silent", "undecided"):
        return asked or near or thing is not None
    open_to = topic is not None or near
    if thing is None or thing.kind == "pronoun" or side == "makes conditions":
        return open_to and not (thing is not None and _is_no_question(scan, thing))
    if _is_no_question(scan, thing):
        return False
    first, last = thing.span
    if scan.has("question", (first, min(last, first + 6))) is not None:
        return True
    if scan.has("published", (first, min(last, first + 3))) is not None:
        return False
    against = asked and thing.kind in ("noun", "clause", "name") and side != "for"
    named = topic is not None and topic.asked and thing.kind in ("noun", "clause")
    return against or named


def _is_no_question(scan: Scan, thing: Thing) -> bool:
    """Whether it is blame, a gift or a report: "rejected the accusations"."""
    first, last = thing.span
    told = scan.has("says", thing.span) or scan.has("says it", thing.span)
    if thing.kind == "what" and told is not None:
        return True
    return any(scan.norm(k) in _NO_QUESTION for k in range(first, min(last, first + 4)))


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
        loose = one.about is not None and topic is not None and not topic.asked
        if bare and not loose and topic is not None and not topic.start <= one.start < topic.end:
            one = structs.replace(one, about=text[topic.start : topic.end])  # noqa: PLW2901
        filled.append(one)
    return filled

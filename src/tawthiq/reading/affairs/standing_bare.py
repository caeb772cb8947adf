"""Stands without a verb of their own: "our office: no", "so does the guild", «والمبادرة مع …»."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tawthiq.reading.affairs.apart import find_apart
from tawthiq.reading.affairs.objects import thing_from, words_of
from tawthiq.reading.affairs.parties import party_by
from tawthiq.reading.affairs.parties_ar import party_ahead, party_of
from tawthiq.reading.affairs.scans import Mark, Scan, replies_apart
from tawthiq.reading.affairs.stand import SIDES, Stand, condition_of, parts_at, until
from tawthiq.reading.affairs.topics import Topic
from tawthiq.reading.voices.clauses import joined
from tawthiq.reading.voices.wordsets import word_set

_SPOKEN = {
    "yes": "for", "aye": "for", "for": "for", "agreed": "for", "agree": "for", "no": "against",
    "nay": "against", "against": "against", "never": "against", "undecided": "undecided",
    "abstained": "undecided", "abstains": "undecided", "silent": "silent", "silence": "silent",
    "نعم": "for", "موافق": "for", "موافقه": "for", "موافقون": "for", "مع": "for", "لا": "against",
    "ضد": "against", "رفض": "against", "ممتنع": "undecided", "ممتنعه": "undecided",
    "كلا": "against",
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
_STOPS = frozenset(",،;؛.:()؟?!—–")
_HARD_STOPS = frozenset(";؛.؟?!")
_OURS = word_set("me us we i نحن نحنا انا جوابنا فجوابنا موقفنا فموقفنا ردنا راينا answer position")
_OPINIONS = word_set("راي موقف رايها موقفها رايه موقفه موقفنا راينا رايهم موقفهم جواب جوابنا")
_JUDGED = {
    **dict.fromkeys(word_set("مرفوض مرفوضه ضد ضدو ضده ضدها الرفض رفض لا رافض"), "against"),
    **dict.fromkeys(word_set("مقبول مقبوله القبول قبول موافق موافقه الموافقه التاييد"), "for"),
    **dict.fromkeys(word_set("مع معه معها نعم تاييد ترحيب الترحيب"), "for"),
}  # fmt: skip
_WITH_IT = word_set("معه معها معهم معو معن")
_SHORT = 6  # tokens of who stands with something


def each(scan: Scan, one: Stand) -> list[Stand]:
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


def voiced(scan: Scan) -> Iterator[Stand]:
    """ "أعلنت الحركة تأييدها للهدنة ورفضها التقسيم": the noun of the stand says whose it is."""
    if not {"voices", "withdraws"} & scan.parts:
        return
    for mark in scan.marks:
        side = next((one for one in ("for", "against") if f"{one} own" in mark.parts), None)
        verb = next(
            (one for one in scan.marks
             if {"voices", "withdraws"} & one.parts and one.first < mark.first), None,
        )  # fmt: skip
        if side is None or verb is None:
            continue
        if "withdraws" in verb.parts:
            if side == "against":
                continue
            side = "against"
        party, _ = party_of(scan, verb.first, verb.last)
        thing = thing_from(scan, mark.last)
        if thing is None or (
            scan.has("question", (thing.span[0], min(thing.span[1], thing.span[0] + 5))) is None
        ):
            continue
        speaker = None if party is None else party.said
        if party is not None and mark.first < party.span[1]:
            speaker = joined(scan.tokens[party.span[0] : mark.first])
        condition = condition_of(scan, mark, side)
        answer = "on condition" if condition is not None and side == "for" else side
        yield Stand(
            mark.first, thing.span[1], mark.first, speaker, answer, words_of(scan, thing.span),
            condition if answer == "on condition" else None,
        )  # fmt: skip


def around(scan: Scan) -> Iterator[Stand]:
    """ "أعطت | لجنة المرأة | الضوء الأخضر للخطة": who takes the stand is told within its words."""
    for one in find_apart(scan.tokens, replies_apart(scan.extra)):
        side = next((side for side in SIDES if side in one.terms), None)
        if side is None or one.rest - one.last > _SHORT:
            continue
        words = scan.tokens[one.last : one.rest]
        if any(token.kind == "sign" and token.raw in _STOPS for token in words):
            continue
        asks = scan.has("question", (one.end - 1, min(len(scan.tokens), one.end + 5)))
        if asks is None:
            continue
        thing = thing_from(scan, one.end) or thing_from(scan, asks.first)
        condition = condition_of(scan, Mark(one.first, one.end, frozenset()), side)
        answer = "on condition" if condition is not None and side == "for" else side
        yield Stand(
            one.first, asks.last if thing is None else max(one.end, thing.span[1]), one.first,
            joined(words), answer, None if thing is None else words_of(scan, thing.span),
            condition if answer == "on condition" else None,
        )  # fmt: skip


def of_opinion(scan: Scan) -> Iterator[Stand]:
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
        condition = condition_of(scan, mark, side)
        answer = "on condition" if condition is not None and side == "for" else side
        last = colon
        while last > of + 1 and scan.norm(last - 1) in ("واضح", "هو", "،", ","):
            last -= 1
        yield Stand(
            k, min(len(scan.tokens), colon + 3), colon, speaker, answer,
            scan.sentence.words(of + 1, max(last, of + 2)),
            condition if answer == "on condition" else None,
        )  # fmt: skip


def stands_with(scan: Scan, topic: Topic | None, near: bool) -> Stand | None:
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
        condition = condition_of(scan, mark, "for")
        about = words_of(scan, thing.span) if thing is not None else None
        if about is None and topic is not None:
            about = topic.start, topic.end
        last = thing.span[1] if thing is not None else k + 1
        return Stand(
            party.span[0], last, k, party.said, "for" if condition is None else "on condition",
            about, condition,
        )  # fmt: skip
    return None


def by_colon(scan: Scan, topic: Topic | None, near: bool) -> Iterator[Stand]:
    """ "Our office: no", "Me, yes", "المجلس: نعم"."""
    if topic is None and not near:
        return
    yield from bare_yes(scan, topic)
    for k in range(1, len(scan.tokens) - 1):
        if scan.tokens[k].raw not in ":,،–—":
            continue
        side = _SPOKEN.get(scan.norm(k + 1))
        ends = (
            k + 2 >= len(scan.tokens)
            or scan.tokens[k + 2].raw in _STOPS
            or ("condition" in parts_at(scan, k + 2))
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
        condition = until(scan, k + 3) if k + 2 < len(scan.tokens) and (
            "condition" in parts_at(scan, k + 2)
        ) else None  # fmt: skip
        about = None if topic is None else (topic.start, topic.end)
        if condition is not None and side == "for":
            side = "on condition"
        yield Stand(first, k + 2, k + 1, None if ours else words, side, about, condition)


def bare_yes(scan: Scan, topic: Topic | None) -> Iterator[Stand]:
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


def also(scans: Sequence[Scan], at: int, one: Stand | None) -> Stand | None:
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

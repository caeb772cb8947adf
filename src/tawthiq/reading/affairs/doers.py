"""Who did it, told without a verb of blame: "it was the 3rd Regiment that mined the road"."""

from collections.abc import Iterator, Sequence

from tawthiq.reading.affairs.charged import Charge, actor_ar, actor_en, acts, is_actor, to_clause
from tawthiq.reading.affairs.parties import party_before, party_by
from tawthiq.reading.affairs.scans import Mark, Scan
from tawthiq.reading.affairs.verbs import arabic_party, speaker_at, unreal, who
from tawthiq.reading.voices.clauses import joined
from tawthiq.reading.voices.speakers_ar import is_preposition
from tawthiq.reading.voices.wordsets import word_set

_CLEFT_AR = word_set("الذي التي الذين من اللي ان")
_WHO_IS = word_set("هو هي هم هن هنن")
_OPENERS_AR = word_set("والذي فالذي والذين الذي من التي الذين اللي وان ومن")
_DOERS = word_set("المسوول الفاعل القاتل الجاني المسوولون الفاعلون المسووله المتهم")
_COPULA = word_set("was were is are")
_CONTEXT = 3  # sentences in which a deed was told
_HEADING = 12  # tokens of a heading
_SHORT = 6  # tokens of a bare answer


def author(scans: Sequence[Scan], at: int, mark: Mark) -> Charge | None:
    """ "Terrorists were behind it", "المدفعية هي التي قصفتنا"."""
    scan = scans[at]
    if unreal(scan, mark):
        return None
    if scan.arabic:
        if (
            scan.norm(mark.first) in _WHO_IS
            and scan.has("deed", (mark.last, min(len(scan.tokens), mark.last + 4))) is None
            and "مسوول" not in scan.norm(mark.last - 1) + scan.norm(mark.first + 1)
        ):
            return None
        party, _ = arabic_party(scan, Mark(mark.first, len(scan.tokens), mark.parts))
    else:
        party = party_before(scan, mark.first)
    if party is None or party.kind == "they":
        return None
    actor = party.said if party.kind == "named" else "us"
    by = speaker_at(scan, mark.first, actor or "")
    return Charge(party.span[0], to_clause(scan, mark.last), mark.first, "responsible", actor, by)


def work_of(scans: Sequence[Scan], at: int, mark: Mark) -> Charge | None:
    """ "Was carried out by the 4th Battery", "the shell came from the hill"."""
    scan = scans[at]
    if unreal(scan, mark) or scan.norm(mark.last).endswith("ing"):
        return None
    if scan.arabic:
        deed = scan.has("deed", (max(0, mark.first - 8), mark.first))
        actor, last = actor_ar(scan, mark.last)
    else:
        deed = scan.has("deed", (max(0, mark.first - 14), mark.last))
        party = party_by(scan, mark.last)
        actor, last = (party.said, party.span[1]) if party is not None else (None, mark.last)
    if deed is None or actor is None or scan.figure_at.get(mark.last) is not None:
        return None
    counted = any(mark.first - 3 < stop <= mark.first for stop, _ in scan.figure_at.values())
    if counted or (_from(scan, mark) and not acts(scan, (mark.last, last))):
        return None
    by = speaker_at(scan, mark.first, actor)
    first = min(deed.first, mark.first)
    return Charge(first, last, mark.first, "responsible", actor, by)


def _from(scan: Scan, mark: Mark) -> bool:
    return scan.norm(mark.last - 1) in ("from", "من", "مصدره", "مصدرها") and "يد" not in (
        scan.norm(mark.last - 1)
    )


def cleft(scan: Scan) -> Iterator[Charge]:
    """ "It was the 3rd Regiment that mined the road", "الذي ضرب المعتصمين هو حاجز التل"."""
    if scan.arabic:
        yield from _cleft_ar(scan)
        return
    for k in range(len(scan.tokens) - 2):
        if scan.norm(k) != "it" or scan.norm(k + 1) not in _COPULA:
            continue
        first = k + 2
        if scan.norm(first) in (
            "not",
            "said",
            "clear",
            "unclear",
            "reported",
            "also",
            "only",
            "time",
        ):
            continue
        actor, last = actor_en(scan, first)
        that = next(
            (j for j in range(last, min(len(scan.tokens), last + 16))
             if scan.norm(j) in ("that", "who", "which")), None,
        )  # fmt: skip
        named = any(first <= one.first < last for one in scan.names) or (
            scan.norm(first) in ("us", "them", "they", "we")
        )
        says = any(one.last == k and "says" in one.parts for one in scan.marks) or (
            scan.norm(k - 1) == "that"
        )
        clefted = that is not None and scan.has("deed", (that, min(len(scan.tokens), that + 5)))
        if (
            actor is None
            or first in scan.figure_at
            or not (clefted or (says and named) or (named and scan.is_sign(last) and k <= 1))
        ):
            continue
        by = speaker_at(scan, first, actor)
        yield Charge(k, last, first, "responsible", actor, by)


def _cleft_ar(scan: Scan) -> Iterator[Charge]:
    for k, token in enumerate(scan.tokens):
        if token.norm not in _WHO_IS or k == 0:
            continue
        opener = next(
            (j for j in range(k - 1, max(-1, k - 16), -1)
             if scan.norm(j) in _OPENERS_AR and scan.norm(j + 1) not in ("قبل", "بعد")), None,
        )  # fmt: skip
        duty = any(scan.norm(j) in _DOERS for j in range(max(0, k - 6), k))
        if duty:
            opener = next(j for j in range(max(0, k - 6), k) if scan.norm(j) in _DOERS)
        starts = opener is not None and (opener == 0 or scan.is_sign(opener - 1))
        if opener is None or not (duty or starts or scan.has("deed", (opener, k))):
            continue
        if any(scan.tokens[j].raw in ";؛.،" for j in range(opener, k)):
            continue
        if scan.norm(k + 1) in _CLEFT_AR or is_preposition(
            scan.tokens[min(k + 1, len(scan.tokens) - 1)]
        ):
            continue
        actor, last = actor_ar(scan, k + 1)
        if actor is not None:
            yield Charge(opener, last, k, "responsible", actor, speaker_at(scan, k, actor))


def as_well(scans: Sequence[Scan], at: int, mark: Mark, before: Charge) -> Charge | None:
    """ "Father Boulos says the same": of whom the account before speaks."""
    scan = scans[at]
    if not any(
        scan.norm(k) in ("same", "نفسه", "نفس", "ذاته", "مثل") for k in range(mark.first, mark.last)
    ):
        return None
    party = arabic_party(scan, mark)[0] if scan.arabic else party_before(scan, mark.first)
    if party is None or party.kind != "named":
        return None
    return Charge(party.span[0], mark.last, mark.first, before.claim, before.actor, party.said)


def bare(scans: Sequence[Scan], at: int) -> Iterator[Charge]:
    """ "Who shelled it? The army.", "The governor says armed groups.", "الأهالي: حاجز التلة"."""
    scan = scans[at]
    asked = any(_asks_who(one) for one in scans[max(0, at - _CONTEXT) : at])
    size = len(scan.tokens)
    colon = next((k for k in range(1, min(size, _SHORT + 1)) if scan.tokens[k].raw == ":"), None)
    if colon is not None and size - colon - 2 <= _SHORT and is_actor(scan, colon + 1):
        first = next((k + 1 for k in range(colon - 1, -1, -1) if scan.tokens[k].raw in "–—.)"), 0)
        if 0 < colon - first <= _SHORT and not any(one in scan.days for one in range(first, colon)):
            last = to_clause(scan, colon + 1)
            actor, by = joined(scan.tokens[colon + 1 : last]), joined(scan.tokens[first:colon])
            yield Charge(first, last, colon, "responsible", actor, by)
            return
    if not asked:
        return
    for says in [one for one in scan.marks if "says" in one.parts]:
        yield from _bare_said(scans, at, says)


def _bare_said(scans: Sequence[Scan], at: int, says: Mark) -> Iterator[Charge]:
    """ "The governor says armed groups." where somebody asked who did it."""
    scan = scans[at]
    last = to_clause(scan, says.last)
    if 0 < last - says.last <= _SHORT - 1 and not says.parts & {"published"}:
        party = arabic_party(scan, says)[0] if scan.arabic else party_before(scan, says.first)
        if (
            party is not None
            and not scan.is_sign(says.last)
            and scan.norm(says.last)
            not in ("the same", "that", "it", "so", "nothing", "otherwise", "ان", "the", "same")
        ):
            actor = joined(scan.tokens[says.last : last])
            yield Charge(
                party.span[0], last, says.last, "responsible", actor, who(scans, at, party)
            )


def _asks_who(scan: Scan) -> bool:
    """ "Who shelled the church?", "4. Who shelled the church": a question or such a heading."""
    first = next(
        (k for k in range(min(4, len(scan.tokens))) if scan.norm(k) in ("who", "من", "مين")), None
    )
    asks = scan.tokens[-1].raw in "?؟" or (
        first is not None and scan.norm(first) == "who" and len(scan.tokens) <= _HEADING
    )
    return first is not None and asks and scan.has("deed", (first, len(scan.tokens))) is not None

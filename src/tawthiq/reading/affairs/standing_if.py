"""Stands that hang on something, whatever their verb: "will join if …", "no talks before …"."""

from collections.abc import Iterator, Sequence

from tawthiq.reading.affairs.objects import thing_from, words_of
from tawthiq.reading.affairs.parties import party_before
from tawthiq.reading.affairs.scans import Mark, Scan
from tawthiq.reading.affairs.stand import Stand, condition_of, until
from tawthiq.reading.affairs.topics import Topic
from tawthiq.reading.affairs.verbs import arabic_party, is_noun, unreal, who
from tawthiq.reading.voices.wordsets import word_set

_HARD_STOPS = frozenset(";؛.؟?!")
_TIME = word_set("when once after حين حينما عندما متي بعد لما")
_BEFORE = word_set("before without until unless قبل دون بدون الا")
_NONE = word_set("no لا")


def hanging(scans: Sequence[Scan], at: int, topic: Topic | None, *, asked: bool) -> Stand | None:
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
    condition = until(scan, mark.last)
    if party is None or condition is None or scan.norm(verb + 1) in ("be", "have"):
        return None
    last = token_past(scan, condition[1])
    about = None if topic is None else (topic.start, topic.end)
    who_says = who(scans, at, party)
    return Stand(party.span[0], last, verb, who_says, "on condition", about, condition)


def token_past(scan: Scan, stop: int) -> int:
    """The token after the one that holds the character before `stop`."""
    return next(k for k, one in enumerate(scan.tokens) if one.stop >= stop) + 1


def joining(scans: Sequence[Scan], at: int) -> Iterator[Stand]:
    """ "The bakers take part in the strike if …", "ستوقّع النقطة الميثاق حين يشطب …"."""
    scan = scans[at]
    for mark in scan.marks:
        if "joins" not in mark.parts or is_noun(scan, mark):
            continue
        condition = condition_of(scan, mark, "for") or _in_time(scan, mark)
        if condition is None or (unreal(scan, mark) and scan.norm(mark.first - 1) != "will"):
            continue
        to_come = mark.first - (scan.norm(mark.first - 1) in ("will", "would"))
        party, after = (
            arabic_party(scan, mark) if scan.arabic else (party_before(scan, to_come), mark.last)
        )
        asks = scan.has("question", (mark.last, min(len(scan.tokens), mark.last + 8)))
        if party is None or asks is None or scan.tokens[asks.first].start >= condition[0]:
            continue
        thing = thing_from(scan, after)
        about = None if thing is None else words_of(scan, thing.span)
        if about is not None and about[1] > condition[0]:
            about = scan.sentence.words(asks.first, asks.last)
        last = token_past(scan, condition[1])
        first = min(mark.first, party.span[0])
        yield Stand(
            first, last, mark.first, who(scans, at, party), "on condition", about, condition
        )


def _in_time(scan: Scan, mark: Mark) -> tuple[int, int] | None:
    """ "will sign when the paragraph is struck out": what has not been yet is a condition."""
    norm = scan.norm(mark.first)
    to_come = scan.norm(mark.first - 1) in ("will", "would") or norm.startswith(("س", "وس"))
    if not to_come:
        return None
    for k in range(mark.last, len(scan.tokens) - 1):
        if scan.tokens[k].raw in _HARD_STOPS:
            return None
        if scan.norm(k) in _TIME:
            return until(scan, k + 1)
    return None


def none_before(scan: Scan) -> Stand | None:
    """ "No talks before the shelling stops, says the union", "لا حوار قبل وقف القصف"."""
    if len(scan.tokens) < 4 or scan.norm(0) not in _NONE:
        return None
    asks = scan.has("question", (1, 4))
    if asks is None:
        return None
    at = next((k for k in range(asks.last, min(len(scan.tokens) - 1, asks.last + 4))
               if scan.norm(k) in _BEFORE), None)  # fmt: skip
    condition = None if at is None else until(scan, at + 1)
    if at is None or condition is None:
        return None
    speakers = {one.speaker for one in scan.attributions if one.speaker}
    last = token_past(scan, condition[1])
    return Stand(
        0, last, 0, speakers.pop() if len(speakers) == 1 else None, "on condition",
        scan.sentence.words(1, asks.last), condition,
    )  # fmt: skip

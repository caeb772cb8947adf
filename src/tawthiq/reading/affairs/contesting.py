"""Everything that the wide net takes for a dispute, where the narrow one found none."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tawthiq.reading.affairs.claims import own_claim
from tawthiq.reading.affairs.countering import replies_by_number
from tawthiq.reading.affairs.judging import replies_by_judgement
from tawthiq.reading.affairs.replying import Reply, as_dispute, replies_by_verb, reply_too
from tawthiq.reading.affairs.scans import Scan, by_sentence
from tawthiq.reading.voices.clauses import joined
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Dispute, Statement

_FEW = 4  # tokens
_LIST = 16  # tokens of a list of those who answer
_HEADING = 3  # sentences at the top of a text
_CORRECTIONS = word_set(
    "correction corrections corrects erratum errata clarification mistakes تصويب تصويبات تصحيح "
    "تصحيحات توضيح استدراك"
)
_ANSWERS = frozenset(
    ("contradicts", "rejects", "agrees", "confirms", "corrects", "differs", "concurs", "not-so",
     "is-so", "is-wrong", "is-right", "wrong", "right", "flawed", "flaw", "judged",
     "not-true-that", "contrary-to",
     "contradicts it", "rejects it", "agrees it", "confirms it", "corrects it")
)  # fmt: skip


def contested(
    scans: Sequence[Scan], text: str, document: str, known: Sequence[Statement]
) -> Iterator[Dispute]:
    """Every reply that a text tells, in order; of two about the same word the first way counts.

    Args:
        known: what tells of the same words already: disputes of the narrow net, answers.
    """
    told = by_sentence(scans, known)
    before: tuple[int, Reply] | None = None
    for at, scan in enumerate(scans):
        taken = [(one.start, one.end) for one in told[at]]
        disputed = [one for one in told[at] if isinstance(one, Dispute)]
        here: list[str | None] = [one.by for one in disputed]
        for one in _replies(scans, at, before):
            core = scan.tokens[one.core].start
            if any(start <= core < end for start, end in taken) or _again(before, at, one):
                continue
            if one.by is not None and one.by in here and one.core != one.first:
                continue
            if one.by is None and disputed:
                continue  # it goes on with what is told already
            taken.append(scan.sentence.words(one.first, one.last))
            here.append(one.by)
            before = at, one
            yield as_dispute(scan, text, document, one)


def _listed(scan: Scan, one: Reply) -> Iterator[Reply]:
    """ "The driver, the elders and our staff all dispute it": each of them."""
    if scan.arabic or one.by is None or one.first >= one.core:
        return
    first = one.first
    joint = next((k for k in range(first, one.core) if scan.norm(k) == "and"), None)
    if joint is None or any(name.first < joint < name.last for name in scan.names):
        return
    start = first
    while start > 0 and scan.tokens[start - 1].raw not in ".;:؛":
        start -= 1
    if joint - start > _LIST:
        return
    yield from (
        replace(one, first=begin, last=end, core=begin, by=joined(scan.tokens[begin:end]))
        for begin, end in _parts(scan, start, one.core)
    )


def _parts(scan: Scan, first: int, last: int) -> Iterator[tuple[int, int]]:
    begin = first
    for k in range(first, last + 1):
        if k == last or scan.tokens[k].raw == "," or scan.norm(k) == "and":
            end = k
            while end > begin and scan.norm(end - 1) in ("all", "both", "also"):
                end -= 1
            if end > begin:
                yield begin, end
            begin = k + 1


def _corrected(scans: Sequence[Scan], at: int) -> Reply | None:
    """In a column of corrections: "We described X as leader. He is its spokesman."."""
    scan = scans[at]
    own = own_claim(scans, at)
    if own is None or not _corrects(scans, at) or scan.tokens[-1].raw in "?؟":
        return None
    if len(scan.tokens) < _FEW or 0 in scan.days or "denies part" in scan.parts:
        return None
    return Reply(0, len(scan.tokens), 0, None, "corrects", (own.start, own.end), own.start)


def _corrects(scans: Sequence[Scan], at: int) -> bool:
    """Whether a heading or the words just before speak of corrections."""
    near = (*scans[: min(_HEADING, at)], *scans[max(0, at - 2) : at])
    return any(token.norm in _CORRECTIONS for one in near for token in one.tokens)


def _again(before: tuple[int, Reply] | None, at: int, one: Reply) -> bool:
    """Whether it goes on with the reply just told: "That is wrong. There were nineteen."."""
    if before is None or at - before[0] > 1:
        return False
    other = before[1]
    same = one.by == other.by and one.attitude != "supports" and other.attitude != "supports"
    if not same or one.about is None or other.about is None:
        return False
    return one.about[0] < other.about[1] and other.about[0] < one.about[1]


def _replies(scans: Sequence[Scan], at: int, before: tuple[int, Reply] | None) -> Iterator[Reply]:
    last = before[1] if before is not None and at - before[0] <= 1 else None
    if not _ANSWERS.isdisjoint(scans[at].parts):
        for one in (*replies_by_verb(scans, at), *replies_by_judgement(scans, at)):
            last = one
            several = list(_listed(scans[at], one))
            yield from several or [one]
    yield from replies_by_number(scans, at)
    corrected = _corrected(scans, at)
    if corrected is not None:
        yield corrected
    also = reply_too(scans, at, last)
    if also is not None:
        yield also

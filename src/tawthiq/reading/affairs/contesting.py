"""Everything that the wide net takes for a dispute, where the narrow one found none."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tawthiq.reading.affairs.judging import replies_by_judgement
from tawthiq.reading.affairs.replying import Reply, as_dispute, replies_by_verb, reply_too
from tawthiq.reading.affairs.scans import Scan, marks_of, reply_terms
from tawthiq.reading.affairs.tallies import replies_by_number
from tawthiq.reading.model import Attribution, Sentence, When
from tawthiq.statements import Dispute, Figure, Statement

_ANSWERS = frozenset(
    ("contradicts", "rejects", "agrees", "confirms", "corrects", "differs", "concurs", "not-so",
     "is-so", "is-wrong", "is-right", "wrong", "right", "flawed", "flaw", "judged", "not-true-that", "contrary-to",
     "contradicts it", "rejects it", "agrees it", "confirms it", "corrects it")
)  # fmt: skip


def scans_of(
    sentences: Sequence[Sentence],
    *,
    whens: Mapping[int, Sequence[When]],
    attributions: Mapping[int, Sequence[Attribution]],
    figures: Sequence[Figure],
    extra: Path | None = None,
) -> list[Scan]:
    """Every sentence with the words of it that tell of replies."""
    terms = reply_terms(extra)
    found, at = [], 0
    for sentence in sentences:
        while at < len(figures) and figures[at].start < sentence.start:
            at += 1
        last = at
        while last < len(figures) and figures[last].start < sentence.stop:
            last += 1
        found.append(
            Scan(
                sentence,
                marks_of(sentence, terms),
                attributions.get(sentence.index, ()),
                figures[at:last],
                whens.get(sentence.index, ()),
                extra,
            )
        )
    return found


def contested(
    scans: Sequence[Scan], text: str, document: str, known: Sequence[Statement]
) -> Iterator[Dispute]:
    """Every reply that a text tells, in order; of two about the same word the first way counts.

    Args:
        known: what tells of the same words already: disputes of the narrow net, answers.
    """
    told = sorted((one.start, one.end) for one in known)
    disputed = [one for one in known if isinstance(one, Dispute)]
    before: tuple[int, Reply] | None = None
    for at, scan in enumerate(scans):
        taken = [
            one for one in told if one[0] < scan.sentence.stop and scan.sentence.start < one[1]
        ]
        for one in _replies(scans, at, before):
            core = scan.tokens[one.core].start
            if any(start <= core < end for start, end in taken) or _again(before, at, one):
                continue
            if one.by is None and _told_here(disputed, scan):
                continue  # it goes on with what is told already
            taken.append(scan.sentence.words(one.first, one.last))
            before = at, one
            yield as_dispute(scan, text, document, one)


def _told_here(disputed: Sequence[Dispute], scan: Scan) -> bool:
    return any(
        one.start < scan.sentence.stop and scan.sentence.start < one.end for one in disputed
    )


def _again(before: tuple[int, Reply] | None, at: int, one: Reply) -> bool:
    """Whether it goes on with the reply just told: "That is wrong. There were nineteen."."""
    if before is None or at - before[0] > 1:
        return False
    other = before[1]
    same = one.by == other.by and one.attitude != "supports" and other.attitude != "supports"
    if not same or one.about is None or other.about is None:
        return False
    return one.about[0] < other.about[1] and other.about[0] < one.about[1]


def _replies(
    scans: Sequence[Scan], at: int, before: tuple[int, Reply] | None
) -> Iterator[Reply]:
    last = before[1] if before is not None and at - before[0] <= 1 else None
    yield from replies_by_number(scans, at)
    if not _ANSWERS.isdisjoint(scans[at].parts):
        for one in (*replies_by_verb(scans, at), *replies_by_judgement(scans, at)):
            last = one
            yield one
    also = reply_too(scans, at, last)
    if also is not None:
        yield also

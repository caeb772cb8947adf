"""Every statement on public affairs that a text makes."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import structs

from tawthiq.reading.affairs.acts import lines_of_aid
from tawthiq.reading.affairs.aid import gifts
from tawthiq.reading.affairs.answering import answers
from tawthiq.reading.affairs.belonging import memberships
from tawthiq.reading.affairs.breaching import violations
from tawthiq.reading.affairs.calling import campaigns, gatherings
from tawthiq.reading.affairs.changing import changes
from tawthiq.reading.affairs.charging import charges
from tawthiq.reading.affairs.contesting import contested
from tawthiq.reading.affairs.crowds import crowds
from tawthiq.reading.affairs.disputed import with_speakers
from tawthiq.reading.affairs.disputing import disputes
from tawthiq.reading.affairs.electing import elections, results
from tawthiq.reading.affairs.lines import lines_of
from tawthiq.reading.affairs.moving import displacements
from tawthiq.reading.affairs.organising import organisations
from tawthiq.reading.affairs.rebuttals import rebuttals
from tawthiq.reading.affairs.scans import scans_of
from tawthiq.reading.affairs.signing import charters_and_signatures
from tawthiq.reading.affairs.standing import stands, with_topics
from tawthiq.reading.affairs.telling import Telling
from tawthiq.reading.affairs.topics import topics_of
from tawthiq.reading.model import Attribution, PlaceMention, Sentence, Text, When
from tawthiq.statements import (
    Account,
    Aid,
    Dispute,
    Figure,
    Incident,
    Mention,
    Position,
    Statement,
    fault_of,
    statement_id,
)

_NEAR = 4  # statements: no more than these can overlap one that begins before their end


def find_affairs(
    text: Text,
    sentences: Sequence[Sentence],
    document: str,
    *,
    whens: Mapping[int, Sequence[When]],
    places: Mapping[int, Sequence[PlaceMention]],
    attributions: Mapping[int, Sequence[Attribution]],
    figures: Sequence[Figure],
    bodies: Sequence[Mention],
    incidents: Sequence[Incident] = (),
    accounts: Sequence[Account] = (),
    extra: Path | None = None,
) -> list[Statement]:
    """Bodies, memberships, changes, charters, signatures, breaches, campaigns, gatherings, aid,
    stances on questions, disputes, elections, results and displacement, by type.

    Args:
        document: SHA-256 of the document's bytes, for the ids.
        whens, places, attributions: what was found in each sentence, by `Sentence.index`.
        figures, bodies: those of the text, in order.
        incidents, accounts: those of the text: deeds, and who is blamed by lists of actors.
        extra: a folder of the user's own term files; `affairs.toml`, `displacement.toml` and
            `rebuttals.toml` there are added, as are `replies.toml`, `standing.toml` and
            `charges.toml`.
    """
    lines = lines_of(
        text,
        sentences,
        whens=whens,
        places=places,
        attributions=attributions,
        figures=figures,
        extra=extra,
    )
    telling = Telling(lines, bodies, document, sentences)
    changed = list(changes(telling))
    called = campaigns(telling)
    gathered = list(gatherings(telling, called, places))
    scans = scans_of(
        sentences, whens=whens, attributions=attributions, figures=figures, extra=extra
    )
    topics = topics_of(scans)
    answered = with_topics(list(answers(telling)), scans, topics, text.text)
    disputed = _disputed(
        disputes(telling),
        rebuttals(
            telling,
            text.text,
            sentences=sentences,
            attributions=attributions,
            figures=figures,
            extra=extra,
        ),
    )
    found: list[Statement] = [
        *organisations(telling, changed),
        *memberships(telling),
        *changed,
        *charters_and_signatures(telling),
        *called,
        *gathered,
        *crowds(
            text,
            sentences,
            document,
            whens=whens,
            places=places,
            figures=figures,
            told=gathered,
            extra=extra,
        ),
        *gifts(
            telling,
            lines_of_aid(
                text,
                sentences,
                whens=whens,
                places=places,
                attributions=attributions,
                figures=figures,
                extra=extra,
            ),
        ),
        *elections(telling),
        *results(telling),
        *violations(telling),
        *displacements(
            text,
            sentences,
            document,
            places=places,
            figures=figures,
            bodies=bodies,
            extra=extra,
        ),
    ]
    found += answered
    found += with_speakers(disputed, scans)
    found += stands(scans, topics, text.text, document, found)
    found += charges(scans, text.text, document, incidents, accounts)
    replied = [one for one in found if _is_reply(one)]
    found += with_speakers(contested(scans, text.text, document, replied), scans)
    return _sound(found, document)


def _is_reply(one: Statement) -> bool:
    """Whether its words answer already: who denies blame disputes no report."""
    cleared = isinstance(one, Account) and one.claim == "not responsible"
    answers_it = isinstance(one, Position) and one.answer is not None
    return isinstance(one, Dispute) or cleared or answers_it


def _disputed(near: Iterable[Dispute], far: Iterable[Dispute]) -> list[Dispute]:
    """Those told in one clause, and those told over more that say nothing of them again."""
    found = list(near)
    for one in far:
        if not any(other.start < one.end and one.start < other.end for other in found):
            found.append(one)
    return found


def _sound(found: Sequence[Statement], document: str) -> list[Statement]:
    """Those that do not contradict themselves, each with an id of its own."""
    taken: dict[str, int] = {}
    kept: list[Statement] = []
    for one in found:
        if fault_of(one) is not None:
            continue
        nth = taken.get(one.id, 0)
        taken[one.id] = nth + 1
        if nth:
            tag = str(one.__struct_config__.tag)
            fresh = statement_id(document, tag, one.start, one.end, nth)
            one = structs.replace(one, id=fresh)  # noqa: PLW2901 - the same, with its own id
        kept.append(one)
    return kept


def without_told_twice(positions: Sequence[Position], found: Sequence[Statement]) -> list[Position]:
    """Positions but for those that an answer or a refusal of aid tells in fuller words."""
    fuller = [
        (one.start, one.end)
        for one in found
        if (isinstance(one, Position) and one.answer == "against")
        or (isinstance(one, Aid) and one.state == "refused")
    ]
    fuller.sort()
    starts = [start for start, _ in fuller]
    kept = []
    for one in positions:
        near = fuller[max(0, bisect_left(starts, one.end) - _NEAR) : bisect_left(starts, one.end)]
        told = any(start < one.end and one.start < end for start, end in near)
        if not (
            told and one.stance == "reports" and one.position in ("rejects", "denies", "questions")
        ):
            kept.append(one)
    return kept

"""The argument of one document: who holds what, what it answers, what supports it, what is missing.

A pure function of the document's statements. It orders what was read and rules on nobody: voices
stand as they first come in the text, and what offers no support is told to offer none, whoever
says it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from tawthiq.checks.argument_model import (
    Answered,
    Argument,
    Dated,
    Missing,
    Point,
    Relation,
    Support,
    Voice,
)
from tawthiq.checks.evidence import plain_address
from tawthiq.checks.model import Stated
from tawthiq.errors import FieldError
from tawthiq.fields import one_line, period_days
from tawthiq.fields.text import MAX_LENGTH, fold
from tawthiq.statements import (
    Account,
    Aid,
    Citation,
    Dispute,
    Figure,
    Incident,
    Mention,
    Position,
    Statement,
    ThreadItem,
    write_statement,
)

_AGAINST = frozenset(("denies", "questions", "rejects"))
_DATES = ("when", "since")  # fields that say when something is told to have been
_ARTICLES = ("the ", "ال")
_SHORT = 200  # characters of a reader's comment


def argument_of(
    stated: Sequence[Stated], document: str, preserved: Collection[str] = ()
) -> Argument:
    """The argument of a document.

    Args:
        stated: statements, of this document or of several; others are passed over.
        document: SHA-256.
        preserved: the addresses of the documents that the register holds.
    """
    own = sorted(
        (one for one in stated if one.document == document),
        key=lambda one: (one.statement.start, -one.statement.end, one.statement.id),
    )
    names = _names(one.statement for one in own)
    told = [one.statement for one in own if isinstance(one.statement, Aid | Dispute)]
    points = [one for one in own if _is_point(one.statement, told)]
    voice_of = {one.statement.id: _voice(one, names) for one in points}
    answers = {one.statement.id: _answers(one.statement, points, voice_of) for one in points}
    answered: dict[str, list[str]] = defaultdict(list)
    for answering, targets in answers.items():
        for target in targets:
            if target.statement is not None:
                answered[target.statement].append(answering)
    supports = _Supports(own, preserved)
    voices: dict[str | None, list[Point]] = {}
    for one in points:
        statement = one.statement
        support = supports.of(one)
        claims = getattr(statement, "answer", None) is None
        voices.setdefault(voice_of[statement.id], []).append(
            Point(
                statement=statement.id,
                raw=write_statement(statement),
                words=_short(statement),
                status=one.status,
                told_against=_told_against(statement),
                answers=answers[statement.id],
                answered_by=tuple(answered.get(statement.id, ())),
                support=support,
                missing=_missing(support, supports.forms) if claims else None,
            )
        )
    return Argument(
        document=document,
        source=next((one.source for one in own), None),
        voices=tuple(Voice(name=name, points=tuple(held)) for name, held in voices.items()),
        timeline=_timeline(own),
    )


def _is_point(statement: Statement, told: Sequence[Statement]) -> bool:
    """Whether somebody holds it by itself.

    Parts of a figure and amounts of aid are told with the whole; a stance that disputes a report
    is told as that dispute.
    """
    if isinstance(statement, Figure):
        if statement.counted in (None, "other") or statement.part_of is not None:
            return False  # "two villages": a number that tells of no harm, no aid, no crowd
        return not any(
            isinstance(a, Aid) and a.start <= statement.start and statement.end <= a.end
            for a in told
        )
    if isinstance(statement, ThreadItem):
        return bool(statement.disputes or statement.supports)
    if isinstance(statement, Position) and statement.answer is None:
        return not any(
            isinstance(a, Dispute) and a.start < statement.end and statement.start < a.end
            for a in told
        )
    return isinstance(statement, Account | Position | Dispute | Aid)


# ---- Voices --------------------------------------------------------------------------------------


def _names(statements: Iterable[Statement]) -> dict[str, str]:
    """Plain names → the fullest that the text gives that body, where only one body has them."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in statements:
        if isinstance(one, Mention) and one.entity is not None:
            found[_plain(one.quote)].add(one.entity)
            found[_plain(one.entity)].add(one.entity)
    return {name: entities.pop() for name, entities in found.items() if len(entities) == 1}


def _plain(name: str) -> str:
    said = fold(name[:MAX_LENGTH])
    for article in _ARTICLES:
        said = said.removeprefix(article)
    return said.strip()


def _voice(one: Stated, names: Mapping[str, str]) -> str | None:
    statement = one.statement
    if isinstance(statement, Position):
        said = statement.speaker
    elif isinstance(statement, Dispute):
        said = statement.by
    elif isinstance(statement, ThreadItem):
        said = statement.author
    else:
        said = getattr(statement, "attributed_to", None)
    said = said or statement.holder
    return None if said is None else names.get(_plain(said), one_line(said))


def _told_against(statement: Statement) -> str | None:
    """What the holder does with a position that they tell only to go against it."""
    speaker = getattr(statement, "speaker", None) or getattr(statement, "attributed_to", None)
    other = speaker is not None and speaker != statement.holder
    return statement.stance if other and statement.stance in _AGAINST else None


# ---- What is answered ----------------------------------------------------------------------------


def _answers(
    statement: Statement, points: Sequence[Stated], voice_of: Mapping[str, str | None]
) -> tuple[Answered, ...]:
    known = {one.statement.id: one.statement for one in points}

    def of(relation: Relation, target: str) -> Answered:
        said = known.get(target)
        return Answered(
            relation=relation,
            statement=target,
            voice=voice_of.get(target),
            words=_short(said) if said is not None else target,
        )

    if isinstance(statement, Account):
        return (of("answers", statement.answers),) if statement.answers in known else ()
    if isinstance(statement, ThreadItem):
        return tuple(
            [of("disputes", one) for one in statement.disputes if one in known]
            + [of("supports", one) for one in statement.supports if one in known]
        )
    if isinstance(statement, Dispute) and statement.about in known:
        return (of(statement.attitude, statement.about),)
    if isinstance(statement, Position) and statement.position in _AGAINST:
        targets = [one for one in statement.statements if one in known]
        targets = targets or _within(statement, points)
        if targets:
            return tuple(of("disputes", one) for one in dict.fromkeys(targets))
    return _in_words(statement, voice_of)


def _within(statement: Statement, points: Sequence[Stated]) -> list[str]:
    """What is claimed within the words of a stance: "denied that 40 people were killed"."""
    return [
        one.statement.id
        for one in points
        if isinstance(one.statement, Figure | Account | Aid)
        and statement.start <= one.statement.start
        and one.statement.end <= statement.end
    ]


def _in_words(statement: Statement, voice_of: Mapping[str, str | None]) -> tuple[Answered, ...]:
    """What is answered where no statement of the text is: the words that name it."""
    if isinstance(statement, Dispute):
        about, relation = statement.about, statement.attitude
        voice = _named_in(about, voice_of.values()) if about else None
    elif (
        isinstance(statement, Position)
        and statement.answer is None
        and statement.position in _AGAINST
    ):
        about, relation, voice = statement.about, "disputes", None
    else:
        return ()
    if not about:
        return ()
    return (Answered(relation=relation, statement=None, voice=voice, words=one_line(about)),)


def _named_in(words: str, voices: Iterable[str | None]) -> str | None:
    """The voice whose whole name stands in words such as "the report of the Coast Watch"."""
    said = _plain(words)
    found = {voice for voice in voices if voice is not None and _plain(voice) in said}
    return found.pop() if len(found) == 1 else None


# ---- What supports it ----------------------------------------------------------------------------


class _Supports:
    """The citations of a document and their state, and the figures told of its incidents."""

    def __init__(self, own: Sequence[Stated], preserved: Collection[str]) -> None:
        known = frozenset(map(plain_address, preserved))
        self.forms: dict[str, str] = {}
        self._citations: list[tuple[Stated, Citation, str]] = []
        self._figures: dict[str, Figure] = {}
        self._told: dict[str, tuple[str, ...]] = {}
        for one in own:
            said = one.statement
            if isinstance(said, Citation):
                held = said.url is not None and plain_address(said.url) in known
                self._citations.append((one, said, "preserved" if held else said.state))
                self.forms[said.id] = said.form
            elif isinstance(said, Figure):
                self._figures[said.id] = said
            elif isinstance(said, Incident):
                self._told[said.id] = said.figures

    def of(self, one: Stated) -> tuple[Support, ...]:
        """What the text offers for a point."""
        statement = one.statement
        found = [
            Support(
                statement=citation.id,
                kind="citation",
                state=state,
                words=one_line(citation.quote),
                url=citation.url,
            )
            for stated, citation, state in self._citations
            if _is_offered(one, stated, citation)
        ]
        if isinstance(statement, Account | Dispute):
            told = self._told.get(getattr(statement, "incident", None) or "", ())
            inside = [
                figure.id
                for figure in self._figures.values()
                if statement.start <= figure.start and figure.end <= statement.end
            ]
            for name in dict.fromkeys((*told, *inside)):
                figure = self._figures.get(name)
                if figure is not None:
                    words = one_line(figure.quote)
                    found.append(Support(statement=name, kind="figure", state=None, words=words))
        return tuple(found)


def _is_offered(point: Stated, cited: Stated, citation: Citation) -> bool:
    """Whether a citation is offered for a point: it says so, or stands in the same sentence."""
    statement = point.statement
    if isinstance(statement, Figure):
        return citation.id == statement.citation or statement.id in citation.supports
    if statement.id in citation.supports:
        return True
    return point.sentence is not None and point.sentence == cited.sentence


def _missing(support: Sequence[Support], forms: Mapping[str, str]) -> Missing | None:
    """What is lacking where nothing that is offered leads anywhere."""
    citations = [one for one in support if one.kind == "citation"]
    if any(one.state != "dangling" for one in citations):
        return None
    if any(forms.get(one.statement) == "promised" for one in citations):
        return "promised"
    if citations:
        return "leads nowhere"
    return None if support else "nothing offered"


# ---- The dated claims ----------------------------------------------------------------------------


def _timeline(own: Sequence[Stated]) -> tuple[Dated, ...]:
    """What is told of a day or a time, by its first day; figures and stances are no events."""
    found: list[tuple[date, Dated]] = []
    for one in own:
        statement = one.statement
        if isinstance(statement, Figure | Position | Dispute | Mention | ThreadItem):
            continue
        when = next((day for name in _DATES if (day := getattr(statement, name, None))), None)
        first = _first_day(when)
        if when is None or first is None:
            continue
        dated = Dated(
            when=when,
            statement=statement.id,
            raw=write_statement(statement),
            words=_short(statement),
        )
        found.append((first, dated))
    found.sort(key=lambda pair: pair[0])
    return tuple(dated for _, dated in found)


def _first_day(when: str | None) -> date | None:
    """The first day of a date; None where it has none or cannot be read."""
    try:
        return period_days(when)[0]
    except FieldError:
        return None


def _short(statement: Statement) -> str:
    said = one_line(statement.quote)
    return said if len(said) <= _SHORT else f"{said[:_SHORT].rstrip()} …"

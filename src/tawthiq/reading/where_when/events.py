"""The end of the words for an event that dates a stretch: "since the outbreak of the revolt"."""

from collections.abc import Sequence

from tawthiq.reading.model import Token
from tawthiq.reading.where_when.moment_parsing import point_at
from tawthiq.reading.where_when.moments import Point
from tawthiq.reading.where_when.time_words import roles_at, word_at

Tokens = Sequence[Token]

_EVENT_TOKENS = 14  # from "since" to the date of its event
_QUOTES = frozenset("\"'“”‘’«»()")


def dated_event(tokens: Tokens, after: int) -> tuple[Point, int] | None:
    """The date in "the outbreak of the revolt in March 2011", and the token after it."""
    event, comma = False, False
    for at in range(after, min(len(tokens), after + _EVENT_TOKENS)):
        token = tokens[at]
        if at > after and (event or at - after <= 6) and _may_hold_date(tokens, at, event=event):
            inside = at + (token.norm in _DATE_IN or token.raw == "(")
            found = point_at(tokens, inside, cued=True)
            if found is not None and (found[0].month or found[0].year):
                closed = token.raw == "(" and found[1] < len(tokens)
                return found[0], found[1] + (closed and tokens[found[1]].raw == ")")
        if token.kind == "number":
            return None
        if token.kind == "sign" and token.raw not in _QUOTES:
            if comma or token.raw not in {",", "،"} or not event:
                return None
            comma = True
        roles = roles_at(token)
        event = event or bool(roles.keys() & {"event", "beginning", "began"})
    return None


_DATE_IN = frozenset(("in", "on", "في", "of"))


def _may_hold_date(tokens: Tokens, at: int, *, event: bool) -> bool:
    """Whether a date of an event may begin here: after "in", in brackets, or in Arabic at once."""
    token = tokens[at]
    if token.norm in _DATE_IN or token.raw == "(":
        return True
    if token.raw.isascii() or not event:
        return False
    roles = roles_at(token)
    return bool(roles.keys() & {"month", "day part", "weekday"}) or token.norm in {"يوم", "عام"}


def told_event_end(tokens: Tokens, after: int) -> int | None:
    """The end of "the outbreak of Syria's anti-regime revolt", of words that are in no list."""
    beginning = word_at(tokens, after, "beginning") or word_at(tokens, after, "began")
    if beginning is None:
        return None
    for at in range(beginning.last, min(len(tokens), beginning.last + 6)):
        if tokens[at].kind != "word" and tokens[at].raw not in _QUOTES:
            return None
        event = word_at(tokens, at, "event")
        if event is not None:
            closed = event.last < len(tokens) and tokens[event.last].raw in '"”’»'
            return event.last + closed
    return None


def event_end(tokens: Tokens, at: int, *, long: bool = False) -> int | None:
    """The token after "(the beginning of) the popular uprising"; None where none stands."""
    beginning = word_at(tokens, at, "beginning")
    if beginning is not None:
        at = beginning.last
    at = _past_adjectives(tokens, at)
    event = word_at(tokens, at, "event")
    if event is None or (long and event.value != "long"):
        return None
    last = event.last
    return last if tokens[at].raw.isascii() else _past_adjectives(tokens, last)


def _past_adjectives(tokens: Tokens, at: int) -> int:
    while at < len(tokens):
        if tokens[at].norm in {"the", "this", "its", "their"}:
            at += 1
            continue
        adjective = word_at(tokens, at, "event adjective")
        if adjective is None:
            return at
        at = adjective.last
    return at

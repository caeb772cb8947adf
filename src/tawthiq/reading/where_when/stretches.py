"""Find the dates and stretches of time in a sentence, as moments and how they bound the time.

The words of a stretch begin with the preposition where it bounds the time (since, until, as of, by,
before, after, from … to, between … and) and without it where it does not (in, on, at, during).
"""

from collections.abc import Sequence
from dataclasses import replace

from tawthiq.reading.model import Token
from tawthiq.reading.where_when.durations import length_at
from tawthiq.reading.where_when.events import dated_event, event_end, told_event_end
from tawthiq.reading.where_when.moment_parsing import moment_at
from tawthiq.reading.where_when.moments import Form, Point, Relative, Stretch
from tawthiq.reading.where_when.portions import portion_at
from tawthiq.reading.where_when.ranges import (
    days_of_one_month,
    moment_or_range,
    second_end,
    two_ends,
)
from tawthiq.reading.where_when.relative_parsing import relative_at
from tawthiq.reading.where_when.time_units import is_definite_number, quantity_of_units
from tawthiq.reading.where_when.time_words import roles_at, word_at

Tokens = Sequence[Token]

# Roles of words that stand before or after a date, or within one, and begin none.
_LATER = frozenset(
    (
        *("in", "and", "length", "length after", "countable", "after year", "body", "began"),
        *("title after", "event", "event adjective", "beginning", "ago", "last after", "until"),
        *("next after",),
    )
)


def stretches(tokens: Tokens) -> list[Stretch]:
    """Every date and stretch of time in a sentence, left to right, without overlap."""
    found: list[Stretch] = []
    at = 0
    while at < len(tokens):
        stretch = _at(tokens, at) if _may_begin(tokens[at]) else None
        if stretch is None:
            at += 1
        else:
            found.append(stretch)
            at = stretch.last
    return _merged(tokens, found)


def _may_begin(token: Token) -> bool:
    if token.kind == "number":
        return True
    if token.kind != "word":
        return False
    return not roles_at(token).keys() <= _LATER or "-" in token.norm or is_definite_number(token)


def _at(tokens: Tokens, at: int) -> Stretch | None:
    """The stretch that begins at a token; None where none does."""
    roles = roles_at(tokens[at])
    if "as of now" in roles and (now := word_at(tokens, at, "as of now")) is not None:
        if not (tokens[now.last - 1].norm == "الساعه" and _clock(tokens, now.last)):
            start = Relative(form="ago", unit="day", count=0)
            return Stretch(first=at, last=now.last, form="as of", start=start)
        return None
    if "undated" in roles and (undated := word_at(tokens, at, "undated")) is not None:
        return Stretch(first=at, last=undated.last, form="undated")
    for role, reader in (
        ("since", _since),
        ("between", _between),
        ("from", _from),
        ("as of", _as_of),
        ("before", _before),
        ("after", _after),
        ("during", _during),
    ):
        if role in roles and (found := reader(tokens, at)) is not None:
            return found
    return portion_at(tokens, at) or moment_or_range(tokens, at) or length_at(tokens, at)


def _clock(tokens: Tokens, at: int) -> bool:
    """Whether an hour goes on ("حتى الساعة الثامنة")."""
    return at < len(tokens) and (tokens[at].kind == "number" or tokens[at].norm.startswith("ال"))


def _since(tokens: Tokens, at: int) -> Stretch | None:
    since = word_at(tokens, at, "since")
    if since is None:
        return None
    after = since.last
    found = moment_at(tokens, after, cued=True)
    if found is None:
        length = quantity_of_units(tokens, after)
        if length is not None:
            ago = length[2] < len(tokens) and tokens[length[2]].norm == "ago"
            moment = Relative(form="ago", unit=length[1], count=length[0])
            found = moment, length[2] + ago
    if found is None:
        return _since_event(tokens, at, after)
    start, last = found
    return second_end(tokens, at, start, last) or Stretch(
        first=at, last=last, form="since", start=start
    )


def _since_event(tokens: Tokens, at: int, after: int) -> Stretch | None:
    """Since the beginning of the revolution; since the uprising began in March 2011."""
    dated = dated_event(tokens, after)
    if dated is not None:
        start, last = dated
        return second_end(tokens, at, start, last) or Stretch(
            first=at, last=last, form="since", start=start
        )
    end = event_end(tokens, after) or told_event_end(tokens, after)
    if end is None:
        return None
    began = word_at(tokens, end, "began")
    return Stretch(first=at, last=began.last if began is not None else end, form="undated")


def _between(tokens: Tokens, at: int) -> Stretch | None:
    between = word_at(tokens, at, "between")
    if between is None:
        return None
    short = days_of_one_month(tokens, between.last)
    if short is not None and short.start is not None:
        return replace(short, first=at)
    return two_ends(tokens, at, between.last, "and")


def _from(tokens: Tokens, at: int) -> Stretch | None:
    begin = word_at(tokens, at, "from")
    if begin is None:
        return None
    short = days_of_one_month(tokens, begin.last)
    if short is not None and begin.glued == "":
        return replace(short, first=at)
    return two_ends(tokens, at, begin.last, "until")


def _as_of(tokens: Tokens, at: int) -> Stretch | None:
    as_of = word_at(tokens, at, "as of")
    if as_of is None:
        return None
    return _bounded(tokens, at, as_of.last, "as of")


def _before(tokens: Tokens, at: int) -> Stretch | None:
    before = word_at(tokens, at, "before")
    if before is None:
        return None
    if not tokens[at].raw.isascii() and relative_at(tokens, at) is not None:
        return None  # "قبل يومين": two days ago
    found = _bounded(tokens, at, before.last, "before")
    last = event_end(tokens, before.last, long=True)
    if found is None and last is not None:
        return Stretch(first=at, last=last, form="undated")
    return found


def _after(tokens: Tokens, at: int) -> Stretch | None:
    after = word_at(tokens, at, "after")
    if after is None:
        return None
    found = _bounded(tokens, at, after.last, "after")
    last = event_end(tokens, after.last, long=True)
    if found is None and last is not None:
        return Stretch(first=at, last=last, form="undated")
    return found


def _bounded(tokens: Tokens, at: int, after: int, form: Form) -> Stretch | None:
    found = moment_at(tokens, after, cued=True)
    if found is None:
        return None
    start, last = found
    if isinstance(start, Relative) and start.form == "rolling":
        return None
    follows = tokens[last] if last < len(tokens) else None
    if form in {"before", "after"} and (
        tokens[last - 1].raw[-2:] in {"'s", "’s"}
        or (follows is not None and "event" in roles_at(follows))
        or (isinstance(start, Point) and start.year is None and start.day is None)
    ):
        # "after Friday's attack" dates the attack; what follows it happened then.
        return Stretch(first=after, last=last, form="point", start=start)
    return Stretch(first=at, last=last, form=form, start=start)


def _during(tokens: Tokens, at: int) -> Stretch | None:
    """During the siege, خلال الحصار: a stretch without dates."""
    during = word_at(tokens, at, "during")
    if during is None:
        return None
    last = event_end(tokens, during.last, long=True)
    return Stretch(first=at, last=last, form="undated") if last is not None else None


def _merged(tokens: Tokens, found: list[Stretch]) -> list[Stretch]:
    """A length right before its dates is one with them.

    "The 18 months since March 2011"; "the past 14 months, from 23 September 2014 to 23 November".
    """
    merged: list[Stretch] = []
    for stretch in found:
        before = merged[-1] if merged else None
        if before is not None and _is_length_of(tokens, before, stretch):
            merged[-1] = replace(stretch, first=before.first)
        else:
            merged.append(stretch)
    return merged


def _is_length_of(tokens: Tokens, length: Stretch, dates: Stretch) -> bool:
    gap = tokens[length.last : dates.first]
    if any(token.raw not in {",", "،", "("} for token in gap) or len(gap) > 1:
        return False
    rolling = isinstance(length.start, Relative) and length.start.form == "rolling"
    if rolling and length.form == "point":
        return dates.form in {"since", "range"}
    return length.form == "undated" and not gap and dates.form in {"since", "undated"}

"""What of an English noun phrase is name and what is office, and whose a paper is."""

from collections.abc import Sequence

from tawthiq.reading.model import Token
from tawthiq.reading.voices.clauses import joined
from tawthiq.reading.voices.speakers import (
    DETERMINERS,
    NAME_LINKS,
    PREPOSITIONS,
    PRONOUNS,
    Speaker,
    capital,
    named,
    speaks,
)
from tawthiq.reading.voices.speech import Lexicon
from tawthiq.reading.voices.wordsets import word_set

_FRESH = frozenset(("new", "latest", "recent", "fresh", "updated"))
# What a body is, told after its name: "the Nahr Observatory monitoring group".
_SORTS = word_set("monitoring group groups watchdog monitor war rights human observer opposition")
_CALLS = frozenset(("calls", "called", "call", "describes", "described", "terms", "termed"))


def split(tokens: Sequence[Token], first: int, last: int, words: Lexicon) -> Speaker:  # noqa: PLR0911 - one branch a way of writing
    """Tell name and office apart: "ministry spokesman Salim Haddad", "Haddad of the committee"."""
    piece = tokens[first:last]
    if len(piece) > 3 and piece[0].norm == "what" and piece[2].norm in _CALLS:
        return split(tokens, first + 3, last, words)  # "what it calls a security source"
    if len(piece) == 1 and piece[0].norm in PRONOUNS:
        return Speaker(first=first, last=last, name=None, pronoun=True)
    paper = _paper(tokens, first, last, words)
    if paper is not None:
        return paper
    office = _name_after_office(tokens, first, last, words)
    if office is not None:
        return Speaker(
            first=first, last=last, name=joined(tokens[office:last]),
            role=_bare(tokens[first:office]) or None,
        )  # fmt: skip
    start = first
    while start < last and (words.is_title(tokens[start]) or tokens[start].raw == "."):
        start += 1
    for k in range(start + 1, last - 1):
        # "Salim Haddad of the Homs committee": a person, then where from.
        if tokens[k].norm not in ("of", "from", "at", "with") or k - start < 2 - (start > first):
            continue
        name = tokens[start:k]
        plain = all(named(one) or one.raw == "." or one.norm in NAME_LINKS for one in name)
        if plain and not any(
            words.is_head(one) or words.is_office(one) or words.is_voice(one) for one in name
        ):
            titles = [joined(tokens[first:start])] if start > first else []
            role = " ".join([*titles, _bare(tokens[k + 1 : last])])
            return Speaker(first=first, last=last, name=joined(name), role=role)
    owner = _owned_person(tokens, first, last, words)
    if owner is not None:
        return Speaker(
            first=first, last=last, name=joined(tokens[owner:last]), role=_bare(tokens[first:owner])
        )
    return Speaker(first=first, last=last, name=_bare(_without_sort(piece, words)))


def _owned_person(tokens: Sequence[Token], first: int, last: int, words: Lexicon) -> int | None:
    """ "the Nahr Observatory's Salim Haddad": where the person's name begins."""
    for k in range(first, last - 2):
        if tokens[k].raw.endswith(("'s", "’s")):
            tail = tokens[k + 1 : last]
            return k + 1 if all(map(named, tail)) and not speaks_as_body(tail, words) else None
    return None


def speaks_as_body(tokens: Sequence[Token], words: Lexicon) -> bool:
    """Whether a word of a name makes it the name of a body."""
    return any(words.is_head(one) for one in tokens)


def _without_sort(piece: Sequence[Token], words: Lexicon) -> Sequence[Token]:
    """A body's name without what it is, told after it in small letters."""
    end = len(piece)
    while end > 1 and piece[end - 1].norm in _SORTS and not capital(piece[end - 1]):
        end -= 1
    head = piece[:end]
    full = sum(map(capital, head)) > 1 and capital(head[-1]) and speaks_as_body(head, words)
    return head if full else piece


def _bare(piece: Sequence[Token]) -> str:
    """Without article and possessive."""
    start = 1 if len(piece) > 1 and piece[0].norm in ("the", "a", "an") else 0
    said = joined(piece[start:])
    return said[:-2] if said.endswith(("'s", "’s")) else said


def _name_after_office(
    tokens: Sequence[Token], first: int, last: int, words: Lexicon
) -> int | None:
    """Where the name begins after an office or a title; None where there is none."""
    for k in range(last - 1, first - 1, -1):
        office = words.is_office(tokens[k]) or words.is_title(tokens[k])
        if tokens[k].raw == "." and k > first and words.is_title(tokens[k - 1]):
            office = True
        if office:
            tail = tokens[k + 1 : last]
            good = bool(tail) and all(
                named(one) or one.raw == "." or one.norm in ("al", "el", "bin", "ibn", "abu")
                for one in tail
            )
            sent = [one.norm for one in tail[:1]] == ["to"] and len(tail) > 3
            if sent and all(map(named, tail[1:])):
                return k + 3  # "the envoy to Syria Salim Haddad"
            return k + 1 if good else _late_name(tokens, k + 1, last, words)
    return None


def _late_name(tokens: Sequence[Token], first: int, last: int, words: Lexicon) -> int | None:
    """ "head of the field hospital Salim Haddad": two capitals after a word without."""
    at = last
    while at > first and named(tokens[at - 1]) and not words.is_head(tokens[at - 1]):
        at -= 1
    good = last - at >= 2 and at > first and tokens[at - 1].raw[0].islower()
    return at if good and tokens[at - 1].norm not in PREPOSITIONS | DETERMINERS else None


def _paper(tokens: Sequence[Token], first: int, last: int, words: Lexicon) -> Speaker | None:  # noqa: PLR0911 - one branch a way of writing
    """ "figures from X", "X's report", "the statement": the one whose paper it is speaks."""
    for k in range(first, last):
        if not words.is_paper(tokens[k]):
            continue
        for at in range(k + 1, min(last - 1, k + 4)):
            name = any(words.is_head(one) and capital(one) for one in tokens[first:at])
            if tokens[at].norm in ("by", "from", "of") and not name:
                inner = split(tokens, at + 1, last, words)
                if speaks(tokens[at + 1 : last], words):
                    return Speaker(first=first, last=last, name=inner.name, role=inner.role)
        owner = next(
            (j for j in range(first, k) if tokens[j].raw.endswith(("'s", "’s", "s'", "s’"))), None
        )
        if owner is not None:
            inner = split(tokens, first, owner + 1, words)
            return Speaker(first=first, last=last, name=inner.name and _unpossess(inner.name))
        if tokens[first].norm in ("its", "his", "her", "their") and k == first + 1:
            return Speaker(first=first, last=last, name=None, pronoun=True)
        if k == last - 1:
            start = first
            while start < k and tokens[start].norm in DETERMINERS | _FRESH:
                start += 1
            body = tokens[start:k]
            known = body and speaks(body, words)
            if known and (capital(body[-1]) or words.is_head(body[-1])):
                return Speaker(first=first, last=last, name=_bare(body))
            if not body and tokens[first].norm in _FRESH:
                return Speaker(first=first, last=last, name=None)  # "New figures"
            if tokens[first].norm in ("the", "this") and k - first <= 1:
                return Speaker(first=first, last=last, name=_bare(tokens[first:last]))
    return None


def _unpossess(name: str) -> str:
    return name[:-2] if name.endswith(("'s", "’s")) else name.rstrip("'’")

"""How many letters are glued to a term of a list: "ب" in "بقصف", "ول" in "ولقوات"."""

from tawthiq.reading.model import Token
from tawthiq.reading.terms import TermList

_GLUED = frozenset("وفبلك")


def glued(token: Token, terms: TermList) -> int:
    """How many letters stand before the term's own word; 0 where the word is a term as written."""
    norm, known = token.norm, terms.openings
    if norm in known or token.raw.isascii():
        return 0
    for count in (1, 2):
        bare = norm[count:]
        if not set(norm[:count]) <= _GLUED:
            break
        if bare in known or (bare.startswith("ال") and bare[2:] in known):
            return count
    return 0

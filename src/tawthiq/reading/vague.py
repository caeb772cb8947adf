"""Words in a number's place: "dozens", "عدة", "half of", "not known"."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tawthiq.reading.hedges import Hedges
from tawthiq.reading.model import TermMatch, Token
from tawthiq.reading.nonfigures import NonFigures

_OF = frozenset(("of", "من"))
_ALL = frozenset(
    ("the", "an", "all", "these", "those", "its", "their", "them", "his", "her", "whom", "our")
)
_KNOWN_REACH = 8  # words between "the number" and "is not known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vague:
    """Finds what stands in the place of a number."""

    hedges: Hedges
    no: NonFigures

    @classmethod
    def load(cls, extra: Path | None) -> "Vague":
        """With the built-in lists and what the folder `extra` adds."""
        return cls(hedges=Hedges.load(extra), no=NonFigures.load(extra))

    def at(self, tokens: tuple[Token, ...], at: int) -> TermMatch | None:
        """The vague word, share or unknown number that begins at a token."""
        match = self.hedges.openers.at(tokens, at)
        if match is None:
            return None
        if match.entry["side"] == "share":
            return match if self._is_share(tokens, match) else None
        if match.entry.get("noun") and not self._counts(tokens, match):
            return None
        return match if not self.no.measured(tokens, match.last) else None

    def _counts(self, tokens: tuple[Token, ...], match: TermMatch) -> bool:
        last = match.last
        while last < len(tokens) and tokens[last].norm in (*_OF, "the", "other", "more"):
            last += 1
        return self.no.counts(tokens, last)

    def _is_share(self, tokens: tuple[Token, ...], match: TermMatch) -> bool:
        """ "half of the dead", "نصف السكان"; neither "half an hour" nor "most of the day"."""
        at = match.last
        if at >= len(tokens):
            return False
        token = tokens[at]
        if self.no.measured(tokens, at):
            return False
        word = tokens[match.first].norm
        strict = word in _LARGE or tokens[match.first].norm in ("عشر", "خمس", "خمسا")
        if token.norm == "of" or token.norm in _ALL:
            while at < len(tokens) and (tokens[at].norm == "of" or tokens[at].norm in _ALL):
                at += 1
            if at < len(tokens) and self.no.measured(tokens, at):
                return False
            if tokens[at - 1].norm in ("them", "whom"):
                return not strict
            return self.no.counts(tokens, at) or not strict
        if token.norm.startswith("ال") or token.norm == "من":
            if token.norm == "من":
                at += 1
            return self.no.counts(tokens, at) or (not strict and at < len(tokens))
        if word.endswith(("هم", "هن")):
            return True
        return self.no.counts(tokens, at, reach=1) and match.entry["side"] == "share"

    def not_known(self, tokens: Sequence[Token]) -> list[tuple[int, int, int]]:
        """Where the text says that the number is not known: first, last, end of "the number"."""
        row = tuple(tokens)
        found = []
        for at in range(len(row)):
            match = self.hedges.unknown.at(row, at)
            if match is None or match.loss > 1:
                continue
            number = self._the_number(row, match)
            if number is not None and not (found and found[-1][1] > match.first):
                found.append(
                    (min(match.first, number.first), max(match.last, number.last), number.last)
                )
        return found

    def _the_number(self, row: tuple[Token, ...], match: TermMatch) -> TermMatch | None:
        for at in range(match.first - 1, max(-1, match.first - _KNOWN_REACH), -1):
            if row[at].kind == "number" or row[at].norm in (",", ";", "but", "while", "."):
                break
            number = self.hedges.the_number.at(row, at)
            if number is not None and number.loss <= 1:
                return number
        for at in range(match.last, min(match.last + 3, len(row))):
            number = self.hedges.the_number.at(row, at)
            if number is not None and number.loss <= 1:
                return number
        return None


_LARGE = frozenset(
    "most the majority a معظم اغلب غالبيه الغالبيه اغلبيه الاغلبيه جل nearly almost نسبه جزء شطر "
    "السواد اكثريه الاكثريه".split()
) - {"a"}  # fmt: skip

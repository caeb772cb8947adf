"""A sentence as a row of units: names, dates, places, quoted titles and the words that tell.

The ways of telling are patterns over the tags of the units (`ways`): each module of this room holds
those of one theme.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tawthiq.reading.model import Attribution, PlaceMention, Sentence, Text, When
from tawthiq.statements import Figure

Tags = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Tokens [first, last) that play one part in the sentence; `first == last`: a glued word."""

    first: int
    last: int
    tags: tuple[str, ...]
    said: str | None = None  # of a name or a title: without article, quotation marks, glued words
    glued: int = 0  # characters glued before a name
    kind: str | None = None  # of a word that tells: what the statement has as its kind
    when: When | None = None
    place: PlaceMention | None = None
    figure: Figure | None = None


@dataclass(frozen=True)
class Line:
    """One sentence in units, and what the steps before found in it."""

    text: Text
    sentence: Sentence
    units: tuple[Unit, ...]
    attributions: Sequence[Attribution]
    heading: When | None = None  # a day that the line has from its heading
    under: "Line | None" = None  # the line that opens the list in which this one stands

    @cached_property
    def code(self) -> str:
        """The tags in a row: `< body ><  founded >…`."""
        return "".join(f"< {' '.join(unit.tags)} >" for unit in self.units)

    @cached_property
    def places_in_code(self) -> Mapping[int, int]:
        """Position in `code` → which unit begins there; the end of the code ends the units."""
        found, at = {}, 0
        for k, unit in enumerate(self.units):
            found[at] = k
            at += len(f"< {' '.join(unit.tags)} >")
        found[at] = len(self.units)
        return found

    @cached_property
    def tags(self) -> Tags:
        """Every tag that a unit of the line has."""
        return frozenset(tag for unit in self.units for tag in unit.tags)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The characters of units [first, last), without what is glued before a name."""
        start = self.units[first]
        tokens = self.sentence.tokens
        at = min(start.first, len(tokens) - 1)
        stop = max((unit.last for unit in self.units[first:last]), default=start.last)
        return tokens[at].start + start.glued, tokens[max(stop, at + 1) - 1].stop

    def words(self, first: int, last: int) -> str:
        """Units [first, last) as written."""
        start, stop = self.span(first, last)
        return self.text.text[start:stop]

    def names(self, first: int, last: int) -> tuple[str, ...]:
        """The names among units [first, last), in order."""
        return tuple(
            unit.said
            for unit in self.units[first:last]
            if unit.said is not None and not {"body", "person"}.isdisjoint(unit.tags)
        )

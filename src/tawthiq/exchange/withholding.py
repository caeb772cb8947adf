"""Names that must not leave the register: those of people whom no source calls public.

A text in which such a name stands, in either spelling of its script, is withheld whole.
"""

from collections import defaultdict
from functools import lru_cache

from tawthiq.affairs import Affairs
from tawthiq.names import fold

_STEM = 4  # letters by which names are looked up
_REMEMBERED = 50_000  # texts; a place or a kind often stands many times


class Withheld:
    """The names of a register's people who are not public."""

    def __init__(self, affairs: Affairs) -> None:
        hidden: set[str] = set()
        shown: set[str] = set()
        things = {one.key: one for one in affairs.things("person")}
        for claim in affairs.of_type("person"):
            thing = things.get(claim.key("key") or "")
            said = claim.said
            names = [getattr(said, "name", None), getattr(said, "name_ar", None)]
            names += getattr(said, "aliases", ())
            of = shown if thing is not None and thing.public else hidden
            of.update(filter(None, (fold(name) for name in names if name)))
        self.people = sum(not one.public for one in things.values())
        self._alone: set[str] = set()
        self._longer: dict[str, list[str]] = defaultdict(list)
        for name in hidden - shown:
            # A name of one word may be the name of a street too: it must stand by itself.
            if " " in name:
                self._longer[name[:_STEM]].append(name)
            else:
                self._alone.add(name)

        self._found = lru_cache(maxsize=_REMEMBERED)(self._look)

    def stands_in(self, text: str) -> bool:
        """Whether one of the names stands in a text."""
        return bool(self._alone or self._longer) and self._found(text)

    def _look(self, text: str) -> bool:
        folded = fold(text)
        if any(word in self._alone for word in folded.split()):
            return True
        if not self._longer:
            return False
        return any(
            folded.startswith(name, at)
            for at in range(len(folded))
            for name in self._longer.get(folded[at : at + _STEM], ())
        )

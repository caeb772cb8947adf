"""Names that must not leave the register: those of people whom no source calls public.

A text in which such a name stands, in either spelling of its script, is withheld whole.
"""

import re
from collections import defaultdict
from functools import lru_cache
from urllib.parse import unquote

from tawthiq.affairs import Affairs
from tawthiq.names import fold

_STEM = 4  # letters by which names are looked up
_OWNED = re.compile(r"['’]s\b")
_JOINED = frozenset("وفبلك")
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
                joined = name.replace(" ", "")
                self._longer[joined[:_STEM]].append(joined)
            else:
                self._alone.add(name)

        self._found = lru_cache(maxsize=_REMEMBERED)(self._look)

    def stands_in(self, text: str) -> bool:
        """Whether one of the names stands in a text."""
        return bool(self._alone or self._longer) and self._found(text)

    def _look(self, text: str) -> bool:
        # An address may hold a name in its own way of writing letters.
        folded = fold(_OWNED.sub(" ", unquote(text, errors="replace")))
        for word in folded.split():
            # Arabic writes "and", "by", "for" and the like together with the name.
            if word in self._alone or (word[0] in _JOINED and word[1:] in self._alone):
                return True
        if not self._longer:
            return False
        joined = folded.replace(" ", "")
        return any(
            joined.startswith(name, at)
            for at in range(len(joined))
            for name in self._longer.get(joined[at : at + _STEM], ())
        )

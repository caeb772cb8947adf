"""Names that must not leave the register: those of people whom no source calls public.

A text in which such a name stands, in either spelling of its script, is withheld whole.
"""

from collections import defaultdict

from tawthiq.affairs import Affairs
from tawthiq.names import fold

_STEM = 4  # letters by which names are looked up


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
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        self._longer: dict[str, list[str]] = defaultdict(list)
        for name in hidden - shown:
            # A name of one word may be the name of a street too: it must stand by itself.
            if " " in name:
                self._longer[name[:_STEM]].append(name)
            else:
                self._by_stem[name].append(name)

    def stands_in(self, text: str) -> bool:
        """Whether one of the names stands in a text."""
        if not self._by_stem and not self._longer:
            return False
        folded = fold(text)
        if any(word in self._by_stem for word in folded.split()):
            return True
        if not self._longer:
            return False
        return any(
            folded.startswith(name, at)
            for at in range(len(folded))
            for name in self._longer.get(folded[at : at + _STEM], ())
        )

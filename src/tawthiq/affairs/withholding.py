"""Names that must not leave the register: those of people whom no source calls public.

A text in which such a name stands, in either spelling of its script, is withheld whole.
"""

import re
from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from urllib.parse import unquote

from msgspec import structs

from tawthiq.affairs.model import Cell, Chart, Doubt, Page, Value
from tawthiq.affairs.store import Affairs
from tawthiq.affairs.wording import template, word
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
        for part in folded.split():
            # Arabic writes "and", "by", "for" and the like together with the name.
            if part in self._alone or (part[0] in _JOINED and part[1:] in self._alone):
                return True
        if not self._longer:
            return False
        joined = folded.replace(" ", "")
        return any(
            joined.startswith(name, at)
            for at in range(len(joined))
            for name in self._longer.get(joined[at : at + _STEM], ())
        )


_NAMING = ("{who}", "{name}", "{circle}")  # what a doubt names may be people, also where unresolved


def withheld_page(page: Page, names: Withheld) -> Page:
    """A page that travels: no text of it holds a name that must not leave the register.

    What fields name is withheld when the page is made (`View.named`); here the words of sources are
    looked through, which may name anybody. A doubt that names somebody loses its sentence.
    """

    def safe(text: str) -> str:
        return word("withheld words", page.language) if names.stands_in(text) else text

    def cell(value: Value) -> Value:
        if isinstance(value, Cell):
            return Cell(text=safe(value.text), key=value.key)
        return safe(value) if isinstance(value, str) else value

    def doubt(one: Doubt) -> Doubt:
        if any(mark in template(one.code.replace("-", " ")) for mark in _NAMING):
            en, ar = word("doubt withheld", "en"), word("doubt withheld", "ar")
            return structs.replace(one, en=en, ar=ar, keys=())
        return structs.replace(one, en=safe(one.en), ar=safe(one.ar))

    def chart(one: Chart) -> Chart:
        return replace(
            one,
            title=safe(one.title),
            series=tuple(replace(each, label=safe(each.label)) for each in one.series),
            spots=tuple(replace(each, label=safe(each.label)) for each in one.spots),
        )

    return replace(
        page,
        title=safe(page.title),
        facts=tuple(
            replace(
                one,
                values=tuple(
                    (safe(value), tuple(safe(who) for who in by)) for value, by in one.values
                ),
            )
            for one in page.facts
        ),
        tables=tuple(
            replace(one, rows=tuple(tuple(cell(value) for value in row) for row in one.rows))
            for one in page.tables
        ),
        charts=tuple(chart(one) for one in page.charts),
        doubts=tuple(doubt(one) for one in page.doubts),
        notes=tuple(safe(one) for one in page.notes),
        data={},  # for machines of the register's owner alone
    )

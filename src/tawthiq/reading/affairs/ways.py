"""Ways of telling: patterns over the units of a sentence.

A pattern is a regular expression in which `<tag>` or `<tag|other>` stands for one unit, `<.>` for
any, `<~>` for any but a name or the end of a clause, `@` for a list of names ("A, B and C"),
`who=<body>`, `who=@` or `who=⟨…⟩` for what is asked for later, and blanks for nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tawthiq.reading.affairs.model import Line

_NAME = "<body|person>"
_LIST = f"(?:{_NAME}(?:(?:<,><and>?|<and>){_NAME})*)"
_GROUP = re.compile(r"(?:(?P<name>\w+)=)?(?P<what>@|<[^>]+>)")


@dataclass(frozen=True, slots=True)
class Told:
    """Where a pattern was found in a line: units [first, last), and its groups."""

    line: Line
    first: int
    last: int
    groups: dict[str, tuple[int, int]]

    def has(self, group: str) -> bool:
        """Whether the group is there."""
        return group in self.groups

    def names(self, group: str) -> tuple[str, ...]:
        """The names within a group; none where it is not there."""
        return self.line.names(*self.groups[group]) if group in self.groups else ()

    def name(self, group: str) -> str | None:
        """The first name within a group."""
        return next(iter(self.names(group)), None)

    def words(self, group: str) -> str | None:
        """A group as written."""
        return self.line.words(*self.groups[group]) if group in self.groups else None

    @property
    def span(self) -> tuple[int, int]:
        """The characters of the whole."""
        return self.line.span(self.first, self.last)


def tell(line: Line, pattern: str) -> Iterator[Told]:
    """Where a line tells something in this way, left to right, without overlap."""
    places = line.places_in_code
    for found in _compiled(pattern).finditer(line.code):
        groups = {
            name: (places[found.start(name)], places[found.end(name)])
            for name, said in found.groupdict().items()
            if said
        }
        yield Told(line, places[found.start()], places[found.end()], groups)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    bare = re.sub(r"\s+", "", pattern)
    # The signs of a group must not be taken for those of a unit.
    marked = re.sub(r"(\w+)=⟨", "(?P\x01\\1\x02", bare).replace("⟩", ")")
    return re.compile(_GROUP.sub(_expanded, marked).replace("\x01", "<").replace("\x02", ">"))


def _expanded(found: re.Match[str]) -> str:
    what = found["what"]
    inside = _GROUP.sub(_expanded, _LIST) if what == "@" else _unit(what[1:-1])
    return f"(?P<{found['name']}>{inside})" if found["name"] else f"(?:{inside})"


_NO_NAME = "<(?![^<>]* (?:body|person|sign|;|contrast) )[^<>]+>"


def _unit(tags: str) -> str:
    if tags == "~":
        return _NO_NAME
    return "<[^<>]+>" if tags == "." else rf"<[^<>]*(?<= )(?:{tags})(?= )[^<>]*>"

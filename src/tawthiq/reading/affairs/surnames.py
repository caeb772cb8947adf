"""People who are named in full once and by their last word afterwards: "Rami Haddad", "Haddad"."""

from collections.abc import Sequence
from dataclasses import replace

from tawthiq.reading.affairs.model import Line, Unit
from tawthiq.reading.voices.speakers import capital

_SHORTEST = 3  # letters of a last name


def with_surnames(lines: Sequence[Line]) -> list[Line]:
    """The lines; in them the last word of a full name, standing alone, is that person too."""
    full = _full_names(lines)
    return [_named(line, full) for line in lines] if full else list(lines)


def _full_names(lines: Sequence[Line]) -> dict[str, str]:
    """Last word → the full name; none where two people share it."""
    found: dict[str, set[str]] = {}
    for line in lines:
        if line.sentence.language == "ar":
            continue
        for unit in line.units:
            words = (unit.said or "").split()
            if "person" in unit.tags and len(words) > 1 and len(words[-1]) >= _SHORTEST:
                found.setdefault(words[-1], set()).add(unit.said or "")
    return {last: next(iter(names)) for last, names in found.items() if len(names) == 1}


def _named(line: Line, full: dict[str, str]) -> Line:
    if line.sentence.language == "ar":
        return line
    units = tuple(_person(line, unit, full) for unit in line.units)
    return line if units == line.units else replace(line, units=units)


def _person(line: Line, unit: Unit, full: dict[str, str]) -> Unit:
    if unit.tags != ("w",) or unit.last != unit.first + 1:
        return unit
    token = line.sentence.tokens[unit.first]
    said = full.get(token.raw.removesuffix("'s").removesuffix("’s")) if capital(token) else None
    return unit if said is None else replace(unit, tags=("person",), said=said)

"""Names of months and weekdays, as `data/months.toml` lists them."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from tawthiq.fields.text import fold


class NameFinder(NamedTuple):
    """A pattern that finds any of the names, and the number (from 1) each stands for."""

    pattern: re.Pattern[str]
    number: dict[str, int]

    def find(self, text: str) -> tuple[set[int], str]:
        """Give the numbers of the names in folded text, and the text with ` @ ` for each name."""
        found = {self.number[" ".join(name.split())] for name in self.pattern.findall(text)}
        return found, self.pattern.sub(" @ ", text) if found else text


def _finder(rows: list[list[str]]) -> NameFinder:
    number = {fold(name): n for n, names in enumerate(rows, start=1) for name in names}
    # Longest first, so that "تشرين الثاني" is never read as a bare "تشرين"; digits may touch a name
    # ("5Aug2012"), letters may not.
    names = sorted(number, key=len, reverse=True)
    either = "|".join(re.escape(name).replace(r"\ ", " ") for name in names)
    return NameFinder(re.compile(rf"(?<![^\W\d_])({either})(?![^\W\d_])\.?"), number)


@cache
def _tables() -> dict[str, NameFinder]:
    data = tomllib.loads((files(__package__) / "data" / "months.toml").read_text("utf-8"))
    return {kind: _finder(rows) for kind, rows in data.items()}


def gregorian_months() -> NameFinder:
    """Months of the Gregorian calendar in English, French and four Arabic traditions."""
    return _tables()["gregorian"]


def hijri_months() -> NameFinder:
    """Months of the Hijri calendar in Arabic and common romanisations."""
    return _tables()["hijri"]


def weekdays() -> NameFinder:
    """Weekdays; Monday is 1."""
    return _tables()["weekdays"]

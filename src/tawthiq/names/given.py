"""The given names we know by heart: Latin spellings that no rule could lead to the Arabic one.

The file `given_names.tsv` is our own and modest. It serves three ends: a Latin spelling leads to
its Arabic name, an Arabic name to its vowelled rendering, and two names that both stand in it are
known to be two names, however few letters part them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product

from tawthiq.names.folding import fold, is_arabic


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenName:
    """One name: the Arabic spellings (folded) and the Latin ones, the preferred first."""

    number: int
    arabic: tuple[str, ...]
    latin: tuple[str, ...]


# Habits of spelling that never tell two names apart: French and English vowels, q and k, and
# doubled letters.
_HABITS = (
    (re.compile(r"tch|sch|sh|ch"), "ş"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"dj|j|g(?!h)"), "j"),
    (re.compile(r"kh"), "ḫ"),
    (re.compile(r"ck|q|c"), "k"),
    (re.compile(r"ou|oo|o"), "u"),
    (re.compile(r"ee|ie(?!h)"), "i"),
    (re.compile(r"[ae][iy](?![aeou])"), "ai"),
    (re.compile(r"e[iy](?=[aeou])"), "iy"),
    (re.compile(r"aw(?![aeiou])|ao"), "au"),
    (re.compile(r"v"), "f"),
    (re.compile(r"p"), "b"),
    (re.compile(r"y$|iy(?=[aeu])|(?<=[^aeiouy])y(?=[aeu])"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=[aei])h$"), ""),
    (re.compile(r"^u(?=[aei])|(?<=[^aeiou])u(?=[aei])|(?<=a)u(?=[ae])"), "w"),
    (re.compile(r"(?<=a)i(?=[aeu])"), "y"),
)
_LONGEST = 24  # letters; no name of the file is longer, so nothing longer need be looked up


def _habitual(latin: str) -> str:
    for habit, plain in _HABITS:
        latin = habit.sub(plain, latin)
    return latin


def _with_e(spelling: str) -> Iterator[str]:
    """Every form of a spelling in which an e stands for a short a or i."""
    pieces = re.split("([ai])", spelling)
    choices = [(piece, "e") if piece in ("a", "i") else (piece,) for piece in pieces]
    variants = ("".join(choice) for choice in product(*choices))
    return (variant for variant in variants if "ee" not in variant)  # that would read as a long i


@cache
def _tables() -> tuple[dict[str, GivenName], dict[str, tuple[GivenName, ...]]]:
    by_arabic: dict[str, GivenName] = {}
    exact: dict[str, list[GivenName]] = {}
    guessed: dict[str, list[GivenName]] = {}
    text = files("tawthiq.names").joinpath("given_names.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    for number, (arabic, latin) in enumerate(rows):
        name = GivenName(
            number=number,
            arabic=tuple(fold(spelling) for spelling in arabic.split()),
            latin=tuple(latin.split()),
        )
        for spelling in name.arabic:
            by_arabic.setdefault(spelling, name)
        for spelling in name.latin:
            exact.setdefault(_habitual(fold(spelling)), []).append(name)
            for variant in _with_e(_habitual(fold(spelling))):
                guessed.setdefault(_habitual(variant), []).append(name)
    # A spelling that the file lists goes before one that only follows by rule: Salem is not Salim.
    by_latin = {
        spelling: tuple(dict.fromkeys((*exact.get(spelling, ()), *guessed.get(spelling, ()))))
        for spelling in exact.keys() | guessed.keys()
    }
    return by_arabic, by_latin


def given_names(token: str) -> tuple[GivenName, ...]:
    """List the names of the file that a folded token may spell; none, one, or for Latin several."""
    return () if len(token) > _LONGEST or " " in token else _look_up(token)


@lru_cache(maxsize=1 << 16)
def _look_up(token: str) -> tuple[GivenName, ...]:
    by_arabic, by_latin = _tables()
    if is_arabic(token):
        name = by_arabic.get(token)
        if name is None and len(token) > 2 and token[-1] == "ا":
            name = by_arabic.get(token[:-1] + "ي")  # a plain alef where one writes alef maqsura
        return () if name is None else (name,)
    return by_latin.get(_habitual(token), ())


def all_given_names() -> tuple[GivenName, ...]:
    """List the file, in its order: the commoner of two rival names first."""
    return tuple(sorted(set(_tables()[0].values()), key=lambda name: name.number))

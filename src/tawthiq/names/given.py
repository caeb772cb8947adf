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
# doubled letters. Each holds only for words with one of some letters ("": for any word).
_HABITS = (
    ("h", re.compile(r"tch|sch|sh|ch"), "ş"),
    ("h", re.compile(r"ph"), "f"),
    ("jg", re.compile(r"dj|j|g(?!h)"), "j"),
    ("h", re.compile(r"kh"), "ḫ"),
    ("qc", re.compile(r"ck|q|c"), "k"),
    ("o", re.compile(r"ou|oo|o"), "u"),
    ("e", re.compile(r"ee|ie(?!h)"), "i"),
    ("iy", re.compile(r"[ae][iy](?![aeou])"), "ai"),
    ("e", re.compile(r"e[iy](?=[aeou])"), "iy"),
    ("wo", re.compile(r"aw(?![aeiou])|ao"), "au"),
    ("v", re.compile(r"v"), "f"),
    ("p", re.compile(r"p"), "b"),
    ("y", re.compile(r"y$|iy(?=[aeu])|(?<=[^aeiouy])y(?=[aeu])"), "i"),
    ("", re.compile(r"(.)\1+"), r"\1"),
    ("h", re.compile(r"(?<=[aei])h$"), ""),
    ("u", re.compile(r"^u(?=[aei])|(?<=[^aeiou])u(?=[aei])|(?<=a)u(?=[ae])"), "w"),
    ("i", re.compile(r"(?<=a)i(?=[aeu])"), "y"),
)
_LONGEST = 24  # letters; no name of the file is longer, so nothing longer need be looked up


def _habitual(latin: str) -> str:
    there = set(latin)
    for letters, habit, plain in _HABITS:
        if letters and there.isdisjoint(letters):
            continue
        changed = habit.sub(plain, latin)
        if changed != latin:
            latin, there = changed, set(changed)
    return latin


def _with_e(spelling: str) -> Iterator[str]:
    """Every form of a spelling in which an e stands for a short a or i."""
    pieces = re.split("([ai])", spelling)
    choices = [(piece, "e") if piece in ("a", "i") else (piece,) for piece in pieces]
    variants = ("".join(choice) for choice in product(*choices))
    return (variant for variant in variants if "ee" not in variant)  # that would read as a long i


@cache
def all_given_names() -> tuple[GivenName, ...]:
    """List the file, in its order: the commoner of two rival names first."""
    text = files("tawthiq.names").joinpath("given_names.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(
        GivenName(
            number=number,
            arabic=tuple(fold(spelling) for spelling in arabic.split()),
            latin=tuple(latin.split()),
        )
        for number, (arabic, latin) in enumerate(rows)
    )


@cache
def _by_arabic() -> dict[str, GivenName]:
    found: dict[str, GivenName] = {}
    for name in all_given_names():
        for spelling in name.arabic:
            found.setdefault(spelling, name)
    return found


def spellings_by_rule() -> dict[str, tuple[int, ...]]:
    """Work out every Latin spelling that leads to names of the file, and their numbers.

    `given_spellings.tsv` holds what comes of it: to work it out takes a twentieth of a second.
    """
    exact: dict[str, list[int]] = {}
    guessed: dict[str, list[int]] = {}
    for name in all_given_names():
        for spelling in name.latin:
            habitual = _habitual(fold(spelling))
            exact.setdefault(habitual, []).append(name.number)
            for variant in _with_e(habitual):
                guessed.setdefault(_habitual(variant), []).append(name.number)
    # A spelling that the file lists goes before one that only follows by rule: Salem is not Salim.
    return {
        spelling: tuple(dict.fromkeys((*exact.get(spelling, ()), *guessed.get(spelling, ()))))
        for spelling in exact.keys() | guessed.keys()
    }


@cache
def spellings_kept() -> dict[str, str]:
    """Read `given_spellings.tsv`: spelling, and the numbers of its names with blanks between."""
    text = files("tawthiq.names").joinpath("given_spellings.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t") for line in text.splitlines() if not line.startswith("#"))


def _by_latin(habitual: str) -> tuple[GivenName, ...]:
    numbers = spellings_kept().get(habitual)
    return () if numbers is None else tuple(all_given_names()[int(one)] for one in numbers.split())


def given_names(token: str) -> tuple[GivenName, ...]:
    """List the names of the file that a folded token may spell; none, one, or for Latin several."""
    return () if len(token) > _LONGEST or " " in token else _look_up(token)


@lru_cache(maxsize=1 << 16)
def _look_up(token: str) -> tuple[GivenName, ...]:
    if is_arabic(token):
        name = _by_arabic().get(token)
        if name is None and len(token) > 2 and token[-1] == "ا":
            name = _by_arabic().get(token[:-1] + "ي")  # a plain alef where one writes alef maqsura
        return () if name is None else (name,)
    return _by_latin(_habitual(token))

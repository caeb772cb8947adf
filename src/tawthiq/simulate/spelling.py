"""How hands spell: tables of every name as one list writes it, and the slips of single rows.

A list has a hand. It writes ة or ه, "Abdul" or "Abd al-", ou or u, and does so on every row: that
is `Habit`. On top come single rows in another usual spelling, and slips of the pen.
"""

import re
from collections.abc import Sequence

import numpy as np
import polars as pl

from tawthiq.simulate.model import Habit
from tawthiq.simulate.pools import NamePool

LATIN_VARIANTS = 4  # the list's own spelling, and three others
ARABIC_VARIANTS = 3  # the list's own, other orthography, joined
_HAMZA = str.maketrans("أإآ", "ااا")
_ACCENTS = str.maketrans("éèëêïîâôûçÉ", "eeeeiiaoucE")
_ARTICLE = re.compile(r"\b(?:al|el)-", re.IGNORECASE)
_ABD = re.compile(r"^Abd (?:al|el)-")
_JOINED = re.compile(r"^(العبد|عبد|أبو|ابو|آل|ذو) (?=\S)| (?=الدين$)")
_LOOK_ALIKE_ARABIC = ("بتثني", "جحخ", "دذ", "رز", "سش", "صض", "طظ", "عغ", "فق", "هة", "ىي", "كل")
_LOOK_ALIKE_LATIN = ("ae", "iyl", "ou", "mn", "dt", "bp", "hk", "sz", "gq", "vw")
_SHORTEST_TO_SLIP = 4
LAM_ALEF = {"لا": "ال", "لأ": "أل", "لإ": "إل", "لآ": "آل"}


def _alike() -> dict[str, str]:
    return {
        letter: group.replace(letter, "")
        for group in (*_LOOK_ALIKE_ARABIC, *_LOOK_ALIKE_LATIN)
        for letter in group
    }


_ALIKE = _alike()


def arabic_by_habit(word: str, habit: Habit) -> str:
    """The word as the list's hand writes it."""
    if not habit.hamza:
        word = word.translate(_HAMZA)
    if not habit.ta_marbuta:
        word = re.sub(r"ة\b", "ه", word)
    return word


def other_orthography(word: str) -> str:
    """Hamza, ta marbuta and alef maqsura the other way round; the word itself if it has none."""
    other = word.translate(_HAMZA)
    other = re.sub(r"ة\b", "ه", other)
    other = re.sub(r"ى\b", "ي", other)
    if other == word:
        other = re.sub(r"ي\b", "ى", word) if word.endswith("ي") else re.sub(r"^ا(?!ل)", "أ", word)
    return other


def joined(word: str) -> str:
    """عبدالله for عبد الله; a word that is no compound stays."""
    return _JOINED.sub(lambda match: match.group(1) or "", word)


def latin_by_habit(word: str, arabic: str, habit: Habit, *, family: bool) -> str:
    """The romanised word as the list's hand writes it."""
    word = _ABD.sub(habit.abd, word)
    word = _ARTICLE.sub(habit.article, word)
    if not habit.accents:
        word = word.translate(_ACCENTS)
    if habit.final_h and arabic.endswith("ة") and word.endswith("a"):
        word += "h"
    if family and habit.capital_family:
        word = word.upper()
    return word[:1].upper() + word[1:] if habit.article[:1].isupper() else word


def arabic_table(pool: NamePool, habit: Habit) -> pl.Series:
    """Spelling `variant * (len(pool) + 1) + token`; the last of each variant is null."""
    mains = [arabic_by_habit(word, habit) for word in pool.ar]
    variants = (
        mains,
        [other_orthography(word) for word in mains],
        [joined(word) for word in mains],
    )
    return pl.Series([word for variant in variants for word in (*variant, None)], dtype=pl.String)


def latin_table(pool: NamePool, habit: Habit, *, family: bool) -> pl.Series:
    """The same for Latin letters: the list's own spelling, then three others of the pool."""
    own = pool.fr if habit.romanisation == "fr" else pool.en
    cells: list[str | None] = []
    for variant in range(LATIN_VARIANTS):
        for word, arabic, others in zip(own, pool.ar, pool.others, strict=True):
            chosen = word if variant == 0 else others[(variant - 1) % len(others)]
            cells.append(latin_by_habit(chosen, arabic, habit, family=family))
        cells.append(None)
    return pl.Series(cells, dtype=pl.String)


def slip(text: str, draws: Sequence[float]) -> str:
    """One slip of the pen: a letter dropped, doubled, swapped with the next or a look-alike.

    Args:
        text: a name.
        draws: three uniform numbers in [0, 1).

    Returns:
        The name with one slip; the same name where it is too short to spare a letter.
    """
    kind, where, which = draws
    letters = [at for at, letter in enumerate(text) if letter.isalpha()]
    if len(letters) < _SHORTEST_TO_SLIP:
        return text
    at = letters[int(where * len(letters))]
    letter = text[at]
    if kind < 0.3:
        return text[:at] + text[at + 1 :]
    if kind < 0.45:
        return text[:at] + letter + text[at:]
    if kind < 0.65 and at + 1 < len(text) and text[at + 1].isalpha():
        return text[:at] + text[at + 1] + letter + text[at + 2 :]
    alike = _ALIKE.get(letter.lower())
    if not alike:
        return text[:at] + text[at + 1 :]
    other = alike[int(which * len(alike))]
    return text[:at] + (other.upper() if letter.isupper() else other) + text[at + 1 :]


def slips(names: pl.Series, rate: float, rng: np.random.Generator) -> pl.Series:
    """Let about `rate` of the names slip."""
    rows = np.flatnonzero(rng.random(len(names)) < rate)
    if not len(rows):
        return names
    draws = rng.random((len(rows), 3)).tolist()
    texts = names.gather(rows).to_list()
    slipped = [
        None if text is None else slip(text, draw) for text, draw in zip(texts, draws, strict=True)
    ]
    return names.clone().scatter(rows, pl.Series(slipped, dtype=pl.String))


def lam_alef_damage(names: pl.Series, rate: float, rng: np.random.Generator) -> pl.Series:
    """عالء for علاء on about `rate` of the rows, as text taken out of a PDF reads."""
    hit = pl.Series(rng.random(len(names)) < rate)
    damaged = names.str.replace_many(list(LAM_ALEF), list(LAM_ALEF.values()))
    return pl.select(pl.when(hit).then(damaged).otherwise(names)).to_series()

"""Places as subjects in English: "Basra reported 12 deaths" tells where, not who says it."""

from collections.abc import Sequence
from functools import cache

from tawthiq.fields import Gazetteer
from tawthiq.reading.model import Token
from tawthiq.reading.tokens import tokenise
from tawthiq.reading.voices.wordsets import word_set

_AREAS = word_set(
    "province provinces governorate governorates district districts city cities town towns "
    "village villages countryside suburbs suburb area areas region regions country countries"
)
_OF_SOMEBODY = frozenset(("of", "in", "from", "at"))


def only_places(tokens: Sequence[Token]) -> bool:
    """Whether the words name places and nothing else: "Basra and Najaf", "Aleppo province"."""
    said = [one.norm for one in tokens if one.kind == "word" and one.norm != "the"]
    if not said:
        return False
    if said[-1] in _AREAS:
        return not _OF_SOMEBODY.intersection(said)  # "an official of the governorate" is one
    parts = " ".join(said).split(" and ")
    return all(part.removesuffix(" also") in _names() for part in parts)


@cache
def _names() -> frozenset[str]:
    """Countries, provinces and districts; towns bear the names of too many people."""
    places = (one for one in Gazetteer.default() if one.level in ("governorate", "district"))
    names = (name for one in places for name in (one.name_en, *one.alternates) if name.isascii())
    return _COUNTRIES | {" ".join(token.norm for token in tokenise(name)) for name in names}


_COUNTRIES = frozenset(
    (
        "syria", "iraq", "lebanon", "jordan", "turkey", "egypt", "libya", "yemen", "palestine",
        "sudan", "south sudan", "tunisia", "algeria", "morocco", "iran", "kuwait", "saudi arabia",
        "gaza", "germany", "sweden", "greece", "europe", "afghanistan", "somalia", "ukraine",
    )
)  # fmt: skip

"""Which of HURIDOCS's Micro-thesauri a field's values belong to, for those who code by them.

`huridocs.toml` gives numbers of lists and our own labels, with their sources; codes of terms only
where they could be checked.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tawthiq.statements.labels import Language, label_of_term


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """One of the Micro-thesauri."""

    number: int
    en: str  # our own words for what it lists
    ar: str

    def called(self, language: Language) -> str:
        """Its number and what it lists, in words."""
        if language == "ar":
            return f"قائمة HURIDOCS رقم {self.number}: {self.ar}"
        return f"HURIDOCS Micro-thesaurus {self.number}: {self.en}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """How a party may answer an accusation."""

    term: str  # of `Account.attribution`
    en: str
    ar: str
    code: str | None = None  # of HURIDOCS; None: it could not be checked


@cache
def _said() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "huridocs.toml").read_text(encoding="utf-8"))


def vocabulary_of(type_name: str, field: str) -> Vocabulary | None:
    """The list that the values of a field can be coded by; None where there is none."""
    for one in _said()["vocabulary"].values():
        if f"{type_name}.{field}" in one["fields"]:
            return Vocabulary(number=one["number"], en=one["en"], ar=one["ar"])
    return None


def responses() -> tuple[Response, ...]:
    """The answers to an accusation, in the order of the vocabulary."""
    said = _said()["response"]
    type_name, _, field = str(said["field"]).partition(".")
    codes: dict[str, str] = said.get("codes", {})
    return tuple(
        Response(
            term=term,
            en=label_of_term(type_name, field, term, "en"),
            ar=label_of_term(type_name, field, term, "ar"),
            code=codes.get(term),
        )
        for term in said["terms"]
    )

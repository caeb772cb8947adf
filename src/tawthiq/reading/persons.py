"""Numbers without a numeral: Arabic duals ("قتيلان"), and one person told ("a child was killed").

A dual is built of a list of nouns, never guessed from an ending: "لبنان" and "ميدان" are none, and
"مدنيين" may be the plural. One person alone is a count only where harm, a part of a whole or other
people counted beside stand next to it; it carries its doubt.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tawthiq.fields.text import fold
from tawthiq.reading.model import Token
from tawthiq.reading.numerals import word_of
from tawthiq.reading.terms import TermList, load_terms

SINGLE = "single person told"
DEFINITE = "may have been told before"
HARM = frozenset(("deaths", "injured", "casualties", "detained", "missing", "abducted", "released"))
_PREFIX = re.compile(r"(?:[وف]?(?:بال|كال|ال|لل|[بلك])|[وف])")
_ONE = frozenset(map(fold, ("واحد", "واحدة", "واحدا")))
_TWO = frozenset(map(fold, ("اثنان", "اثنين", "اثنتان", "اثنتين")))
_COPIES = 4  # words before or after a person that may tell of harm


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One or two of a noun at tokens [first, last)."""

    first: int
    last: int
    value: int
    noun: str | None  # Arabic, singular; None: the English noun stands after the article
    article: bool = False
    person: bool = True
    doubt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Noun:
    singular: str
    person: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Persons:
    """The lists of `countables.toml`, and those that tell what befell people."""

    duals: dict[str, _Noun]  # folded, without prefixes
    singles: dict[str, _Noun]  # Arabic, folded
    plurals: dict[str, _Noun]  # -ين of those whose plural it is too
    english: TermList
    verbs: TermList
    nouns: TermList
    joints: TermList

    @classmethod
    def load(cls, extra: Path | None) -> "Persons":
        """The built-in lists, with what the folder `extra` adds."""
        return _load(extra)

    def maybe(self, token: Token) -> bool:
        """A quick look before `dual` and `single`."""
        if token.kind != "word":
            return False
        if token.norm in ("a", "an"):
            return True
        first = token.norm[:1]
        return "ء" <= first <= "ي" and self._noun(token.norm) is not None

    def _noun(self, norm: str) -> tuple[str, str] | None:
        """The prefix and the bare form of a countable noun, in any of its forms."""
        for prefix in _prefixes(norm):
            bare = norm[len(prefix) :]
            if bare in self.duals or bare in self.singles or bare in self.plurals:
                return prefix, bare
        return None

    def dual(self, tokens: Sequence[Token], at: int) -> Counted | None:
        """The dual at a token, or a noun with "one" or "two" after it."""
        found = self._noun(tokens[at].norm)
        if found is None:
            return None
        prefix, bare = found
        following = tokens[at + 1].norm if at + 1 < len(tokens) else ""
        definite = prefix.endswith("ال") or prefix.endswith("لل")
        doubt = (DEFINITE,) if definite else ()
        if bare in self.duals:
            noun = self.duals[bare]
            last = at + 2 if following in _TWO or following.removeprefix("ال") in _TWO else at + 1
            return Counted(
                first=at, last=last, value=2, noun=noun.singular, person=noun.person, doubt=doubt
            )
        if bare in self.plurals and following in _TWO:
            noun = self.plurals[bare]
            return Counted(first=at, last=at + 2, value=2, noun=noun.singular, person=noun.person)
        if bare in self.singles and following in _ONE and not definite:
            noun = self.singles[bare]
            after = word_of(tokens[at + 2].norm) if at + 2 < len(tokens) else None
            if after is not None and after.kind == "tens" and after.joined:
                return None  # "طفل واحد وعشرون": no count of one
            return Counted(first=at, last=at + 2, value=1, noun=noun.singular, person=noun.person)
        return None

    def single(
        self, tokens: Sequence[Token], at: int, *, beside: bool, floor: int
    ) -> Counted | None:
        """One person at a token, where the words around it count them.

        Args:
            beside: a quantity of people ends just before, joined by "and" or a comma.
            floor: the end of the quantity before.
        """
        token = tokens[at]
        if token.norm in ("a", "an"):
            return self._english(tokens, at, beside=beside, floor=floor)
        found = self._noun(token.norm)
        if found is None or found[1] not in self.singles:
            return None
        prefix, bare = found
        noun = self.singles[bare]
        if not noun.person or prefix not in ("", "و", "ب", "ل", "وب", "ف"):
            return None
        row = tuple(tokens)
        joined = prefix.startswith("و")
        told = (beside and joined) or (
            not joined and (self.harmed_before(row, at, floor) or self._part_before(row, at, floor))
        )
        if not told:
            return None
        return Counted(first=at, last=at + 1, value=1, noun=noun.singular, doubt=(SINGLE,))

    def _english(
        self, tokens: Sequence[Token], at: int, *, beside: bool, floor: int
    ) -> Counted | None:
        row = tuple(tokens)
        noun = None
        for start in range(at + 1, min(at + 6, len(row))):
            found = self.english.at(row, start)
            if found is not None and found.loss == 0 and found.entry.get("people"):
                noun = found
                further = (
                    self.english.at(row, found.last) if found.last < len(row) else None
                )  # "a civilian woman"
                if further is not None and further.loss == 0 and further.entry.get("people"):
                    noun = further
                break
            if (row[start].kind == "sign" and row[start].norm != "-") or (
                self.joints.at(row, start) is not None
            ):
                return None
        if noun is None:
            return None
        counted = Counted(first=at, last=at + 1, value=1, noun=None, article=True, doubt=(SINGLE,))
        if (
            beside
            or self.harmed_before(row, at, floor)
            or self._part_before(row, at, floor)
            or self._harmed_after(row, noun.last)
        ):
            return counted
        return None

    def harmed_before(self, row: tuple[Token, ...], at: int, floor: int) -> bool:
        """Whether harm is told just before a token: a verb or a noun: "killed a child", "مقتل طفل", "the death of a"."""
        for first in range(max(floor, at - _COPIES), at):
            for some in (self.verbs, self.nouns):
                match = some.at(row, first)
                if match is None or match.term not in HARM or match.last > at:
                    continue
                if all(row[k].norm in ("of", "by", "ال", "also", "ايضا") and row[k].norm != "by"
                       for k in range(match.last, at)):  # fmt: skip
                    return True
        return False

    def _part_before(self, row: tuple[Token, ...], at: int, floor: int) -> bool:
        for first in range(max(floor, at - _COPIES), at):
            match = self.joints.at(row, first)
            if match is not None and match.term == "part" and match.last == at:
                return True
        return False

    def _harmed_after(self, row: tuple[Token, ...], last: int) -> bool:
        """A passive verb of harm just after the noun: "was killed", "died"."""
        for at in range(last, min(last + _COPIES, len(row))):
            match = self.verbs.at(row, at)
            if match is not None and match.term in HARM and match.loss == 0:
                return match.last == len(row) or row[match.last].norm not in (
                    "by", "that", "to", "the", "a", "at", "least",
                ) or at > last  # fmt: skip
            if row[at].norm not in (
                "was",
                "were",
                "has",
                "had",
                "been",
                "have",
                "also",
                "is",
                "being",
                "later",
            ):
                return False
        return False


@cache
def _prefixes_of(head: str) -> tuple[str, ...]:
    match = _PREFIX.match(head)
    found = [""]
    for cut in range(1, 5):
        if match is not None and _PREFIX.fullmatch(head[:cut]):
            found.append(head[:cut])
    return tuple(found)


def _prefixes(norm: str) -> tuple[str, ...]:
    return _prefixes_of(norm[:4]) if len(norm) > 3 else ("",)


@cache
def _load(extra: Path | None) -> Persons:
    countables = load_terms("countables", extra)
    duals: dict[str, _Noun] = {}
    singles: dict[str, _Noun] = {}
    plurals: dict[str, _Noun] = {}
    for entry in countables.entries.values():
        for word in entry.get("ar", ()):
            if " " in word:
                continue
            noun = _Noun(word, bool(entry.get("people")))
            stem = _dual_stem(word)
            if entry.get("kin"):
                for ending in ("يه", "يها", "يهما", "اه", "اها"):
                    duals[fold(stem + ending)] = noun
                continue
            singles[fold(word)] = noun
            duals[fold(stem + "ان")] = noun
            (plurals if entry.get("plural_in") else duals)[fold(stem + "ين")] = noun
    return Persons(
        duals=duals,
        singles=singles,
        plurals=plurals,
        english=countables,
        verbs=load_terms("counted_verbs", extra),
        nouns=load_terms("counted_nouns", extra),
        joints=load_terms("joints", extra),
    )


def _dual_stem(word: str) -> str:
    if word.endswith("ة"):
        return word[:-1] + "ت"
    if word.endswith("ى"):
        return word[:-1] + "ي"
    return word

"""Numbers without a numeral: Arabic duals ("قتيلان"), and one person told ("a child was killed").

A dual is built of a list of nouns, never guessed from an ending: "لبنان" and "ميدان" are none, and
"مدنيين" may be the plural. One person alone is a count only where harm, a part of a whole or other
people counted beside stand next to it; it carries its doubt.
"""

from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from tawthiq.fields.text import fold
from tawthiq.reading.model import TermMatch, Token
from tawthiq.reading.numbers.number_words import is_arabic, norm_at, number_word_at
from tawthiq.reading.numbers.numerals import begins_number
from tawthiq.reading.terms import TermList, load_terms
from tawthiq.reading.voices.wordsets import word_set

Tokens = tuple[Token, ...]

SINGLE = "single person told"
DEFINITE = "may have been told before"
HARM = frozenset(("deaths", "injured", "casualties", "detained", "missing", "abducted", "released"))
_PREFIXES = frozenset(map("".join, product(("", "و", "ف"), ("", "ب", "ل", "ك"), ("", "ال", "ل"))))
_SINGLE_PREFIXES = frozenset(("", "و", "ب", "ل", "وب", "ول", "ف"))
_A = word_set("a an")
_ONE = word_set("واحد واحده واحدا")
_TWO = word_set("اثنان اثنين اثنتان اثنتين تنين الاثنان الاثنين")
_REACH = 4  # words before or after a person that may tell of harm
_JOINED = 9  # words of those joined to one person
_ADJECTIVES = 5  # words between "a" and its noun
_PASSED = word_set("of ال also ايضا the")
_BE = word_set("was were has had been have also is being later")
_DIES = word_set("died dies dying perished drowned fled defected vanished")
_AFTER_PASSIVE = word_set(
    "in on at by during when while near inside outside after before and as with"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One or two of a noun at tokens [first, last)."""

    first: int
    last: int
    value: int
    noun: str | None  # Arabic, singular; None: the English noun stands after the article
    noun_last: int  # where its noun ends
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
    harm: tuple[TermList, ...]  # verbs and nouns that say what befell people
    joints: TermList

    @classmethod
    def load(cls, extra: Path | None) -> "Persons":
        """The built-in lists, with what the folder `extra` adds."""
        return _load(extra)

    def maybe(self, token: Token) -> bool:
        """A quick look before `dual` and `single`."""
        if token.kind != "word":
            return False
        return token.norm in _A or (is_arabic(token.norm) and self._noun(token.norm) is not None)

    def _noun(self, norm: str) -> tuple[str, str] | None:
        """The prefix and the bare form of a countable noun, in any of its forms."""
        for cut in range(min(5, len(norm) - 2)):
            bare = norm[cut:]
            known = bare in self.duals or bare in self.singles or bare in self.plurals
            if known and norm[:cut] in _PREFIXES:
                return norm[:cut], bare
        return None

    def dual(self, tokens: Tokens, at: int) -> Counted | None:
        """The dual at a token, or a noun with "one" or "two" after it."""
        found = self._noun(tokens[at].norm)
        if found is None:
            return None
        prefix, bare = found
        definite = prefix.endswith(("ال", "لل"))
        after = norm_at(tokens, at + 1)
        told = at + 2 if after in _TWO else at + 1
        if bare in self.duals:
            doubt = (DEFINITE,) if definite else ()
            return self._counted(at, told, 2, self.duals[bare], doubt)
        if bare in self.plurals and after in _TWO:
            return self._counted(at, told, 2, self.plurals[bare], ())
        if bare in self.singles and after in _ONE and not definite:
            tens = number_word_at(tokens, at + 2)
            # "طفل واحد وعشرون" is no count of one.
            if tens is None or tens.kind != "tens" or not tens.joined:
                return self._counted(at, at + 2, 1, self.singles[bare], ())
        return None

    @staticmethod
    def _counted(first: int, last: int, value: int, noun: _Noun, doubt: tuple[str, ...]) -> Counted:
        return Counted(
            first=first, last=last, value=value, noun=noun.singular, noun_last=last, doubt=doubt
        )

    def single(self, tokens: Tokens, at: int, *, beside: bool, floor: int) -> Counted | None:
        """One person at a token, where the words around it count them.

        Args:
            beside: a quantity of people ends just before, joined by "and" or a comma.
            floor: the end of the quantity before.
        """
        if tokens[at].norm in _A:
            return self._english(tokens, at, beside=beside, floor=floor)
        found = self._noun(tokens[at].norm)
        if found is None or found[1] not in self.singles or found[0] not in _SINGLE_PREFIXES:
            return None
        prefix, noun = found[0], self.singles[found[1]]
        if not noun.person or (at + 1 < len(tokens) and begins_number(tokens[at + 1])):
            return None  # "قتل ضابط 12 مدنيا": the one who did it
        joined = prefix.startswith("و")
        told = beside if joined else self._told_before(tokens, at, floor)
        return self._counted(at, at + 1, 1, noun, (SINGLE,)) if told else None

    def _english(self, tokens: Tokens, at: int, *, beside: bool, floor: int) -> Counted | None:
        noun = self._english_noun(tokens, at + 1)
        if noun is None:
            return None
        told = beside or self._told_before(tokens, at, floor)
        if not told and not self._harmed_after(tokens, noun.last):
            return None
        return Counted(
            first=at, last=at + 1, value=1, noun=None, noun_last=noun.last, doubt=(SINGLE,)
        )

    def _english_noun(self, tokens: Tokens, first: int) -> TermMatch | None:
        """The person after "a", adjectives between: "a 12-year-old Kurdish boy"."""
        for at in range(first, min(first + _ADJECTIVES, len(tokens))):
            noun = self._person_at(tokens, at)
            if noun is not None:
                further = self._person_at(tokens, noun.last)  # "a civilian woman"
                return further or noun
            sign = tokens[at].kind == "sign" and tokens[at].norm != "-"
            if sign or self.joints.at(tokens, at) is not None:
                return None
        return None

    def _person_at(self, tokens: Tokens, at: int) -> TermMatch | None:
        match = self.english.at(tokens, at) if at < len(tokens) else None
        return match if match is not None and match.loss == 0 else None

    def _told_before(self, tokens: Tokens, at: int, floor: int) -> bool:
        return self.harmed_before(tokens, at, floor) or self._part_before(tokens, at, floor)

    def harmed_before(self, tokens: Tokens, at: int, floor: int) -> bool:
        """Whether harm is told just before a token: "killed a …", "مقتل …", "the death of a …"."""
        for first in range(max(floor, at - _REACH), at):
            for some in self.harm:
                match = some.at(tokens, first)
                if match is None or match.term not in HARM or match.last > at:
                    continue
                if all(tokens[k].norm in _PASSED for k in range(match.last, at)):
                    return True
        return False

    def _part_before(self, tokens: Tokens, at: int, floor: int) -> bool:
        """Whether "including" or "بينهم" stands just before a token."""
        for first in range(max(floor, at - _REACH), at):
            match = self.joints.at(tokens, first)
            if match is not None and match.term == "part" and match.last == at:
                return True
        return False

    def _harmed_after(self, tokens: Tokens, last: int) -> bool:
        """Whether the noun before is said to have been harmed: "was killed", "died".

        Others may be joined to it first: "a mother and her four children were killed".
        """
        if norm_at(tokens, last) == "and":
            ahead = next(
                (k for k in range(last, min(last + _JOINED, len(tokens)))
                 if tokens[k].norm in ("were", "have", "had")), None
            )  # fmt: skip
            if ahead is None or any(one.kind == "sign" for one in tokens[last:ahead]):
                return False
            last = ahead
        for at in range(last, min(last + _REACH, len(tokens))):
            match = self.harm[0].at(tokens, at)
            if match is not None and match.term in HARM and match.loss == 0:
                after = tokens[match.last] if match.last < len(tokens) else None
                closed = after is None or after.kind == "sign" or after.norm in _AFTER_PASSIVE
                return at > last or closed or tokens[at].norm in _DIES
            if tokens[at].norm not in _BE:
                return False
        return False


@cache
def _load(extra: Path | None) -> Persons:
    countables = load_terms("countables", extra)
    duals: dict[str, _Noun] = {}
    singles: dict[str, _Noun] = {}
    plurals: dict[str, _Noun] = {}
    for entry in countables.entries.values():
        for word in entry.get("ar", ()):
            noun, stem = _Noun(word, bool(entry.get("people"))), _dual_stem(word)
            if entry.get("kin"):
                duals |= {fold(stem + their): noun for their in ("يه", "يها", "يهما", "اه", "اها")}
                continue
            singles[fold(word)] = noun
            duals[fold(stem + "ان")] = noun
            (plurals if entry.get("plural_in") else duals)[fold(stem + "ين")] = noun
    return Persons(
        duals=duals,
        singles=singles,
        plurals=plurals,
        english=countables.only(lambda entry: bool(entry.get("people"))),
        harm=(load_terms("counted_verbs", extra), load_terms("counted_nouns", extra)),
        joints=load_terms("joints", extra),
    )


def _dual_stem(word: str) -> str:
    return word[:-1] + {"ة": "ت", "ى": "ي"}.get(word[-1], word[-1])

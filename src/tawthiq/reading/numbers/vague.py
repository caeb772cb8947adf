"""Words in a number's place: "dozens", "عدة", "half of the dead", "one in four", "not known"."""

from dataclasses import dataclass
from pathlib import Path

from tawthiq.reading.model import TermMatch, Token
from tawthiq.reading.numbers.hedges import Hedges, hedge_words
from tawthiq.reading.numbers.nonfigures import NonFigures
from tawthiq.reading.numbers.number_words import norm_at
from tawthiq.reading.numbers.numerals import numeral_at
from tawthiq.reading.voices.wordsets import word_set

Tokens = tuple[Token, ...]

_OF = word_set("of من")
_ALL = word_set("of the an all these those its their them his her whom our")
_THEM = word_set("them whom")
_THEIRS = ("هم", "هن", "ها")
_VERBS = word_set(
    "is are was were be been being has have had will did do would died fled came went left remain "
    "remained returned live lived"
)
# Words of a share that speak of other things too: something counted has to follow them.
_LOOSE = word_set(
    "most the nearly almost معظم اغلب غالبيه الغالبيه اغلبيه الاغلبيه جل نسبه جزء شطر السواد "
    "اكثريه الاكثريه عشر خمس خمسا"
)
_ASKED = word_set("how so as too not that")  # "how many" asks, and gives no number
_ONE_IN = word_set("in of")
_EVERY = word_set("كل")
_OUT_OF = word_set("three four five ten")
_MOST_IN = 100
_ORDINALS = word_set(
    "الاول الثاني الثالث الرابع الاخير الاولي الثانيه الشمالي الجنوبي الشرقي الغربي"
)
_KNOWN_REACH = 8  # words between "the number" and "is not known"
_BREAKS = word_set(", ; : . but while although ؛ لكن بينما فيما")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A place where the text says that the number is not known."""

    first: int
    last: int
    hedge: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vague:
    """Finds what stands in the place of a number."""

    hedges: Hedges
    no: NonFigures

    @classmethod
    def load(cls, extra: Path | None) -> "Vague":
        """With the built-in lists and what the folder `extra` adds."""
        return cls(hedges=Hedges.load(extra), no=NonFigures.load(extra))

    def at(self, tokens: Tokens, at: int) -> TermMatch | None:
        """The vague word, share or unknown number that begins at a token."""
        match = self.hedges.openers.at(tokens, at)
        if match is None:
            return self._one_in(tokens, at)
        if match.entry["side"] == "share":
            return match if self._is_share(tokens, match) else None
        if at and norm_at(tokens, at) == "many" and tokens[at - 1].norm in _ASKED:
            return None
        if match.entry.get("noun") and not self._counts(tokens, match.last):
            return None
        return match if not self.no.measured(tokens, match.last) else None

    def _one_in(self, tokens: Tokens, at: int) -> TermMatch | None:
        """ "one in four", "three out of four", "مدرسة من كل خمس": a share in words."""
        digits = tokens[at].norm == "1"
        if (digits or tokens[at].norm == "one") and norm_at(tokens, at + 1) in _ONE_IN:
            every = at + 2
        elif norm_at(tokens, at + 1) == "من" and norm_at(tokens, at + 2) in _EVERY:
            every = at + 3
        elif (
            norm_at(tokens, at + 1) == "out"
            and norm_at(tokens, at + 2) == "of"
            and tokens[at].kind == "word"
            and norm_at(tokens, at + 3) in _OUT_OF
        ):
            every = at + 3  # "three out of four houses"; "12 out of 40" are two figures
        else:
            return None
        whole = numeral_at(tokens, every) if every < len(tokens) else None
        if whole is None or not 1 < whole.value <= _MOST_IN:
            return None
        if norm_at(tokens, at + 1) == "of" or self.no.measured(tokens, whole.last):
            return None
        if digits and not self.no.counts(tokens, whole.last, reach=1):
            return None
        entry = {"bound": "vague", "side": "share"}
        return TermMatch(kind="bounds", term="one in", first=at, last=whole.last, entry=entry)

    def _counts(self, tokens: Tokens, last: int) -> bool:
        while norm_at(tokens, last) in _OF | {"the", "other", "more"}:
            last += 1
        return self.no.counts(tokens, last)

    def _is_share(self, tokens: Tokens, match: TermMatch) -> bool:
        """ "half of the dead", "نصف السكان"; neither "half an hour" nor "most of the day"."""
        at, word = match.last, tokens[match.first].norm
        following = norm_at(tokens, at)
        if not following or self.no.measured(tokens, at):
            return False
        loose = word in _LOOSE
        if following in _ALL:
            while norm_at(tokens, at) in _ALL:
                at += 1
            if tokens[at - 1].norm not in _THEM:
                counted = self.no.counts(tokens, at) or not loose
                return counted and not self.no.measured(tokens, at)
        if following in _ALL | _VERBS:
            return not loose
        if following in _ORDINALS:
            return False  # "الربع الأول من العام"
        if following.startswith("ال") or following == "من":
            at += following == "من"
            return self.no.counts(tokens, at) or (not loose and at < len(tokens))
        theirs = word.endswith(_THEIRS) and not loose
        return theirs or self.no.counts(tokens, at, reach=1)

    def not_known(self, tokens: Tokens) -> list[Unknown]:
        """Where the text says that the number is not known."""
        found: list[Unknown] = []
        for at in range(len(tokens)):
            match = self.hedges.unknown.at(tokens, at)
            if match is None or (found and found[-1].last > match.first):
                continue
            number = self._the_number(tokens, match)
            if number is not None:
                first, last = min(match.first, number.first), max(match.last, number.last)
            elif self._in_table(tokens, match):
                first, last = match.first, match.last
            else:
                continue
            found.append(Unknown(first=first, last=last, hedge=hedge_words(tokens, match)))
        return found

    def _in_table(self, tokens: Tokens, match: TermMatch) -> bool:
        """ "Houses burnt: unknown": in the place of the number."""
        at = match.first - 1
        if at < 1 or tokens[at].norm != ":":
            return False
        return any(self.no.is_noun(tokens, k) for k in range(max(0, at - 5), at))

    def _the_number(self, tokens: Tokens, match: TermMatch) -> TermMatch | None:
        """The words for "the number" before or after those that say it is not known."""
        for at in range(match.first - 1, max(-1, match.first - _KNOWN_REACH), -1):
            if tokens[at].kind == "number" or tokens[at].norm in _BREAKS:
                break
            number = self.hedges.the_number.at(tokens, at)
            if number is not None:
                return number
        for at in range(match.last, min(match.last + 3, len(tokens))):
            if tokens[at].norm in _BREAKS:
                break
            number = self.hedges.the_number.at(tokens, at)
            if number is not None:
                return number
        return None

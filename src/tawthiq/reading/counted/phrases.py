"""The phrase that a number is a number of: "12 unarmed civilians", "٣٠ قتيلا من المدنيين"."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tawthiq.reading.model import Language, Quantity, Sentence, TermMatch, Token
from tawthiq.reading.terms import TermList, load_terms
from tawthiq.reading.tokens import tokenise

_LONGEST_GAP = 2  # unknown words ("Kurdish", "from the north" is none) before a known noun
_OF = frozenset(("of", "من"))
_LONGEST_PHRASE = 4  # words
_WHO_WERE = frozenset(
    ("who", "were", "was", "have", "has", "had", "been", "الذين", "الذي", "اللواتي", "ممن")
)
_WHO = frozenset(("people", "families"))
_BARRIERS = frozenset(("stop", "part", "break", "makes", "strength", "whole", "apart"))
_GLUED_PREPOSITIONS = frozenset("بلك")
_THEIRS = ("هم", "هن", "ها")
_VERB_ENDINGS = ("هم", "هن", "ها", "وا")  # "حاصرتهم" is no noun
_PREDICATE_REACH = 4  # words
_SHORTEST_ARABIC = 2  # letters
_SHORTEST_PLURAL = 3
_DIVIDING = frozenset((":", "-", "–", "—", "(", "=", "|", "•"))
_THE = frozenset(("the", "these", "those", "their", "its", "our"))
_OF_THEM = frozenset(("them", "whom", "which", "these", "those", "منهم", "منهن", "منها", "منهما"))
_NO_NOUNS = frozenset(
    (
        "always",
        "perhaps",
        "besides",
        "sometimes",
        "afterwards",
        "towards",
        "says",
        "does",
        "goes",
        "comes",
        "overseas",
        "whereas",
        "times",
    )
)
_AND = frozenset(("and", "or", "و", "او"))
_KILLED_OR_HURT = {"deaths", "injured"}
_BE = frozenset(
    ("were", "are", "was", "is", "being", "been", "mostly", "mainly", "all", "both", "most", "them",
     "whom", "هم", "هن", "كانوا", "كانت", "كان", "اغلبهم", "معظمهم", "غالبيتهم", "جميعهم")
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """The lists of terms that figures are put together with."""

    nouns: TermList
    verbs: TermList
    categories: TermList
    units: TermList
    joints: TermList

    @classmethod
    def load(cls, extra: Path | None) -> "Lists":
        """The built-in lists, with what the folder `extra` adds."""
        return cls(
            nouns=load_terms("counted_nouns", extra),
            verbs=load_terms("counted_verbs", extra),
            categories=load_terms("categories", extra),
            units=load_terms("units", extra),
            joints=load_terms("joints", extra),
        )

    def joint(self, tokens: tuple[Token, ...], at: int, term: str) -> TermMatch | None:
        """The small word of one kind that begins at a token."""
        found = self.joints.at(tokens, at)
        return found if found is not None and found.term == term else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """The nouns after a number."""

    last: int  # one past its last token; the number's own end where there is no phrase
    noun: TermMatch | None = None  # of `counted_nouns`
    categories: tuple[str, ...] = ()
    unit: TermMatch | None = None
    joined: bool = False  # killed and hurt are counted together
    of_them: bool = False  # "of them", "منهم": a part of those just counted
    whole: tuple[int, int] | None = None  # tokens of the whole it is a part of: "of the dead"
    other: int | None = None  # the token of a noun that is in no list
    before: bool = False  # the noun stands before the number: "Children: 58"

    @property
    def found(self) -> bool:
        """Whether a known noun says what the number is a number of."""
        return bool(self.noun or self.categories or self.unit)

    @property
    def people(self) -> bool:
        """Whether those counted are people, as far as the nouns tell."""
        whom = self.unit is not None and self.unit.term in _WHO
        return bool(self.noun or self.categories or whom)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The numbers of one sentence and the phrases after them, side by side."""

    sentence: Sentence
    quantities: Sequence[Quantity]
    phrases: Sequence[Phrase]
    lists: Lists

    def last(self, k: int) -> int:
        """One past the last token of number `k` with its phrase."""
        return max(self.phrases[k].last, self.quantities[k].last)

    def between(self, k: int) -> range:
        """The tokens between the number before and number `k`."""
        return range(self.last(k - 1) if k else 0, self.quantities[k].first)


def phrase_after(
    sentence: Sentence, quantity: Quantity, numbers: Collection[int], lists: Lists
) -> Phrase:
    """Read the nouns after a number.

    Args:
        numbers: tokens that belong to any quantity of the sentence: a phrase ends before them.
    """
    if quantity.noun is not None:
        return _of_dual(quantity, lists)
    others = frozenset(at for at in numbers if not quantity.first <= at < quantity.last)
    scan = _Scan(sentence.tokens, quantity, others, lists, sentence.language)
    while scan.step():
        pass
    categories = scan.categories
    told_apart = scan.of_them or quantity.unit in ("percent", "share") or not scan.head
    if not categories and told_apart:
        said = _predicate(sentence.tokens, scan.at, lists)
        if said and said[0].kind == "categories":
            categories = [one.term for one in said]
        elif said and scan.noun is None:
            scan.noun = said[0]
    if not scan.head and scan.other == quantity.number_last:
        scan.last = scan.other + 1
    return Phrase(
        last=scan.last,
        noun=scan.noun,
        categories=tuple(sorted(set(categories))),
        unit=scan.unit,
        joined=scan.joined,
        of_them=scan.of_them,
        whole=scan.whole,
        other=None if scan.head else scan.other,
    )


def category_told(scene: Scene, k: int, first: int, last: int) -> str | None:
    """Whom a word at tokens [first, last) speaks of: "the civilian toll", «قتلى الجيش»."""
    tokens, lists = scene.sentence.tokens, scene.lists
    end = first
    while end and tokens[end - 1].norm in _WHO_WERE:
        end -= 1
    for start in range(max(0, end - _LONGEST_PHRASE), end):
        found = lists.categories.at(tokens, start)
        if found is not None and found.last == end:
            return found.term
    at = last
    while at < min(len(tokens), last + 2) and tokens[at].norm in _OF | _THE | {"among", "بين"}:
        at += 1
    found = lists.categories.at(tokens, at)
    number = scene.quantities[k]
    apart = found is None or number.first < found.last <= scene.last(k)
    return None if apart or found is None else found.term


def category_of_share(scene: Scene, k: int) -> str | None:
    """Whom a share is of, where they stand before it: "Civilians made up 61 %"."""
    tokens, lists, end = scene.sentence.tokens, scene.lists, scene.quantities[k].first
    for start in range(max(0, end - _LONGEST_PHRASE - 2), end):
        joint = lists.joints.at(tokens, start)
        if joint is None or joint.term != "makes":
            continue
        after = lists.categories.at(tokens, joint.last)  # Arabic: verb, then subject
        if after is not None and after.last <= end:
            return after.term
        if sum(tokens[at].kind == "word" for at in range(joint.last, end)) > 1:
            continue
        for first in range(max(0, start - _LONGEST_PHRASE), start):
            found = lists.categories.at(tokens, first)
            if found is not None and found.last == start:
                return found.term
    return None


def phrase_before(
    sentence: Sentence, quantity: Quantity, phrase: Phrase, numbers: Collection[int], lists: Lists
) -> Phrase:
    """The phrase of a number in a list or table, whose noun stands before it: "Children: 58"."""
    tokens, after = sentence.tokens, quantity.last
    if phrase.found or (after < len(tokens) and tokens[after].kind == "word"):
        return phrase
    last = quantity.first
    while last and tokens[last - 1].raw in _DIVIDING:
        last -= 1
    for first in range(max(0, last - _LONGEST_PHRASE), last):
        if numbers and any(first <= at < last for at in numbers):
            continue
        found = _longest(tokens, first, lists)
        if found and found[0].last == last:
            by_kind = {match.kind: match for match in found}
            category = by_kind.get("categories")
            return replace(
                phrase,
                noun=by_kind.get("counted_nouns"),
                categories=(category.term,) if category else (),
                unit=by_kind.get("units"),
                before=True,
            )
    return phrase


class _Scan:
    """A walk over the words after a number, up to where its nouns end."""

    def __init__(
        self,
        tokens: tuple[Token, ...],
        quantity: Quantity,
        others: frozenset[int],
        lists: Lists,
        language: Language,
    ) -> None:
        self.tokens, self.quantity, self.others, self.lists = tokens, quantity, others, lists
        self.at = self.last = quantity.number_last
        self.noun: TermMatch | None = None
        self.unit: TermMatch | None = None
        self.categories: list[str] = []
        share = quantity.unit == "share" and language == "ar"
        self.joined = False
        # "ثلثهم" is a third of them.
        word = tokens[self.at - 1].norm if share else ""
        self.of_them = word.endswith(_THEIRS)
        # Arabic needs no "of": "نصف القتلى" is half of the dead.
        self.whole: tuple[int, int] | None = (self.at, self.at) if share else None
        self.other: int | None = None
        self.unknown = 0

    @property
    def head(self) -> bool:
        """Whether a noun was found already."""
        return bool(self.noun or self.unit or self.categories)

    def step(self) -> bool:
        """Go one word or phrase on; False where the nouns end."""
        if self.at >= len(self.tokens) or self.at in self.others:
            return False
        token = self.tokens[self.at]
        found = _longest(self.tokens, self.at, self.lists)
        if found:
            return self._take(found)
        if self._is_part_of_them() or token.kind != "word":
            return False
        if token.norm in _OF or (token.norm in _THE and not self.head):
            return self._over_of()
        if token.norm in _AND and self.head:
            return self._over_and()
        return self._over_unknown()

    def _over_unknown(self) -> bool:
        """Go over a word of no list: an adjective before a known noun, or a noun of its own."""
        barred = self._barrier() or self.lists.verbs.at(self.tokens, self.at) is not None
        if barred or self.head or self.unknown == _LONGEST_GAP:
            return False
        if _may_be_noun(self.tokens[self.at], directly=self.at == self.quantity.number_last):
            self.other = self.at
        self.unknown += 1
        self.at += 1
        return True

    def _take(self, found: list[TermMatch]) -> bool:
        token, last = self.tokens[self.at], found[0].last
        # After the head noun a participle is the verb of the clause: "12 people killed in …".
        verb = self.lists.verbs.at(self.tokens, self.at) if self.head else None
        if (verb is not None and verb.last >= last) or self._new_count(token, found[0]):
            return False
        thing = self.unit is not None and self.unit.term not in _WHO
        for match in found:
            if match.kind == "categories":
                if not thing:  # "military vehicles" are no soldiers
                    self.categories.append(match.term)
            elif match.kind == "units":
                self.unit = self.unit if self.unit and self.unit.term != "people" else match
                if self.unit.term not in _WHO:
                    self.categories.clear()  # "military vehicles"
            elif self.noun is None or self._is_head(match):
                self.noun = match
            elif {self.noun.term, match.term} == _KILLED_OR_HURT:
                self.joined = True
        self.at = last
        self.unknown = 0
        # The whole that a number is a part of ("nine of the dead") is told beside its own words.
        if self.whole:
            self.whole = (self.whole[0], last)
        else:
            self.last = last
        return True

    def _is_head(self, match: TermMatch) -> bool:
        """Whether a further noun is the head of an English compound: "IDP *returnees*"."""
        directly = self.noun is not None and self.noun.last == match.first
        weak = self.noun is not None and self.noun.entry.get("weak") and match.entry.get("weak")
        return bool(directly and weak and self.tokens[match.first].norm.isascii())

    def _is_part_of_them(self) -> bool:
        """Whether "of them" stands here, which ends the nouns of the number."""
        joint = self.lists.joints.at(self.tokens, self.at)
        if joint is None or joint.term != "part":
            return False
        if self.tokens[joint.last - 1].norm not in _OF_THEM:
            return False
        self.of_them = True
        self.at = joint.last
        return True

    def _new_count(self, token: Token, match: TermMatch) -> bool:
        """Whether a glued Arabic "and" begins a count of its own ("12 طفلا وامرأة")."""
        if self.head and match.loss > 0 and token.norm[0] in _GLUED_PREPOSITIONS:
            return True  # "خمسة مواطنين بتفجير": by a bombing
        if not token.norm.startswith("و") or match.loss == 0:
            return False
        joins = token.norm.startswith("وال") or self.quantity.bound == "vague"
        return not (self.head and joins)

    def _over_of(self) -> bool:
        """Go over "of (the)" if a known noun follows."""
        if self.unit is not None and self.unit.term != "people":
            return False  # "pictures of bodies" are pictures
        ahead = self.at + 1
        while ahead < len(self.tokens) and self.tokens[ahead].norm in _THE:
            ahead += 1
        if ahead in self.others:
            return False
        if not _longest(self.tokens, ahead, self.lists):
            # "members of the Iraqi security forces", "thousands of vulnerable people": one word
            # more, if it leads to who they are.
            further = _longest(self.tokens, ahead + 1, self.lists)
            who = any(match.kind == "categories" for match in further)
            vague = self.quantity.bound == "vague" and bool(further)
            leads = (self.unit is not None and who) or (vague and not self.head)
            if ahead + 1 in self.others or not leads or self.tokens[ahead].kind != "word":
                return False
            ahead += 1
        of_a_body = self.unit is not None and self.unit.term == "people"
        if (
            self.whole is None
            and not of_a_body
            and (self.quantity.bound != "vague" or ahead > self.at + 1)
        ):
            self.whole = (ahead, ahead)
        self.at = ahead
        return True

    def _over_and(self) -> bool:
        """Go over "and" if it joins a further noun to the same number: "women and children"."""
        ahead = _longest(self.tokens, self.at + 1, self.lists)
        if self.at + 1 in self.others or not ahead:
            return False
        if any(match.kind == "categories" for match in ahead):
            # "12 soldiers and rebels died" is one number of both.
            last = ahead[0].last
            joins = bool(self.categories) and self.lists.verbs.at(self.tokens, last) is None
        else:
            terms = {match.term for match in ahead}
            joins = self.noun is not None and {self.noun.term} | terms >= _KILLED_OR_HURT
        self.at += 1
        return joins

    def _barrier(self) -> bool:
        joint = self.lists.joints.at(self.tokens, self.at)
        return joint is not None and joint.term in _BARRIERS


def _may_be_noun(token: Token, *, directly: bool) -> bool:
    """Whether an unknown word may be the noun that is counted.

    In English a plural; in Arabic the word that follows the number at once.
    """
    norm = token.norm
    if not norm.isascii():
        return directly and len(norm) > _SHORTEST_ARABIC and not norm.endswith(_VERB_ENDINGS)
    if "'" in token.raw or "’" in token.raw:
        return False  # "the camp's 150,000"
    plural = norm.endswith("s") and not norm.endswith(("ss", "us", "is")) and norm not in _NO_NOUNS
    return plural and token.raw.islower() and len(norm) > _SHORTEST_PLURAL


def _longest(tokens: tuple[Token, ...], at: int, lists: Lists) -> list[TermMatch]:
    """The matches of the longest phrase at a token, those as written before those cut."""
    if at >= len(tokens):
        return []
    every = (
        lists.categories.at(tokens, at),
        lists.nouns.at(tokens, at),
        lists.units.at(tokens, at),
    )
    found = [match for match in every if match is not None]
    if not found:
        return []
    longest = max(match.last for match in found)
    found = [match for match in found if match.last == longest]
    least = min(match.loss for match in found)
    return [match for match in found if match.loss == least]


def _predicate(tokens: tuple[Token, ...], at: int, lists: Lists) -> list[TermMatch]:
    """What is said to be those counted: "most of whom were women and children", "12 are refugees".

    Several only where they are categories joined by "and".
    """
    first = at
    while at < len(tokens) and at - first < _PREDICATE_REACH:
        match = lists.categories.at(tokens, at) or lists.nouns.at(tokens, at)
        if match is not None:
            verb = lists.verbs.at(tokens, at)
            if verb is not None and verb.last >= match.last:
                return []
            return [match, *_joined_categories(tokens, match, lists)]
        if tokens[at].norm not in _BE | _OF | _THE:
            return []
        at += 1
    return []


def _joined_categories(
    tokens: tuple[Token, ...], before: TermMatch, lists: Lists
) -> list[TermMatch]:
    """The category that "and" joins to one: "women *and children*", «نساء وأطفال»."""
    at = before.last
    if before.kind != "categories" or at >= len(tokens):
        return []
    apart = tokens[at].norm in _AND
    match = lists.categories.at(tokens, at + 1 if apart else at)
    glued = match is not None and match.loss > 0 and tokens[at].norm.startswith("و")
    return [match] if match is not None and (apart or glued) else []


def _of_dual(quantity: Quantity, lists: Lists) -> Phrase:
    """The phrase of an Arabic dual: the noun carries the number ("قتيلان")."""
    words = tuple(tokenise(quantity.noun or ""))
    found = _longest(words, 0, lists) if words else []
    by_kind = {match.kind: match for match in found}
    category = by_kind.get("categories")
    return Phrase(
        last=quantity.last,
        noun=by_kind.get("counted_nouns"),
        categories=(category.term,) if category else (),
        unit=by_kind.get("units"),
    )

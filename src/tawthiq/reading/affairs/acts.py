"""What is done with aid, wherever a sentence tells it: each verb or noun of doing, and its kind.

The sentences are those that hold something that can be given and a word of `gifts.toml`; they are
cut into units once more, with those words beside the ones of all public affairs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from tawthiq.reading.affairs.aid_words import CLAIMS, HOW_MANY, OF_THEM, REJECTS, WAR
from tawthiq.reading.affairs.figured import with_figures
from tawthiq.reading.affairs.inflecting import inflected_terms
from tawthiq.reading.affairs.lines import line_of
from tawthiq.reading.affairs.model import Line
from tawthiq.reading.affairs.subjects import is_actor
from tawthiq.reading.affairs.telling import clause, denied, disowned, is_question, unreal
from tawthiq.reading.model import Attribution, PlaceMention, Sentence, Text, When
from tawthiq.reading.numbers.quantities import find_quantities
from tawthiq.reading.terms import TermList
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Figure

Kind = Literal[
    "giving", "helping", "getting", "coming", "pledging", "spurning", "stopping", "taking"
]

_TAGS: tuple[tuple[Kind, frozenset[str], str], ...] = (
    ("pledging", frozenset(("pledging", "pledged")), "pledge-of"),
    ("stopping", frozenset(("stopping", "refused", "stuck")), "stopping-of"),
    ("spurning", frozenset(("spurning", "declined")), "spurning-of"),
    ("taking", frozenset(("taking", "diverted", "ended-with")), "taking-of"),
    ("giving", frozenset(("giving", "delivered")), "giving-of"),
    ("getting", frozenset(("getting", "received")), "getting-of"),
    ("coming", frozenset(("coming", "arrived")), "coming-of"),
    ("helping", frozenset(("helping",)), "helping"),
)
_ACTS = frozenset(tag for _, tags, noun in _TAGS for tag in (*tags, noun))
_MAY_COUNT = frozenset(("money", "aid", "other", "people", None))
_GOODS = frozenset(("aid", "of-aid"))
_SHORTLY = 3  # sentences after one of aid in which "them" is what was given
_THEM = OF_THEM | {"them"}
_WAR = 6  # tokens around an act in which a word of war makes it none of aid
_OVER = 6  # units before a noun of doing in which "denied" takes it back
_ASKED = 6  # units before an act in which it is only asked for
_HANGS = 6  # units from "promised" to what is promised
_MAKES_FACT = frozenset(("pledging", "stopping", "spurning"))
_TO = word_set("to not from of for being be it them the let ب ان في الي على عن ل")
_NOUNS_TOO = word_set(
    "aid aids supply supplies truck trucks ship ships stock stocks fund funds grant grants gift "
    "gifts award awards present presents issue issues wire cart cover support help serve release "
    "drop offer offers commit cut trade tap charge hand hands reach pass passes lift land sale "
    "demand return returns delay delays ban bar bars block blocks stop stops guarantee promise "
    "promises pledge pledges market feed budget reserve lead dock stand exchange traffic abuse "
    "raid raids sale sales tax taxes store transport transfer transfers finance covers stores "
    "cross pinch grab strip load draw "
    "finances drive airlift transports target targets use set renew come run secure"
)
_VERB_AFTER = word_set("to will would can could may must shall not and or did does do")


@dataclass(frozen=True, slots=True)
class Act:
    """A unit that tells what is done, of every kind that it may be; `noun`: it names the doing."""

    at: int
    kinds: tuple[Kind, ...]
    noun: bool


def lines_of_aid(
    text: Text,
    sentences: Sequence[Sentence],
    *,
    whens: Mapping[int, Sequence[When]],
    places: Mapping[int, Sequence[PlaceMention]],
    attributions: Mapping[int, Sequence[Attribution]],
    figures: Sequence[Figure],
    extra: Path | None = None,
) -> list[Line]:
    """Every sentence with something to give and a word that tells what is done with it."""
    terms = inflected_terms("gifts", extra)
    acts = _openings(extra, _ACTS)
    goods = _openings(extra, frozenset(("aid", "offering")))
    found: list[Line] = []
    for sentence, here in with_figures(sentences, figures):
        shortly = found and sentence.index - found[-1].sentence.index <= _SHORTLY
        if not _may_tell(sentence, here, acts, goods) and not (
            shortly and _of_before(sentence) and _acts_in(sentence, acts)
        ):
            continue
        line = line_of(
            text,
            sentence,
            terms=terms,
            whens=whens.get(sentence.index, ()),
            places=places.get(sentence.index, ()),
            attributions=attributions.get(sentence.index, ()),
            figures=here,
            extra=extra,
        )
        if line is not None:
            found.append(line)
    return found


@cache
def _openings(extra: Path | None, wanted: frozenset[str]) -> frozenset[str]:
    """The first words of the phrases of some terms."""
    terms = inflected_terms("gifts", extra)
    only = {term: entry for term, entry in terms.entries.items() if term in wanted}
    return frozenset(TermList(kind="openings", entries=only).openings)


def _may_tell(
    sentence: Sentence,
    figures: Sequence[Figure],
    acts: frozenset[str],
    goods: frozenset[str],
) -> bool:
    money = any(one.counted in _MAY_COUNT for one in figures)
    forms = [token.forms for token in sentence.tokens if token.kind == "word"]
    if not (money or any(not goods.isdisjoint(one) for one in forms)):
        return False
    return _acts_in(sentence, acts)


def _acts_in(sentence: Sentence, acts: frozenset[str]) -> bool:
    return any(not acts.isdisjoint(token.forms) for token in sentence.tokens)


def _of_before(sentence: Sentence) -> bool:
    """ "took half of them", "Ten came": of what was told shortly before."""
    return any(token.norm in _THEM for token in sentence.tokens) or bool(find_quantities(sentence))


def acts_of(line: Line) -> list[Act]:
    """What a line tells to have been done, in order; not what is only asked, denied, feared."""
    found: list[Act] = []
    for at, unit in enumerate(line.units):
        if _ACTS.isdisjoint(unit.tags) or not _is_verb(line, at):
            continue
        kinds = tuple(kind for kind, tags, noun in _TAGS if not {*tags, noun}.isdisjoint(unit.tags))
        act = Act(at, _without_entry(line, at, kinds), _names_it(line, at))
        if _came_about(line, act) and not _hangs(line, act, found):
            found.append(act)
    return found


def _without_entry(line: Line, at: int, kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """ "إدخال" is said to be refused only with a word that refuses: "تمكنت من إدخال"."""
    token = line.sentence.tokens[line.units[at].first]
    bare = "giving-of" in line.units[at].tags and token.norm.endswith("ادخال")
    return ("giving",) if bare else kinds


def _names_it(line: Line, at: int) -> bool:
    """Whether a unit names the doing: "distribution of", "بدفع"; not "دفع" that begins a clause."""
    tags = line.units[at].tags
    if not any(of in tags for _, _, of in _TAGS[:-1]):
        return False
    if not any(not verbs.isdisjoint(tags) for _, verbs, _ in _TAGS):
        return True
    if line.sentence.language == "en":
        return False
    token = line.sentence.tokens[line.units[at].first]
    before = line.sentence.tokens[word_before(line, at)].norm
    return token.norm[:1] in "بل" or token.norm.startswith("ال") or before in _BEFORE_NOUN


_BEFORE_NOUN = word_set("في من الي عن علي بعد قبل منذ تم جري بدا بدات تمت جرت حول دون بدون رغم عدم")


def _is_verb(line: Line, at: int) -> bool:
    """Whether a word that is a noun as often is the verb here: "the Fund supplies", "to ship"."""
    unit = line.units[at]
    tokens = line.sentence.tokens
    if unit.last - unit.first > 1:
        return True
    if line.sentence.language == "ar":
        return _GOODS.isdisjoint(unit.tags) and _is_verb_ar(line, at)
    norm = tokens[unit.first].norm
    if norm not in _NOUNS_TOO and _GOODS.isdisjoint(unit.tags):
        return True
    before = tokens[unit.first - 1].norm if unit.first else ""
    actor = at > 0 and is_actor(line.units[at - 1])
    return actor or before in _VERB_AFTER or before.endswith("ly")


def _is_verb_ar(line: Line, at: int) -> bool:
    """Not "كهرباء", "البعثة": to a verb only "و" and "ف" are glued; not "حول", "on"."""
    token = line.sentence.tokens[line.units[at].first]
    if any(of in line.units[at].tags for _, _, of in _TAGS[:-1]):
        return True
    glued = token.norm.startswith(("ال", "ب", "ك", "ل"))
    return not (glued and token.norm not in _known()) and token.norm not in ("حول", "حال", "كحال")


@cache
def _known() -> frozenset[str]:
    return frozenset(inflected_terms("gifts", None).openings)


def _came_about(line: Line, act: Act) -> bool:
    at = act.at
    if is_no_event(line, at):
        return False
    if disowned(line, at) or _is_supposed(line, act) or _is_over(line, act):
        return False
    refused = act.kinds[0] in ("stopping", "spurning")
    if not refused and denied(line, at) and not (act.noun and act.kinds[0] == "pledging"):
        return False
    return not _is_asked(line, at)


def _is_supposed(line: Line, act: Act) -> bool:
    """Whether it only may be, or hangs on "if"; what is promised is told of what is to come."""
    if act.kinds[0] != "pledging":
        return unreal(line, act.at)
    first, _ = clause(line, act.at)
    tokens = line.sentence.tokens
    if any("suppose" in unit.tags for unit in line.units[first : act.at]):
        return True
    inverted = line.sentence.language == "en" and tokens[0].norm in ("had", "should")
    return inverted and tokens[-1].raw not in "?؟"


def _is_over(line: Line, act: Act) -> bool:
    """ "has stopped paying", "denied reports of the sale of": done no longer, or said not to be."""
    before = line.units[max(0, act.at - _OVER) : act.at]
    if act.kinds[0] in _MAKES_FACT and not act.noun:
        return False
    if any(
        {"ceasing", "called-off"} & set(unit.tags) for unit in (before if act.noun else before[-2:])
    ):
        return True
    return act.noun and any("denied" in unit.tags for unit in before)


def is_no_event(line: Line, at: int) -> bool:
    """What any way of telling leaves out: a question, "how many came", a claim that is rejected."""
    first, _ = clause(line, at)
    tokens = line.sentence.tokens
    here = line.units[at].first
    before = [token.norm for token in tokens[line.units[first].first : here]]
    claimed = CLAIMS.intersection(before) and REJECTS.intersection(before)
    none = "no" in before[-4:] and "longer" not in before
    return is_question(line) or bool(HOW_MANY.intersection(before)) or bool(claimed) or none


def is_of_war(line: Line, at: int) -> bool:
    """Whether weapons or troops stand around an act: "a convoy of tanks entered"."""
    tokens = line.sentence.tokens
    first = line.units[at].first
    return any(token.norm in WAR for token in tokens[max(0, first - _WAR) : first + _WAR])


def _is_asked(line: Line, at: int) -> bool:
    """Whether an act is only asked for: "called on the Fund to send", "نطالب بإدخال"."""
    first, _ = clause(line, at)
    tokens = line.sentence.tokens
    english = line.sentence.language == "en"
    for k in range(at - 1, max(first - 1, at - 1 - _ASKED), -1):
        unit = line.units[k]
        if "," in unit.tags or ("and" in unit.tags and k < at - 1):
            return False
        if "asking" in unit.tags:
            before = tokens[line.units[at].first - 1].norm
            return not english or before in _VERB_AFTER or k == at - 1 or k == at - 2
    return False


def _hangs(line: Line, act: Act, before: Sequence[Act]) -> bool:
    """Whether an act is only the object of one before: "promised to deliver", "منع إدخال"."""
    if not before or act.at - before[-1].at > _HANGS:
        return False
    last = before[-1]
    between = line.units[last.at + 1 : act.at]
    if line.sentence.language == "en":
        if "stopping" in last.kinds and "coming" in act.kinds:
            return True
        if any(is_actor(unit) or "," in unit.tags for unit in between):
            return False
        tokens = line.sentence.tokens
        word = tokens[line.units[act.at].first]
        open_form = tokens[word_before(line, act.at)].norm in ("to", "of", "from")
        hanging = open_form or word.norm.endswith("ing") or act.noun
        return bool(_MAKES_FACT & set(last.kinds)) and hanging
    plain = (
        act.noun
        or bool({"coming"} & set(act.kinds))
        or line.sentence.tokens[line.units[act.at].first].norm[:1] in "يتن"
    )
    return bool(_MAKES_FACT & set(last.kinds)) and plain


def word_before(line: Line, at: int) -> int:
    """The token right before a unit; the unit's own where it is the first."""
    return max(0, line.units[at].first - 1)

"""What was given: a number and its noun, wherever they stand in the clause of what is told."""

from dataclasses import dataclass
from typing import Literal

from tawthiq.reading.affairs.aid_words import HARMED, NO_PEOPLE, STRONG
from tawthiq.reading.affairs.model import Line
from tawthiq.reading.affairs.telling import clause
from tawthiq.reading.numbers.quantities import find_quantities
from tawthiq.statements import Bound, Figure, Number

State = Literal["pledged", "delivered", "refused", "diverted"]

_SPEAKS = frozenset(("money", "aid"))
_MEASURES = frozenset(("tonnes", "trucks"))
_NO_GIFTS = frozenset(("people", "percent", "share", "families"))
_CONVOYS = frozenset(("convoy", "convoys", "shipment", "shipments", "قافلة", "القافلة", "شحنة"))
_VOTED = frozenset(("of-seats", "of-votes", "of-electors", "of-ballots"))
AHEAD = 9  # units from the verb to what was given
_FURTHER = 12  # units from it where nobody else acts between
_BACK = 9  # units from what is given to the act that follows it
_LARGE, _FEW = 100_000, 3  # "a further five million": so many, in so few words, are no people


@dataclass(frozen=True, slots=True)
class Gift:
    """What was given: units, and how much of it."""

    at: int
    last: int
    what: str | None
    low: Number | None = None
    high: Number | None = None
    bound: Bound = "exact"
    unit: str | None = None


def number_beside(line: Line, at: int) -> Gift | None:
    """The number right before or after a verb, with no noun of its own but "of them"."""
    english = line.sentence.language == "en"
    first, stop = clause(line, at)
    span = [*range(at - 1, max(first - 1, at - 4), -1), *range(at + 1, min(stop, at + 4))]
    for k in span if english else span[::-1] + list(range(at + 1, min(stop, at + 6))):
        figure = line.units[k].figure
        bare = figure is not None and figure.unit in ("people", None) and figure.counted in (
            "people", "other", None, "aid",
        )  # fmt: skip
        if figure is not None and bare and not has_aid(line, k) and figure.value_low is not None:
            tokens = line.sentence.tokens[line.units[k].first : line.units[k].last]
            if sum(token.kind == "word" for token in tokens) <= 1 or _is_of_them_at(line, k):
                return Gift(k, k + 1, None, figure.value_low, figure.value_high, figure.bound)
    return None


def is_of_them(line: Line, gift: Gift) -> bool:
    """Whether a number counts what was told before: "fifty of them"."""
    return _is_of_them_at(line, gift.at)


def _is_of_them_at(line: Line, k: int) -> bool:
    """ "fifty of them", "خمسين منها", "a third of this quantity"."""
    tokens = line.sentence.tokens
    last = line.units[k].last
    near = [token.norm for token in tokens[max(0, last - 2) : last + 3]]
    return "منها" in near or ("of" in near and bool({"them", "this", "these"} & set(near)))


def gift_before(line: Line, at: int) -> Gift | None:
    """What stands before "were handed"; in Arabic what the verb of the passive has after it."""
    if line.sentence.language == "ar":
        return gift_of(line, at, before=None)
    first, _ = clause(line, at)
    for k in range(max(first, at - AHEAD), at):
        found = gift_at(line, k)
        commas = sum("," in unit.tags for unit in line.units[found.last : at]) if found else 1
        if found is not None and commas != 1:
            return found  # none, or both of an aside
    return None


def gift_after(line: Line, at: int, span: tuple[int, int] | None) -> Gift | None:
    """What stands after a verb and after its subject, where that follows it."""
    found = gift_of(line, at, before=None)
    if found is None and "diverted" in line.units[at].tags:
        found = _kept(line, at)
    follows = span is not None and span[0] > at
    return None if found is None or (follows and span and found.at < span[1]) else found


def gift_of_clause(line: Line, at: int, state: State, span: tuple[int, int] | None) -> Gift | None:
    """ "the flour that X sent us"; in Arabic "12 ألف حصة وُزّعت"."""
    if line.sentence.language == "en":
        if span is None or span[0] == 0 or span[0] > at:
            return None
        which = span[0] - 1
        linked = {"which", "offered"} & set(line.units[which].tags) or has_aid(line, which)
        last = which if "which" in line.units[which].tags else which + 1
        found = [k for k in range(max(0, last - 4), last) if has_aid(line, k)] if linked else []
        return gift_at(line, found[0]) if found else None
    taken_up = (
        at > 0 and _norm_ends(line, at) and not {"rest", "aid"}.isdisjoint(line.units[at - 1].tags)
    )
    if state == "diverted" and taken_up:
        before = line.units[at - 1]
        if "rest" in before.tags:  # "أما الباقي فأخذه رجال الكتيبة"
            return Gift(at - 1, at, line.words(at - 1, at), bound="vague")
        return gift_at(line, at - 1)
    if span is not None or at == 0 or state not in ("delivered", "refused", "diverted"):
        return None
    return gift_at(line, at - 1) if has_aid(line, at - 1) else None


def _norm_ends(line: Line, at: int) -> bool:
    """Whether an Arabic verb ends in the pronoun of what it takes: "أخذه"."""
    return line.sentence.tokens[line.units[at].last - 1].norm.endswith(("ه", "ها"))


def has_aid(line: Line, k: int) -> bool:
    """Whether a unit is a noun of aid, or a figure that holds one."""
    return not {"aid", "of-aid"}.isdisjoint(line.units[k].tags)


def _kept(line: Line, at: int) -> Gift | None:
    """What was kept "for itself", or "the remainder": no noun of aid need say what it is."""
    first, stop = clause(line, at)
    kept = any("for-itself" in unit.tags for unit in line.units[first:stop])
    for k in range(at + 1, min(stop, at + 1 + AHEAD)):
        unit = line.units[k]
        if "rest" in unit.tags:
            return Gift(k, k + 1, line.words(k, k + 1), bound="vague")
        if unit.figure is not None and kept:
            figure = unit.figure
            return Gift(k, k + 1, None, figure.value_low, figure.value_high, figure.bound)
    return None


def bare_count(line: Line, at: int) -> Gift | None:
    """ "…; so far 3,500 have come": of what the sentence told before."""
    if not any(has_aid(line, k) for k in range(at)):
        return None
    first, stop = clause(line, at)
    near_by = (
        range(max(first, at - 3), at)
        if line.sentence.language == "en"
        else range(at + 1, min(stop, at + 6))
    )
    for k in near_by:
        figure = line.units[k].figure
        if figure is not None and figure.value_low is not None and not has_aid(line, k):
            return Gift(k, k + 1, None, figure.value_low, figure.value_high, figure.bound)
    return None


def gift_of(line: Line, at: int, before: tuple[int, int] | None) -> Gift | None:
    """What stands after the verb, or before it where it was given by nobody named."""
    if before is not None:
        return gift_at(line, before[0])
    _, stop = clause(line, at)
    for k in range(at, min(stop, at + 1 + AHEAD)):
        if "," in line.units[k].tags and k + 1 < stop and "and" in line.units[k + 1].tags:
            return None  # another clause begins: "offered, and the treasurer sent …"
        found = gift_at(line, k, verb=at)
        if found is not None:
            return None if _comes_back(line, found) else found
    return None


def _comes_back(line: Line, gift: Gift) -> bool:
    """ "sent the cheque back": nothing was given."""
    last = line.units[gift.last - 1].last
    after = line.sentence.tokens[last : last + 1]
    return bool(after) and after[0].norm == "back"


def gift_at(line: Line, at: int, verb: int | None = None) -> Gift | None:
    """What is given at a unit: a figure, a noun of aid, "the remainder"; None where none is."""
    unit = line.units[at]
    if "rest" in unit.tags and verb is None:
        return Gift(at, at + 1, line.words(at, at + 1), bound="vague")
    if unit.figure is not None:
        return _counted_at(line, at, unit.figure)
    if "aid" not in unit.tags or at == verb:
        return None
    return _number_before(line, at) or _plain_at(line, at)


def _counted_at(line: Line, at: int, figure: Figure) -> Gift | None:
    """ "12 trucks of flour", "2 million euros"."""
    aid = _aid_after(line, at + 1)
    named = aid is not None or "of-aid" in line.units[at].tags
    counts = figure.counted in _SPEAKS or named or figure.unit in _MEASURES
    if not counts or (figure.unit in _NO_GIFTS and not named):
        return None
    last = at + 1 if aid is None else aid + 1
    what = line.words(aid, aid + 1) if aid is not None else _noun(line, at)
    return Gift(at, last, what, figure.value_low, figure.value_high, figure.bound, figure.unit)


def _plain_at(line: Line, at: int) -> Gift:
    """ "flour", "a convoy": of a convoy, what it carries."""
    what = line.words(at, at + 1)
    more = _aid_after(line, at + 1)
    if what.lower() in _CONVOYS:
        return Gift(at, at + 1, _inside(line, at) or what)
    last = at + 1 if more is None else more + 1
    return Gift(at, last, line.words(at, last))


def _noun(line: Line, at: int) -> str | None:
    """ "900 tents": the noun that a figure of aid takes in."""
    unit = line.units[at]
    figure = unit.figure
    if figure is None or figure.counted == "money" or figure.unit in _MEASURES:
        return None
    tokens = line.sentence.tokens[unit.first : unit.last]
    after = [k for k, token in enumerate(tokens) if token.kind == "number"]
    nouns = tokens[after[-1] + 1 :] if after else ()
    return line.text.text[nouns[0].start : nouns[-1].stop] if nouns else None


def _aid_after(line: Line, at: int) -> int | None:
    """ "12 trucks | of flour": the noun of aid right after a number or another noun."""
    while at < len(line.units) and {"of", "and"} & set(line.units[at].tags):
        at += 1
    return at if at < len(line.units) and "aid" in line.units[at].tags else None


def _inside(line: Line, at: int) -> str | None:
    """What a convoy carries: the next noun of aid in the clause."""
    _, stop = clause(line, at)
    found = [k for k in range(at + 1, min(stop, at + AHEAD)) if "aid" in line.units[k].tags]
    if not found:
        return None
    last = found[0] + 1
    while last + 1 < stop and "and" in line.units[last].tags and "aid" in line.units[last + 1].tags:
        last += 2
    return line.words(found[0], last)


def _number_before(line: Line, at: int) -> Gift | None:
    """ "1,200 tents": a number that no figure was made of."""
    first = line.units[at].first
    for one in find_quantities(line.sentence):
        if one.number_last == first and not any(
            unit.figure is not None and unit.first <= one.first < unit.last for unit in line.units
        ):
            k = at
            while k > 0 and line.units[k - 1].first >= one.first:
                k -= 1
            what = line.words(at, at + 1)
            return Gift(k, at + 1, what, one.low, one.high, one.bound, what)
    return None


# ---- In loose frames -----------------------------------------------------------------------------


def gift_ahead(
    line: Line, at: int, *, beyond: int | None = None, near: bool = False, also: str | None = None
) -> Gift | None:
    """What is given, after an act, before the next clause.

    Args:
        beyond: the unit from which to look, where the subject follows its verb.
        near: no comma may stand between.
        also: the tag of what counts as given here: a storehouse for what is in it, an offer.
    """
    _, stop = clause(line, at)
    strong = _norm_at(line, at) in STRONG
    for k in range(max(beyond or 0, at + 1), min(stop, at + _FURTHER)):
        unit = line.units[k]
        ends = "," in unit.tags and (near or (k + 1 < stop and "and" in line.units[k + 1].tags))
        if ends or (":" in unit.tags and line.sentence.language == "ar"):
            return None
        found = gift_at(line, k, verb=at) or (any_number(line, k) if strong else None)
        if found is not None:
            return None if _comes_back(line, found) else found
        if also is not None and also in unit.tags:
            return Gift(k, k + 1, line.words(k, k + 1))
    return None


def gift_behind(line: Line, at: int, *, back: int = _BACK, also: str | None = None) -> Gift | None:
    """What is given, before an act; no aside that only opens may stand between."""
    first, _ = clause(line, at)
    strong = _norm_at(line, at) in STRONG
    last = line.sentence.tokens[line.units[at].last - 1].norm if at < len(line.units) else ""
    by = last == "by" or (at + 1 < len(line.units) and "by" in line.units[at + 1].tags)
    for k in range(max(first, at - back), at):
        found = gift_at(line, k) or (any_number(line, k) if strong else None)
        if found is None and also is not None and also in line.units[k].tags:
            found = Gift(k, k + 1, line.words(k, k + 1))
        if found is None:
            continue
        commas = sum("," in unit.tags for unit in line.units[found.last : at])
        if commas != 1 or (by and "," in line.units[at - 1].tags):
            return found
    return None


def any_number(line: Line, k: int) -> Gift | None:
    """Of what is donated or promised any number may count it, but one of people."""
    figure = line.units[k].figure
    if figure is None or figure.counted in HARMED or not _VOTED.isdisjoint(line.units[k].tags):
        return None
    unit = line.units[k]
    words = [one for one in line.sentence.tokens[unit.first : unit.last] if one.kind == "word"]
    large = (figure.value_low or 0) >= _LARGE and len(words) <= _FEW
    if figure.unit in NO_PEOPLE and not large:
        return None
    if figure.value_low is None and figure.value_high is None:
        return None
    unit_of = None if figure.unit == "people" else figure.unit
    return Gift(k, k + 1, None, figure.value_low, figure.value_high, figure.bound, unit_of)


def stands_before(line: Line, gift: Gift, k: int) -> bool:
    """ "the flour the Fund sent": an article or "that" between, or it is "relief officials"."""
    first = line.units[gift.last - 1].last
    between = line.sentence.tokens[first : line.units[k].first]
    return line.sentence.language == "ar" or len(between) > 0


def goes_into(line: Line, gift: Gift) -> bool:
    """ "got 15 tonnes of flour into the camp": what is got into a place is given."""
    last = line.units[gift.last - 1].last
    after = line.sentence.tokens[last : last + 4]
    return any(token.norm in ("into", "through", "across") for token in after)


def _norm_at(line: Line, k: int) -> str:
    return line.sentence.tokens[line.units[k].first].norm if k < len(line.units) else ""

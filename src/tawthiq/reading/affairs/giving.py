"""Aid: promised, delivered, refused, or said to have been taken, with who says so."""
# ruff: noqa: E501 - a way of telling a line

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tawthiq.reading.affairs.model import Line
from tawthiq.reading.affairs.subjects import (
    is_actor,
    is_pronoun_before,
    names_at,
    subject,
)
from tawthiq.reading.affairs.telling import (
    Telling,
    clause,
    day_of,
    denied,
    disowned,
    near,
    speaker_of,
    unreal,
)
from tawthiq.reading.affairs.ways import Told, tell
from tawthiq.reading.numbers.quantities import find_quantities
from tawthiq.statements import Aid, Bound, Number

State = Literal["pledged", "delivered", "refused", "diverted"]

_ASIDE = "(?:<,><.>{1,7}?<,>)?"
_GIFT = "<figure|aid|number>"
_WAYS: dict[str, tuple[tuple[State, str, str], ...]] = {
    # The groups: giver, receiver, thief, accuser; `tell`, the verb; `gift`, where it stands before
    "en": (
        ("diverted", "ended-with", "gift=<figure|aid|number|rest> <.>{0,4}? tell=<ended-with> <w|of>{0,3} thief=<body|folk>"),
        ("diverted", "diverted", f"accuser=<body|person|folk> {_ASIDE} <be>? <accused> thief=@ <of|w|be>{{0,3}} tell=<diverted>"),
        ("diverted", "diverted", f"gift={_GIFT} <.>{{0,6}}? <be> tell=<diverted> <.>{{0,4}}? <by> <w|of>{{0,3}} thief=<body>"),
        ("diverted", "diverted", "thief=<body> <w|be|which>{0,3} tell=<diverted> (?=<.>{0,4}?<figure|aid|number>)"),
        ("pledged", "pledged", f"giver=@ {_ASIDE} <be|w|which>{{0,2}} tell=<pledged> (?!<by>)"),
        ("delivered", "received", "receiver=@ <be|w|which>{0,3} tell=<received>"),
        ("delivered", "delivered", f"gift={_GIFT} <.>{{0,5}}? <be> tell=<delivered> (?:<.>{{0,3}}?<by>giver=<body>)?"),
        ("delivered", "delivered", f"giver=@ {_ASIDE} <be|w|which|day>{{0,3}} tell=<delivered>"),
        ("refused", "refused", "gift=<aid> <of|offered> giver=<body> <.>{0,5}? <be> tell=<refused>"),
        ("refused", "refused", "receiver=⟨<body>|<w><body>|<w>{1,2}⟩ <be>? tell=<refused>"),
        ("refused", "declined", f"receiver=⟨<body>|<w>{{1,2}}⟩ {_ASIDE} <be|w>? tell=<declined>"),
    ),
    "ar": (
        ("diverted", "ended-with", "gift=<figure|aid|number|rest> <.>{0,4}? tell=<ended-with> <w>{0,2} thief=<body|folk>"),
        ("diverted", "diverted", "<accused> accuser=⟨<body|person|folk>(?:<of><place>)?⟩ thief=@ <w|of>{0,2} tell=<diverted>"),
        ("diverted", "diverted", "tell=<diverted> thief=<body> (?=<.>{0,4}?<figure|aid|number>)"),
        ("diverted", "diverted", "thief=<body> tell=<diverted>"),
        ("pledged", "pledged", "tell=<pledged> giver=@"),
        ("pledged", "pledged", "giver=@ tell=<pledged>"),
        ("pledged", "grant", "<announced> giver=@ <w|of>{0,2} tell=<grant>"),
        ("delivered", "received", "tell=<received> receiver=@"),
        ("delivered", "received", "receiver=@ tell=<received>"),
        ("delivered", "delivered", "tell=<delivered> giver=@"),
        ("delivered", "delivered", "giver=@ tell=<delivered>"),
        ("refused", "refused", "<declined> receiver=<body> tell=<refused> (?=<aid>)"),
        ("refused", "refused", "tell=<refused> receiver=<body> (?:<w|refused>)? (?=<aid>)"),
        ("refused", "refused", "tell=<refused> (?=<aid>)"),
        ("refused", "declined", "tell=<declined> receiver=⟨<body>(?:<of><place>)?⟩ (?=<aid>)"),
        ("refused", "declined", "receiver=<body> tell=<declined> (?=<aid>)"),
    ),
}  # fmt: skip
_TOLD: tuple[tuple[State, str], ...] = (
    ("diverted", "diverted"), ("pledged", "pledged"), ("delivered", "received"),
    ("delivered", "delivered"), ("refused", "refused"), ("refused", "declined"),
    ("delivered", "arrived"),
)  # fmt: skip
_BE = frozenset(("is", "are", "was", "were", "been", "being", "be"))
_SPEAKS = frozenset(("money", "aid"))
_MEASURES = frozenset(("tonnes", "trucks"))
_NO_GIFTS = frozenset(("people", "percent", "share", "families"))
_CONVOYS = frozenset(("convoy", "convoys", "shipment", "shipments", "قافلة", "القافلة", "شحنة"))
_SENTENCES = 2  # sentences back: of what "thirty came" is told
_AHEAD = 9  # units from the verb to what was given
_OFFERED = 4  # units from what was offered to who offered it


@dataclass(frozen=True, slots=True)
class _Gift:
    """What was given: units, and how much of it."""

    at: int
    last: int
    what: str | None
    low: Number | None = None
    high: Number | None = None
    bound: Bound = "exact"
    unit: str | None = None


def gifts(telling: Telling) -> Iterator[Aid]:
    """Everything given, promised, refused or taken that the text tells of."""
    before: Aid | None = None
    before_at = 0
    for line in telling.lines:
        if {"aid", "figure", "number", "rest"}.isdisjoint(line.tags):
            continue
        taken: set[int] = set()
        spoken: list[Aid] = []
        for state, tag, way in _WAYS[line.sentence.language]:
            if tag not in line.tags:
                continue
            for told in tell(line, way):
                at = told.groups["tell"][0]
                if at in taken or not _is_told(line, at, state):
                    continue
                one = _aid(telling, told, state, at)
                if one is not None:
                    taken.add(at)
                    spoken.append(one)
        for state, tag in _TOLD:
            if tag not in line.tags:
                continue
            for at, unit in enumerate(line.units):
                if tag not in unit.tags or at in taken or not _is_told(line, at, state):
                    continue
                found = _by_subject(telling, line, state, at)
                if found is not None and not _is_told_already(found, spoken):
                    taken.add(at)
                    spoken.append(found)
        if before is not None and line.sentence.index - before_at <= _SENTENCES:
            later = _of_before(telling, line, before, taken, spoken)
            spoken += [one for one in later if not _is_told_already(one, spoken)]
        yield from spoken
        named = [one for one in spoken if one.giver is not None]
        if named:
            before, before_at = named[0], line.sentence.index


def _of_before(
    telling: Telling, line: Line, before: Aid, taken: set[int], spoken: Sequence[Aid]
) -> list[Aid]:
    """ "Thirty came.", "X took fifty of them": of what the sentence before told of."""
    found: list[Aid] = []
    for at, unit in enumerate(line.units):
        arrived, taken_away = "arrived" in unit.tags, "diverted" in unit.tags
        if at in taken or not (arrived or taken_away) or not _is_told(line, at, "delivered"):
            continue
        gift = _number_beside(line, at)
        if gift is None or (taken_away and not _is_of_them(line, gift)):
            continue
        span = _agent(line, at) or (None if arrived else subject(line, at))
        names = [] if span is None or arrived else names_at(telling, line, span)
        if taken_away and not names:
            continue
        last = max(at + 1, gift.last, 0 if span is None else span[1])
        first = min(at, gift.at) if span is None else min(at, gift.at, span[0])
        found.append(
            _made(
                telling, line, "delivered" if arrived else "diverted", at, gift, (first, last),
                before.giver, None, names[0][0] if names else None,
            )
        )  # fmt: skip
    return found


def _number_beside(line: Line, at: int) -> "_Gift | None":
    """The number right before or after a verb, with no noun of its own but "of them"."""
    english = line.sentence.language == "en"
    first, stop = clause(line, at)
    span = [*range(at - 1, max(first - 1, at - 4), -1), *range(at + 1, min(stop, at + 4))]
    for k in span if english else span[::-1] + [k for k in range(at + 1, min(stop, at + 6))]:
        figure = line.units[k].figure
        bare = figure is not None and figure.unit in ("people", None) and figure.counted in (
            "people", "other", None, "aid",
        )  # fmt: skip
        if figure is not None and bare and not _has_aid(line, k) and figure.value_low is not None:
            tokens = line.sentence.tokens[line.units[k].first : line.units[k].last]
            if sum(token.kind == "word" for token in tokens) <= 1 or _is_of_them_at(line, k):
                return _Gift(k, k + 1, None, figure.value_low, figure.value_high, figure.bound)
    return None


def _is_of_them(line: Line, gift: "_Gift") -> bool:
    return _is_of_them_at(line, gift.at)


def _is_of_them_at(line: Line, k: int) -> bool:
    """ "fifty of them", "خمسين منها", "a third of this quantity"."""
    tokens = line.sentence.tokens
    last = line.units[k].last
    near = [token.norm for token in tokens[max(0, last - 2) : last + 3]]
    return "منها" in near or ("of" in near and bool({"them", "this", "these"} & set(near)))


def _is_told_already(one: Aid, spoken: Sequence[Aid]) -> bool:
    return any(
        one.state == other.state and one.start < other.end and other.start < one.end
        for other in spoken
    )


def _is_told(line: Line, at: int, state: State) -> bool:
    """Whether it came about: not "has delivered nothing", "had it pledged", "denied that it sold"."""
    if unreal(line, at) or disowned(line, at):
        return False
    return state == "refused" or not denied(line, at)


def _by_subject(telling: Telling, line: Line, state: State, at: int) -> Aid | None:
    """What no pattern of its own fits: by the verb, whose subject gives, gets or takes."""
    acting: str | None = None
    span: tuple[int, int] | None
    if _is_passive(line, at):
        gift, span = _gift_before(line, at), _agent(line, at)
        if gift is None and state == "delivered" and line.sentence.language == "en":
            return _was_given(telling, line, at, span)
    elif "arrived" in line.units[at].tags:
        gift = (_gift_before(line, at) if line.sentence.language == "en" else None) or (
            _gift(line, at, before=None) if line.sentence.language == "ar" else None
        ) or _bare_count(line, at)
        span = None
    else:
        span = subject(line, at)
        if span is None and line.sentence.language == "en" and _agent(line, at) is not None:
            span, gift = _agent(line, at), _gift_before(line, at)  # "8 million, announced by X"
            if gift is not None and span is not None:
                names = names_at(telling, line, span)
                giver, receiver, thief = _roles(telling, line, state, at, names[0][0], gift)
                units = min(at, gift.at), span[1]
                return _made(telling, line, state, at, gift, units, giver, receiver, thief)
            span = None
        gift = _gift_after(line, at, span) or _gift_of_clause(line, at, state, span)
        if span is None and is_pronoun_before(line, at):
            acting = speaker_of(line, at)
        if gift is None or (span is None and acting is None and not _is_bare(line, at, state)):
            return None
    if gift is None:
        return None
    if span is not None:
        names = names_at(telling, line, span)
        acting = names[0][0] if names else None
    giver, receiver, thief = _roles(telling, line, state, at, acting, gift)
    first, last = min(at, gift.at), max(at + 1, gift.last)
    if span is not None:
        first, last = min(first, span[0]), max(last, span[1])
    return _made(telling, line, state, at, gift, (first, last), giver, receiver, thief)


def _was_given(
    telling: Telling, line: Line, at: int, agent: tuple[int, int] | None
) -> Aid | None:
    """ "The clinic was given 40 boxes by the bridge"."""
    span, gift = subject(line, at), _gift(line, at, before=None)
    if span is None or gift is None:
        return None
    names = names_at(telling, line, span)
    givers = [] if agent is None else names_at(telling, line, agent)
    giver = givers[0][0] if givers else _sending(telling, line, at)
    units = span[0], max(gift.last, at + 1)
    return _made(telling, line, "delivered", at, gift, units, giver, names[0][0], None)


def _roles(
    telling: Telling, line: Line, state: State, at: int, acting: str | None, gift: "_Gift"
) -> tuple[str | None, str | None, str | None]:
    """Giver, receiver and thief, where `acting` does what the verb tells."""
    tags = line.units[at].tags
    if state == "diverted":
        return None, None, acting
    if state == "refused":
        return _offering(telling, line, gift), acting, None
    if "received" in tags:
        giver = _sending(telling, line, at)
        return giver, acting, None
    if "arrived" in tags:
        return _sending(telling, line, min(at, gift.at)), None, None
    return acting, _receiving(telling, line, max(at, gift.at), acting), None


def _is_passive(line: Line, at: int) -> bool:
    """ "were handed", "سُلّمت 300 سلة … من قبل": nobody who acts stands before, what is given does."""
    if line.sentence.language == "ar":
        after = line.units[at + 1] if at + 1 < len(line.units) else None
        return after is not None and _agent(line, at) is not None and not is_actor(after)
    if line.words(at, at + 1).lower().split()[0] in _BE:
        return True
    if at == 0 or "be" not in line.units[at - 1].tags:
        return False
    return line.words(at - 1, at).lower().split()[-1] in _BE


def _agent(line: Line, at: int) -> tuple[int, int] | None:
    """Who stands after "by" in the same clause."""
    _, stop = clause(line, at)
    for k in range(at + 1, stop - 1):
        if "by" in line.units[k].tags and is_actor(line.units[k + 1]):
            return k + 1, k + 2
    return None


def _gift_before(line: Line, at: int) -> "_Gift | None":
    """What stands before "were handed"; in Arabic what the verb of the passive has after it."""
    if line.sentence.language == "ar":
        return _gift(line, at, before=None)
    first, _ = clause(line, at)
    for k in range(max(first, at - _AHEAD), at):
        found = _gift_at(line, k)
        commas = sum("," in unit.tags for unit in line.units[found.last : at]) if found else 1
        if found is not None and commas != 1:
            return found  # none, or both of an aside
    return None


def _gift_after(line: Line, at: int, span: tuple[int, int] | None) -> "_Gift | None":
    found = _gift(line, at, before=None)
    if found is None and "diverted" in line.units[at].tags:
        found = _kept(line, at)
    follows = span is not None and span[0] > at
    return None if found is None or (follows and span and found.at < span[1]) else found


def _gift_of_clause(
    line: Line, at: int, state: State, span: tuple[int, int] | None
) -> "_Gift | None":
    """ "the flour that X sent us"; in Arabic "12 ألف حصة وُزّعت"."""
    if line.sentence.language == "en":
        if span is None or span[0] == 0 or span[0] > at:
            return None
        which = span[0] - 1
        linked = {"which", "offered"} & set(line.units[which].tags) or _has_aid(line, which)
        last = which if "which" in line.units[which].tags else which + 1
        found = [k for k in range(max(0, last - 4), last) if _has_aid(line, k)] if linked else []
        return _gift_at(line, found[0]) if found else None
    taken_up = at > 0 and _norm_ends(line, at) and not {"rest", "aid"}.isdisjoint(line.units[at - 1].tags)
    if state == "diverted" and taken_up:
        before = line.units[at - 1]
        if "rest" in before.tags:  # "أما الباقي فأخذه رجال الكتيبة"
            return _Gift(at - 1, at, line.words(at - 1, at), bound="vague")
        return _gift_at(line, at - 1)
    if span is not None or at == 0 or state not in ("delivered", "refused", "diverted"):
        return None
    return _gift_at(line, at - 1) if _has_aid(line, at - 1) else None


def _norm_ends(line: Line, at: int) -> bool:
    """Whether an Arabic verb ends in the pronoun of what it takes: "أخذه"."""
    return line.sentence.tokens[line.units[at].last - 1].norm.endswith(("ه", "ها"))


def _has_aid(line: Line, k: int) -> bool:
    return not {"aid", "of-aid"}.isdisjoint(line.units[k].tags)


def _kept(line: Line, at: int) -> "_Gift | None":
    """What was kept "for itself", or "the remainder": no noun of aid need say what it is."""
    first, stop = clause(line, at)
    kept = any("for-itself" in unit.tags for unit in line.units[first:stop])
    for k in range(at + 1, min(stop, at + 1 + _AHEAD)):
        unit = line.units[k]
        if "rest" in unit.tags:
            return _Gift(k, k + 1, line.words(k, k + 1), bound="vague")
        if unit.figure is not None and kept:
            figure = unit.figure
            return _Gift(k, k + 1, None, figure.value_low, figure.value_high, figure.bound)
    return None


def _bare_count(line: Line, at: int) -> "_Gift | None":
    """ "…; so far 3,500 have come": of what the sentence told before."""
    if not any(_has_aid(line, k) for k in range(at)):
        return None
    first, stop = clause(line, at)
    near_by = range(max(first, at - 3), at) if line.sentence.language == "en" else range(at + 1, min(stop, at + 6))
    for k in near_by:
        figure = line.units[k].figure
        if figure is not None and figure.value_low is not None and not _has_aid(line, k):
            return _Gift(k, k + 1, None, figure.value_low, figure.value_high, figure.bound)
    return None


def _is_bare(line: Line, at: int, state: State) -> bool:
    """An Arabic verb without a name: "مُنعت قافلة …" may be told of nobody."""
    if line.sentence.language == "en":
        return False
    if state == "refused":
        return True  # "أُعيدت من الحاجز قافلة …"
    around = line.units[max(0, at - 1) : at + 2]
    given = any(not {"figure", "aid"}.isdisjoint(unit.tags) for unit in around)
    return given and state in ("diverted", "delivered")


def _sending(telling: Telling, line: Line, at: int) -> str | None:
    """Who sent it: "from X", "sent by X", "أرسلتها X", wherever it stands in the sentence."""
    for k in range(at + 1, len(line.units) - 1):
        unit, after = line.units[k], line.units[k + 1]
        if "offered" in unit.tags and is_actor(after) and line.words(k, k + 1).lower() != "of":
            names = names_at(telling, line, (k + 1, k + 2))
            return names[0][0] if names else None
    return None


def _aid(telling: Telling, told: Told, state: State, at: int) -> Aid | None:
    line = told.line
    gift = _gift(line, at, before=told.groups.get("gift"))
    if gift is None:
        return None
    giver = telling.full_name(told, "giver")
    receiver = _who(telling, told, "receiver")
    if state == "refused" and giver is None:
        giver = _offering(telling, line, gift)
    if state in ("pledged", "delivered") and receiver is None:
        receiver = _receiving(telling, line, max(at, gift.at), giver)
    if giver is None and "received" in line.units[at].tags:
        giver = _sending(telling, line, at)
    units = min(told.first, gift.at), max(told.last, gift.last)
    thief, accuser = _thief(telling, told), _who(telling, told, "accuser")
    return _made(telling, line, state, at, gift, units, giver, receiver, thief, accuser)


def _made(
    telling: Telling,
    line: Line,
    state: State,
    at: int,
    gift: "_Gift",
    units: tuple[int, int],
    giver: str | None,
    receiver: str | None,
    thief: str | None,
    accuser: str | None = None,
) -> Aid:
    place = near(line, at, "place")
    if place is not None and place.place is not None and place.place.words == giver:
        place = None
    said_by = accuser or speaker_of(line, at)
    return telling.make(
        Aid,
        line,
        units,
        state=state,
        giver=giver,
        receiver=receiver,
        diverted_by=thief,
        what=gift.what,
        amount_low=gift.low,
        amount_high=gift.high,
        bound=gift.bound,
        unit=gift.unit,
        place=None if place is None or place.place is None else place.place.words,
        place_id=None if place is None or place.place is None else place.place.place_id,
        when=day_of(line, at),
        attributed_to=said_by,
    )


def _who(telling: Telling, told: Told, group: str) -> str | None:
    if group not in told.groups:
        return None
    first, last = told.groups[group]
    if last - first > 1:
        return told.line.words(first, last)
    return telling.full_name(told, group) or told.words(group)


def _thief(telling: Telling, told: Told) -> str | None:
    """Who is said to have taken it; all of them, where several are named."""
    if told.has("thief") and "folk" in told.line.units[told.groups["thief"][0]].tags:
        return told.words("thief")
    names = telling.full_names(told, "thief")
    return names[0] if len(names) == 1 else told.words("thief") if names else None


def _gift(line: Line, at: int, before: tuple[int, int] | None) -> _Gift | None:
    """What stands after the verb, or before it where it was given by nobody named."""
    if before is not None:
        return _gift_at(line, before[0])
    _, stop = clause(line, at)
    for k in range(at, min(stop, at + 1 + _AHEAD)):
        if "," in line.units[k].tags and k + 1 < stop and "and" in line.units[k + 1].tags:
            return None  # another clause begins: "offered, and the treasurer sent …"
        found = _gift_at(line, k, verb=at)
        if found is not None:
            return None if _comes_back(line, found) else found
    return None


def _comes_back(line: Line, gift: "_Gift") -> bool:
    """ "sent the cheque back": nothing was given."""
    last = line.units[gift.last - 1].last
    after = line.sentence.tokens[last : last + 1]
    return bool(after) and after[0].norm == "back"


def _gift_at(line: Line, at: int, verb: int | None = None) -> _Gift | None:
    unit = line.units[at]
    if "rest" in unit.tags and at != verb and verb is None:
        return _Gift(at, at + 1, line.words(at, at + 1), bound="vague")
    if unit.figure is not None:
        figure = unit.figure
        aid = _aid_after(line, at + 1)
        named = aid is not None or "of-aid" in unit.tags
        counts = figure.counted in _SPEAKS or named or figure.unit in _MEASURES
        if not counts or (figure.unit in _NO_GIFTS and not named):
            return None
        last = at + 1 if aid is None else aid + 1
        what = line.words(aid, aid + 1) if aid is not None else _noun(line, at)
        return _Gift(at, last, what, figure.value_low, figure.value_high, figure.bound, figure.unit)
    if "aid" not in unit.tags or at == verb:
        return None
    number = _number_before(line, at)
    if number is not None:
        return number
    what = line.words(at, at + 1)
    more = _aid_after(line, at + 1)
    if what.lower() in _CONVOYS:
        inside = _inside(line, at)
        return _Gift(at, at + 1, inside or what)
    last = at + 1 if more is None else more + 1
    return _Gift(at, last, line.words(at, last))


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
    found = [k for k in range(at + 1, min(stop, at + _AHEAD)) if "aid" in line.units[k].tags]
    if not found:
        return None
    last = found[0] + 1
    while last + 1 < stop and "and" in line.units[last].tags and "aid" in line.units[last + 1].tags:
        last += 2
    return line.words(found[0], last)


def _number_before(line: Line, at: int) -> _Gift | None:
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
            return _Gift(k, at + 1, what, one.low, one.high, one.bound, what)
    return None


def _offering(telling: Telling, line: Line, gift: _Gift) -> str | None:
    """Who offered or sent what was refused: "flour offered by X", "a convoy of X"."""
    _, stop = clause(line, gift.at)
    for k in range(gift.at + 1, min(stop, gift.last + _OFFERED)):
        unit = line.units[k]
        linked = {"offered", "of", "by"} & set(line.units[k - 1].tags)
        arabic = line.sentence.language == "ar"
        if "body" in unit.tags and (linked or arabic):
            return telling.full(line, unit)
    return None


def _receiving(telling: Telling, line: Line, at: int, giver: str | None) -> str | None:
    """The body "to" whom it was given."""
    _, stop = clause(line, at)
    for k in range(at + 1, min(stop, at + _AHEAD)):
        unit = line.units[k]
        to = line.units[k - 1]
        if "body" in unit.tags and {"of", "parts"} & set(to.tags):
            word = line.words(k - 1, k).lower() if to.last > to.first else "ل"
            name = telling.full(line, unit)
            if word in ("to", "for", "إلى", "ل") and name != giver:
                return name
    return None

"""Aid: promised, delivered, refused, or said to have been taken, with who says so."""
# ruff: noqa: E501 - a way of telling a line

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tawthiq.reading.affairs.goods import (
    AHEAD,
    Gift,
    State,
    bare_count,
    gift_after,
    gift_before,
    gift_of,
    gift_of_clause,
    is_of_them,
    number_beside,
)
from tawthiq.reading.affairs.handing import Handed, Handing
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
from tawthiq.statements import Aid

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
    ("delivered", "arrived"), ("refused", "stuck"),
)  # fmt: skip
_BESIDE = frozenset(("day", "place", "of", "into"))  # between a passive verb and what was given
_BUT = frozenset(("سوي", "الا"))
_AHEAD_OF_BUT = 8  # tokens
_COMES = frozenset(("arrived", "stuck"))  # what is given is their subject
_BE = frozenset(("is", "are", "was", "were", "been", "being", "be"))
_SENTENCES = 2  # sentences back: of what "thirty came" is told
_SHORTLY = 250  # characters from what was promised to what came of it
_GIVEN = frozenset(("pledged", "delivered"))
_OFFERED = 4  # units from what was offered to who offered it


@dataclass(frozen=True, slots=True)
class _Parties:
    """Who gives, gets or takes it, and who says that somebody took it."""

    giver: str | None = None
    receiver: str | None = None
    thief: str | None = None
    accuser: str | None = None


def gifts(telling: Telling, lines: Sequence[Line]) -> list[Aid]:
    """Everything given, promised, refused or taken that the text tells of.

    Args:
        lines: the sentences that hold something to give, in the units of `acts`.
    """
    found = list(_by_way(telling))
    handing = Handing(telling)
    for line in lines:
        start, end = line.sentence.start, line.sentence.stop
        told = [one for one in found if one.start < end and start < one.end]
        for handed in handing.of(line):
            one = _as_aid(telling, line, handed)
            beside = [other for other in told if one.start < other.end and other.start < one.end]
            poorer = [other for other in beside if _says_less(other, one, sure=handed.sure)]
            if any(_is_the_same(one, other) for other in beside if other not in poorer):
                continue
            told = [other for other in told if other not in poorer] + [one]
            found = [other for other in found if other not in poorer] + [one]
        later = None if told else _later(telling, handing, line, found)
        found += [later] if later is not None else []
    return sorted(_once(found), key=lambda one: one.start)


def _later(telling: Telling, handing: Handing, line: Line, found: Sequence[Aid]) -> Aid | None:
    """What a line tells of what was promised or given shortly before: "Ten came"."""
    start = line.sentence.start
    given = [one for one in found if start - _SHORTLY <= one.end <= start and one.state in _GIVEN]
    if not given:
        return None
    last = max(given, key=lambda one: one.end)
    handed = handing.of_before(line, last.giver)
    return None if handed is None else _as_aid(telling, line, handed)


def _once(found: Sequence[Aid]) -> list[Aid]:
    """Without deliveries told only to say what became of them: stolen, or sent back."""
    ends = [one for one in found if one.state in ("diverted", "refused")]
    return [
        one
        for one in found
        if one.state != "delivered"
        or not any(one.start < other.end and other.start < one.end for other in ends)
    ]


def _is_the_same(one: Aid, other: Aid) -> bool:
    """Whether two that overlap tell of one event: only what was promised may also have come."""
    apart = {one.state, other.state}
    return apart != {"pledged", "delivered"}


def _says_less(other: Aid, one: Aid, *, sure: bool) -> bool:
    """ "men of the brigade unloaded" is no delivery; who gave it is better known than not."""
    if one.state == "diverted" and one.diverted_by is not None:
        by_folk = other.state == "diverted" and other.diverted_by in one.quote.split(" of ")
        unknown = other.state == "diverted" and other.diverted_by is None
        return one.diverted_by == other.giver or by_folk or unknown
    same = one.state == other.state != "diverted" and one.giver is not None
    return same and (other.giver is None or (sure and other.giver != one.giver))


def _as_aid(telling: Telling, line: Line, handed: Handed) -> Aid:
    parties = _Parties(handed.giver, handed.receiver, handed.thief)
    return _made(
        telling,
        line,
        handed.at,
        state=handed.state,
        gift=handed.gift,
        units=(handed.first, handed.last),
        parties=parties,
    )


def _by_way(telling: Telling) -> Iterator[Aid]:
    """What a way of telling or a verb's own subject and object tell."""
    before: Aid | None = None
    before_at = 0
    for line in telling.lines:
        if {"aid", "figure", "number", "rest"}.isdisjoint(line.tags):
            continue
        spoken, taken = _in_line(telling, line)
        told_here = spoken[0] if spoken else None
        near_by = line.sentence.index - before_at <= _SENTENCES
        source = told_here or (before if near_by else None)
        if source is not None:
            later = _of_before(telling, line, source, taken)
            spoken += [one for one in later if not _is_told_already(one, spoken)]
        yield from spoken
        named = [one for one in spoken if one.giver is not None]
        if named:
            before, before_at = named[0], line.sentence.index


def _in_line(telling: Telling, line: Line) -> tuple[list[Aid], set[int]]:
    """What the line itself tells, and the units that tell it."""
    taken: set[int] = set()
    spoken: list[Aid] = []
    for state, tag, way in _WAYS[line.sentence.language]:
        for told in tell(line, way) if tag in line.tags else ():
            at = told.groups["tell"][0]
            one = _aid(telling, told, state, at) if _is_open(line, at, state, taken) else None
            if one is not None:
                taken.add(at)
                spoken.append(one)
    for state, tag in _TOLD:
        for at, unit in enumerate(line.units if tag in line.tags else ()):
            if tag not in unit.tags or not _is_open(line, at, state, taken):
                continue
            found = _by_subject(telling, line, state, at)
            if found is not None and not _is_told_already(found, spoken):
                taken.add(at)
                spoken.append(found)
    return spoken, taken


def _is_open(line: Line, at: int, state: State, taken: set[int]) -> bool:
    return at not in taken and _is_told(line, at, state) and not _is_let_in(line, at)


def _is_let_in(line: Line, at: int) -> bool:
    """ "تمكنت من إدخال": letting in is refused only where a word refuses it."""
    norm = line.sentence.tokens[line.units[at].first].norm
    refusing = {"refused", "declined", "not"}
    before = any(refusing & set(unit.tags) for unit in line.units[max(0, at - AHEAD) : at])
    return norm.endswith("ادخال") and not before


def _of_before(telling: Telling, line: Line, before: Aid, taken: set[int]) -> list[Aid]:
    """ "Thirty came.", "X took fifty of them": of what the sentence before told of."""
    found: list[Aid] = []
    for at, unit in enumerate(line.units):
        arrived, taken_away = "arrived" in unit.tags, "diverted" in unit.tags
        if at in taken or not (arrived or taken_away) or not _is_told(line, at, "delivered"):
            continue
        gift = number_beside(line, at)
        if gift is None or (taken_away and not is_of_them(line, gift)):
            continue
        span = _agent(line, at) or (None if arrived else subject(line, at))
        names = [] if span is None or arrived else names_at(telling, line, span)
        if taken_away and not names:
            continue
        last = max(at + 1, gift.last, 0 if span is None else span[1])
        first = min(at, gift.at) if span is None else min(at, gift.at, span[0])
        thief = names[0][0] if names else None
        found.append(
            _made(
                telling,
                line,
                at,
                state="delivered" if arrived else "diverted",
                gift=gift,
                units=(first, last),
                parties=_Parties(giver=before.giver, thief=thief),
            )
        )
    return found


def _is_told_already(one: Aid, spoken: Sequence[Aid]) -> bool:
    return any(
        one.state == other.state and one.start < other.end and other.start < one.end
        for other in spoken
    )


def _is_told(line: Line, at: int, state: State) -> bool:
    """Whether it came about: not "has delivered nothing", "had it pledged", "denied that it sold"."""
    if unreal(line, at) or disowned(line, at):
        return False
    return state == "refused" or not denied(line, at) or _is_all_but(line, at)


def _is_all_but(line: Line, at: int) -> bool:
    """ "لم يصل منها سوى 40": what is denied is that more came."""
    after = line.sentence.tokens[line.units[at].last : line.units[at].last + _AHEAD_OF_BUT]
    return line.sentence.language == "ar" and any(one.norm in _BUT for one in after)


def _by_subject(telling: Telling, line: Line, state: State, at: int) -> Aid | None:
    """What no pattern of its own fits: by the verb, whose subject gives, gets or takes."""
    acting: str | None = None
    span: tuple[int, int] | None
    if _is_passive(line, at):
        gift, span = gift_before(line, at), _agent(line, at)
        if gift is None and state == "delivered" and line.sentence.language == "en":
            return _was_given(telling, line, at, span)
    elif not _COMES.isdisjoint(line.units[at].tags):
        gift = (
            (gift_before(line, at) if line.sentence.language == "en" else None)
            or (gift_of(line, at, before=None) if line.sentence.language == "ar" else None)
            or bare_count(line, at)
        )
        span = None
    else:
        span = subject(line, at)
        if span is None and line.sentence.language == "en" and _agent(line, at) is not None:
            span, gift = _agent(line, at), gift_before(line, at)  # "8 million, announced by X"
            if gift is not None and span is not None:
                names = names_at(telling, line, span)
                parties = _roles(telling, line, state, at, acting=names[0][0], gift=gift)
                units = min(at, gift.at), span[1]
                return _made(
                    telling, line, at, state=state, gift=gift, units=units, parties=parties
                )
            span = None
        gift = gift_after(line, at, span) or gift_of_clause(line, at, state, span)
        if span is None and is_pronoun_before(line, at):
            acting = speaker_of(line, at)
        if gift is None or (span is None and acting is None and not _is_bare(line, at, state)):
            return None
    if gift is None:
        return None
    if span is not None:
        names = names_at(telling, line, span)
        acting = names[0][0] if names else None
    parties = _roles(telling, line, state, at, acting=acting, gift=gift)
    if parties.giver is None and state == "pledged":  # "… has written that 500 stoves will be sent"
        parties = replace(parties, giver=speaker_of(line, at))
    first, last = min(at, gift.at), max(at + 1, gift.last)
    if span is not None:
        first, last = min(first, span[0]), max(last, span[1])
    return _made(telling, line, at, state=state, gift=gift, units=(first, last), parties=parties)


def _was_given(telling: Telling, line: Line, at: int, agent: tuple[int, int] | None) -> Aid | None:
    """ "The clinic was given 40 boxes by the bridge"."""
    span, gift = subject(line, at), gift_of(line, at, before=None)
    if span is None or gift is None:
        return None
    names = names_at(telling, line, span)
    givers = [] if agent is None else names_at(telling, line, agent)
    giver = givers[0][0] if givers else _sending(telling, line, at)
    units = span[0], max(gift.last, at + 1)
    parties = _Parties(giver, names[0][0])
    return _made(telling, line, at, state="delivered", gift=gift, units=units, parties=parties)


def _roles(
    telling: Telling, line: Line, state: State, at: int, *, acting: str | None, gift: Gift
) -> _Parties:
    """Who gives, gets or takes, where `acting` does what the verb tells."""
    tags = line.units[at].tags
    if state == "diverted":
        return _Parties(thief=acting)
    if state == "refused":
        giver = _offering(telling, line, gift) or (
            _sending(telling, line, gift.at) if "stuck" in tags else None
        )
        return _Parties(giver, acting)
    if "received" in tags:
        giver = _sending(telling, line, at)
        return _Parties(giver, acting)
    if "arrived" in tags:
        return _Parties(_sending(telling, line, min(at, gift.at)))
    return _Parties(acting, _receiving(telling, line, max(at, gift.at), acting))


def _is_passive(line: Line, at: int) -> bool:
    """ "were handed", "سُلّمت 300 سلة … من قبل": nobody who acts stands before, what is given does."""
    if line.sentence.language == "ar":
        after = line.units[at + 1] if at + 1 < len(line.units) else None
        return after is not None and _agent(line, at) is not None and not is_actor(after)
    words = line.words(at, at + 1).lower().split()
    if words[0] in _BE or "be" in words[1:-1]:
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


def _is_bare(line: Line, at: int, state: State) -> bool:
    """An Arabic verb without a name: "مُنعت قافلة …" may be told of nobody."""
    if line.sentence.language == "en":
        return False
    if state == "refused":
        return True  # "أُعيدت من الحاجز قافلة …"
    around = line.units[max(0, at - 1) : at + 2]
    given = any(not {"figure", "aid"}.isdisjoint(unit.tags) for unit in around)
    k = at + 1
    while k < len(line.units) and not _BESIDE.isdisjoint(line.units[k].tags):
        k += 1
    given = given or (k < len(line.units) and not {"figure", "aid"}.isdisjoint(line.units[k].tags))
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
    gift = gift_of(line, at, before=told.groups.get("gift"))
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
    parties = _Parties(giver, receiver, _thief(telling, told), _who(telling, told, "accuser"))
    return _made(telling, line, at, state=state, gift=gift, units=units, parties=parties)


def _made(
    telling: Telling,
    line: Line,
    at: int,
    *,
    state: State,
    gift: Gift,
    units: tuple[int, int],
    parties: _Parties,
) -> Aid:
    place = near(line, at, "place")
    if place is not None and place.place is not None and place.place.words == parties.giver:
        place = None
    said_by = parties.accuser or speaker_of(line, at)
    return telling.make(
        Aid,
        line,
        units,
        state=state,
        giver=parties.giver,
        receiver=parties.receiver,
        diverted_by=parties.thief,
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


def _offering(telling: Telling, line: Line, gift: Gift) -> str | None:
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
    for k in range(at + 1, min(stop, at + AHEAD)):
        unit = line.units[k]
        to = line.units[k - 1]
        if "body" in unit.tags and {"of", "parts"} & set(to.tags):
            word = line.words(k - 1, k).lower() if to.last > to.first else "ل"
            name = telling.full(line, unit)
            if word in ("to", "for", "إلى", "ل") and name != giver:
                return name
    return None

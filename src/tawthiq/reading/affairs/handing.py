"""Aid in loose frames: an act, what it is done with, and who does it, wherever they stand.

Where `giving` has no way of telling that fits, the act's subject, agent or source is the nearest
name that the grammar of the language lets be one (`roles`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tawthiq.reading.affairs.acts import Act, Kind, acts_of
from tawthiq.reading.affairs.aid_words import (
    AID_CONTEXT,
    ANNOUNCED,
    CARRIED,
    DONE,
    GIVES_MONEY,
    LOST,
    THANKS,
    WEAK_TAKING,
)
from tawthiq.reading.affairs.givers import Givers, Who, bare_name, is_armed, is_passive
from tawthiq.reading.affairs.goods import (
    Gift,
    State,
    any_number,
    bare_count,
    gift_ahead,
    gift_at,
    gift_behind,
    goes_into,
    is_of_them,
    number_beside,
    stands_before,
)
from tawthiq.reading.affairs.model import Line
from tawthiq.reading.affairs.subjects import is_pronoun_before
from tawthiq.reading.affairs.telling import Telling, clause

_STATES: dict[Kind, State] = {
    "giving": "delivered", "helping": "delivered", "getting": "delivered", "coming": "delivered",
    "pledging": "pledged", "spurning": "refused", "stopping": "refused", "taking": "diverted",
}  # fmt: skip
_ALSO: dict[Kind, str] = {"taking": "storehouse", "spurning": "offering", "stopping": "helpers"}
_BEFORE: frozenset[Kind] = frozenset(("coming", "getting", "giving"))
_VOTED = frozenset(("of-seats", "of-votes"))
_ORDER: tuple[State, ...] = ("diverted", "refused", "pledged", "delivered")
_AHEAD = 12  # units from an act to what it is done with
_ACCUSED = 14  # units from "accused" to the act
_RELATIVE = 4  # units from what is given to "that the Fund sent"
_BESIDE = 2  # units from what is given to "donated by"
_WAR_BEFORE, _WAR_AFTER = 5, 5  # units around an act in which a word of war makes it none of aid


@dataclass(frozen=True, slots=True)
class Handed:
    """What a line tells: units [first, last), the act, what is given, and who takes part."""

    at: int
    first: int
    last: int
    state: State
    gift: Gift
    giver: str | None = None
    receiver: str | None = None
    thief: str | None = None
    sure: bool = False  # by whom is said with "by"


class Handing:
    """Reads what is done with aid in the lines of one text."""

    def __init__(self, telling: Telling) -> None:
        self._roles = Givers(telling)

    def of(self, line: Line) -> Iterator[Handed]:
        """Everything that a line tells to have been done with aid.

        Of the tents that X sent and Y stole, that they were stolen comes first.
        """
        acts = acts_of(line)
        found: list[Handed] = []
        for n, act in enumerate(acts):
            war = _is_warlike(line, act.at)
            told = (
                self._told(line, act, kind)
                for kind in act.kinds
                if not (war and _STATES[kind] in ("delivered", "pledged"))
                and not _is_only_announced(line, act, kind, acts[n + 1 :])
            )
            found += [one for one in told if one is not None and _is_given(line, one.gift)][:1]
        yield from sorted(found, key=lambda one: (_ORDER.index(one.state), one.at))

    def of_before(self, line: Line, giver: str | None) -> Handed | None:
        """ "Ten came.", "In February we got 480": of what was told before, by whom it was given."""
        for act in acts_of(line):
            gift = number_beside(line, act.at)
            if gift is None or act.noun:
                continue
            if _BEFORE & set(act.kinds):
                return replace(_hand(act, "coming", gift), giver=giver)
            thief = self._roles.agent(line, act.at) or self._roles.doer(line, act.at)
            if "taking" in act.kinds and thief is not None and is_of_them(line, gift):
                return _hand(act, "taking", gift, thief=thief)
        return None

    def _told(self, line: Line, act: Act, kind: Kind) -> Handed | None:
        if act.noun and kind != "helping":
            return self._named(line, act, kind)
        if line.sentence.language == "ar":
            return self._arabic(line, act, kind)
        own = {"helping": self._helped, "getting": self._got, "coming": self._came}
        if kind in own:
            return own[kind](line, act)
        ended = kind == "taking" and self._roles.ending(line, act.at)
        passive = ended or _is_reduced(line, act.at) or is_passive(line, act.at)
        return (self._passive if passive else self._active)(line, act, kind)

    # ---- English ---------------------------------------------------------------------------------

    def _active(self, line: Line, act: Act, kind: Kind) -> Handed | None:
        """ "The Fund sent 40 tents", "the tents that the Fund sent"."""
        who = self._roles.doer(line, act.at)
        gift = gift_ahead(line, act.at, also=_ALSO.get(kind))
        if who is None and gift is not None and kind in ("giving", "pledging", "spurning"):
            who = self._roles.plain_subject(line, act.at)
        if gift is None and who is not None:
            gift = gift_behind(line, who.first, back=_RELATIVE)
            gift = gift if gift is not None and stands_before(line, gift, who.first) else None
        if gift is not None and (who is not None or kind == "stopping"):
            return self._parted(line, act, kind, gift, who)
        loose = kind in ("giving", "pledging") and gift_behind(line, act.at, back=_BESIDE)
        return self._passive(line, act, kind) if loose else None

    def _parted(
        self, line: Line, act: Act, kind: Kind, gift: Gift, who: Who | None
    ) -> Handed | None:
        """The doer as giver, receiver or thief, by the kind of the act."""
        roles = self._roles
        if kind == "taking":
            return self._taken(line, act, gift, who)
        if kind in ("stopping", "spurning"):
            barred = roles.barred(line, act.at) if kind == "stopping" else None
            giver = barred or roles.source(line, gift, but=who)
            return _hand(act, kind, gift, giver=giver, receiver=who)
        backer = roles.backer(line, act.at) if kind in ("giving", "helping") else None
        return _hand(act, kind, gift, giver=backer or who)

    def _passive(self, line: Line, act: Act, kind: Kind) -> Handed | None:
        """ "40 tents were sent by the Fund", "the camp was sent 40 tents"."""
        gift = gift_behind(line, act.at, also=_ALSO.get(kind))
        if gift is None:
            return self._passive_to(line, act, kind)
        roles = self._roles
        agent = roles.agent(line, act.at)
        if kind == "taking":
            thief = agent or roles.ending(line, act.at)
            weak = thief is None and _norm(line, act.at) in WEAK_TAKING
            if weak and not _is_carried(line, act.at):
                return None
            return _hand(act, kind, gift, thief=thief)
        source = roles.source(line, gift, but=agent)
        if kind in ("spurning", "stopping"):
            barred = roles.barred_before(line, act.at) if kind == "stopping" else None
            return _hand(act, kind, gift, giver=source or barred, receiver=agent)
        giver = roles.backer(line, act.at) or agent or source or roles.before_colon(line, act.at)
        if kind == "pledging" and giver is None:
            return None
        return replace(_hand(act, kind, gift, giver=giver), sure=agent is not None)

    def _passive_to(self, line: Line, act: Act, kind: Kind) -> Handed | None:
        """ "The camp was sent 40 tents by the Fund", "The Fund was denied entry with tents"."""
        gift = gift_ahead(line, act.at)
        if gift is None:
            return None
        agent = self._roles.agent(line, act.at)
        subject = self._roles.doer(line, act.at)
        if kind == "stopping":
            giver = subject or self._roles.source(line, gift)
            return _hand(act, kind, gift, giver=giver)
        if kind == "taking":
            return _hand(act, kind, gift, thief=agent) if agent else None
        if kind == "spurning":
            return None
        giver = agent or self._roles.source(line, gift)
        made = _hand(act, kind, gift, giver=giver, receiver=subject)
        return replace(made, sure=agent is not None)

    def _came(self, line: Line, act: Act) -> Handed | None:
        """ "A convoy of the Fund reached the camp"."""
        gift = gift_behind(line, act.at) or bare_count(line, act.at)
        if gift is None:
            return None
        return _hand(act, "coming", gift, giver=self._roles.source(line, gift))

    def _got(self, line: Line, act: Act) -> Handed | None:
        """ "The clinic received 40 boxes from the Fund"."""
        roles = self._roles
        if is_passive(line, act.at) and gift_behind(line, act.at) is not None:
            return self._passive(line, act, "giving")
        gift = gift_ahead(line, act.at)
        who = roles.doer(line, act.at)
        if gift is None:
            gift = next((one for k in (1, 2) if (one := _number_at(line, act.at + k))), None)
            if gift is None or roles.source(line, gift) is None:
                return None
        if who is not None and goes_into(line, gift):
            return _hand(act, "giving", gift, giver=who)
        known = who is not None or is_pronoun_before(line, act.at) or _counts(line, act.at)
        giver = roles.source(line, gift) or roles.agent(line, act.at)
        made = _hand(act, "getting", gift, giver=giver, receiver=who)
        return replace(made, sure=giver is not None) if known else None

    def _helped(self, line: Line, act: Act) -> Handed | None:
        """ "reached 300 families with blankets"."""
        _, stop = clause(line, act.at)
        tokens = line.sentence.tokens
        for k in range(act.at + 2, min(stop, act.at + _AHEAD)):
            if tokens[max(0, line.units[k].first - 1)].norm != "with":
                continue
            gift = gift_at(line, k)
            by = self._roles.agent if is_passive(line, act.at) else self._roles.doer
            who = by(line, act.at)
            if gift is not None and who is not None:
                return self._parted(line, act, "helping", gift, who)
        return None

    # ---- Nouns of doing, in both languages -------------------------------------------------------

    def _named(self, line: Line, act: Act, kind: Kind) -> Handed | None:
        """ "the distribution of 300 tents by the Fund", "قامت الجمعية بتوزيع 300 خيمة"."""
        roles = self._roles
        gift = gift_ahead(line, act.at, near=True)
        if gift is None and kind == "taking" and _met_with(line, act.at):
            gift = gift_behind(line, act.at)  # "تعرضت القافلة للنهب"
        if gift is None:
            return None
        agent = roles.agent(line, act.at)
        if kind == "taking":
            thief = agent or roles.doer(line, act.at)
            return self._taken(line, act, gift, thief) if thief or _met_with(line, act.at) else None
        source = roles.source(line, gift, but=agent)
        if kind in ("spurning", "stopping"):
            return _hand(act, kind, gift, giver=source, receiver=agent)
        if kind in ("getting", "coming"):
            return _hand(act, kind, gift, giver=agent or source)
        backer = roles.backer(line, act.at) if kind == "giving" else None
        pledged = source if kind == "pledging" else None
        giver = backer or agent or pledged or roles.doer(line, act.at) or source
        known = giver is not None or (kind == "giving" and _is_done(line, act.at))
        return _hand(act, kind, gift, giver=giver) if known else None

    # ---- Arabic ----------------------------------------------------------------------------------

    def _arabic(self, line: Line, act: Act, kind: Kind) -> Handed | None:
        roles = self._roles
        who = roles.doer(line, act.at)
        beyond = who.last if who is not None and who.first > act.at else None
        refusing = kind in ("spurning", "stopping")
        also = _ALSO.get(kind)
        ahead = gift_ahead(line, act.at, beyond=beyond, near=refusing, also=also)
        behind = who.first if who is not None and who.first < act.at else act.at
        gift = ahead or gift_behind(line, behind, also=also)
        if gift is None and kind in ("coming", "getting"):
            gift = gift_behind(line, act.at)
        if gift is None:
            return None
        if kind in ("coming", "getting"):
            giver = roles.source(line, gift) or roles.sender(line, act.at)
            if giver is None and _norm(line, act.at).removeprefix("و").startswith(THANKS):
                return None
            return _hand(act, kind, gift, giver=giver, receiver=who if kind == "getting" else None)
        agent = roles.agent(line, act.at)
        if kind in ("spurning", "stopping"):
            barred = roles.barred(line, act.at) if kind == "stopping" else None
            giver = barred or roles.source(line, gift, but=who)
            return _hand(act, kind, gift, giver=giver, receiver=who)
        until = min(gift.at, who.first) if who is not None and who.first > act.at else gift.at
        bare = bare_name(line, act.at, until)
        if who is not None and bare is not None and " " not in (bare.name or ""):
            bare = None
        doer = agent or (bare if who is None or who.first > act.at else None) or who
        return self._arabic_done(line, act, kind, gift, doer)

    def _arabic_done(
        self, line: Line, act: Act, kind: Kind, gift: Gift, doer: Who | None
    ) -> Handed | None:
        """What somebody gave, promised or took; of a passive verb nobody need be named."""
        norm = _norm(line, act.at).removeprefix("و")
        if kind == "taking":
            thief = self._roles.ending(line, act.at) or doer
            known = thief is not None or norm.startswith(LOST)
            return self._taken(line, act, gift, thief) if known else None
        giver = self._roles.backer(line, act.at) or doer or self._roles.source(line, gift)
        if kind == "pledging" and giver is None and not norm.endswith("نا"):
            return None
        return _hand(act, kind, gift, giver=giver)

    def _taken(self, line: Line, act: Act, gift: Gift, thief: Who | None) -> Handed | None:
        """What an armed body "took", or anybody stole; a council that took it in, took nothing."""
        first, _ = clause(line, act.at)
        before = line.units[max(first, act.at - _ACCUSED) : act.at]
        if any("accused" in unit.tags for unit in before):
            thief = self._roles.accused(line, act.at)
            return _hand(act, "taking", gift, thief=thief) if thief else None
        weak = _norm(line, act.at) in WEAK_TAKING
        if weak and (thief is None or not is_armed(line, thief)):
            return None
        told = {token.norm for token in line.sentence.tokens} & AID_CONTEXT
        named = gift.low is None or any("aid" in unit.tags for unit in line.units)
        return _hand(act, "taking", gift, thief=thief) if told or named else None


def _hand(
    act: Act,
    kind: Kind,
    gift: Gift,
    *,
    giver: Who | None = None,
    receiver: Who | None = None,
    thief: Who | None = None,
) -> Handed:
    within = [one for one in (giver, receiver, thief) if one is not None]
    return Handed(
        at=act.at,
        first=min(act.at, gift.at, *(one.first for one in within)),
        last=max(act.at + 1, gift.last, *(one.last for one in within)),
        state=_STATES[kind],
        gift=gift,
        giver=None if giver is None else giver.name,
        receiver=None if receiver is None else receiver.name,
        thief=None if thief is None else thief.name,
    )


_THAT = frozenset(("ان", "انه", "انها", "انهم"))

# ---- Around an act -------------------------------------------------------------------------------


def _is_only_announced(line: Line, act: Act, kind: Kind, later: Sequence[Act]) -> bool:
    """ "announced that it had distributed": what was announced is told by the next act."""
    if kind != "pledging" or _norm(line, act.at) not in ANNOUNCED:
        return False
    follows = [one for one in later if one.at - act.at <= _AHEAD]
    after = line.sentence.tokens[line.units[act.at].last :][:_AHEAD]
    if any(token.norm in _THAT for token in after):
        return True
    if line.sentence.language == "ar":
        return any(_norm(line, one.at) not in GIVES_MONEY for one in follows)
    return bool(follows)


def _is_reduced(line: Line, at: int) -> bool:
    """ "300 tents donated by the Union": a participle right behind what is given."""
    if at == 0 or line.units[at].last - line.units[at].first > _BESIDE:
        return False
    if _norm(line, at).endswith(("ing", "s")):
        return False
    given = gift_at(line, at - 1) is not None or "," in line.units[at - 1].tags
    own = line.sentence.tokens[line.units[at].last - 1].norm == "by"
    return given and (own or any("by" in unit.tags for unit in line.units[at + 1 : at + 4]))


def _number_at(line: Line, k: int) -> Gift | None:
    return any_number(line, k) if k < len(line.units) else None


def _counts(line: Line, at: int) -> bool:
    """ "Two hundred families were given coats"."""
    return any(unit.figure is not None for unit in line.units[max(0, at - 4) : at])


def _is_done(line: Line, at: int) -> bool:
    """ "تم توزيع", "جرى تسليم": done, by whom is not said."""
    back = line.sentence.tokens[: line.units[at].first][-4:]
    return any(token.norm in DONE for token in back)


def _is_given(line: Line, gift: Gift) -> bool:
    """Not the seats and votes of an election."""
    return _VOTED.isdisjoint(line.units[gift.at].tags)


def _is_carried(line: Line, at: int) -> bool:
    """ "were removed from a convoy": what was under way was taken, by whom is not said."""
    after = line.sentence.tokens[line.units[at].last :][:_AHEAD]
    return any(token.norm in CARRIED for token in after)


def _met_with(line: Line, at: int) -> bool:
    """ "تعرضت الشاحنات للنهب": it befell what stands between."""
    first, _ = clause(line, at)
    return any("met-with" in unit.tags for unit in line.units[first:at])


def _is_warlike(line: Line, at: int) -> bool:
    around = line.units[max(0, at - _WAR_BEFORE) : at + _WAR_AFTER]
    return any("warlike" in unit.tags and "folk" not in unit.tags for unit in around)


def _norm(line: Line, k: int) -> str:
    return line.sentence.tokens[min(line.units[k].first, len(line.sentence.tokens) - 1)].norm

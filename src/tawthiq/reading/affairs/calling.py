"""Campaigns, and the gatherings of which a text tells place and kind, with what was called out."""

import re
from collections.abc import Iterator, Sequence

from tawthiq.reading.affairs.model import Line
from tawthiq.reading.affairs.telling import Telling, clause, day_of, is_name
from tawthiq.reading.affairs.ways import Told, tell
from tawthiq.statements import Campaign, Figure, Gathering

_TITLES = (
    "tell=<campaign> <,|w|dash>? title=<quote>",
    "title=<quote> tell=<campaign>",
    "tell=<campaign> <,|w>? <called> title=<quote|body|person>",
)
KINDS = frozenset(("demonstration", "strike", "sit-in", "funeral", "vigil"))
_LOOK = 12  # units from the kind of gathering to its place
_SLOGAN = 3  # units from "under the slogan" to the words
_ISO = re.compile(r"(\d{4})-(\d\d-\d\d)")


def campaigns(telling: Telling) -> list[Campaign]:
    """Each campaign that has a title, once, where the text tells most of it."""
    told: dict[str, list[Campaign]] = {}
    for line in telling.lines:
        if "campaign" not in line.tags:
            continue
        for way in _TITLES:
            for one in tell(line, way):
                made = _campaign(telling, one)
                told.setdefault(made.name or made.name_ar or "", []).append(made)
    found = [max(ones, key=_fullness) for ones in told.values()]
    return sorted(found, key=lambda one: one.start)


def _fullness(one: Campaign) -> int:
    return 2 * bool(one.since) + 2 * bool(one.organisers) + len(one.places)


def _campaign(telling: Telling, told: Told) -> Campaign:
    line = told.line
    at = told.groups["tell"][0]
    title = line.units[told.groups["title"][0]].said
    since, until = _period(day_of(line, at))
    arabic = line.sentence.language == "ar"
    return telling.make(
        Campaign,
        line,
        (told.first, told.last),
        name=None if arabic else title,
        name_ar=title if arabic else None,
        organisers=_organisers(telling, line, at),
        since=since,
        until=until,
    )


def _period(when: str | None) -> tuple[str | None, str | None]:
    """The first and the last day; of one date, the first alone."""
    if when is None:
        return None, None
    first, slash, last = when.partition("/")
    if not slash:
        return first, None
    return (first if first not in ("", "..") else None), (last if last not in ("", "..") else None)


def _organisers(telling: Telling, line: Line, at: int) -> tuple[str, ...]:
    """Who calls for, announces or holds it, with those whom "together with" names."""
    ways = (
        ("by=@ <be>? tell=<calls>", "<calls> <by> by=@", "tell=<together> by=@")
        if line.sentence.language == "en"
        else ("tell=<calls> by=@", "by=@ tell=<calls>", "tell=<together> by=@")
    )
    found: list[str] = []
    first, last = clause(line, at)
    for way in ways:
        for told in tell(line, way):
            if first <= told.first and told.last <= last:
                names = telling.full_names(told, "by")
                found += [name for name in names if name not in found]
    return tuple(found)


def gatherings(telling: Telling, called: Sequence[Campaign]) -> Iterator[Gathering]:
    """Every gathering of which the same clause tells the place."""
    for line in telling.lines:
        if KINDS.isdisjoint(line.tags):
            continue
        done: set[str] = set()
        for at, unit in enumerate(line.units):
            if unit.kind not in KINDS or not _came_about(line, at):
                continue
            place = _place(line, at)
            if place is None or unit.kind in done:
                continue
            made = _gathering(telling, line, at, place, called)
            heard = made.number_low or made.slogans or made.slogans_ar
            if unit.kind == "funeral" and not heard:
                continue  # many are buried without a crowd: somebody must have counted or heard
            done.add(unit.kind)
            yield made


def _came_about(line: Line, at: int) -> bool:
    """Not "no demonstration", not "the ban on demonstrations", not the name of something."""
    before = line.units[max(0, at - 2) : at]
    return not any({"not", "published"} & set(one.tags) for one in before)


def _place(line: Line, at: int) -> int | None:
    """The nearest place of the clause; one after the word counts before one ahead of it."""
    first, last = clause(line, at)
    found = [
        k for k in range(max(first, at - _LOOK), min(last, at + _LOOK))
        if "place" in line.units[k].tags
    ]  # fmt: skip

    def cost(k: int) -> int:
        between = line.units[min(k, at) + 1 : max(k, at)]
        stops = sum("," in one.tags or is_name(one) for one in between)
        kinds = sum(one.kind in KINDS for one in between)
        return len(between) + 3 * stops + 6 * kinds + (1 if k < at else 0)

    return min(found, key=cost, default=None)


def _gathering(
    telling: Telling, line: Line, at: int, where: int, called: Sequence[Campaign]
) -> Gathering:
    place = line.units[where].place
    when = _within(day_of(line, at), called)
    slogans = _slogans(line)
    figure = _number(line, at)
    arabic = line.sentence.language == "ar"
    campaign = next((one for one in called if _holds(one, when)), None)
    first, last = min(at, where), max(at, where) + 1
    return telling.make(
        Gathering,
        line,
        (first, last),
        kind=line.units[at].kind,
        campaign=None if campaign is None else campaign.name or campaign.name_ar,
        place=None if place is None else place.words,
        place_id=None if place is None else place.place_id,
        when=when,
        organisers=_organisers(telling, line, at),
        number_low=None if figure is None else figure.value_low,
        number_high=None if figure is None else figure.value_high,
        bound="exact" if figure is None else figure.bound,
        slogans=() if arabic else slogans,
        slogans_ar=slogans if arabic else (),
    )


def _slogans(line: Line) -> tuple[str, ...]:
    """What stands in quotation marks right after "under the slogan", "chanted"."""
    found = []
    for at, unit in enumerate(line.units):
        if "slogan" in unit.tags:
            after = line.units[at + 1 : at + 1 + _SLOGAN]
            found += [one.said for one in after if "quote" in one.tags and one.said][:1]
    return tuple(found)


def _number(line: Line, at: int) -> Figure | None:
    """How many came: the one number of people in the clause, where it tells that they came."""
    first, last = clause(line, at)
    came = any("attended" in unit.tags for unit in line.units[first:last])
    people = [
        unit.figure
        for unit in line.units[first:last]
        if unit.figure is not None
        and (came or unit.figure.counted in ("demonstrators", "people", "other", None))
        and unit.figure.unit in ("people", None)
    ]
    return people[0] if len(people) == 1 else None


def _within(when: str | None, called: Sequence[Campaign]) -> str | None:
    """A day whose year was guessed, moved into the campaign that has such a day.

    A call for next week is read on a day before it: the last such date is years back.
    """
    day = _ISO.fullmatch(when or "")
    if day is None:
        return when
    for one in called:
        if one.since and one.until and _ISO.fullmatch(one.since) and _ISO.fullmatch(one.until):
            moved = f"{one.since[:4]}-{day[2]}"
            if one.since <= moved <= one.until:
                return moved
    return when


def _holds(campaign: Campaign, when: str | None) -> bool:
    if when is None or campaign.since is None or campaign.until is None:
        return False
    return campaign.since <= when <= campaign.until

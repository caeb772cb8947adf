"""Campaigns, and the gatherings of which a text tells place and kind, with what was called out."""

import re
from collections.abc import Iterator, Mapping, Sequence

from tawthiq.reading.affairs.givers import is_titled
from tawthiq.reading.affairs.model import Line
from tawthiq.reading.affairs.telling import Telling, clause, day_of
from tawthiq.reading.affairs.ways import Told, tell
from tawthiq.reading.affairs.where import Place, Where
from tawthiq.reading.model import PlaceMention
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Campaign, Figure, Gathering

_TITLES = (
    "tell=<campaign> <,|w|dash|:|open>? title=<quote>",
    "title=<quote> <,|dash|open> <~>{0,6}? tell=<campaign>",
    "tell=<campaign> <~>{0,4}? <,>? title=<quote>",
    "tell=<demonstration> <~>{0,5}? <into|called> title=<quote>",
    "tell=<calls|goes-on> <w>{0,1}? title=<quote>",
    "tell=<campaign> <,|w>? <called> title=<quote|body|person>",
    "(?:<day>|<campaign>) <open> title=<quote> <close>",
    "title=<quote> <~>{0,1}? tell=<goes-on>",
)
_DAYS_OF_WEEK = word_set("friday fridays جمعه الجمعه جمعتنا بجمعه وجمعه")
KINDS = frozenset(("demonstration", "strike", "sit-in", "funeral", "vigil", "meeting"))
_LOOSE = frozenset(("demonstration", "meeting"))
"""Kinds of which a word of another kind at the same place says more."""
_CALLS = frozenset(("calls", "asks", "campaign", "demonstration"))
_NO_CAMPAIGN = frozenset(("charter", "the-charter", "slogan", "published", "paper"))
_SPEAKS = frozenset(("lets-know", "slogan"))
_NOUNS = word_set(
    "demonstration demonstrations march marches protest protests rally rallies procession "
    "مظاهره مظاهرات تظاهره تظاهرات مسيره مسيرات احتجاج احتجاجات اجتماع موتمر لقاء"
)
_LONGEST_TITLE = 6  # words
_FIRST_OF_ITEM = 4  # units before the place of an item
_DENIED = 4  # units before a gathering in which "no" denies it
_SLOGAN = 3  # units from "under the slogan" to the words
_Here = tuple[int, str, Place]
"""The unit that tells, the kind of gathering, its place."""
_ISO = re.compile(r"(\d{4})-(\d\d-\d\d)")


def campaigns(telling: Telling) -> list[Campaign]:
    """Each campaign that has a title, once, where the text tells most of it."""
    told: dict[str, list[Campaign]] = {}
    for line in telling.lines:
        if "quote" not in line.tags and "campaign" not in line.tags:
            continue
        done: set[int] = set()
        ways = (
            _TITLES
            if line.sentence.language == "ar"
            else (*_TITLES, "title=<quote> tell=<campaign>")
        )
        for way in ways:
            for one in tell(line, way):
                if one.groups["title"][0] in done or not _is_title(one):
                    continue
                done.add(one.groups["title"][0])
                made = _campaign(telling, one)
                told.setdefault(made.name or made.name_ar or "", []).append(made)
    found = [max(ones, key=_fullness) for ones in told.values()]
    return sorted(found, key=lambda one: one.start)


def _fullness(one: Campaign) -> int:
    return 2 * bool(one.since) + 2 * bool(one.organisers) + len(one.places)


def _is_title(told: Told) -> bool:
    """Whether what is quoted is a campaign's name: not a speech that begins, not a charter."""
    line, at = told.line, told.groups["title"][0]
    before = line.units[at - 1] if at else None
    if before is not None and not _NO_CAMPAIGN.isdisjoint(before.tags):
        return False
    if not told.has("tell"):
        return _is_friday(line, told.first)
    if not _may_be_title(told):
        return False
    tell_at = told.groups["tell"][0]
    if "goes-on" not in line.units[tell_at].tags or "campaign" in line.units[tell_at].tags:
        return True
    named = (line.units[at].said or "").split()
    return 1 < len(named) <= _LONGEST_TITLE and (before is None or not _SPEAKS & set(before.tags))


def _may_be_title(told: Told) -> bool:
    """Of what is started or called for without the word "campaign": a few words, no body's name."""
    line = told.line
    tell_at, at = told.groups["tell"][0], told.groups["title"][0]
    if "campaign" in line.units[tell_at].tags or at < tell_at:
        return True
    if is_titled(line, at):
        return False
    words = (line.units[at].said or "").split()
    days = any("day" in unit.tags for unit in line.units)
    demonstration = "demonstration" in line.units[tell_at].tags
    return 1 < len(words) <= _LONGEST_TITLE and (days or demonstration or "campaign" in line.tags)


def _is_friday(line: Line, at: int) -> bool:
    tokens = line.sentence.tokens[line.units[at].first : line.units[at].last]
    return any(token.norm in _DAYS_OF_WEEK for token in tokens)


def _campaign(telling: Telling, told: Told) -> Campaign:
    line = told.line
    at = told.groups["tell"][0] if told.has("tell") else told.first
    title = line.units[told.groups["title"][0]].said
    since, until = _period(day_of(line, at))
    if _is_friday(line, at) and since is not None and until is None:
        until = since
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


def gatherings(
    telling: Telling,
    called: Sequence[Campaign],
    places: Mapping[int, Sequence[PlaceMention]],
) -> Iterator[Gathering]:
    """Every gathering whose place is told: in its clause, or by "there", or for the whole text.

    Args:
        places: those of each sentence, by its index.
    """
    where = Where(telling.lines, places)
    for line in telling.lines:
        if KINDS.isdisjoint(line.tags):
            found = _told_by_verb(line, where) or _programme(line, where)
        else:
            found = _one_a_place(line, where)
        for here in found:
            made = _gathering(telling, line, here, called)
            counted = made.number_low is not None or made.bound != "exact"
            heard = counted or made.slogans or made.slogans_ar or line.under is not None
            if made.kind == "funeral" and not heard:
                continue  # many are buried without a crowd: somebody must have counted or heard
            yield made


def _one_a_place(line: Line, where: Where) -> list[_Here]:
    """The gatherings of a line, of each kind the first; of one place the one told most surely."""
    found: list[_Here] = []
    for at, unit in enumerate(line.units):
        if unit.kind not in KINDS or not _came_about(line, at):
            continue
        place = where.of(line, at)
        if place is None or unit.kind in {kind for _, kind, _ in found}:
            continue
        found.append((at, str(unit.kind), place))
        again = where.again(line, place)
        if again is not None:
            found.append((at, str(unit.kind), again))
    surer = {place.words for at, kind, place in found if kind not in _LOOSE}
    return [
        (at, kind, place)
        for at, kind, place in found
        if kind not in _LOOSE or place.words not in surer or _is_noun(line, at)
    ]


def _told_by_verb(line: Line, where: Where) -> list[_Here]:
    """ "Some six hundred came out in the streets of X": people counted, a verb, a street."""
    if not {"walked", "square"} <= line.tags:
        return []
    at = next(k for k, unit in enumerate(line.units) if "walked" in unit.tags)
    people = any(_is_people(unit.figure) for unit in line.units if unit.figure is not None)
    crowd = {"المئات", "الآلاف", "العشرات", "hundreds", "thousands", "dozens"}
    words = {line.words(k, k + 1).lower() for k in range(len(line.units))}
    if not (people or crowd & words) or not _came_about(line, at):
        return []
    place = where.of(line, at)
    return [] if place is None else [(at, "demonstration", place)]


def _programme(line: Line, where: Where) -> list[_Here]:
    """A line of a list under a call: "in X from the mosque": a place, and what is said of it."""
    if line.under is None or line.under.tags.isdisjoint(_CALLS):
        return []
    at = next((k for k, unit in enumerate(line.units) if "place" in unit.tags), None)
    if at is None or at > _FIRST_OF_ITEM:
        return []
    place = where.of(line, at)
    return [] if place is None else [(at, "demonstration", place)]


def _is_noun(line: Line, at: int) -> bool:
    norms = {
        token.norm for token in line.sentence.tokens[line.units[at].first : line.units[at].last]
    }
    return bool(norms & _NOUNS) or any(norm.lstrip("وبلف") in _NOUNS for norm in norms)


def _came_about(line: Line, at: int) -> bool:
    """Not "no demonstration", not "the ban on demonstrations", not the name of something."""
    units = line.units
    first, last = clause(line, at)
    if any("called-off" in units[k].tags for k in range(first, last) if k != at):
        return False
    if line.words(at, at + 1) == "March":
        return False  # the month
    for k in range(at - 1, max(-1, at - 1 - _DENIED), -1):
        tags = set(units[k].tags)
        if "not" in tags or ("published" in tags and k == at - 1):
            return False
        if {",", ":", "and"} & tags:
            break
    return True


def _gathering(telling: Telling, line: Line, here: _Here, called: Sequence[Campaign]) -> Gathering:
    at, kind, place = here
    when = _within(day_of(line, at), called)
    slogans = _slogans(line)
    figure = _number(line, at)
    arabic = line.sentence.language == "ar"
    campaign = next((one for one in called if _holds(one, when)), None)
    stands = (at,) if place.at is None else (at, place.at)
    first, last = min(stands), max(stands) + 1
    return telling.make(
        Gathering,
        line,
        (first, last),
        kind=kind,
        campaign=None if campaign is None else campaign.name or campaign.name_ar,
        place=place.words,
        place_id=place.place_id,
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
        if unit.figure is not None and _is_people(unit.figure, came=came)
    ]
    return people[0] if len(people) == 1 else None


def _is_people(figure: Figure, *, came: bool = False) -> bool:
    counted = came or figure.counted in ("demonstrators", "people", "other", None)
    return counted and figure.unit in ("people", None)


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

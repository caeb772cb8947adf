"""Where a gathering takes place: the place nearest to it, "there", or that of the whole text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tawthiq.reading.affairs.model import Line
from tawthiq.reading.affairs.telling import clause, is_name
from tawthiq.reading.model import PlaceMention
from tawthiq.reading.voices.speakers import DAYS, capital
from tawthiq.reading.voices.wordsets import word_set

KINDS = frozenset(("demonstration", "strike", "sit-in", "funeral", "vigil", "meeting"))
_LOOK = 14  # units from the kind of gathering to its place
_IN = word_set("in في وفي ففي")
_THERE = word_set("there هناك هنيك")
NO_PLACES = word_set(
    "المكان "
    "المدينه البلده القريه الساحه المنطقه الحي ذكري يوم اطار وقت اليوم ساعه الساعه شوارع ساحه حي "
    "احياء وسط محيط مدن قري بلدات عده جميع كل انحاء معظم بعض ظل سبيل هذا هذه ذلك مدينه بلده قريه "
    "منطقه ريف محافظه العاصمه الداخل الخارج الشارع الاسواق المساء الصباح نهايه بدايه ختام مقر قاعه "
    "مبني مدرسه جامع مسجد كنيسه حديقه ملعب مركز بيت دار ما تمام حدود نحو البلاد سوريا الايام"
)
_HEADING = 2  # sentences at the top of a text in which its place may stand


@dataclass(frozen=True, slots=True)
class Place:
    """A place as written, and the unit in which it stands; None: elsewhere in the text."""

    words: str
    place_id: str | None
    at: int | None


class Where:
    """The places of one text, for what happens in it."""

    def __init__(self, lines: Sequence[Line], places: Mapping[int, Sequence[PlaceMention]]) -> None:
        self._lines = lines
        self._places = places

    def of(self, line: Line, at: int) -> Place | None:
        """Where what a unit tells takes place; None: nothing says so."""
        held = self._after_held(line, at)
        if held is not None:
            return held
        near, unknown = self._near(line, at), _unknown(line, at)
        if near is None or near.at is None:
            return unknown or self._from_elsewhere(line, at)
        if unknown is None or unknown.at is None:
            return near
        # "In X, which no list holds, …, of the country of Y": the one that stands closer.
        further = abs(near.at - at) > abs(unknown.at - at)
        between = line.units[min(near.at, at) : max(near.at, at)]
        return unknown if further and any("," in unit.tags for unit in between) else near

    def again(self, line: Line, place: Place) -> Place | None:
        """A second place of the same gathering: "in A and, for our neighbours, in B"."""
        if place.at is None:
            return None
        _, last = clause(line, place.at)
        joined = False
        for k in range(place.at + 1, last):
            unit = line.units[k]
            if unit.kind in KINDS:
                return None
            joined = joined or "and" in unit.tags
            stands = "of" in line.units[k - 1].tags and "of" in line.units[place.at - 1].tags
            if "place" in unit.tags:
                return _place_at(line, k) if joined and stands else None
            if joined and stands and line.sentence.language == "en":
                other = _named_place(line, k)
                if other is not None:
                    return other
            if is_name(unit) or "day" in unit.tags:
                return None
        return None

    def _near(self, line: Line, at: int) -> Place | None:
        """The nearest place of the clause; one after the word counts before one ahead of it."""
        first, last = clause(line, at)
        found = [
            k for k in range(max(first, at - _LOOK), min(last, at + _LOOK))
            if "place" in line.units[k].tags or self._inside(line, k) is not None
        ]  # fmt: skip

        def cost(k: int) -> int:
            between = line.units[min(k, at) + 1 : max(k, at)]
            stops = sum("," in one.tags or is_name(one) for one in between)
            kinds = sum(one.kind in KINDS for one in between)
            hidden = 0 if "place" in line.units[k].tags else 4
            return len(between) + 3 * stops + 6 * kinds + hidden + (1 if k < at else 0)

        best = min(found, key=cost, default=None)
        if best is None:
            return None
        return _place_at(line, best) or self._inside(line, best)

    def _inside(self, line: Line, k: int) -> Place | None:
        """The place within the name of a body: "the field hospital of Jarjanaz"."""
        unit = line.units[k]
        if "body" not in unit.tags or not k or "landmark" not in line.units[k - 1].tags:
            return None
        for place in self._places.get(line.sentence.index, ()):
            if unit.first <= place.first < unit.last and place.last > place.first:
                return Place(place.words, place.place_id, k)
        return None

    def _after_held(self, line: Line, at: int) -> Place | None:
        """ "A vigil for two killed in A will be held in B": where it is held, not of whom."""
        _, last = clause(line, at)
        held = next((k for k in range(at, last) if "held-at" in line.units[k].tags), None)
        if held is None:
            return None
        for k in range(held + 1, min(last, held + _LOOK)):
            place = _place_at(line, k)
            if place is not None:
                return place
        return None

    def _from_elsewhere(self, line: Line, at: int) -> Place | None:
        """For "there" the place before it; beside "in front of" that of the heading."""
        first, last = clause(line, at)
        norms = {token.norm for token in line.sentence.tokens}
        index = line.sentence.index
        if norms & _THERE:
            for back in (index - 1, index - 2):
                for place in reversed(self._places.get(back, ())):
                    return Place(place.words, place.place_id, None)
            return None
        if any("landmark" in unit.tags for unit in line.units[first:last]):
            for top in range(min(_HEADING, index)):
                for place in self._places.get(top, ()):
                    return Place(place.words, place.place_id, None)
        return None


def _place_at(line: Line, k: int) -> Place | None:
    place = line.units[k].place
    return None if place is None else Place(place.words, place.place_id, k)


def _unknown(line: Line, at: int) -> Place | None:
    """ "لقاء في سرجة": what stands behind "in" or "streets", where no list of places holds it."""
    first, last = clause(line, at)
    ahead = range(at + 1, min(last, at + _LOOK) - 1)
    behind = range(at - 1, max(first - 1, at - _LOOK), -1)
    if at >= 2 and ":" in line.units[at - 1].tags:  # "Friday, X: a vigil"
        return _named_place(line, at - 2)
    for k in (*ahead, *behind):
        if k + 1 == at or not _leads_to_place(line, k):
            continue
        found = _named_place(line, k + 1)
        if found is not None:
            return found
    return None


def _leads_to_place(line: Line, k: int) -> bool:
    token = line.sentence.tokens[min(line.units[k].first, len(line.sentence.tokens) - 1)]
    return token.norm in _IN or "square" in line.units[k].tags


def _named_place(line: Line, k: int) -> Place | None:
    """A word that may be the name of a place: capital, or in Arabic no common noun of places."""
    unit, tokens = line.units[k], line.sentence.tokens
    if "w" not in unit.tags or unit.last != unit.first + 1 or len(unit.tags) > 1:
        return None
    name = tokens[unit.first]
    if line.sentence.language == "en":
        return Place(name.raw, None, k) if capital(name) and name.norm not in DAYS else None
    after = tokens[unit.last] if unit.last < len(tokens) else None
    is_adjective = (
        after is not None and after.norm.startswith("ال") and not name.norm.startswith("ال")
    )
    common = name.norm in NO_PLACES or name.kind != "word" or is_adjective
    return None if common else Place(name.raw, None, k)

"""Where on a map? By the gazetteer's id, or by words that it knows without doubt."""

from tawthiq.affairs.model import Spot
from tawthiq.errors import FieldError
from tawthiq.fields import Gazetteer

_LONGEST = 200  # characters: no name of a place is longer


def coordinates(
    gazetteer: Gazetteer, place_id: str | None, words: str | None
) -> tuple[float, float] | None:
    """Degrees north and east (WGS 84); None where the place or its coordinates are not known.

    Args:
        place_id: of the gazetteer, where a statement gives one.
        words: as written; a name that several places bear is not guessed at.
    """
    if place_id is not None:
        try:
            place = gazetteer.place(place_id)
        except FieldError:
            return None
        return None if place.lat is None or place.lon is None else (place.lat, place.lon)
    if not words or len(words) > _LONGEST:
        return None
    found = gazetteer.resolve(town=words)
    if found.lat is None or found.lon is None or found.doubt is not None:
        return None
    return found.lat, found.lon


def spot(
    gazetteer: Gazetteer | None,
    label: str,
    key: str | None,
    place_id: str | None,
    words: str | None,
) -> Spot | None:
    """A spot on the map; None where it cannot be placed."""
    found = None if gazetteer is None else coordinates(gazetteer, place_id, words)
    return None if found is None else Spot(label=label, key=key, lat=found[0], lon=found[1])

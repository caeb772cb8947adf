"""What was published and is spoken of: "the ministry's toll", "تقرير المرصد", to its last word."""

from tawthiq.reading.affairs.model import Line, Unit
from tawthiq.reading.affairs.telling import clause
from tawthiq.reading.affairs.words import affair_terms
from tawthiq.reading.events.gluing import glued
from tawthiq.reading.voices.wordsets import word_set

Span = tuple[int, int]
"""Of characters: the words; of units where a function says so."""

_AHEAD = 8  # units from the verb to what it is about
_STOPS = frozenset((",", ";", "contrast", "be", "and", ":", "which", "if", "suppose", "not"))
_DETERMINERS = word_set("the a an its their his her our this that these those both any every no")
_BACK = 6  # tokens from the noun back to its article
_MADE = word_set("published issued released posted compiled drawn up given put forward kept")
_PLAIN_AR = 2  # adjectives after a noun in Arabic
_PREPOSITIONS_AR = word_set("من في عن علي الى بين مع حول ضد منذ خلال بعد قبل ان التي الذي")
_NO_PREPOSITION = word_set("of by")


def object_from(line: Line, first: int, stop: int | None = None) -> int | None:
    """The first unit after `first` that was published, where nothing parts it from there."""
    _, end = clause(line, max(0, first - 1))
    end = min(end if stop is None else stop, first + _AHEAD)
    for k in range(first, end):
        unit = line.units[k]
        if "published" in unit.tags and not _of_another(line, k, first):
            return k
        if not _STOPS.isdisjoint(unit.tags):
            return None
    return None


def _of_another(line: Line, k: int, first: int) -> bool:
    """ "the list of the dead of the report": the first one counts; "report that" is a verb."""
    tags = line.units[k].tags
    after = line.units[k + 1] if k + 1 < len(line.units) else None
    verb = (
        line.sentence.language == "en"
        and after is not None
        and line.sentence.tokens[min(after.first, len(line.sentence.tokens) - 1)].norm == "that"
        and _determiner(line, k) is None
        and k > first
    )
    return verb or "charter" in tags


def words_about(line: Line, k: int) -> tuple[int, int]:
    """The characters of what was published, from its article or owner to its last word."""
    tokens = line.sentence.tokens
    stop = tokens[_last_token(line, k) - 1].stop
    if line.sentence.language == "ar":
        at = line.units[k].first
        token = tokens[at]
        cut = glued(token, affair_terms(None)) if token.raw[:1] in "لبوف" else 0
        return token.start + cut, stop
    return tokens[_first_token(line, k)].start, stop


def last_unit(line: Line, k: int) -> int:
    """One past the last unit of what was published at `k`."""
    stop = _last_token(line, k)
    last = k + 1
    while last < len(line.units) and line.units[last].first < stop:
        last += 1
    return last


def first_unit(line: Line, k: int) -> int:
    """The first unit of what was published at `k`."""
    if line.sentence.language == "ar":
        return k
    at = _first_token(line, k)
    while k > 0 and line.units[k - 1].first >= at:
        k -= 1
    return k


# ---- English -------------------------------------------------------------------------------------


def _determiner(line: Line, k: int) -> int | None:
    """The token of the article before a noun, where only adjectives and owners stand between."""
    tokens, first = line.sentence.tokens, line.units[k].first
    for at in range(first - 1, max(-1, first - 1 - _BACK), -1):
        if tokens[at].norm in _DETERMINERS:
            return at
        if tokens[at].kind == "sign" and tokens[at].raw not in "'’-“”\"":
            return None
    return None


def _first_token(line: Line, k: int) -> int:
    at = _determiner(line, k)
    if at is not None and _holds_only_adjectives(line, at, k):
        return at
    first = k
    while first > 0 and _owns(line, first - 1):
        first -= 1
    return line.units[first].first


def _holds_only_adjectives(line: Line, at: int, k: int) -> bool:
    inside = [one for one in line.units[:k] if one.first >= at]
    return all({"w", "body", "person", "whose", "place", "day"} & set(one.tags) for one in inside)


def _owns(line: Line, k: int) -> bool:
    unit = line.units[k]
    named = bool({"body", "person", "place"} & set(unit.tags))
    return named and line.words(k, k + 1).endswith(("'s", "’s", "'", "’"))


def _last_token(line: Line, k: int) -> int:
    return _last_ar(line, k) if line.sentence.language == "ar" else _last_en(line, k)


def _last_en(line: Line, k: int) -> int:
    units = line.units
    last = k + 1
    while last + 1 < len(units):
        link, after = units[last], units[last + 1]
        if link.first >= len(line.sentence.tokens):
            break
        named = bool({"body", "person", "published", "folk", "figure"} & set(after.tags))
        of = bool({"of", "by"} & set(link.tags)) and _word(line, link) in _NO_PREPOSITION
        made = _word(line, link) in _MADE
        if line.sentence.tokens[link.first].kind == "number" and link.last == link.first + 1:
            last += 1
            continue
        if of and (named or "w" in after.tags):
            last += 2
            if "w" in after.tags and last < len(units) and "body" in units[last].tags:
                last += 1
        elif (made or "adopted" in link.tags) and "by" in after.tags and _has_name(units, last + 2):
            last += 3
        else:
            break
    return units[last - 1].last


def _named(unit: Unit) -> bool:
    return bool({"body", "person", "folk"} & set(unit.tags))


def _has_name(units: tuple[Unit, ...], k: int) -> bool:
    return k < len(units) and _named(units[k])


def _word(line: Line, unit: Unit) -> str:
    return line.sentence.tokens[min(unit.first, len(line.sentence.tokens) - 1)].norm


# ---- Arabic --------------------------------------------------------------------------------------


def _last_ar(line: Line, k: int) -> int:
    """ "تقرير مرصد العنبر", "القائمة الجديدة", "البيان الذي نشرته اللجنة"."""
    units = line.units
    last, adjectives = k + 1, 0
    while last < len(units):
        unit = units[last]
        norm = _word(line, unit)
        if _named(unit) and not unit.glued and last == k + 1:
            last += 1
            break
        if "published" in unit.tags and last == k + 1:
            k, last = last, last + 1
            continue
        if "which" in unit.tags and last + 2 < len(units) and _named(units[last + 2]):
            last += 3
            break
        plain = "w" in unit.tags or "place" in unit.tags
        if plain and adjectives < _PLAIN_AR and _belongs_ar(line, k, last, norm):
            last, adjectives = last + 1, adjectives + 1
            continue
        break
    return units[last - 1].last


def _belongs_ar(line: Line, k: int, at: int, norm: str) -> bool:
    if norm in _PREPOSITIONS_AR or norm.startswith(("بال", "لل", "وال", "فال")):
        return False
    definite = _word(line, line.units[k]).startswith(("ال", "وال", "بال", "لل", "فال"))
    if definite:
        return norm.startswith("ال")
    return at == k + 1 or norm.startswith("ال")

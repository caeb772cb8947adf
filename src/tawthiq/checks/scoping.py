"""From a figure to a scope of the register, or the exact reasons why there is none.

A scope of the register counts people who died: where, when, of whom. A figure that counts something
else, or that leaves open when or where, has no such scope; then the nearest one is given, always
marked as another scope than the text's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from tawthiq.checks.categories import ALL_SEXES, ALL_STATUSES, Meaning, meanings
from tawthiq.checks.intervals import interval_of
from tawthiq.checks.periods import Span, span_of
from tawthiq.checks.places import Places, place_of
from tawthiq.fields import Gazetteer
from tawthiq.register import Condition, Register, Scope
from tawthiq.statements import Figure

_LEVELS = ("governorate", "district", "town")
_STATUSES = frozenset(["civilian", "fighter", "soldier", "defector"])  # that a record can say


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoping:
    """Which scope of the register a figure speaks of."""

    scope: Scope | None  # None: not comparable
    reasons: tuple[str, ...] = ()  # why not: keys of labels
    nearest: Scope | None = None  # what can be counted instead; never the text's own scope
    notes: tuple[str, ...] = ()  # conventions that decide: keys of labels


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What the lists of a register say at all: which fields, places and days."""

    places: Places
    ids: Mapping[str, frozenset[str]]  # level → the places that some record names
    recorded: frozenset[str]  # of status, sex and age, those that some record gives
    spans: tuple[tuple[date, date], ...]  # of each list, the first and the last day of death

    def covers(self, start: date | None, stop: date | None) -> bool:
        """Whether some list was at work in some of these days.

        A day on which no list names anybody is covered where lists name people before and after.
        """
        return any(
            (stop is None or first <= stop) and (start is None or last >= start)
            for first, last in self.spans
        )

    def country_only(self, code: str) -> bool:
        """Whether all places of the register lie in the country of a two-letter code."""
        known = {place for ids in self.ids.values() for place in ids if not place.startswith("~")}
        return bool(known) and all(place.startswith(f"{code}-") for place in known)


def ground_of(register: Register, gazetteer: Gazetteer | None = None) -> Ground:
    """Gather what the lists of a register say at all."""
    lines = register.lines
    spans = lines.group_by("list").agg(
        first=pl.min_horizontal("death_earliest", "death_latest").min(),
        last=pl.max_horizontal("death_earliest", "death_latest").max(),
    )
    fields = {"status": "status", "sex": "sex", "age": "age_low"}
    known = {
        str(row["place_id"]): (str(row["level"]), row["parent"])
        for row in register.places.iter_rows(named=True)
    }
    return Ground(
        places=Places(gazetteer or Gazetteer.default(), known),
        ids={level: frozenset(lines[level].drop_nulls().unique()) for level in _LEVELS},
        recorded=frozenset(
            name for name, column in fields.items() if lines[column].drop_nulls().len()
        ),
        spans=tuple(spans.select("first", "last").drop_nulls().sort("first", "last").iter_rows()),
    )


def scope_of_figure(
    figure: Figure,
    ground: Ground,
    published: date | None = None,
    *,
    within: Sequence[str] = (),
    inherits: bool = False,
) -> Scoping:
    """The scope that a figure speaks of, or why there is none, and the nearest there is.

    Args:
        figure: the figure.
        ground: of the register.
        published: of its document; only the nearest scope makes use of it.
        within: the categories of the totals it is a part of, where it does not imply them.
        inherits: it takes a part of its scope from its total.
    """
    # What counts no people who died has no scope of the register, and no near one either.
    elsewhere = _not_people(figure)
    if elsewhere:
        return Scoping(scope=None, reasons=elsewhere)
    reasons: list[str] = []
    notes: list[str] = []
    if figure.counted == "casualties":
        reasons.append("killed_and_injured")
    where, where_near = _where(figure, ground, reasons)
    who, who_near = _who((figure.category, *within), ground, reasons, notes)
    when, when_near = _when(figure, published, ground, reasons, notes)
    if interval_of(figure) is None:
        reasons.append("value_not_known" if figure.bound == "not known" else "value_vague")
    if inherits:
        notes.append("part_of_its_total")
    if figure.besides:
        notes.append("besides")
    scope = replace(when, conditions=(*where, *who))
    if not reasons:
        return Scoping(scope=scope, notes=tuple(notes))
    near = replace(when_near, conditions=(*where_near, *who_near))
    return Scoping(scope=None, reasons=tuple(reasons), nearest=near, notes=tuple(notes))


def _not_people(figure: Figure) -> tuple[str, ...]:
    reasons = []
    if figure.counted is None:
        reasons.append("counted_not_said")
    elif figure.counted not in ("deaths", "casualties"):
        reasons.append("not_deaths")
    if figure.unit in ("percent", "share"):
        reasons.append("share")
    elif figure.unit not in (None, "people"):
        reasons.append("not_people")
    if figure.per is not None:
        reasons.append("rate")
    return tuple(reasons)


def _where(
    figure: Figure, ground: Ground, reasons: list[str]
) -> tuple[tuple[Condition, ...], tuple[Condition, ...]]:
    """Conditions of place, and those of the nearest scope."""
    place = place_of(figure)
    if place is None:
        return (), ()  # everywhere that the register covers
    if place.startswith("~"):
        reasons.append("place_unknown")
        return (), ()
    if len(place) == 2:
        if not ground.country_only(place):
            reasons.append("no_list_covers_place")
        return (), ()
    for step, one in enumerate(ground.places.chain(place)):
        level = ground.places.level(one)
        if level is not None and one in ground.ids.get(level, ()):
            condition = (Condition(field=level, operator="=", values=(one,)),)
            if step:
                reasons.append("no_list_covers_place")
            return condition, condition
    known = ground.places.level(place) is not None
    reasons.append("no_list_covers_place" if known else "place_unknown")
    return (), ()


def _who(
    categories: Sequence[str | None], ground: Ground, reasons: list[str], notes: list[str]
) -> tuple[tuple[Condition, ...], tuple[Condition, ...]]:
    """Conditions of category: a figure's own first, then those of its totals that it adds to."""
    conditions: list[Condition] = []
    for category in categories:
        meaning, reason = _meaning(category)
        if reason is not None and reason not in reasons:
            reasons.append(reason)
        fields = {condition.field for condition in conditions}
        # What the part says itself of sex or age is narrower than what its total says.
        conditions += [one for one in _conditions(meaning) if one.field not in fields]
        if meaning.note and meaning.note not in notes:
            notes.append(meaning.note)
    given = tuple(one for one in conditions if one.field in ground.recorded)
    if len(given) < len(conditions):
        reasons.append("category_not_recorded")
    return tuple(conditions), given


def _meaning(category: str | None) -> tuple[Meaning, str | None]:
    """Whom a category takes in; everybody, and why, where no scope of the register says it."""
    found = meanings(category)
    if found is None:
        return Meaning(), "category_not_in_register"
    if len(found) > 1:
        return Meaning(), "several_categories"
    meaning = found[0]
    if not meaning.recorded or not (meaning.status >= ALL_STATUSES or meaning.status <= _STATUSES):
        return Meaning(), "category_not_in_register"
    return meaning, None


def _conditions(meaning: Meaning) -> tuple[Condition, ...]:
    conditions = []
    if not meaning.status >= ALL_STATUSES:
        values = tuple(sorted(meaning.status))
        conditions.append(Condition(field="status", operator="=", values=values))
    if meaning.sex != ALL_SEXES:
        conditions.append(Condition(field="sex", operator="=", values=tuple(sorted(meaning.sex))))
    low, high = meaning.age
    if low > 0:
        conditions.append(Condition(field="age", operator=">=", number=float(low)))
    if high != float("inf"):
        conditions.append(Condition(field="age", operator="<", number=float(high)))
    return tuple(conditions)


def _when(
    figure: Figure,
    published: date | None,
    ground: Ground,
    reasons: list[str],
    notes: list[str],
) -> tuple[Scope, Scope]:
    """The period as a scope without conditions, and that of the nearest scope."""
    period, until = span_of(figure.period), span_of(figure.as_of)
    found, reason = _period(figure, period, until)
    if reason is not None:
        reasons.append(reason)
        start = period.start if period else None
        stop = (until.stop if until else None) or published
        near = (
            Scope(start=start, stop=stop)
            if start is None or stop is None or start <= stop
            else Scope()
        )
        return near, near
    if figure.period is None or (period is not None and period.open):
        if period is None or period.start is None:
            notes.append("start_in_words" if figure.period_words else "from_the_beginning")
        basis, unsure = figure.as_of_basis, until.approximate if until else False
    else:
        basis, unsure = figure.period_basis, period.approximate if period else False
    if basis == "inferred":
        notes.append("date_inferred")
    if unsure:
        notes.append("date_approximate")
    if not ground.covers(found.start, found.stop):
        reasons.append("no_list_covers_period")
        return found, Scope()
    return found, found


def _period(figure: Figure, period: Span | None, until: Span | None) -> tuple[Scope, str | None]:
    """The days a figure speaks of, or why they cannot be told."""
    reason = None
    if (period is not None and period.no_year) or (until is not None and until.no_year):
        reason = "year_missing"
    elif (figure.period and period is None) or (figure.as_of and until is None):
        reason = "date_not_understood"
    elif period is None and until is None:
        reason = "period_not_dated" if figure.period_words else "period_not_given"
    elif period is not None and period.open and period.stop is None and until is None:
        reason = "period_open"
    if reason is not None:
        return Scope(), reason
    start = period.start if period else None
    stop = period.stop if period and period.stop else until.stop if until else None
    if start and stop and start > stop:
        return Scope(), "date_not_understood"
    return Scope(start=start, stop=stop), None

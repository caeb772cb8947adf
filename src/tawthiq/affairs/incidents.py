"""Incidents: rival accounts side by side, how many were struck, grades, chains of events."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tawthiq.affairs.agreeing import compare, compared_table
from tawthiq.affairs.asof import span_of
from tawthiq.affairs.belonging import Bond, circles
from tawthiq.affairs.casualties import Range, RecordOf, documented, named_people, speaker, told
from tawthiq.affairs.coding import codes_of_claims
from tawthiq.affairs.generic import claims_table, page_about, page_of_all
from tawthiq.affairs.grades import Graded, grades, independent
from tawthiq.affairs.listing import claims_of, things_of_type
from tawthiq.affairs.model import Cell, Chart, Claim, Doubt, Page, Spot, Table, Thing, Value
from tawthiq.affairs.placing import spot
from tawthiq.affairs.store import Affairs
from tawthiq.affairs.view import View
from tawthiq.affairs.wording import doubt
from tawthiq.statements import Account, Figure, Incident, Victim

_COUNTED = ("deaths", "injured", "detained", "missing", "abducted", "displaced")
_OF_INCIDENT = ("kind", "place", "when", "target")
_OF_ACCOUNT = ("actor", "act", "target", "method", "claim", "attribution")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All claims that speak of one incident, by what they are."""

    incident: tuple[Claim, ...]
    accounts: tuple[Claim, ...]
    figures: tuple[Claim, ...]
    victims: tuple[Claim, ...]
    grades: tuple[Claim, ...]
    disputes: tuple[Claim, ...]
    violations: tuple[Claim, ...]
    parts: tuple[Claim, ...]  # incidents of which it is the parent

    @property
    def speaking(self) -> tuple[Claim, ...]:
        """What a grade rests on."""
        return (*self.incident, *self.accounts, *self.figures, *self.victims)


def evidence_of(affairs: Affairs, key: str) -> Evidence:
    """Everything that names an incident, and the figures that its statements list."""
    return evidence_of_each(affairs, [key])[key]


def evidence_of_each(affairs: Affairs, keys: Sequence[str]) -> dict[str, Evidence]:
    """As `evidence_of`, of many incidents at once."""
    own = affairs.about_each(keys, "key")
    naming = affairs.about_each(keys, "incident", "about", "parent")
    return {key: _evidence(affairs, own.get(key, []), naming.get(key, [])) for key in keys}


def _evidence(affairs: Affairs, own: Sequence[Claim], naming: Sequence[Claim]) -> Evidence:
    by_type: dict[str, list[Claim]] = defaultdict(list)
    for one in naming:
        by_type[one.type].append(one)
    figures = list(by_type["figure"])
    known = {one.id for one in figures}
    for claim in own:
        listed = claim.said.figures if isinstance(claim.said, Incident) else ()
        wanted = {one for one in listed if one not in known}
        if wanted:
            of_document = affairs.of_document(claim.document, *sorted(wanted))
            figures += [one for one in of_document if one.type == "figure"]
    return Evidence(
        incident=tuple(own),
        accounts=tuple(by_type["account"]),
        figures=tuple(figures),
        victims=tuple(by_type["victim"]),
        grades=tuple(by_type["grade"]),
        disputes=tuple(by_type["dispute"]),
        violations=tuple(by_type["violation"]),
        parts=tuple(by_type["incident"]),
    )


def page(view: View, thing: Thing) -> Page:
    """An incident: what each says, what they agree and differ on, how many, by which grades."""
    found = evidence_of(view.affairs, thing.key)
    view.load(ref.key for one in found.speaking for ref in one.references)
    records = view.records_of(_records(found.victims))
    graded = grades(view, found.speaking, found.grades)
    ranges = _ranges(found, records)
    tables = [
        _accounts_table(view, found.accounts),
        _compared(view, found),
        _casualties_table(view, found.figures),
        _range_table(view, ranges),
        _grades_table(view, graded),
        _parts_table(view, found),
        claims_table(view, found.violations),
        claims_table(view, found.disputes),
    ]
    return page_about(
        view,
        thing,
        tables,
        notes=(view.word("named are among the number"),) if ranges else (),
        data={
            "casualties": {
                counted: {"low": one.low, "high": one.high, "or_more": one.open_end}
                for counted, one in ranges.items()
            },
            "grades": [
                {"rule_set": one.rule_set, "grade": one.grade, "rule": _rule(view, one),
                 "statements": list(one.claims)}
                for one in graded
            ],
            "huridocs": codes_of_claims(view, (*found.speaking, *found.violations)),
        },
    )  # fmt: skip


def _records(victims: Iterable[Claim]) -> list[str]:
    return [
        one.said.record
        for one in victims
        if isinstance(one.said, Victim) and one.said.record is not None
    ]


def _ranges(found: Evidence, records: Mapping[str, RecordOf]) -> dict[str, Range]:
    """The documented range of each kind of casualty that anybody tells of; deaths with names."""
    named = named_people(found.victims, records)
    ranges = {}
    for counted in _COUNTED:
        numbers = told(found.figures, counted)
        if counted == "deaths":
            whole = documented(named, numbers.values())
        else:
            none = named_people((), {})
            whole = documented(none, numbers.values())
        if whole.high is not None:
            ranges[counted] = whole
    return ranges


def _accounts_table(view: View, accounts: Sequence[Claim]) -> Table:
    """One line an account, by who gives it: no account stands first for what it says."""
    ordered = sorted(accounts, key=view.who)
    return claims_table(view, ordered, (*_OF_ACCOUNT, "answers"), title=view.word("accounts"))


def _compared(view: View, found: Evidence) -> Table:
    """What the incidents' statements say of it, then the accounts of who did what."""
    tables = [
        compared_table(
            view,
            kind,
            [
                one
                for field in fields
                if (one := compare(view, claims, field, who=speaker)) is not None
            ],
        )
        for kind, fields, claims in (
            ("incident", _OF_INCIDENT, found.incident),
            ("account", _OF_ACCOUNT, found.accounts),
        )
    ]
    return replace(tables[0], code="compared", rows=(*tables[0].rows, *tables[1].rows))


def _casualties_table(view: View, figures: Sequence[Claim]) -> Table:
    rows: list[tuple[Value, ...]] = []
    for one in sorted(figures, key=_counted_and_category):
        said = one.said
        if isinstance(said, Figure):
            rows.append(
                (
                    view.term("figure", "counted", said.counted),
                    view.term("figure", "category", said.category),
                    view.range(said.value_low, said.value_high) or said.hedge or "",
                    view.when(said.as_of),
                    view.who(one),
                    view.term("", "stance", said.stance),
                )
            )
    columns = ("counted", "category", "how many", "as told on", "who says so", "stance")
    return Table(
        code="casualties",
        title=view.word("casualties"),
        columns=tuple(view.word(one) for one in columns),
        rows=tuple(rows),
    )


def _counted_and_category(claim: Claim) -> tuple[str, str, str]:
    said = claim.said
    category = getattr(said, "category", None) or ""
    return (getattr(said, "counted", None) or "", category, claim.source or "")


def _range_table(view: View, ranges: Mapping[str, Range]) -> Table:
    rows = []
    for counted, one in ranges.items():
        high = "" if one.high is None else view.number(one.high)
        if one.open_end:
            high = view.word("or more", n=high)
        low = "" if one.low is None else view.number(one.low)
        rows.append((view.term("figure", "counted", counted), low, high))
    columns = ("counted", "minimum", "maximum")
    return Table(
        code="documented",
        title=view.word("documented range"),
        columns=tuple(view.word(one) for one in columns),
        rows=tuple(rows),
        note=view.word("range rule"),
        numbers=(1, 2),
    )


def _grades_table(view: View, graded: Sequence[Graded]) -> Table:
    rows = tuple(
        (
            _or_itself(view, f"rule set {one.rule_set}", one.rule_set),
            _or_itself(view, f"grade {one.grade}", one.grade),
            _rule(view, one),
            view.joined(one.claims),
        )
        for one in graded
    )
    columns = ("rule set", "grade", "rule", "rests on")
    return Table(
        code="grades",
        title=view.word("grades"),
        columns=tuple(view.word(one) for one in columns),
        rows=rows,
        note=view.word("grades note"),
    )


def _rule(view: View, one: Graded) -> str:
    if one.by:
        return view.joined(filter(None, (one.rule, one.by)))
    return view.word(one.rule)


def _or_itself(view: View, phrase: str, otherwise: str) -> str:
    """A phrase where there is one: rule sets of others have words of their own."""
    return view.word(phrase) if view.has_word(phrase) else otherwise


def _parts_table(view: View, found: Evidence) -> Table:
    """The chain of events: what it is a part of, and its parts in the order of time."""
    rows: list[tuple[Value, ...]] = []
    for one in found.incident:
        if one.said.__struct_fields__ and getattr(one.said, "parent", None):
            rows.append((view.word("part of chain"), view.cell(one, "parent"), "", view.who(one)))
    ordered = sorted(found.parts, key=lambda one: str(span_of(one.said)[0] or "9999"))
    for one in ordered:
        key = one.key("key")
        label = view.called(key) if key else one.said.quote
        when = view.when(getattr(one.said, "when", None))
        rows.append((view.word("has part"), Cell(text=label, key=key), when, view.who(one)))
    columns = ("relation", "incident", "when", "who says so")
    return Table(
        code="chain",
        title=view.word("chain of events"),
        columns=tuple(view.word(one) for one in columns),
        rows=tuple(rows),
    )


def overview(view: View) -> Page:
    """All incidents of the register: when, where, how many accounts and of how many sources."""
    things = things_of_type(view.affairs, "incident", order="time", on=view.on, part=view.part)
    keys = [one.key for one in things.rows]
    view.load(keys)
    evidence = evidence_of_each(view.affairs, keys)
    wanted = [record for one in evidence.values() for record in _records(one.victims)]
    records = view.records_of(wanted)
    rows: list[tuple[Value, ...]] = []
    for key, found in evidence.items():
        graded = grades(view, found.speaking, found.grades)
        deaths = _ranges(found, records).get("deaths")
        rows.append(
            (
                Cell(text=view.called(key), key=key),
                view.joined(dict.fromkeys(_said(view, found.incident, "when"))),
                view.joined(dict.fromkeys(_said(view, found.incident, "place"))),
                view.joined(dict.fromkeys(_said(view, found.incident, "kind"))),
                len(found.accounts),
                len(independent(view, found.speaking)),
                "" if deaths is None else view.range(deaths.low, deaths.high),
                view.joined(_or_itself(view, f"grade {one.grade}", one.grade) for one in graded),
            )
        )
    columns = ("incident", "when", "place", "kind of incident", "accounts", "independent sources",
               "killed", "grades")  # fmt: skip
    spots = list(_spots(view)) if view.plots and view.gazetteer is not None else []
    title = view.word("map")
    return page_of_all(
        view,
        "incident",
        (
            Table(
                code="incidents",
                title=view.type_label("incident"),
                columns=tuple(view.word(one) for one in columns),
                rows=tuple(rows),
                note=view.word("grades note"),
                numbers=(4, 5),
                cut=things.cut,
            ),
        ),
        charts=(Chart(code="map", kind="map", title=title, spots=tuple(spots)),) if spots else (),
    )


def _said(view: View, claims: Iterable[Claim], field: str) -> Iterator[str]:
    for one in claims:
        value = getattr(one.said, field, None)
        if value and not one.denied:
            yield view.when(value) if field == "when" else view.term("incident", field, value)


def _spots(view: View) -> Iterator[Spot]:
    """Every place that a source gives an incident: rival places are all on the map."""
    seen: set[tuple[str, float | None, float | None]] = set()
    claims = claims_of(view.affairs, "incident", order="time", on=view.on).rows
    view.load(claim.key("key") for claim in claims)
    for one in claims:
        said, key = one.said, one.key("key")
        if isinstance(said, Incident) and key is not None and not one.denied:
            shown = spot(view.gazetteer, view.called(key), key, said.place_id, said.place)
            if shown is not None and (key, shown.lat, shown.lon) not in seen:
                seen.add((key, shown.lat, shown.lon))
                yield shown


def doubts(affairs: Affairs) -> Iterator[Doubt]:
    """Circles of parents, and accounts that answer none of this incident."""
    bonds = []
    for claim, said in affairs.each(Incident):
        own, parent = claim.key("key"), claim.key("parent")
        if own is not None and parent is not None and said.parent:
            bonds.append(
                Bond(member=own, whole=parent, relation="part of", claims=(claim,), denials=())
            )
    for circle in circles(bonds):
        pairs = set(zip(circle, (*circle[1:], circle[0]), strict=True))
        ids = [one.claims[0].id for one in bonds if (one.member, one.whole) in pairs]
        shown = " → ".join((*circle, circle[0]))
        yield doubt("circle of events", keys=circle, claims=ids, circle=shown)
    ids_of: dict[str, set[str]] = defaultdict(set)
    answers = []
    for claim, account in affairs.each(Account):
        for key in claim.keys("incident"):
            ids_of[key].add(claim.id)
            if account.answers:
                answers.append((key, claim, account.answers))
    for key, claim, answered in answers:
        if answered not in ids_of[key]:
            yield doubt("answers no account", keys=(key,), claims=(claim.id,), answered=answered)

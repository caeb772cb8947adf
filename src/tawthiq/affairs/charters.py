"""Charters: their texts, who was bound by which on a day and on whose word, how many over time,
and what is said to have broken them.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from tawthiq.affairs.asof import days_of
from tawthiq.affairs.generic import claims_table, page_about
from tawthiq.affairs.model import Cell, Chart, Claim, Doubt, Page, Table, Thing
from tawthiq.affairs.naming import folded
from tawthiq.affairs.parts import listed
from tawthiq.affairs.signing import (
    MAYBE,
    Bond,
    Signatory,
    curve,
    signatories,
    verifies,
)
from tawthiq.affairs.store import Affairs
from tawthiq.affairs.view import View
from tawthiq.affairs.wording import doubt
from tawthiq.statements import Charter, Clause, Signature, Violation

_ORDER: tuple[Bond, ...] = ("bound", "possibly bound", "disputed", "withdrawn", "not yet")


def page(view: View, thing: Thing) -> Page:
    """A charter: who was bound on the day of the page, or is by all that is said to this day."""
    affairs = view.affairs
    naming: dict[str, list[Claim]] = defaultdict(list)
    for claim in affairs.about(thing.key, "charter"):
        naming[claim.type].append(claim)
    found = signatories(view, naming["signature"])
    on = view.on or _last_day(found)
    standing: list[Bond | None] = [None if on is None else one.bond(on) for one in found]
    series = curve(found, view.called(thing.key))
    tables = [
        _signatories_table(view, found, standing, on),
        _curve_table(view, series.days, series.low, series.high),
        claims_table(
            view, affairs.about(thing.key, "key"), ("version", "since", "until", "adopted_by")
        ),
        claims_table(view, naming["clause"], ("version", "number", "words", "words_ar")),
        _violations_table(view, naming["violation"], found),
    ]
    charts = (
        Chart(
            code="signatories",
            kind="steps",
            title=view.word("signatories over time"),
            axis=view.word("signatories"),
            series=(series,),
        ),
    )
    bonds = {} if on is None else _counted(standing)
    return page_about(
        view,
        thing,
        tables,
        charts=charts if series.days else (),
        notes=_notes(view, bonds, on),
        data={
            "bound": bonds,
            "signatories": [_plain(one, bond) for one, bond in zip(found, standing, strict=True)],
        },
    )


def _last_day(found: Iterable[Signatory]) -> date | None:
    return max((day for one in found for day in one.turns), default=None)


def _counted(standing: Iterable[Bond | None]) -> dict[str, int]:
    counts = Counter(standing)
    return {str(bond): counts[bond] for bond in _ORDER}


def _notes(view: View, bonds: dict[str, int], on: date | None) -> tuple[str, ...]:
    if on is None:
        return ()
    low, high = bonds["bound"], sum(bonds[one] for one in MAYBE)
    return (
        view.word(
            "bound on",
            day=view.day(on),
            n=view.range(low, high),
            disputed=view.number(bonds["disputed"]),
            withdrawn=view.number(bonds["withdrawn"]),
        ),
    )


def _signatories_table(
    view: View, found: Sequence[Signatory], standing: Sequence[Bond | None], on: date | None
) -> Table:
    rows = []
    part = listed(list(zip(found, standing, strict=True)), view.part)
    for one, bond in part.rows:
        rows.append(
            (
                one.name,
                "" if bond is None else view.word(bond),
                view.joined(_versions(view, one.signs)),
                _told(view, one.signs),
                _told(view, one.withdraws),
                _told(view, one.denials),
                view.joined(_checked(view, one.signs)),
            )
        )
    columns = (
        "signatory", "bond", "version", "signed", "withdrew", "denial of having signed",
        "cryptographic signature",
    )  # fmt: skip
    title = "signatories" if on is None else "signatories on"
    return Table(
        code="signatories",
        title=view.word(title, day=view.day(on)),
        columns=tuple(view.word(one) for one in columns),
        rows=tuple(rows),
        note=view.word("bond note"),
        cut=part.cut,
    )


def _versions(view: View, signs: Iterable[Claim]) -> list[str]:
    """The texts signed: as each source says, or "version not said"."""
    said = dict.fromkeys(getattr(one.said, "version", None) for one in signs)
    return [one or view.word("version not said") for one in said]


def _told(view: View, claims: Sequence[Claim]) -> str:
    """When and on whose word, each date once."""
    if not claims:
        return ""
    if len(claims) == 1:  # most have signed once
        when = view.when(getattr(claims[0].said, "when", None)) or view.word("undated")
        return view.word("day by", day=when, who=view.who(claims[0]))
    found: dict[str, list[str]] = {}
    for one in claims:
        when = view.when(getattr(one.said, "when", None)) or view.word("undated")
        found.setdefault(when, []).append(view.who(one))
    return "; ".join(
        view.word("day by", day=day, who=view.joined(dict.fromkeys(who)))
        for day, who in found.items()
    )


def _checked(view: View, signs: Iterable[Claim]) -> list[str]:
    found = dict.fromkeys(verifies(one.said) for one in signs if isinstance(one.said, Signature))
    words = {True: "signature holds", False: "signature does not hold"}
    return [view.word(words[one]) for one in found if one is not None]


def _curve_table(
    view: View, days: Sequence[date], low: Sequence[float], high: Sequence[float]
) -> Table:
    return Table(
        code="signatories-over-time",
        title=view.word("signatories over time"),
        columns=tuple(view.word(one) for one in ("when", "bound", "at most bound")),
        rows=tuple(
            (view.day(day), int(one), int(other))
            for day, one, other in zip(days, low, high, strict=True)
        ),
        numbers=(1, 2),
    )


def _violations_table(view: View, broken: Sequence[Claim], found: Sequence[Signatory]) -> Table:
    by_key = {one.key: one for one in found if one.key}
    part = listed(broken, view.part)
    view.load(ref.key for one in part.rows for ref in one.references)
    answering = view.affairs.about_each(
        filter(None, (one.key("key") for one in part.rows)),
        "incident", "about", kinds=("account", "dispute"),
    )  # fmt: skip
    rows = []
    for one in part.rows:
        if not isinstance(one.said, Violation):
            continue
        key = one.key("key")
        signatory = by_key.get(one.key("signatory") or "")
        day = days_of(one.said.when)[0]
        bond = "" if signatory is None or day is None else view.word(signatory.bond(day))
        rows.append(
            (
                Cell(text=one.said.name or one.said.act or one.id, key=key),
                one.said.clause or "",
                view.cell(one, "signatory"),
                bond,
                view.when(one.said.when),
                view.cell(one, "incident"),
                view.who(one),
                view.term("", "stance", one.said.stance),
                _answers(view, answering.get(key or "", ())),
            )
        )
    columns = ("violation", "clause", "signatory", "bond then", "when", "incident", "who says so",
               "stance", "answers")  # fmt: skip
    return Table(
        code="violations",
        title=view.word("violations"),
        columns=tuple(view.word(one) for one in columns),
        rows=tuple(rows),
        cut=part.cut,
    )


def _answers(view: View, answering: Iterable[Claim]) -> str:
    """What others answer: accounts of the violation and disputes about it."""
    said = []
    for one in answering:
        kind, field = (
            ("account", "attribution") if one.type == "account" else ("dispute", "attitude")
        )
        words = view.term(kind, field, getattr(one.said, field, None)) or view.term(
            "account", "claim", getattr(one.said, "claim", None)
        )
        by = view.words_of(one, "by") or view.who(one)
        said.append(f"{by}: {words}")
    return "; ".join(said)


def _plain(one: Signatory, bond: Bond | None) -> dict[str, Any]:
    return {
        "signatory": one.name.text,
        "key": one.key,
        "bond": bond,
        "signed": [claim.id for claim in one.signs],
        "withdrew": [claim.id for claim in one.withdraws],
        "denied": [claim.id for claim in one.denials],
    }


def doubts(affairs: Affairs) -> Iterator[Doubt]:
    """Signatures before the charter was there or that do not hold, and violations that fit none."""
    signed: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim, said in affairs.each(Signature):
        if verifies(said) is False:
            yield doubt(
                "signature does not verify", keys=claim.keys("charter"), claims=(claim.id,),
                who=said.signatory,
            )  # fmt: skip
        for key in claim.keys("charter"):
            signed[key, _who(claim)].append(claim)
    yield from _too_early(affairs)
    yield from _left_unsigned(signed)
    yield from _misfits(affairs, signed.keys())


def _who(claim: Claim) -> str:
    return claim.key("signatory") or folded(getattr(claim.said, "signatory", None) or "")


def _too_early(affairs: Affairs) -> Iterator[Doubt]:
    """Signed before any source has the charter adopted."""
    adopted: dict[str, date] = {}
    for claim, charter in affairs.each(Charter):
        first, key = days_of(charter.since)[0], claim.key("key")
        if first is not None and key is not None and not claim.denied:
            adopted[key] = min(first, adopted.get(key, first))
    for claim, said in affairs.each(Signature):
        last, key = days_of(said.when)[1], claim.key("charter")
        if last is not None and key in adopted and last < adopted[key]:
            yield doubt(
                "signed before adopted", keys=(key, *claim.keys("signatory")), claims=(claim.id,),
                who=said.signatory, charter=key, day=said.when, adopted=adopted[key].isoformat(),
            )  # fmt: skip


def _left_unsigned(signed: Mapping[tuple[str, str], Sequence[Claim]]) -> Iterator[Doubt]:
    """Withdrawn from what nobody says was signed."""
    for (key, _), claims in signed.items():
        acts = {getattr(one.said, "act", None) for one in claims}
        if "withdraws" in acts and "signs" not in acts:
            yield doubt(
                "withdrew without signing", keys=(key,), claims=(one.id for one in claims),
                who=getattr(claims[0].said, "signatory", ""), charter=key,
            )  # fmt: skip


def _misfits(affairs: Affairs, signed: Collection[tuple[str, str]]) -> Iterator[Doubt]:
    """Violations of a clause that is not there, or by somebody whom nobody says to have signed."""
    clauses: dict[str, set[str]] = defaultdict(set)
    for claim, clause in affairs.each(Clause):
        for key in claim.keys("charter"):
            clauses[key].add(clause.number or "")
    for claim, said in affairs.each(Violation):
        for key in claim.keys("charter"):
            about = (key, *claim.keys("key"))
            if said.clause and key in clauses and said.clause not in clauses[key]:
                yield doubt("no such clause", keys=about, claims=(claim.id,), clause=said.clause,
                            charter=key)  # fmt: skip
            if said.signatory and (key, _who(claim)) not in signed:
                yield doubt("broken by no signatory", keys=about, claims=(claim.id,),
                            who=said.signatory, charter=key)  # fmt: skip

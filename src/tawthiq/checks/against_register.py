"""Figures against the register: the documented range of the same scope, and what is estimated.

Counting is quick and done for every scope; an estimate takes seconds, so only some scopes get one,
in the order of the figures, and the rest say so. A count and an estimate are never added.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from tawthiq.checks.intervals import Interval, interval_of, relation
from tawthiq.checks.model import Finding, Stated
from tawthiq.checks.scoped import estimate_scope
from tawthiq.checks.scoping import Ground, Scoping, scope_of_figure
from tawthiq.checks.wholes import InWhole, in_wholes
from tawthiq.counts import Documented, count_many
from tawthiq.estimates import Cache, Estimate, NotEstimable
from tawthiq.progress import Progress, silent
from tawthiq.register import Register, Scope
from tawthiq.statements import Figure

MOST_ESTIMATES = 20
"""How many scopes are estimated unless the user asks for more: each takes seconds."""

Answer = Estimate | NotEstimable


class Counted(TypedDict):
    """What the register holds of one scope, as findings give it."""

    scope: Scope
    documented: Interval
    linked: int
    lists: list[dict[str, object]]  # records of each list at work then: in the scope, and in all
    rules: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateSetting:
    """Which estimates to make, and how."""

    most: int = MOST_ESTIMATES  # scopes; 0: none
    linkages: int = 4
    seed: int = 1
    cache: Cache | None = None  # of answers, where they are to be kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Figures held against a register."""

    findings: tuple[Finding, ...]
    scopings: Mapping[str, Scoping] = field(default_factory=dict)  # statement id → its scope
    documented: Mapping[Scope, Documented] = field(default_factory=dict)
    estimates: Mapping[Scope, Answer] = field(default_factory=dict)


def hold_against_register(
    stated: Sequence[Stated],
    register: Register,
    ground: Ground,
    setting: EstimateSetting | None = None,
    *,
    wholes: Mapping[str, InWhole] | None = None,
    progress: Progress = silent,
) -> Held:
    """Hold every figure against the documented range and the estimate of its scope.

    Args:
        stated: the figures to hold; other statements are passed over.
        register: what they are held against.
        ground: what the lists of the register say at all.
        setting: which estimates to make.
        wholes: the figures as parts of their totals, where these are not all in `stated`.
        progress: told now and then.
    """
    setting = setting or EstimateSetting()
    figures = [one for one in stated if isinstance(one.statement, Figure)]
    wholes = in_wholes(stated) if wholes is None else wholes
    scopings = {}
    for one in figures:
        part = wholes[one.statement.id]
        scopings[one.statement.id] = scope_of_figure(
            part.figure, ground, one.published, within=part.within, inherits=part.inherits
        )
    wanted = [scope for one in scopings.values() for scope in (one.scope, one.nearest) if scope]
    # Which lists were at work then is a question of the period alone.
    periods = [_period_of(scope) for scope in wanted]
    documented = count_many(register.lines, [*wanted, *periods], progress)
    comparable = dict.fromkeys(one.scope for one in scopings.values() if one.scope)
    estimates = _estimates(list(comparable)[: setting.most], register, setting, progress)
    findings = []
    for one in figures:
        figure = wholes[one.statement.id].figure
        scoping, told = scopings[figure.id], interval_of(figure)
        if scoping.scope is None or told is None:
            findings.append(_not_comparable(figure, scoping, documented, register))
            continue
        counted = _counted(scoping.scope, documented, register)
        findings.append(_range(figure, told, scoping, counted))
        answer = _answer(told, estimates.get(scoping.scope), setting)
        findings.append(_estimate(figure, scoping.scope, told, answer))
    return Held(
        findings=tuple(findings),
        scopings=scopings,
        documented=documented,
        estimates=estimates,
    )


def rule_set(register: Register) -> dict[str, float]:
    """From which probability a link is sure, made, or possible: what the range depends on."""
    used = register.model.get("settings")
    said = used if isinstance(used, dict) else {}
    names = ("sure_probability", "linked_probability", "possible_probability")
    return {name: float(said[name]) for name in names if name in said}


def _estimates(
    scopes: Iterable[Scope], register: Register, setting: EstimateSetting, progress: Progress
) -> dict[Scope, Answer]:
    wanted = list(scopes)
    found: dict[Scope, Answer] = {}
    for at, scope in enumerate(wanted):
        progress("estimating", at, len(wanted))
        linkages = min(setting.linkages, max(len(register.draws.columns) - 1, 1))
        found[scope] = estimate_scope(
            register, scope, linkages=linkages, seed=setting.seed, cache=setting.cache
        ).whole
    progress("estimating", len(wanted), len(wanted))
    return found


def _range(figure: Figure, told: Interval, scoping: Scoping, counted: Counted) -> Finding:
    stands = relation(told, counted["documented"])
    return Finding(
        check="register",
        verdict=stands,
        words=f"register.{stands}",
        statements=(figure.id,),
        values={"told": told, "notes": list(scoping.notes), **counted},
    )


def _not_comparable(
    figure: Figure, scoping: Scoping, documented: Mapping[Scope, Documented], register: Register
) -> Finding:
    values: dict[str, object] = {
        "told": interval_of(figure),
        "reasons": list(scoping.reasons),
        "notes": list(scoping.notes),
    }
    if scoping.nearest is not None:
        values["nearest"] = _counted(scoping.nearest, documented, register)
    return Finding(
        check="register",
        verdict="not comparable",
        words="register.not_comparable",
        statements=(figure.id,),
        values=values,
    )


def _counted(scope: Scope, documented: Mapping[Scope, Documented], register: Register) -> Counted:
    found, then = documented[scope], documented[_period_of(scope)]
    return {
        "scope": scope,
        "documented": Interval(found.minimum, found.maximum),
        "linked": found.linked,
        "lists": [
            {"list": name, "records": found.records.get(name, 0), "records_then": records}
            for name, records in then.records.items()
        ],
        "rules": rule_set(register),
    }


def _period_of(scope: Scope) -> Scope:
    return Scope(start=scope.start, stop=scope.stop)


def _answer(
    told: Interval, found: Answer | None, setting: EstimateSetting
) -> tuple[str, str, dict[str, object]]:
    """What an estimate says of a figure: verdict, key of the words, values."""
    if found is None:
        return "not estimated", "estimate.not_estimated", {}
    if isinstance(found, NotEstimable):
        because = {"en": found.reason, "ar": found.reason_ar}
        return "not estimable", "estimate.not_estimable", {"because": because}
    if not found.converged:
        return "not estimable", "estimate.not_converged", {"why": found.reason}
    interval = Interval(round(found.low), round(found.high))
    stands = relation(told, interval)
    values = {
        "interval": interval,
        "median": round(found.median),
        "level": 0.95,
        "lists": list(found.lists),
        "linkages": setting.linkages,
        "seed": setting.seed,
    }
    return stands, f"estimate.{stands}", values


def _estimate(
    figure: Figure,
    scope: Scope,
    told: Interval,
    answer: tuple[str, str, Mapping[str, object]],
) -> Finding:
    verdict, words, values = answer
    return Finding(
        check="estimate",
        verdict=verdict,
        words=words,
        statements=(figure.id,),
        values={"told": told, "scope": scope} | dict(values),
    )

"""All checks of a set of statements: what `tawthiq check` prints."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tawthiq.checks.against_others import Timeline, hold_against_others, timelines
from tawthiq.checks.against_register import (
    EstimateSetting,
    Held,
    hold_against_register,
    rule_set,
)
from tawthiq.checks.arithmetic import check_arithmetic
from tawthiq.checks.evidence import Try, check_evidence
from tawthiq.checks.model import VERDICTS, Finding, Stated
from tawthiq.checks.places import Places, default_places
from tawthiq.checks.scoping import ground_of
from tawthiq.checks.series import falls
from tawthiq.checks.translations import differing_translations
from tawthiq.checks.wholes import in_wholes
from tawthiq.checks.wording import Label, as_it_is, as_json
from tawthiq.fields import Gazetteer
from tawthiq.progress import Progress, silent
from tawthiq.register import Register
from tawthiq.statements import Account, Figure, write_statement

_ORDER = {check: at for at, check in enumerate(VERDICTS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Statements and what the checks say of each."""

    stated: tuple[Stated, ...]  # the figures and accounts, in the order they were given
    findings: Mapping[str, tuple[Finding, ...]]  # id → findings about it, in the order of checks
    timelines: tuple[Timeline, ...]
    held: Held | None = None  # None: there was no register
    rules: Mapping[str, float] = field(default_factory=dict)

    def to_dict(self, name: Label = as_it_is) -> dict[str, Any]:
        """Plain values, for JSON; every sentence in both languages."""
        return {
            "statements": [
                {
                    "statement": write_statement(one.statement),
                    "document": one.document,
                    "source": one.source,
                    "published": one.published.isoformat() if one.published else None,
                    "status": one.status,
                    "findings": [
                        as_json(finding, name) for finding in self.findings[one.statement.id]
                    ],
                }
                for one in self.stated
            ],
            "timelines": [line.to_dict() for line in self.timelines if len(line.points) > 1],
            "rules": dict(self.rules),
            "register": self.held is not None,
        }


def check_statements(
    stated: Sequence[Stated],
    register: Register | None = None,
    *,
    about: Collection[str] | None = None,
    gazetteer: Gazetteer | None = None,
    preserved: Collection[str] = (),
    answers: Try | None = None,
    setting: EstimateSetting | None = None,
    progress: Progress = silent,
) -> Checked:
    """Hold statements against themselves, the register, other sources, and their evidence.

    Args:
        stated: all statements to hold against one another.
        register: None: nothing is counted, and each figure says so.
        about: ids of the statements whose findings are wanted; all by default. The others are
            what these are held against.
        gazetteer: which place lies in which; the package's own by default.
        preserved: addresses whose documents the register holds.
        answers: tries an address on the network; None: none is tried.
        setting: which estimates to make.
    """
    wanted = [
        one
        for one in stated
        if isinstance(one.statement, Figure | Account)
        and (about is None or one.statement.id in about)
    ]
    figures = [one for one in wanted if isinstance(one.statement, Figure)]
    ground = ground_of(register, gazetteer) if register is not None else None
    places = ground.places if ground else Places(gazetteer) if gazetteer else default_places()
    findings = [
        *check_arithmetic(stated, places),
        *falls(stated),
        *differing_translations(stated),
    ]
    held = None
    if register is not None and ground is not None:
        held = hold_against_register(
            figures, register, ground, setting, wholes=in_wholes(stated), progress=progress
        )
        findings += held.findings
    else:
        findings += [_no_register(one) for one in figures]
    findings += hold_against_others(stated, places)
    findings += check_evidence(stated, preserved, answers)
    ids = frozenset(one.statement.id for one in wanted)
    by_statement: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        for name in _shown_at(finding, ids):
            by_statement[name].append(finding)
    return Checked(
        stated=tuple(wanted),
        findings={
            one.statement.id: tuple(
                sorted(by_statement[one.statement.id], key=lambda found: _ORDER[found.check])
            )
            for one in wanted
        },
        timelines=timelines(stated),
        held=held,
        rules=rule_set(register) if register is not None else {},
    )


def _shown_at(finding: Finding, wanted: frozenset[str]) -> tuple[str, ...]:
    """The statements at which a finding is shown.

    Of texts that differ, both; otherwise the one it is about. Where only a part of a sum is asked
    about, or the earlier of two running totals, the finding is shown there.
    """
    if finding.verdict == "texts differ":
        return tuple(name for name in finding.statements if name in wanted)
    if finding.check == "itself" and finding.statements[0] not in wanted:
        return tuple(name for name in finding.statements if name in wanted)[:1]
    return finding.statements[:1]


def _no_register(one: Stated) -> Finding:
    return Finding(
        check="register",
        verdict="no register",
        words="register.no_register",
        statements=(one.statement.id,),
    )

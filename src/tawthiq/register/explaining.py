"""Why two records are held to be one person, or two: the names part by part, and the sum in bits.

The sum is the one that the link made: the register keeps it for every pair that was worth keeping.
For another pair it can be made again with the fitted model; without one the names still stand side
by side, and that no sum was kept is said.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from tawthiq.errors import ConfigError, LinkageError, NotFoundError
from tawthiq.names import PartComparison, PersonName, compare_names, split_name
from tawthiq.register.judgements import verdicts
from tawthiq.register.model import Register

if TYPE_CHECKING:
    from tawthiq.linkage import Explanation, FieldReason, Model

Weighed = Literal["kept", "again", "no"]
Held = Literal["sure", "linked", "possible", "apart"]

# What each field of linkage rests on, as the lists wrote it.
WRITTEN: Mapping[str, tuple[str, ...]] = {
    "name": ("name_raw", "name_other_raw"),
    "born": ("age_raw", "birth_raw"),
    "death": ("death_raw",),
    "place": ("place_raw",),
    "origin": ("origin_raw",),
    "sex": ("sex_raw",),
    "reporter": ("reporter_id",),
}
_ACROSS = "(across scripts)"
_CANNOT_COMPARE = "cannot compare: missing on one side"
_PARTITIONS: tuple[Held, ...] = ("sure", "linked", "possible")
_NOT_BITS = ("rivals", "prior")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameAlignment:
    """Two names as written, and their parts beside one another."""

    a: str
    b: str
    level: int  # of `names.compare_names`
    reason: str  # its sentence, in English
    parts: tuple[PartComparison, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairField:
    """What one field says of the pair, and what it rests on."""

    field: str
    a: tuple[str, ...]  # as written; empty where the list does not say
    b: tuple[str, ...]
    gamma: int | None  # the level; -1 cannot compare; None where no sum was kept
    reason: str | None  # the level in the English words of linkage
    bits: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairJudgement:
    """What a reviewer holds of the two lines."""

    verdict: str
    reviewer: str
    reason: str
    at: str
    entry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairReasons:
    """Everything that speaks for or against two records being one person.

    Where the pair was weighed, prior, fields and rivals add up to `total_bits`, and `probability`
    is what follows from the sum. Judgements are no part of the sum: they overrule it.
    """

    record_a: str  # as asked for
    record_b: str
    newest_a: str  # the newest record of its line: what was compared
    newest_b: str
    person_a: str
    person_b: str
    held: Held
    names: tuple[NameAlignment, ...]  # the best first; empty where one record gives no name
    fields: tuple[PairField, ...]
    weighed: Weighed
    within: bool  # both in one version of one list
    prior_bits: float | None
    rivals_bits: float | None  # 0 or less
    total_bits: float | None  # log2 odds
    probability: float | None
    judgements: tuple[PairJudgement, ...]  # in ledger order
    verdict: str | None  # what the judgements of this pair come to


def pair_reasons(register: Register, a: str, b: str, model: "Model | None" = None) -> PairReasons:
    """Explain a pair of records.

    Args:
        register: the derived picture.
        a: a record's id.
        b: another's, of another line.
        model: the fitted model of the link, for pairs whose sum was not kept.

    Raises:
        NotFoundError: no such record.
        LinkageError: both are one line of one list.
        ConfigError: the register was derived by another version of the program.
    """
    asked = {wanted: _record(register, wanted) for wanted in (a, b)}
    lines = [asked[wanted]["line_id"] for wanted in (a, b)]
    if lines[0] == lines[1]:
        raise LinkageError(
            f"{a} and {b} are one line of one list: name records of two lines."
            if a != b
            else f"{a} was compared with itself; name two records."
        )
    newest = register.lines.filter(pl.col("line_id").is_in(lines))
    one, two = (newest.row(by_predicate=pl.col("line_id") == line, named=True) for line in lines)
    weighed = weigh_again(register, one["record_id"], two["record_id"], model)
    kept = _kept_row(register, one["record_id"], two["record_id"]) is not None
    judged, verdict = _judged(register, lines)
    return PairReasons(
        record_a=a,
        record_b=b,
        newest_a=one["record_id"],
        newest_b=two["record_id"],
        person_a=one["person_id"],
        person_b=two["person_id"],
        held=next((name for name in _PARTITIONS if one[name] == two[name]), "apart"),
        names=align_names(_names(one), _names(two), across=_across(weighed)),
        fields=_fields(one, two, weighed),
        weighed="no" if weighed is None else "kept" if kept else "again",
        within=(one["list"], one["document"]) == (two["list"], two["document"]),
        prior_bits=weighed.prior_bits if weighed else None,
        rivals_bits=weighed.rivals_bits if weighed else None,
        total_bits=weighed.total_bits if weighed else None,
        probability=weighed.probability if weighed else None,
        judgements=judged,
        verdict=verdict,
    )


def weigh_again(
    register: Register, a: str, b: str, model: "Model | None" = None
) -> "Explanation | None":
    """The sum over two newest records: as the link kept it, or else made again with `model`.

    Returns:
        None where the link kept no sum and there is no model.
    """
    row = _kept_row(register, a, b)
    if row is not None:
        return _as_kept(register, row)
    if model is None:
        return None
    # Linkage loads a compiler; a pair whose sum was kept does not need it.
    from tawthiq.linkage import explain  # noqa: PLC0415

    return explain(register.lines.filter(pl.col("record_id").is_in([a, b])), a, b, model)


def align_names(a: list[str], b: list[str], *, across: bool = False) -> tuple[NameAlignment, ...]:
    """Align the names that two records give.

    The best pair comes first; after it the other pairs of one script, so that a name given in two
    scripts by both lists is seen in both.

    Args:
        a: the names of one record, a script each.
        b: those of the other.
        across: also show the other pairs of two scripts: the link went by one of them.
    """
    read = {name: split_name(name) for name in (*a, *b)}
    pairs = [(one, two, compare_names(read[one], read[two])) for one, two in product(a, b)]
    pairs = [pair for pair in pairs if pair[2].parts]
    if not pairs:
        return ()
    best = max(pairs, key=lambda pair: (pair[2].level, _one_script(read, pair[0], pair[1])))
    shown = [best] + [
        pair
        for pair in pairs
        if pair is not best and (across or _one_script(read, pair[0], pair[1]))
    ]
    return tuple(
        NameAlignment(a=one, b=two, level=found.level, reason=found.reason, parts=found.parts)
        for one, two, found in shown
    )


def _across(weighed: "Explanation | None") -> bool:
    """Whether the link compared the names in two scripts."""
    names = [one.reason for one in weighed.fields if one.field == "name"] if weighed else []
    return any(reason.endswith(_ACROSS) for reason in names)


def _one_script(read: Mapping[str, PersonName], a: str, b: str) -> bool:
    return read[a].script == read[b].script


def _record(register: Register, wanted: str) -> dict[str, Any]:
    found = register.records.filter(pl.col("record_id") == wanted)
    if found.height:
        return found.row(0, named=True)
    if register.people.filter(pl.col("person_id") == wanted).height:
        raise NotFoundError(
            f"{wanted} is a person. Name two records: `tawthiq show {wanted}` lists theirs."
        )
    raise NotFoundError(f"There is no record {wanted!r}. `tawthiq show PERSON` lists them.")


def _kept_row(register: Register, a: str, b: str) -> dict[str, Any] | None:
    first, second = sorted((a, b))
    found = register.pairs.filter(pl.col("record_a") == first, pl.col("record_b") == second)
    return found.row(0, named=True) if found.height else None


def _as_kept(register: Register, row: Mapping[str, Any]) -> "Explanation":
    from tawthiq.linkage import Explanation  # noqa: PLC0415 - as in `weigh_again`

    prior = _prior(register, row)
    total = prior + row["weight"] + row["bits_rivals"]
    return Explanation(
        record_a=row["record_a"],
        record_b=row["record_b"],
        prior_bits=prior,
        fields=_kept_fields(row),
        weight_bits=row["weight"],
        rivals_bits=row["bits_rivals"],
        total_bits=total,
        probability=1 / (1 + math.exp2(-min(max(total, -500.0), 500.0))),
        name_alignment="",
    )


def _prior(register: Register, row: Mapping[str, Any]) -> float:
    if row.get("bits_prior") is not None:
        return float(row["bits_prior"])
    try:
        bits = float(str(register.model["prior_bits"]))
        return bits + (float(str(register.model["within_bits"])) if row["same_version"] else 0.0)
    except (KeyError, ValueError) as error:
        raise ConfigError(
            "The register was derived by another version of the program and does not say how "
            "its links were weighed. Run `tawthiq link`."
        ) from error


def _kept_fields(row: Mapping[str, Any]) -> "tuple[FieldReason, ...]":
    from tawthiq.linkage import FieldReason  # noqa: PLC0415 - as in `weigh_again`
    from tawthiq.linkage.model import LEVELS  # noqa: PLC0415

    found = []
    for column, bits in row.items():
        field = column.removeprefix("bits_")
        if field == column or field in _NOT_BITS:
            continue
        gamma = row.get(f"gamma_{field}")
        levels = LEVELS.get(field, ())
        if gamma is None or gamma < 0:
            gamma, reason = -1, _CANNOT_COMPARE
        else:
            reason = levels[gamma] if gamma < len(levels) else f"level {gamma}"
        found.append(FieldReason(field=field, gamma=gamma, reason=reason, bits=bits))
    return tuple(found)


def _fields(
    one: Mapping[str, Any], two: Mapping[str, Any], weighed: "Explanation | None"
) -> tuple[PairField, ...]:
    reasons = {reason.field: reason for reason in weighed.fields} if weighed else {}
    lines = []
    for field in dict.fromkeys((*WRITTEN, *reasons)):
        columns = WRITTEN.get(field, ())
        reason = reasons.get(field)
        if weighed is not None and reason is None:
            continue  # this link did not look at the field
        lines.append(
            PairField(
                field=field,
                a=_written(one, columns),
                b=_written(two, columns),
                gamma=reason.gamma if reason else None,
                reason=reason.reason if reason else None,
                bits=reason.bits if reason else None,
            )
        )
    return tuple(lines)


def _written(row: Mapping[str, Any], columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(row[column]) for column in columns if row[column] is not None))


def _names(row: Mapping[str, Any]) -> list[str]:
    return list(_written(row, WRITTEN["name"])) if row["named"] else []


def _judged(register: Register, lines: list[str]) -> tuple[tuple[PairJudgement, ...], str | None]:
    """The judgements of these two lines, and what they come to among all others."""
    judgements = register.judgements
    ids = pl.concat([judgements["record_a"], judgements["record_b"]]).unique()
    known = register.records.filter(pl.col("record_id").is_in(ids.implode())).select(
        "record_id", "line_id"
    )
    newest = known.join(register.lines.select("line_id", newest="record_id"), on="line_id")
    line_of = dict(known.iter_rows())
    here = tuple(
        PairJudgement(**{key: row[key] for key in ("verdict", "reviewer", "reason", "at", "entry")})
        for row in judgements.iter_rows(named=True)
        if {line_of.get(row["record_a"]), line_of.get(row["record_b"])} == set(lines)
    )
    if not here:
        return (), None
    settled = verdicts(judgements, dict(newest.select("record_id", "newest").iter_rows()))
    both = set(register.lines.filter(pl.col("line_id").is_in(lines))["record_id"])
    for a, b, verdict in settled.select("record_a", "record_b", "verdict").iter_rows():
        if {a, b} == both:
            return here, str(verdict)
    return here, None

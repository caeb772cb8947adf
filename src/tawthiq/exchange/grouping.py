"""Entities that say one thing together: the values of one statement, the bodies of one change."""

from collections import defaultdict
from collections.abc import Sequence

from tawthiq.exchange.mapping import terms_of
from tawthiq.exchange.raw import Raw


def together(raws: Sequence[Raw]) -> dict[int, list[Raw]]:
    """Line → the entities that are one statement with it; an empty list at all but the first."""
    groups: dict[tuple[str, ...], list[Raw]] = defaultdict(list)
    for raw in raws:
        if raw.schema == "RegisterClaim":
            record = raw.values.get("recordId") or (raw.id,)
            groups["claim", *raw.values.get("subject", ()), *record].append(raw)
    for group in [*groups.values(), *_successions(raws)]:
        groups["line", str(group[0].row.number)] = group
    return {
        raw.row.number: group if at == 0 else []
        for name, group in groups.items()
        if name[0] == "line"
        for at, raw in enumerate(group)
    }


def _successions(raws: Sequence[Raw]) -> list[list[Raw]]:
    """Successions that are one change: of one record, or with one successor or predecessor."""
    found: dict[tuple[str, ...], list[Raw]] = defaultdict(list)
    apart: list[Raw] = []
    for raw in raws:
        if raw.schema == "Succession":
            record = raw.values.get("recordId")
            if record and kind_of(raw) is not None:
                found["record", *record].append(raw)
            else:
                apart.append(raw)
    for side in ("successor", "predecessor"):
        groups: dict[tuple[str, ...], list[Raw]] = defaultdict(list)
        for raw in apart:
            groups[(*raw.values.get(side, ()), "|", *raw.values.get("date", ()))].append(raw)
        apart = []
        for name, group in groups.items():
            if len(group) > 1:
                found[(side, *name)] = group
            else:
                apart += group
    return [*found.values(), *([one] for one in apart)]


def kind_of(raw: Raw) -> str | None:
    """The kind of change that a succession says it is; None where it says none of ours."""
    kinds = [one for one in raw.values.get("role", ()) if one in terms_of("change", "kind")]
    return kinds[0] if len(kinds) == 1 else None

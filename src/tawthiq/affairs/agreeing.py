"""What rival accounts of one thing agree on and what they differ in, field by field."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from tawthiq.affairs.asof import days_of
from tawthiq.affairs.history import in_words
from tawthiq.affairs.model import Claim, Table, Value
from tawthiq.affairs.naming import folded
from tawthiq.affairs.view import View

Verdict = Literal["agree", "differ", "one source"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One field: what each says, and whether that can all be so."""

    field: str
    verdict: Verdict
    values: tuple[tuple[str, tuple[Claim, ...]], ...]  # in words, and who says so


def compare(
    view: View, claims: Sequence[Claim], field: str, *, who: Callable[[Claim], str]
) -> Compared | None:
    """What claims say in one field; None where none says anything.

    Dates agree where one day can be all of them: a month contains its days. Words agree where they
    are one name or one thing. What is denied stands with who denies it, and makes a difference.

    Args:
        who: whose word a claim is: several claims of one make no agreement.
    """
    said = [(in_words(view, one, field), one) for one in claims]
    said = [(words, one) for words, one in said if words]
    if not said:
        return None
    values: dict[str, list[Claim]] = {}
    for words, one in said:
        shown = view.word("denied value", value=words) if one.denied else words
        values.setdefault(shown, []).append(one)
    speakers = {who(one) for _, one in said}
    verdict: Verdict = "one source"
    if len(speakers) > 1:
        verdict = "agree" if _agree(field, [one for _, one in said]) else "differ"
    return Compared(
        field=field,
        verdict=verdict,
        values=tuple((words, tuple(some)) for words, some in values.items()),
    )


def _agree(field: str, claims: Iterable[Claim]) -> bool:
    claims = list(claims)
    if any(one.denied for one in claims) and not all(one.denied for one in claims):
        return False
    written = [getattr(one.said, field) for one in claims]
    if field == "when":
        return _share_a_day(written)
    named = [one.key(field) or folded(str(getattr(one.said, field))) for one in claims]
    ids = [getattr(one.said, f"{field}_id", None) for one in claims]
    return len(set(named)) == 1 or (None not in ids and len(set(ids)) == 1)


def _share_a_day(written: Iterable[str]) -> bool:
    spans = [days_of(one) for one in written]
    firsts = [first for first, _ in spans if first is not None]
    lasts = [last for _, last in spans if last is not None]
    return not firsts or not lasts or max(firsts) <= min(lasts)


def compared_table(view: View, kind: str, found: Iterable[Compared]) -> Table:
    """One line a field and value, fields in which they differ and agree alike."""
    rows: list[tuple[Value, ...]] = []
    for one in found:
        label = view.field_label(kind, one.field)
        for number, (words, claims) in enumerate(one.values):
            who = view.joined(dict.fromkeys(view.who(claim) for claim in claims))
            verdict = view.word(one.verdict) if number == 0 else ""
            rows.append((label if number == 0 else "", verdict, words, who))
    columns = ("field", "do they agree", "value", "who says so")
    return Table(
        code=f"{kind}-compared",
        title=view.word("agree and differ"),
        columns=tuple(view.word(one) for one in columns),
        rows=tuple(rows),
    )

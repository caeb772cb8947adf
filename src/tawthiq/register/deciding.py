"""What a person holds of statements, as entries: confirm them, edit one, reject them.

Nothing is appended here: the caller appends what is returned in one transaction, so that several
are decided together or not at all.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from tawthiq.errors import StatementError
from tawthiq.ledger import Dismiss, State, text_of
from tawthiq.register.statements import Stated
from tawthiq.statements import read_statement, types
from tawthiq.vault import Vault

_SPAN = ("start", "end")  # where the words stand, in the text


def confirm(wanted: Sequence[Stated], *, reviewer: str = "", reason: str = "") -> list[State]:
    """The entries that confirm statements as they stand.

    Raises:
        StatementError: one is confirmed already.
    """
    for one in wanted:
        if one.status in ("confirmed", "edited"):
            raise StatementError(f"{one.id} is {one.status} already. Nothing was written.")
    return [
        _state(one, one.raw, one.changed, reviewer=reviewer, reason=reason) for one in _once(wanted)
    ]


def reject(wanted: Sequence[Stated], *, reason: str, reviewer: str = "") -> list[Dismiss]:
    """The entries that reject statements.

    Raises:
        StatementError: no reason, or one is rejected already.
    """
    _check_reason(reason, "Rejecting")
    for one in wanted:
        if one.status == "rejected":
            raise StatementError(f"{one.id} is rejected already. Nothing was written.")
    return [
        Dismiss(document=one.document, proposal=one.id, reviewer=reviewer, reason=reason)
        for one in _once(wanted)
    ]


def edit(
    vault: Vault,
    one: Stated,
    changes: Mapping[str, str],
    *,
    reason: str,
    reviewer: str = "",
) -> State:
    """The entry that puts a statement with other values in the place of a proposal.

    Args:
        vault: where its text lies; a moved span takes its quote from there.
        changes: field → the new value as written, as `tawthiq.forms` reads it; "" is null, several
            values are parted by semicolons.

    Raises:
        StatementError: no reason, nothing to change, an unknown field, or a value it cannot hold.
        VaultError: the text is missing or damaged.
    """
    _check_reason(reason, "Editing")
    if one.type not in types():
        raise StatementError(
            f"{one.id} is a {one.type!r}, a type that this version does not know and cannot edit. "
            "Install the newer version; it can be confirmed or rejected as it is."
        )
    raw = {**one.raw, **_read(one, changes)}
    if (raw.get("start"), raw.get("end")) != (one.raw.get("start"), one.raw.get("end")):
        raw["quote"] = _words(vault, one, raw["start"], raw["end"])
    try:
        read_statement(raw)
    except StatementError as error:
        raise StatementError(f"{one.id} was not changed. {error}") from error
    changed = {name for name in raw if raw[name] != one.raw.get(name)}
    if not changed:
        raise StatementError(f"{one.id} says that already. Nothing was written.")
    return _state(
        one, raw, tuple(sorted({*one.changed, *changed})), reviewer=reviewer, reason=reason
    )


def _once(wanted: Sequence[Stated]) -> list[Stated]:
    return list({one.id: one for one in wanted}.values())


def _state(
    one: Stated, raw: Mapping[str, Any], changed: Sequence[str], *, reviewer: str, reason: str
) -> State:
    return State(
        document=one.document,
        text=one.text,
        statement=dict(raw),
        proposal=one.id,
        changed=list(changed),
        reviewer=reviewer,
        reason=reason,
    )


def _check_reason(reason: str, doing: str) -> None:
    if not reason.strip():
        raise StatementError(f'{doing} needs its reason, which others will read: --reason "…".')


def _words(vault: Vault, one: Stated, start: int | None, end: int | None) -> str:
    text = text_of(vault.get(one.text)) if one.text else ""
    if start is None or end is None or not 0 <= start <= end <= len(text):
        raise StatementError(
            f"{one.id} was not changed: its text has {len(text):,} characters, so {start} to {end} "
            "is no span of it."
        )
    return text[start:end]


def _read(one: Stated, changes: Mapping[str, str]) -> dict[str, Any]:
    """What changes say, by field; but for the span, read as what a person states by hand is.

    Raises:
        StatementError: no such field, or a value it cannot hold.
    """
    from tawthiq.forms import read_changes  # noqa: PLC0415 - no page needs it

    span = {field: _place(field, said) for field, said in changes.items() if field in _SPAN}
    others = {field: said for field, said in changes.items() if field not in _SPAN}
    held, doubts = read_changes(one.type, others)
    if doubts:
        before = held.get("doubt", one.raw.get("doubt", ()))
        held["doubt"] = list(dict.fromkeys([*before, *doubts]))
    return span | held


def _place(field: str, said: str) -> int:
    try:
        return int(said.replace(",", ""))
    except ValueError:
        raise StatementError(
            f"{field} cannot be {said!r}; it is a place in the text, a whole number."
        ) from None

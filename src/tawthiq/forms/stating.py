"""Turn the rows of a file into statements; a row that makes none is set aside with the reason."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

import msgspec

from tawthiq.errors import FieldError, StatementError
from tawthiq.fields import detect_order
from tawthiq.forms.headers import check_names, columns_of, type_column
from tawthiq.forms.model import FileRows, Row, SetAside, StatedFile
from tawthiq.forms.slots import Slot, find_type, slots_of, type_called
from tawthiq.forms.tables import rows_of
from tawthiq.forms.values import EMPTY, Order, Reader, reader_of
from tawthiq.progress import Progress, silent
from tawthiq.statements import Statement, fault_of, statement_id, types

PROPOSER = "person"
_LONGEST_DATE = 40  # characters of a date whose day and month tell their order
_SHOWN = 200  # characters of a value that a message repeats
_EVERY = 1_000  # rows


def read_file(
    content: bytes,
    filename: str,
    type_name: str | None = None,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    progress: Progress = silent,
) -> StatedFile:
    """Read a file of statements: CSV, XLSX, ODS, a JSON array or JSON Lines.

    Args:
        content: its bytes.
        filename: how to name it in messages.
        type_name: the type of every row that names none; None where a column `type` does.
        sheet: of a workbook; None takes the visible one with most rows.
        encoding: of a text table; None tells it from the bytes.
        delimiter: of a text table; None tells it from the first rows.
        progress: told after every thousand rows.

    Returns:
        The statements, and the rows set aside: together as many as the file has rows.

    Raises:
        StatementError: no type, a column that is no field, no header, no row, or no row that makes
            a statement.
        ListFormatError: the file is of another kind, empty, damaged or in another encoding.
    """
    wanted = None if type_name is None else find_type(type_name)
    found = rows_of(
        content,
        filename,
        types() if wanted is None else [wanted],
        sheet=sheet,
        encoding=encoding,
        delimiter=delimiter,
    )
    typed, aside = _typed(found, wanted, filename)
    used = list(dict.fromkeys(name for name, _ in typed)) or ([wanted] if wanted else [])
    if used:
        check_names((name for names in _headers(found.rows) for name in names), used, filename)
    document = hashlib.sha256(content).hexdigest()
    statements: list[Statement] = []
    maker = _Maker(document, found)
    for done, (name, row) in enumerate(typed, start=1):
        made = maker.statement(name, row)
        if isinstance(made, SetAside):
            aside.append(made)
        else:
            statements.append(made)
        if done % _EVERY == 0 or done == len(typed):
            progress("reading rows", done, len(typed))
    aside.sort(key=lambda one: one.row)
    if not statements:
        raise StatementError(
            f"{filename}: no row makes a statement; {_first(aside)}. Nothing was kept."
        )
    return StatedFile(
        document=document,
        text=found.text,
        statements=tuple(statements),
        set_aside=tuple(aside),
        notes=found.notes,
    )


def _first(aside: Sequence[SetAside]) -> str:
    if not aside:
        return "there is none below the header"
    one = aside[0]
    where = f"row {one.row}, {one.column}" if one.column else f"row {one.row}"
    return f"{where}: {one.reason.rstrip('.')}"


def _headers(rows: Sequence[Row]) -> Iterator[tuple[str, ...]]:
    yield from dict.fromkeys(row.names for row in rows)


def _typed(
    found: FileRows, wanted: str | None, filename: str
) -> tuple[list[tuple[str, Row]], list[SetAside]]:
    """Every row with its type; those without one are set aside."""
    typed: list[tuple[str, Row]] = []
    aside = list(found.set_aside)
    places = {names: type_column(names) for names in _headers(found.rows)}
    if wanted is None and places and all(place is None for place in places.values()):
        raise StatementError(
            f"{filename}: it does not say which type its rows are. Say so (--type), or add a "
            f"column type. Types: {', '.join(types())}."
        )
    called: dict[str, str | None] = {}
    for row in found.rows:
        place = places[row.names]
        said = next((str(one).strip() for at, one in row.filled if at == place), "")
        if said not in called:
            called[said] = type_called(said) if said else wanted
        name = called[said]
        if name is None:
            why = f"there is no type {said[:_SHOWN]!r}" if said else "it does not say its type"
            column = None if place is None else row.names[place]
            aside.append(SetAside(row=row.number, reason=why, column=column, value=said or None))
        else:
            typed.append((name, row))
    return typed, aside


_Column = tuple[Slot, Reader]


class _Maker:
    """Makes statements of rows, and remembers what it found out of their columns."""

    def __init__(self, document: str, found: FileRows) -> None:
        self._document = document
        self._found = found
        self._plans: dict[tuple[str, tuple[str, ...]], dict[int, _Column | None]] = {}
        self._readers: dict[tuple[str, str, Order | None], Reader] = {}
        self._orders: dict[str, Order | None] = {}
        self._ids: set[str] = set()
        self._types = types()

    def statement(self, type_name: str, row: Row) -> Statement | SetAside:
        """What a row says, or why it says nothing."""
        plan = self._plans.get((type_name, row.names))
        if plan is None:
            plan = self._plans[type_name, row.names] = self._plan(type_name, row.names)
        values: dict[str, Any] = {}
        doubts: list[str] = []
        for index, value in row.filled:
            if index not in plan:
                if str(value).strip():
                    why = f"a {type_name} has no such field; leave the cell empty"
                    return _aside(row, index, value, why)
                continue
            column = plan[index]
            if column is None:
                continue
            slot, reader = column
            try:
                read = reader(value)
                if read.held is not EMPTY:
                    put(values, slot, read.held)
            except FieldError as error:
                return _aside(row, index, value, str(error).rstrip("."))
            doubts += read.doubts
        try:
            made = self._made(type_name, values, doubts, row)
        except StatementError as error:
            return SetAside(row=row.number, reason=str(error))
        self._ids.add(made.id)
        return made

    def _made(
        self, type_name: str, values: Mapping[str, Any], doubts: Sequence[str], row: Row
    ) -> Statement:
        for nth in count():
            made = make_statement(
                self._types[type_name],
                values,
                doubts,
                document=self._document,
                text=self._found.text,
                span=(row.start, row.end),
                nth=nth,
            )
            # Ten digits of a hash: among 100,000 rows two may meet.
            if made.id not in self._ids:
                break
        return made

    def _plan(self, type_name: str, names: tuple[str, ...]) -> dict[int, _Column | None]:
        """What the columns are to a type; the column that says the type is None."""
        slots = slots_of(type_name)
        plan: dict[int, _Column | None] = {
            index: (slots[field], self._reader(type_name, slots[field], names[index]))
            for index, field in columns_of(type_name, names).items()
        }
        own = type_column(names)
        return plan if own is None else plan | {own: None}

    def _reader(self, type_name: str, slot: Slot, column: str) -> Reader:
        order = self._order(column) if slot.kind == "date" else None
        known = self._readers.get((type_name, slot.field, order))
        if known is None:
            known = reader_of(slot, type_name, order)
            self._readers[type_name, slot.field, order] = known
        return known

    def _order(self, column: str) -> Order | None:
        """How a column orders day, month and year, as far as its cells tell."""
        if column not in self._orders:
            self._orders[column] = self._found_order(column)
        return self._orders[column]

    def _found_order(self, column: str) -> Order | None:
        places = {
            names: names.index(column) if column in names else None
            for names in _headers(self._found.rows)
        }
        cells = {
            value
            for row in self._found.rows
            for at, value in row.filled
            if at == places[row.names] and isinstance(value, str) and len(value) <= _LONGEST_DATE
        }
        return detect_order(cells)


def _aside(row: Row, index: int, value: object, reason: str) -> SetAside:
    return SetAside(
        row=row.number, reason=reason, column=row.names[index], value=str(value)[:_SHOWN]
    )


def put(values: dict[str, Any], slot: Slot, held: Any) -> None:
    """Put what was read of a slot into its field, or a range into its two.

    Raises:
        FieldError: the field is filled already.
    """
    filling = held if slot.kind == "range" else (held,)
    for field, value in zip(slot.fills, filling, strict=True):
        if field in values:
            raise FieldError(f"{field} is given twice; fill it once")
        values[field] = value


def make_statement(
    kind: type[Statement],
    values: Mapping[str, Any],
    doubts: Sequence[str] = (),
    *,
    document: str,
    text: str,
    span: tuple[int, int],
    nth: int = 0,
) -> Statement:
    """A statement of these values at a span of a text.

    Args:
        kind: its class.
        values: field → what it holds; those not said are left out.
        doubts: what is unsure of how they were read.
        document: SHA-256 of the document's bytes.
        text: the document's text.
        span: the words, as characters of the text.
        nth: of several statements of one type at one span, which.

    Raises:
        StatementError: nothing is said, or what is said cannot be; the reason alone.
    """
    if not values:
        raise StatementError("nothing is said: every field is empty")
    start, end = span
    name = str(kind.__struct_config__.tag)
    raw: dict[str, Any] = {
        "type": name,
        "id": statement_id(document, name, start, end, nth),
        "start": start,
        "end": end,
        "quote": text[start:end],
        "proposer": PROPOSER,
        **values,
    }
    if doubts:
        raw["doubt"] = list(dict.fromkeys([*raw.get("doubt", ()), *doubts]))
    if "bound" in kind.__struct_fields__ and "bound" not in values and _is_range(values):
        raw["bound"] = "between"
    try:
        statement = msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        raise StatementError(str(error)) from error
    fault = fault_of(statement)
    if fault is not None:
        raise StatementError(fault)
    return statement


def _is_range(values: Mapping[str, Any]) -> bool:
    return any(
        name.endswith("_low") and low != values.get(f"{name[:-4]}_high", low)
        for name, low in values.items()
    )

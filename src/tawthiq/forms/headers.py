"""Which column is which field: by its name, or by its label in either language."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

from rapidfuzz import process

from tawthiq.errors import StatementError
from tawthiq.forms.slots import MADE, plain, slots_of
from tawthiq.statements import label_of_field, types

TYPE = "type"
_LANGUAGES: tuple[Literal["en", "ar"], ...] = ("en", "ar")
_SEARCHED = 30  # rows: titles above a header are fewer
_NEAR = 70  # of 100: how alike two words are for one to be offered in the place of the other


def names_of(type_name: str, field: str) -> list[str]:
    """What a column of a field may be called."""
    return [field, *(label_of_field(type_name, field, lang) for lang in _LANGUAGES)]


def columns_of(type_name: str, names: Sequence[str]) -> dict[int, str]:
    """Which of the columns are which fields of a type; those that are none of its are left out.

    Raises:
        StatementError: two columns are one field.
    """
    known = _known(type_name)
    found: dict[int, str] = {}
    for index, name in enumerate(names):
        field = known.get(plain(name))
        if field is None or field == TYPE:
            continue
        if field in found.values():
            first = names[next(at for at, one in found.items() if one == field)]
            raise StatementError(
                f"The columns {first!r} and {name!r} are one field of a {type_name} ({field}). "
                "Take one of them out."
            )
        found[index] = field
    return found


def type_column(names: Sequence[str]) -> int | None:
    """The place of the column that says the type of each row; None where there is none."""
    for index, name in enumerate(names):
        if plain(name) in _TYPE_NAMES:
            return index
    return None


def find_header(rows: Sequence[Sequence[str]], type_names: Iterable[str]) -> int | None:
    """The row whose cells are known as columns of these types; None where no row has any."""
    known = {name for one in type_names for name in _known(one)} | _TYPE_NAMES
    best, most = None, 0
    for index, row in enumerate(rows[:_SEARCHED]):
        count = sum(plain(cell) in known for cell in row)
        if count > most:
            best, most = index, count
    return best


def check_names(names: Iterable[str], type_names: Sequence[str], where: str) -> None:
    """Make sure that every column is a field: of these types, or beside a column `type` of any.

    Args:
        names: of all columns.
        type_names: the types of the rows that there are.
        where: how to name the file in a message.

    Raises:
        StatementError: one is not; the message names what it may have meant.
    """
    names = list(dict.fromkeys(names))
    known = {name: field for one in type_names for name, field in _known(one).items()}
    elsewhere: set[str] = set()
    if type_column(names) is not None:
        # One table for many types: rows of some of them may be still to come.
        elsewhere = {name for one in types() for name in _known(one)}
    for name in names:
        said = plain(name)
        if said in known or said in elsewhere or said in _TYPE_NAMES:
            continue
        of = " or ".join(type_names)
        if said in map(plain, MADE):
            raise StatementError(f"{where}: {name[:80]!r} is filled by the program; take it out.")
        near = [
            known[one]
            for one, _, _ in process.extract(said, known.keys(), limit=3, score_cutoff=_NEAR)
        ]
        may = f" It may be meant for: {', '.join(dict.fromkeys(near))}." if near else ""
        fields = dict.fromkeys(
            slot.field for one in type_names for slot in slots_of(one).values() if slot.in_template
        )
        raise StatementError(
            f"{where}: there is no field {name[:80]!r} of {of}.{may} Fields: {', '.join(fields)}."
        )


@lru_cache(maxsize=256)
def _known(type_name: str) -> dict[str, str]:
    """Folded names and labels → the field. A name goes before another field's label."""
    slots = slots_of(type_name)
    labelled = {
        plain(label_of_field(type_name, field, lang)): field
        for lang in reversed(_LANGUAGES)
        for field in reversed(slots)
    }
    return labelled | {plain(field): field for field in slots}


_TYPE_NAMES = frozenset(map(plain, names_of("figure", TYPE)))

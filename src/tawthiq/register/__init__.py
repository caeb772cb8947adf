"""The derived picture: people, each value traced to who says so; scopes."""

from tawthiq.register.building import build_register, derive, stamp_of
from tawthiq.register.deciding import confirm, edit, reject
from tawthiq.register.finding import PersonPage, find_people, resolve_person, show_person
from tawthiq.register.model import Register, SideTables, Stamp
from tawthiq.register.scope import BREAKDOWNS, PLACE_FIELDS, Condition, Scope, parse_scope
from tawthiq.register.statements import Stated, StatementTable, statements_of
from tawthiq.register.store import digests, read_register, read_side_table, write_register
from tawthiq.register.wording import scope_in_words, value_in_words

__all__ = [
    "BREAKDOWNS",
    "PLACE_FIELDS",
    "Condition",
    "PersonPage",
    "Register",
    "Scope",
    "SideTables",
    "Stamp",
    "Stated",
    "StatementTable",
    "build_register",
    "confirm",
    "derive",
    "digests",
    "edit",
    "find_people",
    "parse_scope",
    "read_register",
    "read_side_table",
    "reject",
    "resolve_person",
    "scope_in_words",
    "show_person",
    "stamp_of",
    "statements_of",
    "value_in_words",
    "write_register",
]

"""The derived picture: people, each value traced to who says so; scopes."""

from tawthiq.register.building import build_register, derive, stamp_of
from tawthiq.register.changes import HOW, Changes, How, changes_between, ids_now
from tawthiq.register.deciding import confirm, edit, reject
from tawthiq.register.explaining import (
    NameAlignment,
    PairField,
    PairJudgement,
    PairReasons,
    pair_reasons,
)
from tawthiq.register.finding import PersonPage, find_people, resolve_person, show_person
from tawthiq.register.model import ESTIMATES_FOLDER, Register, SideTables, Stamp
from tawthiq.register.reasons import (
    bits_words,
    in_latin,
    level_words,
    probability_words,
    reason_words,
)
from tawthiq.register.scope import BREAKDOWNS, PLACE_FIELDS, Condition, Scope, parse_scope
from tawthiq.register.statements import Stated, StatementTable, statements_of
from tawthiq.register.store import (
    digests,
    read_changes,
    read_growth,
    read_model,
    read_register,
    read_side_table,
    records_named,
    write_register,
)
from tawthiq.register.wording import scope_in_words, value_in_words

__all__ = [
    "BREAKDOWNS",
    "ESTIMATES_FOLDER",
    "HOW",
    "PLACE_FIELDS",
    "Changes",
    "Condition",
    "How",
    "NameAlignment",
    "PairField",
    "PairJudgement",
    "PairReasons",
    "PersonPage",
    "Register",
    "Scope",
    "SideTables",
    "Stamp",
    "Stated",
    "StatementTable",
    "bits_words",
    "build_register",
    "changes_between",
    "confirm",
    "derive",
    "digests",
    "edit",
    "find_people",
    "ids_now",
    "in_latin",
    "level_words",
    "pair_reasons",
    "parse_scope",
    "probability_words",
    "read_changes",
    "read_growth",
    "read_model",
    "read_register",
    "read_side_table",
    "reason_words",
    "records_named",
    "reject",
    "resolve_person",
    "scope_in_words",
    "show_person",
    "stamp_of",
    "statements_of",
    "value_in_words",
    "write_register",
]

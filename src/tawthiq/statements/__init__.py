"""The family of typed statements: one class a type, with labels in both languages.

Adding a type means one class here and its labels: ledger, register, commands and exports take it
from there.
"""

from tawthiq.statements.family import (
    UnknownStatement,
    read_statement,
    statement_id,
    types,
    write_statement,
)
from tawthiq.statements.model import (
    Account,
    Basis,
    Bound,
    Citation,
    Figure,
    HolderStance,
    Incident,
    Mention,
    Number,
    Position,
    Statement,
    ThreadItem,
)

__all__ = [
    "Account",
    "Basis",
    "Bound",
    "Citation",
    "Figure",
    "HolderStance",
    "Incident",
    "Mention",
    "Number",
    "Position",
    "Statement",
    "ThreadItem",
    "UnknownStatement",
    "read_statement",
    "statement_id",
    "types",
    "write_statement",
]

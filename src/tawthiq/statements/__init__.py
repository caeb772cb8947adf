"""The family of typed statements: one class a type, with labels in both languages.

Adding a type means one class here and its labels: ledger, register, commands and exports take it
from there.
"""

from tawthiq.statements.aid import Aid
from tawthiq.statements.campaigns import Campaign, Gathering
from tawthiq.statements.charters import Charter, Clause, Signature, Violation
from tawthiq.statements.displacement import Displacement
from tawthiq.statements.family import (
    UnknownStatement,
    fault_of,
    read_statement,
    schema,
    statement_id,
    types,
    write_statement,
)
from tawthiq.statements.huridocs import Response, Vocabulary, responses, vocabulary_of
from tawthiq.statements.labels import (
    help_of_field,
    help_of_type,
    known_terms,
    label_of_doubt,
    label_of_field,
    label_of_note,
    label_of_term,
    label_of_type,
)
from tawthiq.statements.lines import misquotes, read_lines, write_lines
from tawthiq.statements.model import (
    Account,
    Basis,
    Bound,
    Citation,
    Figure,
    Grade,
    HolderStance,
    Incident,
    Mention,
    Number,
    Position,
    Statement,
    ThreadItem,
    Victim,
)
from tawthiq.statements.organisations import (
    Change,
    Dispute,
    Election,
    Membership,
    Organisation,
    Person,
    Result,
)
from tawthiq.statements.questions import Question, Work
from tawthiq.statements.wording import in_words, value_in_words

__all__ = [
    "Account",
    "Aid",
    "Basis",
    "Bound",
    "Campaign",
    "Change",
    "Charter",
    "Citation",
    "Clause",
    "Displacement",
    "Dispute",
    "Election",
    "Figure",
    "Gathering",
    "Grade",
    "HolderStance",
    "Incident",
    "Membership",
    "Mention",
    "Number",
    "Organisation",
    "Person",
    "Position",
    "Question",
    "Response",
    "Result",
    "Signature",
    "Statement",
    "ThreadItem",
    "UnknownStatement",
    "Victim",
    "Violation",
    "Vocabulary",
    "Work",
    "fault_of",
    "help_of_field",
    "help_of_type",
    "in_words",
    "known_terms",
    "label_of_doubt",
    "label_of_field",
    "label_of_note",
    "label_of_term",
    "label_of_type",
    "misquotes",
    "read_lines",
    "read_statement",
    "responses",
    "schema",
    "statement_id",
    "types",
    "value_in_words",
    "vocabulary_of",
    "write_lines",
    "write_statement",
]

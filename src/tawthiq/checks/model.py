"""What the checks take and give: statements with where they come from, and findings.

A finding is neutral by construction: a term of a closed list, the statements it is about, and the
numbers. It says how figures stand to one another and to the register; it rules on nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from tawthiq.checks.intervals import Interval
from tawthiq.fields import one_line
from tawthiq.statements import Statement

Language = Literal["en", "ar"]
SAID = ("asserts", "reports")
"""Stances whose numbers are summed: who tells a number in order to reject it does not hold it."""
LANGUAGES: tuple[Language, ...] = ("en", "ar")

Check = Literal["itself", "register", "estimate", "sources", "evidence"]
"""Which question a finding answers, in the order in which they are shown."""

VERDICTS: Mapping[Check, tuple[str, ...]] = {
    "itself": (
        "adds up",
        "may add up",
        "does not add up",
        "leaves a remainder",
        "not summed",
        "falls",
        "texts differ",
        "derived",
    ),
    "register": ("below", "within", "above", "overlaps", "not comparable", "no register"),
    "estimate": ("below", "within", "above", "overlaps", "not estimable", "not estimated"),
    "sources": ("alone", "same", "lower", "higher", "overlaps", "exceeds a wider one", "derived"),
    "evidence": ("preserved", "alive", "unchecked", "internal", "dangling", "none"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A statement and the document it stands in."""

    statement: Statement
    document: str  # SHA-256; of words that were not preserved, any name that tells texts apart
    source: str | None = None  # key of the source; None where nobody said whose words they are
    published: date | None = None
    status: str = "proposed"  # or "confirmed", "edited" by a person; "read": not kept here
    language: Language = "en"  # of the words
    sentence: str | None = None  # the words around it, for readers

    @property
    def speaker(self) -> str | None:
        """Whose figure it is: who is quoted, else who writes; of a comment never the page's source.

        A name as written, or the key of the source; None where a comment names nobody.
        """
        statement = self.statement
        said = getattr(statement, "attributed_to", None) or statement.holder
        if said is not None:
            return one_line(said)
        return self.source if statement.item is None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check says of one statement, perhaps beside others."""

    check: Check
    verdict: str  # a term of VERDICTS[check]
    words: str  # key of its sentence in `labels.toml`
    statements: tuple[str, ...]  # ids; the first is the one it is about
    values: Mapping[str, Any] = field(default_factory=dict)  # what the sentence and JSON hold

    def to_dict(self) -> dict[str, object]:
        """Plain values, for JSON; the sentences are added by `wording.as_json`."""
        return {
            "check": self.check,
            "verdict": self.verdict,
            "statements": list(self.statements),
            "values": plain(self.values),
        }


def plain(value: object) -> Any:
    """Any value of a finding as JSON has it."""
    if isinstance(value, Interval):
        return {"low": value.low, "high": value.high}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if hasattr(value, "to_dict"):
        return value.to_dict()
    return value


def quote_of(statement: Statement) -> str:
    """The words of a statement on one line."""
    return one_line(statement.quote)

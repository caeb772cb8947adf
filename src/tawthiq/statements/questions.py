"""Questions on which many take a stand, and works of which there are several texts."""

from collections.abc import Mapping
from typing import ClassVar

from tawthiq.statements.model import Statement


class Question(Statement, frozen=True, kw_only=True, tag="question"):
    """A named question; who stands where is told by statements of the type `stance`."""

    key: str | None = None
    name: str | None = None  # the question in words
    name_ar: str | None = None


class Work(Statement, frozen=True, kw_only=True, tag="work"):
    """One text in its languages and editions: a document is a version of it."""

    key: str | None = None
    name: str | None = None
    name_ar: str | None = None
    version_of: str | None = None  # the work that this document is a version of, by key or name
    language: str | None = None  # of this document, ISO 639-1
    translation_of: str | None = None  # SHA-256 of the document it was translated from
    text: str | None = None  # SHA-256 of the document; None: the one this statement stands in

    REFERS: ClassVar[Mapping[str, tuple[str, ...]]] = {"version_of": ("work",)}

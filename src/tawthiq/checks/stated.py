"""Statements ready to be checked: from the register's texts, or from one text just read."""

from collections.abc import Sequence
from datetime import date

from tawthiq.checks.model import Language, Stated
from tawthiq.errors import StatementError, VaultError
from tawthiq.fields import one_line
from tawthiq.ledger import TextObjectError, text_of
from tawthiq.reading import language_of
from tawthiq.register import StatementTable
from tawthiq.statements import Statement, UnknownStatement, read_statement
from tawthiq.vault import Vault

_AROUND = 300  # characters of a sentence that are shown, either way
_ENDS = ".!?؟\n"


def stated_in(table: StatementTable, vault: Vault) -> list[Stated]:
    """Every statement of the register's texts that nobody has rejected.

    Statements of a type, or with fields, that this version cannot read are left out: `tawthiq
    verify` names them.
    """
    published = {
        document: day
        for document, day in table.document_frame().select("document", "published").iter_rows()
        if day is not None
    }
    texts: dict[str, str] = {}
    found = []
    for one in table.statements:
        if one.status == "rejected":
            continue
        try:
            statement = read_statement(dict(one.raw))
        except StatementError:
            continue
        if isinstance(statement, UnknownStatement):
            continue
        if one.text is not None and one.text not in texts:
            texts[one.text] = _text(vault, one.text)
        sentence = around(texts.get(one.text or "", ""), statement)
        found.append(
            Stated(
                statement=statement,
                document=one.document,
                source=one.source,
                published=published.get(one.document),
                status=one.status,
                language=_language(sentence),
                sentence=sentence,
            )
        )
    return found


def stated_of_text(
    statements: Sequence[Statement],
    text: str,
    document: str,
    *,
    source: str | None = None,
    published: date | None = None,
) -> list[Stated]:
    """The statements of one text that was just read."""
    found = []
    for statement in statements:
        sentence = around(text, statement)
        found.append(
            Stated(
                statement=statement,
                document=document,
                source=source,
                published=published,
                status="read",
                language=_language(sentence),
                sentence=sentence,
            )
        )
    return found


def around(text: str, statement: Statement) -> str:
    """The sentence a statement stands in, on one line; its quote where there is no text."""
    if not 0 <= statement.start < statement.end <= len(text):
        return one_line(statement.quote)
    start, end = statement.start, statement.end
    before = text[max(start - _AROUND, 0) : start]
    cut = max(
        (at + 1 for at, sign in enumerate(before) if _ends(sign, before[at + 1 : at + 2])),
        default=0,
    )
    after = text[end : end + _AROUND]
    stop = next(
        (at + 1 for at, sign in enumerate(after) if _ends(sign, after[at + 1 : at + 2])),
        len(after),
    )
    return one_line(before[cut:] + text[start:end] + after[:stop])


def _ends(sign: str, following: str) -> bool:
    """Whether a sign ends a sentence: a stop inside a number or an address does not."""
    return sign in _ENDS and (sign == "\n" or not following or following.isspace())


def _language(sentence: str) -> Language:
    return language_of(sentence)


def _text(vault: Vault, sha: str) -> str:
    """The characters of a text object; none where it is missing or damaged."""
    try:
        return text_of(vault.get(sha))
    except (VaultError, TextObjectError):
        return ""

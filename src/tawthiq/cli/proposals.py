"""Commands on what the texts say: list the proposals, confirm, edit or reject them."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Context, Option
from typer.core import TyperGroup

from tawthiq.cli.options import FolderOption, JsonOption, LanguageOption
from tawthiq.cli.output import counted, print_json, print_lines, print_table

if TYPE_CHECKING:
    from tawthiq.folder import Folder
    from tawthiq.ledger import Known
    from tawthiq.register import Stated, StatementTable

_STATUSES = ("proposed", "confirmed", "edited", "rejected")
_LONG = 80  # characters of a quote in a table

ReviewerOption = Annotated[str, Option(help="Who decides, where several share a key.")]


class _Listing(TyperGroup):
    """A group whose name alone, or with a document, lists."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:  # type: ignore[override]
        if not args or (args[0] not in self.commands and args[0] not in ("-h", "--help")):
            args = ["list", *args]
        return super().parse_args(ctx, args)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    group = typer.Typer(
        cls=_Listing,
        help="Confirm, edit or reject what the texts are read to say.\n\n"
        "`tawthiq proposals [DOCUMENT]` lists.",
    )
    for name, command in (("list", listing), ("confirm", confirm), ("edit", edit),
                          ("reject", reject)):  # fmt: skip
        group.command(name)(command)
    app.add_typer(group, name="proposals")


def listing(
    document: Annotated[
        str | None, Argument(help="A document's SHA-256 (8 letters or more); else all.")
    ] = None,
    of_type: Annotated[
        str | None, Option("--type", help="Only one type: figure, citation, incident …")
    ] = None,
    status: Annotated[
        str | None, Option(help="Only proposed, confirmed, edited or rejected.")
    ] = None,
    limit: Annotated[int, Option(min=0, help="How many to show.")] = 100,
    lang: LanguageOption = None,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """List what the texts are read to say, and what people hold of it.

    Example: tawthiq proposals list 3fa92c1b --type figure --status proposed
    """
    from tawthiq.cli.common import language_of
    from tawthiq.errors import NotFoundError
    from tawthiq.folder import open_folder
    from tawthiq.register import statements_of
    from tawthiq.statements import in_words, label_of_term, label_of_type, types

    if status is not None and status not in _STATUSES:
        raise NotFoundError(f"--status {status!r}: {', '.join(_STATUSES)}.")
    language = language_of(folder, lang)
    with open_folder(folder) as opened:
        table = statements_of(opened.ledger, opened.vault)
    sha = _document(table, document) if document else None
    known = {*types(), *(one.type for one in table.statements)}
    if of_type is not None and of_type not in known:
        raise NotFoundError(f"--type {of_type!r}: there is {', '.join(sorted(known))}.")
    found = [
        one
        for one in table.statements
        if (sha is None or one.document == sha)
        and (of_type is None or one.type == of_type)
        and (status is None or one.status == status)
    ]
    if as_json:
        print_json([as_plain(one) for one in found])
        return
    print_table(
        ("id", "type", "status", "document", "reading", "words"),
        [
            (one.id, label_of_type(one.type, language),
             label_of_term("", "status", one.status, language), one.document[:8],
             in_words(one.raw, language)[:500], _short(one))
            for one in found[:limit]
        ],
    )  # fmt: skip
    if len(found) > limit:
        print_lines(f"  … {len(found) - limit:,} more; --limit shows more, --json all.")
    waiting = sum(one.status == "proposed" for one in found)
    print_lines(f"{counted(len(found), 'statement')}, of which {waiting:,} wait to be looked at.")


def as_plain(one: "Stated") -> dict[str, object]:
    """A statement with what people hold of it and its codes of HURIDOCS, as JSON has it."""
    from tawthiq.statements import codes_in

    return {
        "id": one.id,
        "type": one.type,
        "document": one.document,
        "source": one.source,
        "status": one.status,
        "reviewer": one.reviewer,
        "reason": one.reason,
        "entry": one.entry,
        "changed": list(one.changed),
        "statement": dict(one.raw),
        "huridocs": codes_in(one.raw),
    }


def confirm(
    ids: Annotated[
        list[str] | None, Argument(metavar="ID…", help="Ids of proposals, or their beginnings.")
    ] = None,
    all_of: Annotated[
        str | None,
        Option("--all", metavar="DOCUMENT", help="Every proposal of a document not looked at yet."),
    ] = None,
    of_type: Annotated[str | None, Option("--type", help="With --all: only one type.")] = None,
    reason: Annotated[str, Option(help="Why, if it needs saying.")] = "",
    reviewer: ReviewerOption = "",
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Hold that the text says what was proposed.

    It says nothing of whether the text is right. All of them are confirmed, or none.

    Example: tawthiq proposals confirm f-0a1b2c3d4e f-5f6a7b8c9d
    """
    from tawthiq.errors import NotFoundError
    from tawthiq.folder import open_folder
    from tawthiq.register import confirm as confirmed
    from tawthiq.register import statements_of

    if not ids and all_of is None:
        raise NotFoundError("Name the proposals to confirm, or all of a document: --all DOCUMENT.")
    if of_type is not None and all_of is None:
        raise NotFoundError("--type goes with --all.")
    with open_folder(folder, write=True) as opened:
        table = statements_of(opened.ledger, opened.vault)
        wanted = table.find(ids or ())
        if all_of is not None:
            sha = _document(table, all_of)
            of_this = [
                one
                for one in table.statements
                if one.document == sha and one.status == "proposed" and one not in wanted
                if of_type is None or one.type == of_type
            ]
            if not of_this and not wanted:
                raise NotFoundError(f"No such proposal of {sha[:12]} waits to be looked at.")
            wanted += of_this
        bodies = confirmed(wanted, reviewer=reviewer, reason=reason)
        _append(opened, bodies, "confirmed", as_json=as_json)


def edit(
    proposal: Annotated[str, Argument(metavar="ID", help="A proposal's id, or its beginning.")],
    changes: Annotated[
        list[str],
        Option("--set", metavar="FIELD=VALUE", help="A field and its new value; may be repeated."),
    ],
    reason: Annotated[str, Option(help="Why: others will read it.")],
    reviewer: ReviewerOption = "",
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Confirm a statement with other values than were proposed.

    Values are written as for `tawthiq state`: in either script, terms by their label in either
    language, several of one field parted by semicolons. An empty value takes away what stood there.
    The proposal stays in its reading, and both can be seen.

    Example: tawthiq proposals edit f-0a1b2c3d4e --set bound="at least" --reason "as the PDF has it"
    """
    from tawthiq.errors import StatementError
    from tawthiq.folder import open_folder
    from tawthiq.register import edit as edited
    from tawthiq.register import statements_of

    fields: dict[str, str] = {}
    for change in changes:
        name, sign, value = change.partition("=")
        if not sign or not name.strip():
            raise StatementError(f"--set {change!r}: write FIELD=VALUE, like bound=about.")
        fields[name.strip()] = value
    with open_folder(folder, write=True) as opened:
        (one,) = statements_of(opened.ledger, opened.vault).find([proposal])
        body = edited(opened.vault, one, fields, reason=reason, reviewer=reviewer)
        _append(opened, [body], "edited", as_json=as_json)


def reject(
    ids: Annotated[
        list[str], Argument(metavar="ID…", help="Ids of proposals, or their beginnings.")
    ],
    reason: Annotated[str, Option(help="Why: others will read it.")],
    reviewer: ReviewerOption = "",
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Hold that the text does not say what was proposed.

    Example: tawthiq proposals reject f-0a1b2c3d4e --reason "an age, not a count"
    """
    from tawthiq.folder import open_folder
    from tawthiq.register import reject as rejected
    from tawthiq.register import statements_of

    with open_folder(folder, write=True) as opened:
        wanted = statements_of(opened.ledger, opened.vault).find(ids)
        bodies = rejected(wanted, reason=reason, reviewer=reviewer)
        _append(opened, bodies, "rejected", as_json=as_json)


def _append(opened: "Folder", bodies: "Sequence[Known]", done: str, *, as_json: bool) -> None:
    from tawthiq.ledger import Dismiss, State

    entries = opened.ledger.append(*bodies)
    said = [
        {"id": body.proposal, "status": done, "entry": entry.id}
        for entry in entries
        if isinstance(body := entry.body, State | Dismiss)
    ]
    if as_json:
        print_json(said)
        return
    some = ", ".join(str(one["id"]) for one in said[:10]) + (" …" if len(said) > 10 else "")
    print_lines(f"{done.capitalize()}: {counted(len(said), 'statement')} ({some}).")


def _document(table: "StatementTable", wanted: str) -> str:
    from tawthiq.cli.documents import is_document
    from tawthiq.errors import NotFoundError

    found = table.text_document(wanted.lower()) if is_document(wanted) else None
    if found is None:
        raise NotFoundError(
            f"No text of this register begins with {wanted!r}; give 8 or more letters of a "
            "document's SHA-256. `tawthiq proposals` names the documents, `tawthiq read` adds one."
        )
    return found


def _short(one: "Stated") -> str:
    quote = " ".join(str(one.raw.get("quote") or "").split())
    return quote if len(quote) <= _LONG else f"{quote[:_LONG]}…"

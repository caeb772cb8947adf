"""Open a text: its words with every statement marked and numbered, and each in words below."""

from pathlib import Path
from typing import TYPE_CHECKING

from tawthiq.cli.output import out, print_json, print_lines, safe, warn

if TYPE_CHECKING:
    from tawthiq.cli.common import Language
    from tawthiq.folder import Folder
    from tawthiq.publish.marking import Block, Mark
    from tawthiq.reading.model import Text
    from tawthiq.register import Stated, StatementTable

_STYLES = {
    "figure": "bold yellow",
    "citation": "blue",
    "incident": "red",
    "account": "magenta",
    "stance": "cyan",
    "mention": "green",
}
_USUAL = 200  # statements shown where --limit does not say


def show_text(
    opened: "Folder",
    table: "StatementTable",
    document: str,
    *,
    limit: int | None,
    language: "Language",
    as_json: bool,
    html: Path | None,
) -> None:
    """Print a text document, or write it as a page.

    Raises:
        VaultError: its text is missing or damaged.
        ReadingError: its text object is none.
    """
    from tawthiq.publish.marking import blocks_of, marks_of
    from tawthiq.reading import text_from_json

    of_this = [one for one in table.statements if one.document == document]
    text = text_from_json(opened.vault.get(table.texts[document]))
    if html is not None:
        _write_page(text, table, document, of_this, html)
        return
    if as_json:
        _print_json(text, table, document, of_this)
        return
    marks, strays = marks_of(text.text, of_this)
    most = _USUAL if limit is None else limit
    print_lines(*_head(text, table, document))
    print_lines("")
    shown = _print_text(text, list(blocks_of(text, marks)), most)
    print_lines("")
    for mark in marks[:most]:
        _print_statement(f"({mark.number})", mark.stated, language)
    if len(marks) > most:
        print_lines(f"  … {len(marks) - most:,} more statements; --limit shows more, --json all.")
    elif not shown:
        print_lines("  … the text goes on; --limit shows more, --html all.")
    for one in strays[:most]:
        _print_statement("(of an earlier reading)", one, language)
    if not of_this:
        print_lines("No statement was found in it.")


def _head(text: "Text", table: "StatementTable", document: str) -> list[str]:
    frame = table.document_frame()
    rows = frame.filter(frame["document"] == document).to_dicts()
    lines = [text.title] if text.title else []
    lines.append(f"document {document}")
    for row in rows:
        parts = [row["source"], row["filename"], row["published"] and str(row["published"]),
                 row["url"], row["grammar"]]  # fmt: skip
        lines.append(" · ".join(str(part) for part in parts if part))
    return lines


def _print_text(text: "Text", blocks: "list[Block]", most: int) -> bool:
    """Print paragraphs before the first that only marks beyond `most` open in; whether all."""
    last = len(blocks)
    for at, block in enumerate(blocks):
        if block.first is not None and block.first > most:
            last = at
            break
    item: int | None = None
    for block in blocks[:last]:
        if block.role == "comment" and block.item != item and block.item is not None:
            item = block.item
            node = text.thread[item] if item < len(text.thread) else None
            told: list[str] = [node.kind if node else "comment"]
            if node is not None and node.number is not None:
                told.append(str(node.number))
            if node is not None and node.author:
                told.append(node.author)
            print_lines("", f"— {' · '.join(told)} —")
        _print_block(text.text, block)
    return last == len(blocks)


def _print_block(text: str, block: "Block") -> None:
    from rich.text import Text as Styled

    line = Styled(style="bold" if block.role == "title" else "")
    for piece in block.pieces:
        line.append("[" * len(piece.opens), style="dim")
        line.append(safe(text[piece.start : piece.end]), style=_style(piece.within))
        for mark in piece.closes:
            line.append(f"]({mark.number})", style="dim")
    out().print(line)


def _style(within: "tuple[Mark, ...]") -> str:
    """That of the narrowest statement."""
    if not within:
        return ""
    inner = min(within, key=lambda mark: (mark.end - mark.start, mark.number))
    if inner.stated.status == "rejected":
        return "strike dim"
    return _STYLES.get(inner.stated.type, "")


def _print_statement(number: str, one: "Stated", language: "Language") -> None:
    from tawthiq.statements import in_words, label_of_doubt, label_of_term, label_of_type

    status = label_of_term("", "status", one.status, language)
    print_lines(
        f"{number} {one.id}  {label_of_type(one.type, language)}, {status}: "
        f"{in_words(one.raw, language)[:1000]}"
    )
    doubts = one.raw.get("doubt")
    for doubt in doubts if isinstance(doubts, list | tuple) else ():
        print_lines(f"      ? {label_of_doubt(str(doubt), language)}")


def _print_json(
    text: "Text", table: "StatementTable", document: str, statements: "list[Stated]"
) -> None:
    from tawthiq.cli.proposals import as_plain

    frame = table.document_frame()
    reading = table.readings.get(document)
    print_json(
        {
            "document": document,
            "preserved": frame.filter(frame["document"] == document).drop("document").to_dicts(),
            "title": text.title,
            "author": text.author,
            "languages": list(reading.languages) if reading else [],
            "notes": list(reading.notes) if reading else [],
            "text": text.text,
            "segments": [
                {"start": one.start, "end": one.stop, "role": one.role, "item": one.item}
                for one in text.segments
            ],
            "statements": [as_plain(one) for one in statements],
        }
    )


def _write_page(
    text: "Text",
    table: "StatementTable",
    document: str,
    statements: "list[Stated]",
    path: Path,
) -> None:
    from tawthiq.publish.marked import Facts, write_marked

    frame = table.document_frame()
    rows = frame.filter(frame["document"] == document).to_dicts()
    row = rows[0] if rows else {}
    published = row.get("published")
    write_marked(
        text,
        statements,
        Facts(
            document=document,
            title=text.title or row.get("filename") or document[:12],
            source=row.get("source"),
            published=str(published) if published else None,
            url=row.get("url"),
            grammar=row.get("grammar"),
        ),
        path,
    )
    print_lines(f"Wrote {path} ({path.stat().st_size:,} bytes).")
    warn("It holds the words of the text, which may name people: take care where you put it.")

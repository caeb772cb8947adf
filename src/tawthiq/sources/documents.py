"""Preserve what a source published: its bytes go to the vault, and the ledger will say whose."""

import unicodedata
from datetime import date
from pathlib import Path, PurePosixPath

from tawthiq.errors import LedgerError
from tawthiq.ledger import Preserve
from tawthiq.vault import Vault

_MAX_NAME = 255  # characters of a file name

# Our own table: the standard library's differs from machine to machine, and entries must not.
_MEDIA_TYPES = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "txt": "text/plain",
    "htm": "text/html",
    "html": "text/html",
    "json": "application/json",
    "pdf": "application/pdf",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "zip": "application/zip",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
}
UNKNOWN_MEDIA_TYPE = "application/octet-stream"


def preserve(
    vault: Vault,
    source: str,
    content: Path | bytes,
    filename: str | None = None,
    *,
    url: str | None = None,
    published: date | None = None,
) -> Preserve:
    """Put a document's bytes into the vault and return what the ledger shall say of them.

    Nothing is appended: the caller appends the body, if need be with others in one transaction.
    Until then the bytes lie in the vault unspoken of, which harms nothing.

    Args:
        vault: where the bytes go.
        source: key of the source that published it.
        content: the bytes, or a file that holds them (read piece by piece).
        filename: what the source called it; by default the file's own name. Only its last part is
            kept, without control characters.
        url: where it was published, as far as is known.
        published: when, as far as is known.

    Raises:
        VaultError: the file cannot be read, or the vault not written.
        LedgerError: bytes without a filename.
    """
    if filename is None:
        if isinstance(content, bytes):
            raise LedgerError("Bytes are preserved under a filename; none was given.")
        filename = Path(content).name
    document = vault.put(content) if isinstance(content, bytes) else vault.put_file(content)
    name = plain_name(filename)
    return Preserve(
        document=document,
        source=source,
        filename=name,
        size=vault.size(document),
        media_type=media_type_of(name),
        url=url,
        published=published.isoformat() if published else None,
    )


def media_type_of(filename: str) -> str:
    """The media type a file's name ends in; `application/octet-stream` where it says none."""
    ending = PurePosixPath(filename).suffix.lower()
    return _MEDIA_TYPES.get(ending.removeprefix("."), UNKNOWN_MEDIA_TYPE)


def plain_name(filename: str) -> str:
    """The last part of a path in either manner, without control characters; never empty."""
    last = filename.replace("\\", "/").rstrip("/").rpartition("/")[2]
    # A name that was no Unicode on disk comes to us with lone surrogates, which JSON cannot hold.
    text = last.encode("utf-8", "replace").decode("utf-8")
    kept = "".join(sign for sign in text if unicodedata.category(sign) != "Cc").strip()
    return kept[-_MAX_NAME:] or "unnamed"

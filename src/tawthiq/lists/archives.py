"""Look into a workbook before any library does: it may be a bomb, hold macros, or be locked.

XLSX and ODS are ZIP archives of XML. The directory is checked first, then every member is inflated
as a stream and counted: a directory can lie about sizes. Only then does the reader get the bytes.
"""

import io
import re
import zipfile
import zlib

from tawthiq.errors import ListFormatError

MAX_MEMBERS = 10_000
MAX_INFLATED = 500_000_000  # bytes, all members together
MAX_RATIO = 200  # inflated to packed, beyond FREE_INFLATED
FREE_INFLATED = 10_000_000  # bytes: below this no ratio is suspicious
MAX_CELLS = 30_000_000  # of the rectangle a sheet spans, empty ones included
_CHUNK = 1 << 20

_ENTITY = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']+)[\"']")
_ROW_NUMBER = re.compile(rb"<(?:\w+:)?row\b[^>]*?\sr\s*=\s*[\"'](\d+)[\"']")
_LONG_COLUMN = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{2,})\d")
_ODS_TAG = re.compile(rb"<table:(table-cell|covered-table-cell)\b([^>]*?)(/?)>")
_ODS_COLUMNS = re.compile(rb"number-columns-repeated\s*=\s*[\"'](\d+)[\"']")
_ODS_ROWS = re.compile(rb"number-rows-repeated\s*=\s*[\"'](\d+)[\"']")


def check_workbook(content: bytes, where: str) -> str:
    """Make sure that a ZIP archive is a harmless workbook.

    Args:
        content: the file.
        where: how to name it in a message.

    Returns:
        "xlsx" or "ods".

    Raises:
        ListFormatError: it is damaged, a bomb, locked, holds macros or entities, spans more cells
            than any list, or is another kind of archive.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ListFormatError(
            f"{where}: this is a damaged workbook ({error}). Fetch the file again, or open it in a "
            "spreadsheet program and save it as CSV."
        ) from error
    with archive:
        members = archive.infolist()
        _check_directory(members, where)
        kind = _kind(archive, {member.filename for member in members}, where)
        _check_members(archive, members, kind, where)
    return kind


def _check_directory(members: list[zipfile.ZipInfo], where: str) -> None:
    if len(members) > MAX_MEMBERS:
        raise _bomb(where, f"it holds {len(members):,} files")
    packed = sum(member.compress_size for member in members)
    inflated = sum(member.file_size for member in members)
    _check_size(inflated, packed, where)
    names = [member.filename.lower() for member in members]
    if len(set(names)) < len(names):
        raise _bomb(where, "two files in it have one name")
    if any(member.flag_bits & 0x1 for member in members):
        raise _locked(where)
    if any(name.endswith("vbaproject.bin") or name.startswith("basic/") for name in names):
        raise ListFormatError(
            f"{where}: this workbook holds macros, which are programs; it is not opened. Save it "
            "as .xlsx without macros, or as CSV, and import that."
        )


def _check_size(inflated: int, packed: int, where: str) -> None:
    if inflated > MAX_INFLATED:
        raise _bomb(where, f"it unpacks to more than {MAX_INFLATED // 1_000_000} MB")
    if inflated > FREE_INFLATED and inflated > MAX_RATIO * max(packed, 1):
        raise _bomb(where, f"it unpacks to more than {MAX_RATIO} times its size")


def _kind(archive: zipfile.ZipFile, names: set[str], where: str) -> str:
    if "mimetype" in names:
        with archive.open("mimetype") as member:
            mimetype = member.read(200)
        if mimetype.strip() == b"application/vnd.oasis.opendocument.spreadsheet":
            _check_ods_lock(archive, names, where)
            return "ods"
    elif "xl/workbook.xml" in names:
        return "xlsx"
    elif "xl/workbook.bin" in names:
        raise ListFormatError(
            f"{where}: this is a binary workbook (.xlsb), which is not read. Save it as .xlsx, "
            ".ods or CSV."
        )
    raise ListFormatError(
        f"{where}: this is an archive, but no workbook. A list can be a CSV or TSV file, an XLSX "
        "or an ODS workbook; unpack the archive and import the file in it."
    )


def _check_ods_lock(archive: zipfile.ZipFile, names: set[str], where: str) -> None:
    if "META-INF/manifest.xml" in names:
        with archive.open("META-INF/manifest.xml") as member:
            if b"encryption-data" in member.read(_CHUNK):
                raise _locked(where)


def _check_members(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], kind: str, where: str
) -> None:
    inflated = 0
    packed = sum(member.compress_size for member in members)
    for member in members:
        parts: list[bytes] = []
        is_xml = member.filename.lower().endswith((".xml", ".rels"))
        try:
            with archive.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    inflated += len(chunk)
                    _check_size(inflated, packed, where)
                    if is_xml:
                        parts.append(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise ListFormatError(
                f"{where}: the workbook is damaged in its part {member.filename!r} ({error}). "
                "Fetch the file again, or open it in a spreadsheet program and save it as CSV."
            ) from error
        if is_xml:
            _check_xml(b"".join(parts), member.filename, kind, where)


def _check_xml(xml: bytes, name: str, kind: str, where: str) -> None:
    declared = _DECLARED.match(xml.removeprefix(b"\xef\xbb\xbf")[:400])
    encoding = declared.group(1).lower() if declared else b"utf-8"
    odd = encoding not in (b"utf-8", b"us-ascii") or xml.startswith((b"\xff\xfe", b"\xfe\xff"))
    if odd or _ENTITY.search(xml):
        raise ListFormatError(
            f"{where}: its part {name!r} defines entities or an encoding of its own, which no "
            "spreadsheet program writes and which can be used to read other files. Open it in a "
            "spreadsheet program and save it anew, or ask where it comes from."
        )
    if kind == "xlsx" and name.startswith("xl/worksheets/"):
        rows, columns = _span_xlsx(xml)
    elif kind == "ods" and name == "content.xml":
        rows, columns = _span_ods(xml)
    else:
        return
    if rows * columns > MAX_CELLS:
        raise _bomb(where, f"a sheet in it spans {rows:,} rows and {columns:,} columns")


def _span_xlsx(xml: bytes) -> tuple[int, int]:
    """An upper bound of the rows and columns that a sheet spans; cheap for narrow sheets."""
    rows = max(map(int, _ROW_NUMBER.findall(xml)), default=0)
    rows = max(rows, xml.count(b"<row"), 1)
    names = set(_LONG_COLUMN.findall(xml))
    return rows, max((_column_number(name) for name in names), default=26)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:4]:
        number = number * 26 + letter - 64
    return number


def _span_ods(xml: bytes) -> tuple[int, int]:
    """The largest rectangle up to the last filled cell, over the sheets of an ODS workbook."""
    best = (0, 0)
    for table in xml.split(b"<table:table ")[1:]:
        rows = columns = position = 0
        for piece in table.split(b"<table:table-row")[1:]:
            head = piece.partition(b">")[0]
            repeat = _ODS_ROWS.search(head)
            position += int(repeat.group(1)) if repeat else 1
            width = _width_ods(piece)
            if width:
                rows, columns = position, max(columns, width)
        if rows * columns > best[0] * best[1]:
            best = (rows, columns)
    return best


def _width_ods(row: bytes) -> int:
    """The place of the last cell that holds something."""
    if b"columns-repeated" not in row:
        return row.count(b"table-cell")  # opening and closing tags: up to twice too many
    width = position = 0
    for tag in _ODS_TAG.finditer(row):
        repeat = _ODS_COLUMNS.search(tag.group(2))
        position += int(repeat.group(1)) if repeat else 1
        if b"value" in tag.group(2) or not tag.group(3):
            width = position
    return width


def _bomb(where: str, what: str) -> ListFormatError:
    return ListFormatError(
        f"{where}: this workbook is built to overwhelm a computer: {what}. It is not opened. If it "
        "is a real list, save it as CSV and import that."
    )


def _locked(where: str) -> ListFormatError:
    return ListFormatError(
        f"{where}: this workbook is locked with a password. Open it in a spreadsheet program, save "
        "it without a password, and import that."
    )

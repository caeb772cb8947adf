"""Turn the bytes of a text table into text, and say which encoding was chosen.

The choice is made by strict decoding first: text that is not UTF-8 almost never decodes as UTF-8.
Windows-1256 gives *some* character for every byte, so there the letters must also make sense:
Arabic letters stand beside Arabic letters, not inside Latin words or among accented vowels.
"""

import codecs
import re

from tawthiq.errors import ListFormatError
from tawthiq.fields import SAMPLE, beyond_ascii, byte_order_mark, is_sensible_arabic, is_utf8

# Stands before each byte that could not be decoded. A noncharacter, so no list can mean it.
DAMAGE = "\U0010fffe"
_HANDLER = "tawthiq-mark-damage"

_WRITTEN = re.compile(r"[\t\r\n -~\u00a0-\u024f\u0590-\u08ff\u2000-\u206f\ufb1d-\ufefc\ufeff]")
_HOW_TO_SAY = "Say which it is, for example encoding='windows-1256' (--encoding windows-1256)"


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(f"{DAMAGE}\\x{byte:02x}" for byte in bad), error.end


codecs.register_error(_HANDLER, _mark)


def decode_table(content: bytes, where: str, encoding: str | None) -> tuple[str, str]:
    """Decode the bytes of a text table; undecodable bytes become `DAMAGE` and `\\xNN`.

    Args:
        content: the file.
        where: how to name the file in a message.
        encoding: a Python codec of text, or None to tell it from the bytes.

    Returns:
        The text without a byte order mark, and the name of the encoding.

    Raises:
        ListFormatError: the encoding is unknown, cannot be told, or plainly not the file's.
    """
    name = _told(content, where) if encoding is None else _forced(content, where, encoding)
    text = _decode(content, name)
    return text.removeprefix("\ufeff"), name


def _decode(content: bytes, name: str) -> str:
    try:
        return content.decode(name)
    except UnicodeDecodeError:
        return content.decode(name, errors=_HANDLER)


def _told(content: bytes, where: str) -> str:
    marked = byte_order_mark(content)
    if marked is not None:
        return marked
    if b"\x00" in content[:SAMPLE]:
        return _told_utf16(content, where)
    if is_utf8(content):
        return "utf-8"
    sample = content[:SAMPLE].decode("utf-8", errors=_HANDLER)
    damage = sample.count(DAMAGE)
    # Each damaged byte shows as five characters, the mark itself the only one beyond ASCII.
    if 4 * damage <= beyond_ascii(sample) - damage:
        return "utf-8"
    if is_sensible_arabic(content[:SAMPLE].decode("cp1256")):
        return "windows-1256"
    raise ListFormatError(
        f"{where}: the encoding cannot be told: it is not UTF-8, and read as Windows-1256 its "
        f"letters make no sense. {_HOW_TO_SAY}, or save the file as UTF-8."
    )


def _told_utf16(content: bytes, where: str) -> str:
    sample = content[: SAMPLE - SAMPLE % 2]
    shares = {name: _written_share(sample, name) for name in ("utf-16-le", "utf-16-be")}
    best = max(shares, key=lambda name: shares[name])
    if shares[best] < 0.9:
        raise ListFormatError(
            f"{where}: this is no text: it holds zero bytes and does not read as UTF-16. A list "
            "can be a CSV or TSV file, an XLSX or an ODS workbook."
        )
    return best


def _written_share(sample: bytes, name: str) -> float:
    text = sample.decode(name, errors="replace")
    return len(_WRITTEN.findall(text)) / max(len(text), 1)


def _forced(content: bytes, where: str, encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
        b"".decode(name)
    except LookupError as error:
        raise ListFormatError(
            f"{where}: no encoding is called {encoding!r}. Known are utf-8, utf-16, windows-1256, "
            "iso-8859-6 and the other text encodings of Python."
        ) from error
    name = {"cp1256": "windows-1256", "utf-8-sig": "utf-8"}.get(name, name)
    if name == "utf-16":  # Without a mark Python would take the order of this machine.
        marked = byte_order_mark(content)
        name = marked if marked in ("utf-16-le", "utf-16-be") else _told_utf16(content, where)
    _refuse_wrong(content, where, name)
    return name


def _refuse_wrong(content: bytes, where: str, name: str) -> None:
    """Stop where the forced encoding would turn every name into rubbish."""
    sample = content[:SAMPLE]
    told = None
    if name.startswith("utf-16"):
        if _written_share(sample[: len(sample) - len(sample) % 2], name) < 0.5:
            told = "utf-8" if b"\x00" not in sample else "another byte order or no text at all"
    elif b"\x00" in sample and not name.startswith("utf-32"):
        told = _told_utf16(content, where)
    elif name != "utf-8" and is_utf8(content):
        # Two letters of another encoding can happen to be UTF-8; more than a few cannot.
        told = "utf-8" if beyond_ascii(content.decode()) > 3 else None
    elif name == "utf-8" and not is_utf8(content):
        text = sample.decode("utf-8", errors=_HANDLER)
        damage = text.count(DAMAGE)
        if 4 * damage > beyond_ascii(text) - damage:
            sensible = is_sensible_arabic(sample.decode("cp1256"))
            told = "windows-1256" if sensible else "another encoding"
    if told is not None:
        raise ListFormatError(
            f"{where}: this is not {name}; it reads as {told}. Leave the encoding out to have it "
            "told from the bytes, or name the right one."
        )

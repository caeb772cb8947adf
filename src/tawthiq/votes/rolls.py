"""The roll: who may vote. One-time keys, and apart from ledger and vault the names they went to.

Names are optional. Where credentials are drawn blind like lots, no list of names and keys exists,
and nobody can tell who cast which ballot.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from tawthiq.config import FILE_NAME
from tawthiq.errors import VoteError
from tawthiq.ledger import MAX_ELECTORS, Key
from tawthiq.vault import atomic_write, explain_os_error
from tawthiq.votes.files import read_limited

ELECTORS = "electors.txt"
NAMES = "names.csv"
CREDENTIALS = "credentials"
_MAX_FILE = 1 << 23  # bytes
_MAX_NAME = 1000  # characters


def make_roll(folder: Path, number: int, names: Sequence[str] | None = None) -> tuple[str, ...]:
    """Make one-time keys, and write them into a new folder that its owner alone can open.

    `credentials/` holds one key file per elector, `electors.txt` the public keys (for the call),
    and `names.csv`, where there are names, who gets which.

    Args:
        folder: a new or empty one, outside of any register.
        number: how many electors.
        names: one an elector, in the order of the numbers on their credentials.

    Returns:
        The public keys, ascending.

    Raises:
        VoteError: the folder lies in a register or holds files; there are no electors, or too many.
        KeyFileError: a credential cannot be written.
    """
    if not 1 <= number <= MAX_ELECTORS:
        raise VoteError(f"A roll has 1 to {MAX_ELECTORS:,} electors, not {number:,}.")
    _make_private(folder)
    keys = [
        Key.create(folder / CREDENTIALS / f"{place:04}.pem").author
        for place in range(1, number + 1)
    ]
    if names is not None:
        with atomic_write(folder / NAMES, error=VoteError, mode=0o600) as file:
            file.write(_names_csv(keys, names))
    electors = tuple(sorted(keys))
    # Last: a folder without it was left by a run that was stopped.
    with atomic_write(folder / ELECTORS, error=VoteError, mode=0o600) as file:
        file.write("".join(f"{key}\n" for key in electors).encode())
    return electors


def read_names(path: Path) -> tuple[str, ...]:
    """The names of a text file, one a line, in UTF-8.

    Raises:
        VoteError: it cannot be read, a line is empty or too long, or a name stands there twice.
    """
    lines = _lines(path, "names, one a line")
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        name = " ".join(line.split())
        if not name or len(name) > _MAX_NAME:
            fault = "is empty" if not name else f"has more than {_MAX_NAME:,} characters"
            raise VoteError(f"{path}, line {number}: the name {fault}. Mend or delete the line.")
        if name in seen:
            raise VoteError(
                f"{path}, line {number}: the same name as in line {seen[name]}. Delete it, or add "
                "what tells the two people apart."
            )
        seen[name] = number
    if not seen:
        raise VoteError(f"{path} is empty: a roll needs an elector.")
    return tuple(seen)


def read_electors(paths: Iterable[Path]) -> tuple[str, ...]:
    """The public keys of one or more files `electors.txt`, ascending.

    Raises:
        VoteError: a file cannot be read, a line is no key, or a key stands there twice.
    """
    seen: dict[str, str] = {}
    for path in paths:
        for number, line in enumerate(_lines(path, "public keys, one a line"), 1):
            key, where = line.strip(), f"{path}, line {number}"
            if not key:
                continue
            if len(key) != 64 or set(key).difference("0123456789abcdef"):
                raise VoteError(
                    f"{where}: no public key. Electors are named by 64 hex digits each, and by "
                    f"nothing else; `tawthiq vote roll` writes them into {ELECTORS}."
                )
            if key in seen:
                raise VoteError(f"{where}: the same elector as in {seen[key]}. Delete one line.")
            seen[key] = where
    if not seen:
        raise VoteError("The roll is empty: a vote needs an elector.")
    if len(seen) > MAX_ELECTORS:
        raise VoteError(f"A roll has at most {MAX_ELECTORS:,} electors, not {len(seen):,}.")
    return tuple(sorted(seen))


def _make_private(folder: Path) -> None:
    try:
        whole = folder.resolve()
        for above in (whole, *whole.parents):
            if (above / FILE_NAME).exists():
                raise VoteError(
                    f"{folder} lies in the register {above}. A roll is kept apart from it: name a "
                    "folder elsewhere, best on a disk of its own."
                )
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise VoteError(f"{folder} is not an empty folder; nothing was written.")
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        (folder / CREDENTIALS).mkdir(mode=0o700)
    except OSError as error:
        raise VoteError(f"{folder} cannot be made: {explain_os_error(error)}.") from error


def _names_csv(keys: Sequence[str], names: Sequence[str]) -> bytes:
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(("number", "name", "elector"))
    for place, (key, name) in enumerate(zip(keys, names, strict=True), 1):
        rows.writerow((f"{place:04}", name, key))
    return text.getvalue().encode("utf-8-sig")  # so that spreadsheets read the Arabic


def _lines(path: Path, what: str) -> list[str]:
    data = read_limited(path, _MAX_FILE, f"a list of {what}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise VoteError(f"{path} is not UTF-8 text: save it as UTF-8, with {what}.") from error
    return text.splitlines()

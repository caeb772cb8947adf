"""One register folder: make it, open it, work in it alone.

conflict/
  tawthiq.toml     settings
  key.pem          the author's signing key: keep it private, keep a copy
  ledger.sqlite    signed entries
  vault/           bytes by SHA-256
  derived/         the register: a pure function of the above; may be deleted
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import tomli_w

from tawthiq.config import FILE_NAME, Settings, load_settings
from tawthiq.errors import ConfigError, NoLedgerError
from tawthiq.fields import Gazetteer
from tawthiq.ledger import Key, Ledger
from tawthiq.vault import Vault, explain_os_error, open_vault

_IGNORED = "key.pem\nderived/\n.derived-*\n.verify-*\n.lock\n"
# What `make_folder` makes before the settings, which it writes last: a folder that holds nothing
# else was left by a run that was killed, and the next run completes it.
_UNFINISHED = {
    ".gitignore",
    "derived",
    "key.pem",
    "ledger.sqlite",
    "ledger.sqlite-journal",
    "places.csv",
    "tawthiq.new",
    "vault",
}
_LOCK = ".lock"
_LEFTOVERS = (".derived-*", ".verify-*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """An open register folder."""

    settings: Settings
    ledger: Ledger
    vault: Vault

    def gazetteer(self) -> bytes | None:
        """The register's own places (CSV); None where it has only those built in.

        Raises:
            ConfigError: the file that the settings name cannot be read.
        """
        path = self.settings.gazetteer
        if path is None:
            return None
        try:
            return path.read_bytes()
        except OSError as error:
            raise ConfigError(
                f"The gazetteer {path} cannot be read: {explain_os_error(error)}. Put the file "
                f"back, or take [places] out of {self.settings.folder / FILE_NAME}."
            ) from error


def make_folder(
    path: Path,
    name: str = "",
    language: str = "en",
    gazetteer: Path | None = None,
    *,
    name_ar: str | None = None,
    ledger_url: str | None = None,
    vault_url: str | None = None,
) -> Settings:
    """Make a register folder with a new key, an empty ledger and an empty vault.

    A folder that an interrupted run left unfinished is completed; its key is kept.

    Args:
        gazetteer: places of the area beside the built-in ones (CSV); copied into the folder.
        ledger_url: a database to keep the ledger in (postgresql://…) that a team shares; where it
            holds a ledger already, this folder joins it.
        vault_url: an object store to keep the vault in (s3://…, gs://…, az://…).

    Raises:
        FieldError: the gazetteer cannot be read as one.
        LedgerError, VaultError: the database or the store cannot be reached or used.
        ConfigError: `path` holds a register or other files already, or cannot be written to.
    """
    _check_free(path)
    for option, url in (("--ledger", ledger_url), ("--vault", vault_url)):
        if url is not None and "://" not in url:
            raise ConfigError(
                f"{option} {url!r} is no URL. It is for what a team shares (postgresql://…, "
                "s3://…); by default both lie in the folder itself."
            )
    places = _places(gazetteer)
    try:
        path.mkdir(parents=True, exist_ok=True)
        (path / "derived").mkdir(exist_ok=True)
        (path / ".gitignore").write_text(_IGNORED, encoding="utf-8")
        if places is not None:
            (path / "places.csv").write_bytes(places)
        key_file = path / "key.pem"
        key = Key.load(key_file) if key_file.exists() else Key.create(key_file)
        if ledger_url:
            _join_or_create(ledger_url)
        elif not _has_empty_ledger(path):
            Ledger.create(path / "ledger.sqlite").close()
        open_vault(vault_url or path / "vault")
        said: dict[str, dict[str, str]] = {
            "register": {
                "name": name or path.resolve().name,
                "author": key.author,
                "language": language,
            }
        }
        if name_ar:
            said["register"]["name_ar"] = name_ar
        if ledger_url:
            said["ledger"] = {"url": ledger_url}
        if vault_url:
            said["vault"] = {"url": vault_url}
        if places is not None:
            said["places"] = {"gazetteer": "places.csv"}
        _write(path / FILE_NAME, tomli_w.dumps(said))
    except OSError as error:
        raise ConfigError(
            f"The register {path} cannot be made: {explain_os_error(error)}. Once that is "
            "mended, the same command completes it."
        ) from error
    return load_settings(path)


def _join_or_create(url: str) -> None:
    """Make a ledger in a database, or make sure that the one there can be opened."""
    try:
        Ledger.open(url).close()
    except NoLedgerError:
        Ledger.create(url).close()


def _check_free(path: Path) -> None:
    try:
        if (path / FILE_NAME).exists():
            raise ConfigError(f"{path} holds a register already; nothing was changed.")
        if not path.exists():
            return
        if not path.is_dir():
            raise ConfigError(f"{path} is a file. Name a new folder: `tawthiq init NEW`.")
        found = {one.name for one in path.iterdir()}
    except OSError as error:
        raise ConfigError(f"{path} cannot be looked into: {explain_os_error(error)}.") from error
    if found - _UNFINISHED:
        raise ConfigError(f"{path} is not an empty folder. Name a new one: `tawthiq init NEW`.")
    if any((path / "vault").glob("*")) or ("ledger.sqlite" in found and _has_entries(path)):
        raise ConfigError(
            f"{path} holds a ledger but no settings ({FILE_NAME}); nothing was changed. Put that "
            "file back from a copy; an empty one will do, all settings have defaults."
        )


def _has_empty_ledger(path: Path) -> bool:
    """Whether a whole ledger lies there. A run killed while making it leaves an empty file."""
    ledger = path / "ledger.sqlite"
    return ledger.exists() and ledger.stat().st_size > 0


def _has_entries(path: Path) -> bool:
    if not _has_empty_ledger(path):
        return False
    with Ledger.open(path / "ledger.sqlite") as ledger:
        return ledger.count() > 0


def _places(gazetteer: Path | None) -> bytes | None:
    if gazetteer is None:
        return None
    try:
        places = gazetteer.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"The gazetteer {gazetteer} cannot be read: {explain_os_error(error)}. "
            "Name a CSV file of places."
        ) from error
    Gazetteer.from_csv(places)
    return places


@contextmanager
def open_folder(path: Path, *, write: bool = False) -> Iterator[Folder]:
    """Open a register folder; with `write`, load the signing key too.

    Raises:
        ConfigError: no register lies there.
        KeyFileError: `write`, and the key is missing, damaged or not this folder's.
        LedgerError, VaultError: these cannot be opened.
    """
    settings = load_settings(path)
    key = Key.load(settings.key, expected_author=settings.author) if write else None
    ledger = Ledger.open(settings.ledger, key)
    try:
        yield Folder(settings=settings, ledger=ledger, vault=open_vault(settings.vault))
    finally:
        ledger.close()


@contextmanager
def working_alone(settings: Settings) -> Iterator[None]:
    """Hold the one right to derive in this folder, and clear what killed runs left.

    Raises:
        ConfigError: another program derives here at the moment, or the folder is read-only.
    """
    with closing(_locked(settings.folder)):
        _clear(settings)
        try:
            yield
        finally:
            _clear(settings)


@contextmanager
def scratch_folder(settings: Settings) -> Iterator[Path]:
    """As `working_alone`, with an empty folder for work in progress, which is gone afterwards.

    Work on a read-only folder is done elsewhere: nobody can derive in it meanwhile.

    Raises:
        ConfigError: another program derives in the folder at the moment.
    """
    if os.access(settings.folder, os.W_OK):
        with (
            working_alone(settings),
            tempfile.TemporaryDirectory(dir=settings.folder, prefix=".verify-") as beside,
        ):
            yield Path(beside)
    else:
        with tempfile.TemporaryDirectory(prefix="tawthiq-") as elsewhere:
            yield Path(elsewhere)


def clear_leftovers(settings: Settings) -> None:
    """Clear what killed runs left, unless another program is at work or the folder read-only.

    A run killed at the very moment when the new register takes the place of the old one leaves
    neither in place; the old one is put back.
    """
    if not any(path for form in _LEFTOVERS for path in settings.folder.glob(form)):
        return
    with suppress(ConfigError), closing(_locked(settings.folder)):
        _clear(settings)


def _locked(folder: Path) -> sqlite3.Connection:
    # SQLite's lock holds on every system, and goes with the process that held it, however it ends.
    if not os.access(folder, os.W_OK):
        raise _closed(folder)
    try:
        connection = sqlite3.connect(folder / _LOCK, timeout=0, isolation_level=None)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error:
            connection.close()
            raise
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname == "SQLITE_BUSY":
            raise ConfigError(
                f"Another program is deriving or verifying the register in {folder}. "
                "Wait until it is done, then run this again."
            ) from error
        raise _closed(folder) from error
    return connection


def _closed(folder: Path) -> ConfigError:
    return ConfigError(
        f"Nothing can be written in {folder}: it is read-only for you, or the disk is full. "
        "Ask for write permission, free some space, or copy the register to another folder."
    )


def _clear(settings: Settings) -> None:
    """Only under the lock: whatever lies there then belongs to nobody."""
    for left in settings.folder.glob(".derived-*"):
        if (left / "derived").exists() and not settings.derived.exists():
            (left / "derived").replace(settings.derived)
    for form in _LEFTOVERS:
        for left in settings.folder.glob(form):
            shutil.rmtree(left, ignore_errors=True)


def _write(path: Path, text: str) -> None:
    """Last of all and in one step: a folder without settings is no register yet."""
    new = path.with_suffix(".new")
    with new.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)

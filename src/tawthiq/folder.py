"""One register folder: make it, open it.

conflict/
  tawthiq.toml     settings
  key.pem          the author's signing key: keep it private, keep a copy
  ledger.sqlite    signed entries
  vault/           bytes by SHA-256
  derived/         the register: a pure function of the above; may be deleted
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import tomli_w

from tawthiq.config import FILE_NAME, Settings, load_settings
from tawthiq.errors import ConfigError
from tawthiq.fields import Gazetteer
from tawthiq.ledger import Key, Ledger
from tawthiq.vault import Vault, open_vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """An open register folder."""

    settings: Settings
    ledger: Ledger
    vault: Vault


def make_folder(
    path: Path, name: str = "", language: str = "en", gazetteer: Path | None = None
) -> Settings:
    """Make a register folder with a new key, an empty ledger and an empty vault.

    Args:
        gazetteer: places of the area beside the built-in ones (CSV); copied into the folder.

    Raises:
        FieldError: the gazetteer cannot be read as one.
        ConfigError: `path` holds a register or other files already, or cannot be written to.
    """
    if (path / FILE_NAME).exists():
        raise ConfigError(f"{path} holds a register already; nothing was changed.")
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise ConfigError(f"{path} is not an empty folder. Name a new one: `tawthiq init NEW`.")
    places = gazetteer.read_bytes() if gazetteer else None
    if places is not None:
        Gazetteer.from_csv(places)
    try:
        path.mkdir(parents=True, exist_ok=True)
        (path / "derived").mkdir()
        (path / ".gitignore").write_text("key.pem\nderived/\n", encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"{path} cannot be made: {error.strerror}. Choose another place."
        ) from error
    key = Key.create(path / "key.pem")
    Ledger.create(path / "ledger.sqlite").close()
    open_vault(path / "vault")
    said: dict[str, dict[str, str]] = {
        "register": {
            "name": name or path.resolve().name,
            "author": key.author,
            "language": language,
        }
    }
    if places is not None:
        (path / "places.csv").write_bytes(places)
        said["places"] = {"gazetteer": "places.csv"}
    _write(path / FILE_NAME, tomli_w.dumps(said))
    return load_settings(path)


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


def _write(path: Path, text: str) -> None:
    """Last of all and in one step: a folder without settings is no register yet."""
    new = path.with_suffix(".new")
    with new.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)

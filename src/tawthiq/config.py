"""Settings of one register folder, read once from its `tawthiq.toml`.

A folder holds `tawthiq.toml`, `ledger.sqlite`, `vault/`, `derived/` and the author's signing key.
Every setting has a default: an empty `tawthiq.toml` is a valid one. What has a bearing on numbers
(linkage, places) is part of what a result is stamped with; see `Settings.fingerprint`.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tawthiq.errors import ConfigError

FILE_NAME = "tawthiq.toml"

_TABLES: Mapping[str, Mapping[str, type | tuple[type, ...]]] = {
    "register": {"name": str, "name_ar": str, "author": str, "language": str},
    "ledger": {"url": str},
    "vault": {"url": str},
    "key": {"path": str},
    "places": {"gazetteer": str},
    "reading": {"terms": str},
    "reader": {"url": str, "model": str, "key_env": str},
    "linkage": {
        "sure_probability": (int, float),
        "linked_probability": (int, float),
        "possible_probability": (int, float),
        "refit_growth": (int, float),
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderSettings:
    """A second reader of texts, off unless a command asks for it: see `reading.endpoint`."""

    url: str
    model: str
    key_env: str | None = None  # the environment variable that holds its key


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What `tawthiq.toml` says, with defaults filled in and paths made absolute."""

    folder: Path
    name: str = ""
    name_ar: str | None = None  # what it is called in the Arabic half of a report
    author: str | None = None  # public key (hex) of the folder's own author
    language: str = "en"
    ledger: str  # path or URL
    vault: str  # path or URL
    key: Path
    derived: Path
    gazetteer: Path | None = None
    terms: Path | None = None  # a folder of the register's own lists of terms, for reading texts
    reader: ReaderSettings | None = None
    linkage: Mapping[str, float] = field(default_factory=dict)

    def fingerprint(self) -> str:
        """SHA-256 over the settings that have a bearing on derived numbers."""
        said = json.dumps({"linkage": dict(self.linkage)}, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()


def load_settings(folder: Path) -> Settings:
    """Read the settings of `folder`.

    Raises:
        ConfigError: no register lies there, the file is not TOML, or it holds a setting that is
            unknown or of the wrong type.
    """
    path = folder / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        raise ConfigError(
            f"{folder} holds no register ({FILE_NAME} is missing). "
            f"Make one with `tawthiq init {folder}`, or name another folder with --folder."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}.") from error
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}. Mend that line.") from error
    _check(said, path)
    return _settings(folder.resolve(), said)


def _check(said: Mapping[str, Any], path: Path) -> None:
    for table, values in said.items():
        known = _TABLES.get(table)
        if known is None or not isinstance(values, dict):
            raise ConfigError(
                f"{path}: [{table}] is not a table of settings; expected one of "
                f"{', '.join(_TABLES)}. Remove it or mend its name."
            )
        for key, value in values.items():
            if key not in known:
                raise ConfigError(
                    f"{path}: [{table}] has no setting {key!r}; it knows {', '.join(known)}."
                )
            if isinstance(value, bool) or not isinstance(value, known[key]):
                raise ConfigError(f"{path}: [{table}] {key} = {value!r} is of the wrong type.")
    for key, value in said.get("linkage", {}).items():
        if not 0 < value <= 1:
            raise ConfigError(f"{path}: [linkage] {key} = {value!r}; expected above 0, at most 1.")
    missing = {"url", "model"} - said.get("reader", {"url": "", "model": ""}).keys()
    if missing:
        raise ConfigError(f"{path}: [reader] needs {' and '.join(sorted(missing))} too.")
    if said.get("register", {}).get("language", "en") not in ("en", "ar"):
        raise ConfigError(f"{path}: [register] language must be 'en' or 'ar'.")


def _settings(folder: Path, said: Mapping[str, Any]) -> Settings:
    def place(value: str) -> str:
        return value if "://" in value else str(folder / value)

    register = said.get("register", {})
    gazetteer = said.get("places", {}).get("gazetteer")
    terms = said.get("reading", {}).get("terms")
    return Settings(
        folder=folder,
        name=register.get("name", "") or folder.name,
        name_ar=register.get("name_ar"),
        author=register.get("author"),
        language=register.get("language", "en"),
        ledger=place(said.get("ledger", {}).get("url", "ledger.sqlite")),
        vault=place(said.get("vault", {}).get("url", "vault")),
        key=folder / said.get("key", {}).get("path", "key.pem"),
        derived=folder / "derived",
        gazetteer=folder / gazetteer if gazetteer else None,
        terms=folder / terms if terms else None,
        reader=_reader(said.get("reader")),
        linkage={key: float(value) for key, value in said.get("linkage", {}).items()},
    )


def _reader(said: Mapping[str, str] | None) -> ReaderSettings | None:
    if said is None:
        return None
    return ReaderSettings(url=said["url"], model=said["model"], key_env=said.get("key_env"))

"""What several commands do alike: open a register, read a scope, label values, guard files."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tawthiq.cli.output import warn
from tawthiq.config import FILE_NAME, Settings, load_settings
from tawthiq.counts import DIFFERS, NOT_RECORDED
from tawthiq.errors import ConfigError, ScopeError
from tawthiq.fields import labels
from tawthiq.folder import clear_leftovers, open_folder
from tawthiq.register import (
    ESTIMATES_FOLDER,
    Register,
    Scope,
    parse_scope,
    read_register,
    stamp_of,
)

if TYPE_CHECKING:
    from tawthiq.estimates import Cache

Language = Literal["en", "ar"]

_PLACES = ("governorate", "district", "town")
_WORDS = {
    NOT_RECORDED: {"en": "not recorded", "ar": "غير مسجَّل"},
    DIFFERS: {"en": "accounts differ", "ar": "روايات متباينة"},
}


def kept_answers(folder: Path, no_cache: bool) -> "Cache | None":
    """Where the estimates of a register are kept, unless that is not wanted."""
    from tawthiq.estimates import Cache

    if no_cache:
        return None
    return Cache(folder=load_settings(folder).derived / ESTIMATES_FOLDER)


def open_register(folder: Path) -> Register:
    """The derived register; a warning where the ledger has grown since."""
    with open_folder(folder) as opened:
        clear_leftovers(opened.settings)
        register = read_register(opened.settings.derived)
        if register.stamp != stamp_of(opened.ledger, opened.settings):
            warn(
                "The register is older than the ledger, the settings or the program: this is of "
                f"ledger head {register.stamp.ledger_head[:12]}. Run `tawthiq link`."
            )
    return register


def scope_of(register: Register, where: list[str] | None, period: str | None) -> Scope:
    """The scope that --where and --period describe."""
    return parse_scope(where or (), period, place_id=register.place_id)


def value_label(register: Register, field: str, value: str, language: Language) -> str:
    """A value of a breakdown in words."""
    if value in _WORDS:
        return _WORDS[value][language]
    if field.removeprefix("origin_") in _PLACES:
        return register.place_name(value, language)
    if field in ("sex", "status", "cause", "age_group"):
        return value[1:] if value.startswith("~") else labels(value, language)
    return value


def language_of(folder: Path, wanted: str | None) -> Language:
    """The language of values: as asked for, or the register's own."""
    language = wanted or load_settings(folder).language
    if language == "en":
        return "en"
    if language == "ar":
        return "ar"
    raise ConfigError(f"--lang {language!r}: en or ar.")


def check_strata(by: list[str] | None) -> None:
    """Refuse strata that are made of the lists themselves.

    Raises:
        ScopeError: a person stands on several lists, so these part nobody; and an estimate comes
            from the overlap of all lists.
    """
    for name in by or ():
        if name in ("list", "source"):
            raise ScopeError(
                f"--by {name}: an estimate comes from the overlap of all lists, so they are no "
                "strata. Break down by month, governorate, sex …; `tawthiq count --by list` counts."
            )


def check_output(folder: Path, out: Path) -> None:
    """Refuse to write a result over the register's own files: they cannot be made again.

    Raises:
        ConfigError: `out` is the ledger, the key, the settings or places, or lies in the vault or
            among what is derived.
    """
    settings = load_settings(folder)
    wanted = out.resolve()
    for own in _own_files(settings):
        if wanted == own or own in wanted.parents:
            raise ConfigError(
                f"{out} is a part of the register itself ({own.name}) and is not written over. "
                "Name another file."
            )


def check_folder_of(out: Path) -> None:
    """Refuse at once, and not after a minute's work, a file that cannot be made.

    Raises:
        ConfigError: a folder lies at `out`, or its own folder is missing or read-only.
    """
    if out.is_dir():
        raise ConfigError(f"{out} is a folder. Name a file in it.")
    if not out.parent.is_dir():
        raise ConfigError(f"There is no folder {out.parent}. Make it, or name another.")
    if not os.access(out.parent, os.W_OK):
        raise ConfigError(f"You may not write in {out.parent}. Name a file in another folder.")


def _own_files(settings: Settings) -> list[Path]:
    places = [settings.folder / FILE_NAME, settings.key, settings.derived]
    places += [Path(one) for one in (settings.ledger, settings.vault) if "://" not in one]
    if settings.gazetteer is not None:
        places.append(settings.gazetteer)
    return [place.resolve() for place in places]

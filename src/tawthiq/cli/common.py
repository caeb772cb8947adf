"""What several commands do alike: open a register, read a scope, label values."""

from pathlib import Path
from typing import Literal

from tawthiq.cli.output import warn
from tawthiq.config import load_settings
from tawthiq.counts import DIFFERS, NOT_RECORDED
from tawthiq.errors import ConfigError
from tawthiq.fields import labels
from tawthiq.folder import open_folder
from tawthiq.register import Register, Scope, parse_scope, read_register, stamp_of

Language = Literal["en", "ar"]

_PLACES = ("governorate", "district", "town")
_WORDS = {
    NOT_RECORDED: {"en": "not recorded", "ar": "غير مسجّل"},
    DIFFERS: {"en": "accounts differ", "ar": "روايات مختلفة"},
}


def open_register(folder: Path) -> Register:
    """The derived register; a warning where the ledger has grown since."""
    with open_folder(folder) as opened:
        register = read_register(opened.settings.derived)
        if register.stamp != stamp_of(opened.ledger, opened.settings):
            warn(
                "The register is older than the ledger, the settings or the program: these numbers "
                f"are of ledger head {register.stamp.ledger_head[:12]}. Run `tawthiq link`."
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

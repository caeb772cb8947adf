"""Words of the pages in both languages, dates as each writes them, and lists of names."""

import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from tawthiq.affairs.model import Doubt, Language
from tawthiq.errors import FieldError
from tawthiq.fields import month_name, period_days, write_day, write_digits

_COMMA = {"en": ", ", "ar": "، "}


@cache
def _said() -> dict[str, dict[str, str]]:
    """Every phrase: `words/*.toml`, one file a theme, both languages side by side."""
    found: dict[str, dict[str, str]] = {}
    folder = files(__package__) / "words"
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            found |= tomllib.loads(file.read_text(encoding="utf-8"))
    return found


def word(phrase: str, language: Language, /, **values: object) -> str:
    """A phrase, filled.

    Raises:
        KeyError: there is no such phrase: a mistake of the program.
    """
    said = _said()[phrase][language]
    if not values:
        return said
    for name, value in values.items():
        said = said.replace(f"{{{name}}}", str(value))
    return said


def template(phrase: str) -> str:
    """A phrase as it is, in English, with the places that it has; "" where there is none."""
    return _said().get(phrase, {}).get("en", "")


def has_word(phrase: str) -> bool:
    """Whether there is such a phrase."""
    return phrase in _said()


def doubt(
    phrase: str,
    /,
    *,
    keys: Iterable[str] = (),
    claims: Iterable[str] = (),
    **values: object,
) -> Doubt:
    """A doubt told by a phrase, which gives its code too.

    Args:
        phrase: of `words/*.toml`.
        keys: of the things in doubt.
        claims: ids of the statements.
        values: that fill the phrase.
    """
    return Doubt(
        code=phrase.replace(" ", "-"),
        en=word(phrase, "en", **values),
        ar=word(phrase, "ar", **values),
        keys=tuple(keys),
        claims=tuple(claims),
    )


def joined(words: Iterable[str], language: Language) -> str:
    """Several in a row."""
    return _COMMA[language].join(words)


def when_words(edtf: str | None, language: Language) -> str:
    """A date or period as a reader writes it; what cannot be read stays as it is.

    >>> when_words("2012-08", "en")
    'August 2012'
    """
    return _when_words(edtf, language) if edtf else ""


@lru_cache(maxsize=20_000)  # thousands of statements speak of the same days
def _when_words(edtf: str, language: Language) -> str:
    try:
        first, last = period_days(edtf)
    except FieldError:
        return edtf
    if first is None and last is None:
        return edtf
    if "/" in edtf or first is None or last is None:
        start, _, stop = edtf.partition("/")
        if first is None or last is None or start in ("", "..") or stop in ("", ".."):
            key = "from" if last is None else "to"
            return word(key, language, day=when_words(start if last is None else stop, language))
        return word(
            "from to", language, start=when_words(start, language), stop=when_words(stop, language)
        )
    shown = edtf.rstrip("?~%")
    if first == last:
        said = write_day(first, language)
    elif len(shown) == 7:
        said = f"{month_name(first.month, language)} {write_digits(str(first.year), language)}"
    elif len(shown) == 4:
        said = write_digits(shown, language)
    else:
        said = word(
            "from to", language, start=write_day(first, language), stop=write_day(last, language)
        )
    return word("about", language, day=said) if edtf[-1] in "~%" else said

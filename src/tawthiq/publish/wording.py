"""Words, numbers and names of a report as one language prints them, escaped and isolated."""

import re
from collections.abc import Sequence
from datetime import date
from functools import cached_property

from markupsafe import Markup

from tawthiq.fields import ARABIC_INDIC
from tawthiq.publish import words
from tawthiq.publish.model import Lang, Source
from tawthiq.register import bits_words


class Wording:
    """How a page in `lang` words what its template asks for."""

    def __init__(self, sources: Sequence[Source], lang: Lang) -> None:
        self.sources = sources
        self.lang: Lang = lang
        self.direction = "rtl" if lang == "ar" else "ltr"

    def t(self, key: str, **values: object) -> Markup:
        """The label `key`, filled."""
        return words.text(key, self.lang, **values)

    def plain(self, value: str) -> Markup:
        """A label as it is: to be put inside another one."""
        return Markup.escape(value)

    def n(self, value: float, digits: int = 0) -> Markup:
        """A number, isolated."""
        return words.bdi(words.number(value, self.lang, digits))

    def about(self, value: float) -> Markup:
        """A number rounded for prose."""
        return words.bdi(words.about(value, self.lang))

    def between(self, low: float, high: float) -> Markup:
        """Two ends, read in the direction of the language."""
        ends = words.number(low, self.lang), words.number(high, self.lang)
        return Markup('<bdi dir="{}">{}</bdi>').format(
            self.direction, ends[0] if ends[0] == ends[1] else "–".join(ends)
        )

    def user(self, value: str) -> Markup:
        """A word of others: cleaned, escaped, isolated."""
        return words.foreign(value, self.lang)

    def one_line(self, value: str) -> str:
        """A word of others, cleaned; the template escapes and isolates it."""
        return words.clean(value)

    def setting(self, value: str) -> str:
        """The value of a setting: a number in the digits of the language, a word as it is."""
        value = words.clean(value)
        if self.lang == "ar" and re.fullmatch(r"[0-9]+([.][0-9]+)?", value):
            return value.translate(ARABIC_INDIC)
        return value

    def day(self, value: date) -> str:
        """A date in words."""
        return words.day(value, self.lang)

    def kind(self, value: str) -> Markup:
        """The kind of a source, in words where it is a known one."""
        known = f"kind.{value}" in words.labels()
        return self.t(f"kind.{value}") if known else self.user(value)

    def bits(self, value: float) -> Markup:
        """A weight with its sign."""
        return Markup('<bdi dir="{}">{}</bdi>').format(self.direction, bits_words(value, self.lang))

    # Names of sources and lists

    @cached_property
    def names(self) -> dict[str, str]:
        """What a reader knows a list by: its source's name in the script of the language."""
        found: dict[str, str] = {}
        for source in self.sources:
            own = _in_script(source, self.lang)
            for listed in source.lists:
                alone = len(source.lists) == 1
                found[listed.key] = own if alone else f"{own} ({listed.key})"
            found.setdefault(source.key, own)
        return found

    def list_name(self, key: str) -> Markup:
        """The name of a list, isolated."""
        return words.foreign(self.names.get(key, key), self.lang)

    def list_names(self, keys: Sequence[str]) -> Markup:
        """Names of lists, one after another."""
        comma = Markup("، ") if self.lang == "ar" else Markup(", ")
        return comma.join(self.list_name(key) for key in keys)

    def source_name(self, source: Source) -> Markup:
        """Both names of a source, the language's own first."""
        first = _in_script(source, self.lang)
        other = source.name_other if first == source.name else source.name
        if not other or other == first:
            return self.user(first)
        return Markup("{} ({})").format(self.user(first), self.user(other))


def _in_script(source: Source, lang: Lang) -> str:
    both = [source.name, *([source.name_other] if source.name_other else [])]
    fitting = [each for each in both if any("؀" <= char <= "ۿ" for char in each) == (lang == "ar")]
    return (fitting or both)[0]

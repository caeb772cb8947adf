"""How a page looks at the affairs: in which language, as of which day, with whose names."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tawthiq.affairs.asof import Standing, standing
from tawthiq.affairs.casualties import RecordOf
from tawthiq.affairs.model import Cell, Claim, Language, Reference, Thing
from tawthiq.affairs.parts import Part
from tawthiq.affairs.store import Affairs
from tawthiq.affairs.withholding import Withheld
from tawthiq.affairs.wording import has_word, joined, when_words, word
from tawthiq.fields import Gazetteer, one_line, write_day, write_number
from tawthiq.statements import label_of_field, label_of_term, label_of_type

_NOTHING = Cell(text="")


@dataclass(frozen=True, kw_only=True)
class View:
    """The affairs as one reader sees them.

    `named` False: names of people who are not public are withheld.
    """

    affairs: Affairs
    language: Language = "en"
    on: date | None = None
    named: bool = True
    gazetteer: Gazetteer | None = None  # for maps; None: none are drawn
    plots: bool = True  # False: where a plot needs more than the rows that are shown, there is none
    part: Part | None = None  # of the tables of a page; None: all rows
    find_records: Callable[[Sequence[str]], Mapping[str, RecordOf]] | None = None
    """What the register of people knows of records; None: each is somebody by itself."""

    def word(self, key: str, **values: object) -> str:
        """A phrase of the pages."""
        return word(key, self.language, **values)

    def has_word(self, phrase: str) -> bool:
        """Whether there is such a phrase."""
        return has_word(phrase)

    def records_of(self, records: Sequence[str]) -> Mapping[str, RecordOf]:
        """What the register of people knows of records."""
        if self.find_records is None or not records:
            return {}
        return self.find_records(records)

    def type_label(self, kind: str) -> str:
        """What a type is called."""
        return label_of_type(kind, self.language)

    def field_label(self, kind: str, field: str) -> str:
        """What a field is called."""
        return label_of_field(kind, field, self.language)

    def term(self, kind: str, field: str, value: str | None) -> str:
        """A value of a closed set in words."""
        if value is None:
            return ""
        # Labels are looked up among all types, which takes longer than the rest of a cell.
        said = self._terms.get((kind, field, value))
        if said is None:
            said = self._terms[kind, field, value] = label_of_term(
                kind, field, value, self.language
            )
        return said

    def when(self, edtf: str | None) -> str:
        """A date or period in words."""
        return when_words(edtf, self.language)

    def day(self, day: date | None) -> str:
        """A day in words."""
        return "" if day is None else write_day(day, self.language)

    def number(self, value: float) -> str:
        """A number in the digits of the language."""
        whole = float(value).is_integer()
        return write_number(value, self.language, 0 if whole else 1)

    def range(self, low: float | None, high: float | None) -> str:
        """A number or range; "" where neither end is said."""
        if low is None and high is None:
            return ""
        if low is None or high is None:
            key = "at most" if low is None else "at least"
            return self.word(key, n=self.number(high if low is None else low))  # type: ignore[arg-type]
        if low == high:
            return self.number(low)
        return f"{self.number(low)}–{self.number(high)}"

    def joined(self, words: Iterable[str]) -> str:
        """Several words in a row."""
        return joined(words, self.language)

    def standing(self, claim: Claim) -> Standing:
        """Whether a claim holds on the day of the page; "yes" on a page of all times."""
        return "yes" if self.on is None else standing(claim.said, self.on)

    def standing_claims(self, claims: Iterable[Claim]) -> list[Claim]:
        """Those that hold, may hold, or give no date."""
        return [one for one in claims if self.standing(one) != "no"]

    def thing(self, key: str) -> Thing | None:
        """The thing of a key."""
        if key not in self._known:
            self._known.update(self.affairs.called([key]))
        return self._known.get(key)

    def load(self, keys: Iterable[str | None]) -> None:
        """Fetch many things at once that a page will name."""
        missing = {key for key in keys if key is not None} - self._known.keys()
        self._known.update(self.affairs.called(missing))

    def called(self, key: str) -> str:
        """The name of a thing, withheld where it must be."""
        thing = self.thing(key)
        if thing is None:
            return key
        if not thing.public and not self.named:
            return self.word("withheld")
        return one_line(thing.called(self.language))

    def cell(self, claim: Claim, field: str) -> Cell:
        """What a field of a claim names: things by name, words as they are."""
        found = [one for one in claim.references if one.field == field]
        if not found:
            return _NOTHING
        if len(found) == 1:
            return Cell(text=self.reference(found[0]), key=found[0].key)
        known = [one.key for one in found if one.key]
        words = self.joined(map(self.reference, found))
        return Cell(text=words, key=known[0] if len(known) == 1 else None)

    def words_of(self, claim: Claim, field: str) -> str:
        """What a field of a claim names, in words."""
        return self.cell(claim, field).text

    def reference(self, one: Reference) -> str:
        """What a reference names: a thing by name, or words as they are."""
        if one.key is not None:
            return self.called(one.key)
        return self.words(one.words)

    def words(self, said: str) -> str:
        """Words that no thing bears: they may be the name of a person."""
        return one_line(said) if self.named else self.word("withheld words")

    def source(self, key: str | None) -> str:
        """What a source is called."""
        said = self._said_sources.get(key)
        if said is None:
            said = self._said_sources[key] = self._source(key)
        return said

    def _source(self, key: str | None) -> str:
        if key is None:
            return self.word("source unknown")
        name, other, _ = self._sources.get(key, (key, None, key))
        return one_line((other or name) if self.language == "ar" and other else name)

    def origin(self, key: str | None) -> str | None:
        """The group of sources that share an origin."""
        return None if key is None else self._sources.get(key, (key, None, key))[2]

    def who(self, claim: Claim) -> str:
        """Who says it: whoever it is attributed to, and the source that passes it on."""
        source = self.source(claim.source)
        speaker, holder = "", claim.said.holder
        for one in claim.references:
            if one.field == "attributed_to":
                speaker = self.reference(one)
        if not speaker and holder and self.named:
            speaker = one_line(holder)
        if not speaker or speaker == source:
            return source
        return self.word("by way of", who=speaker, source=source)

    @cached_property
    def _sources(self) -> dict[str, tuple[str, str | None, str]]:
        return self.affairs.sources()

    @cached_property
    def _said_sources(self) -> dict[str | None, str]:
        return {}

    @cached_property
    def withheld(self) -> Withheld:
        """Names that must not leave the register."""
        return Withheld(self.affairs)

    @cached_property
    def _terms(self) -> dict[tuple[str, str, str], str]:
        return {}

    @cached_property
    def _known(self) -> dict[str, Thing]:
        return {}

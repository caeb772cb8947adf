"""The labelled texts: what a careful recorder would take from each, read and checked.

Beside `NNN-style.txt` (or `.html`) stands `NNN-style.json`. A label points at words by quoting them
(and saying which occurrence it means), so it holds for a page whatever offsets extraction gives it.
A field that a label does not give is meant to be null: a reader that fills it has invented it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args, get_type_hints

from tawthiq.statements import Bound, types

CORPUS = Path(__file__).parent / "corpus"
STYLES = {
    "observatory",
    "ministry",
    "un",
    "newspaper",
    "committee",
    "opinion",
    "ngo",
    "letter",
    "interview",
    "radio",
    "timeline",
    "encyclopedia",
}
COUNTED = {
    "deaths",
    "injured",
    "casualties",
    "detained",
    "released",
    "missing",
    "abducted",
    "displaced inside",
    "refugees abroad",
    "displaced",
    "returnees",
    "fighters",
    "signatories",
    "demonstrators",
    "defections",
    "people",
    "money",
    "buildings",
    "attacks",
    "aid",
    "votes",
    "other",
}
CATEGORIES = {
    "civilian",
    "soldier",
    "security",
    "fighter",
    "defector",
    "child",
    "woman",
    "man",
    "girl",
    "boy",
    "elderly",
    "infant",
    "journalist",
    "medic",
    "teacher",
    "student",
    "aid worker",
    "officer",
    "foreigner",
    "prisoner",
}
BOUNDS = set(get_args(Bound))
OPEN_LOW = {"at most", "up to"}
OPEN_HIGH = {"at least", "more than"}
NO_NUMBER = {"vague", "not known"}
FIRST = frozenset(("figure", "citation", "thread item", "incident", "account", "stance"))
"""Labelled in every text that does not say what is labelled in it."""
LABELLED = FIRST | {
    "organisation",
    "membership",
    "change",
    "charter",
    "signature",
    "campaign",
    "gathering",
    "aid",
    "dispute",
    "answer",
    "election",
    "result",
    "displacement",
    "violation",
}
"""A label of the type "answer" is a stance on a question: for, against, on condition …"""
CLASSES = {"answer": "stance"}
REFERENCES = {
    "figure": ("part_of", "besides", "citation"),
    "thread item": ("answers",),
    "account": ("incident", "answers"),
}
OWN = {"type", "quote", "nth", "key", "accept", "optional", "why"}
ANY = "*"


@dataclass(frozen=True, slots=True)
class Label:
    """One statement that a recorder would take from the text."""

    type: str
    key: str
    quote: str
    nth: int
    fields: dict[str, Any]
    accept: dict[str, list[Any]] = field(default_factory=dict)
    optional: bool = False  # a recorder may take it or leave it: proposed or not, it is not scored

    def accepts(self, name: str, value: object) -> bool:
        """Whether another answer than the label's is let pass: the text leaves it open."""
        others = self.accept.get(name, [])
        return ANY in others or value in others


@dataclass(frozen=True, slots=True)
class Labelled:
    """One text of the corpus with its labels."""

    path: Path
    language: str
    published: date | None
    style: str
    labels: tuple[Label, ...]
    labelled: frozenset[str] = FIRST  # types of which everything in the text is labelled

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.path.stem


def read_corpus(part: str = "dev") -> list[Labelled]:
    """Read the labelled texts of one part ("dev" or "held"), in order of their names."""
    return [read_labelled(path) for path in sorted((CORPUS / part).glob("*.json"))]


def read_labelled(labels: Path) -> Labelled:
    """Read one file of labels; the text stands beside it."""
    raw = json.loads(labels.read_text(encoding="utf-8"))
    texts = [labels.with_suffix(ending) for ending in (".txt", ".html")]
    found = [text for text in texts if text.exists()]
    if len(found) != 1:
        raise ValueError(f"{labels}: expected one text beside it, .txt or .html; found {found}")
    return Labelled(
        path=found[0],
        language=raw["language"],
        published=date.fromisoformat(raw["published"]) if raw["published"] else None,
        style=raw["style"],
        labels=tuple(_label(entry) for entry in raw["statements"]),
        labelled=frozenset(raw["labelled"]) if "labelled" in raw else FIRST,
    )


def _label(entry: dict[str, Any]) -> Label:
    return Label(
        type=entry["type"],
        key=entry["key"],
        quote=entry["quote"],
        nth=entry.get("nth", 1),
        fields={name: value for name, value in entry.items() if name not in OWN},
        accept=entry.get("accept", {}),
        optional=entry.get("optional", False),
    )


def locate(label: Label, text: str) -> tuple[int, int] | None:
    """Find the label's words: white space of any kind and length counts as the same."""
    words = r"\s+".join(re.escape(word) for word in label.quote.split())
    for count, match in enumerate(re.finditer(words, text), start=1):
        if count == label.nth:
            return match.span()
    return None


def rendered(path: Path) -> str:
    """Give the words of a text file or page, roughly: enough to look quotes up in."""
    raw = path.read_text(encoding="utf-8")
    if path.suffix != ".html":
        return raw
    words = _Words()
    words.feed(raw)
    return "".join(words.parts)


class _Words(HTMLParser):
    """Collect what a page shows. Phrases run on, other elements part words."""

    PHRASES = frozenset({"a", "b", "i", "em", "strong", "span", "cite", "sup", "bdi", "time"})
    HIDDEN = frozenset({"script", "style", "title", "template"})

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._hidden += tag in self.HIDDEN
        if tag not in self.PHRASES:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in self.HIDDEN
        if tag not in self.PHRASES:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def faults(text: Labelled) -> Iterator[str]:
    """Say what is wrong with the labels of one text: nothing, if they can be scored."""
    words = rendered(text.path)
    keys = [label.key for label in text.labels]
    if text.style not in STYLES:
        yield f"{text.name}: unknown style {text.style!r}"
    if text.language not in {"en", "ar"}:
        yield f"{text.name}: unknown language {text.language!r}"
    for key in {key for key in keys if keys.count(key) > 1}:
        yield f"{text.name}: key {key} twice"
    for name in sorted(text.labelled - LABELLED):
        yield f"{text.name}: {name!r} is said to be labelled and is no type"
    for label in text.labels:
        if label.type not in text.labelled:
            yield f"{text.name}: {label.key} is of a type that is not labelled here"
        for fault in _faults(label, words, {one.key: one.type for one in text.labels}):
            yield f"{text.name}: {label.key} {label.quote!r}: {fault}"


def _faults(label: Label, words: str, keys: dict[str, str]) -> Iterator[str]:
    if label.type not in LABELLED:
        yield f"unknown type {label.type!r}"
        return
    if locate(label, words) is None:
        yield f"occurrence {label.nth} of the quote is not in the text"
    hints = get_type_hints(types()[CLASSES.get(label.type, label.type)])
    for name in [*label.fields, *label.accept]:
        if name not in hints:
            yield f"{label.type} has no field {name!r}"
    for name, value in label.fields.items():
        allowed = _literals(hints.get(name))
        if allowed and value not in allowed:
            yield f"{name} {value!r} is not one of {sorted(map(str, allowed))}"
    for name in REFERENCES.get(label.type, ()):
        if (target := label.fields.get(name)) is not None and target not in keys:
            yield f"{name} refers to {target!r}, which is no key"
    for name in ("total_of", "supports"):
        for target in label.fields.get(name, ()):
            if target not in keys:
                yield f"{name} refers to {target!r}, which is no key"
    if label.type == "figure":
        yield from _figure_faults(label)


def _literals(hint: object) -> set[object]:
    """The closed set of a field's values, where it has one."""
    found: set[object] = set()
    for part in (hint, *get_args(hint)):
        if getattr(part, "__origin__", None) is not None and "Literal" in str(part):
            found |= {value for value in get_args(part) if isinstance(value, str)}
    return found


def _figure_faults(label: Label) -> Iterator[str]:
    low, high = label.fields.get("value_low"), label.fields.get("value_high")
    bound = label.fields.get("bound")
    if bound not in BOUNDS:
        yield f"unknown bound {bound!r}"
    if bound in NO_NUMBER and (low, high) != (None, None):
        yield f"{bound} has no number"
    if bound in OPEN_LOW and (low is not None or high is None):
        yield f"{bound} has a high end alone"
    if bound in OPEN_HIGH and (low is None or high is not None):
        yield f"{bound} has a low end alone"
    if bound in {"exact", "about"} and (low is None or low != high):
        yield f"{bound} has one number"
    if bound == "between" and (low is None or high is None or low >= high):
        yield "between has two ends"
    if label.fields.get("counted") not in COUNTED:
        yield f"unknown counted {label.fields.get('counted')!r}"
    category = label.fields.get("category")
    if category is not None:
        parts = category.split("+")
        if parts != sorted(parts) or not set(parts) <= CATEGORIES:
            yield f"unknown category {category!r}"

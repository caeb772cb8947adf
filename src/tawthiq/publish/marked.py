"""A text with every statement marked in it: one HTML page that needs nothing else.

The words of a text are others': they may hold anything, and name people. Each piece is escaped and
freed of characters that steer a reader's screen, the page's policy lets in its one style sheet
alone, and there is no script.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup, escape

from tawthiq import __version__
from tawthiq.publish import words
from tawthiq.publish.html_files import asset, policy_of, templates, write_page
from tawthiq.publish.marking import Block, Mark, Piece, blocks_of, marks_of
from tawthiq.publish.model import LANGS, Lang
from tawthiq.reading.model import Text
from tawthiq.register import Stated
from tawthiq.statements import in_words, label_of_doubt, label_of_term, label_of_type

_BLANKS = re.compile(r"(\s+)")
_LONG = 300  # characters of a quote in the table; the text has it whole
_DIRECTION: Mapping[Lang, str] = {"en": "ltr", "ar": "rtl"}
_KINDS: Mapping[str, str] = {
    "figure": "figure", "citation": "citation", "incident": "incident", "account": "account",
    "stance": "stance", "mention": "mention", "organisation": "body", "person": "body",
    "membership": "body", "change": "body", "charter": "charter", "clause": "charter",
    "signature": "charter", "violation": "charter", "campaign": "gathering",
    "gathering": "gathering", "aid": "aid", "dispute": "dispute", "election": "election",
    "result": "election", "displacement": "displacement",
}  # fmt: skip
"""Type → the class of its mark: types of one matter share colour and line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the head of the page says of the document."""

    document: str  # SHA-256
    title: str
    source: str | None
    published: str | None
    url: str | None
    grammar: str | None


def render_marked(text: Text, statements: Sequence[Stated], facts: Facts) -> str:
    """The page; the same text and statements give the same page, to the byte."""
    marks, strays = marks_of(text.text, statements)
    blocks = list(blocks_of(text, marks))
    shown = {mark.number for block in blocks for piece in block.pieces for mark in piece.opens}
    folder = templates()
    css = asset(folder, "marked.css")
    rows = [_row(mark.number, mark.stated, shown=mark.number in shown) for mark in marks]
    rows += [_row(len(marks) + at, one, shown=False) for at, one in enumerate(strays, start=1)]
    return folder.get_template("marked.html.j2").render(
        title=words.clean(facts.title),
        document=facts.document,
        version=__version__,
        css=css,
        policy=policy_of(css),
        facts=[(lang, _DIRECTION[lang], _facts(facts, lang)) for lang in LANGS],
        intro=[(lang, _DIRECTION[lang], words.text("marked.intro", lang)) for lang in LANGS],
        words={
            key: {lang: words.plain(f"marked.{key}", lang) for lang in LANGS}
            for key in ("text", "said", "number", "quote", "reading", "back")
        },
        blocks=[{"role": block.role, "html": marked_html(text.text, block)} for block in blocks],
        rows=rows,
        kinds=_key(marks),
    )


def write_marked(text: Text, statements: Sequence[Stated], facts: Facts, path: Path) -> None:
    """Write the page to `path`, whole or not at all.

    Raises:
        ExportError: the file cannot be written.
    """
    write_page(render_marked(text, statements, facts), path)


def _facts(facts: Facts, lang: Lang) -> Markup:
    said = {
        "source": facts.source,
        "published": facts.published,
        "url": facts.url,
        "grammar": facts.grammar,
    }
    parts = [words.text(f"marked.{key}", lang, value=value) for key, value in said.items() if value]
    return Markup(" · ").join(parts)


def marked_html(text: str, block: Block) -> Markup:
    """A paragraph with its marks, each with an anchor `mN` and a link to `#sN`."""
    parts: list[Markup] = []
    for piece in block.pieces:
        parts += [Markup('<span id="m{}"></span>').format(mark.number) for mark in piece.opens]
        parts.append(_marked(harmless(text[piece.start : piece.end]), piece))
        parts += [
            Markup('<sup><a href="#s{0}" aria-label="{1}">{0}</a></sup>').format(
                mark.number, _label(mark)
            )
            for mark in piece.closes
        ]
    return Markup().join(parts)


def _marked(said: str, piece: Piece) -> Markup:
    if not piece.within or not said:
        return escape(said)
    # The narrowest statement gives the colour; thread items are as wide as a comment.
    inner = min(piece.within, key=lambda mark: (mark.end - mark.start, mark.number))
    kind = _KINDS.get(inner.stated.type, "wide")
    status = " rejected" if inner.stated.status == "rejected" else ""
    return Markup('<mark class="{}{}">{}</mark>').format(kind, status, said)


def _key(marks: Sequence[Mark]) -> list[dict[str, object]]:
    """What each kind of mark on the page stands for, in words, in the order of `_KINDS`."""
    there = {mark.stated.type for mark in marks}
    types: dict[str, list[str]] = {}
    for type_name, kind in _KINDS.items():
        if type_name in there:
            types.setdefault(kind, []).append(type_name)
    return [
        {
            "kind": kind,
            "labels": {
                lang: words.clean(", ".join(label_of_type(one, lang) for one in ones))
                for lang in LANGS
            },
        }
        for kind, ones in types.items()
    ]


def _label(mark: Mark) -> str:
    return " / ".join(f"{label_of_type(mark.stated.type, lang)} {mark.number}" for lang in LANGS)


def _row(number: int, one: Stated, *, shown: bool) -> dict[str, object]:
    quote = words.clean(str(one.raw.get("quote") or ""))
    doubts = one.raw.get("doubt")
    known = [str(doubt) for doubt in doubts] if isinstance(doubts, list | tuple) else []
    return {
        "number": number,
        "shown": shown,
        "id": words.clean(one.id),
        "quote": quote if len(quote) <= _LONG else f"{quote[:_LONG]} …",
        "readings": [
            {
                "lang": lang,
                "direction": _DIRECTION[lang],
                "type": words.clean(label_of_type(one.type, lang)),
                "status": label_of_term("", "status", one.status, lang),
                "words": words.clean(in_words(one.raw, lang))[:2_000],
                "doubt": words.clean("; ".join(label_of_doubt(doubt, lang) for doubt in known)),
            }
            for lang in LANGS
        ],
    }


def harmless(said: str) -> str:
    """Words of others without marks that force an order of reading or steer a screen.

    Unlike `words.clean` it leaves white space as it is: pieces of a text stand side by side.
    """
    parts = _BLANKS.split(said)
    return "".join(" " if part.isspace() else words.clean(part) for part in parts)

"""The argument of a text beside the text with its marks: one HTML page that needs nothing else.

What voices hold stands once in English and once in Arabic, each running its own way; the words of
the text run as they are written. As in `marked`, the words are others', and are let do nothing.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tawthiq import __version__
from tawthiq.checks import (
    Argument,
    label,
    lines_of,
    point_in_words,
    summary,
    voice_in_words,
)
from tawthiq.publish import words
from tawthiq.publish.html_files import asset, policy_of, templates, write_page
from tawthiq.publish.marked import marked_html
from tawthiq.publish.marking import blocks_of, marks_of
from tawthiq.publish.model import LANGS, Lang
from tawthiq.reading.model import Text
from tawthiq.register import Stated
from tawthiq.statements import label_of_type

_DIRECTION: Mapping[Lang, str] = {"en": "ltr", "ar": "rtl"}
_LONG = 2_000  # characters of a point in words


def render_argument(text: Text, statements: Sequence[Stated], argument: Argument) -> str:
    """The page; the same text, statements and argument give the same page, to the byte."""
    marks, _ = marks_of(text.text, statements)
    numbers = {mark.stated.id: mark.number for mark in marks}
    folder = templates()
    css = asset(folder, "marked.css") + asset(folder, "argument.css")
    return folder.get_template("argument.html.j2").render(
        title=words.clean(text.title or argument.document[:12]),
        document=argument.document,
        version=__version__,
        css=css,
        policy=policy_of(css),
        titles={lang: label("argument.title", lang) for lang in LANGS},
        texts={lang: words.plain("marked.text", lang) for lang in LANGS},
        points=_numbers(argument, numbers),
        sides=[_side(argument, numbers, lang) for lang in LANGS],
        blocks=[
            {"role": block.role, "html": marked_html(text.text, block)}
            for block in blocks_of(text, marks)
        ],
    )


def write_argument(
    text: Text, statements: Sequence[Stated], argument: Argument, path: Path
) -> None:
    """Write the page to `path`, whole or not at all.

    Raises:
        ExportError: the file cannot be written.
    """
    write_page(render_argument(text, statements, argument), path)


def _numbers(argument: Argument, numbers: Mapping[str, int]) -> list[int]:
    """The numbers of marks that are points: a mark of any other statement leads to none."""
    found = {numbers[one.statement] for one in argument.points if one.statement in numbers}
    return sorted(set(numbers.values()) - found)


def _side(argument: Argument, numbers: Mapping[str, int], lang: Lang) -> dict[str, object]:
    """The argument in one language."""
    return {
        "lang": lang,
        "direction": _DIRECTION[lang],
        "first": lang == LANGS[0],
        "title": label("argument.title", lang),
        "intro": label("argument.intro", lang),
        "how": words.plain("argued.intro", lang),
        "summary": summary(argument, lang),
        "empty": None if argument.voices else label("argument.empty", lang),
        "voices": [
            {
                "name": words.clean(voice_in_words(voice.name, argument, lang)),
                "points": [
                    {
                        "number": numbers.get(point.statement),
                        "said": words.clean(point_in_words(point, lang))[:_LONG],
                        "quote": words.clean(point.words),
                        "lines": [
                            {"part": part, "said": words.clean(said)}
                            for part, said in lines_of(point, argument, lang)
                        ],
                    }
                    for point in voice.points
                ],
            }
            for voice in argument.voices
        ],
        "timeline_title": label("argument.timeline", lang),
        "timeline": [
            {
                "when": one.when,
                "number": numbers.get(one.statement),
                "type": words.clean(label_of_type(str(one.raw["type"]), lang)),
                "quote": words.clean(one.words),
            }
            for one in argument.timeline
        ],
    }

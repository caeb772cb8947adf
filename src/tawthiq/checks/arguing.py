"""What the argument of a document says of a point, as lines in each language."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from tawthiq.checks.argument_model import Answered, Argument, Point, Support, Voice
from tawthiq.checks.model import LANGUAGES, Language
from tawthiq.checks.wording import label
from tawthiq.fields import write_number
from tawthiq.statements import in_words, label_of_type


def voice_in_words(voice: str | None, argument: Argument, lang: Language) -> str:
    """The name of a voice; of the document itself, whose it is."""
    if voice is not None:
        return voice
    if argument.source is None:
        return label("argument.itself", lang)
    return label("argument.itself_of", lang).format(source=argument.source)


def point_in_words(point: Point, lang: Language) -> str:
    """A point as one line: its type and what it says."""
    return f"{label_of_type(str(point.raw['type']), lang)}: {in_words(point.raw, lang)}"


def lines_of(point: Point, argument: Argument, lang: Language) -> Iterator[tuple[str, str]]:
    """What belongs to a point, each with its part: against, answers, answered, support, missing."""
    if point.told_against is not None:
        yield "against", label(f"argument.{point.told_against}", lang)
    for answered in point.answers:
        yield "answers", _answer(answered, argument, lang)
    voices = {one.statement: voice.name for voice in argument.voices for one in voice.points}
    names = dict.fromkeys(voices.get(one) for one in point.answered_by)
    for name in names:
        said = voice_in_words(name, argument, lang)
        yield "answered", label("argument.answered_by", lang).format(voice=said)
    for support in point.support:
        yield "support", _support(support, lang)
    if point.missing is not None:
        yield "missing", label(f"argument.{point.missing.replace(' ', '_')}", lang)


def _answer(answered: Answered, argument: Argument, lang: Language) -> str:
    if answered.voice is None and answered.statement is None:
        voice = label("argument.someone", lang)
    else:
        voice = voice_in_words(answered.voice, argument, lang)
    words = label(f"argument.{answered.relation}", lang)
    return words.format(voice=voice, words=answered.words)


def _support(support: Support, lang: Language) -> str:
    key = support.state if support.kind == "citation" else "figure"
    words = support.words
    if support.url and support.url not in words:
        words = f"{words} ({support.url})"
    return label(f"argument.{key}", lang).format(words=words)


def summary(argument: Argument, lang: Language) -> str:
    """How many voices and points there are, and how many claims offer support."""
    points = argument.points
    claims = [one for one in points if one.is_claim]
    bare = sum(one.missing is not None for one in claims)
    numbers: Mapping[str, int] = {
        "voices": len(argument.voices),
        "points": len(points),
        "held": len(claims) - bare,
        "bare": bare,
    }
    return label("argument.summary", lang).format(
        **{name: write_number(number, lang) for name, number in numbers.items()}
    )


def as_plain(argument: Argument) -> dict[str, object]:
    """The argument for JSON: the data, and each point in words of both languages."""
    return {
        "document": argument.document,
        "source": argument.source,
        "summary": {lang: summary(argument, lang) for lang in LANGUAGES},
        "voices": [_voice(voice, argument) for voice in argument.voices],
        "timeline": [
            {
                "when": one.when,
                "statement": one.statement,
                "type": one.raw["type"],
                "words": one.words,
            }
            for one in argument.timeline
        ],
    }


def _voice(voice: Voice, argument: Argument) -> dict[str, object]:
    return {
        "name": voice.name,
        "points": [
            {
                "statement": point.statement,
                "type": point.raw["type"],
                "words": point.words,
                "status": point.status,
                "told_against": point.told_against,
                "answers": [asdict(one) for one in point.answers],
                "answered_by": list(point.answered_by),
                "support": [asdict(one) for one in point.support],
                "missing": point.missing,
                "text": {lang: point_in_words(point, lang) for lang in LANGUAGES},
                "lines": {
                    lang: [said for _, said in lines_of(point, argument, lang)]
                    for lang in LANGUAGES
                },
            }
            for point in voice.points
        ],
    }

"""Whom a pronoun means: "we" whoever speaks or signs the text, "it" whoever was told of before."""

from typing import Literal

from tawthiq.reading.affairs.model import Line
from tawthiq.reading.affairs.telling import Telling, is_name, speaker_of
from tawthiq.reading.voices.wordsets import word_set

_WE = word_set("we i our نحن اننا انا باننا بانا اني بانني انني ونحن")
_WE_VERBS = word_set("وقعنا وقعناه وقعناها ووقعنا نوقع")
_THEY = word_set(
    "it they he she هو هي هم هما وهو وهي وهم فهو فهي فهم انه انها انهم بانه بانها بانهم وانه وانها "
    "وانهم"
)
_NEAR = 4  # tokens between a pronoun and its verb
_HEADING = 90  # characters of a first line that is the heading of a body's own text
_BEGINS = 25  # characters of it before the body's name


class Pronouns:
    """Whom the pronouns of one text mean."""

    def __init__(self, telling: Telling) -> None:
        self._telling = telling
        self._told = {line.sentence.index: line for line in telling.lines}
        self.author = _author(telling)
        """The body whose own text it is, by its letterhead."""

    def kind(self, line: Line, at: int, *, close: bool = False) -> Literal["we", "they"] | None:
        """Which pronoun stands before a verb, or begins it; None: none.

        Args:
            close: only right before it, or in it.
        """
        tokens = line.sentence.tokens
        unit = line.units[at]
        if tokens[unit.first].norm in _WE or tokens[unit.first].norm in _WE_VERBS:
            return "we"
        if tokens[unit.first].norm in _THEY:
            return "they"
        far = 1 if close else _NEAR
        for k in range(unit.first - 1, max(-1, unit.first - 1 - far), -1):
            if tokens[k].norm in _WE:
                return "we"
            if tokens[k].norm in _THEY:
                return "they"
            if tokens[k].kind == "sign" and k < unit.first - 1:
                return None
        return None

    def we(self, line: Line, at: int) -> str | None:
        """Whoever is quoted with these words, else the body whose text it is; None: unnamed."""
        return speaker_of(line, at) or self.author

    def they(self, line: Line, at: int) -> str | None:
        """Whoever is quoted with these words, else the last one named before them."""
        return speaker_of(line, at) or self._before(line, at) or self._in_line_before(line)

    def _before(self, line: Line, at: int) -> str | None:
        named = [one for one in line.units[:at] if is_name(one)]
        return self._telling.full(line, named[-1]) if named else None

    def _in_line_before(self, line: Line) -> str | None:
        """The first name of the sentence before, in the same paragraph."""
        before = self._told.get(line.sentence.index - 1)
        if before is None or before.sentence.paragraph != line.sentence.paragraph:
            return None
        named = [one for one in before.units if is_name(one)]
        return self._telling.full(before, named[0]) if named else None


def _author(telling: Telling) -> str | None:
    """The body that the first line of the text names as its own: a letterhead, not a headline."""
    if not telling.lines:
        return None
    text = telling.lines[0].text.text
    first = text.lstrip().split("\n", 1)[0][: _HEADING + 1]
    skipped = len(text) - len(text.lstrip())
    if len(first) > _HEADING:
        return None
    named = telling.first_mention(skipped, skipped + len(first))
    if named is None:
        return None
    start, entity = named
    before = text[skipped:start]
    return (
        entity
        if len(before) <= _BEGINS and (not before.strip() or before.rstrip()[-1] in "–-—:")
        else None
    )

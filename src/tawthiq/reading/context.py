"""What the lines before tell of a sentence's numbers: the topic, the heading, the totals."""

from collections import deque
from collections.abc import Sequence

from tawthiq.reading.cues import Cue, find_cues
from tawthiq.reading.model import Quantity, Sentence
from tawthiq.reading.phrases import Lists, Scene
from tawthiq.statements import Figure

_TOPIC_LASTS = 2  # sentences that do not speak of it
_TOTALS = 12  # figures back: how far a list may stand from its total
_SHORT = 10  # tokens: a line of a list
_BULLETS = frozenset("-•*–·●▪◦—")


class Context:
    """Follows a text sentence by sentence: `open` before its numbers are read, `close` after."""

    def __init__(self, lists: Lists) -> None:
        self.figures: Sequence[Figure] = ()  # of the sentence before, or the last that had any
        self.topic: str | None = None  # what was counted last, or what a sentence speaks of
        self.heading: Cue | None = None  # of the line that opens a list: "Killed in May:"
        self.listing: Figure | None = None  # the total that the list's lines are parts of
        self._lists = lists
        self._last: Sentence | None = None
        self._since = 0
        self._totals: deque[Figure] = deque(maxlen=_TOTALS)

    def open(self, sentence: Sentence) -> None:
        """Come to a sentence."""
        last = self._last
        if last is not None and last.segment != sentence.segment:
            self._forget()
        elif last is not None and last.paragraph != sentence.paragraph:
            if last.tokens[-1].raw == ":":
                cues = self._cues(last)
                self.heading = cues[-1] if cues else None
                self.listing = self.total(None, far=True)
            elif not _is_line(sentence):
                self.heading = self.listing = None
        self._last = sentence

    def close(self, sentence: Sentence, made: Sequence[Figure]) -> None:
        """Leave a sentence, with the figures found in it."""
        if made:
            self.figures = made
            self._totals.extend(
                one
                for one in made
                if one.part_of is None and one.unit not in ("percent", "share")
                and (self.listing is None or one.counted != self.listing.counted)
            )  # fmt: skip
            self.topic, self._since = made[-1].counted, 0
            return
        told = [cue for cue in self._cues(sentence) if not cue.weak and not cue.things]
        if told:
            # A question, say: "How many have you buried?"
            self.topic, self._since = told[-1].counted, 0
        elif self._since < _TOPIC_LASTS:
            self._since += 1
        else:
            self.topic = None

    def total(self, part: Quantity | None, *, far: bool) -> Figure | None:
        """The figure that a part told here is a part of: "Of these, 12 were children".

        Args:
            part: a total is no smaller; None: any.
            far: the total may stand some sentences back, as before a list of provinces.
        """
        near = [one for one in self._totals if far or one in self.figures]
        # "Of these" speaks of the figure told last; a list of provinces adds up to the first.
        for one in reversed(near) if far else near:
            most = one.value_high if one.value_low is None else one.value_low
            if part is None or part.low is None or most is None or part.low <= most:
                return one
        return None

    def _cues(self, sentence: Sentence) -> list[Cue]:
        scene = Scene(sentence=sentence, quantities=(), phrases=(), lists=self._lists)
        return find_cues(scene)

    def _forget(self) -> None:
        self.figures, self.topic, self.heading, self.listing = (), None, None, None
        self._since = 0
        self._totals.clear()


def _is_line(sentence: Sentence) -> bool:
    """Whether a sentence is a line of a list: it has a bullet or a number, or is short."""
    first = sentence.tokens[0]
    return first.raw in _BULLETS or first.kind == "number" or len(sentence.tokens) <= _SHORT

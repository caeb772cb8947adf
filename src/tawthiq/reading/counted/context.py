"""What the lines before tell of a sentence's numbers: the topic, the heading, the totals."""

import math
from collections import deque
from collections.abc import Sequence

from tawthiq.reading.counted.cues import Cue, find_cues
from tawthiq.reading.counted.phrases import Lists, Scene
from tawthiq.reading.model import Sentence
from tawthiq.statements import Figure, Number

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
                self.listing = self.total(None, 0, far=False)
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

    def total(
        self, scene: Scene | None, k: int, *, far: bool, of_all: bool = False
    ) -> Figure | None:
        """The figure that a part told here is a part of: "Of these, 12 were children".

        Args:
            scene: the sentence of part `k`; a total is no smaller. None: any total will do.
            far: a list, whose total may stand some sentences back and is no smaller than its sum.
            of_all: the whole is named ("among the dead"): the largest such figure told so far.
        """
        if scene is None:
            least: Number = 0
        elif far:
            least = sum(one.low or 0 for one in scene.quantities)
        else:
            least = scene.quantities[k].low or 0
        near = [
            one
            for one in self._totals
            if (one.value_low, one.value_high) != (None, None)
            and (far or of_all or one in self.figures)
        ]
        fitting = [one for one in near if _most(one) >= least]
        if of_all:
            people = [one for one in fitting if one.counted == self.topic] or fitting
            return max(people, key=_most, default=None)
        if not far:
            return fitting[0] if fitting else None
        exact = [one for one in fitting if _most(one) == least]
        return exact[-1] if exact else fitting[0] if fitting else None

    def _cues(self, sentence: Sentence) -> list[Cue]:
        scene = Scene(sentence=sentence, quantities=(), phrases=(), lists=self._lists)
        return find_cues(scene)

    def _forget(self) -> None:
        self.figures, self.topic, self.heading, self.listing = (), None, None, None
        self._since = 0
        self._totals.clear()


def _most(total: Figure) -> Number:
    """What a total may reach at least; one without a number may be anything."""
    ends = [end for end in (total.value_low, total.value_high) if end is not None]
    return max(ends) if ends else math.inf


def _is_line(sentence: Sentence) -> bool:
    """Whether a sentence is a line of a list: it has a bullet or a number, or is short."""
    first = sentence.tokens[0]
    return first.raw in _BULLETS or first.kind == "number" or len(sentence.tokens) <= _SHORT

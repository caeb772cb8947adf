"""Which figures stand in a sentence, and at which of its tokens."""

from collections.abc import Iterator, Sequence

from tawthiq.reading.model import Sentence
from tawthiq.statements import Figure


def with_figures(
    sentences: Sequence[Sentence], figures: Sequence[Figure]
) -> Iterator[tuple[Sentence, Sequence[Figure]]]:
    """Every sentence with the figures that begin in it; both in the order of the text."""
    at = 0
    for sentence in sentences:
        while at < len(figures) and figures[at].start < sentence.start:
            at += 1
        last = at
        while last < len(figures) and figures[last].start < sentence.stop:
            last += 1
        yield sentence, figures[at:last]


def figures_at(sentence: Sentence, figures: Sequence[Figure]) -> dict[int, tuple[int, Figure]]:
    """Figures by their first token: one past their last, and themselves."""
    found = {}
    for figure in figures:
        inside = [
            k for k, token in enumerate(sentence.tokens)
            if token.stop > figure.start and token.start < figure.end
        ]  # fmt: skip
        if inside:
            found[inside[0]] = inside[-1] + 1, figure
    return found

"""Tell whether a comment disputes or supports what it answers, and which figures it takes up.

Only plain words count ("this is false", "well said"), with "not" before them heeded; where a
comment says both, or nothing plain, it cannot be told and stays empty. A figure that a comment
quotes from the article, or from the comment it answers, is what it disputes or supports.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from msgspec import structs

from tawthiq.reading.model import Sentence, Text
from tawthiq.reading.terms import TermList, load_terms
from tawthiq.reading.tokens import sentences
from tawthiq.statements import Figure, Number, Statement, ThreadItem

Attitude = Literal["disputes", "supports"]

_PLAIN = 2  # the weight of one plain word; what stays below cannot be told
_REACH = 3  # tokens before a word in which "not" turns it round
_SMALLEST = 10  # a smaller number says too little to be known again, unless noun and number agree


def attitudes(
    items: Sequence[ThreadItem],
    statements: Sequence[Statement],
    text: Text,
    extra: Path | None = None,
) -> tuple[ThreadItem, ...]:
    """The items with attitude, and the ids of the statements they dispute or support.

    Args:
        items: the thread, as `items.thread_items` made it.
        statements: what was read in article and comments.
        extra: a folder of the user's own term files; `attitude.toml` there is added.
    """
    terms = load_terms("attitude", extra)
    said: dict[int, list[Sentence]] = {}
    for sentence in sentences(text):
        if sentence.segment.item is not None:
            said.setdefault(sentence.segment.item, []).append(sentence)
    figures = [one for one in statements if isinstance(one, Figure)]
    by_item: dict[str | None, list[Figure]] = {}
    for figure in figures:
        by_item.setdefault(figure.item, []).append(figure)
    return tuple(
        _with_attitude(item, said.get(place, []), by_item, terms)
        for place, item in enumerate(items)
    )


def _with_attitude(
    item: ThreadItem,
    said: Sequence[Sentence],
    figures: Mapping[str | None, Sequence[Figure]],
    terms: TermList,
) -> ThreadItem:
    if item.kind == "pingback":
        return item
    quoted = tuple(_quoted(said, figures.get(item.id, ()), _answered(item, figures)))
    attitude = _attitude(said, terms, bool(quoted))
    if attitude == "disputes":
        return structs.replace(item, attitude=attitude, disputes=quoted)
    if attitude == "supports":
        return structs.replace(item, attitude=attitude, supports=quoted)
    return item


def _answered(item: ThreadItem, figures: Mapping[str | None, Sequence[Figure]]) -> Iterable[Figure]:
    """The figures a comment can speak of: those of what it answers first, then the article's."""
    if item.answers is not None:
        yield from figures.get(item.answers, ())
    yield from figures.get(None, ())


# --- the attitude --------------------------------------------------------------------------------


def _attitude(said: Sequence[Sentence], terms: TermList, quotes: bool) -> Attitude | None:
    weights = {"disputes": 0, "supports": 0}
    for sentence in said:
        found = terms.find(sentence)
        for place, match in enumerate(found):
            towards = match.entry.get("attitude")
            if towards not in weights:
                continue
            turned = False
            if place and found[place - 1].entry.get("attitude") == "turns":
                turned = match.first - found[place - 1].last < _REACH and not _begins_anew(
                    sentence, found[place - 1].last, match.first
                )
            weight = int(match.entry.get("weight", 1))
            if turned and weight == _PLAIN:
                towards = "supports" if towards == "disputes" else "disputes"
                # "not false" is no praise: it only hints.
                weight = 1 if towards == "supports" else weight
            weights[towards] += weight
    disputes, supports = weights["disputes"], weights["supports"]
    if quotes and disputes:
        disputes += 1
    if disputes >= _PLAIN and disputes >= 2 * supports:
        return "disputes"
    if supports >= _PLAIN and supports > 2 * disputes:
        return "supports"
    return None


def _begins_anew(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a sign stands between: in "no, this is false" nothing is turned round."""
    return any(token.kind == "sign" for token in sentence.tokens[first:last])


# --- the figures it takes up ---------------------------------------------------------------------


def _quoted(
    said: Sequence[Sentence], own: Sequence[Figure], answered: Iterable[Figure]
) -> Iterable[str]:
    """The ids of the figures whose numbers the comment gives again."""
    numbers = {_number(token.norm) for sentence in said for token in sentence.tokens}
    numbers |= {value for figure in own for value in (figure.value_low, figure.value_high)}
    numbers.discard(None)
    counted = {figure.counted for figure in own}
    seen: set[Number | None] = set()
    for figure in answered:
        value = figure.value_low if figure.value_low is not None else figure.value_high
        if value is None or value not in numbers or value in seen:
            continue
        if value < _SMALLEST and figure.counted not in counted:
            continue
        seen.add(value)
        yield figure.id


def _number(norm: str) -> Number | None:
    plain = norm.replace(",", "").replace("'", "")
    if not plain.isascii() or not plain.replace(".", "", 1).isdigit():
        return None
    return float(plain) if "." in plain else int(plain)

"""The likelihood of a mixture of classes on a table, laid out so that many patterns cost little.

A class sees a pattern with a probability that is a product over lists. Lists are cut into pieces,
each with the products of all its own patterns; a pattern of all lists is then one product a piece.
Patterns that agree in all pieces but one form a run, which the processor goes through with vectors;
where many patterns of a run occur it goes through every one, so that nothing is looked up.
"""

# ruff: noqa: PLR0917 - compiled functions take positional arguments only

from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tawthiq.compiling import compiled

Floats = NDArray[np.float64]
Whole = NDArray[np.int32]

_kernel = partial(compiled, nogil=True, error_model="numpy")
# The processor may add up a run in the order that suits it.
_vectors = partial(_kernel, fastmath={"reassoc", "contract"})

_WIDEST = 8  # lists of a piece at most: its table of products stays in the nearest cache
_LOOKED_UP = 4  # what is looked up takes as long as so many that follow one another
_RUN = 12  # as does beginning a run
_SQUARE_ROOT_OF_HALF = 0x3FE6A09E667F3BCD  # the bits of the number
_LOG_OF_2 = float(np.log(2.0))


class Layout(NamedTuple):
    """Where the cells of a table lie: its patterns, and those that fill up dense runs."""

    widths: Whole  # lists of each piece, one piece after the other; runs go through the first
    rows: Whole  # (n_runs, n_pieces - 1): the pattern of each run in each of the other pieces
    starts: Whole  # (n_runs + 1,): the first cell of each run, and the end
    columns: Whole  # (n_cells,): the pattern of each cell in the first piece


def laid_out(codes: NDArray[np.int64], n_lists: int) -> tuple[Layout, NDArray[np.int64]]:
    """The cells of some patterns.

    Args:
        codes: patterns, ascending, each once; bit j is list j.
        n_lists: 1 to 30.

    Returns:
        The layout, and the pattern of each cell: ascending, each once, all of `codes` among them.
    """
    width = min(range(1, min(n_lists, _WIDEST) + 1), key=lambda one: _cost(codes, n_lists, one))
    runs, begins, sizes = np.unique(codes >> width, return_index=True, return_counts=True)
    every = np.arange(2**width)
    cells = [
        (run << width) | every if _LOOKED_UP * size >= len(every) else codes[begin : begin + size]
        for run, begin, size in zip(runs, begins, sizes, strict=True)
    ]
    widths = np.array([width, *_even(n_lists - width)], dtype=np.int32)
    rows = np.empty((len(runs), len(widths) - 1), dtype=np.int32)
    for piece, wide in enumerate(widths[1:]):
        rows[:, piece] = (runs >> widths[1 : piece + 1].sum()) & (2**wide - 1)
    patterns = np.concatenate(cells)
    return Layout(
        widths=widths,
        rows=rows,
        starts=np.cumsum([0, *map(len, cells)]).astype(np.int32),
        columns=(patterns & (2**width - 1)).astype(np.int32),
    ), patterns


def _cost(codes: NDArray[np.int64], n_lists: int, width: int) -> int:
    """How long a likelihood takes, about, where runs go through a piece of some width."""
    _, sizes = np.unique(codes >> width, return_counts=True)
    others = _even(n_lists - width)
    tables = sum(1 << wide for wide in (width, *others))
    return tables + int((np.minimum(2**width, _LOOKED_UP * sizes) + _RUN * (1 + len(others))).sum())


def _even(n_lists: int) -> list[int]:
    """As few pieces as can be, about as wide as one another."""
    pieces = -(-n_lists // _WIDEST)
    return [n_lists // pieces + (at < n_lists % pieces) for at in range(pieces)]


class Scratch(NamedTuple):
    """Room to work in, for one thread."""

    tables: Floats  # (n_classes, rows of all pieces): products; those of the first piece first
    sums: Floats  # the same shape: people, or what has to be made people yet
    caught: Floats  # (n_lists + 1, n_classes): probabilities; the last row holds the weights
    run: Floats  # (4, cells of a run): probability, logarithm, exponent, people over probability
    mantissa: NDArray[np.int64]  # (cells of a run,)
    of_class: Floats  # (3, n_classes): before a run's cells, over them, people in all


@_kernel
def scratch_for(widths: Whole, n_lists: int, n_classes: int) -> Scratch:
    """Make room."""
    rows = 0
    for piece in range(widths.shape[0]):
        rows += 1 << widths[piece]
    return Scratch(
        np.empty((n_classes, rows)),
        np.empty((n_classes, rows)),
        np.empty((n_lists + 1, n_classes)),
        np.empty((4, 1 << widths[0])),
        np.empty(1 << widths[0], np.int64),
        np.empty((3, n_classes)),
    )


@_kernel
def log_likelihood(  # noqa: PLR0912 - split up, it compiles and runs slower
    layout: Layout,
    counts: Floats,
    n_observed: float,
    position: Floats,
    gradient: Floats,
    scratch: Scratch,
    with_value: bool,
    with_gradient: bool,
) -> tuple[float, float]:
    """Log likelihood of the patterns given that they were seen; its gradient is added.

    Args:
        layout: where the cells lie.
        counts: people of each cell. The log likelihood is linear in them, so they may be parts
            of people, and differences of two tables.
        n_observed: their sum.
        position: see `finite_kernel`.
        gradient: added to, if asked for.
        scratch: see `scratch_for`.
        with_value: work out the value; it is 0 otherwise.
        with_gradient: work out the gradient.

    Returns:
        The log likelihood, -inf where everybody would be missed; the share that is missed.
    """
    n_lists, n_classes = position.shape[0] - 1, position.shape[1]
    tables, sums, caught, of_class = (
        scratch.tables, scratch.sums, scratch.caught, scratch.of_class,
    )  # fmt: skip
    before, over, people = of_class[0], of_class[1], of_class[2]
    _fill_tables(layout.widths, position, tables, caught)
    missed = 0.0
    for k in range(n_classes):
        people[k] = caught[n_lists, k]
        at = 0
        for piece in range(layout.widths.shape[0]):
            people[k] *= tables[k, at]
            at += 1 << layout.widths[piece]
        missed += people[k]
    if not missed < 1.0:
        return -np.inf, missed
    # Members of each class, the unobserved included: the gradient needs nothing else.
    for k in range(n_classes):
        people[k] *= n_observed / (1.0 - missed)
    value = -n_observed * np.log1p(-missed)
    if with_gradient:
        sums[:] = 0.0
    wide = 1 << layout.widths[0]
    for run in range(layout.rows.shape[0]):
        for k in range(n_classes):
            before[k] = caught[n_lists, k]
        at = wide
        for piece in range(layout.rows.shape[1]):
            for k in range(n_classes):
                before[k] *= tables[k, at + layout.rows[run, piece]]
            at += 1 << layout.widths[piece + 1]
        begin, end = layout.starts[run], layout.starts[run + 1]
        if end - begin == wide:
            value += _dense_run(
                before, tables, counts[begin:end], scratch.run, scratch.mantissa, over, sums,
                with_value, with_gradient,
            )  # fmt: skip
        else:
            value += _sparse_run(
                before, tables, counts[begin:end], layout.columns[begin:end], scratch.run,
                scratch.mantissa, over, sums, with_value, with_gradient,
            )  # fmt: skip
        if with_gradient:
            at = wide
            for piece in range(layout.rows.shape[1]):
                for k in range(n_classes):
                    sums[k, at + layout.rows[run, piece]] += before[k] * over[k]
                at += 1 << layout.widths[piece + 1]
    if with_gradient:
        for k in range(n_classes):
            for cell in range(wide):
                sums[k, cell] *= tables[k, cell]
        _take_apart(layout.widths, sums, people, caught, gradient)
    return value, missed


@_kernel
def _fill_tables(widths: Whole, position: Floats, tables: Floats, caught: Floats) -> None:
    """Write the products of each piece, and what they are made of."""
    n_lists, n_classes = position.shape[0] - 1, position.shape[1]
    most = position[n_lists, 0]
    for k in range(1, n_classes):
        most = max(most, position[n_lists, k])
    total = 0.0
    for k in range(n_classes):
        caught[n_lists, k] = np.exp(position[n_lists, k] - most)
        total += caught[n_lists, k]
    for k in range(n_classes):
        caught[n_lists, k] /= total
        at = first = 0
        for piece in range(widths.shape[0]):
            tables[k, at] = 1.0
            for bit in range(widths[piece]):
                place = position[first + bit, k]
                small = np.exp(-abs(place))
                larger = 1.0 / (1.0 + small)
                on, off = (larger, small * larger) if place > 0 else (small * larger, larger)
                caught[first + bit, k] = on
                half = 1 << bit
                for row in range(half):
                    tables[k, at + half + row] = tables[k, at + row] * on
                    tables[k, at + row] *= off
            first += widths[piece]
            at += 1 << widths[piece]


@_vectors
def _dense_run(
    before: Floats,
    tables: Floats,
    counts: Floats,
    run: Floats,
    mantissa: NDArray[np.int64],
    over: Floats,
    sums: Floats,
    with_value: bool,
    with_gradient: bool,
) -> float:
    """The value of one run that has all its cells; write and add what its gradient needs."""
    size = counts.shape[0]
    probability, ratio = run[0], run[3]
    for cell in range(size):
        probability[cell] = before[0] * tables[0, cell]
    for k in range(1, before.shape[0]):
        for cell in range(size):
            probability[cell] += before[k] * tables[k, cell]
    value = _value(counts, run, mantissa) if with_value else 0.0
    if with_gradient:
        for cell in range(size):
            ratio[cell] = counts[cell] / probability[cell] if counts[cell] != 0.0 else 0.0
        for k in range(before.shape[0]):
            total = 0.0
            for cell in range(size):
                total += ratio[cell] * tables[k, cell]
                sums[k, cell] += before[k] * ratio[cell]
            over[k] = total
    return value


@_vectors
def _sparse_run(
    before: Floats,
    tables: Floats,
    counts: Floats,
    columns: Whole,
    run: Floats,
    mantissa: NDArray[np.int64],
    over: Floats,
    sums: Floats,
    with_value: bool,
    with_gradient: bool,
) -> float:
    """The value of one run of which some cells are given; write and add what its gradient needs."""
    size = counts.shape[0]
    probability, ratio = run[0], run[3]
    for cell in range(size):
        probability[cell] = before[0] * tables[0, columns[cell]]
    for k in range(1, before.shape[0]):
        for cell in range(size):
            probability[cell] += before[k] * tables[k, columns[cell]]
    value = _value(counts, run, mantissa) if with_value else 0.0
    if with_gradient:
        for cell in range(size):
            ratio[cell] = counts[cell] / probability[cell] if counts[cell] != 0.0 else 0.0
        for k in range(before.shape[0]):
            total = 0.0
            for cell in range(size):
                total += ratio[cell] * tables[k, columns[cell]]
                sums[k, columns[cell]] += before[k] * ratio[cell]
            over[k] = total
    return value


@_vectors
def _value(counts: Floats, run: Floats, mantissa: NDArray[np.int64]) -> float:
    """The sum of counts times logarithms of the run's probabilities."""
    probability, logarithm = run[0], run[1]
    size = counts.shape[0]
    least = 1.0
    for cell in range(size):
        least = min(least, probability[cell] if counts[cell] != 0.0 else 1.0)
    if least < 1e-300:  # too small for `write_logs`
        value = 0.0
        for cell in range(size):
            if counts[cell] != 0.0:
                value += counts[cell] * np.log(probability[cell])
        return value
    write_logs(probability, size, logarithm, run[2], mantissa)
    value = 0.0
    for cell in range(size):
        value += counts[cell] * logarithm[cell] if counts[cell] != 0.0 else 0.0
    return value


@_vectors
def write_logs(
    values: Floats, size: int, written: Floats, exponent: Floats, mantissa: NDArray[np.int64]
) -> None:
    """Write natural logarithms of the first values, to the last bit or two; many at a time.

    A value is 2 ** e * m with m between the square root of a half and that of two, and with
    s = (m - 1) / (m + 1) log m = 2 (s + s ** 3 / 3 + s ** 5 / 5 + ...).

    Args:
        values: normal numbers above 0.
        size: how many.
        written: the logarithms.
        exponent, mantissa: scratch.
    """
    bits = values.view(np.int64)
    for at in range(size):
        power = (bits[at] - _SQUARE_ROOT_OF_HALF) >> 52
        exponent[at] = power
        mantissa[at] = bits[at] - (power << 52)
    parts = mantissa.view(np.float64)
    for at in range(size):
        s = (parts[at] - 1.0) / (parts[at] + 1.0)
        z = s * s
        t = 1 / 15 + z * (1 / 17 + z * (1 / 19 + z * (1 / 21)))
        t = 1 / 3 + z * (1 / 5 + z * (1 / 7 + z * (1 / 9 + z * (1 / 11 + z * (1 / 13 + z * t)))))
        written[at] = exponent[at] * _LOG_OF_2 + 2 * s * (1 + z * t)


@_vectors
def _take_apart(
    widths: Whole, sums: Floats, people: Floats, caught: Floats, gradient: Floats
) -> None:
    """Add the gradient: of each list, those caught less those expected; of each weight likewise.

    Args:
        widths: of the pieces.
        sums: people of each class by pattern of each piece; destroyed.
        people: of each class that are expected to be missed; those observed are added.
        caught: see `Scratch`.
        gradient: added to.
    """
    n_lists, n_classes = gradient.shape[0] - 1, gradient.shape[1]
    every = 0.0
    for k in range(n_classes):
        at = first = 0
        for piece in range(widths.shape[0]):
            for bit in range(widths[piece] - 1, -1, -1):
                half = 1 << bit
                total = 0.0
                for row in range(half):
                    total += sums[k, at + half + row]
                    sums[k, at + row] += sums[k, at + half + row]
                gradient[first + bit, k] += total
            if piece == 0:
                people[k] += sums[k, at]
            first += widths[piece]
            at += 1 << widths[piece]
        every += people[k]
        for j in range(n_lists):
            gradient[j, k] -= people[k] * caught[j, k]
    for k in range(n_classes):
        gradient[n_lists, k] += people[k] - every * caught[n_lists, k]

"""How commands speak: results to stdout, talk and progress to stderr, JSON for machines."""

import json
import math
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.table import Table
from rich.text import Text

from tawthiq.progress import Progress, silent

# Left-to-right marks around mixed text would end up in what people copy, so cells are left as they
# are: terminals that know Arabic order it themselves.
_UNSAFE = dict.fromkeys((*range(8234, 8239), *range(8294, 8298))) | dict.fromkeys(
    (*range(32), *range(127, 160)), " "
)
# Also what some readers of lines take for the end of one, though JSON does not.
_SURROGATE = re.compile("[\ud800-\udfff\u0085\u2028\u2029]")


class _Console(Console):
    """A console that leaves it to the program what becomes of a reader who went away."""

    def on_broken_pipe(self) -> None:
        raise  # noqa: PLE0704 - rich calls this while it handles the BrokenPipeError


def out() -> Console:
    """The console of results."""
    return _Console(file=sys.stdout, highlight=False, soft_wrap=True)


def talk() -> Console:
    """The console of talk, warnings and progress. Beside a terminal, a message is one line."""
    return _Console(file=sys.stderr, highlight=False, soft_wrap=not sys.stderr.isatty())


def print_json(value: object) -> None:
    """One JSON document on stdout. What is no number (NaN, infinity) is null: JSON has no word."""
    _write_json(value, indent=1)


def print_json_line(value: object) -> None:
    """One JSON document on one line of stdout, for programs that read line by line."""
    _write_json(value, indent=None)


def _write_json(value: object, indent: int | None) -> None:
    # Elsewhere than in UTF-8 only escapes are sure to arrive.
    bare = not (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf8")
    text = json.dumps(
        _finite(value), ensure_ascii=bare, indent=indent, default=_plain, allow_nan=False
    )
    # A lone surrogate (a file name that is no Unicode) leaves as an escape too.
    sys.stdout.write(_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def print_lines(*lines: str) -> None:
    """Plain lines of text, made harmless for a terminal."""
    console = out()
    for line in lines:
        console.print(Text(safe(line)))


def warn(message: str) -> None:
    """Tell the user something that does not stop the command."""
    talk().print(Text(f"Note: {safe(message)}"), style="yellow")


def fail(message: str) -> None:
    """Tell the user why the command stops."""
    talk().print(Text(f"Error: {safe(message)}"), style="red")


def print_table(
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    title: str | None = None,
    right: Sequence[str] = (),
) -> None:
    """A table for people; columns named in `right` are numbers."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(_cell(value)) for value in row))
    console = out()
    # Beside a terminal a table is not squeezed: whoever pipes it wants every letter.
    if not console.is_terminal:
        console.width = 250
    console.print(table)


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 cell", "2 cells", "3 people"."""
    several = {"person": "people"}.get(noun, f"{noun}s")
    return f"{number:,} {noun if number == 1 else several}"


def safe(text: str) -> str:
    """Text from outside without control characters or hidden changes of direction."""
    return text.translate(_UNSAFE)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.2f}" if abs(value) < 100 else f"{value:,.0f}"
    return safe(str(value))


def years(low: float | None, high: float | None) -> str | None:
    """An age, or the range it lies in: 45, 0.5, 40–50, 18–."""
    ends = ["" if end is None else f"{end:g}" for end in (low, high)]
    if ends == ["", ""]:
        return None
    return ends[0] if ends[0] == ends[1] else "–".join(ends)


def _finite(value: object) -> object:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_finite(one) for one in value]
    return value


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


@contextmanager
def progress_bars(*, quiet: bool = False) -> Iterator[Progress]:
    """Bars on stderr for long work; nothing where stderr is no terminal or `quiet`."""
    console = talk()
    if quiet or not console.is_terminal:
        yield silent
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=console, transient=True) as bars:
        tasks: dict[str, int] = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)  # type: ignore[arg-type]

        yield show

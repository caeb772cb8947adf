"""How commands speak: results to stdout, talk and progress to stderr, JSON for machines."""

import json
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


def out() -> Console:
    """The console of results."""
    return Console(file=sys.stdout, highlight=False, soft_wrap=True)


def talk() -> Console:
    """The console of talk, warnings and progress."""
    return Console(file=sys.stderr, highlight=False)


def print_json(value: object) -> None:
    """One JSON document on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, default=_plain) + "\n")


def print_lines(*lines: str) -> None:
    """Plain lines of text, made harmless for a terminal."""
    console = out()
    for line in lines:
        console.print(Text(safe(line)))


def warn(message: str) -> None:
    """Tell the user something that does not stop the command."""
    talk().print(Text(safe(message)), style="yellow")


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


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset | tuple):
        return list(value)
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

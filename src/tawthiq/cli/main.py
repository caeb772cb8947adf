"""The program: its commands, and the one place where errors become messages and exit codes.

Exit codes: 0 done; 1 done, and what was checked does not hold (`verify`); 2 an error the user can
mend; 130 interrupted.
"""

import os
import re
import sys
from io import TextIOWrapper
from typing import Annotated

import typer
from typer import Context, Option
from typer.core import TyperGroup

from tawthiq import __version__
from tawthiq.cli import (
    affairs,
    argument,
    checks,
    evidence,
    exchange,
    forms,
    lists,
    numbers,
    people,
    proposals,
    quality,
    reasons,
    review,
    setup,
    texts,
    trial,
    votes,
)
from tawthiq.cli.output import fail, talk
from tawthiq.errors import TawthiqError


class Program(TyperGroup):
    """The program, which turns errors into messages and exit codes."""

    def invoke(self, ctx: Context) -> object:  # type: ignore[override]
        """Run one command."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except KeyboardInterrupt:
            talk().print("Interrupted. Nothing that was kept before is lost.")
            raise typer.Exit(130) from None
        except BrokenPipeError:
            # Whoever read our output has read enough (`| head`): what is left goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except (TawthiqError, OSError, UnicodeEncodeError, MemoryError) as error:
            if ctx.params.get("debug"):
                raise
            fail(_message(error))
            raise typer.Exit(2) from None
        except _write_errors() as error:
            said = _system_error(error)
            if said is None or ctx.params.get("debug"):
                raise
            fail(_message(said))
            raise typer.Exit(2) from None
        return result


app = typer.Typer(
    cls=Program,
    name="tawthiq",
    help="From what is said to what can be counted: a register for contested conflicts.\n\n"
    "Start with `tawthiq demo`, or `tawthiq init FOLDER`.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for room in (
    setup,
    lists,
    texts,
    proposals,
    forms,
    exchange,
    affairs,
    people,
    review,
    quality,
    reasons,
    numbers,
    checks,
    argument,
    evidence,
    trial,
    votes,
):
    room.add_to(app)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tawthiq {__version__}")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool, Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: Annotated[bool, Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    pass


def main() -> None:
    """Run one command, as `tawthiq.cli.main` starts it, and exit."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that knows no Arabic shows escapes; it does not stop the command.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    app(prog_name="tawthiq")


def _write_errors() -> tuple[type[BaseException], ...]:
    """What the writers of tables raise where a file cannot be written, and is no OSError."""
    known = (("polars.exceptions", "ComputeError"), ("xlsxwriter.exceptions", "FileCreateError"))
    loaded = [(sys.modules[module], name) for module, name in known if module in sys.modules]
    return tuple(getattr(module, name) for module, name in loaded)


def _system_error(error: BaseException) -> OSError | None:
    """The error of the system that such an error tells of; None where it tells of another thing."""
    found = re.search(r"\(os error (\d+)\)|\[Errno (\d+)\]", str(error))
    if found is None:
        return None
    number = int(found[1] or found[2])
    return OSError(number, os.strerror(number))


def _message(error: TawthiqError | OSError | UnicodeEncodeError | MemoryError) -> str:
    match error:
        case OSError():
            from tawthiq.vault import explain_os_error

            where = f"{error.filename}: " if error.filename else ""
            what = explain_os_error(error).rstrip(".")
            return f"{where}{what}. Nothing that was kept before is lost."
        case UnicodeEncodeError():
            return (
                "A word of the command line, or the name of a file, holds bytes that are not "
                "UTF-8. Set the terminal to UTF-8, or write the words in a file and rename it."
            )
        case MemoryError():
            return (
                "There is not enough memory for this. Close other programs, or narrow the scope. "
                "Nothing that was kept before is lost."
            )
    return str(error)

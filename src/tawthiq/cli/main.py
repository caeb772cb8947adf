"""The program: its commands, and the one place where errors become messages and exit codes.

Exit codes: 0 done; 1 done, and what was checked does not hold (`verify`); 2 an error the user can
mend; 130 interrupted.
"""

import sys
from typing import Annotated, NoReturn

import click
import typer
from typer import Option

from tawthiq import __version__
from tawthiq.cli import evidence, lists, numbers, people, setup, trial
from tawthiq.cli.output import talk, warn
from tawthiq.errors import TawthiqError

app = typer.Typer(
    name="tawthiq",
    help="From what is said to what can be counted: a register for contested conflicts.\n\n"
    "Start with `tawthiq demo`, or `tawthiq init FOLDER`.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for room in (setup, lists, people, numbers, evidence, trial):
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


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run one command and exit."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        app(given, standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.exceptions.Exit as left:
        sys.exit(left.exit_code)
    except (KeyboardInterrupt, click.Abort):
        talk().print("Interrupted. Nothing that was kept before is lost.")
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read our output has read enough (`| head`).
        sys.stderr.close()
        sys.exit(0)
    except (TawthiqError, OSError) as error:
        if "--debug" in given:
            raise
        warn(_message(error))
        sys.exit(2)
    sys.exit(0)


def _message(error: TawthiqError | OSError) -> str:
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror or error}. Nothing that was kept before is lost."
    return str(error)

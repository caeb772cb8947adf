"""The program: its commands, and the one place where errors become messages and exit codes.

Exit codes: 0 done; 1 done, and what was checked does not hold (`verify`); 2 an error the user can
mend; 130 interrupted.
"""

import sys
from typing import Annotated

import typer
from typer import Context, Option
from typer.core import TyperGroup

from tawthiq import __version__
from tawthiq.cli import evidence, lists, numbers, people, setup, trial
from tawthiq.cli.output import talk, warn
from tawthiq.errors import TawthiqError


class Program(TyperGroup):
    """The program, which turns errors into messages and exit codes."""

    def invoke(self, ctx: Context) -> object:  # type: ignore[override]
        """Run one command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            talk().print("Interrupted. Nothing that was kept before is lost.")
            raise typer.Exit(130) from None
        except BrokenPipeError:
            # Whoever read our output has read enough (`| head`).
            sys.stderr.close()
            raise typer.Exit(0) from None
        except (TawthiqError, OSError) as error:
            if ctx.params.get("debug"):
                raise
            warn(_message(error))
            raise typer.Exit(2) from None


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


def main() -> None:
    """Run one command and exit."""
    app()


def _message(error: TawthiqError | OSError) -> str:
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror or error}. Nothing that was kept before is lost."
    return str(error)

"""The reference of the commands, as the program itself describes them."""

from collections.abc import Iterator
from typing import Any

import typer

from reference.markdown import NOTE, block, code, page, sentence, table
from tawthiq.cli import app
from tawthiq.register import BREAKDOWNS
from tawthiq.register.scope import NUMBER_FIELDS


def commands_page() -> str:
    """Every command with its arguments, options and example."""
    program = typer.main.get_command(app)
    parts = [
        NOTE,
        "# Commands",
        "Results go to standard output; talk, warnings and progress to standard error. "
        "`--json` prints one JSON document. Exit codes: 0 done; 1 `verify` found something that "
        "does not hold; 2 an error you can mend; 130 interrupted. What was kept before an error "
        "stays kept.",
        "Options of the program itself, which stand before the command:",
        table(
            ("option", "meaning"),
            [
                (f"`{_option(option)}`", _help(option))
                for option in program.params
                if option.name in ("version", "debug")
            ],
        ),
        "A condition of `--where` is a field, an operator and a value: `status = civilian`, "
        '`governorate in (Homs, Hama)`, `age < 18`; several are joined by "and". Fields: '
        + code([*(name for name in BREAKDOWNS if name not in ("day", "month", "year"))])
        + " with `=`, `!=` and `in`; "
        + code(NUMBER_FIELDS)
        + " also with `<`, `<=`, `>` and `>=`. `--by` takes "
        + code(BREAKDOWNS)
        + ".",
    ]
    for path, command in _commands(program, ()):
        parts += _command(path, command)
    return page(parts)


def _commands(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    subcommands = getattr(command, "commands", None)
    if subcommands is None:
        yield path, command
        return
    for name, subcommand in subcommands.items():
        yield from _commands(subcommand, (*path, name))


def _command(path: tuple[str, ...], command: Any) -> list[str]:
    paragraphs = [" ".join(part.split()) for part in (command.help or "").split("\n\n")]
    examples = [part.removeprefix("Example: ") for part in paragraphs if part.startswith("Example")]
    said = [part for part in paragraphs if not part.startswith("Example")]
    shown = [one for one in command.params if not one.hidden]
    arguments = [one for one in shown if one.param_type_name == "argument"]
    options = [one for one in shown if one.param_type_name == "option"]
    usage = " ".join(
        [
            "tawthiq",
            *path,
            *(_placeholder(one) for one in arguments),
            *(f"{one.opts[0]} {_value(one)}" for one in options if one.required),
            "[OPTIONS]",
        ]
    )
    parts = [f"## tawthiq {' '.join(path)}", *said, block(usage)]
    rows = [(f"`{_placeholder(one)}`", _help(one)) for one in arguments]
    rows += [(f"`{_option(one)}`", _help(one)) for one in options]
    parts.append(table(("argument or option", "meaning"), rows))
    if examples:
        parts += ["Example:", *map(block, examples)]
    return parts


def _placeholder(argument: Any) -> str:
    word = argument.metavar or argument.name.upper()
    return word if argument.required else f"[{word}]"


def _option(option: Any) -> str:
    names = ", ".join(option.opts)
    return names if option.is_flag else f"{names} {_value(option)}"


def _value(option: Any) -> str:
    said = str(option.type_descriptor.annotation)
    for word, kind in (("Path", "PATH"), ("int", "WHOLE"), ("float", "NUMBER")):
        if word in said:
            return kind
    return "TEXT"


def _help(one: Any) -> str:
    said = sentence(one.help)
    notes = []
    if one.param_type_name == "option" and one.required:
        notes.append("Required.")
    plain = one.default is not None and not isinstance(one.default, bool)
    if plain and str(one.default) not in ("", "None"):
        notes.append(f"Default: `{one.default}`.")
    if one.envvar:
        notes.append(f"Or the environment variable `{one.envvar}`.")
    return " ".join([said, *notes])

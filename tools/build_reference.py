"""Write the reference pages that follow from the code: commands, library, records, mapping …

The same code gives the same bytes, so a test can tell when a page is older than what it describes.
What each column of a record means is read from the architecture; what each field of a mapping means
stands below, beside a check that no field is forgotten.

Run: python tools/build_reference.py [--check]
"""

import argparse
import dataclasses
import importlib
import inspect
import re
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.resources import files
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np
import typer

import tawthiq
from tawthiq.cli import app
from tawthiq.lists import RECORD_SCHEMA
from tawthiq.lists.mapping import _JOINED, Calendar, Order
from tawthiq.lists.vocabulary import DATE_FIELDS, FIELDS
from tawthiq.register import BREAKDOWNS
from tawthiq.register.scope import NUMBER_FIELDS
from tawthiq.statements import (
    Code,
    Statement,
    Vocabulary,
    codes_of_field,
    help_of_field,
    help_of_type,
    label_of_coded,
    label_of_field,
    label_of_relation,
    label_of_term,
    label_of_type,
    label_of_who,
    types,
    vocabularies,
)

ROOT = Path(__file__).resolve().parent.parent
NOTE = "<!-- Written by tools/build_reference.py; change the code it describes, then run it. -->"

# The fronts, lowest first: what stands above may use what stands below, never the reverse.
ROOMS = (
    "names",
    "fields",
    "estimates",
    "simulate",
    "vault",
    "statements",
    "ledger",
    "sources",
    "votes",
    "lists",
    "reading",
    "forms",
    "linkage",
    "folder",
    "register",
    "affairs",
    "counts",
    "checks",
    "exchange",
    "publish",
    "demo",
    "errors",
)

_PART = "one part of the name; the parts are joined in the order of their numbers"
MEANINGS = {
    "name": "the whole name, as the list writes it",
    "name_1": _PART + ": the person's own name",
    "name_2": _PART + ": the father's",
    "name_3": _PART + ": the grandfather's",
    "name_4": _PART,
    "name_5": _PART,
    "name_6": _PART + ": the family name",
    "name_other": "the name in the other script",
    "sex": "`ذكر`, `F`, `male` …",
    "age": "years, months or days, a range, a word such as `infant`; digits of either kind",
    "birth_date": "a day, month or year; Gregorian, Levantine months or Hijri",
    "death_date": "the same; also `before 5 May 2012`, `أواخر آذار 2012`",
    "governorate": "governorate of death",
    "district": "district of death",
    "town": "town or village of death",
    "place": "place of death as free text, of whatever level",
    "origin_governorate": "governorate the person is from",
    "origin_district": "district the person is from",
    "origin_town": "town or village the person is from",
    "origin": "where the person is from, as free text",
    "status": "civilian, fighter, soldier or defector, in the list's words",
    "cause": "what the person died of",
    "incident": "the event in which the person died, by name or number",
    "reporter_id": "the reporter's own id of the person; lines of two versions are met by it",
    "number": "how many people a row without a name speaks of",
    "notes": "kept as written",
    "keep": "kept as written under the column's own header; any number of columns",
}
SETTINGS = {
    "columns": "a table with one line for each column of the file: the header, and its field. "
    "Every column must be named, and none that the file does not have",
    "date_order": "a table: header of a date column, and "
    + " or ".join(f'`"{order}"`' for order in get_args(Order))
    + ". `dmy` where nothing is said",
    "calendar": "a table: header of a date column, and "
    + " or ".join(f'`"{calendar}"`' for calendar in get_args(Calendar))
    + ". Found out for each cell where nothing is said",
    "nulls": "a list of words that stand for *not known* in this list, besides the usual ones",
    "country": "two letters (ISO 3166-1): where places are sought that name no country",
}


# Commands


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
        _table(
            ("option", "meaning"),
            [
                (f"`{_option(option)}`", _help(option))
                for option in program.params
                if option.name in ("version", "debug")
            ],
        ),
        "A condition of `--where` is a field, an operator and a value: `status = civilian`, "
        '`governorate in (Homs, Hama)`, `age < 18`; several are joined by "and". Fields: '
        + _code([*(name for name in BREAKDOWNS if name not in ("day", "month", "year"))])
        + " with `=`, `!=` and `in`; "
        + _code(NUMBER_FIELDS)
        + " also with `<`, `<=`, `>` and `>=`. `--by` takes "
        + _code(BREAKDOWNS)
        + ".",
    ]
    for path, command in _commands(program, ()):
        parts += _command(path, command)
    return _page(parts)


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
    parts = [f"## tawthiq {' '.join(path)}", *said, _block(usage)]
    rows = [(f"`{_placeholder(one)}`", _help(one)) for one in arguments]
    rows += [(f"`{_option(one)}`", _help(one)) for one in options]
    parts.append(_table(("argument or option", "meaning"), rows))
    if examples:
        parts += ["Example:", *map(_block, examples)]
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
    said = _sentence(one.help)
    notes = []
    if one.param_type_name == "option" and one.required:
        notes.append("Required.")
    plain = one.default is not None and not isinstance(one.default, bool)
    if plain and str(one.default) not in ("", "None"):
        notes.append(f"Default: `{one.default}`.")
    if one.envvar:
        notes.append(f"Or the environment variable `{one.envvar}`.")
    return " ".join([said, *notes])


# Library


def library_page() -> str:
    """What each room offers, with signatures and the first paragraph of each docstring."""
    parts = [
        NOTE,
        "# Library",
        "Each room is a package `tawthiq.<room>`; what stands here is all it offers, and anything "
        "else may change without notice. `names`, `fields`, `linkage` and `estimates` work on "
        "plain values and Polars tables and know nothing of registers: see "
        "[Use it as a library](../how-to/use-as-a-library.md). How the rooms lie above one "
        "another is in [the architecture](../explanation/architecture.md).",
        "## tawthiq",
        *_paragraphs(tawthiq.__doc__)[:1],
        *_thing("open_register", tawthiq.open_register),
        "`tawthiq.link` and `tawthiq.estimate` are those of the rooms below.",
    ]
    for room in ROOMS:
        front = importlib.import_module(f"tawthiq.{room}")
        parts += [f"## tawthiq.{room}", *_paragraphs(front.__doc__)[:2]]
        offered = sorted(getattr(front, "__all__", None) or _own(front), key=_functions_last(front))
        for name in offered:
            parts += _thing(name, getattr(front, name))
    return _page(parts)


def _own(front: Any) -> list[str]:
    return [
        name
        for name, thing in vars(front).items()
        if not name.startswith("_") and getattr(thing, "__module__", None) == front.__name__
    ]


def _functions_last(front: Any) -> Callable[[str], tuple[int, str]]:
    """Functions first, then classes, then the rest; each by name."""

    def place(name: str) -> tuple[int, str]:
        thing = getattr(front, name)
        return (0 if inspect.isfunction(thing) else 1 if inspect.isclass(thing) else 2), name

    return place


def _thing(name: str, thing: Any) -> list[str]:
    if inspect.isclass(thing):
        return _class(name, thing)
    if inspect.isfunction(thing):
        return [f"### {name}", _block(_signature(name, thing), "python"), *_first(thing)]
    return [f"### {name}", _block(f"{name} = {_constant(thing)}", "python")]


def _class(name: str, thing: type) -> list[str]:
    parts = [f"### {name}", *_first(thing)]
    if issubclass(thing, Exception):
        return parts
    fields = _fields(thing)
    if fields:
        parts.append(_table(("field", "type", "meaning"), fields))
    methods = []
    for key, member in vars(thing).items():
        if key.startswith("_"):
            continue
        if isinstance(member, property):
            methods.append((f"`.{key}`", _line(member.fget)))
        elif isinstance(member, classmethod | staticmethod) or inspect.isfunction(member):
            signature = _signature(f".{key}", getattr(thing, key), width=0)
            methods.append((f"`{signature}`", _line(member)))
    if methods:
        parts.append(_table(("offers", ""), methods))
    return parts


def _fields(thing: type) -> list[tuple[str, str, str]]:
    """The fields of a data class or struct, with the comment that stands beside each."""
    if dataclasses.is_dataclass(thing):
        kinds = {one.name: one.type for one in dataclasses.fields(thing)}
    elif hasattr(thing, "__struct_fields__"):
        hints = thing.__annotations__
        kinds = {name: hints[name] for name in thing.__struct_fields__ if name in hints}
    else:
        return []
    source = inspect.getsource(thing)
    comments = {
        found["name"]: found["comment"]
        for found in re.finditer(r"^    (?P<name>\w+): [^#\n]*?#\s*(?P<comment>.+)$", source, re.M)
    }
    return [
        (f"`{name}`", f"`{_kind(kind)}`", comments.get(name, ""))
        for name, kind in kinds.items()
        if not name.startswith("_")
    ]


def _signature(name: str, thing: Any, width: int = 92) -> str:
    try:
        signature = inspect.signature(thing)
    except (TypeError, ValueError):
        return f"{name}(…)"
    given = [one for one in signature.parameters.values() if one.name != "self"]
    parameters, starred = [], False
    for one in given:
        if one.kind is one.VAR_POSITIONAL:
            starred = True
        if one.kind is one.KEYWORD_ONLY and not starred:
            parameters.append("*")
            starred = True
        parameters.append(_parameter(one))
    back = signature.return_annotation
    returns = "" if back is inspect.Signature.empty else f" -> {_kind(back)}"
    line = f"{name}({', '.join(parameters)}){returns}"
    if not width or len(line) <= width:
        return line
    inner = "".join(f"    {parameter},\n" for parameter in parameters)
    return f"{name}(\n{inner}){returns}"


def _parameter(one: inspect.Parameter) -> str:
    stars = "*" * (one.kind is one.VAR_POSITIONAL) + "**" * (one.kind is one.VAR_KEYWORD)
    kind = "" if one.annotation is one.empty else f": {_kind(one.annotation)}"
    if one.default is one.empty:
        return f"{stars}{one.name}{kind}"
    default = one.default
    if callable(default) and hasattr(default, "__name__"):
        said = default.__name__
    else:
        said = re.sub(r"<([\w.]+)[^>]*>", "…", repr(default))
    said = said if len(said) <= 60 else f"{type(default).__name__}(…)"
    return f"{one.name}{kind} = {said}" if kind else f"{one.name}={said}"


def _kind(annotation: Any) -> str:
    """A type in the same words on every version of Python, without the modules it comes from."""
    if isinstance(annotation, str):
        return re.sub(r"\b(?:\w+\.)+(?=\w)", "", annotation)
    if isinstance(annotation, list):
        return f"[{', '.join(map(_kind, annotation))}]"
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return " | ".join(map(_kind, inner))
    if origin is Annotated:  # limits of length and range belong to the format of the ledger
        return _kind(inner[0])
    plain: dict[Any, str] = {None: "None", type(None): "None", ...: "..."}
    name = plain.get(annotation) or str(getattr(origin or annotation, "__name__", annotation))
    if origin is np.ndarray:
        inner = get_args(inner[1])
    said = map(repr, inner) if origin is Literal else map(_kind, inner)
    return f"{name}[{', '.join(said)}]" if inner else name


def _constant(thing: Any) -> str:
    if isinstance(thing, dict):
        return "{" + ", ".join(f"{key!r}: {value!r}" for key, value in thing.items()) + "}"
    return repr(thing) if get_origin(thing) is None else _kind(thing)


def _first(thing: Any) -> list[str]:
    return _paragraphs(inspect.getdoc(thing))[:1]


def _line(member: Any) -> str:
    inner = getattr(member, "__func__", member)
    return " ".join((inspect.getdoc(inner) or "").split("\n\n")[0].split())


def _paragraphs(text: str | None) -> list[str]:
    return [
        " ".join(part.split())
        for part in inspect.cleandoc(text or "").split("\n\n")
        if part.strip() and not part.lstrip().startswith(">>>")
    ]


# Records and mapping


def records_page() -> str:
    """The columns of a record, as the code has them and the architecture explains them."""
    meanings = _meanings((ROOT / "docs/explanation/architecture.md").read_text(encoding="utf-8"))
    missing = [name for name in RECORD_SCHEMA if name not in meanings]
    if missing:
        raise SystemExit(f"docs/explanation/architecture.md does not explain {', '.join(missing)}.")
    # Columns that the architecture explains together stay together.
    together: dict[str, list[str]] = {}
    for name in RECORD_SCHEMA:  # columns that the architecture explains together stay together
        together.setdefault(meanings[name], []).append(name)
    rows = [
        (_code(names), ", ".join(f"`{RECORD_SCHEMA[name]}`" for name in names), meaning)
        for meaning, names in together.items()
    ]
    return _page(
        [
            NOTE,
            "# Records",
            "A record is one row of one version of one list: one source speaking of one person, or "
            "of a number of people it does not name. These are the columns of `tawthiq export "
            "records` and of `derived/records.parquet`, after which the register adds its own "
            "(`person_id` and the labels of linkage). Null means that the list does not say.",
            "A column that ends in `_raw` holds the value as written; the same name without it "
            "holds its normal form.",
            _table(("column", "type", "meaning"), rows),
        ]
    )


def _meanings(text: str) -> dict[str, str]:
    """Column → meaning, from the rows "| `a`, `b` | types | meaning |" of the architecture."""
    meanings = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if line.startswith("| `") and len(cells) == 3:
            for name in re.findall(r"`(\w+)`", cells[0]):
                meanings[name] = cells[2]
    return meanings


def mapping_page() -> str:
    """What a column of a list may become, and the settings of a mapping."""
    if set(MEANINGS) != set(FIELDS):
        odd = sorted(set(MEANINGS) ^ set(FIELDS))
        raise SystemExit(f"MEANINGS and the fields of a mapping differ: {', '.join(odd)}.")
    text = files("tawthiq.lists").joinpath("headers.toml").read_text(encoding="utf-8")
    headers: dict[str, list[str]] = tomllib.loads(text)
    fields = [(f"`{field}`", MEANINGS[field]) for field in FIELDS]
    known = [(f"`{field}`", ", ".join(headers[field])) for field in FIELDS if headers.get(field)]
    return _page(
        [
            NOTE,
            "# The mapping of a list",
            "A mapping says what each column of a list becomes. `tawthiq import … --preview "
            "--save-map map.toml` proposes one; `tawthiq import … --map map.toml` uses it. It is "
            "kept with the import. The task is described in "
            "[Import a list](../how-to/import-a-list.md).",
            "## Settings",
            _table(("setting", "holds"), [(f"`{key}`", said) for key, said in SETTINGS.items()]),
            f"`date_order` and `calendar` go with {_code(DATE_FIELDS)} only. Several columns may "
            f"become {_code(sorted(_JOINED))}; every other field is taken by one column. `name` "
            "and its parts exclude each other.",
            "## Fields",
            _table(("field", "holds"), fields),
            "## Headers that are understood",
            "A header is compared without case, diacritics, hamza seats and punctuation. What is "
            "not here is guessed from the values, or kept as it is.",
            _table(("field", "headers"), known),
        ]
    )


# Statements


def statements_page() -> str:
    """Every type of statement with its fields and terms, in both languages, and its schema."""
    parts = [
        NOTE,
        "# Statements",
        "What a text says, as `tawthiq read --json` prints it, the ledger keeps it and `tawthiq "
        "export statements` writes it: one type a table. What the text does not say is null (in a "
        "field of several values: empty). Dates are EDTF. To read texts, see "
        "[Read a text](../how-to/read-a-text.md).",
        "`tawthiq.statements.schema(type)` gives the JSON schema of a type. A type that this "
        "version does not know is kept and passed on as it is, and so are fields it does not know.",
        "## In every type",
        _fields_table("figure", ["type", *Statement.__struct_fields__]),
        *_terms("figure", ["stance"]),
    ]
    for name, kind in types().items():
        if kind.__module__ != "tawthiq.statements.model":
            continue
        own = [one for one in kind.__struct_fields__ if one not in Statement.__struct_fields__]
        title = f"## {name}"
        arabic = f"{label_of_type(name, 'ar')}: {help_of_type(name, 'ar')}."
        parts += [title, f"{help_of_type(name, 'en')}.".capitalize(), arabic]
        parts += [_fields_table(name, own), *_terms(name, own)]
    return _page(parts)


def _fields_table(name: str, fields: Sequence[str]) -> str:
    hints = get_type_hints(types()[name])
    rows = [
        (
            f"`{field}`",
            f"`{_shape(hints[field])}`" if field in hints else "`text`",
            help_of_field(name, field, "en") or "",
            f"{label_of_field(name, field, 'ar')}: {help_of_field(name, field, 'ar') or ''}",
        )
        for field in fields
    ]
    return _table(("field", "holds", "meaning", "بالعربية"), rows)


def _shape(hint: Any) -> str:
    """A type in words that JSON knows."""
    if get_origin(hint) in (Union, UnionType):
        kinds = dict.fromkeys(_shape(one) for one in get_args(hint))
        if "whole number" in kinds and "number" in kinds:
            del kinds["whole number"]
        return " | ".join(kinds)
    if get_origin(hint) is Literal:
        return "term"
    if get_origin(hint) is tuple:
        return f"list of {_shape(get_args(hint)[0])}s"
    plain = {str: "text", int: "whole number", float: "number", type(None): "null"}
    return plain[hint]


def _terms(name: str, fields: Sequence[str]) -> list[str]:
    """The terms of each field that takes only some."""
    hints = get_type_hints(types()[name])
    parts = []
    for field in fields:
        hint = hints.get(field)
        kinds = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
        found = [term for one in kinds if get_origin(one) is Literal for term in get_args(one)]
        if found and not field.endswith("_basis"):
            rows = [
                (f"`{term}`", label_of_term(name, field, term, "en"),
                 label_of_term(name, field, term, "ar"))
                for term in found
            ]  # fmt: skip
            parts += [f"Terms of `{field}`:", _table(("term", "in English", "بالعربية"), rows)]
    return parts


# Markdown


# Codes of HURIDOCS


def huridocs_page() -> str:
    """The lists that have a counterpart among the fields, and the codes beside their terms."""
    parts = [
        NOTE,
        "# Codes of HURIDOCS",
        "Which of HURIDOCS's Micro-thesauri say what fields of statements say, and under which "
        "codes. Labels are our own, in both languages; where the lists were read, and what to "
        "know of them, stands in `tawthiq/statements/huridocs.toml`.",
        "A code has twelve digits, two for each level, and says something only with its list. "
        "Wider: their term says what ours says and more besides. Narrower: it says a part of it. A "
        "term that is not here has none that fits. How codes are taken in: [State what is "
        "said](../how-to/state-what-is-said.md); where they come out: [Look at incidents, bodies, "
        "charters, aid](../how-to/look-at-things.md).",
    ]
    for one in vocabularies():
        parts += [
            f"## {one.number}: {one.en} · {one.ar}",
            f"Field of theirs: {one.their_field}. Fields of ours: {_code(one.fields)}.",
            _codes_table(one)
            or "The values of these fields are words of whoever states them, without codes here.",
        ]
    return _page(parts)


def _codes_table(vocabulary: Vocabulary) -> str:
    """One line a code; fields whose terms have the same codes stand together."""
    fields: dict[tuple[tuple[str, tuple[Code, ...]], ...], list[str]] = {}
    for name in vocabulary.fields:
        terms = tuple(codes_of_field(*name.split(".")).items())
        fields.setdefault(terms, []).append(name)
    rows = []
    for terms, names in fields.items():
        for term, codes in terms:
            labels = _twins(partial(label_of_coded, *names[0].split("."), term))
            for code in codes:
                relation = _twins(partial(label_of_relation, code.relation))
                who = "" if code.who is None else _twins(partial(label_of_who, code.who))
                rows.append((_code(names), labels, f"`{code.code}`", relation, who))
    return _table(("field", "term · المصطلح", "code · الرمز", "theirs · مصطلحهم", ""), rows)


def _twins(label: Callable[[Any], str]) -> str:
    return f"{label('en')} · {label('ar')}"


def _page(parts: list[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    if not rows:
        return ""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace(" | ", " \\| ") for cell in row) + " |" for row in lines
    )


def _block(text: str, language: str = "") -> str:
    return f"```{language}\n{text}\n```"


def _code(names: Any) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _sentence(text: str | None) -> str:
    said = " ".join((text or "").split())
    return said if said.endswith((".", "…", "?")) or not said else f"{said}."


def pages() -> dict[str, str]:
    """Path below the root → what the page says now."""
    return {
        "docs/reference/commands.md": commands_page(),
        "docs/reference/library.md": library_page(),
        "docs/reference/records.md": records_page(),
        "docs/reference/mapping.md": mapping_page(),
        "docs/reference/statements.md": statements_page(),
        "docs/reference/huridocs.md": huridocs_page(),
    }


def main() -> int:
    """Write the pages; with --check write nothing and say which are out of date."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if out of date")
    check = parser.parse_args().check
    old = []
    for name, text in pages().items():
        path = ROOT / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        old.append(name)
        if not check:
            path.write_text(text, encoding="utf-8")
    said = ("out of date: " if check else "written: ") + (", ".join(old) or "none")
    sys.stdout.write(said + "\n")
    return 1 if check and old else 0


if __name__ == "__main__":
    raise SystemExit(main())

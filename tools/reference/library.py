"""The reference of the library: what the front of each room holds."""

import dataclasses
import importlib
import inspect
import re
from collections.abc import Callable
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import numpy as np

import tawthiq
from reference.markdown import NOTE, block, page, table

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
    return page(parts)


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
        return [f"### {name}", block(_signature(name, thing), "python"), *_first(thing)]
    return [f"### {name}", block(f"{name} = {_constant(thing)}", "python")]


def _class(name: str, thing: type) -> list[str]:
    parts = [f"### {name}", *_first(thing)]
    if issubclass(thing, Exception):
        return parts
    fields = _fields(thing)
    if fields:
        parts.append(table(("field", "type", "meaning"), fields))
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
        parts.append(table(("offers", ""), methods))
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

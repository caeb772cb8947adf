"""What a finding says, as one sentence in each language, and the lines that belong to it.

The sentences stand in `labels.toml`; this fills them, with numbers and dates as each language
writes them. Everything a sentence holds is in the finding as data too.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from tawthiq.checks.intervals import Interval
from tawthiq.checks.model import LANGUAGES, Finding, Language
from tawthiq.fields import one_line, write_day, write_number
from tawthiq.register import Scope, scope_in_words

Label = Callable[[str, str, Language], str]
"""(field, value, language) → a value of a scope in words."""


def as_it_is(_field: str, value: str, _language: Language) -> str:
    """A value of a scope where no register tells its name."""
    return value


def label(key: str, lang: Language) -> str:
    """The words of a key of `labels.toml`, such as "heading.itself"."""
    return labels()[key][lang]


@cache
def labels() -> dict[str, dict[str, str]]:
    """Every label by its dotted key, in both languages."""
    tree = tomllib.loads((files(__package__) / "labels.toml").read_text("utf-8"))
    return {f"{group}.{key}": twins for group, one in tree.items() for key, twins in one.items()}


def say(finding: Finding, lang: Language, name: Label = as_it_is) -> str:
    """The sentence of a finding."""
    values = finding.values
    filled = {key: _written(value, lang, name) for key, value in values.items()}
    if "reconcile" in values:
        filled["reconcile"] = _reconcile(values["reconcile"], lang)
    if "reasons" in values:
        filled["reasons"] = label("join.and", lang).join(
            label(f"reason.{reason}", lang) for reason in values["reasons"]
        )
    if "because" in values:
        filled["because"] = values["because"][lang]
    if "url" in values:
        filled["url"] = values["url"] or "–"
    if values.get("other_source", "") is None:
        filled["other_source"] = label("sources.unnamed", lang)
    return label(finding.words, lang).format(**filled)


def more(finding: Finding, lang: Language, name: Label = as_it_is) -> tuple[str, ...]:
    """The lines under a sentence: conventions, the nearest scope, lists at work, the rule set."""
    lines = [label(f"note.{note}", lang) for note in finding.values.get("notes", ())]
    nearest = finding.values.get("nearest")
    if nearest is not None:
        filled = {key: _written(value, lang, name) for key, value in nearest.items()}
        lines.append(label("register.nearest", lang).format(**filled))
    counted = finding.values if "lists" in finding.values else nearest
    if finding.check == "register" and counted is not None:
        lines.append(_lists(counted["lists"], lang))
        if counted["rules"]:
            lines.append(_rules(counted["rules"], lang))
    return tuple(lines)


def as_json(finding: Finding, name: Label = as_it_is) -> dict[str, Any]:
    """A finding as plain values, with its sentence and lines in both languages."""
    return finding.to_dict() | {
        "text": {lang: say(finding, lang, name) for lang in LANGUAGES},
        "more": {lang: list(more(finding, lang, name)) for lang in LANGUAGES},
    }


def interval_in_words(interval: Interval, lang: Language) -> str:
    """ "40", "30 to 35", "40 or more", "40 or fewer"."""
    if interval.as_said is not None:
        how, value = interval.as_said
        return label(f"interval.{how}", lang).format(value=_number(value, lang))
    low, high = interval.low, interval.high
    kind = "range"
    if low is None:
        kind = "any" if high is None else "most"
    elif high is None:
        kind = "least"
    elif low == high:
        kind = "exact"
    elif low == 0:
        kind = "most"
    written = {
        end: "" if value is None else _number(value, lang)
        for end, value in (("low", low), ("high", high))
    }
    return label(f"interval.{kind}", lang).format(**written)


def _written(value: object, lang: Language, name: Label) -> str:
    if isinstance(value, Interval):
        return interval_in_words(value, lang)
    if isinstance(value, Scope):
        return scope_in_words(value, name, lang) or label("register.whole", lang)
    if isinstance(value, date):
        return write_day(value, lang)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, lang)
    return one_line(str(value))


def _number(value: float, lang: Language) -> str:
    whole = value == int(value)
    if whole or abs(value) >= 100:
        return write_number(round(value), lang)
    return write_number(value, lang, 2 if abs(value) < 10 else 1)


def _reconcile(each: Sequence[Mapping[str, Any]], lang: Language) -> str:
    """Each value which would do: the total's first, then those of the parts."""
    written = []
    for at, one in enumerate(each):
        key = one["role"] if at or one["role"] == "total" else "only_part"
        written.append(
            label(f"reconcile.{key}", lang).format(
                near=_number(one["near"], lang), quote=one["quote"]
            )
        )
    return label("reconcile.or", lang).join(written)


def _lists(lists: Sequence[Mapping[str, Any]], lang: Language) -> str:
    if not lists:
        return label("register.no_lists", lang)
    each = label("join.comma", lang).join(
        label("register.one_list", lang).format(
            list=one_line(one["list"]),
            records=_number(one["records"], lang),
            records_then=_number(one["records_then"], lang),
        )
        for one in lists
    )
    return label("register.lists", lang).format(lists=each)


def _rules(rules: Mapping[str, float], lang: Language) -> str:
    names = {
        "sure": "sure_probability",
        "linked_from": "linked_probability",
        "possible": "possible_probability",
    }
    return label("register.rules", lang).format(
        **{key: _probability(rules.get(name), lang) for key, name in names.items()}
    )


def _probability(value: float | None, lang: Language) -> str:
    if value is None:
        return "–"
    decimals = max(len(f"{value:g}".partition(".")[2]), 1)
    return write_number(value, lang, decimals)

"""The figures that the texts give, as far as a report that names nobody can repeat them.

A text may say anything: a place it names may be a house, a speaker a private person. So only what
comes from closed lists passes here: numbers, terms with labels, places of the gazetteer, dates, and
speakers who are a declared source or a body that a person confirmed to be one. The words themselves
stay in the register (`tawthiq show DOCUMENT`).
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from tawthiq.errors import FieldError
from tawthiq.fields import Gazetteer
from tawthiq.names import fold
from tawthiq.publish.model import LANGS, Lang, SaidFigure, SaidFigures
from tawthiq.statements import label_of_term, value_in_words

MOST = 500
"""Figures in a report; those that a person looked at come first."""

_LOOKED_AT = {"confirmed": 0, "edited": 0, "proposed": 1}
_EDTF = re.compile(r"[0-9XY.T:/?~%+-]{1,60}", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_ARABIC = re.compile("[\u0620-\u064a]")
_Twins = Mapping[Lang, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What may be named."""

    sources: Mapping[str, _Twins]  # key → name
    speakers: Mapping[str, _Twins]  # folded name → name
    gazetteer: Gazetteer


def figures_said(
    statements: pl.DataFrame, sources: pl.DataFrame, gazetteer: Gazetteer
) -> SaidFigures:
    """The figures of the register's texts that a report shows.

    Left out, and counted: figures that a person rejected, those of readers' comments, and more than
    a page holds.

    Args:
        statements: `register.read_side_table(derived, "statements")`.
        sources: `Register.sources`.
        gazetteer: the places that may be named.
    """
    known = _known(statements, sources, gazetteer)
    figures = [
        (row, json.loads(row["fields"]))
        for row in statements.filter(pl.col("type") == "figure").iter_rows(named=True)
    ]
    shown = [
        (row, raw)
        for row, raw in figures
        if row["status"] in _LOOKED_AT and raw.get("item") is None
    ]
    shown.sort(key=lambda both: _LOOKED_AT[both[0]["status"]])
    return SaidFigures(
        figures=tuple(_said(row, raw, known) for row, raw in shown[:MOST]),
        rejected=sum(row["status"] == "rejected" for row, _ in figures),
        in_comments=sum(
            row["status"] != "rejected" and raw.get("item") is not None for row, raw in figures
        ),
        beyond=max(0, len(shown) - MOST),
    )


def _known(statements: pl.DataFrame, sources: pl.DataFrame, gazetteer: Gazetteer) -> _Known:
    keys: dict[str, _Twins] = {}
    speakers: dict[str, _Twins] = {}
    for row in sources.iter_rows(named=True):
        names = [name for name in (row["name"], row["name_other"]) if name]
        keys[row["key"]] = _twins(names)
        for name in (row["key"], *names):
            speakers[fold(name)] = keys[row["key"]]
    held = statements.filter(
        (pl.col("type") == "mention") & pl.col("status").is_in(["confirmed", "edited"])
    )
    for row in held.iter_rows(named=True):
        entity = json.loads(row["fields"]).get("entity")
        for name in (entity, row["quote"]):
            if isinstance(name, str) and name:
                speakers.setdefault(fold(name), _twins([name]))
    return _Known(sources=keys, speakers=speakers, gazetteer=gazetteer)


def _said(row: Mapping[str, Any], raw: Mapping[str, Any], known: _Known) -> SaidFigure:
    speaker = raw.get("attributed_to")
    named = known.speakers.get(fold(speaker)) if isinstance(speaker, str) else None
    return SaidFigure(
        value={lang: _value(raw, lang) for lang in LANGS},
        counted=_each(lambda lang: _term(raw, "counted", lang)),
        category=_each(lambda lang: _category(raw, lang)),
        place=_place(raw, known.gazetteer),
        when=_when(raw),
        source=known.sources.get(row["source"] or "", _twins([row["source"] or "–"])),
        speaker=named,
        speaker_withheld=speaker is not None and named is None,
        place_withheld=bool(raw.get("place")) and _place(raw, known.gazetteer) is None,
        denied=raw.get("stance") in ("denies", "rejects", "questions"),
        status=row["status"],
        document=row["document"],
    )


def _value(raw: Mapping[str, Any], lang: Lang) -> str:
    """The value without words of the text: a vague word is said to be one."""
    unit = raw.get("unit")
    listed = isinstance(unit, str) and (
        _CURRENCY.fullmatch(unit) or label_of_term("figure", "unit", unit, "ar") != unit
    )
    plain = {name: raw.get(name) for name in ("value_low", "value_high", "bound", "per")}
    if plain["per"] not in (None, "hour", "day", "week", "month", "year"):
        plain["per"] = None
    plain["hedge"] = "…"
    return value_in_words(plain | {"unit": unit if listed else None}, lang)


def _term(raw: Mapping[str, Any], name: str, lang: Lang) -> str | None:
    """The label of a term; None of one that nobody put on a list."""
    value = raw.get(name)
    if not isinstance(value, str) or label_of_term("figure", name, value, "ar") == value:
        return None
    return label_of_term("figure", name, value, lang)


def _category(raw: Mapping[str, Any], lang: Lang) -> str | None:
    parts = str(raw.get("category") or "").split("+")
    labels = [_term({"category": part}, "category", lang) for part in parts]
    return " + ".join(label for label in labels if label) or None


def _place(raw: Mapping[str, Any], gazetteer: Gazetteer) -> _Twins | None:
    identity = raw.get("place_id")
    if not isinstance(identity, str):
        return None
    try:
        place = gazetteer.place(identity)
    except FieldError:
        return None
    names = {"en": place.name_en, "ar": place.name_ar}
    return {lang: names[lang] or names["en"] or names["ar"] or identity for lang in LANGS}


def _when(raw: Mapping[str, Any]) -> str | None:
    for name in ("period", "as_of"):
        value = raw.get(name)
        if isinstance(value, str) and _EDTF.fullmatch(value):
            return value
    return None


def _each(label: Any) -> _Twins | None:
    found = {lang: label(lang) for lang in LANGS}
    return found if all(found.values()) else None


def _twins(names: Iterable[str]) -> _Twins:
    """Names by script: of a language without one of its own, the other's."""
    known = list(names)
    arabic = [name for name in known if _ARABIC.search(name)]
    latin = [name for name in known if not _ARABIC.search(name)]
    return {"en": (latin or known)[0], "ar": (arabic or known)[0]}

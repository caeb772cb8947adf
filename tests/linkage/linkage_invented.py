"""Invented people, and what the tests of linkage ask of records."""

import numpy as np
import polars as pl

from tawthiq.linkage.model import FIELDS
from tawthiq.linkage.prepare import Prepared, prepare

GIVEN = [
    "سامر",
    "ليلى",
    "هادي",
    "نورا",
    "وليد",
    "رنا",
    "فارس",
    "سلمى",
    "غسان",
    "دينا",
    "طارق",
    "هبة",
    "ماهر",
    "جنى",
    "قصي",
    "لمى",
]
FATHERS = ["نزار", "عدنان", "رياض", "صفوان", "مروان", "بشار", "حازم", "جهاد", "نبيل", "فواز"]
FAMILIES = [
    "الدباغ",
    "الحلواني",
    "الصباغ",
    "النجار",
    "الخياط",
    "السراج",
    "الحداد",
    "القطان",
    "العطار",
    "البيطار",
]


def crowd(n: int, seed: int = 1, lists: tuple[str, ...] = ("one", "two")) -> pl.DataFrame:
    """`n` invented people, each named once by every list, with ages."""
    rng = np.random.default_rng(seed)
    rows = []
    for person in range(n):
        name = " ".join(
            [
                GIVEN[rng.integers(len(GIVEN))],
                FATHERS[rng.integers(len(FATHERS))],
                FATHERS[rng.integers(len(FATHERS))],
                FAMILIES[rng.integers(len(FAMILIES))],
            ]
        )
        age = float(rng.integers(1, 80))
        rows += [
            {
                "record_id": f"{key}:{person:05}",
                "list": key,
                "document": key,
                "name": name,
                "age_low": age,
                "age_high": age,
                "truth": person,
            }
            for key in lists
        ]
    return pl.DataFrame(rows)


def with_records(**extra: dict[str, object]) -> pl.DataFrame:
    """A crowd that teaches the model, and the records a test is about."""
    rows = [
        {"record_id": key, "list": key[0], "document": key[0], **values}
        for key, values in extra.items()
    ]
    return pl.concat([crowd(300).drop("truth"), pl.DataFrame(rows)], how="diagonal_relaxed")


def together(people: pl.DataFrame, a: str, b: str, partition: str = "linked") -> bool:
    label = dict(people.select("record_id", partition).iter_rows())
    return label[a] == label[b]


def aged(age: float) -> dict[str, object]:
    return {"age_low": age, "age_high": age}


def prepared_of(records: pl.DataFrame) -> Prepared:
    return prepare(records, frozenset(FIELDS))


def names_of(*names: str) -> Prepared:
    """One record a name, in this order."""
    ids = [f"r{k:04}" for k in range(len(names))]
    return prepared_of(pl.DataFrame({"record_id": ids, "name": list(names)}))


def rows(*numbers: int) -> np.ndarray:
    return np.array(numbers, dtype=np.int32)

"""Invented lines of a register: plain rows in, the frame that `Register.lines` gives out."""

from datetime import date

import polars as pl
from hypothesis import strategies as st

from tawthiq.lists import RECORD_SCHEMA

_LABELS = {
    "person_id": pl.String(),
    "sure": pl.Int64(),
    "linked": pl.Int64(),
    "possible": pl.Int64(),
}


def day(text: str) -> date:
    return date.fromisoformat(text)


def line(number: int, **values: object) -> dict[str, object]:
    """A named record of list "a", alone in its cluster unless the labels say else."""
    died = values.pop("died", None)
    row: dict[str, object] = {
        "record_id": f"r{number}",
        "line_id": f"r{number}",
        "list": "a",
        "source": values.get("list", "a"),
        "named": True,
        "number_low": 1,
        "number_high": 1,
        "sure": number,
        "linked": values.get("sure", number),
        "possible": values.get("linked", values.get("sure", number)),
        "person_id": f"p{values.get('linked', values.get('sure', number))}",
    }
    if died is not None:
        first, last = died if isinstance(died, tuple) else (died, died)
        row |= {"death_earliest": first and day(first), "death_latest": last and day(last)}
    age = values.pop("age", None)
    if age is not None:
        row |= {"age_low": float(age), "age_high": float(age)}
    return row | values


def lines(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=RECORD_SCHEMA | _LABELS)


SEXES = ("male", "female")
PLACES = ("wr-north", "wr-south")
DAYS = ("2012-01-30", "2012-02-01", "2012-02-14", "2012-03-02")


@st.composite
def registers(draw: st.DrawFn) -> pl.DataFrame:
    """Lines with every kind of doubt: nested partitions, gaps, accounts that differ, numbers."""
    rows = []
    for number in range(draw(st.integers(1, 9))):
        possible = draw(st.integers(0, 3))
        linked = possible * 10 + draw(st.integers(0, 1))
        sure = linked * 10 + draw(st.integers(0, 1))
        first, last = sorted((draw(st.sampled_from(DAYS)), draw(st.sampled_from(DAYS))))
        died = draw(
            st.sampled_from([(first, last), (first, first), (first, None), (None, last), None])
        )
        rows.append(
            line(
                number,
                sure=sure,
                linked=linked,
                possible=possible,
                person_id=f"p{linked}",
                list=draw(st.sampled_from("abc")),
                sex=draw(st.sampled_from([*SEXES, None])),
                governorate=draw(st.sampled_from([*PLACES, None])),
                age=draw(st.sampled_from([None, 4, 17, 40])),
                died=died,
                withdrawn_on=draw(st.sampled_from([None, None, day("2012-06-01")])),
            )
        )
    for number in range(draw(st.integers(0, 2))):
        low = draw(st.integers(1, 4))
        rows.append(
            line(
                100 + number,
                named=False,
                sex=draw(st.sampled_from([*SEXES, None])),
                governorate=draw(st.sampled_from([*PLACES, None])),
                died=draw(st.sampled_from([*DAYS, None])),
                number_low=low,
                number_high=low + draw(st.integers(0, 2)),
            )
        )
    return lines(*rows)

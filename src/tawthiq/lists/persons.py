"""Whom each row of a list speaks of: a name, a number of people, or nobody."""

import re

import polars as pl

from tawthiq.errors import FieldError
from tawthiq.fields import (
    parse_number,
)
from tawthiq.lists.cells import Unknowns, read_distinct
from tawthiq.lists.mapping import Mapping
from tawthiq.lists.model import ROW
from tawthiq.lists.reasons import reason
from tawthiq.lists.storing import cells_as_json
from tawthiq.lists.vocabulary import NAME_PARTS, fold_header
from tawthiq.names import fold

# A body nobody could name is a victim all the same: the row speaks of one unnamed person.
_MAYBE_UNIDENTIFIED = re.compile(r"unk|unid|unnam|inconnu|withheld|مجهول|معروف|التعرف|يعرف", re.I)
_UNIDENTIFIED = re.compile(
    r"(an? )?(unknown|unidentified|unnamed|inconnue?|names? withheld)"
    r"( (body|person|man|woman|child|male|female|boy|girl|victim|corpse|name|identity))*"
    r"|((جثه|جثمان|شهيد|شهيده|رجل|امراه|طفل|طفله|شخص) )*"
    r"(مجهوله?|غير معروفه?|لم يعرف|لم يتم التعرف عليه?ا?)( (الهويه|الاسم|اسمه|اسمها))*"
)
# Only where one of these stands is it worth asking whether a "name" is a number of people.
# Polars is fast only with word borders of ASCII, hence (?-u:\b).
_PEOPLE = (
    r"(?i)(?-u:\b)(child|children|man|men|woman|women|boys?|girls?|persons?|people|civilians?|"
    r"body|bodies|baby|babies|infants?|corpses?|family members)(?-u:\b)"
    r"|طفل|أطفال|رجل|رجال|امرأ|نساء|شخص|أشخاص|جثة|جثث|جثتان|مدني|قتيل|قتلى|رضيع|شهداء|شهيدان|سيدة"
)


def in_order(mapping: Mapping, rows: pl.DataFrame) -> Mapping:
    """The mapping with its columns in the order of the table; JSON in the ledger sorts them."""
    columns = {c: mapping.columns[c] for c in rows.columns if c in mapping.columns}
    return Mapping(
        columns=columns,
        date_order=mapping.date_order,
        calendar=mapping.calendar,
        nulls=mapping.nulls,
        country=mapping.country,
    )


def nobody(rows: pl.DataFrame, mapping: Mapping) -> pl.DataFrame:
    """The rows that neither name anyone nor say how many people they speak of.

    Returns:
        Columns as in `SET_ASIDE_SCHEMA`.
    """
    return nobody_of(rows, persons_of(rows, in_order(mapping, rows)))


def persons_of(rows: pl.DataFrame, mapping: Mapping) -> pl.DataFrame:
    """Whom each row names and how many people it speaks of: the columns of both, side by side."""
    unknown = Unknowns(mapping.nulls)
    return pl.concat(
        [_names(rows, mapping, unknown), _numbers(rows, mapping, unknown)], how="horizontal"
    )


def nobody_of(rows: pl.DataFrame, persons: pl.DataFrame) -> pl.DataFrame:
    """As `nobody`, of rows whose persons were read."""
    found = (
        persons.select("raw", "low", "high", "_reason", "unidentified", "name")
        .with_columns(rows[ROW])
        .with_columns(
            reason=pl.when(pl.col("name").is_not_null())
            .then(None)
            .when(pl.col("high") == 0)  # "unknown" beside it names nobody either
            .then(pl.lit(reason("nobody")))
            .when(pl.col("unidentified") | pl.col("low").is_not_null())
            .then(None)
            .when(pl.col("_reason").is_not_null())
            .then(pl.format(reason("unreadable_number", detail="{}"), "_reason"))
            .when(pl.col("raw").is_not_null())
            .then(pl.lit(reason("letterless_name")))
            .otherwise(pl.lit(reason("neither")))
        )
        .filter(pl.col("reason").is_not_null())
    )
    cells = rows.filter(rows[ROW].is_in(found[ROW].to_list())).drop(ROW)
    return found.select(ROW, "reason").with_columns(
        pl.Series("cells", [cells_as_json(row) for row in cells.iter_rows()], dtype=pl.String)
    )


def _names(rows: pl.DataFrame, mapping: Mapping, unknown: Unknowns) -> pl.DataFrame:
    """Who each row names.

    Returns:
        `raw` and `other_raw`: as written, the parts of a name joined; `name` and `other`: folded;
        `unidentified`: the row says that the person's name is not known.
    """
    whole = _written_name(rows, mapping.columns_of("name", *NAME_PARTS), unknown)
    other = _written_name(rows, mapping.columns_of("name_other"), unknown)

    people = {
        text for names in (whole, other) for text in _maybe_people(names).drop_nulls().unique()
    }

    def read(text: str) -> tuple[str | None, bool]:
        if _MAYBE_UNIDENTIFIED.search(text) and _UNIDENTIFIED.fullmatch(fold_header(text)):
            return None, True
        if text in unknown:
            return None, False
        if text in people and _people_in_name(text) != (None, None):
            return None, True
        return fold(text) or None, False

    outputs = {"name": pl.String, "unidentified": pl.Boolean}
    found = read_distinct(whole, read, outputs, None)
    found_other = read_distinct(other, read, outputs, None)
    return pl.DataFrame(
        {
            "raw": whole,
            "other_raw": other,
            "name": found["name"],
            "other": found_other["name"],
            "unidentified": found["unidentified"],
            "other_unidentified": found_other["unidentified"],
        }
    ).select(
        # A row that gives the name in one script only is named by that one.
        raw=pl.when(pl.col("name").is_null() & pl.col("other").is_not_null())
        .then("other_raw")
        .otherwise("raw"),
        other_raw="other_raw",
        name=pl.coalesce("name", "other"),
        other="other",
        unidentified=pl.col("unidentified").fill_null(value=False)
        | pl.col("other_unidentified").fill_null(value=False),
    )


def _people_in_name(text: str) -> tuple[int | None, int | None]:
    """How many people stand in the place of a name ("a child and two men"); nothing for a name."""
    try:
        number = parse_number(text)
    except FieldError:
        return None, None
    return number.low, number.high


def _written_name(rows: pl.DataFrame, columns: list[str], unknown: Unknowns) -> pl.Series:
    if not columns:
        return pl.Series("name", [None] * rows.height, dtype=pl.String)
    if len(columns) == 1:
        return rows[columns[0]]
    # A part that says "unknown" is no part of a name; where all do, that is what the row says.
    known = [
        pl.when(~pl.col(c).is_in([v for v in rows[c].drop_nulls().unique() if v in unknown])).then(
            pl.col(c).str.strip_chars()
        )
        for c in columns
    ]
    joined = pl.concat_str(known, separator=" ", ignore_nulls=True)
    given = pl.concat_str(columns, separator=" ", ignore_nulls=True)
    return rows.select(name=pl.when(joined != "").then(joined).when(given != "").then(given))[
        "name"
    ]


def _numbers(rows: pl.DataFrame, mapping: Mapping, unknown: Unknowns) -> pl.DataFrame:
    """How many people each row speaks of: from its number, or else from what stands for a name.

    Returns:
        `low`, `high`: null where the row does not say; `_reason` where it cannot be read.
    """

    def read(text: str) -> tuple[int, int]:
        number = parse_number(text)
        return number.low, number.high

    outputs = {"low": pl.Int64, "high": pl.Int64}
    columns = mapping.columns_of("number")
    if columns:
        found = read_distinct(rows[columns[0]], read, outputs, unknown)
    else:
        found = pl.DataFrame(
            {"low": [None] * rows.height, "high": None, "_reason": None},
            schema={**outputs, "_reason": pl.String},
        )
    names = _written_name(rows, mapping.columns_of("name", *NAME_PARTS), unknown)
    # A name that was read is no number; of the others, few are worth asking.
    spoken = read_distinct(_maybe_people(names), _people_in_name, outputs, unknown)
    return pl.DataFrame(
        [
            *(
                pl.select(pl.coalesce(found[end], spoken[end])).to_series().alias(end)
                for end in outputs
            ),
            found["_reason"],
        ]
    )


def _maybe_people(names: pl.Series) -> pl.Series:
    """The names in which a word for people stands; the others null."""
    asked = pl.col("name").str.contains(_PEOPLE) & (pl.col("name").str.len_chars() <= 100)
    return names.to_frame("name").select(pl.when(asked).then("name"))["name"]

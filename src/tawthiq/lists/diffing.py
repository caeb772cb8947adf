"""Find the same line in two versions of a list, and say what the newer version changes.

A list rarely numbers its lines for good, so a line is found again by what is surest first: the
reporter's own id, then rows that say the same, then a name that stands once on either side with
something else that agrees. What is not found is withdrawn on one side and added on the other:
rather two lines of one person, which linkage joins, than one line of two people.
"""

import json
from collections.abc import Callable

import polars as pl

from tawthiq.lists.model import Change, VersionDiff

# What the source wrote, in the order in which changes are shown.
_WRITTEN = (
    "name_raw",
    "name_other_raw",
    "number_low",
    "number_high",
    "sex_raw",
    "age_raw",
    "birth_raw",
    "death_raw",
    "place_raw",
    "origin_raw",
    "status_raw",
    "cause_raw",
    "incident",
    "reporter_id",
    "notes",
    "extra",
)
# Without what a new release often counts or words anew for all its rows.
_CORE = tuple(c for c in _WRITTEN if c not in ("incident", "reporter_id", "notes", "extra"))
_AGREEING = (
    ("age_low", "age_high"),
    ("birth_earliest", "birth_latest"),
    ("death_earliest", "death_latest"),
    ("town",),
    ("district",),
    ("governorate",),
    ("origin_town",),
)
Step = Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]
_PAIRS = {"old": pl.String(), "new": pl.String()}


def match_lines(
    old: pl.DataFrame, new: pl.DataFrame, *, trust_ids: bool | None = None
) -> pl.DataFrame:
    """Find the rows of a newer version that are lines of an older one.

    Args:
        old: records of the older version (`RECORD_SCHEMA`).
        new: records of the newer version.
        trust_ids: whether the reporter's ids stay with the person; None decides by `ids_hold`.

    Returns:
        `old` and `new`: record ids; each at most once.
    """
    if trust_ids is None:
        trust_ids = ids_hold(old, new)
    pairs = pl.DataFrame(schema=_PAIRS)
    steps = [_by_content(_WRITTEN), _by_content((*_CORE, "reporter_id") if trust_ids else _CORE)]
    if trust_ids:
        steps.insert(0, _by_id)
    for step in steps:
        pairs = pl.concat([pairs, step(_rest(old, pairs, "old"), _rest(new, pairs, "new"))])
    rest = _by_name(_rest(old, pairs, "old"), _rest(new, pairs, "new"), trust_ids)
    return pl.concat([pairs, rest])


def ids_hold(old: pl.DataFrame, new: pl.DataFrame) -> bool:
    """Whether the reporter's ids stay with the person from one version to the other.

    Some lists number their rows afresh in every release. Then names that stand once on either side
    mostly bear another id, and the id is worth nothing.
    """
    sides = [
        table.filter(pl.col("name").is_not_null() & pl.col("name").is_unique())
        .filter(pl.col("reporter_id").is_not_null())
        .select("name", "reporter_id")
        for table in (old, new)
    ]
    agree = (
        sides[0]
        .join(sides[1], on="name")
        .select(pl.col("reporter_id") == pl.col("reporter_id_right"))
    )
    return int(agree.to_series().sum()) * 2 >= agree.height


def _rest(records: pl.DataFrame, pairs: pl.DataFrame, side: str) -> pl.DataFrame:
    return records.join(
        pairs, left_on="record_id", right_on=side, how="anti", maintain_order="left"
    )


def _by_id(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    ids = [
        table.filter(
            pl.col("reporter_id").is_not_null() & pl.col("reporter_id").is_unique()
        ).select("record_id", "reporter_id")
        for table in (old, new)
    ]
    return _joined(ids[0], ids[1], ["reporter_id"])


def _by_content(columns: tuple[str, ...]) -> Step:
    def step(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
        # Rows that say exactly the same are told apart by their order alone: the first is the
        # first again, and of three that became two the last is gone.
        sides = [
            table.select(
                "record_id",
                said=pl.concat_str(
                    [
                        pl.concat_str(pl.lit("="), pl.col(c).cast(pl.String)).fill_null("")
                        for c in columns
                    ],
                    separator="\x1f",
                ),
            ).with_columns(turn=pl.int_range(pl.len()).over("said"))
            for table in (old, new)
        ]
        return _joined(sides[0], sides[1], ["said", "turn"])

    return step


def _joined(old: pl.DataFrame, new: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    return old.join(new, on=on, suffix="_new").select(old="record_id", new="record_id_new")


def _by_name(old: pl.DataFrame, new: pl.DataFrame, trust_ids: bool) -> pl.DataFrame:
    sides = [
        table.filter(pl.col("name").is_not_null() & pl.col("name").is_unique())
        for table in (old, new)
    ]
    both = sides[0].join(sides[1], on="name", suffix="_new")
    agrees = pl.any_horizontal(
        pl.all_horizontal(pl.col(c).eq_missing(pl.col(f"{c}_new")) for c in group)
        & pl.any_horizontal(pl.col(c).is_not_null() for c in group)
        for group in _AGREEING
    )
    apart = (pl.col("sex") != pl.col("sex_new")).fill_null(value=False)
    if trust_ids:
        apart |= (pl.col("reporter_id") != pl.col("reporter_id_new")).fill_null(value=False)
    return both.filter(agrees & ~apart).select(old="record_id", new="record_id_new")


def diff_versions(old: pl.DataFrame, new: pl.DataFrame) -> VersionDiff:
    """Say what a newer version of a list changes.

    Args:
        old: records of the older version, as from `records_of`.
        new: records of the newer version.

    Returns:
        Lines added, changed (cell by cell, as written), withdrawn, and the same; in the order of
        the rows.
    """
    pairs = match_lines(old, new)
    written = ["record_id", *_WRITTEN]
    both = (
        new.select(written)
        .rename({c: f"{c}_new" for c in written})
        .join(pairs, left_on="record_id_new", right_on="new", maintain_order="left")
        .join(old.select(written), left_on="old", right_on="record_id", maintain_order="left")
    )
    differs = pl.any_horizontal(pl.col(c).ne_missing(pl.col(f"{c}_new")) for c in _WRITTEN)
    same = both.filter(~differs).select("old", "record_id_new")
    changed = [
        Change(
            old_record=row["old"],
            new_record=row["record_id_new"],
            columns=_changes(row),
        )
        for row in both.filter(differs).iter_rows(named=True)
    ]
    return VersionDiff(
        added=_rest(new, pairs, "new")["record_id"].to_list(),
        changed=changed,
        withdrawn=_rest(old, pairs, "old")["record_id"].to_list(),
        same=same.rows(),
    )


def _changes(row: dict[str, object]) -> dict[str, tuple[str | None, str | None]]:
    found: dict[str, tuple[str | None, str | None]] = {}
    for column in _WRITTEN:
        before, now = row[column], row[f"{column}_new"]
        if before == now:
            continue
        if column == "extra":
            was, is_now = json.loads(str(before)), json.loads(str(now))
            for key in dict.fromkeys([*was, *is_now]):
                if was.get(key) != is_now.get(key):
                    found[key] = (was.get(key), is_now.get(key))
        else:
            found[column] = (_text(before), _text(now))
    return found


def _text(value: object) -> str | None:
    return None if value is None else str(value)

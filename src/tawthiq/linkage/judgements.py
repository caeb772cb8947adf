"""Check reviewers' judgements: they are law, so they must not contradict one another."""

import polars as pl

from tawthiq.errors import LinkageError

VERDICTS = ("same", "different", "unsure")
SCHEMA = {"record_a": pl.String(), "record_b": pl.String(), "verdict": pl.String()}

Pairs = tuple[tuple[int, int], ...]


def smaller_first(pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs whichever way round they were named: record_a < record_b."""
    return pairs.with_columns(
        record_a=pl.min_horizontal("record_a", "record_b"),
        record_b=pl.max_horizontal("record_a", "record_b"),
    )


def check_judgements(
    judgements: pl.DataFrame | None, ids: pl.Series
) -> tuple[dict[str, Pairs], pl.DataFrame]:
    """Judgements as pairs of rows of the sorted `ids`, by verdict.

    Judgements of records that are not among `ids` (an older version of a line, a list left out)
    say nothing here and are passed over.

    Returns:
        Pairs of rows (a < b) by verdict, and the judgements that were heeded.

    Raises:
        LinkageError: a column is missing, a verdict is unknown, or a chain of `same` joins two
            records that are judged `different`.
    """
    if judgements is None:
        return dict.fromkeys(VERDICTS, ()), pl.DataFrame(schema=SCHEMA)
    missing = [c for c in SCHEMA if c not in judgements.columns]
    if missing:
        raise LinkageError(
            f"judgements have no column {', '.join(missing)}; expected {', '.join(SCHEMA)}."
        )
    table = judgements.select(pl.col(c).cast(pl.String) for c in SCHEMA)
    unknown = table.filter(~pl.col("verdict").is_in(VERDICTS) | pl.col("verdict").is_null())
    if len(unknown):
        raise LinkageError(
            f"judgement of {unknown['record_a'][0]} and {unknown['record_b'][0]}: verdict "
            f"{unknown['verdict'][0]!r}; expected one of {', '.join(VERDICTS)}."
        )
    rows = dict(zip(ids.to_list(), range(len(ids)), strict=True))
    known = smaller_first(
        table.filter(
            pl.col("record_a").is_in(ids.implode()) & pl.col("record_b").is_in(ids.implode())
        )
    )
    alone = known.filter(pl.col("record_a") == pl.col("record_b"))
    if len(alone.filter(pl.col("verdict") != "same")):
        raise LinkageError(
            f"record {alone['record_a'][0]} is judged against itself; withdraw that judgement."
        )
    known = known.filter(pl.col("record_a") != pl.col("record_b")).unique().sort(*SCHEMA)
    pairs = {
        verdict: tuple(
            (rows[a], rows[b])
            for a, b in known.filter(pl.col("verdict") == verdict)
            .select("record_a", "record_b")
            .iter_rows()
        )
        for verdict in VERDICTS
    }
    _refuse_contradictions(pairs["same"], pairs["different"], ids)
    return pairs, known


def _refuse_contradictions(same: Pairs, different: Pairs, ids: pl.Series) -> None:
    beside: dict[int, list[int]] = {}
    for a, b in same:
        beside.setdefault(a, []).append(b)
        beside.setdefault(b, []).append(a)
    for a, b in different:
        chain = _chain(beside, a, b)
        if chain:
            named = " = ".join(str(ids[row]) for row in chain)
            raise LinkageError(
                f"judgements contradict: {ids[a]} and {ids[b]} are judged different, but the same "
                f"by {named}. Withdraw one of these judgements."
            )


def _chain(beside: dict[int, list[int]], start: int, end: int) -> list[int]:
    """The shortest chain of `same` from start to end; empty where there is none."""
    came_from = {start: start}
    queue = [start]
    for row in queue:
        if row == end:
            chain = [end]
            while chain[-1] != start:
                chain.append(came_from[chain[-1]])
            return chain[::-1]
        for other in beside.get(row, []):
            if other not in came_from:
                came_from[other] = row
                queue.append(other)
    return []

"""How does our linkage stand beside other programs, in errors and in processor seconds?

Every program gets the same table, with names prepared by `tawthiq.names`: the peers pay nothing for
that, we pay for reading names again. Each runs in a process of its own; processor seconds and peak
memory are those of the whole process, imports included, until its answer is there. Our compiled
code is warm. The truth is used for the score alone, except that `dedupe` learns from a hundred
answers to questions it asks; the best thresholds of the peers are also chosen with it, ours never.

Data: `real:arabic`, `real:arabic-no-birth`, `real:cross-script` (two lists of real dead; only
numbers are printed, and no table of theirs is kept), `febrl3`, `febrl4` (names, birth date and
places), `febrl3-all`, `febrl4-all` (also a number, street and postcode; the two lists of FEBRL 4
declared to name each person once), `sim:DEATHS:SEED`, `table:PATH`.

    python benchmarks/link_peers.py --peers-python PATH --keep FOLDER          # all programs
    python benchmarks/link_peers.py --keep FOLDER --tool tawthiq --markdown    # ours again

With `--tool` the others are shown as they were last measured in FOLDER. Peers that are not
installed are skipped, and that is said.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import polars as pl

from linkage_scores import b_cubed, cluster_score, score
from peer_clusters import best_partition, partition_at
from peer_tables import Data, make_data

DATA = (
    "real:arabic", "real:arabic-no-birth", "real:cross-script", "febrl3", "febrl3-all", "febrl4",
    "febrl4-all", "sim:10000:101", "sim:100000:101",
)  # fmt: skip
OURS = ("tawthiq", "exact")
PEERS = ("splink", "dedupe", "recordlinkage")
RUNNERS = Path(__file__).parent / "peers"
WARM_ROWS = 300
MEMORY = 12 * 1024**3  # bytes a run may take


def main() -> None:
    asked = arguments()
    # Stopped half way, the folder with the table still goes: it may hold names of real dead.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    with tempfile.TemporaryDirectory() as scratch:
        work = asked.keep or Path(scratch)
        work.mkdir(parents=True, exist_ok=True)
        missing = skipped(asked.peers_python)
        for key in asked.data or DATA:
            if not asked.measured:
                measure_all(key, work, missing, asked)
            if asked.markdown:
                print(markdown(key, work), flush=True)


def measure_all(key: str, work: Path, missing: dict[str, str], asked: argparse.Namespace) -> None:
    """Run the programs on one table, say what they found, keep it for the tables."""
    data = make_data(key, work, asked.peers_python)
    if isinstance(data, str):
        print(f"{key}: skipped, {data}", file=sys.stderr)
        return
    for tool in asked.tool or (*OURS, *PEERS):
        if tool in missing:
            print(f"{key}: {tool} skipped, {missing[tool]}", file=sys.stderr)
            continue
        rows = measure(data, tool, asked)
        results(work, key, tool).write_text(json.dumps(rows))
        say(key, rows)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--peers-python", help="interpreter where the peers are installed")
    parser.add_argument("--keep", type=Path, help="folder for results and invented tables")
    parser.add_argument("--data", action="append", help="which data; may be given again")
    parser.add_argument("--tool", action="append", choices=(*OURS, *PEERS))
    parser.add_argument("--limit", type=int, default=3600, help="CPU seconds a run may take")
    parser.add_argument("--markdown", action="store_true", help="print the tables of the README")
    parser.add_argument(
        "--measured", action="store_true", help="run nothing, show what was measured last"
    )
    return parser.parse_args()


def skipped(peers_python: str | None) -> dict[str, str]:
    """The peers that cannot run, each with why."""
    if peers_python is None:
        return dict.fromkeys(PEERS, "no --peers-python was given")
    found = {}
    for peer in PEERS:
        done = subprocess.run(
            [peers_python, "-c", f"import {peer}"], check=False, capture_output=True
        )
        if done.returncode:
            found[peer] = f"it is not installed for {peers_python}"
    return found


def results(work: Path, key: str, tool: str) -> Path:
    return work / f"{key.replace(':', '-').replace('/', '-')}.{tool}.json"


def measure(data: Data, tool: str, asked: argparse.Namespace) -> list[dict]:
    """One row for each way to read the answer of a program."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data.table.write_parquet(folder / "table.parquet")
        data.truth.select("record_id", "truth").write_parquet(folder / "labels.parquet")
        python = sys.executable if tool in OURS else asked.peers_python
        if tool == "tawthiq":
            data.table.head(WARM_ROWS).write_parquet(folder / "warm.parquet")
            run(python, tool, data, folder, asked.limit, table="warm.parquet", clean=())
        stopped = run(python, tool, data, folder, asked.limit)
        base = {
            "tool": tool,
            "title": data.title,
            "records": len(data.table),
            "date": date.today().isoformat(),  # noqa: DTZ011 - a day is enough
        }
        if stopped:
            return [base | {"way": stopped}]
        base |= json.loads((folder / "report.json").read_text())
        people = pl.read_parquet(folder / "clusters.parquet")
        pairs = folder / "pairs.parquet"
        rows = [base | {"way": base["threshold"]} | scores(data, people)]
        if pairs.exists():
            rows += other_ways(data, pl.read_parquet(pairs), base)
        return rows


def run(
    python: str,
    tool: str,
    data: Data,
    folder: Path,
    limit: int,
    *,
    table: str = "table.parquet",
    clean: tuple[str, ...] | None = None,
) -> str | None:
    """Start a program on a table and wait; says why where it gave no answer."""
    task = folder / "task.json"
    task.write_text(
        json.dumps(
            {
                "table": str(folder / table),
                "labels": str(folder / "labels.parquet"),
                "kind": data.kind,
                "clean": list(data.clean if clean is None else clean),
                "folder": str(folder),
                "memory": MEMORY,
                "limit": limit,
                "started": time.time(),
            }
        )
    )
    surroundings = os.environ | {"PYTHONHASHSEED": "1"}  # dedupe learns in the order of its sets
    if tool not in OURS:
        surroundings.pop("PYTHONPATH", None)
    process = subprocess.Popen(
        [python, str(RUNNERS / f"{tool}_runner.py"), str(task)],
        env=surroundings, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        _, talk = process.communicate()
    finally:
        process.kill()  # nothing where it has ended; else we are being stopped
    if process.returncode == -signal.SIGXCPU:
        return f"no answer in {limit:,} CPU s"
    if process.returncode:
        print(talk, file=sys.stderr)
        return f"failed: {(talk.strip().splitlines() or ['killed without a word'])[-1][:80]}"
    return None


def other_ways(data: Data, pairs: pl.DataFrame, base: dict) -> list[dict]:
    """The same pairs at the best threshold, and with one record of a list a person."""
    rows = []
    threshold, people = best_partition(data.truth, pairs, None)
    rows.append(base | {"way": f"best ({threshold:.3g})"} | scores(data, people))
    if data.exclusive is not None:
        own = base["own_threshold"]
        people = partition_at(data.truth, pairs, data.exclusive, own)
        rows.append(base | {"way": f"one a list, {base['threshold']}"} | scores(data, people))
        threshold, people = best_partition(data.truth, pairs, data.exclusive)
        rows.append(base | {"way": f"one a list, best ({threshold:.3g})"} | scores(data, people))
    return rows


def scores(data: Data, people: pl.DataFrame) -> dict:
    labelled = data.truth.join(people, on="record_id").drop_nulls("truth")
    assert len(labelled) == data.truth["truth"].drop_nulls().len(), "a record was lost"
    return {
        "pairs": score(labelled),
        "people": cluster_score(labelled, singletons=True),
        "people_of_two": cluster_score(labelled, singletons=False),
        "b_cubed": b_cubed(labelled),
    }


def say(key: str, rows: list[dict]) -> None:
    for row in rows:
        if "pairs" not in row:
            print(f"{key}  {row['tool']:<14} {row['way']}", file=sys.stderr)
            continue
        precision, recall, f1 = row["pairs"]
        print(
            f"{key}  {row['tool']:<14} {row['way']:<26} precision {precision:.4f}  "
            f"recall {recall:.4f}  F1 {f1:.4f}  people {row['people'][2]:.4f}  "
            f"of two {row['people_of_two'][2]:.4f}  B-cubed {row['b_cubed']:.4f}  "
            f"{row['cpu']:.1f} s CPU  {row['wall']:.1f} s  {row['memory']:,.0f} MB",
            file=sys.stderr,
        )


def markdown(key: str, work: Path) -> str:
    """The table of one data set, of what was measured last."""
    rows: list[dict] = []
    for tool in (*OURS, *PEERS):
        path = results(work, key, tool)
        rows += json.loads(path.read_text()) if path.exists() else []
    if not rows:
        return f"`{key}`: not measured.\n"
    versions: dict[str, str] = {}
    for row in rows:
        versions |= row.get("versions", {})
    said = ", ".join(f"{name} {number}" for name, number in sorted(versions.items()))
    days = " and ".join(sorted({row["date"] for row in rows}))
    return "\n".join(
        [
            f"**{rows[0]['title']}** (`{key}`): {rows[0]['records']:,} records",
            "",
            "| program, threshold | precision | recall | F1 | people P | people R | people F1 "
            "| of two and more F1 | B-cubed | candidate pairs | CPU s | wall s | peak MB |",
            "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
            *(_line(row) for row in rows),
            "",
            f"Measured {days} with {said}.",
            "",
        ]
    )


def _line(row: dict) -> str:
    if "pairs" not in row:
        return f"| {row['tool']}: {row['way']} |" + " |" * 12
    numbers = [f"{one:.4f}" for one in (*row["pairs"], *row["people"])]
    numbers += [f"{row['people_of_two'][2]:.4f}", f"{row['b_cubed']:.4f}"]
    candidates = f"{row['candidates']:,}" if "candidates" in row else "–"
    cost = [candidates, f"{row['cpu']:.1f}", f"{row['wall']:.1f}", f"{row['memory']:,.0f}"]
    if row["way"].startswith(("best", "one a list")):
        cost = [""] * 4  # the same run, read in another way
    return "| " + " | ".join([f"{row['tool']}, {row['way']}", *numbers, *cost]) + " |"


if __name__ == "__main__":
    main()

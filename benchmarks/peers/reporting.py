"""How a runner tells what it did: shared by all runners, and by nothing but the standard library.

A runner is started as `python runner.py TASK.json`. The task names the table, the folder for what
it finds, and when it was started. It writes there:

* `clusters.parquet`: record_id, person: its answer at the threshold it recommends or defaults to;
* `pairs.parquet`, where it has them: record_a, record_b, score: for other thresholds;
* `report.json`: versions, candidate pairs, processor and wall seconds, peak memory.

Processor seconds are those of the process and its finished children from its start to `answered`:
imports, reading the table and the answer are in it; what is written for scoring alone is not.
"""

import json
import resource
import sys
import time
from importlib.metadata import version
from pathlib import Path


class Task:
    """What a runner is asked to do."""

    def __init__(self) -> None:
        said = json.loads(Path(sys.argv[1]).read_text())
        self.table: str = said["table"]
        self.kind: str = said["kind"]  # "people" or "febrl": which columns there are
        self.clean: list[str] = said["clean"]  # lists that name a person once
        self.labels: str = said["labels"]  # record_id, truth: only for a tool that must be taught
        self.folder = Path(said["folder"])
        self.started: float = said["started"]
        # More than this, and the machine would be slowed for others: fail instead.
        resource.setrlimit(resource.RLIMIT_DATA, (said["memory"], said["memory"]))
        resource.setrlimit(resource.RLIMIT_CPU, (said["limit"], said["limit"] + 5))

    def answered(self, *, packages: tuple[str, ...], **more: object) -> None:
        """Note the cost up to now; what comes after is not charged."""
        used = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        report = {
            "cpu": sum(one.ru_utime + one.ru_stime for one in used),
            "wall": time.time() - self.started,
            "memory": peak_megabytes(),
            "versions": {name: version(name) for name in packages},
            **more,
        }
        (self.folder / "report.json").write_text(json.dumps(report))


def peak_megabytes() -> float:
    """Peak of this process. On Linux `ru_maxrss` begins with that of its parent, so look inside."""
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024**2 if sys.platform == "darwin" else peak / 1024

"""A stranger at the terminal: registers of invented people, made through the commands alone."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tawthiq.cli import app
from tawthiq.simulate import SimulationSettings, simulate_conflict, write_conflict


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        """Stdout as the one JSON document it must be."""
        return json.loads(self.out)


Run = Callable[..., Said]


def run_command(*words: object, folder: Path | None = None) -> Said:
    """Run a command in this process."""
    where = [] if folder is None else ["--folder", str(folder)]
    result = CliRunner().invoke(app, [*map(str, words), *where])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Said(result.exit_code, result.stdout, result.stderr)


@pytest.fixture
def run() -> Run:
    return run_command


@pytest.fixture
def refused() -> Run:
    """Run a command that must end with 2, a message on stderr, and nothing on stdout."""

    def check(*words: object, folder: Path | None = None) -> Said:
        said = run_command(*words, folder=folder)
        assert (said.code, said.out) == (2, ""), said
        assert said.err.strip(), "no message"
        assert "Traceback" not in said.err
        return said

    return check


DRIVER = """
import os, signal, sys
folder, at, how = sys.argv[1], int(sys.argv[2]), sys.argv[3]
EVENTS = {"os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "sqlite3.connect"}
seen = 0

def writes(event, args):
    if event == "open":
        flags = args[2] if isinstance(args[2], int) else 0
        return bool(flags & (os.O_WRONLY | os.O_RDWR))
    return event in EVENTS

def hook(event, args):
    global seen
    if seen < 0 or not writes(event, args) or folder not in os.fsdecode(str(args[0])):
        return
    seen += 1
    if seen == at:
        os.kill(os.getpid(), getattr(signal, how))

from tawthiq.cli.main import app
sys.addaudithook(hook)
try:
    app(sys.argv[4:])
finally:
    steps, seen = seen, -1
    print("STEPS", steps, file=sys.stderr)
"""


@pytest.fixture
def stopped() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a command in a process of its own, with a signal at the nth step that writes."""

    def start(
        folder: Path, words: Sequence[object], at: int = 0, how: str = "SIGKILL"
    ) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", DRIVER, str(folder), str(at), how, *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)

    return start


@pytest.fixture
def program() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the program as a stranger does, in a process of its own."""

    def start(
        *words: object, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "tawthiq", *map(str, words)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
            env={**os.environ, **(env or {})},
        )

    return start


@pytest.fixture(scope="session")
def conflict(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lists of a small invented conflict."""
    folder = tmp_path_factory.mktemp("conflict") / "lists"
    write_conflict(simulate_conflict(SimulationSettings(deaths=220, months=24, seed=5)), folder)
    return folder


@pytest.fixture(scope="session")
def sources(conflict: Path) -> list[dict[str, object]]:
    """The sources of the conflict and the versions each released."""
    return json.loads((conflict / "sources.json").read_text(encoding="utf-8"))["sources"]


@pytest.fixture(scope="session")
def register_of() -> Callable[[Path, Path], Path]:
    """Make a register of the lists in a folder, through the commands alone, and link it."""

    def make(lists: Path, folder: Path) -> Path:
        said = json.loads((lists / "sources.json").read_text(encoding="utf-8"))["sources"]
        done = [run_command("init", folder, "--gazetteer", lists / "gazetteer.csv")]
        for one in said:
            words = ["source", "add", one["key"], "--name", one["name"], "--kind", one["type"]]
            words += ["--origin", one["origin"]] if one["origin"] else []
            done.append(run_command(*words, folder=folder))
        for one in said:
            for version in one["versions"]:
                words = ["import", lists / version["file"], "--source", one["key"]]
                words += ["--released", version["released"]]
                done.append(run_command(*words, folder=folder))
        done.append(run_command("link", folder=folder))
        assert [one.code for one in done] == [0] * len(done), done
        return folder

    return make


@pytest.fixture(scope="session")
def _whole(conflict: Path, register_of, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return register_of(conflict, tmp_path_factory.mktemp("whole") / "register")


@pytest.fixture
def whole(_whole: Path, tmp_path: Path) -> Path:
    """A register with every list of the conflict, linked: a copy for each test."""
    return Path(shutil.copytree(_whole, tmp_path / "whole"))


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A register with one source, `committee`, and nothing else."""
    folder = tmp_path / "register"
    assert run_command("init", folder).code == 0
    said = run_command("source", "add", "committee", "--name", "Committee", folder=folder)
    assert said.code == 0
    return folder

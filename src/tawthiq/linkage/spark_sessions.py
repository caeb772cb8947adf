"""Sessions of Spark: the caller's, or one of our own; and what goes wrong there, in plain words."""

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tawthiq.errors import LinkageError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def _session_class() -> Any:
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise LinkageError(
            "the engine spark needs pyspark, which is not installed. "
            "Install it with `pip install 'tawthiq[spark]'`, or link with the engine local."
        ) from error
    return SparkSession


@contextmanager
def session(
    spark: "SparkSession | None", master: str | None
) -> Iterator[tuple["SparkSession", Path]]:
    """The session to use, and a folder for what it hands out; one that is made here ends here."""
    known = spark or _session_class().getActiveSession()
    if known is not None:
        folder = Path(tempfile.mkdtemp(prefix="tawthiq-"))
        # A machine that joins the session later fetches the files then: they stay meanwhile.
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        yield known, folder
        return
    with tempfile.TemporaryDirectory(prefix="tawthiq-") as name:
        made = _new_session(master)
        try:
            yield made, Path(name)
        finally:
            made.stop()


def _new_session(master: str | None) -> "SparkSession":
    check_java()
    from pyspark.errors import PySparkRuntimeError  # noqa: PLC0415 - an extra

    builder = _session_class().builder.appName("tawthiq link")
    for key, value in (
        ("spark.driver.maxResultSize", "0"),  # the pairs that are kept come to the driver
        ("spark.ui.showConsoleProgress", "false"),
        ("spark.log.level", "ERROR"),
    ):
        builder = builder.config(key, value)
    if master is not None:
        builder = builder.master(master)
    before = os.environ.get("PYSPARK_PYTHON")
    # Workers on this machine run in this installation, not in whatever `python3` is.
    if before is None and (master is None or master.startswith("local")):
        os.environ["PYSPARK_PYTHON"] = sys.executable
    try:
        return builder.getOrCreate()
    except PySparkRuntimeError as error:
        raise LinkageError(
            f"Spark did not start: {_first_line(error)} It needs Java 17 or newer "
            "(JAVA_HOME says which); what it said itself stands above."
        ) from error
    finally:
        if before is None:
            os.environ.pop("PYSPARK_PYTHON", None)


def check_java() -> None:
    """Refuse to begin without Java.

    Raises:
        LinkageError: there is none where Spark looks for it.
    """
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=str(Path(home) / "bin") if home else None) is None:
        where = f"in JAVA_HOME, which is {home}" if home else "on the path"
        raise LinkageError(
            f"the engine spark needs Java 17 or newer, and none was found {where}. Install a JRE "
            "(Debian: `apt install openjdk-17-jre-headless`) or set JAVA_HOME, "
            "or link with the engine local."
        )


@contextmanager
def failures_told() -> Iterator[None]:
    """What goes wrong in Spark, as an error of linkage."""
    from py4j.protocol import Py4JError  # noqa: PLC0415 - comes with pyspark
    from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra

    try:
        yield
    except (PySparkException, Py4JError) as error:
        raise LinkageError(
            f"Spark gave up: {_cause(error)} Every machine needs the Python of the driver "
            "(PYSPARK_PYTHON) with tawthiq of the same version, and memory for all records: "
            "see docs/how-to/link-at-scale.md."
        ) from error


def _cause(error: Exception) -> str:
    """The line of a worker's traceback that says what was wrong, else the first line of all."""
    lines = [line.strip() for line in str(error).splitlines()]
    told = [
        line for line in lines if "Error: " in line and not line.startswith(("at ", ":", "py4j"))
    ]
    return (told[0] if told else _first_line(error)).rstrip(".") + "."


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), "no reason.")

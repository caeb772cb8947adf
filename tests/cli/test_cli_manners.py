"""Help with an example, quick to answer, results on stdout and talk on stderr, in any terminal."""

import json
import subprocess
import sys

import pytest
from typer.main import get_command

from tawthiq import __version__
from tawthiq.cli import app
from tawthiq.cli.output import print_json

HEAVY = ("numba", "scipy", "altair", "arviz_stats", "vl_convert", "django")


def commands() -> list[tuple[str, ...]]:
    found = []
    for name, command in get_command(app).commands.items():
        inner = getattr(command, "commands", None)
        found += [(name, one) for one in inner] if inner else [(name,)]
    return found


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_has_help_with_an_example_and_json(run, words):
    said = run(*words, "--help")
    assert said.code == 0
    assert "Example: tawthiq " + " ".join(words) in " ".join(said.out.split())
    assert "--json" in said.out


def test_the_list_of_commands_cuts_no_sentence(run):
    said = run("--help").out
    listed = said.split("Commands:")[1]
    assert "..." not in listed
    assert "tawthiq demo" in said


def test_an_unknown_command_or_option_ends_with_2(program):
    for words in (["nonsense"], ["count", "--nonsense"], ["import"], ["show"]):
        said = program(*words)
        assert said.returncode == 2
        assert said.stdout == ""
        assert "Usage: tawthiq" in said.stderr


def test_the_version_is_printed(program):
    assert program("--version").stdout == f"tawthiq {__version__}\n"


@pytest.mark.parametrize(
    "words", [["find", "محمد"], ["show", "{person}"], ["count", "--by", "sex"], ["--help"]]
)
def test_reading_loads_no_compiler_and_no_plots(run, whole, words):
    person = run("find", "محمد", "--json", folder=whole).json[0]["person_id"]
    folder = [] if words == ["--help"] else ["--folder", str(whole)]
    words = [word.format(person=person) for word in words] + folder
    code = (
        "import sys; from tawthiq.cli.main import app\n"
        "try: app(sys.argv[1:])\n"
        f"finally: print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True
    )
    assert said.stderr.strip() == "[]"


def test_help_takes_little_time(program):
    """In seconds of the processor's time, which a busy machine does not stretch much."""
    code = "import time; import tawthiq.cli.main; print(time.process_time())"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(said.stdout) < 1.0


def test_a_terminal_that_knows_no_arabic_still_gets_an_answer(program, whole):
    env = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    said = program("find", "Mohammed", "--folder", whole, env=env)
    assert said.returncode == 0
    assert "\\u0645" in said.stdout
    told = program("find", "Mohammed", "--json", "--folder", whole, env=env)
    names = [one["name"] for one in json.loads(told.stdout)]
    assert any("محمد" in name for name in names)


def test_a_reader_who_has_read_enough_is_no_error(whole):
    start = [sys.executable, "-m", "tawthiq", "find", "محمد", "--folder", str(whole)]
    for more in ([], ["--json"]):
        with subprocess.Popen(
            [*start, *more], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            process.stdout.close()
            err = process.stderr.read()
            assert process.wait(timeout=120) == 0
        assert err == b""


def test_a_words_bytes_that_are_no_text_are_explained(whole):
    words = [b"find", b"Ali\xff\xfe"]
    said = subprocess.run(
        [sys.executable, "-m", "tawthiq", *words, "--folder", str(whole)],
        capture_output=True,
        check=False,
    )
    assert said.returncode == 2
    assert b"UTF-8" in said.stderr
    assert b"Traceback" not in said.stderr


def test_debug_shows_the_traceback(program, tmp_path):
    said = program("--debug", "count", "--folder", tmp_path)
    assert said.returncode == 1
    assert "Traceback" in said.stderr


def test_what_is_no_number_is_null_in_json(capsys):
    print_json({"a": float("nan"), "b": [float("inf"), 1.5], "c": "\udcff"})
    assert json.loads(capsys.readouterr().out) == {"a": None, "b": [None, 1.5], "c": "\udcff"}

"""What is compiled is kept for the sources that run, and goes once nothing uses it."""

import ast
import os
import shutil
import time
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from tawthiq import compiling

DAY = 24 * 3600


def kept(home: Path, name: str, days: float) -> Path:
    """A folder of compiled functions, last used so many days ago."""
    folder = home / name
    (folder / "linkage").mkdir(parents=True)
    (folder / "linkage" / "graph.nbi").write_bytes(b"compiled")
    then = time.time() - days * DAY
    os.utime(folder, (then, then))
    return folder


def refuse(*_: object, **__: object) -> None:
    raise PermissionError("not yours")


def test_what_nothing_has_used_for_long_is_removed(tmp_path):
    own = kept(tmp_path, "compiled-00000000000000aa", 90)
    old = [kept(tmp_path, f"compiled-00000000000000b{x}", 31 + x) for x in range(3)]
    others = [
        kept(tmp_path, "compiled-00000000000000cc", 29),
        kept(tmp_path, "compiled-of-another-program", 400),
        kept(tmp_path, "compiled-00000000000000aa.kept", 400),
        kept(tmp_path, "numba-00000000000000aa", 400),
    ]
    compiling.remove_unused(own)
    assert not any(folder.exists() for folder in old)
    assert all((folder / "linkage" / "graph.nbi").exists() for folder in (own, *others))
    assert time.time() - own.stat().st_mtime < DAY  # used today: nobody else removes it


def test_what_is_linked_to_is_not_removed(tmp_path):
    there = kept(tmp_path / "elsewhere", "precious", 400)
    (tmp_path / "compiled-00000000000000bb").symlink_to(there, target_is_directory=True)
    compiling.remove_unused(tmp_path / "compiled-00000000000000aa")
    assert (there / "linkage" / "graph.nbi").exists()


@pytest.mark.parametrize("step", ["rmdir", "unlink", "utime", "scandir", "open"])
def test_where_nothing_may_be_removed_or_read_all_stays(tmp_path, monkeypatch, step):
    old = kept(tmp_path, "compiled-00000000000000bb", 60)
    monkeypatch.setattr(os, step, refuse)
    compiling.remove_unused(tmp_path / "compiled-00000000000000aa")
    monkeypatch.undo()
    assert old.exists() == (step != "utime")


def test_another_process_may_be_faster(tmp_path, monkeypatch):
    old = [kept(tmp_path, f"compiled-00000000000000b{x}", 60) for x in range(3)]
    remove = shutil.rmtree

    def all_at_once(_: Path, *, ignore_errors: bool) -> None:
        for folder in old:
            remove(folder, ignore_errors=ignore_errors)

    monkeypatch.setattr(shutil, "rmtree", all_at_once)
    compiling.remove_unused(tmp_path / "compiled-00000000000000aa")
    assert not any(folder.exists() for folder in old)


def test_a_home_that_is_not_there_yet_is_no_trouble(tmp_path):
    compiling.remove_unused(tmp_path / "none" / "compiled-00000000000000aa")
    assert not (tmp_path / "none").exists()


def test_each_run_removes_where_it_keeps(tmp_path, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    old = kept(tmp_path, "compiled-00000000000000bb", 60)
    folder = Path(compiling._kept_folder.__wrapped__())
    assert folder.parent == tmp_path
    assert not old.exists()
    # The sources that run now are known by the name: what they left is never old.
    mine = kept(tmp_path, folder.name, 60)
    assert compiling._kept_folder.__wrapped__() == str(mine)
    assert mine.exists()


def imported(file: Path) -> set[str]:
    """The rooms of tawthiq that a file imports from, at whatever place in it."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        found |= {name.split(".")[1] for name in names if name.startswith("tawthiq.")}
    return found


def test_the_name_of_what_is_kept_covers_all_that_compiled_functions_may_hold():
    package = Path(compiling.__file__).parent
    rooms = {file.parent.name for file in package.glob("*/__init__.py")}
    for file in package.rglob("*.py"):
        room = file.relative_to(package).parts[0]
        reached = imported(file)
        if "compiling" in reached:
            assert room in compiling.ROOMS, file
        if room in compiling.ROOMS:
            assert reached & rooms <= set(compiling.ROOMS), file


def test_where_the_package_cannot_be_written_machine_code_is_kept_by_the_user(
    tmp_path, monkeypatch
):
    name = "compiled-00000000000000aa"
    (tmp_path / "package").write_text("no folder")
    monkeypatch.setattr(compiling, "_kept_folder", lambda: str(tmp_path / "package" / name))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert compiling._code_folder.__wrapped__() == tmp_path / "cache" / "tawthiq" / name
    monkeypatch.setattr(compiling, "_kept_folder", lambda: str(tmp_path / name))
    assert compiling._code_folder.__wrapped__() == tmp_path / name


def test_a_compiled_function_may_be_called_by_another_and_knows_what_the_compiler_does():
    @compiling.compiled
    def twice(x):
        return 2 * x

    @partial(compiling.compiled, nogil=True)
    def more(values):
        return twice(values[0]) + twice(values[1])

    assert more(np.array([3, 4])) == 14
    assert more.py_func(np.array([3, 4])) == 14
    assert len(more.signatures) == 1
    with pytest.raises(AttributeError):
        _ = more.nothing_of_this_name

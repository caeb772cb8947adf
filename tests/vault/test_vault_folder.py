"""A vault in a folder: disks that fill up or turn read-only, processes that are killed."""

import errno
import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from tawthiq.errors import TawthiqError, VaultError
from tawthiq.vault import atomic_write, open_vault

posix = pytest.mark.skipif(os.name == "nt", reason="signals and limits of POSIX")


def everything(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def run(code: str, *args) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, args)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_object_lies_where_the_format_says_and_is_read_only(tmp_path):
    sha = open_vault(tmp_path).put(b"page")
    assert everything(tmp_path) == [f"{sha[:2]}/{sha[2:]}"]
    assert (tmp_path / sha[:2] / sha[2:]).stat().st_mode & 0o222 == 0


def test_a_vault_is_a_folder_not_a_file(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(VaultError, match="is a file"):
        open_vault(tmp_path / "file")


def test_an_altered_object_is_named_with_its_file_and_mended_by_its_true_bytes(tmp_path):
    vault = open_vault(tmp_path)
    sha = vault.put(b"forty killed")
    path = tmp_path / sha[:2] / sha[2:]
    path.chmod(0o644)
    path.write_bytes(b"four killed")
    with pytest.raises(VaultError, match=sha) as caught:
        vault.get(sha)
    assert str(path) in str(caught.value)
    (damage,) = vault.check()
    assert (damage.sha, damage.what, damage.where) == (sha, "altered", str(path))
    assert vault.put(b"forty killed") == sha
    assert vault.check() == []


def test_an_object_that_cannot_be_read_is_named(tmp_path, monkeypatch):
    vault = open_vault(tmp_path)
    sha = vault.put(b"page")
    path = tmp_path / sha[:2] / sha[2:]
    path.unlink()
    path.mkdir()  # reading it fails with EISDIR, for root too
    (damage,) = vault.check()
    assert (damage.sha, damage.what) == (sha, "unreadable")


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "quota"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "you may not write there"),
    ],
)
@pytest.mark.parametrize("step", ["open", "fsync", "replace", "mkdir"])
def test_a_disk_that_fails_at_any_step_is_explained_and_keeps_no_half_object(
    tmp_path, monkeypatch, number, says, step
):
    vault = open_vault(tmp_path / "vault")

    def fail(*args, **kwargs):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as broken:
        broken.setattr(os, step, fail)
        with pytest.raises(VaultError, match=says):
            vault.put(b"page")
    assert everything(tmp_path) == []
    vault.put(b"page")
    assert len(list(vault)) == 1


@posix
def test_a_disk_that_takes_no_more_bytes_leaves_the_vault_as_it_was(tmp_path):
    """The system itself refuses the write here: a limit on file size stands in for a full disk."""
    done = run(
        """
        import resource, sys
        from tawthiq.errors import VaultError
        from tawthiq.vault import open_vault
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        try:
            open_vault(sys.argv[1]).put(bytes(2_000_000))
        except VaultError as error:
            print(error)
        """,
        tmp_path,
    )
    assert "Nothing was kept" in done.stdout
    assert everything(tmp_path) == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_write_permission_is_explained(tmp_path):
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(VaultError, match="you may not write there"):
            open_vault(tmp_path).put(b"page")
    finally:
        tmp_path.chmod(0o755)


@posix
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_process_killed_while_putting_leaves_no_object(tmp_path, step):
    done = run(
        """
        import os, signal, sys
        from tawthiq.vault import open_vault
        setattr(os, sys.argv[2], lambda *args: os.kill(os.getpid(), signal.SIGKILL))
        open_vault(sys.argv[1]).put(b"page")
        """,
        tmp_path,
        step,
    )
    assert done.returncode == -signal.SIGKILL
    vault = open_vault(tmp_path)
    assert list(vault) == []
    assert vault.check() == []
    (left,) = everything(tmp_path)  # ignored
    sha = vault.put(b"page")  # a younger one may belong to a living writer: it stays
    assert everything(tmp_path) == [left, f"{sha[:2]}/{sha[2:]}"]
    long_ago = time.time() - 7200
    os.utime(tmp_path / left, (long_ago, long_ago))
    open_vault(tmp_path).put(b"another page")
    assert not (tmp_path / left).exists()


def test_other_files_in_the_folder_are_no_objects(tmp_path):
    vault = open_vault(tmp_path)
    sha = vault.put(b"page")
    (tmp_path / "README").write_text("this is our vault")
    (tmp_path / sha[:2] / "notes.txt").write_text("not an object")
    assert list(vault) == [sha]


class BrokenError(TawthiqError):
    pass


def test_a_file_written_atomically_is_the_old_one_or_the_new_one(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def half_way():
        with atomic_write(path, error=BrokenError) as file:
            file.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_way()
    assert path.read_bytes() == b"old"
    with atomic_write(path, error=BrokenError) as file:
        file.write(b"new")
    assert path.read_bytes() == b"new"
    assert everything(tmp_path) == ["file"]


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_must_not_be_replaced_is_not(tmp_path, monkeypatch, links):
    """Also where the disk knows no hard links."""
    if not links:

        def no_links(*args):
            raise OSError(errno.EPERM, "no links here")

        monkeypatch.setattr(os, "link", no_links)
    path = tmp_path / "key"
    with atomic_write(path, error=BrokenError, overwrite=False) as file:
        file.write(b"first")
    with (
        pytest.raises(BrokenError, match="already exists"),
        atomic_write(path, error=BrokenError, overwrite=False) as file,
    ):
        file.write(b"second")
    assert path.read_bytes() == b"first"
    assert everything(tmp_path) == ["key"]

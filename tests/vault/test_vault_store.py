"""Every vault, on whatever it lies, keeps the same promises."""

import hashlib
import os
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tawthiq.errors import ConfigError, VaultError
from tawthiq.vault import Vault, open_vault

ABSENT = "0" * 64


@pytest.fixture(params=["folder", "file-url", "memory"])
def vault(request: pytest.FixtureRequest, tmp_path) -> Vault:
    if request.param == "folder":
        return open_vault(tmp_path / "vault")
    if request.param == "file-url":
        return open_vault((tmp_path / "a vault").as_uri())
    return open_vault("memory://")


@settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.binary(max_size=5000))
def test_what_is_put_comes_back_under_its_hash(vault, data):
    sha = vault.put(data)
    assert sha == hashlib.sha256(data).hexdigest()
    assert vault.get(sha) == data
    assert vault.has(sha)
    assert vault.size(sha) == len(data)


def test_the_same_bytes_are_kept_once(vault):
    assert vault.put(b"bulletin") == vault.put(b"bulletin")
    assert list(vault) == [hashlib.sha256(b"bulletin").hexdigest()]


def test_objects_are_listed_in_the_order_of_their_hashes(vault):
    shas = {vault.put(bytes([n])) for n in range(30)}
    assert list(vault) == sorted(shas)


def test_an_empty_vault_lists_nothing_and_is_unharmed(vault):
    assert list(vault) == []
    assert vault.check() == []


def test_a_file_is_kept_as_its_bytes(vault, tmp_path):
    data = os.urandom(3_000_000)  # several pieces
    (tmp_path / "list.csv").write_bytes(data)
    sha = vault.put_file(tmp_path / "list.csv")
    assert sha == hashlib.sha256(data).hexdigest()
    assert vault.get(sha) == data


def test_a_file_that_is_not_there_is_named(vault, tmp_path):
    with pytest.raises(VaultError, match=r"gone\.csv cannot be read"):
        vault.put_file(tmp_path / "gone.csv")
    assert list(vault) == []


def test_a_missing_object_is_named(vault):
    assert not vault.has(ABSENT)
    for ask in (vault.get, vault.size):
        with pytest.raises(VaultError, match=f"{ABSENT} is missing"):
            ask(ABSENT)


def test_checking_names_what_should_be_there_and_is_not(vault):
    held = vault.put(b"page")
    (damage,) = vault.check(expected=[held, ABSENT])
    assert (damage.sha, damage.what) == (ABSENT, "missing")
    assert ABSENT[2:] in damage.where


def test_bytes_that_are_not_those_announced_are_not_kept(vault):
    with pytest.raises(VaultError, match="nothing was kept"):
        vault.put_stream([b"some", b"thing"], ABSENT)
    assert list(vault) == []


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "", "AB" * 32, "ab" * 31, "٠" * 64, "ab" * 32 + "\n"]
)
def test_what_is_no_hash_names_no_object(vault, name):
    for ask in (vault.has, vault.get, vault.size):
        with pytest.raises(VaultError, match="is no SHA-256"):
            ask(name)


def test_progress_is_told_of_every_object(vault):
    for n in range(3):
        vault.put(bytes([n]))
    told = []
    vault.check(lambda what, done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("url", ["ftp://host/vault", "http://host/vault", "nonsense://x"])
def test_an_address_of_another_kind_is_refused(url):
    with pytest.raises(ConfigError, match="a vault cannot lie at"):
        open_vault(url)


def test_an_address_the_object_store_does_not_take_is_refused():
    with pytest.raises(ConfigError, match="no object store we can open"):
        open_vault("s3://")


def test_an_object_store_without_the_extra_says_what_to_install(monkeypatch):
    monkeypatch.delitem(sys.modules, "tawthiq.vault.cloud", raising=False)
    monkeypatch.setitem(sys.modules, "obstore", None)
    with pytest.raises(ConfigError, match=r"pip install 'tawthiq\[cloud\]'"):
        open_vault("s3://bucket/vault")


def test_a_damaged_object_of_an_object_store_is_named_and_can_be_mended():
    import obstore  # noqa: PLC0415

    vault = open_vault("memory://")
    sha = vault.put(b"as it was")
    obstore.put(vault._store, f"{sha[:2]}/{sha[2:]}", b"as it never was")
    with pytest.raises(VaultError, match=f"{sha} in the vault is damaged"):
        vault.get(sha)
    assert [(d.sha, d.what) for d in vault.check()] == [(sha, "altered")]
    vault.put(b"as it was")
    assert vault.check() == []

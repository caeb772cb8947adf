"""The signing key: made once, readable by its owner, and clear about what is wrong with it."""

import errno
import os

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from tawthiq.errors import KeyFileError
from tawthiq.ledger import Key

PEM, PKCS8 = Encoding.PEM, PrivateFormat.PKCS8


def test_a_key_loads_as_the_author_it_was_made_as(tmp_path):
    key = Key.create(tmp_path / "key.pem")
    assert Key.load(tmp_path / "key.pem", expected_author=key.author).author == key.author
    assert len(key.author) == 64
    assert Key.load(tmp_path / "key.pem").sign(b"x") == key.sign(b"x")


@pytest.mark.skipif(os.name == "nt", reason="permission bits of POSIX")
def test_only_the_owner_may_read_a_key(tmp_path):
    Key.create(tmp_path / "key.pem")
    assert (tmp_path / "key.pem").stat().st_mode & 0o777 == 0o600


def test_a_key_never_takes_the_place_of_another(tmp_path):
    """A lost key is an author who can never write again."""
    key = Key.create(tmp_path / "key.pem")
    with pytest.raises(KeyFileError, match="already exists"):
        Key.create(tmp_path / "key.pem")
    assert Key.load(tmp_path / "key.pem").author == key.author


def test_a_disk_that_fails_leaves_no_half_key(tmp_path, monkeypatch):
    def full(*args):
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KeyFileError, match="the disk is full"):
        Key.create(tmp_path / "key.pem")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_key_is_named_and_how_to_go_on(tmp_path):
    with pytest.raises(KeyFileError, match=r"key\.pem is missing.*backup"):
        Key.load(tmp_path / "key.pem")


def test_a_path_that_is_no_file_cannot_be_read(tmp_path):
    with pytest.raises(KeyFileError, match="cannot be read"):
        Key.load(tmp_path)


def test_the_key_of_another_author_is_refused(tmp_path):
    theirs = Key.create(tmp_path / "theirs.pem")
    ours = Key.create(tmp_path / "ours.pem")
    with pytest.raises(KeyFileError, match=f"signs as {theirs.author}.*{ours.author}"):
        Key.load(tmp_path / "theirs.pem", expected_author=ours.author)


SECRET = Ed25519PrivateKey.from_private_bytes(bytes(32))
GOOD = SECRET.private_bytes(PEM, PKCS8, NoEncryption())


@pytest.mark.parametrize(
    ("pem", "says"),
    [
        (b"", "damaged"),
        (b"not a key", "damaged"),
        (GOOD[:60], "damaged"),
        (GOOD.replace(b"A", b"!"), "damaged"),
        (SECRET.public_key().public_bytes(PEM, PublicFormat.SubjectPublicKeyInfo), "damaged"),
        (
            ec.generate_private_key(ec.SECP256R1()).private_bytes(PEM, PKCS8, NoEncryption()),
            "another kind",
        ),
        (SECRET.private_bytes(PEM, PKCS8, BestAvailableEncryption(b"pass")), "password"),
    ],
    ids=["empty", "text", "cut short", "altered", "public", "other kind", "locked"],
)
def test_a_file_that_is_no_key_of_ours_says_what_it_is(tmp_path, pem, says):
    (tmp_path / "key.pem").write_bytes(pem)
    with pytest.raises(KeyFileError, match=says):
        Key.load(tmp_path / "key.pem")


def test_a_key_does_not_show_its_secret(tmp_path):
    key = Key.create(tmp_path / "key.pem")
    assert repr(key) == f"Key(author='{key.author}')"

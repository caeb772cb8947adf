"""Bundles: the same content gives the same bytes, and what is not wholly sound is refused whole."""

import errno
import io
import os
import signal
import stat
import subprocess
import sys
import textwrap
import zipfile
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_helpers import DOCUMENT, TABLE, empty, filled, forge, imported, judgement, sha256

import tawthiq.ledger.ledger as ledger_module
from tawthiq.errors import BundleError, VaultError
from tawthiq.ledger import (
    BundleLimits,
    Key,
    Ledger,
    Unknown,
    Withdraw,
    merge_bundle,
    verify_ledger,
    write_bundle,
)
from tawthiq.ledger.bundle import (
    ENTRIES,
    MANIFEST,
    OBJECTS,
    ObjectNote,
    bundle_line,
    manifest_bytes,
    manifest_of,
)


@pytest.fixture
def there(tmp_path):
    return empty(tmp_path / "there")


def bundle_of(register, name="out.twq", **options):
    path = register.folder / name
    write_bundle(register.ledger, register.vault, path, **options)
    return path


def assert_refused(register, path, says, **options):
    """Refused with the reason, and nothing of it was taken."""
    before = (register.ledger.head(), list(register.vault))
    with pytest.raises(BundleError, match=says):
        merge_bundle(register.ledger, register.vault, path, **options)
    assert (register.ledger.head(), list(register.vault)) == before


def zipped(path, members, **fields):
    """A zip of (name, bytes), each member's header altered by `fields`."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name)
            info.external_attr = 0o100644 << 16
            for field, value in fields.items():
                setattr(info, field, value)
            archive.writestr(info, data)
    return path


def members_of(entries, objects, says=()):
    """The members of a sound bundle of these entries and objects; `says` alters its manifest."""
    lines = b"".join(map(bundle_line, sorted(entries, key=lambda e: (e.at, e.id))))
    notes = [ObjectNote(sha256=sha256(data), size=len(data)) for data in objects]
    notes.sort(key=lambda note: note.sha256)
    said = manifest_of(lines, [entry.id for entry in entries], notes)
    said = msgspec.structs.replace(said, **dict(says))
    return [
        (MANIFEST, manifest_bytes(said)),
        (ENTRIES, lines),
        *sorted((OBJECTS + sha256(data), data) for data in objects),
    ]


def test_a_bundle_carries_entries_and_their_evidence(register, there):
    path = bundle_of(register)
    report = merge_bundle(there.ledger, there.vault, path)
    assert (report.added, report.known, report.objects, report.doubts) == (6, 0, 2, ())
    assert list(there.ledger.entries()) == list(register.ledger.entries())
    assert list(there.vault) == list(register.vault)
    assert there.ledger.head() == register.ledger.head()
    assert verify_ledger(there.ledger, there.vault).ok
    again = merge_bundle(there.ledger, there.vault, path)
    assert (again.added, again.known, again.objects) == (0, 6, 0)


def test_a_bundle_merges_into_either_database(register, place):
    with Ledger.create(place) as ledger:
        merge_bundle(ledger, register.vault, bundle_of(register))
        merge_bundle(ledger, register.vault, bundle_of(register))
        assert ledger.head() == register.ledger.head()


def test_the_same_content_gives_the_same_bytes(register, there):
    path = bundle_of(register)
    merge_bundle(there.ledger, there.vault, path)
    assert bundle_of(there).read_bytes() == path.read_bytes()
    assert bundle_of(register, "again.twq").read_bytes() == path.read_bytes()


def test_an_empty_ledger_can_be_bundled(there, tmp_path):
    report = merge_bundle(empty(tmp_path / "e").ledger, there.vault, bundle_of(there))
    assert (report.added, report.known) == (0, 0)


def test_progress_is_told_of_entries_and_objects(register, there):
    told = []
    merge_bundle(there.ledger, there.vault, bundle_of(register), lambda *args: told.append(args))
    assert told[-1] == ("keeping objects", 2, 2)
    assert ("checking entries", 6, 6) in told
    assert ("checking objects", 2, 2) in told


def test_later_entries_alone_can_be_sent_to_who_holds_the_earlier(register, there, tmp_path):
    merge_bundle(there.ledger, there.vault, bundle_of(register))
    (new,) = register.ledger.append(judgement(9, document=sha256(DOCUMENT)))
    later = bundle_of(register, "later.twq", since=new.at)
    report = merge_bundle(there.ledger, there.vault, later)
    assert (report.added, report.known, report.objects) == (1, 0, 0)
    assert there.ledger.head() == register.ledger.head()
    assert_refused(empty(tmp_path / "new"), later, "the entry before it .* is missing")


@pytest.mark.parametrize(
    ("since", "count"),
    [
        (None, 6),
        ("2001-01-01", 6),
        ("9000-01-01", 0),
        (datetime(2001, 1, 1, tzinfo=UTC), 6),
        (datetime(2001, 1, 1), 6),  # noqa: DTZ001 - without a zone it is UTC
    ],
)
def test_since_is_a_day_or_an_instant(register, since, count):
    assert (
        write_bundle(register.ledger, register.vault, register.folder / "x", since).entries == count
    )


def test_since_that_is_no_instant_is_refused(register):
    with pytest.raises(BundleError, match="'yesterday' is no instant"):
        bundle_of(register, since="yesterday")


def test_an_entry_of_a_newer_version_travels_with_its_evidence(register, there):
    """We do not know what it says, only that it may name objects we hold."""
    sha = register.vault.put(b"evidence of a kind yet to come")
    last = list(register.ledger.entries())[-1]
    newer = forge(
        register.key,
        {"kind": "protect", "pages": [{"scan": sha}], "not here": "ab" * 32},
        seq=7,
        previous=last.id,
        at="2030-01-01T00:00:00.000000Z",
    )
    register.ledger.add_verified([newer])
    merge_bundle(there.ledger, there.vault, bundle_of(register))
    assert there.vault.get(sha) == b"evidence of a kind yet to come"
    assert isinstance(list(there.ledger.entries())[-1].body, Unknown)
    assert there.ledger.head() == register.ledger.head()


def test_a_bundle_is_not_written_over_damaged_evidence(register):
    sha = sha256(DOCUMENT)
    (register.folder / "vault" / sha[:2] / sha[2:]).unlink()
    with pytest.raises(VaultError, match=sha):
        bundle_of(register)
    assert not (register.folder / "out.twq").exists()


def test_a_full_disk_leaves_the_old_bundle(register, monkeypatch):
    path = bundle_of(register)
    old = path.read_bytes()
    register.ledger.append(judgement(9))

    def full(*args):
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BundleError, match="the disk is full"):
        bundle_of(register)
    assert path.read_bytes() == old
    assert not list(register.folder.glob("*.part"))


def test_a_key_used_in_two_places_is_told_when_the_second_comes_in(register, there, tmp_path):
    """The same author went on from one backup on two computers."""
    merge_bundle(there.ledger, there.vault, bundle_of(register))
    with Ledger.open(there.folder / "ledger.sqlite", register.key) as second:
        second.append(judgement(20, document=sha256(DOCUMENT)))
    register.ledger.append(judgement(30, document=sha256(DOCUMENT)))
    report = merge_bundle(there.ledger, there.vault, bundle_of(register))
    assert report.added == 1
    (doubt,) = report.doubts
    assert register.key.author in doubt


# What must be refused.


def test_a_missing_file_is_named(there):
    assert_refused(there, there.folder / "none.twq", "There is no bundle at")


def test_a_folder_is_no_bundle(there):
    assert_refused(there, there.folder, "cannot be read")


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_bundle_with_any_byte_changed_brings_nothing_false(tmp_path, data):
    """Refused; or the byte was one that says nothing (a date of the zip), and all is as sent."""
    whole, head = _whole_bundle(tmp_path)
    at = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.integers(1, 255))
    changed = bytearray(whole)
    changed[at] ^= other
    _merge_or_refuse(tmp_path, bytes(changed), head)


@settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_bundle_cut_short_anywhere_is_refused(tmp_path, data):
    whole, _ = _whole_bundle(tmp_path)
    (tmp_path / "cut.twq").write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    there = _fresh(tmp_path)
    assert_refused(there, tmp_path / "cut.twq", "was refused")
    there.ledger.close()


@settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(junk=st.binary(max_size=300), end=st.booleans())
def test_bytes_that_are_no_bundle_are_refused(tmp_path, junk, end):
    tail = b"PK\5\6" + junk[:16].ljust(16, b"\0") + b"\0\0" if end else b""
    (tmp_path / "junk.twq").write_bytes(junk + tail)
    there = _fresh(tmp_path)
    assert_refused(there, tmp_path / "junk.twq", "was refused")
    there.ledger.close()


def _whole_bundle(tmp_path):
    folder = tmp_path / "whole"
    if not folder.exists():
        register = filled(folder)
        bundle_of(register)
        (folder / "head").write_text(register.ledger.head())
    return (folder / "out.twq").read_bytes(), (folder / "head").read_text()


def _fresh(tmp_path):
    return empty(tmp_path / f"fresh-{len(list(tmp_path.iterdir()))}")


def _merge_or_refuse(tmp_path, data, head):
    (tmp_path / "changed.twq").write_bytes(data)
    there = _fresh(tmp_path)
    try:
        merge_bundle(there.ledger, there.vault, tmp_path / "changed.twq")
    except BundleError:
        assert there.ledger.count() == 0
        assert list(there.vault) == []
    else:
        assert there.ledger.head() == head
        assert verify_ledger(there.ledger, there.vault).ok
    there.ledger.close()


@pytest.mark.parametrize(
    "name",
    [
        "../escape",
        "/etc/cron.d/evil",
        "objects/../../escape",
        "objects/" + "ab" * 31,
        "objects/" + "AB" * 32,
        "objects\\" + "ab" * 32,
        "objects/" + "ab" * 32 + "/x",
        "objects/",
        "C:\\evil",
        "readme.txt",
        "MANIFEST.JSON",
    ],
)
def test_a_path_trick_or_a_stranger_is_refused(register, there, name):
    entries = list(register.ledger.entries())
    members = [*members_of(entries, [DOCUMENT, TABLE]), (name, b"x")]
    path = zipped(there.folder / "in.twq", members)
    assert_refused(there, path, "has a name no bundle holds")


def test_a_name_hidden_behind_a_nul_is_refused(register, there):
    entries = list(register.ledger.entries())
    stranger = "objects/" + "ab" * 32 + "?evil"
    members = [*members_of(entries, [DOCUMENT, TABLE]), (stranger, b"x")]
    path = zipped(there.folder / "in.twq", members)
    path.write_bytes(path.read_bytes().replace(b"?evil", b"\0evil"))
    assert_refused(there, path, "has a name no bundle holds")


@pytest.mark.parametrize("mode", [stat.S_IFLNK | 0o777, stat.S_IFDIR | 0o755, stat.S_IFIFO])
def test_a_link_or_folder_or_pipe_is_refused(register, there, mode):
    members = members_of(list(register.ledger.entries()), [DOCUMENT, TABLE])
    path = zipped(there.folder / "in.twq", members, external_attr=mode << 16)
    assert_refused(there, path, "is no plain file")


def test_a_compressed_member_is_refused_so_there_can_be_no_bomb(register, there):
    members = members_of(list(register.ledger.entries()), [DOCUMENT, TABLE])
    path = zipped(there.folder / "in.twq", members, compress_type=zipfile.ZIP_DEFLATED)
    assert_refused(there, path, "is compressed")


def test_a_member_that_stands_in_it_twice_is_refused(register, there):
    members = members_of(list(register.ledger.entries()), [DOCUMENT, TABLE])
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = zipped(there.folder / "in.twq", [*members, members[-1]])
    assert_refused(there, path, "stands in it twice")


def test_members_that_overlap_are_refused(register, there):
    """Two entries of the directory that lead to the same bytes: how a small file claims much."""
    path = bundle_of(register)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        third, fourth = (info.header_offset for info in archive.infolist()[2:4])
    place = data.rindex(fourth.to_bytes(4, "little"))
    data[place : place + 4] = third.to_bytes(4, "little")
    (there.folder / "in.twq").write_bytes(data)
    assert_refused(there, there.folder / "in.twq", "overlaps or hides something")


def test_large_members_are_written_and_read_as_zip64(register, there, monkeypatch):
    monkeypatch.setattr("tawthiq.ledger.bundle.ZIP64_FROM", 10)
    path = bundle_of(register)
    assert b"\x01\0\x10\0" in path.read_bytes()  # the extra field is there
    assert merge_bundle(there.ledger, there.vault, path).added == 6


@pytest.mark.parametrize("hidden", [{"comment": b"more"}, {"extra": b"\xfe\xca\4\0more"}])
def test_bytes_hidden_in_the_members_headers_are_refused(register, there, hidden):
    members = members_of(list(register.ledger.entries()), [DOCUMENT, TABLE])
    path = zipped(there.folder / "in.twq", members, **hidden)
    assert_refused(there, path, "overlaps or hides something")


@pytest.mark.parametrize("where", ["before", "after", "comment"])
def test_bytes_hidden_around_the_members_are_refused(register, there, where):
    path = bundle_of(register)
    data = path.read_bytes()
    if where == "before":
        data = b"#!/bin/sh\n" + data
    elif where == "after":
        data += b"more"
    else:
        data = data[:-2] + b"\4\0more"
    path.write_bytes(data)
    assert_refused(there, path, "overlaps or hides something|cut short")


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        (BundleLimits(members=3), "directory is|members, more than 3"),
        (BundleLimits(manifest=10), r"manifest\.json' claims"),
        (BundleLimits(entries=10), r"entries\.jsonl' claims"),
        (BundleLimits(object=5), "objects/.* claims"),
        (BundleLimits(total=100), "members claim"),
    ],
)
def test_a_bundle_larger_than_the_limits_is_refused_unread(register, there, limits, says):
    assert_refused(there, bundle_of(register), says, limits=limits)


def test_members_out_of_order_are_refused(register, there):
    members = members_of(list(register.ledger.entries()), [DOCUMENT, TABLE])
    path = zipped(there.folder / "in.twq", members[::-1])
    assert_refused(there, path, "out of order")


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_bundle_without_one_of_its_members_is_refused(register, there, missing):
    members = members_of(list(register.ledger.entries()), [DOCUMENT, TABLE])
    path = zipped(there.folder / "in.twq", members[:missing] + members[missing + 1 :])
    assert_refused(there, path, "is missing|disagree")


@pytest.mark.parametrize(
    ("manifest", "says"),
    [
        ({"format": "a recipe"}, "calls it a 'a recipe'"),
        ({"version": 2}, "has bundle format 2.*newer version"),
        ({"version": 0}, "has bundle format 0"),
        ({"entries": 5}, "counts its entries wrongly"),
        ({"entries_size": 5}, "its manifest says 5"),
        ({"entries_sha256": "ab" * 32}, "not those its manifest names"),
        ({"head": "ab" * 32}, "counts its entries wrongly"),
        ({"objects": []}, "disagree about objects/"),
    ],
)
def test_a_manifest_that_does_not_hold_is_refused(register, there, manifest, says):
    entries = list(register.ledger.entries())
    path = zipped(there.folder / "in.twq", members_of(entries, [DOCUMENT, TABLE], manifest))
    assert_refused(there, path, says)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not one"),
        (b"{}", "not one"),
        (b"[" * 100_000, "not one|nested"),
        (b'{"version":7,"shape":"new"}', "has bundle format 7"),
        (b"\xff\xfe", "not one"),
    ],
)
def test_a_manifest_that_is_none_is_refused(register, there, data, says):
    members = members_of(list(register.ledger.entries()), [DOCUMENT, TABLE])
    path = zipped(there.folder / "in.twq", [(MANIFEST, data), *members[1:]])
    assert_refused(there, path, says)


def test_a_manifest_written_another_way_is_refused(register, there):
    (name, data), *rest = members_of(list(register.ledger.entries()), [DOCUMENT, TABLE])
    path = zipped(there.folder / "in.twq", [(name, data + b" "), *rest])
    assert_refused(there, path, "canonical form")


def test_an_object_with_other_bytes_is_refused(register, there):
    members = members_of(list(register.ledger.entries()), [DOCUMENT, TABLE])
    other = DOCUMENT.replace(b"61", b"16")
    swapped = [(name, other if data == DOCUMENT else data) for name, data in members]
    assert_refused(there, zipped(there.folder / "in.twq", swapped), "has other bytes")


def test_an_object_nobody_speaks_of_is_refused(register, there):
    members = members_of(list(register.ledger.entries()), [DOCUMENT, TABLE, b"stowaway"])
    path = zipped(there.folder / "in.twq", members)
    assert_refused(there, path, "none of its entries speaks of")


def test_an_entry_without_its_evidence_is_refused(register, there):
    path = zipped(there.folder / "in.twq", members_of(list(register.ledger.entries()), [TABLE]))
    assert_refused(there, path, "neither here nor in the bundle")
    imported(there.vault)  # here now
    assert merge_bundle(there.ledger, there.vault, path).added == 6


def refused_entries(there, entries, says, lines=None):
    members = members_of(entries, [])
    if lines is not None:
        notes = manifest_of(lines, [entry.id for entry in entries], [])
        members = [(MANIFEST, manifest_bytes(notes)), (ENTRIES, lines)]
    assert_refused(there, zipped(there.folder / "in.twq", members), says)


def test_entries_that_do_not_hold_are_refused(there, key, tmp_path):
    body = msgspec.to_builtins(judgement())
    first = forge(key, body)
    line = bundle_line(first)
    second = forge(key, body, seq=2, previous=first.id, at="2024-01-04T00:00:00.000000Z")
    other = Key.create(tmp_path / "other.pem")
    refused_entries(there, [forge(other, body, author=key.author)], "signature .* not its author")
    refused_entries(there, [second], "the entry before it .* is missing")
    refused_entries(there, [first, forge(key, body, seq=3, previous=first.id,
                    at="2025-01-04T00:00:00.000000Z")], "leaves a gap")  # fmt: skip
    refused_entries(there, [first, forge(key, body, seq=2, previous=first.id)], "not after|missing")
    refused_entries(there, [first], "there twice", lines=line + line)
    refused_entries(there, [first, second], "out of order", lines=bundle_line(second) + line)
    refused_entries(there, [first], "cut short", lines=line[:-1])
    refused_entries(there, [first], "line 1 .* not an entry", lines=b"{}\n")
    refused_entries(there, [first], "line 2 .* not an entry", lines=line + b"\n")
    refused_entries(there, [first], "line 1", lines=line.replace(b'"seq":1', b'"seq": 1'))
    refused_entries(there, [first], "signature", lines=line.replace(b"same grave", b"said so"))
    refused_entries(there, [first], "not an entry", lines=line[:-4].upper() + line[-4:])
    newer = forge(key, body)
    text = bundle_line(newer).replace(b'"v":1', b'"v":2')
    refused_entries(there, [first], "newer version of tawthiq", lines=text)
    merged = zipped(there.folder / "in.twq", members_of([first, second], []))
    assert merge_bundle(there.ledger, there.vault, merged).added == 2


def test_a_withdrawal_of_an_entry_not_here_is_kept(there, key):
    """What it takes back may come with the next bundle."""
    entry = forge(key, msgspec.to_builtins(Withdraw(entry="ab" * 32, reason="wrong row")))
    path = zipped(there.folder / "in.twq", members_of([entry], []))
    assert merge_bundle(there.ledger, there.vault, path).added == 1


# Killed, or failing, in the middle.


def test_a_merge_that_fails_at_the_ledger_has_added_no_entry(register, there, monkeypatch):
    path = bundle_of(register)

    def fail(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(ledger_module, "row_of", fail)
        with pytest.raises(KeyboardInterrupt):
            merge_bundle(there.ledger, there.vault, path)
    assert there.ledger.count() == 0
    merge_bundle(there.ledger, there.vault, path)
    assert there.ledger.head() == register.ledger.head()


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("step", ["first object", "second object", "insert", "commit"])
def test_a_process_killed_while_merging_has_added_all_or_nothing(register, there, step):
    path = bundle_of(register)
    there.ledger.close()
    code = """
        import os, signal, sys
        import sqlalchemy as sa
        from tawthiq.ledger import Ledger, merge_bundle
        from tawthiq.vault import open_vault
        folder, bundle, step = sys.argv[1:]
        ledger = Ledger.open(folder + "/ledger.sqlite")
        left = {"first object": 1, "second object": 2}.get(step, 99)
        replace = os.replace
        def die(*args):
            os.kill(os.getpid(), signal.SIGKILL)
        def counted(*args):
            global left
            left -= 1
            if left == 0:
                die()
            replace(*args)
        os.replace = counted
        def after(connection, cursor, statement, *rest):
            if statement.startswith("INSERT") and step == "insert":
                die()
        sa.event.listen(ledger.store._engine, "after_cursor_execute", after)
        if step == "commit":
            sa.event.listen(ledger.store._engine, "commit", die)
        merge_bundle(ledger, open_vault(folder + "/vault"), bundle)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), there.folder, path, step], check=False
    )
    assert done.returncode == -signal.SIGKILL
    with Ledger.open(there.folder / "ledger.sqlite") as ledger:
        assert ledger.count() == 0
        assert verify_ledger(ledger, there.vault).ok
        merge_bundle(ledger, there.vault, path)
        assert ledger.head() == register.ledger.head()
        assert verify_ledger(ledger, there.vault).ok

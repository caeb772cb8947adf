"""Sources: the latest word on each, who shares whose data, and what they published."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.errors import KeyFileError, LedgerError, VaultError
from tawthiq.ledger import Declare, Key, Ledger, Withdraw
from tawthiq.sources import declare_source, media_type_of, preserve, sources_of
from tawthiq.sources.documents import plain_name
from tawthiq.sources.roll import origin_group
from tawthiq.vault import open_vault


@pytest.fixture
def ledger(tmp_path):
    with Ledger.create(tmp_path / "ledger.sqlite", Key.create(tmp_path / "key.pem")) as ledger:
        yield ledger


@pytest.fixture
def vault(tmp_path):
    return open_vault(tmp_path / "vault")


def test_a_source_is_what_was_declared(ledger):
    entry = declare_source(
        ledger,
        "north",
        name="  Northern Committee ",
        type="committee",
        covers="XX, 2011-03/.., civilians",
        clean=True,
        name_other="لجنة الشمال",
    )
    (source,) = sources_of(ledger).values()
    assert (source.key, source.name, source.name_other) == (
        "north",
        "Northern Committee",
        "لجنة الشمال",
    )
    assert (source.type, source.covers, source.origin, source.clean) == (
        "committee",
        "XX, 2011-03/.., civilians",
        None,
        True,
    )
    assert (source.origin_group, source.entry, source.declared_at) == ("north", entry.id, entry.at)


def test_a_later_declaration_takes_the_place_of_the_earlier(ledger):
    declare_source(ledger, "north", name="Committee", type="committee")
    declare_source(ledger, "north", name="Northern Committee", type="ngo")
    assert sources_of(ledger)["north"].name == "Northern Committee"
    assert ledger.count() == 2  # the earlier stays on record


def test_saying_the_same_again_adds_nothing(ledger):
    first = declare_source(ledger, "north", name="Committee", type="committee")
    again = declare_source(ledger, "north", name="Committee", type="committee")
    assert (again, ledger.count()) == (first, 1)


def test_when_the_later_declaration_is_withdrawn_the_earlier_holds_again(ledger):
    declare_source(ledger, "north", name="Committee", type="committee")
    later = declare_source(ledger, "north", name="Comittee", type="committee")
    ledger.append(Withdraw(entry=later.id, reason="misspelt"))
    assert sources_of(ledger)["north"].name == "Committee"


def test_sources_that_copy_one_another_share_an_origin(ledger):
    declare_source(ledger, "north", name="North", type="committee")
    declare_source(ledger, "paper", name="Paper", type="newspaper", origin="north")
    declare_source(ledger, "blog", name="Blog", type="other", origin="paper")
    declare_source(ledger, "south", name="South", type="committee")
    groups = {key: source.origin_group for key, source in sources_of(ledger).items()}
    assert groups == {"blog": "north", "north": "north", "paper": "north", "south": "south"}


def test_an_origin_nobody_declared_is_refused(ledger):
    with pytest.raises(LedgerError, match="'north' as its origin, which is not declared"):
        declare_source(ledger, "paper", name="Paper", type="newspaper", origin="north")
    assert ledger.count() == 0


def test_origins_cannot_run_in_a_circle(ledger):
    declare_source(ledger, "a", name="A", type="ngo")
    declare_source(ledger, "b", name="B", type="ngo", origin="a")
    declare_source(ledger, "c", name="C", type="ngo", origin="b")
    with pytest.raises(LedgerError, match="already leads back to 'a'"):
        declare_source(ledger, "a", name="A", type="ngo", origin="c")
    with pytest.raises(LedgerError, match="cannot be its own origin"):
        declare_source(ledger, "a", name="A", type="ngo", origin="a")
    assert ledger.count() == 3


def test_a_circle_that_came_by_merging_has_one_root_for_all(ledger):
    """Two committees declared each other's source the origin of their own."""
    ledger.append(
        Declare(source="b", name="B", type="ngo", origin="c"),
        Declare(source="c", name="C", type="ngo", origin="b"),
        Declare(source="a", name="A", type="ngo", origin="c"),
        Declare(source="d", name="D", type="ngo", origin="nobody"),
    )
    groups = {key: source.origin_group for key, source in sources_of(ledger).items()}
    assert groups == {"a": "b", "b": "b", "c": "b", "d": "nobody"}


names = st.sampled_from("abcdef")


@settings(deadline=None)
@given(origins=st.dictionaries(names, st.none() | names))
def test_whoever_copies_another_is_of_its_group(origins):
    """Whatever the declarations: a chain ends, and a source shares the group of its origin."""
    for key, origin in origins.items():
        if origin is not None:
            assert origin_group(key, origins) == origin_group(origin, origins)


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "North Committee"},
        {"key": ""},
        {"key": "x" * 65},
        {"key": "شمال"},
        {"name": "  "},
        {"type": "militia"},
    ],
)
def test_a_declaration_that_is_not_valid_is_refused(ledger, wrong):
    with pytest.raises(LedgerError):
        declare_source(ledger, **{"key": "north", "name": "North", "type": "ngo"} | wrong)
    assert ledger.count() == 0


def test_declaring_needs_a_key(tmp_path):
    Ledger.create(tmp_path / "l.sqlite").close()
    with Ledger.open(tmp_path / "l.sqlite") as ledger, pytest.raises(KeyFileError):
        declare_source(ledger, "north", name="North", type="ngo")


def test_a_document_is_preserved_byte_for_byte(vault, tmp_path):
    data = "الاسم,العمر\r\n".encode("cp1256")
    (tmp_path / "Liste été.CSV").write_bytes(data)
    body = preserve(vault, "north", tmp_path / "Liste été.CSV")
    assert vault.get(body.document) == data
    assert body.document == hashlib.sha256(data).hexdigest()
    assert (body.source, body.filename, body.size, body.media_type) == (
        "north",
        "Liste été.CSV",
        len(data),
        "text/csv",
    )
    assert preserve(vault, "north", data, "Liste été.CSV") == body


def test_preserving_appends_nothing_by_itself(ledger, vault):
    body = preserve(vault, "north", b"page", "page.html")
    assert ledger.count() == 0
    (entry,) = ledger.append(body)
    assert entry.body == body


def test_bytes_need_a_name(vault):
    with pytest.raises(LedgerError, match="none was given"):
        preserve(vault, "north", b"page")
    assert list(vault) == []


def test_a_file_that_is_not_there_is_named(vault, tmp_path):
    with pytest.raises(VaultError, match=r"gone\.pdf cannot be read"):
        preserve(vault, "north", tmp_path / "gone.pdf")


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\list.xlsx", "list.xlsx"),
        ("folder/", "folder"),
        ("a\x00b\nc.csv", "abc.csv"),
        ("\udcff.csv", "?.csv"),
        ("", "unnamed"),
        ("x" * 300 + ".csv", "x" * 251 + ".csv"),
        ("قائمة.ods", "قائمة.ods"),
    ],
)
def test_a_filename_is_a_name_and_never_a_path(given_name, kept):
    assert plain_name(given_name) == kept


@settings(deadline=None)
@given(name=st.text())
def test_any_filename_can_stand_in_an_entry(name):
    kept = plain_name(name)
    assert 0 < len(kept) <= 255
    assert not {"/", "\\", "\0"} & set(kept)
    assert plain_name(kept) == kept


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.csv", "text/csv"),
        ("a.PDF", "application/pdf"),
        ("a.tar.gz", "application/octet-stream"),
        ("csv", "application/octet-stream"),
        ("", "application/octet-stream"),
    ],
)
def test_the_media_type_follows_the_end_of_the_name(name, media_type):
    assert media_type_of(name) == media_type

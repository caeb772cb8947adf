"""Entries: what they hold, what their bytes are, and that each author's form one chain."""

import hashlib
import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_helpers import declaration, forge, forged_bytes, judgement

import tawthiq.ledger.ledger as ledger_module
from tawthiq.errors import ConfigError, KeyFileError, LedgerError
from tawthiq.ledger import (
    Declare,
    Import,
    Judge,
    Key,
    Ledger,
    Preserve,
    RecordRef,
    Sample,
    SampledPair,
    SampleStratum,
    Unknown,
    Withdraw,
    find_withdrawals,
)
from tawthiq.ledger.entry import EntryError, canonical_json, read_entry, seal
from tawthiq.ledger.model import KINDS
from tawthiq.ledger.store import _WRITER_LOCK

HASH = "ab" * 32
FORMAT = Path(__file__).parents[2] / "docs" / "reference" / "ledger-format.md"


def test_an_entry_can_be_verified_with_nothing_but_json_sha256_and_ed25519(place, key):
    """An independent reader needs no line of tawthiq: the format is the public one."""
    with Ledger.create(place, key) as ledger:
        first, second = ledger.append(declaration(name="لجنة الشمال"), judgement())
    for entry in (first, second):
        assert hashlib.sha256(entry.canonical).hexdigest() == entry.id
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(entry.author))
        public.verify(entry.signature, entry.canonical)  # raises where it is not theirs
        assert rfc8785.dumps(json.loads(entry.canonical)) == entry.canonical
    said = json.loads(second.canonical)
    assert set(said) == {"v", "author", "seq", "previous", "at", "body"}
    assert (said["v"], said["seq"], said["previous"]) == (1, 2, first.id)
    assert said["body"]["kind"] == "judge"


def test_the_bytes_of_a_known_entry_never_change():
    """Also printed in docs/reference/ledger-format.md, for whoever implements the format."""
    key = Key(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
    body = Judge(
        a=RecordRef("north", "aa" * 32, 2),
        b=RecordRef("south", "bb" * 32, 7),
        verdict="same",
        reason="أخوه أكد",
        reviewer="Layla",
    )
    entry = seal(key, seq=1, previous=None, at="2024-01-03T12:00:00.000000Z", body=body)
    assert entry.author == "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"
    assert entry.canonical.decode() == (
        '{"at":"2024-01-03T12:00:00.000000Z",'
        '"author":"03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8",'
        f'"body":{{"a":{{"document":"{"aa" * 32}","list":"north","row":2}},'
        f'"b":{{"document":"{"bb" * 32}","list":"south","row":7}},'
        '"kind":"judge","reason":"أخوه أكد","reviewer":"Layla","verdict":"same"},'
        '"previous":null,"seq":1,"v":1}'
    )
    assert (entry.id, entry.signature.hex()) == (KNOWN_ID, KNOWN_SIGNATURE)
    text = FORMAT.read_text(encoding="utf-8")
    for printed in (entry.canonical.decode(), f"id `{entry.id}`", f"`{KNOWN_SIGNATURE}`"):
        assert printed in text


def test_the_format_document_names_every_kind_and_member_and_the_writers_lock():
    text = FORMAT.read_text(encoding="utf-8")
    for kind, model in KINDS.items():
        row = next(line for line in text.splitlines() if line.startswith(f"| `{kind}` |"))
        assert all(f"`{field}`" in row for field in model.__struct_fields__)
        assert all(f"**`{name}`**" in row for name in model.objects)
    assert f"pg_advisory_xact_lock({_WRITER_LOCK})" in text


KNOWN_ID = "dc0cd54a0781cfac1051e5e47895f36175595888a7db8af9f01c7e1b8e38b4cf"
KNOWN_SIGNATURE = (
    "ae2d72079a9f5347e50bd974e6988761d11ca77a9d844a7676e355686f2b99c0"
    "a18b2718891cfdc67f3a65979c31b259b644985f00f0499d505dab6f4e3d2300"
)


plain_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=300)
@given(value=plain_json | st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=3))
def test_our_canonical_json_is_that_of_the_rfc(value):
    """The fast way and the plain way give the same bytes."""
    assert canonical_json(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [2**53, float("nan"), "\ud800", {1: 2}, object()])
def test_what_canonical_json_cannot_hold_is_refused(value):
    with pytest.raises(EntryError):
        canonical_json({"x": value})


lines = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
keys = st.from_regex(r"[a-z0-9-]{1,12}", fullmatch=True)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
counts = st.integers(0, 2**53 - 1)
records = st.builds(RecordRef, list=keys, document=hashes, row=st.integers(1, 10**9))
bodies = st.one_of(
    st.builds(
        Declare,
        source=keys.map(lambda key: "s" + key),
        name=lines,
        name_other=st.none() | lines,
        type=st.sampled_from(["observatory", "un", "reader"]),
        covers=st.none() | lines,
        origin=st.none() | keys.map(lambda key: "o" + key),
        clean=st.booleans(),
    ),
    st.builds(
        Preserve,
        document=hashes,
        source=keys,
        filename=lines,
        size=counts,
        media_type=lines,
    ),
    st.builds(
        Import,
        list=keys,
        source=keys,
        document=hashes,
        table=hashes,
        set_aside=st.none() | hashes,
        released=st.dates().map(str),
        mapping=st.dictionaries(lines, lines | st.floats(0, 1) | st.none(), max_size=3),
        gazetteer=st.none() | hashes,
        rows=counts,
        set_aside_rows=counts,
    ),
    st.tuples(records, records)
    .filter(lambda pair: pair[0] != pair[1])
    .flatmap(
        lambda pair: st.builds(
            Judge,
            a=st.just(pair[0]),
            b=st.just(pair[1]),
            verdict=st.sampled_from(["same", "different", "unsure"]),
            reason=lines,
            reviewer=lines,
        )
    ),
    st.builds(
        Sample,
        register=hashes,
        method=lines,
        wanted=counts,
        seed=counts,
        strata=st.lists(
            st.builds(
                SampleStratum,
                standing=st.sampled_from(["sure", "linked", "possible", "apart"]),
                low=st.none() | st.floats(0, 1),
                pairs=counts,
                drawn=counts,
                expected=st.none() | st.floats(0, 1),
            ),
            min_size=1,
            max_size=3,
        ),
        pairs=st.lists(
            st.builds(
                SampledPair,
                a=st.just(RecordRef("north", HASH, 1)),
                b=records.filter(lambda one: one.row > 1),
                stratum=st.just(0),
                probability=st.none() | st.floats(0, 1),
            ),
            max_size=3,
        ),
        judged_same=counts,
    ),
    st.builds(Withdraw, entry=hashes, reason=lines),
)


@settings(deadline=None, max_examples=150)
@given(body=bodies)
def test_what_is_signed_reads_back_as_it_was(body):
    key = Key(Ed25519PrivateKey.from_private_bytes(bytes(32)))
    entry = seal(key, seq=1, previous=None, at="2024-01-03T12:00:00.000000Z", body=body)
    assert entry.body == body
    assert read_entry(entry.canonical, entry.signature, strict=True) == entry


@pytest.mark.parametrize(
    ("pair", "why"),
    [
        (SampledPair(a=RecordRef("n", HASH, 1), b=RecordRef("n", HASH, 2), stratum=1), "stratum 1"),
        (SampledPair(a=RecordRef("n", HASH, 1), b=RecordRef("n", HASH, 1), stratum=0), "itself"),
    ],
)
def test_a_sample_of_what_cannot_be_drawn_is_not_signed(place, key, pair, why):
    stratum = SampleStratum(standing="apart", pairs=9, drawn=1)
    body = Sample(register=HASH, method="m", wanted=1, seed=1, strata=[stratum], pairs=[pair])
    with Ledger.create(place, key) as ledger:
        with pytest.raises(LedgerError, match=why):
            ledger.append(body)
        assert ledger.count() == 0


def test_each_author_has_one_chain_and_the_ledger_one_order(place, key, tmp_path):
    other = Key.create(tmp_path / "other.pem")
    with Ledger.create(place, key) as ledger, Ledger.open(place, other) as same_place:
        a = ledger.append(judgement(1), judgement(2))
        b = same_place.append(judgement(3))
        a += ledger.append(judgement(4))
        assert [(e.seq, e.previous) for e in a] == [(1, None), (2, a[0].id), (3, a[1].id)]
        assert [(e.seq, e.previous) for e in b] == [(1, None)]
        order = list(ledger.entries())
        assert order == sorted([*a, *b], key=lambda e: (e.at, e.id))
        assert list(same_place.entries()) == order
        assert ledger.count() == 4


def test_the_head_stands_for_the_set_of_entries(place, key):
    with Ledger.create(place, key) as ledger:
        assert ledger.head() == hashlib.sha256(b"").hexdigest()
        entries = ledger.append(judgement(1), judgement(2), judgement(3))
        ids = sorted(entry.id for entry in entries)
        said = "".join(f"{one}\n" for one in ids).encode()
        assert ledger.head() == hashlib.sha256(said).hexdigest()


class _Clock(datetime):
    """A clock someone has turned back."""

    @classmethod
    def now(cls, tz=None):
        return datetime(2001, 1, 1, tzinfo=tz)


def test_instants_ascend_even_where_the_clock_goes_back(place, key, monkeypatch):
    with Ledger.create(place, key) as ledger:
        (before,) = ledger.append(judgement(1))
        monkeypatch.setattr(ledger_module, "datetime", _Clock)
        after = ledger.append(judgement(2), judgement(3))
    moments = [datetime.fromisoformat(entry.at) for entry in (before, *after)]
    assert moments[1] - moments[0] == moments[2] - moments[1] == timedelta(microseconds=1)


def test_nothing_can_follow_the_end_of_time(place, key):
    with Ledger.create(place, key) as ledger:
        last = forge(
            key,
            {"kind": "withdraw", "entry": HASH, "reason": "x"},
            at="9999-12-31T23:59:59.999999Z",
        )
        ledger.add_verified([last])
        with pytest.raises(LedgerError, match="nothing can come after"):
            ledger.append(judgement())


WRONG = [
    declaration("North Committee"),
    declaration(type="militia"),
    declaration(name=""),
    declaration(origin="north"),
    judgement(0),
    judgement(document="not a hash"),
    Withdraw(entry="ab" * 31, reason="x"),
    Withdraw(entry=HASH, reason=""),
    judgement(reason="\ud800"),
    judgement(reason="x" * 200_000),
    Import(
        list="a",
        source="a",
        document=HASH,
        table=HASH,
        released="2023-02-30",
        mapping={},
        rows=1,
    ),
    Import(
        list="a",
        source="a",
        document=HASH,
        table=HASH,
        released="٢٠٢٣-٠٢-٢٨",
        mapping={},
        rows=1,
    ),
    Import(
        list="a",
        source="a",
        document=HASH,
        table=HASH,
        released="2023-02-28",
        mapping={"x": object()},
        rows=1,
    ),
    Import(
        list="a",
        source="a",
        document=HASH,
        table=HASH,
        released="2023-02-28",
        mapping={"x": float("nan")},
        rows=-1,
    ),
    Judge(
        a=RecordRef("a", HASH, 1),
        b=RecordRef("a", HASH, 1),
        verdict="same",
        reason="",
        reviewer="",
    ),
    Unknown(kind="protect", raw={"kind": "protect"}),
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda body: type(body).__name__)
def test_a_body_that_is_not_what_its_kind_asks_for_adds_nothing_at_all(tmp_path, key, wrong):
    """Nor do those that stand beside it in the same append."""
    with Ledger.create(tmp_path / "ledger.sqlite", key) as ledger:
        with pytest.raises(LedgerError, match="was not written"):
            ledger.append(judgement(1), wrong)
        assert ledger.count() == 0


def test_a_mapping_nested_beyond_reason_is_refused(tmp_path, key):
    deep: dict = {}
    for _ in range(40):
        deep = {"x": deep}
    body = Import(
        list="a",
        source="a",
        document=HASH,
        table=HASH,
        released="2023-02-28",
        mapping=deep,
        rows=1,
    )
    with (
        Ledger.create(tmp_path / "ledger.sqlite", key) as ledger,
        pytest.raises(LedgerError, match="nested too deep"),
    ):
        ledger.append(body)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda b: b.replace(b'"seq":1', b'"seq": 1'), "canonical"),
        (lambda b: b.replace(b'"seq":1', b'"seq":1,"seq":1'), "canonical|no entry"),
        (lambda b: b.replace(b'"row":1', b'"row":1.0'), "canonical"),
        (lambda b: b.replace(b'"v":1', b'"v":2'), "newer version of tawthiq"),
        (lambda b: b.replace(b'"v":1', b'"v":0'), "version is 0"),
        (lambda b: b.replace(b'"v":1', b'"v":1,"w":1'), "no entry"),
        (lambda b: b.replace(b"01-03T", b"13-03T"), "no instant"),
        (lambda b: b.replace(b"000Z", b"00Z"), "no entry"),
        (lambda b: b.replace(b'"previous":null', b'"previous":"' + b"ab" * 32 + b'"'), "first"),
        (lambda b: b.replace(b'"kind":"judge"', b'"kind":3'), "names no kind"),
        (lambda b: b.replace(b'"kind":"judge"', b'"kind":"\\u0000"'), "names no kind"),
        (lambda b: b.replace(b'"same"', b'"perhaps"'), "no 'judge'"),
        (lambda b: b"[" * 100_000, "nested too deep|no entry"),
        (lambda b: b'{"body":' + b"[" * 100_000, "nested too deep|no entry"),
        (lambda b: b + b" " * (1 << 20), "longer than"),
        (lambda b: b"\xff" + b, "no entry"),
        (lambda b: b"", "no entry"),
    ],
)
def test_bytes_that_are_no_entry_are_refused(key, spoil, says):
    good = forged_bytes(key, msgspec.to_builtins(judgement()))
    read_entry(good, bytes(64), strict=True)
    with pytest.raises(EntryError, match=says):
        read_entry(spoil(good), bytes(64), strict=True)


def test_an_entry_of_a_newer_version_is_kept_unread(place, key):
    body = {"kind": "protect", "record": {"row": 1}, "hide": ["name"]}
    with Ledger.create(place, key) as ledger:
        newer = forge(key, body)
        ledger.add_verified([newer])
        ledger.append(judgement())
        kept, _ = ledger.entries()
    assert kept == newer
    assert kept.body == Unknown(kind="protect", raw=body)
    assert kept.kind == "protect"


def test_a_field_a_newer_version_added_is_passed_over_but_kept_in_the_bytes(key):
    body = msgspec.to_builtins(judgement()) | {"weight": 3}
    entry = forge(key, body)
    assert entry.body == judgement()
    assert b'"weight":3' in entry.canonical


def test_reading_needs_no_key_and_appending_does(place, key):
    Ledger.create(place, key).close()
    with Ledger.open(place) as ledger:
        assert list(ledger.entries()) == []
        with pytest.raises(KeyFileError, match="without a signing key"):
            ledger.append(judgement())


def test_writers_at_the_same_time_make_one_chain(place, key):
    Ledger.create(place).close()
    failures = []

    def write(first_row):
        try:
            with Ledger.open(place, key) as ledger:
                for row in range(8):
                    ledger.append(judgement(first_row + row), judgement(first_row + row + 100))
        except LedgerError as error:
            failures.append(error)

    writers = [threading.Thread(target=write, args=(1000 * n + 1,)) for n in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failures == []
    with Ledger.open(place) as ledger:
        entries = list(ledger.entries())
    assert [entry.seq for entry in entries] == list(range(1, 65))
    assert [e.previous for e in entries] == [None, *(e.id for e in entries[:-1])]


def test_what_is_appended_while_reading_is_not_seen(place, key):
    with Ledger.create(place, key) as ledger:
        ledger.append(judgement(1), judgement(2))
        seen = 0
        for _ in ledger.entries():
            seen += 1
            ledger.append(judgement(seen + 10))
        assert (seen, ledger.count()) == (2, 4)


def test_only_its_author_withdraws_an_entry(place, key, tmp_path):
    other = Key.create(tmp_path / "other.pem")
    with Ledger.create(place, key) as mine, Ledger.open(place, other) as theirs:
        first, second = mine.append(judgement(1), judgement(2))
        (by_another,) = theirs.append(Withdraw(entry=first.id, reason="we disagree"))
        (own,) = mine.append(Withdraw(entry=second.id, reason="wrong row"))
        (of_withdrawal,) = mine.append(Withdraw(entry=own.id, reason="after all"))
        (of_nothing,) = mine.append(Withdraw(entry=HASH, reason="lost"))
        (again,) = mine.append(Withdraw(entry=second.id, reason="as I said"))
        found = mine.withdrawals()
        assert {target: e.id for target, e in found.withdrawn.items()} == {second.id: own.id}
        assert {entry.id for entry, _ in found.ignored} == {
            by_another.id,
            of_withdrawal.id,
            of_nothing.id,
        }
        active = [entry.id for entry in mine.active_entries()]
        assert second.id not in active
        assert {first.id, again.id} <= set(active)
        assert find_withdrawals(reversed(list(mine.entries()))).withdrawn.keys() == {second.id}


@pytest.mark.parametrize(
    "url", ["mysql://host/db", "sqlite://", "sqlite:///:memory:", "nonsense://x", "://"]
)
def test_an_address_that_can_hold_no_ledger_is_refused(url):
    with pytest.raises(ConfigError):
        Ledger.create(url)


def test_a_sqlite_url_is_a_path(tmp_path, key):
    with Ledger.create(f"sqlite:///{tmp_path}/ledger.sqlite", key) as ledger:
        ledger.append(judgement())
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        assert ledger.count() == 1


def test_the_password_of_a_database_is_never_shown():
    with pytest.raises(LedgerError) as caught:
        Ledger.open("postgresql://someone:s3cret@127.0.0.1:1/none")
    assert "s3cret" not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)


def test_instants_are_written_in_utc(place, key):
    with Ledger.create(place, key) as ledger:
        (entry,) = ledger.append(judgement())
    written = datetime.fromisoformat(entry.at)
    assert written.tzinfo == UTC
    assert abs(datetime.now(UTC) - written) < timedelta(minutes=5)

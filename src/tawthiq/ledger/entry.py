"""An entry: canonical JSON (RFC 8785) that names its author's entry before, and its signature.

The id of an entry is the SHA-256 of its canonical bytes; the signature is Ed25519 over the same
bytes. `docs/reference/ledger-format.md` says all this precisely enough to write it anew.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Annotated, Any

import msgspec
import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import Meta, Struct

from tawthiq.errors import LedgerError
from tawthiq.ledger.keys import Key
from tawthiq.ledger.model import Body, BodyError, Known, read_body, write_body
from tawthiq.ledger.terms import Hash, Instant

ENVELOPE_VERSION = 1
MAX_ENTRY = 1 << 20  # bytes of one canonical entry
MAX_DEPTH = 32  # objects and lists within one another


class _Envelope(Struct, frozen=True, forbid_unknown_fields=True):
    v: int
    author: Hash
    seq: Annotated[int, Meta(ge=1, le=2**53 - 1)]
    previous: Hash | None
    at: Instant
    body: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One signed entry."""

    id: str  # SHA-256 of `canonical`, hex
    author: str  # Ed25519 public key, hex
    seq: int  # place in the author's chain, from 1
    previous: str | None  # id of the author's entry before
    at: str  # when it was written, by the author's clock: ISO 8601, UTC, microseconds
    body: Body
    canonical: bytes
    signature: bytes

    @property
    def kind(self) -> str:
        """The kind of the body, as written."""
        return kind_of(self.body)

    def __str__(self) -> str:
        return f"entry {self.id} ({self.kind}, no. {self.seq} of author {self.author})"


class EntryError(ValueError):
    """Bytes are no valid entry. Callers turn it into an error of their own."""


def kind_of(body: Body) -> str:
    """The kind of a body, as written in the entry."""
    if isinstance(body, Struct):
        return str(body.__struct_config__.tag)
    return body.kind


def seal(key: Key, *, seq: int, previous: str | None, at: str, body: Known) -> Entry:
    """Write one entry and sign it.

    Raises:
        LedgerError: the body does not hold what its kind asks for.
    """
    try:
        envelope = {
            "v": ENVELOPE_VERSION,
            "author": key.author,
            "seq": seq,
            "previous": previous,
            "at": at,
            "body": write_body(body),
        }
        canonical = canonical_json(envelope)
        # Read back what we are about to sign: nothing enters that others would refuse.
        return read_entry(canonical, key.sign(canonical), strict=True)
    except (BodyError, EntryError) as error:
        raise LedgerError(f"The entry was not written: {error}.") from error


def canonical_json(value: Any) -> bytes:
    """RFC 8785 bytes of `value`.

    Raises:
        EntryError: a number JSON cannot hold exactly, text that is not Unicode, nested too deep.
    """
    try:
        if _is_plain(value, MAX_DEPTH):
            # Ten times as fast, and on such values the same bytes; a test holds it to that.
            return msgspec.json.encode(value, order="sorted")
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise EntryError(f"it cannot be written as canonical JSON: {error}") from error
    except RecursionError:
        raise EntryError("it is nested too deep") from None


def _is_plain(value: Any, depth: int) -> bool:
    """Whether `value` has neither fractions nor names beyond ASCII, where encoders may differ."""
    if value is None or type(value) in (str, bool):
        return True
    if type(value) is int:
        return abs(value) < 2**53
    if depth == 0:
        return False
    if type(value) is dict:
        return all(
            type(name) is str and name.isascii() and _is_plain(item, depth - 1)
            for name, item in value.items()
        )
    return type(value) is list and all(_is_plain(item, depth - 1) for item in value)


def read_entry(canonical: bytes, signature: bytes, *, strict: bool) -> Entry:
    """Turn canonical bytes into an entry. The signature is not checked: see `signed_by_author`.

    Args:
        canonical: the bytes that were signed.
        signature: 64 bytes.
        strict: also check that the bytes are canonical. Only needed where they first come in, since
            the id vouches for them afterwards.

    Raises:
        EntryError: not JSON, not canonical, not an entry, or a body that is not what it says.
    """
    if len(canonical) > MAX_ENTRY:
        raise EntryError(f"it is longer than {MAX_ENTRY:,} bytes")
    try:
        said = msgspec.json.decode(canonical)
        envelope = msgspec.convert(said, _Envelope)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:  # a ValidationError too
        raise EntryError(_version_or(canonical, f"it is no entry: {error}")) from error
    except RecursionError:
        raise EntryError("it is nested too deep") from None
    if envelope.v != ENVELOPE_VERSION:
        raise EntryError(_version_or(canonical, f"its version is {envelope.v}"))
    if strict:
        _check_strictly(canonical, said, envelope)
    try:
        body = read_body(envelope.body)
    except BodyError as error:
        raise EntryError(str(error)) from error
    return Entry(
        id=entry_id(canonical),
        author=envelope.author,
        seq=envelope.seq,
        previous=envelope.previous,
        at=envelope.at,
        body=body,
        canonical=canonical,
        signature=signature,
    )


def _check_strictly(canonical: bytes, said: Any, envelope: _Envelope) -> None:
    brackets = canonical.count(b"{") + canonical.count(b"[")  # few: it cannot be deep
    if brackets > MAX_DEPTH and too_deep(said, MAX_DEPTH):
        raise EntryError("it is nested too deep")
    if canonical_json(said) != canonical:
        raise EntryError("its JSON is not in canonical form (RFC 8785)")
    try:
        datetime.fromisoformat(envelope.at)
    except ValueError:
        raise EntryError(f"there is no instant {envelope.at!r}") from None
    if (envelope.seq == 1) != (envelope.previous is None):
        raise EntryError("only the first entry of an author has none before it")


def _version_or(canonical: bytes, otherwise: str) -> str:
    # An envelope of a newer format may differ in every field but `v`.
    try:
        version = msgspec.json.decode(canonical, type=dict[str, msgspec.Raw]).get("v")
        if version is not None and int(bytes(version)) > ENVELOPE_VERSION:
            return f"it was written by a newer version of tawthiq (format {int(bytes(version))})"
    except (ValueError, RecursionError):  # DecodeError and UnicodeDecodeError are ValueErrors
        return otherwise
    return otherwise


def too_deep(value: Any, limit: int) -> bool:
    """Whether objects and lists stand more than `limit` deep within `value`."""
    level = [value]
    for _ in range(limit):
        inner: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                inner.extend(item.values())
            elif isinstance(item, list):
                inner.extend(item)
        level = [item for item in inner if isinstance(item, dict | list)]
        if not level:
            return False
    return True


def entry_id(canonical: bytes) -> str:
    """SHA-256 of the canonical bytes, hex."""
    return hashlib.sha256(canonical).hexdigest()


def head_of(ids: list[str]) -> str:
    """One hash for a set of entries: SHA-256 over their sorted ids, each followed by a newline."""
    return hashlib.sha256("".join(f"{one}\n" for one in sorted(ids)).encode()).hexdigest()


def signed_by_author(author: str, canonical: bytes, signature: bytes) -> bool:
    """Whether `signature` is the author's over these bytes."""
    try:
        public = _public_key(author)
        public.verify(signature, canonical)
    except (InvalidSignature, ValueError):  # ValueError: 32 bytes that are no point of the curve
        return False
    return True


@lru_cache(maxsize=256)
def _public_key(author: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(author))


def instant(moment: datetime) -> str:
    """An instant as entries write it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def later_instant(now: datetime, last: str | None) -> str:
    """`now`, or one microsecond after `last` where the clock has gone back.

    Raises:
        LedgerError: `last` is the end of time.
    """
    if last is None:
        return instant(now)
    try:
        return instant(max(now, datetime.fromisoformat(last) + timedelta(microseconds=1)))
    except OverflowError:
        raise LedgerError(
            f"This author's last entry is dated {last}; nothing can come after it. "
            "Go on with a new key."
        ) from None

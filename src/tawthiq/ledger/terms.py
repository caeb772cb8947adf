"""What the values in the bodies of entries may be: hashes, keys, days, texts."""

from typing import Annotated

from msgspec import Meta

Hash = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
SourceKey = Annotated[str, Meta(pattern=r"\A[a-z0-9-]+\Z", max_length=64)]
Day = Annotated[str, Meta(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")]
Instant = Annotated[
    str,
    Meta(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z\Z"),
]
Line = Annotated[str, Meta(min_length=1, max_length=1000)]
Text = Annotated[str, Meta(max_length=100_000)]
Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Address = Annotated[str, Meta(min_length=1, max_length=8000)]
StatementId = Annotated[str, Meta(pattern=r"\A[a-z0-9][a-z0-9-]{0,79}\Z")]

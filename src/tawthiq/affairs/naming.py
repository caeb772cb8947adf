"""Names of bodies, incidents and other things: which spellings are one name."""

import hashlib
import re
from functools import lru_cache

from tawthiq.affairs.model import Reference
from tawthiq.names import fold

_NUMBER = re.compile(r"\d+")


def folded(words: str) -> str:
    """The normal form of the name of a thing.

    As for people, but numbers tell things apart: the seventh brigade is not the eighth.

    >>> folded("Brigade 7") == folded("Brigade 8")
    False
    """
    return _folded(words)


@lru_cache(maxsize=1 << 16)  # thousands of statements name the same few things
def _folded(words: str) -> str:
    numbers = [str(int(one)) for one in _NUMBER.findall(words)]
    return " ".join([fold(_NUMBER.sub(" ", words)), *numbers]).strip()


def made_key(type_name: str, words: str) -> str:
    """The key of a thing that nobody gave one: made of its type and its name."""
    digest = hashlib.sha256(f"{type_name}|{folded(words)}".encode()).hexdigest()
    return f"{type_name.replace(' ', '-')}-{digest[:10]}"


def node_of(reference: Reference) -> str:
    """A name for what a reference names: its key, or "~" and the folded words."""
    return reference.key or f"~{folded(reference.words)}"

"""Open the gazetteer a list was read with: the built-in one, or the bytes kept in the vault."""

from functools import lru_cache

from tawthiq.fields import Gazetteer
from tawthiq.vault import Vault


@lru_cache(maxsize=4)
def read_gazetteer(csv: bytes | None) -> Gazetteer:
    """Read a gazetteer of the form that `fields.Gazetteer` takes; None gives the built-in one.

    Raises:
        FieldError: the bytes are no gazetteer.
    """
    return Gazetteer.default() if csv is None else Gazetteer.from_csv(csv)


def gazetteer_of(vault: Vault, sha: str | None) -> Gazetteer:
    """The gazetteer that an import names.

    Raises:
        VaultError: it is missing or damaged.
        FieldError: it is no gazetteer.
    """
    return read_gazetteer(None if sha is None else vault.get(sha))

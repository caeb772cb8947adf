"""Open the vault that a path or a URL names."""

import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tawthiq.errors import ConfigError
from tawthiq.vault.local import LocalVault
from tawthiq.vault.store import Vault

_CLOUD = ("s3", "s3a", "gs", "az", "adl", "azure", "abfs", "abfss", "memory")


def open_vault(url_or_path: str | Path) -> Vault:
    """Open a vault: a folder (plain path or `file://`), or an object store by URL.

    A folder need not exist yet: the first object put makes it. `memory://` is a new, empty vault
    that ends with the process, for tests.

    Raises:
        ConfigError: a scheme we do not know, or the extra `tawthiq[cloud]` is not installed.
        VaultError: the path is a file.
    """
    text = str(url_or_path)
    if isinstance(url_or_path, Path) or "://" not in text:
        return LocalVault(Path(url_or_path))
    scheme = text.split("://", 1)[0].lower()
    if scheme == "file":
        path = unquote(urlsplit(text).path)
        return LocalVault(Path(path.lstrip("/") if sys.platform == "win32" else path))
    if scheme not in _CLOUD:
        raise ConfigError(
            f"{text}: a vault cannot lie at {scheme}://. Give a folder, or one of "
            f"{', '.join(f'{name}://' for name in _CLOUD)}."
        )
    # Only now: obstore is an extra, and slow to load for those who never use it.
    from tawthiq.vault.cloud import CloudVault  # noqa: PLC0415

    return CloudVault(text)

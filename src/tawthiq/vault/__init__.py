"""The vault: bytes kept under their SHA-256, nothing in it ever changed.

Originals, captured pages and imported tables lie here, each named by the hash of what it is. So
the same bytes are kept once, an altered object shows itself, and two vaults merge by union. A plain
path is a folder on this machine; a URL (`s3://…`, `gs://…`, `az://…`) any object store.
"""

from tawthiq.vault.atomic import atomic_write, explain_os_error
from tawthiq.vault.model import Damage
from tawthiq.vault.opening import open_vault
from tawthiq.vault.store import Vault

__all__ = ["Damage", "Vault", "atomic_write", "explain_os_error", "open_vault"]

"""One tree of errors: each says what is wrong, where, and how to mend it.

The commands print the message alone and exit with status 2; anything else that escapes is a bug.
"""


class TawthiqError(Exception):
    """Something a user can mend."""


class ConfigError(TawthiqError):
    """The settings or the folder are not what they should be."""


class FieldError(TawthiqError):
    """A value cannot be read as what its column is said to hold."""


class ListFormatError(TawthiqError):
    """A file that should hold a list cannot be read as one."""


class MappingError(TawthiqError):
    """A mapping of columns is wrong or fits another file."""


class VaultError(TawthiqError):
    """Bytes are missing from the vault, or are not what their name says."""


class LedgerError(TawthiqError):
    """The ledger cannot be read or added to."""


class NoLedgerError(LedgerError):
    """Where a ledger should be, there is none."""


class KeyFileError(LedgerError):
    """The signing key is missing, damaged or not ours."""


class BundleError(LedgerError):
    """A bundle is refused, whole."""


class LinkageError(TawthiqError):
    """Linkage was asked for something it cannot do."""


class EstimateError(TawthiqError):
    """A capture table or a setting of an estimate is not valid."""


class StatementError(TawthiqError):
    """A statement is not what its type asks for."""


class ReadingError(TawthiqError):
    """A text, a page or a list of terms cannot be read."""


class VoteError(TawthiqError):
    """A vote, a roll or a ballot is not what it should be."""


class ScopeError(TawthiqError):
    """A scope, a filter or a breakdown is not understood."""


class SimulationError(TawthiqError):
    """An invented conflict was described in a way that cannot be simulated."""


class NotFoundError(TawthiqError):
    """Nothing in the register answers to this id."""

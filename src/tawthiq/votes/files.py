"""Files from outside, read up to a limit: a ballot box is open to everyone."""

from pathlib import Path

from tawthiq.errors import VoteError
from tawthiq.vault import explain_os_error


def read_limited(path: Path, limit: int, what: str) -> bytes:
    """The bytes of a file.

    Args:
        limit: bytes that such a file has at most.
        what: what it should be, as the error says it: "a ballot".

    Raises:
        VoteError: it is missing, cannot be read, or is larger.
    """
    try:
        if not path.is_file():  # a folder, or a device that never ends
            raise VoteError(f"There is no file {path}. Name the file of {what}.")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise VoteError(f"{path} cannot be read: {explain_os_error(error)}.") from error
    if len(data) > limit:
        raise VoteError(f"{path} is larger than {limit:,} bytes: it is not {what}.")
    return data

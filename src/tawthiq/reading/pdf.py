"""Read a PDF."""

from tawthiq.errors import ReadingError
from tawthiq.reading.model import Text


def read_pdf(content: bytes, where: str) -> Text:
    raise ReadingError(f"{where}: PDF")

"""Sources: who speaks, whose data they share, and the preserved bytes of what they published."""

from tawthiq.sources.declare import check_key, declare_source
from tawthiq.sources.documents import media_type_of, preserve
from tawthiq.sources.model import Source
from tawthiq.sources.roll import sources_of

__all__ = ["Source", "check_key", "declare_source", "media_type_of", "preserve", "sources_of"]

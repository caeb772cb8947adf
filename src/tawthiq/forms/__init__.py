"""Typed statements by hand or from a file: templates, reading a filled one, keeping what it says.

Everything follows from the classes in `tawthiq.statements`: a type that is added there has its
template and its commands at once.
"""

from tawthiq.forms.keeping import keep_stated, keep_table
from tawthiq.forms.model import FileRows, KeptOne, KeptTable, Row, SetAside, StatedFile
from tawthiq.forms.reasons import reason_in
from tawthiq.forms.single import read_changes, state_one
from tawthiq.forms.slots import find_type, type_called
from tawthiq.forms.stating import make_statement, read_file
from tawthiq.forms.tables import rows_of
from tawthiq.forms.templates import (
    Explained,
    explain,
    template_csv,
    template_of,
    template_xlsx,
    title_of,
)

__all__ = [
    "Explained",
    "FileRows",
    "KeptOne",
    "KeptTable",
    "Row",
    "SetAside",
    "StatedFile",
    "explain",
    "find_type",
    "keep_stated",
    "keep_table",
    "make_statement",
    "read_changes",
    "read_file",
    "reason_in",
    "rows_of",
    "state_one",
    "template_csv",
    "template_of",
    "template_xlsx",
    "title_of",
    "type_called",
]

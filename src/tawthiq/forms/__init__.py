"""Typed statements by hand or from a file: templates, reading a filled one, keeping what it says.

Everything follows from the classes in `tawthiq.statements`: a type that is added there has its
template and its commands at once.
"""

from tawthiq.forms.keeping import keep_table
from tawthiq.forms.model import KeptOne, KeptTable, SetAside, StatedFile
from tawthiq.forms.single import state_one
from tawthiq.forms.slots import find_type, type_called
from tawthiq.forms.stating import read_file
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
    "KeptOne",
    "KeptTable",
    "SetAside",
    "StatedFile",
    "explain",
    "find_type",
    "keep_table",
    "read_file",
    "state_one",
    "template_csv",
    "template_of",
    "template_xlsx",
    "title_of",
    "type_called",
]

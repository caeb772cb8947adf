"""Typed statements by hand or from a file: templates, reading a filled one, keeping what it says.

Everything follows from the classes in `tawthiq.statements`: a type that is added there has its
template and its commands at once.
"""

from tawthiq.forms.keeping import keep_table
from tawthiq.forms.model import KeptTable, SetAside, StatedFile
from tawthiq.forms.stating import read_file

__all__ = ["KeptTable", "SetAside", "StatedFile", "keep_table", "read_file"]

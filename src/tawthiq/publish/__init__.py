"""Publish: the report in Arabic and English, and tables for other programs.

`write_report(data, path)` sets a `ReportData` in type; `export_table(frame, path)` writes a table.
Nothing here counts, links or estimates, and no name of a person passes through the report.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tawthiq.publish.model import (
    Bin,
    Breakdown,
    Coverage,
    Estimated,
    ExportError,
    Intersection,
    Lang,
    LevelWeight,
    LinkCertainty,
    ListVersion,
    NoEstimate,
    OverallEstimate,
    Place,
    Problem,
    Range,
    ReportData,
    ReportError,
    Row,
    SaidFigure,
    SaidFigures,
    Setting,
    Source,
    SourceList,
    SumOfMonths,
    Totals,
)
from tawthiq.publish.tables import export_table

if TYPE_CHECKING:
    from tawthiq.affairs import Page
    from tawthiq.publish.gather import gather_report

__all__ = [
    "Bin",
    "Breakdown",
    "Coverage",
    "Estimated",
    "ExportError",
    "Intersection",
    "LevelWeight",
    "LinkCertainty",
    "ListVersion",
    "NoEstimate",
    "OverallEstimate",
    "Place",
    "Problem",
    "Range",
    "ReportData",
    "ReportError",
    "Row",
    "SaidFigure",
    "SaidFigures",
    "Setting",
    "Source",
    "SourceList",
    "SumOfMonths",
    "Totals",
    "export_table",
    "gather_report",
    "write_report",
    "write_things",
]


def write_report(data: ReportData, path: Path) -> None:
    """Write the report as one self-contained HTML file, whole or not at all.

    Args:
        data: everything the report says.
        path: the file; an older one is replaced only once the new one is complete.

    Raises:
        ExportError: the file cannot be written.
    """
    # The plotting library takes most of a second to load, and most commands draw nothing.
    from tawthiq.publish.report import write_html  # noqa: PLC0415

    write_html(data, Path(path))


def write_things(pages: Mapping[Lang, "Sequence[Page]"], path: Path, *, first: Lang = "en") -> None:
    """Write pages on things as one self-contained HTML file, whole or not at all.

    Args:
        pages: the same pages by language.
        path: the file.
        first: which language stands first.

    Raises:
        ExportError: the file cannot be written.
    """
    from tawthiq.publish.things_page import write_things as written  # noqa: PLC0415 - as above

    written(pages, Path(path), first=first)


def __getattr__(name: str) -> object:
    # Gathering loads what estimates need, which takes a second; exporting a table should not wait.
    if name == "gather_report":
        from tawthiq.publish import gather  # noqa: PLC0415

        return gather.gather_report
    raise AttributeError(f"module 'tawthiq.publish' has no attribute {name!r}")

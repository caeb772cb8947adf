"""Sheets of pairs to judge, which `queue` and `quality` write."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Option

if TYPE_CHECKING:
    import polars as pl

CsvOption = Annotated[
    Path | None, Option("--csv", help="Write a sheet to fill in, for `tawthiq judge --file`.")
]


def check_sheet(csv: Path) -> None:
    """Refuse at once what cannot become a sheet."""
    from tawthiq.cli.common import check_folder_of
    from tawthiq.errors import ConfigError

    if csv.suffix.lower() != ".csv":
        raise ConfigError(f"{csv}: a sheet is a CSV file. Name it sheet.csv, for example.")
    check_folder_of(csv)


def write_sheet(sheet: "pl.DataFrame", csv: Path) -> None:
    """Write a sheet, whole or not at all."""
    from tawthiq.publish import export_table

    export_table(sheet, csv)

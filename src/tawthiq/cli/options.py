"""Options that many commands share."""

from pathlib import Path
from typing import Annotated

from typer import Option

FolderOption = Annotated[
    Path,
    Option("--folder", "-C", envvar="TAWTHIQ_FOLDER", help="The register's folder."),
]
JsonOption = Annotated[bool, Option("--json", help="Print JSON for machines.")]
WhereOption = Annotated[
    list[str] | None,
    Option("--where", "-w", help="A condition: 'status = civilian', 'age < 18'. May be repeated."),
]
PeriodOption = Annotated[
    str | None,
    Option("--period", "-p", help="When they died: 2012, 2012-08, 2012-03/2012-08, 2012-03/.."),
]
ByOption = Annotated[
    list[str] | None,
    Option("--by", "-b", help="Break down by a field: month, governorate, sex … May be repeated."),
]
LanguageOption = Annotated[
    str | None,
    Option("--lang", help="Language of values: en or ar. Default: the register's."),
]

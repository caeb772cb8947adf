"""Take a list in: its bytes and its rows to the vault, one statement to the ledger.

Everything is read and checked before anything is written. Objects in the vault that no entry speaks
of are harmless, and the entries are appended in one transaction: a crash leaves all or nothing.
"""

from dataclasses import replace
from datetime import UTC, datetime
from datetime import date as day
from pathlib import Path

import polars as pl

from tawthiq.errors import ListFormatError
from tawthiq.ledger import Import, Ledger
from tawthiq.lists.gazetteers import read_gazetteer
from tawthiq.lists.mapping import Mapping
from tawthiq.lists.model import ROW, ImportResult, ListVersion, RawTable
from tawthiq.lists.persons import nobody
from tawthiq.lists.proposal import propose_mapping
from tawthiq.lists.reading import read_bytes, read_content
from tawthiq.lists.storing import load_set_aside, load_table, to_parquet
from tawthiq.lists.versions import list_versions, version_of
from tawthiq.progress import Progress, silent
from tawthiq.sources import check_key, preserve, sources_of
from tawthiq.vault import Vault

_STEPS = 4


def import_list(
    ledger: Ledger,
    vault: Vault,
    path: Path | str,
    *,
    source: str,
    released: day | None,
    list_key: str | None = None,
    mapping: Mapping | None = None,
    gazetteer_csv: bytes | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    progress: Progress = silent,
) -> ImportResult:
    """Import one version of a list. The same file, read the same way, adds nothing.

    Args:
        ledger: opened with a key.
        vault: where the bytes go.
        path: the file.
        source: key of a declared source.
        released: when the source released this version.
        list_key: key of the list, where a source keeps several; by default that of the source.
        mapping: what each column becomes; by default what `propose_mapping` proposes.
        gazetteer_csv: the gazetteer of the register; None is the built-in one.
        sheet: the sheet of a workbook.
        encoding: of a text table, where it cannot be told.
        delimiter: of a text table, where it cannot be told.
        progress: told after each step.

    Raises:
        ListFormatError: the file cannot be read as a list, the source is not declared, or the day
            of release is missing or in the future.
        MappingError: the mapping speaks of other columns than the file has.
        VaultError, LedgerError: they cannot be written, or `list_key` is no key; nothing is kept.
    """
    path = Path(path)
    released = _check_released(released, path)
    _check_source(ledger, source)
    if list_key is not None:
        check_key("list", list_key)
    content = read_bytes(path)
    raw = read_content(content, path.name, sheet=sheet, encoding=encoding, delimiter=delimiter)
    progress("importing", 1, _STEPS)
    if mapping is None:
        mapping = propose_mapping(raw)
    mapping.check_against(raw.columns, raw.name)
    if gazetteer_csv is not None:
        read_gazetteer(gazetteer_csv)  # A gazetteer that cannot be read must not get into an entry.
    rows, aside = _part(raw, mapping)
    progress("importing", 2, _STEPS)
    preserved = preserve(vault, source, content, path.name)
    body = Import(
        list=list_key or source,
        source=source,
        document=preserved.document,
        table=vault.put(to_parquet(rows)),
        set_aside=vault.put(to_parquet(aside)) if aside.height else None,
        released=released.isoformat(),
        mapping=mapping.to_dict(),
        gazetteer=vault.put(gazetteer_csv) if gazetteer_csv is not None else None,
        rows=rows.height,
        set_aside_rows=aside.height,
    )
    progress("importing", 3, _STEPS)
    version = version_of(body)
    already = _holds(ledger, vault, version)
    if not already:
        ledger.append(preserved, body)
    progress("importing", _STEPS, _STEPS)
    return ImportResult(
        version=version,
        already=already,
        set_aside=dict(aside["reason"].value_counts(sort=True).rows()),
        notes=raw.notes,
    )


def _check_released(released: day | None, path: Path) -> day:
    if released is None:
        raise ListFormatError(
            f"{path}: say when the source released this version (--released 2012-08-23). Without "
            "the day its versions cannot be put in order."
        )
    today = datetime.now(UTC).date()
    if released > today:
        raise ListFormatError(
            f"{path}: the day of release, {released}, is in the future (today is {today}). Check "
            "the year."
        )
    return released


def _check_source(ledger: Ledger, source: str) -> None:
    known = sources_of(ledger)
    if source not in known:
        names = ", ".join(known) or "none yet"
        raise ListFormatError(
            f"There is no source {source!r} in this register; declared: {names}. Declare it with "
            f'`tawthiq source add {source} --name "…" --kind …`.'
        )


def _part(raw: RawTable, mapping: Mapping) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Part the rows that speak of someone from those set aside."""
    speechless = nobody(raw.rows, mapping)
    rows = raw.rows.join(speechless, on=ROW, how="anti", maintain_order="left")
    if not rows.height:
        reasons = pl.concat([raw.set_aside, speechless])["reason"].value_counts(sort=True)
        raise ListFormatError(
            f"{raw.name}: no row can be taken in; most often because {reasons['reason'][0]}. Look "
            "at the preview (--preview), and check which column holds the name or the number."
        )
    return rows, pl.concat([raw.set_aside, speechless]).sort(ROW, maintain_order=True)


def _holds(ledger: Ledger, vault: Vault, version: ListVersion) -> bool:
    """Whether the list already has this document, read the same way.

    Raises:
        ListFormatError: the list is another source's.
    """
    for known in list_versions(ledger):
        if known.list != version.list:
            continue
        if known.source != version.source:
            raise ListFormatError(
                f"The list {version.list!r} is one of source {known.source!r}, not of "
                f"{version.source!r}. Import under a list key of its own (--list)."
            )
        if known.document == version.document:
            return _same_reading(vault, known, version)
    return False


def _same_reading(vault: Vault, known: ListVersion, version: ListVersion) -> bool:
    if known == version:
        return True
    # A newer program may pack the same rows into other bytes.
    if replace(known, table=version.table, set_aside=version.set_aside) != version:
        return False
    return load_table(vault, known.table).equals(load_table(vault, version.table)) and (
        load_set_aside(vault, known.set_aside).equals(load_set_aside(vault, version.set_aside))
    )

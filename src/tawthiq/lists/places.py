"""Where a row places something: its place columns together, against a gazetteer."""

import polars as pl

from tawthiq.errors import FieldError
from tawthiq.fields import Gazetteer
from tawthiq.lists.cells import Unknowns

_COLUMNS = ("governorate", "district", "town", "place")


def resolve_places(
    cells: dict[str, pl.Series],
    gazetteer: Gazetteer,
    unknown: Unknowns,
    *,
    country: str | None = None,
    prefix: str = "",
) -> pl.DataFrame:
    """Resolve the place of every row, each distinct combination of cells once.

    Args:
        cells: some of `governorate`, `district`, `town`, `place` (free text) -> texts, length n.
        gazetteer: the places that are known.
        unknown: cells that give no value.
        country: ISO 3166-1, where places are sought that name no country.
        prefix: put before the names of the columns in the result.

    Returns:
        n rows: `{prefix}governorate`, `{prefix}district`, `{prefix}town`: ids of the gazetteer, or
        `~` and folded text; null where the row does not say; and `_reason`: why a place could not
        be read.
    """
    table = pl.DataFrame(cells)
    rows: list[tuple[str | None, ...]] = []
    for row in table.unique(maintain_order=True).rows():
        given = {
            name: None if cell in unknown else cell.strip()
            for name, cell in zip(table.columns, row, strict=True)
        }
        try:
            rows.append((*row, *_resolve(given, gazetteer, country), None))
        except FieldError as error:
            rows.append((*row, None, None, None, str(error)))
    found = {f"_{level}": f"{prefix}{level}" for level in _COLUMNS[:3]}
    resolved = pl.DataFrame(
        rows,
        schema=dict.fromkeys((*table.columns, *found, "_reason"), pl.String),
        orient="row",
    )
    return (
        table.join(resolved, on=table.columns, how="left", nulls_equal=True, maintain_order="left")
        .select(*found, "_reason")
        .rename(found)
    )


def _resolve(
    given: dict[str, str | None], gazetteer: Gazetteer, country: str | None
) -> tuple[str | None, str | None, str | None]:
    governorate, district, town = (given.get(level) for level in _COLUMNS[:3])
    if town is None:
        # Free text may hold all levels at once; the gazetteer takes it apart.
        town = given.get("place")
    if governorate is None and district is None and town is None:
        return None, None, None
    match = gazetteer.resolve(governorate, district, town, country)
    return match.governorate, match.district, match.town

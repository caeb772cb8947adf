"""Print a page of the affairs: facts, tables, doubts."""

from tawthiq.affairs import Cell, Page, Table
from tawthiq.cli.output import print_lines, print_table


def print_page(page: Page) -> None:
    """A page for people."""
    print_lines(page.title)
    for note in page.notes:
        print_lines(f"  {note}")
    for fact in page.facts:
        for number, (value, by) in enumerate(fact.values):
            label = f"{fact.label}:" if number == 0 else " " * len(fact.label) + " "
            print_lines(f"  {label} {value}  [{'; '.join(by)}]")
    for table in page.tables:
        print_page_table(table)
    for doubt in page.doubts:
        print_lines(f"! {doubt.said(page.language)}")


def print_page_table(table: Table) -> None:
    """One table of a page."""
    print_lines("")
    rows = [[cell.text if isinstance(cell, Cell) else cell for cell in row] for row in table.rows]
    right = tuple(table.columns[at] for at in table.numbers)
    print_table(table.columns, rows, title=table.title, right=right)
    if table.note:
        print_lines(f"  {table.note}")

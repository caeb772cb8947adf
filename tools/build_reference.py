"""Write the reference pages that follow from the code: commands, library, records, mapping …

The same code gives the same bytes, so a test can tell when a page is older than what it describes.
What writes each of them stands in `reference/`.

Run: python tools/build_reference.py [--check]
"""

import argparse
import sys

from reference.commands import commands_page
from reference.library import library_page
from reference.lists import mapping_page, records_page
from reference.markdown import ROOT
from reference.statements import huridocs_page, statements_page


def pages() -> dict[str, str]:
    """Path below the root → what the page says now."""
    return {
        "docs/reference/commands.md": commands_page(),
        "docs/reference/library.md": library_page(),
        "docs/reference/records.md": records_page(),
        "docs/reference/mapping.md": mapping_page(),
        "docs/reference/statements.md": statements_page(),
        "docs/reference/huridocs.md": huridocs_page(),
    }


def main() -> int:
    """Write the pages; with --check write nothing and say which are out of date."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if out of date")
    check = parser.parse_args().check
    old = []
    for name, text in pages().items():
        path = ROOT / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        old.append(name)
        if not check:
            path.write_text(text, encoding="utf-8")
    said = ("out of date: " if check else "written: ") + (", ".join(old) or "none")
    sys.stdout.write(said + "\n")
    return 1 if check and old else 0


if __name__ == "__main__":
    raise SystemExit(main())

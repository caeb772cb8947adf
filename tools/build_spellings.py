"""Write `src/tawthiq/names/given_spellings.tsv`: the Latin spellings that follow from given names.

They follow from `given_names.tsv` and the rules in `tawthiq.names.given`, and are written out
because every run that meets a Latin name would work them out again. A test tells when the file is
older than what it follows from.

Run: python tools/build_spellings.py
"""

from pathlib import Path

from tawthiq.names import given

HEAD = (
    "# Made by tools/build_spellings.py. Latin spelling <tab> numbers of rows in given_names.tsv.\n"
)


def main() -> None:
    """Write the file."""
    lines = (
        f"{spelling}\t{' '.join(map(str, numbers))}\n"
        for spelling, numbers in sorted(given.spellings_by_rule().items())
    )
    target = Path(given.__file__).with_name("given_spellings.tsv")
    target.write_text(HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()

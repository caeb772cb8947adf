"""What invented sources say beside their lists: incidents, bodies, a charter, a campaign, aid …"""

import csv
import io
from datetime import date
from importlib.resources import files

import polars as pl

from tawthiq.folder import Folder
from tawthiq.forms import KeptTable, keep_table
from tawthiq.lists import all_records

# Source, file, day of publication. Every name in them is invented.
_FILES = (
    ("observatory", "observatory.jsonl", date(2013, 3, 15)),
    ("observatory", "units.csv", date(2013, 3, 15)),
    ("observatory", "signatories.csv", date(2013, 3, 15)),
    ("ministry", "ministry.jsonl", date(2013, 3, 20)),
    ("committee", "committee.jsonl", date(2013, 2, 1)),
)
_STRUCK = ("wr-01", date(2012, 9, 1), date(2012, 9, 30))  # governorate and days of the incident
_CERTAIN, _POSSIBLE = 8, 4  # people whom the observatory counts among its victims


def state_demo(opened: Folder) -> tuple[KeptTable, ...]:
    """State what the files say, and whom of its list the observatory counts among the victims."""
    folder = files(__package__) / "data" / "statements"
    kept = [
        keep_table(
            opened.ledger, opened.vault, source, name, (folder / name).read_bytes(),
            type_name="signature" if name == "signatories.csv" else None, published=published,
        )
        for source, name, published in _FILES
    ]  # fmt: skip
    kept.append(
        keep_table(
            opened.ledger, opened.vault, "observatory", "victims-of-the-bakery.csv",
            _victims(opened), type_name="victim", published=_FILES[0][2],
        )
    )  # fmt: skip
    return tuple(kept)


def _victims(opened: Folder) -> bytes:
    """A table of some records: by the observatory's list they died there in that month."""
    governorate, first, last = _STRUCK
    struck = (
        all_records(opened.ledger, opened.vault)
        .filter(
            pl.col("named"),
            pl.col("list") == "observatory",
            pl.col("current"),
            pl.col("governorate") == governorate,
            pl.col("death_earliest") >= first,
            pl.col("death_latest") <= last,
        )
        .unique("line_id", keep="first", maintain_order=True)
        .sort("record_id")
        .head(_CERTAIN + _POSSIBLE)
    )
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(("incident", "record", "certainty"))
    for number, record in enumerate(struck["record_id"]):
        rows.writerow(("bakery", record, "certain" if number < _CERTAIN else "possible"))
    return out.getvalue().encode()

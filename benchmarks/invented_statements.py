"""A file of invented statements of many types, as a register of a conflict might take one in.

Bodies, people, incidents, charters and campaigns are named in a few rows, and spoken of in the
rest: signatures, gatherings, figures of displaced people, aid. The same size and seed give the
same file.

Run: python benchmarks/invented_statements.py 100000 [seed] OUT.csv
"""

import csv
import io
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

_FIRST = date(2011, 3, 1)
_DAYS = 900
_MONTHS = ("كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول",
           "تشرين الأول", "تشرين الثاني", "كانون الأول")  # fmt: skip
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_PLACES = ("Homs", "حمص", "Talbiseh", "تلبيسة", "Daraa", "درعا", "Kafr Nabl", "كفر نبل")
_KINDS = ("local committee", "coordination body", "elected council", "armed group", "فصيل مسلح",
          "observatory")  # fmt: skip
_SHARES = {
    "organisation": 4, "person": 2, "membership": 8, "incident": 4, "account": 8, "charter": 1,
    "clause": 1, "signature": 20, "violation": 4, "campaign": 1, "gathering": 20,
    "displacement": 12, "aid": 12, "stance": 3,
}  # fmt: skip
BROKEN = 500  # one row in so many has a number or a date that is none

Row = dict[str, str]


class _Inventor:
    """Draws rows; what it drew of things before, later rows speak of."""

    def __init__(self, seed: int, n: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - an invented sample
        # From a hundredth of the rows on: a thing is spoken of about as often at any size.
        self.things = max(5, n // 100)

    def key(self, of: str, among: int | None = None) -> str:
        return f"{of}-{self.chance.randrange(among or self.things)}"

    def body(self) -> str:
        """By key or by name: both are names for the same thing."""
        number = self.chance.randrange(self.things)
        return self.chance.choice([f"body-{number}", f"Body {number}", f"هيئة {number}"])

    def day(self) -> str:
        """A day as people write it."""
        day = _FIRST + timedelta(days=self.chance.randrange(_DAYS))
        match self.chance.randrange(10):
            case 0:
                return f"{day.day} {_MONTHS[day.month - 1]} {day.year}".translate(_ARABIC)
            case 1:
                return f"{day:%Y-%m}"
            case 2:
                return f"{day:%d/%m/%Y}"
        return day.isoformat()

    def number(self, most: int) -> str:
        low = self.chance.randrange(1, most)
        match self.chance.randrange(6):
            case 0:
                return f"{low}-{low + self.chance.randrange(1, most)}"
            case 1:
                return str(low).translate(_ARABIC)
        return f"{low:,}"

    def place(self) -> str:
        return self.chance.choice(_PLACES)

    def row(self, kind: str, nth: int) -> Row:
        made: Row = getattr(self, f"_{kind}")(nth % self.things)
        return {"type": kind, **made}

    def _organisation(self, nth: int) -> Row:
        return {"key": f"body-{nth}", "name": f"Body {nth}", "name_ar": f"هيئة {nth}",
                "kind": self.chance.choice(_KINDS), "area": f"{self.place()}؛ {self.place()}",
                "since": self.day()}  # fmt: skip

    def _person(self, nth: int) -> Row:
        return {"key": f"person-{nth}", "name": f"Speaker {nth}", "name_ar": f"ناطق {nth}",
                "public": self.chance.choice(["yes", "لا"])}  # fmt: skip

    def _membership(self, _nth: int) -> Row:
        # A part has a higher number than its whole: no cycles.
        part = self.chance.randrange(1, self.things)
        return {"member": f"body-{part}", "whole": f"body-{self.chance.randrange(part)}",
                "since": self.day()}  # fmt: skip

    def _incident(self, nth: int) -> Row:
        return {"key": f"incident-{nth}", "kind": self.chance.choice(["massacre", "قصف"]),
                "place": self.place(), "when": self.day()}  # fmt: skip

    def _account(self, _nth: int) -> Row:
        return {"incident": self.key("incident"), "actor": self.body(), "act": "shelled the town",
                "attributed_to": self.body(),
                "attribution": self.chance.choice(["denies the act", "يتحمل المسؤولية"]),
                }  # fmt: skip

    def _charter(self, nth: int) -> Row:
        return {"key": f"code-{nth % 20}", "name": f"Code {nth % 20}", "since": self.day(),
                "version": str(1 + nth % 3)}  # fmt: skip

    def _clause(self, nth: int) -> Row:
        return {"charter": f"code-{nth % 20}", "number": str(1 + nth % 11),
                "words": "Prisoners are not harmed.", "words_ar": "لا يُؤذى الأسير."}  # fmt: skip

    def _signature(self, _nth: int) -> Row:
        return {"charter": self.key("code", 20), "signatory": self.body(), "when": self.day(),
                "act": self.chance.choice(["signs", "signs", "يوقّع", "withdraws"])}  # fmt: skip

    def _violation(self, nth: int) -> Row:
        return {"key": f"violation-{nth}", "charter": self.key("code", 20), "clause": "3",
                "signatory": self.body(), "incident": self.key("incident"),
                "when": self.day()}  # fmt: skip

    def _campaign(self, nth: int) -> Row:
        return {"key": f"campaign-{nth}", "name": f"Week {nth}", "slogans_ar": "واحد؛ اثنان",
                "organisers": self.body(), "since": self.day()}  # fmt: skip

    def _gathering(self, _nth: int) -> Row:
        return {"campaign": self.key("campaign"), "kind": self.chance.choice(["مظاهرة", "strike"]),
                "place": self.place(), "when": self.day(), "number": self.number(5000)}  # fmt: skip

    def _displacement(self, _nth: int) -> Row:
        return {"measure": "stock", "place": self.place(), "when": self.day(),
                "value": self.number(100_000), "attributed_to": self.body(),
                "unit": self.chance.choice(["people", "أسرة"])}  # fmt: skip

    def _aid(self, _nth: int) -> Row:
        return {"state": self.chance.choice(["pledged", "مسلَّمة", "diverted"]),
                "giver": self.body(), "receiver": self.body(), "what": "flour",
                "amount": self.number(900), "unit": "tonnes", "when": self.day()}  # fmt: skip

    def _stance(self, _nth: int) -> Row:
        return {"question": self.key("question", 12), "speaker": self.body(),
                "answer": self.chance.choice(["for", "معارض"]), "when": self.day()}  # fmt: skip


def rows(n: int, seed: int = 7) -> Iterator[Row]:
    """Invented rows; one in `BROKEN` cannot be read."""
    inventor = _Inventor(seed, n)
    kinds, weights = list(_SHARES), list(_SHARES.values())
    nth = dict.fromkeys(kinds, 0)
    for at in range(1, n + 1):
        (kind,) = inventor.chance.choices(kinds, weights)
        row = inventor.row(kind, nth[kind])
        nth[kind] += 1
        if at % BROKEN == 0:
            row |= {"type": "gathering", "when": "some day"}
        yield row


def table(n: int, seed: int = 7) -> bytes:
    """The rows as CSV in UTF-8."""
    made = list(rows(n, seed))
    columns = list(dict.fromkeys(name for row in made for name in row))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(made)
    return out.getvalue().encode()


if __name__ == "__main__":
    size, *seeds = map(int, sys.argv[1:-1])
    Path(sys.argv[-1]).write_bytes(table(size, *seeds))

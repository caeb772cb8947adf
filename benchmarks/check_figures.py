"""Are ten thousand figures held against a register in seconds, and as each would be alone?

Data: invented figures of 15 sources over a simulated conflict of 3,000 deaths. Timing: one run by
the clock, without estimates. A faster run whose ranges are not those of `count` has failed, so one
scope in two hundred is counted by itself and compared.

Run: python benchmarks/check_figures.py
"""

import random
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from tawthiq.checks import EstimateSetting, Stated, check_statements
from tawthiq.counts import count
from tawthiq.folder import make_folder, open_folder
from tawthiq.lists import import_list
from tawthiq.register import Register, build_register
from tawthiq.simulate import SimulationSettings, simulate_conflict, write_conflict
from tawthiq.sources import declare_source
from tawthiq.statements import Figure

FIGURES = 10_000
SAMPLE = 200


def register_of(folder: Path) -> Register:
    conflict = simulate_conflict(SimulationSettings(deaths=3_000, seed=7))
    written = write_conflict(conflict, folder / "lists")
    places = (folder / "lists/gazetteer.csv").read_bytes()
    make_folder(folder / "register", name="Invented", gazetteer=folder / "lists/gazetteer.csv")
    with open_folder(folder / "register", write=True) as opened:
        for key, one in conflict.lists.items():
            declare_source(opened.ledger, key, name=one.settings.name, type=one.settings.type)
        for one in sorted(written, key=lambda each: (each.released, each.source)):
            import_list(
                opened.ledger, opened.vault, one.path, source=one.source,
                released=one.released, gazetteer_csv=places,
            )  # fmt: skip
        return build_register(opened.ledger, opened.vault, opened.settings)


def figures_of(register: Register) -> list[Stated]:
    chance = random.Random(1)  # noqa: S311 - an invented sample
    lines = register.lines
    first: date = lines["death_earliest"].drop_nulls().min()
    days = (lines["death_latest"].drop_nulls().max() - first).days
    places = sorted(one for one in set(lines["governorate"].drop_nulls()) if one[0] != "~")
    found = []
    for at in range(FIGURES):
        start = first + timedelta(days=chance.randrange(days))
        stop = start + timedelta(days=chance.choice([0, 6, 29]))
        place = chance.choice([None, *places])
        low = chance.randrange(1, 500)
        bound = chance.choice(["exact", "at least", "about"])
        figure = Figure(
            id=f"f-{at}", start=at, end=at + 1, quote=str(low), value_low=low,
            value_high=None if bound == "at least" else low, bound=bound, unit="people",
            counted="deaths", category=chance.choice([None, "civilian", "child", "woman"]),
            place=place, place_id=place, period=f"{start}/{stop}",
        )  # fmt: skip
        found.append(Stated(statement=figure, document=f"d{at // 20}", source=f"s{at % 15}"))
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        register = register_of(Path(folder))
    stated = figures_of(register)
    started = time.perf_counter()
    found = check_statements(stated, register, setting=EstimateSetting(most=0))
    seconds = time.perf_counter() - started
    assert found.held is not None
    scopes = list(found.held.documented)
    for scope in scopes[:: max(len(scopes) // SAMPLE, 1)]:
        alone, many = count(register.lines, scope).total, found.held.documented[scope]
        assert (many.minimum, many.linked, many.maximum) == tuple(alone.values()), scope
    findings = sum(map(len, found.findings.values()))
    print(
        f"{len(stated):,} figures, {len(scopes):,} scopes, {register.lines.height:,} records: "
        f"{seconds:.1f} s, {findings:,} findings; {SAMPLE} scopes counted alone agree"
    )


if __name__ == "__main__":
    main()

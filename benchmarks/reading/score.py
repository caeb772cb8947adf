"""How much of what a careful recorder takes from a text is proposed, and how much of it is wrong?

Data: the labelled texts of `corpus/dev` (seen by those who wrote the grammar) or `corpus/held`
(kept aside). Proposals and labels of one type are paired by their spans, one to one, so that the
words they share are most. Then each field is scored by itself: a right value is a hit; a wrong one
is both a false proposal and a miss; a value where the label has none is a false proposal; a field
that neither gives earns nothing. What is unpaired counts with all its fields.

    python benchmarks/reading/score.py [--part dev|held] [--language en|ar] [--style S]
        [--text NAME] [--field FIELD] [--errors N] [--by-style] [--table] [--json]
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from compare import FIELDS, THREAD, Outcome, outcomes, tag
from labels import Label, Labelled, locate, read_corpus
from msgspec import structs
from scipy.optimize import linear_sum_assignment

from tawthiq.fields import Gazetteer
from tawthiq.reading import read_text
from tawthiq.statements import Position, Statement

CONTEXT = 60


@dataclass(slots=True)
class Tally:
    """Hits, false proposals and misses of one field."""

    hits: int = 0
    false: int = 0
    missed: int = 0

    def add(self, outcome: Outcome) -> None:
        self.hits += outcome.hit
        self.false += outcome.false
        self.missed += outcome.missed

    @property
    def precision(self) -> float | None:
        return self.hits / (self.hits + self.false) if self.hits + self.false else None

    @property
    def recall(self) -> float | None:
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else None

    @property
    def f1(self) -> float | None:
        whole = 2 * self.hits + self.false + self.missed
        return 2 * self.hits / whole if whole else None


@dataclass(slots=True)
class Scores:
    """Tallies by field, for the whole and for each group of texts."""

    tallies: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    texts: int = 0

    def add(self, groups: Iterable[str], outcome: Outcome) -> None:
        for group in groups:
            self.tallies[group, outcome.field].add(outcome)
            if outcome.field in THREAD:
                self.tallies[group, "thread structure"].add(outcome)


@dataclass(frozen=True, slots=True)
class Scored:
    """One text, read and held against its labels."""

    labelled: Labelled
    text: str
    outcomes: tuple[Outcome, ...]


def score_text(labelled: Labelled, gazetteer: Gazetteer) -> Scored:
    """Read one text and compare what is proposed with its labels."""
    reading = read_text(
        labelled.path.read_bytes(),
        labelled.path.name,
        published=labelled.published,
        gazetteer=gazetteer,
        extra=None,
    )
    text = reading.text.text
    # What the labels do not speak of is neither right nor wrong.
    statements = [
        one if "answer" in labelled.labelled else plain_stance(one)
        for one in reading.statements
        if tag(one) in labelled.labelled or _is_against(one)
    ]
    spans = {label.key: locate(label, text) for label in labelled.labels}
    pairs = pair(labelled.labels, spans, statements)
    return Scored(labelled, text, tuple(outcomes(labelled.labels, statements, pairs, spans)))


def _is_against(statement: Statement) -> bool:
    """Whether it is an answer that stands against something, which a stance does too."""
    return isinstance(statement, Position) and statement.answer == "against"


def plain_stance(statement: Statement) -> Statement:
    """The statement without its answer, for texts whose labels know no answers."""
    if isinstance(statement, Position):
        return structs.replace(statement, answer=None)
    return statement


def pair(
    labels: Sequence[Label],
    spans: dict[str, tuple[int, int] | None],
    statements: Sequence[Statement],
) -> dict[str, Statement]:
    """Pair labels with proposals of the same type: key of the label → proposal."""
    pairs: dict[str, Statement] = {}
    for kind in {label.type for label in labels}:
        wanted = [one for one in labels if one.type == kind and spans[one.key] is not None]
        given = [one for one in statements if tag(one) == kind]
        if not wanted or not given:
            continue
        overlap = np.array([[_overlap(spans[one.key], two) for two in given] for one in wanted])
        for row, column in zip(*linear_sum_assignment(-overlap), strict=True):
            if overlap[row, column] > 0:
                pairs[wanted[row].key] = given[column]
    return pairs


def _overlap(span: tuple[int, int] | None, statement: Statement) -> float:
    """Characters shared by both, over characters that either has."""
    assert span is not None
    shared = min(span[1], statement.end) - max(span[0], statement.start)
    whole = max(span[1], statement.end) - min(span[0], statement.start)
    return max(shared, 0) / whole if whole else 0.0


def print_scores(scores: Scores, groups: Sequence[str]) -> None:
    for group in groups:
        print(f"\n## {group}\n")
        print("| field | precision | recall | F1 | labels | proposals |")
        print("|---|---|---|---|---|---|")
        for name in FIELDS:
            tally = scores.tallies.get((group, name))
            if tally is None:
                continue
            numbers = " | ".join(
                "–" if value is None else f"{value:.3f}"
                for value in (tally.precision, tally.recall, tally.f1)
            )
            counts = f"{tally.hits + tally.missed} | {tally.hits + tally.false}"
            print(f"| {name} | {numbers} | {counts} |")


def print_table(scores: Scores) -> None:
    """The table for `benchmarks/README.md`."""
    print("| field | precision | recall | F1 | F1 English | F1 Arabic | labels |")
    print("|---|---|---|---|---|---|---|")
    for name in FIELDS:
        tally = scores.tallies.get(("all", name))
        if tally is None:
            continue
        languages = (scores.tallies.get((language, name), Tally()).f1 for language in ("en", "ar"))
        cells = " | ".join(
            "–" if value is None else f"{value:.3f}"
            for value in (tally.precision, tally.recall, tally.f1, *languages)
        )
        print(f"| {name} | {cells} | {tally.hits + tally.missed} |")


def print_errors(scored: Iterable[Scored], fields: Sequence[str], most: int) -> None:
    """Show what was missed and what was proposed wrongly, with the words around it."""
    shown = 0
    for one in scored:
        for outcome in one.outcomes:
            if outcome.field not in fields or not (outcome.false or outcome.missed):
                continue
            if shown == most:
                return
            shown += 1
            start, stop = outcome.span
            before = one.text[max(start - CONTEXT, 0) : start].replace("\n", "⏎")
            after = one.text[stop : stop + CONTEXT].replace("\n", "⏎")
            print(
                f"{one.labelled.name} [{start}:{stop}] {outcome.field}: "
                f"label {outcome.label!r}, proposed {outcome.proposed!r}"
            )
            print(f"    …{before}⟦{one.text[start:stop]}⟧{after}…")


def main() -> None:
    options = parse_options()
    if options.part == "held" and options.errors and not options.final:
        sys.exit("The part kept aside is scored, not looked at: --errors needs --final there.")
    corpus = [
        one
        for one in read_corpus(options.part)
        if options.language in {None, one.language}
        and options.style in {None, one.style}
        and (not options.text or any(is_meant(one.name, text) for text in options.text))
    ]
    if not corpus:
        sys.exit(f"No text of part {options.part!r} is so.")
    gazetteer = Gazetteer.default()
    scores, scored = Scores(), []
    for labelled in corpus:
        one = score_text(labelled, gazetteer)
        scored.append(one)
        for outcome in one.outcomes:
            scores.add(("all", labelled.language, labelled.style), outcome)
    groups = ["all", *sorted({one.language for one in corpus})]
    if options.by_style:
        groups += sorted({one.style for one in corpus})
    if options.json:
        print(json.dumps(as_json(scores, groups), ensure_ascii=False, indent=1))
    else:
        figures = sum(label.type == "figure" for one in corpus for label in one.labels)
        print(f"{options.part}: {len(corpus)} texts, {figures} figures")
        if options.table:
            print_table(scores)
        else:
            print_scores(scores, groups)
    if options.errors:
        print_errors(scored, [options.field] if options.field else FIELDS, options.errors)


def is_meant(name: str, asked: str) -> bool:
    """Whether a text is the one asked for, by name or number, or among them: "226..237"."""
    number = name.split("-", maxsplit=1)[0]
    first, _, last = asked.partition("..")
    return asked in {name, number} or bool(last and first <= number <= last)


def as_json(scores: Scores, groups: Sequence[str]) -> dict[str, dict[str, dict[str, object]]]:
    return {
        group: {
            name: {
                "precision": tally.precision,
                "recall": tally.recall,
                "f1": tally.f1,
                "hits": tally.hits,
                "false": tally.false,
                "missed": tally.missed,
            }
            for name in FIELDS
            if (tally := scores.tallies.get((group, name))) is not None
        }
        for group in groups
    }


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--part", choices=["dev", "held"], default="dev")
    parser.add_argument("--language", choices=["en", "ar"])
    parser.add_argument("--style", help="only texts of this style")
    parser.add_argument("--text", action="append", help="its name or number, or 226..237")
    parser.add_argument("--field", choices=FIELDS, help="for --errors: only this field")
    parser.add_argument("--errors", type=int, default=0, help="show so many errors")
    parser.add_argument("--by-style", action="store_true", help="a table for each style too")
    parser.add_argument("--table", action="store_true", help="one table, both languages")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--final", action="store_true", help="the grammar is finished")
    return parser.parse_args()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main()

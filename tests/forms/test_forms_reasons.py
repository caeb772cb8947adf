"""Why rows are set aside, in both languages: every reason is found again from its English text."""

import json
import re
import tomllib
from importlib.resources import files

import pytest
from filling import csv_of

from tawthiq.forms import read_file, reason_in
from tawthiq.statements import label_of_type

REASONS = tomllib.loads(
    (files("tawthiq.forms") / "reasons.toml").read_text(encoding="utf-8")
)["reason"]  # fmt: skip
# Reasons of one text may stand in another: these end what English says, and Arabic must not.
ENGLISH = re.compile(r"\b(the|is|no|of|its|it|and|has|as|than|this|write|field)\b")


@pytest.mark.parametrize("code", REASONS)
def test_a_reason_is_found_again_with_what_stands_in_its_places(code):
    """None is hidden by a wider one before it."""
    places = {
        name: f"'x{at}'" for at, name in enumerate(re.findall(r"{(\w+)}", REASONS[code]["en"]))
    }
    values = places | {"why": "it is empty", "type": "charter"}
    arabic = places | {"why": REASONS["empty"]["ar"], "type": label_of_type("charter", "ar")}
    text = REASONS[code]["en"].format(**values)
    assert reason_in(text, "ar") == REASONS[code]["ar"].format(**arabic)
    assert reason_in(f"{text}.", "ar") == reason_in(text, "ar")
    assert reason_in(text, "en") == text


CELLS = [
    ("election", {"seats": "2.5"}), ("election", {"seats": "1.234"}),
    ("election", {"seats": "40-50"}), ("election", {"seats": "dozens"}),
    ("election", {"seats": "-5"}), ("election", {"seats": "many people"}),
    ("person", {"public": "perhaps"}), ("organisation", {"kind": "gang"}),
    ("charter", {"since": "some day"}), ("charter", {"since": "2012-13-01"}),
    ("charter", {"since": "30/02/2012"}), ("charter", {"since": "12345678"}),
    ("charter", {"since": "2312-01-01"}), ("charter", {"since": "2013/2012"}),
    ("charter", {"since": "x" * 300}), ("charter", {"since": "2012", "until": "2011"}),
    ("charter", {"key": "Code of Conduct"}), ("aid", {"amount_low": "-5"}),
    ("aid", {"amount_low": "6", "amount_high": "5"}), ("aid", {"amount_low": "9" * 16}),
    ("displacement", {"since": "2012"}), ("displacement", {"measure": "flow", "when": "2012"}),
    ("membership", {"member": "a", "whole": "a"}), ("person", {"name": "x" * 10_001}),
    ("gathering", {"number_low": "4", "number": "5"}), ("signature", {"signed": "AA=="}),
    ("membership", {"first_cited": "2013", "last_cited": "2012"}),
    ("election", {"type": "election", "seats": " "}),
]  # fmt: skip
LINES = ["[1]", '{"name": ', '{"name": {"x": 1}}', '{"name": true}', '{"name": "\\ud800"}',
         '{"name": 1 "b"}', '{"name" 1}', "{1: 2}", '{"name": "a', "[" * 200_000]  # fmt: skip


def reasons() -> list[str]:
    """The reasons that bad rows of many kinds are given."""
    found = []
    for kind, cells in CELLS:
        content = csv_of([*cells, "holder"], [[*cells.values(), ""], [""] * len(cells) + ["x"]])
        found += [one.reason for one in read_file(content, "a.csv", kind).set_aside]
    changes = csv_of(["kind", "before", "after"], [["merged", "a", "b"], ["founded", "", "b"]])
    found += [one.reason for one in read_file(changes, "a.csv", "change").set_aside]
    mixed = (
        b'type,name,version\nunicorn,a,1\n,b,1\ncharter,c,2\nperson,d,3\ncharter,e\ncharter,"f\n'
    )
    found += [one.reason for one in read_file(mixed, "a.csv").set_aside]
    lines = "\n".join([json.dumps({"name": "a"}), *LINES]).encode()
    return found + [one.reason for one in read_file(lines, "a.jsonl", "charter").set_aside]


def test_what_readers_of_arabic_are_told_holds_no_english_sentence():
    found = reasons()
    assert len(found) >= len(CELLS) + len(LINES)
    for text in found:
        arabic = reason_in(text, "ar")
        assert arabic != text
        bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", arabic)  # what a cell holds stays as it is
        assert not ENGLISH.search(bare), arabic


def test_a_reason_of_another_version_stays_as_it_was_written():
    assert reason_in("its wings are of another kind", "ar") == "its wings are of another kind"

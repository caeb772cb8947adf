"""The labelled texts can be scored: every label points at words and keeps to the closed sets."""

import sys
from pathlib import Path

import pytest

READING = Path(__file__).parents[2] / "benchmarks" / "reading"
sys.path.insert(0, str(READING))
from labels import CORPUS, faults, read_labelled  # noqa: E402

FILES = sorted(CORPUS.glob("*/*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_labels_point_at_words_and_keep_to_the_closed_sets(path: Path):
    assert list(faults(read_labelled(path))) == []


def test_a_label_whose_words_are_not_there_or_whose_field_is_unknown_is_found(tmp_path: Path):
    (tmp_path / "001-ngo.txt").write_text("Some 40 people fled.", encoding="utf-8")
    (tmp_path / "001-ngo.json").write_text(
        """{"language": "en", "published": null, "style": "ngo", "statements": [
        {"type": "figure", "key": "f1", "quote": "Some 50 people", "bound": "about",
         "value_low": 50, "value_high": 50, "counted": "displaced", "colour": "red"},
        {"type": "figure", "key": "f2", "quote": "Some 40 people", "bound": "at least",
         "value_high": 40, "counted": "fled", "part_of": "f9"}]}""",
        encoding="utf-8",
    )
    found = "\n".join(faults(read_labelled(tmp_path / "001-ngo.json")))
    for fault in ("not in the text", "no field 'colour'", "low end alone", "'fled'", "'f9'"):
        assert fault in found


def test_no_text_stands_without_labels():
    texts = [path for ending in ("txt", "html") for path in CORPUS.glob(f"*/*.{ending}")]
    assert texts
    assert {path.stem for path in texts} == {path.stem for path in FILES}

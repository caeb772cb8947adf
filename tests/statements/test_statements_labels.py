"""Every type, field and term is called something in both languages, and neither comes second."""

import ast
import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest

import tawthiq.reading
import tawthiq.statements
from tawthiq.statements import (
    Figure,
    Statement,
    help_of_field,
    help_of_type,
    in_words,
    known_terms,
    label_of_doubt,
    label_of_field,
    label_of_note,
    label_of_term,
    label_of_type,
    types,
    value_in_words,
    write_statement,
)

ARABIC = re.compile("[\u0621-\u064a]")
FILES = ("labels.toml", "labels_register.toml")
OURS = {
    name: kind
    for name, kind in types().items()
    if kind.__module__.startswith("tawthiq.statements.")
}


def in_both(english: str | None, arabic: str | None) -> bool:
    return bool(english and arabic and ARABIC.search(arabic) and not ARABIC.search(english))


@pytest.mark.parametrize("name", OURS)
def test_every_type_and_field_has_label_and_help_in_both_languages(name):
    assert in_both(label_of_type(name, "en"), label_of_type(name, "ar"))
    assert in_both(help_of_type(name, "en"), help_of_type(name, "ar"))
    for field in ("type", *OURS[name].__struct_fields__):
        assert in_both(label_of_field(name, field, "en"), label_of_field(name, field, "ar")), field
        assert in_both(help_of_field(name, field, "en"), help_of_field(name, field, "ar")), field


def closed_terms(kind: type[Statement]) -> list[tuple[str, str]]:
    found = []
    for field, hint in get_type_hints(kind).items():
        parts = get_args(hint) if get_origin(hint) is not Literal else (hint,)
        for part in parts:
            if get_origin(part) is Literal:
                found += [(field, term) for term in get_args(part)]
    return found


@pytest.mark.parametrize("name", OURS)
def test_every_closed_term_has_a_label_in_both_languages(name):
    terms = closed_terms(OURS[name])
    assert ("stance", "rejects") in terms
    for field, term in terms:
        arabic = label_of_term(name, field, term, "ar")
        assert in_both(label_of_term(name, field, term, "en"), arabic), (field, term)


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_two_fields_or_terms_of_a_type_are_called_the_same(name, language):
    """Who fills a form by its labels means one field, and one value of it."""
    fields = [one for one in OURS[name].__struct_fields__ if one not in ("start", "end", "quote")]
    labels = [label_of_field(name, one, language) for one in fields]
    assert [one for one in labels if labels.count(one) > 1] == []
    for field in fields:
        terms = [label_of_term(name, field, one, language) for one in known_terms(name, field)]
        assert [one for one in terms if terms.count(one) > 1] == [], field


def test_no_two_types_are_called_the_same():
    for language in ("en", "ar"):
        labels = [label_of_type(name, language) for name in OURS]
        assert [one for one in labels if labels.count(one) > 1] == []


def test_every_label_stands_in_one_place():
    seen: dict[str, str] = {}
    for file in FILES:
        for where in leaves(read_labels(file)):
            assert seen.setdefault(where, file) == file, where


def test_labels_speak_of_fields_and_terms_that_there_are():
    """A label of one type alone ("type.field") is of a type and a field that exist."""
    fields = {f"{name}.{field}" for name, kind in OURS.items() for field in kind.__struct_fields__}
    fields |= {one.removesuffix("_low") for one in fields}
    said = [one for file in FILES for group in ("field", "term")
            for one in read_labels(file).get(group, {}) if "." in one]  # fmt: skip
    assert said
    assert [one for one in said if one not in fields] == []


def test_kinds_of_incident_are_called_as_the_reader_of_texts_calls_them():
    data = (files("tawthiq.reading") / "data" / "incidents.toml").read_text(encoding="utf-8")
    kinds = {name: one["label"] for name, one in tomllib.loads(data).items()}
    assert read_labels("labels_register.toml")["term"]["incident.kind"] == kinds


def test_every_field_said_to_be_edtf_is_known_as_a_date():
    folder = Path(tawthiq.statements.__file__).parent
    said = [
        line.split(":")[0].strip()
        for path in folder.glob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.match(r"    [a-z_]+: .*# .*EDTF", line)
    ]
    assert len(set(said)) > 5
    assert set(said) <= Statement.DATES


def read_labels(file: str) -> dict[str, Any]:
    return tomllib.loads((files("tawthiq.statements") / file).read_text(encoding="utf-8"))


def leaves(value: dict[str, Any], where: str = "") -> list[str]:
    if set(value) & {"en", "ar"}:
        return [where]
    return [one for key, inner in value.items() for one in leaves(inner, f"{where}.{key}")]


@pytest.mark.parametrize("file", FILES)
def test_no_label_has_one_language_only(file):
    waiting = [("", read_labels(file))]
    while waiting:
        where, value = waiting.pop()
        if set(value) & {"en", "ar"}:
            assert set(value) == {"en", "ar"}, where
            assert all(isinstance(one, str) and one for one in value.values()), where
        else:
            waiting += [(f"{where}.{key}", one) for key, one in value.items()]


def said(word: str) -> set[str]:
    """The phrases that the modules of reading and their lists give as a doubt, note or reason.

    A phrase is a text of several words that stands in an argument, or is given to a name, that is
    called after `word`: written out, or as a constant of any module of the room.
    """
    folder = Path(tawthiq.reading.__file__).parent
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in folder.rglob("*.py")]
    constants = {
        target.id: node.value.value
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }
    found: set[str] = set()
    for spoken in (one for tree in trees for one in ast.walk(tree)):
        for part in _spoken(spoken, word):
            for one in ast.walk(part):
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    found.add(one.value)
                elif isinstance(one, ast.Name) and one.id in constants:
                    found.add(constants[one.id])
    for path in (folder / "data").glob("*.toml"):
        for term in tomllib.loads(path.read_text(encoding="utf-8")).values():
            value = term.get(word) if isinstance(term, dict) else None
            found |= {value} if isinstance(value, str) else set(value or ())
    return {one for one in found if " " in one.strip() and not ARABIC.search(one)}


def _spoken(node: ast.AST, word: str) -> list[ast.AST]:
    if isinstance(node, ast.keyword) and node.arg and word in node.arg.lower():
        return [node.value]
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign) and node.value is not None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if any(word in ast.unparse(one).lower() for one in targets):
            return [node.value]
    if isinstance(node, ast.Call) and word in ast.unparse(node.func).lower():
        return list(node.args)
    return []


def test_every_doubt_that_the_grammar_gives_has_an_arabic_phrase():
    """When this fails, write the phrases it names under [doubt] in statements/labels.toml."""
    doubts = said("doubt")
    assert doubts
    assert sorted(one for one in doubts if label_of_doubt(one, "ar") == one) == []


def test_every_note_and_reason_that_reading_gives_has_an_arabic_phrase():
    """When this fails, write them under [note], or [term."mention.reason"]."""
    notes = sorted(one for one in said("note") if label_of_note(one, "ar") == one)
    reasons = sorted(
        one for one in said("reason") if label_of_term("mention", "reason", one, "ar") == one
    )
    assert (notes, reasons) == ([], [])


def test_a_doubt_or_a_note_nobody_translated_is_shown_in_english():
    assert label_of_doubt("it rained on the page", "ar") == "it rained on the page"
    assert label_of_note("it rained: twice", "ar") == "it rained: twice"


def test_terms_joined_by_plus_are_labelled_one_by_one():
    assert label_of_term("figure", "category", "child+woman", "ar") == "طفل + امرأة"


def test_a_new_type_carries_its_own_labels():
    class Aid(Statement, frozen=True, kw_only=True, tag="aid of a test"):
        LABELS = {  # noqa: RUF012 - msgspec takes it for what it is: no field
            "type": {"en": "aid", "ar": "معونة"},
            "type.help": {"en": "goods promised or brought", "ar": "موعود بها أو واصلة"},
            "state": {"en": "state", "ar": "حالها"},
            "state=pledged": {"en": "promised", "ar": "موعودة"},
        }
        state: str = "pledged"
        weight: float | None = None

    name = "aid of a test"
    assert label_of_type(name, "ar") == "معونة"
    assert help_of_type(name, "en") == "goods promised or brought"
    assert label_of_term(name, "state", "pledged", "ar") == "موعودة"
    assert label_of_field(name, "weight", "ar") == "weight"
    assert help_of_field(name, "weight", "ar") is None
    assert label_of_field(name, "quote", "ar") == "الكلمات"
    plain = write_statement(Aid(id="a-1", start=0, end=1, quote="x", weight=2.5))
    assert in_words(plain, "en") == "state: promised, weight: 2.5"


def figure(**values: object) -> dict[str, object]:
    return write_statement(Figure(id="f-1", start=0, end=1, quote="x", **values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "english", "arabic"),
    [
        ({"value_low": 40, "value_high": 40}, "40", "40"),
        ({"value_low": 24495, "bound": "at least"}, "at least 24,495", "24,495 على الأقل"),
        ({"value_low": 3400, "bound": "more than"}, "more than 3,400", "أكثر من 3,400"),
        ({"value_high": 1000, "bound": "at most"}, "at most 1,000", "1,000 على الأكثر"),
        ({"value_low": 50, "value_high": 60, "bound": "between"}, "50 to 60", "من 50 إلى 60"),
        ({"bound": "vague", "hedge": "dozens"}, "“dozens”, no number", "«dozens» بلا عدد"),
        (
            {"bound": "not known"},
            "number said not to be known",
            "عدد مصرّح بأنه غير معروف",
        ),
        ({"value_low": 62.5, "value_high": 62.5, "unit": "percent"}, "62.5 percent", "62.5 بالمئة"),
        (
            {"value_low": 177, "value_high": 177, "unit": "people", "per": "day"},
            "177 per day",
            "177 لكل يوم",
        ),
    ],
)
def test_a_value_is_said_with_its_bound_and_no_number_is_made_up(values, english, arabic):
    assert value_in_words(figure(**values), "en") == english
    assert value_in_words(figure(**values), "ar") == arabic


def test_a_figure_in_one_line_says_what_is_inferred_and_who_denies():
    plain = figure(
        value_low=40, value_high=40, counted="deaths", category="civilian", place="Homs",
        period="2012-08-23", period_basis="inferred", as_of_words="until now",
        attributed_to="Salim Haddad", role="head of the field hospital", stance="denies",
        holder="the ministry", part_of="f-2",
    )  # fmt: skip
    assert in_words(plain, "en") == (
        "40, deaths, civilian, in Homs, 2012-08-23 (inferred), as of until now, "
        "according to Salim Haddad (head of the field hospital), part of f-2, "
        "denied (the ministry)"
    )
    assert in_words({"type": "prophecy", "depth": [1, {"a": None}]}, "ar") == (
        "depth: 1، {'a': None}"
    )

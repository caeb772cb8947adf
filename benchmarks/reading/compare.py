"""Hold one proposal against one label, field by field."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import Any

from labels import Label

from tawthiq.fields import Gazetteer
from tawthiq.statements import Position, Statement

Span = tuple[int, int]
FIELDS = (
    "figure found",
    "span exact",
    "value with bound",
    "counted",
    "category",
    "unit",
    "per",
    "place",
    "date",
    "date basis",
    "attribution",
    "reported by",
    "part of",
    "besides",
    "share of",
    "citation",
    "citation form",
    "citation state",
    "thread item",
    "thread kind",
    "thread number",
    "thread author",
    "thread answers",
    "thread structure",
    "incident",
    "incident place",
    "incident date",
    "account",
    "account claim",
    "account actor",
    "account attribution",
    "stance",
    "stance position",
    "stance speaker",
    "answer",
    "answer right",
    "answer about",
    "answer condition",
    "organisation",
    "organisation right",
    "organisation aliases",
    "organisation kind",
    "organisation place",
    "organisation since",
    "membership",
    "membership right",
    "change",
    "change right",
    "change date",
    "charter",
    "charter right",
    "charter date",
    "charter adopted by",
    "signature",
    "signature right",
    "signature charter",
    "signature date",
    "campaign",
    "campaign right",
    "campaign dates",
    "campaign organisers",
    "gathering",
    "gathering right",
    "gathering date",
    "gathering number",
    "gathering slogans",
    "aid",
    "aid right",
    "aid receiver",
    "aid amount",
    "aid what",
    "aid place",
    "aid date",
    "aid attribution",
    "dispute",
    "dispute right",
    "election",
    "election right",
    "election date",
    "election place",
    "election numbers",
    "election method",
    "result",
    "result right",
    "result outcome",
    "displacement",
    "displacement right",
    "displacement place",
    "displacement from",
    "displacement date",
    "displacement unit",
    "displacement attribution",
    "violation",
    "violation right",
    "violation clause",
    "violation date",
    "violation place",
    "violation attribution",
    "all new types",
    "all new types right",
)
"""What is reported, in this order."""
NEW = ("answer", "organisation", "membership", "change", "charter", "signature", "campaign",
       "gathering", "aid", "dispute", "election", "result", "displacement",
       "violation")  # fmt: skip
"""Types whose proposals are right where the words overlap and the main fields are right."""
THREAD = frozenset(("thread kind", "thread number", "thread author", "thread answers"))
"""What "thread structure" sums up."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one field of one label or proposal came out."""

    field: str
    span: Span
    label: object
    proposed: object
    hit: bool = False
    false: bool = False
    missed: bool = False


MAX_PLACE = 200  # characters that the gazetteer takes
Same = Callable[[Any, Any], bool]


def outcomes(
    labels: Sequence[Label],
    statements: Sequence[Statement],
    pairs: Mapping[str, Statement],
    spans: Mapping[str, Span | None],
) -> Iterator[Outcome]:
    """Give the outcome of every field of every label and of every unpaired proposal.

    Args:
        labels: of one text.
        statements: proposed for it.
        pairs: the proposal of each label that has one, by the label's key.
        spans: where each label's words stand; None where they were not found.
    """
    keys = {statement.id: key for key, statement in pairs.items()}
    optional = {label.key for label in labels if label.optional}
    for label in labels:
        if not label.optional:
            yield from _compare(label, pairs.get(label.key), spans[label.key], keys, optional)
    for statement in statements:
        if statement.id not in keys:
            yield from _compare(None, statement, None, keys, optional)


def _compare(
    label: Label | None,
    statement: Statement | None,
    span: Span | None,
    keys: Mapping[str, str],
    optional: Set[str],
) -> Iterator[Outcome]:
    if label is not None:
        kind, quote = label.type, label.quote
    else:
        assert statement is not None
        kind, quote = tag(statement), None
    proposed = None if statement is None else (statement.start, statement.end)
    shown = span or proposed or (0, 0)
    words = None if statement is None else statement.quote
    both = label is not None and statement is not None
    if kind in FOUND:
        yield Outcome(
            FOUND[kind], shown, quote, words, both, false=label is None, missed=statement is None
        )
    if kind == "figure":
        exact = both and span == proposed
        if label is not None and both and not exact:
            exact = _accepted(label, "quote", {"quote": words}, same_span)
        wrong, missed = statement is not None and not exact, label is not None and not exact
        yield Outcome("span exact", shown, quote, words, exact, wrong, missed)
    wanted = _wanted(label) if label is not None else {}
    given = _given(statement, keys, optional) if statement is not None else {}
    if kind in MAIN:
        right = (
            both
            and label is not None
            and all(_agrees(label, wanted, given, field, same) for field, same in MAIN[kind])
        )
        wrong, missed = statement is not None and not right, label is not None and not right
        for name in (f"{kind} right", "all new types right"):
            yield Outcome(
                name, shown, _main(kind, wanted), _main(kind, given), right, wrong, missed
            )
        yield Outcome("all new types", shown, quote, words, both, label is None, statement is None)
    for name, field, same in COMPARED.get(kind, ()):
        want, give = wanted.get(field), given.get(field)
        if want is None and give is None:
            continue
        told = want is not None and give is not None
        if both and label is not None and _accepted(label, field, given, same):
            yield Outcome(name, shown, want, give, hit=told)
            continue
        hit = told and same(want, give)
        wrong, missed = give is not None and not hit, want is not None and not hit
        yield Outcome(name, shown, want, give, hit, wrong, missed)


def _agrees(
    label: Label, wanted: Mapping[str, Any], given: Mapping[str, Any], field: str, same: Same
) -> bool:
    """Whether a field is as the label has it, or as it lets pass; a list of none is none."""
    want, give = wanted.get(field) or None, given.get(field) or None
    if want is None and give is None:
        return True
    if _accepted(label, field, given, same):
        return True
    return want is not None and give is not None and same(want, give)


def _main(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    return {field: fields.get(field) for field, _ in MAIN[kind]}


def tag(statement: Statement) -> str:
    """The name of a statement's type; a stance on a question is an "answer".

    One that stands against something is a stance too, in texts whose labels know no answers.
    """
    if isinstance(statement, Position) and statement.answer is not None:
        return "answer"
    return str(type(statement).__struct_config__.tag)


def _wanted(label: Label) -> dict[str, Any]:
    wanted = dict(label.fields)
    if label.type == "figure":
        wanted["value"] = tuple(wanted.get(name) for name in VALUE)
    if label.type in NAMED:
        wanted["name"] = wanted.get("name") or wanted.get("name_ar")
    if label.type == "gathering":
        wanted["slogans"] = wanted.get("slogans") or wanted.get("slogans_ar")
    return {name: None if value == [] else value for name, value in wanted.items()}


VALUE = ("value_low", "value_high", "bound")


def _given(statement: Statement, keys: Mapping[str, str], optional: Set[str]) -> dict[str, Any]:
    """Fields of a proposal; where they refer to another, the key of the label that it is paired to.

    What refers to an optional one is let pass in silence, as that one is.
    """
    given = {name: getattr(statement, name) for name in statement.__struct_fields__}
    for name in ("part_of", "besides", "answers"):
        if given.get(name) is not None:
            key = keys.get(given[name], "unlabelled")
            given[name] = None if key in optional else key
    if "value_low" in given:
        given["value"] = tuple(given[name] for name in VALUE)
    if tag(statement) in NAMED:
        given["name"] = given["name"] or given["name_ar"]
    if tag(statement) == "gathering":
        given["slogans"] = given["slogans"] or given["slogans_ar"]
    return {name: None if value == () else value for name, value in given.items()}


def _accepted(label: Label, field: str, given: Mapping[str, Any], same: Same) -> bool:
    """Whether the label lets this answer pass beside its own."""
    if field == "value":
        wanted = {name: label.fields.get(name) for name in VALUE}
        open_to = any(name in label.accept for name in VALUE)
        return open_to and all(
            given[name] == wanted[name] or label.accepts(name, given[name]) for name in VALUE
        )
    value = given.get(field)
    return label.accepts(field, value) or (
        value is not None
        and any(other is not None and same(other, value) for other in label.accept.get(field, []))
    )


def fold(words: str) -> str:
    """One form of words: no marks or signs, lower case, one form of each Arabic letter."""
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", words).lower()
        if not unicodedata.combining(letter) and unicodedata.category(letter) != "Cf"
    )
    plain = plain.translate(str.maketrans("أإآٱىةؤئ", "اااايهوي", "ـء"))
    return " ".join(re.findall(r"[^\W_]+", plain))


# As fold() leaves them: ta marbuta is ha, a hamza has left its seat.
LITTLE_WORDS = """
    the a an of in at from to near dr mr mrs ms professor prof sheikh general colonel captain
    major brigadier lieutenant doctor في من الى عن قرب د الدكتور الدكتوره السيد السيده الشيخ
    العميد العقيد المقدم الرايد النقيب اللواء مدينه بلده قريه حي city town village
"""
LITTLE = frozenset(LITTLE_WORDS.split())


def words_of(name: str) -> frozenset[str]:
    """Words of a name that tell it apart: no article, preposition or title."""
    found = [word.removeprefix("ال") or word for word in fold(name).split() if word not in LITTLE]
    return frozenset(found) or frozenset(fold(name).split())


def same_name(one: str, other: str) -> bool:
    """Whether two ways to write a speaker name the same: one holds half the other's words or more.

    "Salim Haddad" and "Haddad" are the same, as are "the observatory" and "observatory".
    """
    first, second = words_of(one), words_of(other)
    if first == second:
        return True
    small, large = sorted((first, second), key=len)
    return small <= large and 2 * len(small) >= len(large)


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer.default()


@cache
def _place_id(words: str) -> str | None:
    match = _gazetteer().resolve(town=words[:MAX_PLACE])
    found = match.town or match.district or match.governorate
    return None if found is None or found.startswith("~") else found


def same_place(one: str, other: str) -> bool:
    """Whether two places are the same: by their words, or in the gazetteer."""
    if words_of(one) == words_of(other):
        return True
    first = _place_id(one)
    return first is not None and first == _place_id(other)


def same_date(one: str, other: str) -> bool:
    """Whether two EDTF dates are the same: a period of one day is that day."""
    return _plain_date(one) == _plain_date(other)


def _plain_date(edtf: str) -> str:
    first, _, last = edtf.partition("/")
    return first if first == last else edtf


def equal(one: object, other: object) -> bool:
    return one == other


def same_span(one: str, other: str) -> bool:
    return fold(one) == fold(other)


def same_words(one: str, other: str) -> bool:
    first, second = words_of(one), words_of(other)
    return bool(first & second) and 2 * len(first & second) >= max(len(first), len(second))


def same_names(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two lists name the same, in any order."""
    left = list(other)
    for name in one:
        found = next((two for two in left if same_name(name, two)), None)
        if found is None:
            return False
        left.remove(found)
    return not left


NAMED = frozenset(("organisation", "charter", "campaign", "gathering", "aid"))
"""Types with a name in either script: the label gives one, whichever it is."""
FOUND = {
    **{kind: kind for kind in NEW},
    "figure": "figure found",
    "citation": "citation",
    "thread item": "thread item",
    "incident": "incident",
    "account": "account",
    "stance": "stance",
}
COMPARED: dict[str, tuple[tuple[str, str, Same], ...]] = {
    "figure": (
        ("value with bound", "value", equal),
        ("counted", "counted", equal),
        ("category", "category", equal),
        ("unit", "unit", equal),
        ("per", "per", equal),
        ("place", "place", same_place),
        ("date", "period", same_date),
        ("date", "as_of", same_date),
        ("date basis", "period_basis", equal),
        ("date basis", "as_of_basis", equal),
        ("attribution", "attributed_to", same_name),
        ("reported by", "reported_by", same_name),
        ("part of", "part_of", equal),
        ("besides", "besides", equal),
        ("share of", "share_of", same_words),
    ),
    "citation": (
        ("citation form", "form", equal),
        ("citation state", "state", equal),
    ),
    "thread item": (
        ("thread kind", "kind", equal),
        ("thread number", "number", equal),
        ("thread author", "author", same_name),
        ("thread answers", "answers", equal),
    ),
    "incident": (
        ("incident place", "place", same_place),
        ("incident date", "when", same_date),
    ),
    "account": (
        ("account claim", "claim", equal),
        ("account actor", "actor", same_name),
        ("account attribution", "attributed_to", same_name),
    ),
    "stance": (
        ("stance position", "position", equal),
        ("stance speaker", "speaker", same_name),
    ),
    "answer": (
        ("answer about", "about", same_words),
        ("answer condition", "condition", same_words),
    ),
    "organisation": (
        ("organisation aliases", "aliases", same_names),
        ("organisation kind", "kind", equal),
        ("organisation place", "place", same_place),
        ("organisation since", "since", same_date),
    ),
    "change": (("change date", "when", same_date),),
    "charter": (
        ("charter date", "since", same_date),
        ("charter adopted by", "adopted_by", same_names),
    ),
    "signature": (
        ("signature charter", "charter", same_name),
        ("signature date", "when", same_date),
    ),
    "campaign": (
        ("campaign dates", "since", same_date),
        ("campaign dates", "until", same_date),
        ("campaign organisers", "organisers", same_names),
    ),
    "gathering": (
        ("gathering date", "when", same_date),
        ("gathering number", "number_low", equal),
        ("gathering slogans", "slogans", same_names),
    ),
    "aid": (
        ("aid receiver", "receiver", same_name),
        ("aid amount", "amount_low", equal),
        ("aid what", "what", same_words),
        ("aid place", "place", same_place),
        ("aid date", "when", same_date),
        ("aid attribution", "attributed_to", same_name),
    ),
    "election": (
        ("election date", "when", same_date),
        ("election place", "place", same_place),
        ("election numbers", "seats", equal),
        ("election numbers", "electors", equal),
        ("election numbers", "ballots", equal),
        ("election method", "method", equal),
    ),
    "result": (("result outcome", "elected", equal),),
    "displacement": (
        ("displacement place", "place", same_place),
        ("displacement from", "from_place", same_place),
        ("displacement date", "when", same_date),
        ("displacement date", "since", same_date),
        ("displacement date", "until", same_date),
        ("displacement unit", "unit", equal),
        ("displacement attribution", "attributed_to", same_name),
    ),
    "violation": (
        ("violation clause", "clause", equal),
        ("violation date", "when", same_date),
        ("violation place", "place", same_place),
        ("violation attribution", "attributed_to", same_name),
    ),
}
MAIN: dict[str, tuple[tuple[str, Same], ...]] = {
    "answer": (("speaker", same_name), ("answer", equal)),
    "organisation": (("name", same_name),),
    "membership": (("member", same_name), ("whole", same_name), ("relation", equal)),
    "change": (("kind", equal), ("before", same_names), ("after", same_names)),
    "charter": (("name", same_name),),
    "signature": (("signatory", same_name), ("act", equal)),
    "campaign": (("name", same_name),),
    "gathering": (("kind", equal), ("place", same_place)),
    "aid": (("state", equal), ("giver", same_name), ("diverted_by", same_name)),
    "dispute": (("by", same_name), ("about", same_name), ("attitude", equal)),
    "election": (("body", same_name),),
    "result": (("candidate", same_name), ("votes_low", equal), ("seats", equal)),
    "displacement": (("measure", equal), ("status", equal), ("value_low", equal)),
    "violation": (("signatory", same_name), ("charter", same_name)),
}
"""What makes a proposal right: the least that a recorder must not have to mend."""

"""What our fields and terms are in HURIDOCS's Micro-thesauri, for those who code by them.

`huridocs.toml` gives the numbers of lists, their codes and our own labels, with the source in which
they were read. A term of theirs is seldom exactly one of ours: each code says whether it is the
same, or wider or narrower than ours.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from tawthiq.fields import fold
from tawthiq.statements.labels import Language, label_of_term

Relation = Literal["same", "wider", "narrower"]
"""What a term of theirs is beside ours: wider says more than ours, narrower a part of it."""
ANY = "*"
"""Stands for a term where a code holds for whatever a field names."""

_DIGITS = 12  # of a code: two for each level
_LIST = 2  # digits of the list, which OpenEvSys writes behind the code
_SHORT = re.compile(r"\d{1,2}(?:[ .]?\d{2}){1,6}|\d{3,14}", re.ASCII)
_ESTIMATED = re.compile("[~?%]")
_YEAR = re.compile(r"\d{4}(?:-XX){0,2}", re.ASCII)
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])(?:-XX)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """One of the Micro-thesauri."""

    number: int
    levels: int  # how many levels its codes have
    their_field: str  # number and name of the field of their formats that it serves
    fields: tuple[str, ...]  # ours whose values it can code, as "account.attribution"
    en: str  # our own words for what it lists
    ar: str

    def called(self, language: Language) -> str:
        """Its number and what it lists, in words."""
        if language == "ar":
            return f"قائمة HURIDOCS رقم {self.number}: {self.ar}"
        return f"HURIDOCS Micro-thesaurus {self.number}: {self.en}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A term of one of the lists, beside one of ours."""

    list: int
    code: str  # twelve digits
    relation: Relation
    who: str | None = None  # the code holds only of these; None: of whoever it is

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        plain = {"list": self.list, "code": self.code, "relation": self.relation}
        return plain if self.who is None else plain | {"who": self.who}

    def called(self, language: Language) -> str:
        """List and code, with what sets the code apart from our term, in words."""
        apart = []
        if self.relation != "same":
            apart.append(label_of_relation(self.relation, language))
        if self.who is not None:
            apart.append(label_of_who(self.who, language))
        said = f"{self.list}:{self.code}"
        comma = "، " if language == "ar" else ", "
        return f"{said} ({comma.join(apart)})" if apart else said


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """One of our terms, with a code that stands beside it."""

    type: str
    field: str
    term: str  # `ANY`: whatever the field names
    code: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """How a party may answer an accusation."""

    term: str  # of `Account.attribution`
    en: str
    ar: str
    codes: tuple[Code, ...]  # by who answers: officials, or others than the state


@cache
def _said() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "huridocs.toml").read_text(encoding="utf-8"))


def vocabularies() -> tuple[Vocabulary, ...]:
    """The lists that have a counterpart among our fields, by number."""
    return tuple(sorted(set(_by_field().values()), key=lambda one: one.number))


@cache
def _by_field() -> dict[str, Vocabulary]:
    lists = (
        Vocabulary(
            number=one["number"],
            levels=one["levels"],
            their_field=one["their_field"],
            fields=tuple(one["fields"]),
            en=one["en"],
            ar=one["ar"],
        )
        for one in _said()["vocabulary"].values()
    )
    return {field: one for one in lists for field in one.fields}


def vocabulary_of(type_name: str, field: str) -> Vocabulary | None:
    """The list that the values of a field can be coded by; None where there is none."""
    return _by_field().get(f"{type_name}.{field}")


@cache
def _coded() -> dict[str, dict[str, tuple[Code, ...]]]:
    """Every field that has codes → its terms → their codes."""
    found: dict[str, dict[str, tuple[Code, ...]]] = {}
    for field, terms in _said()["codes"].items():
        number = _by_field()[field].number
        found[field] = {
            term: tuple(
                Code(list=number, code=one["code"], relation=one["is"], who=one.get("who"))
                for one in codes
            )
            for term, codes in terms.items()
        }
    dates = _said()["vocabulary"]["dates"]
    precision: dict[str, tuple[Code, ...]] = {
        term: (Code(list=dates["number"], code=one["code"], relation="same"),)
        for term, one in _said()["precision"].items()
    }
    return found | dict.fromkeys(dates["fields"], precision)


def _is_dated(type_name: str, field: str) -> bool:
    """Whether what is coded of a field is how exactly its date is known."""
    return f"{type_name}.{field}" in _said()["vocabulary"]["dates"]["fields"]


def codes_of_field(type_name: str, field: str) -> Mapping[str, tuple[Code, ...]]:
    """The terms of a field that have codes, with these.

    Of a field that holds a date, the terms say how exactly it is known ("estimated", "month",
    "year"); `label_of_coded` puts them in words.
    """
    return _coded().get(f"{type_name}.{field}", {})


def codes_of(type_name: str, field: str, value: str, who: str | None = None) -> tuple[Code, ...]:
    """The codes that stand beside a value.

    Args:
        type_name: of the statement.
        field: of that type.
        value: one of its terms, several joined by "+" ("child+woman"), or a date as EDTF.
        who: of whom it holds, where that is known: "officials", "person" …; codes of others are
            left out then.

    Returns:
        The codes in the order of the file; none where none of theirs fits.

    >>> [one.code for one in codes_of("account", "attribution", "denies the act", "officials")]
    ['010200000000']
    """
    known = codes_of_field(type_name, field)
    if not known:
        return ()
    term = precision_of(value) if _is_dated(type_name, field) else value
    found = known.get(term or "") or known.get(ANY) or _of_parts(known, value)
    return tuple(one for one in found if who is None or one.who in (None, who))


def _of_parts(known: Mapping[str, tuple[Code, ...]], value: str) -> tuple[Code, ...]:
    """The codes of several terms that hold together: each says a part, and so more than all."""
    if "+" not in value:
        return ()
    whole = [one for part in value.split("+") for one in known.get(part, ())]
    return tuple(
        Code(list=one.list, code=one.code, relation="wider", who=one.who)
        for one in whole
        if one.relation != "narrower"
    )


def codes_in(
    raw: Mapping[str, Any], who: Mapping[str, str | None] | None = None
) -> list[dict[str, Any]]:
    """The codes of everything that a statement says, as plain values for JSON.

    Args:
        raw: the statement, with its type.
        who: field → of whom it holds, where that is known; see `codes_of`.
    """
    kind = str(raw.get("type"))
    return [
        {"field": field, **one.to_dict()}
        for field in _fields_of_type().get(kind, ())
        if isinstance(value := raw.get(field), str) and value
        for one in codes_of(kind, field, value, (who or {}).get(field))
    ]


@cache
def _fields_of_type() -> dict[str, tuple[str, ...]]:
    """Type → its fields that have codes."""
    found: dict[str, tuple[str, ...]] = {}
    for name in _coded():
        kind, _, field = name.partition(".")
        found[kind] = (*found.get(kind, ()), field)
    return found


def coded_terms() -> tuple[Coded, ...]:
    """Every one of our terms that has a code, once for each, in the order of list and code."""
    found = [
        Coded(type=kind, field=field, term=term, code=code)
        for name, terms in _coded().items()
        for kind, field in [name.split(".")]
        for term, codes in terms.items()
        for code in codes
    ]
    found.sort(key=lambda one: (one.code.list, one.code.code, one.type, one.field, one.term))
    return tuple(found)


def terms_of_code(number: int, code: str) -> tuple[Coded, ...]:
    """Our terms beside which a code of a list stands; none where there are none.

    Args:
        number: of the list.
        code: as `code_written` takes it.
    """
    wanted = code_written(code, number)
    return tuple(one for one in coded_terms() if (one.code.list, one.code.code) == (number, wanted))


def term_of_code(type_name: str, field: str, written: str, *, short: bool = True) -> str | None:
    """The term of a field that a code of its list can be read as, without saying more than it did.

    A code is read as ours where theirs is the same or narrower; so is one below it in their list.
    What a narrower code says beside our term (that officials said it) is not kept in the term.

    Args:
        type_name: of the statement.
        field: of that type.
        written: "010200000000", "0102", "01 02", or with the number of the list behind.
        short: False takes whole codes alone: in a field that holds other words, "0102" may be a
            number.

    Returns:
        None where it is no code of the field's list, or none of our terms says as little.
    """
    vocabulary = vocabulary_of(type_name, field)
    known = codes_of_field(type_name, field)
    if vocabulary is None or not known or ANY in known or _is_dated(type_name, field):
        return None
    digits = sum(map(str.isdigit, written))
    if not short and digits < _DIGITS - 1:  # a spreadsheet takes a leading zero away
        return None
    code = code_written(written, vocabulary.number)
    if code is None or code[2 * vocabulary.levels :].strip("0"):
        return None
    for above in _upwards(code):
        beside = [
            (one.relation, term) for term, codes in known.items() for one in codes
            if one.code == above
        ]  # fmt: skip
        if beside:
            return _least(beside)
    return None


def _upwards(code: str) -> Iterator[str]:
    """A code and those above it in its list, the nearest first."""
    for end in range(_DIGITS, 0, -2):
        if code[end - 2 : end] != "00":
            yield code[:end].ljust(_DIGITS, "0")


def _least(beside: Sequence[tuple[Relation, str]]) -> str | None:
    same = [term for relation, term in beside if relation == "same"]
    narrower = [term for relation, term in beside if relation == "narrower"]
    found = same or narrower
    return found[0] if len(found) == 1 else None


def code_written(text: str, number: int) -> str | None:
    """The twelve digits of a code, however it is written; None where it is no code.

    Short codes are filled up ("0102", "01 02"); a leading zero that a spreadsheet took away is put
    back; the number of the list behind a whole code, as OpenEvSys has it, is taken off. Digits may
    be of either script.

    Args:
        text: as written.
        number: of the list.

    >>> code_written("10200000000", 28)
    '010200000000'
    """
    folded = fold(text)
    if _SHORT.fullmatch(folded) is None:
        return None
    digits = re.sub(r"\D", "", folded)
    if len(digits) % 2:
        digits = f"0{digits}"
    if len(digits) == _DIGITS + _LIST:
        return digits[:_DIGITS] if int(digits[_DIGITS:]) == number else None
    return digits.ljust(_DIGITS, "0") if digits.strip("0") else None


def precision_of(edtf: str) -> str | None:
    """How exactly a date is known, as list 48 tells it: "estimated", "month" or "year".

    Args:
        edtf: a day, a month or a year.

    Returns:
        None where the day is known, or where it is no such date (a period, a season).
    """
    if "/" in edtf or edtf.startswith("X"):
        return None
    if _ESTIMATED.search(edtf):
        return "estimated"
    if _YEAR.fullmatch(edtf):
        return "year"
    return "month" if _MONTH.fullmatch(edtf) else None


def label_of_coded(type_name: str, field: str, term: str, language: Language) -> str:
    """What a term that has codes is called; `ANY` and how exactly a date is known among them."""
    if _is_dated(type_name, field):
        return str(_said()["precision"][term][language])
    if term == ANY:
        return str(_said()[ANY][language])
    return label_of_term(type_name, field, term, language)


def label_of_relation(relation: Relation, language: Language) -> str:
    """What a term of theirs is beside ours, in words."""
    return str(_said()["relation"][relation][language])


def label_of_who(who: str, language: Language) -> str:
    """Of whom a code holds, in words."""
    return str(_said()["who"][who][language])


def responses() -> tuple[Response, ...]:
    """The answers to an accusation, in the order of the list."""
    return tuple(
        Response(
            term=term,
            en=label_of_term("account", "attribution", term, "en"),
            ar=label_of_term("account", "attribution", term, "ar"),
            codes=codes,
        )
        for term, codes in codes_of_field("account", "attribution").items()
    )

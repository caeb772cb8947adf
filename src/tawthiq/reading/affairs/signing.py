"""Charters and who signed them, withdrew, or denies having signed."""
# ruff: noqa: E501 - a way of telling a line

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tawthiq.fields.text import MAX_LENGTH, fold
from tawthiq.reading.affairs.model import Line, Unit
from tawthiq.reading.affairs.roles import Roles
from tawthiq.reading.affairs.telling import (
    Telling,
    clause,
    day_of,
    disowned,
    goes_on,
    is_name,
    is_question,
    speaker_of,
    unreal,
)  # fmt: skip
from tawthiq.reading.affairs.undersigned import Told as Told_
from tawthiq.reading.affairs.undersigned import undersigned
from tawthiq.reading.affairs.ways import Told, tell
from tawthiq.reading.affairs.whose import Pronouns
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Charter, Signature

Act = Literal["signs", "withdraws", "denies having signed"]

_TEXT = "<charter|the-charter|quote>"
_ASIDE = "(?:<,>(?:(?!<,|;|sign>)<.>){1,10}<,>)?"
_ETC = "(?:<,>?<etc>)?"
_AROUND = f"(?:<~>|{_TEXT}){{0,6}}?"
_WAYS: dict[str, tuple[tuple[Act, str, str], ...]] = {
    "en": (
        ("denies having signed", "denied", "who=<body> (?:<,>?<.>{1,3}?<,>)? <.>{0,3}? tell=<denied> <.>{0,4}? <signed|signed-never>"),
        ("denies having signed", "signed-never", f"who=<body|person> {_ASIDE} (?:<~>|<;>|<the-charter>){{0,14}}? tell=<signed-never>"),
        ("withdraws", "withdrew", f"who=@ {_ASIDE} <w> <body> tell=<withdrew>"),
        ("withdraws", "withdrew", f"who=@ {_ASIDE} <~>{{0,4}}? tell=<withdrew>"),
        ("signs", "joined-them", f"who=@ {_ASIDE} <~>{{0,2}}? tell=<joined-them>"),
        ("signs", "so-did", "tell=<so-did> who=@"),
        ("signs", "signatories", f"tell=<signatories> {_AROUND} <include|:|of|be|dash>{{1,2}} who=@"),
        ("signs", "signatories", f"who=@ {_ETC} <be> <~>{{0,2}}? tell=<signatories>"),
        ("signs", "bears", "tell=<bears> <~>{0,2}? who=@"),
        ("signs", "signed", "tell=<signed> <~>{0,4}? <by> who=@"),
        ("signs", "signed", f"<w|which> tell=<signed> {_AROUND} <include> who=@"),
        ("signs", "signed", "tell=<signed> <~>{0,6}? <:> (?:<w><,>)? who=@"),
        ("signs", "signed", f"who=@ {_ETC} {_ASIDE} <,>? <~>{{0,5}}? tell=<signed>"),
        ("signs", "joins-it", f"who=@ {_ASIDE} <~>{{0,2}}? tell=<joins-it> <~>{{0,2}}? {_TEXT}"),
    ),
    "ar": (
        ("denies having signed", "denied", "tell=<denied> <speaker>? who=<body> <.>{0,8}? <signed|signed-never>"),
        ("denies having signed", "signed-never", "tell=<signed-never> who=<body|person>"),
        ("denies having signed", "signed-never", f"who=<body|person> {_ASIDE} (?:<~>|<the-charter>){{0,12}}? tell=<signed-never>"),
        ("withdraws", "withdrew-verb", "tell=<withdrew-verb> who=@ <~>{0,2}? <its-signature>"),
        ("withdraws", "withdrew", "tell=<withdrew> <~>{0,1}? who=@ <of|phrase-end|place|day>"),
        ("withdraws", "withdrew", f"who=@ {_ASIDE} <~>{{0,2}}? tell=<withdrew>"),
        ("signs", "joined-them", "tell=<joined-them> <~>{0,2}? who=@"),
        ("signs", "so-did", "tell=<so-did> who=@"),
        ("signs", "signatories", f"tell=<signatories> {_AROUND} <include|:>? <w>? who=@"),
        ("signs", "added", "tell=<added> <~>{0,1}? who=@"),
        ("signs", "added", "who=@ <~>{0,2}? tell=<added>"),
        ("signs", "signatories", "who=@ <~>{0,3}? tell=<signatories> (?!<include|:|body|person>)"),
        ("signs", "bears", "tell=<bears> <~>{0,2}? who=@"),
        ("signs", "signed", f"tell=<signed> (?:<of>?{_TEXT})? {_AROUND} who=@"),
        ("signs", "signed", f"who=@ {_ASIDE} <~>{{0,3}}? tell=<signed>"),
        ("signs", "joins-it", f"tell=<joins-it> who=@ <~>{{0,3}}? {_TEXT}"),
        ("signs", "joins-it", f"who=@ {_ASIDE} <~>{{0,2}}? tell=<joins-it> <~>{{0,2}}? {_TEXT}"),
    ),
}  # fmt: skip
_NAMED = "<charter|paper|the-charter> <~>{0,4}? <named-so|called> <~>{0,2}? what=<charter|body|quote|person>"
_ADOPTED = {
    "en": ("by=@ <be|w>{0,2} tell=<adopted> what=<charter|quote>",
           "what=<charter|quote> <be> tell=<adopted> <by> by=@"),
    "ar": ("tell=<adopted> by=@ what=<charter|quote>",
           "tell=<adopted> what=<charter|quote> by=@",
           "by=@ tell=<adopted> what=<charter|quote>"),
}  # fmt: skip
_NOUNS = word_set(
    "code charter declaration covenant manifesto pledge undertaking accord compact oath pact "
    "principles rules agreement promise "
    "ميثاق وثيقه اعلان مدونه شرعه عهد تعهد اتفاق اتفاقيه مبادئ قسم ورقه"
)
# What is signed beside charters, and binds nobody who could be told of here.
_OTHER_PAPERS = word_set(
    "contract contracts cheque check receipt receipts lease letter form forms confession order "
    "decree waybill slip visitors passport book invoice petition register ceasefire "
    "عقد عقدا شيك شيكا وصل ايصال قرار قرارا مرسوم مرسوما اعتراف صفقه فاتوره استماره كتاب رساله "
    "عريضه دفتر اقرار"
)
_BACK = 4  # lines: "joined them" goes on about who signed so lately
_TITLE = 4  # units of a line that is but a title
_LONGEST_NAME = 6  # units of a name in a list
_CUTS = frozenset((",", "open", "dash", ":", ";", "sign"))
_WAYS_TELL = frozenset(("signed", "signed-never", "withdrew", "joined-them"))
_SAID_AFTER = 3  # units between "did not sign" and "according to its commander"
_OF_ITSELF = (
    "signature", "its name", "their name", "bound", "a party to", "its seal", "its stamp", "parties",
    "توقيع", "تواقيع", "اسمه", "اسمها", "أسماءهم",
)  # fmt: skip
_BREAKS = frozenset(("broke", "breach", "clause"))
_OWN = frozenset(("signed", "signed-never", "withdrew"))
_MARKS = dict.fromkeys(range(0x64B, 0x653))  # vowel signs: "وقّعنا" is "وقعنا"
_AHEAD = 6  # units between the verb and the text that was signed


@dataclass(slots=True)
class _Known:
    """A charter of the text: its name and where it is first told."""

    name: str
    line: Line
    at: int
    proper: bool
    adopted_by: tuple[str, ...] = ()
    since: str | None = None
    told: bool = False  # somebody adopted or signed it


def charters_and_signatures(telling: Telling) -> Iterator[Charter | Signature]:
    """Every charter that somebody is said to have adopted, named or signed, and who did."""
    known: dict[str, _Known] = {}
    roles = Roles(telling)
    current: _Known | None = None
    lately = -_BACK - 1
    signatures: list[Signature] = []
    for n, line in enumerate(telling.lines):
        for name, at, proper, named in _charters_of(line):
            one = known.setdefault(_key(name), _Known(name, line, at, proper))
            one.told = one.told or named
            if current is None or one.proper or not current.proper:
                current = one
        if current is None or is_question(line):
            continue
        _note_adoption(telling, line, known)
        if not _BREAKS.isdisjoint(line.tags) and any("charter" in one.tags for one in line.units):
            current.told = True
        made = list(_signatures(roles, line, current, signed_lately=n - lately <= _BACK))
        if made:
            lately = n
            current.told = True
        signatures += made
    for one in known.values():
        if one.told and (one.proper or len(known) == 1):
            yield _charter(telling, one)
    yield from signatures


def _charters_of(line: Line) -> Iterator[tuple[str, int, bool, bool]]:
    """Each charter of a line: its name, its unit, whether that is its own, whether it is named so."""
    named: set[int] = set()
    if "named-so" in line.tags or "called" in line.tags:
        for told in tell(line, _NAMED):
            at = told.groups["what"][0]
            said = line.units[at].said
            if said is not None:
                named.add(at)
                yield said, at, True, True
    for at, unit in enumerate(line.units):
        name = _charter_name(line, at, unit) if at not in named else None
        if name is not None:
            yield name[0], at, name[1], name[1] and _is_title(line)


def _is_title(line: Line) -> bool:
    """Whether a line is little more than the name of a charter: the heading of its text."""
    return len(line.units) <= _TITLE and not any("sign" in unit.tags for unit in line.units)


def _charter_name(  # noqa: PLR0911 - one branch a way of writing
    line: Line, at: int, unit: Unit
) -> tuple[str, bool] | None:
    """The name of a charter at a unit, and whether it is a name of its own."""
    if "quote" in unit.tags and unit.said:
        before = line.units[at - 1] if at else None
        words = fold(unit.said[:MAX_LENGTH]).split()
        so_named = (
            before is not None and "named-so" in before.tags and not _OWN.isdisjoint(line.tags)
        )
        if so_named or (words and "بيان" in words[0] and not _OWN.isdisjoint(line.tags)):
            return unit.said, True
        if words and (words[0].removeprefix("ال") in _NOUNS or words[-1] in _NOUNS):
            return unit.said, True
        return (unit.said, True) if before is not None and "charter" in before.tags else None
    if _is_signed_pact(line, unit):
        return str(unit.said), True
    if "charter" not in unit.tags or "short" in unit.tags:
        return None
    words_said = unit.said or line.words(at, at + 1)
    after = line.units[at + 1] if at + 1 < len(line.units) else None
    if after is not None and "quote" in after.tags:
        return None  # "the charter “…”": the title is its name
    proper = unit.said is not None and (words_said.isascii() or len(words_said.split()) > 2)
    return words_said, proper


def _is_signed_pact(line: Line, unit: Unit) -> bool:
    """ "The Integrity Pact", which is a body's name but where it is signed."""
    pact = "body" in unit.tags and (unit.said or "").lower().endswith(" pact")
    return pact and not {"signed", "signs", "unsigns", "bears"}.isdisjoint(line.tags)


def _key(name: str) -> str:
    return fold(name[:MAX_LENGTH])


def _note_adoption(telling: Telling, line: Line, known: dict[str, _Known]) -> None:
    for way in _ADOPTED[line.sentence.language]:
        if "adopted" not in line.tags:
            return
        for told in tell(line, way):
            at = told.groups["what"][0]
            name = _charter_name(line, at, line.units[at])
            one = known.get(_key(name[0])) if name else None
            if one is not None and not one.adopted_by:
                one.adopted_by = telling.full_names(told, "by")
                one.since = one.since or day_of(line, told.groups["tell"][0])
                one.line, one.at, one.told = line, at, True


def _charter(telling: Telling, one: _Known) -> Charter:
    arabic = one.line.sentence.language == "ar"
    return telling.make(
        Charter,
        one.line,
        (one.at, one.at + 1),
        name=None if arabic else one.name,
        name_ar=one.name if arabic else None,
        since=one.since,
        adopted_by=one.adopted_by,
    )


def _signatures(  # noqa: PLR0912 - one branch a way of telling
    roles: Roles, line: Line, charter: _Known, *, signed_lately: bool
) -> Iterator[Signature]:
    telling, pronouns = roles.telling, roles.pronouns
    whose: set[tuple[Act, str | None]] = set()
    taken: set[int] = set()
    told_of: set[tuple[Act, int]] = set()
    for act, tag, way in _WAYS[line.sentence.language]:
        if tag not in line.tags:
            continue
        for told in tell(line, way):
            at = told.groups["tell"][0]
            if at in taken or not _speaks_of_it(told, act, at, signed_lately):
                continue
            if act == "signs" and (_is_not_so(line, at) or _is_other_paper(line, at)):
                continue
            first, last = told.groups["who"]
            units = [
                k for k in range(first, last)
                if is_name(line.units[k]) and (act, k) not in told_of
            ]  # fmt: skip
            if act == "signs" and any(("denies having signed", k) in told_of for k in units):
                continue
            for k in units:
                told_of.add((act, k))
                one = _signature(telling, told, act, k, charter)
                whose.add((act, one.signatory))
                yield one
            if units:
                taken.add(at)
    for at, unit in enumerate(line.units):
        if at not in taken and not _OWN.isdisjoint(unit.tags):
            own = _own(telling, line, at, charter, pronouns)
            if own is not None:
                taken.add(at)
                whose.add((own.act, own.signatory))
                yield own
    for found in undersigned(
        roles, line, lately=signed_lately or bool(whose) or charter.proper, of_text=pronouns.author
    ):
        pair = (found.act, found.actor.name)
        if found.at in taken or pair in whose:
            continue
        if found.act == "signs" and (
            _is_other_paper(line, found.at) or ("denies having signed", pair[1]) in whose
        ):
            continue
        whose.add(pair)
        yield _loosely(telling, line, found, charter)
    if line.under is not None and _lists_signatories(line.under):
        yield from _listed(telling, line, charter)


def _loosely(telling: Telling, line: Line, found: Told_, charter: _Known) -> Signature:
    actor = found.actor
    units = (found.first, found.last) if found.alone else (actor.first, actor.last)
    return telling.make(
        Signature,
        line,
        units,
        charter=charter.name,
        signatory=actor.name,
        act=found.act,
        when=day_of(line, found.at) if found.act != "denies having signed" else None,
        attributed_to=speaker_of(line, found.at),
    )


def _own(
    telling: Telling, line: Line, at: int, charter: _Known, pronouns: Pronouns
) -> Signature | None:
    """ "We signed", "I never signed it"; "Armanaz has signed it": a town for those who govern it."""
    tags = line.units[at].tags
    words = line.words(at, at + 1)
    if pronouns.kind(line, at, close=True) == "we" or "وقعنا" in words.translate(_MARKS):
        never = "signed-never" in tags or _is_not_so(line, at)
        act: Act = (
            "withdraws" if "withdrew" in tags else "denies having signed" if never else "signs"
        )
        first = max(0, at - 1)
        said = pronouns.we(line, at) or line.words(first, first + 1).removeprefix("ف")
        units = (first, at + 1)
    elif (
        "signed" in tags
        and at >= 2
        and "be" in line.units[at - 1].tags
        and ("place" in line.units[at - 2].tags and not _is_not_so(line, at))
    ):
        act, units, said = "signs", (at - 2, at + 1), line.words(at - 2, at - 1)
    else:
        return None
    if _is_other_paper(line, at):
        return None
    return telling.make(
        Signature, line, units, charter=charter.name, signatory=said, act=act,
        when=day_of(line, at) if act == "signs" else None,
    )  # fmt: skip


def _is_not_so(line: Line, at: int) -> bool:
    """Whether the signing is denied, or is still to come."""
    before = line.units[max(0, at - 3) : at]
    negated = any({"not", "denied"} & set(unit.tags) for unit in before)
    return negated or disowned(line, at) or unreal(line, at)


def _is_other_paper(line: Line, at: int) -> bool:
    """Whether what is signed is a contract or a receipt."""
    tokens = line.sentence.tokens
    after = line.units[at + 1 : at + 1 + _AHEAD]
    for unit in after:
        if {",", ";", "sign", "contrast"} & set(unit.tags):
            return False
        if unit.last > unit.first and tokens[unit.first].norm.removeprefix("ال") in _OTHER_PAPERS:
            return True
    return False


def _lists_signatories(heading: Line) -> bool:
    said = {token.norm for token in heading.sentence.tokens}
    promised = any(word in said for word in _UNDERTAKE)
    return not promised and not {"signatories", "signed"}.isdisjoint(heading.tags)


_UNDERTAKE = word_set(
    "undertake pledge agree commit declare affirm swear promise following نلتزم نتعهد نتفق نعلن نعاهد "
    "نقسم يلي ياتي الاتي التالي الاتيه نوكد نقر"
)
"""Before the clauses of a charter, not before who signed it."""


def _is_clause_of_text(line: Line) -> bool:
    """Whether a line is a numbered clause: "1. To hand over …", "المادة 1: …"."""
    first = line.sentence.tokens[0]
    return first.kind == "number" or "clause" in line.units[0].tags


def _listed(telling: Telling, line: Line, charter: _Known) -> Iterator[Signature]:
    """The one who signs in a line of a list: its first name, else its words up to a comma."""
    if _is_clause_of_text(line):
        return
    first = next((k for k, unit in enumerate(line.units) if "dash" not in unit.tags), None)
    if first is None:
        return
    if not _WAYS_TELL.isdisjoint(line.tags) and not is_name(line.units[first]):
        return
    if is_name(line.units[first]):
        name, last = telling.full(line, line.units[first]), first + 1
    else:
        last = first
        while last < len(line.units) and _CUTS.isdisjoint(line.units[last].tags):
            last += 1
        name = line.words(first, last) if first < last <= first + _LONGEST_NAME else None
    if name is None:
        return
    yield telling.make(
        Signature, line, (first, last), charter=charter.name, signatory=name, when=charter.since
    )


def _signature(telling: Telling, told: Told, act: Act, k: int, charter: _Known) -> Signature:
    line = told.line
    at = told.groups["tell"][0]
    alone = act != "signs"
    return telling.make(
        Signature,
        line,
        (told.first, told.last) if alone else (k, k + 1),
        charter=charter.name,
        signatory=telling.full(line, line.units[k]),
        act=act,
        when=day_of(line, at) if act != "denies having signed" else None,
        attributed_to=speaker_of(line, k),
        doubt=() if alone else goes_on(line, told.groups["who"][1]),
    )


def _speaks_of_it(told: Told, act: Act, at: int, signed_lately: bool) -> bool:
    """Whether what was signed is the charter: its name, or "it", stands there."""
    line = told.line
    tags = line.units[at].tags
    if "joined-them" in tags:
        return signed_lately
    if "so-did" in tags:
        return signed_lately or "signed" in line.tags
    if act == "withdraws":
        said = line.words(at, min(len(line.units), at + 1 + _AHEAD)).lower()
        of_itself = any(word in said for word in _OF_ITSELF) or "withdrew-verb" in tags
        return of_itself or "signed" in line.tags or _text_near(line, at)
    if {"signatories", "bears", "joins-it", "added"} & set(tags):
        return True
    if "signed-never" in tags:
        return _says_so_itself(told, at)
    return "part-of" not in tags or _text_near(line, at)


def _says_so_itself(told: Told, at: int) -> bool:
    """Whether the signatory is quoted with it: "X did not sign" is no denial of X's own."""
    line = told.line
    speaker, name = speaker_of(line, at), told.name("who")
    if name is None:
        return False
    if speaker is not None:
        one, other = fold(speaker[:MAX_LENGTH]), fold(name[:MAX_LENGTH])
        if one in other or other in one:
            return True
        if line.sentence.language == "en":
            return False
    first, last = clause(line, at)
    if line.sentence.language == "en":
        first, last = min(first, told.first), told.last + _SAID_AFTER
    return any("lets-know" in unit.tags for unit in line.units[first:last])


def _text_near(line: Line, at: int) -> bool:
    first, last = clause(line, at)
    near = line.units[max(first, at - _AHEAD) : min(last, at + 1 + _AHEAD)]
    return any({"charter", "the-charter"} & set(one.tags) for one in near)

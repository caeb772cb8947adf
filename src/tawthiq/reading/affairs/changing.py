"""Bodies become others: "founded in April 2011", "A and B merged to form C", "حُلّ المجلس"."""
# ruff: noqa: E501 - a way of telling a line

from collections.abc import Iterator

from tawthiq.fields.text import fold
from tawthiq.reading.affairs.model import Line
from tawthiq.reading.affairs.telling import (
    Telling,
    clause,
    day_of,
    denied,
    disowned,
    is_question,
    unreal,
)  # fmt: skip
from tawthiq.reading.affairs.ways import Told, tell
from tawthiq.statements import Change

_ASIDE = "(?:<open><.>{1,5}?<close>|<dash><.>{1,5}?<dash>|<,>(?:(?!<,|;|sign>)<.>){1,10}<,>)?"
_BECAME = "<body|quote>"
_FOUNDED = {
    "en": (
        f"after=<body> {_ASIDE} (?:<,>?<which>|<w>)? <be> <~>{{0,3}}? tell=<founded>",
        f"after=<body> {_ASIDE} <,> tell=<founded> (?=(?:<of|w|by|place|,>{{0,6}}<day>|<~>{{0,3}}<by>))",
        f"after=<body> {_ASIDE} <~>{{0,3}}? tell=<arose>",
        f"after=<body> {_ASIDE} <,|open>? <which> <~>{{1,2}}? tell=<founded>",
        "after=<body> <,|open> <~>{0,7}? tell=<founded> (?=<of|w|place|,>{0,5}<day>|<by>)",
        "tell=<founded> <~>{0,1}? after=<body|quote>",
        "tell=<founded> it=<which> (?=<of|w|place>{0,5}<day>|<of>)",
        "ours=<ours> <be|w>{0,2} tell=<began> (?=<of|w>{0,2}<day>)",
    ),
    "ar": (
        f"tell=<founded> <~>{{0,2}}? after={_BECAME} (?!<and><body>)",
        "tell=<arose> after=<body> (?!<and><body>)",
        f"after={_BECAME} {_ASIDE} <~>{{0,5}}? tell=<founded|founded-it|arose>",
        "tell=<founded> <w|kind-of|what-it-is|into|of>{0,4}? after=<quote>",
        "ours=⟨(?=<began>)⟩ tell=<began> (?=<of|w>{0,2}<day>)",
    ),
}
_OTHERS = {
    "en": (
        ("merged", f"before=@ {_ASIDE} <~>{{0,4}}? tell=<merged> <~>{{0,8}}? after={_BECAME}"),
        ("merged", f"before=<body> <be>? <w>? tell=<merged> <w> other=<body> <~>{{0,4}}? after={_BECAME}"),
        ("merged", "after=<body> <~>{0,9}? tell=<merged> <~>{0,3}? before=@"),
        ("merged", f"they=<which> <~>{{0,2}}? tell=<merged> <~>{{0,3}}? after={_BECAME}"),
        ("split", f"before=<body> {_ASIDE} <~>{{0,3}}? tell=<split> <~>{{0,6}}? after=@"),
        ("split", "tell=<split> before=<body> <~>{0,3}? after=@"),
        ("split", f"branch=<body> {_ASIDE} <~>{{0,3}}? tell=<split-off> before=<body>"),
        ("renamed", f"before=<body|person> {_ASIDE} <~>{{0,2}}? tell=<renamed> <~>{{0,2}}? after=<body|quote|person>"),
        ("renamed", f"after=<body|person> {_ASIDE} <,|open|dash|be|which>{{0,3}} tell=<formerly> <w>{{0,2}} before=<body|quote|person>"),
        ("renamed", "<day> <,>? before=<body> <be> <~>{0,1}? tell=<called> after=<body|quote>"),
        ("dissolved", f"before=@ {_ASIDE} (?:<,>?<which>)? <be> <~>{{0,2}}? tell=<dissolved> (?!<by>)"),
        ("dissolved", f"before=@ {_ASIDE} <~>{{0,3}}? tell=<dissolved-itself>"),
    ),
    "ar": (
        ("merged", f"tell=<merged> before=@ <~>{{0,8}}? <into|of|by|w|which> after={_BECAME}"),
        ("merged", f"before=@ <~>{{0,3}}? tell=<merged> <~>{{0,5}}? after={_BECAME}"),
        ("merged", "after=<body> <~>{0,10}? tell=<merged> before=@"),
        ("split", f"tell=<split> before={_BECAME} <~>{{0,5}}? after=@"),
        ("split", "before=<body> <~>{0,3}? tell=<split> <~>{0,4}? after=@"),
        ("split", "tell=<split-off> branch=<body> <~>{0,2}? before=<body>"),
        ("split", "branch=<body> <~>{0,2}? tell=<split-off> before=<body>"),
        ("renamed", f"tell=<changed> before=<body> <its-name> <of>? after={_BECAME}"),
        ("renamed", f"tell=<renamed> <~>{{0,1}}? before=<body> <~>{{0,3}}? after={_BECAME}"),
        ("renamed", f"before=<body> {_ASIDE} <~>{{0,3}}? tell=<renamed> <~>{{0,2}}? after={_BECAME}"),
        ("renamed", f"after=<body> <open> before={_BECAME} tell=<formerly> <close>"),
        ("renamed", f"after=<body> {_ASIDE} <~>{{0,3}}? tell=<formerly> <~>{{0,5}}? before={_BECAME}"),
        ("dissolved", "tell=<dissolved> before=@ (?=<of|w>{0,2}<day>)"),
        ("dissolved", "tell=<dissolved-itself> <~>{0,1}? before=@"),
        ("dissolved", f"before=@ {_ASIDE} <~>{{0,3}}? tell=<dissolved-itself>"),
    ),
}  # fmt: skip
_TELLING = {
    "merged": {"merged"}, "split": {"split", "split-off"},
    "renamed": {"renamed", "formerly", "changed", "called"}, "dissolved": {"dissolved", "dissolved-itself"},
}  # fmt: skip
_NEEDS = {"merged": (2, 1), "split": (1, 2), "renamed": (1, 1), "dissolved": (1, 0)}
# So much is said for certain that no day need stand beside it: "we have founded", "by decree".
_SAID_AS_DONE = ("اعلن", "اسس", "انشا", "شكلنا", "القاضي", "تم", "جري")


def changes(telling: Telling) -> Iterator[Change]:
    """Every change of bodies that the text tells of; of each word that tells, the first way."""
    for line in telling.lines:
        if is_question(line):
            continue
        tags, taken, came = line.tags, set[int](), set[str]()
        for kind, way in _OTHERS[line.sentence.language]:
            if not tags.isdisjoint(_TELLING[kind]):
                for one in _made(telling, tell(line, way), kind, taken):
                    came.update(one.after)
                    yield one
        if not {"founded", "founded-it", "arose", "began"}.isdisjoint(tags):
            for way in _FOUNDED[line.sentence.language]:
                for one in _made(telling, tell(line, way), "founded", taken):
                    if came.isdisjoint(one.after):  # "it arose from the merger of A and B"
                        came.update(one.after)
                        yield one


def _made(telling: Telling, found: Iterator[Told], kind: str, taken: set[int]) -> Iterator[Change]:
    for told in found:
        line = told.line
        at = told.groups["tell"][0]
        before = _sides(telling, told, "before") + _sides(telling, told, "other")
        if told.has("they"):
            first = told.groups["they"][0]
            before = tuple(dict.fromkeys(line.names(0, first)))[-2:]
        after = _sides(telling, told, "after") or _meant(telling, told)
        branch = _sides(telling, told, "branch")
        if branch:
            after = (*before, *branch)
        elif set(before) & set(after):
            continue
        if _is_its_own_act(told, at, kind) or _is_no_change(told, at, kind):
            continue
        if at in taken or denied(line, at) or disowned(line, at) or unreal(line, at):
            continue
        when = day_of(line, at)
        if kind == "founded":
            if not after or not _is_done(told, at, when):
                continue
        elif not _fits(kind, len(before), len(after)):
            continue
        taken.add(at)
        yield telling.make(
            Change, line, (told.first, told.last), kind=kind, before=before, after=after, when=when
        )


def _meant(telling: Telling, told: Told) -> tuple[str, ...]:
    """The body that "it" or "we" is."""
    name = None
    if told.has("it"):
        name = telling.last_body(told.line, 0)
    elif told.has("ours"):
        name = telling.own
    return () if name is None else (name,)


def _is_its_own_act(told: Told, at: int, kind: str) -> bool:
    """ "X had set up a checkpoint", "الأحداث": a body that founds, and no founding at all."""
    line = told.line
    words = line.words(at, at + 1)
    if line.sentence.language == "ar":
        return "حداث" in words and "إحداث" not in words
    after = told.has("after") and told.groups["after"][0] < at
    before = line.words(at - 1, at).lower() if at else ""
    return (
        kind == "founded"
        and after
        and before in ("had", "has", "have")
        and ("founded" in line.units[at].tags)
    )


def _is_no_change(told: Told, at: int, kind: str) -> bool:
    """ "launched the campaign", "the hospital was closed", "ما انحلت": no body comes or goes."""
    line = told.line
    first = line.units[at].first
    if line.sentence.language == "ar" and first and line.sentence.tokens[first - 1].norm == "ما":
        return True
    names = {one.lower() for group in ("after", "before") for one in told.names(group)}
    if names & _NO_BODIES and len(names) == 1:
        return True
    begun = line.words(at, at + 1).lower().startswith(_BEGUN)
    quoted = told.has("after") and "body" not in line.units[told.groups["after"][0]].tags
    between = line.units[at + 1 : told.groups["after"][0]] if quoted else ()
    named = any(not {"kind-of", "what-it-is"}.isdisjoint(unit.tags) for unit in between)
    return kind == "founded" and begun and quoted and not named


_NO_BODIES = frozenset(
    ("campaign", "initiative", "hospital", "school", "market", "court", "bakery", "office",
     "حملة", "الحملة", "المبادرة", "مبادرة", "المعبر", "المشفى", "المدرسة")
)  # fmt: skip
_BEGUN = ("launched", "started", "have started", "has started", "opened", "أطلق", "بدأ", "أطلقوا")


def _is_done(told: Told, at: int, when: str | None) -> bool:
    """Whether a body was founded, and not only is to be: a day, or a word that leaves no doubt."""
    line = told.line
    if not told.has("after"):
        return True
    if line.sentence.language == "en":
        return told.groups["after"][0] < at or _is_told_of_someone(line, at) or when is not None
    said = fold(line.words(at, at + 1)).removeprefix("و")
    if when is not None or said.startswith(_SAID_AS_DONE):
        return True
    name = line.units[told.groups["after"][0]]
    return told.groups["after"][0] < at and "short" not in name.tags


def _is_told_of_someone(line: Line, at: int) -> bool:
    """Whether somebody is the subject: "lawyers founded the X", "we have set up the X"."""
    first, _ = clause(line, at)
    subjects = ("body", "person", "folk", "figure", "which", "w")
    return any(
        not set(unit.tags).isdisjoint(subjects) for unit in line.units[max(first, at - 3) : at]
    )


def _fits(kind: str, before: int, after: int) -> bool:
    least_before, least_after = _NEEDS[kind]
    enough = before >= least_before and after >= least_after
    return enough and (kind == "merged") <= (after == 1) and (kind != "split" or before == 1)


def _sides(telling: Telling, told: Told, group: str) -> tuple[str, ...]:
    names = telling.full_names(told, group)
    if names or group not in told.groups:
        return names
    first, last = told.groups[group]
    return tuple(
        unit.said for unit in told.line.units[first:last] if "quote" in unit.tags and unit.said
    )

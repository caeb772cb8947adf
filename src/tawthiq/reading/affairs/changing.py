"""Bodies become others: "founded in April 2011", "A and B merged to form C", "حُلّ المجلس"."""

from collections.abc import Iterator

from tawthiq.reading.affairs.telling import Telling, day_of, denied
from tawthiq.reading.affairs.ways import Told, tell
from tawthiq.statements import Change

_ASIDE = "(?:<open><.>{1,3}<close>|<dash><w|called>{1,3}<quote|body|person><dash>)?"
_FOUNDED_EN = (
    f"after=<body> {_ASIDE} (?:<,>?<which>)? <be> <w>? tell=<founded>",
    f"after=<body> {_ASIDE} <,> tell=<founded> (?=<of|w|by|place|,>{{0,6}}<day>)",
    f"after=<body> {_ASIDE} <w|,>{{0,2}} tell=<arose>",
    "(?:<body|person|figure>) <be>? tell=<founded> after=<body>",
)
_FOUNDED_AR = (
    "tell=<founded> after=<body> (?!<and><body>)",
    f"after=<body> {_ASIDE} (?:<and>?<kind-of>)? <,>? <based>?<place>?<,>? <which>?"
    " tell=<founded|founded-it>",
)
_OTHERS = {
    "en": (
        ("merged", "before=@ <be>? <w>? tell=<merged> <w>{0,2} <into> after=<body|quote>"),
        (
            "merged",
            "before=⟨<body> <be>? <w>?⟩ tell=<merged> <w> other=<body> <into> after=<body|quote>",
        ),
        ("split", "before=<body> <be>? tell=<split> <w>? <parts>? <:|,>? <w>? after=@"),
        ("renamed", "before=<body> <be>? tell=<renamed> <w>? after=<body|quote|person>"),
        ("renamed", "after=<body> <,|open> tell=<formerly> <w>? before=<body|quote|person>"),
        ("dissolved", "before=@ (?:<,>?<which>)? <be> <w>? tell=<dissolved> (?!<by>)"),
        ("dissolved", "before=@ <be>? tell=<dissolved-itself>"),
    ),
    "ar": (
        ("merged", "tell=<merged> before=@ <day>? <,>? <into|of|w>{1,2} after=<body|quote>"),
        ("split", "tell=<split> before=<body> <parts|of|day>{1,2} after=@"),
        ("renamed", "tell=<changed> before=<body> <its-name> <of>? after=<body|quote>"),
        ("renamed", "before=<body> <and|,|which>{0,2} tell=<renamed> <of>? after=<body|quote>"),
        ("dissolved", "tell=<dissolved> before=@ (?=<of|w>{0,2}<day>)"),
        ("dissolved", "before=@ tell=<dissolved-itself>"),
    ),
}
_NEEDS = {"merged": (2, 1), "split": (1, 2), "renamed": (1, 1), "dissolved": (1, 0)}


def changes(telling: Telling) -> Iterator[Change]:
    """Every change of bodies that the text tells of."""
    for line in telling.lines:
        tags = line.tags
        if not {"founded", "founded-it", "arose"}.isdisjoint(tags):
            ways = _FOUNDED_AR if line.sentence.language == "ar" else _FOUNDED_EN
            for way in ways:
                yield from _made(telling, tell(line, way), "founded")
        for kind, way in _OTHERS[line.sentence.language]:
            if kind in tags or not {"formerly", "changed", "dissolved-itself"}.isdisjoint(tags):
                yield from _made(telling, tell(line, way), kind)


def _made(telling: Telling, found: Iterator[Told], kind: str) -> Iterator[Change]:
    for told in found:
        line = told.line
        at = told.groups["tell"][0]
        before = _sides(telling, told, "before") + _sides(telling, told, "other")
        after = _sides(telling, told, "after")
        when = day_of(line, at)
        if denied(line, at) or set(before) & set(after):
            continue
        if kind == "founded":
            if not after or (line.sentence.language == "ar" and when is None):
                continue
        elif not _fits(kind, len(before), len(after)):
            continue
        yield telling.make(
            Change, line, (told.first, told.last), kind=kind, before=before, after=after, when=when
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

"""Who belongs to a body, leads it or speaks for it: "X is part of Y", "Y's director, Dr. Z"."""
# ruff: noqa: E501 - a way of telling a line

from collections.abc import Iterator
from typing import Literal

from tawthiq.reading.affairs.telling import PRONOUN, Telling, day_of, denied, goes_on, is_name
from tawthiq.reading.affairs.ways import Told, tell
from tawthiq.statements import Membership

Relation = Literal["part of", "member of", "leads", "speaks for", "sits on"]

_WAYS: dict[str, tuple[tuple[Relation, str, str], ...]] = {
    # relation, the tag without which no line is looked at, the way
    "en": (
        ("part of", "part-of", "member=@ (?:<,>?<which>)? <be|w>{0,2} tell=<part-of> whole=<body>"),
        ("member of", "member-of", "member=@ (?:<,>?<which>)? <be>? <,>? tell=<member-of> whole=<body>"),
        ("leads", "leads", "member=<person> (?:<,><which>)? <be>? tell=<leads> whole=<body>"),
        ("leads", "leads", "whole=⟨<body><w>{0,2}⟩ (?:<,>?<which>)? <be> tell=<leads> <by> <w|leader>{0,3} member=<person>"),
        ("leads", "leader", "member=<person> <,> <w>{0,2} tell=<leader> <of> whole=<body>"),
        ("leads", "leader", "tell=<leader> <of> whole=<body> <,> <w>{0,2} member=<person>"),
        ("leads", "leader", "whole=<body> own=<,>? <whose> <w>? tell=<leader> <,|be>? <w>? member=<person>"),
        ("leads", "leader", "whole=<body> <w>? tell=<leader> <,>? <w>? member=<person>"),
        ("speaks for", "speaker", "member=<person> <,> <w>{0,2} tell=<speaker> <of> whole=<body>"),
        ("speaks for", "speaker", "tell=<speaker> <of> whole=<body> <,>? <w>? member=<person>"),
        ("speaks for", "speaker", "whole=<body> <w>? tell=<speaker> <,>? <w>? member=<person>"),
        ("speaks for", "speaker", "far=<body> <.>{1,12}? <whose> tell=<speaker> <,> member=<person>"),
        ("speaks for", "speaks-for", "member=<person> tell=<speaks-for> whole=<body>"),
        ("sits on", "sits-on", "member=@ <,>? <which>? <w|be>{0,2} tell=<sits-on> whole=⟨<body><w>{0,2}⟩"),
    ),
    "ar": (
        ("part of", "joined", "tell=<joined> member=@ <parts|of> whole=<body>"),
        ("part of", "joined", "member=@ <,|w|and>{0,2} tell=<joined> <parts|of> whole=<body>"),
        ("part of", "part-of", "member=@ <,>? <which>? tell=<part-of> <of>? whole=<body>"),
        ("member of", "member-of", "member=@ <,>? <which>? <and>? tell=<member-of> whole=<body>"),
        ("leads", "leads", "tell=<leads> whole=⟨<body><of|body>{0,2}⟩ <w>{0,2} member=<person>"),
        ("leads", "leads", "member=<person> tell=<leads> whole=<body>"),
        ("leads", "leader", "tell=<leader> whole=<body> <,>? member=<person>"),
        ("leads", "leader", "member=<person> <,> tell=<leader> whole=<body>"),
        ("speaks for", "speaker", "tell=<speaker> whole=<body> <,>? member=<person>"),
        ("speaks for", "speaker", "member=<person> <,> tell=<speaker> whole=<body>"),
        ("speaks for", "speaks-for", "tell=<speaks-for> whole=<body> member=<person>"),
        ("sits on", "a-seat", "<holds> member=⟨<person>|<w><w>⟩ tell=<a-seat> whole=<body>"),
        ("sits on", "sits-on", "member=<person> tell=<sits-on> whole=<body>"),
    ),
}  # fmt: skip
_OWNS = ("'s", "’s", "'", "’")


def memberships(telling: Telling) -> Iterator[Membership]:
    """Every membership, leadership and office of speaking that the text tells of."""
    for line in telling.lines:
        seen: set[tuple[str, str]] = set()
        for relation, tag, way in _WAYS[line.sentence.language]:
            if tag not in line.tags:
                continue
            for told in tell(line, way):
                for one in _made(telling, told, relation):
                    pair = (one.member or "", one.whole or "")
                    if pair not in seen:
                        seen.add(pair)
                        yield one


def _made(telling: Telling, told: Told, relation: Relation) -> Iterator[Membership]:
    line = told.line
    at = told.groups["tell"][0]
    group = "far" if told.has("far") else "whole"
    whole = _whole(telling, told, group)
    if whole is None or denied(line, at) or not _owns(told):
        return
    first, last = told.groups["member"]
    units = [k for k in range(first, last) if is_name(line.units[k])]
    members = [(telling.full(line, line.units[k]), k) for k in units]
    doubt = (PRONOUN,) if told.has("far") else ()
    if not members and relation == "sits on":
        members = [(line.words(first, last), first)]
    for member, k in members:
        if member is None or member == whole:
            continue
        several = len(members) > 1
        yield telling.make(
            Membership,
            line,
            (k, k + 1) if several else (told.first, told.last),
            member=member,
            whole=whole,
            relation=relation,
            since=_since(told, at, relation),
            doubt=doubt + (goes_on(line, last) if several else ()),
        )


def _whole(telling: Telling, told: Told, group: str) -> str | None:
    """The body; "the union's external office" stands as it is written."""
    if group not in told.groups:
        return None
    first, last = told.groups[group]
    if last - first > 1 and told.line.words(first, first + 1).endswith(_OWNS):
        return told.line.words(first, last)
    return telling.full_name(told, group)


def _owns(told: Told) -> bool:
    """Whether "X leader Y" says "X's leader": in English the sign of owning stands there."""
    line = told.line
    if line.sentence.language == "ar" or not told.has("whole") or told.has("own"):
        return True
    first, last = told.groups["whole"]
    at = told.groups["tell"][0]
    beside = first < at and {"leader", "speaker"} & set(line.units[at].tags)
    if not beside or any("whose" in unit.tags for unit in line.units[last:at]):
        return True
    return line.words(first, first + 1).endswith(_OWNS)


def _since(told: Told, at: int, relation: Relation) -> str | None:
    """The day somebody joined, where the words say that they did."""
    joined = "joined" in told.line.units[at].tags or "join" in told.line.words(at, at + 1).lower()
    return day_of(told.line, at) if relation == "part of" and joined else None

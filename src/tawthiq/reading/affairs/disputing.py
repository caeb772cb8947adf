"""Answers to what others published: "a response to X's report", "the watch disputed the list"."""
# ruff: noqa: E501 - a way of telling a line

from collections.abc import Iterator
from typing import Literal

from tawthiq.reading.affairs.lines import terms_of
from tawthiq.reading.affairs.telling import Telling, day_of, denied
from tawthiq.reading.affairs.ways import Told, tell
from tawthiq.reading.events.gluing import glued
from tawthiq.statements import Dispute

Attitude = Literal["disputes", "supports", "corrects"]

_ABOUT_EN = (
    "about=⟨<body>?<published>(?:<of>(?:<published>|<body>|<w><body>))?(?:<adopted><by><body>)?⟩"
)
_ABOUT_AR = "about=⟨<truth-of>?<published>(?:<w>?<body>)?(?:<w>{0,1}<which><w><body>)?⟩"
_WAYS: dict[str, tuple[tuple[Attitude, str, str], ...]] = {
    "en": (
        ("disputes", "answer", f"<of>? tell=<answer> {_ABOUT_EN} <,>? by=<body|person>"),
        ("disputes", "answer", f"by=<body|person> <.>{{0,6}}? tell=<answer> {_ABOUT_EN}"),
        ("disputes", "disputed", f"by=<body|person> (?:<,><.>{{1,8}}?<,>)? <be|w>? tell=<disputed> {_ABOUT_EN}"),
        ("supports", "confirmed", f"by=<body|person> (?:<,><.>{{1,8}}?<,>)? <be|w>? tell=<confirmed> {_ABOUT_EN}"),
        ("corrects", "corrected", f"by=<body|person> (?:<,><.>{{1,8}}?<,>)? <be|w>? tell=<corrected> <whose>? {_ABOUT_EN}"),
    ),
    "ar": (
        ("disputes", "answer", f"<of> tell=<answer> <of>? {_ABOUT_AR} <,>? <w> by=<body|person>"),
        ("disputes", "answer", f"by=<body|person> <day|w>{{0,4}} tell=<answer> <of>? {_ABOUT_AR}"),
        ("disputes", "doubted", f"tell=<doubted> by=<body|person> <of> {_ABOUT_AR}"),
        ("disputes", "disputed", f"tell=<disputed> by=<body|person> {_ABOUT_AR}"),
        ("disputes", "disputed", f"by=<body|person> tell=<disputed> {_ABOUT_AR}"),
        ("supports", "truth-of", f"tell=<confirmed-verb> by=<body|person> {_ABOUT_AR}"),
        ("supports", "confirmed", f"tell=<confirmed> by=<body|person> {_ABOUT_AR}"),
        ("supports", "confirmed", f"by=<body|person> tell=<confirmed> {_ABOUT_AR}"),
        ("corrects", "corrected", f"tell=<corrected> by=<body|person> {_ABOUT_AR}"),
    ),
}  # fmt: skip


def disputes(telling: Telling) -> Iterator[Dispute]:
    """Everybody who answers, confirms or corrects what another published."""
    for line in telling.lines:
        if "published" not in line.tags:
            continue
        taken: set[int] = set()
        for attitude, tag, way in _WAYS[line.sentence.language]:
            if tag not in line.tags:
                continue
            for told in tell(line, way):
                at = told.groups["tell"][0]
                if at in taken or denied(line, at) or _runs_together(told, at):
                    continue
                taken.add(at)
                yield _dispute(telling, told, attitude, at)


def _about(told: Told) -> str | None:
    """What is answered, without the letter that Arabic glues before it: "تفنيدًا لتقرير …"."""
    words = told.words("about")
    line = told.line
    if words is None or line.sentence.language == "en":
        return words
    first, last = told.groups["about"]
    at = next(k for k in range(first, last) if line.units[k].last > line.units[k].first)
    token = line.sentence.tokens[line.units[at].first]
    return words[glued(token, terms_of(None)) :] if token.raw[0] in "لب" else words


def _runs_together(told: Told, at: int) -> bool:
    """Whether the verb's object has no article: "three hospitals that X supports report that …"."""
    line = told.line
    first, _ = told.groups["about"]
    if line.sentence.language == "ar" or first != at + 1:
        return False
    object_ = line.units[first]
    beside = object_.first == line.units[at].last
    return beside and "published" in object_.tags and not line.words(first, first + 1).endswith("s")


def _dispute(telling: Telling, told: Told, attitude: Attitude, at: int) -> Dispute:
    return telling.make(
        Dispute,
        told.line,
        (told.first, told.last),
        about=_about(told),
        attitude=attitude,
        by=telling.full_name(told, "by"),
        when=day_of(told.line, at),
    )

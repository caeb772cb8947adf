"""Pointers within a text ("see section 4"): whether what they name is there."""

import re
from bisect import bisect_left

from tawthiq.reading.evidence.found import Found, State
from tawthiq.reading.model import Text

NO_HEADING = "no such heading in the text"

_WHICH = (
    "\\d+|[٠-٩]+|[ivx]+\\b|[a-h]\\b|one|two|three|four|five|six|seven|eight|nine|ten|"
    "الأول|الأولى|الثاني|الثانية|الثالث|الثالثة|الرابع|الرابعة|الخامس|الخامسة|السادس|السادسة"
)
_PART = re.compile(
    r"(?P<name>sections?|chapters?|parts?|paragraphs?|tables?|figures?|fig\.|annex|appendix|box|chart|"
    rf"footnote|note|القسم|الفصل|الجزء|الفقرة|الجدول|الشكل|الملحق|الباب)\s+(?:رقم\s+)?(?P<which>{_WHICH})",
    re.IGNORECASE,
)
_CHAPTER = re.compile(
    r"(?P<name>conclusion|introduction|summary|preface|foreword|methodology|epilogue|خاتمة|مقدمة|خلاصة|"
    r"استنتاجات|تمهيد|منهجية)s?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"[\d٠-٩]+")
_HEADING = re.compile(r"^[ \t#*]*(\d{1,3})[.)]?[ \t]+\S", re.MULTILINE)
_HEADS = re.compile(rf"^[ \t#*]*{_PART.pattern}\s*(?:[:.–—-]|$)", re.MULTILINE | re.IGNORECASE)
_ALONE = re.compile(r"^[ \t#*\d.)]*(?P<name>[^\W\d_]+)[ \t]*:?[ \t]*$", re.MULTILINE)


class Sections:
    """The sections, tables and notes of a text, by name and number."""

    def __init__(self, text: Text) -> None:
        """Read the headings, and every place where a section is named."""
        self._named: dict[str, list[int]] = {}
        for found in _PART.finditer(text.text):
            key = _key(found["name"], found["which"])
            self._named.setdefault(key, []).append(found.start())
        self._numbered = {found[1] for found in _HEADING.finditer(text.text)}
        self._alone = {_bare(found["name"]) for found in _ALONE.finditer(text.text)}
        self._headed = {_bare(found["name"]) for found in _HEADS.finditer(text.text)}
        self._text = text.text

    def pointer(self, start: int, stop: int) -> Found:
        """The pointer at [start, stop): it dangles where it names a number that is not there."""
        said = self._text[start:stop]
        state: State = "internal"
        doubt: tuple[str, ...] = ()
        part, chapter = _PART.search(said), _CHAPTER.search(said)
        if part is not None:
            which = _NUMBERED.search(part["which"])
            elsewhere = self._elsewhere(_key(part["name"], part["which"]), start, stop)
            if not elsewhere and not (which and which[0] in self._numbered):
                # Where the text heads others of the kind, this one is missing; where it heads
                # none, its parts may have no numbers, or it was copied in part.
                state = "dangling" if _bare(part["name"]) in self._headed else "internal"
                doubt = (NO_HEADING,)
        elif chapter is not None and _bare(chapter["name"]) not in self._alone:
            doubt = (NO_HEADING,)
        return Found(
            start=start,
            stop=stop,
            form="internal",
            state=state,
            opens=start,
            closes=stop,
            doubt=doubt,
        )

    def _elsewhere(self, key: str, start: int, stop: int) -> bool:
        places = self._named.get(key, [])
        inside = bisect_left(places, stop) - bisect_left(places, start)
        return len(places) > inside


def _key(name: str, which: str) -> str:
    return f"{_bare(name)} {which.lower()}"


def _bare(name: str) -> str:
    return name.lower().removeprefix("ال").rstrip("s.")

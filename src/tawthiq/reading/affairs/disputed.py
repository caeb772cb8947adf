"""Who disputes, where the words that dispute do not name them, or name a paper of theirs."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import structs

from tawthiq.fields import fold
from tawthiq.reading.affairs.scans import Scan, by_sentence
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Dispute

_WE = word_set("we i nobody")
_PAPERS = word_set(
    "records figures lists list books registers register archive data count counts numbers "
    "documents files log logs ledger diary notes minutes tally own"
)
_PAPERS_AR = word_set(
    "سجلات ارقام قوائم قايمه بيانات وثايق دفاتر احصاءات احصاء ارشيف محاضر ملفات جداول"
)


def with_speakers(disputes: Iterable[Dispute], scans: Sequence[Scan]) -> Iterator[Dispute]:
    """Disputes with who puts them forward, where their sentence says it."""
    disputes = list(disputes)
    speaking: dict[str, str] = {}
    ours: set[str] = set()
    for scan, some in zip(scans, by_sentence(scans, disputes), strict=True):
        for one in some:
            if one.by is None:
                speaker = _said_behind(scan, one)
                if speaker is not None:
                    speaking[one.id] = speaker
            elif _is_ours(scan, one):
                ours.add(one.id)
    for one in disputes:
        by = None if one.id in ours else speaking.get(one.id, _owner(one.by))
        yield one if by == one.by else structs.replace(one, by=by)


def _said_behind(scan: Scan, one: Dispute) -> str | None:
    """ "Contrary to …, the bridge is open, the council states": the one speaker told behind it."""
    told = {
        each.speaker
        for each in scan.attributions
        if each.speaker is not None and scan.tokens[each.first].start >= one.end - 1
    }
    speaker = told.pop() if len(told) == 1 else None
    return None if speaker is None or (one.about or "").find(speaker) >= 0 else speaker


def _is_ours(scan: Scan, one: Dispute) -> bool:
    """ "We do not recognise the result announced by the board": the board is not who disputes."""
    inside = one.by is not None and one.by in (one.about or "")
    ours = scan.norm(0) in _WE or any("by us" in mark.parts for mark in scan.marks)
    return inside and ours


def _owner(by: str | None) -> str | None:
    """ "The hospital's records" speak for the hospital, «سجلات المشفى» for the same."""
    if by is None:
        return None
    words = by.split()
    for at, word in enumerate(words[:-1]):
        if word.endswith(("'s", "’s")) and words[-1].lower() in _PAPERS and len(words) - at <= 3:
            return " ".join([*words[:at], word[:-2]])
    return " ".join(words[1:]) if len(words) > 1 and fold(words[0]) in _PAPERS_AR else by

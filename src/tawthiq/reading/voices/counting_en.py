"""Who keeps count in English: "the observatory has 40 on its list", "issued a report referring to",
and who does not, though the verb is one of counting: places, and agencies that register people.
"""

from tawthiq.reading.voices.areas_en import only_places
from tawthiq.reading.voices.speakers import Speaker
from tawthiq.reading.voices.speech import Phrase
from tawthiq.reading.voices.spoken import Scan
from tawthiq.reading.voices.subjects_en import subject_before
from tawthiq.reading.voices.wordsets import word_set

_HEDGES = word_set("at least about some more than nearly over around only just now up to")
_COUNTED = word_set("dead deaths killed names of on victims martyrs fatalities documented in")
_KEEPERS = word_set(
    "observatory network networks centre center institute monitor monitors register archive "
    "watch committees database watchdog ministry"
)
_ISSUED = word_set(
    "issued issues released releases published publishes distributed circulated compiled "
    "produced sent posted"
)


def keeps_count(scan: Scan, phrase: Phrase, floor: int) -> Speaker | None:
    """ "The Observatory has 139,480 on its list", "a tally kept by the network stands at 40"."""
    tokens = scan.tokens
    at = phrase.last
    while at < len(tokens) and tokens[at].norm in _HEDGES:
        at += 1
    if at >= len(tokens) or tokens[at].kind != "number":
        return None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    counts = after is None or after.kind == "sign" or after.norm in _COUNTED
    speaker = subject_before(scan, phrase.first, floor, strict=True) if counts else None
    if speaker is None or speaker.name is None:
        return None
    if not any(one in _KEEPERS for one in speaker.name.lower().split()):
        return None
    return speaker


def registers(scan: Scan, phrase: Phrase) -> bool:
    """ "The agency registers 1,500 refugees daily": who is registered is served, not told of."""
    if not scan.tokens[phrase.first].norm.startswith("register"):
        return False
    ahead = scan.tokens[phrase.last : phrase.last + 8]
    return any(one.norm in ("refugees", "asylum", "voters", "returnees") for one in ahead)


def of_places(scan: Scan, phrase: Phrase, speaker: Speaker) -> bool:
    """ "Basra and Najaf reported 12 deaths": without "that", a place is where it happened."""
    tokens = scan.tokens
    that = phrase.last < len(tokens) and tokens[phrase.last].norm == "that"
    return not that and only_places(tokens[speaker.first : speaker.last])


def issuer_before(scan: Scan, at: int) -> Speaker | None:
    """Who issued the paper whose words end before a token: "The committee issued a report"."""
    tokens = scan.tokens
    for k in range(at - 1, max(0, at - 10), -1):
        if tokens[k].kind == "sign":
            return None
        if tokens[k].norm in _ISSUED:
            paper = any(map(scan.words.is_paper, tokens[k + 1 : at]))
            return subject_before(scan, k, 0, strict=True) if paper else None
    return None

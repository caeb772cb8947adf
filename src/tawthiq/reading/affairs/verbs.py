"""What every verb of the wide nets is asked: whether it is one, tells a fact, and of whom."""

from collections.abc import Sequence

from tawthiq.reading.affairs.parties import Party, party_before
from tawthiq.reading.affairs.parties_ar import party_of, past_asides
from tawthiq.reading.affairs.scans import Mark, Scan
from tawthiq.reading.voices.clauses import joined
from tawthiq.reading.voices.wordsets import word_set

_NOUN_BEFORE = word_set(
    "the a an of in no any this their its his her our my your for with by under on some without "
    "beyond much more great first into at every each such these those"
)
_NOT = word_set(
    "not never nobody none neither nor no didnt doesnt dont cannot cant wont hasnt havent wasnt "
    "werent isnt arent wouldnt لم لا لن ما ليس ليست غير دون بلا"
)
_IF = word_set("if unless whether لو اذا واذا ولو فاذا فلو")
_BE = word_set("is are was were been being be")
_RELATIVE = word_set("ما مما الذي التي اللي من الذين")
_MAY_AR = word_set("قد ربما لعل سوف")
_COLON = 5  # tokens of who stands before a colon
_SHORTEST = 3  # letters of a name


def is_noun(scan: Scan, mark: Mark) -> bool:
    """Whether "the dispute", "no doubt" stand there and no verb does."""
    norm = scan.norm(mark.first)
    if scan.arabic:
        return norm.startswith(("ال", "بال", "لل", "وال", "فال", "كال"))
    plain = not norm.endswith(("ed", "ing"))
    if norm.endswith("ing"):
        return scan.norm(mark.first - 1) in _NOUN_BEFORE
    owner = scan.tokens[mark.first - 1].raw.endswith(("'s", "’s")) if mark.first else False
    return (plain and (scan.norm(mark.first - 1) in _NOUN_BEFORE or owner)) or (
        not plain and scan.norm(mark.first - 1) in _NOUN_BEFORE and scan.norm(mark.last) != "by"
    )


def unreal(scan: Scan, mark: Mark) -> bool:
    """Whether "not" or "if" governs the verb: what nobody disputes is not disputed."""
    first = mark.first
    if scan.norm(first) in _NOT:
        first += 1  # "does not accept" says so itself
        if scan.arabic:
            return False
    for k in range(mark.first - 1, max(-1, mark.first - 4), -1):
        if scan.is_sign(k):
            break
        if scan.norm(k) in _NOT and not (scan.arabic and scan.norm(k) in ("ما", "غير")):
            return True
        if scan.arabic and k == mark.first - 1 and scan.norm(k) in _RELATIVE:
            return True
        if scan.norm(k) in _MAY_AR and scan.norm(mark.first)[:1] in "يتن":
            return True
    for k in range(mark.first - 1, -1, -1):
        if scan.tokens[k].raw in ";؛.:":
            break
        if scan.norm(k) in _IF:
            return True
    return False


def arabic_party(scan: Scan, mark: Mark) -> tuple[Party | None, int]:
    """Who an Arabic verb is told of, and where what it is of begins; its form may say "we"."""
    party, after = party_of(scan, mark.first, mark.last)
    if "by us" in mark.parts:
        return Party("we", None, (mark.first, mark.last)), past_asides(scan, mark.last)
    return party, after


def is_passive(scan: Scan, mark: Mark) -> bool:
    """Whether "was" or "were" stands before a verb: what stands before it did not do it."""
    back = mark.first - 1
    while back >= 0 and scan.norm(back).endswith("ly"):
        back -= 1
    return (
        scan.norm(back) in _BE
        and not scan.norm(mark.first).endswith("ing")
        and (
            scan.norm(mark.first) not in _BE and not scan.norm(mark.first).startswith(("not", "un"))
        )
    )


def who(scans: Sequence[Scan], at: int, party: Party) -> str | None:
    """The name of a party: of "we" None, unless somebody is quoted; of "they" whoever was named."""
    scan = scans[at]
    if party.kind == "named":
        return party.said
    quoted = speaker_at(scan, party.span[0])
    if party.kind == "we" or quoted is not None:
        return quoted or _before_colon(scan, party.span[0])
    told = next((one for one in reversed(scan.marks)
                 if one.last <= party.span[0] and "says" in one.parts), None)  # fmt: skip
    if told is not None and not scan.arabic:
        teller = party_before(scan, told.first)
        if teller is not None and teller.kind == "named":
            return teller.said
    before = [one for one in scan.names if one.last <= party.span[0] and one.tag != "charter"]
    if before:
        return before[-1].said
    if at and scans[at - 1].sentence.segment == scan.sentence.segment:
        named = [one for one in scans[at - 1].names if one.tag != "charter"]
        return named[0].said if named else None
    return None


def _before_colon(scan: Scan, at: int) -> str | None:
    """ "المجلس المدني: ندرس": who speaks for themselves behind a colon, within a sentence."""
    if not 0 < at - 1 < len(scan.tokens) or scan.tokens[at - 1].raw != ":":
        return None
    first = at - 1
    while first > 0 and scan.tokens[first - 1].raw not in ",،;؛.:()–—":
        first -= 1
    words = scan.tokens[first : at - 1]
    return joined(words) if 0 < len(words) <= _COLON and first else None


def speaker_at(scan: Scan, token: int, besides: str = "") -> str | None:
    """Whoever is quoted with a token; nobody who is named in the words `besides`."""
    covering = [
        one for one in scan.attributions
        if one.scope_first <= token < one.scope_last
        and one.speaker
        and len(one.speaker) > _SHORTEST
        and one.speaker not in besides
    ]  # fmt: skip
    best = min(covering, key=lambda one: one.scope_last - one.scope_first, default=None)
    return None if best is None else best.speaker

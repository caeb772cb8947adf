"""Who does what a word tells: the names that are its subject, in both orders of words.

Of English the subject stands before its verb, with an aside or a day between ("The fund, …, on
Friday pledged"); a verb that goes on after "and" has the subject of the first. Of Arabic it
follows its verb, or stands before it.
"""

from tawthiq.reading.affairs.model import Line, Unit
from tawthiq.reading.affairs.telling import Telling, is_name, speaker_of
from tawthiq.reading.voices.wordsets import word_set

Span = tuple[int, int]

_FILL = frozenset(("w", "be", "day", "which", "place", "of", "may"))
_FILLED = 5  # units between a name and its verb
_ASIDE = 9  # units between two commas
_AFTER = 2  # units between an Arabic verb and its subject: a day, "by then"
_SAYS_THAT = word_set("that when as because where ان بان لان حين عندما")
_PRONOUNS = word_set("it they he she we i هو هي هم انه انها انهم")
_BEFORE = word_set(
    "in from to into of near at across with by for on against about over through inside outside "
    "around between towards toward than without within under after before since until "
    "في من الي عن علي مع الى عبر ضد لدي بين حول قرب تحت فوق داخل خارج عند منذ"
)
_ADVERBS = word_set("also alone later too again still today yesterday said says قال قالت")
_NOT_SUBJECTS = frozenset((",", ";", "contrast", "suppose"))


def is_actor(unit: Unit) -> bool:
    """Whether a unit names who may act: a body, a person, a state, or "gunmen"."""
    return is_name(unit) or "folk" in unit.tags or "state" in unit.tags


def subject(line: Line, at: int) -> Span | None:
    """The units that are the subject of what the unit `at` tells; None where none is named."""
    if not _is_arabic(line):
        return _before(line, at)
    return _after(line, at) or _before(line, at) or _goes_on(line, at)


# Verbs whose own first letter is "و": nothing is glued before them.
_ROOTED = (
    "وزع", "وعد", "وصل", "وصف", "وثق", "وقع", "وافق", "وجه", "وضع", "وجد", "وقف", "ورد", "واجه",
    "واصل", "وفر", "ولد", "وقي", "وسع",
)  # fmt: skip


def _goes_on(line: Line, at: int) -> Span | None:
    """ "عاينت النقابة …، وأيّدت ما …": a verb after "و" has the subject of the one before."""
    norm = _norm(line, at)
    if not norm.startswith("و") or at == 0 or norm.startswith(_ROOTED):
        return None
    first = at
    while first > 0 and not {";", "sign"} & set(line.units[first - 1].tags):
        first -= 1
    for k in range(first, at):
        if is_actor(line.units[k]):
            hangs = hangs_on(line, k) or line.units[k].glued
            return None if hangs else (k, k + 1)
    return None


def names_at(telling: Telling, line: Line, span: Span) -> list[tuple[str, int]]:
    """Each name within a span, as full as the text gives it, with its unit."""
    found = []
    for k in range(*span):
        unit = line.units[k]
        if is_actor(unit):
            name = telling.full(line, unit) if is_name(unit) else actor_words(line, k)
            if name is not None:
                found.append((name, k))
    return found


def actor_words(line: Line, k: int) -> str:
    """A state or "gunmen" as written, without the letter that Arabic glues before it."""
    unit, words = line.units[k], line.words(k, k + 1)
    named = _named_before(line, k)
    if named is not None:
        return named
    norm = line.sentence.tokens[unit.first].norm
    if _is_arabic(line) and unit.glued == 0 and norm.startswith("و") and len(norm) > len("وطن"):
        return words[1:]
    return words


_ONE = frozenset(("a", "an"))


def _named_before(line: Line, k: int) -> str | None:
    """ "Rami Nasser, a farmer whose crop is stored there": the name that the words explain."""
    first = line.units[k].first
    tokens = line.sentence.tokens
    at = first if tokens[first].norm in _ONE else first - 1
    if at < 2 or tokens[at].norm not in _ONE or tokens[at - 1].raw != ",":
        return None
    for unit in line.units[:k]:
        if unit.last == at - 1 and "person" in unit.tags:
            return unit.said
    return None


def doer(telling: Telling, line: Line, at: int) -> str | None:
    """The one name of who does it; of a pronoun, whoever is quoted with these words."""
    span = subject(line, at)
    if span is not None:
        names = names_at(telling, line, span)
        return names[0][0] if names else None
    if is_pronoun_before(line, at):
        return speaker_of(line, at)
    return _speaking(line, at)


def _speaking(line: Line, at: int) -> str | None:
    """Who is found to speak with this very verb: "نفى صفدي ما نشرته الجريدة"."""
    token = line.units[at].first
    found = [one.speaker for one in line.attributions if one.first <= token < one.last]
    return found[0] if len(found) == 1 else None


def is_pronoun_before(line: Line, at: int) -> bool:
    """Whether "it", "they" is the subject: "… said that it had pledged"."""
    tokens = line.sentence.tokens
    first = line.units[at].first
    back = [tokens[k].norm for k in range(max(0, first - 3), first)]
    return any(norm in _PRONOUNS for norm in back)


def _is_arabic(line: Line) -> bool:
    return line.sentence.language == "ar"


# ---- Before the verb -----------------------------------------------------------------------------


def _before(line: Line, at: int) -> Span | None:
    k, filled, aside, relative = at - 1, 0, False, False
    while k >= 0:
        unit = line.units[k]
        if is_actor(unit) and not ("state" in unit.tags and _has_plain_word(line, k + 1, at)):
            return (k, k + 1) if relative else _subject_ending(line, k, at)
        if "," in unit.tags and "which" in line.units[k + 1].tags:
            k, relative = k - 1, True
            continue
        if "," in unit.tags and not aside:
            opens = _comma_before(line, k)
            if opens is None:
                return None
            k, aside = opens - 1, True
            continue
        if "and" in unit.tags and k == at - 1:
            return _main_subject(line, k)
        if _FILL.isdisjoint(unit.tags) or filled == _FILLED or _is_said(line, k, at):
            return None
        filled += 1
        k -= 1
    return None


def _has_plain_word(line: Line, first: int, last: int) -> bool:
    """Whether a noun may stand there: "the Damascus daily called" is not told of Damascus."""
    return any(
        "w" in unit.tags and _norm(line, k) not in _BEFORE | _ADVERBS
        for k, unit in enumerate(line.units[first:last], start=first)
    )


def _subject_ending(line: Line, k: int, at: int) -> Span | None:
    """The list of names that ends at a unit; None where a preposition makes it no subject."""
    first = k
    while first >= 2 and "and" in line.units[first - 1].tags and is_actor(line.units[first - 2]):
        first -= 2
    while first >= 2 and "," in line.units[first - 1].tags and is_actor(line.units[first - 2]):
        first -= 2
    if hangs_on(line, first):
        owner = _owner(line, first)
        return owner if owner is not None and owner[1] <= at else None
    return first, k + 1


def _owner(line: Line, k: int) -> Span | None:
    """ "the council of Manbij", "the party in the town": the name that the preposition hangs on."""
    before = k - 1
    while before >= 0 and {"of", "place", "w"} & set(line.units[before].tags) and k - before < 4:
        before -= 1
    if before < 0 or not is_name(line.units[before]) or hangs_on(line, before):
        return None
    return before, before + 1


def hangs_on(line: Line, k: int) -> bool:
    """Whether a preposition stands before a unit, the article aside."""
    first = line.units[k].first
    tokens = line.sentence.tokens
    back = first - 1
    while back >= 0 and tokens[back].norm in ("the", "a", "an"):
        back -= 1
    if back < 0 or k == 0:
        return False
    if k and {"by", "of"} & set(line.units[k - 1].tags) and line.units[k - 1].last == first:
        return True
    return tokens[back].norm in _BEFORE


def _comma_before(line: Line, k: int) -> int | None:
    """Where the aside that ends with the comma at `k` begins."""
    for back in range(k - 1, max(-1, k - 1 - _ASIDE), -1):
        if "," in line.units[back].tags:
            return back if back else None
    return None


def _is_said(line: Line, k: int, at: int) -> bool:
    """Whether "that" stands here with another subject after it: "said that donors had …"."""
    if _norm(line, k) not in _SAYS_THAT or k + 1 >= at:
        return False
    return "w" in line.units[k + 1].tags and _norm(line, k + 1) not in _PRONOUNS


def _main_subject(line: Line, k: int) -> Span | None:
    """The subject of the verb before "and": the first name of the clause that hangs on nothing."""
    first = k
    while first > 0 and _NOT_SUBJECTS.isdisjoint(line.units[first - 1].tags):
        first -= 1
    for at in range(first, k):
        if is_actor(line.units[at]):
            return None if hangs_on(line, at) else (at, at + 1)
    return None


def _norm(line: Line, k: int) -> str:
    return line.sentence.tokens[min(line.units[k].first, len(line.sentence.tokens) - 1)].norm


# ---- After the verb ------------------------------------------------------------------------------


def _after(line: Line, at: int) -> Span | None:
    k, skipped = at + 1, 0
    while k < len(line.units) and skipped <= _AFTER:
        unit = line.units[k]
        if is_actor(unit):
            return None if unit.glued and not _glued_and(unit, line) else _names_from(line, k)
        if not _OFFICES.isdisjoint(unit.tags):
            return _holder(line, k)
        if _norm(line, k) in _MEN_OF:
            k += 1
            continue
        if {"day", "place"}.isdisjoint(unit.tags) and not _is_aside_word(line, k):
            return None
        skipped += 1
        k += 1
    return None


_OFFICES = frozenset(("leader", "speaker", "officer", "member-of"))
_MEN_OF = word_set("عناصر مقاتلو مسلحو افراد اعضاء رجال حاجز موظفو ممثلو")
_HELD = 6  # units from an office to who holds it


def _holder(line: Line, k: int) -> Span | None:
    """ "طعن رئيس المجلس، المحامي …، في": who holds the office, else its body."""
    body: Span | None = None
    for at in range(k + 1, min(len(line.units), k + _HELD)):
        tags = line.units[at].tags
        if "person" in tags:
            return at, at + 1
        if "body" in tags and body is None and at == k + 1 + ("of" in line.units[k + 1].tags):
            body = (at, at + 1)
        elif not {",", "of", "w", "body"} & set(tags):
            break
    return body


def _is_aside_word(line: Line, k: int) -> bool:
    return _norm(line, k) in _ASIDE_WORDS


_ASIDE_WORDS = word_set(
    "الينا لنا لهم اليهم لها له اليه اليها ايضا بدوره بدورها امس اليوم لاحقا من جهته جهتها جانبه "
    "جانبها قبل بعد كذلك"
)


def _glued_and(unit: Unit, line: Line) -> bool:
    return line.sentence.tokens[unit.first].norm[:1] == "و"


def _names_from(line: Line, k: int) -> Span:
    last = k + 1
    while (
        last + 1 < len(line.units)
        and "and" in line.units[last].tags
        and is_actor(line.units[last + 1])
    ):
        last += 2
    return k, last

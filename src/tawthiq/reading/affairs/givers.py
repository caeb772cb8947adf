"""Who gives, gets, stops or takes aid: the name that the grammar lets be it, near its act."""

from dataclasses import dataclass

from tawthiq.reading.affairs.aid_words import (
    ARMED,
    ARMED_MEN,
    CLITICS,
    ENDING,
    FILLERS,
    MEN,
    NO_SUBJECTS,
    PASSIVE_BE,
    PEOPLE,
    TITLED,
)
from tawthiq.reading.affairs.goods import Gift, has_aid
from tawthiq.reading.affairs.model import Line
from tawthiq.reading.affairs.subjects import actor_words, hangs_on, is_actor, subject
from tawthiq.reading.affairs.telling import Telling, clause, is_name
from tawthiq.reading.affairs.whose import Pronouns
from tawthiq.reading.voices.speakers_ar import THAT, is_preposition, is_time
from tawthiq.reading.voices.wordsets import word_set

_REACH = 14  # units from a name to the act whose subject it is
_AGENT = 10  # units from an act to "by"
_NEAR = 9  # units from an act to who is barred, or with whom it ended
_AFTER = 4  # units from an Arabic verb to its subject
_PLAIN = 4  # words of a subject without a name
_BARE = 3  # words of an Arabic name that no list of nouns knows
_WORDS = 6
_ENDS_NAME = word_set("in at on near from to into for with after before while when and as since")
_OF = frozenset(("of", "from", "من"))


@dataclass(frozen=True, slots=True)
class Who:
    """A name and the units [first, last) in which it stands."""

    name: str | None
    first: int
    last: int


class Givers:
    """Finds who takes part in what the lines of one text tell."""

    def __init__(self, telling: Telling) -> None:
        self._telling = telling
        self._pronouns = Pronouns(telling)

    def at(self, line: Line, first: int, last: int | None = None) -> Who:
        """Who stands at a unit; of "armed men of the brigade" the brigade."""
        unit = line.units[first]
        end = first + 1 if last is None else last
        if "quote" in unit.tags and not is_name(unit):
            titled = is_titled(line, first)
            return (
                Who(line.words(first - 1, end), first - 1, end)
                if titled
                else Who(unit.said, first, end)
            )
        if is_name(unit):
            return self._named(line, first, end)
        body = body_of_folk(line, first)
        if body is not None:
            return Who(self.at(line, body).name, first, body + 1)
        if line.sentence.language == "ar":
            end = _whole_folk(line, first)
            if end > first + 1:
                named = [
                    k
                    for k in range(first + 1, end)
                    if acts(line, k) and "folk" not in line.units[k].tags
                ]
                name = self.at(line, named[0]).name if named else line.words(first, end)
                return Who(name, first, end)
        return Who(actor_words(line, first), first, end)

    def _named(self, line: Line, first: int, end: int) -> Who:
        """A name; of "the Danish charity Dar al-Ghaith" what follows the noun."""
        unit = line.units[first]
        said = unit.said or ""
        if said.isascii() and said and said.split()[-1].islower() and "short" not in unit.tags:
            last = first + 1
            while last < len(line.units) and _is_capital(line, last):
                last += 1
            if last > first + 1:
                return Who(line.words(first + 1, last), first, last)
        return Who(self._telling.full(line, unit), first, end)

    # ---- Who does it -----------------------------------------------------------------------------

    def doer(self, line: Line, at: int) -> Who | None:
        """The verb's subject, else a pronoun's, else the nearest name that may be it."""
        span = subject(line, at)
        if span is not None:
            return self.at(line, span[0], span[1])
        kind = self._pronouns.kind(line, at)
        if kind == "we":
            return Who(self._pronouns.we(line, at), at, at + 1)
        loose = self.before(line, at) if line.sentence.language == "en" else self._beside(line, at)
        if loose is None and kind == "they":
            return Who(self._pronouns.they(line, at), at, at + 1)
        return loose

    def before(self, line: Line, at: int) -> Who | None:
        """The nearest name before a unit that no preposition makes something else."""
        first, _ = clause(line, at)
        for k in range(at - 1, max(first - 1, at - 1 - _REACH), -1):
            unit = line.units[k]
            if acts(line, k) and not unit.glued and (not hangs_on(line, k) or is_man_of(line, k)):
                return self.at(line, k)
        return None

    def _beside(self, line: Line, at: int) -> Who | None:
        """Arabic: the first name after the verb, before any other preposition; else one before."""
        _, stop = clause(line, at)
        for k in range(at + 1, min(stop, at + 1 + _AFTER)):
            unit = line.units[k]
            if acts(line, k):
                linked = not {"of", "source", "by"}.isdisjoint(line.units[k - 1].tags)
                if linked and not is_man_of(line, k):
                    break
                return self.at(line, k)
            if "figure" in unit.tags or has_aid(line, k) or "," in unit.tags:
                break
        return self.before(line, at)

    def agent(self, line: Line, at: int) -> Who | None:
        """Who stands after "by", "at the hands of" in the same clause."""
        _, stop = clause(line, at)
        if at + 1 < stop and _ends_in_by(line, at) and acts(line, at + 1):
            return self.at(line, at + 1)
        for k in range(at + 1, min(stop, at + 1 + _AGENT)):
            if "by" not in line.units[k - 1].tags:
                continue
            if "folk" in line.units[k].tags and line.sentence.language == "en":
                return plain_after(line, k)
            if acts(line, k):
                return self.at(line, k)
            for later in (k + 1, k + 2):
                if later < stop and acts(line, later) and is_man_of(line, later):
                    return self.at(line, later)
        return None

    def backer(self, line: Line, at: int) -> Who | None:
        """ "with funding from the Fund", "بدعم من": who paid for what another hands out."""
        first, stop = clause(line, at)
        for k in range(first + 1, stop):
            if "backing" in line.units[k - 1].tags and acts(line, k):
                return self.at(line, k)
        return None

    def accused(self, line: Line, at: int) -> Who | None:
        """Who is accused of the act: the last name, or quoted one, between "accused" and it."""
        first, _ = clause(line, at)
        accused = [k for k in range(first, at) if "accused" in line.units[k].tags]
        if not accused:
            return None
        named = [
            k for k in range(accused[-1] + 1, at) if acts(line, k) or "quote" in line.units[k].tags
        ]
        before = [k for k in range(first, accused[-1]) if acts(line, k)]
        if line.sentence.language == "en":
            if not named and before and is_passive(line, accused[-1]):
                return self.at(line, before[-1])
            return self.at(line, named[-1]) if named else None
        # Behind an Arabic verb the first name accuses.
        return self.at(line, named[-1]) if len(named) > (0 if before else 1) else None

    def ending(self, line: Line, at: int) -> Who | None:
        """ "disappeared into the depots of the brigade": with whom it ended."""
        from_here = line.sentence.tokens[line.units[at].last - 1 : line.units[at].last + 1]
        if not any(token.norm in ENDING for token in from_here):
            return None
        _, stop = clause(line, at)
        for k in range(at + 1, min(stop, at + _NEAR)):
            if acts(line, k):
                return self.at(line, k)
        return plain_after(line, at + 1)

    def before_colon(self, line: Line, at: int) -> Who | None:
        """ "Hill Fund: 300 tents handed out"."""
        for k in range(1, min(at, 3)):
            if {":", "dash"} & set(line.units[k].tags) and is_name(line.units[k - 1]):
                return self.at(line, k - 1)
        return None

    def plain_subject(self, line: Line, at: int) -> Who | None:
        """ "Local bakers gave": people without a name, where the clause begins with them."""
        first, _ = clause(line, at)
        while first < at and not {"day", ","}.isdisjoint(line.units[first].tags):
            first += 1
        if first == at:
            return None
        tokens = line.sentence.tokens[line.units[first].first : line.units[at].first]
        named = [token for token in tokens if token.norm not in FILLERS]
        people = any(token.norm in PEOPLE for token in named)
        if not people or len(named) > _PLAIN or named[0].norm in NO_SUBJECTS:
            return None
        return Who(line.text.text[named[0].start : named[-1].stop], first, at)

    # ---- Whose it was ----------------------------------------------------------------------------

    def source(self, line: Line, gift: Gift, but: Who | None = None) -> Who | None:
        """Who gave it: "from X", "sent by X", "a convoy of X", "X's tents", "طحين حزب الوادي"."""
        first, stop = clause(line, gift.at)
        owner = self._owner(line, gift)
        if owner is not None:
            return owner
        for k in (*range(gift.at + 1, stop), *range(gift.at - 1, first, -1)):
            same = but is not None and but.first <= k < but.last
            if acts(line, k) and not same and _links(line, k, gift):
                return self.at(line, k)
        return None

    def _owner(self, line: Line, gift: Gift) -> Who | None:
        """ "the Party's flour"; in Arabic a name right after what is given."""
        if line.sentence.language == "en":
            k = gift.at - 1
            if k < 0 or not acts(line, k):
                return None
            last = line.sentence.tokens[line.units[k].last - 1].raw
            return self.at(line, k) if last.endswith(("'s", "’s", "'", "’")) else None
        for k in range(gift.last, min(gift.last + 2, len(line.units))):
            unit = line.units[k]
            letter = line.sentence.tokens[unit.first].raw[:1]
            if "body" in unit.tags and (not unit.glued or letter == "ل"):
                return self.at(line, k)
            if "of" not in unit.tags or unit.last > unit.first:
                return None
        return None

    def sender(self, line: Line, at: int) -> Who | None:
        """ "وصلنا من الجمعية 50 بطانية": who sent it, between the verb and what came."""
        _, stop = clause(line, at)
        for k in range(at + 1, min(stop, at + _NEAR)):
            linked = not {"by", "source"}.isdisjoint(line.units[k - 1].tags)
            if acts(line, k) and linked:
                return self.at(line, k)
        return None

    def barred(self, line: Line, at: int) -> Who | None:
        """Whose aid is not let in: "barred the Fund from entering", "لم يسمح … لجمعية … بإدخال"."""
        if line.sentence.language == "en":
            after = line.units[at + 1] if at + 1 < len(line.units) else None
            named = after is not None and is_name(after) and not hangs_on(line, at + 1)
            return self.at(line, at + 1) if named else None
        _, stop = clause(line, at)
        for k in range(at + 1, min(stop, at + _NEAR)):
            unit = line.units[k]
            letter = line.sentence.tokens[unit.first].raw[:1]
            if is_name(unit) and unit.glued and letter == "ل":
                return self.at(line, k)
        return None

    def barred_before(self, line: Line, at: int) -> Who | None:
        """ "The Fund was not allowed to bring medicines": whose aid it is, as the subject."""
        who = self.before(line, at)
        named = who is not None and is_name(line.units[who.first])
        return who if who is not None and named and not is_armed(line, who) else None


def acts(line: Line, k: int) -> bool:
    """Whether a unit names who may act, by noun or by a name in quotation marks."""
    unit = line.units[k]
    if is_actor(unit):
        return True
    if "quote" not in unit.tags or k == 0:
        return False
    given_by = not {"source", "by", "called"}.isdisjoint(line.units[k - 1].tags)
    return is_titled(line, k) or given_by


def _is_capital(line: Line, k: int) -> bool:
    raw = line.sentence.tokens[line.units[k].first].raw
    named = {"w", "body", "person", "place"} & set(line.units[k].tags)
    return bool(named) and (raw[:1].isupper() or raw.startswith(("al-", "el-")))


def plain_after(line: Line, k: int) -> Who | None:
    """ "by the guard company of Abu Suleiman": the words to the next sign or place where."""
    last = k
    while last < len(line.units) and last - k < _WORDS:
        unit = line.units[last]
        norm = line.sentence.tokens[unit.first].norm
        word = {"w", "folk", "place", "body", "person", "of"} & set(unit.tags)
        if not word or norm in _ENDS_NAME or "figure" in unit.tags:
            break
        last += 1
    while last > k and "of" in line.units[last - 1].tags:
        last -= 1
    named = any({"w", "folk", "body", "person"} & set(unit.tags) for unit in line.units[k:last])
    return Who(line.words(k, last), k, last) if named else None


def is_titled(line: Line, k: int) -> bool:
    """Whether a noun of bodies stands right before a unit: "مصنع «الريف»"."""
    if k == 0:
        return False
    first = line.units[k].first
    back = [token.norm for token in line.sentence.tokens[max(0, first - 3) : first]]
    if back[-1] not in TITLED and not {"يسمي", "تسمي", "المسمي", "المسماه", "تدعي"} & set(back):
        back = back[-1:]
    return any(one in TITLED or one[1:] in TITLED for one in back)


def bare_name(line: Line, at: int, until: int) -> Who | None:
    """ "قدم جسر الأطباء وقودًا": one to three plain words between a verb and what it gives."""
    units = line.units[at + 1 : until]
    if not units or not all("w" in unit.tags for unit in units):
        return None
    tokens = line.sentence.tokens[units[0].first : units[-1].last]
    if len(tokens) > _BARE or any(
        one.kind != "word" or is_preposition(one) or is_time(one) or one.norm in THAT | CLITICS
        for one in tokens
    ):
        return None
    glued = tokens[0].norm[:1] in "بلفك" and tokens[0].norm[1:3] == "ال"
    return None if glued else Who(line.words(at + 1, until), at + 1, until)


def _links(line: Line, k: int, gift: Gift) -> bool:
    """Whether the word before a name makes it the source of what is given."""
    if k == 0 or {"source", "offered", "by"}.isdisjoint(line.units[k - 1].tags):
        return False
    word = line.words(k - 1, k).lower()
    if word in ("of", "for"):
        return gift.at <= k - 1 <= gift.last + 1
    if word in ("by", "through") and k < gift.at:
        return k >= gift.at - 3
    return word not in ("in", "at", "to", "for", "في")


def is_man_of(line: Line, k: int) -> bool:
    """ "members of the battalion", "the Fund's branch in": the body stands for its people."""
    if k == 0:
        return False
    tokens = line.sentence.tokens
    link = line.units[k - 1]
    if link.last - link.first > 1:
        return tokens[link.first].norm in MEN and tokens[link.last - 1].norm in _OF
    if k < 2 or line.words(k - 1, k).lower() not in _OF:
        return False
    head = line.units[k - 2]
    return tokens[head.first].norm in MEN or "folk" in head.tags


def _whole_folk(line: Line, k: int) -> int:
    """ "عناصر حاجز الصفا": past the words that say whose men they are."""
    end = k + 1
    while end < len(line.units) and end - k <= _PLAIN:
        unit = line.units[end]
        one = line.sentence.tokens[unit.first]
        definite = "w" in unit.tags and one.norm.startswith("ال") and len(unit.tags) == 1
        whose = {"folk", "body", "place", "quote"} & set(unit.tags)
        if unit.glued or one.norm[:1] == "و" or not (definite or whose):
            break
        end += 1
    return end


def body_of_folk(line: Line, k: int) -> int | None:
    """ "armed men of the Tiger Brigade": the unit of the body that folk belong to."""
    if "folk" not in line.units[k].tags or k + 2 >= len(line.units):
        return None
    linked = line.words(k + 1, k + 2).lower() in _OF
    for at in (k + 2, k + 3):
        if linked and at < len(line.units) and acts(line, at):
            return at if "folk" not in line.units[at].tags else None
    return None


def is_armed(line: Line, who: Who) -> bool:
    """Whether a name is of armed men."""
    norms = {
        token.norm
        for unit in line.units[who.first : who.last]
        for token in line.sentence.tokens[unit.first : unit.last]
    }
    first = line.units[who.first].first
    before = {token.norm for token in line.sentence.tokens[max(0, first - 3) : first]}
    own = norms & ARMED or any(norm[1:] in ARMED for norm in norms)
    return bool(own or before & ARMED_MEN)


def is_passive(line: Line, at: int) -> bool:
    """ "were sent", "has been sent": a form of "be" right before, an adverb aside."""
    words = line.words(at, at + 1).lower().split()
    if words[0] in PASSIVE_BE or "be" in words[1:-1]:
        to_come = len(words) > 1 and words[1] in ("to", "going") and "be" not in words
        return not words[-1].endswith("ing") and not to_come
    tokens, first = line.sentence.tokens, line.units[at].first
    if tokens[first].norm.endswith("ing"):
        return first > 0 and tokens[first - 1].norm == "being"
    back = {token.norm for token in tokens[max(0, first - 3) : first]}
    return bool(back & PASSIVE_BE) and not back & {"to", "have", "able"} - {"been"}


def _ends_in_by(line: Line, at: int) -> bool:
    return line.sentence.tokens[line.units[at].last - 1].norm == "by"

"""English noun phrases that name a speaker: where they end, and what of them is name and office."""

from collections.abc import Sequence
from dataclasses import dataclass

from tawthiq.reading.clauses import COMMAS, joined
from tawthiq.reading.model import Token
from tawthiq.reading.speech import Lexicon
from tawthiq.reading.wordsets import word_set

DAYS = word_set(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today tonight "
    "january february march april may june july august september october november december"
)
DETERMINERS = word_set("the a an this these those its his her their our my another one")
PRONOUNS = frozenset(["he", "she", "it", "they"])
FIRST_PERSON = frozenset(["i", "we", "you"])
PREPOSITIONS = word_set(
    "in on at by for from to of with without under over after before during since until "
    "between among across near through via about against into upon amid despite within "
    "outside inside besides following according as per than including"
)
INTRODUCTIONS = PREPOSITIONS | word_set(
    "meanwhile however earlier later still also yet but and so then separately elsewhere "
    "moreover furthermore similarly instead meantime finally last early late nevertheless "
    "nonetheless additionally overall thus therefore hence indeed asked speaking when while "
    "if because although though once"
)
# Words that no noun phrase of a speaker holds: the clause has its verb already, or another begins.
_VERBS = word_set(
    "is are was were be been being has have had will would can could may might must shall "
    "should did does do killed died injured wounded arrested detained displaced fled hit "
    "struck shelled bombed attacked destroyed began continued took came went fell rose "
    "stood remains remained became got lost left that which because if whether than not"
)
_ENDS = word_set(
    "who whose whom asked that which while whereas when where because if after before as "
    "said says say told was were is are has have had on during until since but although "
    "though whether than late early earlier later via through amid despite following about "
    "over would will could also not to"
)
_MADE = word_set("compiled collected gathered prepared produced kept made drawn maintained")
_CALLS = frozenset(("calls", "called", "call", "describes", "described", "terms", "termed"))
_NAME_LINKS = word_set("al el bin ibn abu umm bint van von de der den la du of the for and")


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks, at tokens [first, last)."""

    first: int
    last: int
    name: str | None  # without office and article; None: nobody is named
    role: str | None = None
    pronoun: bool = False  # "he": told only by the sentence before
    reporter: str | None = None  # "a source cited by Reuters"


def capital(token: Token) -> bool:
    """Whether a word is written with a capital first letter."""
    return token.kind == "word" and token.raw[0].isupper()


def named(token: Token) -> bool:
    """Whether a word with a capital may be of a name: no day, month, pronoun or article."""
    return capital(token) and token.norm not in DAYS | DETERMINERS | INTRODUCTIONS | PRONOUNS


def speaks(tokens: Sequence[Token], words: Lexicon) -> bool:
    """Whether a noun phrase names one who may speak, by what its words mean."""
    for token in tokens:
        if words.is_voice(token) or words.is_head(token) or words.is_office(token):
            return True
    body = [token for token in tokens if token.kind == "word"]
    if not body:
        return False
    if len(body) == 1 and body[0].norm in PRONOUNS | FIRST_PERSON:
        return True
    if any(words.known_body(tokens, k) for k, one in enumerate(tokens) if one.kind == "word"):
        return True
    lower = [token for token in body if not capital(token) and token.norm not in _NAME_LINKS]
    names = [token for token in body if named(token)]
    return bool(names) and not lower and not names[-1].norm.endswith(("ing", "tion"))


def noun_phrase(tokens: Sequence[Token], first: int, stop: int, words: Lexicon) -> int:
    """One past the last token of the noun phrase that begins at `first`; `first`: none does."""
    at = first
    if at < stop and tokens[at].norm in PRONOUNS | FIRST_PERSON:
        return at + 1
    while at < stop and not _ends_phrase(tokens, at, first, stop, words):
        at += 1
    while at > first and tokens[at - 1].norm in PREPOSITIONS | {"the", "a", "and"}:
        at -= 1
    if at == first or tokens[first].norm in _ENDS | PREPOSITIONS | {"and"}:
        return first
    if at - first == 1 and tokens[first].norm in DETERMINERS:
        return first
    return at


def _ends_phrase(tokens: Sequence[Token], at: int, first: int, stop: int, words: Lexicon) -> bool:  # noqa: PLR0911 - one branch a way of writing
    """Whether the noun phrase that began at `first` ends before the token `at`."""
    token = tokens[at]
    if token.kind == "sign":
        if token.raw == "." and at > first and at + 1 < stop and named(tokens[at + 1]):
            # "Dr. Haddad", "S. Haddad"
            return not (words.is_title(tokens[at - 1]) or len(tokens[at - 1].raw) == 1)
        return token.raw != "&"
    if token.norm in DAYS:
        # "May", "March" may begin a name; other days and months may stand within one.
        within = at > first and capital(tokens[at - 1])
        return not (within or (at == first and token.norm in ("march", "may")))
    if token.norm == "and":
        return not _goes_on(tokens, at, stop, words)
    if at == first:
        return False
    if token.norm == "by":
        before = tokens[at - 1]
        made = words.is_paper(before) or before.norm in _MADE
        return not (made or _of_name(tokens, at, stop))
    if _reduced(tokens, at):
        return True
    if token.norm in _ENDS:
        return not _of_name(tokens, at, stop)
    if token.norm in ("in", "at", "from", "with", "under", "between", "among", "without"):
        return not _place_follows(tokens, at, stop, words)
    return _is_verb(tokens, at, words)


def _reduced(tokens: Sequence[Token], at: int) -> bool:
    """ "a report published on Friday", "residents reached by phone": the phrase ends before."""
    token = tokens[at]
    return (
        token.norm.endswith("ed")
        and not capital(token)
        and at + 1 < len(tokens)
        and tokens[at + 1].norm in PREPOSITIONS
        and tokens[at - 1].norm not in DETERMINERS
        and token.norm not in _MADE
    )


def _is_verb(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    if capital(tokens[at]) or tokens[at - 1].norm in DETERMINERS:
        return False  # "the state", "the claim"
    if tokens[at].norm in _VERBS:
        return True
    phrase = words.at(tokens, at)
    return phrase is not None and phrase.use in ("verb", "quote") and not words.is_paper(tokens[at])


def _of_name(tokens: Sequence[Token], at: int, stop: int) -> bool:
    """ "Commission on Human Rights": a preposition between capitals is of the name."""
    return (
        tokens[at].norm in ("on", "by", "to", "over")
        and capital(tokens[at - 1])
        and at + 1 < stop
        and named(tokens[at + 1])
    )


def _place_follows(tokens: Sequence[Token], at: int, stop: int, words: Lexicon) -> bool:
    """ "in Homs" belongs to the one who speaks; "in a statement" does not."""
    k = at + 1
    while k < stop and tokens[k].norm in DETERMINERS:
        k += 1
    if k >= stop or tokens[k].norm in DAYS or tokens[k].kind == "number":
        return False
    span = tokens[k : min(stop, k + 3)]
    if words.is_paper(span[0]) or span[0].norm in (
        "interview", "speech", "conference", "telephone", "call", "remarks", "comments", "latest",
        "late", "past", "last", "recent", "written", "televised", "press", "joint", "separate",
        "short", "brief", "news", "phone", "order", "response", "reply", "return", "addition",
        "which", "what",
    ):  # fmt: skip
        return False
    return named(span[0]) or any(
        words.is_head(one) or one.norm in ("town", "city", "village", "area", "district", "camp",
                                           "province", "region", "countryside", "suburb",
                                           "neighbourhood", "neighborhood", "field", "north",
                                           "south", "east", "west", "capital", "exile", "charge")
        for one in span
    )  # fmt: skip


def _goes_on(tokens: Sequence[Token], at: int, stop: int, words: Lexicon) -> bool:
    """Whether "and" joins two speakers, or two words of one name."""
    k = at + 1
    if k >= stop or tokens[k].norm.endswith("ed") or tokens[min(k + 1, stop - 1)].norm == "by":
        return False
    if named(tokens[k]) and at > 0 and capital(tokens[at - 1]):
        return True
    if tokens[k].norm in ("a", "an", "the", "other", "local"):
        k += 1
    end = min(stop, k + 4)
    for j in range(k, end):
        if tokens[j].kind == "sign" or tokens[j].norm in _ENDS:
            return False
        if words.is_voice(tokens[j]) or words.is_head(tokens[j]) or words.is_office(tokens[j]):
            return j + 1 >= stop or not _is_verb(tokens, j + 1, words) or stop == j + 1
    return False


def apposition(tokens: Sequence[Token], first: int, stop: int, words: Lexicon) -> bool:  # noqa: PLR0911 - one branch a way of writing
    """Whether a piece between commas says who the one before it is."""
    if first >= stop:
        return False
    norm = tokens[first].norm
    if norm in ("who", "whose", "himself", "herself", "itself", "which"):
        return True
    piece = tokens[first:stop]
    office = any(words.is_office(one) for one in tokens[max(0, first - 12) : first])
    if office and 1 < len(piece) <= 4 and _person(piece, words) and all(map(named, piece)):
        return True  # "the ministry's spokesman, Salim Haddad,"
    if tokens[first].kind == "number" and stop - first == 1:
        return True  # an age
    if any(one.norm in _VERBS - {"that"} for one in piece):
        return False
    if norm.endswith("ed") and len(piece) > 1 and piece[1].norm in PREPOSITIONS:
        return True  # "reached by phone"
    if norm in ("the", "a", "an", "its", "their", "one", "another") or words.is_office(
        tokens[first]
    ):
        return True
    if norm in ("of", "from"):
        return True
    # "medical director of the hospital", "Minister of Health": an office within few words.
    return any(words.is_office(one) for one in piece[:4]) and not _person(piece, words)


def _person(piece: Sequence[Token], words: Lexicon) -> bool:
    """Whether a phrase ends in a name of two words or more, with no body among them."""
    tail = 0
    for token in reversed(piece):
        if not (named(token) and not words.is_head(token)):
            break
        tail += 1
    return tail >= 2


def split(tokens: Sequence[Token], first: int, last: int, words: Lexicon) -> Speaker:
    """Tell name and office apart: "ministry spokesman Salim Haddad", "Haddad of the committee"."""
    piece = tokens[first:last]
    if len(piece) > 3 and piece[0].norm == "what" and piece[2].norm in _CALLS:
        return split(tokens, first + 3, last, words)  # "what it calls a security source"
    if len(piece) == 1 and piece[0].norm in PRONOUNS:
        return Speaker(first=first, last=last, name=None, pronoun=True)
    paper = _paper(tokens, first, last, words)
    if paper is not None:
        return paper
    office = _name_after_office(tokens, first, last, words)
    if office is not None:
        return Speaker(
            first=first, last=last, name=joined(tokens[office:last]),
            role=_bare(tokens[first:office]) or None,
        )  # fmt: skip
    start = first
    while start < last and (words.is_title(tokens[start]) or tokens[start].raw == "."):
        start += 1
    for k in range(start + 1, last - 1):
        # "Salim Haddad of the Homs committee": a person, then where from.
        if tokens[k].norm not in ("of", "from", "at", "with") or k - start < 2 - (start > first):
            continue
        name = tokens[start:k]
        plain = all(named(one) or one.raw == "." or one.norm in _NAME_LINKS for one in name)
        if plain and not any(
            words.is_head(one) or words.is_office(one) or words.is_voice(one) for one in name
        ):
            titles = [joined(tokens[first:start])] if start > first else []
            role = " ".join([*titles, _bare(tokens[k + 1 : last])])
            return Speaker(first=first, last=last, name=joined(name), role=role)
    return Speaker(first=first, last=last, name=_bare(piece))


def _bare(piece: Sequence[Token]) -> str:
    """Without article and possessive."""
    start = 1 if len(piece) > 1 and piece[0].norm in ("the", "a", "an") else 0
    said = joined(piece[start:])
    return said[:-2] if said.endswith(("'s", "’s")) else said


def _name_after_office(
    tokens: Sequence[Token], first: int, last: int, words: Lexicon
) -> int | None:
    """Where the name begins after an office or a title; None where there is none."""
    for k in range(last - 1, first - 1, -1):
        office = words.is_office(tokens[k]) or words.is_title(tokens[k])
        if tokens[k].raw == "." and k > first and words.is_title(tokens[k - 1]):
            office = True
        if office:
            tail = tokens[k + 1 : last]
            good = bool(tail) and all(
                named(one) or one.raw == "." or one.norm in ("al", "el", "bin", "ibn", "abu")
                for one in tail
            )
            return k + 1 if good else _late_name(tokens, k + 1, last, words)
    return None


def _late_name(tokens: Sequence[Token], first: int, last: int, words: Lexicon) -> int | None:
    """ "head of the field hospital Salim Haddad": two capitals after a word without."""
    at = last
    while at > first and named(tokens[at - 1]) and not words.is_head(tokens[at - 1]):
        at -= 1
    good = last - at >= 2 and at > first and tokens[at - 1].raw[0].islower()
    return at if good and tokens[at - 1].norm not in PREPOSITIONS | DETERMINERS else None


def _paper(tokens: Sequence[Token], first: int, last: int, words: Lexicon) -> Speaker | None:
    """ "figures from X", "X's report", "the statement": the one whose paper it is speaks."""
    for k in range(first, last):
        if not words.is_paper(tokens[k]):
            continue
        for at in range(k + 1, min(last - 1, k + 4)):
            name = any(words.is_head(one) and capital(one) for one in tokens[first:at])
            if tokens[at].norm in ("by", "from", "of") and not name:
                inner = split(tokens, at + 1, last, words)
                if speaks(tokens[at + 1 : last], words):
                    return Speaker(first=first, last=last, name=inner.name, role=inner.role)
        owner = next(
            (j for j in range(first, k) if tokens[j].raw.endswith(("'s", "’s", "s'", "s’"))), None
        )
        if owner is not None:
            inner = split(tokens, first, owner + 1, words)
            return Speaker(first=first, last=last, name=inner.name and _unpossess(inner.name))
        if tokens[first].norm in ("its", "his", "her", "their") and k == first + 1:
            return Speaker(first=first, last=last, name=None, pronoun=True)
        if k == last - 1:
            body = [one for one in tokens[first:k] if one.norm not in DETERMINERS]
            known = body and speaks(body, words)
            if known and (capital(body[-1]) or words.is_head(body[-1])):
                return Speaker(first=first, last=last, name=_bare(tokens[first:k]))
            if tokens[first].norm in ("the", "this") and k - first <= 1:
                return Speaker(first=first, last=last, name=_bare(tokens[first:last]))
    return None


def _unpossess(name: str) -> str:
    return name[:-2] if name.endswith(("'s", "’s")) else name.rstrip("'’")


def pieces(tokens: Sequence[Token], first: int, last: int) -> list[tuple[int, int]]:
    """What stands between the commas of [first, last), empty pieces left out."""
    found, start = [], first
    for at in range(first, last + 1):
        if at == last or tokens[at].raw in COMMAS:
            if at > start:
                found.append((start, at))
            start = at + 1
    return found

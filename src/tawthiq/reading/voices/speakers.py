"""English noun phrases that name a speaker: where they begin and end."""

from collections.abc import Sequence
from dataclasses import dataclass

from tawthiq.reading.model import Token
from tawthiq.reading.voices.clauses import COMMAS
from tawthiq.reading.voices.speech import Lexicon
from tawthiq.reading.voices.wordsets import word_set

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
_OF_STATE = frozenset(("news", "run", "owned"))
NAME_LINKS = word_set("al el bin ibn abu umm bint van von de der den la du of the for and")


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
    lower = [token for token in body if not capital(token) and token.norm not in NAME_LINKS]
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
        if token.raw in ".-" and at > first and _within_letters(tokens, at, first):
            return False  # "U.N. officials", "U.N.-Arab League envoy"
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
    if token.norm == "to" and words.is_office(tokens[at - 1]) and at + 1 < stop:
        return not named(tokens[at + 1])  # "the envoy to Syria"
    if token.norm in _ENDS:
        return not _of_name(tokens, at, stop)
    if token.norm in ("in", "at", "from", "with", "under", "between", "among", "without"):
        return not _place_follows(tokens, at, stop, words)
    return _is_verb(tokens, at, words)


def _within_letters(tokens: Sequence[Token], at: int, first: int) -> bool:
    """Whether a dot or hyphen at a token is of letters with dots: "U.N.", "U.N.-Arab"."""
    if tokens[at].raw == "-":
        if at + 1 >= len(tokens):
            return False
        glued = tokens[at].start == tokens[at - 1].stop and tokens[at].stop == tokens[at + 1].start
        return glued and tokens[at - 1].raw == "."
    if at - first < 3 or tokens[at - 2].raw != ".":
        return False
    letter = tokens[at - 1].raw
    return len(letter) == 1 and letter.isupper() and tokens[at - 1].start == tokens[at - 2].stop


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
    if tokens[at].norm == "state" and at + 1 < len(tokens):
        after = tokens[at + 1]
        if words.is_voice(after) or words.is_head(after) or after.norm in _OF_STATE:
            return False  # "Syrian state television"
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
    clause = next((k for k, one in enumerate(piece) if one.norm in _RELATIVES), len(piece))
    if any(one.norm in _VERBS - {"that"} for one in piece[:clause]):
        return False
    participle = norm.endswith("ed") or norm in ("run", "led", "known", "made", "set", "held")
    if participle and len(piece) > 1 and piece[1].norm in PREPOSITIONS:
        return True  # "reached by phone"
    if norm in ("the", "a", "an", "its", "their", "one", "another") or words.is_office(
        tokens[first]
    ):
        return True
    if norm in ("of", "from"):
        return True
    # "medical director of the hospital", "Minister of Health": an office within few words.
    return any(words.is_office(one) for one in piece[:4]) and not _person(piece, words)


_RELATIVES = frozenset(("who", "whose", "whom", "which", "where"))


def _person(piece: Sequence[Token], words: Lexicon) -> bool:
    """Whether a phrase ends in a name of two words or more, with no body among them."""
    tail = 0
    for token in reversed(piece):
        if not (named(token) and not words.is_head(token)):
            break
        tail += 1
    return tail >= 2


def pieces(tokens: Sequence[Token], first: int, last: int) -> list[tuple[int, int]]:
    """What stands between the commas of [first, last), empty pieces left out."""
    found, start = [], first
    for at in range(first, last + 1):
        if at == last or tokens[at].raw in COMMAS:
            if at > start:
                found.append((start, at))
            start = at + 1
    return found

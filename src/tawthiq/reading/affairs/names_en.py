"""English names of bodies, people and charters, by their capitals."""

import re
from collections.abc import Sequence

from tawthiq.names.given import given_names
from tawthiq.reading.affairs.names_model import Name
from tawthiq.reading.affairs.names_words import OF_BODIES
from tawthiq.reading.model import Token
from tawthiq.reading.voices.clauses import joined
from tawthiq.reading.voices.speakers import DAYS, INTRODUCTIONS, NAME_LINKS, capital
from tawthiq.reading.voices.speech import Lexicon
from tawthiq.reading.voices.wordsets import word_set

_CHARTERS_EN = word_set(
    "code charter declaration covenant manifesto undertaking accord compact oath rules principles "
    "pledge protocol guidelines commitments vow promise concord paper truce document memorandum"
)
# Nouns of bodies that go on with a name in small letters: "the Kafr Nabl council".
_SMALL_HEADS = word_set(
    "committee council union office brigade battalion board clinic hospital court group team "
    "branch chapter coordination commission assembly association society network party movement "
    "alliance front coalition league federation charity fund cell circle company regiment division "
    "directorate chamber guild syndicate club cooperative desk bureau secretariat faction"
)
_WITHIN = 3  # words in small letters between "the" and a noun of bodies
_COMMON = word_set(
    "local town village city municipal provincial district regional neighbourhood neighborhood "
    "camp relief aid medical health media press youth women women's students student teachers "
    "lawyers doctors farmers bakers workers traders drivers engineers pharmacists nurses judges "
    "fishermen millers shepherds merchants tailors miners journalists writers artists bar trade "
    "education school burial flour bread water electricity mill housing shelter logistics legal "
    "judicial sharia security civil civilian military joint political revolutionary revolution "
    "elders steering executive coordinating documentation human rights prisoners detainees martyrs "
    "field central northern southern eastern western general national popular reconciliation"
)
"""Words that with a noun of bodies say which one: "the teachers' union", "the burial committee"."""
_OUTLETS = word_set("daily weekly paper newspaper magazine website broadcaster station journal")
_OF = frozenset(("of", "for"))
_NO_ADJECTIVES = word_set("same other whole first last next new old of two three")
_ARTICLES = frozenset(("the", "al"))
_OPENERS = frozenset(("neither", "nor", "both", "either"))
_WITH_ARTICLE = re.compile(r"(?:al|el|ad|an|ar|as|ash|at|az)[-‐‑][A-Z]")
_APPEALS = word_set("pact appeal agreement")
_OF_OFFICE = word_set(
    "general deputy vice chief country regional programme program field executive managing "
    "artistic medical technical assistant press media military political legal acting joint"
)
_LONGEST_NAME = 4  # words of a person's name


def english_name(  # noqa: PLR0911 - one branch a way of writing
    tokens: Sequence[Token], at: int, words: Lexicon
) -> Name | None:
    """The name written in capitals that begins at a token; None where none does."""
    if tokens[at].norm in _KUNYAS and capital(tokens[at]):
        return _kunya(tokens, at)
    if tokens[at].kind == "number":
        return _numbered(tokens, at, words)
    if at == 0 and tokens[0].raw.isupper():
        return _heading(tokens)
    if not _may_begin(tokens, at, words):
        return None
    title = at
    while at < len(tokens) and words.is_title(tokens[at]) and not words.is_head(tokens[at]):
        at += 2 if at + 1 < len(tokens) and tokens[at + 1].raw == "." else 1
    if at >= len(tokens) or not _is_name(tokens[at]):
        return None
    end = _capitals(tokens, at, words)
    whole = _with_small_head(tokens, at, end, words) if title == at else end
    if whole > end and tokens[whole - 1].norm in _CALLED_AFTER and _follows(tokens, whole):
        last = _capitals(tokens, whole, words)
        said = joined(tokens[whole:last])
        said = said[:-2] if said.endswith(("'s", "’s")) else said
        return Name(first=at, last=last, said=said, tag="body", head=tokens[whole - 1].norm)
    if whole > end:
        said = joined(tokens[at:whole])
        return Name(first=at, last=whole, said=said, tag="body", head=tokens[whole - 1].norm)
    run = tokens[at:end]
    content = [one for one in run if one.kind == "word" and _is_name(one)]
    if (
        title == at
        and content
        and all(words.is_office(one) or one.norm in _OF_OFFICE for one in content)
    ):
        return None  # "Secretary General"
    heads = [one.norm for one in content if words.is_head(one)]
    after_the = at > 0 and tokens[at - 1].norm == "the"
    tag = _tag_of(
        run, content, bool(heads), after_the=after_the, titled=title < at, opens=title == 0
    )
    if tag is None and at > 0 and tokens[at - 1].norm in _OUTLETS:
        tag = "body"
    if tag is None:
        return None
    said = joined(run)
    return Name(
        first=title if tag == "person" else at,
        last=end,
        said=said[:-2] if said.endswith(("'s", "’s")) else said,
        tag=tag,
        head=heads[0] if heads else None,
    )


_CALLED_AFTER = word_set("charity group association network society fund company cooperative")
"""Nouns in small letters after which a body is called: "the Norwegian charity Lanterna"."""


def _follows(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name goes on right after a word."""
    return (
        at < len(tokens)
        and _is_name(tokens[at])
        and tokens[at].norm not in DAYS
        and tokens[at].start == tokens[at - 1].stop + 1
    )


_ORDINALS = frozenset(("st", "nd", "rd", "th"))


def _numbered(tokens: Sequence[Token], at: int, words: Lexicon) -> Name | None:
    """ "the 203rd Armored Division": a number and a noun of bodies in capitals."""
    end = at + 1
    if end < len(tokens) and tokens[end].norm in _ORDINALS:
        end += 1
    first = end
    while end < len(tokens) and end < first + _WITHIN and _is_name(tokens[end]):
        end += 1
    if end == first or not words.is_head(tokens[end - 1]):
        return None
    said = joined(tokens[at:end])
    said = said[:-2] if said.endswith(("'s", "’s")) else said
    return Name(first=at, last=end, said=said, tag="body", head=tokens[end - 1].norm)


def _heading(tokens: Sequence[Token]) -> Name | None:
    """ "THE RASTAN CODE": the heading of the text of a charter."""
    content = [one for one in tokens if one.kind == "word" and one.norm not in _ARTICLES]
    last = content[-1].norm if content else ""
    tag = "charter" if last in _CHARTERS_EN else "body" if last in _SMALL_HEADS | _MORE else None
    if not 1 < len(content) <= _LONGEST_HEADING or tag is None:
        return None
    if not all(one.raw.isupper() for one in content):
        return None
    said = " ".join(one.raw.title() for one in content)
    return Name(first=0, last=len(tokens), said=said, tag=tag)


_MORE = word_set("institute centre center observatory ministry project foundation record archive")
_LONGEST_HEADING = 6  # words of a heading that is the name of a charter
_KUNYAS = word_set("abu abou umm oum um")


def _kunya(tokens: Sequence[Token], at: int) -> Name | None:
    """ "Abu Tariq", "Umm Khaled al-Homsi": a person called by a child's name."""
    end = at + 1
    while end < len(tokens) and end < at + _WITHIN and _is_name(tokens[end]):
        end += 1
        if tokens[end - 1].raw.endswith(("'s", "’s")):
            break
    if end == at + 1 or tokens[at + 1].norm in DAYS:
        return None
    said = joined(tokens[at:end])
    said = said[:-2] if said.endswith(("'s", "’s")) else said
    return Name(first=at, last=end, said=said, tag="person")


def _with_small_head(tokens: Sequence[Token], at: int, end: int, words: Lexicon) -> int:
    """Past the noun in small letters that goes on with a name: "Kafr Nabl council"."""
    if any(words.is_head(one) for one in tokens[at:end] if _is_name(one)):
        return end
    last = end
    while last < len(tokens) and last < end + _WITHIN and tokens[last].norm in _COMMON:
        last += 1
    if last < len(tokens) and tokens[last].norm in _SMALL_HEADS and not _is_name(tokens[last]):
        return last + 1
    return end


def _tag_of(  # noqa: PLR0911 - one branch a way of writing
    run: Sequence[Token],
    content: Sequence[Token],
    headed: bool,
    *,
    after_the: bool,
    titled: bool,
    opens: bool = False,
) -> str | None:
    """What capitals name: a charter, a body, a person; None: nothing that can be told."""
    begins = (
        content[0].norm in _CHARTERS_EN | _APPEALS and len(run) > 1 and run[1].norm in _OF | {"on"}
    )
    if begins or (content[-1].norm in _CHARTERS_EN and len(content) > 1):
        return "charter"
    if headed:
        return "body" if len(run) > 1 else None
    if len(content) == 1:
        known = bool(given_names(content[0].norm)) and content[0].norm not in DAYS
        if after_the and content[0].norm in OF_BODIES and content[0].norm.endswith("s"):
            return "body"  # "the Falcons"
        return "person" if titled or (known and not opens) else None
    if after_the or any(one.norm in _OF for one in run):
        return "body"  # "the National Pact"
    worded = any(one.norm in OF_BODIES for one in content)
    if worded and not titled and not given_names(content[0].norm):
        return "body"  # "Green Hands"
    return "person" if len(content) <= _LONGEST_NAME else None


def common_name(tokens: Sequence[Token], at: int, words: Lexicon) -> Name | None:
    """ "the town council", "the teachers' union": a body without a name of its own."""
    if at == 0 or at + 1 >= len(tokens):
        return None
    one, head = tokens[at], tokens[at + 1]
    if tokens[at - 1].norm not in _DETERMINERS:
        return _spoken_for(tokens, at, words)
    if tokens[at - 1].norm == "that" and one.norm in _SMALL_HEADS and not _is_name(one):
        return Name(first=at, last=at + 1, said=one.raw, tag="body", short=True, head=one.norm)
    heads = words.is_head(one) and not one.raw.endswith(("'s", "’s"))
    if one.kind != "word" or heads or one.norm in (_NO_ADJECTIVES - _AGES) | DAYS:
        return _of_place(tokens, at, words)
    small = words.is_head(head) and not _is_name(head) and not one.raw.endswith(("'s", "’s"))
    end = at + 2 if small and tokens[at - 1].norm == "the" else _common_end(tokens, at)
    if end is None:
        return None
    said, last = tokens[at:end], tokens[end - 1]
    return Name(first=at, last=end, said=joined(said), tag="body", head=last.norm)


_DETERMINERS = frozenset(("the", "our", "its", "their", "that"))
_TOWNS = word_set(
    "town's village's city's camp's district's neighbourhood's province's area's region's"
)
_AGES = word_set("new old former present outgoing current")


def _common_end(tokens: Sequence[Token], at: int) -> int | None:
    """Past "teachers' union", "local relief committee"; None where the words are others."""
    end = at
    if tokens[at].raw.lower().replace("’", "'") in _TOWNS or tokens[at].norm in _AGES:
        end = at + 1
    raw = tokens[at].raw
    owned = raw.endswith(("'s", "’s")) and raw[:-2] in _SMALL_HEADS
    if owned or _is_trade(tokens, at):
        end = at + 1
        if owned and _is_small_word(tokens, end) and tokens[end].norm not in _SMALL_HEADS:
            end += 1  # "the council's bakeries office"
    while end < len(tokens) and end <= at + _WITHIN and tokens[end].norm in _COMMON:
        end += 1
        if end < len(tokens) and tokens[end].raw in "'’":
            end += 1
    heads = end < len(tokens) and tokens[end].norm in _SMALL_HEADS
    return end + 1 if end > at and heads else None


def _spoken_for(tokens: Sequence[Token], at: int, words: Lexicon) -> Name | None:
    """ "council | spokesman Rami Nasser": a noun of bodies before an office and its holder."""
    one = tokens[at]
    if one.norm not in _SMALL_HEADS or _is_name(one):
        return None
    if not (words.is_office(tokens[at + 1]) and _follows(tokens, at + 2)):
        return None
    return Name(first=at, last=at + 1, said=one.raw, tag="body", short=True, head=one.norm)


def _is_trade(tokens: Sequence[Token], at: int) -> bool:
    """ "the silo | workers' union": what people work with, before what they are."""
    return (
        _is_small_word(tokens, at)
        and at + 2 < len(tokens)
        and tokens[at + 1].norm in _PEOPLE
        and tokens[at + 2].raw in "'’"
    )


def _is_small_word(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].kind == "word" and tokens[at].raw.islower()


def _of_place(tokens: Sequence[Token], at: int, words: Lexicon) -> Name | None:
    """ "the council of Ariha": a noun of bodies and the town it is of."""
    head = tokens[at]
    if head.norm not in _SMALL_HEADS or _is_name(head) or tokens[at + 1].norm != "of":
        return None
    end = at + 2
    while end < len(tokens) and end < at + 2 + _WITHIN and _is_name(tokens[end]):
        if tokens[end].norm in DAYS or words.is_head(tokens[end]):
            break
        end += 1
    if end == at + 2:
        end = _past_people(tokens, end)
    if end == at + 2:
        return None
    return Name(first=at, last=end, said=joined(tokens[at:end]), tag="body", head=head.norm)


def _past_people(tokens: Sequence[Token], at: int) -> int:
    """Past "tribal sheikhs", "elders": whom a body is made of; the same where none."""
    for last in range(at + 1, min(at + _WITHIN, len(tokens)) + 1):
        one = tokens[last - 1]
        if one.kind != "word" or not one.raw[:1].islower():
            break
        if one.norm in _PEOPLE:
            return last
    return at


_PEOPLE = word_set(
    "sheikhs elders notables scholars imams students teachers lawyers doctors farmers bakers "
    "workers traders drivers engineers pharmacists nurses judges families widows mothers women "
    "volunteers journalists merchants detainees prisoners officers clans tribes"
)


def _may_begin(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    one = tokens[at]
    if one.kind != "word" or not one.raw.isascii():
        return False
    if one.norm in DAYS | INTRODUCTIONS | _ARTICLES | _OPENERS | NAME_LINKS or not _is_name(one):
        return False
    shouted = one.raw.isupper() and len(one.raw) > 1
    return not (shouted and not words.is_head(one)) or words.is_title(one)


def _capitals(tokens: Sequence[Token], at: int, words: Lexicon) -> int:
    """Past the words of a name: capitals, small words between them, the sign of a plural's own."""
    end = at
    while end < len(tokens):
        one = tokens[end]
        if _is_name(one) and one.norm not in DAYS:
            end += 1
            whose = one.raw.endswith(("'s", "’s"))
            ahead = [later for later in tokens[end : end + 3] if _is_name(later)]
            goes_on = any(words.is_head(one) or one.norm in _CHARTERS_EN for one in ahead) or (
                bool(ahead) and _is_of_the(tokens, at, end, words)
            )
            if whose and not goes_on:
                break
        elif one.raw in "'’" and end > at and _next__is_name(tokens, end + 1) == end + 1:
            end += 1  # "the Idlib Lawyers' Circle"
        elif one.norm in _OF | {"and", "al", "el", "bin", "the"} and _goes_on(
            tokens, at, end, words
        ):
            end += 1
        elif one.norm == "on" and end == at + 1 and tokens[at].norm in _CHARTERS_EN:
            end += 1  # "the Declaration on Safe Schools"
        else:
            break
    while end > at + 1 and not _is_name(tokens[end - 1]):
        end -= 1
    return end


def _is_of_the(tokens: Sequence[Token], at: int, end: int, words: Lexicon) -> bool:
    """ "the Brigade of the Plain's Free Men": what a body is of has a possessor of its own."""
    return (
        words.is_head(tokens[at])
        and tokens[end - 2].norm == "the"
        and tokens[end - 3].norm in _OF
        and _is_name(tokens[end])
    )


def _next__is_name(tokens: Sequence[Token], at: int) -> int | None:
    while at < len(tokens) and tokens[at].norm in _ARTICLES:
        at += 1
    return at if at < len(tokens) and _is_name(tokens[at]) else None


def _goes_on(tokens: Sequence[Token], at: int, end: int, words: Lexicon) -> bool:
    """Whether a small word joins two parts of one name: "League of Scholars", not "A and B"."""
    if end == at:
        return False
    after = _next__is_name(tokens, end + 1)
    if after is None or tokens[after].norm in DAYS:
        return False
    norm = tokens[end].norm
    if norm in ("al", "el", "bin", "the"):
        return norm != "the" or tokens[end - 1].norm in _OF
    inside = any(one.norm in _OF for one in tokens[at:end])
    if norm == "and":
        follows = tokens[after : after + 3]
        return inside and after == end + 1 and not any(words.is_head(one) for one in follows)
    headed = any(words.is_head(one) or one.norm in _CHARTERS_EN for one in tokens[at:end])
    return headed or tokens[at - 1].norm == "the" or inside


def _is_name(token: Token) -> bool:
    """Whether a word is written as names are: "Haq", "al-Haq"."""
    return capital(token) or _WITH_ARTICLE.match(token.raw) is not None

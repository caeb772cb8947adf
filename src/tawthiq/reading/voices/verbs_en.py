"""Verbs of speech in English: "X said that …", "… , said X", "documented by X"."""

from collections.abc import Sequence
from dataclasses import replace

from tawthiq.reading.model import Token
from tawthiq.reading.voices.adjuncts_en import (
    ADVERBS,
    LISTENERS,
    adverbial,
    ends_here,
    past_adjuncts,
    past_listener,
    past_that,
    says_something,
    something_said_before,
)
from tawthiq.reading.voices.clauses import CLOSING, COMMAS, STOPS, in_quotation
from tawthiq.reading.voices.counting_en import issuer_before, keeps_count, of_places, registers
from tawthiq.reading.voices.offices_en import split
from tawthiq.reading.voices.speakers import (
    DETERMINERS,
    PREPOSITIONS,
    Speaker,
    named,
    noun_phrase,
    speaks,
)
from tawthiq.reading.voices.speech import Phrase
from tawthiq.reading.voices.spoken import Scan, Spoken
from tawthiq.reading.voices.subjects_en import named_after, subject_before
from tawthiq.reading.voices.wordsets import word_set

BE = frozenset(["is", "are", "was", "were", "be", "been", "being"])
_NOT_FINITE = word_set(
    "the a an this these those his her its their our my any no of in for by to near than "
    "not never cannot could would should might did does do without dont didnt doesnt"
)
_NOUNS_TOO = word_set(
    "report reports claim claims state states count counts record records estimate "
    "estimates note notes charge charges mention mentions comment comments tweet tweets "
    "document documents register registers tally tallies log logs doubt doubts question "
    "questions dispute disputes show shows find finds track tracks remark remarks query"
)
_REFUSED = word_set("entry access permission passage treatment visa visas bail entrance exit")
_PLURAL = word_set("people media police some many i we you they")
_CONTENT = word_set(
    "that a an the at more some it its he she they there over nearly up about another no "
    "between around fewer less dozens hundreds thousands scores only two three four five "
    "six seven eight nine ten eleven twelve twenty thirty forty fifty"
)


def by_verb(scan: Scan, phrase: Phrase, found: list[Spoken]) -> Spoken | None:  # noqa: PLR0911, PLR0912 - one branch a way of writing
    """A verb of speech with its subject, wherever that stands; None: it is none here."""
    tokens = scan.tokens
    if registers(scan, phrase):
        return None
    if phrase.term == "has_count":
        floor = max((one.last for one in found), default=0)
        keeper = keeps_count(scan, phrase, floor)
        if keeper is None:
            return None
        return _make(phrase, keeper, phrase.last, forward=True, bound=True)
    verb, word = phrase.first, tokens[phrase.first]
    before = tokens[verb - 1] if verb else None
    if word.norm.endswith("ing"):
        return _by_ing(scan, phrase, found)
    if before is not None and before.norm in _NOT_FINITE | BE:
        return None
    if phrase.term == "deny" and _refused(scan, phrase):
        return None
    inverted = _inverted(scan, phrase, found)
    if inverted is not None:
        return inverted
    if phrase.last >= len(tokens) and verb == 0:
        return None
    noun_too = word.norm in _NOUNS_TOO
    if noun_too and not _finite(scan, phrase):
        return None
    if phrase.weak and word.norm.endswith("ed") and _participial(scan, phrase):
        return None
    floor = max((one.last for one in found), default=0)
    speaker = subject_before(scan, verb, 0 if floor <= 0 else floor, phrase.weak or noun_too)
    if speaker is None:
        # "…, and added that": the speaker just named goes on.
        return _goes_on(scan, phrase, found)
    if phrase.weak and of_places(scan, phrase, speaker):
        return None
    if speaker.pronoun and not found and tokens[speaker.first - 1].norm in ("which", "that"):
        named_there = _antecedent(scan, phrase, speaker)
        if named_there is not None:
            return named_there
    return _said(scan, phrase, speaker)


def _antecedent(scan: Scan, phrase: Phrase, speaker: Speaker) -> Spoken | None:
    """Whom "they" means in "which they said": "Activists posted a video which they said showed",
    "The network published a report in which it documented 12 deaths"."""
    issuer = issuer_before(scan, speaker.first - 1)
    if issuer is not None:
        return _said(scan, phrase, replace(issuer, first=speaker.first))
    return _main_subject(scan, phrase)


def _by_ing(scan: Scan, phrase: Phrase, found: list[Spoken]) -> Spoken | None:
    """ "Media sources are reporting 40 dead", "a report saying that …", "X left, adding that …"."""
    tokens, verb = scan.tokens, phrase.first
    if verb and tokens[verb - 1].norm in ("is", "are", "was", "were"):
        floor = max((one.last for one in found), default=0)
        speaker = subject_before(scan, verb - 1, floor, strict=True)
        return None if speaker is None else _said(scan, phrase, speaker)
    issued = _issued(scan, phrase)
    if issued is None and phrase.last - phrase.first == 1:
        return _participle(scan, phrase, found)
    return issued


def _refused(scan: Scan, phrase: Phrase) -> bool:
    """ "The army denied aid workers entry": something is refused, nothing is said not to be so."""
    after = scan.tokens[phrase.last : phrase.last + 7]
    return any(one.norm in _REFUSED for one in after) and not any(
        one.norm in ("that", "having", "any") for one in after[:1]
    )


def _participial(scan: Scan, phrase: Phrase) -> bool:
    """ "the dead reported in Homs": what follows is neither a clause nor an object."""
    past = past_adjuncts(scan, phrase.last)
    if past >= len(scan.tokens) or past != phrase.last:
        return False
    after = scan.tokens[past + 1] if past + 1 < len(scan.tokens) else None
    counts = after is not None and (after.kind == "number" or after.norm in ("least", "most", "to"))
    return scan.tokens[past].norm in PREPOSITIONS and not counts


def _finite(scan: Scan, phrase: Phrase) -> bool:
    """Whether "reports", "claim" and their like are verbs here."""
    tokens, verb = scan.tokens, phrase.first
    if verb == 0 or phrase.last >= len(tokens):
        return False
    before, after = tokens[verb - 1], tokens[phrase.last]
    if tokens[verb].norm.endswith("ed") and after.norm in PREPOSITIONS - {"that"}:
        return False
    goes_on = (
        after.norm in _CONTENT or after.kind == "number" or named(after)
        or after.raw in CLOSING | STOPS | {'"', "“", "«", ":"} or after.raw in COMMAS
    )  # fmt: skip
    if not goes_on or (before.norm in DETERMINERS | PREPOSITIONS):
        return False
    if after.norm not in _CONTENT and scan.words.at(tokens, phrase.last) is not None:
        return False
    plural = before.norm.endswith("s") or before.norm in _PLURAL
    if scan.words.known_body(tokens, verb - 1) is not None:
        return True
    return plural != tokens[verb].norm.endswith("s") or tokens[verb].norm.endswith("ed")


def _goes_on(scan: Scan, phrase: Phrase, found: list[Spoken]) -> Spoken | None:
    tokens, verb = scan.tokens, phrase.first
    k = verb
    while k > 0 and adverbial(tokens, k - 1):
        k -= 1
    if k == 0 or tokens[k - 1].norm not in ("and", "but"):
        return None
    if phrase.weak and not (phrase.last < len(tokens) and tokens[phrase.last].norm == "that"):
        return None
    if not found:
        return _main_subject(scan, phrase)
    last = found[-1]
    return Spoken(
        first=verb, last=past_that(scan, phrase.last), name=last.name, role=last.role,
        reporters=last.reporters, pronoun=last.pronoun, stance=phrase.stance, forward=True,
        again=True, bound=True,
    )  # fmt: skip


def _main_subject(scan: Scan, phrase: Phrase) -> Spoken | None:
    """ "The ministry blamed gangs, and said they had killed 12": the subject of the first verb."""
    tokens, words = scan.tokens, scan.words
    if phrase.last >= len(tokens) or ends_here(scan, phrase.last):
        return None
    first = next(
        (k + 1 for k in range(phrase.first - 1, -1, -1) if tokens[k].raw in STOPS | {":"}), 0
    )
    end = noun_phrase(tokens, first, phrase.first, words)
    verb = (k for k in range(first + 1, end) if tokens[k].raw.endswith("ed"))
    end = next(verb, end)
    if end == first or not speaks(tokens[first:end], words) or end >= phrase.first - 1:
        return None
    speaker = split(tokens, first, end, words)
    return Spoken(
        first=phrase.first, last=past_that(scan, phrase.last), name=speaker.name,
        role=speaker.role, pronoun=speaker.pronoun, stance=phrase.stance, forward=True, bound=True,
    )  # fmt: skip


def _issued(scan: Scan, phrase: Phrase) -> Spoken | None:
    """ "The committee issued a report referring to 350 deaths", "a statement saying 12 died"."""
    tokens = scan.tokens
    if phrase.first < 3 or not scan.words.is_paper(tokens[phrase.first - 1]):
        return None
    issuer = issuer_before(scan, phrase.first)
    if issuer is None:
        return None
    return _make(
        phrase, replace(issuer, first=phrase.first), past_that(scan, phrase.last), forward=True,
        bound=True,
    )  # fmt: skip


def _participle(scan: Scan, phrase: Phrase, found: list[Spoken]) -> Spoken | None:
    tokens, verb = scan.tokens, phrase.first
    before = tokens[verb - 1] if verb else None
    if before is not None and before.norm in _NOT_FINITE | BE | PREPOSITIONS - {"while"}:
        return None
    if phrase.last >= len(tokens) or (phrase.weak and tokens[phrase.last].norm != "that"):
        return None
    if tokens[phrase.last].norm in ("to", "up"):
        return None  # "adding to the misery"
    if before is not None and before.raw not in COMMAS and not found:
        return None
    if found:
        last = found[-1]
        name, role, reporters, pronoun = last.name, last.role, last.reporters, last.pronoun
    else:
        end = noun_phrase(tokens, 0, verb, scan.words)
        if end == 0 or not speaks(tokens[:end], scan.words):
            return None
        speaker = split(tokens, 0, end, scan.words)
        name, role, reporters, pronoun = speaker.name, speaker.role, (), speaker.pronoun
    return Spoken(
        first=verb, last=past_that(scan, phrase.last), name=name, role=role, reporters=reporters,
        pronoun=pronoun, stance=phrase.stance, forward=True, again=True, bound=True,
    )  # fmt: skip


def _said(scan: Scan, phrase: Phrase, speaker: Speaker) -> Spoken | None:  # noqa: PLR0911 - one branch a way of writing
    """An active verb after its subject: on which side do the words stand?"""
    tokens = scan.tokens
    last = phrase.last
    verb = tokens[phrase.first].norm
    heard: tuple[str, ...] = ()
    if verb in ("told", "tells", "informed", "assured", "tell", "inform"):
        last, heard = past_listener(scan, last)
    elif last < len(tokens) and tokens[last].norm == "to":
        end, heard = past_listener(scan, last + 1)
        known = heard or tokens[end - 1].norm in LISTENERS
        if not known:
            return (
                None
                if verb in ("said", "reported", "claimed", "alleged")
                else _make(phrase, speaker, last, forward=True, bound=True)
            )
        last = end
    reporters = heard or ((speaker.reporter,) if speaker.reporter else ())
    past = past_adjuncts(scan, last)
    lead = something_said_before(scan, speaker.first)
    quoted = in_quotation(scan.quotes, phrase.first)
    if past >= len(tokens) or ends_here(scan, past):
        if not lead and past < len(tokens) and tokens[past].raw in ('"', "“", "«"):
            return _make(phrase, speaker, past, reporters, forward=True, bound=True)
        if not lead:
            return None
        return _make(phrase, speaker, past, reporters, back=True)
    if tokens[past].raw in COMMAS:
        after_comma = tokens[past + 1] if past + 1 < len(tokens) else None
        if lead:
            return _make(phrase, speaker, past, reporters, back=True, forward=True)
        if after_comma is None:
            return None
        return _make(phrase, speaker, past + 1, reporters, forward=True, bound=True)
    if quoted is None and lead and tokens[past].norm in ("and", "but", "while", "as", "after"):
        return _make(phrase, speaker, past, reporters, back=True)
    that = tokens[past].norm == "that" or (tokens[past].raw == ":")
    said = past + 1 if that else past
    if _relative(scan, speaker.first) and not that:
        # "the thousand that the state says it has lost"
        return Spoken(
            first=speaker.first, last=last, name=speaker.name, role=speaker.role,
            pronoun=speaker.pronoun, reporters=reporters, stance=phrase.stance, back=True,
            forward=True, bracket=True,
        )  # fmt: skip
    quote_before = lead and tokens[speaker.first - 1].raw in CLOSING | {'"', "’"}
    return _make(
        phrase,
        speaker,
        said if that else last,
        reporters,
        back=quote_before,
        forward=True,
        bound=True,
    )


def _relative(scan: Scan, first: int) -> bool:
    """Whether a subject stands in a clause that tells which: "the men that the army says …"."""
    tokens = scan.tokens
    if first < 2 or tokens[first - 1].norm not in ("that", "which", "whom"):
        return False
    before = tokens[first - 2]
    return before.kind != "sign" and scan.words.at(tokens, first - 2) is None


def _make(
    phrase: Phrase,
    speaker: Speaker,
    last: int,
    reporters: tuple[str, ...] = (),
    *,
    back: bool = False,
    forward: bool = False,
    bound: bool = False,
) -> Spoken:
    return Spoken(
        first=min(speaker.first, phrase.first), last=max(last, phrase.last), name=speaker.name,
        role=speaker.role, pronoun=speaker.pronoun, reporters=reporters, stance=phrase.stance,
        back=back, forward=forward, bound=bound,
    )  # fmt: skip


def _inverted(scan: Scan, phrase: Phrase, found: list[Spoken]) -> Spoken | None:  # noqa: PLR0911 - one branch a way of writing
    """ "…, said X." """
    tokens, verb = scan.tokens, phrase.first
    if verb == 0 or phrase.use != "verb" or phrase.last >= len(tokens):
        return None
    before = tokens[verb - 1]
    if before.raw not in COMMAS | CLOSING | {'"', "’", "—", "–", "?", "!"}:
        return None
    if tokens[verb].norm in ("told", "put", "gave", "found", "showed"):
        return None
    after = tokens[phrase.last]
    if not (named(after) or after.norm in DETERMINERS or scan.words.is_voice(after)
            or scan.words.is_office(after) or scan.words.is_title(after)
            or _voice_near(scan, phrase.last) or after.norm in ("he", "she", "they")):  # fmt: skip
        return None
    speaker = named_after(scan, phrase.last)
    if speaker is None:
        return None
    if phrase.weak and not speaks(tokens[phrase.last : speaker.last], scan.words):
        return None  # "…, puts the number of dead at 40"
    past = past_adjuncts(scan, speaker.last)
    closed = past >= len(tokens) or ends_here(scan, past) or tokens[past].raw in COMMAS | {"—", "–"}
    going = past < len(tokens) and tokens[past].norm in (
        "who",
        "while",
        "but",
        "and",
        "adding",
        "as",
    )
    if not (closed or going):
        return None
    if before.raw in COMMAS and not found and not says_something(tokens, verb - 1):
        return None
    goes = past < len(tokens) and tokens[past].raw in COMMAS and not _tells_of_speaker(tokens, past)
    return _make(phrase, speaker, past, back=True, forward=goes and before.raw not in COMMAS)


def _tells_of_speaker(tokens: Sequence[Token], comma: int) -> bool:
    """ ", as he watched …", ", who fled …": what follows is told of the speaker, not said."""
    after = tokens[comma + 1].norm if comma + 1 < len(tokens) else ""
    return after in ("as", "when", "who", "whose", "after", "before", "standing", "speaking",
                     "a", "an", "the")  # fmt: skip


def _voice_near(scan: Scan, first: int) -> bool:
    """ "say local sources": one who speaks, after an adjective or two."""
    for token in scan.tokens[first : first + 3]:
        if token.kind != "word" or token.norm in PREPOSITIONS:
            return False
        if scan.words.is_voice(token) or scan.words.is_head(token):
            return True
    return False


def by_agent(scan: Scan, phrase: Phrase) -> Spoken | None:
    """ "documented by the network", "was announced by the ministry"."""
    tokens = scan.tokens
    if phrase.use != "verb" or phrase.last >= len(tokens) or tokens[phrase.last].norm != "by":
        return None
    if not tokens[phrase.first].norm.endswith(("ed", "said", "ten", "wn", "und", "ut", "en", "ld")):
        return None
    speaker = named_after(scan, phrase.last + 1)
    if speaker is None:
        return None
    if not speaks(tokens[phrase.last + 1 : speaker.last], scan.words):
        return None
    # "It was denied by X that": its words stand after.
    forward = speaker.last < len(tokens) and tokens[speaker.last].norm == "that"
    last = speaker.last + 1 if forward else speaker.last
    first = phrase.first
    while first and tokens[first - 1].norm in BE | ADVERBS:
        first -= 1
    return Spoken(
        first=first, last=last, name=speaker.name, role=speaker.role, pronoun=speaker.pronoun,
        stance=phrase.stance, back=not forward, forward=True, bound=forward,
    )  # fmt: skip

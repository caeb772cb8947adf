"""How far an attribution reaches within its sentence, and whose word it passes on."""

from collections.abc import Sequence
from dataclasses import replace

from tawthiq.reading.model import Attribution, Sentence, Token
from tawthiq.reading.voices.clauses import (
    BREAKS_AR,
    BREAKS_EN,
    COMMAS,
    CONTRASTS_AR,
    CONTRASTS_EN,
    Quotation,
    in_quotation,
)
from tawthiq.reading.voices.spoken import Spoken

_SEMICOLONS = frozenset(";؛")


def scoped(
    sentence: Sentence, said: Sequence[Spoken], quotes: Sequence[Quotation]
) -> list[Attribution]:
    """The attributions of one sentence with what each covers."""
    said = _nested(sentence, said, quotes)
    found: list[Attribution] = []
    for k, one in enumerate(said):
        first, last = one.first, one.last
        if one.back:
            first = _back(sentence, one, said[:k], quotes)
        if one.forward:
            last = _forward(sentence, one, said[k + 1 :], quotes)
        chain = (one.name, *one.reporters) if one.name else one.reporters
        found.append(
            Attribution(
                first=one.first, last=one.last, scope_first=first, scope_last=last,
                speaker=one.name, role=one.role,
                reported_by=one.reporters[0] if one.reporters else None,
                chain=chain if len(chain) > 2 else (),
                stance=one.stance, doubt=one.doubt,
            )
        )  # fmt: skip
    return [one for one in found if _covers(one)]


def _covers(one: Attribution) -> bool:
    return one.scope_first < one.first or one.scope_last > one.last


def _nested(
    sentence: Sentence, said: Sequence[Spoken], quotes: Sequence[Quotation]
) -> list[Spoken]:
    """Tell who passes on whose word: "A said that X had told it", "X said …, according to A"."""
    found: list[Spoken] = []
    for one in said:
        outer = found[-1] if found else None
        if outer is not None and _hearsay_within(one, outer, quotes):
            continue
        if outer is None or one.again or outer.bracket or one.bracket:
            found.append(one)
            continue
        if (
            outer.forward
            and outer.bound
            and one.forward
            and not one.back
            and outer.last == one.first
            and outer.name != one.name
        ):
            # "A said that X had told it that …"
            found.append(replace(one, reporters=(*one.reporters, *_who(outer))))
        elif (
            one.back
            and not one.forward
            and outer.forward
            and outer.bound
            and outer.stance == one.stance == "asserts"
            and not _breaks(sentence, outer.last, one.first, quotes)
        ):
            if one.role is not None and one.role.startswith(("its ", "their ")):
                # "The group had documented 12 deaths, its director Hani Qasim said."
                found[-1] = replace(one, forward=False)
                continue
            if any(part.first <= one.first < part.last and part.first >= outer.last - 1
                   for part in quotes):  # fmt: skip
                # "A writes that “12 died, according to X”": the source stands in A's words
                found[-1] = replace(outer, forward=False)
                found.append(replace(one, reporters=(*one.reporters, *_who(outer))))
                continue
            # "X said that …, according to A"
            found[-1] = replace(
                outer, reporters=(*outer.reporters, *_who(one)), doubt=(*outer.doubt, *one.doubt)
            )
        else:
            found.append(one)
    return found


def _hearsay_within(one: Spoken, outer: Spoken, quotes: Sequence[Quotation]) -> bool:
    """Whether "reportedly" stands in words that are quoted of somebody: they are still theirs."""
    part = in_quotation(quotes, one.first)
    nobody = one.name is None and not one.reporters and one.stance == "reports"
    return nobody and part is not None and outer.name is not None and part.first >= outer.last - 1


def _who(one: Spoken) -> tuple[str, ...]:
    return ((one.name,) if one.name else ()) + one.reporters


def _break_words(sentence: Sentence) -> tuple[frozenset[str], frozenset[str]]:
    if sentence.language == "ar":
        return BREAKS_AR, CONTRASTS_AR
    return BREAKS_EN, CONTRASTS_EN


def _is_break(sentence: Sentence, at: int) -> bool:
    """Whether a strong break stands at a token: ";", "while", "بينما"."""
    tokens = sentence.tokens
    token = tokens[at]
    if token.raw in _SEMICOLONS:
        return True
    breaks, _ = _break_words(sentence)
    if token.kind != "word":
        return False
    if token.norm not in breaks and not (
        sentence.language == "ar" and token.norm[:1] == "و" and token.norm[1:] in breaks
    ):
        return (
            sentence.language == "ar"
            and token.norm in ("حين", "ان")
            and (at > 0 and tokens[at - 1].norm in ("في", "وفي", "غير", "الا", "بيد"))
        )
    if token.norm == "yet":
        # "not yet known" is no break
        return at > 0 and (tokens[at - 1].raw in COMMAS or at == 0)
    if token.norm == "but":
        return not (at > 0 and tokens[at - 1].norm in ("all", "nothing", "none", "anything"))
    return True


def _is_contrast(sentence: Sentence, at: int) -> bool:
    """Whether a break at a token is a semicolon, or a word that contradicts: "but"."""
    _, contrasts = _break_words(sentence)
    token = sentence.tokens[at]
    return token.raw in _SEMICOLONS or token.norm in contrasts


def _breaks(sentence: Sentence, first: int, last: int, quotes: Sequence[Quotation]) -> bool:
    """Whether a strong break, or a comma before "and", stands among tokens [first, last)."""
    for at in range(first, last):
        if in_quotation(quotes, at) is not None:
            continue
        if _is_break(sentence, at) or _new_clause(sentence.tokens, at, sentence.language):
            return True
    return False


def _new_clause(tokens: Sequence[Token], at: int, language: str) -> bool:
    """A comma, and then "and" or "و": as a rule another clause begins."""
    if at == 0 or tokens[at - 1].raw not in COMMAS:
        return False
    norm = tokens[at].norm
    if language == "en":
        return norm == "and"
    return False  # "و" is glued, and begins as many names as clauses


def _back(
    sentence: Sentence, one: Spoken, before: Sequence[Spoken], quotes: Sequence[Quotation]
) -> int:
    """Where the words before an attribution begin."""
    floor = 0
    for other in before:
        if other.bracket or (other.back and not other.forward):
            floor = max(floor, other.last)
        elif other.forward and not other.back:
            floor = max(floor, other.first)
    if one.bracket:
        return _bracket_start(sentence, one.first, floor)
    quote = next((part for part in quotes if part.last in (one.first, one.first - 1)), None)
    at = one.first
    while at > floor:
        if quote is not None and quote.first < at <= quote.last:
            at = max(quote.first, floor)
            continue
        part = in_quotation(quotes, at - 1)
        if part is not None and part.first > floor:
            at = part.first
            continue
        if _is_break(sentence, at - 1) and (before or _is_contrast(sentence, at - 1)):
            break  # where nobody else has spoken, "while" is within this speaker's words
        if before and _new_clause(sentence.tokens, at - 1, sentence.language):
            break
        at -= 1
    # An attribution of its own may begin the clause: its words are its own.
    inside = [other for other in before if other.forward and at <= other.first < one.first]
    if inside:
        at = max(at, _after_clause(sentence, inside[-1], one))
    return min(at, one.first)


def _after_clause(sentence: Sentence, other: Spoken, one: Spoken) -> int:
    """Where the words of an earlier attribution end before a later one that stands after its own:
    at the last comma between them."""
    tokens = sentence.tokens
    commas = [k for k in range(other.last, one.first) if tokens[k].raw in COMMAS | _SEMICOLONS]
    # The comma right before "said X" or "according to X" ends its own words.
    inner = [k for k in commas if k < one.first - 1]
    return inner[-1] + 1 if inner else other.last


def _bracket_start(sentence: Sentence, bracket: int, floor: int) -> int:
    at = bracket
    while at > floor:
        token = sentence.tokens[at - 1]
        if token.raw in COMMAS | _SEMICOLONS or token.norm in ("and", "while", "but"):
            break
        at -= 1
    return at


def _forward(
    sentence: Sentence, one: Spoken, after: Sequence[Spoken], quotes: Sequence[Quotation]
) -> int:
    """Where the words after an attribution end."""
    tokens = sentence.tokens
    end = len(tokens)
    for other in after:
        if other.again or other.first < one.last:
            end = min(end, other.first) if other.again else end
            continue
        if other.first == one.last and one.bound:
            end = other.first + 0  # the inner speaker's words are the inner speaker's
        else:
            end = min(end, _start_of(sentence, one, other, quotes))
        break
    _, contrasts = _break_words(sentence)
    stops_at_breaks = one.back or not one.bound
    at = one.last
    while at < end:
        part = in_quotation(quotes, at)
        if part is not None and part.first >= one.last - 1:
            at = min(part.last, end)
            continue
        token = tokens[at]
        if token.raw in _SEMICOLONS:
            following = tokens[at + 1].norm if at + 1 < end else ""
            points = at + 2 < end and tokens[at + 2].norm in ("is", "was", "are", "were", "has")
            if following not in ("that", "ان", "وان") or points:
                return at
        elif stops_at_breaks and _is_break(sentence, at):
            return at
        elif token.norm in contrasts and at > one.last and _is_break(sentence, at):
            following = tokens[at + 1].norm if at + 1 < end else ""
            if following not in ("that", "ان", "also", "only"):
                return at
        at += 1
    return end


def _start_of(sentence: Sentence, one: Spoken, other: Spoken, quotes: Sequence[Quotation]) -> int:
    """Where a later attribution's words begin, which end those of the one before."""
    if not other.back:
        return max(other.first, one.last)
    tokens = sentence.tokens
    at = other.first - 1
    while at > one.last:
        if in_quotation(quotes, at) is None:
            if _is_break(sentence, at) or _new_clause(tokens, at, sentence.language):
                return at
            if tokens[at].raw in COMMAS and at < other.first - 1:
                return at + 1
        at -= 1
    return other.first

"""What of an Arabic noun phrase is name and what is office.

Arabic has no capitals: the name begins where the construct of an office is complete. "مدير" wants
one more noun, "مدير مكتب" still one, "مدير المشفى الميداني" none: what follows is the name.
"""

from collections.abc import Sequence
from dataclasses import replace

from tawthiq.reading.model import Token
from tawthiq.reading.voices.clauses import joined
from tawthiq.reading.voices.speakers import Speaker
from tawthiq.reading.voices.speakers_ar import (
    HERE,
    IN_NAME,
    OPENING,
    PREPOSITIONS,
    forms,
    is_preposition,
    speaks,
)
from tawthiq.reading.voices.speech import Lexicon

_LONG_TAIL = 3  # tokens


def split(tokens: Sequence[Token], first: int, last: int, words: Lexicon) -> Speaker:  # noqa: PLR0911, PLR0912 - one branch a way of writing
    """Tell name and office apart."""
    if tokens[first].raw in OPENING and last - first > 2:
        inner = split(tokens, first + 1, last - 1, words)
        return Speaker(first=first, last=last, name=inner.name, role=inner.role)
    if tokens[last - 1].raw == ")":
        # "الشبكة (غير حكومية)": what the bracket tells is no part of the name.
        opening = next((k for k in range(last - 1, first, -1) if tokens[k].raw == "("), first)
        if opening > first:
            return replace(split(tokens, first, opening, words), last=last)
    paper = _paper(tokens, first, last, words)
    if paper is not None:
        return paper
    start = first
    while start < last and words.is_title(tokens[start]) and start + 1 < last:
        start += 1 + (tokens[start + 1].raw == ".")
    titles = joined(tokens[first:start])
    if start > first and (start >= last or not _name_starts(tokens, start, words)):
        # "الناطق باسم الوزارة سالم حداد", "المتحدثة الرسمية": the title is the office itself.
        start = first
    if start < last and (words.is_office(tokens[start]) or words.is_title(tokens[start])):
        end = _construct(tokens, start, last, words)
        name = end
        while name < last and words.is_title(tokens[name]) and name + 1 < last:
            name += 1 + (tokens[name + 1].raw == ".")
        if name < last:
            return Speaker(
                first=first, last=last, name=joined(tokens[name:last]),
                role=unglued(tokens[first:name]),
            )  # fmt: skip
        return Speaker(first=first, last=last, name=unglued(tokens[first:last]))
    if start > first:
        office = next((k for k in range(start + 1, last) if _office_after(tokens, k, words)), last)
        role = " ".join(one for one in (titles, joined(tokens[office:last])) if one)
        return Speaker(first=first, last=last, name=joined(tokens[start:office]), role=role)
    if not speaks(tokens[first : first + 1], words):
        # "سالم حداد مدير المشفى": a name, then the office.
        for k in range(first + 1, last):
            if _office_after(tokens, k, words):
                return Speaker(
                    first=first,
                    last=last,
                    name=unglued(tokens[first:k]),
                    role=joined(tokens[k:last]),
                )
            if tokens[k].norm in ("من", "في") and k > first:
                return Speaker(
                    first=first, last=last, name=unglued(tokens[first:k]),
                    role=joined(tokens[k + 1 : last]) or None,
                )  # fmt: skip
    tail = next((k for k in range(first + 1, last) if is_preposition(tokens[k])), last)
    if last - tail > _LONG_TAIL:
        # "مصدر طبي في مستشفى ميداني بمدينة الباب": where from is told like an office.
        return Speaker(
            first=first, last=last, name=unglued(tokens[first:tail]), role=joined(tokens[tail:last])
        )
    return Speaker(first=first, last=last, name=unglued(tokens[first:last]))


def _office_after(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    norm = tokens[at].norm
    bare = norm.removeprefix("ال")
    return norm in words.offices or (norm.startswith("ال") and bare in words.offices)


def _name_starts(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    token = tokens[at]
    return (
        not token.norm.startswith("ال") or token.norm in ("الحسن", "الحسين")
    ) and token.norm not in IN_NAME | PREPOSITIONS and not (
        words.is_head(token) or words.is_office(token)
    )  # fmt: skip


def _construct(tokens: Sequence[Token], first: int, last: int, words: Lexicon) -> int:
    """Where the construct of an office ends and a name may begin."""
    at = first
    wants = True  # a noun is still to come
    while at < last:
        token = tokens[at]
        norm = token.norm
        definite = norm.startswith(("ال", "وال", "لل", "بال"))
        if token.kind != "word":
            at += 1
            continue
        if words.is_title(token) and at > first and not wants:
            return at
        if norm in PREPOSITIONS | IN_NAME:
            wants, at = True, at + 1
            continue
        if at == first:
            wants = not definite
        elif definite:
            wants = False
        elif (
            words.is_head(token)
            or words.is_office(token)
            or norm in HERE
            or any(form in HERE for form in forms(token))
        ) or (
            norm.startswith("ل")
            and len(norm) > 4
            and not wants
            and norm[1:]
            in (
                "حقوق",
                "شوون",
                "توثيق",
                "تنسيق",
                "حمايه",
                "دعم",
                "تحرير",
                "رصد",
                "اغاثه",
            )
        ):
            wants = True
        elif wants:
            wants = False
        else:
            return at
        at += 1
    return last


def _paper(tokens: Sequence[Token], first: int, last: int, words: Lexicon) -> Speaker | None:
    """ "تقرير للمرصد", "بيان الوزارة", "أرقام صادرة عن": the one whose paper it is speaks."""
    paper = first + (tokens[first].norm in ("احدث", "اخر", "اول") and first + 1 < last)
    if not words.is_paper(tokens[paper]) or words.is_voice(tokens[paper]):
        return None
    for k in range(paper + 1, last):
        token = tokens[k]
        owner = token.norm.startswith("لل") or speaks(tokens[k : k + 1], words)
        if owner and not words.is_paper(token):
            inner = split(tokens, k, last, words)
            return Speaker(first=first, last=last, name=inner.name, role=inner.role)
    return None


def unglued(piece: Sequence[Token]) -> str:
    """The words, without a "و", "ل" or "ب" glued to the first where a known noun remains."""
    said = joined(piece)
    if not piece:
        return said
    token = piece[0]
    norm, raw = token.norm, token.raw
    if norm.startswith("لل") and raw.startswith("لل"):
        return "ال" + said[2:]
    if norm.startswith(("بال", "وال", "فال")):
        return said[1:]
    return said


def without(said: str, prefix: str) -> str:
    """A phrase without a particle that is known to be glued to it: "لوزارة" → "وزارة"."""
    if prefix == "ل" and said.startswith("لل"):
        return "ال" + said[2:]
    return said[len(prefix) :] if said.startswith(prefix) else said

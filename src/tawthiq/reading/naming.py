"""Find works that a sentence names as evidence without an address: "a report by the commission".

A work counts where the text says who made it, or gives its number or title, and draws on it. What
a speaker says "in a statement" is a way of speaking; a report that is asked for is no evidence yet.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tawthiq.reading.units import Units


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedWork:
    """Units [first, last) name a work."""

    first: int
    last: int
    leads_from: int  # the words that draw on it begin here: "according to", "he wrote in"


_NAME = r"(?:d?x?[CO](?:(?:-|[o&]?d?)[CO])*)"
_DATE = r"(?:n?mn?(?:,?n)?|\(n?m?,?n\))"
_TAIL = rf"(?:,?[oBGix]?d?{_DATE}|[oBG]n)?"
_WORK = "[WYI]"
_ENGLISH = (
    # A work that says who made it: "a report published in May by the Human Rights Network".
    ("by", re.compile(rf"d?[xCnU]{{0,3}}{_WORK}(?:R.?n)?{_TAIL}B{_NAME}{_TAIL}")),
    ("by", re.compile(rf"d?[xCnU]{{0,3}}Y(?:R.?n)?[Gio]d?[CO](?:(?:-|[o&]?d?)[CO])*{_TAIL}")),
    ("of", re.compile(rf"d?[xCn]{{0,3}}W(?:R.?n)?{_TAIL}[oG]d[CO](?:(?:-|[o&]?d?)[CO])*{_TAIL}")),
    # Whose work it is: "the committee's bulletin no. 4", "the Haddad report".
    ("of", re.compile(rf"d?[CO]*(?:[o&-]d?[CO]+)*Z[xCn]{{0,3}}{_WORK}(?:R.?n)?{_TAIL}")),
    ("of", re.compile(rf"d?x?[CO]+[xn]?[WY](?:R.?n)?{_TAIL}")),
    # A work with its number or title.
    ("number", re.compile(rf"d?[xCO]{{0,2}}{_WORK}R.?n{_TAIL}")),
    ("title", re.compile(rf"d?[xCOn]{{0,3}}(?:{_WORK}|V)t?,?\"[^\"']{{1,20}}'")),
    # A newspaper of a day: "in the Daily Lantern of 3 May".
    ("number", re.compile(r"(?<=G)d?C*O(?:[CO])*(?:[oi]|,)d?(?:n?mn?|mn(?:,n)?)")),
)
_SAYS_SO = re.compile(r"^,?[xEU]{0,2}[TM]|^:|^[)\]]")
_DRAWS_ON = re.compile(r"[GLTMA(\[]d?$|[GTM]B$")


def named_works(units: Units) -> Iterator[NamedWork]:
    """The works that a sentence names as evidence; they may overlap."""
    found = _arabic(units) if units.sentence.language == "ar" else _english(units)
    for first, last in found:
        lead = re.search(r"[AEGLMTi(\[BN]*$", units.letters[:first])
        yield NamedWork(first=first, last=last, leads_from=lead.start() if lead else first)


def _english(units: Units) -> Iterator[tuple[int, int]]:
    letters = units.letters
    for how, pattern in _ENGLISH:
        for found in pattern.finditer(letters):
            first, last = found.span()
            if "N" in letters[max(0, first - 3) : first]:
                continue
            work = next((at for at in range(first, last) if letters[at] in "WYIV"), None)
            said = bool(
                _DRAWS_ON.search(letters[max(0, first - 3) : first])
                or _SAYS_SO.search(letters[last : last + 4])
            )
            if how in ("by", "of") and work is not None:
                if letters[work] == "I" and not re.search(r'[n"]', found[0]):
                    continue
                if (how == "of" or _is_weak(units, work)) and not (said or "R" in found[0]):
                    continue
            yield first, last


def _is_weak(units: Units, at: int) -> bool:
    term = units.terms[at]
    return term is not None and bool(term.entry.get("weak"))


_DATED = frozenset(
    "الصادر الصادره المورخ المورخه بتاريخ المنشور المنشوره لعام عام لسنه سنه لشهر شهر في من يوم"
    " الموافق ليوم".split()
)
_PLAIN_VERB = frozenset("ان انه انها".split())


def _arabic(units: Units) -> Iterator[tuple[int, int]]:
    letters = units.letters
    for at, letter in enumerate(letters):
        if letter not in "WYIV" or "N" in letters[max(0, at - 2) : at]:
            continue
        last = _name_of_work(units, at)
        if last is not None:
            yield at, _dated(units, last)


def _name_of_work(units: Units, at: int) -> int | None:
    """Where the name of the work at `at` ends; None where it has none or is no evidence."""
    letters = units.letters
    next_ = at + 1
    while (
        next_ < len(letters)
        and next_ < at + 3
        and letters[next_] in "xU"
        and (units.raw(next_).startswith("ال") or _is_adjective(units, next_))
    ):
        next_ += 1
    rest = letters[next_:]
    drawn_on = bool(re.search(r"[GLTMA(\[]$|G.$", letters[max(0, at - 2) : at]))
    says_so = False
    titled = re.match(r"t?:?\"[^\"']{1,25}'", rest)
    numbered = re.match(r"R.?n", rest)
    if titled and letters[at] != "V":
        return next_ + titled.end()
    if numbered:
        last = next_ + numbered.end()
        return _maker(units, last) or last
    made = re.match(r"(?:Gn?m?n?)?B", rest)
    if made and letters[at] in "WY":
        begins = next_ + made.end()
        return _maker(units, begins) or _person(units, begins)
    if letters[at] == "Y" and re.match(r"[Gi]O", rest):
        return _maker(units, next_ + 1)
    if letters[at] == "I":
        return None
    if rest.startswith("O"):
        last = _maker(units, next_)
        says_so = last is not None and bool(re.match(r",?x{0,2}[TM:]", letters[last:]))
        before = bool(re.search(r"[TM]x?$", letters[max(0, at - 2) : at]))
        if last is not None and (drawn_on or says_so or before):
            return last
    return None


def _is_adjective(units: Units, at: int) -> bool:
    return units.raw(at) in ("جديد", "جديدة", "مفصل", "مفصلة", "خاص", "خاصة", "حديث", "حديثة", "سابق",
                             "سابقة", "أخير", "أخيرة", "مطول", "مطولة", "سنوي", "سنوية", "يومي",
                             "يومية", "ميداني", "ميدانية", "موثق", "موثقة", "مشترك", "مشتركة")  # fmt: skip


def _maker(units: Units, at: int) -> int | None:
    """Where the name of the body that begins at a unit ends."""
    letters = units.letters
    if letters[at : at + 1] != "O":
        return None
    last = at + 1
    name = units.sentence.tokens[units.firsts[at]].norm
    definite = name.startswith(("ال", "وال", "بال", "لل")) or units.lasts[at] - units.firsts[at] > 1
    if not definite and letters[last : last + 1] in ("x", "O", "W", "P", "K"):
        last += 1
    while (
        last < len(letters)
        and last < at + 7
        and letters[last] in "xOWUPn"
        and units.raw(last).startswith(("ال", "لل", "وال"))
        and units.sentence.tokens[units.firsts[last]].norm not in _DATED
    ):
        last += 1
    return last


def _person(units: Units, at: int) -> int | None:
    """A name of two words after "by": whoever wrote it."""
    found = re.match(r"x{1,2}", units.letters[at:])
    return at + found.end() if found else None


def _dated(units: Units, last: int) -> int:
    """With the date of the work, where it follows."""
    letters, tokens = units.letters, units.sentence.tokens
    at, words = last, 0
    while at < len(letters) and words < 3 and tokens[units.firsts[at]].norm in _DATED:
        at, words = at + 1, words + 1
    found = re.match(r"n?mx?n?|n(?:/n)*", letters[at:])
    return at + found.end() if found and words else last

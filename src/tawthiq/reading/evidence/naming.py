"""Find works that a sentence names as evidence without an address: "a report by the commission".

A work counts where the text says who made it, or gives its number or title, and draws on it. What
a speaker says "in a statement" is a way of speaking; a report that is asked for is no evidence yet.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tawthiq.reading.evidence.units import Units


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedWork:
    """Units [first, last) name a work."""

    first: int
    last: int
    speaks: bool  # "the report says …"
    leads_from: int  # the words that draw on it begin here: "according to", "he wrote in"


_MORE = r"(?:[of&-]?d?[CO]|ox(?=[,.;)TMBGi]|$)){0,14}"  # "… of Health", "… of inquiry"
_NAME = rf"(?:d?x?[CO]{_MORE})"
_DATE = r"(?:n?mn?(?:,?n)?|\(n?m?,?n\))"
_TAIL = rf"(?:,?x?[oBGix]?d?{_DATE}|[oBGi]n)?"
_WORK = "[WYI]"
# "the Evening Courier of 2 October", where something is cited
_PAPER_OF_A_DAY = re.compile(
    r"(?<=[(\[;&G])dC{1,4}(?:[of]|,)?d?(?:n?mn?(?:,?n)?|\(n?m?,?n\))(?=[)\];,.]|$)"
)
_ENGLISH = (
    # A work that says who made it: "a survey of 900 households done by the Orchard Institute".
    (
        "by",
        re.compile(rf"d?[xCnU]{{0,3}}{_WORK}(?:R.?n)?(?:[of][nxC]{{1,4}})?{_TAIL}B{_NAME}{_TAIL}"),
    ),
    ("by", re.compile(rf"d?[xCnU]{{0,3}}Y(?:R.?n)?[Giof]d?[CO]{_MORE}{_TAIL}")),
    ("of", re.compile(rf"d?[xCn]{{0,3}}W(?:R.?n)?{_TAIL}[oGi]d[CO]{_MORE}{_TAIL}")),
    # Whose work it is: "the committee's bulletin no. 4", "the Haddad report".
    (
        "of",
        re.compile(
            rf"d?[CO]{{0,8}}(?:[of&-]d?[CO]{{1,8}}){{0,6}}Z[xCnq]{{0,3}}{_WORK}(?:R.?n)?{_TAIL}"
        ),
    ),
    ("of", re.compile(rf"d?[xU]{{0,3}}[CO]{{1,8}}[xn]?[WY](?:R.?n)?{_TAIL}")),
    # A work with its number, date or title.
    ("number", re.compile(rf"d?[xCO]{{0,2}}{_WORK}R.?n{_TAIL}")),
    ("number", re.compile(rf"(?<=[iG])d[xC]{{0,2}}[WY][oG]?d?{_DATE}")),
    (
        "title",
        re.compile(rf"d?[xCOn]{{0,3}}(?:{_WORK}|V)t?,?\"[^\"']{{1,20}}'(?:B(?:{_NAME}))?{_TAIL}"),
    ),
    ("numbered", re.compile(rf"d?[xCO]{{0,2}}Wn{_TAIL}")),
    # A newspaper of a day: "in the Daily Lantern of 3 May", "(Daily Lantern, 3 May 2012)".
    ("number", re.compile(rf"(?<=[Gi])d?C{{0,6}}O[CO]{{0,8}}(?:[oi]|,)d?{_DATE}")),
    ("number", re.compile(r"(?<=[(\[;])L?d?(?:C{0,6}O[CO]{0,8}|C{2,6}),?(?:n?mn|n)(?=[)\];])")),
    ("number", re.compile(r"(?<=[Gi])d?C{0,6}O[CO]{0,8}\(n?m,?n?\)")),
    ("number", _PAPER_OF_A_DAY),
    # "(Haddad and Lind 2012)", "cf. Orchard (2012)"
    ("number", re.compile(r"(?<=[(\[;])L?C(?:&C|xx\.?),?n(?=[,)\];])|(?<=L)[CO]{1,4}\(n\)")),
)
# "see S. Haddad, “Counting War”, May 2012, p. 4", "انظر: سليم حداد، «عد الموتى»، 2012"
_TITLED = re.compile(
    r"(?<=[L:])[xdCO&of,.]{0,8}\"[^\"']{1,20}'"
    r"(?:,?(?:n?mn|[CO]{1,8}|xx?(?=,)|n|[RP]\.?n))*(?=[.;)\]&]|$)"
)
# "my earlier note", "in our last report", "our annual report"
_OWN = re.compile(r"d(?P<which>[UxqnC]{0,2})(?P<work>[WY]|P(?=[^nC]|$))(?:\(x\))?")
_MINE = frozenset(("my", "our"))
_WROTE = frozenset(
    ("wrote", "written", "published", "كتبه", "كتبته", "نشره", "نشرته", "كتب", "كتبت", "نشر")
)
# "the office published a report on 15 August", "أصدرت المنظمة تقريرا"
_ISSUED = re.compile(rf"(?P<verb>[xMTBA])(?P<work>d[xC]{{0,2}}W(?:R.?n)?{_TAIL})")
_ISSUED_AR = re.compile(r"(?P<verb>[xMTBG])(?P<maker>O[xCO]{0,3})(?P<work>[xqmni,/]{0,8}W)")
_ISSUES = frozenset(
    ("published", "released", "issued", "launched", "اصدر", "اصدرت", "نشر", "نشرت", "اطلق", "اطلقت")
)
_IN_PAPER = re.compile(r"(?P<wrote>[MBxG])[xCO]{1,4}id?\"[^\"']{1,12}'")
_EARLIER = frozenset(
    ("earlier", "previous", "last", "first", "second", "other", "recent", "latest", "own", "former",
     "annual", "forthcoming", "older", "old", "السابق", "السابقه", "الاخير", "الاخيره", "الماضي",
     "الماضيه", "الاول", "الاولي", "الثاني", "الثانيه", "القديم", "القديمه")
)  # fmt: skip
_BEFORE = frozenset(("earlier", "previous", "السابق", "السابقه"))
_MINE_AR = re.compile(r"(?:مقال|مقالت|كتاب|تقرير|دراست|تدوينت|مقالات|كتب|بحث)(?:ي|نا)$")
# Documents of the United Nations: A/HRC/21/50, S/2012/999, S/RES/2042 (2012)
_SYMBOL = re.compile(
    r"(?<![\w/.-])[ASE]/(?:[A-Z]{2,6}[./])*(?:S-?\d+/|\d{1,4}/)?[A-Z]?\d{1,4}(?:/\d{1,4})?"
    r"(?:/(?:Add|Corr|Rev)\.\d)?(?![\w/])(?:[ ]?\(\d{4}\))?"
)
_SAYS_SO = re.compile(r"^,?[xEU]{0,2}[TM]|^:|^[)\]]")
_DRAWS_ON = re.compile(r"[GLTMAi(\[]d?$|[GTM]B$")


def symbols(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The symbols of documents of the United Nations in text[start:stop]."""
    if "/" in text[start:stop]:
        for found in _SYMBOL.finditer(text, start, stop):
            if found[0].count("/") > 1 or "RES" in found[0]:
                yield found.span()


def named_works(units: Units) -> Iterator[NamedWork]:
    """The works that a sentence names as evidence; they may overlap."""
    found = _arabic(units) if units.sentence.language == "ar" else _english(units)
    for first, last in (
        *_listed(units),
        *_in_papers(units),
        *_titled(units),
        *_issued(units),
        *_own_works(units),
        *_media_in_brackets(units),
        *found,
    ):
        if _heads_the_text(units, first, last):
            continue
        lead = re.search(r"[AEGLMTi(\[BN]*$", units.letters[:first])
        speaks = bool(re.match(r",?[xE]{0,1}[TM]|:", units.letters[last:]))
        yield NamedWork(
            first=first, last=last, speaks=speaks, leads_from=lead.start() if lead else first
        )


_FIRST_LINES = 5


def _heads_the_text(units: Units, first: int, last: int) -> bool:
    """Whether the work is the text's own: its title, or the line above it that names it."""
    sentence, letters = units.sentence, units.letters
    if re.search(r"[GLTMA@]", letters[:first]) or re.match(r",?x?[TM]", letters[last:]):
        return False
    if sentence.segment.role == "title":
        return True
    begins = sentence.index < _FIRST_LINES and sentence.segment.item is None
    return begins and not re.search(r"[.!?:;]'?\)?$", letters)


def _titled(units: Units) -> Iterator[tuple[int, int]]:
    """A title in quotation marks, with its author, that the reader is told to see."""
    for found in _TITLED.finditer(units.letters):
        if re.search(r"L:?$", units.letters[: found.start()]):
            yield found.span()


def _in_papers(units: Units) -> Iterator[tuple[int, int]]:
    """What somebody wrote in a paper: "what Salim Haddad wrote in “The Bank”"."""
    for found in _IN_PAPER.finditer(units.letters):
        if units.sentence.tokens[units.firsts[found.start()]].norm in _WROTE:
            yield found.span()


def _issued(units: Units) -> Iterator[tuple[int, int]]:
    """Works that the sentence has a body publish."""
    arabic = units.sentence.language == "ar"
    for found in (_ISSUED_AR if arabic else _ISSUED).finditer(units.letters):
        verb = found.start("verb")
        token = units.sentence.tokens[units.firsts[verb]]
        if not _ISSUES.intersection(token.forms[:4]):
            continue
        if arabic:
            yield found.start("maker"), found.end()
        elif re.search(r"[CO](?:[xE]|\([^)]*\))?$", units.letters[:verb]):
            yield found.span("work")


def _own_works(units: Units) -> Iterator[tuple[int, int]]:
    """Works of the author's own, which stand elsewhere: "my earlier note"."""
    letters, tokens = units.letters, units.sentence.tokens
    if units.sentence.language == "ar":
        for at, letter in enumerate(letters):
            if letter in "WYxC" and _MINE_AR.search(tokens[units.firsts[at]].norm):
                after = tokens[units.lasts[at] : units.lasts[at] + 1]
                if after and after[0].norm in _EARLIER and at + 1 < len(letters):
                    yield at, at + 2
            elif letter == "Y" and letters[at - 1 : at] in "iGL" and units.raw(at).startswith("ال"):
                after = tokens[units.lasts[at] : units.lasts[at] + 1]
                if after and after[0].norm in _BEFORE and at + 1 < len(letters):
                    yield at, at + 2
        return
    for found in _OWN.finditer(letters):
        first, last = found.span()
        work = found.start("work")
        which = {tokens[units.firsts[at]].norm for at in range(*found.span("which"))}
        if tokens[units.firsts[first]].norm in _MINE:
            weak = _is_weak(units, work) and letters[work] == "W"
            if which & _EARLIER and not weak:
                yield first, last
        elif letters[work] == "Y" and which & _BEFORE and letters[first - 1 : first] in "iGL":
            yield first, last  # "in an earlier post"


_MEDIA = frozenset(
    ("موقع", "صحيفه", "جريده", "مجله", "قناه", "وكاله", "اذاعه", "صفحه", "newspaper", "magazine")
)


def _media_in_brackets(units: Units) -> Iterator[tuple[int, int]]:
    """What stands in brackets and is a newspaper, an agency or a page: "(صحيفة «الضفة»)"."""
    for found in re.finditer(r"(?<=[(\[])[^()\[\]]{2,8}(?=[)\]]|$)", units.letters):
        tokens = units.sentence.tokens[units.firsts[found.start()] : units.lasts[found.end() - 1]]
        named = tokens[0].norm in _MEDIA or (tokens[0].raw.isascii() and tokens[-1].norm in _MEDIA)
        if named and not re.search(r"[@TMG:]", found[0]):
            yield found.span()


_OPENS_LIST = re.compile(r"(?<=[(\[])L:?(?!:)")
_LIST_ENDS = re.compile(r"[)\]]|[.!?]?$")


def _listed(units: Units) -> Iterator[tuple[int, int]]:
    """What is named in brackets: "(see A; and B, 3 May)"."""
    letters = units.letters
    for found in _OPENS_LIST.finditer(letters):
        ends = _LIST_ENDS.search(letters, found.end())
        stop = ends.start() if ends else len(letters)
        chunks: list[tuple[int, int]] = []
        for part in re.finditer(r"[^,;&]+", letters[found.end() : stop]):
            first, last = part.start() + found.end(), part.end() + found.end()
            run = letters[first:last]
            more = letters[first - 1] == "&" and re.fullmatch("C+", run)  # "Orfeo and Lind"
            if chunks and (more or re.fullmatch(r"[nmRoidB./:-]+|x?n[-n]*", run)):
                chunks[-1] = (chunks[-1][0], last)  # "…, 3 May 2012", "…, p. 4"
            elif "@" not in run and not re.search(r"[TMEJHDFUPQVK]", run) and last - first < 10:
                chunks.append((first, last))
        for first, last in chunks:
            if re.search(r"[COZW]", letters[first:last]):
                yield first, last


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
            if how == "numbered" and not (work is not None and units.raw(work)[0].isupper()):
                continue
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
    [
        "الصادر",
        "الصادره",
        "المورخ",
        "المورخه",
        "بتاريخ",
        "المنشور",
        "المنشوره",
        "لعام",
        "عام",
        "لسنه",
        "سنه",
        "لشهر",
        "شهر",
        "في",
        "من",
        "يوم",
        "الموافق",
        "ليوم",
    ]
)
_PLAIN_VERB = frozenset(["ان", "انه", "انها"])


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
    after = at + 1
    while after < min(len(letters), at + 3) and _is_adjective(units, after):
        after += 1
    rest = letters[after:]
    if letters[at] != "V" and (titled := re.match(r"t?:?\"[^\"']{1,25}'", rest)):
        return after + titled.end()
    if numbered := re.match(r"R.?n", rest):
        return _maker(units, after + numbered.end()) or after + numbered.end()
    if letters[at] in "WY" and (made := re.match(r"(?:Gn?m?n?)?B", rest)):
        return _maker(units, after + made.end()) or _person(units, after + made.end())
    if letters[at] == "Y" and (paper := re.match(r"x?[Gi](?=O)", rest)):
        return _maker(units, after + paper.end())
    last = _maker(units, after)
    if letters[at] == "I" or last is None:
        return None
    # The report of a body is evidence where the text draws on it, or has it speak.
    before = letters[max(0, at - 2) : at]
    drawn_on = re.search(r"[GLTMAi(\[]$|[GTM].$", before)
    speaks = re.match(r",?x{0,2}[TM:]", letters[last:])
    return last if drawn_on or speaks else None


def _is_adjective(units: Units, at: int) -> bool:
    letter = units.letters[at]
    return letter == "q" or (letter in "xU" and units.raw(at).startswith("ال"))


def _maker(units: Units, at: int) -> int | None:
    """Where the name of the body that begins at a unit ends."""
    letters = units.letters
    if letters[at : at + 1] != "O":
        return None
    last = at + 1
    name = units.sentence.tokens[units.firsts[at]].norm
    definite = name.startswith(("ال", "وال", "بال", "لل")) or units.lasts[at] - units.firsts[at] > 1
    if not definite and letters[last : last + 1].isalpha():
        last += 1
    while (
        last < len(letters)
        and last < at + 7
        and letters[last].isalpha()
        and units.raw(last).startswith(("ال", "لل", "وال", "لح", "لت"))
        and units.sentence.tokens[units.firsts[last]].norm not in _DATED
    ):
        last += 1
    return last


def _person(units: Units, at: int) -> int | None:
    """A name of two words after "by": whoever wrote it."""
    found = re.match(r"x{1,2}", units.letters[at:])
    return at + found.end() if found else None


def _dated(units: Units, last: int) -> int:
    """With the number, title or date of the work, where it follows."""
    letters, tokens = units.letters, units.sentence.tokens
    more = re.match(r"R.?n|t?:?\"[^\"']{1,25}'", letters[last:])
    last += more.end() if more else 0
    at, words = last, 0
    while at < len(letters) and words < 3 and tokens[units.firsts[at]].norm in _DATED:
        at, words = at + 1, words + 1
    found = re.match(r"n?mx?n?|n(?:/n)*", letters[at:])
    return at + found.end() if found and words else last

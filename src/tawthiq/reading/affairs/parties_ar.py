"""Who an Arabic verb is told of, in any words: behind it, or before it.

«شكّك مدير المشفى في الرقم»، «والإدارة تنفي ذلك»، «أهالي الحي عم ينكروا»: the noun phrase ends
where a preposition, "that", "what", the thing answered or a verb begins.
"""

from tawthiq.reading.affairs.parties import Party
from tawthiq.reading.affairs.scans import QUOTES, Scan
from tawthiq.reading.voices.speakers_ar import is_preposition
from tawthiq.reading.voices.wordsets import word_set

_ASIDES = word_set(
    "ايضا كذلك بدوره بدورها بدورهم امس اليوم لاحقا بشده قطعا جمله وتفصيلا بعدها قبلها حينها فورا "
    "رسميا علنا صراحه كمان اذا نفسه نفسها انفسهم مجددا تماما مبارح هلا بعد اول البارحه مساء صباح "
    "صباحا الينا لنا كليا جزئيا هنا هناك عندها آنذاك انذاك سريعا فقد قد"
)
_LEADS = word_set(
    "اما واما فاما لكن ولكن غير ان بينما فيما حين ثم فان وان بان انه انها انهم بيد الا حيث اذ لان "
    "فيم علما مع كما وكما فقد وقد قد لقد بل هكذا ومع ذلك"
)
_HELPERS = word_set(
    "عم كان كانت كانوا ما زال زالت قد لقد فقد سبق ان لم لا لن ولم ولا فلم فلا هو هي هم وهو وهي "
    "وهم فهو فهي فهم كله كلها بدوره بدورها ايضا راح حتي رسميا رح"
)
_WE = word_set("نحن نحنا احنا انا ونحن ونحنا فنحن فنحنا واحنا وانا")
_THEY = word_set("هو هي هم وهو وهي وهم فهو فهي فهم هما")
_THAT_THEY = word_set("انه انها انهم بانه بانها بانهم انو انهن")
_NOBODY = word_set("احد احدا ايا لا ليس")
_EVENTS = word_set(
    "وقوع حدوث حصول وجود تعرض سقوط مقتل صحه دقه علاقه صله مسووليه مسؤوليه اي كل جميع علمه علمها "
    "علمهم ذلك هذا هذه هالشي هالحكي هالكلام الامر الخبر كلام قيام موقفه موقفها موقفهم امره امرها "
    "امرهم رايه رايها رايهم قراره قرارها صلته صلتها صحته ورود انضمام"
)
_OF_A_BODY = word_set(
    "عضو رئيس مدير ناطق مسوول صاحب كاتب محرر لجنه مكتب هييه فريق اعضاء ممثل مرشح رئيسه مديره عضوه "
    "محرره وكيل معد معدو واضعو اصحاب كتاب ناشر وكيله مندوب امين رييس رييسه"
)
_WITH_PRONOUN = word_set(
    "فيه فيها فيهم به بها بهم بهما عليه عليها عليهم له لها لهم لهما معه معها معهم منه منها منهم "
    "عنه عنها عنهم اليه اليها اليهم لنا بنا علينا معنا منا عنا الينا ضده ضدها نعم"
)
_THAT = word_set(
    "ان انه انها انهم بان بانه بانها بانهم انو بانو الذي التي الذين ما بما لما مما عما فيما اللي"
)
_NEAR = 9  # tokens of a subject
_BACK = 9  # tokens from a verb back to its subject
_QUOTED = frozenset('«“"')
_SIGNS = frozenset("،,؛;:.()[]–—-؟?!…")


def party_of(scan: Scan, verb: int, last: int) -> tuple[Party | None, int]:
    """The subject of a verb at tokens [verb, last), and the token behind the two.

    The token is that where what the verb is of begins, whether its subject stands there or not.
    """
    first = past_asides(scan, last)
    end = _end_of_subject(scan, first)
    if end > first:
        party = _party(scan, first, end)
        after = _past_aside_of(scan, end)
        if party is not None:
            named = _person_in_aside(scan, end, after)
            if named is None and end < after and scan.norm(end) in ("في", "من"):
                party = Party("named", bare_words(scan, first, after), (first, after))
            return named or party, past_asides(scan, after)
    before = party_ahead(scan, verb)
    return before, first


def past_asides(scan: Scan, at: int) -> int:
    """Past what says when or how, from a token on."""
    opened = at
    if tuple(scan.norm(k) for k in range(at, at + 3)) in _AT_ONCE:
        at += 3
    while at < len(scan.tokens) and (
        scan.norm(at) in _ASIDES or at in scan.days or (at < opened + 2 and _adverbial(scan, at))
    ):
        at += 1
    return at


_AT_ONCE = (("في", "الوقت", "ذاته"), ("في", "الوقت", "نفسه"), ("جمله", "و", "تفصيلا"))


def _adverbial(scan: Scan, at: int) -> bool:
    """ "نفيًا قاطعًا": what says how, and is no one who acts."""
    if at >= len(scan.tokens):
        return False
    raw = scan.tokens[at].raw
    return raw.endswith(("ًا", "اً")) and not raw.startswith("ال")


def _end_of_subject(scan: Scan, first: int) -> int:
    """Where the noun phrase that begins at a token ends; there itself: none begins."""
    at, quoted = first, False
    while at < len(scan.tokens) and at - first < _NEAR:
        raw, norm = scan.tokens[at].raw, scan.norm(at)
        inside = any(one.first < at < one.last for one in scan.names)
        if raw in _QUOTED:
            quoted = True
        elif raw in QUOTES:
            quoted = False
        elif not quoted and not inside and _ends(scan, first, at, norm):
            break
        at += 1
    return at


def _ends(scan: Scan, first: int, at: int, norm: str) -> bool:
    """Whether a noun phrase that began at `first` goes no further than before `at`."""
    token = scan.tokens[at]
    if token.raw in _SIGNS or token.kind == "number" or at in scan.days or is_preposition(token):
        return True
    if norm in _WITH_PRONOUN | _THAT | _EVENTS | _ASIDES or (at == first and norm in _NOBODY):
        return True
    if at > first and norm.startswith(("بال", "لل", "كال")):
        return True
    within = at > first and scan.norm(at - 1) in _OF_A_BODY
    if within or any(one.first <= at < one.last for one in scan.names):
        return False
    return _tells(scan, first, at, norm)


def _tells(scan: Scan, first: int, at: int, norm: str) -> bool:
    """Whether a word begins that is no part of who acts: a verb, a report, a question."""
    closed = at > first and scan.norm(at - 1).startswith("ال") and not norm.startswith("ال")
    if closed and scan.has("question", (at, at + 1)) is not None:
        return True  # "يؤيد حراس السوق | وقف إطلاق النار"
    page = at == first and norm.startswith("ال") and "صفحه" in norm
    return any(
        (one.parts & _TELLS or ("published" in one.parts and not page))
        for one in scan.marks
        if one.first == at
    )


_TELLS = frozenset(
    ("says", "rejects", "contradicts", "confirms", "agrees", "corrects", "wrong", "right", "rumour")
)


def _past_aside_of(scan: Scan, at: int) -> int:
    """Past "، مدير المشفى الميداني،" and past where somebody sits: "في داريا"."""
    comma = at + 2 < len(scan.tokens) and scan.tokens[at + 2].raw in "،,"
    if scan.norm(at) in ("في", "من", "ب") and (at + 1 in _place_like(scan, at) or comma):
        at += 2
    elif scan.norm(at) in ("في", "من", "ب"):
        body = next((one for one in scan.names if one.first == at + 1 and one.tag == "body"), None)
        if body is not None and (
            body.last in scan.days or _adverbial(scan, body.last) or scan.norm(body.last) in _THAT
        ):
            at = body.last
    if at < len(scan.tokens) and scan.tokens[at].raw in "،,–—(":
        close = {"(": ")", "–": "–", "—": "—"}.get(scan.tokens[at].raw, "،")
        for k in range(at + 1, min(len(scan.tokens), at + 14)):
            if scan.tokens[k].raw == close:
                return k + 1
    return at


def _place_like(scan: Scan, at: int) -> tuple[int, ...]:
    """The token behind "in", where a preposition or "what" follows it: "المجلس في داريا ما بثّه"."""
    after = scan.norm(at + 2)
    follows = (
        after in _THAT
        or after in _EVENTS
        or (at + 2 < len(scan.tokens) and is_preposition(scan.tokens[at + 2]))
    )
    told = scan.has("published", (at + 1, at + 2)) is not None
    return (at + 1,) if follows and not told else ()


def _person_in_aside(scan: Scan, first: int, last: int) -> Party | None:
    if last <= first + 1:
        return None
    for one in scan.names:
        if one.tag == "person" and first <= one.first and one.last <= last:
            return Party("named", one.said, (one.first, one.last))
    return None


_OPENING_VERBS = word_set(
    "توصل توصلت وتوصلت وتوصل خلص خلصت وخلصت وخلص وصل وصلت ووصلت انتهي انتهت وانتهت جاء جاءت وجاء "
    "وجاءت عاد عادت وعاد وعادت كان كانت وكان وكانت يبدو قال قالت وقال وقالت"
)


def _party(scan: Scan, first: int, last: int) -> Party | None:
    while first < last and (
        scan.norm(first) in _LEADS or (last - first > 1 and scan.norm(first) in _OPENING_VERBS)
    ):
        first += 1
    if first >= last:
        return None
    norm = scan.norm(first)
    if norm in _WE:
        return Party("we", None, (first, last))
    if norm in _THEY:
        return Party("they", None, (first, last))
    if norm in _NOBODY:
        return None
    for one in scan.names:
        if one.first == first and one.tag != "charter":
            return Party("named", one.said, (first, max(last, one.last)))
    return Party("named", bare_words(scan, first, last), (first, last))


def bare_words(scan: Scan, first: int, last: int) -> str:
    """Words as written, without the "و" or "ف" glued before the first."""
    words = " ".join(token.raw for token in scan.tokens[first:last] if token.raw not in QUOTES)
    norm = scan.norm(first)
    if (
        norm.startswith(("وال", "فال", "ول", "وم", "وت", "وص", "وا"))
        and len(norm) > 4
        and (not norm.startswith(_ROOTED))
    ):
        return words[1:]
    return words


_ROOTED = (
    "وزير", "وزار", "وكال", "وحد", "وفد", "وجه", "ورش", "وسيط", "وسط", "واحد", "والد", "والي",
    "مصال", "وصال", "وليد", "وجها", "وجيه", "وقف", "وسائل", "وثائق", "وثيق", "وطن",
)  # fmt: skip


def party_ahead(scan: Scan, verb: int) -> Party | None:
    """The noun phrase before a verb: "أهالي الحي ينكرون", "والإدارة، من جهتها، تنفي"."""
    at = verb - 1
    while at >= 0 and scan.norm(at) in _HELPERS - _WE - _THEY:
        at -= 1
    norm = scan.norm(at)
    if norm in _WE:
        return Party("we", None, (at, at + 1))
    if norm in _THAT_THEY | _THEY:
        meant = _teller(scan, at) if norm in _THAT_THEY else party_ahead(scan, at)
        return meant or Party("they", None, (at, at + 1))
    if at >= 0 and scan.tokens[at].raw in "،,":
        at = _before_aside(scan, at)
    first = _start_of_phrase(scan, at)
    if not 0 < at + 1 - first < _BACK or is_preposition(scan.tokens[first]):
        return None
    return _party(scan, first, at + 1)


def _teller(scan: Scan, at: int) -> Party | None:
    """Who says what "إنه" begins: "قال الدغيم إنه يؤيده"."""
    said = next(
        (one for one in reversed(scan.marks) if one.last <= at and "says" in one.parts), None
    )
    return None if said is None else party_of(scan, said.first, said.last)[0]


def _before_aside(scan: Scan, comma: int) -> int:
    """The token before the aside that a comma closes; -1: none is closed."""
    for k in range(comma - 1, max(-1, comma - 12), -1):
        if scan.tokens[k].raw in "،,":
            return k - 1
    return -1


def _start_of_phrase(scan: Scan, at: int) -> int:
    first = at + 1
    while first > 0 and at + 1 - first < _BACK:
        raw, norm = scan.tokens[first - 1].raw, scan.norm(first - 1)
        inside = any(one.first <= first - 1 and first < one.last for one in scan.names)
        stops = raw in _SIGNS or norm in _LEADS | _THAT or _verbal(scan, first - 1)
        if not inside and stops:
            break
        first -= 1
        if norm.startswith("و") and first > 0 and not inside and _opens_phrase(scan, first):
            break
    return first


def _verbal(scan: Scan, at: int) -> bool:
    """Whether a verb that tells stands there, and no part of a name."""
    if any(one.first <= at < one.last for one in scan.names):
        return False
    return any(one.first <= at < one.last and one.parts & _VERBAL for one in scan.marks)


_VERBAL = frozenset(("says", "rejects", "contradicts", "confirms", "corrects"))


def _opens_phrase(scan: Scan, at: int) -> bool:
    """Whether "و" joins a new clause here: "… صحيح والإدارة تنفي", not "المركز والنقابة"."""
    return not any(one.first < at < one.last for one in scan.names) and (
        scan.tokens[at - 1].raw in _SIGNS
    )

"""Verbs that lay blame: "holds the 3rd Battery responsible", "اتهم الأهالي حاجز التلة"."""

from collections.abc import Iterator, Sequence

from tawthiq.reading.affairs.charged import Charge, actor_ar, actor_en, to_clause
from tawthiq.reading.affairs.parties import party_before
from tawthiq.reading.affairs.parties_ar import party_ahead
from tawthiq.reading.affairs.scans import Mark, Scan, Span
from tawthiq.reading.affairs.verbs import arabic_party, is_noun, unreal, who
from tawthiq.reading.voices.clauses import joined
from tawthiq.reading.voices.wordsets import word_set

_HOLD = word_set("hold holds held holding name names named naming")
_PRONOUNS = word_set("it this that them him her they he she ذلك هذا")
_ACTORS_AR = word_set(
    "الفرقه الجيش النظام القوات كتيبه لواء حاجز عناصر مسلحين مجموعه طيران الطيران المدفعيه فصيل "
    "جماعه قوات الكتيبه اللواء الامن ميليشيا جيش فرقه حركه تنظيم الحاجز مجهولين شبيحه الشبيحه فرع "
    "الحكومه المعارضه المسلحين ارهابيين جبهه الجبهه دوريه طاىره طيارات ما سراىا سريه الفرع اللجان "
    "رجال شباب"
)
_THROWS = word_set("القي القت يلقي تلقي القوا وجه وجهت يوجه توجه رمي رمت")
_BLAME = word_set("اللوم باللوم المسووليه بالمسووليه التهمه بالتهمه الاتهام بالاتهام")
_GLUED = 5  # letters of a noun with "ب" before it
_ENDS_AR = word_set("في عن من مما بان ان المسووليه مسووليه كامل بعد خلال هو هي")


def held(scans: Sequence[Scan], at: int) -> Iterator[Charge]:
    """ "Holds the 3rd Battery responsible", "named a unit as responsible"."""
    scan = scans[at]
    if scan.arabic:
        return
    for k, token in enumerate(scan.tokens):
        if token.norm not in _HOLD:
            continue
        blame = scan.has("responsible", (k + 1, min(len(scan.tokens), k + 14)))
        if blame is None or any(scan.tokens[j].raw in ";." for j in range(k, blame.first)):
            continue
        mark = Mark(k, k + 1, frozenset())
        if is_noun(scan, mark) or unreal(scan, mark):
            continue
        party = party_before(scan, k)
        if party is None:
            continue
        actor, last = actor_en(scan, k + 1)
        yield Charge(
            party.span[0], max(last, blame.last), k, "responsible", actor, who(scans, at, party)
        )


def blamed(scans: Sequence[Scan], at: int, mark: Mark) -> Charge | None:
    """ "The council accuses the brigade of …", "شبكة التلة تتهم اللواء"."""
    scan = scans[at]
    if is_noun(scan, mark) or unreal(scan, mark) or scan.norm(mark.first).endswith("ing"):
        return None
    if scan.arabic:
        return _blamed_ar(scans, at, mark)
    if scan.norm(mark.last) == "by" or scan.norm(mark.first - 1) in (
        "is",
        "was",
        "are",
        "were",
        "been",
    ):
        return None
    party = party_before(scan, mark.first)
    if party is None:
        return None
    actor, last = actor_en(scan, mark.last)
    if scan.norm(last) == "on" and scan.has("deed", (mark.last, last)) is not None:
        actor, last = actor_en(scan, last + 1)  # "blamed the attack on the brigade"
    if actor is None or (scan.figure_at.get(mark.last) is not None):
        return None
    return Charge(
        party.span[0],
        to_clause(scan, last),
        mark.first,
        "responsible",
        actor,
        who(scans, at, party),
    )


def _blamed_ar(scans: Sequence[Scan], at: int, mark: Mark) -> Charge | None:
    """ "اتهم الأهالي الفرقة …": where the two noun phrases meet, a noun of those who act begins."""
    scan = scans[at]
    duty = scan.has("responsible", (mark.last, len(scan.tokens)))
    if (
        scan.norm(mark.first).lstrip("و").startswith(("حمل", "يحمل", "تحمل", "نحمل", "محمل"))
        and duty is None
    ):
        return None
    party, after = arabic_party(scan, mark)
    if party is None:
        return None
    inside = party.span[0] >= mark.last
    by = who(scans, at, party)
    ahead = party_ahead(scan, mark.first) if inside else None
    if ahead is not None or (inside and not _begins_actor(scan, after, party.span)):
        by = None if ahead is None else who(scans, at, ahead)
        if ahead is None:
            names = [one for one in scan.names if one.last <= mark.first and one.tag != "charter"]
            by = names[0].said if names else by
        actor, last = actor_ar(scan, mark.last)
        first = mark.first if ahead is None else ahead.span[0]
        return Charge(first, to_clause(scan, last), mark.first, "responsible", actor, by)
    first = mark.last if not inside else after
    if inside:
        start, stop = party.span
        split = next(
            (k for k in range(start + 1, stop) if scan.norm(k) in _ACTORS_AR
             and not any(one.first < k < one.last for one in scan.names)), None,
        )  # fmt: skip
        if split is not None:
            by, first = joined(scan.tokens[start:split]), split
        else:
            end = next((one.last for one in scan.names if one.first == start), None)
            if end is not None and end < stop:
                first = end
    actor, last = actor_ar(scan, first)
    if actor is None:
        return None
    return Charge(
        min(mark.first, party.span[0]), to_clause(scan, last), mark.first, "responsible", actor, by
    )


def _begins_actor(scan: Scan, at: int, subject: Span) -> bool:
    """Whether who is blamed stands behind the subject, or within what was taken for it."""
    if at < len(scan.tokens) and not scan.is_sign(at):
        norm = scan.norm(at)
        glued = norm.startswith("ب") and (
            scan.has("deed", (at, at + 1)) is not None
            or norm.startswith("بال")
            or len(norm) > _GLUED
        )
        if not glued and norm not in _ENDS_AR and at not in scan.figure_at:
            return True
    return any(scan.norm(k) in _ACTORS_AR for k in range(subject[0] + 1, subject[1])) or any(
        subject[0] < one.first < subject[1] for one in scan.names
    )


def pointed(scans: Sequence[Scan], at: int, mark: Mark) -> Charge | None:
    """ "Pointed the finger at the brigade", "وجّه أصابع الاتهام إلى الكتيبة"."""
    scan = scans[at]
    if unreal(scan, mark):
        return None
    party = arabic_party(scan, mark)[0] if scan.arabic else party_before(scan, mark.first)
    actor, last = (actor_ar if scan.arabic else actor_en)(scan, mark.last)
    if actor is None or (scan.norm(mark.last) in _PRONOUNS):
        return None
    plain = scan.norm(mark.first).startswith("point") and scan.norm(mark.last - 1) == "to"
    if plain and not any(mark.last <= one.first < last for one in scan.names):
        return None
    by = (
        None
        if party is None or (scan.arabic and party.span[0] >= mark.last)
        else who(scans, at, party)
    )
    first = mark.first if by is None or party is None else min(mark.first, party.span[0])
    return Charge(first, last, mark.first, "responsible", actor, by)


def thrown(scans: Sequence[Scan], at: int) -> Iterator[Charge]:
    """ "ألقت الإذاعة اللوم على قناص": the verb, and its noun behind who does it."""
    scan = scans[at]
    for k, token in enumerate(scan.tokens):
        if token.norm not in _THROWS and token.norm.removeprefix("و") not in _THROWS:
            continue
        blame = next(
            (j for j in range(k + 1, min(len(scan.tokens), k + 10)) if scan.norm(j) in _BLAME), None
        )
        if blame is None or scan.norm(blame + 1) not in ("علي", "الي"):
            continue
        actor, last = actor_ar(scan, blame + 2)
        mark = Mark(k, k + 1, frozenset())
        party = arabic_party(scan, mark)[0]
        by = joined(scan.tokens[k + 1 : blame]) if blame > k + 1 else None
        if by is None and party is not None:
            by = who(scans, at, party)
        yield Charge(k, last, k, "responsible", actor, by)


def traced(scans: Sequence[Scan], at: int, mark: Mark) -> Charge | None:
    """ "Attributed the deaths to an exchange of fire", "نسب التحقيق الوفاة إلى حراس"."""
    scan = scans[at]
    if is_noun(scan, mark) or unreal(scan, mark):
        return None
    to = next(
        (k for k in range(mark.last, min(len(scan.tokens), mark.last + 12))
         if scan.norm(k) in ("to", "الي")), None,
    )  # fmt: skip
    deed = to is not None and (
        scan.has("deed", (mark.first, to)) is not None
        or any(scan.norm(k) in _PRONOUNS for k in range(mark.last, to))
    )
    if to is None or not deed:
        return None
    party = arabic_party(scan, mark)[0] if scan.arabic else party_before(scan, mark.first)
    actor, last = (actor_ar if scan.arabic else actor_en)(scan, to + 1)
    if actor is None or party is None:
        return None
    by = who(scans, at, party)
    if scan.arabic and party.span[0] >= mark.last and scan.has("deed", party.span):
        cut = scan.has("deed", party.span)
        by = (
            joined(scan.tokens[party.span[0] : cut.first])
            if cut and cut.first > party.span[0]
            else by
        )
    return Charge(
        min(mark.first, party.span[0]), last, mark.first, "responsible", actor, by or None
    )

"""Blame that is denied, taken off, owned up to, or left open: "denied involvement"."""

from collections.abc import Sequence

from tawthiq.reading.affairs.charged import Charge, actor_ar, actor_en, to_clause
from tawthiq.reading.affairs.parties import Party, party_before
from tawthiq.reading.affairs.scans import Mark, Scan
from tawthiq.reading.affairs.verbs import arabic_party, is_noun, is_passive, speaker_at, unreal, who
from tawthiq.reading.voices.clauses import joined
from tawthiq.reading.voices.wordsets import word_set

_PRONOUNS = word_set("it this that them him her they he she ذلك هذا")
_ACTORS_AR = word_set(
    "الفرقه الجيش النظام القوات كتيبه لواء حاجز عناصر مسلحين مجموعه طيران الطيران المدفعيه فصيل "
    "جماعه قوات الكتيبه اللواء الامن ميليشيا جيش فرقه حركه تنظيم الحاجز مجهولين شبيحه الشبيحه فرع "
    "الحكومه المعارضه المسلحين ارهابيين جبهه الجبهه دوريه طاىره طيارات ما سراىا سريه الفرع اللجان "
    "رجال شباب"
)
_DUTY_AR = word_set("مسووليته مسووليتها مسووليتهم بمسووليته بمسووليتها بمسووليه")
_PART_AR = word_set(
    "ضلوعه ضلوعها ضلوعهم علاقته علاقتها علاقتهم صلته صلتها صلتهم مسووليته مسووليتها مسووليتهم "
    "تورطه تورطها وقوفه وقوفها دوره دورها دور علاقه صله يد مشاركته مشاركتها امتلاكه امتلاكها "
    "التهمه التهم"
)
_SHORT = 6  # tokens of a bare answer


def cleared(scans: Sequence[Scan], at: int, mark: Mark) -> Charge | None:
    """ "The police has cleared him", "برّأ المختار اللجان"."""
    scan = scans[at]
    if is_noun(scan, mark) or unreal(scan, mark):
        return None
    if not scan.arabic:
        party = party_before(scan, mark.first)
        actor, last = actor_en(scan, mark.last)
        if scan.norm(last) not in ("of", "") and last < len(scan.tokens) and not scan.is_sign(last):
            return None
    else:
        party, after = arabic_party(scan, mark)
        first = after if party is not None and party.span[0] >= mark.last else mark.last
        if party is not None and party.span[0] >= mark.last:
            split = next(
                (k for k in range(party.span[0] + 1, party.span[1])
                 if scan.norm(k) in _ACTORS_AR | word_set("هذه هذا تلك")), None,
            )  # fmt: skip
            first = split if split is not None else first
        actor, last = actor_ar(scan, first)
    if party is None or actor is None:
        return None
    return Charge(
        min(mark.first, party.span[0]), last, mark.first, "not responsible", actor,
        who(scans, at, party),
    )  # fmt: skip


def denied(scans: Sequence[Scan], at: int, mark: Mark) -> Charge | None:
    """ "Denied involvement", "has nothing to do with it", "لا علاقة للكتيبة بالحادثة"."""
    scan = scans[at]
    if unreal(scan, mark):
        return None
    party = arabic_party(scan, mark)[0] if scan.arabic else party_before(scan, mark.first)
    if scan.arabic and scan.norm(mark.first).removeprefix("و") in ("لا", "مالو", "ما"):
        party = Party("they", None, (mark.first, mark.last))  # "لا علاقة لها بالحادثة"
    if party is None:
        return None
    speaker = who(scans, at, party)
    return Charge(
        min(mark.first, party.span[0]), to_clause(scan, mark.last), mark.first, "not responsible",
        speaker, speaker_at(scan, mark.first) or speaker,
    )  # fmt: skip


def denied_apart(scans: Sequence[Scan], at: int, mark: Mark) -> Charge | None:
    """ "تنفي الحركة ضلوعها في القصف", "أنكر القائد أي دور له"."""
    scan = scans[at]
    if unreal(scan, mark) or not scan.arabic:
        return None
    party, after = arabic_party(scan, mark)
    ahead = range(mark.last, min(len(scan.tokens), after + 3))
    part = next((k for k in ahead if scan.norm(k) in _PART_AR), None)
    if party is None or part is None:
        return None
    speaker = who(scans, at, party)
    if party.span[0] <= part < party.span[1]:
        speaker = joined(scan.tokens[party.span[0] : part]) or None
    if speaker is None:
        return None
    first, last = min(mark.first, party.span[0]), to_clause(scan, part)
    return Charge(first, last, mark.first, "not responsible", speaker, speaker)


def owned(scans: Sequence[Scan], at: int, mark: Mark) -> Charge | None:
    """ "Has owned up", "أقرت الكتائب بإغلاق الطريق", "أعلنت الجماعة مسؤوليتها"."""
    scan = scans[at]
    if unreal(scan, mark) or is_noun(scan, mark):
        return None
    party = _owner_ar(scan, mark) if scan.arabic else _owner_en(scan, mark)
    speaker = None if party is None or party.kind == "we" else who(scans, at, party)
    if party is None or speaker is None:
        return None
    first, last = min(mark.first, party.span[0]), to_clause(scan, mark.last)
    return Charge(first, last, mark.first, "responsible", speaker, speaker)


def _owner_ar(scan: Scan, mark: Mark) -> Party | None:
    party, after = arabic_party(scan, mark)
    ahead = range(mark.last, min(len(scan.tokens), after + 3))
    owns = any(scan.norm(k) in _DUTY_AR for k in ahead)
    admits = "owns up" in mark.parts and scan.norm(after).startswith("ب")
    said = scan.has("says", (after, after + 1)) is not None
    return party if owns or (admits and not said) else None


def _owner_en(scan: Scan, mark: Mark) -> Party | None:
    deed = scan.has("deed", (mark.last, len(scan.tokens))) is not None
    alone = scan.is_sign(mark.last) or scan.norm(mark.first) in ("owned", "confessed")
    return party_before(scan, mark.first) if "owns up" in mark.parts and (deed or alone) else None


def denied_it(scans: Sequence[Scan], at: int, mark: Mark, before: Charge) -> Charge | None:
    """ "The unit has disclaimed this": of whoever was blamed just before."""
    scan = scans[at]
    after = scan.norm(mark.last)
    if unreal(scan, mark) or before.claim != "responsible" or is_passive(scan, mark):
        return None
    alone = scan.is_sign(mark.last) or mark.last in scan.days or after in ("بعد", "again", "too")
    if not (after in _PRONOUNS or alone):
        return None
    party = arabic_party(scan, mark)[0] if scan.arabic else party_before(scan, mark.first)
    speaker = None if party is None else who(scans, at, party)
    if speaker is None or party is None:
        return None
    return Charge(
        party.span[0], mark.last + (after in _PRONOUNS), mark.first, "not responsible",
        speaker, speaker,
    )  # fmt: skip


def unknown(scans: Sequence[Scan], at: int, mark: Mark) -> Charge | None:
    """ "Has not been able to establish who did it", "لم تحدد جهة"."""
    scan = scans[at]
    party = arabic_party(scan, mark)[0] if scan.arabic else party_before(scan, mark.first)
    by = None if party is None else who(scans, at, party)
    if scan.arabic and party is not None and party.span[0] >= mark.last and by is not None:
        by = None if scan.has("deed", party.span) or len(by.split()) > _SHORT else by
    first = mark.first if party is None else min(mark.first, party.span[0])
    last = to_clause(scan, mark.last)
    return Charge(first, last, mark.first, "unknown", None, by)

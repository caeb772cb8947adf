"""The wide net of accounts: who is held responsible for a deed, or cleared of it, by any words.

`events.accounts` knows actors by lists. Here a word that lays blame counts with whoever it names:
"holds the 3rd Battery responsible", "the shell came from the hill", "الأهالي: حاجز التلة".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from msgspec import structs

from tawthiq.reading.affairs.parties import party_before, party_by
from tawthiq.reading.affairs.parties_ar import party_ahead
from tawthiq.reading.affairs.replying import (
    arabic_party,
    is_noun,
    is_passive,
    speaker_at,
    unreal,
    who,
)
from tawthiq.reading.affairs.scans import QUOTES, Mark, Scan, Span
from tawthiq.reading.voices.clauses import joined
from tawthiq.reading.voices.speakers_ar import is_preposition
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Account, Incident, Statement, statement_id

Claim = Literal["responsible", "not responsible", "unknown"]

_ENDS_EN = word_set(
    "for of as with in on at after when while that who which over because and but saying since by "
    "during to where"
)
_HOLD = word_set("hold holds held holding name names named naming")
_NO_ACTORS = frozenset(("في", "من", "مما", "على", "عن"))
_PRONOUNS = word_set("it this that them him her they he she ذلك هذا")
_STOPS = frozenset(",،;؛.:()؟?!—–")
_ACTORS_AR = word_set(
    "الفرقه الجيش النظام القوات كتيبه لواء حاجز عناصر مسلحين مجموعه طيران الطيران المدفعيه فصيل "
    "جماعه قوات الكتيبه اللواء الامن ميليشيا جيش فرقه حركه تنظيم الحاجز مجهولين شبيحه الشبيحه فرع "
    "الحكومه المعارضه المسلحين ارهابيين جبهه الجبهه دوريه طاىره طيارات ما سراىا سريه الفرع اللجان "
    "رجال شباب"
)
_CLEFT_AR = word_set("الذي التي الذين من اللي ان")
_WHO_IS = word_set("هو هي هم هن هنن")
_DOERS = word_set("المسوول الفاعل القاتل الجاني المسوولون الفاعلون المسووله المتهم")
_COPULA = word_set("was were is are")
_PART_AR = word_set(
    "ضلوعه ضلوعها ضلوعهم علاقته علاقتها علاقتهم صلته صلتها صلتهم مسووليته مسووليتها مسووليتهم تورطه "
    "تورطها وقوفه وقوفها دوره دورها دور علاقه صله يد مشاركته مشاركتها امتلاكه امتلاكها التهمه التهم"
)
_THROWS = word_set("القي القت يلقي تلقي القوا وجه وجهت يوجه توجه رمي رمت")
_BLAME = word_set("اللوم باللوم المسووليه بالمسووليه التهمه بالتهمه الاتهام بالاتهام")
_GLUED = 5  # letters of a noun with "ب" before it
_ENDS_AR = word_set("في عن من مما بان ان المسووليه مسووليه كامل بعد خلال هو هي")
_LONG = 10  # tokens of an actor
_CONTEXT = 3  # sentences in which a deed was told
_HEADING = 12  # tokens of a heading
_SHORT = 6  # tokens of a bare answer


@dataclass(frozen=True, slots=True)
class _Charge:
    first: int
    last: int
    core: int
    claim: Claim
    actor: str | None
    by: str | None


def charges(
    scans: Sequence[Scan],
    text: str,
    document: str,
    incidents: Sequence[Incident],
    known: Sequence[Account] = (),
) -> Iterator[Account]:
    """Every account that a text gives, in order; of two in the same words the first way counts.

    Args:
        incidents: those of the text: what somebody may be blamed for.
        known: the accounts of the narrow net, which others may answer.
    """
    deeds = sorted(one.start for one in incidents)
    last: tuple[int, _Charge] | None = None
    for at, scan in enumerate(scans):
        if scan.tokens[-1].raw in "?؟":
            continue
        told = _told_of_deed(scans, at, deeds)
        near = scans[max(0, at - _CONTEXT)].sentence.start
        before = last[1] if last is not None and at - last[0] <= _CONTEXT else None
        if before is None:
            before = next(
                (_Charge(0, 0, 0, one.claim, one.actor, one.attributed_to) for one in reversed(known)
                 if near <= one.start < scan.sentence.stop and one.claim is not None), None,
            )  # fmt: skip
        taken: list[Span] = []
        for one in _found(scans, at, told=told or before is not None, before=before):
            if any(first <= one.core < stop for first, stop in taken):
                continue
            taken.append((one.first, one.last))
            last = at, one
            yield _account(scan, text, document, one)


def besides(
    accounts: Sequence[Account], found: Sequence[Statement]
) -> tuple[list[Account], list[Statement]]:
    """The accounts of the narrow net, their actors mended by the wide one's fuller names, and what
    was found but for the accounts that tell the same again."""
    wide = [one for one in found if isinstance(one, Account)]
    mended = [_mended(one, wide) for one in accounts]
    rest = [
        one
        for one in found
        if not isinstance(one, Account) or not any(_same(one, other) for other in accounts)
    ]
    return mended, rest


def _same(one: Account, other: Account) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > 0 and (
        one.claim == other.claim or 2 * shared > min(one.end - one.start, other.end - other.start)
    )


def _mended(one: Account, wide: Sequence[Account]) -> Account:
    for other in wide:
        if not _same(one, other) or one.claim != other.claim or other.actor is None:
            continue
        cut = one.actor is not None and other.actor.startswith(one.actor + " ")
        short = one.actor is None or (cut and "«" in other.quote)
        odd = one.actor is not None and one.actor.split()[0] in _NO_ACTORS
        if short or odd:
            return structs.replace(one, actor=other.actor)
    return one


def _told_of_deed(scans: Sequence[Scan], at: int, deeds: Sequence[int]) -> bool:
    first = max(0, at - _CONTEXT)
    while scans[first].sentence.segment != scans[at].sentence.segment:
        first += 1
    start, stop = scans[first].sentence.start, scans[at].sentence.stop
    return any(start <= one < stop for one in deeds) or any(
        {"deed", "accuses", "lays blame"} & one.parts for one in scans[first : at + 1]
    )


def _account(scan: Scan, text: str, document: str, one: _Charge) -> Account:
    start, end = scan.sentence.words(one.first, one.last)
    return Account(
        id=statement_id(document, "account", start, end),
        start=start,
        end=end,
        quote=text[start:end],
        actor=one.actor,
        attributed_to=one.by,
        claim=one.claim,
    )


def _found(
    scans: Sequence[Scan], at: int, *, told: bool, before: _Charge | None
) -> Iterator[_Charge]:
    scan = scans[at]
    yield from _thrown(scans, at) if scan.arabic else _held(scans, at)
    for mark in scan.marks:
        parts = mark.parts
        made: _Charge | None = None
        if parts & {"lays blame"}:
            made = _blamed(scans, at, mark)
        elif parts & {"points at"}:
            made = _pointed(scans, at, mark)
        elif parts & {"traces"}:
            made = _traced(scans, at, mark)
        elif parts & {"clears"} and told:
            made = _cleared(scans, at, mark)
        if made is None and parts & {"denies part"} and told:
            made = _denied(scans, at, mark)
        if made is None and parts & {"rejects"} and told and scan.arabic:
            made = _denied_apart(scans, at, mark)
        if made is None and parts & {"owns up", "voices"} and told:
            made = _owned(scans, at, mark)
        if made is None and parts & {"rejects"} and before is not None:
            made = _denied_it(scans, at, mark, before)
        if made is None and parts & {"not known"} and told:
            made = _unknown(scans, at, mark)
        if made is None and parts & {"authors"} and told:
            made = _author(scans, at, mark)
        if made is None and parts & {"work of"} and told:
            made = _work_of(scans, at, mark)
        if made is None and parts & {"concurs"} and before is not None:
            made = _as_well(scans, at, mark, before)
        if made is not None:
            yield made
    if told:
        yield from _cleft(scan)
        yield from _bare(scans, at)


# ---- Verbs that lay blame ------------------------------------------------------------------------


def _actor_en(scan: Scan, first: int) -> tuple[str | None, int]:
    """The noun phrase that begins at a token, to a preposition, a verb or a sign."""
    while first < len(scan.tokens) and (
        scan.norm(first) in ("fully", "directly", "squarely") or scan.tokens[first].raw in QUOTES
    ):
        first += 1
    last = first
    while last < len(scan.tokens) and last - first < _LONG:
        within = any(one.first < last < one.last for one in scan.names)
        own = last > first and scan.norm(last) == "of" and scan.norm(last + 1) in ("the", "a")
        if not within and (scan.tokens[last].raw in _STOPS or last in scan.days):
            break
        if (
            not within
            and not own
            and last > first
            and (
                scan.norm(last) in _ENDS_EN
                or scan.norm(last) in ("responsible", "accountable", "fully")
            )
        ):
            break
        last += 1
    if last <= first:
        return None, first
    return joined([one for one in scan.tokens[first:last] if one.raw not in QUOTES]), last


def _actor_ar(scan: Scan, first: int) -> tuple[str | None, int]:
    last = first
    while last < len(scan.tokens) and last - first < _LONG:
        within = any(one.first < last < one.last for one in scan.names)
        norm = scan.norm(last)
        if not within and (scan.tokens[last].raw in _STOPS or last in scan.days):
            break
        called = scan.norm(last - 1) in ("يعرف", "يسمي", "تعرف") and last > first
        if (
            not within
            and last > first
            and not called
            and (
                norm.startswith(("بال", "لل"))
                or norm
                in (
                    "المسووليه",
                    "مسووليه",
                    "كامل",
                    "في",
                    "بعد",
                    "عن",
                    "هو",
                    "هي",
                    "هم",
                    "بان",
                    "ان",
                    "خلال",
                    "كما",
                    "و",
                )
                or (
                    norm.startswith("ب")
                    and last > first
                    and not norm.startswith(("بن", "بلد", "باب"))
                    and len(norm) > 4
                    and not _in_name(scan, last)
                )
            )
        ):
            break
        last += 1
    if last <= first:
        return None, first
    return joined([one for one in scan.tokens[first:last] if one.raw not in QUOTES]), last


def _in_name(scan: Scan, at: int) -> bool:
    return any(one.first <= at < one.last for one in scan.names)


def _held(scans: Sequence[Scan], at: int) -> Iterator[_Charge]:
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
        actor, last = _actor_en(scan, k + 1)
        yield _Charge(
            party.span[0], max(last, blame.last), k, "responsible", actor, who(scans, at, party)
        )


def _blamed(scans: Sequence[Scan], at: int, mark: Mark) -> _Charge | None:
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
    actor, last = _actor_en(scan, mark.last)
    if actor is None or (scan.figure_at.get(mark.last) is not None):
        return None
    return _Charge(
        party.span[0],
        _to_clause(scan, last),
        mark.first,
        "responsible",
        actor,
        who(scans, at, party),
    )


def _to_clause(scan: Scan, last: int) -> int:
    while last < len(scan.tokens) and scan.tokens[last].raw not in _STOPS:
        last += 1
    return last


def _blamed_ar(scans: Sequence[Scan], at: int, mark: Mark) -> _Charge | None:
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
        actor, last = _actor_ar(scan, mark.last)
        first = mark.first if ahead is None else ahead.span[0]
        return _Charge(first, _to_clause(scan, last), mark.first, "responsible", actor, by)
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
    actor, last = _actor_ar(scan, first)
    if actor is None:
        return None
    return _Charge(
        min(mark.first, party.span[0]), _to_clause(scan, last), mark.first, "responsible", actor, by
    )


def _begins_actor(scan: Scan, at: int, subject: Span) -> bool:
    """Whether who is blamed stands behind the subject, or within what was taken for it."""
    if at < len(scan.tokens) and not scan.is_sign(at):
        norm = scan.norm(at)
        glued = norm.startswith("ب") and (
            scan.has("deed", (at, at + 1)) is not None or norm.startswith("بال") or len(norm) > _GLUED
        )
        if not glued and norm not in _ENDS_AR and at not in scan.figure_at:
            return True
    return any(scan.norm(k) in _ACTORS_AR for k in range(subject[0] + 1, subject[1])) or any(
        subject[0] < one.first < subject[1] for one in scan.names
    )


def _pointed(scans: Sequence[Scan], at: int, mark: Mark) -> _Charge | None:
    scan = scans[at]
    if unreal(scan, mark):
        return None
    party = arabic_party(scan, mark)[0] if scan.arabic else party_before(scan, mark.first)
    actor, last = (_actor_ar if scan.arabic else _actor_en)(scan, mark.last)
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
    return _Charge(first, last, mark.first, "responsible", actor, by)


def _thrown(scans: Sequence[Scan], at: int) -> Iterator[_Charge]:
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
        actor, last = _actor_ar(scan, blame + 2)
        mark = Mark(k, k + 1, frozenset())
        party = arabic_party(scan, mark)[0]
        by = joined(scan.tokens[k + 1 : blame]) if blame > k + 1 else None
        if by is None and party is not None:
            by = who(scans, at, party)
        yield _Charge(k, last, k, "responsible", actor, by)


def _traced(scans: Sequence[Scan], at: int, mark: Mark) -> _Charge | None:
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
    actor, last = (_actor_ar if scan.arabic else _actor_en)(scan, to + 1)
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
    return _Charge(
        min(mark.first, party.span[0]), last, mark.first, "responsible", actor, by or None
    )


def _cleared(scans: Sequence[Scan], at: int, mark: Mark) -> _Charge | None:
    scan = scans[at]
    if is_noun(scan, mark) or unreal(scan, mark):
        return None
    if not scan.arabic:
        party = party_before(scan, mark.first)
        actor, last = _actor_en(scan, mark.last)
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
        actor, last = _actor_ar(scan, first)
    if party is None or actor is None:
        return None
    return _Charge(
        min(mark.first, party.span[0]), last, mark.first, "not responsible", actor,
        who(scans, at, party),
    )  # fmt: skip


# ---- Denied, or not known ------------------------------------------------------------------------


def _denied(scans: Sequence[Scan], at: int, mark: Mark) -> _Charge | None:
    scan = scans[at]
    if unreal(scan, mark):
        return None
    party = arabic_party(scan, mark)[0] if scan.arabic else party_before(scan, mark.first)
    if party is None:
        return None
    speaker = who(scans, at, party)
    return _Charge(
        min(mark.first, party.span[0]), _to_clause(scan, mark.last), mark.first, "not responsible",
        speaker, speaker_at(scan, mark.first) or speaker,
    )  # fmt: skip


def _denied_apart(scans: Sequence[Scan], at: int, mark: Mark) -> _Charge | None:
    """ "تنفي الحركة ضلوعها في القصف", "أنكر القائد أي دور له"."""
    scan = scans[at]
    if unreal(scan, mark):
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
    first, last = min(mark.first, party.span[0]), _to_clause(scan, part)
    return _Charge(first, last, mark.first, "not responsible", speaker, speaker)


def _owned(scans: Sequence[Scan], at: int, mark: Mark) -> _Charge | None:
    """ "Has owned up", "أقرت الكتائب بإغلاق الطريق", "أعلنت الجماعة مسؤوليتها"."""
    scan = scans[at]
    if unreal(scan, mark) or is_noun(scan, mark):
        return None
    if scan.arabic:
        party, after = arabic_party(scan, mark)
        owns = any(
            scan.norm(k) in ("مسووليته", "مسووليتها", "مسووليتهم", "بمسووليته", "بمسووليتها", "بمسووليه")
            for k in range(mark.last, min(len(scan.tokens), after + 3))
        )
        admits = "owns up" in mark.parts and scan.norm(after).startswith("ب") and (
            scan.has("says", (after, after + 1)) is None
        )
        if not owns and not admits:
            return None
    else:
        party = party_before(scan, mark.first)
        if "voices" in mark.parts and "owns up" not in mark.parts:
            return None
        deed = scan.has("deed", (mark.last, len(scan.tokens))) is not None
        if not (deed or scan.is_sign(mark.last) or scan.norm(mark.first) in ("owned", "confessed")):
            return None
    if party is None or party.kind == "we":
        return None
    speaker = who(scans, at, party)
    if speaker is None:
        return None
    first, last = min(mark.first, party.span[0]), _to_clause(scan, mark.last)
    return _Charge(first, last, mark.first, "responsible", speaker, speaker)


def _denied_it(scans: Sequence[Scan], at: int, mark: Mark, before: _Charge) -> _Charge | None:
    """ "The unit has disclaimed this": of whoever was blamed just before."""
    scan = scans[at]
    after = scan.norm(mark.last)
    if unreal(scan, mark) or before.claim != "responsible" or is_passive(scan, mark):
        return None
    alone = scan.is_sign(mark.last) or mark.last in scan.days or after in ("بعد", "again", "too")
    if not (after in _PRONOUNS or alone):
        return None
    if scan.arabic:
        party = arabic_party(scan, mark)[0]
    else:
        party = party_before(scan, mark.first)
    speaker = None if party is None else who(scans, at, party)
    if speaker is None or party is None:
        return None
    return _Charge(
        party.span[0], mark.last + (after in _PRONOUNS), mark.first, "not responsible",
        speaker, speaker,
    )  # fmt: skip


def _unknown(scans: Sequence[Scan], at: int, mark: Mark) -> _Charge | None:
    scan = scans[at]
    party = arabic_party(scan, mark)[0] if scan.arabic else party_before(scan, mark.first)
    by = None if party is None else who(scans, at, party)
    if scan.arabic and party is not None and party.span[0] >= mark.last and by is not None:
        by = None if scan.has("deed", party.span) or len(by.split()) > _SHORT else by
    first = mark.first if party is None else min(mark.first, party.span[0])
    last = _to_clause(scan, mark.last)
    return _Charge(first, last, mark.first, "unknown", None, by)


# ---- Who did it ----------------------------------------------------------------------------------


def _author(scans: Sequence[Scan], at: int, mark: Mark) -> _Charge | None:
    """ "Terrorists were behind it", "المدفعية هي التي قصفتنا"."""
    scan = scans[at]
    if unreal(scan, mark):
        return None
    if scan.arabic:
        if (
            scan.norm(mark.first) in _WHO_IS
            and scan.has("deed", (mark.last, min(len(scan.tokens), mark.last + 4))) is None
            and "مسوول" not in scan.norm(mark.last - 1) + scan.norm(mark.first + 1)
        ):
            return None
        party, _ = arabic_party(scan, Mark(mark.first, len(scan.tokens), mark.parts))
    else:
        party = party_before(scan, mark.first)
    if party is None or party.kind == "they":
        return None
    actor = party.said if party.kind == "named" else "us"
    by = speaker_at(scan, mark.first, actor or "")
    return _Charge(party.span[0], _to_clause(scan, mark.last), mark.first, "responsible", actor, by)


def _work_of(scans: Sequence[Scan], at: int, mark: Mark) -> _Charge | None:
    """ "Was carried out by the 4th Battery", "the shell came from the hill"."""
    scan = scans[at]
    if unreal(scan, mark) or scan.norm(mark.last).endswith("ing"):
        return None
    if scan.arabic:
        deed = scan.has("deed", (max(0, mark.first - 8), mark.first))
        actor, last = _actor_ar(scan, mark.last)
    else:
        deed = scan.has("deed", (max(0, mark.first - 14), mark.last))
        party = party_by(scan, mark.last)
        actor, last = (party.said, party.span[1]) if party is not None else (None, mark.last)
    if deed is None or actor is None or scan.figure_at.get(mark.last) is not None:
        return None
    counted = any(mark.first - 3 < stop <= mark.first for stop, _ in scan.figure_at.values())
    if counted or (_from(scan, mark) and not _acts(scan, (mark.last, last))):
        return None
    by = speaker_at(scan, mark.first, actor)
    first = min(deed.first, mark.first)
    return _Charge(first, last, mark.first, "responsible", actor, by)


def _from(scan: Scan, mark: Mark) -> bool:
    return scan.norm(mark.last - 1) in ("from", "من", "مصدره", "مصدرها") and "يد" not in (
        scan.norm(mark.last - 1)
    )


def _acts(scan: Scan, span: Span) -> bool:
    """Whether words name who can act: a body, "the army", "حاجز"."""
    return any(span[0] <= one.first < span[1] and one.tag == "body" for one in scan.names) or any(
        _is_actor(scan, k) for k in range(span[0], min(span[1], span[0] + 4))
    )


def _cleft(scan: Scan) -> Iterator[_Charge]:
    """ "It was the 3rd Regiment that mined the road", "الذي ضرب المعتصمين هو حاجز التل"."""
    if scan.arabic:
        yield from _cleft_ar(scan)
        return
    for k in range(len(scan.tokens) - 2):
        if scan.norm(k) != "it" or scan.norm(k + 1) not in _COPULA:
            continue
        first = k + 2
        if scan.norm(first) in (
            "not",
            "said",
            "clear",
            "unclear",
            "reported",
            "also",
            "only",
            "time",
        ):
            continue
        actor, last = _actor_en(scan, first)
        that = next(
            (j for j in range(last, min(len(scan.tokens), last + 16))
             if scan.norm(j) in ("that", "who", "which")), None,
        )  # fmt: skip
        named = any(first <= one.first < last for one in scan.names) or (
            scan.norm(first) in ("us", "them", "they", "we")
        )
        says = any(one.last == k and "says" in one.parts for one in scan.marks) or (
            scan.norm(k - 1) == "that"
        )
        clefted = that is not None and scan.has("deed", (that, min(len(scan.tokens), that + 5)))
        if (
            actor is None
            or first in scan.figure_at
            or not (clefted or (says and named) or (named and scan.is_sign(last) and k <= 1))
        ):
            continue
        by = speaker_at(scan, first, actor)
        yield _Charge(k, last, first, "responsible", actor, by)


def _cleft_ar(scan: Scan) -> Iterator[_Charge]:
    for k, token in enumerate(scan.tokens):
        if token.norm not in _WHO_IS or k == 0:
            continue
        opener = next(
            (j for j in range(k - 1, max(-1, k - 16), -1) if scan.norm(j) in ("الذي", "من", "التي", "الذين", "اللي", "وان", "ومن")
             and scan.norm(j + 1) not in ("قبل", "بعد")), None,
        )  # fmt: skip
        duty = any(scan.norm(j) in _DOERS for j in range(max(0, k - 6), k))
        if duty:
            opener = next(j for j in range(max(0, k - 6), k) if scan.norm(j) in _DOERS)
        starts = opener is not None and (opener == 0 or scan.is_sign(opener - 1))
        if opener is None or not (duty or starts or scan.has("deed", (opener, k))):
            continue
        if any(scan.tokens[j].raw in ";؛.،" for j in range(opener, k)):
            continue
        if scan.norm(k + 1) in _CLEFT_AR or is_preposition(
            scan.tokens[min(k + 1, len(scan.tokens) - 1)]
        ):
            continue
        actor, last = _actor_ar(scan, k + 1)
        if actor is not None:
            yield _Charge(opener, last, k, "responsible", actor, speaker_at(scan, k, actor))


def _as_well(scans: Sequence[Scan], at: int, mark: Mark, before: _Charge) -> _Charge | None:
    """ "Father Boulos says the same": of whom the account before speaks."""
    scan = scans[at]
    if not any(
        scan.norm(k) in ("same", "نفسه", "نفس", "ذاته", "مثل") for k in range(mark.first, mark.last)
    ):
        return None
    party = arabic_party(scan, mark)[0] if scan.arabic else party_before(scan, mark.first)
    if party is None or party.kind != "named":
        return None
    return _Charge(party.span[0], mark.last, mark.first, before.claim, before.actor, party.said)


# ---- Few words -----------------------------------------------------------------------------------


def _bare(scans: Sequence[Scan], at: int) -> Iterator[_Charge]:
    """ "Who shelled it? The army.", "The governor says armed groups.", "الأهالي: حاجز التلة"."""
    scan = scans[at]
    asked = any(_asks_who(one) for one in scans[max(0, at - _CONTEXT) : at])
    size = len(scan.tokens)
    colon = next((k for k in range(1, min(size, _SHORT + 1)) if scan.tokens[k].raw == ":"), None)
    if colon is not None and size - colon - 2 <= _SHORT and _is_actor(scan, colon + 1):
        first = next((k + 1 for k in range(colon - 1, -1, -1) if scan.tokens[k].raw in "–—.)"), 0)
        if 0 < colon - first <= _SHORT and not any(one in scan.days for one in range(first, colon)):
            last = _to_clause(scan, colon + 1)
            actor, by = joined(scan.tokens[colon + 1 : last]), joined(scan.tokens[first:colon])
            yield _Charge(first, last, colon, "responsible", actor, by)
            return
    if not asked:
        return
    for says in [one for one in scan.marks if "says" in one.parts]:
        yield from _bare_said(scans, at, says)


def _bare_said(scans: Sequence[Scan], at: int, says: Mark) -> Iterator[_Charge]:
    """ "The governor says armed groups." where somebody asked who did it."""
    scan = scans[at]
    last = _to_clause(scan, says.last)
    if 0 < last - says.last <= _SHORT - 1 and not says.parts & {"published"}:
        party = arabic_party(scan, says)[0] if scan.arabic else party_before(scan, says.first)
        if (
            party is not None
            and not scan.is_sign(says.last)
            and scan.norm(says.last)
            not in ("the same", "that", "it", "so", "nothing", "otherwise", "ان", "the", "same")
        ):
            actor = joined(scan.tokens[says.last : last])
            yield _Charge(
                party.span[0], last, says.last, "responsible", actor, who(scans, at, party)
            )


def _asks_who(scan: Scan) -> bool:
    """ "Who shelled the church?", "4. Who shelled the church": a question, or a heading like one."""
    first = next(
        (k for k in range(min(4, len(scan.tokens))) if scan.norm(k) in ("who", "من", "مين")), None
    )
    asks = scan.tokens[-1].raw in "?؟" or (
        first is not None and scan.norm(first) == "who" and len(scan.tokens) <= _HEADING
    )
    return first is not None and asks and scan.has("deed", (first, len(scan.tokens))) is not None


def _is_actor(scan: Scan, at: int) -> bool:
    """Whether a noun of those who act begins there."""
    norm = scan.norm(at)
    if scan.arabic:
        return norm in _ACTORS_AR or norm in _MORE_AR
    return any(
        norm in _GROUPS or scan.norm(k) in _GROUPS for k in range(at, min(at + 4, len(scan.tokens)))
    )


_MORE_AR = word_set("ارهابيون مسلحون مجهولون شبيحه الشبيحه الطيران المدفعيه الحاجز")
_GROUPS = word_set(
    "army brigade battalion regiment division militia militias gunmen terrorists gangs rebels "
    "government regime aircraft planes air tank tanks artillery checkpoint soldiers fighters "
    "forces warplane helicopter group groups positions position"
)

"""What an estimate comes to, in sentences of both languages."""

import re
from collections.abc import Iterable, Sequence

from tawthiq.estimates.beside import Standing
from tawthiq.estimates.families_in_words import WORDS, Lang
from tawthiq.estimates.left_out import Varied, one_list_decides
from tawthiq.estimates.model import CaptureTable, Estimate, NotEstimable, StrataEstimate, Total
from tawthiq.fields import ARABIC_INDIC, write_number

# A number that stands by itself: no part of a name, of a term such as L1*L2, or of a formula.
_NUMBER = re.compile(r"(?<![A-Za-z0-9_/*|.])\d[\d,]*(?:\.\d+)?%?(?![A-Za-z0-9_/*|])")


def in_digits(said: str, lang: Lang, names: Iterable[str]) -> str:
    """A sentence of the estimates' room, its numbers in the digits of the language.

    That room lies beside the one that writes numbers, so its sentences come with Western digits.

    Args:
        said: the sentence.
        lang: English stays as it is.
        names: of lists: digits in them are theirs.
    """
    if lang == "en":
        return said
    kept = sorted({name for name in names if name}, key=len, reverse=True)
    parts = re.split(rf"({'|'.join(map(re.escape, kept))})", said) if kept else [said]
    return "".join(
        part if at % 2 else _NUMBER.sub(lambda found: _digits(found[0]), part)
        for at, part in enumerate(parts)
    )


def _digits(written: str) -> str:
    # A comma that ends a clause is no separator of thousands.
    bare = written.rstrip(",")
    return bare.translate(ARABIC_INDIC) + written[len(bare) :]


def reason_said(answer: NotEstimable, lang: Lang) -> str:
    """Why there is no number."""
    reason = answer.reason_ar if lang == "ar" else answer.reason
    return in_digits(reason, lang, (*answer.lists, *answer.dropped_lists))


def choice_said(one: Varied, lang: Lang, names: Iterable[str]) -> tuple[str, str]:
    """What was chosen, and why it has no number ("" where it has one)."""
    names = tuple(names)
    choice, reason = (one.ar, one.reason_ar) if lang == "ar" else (one.en, one.reason_en)
    return in_digits(choice, lang, names), in_digits(reason or "", lang, names)


def stratum_doubts(answer: Estimate, lang: Lang) -> list[str]:
    """The doubts of one answer."""
    names = (*answer.lists, *answer.dropped_lists)
    return [in_digits(one.ar if lang == "ar" else one.en, lang, names) for one in answer.doubts]


def table_said(name: str, table: CaptureTable, lang: Lang) -> str:
    """How large a table is."""
    lists, people = _n(len(table.lists), lang), _n(table.n_observed, lang)
    patterns = _n(len(table.counts), lang)
    if lang == "ar":
        return (
            f"{name}: عدد القوائم {lists}، وعدد الأشخاص الواردين في إحداها على الأقلّ {people}، "
            f"وعدد الأنماط {patterns}."
        )
    return f"{name}: {lists} lists, {people} people on at least one of them, {patterns} patterns."


def answer_said(answer: Estimate | NotEstimable, lang: Lang) -> str:
    """The number with its interval, or why there is none."""
    if isinstance(answer, NotEstimable):
        why = reason_said(answer, lang)
        return f"لا يمكن التقدير: {why}" if lang == "ar" else f"Not estimable: {why}"
    median, low, high = (_n(value, lang) for value in (answer.median, answer.low, answer.high))
    missed = _n(answer.median - answer.n_observed, lang)
    if lang == "ar":
        return (
            f"الأشخاص جميعًا: {median}، وفترة {_n(95, lang)}٪ من {low} إلى {high}؛ "
            f"منهم {missed} لا يردون في أيّ قائمة."
        )
    return f"All people: {median}, 95 % interval {low} to {high}; {missed} of them are on no list."


def drawn_said(answer: Estimate, seed: int, lang: Lang) -> str:
    """How the number was drawn, and whether it may be relied on."""
    rhat = write_number(answer.rhat, lang, 3)
    ess, wanted = _n(answer.ess, lang), write_number(answer.settings.max_rhat, lang, 2)
    name = WORDS[answer.settings.model].name(lang)
    if lang == "ar":
        said = (
            f"النموذج: {name}؛ البذرة {_n(seed, lang)}؛ معامل R-hat {rhat}؛ "
            f"وتعادل السحوبات {ess} سحبًا مستقلًّا."
        )
        if not answer.converged:
            said += f" لم يتقارب التقدير (المطلوب معامل دون {wanted}): لا يُعتمد على الفترة."
        return said
    said = f"Model: {name}; seed {seed}; R-hat {rhat}; worth {ess} independent draws."
    if not answer.converged and answer.reason:
        said += f" {answer.reason}"
    return said


def doubts_said(
    answer: Estimate | NotEstimable,
    standing: Sequence[Standing],
    lang: Lang,
    varied: Sequence[Varied] = (),
) -> list[tuple[str | None, str]]:
    """Each doubt as a sentence, with the name of the family beside the answer that has it.

    Those of the answer itself come first, with no name; those of its being `varied` among them.
    """
    said: list[tuple[str | None, str]] = []
    if isinstance(answer, Estimate):
        names = (*answer.lists, *answer.dropped_lists)
        doubts = (*answer.doubts, *one_list_decides(answer, varied))
        said += [
            (None, in_digits(one.ar if lang == "ar" else one.en, lang, names)) for one in doubts
        ]
        if answer.dropped_lists:
            said.append((None, _dropped(answer.dropped_lists, lang)))
    for family in standing:
        if family.share is None:
            name = WORDS[family.family].name(lang)
            lists = (*answer.lists, *answer.dropped_lists)
            said += [
                (name, in_digits(one.ar if lang == "ar" else one.en, lang, lists))
                for one in family.doubts
            ]
    return list(dict.fromkeys(said))


def notes_said(answer: Estimate | NotEstimable, lang: Lang) -> list[str]:
    """What the table shows of its lists, and the number allows for."""
    notes = answer.notes if isinstance(answer, Estimate) else ()
    return [one.ar if lang == "ar" else one.en for one in notes]


def total_said(result: StrataEstimate, lang: Lang) -> list[str]:
    """The sum over strata, or why there is none."""
    if result.total is not None:
        return [_sum(result.total, lang)]
    partial = result.partial_total
    if lang == "ar":
        named = "، ".join(
            f"{name} ({_n(people, lang)} موثّقًا)"
            for name, people in result.documented_left_out.items()
        )
        said = [f"لا مجموع: شرائح لا يمكن تقديرها: {named}. ولا يُضاف الموثّقون فيها إلى تقدير."]
    else:
        said = [result.total_reason or ""]
    if partial is not None:
        said.append(_sum(partial, lang, partial=True))
    return said


def whole_said(whole: Estimate | NotEstimable, lang: Lang) -> str:
    """All rows of a table taken at once, to stand beside the sum of its strata."""
    said = answer_said(whole, lang)
    return f"الصفوف كلّها معًا: {said}" if lang == "ar" else f"All rows at once: {said}"


def pooling_said(result: StrataEstimate, lang: Lang) -> list[str]:
    """What strata share, where they do."""
    if result.pooling != "shared":
        return []
    if lang == "ar":
        return [
            "تشترك الشرائح في أصنافها الكامنة: لكلّ منها أوزانها ومدى قوائمها، وما لا تقوله الشريحة "
            "القليلة العدد يُستمدّ من سائرها. والقائمة التي لا أحد فيها من شريحة تُعدّ غير عاملة فيها."
        ]
    return [
        "The strata share their latent classes: each has its own weights of them and reach of its "
        "lists, and what a thin stratum does not say is taken from the others. A list nobody of a "
        "stratum is on counts as not at work there."
    ]


def unknown_said(people: int, lang: Lang, *, placed: bool) -> str:
    """What became of people whose stratum is not recorded."""
    n = _n(people, lang)
    if lang == "ar":
        if placed:
            return (
                f"أشخاص لم تُسجَّل شريحتهم: {n}. وُزّعوا بالقرعة لأجل التقدير وحده، مرّة لكلّ جدول، "
                "كتوزّع من في القوائم نفسها؛ ولا يُعرض أحد منهم في عدد شريحة."
            )
        return f"أشخاص لم تُسجَّل شريحتهم: {n}. لا تشملهم الشرائح ولا مجموعها."
    if placed:
        return (
            f"People whose stratum is not recorded: {n}. For the estimates alone they are placed "
            "by chance, anew for each table, as people on the same lists are; no stratum counts "
            "them."
        )
    return f"People whose stratum is not recorded: {n}. The strata and their sum leave them out."


def _sum(total: Total, lang: Lang, *, partial: bool = False) -> str:
    median, low, high = (_n(value, lang) for value in (total.median, total.low, total.high))
    if lang == "ar":
        what = "مجموع الشرائح التي أمكن تقديرها" if partial else "مجموع الشرائح"
        said = f"{what}: {median}، وفترة {_n(95, lang)}٪ من {low} إلى {high}."
        return said if total.converged else f"{said} ولم يتقارب تقدير بعضها."
    what = "Sum of the strata that can be estimated" if partial else "Sum of the strata"
    said = f"{what}: {median}, 95 % interval {low} to {high}."
    return said if total.converged else f"{said} {total.reason}"


def _dropped(lists: Sequence[str], lang: Lang) -> str:
    if lang == "ar":
        return f"قوائم لا أحد فيها، فلم تُؤخذ: {'، '.join(lists)}."
    return f"Nobody is on these lists, so they were left out: {', '.join(lists)}."


def _n(value: float, lang: Lang) -> str:
    return write_number(round(value), lang)

"""What an estimate comes to, in sentences of both languages."""

from collections.abc import Sequence

from tawthiq.estimates.beside import Standing
from tawthiq.estimates.families_in_words import WORDS, Lang
from tawthiq.estimates.left_out import Varied, one_list_decides
from tawthiq.estimates.model import CaptureTable, Estimate, NotEstimable, StrataEstimate, Total
from tawthiq.fields import write_number


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
        return (
            f"لا يمكن التقدير: {answer.reason_ar}"
            if lang == "ar"
            else f"Not estimable: {answer.reason}"
        )
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
        doubts = (*answer.doubts, *one_list_decides(answer, varied))
        said += [(None, one.ar if lang == "ar" else one.en) for one in doubts]
        if answer.dropped_lists:
            said.append((None, _dropped(answer.dropped_lists, lang)))
    for family in standing:
        if family.share is None:
            name = WORDS[family.family].name(lang)
            said += [(name, one.ar if lang == "ar" else one.en) for one in family.doubts]
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

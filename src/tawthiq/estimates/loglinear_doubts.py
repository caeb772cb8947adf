"""What a reader of a log-linear estimate has to know, in words."""

from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tawthiq.estimates.family import Doubt
from tawthiq.estimates.naming import joined, joined_ar, model_name, term_name

_NAMED = 6  # so many models or pairs are named, the rest counted
_IMPROBABLE = 0.001  # a deviance less probable than this, and the model does not fit
_SPLIT = 0.5  # a model chosen on fewer of the resamples is one choice among several
_OFTEN = 0.05  # models chosen on fewer resamples are left out of comparisons
_APART = 2.0  # ratio of the unseen between models that are chosen often


def of_table(
    counts: NDArray[np.int64], lists: tuple[str, ...], dropped: tuple[str, ...]
) -> list[Doubt]:
    """Lists nobody is on, and pairs of lists that share nobody."""
    doubts = []
    if dropped:
        doubts.append(
            Doubt(
                code="empty-list",
                en=f"Nobody is on {joined(dropped)}; left out.",
                ar=f"لا أحد في {joined_ar(dropped)}؛ لم تُحتسب.",
            )
        )
    cells = np.arange(len(counts))
    apart = [
        term_name((1 << a) | (1 << b), lists)
        for a, b in combinations(range(len(lists)), 2)
        if not counts[(cells >> a & cells >> b & 1) == 1].any()
    ]
    if apart:
        doubts.append(
            Doubt(
                code="empty-overlap",
                en=f"Lists that share nobody: {_some(apart)}. A term for such a pair is minus "
                "infinity, and the estimate says nothing of people whom both could have seen.",
                ar=f"قوائم لا تشترك في أحد: {_some(apart)}. حدّ مثل هذا الزوج سالب ما لا نهاية، "
                "ولا يقول التقدير شيئًا عمّن كان يمكن أن تراه القائمتان معًا.",
            )
        )
    return doubts


def of_candidates(without: list[tuple[int, ...]], lists: tuple[str, ...]) -> list[Doubt]:
    """Models that have no finite estimate on this table."""
    if not without:
        return []
    names = [model_name(terms, lists) for terms in without]
    blamed = sorted(
        {term for terms in without for term in terms if term.bit_count() > 1},
        key=lambda term: -sum(term in terms for terms in without),
    )
    smallest = [
        term_name(term, lists)
        for term in blamed
        if sum(term in terms for terms in without) == len(without)
    ]
    all_with, all_with_ar = "", ""
    if smallest:
        all_with = f" Each of them has the term {joined(smallest)}."
        all_with_ar = f" وفي كلّ منها الحدّ {joined_ar(smallest)}."
    return [
        Doubt(
            code="no-finite-estimate",
            en=f"{len(without)} models have no single finite estimate on this table, so they were "
            f"not to be chosen: {_some(names)}.{all_with}",
            ar=f"لا تقدير وحيدًا منتهيًا لـ{len(without)} من النماذج في هذا الجدول، فلم تكن "
            f"لتُختار: {_some(names)}.{all_with_ar}",
        )
    ]


def no_model(lists: tuple[str, ...]) -> Doubt:
    """None of the candidates has an estimate."""
    return Doubt(
        code="no-model-has-an-estimate",
        en=f"No log-linear model of {joined(lists)} has a finite estimate: not even independent "
        "lists say how many are on none, since they overlap in too few ways.",
        ar=f"لا تقدير منتهيًا لأيّ نموذج لوغاريتمي خطّي للقوائم {joined_ar(lists)}: حتى استقلال "
        "القوائم لا يقول كم شخصًا ليس في أيّ منها، لقلّة ما تتقاطع.",
    )


def of_choice(
    name: str, free: int, probability: float, at_minus_infinity: list[str]
) -> list[Doubt]:
    """How the model chosen stands to the table."""
    doubts = []
    if at_minus_infinity:
        doubts.append(
            Doubt(
                code="extended-estimate",
                en=f"In the model chosen, {name}, these terms are minus infinity, for nobody shows "
                f"them: {_some(at_minus_infinity)}.",
                ar=f"في النموذج المختار {name} هذه الحدود سالبة ما لا نهاية لأنّ أحدًا لا يظهر "
                f"فيها: {_some(at_minus_infinity)}.",
            )
        )
    if free == 0:
        doubts.append(
            Doubt(
                code="no-degrees-of-freedom",
                en=f"The model chosen, {name}, has as many terms as there are patterns: it fits "
                "whatever is there, and nothing in the table can speak against it.",
                ar=f"في النموذج المختار {name} من الحدود بعدد الأنماط: يطابق أيّ شيء، ولا شيء في "
                "الجدول يمكن أن يشهد عليه.",
            )
        )
    elif probability < _IMPROBABLE:
        doubts.append(
            Doubt(
                code="does-not-fit",
                en=f"Even the model chosen, {name}, does not fit the table (deviance on {free} "
                f"degrees of freedom, p below {_above(probability)}): people may differ in ways "
                "no term of it can say.",
                ar=f"حتى النموذج المختار {name} لا يطابق الجدول (الانحراف بدرجات حرية {free}، "
                f"p دون {_above(probability)}): قد يختلف الأشخاص بما لا يعبّر عنه أيّ حدّ فيه.",
            )
        )
    return doubts


def of_resamples(models: pl.DataFrame, n_observed: int, chosen: str) -> list[Doubt]:
    """How firmly the selection stands, and what hangs on it."""
    doubts = []
    weight = dict(zip(models["model"], models["weight"], strict=True))
    if weight[chosen] < _SPLIT:
        doubts.append(
            Doubt(
                code="selection-unsure",
                en=f"The model chosen, {chosen}, is chosen on {weight[chosen]:.0%} of the "
                f"resampled tables only; {len(weight)} models are chosen on some.",
                ar=f"النموذج المختار {chosen} لا يُختار إلا في {weight[chosen]:.0%} من الجداول "
                f"المعاد سحبها؛ وعدد النماذج التي تُختار في بعضها {len(weight)}.",
            )
        )
    often = models.filter((pl.col("weight") >= _OFTEN) & pl.col("median").is_not_null())
    if often.height > 1:
        # Half a person, so that a model that says "nobody" can be set against the others.
        unseen = often["median"].to_numpy() - n_observed + 0.5
        least, most = int(unseen.argmin()), int(unseen.argmax())
        if unseen[most] > _APART * unseen[least]:
            few, many = often.row(least, named=True), often.row(most, named=True)
            doubts.append(
                Doubt(
                    code="models-disagree",
                    en=f"The number hangs on the model: about {few['median']:,.0f} people by "
                    f"{few['model']}, about {many['median']:,.0f} by {many['model']}, and the "
                    "table does not settle which holds.",
                    ar=f"العدد رهن بالنموذج: نحو {few['median']:,.0f} بحسب {few['model']}، ونحو "
                    f"{many['median']:,.0f} بحسب {many['model']}، والجدول لا يحسم أيّهما يصحّ.",
                )
            )
    return doubts


def _above(probability: float) -> str:
    """The power of ten above a probability, written out; not less than a millionth."""
    power = int(np.clip(np.floor(-np.log10(max(probability, 1e-9))), 3, 6))
    return f"{10.0**-power:.{power}f}"


def _some(names: list[str]) -> str:
    rest = f" (+{len(names) - _NAMED})" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + rest

"""Doubts that several families share, in words."""

from tawthiq.estimates.family import Doubt

STOPPED = Doubt(
    code="stopped",
    en="The bootstrap was stopped before its end, so there is no interval.",
    ar="أُوقف أخذ العيّنات قبل نهايته، فلا فترة.",
)


def number_of_lists(n_lists: int, least: int, most: int) -> Doubt:
    """Fewer lists with people on them than a family needs, or more than it can take."""
    if n_lists < least:
        return Doubt(
            code="too-few-lists",
            en=f"People stand on {n_lists} of the lists only; at least {least} are needed. With "
            "fewer, lists that depend on each other cannot be told from people missed by all.",
            ar=f"لا يرد الأشخاص إلا في {n_lists} من القوائم، واللازم {least} على الأقلّ. فبأقلّ "
            "منها لا يُميَّز ارتباط القوائم ممّن فاتها جميعًا.",
        )
    return Doubt(
        code="too-many-lists",
        en=f"There are {n_lists} lists; at most {most} are taken, since the table has a cell for "
        "each pattern. Join lists that share an origin.",
        ar=f"عدد القوائم {n_lists}، ولا يُؤخذ منها إلا {most} على الأكثر، لأنّ في الجدول خانة لكلّ "
        "نمط. تُضمّ القوائم ذات الأصل الواحد.",
    )


def unbounded(share: float) -> Doubt:
    """So many resamples have no finite estimate that the interval has no upper end."""
    return Doubt(
        code="unbounded-above",
        en=f"On {share:.1%} of the resampled tables there is no finite estimate: the lists overlap "
        "so little that the interval has no upper end.",
        ar=f"في {share:.1%} من الجداول المعاد سحبها لا تقدير منتهيًا: تقاطع القوائم قليل إلى حدّ "
        "أنّ الفترة لا حدّ أعلى لها.",
    )


def resamples_without_estimate(share: float) -> Doubt:
    """A few resamples have no finite estimate."""
    return Doubt(
        code="resamples-without-estimate",
        en=f"{share:.1%} of the draws come from resampled tables without a finite estimate; they "
        "stand at the largest finite one.",
        ar=f"{share:.1%} من السحوبات من جداول معاد سحبها لا تقدير منتهيًا لها؛ "
        "وُضعت عند أكبر تقدير منتهٍ.",
    )

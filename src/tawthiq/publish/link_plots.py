"""Plots of how sure the linkage is: pairs by probability, people by lists, weights of agreement."""

from collections.abc import Sequence
from textwrap import wrap

import altair as alt
from markupsafe import Markup

from tawthiq.publish.model import Lang, LevelWeight, LinkCertainty
from tawthiq.publish.plots import (
    AFTER_NUMBER,
    TWO_LINES,
    WIDE_LETTER,
    WIDTH,
    directed,
    key,
    line_labels,
    unit_title,
)
from tawthiq.publish.svg import APART, ESTIMATED, LINKED, MUTED, draw, people_axis, table
from tawthiq.publish.words import PDI, RLI, number, percent, plain

_LEVEL_LETTERS = 46  # of a line of a level's words


def probabilities(links: LinkCertainty, lang: Lang, *, name: str, title: str, desc: str) -> Markup:
    """Compared pairs by the probability that both records speak of one person."""
    rtl = lang == "ar"
    room = (WIDTH - 60) / max(len(links.histogram), 1)  # where numbers would meet, the table does
    values = [
        {"low": each.low, "high": each.high, "pairs": each.pairs, "none": 0}
        | {"at": (each.low + each.high) / 2}
        | {"words": words if len(words) * 6.5 < room else ""}
        for each in links.histogram
        for words in [number(each.pairs, lang) if each.pairs else ""]
    ]
    top = max((each.pairs for each in links.histogram), default=1)
    scale = alt.Scale(domain=[0, 1], reverse=rtl, nice=False)
    base = table("rows").encode(
        y=alt.Y("pairs:Q", scale=alt.Scale(domain=[0, max(top * 1.12, 1)], nice=False)).axis(
            format=",d",
            tickMinStep=1,
            tickCount=4,
            title=None,
            domain=False,
            orient="right" if rtl else "left",
        )
    )
    ticks = alt.Axis(
        format=".0%",
        # The sign stands after the number as the language reads, not as the drawing runs.
        labelExpr=f"'{RLI}' + datum.label + '{PDI}'" if rtl else "datum.label",
        title=plain("links.probability", lang),
        grid=False,
        tickCount=5,
    )
    chart = alt.layer(
        base.mark_bar(color=LINKED, stroke="#ffffff", strokeWidth=1).encode(
            x=alt.X("low:Q", scale=scale, axis=ticks), x2="high:Q", y2="none:Q"
        ),
        base.mark_text(dy=-7, fontSize=10).encode(x=alt.X("at:Q", scale=scale), text="words:N"),
    ).properties(
        width=WIDTH - 60,
        height=170,
        title=unit_title(plain("links.pairs", lang), rtl=rtl),
    )
    return draw(chart, {"rows": values}, lang, name=name, title=title, desc=desc)


def by_lists(links: LinkCertainty, lang: Lang, *, name: str, title: str, desc: str) -> Markup:
    """People by how many lists name them."""
    rtl = lang == "ar"
    total = sum(people for _, people in links.people_by_lists) or 1
    values = [
        {
            "lists": key(at, in_lists(count, lang)),
            "people": people,
            "words": f"{number(people, lang)} ({percent(people / total, lang, 1)})",
        }
        for at, (count, people) in enumerate(links.people_by_lists)
    ]
    top = max((people for _, people in links.people_by_lists), default=1)
    base = table("rows").encode(
        x=alt.X(
            "people:Q", scale=alt.Scale(domain=[0, max(top * 1.2, 1)], reverse=rtl, nice=False)
        ).axis(people_axis(lang)),
        y=alt.Y("lists:N", sort=None).axis(
            orient="right" if rtl else "left",
            title=None,
            labelExpr=AFTER_NUMBER,
            ticks=False,
            domain=False,
            labelPadding=8,
        ),
    )
    chart = alt.layer(
        base.mark_bar(color=LINKED, height={"band": 0.7}),
        base.mark_text(align="right" if rtl else "left", dx=-5 if rtl else 5).encode(
            text="words:N"
        ),
    ).properties(width=WIDTH - 140, height=alt.Step(24))
    return draw(chart, {"rows": values}, lang, name=name, title=title, desc=desc)


def level_weights(
    levels: Sequence[LevelWeight],
    words: Sequence[str],
    ends: tuple[float, float],
    lang: Lang,
    *,
    name: str,
    title: str,
    desc: str,
) -> Markup:
    """What each level of agreement in one field is worth.

    Args:
        levels: of one field.
        words: of each level, in `lang`.
        ends: of the axis, in bits: those of all fields, so that their plots can be compared.
    """
    rtl = lang == "ar"
    labels = [wrap(one, _LEVEL_LETTERS) for one in words]
    values = [
        {
            "level": key(at, "\n".join(directed(line, lang) for line in label)),
            "bits": each.bits,
            "none": 0,
            "low": each.bits if each.low is None else each.low,
            "high": each.bits if each.high is None else each.high,
            "colour": LINKED if each.bits >= 0 else APART,
        }
        for at, (label, each) in enumerate(zip(labels, levels, strict=True))
    ]
    margin = 0.03 * max(ends[1] - ends[0], 1.0)
    scale = alt.Scale(domain=[ends[0] - margin, ends[1] + margin], reverse=rtl, nice=False)
    ticks = alt.Axis(format="d", tickMinStep=1, tickCount=8, title=plain("weights.axis", lang))
    y = alt.Y("level:N", sort=None, scale=alt.Scale(paddingInner=0.35)).axis(
        orient="right" if rtl else "left",
        title=None,
        labelExpr=TWO_LINES,
        ticks=False,
        domain=False,
        **line_labels(_LEVEL_LETTERS),
    )
    base = table("rows").encode(y=y)
    chart = alt.layer(
        base.mark_bar().encode(
            x=alt.X("bits:Q", scale=scale, axis=ticks),
            x2="none:Q",
            color=alt.Color("colour:N", scale=None, legend=None),
        ),
        base.mark_bar(color=ESTIMATED, height=2).encode(x=alt.X("low:Q", scale=scale), x2="high:Q"),
        table("rows").mark_rule(color=MUTED).encode(x=alt.XDatum(0, scale=scale)),
    ).properties(
        width=WIDTH - 40 - round(WIDE_LETTER * _LEVEL_LETTERS),
        height=alt.Step(38 if any(len(label) > 1 for label in labels) else 26),
    )
    return draw(chart, {"rows": values}, lang, name=name, title=title, desc=desc)


def in_lists(count: int, lang: Lang) -> str:
    """ "in 3 lists", with the form the noun takes after that number."""
    form = {0: "zero", 1: "one", 2: "two"}.get(count)
    if form is None:
        # Arabic counts 3 to 10 with the plural, and from 11 on with the accusative singular.
        form = "few" if 3 <= count % 100 <= 10 else "many"
    return plain(f"in_lists.{form}", lang).format(count=number(count, lang))

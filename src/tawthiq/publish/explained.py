"""Why two records are held to be one person, or two: the picture of the sum, and a page around it.

The picture is a row of steps: from what was held before anything was compared, by what each field
says, to the sum. Beside it stand the same numbers as a table, with what each list wrote, and the
names part by part. The page is in Arabic and English, needs nothing else, and has nothing active.
Unlike the report it names people; who may see it is for its user to decide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from textwrap import wrap
from typing import Any, Literal

import altair as alt
from markupsafe import Markup

from tawthiq import __version__
from tawthiq.publish import words
from tawthiq.publish.html_files import asset, policy_of, templates, write_page
from tawthiq.publish.model import LANGS, Lang
from tawthiq.publish.plots import WIDTH, directed, key, line_labels
from tawthiq.publish.svg import APART, INK, LINKED, MUTED, draw, table
from tawthiq.register import (
    NameAlignment,
    PairField,
    PairReasons,
    bits_words,
    in_latin,
    level_words,
    probability_words,
    reason_words,
)

_TWO_LINES = "split(slice(datum.value, 5), '\\n')"
_LETTERS = 32  # of a line beside the picture
_TOTAL = INK


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One bar of the picture: from where the sum stood to where it stands."""

    what: str
    bits: float
    start: float
    end: float
    kind: Literal["step", "total"]


def steps_of(reasons: PairReasons, lang: Lang) -> list[Step]:
    """The sum of a pair as steps, the total last; none where no sum was kept."""
    if reasons.total_bits is None or reasons.prior_bits is None:
        return []
    prior = "sum.prior_within" if reasons.within else "sum.prior"
    parts = [(reason_words(prior, lang), reasons.prior_bits)]
    parts += [
        (reason_words(f"field.{one.field}", lang), one.bits)
        for one in reasons.fields
        if one.bits is not None
    ]
    parts.append((reason_words("sum.rivals", lang), reasons.rivals_bits or 0.0))
    steps, at = [], 0.0
    for what, bits in parts:
        steps.append(Step(what=what, bits=bits, start=at, end=at + bits, kind="step"))
        at += bits
    total = reasons.total_bits
    steps.append(
        Step(what=reason_words("sum.total", lang), bits=total, start=0.0, end=total, kind="total")
    )
    return steps


def draw_explained(reasons: PairReasons, lang: Lang, *, name: str = "explained") -> Markup | None:
    """The picture of the sum as inline SVG, described for those who hear the page.

    Returns:
        None where no sum was kept.
    """
    steps = steps_of(reasons, lang)
    if not steps:
        return None
    lines = [wrap(step.what, _LETTERS) for step in steps]
    rows = [
        key(at, "\n".join(directed(line, lang) for line in label)) for at, label in enumerate(lines)
    ]
    values = [_bar(row, step, lang) for row, step in zip(rows, steps, strict=True)]
    joins = [
        {"row": row, "next": after, "at": step.end}
        for row, after, step in zip(rows, rows[1:], steps, strict=False)
    ]
    ends = [0.0, *(end for step in steps for end in (step.start, step.end))]
    letters = max(len(line) for label in lines for line in label)
    chart = _chart(rows, letters, lang, (min(ends), max(ends))).properties(
        width=WIDTH - round(7.2 * letters) - 40,
        height=alt.Step(32 if any(len(label) > 1 for label in lines) else 28),
    )
    return draw(
        chart,
        {"rows": values, "joins": joins},
        lang,
        name=name,
        title=words.plain("explained.plot", lang),
        desc=_described(reasons, steps, lang),
    )


def _bar(row: str, step: Step, lang: Lang) -> dict[str, Any]:
    low, high = min(step.start, step.end), max(step.start, step.end)
    forward = step.bits >= 0
    colour = _TOTAL if step.kind == "total" else LINKED if forward else APART
    return {
        "row": row,
        "low": low,
        "high": high,
        "colour": colour,
        "edge": high if forward else low,
        "side": "far" if forward else "near",
        "words": directed(bits_words(step.bits, lang), lang),
    }


def _chart(
    rows: Sequence[str], letters: int, lang: Lang, ends: tuple[float, float]
) -> alt.LayerChart | alt.FacetChart:
    rtl = lang == "ar"
    # Room for the words beyond either end.
    margin = 0.11 * max(ends[1] - ends[0], 1.0)
    y = alt.Y("row:N", sort=None, scale=alt.Scale(domain=list(rows), paddingInner=0.3)).axis(
        orient="right" if rtl else "left",
        title=None,
        labelExpr=_TWO_LINES,
        ticks=False,
        domain=False,
        **line_labels(letters),
    )
    scale = alt.Scale(domain=[ends[0] - margin, ends[1] + margin], reverse=rtl, nice=False)
    ticks = alt.Axis(
        format="d", tickMinStep=1, tickCount=8, title=words.plain("explained.axis", lang)
    )
    base = table("rows")
    after: Literal["left", "right"] = "right" if rtl else "left"
    before: Literal["left", "right"] = "left" if rtl else "right"
    gap = -6 if rtl else 6

    def text(side: str, align: Literal["left", "right"], dx: int) -> alt.Chart:
        mark: alt.Chart = base.transform_filter(f"datum.side == '{side}'").mark_text(
            align=align, dx=dx
        )
        return mark.encode(y=y, x=alt.X("edge:Q", scale=scale), text="words:N")

    return alt.layer(
        base.mark_rule(color=MUTED, strokeDash=[3, 3]).encode(x=alt.XDatum(0, scale=scale)),
        table("joins")
        .mark_rule(color="#9a9c99")
        .encode(y=y, y2="next:N", x=alt.X("at:Q", scale=scale)),
        base.mark_bar().encode(
            y=y,
            x=alt.X("low:Q", scale=scale, axis=ticks),
            x2="high:Q",
            color=alt.Color("colour:N", scale=None, legend=None),
        ),
        text("far", after, gap),
        text("near", before, -gap),
    )


def _described(reasons: PairReasons, steps: Sequence[Step], lang: Lang) -> str:
    """Every step in words: what the drawing shows, for those who do not see it."""
    said = [f"{step.what}: {bits_words(step.bits, lang)}" for step in steps]
    if reasons.probability is not None:
        shown = probability_words(reasons.probability, lang)
        said.append(f"{reason_words('sum.probability', lang)}: {shown}")
    comma = "؛ " if lang == "ar" else "; "
    return f"{words.plain('explained.desc', lang)} {comma.join(said)}."


class _Page:
    """`reasons` in `lang`. The template calls this and nothing else."""

    def __init__(self, reasons: PairReasons, lang: Lang) -> None:
        self.reasons = reasons
        self.lang: Lang = lang
        self.direction = "rtl" if lang == "ar" else "ltr"
        self.record_a, self.record_b = (_id(one) for one in (reasons.record_a, reasons.record_b))
        self.picture = draw_explained(reasons, lang, name=f"{lang}-explained")

    def t(self, label: str, **values: object) -> Markup:
        """A label of this room, filled."""
        return words.text(label, self.lang, **values)

    def plain(self, label: str) -> str:
        """A label of this room as it is."""
        return words.plain(label, self.lang)

    def word(self, label: str) -> str:
        """A label of the register."""
        return reason_words(label, self.lang)

    @property
    def between(self) -> Markup:
        """Which records these are."""
        return self.t("explained.between", a=self.record_a, b=self.record_b)

    @property
    def held(self) -> str:
        """How the three readings hold them."""
        held = self.word(f"held.{self.reasons.held}")
        return f"{held[0].upper()}{held[1:]}."

    @property
    def who(self) -> Markup:
        """Whose records they are now."""
        a, b = self.reasons.person_a, self.reasons.person_b
        if a == b:
            return self.t("explained.person", person=_id(a))
        return self.t("explained.people", a=_id(a), b=_id(b))

    @property
    def probability(self) -> Markup | None:
        """The probability that follows from the sum."""
        given = self.reasons.probability
        return None if given is None else self._isolated(probability_words(given, self.lang))

    @property
    def law(self) -> Markup | None:
        """That judgements overrule the sum, where there are any."""
        if self.reasons.verdict is None:
            return None
        verdict = self.word(f"verdict.{self.reasons.verdict}")
        return self._filled("said.overruled", verdict=Markup.escape(verdict))

    @property
    def notes(self) -> list[Markup]:
        """What has to be known of how the pair was compared."""
        reasons = self.reasons
        found = [
            self._filled("said.newest", asked=_id(asked), newest=_id(newest))
            for asked, newest in (
                (reasons.record_a, reasons.newest_a),
                (reasons.record_b, reasons.newest_b),
            )
            if asked != newest
        ]
        if reasons.weighed != "kept":
            which = "said.not_weighed" if reasons.weighed == "no" else "said.weighed_again"
            found.append(self._filled(which))
        return found

    @property
    def names(self) -> list[dict[str, object]]:
        """The alignments of the names."""
        return [self._alignment(one) for one in self.reasons.names]

    def _alignment(self, one: NameAlignment) -> dict[str, object]:
        return {
            "caption": self.t(
                "explained.names_of",
                a=words.foreign(one.a, self.lang),
                b=words.foreign(one.b, self.lang),
                level=Markup.escape(self.word(f"names.{one.level}")),
            ),
            "parts": [
                {
                    "a": self._part(part.a),
                    "b": self._part(part.b),
                    "how": self.word(f"kind.{part.kind}"),
                    "level": part.level,
                }
                for part in one.parts
            ],
        }

    def _part(self, part: str | None) -> Markup:
        if part is None:
            return Markup("–")
        latin = in_latin(part)
        shown = words.foreign(part, self.lang)
        if latin is None:
            return shown
        spoken = Markup('<span class="latin">{}</span>').format(words.foreign(latin, self.lang))
        return shown + spoken

    @property
    def rows(self) -> list[dict[str, object]]:
        """The table of the sum, or of the values alone where no sum was kept."""
        reasons = self.reasons
        fields = [self._row(one) for one in reasons.fields]
        if self.picture is None:
            return fields
        prior = "sum.prior_within" if reasons.within else "sum.prior"
        return [
            self._line(prior, reasons.prior_bits),
            *fields,
            self._line("sum.rivals", reasons.rivals_bits),
            self._line("sum.total", reasons.total_bits),
        ]

    def _row(self, one: PairField) -> dict[str, object]:
        if one.gamma is None or one.gamma < 0 or one.reason is None:
            agree = self.word("said.cannot")
        else:
            agree = level_words(one.reason, self.lang)
        return {
            "what": self.word(f"field.{one.field}"),
            "a": self._values(one.a),
            "b": self._values(one.b),
            "agree": agree,
            "bits": self._bits(one.bits),
            "total": False,
        }

    def _line(self, label: str, bits: float | None) -> dict[str, object]:
        return {
            "what": self.word(label),
            "a": None,
            "bits": self._bits(bits),
            "total": label == "sum.total",
        }

    @property
    def judgements(self) -> list[dict[str, object]]:
        """What reviewers hold of the pair."""
        return [
            {
                "verdict": self.word(f"verdict.{one.verdict}"),
                "reviewer": words.foreign(one.reviewer, self.lang) if one.reviewer else "–",
                "when": words.day(datetime.fromisoformat(one.at).date(), self.lang),
                "reason": words.foreign(one.reason, self.lang),
            }
            for one in self.reasons.judgements
        ]

    def _values(self, values: Sequence[str]) -> Markup:
        return Markup(" · ").join(words.foreign(value, self.lang) for value in values) or Markup(
            "–"
        )

    def _bits(self, bits: float | None) -> Markup:
        return Markup() if bits is None else self._isolated(bits_words(bits, self.lang))

    def _isolated(self, value: str) -> Markup:
        return Markup('<bdi dir="{}">{}</bdi>').format(self.direction, value)

    def _filled(self, label: str, **values: Markup) -> Markup:
        return Markup.escape(self.word(label)).format(**values)


def render_explained(reasons: PairReasons, *, first: Lang = "en") -> str:
    """The page; the same reasons give the same page, to the byte."""
    folder = templates()
    css = asset(folder, "explained.css")
    order = sorted(LANGS, key=lambda lang: lang != first)
    return folder.get_template("explained.html.j2").render(
        pages=[_Page(reasons, lang) for lang in order],
        version=__version__,
        css=css,
        policy=policy_of(css),
    )


def write_explained(reasons: PairReasons, path: Path, *, first: Lang = "en") -> None:
    """Write the page to `path`, whole or not at all.

    Raises:
        ExportError: the file cannot be written.
    """
    write_page(render_explained(reasons, first=first), path)


def _id(value: str) -> Markup:
    return Markup('<bdi class="id" dir="ltr">{}</bdi>').format(words.clean(value))

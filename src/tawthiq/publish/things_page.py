"""Pages on things as one HTML file, in both languages: facts, tables, plots, doubts.

The words of sources may hold anything: each is cleaned, escaped and isolated. The page asks nothing
of any other machine and has nothing active.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from markupsafe import Markup

from tawthiq import __version__
from tawthiq.affairs import (
    Affairs,
    Cell,
    Chart,
    Page,
    Part,
    Table,
    Value,
    View,
    overview_of,
    page_of,
)
from tawthiq.fields import Gazetteer
from tawthiq.publish import words
from tawthiq.publish.html_files import asset, policy_of, templates, write_page
from tawthiq.publish.model import LANGS, Lang
from tawthiq.publish.things_plots import MOST_BARS, dated_of, drawn, legend_of

# In the order of the report; a type added later is listed by `tawthiq things`.
_LISTED = ("incident", "organisation", "election", "charter", "campaign", "gathering",
           "displacement", "aid", "question", "work")  # fmt: skip
_ALONE = frozenset(("election", "charter", "question"))
_MOST = 12  # things of one type that are shown alone


class ShownChart:
    """A plot with its legend."""

    def __init__(self, chart: Chart, lang: Lang, name: str) -> None:
        self.title = words.foreign(chart.title, lang) + _first_bars(chart, lang)
        self.label = words.clean(chart.title)
        self.svg = drawn(chart, lang, name=name)
        self.legend = [(mark, words.foreign(label, lang)) for mark, label in legend_of(chart)]


def _first_bars(chart: Chart, lang: Lang) -> Markup:
    """How many of a long calendar are drawn."""
    there = len(dated_of(chart.spots)) if chart.kind == "calendar" else 0
    if there <= MOST_BARS:
        return Markup("")
    shown, whole = (words.number(one, lang) for one in (MOST_BARS, there))
    return Markup(" ") + words.text("things.first_bars", lang, shown=shown, n=whole)


class ShownPage:
    """A page as the template prints it: worded, escaped, isolated."""

    def __init__(self, page: Page, name: str) -> None:
        self.lang: Lang = page.language
        self.direction = "rtl" if page.language == "ar" else "ltr"
        self.id = name
        self.title = self._foreign(page.title)
        self.plain_title = words.clean(page.title)
        self.as_of = (
            None
            if page.on is None
            else words.text("things.as_of", page.language, day=words.day(page.on, page.language))
        )
        self.notes = [self._foreign(one) for one in page.notes]
        self.facts = [
            (self._foreign(one.label), [(self._foreign(value), [self._foreign(each) for each in by])
             for value, by in one.values])
            for one in page.facts
        ]  # fmt: skip
        self.doubts = [self._foreign(one.said(page.language)) for one in page.doubts]
        self.tables = [self._table(one) for one in page.tables if one.rows]
        charts = [
            ShownChart(one, page.language, f"{name}-chart-{at}")
            for at, one in enumerate(page.charts)
        ]
        self.charts = [one for one in charts if one.svg is not None]
        self.empty = not (self.tables or self.facts or self.charts)

    def t(self, label: str) -> Markup:
        """A label of this room."""
        return words.text(label, self.lang)

    def _table(self, one: Table) -> dict[str, object]:
        """A table without the columns that are empty in every row."""
        kept = [
            at
            for at in range(len(one.columns))
            if at == 0 or any(row[at] not in (None, "", Cell(text="")) for row in one.rows)
        ]
        return {
            "title": self._foreign(one.title),
            "label": words.clean(one.title),
            "columns": [(self._foreign(one.columns[at]), at in one.numbers) for at in kept],
            "rows": [[(self._cell(row[at]), at in one.numbers) for at in kept] for row in one.rows],
            "note": self._foreign(one.note) if one.note else None,
        }

    def _foreign(self, value: str) -> Markup:
        return words.foreign(value, self.lang)

    def _cell(self, value: Value) -> Markup:
        if value in (None, "", Cell(text="")):
            return Markup("–")
        if isinstance(value, Cell):
            # The step of a tree is a blank that must stay.
            depth = len(value.text) - len(value.text.lstrip("\u2003"))
            shown = self._foreign(value.text)
            return (
                Markup('<span class="d{}">{}</span>').format(min(depth, 9), shown)
                if depth
                else shown
            )
        if isinstance(value, int | float):
            return words.bdi(words.number(value, self.lang, 0 if float(value).is_integer() else 1))
        return self._foreign(value)


def report_pages(affairs: Affairs, gazetteer: Gazetteer) -> dict[Lang, tuple[Page, ...]]:
    """The pages of a report: a list of each type that the register holds, and the things that are
    best shown alone (charters with their curve, votes, questions), the first of each by key.

    Of a long list the first rows, with a note how many there are; the page of a thing is whole:
    who reads a report may have no register to ask. Names of people who are not public are withheld.
    """
    return {
        lang: tuple(
            _report_pages(
                View(affairs=affairs, language=lang, named=False, gazetteer=gazetteer, part=Part())
            )
        )
        for lang in LANGS
    }


def _report_pages(view: View) -> Iterator[Page]:
    there = view.affairs.counts()
    for kind in _LISTED:
        if kind in there:
            yield overview_of(view, kind)
        if kind in _ALONE:
            for thing in view.affairs.things(kind)[:_MOST]:
                yield page_of(replace(view, part=None), thing)


def shown_pages(pages: Sequence[Page], prefix: str) -> list[ShownPage]:
    """Pages for a template.

    Args:
        prefix: of the ids in the HTML, unique in the file.
    """
    return [ShownPage(one, f"{prefix}-{at}") for at, one in enumerate(pages)]


def render_things(
    pages: Mapping[Lang, Sequence[Page]], *, first: Lang = "en", title: str | None = None
) -> str:
    """One HTML file with the same pages in both languages.

    Args:
        pages: by language.
        first: which language stands first.
        title: of the file; the first page's where it is None.
    """
    folder = templates()
    css = asset(folder, "explained.css") + asset(folder, "things.css")
    order = sorted(LANGS, key=lambda lang: lang != first)
    halves = [(lang, shown_pages(pages[lang], lang)) for lang in order if pages.get(lang)]
    shown = title or (halves[0][1][0].plain_title if halves else "tawthiq")
    return folder.get_template("things.html.j2").render(
        halves=[
            {
                "lang": lang,
                "direction": "rtl" if lang == "ar" else "ltr",
                "language": words.plain("explained.language", lang),
                "pages": found,
            }
            for lang, found in halves
        ],
        title=words.clean(shown),
        version=__version__,
        css=css,
        policy=policy_of(css),
    )


def write_things(
    pages: Mapping[Lang, Sequence[Page]],
    path: Path,
    *,
    first: Lang = "en",
    title: str | None = None,
) -> None:
    """Write the pages to `path`, whole or not at all.

    Raises:
        ExportError: the file cannot be written.
    """
    write_page(render_things(pages, first=first, title=title), path)

"""Invented figures for the tests of checks: what a reading would propose, written by hand."""

from datetime import date

from tawthiq.checks import Stated, check_statements
from tawthiq.statements import Figure


def figure(name: str, low=None, high=None, **fields) -> Figure:
    """A figure of deaths; one number is an exact value."""
    bound = fields.pop("bound", "exact")
    if bound in ("exact", "about") and high is None:
        high = low
    said = {"unit": "people", "counted": "deaths", "quote": f"{low or high}"} | fields
    start = said.pop("start", sum(map(ord, name)))
    return Figure(
        id=name, start=start, end=start + 1, value_low=low, value_high=high, bound=bound, **said
    )


def stated(*statements, document="d1", source="observatory", published=date(2012, 9, 1), **more):
    return [
        Stated(statement=one, document=document, source=source, published=published, **more)
        for one in statements
    ]


def verdicts(found, check="itself"):
    """(statement, verdict) of each finding of one check."""
    return [
        (finding.statements[0], finding.verdict)
        for findings in found.findings.values()
        for finding in findings
        if finding.check == check
    ]


def checked(*statements, **more):
    return check_statements(stated(*statements), **more)

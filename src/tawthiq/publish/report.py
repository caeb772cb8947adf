"""Write the report: one HTML file that carries everything it needs, in Arabic and English."""

from pathlib import Path

from tawthiq.publish.html_files import asset, policy_of, templates, write_page
from tawthiq.publish.model import LANGS, ReportData
from tawthiq.publish.page import Page


def render_report(data: ReportData) -> str:
    """The report as HTML; the same data gives the same text, to the byte."""
    folder = templates()
    css = asset(folder, "report.css") + asset(folder, "things.css")
    script = asset(folder, "report.js")
    return folder.get_template("report.html.j2").render(
        pages=[Page(data, lang) for lang in LANGS],
        css=css,
        script=script,
        policy=policy_of(css, script),
    )


def write_html(data: ReportData, path: Path) -> None:
    """Write the report to `path`, whole or not at all."""
    write_page(render_report(data), path)

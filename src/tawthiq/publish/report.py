"""Write the report: one HTML file that carries everything it needs, in Arabic and English.

The page asks nothing of any other machine, and its content security policy forbids it to: only the
one style sheet and the one script whose hashes stand in the policy are let in, so markup that a
source smuggled into a name could neither run nor send anything, even if escaping failed.
"""

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tawthiq.publish.files import write_atomically
from tawthiq.publish.model import LANGS, ReportData
from tawthiq.publish.page import Page


def render_report(data: ReportData) -> str:
    """The report as HTML; the same data gives the same text, to the byte."""
    folder = Environment(
        loader=PackageLoader("tawthiq.publish"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    css, script = (asset(folder, name) for name in ("report.css", "report.js"))
    return folder.get_template("report.html.j2").render(
        pages=[Page(data, lang) for lang in LANGS],
        css=css,
        script=script,
        policy=(
            f"default-src 'none'; style-src {policy_hash(css)}; script-src {policy_hash(script)}; "
            "base-uri 'none'; form-action 'none'"
        ),
    )


def write_html(data: ReportData, path: Path) -> None:
    """Write the report to `path`, whole or not at all."""
    html = render_report(data)
    write_atomically(path, lambda temporary: _write(temporary, html))


def _write(path: Path, html: str) -> None:
    path.write_text(html, encoding="utf-8", newline="\n")


def asset(folder: Environment, name: str) -> Markup:
    """A style sheet or script of this package, as it is."""
    if folder.loader is None:
        raise RuntimeError("the templates are not part of this installation")
    return Markup(folder.loader.get_source(folder, name)[0])  # noqa: S704 - files of this package


def policy_hash(text: str) -> str:
    """How a content security policy names a style sheet or script it lets in."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"

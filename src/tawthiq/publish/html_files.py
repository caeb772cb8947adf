"""What every HTML file of this package shares: its templates, its policy, how it is written.

A page asks nothing of any other machine, and its content security policy forbids it to: only the
style sheet and the script whose hashes stand in the policy are let in, so markup that a source
smuggled into a name could neither run nor send anything, even if escaping failed.
"""

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tawthiq.publish.files import write_atomically


def templates() -> Environment:
    """The templates of this package: everything is escaped, and a missing value is an error."""
    return Environment(
        loader=PackageLoader("tawthiq.publish"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def asset(folder: Environment, name: str) -> Markup:
    """A style sheet or script of this package, as it is."""
    if folder.loader is None:
        raise RuntimeError("the templates are not part of this installation")
    return Markup(folder.loader.get_source(folder, name)[0])  # noqa: S704 - files of this package


def policy_of(css: str, script: str | None = None) -> str:
    """The content security policy of a page with one style sheet and perhaps one script."""
    let_in = f"style-src {_hash(css)}; "
    if script is not None:
        let_in += f"script-src {_hash(script)}; "
    return f"default-src 'none'; {let_in}base-uri 'none'; form-action 'none'"


def write_page(html: str, path: Path) -> None:
    """Write a page to `path`, whole or not at all.

    Raises:
        ExportError: the file cannot be written.
    """

    def write(temporary: Path) -> None:
        temporary.write_text(html, encoding="utf-8", newline="\n")

    write_atomically(Path(path), write)


def _hash(text: str) -> str:
    """How a content security policy names a style sheet or script it lets in."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"

"""HTML: one file without scripts, styles and print rules inside; autoescaped Jinja.

The page forbids everything active by its content security policy, so that even a mistake in a
template could not run a stranger's text.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from privacydesk.documents.blocks import Document
from privacydesk.documents.escape import clean
from privacydesk.documents.writers.encoding import Encoder
from privacydesk.paths import templates_folder

if TYPE_CHECKING:
    from jinja2 import Environment


def write_html(document: Document) -> bytes:
    """The document as one UTF-8 HTML file."""
    encoded = Encoder(clean, clean, clean).document(document)
    page = _environment().get_template("document.html.j2").render(d=encoded)
    return page.encode()


@cache
def _environment() -> Environment:
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(str(templates_folder() / "layout"), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

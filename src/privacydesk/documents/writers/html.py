"""HTML: one file without scripts, styles and print rules inside; autoescaped Jinja.

The page forbids everything active by its content security policy, so that even a mistake in a
template could not run a stranger's text.
"""

from __future__ import annotations

from base64 import b64encode
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
    page = _environment().get_template("document.html.j2").render(d=encoded, logo=_logo(document))
    return page.encode()


def _logo(document: Document) -> str:
    """The logo of a letter inside the page: a file of its own would be a file to lose."""
    look = document.letter
    if look is None or look.logo is None:
        return ""
    kind = "jpeg" if look.logo_type == "jpg" else look.logo_type
    return f"data:image/{kind};base64,{b64encode(look.logo).decode()}"


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

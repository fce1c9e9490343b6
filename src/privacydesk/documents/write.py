"""A document in a format."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, Literal, get_args

from privacydesk.documents.blocks import Document

if TYPE_CHECKING:
    from privacydesk.isolate import Early

Format = Literal["pdf", "docx", "odt", "html", "md"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
LetterFormat = Literal[Format, "txt"]
LETTER_FORMATS: Final[tuple[LetterFormat, ...]] = (*FORMATS, "txt")


def write(
    document: Document,
    fmt: LetterFormat,
    check: Callable[[], None] | None = None,
    early: Early | None = None,
) -> bytes:
    """The bytes of `document` as `fmt`; a format's libraries are loaded only here.

    `check` is called while the PDF is set; what it raises stops that. `early`: a compiler that
    waits for it.
    """
    match fmt:
        case "pdf":
            from privacydesk.documents.compiler import compile_files
            from privacydesk.documents.writers.pdf import write_pdf

            fonts = document.letter.fonts if document.letter else ""
            how = partial(compile_files, fonts=fonts, check=check, early=early)
            return write_pdf(document, how)
        case "docx":
            from privacydesk.documents.writers.docx import write_docx

            return write_docx(document)
        case "odt":
            from privacydesk.documents.writers.odt import write_odt

            return write_odt(document)
        case "html":
            from privacydesk.documents.writers.html import write_html

            return write_html(document)
        case "md":
            from privacydesk.documents.writers.markdown import write_markdown

            return write_markdown(document)
        case "txt":
            from privacydesk.documents.writers.text import write_text

            return write_text(document)

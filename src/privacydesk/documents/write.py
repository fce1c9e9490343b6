"""A document in a format."""

from __future__ import annotations

from typing import Final, Literal, get_args

from privacydesk.documents.blocks import Document

Format = Literal["pdf", "docx", "odt", "html", "md"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)


def write(document: Document, fmt: Format) -> bytes:
    """The bytes of `document` as `fmt`; a format's libraries are loaded only here."""
    match fmt:
        case "pdf":
            from privacydesk.documents.compiler import compile_files
            from privacydesk.documents.writers.pdf import write_pdf

            return write_pdf(document, compile_files)
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

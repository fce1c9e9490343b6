"""PDF: blocks as JSON into the fixed layout `templates/layout/document.typ`.

Data are JSON strings all the way; nothing is ever turned into Typst markup. The compiler runs in a
process of its own that ends with the document, because it keeps its memory, and sees no file but
those handed to it. The result is tagged and produced as PDF/A-3a and PDF/UA-1; conformance has not
been verified by an independent checker and is not claimed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from privacydesk.documents.blocks import Document
from privacydesk.documents.escape import clean
from privacydesk.documents.fonts import breakable, printable
from privacydesk.documents.writers.encoding import Encoder
from privacydesk.paths import templates_folder

_WIDE: Final = 36  # characters that fit a line of running text or a wide cell in any case
_NARROW: Final = 20  # ... and a table column; shorter words are hyphenated
_LABEL: Final = 30  # ... and the name of a source field

Compile = Callable[[Mapping[str, bytes], int | None], bytes]


def write_pdf(document: Document, compile_files: Compile) -> bytes:
    """The bytes of the PDF; `compile_files` runs the compiler (`documents/compiler.py`)."""
    import orjson

    layout = templates_folder() / "layout"
    letter = document.letter
    files = {
        "main.typ": (layout / ("letter.typ" if letter else "document.typ")).read_bytes(),
        "blocks.typ": (layout / "blocks.typ").read_bytes(),
        "document.json": orjson.dumps(Encoder(_wide, _narrow, _label).document(document)),
    }
    for number, attached in enumerate(document.attached):
        files[f"attached-{number}"] = attached.data
    if letter is not None and letter.logo is not None:
        # files in memory must be UTF-8 for the compiler: the picture goes as a list of its bytes
        files["logo.json"] = orjson.dumps(list(letter.logo))
    moment = document.created
    return compile_files(files, int(moment.timestamp()) if moment else None)


def _wide(text: str) -> str:
    return breakable(printable(clean(text)), _WIDE)


def _narrow(text: str) -> str:
    return breakable(printable(clean(text)), _NARROW)


def _label(text: str) -> str:
    return breakable(printable(clean(text)), _LABEL)

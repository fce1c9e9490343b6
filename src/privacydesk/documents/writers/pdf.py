"""PDF: blocks as JSON into the fixed layout `templates/layout/document.typ`.

Data are JSON strings all the way; nothing is ever turned into Typst markup. The compiler runs in a
process of its own that ends with the document, because it keeps its memory, and sees no file but
those handed to it. The result is tagged and produced as PDF/A-3a and PDF/UA-1; conformance has not
been verified by an independent checker and is not claimed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

from privacydesk.documents.blocks import Attached, Document
from privacydesk.documents.escape import clean
from privacydesk.documents.fonts import breakable, kept, printable, unmarked
from privacydesk.documents.writers.encoding import Encoder, Node
from privacydesk.documents.writers.text import write_text
from privacydesk.paths import templates_folder

_WIDE: Final = 36  # characters that fit a line of running text or a wide cell in any case
_NARROW: Final = 20  # ... and a table column; shorter words are hyphenated
_RUN: Final = 2_500  # lines set in one go: about forty pages
_LINE: Final = 90  # characters
_LABEL: Final = 16  # ... and the name of a source field; two lines of it at most stand beside
_LONG_LABEL: Final = 44  # the value
_HALF: Final = 56  # ... of a value that shares its row with another: two lines of half a page
_NUMBER: Final = 24  # ... of a telephone number that no line breaks, where there is room for it
_SHORT_NUMBER: Final = 16  # ... and in a table column
_LONG_WORD: Final = re.compile(rf"\S{{{_WIDE + 1},}}")

Compile = Callable[[Mapping[str, bytes], int | None], bytes]


def write_pdf(document: Document, compile_files: Compile) -> bytes:
    """The bytes of the PDF; `compile_files` runs the compiler (`documents/compiler.py`)."""
    import orjson

    layout = templates_folder() / "layout"
    letter = document.letter
    if letter is not None:
        document = _with_its_text(document)
    files = {
        "main.typ": (layout / ("letter.typ" if letter else "document.typ")).read_bytes(),
        "blocks.typ": (layout / "blocks.typ").read_bytes(),
    }
    encoded = Encoder(_wide, _narrow, _label).document(document)
    _level([*encoded["front"], *encoded["body"]])
    _place_fields([*encoded["front"], *encoded["body"]])
    if letter is None:
        encoded["body"] = _in_runs(encoded["body"])
    files["document.json"] = orjson.dumps(encoded)
    for number, attached in enumerate(document.attached):
        files[f"attached-{number}"] = attached.data
    if letter is not None and letter.logo is not None:
        # files in memory must be UTF-8 for the compiler: the picture goes as a list of its bytes
        files["logo.json"] = orjson.dumps(list(letter.logo))
    moment = document.created
    return compile_files(files, int(moment.timestamp()) if moment else None)


def _with_its_text(document: Document) -> Document:
    """The letter, carrying its text as a file where the fonts cannot show a character of it."""
    text = write_text(document)
    if printable(text.decode()) == text.decode():
        return document
    whole = Attached("letter.txt", "text/plain", document.title, text)
    return replace(document, attached=(*document.attached, whole))


def _level(nodes: list[Node], above: int = 0) -> int:
    """Headings one level below the last one at most, in place; returns the level of the last.

    PDF/UA-1 (ISO 14289-1, 7.4.2) begins with level 1 and skips none; an edited letter need not.
    """
    for node in nodes:
        match node:
            case ["h", level, *_]:
                above = node[1] = min(level, above + 1)
            case ["q", inner]:
                above = _level(inner, above)
            case ["ul", items] | ["ol", items, _]:
                for item in items:
                    above = _level(item, above)
    return above


def _place_fields(nodes: list[Node]) -> None:
    """How much room each pair of label and value gets, in place: "half" a row, a "row" of its own
    beside its label, or a row in which a long label and the value "run" on.

    Data blocks stand at the top level only. A column is narrower than a row: words break sooner.
    """
    for node in nodes:
        if node[0] != "fields":
            continue
        for pair in node[1]:
            label, lines = pair
            whole = unmarked(lines[0])
            if len(label) > _LONG_LABEL:
                pair.append("run")
            elif len(lines) > 1 or len(whole) > _HALF or _LONG_WORD.search(whole):
                pair.append("row")
            else:
                pair[1] = [kept(breakable(whole, _NARROW), _NUMBER)]
                pair.append("half")


def _in_runs(body: list[Node]) -> list[Node]:
    """A long body with page breaks: one before it, then one about every `_RUN` lines.

    The compiler sets the pages between two breaks on a processor of their own, and what follows a
    break need not be set again when the table of contents before it has grown. Measured on 500
    records: a quarter less time, and 200 MB less. Short bodies stay as they are.
    """
    weights = [_lines(node) for node in body]
    if sum(weights) < 2 * _RUN:
        return body
    runs: list[Node] = [["break"]]
    lines = 0.0
    for node, weight in zip(body, weights, strict=True):
        if lines >= _RUN and node[0] == "h":
            runs.append(["break"])
            lines = 0.0
        runs.append(node)
        lines += weight
    return runs


def _lines(node: Node) -> float:
    """About how many lines a block takes on its page."""
    match node:
        case ["fields", pairs, *_]:
            return 1 + sum(_height(v) if room != "half" else 0.6 for _, v, room in pairs)
        case ["talk", turns]:
            return sum(2 + _height(turn[-1]) for turn in turns)
        case ["text", lines]:
            return _height(lines)
        case ["grid", _, rows, *_] | ["table", _, _, rows]:
            return 1 + len(rows)
    return 2


def _height(lines: list[str]) -> int:
    return sum(1 + len(line) // _LINE for line in lines)


def _wide(text: str) -> str:
    return kept(breakable(printable(clean(text)), _WIDE), _NUMBER)


def _narrow(text: str) -> str:
    return kept(breakable(printable(clean(text)), _NARROW), _SHORT_NUMBER)


@lru_cache(maxsize=4096)  # the same fields in every record
def _label(text: str) -> str:
    return breakable(printable(clean(text)), _LABEL)

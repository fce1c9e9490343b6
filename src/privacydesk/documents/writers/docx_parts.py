"""The WordprocessingML that python-docx does not know, and the styles of our documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

_INK: Final = RGBColor(0x1D, 0x27, 0x33)
_QUIET: Final = RGBColor(0x5A, 0x66, 0x75)
_ACCENT: Final = RGBColor(0x1F, 0x4E, 0x79)
_CAUTION: Final = RGBColor(0xA0, 0x3A, 0x13)
_FONT: Final = "Noto Sans"
_TEXT_WIDTH: Final = 9410  # twentieths of a point: A4 without margins

# name: size, colour, bold, italic, space before, space after, keep with next
_STYLES: Final = {
    "Sender": (13, _ACCENT, True, False, 0, 2, False),
    "Quiet": (8, _QUIET, False, False, 0, 0, False),
    "Quiet Keep": (8, _QUIET, False, False, 0, 4, True),
    "Return Address": (6.5, _QUIET, False, False, 0, 4, False),
    "Receiver First": (10, _INK, False, False, 18, 0, False),
    "Receiver": (10, _INK, False, False, 0, 0, False),
    "Contents Heading": (13, _ACCENT, True, False, 18, 6, True),
    "Contents Entry": (9, _INK, False, False, 0, 2, False),
    "List Item": (9.5, _INK, False, False, 0, 3, False),
    "Code Block": (8.5, _INK, False, False, 4, 4, False),
    "Rule": (4, _QUIET, False, False, 2, 2, False),
    "Verbatim": (9.5, _INK, False, False, 2, 6, False),
    "Turn Head": (8, _QUIET, False, False, 5, 0, True),
    "Turn": (9, _INK, False, False, 0, 5, False),
    "Note": (8, _QUIET, False, True, 2, 4, False),
    "Cell": (8.5, _INK, False, False, 0, 0, False),
    "Cell Head": (8.5, _INK, True, False, 0, 0, True),
    "Cell Label": (8.5, _QUIET, False, False, 0, 0, False),
    "Small Cell": (8, _INK, False, False, 0, 0, False),
}
_BUILT_IN: Final = {
    "Title": (20, _ACCENT, True, False, 18, 8, True),
    "Heading 1": (15, _ACCENT, True, False, 20, 6, True),
    "Heading 2": (12, _ACCENT, True, False, 14, 4, True),
    "Heading 3": (10, _INK, True, False, 12, 1, True),
    "Heading 4": (9.5, _INK, True, False, 10, 1, True),
}


def new_document(*, language: str, title: str, author: str) -> Any:
    """An empty A4 document with our styles."""
    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(24), Mm(20)
    section.top_margin, section.bottom_margin = Mm(27), Mm(23)
    word.core_properties.title = title
    word.core_properties.author = author
    word.core_properties.language = language
    word.core_properties.comments = ""
    normal = word.styles["Normal"]
    _dress(normal, (9.5, _INK, False, False, 0, 6, False))
    _set_language(normal, language)
    for name, look in _BUILT_IN.items():
        _dress(word.styles[name], look)
    for name, look in _STYLES.items():
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _dress(style, look)
    left_edge(word.styles["Verbatim"], "C9D1DA")
    _drop_rule_of_title(word.styles["Title"])
    return word


def _dress(style: Any, look: tuple[float, RGBColor, bool, bool, float, float, bool]) -> None:
    size, colour, bold, italic, before, after, keep = look
    font = style.font
    font.name, font.size, font.bold, font.italic = _FONT, Pt(size), bold, italic
    font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    fonts.set(qn("w:cs"), _FONT)
    fonts.set(qn("w:eastAsia"), _FONT)
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.keep_with_next = Pt(before), Pt(after), keep
    layout.line_spacing = 1.15


def _set_language(style: Any, language: str) -> None:
    tag = {"nl": "nl-NL", "de": "de-DE"}.get(language, "en-GB")
    style.element.get_or_add_rPr().append(element("w:lang", val=tag))


def _drop_rule_of_title(style: Any) -> None:
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def head_and_foot(word: Any, *, head: str, mark: str, foot: str, page: str, of: str) -> None:
    """The line over and under every page: running title and draft mark, sender and page number.

    The first page says at its head who writes about what: over it stands the mark alone.
    """
    section = word.sections[0]
    section.different_first_page_header_footer = True
    for header, text in ((section.first_page_header, ""), (section.header, head)):
        paragraph = _edge(word, header)
        paragraph.add_run(text)
        if mark:
            run = paragraph.add_run(f"\t{mark}")
            run.bold = True
            run.font.color.rgb = _CAUTION
    for footer in (section.first_page_footer, section.footer):
        paragraph = _edge(word, footer)
        paragraph.add_run(f"{foot}\t{page} ")
        field(paragraph, "PAGE")
        paragraph.add_run(f" {of} ")
        field(paragraph, "NUMPAGES")


def _edge(word: Any, part: Any) -> Any:
    from docx.enum.text import WD_TAB_ALIGNMENT

    paragraph = part.paragraphs[0]
    paragraph.style = word.styles["Quiet"]
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(166), WD_TAB_ALIGNMENT.RIGHT)
    return paragraph


def field(paragraph: Any, code: str) -> None:
    """A field that Word computes."""
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()._r
        if kind:
            run.append(element("w:fldChar", fldCharType=kind))
        else:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = code
            run.append(instruction)


def contents(word: Any, entries: Sequence[tuple[int, str]]) -> None:
    """A table of contents: the entries as text inside a field that Word can refresh."""
    for number, (level, text) in enumerate(entries):
        paragraph = word.add_paragraph(style="Contents Entry")
        indent(paragraph, 240 * (level - 1))
        if number == 0:
            _field_part(paragraph, "begin")
            run = paragraph.add_run()._r
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = ' TOC \\o "1-2" \\h '
            run.append(instruction)
            _field_part(paragraph, "separate")
        paragraph.add_run(text)
        if number == len(entries) - 1:
            _field_part(paragraph, "end")


def _field_part(paragraph: Any, kind: str) -> None:
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType=kind))


def link(paragraph: Any, text: str, href: str) -> None:
    """A link; `href` has been checked by the Markdown parser."""
    relation = paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    anchor = OxmlElement("w:hyperlink")
    anchor.set(qn("r:id"), relation)
    run = paragraph.add_run(text)
    run.font.color.rgb = _ACCENT
    run.underline = True
    anchor.append(run._r)
    paragraph._p.append(anchor)


def indent(paragraph: Any, left: int, *, hang: int = 0) -> None:
    """Indent in twentieths of a point; the first line hangs by `hang`."""
    properties = paragraph._p.get_or_add_pPr()
    properties.append(element("w:ind", left=str(left), hanging=str(hang)))
    if hang:
        tabs = OxmlElement("w:tabs")
        tabs.append(element("w:tab", val="left", pos=str(left)))
        properties.insert_element_before(tabs, "w:spacing", "w:ind", "w:jc", "w:rPr")


def left_edge(target: Any, colour: str) -> None:
    """A coloured line left of a paragraph or of all paragraphs of a style."""
    owner = target._p if hasattr(target, "_p") else target.element
    properties = owner.get_or_add_pPr()
    borders = OxmlElement("w:pBdr")
    borders.append(element("w:left", val="single", sz="18", space="8", color=colour))
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr"
    )
    properties.append(element("w:ind", left="200"))


def add_lines(paragraph: Any, lines: Sequence[str]) -> None:
    """Lines with breaks between them."""
    for number, text in enumerate(lines):
        run = paragraph.add_run()
        if number:
            run.add_break()
        run.add_text(text)


def table(
    word: Any,
    head: Sequence[str],
    rows: Sequence[Sequence[tuple[Sequence[str], str]]],
    *,
    widths: Sequence[int],
    align: Sequence[str],
) -> None:
    """A table with a repeated head row. A cell is its lines and the name of their style."""
    styles = {name: word.styles[name].style_id for name in _STYLES if "Cell" in name}
    total = sum(widths)
    columns = [_TEXT_WIDTH * width // total for width in widths]
    whole = OxmlElement("w:tbl")
    properties = OxmlElement("w:tblPr")
    properties.append(element("w:tblW", w=str(_TEXT_WIDTH), type="dxa"))
    borders = OxmlElement("w:tblBorders")
    for edge in ("bottom", "insideH"):
        borders.append(element(f"w:{edge}", val="single", sz="4", space="0", color="C9D1DA"))
    properties.append(borders)
    properties.append(element("w:tblLayout", type="fixed"))
    margins = OxmlElement("w:tblCellMar")
    for edge, width in (("top", 45), ("left", 60), ("bottom", 45), ("right", 60)):
        margins.append(element(f"w:{edge}", w=str(width), type="dxa"))
    properties.append(margins)
    whole.append(properties)
    grid = OxmlElement("w:tblGrid")
    for column in columns:
        grid.append(element("w:gridCol", w=str(column)))
    whole.append(grid)
    if head:
        cells = [((text,), "Cell Head") for text in head]
        whole.append(_row(cells, columns, align, styles, repeated=True))
    for row in rows:
        whole.append(_row(row, columns, align, styles))
    body = word.element.body
    body.insert(len(body) - 1, whole)  # before the section properties
    word.add_paragraph(style="Rule")


def _row(
    cells: Iterable[tuple[Sequence[str], str]],
    columns: Sequence[int],
    align: Sequence[str],
    styles: dict[str, str],
    *,
    repeated: bool = False,
) -> Any:
    row = OxmlElement("w:tr")
    if repeated:
        properties = OxmlElement("w:trPr")
        properties.append(OxmlElement("w:tblHeader"))
        row.append(properties)
    for (lines, style), width, side in zip(cells, columns, align, strict=True):
        cell = OxmlElement("w:tc")
        properties = OxmlElement("w:tcPr")
        properties.append(element("w:tcW", w=str(width), type="dxa"))
        cell.append(properties)
        paragraph = OxmlElement("w:p")
        layout = OxmlElement("w:pPr")
        layout.append(element("w:pStyle", val=styles[style]))
        if side == "r":
            layout.append(element("w:jc", val="right"))
        paragraph.append(layout)
        run = OxmlElement("w:r")
        for number, line in enumerate(lines):
            if number:
                run.append(OxmlElement("w:br"))
            text = OxmlElement("w:t")
            text.set(qn("xml:space"), "preserve")
            text.text = line
            run.append(text)
        paragraph.append(run)
        cell.append(paragraph)
        row.append(cell)
    return row


def element(tag: str, **attributes: str) -> Any:
    """An element of WordprocessingML with attributes of its own namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made

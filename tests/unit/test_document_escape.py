"""Strangers' text in templates: every string in every context comes out as it went in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, UndefinedError

from privacydesk.documents.blocks import (
    Block,
    Heading,
    Paragraph,
    Quotation,
    Strong,
    Table,
    Text,
    inline_text,
    strings,
)
from privacydesk.documents.environment import MarkdownEnvironment, markdown_environment, plain
from privacydesk.documents.escape import Md, clean, escape_block, escape_inline
from privacydesk.documents.render import render_here
from privacydesk.documents.tree import parse
from privacydesk.domain.errors import InputError

HOSTILE: list[str] = json.loads(
    (Path(__file__).parents[1] / "fixtures" / "hostile.json").read_text(encoding="utf-8")
)
CONTEXTS = {
    "alone": "{{ v }}\n",
    "in words": "before {{ v }} after\n",
    "strong": "**{{ v }}**\n",
    "heading": "# {{ v }}\n",
    "item": "- {{ v }}\n- next\n",
    "cell": "| a | b |\n|---|---|\n| {{ v }} | x |\n",
    "macro": "{% macro m(x) %}**{{ x }}**{% endmacro %}{{ m(v) }}\n",
    "set": "{% set s %}[{{ v }}]{% endset %}{{ s }}\n",
    "tilde": "{{ 'a ' ~ v }}\n",
    "join": "{{ [v, v] | join(' and ') }}\n",
    "format": "{{ '%s' | format(v) }}\n",
    "replace": "{{ v | replace('q', 'Q') }}\n",
    "loop": "{% for x in [v] %}\n- {{ x }}\n{% endfor %}\n",
}


def _environment(**templates: str) -> MarkdownEnvironment:
    environment = markdown_environment([], language="en")
    environment.loader = DictLoader(templates)
    return environment


def _render(template: str, **values: Any) -> tuple[Block, ...]:
    return parse(_environment(t=template).get_template("t").render(values))


def _shape(value: Any) -> Any:
    """The structure without the words."""
    if isinstance(value, Text):
        return "text"
    if isinstance(value, tuple):
        return tuple(_shape(item) for item in value)
    if hasattr(value, "__dataclass_fields__"):
        return type(value).__name__, tuple(
            _shape(getattr(value, name)) for name in value.__dataclass_fields__
        )
    return value


@pytest.mark.parametrize("context", CONTEXTS)
def test_data_change_no_structure_and_are_not_lost(context: str) -> None:
    template = _environment(t=CONTEXTS[context]).get_template("t")
    plain_shape = _shape(parse(template.render(v="word")))
    for text in HOSTILE:
        found = parse(template.render(v=text))
        assert _shape(found) == plain_shape, text
        wanted = clean(text).replace("q", "Q") if context == "replace" else clean(text)
        assert " ".join(wanted.split()) in " ".join(" ".join(strings(found)).split()), text


@given(st.text())
def test_a_block_keeps_its_lines(text: str) -> None:
    blocks = parse(escape_block(text))
    assert all(isinstance(block, Paragraph) for block in blocks)
    lines = [" ".join(line.split()) for block in strings(blocks) for line in block.split("\n")]
    assert lines == [line for raw in clean(text).split("\n") if (line := " ".join(raw.split()))]


@given(st.text(min_size=1))
def test_a_quote_stays_a_quote(text: str) -> None:
    environment = _environment(t="{{ v | quote }}\n")
    blocks = parse(environment.get_template("t").render(v=text))
    assert all(isinstance(block, Quotation) for block in blocks)
    found = " ".join(" ".join(strings(blocks)).split())
    assert found == " ".join(clean(text).split())


def test_markdown_of_a_template_is_not_escaped_twice() -> None:
    blocks = _render("{% macro m(x) %}**{{ x }}**{% endmacro %}{{ m('a*b') }}\n")
    assert blocks == (Paragraph((Strong((Text("a*b"),)),)),)


def test_operations_on_markdown_lose_the_mark() -> None:
    assert isinstance(escape_inline("x"), Md)
    assert not isinstance(escape_inline("x").upper(), Md)
    blocks = _render("{% macro m() %}**x**{% endmacro %}{{ m() ~ '' }}\n")
    assert blocks == (Paragraph((Text("**x**"),)),)


@pytest.mark.parametrize(
    "template",
    [
        "{{ v.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ v.append(1) }}",
        "{{ row.clear() }}",
        "{{ row.update({'a': 2}) }}",
        "{{ missing }}",
        "{{ none_value }}",
        "{% if",
        "{{ v | nofilter }}",
    ],
)
def test_what_a_template_must_not_do(template: str, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "t.md.j2").write_text(template, encoding="utf-8")
    row = {"a": 1}
    context = plain({"v": [1], "row": row, "none_value": None})
    with pytest.raises(InputError, match=r"reports/t\.md\.j2"):
        render_here("reports/t.md.j2", "en", context, (str(tmp_path),))
    assert row == {"a": 1}


def test_only_plain_values_reach_a_template() -> None:
    with pytest.raises(TypeError):
        plain({"x": object()})


def test_undefined_values_are_errors() -> None:
    with pytest.raises(UndefinedError):
        _render("{{ person.nam }}", person={"name": "x"})


def test_tables_lists_and_links() -> None:
    blocks = parse("| a | b |\n|---|---:|\n| 1 | 2 |\n\n[x](https://a.nl) [y](javascript:z)\n")
    assert isinstance(blocks[0], Table)
    assert blocks[0].align == ("l", "r")
    assert isinstance(blocks[1], Paragraph)
    links = [node for node in blocks[1].children if type(node).__name__ == "Link"]
    assert [inline_text((link,)) for link in links] == ["x"]


def test_html_and_images_stay_words() -> None:
    blocks = parse("<b>x</b> ![y](z)\n\n<script>1</script>\n")
    assert " ".join(strings(blocks)) == "<b>x</b> !y <script>1</script>"


def test_headings_never_skip_a_level() -> None:
    blocks = parse("### a\n\n##### b\n\n# c\n\n### d\n")
    assert [b.level for b in blocks if isinstance(b, Heading)] == [1, 2, 1, 2]

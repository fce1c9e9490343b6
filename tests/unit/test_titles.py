"""Titles that the intake makes up are known again; those of the source are left alone."""

from __future__ import annotations

import re

import pytest

from privacydesk.domain.model import RecordDraft, RecordKind
from privacydesk.domain.titles import TitleForm, kind_title, synthesised, title_parts
from privacydesk.intake.cells import compile_title
from privacydesk.intake.source import load_sources
from privacydesk.intake.values import Names

TEMPLATES = [
    (source.name, table.kind, table.title)
    for source in load_sources().values()
    for table in source.tables
    if table.kind is not None and re.sub(r"\{[^}]*\}", "", table.title).strip()
]


@pytest.mark.parametrize(("source", "kind", "template"), TEMPLATES)
@pytest.mark.parametrize("value", ["1001", "Bos <b> to -->", ""])
def test_every_title_of_a_description_is_known_again(
    source: str, kind: RecordKind, template: str, value: str
) -> None:
    places = re.findall(r"\{([^}]*)\}", template)
    columns = [part for place in places for part in re.split(r"\||\s\+\s", place)]
    made = compile_title(template, Names(columns))(dict.fromkeys(columns, value), "77")
    assert title_parts(kind, made) is not None, (source, made)


def test_there_are_templates_to_check() -> None:
    assert len({kind for _, kind, _ in TEMPLATES}) >= 7


@pytest.mark.parametrize(
    ("kind", "title", "form", "values"),
    [
        (RecordKind.ORDER, "Order #1001", TitleForm.ORDER, ("#1001",)),
        (RecordKind.ACCOUNT, "Customer account Jan Bos", TitleForm.ACCOUNT, ("Jan Bos",)),
        (RecordKind.CALL, "Call 0612345678 to 200", TitleForm.CALL, ("0612345678", "200")),
        (RecordKind.CALL, "Call to 200", TitleForm.CALL, ("", "200")),
        (RecordKind.RECORDING, "Recording of a call", TitleForm.RECORDING, ()),
        (RecordKind.CONSENT, "Consent to e-mail: subscribed", TitleForm.CONSENT, ("subscribed",)),
        (RecordKind.CONTRACT, "Contract", TitleForm.KIND, ()),
        (RecordKind.CREDIT_CHECK, "Credit check", TitleForm.KIND, ()),
        (RecordKind.CONTRACT, "row-63526d5017eaabccbdb7", TitleForm.KIND, ()),
    ],
)
def test_the_parts_of_made_titles(
    kind: RecordKind, title: str, form: TitleForm, values: tuple[str, ...]
) -> None:
    parts = title_parts(kind, title)
    assert parts is not None
    assert (parts.form, parts.values) == (form, values)
    assert synthesised(RecordDraft(kind, "1", title, None, ()))


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (RecordKind.TICKET, "Order 1001"),
        (RecordKind.TICKET, "Call me to talk"),
        (RecordKind.TICKET, "Contact Jan"),
        (RecordKind.CONTRACT, "C-100"),
        (RecordKind.ORDER, "1001"),
        (RecordKind.OTHER, "row-63526d50"),
    ],
)
def test_titles_of_the_source_are_left_alone(kind: RecordKind, title: str) -> None:
    assert title_parts(kind, title) is None


def test_no_kind_lacks_a_title() -> None:
    assert all(title_parts(kind, kind_title(kind)) is not None for kind in RecordKind)

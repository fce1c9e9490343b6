"""Hostile strings go through every reader unharmed, and harm nothing."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from tests.intake_support import read

from privacydesk.domain.model import RecordDraft, Reject
from privacydesk.domain.text import safe

STRINGS: list[str] = json.loads(
    (Path(__file__).parents[1] / "fixtures" / "hostile.json").read_text("utf-8")
)


def stored(text: str) -> str:
    """What a database keeps: NUL and lone surrogates cannot be stored."""
    kept = text.replace("\x00", "\ufffd")
    return "".join("\ufffd" if 0xD800 <= ord(char) <= 0xDFFF else char for char in kept)


def check(drafts: list[RecordDraft], rejects: list[Reject], expected: list[str]) -> None:
    assert not rejects
    assert [draft.payload["note"] for draft in drafts] == expected
    for draft in drafts:
        json.dumps(dict(draft.payload), ensure_ascii=False).encode("utf-8")
        draft.text.encode("utf-8")
        draft.title.encode("utf-8")
        assert draft.title == safe(draft.title)
        assert "\n" not in draft.title


def rows() -> list[dict[str, Any]]:
    return [
        {"id": f"r{number}", "email": f"p{number}@example.nl", "subject": text, "note": text}
        for number, text in enumerate(STRINGS)
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "x.csv"
    # A file cannot hold a lone surrogate; it can hold everything else, NUL included.
    texts = [text.encode("utf-8", "replace").decode() for text in STRINGS]
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL)
        writer.writerow(["id", "email", "subject", "note"])
        for row, text in zip(rows(), texts, strict=True):
            writer.writerow([row["id"], row["email"], text, text])
    check(*read(path, "generic"), [stored(text) for text in texts])


@pytest.mark.parametrize("lines", [True, False])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_json(tmp_path: Path, lines: bool, ascii_only: bool) -> None:
    items = rows()
    if not ascii_only:
        items = [
            {key: value.encode("utf-8", "replace").decode() for key, value in item.items()}
            for item in items
        ]
    if lines:
        text = "\n".join(json.dumps(item, ensure_ascii=ascii_only) for item in items)
    else:
        text = json.dumps(items, ensure_ascii=ascii_only)
    path = tmp_path / ("x.jsonl" if lines else "x.json")
    path.write_text(text, "utf-8", newline="")
    check(*read(path, "generic"), [stored(item["note"]) for item in items])


def test_xlsx(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "email", "subject", "note"])
    texts = [
        ILLEGAL_CHARACTERS_RE.sub("", text).encode("utf-8", "ignore").decode().replace("\r", "")
        for text in STRINGS
    ]
    for number, text in enumerate(texts, start=2):
        for column, value in enumerate((f"r{number}", f"p{number}@example.nl", text, text), 1):
            cell = sheet.cell(number, column)
            cell.value = value
            cell.data_type = "s"  # also "=CMD|..." is text here, not a formula
    path = tmp_path / "x.xlsx"
    book.save(path)
    drafts, rejects = read(path, "generic")
    check(drafts, rejects, texts)


def test_a_freshdesk_ticket_of_hostile_parts(tmp_path: Path) -> None:
    tickets = [
        {
            "helpdesk_ticket": {
                "display_id": number + 1,
                "subject": text,
                "description": text,
                "requester_id": number + 1,
                "created_at": "2024-03-01T10:00:00Z",
                "requester": {"name": text, "email": text},
                "cc_email": {"cc_emails": [text]},
                "notes": [{"body": text, "body_html": text, "private": text, "user_id": text}],
                "custom_field": {text: text},
                "tags": [text],
            }
        }
        for number, text in enumerate(STRINGS)
    ]
    path = tmp_path / "Tickets0.json"
    path.write_text(json.dumps(tickets))
    drafts, rejects = read(path, "freshdesk")
    assert not rejects
    assert len(drafts) == len(STRINGS)
    for draft, text in zip(drafts, STRINGS, strict=True):
        assert draft.payload["subject"] == stored(text)
        for message in draft.messages:
            message.text.encode("utf-8")


def test_hostile_headers(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    names = [text.encode("utf-8", "replace").decode() for text in STRINGS]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(["email", *names])
        writer.writerow(["anna@example.nl", *names])
    drafts, rejects = read(path, "generic")
    assert not rejects
    assert len(drafts[0].payload) == len(STRINGS) + 1

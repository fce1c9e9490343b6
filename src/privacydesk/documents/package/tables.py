"""Delivered records as the values of the package: objects for JSON, rows for CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from privacydesk.documents.access.delivered import Delivered
from privacydesk.documents.package.cells import Cell
from privacydesk.documents.package.schemas import LINE, Column, detail_fields, record_columns
from privacydesk.domain.model import RecordKind

FILES_FOLDER: Final = "attachments"
# Signs that sources write where ISO 4217 has a code.
_CURRENCIES: Final = {"€": "EUR", "EURO": "EUR", "£": "GBP", "$": "USD", "CHF.": "CHF", "KR": "NOK"}


def as_object(record: Delivered, zone: ZoneInfo) -> dict[str, Any]:
    """A record of `data/<kind>.json`. Times carry the offset of `zone`."""
    return {
        "system": record.system,
        "id": record.source_id,
        "title": record.title,
        "text": record.text,
        "occurred_at": _time(record.occurred_at, zone),
        "updated_at": _time(record.updated_at, zone),
        "roles": list(record.roles),
        "details": _details(record, zone),
        "fields": record.fields,
        "messages": [
            {"who": m.who, "sent_at": _time(m.sent_at, zone), "text": m.text}
            for m in record.messages
        ],
        "files": [
            {"path": f"{FILES_FOLDER}/{file.path}", "size": file.size, "sha256": file.sha256}
            for file in record.files
            if file.path is not None
        ],
    }


def _details(record: Delivered, zone: ZoneInfo) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, sort in detail_fields(record.kind):
        value = record.details.get(name)
        if value is None:
            continue
        if sort == "time" and isinstance(value, str):
            value = _written_time(value, zone)
        elif name == "currency" and isinstance(value, str):
            value = currency(value)
        found[name] = value
    return found


def currency(written: str) -> str:
    """The ISO 4217 code where the source wrote a sign or small letters."""
    text = written.strip().upper()
    return _CURRENCIES.get(text, text if len(text) == 3 and text.isascii() else written)


def _written_time(value: str, zone: ZoneInfo) -> str | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None  # the source field beside it keeps what was written
    return _time(moment if moment.tzinfo else moment.replace(tzinfo=zone), zone)


def _time(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return moment.astimezone(zone).isoformat(timespec="seconds") if moment else None


def record_rows(kind: RecordKind, objects: Sequence[dict[str, Any]]) -> Iterator[list[Cell]]:
    """The rows of `data/<kind>.csv`."""
    columns = record_columns(kind)
    for item in objects:
        yield [_cell(item, column) for column in columns]


def _cell(item: dict[str, Any], column: Column) -> Cell:
    import orjson

    name = column.name
    value = item["details"].get(name[8:]) if name.startswith("details.") else item[name]
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, dict):
        return orjson.dumps(value).decode() if value else ""
    if isinstance(value, list):
        return "; ".join(value)
    return str(value)


def message_rows(objects: Sequence[dict[str, Any]]) -> Iterator[list[Cell]]:
    """The rows of `data/<kind>.messages.csv`."""
    for item in objects:
        for position, message in enumerate(item["messages"], 1):
            yield [item["id"], position, message["who"], message["sent_at"], message["text"]]


def line_rows(objects: Sequence[dict[str, Any]]) -> Iterator[list[Cell]]:
    """The rows of `data/<kind>.lines.csv`: the items of orders and invoices."""
    for item in objects:
        for position, line in enumerate(item["details"].get("lines") or (), 1):
            yield [item["id"], position, *(line.get(name) for name in LINE)]


def file_rows(objects: Sequence[dict[str, Any]]) -> Iterator[list[Cell]]:
    """The rows of `attachments.csv`."""
    for item in objects:
        for file in item["files"]:
            yield [item["id"], file["path"], file["size"], file["sha256"]]

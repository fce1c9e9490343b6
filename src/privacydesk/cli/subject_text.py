"""People and records as lines of plain text: one fact per line, for eyes and screen readers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any

from privacydesk.cli.output import line, plain, table
from privacydesk.domain.identifiers import show
from privacydesk.domain.model import Identifier, Record, RecordLine, SubjectCard
from privacydesk.domain.text import safe_line


def print_card(card: SubjectCard, page: Sequence[RecordLine], zone: tzinfo) -> None:
    """A person's head, identifiers, entries and list of records."""
    line(f"Person {card.subject_id}: {safe_line(card.name) or '(no name)'}")
    if card.restricted:
        line("Restricted: the data may be kept, and used only as Art. 18(2) allows.")
    if card.blocked:
        line(f"Blocked by their storage period: {card.blocked} records, shown only for a case.")
    _fact("Address", card.address)
    _fact("Language", card.language)
    _fact("Cases", ", ".join(card.cases))
    if card.open_suggestions:
        line(
            f"Open suggestions: {card.open_suggestions}"
            f" (see: privacydesk subject suggestions {card.subject_id})"
        )
    line()
    sources: dict[str, list[str]] = {}
    for one in card.identifiers:
        text = f"{_words(one.kind)}: {safe_line(_shown(one))}{_shared(one)}"
        sources.setdefault(text, []).append(one.source)
    line(f"Identifiers: {len(sources) or 'none'}")
    for text, given_by in sources.items():
        line(f"  {text}, from {', '.join(dict.fromkeys(given_by))}")
    line()
    line(f"Entries at the source: {len(card.parties) or 'none'}")
    for party in card.parties:
        line(f"  entry {party.party_id}, {party.source}: {safe_line(party.name) or '(no name)'}")
    line()
    total = sum(card.counts.values())
    counts = ", ".join(f"{n} {_words(kind)}" for kind, n in card.counts.items())
    line(f"Records: {f'{total} ({counts})' if total else 'none'}")
    if not page:
        return
    table(
        [
            (
                one.record_id,
                _day(one.occurred_at, zone),
                _words(one.kind),
                _words(one.role),
                one.source,
                one.title + _marks(one),
            )
            for one in page
        ],
        ("record", "date", "kind", "part", "source", "title"),
    )
    if total > len(page):
        line(f"The newest {len(page)} of {total} are listed; --json gives all.")


def print_record(record: Record, zone: tzinfo) -> None:
    """A record as a person reads it: what it is, its text, its lines, its fields."""
    line(f"Record {record.record_id}: {safe_line(record.title) or _words(record.kind)}")
    _fact("Kind", _words(record.kind))
    _fact("Source", f"{record.source} {record.source_id}")
    _fact("Date", _moment(record.occurred_at, zone))
    _fact("Changed", _moment(record.updated_at, zone))
    _fact("Part of the person", ", ".join(_words(role) for role in record.roles))
    _fact("Other people in it", ", ".join(record.others))
    _fact("No longer at the source since", _moment(record.gone_at, zone))
    _fact("Remarks", ", ".join(record.flags))
    if record.restricted:
        line("Restricted: use only as Art. 18(2) allows.")
    if record.by_hand:
        line("Added by hand.")
    if record.text:
        line()
        line(record.text)
    for message in record.messages:
        line()
        inside = ", internal note" if message.internal else ""
        when = _moment(message.sent_at, zone)
        line(
            f"{safe_line(message.author or '') or _words(message.author_role)}"
            f" ({_words(message.author_role)}{inside})" + (f", {when}" if when else "")
        )
        line(message.text)
    if record.attachments:
        line()
        line(f"Files: {len(record.attachments)}")
        for one in record.attachments:
            line(f"  {safe_line(one.name)} ({_words(one.state)})")
    if record.payload:
        line()
        line("Fields as the source gave them:")
        for name, value in record.payload.items():
            line(f"  {safe_line(str(name))}: {_value(value)}")
    for name, count in record.dropped.items():
        line(f"Not kept at import: {_words(name)} ({count}); it exists at the source.")


def _fact(name: str, value: str | None) -> None:
    if value:
        line(f"{name}: {safe_line(value)}")


def _words(code: str) -> str:
    return str(code).replace("_", " ")


def _shown(one: Identifier) -> str:
    if one.value is None:
        return f"{one.raw} ({one.note or 'not matched on'})"
    return show(one.kind, one.value)


def _shared(one: Identifier) -> str:
    return f" (shared by {one.shared_by} people)" if one.shared_by > 1 else ""


def _marks(one: RecordLine) -> str:
    marks = []
    if one.gone:
        marks.append("gone at the source")
    if one.restricted:
        marks.append("restricted")
    if one.internal_notes:
        marks.append(f"{one.internal_notes} internal")
    if one.attachments:
        marks.append(f"{one.attachments} files" if one.attachments > 1 else "1 file")
    return f" [{', '.join(marks)}]" if marks else ""


def _day(moment: datetime | None, zone: tzinfo) -> str:
    return "" if moment is None else moment.astimezone(zone).date().isoformat()


def _moment(moment: datetime | None, zone: tzinfo) -> str:
    return "" if moment is None else f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def _value(value: Any) -> str:
    if isinstance(value, str):
        return safe_line(value)
    return safe_line(json.dumps(plain(value), ensure_ascii=False))

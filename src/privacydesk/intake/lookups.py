"""Tables that others refer to: read first and held by their key; what nobody refers to is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from privacydesk.domain.model import PartyDraft, Reject
from privacydesk.domain.text import safe_line
from privacydesk.intake.compile import Entry
from privacydesk.intake.context import Context, Lookup
from privacydesk.intake.parties import compile_person
from privacydesk.intake.payload import add
from privacydesk.intake.rejected import raw_of
from privacydesk.intake.schema import MessageRule
from privacydesk.intake.tables import Part
from privacydesk.intake.values import Names, Row

Rows = Callable[[Part], Iterable[Entry | Reject]]


def load_lookups(parts: Sequence[Part], context: Context, rows: Rows) -> Iterator[Reject]:
    """Fill the look-ups of `context`. Yields rows that cannot be read, and messages that name no
    record."""
    wanted = _message_tables(parts)
    for part in parts:
        messages = wanted.get(part.rule.name)
        if not part.rule.index and messages is None:
            continue
        lookup = context.lookups.setdefault(part.rule.name, Lookup())
        names = Names(part.grid.header if part.grid is not None else None)
        key = names.first_text(part.rule.index) if part.rule.index else None
        match = names.first_text(messages.match) if messages is not None else None
        person = compile_person(part.rule.party[0], names, context) if part.rule.party else None
        for item in rows(part):
            if isinstance(item, Reject):
                if part.rule.kind is None:
                    yield item  # tables with a kind tell their rejects when they are read
                continue
            number, row, payload, dropped = item
            if key is not None and (value := key(row)):
                lookup.rows[value] = row
                lookup.builder[value] = person
            if match is None:
                continue
            value = match(row)
            if value:
                lookup.grouped.setdefault(value, []).append(row)
                lookup.places.setdefault(value, []).append((part.name, number))
                if dropped:
                    add(lookup.dropped.setdefault(value, {}), dropped)
            elif part.rule.kind is None:
                what = "names no record to which it belongs"
                raw = raw_of(payload, _author(messages, row, context))
                yield _reject(part.name, number, part.rule.name, what, raw)


def orphans(parts: Sequence[Part], context: Context) -> Iterator[Reject]:
    """The messages of records that were not read: they would be lost without a word."""
    kinds = {part.rule.name: part.rule.kind for part in parts}
    for table, rule in _message_tables(parts).items():
        lookup = context.lookups.get(table)
        if lookup is None or kinds.get(table) is not None:
            continue
        for key, rows in lookup.grouped.items():
            if key in lookup.asked:
                continue
            for row, (file, number) in zip(rows, lookup.places[key], strict=True):
                what = (
                    f"belongs to {safe_line(key)[:60]}, which is not among the records read: "
                    "add it to the export"
                )
                raw = raw_of(row, _author(rule, row, context))
                yield _reject(file, number, table, what, raw)


def _author(rule: MessageRule | None, row: Row, context: Context) -> Iterator[PartyDraft]:
    """Who wrote a message, as their own table tells: the message may name them by number only."""
    key = Names(None).first_text(rule.author_key) if rule is not None else None
    if rule is not None and key is not None:
        person = context.party(rule.people, key(row))
        if person is not None:
            yield person


def _reject(file: str, number: int, table: str, what: str, raw: tuple[str, ...]) -> Reject:
    return Reject(file, number, None, f"Entry {number} of {file} ({table}) {what}.", raw)


def _message_tables(parts: Sequence[Part]) -> dict[str, MessageRule]:
    """The tables of messages, by name, with the rule that joins them to records."""
    return {
        rule.table: rule for part in parts for rule in part.rule.messages if rule.table is not None
    }

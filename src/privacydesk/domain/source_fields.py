"""Which fields of a source are not the person's own doing: the row of the estate each belongs to.

A fraud flag stands beside an order's lines, a deadline beside a question: what the columns of a
source mean is known to whoever describes the source, so the description says it and these types
carry it. Access (Art. 15) gives such fields like any other; portability (Art. 20(1), WP242 rev.01)
leaves out what was neither provided by the person nor observed. Numbers of members of staff are
named here too: they become the same role as the name (Art. 15(4)).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from privacydesk.domain.model import AuthorRole, Message, Record, RecordKind


@dataclass(frozen=True, slots=True)
class LineRow:
    """Lines of staff in which `column` holds one of `values` (case folded) belong to `row`."""

    row: str
    column: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class SourceFields:
    """What one source description says about its fields; names are case folded.

    `rows`: the row of a field of the record; `kind_rows`: of one that means this in records of a
    kind only. `details`: of a typed field that is made of such fields alone. `texts`: such fields
    (path, row) that are part of the text of records of a kind. `staff`: paths that always hold the
    number of a member of staff; the first one filled is of whom the typed field `agent` names.
    `maybe`: names of fields with the number of whoever did something, a member of staff or not.
    """

    rows: Mapping[str, str] = field(default_factory=dict)
    kind_rows: Mapping[tuple[RecordKind, str], str] = field(default_factory=dict)
    details: Mapping[tuple[RecordKind, str], str] = field(default_factory=dict)
    texts: Mapping[RecordKind, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    lines: tuple[LineRow, ...] = ()
    staff: tuple[str, ...] = ()
    maybe: frozenset[str] = frozenset()

    def row(self, name: str, kind: RecordKind) -> str | None:
        """The row of a field of a record; None where the description says nothing."""
        if not (self.rows or self.kind_rows):
            return None
        folded = name.strip().casefold()
        return self.rows.get(folded) or self.kind_rows.get((kind, folded))

    def row_of_text(self, record: Record) -> str | None:
        """The row of the text of a record, when a field assigned to one is part of it.

        The text then goes with that field as a whole: whatever else is in it stands among the
        fields of the record too.
        """
        for path, row in self.texts.get(record.kind, ()) if record.text else ():
            if _at(record.payload, path):
                return row
        return None

    def row_of_line(self, message: Message) -> str | None:
        """The row of what a member of staff wrote to the person."""
        for line in self.lines:
            value = _at(message.payload, line.column)
            if value is not None and str(value).strip().casefold() in line.values:
                return line.row
        return None


NOTHING_SAID: Final = SourceFields()
"""For records of sources without a description, as those entered by hand."""

BySource = Mapping[str, SourceFields]
"""What the descriptions say, by the name of the source."""


def staff_numbers(record: Record, said: SourceFields) -> Iterator[tuple[str, str]]:
    """(number, name) of the members of staff in a record; the name is empty when it is unknown."""
    agent = record.details.get("agent")
    agent = agent.strip() if isinstance(agent, str) else ""
    found = [number for path in said.staff if (number := _number(_at(record.payload, path)))]
    for number in dict.fromkeys(found):
        yield number, agent if number == found[0] != agent else ""
    for message in record.messages:
        if message.author_role is AuthorRole.AGENT:
            for name, value in message.payload.items():
                if name.casefold() in said.maybe and (number := _number(value)):
                    author = (message.author or "").strip()
                    yield number, author if author != number else ""


def numbers_in_record(record: Record, said: SourceFields) -> Iterator[tuple[str, str]]:
    """(path, number) of the fields of a record that hold the number of whoever did something."""
    for path in said.staff:
        if number := _number(_at(record.payload, path)):
            yield _written(record.payload, path), number
    yield from numbers_in_line(record.payload, said)


def numbers_in_line(payload: Mapping[str, Any], said: SourceFields) -> Iterator[tuple[str, str]]:
    """The same for the fields of a message."""
    for name, value in payload.items():
        if name.casefold() in said.maybe and (number := _number(value)):
            yield name, number


def _number(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()


def _at(fields: Mapping[str, Any], path: str) -> Any:
    """The value at a path of case folded names (`user.id`)."""
    value: Any = fields
    for step in path.split("."):
        if not isinstance(value, Mapping):
            return None
        value = next((item for key, item in value.items() if str(key).casefold() == step), None)
    return value


def _written(fields: Mapping[str, Any], path: str) -> str:
    """The path in the names the source uses."""
    value: Any = fields
    found: list[str] = []
    for step in path.split("."):
        key = next(key for key in value if str(key).casefold() == step)
        found.append(str(key))
        value = value[key]
    return ".".join(found)

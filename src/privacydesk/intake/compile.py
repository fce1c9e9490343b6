"""One table of a description and one file: made into a function from row to record draft."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson

from privacydesk.domain.details import field_type
from privacydesk.domain.identifiers import DAMAGED, is_damaged, plain
from privacydesk.domain.model import (
    AttachmentDraft,
    IdentifierDraft,
    InvolvementDraft,
    MessageDraft,
    Origin,
    PartyDraft,
    RecordDraft,
    RecordKind,
    Reject,
    Role,
)
from privacydesk.domain.titles import kind_title
from privacydesk.intake.cells import compile_title, filled, whole_number
from privacydesk.intake.context import Context, folded, value_matches
from privacydesk.intake.conversation import (
    Requester,
    compile_attachments,
    compile_body,
    compile_messages,
    first_message,
    in_order,
    without,
)
from privacydesk.intake.lines import compile_devices, compile_lines
from privacydesk.intake.parties import compile_address, compile_parties
from privacydesk.intake.payload import Dropped, add
from privacydesk.intake.rejected import raw_of
from privacydesk.intake.schema import TableRule
from privacydesk.intake.values import Names, Row, TextGetter, TimeReader, text_of

_HOLDERS = (
    Role.HOLDER,
    Role.REQUESTER,
    Role.BUYER,
    Role.CALLER,
    Role.SUBSCRIBER,
    Role.RESPONDENT,
    Role.APPLICANT,
)

_MADE = re.compile(r"row-[0-9a-f]{20}")  # the id of a row that has none is no title for it

# Row number, the row to map (cells stripped), the row verbatim, and what was dropped from it.
Entry = tuple[int, dict[str, Any], dict[str, Any], Dropped]


class BadCellError(Exception):
    """A cell that cannot be read; becomes a Reject."""

    def __init__(self, column: str, what: str) -> None:
        super().__init__(what)
        self.column, self.what = column, what


class RecordBuilder:
    """Maps rows of one file by one table rule. All columns are looked up here, once."""

    def __init__(
        self, rule: TableRule, header: tuple[str, ...] | None, file: str, context: Context
    ) -> None:
        if rule.kind is None:
            raise ValueError("a table without kind makes no records")
        self.rule, self.kind, self.file = rule, rule.kind, file
        names = self._names = Names(header)
        self.times = TimeReader(rule.times, context.zone)
        self._id = names.texts(rule.id)
        self._title = compile_title(rule.title or "{#}", names)
        self._text = compile_body(rule.text, rule.html, names)
        self._occurred, self._updated = names.texts(rule.occurred), names.texts(rule.updated)
        self._parties = compile_parties(rule.party, names, context)
        self._cell_details: list[tuple[str, str]] = []  # one column, one text: most of them
        self._text_details: list[tuple[str, list[TextGetter]]] = []
        self._details: list[tuple[str, str, list[TextGetter]]] = []
        for name, columns in rule.details.items():
            getters = [getter for _, getter in names.texts(columns)]
            kind = field_type(self.kind, name) or "text"
            if getters and kind == "text" and header is not None:
                real = names.real(columns[0])
                if len(getters) == 1 and len(columns) == 1 and real is not None:
                    self._cell_details.append((name, real))
                else:
                    self._text_details.append((name, getters))
            elif getters:
                self._details.append((name, kind, getters))
        self._addresses = self._address_details(names, context)
        self._messages = [compile_messages(one, context, self.times) for one in rule.messages]
        self._joined = [
            (one.table, to)
            for one in rule.messages
            if one.table is not None and (to := names.first_text(one.to)) is not None
        ]
        self._context = context
        self._first = first_message(rule.first_message, names) if rule.first_message else None
        self._attachments = compile_attachments(rule.attachments, names)
        self._lines = compile_lines(rule.lines, names, header) if rule.lines else None
        self._devices = compile_devices(rule.devices, header, _mapped(rule), context.region)
        self._flags = [
            (one.flag, getter, folded(one.values))
            for one in rule.flags
            if (getter := names.first_text((one.column,))) is not None
        ]
        self._embedded = frozenset(path for one in rule.messages for path in one.path)
        self._list_columns = {
            name: names.first_value(columns)
            for name, columns in rule.details.items()
            if header is None and field_type(self.kind, name) == "list"
        }

    def _address_details(
        self, names: Names, context: Context
    ) -> list[tuple[str, Role, Callable[[Row], str | None]]]:
        """The addresses of the parties, as fields of kinds that have one."""
        wanted = {Role.BUYER: "billing_address", Role.RECIPIENT: "delivery_address"}
        found = []
        for party in self.rule.party:
            name = wanted.get(party.role, "address")
            reader = compile_address(party.address, names, context)
            if reader is not None and field_type(self.kind, name) and name not in self.rule.details:
                found.append((name, party.role, reader.shown))
        return found

    def build(
        self,
        entry: Entry,
        continued: Sequence[Entry] = (),
    ) -> RecordDraft | Reject:
        """The record of a row that is already free of secrets; `continued` are the rows that
        belong to it. A row that cannot be read gives a Reject."""
        number, row, payload, dropped = entry
        try:
            return self._build(row, payload, number, dropped, continued)
        except BadCellError as error:
            reason = f"Row {number} of {self.file}, column {error.column}: {error.what}."
            people = (one.party for one in self._parties(row, []))
            return Reject(self.file, number, error.column, reason, raw_of(payload, people))

    def _build(
        self,
        row: dict[str, Any],
        payload: dict[str, Any],
        number: int,
        dropped: Dropped,
        continued: Sequence[Entry],
    ) -> RecordDraft:
        flags: list[str] = []
        source_id = self.source_id(row)
        occurred = self._time(row, self._occurred)
        parties = self._own_keys(self._parties(row, flags), source_id)
        messages, attachments = self._conversation(row, parties, occurred)
        details = self._detail_values(row, parties)
        if self._lines is not None:
            lines = self._lines(row)
            for _, more, _, _ in continued:
                lines += self._lines(more)
            if lines:
                details["lines"] = lines
        if self._devices is not None:
            parties = _with_devices(self._devices(row), parties, flags)
        for flag, getter, values in self._flags:
            if value_matches(getter(row), values):
                flags.append(flag)
        for joined, to in self._joined:
            add(dropped, self._context.dropped(joined, to(row)))
        if self._embedded:
            payload = without(payload, self._embedded)
        if continued:
            payload = {
                **payload,
                "(continued rows)": [filled(more) for _, _, more, _ in continued],
            }
            for _, _, _, lost in continued:
                add(dropped, lost)
        return RecordDraft(
            kind=self.kind,
            source_id=source_id,
            title=self._title(row, "" if _MADE.fullmatch(source_id) else source_id)
            or kind_title(self.kind),
            occurred_at=occurred,
            parties=parties,
            text=self._text(row),
            updated_at=self._time(row, self._updated),
            details=details,
            payload=payload,
            messages=messages,
            attachments=tuple(attachments),
            flags=tuple(flags),
            dropped=dropped,
            origin=Origin(self.file, number),
        )

    def source_id(self, row: Row) -> str:
        """The id of the record at its source; a row without one gets a hash of what it says."""
        damaged = False
        for _, getter in self._id:
            text = plain(getter(row))
            if text and not self.rule.repeats and is_damaged(text):
                damaged = True  # many orders would share 5,30123E+12
            elif text:
                return self.rule.id_prefix + text.removeprefix("#")[:200]
        if self._id and not self.rule.repeats:
            what = "was damaged by a spreadsheet; export it again" if damaged else "is missing"
            raise BadCellError(self._id[0][0], f"the number that names the record {what}")
        raw = orjson.dumps(row, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS, default=str)
        return "row-" + hashlib.sha256(raw).hexdigest()[:20]

    def _time(self, row: Row, columns: list[tuple[str, TextGetter]]) -> datetime | None:
        for column, getter in columns:
            text = getter(row)
            if text:
                try:
                    found = self.times.read(text)
                except (ValueError, OverflowError) as error:
                    raise BadCellError(
                        column, "this is not a date and time that is understood here"
                    ) from error
                if found is not None:
                    return found
        return None

    def _own_keys(
        self, parties: tuple[InvolvementDraft, ...], source_id: str
    ) -> tuple[InvolvementDraft, ...]:
        """A person of whom only a name (or nothing that can be matched) is known is this
        record's own: two of the same name are not one person."""
        if not any(_is_unknown(one.party) for one in parties):
            return parties
        return tuple(
            InvolvementDraft(
                replace(one.party, key=f"~{self.kind}/{source_id}/{one.role}"), one.role
            )
            if _is_unknown(one.party)
            else one
            for one in parties
        )

    def _conversation(
        self, row: Row, parties: tuple[InvolvementDraft, ...], occurred: datetime | None
    ) -> tuple[tuple[MessageDraft, ...], list[AttachmentDraft]]:
        attachments = self._attachments(row, False) if self.rule.attachments else []
        if not self._messages and self._first is None:
            return (), attachments
        holder = next((one.party for one in parties if one.role in _HOLDERS), None)
        requester = Requester.of(holder)
        name = holder.name if holder is not None else None
        messages: list[MessageDraft] = []
        for reader in self._messages:
            more, files = reader(row, requester, name)
            messages += more
            attachments += files
        rule = self.rule.first_message
        if self._first is not None and rule is not None:
            opening = self._first(row, holder, occurred)
            if opening is not None and not (rule.only_without_messages and messages):
                messages.insert(0, opening)
        return in_order(messages), attachments

    def _detail_values(self, row: Row, parties: tuple[InvolvementDraft, ...]) -> dict[str, Any]:
        details: dict[str, Any] = {
            name: text for name, column in self._cell_details if (text := row[column])
        }
        details.update(self.rule.constants)
        for name, texts in self._text_details:
            for getter in texts:
                text = getter(row)
                if text:
                    details[name] = text
                    break
        for name, kind, getters in self._details:
            for getter in getters:
                text = getter(row)
                if not text or text == "[]":
                    continue
                if kind == "text":
                    details[name] = text
                elif kind == "time":
                    details[name] = self._detail_time(text)
                elif kind == "int":
                    if (seconds := whole_number(text)) is not None:
                        details[name] = seconds
                else:
                    details[name] = self._list(name, row, text)
                break
        for name, role, reader in self._addresses:
            party = next((one.party for one in parties if one.role is role), None)
            shown = party.address if party is not None and party.address else reader(row)
            if shown:
                details[name] = shown
        return details

    def _detail_time(self, text: str) -> str:
        try:
            found = self.times.read(text)
        except (ValueError, OverflowError):
            return text
        return found.isoformat() if found is not None else text

    def _list(self, name: str, row: Row, text: str) -> list[str]:
        getter = self._list_columns.get(name)
        value = getter(row) if getter is not None else None
        if isinstance(value, list):
            return [shown for item in value if (shown := text_of(item))]
        return [part for part in re.split(r"\s*,\s*|\s*;\s*", text.replace('"', "")) if part]


def _is_unknown(party: PartyDraft) -> bool:
    if party.key is not None:
        return False
    for draft in party.identifiers:  # noqa: SIM110 - a hot loop; a generator is slower
        if draft.value is not None:
            return False
    return True


def _with_devices(
    found: list[tuple[str, IdentifierDraft]],
    parties: tuple[InvolvementDraft, ...],
    flags: list[str],
) -> tuple[InvolvementDraft, ...]:
    """Serial numbers and IMEIs in free fields find the person who holds the record."""
    if not found or not parties:
        return parties
    flags += [f"damaged:{name}" for name, draft in found if draft.note is DAMAGED]
    first = parties[0]
    more = tuple(draft for _, draft in found if draft not in first.party.identifiers)
    changed = replace(first.party, identifiers=first.party.identifiers + more)
    return (InvolvementDraft(changed, first.role), *parties[1:])


def _mapped(rule: TableRule) -> frozenset[str]:
    """Columns that already are identifiers of a party."""
    return frozenset(
        column.casefold()
        for party in rule.party
        for one in party.identifiers
        for column in one.column
    )


def kinds_of(rule: TableRule) -> set[RecordKind]:
    """The kinds of record that a table makes."""
    found = {rule.kind} if rule.kind is not None else set()
    if rule.recording is not None:
        found.add(RecordKind.RECORDING)
    return found

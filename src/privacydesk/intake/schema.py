"""The schema of a source description: what one TOML file may say about one source system.

A description names the tables of an export (files, or lists in JSON), how each is recognised,
and which columns become which fields. Column names are matched without regard to case and outer
spaces; in JSON a name may be a path (`requester.email`). Where several names are given, the first
that exists and is not empty counts; `A + B` joins columns with a space (texts with a line break).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from privacydesk.domain.details import field_type
from privacydesk.domain.estate import ROWS
from privacydesk.domain.model import AuthorRole, IdentifierKind, RecordKind, Role
from privacydesk.domain.secrets import CLASSES


def _as_tuple(value: Any) -> Any:
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


Columns = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Condition(_Strict):
    """True when the column holds one of the values, compared case folded; `["*"]` is any value."""

    column: str
    values: tuple[str, ...]


class IdentifierRule(_Strict):
    kind: IdentifierKind
    column: Columns


class AddressRule(_Strict):
    """Where an address stands: one `line`, or its parts. The line for people is made of both."""

    line: Columns = ()
    street: Columns = ()
    number: Columns = ()
    postcode: Columns = ()
    city: Columns = ()
    country: Columns = ()


class PeopleRef(_Strict):
    """A person named by key: look `column` up in the tables `tables`."""

    column: Columns
    tables: tuple[str, ...] = ()


class Unless(_Strict):
    """Identifiers of `kind` are kept but never matched when the column holds such a value."""

    kind: IdentifierKind
    column: str
    values: tuple[str, ...]


class PartyRule(_Strict):
    role: Role
    key: Columns = ()
    name: Columns = ()
    identifiers: tuple[IdentifierRule, ...] = ()
    address: AddressRule | None = None
    language: Columns = ()
    customer: bool | None = None
    ref: PeopleRef | None = None
    each: Columns = ()  # a list: of mailboxes, or of keys when `ref` is given too
    differs_from: Role | None = None  # only when name or phone differs from that party
    needs_identifier: bool = False  # no party from an extension or a withheld number
    unless: tuple[Unless, ...] = ()


class RoleRule(_Strict):
    role: AuthorRole
    column: str
    values: tuple[str, ...]


class AttachmentRule(_Strict):
    path: Columns
    name: Columns = ("name", "file_name", "filename")
    url: Columns = ("attachment_url", "content_url", "url")
    content_type: Columns = ("content_type", "contentType")
    size: Columns = ("file_size", "size")


class MessageRule(_Strict):
    """Lines of a conversation: a list inside the record (`path`) or another table (`table`)."""

    path: Columns = ()
    table: str | None = None
    match: Columns = ()  # in the other table: the column that holds the record's `to`
    to: Columns = ("id",)
    unwrap: tuple[str, ...] = ()
    text: Columns = ()
    html: Columns = ()
    parts: str | None = None  # text in a list of parts (Freshchat message_parts)
    sent: Columns = ()
    author: Columns = ()
    author_key: Columns = ()
    people: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    agent_when: Condition | None = None  # among `people`: who is an agent
    roles: tuple[RoleRule, ...] = ()
    default_role: AuthorRole = AuthorRole.AGENT
    internal: tuple[Condition, ...] = ()
    attachments: AttachmentRule | None = None
    hide: tuple[str, ...] = ()  # fields of the message that repeat its text


class FirstMessage(_Strict):
    """The text of the record itself as its first message, written by the requester."""

    text: Columns = ()
    html: Columns = ()
    only_without_messages: bool = False


class LineRule(_Strict):
    """Lines of an order: columns of continued rows, a list in JSON, or numbered columns."""

    path: Columns = ()
    numbered: str | None = None  # "line_item_" for line_item_1, line_item_2, ...
    fields: dict[str, Columns] = Field(default_factory=dict)


class RecordingRule(_Strict):
    """A call's recording, by file name, to be found in the imported folder."""

    file: Columns
    found_by: str | None = None  # a column whose value stands in the name of the file


class FromName(_Strict):
    """A column made of the file name: the first group of a regular expression."""

    column: str
    pattern: str


class Times(_Strict):
    """How times without offset are read. `zone`: `local` (the controller's) or an IANA name."""

    zone: str = "local"
    formats: tuple[str, ...] = ()
    epoch: Literal["seconds", "milliseconds", "none"] = "none"
    day_first: bool = True


class FlagRule(_Strict):
    flag: str
    column: str
    values: tuple[str, ...]


Shape = Literal["rows", "continuation", "chat_file", "asterisk"]


class TableRule(_Strict):
    """One kind of row. Without `kind` it only helps others (look-ups, messages)."""

    name: str
    files: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()  # names of lists in a JSON object
    unwrap: tuple[str, ...] = ()  # {"helpdesk_ticket": {...}} wrappers
    needs: tuple[str, ...] = ()  # all of these columns
    needs_any: tuple[str, ...] = ()  # and one of these
    lacks: tuple[str, ...] = ()  # and none of these
    header: tuple[str, ...] = ()  # names for a file without header line
    widths: tuple[int, ...] = ()
    first_like: dict[str, str] = Field(default_factory=dict)  # patterns of the first row
    from_name: FromName | None = None
    shape: Shape = "rows"
    kind: RecordKind | None = None
    id: Columns = ()
    id_prefix: str = ""
    repeats: bool = False  # several rows may carry one id (call records)
    title: str = ""  # "Order {Name}"
    text: Columns = ()
    html: Columns = ()
    occurred: Columns = ()
    updated: Columns = ()
    details: dict[str, Columns] = Field(default_factory=dict)
    rows: dict[str, Columns] = Field(default_factory=dict)  # as in the file, for this table's kind
    constants: dict[str, str] = Field(default_factory=dict)  # fixed values of details
    party: tuple[PartyRule, ...] = ()
    messages: tuple[MessageRule, ...] = ()
    first_message: FirstMessage | None = None
    attachments: AttachmentRule | None = None
    lines: LineRule | None = None
    continued_by: Columns = ()  # rows with the same or no value here continue the row above
    devices: Columns = ()  # JSON: objects or lists with free fields (serial number, IMEI, MAC)
    recording: RecordingRule | None = None
    flags: tuple[FlagRule, ...] = ()
    secrets: dict[str, str] = Field(default_factory=dict)
    times: Times = Times()
    index: Columns = ()  # the key under which other tables find a row

    @model_validator(mode="after")
    def _check(self) -> TableRule:
        for column, secret in self.secrets.items():
            if secret not in CLASSES:
                raise ValueError(f"secrets.{column}: allowed are {', '.join(CLASSES)}")
        _each_once(self.rows)
        if self.kind is None:
            return self
        for name in (*self.details, *self.constants):
            if field_type(self.kind, name) is None:
                from privacydesk.domain.details import DETAILS

                allowed = ", ".join(DETAILS[self.kind].model_fields)
                raise ValueError(
                    f"details.{name} is no field of {self.kind}: allowed are {allowed}"
                )
        if self.shape == "continuation" and not self.continued_by:
            raise ValueError("shape continuation needs continued_by")
        return self


class StaffRule(_Strict):
    """Fields with numbers of members of staff; in JSON paths. See `domain/source_fields.py`."""

    ids: Columns = ()  # always a colleague's; the first is of whom the typed field `agent` names
    maybe: Columns = ()  # of whoever did something: a colleague's only where it is known as one


class LineRowRule(_Strict):
    """Lines of staff that belong to a row of the estate, such as a technician's finding."""

    row: str
    when: Condition

    @model_validator(mode="after")
    def _check(self) -> LineRowRule:
        _known_row(self.row)
        return self


def _known_row(row: str) -> None:
    if row not in ROWS:
        raise ValueError(f"{row!r} is no row of the estate; allowed are {', '.join(ROWS)}")


def _each_once(rows: dict[str, Columns]) -> None:
    seen: set[str] = set()
    for row, columns in rows.items():
        _known_row(row)
        for column in columns:
            if column.strip().casefold() in seen:
                raise ValueError(f"rows.{row}: {column} is named twice")
            seen.add(column.strip().casefold())


class SourceFile(_Strict):
    """A whole description."""

    schema_: Literal[1] = Field(alias="schema")
    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,40}$")
    title: str
    system: str = ""
    explains: str = ""
    drops: str = ""  # in words: what is not kept
    complete: bool = False
    complete_when: tuple[str, ...] = ()  # tables that stand together only in a full export
    rows: dict[str, Columns] = Field(default_factory=dict)  # row of the estate: fields in it
    given: Columns = ()  # paths inside such fields of which the typed field is given all the same
    lines_in_row: tuple[LineRowRule, ...] = ()
    staff: StaffRule = StaffRule()
    table: tuple[TableRule, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> SourceFile:
        _each_once(self.rows)
        return self

"""A table nobody described: its columns recognised by the names people give them.

`suggest` writes the result as a mapping file to correct by hand; `generic_source` uses it at once
when it is clear enough.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from privacydesk.domain.errors import InputError
from privacydesk.domain.model import IdentifierKind, RecordKind, Reject, Role
from privacydesk.intake.container import Member, data_members
from privacydesk.intake.csvfile import CsvTable
from privacydesk.intake.guessing import Guess, guess, tell_apart
from privacydesk.intake.jsonfile import LIST_NAME, read_objects
from privacydesk.intake.limits import Limits
from privacydesk.intake.source import GENERIC, SourceDescription, parse_source
from privacydesk.intake.synonyms import ROLE_OF


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    escaped = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped)
    return f'"{escaped}"'


def _list(columns: Iterable[str]) -> str:
    quoted = [_quote(column) for column in columns]
    return quoted[0] if len(quoted) == 1 else f"[{', '.join(quoted)}]"


_NUMBER_OF_KIND = {
    RecordKind.ORDER: "order_number",
    RecordKind.TICKET: "ticket_number",
    RecordKind.REPAIR: "repair_number",
    RecordKind.INVOICE: "invoice_number",
    RecordKind.CONTRACT: "contract_number",
    RecordKind.CONTACT: "customer_number",
    RecordKind.ACCOUNT: "customer_number",
}
_DETAILS = (
    ("number", ("order_number", "ticket_number", "repair_number", "invoice_number",
                "contract_number", "customer_number", "id")),
    ("status", ("status",)),
    ("total", ("amount",)),
    ("amount", ("amount",)),
    ("currency", ("currency",)),
    ("company", ("company",)),
    ("birth_date", ("birth_date",)),
    ("language", ("language",)),
    ("imei", ("imei",)),
    ("serial", ("serial",)),
    ("mac", ("mac",)),
    ("device", ("device",)),
    ("product", ("device",)),
    ("starts_at", ("starts",)),
    ("ends_at", ("ends",)),
)  # fmt: skip


def toml_table(number: int, guessed: Guess) -> str:
    """One `[[table]]` of a mapping, with a comment on what each part means."""
    from privacydesk.domain.details import field_type

    fields, kind = guessed.fields, guessed.kind
    role = ROLE_OF.get(kind, Role.HOLDER)
    ids = [
        *fields.get(_NUMBER_OF_KIND.get(kind, ""), []),
        *(fields.get("id", [])),
    ]
    lines = ["[[table]]", f'name = "table_{number}"']
    lines.append("# A file is read by this table when it has all of these columns.")
    lines.append(f"needs = [{', '.join(_quote(column) for column in guessed.needs)}]")
    if guessed.lacks:
        lines.append("# ... and none of these, which another table has.")
        lines.append(f"lacks = [{', '.join(_quote(column) for column in guessed.lacks)}]")
    lines.append(f"# What a row is: {', '.join(RecordKind)}.")
    lines.append(f'kind = "{kind}"')
    if ids:
        lines.append("# The column that names a row and never changes; without one, importing a")
        lines.append("# changed row again makes a new record.")
        lines.append(f"id = {_list(ids[:1])}")
    title = next(
        (fields[name][0] for name in ("subject", *_NUMBER_OF_KIND.values()) if fields.get(name)),
        None,
    )
    if title:
        lines.append(f"title = {_quote('{' + title + '}')}")
    if texts := fields.get("text"):
        joined = [" + ".join(texts)] if not any(" + " in text for text in texts) else texts
        lines.append(f"text = {_list(joined)}")
    for key, meanings in (("occurred", ("created", "starts")), ("updated", ("updated",))):
        if columns := next((fields[one] for one in meanings if fields.get(one)), None):
            lines.append(f"{key} = {_list(columns)}")
    lines.append("# Times without offset: local (yours) or a zone such as UTC; 3/4/2024 day first?")
    lines.append('times = { zone = "local", day_first = true }')
    if guessed.secret:
        lines.append("# These columns are never kept.")
        pairs = ", ".join(f"{_quote(c)} = {_quote(s)}" for c, s in guessed.secret.items())
        lines.append(f"secrets = {{ {pairs} }}")
    lines += _details(kind, fields, field_type)
    lines += _party(role, fields)
    if guessed.unknown:
        lines.append("")
        lines.append("# Not recognised, kept as they are with each record:")
        lines += [f"#   {_quote(column)}" for column in guessed.unknown]
    return "\n".join(lines) + "\n"


def _details(kind: RecordKind, fields: dict[str, list[str]], field_type: object) -> list[str]:
    assert callable(field_type)
    lines: list[str] = []
    for name, meanings in _DETAILS:
        columns = next((fields[one] for one in meanings if fields.get(one)), None)
        if columns and field_type(kind, name):
            lines.append(f"{name} = {_list(columns)}")
    return ["", "[table.details]", *lines] if lines else []


def _party(role: Role, fields: dict[str, list[str]]) -> list[str]:
    lines = ["", "# Who the row is about, and by what this person can be found.", "[[table.party]]"]
    lines.append(f'role = "{role}"')
    if keys := fields.get("customer_number"):
        lines.append(f"key = {_list(keys[:1])}")
    names = [*fields.get("name", [])]
    first, last = fields.get("first_name"), fields.get("last_name")
    if first or last:
        middle = fields.get("particle")
        joined = [part[0] for part in (first, middle, last) if part]
        names.insert(0, " + ".join(joined))
    if names:
        lines.append(f"name = {_list(names)}")
    if spoken := fields.get("language"):
        lines.append(f"language = {_list(spoken)}")
    rows = [
        f'  {{ kind = "{kind}", column = {_quote(column)} }},'
        for kind in IdentifierKind
        for column in fields.get(kind, [])
        if kind is not IdentifierKind.ADDRESS
    ]
    if rows:
        lines += ["identifiers = [", *rows, "]"]
    parts = [
        f"{key} = {_list(fields[meaning])}"
        for key, meaning in (
            ("line", "address"),
            ("street", "street"),
            ("number", "house_number"),
            ("postcode", "postcode"),
            ("city", "city"),
            ("country", "country"),
        )
        if fields.get(meaning)
    ]
    if parts:
        lines.append(f"address = {{ {', '.join(parts)} }}")
    return lines


def _columns(member: Member, limits: Limits) -> list[str]:
    if member.suffix in {".json", ".jsonl", ".ndjson"}:
        names: dict[str, None] = {}
        for count, item in enumerate(read_objects(member, limits)):
            if isinstance(item, Reject):
                continue
            if count >= 200:
                break
            _paths(item[1], "", names)
        return list(names)
    table = CsvTable(member)
    return [] if table.empty else list(table.header)


def _paths(item: dict[str, object], prefix: str, names: dict[str, None]) -> None:
    for key, value in item.items():
        if key == LIST_NAME:
            continue
        if isinstance(value, dict) and not prefix:
            _paths(value, f"{key}.", names)
        else:
            names[prefix + key] = None


@dataclass(frozen=True, slots=True)
class _Table:
    """The columns of a file or a sheet; `titles` may tell the kind, the nearest first."""

    member: Member
    titles: tuple[str, ...]
    columns: list[str]


def _tables(member: Member, limits: Limits) -> list[_Table]:
    if member.suffix == ".xlsx":
        from privacydesk.intake.xlsxfile import read_workbook

        return [
            _Table(member, (sheet.sheet, member.base), list(sheet.header))
            for sheet in read_workbook(member, limits)
        ]
    return [_Table(member, (member.base,), _columns(member, limits))]


def _guesses(members: Iterable[Member], limits: Limits) -> list[tuple[Member, Guess]]:
    data = data_members(members, GENERIC)
    found = []
    seen: set[frozenset[str]] = set()
    for table in (one for member in data for one in _tables(member, limits)):
        if table.columns and frozenset(table.columns) not in seen:
            seen.add(frozenset(table.columns))
            found.append((table.member, guess(table.columns, *table.titles)))
    if not found:
        raise InputError("There is no table with a header in what was given.")
    tell_apart(guessed for _, guessed in found)
    return found


_HEAD = """\
# A mapping for `privacydesk import ... --source generic --mapping THIS_FILE`.
# Each [[table]] says how one kind of file is read. Columns are named as in the file's header;
# of several, the first that is not empty counts; "A + B" joins two. Correct what was guessed.
schema = 1
name = "my-table"
title = "My table"
# The system these data come from, as `privacydesk system list` names it.
# system = "CRM"
# True when such an export always holds everything: records it no longer names are then marked
# as gone at the source.
complete = false

"""


def suggest(members: Iterable[Member], limits: Limits) -> str:
    """The mapping as TOML text; reading it back gives exactly what it says."""
    tables = [
        toml_table(number, guessed)
        for number, (_, guessed) in enumerate(_guesses(members, limits), 1)
    ]
    return _HEAD + "\n".join(tables)


def generic_source(members: Iterable[Member], limits: Limits) -> SourceDescription:
    """A description made on the fly. Raises InputError when the columns do not tell enough."""
    guesses = _guesses(members, limits)
    # Beside a sheet that is clear, another may be notes; reading the workbook tells about it.
    read = {member.name for member, guessed in guesses if guessed.clear}
    for member, _ in guesses:
        if member.name not in read:
            raise InputError(
                f"The columns of {member.name} do not say who the rows are about (no e-mail, "
                "phone or customer number was recognised). Make a mapping, correct it, and import "
                "with it.",
                command="--suggest-mapping makes one, --mapping FILE takes it.",
            )
    clear = [guessed for _, guessed in guesses if guessed.clear]
    tables = "\n".join(toml_table(number, one) for number, one in enumerate(clear, 1))
    return parse_source(_HEAD.replace('"my-table"', '"generic"') + tables, "generic", "built-in")

"""A record as a person would read it: a conversation, an order's lines, a device, then the rest.

Pure: a `Record` goes in, lines come out. Nothing is hidden: what has no place of its own stands
under "every field" as the source wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from textual.content import Content

from privacydesk.domain.model import AuthorRole, Message, Record, RecordKind
from privacydesk.tui import show
from privacydesk.tui.guard import content, lines, one_line
from privacydesk.tui.texts import T
from privacydesk.tui.widgets.paper import Line, LineLike
from privacydesk.tui.widgets.rows import clip

_BAR_STYLE: Mapping[AuthorRole, str] = {
    AuthorRole.SUBJECT: "$primary",
    AuthorRole.AGENT: "$fine",
    AuthorRole.BOT: "$quiet",
    AuthorRole.THIRD_PARTY: "$soon",
    AuthorRole.SYSTEM: "$quiet",
}
_KEY_WIDTH = 22
_CELL_MOST = 34
_DEEPEST = 4
_DEVICE = ("device", "serial", "imei", "mac", "accessories")


def record_lines(record: Record, zone: tzinfo) -> Iterator[LineLike]:
    """Every line of a record for the right pane or the full screen."""
    texts = T.subject
    yield content((record.title or show.kind_one(record.kind), "bold $head"))
    said = [show.kind_one(record.kind), f"{record.source} {record.source_id}"]
    if record.occurred_at is not None:
        said.append(show.moment(record.occurred_at, zone))
    if record.roles:
        said.append(", ".join(T.words.role.get(r, r) for r in record.roles))
    yield content((" · ".join(said), "$quiet"))
    yield from _flags(record, zone)
    if record.messages:
        for message in record.messages:
            yield ""
            yield from _message(message, zone)
    elif record.text:
        yield from _head(texts.text)
        yield from lines(record.text)
    if record.details:
        yield from _head(texts.details)
        yield from _details(record, zone)
    if record.attachments:
        yield from _head(texts.attachments)
        for one in record.attachments:
            state = texts.attachment_state.get(one.state, one.state)
            size = f"  {show.number(one.size)} B" if one.size else ""
            internal = f"  ({texts.internal})" if one.internal else ""
            yield content("  ", one.name, (f"  {state}{size}{internal}", "$quiet"))
    if record.others:
        yield from _head(texts.others)
        yield content("  ", ", ".join(record.others))
    if record.dropped:
        yield from _head(texts.dropped)
        yield content(
            "  ", ", ".join(f"{name.replace('_', ' ')} ({n})" for name, n in record.dropped.items())
        )
    if record.payload:
        yield from _head(texts.payload)
        yield from fields(record.payload, verbatim=True)


def _head(text: str) -> Iterator[LineLike]:
    yield ""
    yield content((text, "bold $quiet"))


def _details(record: Record, zone: tzinfo) -> Iterator[LineLike]:
    """The typed fields: an order with its lines first, a device as a card, others in columns."""
    known = {name: _local(name, value, zone) for name, value in record.details.items()}
    rows = known.pop("lines", None)
    if isinstance(rows, list) and rows:
        yield from table(rows, "  ")
        yield ""
    card = {name: known.pop(name) for name in _DEVICE if known.get(name)}
    if card and record.kind is RecordKind.REPAIR:
        yield from _card(card)
    else:
        known = {**card, **known}
    yield from fields(known)


def _local(name: str, value: object, zone: tzinfo) -> object:
    """A time of the details in the controller's zone; anything else as it is."""
    if not name.endswith("_at") or not isinstance(value, str):
        return value
    try:
        return show.moment(datetime.fromisoformat(value), zone)
    except ValueError:
        return value


def _card(values: Mapping[str, Any]) -> Iterator[LineLike]:
    """A device as the label on its box."""
    rows = [(name.replace("_", " "), plain(value)) for name, value in values.items()]
    inner = min(60, max(12 + content(value).cell_length for _, value in rows))
    yield Line(content(("  ╭" + "─" * (inner + 2) + "╮", "$line")), whole=True)
    for name, value in rows:
        said = clip(one_line(value), inner - 12)
        yield Line(
            content(("  │ ", "$line"), (clip(name, 12), "$quiet"), (said, "bold"), (" │", "$line")),
            whole=True,
        )
    yield Line(content(("  ╰" + "─" * (inner + 2) + "╯", "$line")), whole=True)


def _flags(record: Record, zone: tzinfo) -> Iterator[LineLike]:
    said = []
    if record.gone_at is not None:
        said.append(f"{T.subject.gone} {show.iso_day(record.gone_at, zone)}")
    if record.restricted:
        said.append(T.subject.record_restricted)
    if record.by_hand:
        said.append(T.subject.by_hand)
    said += [flag.replace("_", " ") for flag in record.flags]
    if said:
        yield content((f"{show.HERE} " + " · ".join(said), "$soon"))


def _message(message: Message, zone: tzinfo) -> Iterator[LineLike]:
    """A line of a conversation: a bar in the writer's colour, their role in words."""
    style = "$soon" if message.internal else _BAR_STYLE[message.author_role]
    bar = content(("┃ " if not message.internal else "┆ ", style))
    role = T.words.author.get(message.author_role, message.author_role)
    who = f"{message.author} ({role})" if message.author else role
    internal = f"  {T.subject.internal}" if message.internal else ""
    when = f"  {show.moment(message.sent_at, zone)}" if message.sent_at else ""
    yield Line(content((who, f"bold {style}"), (when, "$quiet"), (internal, "$soon")), bar, bar)
    for line in lines(message.text.strip("\n")):
        yield Line(line, bar, bar)


def fields(
    values: Mapping[str, Any], *, verbatim: bool = False, depth: int = 0
) -> Iterator[LineLike]:
    """Names and values in two columns; lists of objects as a table, objects indented.

    `verbatim` keeps the source's own names and empty values; otherwise names are spelled out and
    empty values are left out.
    """
    indent = "  " * (depth + 1)
    for name, value in values.items():
        if not verbatim and value in (None, "", [], {}):
            continue
        label = name if verbatim else name.replace("_", " ")
        lead = content((indent + clip(label, _KEY_WIDTH - 2 * depth) + "  ", "$quiet"))
        match value:
            case Mapping() if value and depth < _DEEPEST:
                yield content((indent + label, "$quiet"))
                yield from fields(value, verbatim=verbatim, depth=depth + 1)
            case [Mapping(), *_] if depth < _DEEPEST and all(isinstance(v, Mapping) for v in value):
                yield content((indent + label, "$quiet"))
                yield from table(value, indent + "  ")
            case list() | tuple():
                yield Line(content(", ".join(plain(v) for v in value)), lead)
            case _:
                for number, line in enumerate(lines(plain(value))):
                    blank = content(" " * lead.cell_length)
                    yield Line(line, lead if number == 0 else blank)


def plain(value: object) -> str:
    """A JSON value as people write it."""
    match value:
        case None:
            return T.words.nobody
        case bool():
            return T.words.yes if value else T.words.no
        case Mapping():
            return ", ".join(f"{k}: {plain(v)}" for k, v in value.items())
        case list() | tuple():
            return ", ".join(plain(v) for v in value)
        case _:
            return str(value)


def table(rows: Sequence[Mapping[str, Any]], indent: str = "") -> Iterator[LineLike]:
    """Objects as a table, columns as wide as they need; numbers on the right."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    names = [n for n in names if any(row.get(n) not in (None, "", [], {}) for row in rows)]
    cells = [
        [plain(row.get(n, "")) if row.get(n) is not None else "" for n in names] for row in rows
    ]
    heads = [n.replace("_", " ") for n in names]
    widths = [
        min(_CELL_MOST, max(len(heads[i]), *(content(row[i]).cell_length for row in cells)))
        for i in range(len(names))
    ]
    right = [all(_number(row.get(n)) for row in rows) for n in names]

    def line(values: Sequence[str], style: str) -> Content:
        return content(
            indent,
            *((clip(content(v).plain.replace("\n", " "), w, right=r) + "  ", style)
              for v, w, r in zip(values, widths, right, strict=True)),
        )  # fmt: skip

    yield Line(line(heads, "bold $quiet"), whole=True)
    for row in cells:
        yield Line(line(row, ""), whole=True)


def _number(value: object) -> bool:
    if isinstance(value, bool):
        return False
    if isinstance(value, int | float):
        return True
    return isinstance(value, str) and value.replace(".", "", 1).replace("-", "", 1).isdigit()

"""Messages and attachments: notes inside a ticket, comments in another file, chat lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from privacydesk.domain.emails import split_mailbox
from privacydesk.domain.model import (
    AttachmentDraft,
    AttachmentState,
    AuthorRole,
    MessageDraft,
    PartyDraft,
)
from privacydesk.intake.cells import whole_number
from privacydesk.intake.context import Context, folded, value_matches
from privacydesk.intake.schema import AttachmentRule, Condition, FirstMessage, MessageRule
from privacydesk.intake.values import (
    Names,
    Row,
    TextGetter,
    TimeReader,
    html_to_text,
    path_getter,
    text_of,
)

_JSON = Names(None)


def compile_condition(rule: Condition, names: Names) -> Callable[[Row], bool]:
    getter = names.first_text((rule.column,))
    allowed = folded(rule.values)
    if getter is None:
        return lambda _row: False
    return lambda row: value_matches(getter(row), allowed)


def compile_body(
    text: tuple[str, ...], html: tuple[str, ...], names: Names
) -> Callable[[Row], str]:
    """The plain text of a body: a text field when there is one, else the HTML field as text.

    Of texts that are joined (`Notes + Note Attributes`) each stands on lines of its own.
    """
    plains = [
        [getter for _, getter in names.texts(column.split(" + "))] for column in text if column
    ]
    rich = names.first_text(html)

    def read(row: Row) -> str:
        body = ""
        for joined in plains:
            body = "\n".join([part for getter in joined if (part := getter(row))])
            if body:
                break
        if not body and rich is not None:
            body = html_to_text(rich(row))
        return body.replace("\r\n", "\n").strip()

    return read


def parts_text(parts: Any) -> str:
    """The text of a message that consists of parts: texts, images, files with their names."""
    if not isinstance(parts, list):
        return ""
    lines: list[str] = []
    for part in parts:
        if not isinstance(part, dict):
            continue
        for kind, content in part.items():
            if not isinstance(content, dict):
                continue
            if kind == "text":
                lines.append(html_to_text(text_of(content.get("content"))))
            elif shown := text_of(content.get("name") or content.get("label")):
                lines.append(f"[{shown}]")
            elif kind in ("image", "file", "video"):
                lines.append(f"[{kind}]")
    return "\n".join(line for line in lines if line)


def part_attachments(parts: Any) -> list[AttachmentDraft]:
    """Images and files among the parts of a chat message: links only."""
    found = []
    for part in parts if isinstance(parts, list) else ():
        for kind in ("image", "file", "video"):
            content = part.get(kind) if isinstance(part, dict) else None
            if isinstance(content, dict) and (url := text_of(content.get("url"))):
                name = text_of(content.get("name")) or url.split("?")[0].rsplit("/", 1)[-1] or kind
                content_type = text_of(content.get("content_type")) or None
                found.append(
                    AttachmentDraft(name, AttachmentState.LINK, url=url, content_type=content_type)
                )
    return found


def compile_attachments(
    rule: AttachmentRule | None, names: Names
) -> Callable[[Row, bool], list[AttachmentDraft]]:
    """Attachments of a record or message. Exports name an address; they hold no bytes."""
    if rule is None:
        return lambda _row, _internal: []
    items = names.first_value(rule.path)
    name, url = _JSON.first_text(rule.name), _JSON.first_text(rule.url)
    kind, size = _JSON.first_text(rule.content_type), _JSON.first_text(rule.size)

    def read(row: Row, internal: bool) -> list[AttachmentDraft]:
        found = []
        values = items(row) if items is not None else None
        for item in values if isinstance(values, list) else ():
            if not isinstance(item, dict):
                continue
            address = url(item) if url else ""
            length = size(item) if size else ""
            found.append(
                AttachmentDraft(
                    (name(item) if name else "") or address.rsplit("/", 1)[-1] or "attachment",
                    AttachmentState.LINK if address else AttachmentState.MISSING,
                    url=address or None,
                    content_type=(kind(item) if kind else "") or None,
                    size=whole_number(length) if length.isdigit() else None,
                    internal=internal,
                )
            )
        return found

    return read


@dataclass(frozen=True, slots=True)
class Requester:
    """Whose record it is: their key and e-mail addresses, to tell their lines from others'."""

    key: str | None
    emails: frozenset[str]

    @staticmethod
    def of(party: PartyDraft | None) -> Requester:
        if party is None:
            return Requester(None, frozenset())
        found = {draft.value for draft in party.identifiers if draft.value and "@" in draft.value}
        return Requester(party.key, frozenset(found))


MessageReader = Callable[
    [Row, Requester, str | None], tuple[list[MessageDraft], list[AttachmentDraft]]
]


class _Author:
    """Decides who wrote a message: explicit rules, then the agents, then the requester."""

    def __init__(self, rule: MessageRule, context: Context) -> None:
        self._rule, self._context = rule, context
        self._roles = [
            (one.role, compile_condition(Condition(column=one.column, values=one.values), _JSON))
            for one in rule.roles
        ]
        self._is_agent = (
            compile_condition(rule.agent_when, _JSON) if rule.agent_when is not None else None
        )

    def role(self, item: Row, key: str, requester: Requester, mail: str | None) -> AuthorRole:
        explicit = next((role for role, test in self._roles if test(item)), None)
        if explicit is AuthorRole.SUBJECT or explicit is None:
            if key and key == requester.key:
                return AuthorRole.SUBJECT
            if mail and mail in requester.emails:
                return AuthorRole.SUBJECT
            if key and self._context.find(self._rule.agents, key):
                return AuthorRole.AGENT
            person = self._context.find(self._rule.people, key) if key else None
            if person is not None:
                agent = self._is_agent is not None and self._is_agent(person[1])
                return AuthorRole.AGENT if agent else AuthorRole.THIRD_PARTY
            if explicit is AuthorRole.SUBJECT and key and requester.key:
                return AuthorRole.THIRD_PARTY
        return explicit or self._rule.default_role

    def name(self, key: str) -> str | None:
        """The author's name from the tables of people and agents."""
        if not key:
            return None
        party = self._context.party((*self._rule.people, *self._rule.agents), key)
        return party.name if party is not None else None


def compile_messages(rule: MessageRule, context: Context, times: TimeReader) -> MessageReader:
    """The function that lists the messages of a record, as they stand in the source."""
    items = _JSON.first_value(rule.path) if rule.path else None
    body = compile_body(rule.text, rule.html, _JSON)
    parts = path_getter(rule.parts) if rule.parts else None
    sent, author = _JSON.first_text(rule.sent), _JSON.first_text(rule.author)
    author_key, to = _JSON.first_text(rule.author_key), _JSON.first_text(rule.to)
    internals = [compile_condition(one, _JSON) for one in rule.internal]
    attachments = compile_attachments(rule.attachments, _JSON)
    decide = _Author(rule, context)
    hidden = frozenset(rule.hide)

    def listed(row: Row) -> list[Any]:
        if rule.table is not None:
            return list(context.group(rule.table, to(row) if to else ""))
        values = items(row) if items is not None else None
        if isinstance(values, dict):
            values = [values]
        return values if isinstance(values, list) else []

    def read(
        row: Row, requester: Requester, fallback: str | None
    ) -> tuple[list[MessageDraft], list[AttachmentDraft]]:
        messages: list[MessageDraft] = []
        files: list[AttachmentDraft] = []
        for listed_item in listed(row):
            item = unwrapped(listed_item, rule.unwrap)
            if item is None:
                continue
            internal = any(test(item) for test in internals)
            text = body(item)
            if parts is not None:
                text = parts_text(parts(item)) or text
                files += part_attachments(parts(item))
            key = author_key(item) if author_key else ""
            name, mail = split_mailbox(author(item)) if author else (None, None)
            role = decide.role(item, key, requester, mail.casefold() if mail else None)
            shown = decide.name(key) or name or mail
            if shown is None and role is AuthorRole.SUBJECT:
                shown = fallback
            messages.append(
                MessageDraft(
                    role,
                    text,
                    read_time(times, sent, item),
                    shown,
                    key or None,
                    internal,
                    {name: value for name, value in item.items() if name not in hidden},
                )
            )
            files += attachments(item, internal)
        return messages, files

    return read


def unwrapped(item: Any, names: tuple[str, ...]) -> dict[str, Any] | None:
    """The object inside `{"note": {...}}`; None for what is no object."""
    if not isinstance(item, dict):
        return None
    inner = next((item[name] for name in names if isinstance(item.get(name), dict)), None)
    return inner if inner is not None else item


def read_time(times: TimeReader, getter: TextGetter | None, row: Row) -> datetime | None:
    """A time of a message; an unreadable one is left out, it stays in the payload."""
    if getter is None:
        return None
    try:
        return times.read(getter(row))
    except ValueError:
        return None


def first_message(
    rule: FirstMessage, names: Names
) -> Callable[[Row, PartyDraft | None, datetime | None], MessageDraft | None]:
    """The opening text of a record as a message of its requester."""
    body = compile_body(rule.text, rule.html, names)

    def read(row: Row, author: PartyDraft | None, sent: datetime | None) -> MessageDraft | None:
        text = body(row)
        if not text:
            return None
        name, key = (author.name, author.key) if author is not None else (None, None)
        return MessageDraft(AuthorRole.SUBJECT, text, sent, name, key)

    return read


def in_order(messages: list[MessageDraft]) -> tuple[MessageDraft, ...]:
    """Oldest first; messages without a time keep their place behind the one before them."""
    if any(message.sent_at is None for message in messages):
        return tuple(messages)
    return tuple(sorted(messages, key=_moment))


def _moment(message: MessageDraft) -> float:
    return message.sent_at.timestamp() if message.sent_at is not None else 0.0


def without(payload: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    """The payload without lists that became messages: they are stored once."""
    return {name: value for name, value in payload.items() if name not in names}

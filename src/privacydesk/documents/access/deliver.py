"""From rulings to delivered records: cut what stays out, mask others, number staff and files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from privacydesk.documents.access.delivered import (
    Cut,
    Delivered,
    DeliveredFile,
    DeliveredMessage,
    file_name,
)
from privacydesk.documents.access.masking import Masker
from privacydesk.documents.access.people import Agents
from privacydesk.documents.blocks import BLACK_BOX
from privacydesk.documents.words import Words, show_article
from privacydesk.domain.estate import ROWS, Holds
from privacydesk.domain.model import Attachment, AttachmentState, AuthorRole, Message, Record
from privacydesk.domain.scope_types import Decisions, GroupScope, MaskKind, RecordScope, Verdict

Answer = Literal["access", "portability"]
_PIECES = re.compile(r"\s*[,;]\s*")


@dataclass(slots=True)
class Deliverer:
    """Makes delivered records for one answer; numbers its files as it goes.

    `systems`: the name of the system of each record id. `kept_until` says in words how long a
    record is kept, or nothing. `answer`: which of the two rulings counts.
    """

    words: Words
    masker: Masker
    agents: Agents
    systems: Mapping[int, str]
    decisions: Decisions = field(default_factory=dict)
    kept_until: Callable[[Record], str] = lambda _: ""
    answer: Answer = "access"
    _files: int = 0

    def deliver(self, scopes: Iterable[RecordScope]) -> tuple[Delivered, ...]:
        """Every record of which at least one group is given, the oldest first."""
        ordered = sorted(
            scopes,
            key=lambda s: (
                s.record.occurred_at.isoformat() if s.record.occurred_at else "",
                s.record.record_id,
            ),
        )
        return tuple(self._record(scope) for scope in ordered if self._given(scope))

    def _given(self, scope: RecordScope) -> tuple[GroupScope, ...]:
        return scope.delivered if self.answer == "access" else scope.portable

    def _record(self, scope: RecordScope) -> Delivered:
        record = scope.record
        title, text = "", ""
        details: dict[str, Any] = {}
        fields: dict[str, Any] = {}
        messages: list[tuple[Message, DeliveredMessage]] = []
        given: set[int] = set()
        for group in self._given(scope):
            mask = self._mask(group, record)
            part = group.part
            if part.head:
                title = mask(record.title, "")
            if part.text:
                text = mask(record.text, "")
            details |= {name: mask(record.details[name], name) for name in part.details}
            fields |= {name: mask(record.payload[name], name) for name in part.payload}
            messages += [(m, self._message(m, group, mask)) for m in part.messages]
            given |= {attachment.attachment_id for attachment in part.attachments}
        messages.sort(key=lambda pair: (pair[0].position, pair[0].message_id))
        return Delivered(
            record_id=record.record_id,
            kind=record.kind,
            system=self.systems.get(record.record_id, record.source),
            source=record.source,
            source_id=record.source_id,
            title=title,
            text=text,
            occurred_at=record.occurred_at,
            updated_at=record.updated_at,
            roles=tuple(role.value for role in record.roles),
            details={name: details[name] for name in record.details if name in details},
            fields={name: fields[name] for name in record.payload if name in fields},
            messages=tuple(message for _, message in messages),
            files=tuple(self._file(a, record, given=a.attachment_id in given)
                        for a in record.attachments),
            flags=record.flags,
            gone_at=record.gone_at,
            restricted=record.restricted,
            by_hand=record.by_hand,
            dropped=record.dropped,
            cuts=tuple(self._cut(g) for g in scope.withheld) if self.answer == "access" else (),
            kept_until=self.kept_until(record),
            content_hash=record.content_hash,
        )  # fmt: skip

    def _mask(self, group: GroupScope, record: Record) -> Callable[[Any, str], Any]:
        """What happens to every value of a group before it is given."""
        if self._reviewed(group, record):
            return lambda value, _name: self.agents.value(value)
        others = tuple(m.what for m in group.masks if m.kind is MaskKind.PARTY) or record.others
        hidden = {m.what for m in group.masks if m.kind is MaskKind.FIELD}

        def mask(value: Any, name: str) -> Any:
            if name and name in hidden:
                return self._only_own(value)
            return self.masker.value(self.agents.value(value), others=others, field=name)

        return mask

    def _reviewed(self, group: GroupScope, record: Record) -> bool:
        return any(
            (decision := self.decisions.get((record.record_id, key))) is not None
            and decision.verdict is Verdict.UNMASKED
            for key in (group.id, "*")
        )

    def _only_own(self, value: Any) -> Any:
        """A field that names other people: what is not the person's own becomes a black box."""
        if isinstance(value, list | tuple):
            return [self._only_own(item) for item in value]
        if isinstance(value, Mapping):
            return {key: self._only_own(item) for key, item in value.items()}
        if not isinstance(value, str) or not value.strip():
            return value
        return ", ".join(
            piece if self.masker.is_own(piece) else BLACK_BOX for piece in _PIECES.split(value)
        )

    def _message(
        self, message: Message, group: GroupScope, mask: Callable[[Any, str], Any]
    ) -> DeliveredMessage:
        who, side = self._writer(message, group)
        return DeliveredMessage(
            who=who,
            side=side,
            sent_at=message.sent_at,
            text=mask(message.text, ""),
            internal=message.internal,
            fields={name: mask(value, name) for name, value in message.payload.items()},
        )

    def _writer(self, message: Message, group: GroupScope) -> tuple[str, str]:
        word = self.words
        if group.part.group.holds is Holds.OWN_LINES:
            return word("report", "you"), "subject"
        match message.author_role:
            case AuthorRole.AGENT:
                return self.agents.label(message.author), "controller"
            case AuthorRole.BOT:
                return word("report", "bot"), "controller"
            case AuthorRole.SYSTEM:
                return word("report", "system"), "controller"
        return word("report", "other_person"), "other"

    def _file(self, attachment: Attachment, record: Record, *, given: bool) -> DeliveredFile:
        path = None
        if given and attachment.state is AttachmentState.FILE and attachment.sha256:
            self._files += 1
            path = file_name(self._files, attachment, record.kind)
        hide = self.masker.text
        return DeliveredFile(
            name=hide(self.agents.text(attachment.name), others=record.others, field="file"),
            state=attachment.state,
            content_type=attachment.content_type,
            size=attachment.size,
            sha256=attachment.sha256,
            url=hide(attachment.url) if attachment.url and given else None,
            internal=attachment.internal,
            path=path,
            withheld=not given,
        )

    def _cut(self, group: GroupScope) -> Cut:
        language = self.words.language
        ruling = group.access
        return Cut(
            group.id,
            ROWS[group.row].title(language),
            ruling.words(language),
            show_article(ruling.article, language),
        )

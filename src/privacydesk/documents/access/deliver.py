"""From rulings to delivered records: cut what stays out, mask others, number staff and files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from privacydesk.documents.access.delivered import (
    Cut,
    Delivered,
    DeliveredFile,
    DeliveredMessage,
    file_name,
)
from privacydesk.documents.redaction.apply import RecordRedactor, Redactor
from privacydesk.documents.redaction.places import message_keys
from privacydesk.documents.words import Words, show_article
from privacydesk.domain.estate import ROWS, Holds
from privacydesk.domain.model import (
    Attachment,
    AttachmentState,
    AuthorRole,
    Message,
    Record,
    RecordKind,
)
from privacydesk.domain.redaction import FileReviews, FileVerdict
from privacydesk.domain.scope_types import Decisions, GroupScope, MaskKind, RecordScope, Verdict

Answer = Literal["access", "portability"]
Watch = Callable[[Sequence[RecordScope]], Iterator[RecordScope]]


@dataclass(slots=True)
class Deliverer:
    """Makes delivered records for one answer; numbers its files as it goes.

    `systems`: the name of the system of each record id; `keys`: how its system names it, for the
    places of findings. `files`: what was decided about recordings and attachments. `kept_until`
    says in words how long a record is kept, or nothing. `answer`: which of the two rulings counts.
    """

    words: Words
    redactor: Redactor
    systems: Mapping[int, str]
    keys: Mapping[int, str] = field(default_factory=dict)
    decisions: Decisions = field(default_factory=dict)
    files: FileReviews = field(default_factory=dict)
    kept_until: Callable[[Record], str] = lambda _: ""
    answer: Answer = "access"
    _files: int = 0

    def deliver(
        self, scopes: Iterable[RecordScope], watch: Watch | None = None
    ) -> tuple[Delivered, ...]:
        """Every record of which at least one group is given, the oldest first.

        `watch` hands the scopes on one by one while they are worked on.
        """
        ordered = sorted(
            scopes,
            key=lambda s: (
                s.record.occurred_at.isoformat() if s.record.occurred_at else "",
                s.record.record_id,
            ),
        )
        return tuple(
            self._record(scope) for scope in (watch or iter)(ordered) if self._given(scope)
        )

    def again(
        self, scopes: Iterable[RecordScope], records: Iterable[Delivered], only: Collection[int]
    ) -> tuple[Delivered, ...]:
        """The `records` with those of `only` (record ids) made anew; files keep their numbers."""
        known = {scope.record.record_id: scope for scope in scopes}
        self._files = 0
        made = []
        for record in records:
            if record.record_id in only:
                made.append(self._record(known[record.record_id]))
            else:
                self._files += sum(file.path is not None for file in record.files)
                made.append(record)
        return tuple(made)

    def _given(self, scope: RecordScope) -> tuple[GroupScope, ...]:
        return scope.delivered if self.answer == "access" else scope.portable

    def _record(self, scope: RecordScope) -> Delivered:
        record = scope.record
        key = self.keys.get(record.record_id, str(record.record_id))
        hide = self.redactor.record(key, record)
        places = dict(message_keys(record))
        title, text = "", ""
        details: dict[str, Any] = {}
        fields: dict[str, Any] = {}
        messages: list[tuple[Message, DeliveredMessage]] = []
        given: set[int] = set()
        for group in self._given(scope):
            part = group.part
            hide.reviewed = self._reviewed(group, record)
            named = [m for m in group.masks if m.kind is MaskKind.FIELD]
            naming = {m.what for m in named if not m.whole}
            hide.theirs = frozenset(
                f"{'fields' if m.payload else 'details'}.{m.what}" for m in named if m.whole
            )
            if part.head:
                title = hide.text(record.title, "title")
            if part.text:
                text = hide.text(record.text, "text")
            put = partial(_field, hide, naming)
            for name in part.details:
                shown = hide.key_name(name, f"details.{name}")
                details[name] = (shown, put("details", name, record.details[name]))
            for name in part.payload:
                shown = hide.key_name(name, f"fields.{name}")
                fields[name] = (shown, put("fields", name, record.payload[name]))
            messages += [(m, self._message(m, record, group, hide, places)) for m in part.messages]
            given |= {attachment.attachment_id for attachment in part.attachments}
        messages.sort(key=lambda pair: (pair[0].position, pair[0].message_id))
        hide.reviewed = False
        return Delivered(
            record_id=record.record_id,
            kind=record.kind,
            system=self.systems.get(record.record_id, record.source),
            source=record.source,
            source_id=hide.text(record.source_id, "source_id", name=_id_field(record)),
            title=title,
            text=text,
            occurred_at=record.occurred_at,
            updated_at=record.updated_at,
            roles=tuple(role.value for role in record.roles),
            details=_in_order(record.details, details),
            fields=_in_order(record.payload, fields),
            messages=tuple(message for _, message in messages),
            files=tuple(
                self._file(a, record, hide, key, number, given=a.attachment_id in given)
                for number, a in enumerate(record.attachments)
            ),
            flags=record.flags,
            gone_at=record.gone_at,
            restricted=record.restricted,
            by_hand=record.by_hand,
            dropped=record.dropped,
            cuts=tuple(self._cut(g) for g in scope.withheld) if self.answer == "access" else (),
            kept_until=self.kept_until(record),
            content_hash=record.content_hash,
        )

    def _reviewed(self, group: GroupScope, record: Record) -> bool:
        return any(
            (decision := self.decisions.get((record.record_id, key))) is not None
            and decision.verdict is Verdict.UNMASKED
            for key in (group.id, "*")
        )

    def _message(
        self,
        message: Message,
        record: Record,
        group: GroupScope,
        hide: RecordRedactor,
        places: Mapping[int, str],
    ) -> DeliveredMessage:
        who, side = self._writer(message, record, group)
        place = places[message.message_id]
        return DeliveredMessage(
            who=who,
            side=side,
            sent_at=message.sent_at,
            text=hide.text(message.text, place),
            internal=message.internal,
            fields=hide.fields(message.payload, f"{place}.fields"),
        )

    def _writer(self, message: Message, record: Record, group: GroupScope) -> tuple[str, str]:
        word = self.words
        if group.part.group.holds is Holds.OWN_LINES:
            return word("report", "you"), "subject"
        match message.author_role:
            case AuthorRole.AGENT:
                return self.redactor.agents.writer(record, message), "controller"
            case AuthorRole.BOT:
                return word("report", "bot"), "controller"
            case AuthorRole.SYSTEM:
                return word("report", "system"), "controller"
        return word("report", "other_person"), "other"

    def _file(
        self,
        attachment: Attachment,
        record: Record,
        hide: RecordRedactor,
        key: str,
        number: int,
        *,
        given: bool,
    ) -> DeliveredFile:
        """A file with its neutral name, or the checked file that replaces it."""
        review = self.files.get((key, attachment.sha256 or ""))
        given = given and not (review is not None and review.withheld)
        sha256, size, kind = attachment.sha256, attachment.size, attachment.content_type
        ending = None
        chosen = review.shipping if review is not None else None
        if chosen is not None and chosen.verdict is FileVerdict.REPLACED and chosen.replacement:
            sha256, size, kind, ending = chosen.replacement, chosen.size, None, chosen.ending
        path = None
        if given and attachment.state is AttachmentState.FILE and sha256:
            self._files += 1
            path = file_name(self._files, attachment, record.kind)
            if ending is not None:
                path = f"{path.partition('.')[0]}{ending}"
        place = f"file[{number}]"
        url = hide.text(attachment.url, f"{place}.url") if attachment.url and given else None
        return DeliveredFile(
            name=hide.text(attachment.name, place, name="file"),
            state=attachment.state,
            content_type=kind,
            size=size,
            sha256=sha256 if given else None,
            url=url,
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


def _field(hide: RecordRedactor, naming: set[str], root: str, name: str, value: Any) -> Any:
    return hide.value(value, f"{root}.{name}", name=name, naming=name in naming)


def _in_order(wanted: Iterable[str], given: Mapping[str, tuple[str, Any]]) -> dict[str, Any]:
    """The fields in the order of the source, under the names that may be shown."""
    found: dict[str, Any] = {}
    for name in wanted:
        if name in given:
            shown, value = given[name]
            number, unique = 2, shown
            while unique in found:
                unique, number = f"{shown} {number}", number + 1
            found[unique] = value
    return found


def _id_field(record: Record) -> str:
    """Calls and recordings may be numbered by the telephone numbers in them."""
    return "file" if record.kind in (RecordKind.CALL, RecordKind.RECORDING) else "id"

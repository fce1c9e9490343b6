"""Records as blocks: conversations, order tables, device cards, calls with their duration.

Under the readable part stands every other field of the source, in its own words; nothing of a
record is left out because no layout knows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from privacydesk.documents.access.absent import parts_in_words
from privacydesk.documents.access.delivered import Delivered, DeliveredFile, flatten
from privacydesk.documents.access.titles import shown_field, shown_number, shown_title
from privacydesk.documents.blocks import (
    Block,
    Conversation,
    Fields,
    Grid,
    Line,
    Meta,
    Note,
    Verbatim,
    heading,
)
from privacydesk.documents.words import (
    Words,
    show_amount,
    show_day,
    show_duration,
    show_moment,
    show_size,
)
from privacydesk.domain.details import TIME, field_type
from privacydesk.domain.erased_parts import ErasedParts
from privacydesk.domain.model import AttachmentState, RecordKind

_SECONDS = ("duration_seconds", "talk_seconds")
_AMOUNTS = frozenset(
    "amount discount price refunded shipping spent subtotal tax total".split()  # noqa: SIM905
)
_YES_NO = {"yes": "yes", "true": "yes", "no": "no", "false": "no"}  # as systems write it
_LINE_COLUMNS = ("name", "sku", "serial", "quantity", "price")
_LONG = 12  # a text of this length that was shown above is not repeated among the fields


class Cards:
    """Lays out records in one language; times are shown in `zone`.

    `erased`: what storage periods took out of the records, told under each of them.
    """

    def __init__(self, words: Words, zone: ZoneInfo, erased: Iterable[ErasedParts] = ()) -> None:
        self._erased: dict[int, list[ErasedParts]] = {}
        for one in erased:
            self._erased.setdefault(one.record_id, []).append(one)
        self._words = words
        self._zone = zone
        self._language = words.language

    def sections(self, records: Iterable[Delivered]) -> Iterator[Block]:
        """All records: grouped by kind in the order of `RecordKind`, each group by time."""
        groups: dict[RecordKind, list[Delivered]] = {}
        for record in records:
            groups.setdefault(record.kind, []).append(record)
        for kind in RecordKind:
            if kind in groups:
                yield heading(2, self._words("kind", kind.value))
                for record in groups[kind]:
                    yield from self.card(record)

    def card(self, record: Delivered) -> Iterator[Block]:
        """One record."""
        word = self._words
        yield heading(3, shown_title(record, word))
        yield Meta(tuple(self._facts(record)))
        details = list(self._details(record))
        if details:
            yield Fields(tuple(details))
        yield from self._lines(record)
        if record.text.strip():
            yield Verbatim(record.text)
        if record.messages:
            yield Conversation(tuple(self._turns(record)))
        if record.files:
            yield self._files(record.files)
        yield from self._other_fields(record)
        yield from (Note(text) for text in self._notes(record))

    def _facts(self, record: Delivered) -> Iterator[str]:
        word = self._words
        yield record.system
        if number := shown_number(record):
            yield f"{word('report', 'number')} {number}"
        yield self._when(record.occurred_at) or word("report", "no_date")
        roles = ", ".join(word.get("role", role, role) for role in record.roles)
        if roles:
            yield f"{word('report', 'your_role')} {roles}"
        if record.kept_until:
            yield record.kept_until

    def _details(self, record: Delivered) -> Iterator[tuple[str, str]]:
        for name, value in record.details.items():
            if name == "lines" or value in (None, "", []):
                continue
            yield self._words.get("field", name, name), self._detail(record.kind, name, value)

    def _detail(self, kind: RecordKind, name: str, value: object) -> str:
        if name in _SECONDS and isinstance(value, int):
            return show_duration(value)
        if isinstance(value, str) and field_type(kind, name) == TIME:
            return self._time(value)
        if isinstance(value, list | tuple):
            return ", ".join(str(item) for item in value)
        if name in _AMOUNTS and isinstance(value, str):
            return show_amount(value, self._language)
        if said := _YES_NO.get(str(value)):
            return self._words("report", said)
        return self._words.get("made", str(value), str(value))

    def _time(self, value: str) -> str:
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return value
        if moment.tzinfo is None:
            return value
        return show_moment(moment.astimezone(self._zone), self._language)

    def _lines(self, record: Delivered) -> Iterator[Block]:
        lines = record.details.get("lines")
        if not isinstance(lines, list | tuple) or not lines:
            return
        rows = [line for line in lines if isinstance(line, Mapping)]
        columns = [name for name in _LINE_COLUMNS if any(row.get(name) for row in rows)]
        if not columns:
            return
        yield Grid(
            head=tuple(self._words("field", name) for name in columns),
            rows=tuple(tuple(self._cell(row, name) for name in columns) for row in rows),
            align=tuple("r" if name in ("quantity", "price") else "l" for name in columns),
            widths=tuple({"name": 5, "quantity": 1}.get(name, 2) for name in columns),
        )

    def _cell(self, row: Mapping[str, object], name: str) -> str:
        text = str(row.get(name) or "")
        return show_amount(text, self._language) if name in _AMOUNTS else text

    def _turns(self, record: Delivered) -> Iterator[Line]:
        for message in record.messages:
            yield Line(
                who=message.who,
                when=self._when(message.sent_at),
                text=message.text,
                side="internal" if message.internal else message.side,
                label=self._words("report", "internal") if message.internal else "",
            )

    def _files(self, files: Iterable[DeliveredFile]) -> Grid:
        word = self._words
        return Grid(
            head=tuple(word("report", key) for key in ("file_name", "file_size", "file_delivered")),
            rows=tuple(
                (
                    file.name,
                    show_size(file.size, self._language) if file.size is not None else "",
                    self._where(file),
                )
                for file in files
            ),
            align=("l", "r", "l"),
            widths=(4, 1, 3),
        )

    def _where(self, file: DeliveredFile) -> str:
        if file.withheld:
            return self._words("report", "file_withheld")
        if file.path:
            return file.path
        if file.state is AttachmentState.LINK:
            text = self._words("report", "file_link")
            return f"{text}: {file.url}" if file.url else text
        return self._words("report", "file_missing")

    def _other_fields(self, record: Delivered) -> Iterator[Block]:
        """Every source field: those of the record, then those of each message."""
        word = self._words
        shown = {text.strip() for text in (record.text, *(m.text for m in record.messages))}
        pairs: list[tuple[str, str]] = []
        empty: list[str] = []
        for field, text in flatten(record.fields) if record.fields else ():
            path = shown_field(field, word)
            if not text.strip():
                empty.append(path)
            elif len(text) >= _LONG and text.strip() in shown:
                pairs.append((path, word("report", "shown_above")))
            else:
                pairs.append((path, text))
        for number, message in enumerate(record.messages, 1):
            label = word("report", "message_fields").format(n=number)
            for path, text in flatten(message.fields) if message.fields else ():
                if not text.strip():
                    continue
                repeated = len(text) >= _LONG and text.strip() in shown
                value = word("report", "shown_above") if repeated else text
                pairs.append((f"{label}: {path}", value))
        if empty:
            pairs.append((word("report", "empty_fields"), ", ".join(empty)))
        if pairs:
            yield Note(word("report", "source_fields"))
            yield Fields(tuple(pairs), small=True)

    def _notes(self, record: Delivered) -> Iterator[str]:
        word = self._words
        if record.gone_at:
            day = self._day(record.gone_at.astimezone(self._zone).date())
            yield word("report", "gone_note").format(day=day)
        for one in self._erased.get(record.record_id, ()):
            yield word("report", "erased_part_note").format(
                day=self._day(one.on),
                parts=parts_in_words(one, word),
                period=one.period(self._language) or word("report", "not_stated"),
                ended=self._day(one.ended),
            )
        if record.by_hand:
            yield word("report", "by_hand_note").format(system=record.system)
        if record.restricted:
            yield word("report", "restricted_note")
        for name in record.dropped:
            what = word.get("secret", name, word("secret", "other"))
            yield word("report", "dropped_note").format(what=what)
        for flag in record.flags:
            if flag.startswith("damaged:"):
                field = flag.partition(":")[2]
                yield word("report", "damaged_note").format(field=field)
        for what, article in dict.fromkeys((cut.what, cut.article) for cut in record.cuts):
            yield word("report", "withheld_part").format(what=what, article=article)
        if record.masked:
            yield word("report", "masked_note")

    def _when(self, moment: datetime | None) -> str:
        return show_moment(moment.astimezone(self._zone), self._language) if moment else ""

    def _day(self, day: date) -> str:
        return show_day(day, self._language)

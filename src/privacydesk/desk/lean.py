"""What the rules of storage periods read of records and people, fetched without their texts.

Shared by retention, logging and answering: all three must see the same person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast
from zoneinfo import ZoneInfo

from privacydesk.domain.model import AuthorRole, RecordKind
from privacydesk.domain.record_events import PersonFacts, person_facts
from privacydesk.store import retention_read as read
from privacydesk.store import systems
from privacydesk.store.codec import from_text, loads, to_text

if TYPE_CHECKING:
    from privacydesk.domain.model import Record
    from privacydesk.store.driver import Connection

NOTHING: Final[Mapping[str, Any]] = {}


class Line(NamedTuple):
    """The one line that matters to a period: the last answer, or the newest line."""

    sent_at: datetime
    internal: bool = False
    author_role: AuthorRole = AuthorRole.AGENT


class Lean:
    """What the rules read of a `Record`, and nothing else of it.

    `moment`: its date as the store writes it, read only when a rule asks for it.
    """

    __slots__ = ("details", "kind", "messages", "moment", "source")

    def __init__(
        self,
        kind: RecordKind,
        source: str,
        moment: str | None,
        details: Mapping[str, Any] = NOTHING,
        messages: tuple[Line, ...] = (),
    ) -> None:
        self.kind, self.source, self.moment = kind, source, moment
        self.details, self.messages = details, messages

    @property
    def occurred_at(self) -> datetime | None:
        return None if self.moment is None else from_text(self.moment)

    @property
    def record(self) -> Record:
        return cast("Record", self)


class Probe(dict[str, Any]):
    """Details that note which of them are asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return default


class LocalDays:
    """The local days of stored moments. Where in a UTC day the local one changes is looked up
    once for that day."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._changes: dict[str, tuple[str | None, date, date]] = {}

    def day(self, text: str) -> date:
        """The local day of a moment as the store writes it."""
        utc_day = text[:10]
        change = self._changes.get(utc_day)
        if change is None:
            change = self._changes[utc_day] = _change(utc_day, self._zone)
        at, before, after = change
        if at is None:
            return _local(text, self._zone)
        return before if text < at else after


def _change(utc_day: str, zone: ZoneInfo) -> tuple[str | None, date, date]:
    """(moment, local day before it, local day from it on) of a UTC day; no moment where the
    clocks do something odd at midnight."""
    first = _local(f"{utc_day}T00:00:00.000000Z", zone)
    last = _local(f"{utc_day}T23:59:59.999999Z", zone)
    if first == last:
        return "", first, last
    midnight = datetime.combine(last, time(), zone).astimezone(UTC)
    just_before = midnight - timedelta(microseconds=1)
    if (
        last - first == timedelta(days=1)
        and midnight.astimezone(zone).date() == last
        and just_before.astimezone(zone).date() == first
    ):
        return to_text(midnight), first, last
    return None, first, last


def _local(text: str, zone: ZoneInfo) -> date:
    return from_text(text).astimezone(zone).date()


def facts_of(con: Connection, zone: ZoneInfo, subject_id: int) -> PersonFacts:
    """What is known of one person, from their records and from those erased since.

    `subject_id`: the number that stands for the person today.
    """
    return Known(con, zone, [subject_id]).facts(subject_id, days=True)


class Known:
    """What all records of each person say together, looked up when somebody's records ask.

    Every fact of `person_facts` is the newest day of a kind or stands in the details of a
    lasting record (account, contract, consent), so the other records cannot change it.
    """

    def __init__(self, con: Connection, zone: ZoneInfo, subjects: Sequence[int] | None) -> None:
        self._con, self._zone, self._subjects = con, zone, subjects
        self._trade_known = False
        self._kinds: dict[int, list[tuple[str, str | None]]] | None = None
        self._lines: dict[int, list[tuple[str, str]]] | None = None
        self._lasting: dict[int, list[Record]] = {}
        self._facts: dict[int, PersonFacts] = {}
        self._by_kinds: dict[tuple[str, ...], PersonFacts] = {}

    def facts(self, subject_id: int, *, days: bool) -> PersonFacts:
        """The facts about a person; without `days` only whether a customer or consenting."""
        if self._kinds is None:
            self._kinds = self._read()
        found = self._facts.get(subject_id)
        if found is not None:
            return found
        newest = self._kinds.get(subject_id, [])
        lasting = self._lasting.get(subject_id)
        if not days and lasting is None:
            kinds = tuple(dict.fromkeys(kind for kind, _ in newest))
            found = self._by_kinds.get(kinds)
            if found is None:
                leans = [Lean(RecordKind(kind), "", None).record for kind in kinds]
                found = self._by_kinds[kinds] = self._said(leans)
            return found
        found = self._facts[subject_id] = self._said(
            [*self._newest(subject_id, newest, lasting or []), *(lasting or [])]
        )
        return found

    def _said(self, records: Sequence[Record]) -> PersonFacts:
        return person_facts(records, self._zone, trade_known=self._trade_known)

    def _newest(
        self,
        subject_id: int,
        newest: Sequence[tuple[str, str | None]],
        lasting: Sequence[Record],
    ) -> Iterator[Record]:
        if self._lines is None:
            self._lines = defaultdict(list)
            for person, kind, sent_at in read.newest_lines(self._con, self._subjects):
                self._lines[person].append((kind, sent_at))
        whole = {record.kind for record in lasting}
        for kind, at in newest:
            if kind not in whole:  # without its details a contract would seem to have no end
                yield Lean(RecordKind(kind), "", at).record
        for kind, line in self._lines.get(subject_id, ()):
            if kind not in whole:
                yield Lean(RecordKind(kind), "", None, messages=(Line(from_text(line)),)).record

    def _read(self) -> dict[int, list[tuple[str, str | None]]]:
        self._trade_known = systems.trade_known(self._con)
        for subject_id, kind, occurred_at, details in read.lasting(self._con, self._subjects):
            lean = Lean(RecordKind(kind), "", occurred_at, loads(details))
            self._lasting.setdefault(subject_id, []).append(lean.record)
        found: defaultdict[int, list[tuple[str, str | None]]] = defaultdict(list)
        for subject_id, kind, newest in read.newest_of(self._con, self._subjects):
            found[subject_id].append((kind, newest))
        return found

"""Redacts texts and JSON values by what is found in them and what was decided about it.

A finding that nobody decided is hidden. A black box has one length, so that it tells nothing; a
number that is hidden becomes a box as well, and so does a name of a field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from privacydesk.documents.access.people import Agents
from privacydesk.documents.blocks import BLACK_BOX
from privacydesk.documents.redaction.places import message_keys
from privacydesk.domain.model import Record
from privacydesk.domain.redaction import (
    Anchor,
    FindingKind,
    FindingState,
    Found,
    Review,
    StoredFinding,
    Term,
    digest,
)
from privacydesk.domain.redaction_find import ContactFinder, NameFinder, field_sort
from privacydesk.domain.redaction_names import Names
from privacydesk.domain.redaction_reach import Value
from privacydesk.domain.redaction_spans import Span, merged
from privacydesk.domain.text import fold

_PIECES: Final = re.compile(r"[^,;]+")
_LONG_NUMBER: Final = 10**8


_Memo = dict[tuple[str, str, tuple[str, ...]], list[Span]]
"""What the rules find in a text, by the sort of its field and the others of its record."""


@dataclass(slots=True)
class Redactor:
    """For one answer: finders, the review of the case, and everything found on the way.

    `salt` names the case (see `domain.redaction.digest`). `places`: every text by its record id
    and place, as the source wrote it, for whoever selects in it. `elsewhere`: what was found in
    other texts of the answer, and is found in any writing in all of them. `shown`: what a decision
    leaves readable, per record.
    """

    finder: ContactFinder
    names: Names
    agents: Agents
    review: Review = field(default_factory=Review)
    salt: str = ""
    found: list[Found] = field(default_factory=list)
    places: dict[tuple[int, str], str] = field(default_factory=dict)
    elsewhere: frozenset[Value] = frozenset()
    known: _Memo = field(default_factory=dict)
    shown: dict[int, set[Value]] = field(init=False, default_factory=dict)
    _decided: dict[Value, Term] = field(init=False, default_factory=dict)
    _reach: Callable[[str], list[Span]] = field(init=False)
    _reached: dict[str, list[Span]] = field(init=False, default_factory=dict)
    _terms: tuple[tuple[re.Pattern[str], Term], ...] = field(init=False)
    _added: dict[tuple[str, str], list[StoredFinding]] = field(init=False)
    _sorts: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._terms = tuple((_term(term.text), term) for term in self.review.terms())
        self._added = self.review.added()
        for term in self.review.terms():
            for value in self.finder.everywhere(term.text):
                self._decided.setdefault(value, term)
        self._reach = self.finder.reach((*self._decided, *self.elsewhere))

    def record(self, key: str, record: Record) -> RecordRedactor:
        """What redacts the texts of one record; `key` names it as its system does."""
        others = tuple(dict.fromkeys(record.others))
        staff = self.agents.acting(record)
        names = self.names.finder(others)
        numbers = dict(self.agents.in_record(record))
        places = dict(message_keys(record)) if record.messages else {}
        for message in record.messages:
            at = f"{places[message.message_id]}.fields"
            for path, role in self.agents.in_message(record, message).items():
                numbers[f"{at}.{path}"] = role
        return RecordRedactor(self, key, record.record_id, others, names, staff, numbers)

    def spans(
        self, text: str, field_name: str, others: tuple[str, ...], names: NameFinder
    ) -> list[Span]:
        """What the rules find in a text; equal texts of a record are searched once."""
        sort = self._sorts.get(field_name)
        if sort is None:
            sort = self._sorts[field_name] = field_sort(field_name)
        key = (text, sort, others)
        known = self.known.get(key)
        if known is None:
            known = self.known[key] = self.finder.find(text, field=sort, names=names)
        reached = self._reached.get(text)
        if reached is None:
            reached = self._reached[text] = self._reach(text)
        return merged((*known, *reached)) if reached else known

    def hidden(self) -> Callable[[str], list[Span]]:
        """Finds in any writing all that was found so far, or is decided to be hidden."""
        return self.finder.reach((*self._decided, *self.elsewhere, *self.finder.seen))

    def value_digest(self, span: Span, anchor: Anchor) -> str:
        """What stands for the value of a span: of the words that were decided to be hidden
        everywhere, when they say the same in another writing."""
        value = digest(self.salt, f"{span.kind}:{span.value}")
        term = self._decided.get((span.kind, span.value))
        if term is not None and self.review.decision(anchor, value) is None:
            return term.value_digest
        return value

    def again(self, only: Collection[int]) -> Redactor:
        """A redactor that also finds in any writing what this one found, for records (by id) that
        are made once more; it knows what was found in the others."""
        redactor = Redactor(
            finder=self.finder,
            names=self.names,
            agents=self.agents,
            review=self.review,
            salt=self.salt,
            found=[one for one in self.found if one.record_id not in only],
            places=self.places,
            elsewhere=self.elsewhere | frozenset(self.finder.seen),
            known=self.known,
        )
        redactor.shown = {n: values for n, values in self.shown.items() if n not in only}
        return redactor


@dataclass(slots=True)
class RecordRedactor:
    """Redacts the texts of one record. Every place is redacted once per answer."""

    parent: Redactor
    key: str
    record_id: int
    others: tuple[str, ...]
    names: NameFinder
    staff: tuple[str, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)  # places with a colleague's number
    reviewed: bool = False
    theirs: frozenset[str] = frozenset()  # places that tell of somebody else and nobody else

    def text(self, text: str, place: str, *, name: str = "", naming: bool = False) -> str:
        """`text` with black boxes and staff as roles. `place`: where it stands in the record;
        `name`: of the source field. `naming`: the field names other people, so all of it that is
        not the person's own is found."""
        if not text or text.isspace():
            return text
        parent = self.parent
        parent.places[self.record_id, place] = text
        if parent.agents.is_one(text):
            return parent.agents.label(text)
        staff = parent.agents.spans(text, self.staff)
        spans = parent.spans(text, name, self.others, self.names)
        if place in self.theirs:
            spans = self._all_of(text)
        elif naming:
            spans = [*_outside(self._pieces(text), spans), *spans]
        hidden = self._hidden(text, place, spans, staff)
        if not hidden and not staff:
            return text
        return _written(text, hidden, staff)

    def value(self, value: Any, place: str, *, name: str = "", naming: bool = False) -> Any:
        """A JSON value, every string, long number and key in it redacted."""
        if place in self.numbers and value not in (None, ""):
            return self.numbers[place]
        if isinstance(value, str):
            return self.text(value, place, name=name, naming=naming)
        if isinstance(value, list | tuple):
            return [
                self.value(item, f"{place}[{n}]", name=name, naming=naming)
                for n, item in enumerate(value)
            ]
        if isinstance(value, Mapping):
            return self.fields(value, place, name=name, naming=naming)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if number and (value > _LONG_NUMBER or place in self.theirs):
            shown = str(value)
            given = self.text(shown, place, name=name)
            return value if given == shown else given
        return value

    def fields(
        self, value: Mapping[str, Any], place: str, *, name: str = "", naming: bool = False
    ) -> dict[str, Any]:
        """An object; equal keys that a box makes are numbered."""
        given: dict[str, Any] = {}
        for key, item in value.items():
            at = f"{place}.{key}" if place else str(key)
            shown = self.key_name(str(key), at)
            number, unique = 2, shown
            while unique in given:
                unique, number = f"{shown} {number}", number + 1
            given[unique] = self.value(item, at, name=f"{name}.{key}", naming=naming)
        return given

    def key_name(self, key: str, place: str) -> str:
        """The name of a field: hardly ever more than a word; what looks like data counts."""
        telling = "@" in key or any(char.isdigit() for char in key) or " " in key
        return self.text(key, f"{place}#key") if telling else key

    def _all_of(self, text: str) -> list[Span]:
        """All of a text that is about somebody else, unless it is the person's own."""
        if self.parent.finder.is_own(text):
            return []
        bare = text.strip()
        start = text.index(bare)
        return [Span(start, start + len(bare), FindingKind.FIELD, fold(bare))]

    def _pieces(self, text: str) -> Iterable[Span]:
        for match in _PIECES.finditer(text):
            piece = match[0].strip()
            start = match.start() + match[0].index(piece) if piece else match.start()
            if piece and not self._is_own(piece):
                yield Span(start, start + len(piece), FindingKind.FIELD, fold(piece))

    def _is_own(self, piece: str) -> bool:
        if "@" in piece:
            return not self.parent.finder.find(piece)
        if any(char.isdigit() for char in piece):
            return self.parent.finder.is_own(piece)
        return self.parent.names.own.is_me(piece)

    def _hidden(
        self, text: str, place: str, spans: Iterable[Span], staff: list[tuple[int, int, str]]
    ) -> list[tuple[int, int]]:
        """The parts of `text` that are hidden; everything found is noted on the way."""
        parent = self.parent
        ranges: list[tuple[int, int]] = []
        noted: set[tuple[int, int]] = set()

        def note(start: int, end: int, kind: FindingKind, value: str | Span) -> None:
            if (start, end) in noted:
                return
            noted.add((start, end))
            mark = digest(parent.salt, text[start:end])
            anchor = Anchor(self.key, place, mark, _occurrence(text, start, end))
            said = {(kind, value.value)} if isinstance(value, Span) else set()
            if isinstance(value, Span):
                value = parent.value_digest(value, anchor)
            found = Found(anchor, value, kind, text, start, end, self.record_id)
            parent.found.append(found)
            state = parent.review.state(anchor, value)
            if state is FindingState.BLACK_OUT or (
                state is FindingState.OPEN and not self.reviewed
            ):
                ranges.append((start, end))
            else:
                said |= parent.finder.everywhere(text[start:end])
                parent.shown.setdefault(self.record_id, set()).update(said)

        for span in merged(spans):
            if any(start <= span.start and span.end <= end for start, end, _ in staff):
                continue
            note(span.start, span.end, span.kind, span)
        for known in parent._added.get((self.key, place), ()):
            assert known.text is not None
            at = nth(text, known.text, known.anchor.occurrence)
            if at is not None:
                note(at, at + len(known.text), FindingKind.ADDED, known.value_digest)
        for pattern, term in parent._terms:
            for match in pattern.finditer(text):
                inside = any(s <= match.start() and match.end() <= e for s, e in noted)
                if not inside:
                    note(match.start(), match.end(), term.kind, term.value_digest)
        return sorted(ranges)


def nth(text: str, part: str, occurrence: int) -> int | None:
    """Where the `occurrence`th (from 0) `part` begins in `text`."""
    at = -1
    for _ in range(occurrence + 1):
        at = text.find(part, at + 1)
        if at < 0:
            return None
    return at


def _occurrence(text: str, start: int, end: int) -> int:
    part, count, at = text[start:end], 0, -1
    while (at := text.find(part, at + 1)) >= 0 and at < start:
        count += 1
    return count


def _outside(pieces: Iterable[Span], spans: list[Span]) -> list[Span]:
    """The pieces in which nothing else was found."""
    return [p for p in pieces if not any(s.start < p.end and p.start < s.end for s in spans)]


def _term(text: str) -> re.Pattern[str]:
    """Finds the same words again, whatever their case and spacing."""
    words = r"\s+".join(map(re.escape, text.split()))
    before = r"(?<!\w)" if text[:1].isalnum() else ""
    behind = r"(?!\w)" if text[-1:].isalnum() else ""
    return re.compile(f"{before}{words}{behind}", re.IGNORECASE)


def _written(text: str, hidden: list[tuple[int, int]], staff: list[tuple[int, int, str]]) -> str:
    """The text with a box for every hidden part (touching parts make one) and roles for staff."""
    marks: list[tuple[int, int, str]] = []
    for start, end in hidden:
        if marks and start < marks[-1][1]:
            marks[-1] = (marks[-1][0], max(end, marks[-1][1]), BLACK_BOX)
        else:
            marks.append((start, end, BLACK_BOX))
    free = [m for m in staff if not any(h[0] < m[1] and m[0] < h[1] for h in marks)]
    parts, at = [], 0
    for start, end, shown in sorted((*marks, *free)):
        parts += [text[at:start], shown]
        at = end
    return "".join((*parts, text[at:]))

"""Links parties one after another, in the order of the file, against all that is known.

The state holds what the store knows about the values of a batch, and what this batch adds. Every
decision rests on all that came before it, never on where a batch begins: importing in any batch
size gives the same people. It does depend on the order of arrival in one respect, on purpose:
what was joined on good evidence stays joined when a later party makes a value look shared. That
party is asked about, and calls on shared numbers are candidates before every answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import partial

from privacydesk.domain.model import LinkStrength
from privacydesk.domain.names import name_key
from privacydesk.identity.decide import Join, Usage, User, weigh
from privacydesk.identity.evidence import MAX_USERS, WEIGHTS, Value


@dataclass(slots=True)
class Person:
    """A party in the linker's memory. `new`: this run adds it."""

    party_id: int
    subject_id: int
    system_id: int | None
    name: str
    new: bool
    values: set[Value] = field(default_factory=set)
    _named: tuple[str, str] = ("", "")

    @property
    def key(self) -> str:
        """The name's key, empty for no name; worked out when somebody shares a value."""
        if self._named[0] != self.name:
            self._named = (self.name, name_key(self.name) or self.name)
        return self._named[1]


@dataclass(frozen=True, slots=True)
class PlannedLink:
    """`party_a` is on the side that keeps its subject; `merged` is the stored subject that ends."""

    party_a: int
    party_b: int
    strength: LinkStrength
    reason: str
    merged: int | None


@dataclass(frozen=True, slots=True)
class PlannedQuestion:
    party_a: int
    party_b: int
    reason: str
    value: str


@dataclass(slots=True)
class Plan:
    """What a batch decided, in the order it was decided."""

    links: list[PlannedLink] = field(default_factory=list)
    questions: list[PlannedQuestion] = field(default_factory=list)


@dataclass(slots=True)
class _Carriers:
    """Who uses a value: the first parties; `many` when there are more."""

    parties: list[int] = field(default_factory=list)
    many: bool = False


class Linker:
    """Union of parties into subjects, fed with what is stored, asked party by party."""

    def __init__(self) -> None:
        self.people: dict[int, Person] = {}
        self.plan = Plan()
        self._parent: dict[int, int] = {}  # subject -> the subject it was merged into
        self._members: defaultdict[int, list[int]] = defaultdict(list)  # subject -> parties
        self._carriers: defaultdict[Value, _Carriers] = defaultdict(_Carriers)
        self._new_subjects: set[int] = set()
        self._marks: defaultdict[int, list[tuple[int, bool]]] = defaultdict(list)

    # ------------------------------------------------------------ what the store knows

    def know(self, party_id: int, subject_id: int, system_id: int | None, name: str) -> None:
        """A stored party. Known ones stay as they are: this run may have changed them.

        One that was only mentioned by a mark (no system, no name) is completed.
        """
        person = self.people.get(party_id)
        if person is None:
            self._add(Person(party_id, subject_id, system_id, name, new=False))
        elif person.system_id is None and not person.name:
            person.system_id, person.name = system_id, name

    def know_value(self, value: Value, party_id: int) -> None:
        """A stored party uses `value`."""
        person = self.people[party_id]
        if value not in person.values:
            self._carry(person, value)

    def know_mark(self, party_a: int, party_b: int, *, apart: bool) -> None:
        """Two parties that a person kept apart, or who are asked about already."""
        self._mark(party_a, party_b, apart=apart)

    # ------------------------------------------------------------ what arrives

    def arrive(
        self,
        party_id: int,
        fresh_subject: int,
        system_id: int | None,
        name: str,
        values: Iterable[Value],
    ) -> None:
        """A party that the store does not know; `fresh_subject` is the subject it begins as."""
        self._new_subjects.add(fresh_subject)
        person = Person(party_id, fresh_subject, system_id, name, new=True)
        self._add(person)
        for value in values:
            self._carry(person, value)
        self._decide(person, person.values)

    def learn(self, party_id: int, name: str, values: Iterable[Value]) -> None:
        """A known party has values or a name it did not have: decide about them.

        A new name puts every value of the party in a new light, a new value only itself. All
        values of a party that gets another name must be known by then.
        """
        person = self.people[party_id]
        renamed = name != person.name
        person.name = name
        fresh = [value for value in values if value[0] in WEIGHTS]
        for value in fresh:
            self._carry(person, value)
        if renamed or fresh:
            self._decide(person, person.values if renamed else fresh)

    # ------------------------------------------------------------ what came out

    def subject_of(self, party_id: int) -> int:
        return self._root(self.people[party_id].subject_id)

    def root(self, subject_id: int) -> int:
        """The subject that `subject_id` is part of now."""
        return self._root(subject_id)

    def is_new(self, subject_id: int) -> bool:
        """Whether the subject exists in this memory only."""
        return subject_id in self._new_subjects

    def members(self, subject_id: int) -> list[int]:
        return self._members[subject_id]

    def new_subjects(self) -> list[int]:
        """Subjects that this memory added and that still stand."""
        return sorted(s for s in self._new_subjects if self._root(s) == s)

    def take_plan(self) -> Plan:
        plan, self.plan = self.plan, Plan()
        return plan

    # ------------------------------------------------------------ inside

    def _add(self, person: Person) -> None:
        self.people[person.party_id] = person
        self._members[self._root(person.subject_id)].append(person.party_id)

    def _carry(self, person: Person, value: Value) -> None:
        if value[0] not in WEIGHTS:
            return
        person.values.add(value)
        carriers = self._carriers[value]
        if len(carriers.parties) >= MAX_USERS:
            carriers.many = True
            return
        carriers.parties.append(person.party_id)

    def _root(self, subject_id: int) -> int:
        parent = self._parent
        while subject_id in parent:
            subject_id = parent[subject_id]
        return subject_id

    def _names(self, subject_id: int) -> tuple[str, ...]:
        people = self.people
        found = {people[p].name: None for p in self._members[subject_id] if people[p].name}
        return tuple(found)

    def _mark(self, party_a: int, party_b: int, *, apart: bool) -> None:
        self._marks[party_a].append((party_b, apart))
        self._marks[party_b].append((party_a, apart))

    def _marked(self, ours: int, theirs: int, *, only_apart: bool) -> bool:
        if not self._marks:
            return False
        fewer, other = ours, theirs
        if len(self._members[theirs]) < len(self._members[ours]):
            fewer, other = theirs, ours
        for party in self._members[fewer]:
            for marked, apart in self._marks.get(party, ()):
                if (apart or not only_apart) and self.subject_of(marked) == other:
                    return True
        return False

    def _usages(self, person: Person, mine: int, values: Iterable[Value]) -> list[Usage]:
        usages = []
        people = self.people
        for value in values:
            carriers = self._carriers[value]
            if carriers.many or len(carriers.parties) < 2:
                continue
            users = [
                User(other, subject, people[other].system_id)
                for other in carriers.parties
                if other != person.party_id and (subject := self.subject_of(other)) != mine
            ]
            if users:
                names = {people[p].key for p in carriers.parties if people[p].name}
                usages.append(Usage(value, users, len(names)))
        return usages

    def _decide(self, person: Person, values: Collection[Value]) -> None:
        while True:
            mine = self.subject_of(person.party_id)
            usages = self._usages(person, mine, values)
            if not usages:
                return
            decisions = list(
                weigh(
                    usages,
                    system_id=person.system_id,
                    mine=self._names(mine),
                    names=self._names,
                    apart=partial(self._marked, mine, only_apart=True),
                )
            )
            if decisions and isinstance(decisions[0], Join):
                self._join(person.party_id, decisions[0])
                continue
            for ask in decisions:
                assert not isinstance(ask, Join)
                if not self._marked(mine, ask.subject_id, only_apart=False):
                    self._mark(person.party_id, ask.party_id, apart=False)
                    first, second = sorted((person.party_id, ask.party_id))
                    self.plan.questions.append(
                        PlannedQuestion(first, second, ask.reason, ask.value)
                    )
            return

    def _join(self, party_id: int, join: Join) -> None:
        ours, theirs = self.subject_of(party_id), join.subject_id
        kept, gone = min(ours, theirs), max(ours, theirs)
        self._parent[gone] = kept
        self._members[kept].extend(self._members.pop(gone))
        on_kept, on_gone = (party_id, join.party_id) if kept == ours else (join.party_id, party_id)
        merged = None if gone in self._new_subjects else gone
        self.plan.links.append(PlannedLink(on_kept, on_gone, join.strength, join.reason, merged))

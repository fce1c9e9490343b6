"""One box: people who match what was typed, with the reasons, within a few milliseconds.

The look-ups run in order of strength under one time box; what they found is ranked in Python,
and only the people who are shown are looked at whole. Nothing is written, and nothing here is an
answer to a request: that rests on `store/candidates.py`, which takes all the time it needs.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from privacydesk.domain.addresses import best_address
from privacydesk.domain.identifiers import show
from privacydesk.domain.model import FindResult, Hit, IdentifierKind, Why
from privacydesk.domain.text import fold
from privacydesk.store import codec
from privacydesk.store.search import stages
from privacydesk.store.search.explain import (
    MAX_WHY,
    Evidence,
    Person,
    Strength,
    explain,
)
from privacydesk.store.search.query import Query, parse
from privacydesk.store.time_box import TimeBox, time_box

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection

DEFAULT_LIMIT = 20
MAX_LIMIT = 100
_LOOK_UP_SHARE = 0.75  # of the time, the rest is for ranking and showing
_COUNTING_SHARE = 0.35  # more is needed only for people with tens of thousands of records
_TEXTS = 3  # records named per person
_SHARED_CAP = 1_000  # "shared by 1,000 or more"
_MOST_ADDRESSES = 20  # of one person, the newest: to choose the one that is shown
_MOST_IDENTIFIERS = 20_000  # of all people shown together
_Lookup = Callable[["Connection", Query], Iterator[int]]
_LOOKUPS: tuple[tuple[Strength, _Lookup, int], ...] = (
    (Strength.EXACT, stages.exact, stages.EXACT_LIMIT),
    (Strength.PREFIX, stages.prefixes, stages.PIECE_LIMIT),
    (Strength.LAST_DIGITS, stages.last_digits, stages.PIECE_LIMIT),
    (Strength.NAME, stages.names, stages.NAME_LIMIT),
    (Strength.NAME_BEGINS, stages.names_begun, stages.NAME_LIMIT),
)


@dataclass(slots=True)
class _Found:
    """People found so far with their best strength; records found by their words."""

    people: dict[int, Strength] = field(default_factory=dict)
    records: list[int] = field(default_factory=list)
    cut_off: bool = False  # a look-up reached its limit

    def take(self, rows: Iterable[int], strength: Strength, limit: int) -> None:
        seen = 0
        for seen, subject_id in enumerate(rows, start=1):  # noqa: B007
            self.people.setdefault(subject_id, strength)
        self.cut_off = self.cut_off or seen >= limit


def find(
    con: Connection,
    typed: str,
    *,
    region: str = "NL",
    limit: int = DEFAULT_LIMIT,
    budget_ms: float | None = 12.0,
    include_restricted: bool = False,
) -> FindResult:
    """People who match `typed`, best first; never raises for any text.

    `region` (ISO 3166-1) reads numbers without country code; `limit` is 1 to 100; `budget_ms`
    bounds the whole (None: no bound), `more` says that it, or a limit, cut something off.
    Restricted people (Art. 18) are left out unless `include_restricted`, and so are blocked
    records (past the first stage of their storage period). Strength decides the order: exact,
    beginning, last digits, part, name, name beginning, typo, words in records.
    """
    started = time.perf_counter()
    limit = max(1, min(limit, MAX_LIMIT))
    query = parse(typed, region)
    found = _Found()
    box: AbstractContextManager[TimeBox] = (
        nullcontext(TimeBox()) if budget_ms is None else time_box(con, budget_ms * _LOOK_UP_SHARE)
    )
    with box as clock:
        _look_up(con, query, limit, found)
    in_text: dict[int, list[int]] = defaultdict(list)
    texts = stages.involved(con, found.records, restricted=include_restricted)
    echoes = _echoes(con, query, found.people, texts)
    for subject_id, record_id in texts:
        if record_id not in echoes:
            found.people.setdefault(subject_id, Strength.TEXT)
            in_text[subject_id].append(record_id)
    ranked = _ranked(con, query, found.people, limit, include_restricted)
    more = found.cut_off or clock.fired or len(ranked) > limit
    ranked = ranked[:limit]
    if not include_restricted:
        blocked = stages.only_blocked(con, ranked)
        ranked = [number for number in ranked if number not in blocked]
    counting_ms = None if budget_ms is None else budget_ms * _COUNTING_SHARE
    hits, counted = _hits(con, query, ranked, in_text, counting_ms, restricted=include_restricted)
    timed_out = clock.fired or not counted
    took = (time.perf_counter() - started) * 1000
    return FindResult(tuple(hits), more, round(took, 3), timed_out)


def _look_up(con: Connection, query: Query, limit: int, found: _Found) -> None:
    """Ask from strong to weak, and stop when weaker finds could no longer be shown.

    Twice the limit is enough: some of the people found may be hidden or merged.
    """
    for strength, lookup, most in _LOOKUPS:
        if len(found.people) >= 2 * limit:
            found.cut_off = True
            return
        found.take(lookup(con, query), strength, most)
    if len(found.people) < limit:
        found.take(stages.parts(con, query), Strength.PART, stages.PIECE_LIMIT)
        best = min(found.people.values(), default=Strength.NONE)
        found.take(stages.typos(con, query), Strength.TYPO, stages.NAME_LIMIT)
        # a short word has many neighbours: it is a slip only when it is nothing else
        if best > (Strength.NAME if len(query.name_words) > 1 else Strength.NAME_BEGINS):
            found.take(stages.slips(con, query), Strength.TYPO, stages.NAME_LIMIT)
        if not found.people:
            found.take(stages.nearly(con, query), Strength.TYPO, stages.NAME_LIMIT)
    if len(found.people) < limit:
        _look_into_records(con, query, found)


def _look_into_records(con: Connection, query: Query, found: _Found) -> None:
    """Records with the words. When they are very many, those of people who are found already
    (whose name or e-mail address each of their records repeats) must not hide the others."""
    for record_id in stages.texts(con, query):
        found.records.append(record_id)
    if len(found.records) < stages.TEXT_LIMIT:
        return
    found.cut_off = True
    if found.people:
        for place, record_id in enumerate(stages.texts(con, query, beside=found.people)):
            found.records.insert(place, record_id)
        found.records = list(dict.fromkeys(found.records))[: stages.TEXT_LIMIT]


def _echoes(
    con: Connection, query: Query, people: Container[int], texts: Sequence[tuple[int, int]]
) -> frozenset[int]:
    """Records of people who are found already, in which nobody wrote the words: only the fields
    of the source repeat the name or number of their own. That says nothing about anybody else."""
    theirs = {record_id for subject_id, record_id in texts if subject_id in people}
    return frozenset(theirs - stages.spoken(con, query, theirs)) if theirs else frozenset()


def _ranked(
    con: Connection, query: Query, found: dict[int, Strength], limit: int, restricted: bool
) -> list[int]:
    """At least `limit` of the people found (if there are as many), best first.

    A whole class of strength is ranked at a time, by likeness of the name; weaker classes are
    not looked at once there are enough.
    """
    classes: dict[Strength, list[int]] = defaultdict(list)
    for subject_id, strength in found.items():
        classes[strength].append(subject_id)
    ranked: list[int] = []
    for strength in sorted(classes):
        if len(ranked) > limit:
            break
        rows = con.execute(
            "SELECT s.name, s.id FROM json_each(?) j CROSS JOIN subject s ON s.id = j.value "
            "WHERE s.merged_into IS NULL AND s.restricted <= ?",
            (json.dumps(sorted(classes[strength])), restricted),
        ).fetchall()
        ranked += _by_likeness(query, [(row[0], row[1]) for row in rows])
    return ranked


def _by_likeness(query: Query, people: list[tuple[str, int]]) -> list[int]:
    """Subject numbers, those first whose name is most like the text, whatever the word order."""
    if not query.name_words or len(people) < 2:
        return [number for _, number in people]
    choices = {number: fold(name) for name, number in people}
    # first how much of the text is in the name, then how little else is
    inside, alike = (
        {
            number: score
            for _, score, number in process.extract(query.folded, choices, scorer=by, limit=None)
        }
        for by in (fuzz.token_set_ratio, fuzz.token_sort_ratio)
    )
    return sorted(choices, key=lambda number: (-inside[number], -alike[number], number))


# --------------------------------------------------------------------------- what is shown


def _hits(
    con: Connection,
    query: Query,
    ranked: Sequence[int],
    in_text: dict[int, list[int]],
    counting_ms: float | None,
    *,
    restricted: bool,
) -> tuple[list[Hit], bool]:
    """The people as they are shown, and whether all their records could be counted in time."""
    if not ranked:
        return [], True
    people = _people(con, ranked)
    reasons = {person.subject_id: explain(query, person) for person in people}
    shared = _shared(con, {e.identifier for found in reasons.values() for e in found})
    texts = {number: in_text[number][:_TEXTS] for number in ranked if number in in_text}
    titles = stages.titles(con, [record for records in texts.values() for record in records])
    counts, newest, counted = _counts(con, ranked, counting_ms, restricted=restricted)
    cases = _open_cases(con, ranked)
    # Seen whole, a person may turn out to match better than the look-up that found them says.
    people.sort(
        key=lambda p: min((e.strength for e in reasons[p.subject_id]), default=Strength.TEXT)
    )
    hits = [
        Hit(
            subject_id=person.subject_id,
            name=person.name or _nameless(person),
            why=_whys(
                reasons[person.subject_id],
                [Why("text", titles[record]) for record in texts.get(person.subject_id, ())],
                shared,
            ),
            counts=counts.get(person.subject_id, {}),
            newest=codec.maybe_time(newest.get(person.subject_id)),
            restricted=person.restricted,
            open_cases=cases.get(person.subject_id, 0),
        )
        for person in people
    ]
    return hits, counted


def _whys(
    found: Sequence[Evidence], texts: Sequence[Why], shared: dict[tuple[str, str], int]
) -> tuple[Why, ...]:
    reasons = [
        e.why if e.identifier is None else replace(e.why, shared_by=shared.get(e.identifier, 1))
        for e in found
    ]
    return tuple(dict.fromkeys([*reasons, *texts]))[:MAX_WHY]


def _nameless(person: Person) -> str:
    """What to call somebody of whom only numbers are known."""
    for kind, value in person.identifiers:
        return show(IdentifierKind(kind), value)
    return ""


def _people(con: Connection, ranked: Sequence[int]) -> list[Person]:
    """These people whole, in this order, with an address line as a source wrote it."""
    ids = json.dumps(list(ranked))
    identifiers: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for subject_id, kind, value in con.execute(
        "SELECT p.subject_id, i.kind, i.value FROM json_each(?) j "
        "CROSS JOIN party p ON p.subject_id = j.value "
        "CROSS JOIN identifier i ON i.party_id = p.id LIMIT ?",
        (ids, _MOST_IDENTIFIERS),
    ):
        identifiers[subject_id].append((kind, value))
    return [
        Person(
            subject_id=number,
            name=name,
            folded=folded,
            emails=emails,
            address=address,
            restricted=bool(restricted),
            identifiers=tuple(identifiers.get(number, ())),
            address_line=best_address(reversed(json.loads(lines))) or "",
        )
        for number, name, folded, emails, address, restricted, lines in con.execute(
            "SELECT s.id, s.name, s.folded, s.emails, s.address, s.restricted, ("
            "SELECT json_group_array(address) FROM (SELECT p.address FROM party p "
            "WHERE p.subject_id = s.id AND p.address IS NOT NULL ORDER BY p.id DESC LIMIT ?)) "
            "FROM json_each(?) j CROSS JOIN subject s ON s.id = j.value ORDER BY j.key",
            (_MOST_ADDRESSES, ids),
        )
    ]


def _shared(
    con: Connection, identifiers: Iterable[tuple[str, str] | None]
) -> dict[tuple[str, str], int]:
    """How many people use each identifier, counted up to a cap."""
    pairs = sorted(pair for pair in identifiers if pair is not None)
    if not pairs:
        return {}
    rows = con.execute(
        "SELECT j.value ->> 0, j.value ->> 1, (SELECT count(*) FROM (SELECT DISTINCT p.subject_id "
        "FROM identifier i CROSS JOIN party p ON p.id = i.party_id "
        "WHERE i.kind = j.value ->> 0 AND i.value = j.value ->> 1 LIMIT ?)) FROM json_each(?) j",
        (_SHARED_CAP, json.dumps(pairs)),
    )
    return {(kind, value): n for kind, value, n in rows}


def _counts(
    con: Connection, ids: Sequence[int], ms: float | None, *, restricted: bool
) -> tuple[dict[int, dict[str, int]], dict[int, str], bool]:
    """Records per kind, the newest date, and whether the time was enough for all of them."""
    counts: dict[int, dict[str, int]] = {}
    newest: dict[int, str] = {}
    box: AbstractContextManager[TimeBox] = (
        nullcontext(TimeBox()) if ms is None else time_box(con, ms)
    )
    with box as clock:
        for subject_id, kind, n, last in con.execute(
            "SELECT p.subject_id, r.kind, count(DISTINCT r.id), max(r.occurred_at) "
            "FROM json_each(?) j CROSS JOIN party p ON p.subject_id = j.value "
            "CROSS JOIN involvement i ON i.party_id = p.id "
            "CROSS JOIN record r INDEXED BY ix_record_summary ON r.id = i.record_id "
            "WHERE r.restricted <= ? GROUP BY p.subject_id, r.kind",
            (json.dumps(list(ids)), restricted),
        ):
            counts.setdefault(subject_id, {})[kind] = n
            if last is not None and last > newest.get(subject_id, ""):
                newest[subject_id] = last
    return counts, newest, not clock.fired


def _open_cases(con: Connection, ids: Sequence[int]) -> dict[int, int]:
    return dict(
        con.execute(
            "SELECT coalesce(s.merged_into, s.id), count(*) FROM json_each(?) j "
            "CROSS JOIN subject s ON s.id = j.value OR s.merged_into = j.value "
            "CROSS JOIN case_ c ON c.subject_id = s.id "
            "WHERE c.status NOT IN ('sent', 'closed') GROUP BY 1",
            (json.dumps(list(ids)),),
        ).fetchall()
    )

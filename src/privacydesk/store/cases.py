"""Reading cases: rows in, domain types out. Nothing here computes a date."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from privacydesk.domain import sending
from privacydesk.domain.answered import unanswered
from privacydesk.domain.case_clock import open_question, switched_on
from privacydesk.domain.case_path import PathFacts
from privacydesk.domain.clock import Place
from privacydesk.domain.errors import NotFoundError
from privacydesk.domain.four_eyes import operator_key
from privacydesk.domain.letters import answers
from privacydesk.domain.model import (
    CandidateView,
    Case,
    CaseEvent,
    CaseStatus,
    DocumentView,
    EventKind,
    Request,
    RequestStatus,
    SearchOutcome,
    SystemSearch,
)
from privacydesk.domain.rights import Right
from privacydesk.domain.sending import Outgoing
from privacydesk.store import case_systems, departures, parties
from privacydesk.store.codec import from_text, to_text

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A case with what only the desk needs to compute its clock."""

    case_id: int
    case: Case
    place: Place
    house_days: dict[int, int | None]  # by request id


def references(con: Any, *, year: int) -> int:
    """The highest number given out in `year` (references read `2026-0001`); 0 when none."""
    row = con.execute(
        "SELECT max(CAST(substr(reference, 6) AS INTEGER)) AS n FROM case_ WHERE reference LIKE ?",
        (f"{year}-%",),
    ).fetchone()
    # a case that was erased keeps its number
    kept = con.execute("SELECT value FROM meta WHERE key = ?", (f"last_reference_{year}",))
    erased = kept.fetchone()
    return max(int(row["n"] or 0), int(erased["value"]) if erased else 0)


def find_id(con: Any, reference: str) -> int | None:
    """The key of a case by its reference."""
    row = con.execute("SELECT id FROM case_ WHERE reference = ?", (reference.strip(),)).fetchone()
    return int(row["id"]) if row else None


def require_id(con: Any, reference: str) -> int:
    """The key of a case by its reference. Raises `NotFoundError`."""
    found = find_id(con, reference)
    if found is None:
        raise NotFoundError(
            f"There is no case {reference}.", command="`privacydesk case list` shows them all."
        )
    return found


def load(con: Any, case_id: int) -> StoredCase:
    """One case with its requests, events, searches, candidates and documents."""
    return load_many(con, [case_id], full=True)[0]


def load_many(con: Any, case_ids: Iterable[int], *, full: bool = False) -> list[StoredCase]:
    """Several cases in a fixed number of statements, in the order given.

    Without `full` searches, candidates and documents stay empty: a list needs only their counts.
    """
    ids = list(case_ids)
    if not ids:
        return []
    marks = ",".join("?" * len(ids))
    rows = {
        row["id"]: row
        for row in con.execute(
            "SELECT c.*, s.merged_into, coalesce(s.name, '') AS who, p.name AS pack"
            " FROM case_ c LEFT JOIN subject s ON s.id = c.subject_id"
            " LEFT JOIN policy_pack p ON p.sha256 = c.policy_sha256"
            f" WHERE c.id IN ({marks})",
            ids,
        )
    }
    requests = _grouped(
        con.execute(f"SELECT * FROM request WHERE case_id IN ({marks}) ORDER BY id", ids)
    )
    events = _grouped(
        con.execute(f"SELECT * FROM case_event WHERE case_id IN ({marks}) ORDER BY id", ids)
    )
    found = []
    for case_id in ids:
        row = rows[case_id]
        own = requests.get(case_id, [])
        subject_id, who = row["subject_id"], row["who"]
        if row["merged_into"] is not None:
            subject_id = parties.resolve(con, subject_id)
            who = con.execute("SELECT name FROM subject WHERE id = ?", (subject_id,)).fetchone()[0]
        found.append(
            StoredCase(
                case_id=case_id,
                case=Case(
                    reference=row["reference"],
                    subject_id=subject_id,
                    who=who,
                    received_at=from_text(row["received_at"]),
                    received_date=date.fromisoformat(row["received_day"]),
                    logged_at=from_text(row["logged_at"]),
                    channel=row["channel"],
                    language=row["language"],
                    status=CaseStatus(row["status"]),
                    assignee=row["assignee"],
                    requests=tuple(_request(r) for r in own),
                    events=tuple(_event(e) for e in events.get(case_id, [])),
                    searches=(),
                    candidates=_candidates(con, case_id, row["reference"]) if full else (),
                    documents=_documents(con, case_id) if full else (),
                    policy_name=row["pack"],
                    policy_sha256=row["policy_sha256"],
                    note=row["note"],
                ),
                place=Place(row["country"], row["region"]),
                house_days={r["id"]: r["house_days"] for r in own},
            )
        )
    return [_with_searches(con, one) for one in found] if full else found


def ids(
    con: Any, *, status: str | None = None, assignee: str | None = None, open_only: bool = True
) -> list[int]:
    """The keys of cases that match, newest last."""
    where, values = ["1"], []
    if status is not None:
        where.append("status = ?")
        values.append(status)
    elif open_only:
        where.append("status NOT IN ('closed', 'sent')")
    if assignee is not None:
        wanted = operator_key(assignee)
        names = con.execute("SELECT DISTINCT assignee FROM case_ WHERE assignee IS NOT NULL")
        same = [row["assignee"] for row in names if operator_key(row["assignee"]) == wanted]
        where.append("assignee IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(same))
    rows = con.execute(f"SELECT id FROM case_ WHERE {' AND '.join(where)} ORDER BY id", values)
    return [int(row["id"]) for row in rows]


def facts(con: Any, stored: Iterable[StoredCase]) -> dict[int, PathFacts]:
    """What the path of each case is computed from; a fixed number of statements for them all."""
    cases = list(stored)
    if not cases:
        return {}
    keys = [c.case_id for c in cases]
    marks = ",".join("?" * len(keys))
    systems = int(con.execute("SELECT count(*) AS n FROM system").fetchone()["n"])
    done = {
        row["case_id"]: row["n"]
        for row in con.execute(
            "SELECT case_id, count(*) AS n FROM case_search"
            f" WHERE outcome <> 'open' AND case_id IN ({marks}) GROUP BY case_id",
            keys,
        )
    }
    stale: dict[int, list[str]] = {}
    for row in con.execute(
        "SELECT cs.case_id, s.name FROM case_search cs JOIN system s ON s.id = cs.system_id"
        " JOIN case_ c ON c.id = cs.case_id WHERE s.data_until IS NOT NULL"
        " AND cs.outcome IN ('hits', 'none') AND s.data_until < c.received_at AND cs.note IS NULL"
        f" AND cs.case_id IN ({marks}) ORDER BY s.name",
        keys,
    ):
        stale.setdefault(row["case_id"], []).append(row["name"])
    candidates = {
        row["case_id"]: (row["n"], row["open"])
        for row in con.execute(
            "SELECT case_id, count(*) AS n, sum(decision IS NULL) AS open FROM candidate"
            f" WHERE case_id IN ({marks}) GROUP BY case_id",
            keys,
        )
    }
    documents: dict[int, set[str]] = {}
    for row in con.execute(
        "SELECT DISTINCT case_id, kind FROM document"
        f" WHERE stale_at IS NULL AND case_id IN ({marks})",
        keys,
    ):
        if answers(row["kind"]):
            documents.setdefault(row["case_id"], set()).add(row["kind"])
    released = departures.outgoing(con, keys)
    after = departures.every(con, [c.case_id for c in cases if _sent(c.case)])
    # Candidates listed before the newest import may miss what it brought.
    newest = con.execute("SELECT max(finished_at) AS at FROM import_run").fetchone()["at"]
    data_since = from_text(newest) if newest else _LONG_AGO
    return {
        c.case_id: _facts(
            c.case,
            systems - len(case_systems.foreign(con, c.case_id, c.case)),
            done.get(c.case_id, 0),
            tuple(stale.get(c.case_id, ())),
            candidates.get(c.case_id, (0, 0)),
            frozenset(documents.get(c.case_id, ())),
            released.get(c.case_id, ()),
            unanswered(c.case.requests, c.case.events, after.get(c.case_id, ())),
            data_since,
        )
        for c in cases
    }


def _facts(
    case: Case,
    systems: int,
    searched: int,
    stale: tuple[str, ...],
    candidates: tuple[int, int],
    documents: frozenset[str],
    outgoing: tuple[Outgoing, ...],
    left_open: tuple[Request, ...],
    data_since: datetime,
) -> PathFacts:
    question = open_question(case.events)
    reopened = [event.at for event in case.events if event.kind is EventKind.REOPENED]
    answer = sending.answer(outgoing, max(reopened, default=None))
    released = switched_on(case.events, EventKind.RELEASED, EventKind.REOPENED)
    sent = _sent(case)
    under_way = (not sent or bool(left_open)) and (released or bool(answer.left))
    return PathFacts(
        rights=frozenset(Right(r.right) for r in case.requests),
        subject_known=case.subject_id is not None,
        question_open=question is not None,
        question=""
        if question is None
        else f"{question.kind.replace('_', ' ')} {question.day.isoformat()}",
        systems=systems,
        systems_open=max(0, systems - searched),
        systems_stale=stale,
        candidates_listed=any(
            e.kind is EventKind.CANDIDATES_LISTED and e.at >= data_since for e in case.events
        ),
        candidates=candidates[0],
        candidates_open=candidates[1],
        documents=documents,
        released=released,
        sent=sent,
        waiting=answer.waiting if under_way else (),
        left=len(answer.left),
        unanswered=left_open,
        closed=switched_on(case.events, EventKind.CLOSED, EventKind.REOPENED),
    )


def _sent(case: Case) -> bool:
    return switched_on(case.events, EventKind.SENT, EventKind.REOPENED)


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row["case_id"], []).append(row)
    return found


def _request(row: Any) -> Request:
    return Request(row["id"], row["right"], RequestStatus(row["status"]), row["outcome"])


def _event(row: Any) -> CaseEvent:
    return CaseEvent(
        event_id=row["id"],
        kind=EventKind(row["kind"]),
        at=from_text(row["at"]),
        day=date.fromisoformat(row["day"]),
        by=row["by"],
        request_id=row["request_id"],
        reason=row["reason"],
    )


def _with_searches(con: Any, stored: StoredCase) -> StoredCase:
    hidden = case_systems.foreign(con, stored.case_id, stored.case)
    searches = _searches(con, stored.case_id, to_text(stored.case.received_at), hidden)
    return replace(stored, case=replace(stored.case, searches=searches))


def _searches(
    con: Any, case_id: int, received_at: str, hidden: frozenset[int]
) -> tuple[SystemSearch, ...]:
    """Every system of the case, searched or not: what is not in the list was not searched."""
    return tuple(
        SystemSearch(
            system_id=row["id"],
            system=row["name"],
            outcome=SearchOutcome(row["outcome"] or "open"),
            hits=row["hits"] or 0,
            searched_at=from_text(row["searched_at"]) if row["searched_at"] else None,
            by=row["by"],
            note=row["note"],
            stale=bool(row["data_until"]) and row["data_until"] < received_at,
        )
        for row in con.execute(
            "SELECT s.id, s.name, s.data_until, cs.outcome, cs.hits, cs.searched_at, cs.by,"
            " cs.note FROM system s LEFT JOIN case_search cs"
            " ON cs.system_id = s.id AND cs.case_id = ? ORDER BY s.name COLLATE NOCASE",
            (case_id,),
        )
        if row["id"] not in hidden
    )


def _candidates(con: Any, case_id: int, reference: str) -> tuple[CandidateView, ...]:
    return tuple(
        CandidateView(
            candidate_id=row["id"],
            case_reference=reference,
            reason=row["reason"],
            explanation=row["explanation"],
            record_id=row["record_id"],
            subject_id=row["subject_id"],
            label=row["label"],
            decision=row["decision"],
            decided_by=row["decided_by"],
            decided_at=from_text(row["decided_at"]) if row["decided_at"] else None,
            why=row["why"],
        )
        for row in con.execute(
            "SELECT c.*, p.subject_id FROM candidate c LEFT JOIN party p ON p.id = c.party_id"
            " WHERE c.case_id = ? ORDER BY c.decision IS NOT NULL, c.reason, c.id",
            (case_id,),
        )
    )


def _documents(con: Any, case_id: int) -> tuple[DocumentView, ...]:
    days = departures.days(con, case_id)
    return tuple(
        DocumentView(
            document_id=row["id"],
            kind=row["kind"],
            format=row["format"],
            name=row["name"],
            created_at=from_text(row["created_at"]),
            by=row["by"],
            sha256=row["sha256"],
            draft=bool(row["draft"]),
            sent_on=days.get(row["id"]),
            released_by=row["released_by"],
        )
        for row in con.execute("SELECT * FROM document WHERE case_id = ? ORDER BY id", (case_id,))
    )

"""What the gate before a release counts in the store (`domain/release.py` judges it)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from privacydesk.domain.release import Gone
from privacydesk.store.codec import to_text

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection

Skipped = tuple[int, str, str | None, int]
"""An import that skipped rows: its run, its source, the file of its rejects and how many."""


def ruled_by(con: Connection, case_id: int) -> frozenset[str]:
    """Who ruled on parts of the answer; of two rulings on one group the later counts."""
    rows = con.execute(
        'SELECT "by" FROM decision WHERE id IN (SELECT max(id) FROM decision '
        "WHERE case_id = ? GROUP BY record_id, field_group)",
        (case_id,),
    )
    return frozenset(row[0] for row in rows)


def gone_since(con: Connection, subject_id: int, since: datetime) -> tuple[Gone, ...]:
    """Records of a person that a full export no longer held after `since`, per system."""
    found: dict[str, list[str]] = {}
    for name, kind, source_id, _ in con.execute(
        "SELECT DISTINCT s.name, r.kind, r.source_id, r.id FROM party p "
        "JOIN involvement i ON i.party_id = p.id JOIN record r ON r.id = i.record_id "
        "JOIN system s ON s.id = r.system_id "
        "WHERE p.subject_id = ? AND r.gone_at > ? ORDER BY s.name, r.id",
        (subject_id, to_text(since)),
    ):
        found.setdefault(name, []).append(f"{kind}:{source_id}")
    return tuple(Gone(name, len(keys), tuple(keys)) for name, keys in found.items())


def newest_runs(con: Connection) -> Mapping[int, int]:
    """The newest finished import of each system, by system number."""
    rows = con.execute(
        "SELECT system_id, max(id) FROM import_run WHERE state = 'done' GROUP BY system_id"
    )
    return {int(row[0]): int(row[1]) for row in rows}


def skipped_rejects(con: Connection) -> tuple[Skipped, ...]:
    """Imports that skipped rows and that no later import of the same system made good: a full
    export (one that tells what is gone) of the same kinds of records with nothing rejected."""
    rows = con.execute(
        "SELECT r.id, r.source, json_extract(r.report, '$.rejects_file'), "
        "json_extract(r.report, '$.rejected') FROM import_run r "
        "WHERE r.state = 'done' AND coalesce(json_extract(r.report, '$.rejected'), 0) > 0 "
        "AND NOT EXISTS (SELECT 1 FROM import_run later WHERE later.source = r.source "
        "AND later.system_id = r.system_id AND later.id > r.id AND later.state = 'done' "
        "AND coalesce(json_extract(later.report, '$.rejected'), 0) = 0 "
        "AND coalesce(json_array_length(later.options, '$.gone_kinds'), 0) > 0 "
        "AND NOT EXISTS (SELECT 1 FROM json_each(r.options, '$.kinds') k WHERE k.value NOT IN "
        "(SELECT value FROM json_each(later.options, '$.gone_kinds')))) ORDER BY r.id"
    )
    return tuple((int(row[0]), row[1], row[2], int(row[3])) for row in rows)


def earlier_answers(con: Connection, subject_id: int, before: datetime) -> tuple[str, ...]:
    """Earlier cases of a person that were answered, by reference."""
    rows = con.execute(
        "WITH RECURSIVE same(id) AS (VALUES(?) UNION "
        "SELECT s.id FROM subject s JOIN same ON s.merged_into = same.id) "
        "SELECT c.reference FROM case_ c JOIN same ON same.id = c.subject_id "
        "WHERE c.received_at < ? ORDER BY c.reference",
        (subject_id, to_text(before)),
    )
    return tuple(row[0] for row in rows)


def sent_kinds_before(con: Connection, subject_id: int, case_id: int) -> frozenset[str]:
    """Kinds of documents that were sent to a person in other cases."""
    rows = con.execute(
        "WITH RECURSIVE same(id) AS (VALUES(?) UNION "
        "SELECT s.id FROM subject s JOIN same ON s.merged_into = same.id) "
        "SELECT DISTINCT d.kind FROM case_ c JOIN same ON same.id = c.subject_id "
        "JOIN document d ON d.case_id = c.id "
        "WHERE c.id <> ? AND c.status IN ('sent', 'closed') AND NOT d.draft",
        (subject_id, case_id),
    )
    return frozenset(row[0] for row in rows)


def also_mailed(con: Connection, subject_id: int) -> int:
    """Newsletter and consent entries of other people who use one of the person's e-mail addresses:
    a suppression list names an address and nobody."""
    row = con.execute(
        "SELECT count(DISTINCT r.id) FROM party p "
        "JOIN identifier i ON i.party_id = p.id AND i.kind = 'email' "
        "JOIN identifier j ON j.kind = i.kind AND j.value = i.value "
        "JOIN party q ON q.id = j.party_id AND q.subject_id <> p.subject_id "
        "JOIN involvement v ON v.party_id = q.id JOIN record r ON r.id = v.record_id "
        "WHERE p.subject_id = ? AND r.kind IN ('newsletter', 'consent')",
        (subject_id,),
    ).fetchone()
    return int(row[0])


def of_nobody(con: Connection, text: str, region: str) -> frozenset[int]:
    """The newest records that hold all these words, or this telephone number, and in which nobody
    on file has a part. `region` (ISO 3166-1) reads a number without country code."""
    from privacydesk.store.search import stages
    from privacydesk.store.search.query import parse

    rows = con.execute(
        "SELECT j.value FROM json_each(?) j WHERE NOT EXISTS ("
        "SELECT 1 FROM involvement i WHERE i.record_id = j.value)",
        (json.dumps(list(stages.texts(con, parse(text, region)))),),
    )
    return frozenset(int(row[0]) for row in rows)


def newest(con: Connection) -> tuple[int, int, int]:
    """(newest record, newest party, number of identifiers) of the store: any other means that
    entries came or went."""
    row = con.execute(
        "SELECT (SELECT coalesce(max(id), 0) FROM record), "
        "(SELECT coalesce(max(id), 0) FROM party), (SELECT count(*) FROM identifier)"
    ).fetchone()
    return int(row[0]), int(row[1]), int(row[2])

"""Rows of a release: nobody changes them, an earlier store's deliveries name what they held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from privacydesk.store import audit, driver
from privacydesk.store.backup import private_file
from privacydesk.store.engine import Store
from privacydesk.store.migrations import runner

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
CASE = (
    "INSERT INTO case_(id, reference, received_at, received_day, logged_at, channel, language, "
    "status, country) VALUES(?, ?, '2026-03-01T00:00:00.000000Z', '2026-03-01', "
    "'2026-03-01T00:00:00.000000Z', 'email', 'nl', 'released', 'NL')"
)
DOCUMENT = (
    "INSERT INTO document(id, case_id, kind, format, name, created_at, by, sha256, draft, "
    "released_by, released_at) VALUES(?, ?, ?, 'pdf', 'a.pdf', ?, 'mira', 'aa', ?, 'jan', ?)"
)
FILE = "INSERT INTO released_file(id, document_id, name, sha256, size, main) VALUES(?,?,?,'aa',1,1)"


def at(day: int) -> str:
    return f"2026-03-{day:02}T09:30:00.000000Z"


@pytest.fixture
def con(store: Store) -> driver.Connection:
    con = store.writer()
    con.execute(CASE, (1, "2026-0001"))
    con.execute(DOCUMENT, (1, 1, "access_report", at(2), 0, at(2)))
    con.execute(DOCUMENT, (2, 1, "access_report", at(2), 1, None))
    con.execute(FILE, (1, 1, "a.pdf"))
    con.execute(
        "INSERT INTO delivery(id, case_id, at, by, day, channel, address, on_file, sent) "
        "VALUES(1, 1, ?, 'jan', '2026-03-03', 'email', 'x@example.nl', 1, 1)",
        (at(3),),
    )
    con.execute("INSERT INTO delivery_document VALUES(1, 1)")
    return con


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE document SET name = 'b.pdf' WHERE id = 1",
        "UPDATE document SET sha256 = 'bb' WHERE id = 1",
        "UPDATE document SET content = 'other' WHERE id = 1",
        "UPDATE document SET stale_at = '2026' WHERE id = 1",
        "UPDATE document SET draft = 1 WHERE id = 1",
        "UPDATE document SET draft = 0 WHERE id = 2",
        "DELETE FROM document WHERE id = 1",
        "REPLACE INTO document SELECT * FROM document WHERE id = 1",
        "UPDATE released_file SET sha256 = 'bb'",
        "UPDATE released_file SET name = 'b.pdf'",
        "UPDATE released_file SET size = 2",
        "UPDATE released_file SET main = 0",
        "UPDATE released_file SET document_id = 2",
        "UPDATE released_file SET id = 7",
        "UPDATE released_file SET erased_at = '2026', sha256 = 'bb'",
        "UPDATE released_file SET erased_at = NULL",
        "DELETE FROM released_file",
        "REPLACE INTO released_file SELECT * FROM released_file",
        "UPDATE delivery_document SET document_id = 2",
        "DELETE FROM delivery_document",
    ],
)
def test_what_was_released_is_refused_to_change(con: driver.Connection, statement: str) -> None:
    tables = ("document", "released_file", "delivery_document")
    before = [con.execute(f"SELECT * FROM {t}").fetchall() for t in tables]
    with pytest.raises(driver.DatabaseError, match="never changed"):
        con.execute(statement)
    assert [con.execute(f"SELECT * FROM {t}").fetchall() for t in tables] == before


def test_bytes_are_erased_once_and_drafts_may_become_stale(con: driver.Connection) -> None:
    con.execute("UPDATE document SET stale_at = ? WHERE id = 2", (at(4),))
    con.execute("UPDATE released_file SET erased_at = ?", (at(5),))
    for value in (at(6), None):
        with pytest.raises(driver.DatabaseError, match="never changed"):
            con.execute("UPDATE released_file SET erased_at = ?", (value,))
    con.execute("DELETE FROM document WHERE id = 2")
    assert con.execute("SELECT erased_at FROM released_file").fetchone()[0] == at(5)


def test_a_whole_case_may_go_the_case_first(con: driver.Connection) -> None:
    con.execute("BEGIN")
    con.execute("PRAGMA defer_foreign_keys=ON")
    for table in ("case_", "delivery", "document", "released_file", "delivery_document"):
        con.execute(f"DELETE FROM {table}")
    con.execute("COMMIT")
    assert con.execute("PRAGMA foreign_key_check").fetchall() == []


REPORT, REPLY, RECEIPT = "access_report", "letter:access_reply", "letter:acknowledgement"


@pytest.mark.parametrize(
    ("kinds", "told", "answer", "left"),
    [
        ((REPORT, REPLY), 2, True, {REPORT, REPLY}),
        ((REPORT, REPLY, RECEIPT), 2, True, {REPORT, REPLY}),
        ((REPORT, RECEIPT), 2, True, {REPORT, RECEIPT}),
        ((REPORT, REPLY, RECEIPT), 1, False, {RECEIPT}),
        ((RECEIPT,), 1, False, {RECEIPT}),
        # one of two left, and nobody noted which: nothing is claimed
        ((REPORT, REPLY), 1, True, set()),
        ((REPORT, REPLY), None, True, set()),
    ],
)
def test_earlier_deliveries_name_their_documents_where_the_log_tells(
    tmp_path: Path, kinds: Sequence[str], told: int | None, answer: bool, left: set[str]
) -> None:
    path = tmp_path / "desk.db"
    private_file(path)
    con = driver.open_connection(path, writer=True)
    runner.upgrade(con, path, "0008")
    con.execute(CASE, (1, "2026-0001"))
    number = 0
    # the first release of each kind was superseded, the last one came after the sending
    for day in (2, 3, 5):
        for kind in kinds:
            number += 1
            con.execute(DOCUMENT, (number, 1, kind, at(day), 0, at(day)))
    con.execute(
        "INSERT INTO delivery(id, case_id, at, by, day, channel, address, on_file, sent) VALUES"
        "(1, 1, ?, 'jan', '2026-03-02', 'email', '', 1, 0), "
        "(2, 1, ?, 'jan', '2026-03-04', 'email', '', 1, 1)",
        (at(2), at(4)),
    )
    if told is not None:
        moment = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
        audit.append(con, "jan", moment, "case.send", {"case": 1, "documents": told})
    if answer:
        con.execute(
            "INSERT INTO case_event(case_id, kind, at, day, by) VALUES(1, 'sent', ?, '', 'jan')",
            (at(4),),
        )
    con.close()
    Store.open(path).close()
    con = driver.open_connection(path, writer=False)
    found = con.execute(
        "SELECT l.delivery_id, d.kind, d.released_at FROM delivery_document l "
        "JOIN document d ON d.id = l.document_id"
    ).fetchall()
    assert {(row[0], row[1], row[2]) for row in found} == {(2, kind, at(3)) for kind in left}
    con.close()

"""What left, what happened and why a problem stood: whoever changes it by hand is found out."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.functional.office import Office

from privacydesk.desk import auditing, cases, doctor, letters, release
from privacydesk.domain.errors import StateError
from privacydesk.store import audit, driver, manifest
from privacydesk.store.driver import Connection

FIRST = "(SELECT min(id) FROM document WHERE NOT draft)"
ADDRESS = "Kade 1, Utrecht"


def _whole(folder: Path) -> tuple[Office, str]:
    """An answer of two documents, explained, planned for an address, released and sent."""
    office = Office(folder)
    return office, office.after(_send)


def _send(office: Office) -> str:
    reference = office.ready("md")
    letters.letter(office.mira, reference, "access_reply", "md", office.folder / "reply.md")
    release.explain(office.mira, reference, "paper", "asked on the telephone", channel="post")
    release.release(office.jan, reference, to=ADDRESS, channel="post", checked="called back")
    office.later(hours=1)
    release.send(office.jan, reference, channel="post", to=ADDRESS)
    return reference


@pytest.fixture
def sent(tmp_path: Path) -> tuple[Office, str]:
    return _whole(tmp_path)


def _forge(office: Office, statement: str) -> None:
    """Write to the store as somebody does who has the file: without the guards."""
    con = office.jan.store.writer()
    for (name,) in con.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        con.execute(f'DROP TRIGGER "{name}"')
    con.execute("PRAGMA foreign_keys=OFF")
    assert con.execute(statement).rowcount, statement
    con.execute("PRAGMA foreign_keys=ON")


def _found(office: Office) -> list[str]:
    """What verify tells; doctor and verify say the same."""
    report = auditing.verify(office.jan)
    assert report.findings == ()
    (check,) = [one for one in doctor.doctor(office.jan) if one.name == "releases"]
    assert (check.health is doctor.Health.OK) == (not report.release_findings)
    return [one.problem for one in report.release_findings]


def _facts(office: Office) -> list[dict[str, Any]]:
    with office.jan.store.read() as con:
        rows = con.execute("SELECT action, facts FROM audit_entry ORDER BY seq").fetchall()
    return [{"action": row[0], **json.loads(row[1])} for row in rows]


def test_an_untouched_way_has_no_finding_and_the_log_no_personal_data(
    sent: tuple[Office, str],
) -> None:
    office, reference = sent
    assert _found(office) == []
    told = json.dumps(_facts(office))
    for text in (ADDRESS, "Kade", "asked on the telephone", "called back", "by post"):
        assert text not in told
    release.explain(office.jan, reference, "paper", "asked once more", channel="post")
    cases.event(office.jan, reference, "reopened", reason="they asked again")
    office.later(days=100)
    release.purge(office.jan, days=0)
    assert _found(office) == []


CHANGES = [
    f"UPDATE document SET content = NULL WHERE id = {FIRST}",
    f"UPDATE document SET content = 'other' WHERE id = {FIRST}",
    f"UPDATE document SET by = 'piet' WHERE id = {FIRST}",
    f"UPDATE document SET checkpoint = '1:a' WHERE id = {FIRST}",
    f"UPDATE document SET addressee = 'x' WHERE id = {FIRST}",
    f"UPDATE document SET created_at = '2020-01-01T00:00:00.000000Z' WHERE id = {FIRST}",
    "UPDATE delivery SET day = '2026-03-02' WHERE sent",
    "UPDATE delivery SET address = 'x' WHERE sent",
    "UPDATE delivery SET channel = 'email' WHERE sent",
    "UPDATE delivery SET sent = 0 WHERE sent",
    "UPDATE delivery SET checked = NULL WHERE NOT sent",
    "UPDATE delivery SET by = 'mira' WHERE sent",
    "DELETE FROM delivery WHERE sent",
    "DELETE FROM delivery WHERE NOT sent",
    "INSERT INTO delivery(case_id, at, by, day, channel, address, on_file, sent) "
    "SELECT case_id, at, by, day, channel, 'y', 1, 1 FROM delivery LIMIT 1",
    "DELETE FROM delivery_document WHERE document_id = (SELECT min(document_id) FROM "
    "delivery_document)",
    "INSERT INTO delivery_document SELECT (SELECT id FROM delivery WHERE NOT sent), 99",
    "UPDATE case_event SET day = '2026-03-02' WHERE kind = 'sent'",
    "UPDATE case_event SET reason = 'x' WHERE kind = 'released'",
    "UPDATE case_event SET kind = 'corrected' WHERE kind = 'sent'",
    "UPDATE case_event SET day = '2026-03-01' WHERE kind = 'reopened'",
    "DELETE FROM case_event WHERE kind = 'sent'",
    "INSERT INTO case_event(case_id, kind, at, day, by) "
    "SELECT case_id, kind, at, day, by FROM case_event WHERE kind = 'sent'",
    "UPDATE released_file SET erased_at = '2026-03-09T00:00:00.000000Z'",
    "UPDATE explanation SET reason = 'x'",
    "UPDATE explanation SET by = 'jan'",
    "UPDATE explanation SET about = 'x'",
    "DELETE FROM explanation",
    "DELETE FROM meta WHERE key = 'audit_key'",
]  # fmt: skip


def test_every_change_by_hand_is_a_finding(tmp_path: Path) -> None:
    office, reference = _whole(tmp_path)
    cases.event(office.jan, reference, "reopened", reason="they asked again")
    store = office.jan.store.writer()
    _forge(office, "UPDATE case_ SET status = status")
    missed = []
    for statement in CHANGES:
        store.execute("PRAGMA foreign_keys=OFF")
        store.execute("BEGIN")
        store.execute("SAVEPOINT one")
        if not store.execute(statement).rowcount:
            missed.append(f"nothing changed: {statement}")
        if not manifest.compare(store)[1]:
            missed.append(statement)
        store.execute("ROLLBACK")
    assert missed == []
    assert _found(office) == []
    _forge(office, "UPDATE delivery SET address = 'x' WHERE sent")
    (problem,) = _found(office)
    assert "delivery" in problem


def test_a_purge_by_hand_and_one_undone_show(sent: tuple[Office, str]) -> None:
    office, _ = sent
    office.later(days=100)
    release.purge(office.jan)
    assert _found(office) == []
    _forge(office, "UPDATE released_file SET erased_at = NULL WHERE id = 1")
    assert _found(office) == ["file 1 of case 2026-0001: was erased and no longer counts as erased"]


@pytest.mark.parametrize("at", ["2026-03-03 10:30:00", "2026-03-03T10:30:00+00:00", "", "never"])
def test_a_time_in_another_writing_is_a_finding(sent: tuple[Office, str], at: str) -> None:
    office, reference = sent
    _forge(office, f"UPDATE document SET released_at = '{at}' WHERE NOT draft")
    assert any(f"release of case {reference}" in one for one in _found(office))
    with pytest.raises(StateError) as caught:
        release.deliver(office.jan, reference, "folder", office.folder / "out")
    assert caught.value.code == "release_forged"


def test_entries_of_before_are_compared_by_what_they_hold(sent: tuple[Office, str]) -> None:
    """A store of before: no rows anchored, the manifest over the files only."""
    office, _ = sent
    con = office.jan.store.writer()
    _rewrite(con, manifest._manifest)
    assert _found(office) == []
    _forge(office, f"UPDATE document SET content = 'x' WHERE id = {FIRST}")
    assert _found(office) == []
    _forge(office, "UPDATE released_file SET size = size + 1 WHERE id = 1")
    assert len(_found(office)) == 1


def _rewrite(con: Connection, old: Any) -> None:
    rows = con.execute("SELECT * FROM audit_entry ORDER BY seq").fetchall()
    con.execute("DELETE FROM audit_entry")
    con.execute("DELETE FROM meta WHERE key IN ('audit_count', 'audit_head')")
    for row in rows:
        facts = json.loads(row["facts"])
        gone = [key for key in facts if key.endswith("_row") or key == "version"]
        facts = {key: value for key, value in facts.items() if key not in gone}
        if "manifest" in facts:
            first, _, last = facts["ids"].partition("-")
            facts["manifest"] = old(con, range(int(first), int(last or first) + 1), 1)
        at = datetime.fromisoformat(row["at"][:-1]).replace(tzinfo=UTC)
        audit.append(con, row["operator"], at, row["action"], facts)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE delivery SET address = 'x'",
        "DELETE FROM delivery WHERE NOT sent",
        "REPLACE INTO delivery SELECT * FROM delivery",
        "UPDATE case_event SET day = '2026-03-02'",
        "DELETE FROM case_event",
        "REPLACE INTO case_event SELECT * FROM case_event",
        "DELETE FROM explanation",
        "UPDATE explanation SET key = 'x'",
        "REPLACE INTO explanation SELECT * FROM explanation",
    ],
)
def test_the_store_refuses_to_rewrite_its_logs(sent: tuple[Office, str], statement: str) -> None:
    office, _ = sent
    with pytest.raises(driver.DatabaseError, match="never changed"):
        office.jan.store.writer().execute(statement)
    assert _found(office) == []

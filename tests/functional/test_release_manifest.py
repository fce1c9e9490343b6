"""Every file of a release is anchored in the audit chain: forged, missing and added rows show."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.functional.office import Office

from privacydesk.cli.app import run
from privacydesk.desk import auditing, cases, doctor, letters, release, settings
from privacydesk.domain.errors import StateError
from privacydesk.domain.model import EventKind
from privacydesk.store import audit
from privacydesk.store.driver import Connection

REPLY = "letter:access_reply"
ADD_FILE = (
    "INSERT INTO released_file(document_id, name, sha256, size, main) "
    "SELECT document_id, 'more.pdf', sha256, size, 0 FROM released_file WHERE id = 1"
)
ADD_DOCUMENT = (
    "INSERT INTO document(case_id, kind, format, name, created_at, by, sha256, draft, "
    "released_by, released_at) SELECT case_id, 'letter:refusal', format, name, created_at, by, "
    "sha256, 0, released_by, {at} FROM document WHERE NOT draft ORDER BY id LIMIT 1"
)
FIRST = "(SELECT min(id) FROM document WHERE NOT draft)"
LAST = "(SELECT max(id) FROM document WHERE NOT draft)"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def _released(office: Office) -> str:
    """A release of two documents of one file each."""
    return office.after(_release)


def _release(office: Office) -> str:
    reference = office.ready("md")
    letters.letter(office.mira, reference, "access_reply", "md", office.folder / "reply.md")
    release.release(office.jan, reference)
    return reference


def _forge(office: Office, *statements: str) -> None:
    """Write to the store as somebody does who has the file: without the guards."""
    con = office.jan.store.writer()
    con.execute("PRAGMA foreign_keys=OFF")
    for (name,) in con.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        con.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        assert con.execute(statement).rowcount, statement
    con.execute("PRAGMA foreign_keys=ON")


def _entry(office: Office, action: str) -> dict[str, Any]:
    with office.jan.store.read() as con:
        row = con.execute(
            "SELECT facts FROM audit_entry WHERE action = ? ORDER BY seq DESC", (action,)
        ).fetchone()
    found: dict[str, Any] = json.loads(row[0])
    return found


def _check(office: Office, name: str) -> doctor.DoctorCheck:
    return next(check for check in doctor.doctor(office.jan) if check.name == name)


def _problems(office: Office) -> list[str]:
    return [finding.problem for finding in auditing.verify(office.jan).release_findings]


def _without_manifest(con: Connection) -> None:
    """Make the entries those of an earlier version, which held one hash: the chain is written
    anew."""
    rows = con.execute("SELECT * FROM audit_entry ORDER BY seq").fetchall()
    con.execute("DELETE FROM audit_entry")
    con.execute("DELETE FROM meta WHERE key IN ('audit_count', 'audit_head')")
    for row in rows:
        facts = json.loads(row["facts"])
        if row["action"] == "case.release":
            facts = {k: v for k, v in facts.items() if k not in ("ids", "manifest")}
        at = datetime.fromisoformat(row["at"][:-1]).replace(tzinfo=UTC)
        audit.append(con, row["operator"], at, row["action"], facts)


# --------------------------------------------------------------------------- whole


def test_a_release_is_anchored_with_its_documents(office: Office) -> None:
    _released(office)
    facts = _entry(office, "case.release")
    with office.jan.store.read() as con:
        ids = [r[0] for r in con.execute("SELECT id FROM document WHERE NOT draft ORDER BY id")]
    assert facts["ids"] == f"{ids[0]}-{ids[1]}"
    assert len(facts["manifest"]) == 64
    report = auditing.verify(office.jan)
    assert (report.ok, report.releases, report.release_findings) == (True, 1, ())
    assert _check(office, "releases").health is doctor.Health.OK


def test_what_follows_a_release_leaves_it_whole(office: Office) -> None:
    """Sent, released once more, erased when its time was over: no finding."""
    reference = _released(office)
    release.deliver(office.jan, reference, "folder", office.folder / "one")
    release.send(office.jan, reference, channel="portal")
    office.later(days=100)
    cases.event(office.jan, reference, "reopened", reason="they asked again")
    office.later(hours=1)
    office.prepare(reference, "md")
    release.release(office.jan, reference, only=["access_report"])
    release.send(office.jan, reference, channel="portal")
    office.later(days=90)
    assert release.purge(office.jan).files == 3
    report = auditing.verify(office.jan)
    assert (report.ok, report.releases) == (True, 2)
    assert {check.health for check in doctor.doctor(office.jan)} <= {
        doctor.Health.OK,
        doctor.Health.WARNING,
    }
    ids = [_entry(office, action)["ids"] for action in ("case.deliver", "case.send")]
    assert all(ids)


# --------------------------------------------------------------------------- forged


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE released_file SET sha256 = 'bb' WHERE document_id = {FIRST}",
        f"UPDATE released_file SET sha256 = 'bb' WHERE document_id = {LAST}",
        f"UPDATE released_file SET name = 'b.md' WHERE document_id = {LAST}",
        f"UPDATE released_file SET size = size + 1 WHERE document_id = {LAST}",
        f"UPDATE released_file SET main = 0 WHERE document_id = {LAST}",
        f"UPDATE document SET kind = 'letter:refusal' WHERE id = {LAST}",
        f"UPDATE document SET format = 'pdf' WHERE id = {LAST}",
        f"UPDATE document SET name = 'b.md' WHERE id = {LAST}",
        f"UPDATE document SET sha256 = 'bb' WHERE id = {LAST}",
        f"UPDATE document SET draft = 1 WHERE id = {LAST}",
        f"UPDATE document SET released_at = '2020-01-01T00:00:00.000000Z' WHERE id = {LAST}",
        f"UPDATE document SET released_by = 'mira' WHERE id = {LAST}",
        f"UPDATE document SET case_id = 99 WHERE id = {LAST}",
        f"DELETE FROM released_file WHERE document_id = {LAST}",
        f"DELETE FROM document WHERE id = {LAST}",
        ADD_FILE,
    ],
)
def test_a_forged_row_shows_and_nothing_of_the_release_leaves(
    office: Office, statement: str
) -> None:
    reference = _released(office)
    _forge(office, statement)
    report = auditing.verify(office.jan)
    assert report.findings == ()
    assert not report.ok
    assert f"release of case {reference}: " in _problems(office)[0]
    check = _check(office, "releases")
    assert check.health is doctor.Health.ERROR
    assert "audit verify" in check.message
    for only in ((), ("access_report",)):
        with pytest.raises(StateError) as caught:
            release.deliver(
                office.jan, reference, "folder", office.folder / "out", only=only, force=True
            )
        assert caught.value.code == "release_forged"
        with pytest.raises(StateError):
            release.send(office.jan, reference, channel="portal", only=only)
    assert not (office.folder / "out").exists()
    assert not any(e.kind is EventKind.SENT for e in cases.show(office.jan, reference).case.events)


@pytest.mark.parametrize("at", ["released_at", "'2026-03-09T00:00:00.000000Z'"])
def test_a_release_that_was_never_made_shows(office: Office, at: str) -> None:
    reference = _released(office)
    _forge(
        office,
        ADD_DOCUMENT.format(at=at),
        "INSERT INTO released_file(document_id, name, sha256, size, main) SELECT (SELECT max(id) "
        "FROM document), name, sha256, size, 1 FROM released_file WHERE id = 1",
    )
    (problem,) = _problems(office)
    assert "no entry" in problem
    with pytest.raises(StateError) as caught:
        release.deliver(
            office.jan, reference, "folder", office.folder / "out", only=["letter:refusal"]
        )
    assert caught.value.code == "release_forged"


def test_a_release_whose_entry_was_removed_shows(office: Office) -> None:
    _released(office)
    _forge(office, "DELETE FROM audit_entry WHERE action = 'case.release'")
    report = auditing.verify(office.jan)
    assert report.findings
    assert len(report.release_findings) == 2


def test_an_entry_that_cannot_be_read_is_a_finding(office: Office) -> None:
    _released(office)
    _forge(
        office,
        "UPDATE audit_entry SET facts = json_set(facts, '$.ids', '9-x') "
        "WHERE action = 'case.release'",
    )
    assert any("cannot be read" in problem for problem in _problems(office))


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE document SET stale_at = NULL WHERE draft", 0),
        (f"UPDATE released_file SET sha256 = 'bb' WHERE document_id = {FIRST}", 1),
        (f"UPDATE document SET sha256 = 'bb' WHERE id = {FIRST}", 1),
        (f"DELETE FROM document WHERE id = {LAST}", 1),
        (ADD_DOCUMENT.format(at="released_at"), 1),
        (ADD_DOCUMENT.format(at="'2026-03-09T00:00:00.000000Z'"), 1),
    ],
)
def test_an_earlier_release_is_compared_with_the_one_hash_it_has(
    office: Office, statement: str, found: int
) -> None:
    reference = _released(office)
    _forge(office, statement)
    _without_manifest(office.jan.store.writer())
    report = auditing.verify(office.jan)
    assert (report.findings, len(report.release_findings)) == ((), found)
    if not found:
        release.deliver(office.jan, reference, "folder", office.folder / "out")


ERASE = ("released_file", "delivery", "document", "case_event", "request", "case_")


def test_a_case_that_was_erased_is_no_finding_and_one_that_vanished_is(office: Office) -> None:
    _released(office)
    with office.jan.store.read() as con:
        case = con.execute("SELECT id FROM case_").fetchone()[0]
    con = office.jan.store.writer()
    _forge(office, "UPDATE case_ SET status = status")
    con.execute("PRAGMA foreign_keys=OFF")
    for table in ERASE:
        con.execute(f"DELETE FROM {table}")
    assert any(f"case {case}" in problem for problem in _problems(office))
    audit.append(con, "jan", office.moment, "case.erased", {"case": case})
    assert _problems(office) == []
    assert auditing.verify(office.jan).ok


# --------------------------------------------------------------------------- files on disk


def test_doctor_counts_damaged_files_and_namesnobody(office: Office) -> None:
    reference = _released(office)
    assert _check(office, "released files").message.startswith("2 ")
    with office.jan.store.read() as con:
        (sha256,) = con.execute("SELECT sha256 FROM released_file WHERE id = 2").fetchone()
    (office.jan.store.files / sha256).write_bytes(b"something else")
    check = _check(office, "released files")
    assert check.health is doctor.Health.ERROR
    assert check.message.startswith("1 of 2 ")
    assert "vries" not in " ".join(c.message for c in doctor.doctor(office.jan)).casefold()
    with pytest.raises(StateError, match="changed on disk"):
        release.send(office.jan, reference, channel="portal")
    (office.jan.store.files / sha256).unlink()
    assert _check(office, "released files").message.startswith("1 of 2 ")


def test_deliver_says_that_the_files_were_erased(office: Office) -> None:
    reference = _released(office)
    release.send(office.jan, reference, channel="portal")
    office.later(days=91)
    with office.jan.store.read() as con:
        before = [tuple(row) for row in con.execute("SELECT name, sha256 FROM released_file")]
    assert release.purge(office.jan).files == 2
    for form, only in (("zip", ()), ("folder", (REPLY,))):
        with pytest.raises(StateError, match="erased when their time was over"):
            release.deliver(office.jan, reference, form, office.folder / "out", only=only)
    assert not (office.folder / "out").exists()
    with office.jan.store.read() as con:
        after = [tuple(row) for row in con.execute("SELECT name, sha256 FROM released_file")]
    assert after == before
    assert _check(office, "released files").message.startswith("0 ")


# --------------------------------------------------------------------------- the command line


def test_the_commands_tell_the_findings(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    def given(*arguments: str, code: int = 0) -> str:
        found = run([*arguments, "--store", str(office.path)], lambda *_: 0)
        out, _ = capsys.readouterr()
        assert found == code
        return out

    _released(office)
    assert "Releases compared with the chain: 1." in given("audit", "verify")
    good = json.loads(given("audit", "verify", "--json"))
    assert (good["ok"], good["releases"], good["release_findings"]) == (True, 1, [])
    _forge(office, ADD_FILE, ADD_DOCUMENT.format(at="'2026-03-09T00:00:00.000000Z'"))
    told = given("audit", "verify", code=1)
    assert "unbroken" in told
    assert "2 findings about released documents" in told
    bad = json.loads(given("audit", "verify", "--json", code=1))
    assert (bad["ok"], bad["findings"]) == (False, [])
    assert [sorted(one) for one in bad["release_findings"]] == [["problem", "seq"]] * 2
    assert [one["seq"] is None for one in bad["release_findings"]] == [False, True]
    assert "audit verify" in given("doctor", code=1)


def test_an_office_of_one_is_told_in_case_log_and_command(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    reference = office.ready("md")
    settings.change(office.mira, "single", "yes")
    arguments = ["case", "release", reference, "--operator", "mira", "--store", str(office.path)]
    assert run(arguments, lambda *_: 0) == 0
    assert "released by one person; the log says so" in capsys.readouterr().err
    assert _entry(office, "case.release")["single"] == 1
    event = cases.show(office.mira, reference).case.events[-1]
    assert (event.kind, event.reason) == (
        EventKind.RELEASED,
        "prepared and released by one person",
    )
    assert run(["audit", "list", "--store", str(office.path)], lambda *_: 0) == 0
    assert "single=1" in capsys.readouterr().out
    # a colleague who releases what mira prepared is told as the second person also here
    office.later(hours=1)
    office.prepare(reference, "md")
    assert not release.release(office.jan, reference, only=["access_report"]).single
    assert _entry(office, "case.release")["single"] == 0

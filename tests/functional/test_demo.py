"""The demo from nothing to two documents, small; and what it refuses to touch."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from privacydesk.cli.app import run
from privacydesk.demo.cast import CALLS_OF_MAIN, DELETED_RECORDINGS, cast
from privacydesk.desk import auditing, cases, demo, imports, subjects, systems
from privacydesk.desk.context import Desk
from privacydesk.desk.demo.cases import subject_of
from privacydesk.desk.jobs import Job, Progress
from privacydesk.domain.errors import CancelledError, ConflictError, InputError
from privacydesk.domain.model import (
    AttachmentState,
    CaseStatus,
    RecordKind,
    SearchOutcome,
    SystemState,
)

NOW = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)
TODAY = date(2026, 3, 18)
PEOPLE = 60


def now() -> datetime:
    return NOW


@dataclass(frozen=True)
class Made:
    result: demo.DemoResult
    desk: Desk
    stages: tuple[str, ...]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    stages: list[str] = []

    def watch(progress: Progress) -> None:
        stages.append(progress.stage)

    folder = tmp_path_factory.mktemp("demo") / "demo"
    result = demo.run_demo(folder, people=PEOPLE, operator="anna", now=now, job=Job(watch))
    with Desk.open(result.store, "anna", now=now) as desk:
        yield Made(result, desk, tuple(dict.fromkeys(stages)))


def test_ends_with_two_documents(made: Made) -> None:
    assert made.result.new
    assert made.result.report.read_bytes().startswith(b"%PDF-")
    with zipfile.ZipFile(made.result.package) as package:
        assert package.testzip() is None
        assert any(name.endswith("datapackage.json") for name in package.namelist())
    assert "INVENTED" in (made.result.folder / "README.txt").read_text("utf-8")
    assert len(made.stages) > 10


def test_every_export_came_in_through_the_importers(made: Made) -> None:
    runs = imports.runs(made.desk)
    assert {run.source for run in runs} == {
        "shopify", "freshdesk", "repairshopr", "freepbx", "freshchat", "mailchimp", "generic",
    }  # fmt: skip
    reports = [run.report for run in runs if run.report]
    assert sum(report.imported for report in reports) == made.result.records
    assert sum(report.rejected for report in reports) == 0
    dropped = {name for report in reports for name in report.dropped}
    assert {"password", "card number"} <= dropped
    assert any(report.damaged for report in reports)
    with made.desk.store.read() as con:
        kinds = {row["kind"] for row in con.execute("SELECT DISTINCT kind FROM record")}
    assert kinds >= {
        "account", "contact", "ticket", "chat", "order", "invoice", "contract", "repair",
        "delivery", "call", "recording", "usage", "consent", "newsletter", "survey",
        "credit_check",
    }  # fmt: skip


def test_no_secret_is_in_the_store(made: Made) -> None:
    store = made.result.store
    stored = b"".join(path.read_bytes() for path in (store, Path(f"{store}-wal")) if path.exists())
    for secret in (b"Zonnebloem-88!", b"Kersenbloesem7", b"4111 1111 1111 1111", b"$2a$10$"):
        assert secret not in stored


def test_main_person_has_her_calls_and_the_gone_recordings(made: Made) -> None:
    subject = subject_of(made.desk, cast().main)
    records = subjects.all_records(made.desk, subject)
    mobile = {r.source_id for r in records if r.kind is RecordKind.CALL}
    assert len(mobile) >= CALLS_OF_MAIN
    recordings = [r for r in records if r.kind is RecordKind.RECORDING]
    missing = [r for r in recordings for a in r.attachments if a.state is AttachmentState.MISSING]
    assert len(missing) == DELETED_RECORDINGS
    assert cast().main.former_name in {
        party.name for party in subjects.open_subject(made.desk, subject, purpose="test").parties
    }
    assert any(r.by_hand and r.kind is RecordKind.CREDIT_CHECK for r in records)
    assert not any(cast().partner.email in str(r.payload) and "BUYER" in str(r.roles)
                   for r in records)  # fmt: skip


def test_main_case_is_ready_for_release(made: Made) -> None:
    view = cases.show(made.desk, made.result.case)
    assert view.case.status is CaseStatus.PREPARED
    assert view.blockers == ()
    assert all(s.outcome is not SearchOutcome.OPEN for s in view.case.searches)
    assert view.case.candidates
    assert {c.decision for c in view.case.candidates} == {"theirs", "not_theirs"}
    mentions = {c.label for c in view.case.candidates if c.reason == "mention"}
    assert any("Deurbel op ons adres" in label for label in mentions)
    assert {d.kind for d in view.case.documents} == {"access_report", "portability_package"}


def test_cases_show_every_state_of_the_clock(made: Made) -> None:
    lines = {line.who: line for line in cases.list_cases(made.desk, all_cases=True)}
    players = cast()
    assert lines[players.erased.name].days_left < 0
    assert 0 <= lines[players.buyer.name].days_left <= 7
    assert lines[players.marketing.name].at_once
    assert lines[players.doubtful.name].status is CaseStatus.IDENTITY
    assert lines[players.early.name].status is CaseStatus.CLOSED
    assert any(line.subject_id is None for line in lines.values())
    extended = lines[players.complex_case.name]
    assert extended.received < TODAY
    assert extended.days_left > 20
    assert {line.status for line in lines.values()} >= {
        CaseStatus.NEW, CaseStatus.IDENTITY, CaseStatus.SEARCHING, CaseStatus.PREPARED,
    }  # fmt: skip
    due = [line.days_left for line in lines.values() if line.status is not CaseStatus.CLOSED]
    assert len(set(due)) > 10  # spread over the strip of the desk
    early = cases.show(made.desk, lines[players.early.name].reference).clock
    assert early.received_date == date(2026, 1, 30)
    assert early.house_due is not None
    assert early.due <= early.house_due


def test_not_every_system_is_imported(made: Made) -> None:
    states = {system.state for system in systems.list_systems(made.desk)}
    assert states == {SystemState.IMPORTED, SystemState.NOT_IMPORTED}


def test_the_audit_chain_holds(made: Made) -> None:
    assert auditing.verify(made.desk).ok


def test_running_again_keeps_the_demo(made: Made) -> None:
    before = made.result.report.stat().st_mtime_ns
    again = demo.run_demo(made.result.folder, operator="anna", now=now)
    assert not again.new
    assert (again.case, again.people) == (made.result.case, PEOPLE)
    assert made.result.report.stat().st_mtime_ns == before
    with pytest.raises(ConflictError, match="--fresh"):
        demo.run_demo(made.result.folder, people=PEOPLE + 1, now=now)


# --------------------------------------------------------------------------- what it leaves alone


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("mine")
    with pytest.raises(ConflictError, match="not empty"):
        demo.run_demo(tmp_path, people=10, fresh=True)
    assert [path.name for path in tmp_path.iterdir()] == ["diary.txt"]


def test_a_real_store_is_refused(tmp_path: Path, store_path: Path) -> None:
    before = store_path.read_bytes()
    with pytest.raises(ConflictError, match="stays as it is"):
        demo.run_demo(tmp_path / "demo", store_path=store_path, people=10, fresh=True)
    assert store_path.read_bytes() == before


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for folder in (tmp_path / "file", tmp_path / "file" / "demo"):
        with pytest.raises(ConflictError, match="--output"):
            demo.run_demo(folder, people=10)
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("people", [0, -1, 10_000_000])
def test_numbers_out_of_range_are_refused(tmp_path: Path, people: int) -> None:
    with pytest.raises(InputError):
        demo.run_demo(tmp_path / "demo", people=people)
    assert not (tmp_path / "demo").exists()


def test_a_stopped_demo_is_made_anew(tmp_path: Path) -> None:
    stopped = Job()
    stopped.cancel()
    with pytest.raises(CancelledError):
        demo.run_demo(tmp_path / "demo", people=12, now=now, job=stopped)
    assert demo.run_demo(tmp_path / "demo", people=12, now=now).new


def test_command_prints_where_the_documents_are(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.db"
    monkeypatch.setenv("PRIVACYDESK_STORE", str(own))
    arguments = ["demo", "--people", "12", "--output", str(tmp_path / "demo")]

    def no_ui(store: Path | None, operator: str | None) -> int:
        raise AssertionError("there is no terminal")

    assert run(arguments, no_ui) == 0
    out, err = capfd.readouterr()
    report, package = out.splitlines()
    assert Path(report.removeprefix("Access report: ")).is_file()
    assert Path(package.removeprefix("Portability package: ")).is_file()
    assert "Importing" in err
    assert not own.exists()
    assert run([*arguments, "--json"], no_ui) == 0
    told = json.loads(capfd.readouterr().out)
    assert told["new"] is False
    assert told["store"] == str(tmp_path / "demo" / "desk.db")


def test_in_a_terminal_the_interface_opens_on_the_demo(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[Path | None, str | None]] = []

    def launch(store: Path | None, operator: str | None) -> int:
        opened.append((store, operator))
        return 0

    monkeypatch.setattr("privacydesk.cli.app._in_a_terminal", lambda: True)
    arguments = ["demo", "--operator", "anna", "--output", str(made.result.folder)]
    assert run([*arguments, "--no-ui"], launch) == 0
    assert opened == []
    assert run(arguments, launch) == 0
    assert opened == [(made.result.store, "anna")]


def test_a_store_of_its_own_elsewhere(tmp_path: Path) -> None:
    store = tmp_path / "elsewhere" / "my-demo.db"
    first = demo.run_demo(tmp_path / "demo", store_path=store, people=11, now=now)
    assert first.store == store
    assert store.is_file()
    again = demo.run_demo(tmp_path / "demo", now=now)
    assert (again.new, again.store) == (False, store)
    with pytest.raises(ConflictError, match="elsewhere"):
        demo.run_demo(tmp_path / "demo", store_path=tmp_path / "third.db", now=now)
    fresh = demo.run_demo(tmp_path / "demo", store_path=store, people=11, fresh=True, now=now)
    assert fresh.new
    with Desk.open(store, now=now) as desk:
        assert len(imports.runs(desk)) == len({run.path for run in imports.runs(desk)})


@pytest.mark.parametrize("day", ["2026-02-10", "2028-02-29"])
def test_a_demo_can_be_made_on_any_day(tmp_path: Path, day: str) -> None:
    moment = datetime.fromisoformat(f"{day}T10:00:00+00:00")
    made = demo.run_demo(tmp_path / "demo", people=11, now=lambda: moment)
    with Desk.open(made.store, now=lambda: moment) as desk:
        lines = {line.who: line for line in cases.list_cases(desk, all_cases=True)}
        assert lines[cast().main.name].status is CaseStatus.PREPARED
        early = lines[cast().early.name]
        assert (early.received.month, early.received.day) == (1, 30)
        assert early.received < moment.date()
        assert lines[cast().erased.name].days_left < 0

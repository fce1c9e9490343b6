"""`privacydesk audit` and `doctor` on stores that are whole and on stores that are not."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from privacydesk.cli import app
from privacydesk.desk import auditing, doctor
from privacydesk.desk.context import Desk
from privacydesk.domain.errors import ConflictError
from privacydesk.store import backup, driver
from privacydesk.store.engine import Store


def run(path: Path, *words: str) -> int:
    def no_ui(_store: Path | None, _operator: str | None) -> int:
        raise AssertionError

    return app.run([*words, "--store", str(path)], no_ui)


def said(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def act(desk: Desk, times: int = 3) -> None:
    for number in range(times):
        with desk.store.write(desk.operator, desk.now()) as tx:
            tx.audit("thing.done", number=number)


def test_audit_verify_says_where_and_ends_with_1(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    act(desk)
    kept = auditing.checkpoint(desk)
    path = desk.store.path

    assert run(path, "audit", "verify", "--json") == 0
    report = said(capsys)
    assert (report["schema"], report["ok"], report["entries"]) == (1, True, 3)
    assert report["checkpoint"] == kept
    assert run(path, "audit", "verify", "--checkpoint", kept) == 0
    assert "unbroken: 3 entries" in capsys.readouterr().out

    desk.store.writer().execute("UPDATE audit_entry SET action = 'x' WHERE seq = 2")
    assert run(path, "audit", "verify", "--json") == 1
    report = said(capsys)
    assert not report["ok"]
    assert [finding["seq"] for finding in report["findings"]] == [2]
    assert run(path, "audit", "verify") == 1
    assert "Entry 2: was changed" in capsys.readouterr().out


def test_audit_list_shows_the_newest_first(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    act(desk)
    assert run(desk.store.path, "audit", "list", "--limit", "2", "--json") == 0
    assert [entry["seq"] for entry in said(capsys)["entries"]] == [3, 2]
    assert run(desk.store.path, "audit", "list") == 0
    assert "2026-03-02 10:30:00+01:00" in capsys.readouterr().out


@pytest.mark.parametrize("mark", ["", "3", "3:xyz", "x:" + "0" * 64, "3:" + "G" * 64])
def test_a_checkpoint_that_is_none_is_refused(
    desk: Desk, mark: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(desk.store.path, "audit", "verify", "--checkpoint", mark) == 1
    assert "64 hexadecimal digits" in capsys.readouterr().err


def states(desk: Desk) -> dict[str, str]:
    return {check.name: check.health.value for check in doctor.doctor(desk)}


def test_the_doctor_finds_each_illness(desk: Desk) -> None:
    """One after the other on one store: each is seen and is not seen before."""
    act(desk)
    healthy = states(desk)
    assert healthy.pop("policy") == "error"  # an empty store without `init`
    assert set(healthy.values()) == {"ok"}

    (desk.store.files / ("a" * 64)).write_bytes(b"x")
    assert states(desk)["files"] == "warning"

    con = desk.store.writer()
    con.execute(
        "INSERT INTO system(id, name, holds, how, kinds, processor, by_hand) "
        "VALUES (1, 's', '', '', '[]', 0, 0)"
    )
    con.execute(
        "INSERT INTO record(id, kind, source, system_id, source_id, title, text, details, "
        "payload, content_hash, flags, dropped, restricted, by_hand) "
        "VALUES (1, 'note', 's', 1, 'x', '', '', '{}', '{}', '', '[]', '{}', 0, 0)"
    )
    con.execute(
        "INSERT INTO attachment(record_id, name, state, sha256, internal) "
        "VALUES (1, 'f', 'file', ?, 0)",
        ("b" * 64,),
    )
    assert [c.health.value for c in doctor.doctor(desk) if c.name == "files"] == [
        "error",
        "warning",
    ]

    con.execute(
        "INSERT INTO import_run(source, system_id, path, files, options, state, "
        "started_at, position, total, by, report) "
        "VALUES ('s', 1, 'p', '[]', '{}', 'running', '', 0, 0, 'x', '{}')"
    )
    assert states(desk)["imports"] == "warning"

    con.execute("DELETE FROM meta WHERE key = 'search_version'")
    assert states(desk)["search index"] == "error"

    con.execute("DELETE FROM audit_entry WHERE seq = 2")
    assert states(desk)["audit"] == "error"

    con.execute("PRAGMA foreign_keys=OFF")
    con.execute("DELETE FROM record")
    assert states(desk)["store"] == "error"

    if os.name == "posix":
        desk.store.path.chmod(0o644)
        assert states(desk)["file rights"] == "error"

    shutil.copy(desk.store.path, desk.store.path.with_name("desk.before-0002.x.backup"))
    assert states(desk)["backups"] == "warning"

    desk.config_folder.touch()
    assert states(desk)["configuration"] == "error"


def test_the_doctor_knows_where_holidays_end(desk: Desk) -> None:
    assert states(desk)["holidays"] == "ok"
    desk.now = lambda: datetime(2200, 1, 1, tzinfo=UTC)
    assert states(desk)["holidays"] == "warning"
    desk.settings = replace(desk.settings, country="JP")
    assert states(desk)["holidays"] == "warning"


def test_compacting_gives_space_back_and_keeps_everything(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    with desk.store.write("op", desk.now()) as tx:
        tx.sql.executemany(
            "INSERT INTO policy_pack VALUES (?, 'n', ?, '')",
            [(str(number), "x" * 4000) for number in range(400)],
        )
        tx.audit("x")
    with desk.store.write("op", desk.now()) as tx:
        tx.sql.execute("DELETE FROM policy_pack")
        tx.audit("x")
    desk.store.truncate_wal()
    before, after = doctor.compact(desk)
    assert after < before / 2
    assert auditing.verify(desk).ok
    assert auditing.verify(desk).entries == 3

    assert run(desk.store.path, "doctor", "--compact", "--json") == 1  # no policy in force
    report = said(capsys)
    assert report["compacted"]["after"] <= report["compacted"]["before"]
    assert {check["name"]: check["health"] for check in report["checks"]}["store"] == "ok"


def test_a_backup_is_whole_private_and_never_overwrites(store: Store, tmp_path: Path) -> None:
    with store.write("op", datetime(2026, 3, 2, tzinfo=UTC)) as tx:
        tx.audit("x")
    target = tmp_path / "copy.db"
    with store.read() as con:
        backup.backup(con, target)
        with pytest.raises(ConflictError):
            backup.backup(con, target)
    assert target.stat().st_mode & 0o777 == 0o600
    assert {file.name for file in tmp_path.iterdir() if file.is_file()} == {"copy.db"}
    copy = driver.open_connection(target, writer=False)
    assert copy.execute("SELECT count(*) FROM audit_entry").fetchone()[0] == 1
    copy.close()


def test_the_doctor_makes_backups(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    act(desk)
    target = tmp_path / "copy.db"
    assert run(desk.store.path, "doctor", "--backup", str(target), "--json") == 1  # no policy yet
    assert said(capsys)["backup"] == str(target)
    copy = Store.open(target)
    with copy.read() as con:
        assert con.execute("SELECT count(*) FROM audit_entry").fetchone()[0] == 3
    copy.close()
    assert [entry.action for entry in auditing.entries(desk, newest=1)] == ["store.backed_up"]

    assert run(desk.store.path, "doctor", "--backup", str(target)) == 1
    assert "exists already" in capsys.readouterr().err
    assert run(desk.store.path, "doctor", "--backup", str(tmp_path / "no" / "folder.db")) == 1
    assert "cannot be written" in capsys.readouterr().err

"""What is not there any more: told as far as somebody looked, never with an invented day."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from tests.conftest import NOW
from tests.functional.answering import log_case, use_pack

from privacydesk.desk import answer, find, imports
from privacydesk.desk.context import Desk
from privacydesk.store import systems

CALL = {
    "calldate": "2025-09-15 10:00:00", "clid": '"Anna Bos" <0612345678>', "src": "0612345678",
    "dst": "201", "duration": "65", "billsec": "60", "disposition": "ANSWERED",
    "uniqueid": "1757923200.1", "did": "0201234567", "cnum": "0612345678", "cnam": "Anna Bos",
    "recordingfile": "in-0201234567-0612345678-20250915-100000-1757923200.1.wav",
}  # fmt: skip


@pytest.fixture
def ready(desk: Desk) -> Desk:
    use_pack(desk)
    return desk


def _calls(folder: Path) -> Path:
    folder.mkdir()
    with (folder / "cdr.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.DictWriter(file, CALL)
        rows.writeheader()
        rows.writerow(CALL)
    return folder


def _case(desk: Desk, known: str, language: str) -> str:
    person = find.find(desk, known, budget_ms=5000).results[0].subject_id
    return log_case(desk, person, language=language)


def test_a_recording_whose_folder_was_not_imported_must_be_fetched(
    ready: Desk, tmp_path: Path
) -> None:
    imports.run_import(ready, _calls(tmp_path / "pbx") / "cdr.csv", "freepbx")
    case = _case(ready, "0612345678", "en")
    (system,) = [s for s in answer.coverage(ready, case).systems if s.matched]
    assert len(system.unresolved) == 1
    assert not system.no_longer_held
    text = answer.preview(ready, case)
    assert "we still have to fetch their content" in text
    assert "not there any more" not in text
    assert "15 October 2025" not in text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "no longer found in the system (as at 2 March 2026)"),
        ("nl", "niet meer aangetroffen in het systeem (stand 2 maart 2026)"),
        ("de", "im System nicht mehr gefunden (Stand 2. März 2026)"),
    ],
)
def test_a_recording_that_was_looked_for_is_told_with_its_period(
    ready: Desk, tmp_path: Path, language: str, said: str
) -> None:
    folder = _calls(tmp_path / "pbx")
    (folder / "in-0201234567-0687654321-20260301-100000-1772355600.9.wav").write_bytes(b"RIFF")
    imports.run_import(ready, folder, "freepbx")
    case = _case(ready, "0612345678", language)
    assert answer.coverage(ready, case).complete
    row = next(line for line in _plain(answer.preview(ready, case)) if said in line)
    assert "2025" in row, "the day its period ended"
    assert "15 september" not in row.casefold()


@pytest.mark.parametrize(
    ("language", "said", "period"),
    [
        ("en", "it does not say when", "before its storage period had ended"),
        ("nl", "wanneer, staat er niet bij", "voordat de bewaartermijn was afgelopen"),
        ("de", "wann, ist nicht vermerkt", "bevor die Speicherfrist abgelaufen war"),
    ],
)
def test_a_ticket_that_its_source_deleted_names_no_day_and_no_period(
    ready: Desk, tmp_path: Path, language: str, said: str, period: str
) -> None:
    folder = tmp_path / "zd"
    folder.mkdir()
    ticket = {
        "id": 5002, "subject": "weg", "status": "deleted", "requester_id": 61,
        "submitter_id": 61, "tags": [], "via": {"channel": "email"}, "custom_fields": [],
        "created_at": "2026-01-08T10:00:00Z", "updated_at": "2026-01-08T11:00:00Z",
    }  # fmt: skip
    person = {"id": 61, "name": "Anna Bos", "email": "anna@example.nl", "role": "end-user"}
    (folder / "tickets.jsonl").write_text(json.dumps(ticket), "utf-8")
    (folder / "users.json").write_text(json.dumps({"users": [person]}), "utf-8")
    imports.run_import(ready, folder, "zendesk")
    case = _case(ready, "anna@example.nl", language)
    row = next(line for line in _plain(answer.preview(ready, case)) if said in line)
    assert "–" not in row
    assert period not in row  # whether a customer asked is not known while the shop was not read
    with ready.store.write("tester", NOW) as tx:
        shop = systems.upsert(tx, name="Shopify", kinds=["account", "order", "contract"])
        systems.set_data_until(tx, shop, NOW)
        tx.audit("test.systems")
    row = next(line for line in _plain(answer.preview(ready, case)) if said in line)
    assert period in row


def _plain(text: str) -> list[str]:
    return text.replace("\\", "").splitlines()

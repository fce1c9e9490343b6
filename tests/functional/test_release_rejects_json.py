"""Rejected entries of JSON files and packages are found under the person they name, like rows."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.functional.office import Office

from privacydesk.desk import find, imports, release
from privacydesk.domain.model import RunState

WHEN = "2026-02-01T10:00:00Z"
USERS = [
    {"id": 900601, "name": "Jan de Vries", "email": "jan@example.nl", "role": "end-user"},
    {"id": 900602, "name": "Eva Groß", "email": "eva@example.de", "role": "end-user"},
]  # fmt: skip
JAN, EVA = 900601, 900602


def _zendesk(number: int, requester: int, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "subject": "Vraag", "description": "Hallo", "status": "open",
        "requester_id": requester, "submitter_id": requester, "created_at": WHEN, **more,
    }  # fmt: skip


def _freshdesk(number: int, **more: Any) -> dict[str, Any]:
    return {"helpdesk_ticket": {
        "id": 7000 + number, "display_id": number, "subject": "Vraag", "description": "Hallo",
        "status": 2, "requester_id": 1, "created_at": WHEN, "notes": [], **more,
    }}  # fmt: skip


def _requester(mail: str, phone: str = "") -> dict[str, Any]:
    return {"requester": {"id": 1, "name": "J. V.", "email": mail, "phone": phone}}


Files = dict[str, Any]
Case = tuple[str, Files, Files]  # the source, what it rejects about Jan, and the mended export


def _tickets(*rows: dict[str, Any]) -> Files:
    return {"users.json": {"users": USERS}, "tickets.json": {"tickets": list(rows)}}


def _lines(*rows: str) -> Files:
    return {"users.json": {"users": USERS}, "tickets.jsonl": "\n".join(rows) + "\n"}


def _comments(*rows: dict[str, Any]) -> Files:
    return {**_tickets(_zendesk(1, EVA)), "comments.json": {"comments": list(rows)}}


GOOD = json.dumps(_zendesk(1, EVA))
COMMENT = {"id": 5, "author_id": JAN, "public": True, "body": "Hoi", "created_at": WHEN}
CASES: dict[str, Case] = {
    "known by the list of users": (
        "zendesk",
        _tickets(_zendesk(1, EVA), _zendesk(2, JAN, created_at="gisteren")),
        _tickets(_zendesk(1, EVA), _zendesk(2, JAN)),
    ),
    "an address inside an object": (
        "freshdesk",
        {"Tickets0.json": [_freshdesk(1, **_requester("jan@example.nl"), created_at="13/13")]},
        {"Tickets0.json": [_freshdesk(1, **_requester("jan@example.nl"))]},
    ),
    "a telephone number inside an object": (
        "freshdesk",
        {"Tickets0.json": [_freshdesk(1, **_requester("", "+31 6 1234 5678"), created_at="13/13")]},
        {"Tickets0.json": [_freshdesk(1, **_requester("", "+31 6 1234 5678"))]},
    ),
    "one number, two contents": (
        "zendesk",
        _tickets(_zendesk(2, EVA), _zendesk(2, JAN)),
        _tickets(_zendesk(2, EVA), _zendesk(3, JAN)),
    ),
    "a line that is cut off": (
        "zendesk",
        _lines(GOOD, '{"id": 2, "requester": {"email": "jan@example.nl", "name": "J'),
        _lines(GOOD, json.dumps(_zendesk(2, JAN))),
    ),
    "a line with escapes": (
        "zendesk",
        _lines(GOOD, r'{"id": 2 "by": "Jan de \u0056ries", "at": "2026\/02"}'),
        _lines(GOOD, json.dumps(_zendesk(2, JAN))),
    ),
    "a line that is no object": (
        "zendesk",
        _lines(GOOD, '["jan@example.nl", 3]'),
        _lines(GOOD),
    ),
    "an entry that is no object": (
        "freshdesk",
        {"Tickets0.json": [_freshdesk(1, **_requester("eva@example.de")), ["jan@example.nl"]]},
        {"Tickets0.json": [_freshdesk(1, **_requester("eva@example.de"))]},
    ),
    "a list that nothing reads": (
        "zendesk",
        {**_tickets(_zendesk(1, EVA)),
         "more.json": {"tickets": [_zendesk(4, EVA)],
                       "visits": [{"who": "eva@example.de"}, {"who": "jan@example.nl"}]}},
        {**_tickets(_zendesk(1, EVA)), "more.json": {"tickets": [_zendesk(4, EVA)]}},
    ),
    "a comment on nothing, by its author": (
        "zendesk",
        _comments({**COMMENT, "ticket_id": 99}),
        _comments({**COMMENT, "ticket_id": 1}),
    ),
}  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def _import(office: Office, source: str, files: Files, *, full: bool = False) -> Any:
    office.later(hours=1)
    folder = office.folder / f"export-{office.moment:%d%H%M}"
    folder.mkdir()
    for name, content in files.items():
        text = content if isinstance(content, str) else json.dumps(content)
        (folder / name).write_text(text, "utf-8")
    return imports.run_import(
        office.mira, folder, source, skip_rejected=True, full=True if full else None
    )


def _told(office: Office, reference: str) -> list[str]:
    found = release.review(office.jan, reference)
    return [
        p.text for p in found.blocking if "could not read" in p.text or "skipped rows" in p.text
    ]


def _kept(report: Any) -> str:
    return Path(report.rejects_file).read_text("utf-8")


@pytest.mark.parametrize("case", CASES)
def test_it_blocks_until_a_full_export_reads_it(office: Office, case: str) -> None:
    source, broken, mended = CASES[case]
    reference = office.ready()
    report = _import(office, source, broken)
    assert report.state is RunState.DONE
    assert report.rejected == 1
    (text,) = _told(office, reference)
    assert text.startswith("1 row that import")
    for said in (text, *(one.reason for one in report.rejects), repr(report.notes)):
        assert "jan" not in said.casefold()
    _import(office, source, mended)
    if source != "zendesk":  # tickets and users together are all that Zendesk has
        assert _told(office, reference)
        _import(office, source, mended, full=True)
    assert not _told(office, reference)


@pytest.mark.parametrize("case", CASES)
def test_it_does_not_block_the_answer_to_somebody_else(office: Office, case: str) -> None:
    source, broken, _ = CASES[case]
    wim = "Customer number;Name;E-mail;Phone;Order number;Order date\n"
    wim += "K3;Wim Bakker;wim@example.nl;0687654321;A-7;2026-01-10\n"
    office.load(wim, "wim.csv")
    _import(office, source, broken)
    (hit,) = find.find(office.mira, "wim@example.nl").results
    from privacydesk.desk.gate.rejects import touching
    from privacydesk.store import release_counts, subjects

    with office.mira.store.read() as con:
        skipped = release_counts.skipped_rejects(con)
        assert skipped
        assert touching(skipped, subjects.card(con, hit.subject_id), (), "NL") == ((), ())


def test_the_sources_own_number_of_the_person_tells(office: Office) -> None:
    reference = office.ready()
    _import(
        office,
        "zendesk",
        {"users.json": {"users": USERS}, "tickets.json": {"tickets": [_zendesk(1, JAN)]}},
    )
    report = _import(
        office,
        "zendesk",
        {"tickets.json": {"tickets": [_zendesk(1, EVA), _zendesk(8, JAN, created_at="x")]}},
    )
    assert "example.nl" not in _kept(report)
    assert len(_told(office, reference)) == 1


def test_no_secret_of_a_broken_line_is_kept(office: Office) -> None:
    line = (
        '{"id": 2, "Wachtwoord": "Zomer-77", "pin": 4711, "password": {"now": "Herfst88"}, '
        '"card": "4111 1111 1111 1111", "fields": [{"name": "Passwort", "value": "Winter#99"}], '
        '"email": "jan@example.nl'
    )
    kept = _kept(_import(office, "zendesk", _lines(GOOD, line)))
    for secret in ("Zomer-77", "4711", "Herfst88", "4111 1111", "Winter#99"):
        assert secret not in kept
    assert "jan@example.nl" in kept


def _package(folder: Path, record: dict[str, Any]) -> Path:
    data = json.dumps([{
        "system": "Oud", "id": "9", "title": "Order 9", "text": "", "occurred_at": None,
        "updated_at": None, "roles": ["buyer"], "details": {}, "fields": {}, "messages": [],
        "files": [], **record,
    }]).encode()  # fmt: skip
    vcard = (
        b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Jan de Vries\r\nEMAIL:jan@example.nl\r\nEND:VCARD\r\n"
    )
    members = {"data/order.json": data, "contact.vcf": vcard}
    described = {"resources": [
        {"path": name, "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
        for name, content in members.items()
    ]}  # fmt: skip
    path = folder / f"package-{len(list(folder.iterdir()))}.zip"
    with zipfile.ZipFile(path, "w") as package:
        for name, content in (
            *members.items(),
            ("datapackage.json", json.dumps(described).encode()),
        ):
            package.writestr(name, content)
    return path


def test_a_record_of_a_package_is_the_persons(office: Office) -> None:
    reference = office.ready()

    def read(record: dict[str, Any], **more: Any) -> Any:
        office.later(hours=1)
        path = _package(office.folder, record)
        return imports.run_import(
            office.mira, path, "privacydesk-package", skip_rejected=True, **more
        )

    report = read({"occurred_at": "gisteren", "fields": {"Note": "Achterom"}})
    assert (report.state, report.rejected) == (RunState.DONE, 1)
    assert "Achterom" in _kept(report)
    assert len(_told(office, reference)) == 1
    read({})
    assert len(_told(office, reference)) == 1
    read({}, full=True)
    assert not _told(office, reference)

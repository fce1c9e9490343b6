"""What the person neither provided nor caused stays out of the package, and in the report."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.functional.answering import log_case, use_pack
from tests.functional.test_gift_recipient import SHOPIFY

from privacydesk.desk import answer, find, imports
from privacydesk.desk.context import Desk

MAIL = "anna@example.nl"
MEMBER = {
    "Email Address": MAIL, "First Name": "Anna", "Last Name": "de Boer", "MEMBER_RATING": "4",
    "OPTIN_TIME": "2025-01-02 10:00:00", "OPTIN_IP": "203.0.113.7",
    "CONFIRM_TIME": "2025-01-02 10:04:00", "CONFIRM_IP": "203.0.113.7",
    "LATITUDE": "52.1234567", "LONGITUDE": "5.7654321", "GMTOFF": "1", "DSTOFF": "2",
    "TIMEZONE": "europe/amsterdam", "CC": "nl", "REGION": "ut",
    "LAST_CHANGED": "2025-01-02 10:04:00", "LEID": "510", "EUID": "ab12", "NOTES": "lastige klant",
    "TAGS": '"Klant"',
}  # fmt: skip
TICKET = {
    "id": 9100, "display_id": 12, "subject": "Router", "description": "Hij doet het niet.",
    "description_html": "", "status": 5, "status_name": "Closed", "priority": 3,
    "source": 1, "requester_id": 501, "requester_name": "Anna de Boer",
    "responder_id": 77, "responder_name": "Wilma Smit", "group_id": 7001,
    "created_at": "2026-01-05T10:00:00+01:00", "updated_at": "2026-01-06T10:00:00+01:00",
    "due_by": "2026-01-08T10:00:00+01:00", "frDueBy": "2026-01-05T18:00:00+01:00",
    "requester": {"id": 501, "name": "Anna de Boer", "email": MAIL},
    "notes": [
        {"id": 1, "body": "Wij kijken.", "private": False, "incoming": False, "user_id": 77,
         "created_at": "2026-01-05T11:00:00+01:00"},
        {"id": 2, "body": "Dank.", "private": False, "incoming": True, "user_id": 501,
         "created_at": "2026-01-05T12:00:00+01:00"},
    ],
}  # fmt: skip
REPAIR = {
    "id": 1, "number": 4711, "subject": "Telefoon", "customer_id": 5, "problem_type": "Scherm",
    "status": "Resolved", "created_at": "2026-01-07T10:00:00+01:00", "user_id": 88,
    "user": {"id": 88, "full_name": "Ruben Kok"}, "contact_fullname": "Anna de Boer",
    "customer": {"email": MAIL, "fullname": "Anna de Boer"},
    "comments": [
        {"id": 1, "subject": "Initial Issue", "body": "Scherm stuk.", "tech": "Ruben Kok",
         "hidden": False, "created_at": "2026-01-07T10:00:00+01:00"},
        {"id": 2, "subject": "Diagnosis", "body": "Vochtschade gevonden.", "tech": "Ruben Kok",
         "hidden": False, "created_at": "2026-01-08T10:00:00+01:00"},
    ],
}  # fmt: skip


def _csv(path: Path, row: Mapping[str, str]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.DictWriter(file, row)
        rows.writeheader()
        rows.writerow(row)
    return path


def _json(path: Path, rows: Any) -> Path:
    path.write_text(json.dumps(rows), "utf-8")
    return path


@pytest.fixture
def case(desk: Desk, tmp_path: Path) -> str:
    use_pack(desk)
    order = {**SHOPIFY, "Risk Level": "High", "Shipping Name": "Anna de Boer"}
    imports.run_import(desk, _csv(tmp_path / "orders_export.csv", order), "shopify")
    members = _csv(tmp_path / "subscribed_email_audience_export_1.csv", MEMBER)
    imports.run_import(desk, members, "mailchimp")
    tickets = _json(tmp_path / "tickets.json", [{"helpdesk_ticket": TICKET}])
    imports.run_import(desk, tickets, "freshdesk")
    imports.run_import(
        desk, _json(tmp_path / "repair_tickets.json", {"tickets": [REPAIR]}), "repairshopr"
    )
    found = find.find(desk, MAIL, budget_ms=5000).results
    anna = next(hit for hit in found if hit.name == "Anna de Boer")
    return log_case(desk, anna.subject_id, "access", "portability", language="en")


def _package(desk: Desk, case: str, folder: Path) -> dict[str, str]:
    written = answer.export(desk, case, folder / "package.zip")
    with zipfile.ZipFile(written.paths[0]) as package:
        return {name: package.read(name).decode("utf-8") for name in package.namelist()}


def test_the_package_holds_only_what_was_provided_or_observed(
    desk: Desk, case: str, tmp_path: Path
) -> None:
    files = _package(desk, case, tmp_path)
    data = "\n".join(text for name, text in files.items() if name.startswith("data/"))
    for field in (
        "Risk Level", "MEMBER_RATING", "LATITUDE", "LONGITUDE", "TIMEZONE", "GMTOFF", "REGION",
        "group_id", "due_by", "frDueBy", "lastige klant", "Vochtschade", "52.1234567",
    ):  # fmt: skip
        assert field not in data, field
    (letter,) = json.loads(files["data/newsletter.json"])
    assert letter["details"].keys() >= {"status", "topics", "joined_at"}
    assert letter["details"].keys().isdisjoint({"rating", "location", "note"})
    (ticket,) = json.loads(files["data/ticket.json"])
    assert ticket["details"].keys().isdisjoint({"priority", "group", "due_at"})
    assert ticket["fields"]["subject"] == "Router"
    assert [m["text"] for m in ticket["messages"]][-1] == "Dank."
    (repair,) = json.loads(files["data/repair.json"])
    assert [m["text"] for m in repair["messages"]] == ["Scherm stuk."]


def test_what_stays_out_is_listed_with_reason_and_article(
    desk: Desk, case: str, tmp_path: Path
) -> None:
    files = _package(desk, case, tmp_path)
    listed = list(csv.reader(io.StringIO(files["not_included.csv"])))[1:]
    told = {(what, system): (reason, article) for what, system, _, reason, article in listed}
    inferred = ("derived or computed by us", "Art. 20(1)")
    ours = ("made by us, not provided to us", "Art. 20(1)")
    assert told["Scores and flags", "Shopify"] == inferred
    assert told["Scores and flags", "Mailchimp"] == inferred
    assert told["Derived data", "Mailchimp"] == inferred
    assert told["Internal notes", "Mailchimp"] == ours
    assert told["Internal routing", "Freshdesk"] == ours
    assert told["Findings of the technician", "RepairShopr"] == ours


def test_the_report_keeps_all_of_it(desk: Desk, case: str, tmp_path: Path) -> None:
    written = answer.report(desk, case, "md", tmp_path / "report.md")
    text = written.paths[0].read_text("utf-8").replace("\\", "")
    for value in (
        "Risk Level", "High", "MEMBER_RATING", "52.1234567", "group_id", "7001", "due_by",
        "lastige klant", "Vochtschade",
    ):  # fmt: skip
        assert value in text, value


def test_a_colleagues_number_is_the_same_role_as_the_name(
    desk: Desk, case: str, tmp_path: Path
) -> None:
    (ticket,) = json.loads(_package(desk, case, tmp_path)["data/ticket.json"])
    role = ticket["fields"]["responder_name"]
    assert role.startswith("Agent ")
    assert ticket["fields"]["responder_id"] == role
    assert ticket["details"]["agent"] == role
    assert ticket["fields"]["requester_id"] == 501
    report = answer.report(desk, case, "md", tmp_path / "report.md").paths[0].read_text("utf-8")
    lines = [line.replace("\\", "") for line in report.splitlines()]
    numbers = [line for line in lines if "responder_id" in line]
    assert numbers
    assert all(role in line and "77" not in line for line in numbers)


def test_a_users_description_says_the_same(desk: Desk, tmp_path: Path) -> None:
    folder = desk.config_folder / "sources"
    folder.mkdir(parents=True)
    (folder / "crm.toml").write_text(
        'schema = 1\nname = "crm"\ntitle = "CRM"\n'
        '[rows]\nscores = ["Churn"]\n[staff]\nids = "Clerk no"\n'
        '[[table]]\nname = "people"\nneeds = ["Mail", "Churn"]\nkind = "account"\nid = "Mail"\n'
        '[[table.party]]\nrole = "holder"\nname = "Name"\n'
        'identifiers = [{ kind = "email", column = "Mail" }]\n',
        "utf-8",
    )
    use_pack(desk)
    row = {"Mail": MAIL, "Name": "Anna de Boer", "Churn": "0.93", "Clerk no": "17"}
    imports.run_import(desk, _csv(tmp_path / "people.csv", row), "crm")
    anna = find.find(desk, MAIL, budget_ms=5000).results[0]
    reference = log_case(desk, anna.subject_id, "portability", language="en")
    files = _package(desk, reference, tmp_path)
    (account,) = json.loads(files["data/account.json"])
    assert account["fields"] == {"Mail": MAIL, "Name": "Anna de Boer", "Clerk no": "Agent 1"}
    assert "Scores and flags" in files["not_included.csv"]

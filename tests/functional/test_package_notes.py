"""The shop's own notes and the numbers of other people stay out of the package, not of the report;
the buyer's note and the times at which the person's ticket was solved go along."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import NOW
from tests.functional.test_gift_recipient import SHOPIFY

from privacydesk.desk import answer, cases, find, imports, policies
from privacydesk.desk.context import Desk
from privacydesk.policy.loader import load_pack

MAIL = "anna@example.nl"
ORDER = {
    **SHOPIFY,
    "Shipping Name": "Anna de Boer", "Notes": "Graag na zessen bezorgen", "Tags": "OrderKeur",
}  # fmt: skip
CUSTOMER = {
    "Customer ID": "77", "First Name": "Anna", "Last Name": "de Boer", "Email": MAIL,
    "Accepts Email Marketing": "yes", "Total Spent": "49.90", "Total Orders": "1",
    "Note": "WinkelNotitie", "Tags": "KlantKeur",
}  # fmt: skip
WOO_CSV = {
    "order_id": "9", "order_number": "9", "order_date": "2026-01-05 10:00:00",
    "billing_email": MAIL, "billing_first_name": "Anna", "billing_last_name": "de Boer",
    "order_total": "10", "customer_note": "Bel twee keer", "order_notes": "WooNotitie",
}  # fmt: skip
FRESHDESK_CONTACT = {
    "id": 501, "name": "Anna de Boer", "email": MAIL, "mobile": None, "other_emails": [],
    "time_zone": "Amsterdam", "description": "FreshNotitie", "tags": ["FreshKeur"],
    "created_at": "2025-01-05T10:00:00Z",
}  # fmt: skip
FRESHDESK_TICKET = {
    "id": 12, "subject": "Router", "description_text": "Hij doet het niet.",
    "description": "<p>Hij doet het niet.</p>", "status": 5, "priority": 2, "source": 1,
    "requester_id": 501, "responder_id": 8, "created_at": "2026-01-05T10:00:00Z",
    "updated_at": "2026-01-06T10:00:00Z",
    "stats": {"resolved_at": "2026-01-06T09:10:11Z", "closed_at": "2026-01-06T09:20:22Z",
              "agent_responded_at": "2026-01-05T11:31:33Z"},
}  # fmt: skip
ZENDESK_USERS = [
    {"id": 601, "name": "Anna de Boer", "email": MAIL, "role": "end-user", "tags": ["ZenKeur"],
     "notes": "ZenNotitie", "details": "ZenDetail", "created_at": "2025-01-05T10:00:00Z"},
]  # fmt: skip
ZENDESK_TICKET = {
    "id": 35, "subject": "Factuur", "description": "Klopt niet.", "status": "closed",
    "requester_id": 601, "submitter_id": 601, "created_at": "2026-01-07T10:00:00Z",
    "collaborator_ids": [88001], "follower_ids": [88002], "email_cc_ids": [88003],
}  # fmt: skip
REPAIR_CUSTOMER = {
    "id": 5, "firstname": "Anna", "lastname": "de Boer", "fullname": "Anna de Boer",
    "email": MAIL, "notes": "BalieNotitie", "tags": ["BalieKeur"],
}  # fmt: skip
OURS = (
    "WinkelNotitie", "OrderKeur", "KlantKeur", "WooNotitie", "FreshNotitie", "FreshKeur",
    "ZenNotitie", "ZenDetail", "ZenKeur", "BalieNotitie", "BalieKeur", "88001", "88002", "88003",
)  # fmt: skip


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
    with desk.store.write("tester", NOW) as tx:
        policies.install(tx, load_pack("lindeboom"))
    desk.reload_settings()
    fresh, zen = tmp_path / "fresh", tmp_path / "zen"
    fresh.mkdir()
    zen.mkdir()
    _json(fresh / "contacts.json", [FRESHDESK_CONTACT])
    _json(fresh / "tickets.json", [FRESHDESK_TICKET])
    _json(zen / "users.json", {"users": ZENDESK_USERS})
    _json(zen / "tickets.json", {"tickets": [ZENDESK_TICKET]})
    for source, path in (
        ("shopify", _csv(tmp_path / "orders_export.csv", ORDER)),
        ("shopify", _csv(tmp_path / "customers_export.csv", CUSTOMER)),
        ("woocommerce", _csv(tmp_path / "woo_orders.csv", WOO_CSV)),
        ("freshdesk", fresh),
        ("zendesk", zen),
        ("repairshopr", _json(tmp_path / "customers.json", {"customers": [REPAIR_CUSTOMER]})),
    ):
        imports.run_import(desk, path, source)
    anna = find.find(desk, MAIL, budget_ms=5000).results[0]
    return cases.log(
        desk, subject_id=anna.subject_id, rights=["access", "portability"],
        received=date(2026, 2, 20), channel="email", language="en",
    ).reference  # fmt: skip


@pytest.fixture
def package(desk: Desk, case: str, tmp_path: Path) -> dict[str, str]:
    written = answer.export(desk, case, tmp_path / "package.zip")
    with zipfile.ZipFile(written.paths[0]) as file:
        return {name: file.read(name).decode("utf-8") for name in file.namelist()}


def test_notes_of_ours_and_numbers_of_others_stay_out(package: dict[str, str]) -> None:
    everything = "\n".join(package.values())
    assert [word for word in OURS if word in everything] == []


def test_they_are_named_with_reason_and_article(package: dict[str, str]) -> None:
    listed = list(csv.reader(io.StringIO(package["not_included.csv"])))[1:]
    told = {(what, system): (reason, article) for what, system, _, reason, article in listed}
    ours = ("made by us, not provided to us", "Art. 20(1)")
    for system in ("Shopify", "WooCommerce", "Freshdesk", "Zendesk", "RepairShopr"):
        assert told["Internal notes", system] == ours, system
    assert told["Other people involved", "Zendesk"] == ("concerns other people", "Art. 20(4)")


def test_what_the_person_wrote_and_what_became_of_it_is_given(package: dict[str, str]) -> None:
    orders = {item["system"]: item for item in json.loads(package["data/order.json"])}
    assert orders["Shopify"]["text"] == "Graag na zessen bezorgen"
    assert orders["WooCommerce"]["fields"]["customer_note"] == "Bel twee keer"
    tickets = {item["system"]: item for item in json.loads(package["data/ticket.json"])}
    fresh = tickets["Freshdesk"]
    assert fresh["details"]["resolved_at"] == "2026-01-06T10:10:11+01:00"
    assert fresh["details"]["closed_at"] == "2026-01-06T10:20:22+01:00"
    assert fresh["fields"]["description_text"] == "Hij doet het niet."
    assert "stats" not in fresh["fields"]
    assert [message["text"] for message in fresh["messages"]] == ["Hij doet het niet."]
    contacts = {item["system"]: item for item in json.loads(package["data/contact.json"])}
    assert contacts["Zendesk"]["fields"]["email"] == MAIL


def test_the_report_keeps_all_of_it(desk: Desk, case: str, tmp_path: Path) -> None:
    written = answer.report(desk, case, "md", tmp_path / "report.md")
    text = written.paths[0].read_text("utf-8").replace("\\", "")
    assert [
        word for word in (*OURS, "Graag na zessen", "agent_responded_at") if word not in text
    ] == []

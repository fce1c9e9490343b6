"""A parcel to somebody else: nothing of who and where they are leaves before it was reviewed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from tests.functional.answering import log_case, use_pack
from tests.functional.test_redaction import assert_clean

from privacydesk.desk import answer, find, imports, redaction
from privacydesk.desk.context import Desk

SHOPIFY = {
    "Name": "#1001", "Email": "anna@example.nl", "Financial Status": "paid", "Currency": "EUR",
    "Total": "49.90", "Created at": "2026-01-02 10:00:00 +0100", "Lineitem quantity": "1",
    "Lineitem name": "Phone", "Lineitem price": "49.90", "Billing Name": "Anna de Boer",
    "Billing Street": "Kade 1", "Billing Address1": "Kade 1", "Billing City": "Utrecht",
    "Billing Zip": "1234 AB", "Billing Country": "NL", "Billing Phone": "0612345678",
    "Shipping Name": "Floris Geschenk", "Shipping Street": "Kade 77",
    "Shipping Address1": "Kade 77", "Shipping Address2": "Achterhuis",
    "Shipping Company": "Bloemist Floor",
    "Shipping City": "Zwolle", "Shipping Zip": "1234 AB", "Shipping Country": "NL",
    "Shipping Phone": "0687654321", "Id": "1",
}  # fmt: skip
WOO = {
    "id": 3001, "number": "3001", "date_created": "2026-01-04T12:00:00",
    "date_created_gmt": "2026-01-04T11:00:00", "status": "completed", "currency": "EUR",
    "total": "49.90",
    "billing": {"first_name": "Anna", "last_name": "de Boer", "address_1": "Kade 1",
                "postcode": "1234 AB", "city": "Utrecht", "country": "NL",
                "email": "anna@example.nl", "phone": "06 12345678"},
    "shipping": {"first_name": "Buurvrouw", "last_name": "Zandstra", "address_1": "Kade 79",
                 "postcode": "1234 AB", "city": "Utrecht", "country": "NL", "phone": "0611111112"},
    "line_items": [{"id": 1, "name": "Router", "quantity": 1, "total": "49.90"}],
}  # fmt: skip
THEIRS = (
    "Floris", "Geschenk", "Kade 77", "Achterhuis", "Bloemist", "Zwolle", "87654321",
    "Buurvrouw", "Zandstra", "Kade 79", "11111112",
)  # fmt: skip


@pytest.fixture
def case(desk: Desk, tmp_path: Path) -> str:
    use_pack(desk)
    shop, woo = tmp_path / "orders_export.csv", tmp_path / "orders.json"
    with shop.open("w", newline="", encoding="utf-8") as file:
        rows = csv.DictWriter(file, SHOPIFY)
        rows.writeheader()
        rows.writerow(SHOPIFY)
    woo.write_text(json.dumps([WOO]), "utf-8")
    imports.run_import(desk, shop, "shopify")
    imports.run_import(desk, woo, "woocommerce")
    found = find.find(desk, "anna@example.nl", budget_ms=5000).results
    anna = next(hit for hit in found if hit.name == "Anna de Boer")
    return log_case(desk, anna.subject_id, "access", "portability")


@pytest.mark.parametrize("fmt", ["pdf", "docx", "odt", "html", "md"])
def test_no_byte_of_a_report_tells_who_got_the_parcel(
    desk: Desk, case: str, tmp_path: Path, fmt: str
) -> None:
    written = answer.report(desk, case, fmt, tmp_path / f"report.{fmt}")
    assert_clean(written.paths[0], THEIRS)
    if fmt == "md":
        text = written.paths[0].read_text("utf-8").replace("\\", "")
        assert "Kade 1" in text, "the person's own address stays"
        assert "1234 AB" in text


def test_no_byte_of_a_package_tells_who_got_the_parcel(
    desk: Desk, case: str, tmp_path: Path
) -> None:
    import zipfile

    written = answer.export(desk, case, tmp_path / "package.zip")
    assert_clean(written.paths[0], THEIRS)
    with zipfile.ZipFile(written.paths[0]) as package:
        with package.open("data/order.csv") as file:
            rows = list(csv.reader(io.TextIOWrapper(file, "utf-8-sig", newline="")))
        assert any("Kade 1" in cell for row in rows for cell in row)


def test_a_reviewer_may_let_the_name_stand(desk: Desk, case: str) -> None:
    views = redaction.findings(desk, case)
    name = next(view for view in views if view.text == "Floris Geschenk")
    redaction.decide(desk, case, name.number, "keep", reason="known", everywhere=True)
    text = answer.preview(desk, case)
    assert "Floris Geschenk" in text
    assert "Kade 77" not in text

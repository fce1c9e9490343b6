"""Shops: orders with their lines and recipients, customer accounts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.intake_support import party, read, table, values, write

from privacydesk.domain.model import (
    IdentifierKind,
    RecordKind,
    Role,
)

ORDERS = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,"
    "Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,"
    "Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,"
    "Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,"
    "Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,"
    "Shipping Address1,Shipping City,Shipping Zip,Shipping Country,Shipping Phone,Notes,"
    "Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Id,"
    "Tags,Source,Phone"
)


def test_shopify_orders(tmp_path: Path) -> None:
    first = {
        "Name": "#1001",
        "Email": "Anna@Example.nl",
        "Financial Status": "betaald",
        "Paid at": "2024-01-30 10:05:00 +0100",
        "Created at": "2024-01-30 10:00:00 +0100",
        "Currency": "EUR",
        "Total": "37.50",
        "Lineitem quantity": "1",
        "Lineitem name": "Widget",
        "Lineitem price": "12.50",
        "Billing Name": "Anna Bos",
        "Billing Street": "Lange Dijk 12a",
        "Billing City": "Utrecht",
        "Billing Zip": "'1234 AB",
        "Billing Country": "NL",
        "Billing Phone": "06-12345678",
        "Shipping Name": "Jörg Groß",
        "Shipping Street": "Hauptstr. 5",
        "Shipping City": "Berlin",
        "Shipping Zip": "'10115",
        "Shipping Country": "DE",
        "Shipping Phone": "'+491711234567",
        "Notes": "bel eerst\nkaart 4111 1111 1111 1111",
        "Id": "5301234567890",
    }
    rows = [
        first,
        {"Name": "#1001", "Lineitem name": "Gadget", "Lineitem quantity": "2", "Vendor": "ACME"},
        {"Lineitem name": "Gizmo", "Lineitem quantity": "3"},
        first | {"Name": "#1002", "Id": "5301234567891", "Shipping Name": "ANNA BOS",
                 "Shipping Phone": "", "Billing Phone": "3,16E+10", "Notes": ""},
    ]  # fmt: skip
    drafts, rejects = read(write(tmp_path / "orders_export.csv", table(ORDERS, rows)), "shopify")
    assert not rejects
    order, second = drafts
    assert (order.kind, order.source_id, order.title) == ("order", "5301234567890", "Order #1001")
    assert order.occurred_at is not None
    assert order.occurred_at.isoformat() == "2024-01-30T10:00:00+01:00"
    assert [line["name"] for line in order.details["lines"]] == ["Widget", "Gadget", "Gizmo"]
    assert order.details["payment_status"] == "betaald"
    assert order.details["paid_at"] == "2024-01-30T10:05:00+01:00"
    buyer, recipient = party(order, Role.BUYER), party(order, Role.RECIPIENT)
    assert values(buyer, IdentifierKind.EMAIL) == ["anna@example.nl"]
    assert values(buyer, IdentifierKind.PHONE) == ["+31612345678"]
    assert values(buyer, IdentifierKind.ORDER_NUMBER) == ["1001", "5301234567890"]
    assert values(buyer, IdentifierKind.ADDRESS) == ["NL:1234AB:12-A"]
    assert recipient.name == "Jörg Groß"
    assert values(recipient, IdentifierKind.PHONE) == ["+491711234567"]
    assert values(recipient, IdentifierKind.ADDRESS) == ["DE:10115:5"]
    assert not values(recipient, IdentifierKind.EMAIL)
    assert order.payload["Billing Zip"] == "'1234 AB"
    assert order.payload["Notes"] == "bel eerst\nkaart [dropped: card number]"
    assert order.dropped == {"card number": 1}
    assert order.payload["(continued rows)"][0]["Vendor"] == "ACME"
    assert [one.role for one in second.parties] == [Role.BUYER]
    assert second.flags == ("damaged:Billing Phone",)
    assert second.details["delivery_address"] == "Hauptstr. 5, 10115 Berlin, DE"


def test_an_order_id_damaged_by_a_spreadsheet_names_no_order(tmp_path: Path) -> None:
    row = {"Email": "anna@example.nl", "Financial Status": "paid", "Id": "5,30123E+12"}
    rows = [row | {"Name": "#1001"}, row | {"Name": "#1002"}, row | {"Name": "1,00E+03"}]
    drafts, rejects = read(write(tmp_path / "orders.csv", table(ORDERS, rows)), "shopify")
    assert [draft.source_id for draft in drafts] == ["1001", "1002"]
    assert drafts[0].flags == ("damaged:Id",)
    assert "damaged by a spreadsheet" in rejects[0].reason


@pytest.mark.parametrize(
    ("header", "row", "key"),
    [
        (
            "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,"
            "Default Address Address1,Default Address Zip,Default Address Country Code,Phone,"
            "Total Spent,Total Orders,Note,Tags",
            {"Customer ID": "'701", "Default Address Address1": "Dijk 1",
             "Default Address Zip": "'1234AB", "Default Address Country Code": "NL"},
            "701",
        ),
        (
            "First Name,Last Name,Email,Accepts Email Marketing,Company,Address1,Zip,Country Code,"
            "Phone,Total Spent,Total Orders,Tags,Note,favourite.colour",
            {"Address1": "Dijk 1", "Zip": "1234AB", "Country Code": "NL"},
            None,
        ),
    ],
)  # fmt: skip
def test_shopify_customers_of_both_generations(
    tmp_path: Path, header: str, row: dict[str, str], key: str | None
) -> None:
    row |= {"First Name": "Anna", "Last Name": "Bos", "Email": "anna@example.nl",
            "Total Orders": "3", "Tags": "vip, news"}  # fmt: skip
    drafts, _ = read(write(tmp_path / "customers_export.csv", table(header, [row])), "shopify")
    holder = party(drafts[0], Role.HOLDER)
    assert drafts[0].kind is RecordKind.ACCOUNT
    assert (holder.key, holder.name, holder.customer) == (key, "Anna Bos", True)
    assert values(holder, IdentifierKind.ADDRESS) == ["NL:1234AB:1"]
    assert drafts[0].details["tags"] == ["vip", "news"]


def woo_order(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": number, "number": str(number), "order_key": "wc_1", "status": "completed",
        "currency": "EUR", "date_created": "2024-01-30T11:00:00",
        "date_created_gmt": "2024-01-30T10:00:00", "total": "12.50", "customer_id": 0,
        "customer_ip_address": "198.51.100.7", "customer_note": "",
        "billing": {"first_name": "Anna", "last_name": "Bos", "address_1": "Dijk 12",
                    "postcode": "1234AB", "city": "Utrecht", "country": "NL",
                    "email": "anna@example.nl", "phone": "0612345678"},
        "shipping": {"first_name": "Anna", "last_name": "Bos", "address_1": "Dijk 12",
                     "postcode": "1234AB", "city": "Utrecht", "country": "NL"},
        "line_items": [{"name": "Kabel &ndash; lang", "quantity": 2, "price": 6.25, "sku": "K",
                        "meta_data": [{"id": 1, "key": "Serial number", "value": "C02XK1ABC"}]}],
        "meta_data": [{"id": 2, "key": "wachtwoord", "value": "geheim"}],
    } | changes  # fmt: skip


def test_woocommerce_rest(tmp_path: Path) -> None:
    gift = {"first_name": "Jan", "last_name": "Smit", "address_1": "Kade 3", "postcode": "1000AA"}
    orders = [woo_order(1), woo_order(2, shipping=gift, customer_id=7)]
    drafts, rejects = read(write(tmp_path / "orders.json", orders), "woocommerce")
    assert not rejects
    guest, known = drafts
    assert guest.occurred_at is not None
    assert guest.occurred_at.isoformat() == "2024-01-30T10:00:00+00:00"
    assert guest.details["lines"][0]["name"] == "Kabel – lang"
    buyer = party(guest, Role.BUYER)
    assert buyer.key is None
    assert values(buyer, IdentifierKind.SERIAL) == ["C02XK1ABC"]
    assert guest.dropped == {"password": 1}
    assert "geheim" not in json.dumps(guest.payload)
    assert [one.role for one in guest.parties] == [Role.BUYER]
    assert party(known, Role.BUYER).key == "7"
    assert party(known, Role.RECIPIENT).name == "Jan Smit"


def test_woocommerce_csv(tmp_path: Path) -> None:
    header = (
        "order_id,order_number,order_date,paid_date,status,order_total,order_currency,customer_id,"
        "customer_email,billing_first_name,billing_last_name,billing_email,billing_phone,"
        "billing_address_1,billing_postcode,billing_city,billing_country,shipping_first_name,"
        "shipping_last_name,shipping_phone,customer_note,order_notes,line_item_1,line_item_2"
    )
    row = {"order_id": "77", "order_number": "A77", "order_date": "2024-01-30 10:00:00",
           "billing_first_name": "Anna", "billing_last_name": "Bos",
           "billing_email": "anna@example.nl", "customer_id": "0", "shipping_first_name": "Jan",
           "shipping_last_name": "Smit",
           "line_item_1": "name:Kabel|product_id:1|quantity:2|total:5",
           "line_item_2": "name:Hoes|quantity:1|total:9"}  # fmt: skip
    drafts, _ = read(write(tmp_path / "orders.csv", table(header, [row])), "woocommerce")
    assert [line["name"] for line in drafts[0].details["lines"]] == ["Kabel", "Hoes"]
    assert party(drafts[0], Role.RECIPIENT).name == "Jan Smit"

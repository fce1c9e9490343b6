"""The web shop's exports, in the columns of Shopify: orders with continuation rows, customers."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from privacydesk.demo.moments import with_offset
from privacydesk.demo.people import Person, written
from privacydesk.demo.world import Line, Order, World

ORDER_COLUMNS: Final = (
    "Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at",
    "Accepts Marketing", "Currency", "Subtotal", "Shipping", "Taxes", "Total", "Discount Code",
    "Discount Amount", "Shipping Method", "Created at", "Lineitem quantity", "Lineitem name",
    "Lineitem price", "Lineitem compare at price", "Lineitem sku", "Lineitem requires shipping",
    "Lineitem taxable", "Lineitem fulfillment status", "Billing Name", "Billing Street",
    "Billing Address1", "Billing Address2", "Billing Company", "Billing City", "Billing Zip",
    "Billing Province", "Billing Country", "Billing Phone", "Shipping Name", "Shipping Street",
    "Shipping Address1", "Shipping Address2", "Shipping Company", "Shipping City", "Shipping Zip",
    "Shipping Province", "Shipping Country", "Shipping Phone", "Notes", "Note Attributes",
    "Cancelled at", "Payment Method", "Payment Reference", "Refunded Amount", "Vendor",
    "Outstanding Balance", "Employee", "Location", "Device ID", "Id", "Tags", "Risk Level",
    "Source", "Lineitem discount", "Tax 1 Name", "Tax 1 Value", "Tax 2 Name", "Tax 2 Value",
    "Tax 3 Name", "Tax 3 Value", "Tax 4 Name", "Tax 4 Value", "Tax 5 Name", "Tax 5 Value", "Phone",
    "Receipt Number", "Duties", "Billing Province Name", "Shipping Province Name", "Payment ID",
    "Payment Terms Name", "Next Payment Due At", "Payment References",
)  # fmt: skip
CUSTOMER_COLUMNS: Final = (
    "Customer ID", "First Name", "Last Name", "Email", "Accepts Email Marketing",
    "Default Address Company", "Default Address Address1", "Default Address Address2",
    "Default Address City", "Default Address Province Code", "Default Address Country Code",
    "Default Address Zip", "Default Address Phone", "Phone", "Accepts SMS Marketing",
    "Total Spent", "Total Orders", "Note", "Tax Exempt", "Tags",
)  # fmt: skip


def money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def write_orders(path: Path, world: World) -> int:
    """Write the orders export; returns the number of orders."""
    rng = world.rng("webshop")
    rows = (row for order in world.orders for row in _rows(order, world.today, rng))
    _write(path, ORDER_COLUMNS, rows)
    return len(world.orders)


def write_customers(path: Path, world: World) -> int:
    """Write the customers export; returns the number of accounts.

    Who ordered under a former name has an account under that name as well: nobody told the shop.
    """
    rng = world.rng("customers")
    rows = []
    for person in world.people:
        orders = world.orders_of.get(person.index, ())
        for former in (False, True):
            own = [order for order in orders if order.former == former]
            if own:
                rows.append(_account(person, own, rng, former=former))
    _write(path, CUSTOMER_COLUMNS, rows)
    return len(rows)


def customer_id(person: Person, *, former: bool = False) -> str:
    """The account number in the web shop."""
    return str(7_300_000_000_000 + person.index * 1_000 + (500 if former else 0))


def _rows(order: Order, today: date, rng: random.Random) -> Iterable[Mapping[str, str]]:
    buyer, receiver = order.buyer, order.receiver
    first, *more = order.lines
    # orders of before the marriage are older than the shop's field for a phone number
    phone = "" if order.former else written(buyer.phone, rng.randrange(7))
    paid = order.created + timedelta(minutes=rng.randrange(1, 9))
    sent = order.created + timedelta(days=rng.randrange(1, 4))
    under_way = sent.date() < today
    created_utc = with_offset(order.created)
    note = rng.choice(("", "", "", "Graag na 18 uur bezorgen", "Bij de buren op nr. 14"))
    yield {
        "Name": order.name,
        "Email": order.buyer_email,
        "Financial Status": "refunded" if order.refunded else "paid",
        "Paid at": with_offset(paid),
        "Fulfillment Status": "fulfilled" if under_way else "unfulfilled",
        "Fulfilled at": with_offset(sent) if under_way else "",
        "Accepts Marketing": rng.choice(("yes", "no", "no")),
        "Currency": "EUR",
        "Subtotal": money(order.subtotal),
        "Shipping": money(order.shipping),
        "Taxes": money(order.vat),
        "Total": money(order.total),
        "Discount Amount": "0.00",
        "Shipping Method": "Standaard",
        "Created at": created_utc,
        **_line(first),
        **_address("Billing", buyer, order.buyer_name, phone),
        **_address("Shipping", receiver, _receiver_name(order, rng),
                   phone if receiver == buyer else written(receiver.phone, 0)),
        "Notes": note,
        "Note Attributes": "gift: yes\nmessage: Van harte!" if receiver != buyer else "",
        "Payment Method": order.method,
        "Payment Reference": f"c{order.number}.1",
        "Refunded Amount": money(order.total if order.refunded else 0),
        "Vendor": "Lindeboom",
        "Outstanding Balance": "0.00",
        "Id": str(5_200_000_000_000 + order.number),
        "Tags": rng.choice(("", "", "nieuwsbrief", "b-stock")),
        "Risk Level": "Low",
        "Source": "web",
        "Lineitem discount": "0.00",
        "Tax 1 Name": "BTW 21%" if receiver.country == "NL" else "MwSt 19%",
        "Tax 1 Value": money(order.vat),
        "Phone": phone,
        "Payment ID": f"c{order.number}.1",
        "Payment References": f"c{order.number}.1",
    }  # fmt: skip
    for line in more:
        yield {"Name": order.name, "Email": order.buyer_email, "Created at": created_utc,
               **_line(line), "Vendor": "Lindeboom", "Lineitem discount": "0.00"}  # fmt: skip


def _receiver_name(order: Order, rng: random.Random) -> str:
    if order.receiver != order.buyer:
        return order.receiver.name
    if order.buyer.typo and rng.random() < 0.5:
        return order.buyer.typo
    return order.buyer_name


def _line(line: Line) -> dict[str, str]:
    return {
        "Lineitem quantity": str(line.quantity),
        "Lineitem name": line.product.name,
        "Lineitem price": money(line.product.price),
        "Lineitem sku": line.product.sku,
        "Lineitem requires shipping": "true",
        "Lineitem taxable": "true",
        "Lineitem fulfillment status": "fulfilled",
    }


def _address(part: str, person: Person, name: str, phone: str) -> dict[str, str]:
    return {
        f"{part} Name": name,
        f"{part} Street": person.street_line,
        f"{part} Address1": person.street_line,
        f"{part} City": person.city,
        f"{part} Zip": f"'{person.postcode}" if person.country == "DE" else person.postcode,
        f"{part} Country": person.country,
        f"{part} Phone": phone,
    }


def _account(
    person: Person, orders: list[Order], rng: random.Random, *, former: bool
) -> Mapping[str, str]:
    phone = written(person.phone, rng.randrange(7))
    family = (person.former_family if former else None) or person.family
    return {
        "Customer ID": f"'{customer_id(person, former=former)}",
        "First Name": person.given,
        "Last Name": family,
        "Email": orders[0].buyer_email,
        "Accepts Email Marketing": rng.choice(("yes", "no")),
        "Default Address Address1": person.street_line,
        "Default Address City": person.city,
        "Default Address Country Code": person.country,
        "Default Address Zip": f"'{person.postcode}",
        "Default Address Phone": "" if former else phone,
        "Phone": "" if former else phone,
        "Accepts SMS Marketing": "no",
        "Total Spent": money(sum(order.total for order in orders)),
        "Total Orders": str(len(orders)),
        "Note": rng.choice(("", "", "", "", "Belt liever dan mailen")),
        "Tax Exempt": "no",
        "Tags": rng.choice(("", "", "", "vaste klant")),
    }


def _write(path: Path, columns: tuple[str, ...], rows: Iterable[Mapping[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)

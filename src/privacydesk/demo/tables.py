"""Plain tables out of systems that nobody described: each comes with its mapping file.

The survey went through a spreadsheet on somebody's desk: semicolons, Windows-1252, day before
month, and phone numbers that lost their digits (`3,16E+10`).
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

from privacydesk.demo.moments import ZONE, local, offset_iso
from privacydesk.demo.people import Person
from privacydesk.demo.phrases import SURVEY_COMMENTS
from privacydesk.demo.webshop import customer_id, money
from privacydesk.demo.world import World

_CARRIERS = {"NL": "PostNL", "DE": "DHL"}


@dataclass(frozen=True, slots=True)
class Table:
    """One table that was written: its file, its mapping file and how many rows."""

    path: Path
    mapping: Path
    system: str
    owner: str
    holds: str
    rows: int


def write_tables(folder: Path, world: World) -> tuple[Table, ...]:
    """Write the tables and their mapping files into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    made = (
        ("survey", "Klantenenquête", "Marketing", "antwoorden op enquêtes", _surveys(world)),
        ("invoices", "Boekhouding", "Financiën", "facturen", _invoices(world)),
        ("deliveries", "Verzending", "Magazijn", "pakketten en ontvangst", _deliveries(world)),
        ("contracts", "Abonnementen", "Mobiel", "mobiele abonnementen", _contracts(world)),
        ("usage", "Netwerkverbruik", "Mobiel", "verbruik per maand", _usage(world)),
    )
    tables = []
    for name, system, owner, holds, (header, rows) in made:
        path = folder / f"{name}.csv"
        damaged = name == "survey"
        with path.open(
            "w",
            encoding="cp1252" if damaged else "utf-8-sig",
            errors="replace",
            newline="",
        ) as stream:
            writer = csv.writer(stream, delimiter=";" if damaged else ",", lineterminator="\r\n")
            writer.writerow(header)
            writer.writerows(rows)
        mapping = folder / f"{name}.mapping.toml"
        text = (files("privacydesk.demo") / "mappings" / mapping.name).read_text("utf-8")
        mapping.write_text(text, encoding="utf-8")
        tables.append(Table(path, mapping, system, owner, holds, len(rows)))
    return tuple(tables)


_Made = tuple[tuple[str, ...], Sequence[tuple[str, ...]]]


def _chosen(world: World, rng: random.Random, share: float) -> Iterable[Person]:
    yield world.cast.main
    for person in world.crowd:
        if rng.random() < share:
            yield person


def _surveys(world: World) -> _Made:
    rng = world.rng("surveys")
    calendar = world.calendar(rng)
    rows = []
    for number, person in enumerate(_chosen(world, rng, 0.2), start=1):
        phone = person.mobile
        if rng.random() < 0.4:  # the spreadsheet made a number of it
            phone = f"{phone[1]},{phone[2:4]}E+10" if len(phone) == 12 else f"{phone[1:]}"
        rows.append(
            (
                f"NPS-{number:05d}",
                calendar.ago(2, 600).astimezone(ZONE).strftime("%d-%m-%Y %H:%M"),
                person.typo or person.name,
                person.email,
                phone,
                str(rng.choices(range(11), weights=(3, 1, 2, 2, 3, 5, 8, 14, 22, 20, 20))[0]),
                rng.choice(SURVEY_COMMENTS[person.language]),
            )
        )
    return ("Antwoord", "Datum", "Naam", "E-mail", "Telefoon", "Score", "Opmerking"), rows


def _invoices(world: World) -> _Made:
    rows = []
    for position, order in enumerate(world.orders, start=1):
        paid = order.created + timedelta(days=1)
        rows.append(
            (
                f"F{order.created:%Y}-{position:06d}",
                order.name,
                customer_id(order.buyer, former=order.former),
                order.buyer_name,
                order.buyer_email,
                order.buyer.street_line,
                order.buyer.postcode,
                order.buyer.city,
                order.buyer.country,
                offset_iso(order.created),
                money(order.total),
                money(order.vat),
                "EUR",
                "credited" if order.refunded else "paid",
                offset_iso(paid),
                ", ".join(line.product.name for line in order.lines),
            )
        )
    header = (
        "invoice_no", "order_no", "customer_no", "name", "email", "street", "postcode", "city",
        "country", "issued_at", "total", "vat", "currency", "status", "paid_at", "description",
    )  # fmt: skip
    return header, rows


def _deliveries(world: World) -> _Made:
    rng = world.rng("deliveries")
    rows = []
    for order in world.orders:
        delivered = order.created + timedelta(days=rng.randrange(2, 6))
        age = (world.today - delivered.date()).days
        if not 0 < age < 180:  # the carrier keeps half a year
            continue
        receiver = order.receiver
        rows.append(
            (
                f"3SLIND{order.number:08d}",
                _CARRIERS[receiver.country],
                order.name,
                receiver.name,
                receiver.email,
                receiver.mobile,
                receiver.street_line,
                receiver.postcode,
                receiver.city,
                receiver.country,
                "delivered",
                rng.choice((receiver.name, receiver.name, "buren nr. 14", "Nachbar Nr. 3")),
                local(delivered),
            )
        )
    header = (
        "track_trace", "carrier", "order", "receiver", "email", "phone", "street", "postcode",
        "city", "country", "status", "signed_by", "delivered",
    )  # fmt: skip
    return header, rows


def _subscribers(world: World) -> list[Person]:
    """Who has a mobile contract; people of one number share one contract."""
    rng = world.rng("contracts")
    found = {person.mobile: person for person in _chosen(world, rng, 0.12)}
    return list(found.values())


def contract_number(person: Person) -> str:
    return f"MA{400_000 + person.index}"


def _contracts(world: World) -> _Made:
    rng = world.rng("contract-terms")
    rows = []
    for person in _subscribers(world):
        start = world.calendar(rng).ago(30, 900)
        ends = start + timedelta(days=730)
        rows.append(
            (
                contract_number(person),
                person.name,
                person.email,
                person.mobile,
                rng.choice(("Linde Klein 2 GB", "Linde Midden 10 GB", "Linde Groot")),
                "active" if ends.date() > world.today else "ended",
                offset_iso(start),
                offset_iso(ends),
            )
        )
    header = ("contract", "name", "email", "msisdn", "product", "status", "starts", "ends")
    return header, rows


def _usage(world: World) -> _Made:
    rng = world.rng("usage")
    rows = []
    first = world.today.replace(day=1)
    for person in _subscribers(world):
        month = first
        for _ in range(3):
            month = (month - timedelta(days=1)).replace(day=1)
            rows.append(
                (
                    f"{contract_number(person)}-{month:%Y%m}",
                    contract_number(person),
                    person.name,
                    person.mobile,
                    f"{month:%Y-%m-%d} 00:00:00",
                    "mobile data",
                    str(rng.randrange(40, 9_000)),
                    "MB",
                )
            )
    header = ("id", "contract", "name", "msisdn", "month", "service", "quantity", "unit")
    return header, rows

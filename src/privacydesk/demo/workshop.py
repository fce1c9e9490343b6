"""The repair desk's export: RepairShopr tickets as JSON, with customers, devices and comments."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from privacydesk.demo.cast import PARTNER_LINE, PARTNER_SHOP
from privacydesk.demo.moments import Calendar, offset_iso
from privacydesk.demo.people import Person, written
from privacydesk.demo.phrases import DEVICES, REPAIR_PROBLEMS, Product
from privacydesk.demo.world import World

_FIRST: Final = 2_001
_TAC: Final = "35000000"  # no device was ever given this type allocation code


def write_workshop(path: Path, world: World) -> int:
    """Write the tickets; returns their number."""
    rng = world.rng("workshop")
    calendar = world.calendar(rng)
    jobs: list[tuple[datetime, Person, bool]] = [
        (calendar.on(88), world.cast.main, False),
        (calendar.on(30), world.cast.main, False),
        (calendar.on(60), world.cast.hostile, False),
    ]
    for person in world.crowd:
        if rng.random() < 0.18:
            jobs.append((calendar.ago(2, 1_200), person, rng.random() < 0.05))
    jobs.sort(key=lambda job: (job[0], job[1].index))
    tickets = [
        _ticket(_FIRST + i, at, person, calendar, rng, at_partner=shop)
        for i, (at, person, shop) in enumerate(jobs)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = {"tickets": tickets, "meta": {"total_pages": 1, "page": 1}}
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1), encoding="utf-8")
    return len(tickets)


def imei(number: int) -> str:
    """A well-formed IMEI of an invented device."""
    body = f"{_TAC}{number % 10**6:06d}"
    total = 0
    for position, char in enumerate(reversed(body)):
        digit = int(char) * (2 if position % 2 == 0 else 1)
        total += digit - 9 if digit > 9 else digit
    return f"{body}{-total % 10}"


def _ticket(
    number: int,
    at: datetime,
    person: Person,
    calendar: Calendar,
    rng: random.Random,
    *,
    at_partner: bool,
) -> dict[str, Any]:
    device: Product = rng.choice(DEVICES)
    problem, finding = rng.choice(REPAIR_PROBLEMS[person.language])
    done = calendar.after(at, hours=24 * 9)
    open_now = (calendar.today - at.date()).days < 12
    serial = f"{device.sku.replace('-', '')[:5]}{rng.randrange(16**6):06X}"
    properties = {
        "serial": serial,
        "accessories": rng.choice(("lader", "hoesje, lader", "")),
        "warranty": rng.choice(("yes", "no")),
    }
    if device.device.startswith("Merel"):
        properties["imei"] = imei(number * 37)
        if rng.random() < 0.3:
            properties["unlock code"] = f"{rng.randrange(10**4):04d}"
    elif device.device.startswith(("Kievit", "Uil")):
        properties["mac"] = ":".join(f"{b:02X}" for b in (2, 0, 94, *divmod(number, 256), 17))
    return {
        "id": 61_000_000 + number,
        "number": number,
        "subject": f"{device.device}: {problem}",
        "created_at": offset_iso(at),
        "updated_at": offset_iso(done),
        "due_date": offset_iso(at + timedelta(days=10)),
        "resolved_at": None if open_now else offset_iso(done),
        "start_at": None,
        "end_at": None,
        "problem_type": problem,
        "status": "In Progress" if open_now else "Resolved",
        "ticket_type_name": "Repair",
        "properties": properties,
        "customer_id": 8_800_000 + person.index,
        "customer_business_then_name": person.name,
        "contact_id": None,
        "contact_fullname": None,
        "address_id": None,
        "comments": _comments(number, at, done, problem, finding, person, at_partner=at_partner),
        "customer": _customer(person, rng, at_partner=at_partner),
        "assets": [
            {
                "id": 71_000_000 + number,
                "name": device.name,
                "asset_type_name": "Phone" if "imei" in properties else "Device",
                "asset_serial": serial,
                "properties": {k: v for k, v in properties.items() if k in ("imei", "mac")},
            }
        ],
    }


def _comments(
    number: int,
    at: datetime,
    done: datetime,
    problem: str,
    finding: str,
    person: Person,
    *,
    at_partner: bool,
) -> list[dict[str, Any]]:
    brought = PARTNER_SHOP if at_partner else person.name
    lines = (
        ("Initial Issue", f"{problem}. ({brought})", "Wilma", False, at),
        ("Diagnosis", finding, "Ruben", False, done),
        ("Internal", "Valsporen op de rand, foto's op de werkschijf.", "Ruben", True, done),
    )
    return [
        {
            "id": number * 10 + i,
            "subject": subject,
            "body": body,
            "tech": tech,
            "hidden": hidden,
            "created_at": offset_iso(moment),
        }
        for i, (subject, body, tech, hidden, moment) in enumerate(lines)
        if not hidden or number % 3 == 0
    ]


def _customer(person: Person, rng: random.Random, *, at_partner: bool) -> dict[str, Any]:
    return {
        "id": 8_800_000 + person.index,
        "firstname": person.given,
        "lastname": person.family,
        "fullname": person.name,
        "business_name": None,
        "email": person.email,
        # the partner shop gives its own number for everybody it sends
        "phone": written(PARTNER_LINE, 2) if at_partner else written(person.phone, 1),
        "mobile": "" if at_partner else written(person.mobile, rng.randrange(7)),
        "address": person.street_line,
        "address_2": "",
        "city": person.city,
        "state": "",
        "zip": person.postcode,
        "notes": rng.choice(("", "", "", "Belt vaak, graag geduld.")),
        "get_sms": True,
        "opt_out": False,
        "no_email": False,
        "referred_by": "",
        "ref_customer_id": None,
        "contacts": [],
    }

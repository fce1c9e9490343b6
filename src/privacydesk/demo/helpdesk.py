"""The helpdesk's account export, as Freshdesk makes it: a ZIP of JSON files.

`Tickets0.json` ... hold tickets with their notes, private ones included; `Users0.json`,
`Agents0.json`, `Groups0.json` and `Companies0.json` the people. A user who was deleted is only in
the ticket's own `requester`.
"""

from __future__ import annotations

import html
import json
import random
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from privacydesk.demo.cast import SERVICE_ADDRESS
from privacydesk.demo.helpdesk_scenes import AGENTS, Note, Ticket, scenes
from privacydesk.demo.moments import Calendar, offset_iso
from privacydesk.demo.people import Person, written
from privacydesk.demo.phrases import TALKS, Talk
from privacydesk.demo.world import World

TICKETS_PER_FILE: Final = 300
_FIRST_TICKET: Final = 4_001
_STATUS: Final = {2: "Open", 3: "Pending", 4: "Resolved", 5: "Closed"}
_SOURCE: Final = {1: "Email", 2: "Portal", 3: "Phone", 7: "Chat"}
_EPOCH: Final = (2020, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Helpdesk:
    """What was written: numbers for the story."""

    tickets: int
    users: int


def user_id(person: Person) -> int:
    return 43_000_000_000 + person.index


def write_helpdesk(path: Path, world: World) -> Helpdesk:
    """Write the account export."""
    rng = world.rng("helpdesk")
    tickets = sorted(
        [*scenes(world), *_crowd(world, rng)], key=lambda t: (t.created, t.requester.index)
    )
    known = {ticket.requester.index: ticket.requester for ticket in tickets}
    extra = [person for person in world.people if rng.random() < 0.25]
    known.update({person.index: person for person in extra})
    deleted = {i for i in known if i > 20 and rng.random() < 0.02}
    users = [known[index] for index in sorted(known) if index not in deleted]
    wrapped = [
        {"helpdesk_ticket": _ticket(ticket, _FIRST_TICKET + i, rng)}
        for i, ticket in enumerate(tickets)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bundle:
        for number, at in enumerate(range(0, len(wrapped), TICKETS_PER_FILE)):
            _add(bundle, f"Tickets{number}.json", wrapped[at : at + TICKETS_PER_FILE])
        _add(bundle, "Users0.json", [{"user": _user(person, world, rng)} for person in users])
        _add(bundle, "Agents0.json", [{"agent": agent} for agent in _agents()])
        _add(bundle, "Groups0.json", [{"group": {"id": 7_001, "name": "Service"}}])
        _add(bundle, "Companies0.json", [])
    return Helpdesk(len(tickets), len(users))


def _add(bundle: zipfile.ZipFile, name: str, rows: Sequence[Any]) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    bundle.writestr(entry, json.dumps(rows, ensure_ascii=False).encode("utf-8", "replace"))


def _crowd(world: World, rng: random.Random) -> Iterator[Ticket]:
    calendar = world.calendar(rng)
    for person in world.crowd:
        for _ in range(rng.choices((0, 1, 2, 3), weights=(52, 33, 11, 4))[0]):
            yield _usual(person, world, calendar, rng)


def _usual(person: Person, world: World, calendar: Calendar, rng: random.Random) -> Ticket:
    talk: Talk = rng.choice(TALKS[person.language])
    agent = rng.choice(AGENTS)
    words = {
        "name": person.name, "email": person.email, "phone": written(person.phone, 6),
        "address": person.address, "order": world.order_of(person, rng), "agent": agent.name,
    }  # fmt: skip
    created = calendar.ago(1, 900)
    answered = calendar.after(created, hours=30)
    notes = [Note(talk.reply.format(**words), answered, agent)]
    if rng.random() < 0.55:
        answered = calendar.after(answered, hours=60)
        notes.append(Note(talk.further.format(**words), answered, None))
    if rng.random() < 0.3:
        notes.append(Note(talk.note.format(**words), answered, agent, private=True))
    former = person.former_family is not None and (world.today - created.date()).days > 500
    open_now = (world.today - created.date()).days < 6
    return Ticket(
        requester=person,
        subject=talk.subject.format(**words),
        text=talk.opening.format(**words),
        created=created,
        notes=tuple(notes),
        status=rng.choice((2, 3)) if open_now else rng.choice((4, 5, 5)),
        source=rng.choices((1, 2, 3, 7), weights=(70, 18, 8, 4))[0],
        tags=(talk.tag,),
        cc=(rng.choice(world.crowd).email,) if rng.random() < 0.04 else (),
        name=(person.former_name if former else None) or person.typo or person.name,
        email=(person.former_email if former else None) or person.email,
        attachment="foto.jpg" if rng.random() < 0.08 else None,
        custom={"hotline_password_12345": f"Boom{rng.randrange(100, 999)}!"}
        if rng.random() < 0.04
        else {},
    )


def _ticket(ticket: Ticket, number: int, rng: random.Random) -> dict[str, Any]:
    person = ticket.requester
    last = max([ticket.created, *(note.at for note in ticket.notes)])
    agent = next((note.agent for note in ticket.notes if note.agent), None)
    done = ticket.status in (4, 5)
    number_id = 9_100_000_000 + number
    return {
        "id": number_id,
        "display_id": number,
        "subject": ticket.subject,
        "description": ticket.text,
        "description_html": _html(ticket.text),
        "status": ticket.status,
        "status_name": _STATUS[ticket.status],
        "priority": rng.choice((1, 1, 2, 3)),
        "source": ticket.source,
        "source_name": _SOURCE[ticket.source],
        "ticket_type": rng.choice(("Question", "Problem", "Return")),
        "requester_id": user_id(person),
        "requester_name": ticket.name or person.name,
        "responder_id": agent.id if agent else None,
        "responder_name": agent.name if agent else None,
        "group_id": 7_001,
        "to_email": SERVICE_ADDRESS,
        "cc_email": {"cc_emails": list(ticket.cc), "fwd_emails": [], "reply_cc": list(ticket.cc)},
        "created_at": offset_iso(ticket.created),
        "updated_at": offset_iso(last),
        "due_by": offset_iso(ticket.created + timedelta(days=3)),
        "spam": False,
        "deleted": False,
        "tags": [{"name": tag} for tag in ticket.tags],
        "custom_field": {
            "product_12345": rng.choice(("Merel M2", "Kievit K5", None)),
            **ticket.custom,
        },
        "requester": {
            "id": user_id(person),
            "name": ticket.name or person.name,
            "email": ticket.email or person.email,
            "phone": person.landline,
            "mobile": written(person.mobile, rng.randrange(7)),
        },
        "attachments": _attachments(ticket.attachment, ticket.created, number_id),
        "notes": [_note(note, person, number_id * 10 + i) for i, note in enumerate(ticket.notes)],
        "ticket_states": {
            "opened_at": offset_iso(ticket.created),
            "resolved_at": offset_iso(last) if done else None,
            "closed_at": offset_iso(last) if ticket.status == 5 else None,
        },
    }


def _note(note: Note, person: Person, number: int) -> dict[str, Any]:
    return {
        "id": number,
        "body": note.text,
        "body_html": _html(note.text),
        "private": note.private,
        "incoming": note.agent is None,
        "source": 2 if note.private else 0,
        "user_id": note.agent.id if note.agent else user_id(person),
        "deleted": False,
        "created_at": offset_iso(note.at),
        "updated_at": offset_iso(note.at),
        "attachments": [],
    }


def _html(text: str) -> str:
    return "<div>" + html.escape(text).replace("\n", "<br>") + "</div>"


def _attachments(name: str | None, at: datetime, number: int) -> list[dict[str, Any]]:
    if name is None:
        return []
    return [
        {
            "id": number + 5,
            "name": name,
            "content_type": "image/jpeg" if name.endswith("jpg") else "application/pdf",
            "file_size": 182_044,
            "attachment_url": f"https://files.example.org/helpdesk/{number}/{name}",
            "created_at": offset_iso(at),
            "updated_at": offset_iso(at),
        }
    ]


def _user(person: Person, world: World, rng: random.Random) -> dict[str, Any]:
    created = offset_iso(world.calendar(rng).ago(900, 1_600))
    return {
        "id": user_id(person),
        "name": person.typo or person.name,
        "email": person.email,
        "phone": written(person.landline, rng.randrange(7)) if person.landline else None,
        "mobile": written(person.mobile, rng.randrange(7)),
        "address": person.address,
        "description": None,
        "job_title": None,
        "language": person.language,
        "time_zone": "Amsterdam" if person.country == "NL" else "Berlin",
        "active": True,
        "deleted": False,
        "helpdesk_agent": False,
        "customer_id": None,
        "crypted_password": f"$2a$10${'Q' * 22}{person.index:031d}",
        "created_at": created,
        "updated_at": created,
    }


def _agents() -> Iterator[dict[str, Any]]:
    for agent in AGENTS:
        yield {
            "id": agent.id + 500,
            "user_id": agent.id,
            "occasional": False,
            "user": {"id": agent.id, "name": agent.name, "email": agent.email, "active": True},
        }

"""Help desks: tickets joined with their messages and people."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from tests.intake_support import opened, party, read, table, values, write

from privacydesk.domain.model import (
    AttachmentState,
    AuthorRole,
    IdentifierKind,
    RecordKind,
    Role,
)

EXPORT_TICKET = {
    "id": 9001, "display_id": 101, "subject": "Scherm stuk", "description": "Mijn toestel",
    "description_html": "<p>Mijn toestel</p>", "status": 2, "status_name": "Offen",
    "priority_name": "Low", "source_name": "Portal", "requester_id": 55,
    "created_at": "2024-03-01T10:00:00+10:00", "updated_at": "2024-03-02T10:00:00+10:00",
    "deleted": False, "tags": [{"name": "vip"}, "oud"],
    "cc_email": {"cc_emails": ["Piet <piet@example.nl>", "anna@example.nl"], "fwd_emails": []},
    "custom_field": {"imei_12": "356938035643809"},
    "requester": {"id": 55, "name": "Anna Bos", "email": "anna@example.nl"},
    "notes": [
        {"id": 1, "body": "Wij kijken", "body_html": "<p>Wij kijken</p>", "incoming": False,
         "private": False, "user_id": 7, "created_at": "2024-03-01T11:00:00+10:00"},
        {"note": {"id": 2, "body": "klant is boos", "private": True, "incoming": False,
                  "user_id": 7, "created_at": "2024-03-01T12:00:00+10:00"}},
        {"id": 3, "body": "Dank", "incoming": True, "private": False, "user_id": 55,
         "created_at": "2024-03-01T13:00:00+10:00", "attachments": [
             {"content_file_name": "foto.jpg", "content_file_size": 9,
              "content_content_type": "image/jpeg",
              "attachment_url": "https://files.example.com/foto.jpg"}]},
    ],
}  # fmt: skip


def test_freshdesk_account_export(tmp_path: Path) -> None:
    gone = {"display_id": 102, "subject": "x", "requester_id": 99, "description": "Hoi",
            "created_at": "2024-03-01T10:00:00Z", "notes": [],
            "requester": {"id": 99, "name": "Kees Weg", "email": "kees@example.nl"}}  # fmt: skip
    users = [{"user": {"id": 55, "name": "Anna Bos", "email": "anna@example.nl",
                       "mobile": "0612345678", "time_zone": "Amsterdam", "language": "nl",
                       "crypted_password": "abc", "single_access_token": "t",
                       "created_at": "2020-01-01T00:00:00Z"}}]  # fmt: skip
    agents = [{"agent": {"id": 1, "user_id": 7,
                         "user": {"name": "Agent Smit", "email": "s@shop.example"}}}]  # fmt: skip
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number, tickets in enumerate([[EXPORT_TICKET], [gone]]):
            wrapped = [{"helpdesk_ticket": ticket} for ticket in tickets]
            archive.writestr(f"Tickets{number}.json", json.dumps(wrapped))
        archive.writestr("Users0.json", json.dumps(users))
        archive.writestr("Agents0.json", json.dumps(agents))
        archive.writestr("Companies0.json", json.dumps([{"company": {"id": 1, "name": "X"}}]))
        archive.writestr("Groups0.json", "[]")
    assert opened(path, "freshdesk").complete
    drafts, rejects = read(path, "freshdesk")
    assert not rejects
    assert [draft.kind for draft in drafts] == ["contact", "ticket", "ticket"]
    contact, ticket, orphan = drafts
    assert contact.dropped == {"password hash": 1, "access token": 1}
    assert ticket.source_id == "101"
    requester = party(ticket, Role.REQUESTER)
    assert (requester.key, requester.language) == ("55", "nl")
    assert values(requester, IdentifierKind.PHONE) == ["+31612345678"]
    assert values(requester, IdentifierKind.TICKET_NUMBER) == ["101"]
    assert values(requester, IdentifierKind.IMEI) == ["356938035643809"]
    copied = [one.party for one in ticket.parties if one.role is Role.CC]
    assert [person.name for person in copied] == ["Piet"]
    assert [(m.author_role, m.internal, m.author, m.text) for m in ticket.messages] == [
        (AuthorRole.SUBJECT, False, "Anna Bos", "Mijn toestel"),
        (AuthorRole.AGENT, False, "Agent Smit", "Wij kijken"),
        (AuthorRole.AGENT, True, "Agent Smit", "klant is boos"),
        (AuthorRole.SUBJECT, False, "Anna Bos", "Dank"),
    ]
    assert ticket.details["status"] == "Offen"
    assert ticket.details["tags"] == ["vip", "oud"]
    assert [(a.name, a.state, a.size) for a in ticket.attachments] == [
        ("foto.jpg", AttachmentState.LINK, 9)
    ]
    assert party(orphan, Role.REQUESTER).name == "Kees Weg"
    assert party(orphan, Role.REQUESTER).key == "99"


def test_freshdesk_rest_tickets_with_their_conversations(tmp_path: Path) -> None:
    ticket = {
        "id": 11,
        "subject": "Vraag",
        "description": "<p>Hoi <b>jij</b></p>",
        "status": 2,
        "priority": 1,
        "requester_id": 55,
        "cc_emails": ["cc@example.nl"],
        "created_at": "2024-03-01T10:00:00Z",
        "updated_at": "2024-03-01T10:00:00Z",
        "attachments": [
            {
                "id": 5,
                "name": "a.pdf",
                "content_type": "application/pdf",
                "file_size": 7,
                "attachment_url": "https://files.example.com/a",
            }
        ],
    }
    talk = [
        {"id": 1, "ticket_id": 11, "user_id": 7, "body_text": "Antwoord", "incoming": False,
         "private": False, "from_email": "Winkel <hulp@shop.example.com>",
         "created_at": "2024-03-01T12:00:00Z"},
        {"id": 2, "ticket_id": 11, "user_id": 66, "body_text": "BSN 123456782", "incoming": True,
         "private": False, "from_email": "cc@example.nl", "created_at": "2024-03-01T13:00:00Z"},
        {"id": 3, "ticket_id": 11, "user_id": 7, "body_text": "intern", "incoming": False,
         "private": True, "created_at": "2024-03-01T11:00:00Z"},
    ]  # fmt: skip
    write(tmp_path / "e" / "tickets.json", [ticket])
    write(tmp_path / "e" / "conversations.json", talk)
    write(tmp_path / "e" / "contacts.json", [
        {"id": 55, "name": "Anna Bos", "email": "anna@example.nl", "mobile": "0612345678",
         "other_emails": ["bos@example.nl"], "time_zone": "A",
         "unique_external_id": "K-9"}])  # fmt: skip
    write(tmp_path / "e" / "satisfaction_ratings.json", [
        {"id": 3, "survey_id": 1, "user_id": 55, "ticket_id": 11, "feedback": "Prima",
         "ratings": {"default_question": 103}, "created_at": "2024-03-05T10:00:00Z"}])  # fmt: skip
    drafts, rejects = read(tmp_path / "e", "freshdesk")
    assert not rejects
    found = {draft.kind: draft for draft in drafts}
    assert not opened(tmp_path / "e", "freshdesk").complete
    assert [(m.author_role, m.internal, m.text) for m in found[RecordKind.TICKET].messages] == [
        (AuthorRole.SUBJECT, False, "Hoi jij"),
        (AuthorRole.AGENT, True, "intern"),
        (AuthorRole.AGENT, False, "Antwoord"),
        (AuthorRole.THIRD_PARTY, False, "BSN [dropped: citizen number]"),
    ]
    assert found[RecordKind.TICKET].dropped == {"citizen number": 1}
    holder = party(found[RecordKind.CONTACT], Role.HOLDER)
    assert values(holder, IdentifierKind.EMAIL) == ["anna@example.nl", "bos@example.nl"]
    assert values(holder, IdentifierKind.CUSTOMER_NUMBER) == ["k-9"]
    assert found[RecordKind.SURVEY].details["score"] == "103"
    assert party(found[RecordKind.SURVEY], Role.RESPONDENT).name == "Anna Bos"


FRESHDESK_LIST = (
    "Ticket ID,Subject,Status,Priority,Source,Type,Agent,Group,Created time,Due by Time,"
    "Resolved time,Closed time,Last update time,Resolution time (in hrs),Tags,Survey results,"
    "Product,Resolution time (in hrs),Full name,Title,Email,Work phone,Mobile phone,Contact ID,"
    "Company Name,Serienummer"
)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_freshdesk_ticket_list(tmp_path: Path, ending: str) -> None:
    cells = ["7", "Kapot", "Öffnen", "Laag", "Portal", "", "", "", "2024-01-30 09:00:00", "", "",
             "", "2024-02-01 09:00:00", "01:00:00", "", "", "", "02:00:00", "Anna Bos", "",
             "anna@example.nl", "", "3.16E+10", "4711", "", "C02XK1ABC"]  # fmt: skip
    path = tmp_path / f"tickets.{ending}"
    if ending == "csv":
        path.write_text(FRESHDESK_LIST + "\n" + ",".join(cells) + "\n", "utf-8")
    else:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(FRESHDESK_LIST.split(","))
        sheet.append(cells)
        book.save(path)
    drafts, rejects = read(path, "freshdesk")
    assert not rejects
    requester = party(drafts[0], Role.REQUESTER)
    assert drafts[0].payload["Resolution time (in hrs) (2)"] == "02:00:00"
    assert drafts[0].details["status"] == "Öffnen"
    assert drafts[0].flags == ("damaged:Mobile phone",)
    assert values(requester, IdentifierKind.PHONE) == [None]
    assert values(requester, IdentifierKind.SERIAL) == ["C02XK1ABC"]
    assert drafts[0].occurred_at is not None
    assert drafts[0].occurred_at.isoformat() == "2024-01-30T09:00:00+01:00"


@pytest.mark.parametrize("lines", [True, False])
def test_zendesk(tmp_path: Path, lines: bool) -> None:
    ticket = {"id": 35, "subject": "Help", "description": "Eerste", "status": "deleted",
              "requester_id": 20, "submitter_id": 20, "email_cc_ids": [21, 20],
              "via": {"channel": "email"}, "tags": ["a"], "created_at": "2024-01-30T10:00:00Z",
              "custom_fields": [{"id": 1, "value": "x"}]}  # fmt: skip
    users = [
        {"id": 20, "name": "Anna Bos", "email": "anna@example.nl", "phone": "0612345678",
         "role": "end-user", "shared_phone_number": True, "external_id": "K1"},
        {"id": 21, "name": "Cas Smit", "email": "cas@example.nl", "role": "end-user"},
        {"id": 30, "name": "Agent", "email": "agent@shop.example.com", "role": "agent"},
    ]  # fmt: skip
    comments = [
        {"id": 1, "ticket_id": 35, "author_id": 20, "plain_body": "Eerste", "public": True,
         "created_at": "2024-01-30T10:00:00Z",
         "metadata": {"system": {"ip_address": "198.51.100.7"}}},
        {"id": 2, "ticket_id": 35, "author_id": 30, "body": "Intern", "public": False,
         "created_at": "2024-01-30T11:00:00Z"},
        {"id": 3, "ticket_id": 35, "author_id": 21, "html_body": "<p>Derde</p>", "public": True,
         "created_at": "2024-01-30T12:00:00Z", "attachments": [
             {"file_name": "a.png", "content_url": "https://files.example.com/a.png", "size": 1}]},
    ]  # fmt: skip
    for name, items in (("tickets", [ticket]), ("users", users), ("comments", comments)):
        if lines:
            write(tmp_path / "z" / f"{name}.jsonl", "\n".join(map(json.dumps, items)))
        else:
            write(tmp_path / "z" / f"{name}.json", {name: items, "count": 1, "next_page": None})
    drafts, rejects = read(tmp_path / "z", "zendesk")
    assert not rejects
    found = next(draft for draft in drafts if draft.kind is RecordKind.TICKET)
    assert found.flags == ("deleted_at_source",)
    assert [(m.author_role, m.internal, m.text) for m in found.messages] == [
        (AuthorRole.SUBJECT, False, "Eerste"),
        (AuthorRole.AGENT, True, "Intern"),
        (AuthorRole.THIRD_PARTY, False, "Derde"),
    ]
    assert found.messages[0].payload["metadata"]["system"]["ip_address"] == "198.51.100.7"
    requester = party(found, Role.REQUESTER)
    assert [(d.raw, d.value) for d in requester.identifiers if d.kind is IdentifierKind.PHONE] == [
        ("0612345678", None)
    ]
    assert [one.party.name for one in found.parties if one.role is Role.CC] == ["Cas Smit"]


def test_zendesk_view(tmp_path: Path) -> None:
    header = (
        "Summation column,Id,Requester,Requester id,Requester external id,Requester email,"
        "Assignee,Group,Subject,Tags,Status,Priority,Via,Created at,Updated at,Due date,Solved at"
    )
    row = {"Id": "9", "Requester": "Anna Bos", "Requester id": "20", "Requester email": "-",
           "Subject": "Hoi", "Status": "Gelöst", "Created at": "2024-07-30 10:00:00",
           "Updated at": "-"}  # fmt: skip
    drafts, _ = read(write(tmp_path / "view.csv", table(header, [row])), "zendesk")
    assert party(drafts[0], Role.REQUESTER).identifiers[0].kind is IdentifierKind.TICKET_NUMBER
    assert drafts[0].updated_at is None
    assert drafts[0].occurred_at is not None
    assert drafts[0].occurred_at.utcoffset() is not None


def test_repairshopr(tmp_path: Path) -> None:
    tickets = {"tickets": [{
        "id": 500, "number": 1042, "subject": "Scherm stuk", "customer_id": 8,
        "customer_business_then_name": "Bos BV", "contact_fullname": "Anna Bos",
        "problem_type": "Screen", "status": "Resolved", "created_at": "2024-01-30T10:00:00+01:00",
        "properties": {"s_n_num": "C02XK1ABC", "imei": "356938035643809", "Password": "1234",
                       "phone_num": "0687654321"},
        "comments": [
            {"id": 1, "subject": "Initial", "body": "Glas stuk", "tech": "Tom", "hidden": False,
             "created_at": "2024-01-30T10:00:00+01:00"},
            {"id": 2, "subject": "Note", "body": "pincode: 4711", "tech": "Tom", "hidden": True,
             "created_at": "2024-01-30T11:00:00+01:00"}],
    }], "meta": {"total_pages": 1}}  # fmt: skip
    customers = {"customers": [{"id": 8, "firstname": "Anna", "lastname": "Bos",
                                "fullname": "Anna Bos", "email": "anna@example.nl",
                                "phone": "020 1234567", "mobile": "0612345678",
                                "address": "Dijk 1", "zip": "1234AB", "city": "Ede"}]}  # fmt: skip
    write(tmp_path / "r" / "tickets.json", tickets)
    write(tmp_path / "r" / "customers.json", customers)
    drafts, rejects = read(tmp_path / "r", "repairshopr")
    assert not rejects
    repair = next(draft for draft in drafts if draft.kind is RecordKind.REPAIR)
    requester = party(repair, Role.REQUESTER)
    assert (repair.source_id, requester.key) == ("1042", "8")
    assert values(requester, IdentifierKind.IMEI) == ["356938035643809"]
    assert values(requester, IdentifierKind.SERIAL) == ["C02XK1ABC"]
    assert values(requester, IdentifierKind.REPAIR_NUMBER) == ["1042"]
    assert repair.dropped == {"password": 2}
    assert [(m.internal, m.text) for m in repair.messages] == [
        (False, "Glas stuk"),
        (True, "pincode: [dropped: password]"),
    ]


def test_a_list_that_nobody_reads_is_told(tmp_path: Path) -> None:
    ticket = {"id": 35, "subject": "Help", "requester_id": 20, "submitter_id": 20,
              "description": "Hoi", "created_at": "2024-01-30T10:00:00Z"}  # fmt: skip
    path = write(tmp_path / "t.json", {"tickets": [ticket], "secret_lists": [{"a": 1}, {"a": 2}]})
    drafts, rejects = read(path, "zendesk")
    assert len(drafts) == 1
    assert [one.reason for one in rejects] == [
        "The list secret_lists of t.json is nothing that the source zendesk reads; "
        "other entries are read."
    ]

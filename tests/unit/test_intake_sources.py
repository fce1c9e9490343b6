"""Each source system: a small real export, and what must come out of it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.intake_support import opened, party, read, table, values

from privacydesk.domain.errors import InputError, NotFoundError
from privacydesk.domain.model import AttachmentState, AuthorRole, IdentifierKind, RecordKind, Role
from privacydesk.intake.source import get_source, load_sources, parse_source

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


def write(path: Path, content: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


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
                         "user": {"name": "Agent Smit", "email": "smit@shop.example.com"}}}]  # fmt: skip
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
        {"id": 2, "ticket_id": 11, "user_id": 66, "body_text": "Ik ook", "incoming": True,
         "private": False, "from_email": "cc@example.nl", "created_at": "2024-03-01T13:00:00Z"},
        {"id": 3, "ticket_id": 11, "user_id": 7, "body_text": "intern", "incoming": False,
         "private": True, "created_at": "2024-03-01T11:00:00Z"},
    ]  # fmt: skip
    write(tmp_path / "e" / "tickets.json", [ticket])
    write(tmp_path / "e" / "conversations.json", talk)
    write(tmp_path / "e" / "contacts.json", [
        {"id": 55, "name": "Anna Bos", "email": "anna@example.nl", "mobile": "0612345678",
         "other_emails": ["bos@example.nl"], "time_zone": "A", "unique_external_id": "K-9"}])  # fmt: skip
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
        (AuthorRole.THIRD_PARTY, False, "Ik ook"),
    ]
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
           "shipping_last_name": "Smit", "line_item_1": "name:Kabel|product_id:1|quantity:2|total:5",
           "line_item_2": "name:Hoes|quantity:1|total:9"}  # fmt: skip
    drafts, _ = read(write(tmp_path / "orders.csv", table(header, [row])), "woocommerce")
    assert [line["name"] for line in drafts[0].details["lines"]] == ["Kabel", "Hoes"]
    assert party(drafts[0], Role.RECIPIENT).name == "Jan Smit"


FREEPBX = (
    "calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,duration,billsec,"
    "disposition,amaflags,accountcode,uniqueid,userfield,did,recordingfile,cnum,cnam,"
    "outbound_cnum,outbound_cnam,dst_cnam"
)


@pytest.mark.parametrize("delimiter", [",", "|"])
def test_freepbx_calls_and_their_recordings(tmp_path: Path, delimiter: str) -> None:
    call = {"calldate": "2024-07-30 10:00:00", "clid": '"Anna Bos" <0612345678>',
            "src": "0612345678", "dst": "201", "duration": "65", "billsec": "60",
            "disposition": "ANSWERED", "uniqueid": "1722326400.1", "did": "0201234567",
            "cnum": "0612345678", "cnam": "Anna Bos",
            "recordingfile": "in-0201234567-0612345678-20240730-1722326400.1.wav"}  # fmt: skip
    rows = [
        call,
        call | {"dst": "202", "recordingfile": ""},  # a second leg of the same call
        call | {"uniqueid": "1722326401.2", "src": "anonymous", "cnum": "", "cnam": "anonymous",
                "clid": "anonymous", "recordingfile": "gone.wav"},
        call | {"uniqueid": "1722326402.3", "recordingfile": "../../etc/passwd"},
        call | {"uniqueid": "1722326403.4", "src": "201", "cnum": "201", "cnam": "Agent",
                "dst": "0031687654321", "recordingfile": ""},
    ]  # fmt: skip
    folder = tmp_path / "cdr"
    header = FREEPBX.replace(",", delimiter)
    write(folder / "cdr.csv", table(header, rows, delimiter))
    write(folder / "monitor" / "2024" / call["recordingfile"], "RIFF")
    write(folder / "passwd", "root")
    drafts, rejects = read(folder, "freepbx")
    assert not rejects
    calls = [draft for draft in drafts if draft.kind is RecordKind.CALL]
    assert [draft.source_id for draft in calls] == [
        "1722326400.1", "1722326400.1/2", "1722326401.2", "1722326402.3", "1722326403.4",
    ]  # fmt: skip
    assert values(party(calls[0], Role.CALLER), IdentifierKind.PHONE) == ["+31612345678"]
    assert party(calls[0], Role.CALLER).name == "Anna Bos"
    assert [one.role for one in calls[0].parties] == [Role.CALLER]  # an extension is no person
    assert calls[2].parties == ()  # a withheld number finds nobody
    assert values(party(calls[4], Role.CALLEE), IdentifierKind.PHONE) == ["+31687654321"]
    assert calls[0].details["talk_seconds"] == 60
    assert calls[0].occurred_at is not None
    assert calls[0].occurred_at.isoformat() == "2024-07-30T10:00:00+02:00"
    recordings = {d.source_id: d for d in drafts if d.kind is RecordKind.RECORDING}
    assert set(recordings) == {"1722326400.1", "1722326401.2", "1722326402.3"}
    there = recordings["1722326400.1"].attachments[0]
    assert there.state is AttachmentState.FILE
    assert there.path is not None
    assert Path(there.path).read_text() == "RIFF"
    assert recordings["1722326401.2"].attachments[0].state is AttachmentState.MISSING
    assert recordings["1722326402.3"].attachments[0].state is AttachmentState.MISSING
    assert recordings["1722326402.3"].flags == ("unsafe_path:recordingfile",)


def test_recordings_inside_a_zip_are_unpacked_for_the_store(tmp_path: Path) -> None:
    call = {"calldate": "2024-07-30 10:00:00", "src": "0612345678", "dst": "201",
            "uniqueid": "1722326400.1", "recordingfile": "/var/spool/monitor/2024/a.wav"}  # fmt: skip
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("cdr.csv", table(FREEPBX, [call]))
        archive.writestr("2024/a.wav", "RIFF")
        archive.writestr("2023/a.wav", "OTHER")
    given = opened(path, "freepbx")
    recording = [item for item in given.items() if getattr(item, "kind", "") == "recording"][0]
    where = recording.attachments[0].path  # type: ignore[union-attr]
    assert where is not None
    assert Path(where).read_text() == "RIFF"
    given.close()
    assert not Path(where).exists()


@pytest.mark.parametrize("fields", [16, 17, 18])
def test_asterisk_without_header(tmp_path: Path, fields: int) -> None:
    row = ["", "0612345678", "201", "ctx", '"Anna Bos" <0612345678>', "SIP/1", "SIP/2", "Dial",
           "x", "2024-01-30 10:00:00", "", "2024-01-30 10:01:05", 65, 0, "NO ANSWER", "DOC",
           "1706605200.10", "audio:q-1706605200.10.wav"][:fields]  # fmt: skip
    folder = tmp_path / "a"
    folder.mkdir()
    cells = [str(c) if isinstance(c, int) else '"' + c.replace('"', '""') + '"' for c in row]
    (folder / "Master.csv").write_text(",".join(cells) + "\n")
    (folder / "rec-1706605200.10.mp3").write_text("ID3")
    drafts, rejects = read(folder, "asterisk")
    assert not rejects
    assert drafts[0].kind is RecordKind.CALL
    assert party(drafts[0], Role.CALLER).name == "Anna Bos"
    assert drafts[0].details["duration_seconds"] == 65
    if fields == 16:
        assert drafts[0].source_id.startswith("row-")
        assert len(drafts) == 1
    elif fields == 17:
        assert drafts[1].attachments[0].state is AttachmentState.FILE  # found by the unique id
    else:
        assert drafts[0].source_id == "1706605200.10"
        assert drafts[1].attachments[0].name == "q-1706605200.10.wav"
        assert drafts[1].attachments[0].state is AttachmentState.MISSING


def test_asterisk_fields_in_the_other_order(tmp_path: Path) -> None:
    row = ["", "0612345678", "201", "c", "x", "a", "b", "D", "x", "2024-01-30 10:00:00", "",
           "2024-01-30 10:01:05", "65", "0", "BUSY", "DOC", "note", "1706605200.10"]  # fmt: skip
    drafts, _ = read(write(tmp_path / "Master.csv", ",".join(row)), "asterisk")
    assert drafts[0].source_id == "1706605200.10"
    assert drafts[0].payload["userfield"] == "note"


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


def test_freshchat(tmp_path: Path) -> None:
    root = tmp_path / "fc"
    write(
        root / "users.csv", "id,email,first_name,last_name,phone\nu-1,anna@example.nl,Anna,Bos,\n"
    )
    write(root / "conversation_ids.csv", "user_id,conversation_id\nu-1,c-1\n")
    messages = [
        {"id": "1", "actor_type": "user", "actor_id": "u-1", "message_type": "normal",
         "message_parts": [{"text": {"content": "Hallo"}}], "created_time": "2024-01-30T10:00:00Z"},
        {"id": "2", "actor_type": "agent", "actor_id": "a-1", "message_type": "private",
         "message_parts": [{"text": {"content": "let op"}},
                           {"image": {"url": "https://files.example.com/x.png"}}],
         "created_time": "2024-01-30T10:01:00Z"},
        {"id": "3", "actor_type": "bot", "actor_id": "b", "message_type": "normal",
         "message_parts": [{"text": {"content": "Dag"}}], "created_time": "2024-01-30T10:02:00Z"},
    ]  # fmt: skip
    write(root / "conversations" / "c-1.json", {"conversation_id": "c-1", "messages": messages})
    write(root / "conversations" / "c-2.json", messages[:1])
    drafts, rejects = read(root, "freshchat")
    assert not rejects
    chats = {draft.source_id: draft for draft in drafts if draft.kind is RecordKind.CHAT}
    assert set(chats) == {"c-1", "c-2"}
    chat = chats["c-1"]
    assert party(chat, Role.REQUESTER).key == "u-1"
    assert party(chat, Role.REQUESTER).name == "Anna Bos"
    assert [(m.author_role, m.internal, m.text) for m in chat.messages] == [
        (AuthorRole.SUBJECT, False, "Hallo"),
        (AuthorRole.AGENT, True, "let op\n[image]"),
        (AuthorRole.BOT, False, "Dag"),
    ]
    assert chat.attachments[0].state is AttachmentState.LINK
    assert chat.occurred_at is not None


def test_mailchimp(tmp_path: Path) -> None:
    header = (
        "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,"
        "CONFIRM_IP,LATITUDE,LONGITUDE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS"
    )
    left = header.replace(
        "MEMBER_RATING", "UNSUB_TIME,UNSUB_REASON,UNSUB_REASON_OTHER,MEMBER_RATING"
    )
    row = {"Email Address": "anna@example.nl", "First Name": "Anna", "MEMBER_RATING": "3",
           "OPTIN_TIME": "2024-07-30 10:00:00", "OPTIN_IP": "198.51.100.7", "EUID": "e1",
           "TAGS": '"VIP","Blog"'}  # fmt: skip
    path = tmp_path / "audience.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("subscribed_members_export_ab.csv", table(header, [row]))
        archive.writestr(
            "unsubscribed_members_export_ab.csv",
            table(left, [row | {"EUID": "e2", "UNSUB_TIME": "2024-08-01 10:00:00",
                                "UNSUB_REASON_OTHER": "te veel", "Email Address": "b.bos@example.nl"}]),
        )  # fmt: skip
    drafts, rejects = read(path, "mailchimp")
    assert not rejects
    found = {(draft.kind, draft.source_id): draft for draft in drafts}
    news, consent = found[RecordKind.NEWSLETTER, "e1"], found[RecordKind.CONSENT, "e1"]
    assert news.details["status"] == "subscribed"
    assert news.details["topics"] == ["VIP", "Blog"]
    assert consent.details["given_at"] == "2024-07-30T10:00:00+00:00"
    withdrawn = found[RecordKind.CONSENT, "e2"].details
    assert withdrawn["status"] == "unsubscribed"
    assert withdrawn["withdrawn_at"] == "2024-08-01T10:00:00+00:00"
    assert withdrawn["reason"] == "te veel"


# -------------------------------------------------------------------- descriptions themselves


def test_every_built_in_source_explains_itself() -> None:
    sources = load_sources()
    assert {"freshdesk", "zendesk", "shopify", "woocommerce", "freepbx", "asterisk",
            "repairshopr", "freshchat", "mailchimp", "generic"} <= set(sources)  # fmt: skip
    for source in sources.values():
        assert len(source.explains) > 80
        assert source.origin == "built-in"


OWN = """
schema = 1
name = "ours"
title = "Ours"
[[table]]
name = "people"
needs = ["Mail"]
kind = "contact"
id = "Nr"
[[table.party]]
role = "holder"
identifiers = [{ kind = "email", column = "Mail" }]
"""


def test_a_source_of_the_user(tmp_path: Path) -> None:
    write(tmp_path / "sources" / "ours.toml", OWN)
    source = get_source("ours", tmp_path / "sources")
    assert (source.origin, source.kinds) == ("user", (RecordKind.CONTACT,))
    with pytest.raises(NotFoundError, match="Did you mean ours"):
        get_source("our", tmp_path / "sources")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("schema = 1", "schema = 2"), r"ours\.toml, key schema"),
        (('kind = "contact"', 'kind = "person"'), r"key table\.1\.kind: should be 'account'"),
        (('id = "Nr"', 'ids = "Nr"'), r"key table\.1\.ids: this key is not known here"),
        (('role = "holder"', 'role = "boss"'), r"key table\.1\.party\.1\.role"),
        (('id = "Nr"', "[table.details]\ncolour = 'x'"), "colour is no field of contact: allowed"),
        (("[[table]]", "[[table"), "not valid TOML"),
        (('name = "ours"', 'name = "Ours!"'), "key name"),
    ],
)
def test_a_broken_description_names_file_key_and_choices(
    change: tuple[str, str], sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        parse_source(OWN.replace(*change), "ours.toml")


def test_a_file_that_is_something_else_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "prices.csv", "sku,price\n1,2\n")
    with pytest.raises(
        InputError, match=r"prices\.csv is none of the files that the source shopify"
    ):
        opened(path, "shopify")
    with pytest.raises(InputError, match="--suggest-mapping"):
        opened(path, "generic")


def test_the_same_number_with_other_content_is_a_reject(tmp_path: Path) -> None:
    path = write(
        tmp_path / "klanten.csv",
        "Klantnummer,Email\nK1,a.bos@example.nl\nK1,a.bos@example.nl\nK1,b.bos@example.nl\n,c@example.nl\n",
    )
    drafts, rejects = read(path, "generic")
    assert [draft.source_id for draft in drafts] == ["K1"]
    assert [(one.row, one.column) for one in rejects] == [(4, None), (5, "Klantnummer")]
    assert "same number as an earlier row" in rejects[0].reason
    assert "the number that names the record is missing" in rejects[1].reason

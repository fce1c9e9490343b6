"""What an export holds is imported, rejected with a sentence, or told: never lost in silence."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.intake_support import ZONE, opened, read, table, values, write

from privacydesk.domain.errors import InputError
from privacydesk.domain.model import IdentifierKind, RecordKind, Reject
from privacydesk.intake.container import members_of
from privacydesk.intake.encoding import MIXED, detect
from privacydesk.intake.guessing import guess
from privacydesk.intake.jsonfile import read_objects
from privacydesk.intake.limits import Limits
from privacydesk.intake.parties import clean_name
from privacydesk.intake.reading import open_input, suggest_mapping
from privacydesk.intake.source import get_source

Sheets = dict[str, list[list[str]]]


def workbook(path: Path, sheets: Sheets) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


# ------------------------------------------------------------------------------ sheets


def test_every_sheet_is_read_like_a_file_of_its_own(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "contracts.xlsx",
        {
            "Contracten": [
                ["Contractnr", "Naam", "E-mail"],
                ["C-100", "Jan Bos", "jan@bos.example"],
            ],
            "Leeg": [],
            "Klanten": [["", ""], ["Naam", "E-mail"], ["Anna Vos", "anna@vos.example"]],
        },
    )
    drafts, rejects = read(path, "generic")
    assert not rejects
    assert [(draft.kind, draft.payload["Naam"]) for draft in drafts] == [
        (RecordKind.CONTRACT, "Jan Bos"),
        (RecordKind.CONTACT, "Anna Vos"),
    ]
    places = [draft.origin for draft in drafts]
    assert [(place.file, place.row) for place in places if place is not None] == [
        ("contracts.xlsx, sheet Contracten", 2),
        ("contracts.xlsx, sheet Klanten", 3),
    ]
    assert [file.name for file in opened(path, "generic").files] == ["contracts.xlsx"]


def test_a_sheet_that_no_table_reads_is_told(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "klanten.xlsx",
        {
            "Klanten": [["Naam", "E-mail"], ["Anna Vos", "anna@vos.example"]],
            "Uitleg": [["Kleur", "Betekenis"], ["rood", "te laat"]],
            "Titel": [["Klanten van 2024"]],  # nothing below: nothing is lost
        },
    )
    drafts, rejects = read(path, "generic")
    assert len(drafts) == 1
    assert [reject.file for reject in rejects] == ["klanten.xlsx, sheet Uitleg"]
    assert "is nothing that the source generic reads" in rejects[0].reason


def test_a_workbook_with_one_sheet_keeps_its_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "k.xlsx", {"A": [["E-mail"], ["anna@vos.example"]], "B": []})
    drafts, _ = read(path, "generic")
    assert drafts[0].origin is not None
    assert drafts[0].origin.file == "k.xlsx"


def test_a_sheet_that_nobody_knows_alone_is_refused_as_a_file_is(tmp_path: Path) -> None:
    path = workbook(tmp_path / "k.xlsx", {"A": [["Kleur"], ["rood"]]})
    with pytest.raises(InputError, match=r"k\.xlsx is none of the files"):
        opened(path, "shopify")


def test_one_table_with_columns_of_another_is_read_once(tmp_path: Path) -> None:
    write(tmp_path / "orders.csv", "Order number,Email\n1,anna@vos.example\n")
    write(tmp_path / "klanten.csv", "Email,Name\nanna@vos.example,Anna\n")
    write(tmp_path / "mails.csv", "Email\nbas@vos.example\n")
    drafts, rejects = read(tmp_path, "generic")
    assert not rejects
    origins = [draft.origin.file for draft in drafts if draft.origin is not None]
    assert sorted(origins) == ["klanten.csv", "mails.csv", "orders.csv"]


def test_fields_inside_objects_are_found(tmp_path: Path) -> None:
    rows = [{"name": "Anna", "contact": {"email": "anna@vos.example"}}]
    drafts, _ = read(write(tmp_path / "x.json", rows), "generic")
    assert values(drafts[0].parties[0].party, IdentifierKind.EMAIL) == ["anna@vos.example"]


# ------------------------------------------------------------------------------ conversations

TICKET = {
    "id": 701, "subject": "Kapot", "requester_id": 8801, "priority": 1, "status": 2,
    "created_at": "2026-01-10T09:00:00Z", "updated_at": "2026-01-10T09:00:00Z",
}  # fmt: skip


def line(number: int, ticket: int | None) -> dict[str, object]:
    return {
        "id": number, "ticket_id": ticket, "user_id": 1, "body_text": f"tekst {number}",
        "incoming": True, "private": False, "created_at": "2026-01-10T11:00:00Z",
    }  # fmt: skip


def test_a_conversation_without_its_ticket_is_rejected_with_its_place(tmp_path: Path) -> None:
    write(tmp_path / "tickets.json", [TICKET])
    lines = [line(1, 701), line(2, 99999), line(3, None), line(4, 99999)]
    write(tmp_path / "conversations.json", lines)
    drafts, rejects = read(tmp_path, "freshdesk")
    assert [message.text for message in drafts[0].messages] == ["tekst 1"]
    assert sorted(reject.row or 0 for reject in rejects) == [2, 3, 4]
    assert {reject.file for reject in rejects} == {"conversations.json"}
    by_row = {reject.row: reject for reject in rejects}
    assert "belongs to 99999, which is not among the records read" in by_row[2].reason
    assert "names no record" in by_row[3].reason
    assert json.loads(by_row[4].raw[0]) == lines[3]


def test_a_line_without_end_is_kept_within_bounds(tmp_path: Path) -> None:
    write(tmp_path / "tickets.json", [TICKET])
    broken = '{"email": "anna@example.nl", "body": "' + "x" * 9_000
    path = write(tmp_path / "tickets1.jsonl", json.dumps({**TICKET, "id": 5}) + "\n" + broken)
    export = opened(tmp_path, "freshdesk", limits=Limits(reject_chars=100))
    (reject,) = [item for item in export.items() if isinstance(item, Reject)]
    assert (reject.file, reject.row) == (path.name, 2)
    (raw,) = reject.raw
    assert "anna@example.nl" in raw
    assert len(raw) == 100


# ------------------------------------------------------------------------------ numbers

LONG = "123456789012345678901234567890"


def test_long_numbers_are_kept_as_they_are_written(tmp_path: Path) -> None:
    text = (
        f'[{{"email": "anna@vos.example", "customer_number": {LONG}, "amount": 10.1, "v": NaN,'
        ' "rate": 0.12345678901234567890, "far": 1e999, "id2": 18446744073709551615,'
        ' "low": -9223372036854775809}]'
    )
    drafts, _ = read(write(tmp_path / "x.json", text), "generic")
    assert values(drafts[0].parties[0].party, IdentifierKind.CUSTOMER_NUMBER) == [LONG]
    assert dict(drafts[0].payload) == {
        "email": "anna@vos.example",
        "customer_number": LONG,
        "amount": 10.1,
        "v": "NaN",
        "rate": "0.12345678901234567890",
        "far": "1e999",
        "id2": 18446744073709551615,
        "low": "-9223372036854775809",
    }
    orjson.dumps(dict(drafts[0].payload))  # the store can hold it


@given(st.integers(-(10**40), 10**40), st.booleans())
def test_no_integer_changes(number: int, in_lines: bool) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("x.jsonl" if in_lines else "x.json")
        path.write_text(f'{{"n": {number}, "list": [1, {number}]}}\n')
        items = list(read_objects(members_of(path, Limits())[0], Limits()))
    assert len(items) == 1
    found = items[0]
    assert isinstance(found, tuple)
    assert str(found[1]["n"]) == str(number)
    assert [str(one) for one in found[1]["list"]] == ["1", str(number)]
    orjson.dumps(found[1])


def test_a_duration_that_no_clock_counts_is_no_crash(tmp_path: Path) -> None:
    header = "calldate,src,dst,duration,billsec,uniqueid"
    rows = f"{header}\n2026-01-01 10:00:00,0612345678,1,{LONG},²,9.1\n"
    drafts, _ = read(write(tmp_path / "cdr.csv", rows), "freepbx")
    assert "duration" not in drafts[0].details


# ------------------------------------------------------------------------------ encodings


def test_a_file_in_two_encodings_is_read_as_both_and_told(tmp_path: Path) -> None:
    path = tmp_path / "klanten.csv"
    lines = [
        b"Naam,E-mail", "Jörg,m1@vos.example".encode(), "Jörg,m2@vos.example".encode("cp1252"),
        "Zoë “Z” €".encode() + " Łódź é".encode() + b" \xe9,m3@vos.example",
    ]  # fmt: skip
    path.write_bytes(b"\n".join(lines) + b"\n")
    given = opened(path, "generic")
    drafts, _ = read(path, "generic")
    names = [draft.payload["Naam"] for draft in drafts]
    assert names == ["Jörg", "Jörg", "Zoë “Z” € Łódź é é"]
    assert len(given.notes) == 1
    assert "klanten.csv mixes two encodings" in given.notes[0]
    assert "line 3 and 1 more" in given.notes[0]


@pytest.mark.parametrize("text", ["Jörg,CAFÉ’S", "Ä–Ü“", "Zoë Müller", "€ 10,–"])
def test_windows_text_alone_is_no_mixture(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(f"Naam,Plaats\nJörg,{text}\n".encode("cp1252"))
    assert detect(members_of(path, Limits())[0]) == "cp1252"


def test_the_named_encoding_goes_before_what_is_found_out(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("Naam,E-mail\nJörg,m1@vos.example\n".encode("cp850"))

    def names(encoding: str | None) -> list[str]:
        source = get_source("generic")
        given = open_input(path, source, zone=ZONE, region="NL", encoding=encoding)
        return [str(getattr(item, "payload", {})["Naam"]) for item in given.items()]

    assert names("cp850") == ["Jörg"]
    assert names(None) == ["J”rg"]
    with pytest.raises(InputError, match="is no encoding that is known here"):
        names("klingon")
    with pytest.raises(InputError, match="is no encoding that is known here"):
        names("base64")
    with pytest.raises(InputError, match="not valid UTF-8 text: it is damaged; name another"):
        names("utf-8")


def test_the_named_encoding_holds_for_json(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes('[{"name": "Jörg", "email": "m1@vos.example"}]'.encode("cp850"))
    source = get_source("generic")
    given = open_input(path, source, zone=ZONE, region="NL", encoding="cp850")
    assert [getattr(item, "payload", {})["name"] for item in given.items()] == ["Jörg"]


def test_a_mixture_is_its_own_name(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("é\n".encode() + b"\xe9\n")
    assert detect(members_of(path, Limits())[0]) == MIXED


# ------------------------------------------------------------------------------ full exports

EXPORTED = [{"helpdesk_ticket": {"display_id": 1, "subject": "x", "created_at": "2026-01-01"}}]
USER = [{"user": {"id": 5, "email": "anna@vos.example", "time_zone": "Amsterdam", "name": "A"}}]


def test_an_export_that_is_not_taken_as_full_says_why(tmp_path: Path) -> None:
    write(tmp_path / "Tickets0.json", EXPORTED)
    write(tmp_path / "Users0.json", [])
    given = opened(tmp_path, "freshdesk")
    assert not given.complete
    assert len(given.notes) == 1
    assert (
        "not taken as complete, because it holds no contacts (Users0.json is empty)"
        in (given.notes[0])
    )
    write(tmp_path / "Users0.json", USER)
    full = opened(tmp_path, "freshdesk")
    assert full.complete
    assert full.notes == ()


def test_a_list_that_is_never_full_says_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", "Ticket ID,Subject,Created time\n1,x,2026-01-01\n")
    assert opened(path, "freshdesk").notes == ()


# ------------------------------------------------------------------------------ texts and names


def test_several_texts_of_an_order_are_joined(tmp_path: Path) -> None:
    header = "Name,Id,Email,Financial Status,Lineitem name,Notes,Note Attributes,Created at"
    row = {
        "Name": "#1", "Id": "1", "Email": "jan@bos.example", "Financial Status": "paid",
        "Lineitem name": "T", "Notes": "snel aub", "Note Attributes": "imei: 490154203237518",
    }  # fmt: skip
    rows = [row, row | {"Name": "#2", "Id": "2", "Notes": ""}]
    drafts, _ = read(write(tmp_path / "orders.csv", table(header, rows)), "shopify")
    joined = ["snel aub\nimei: 490154203237518", "imei: 490154203237518"]
    assert [draft.text for draft in drafts] == joined


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("</table>Jan", "</table>Jan"),
        ("<b>bold</b> Bos -->", "<b>bold</b> Bos -->"),
        ("Jan <3", "Jan <3"),
        ('"Anna Bos"', "Anna Bos"),
        ("<Anna Bos>", "Anna Bos"),
        ('"<Anna Bos>"', "Anna Bos"),
        ('Jan "Kees" Bos', 'Jan "Kees" Bos'),
        ('"Jan" Bos "jr"', '"Jan" Bos "jr"'),
        ("Bos (3)", "Bos (3)"),
        ('""', None),
        ("-", None),
    ],
)
def test_names_keep_the_signs_at_their_ends(written: str, name: str | None) -> None:
    assert clean_name(written) == name


def test_titles_keep_the_signs_of_the_source(tmp_path: Path) -> None:
    header = "Ticket ID,Subject,Created time"
    rows = [{"Ticket ID": "1", "Subject": "-- urgent: scherm -->"}, {"Ticket ID": "2"}]
    drafts, _ = read(write(tmp_path / "t.csv", table(header, rows)), "freshdesk")
    assert [draft.title for draft in drafts] == ["-- urgent: scherm -->", "2"]


def test_a_row_without_a_number_is_called_by_its_kind(tmp_path: Path) -> None:
    path = write(tmp_path / "contracten.csv", "Naam,E-mail\nAnna,anna@vos.example\n")
    drafts, _ = read(path, "generic")
    assert drafts[0].title == "Contract"
    assert drafts[0].source_id.startswith("row-")


# ------------------------------------------------------------------------------ column names


@pytest.mark.parametrize(
    ("column", "meaning"),
    [
        ("Contractnr", "contract_number"),
        ("Contractnr.", "contract_number"),
        ("Vertrags-Nr.", "contract_number"),
        ("Vertragsnr", "contract_number"),
        ("Begindatum", "starts"),
        ("Einddatum", "ends"),
        ("Vertragsbeginn", "starts"),
        ("Vertragsende", "ends"),
        ("Gültig bis", "ends"),
        ("Kd.-Nr.", "customer_number"),
        ("Kundennr.", "customer_number"),
        ("Debiteurnr", "customer_number"),
        ("Rechnungs-Nr.", "invoice_number"),
        ("Auftrags Nr", "order_number"),
        ("Telefoonnr.", "phone"),
        ("Handynr", "phone"),
        ("Straße und Hausnummer", "street"),
        ("Geb.-Datum", "birth_date"),
        ("Wijzigingsdatum", "updated"),
        ("Nr", "id"),
    ],
)
def test_columns_are_known_in_dutch_and_german(column: str, meaning: str) -> None:
    assert list(guess([column], "x.csv").fields) == [meaning]


def test_a_contract_list_is_mapped_whole(tmp_path: Path) -> None:
    path = write(
        tmp_path / "contracts.csv",
        "Contractnr,Naam,E-mail,Begindatum,Einddatum,Opmerking,Toelichting\n"
        "C-1,Anna,anna@vos.example,01-02-2025,31-01-2026,een,twee\n",
    )
    mapping = write(tmp_path / "m.toml", suggest_mapping(path, zone=ZONE, region="NL"))
    drafts, _ = read(path, "generic", mapping)
    assert drafts[0].source_id == "C-1"
    assert drafts[0].text == "een\ntwee"
    assert drafts[0].occurred_at is not None
    assert str(drafts[0].details["starts_at"]).startswith("2025-02-01")
    assert str(drafts[0].details["ends_at"]).startswith("2026-01-31")


# ------------------------------------------------------------------------------ other formats


def test_an_export_in_xml_is_refused_by_its_name(tmp_path: Path) -> None:
    path = write(tmp_path / "Tickets0.xml", "<helpdesk-tickets/>")
    for place in (path, tmp_path):
        with pytest.raises(InputError, match=r"Tickets0\.xml is XML, which is not read here.*JSON"):
            opened(place, "freshdesk")


def test_a_table_in_another_form_beside_others_is_told(tmp_path: Path) -> None:
    write(tmp_path / "Tickets0.json", EXPORTED)
    write(tmp_path / "oud.xls", "x")
    notes = opened(tmp_path, "freshdesk").notes
    assert any("oud.xls is a workbook of the old Excel, which is not read" in one for one in notes)

"""Encodings, delimiters, headers, broken rows, JSON shapes, workbooks, archives: the readers."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake_support import opened, party, read, values

from privacydesk.domain.errors import InputError
from privacydesk.domain.model import IdentifierKind, Reject, Role
from privacydesk.intake.container import Member, is_inside, members_of
from privacydesk.intake.csvfile import CsvTable, sniff, unique_header
from privacydesk.intake.encoding import detect
from privacydesk.intake.limits import Limits

LINE = "Naam;E-mail;Plaats\r\nZoë Müller;zoe@example.nl;Köln €\r\n"


@pytest.mark.parametrize(
    ("encode", "name"),
    [
        (lambda text: text.encode("utf-8"), "utf-8"),
        (lambda text: text.encode("utf-8-sig"), "utf-8-sig"),
        (lambda text: text.encode("utf-16"), "utf-16"),
        (lambda text: b"\xfe\xff" + text.encode("utf-16-be"), "utf-16"),
        (lambda text: text.encode("utf-16-le"), "utf-16-le"),
        (lambda text: text.encode("utf-16-be"), "utf-16-be"),
        (lambda text: text.encode("cp1252"), "cp1252"),
    ],
)
def test_encodings(tmp_path: Path, encode: Callable[[str], bytes], name: str) -> None:
    path = tmp_path / "klanten.csv"
    path.write_bytes(encode(LINE))
    assert detect(members_of(path, Limits())[0]) == name
    drafts, rejects = read(path, "generic")
    assert not rejects
    assert drafts[0].payload == {
        "Naam": "Zoë Müller",
        "E-mail": "zoe@example.nl",
        "Plaats": "Köln €",
    }


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_taken_from_the_header_with_quotes_respected(
    tmp_path: Path, delimiter: str
) -> None:
    path = tmp_path / "x.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL)
        writer.writerow(["Name, first; last|\tall", "Email", "Phone"])
        writer.writerow(["Bos, Anna", "anna@example.nl", "06-12345678"])
    drafts, _ = read(path, "generic")
    assert list(drafts[0].payload.values()) == ["Bos, Anna", "anna@example.nl", "06-12345678"]


def test_sniffing_ignores_what_stands_in_quotes() -> None:
    assert sniff('"a;b;c;d",x\n') == ","
    assert sniff("alone\n") == ","


def test_the_line_that_tells_the_delimiter_is_no_header(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("sep=;\nEmail;Name, all\na.bos@example.nl;Anna\nb.bos@example.nl\n")
    drafts, rejects = read(path, "generic")
    assert drafts[0].payload == {"Email": "a.bos@example.nl", "Name, all": "Anna"}
    assert drafts[0].origin is not None
    assert [drafts[0].origin.row, rejects[0].row] == [2, 3]


def test_a_reject_holds_no_secret(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(
        "Email,Wachtwoord,Note\na.bos@example.nl,geheim1,4111 1111 1111 1111,x\n"
        "b.bos@example.nl,geheim2\n"
    )
    _, rejects = read(path, "generic")
    assert len(rejects) == 2
    assert "geheim" not in str(rejects)
    assert "4111" not in str(rejects)


def test_duplicate_and_blank_headers_get_names_of_their_own() -> None:
    header = unique_header(["Email", "Others", " Others ", "", "Email", "", "Others"])
    assert header == (
        "Email",
        "Others",
        "Others (2)",
        "Column 4",
        "Email (2)",
        "Column 6",
        "Others (3)",
    )


def test_an_embedded_newline_stays_in_its_row(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(
        b'Email,Note\r\na.bos@example.nl,"one\r\ntwo\nthree"\r\nb.bos@example.nl,x\r\n'
    )
    drafts, rejects = read(path, "generic")
    assert not rejects
    assert [draft.payload["Note"] for draft in drafts] == ["one\r\ntwo\nthree", "x"]
    assert [draft.origin.row for draft in drafts if draft.origin] == [2, 3]


def test_rows_that_do_not_fit_are_rejected_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(
        "Email,Name,City\n"
        "a.bos@example.nl,Anna,Utrecht\n"
        "b.bos@example.nl,Ben\n"
        "c.bos@example.nl,Cas,Ede,Extra\n"
        "\n"
        "d.bos@example.nl,Dan,Ede,,\n"
        'e.bos@example.nl,"Eva"x,Ede\n'
        "f.bos@example.nl,Fay,Ede\n"
    )
    drafts, rejects = read(path, "generic")
    assert [draft.payload["Name"] for draft in drafts] == ["Anna", "Dan", "Fay"]
    assert [(one.row, one.column) for one in rejects] == [(3, "City"), (4, None), (7, None)]
    assert rejects[0].reason == (
        "Row 3 of x.csv has 2 cells where the header has 3: the row is cut off, or a delimiter or "
        "quote is missing."
    )
    assert "4 cells where the header has 3" in rejects[1].reason
    assert rejects[2].reason == "Row 7 of x.csv cannot be read: text follows a closing quote."
    assert rejects[1].raw == ("c.bos@example.nl", "Cas", "Ede", "Extra")
    for one in rejects:
        assert "example.nl" not in one.reason


def test_a_quote_that_never_closes_refuses_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(
        'Email,Name\na.bos@example.nl,Anna\nb.bos@example.nl,"Ben\nc.bos@example.nl,C\n'
    )
    with pytest.raises(InputError, match=r"quote that opens in or after row 3 of x\.csv is never"):
        list(opened(path, "generic").items())


def test_nul_bytes_become_visible_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"Email,Name\na.bos@example.nl,An\x00na\nb.bos@example.nl,Ben\n")
    drafts, rejects = read(path, "generic")
    assert not rejects
    assert [draft.payload["Name"] for draft in drafts] == ["An\ufffdna", "Ben"]


def test_a_huge_cell_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(f"Email,Note\na.bos@example.nl,{'x' * 300_000}\n")
    drafts, _ = read(path, "generic")
    assert len(drafts[0].payload["Note"]) == 300_000


cells = st.text(
    alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=6),
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_was_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], delimiter: str, encoding: str
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(["key", "text", "more"])
    writer.writerows(["k" + row[0], row[1], row[2]] for row in rows)
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    found = list(CsvTable(Member("t.csv", path.stat().st_size, path)).rows())
    assert not [one for one in found if isinstance(one, Reject)]
    assert [one[1] for one in found if not isinstance(one, Reject)] == [
        ["k" + row[0], row[1], row[2]] for row in rows
    ]


# ------------------------------------------------------------------------------------- JSON

PEOPLE = [{"id": 1, "name": "Anna", "email": "anna@example.nl"}]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.json", json.dumps(PEOPLE)),
        ("x.json", "\ufeff" + json.dumps(PEOPLE)),
        ("x.json", json.dumps({"count": 1, "next_page": None, "people": PEOPLE})),
        ("x.json", json.dumps(PEOPLE[0])),
        ("x.json", json.dumps(PEOPLE[0]) + "\n" + json.dumps(PEOPLE[0] | {"id": 2}) + "\n"),
        ("x.jsonl", json.dumps(PEOPLE[0]) + "\n\n"),
        ("x.ndjson", "\ufeff" + json.dumps(PEOPLE[0])),
    ],
)
def test_json_shapes(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    drafts, rejects = read(path, "generic")
    assert not rejects
    assert drafts[0].payload == PEOPLE[0]
    assert values(party(drafts[0], Role.HOLDER), IdentifierKind.EMAIL) == ["anna@example.nl"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[{"a": 1}, {"a"', "not valid JSON"),
        ("[" * 100_000, "nested too deeply|not valid JSON"),
        ('"just text"', "neither a list nor an object"),
        ('[{"a": 1}] trailing', "goes on after its end"),
    ],
)
def test_broken_json_is_refused_with_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text)
    with pytest.raises(InputError, match=sentence):
        opened(path, "generic")


def test_a_broken_line_of_json_lines_is_a_reject(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    good = json.dumps(PEOPLE[0])
    path.write_text(f'{good}\n{{"id": 2,\n[1]\n')
    drafts, rejects = read(path, "generic")
    assert len(drafts) == 1
    assert [(one.row, one.reason.split(":")[0]) for one in rejects] == [
        (2, "Line 2 of x.jsonl is not valid JSON"),
        (3, "Line 3 of x.jsonl is not an object."),
    ]


# ------------------------------------------------------------------------------------- XLSX


def test_a_workbook_gives_dates_as_iso_and_numbers_as_written(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Email", "Phone", "IMEI", "Created at", "Day", "Amount", "Big"])
    sheet.append(
        [
            "anna@example.nl",
            31612345678,
            356938035643809,
            datetime(2024, 3, 1, 10, 30),  # noqa: DTZ001 - a cell has no zone
            date(2024, 3, 1),
            12.5,
            1234567890123456789,
        ]
    )
    path = tmp_path / "x.xlsx"
    book.save(path)
    drafts, rejects = read(path, "generic")
    assert not rejects
    payload = drafts[0].payload
    assert payload["Phone"] == "31612345678"
    assert payload["IMEI"] == "356938035643809"
    assert payload["Created at"] == "2024-03-01 10:30:00"
    assert payload["Day"].startswith("2024-03-01")
    assert payload["Amount"] == "12.5"
    assert payload["Big"] == "1.23456789012346E+18"
    assert drafts[0].occurred_at is not None
    assert drafts[0].occurred_at.isoformat() == "2024-03-01T10:30:00+01:00"


def bomb(cells: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f"<worksheet><sheetData>{cells}</sheetData></worksheet>",
        )
    return out.getvalue()


def test_cells_in_opposite_corners_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(bomb('<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row>'))
    with pytest.raises(InputError, match="so far apart"):
        opened(path, "generic")


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04broken", b"", b"no workbook", bomb("<row")],
    ids=["broken", "empty", "text", "torn"],  # the bytes of a ZIP hold the time it was made
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"x\.xlsx"):
        opened(path, "generic")


# ------------------------------------------------------------------------------ ZIP and folder


def zipped(path: Path, *entries: tuple[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in entries:
            archive.writestr(name, text)
    return path


CSV = "Email,Name\na.bos@example.nl,Anna\n"


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ([("../x.csv", CSV)], "names a file outside itself"),
        ([("/etc/x.csv", CSV)], "names a file outside itself"),
        ([("a\\..\\x.csv", CSV)], "names a file outside itself"),
        ([("C:/x.csv", CSV)], "names a file outside itself"),
        ([("inner.zip", "PK")], "holds another archive"),
        ([("x.csv", "Email\n" + "a" * 5_000_000)], "unfolds to too much data"),
        ([], "holds no files"),
    ],
)
def test_archives_with_tricks_are_refused(
    tmp_path: Path, entries: list[tuple[str, str]], sentence: str
) -> None:
    path = zipped(tmp_path / "x.zip", *entries)
    with pytest.raises(InputError, match=sentence):
        opened(path, "generic")


def test_the_limits_of_an_archive(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", ("a.csv", CSV), ("b.csv", CSV))
    with pytest.raises(InputError, match="more than 1 files"):
        opened(path, "generic", limits=Limits(members=1))
    with pytest.raises(InputError, match="unfolds to more than"):
        opened(path, "generic", limits=Limits(total_bytes=20))
    (tmp_path / "y.zip").write_bytes(path.read_bytes()[:40])
    with pytest.raises(InputError, match="damaged ZIP"):
        opened(tmp_path / "y.zip", "generic")


def test_an_archive_and_its_folder_read_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "f"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "a.csv").write_text(CSV)
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / "link.csv").symlink_to("/etc/passwd")
    path = zipped(tmp_path / "x.zip", ("sub/a.csv", CSV), ("__MACOSX/._a.csv", "junk"))
    assert read(folder, "generic") == read(path, "generic")
    assert [one.name for one in opened(folder, "generic").files] == ["sub/a.csv"]


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        opened(tmp_path / "nothing.csv", "generic")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="is empty"):
        opened(tmp_path / "empty", "generic")
    (tmp_path / "photo.jpg").write_bytes(b"x")
    (tmp_path / "empty" / "a.jpg").write_bytes(b"x")
    (tmp_path / "empty" / "b.jpg").write_bytes(b"x")
    with pytest.raises(InputError, match="no CSV, XLSX, JSON"):
        opened(tmp_path / "empty", "generic")


@given(st.text(max_size=30))
def test_a_name_inside_never_leads_outside(name: str) -> None:
    if is_inside(name):
        root = Path("/srv/export")
        assert str((root / name).resolve()).startswith("/srv/export")

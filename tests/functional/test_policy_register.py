"""The record of processing: complete, marked where it lacks something, harmless in a sheet."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pypdf
import pytest
from tests.packs import activity, text_of

from privacydesk.cli.app import run
from privacydesk.desk import auditing, find, imports, policies, setup, subjects
from privacydesk.desk.context import Desk
from privacydesk.documents.register import document, write_xlsx
from privacydesk.domain.errors import ConflictError, InputError, NotFoundError
from privacydesk.domain.register import Register
from privacydesk.policy.loader import find_packs, load_pack, parse_pack
from privacydesk.policy.register import register

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SHIPPED = [file.name for file in find_packs()]


def no_ui(_store: Path | None, _operator: str | None) -> int:
    raise AssertionError("a command was given")


def cells(data: bytes) -> list[list[list[str]]]:
    """The texts of every sheet, row and cell; a formula would fail."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheets = []
    for sheet in book.worksheets:
        rows = []
        for row in sheet.iter_rows():
            assert all(cell.data_type in "ns" for cell in row), "texts only"
            rows.append([str(cell.value or "") for cell in row])
        sheets.append(rows)
    return sheets


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("language", ["nl", "de", "en"])
def test_every_activity_has_every_field(name: str, language: str) -> None:
    pack = load_pack(name)
    record = register(pack, language)
    assert [entry.id for entry in record.entries] == [a.id for a in pack.activities]
    letters = {field.letter for field in record.head}
    for entry in record.entries:
        assert all(field.text for field in entry.fields)
        assert [f.key for f in entry.fields] == [f.key for f in record.entries[0].fields]
        letters |= {field.letter for field in entry.fields}
    assert letters - {""} == set("abcdefg")
    for made in pack.activities:
        entry = next(entry for entry in record.entries if entry.id == made.id)
        by_key = {field.key: field for field in entry.fields}
        assert by_key["purposes"].missing == (not made.purposes)
        assert by_key["people"].missing == (not made.people)
        assert by_key["data"].missing == (not made.data)
        assert by_key["recipients"].missing == (not made.recipients)
        assert by_key["periods"].missing == (not made.periods)
        for rule in made.periods:
            assert rule.text(language) in by_key["periods"].text


def test_what_is_missing_is_marked() -> None:
    record = register(load_pack("netoperator"), "en")
    gaps = {(title, field.key) for title, field in record.missing}
    assert ("Fighting fraud and security incidents", "periods") in gaps
    assert ("Orders", "transfers") in gaps  # the countries of its recipients are not stated
    assert ("Orders", "purposes") not in gaps
    assert ("", "controller") not in gaps
    assert ("Account", "basis") not in gaps  # Art. 30 does not ask for it
    zooplus = register(load_pack("zooplus"), "en")
    assert ("", "security") in {(title, field.key) for title, field in zooplus.missing}


def test_an_excerpt_says_not_in_this_text() -> None:
    field = register(load_pack("drillisch"), "de").head[0]
    assert field.key == "controller"
    record = register(parse_pack(text_of(activity("one"), excerpt=True)), "en")
    assert "not in this text" in {f.text for f in record.entries[0].fields}


def test_a_supplement_is_told_apart() -> None:
    record = register(load_pack("lindeboom"), "en")
    by_id = {entry.id: entry for entry in record.entries}
    calls = {field.key: field for field in by_id["calls"].fields}
    assert calls["recipients"].supplied
    assert "Belnest" in calls["recipients"].text
    assert not calls["purposes"].supplied


@pytest.mark.parametrize("name", SHIPPED)
def test_the_workbook_holds_every_word(name: str) -> None:
    record = register(load_pack(name), "nl")
    data = write_xlsx(record, created=NOW)
    assert data == write_xlsx(record, created=NOW)
    main, gaps = cells(data)
    told = "\n".join(cell for row in main for cell in row)
    for entry in record.entries:
        assert entry.title in told
        for field in entry.fields:
            assert field.text in told
    assert told.count("[ontbreekt]") == len(record.missing)
    assert len(gaps) - 1 == max(len(record.missing), 1)


@pytest.mark.parametrize(
    "evil", ["=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "http://x.example", "12"]
)
def test_a_cell_is_never_a_formula(evil: str) -> None:
    made = (
        activity("one", ("ticket",))
        .replace("some data", evil)
        .replace('en = "one"', f'en = "{evil}"')
    )
    main, _ = cells(write_xlsx(register(parse_pack(text_of(made)), "en"), created=NOW))
    assert any(evil in cell for row in main for cell in row)


def test_the_document_holds_every_word() -> None:
    from privacydesk.documents.blocks import strings

    record = register(load_pack("gigaset"), "de")
    told = "\n".join(
        strings((*document(record, created=NOW).front, *document(record, created=NOW).body))
    )
    for field in record.head:
        assert field.text in told
    for entry in record.entries:
        for field in entry.fields:
            assert field.text in told


def test_the_pdf_opens(tmp_path: Path) -> None:
    out = tmp_path / "register.pdf"
    assert run(["policy", "register", "zooplus", "-o", str(out), "--language", "en"], no_ui) == 0
    text = "".join(page.extract_text() for page in pypdf.PdfReader(out).pages)
    assert "Record of processing" in text
    assert "Google reCAPTCHA" in text
    assert "[missing]" in text


def test_files_are_written_whole_and_not_replaced(tmp_path: Path) -> None:
    record: Register = policies.register("zooplus")
    out = tmp_path / "register.xlsx"
    written = policies.write_register(record, "xlsx", out, created=NOW)
    assert written.path == out
    assert written.missing == len(record.missing)
    with pytest.raises(ConflictError):
        policies.write_register(record, "json", out, created=NOW)
    with pytest.raises(InputError, match="docx"):
        policies.write_register(record, "docx", None, created=NOW)
    with pytest.raises(InputError, match="fr"):
        policies.register("zooplus", language="fr")


def test_register_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["policy", "register", "zooplus", "--language", "en"], no_ui) == 0
    assert "Purposes (b): " in capsys.readouterr().out
    assert run(["policy", "register", "zooplus", "--json"], no_ui) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["schema"] == 1
    assert shown["missing"] > 0
    out = tmp_path / "r.json"
    assert run(["policy", "register", "zooplus", "-o", str(out)], no_ui) == 0
    assert json.loads(out.read_text(encoding="utf-8")) == shown
    assert run(["policy", "register", "zooplus", "-o", str(out)], no_ui) == 1
    assert run(["policy", "register", "zooplus", "--subject", "1"], no_ui) == 2


def test_which_activities_touched_a_person(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "desk.db"
    config = tmp_path / "config"
    setup.init(path, "lindeboom", "mira", config_folder=config, now=lambda: NOW)
    with Desk.open(path, "mira", now=lambda: NOW) as desk:
        desk.config_folder = config
        file = tmp_path / "orders.csv"
        file.write_text(
            "Customer number;Name;E-mail;Order number;Order date\n"
            "K1;Jan de Vries;jan@example.nl;A-1;2026-01-10\n"
            "K1;Jan de Vries;jan@example.nl;A-2;2026-02-11\n",
            encoding="utf-8",
        )
        imports.run_import(desk, file, "generic", system="Shop")
        person = find.find(desk, "jan@example.nl").results[0].subject_id
        touched = policies.touched(desk, person, purpose="a question")
        assert [(t.activity, t.records, t.first, t.last) for t in touched] == [
            ("orders", 2, date(2026, 1, 10), date(2026, 2, 11))
        ]
        looks = subjects.consultations(desk, person)
        assert looks[0].purpose == "a question"
        assert auditing.verify(desk).ok
        with pytest.raises(InputError):
            policies.touched(desk, person, purpose=" ")
        with pytest.raises(NotFoundError):
            policies.touched(desk, 999, purpose="a question")
        small = tmp_path / "small.toml"
        small.write_text(text_of(activity("one", ("ticket",))), encoding="utf-8")
        policies.use(desk, str(small))
        loose = policies.touched(desk, person, purpose="a question")
        assert [(t.activity, t.records) for t in loose] == [("", 2)]
    assert run(["policy", "register", "--subject", str(person), "--store", str(path)], no_ui) == 0
    assert "no activity covers these" in capsys.readouterr().out

"""Answering a case: report and package are whole, masked, refused when they would not be."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import stat
import zipfile
from functools import partial
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from pypdf import PdfReader
from tests.functional.answering import attach, log_case, use_pack
from tests.functional.people import People, Told

from privacydesk.desk import answer, auditing, cases
from privacydesk.desk.context import Desk
from privacydesk.desk.jobs import Job, Progress
from privacydesk.documents import render
from privacydesk.documents.access import report as volumes
from privacydesk.documents.blocks import BLACK_BOX
from privacydesk.documents.package.cells import from_csv
from privacydesk.domain.errors import (
    CancelledError,
    ConflictError,
    InputError,
    NotFoundError,
    StateError,
)
from privacydesk.policy.loader import load_pack

MINE, OTHERS = "anna@example.nl", "bas.bakker@example.com"
OTHER_PHONE = "06-87654321"
RECORDS = (
    Told(
        title="Router broken",
        payload={"status": 2, "cc": [OTHERS], "note": f"=1+1 {MINE}"},
        details={"status": "2", "agent": "Wilma Smit", "created": None},
        lines=(
            ("subject", f"My number is 06-12345678, my neighbour has {OTHER_PHONE}. 😀", False),
            ("agent", f"Dear Anna, we also mailed {OTHERS}. Wilma Smit", False),
            ("agent", "Difficult customer.", True),
        ),
    ),
    Told(
        kind="order",
        title="Order 10",
        role="buyer",
        at="2025-11-03",
        details={
            "number": "10",
            "currency": "€",
            "total": "12.50",
            "paid_at": "2025-11-03T10:00:00+01:00",
            "lines": [{"name": "=cmd()", "quantity": "1", "price": "12.50"}],
        },
        payload={"Financial Status": "paid", "Total": "12.50"},
    ),
    Told(kind="score", title="Churn", role="holder", details={"name": "churn", "value": "0.7"}),
)


@pytest.fixture
def anna(desk: Desk) -> int:
    pack = load_pack("lindeboom")
    use_pack(desk, pack)
    people = People(desk.store)
    people.add("Bas Bakker", ("email", OTHERS), ("phone", OTHER_PHONE), records=[Told()])
    return people.add(
        "Anna de Boer",
        ("email", MINE),
        ("phone", "06-12345678"),
        address="Kade 1, 1234 AB Utrecht, NL",
        records=RECORDS,
    )


@pytest.fixture
def case(desk: Desk, anna: int) -> str:
    return _log(desk, anna)


def _log(desk: Desk, subject: int | None, language: str = "nl") -> str:
    return log_case(desk, subject, "access", "portability", language=language)


def _attach(desk: Desk, kind: str, name: str, content: bytes) -> None:
    with desk.store.read() as con:
        row = con.execute("SELECT max(id) FROM record WHERE kind = ?", (kind,)).fetchone()
    attach(desk, row[0], name, content)


# --------------------------------------------------------------------------- the report


@pytest.mark.parametrize(
    ("language", "marks"),
    [
        ("nl", ("CONCEPT", "Router broken", "Medewerker 1", "interne notitie", "artikel 6 lid 1")),
        ("de", ("ENTWURF", "Router broken", "Mitarbeiter 1", "interne Notiz", "Artikel 6 Abs. 1")),
        ("en", ("DRAFT", "Router broken", "Agent 1", "internal note", "Article 6(1)")),
    ],
)
def test_report_in_each_language(
    desk: Desk, anna: int, tmp_path: Path, language: str, marks: tuple[str, ...]
) -> None:
    target = tmp_path / "report.md"
    written = answer.report(desk, _log(desk, anna, language), "md", target)
    text = target.read_text(encoding="utf-8").replace("\\", "")
    for mark in marks:
        assert mark in text
    assert "https://autoriteitpersoonsgegevens.nl" in text
    assert written.coverage.matched == written.coverage.delivered == 3
    assert written.sha256 == (hashlib.sha256(target.read_bytes()).hexdigest(),)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


@pytest.mark.parametrize("fmt", ["pdf", "docx", "odt", "html", "md"])
def test_no_output_holds_data_of_others(desk: Desk, case: str, tmp_path: Path, fmt: str) -> None:
    target = tmp_path / f"report.{fmt}"
    answer.report(desk, case, fmt, target)
    data = target.read_bytes()
    if fmt == "pdf":
        reader = PdfReader(io.BytesIO(data))
        text = "".join(page.extract_text() for page in reader.pages)
        attached = json.loads(reader.attachments["data.json"][0])
        assert "😀" in attached["records"][0]["messages"][0]["text"]
        assert "[U+1F600]" in text.replace("\u200b", "")
        text += json.dumps(attached, ensure_ascii=False)
    elif fmt in ("docx", "odt"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            text = "".join(package.read(n).decode("utf-8", "replace") for n in package.namelist())
    else:
        text = data.decode()
    text = text.replace("\u200b", "").replace("\\", "")
    for secret in (OTHERS, OTHER_PHONE, "87654321", "Wilma Smit", "Bas Bakker"):
        assert secret not in text
    for own in (MINE, "06-12345678"):
        assert own in text
    assert BLACK_BOX in text


def test_findings_name_what_blocks_release_and_not_who(
    desk: Desk, case: str, tmp_path: Path
) -> None:
    written = answer.report(desk, case, "md", tmp_path / "r.md")
    found = {finding.item: finding for finding in written.findings}
    assert found["A24"].blocking
    assert found["A20"].blocking
    said = " ".join(finding.text for finding in written.findings)
    assert "Anna" not in said
    assert MINE not in said
    assert "A24" not in (tmp_path / "r.md").read_text(encoding="utf-8")


def test_a_report_is_recorded_with_the_look_at_the_person(
    desk: Desk, case: str, tmp_path: Path
) -> None:
    target = tmp_path / "r.html"
    answer.report(desk, case, "html", target)
    document = cases.show(desk, case).case.documents[-1]
    assert (document.kind, document.format, document.draft) == ("access_report", "html", True)
    assert document.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    assert auditing.verify(desk).ok
    with desk.store.read() as con:
        purposes = [row[0] for row in con.execute("SELECT purpose FROM consultation")]
    assert "access report" in purposes


def test_nothing_is_replaced_without_force(desk: Desk, case: str, tmp_path: Path) -> None:
    target = tmp_path / "r.md"
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(ConflictError):
        answer.report(desk, case, "md", target)
    assert target.read_text(encoding="utf-8") == "mine"
    answer.report(desk, case, "md", target, force=True)
    assert target.read_text(encoding="utf-8") != "mine"
    assert sorted(path.name for path in tmp_path.glob("*.md")) == ["r.md"]


@pytest.mark.parametrize("folder", [".", "..", "/"])
def test_a_folder_is_named_as_it_was_given(desk: Desk, case: str, folder: str) -> None:
    for write in (partial(answer.report, desk, case, "md"), partial(answer.export, desk, case)):
        with pytest.raises(ConflictError, match=f"“{re.escape(folder)}” is a folder; name a file"):
            write(Path(folder))


def test_refusals_leave_nothing_behind(desk: Desk, anna: int, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    nobody = _log(desk, None)
    with pytest.raises(StateError, match="no data subject"):
        answer.report(desk, nobody, "pdf", out / "r.pdf")
    with pytest.raises(NotFoundError):
        answer.report(desk, "2020-0001", "pdf", out / "r.pdf")
    with pytest.raises(InputError, match="pdf, docx, odt, html, md"):
        answer.report(desk, nobody, "rtf", out / "r.rtf")
    reference = _log(desk, anna)
    with pytest.raises(InputError, match="does not exist"):
        answer.report(desk, reference, "md", out / "no" / "r.md")
    stopped = Job()
    stopped.cancel()
    with pytest.raises(CancelledError):
        answer.report(desk, reference, "md", out / "r.md", job=stopped)
    with pytest.raises(CancelledError):
        answer.export(desk, reference, out / "p.zip", job=stopped)
    assert list(out.iterdir()) == []
    assert cases.show(desk, reference).case.documents == ()


def test_files_of_the_person_get_neutral_names(desk: Desk, case: str, tmp_path: Path) -> None:
    _attach(desk, "ticket", f"call {OTHER_PHONE} photo.JPG", b"picture")
    written = answer.report(desk, case, "md", tmp_path / "r.md")
    (file,) = written.files
    assert file == tmp_path / "r-files" / "attachment-001.jpg"
    assert file.read_bytes() == b"picture"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = (tmp_path / "r.md").read_text(encoding="utf-8").replace("\\", "")
    assert "attachment-001.jpg" in text
    assert "87654321" not in text
    streamed = answer.report(desk, case, "md", None)
    assert streamed.files == ()
    assert streamed.files_left_out == 1
    assert streamed.data is not None


def test_many_records_come_in_volumes(
    desk: Desk, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(volumes, "RECORDS_PER_VOLUME", 2)
    seen: list[Progress] = []
    written = answer.report(desk, case, "md", tmp_path / "r.md", job=Job(seen.append))
    assert [path.name for path in written.paths] == ["r-1.md", "r-2.md"]
    texts = [path.read_text(encoding="utf-8").replace("\\", "") for path in written.paths]
    assert "deel 1" in texts[0]
    assert "Bestelling 10" in texts[0]
    assert "Churn" in texts[1]
    assert "Churn" not in texts[0]
    told = [(p.done, p.detail) for p in seen if p.stage == "Writing volumes"]
    assert told == [(0, "composing"), (0, "md"), (1, "composing"), (1, "md"), (2, "")]
    with pytest.raises(InputError, match="2 volumes"):
        answer.report(desk, case, "md", None)


def test_own_templates_are_used_and_their_mistakes_told(
    desk: Desk, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, "_SECONDS", 2.0)
    folder = desk.config_folder / "templates" / "reports" / "nl"
    folder.mkdir(parents=True)
    own = folder / "summary.md.j2"
    own.write_text("Dag {{ person.name }}, *welkom*.\n", encoding="utf-8")
    answer.report(desk, case, "md", tmp_path / "r.md")
    text = (tmp_path / "r.md").read_text(encoding="utf-8").replace("\\", "")
    assert "Dag Anna de Boer, *welkom*." in text
    own.write_text("Dag {{ person.nam }}", encoding="utf-8")
    with pytest.raises(InputError, match=r"reports/nl/summary\.md\.j2"):
        answer.report(desk, case, "md", tmp_path / "s.md")
    own.write_text("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}")
    with pytest.raises(InputError, match=r"summary\.md\.j2"):
        answer.report(desk, case, "md", tmp_path / "s.md")


def test_preview_writes_and_records_nothing(desk: Desk, case: str) -> None:
    assert "Router broken" in answer.preview(desk, case)
    assert cases.show(desk, case).case.documents == ()


def test_no_data_is_said_as_such(desk: Desk, anna: int, tmp_path: Path) -> None:
    empty = People.__new__(People)
    empty.store = desk.store
    reference = _log(desk, empty.add("Cor Nul", ("email", "cor@example.nl")))
    answer.report(desk, reference, "md", tmp_path / "r.md")
    assert "geen persoonsgegevens van u gevonden" in (tmp_path / "r.md").read_text("utf-8")


# --------------------------------------------------------------------------- the package


@pytest.fixture
def package(desk: Desk, case: str, tmp_path: Path) -> zipfile.ZipFile:
    _attach(desk, "ticket", "photo.jpg", b"picture")
    answer.export(desk, case, tmp_path / "p.zip")
    return zipfile.ZipFile(tmp_path / "p.zip")


def test_package_describes_itself(package: zipfile.ZipFile, tmp_path: Path) -> None:
    from frictionless import Package

    content = json.loads(package.read("datapackage.json"))
    listed = {resource["path"] for resource in content["resources"]}
    assert listed == set(package.namelist()) - {"datapackage.json"}
    for resource in content["resources"]:
        data = package.read(resource["path"])
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    folder = tmp_path / "unzipped"
    package.extractall(folder)
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "type", "note"])


def test_json_fits_its_schema(package: zipfile.ZipFile) -> None:
    kinds = [n[5:-5] for n in package.namelist() if n.startswith("data/") and n.endswith(".json")]
    assert set(kinds) == {"ticket", "order"}
    for kind in kinds:
        schema = json.loads(package.read(f"schema/{kind}.json"))
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema, format_checker=FormatChecker())
        validator.validate(json.loads(package.read(f"data/{kind}.json")))
        titles = schema["items"]["properties"]["title"]["x-title"]
        assert set(titles) == {"nl", "de", "en"}


def test_package_holds_what_article_20_gives(package: zipfile.ZipFile) -> None:
    (ticket,) = json.loads(package.read("data/ticket.json"))
    texts = [message["text"] for message in ticket["messages"]]
    assert texts[0].startswith("My number is 06-12345678")
    assert not any("Difficult" in text for text in texts)
    assert all(OTHERS not in text and OTHER_PHONE not in text for text in texts)
    (order,) = json.loads(package.read("data/order.json"))
    assert order["details"]["currency"] == "EUR"
    assert order["details"]["paid_at"].endswith("+01:00")
    rows = list(csv.DictReader(io.StringIO(package.read("not_included.csv").decode())))
    assert any(row["article"] and row["reason"] for row in rows)
    assert any(row["type"].startswith("Scores") for row in rows)
    assert package.read("attachments/attachment-001.jpg") == b"picture"
    assert b"Geachte Anna de Boer" in package.read("README.html")


def test_csv_is_harmless_and_reads_back(package: zipfile.ZipFile) -> None:
    raw = list(csv.reader(io.StringIO(package.read("data/order.lines.csv").decode())))
    assert raw[1][2] == "'=cmd()"
    (line,) = from_csv(package.read("data/order.lines.csv"))
    assert line["name"] == "=cmd()"
    (row,) = from_csv(package.read("data/ticket.csv"))
    assert json.loads(row["fields"])["note"] == f"=1+1 {MINE}"


def test_the_same_content_gives_the_same_bytes(desk: Desk, case: str, tmp_path: Path) -> None:
    first = answer.export(desk, case, tmp_path / "a.zip")
    second = answer.export(desk, case, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert first.sha256 == second.sha256
    streamed = answer.export(desk, case, None)
    assert streamed.data == (tmp_path / "a.zip").read_bytes()

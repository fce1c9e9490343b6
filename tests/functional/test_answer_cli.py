"""`privacydesk case report`, `export`, `preview`: what goes where, and with which exit code."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from tests.functional.answering import log_case, use_pack
from tests.functional.people import People, Told

from privacydesk.cli import app
from privacydesk.desk.context import Desk


class Cli:
    """Runs commands on the store of a desk; bytes of stdout are kept as they are."""

    def __init__(self, path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
        self.path, self._capture, self.err = path, capfdbinary, ""

    def __call__(self, *words: str, code: int = 0) -> bytes:
        def no_ui(_store: Path | None, _operator: str | None) -> int:
            raise AssertionError

        self._capture.readouterr()
        got = app.run([*words, "--store", str(self.path), "--operator", "tester"], no_ui)
        out = self._capture.readouterr()
        self.err = out.err.decode()
        assert got == code, self.err
        return out.out


@pytest.fixture
def reference(desk: Desk) -> str:
    use_pack(desk)
    anna = People(desk.store).add(
        "Anna de Boer", ("email", "anna@example.nl"), records=[Told(title="Broken\x1b[31m")]
    )
    return log_case(desk, anna)


@pytest.fixture
def cli(store_path: Path, reference: str, capfdbinary: pytest.CaptureFixture[bytes]) -> Cli:
    return Cli(store_path, capfdbinary)


def test_report_and_export_name_their_files(cli: Cli, reference: str, tmp_path: Path) -> None:
    report, package = tmp_path / "r.html", tmp_path / "p.zip"
    assert cli("case", "report", reference, "-o", str(report)).decode().strip() == str(report)
    assert "draft" in cli.err
    assert "A24" in cli.err
    assert report.read_bytes().startswith(b"<!doctype html>")
    assert cli("case", "export", reference, "-o", str(package)).decode().strip() == str(package)
    assert "datapackage.json" in zipfile.ZipFile(package).namelist()
    cli("case", "report", reference, "-o", str(report), code=1)
    assert "--force" in cli.err
    cli("case", "report", reference, "-o", str(report), "--force")


def test_json_tells_the_account(cli: Cli, reference: str, tmp_path: Path) -> None:
    out = cli("case", "report", reference, "-o", str(tmp_path / "r.md"), "--json")
    found = json.loads(out)
    assert found["schema"] == 1
    assert found["draft"] is True
    assert found["paths"] == [str(tmp_path / "r.md")]
    (system,) = found["coverage"]
    assert (system["matched"], system["delivered"], system["withheld"]) == (1, 1, 0)
    assert {"item", "blocks", "text", "key"} == set(found["findings"][0])


def test_a_dash_writes_to_stdout(cli: Cli, reference: str) -> None:
    page = cli("case", "report", reference, "--format", "md", "-o", "-")
    assert b"\x1b" not in page
    assert "Anna de Boer" in page.decode()
    package = cli("case", "export", reference, "-o", "-")
    assert "not_included.csv" in zipfile.ZipFile(io.BytesIO(package)).namelist()


def test_preview_is_harmless(cli: Cli, reference: str) -> None:
    assert b"\x1b" not in cli("case", "preview", reference)


def test_wrong_words(cli: Cli, reference: str, tmp_path: Path) -> None:
    cli("case", "report", reference, code=2)
    cli("case", "report", reference, "-o", str(tmp_path / "r.rtf"), code=1)
    assert "pdf, docx, odt, html, md" in cli.err
    cli("case", "report", "1999-0001", "-o", str(tmp_path / "r.md"), code=1)
    assert list(tmp_path.glob("r.*")) == []

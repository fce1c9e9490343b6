"""Rows that an import could not read block until they are read, not until something else is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.functional.office import EXPORT, Office

from privacydesk.desk import imports, release

ROW = "K1;Jan de Vries;jan@example.nl;0612345678;A-8;2026-13-77\n"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def _load(office: Office, text: str, *, full: bool, name: str = "later.csv") -> None:
    office.later(hours=1)
    file = office.folder / name
    file.write_text(text, encoding="utf-8")
    imports.run_import(office.mira, file, "generic", system="Shop", skip_rejected=True, full=full)


def _told(office: Office, reference: str) -> list[str]:
    found = release.review(office.jan, reference)
    return [p.text for p in found.blocking if "Import" in p.text or "import" in p.text]


def test_a_partial_import_does_not_make_rejected_rows_good(office: Office) -> None:
    reference = office.ready()
    office.load(EXPORT + ROW)
    assert _told(office, reference)
    _load(office, "".join(EXPORT.splitlines(keepends=True)[:2]), full=False)
    assert _told(office, reference)
    _load(office, EXPORT, full=True)
    assert not _told(office, reference)


def test_a_full_export_of_other_things_does_not_make_them_good(office: Office) -> None:
    reference = office.ready()
    office.load(EXPORT + ROW)
    _load(office, "Customer number;Name;E-mail\nK2;Eva Groß;eva@example.de\n", full=True)
    assert _told(office, reference)


def test_a_full_export_with_rejects_of_its_own_does_not_either(office: Office) -> None:
    reference = office.ready()
    office.load(EXPORT + ROW)
    _load(office, EXPORT + ROW, full=True)
    assert len(_told(office, reference)) == 2


@pytest.mark.parametrize("left", [None, 0, 1])
def test_an_emptied_file_of_rejects_counts_as_gone(office: Office, left: int | None) -> None:
    reference = office.ready()
    office.load(EXPORT + ROW)
    with office.mira.store.read() as con:
        report = con.execute("SELECT report FROM import_run ORDER BY id DESC").fetchone()[0]
    file = Path(json.loads(report)["rejects_file"])
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    if left is None:
        file.unlink()
    else:
        file.write_text("".join(lines[:left]), encoding="utf-8")
    (text,) = _told(office, reference)
    assert "gone" in text

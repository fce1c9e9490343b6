"""A backup or an archive is known by its words, in three languages; insurances are none."""

from __future__ import annotations

import pytest

from privacydesk.domain.backups import is_backup


@pytest.mark.parametrize(
    "text",
    [
        "Nightly backup", "Back-up (NAS)", "back up tapes", "Veeam backups", "Databasebackup",
        "reservekopieën van de webwinkel", "Veiligheidskopie", "mailarchief 2019",
        "Reparatiearchief (papier)", "oude archieven", "Datensicherung", "nächtliche Sicherung",
        "Sicherungskopien der Datenbank", "Bandsicherung", "Langzeitarchiv", "E-Mail-Archivierung",
        "Archive of closed tickets", "mail archives", "LTO tape",
    ],
)  # fmt: skip
def test_backups(text: str) -> None:
    assert is_backup(text)
    assert is_backup("", "tickets", text.upper())


@pytest.mark.parametrize(
    "text",
    [
        "", "Freshdesk", "tickets, e-mails, surveys", "Qualitätssicherung", "Versicherung",
        "Sozialversicherung", "opgeslagen gesprekken", "monarchie", "export, imported here",
        "Speicherung der Anrufe", "sticky tapestry",
    ],
)  # fmt: skip
def test_others(text: str) -> None:
    assert not is_backup(text)

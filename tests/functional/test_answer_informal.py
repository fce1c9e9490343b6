"""A company that says je and du says so in the whole answer: report, package, password, mail."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tests.functional.answering import log_case, use_pack
from tests.functional.import_support import bring, person, record
from tests.functional.retention_support import NEW
from tests.unit.test_form_of_address import FORMAL, INFORMAL

from privacydesk.desk import answer, find
from privacydesk.desk.context import Desk
from privacydesk.policy.loader import load_pack, parse_pack


def _case(desk: Desk, language: str, form: str) -> str:
    # the pack's own texts address nobody
    text = load_pack("zooplus").text.replace('address = "informal"', f'address = "{form}"')
    use_pack(desk, parse_pack(text))
    ticket = record(
        "T1",
        person("Anna Berg", key="a", email="anna@berg.example"),
        occurred_at=NEW,
    )
    bring(desk, [ticket])
    subject = find.find(desk, "anna@berg.example", budget_ms=5000).results[0].subject_id
    return log_case(
        desk, subject, "access", "portability", language=language, received=desk.now().date()
    )


@pytest.mark.parametrize("form", ["formal", "informal"])
@pytest.mark.parametrize(
    ("language", "you"), [("nl", ("U", "Jij")), ("de", ("Sie", "Du"))], ids=["nl", "de"]
)
def test_the_report_and_the_package(
    desk: Desk, tmp_path: Path, language: str, you: tuple[str, str], form: str
) -> None:
    reference = _case(desk, language, form)
    other = (INFORMAL if form == "formal" else FORMAL)[language]
    own = (FORMAL if form == "formal" else INFORMAL)[language]

    report = answer.preview(desk, reference).replace("\\", "")
    answer.export(desk, reference, tmp_path / "package.zip")
    with zipfile.ZipFile(tmp_path / "package.zip") as package:
        page = package.read("README.html").decode()

    assert not other.search(report), other.search(report)
    assert own.search(report)
    assert f"{you[form == 'informal']} · " in report or f"**{you[form == 'informal']}**" in report
    text = page[page.index("<main>") :]
    assert not other.search(text)
    assert own.search(text)

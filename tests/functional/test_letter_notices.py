"""Who was told (Art. 19) follows from the notices that were sent; what is prepared is said."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from tests.functional.office import EXPORT, Office

from privacydesk.cli.app import run
from privacydesk.desk import auditing, cases, letters, release
from privacydesk.domain.errors import InputError, StateError

NOTICE = "letter:recipients_notice"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def reference(office: Office) -> str:
    office.later(days=1)
    office.load(EXPORT)
    reference = office.log(("rectification",))
    office.search(reference)
    cases.event(office.mira, reference, "acted", reason="The address is corrected")
    changes = {"changes": "Address | Kade 1 | Kade 2"}
    letters.state_facts(office.mira, reference, "rectification_reply", changes)
    return reference


def _write(office: Office, reference: str, company: str) -> None:
    facts = {"recipient": company, "recipient_address": "Postbus 1, 1000 AA Den Haag"}
    letters.state_facts(office.mira, reference, "recipients_notice", facts)
    letters.letter(office.mira, reference, "recipients_notice", "pdf", None)


def _release(office: Office, reference: str) -> None:
    office.later(minutes=5)
    release.release(office.jan, reference, only=[NOTICE])


def _send(office: Office, reference: str) -> None:
    release.send(
        office.jan,
        reference,
        channel="post",
        to="Postbus 1, 1000 AA Den Haag",
        checked="from the contract",
        only=[NOTICE],
    )


def _told(office: Office, reference: str) -> letters.LetterView:
    return letters.show(office.mira, reference, "rectification_reply", language="en")


def test_only_what_was_sent_counts_as_told(office: Office, reference: str) -> None:
    (missing,) = _told(office, reference).missing_facts
    assert missing.name == "notified"
    assert "recipients_notice" in missing.where
    _write(office, reference, "PostNL")
    assert _told(office, reference).missing_facts == (missing,)
    _release(office, reference)
    assert _told(office, reference).missing_facts == (missing,)
    _send(office, reference)
    assert "PostNL, on 3 March 2026" in (_told(office, reference).markdown or "")


def test_every_company_is_named_with_its_day_and_a_person_adds(
    office: Office, reference: str
) -> None:
    for company in ("PostNL", "Adyen"):
        _write(office, reference, company)
        _release(office, reference)
        _send(office, reference)
        office.later(days=1)
    day = office.moment.date() - timedelta(days=1)
    more = {"notified": f"Mollie | {day.isoformat()}"}
    letters.state_facts(office.mira, reference, "rectification_reply", more)
    view = _told(office, reference)
    said = [line for line in (view.markdown or "").splitlines() if line.startswith("- ")]
    assert said == [
        "- PostNL, on 3 March 2026",
        "- Adyen, on 4 March 2026",
        "- Mollie, on 4 March 2026",
    ]
    letters.state_facts(office.mira, reference, "rectification_reply", {"notified": "none"})
    with pytest.raises(InputError, match="“none” was stated for notified"):
        _told(office, reference)
    assert auditing.verify(office.mira).ok


def test_a_notice_to_another_company_is_not_released_for_the_first(
    office: Office, reference: str
) -> None:
    _write(office, reference, "PostNL")
    letters.state_facts(office.mira, reference, "recipients_notice", {"recipient": "Adyen"})
    with pytest.raises(StateError):
        _release(office, reference)


def test_a_notice_after_the_reply_was_prepared_makes_it_stale(
    office: Office, reference: str
) -> None:
    letters.state_facts(office.mira, reference, "rectification_reply", {"notified": "none"})
    letters.letter(office.mira, reference, "rectification_reply", "pdf", None)
    letters.state_facts(office.mira, reference, "rectification_reply", {"notified": ""})
    _write(office, reference, "PostNL")
    _release(office, reference)
    _send(office, reference)
    (found,) = release.review(office.jan, reference, only=["letter:rectification_reply"]).documents
    assert found.stale


# --------------------------------------------------------------------------- what is prepared


def test_the_letter_says_what_is_prepared_now(
    office: Office, reference: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def letter(*more: str) -> tuple[str, str]:
        command = ["case", "letter", reference, "acknowledgement", *more]
        assert run([*command, "--store", str(office.path)], lambda *_: 0) == 0
        shown = capsys.readouterr()
        return shown.out, shown.err

    _, said = letter("-o", str(tmp_path / "first.docx"))
    assert "Prepared for release: letter:acknowledgement, docx, in Dutch.\n" in said
    office.later(minutes=1)
    _, said = letter("-o", str(tmp_path / "second.pdf"), "--language", "de")
    assert "letter:acknowledgement, pdf, in German. In other formats: first.docx (" in said
    office.later(minutes=1)
    _, said = letter("-o", str(tmp_path / "third.pdf"))
    assert "pdf, in Dutch, instead of second.pdf. In other formats: first.docx (" in said
    office.later(minutes=1)
    told, _ = letter("-o", str(tmp_path / "fourth.pdf"), "--json")
    assert json.loads(told)["prepared"] == {
        "kind": "letter:acknowledgement",
        "format": "pdf",
        "language": "nl",
        "replaces": ["third.pdf"],
        "others": ["first.docx"],
    }
    (found,) = release.review(office.jan, reference, only=["letter:acknowledgement"]).documents
    assert (found.format, found.names) == ("pdf", ("fourth.pdf",))

"""By which way an answer is to go, and backups as the list of systems tells of them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from tests.functional.office import EXPORT, MAIL, Office

from privacydesk.cli.app import run
from privacydesk.desk import answer, cases, find, release, systems
from privacydesk.domain.checklist import Standing


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def _standing(review: release.Review, item: str) -> Standing:
    return next(one.standing for one in review.checks if one.item.item == item)


def _by(office: Office, channel: str) -> str:
    """A case that came in by this way, with a report that waits for its release."""
    office.later(days=1)
    office.load(EXPORT)
    (hit,) = find.find(office.mira, MAIL).results
    reference = cases.log(
        office.mira, subject_id=hit.subject_id, rights=["access"], received=date(2026, 3, 2),
        channel=channel, language="nl",
    ).reference  # fmt: skip
    cases.event(office.mira, reference, "identity_confirmed", reason="called back")
    office.search(reference)
    office.prepare(reference, "md")
    return reference


def test_an_electronic_request_is_answered_on_paper_only_if_asked_for(office: Office) -> None:
    reference = _by(office, "email")
    assert _standing(release.review(office.jan, reference), "A03") is Standing.PASSED
    posted = release.review(office.jan, reference, channel="post")
    assert _standing(posted, "A03") is Standing.FAILED
    assert not posted.blocking
    asked = release.explain(
        office.mira, reference, "paper", "asked for paper on the telephone", channel="post"
    )
    assert _standing(asked, "A03") is Standing.EXPLAINED
    # the wish for a letter is none for coming by
    found = release.review(office.jan, reference, channel="in_person")
    assert _standing(found, "A03") is Standing.FAILED
    done = release.release(
        office.jan, reference, to="Kade 1, Utrecht", channel="post", checked="named on the phone"
    )
    assert not any(warning.startswith("A03") for warning in done.warnings)


def test_a_release_for_the_post_warns(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    reference = _by(office, "email")
    given = ["--store", str(office.path), "--operator", "jan"]
    words = ["case", "release", reference, "--channel", "post", "--to", "Kade 1", "--checked", "x"]
    assert run([*words, *given, "--json"], lambda *_: 0) == 0
    warnings = json.loads(capsys.readouterr().out)["warnings"]
    assert [w for w in warnings if w.startswith("A03")] == [
        "A03: The request was electronic (e-mail), the answer is to go on paper (post)."
    ]
    # what was planned at the release is known to the next review
    assert _standing(release.review(office.jan, reference), "A03") is Standing.FAILED


def test_a_request_on_paper_may_be_answered_on_paper(office: Office) -> None:
    reference = _by(office, "post")
    found = release.review(office.jan, reference, channel="post")
    assert _standing(found, "A03") is Standing.NOT_ASKED


@pytest.mark.parametrize(
    ("name", "holds", "how"),
    [
        ("Kelder", "reservekopieën van de webwinkel", ""),
        ("NAS 2", "", "aus der Datensicherung zurückholen"),
        ("Old mail archive", "", ""),
    ],
)
def test_a_backup_by_its_description_is_asked_for(
    office: Office, name: str, holds: str, how: str
) -> None:
    systems.add_system(office.mira, name, holds=holds, how=how)
    office.later(days=1)
    office.load(EXPORT)
    reference = office.log()
    found = release.review(office.jan, reference)
    (problem,) = [
        p for one in found.checks if one.item.item == "A29" for p in one.problems if name in p.text
    ]
    assert problem.key == f"backup:{name}"
    assert not problem.blocking
    cases.record_search(
        office.mira, reference, name, "impossible", note="the tapes cannot be read any more"
    )
    found = release.review(office.jan, reference)
    assert not [p for one in found.checks if one.item.item == "A29" for p in one.problems
                if name in p.text]  # fmt: skip
    assert "kan niet worden doorzocht" in answer.preview(office.mira, reference)

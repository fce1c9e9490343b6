"""What a draft lists is what its release finds: one set of rules for both."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.office import Office

from privacydesk.desk import answer, release, systems
from privacydesk.domain.checklist import Problem

OF_THE_RELEASE = {"A15", "A30"}  # changed since, and by whom: no draft knows


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def _found(office: Office, reference: str) -> tuple[set[Problem], set[Problem]]:
    """What is said when the report is drafted, and what is said when it is to be released."""
    draft = answer.report(office.mira, reference, "pdf", office.folder / "d.pdf", force=True)
    review = release.review(office.jan, reference, only=["access_report"])
    then = {p for one in review.checks for p in one.problems}
    return set(draft.findings), {p for p in then if p.item not in OF_THE_RELEASE}


def test_a_case_that_is_not_searched_to_its_end(office: Office) -> None:
    reference = office.ready()
    systems.add_system(office.mira, "Archive")
    said, found = _found(office, reference)
    assert "Archive is not searched yet." in {problem.text for problem in said}
    assert said == found


def test_a_package_that_is_asked_for_too(office: Office) -> None:
    reference = office.ready("pdf", rights=("access", "portability"))
    said, found = _found(office, reference)
    assert "A31" in {problem.item for problem in said}
    assert said == found

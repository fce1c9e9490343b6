"""What was found by hand in a system belongs to the answer: each hit is added, or it blocks."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.office import MAIL, Office, nobody

from privacydesk.desk import cases, release, systems
from privacydesk.domain.errors import StateError


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path)
    systems.add_system(made.mira, "Archive")
    return made


def _told(office: Office, reference: str, **more: list[str]) -> list[str]:
    found = release.review(office.jan, reference, **more)  # type: ignore[arg-type]
    return [p.text for p in found.blocking if p.item == "A24"]


def test_hits_that_were_not_added_block(office: Office) -> None:
    reference = office.ready()
    cases.record_search(office.mira, reference, "Archive", "hits", hits=3, note="by name")
    (text,) = _told(office, reference)
    assert "3 hits found by hand in Archive, 0 added" in text
    for number in range(3):
        cases.add_hit(
            office.mira, reference, "Archive", kind="note", title=f"Card {number}", text="x"
        )
    assert _told(office, reference) == []


def test_hits_of_a_later_look_keep_a_released_answer(office: Office) -> None:
    reference = office.ready()
    release.release(office.jan, reference)
    cases.record_search(office.mira, reference, "Archive", "hits", hits=3, note="by name")
    with pytest.raises(StateError) as caught:
        release.send(office.jan, reference, channel="email", to=MAIL)
    assert caught.value.code == "stale"
    with pytest.raises(StateError) as caught:
        release.deliver(office.jan, reference, "folder", office.folder / "out")
    assert caught.value.code == "stale"


def test_a_search_that_finds_the_same_keeps_nothing(office: Office) -> None:
    reference = office.ready()
    release.release(office.jan, reference)
    office.search(reference)
    release.send(office.jan, reference, channel="email", to=MAIL)


def test_hits_of_somebody_without_an_entry_contradict_no_data(office: Office) -> None:
    reference = nobody(office)
    cases.record_search(office.mira, reference, "Archive", "hits", hits=1, note="by name")
    (text,) = _told(office, reference, known_as=["x@example.nl"])
    assert "1 hit found by hand in Archive, 0 added" in text

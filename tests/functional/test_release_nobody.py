"""“We hold no data” to somebody without an entry: said only when nobody on file can be meant."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.functional.office import Office, nobody

from privacydesk.desk import release
from privacydesk.domain.errors import InputError, StateError

EXPORT = (
    "Customer number;Name;E-mail;Street;Postcode;City;Parcel;Order number;Order date\n"
    "K11;Joris van der Berg;joris@example.nl;Kerkstraat 12;3511 AB;Utrecht;3SQR0012345;B-1;"
    "2026-01-10\n"
    "K12;Ina Blum;ina@example.de;Hauptstraße 3;3512 CD;Utrecht;3SQR0099999;B-3;2026-01-11\n"
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path)
    made.load(EXPORT, "addresses.csv")
    return made


def _told(office: Office, reference: str, known_as: Sequence[str]) -> list[str]:
    found = release.review(office.jan, reference, known_as=known_as)
    return [f"{p.text} {p.to_do}" for p in found.blocking if p.item == "A01"]


@pytest.mark.parametrize(
    "value",
    [
        "Joris van der Berg",
        "Berg, Joris van der",
        "Jöris van der Berg",
        "joris@example.nl",
        "3511AB 12",
        "Kerkstraat 12, 3511 AB Utrecht",
        "3SQR0012345",
        "B-1",
        "Joris van der Berg, Dorpsstraat 99",
        "Joris van der Berg <somebody.else@example.org>",
    ],
)
def test_whoever_find_finds_may_be_meant(office: Office, value: str) -> None:
    reference = nobody(office)
    (text,) = _told(office, reference, ["x@example.nl", value])
    assert "1 person on file may be meant" in text
    assert "find VALUE" in text
    assert "Joris" not in text
    assert "3511" not in text


@pytest.mark.parametrize("value", ["???", " ", "--", "…"])
def test_a_value_without_a_letter_or_a_digit_is_refused(office: Office, value: str) -> None:
    reference = nobody(office)
    with pytest.raises(InputError, match="letter"):
        release.review(office.jan, reference, known_as=["x@example.nl", value])


def test_a_value_too_long_to_be_looked_for_whole_is_refused(office: Office) -> None:
    reference = nobody(office)
    with pytest.raises(InputError, match="one value each"):
        release.review(office.jan, reference, known_as=["far " * 10 + "Joris van der Berg"])


@pytest.mark.parametrize("values", [["xyzzy"], ["xyzzy", "plugh"], ["3599ZZ"], ["dhr. Xyzzy"]])
def test_a_word_tellsnobody(office: Office, values: list[str]) -> None:
    reference = nobody(office)
    (text,) = _told(office, reference, values)
    assert "full name" in text


@pytest.mark.parametrize(
    "value",
    ["x@example.nl", "06 87654321", "3599 ZZ 7", "Xaver Xanten", "ORD-77812"],
)
def test_one_value_that_tells_a_person_is_enough(office: Office, value: str) -> None:
    reference = nobody(office)
    assert _told(office, reference, [value, "xyzzy"]) == []


def test_somebody_else_of_that_name_is_explained_and_only_they(office: Office) -> None:
    reference = nobody(office)
    name = ["Joris van der Berg"]
    with pytest.raises(StateError, match="may be meant"):
        _release(office, reference, name)
    found = release.explain(
        office.mira, reference, "known_as", "born in another year", known_as=name
    )
    assert [p.text for p in found.blocking if p.item == "A01"] == []
    # a second one of that name is somebody nobody looked at
    office.load(EXPORT + "K17;Joris van der Berg;j2@example.nl;;;;;B-7;2026-02-01\n", "more.csv")
    (text,) = _told(office, reference, name)
    assert "2 people on file may be meant" in text
    assert "was for something else" in text


def _release(office: Office, reference: str, known_as: Sequence[str]) -> release.Release:
    return release.release(
        office.jan, reference, to="x@example.nl", checked="wrote from it", known_as=known_as
    )


# --------------------------------------------------------------------------- rejected rows

BAD = EXPORT + "K9;Xaver Xanten;x@example.nl;Laan 7;3599 ZZ;Zeist;3SQR7;A-99;2026-13-77\n"


@pytest.mark.parametrize(
    "value", ["x@example.nl", "Xaver Xanten", "Xanten, Xaver", "3599ZZ 7", "A-99"]
)
def test_a_rejected_row_that_names_somebody_without_an_entry_blocks(
    office: Office, value: str
) -> None:
    reference = nobody(office)
    office.load(BAD)
    found = release.review(office.jan, reference, known_as=[value])
    assert any("could not read name the person" in problem.text for problem in found.blocking)


def test_a_rejected_row_of_somebody_else_does_not(office: Office) -> None:
    reference = nobody(office)
    office.load(BAD)
    found = release.review(office.jan, reference, known_as=["Yara Young", "y@example.nl"])
    assert not any("could not read" in problem.text for problem in found.blocking)

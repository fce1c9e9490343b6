"""Names: their parts, when two writings agree, which writing is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacydesk.domain import names


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Jan van der Berg", "Berg, Jan van der"),
        ("Jan van der Berg", "van der Berg Jan"),
        ("Jan van der Berg", "dhr. J. van der Berg"),
        ("Jan van den Berg", "Jan v.d. Berg"),
        ("Jan van den Berg", "JAN VANDENBERG"),
        ("Jörg Müller", "Joerg Mueller"),
        ("Jörg Müller", "jorg muller"),
        ("Łukasz Groß", "Lukasz Gross"),
        ("Søren Øyen", "Soeren Oeyen"),
        ("Jan Jansen", "Jan Janssen"),
        ("J. Jansen", "Jan Jansen"),
        ("J.P. Jansen", "Jan Peter Jansen"),
        ("Jan-Peter Jansen", "Jan Jansen"),
        ("Dr. Anna Schmidt", "Anna Schmidt"),
        ("Maria Jansen-Bakker", "Maria Bakker"),
        ("Maria Jansen", "Maria Jansen Bakker"),
        ("Jan", "Jan Jansen"),
        ("Micheal Visser", "Michael Visser"),
        ("Fatma Yılmaz", "Fatma Yilmaz"),
        ("Geert 't Hart", "Geert t'Hart"),
    ],
)
def test_agreeing_names(a: str, b: str) -> None:
    assert names.compatible(a, b)
    assert names.compatible(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Jan Jansen", "Marie Jansen"),
        ("Daniel Müller", "Daniela Müller"),
        ("Christian Weber", "Christina Weber"),
        ("Mario Rossi", "Maria Rossi"),
        ("Simon Bakker", "Simone Bakker"),
        ("Jan Jansen", "Jaap Jansen"),
        ("Peter Smit", "Petra Smit"),
        ("P. Smit", "Jan Smit"),
        ("Jan Bakker", "Jan Visser"),
        ("Jansen", "Jan Jansen"),  # a family mailbox
        ("Fam. Jansen", "Jan Jansen"),
        ("", "Jan Jansen"),
        ("", ""),
        ("J", "Jan Jansen"),
        ("...", "Jan"),
    ],
)
def test_names_that_do_not_agree(a: str, b: str) -> None:
    assert not names.compatible(a, b)
    assert not names.compatible(b, a)


def test_one_key_for_all_writings() -> None:
    keys = {
        names.name_key(name)
        for name in ("Jan van der Berg", "Berg, Jan van der", "dhr. JAN BERG", "Ján van  der Berg")
    }
    assert keys == {"berg jan"}
    assert names.name_key("") == names.name_key(" - ") == ""


def test_parts() -> None:
    assert names.parse("dhr. Jan Willem van der Berg") == names.ParsedName(
        ("jan", "willem"), ("berg",), ("van", "der")
    )
    assert names.parse("Berg, J. van den").given == ("j",)
    assert names.parse("Minh Le").family == ("le",)
    assert names.parse("T. Jansen").given == ("t",)
    assert names.parse("Anna Jansen-de Vries").given == ("anna",)
    assert names.tokens("Jansen, dr.") == ("jansen",)


def test_former_name() -> None:
    assert names.former_name("Anna Bakker", "Anna Visser")
    assert names.former_name("A. Bakker", "Anna Visser")
    assert not names.former_name("Anna Bakker", "Anna Bakkers")
    assert not names.former_name("Anna Bakker", "Piet Visser")
    assert not names.former_name("Bakker", "Anna Visser")


def test_the_fullest_writing_is_shown() -> None:
    assert names.display(["J. Berg", "BERG, JAN VAN DER", "Berg, Jan van der"]) == (
        "Jan van der Berg"
    )
    assert names.display(["jan jansen", "JAN JANSEN", "Jan Jansen"]) == "Jan Jansen"
    assert names.display(["", "  "]) == names.display([]) == ""


@given(st.text(max_size=40), st.text(max_size=40))
def test_agreement_is_mutual_and_never_raises(a: str, b: str) -> None:
    assert names.compatible(a, b) == names.compatible(b, a)
    assert names.name_key(names.reorder(a)) == names.name_key(a)
    if names.name_key(a):
        assert names.compatible(a, a)


@pytest.mark.parametrize(
    ("dated", "expected"),
    [
        ([("Marieke de Wit", "2021"), ("Marieke Bos", "2026")], "Marieke Bos"),
        ([("Marieke Bos", "2025"), ("M BOS", "2026"), ("M. Bos", "2026")], "Marieke Bos"),
        ([("Bos, Marieke", "2026"), ("Marieke de Wit", None)], "Marieke Bos"),
        ([("M BOS", "2026"), ("BOS", None)], "M BOS"),
        ([("", "2026")], ""),
    ],
)
def test_latest_is_the_newest_well_written_name(
    dated: list[tuple[str, str | None]], expected: str
) -> None:
    assert names.latest(dated) == expected

"""The address to write to: the one that says most, of equals the newest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacydesk.domain.addresses import best_address, parts_known


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("Dorpsstraat 5, 1234 AB Utrecht", 4),
        ("Dorpsstraat 5, 1234AB Utrecht, NL", 4),
        ("Dorpsstraat 5 1234 AB Utrecht", 4),
        ("2e Kade 14-bis, 1234 AB, Utrecht, Nederland", 4),
        ("Hauptstr. 5a, 10115 Berlin", 4),
        ("Hauptstr. 5a, D-10115 Berlin, Deutschland", 4),
        ("10115 Berlin, Hauptstr. 5", 4),
        ("Dorpsstraat, 5, 1234 AB, Utrecht", 4),
        ("Dorpsstraat 5\n1234 AB Utrecht", 4),
        ("Dorpsstraat 5, Utrecht", 3),
        ("Dorpsstraat 5, 1234 AB", 3),
        ("Dorpsstraat 1200, Utrecht", 3),
        ("5, 1234 AB", 2),
        ("1234 AB Utrecht", 2),
        ("Dorpsstraat, Utrecht", 2),
        ("Utrecht, NL", 1),
        ("1234 AB", 1),
        ("-", 0),
        ("", 0),
    ],
)
def test_the_parts_of_an_address(address: str, parts: int) -> None:
    assert parts_known(address) == parts


@pytest.mark.parametrize(
    ("addresses", "best"),
    [
        (["Dorpsstraat 5, Utrecht", "5, 1234 AB"], "Dorpsstraat 5, Utrecht"),
        (["Dorpsstraat 5, 1234 AB Utrecht", "Kade 1, Gouda"], "Dorpsstraat 5, 1234 AB Utrecht"),
        (["Kade 1, 1234 AB Gouda", "Dijk 2, 4321 BA Urk"], "Dijk 2, 4321 BA Urk"),
        (["5, 1234 AB", None, " ", "Dorpsstraat 5, Utrecht"], "Dorpsstraat 5, Utrecht"),
        ([None, ""], None),
        (["?"], "?"),
    ],
)
def test_a_complete_address_beats_a_newer_one_and_then_the_newest(
    addresses: list[str | None], best: str | None
) -> None:
    assert best_address(addresses) == best


@given(st.lists(st.one_of(st.none(), st.text(max_size=60))))
def test_any_text_gives_one_of_the_addresses(addresses: list[str | None]) -> None:
    best = best_address(addresses)
    assert (best is None) == (not any(one and one.strip() for one in addresses))
    assert best is None or best in addresses
    assert all(0 <= parts_known(one) <= 4 for one in addresses if one)

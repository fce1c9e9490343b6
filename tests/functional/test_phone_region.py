"""A phone number without a country code is one of the customers' country, not of the clock's."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.packs import activity, text_of

from privacydesk.desk import find, imports, setup, subjects
from privacydesk.desk.context import Desk
from privacydesk.policy.loader import load_pack, parse_pack

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "place", "phones"),
    [
        ("gigaset", "DE", "NL"),
        ("zooplus", "DE", "NL"),
        ("superoffice", "NO", "NL"),
        ("drillisch", "DE", "DE"),
        ("netoperator", "NL", "NL"),
    ],
)
def test_the_packs_say_whose_numbers_are_meant(name: str, place: str, phones: str) -> None:
    pack = load_pack(name)
    assert (pack.country, pack.phone_region) == (place, phones)


@pytest.mark.parametrize(
    ("languages", "key", "region"),
    [
        ('["nl"]', "", "NL"),
        ('["de", "nl"]', "", "DE"),
        ('["nl", "en"]', "", "AT"),
        ('["en"]', "", "AT"),
        ('["nl"]', 'phones = "BE"', "BE"),
    ],
)
def test_without_the_key_the_letters_tell(languages: str, key: str, region: str) -> None:
    text = text_of(activity("a", ("ticket",)), country="AT", law="not_available")
    text = text.replace('languages = ["en"]', f"languages = {languages}")
    text = text.replace("[letters]", f"{key}\n[letters]")
    text = text.replace("{ en = ", '{ nl = "x", de = "x", en = ')
    text = text.replace("title.en", 'title.nl = "x"\ntitle.de = "x"\ntitle.en')
    assert parse_pack(text).phone_region == region


@pytest.mark.parametrize("name", ["gigaset", "superoffice"])
def test_import_and_search_read_a_dutch_number(name: str, tmp_path: Path) -> None:
    path = tmp_path / "store" / "desk.db"
    setup.init(path, name, "mira", config_folder=tmp_path / "config", now=lambda: NOW)
    with Desk.open(path, "mira", now=lambda: NOW) as desk:
        file = tmp_path / "orders.csv"
        file.write_text(
            "Customer number;Name;Phone;Order number;Order date\n"
            "K1;Jan de Vries;0612345699;A-1;2026-01-10\n",
            encoding="utf-8",
        )
        imports.run_import(desk, file, "generic", system="Shop")
        (hit,) = find.find(desk, "06 12345699").results
        card = subjects.open_subject(desk, hit.subject_id, purpose="test")
        assert [one.value for one in card.identifiers if one.kind == "phone"] == ["+31612345699"]
        assert find.find(desk, "+31612345699").results

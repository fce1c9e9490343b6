"""Source descriptions: the built-in ones, those of the user, and files that are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.intake_support import opened, read, write

from privacydesk.domain.errors import InputError, NotFoundError
from privacydesk.domain.model import (
    RecordKind,
)
from privacydesk.intake.source import get_source, load_sources, parse_source


def test_every_built_in_source_explains_itself() -> None:
    sources = load_sources()
    assert {"freshdesk", "zendesk", "shopify", "woocommerce", "freepbx", "asterisk",
            "repairshopr", "freshchat", "mailchimp", "generic"} <= set(sources)  # fmt: skip
    for source in sources.values():
        assert len(source.explains) > 80
        assert source.origin == "built-in"


OWN = """
schema = 1
name = "ours"
title = "Ours"
[[table]]
name = "people"
needs = ["Mail"]
kind = "contact"
id = "Nr"
[[table.party]]
role = "holder"
identifiers = [{ kind = "email", column = "Mail" }]
"""


def test_a_source_of_the_user(tmp_path: Path) -> None:
    write(tmp_path / "sources" / "ours.toml", OWN)
    source = get_source("ours", tmp_path / "sources")
    assert (source.origin, source.kinds) == ("user", (RecordKind.CONTACT,))
    with pytest.raises(NotFoundError, match="Did you mean ours"):
        get_source("our", tmp_path / "sources")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("schema = 1", "schema = 2"), r"ours\.toml, key schema"),
        (('kind = "contact"', 'kind = "person"'), r"key table\.1\.kind: should be 'account'"),
        (('id = "Nr"', 'ids = "Nr"'), r"key table\.1\.ids: this key is not known here"),
        (('role = "holder"', 'role = "boss"'), r"key table\.1\.party\.1\.role"),
        (("[[table]]", '[rows]\nmood = "x"\n[[table]]'), "'mood' is no row of the estate; allowed"),
        (("[[table]]", '[rows]\nscores = "x"\nderived = "X"\n[[table]]'), "X is named twice"),
        (('id = "Nr"', "[table.details]\ncolour = 'x'"), "colour is no field of contact: allowed"),
        (("[[table]]", "[[table"), "not valid TOML"),
        (('name = "ours"', 'name = "Ours!"'), "key name"),
    ],
)
def test_a_broken_description_names_file_key_and_choices(
    change: tuple[str, str], sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        parse_source(OWN.replace(*change), "ours.toml")


def test_a_file_that_is_something_else_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "prices.csv", "sku,price\n1,2\n")
    with pytest.raises(
        InputError, match=r"prices\.csv is none of the files that the source shopify"
    ):
        opened(path, "shopify")
    with pytest.raises(InputError, match="--suggest-mapping"):
        opened(path, "generic")


def test_the_same_number_with_other_content_is_a_reject(tmp_path: Path) -> None:
    path = write(
        tmp_path / "klanten.csv",
        "Klantnummer,Email\nK1,a.bos@example.nl\nK1,a.bos@example.nl\nK1,b.bos@example.nl\n,c@example.nl\n",
    )
    drafts, rejects = read(path, "generic")
    assert [draft.source_id for draft in drafts] == ["K1"]
    assert [(one.row, one.column) for one in rejects] == [(4, None), (5, "Klantnummer")]
    assert "same number as an earlier row" in rejects[0].reason
    assert "the number that names the record is missing" in rejects[1].reason

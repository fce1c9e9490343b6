"""Which right the words of a refused row name, and what its ground must then allow."""

from __future__ import annotations

import pytest

from privacydesk.domain.refusal_grounds import refused_row
from privacydesk.domain.right_names import rights_named
from privacydesk.domain.rights import Right

_UNNAMED = {Right.COMPLAINT, Right.OTHER}


@pytest.mark.parametrize("language", ["nl", "de", "en"])
@pytest.mark.parametrize("right", sorted(set(Right) - _UNNAMED))
def test_the_legal_name_of_a_right_names_it_alone(right: Right, language: str) -> None:
    assert rights_named(f"Het {right.facts.term(language).upper()} (deels)") == {right}


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Widerruf der Einwilligung", "withdrawal"),
        ("Widerruf", "withdrawal"),
        ("Auskunft", "access"),
        ("Auskunft über Notizen", "access"),
        ("Inzage in de notities", "access"),
        ("Access: notes", "access"),
        ("Löschung der Rechnungen", "erasure"),
        ("Bezwaar tegen direct marketing", "objection_marketing"),
        ("Widerspruch", "objection"),
        ("Notities (3)", None),
        ("Access logs", None),
        ("Consents", None),
        ("Widerrufsbelehrung", None),
        ("Restriction codes", None),
    ],
)
def test_a_row_about_data_names_no_right(text: str, right: str | None) -> None:
    assert rights_named(text) == ({Right(right)} if right else set())


@pytest.mark.parametrize(
    ("what", "ground", "told"),
    [
        ("Widerruf der Einwilligung", "Art. 12 Abs. 5 DSGVO", "can never be refused"),
        ("Bezwaar tegen direct marketing", "UAVG art. 41", "can never be refused"),
        ("Auskunft", "Art. 17 Abs. 3 lit. b DSGVO", "right of access"),
        ("Auskunft", "Art. 15 Abs. 4 DSGVO", ""),
        ("Löschung", "Art. 17 Abs. 3 lit. b DSGVO", ""),
        ("Notizen", "Art. 17 Abs. 3 lit. b DSGVO", ""),
        ("Notizen", "Art. 16 DSGVO", "right of access"),
    ],
)
def test_the_ground_allows_the_right_that_is_named(what: str, ground: str, told: str) -> None:
    said = refused_row(what, ground, [Right.ACCESS, Right.ERASURE, Right.WITHDRAWAL])
    assert told in said
    assert bool(said) == bool(told)

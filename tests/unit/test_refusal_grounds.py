"""A refusal names an article that allows it, in the habit of any language."""

from __future__ import annotations

import pytest

from privacydesk.domain.refusal_grounds import (
    GROUNDS,
    UNCONDITIONAL,
    cited,
    kept_on,
    refused_partly,
    refused_wholly,
    says_why,
)
from privacydesk.domain.rights import Right


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Article 12(5)(b) GDPR", "12(5)(b)"),
        ("artikel 12, lid 5, onder b, AVG", "12(5)(b)"),
        ("artikel 12 vijfde lid AVG", "12(5)"),
        ("Art.12 Abs. 5 Satz 2 lit. b DSGVO", "12(5)(b)"),
        ("Art. 17 Abs. 3 Buchst. e DSGVO", "17(3)(e)"),
        ("17(3)(b)", "17(3)(b)"),
        ("Artikel 16 AVG", "16"),
    ],
)
def test_citations_of_three_languages(text: str, named: str) -> None:
    assert named in cited(text)


@pytest.mark.parametrize("text", ["wij willen niet", "van 16 maart", "§ 12 Abs. 5", "-", "12 5"])
def test_no_citation(text: str) -> None:
    assert not cited(text) & {"12(5)", "16"}


def test_every_right_has_its_grounds() -> None:
    assert set(GROUNDS) == set(Right)


@pytest.mark.parametrize("right", Right)
def test_a_ground_of_the_law_passes_and_none_other(right: Right) -> None:
    for ground in GROUNDS[right]:
        assert refused_partly(f"Article {ground} GDPR", [right]) == ""
    for ground in ("wij willen niet", "Article 999 GDPR", "Article 12(4) GDPR", "Art. 17"):
        told = refused_wholly(ground, [right])
        assert GROUNDS[right][0] in told
        assert ground not in told.replace("Article 12", "")
    national = refused_wholly("§ 34 BDSG", [right])
    assert bool(national) == (right in UNCONDITIONAL)


@pytest.mark.parametrize("right", sorted(UNCONDITIONAL))
def test_an_unconditional_right_is_refused_to_an_unknown_person_only(right: Right) -> None:
    for ground in ("Article 12(5)(b) GDPR", "Article 21(1) GDPR", "UAVG art. 41", "Art. 17(3)(e)"):
        for asked in ([right], [Right.ACCESS, right]):
            assert "can never be refused" in refused_wholly(ground, asked)
        assert "can never be refused" in refused_partly(ground, [right])
    assert refused_wholly("Articles 11(2) and 12(2) GDPR", [right, Right.ACCESS]) == ""
    assert refused_partly("Art. 15(4) GDPR", [right, Right.ACCESS]) == ""


def test_the_rights_of_others_limit_a_part_only() -> None:
    assert "12(5)" in refused_wholly("Article 15(4) GDPR", [Right.ACCESS])
    assert refused_partly("artikel 15 lid 4 AVG", [Right.ACCESS]) == ""


def test_one_ground_serves_every_right_that_is_refused() -> None:
    both = [Right.ACCESS, Right.ERASURE]
    assert "right of access" in refused_wholly("Article 17(3)(e) GDPR", both)
    assert refused_wholly("Article 12(5)(b) GDPR", both) == ""


@pytest.mark.parametrize(
    ("ground", "good"),
    [
        ("Article 17(3)(b) GDPR", True),
        ("AWR art. 52(4)", True),
        ("§ 147 AO", True),
        ("§ 35 BDSG", True),
        ("ground", False),
        ("AO", False),
        ("Article 17(3)(f) GDPR", False),
        ("Article 6 GDPR", False),
        ("artikel 17 lid 1 AVG", False),
        ("Article 12(5) GDPR", False),
        ("artikel 17 lid 3 onder b AVG", True),
    ],
)
def test_data_are_kept_on_a_ground(ground: str, good: bool) -> None:
    assert (kept_on(ground) == "") is good


def test_a_reason_has_words() -> None:
    assert says_why("Het vijfde verzoek")
    for text in ("-", "nee", "1 2 3", "a b", "... !!"):
        assert not says_why(text)

"""What can never be refused is not refused by a letter, and a refusal has a ground of the law."""

from __future__ import annotations

import pytest
from tests.conftest import NOW
from tests.functional.answering import log_case, use_pack

from privacydesk.desk import cases, letters
from privacydesk.desk.context import Desk
from privacydesk.domain.errors import InputError, StateError


@pytest.fixture
def ready(desk: Desk) -> Desk:
    use_pack(desk)
    return desk


def _log(desk: Desk, *rights: str) -> str:
    return log_case(desk, None, *rights, language="en")


@pytest.mark.parametrize("right", ["objection_marketing", "withdrawal"])
def test_an_unconditional_right_is_not_refused(ready: Desk, right: str) -> None:
    reference = _log(ready, right)
    with pytest.raises(InputError, match="can never be refused"):
        letters.state_facts(ready, reference, "refusal", {"ground": "Article 12(5)(b) GDPR"})
    row = {"refused": "Mail | Article 21(1) GDPR | We want to go on"}
    with pytest.raises(InputError, match="can never be refused"):
        letters.state_facts(ready, reference, "partial_refusal", row)
    letters.state_facts(
        ready, reference, "refusal",
        {"ground": "Articles 11(2) and 12(2) GDPR", "reason": "Nobody of this name is known."},
    )  # fmt: skip
    cases.event(ready, reference, "identity_confirmed", reason="logged in")
    with pytest.raises(StateError, match="identity is confirmed"):
        letters.show(ready, reference, "refusal")


@pytest.mark.parametrize("ground", ["wij willen niet", "Article 999 GDPR"])
def test_a_refusal_names_a_ground_of_the_right(ready: Desk, ground: str) -> None:
    reference = _log(ready, "access")
    with pytest.raises(InputError, match=r"grounds to refuse the right of access.*12\(5\)"):
        letters.state_facts(ready, reference, "refusal", {"ground": ground})
    for letter in ("partial_refusal", "access_reply"):
        with pytest.raises(InputError, match=r"refuse a part of the right of access.*15\(4\)"):
            letters.state_facts(ready, reference, letter, {"refused": f"Notes | {ground} | So be"})
    assert letters.show(ready, reference, "refusal").stated == ()


def test_a_refusal_says_why_in_words(ready: Desk) -> None:
    reference = _log(ready, "access")
    with pytest.raises(InputError, match="told in words"):
        letters.state_facts(ready, reference, "refusal", {"reason": "-"})
    with pytest.raises(InputError, match="tells in words why"):
        letters.state_facts(
            ready, reference, "partial_refusal", {"refused": "Notes | Art. 15(4) GDPR | -"}
        )


def test_what_is_kept_has_a_ground(ready: Desk) -> None:
    reference = _log(ready, "erasure")
    with pytest.raises(InputError, match=r"Article 17\(3\)\(a\) to \(e\)"):
        letters.state_facts(
            ready, reference, "erasure_reply", {"kept": "Category | ground | 2030-01-01"}
        )


def test_a_ground_of_an_earlier_version_does_not_pass(ready: Desk) -> None:
    from privacydesk.store import letters as stored

    reference = _log(ready, "objection_marketing")
    with ready.store.write("tester", NOW) as tx:
        stored.put_facts(tx, 1, "refusal", {"ground": "Art. 12(5) GDPR", "reason": "We say no."})
        tx.audit("letter.facts", case=1)
    with pytest.raises(InputError, match="can never be refused"):
        letters.show(ready, reference, "refusal")

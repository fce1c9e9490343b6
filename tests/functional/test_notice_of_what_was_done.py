"""Recipients are told (Art. 19) of what was done, not of what another request led to."""

from __future__ import annotations

import pytest
from tests.functional.answering import log_case, use_pack

from privacydesk.desk import cases, letters
from privacydesk.desk.context import Desk
from privacydesk.domain.errors import StateError

NAME = "recipients_notice"
COMPANY = {"recipient": "PostNL", "recipient_address": "Postbus 1, 1000 AA Den Haag"}
WHO = {"person_name": "Anna de Boer", "identify_by": "E-mail | anna@example.nl"}


def _case(desk: Desk, *rights: str) -> tuple[str, dict[str, int]]:
    use_pack(desk)
    reference = log_case(desk, None, *rights, language="en")
    letters.state_facts(desk, reference, NAME, {**COMPANY, **WHO})
    requests = cases.show(desk, reference).case.requests
    return reference, {request.right: request.request_id for request in requests}


@pytest.mark.parametrize("stated", [False, True])
def test_a_refused_request_gives_nothing_to_tell(desk: Desk, stated: bool) -> None:
    reference, requests = _case(desk, "erasure", "objection_marketing")
    if stated:
        letters.state_facts(desk, reference, NAME, {"action": "erased"})
    cases.event(desk, reference, "acted", request_id=requests["objection_marketing"], reason="Off")
    cases.outcome(desk, reference, requests["erasure"], "refused", "Art. 17(3)(e): a claim")
    with pytest.raises(StateError, match="was refused in this case"):
        letters.show(desk, reference, NAME)


def test_the_act_of_another_request_is_not_its_act(desk: Desk) -> None:
    reference, requests = _case(desk, "erasure", "rectification")
    cases.event(desk, reference, "acted", request_id=requests["rectification"], reason="Corrected")
    letters.state_facts(desk, reference, NAME, {"action": "erased"})
    missing = letters.show(desk, reference, NAME).missing_facts
    assert [one.name for one in missing] == ["acted_on"]
    letters.state_facts(desk, reference, NAME, {"action": "rectified"})
    assert letters.show(desk, reference, NAME).usable
    cases.event(desk, reference, "acted", request_id=requests["erasure"], reason="Erased")
    letters.state_facts(desk, reference, NAME, {"action": "erased"})
    assert letters.show(desk, reference, NAME).usable


def test_of_two_requests_the_one_that_was_refused_gives_no_action(desk: Desk) -> None:
    reference, requests = _case(desk, "erasure", "rectification")
    cases.outcome(desk, reference, requests["erasure"], "refused", "Art. 17(3)(e): a claim")
    cases.event(desk, reference, "acted", reason="Corrected")
    view = letters.show(desk, reference, NAME)
    assert view.usable, view.problem
    assert "rectif" in (view.markdown or "") or "correct" in (view.markdown or "")

"""A request ends refused on a ground that the law has for it, as a letter does."""

from __future__ import annotations

from datetime import date

import pytest

from privacydesk.desk import cases
from privacydesk.desk.context import Desk
from privacydesk.domain.errors import InputError, StateError
from privacydesk.domain.model import RequestStatus


def _request(desk: Desk, right: str) -> tuple[str, int]:
    logged = cases.log(
        desk, subject_id=None, rights=[right], received=date(2026, 2, 20), channel="email"
    )
    return logged.reference, logged.requests[0].request_id


@pytest.mark.parametrize(
    ("right", "status", "reason", "said"),
    [
        ("objection_marketing", "refused", "Art. 12(5) GDPR: he asks every week", "21(3)"),
        ("objection_marketing", "partly", "Art. 21(1) GDPR: we still call", "21(3)"),
        ("withdrawal", "refused", "Article 12(5)(b) GDPR: the ninth time", "7(3)"),
        ("rectification", "refused", "we do not want to", "12(5)"),
        ("access", "refused", "Art. 15(4) GDPR: others are in it", "12(5)"),
        ("erasure", "partly", "invoices stay", "17(3)(a)"),
    ],
)
def test_an_outcome_without_ground_is_not_recorded(
    desk: Desk, right: str, status: str, reason: str, said: str
) -> None:
    reference, request = _request(desk, right)
    with pytest.raises(InputError) as refused:
        cases.outcome(desk, reference, request, status, reason)
    assert said in refused.value.message
    assert refused.value.code == "groundless"
    (stored,) = cases.show(desk, reference).case.requests
    assert stored.status is RequestStatus.OPEN


@pytest.mark.parametrize(
    ("right", "status", "reason"),
    [
        ("objection_marketing", "refused", "Art. 11(2), 12(2) GDPR: nobody of that name"),
        ("withdrawal", "refused", "Article 12(6) GDPR: no answer to our question"),
        ("access", "refused", "artikel 12 lid 5 onder b AVG: het negende verzoek"),
        ("access", "partly", "Art. 15(4) GDPR: internal notes about others"),
        ("access", "refused", "UAVG art. 41: a running investigation"),
        ("erasure", "partly", "AWR art. 52(4): invoices until 2033"),
        ("erasure", "partly", "Art. 17(3)(b) GDPR: invoices until 2033"),
        ("objection_marketing", "withdrawn", None),
        ("withdrawal", "done", "stopped the newsletter"),
    ],
)
def test_an_outcome_with_its_ground_is(
    desk: Desk, right: str, status: str, reason: str | None
) -> None:
    reference, request = _request(desk, right)
    (stored,) = cases.outcome(desk, reference, request, status, reason).case.requests
    assert stored.status.value == status


def test_who_is_identified_is_not_refused_what_cannot_be(desk: Desk) -> None:
    reference, request = _request(desk, "objection_marketing")
    cases.event(desk, reference, "identity_confirmed", reason="logged in")
    with pytest.raises(StateError, match="identity is confirmed"):
        cases.outcome(desk, reference, request, "refused", "Art. 12(6) GDPR: no answer")

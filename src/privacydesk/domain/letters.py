"""Which letters answer a request: a receipt, a question or a letter to others does not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from privacydesk.domain.document_kinds import letter_of
from privacydesk.domain.rights import Right

ANSWERING: Final = frozenset(
    {
        "not_identified",
        "access_reply",
        "portability_reply",
        "no_data",
        "erasure_reply",
        "rectification_reply",
        "restriction_reply",
        "objection_marketing_reply",
        "objection_reply",
        "withdrawal_reply",
        "automated_decision_reply",
        "partial_refusal",
        "refusal",
    }
)
TO_OTHERS: Final = frozenset(
    {"recipients_notice", "processor_search_request", "forward_to_controller"}
)
"""Letters to a recipient, processor or other controller: none of it is for the person's post."""
ANSWERS_TO: Final[Mapping[str, Right]] = MappingProxyType(
    {
        "access_reply": Right.ACCESS,
        "portability_reply": Right.PORTABILITY,
        "erasure_reply": Right.ERASURE,
        "rectification_reply": Right.RECTIFICATION,
        "restriction_reply": Right.RESTRICTION,
        "restriction_lifted": Right.RESTRICTION,
        "objection_marketing_reply": Right.OBJECTION_MARKETING,
        "objection_reply": Right.OBJECTION,
        "withdrawal_reply": Right.WITHDRAWAL,
        "automated_decision_reply": Right.AUTOMATED_DECISION,
    }
)
"""The right that a letter answers to; one that is not here may answer any."""

ACTIONS: Final[Mapping[str, frozenset[Right]]] = MappingProxyType(
    {
        "rectified": frozenset({Right.RECTIFICATION}),
        "erased": frozenset({Right.ERASURE, Right.OBJECTION, Right.WITHDRAWAL}),
        # what a duty keeps is restricted instead of erased (§ 35(3) BDSG); Art. 18(1)(a), (d)
        "restricted": frozenset(
            {Right.RESTRICTION, Right.ERASURE, Right.RECTIFICATION, Right.OBJECTION}
        ),
    }
)
"""What recipients are told was done (Art. 19), with the rights that may ask for it."""


def fits(letter: str, rights: Iterable[str]) -> bool:
    """Whether a letter belongs to a case in which these rights were asked for."""
    right = ANSWERS_TO.get(letter)
    return right is None or right in set(rights)


def answers(kind: str) -> bool:
    """Whether a document of this kind is (a part of) the answer to the request."""
    name = letter_of(kind)
    return not name or name in ANSWERING


def to_person(kind: str) -> bool:
    """Whether a document of this kind goes to the person."""
    return letter_of(kind) not in TO_OTHERS


def letter_content(title: str, markdown: str) -> str:
    """The hash of what a letter says; another one later means that it would say something else."""
    return hashlib.sha256(f"{title}\0{markdown}".encode("utf-8", "surrogatepass")).hexdigest()

"""Which letters answer a request: a receipt, a question or a letter to others does not."""

from __future__ import annotations

from typing import Final

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
        "partial_refusal",
        "refusal",
    }
)
_PREFIX: Final = "letter:"


def document_kind(letter: str) -> str:
    """The kind under which a letter is kept among the documents of its case."""
    return f"{_PREFIX}{letter}"


def answers(kind: str) -> bool:
    """Whether a document of this kind is (a part of) the answer to the request."""
    return not kind.startswith(_PREFIX) or kind.removeprefix(_PREFIX) in ANSWERING

"""The estate: every sort of personal data a customer service holds, and what the law asks of it.

`ROWS` is the matrix as frozen data: where such data come from (`origins`), on what basis they
usually rest, whether Art. 20 can reach them, what must be masked, and which legal duty keeps them
(`duties`, keys of `domain/duties.py`). The basis of an answer is never taken from here but from
the policy pack. `groups_of` says into which rows a record falls apart: a ticket is customer
text, agent replies, metadata and internal notes.

Sources: GDPR Art. 4, 15, 20; WP242 rev.01 ("provided" includes observed, excludes inferred); EDPB
Guidelines 01/2022 on access; C-487/21, C-579/21.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from privacydesk.domain.estate_service import SERVICE_ROWS
from privacydesk.domain.estate_trade import TRADE_ROWS
from privacydesk.domain.estate_types import EstateRow, Portable, RowOrigin
from privacydesk.domain.model import RecordKind

__all__ = [
    "MAIN_ROW",
    "OTHERS_INVOLVED",
    "ROWS",
    "EstateRow",
    "FieldGroup",
    "Holds",
    "Portable",
    "RowOrigin",
    "groups_of",
    "rows_of",
]


ROWS: Final[Mapping[str, EstateRow]] = MappingProxyType(
    {row.id: row for row in (*TRADE_ROWS, *SERVICE_ROWS)}
)
"""Every row by its id."""
OTHERS_INVOLVED: Final = "others_involved"
"""The row of fields that tell of other people only: portability gives none of it (Art. 20(4))."""


class Holds(StrEnum):
    """Which part of a record a group takes."""

    RECORD = "record"  # title, text and every field that no other group claims
    OWN_LINES = "own_lines"  # messages written by the person, with their files
    REPLIES = "replies"  # messages of agents, bots and the system, sent to the person
    OTHERS_LINES = "others_lines"  # messages written by third parties
    INTERNAL = "internal"  # internal notes
    PAYMENT = "payment"  # fields about paying
    DELIVERY = "delivery"  # fields about address and delivery
    DIAGNOSIS = "diagnosis"  # findings of the technician
    PROOF = "proof"  # the log that proves a consent
    TRACKING = "tracking"  # what the carrier reports
    FILES = "files"  # attachments that belong to no message
    ASSIGNED = "assigned"  # what the description of the source assigns to a row of its own


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """A part of a record and the row of the estate it belongs to."""

    id: str
    row: str
    holds: Holds


_K: Final = RecordKind


def _thread(text_row: str) -> tuple[FieldGroup, ...]:
    replies = "ticket_agent_replies"
    return (
        FieldGroup("fields", "ticket_metadata", Holds.RECORD),
        FieldGroup("own_text", text_row, Holds.OWN_LINES),
        FieldGroup("replies", replies, Holds.REPLIES),
        FieldGroup("others_text", replies, Holds.OTHERS_LINES),
        FieldGroup("internal_notes", "internal_notes", Holds.INTERNAL),
        FieldGroup("files", text_row, Holds.FILES),
    )


def _whole(row: str) -> tuple[FieldGroup, ...]:
    return (
        FieldGroup("fields", row, Holds.RECORD),
        FieldGroup("internal_notes", "internal_notes", Holds.INTERNAL),
        FieldGroup("files", row, Holds.FILES),
    )


_GROUPS: Final[Mapping[RecordKind, tuple[FieldGroup, ...]]] = MappingProxyType(
    {
        _K.ACCOUNT: _whole("account"),
        _K.CONTACT: _whole("contact_details"),
        _K.TICKET: _thread("ticket_customer_text"),
        _K.CHAT: _thread("chat_transcripts"),
        _K.MAIL: _thread("emails"),
        _K.ORDER: (
            FieldGroup("order", "orders", Holds.RECORD),
            FieldGroup("payment", "payments", Holds.PAYMENT),
            FieldGroup("delivery", "orders", Holds.DELIVERY),
            FieldGroup("tracking", "delivery_tracking", Holds.TRACKING),
            FieldGroup("internal_notes", "internal_notes", Holds.INTERNAL),
            FieldGroup("files", "orders", Holds.FILES),
        ),
        _K.INVOICE: (
            FieldGroup("fields", "invoices", Holds.RECORD),
            FieldGroup("internal_notes", "internal_notes", Holds.INTERNAL),
            FieldGroup("document", "invoice_documents", Holds.FILES),
        ),
        _K.PAYMENT: _whole("payments"),
        _K.CONTRACT: _whole("contracts"),
        _K.REPAIR: (
            FieldGroup("fields", "repairs", Holds.RECORD),
            FieldGroup("diagnosis", "repair_diagnosis", Holds.DIAGNOSIS),
            FieldGroup("own_text", "repairs", Holds.OWN_LINES),
            FieldGroup("replies", "ticket_agent_replies", Holds.REPLIES),
            FieldGroup("others_text", "ticket_agent_replies", Holds.OTHERS_LINES),
            FieldGroup("internal_notes", "internal_notes", Holds.INTERNAL),
            FieldGroup("files", "repair_diagnosis", Holds.FILES),
        ),
        _K.DELIVERY: (
            FieldGroup("delivery", "delivery_tracking", Holds.RECORD),
            FieldGroup("internal_notes", "internal_notes", Holds.INTERNAL),
            FieldGroup("files", "delivery_tracking", Holds.FILES),
        ),
        _K.CALL: (
            FieldGroup("fields", "call_metadata", Holds.RECORD),
            FieldGroup("internal_notes", "internal_notes", Holds.INTERNAL),
            FieldGroup("audio", "call_recordings", Holds.FILES),
        ),
        _K.RECORDING: (
            FieldGroup("fields", "call_recordings", Holds.RECORD),
            FieldGroup("internal_notes", "internal_notes", Holds.INTERNAL),
            FieldGroup("audio", "call_recordings", Holds.FILES),
        ),
        _K.USAGE: _whole("usage"),
        _K.CONSENT: (
            FieldGroup("choice", "consents", Holds.RECORD),
            FieldGroup("proof", "consent_proof", Holds.PROOF),
            FieldGroup("internal_notes", "internal_notes", Holds.INTERNAL),
            FieldGroup("files", "consent_proof", Holds.FILES),
        ),
        _K.NEWSLETTER: _whole("newsletter"),
        _K.SURVEY: _whole("survey_answers"),
        _K.APPLICATION: _whole("applications"),
        _K.NOTE: (
            FieldGroup("fields", "internal_notes", Holds.RECORD),
            FieldGroup("files", "internal_notes", Holds.FILES),
        ),
        _K.SCORE: (
            FieldGroup("fields", "scores", Holds.RECORD),
            FieldGroup("files", "scores", Holds.FILES),
        ),
        _K.CREDIT_CHECK: (
            FieldGroup("fields", "credit_check", Holds.RECORD),
            FieldGroup("files", "credit_check", Holds.FILES),
        ),
        _K.OTHER: _whole("other"),
    }
)

MAIN_ROW: Final[Mapping[RecordKind, str]] = MappingProxyType(
    {
        **{kind: groups[0].row for kind, groups in _GROUPS.items()},
        _K.TICKET: "ticket_customer_text",
        _K.CHAT: "chat_transcripts",
        _K.MAIL: "emails",
    }
)
"""The row that stands for a kind as a whole: its period, its place in the register."""


WRITTEN: Final = frozenset({_K.TICKET, _K.CHAT, _K.MAIL})
"""Kinds whose own text is what the person wrote (`Holds.OWN_LINES`), as a table without lines
gives it, and no field of the record."""


def groups_of(kind: RecordKind) -> tuple[FieldGroup, ...]:
    """The groups a record of this kind can have, in reading order; empty ones included."""
    return _GROUPS[kind]


def rows_of(kind: RecordKind) -> tuple[str, ...]:
    """The rows a record of this kind touches, the main row first, each once."""
    return tuple(dict.fromkeys((MAIN_ROW[kind], *(g.row for g in _GROUPS[kind]))))

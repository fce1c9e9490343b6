"""What things are called: the kinds and roles every other module of the model speaks in."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

Payload = Mapping[str, Any]  # every field of a source row, verbatim


class RecordKind(StrEnum):
    """What a record is. The values are the keys of `counts` in the command line's JSON."""

    ACCOUNT = "account"
    CONTACT = "contact"
    TICKET = "ticket"
    CHAT = "chat"
    MAIL = "mail"
    ORDER = "order"
    INVOICE = "invoice"
    PAYMENT = "payment"
    CONTRACT = "contract"
    REPAIR = "repair"
    DELIVERY = "delivery"
    CALL = "call"
    RECORDING = "recording"
    USAGE = "usage"
    CONSENT = "consent"
    NEWSLETTER = "newsletter"
    SURVEY = "survey"
    APPLICATION = "application"
    NOTE = "note"
    SCORE = "score"
    CREDIT_CHECK = "credit_check"
    OTHER = "other"


class Role(StrEnum):
    """How a person takes part in a record. `domain/scope.py` reads it."""

    HOLDER = "holder"  # of an account, contact entry, consent, contract
    REQUESTER = "requester"  # of a ticket, chat, mail, repair
    BUYER = "buyer"
    RECIPIENT = "recipient"  # of a parcel: gets delivery facts, not the buyer's payment
    PAYER = "payer"
    CALLER = "caller"
    CALLEE = "callee"
    CC = "cc"
    SUBSCRIBER = "subscriber"
    RESPONDENT = "respondent"  # of a survey
    APPLICANT = "applicant"
    MENTIONED = "mentioned"


class AuthorRole(StrEnum):
    """Who wrote a line of a ticket, chat or mail."""

    SUBJECT = "subject"  # the requester of the record
    AGENT = "agent"
    BOT = "bot"
    THIRD_PARTY = "third_party"
    SYSTEM = "system"


class IdentifierKind(StrEnum):
    """What an identifying value is; `domain/identifiers.py` normalises each."""

    EMAIL = "email"
    PHONE = "phone"
    CUSTOMER_NUMBER = "customer_number"
    ACCOUNT_ID = "account_id"
    USERNAME = "username"
    ORDER_NUMBER = "order_number"
    INVOICE_NUMBER = "invoice_number"
    TICKET_NUMBER = "ticket_number"
    CONTRACT_NUMBER = "contract_number"
    REPAIR_NUMBER = "repair_number"
    CALL_ID = "call_id"
    IMEI = "imei"
    SERIAL = "serial"
    MAC = "mac"
    IP = "ip"
    IBAN = "iban"
    DEVICE_ID = "device_id"
    ADDRESS = "address"  # postcode + house number


class AttachmentState(StrEnum):
    """Where the bytes of an attachment are."""

    FILE = "file"  # in the store's files folder
    LINK = "link"  # only an address at the source is known
    MISSING = "missing"  # named by the source, not in the folder that was imported

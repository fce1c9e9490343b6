"""The typed fields of each kind of record: what screens, reports and packages lay out.

`RecordDraft.details` is the plain JSON of one of these models. They hold what a kind *means*
(an order has a number, lines and a total); the source's own fields stay verbatim in the payload,
so nothing is lost that no field here names. Texts and codes stay as the source writes them,
times are ISO 8601 with offset, money is text with a point and keeps the source's digits.
"""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict

from privacydesk.domain.model import RecordKind

TIME: Final = "time"
Time = Annotated[str, TIME]  # ISO 8601 with offset


class Details(BaseModel):
    """Base of all kinds. Unknown fields are refused: they belong into the payload."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AccountDetails(Details):
    number: str | None = None
    username: str | None = None
    status: str | None = None
    created_at: Time | None = None
    last_seen_at: Time | None = None
    closed_at: Time | None = None
    language: str | None = None
    company: str | None = None
    address: str | None = None
    birth_date: str | None = None
    marketing_email: str | None = None
    marketing_sms: str | None = None
    orders: str | None = None
    spent: str | None = None
    tags: list[str] | None = None
    note: str | None = None


class ContactDetails(Details):
    title: str | None = None
    company: str | None = None
    address: str | None = None
    birth_date: str | None = None
    language: str | None = None
    time_zone: str | None = None
    status: str | None = None
    role: str | None = None
    created_at: Time | None = None
    tags: list[str] | None = None
    note: str | None = None


class TicketDetails(Details):
    number: str | None = None
    status: str | None = None
    priority: str | None = None
    channel: str | None = None
    type: str | None = None
    product: str | None = None
    group: str | None = None
    agent: str | None = None
    company: str | None = None
    cc: list[str] | None = None
    tags: list[str] | None = None
    due_at: Time | None = None
    resolved_at: Time | None = None
    closed_at: Time | None = None
    satisfaction: str | None = None


class ChatDetails(Details):
    status: str | None = None
    channel: str | None = None
    agent: str | None = None
    group: str | None = None
    page: str | None = None
    ip: str | None = None
    city: str | None = None
    tags: list[str] | None = None
    satisfaction: str | None = None


class MailDetails(Details):
    sender: str | None = None
    to: list[str] | None = None
    cc: list[str] | None = None
    direction: str | None = None
    message_id: str | None = None


class OrderLine(Details):
    name: str | None = None
    quantity: str | None = None
    price: str | None = None
    sku: str | None = None
    serial: str | None = None


class OrderDetails(Details):
    number: str | None = None
    status: str | None = None
    payment_status: str | None = None
    delivery_status: str | None = None
    currency: str | None = None
    subtotal: str | None = None
    shipping: str | None = None
    tax: str | None = None
    discount: str | None = None
    total: str | None = None
    refunded: str | None = None
    payment_method: str | None = None
    payment_reference: str | None = None
    shipping_method: str | None = None
    billing_address: str | None = None
    delivery_name: str | None = None
    delivery_address: str | None = None
    delivery_phone: str | None = None
    ip: str | None = None
    user_agent: str | None = None
    marketing: str | None = None
    tags: list[str] | None = None
    paid_at: Time | None = None
    fulfilled_at: Time | None = None
    cancelled_at: Time | None = None
    lines: list[OrderLine] | None = None


class InvoiceDetails(Details):
    number: str | None = None
    order_number: str | None = None
    status: str | None = None
    currency: str | None = None
    total: str | None = None
    tax: str | None = None
    billing_address: str | None = None
    due_at: Time | None = None
    paid_at: Time | None = None
    lines: list[OrderLine] | None = None


class PaymentDetails(Details):
    number: str | None = None
    method: str | None = None
    status: str | None = None
    currency: str | None = None
    amount: str | None = None
    account: str | None = None
    order_number: str | None = None
    invoice_number: str | None = None


class ContractDetails(Details):
    number: str | None = None
    product: str | None = None
    status: str | None = None
    starts_at: Time | None = None
    ends_at: Time | None = None


class RepairDetails(Details):
    number: str | None = None
    status: str | None = None
    type: str | None = None
    problem: str | None = None
    diagnosis: str | None = None
    device: str | None = None
    serial: str | None = None
    imei: str | None = None
    mac: str | None = None
    accessories: str | None = None
    agent: str | None = None
    due_at: Time | None = None
    resolved_at: Time | None = None


class DeliveryDetails(Details):
    number: str | None = None
    carrier: str | None = None
    status: str | None = None
    order_number: str | None = None
    address: str | None = None
    signed_by: str | None = None
    delivered_at: Time | None = None


class CallDetails(Details):
    direction: str | None = None
    from_number: str | None = None
    from_name: str | None = None
    to_number: str | None = None
    to_name: str | None = None
    dialled: str | None = None
    status: str | None = None
    duration_seconds: int | None = None
    talk_seconds: int | None = None
    recording: str | None = None


class RecordingDetails(Details):
    call_id: str | None = None
    file: str | None = None
    duration_seconds: int | None = None


class UsageDetails(Details):
    service: str | None = None
    quantity: str | None = None
    unit: str | None = None
    ip: str | None = None
    device: str | None = None
    location: str | None = None


class ConsentDetails(Details):
    purpose: str | None = None
    status: str | None = None
    channel: str | None = None
    text_version: str | None = None
    given_at: Time | None = None
    confirmed_at: Time | None = None
    withdrawn_at: Time | None = None
    given_ip: str | None = None
    confirmed_ip: str | None = None
    reason: str | None = None


class NewsletterDetails(Details):
    list_name: str | None = None
    status: str | None = None
    topics: list[str] | None = None
    rating: str | None = None
    joined_at: Time | None = None
    left_at: Time | None = None
    location: str | None = None
    note: str | None = None


class SurveyDetails(Details):
    survey: str | None = None
    score: str | None = None
    comment: str | None = None
    ticket_number: str | None = None


class ApplicationDetails(Details):
    position: str | None = None
    status: str | None = None


class NoteDetails(Details):
    author: str | None = None
    topic: str | None = None


class ScoreDetails(Details):
    name: str | None = None
    value: str | None = None
    decision: str | None = None


class CreditCheckDetails(Details):
    bureau: str | None = None
    result: str | None = None


class OtherDetails(Details):
    number: str | None = None
    status: str | None = None


DETAILS: Final[dict[RecordKind, type[Details]]] = {
    RecordKind.ACCOUNT: AccountDetails,
    RecordKind.CONTACT: ContactDetails,
    RecordKind.TICKET: TicketDetails,
    RecordKind.CHAT: ChatDetails,
    RecordKind.MAIL: MailDetails,
    RecordKind.ORDER: OrderDetails,
    RecordKind.INVOICE: InvoiceDetails,
    RecordKind.PAYMENT: PaymentDetails,
    RecordKind.CONTRACT: ContractDetails,
    RecordKind.REPAIR: RepairDetails,
    RecordKind.DELIVERY: DeliveryDetails,
    RecordKind.CALL: CallDetails,
    RecordKind.RECORDING: RecordingDetails,
    RecordKind.USAGE: UsageDetails,
    RecordKind.CONSENT: ConsentDetails,
    RecordKind.NEWSLETTER: NewsletterDetails,
    RecordKind.SURVEY: SurveyDetails,
    RecordKind.APPLICATION: ApplicationDetails,
    RecordKind.NOTE: NoteDetails,
    RecordKind.SCORE: ScoreDetails,
    RecordKind.CREDIT_CHECK: CreditCheckDetails,
    RecordKind.OTHER: OtherDetails,
}


def field_type(kind: RecordKind, name: str) -> str | None:
    """`text`, `time`, `int`, `list` or `lines`: how a mapped cell becomes this field.

    None when the kind has no such field.
    """
    info = DETAILS[kind].model_fields.get(name)
    if info is None:
        return None
    if TIME in info.metadata or TIME in repr(info.annotation):
        return TIME
    written = str(info.annotation)
    if "OrderLine" in written:
        return "lines"
    if "list[str]" in written:
        return "list"
    return "int" if "int" in written else "text"

"""Names of the values of the domain (kinds, rights, states): the words half of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


class Section:
    """A part of the catalogue: texts as class attributes; an instance cannot be changed.

    A language is a subclass that says every text again (a test compares the names). Data classes
    would say the same, but making them takes a tenth of the time to the first frame.
    """

    __slots__ = ()


def words_of(**words: str) -> Mapping[str, str]:
    """The words for the values of an enumeration."""
    return MappingProxyType(words)


class Words(Section):
    """Names of kinds, rights and states: the domain's enumerations as people say them."""

    __slots__ = ()
    nobody: str = "—"
    unknown_person: str = "not yet known"
    yes: str = "yes"
    no: str = "no"
    today: str = "today"
    tomorrow: str = "tomorrow"
    days: str = "{n} days"
    day_late: str = "1 day late"
    days_late: str = "{n} days late"
    at_once: str = "at once"
    sent_on: str = "sent on {day}"
    closed_on: str = "closed on {day}"
    months: tuple[str, ...] = (
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    )  # fmt: skip
    weekdays: tuple[str, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    kind: Mapping[str, str] = words_of(
        account="Accounts", contact="Contacts", ticket="Tickets", chat="Chats", mail="Mail",
        order="Orders", invoice="Invoices", payment="Payments", contract="Contracts",
        repair="Repairs", delivery="Deliveries", call="Calls", recording="Recordings",
        usage="Usage", consent="Consents", newsletter="Newsletters", survey="Surveys",
        application="Applications", note="Notes", score="Scores", credit_check="Credit checks",
        other="Other",
    )  # fmt: skip
    kind_one: Mapping[str, str] = words_of(
        account="account", contact="contact", ticket="ticket", chat="chat", mail="mail",
        order="order", invoice="invoice", payment="payment", contract="contract",
        repair="repair", delivery="delivery", call="call", recording="recording", usage="usage",
        consent="consent", newsletter="newsletter", survey="survey", application="application",
        note="note", score="score", credit_check="credit check", other="other",
    )  # fmt: skip
    right: Mapping[str, str] = words_of(
        access="access", rectification="rectification", erasure="erasure",
        restriction="restriction", portability="portability", objection="objection",
        objection_marketing="marketing objection", automated_decision="automated decision",
        withdrawal="withdrawal", complaint="complaint", other="other",
    )  # fmt: skip
    identifier: Mapping[str, str] = words_of(
        email="e-mail", phone="phone", customer_number="customer no.", account_id="account",
        username="user name", order_number="order no.", invoice_number="invoice no.",
        ticket_number="ticket no.", contract_number="contract no.", repair_number="repair no.",
        call_id="call id", imei="IMEI", serial="serial no.", mac="MAC", ip="IP", iban="IBAN",
        device_id="device", address="postcode", name="name", text="words", typo="similar name",
    )  # fmt: skip
    role: Mapping[str, str] = words_of(
        holder="holder", requester="requester", buyer="buyer", recipient="recipient",
        payer="payer", caller="caller", callee="called", cc="in copy", subscriber="subscriber",
        respondent="respondent", applicant="applicant", mentioned="mentioned",
    )  # fmt: skip
    author: Mapping[str, str] = words_of(
        subject="the person", agent="agent", bot="bot", third_party="another person",
        system="system",
    )  # fmt: skip
    channel: Mapping[str, str] = words_of(
        email="e-mail", phone="phone", chat="chat", ticket="ticket", portal="web form",
        post="post", in_person="in person", other="other",
    )  # fmt: skip
    language: Mapping[str, str] = words_of(nl="Dutch", de="German", en="English")
    outcome: Mapping[str, str] = words_of(
        open="to search", hits="found", none="nothing found", impossible="cannot be searched"
    )
    request_status: Mapping[str, str] = words_of(
        open="open", done="done", partly="partly done", refused="refused", withdrawn="withdrawn"
    )
    run_state: Mapping[str, str] = words_of(
        running="running", done="done", interrupted="interrupted", undone="undone",
        failed="failed",
    )  # fmt: skip
    event: Mapping[str, str] = words_of(
        received="received", acknowledged="acknowledged", identity_asked="identity asked",
        clarification_asked="clarification asked", answered="person answered",
        identity_confirmed="identity confirmed", pause_allowed="pause allowed",
        pause_withdrawn="pause withdrawn", extended="extended",
        extension_withdrawn="extension withdrawn", extension_notified="extension notified",
        candidates_listed="candidates listed",
        acted="acted", released="released", sent="sent", closed="closed", reopened="reopened",
        note="note",
    )  # fmt: skip
    document: Mapping[str, str] = words_of(
        access_report="access report", portability_package="portability package"
    )

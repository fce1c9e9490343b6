"""A policy pack: what a controller says it does with personal data, as frozen facts.

A pack has two layers. The *statement* is what was published; each of its facts names the section
it came from. The *supplement* is what the controller adds for its own answers. `policy/loader.py`
lays the second over the first: `supplied` on a part names the facts that come from the
supplement, `not_stated` those that neither layer gives. Of an excerpt (`Pack.excerpt`) a missing
fact means "not in this text", not "the controller does not say".

Texts are `LocalText` (nl, de, en) in our own words; names, addresses and articles are plain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from privacydesk.domain.localtext import LANGUAGES, LocalText
from privacydesk.domain.model import RecordKind
from privacydesk.domain.periods import ALWAYS, Condition, PeriodRule
from privacydesk.domain.rights import Right

__all__ = [
    "LANGUAGES",
    "Activity",
    "Authority",
    "AuthorityFor",
    "AutomatedDecision",
    "Basis",
    "Channel",
    "ChannelKind",
    "Contact",
    "Controller",
    "FormOfAddress",
    "LocalText",
    "Pack",
    "PackSystem",
    "PortabilityWidening",
    "Recipient",
    "RetentionLaw",
    "RightPolicy",
    "SelfService",
    "Transfer",
    "TransferTool",
]


class FormOfAddress(StrEnum):
    """How letters address the person: nl u / je, de Sie / du."""

    FORMAL = "formal"
    INFORMAL = "informal"


class RetentionLaw(StrEnum):
    """Whose duties to keep records apply; a law without a source here is not available."""

    NL = "NL"
    DE = "DE"
    NOT_AVAILABLE = "not_available"


class AuthorityFor(StrEnum):
    """Why a supervisory authority is named (Art. 77(1), Art. 55-56)."""

    ESTABLISHMENT = "establishment"
    RESIDENCE = "residence"
    SECTOR = "sector"


class ChannelKind(StrEnum):
    """A way to reach the controller."""

    ACCOUNT = "account"
    EMAIL = "email"
    PHONE = "phone"
    POST = "post"
    FORM = "form"
    CHAT = "chat"
    CUSTOMER_SERVICE = "customer_service"
    LINK = "link"  # e.g. the unsubscribe link of a message


class TransferTool(StrEnum):
    """What makes a transfer to a third country lawful, by its usual short name (Art. 45-49)."""

    ADEQUACY = "adequacy"
    SCC = "SCC"
    BCR = "BCR"
    EU_US_PRIVACY_SHIELD = "EU-US Privacy Shield"  # invalid since C-311/18 (16-7-2020)
    EU_US_DPF = "EU-US DPF"
    DEROGATION = "derogation"  # Art. 49
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Contact:
    """How a function is reached. Empty strings are not stated."""

    name: str = ""
    address: str = ""
    phone: str = ""
    emails: tuple[str, ...] = ()
    note: LocalText = LocalText()


@dataclass(frozen=True, slots=True)
class Controller:
    """Who is responsible (Art. 13(1)(a)-(b)). `dpo` is `None` when none is stated."""

    name: str
    address: str = ""
    phone: str = ""
    emails: tuple[str, ...] = ()
    website: str = ""
    trade_name: str = ""  # the short name used in letters
    group: LocalText = LocalText()  # affiliated companies
    dpo: Contact | None = None

    @property
    def short(self) -> str:
        """The name as letters use it."""
        return self.trade_name or self.name


@dataclass(frozen=True, slots=True)
class Channel:
    """`value`: the address or number, empty when the statement gives none."""

    kind: ChannelKind
    value: str = ""


@dataclass(frozen=True, slots=True)
class RightPolicy:
    """What the controller says of one right. `house_days` is `None` without a promise."""

    right: Right
    channels: tuple[Channel, ...] = ()
    house_days: int | None = None
    notes: LocalText = LocalText()
    section: str = ""
    supplied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SelfService:
    """What people can do themselves in their account."""

    text: LocalText
    rights: tuple[Right, ...] = ()
    section: str = ""
    supplied: bool = False


@dataclass(frozen=True, slots=True)
class Authority:
    """A supervisory authority and why it is competent.

    `country` and `region` (`DE-NW`) of residence or establishment, `sector` a word such as
    "telecoms". `stated`: the statement names it; else it follows from the place.
    """

    name: str
    why: AuthorityFor
    country: str
    website: str = ""
    abbreviation: str = ""
    region: str = ""
    sector: str = ""
    stated: bool = True
    note: LocalText = LocalText()
    section: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    """A transfer outside the EEA (Art. 15(2)). Without `tools` the safeguard is not stated."""

    tools: tuple[TransferTool, ...] = ()
    countries: tuple[str, ...] = ()
    text: LocalText = LocalText()
    section: str = ""
    supplied: bool = False


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets data (Art. 15(1)(c)).

    Either named (`name`) or only a `category`. `processor`, `country`: `None` or empty when not
    stated. `outside_eea`: `None` when not stated. `only_when`: what must have happened first.
    """

    id: str
    category: LocalText
    name: str = ""
    role: LocalText = LocalText()
    country: str = ""
    address: str = ""
    passed_on: LocalText = LocalText()
    processor: bool | None = None
    outside_eea: bool | None = None
    transfer: Transfer | None = None
    only_when: LocalText = LocalText()
    section: str = ""
    supplied: tuple[str, ...] = ()
    not_stated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis exactly as stated, also where it looks wrong.

    `article`: `6(1)(b)`, `9(2)(a)` ... `national`: a national provision cited with it.
    `interest`: the legitimate interest, in words. `text`: what the basis is said to cover.
    """

    article: str
    when: Condition = ALWAYS
    interest: LocalText = LocalText()
    text: LocalText = LocalText()
    national: str = ""


@dataclass(frozen=True, slots=True)
class AutomatedDecision:
    """Art. 15(1)(h). With `exists` true the three texts are needed."""

    exists: bool
    logic: LocalText = LocalText()
    significance: LocalText = LocalText()
    consequences: LocalText = LocalText()


@dataclass(frozen=True, slots=True)
class Activity:
    """One processing activity (Art. 30, Art. 15(1)(a)-(h)).

    `kinds`: the record kinds it covers; `rows`: only these rows of the estate matrix (empty: all
    of the kinds); `sources`: only records of these sources (empty: any). `bases` is empty when
    none is stated. `origin`: where the data come from when not from the person (15(1)(g)).
    `required`: whether giving the data is a duty, and what happens without (Art. 13(2)(e)).
    `people`: who is affected. `withdraw`: how a consent is withdrawn.
    """

    id: str
    title: LocalText
    purposes: tuple[LocalText, ...]
    data: tuple[LocalText, ...]
    bases: tuple[Basis, ...]
    kinds: tuple[RecordKind, ...] = ()
    rows: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    periods: tuple[PeriodRule, ...] = ()
    people: LocalText = LocalText()
    origin: LocalText = LocalText()
    automated: AutomatedDecision | None = None
    required: LocalText = LocalText()
    withdraw: LocalText = LocalText()
    notes: LocalText = LocalText()
    section: str = ""
    supplied: tuple[str, ...] = ()
    not_stated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackSystem:
    """A system or processor where data about people live, imported or not.

    `source`: the source description that reads its exports, empty when it is not imported.
    """

    name: str
    owner: str
    holds: LocalText
    how: LocalText
    kinds: tuple[RecordKind, ...]
    source: str = ""
    processor: bool = False
    country: str = ""


@dataclass(frozen=True, slots=True)
class PortabilityWidening:
    """What the controller gives under Art. 20 beyond the law. A pack can never narrow it."""

    kinds: tuple[RecordKind, ...] = ()
    rows: tuple[str, ...] = ()
    text: LocalText = LocalText()
    section: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole policy pack; see the module for its layers.

    `financial_year_end` is (month, day). `portability_text`: what the statement says the export
    holds; the law decides, `widen_portability` adds. `sha256`: of the pack's text.
    """

    name: str
    title: str
    language: str  # of the statement
    statement_date: date | None
    excerpt: bool
    controller: Controller
    country: str
    region: str
    zone: str
    letter_languages: tuple[str, ...]
    form_of_address: FormOfAddress
    retention_law: RetentionLaw
    authorities: tuple[Authority, ...]
    rights: Mapping[Right, RightPolicy]
    activities: tuple[Activity, ...]
    recipients: tuple[Recipient, ...]
    systems: tuple[PackSystem, ...] = ()
    self_service: tuple[SelfService, ...] = ()
    transfer: Transfer | None = None
    security: LocalText = LocalText()
    complaint: LocalText = LocalText()
    scope: LocalText = LocalText()  # whom and what the statement covers
    changes: LocalText = LocalText()  # how changes of the statement are announced
    sale: LocalText = LocalText()  # whether data are sold
    sources_of_data: LocalText = LocalText()  # where data come from in general
    portability_text: LocalText = LocalText()
    widen_portability: tuple[PortabilityWidening, ...] = ()
    automated: AutomatedDecision | None = None
    financial_year_end: tuple[int, int] = (12, 31)
    other_names: tuple[str, ...] = ()  # other companies named in the text
    notes: tuple[LocalText, ...] = ()
    supplied: tuple[str, ...] = ()
    not_stated: tuple[str, ...] = ()
    text: str = ""
    sha256: str = ""

    def recipient(self, recipient_id: str) -> Recipient:
        """The recipient with this id; the loader has checked that it exists (else `KeyError`)."""
        for recipient in self.recipients:
            if recipient.id == recipient_id:
                return recipient
        raise KeyError(recipient_id)

    def recipients_of(self, activity: Activity) -> tuple[Recipient, ...]:
        """The recipients of an activity, in the pack's order."""
        return tuple(r for r in self.recipients if r.id in activity.recipients)

    def activity(self, activity_id: str) -> Activity:
        """The activity with this id. Raises `KeyError`."""
        for activity in self.activities:
            if activity.id == activity_id:
                return activity
        raise KeyError(activity_id)

    def activities_for(
        self, kind: RecordKind, *, row: str | None = None, source: str | None = None
    ) -> tuple[Activity, ...]:
        """The activities that cover a kind of record, the most specific first.

        `row`: of the estate matrix; `source`: name of the source system. An activity limited to
        the row or the source comes before one that is not; an activity limited to others is left
        out.
        """
        found = [
            activity
            for activity in self.activities
            if (kind in activity.kinds or (row is not None and row in activity.rows))
            and (not activity.rows or row is None or row in activity.rows)
            and (not activity.sources or source is None or source in activity.sources)
        ]
        return tuple(sorted(found, key=lambda a: (not a.sources, not a.rows)))

    def house_days(self, right: Right) -> int | None:
        """Days the controller promises for a right, or `None` without a promise."""
        policy = self.rights.get(right)
        return policy.house_days if policy else None

    def authority(self, residence: str | None = None) -> Authority | None:
        """The authority to name first: of the residence if the pack has one, else the sector's,
        else that of the establishment."""
        if residence:
            for authority in self.authorities:
                if authority.why is AuthorityFor.RESIDENCE and authority.country == residence:
                    return authority
        for why in (AuthorityFor.SECTOR, AuthorityFor.ESTABLISHMENT):
            for authority in self.authorities:
                if authority.why is why:
                    return authority
        return self.authorities[0] if self.authorities else None

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
from dataclasses import dataclass, field
from datetime import date

from privacydesk.domain.localtext import LANGUAGES, NO_TEXT, LocalText
from privacydesk.domain.model import RecordKind
from privacydesk.domain.pack_parts import (
    Authority,
    AuthorityFor,
    Channel,
    ChannelKind,
    Contact,
    Controller,
    FormOfAddress,
    LetterLook,
    Recipient,
    RetentionLaw,
    RightPolicy,
    SelfService,
    Transfer,
    TransferTool,
)
from privacydesk.domain.periods import ALWAYS, Condition, PeriodRule
from privacydesk.domain.rights import Right

__all__ = [
    "LANGUAGES",
    "NO_TEXT",
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
    "LetterLook",
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


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis exactly as stated, also where it looks wrong.

    `article`: `6(1)(b)`, `9(2)(a)` ... `national`: a national provision cited with it.
    `interest`: the legitimate interest, in words. `text`: what the basis is said to cover.
    """

    article: str
    when: Condition = ALWAYS
    interest: LocalText = NO_TEXT
    text: LocalText = NO_TEXT
    national: str = ""


@dataclass(frozen=True, slots=True)
class AutomatedDecision:
    """Art. 15(1)(h). With `exists` true the three texts are needed."""

    exists: bool
    logic: LocalText = NO_TEXT
    significance: LocalText = NO_TEXT
    consequences: LocalText = NO_TEXT


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
    people: LocalText = NO_TEXT
    origin: LocalText = NO_TEXT
    automated: AutomatedDecision | None = None
    required: LocalText = NO_TEXT
    withdraw: LocalText = NO_TEXT
    notes: LocalText = NO_TEXT
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
    text: LocalText = NO_TEXT
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
    security: LocalText = NO_TEXT
    complaint: LocalText = NO_TEXT
    scope: LocalText = NO_TEXT  # whom and what the statement covers
    changes: LocalText = NO_TEXT  # how changes of the statement are announced
    sale: LocalText = NO_TEXT  # whether data are sold
    sources_of_data: LocalText = NO_TEXT  # where data come from in general
    portability_text: LocalText = NO_TEXT
    widen_portability: tuple[PortabilityWidening, ...] = ()
    automated: AutomatedDecision | None = None
    financial_year_end: tuple[int, int] = (12, 31)
    letter_look: LetterLook = field(default_factory=LetterLook)
    other_names: tuple[str, ...] = ()  # other companies named in the text
    notes: tuple[LocalText, ...] = ()
    phone_region: str = ""  # whose national phone numbers are meant; empty: those of the country
    sections: Mapping[str, str] = field(default_factory=dict)  # of the pack's own texts
    supplied: tuple[str, ...] = ()
    not_stated: tuple[str, ...] = ()
    text: str = ""
    sha256: str = ""

    @property
    def formal(self) -> bool:
        """Whether the person is addressed formally: nl u, de Sie."""
        return self.form_of_address is FormOfAddress.FORMAL

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
        """The activities that cover a kind of record, the main one first.

        `row`: of the estate matrix; `source`: name of the source system. An activity that names
        the kind comes before one that only names the row, one limited to the source or the row
        before one that is not; an activity limited to others is left out.
        """
        found = [
            activity
            for activity in self.activities
            if (kind in activity.kinds or (row is not None and row in activity.rows))
            and (not activity.rows or row is None or row in activity.rows)
            and (not activity.sources or source is None or source in activity.sources)
        ]
        return tuple(sorted(found, key=lambda a: (kind not in a.kinds, not a.sources, not a.rows)))

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

"""The parts of a policy pack that name somebody: controller, authorities, recipients, channels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from privacydesk.domain.localtext import NO_TEXT, LocalText
from privacydesk.domain.rights import Right


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
    note: LocalText = NO_TEXT


@dataclass(frozen=True, slots=True)
class Controller:
    """Who is responsible (Art. 13(1)(a)-(b)). `dpo` is `None` when none is stated."""

    name: str
    address: str = ""
    phone: str = ""
    emails: tuple[str, ...] = ()
    website: str = ""
    trade_name: str = ""  # the short name used in letters
    group: LocalText = NO_TEXT  # affiliated companies
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
    notes: LocalText = NO_TEXT
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
    note: LocalText = NO_TEXT
    section: str = ""


@dataclass(frozen=True, slots=True)
class LetterLook:
    """How letters look and who signs them.

    `signature`: name and function under a letter, lines parted by line breaks. `logo`: a PNG or
    JPEG file in the configuration folder. `colour`: `#rrggbb`. `font`: the name of a family,
    whose files lie in the folder `fonts` there.
    """

    signature: LocalText = NO_TEXT
    logo: str = ""
    colour: str = ""
    font: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    """A transfer outside the EEA (Art. 15(2)). Without `tools` the safeguard is not stated."""

    tools: tuple[TransferTool, ...] = ()
    countries: tuple[str, ...] = ()
    text: LocalText = NO_TEXT
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
    role: LocalText = NO_TEXT
    country: str = ""
    address: str = ""
    passed_on: LocalText = NO_TEXT
    processor: bool | None = None
    outside_eea: bool | None = None
    transfer: Transfer | None = None
    only_when: LocalText = NO_TEXT
    section: str = ""
    supplied: tuple[str, ...] = ()
    not_stated: tuple[str, ...] = ()

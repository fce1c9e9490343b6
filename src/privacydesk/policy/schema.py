"""What a policy pack may say, as Pydantic models of the TOML text.

Every key is checked: an unknown one is an error that lists the allowed ones. `policy/build.py`
turns a valid `PackModel` into the frozen `domain.pack.Pack`. Keys are singular where the text
repeats a table (`[[activity]]`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from privacydesk.domain.estate import ROWS
from privacydesk.domain.localtext import LANGUAGES
from privacydesk.domain.model import RecordKind
from privacydesk.domain.pack import (
    AuthorityFor,
    ChannelKind,
    FormOfAddress,
    RetentionLaw,
    TransferTool,
)
from privacydesk.domain.periods import Action, Duration, Event, YearEnd
from privacydesk.domain.rights import Right
from privacydesk.policy.colours import readable_on_white

_BASIS: Final = re.compile(r"6\(1\)\([a-f]\)|9\(2\)\([a-j]\)|10")
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_COLOUR: Final = r"#[0-9a-f]{6}"
_FONT: Final = r"[a-z0-9][a-z0-9 -]{0,63}"
_LOGO: Final = r"[\w-][\w. -]{0,100}\.(png|jpe?g)"  # a name without any folder
_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")


def _basis(value: str) -> str:
    if _BASIS.fullmatch(value) is None:
        raise ValueError(
            f"{value!r} is no legal basis; allowed are 6(1)(a) to 6(1)(f), 9(2)(a) to 9(2)(j), 10"
        )
    return value


def _country(value: str) -> str:
    if _COUNTRY.fullmatch(value) is None:
        raise ValueError(f"{value!r} is no country; allowed are two capital letters such as NL")
    return value


def _identifier(value: str) -> str:
    if _ID.fullmatch(value) is None:
        raise ValueError(f"{value!r} is no id; allowed are a-z, 0-9 and _, starting with a letter")
    return value


def _row(value: str) -> str:
    if value not in ROWS:
        raise ValueError(f"{value!r} is no row of the estate; allowed are {', '.join(ROWS)}")
    return value


def _duration(value: str) -> str:
    try:
        found = Duration.parse(value)
    except ValueError as error:
        raise ValueError(f"{error}; allowed are ISO 8601 durations") from None
    if found == Duration() and value != "P0D":
        raise ValueError(f"{value!r} is no time at all; write P0D for at once, or the number meant")
    return value


def _matching(pattern: str, wish: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value and re.fullmatch(pattern, value, re.IGNORECASE) is None:
            raise ValueError(f"{value!r} cannot be used; {wish}")
        return value

    return check


def _month_day(value: str) -> str:
    try:
        dt.date.fromisoformat(f"2000-{value}")
    except ValueError:
        raise ValueError(f"{value!r} is no day of the year; write MM-DD such as 12-31") from None
    return value


BasisArticle = Annotated[str, AfterValidator(_basis)]
Country = Annotated[str, AfterValidator(_country)]
Id = Annotated[str, AfterValidator(_identifier)]
RowId = Annotated[str, AfterValidator(_row)]
IsoDuration = Annotated[str, AfterValidator(_duration)]
Language = Literal["nl", "de", "en"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, data: Any) -> Any:
        if isinstance(data, dict):
            allowed = [field.alias or name for name, field in cls.model_fields.items()]
            for key in data:
                if key not in allowed:
                    raise PydanticCustomError(
                        "unknown_key",
                        "unknown key {key}; allowed are {allowed}",
                        {"key": key, "allowed": ", ".join(allowed)},
                    )
        return data


class TextModel(_Model):
    """A text in nl, de, en; at least one. `section` of the statement, where it stands alone."""

    nl: str = ""
    de: str = ""
    en: str = ""
    section: str = ""

    @model_validator(mode="after")
    def _written(self) -> TextModel:
        if not any(getattr(self, code) for code in LANGUAGES):
            raise ValueError("a text needs at least one of nl, de, en")
        return self


class ConditionModel(_Model):
    customer: bool | None = None
    consent: bool | None = None


class UntilModel(_Model):
    """Exactly one of `after` (with `from`), `law`, `earliest`, `latest`, `criterion`."""

    after: IsoDuration | None = None
    from_: Event | Literal["not stated"] | None = Field(None, alias="from")
    year_end: YearEnd = YearEnd.NONE
    law: Literal[True] | None = None
    stated: IsoDuration | None = None
    at_most: bool = False
    if_any: bool = False
    earliest: tuple[UntilModel, ...] | None = None
    latest: tuple[UntilModel, ...] | None = None
    criterion: TextModel | None = None

    @model_validator(mode="after")
    def _one_form(self) -> UntilModel:
        forms = ("after", "law", "earliest", "latest", "criterion")
        given = [name for name in forms if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"exactly one is allowed of {', '.join(forms)}; here: {len(given)}")
        if (self.after is None) != (self.from_ is None):
            raise ValueError('`after` and `from` belong together; `from` may be "not stated"')
        if self.law is None and (self.stated is not None or self.at_most or self.if_any):
            raise ValueError("`stated`, `at_most` and `if_any` belong to `law = true`")
        if any(part.rests_on_a_duty for part in self.earliest or ()):
            raise ValueError("`if_any` may not stand in `earliest`: it has no end without a duty")
        return self

    @property
    def rests_on_a_duty(self) -> bool:
        """Whether it gives no end of its own for a record that no legal duty covers."""
        if self.latest is not None:
            return all(part.rests_on_a_duty for part in self.latest)
        return self.if_any


class StageModel(_Model):
    until: UntilModel
    then: Action


class PeriodModel(_Model):
    text: TextModel
    stages: tuple[StageModel, ...] = Field(min_length=1)
    when: ConditionModel = ConditionModel()
    rows: tuple[RowId, ...] = ()
    part: TextModel | None = None
    section: str = ""

    @model_validator(mode="after")
    def _begins_with_an_end(self) -> PeriodModel:
        if self.stages[0].until.rests_on_a_duty:
            raise ValueError(
                "`if_any` may not stand first and alone: say until when a record is kept that no "
                "legal duty covers"
            )
        return self


class BasisModel(_Model):
    article: BasisArticle
    when: ConditionModel = ConditionModel()
    interest: TextModel | None = None
    text: TextModel | None = None
    national: str = ""


class AutomatedModel(_Model):
    exists: bool
    logic: TextModel | None = None
    significance: TextModel | None = None
    consequences: TextModel | None = None

    @model_validator(mode="after")
    def _explained(self) -> AutomatedModel:
        if self.exists and not (self.logic and self.significance and self.consequences):
            raise ValueError(
                "a decision that exists needs logic, significance and consequences (Art. 15(1)(h))"
            )
        return self


class ActivityModel(_Model):
    id: Id
    title: TextModel
    purposes: tuple[TextModel, ...] = ()
    data: tuple[TextModel, ...] = ()
    basis: tuple[BasisModel, ...] = ()
    kinds: tuple[RecordKind, ...] = ()
    rows: tuple[RowId, ...] = ()
    sources: tuple[str, ...] = ()
    recipients: tuple[Id, ...] = ()
    period: tuple[PeriodModel, ...] = ()
    people: TextModel | None = None
    origin: TextModel | None = None
    automated: AutomatedModel | None = None
    required: TextModel | None = None
    withdraw: TextModel | None = None
    notes: TextModel | None = None
    section: str = ""


class ContactModel(_Model):
    name: str = ""
    address: str = ""
    phone: str = ""
    emails: tuple[str, ...] = ()
    note: TextModel | None = None
    section: str = ""


class ControllerModel(_Model):
    name: str
    address: str = ""
    phone: str = ""
    emails: tuple[str, ...] = ()
    website: str = ""
    trade_name: str = ""
    group: TextModel | None = None
    dpo: ContactModel | None = None
    section: str = ""


class StatementModel(_Model):
    title: str
    language: Language
    date: dt.date | None = None
    excerpt: bool = False
    section: str = ""


class PlaceModel(_Model):
    country: Country
    region: str = ""
    zone: str
    phones: Country | None = None


class LettersModel(_Model):
    languages: tuple[Language, ...] = Field(min_length=1)
    address: FormOfAddress
    signature: TextModel | None = None
    logo: Annotated[str, AfterValidator(_matching(_LOGO, "name a .png or .jpg file"))] = ""
    colour: Annotated[
        str,
        AfterValidator(_matching(_COLOUR, "write it like #1f4e79")),
        AfterValidator(readable_on_white),
    ] = ""
    font: Annotated[str, AfterValidator(_matching(_FONT, "name a family like Noto Sans"))] = ""


class RetentionModel(_Model):
    law: RetentionLaw
    financial_year_end: Annotated[str, AfterValidator(_month_day)] = "12-31"


class ChannelModel(_Model):
    kind: ChannelKind
    value: str = ""


class RightModel(_Model):
    right: Right
    channels: tuple[ChannelModel, ...] = ()
    house_days: int | None = Field(None, ge=1, le=366)
    notes: TextModel | None = None
    section: str = ""


class SelfServiceModel(_Model):
    text: TextModel
    rights: tuple[Right, ...] = ()
    section: str = ""


class AuthorityModel(_Model):
    name: str
    why: AuthorityFor
    country: Country
    website: str = ""
    abbreviation: str = ""
    region: str = ""
    sector: str = ""
    note: TextModel | None = None
    section: str = ""


class TransferModel(_Model):
    tools: tuple[TransferTool, ...] = ()
    countries: tuple[Country, ...] = ()
    text: TextModel | None = None
    section: str = ""


class RecipientModel(_Model):
    id: Id
    category: TextModel
    name: str = ""
    role: TextModel | None = None
    country: Country | None = None
    address: str = ""
    passed_on: TextModel | None = None
    processor: bool | None = None
    outside_eea: bool | None = None
    transfer: TransferModel | None = None
    only_when: TextModel | None = None
    section: str = ""


class SystemModel(_Model):
    name: str
    owner: str
    holds: TextModel
    how: TextModel
    kinds: tuple[RecordKind, ...]
    source: str = ""
    processor: bool = False
    country: Country | None = None


class WideningModel(_Model):
    kinds: tuple[RecordKind, ...] = ()
    rows: tuple[RowId, ...] = ()
    text: TextModel
    section: str = ""

    @model_validator(mode="after")
    def _something(self) -> WideningModel:
        if not self.kinds and not self.rows:
            raise ValueError("a widening names kinds or rows")
        return self


class PackModel(_Model):
    """The whole text, its supplement already laid over it."""

    name: Id
    statement: StatementModel
    controller: ControllerModel
    place: PlaceModel
    letters: LettersModel
    retention: RetentionModel
    security: TextModel | None = None
    complaint: TextModel | None = None
    scope: TextModel | None = None
    changes: TextModel | None = None
    sale: TextModel | None = None
    sources_of_data: TextModel | None = None
    portability: TextModel | None = None
    transfer: TransferModel | None = None
    automated: AutomatedModel | None = None
    other_names: tuple[str, ...] = ()
    notes: tuple[TextModel, ...] = ()
    authority: tuple[AuthorityModel, ...] = ()
    right: tuple[RightModel, ...] = ()
    self_service: tuple[SelfServiceModel, ...] = ()
    recipient: tuple[RecipientModel, ...] = ()
    activity: tuple[ActivityModel, ...] = Field(min_length=1)
    system: tuple[SystemModel, ...] = ()
    widen_portability: tuple[WideningModel, ...] = ()

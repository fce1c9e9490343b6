"""Where a controller answers from: its calendar of working days and its time zone.

Holidays are those "designated as such in the Member State ... in which action is to be taken"
(Regulation 1182/71 Art. 2(1)): the place of the controller, never that of the customer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from types import MappingProxyType
from typing import Final

from privacydesk.domain.errors import InputError
from privacydesk.domain.holidays import Calendar, calendar, regions

_ZONES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "AT": "Europe/Vienna",
        "BE": "Europe/Brussels",
        "BG": "Europe/Sofia",
        "CH": "Europe/Zurich",
        "CY": "Asia/Nicosia",
        "CZ": "Europe/Prague",
        "DE": "Europe/Berlin",
        "DK": "Europe/Copenhagen",
        "EE": "Europe/Tallinn",
        "ES": "Europe/Madrid",
        "FI": "Europe/Helsinki",
        "FR": "Europe/Paris",
        "GB": "Europe/London",
        "GR": "Europe/Athens",
        "HR": "Europe/Zagreb",
        "HU": "Europe/Budapest",
        "IE": "Europe/Dublin",
        "IS": "Atlantic/Reykjavik",
        "IT": "Europe/Rome",
        "LI": "Europe/Vaduz",
        "LT": "Europe/Vilnius",
        "LU": "Europe/Luxembourg",
        "LV": "Europe/Riga",
        "MT": "Europe/Malta",
        "NL": "Europe/Amsterdam",
        "NO": "Europe/Oslo",
        "PL": "Europe/Warsaw",
        "PT": "Europe/Lisbon",
        "RO": "Europe/Bucharest",
        "SE": "Europe/Stockholm",
        "SI": "Europe/Ljubljana",
        "SK": "Europe/Bratislava",
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """A country and, where it has one, a regional calendar.

    `country`: two letters (ISO 3166-1), any case; `DE-NW` is split. `region`: `NW` or `DE-NW`,
    any case; blank means none. Both are kept in their canonical form (`DE`, `DE-NW`). Raises
    `InputError` for a country that is no two letters and for a region without a calendar.
    """

    country: str
    region: str | None = None

    def __post_init__(self) -> None:
        country, _, rest = self.country.strip().upper().partition("-")
        region = (self.region or "").strip().upper() or rest
        if len(country) != 2 or not (country.isascii() and country.isalpha()):
            raise InputError(
                f"{_shown(self.country)} is not a country code. Give two letters, such as NL or DE."
            )
        object.__setattr__(self, "country", country)
        object.__setattr__(self, "region", _region_code(country, region) if region else None)

    @property
    def nationwide(self) -> Calendar:
        """The calendar of the whole country: its last day is the safe one."""
        return calendar(self.country)

    @property
    def local(self) -> Calendar:
        """The calendar of the region, or the nationwide one when there is no region."""
        return calendar(self.region or self.country)


def default_zone(country: str) -> str | None:
    """The IANA time zone of a country of the EEA, Switzerland or the United Kingdom, or `None`.

    A country with several zones gives that of its capital.
    """
    return _ZONES.get(country.upper())


def local_receipt_date(when: date | datetime, zone: tzinfo) -> date:
    """The calendar day on which a request was received, as the controller's wall calendar has it.

    `when` with an offset is converted to `zone`, the controller's zone; without one it already is
    the controller's time. The hour does not matter: a request after office hours or at a weekend
    is received that day (Regulation 1182/71 Art. 3(1): whole days; EDPB Guidelines 01/2022
    par. 159).
    """
    if not isinstance(when, datetime):
        return when
    if when.tzinfo is None:
        return when.date()
    return when.astimezone(zone).date()


def _region_code(country: str, region: str) -> str:
    code = region if region.startswith(f"{country}-") else f"{country}-{region}"
    known = regions(country)
    if code in known:
        return code
    if known:
        choice = f"Choose one of {', '.join(known)}, or give no region."
    else:
        choice = f"There is no regional calendar for {country}: give no region."
    raise InputError(f"{_shown(region)} is not a region of {country} known here. {choice}")


def _shown(value: str) -> str:
    """A wrong value as it may appear in an error: short, without control characters."""
    return ascii(value[:20])

"""Read the legal clock for a date alone, without a case or a store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from privacydesk.domain.clock import (
    ClockInput,
    ClockReading,
    Pause,
    Place,
    default_zone,
    local_receipt_date,
    read_clock,
)
from privacydesk.domain.errors import InputError
from privacydesk.domain.rights import Right


def deadline(
    received: date | datetime,
    *,
    country: str,
    region: str | None = None,
    house_days: int | None = 30,
    extended: bool = False,
    asked: date | None = None,
    answered: date | None = None,
    pauses: Sequence[Pause] = (),
    pause_enabled: bool = False,
    right: Right | None = None,
    zone: tzinfo | str | None = None,
    today: date | None = None,
) -> ClockReading:
    """The dates of a request received on `received`, answered from `country` and `region`.

    A `received` with an offset is turned into the day at the controller: in `zone` (an IANA name
    or a `tzinfo`), else in the zone of the country. `asked` and `answered` are one question to
    the person, `pauses` any number of them; they move `due` only with `pause_enabled`. The other
    arguments are those of `ClockInput`.

    Raises `InputError` when a value cannot be right, when `answered` comes without `asked`, and
    for a time with an offset in a country whose zone is not known here.
    """
    place = Place(country, region)
    if asked is not None:
        pauses = (*pauses, Pause(asked, answered))
    elif answered is not None:
        raise InputError("An answer needs its question. Give the day the question was asked too.")
    return read_clock(
        ClockInput(
            received=_receipt(received, place, zone),
            place=place,
            right=right,
            house_days=house_days,
            extended=extended,
            pauses=tuple(pauses),
            pause_enabled=pause_enabled,
            today=today,
        )
    )


def controller_zone(country: str, zone: tzinfo | str | None = None) -> tzinfo:
    """The controller's time zone: `zone` when given, else that of the country.

    Raises `InputError` for a name that is no time zone, and for a country without a known one.
    """
    if isinstance(zone, tzinfo):
        return zone
    name = zone if zone is not None else default_zone(country)
    if name is None:
        raise InputError(
            f"The time zone of {country} is not known here. Name it, such as Europe/Amsterdam."
        )
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InputError(
            f"{name[:40]!a} is not a time zone. Give an IANA name, such as Europe/Amsterdam."
        ) from None


def _receipt(received: date | datetime, place: Place, zone: tzinfo | str | None) -> date:
    # A day or a wall-clock time needs no zone, so an unknown one must not stand in its way.
    # A zone that was given is checked in any case: a wrong name is an error, not a default.
    aware = isinstance(received, datetime) and received.tzinfo is not None
    where = controller_zone(place.country, zone) if aware or zone is not None else UTC
    try:
        return local_receipt_date(received, where)
    except OverflowError:
        raise InputError("The time of receipt is out of range. Check its year.") from None

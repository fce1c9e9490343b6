"""The desk: a store, its settings, who works at it and what time it is. Made once by each door."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from privacydesk import paths
from privacydesk.domain.errors import InputError
from privacydesk.domain.four_eyes import unseen
from privacydesk.store import settings as stored
from privacydesk.store.engine import Store


@dataclass(frozen=True, slots=True)
class Settings:
    """What `init` wrote into the store about the controller; read once per desk."""

    controller_name: str = ""
    country: str = "NL"
    region: str | None = None
    zone: str = "Europe/Amsterdam"
    phones: str | None = None  # whose national phone numbers are meant; None: those of `country`
    language: str = "en"
    policy_name: str | None = None
    policy_sha256: str | None = None
    pause_policy: str | None = None
    single: bool = False  # an office of one: who prepared an answer may release it
    released_days: int = 90  # how long the files of a sent answer are kept

    @staticmethod
    def read(store: Store) -> Settings:
        with store.read() as con:
            found = stored.get_all(con)
        default = Settings()
        return Settings(
            controller_name=found.get("controller_name", default.controller_name),
            country=found.get("country", default.country),
            region=found.get("region"),
            zone=found.get("zone", default.zone),
            phones=found.get("phone_region"),
            language=found.get("language", default.language),
            policy_name=found.get("policy_name"),
            policy_sha256=found.get("policy_sha256"),
            pause_policy=found.get("pause_policy"),
            single=found.get("single") == "yes",
            released_days=int(found.get("released_days", default.released_days)),
        )

    @property
    def phone_region(self) -> str:
        """The country whose national phone numbers are meant in imports and when searching."""
        return self.phones or self.country


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Desk:
    """Everything a use case needs besides its own arguments."""

    store: Store
    settings: Settings
    operator: str
    now: Callable[[], datetime] = utc_now
    config_folder: Path = field(default_factory=paths.config_folder)

    @staticmethod
    def open(
        store_path: Path | None = None,
        operator: str | None = None,
        *,
        create: bool = False,
        now: Callable[[], datetime] | None = None,
    ) -> Desk:
        """Open the store that was named, else `PRIVACYDESK_STORE`, else the user's own.

        The operator is the one named, else `PRIVACYDESK_OPERATOR`, else the login name. Raises
        what `who` and `Store.open` raise.
        """
        name = who(operator)
        store = Store.open(store_path or paths.default_store_path(), create=create)
        return Desk(store, Settings.read(store), name, now or utc_now)

    @property
    def zone(self) -> ZoneInfo:
        """The controller's time zone: receipt is the local date there."""
        try:
            return ZoneInfo(self.settings.zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise InputError(
                "The time zone in the settings of this store is unknown; correct the policy pack."
            ) from None

    def today(self) -> date:
        """The local day at the controller: what deadlines and storage periods count by."""
        return self.now().astimezone(self.zone).date()

    @property
    def language(self) -> str:
        return self.settings.language

    def reload_settings(self) -> None:
        """Read the settings again after a use case changed them."""
        self.settings = Settings.read(self.store)

    def close(self) -> None:
        self.store.close()

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def who(operator: str | None) -> str:
    """The operator's name: as given, from the environment, or of the login. Never empty.

    Raises InputError for a name with control characters or others that nobody sees: in the log it
    would look like the name of a colleague.
    """
    name = _name(operator)
    if any(unseen(character) or ord(character) < ord(" ") for character in name):
        raise InputError(
            "The operator's name holds a character that cannot be seen; type the name anew "
            "(--operator, PRIVACYDESK_OPERATOR or the login)."
        )
    return name


def _name(operator: str | None) -> str:
    for name in (operator, os.environ.get("PRIVACYDESK_OPERATOR")):
        if name and name.strip():
            return name.strip()
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return "unknown"

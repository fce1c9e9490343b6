"""The few settings of a store that a person may change after `init`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from privacydesk.domain.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk

SETTINGS: Final = {
    "single": "yes or no: an office of one, where who prepared an answer may release it",
    "released_days": "for how many days the files of a sent answer are kept",
}


def shown(desk: Desk) -> dict[str, str]:
    """Every setting that can be changed, with its value."""
    return {
        "single": "yes" if desk.settings.single else "no",
        "released_days": str(desk.settings.released_days),
    }


def change(desk: Desk, name: str, value: str) -> dict[str, str]:
    """Change one setting. Raises NotFoundError for an unknown one, InputError for its value."""
    from privacydesk.store import settings

    if name not in SETTINGS:
        raise NotFoundError(f"There is no setting “{name}”. Settings: {', '.join(SETTINGS)}.")
    text = value.strip().casefold()
    if name == "single" and text not in ("yes", "no"):
        raise InputError("“single” is yes or no.")
    if name == "released_days" and not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise InputError("“released_days” is a number of days, 0 or more.")
    with desk.store.write(desk.operator, desk.now()) as tx:
        settings.put(tx, name, text)
        tx.audit("settings.changed", setting=name, value=text)
    desk.reload_settings()
    return shown(desk)

"""The look of letters from the policy pack: its files lie in the configuration folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from privacydesk.domain.errors import InputError

if TYPE_CHECKING:
    from privacydesk.documents.blocks import Letterhead
    from privacydesk.domain.pack import Pack

_MOST_BYTES = 2_000_000
FONTS = "fonts"


def letterhead(pack: Pack, config_folder: Path) -> Letterhead:
    """The letterhead of a pack. Raises InputError when its logo is missing or no such picture."""
    from privacydesk.documents.blocks import Letterhead

    look = pack.letter_look
    logo, kind = _logo(look.logo, config_folder) if look.logo else (None, "png")
    fonts = config_folder / FONTS
    return Letterhead(
        colour=look.colour.lower() or Letterhead().colour,
        logo=logo,
        logo_type=kind,
        font=look.font,
        fonts=str(fonts) if look.font and fonts.is_dir() else "",
    )


def _logo(name: str, folder: Path) -> tuple[bytes, str]:
    from privacydesk.documents.pictures import kind_of

    try:
        with (folder / name).open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError:
        raise InputError(
            f"The logo {name} of the policy pack is not in the configuration folder."
        ) from None
    kind = kind_of(data) if len(data) <= _MOST_BYTES else None
    if kind is not None:
        return data, kind
    raise InputError(f"The logo {name} must be a PNG or JPEG picture of at most 2 MB.")

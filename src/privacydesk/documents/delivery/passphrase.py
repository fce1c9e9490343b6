"""Passphrases that can be read out over the telephone."""

from __future__ import annotations

import secrets
from typing import Final

# No letter or digit that looks or sounds like another one: 0 o, 1 l i, 5 s, 2 z, b d p v.
ALPHABET: Final = "acefghjkmnqrtuwxy346789"
_GROUPS: Final = 5
_LENGTH: Final = 4


def passphrase() -> str:
    """A new passphrase: five groups of four from 23 signs, 90 bits (`fw7k-a3ce-...`)."""
    return "-".join(
        "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH)) for _ in range(_GROUPS)
    )

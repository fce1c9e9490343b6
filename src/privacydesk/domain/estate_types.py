"""What a row of the estate matrix says; see `domain/estate.py`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from privacydesk.domain.localtext import NO_TEXT, LocalText


class RowOrigin(StrEnum):
    """Who made the data. `PROVIDED` and `OBSERVED` count as provided for Art. 20 (WP242)."""

    PROVIDED = "provided"
    OBSERVED = "observed"
    INFERRED = "inferred"
    CONTROLLER = "controller"
    THIRD_PARTY = "third_party"


class Portable(StrEnum):
    """What Art. 20 can reach, provided that the basis is consent or contract."""

    YES = "yes"
    CONTEXT = "context"  # not the person's own words, given so that their own can be understood
    NO = "no"


@dataclass(frozen=True, slots=True)
class EstateRow:
    """One row of the matrix.

    `matrix`: the label of the row in the published matrix, empty for rows we added.
    `usual`: bases such data usually rest on; only a hint for the author of a pack.
    `erase`: the default at the end. `duty_nl`, `duty_de`: the key of the legal duty that keeps
    the record (see `domain/duties.py`), empty for none. `mask`: what to black out for others.
    """

    id: str
    title: LocalText
    fields: str
    origins: tuple[RowOrigin, ...]
    portable: Portable
    matrix: str = ""
    usual: tuple[str, ...] = ()
    erase: str = ""
    duty_nl: str = ""
    duty_de: str = ""
    mask: LocalText = NO_TEXT


def text(nl: str, de: str, en: str) -> LocalText:
    """A `LocalText`, short enough for a table."""
    return LocalText(nl, de, en)

"""What an erasure reply leaves open: records that are here and of which it does not speak truly.

Each kind of records that no duty keeps is kept under an article until a day that somebody states
for that kind (Art. 17(3), 12(4) GDPR), or it is erased, here too: a row that calls it erased while
the store still has it is not true.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from privacydesk.domain.kind_names import kinds_named
from privacydesk.domain.model import RecordKind

if TYPE_CHECKING:
    from privacydesk.documents.letters.given import Value


@dataclass(frozen=True, slots=True)
class Open:
    """Records that are here, that no duty keeps and no row of `kept` covers, by the words of the
    letter. `claimed`: of a kind that was stated as erased; `silent`: of one nobody spoke of."""

    claimed: tuple[tuple[str, int], ...] = ()
    silent: tuple[tuple[str, int], ...] = ()

    @property
    def told(self) -> str:
        """What is open and what to do, in sentences; empty when nothing is."""
        if not self.claimed and not self.silent:
            return ""
        said = []
        if self.claimed:
            said.append(f"Still here, but stated as erased: {_listed(self.claimed)}.")
        if self.silent:
            said.append(
                "Here, with no duty that keeps them, and stated neither as erased nor as kept: "
                f"{_listed(self.silent)}."
            )
        kind = (self.claimed or self.silent)[0][0]
        said.append(
            "Erase them here too, and take a row back that is not true; or state for each kind "
            f"why it is kept and until when, such as: {_kept_row(kind)}."
        )
        return " ".join(said)

    @property
    def command(self) -> str:
        """How a kind is stated as kept at the command line; empty when nothing is open."""
        open_kinds = self.claimed or self.silent
        return f'Type --set kept="{_kept_row(open_kinds[0][0])}; ...".' if open_kinds else ""


def _kept_row(kind: str) -> str:
    return f"{kind} | Article 17(3)(e) GDPR | 2033-12-31"


def left_open(
    unkept: Mapping[RecordKind, int], said: Mapping[str, Value], words: Mapping[RecordKind, str]
) -> Open:
    """What of `unkept` (records that no duty keeps, by kind) the rows that a person stated leave
    open. `words`: what the letter calls each kind."""
    left = Counter(unkept)
    for kind in _kinds(said.get("kept")):
        left.pop(kind, None)
    claimed = _kinds(said.get("erased"))
    rows = sorted((words[kind], number, kind in claimed) for kind, number in left.items())
    return Open(
        tuple((what, number) for what, number, wrong in rows if wrong),
        tuple((what, number) for what, number, wrong in rows if not wrong),
    )


def _kinds(rows: Value | None) -> frozenset[RecordKind]:
    found = rows if isinstance(rows, tuple) else ()
    return frozenset(kind for row in found for kind in kinds_named(str(row["what"])))


def _listed(rows: tuple[tuple[str, int], ...]) -> str:
    return ", ".join(f"{what} ({number})" for what, number in rows)

"""What an erasure reply leaves open: records that are here and of which it does not speak truly.

Each kind of records that no duty keeps is kept under an article until a day that somebody states
for that kind (Art. 17(3), 12(4) GDPR), or it is erased, here too: a row that calls it erased while
the store still has it is not true. While records are here, a row of what was erased names its kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from privacydesk.domain.kind_names import kinds_named, names_everything
from privacydesk.domain.model import RecordKind

if TYPE_CHECKING:
    from privacydesk.documents.letters.given import Value


@dataclass(frozen=True, slots=True)
class Open:
    """Records that are here, that no duty keeps and no row of `kept` covers, by the words of the
    letter. `claimed`: of a kind that was stated as erased; `silent`: of one nobody spoke of.
    `both`: kept, of a kind of which nothing was erased here and that is called erased;
    `unnamed`: how many rows of what was erased name no kind."""

    claimed: tuple[tuple[str, int], ...] = ()
    silent: tuple[tuple[str, int], ...] = ()
    both: tuple[tuple[str, int], ...] = ()
    unnamed: int = 0

    @property
    def told(self) -> str:
        """What is open and what to do, in sentences; empty when nothing is."""
        return " ".join(self._sentences())

    def _sentences(self) -> Iterator[str]:
        if self.unnamed:
            yield (
                f"Records are still here, and {self.unnamed} of the rows of erased name no kind "
                "of records: name the kinds that were erased, each with its day."
            )
        if self.both:
            yield (
                f"Stated as erased, but kept, and none was erased here: {_listed(self.both)}. "
                "Erase here what was erased, or take the row of erased back."
            )
        if self.claimed:
            yield f"Still here, but stated as erased: {_listed(self.claimed)}."
        if self.silent:
            yield (
                "Here, with no duty that keeps them until a day that is known, and stated neither "
                f"as erased nor as kept: {_listed(self.silent)}."
            )
        for kind, _ in (self.claimed or self.silent)[:1]:
            yield (
                "Erase them here too, and take a row back that is not true; or state for each "
                f"kind why it is kept and until when, such as: {_kept_row(kind)}."
            )

    @property
    def command(self) -> str:
        """How a kind is stated as kept at the command line; empty when nothing is open."""
        open_kinds = self.claimed or self.silent
        return f'Type --set kept="{_kept_row(open_kinds[0][0])}; ...".' if open_kinds else ""


def _kept_row(kind: str) -> str:
    return f"{kind} | Article 17(3)(e) GDPR | 2033-12-31"


def left_open(
    unkept: Mapping[RecordKind, int],
    duties: Mapping[RecordKind, int],
    gone: Set[RecordKind],
    said: Mapping[str, Value],
    words: Mapping[RecordKind, str],
) -> Open:
    """What the rows that a person stated leave open of the records that are here, by kind:
    `unkept`, that no duty keeps, and `duties`, that one does. `gone`: the kinds of which records
    were erased here. `words`: what the letter calls each kind."""
    left = Counter(unkept)
    for kind in _kinds(_texts(said, "kept")):
        left.pop(kind, None)
    here = Counter(unkept) + Counter(duties)
    erased = _texts(said, "erased")
    claimed = _kinds(erased)
    if any(map(names_everything, erased)):
        claimed |= here.keys()
    rows = sorted((words[kind], number, kind in claimed) for kind, number in left.items())
    both = (kind for kind in claimed & here.keys() if kind not in left and kind not in gone)
    unnamed = [row for row in erased if not kinds_named(row) and not names_everything(row)]
    return Open(
        tuple((what, number) for what, number, wrong in rows if wrong),
        tuple((what, number) for what, number, wrong in rows if not wrong),
        tuple(sorted((words[kind], here[kind]) for kind in both)),
        len(unnamed) if here else 0,
    )


def _texts(said: Mapping[str, Value], name: str) -> tuple[str, ...]:
    rows = said.get(name)
    return tuple(str(row["what"]) for row in rows) if isinstance(rows, tuple) else ()


def _kinds(texts: tuple[str, ...]) -> frozenset[RecordKind]:
    return frozenset(kind for text in texts for kind in kinds_named(text))


def _listed(rows: tuple[tuple[str, int], ...]) -> str:
    return ", ".join(f"{what} ({number})" for what, number in rows)

"""The checklist of an answer: 32 items, what was found against each, and whether that blocks.

An item is an error or a warning by its nature; a single problem may be graver than its item (a
file that is only known as a link makes the copy incomplete, whatever its item says). Errors block
the release. A problem with a `key` may be explained instead of mended: what cannot be fetched any
more is then told, not forgotten. An explanation is for exactly what it was given for (`about`):
five more missing files are not covered by the reason for one.

Sources: Art. 12, 15 and 20 GDPR; EDPB Guidelines
01/2022; C-154/21, C-487/21, C-203/22, C-307/22, C-579/21.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from privacydesk.domain.errors import StateError


class Severity(StrEnum):
    ERROR = "error"
    WARN = "warn"


class Standing(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    EXPLAINED = "explained"
    NOT_ASKED = "not_applicable"


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the checklist. `mend`: what to do when it fails; `command`: how at the command
    line."""

    item: str
    article: str
    title: str
    severity: Severity
    mend: str
    command: str = ""


def _error(item: str, article: str, title: str, mend: str, command: str = "") -> Item:
    return Item(item, article, title, Severity.ERROR, mend, command)


def _warn(item: str, article: str, title: str, mend: str, command: str = "") -> Item:
    return Item(item, article, title, Severity.WARN, mend, command)


_PACK: Final = "Add it to the policy pack, then prepare the answer again."
_TEMPLATE: Final = "Put it back into the template, then prepare the answer again."

ITEMS: Final[tuple[Item, ...]] = (
    _error("A01", "15(1)", "says whether data are processed", _TEMPLATE),
    _warn("A02", "12(1)", "is in the language of the person", "Log the case in their language."),
    _warn("A03", "12(3), 15(3)", "is electronic, as the request was",
          "Send it by an electronic way, or explain that the person asked for another."),
    _error("A04", "15(1)(a)", "names the purposes of every kind of data", _PACK),
    _error("A05", "15(1)(b)", "names the categories, those of the copy", _PACK),
    _error("A06", "15(1)(c)", "names the recipients", _PACK),
    _error("A07", "15(1)(c)", "says who receives data outside the EEA", _PACK),
    _error("A08", "15(1)(d)", "gives a storage period per kind of data", _PACK),
    _warn("A09", "15(1)(e)", "tells the rights to correct, erase, restrict and object", _TEMPLATE),
    _error("A10", "15(1)(f)", "names the supervisory authority and its website", _PACK),
    _warn("A11", "15(1)(g)", "tells the source of data not from the person", _PACK),
    _error("A12", "15(1)(h)", "says whether decisions are automated, and how", _PACK),
    _warn("A13", "15(2)", "names the safeguard of each transfer", _PACK),
    _error(
        "A14", "15(3)", "holds or accounts for every record",
        "Decide the candidates and import what is missing, or explain why it cannot be had.",
    ),
    _error("A15", "15(3)", "repeats the data unchanged", "Prepare the answer again."),
    _warn(
        "A16", "15(3)", "brings the files that the data need",
        "Import the files, or explain why they cannot be had.",
    ),
    _warn("A17", "12(1)", "explains every code", "Explain it in the letter that goes with it."),
    _warn("A18", "15(3)", "is in a format that everybody can open", "Prepare it as PDF."),
    _error("A19", "12(5), 15(3)", "is free, as a first copy", "Withdraw the fee notice."),
    _warn("A20", "15(4)", "hides only what concerns others, with the reason",
          "Review what is blacked out: keep or black out each finding."),
    _error("A21", "12(4)", "gives reason, article, complaint and court for what is refused",
           _TEMPLATE),
    _warn("A22", "12(1)", "begins with a summary and contents", _TEMPLATE),
    _warn("A23", "15(3)", "states as at when the data stand", "Import newer exports."),
    _error(
        "A24", "5(2), 24", "rests on a search of every system and processor",
        "Search the system, ask its owner, or record why it cannot be searched.",
    ),
    _warn(
        "A25", "12(6)", "goes to somebody whose identity was established",
        "Record that the identity was confirmed, and by which method.",
        "case event REF identity_confirmed --reason METHOD",
    ),
    _error(
        "A26", "32", "goes to an address that was checked",
        "Release it to an address and say how that was checked.",
        "case release REF --to ADDRESS --checked REASON",
    ),
    _warn("A27", "15(1)", "tells dates and purposes of look-ups", _TEMPLATE),
    _warn("A28", "11, 15(1)", "covers pseudonymous numbers of the person",
          "List the candidates.", "case candidates REF"),
    _warn("A29", "15(1)", "tells about data held in backups only",
          "Search it, record the outcome, and let the answer name it with what it holds."),
    _error("A30", "5(2)", "is released by somebody who did not prepare it",
           "Somebody else releases it; an office of one sets the single mode.",
           "settings set single yes"),
    _warn("A31", "20", "offers the export that was asked for", "Write the portability package.",
          "case export REF"),
    _warn("A32", "13, 14", "names the controller and the data protection officer", _PACK),
)  # fmt: skip
BY_ID: Final[Mapping[str, Item]] = {item.item: item for item in ITEMS}


@dataclass(frozen=True, slots=True)
class Mend:
    """What to do, a sentence for both doors, and how at the command line, if there is one way."""

    text: str
    command: str = ""

    def __str__(self) -> str:
        return f"{self.text.rstrip('.')}: {self.command}." if self.command else self.text


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend. `text` names no person.

    `blocks` None: as its item is an error. `key`: what an explanation names, if one is allowed;
    `about`: the fingerprint of what exactly the problem concerns then. `mend`, `command`: what to
    do, and how at the command line, where the general words of its item do not fit. `lines`: what
    to read beside it, for whoever decides.
    """

    item: str
    text: str
    blocks: bool | None = None
    key: str = ""
    about: str = ""
    mend: str = ""
    command: str = ""
    lines: tuple[str, ...] = ()

    @property
    def to_do(self) -> Mend:
        """What mends it: its own words, else those of its item."""
        item = BY_ID[self.item]
        if self.mend:
            return Mend(self.mend, self.command)
        return Mend(item.mend, self.command or item.command)

    @property
    def blocking(self) -> bool:
        return BY_ID[self.item].severity is Severity.ERROR if self.blocks is None else self.blocks


def fingerprint(*parts: object) -> str:
    """A short hash of what a problem concerns. Lists of things are sorted by who calls."""
    data = "\0".join(str(part) for part in parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a problem may stand: said by whom, on which local day, for what (see `Problem.about`;
    empty for one from before explanations kept it)."""

    reason: str
    by: str
    on: date
    about: str = ""

    def holds(self, problem: Problem) -> bool:
        """Whether it was given for what the problem concerns today."""
        return bool(problem.about) and self.about == problem.about


@dataclass(frozen=True, slots=True)
class Checked:
    """An item with what was found. `explained`: problems with the reason why they may stand."""

    item: Item
    standing: Standing
    problems: tuple[Problem, ...] = ()
    explained: tuple[tuple[Problem, Explanation], ...] = ()

    @property
    def blocks(self) -> bool:
        return any(problem.blocking for problem in self.problems)

    @property
    def mends(self) -> tuple[Mend, ...]:
        """What to do about its problems, each once; of the item itself when there are none."""
        own = tuple(dict.fromkeys(problem.to_do for problem in self.problems))
        return own or (Mend(self.item.mend, self.item.command),)


def assemble(
    problems: Iterable[Problem],
    *,
    not_asked: Collection[str] = (),
    explanations: Mapping[str, Explanation] | None = None,
) -> tuple[Checked, ...]:
    """Every item of the checklist, in its order, with its problems.

    `not_asked`: items that do not apply to this answer. `explanations`: by key; one that was
    given for something else does not hold, and the problem says so.
    """
    given = explanations or {}
    open_: dict[str, list[Problem]] = {}
    explained: dict[str, list[tuple[Problem, Explanation]]] = {}
    for problem in dict.fromkeys(problems):
        reason = given.get(problem.key) if problem.key else None
        if reason is not None and reason.holds(problem):
            explained.setdefault(problem.item, []).append((problem, reason))
        else:
            shown = problem if reason is None else _told_otherwise(problem, reason)
            open_.setdefault(problem.item, []).append(shown)
    found = []
    for item in ITEMS:
        mine = tuple(sorted(open_.get(item.item, ()), key=lambda p: not p.blocking))
        told = tuple(explained.get(item.item, ()))
        if mine:
            standing = Standing.FAILED
        elif told:
            standing = Standing.EXPLAINED
        else:
            standing = Standing.NOT_ASKED if item.item in not_asked else Standing.PASSED
        found.append(Checked(item, standing, mine, told))
    return tuple(found)


def unexplained(
    problems: Iterable[Problem], explanations: Mapping[str, Explanation]
) -> tuple[Problem, ...]:
    """The problems that no explanation stands for, those that block first."""
    checks = assemble(problems, explanations=explanations)
    found = [problem for one in checks for problem in one.problems]
    return tuple(sorted(found, key=lambda problem: not problem.blocking))


def _told_otherwise(problem: Problem, earlier: Explanation) -> Problem:
    text = (
        f"{problem.text} An earlier explanation (by {earlier.by}, {earlier.on.isoformat()}) was "
        "for something else."
    )
    return replace(problem, text=text)


def blocking(checked: Iterable[Checked]) -> tuple[Problem, ...]:
    """The problems that keep an answer from being released."""
    return tuple(p for one in checked for p in one.problems if p.blocking)


def require_releasable(checked: Iterable[Checked]) -> None:
    """Raises `StateError` that names the first blocking problem and how to mend it."""
    found = blocking(checked)
    if not found:
        return
    first = found[0]
    more = f" {len(found) - 1} more." if len(found) > 1 else ""
    command = f"Type `{first.to_do.command}`." if first.to_do.command else ""
    raise StateError(
        f"{first.item}: {first.text} {first.to_do.text}{more}",
        command=f"{command} `case review` tells all.".strip() if more else command,
        code="not_releasable",
    )

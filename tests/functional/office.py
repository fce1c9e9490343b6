"""An office that answers requests: mira works on a case, jan looks at it after her."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from privacydesk.desk import answer, cases, find, imports, letters, release, setup
from privacydesk.desk.context import Desk
from privacydesk.domain.model import SearchOutcome

EXPORT = """Customer number;Name;E-mail;Phone;Order number;Order date
K1;Jan de Vries;jan@example.nl;0612345678;A-1;2026-01-10
K1;Jan de Vries;jan@example.nl;0612345678;A-2;2026-02-01
K2;Eva Groß;eva@example.de;+49 30 1234567;A-3;2026-01-11
"""
MORE = EXPORT + "K1;Jan de Vries;jan@example.nl;0612345678;A-9;2026-02-20\n"
MAIL = "jan@example.nl"


OPENED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


class Office:
    """One store, worked on by several people on a clock that the test turns.

    Work that many tests begin with (`ready`, or any that is given to `after`) is done once per
    process; the others get a copy of the folder it left.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.moment = OPENED
        self.path = folder / "store" / "desk.db"
        shutil.copytree(_new(), folder, dirs_exist_ok=True)

    @cached_property
    def mira(self) -> Desk:
        desk = Desk.open(self.path, "mira", now=lambda: self.moment)
        desk.config_folder = self.folder / "config"
        return desk

    @cached_property
    def jan(self) -> Desk:
        return replace(self.mira, operator="jan")

    def after(self, work: Callable[..., str], *given: Any) -> str:
        """Do `work(office, *given)`, which returns a reference; a new office gets a copy of it.

        New is an office whose store the test has not opened and whose clock it has not turned.
        """
        if "mira" in vars(self) or self.moment != OPENED:
            return work(self, *given)
        folder, self.moment, reference = _done(work, *given)
        shutil.copytree(folder, self.folder, dirs_exist_ok=True)
        return reference

    def load(self, text: str, name: str = "orders.csv") -> None:
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        imports.run_import(self.mira, file, "generic", system="Shop", skip_rejected=True)

    def later(self, **span: int) -> None:
        self.moment += timedelta(**span)

    def log(self, rights: Sequence[str] = ("access",)) -> str:
        (hit,) = find.find(self.mira, MAIL).results
        return cases.log(
            self.mira,
            subject_id=hit.subject_id,
            rights=list(rights),
            received=date(2026, 3, 2),
            channel="portal",
            language="nl",
        ).reference

    def search(self, reference: str) -> None:
        cases.search_systems(self.mira, reference)
        for search in cases.show(self.mira, reference).case.searches:
            if search.outcome is SearchOutcome.OPEN:
                cases.record_search(
                    self.mira, reference, search.system, "none", note="asked the owner"
                )
        for candidate in cases.find_candidates(self.mira, reference):
            cases.decide_candidate(
                self.mira, reference, candidate.candidate_id, theirs=False, why="someone else"
            )

    def prepare(self, reference: str, *kinds: str) -> None:
        for kind in kinds or ("pdf",):
            target = self.folder / f"draft-{self.moment:%d%H%M}.{kind}"
            if kind == "zip":
                answer.export(self.mira, reference, target, force=True)
            else:
                answer.report(self.mira, reference, kind, target, force=True)

    def ready(self, *kinds: str, rights: Sequence[str] = ("access",)) -> str:
        """A case whose answer mira has prepared and which only waits for a colleague."""
        return self.after(_make_ready, kinds, tuple(rights))


def _make_ready(office: Office, kinds: Sequence[str], rights: Sequence[str]) -> str:
    office.later(days=1)
    office.load(EXPORT)
    reference = office.log(rights)
    office.search(reference)
    office.prepare(reference, *kinds)
    for key in ("data:Shop",):
        found = {p.key for c in release.review(office.jan, reference).checks for p in c.problems}
        if key in found:
            release.explain(office.mira, reference, key, "the shop was closed since")
    return reference


def nobody(office: Office) -> str:
    """A case of somebody without any entry, searched everywhere by hand."""
    office.later(days=1)
    office.load(EXPORT)
    reference = cases.log(
        office.mira, subject_id=None, rights=["access"], received=date(2026, 3, 2),
        channel="portal", language="nl",
    ).reference  # fmt: skip
    for search in cases.show(office.mira, reference).case.searches:
        cases.record_search(office.mira, reference, search.system, "none", note="looked by hand")
    letters.letter(office.mira, reference, "no_data", "pdf", office.folder / "no.pdf")
    return reference


@cache
def _new() -> Path:
    """The folder of an office in which nothing was done yet."""
    folder = _folder()
    setup.init(
        folder / "store" / "desk.db",
        "lindeboom",
        "mira",
        config_folder=folder / "config",
        now=lambda: OPENED,
    )
    return folder


@cache
def _done(work: Callable[..., str], *given: Any) -> tuple[Path, datetime, str]:
    """The folder of an office after some work, the time it is there, and the case."""
    office = Office(_folder())
    reference = work(office, *given)
    office.mira.close()
    return office.folder, office.moment, reference


def _folder() -> Path:
    return Path(tempfile.mkdtemp(dir=Path.home()))  # that of the test session, which removes it

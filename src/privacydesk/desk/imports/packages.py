"""A portability package holds data of several systems: each is a run of its own."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from privacydesk.domain.errors import StateError
from privacydesk.domain.model import ImportReport, RunState

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk

PACKAGE = "privacydesk-package"


def systems_in(desk: Desk, path: Path) -> tuple[str, ...]:
    """The systems whose data a package holds. Raises InputError when it is no package."""
    from privacydesk.intake.package import PackageInput
    from privacydesk.intake.reading import open_input
    from privacydesk.intake.source import get_source

    source = get_source(PACKAGE, desk.config_folder / "sources")
    opened = open_input(path, source, zone=desk.zone, region=desk.settings.phone_region)
    with contextlib.closing(opened):
        return opened.systems if isinstance(opened, PackageInput) else ()


def require_own(desk: Desk, system: str) -> None:
    """Raises StateError when another source fills a system of this name: its whole records must
    not be replaced by what a package holds of them."""
    from privacydesk.store import systems

    with desk.store.read() as con:
        known = systems.by_name(con, system)
        foreign = (
            known is not None
            and con.execute(
                "SELECT 1 FROM import_run WHERE system_id = ? AND source <> ? LIMIT 1",
                (known.system_id, PACKAGE),
            ).fetchone()
        )
    if foreign:
        raise StateError(
            "A system of this name is filled from another source here. Read the package into a "
            "store of its own, or import it as a system of another name when it holds only one.",
            command="--system gives that name.",
        )


def each(names: Sequence[str], run: Callable[[str], ImportReport]) -> ImportReport:
    """Import one part after the other and add up; stops at the first that is not done."""
    total: ImportReport | None = None
    for name in names:
        report = run(name)
        total = report if total is None else _sum(total, report)
        if report.state is not RunState.DONE:
            break
    assert total is not None
    return total


def _sum(a: ImportReport, b: ImportReport) -> ImportReport:
    return replace(
        b,
        read=a.read + b.read,
        imported=a.imported + b.imported,
        updated=a.updated + b.updated,
        unchanged=a.unchanged + b.unchanged,
        gone=a.gone + b.gone,
        rejected=a.rejected + b.rejected,
        rejects=(*a.rejects, *b.rejects),
        subjects_created=a.subjects_created + b.subjects_created,
        suggestions=a.suggestions + b.suggestions,
        links=a.links + b.links,
        dropped=dict(Counter(a.dropped) + Counter(b.dropped)),
        damaged=a.damaged + b.damaged,
        attachments_missing=(*a.attachments_missing, *b.attachments_missing),
        rejects_file=b.rejects_file or a.rejects_file,
        notes=tuple(dict.fromkeys((*a.notes, *b.notes))),
    )

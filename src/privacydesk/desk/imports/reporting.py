"""The report of an import, made of what was found and what was done."""

from __future__ import annotations

from typing import Any

from privacydesk.desk.imports.checking import Checked
from privacydesk.desk.imports.compare import Counts
from privacydesk.domain.model import ImportReport, RunState


def fixed_facts(checked: Checked) -> dict[str, Any]:
    """What is known before anything is written, and is kept with the run."""
    return {
        "read": checked.items,
        "rejected": checked.rejected,
        "dropped": dict(checked.dropped),
        "damaged": checked.damaged,
        "attachments_missing": list(checked.missing),
        "notes": list(checked.notes),
    }


def report_of(
    run_id: int | None,
    source: str,
    checked: Checked,
    fixed: dict[str, Any],
    state: RunState,
    counts: Counts | None = None,
    *,
    dry_run: bool = False,
) -> ImportReport:
    """The report of a run, or of a dry run: what was found, and what was done (`counts`)."""
    done = counts or Counts()
    return ImportReport(
        run_id=run_id,
        source=source,
        read=checked.items,
        imported=done.imported,
        updated=done.updated,
        unchanged=done.unchanged,
        gone=done.gone,
        rejected=checked.rejected,
        rejects=tuple(checked.rejects),
        subjects_created=done.subjects_created,
        suggestions=done.suggestions,
        links=done.links,
        still_held=done.still_held,
        dropped=dict(checked.dropped),
        damaged=checked.damaged,
        attachments_missing=tuple(checked.missing),
        dry_run=dry_run,
        rows_per_second=float(fixed.get("rows_per_second", 0.0)),
        state=state,
        rejects_file=fixed.get("rejects_file"),
        notes=tuple(checked.notes),
    )

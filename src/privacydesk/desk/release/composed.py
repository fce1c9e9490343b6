"""What the report and the package of a case say today, made from the store as it is now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from privacydesk.domain.document_kinds import PACKAGE, REPORT

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.desk.gathering import Gathered
    from privacydesk.desk.jobs import Job
    from privacydesk.documents.access.facts import ReportFacts


@dataclass(frozen=True, slots=True)
class Composed:
    """The answer from records as it would be written now. `report`, `package`: the facts of each,
    None when it was not asked for; `contents`: the hashes of each, by kind."""

    found: Gathered
    report: ReportFacts | None
    package: ReportFacts | None
    contents: dict[str, str]

    @property
    def review_left(self) -> tuple[str, ...]:
        """What the review of a package that goes alone leaves open; a report tells it itself."""
        from privacydesk.domain.redaction import blockers

        if self.report is not None or self.package is None:
            return ()
        return tuple(blockers(self.package.review))


def compose(desk: Desk, reference: str, kinds: Collection[str], job: Job) -> Composed | None:
    """Make the report and the package, as far as they are among `kinds`; None for letters alone.

    Raises what `gather` raises, and CancelledError when the job was stopped.
    """
    from privacydesk.desk.answer.facts import report_facts
    from privacydesk.desk.contents import content, inputs_of
    from privacydesk.desk.gathering import gather
    from privacydesk.documents.access.content import content_hash

    if not {REPORT, PACKAGE} & set(kinds):
        return None
    found = gather(desk, reference, job)
    job.check()
    report = report_facts(found, job=job) if REPORT in kinds else None
    job.check()
    package = report_facts(found, "portability", job) if PACKAGE in kinds else None
    inputs = inputs_of(found)
    made = {REPORT: report, PACKAGE: package}
    return Composed(
        found=found,
        report=report,
        package=package,
        contents={
            kind: content(inputs, content_hash(facts))
            for kind, facts in made.items()
            if facts is not None
        },
    )

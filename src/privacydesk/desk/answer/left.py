"""What still keeps a draft from being released, told to whoever writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.desk.gathering import Gathered
    from privacydesk.documents.access.facts import ReportFacts
    from privacydesk.domain.checklist import Problem


def left_to_mend(desk: Desk, found: Gathered, facts: ReportFacts) -> tuple[Problem, ...]:
    """What is wrong with the answer and its case, what blocks first.

    What was explained for what it concerns today is not among it, as at the release.
    """
    from privacydesk.documents.access.checks import case_findings, content_findings
    from privacydesk.domain.checklist import unexplained
    from privacydesk.domain.release import outdated
    from privacydesk.domain.search_tasks import TaskState
    from privacydesk.store import release, release_counts, search_tasks

    today = found.now.astimezone(desk.zone).date()
    with desk.store.read() as con:
        tasks = search_tasks.tasks(con, found.case_id, found.case, today)
        runs = release_counts.newest_runs(con)
        given = release.explanations(con, found.case_id, desk.zone)
    problems = [
        *case_findings(found.case),
        *(outdated(task, runs) for task in tasks if task.state is TaskState.OUTDATED),
        *content_findings(facts, found.coverage),
    ]
    return unexplained(problems, given)

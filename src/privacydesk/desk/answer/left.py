"""What still keeps a draft from being released, told to whoever writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.desk.gathering import Gathered
    from privacydesk.documents.access.facts import ReportFacts
    from privacydesk.domain.checklist import Problem


def left_to_mend(
    desk: Desk, found: Gathered, facts: ReportFacts, kind: str, fmt: str
) -> tuple[Problem, ...]:
    """What is wrong with the answer and its case, what blocks first.

    The rules are those of the release, as far as they do not look at the finished text. What was
    explained for what it concerns today is not among it.
    """
    from privacydesk.desk.gate import gate_facts, read_situation
    from privacydesk.documents.access.checks import content_findings
    from privacydesk.domain.checklist import unexplained
    from privacydesk.domain.release import case_problems

    with desk.store.read() as con:
        read = read_situation(con, desk, found.case.reference)
    counted = gate_facts(read, desk.settings.phone_region, frozenset({kind}), frozenset({fmt}))
    problems = [*case_problems(counted), *content_findings(facts, found.coverage)]
    return unexplained(problems, read.explanations)

"""The texts of the policy check: what it finds, the record of processing, another pack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class PolicyTexts:
    """One catalogue for the screen and its dialog."""

    title: str = "Policy check"
    col_severity: str = "severity"
    col_finding: str = "what is wrong"
    col_article: str = "article"
    col_activity: str = "activity"
    whole: str = "the pack"
    error: str = "error"
    warning: str = "warning"
    question: str = "question"
    errors: str = "{n} errors"
    warnings: str = "{n} warnings"
    questions: str = "{n} questions"
    head: str = "{policy}, statement of {day}"
    no_day: str = "no date"
    excerpt: str = "an excerpt: what it lacks may stand elsewhere"
    nothing: str = "Nothing to mend: the check found nothing in this pack."
    activity: str = "activity"
    article: str = "article"
    mend: str = "mend"
    rule: str = "rule"
    record_title: str = "Write the record of processing (Art. 30)"
    record_stem: str = "record-of-processing-{policy}"
    record_written: str = "Saved: {path}. Missing fields: {n}."
    use_title: str = "Work by another policy pack"
    use_about: str = "For new cases. Cases that exist keep the pack of their day."
    use_pack: str = "Pack"
    use_yes: str = "Use it"
    used: str = "In force: {policy}. Open cases under the pack of their day: {n}."
    unchanged: str = "{policy} is in force already."


P: Final = PolicyTexts()

"""Use cases that answer a case: the access report, the portability package, a preview.

What they write is a draft, marked as such, until the case is released.
"""

from privacydesk.desk.answer.package import export
from privacydesk.desk.answer.report import coverage, preview, report
from privacydesk.desk.answer.written import Written

__all__ = ["Written", "coverage", "export", "preview", "report"]

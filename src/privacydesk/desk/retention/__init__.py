"""Storage periods at work: what is past its date, holds, and the run that erases."""

from __future__ import annotations

from privacydesk.desk.retention.holding import hold, holds, lift
from privacydesk.desk.retention.looking import due
from privacydesk.desk.retention.report import (
    DueLine,
    DueReport,
    HoldView,
    RunReport,
    StillHeldLine,
    UndeterminedLine,
)
from privacydesk.desk.retention.running import plan, run

__all__ = [
    "DueLine",
    "DueReport",
    "HoldView",
    "RunReport",
    "StillHeldLine",
    "UndeterminedLine",
    "due",
    "hold",
    "holds",
    "lift",
    "plan",
    "run",
]

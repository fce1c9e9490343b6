"""Erasing: what is past its storage period, holds, the run that erases, erasure on request."""

from __future__ import annotations

from privacydesk.desk.retention.forgetting import Forgotten, forget
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
    "Forgotten",
    "HoldView",
    "RunReport",
    "StillHeldLine",
    "UndeterminedLine",
    "due",
    "forget",
    "hold",
    "holds",
    "lift",
    "plan",
    "run",
]

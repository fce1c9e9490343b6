"""Storage periods at work: what is past its date, holds, and the run that erases."""

from __future__ import annotations

from privacydesk.desk.retention.looking import due

__all__ = ["due"]

"""Importing exports: resumable, undoable runs."""

from __future__ import annotations

from privacydesk.desk.imports.taking_back import undo
from privacydesk.desk.imports.use_cases import resume, run_import, runs, suggest

__all__ = ["resume", "run_import", "runs", "suggest", "undo"]

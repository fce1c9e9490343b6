"""What is shown when something fails: a refusal's own sentence, or a type and a report id.

A traceback of Textual prints local variables, and these hold people's data. The report that is
kept (`desk.faults`) names places in the code, never a value.
"""

from __future__ import annotations

from privacydesk.domain.errors import UserError
from privacydesk.tui.messages import Trouble
from privacydesk.tui.texts import T


def trouble_of(error: BaseException) -> Trouble:
    """What may be shown of an error; a fault of ours is kept as a report first."""
    if isinstance(error, UserError):
        return Trouble(error.code, error.message)
    from privacydesk.desk.faults import save_report

    report, _ = save_report(error)
    return Trouble("fault", T.common.fault.format(kind=type(error).__name__, report=report))


def farewell(error: BaseException) -> str:
    """What is printed after leaving because of a fault: its kind and where its report lies."""
    from privacydesk.desk.faults import save_report

    report, path = save_report(error)
    texts = T.common
    where = texts.fault_saved.format(path=path) if path is not None else texts.fault_unsaved
    return texts.fault_exit.format(kind=type(error).__name__, report=report, where=where)

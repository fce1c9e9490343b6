"""Use cases around one incoming message: log it, watch its clock, search, decide, close."""

from privacydesk.desk.cases.candidates import decide_candidate, find_candidates
from privacydesk.desk.cases.erasing import CaseErased, erase
from privacydesk.desk.cases.events import assign, attach_subject, event, outcome
from privacydesk.desk.cases.log import Logged, log
from privacydesk.desk.cases.read import CaseView, EditedLetter, list_cases, show
from privacydesk.desk.cases.searching import add_hit, record_search, search_systems

__all__ = [
    "CaseErased",
    "CaseView",
    "EditedLetter",
    "Logged",
    "add_hit",
    "assign",
    "attach_subject",
    "decide_candidate",
    "erase",
    "event",
    "find_candidates",
    "list_cases",
    "log",
    "outcome",
    "record_search",
    "search_systems",
    "show",
]

"""The texts of the first screens: the list of open cases, and finding a person."""

from __future__ import annotations

from collections.abc import Mapping

from privacydesk.tui.texts_words import Section, words_of


class DeskTexts(Section):
    __slots__ = ()
    title: str = "Desk"
    overdue: str = "overdue"
    this_week: str = "due this week"
    open_cases: str = "open"
    unassigned: str = "unassigned"
    strip: str = "due in 30 days"
    col_due: str = "due"
    col_on: str = "on"
    col_ref: str = "case"
    col_who: str = "who"
    col_rights: str = "asks for"
    col_stage: str = "stage"
    col_with: str = "with"
    empty: str = "Nothing is open. Press n when a request comes in, / to look somebody up."
    empty_filter: str = "No case matches this filter. Press f for the next one."
    why: str = "why this date"
    why_received: str = "received {day}"
    why_house: str = "house promise {day}"
    why_law: str = "law {day}"
    why_due: str = "due {day}"
    why_extended: str = "extended to {day}"
    why_at_once: str = "takes effect at once"
    filter: str = "filter: {name}"
    filters: Mapping[str, str] = words_of(
        all="all open", overdue="overdue", week="due this week", unassigned="unassigned",
        mine="mine",
    )  # fmt: skip
    assigned: str = "{ref} is now with {who}."
    unassigned_now: str = "{ref} is with nobody now."


class FindTexts(Section):
    __slots__ = ()
    title: str = "Find"
    placeholder: str = "name, e-mail, phone, order, IMEI, postcode 12, words …"
    hint: str = "Type what you know. People appear with the reason why they match."
    nothing: str = "Nobody matches. Try fewer letters, the last digits, or a word they wrote."
    first: str = "the first {n}; there may be more"
    found: str = "{n} found"
    found_one: str = "1 found"
    shared: str = "shared by {n}"
    col_who: str = "who"
    col_why: str = "because of"
    col_has: str = "records"
    col_newest: str = "newest"
    records: str = "records held"
    newest: str = "newest"
    restricted: str = "restricted"
    open_cases: str = "open cases: {n}"
    purpose: str = "look-up from the desk"

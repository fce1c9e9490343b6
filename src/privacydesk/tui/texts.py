"""Every text that the terminal UI shows, in one frozen catalogue.

Screens read `T`; another language is another `Texts` whose sections are subclasses of these.
Sentences with values use `str.format` fields; the values are made safe when they become content,
never here.

The names of the domain's values stand in `texts_words.py`, actions and help pages in
`texts_help.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from privacydesk.tui.texts_words import Section, Words, words_of


class Common(Section):
    __slots__ = ()
    opening: str = "Opening the store …"
    loading: str = "Loading …"
    back: str = "Back"
    cancel: str = "Cancel"
    ok: str = "OK"
    problem: str = "That did not work"
    fault: str = (
        "Something went wrong inside PrivacyDesk ({kind}). Nothing was half written: every change "
        "is kept whole or not at all. Report id {report}."
    )
    fault_exit: str = "PrivacyDesk stopped: {kind}. Report id {report}. {where}"
    fault_saved: str = "Saved without personal data in {path}."
    fault_unsaved: str = "The report could not be saved."
    no_store: str = "The store is not open yet."
    copied: str = "Sent to the terminal's clipboard. If it did not arrive, save it to a file."
    saved: str = "Saved: {path}"
    not_saved: str = "Could not write {path}. Choose another place."
    exists: str = "{path} exists already. Choose another name."
    copy_title: str = "Take this text with you"
    copy_prompt: str = "To the clipboard, or to a file? Some terminals refuse the clipboard."
    copy_button: str = "Clipboard"
    save_button: str = "Save to file"
    per_second: str = "{n}/s"
    seconds_left: str = "{n} s left"
    minutes_left: str = "{n} min left"
    stopping: str = "Stopping at the next clean point …"
    stop: str = "Stop"
    more: str = "more"
    palette: str = "an action, a case or a person …"


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


class SubjectTexts(Section):
    __slots__ = ()
    title: str = "Person"
    overview: str = "Overview"
    timeline: str = "Timeline"
    identifiers: str = "Identifiers"
    suggestions: str = "Same person?"
    cases: str = "Cases"
    looked_at: str = "Looked at"
    known_as: str = "known as"
    known_in: str = "known in"
    language: str = "language"
    address: str = "address"
    span: str = "records from {first} to {last}"
    restricted: str = "◆ processing restricted (Art. 18)"
    suggestions_waiting: str = "Is this the same person as somebody else? {n} to decide: press m."
    no_records: str = "Nothing is held here."
    no_suggestions: str = "No suggestion is open for this person."
    no_cases: str = "No request of this person is logged. Press n to log one."
    no_looks: str = "Nobody looked at this person before."
    col_when: str = "when"
    col_kind: str = "kind"
    col_title: str = "what"
    col_role: str = "as"
    col_source: str = "from"
    col_value: str = "value"
    col_by: str = "by"
    col_purpose: str = "for"
    gone: str = "gone at source"
    compare: str = "to compare two people"
    reason: str = "why suggested"
    accepted: str = "Joined. Undo with u."
    rejected: str = "Kept apart. Undo with u."
    undone: str = "Undone."
    nothing_to_undo: str = "No suggestion was decided here yet."
    why_accept: str = "Why is this the same person?"
    why_reject: str = "Why are these two people?"
    unmatched: str = "not matched: {note}"
    shared: str = "shared by {n} people"
    payload: str = "every field, as the source wrote it"
    dropped: str = "left out at import, still held at the source"
    others: str = "other people in it"
    attachments: str = "attachments"
    internal: str = "internal note"
    details: str = "details"
    text: str = "text"
    lines: str = "lines"
    by_hand: str = "added by hand"
    record_restricted: str = "restricted"
    attachment_state: Mapping[str, str] = words_of(
        file="here", link="only a link at the source", missing="named, but not in the export"
    )


class CaseTexts(Section):
    __slots__ = ()
    title: str = "Case"
    received: str = "Received"
    person: str = "Person"
    identity: str = "Identity"
    searched: str = "Searched"
    candidates: str = "Candidates"
    reviewed: str = "What goes in"
    prepared: str = "Documents"
    clock: str = "Clock"
    events: str = "Events"
    blocks: str = "what stands in the way"
    nothing_blocks: str = "Nothing stands in the way."
    due: str = "due"
    house: str = "house promise"
    law: str = "statutory last day"
    law_regional: str = "with regional holidays"
    notice_by: str = "extension notice by"
    extended: str = "with extension"
    extended_cautious: str = "with extension, cautious"
    paused: str = "with pause"
    how: str = "how it was reckoned"
    warnings: str = "mind"
    asked_for: str = "asked for"
    channel: str = "by"
    language: str = "language"
    logged: str = "logged"
    assignee: str = "with"
    policy: str = "policy pack"
    note: str = "note"
    col_system: str = "system"
    col_outcome: str = "outcome"
    col_hits: str = "hits"
    col_when: str = "searched"
    col_written: str = "written"
    col_by: str = "by"
    col_label: str = "what"
    col_reason: str = "why it may be theirs"
    col_decision: str = "decided"
    col_document: str = "document"
    col_format: str = "format"
    col_state: str = "state"
    col_event: str = "event"
    col_day: str = "day"
    col_note: str = "note"
    draft: str = "draft"
    final: str = "released"
    theirs: str = "theirs"
    not_theirs: str = "not theirs"
    undecided: str = "undecided"
    stale: str = "older than the request"
    no_searches: str = "No system is searched yet. Press s to search what is imported."
    no_candidates: str = "No candidates are listed yet. Press c: it looks without a time limit."
    no_documents: str = "Nothing is written yet. Press w for the report, x for the package."
    no_person: str = "The person is not known yet. Press p to find them."
    person_known: str = "Press enter to open what is held on them."
    no_coverage: str = "What goes in is reckoned once the person is known."
    coverage: str = "per system: matched = delivered + withheld + no longer held"
    matched: str = "matched"
    delivered: str = "delivered"
    withheld: str = "withheld"
    gone: str = "no longer"
    coverage_short: tuple[str, ...] = ("match", "given", "w/h", "gone", "miss")
    gone_long: str = "no longer held"
    unresolved: str = "missing"
    withheld_parts: str = "parts left out of what is delivered"
    why_theirs: str = "Why is this theirs?"
    why_not_theirs: str = "Why is this not theirs?"
    decided: str = "Decided."
    searched_done: str = "Imported systems are searched."
    candidates_found: str = "Candidates listed: {n}."
    purpose: str = "case {ref}"
    event_title: str = "What happened?"
    event_day: str = "On which day?"
    event_reason: str = "Reason or note (needed to extend or pause)"
    event_done: str = "Recorded."
    search_title: str = "Outcome of the search in {system}"
    search_hits: str = "How many hits?"
    search_note: str = "Who searched, and how?"
    hit_title: str = "Add a hit found in {system}"
    hit_name: str = "Title"
    hit_text: str = "What it says"
    hit_file: str = "File (may stay empty)"
    hit_kind: str = "Kind"
    hit_added: str = "Added. It counts like any record from now on."
    report_title: str = "Write the access report"
    package_title: str = "Write the portability package"
    format: str = "Format"
    path: str = "Save as"
    written: str = "Written: {path}"
    writing: str = "Writing …"
    listing: str = "Looking for what may also be theirs"
    step_state: Mapping[str, str] = words_of(
        done="done", current="now", waiting="waits", skipped="not needed"
    )
    attached: str = "{who} is now the person of {ref}."
    needs_reason: str = "needs a reason"
    say_reason: str = "This needs a reason: it goes into the file of the case."
    whole_case: str = "the whole case"
    reason: str = "reason"
    settle_title: str = "How did this request end?"
    settle_reason: str = "a refusal needs its reason and article (Art. 12(4))"
    search_why: str = "Say why this system cannot be searched."
    hit_needs: str = "A hit needs a title, and its text or a file."
    no_identity: str = (
        "No question was asked. Ask only when there is reasonable doubt (Art. 12(6))."
    )


class NewTexts(Section):
    __slots__ = ()
    title: str = "New request"
    who: str = "person"
    nobody: str = "not yet known (the clock runs anyway)"
    rights: str = "asks for"
    received: str = "received"
    received_note: str = "date or date and time at the controller, first arrival"
    channel: str = "by"
    language: str = "language"
    note: str = "note"
    note_place: str = "e.g. ticket 8812, letter scanned as …"
    assignee: str = "with"
    log: str = "Log it"
    no_right: str = "Tick at least one right."
    bad_time: str = "Write the date as 2026-01-30, or with a time: 2026-01-30 14:05."
    done: str = "{ref} is logged. Due {due}."
    expiring: str = "These will be gone at the source before the case is due:"
    expires: str = "{title} ({kind}, {source}) on {day}: {why}"


class ImportTexts(Section):
    __slots__ = ()
    title: str = "Import"
    path: str = "file or folder"
    path_place: str = "path of the export, a folder or a ZIP"
    source: str = "source"
    system: str = "system"
    system_place: str = "which system this is (the source's own name if empty)"
    mapping: str = "mapping"
    mapping_place: str = "mapping file (make one: privacydesk import PATH --suggest-mapping)"
    explains: str = "how to make this export"
    checking: str = "Checking"
    importing: str = "Importing"
    resuming: str = "Resuming"
    undoing: str = "Undoing"
    preview: str = "what would happen"
    done: str = "what happened"
    read: str = "read"
    imported: str = "new"
    updated: str = "updated"
    unchanged: str = "unchanged"
    gone: str = "gone at source"
    rejected: str = "rejected"
    subjects: str = "new people"
    links: str = "links"
    suggestions: str = "suggestions"
    damaged: str = "damaged values, never matched"
    dropped: str = "left out, never kept: {what}"
    missing: str = "{n} files are named but not there: {what}"
    rejects_file: str = "the rejected rows are in {path}"
    speed: str = "{n} rows/s"
    all_good: str = "Every row can be read."
    skip: str = "Rejected rows stop an import. Press ctrl+k to import the rest and keep them aside."
    ready: str = "Press ctrl+g to import, ctrl+r to look again."
    first: str = "Give the path, choose the source, and press enter to see what would happen."
    runs: str = "runs"
    no_runs: str = "Nothing was imported yet."
    col_run: str = "run"
    col_source: str = "source"
    col_system: str = "system"
    col_state: str = "state"
    col_when: str = "when"
    col_rows: str = "rows"
    col_by: str = "by"
    no_path: str = "Give the path of a file or folder first."
    undo_sure: str = "Undo run {run}? What it brought goes; what it changed comes back."
    undo: str = "Undo it"
    resumed: str = "Run {run} is complete."
    undone: str = "Run {run} is undone."
    reject_row: str = "{file}, row {row}"
    reject_column: str = ", column {column}"


class SystemTexts(Section):
    __slots__ = ()
    title: str = "Systems"
    col_name: str = "system"
    col_state: str = "state"
    col_records: str = "records"
    col_until: str = "data until"
    col_owner: str = "owner"
    col_processor: str = "processor"
    imported: str = "imported"
    by_hand: str = "by hand"
    empty: str = "No system is listed. Press a to add one: also those that are never imported."
    holds: str = "holds"
    how: str = "searched by"
    owner: str = "owner"
    kinds: str = "kinds"
    source: str = "read as"
    processor: str = "a processor holds these data for us (Art. 28)"
    add: str = "Add a system"
    name: str = "name"
    no_name: str = "A system needs a name."
    added: str = "{name} is listed."


class SetupTexts(Section):
    __slots__ = ()
    title: str = "Welcome"
    head: str = "There is no store yet."
    text: str = (
        "PrivacyDesk keeps copies of what your systems hold about people in one file on this "
        "machine, readable by you only. Choose the policy pack that describes your organisation: "
        "what you hold, why, and for how long. You can change it later."
    )
    where: str = "the store will be"
    pack: str = "policy pack"
    create: str = "Create the store"
    creating: str = "Creating the store …"
    demo: str = "To try it with invented people instead, leave and run: privacydesk demo"
    no_packs: str = "No policy pack was found."


class Texts(Section):
    """The catalogue: one section per screen."""

    __slots__ = ()
    words: Words = Words()
    common: Common = Common()
    desk: DeskTexts = DeskTexts()
    find: FindTexts = FindTexts()
    subject: SubjectTexts = SubjectTexts()
    case: CaseTexts = CaseTexts()
    new: NewTexts = NewTexts()
    imports: ImportTexts = ImportTexts()
    systems: SystemTexts = SystemTexts()
    setup: SetupTexts = SetupTexts()


ENGLISH: Final = Texts()
T: Final = ENGLISH

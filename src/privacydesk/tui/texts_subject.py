"""The texts of a person's screen: what is held on them, and who else they may be."""

from __future__ import annotations

from collections.abc import Mapping

from privacydesk.tui.texts_words import Section, words_of


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

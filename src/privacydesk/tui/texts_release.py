"""The texts of the end of a case: search tasks, checks, release, delivery, sending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


def _map(**words: str) -> Mapping[str, str]:
    return field(default_factory=lambda: words)


@dataclass(frozen=True)
class TaskTexts:
    """Search tasks: one per system and processor."""

    col_state: str = "state"
    col_owner: str = "owner"
    no_systems: str = "No system is listed: add those where data about people live (system add)."
    state: Mapping[str, str] = _map(
        open="to search", asked="asked", overdue="reminder due", outdated="outdated"
    )
    asked_on: str = "asked {day}"
    processor: str = "a processor (Art. 28)"
    own_system: str = "a system of your own"
    todo_export: str = "Press {search_systems}: its data are here."
    todo_open: str = (
        "Ask its owner ({ask_owner}, letter {request_letter}), or look yourself; then "
        "{record_search} records the outcome, {add_hit} adds what was found."
    )
    todo_asked: str = "When they answer: {record_search} for the outcome, {add_hit} for each hit."
    todo_overdue: str = (
        "No answer yet: remind them, and record that with {ask_owner}. When they answer, "
        "{record_search}."
    )
    todo_old: str = (
        "The data here are older than the request: import a newer export, or record with "
        "{record_search} how it was searched beside it."
    )
    todo_newer: str = "Newer data came after this search: press {search_systems} to search again."
    asked_word: str = "asked"
    asked_whom: str = "{who}, {day}"
    remind: str = "remind on"
    ask_title: str = "Who was asked to search {system}?"
    ask_owner: str = "a person, a department or a company"
    ask_day: str = "asked on"
    say_owner: str = "Say who was asked."
    asked: str = "Recorded. The search stays open until their outcome is recorded."
    by_letter: str = "letter"
    no_letter: str = "no letter"
    with_letter: str = "write it too, as a draft"
    say_letter: str = "Say to which file the letter goes."
    writing_letter: str = "Writing the letter"
    asked_by_letter: str = "Recorded. The letter is a draft, released like others: {path}"
    letter_title: str = "Who is asked by letter to search {system}?"
    letter_about: str = "A name, or an id from the policy pack, whose address is then known."
    say_recipient: str = "Say to whom the letter goes."


@dataclass(frozen=True)
class ReleaseTexts:
    checks: str = "Checks"
    checking: str = "Checking the answer …"
    ready: str = "Nothing keeps the answer from being released."
    blocked: str = "What keeps it from being released: {n}"
    nothing: str = "Nothing is prepared yet."
    prepared: str = "{kind} ({format}), prepared by {who} on {day}"
    stale: str = "the data changed since: prepare it again"
    updated: str = "PrivacyDesk was updated and writes it differently: prepare it again"
    counts: str = "records found: {matched}, delivered: {delivered}"
    col_state: str = "state"
    col_item: str = "item"
    col_what: str = "what"
    state: Mapping[str, str] = _map(
        blocks="blocks", warning="warning", explained="explained", passed="holds",
        not_applicable="not asked",
    )  # fmt: skip
    mend: str = "To mend: {how}"
    may_explain: str = "If that cannot be done, {key} says why, and the answer may go."
    must_mend: str = "This can only be mended, not explained."
    changed: str = "Against the template's text (tab to read on):"
    only_warns: str = "A warning keeps nothing back; this one takes no explanation."
    only_problems: str = "Put the mark on a problem."
    explained: str = "explained by {who} on {day}: {reason}"
    explain_title: str = "Why can it not be mended?"
    explain_hint: str = "kept with the case, and shown beside the check"
    say_reason: str = "Say why: the reason is kept with the case."
    explained_now: str = "Explained. The reason is kept with the case."
    known_as: str = "Known as"
    known_hint: str = "anna@example.nl; 06 12345678"
    known_title: str = "Known as"
    known_about: str = (
        "Under which addresses, numbers and names was somebody without an entry looked for? "
        "A semicolon parts them."
    )
    known_how: str = "{key} says under which values somebody without an entry was looked for."
    known_not_asked: str = "Only the letter that nothing is held (no_data) asks for this."
    none: str = "Nothing is released yet. Press C for the checks, F to release."
    sure: str = "Make the final files now? They cannot be changed afterwards."
    release: str = "Release"
    what: str = "documents"
    format: str = "format"
    others: str = "released as {format} unless another is chosen: {others}"
    none_ticked: str = "Tick what is to be released."
    to_checked: str = "Goes to"
    to_hint: str = "only an address that is not on file"
    keeps_back: str = "keeps it back: {item} {text}"
    more: str = "and {n} more: see {key}"
    released: str = "{n} released, to be sent."
    send_title: str = "Sent"
    channel: str = "By"
    address: str = "To"
    check: str = "Checked how"
    check_hint: str = "only for an address that is not on file"
    send: str = "Record"
    day: str = "On"
    none_sent: str = "Tick what left."
    sent: str = "Recorded as sent."
    channels: tuple[tuple[str, str], ...] = (
        ("email", "e-mail"),
        ("post", "post"),
        ("portal", "portal"),
        ("in_person", "handed over"),
    )


@dataclass(frozen=True)
class DeliverTexts:
    title: str = "Deliver what was released"
    working: str = "Delivering"
    form: str = "As"
    forms: Mapping[str, str] = _map(
        folder="folder", pdf="encrypted PDF", zip="encrypted ZIP", eml="mail draft"
    )
    about: Mapping[str, str] = _map(
        folder="the files as they are, not encrypted",
        pdf="one document without attachments",
        zip="everything, under names that tell nothing",
        eml="that ZIP, attached to a mail",
    )
    what: str = "documents"
    place: str = "Where"
    to: str = "To"
    to_hint: str = "the person's own address, if there is only one"
    no_place: str = "Say where to put it."
    none_ticked: str = "Tick at least one document."
    nothing: str = (
        "Nothing is released yet: check it with {checks}, then release it with {release}."
    )
    deliver: str = "Deliver"
    done: str = "Delivered"
    written: str = "written"
    files: str = "{n} files in  "
    key_word: str = "password"
    once: str = "It is shown here once. Besides, it stands only in the letter:"
    copy: str = "another copy: the {kind} left on {day}"
    letter_goes: str = "Send the letter by another way than the answer, then erase it here."
    plain: str = "These files are not encrypted."
    next: str = "The clock stops when the sending is recorded."
    record: str = "Record sending"
    later: str = "Later"


K: Final = TaskTexts()
R: Final = ReleaseTexts()
D: Final = DeliverTexts()

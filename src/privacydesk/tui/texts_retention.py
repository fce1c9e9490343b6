"""The texts of the storage periods: what is due, the run, holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


def _map(**words: str) -> Mapping[str, str]:
    return field(default_factory=lambda: words)


@dataclass(frozen=True)
class RetentionTexts:
    """One catalogue for both screens."""

    title: str = "Storage periods"
    col_state: str = "state"
    col_kind: str = "kind"
    col_records: str = "records"
    col_system: str = "system"
    col_oldest: str = "since"
    col_activity: str = "activity"
    nothing: str = "Nothing is past its date, nothing is undetermined."
    no_pack: str = "As of {day}, by policy {policy}"
    due: str = "{n} past their date"
    kept: str = "{n} kept back"
    undetermined: str = "{n} undetermined"
    then: Mapping[str, str] = _map(
        erase="erase", erase_parts="erase parts", anonymise="anonymise", restrict="block"
    )
    because: Mapping[str, str] = _map(
        hold="on hold",
        open_case="open case",
        restriction="restricted",
        legal_duty="legal duty",
        other_part="other part",
    )
    unknown: str = "undetermined"
    still: str = "still held"
    period: str = "period"
    why: str = "why"
    happens: str = "then"
    kept_until: str = "kept until"
    missing: str = "missing"
    never_run: str = "A run never touches what is undetermined."
    still_why: str = "Erased here, but {system} still held it on {day}. Have it erased there."
    nothing_due: str = "Nothing is past its date: there is nothing to run."
    run_title: str = "Erase what is past its date?"
    run_sentence: str = (
        "{erased} records are erased whole and {parts} in part, {anonymised} made anonymous, "
        "{restricted} blocked. What is erased cannot be brought back."
    )
    run_yes: str = "Erase"
    running: str = "Keeping to the storage periods"
    done: str = "Done: {touched} records, {people} people and {files} files are gone or set apart."
    incomplete: str = "Not complete yet: somebody else is reading. Run it again a little later."
    leftovers: str = "May still hold what was erased: {names}"
    # holds
    holds_title: str = "Holds"
    no_holds: str = "Nothing is on hold."
    col_whom: str = "of"
    col_until: str = "kept until"
    col_by: str = "by"
    col_reason: str = "reason"
    person: str = "person {number}"
    case: str = "case {reference}"
    until_lifted: str = "lifted"
    new_hold: str = "Keep data from being erased"
    whom: str = "Person, case"
    reason: str = "Why"
    until: str = "Last day"
    bad_whom: str = "Give the number of a person (12) or the reference of a case (2026-0001)."
    bad_day: str = "Write the day as 2026-12-31, or leave it empty."
    added: str = "Hold {number} keeps it."
    lift_title: str = "Lift the hold?"
    lift_sentence: str = "What it kept can be erased by the next run."
    lift_yes: str = "Lift"
    lifted: str = "Hold {number} is lifted."


R: Final = RetentionTexts()

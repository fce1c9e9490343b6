"""The texts of the letters of a case."""

from __future__ import annotations

from privacydesk.tui.texts_words import Section


class LetterTexts(Section):
    """One catalogue for the screen and its dialogs."""

    __slots__ = ()
    title: str = "Letters"
    col_letter: str = "letter"
    col_state: str = "text"
    edited: str = "edited"
    by: str = "Edited by {who} on {day}"
    needs: str = "This letter needs what is not stated:"
    how: str = "Press {key} to state it."
    lacks: str = "The text leaves out what the law asks for:"
    edit: str = "Edit the text of this case"
    edit_help: str = "Markdown. ctrl+g keeps it, esc leaves it as it was."
    kept: str = "The edited text is kept."
    dropped: str = "Back to the template."
    state: str = "State facts"
    nothing_missing: str = "Nothing is missing."
    in_the_case: str = "What is missing is recorded in the case, not stated here."
    write: str = "Write the letter"
    written: str = "Draft written: {path}"
    replaces: str = "Prepared now instead of {names}."
    keep: str = "Keep"


L = LetterTexts()

"""Every text that the terminal UI shows, in one frozen catalogue.

Screens read `T`; another language is another `Texts` whose sections are subclasses of these.
Sentences with values use `str.format` fields; the values are made safe when they become content,
never here.

The sections stand beside this module by family of screens: `texts_desk.py`, `texts_subject.py`,
`texts_case.py`, `texts_data.py`; what all screens share is here. The names of the domain's values
are in `texts_words.py`, actions and help pages in `texts_help.py`.
"""

from __future__ import annotations

from typing import Final

from privacydesk.tui.texts_case import CaseTexts, NewTexts
from privacydesk.tui.texts_data import ImportTexts, SetupTexts, SystemTexts
from privacydesk.tui.texts_desk import DeskTexts, FindTexts
from privacydesk.tui.texts_subject import SubjectTexts
from privacydesk.tui.texts_words import Section, Words

__all__ = [
    "ENGLISH",
    "CaseTexts",
    "Common",
    "DeskTexts",
    "FindTexts",
    "ImportTexts",
    "NewTexts",
    "SetupTexts",
    "SubjectTexts",
    "SystemTexts",
    "T",
    "Texts",
]


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
    bad_day: str = "Write the day as 2026-01-30."
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

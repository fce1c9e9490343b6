"""Every action in one registry: bindings, footer, palette and help are made from it.

A screen names the actions it offers, in the order of use; `bindings` gives Textual what it needs.
Keys that terminals or tmux take away (ctrl+b, ctrl+s, ctrl+j) are not used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from textual.binding import Binding, BindingType

from privacydesk.tui.texts_help import ACTION_TEXTS


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done. `key` may name several keys, the first is shown."""

    id: str
    key: str
    shown: str = ""

    @property
    def label(self) -> str:
        return ACTION_TEXTS[self.id][0]

    @property
    def help(self) -> str:
        return ACTION_TEXTS[self.id][1]

    @property
    def key_shown(self) -> str:
        return self.shown or self.key.split(",")[0]


def _registry(*actions: Action) -> Mapping[str, Action]:
    return MappingProxyType({action.id: action for action in actions})


ACTIONS: Final = _registry(
    Action("help", "question_mark,f1", "?"),
    Action("back", "escape", "esc"),
    Action("quit", "ctrl+q", "^q"),
    Action("find", "slash", "/"),
    Action("new_request", "n,ctrl+n"),
    Action("import_data", "i"),
    Action("systems", "s"),
    Action("retention", "p"),
    Action("policy", "P"),
    Action("theme", "ctrl+t", "^t"),
    Action("palette", "ctrl+p", "^p"),
    Action("refresh", "ctrl+r,f5", "^r"),
    Action("copy", "y"),
    Action("open_case", "enter"),
    Action("assign", "a"),
    Action("filter", "f"),
    Action("open_person", "enter"),
    Action("attach_here", "enter"),
    Action("next_tab", "right,l,right_square_bracket", "→"),
    Action("previous_tab", "left,h,left_square_bracket", "←"),
    Action("suggestions", "m"),
    Action("accept", "a"),
    Action("reject", "x"),
    Action("undo", "u"),
    Action("read", "enter"),
    Action("next_step", "space", "space"),
    Action("attach_person", "p"),
    Action("open_subject", "o"),
    Action("record_event", "e"),
    Action("record_answer", "r"),
    Action("search_systems", "s"),
    Action("record_search", "u"),
    Action("add_hit", "h"),
    Action("ask_owner", "a"),
    Action("request_letter", "Q"),
    Action("list_candidates", "c"),
    Action("decide_candidates", "d"),
    Action("theirs", "t"),
    Action("not_theirs", "f"),
    Action("write_report", "w"),
    Action("write_package", "x"),
    Action("preview", "v"),
    Action("letters", "L"),
    Action("state_facts", "f"),
    Action("edit_letter", "e"),
    Action("use_template", "u"),
    Action("write_letter", "w"),
    Action("keep_text", "ctrl+g", "^g"),
    Action("settle", "R"),
    Action("act", "A"),
    Action("checks", "C"),
    Action("explain", "e"),
    Action("release", "F"),
    Action("deliver", "D"),
    Action("send", "S"),
    Action("show_clock", "l"),
    Action("forget", "E"),
    Action("erase_case", "X"),
    Action("review", "b"),
    Action("keep", "k"),
    Action("black_out", "b"),
    Action("black_out_everywhere", "B"),
    Action("add_finding", "a"),
    Action("next_finding", "down,j", "↓"),
    Action("previous_finding", "up", "↑"),
    Action("next_in_text", "right", "→"),
    Action("previous_in_text", "left", "←"),
    Action("next_open", "space", "space"),
    Action("all_texts", "t"),
    Action("files", "f"),
    Action("speaker_theirs", "t"),
    Action("speaker_not_theirs", "f"),
    Action("ship_file", "s"),
    Action("withhold_file", "w"),
    Action("replace_file", "r"),
    Action("save_file", "c"),
    Action("next_file", "space", "space"),
    Action("known_as", "w"),
    Action("read_on", "pagedown", "PgDn"),
    Action("read_back", "pageup", "PgUp"),
    Action("log", "ctrl+g", "^g"),
    Action("check", "ctrl+r", "^r"),
    Action("apply", "ctrl+g", "^g"),
    Action("apply_rest", "ctrl+k", "^k"),
    Action("runs", "ctrl+l", "^l"),
    Action("resume_run", "r"),
    Action("undo_run", "u"),
    Action("add_system", "a"),
    Action("run_periods", "r"),
    Action("holds", "h"),
    Action("add_hold", "a"),
    Action("lift_hold", "x"),
    Action("write_record", "w"),
    Action("use_pack", "u"),
    Action("create_store", "ctrl+g", "^g"),
)

GLOBAL: Final = (
    "help",
    "find",
    "new_request",
    "import_data",
    "systems",
    "retention",
    "policy",
    "refresh",
    "theme",
    "back",
    "quit",
)
"""Actions of every full screen, bound by the app."""


def bindings(ids: Iterable[str]) -> list[BindingType]:
    """The Textual bindings of these actions; the binding id lets users change keys later."""
    return [
        Binding(ACTIONS[i].key, i, ACTIONS[i].label, id=f"desk.{i}", tooltip=ACTIONS[i].help)
        for i in ids
    ]


def hints(ids: Iterable[str]) -> list[tuple[str, str, str]]:
    """(action, key as shown, label) for the footer."""
    return [(i, ACTIONS[i].key_shown, ACTIONS[i].label) for i in ids]

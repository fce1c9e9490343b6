"""Files: the recordings and attachments that go with an answer, and what is said about each.

Two keystrokes decide a file: what (`s`, `w`, `t`, `f`) and enter for the reason given last. The
mark then goes on to the next file about which something is still to be said; the decision is
written meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from privacydesk.tui import actions, show
from privacydesk.tui.guard import content
from privacydesk.tui.screen import DeskScreen
from privacydesk.tui.screens.file_lines import FILE_COLUMNS, file_lines, file_row, given_reasons
from privacydesk.tui.texts_files import F
from privacydesk.tui.widgets.paper import Paper
from privacydesk.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from pathlib import Path

    from privacydesk.desk.context import Desk
    from privacydesk.desk.redaction import FileView
    from privacydesk.tui.messages import Trouble


class FilesScreen(DeskScreen):
    """Above how many are decided; the files; below the one under the mark."""

    CSS_PATH = "files.tcss"
    TITLE_TEXT = F.title
    HELP_PAGE = "files"
    AUTO_FOCUS = "#files"
    OFFERS = (
        "save_file",
        "speaker_theirs",
        "speaker_not_theirs",
        "ship_file",
        "withhold_file",
        "replace_file",
        "next_file",
        "back",
    )
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings(OFFERS)

    def __init__(self, reference: str) -> None:
        super().__init__()
        self._reference = reference
        self._views: list[FileView] = []
        self._saving: set[int] = set()  # numbers of files whose decision is being written
        self._reasons: dict[str, str] = {}  # by verdict the one given last
        self._leaving = False

    @property
    def place(self) -> str:
        return f"{F.title} {self._reference}"

    def body(self) -> ComposeResult:
        yield Paper([F.looking], id="progress", focusable=False)
        yield RowList(FILE_COLUMNS, id="files", empty=F.looking)
        yield Paper(id="detail", focusable=False)

    def on_mount(self) -> None:
        self.reload()

    def reload(self) -> None:
        from privacydesk.desk import redaction

        self.ask("files", lambda desk: redaction.files(desk, self._reference), self._show)

    def _show(self, views: Sequence[FileView]) -> None:
        first = not self._views
        self._views = list(views)
        self._reasons = given_reasons(views) | self._reasons
        self.query_one("#files", RowList).set_empty(F.nothing)
        self._redraw()
        current = self._current
        if first and current is not None and not current.needs:
            self._go_on()

    def _redraw(self) -> None:
        rows = [file_row(view, saving=view.number in self._saving) for view in self._views]
        self.query_one("#files", RowList).set_rows(rows, keep=True)
        done, everything = sum(not view.needs for view in self._views), len(self._views)
        told = F.progress.format(done=show.number(done), all=show.number(everything))
        style = "bold $fine" if done == everything else "bold $soon"
        self.query_one("#progress", Paper).set_lines([content((told if everything else "", style))])
        self._detail()

    @property
    def _current(self) -> FileView | None:
        rows = self.query_one("#files", RowList)
        return self._views[rows.cursor] if 0 <= rows.cursor < len(self._views) else None

    @on(RowList.Highlighted, "#files")
    def _detail(self) -> None:
        view = self._current
        lines = file_lines(view, self.desk.zone) if view is not None else ()
        self.query_one("#detail", Paper).set_lines(lines)

    # ------------------------------------------------------------------ moving

    def action_next_file(self) -> None:
        if not self._go_on():
            self.desk_app.say(F.all_said)

    def _go_on(self) -> bool:
        """To the next file about which something is still to be said, if there is one."""
        rows, count = self.query_one("#files", RowList), len(self._views)
        for step in range(1, count + 1):
            view = self._views[(rows.cursor + step) % count]
            if view.needs and view.number not in self._saving:
                rows.cursor = (rows.cursor + step) % count
                return True
        return False

    def action_back(self) -> None:
        """Leave once everything is written: what is below is read again and must see it."""
        if self._saving:
            self._leaving = True
        else:
            self.app.pop_screen()

    # ------------------------------------------------------------------ deciding

    def action_ship_file(self) -> None:
        self._decide("ship")

    def action_withhold_file(self) -> None:
        self._decide("withhold")

    def action_speaker_theirs(self) -> None:
        self._confirm("speaker_confirmed", confirmed=True)

    def action_speaker_not_theirs(self) -> None:
        self._confirm("speaker_not_theirs", confirmed=False)

    def _decide(self, verdict: str) -> None:
        from privacydesk.desk import redaction

        def call(desk: Desk, number: int, reason: str) -> FileView:
            return redaction.decide_file(desk, self._reference, number, verdict, reason)

        self._because(verdict, call)

    def _confirm(self, verdict: str, *, confirmed: bool) -> None:
        from privacydesk.desk import redaction

        view = self._current
        if view is not None and not view.recording:
            self.desk_app.say(F.not_recording, bad=True)
            return

        def call(desk: Desk, number: int, reason: str) -> FileView:
            return redaction.confirm_speaker(
                desk, self._reference, number, confirmed=confirmed, reason=reason
            )

        self._because(verdict, call)

    def _because(self, verdict: str, call: Callable[[Desk, int, str], FileView]) -> None:
        """Ask why, then write the decision about the file under the mark and go on."""
        from privacydesk.tui.screens.file_dialogs import FileReasonDialog

        view = self._current
        if view is None:
            self.desk_app.say(F.no_file, bad=True)
            return
        number = view.number

        def because(reason: str | None) -> None:
            if reason is None:
                return
            self._reasons[verdict] = reason
            self._saving.add(number)
            self._redraw()
            self.ask(
                f"file {number}",  # a group each: the next one does not outdate this one
                lambda desk: call(desk, number, reason),
                self._put,
                otherwise=lambda trouble: self._refuse(number, trouble),
            )
            self._go_on()

        self.app.push_screen(FileReasonDialog(F.ask[verdict], view, self._usual(verdict)), because)

    def action_replace_file(self) -> None:
        from privacydesk.tui.screens.file_dialogs import ReplaceDialog

        view = self._current
        if view is None:
            self.desk_app.say(F.no_file, bad=True)
            return

        def replaced(new: FileView | None) -> None:
            if new is not None:
                self._reasons["replaced"] = new.reason
                self._put(new)
                if not new.needs:
                    self._go_on()

        dialog = ReplaceDialog(self._reference, view, self._usual("replaced"))
        self.app.push_screen(dialog, replaced)

    def action_save_file(self) -> None:
        from privacydesk.tui.screens.file_dialogs import SaveDialog

        view = self._current
        if view is None:
            self.desk_app.say(F.no_file, bad=True)
            return

        def saved(path: Path | None) -> None:
            if path is not None:
                self.desk_app.say(F.saved.format(path=path))

        self.app.push_screen(SaveDialog(self._reference, view), saved)

    def _usual(self, verdict: str) -> str:
        return self._reasons.get(verdict, F.usual[verdict])

    def _put(self, new: FileView) -> None:
        self._saving.discard(new.number)
        self._views = [new if view.number == new.number else view for view in self._views]
        self._redraw()
        if self._leaving and not self._saving:
            self.app.pop_screen()

    def _refuse(self, number: int, trouble: Trouble) -> None:
        self._saving.discard(number)
        self._leaving = False
        self._redraw()
        self.desk_app.show_trouble(trouble)

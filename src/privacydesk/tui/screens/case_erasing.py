"""Erasing from a case: what the person asked to be erased, and at its end the file of the case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button

from privacydesk.tui import show
from privacydesk.tui.guard import content
from privacydesk.tui.screen import DeskScreen, Dialog
from privacydesk.tui.screens.dialogs import Box, ConfirmDialog
from privacydesk.tui.texts import T
from privacydesk.tui.widgets.paper import Line, LineLike, Paper

if TYPE_CHECKING:
    from privacydesk.desk.cases import CaseErased, CaseView
    from privacydesk.desk.retention import Forgotten


class ForgetDialog(Dialog[bool]):
    """What an erasure on request takes and what stays, to be agreed to."""

    HELP_PAGE = "form"

    def __init__(self, planned: Forgotten) -> None:
        super().__init__()
        self._planned = planned

    def compose(self) -> ComposeResult:
        with Box(T.case.forget_title):
            yield Paper(id="plan")
            with Horizontal(classes="buttons"):
                yield Button(T.common.cancel, id="no")
                if self._planned.erased or self._planned.restricted:
                    yield Button(T.case.forget_yes, variant="primary", id="yes")

    def on_mount(self) -> None:
        self.query_one("#plan", Paper).set_lines(list(plan_lines(self._planned)))
        self.query_one("#no", Button).focus()

    @on(Button.Pressed)
    def _pressed(self, message: Button.Pressed) -> None:
        self.dismiss(message.button.id == "yes")


def plan_lines(planned: Forgotten) -> Iterator[LineLike]:
    """The plan, as the dialog shows it."""
    total = T.case.forget_goes.format(n=show.number(planned.erased))
    yield content((total if planned.erased else T.case.forget_nothing, "bold"))
    for goes in planned.goes:
        what = show.counts({goes.kind: goes.records})
        yield Line(content(what, (f"  {goes.system}", "$quiet")), content("  "))
    if planned.stays:
        yield ""
        yield content((T.case.forget_stays, "bold"))
    for stays in planned.stays:
        what = show.counts({stays.kind: stays.records})
        why = T.case.forget_why[stays.why.value]
        if stays.until is not None:
            why = T.case.forget_until.format(why=why, day=stays.until.isoformat())
        yield Line(content(what, (f"  {stays.system}: {why}", "$quiet")), content("  "))
    if planned.systems:
        yield ""
        yield content((T.case.forget_source.format(systems=", ".join(planned.systems)), "$soon"))
    yield ""
    yield content((T.case.forget_final, "$quiet"))


class CaseErasing(DeskScreen):
    """The erasing part of the case screen."""

    _reference: str
    _view: CaseView | None

    def reload(self) -> None:
        raise NotImplementedError

    def action_forget(self) -> None:
        """Say what goes and what stays, and ask; the desk refuses a case that asks for no erasure
        or still waits for something."""
        from privacydesk.desk import retention

        def forget(yes: bool | None) -> None:
            if yes:
                self.run_job(
                    T.case.forgetting,
                    lambda desk, job: retention.forget(desk, self._reference, yes=True, job=job),
                    self._forgotten,
                )

        def confirm(planned: Forgotten) -> None:
            self.app.push_screen(ForgetDialog(planned), forget)

        self.ask("forget", lambda desk: retention.forget(desk, self._reference), confirm)

    def _forgotten(self, done: Forgotten) -> None:
        said = T.case.forgotten if done.complete else T.case.forgotten_not_yet
        self.desk_app.say(said.format(n=show.number(done.erased)), bad=not done.complete)
        self.reload()

    def action_erase_case(self) -> None:
        """Count what would go and ask; the desk refuses a case that is not closed or on hold."""
        from privacydesk.desk import cases

        def confirm(counted: CaseErased) -> None:
            said = T.case.erase_what.format(
                ref=counted.reference,
                documents=counted.documents,
                letters=counted.letters,
                hits=counted.hits,
                files=counted.files,
            )
            if counted.person:
                said = f"{said} {T.case.erase_person}"
            self.app.push_screen(ConfirmDialog(T.case.erase_title, said, T.case.erase_yes), erase)

        def erase(yes: bool | None) -> None:
            if yes:
                self.run_job(
                    T.case.erasing,
                    lambda desk, _job: cases.erase(desk, self._reference, yes=True),
                    self._erased,
                )

        self.ask("erase", lambda desk: cases.erase(desk, self._reference), confirm)

    def _erased(self, gone: CaseErased) -> None:
        """Back to the desk: the screens between tell of the case, or of a person who went too."""
        said = T.case.erased if gone.complete else T.case.erased_not_yet
        self.desk_app.say(said.format(ref=gone.reference), bad=not gone.complete)
        self._view = None  # nothing reads the case again on the way out
        while len(self.app.screen_stack) > 1:
            self.app.pop_screen()

"""The end of a case on its screen: the checks, the release, the sending."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Input

from privacydesk.domain.checklist import Checked, Standing
from privacydesk.tui import show
from privacydesk.tui.guard import content
from privacydesk.tui.screen import DeskScreen, Dialog
from privacydesk.tui.screens.dialogs import Box, ConfirmDialog
from privacydesk.tui.texts import T
from privacydesk.tui.texts_release import R
from privacydesk.tui.widgets.fields import Choice, Field, Option
from privacydesk.tui.widgets.paper import Line, LineLike

if TYPE_CHECKING:
    from privacydesk.desk.cases import CaseView
    from privacydesk.desk.release import Release, Review


@dataclass(frozen=True, slots=True)
class Sending:
    """How an answer left, as the form gives it."""

    channel: str
    to: str | None
    checked: str | None


class SendDialog(Dialog[Sending]):
    """By which way and to whom; the check of an address that is not on file."""

    HELP_PAGE = "form"

    def compose(self) -> ComposeResult:
        with Box(R.send_title):
            ways = [Option(value, shown) for value, shown in R.channels]
            yield Field(R.channel, Choice(ways, "email", id="channel"))
            yield Field(R.address, Input(id="to"))
            yield Field(R.check, Input(placeholder=R.check_hint, id="checked"))
            with Horizontal(classes="buttons"):
                yield Button(T.common.cancel, id="no")
                yield Button(R.send, variant="primary", id="yes")

    @on(Button.Pressed, "#no")
    def _no(self) -> None:
        self.dismiss(None)

    @on(Button.Pressed, "#yes")
    @on(Input.Submitted)
    def _yes(self) -> None:
        to, checked = (
            self.query_one(f"#{name}", Input).value.strip() for name in ("to", "checked")
        )
        channel = self.query_one("#channel", Choice).value
        self.dismiss(Sending(channel, to or None, checked or None))


class CaseReleasing(DeskScreen):
    """The releasing part of the case screen."""

    _reference: str

    def _done(self, sentence: str) -> Callable[[CaseView], None]:
        raise NotImplementedError

    def reload(self) -> None:
        raise NotImplementedError

    def action_checks(self) -> None:
        from privacydesk.desk import release
        from privacydesk.tui.screens.reader import ReaderScreen

        def read(found: Review) -> None:
            title, name = f"{R.checks} {self._reference}", f"checks-{self._reference}.txt"
            self.app.push_screen(ReaderScreen(title, check_lines(found), file_name=name))

        self.ask("checks", lambda desk: release.review(desk, self._reference), read)

    def action_release(self) -> None:
        from privacydesk.desk import release

        def released(done: Release) -> None:
            self.desk_app.say(R.released.format(n=len(done.documents)))
            self.reload()

        def sure(yes: bool | None) -> None:
            if yes:
                self.run_job(
                    R.release,
                    lambda desk, job: release.release(desk, self._reference, job=job),
                    released,
                )

        self.app.push_screen(ConfirmDialog(R.release, R.sure, R.release), sure)

    def action_send(self) -> None:
        from privacydesk.desk import release

        def record(found: Sending | None) -> None:
            if found is not None:
                self.ask(
                    "do",
                    lambda desk: release.send(
                        desk,
                        self._reference,
                        channel=found.channel,
                        to=found.to,
                        checked=found.checked,
                    ),
                    self._done(R.sent),
                )

        self.app.push_screen(SendDialog(), record)


def check_lines(found: Review) -> Iterator[LineLike]:
    """The documents, what blocks, then every item of the checklist."""
    blocking = len(found.blocking)
    told = R.blocked.format(n=blocking) if blocking else R.ready
    yield content((told, "bold $late" if blocking else "bold $fine"))
    for document in found.documents:
        kind = T.words.document.get(document.kind, document.kind)
        text = R.prepared.format(kind=kind, format=document.format, who=document.prepared_by)
        yield content(text)
        if document.stale:
            yield content((f"  {R.updated if document.updated else R.stale}", "$late"))
    yield content("")
    for one in sorted(found.checks, key=lambda c: (not c.blocks, not c.problems)):
        yield from _item_lines(one, found.reference)


def _item_lines(one: Checked, reference: str) -> Iterator[LineLike]:
    if one.blocks:
        mark, style = show.LATE, "$late"
    elif one.problems:
        mark, style = show.HERE, "$soon"
    elif one.standing is Standing.NOT_ASKED:
        mark, style = show.SKIPPED, "$quiet"
    else:
        mark, style = show.DONE, "$fine"
    name = f"{one.item.item} {one.item.title}"
    yield Line(content(name, (f" ({one.item.article})", "$quiet")), content((f"{mark} ", style)))
    for problem in one.problems:
        yield Line(content((problem.text, "$late" if problem.blocking else "$soon")), content("  "))
        if problem.key:
            key = R.key.format(reference=reference, key=problem.key)
            yield Line(content((key, "$quiet")), content("  "))
    if one.problems:
        yield Line(content((R.mend.format(how=one.item.mend), "$quiet")), content("  "))
    for problem, why in one.explained:
        yield Line(content(problem.text), content("  "))
        yield Line(
            content((R.explained.format(who=why.by, reason=why.reason), "$quiet")), content("  ")
        )

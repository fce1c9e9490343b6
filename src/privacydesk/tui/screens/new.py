"""New request: one form for what came in, with or without a known person."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Input, Static

from privacydesk.tui import actions, show
from privacydesk.tui.guard import content
from privacydesk.tui.screen import DeskScreen
from privacydesk.tui.texts import T
from privacydesk.tui.widgets.fields import Choice, Field, Option, TickList

if TYPE_CHECKING:
    from privacydesk.desk.cases import Logged


def received_from(text: str) -> datetime | date:
    """`2026-01-30` or `2026-01-30 14:05`, local at the controller. Raises ValueError."""
    text = text.strip().replace("T", " ")
    if len(text) > 10:
        return datetime.fromisoformat(text)
    return date.fromisoformat(text)


class NewRequestScreen(DeskScreen):
    """The rights as ticks, receipt now unless changed, then ctrl+g."""

    CSS_PATH = "new.tcss"
    TITLE_TEXT = T.new.title
    HELP_PAGE = "new"
    AUTO_FOCUS = "TickList"
    OFFERS = ("log", "back")
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings(("log",))

    def __init__(self, subject_id: int | None = None, name: str = "") -> None:
        super().__init__()
        self._subject_id, self._name = subject_id, name

    def body(self) -> ComposeResult:
        from privacydesk.domain.localtext import LANGUAGES
        from privacydesk.domain.model import Channel
        from privacydesk.domain.rights import RIGHTS

        desk = self.desk
        now = desk.now().astimezone(desk.zone)
        rights = [Option(r.value, T.words.right[r.value], f.article) for r, f in RIGHTS.items()]
        who = content((self._name, "bold")) if self._name else content((T.new.nobody, "$quiet"))
        with VerticalScroll(id="form"):
            yield Field(T.new.who, Static(who))
            with Horizontal(id="columns"):
                with Vertical(classes="column"):
                    yield Static(content((T.new.rights, "$quiet")))
                    yield TickList(rights, ["access"], id="rights")
                with Vertical(classes="column"):
                    yield Field(T.new.received, Input(f"{now:%Y-%m-%d %H:%M}", id="received"))
                    channels = [Option(c.value, T.words.channel[c.value]) for c in Channel]
                    yield Field(T.new.channel, Choice(channels, "email", id="channel"))
                    languages = [Option(code, T.words.language[code]) for code in LANGUAGES]
                    yield Field(T.new.language, Choice(languages, desk.language, id="language"))
                    yield Field(T.new.assignee, Input(desk.operator, id="assignee"))
                    yield Field(T.new.note, Input(placeholder=T.new.note_place, id="note"))
            with Horizontal(classes="buttons"):
                yield Button(T.new.log, variant="primary", id="log")

    def action_new_request(self) -> None:
        """Already here."""

    @on(Button.Pressed, "#log")
    @on(Input.Submitted)
    def _submit(self) -> None:
        self.action_log()

    def action_log(self) -> None:
        from privacydesk.desk import cases

        ticked = self.query_one("#rights", TickList).ticked
        if not ticked:
            self.desk_app.say(T.new.no_right, bad=True)
            return
        try:
            received = received_from(self.query_one("#received", Input).value)
        except ValueError:
            self.desk_app.say(T.new.bad_time, bad=True)
            self.query_one("#received", Input).focus()
            return
        channel = self.query_one("#channel", Choice).value
        language = self.query_one("#language", Choice).value
        note = self.query_one("#note", Input).value.strip() or None
        assignee = self.query_one("#assignee", Input).value.strip() or None
        self.ask(
            "log",
            lambda desk: cases.log(
                desk,
                subject_id=self._subject_id,
                rights=ticked,
                received=received,
                channel=channel,
                language=language,
                note=note,
                assignee=assignee,
            ),
            self._logged,
        )

    def _logged(self, logged: Logged) -> None:
        app = self.desk_app
        app.say(T.new.done.format(ref=logged.reference, due=show.day(logged.due)))
        self.dismiss(None)
        app.open_case(logged.reference)
        if logged.expiring:
            from privacydesk.tui.screens.reader import ReaderDialog

            said = [
                content(
                    ("▲ ", "$soon"),
                    T.new.expires.format(
                        title=w.title,
                        kind=show.kind_one(w.kind),
                        source=w.source,
                        day=show.day(w.expires_on),
                        why=w.why,
                    ),
                )
                for w in logged.expiring
            ]
            self.app.push_screen(
                ReaderDialog(T.new.title, [content((T.new.expiring, "bold")), "", *said])
            )

"""The small forms of a case: what happened, what a search gave, a hit by hand, where to write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Input

from privacydesk.tui.screen import Dialog
from privacydesk.tui.screens.dialogs import Box
from privacydesk.tui.texts import T
from privacydesk.tui.widgets.fields import Choice, Field, Option


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as the form gives it."""

    kind: str
    day: date
    request_id: int | None
    reason: str | None


class EventDialog(Dialog[Happening]):
    """What happened, on which day, to which request."""

    HELP_PAGE = "form"

    def __init__(self, today: date, requests: Sequence[Option], kind: str | None = None) -> None:
        super().__init__()
        self._today, self._requests, self._kind = today, requests, kind

    def compose(self) -> ComposeResult:
        from privacydesk.domain.case_clock import RECORDABLE

        kinds = [
            Option(k.value, T.words.event[k.value], T.case.needs_reason if needs else "")
            for k, needs in RECORDABLE.items()
        ]
        every = [Option("", T.case.whole_case), *self._requests]
        with Box(T.case.event_title):
            yield Field(T.case.col_event, Choice(kinds, self._kind, id="kind"))
            yield Field(T.case.col_day, Input(self._today.isoformat(), id="day"))
            yield Field(T.case.asked_for, Choice(every, id="request"))
            yield Field(T.case.reason, Input(id="reason"))
            with Horizontal(classes="buttons"):
                yield Button(T.common.cancel, id="no")
                yield Button(T.common.ok, variant="primary", id="yes")

    @on(Button.Pressed, "#no")
    def _no(self) -> None:
        self.dismiss(None)

    @on(Button.Pressed, "#yes")
    @on(Input.Submitted)
    def _yes(self) -> None:
        from privacydesk.domain.case_clock import RECORDABLE
        from privacydesk.domain.model import EventKind

        kind = self.query_one("#kind", Choice).value
        reason = self.query_one("#reason", Input).value.strip() or None
        try:
            day = date.fromisoformat(self.query_one("#day", Input).value.strip())
        except ValueError:
            self.desk_app.say(T.new.bad_time, bad=True)
            return
        if RECORDABLE[EventKind(kind)] and reason is None:
            self.desk_app.say(T.case.say_reason, bad=True)
            self.query_one("#reason", Input).focus()
            return
        request = self.query_one("#request", Choice).value
        self.dismiss(Happening(kind, day, int(request) if request else None, reason))


@dataclass(frozen=True, slots=True)
class Settled:
    request_id: int
    status: str
    text: str | None


class SettleDialog(Dialog[Settled]):
    """How one request ended."""

    HELP_PAGE = "form"

    def __init__(self, requests: Sequence[Option]) -> None:
        super().__init__()
        self._requests = requests

    def compose(self) -> ComposeResult:
        states = [Option(k, v) for k, v in T.words.request_status.items()]
        with Box(T.case.settle_title):
            yield Field(T.case.asked_for, Choice(self._requests, id="request"))
            yield Field(T.case.col_outcome, Choice(states, "done", id="status"))
            yield Field(T.case.reason, Input(placeholder=T.case.settle_reason, id="reason"))
            with Horizontal(classes="buttons"):
                yield Button(T.common.ok, variant="primary")

    @on(Button.Pressed)
    @on(Input.Submitted)
    def _yes(self) -> None:
        reason = self.query_one("#reason", Input).value.strip() or None
        status = self.query_one("#status", Choice).value
        if status in {"refused", "partly"} and reason is None:
            self.desk_app.say(T.case.settle_reason, bad=True)
            return
        self.dismiss(Settled(int(self.query_one("#request", Choice).value), status, reason))


@dataclass(frozen=True, slots=True)
class Searched:
    outcome: str
    hits: int
    note: str | None


class SearchDialog(Dialog[Searched]):
    """What the search in one system gave."""

    HELP_PAGE = "form"

    def __init__(self, system: str) -> None:
        super().__init__()
        self._system = system

    def compose(self) -> ComposeResult:
        outcomes = [Option(k, T.words.outcome[k]) for k in ("none", "hits", "impossible")]
        with Box(T.case.search_title.format(system=self._system)):
            yield Field(T.case.col_outcome, Choice(outcomes, id="outcome"))
            yield Field(T.case.col_hits, Input("0", type="integer", id="hits"))
            yield Field(T.case.col_note, Input(placeholder=T.case.search_note, id="note"))
            with Horizontal(classes="buttons"):
                yield Button(T.common.ok, variant="primary")

    @on(Button.Pressed)
    @on(Input.Submitted)
    def _yes(self) -> None:
        outcome = self.query_one("#outcome", Choice).value
        typed = self.query_one("#hits", Input).value
        hits = int(typed) if typed.isdigit() else 0
        note = self.query_one("#note", Input).value.strip() or None
        if outcome == "hits" and hits < 1:
            self.desk_app.say(T.case.search_hits, bad=True)
            return
        if outcome == "impossible" and note is None:
            self.desk_app.say(T.case.search_why, bad=True)
            return
        self.dismiss(Searched(outcome, hits if outcome == "hits" else 0, note))


@dataclass(frozen=True, slots=True)
class HandHit:
    kind: str
    title: str
    text: str
    file: Path | None


class HitDialog(Dialog[HandHit]):
    """A hit in a system that is not imported."""

    HELP_PAGE = "form"
    AUTO_FOCUS = "#title"

    def __init__(self, system: str) -> None:
        super().__init__()
        self._system = system

    def compose(self) -> ComposeResult:
        kinds = [Option(k, v) for k, v in T.words.kind_one.items()]
        with Box(T.case.hit_title.format(system=self._system)):
            yield Field(T.case.hit_kind, Choice(kinds, "note", id="kind"))
            yield Field(T.case.hit_name, Input(id="title"))
            yield Field(T.case.hit_text, Input(id="text"))
            yield Field(T.case.hit_file, Input(id="file"))
            with Horizontal(classes="buttons"):
                yield Button(T.common.ok, variant="primary")

    @on(Button.Pressed)
    @on(Input.Submitted)
    def _yes(self) -> None:
        title = self.query_one("#title", Input).value.strip()
        text = self.query_one("#text", Input).value.strip()
        file = self.query_one("#file", Input).value.strip()
        if not title or not (text or file):
            self.desk_app.say(T.case.hit_needs, bad=True)
            return
        path = Path(file).expanduser() if file else None
        self.dismiss(HandHit(self.query_one("#kind", Choice).value, title, text, path))


@dataclass(frozen=True, slots=True)
class Target:
    format: str
    path: Path


class OutputDialog(Dialog[Target]):
    """In which format, to which file. An existing file is not overwritten."""

    HELP_PAGE = "form"
    AUTO_FOCUS = "Choice, Input"

    def __init__(self, title: str, stem: str, formats: Sequence[str]) -> None:
        super().__init__()
        self._texts = (title, stem)
        self._formats = formats

    def compose(self) -> ComposeResult:
        title, stem = self._texts
        with Box(title):
            if len(self._formats) > 1:
                yield Field(
                    T.case.format, Choice([Option(f, f.upper()) for f in self._formats], id="fmt")
                )
            path = Path.cwd() / f"{stem}.{self._formats[0]}"
            yield Field(T.case.path, Input(str(path), id="path"))
            with Horizontal(classes="buttons"):
                yield Button(T.common.cancel, id="no")
                yield Button(T.common.ok, variant="primary", id="yes")

    @on(Choice.Changed)
    def _format_changed(self, message: Choice.Changed) -> None:
        box = self.query_one("#path", Input)
        box.value = str(Path(box.value).with_suffix(f".{message.choice.value}"))

    @on(Button.Pressed, "#no")
    def _no(self) -> None:
        self.dismiss(None)

    @on(Button.Pressed, "#yes")
    @on(Input.Submitted)
    def _yes(self) -> None:
        chosen = self.query_one("#fmt", Choice).value if len(self._formats) > 1 else ""
        path = Path(self.query_one("#path", Input).value.strip()).expanduser()
        self.dismiss(Target(chosen or self._formats[0], path))

"""The small forms of a case: what happened, what a search gave, a hit by hand, where to write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from privacydesk.tui.screens.dialogs import FormDialog
from privacydesk.tui.texts import T
from privacydesk.tui.widgets.fields import Choice, Field, Option


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as the form gives it."""

    kind: str
    day: date
    request_id: int | None
    reason: str | None


class EventDialog(FormDialog[Happening]):
    """What happened, on which day, to which request."""

    def __init__(self, today: date, requests: Sequence[Option], kind: str | None = None) -> None:
        super().__init__(T.case.event_title)
        self._today, self._requests, self._kind = today, requests, kind

    def fields(self) -> ComposeResult:
        from privacydesk.domain.case_clock import RECORDABLE

        kinds = [
            Option(k.value, T.words.event[k.value], T.case.needs_reason if needs else "")
            for k, needs in RECORDABLE.items()
        ]
        every = [Option("", T.case.whole_case), *self._requests]
        yield Field(T.case.col_event, Choice(kinds, self._kind, id="kind"))
        yield Field(T.case.col_day, Input(self._today.isoformat(), id="day"))
        yield Field(T.case.asked_for, Choice(every, id="request"))
        yield Field(T.case.reason, Input(id="reason"))

    def submit(self) -> None:
        from privacydesk.domain.case_clock import RECORDABLE
        from privacydesk.domain.model import EventKind

        kind = self.chosen("kind")
        reason = self.typed("reason") or None
        day = self.day_in("day")
        if day is None:
            return
        if RECORDABLE[EventKind(kind)] and reason is None:
            self.complain(T.case.say_reason, "reason")
            return
        request = self.chosen("request")
        self.dismiss(Happening(kind, day, int(request) if request else None, reason))


@dataclass(frozen=True, slots=True)
class Settled:
    request_id: int
    status: str
    text: str | None


class SettleDialog(FormDialog[Settled]):
    """How one request ended."""

    def __init__(self, requests: Sequence[Option]) -> None:
        super().__init__(T.case.settle_title, cancel=False)
        self._requests = requests

    def fields(self) -> ComposeResult:
        states = [Option(k, v) for k, v in T.words.request_status.items()]
        yield Field(T.case.asked_for, Choice(self._requests, id="request"))
        yield Field(T.case.col_outcome, Choice(states, "done", id="status"))
        yield Field(T.case.reason, Input(placeholder=T.case.settle_reason, id="reason"))

    def submit(self) -> None:
        reason = self.typed("reason") or None
        status = self.chosen("status")
        if status in {"refused", "partly"} and reason is None:
            self.complain(T.case.settle_reason, "reason")
            return
        self.dismiss(Settled(int(self.chosen("request")), status, reason))


@dataclass(frozen=True, slots=True)
class Searched:
    outcome: str
    hits: int
    note: str | None


class SearchDialog(FormDialog[Searched]):
    """What the search in one system gave."""

    def __init__(self, system: str) -> None:
        super().__init__(T.case.search_title.format(system=system), cancel=False)

    def fields(self) -> ComposeResult:
        outcomes = [Option(k, T.words.outcome[k]) for k in ("none", "hits", "impossible")]
        yield Field(T.case.col_outcome, Choice(outcomes, id="outcome"))
        yield Field(T.case.col_hits, Input("0", type="integer", id="hits"))
        yield Field(T.case.col_note, Input(placeholder=T.case.search_note, id="note"))

    def submit(self) -> None:
        outcome = self.chosen("outcome")
        typed = self.query_one("#hits", Input).value
        hits = int(typed) if typed.isdigit() else 0
        note = self.typed("note") or None
        if outcome == "hits" and hits < 1:
            self.complain(T.case.search_hits, "hits")
            return
        if outcome == "impossible" and note is None:
            self.complain(T.case.search_why, "note")
            return
        self.dismiss(Searched(outcome, hits if outcome == "hits" else 0, note))


@dataclass(frozen=True, slots=True)
class HandHit:
    kind: str
    title: str
    text: str
    file: Path | None


class HitDialog(FormDialog[HandHit]):
    """A hit in a system that is not imported."""

    AUTO_FOCUS = "#title"

    def __init__(self, system: str) -> None:
        super().__init__(T.case.hit_title.format(system=system), cancel=False)

    def fields(self) -> ComposeResult:
        kinds = [Option(k, v) for k, v in T.words.kind_one.items()]
        yield Field(T.case.hit_kind, Choice(kinds, "note", id="kind"))
        yield Field(T.case.hit_name, Input(id="title"))
        yield Field(T.case.hit_text, Input(id="text"))
        yield Field(T.case.hit_file, Input(id="file"))

    def submit(self) -> None:
        title = self.typed("title")
        text = self.typed("text")
        file = self.typed("file")
        if not title or not (text or file):
            self.complain(T.case.hit_needs, "text" if title else "title")
            return
        path = Path(file).expanduser() if file else None
        if path is not None and not _readable(path):  # what was typed must not be lost for it
            self.complain(T.case.hit_no_file, "file")
            return
        self.dismiss(HandHit(self.chosen("kind"), title, text, path))


def _readable(path: Path) -> bool:
    try:
        with path.open("rb"):
            return path.is_file()
    except (OSError, ValueError):
        return False


@dataclass(frozen=True, slots=True)
class Target:
    format: str
    path: Path


class OutputDialog(FormDialog[Target]):
    """In which format, to which file. An existing file is not overwritten."""

    AUTO_FOCUS = "Choice, Input"

    def __init__(self, title: str, stem: str, formats: Sequence[str]) -> None:
        super().__init__(title)
        self._stem, self._formats = stem, formats

    def fields(self) -> ComposeResult:
        if len(self._formats) > 1:
            yield Field(
                T.case.format, Choice([Option(f, f.upper()) for f in self._formats], id="fmt")
            )
        path = Path.cwd() / f"{self._stem}.{self._formats[0]}"
        yield Field(T.case.path, Input(str(path), id="path"))

    @on(Choice.Changed)
    def _format_changed(self, message: Choice.Changed) -> None:
        box = self.query_one("#path", Input)
        box.value = str(Path(box.value).with_suffix(f".{message.choice.value}"))

    def submit(self) -> None:
        chosen = self.chosen("fmt") if len(self._formats) > 1 else ""
        path = Path(self.typed("path")).expanduser()
        self.dismiss(Target(chosen or self._formats[0], path))

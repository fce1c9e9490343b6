"""What the case screen shows: the path, the clock, and the rows of each section. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from typing import TYPE_CHECKING

from textual.content import Content

from privacydesk.domain.case_path import NextAction, PathStep, StepKey, StepState
from privacydesk.domain.model import (
    CandidateView,
    Case,
    CaseEvent,
    DocumentView,
)
from privacydesk.tui import show
from privacydesk.tui.guard import content
from privacydesk.tui.texts import T
from privacydesk.tui.widgets.paper import Line, LineLike
from privacydesk.tui.widgets.rows import Cell, Column, Row

if TYPE_CHECKING:
    from datetime import date

    from privacydesk.desk.cases import CaseView
    from privacydesk.domain.clock import ClockReading

CLOCK, EVENTS, REVIEWED = "clock", "events", "reviewed"
RECEIVED, PERSON, IDENTITY = StepKey.RECEIVED.value, StepKey.PERSON.value, StepKey.IDENTITY.value
SEARCHED, CANDIDATES = StepKey.SEARCHED.value, StepKey.CANDIDATES.value
PREPARED = StepKey.PREPARED.value
RELEASED, SENT = StepKey.RELEASED.value, StepKey.SENT.value

ACTION_OF: dict[NextAction, str] = {
    NextAction.ATTACH_PERSON: "attach_person",
    NextAction.RECORD_ANSWER: "record_answer",
    NextAction.SEARCH_SYSTEMS: "search_systems",
    NextAction.RECORD_SEARCH: "record_search",
    NextAction.LIST_CANDIDATES: "list_candidates",
    NextAction.DECIDE_CANDIDATES: "decide_candidates",
    NextAction.WRITE_REPORT: "write_report",
    NextAction.WRITE_PACKAGE: "write_package",
    NextAction.ACT: "act",
    NextAction.RELEASE: "release",
    NextAction.SEND: "send",
    NextAction.RECORD_OUTCOME: "settle",
}
SECTION_ACTIONS: dict[str, tuple[str, ...]] = {
    RECEIVED: ("record_event", "settle", "open_subject"),
    PERSON: ("attach_person", "open_subject"),
    IDENTITY: ("record_event", "record_answer", "letters"),
    SEARCHED: ("search_systems", "record_search", "ask_owner", "add_hit", "request_letter"),
    CANDIDATES: ("list_candidates", "theirs", "not_theirs"),
    REVIEWED: ("review", "preview", "open_subject"),
    PREPARED: ("write_report", "write_package", "letters", "preview", "checks"),
    RELEASED: ("checks", "release", "deliver"),
    SENT: ("deliver", "send", "checks"),
    CLOCK: ("record_event", "copy"),
    EVENTS: ("record_event", "settle"),
}
LIST_SECTIONS = frozenset({SEARCHED, CANDIDATES, PREPARED, RELEASED, SENT, EVENTS})

PATH_COLUMNS = (Column("mark", "", width=1), Column("step", "", least=10))
CANDIDATE_COLUMNS = (
    Column("label", T.case.col_label, least=18),
    Column("reason", T.case.col_reason, width=18, drop=2),
    Column("decision", T.case.col_decision, width=13),
)
DOCUMENT_COLUMNS = (
    Column("document", T.case.col_document, least=18),
    Column("format", T.case.col_format, width=6, drop=2),
    Column("state", T.case.col_state, width=8),
    Column("when", T.case.col_written, width=10, drop=1),
)
EVENT_COLUMNS = (
    Column("day", T.case.col_day, width=11),
    Column("event", T.case.col_event, width=20),
    Column("note", T.case.col_note, least=10),
    Column("by", T.case.col_by, width=10, drop=1),
)

_STEP_NAMES = {
    StepKey.RECEIVED: T.case.received,
    StepKey.PERSON: T.case.person,
    StepKey.IDENTITY: T.case.identity,
    StepKey.SEARCHED: T.case.searched,
    StepKey.CANDIDATES: T.case.candidates,
    StepKey.PREPARED: T.case.prepared,
    StepKey.RELEASED: T.case.final.capitalize(),
    StepKey.SENT: T.words.event["sent"].capitalize(),
}
_STEP_LOOKS: dict[StepState, tuple[str, str]] = {
    StepState.DONE: (show.DONE, "$fine"),
    StepState.CURRENT: (show.NOW, "bold $accent"),
    StepState.WAITING: (show.WAITS, "$quiet"),
    StepState.SKIPPED: (show.SKIPPED, "$quiet"),
}


def path_rows(view: CaseView) -> list[Row]:
    """The steps with their glyph and state, then what can always be looked at."""
    rows: list[Row] = []
    for step in view.path:
        rows.append(_step_row(step))
        if step.key is StepKey.CANDIDATES:
            rows.append(_section_row(REVIEWED, T.case.reviewed))
    rows.append(_section_row(CLOCK, T.case.clock))
    rows.append(_section_row(EVENTS, f"{T.case.events} ({len(view.case.events)})"))
    return rows


def _step_row(step: PathStep) -> Row:
    mark, style = _STEP_LOOKS[step.state]
    name = _STEP_NAMES[step.key]
    if step.detail and step.state is not StepState.SKIPPED and step.key in {
        StepKey.SEARCHED, StepKey.CANDIDATES,
    }:  # fmt: skip
        name += f" {step.detail}"
    if step.state is StepState.CURRENT:
        name += f" · {T.case.step_state['current']}"
    label: Cell = (name, "bold" if step.state is StepState.CURRENT else style)
    return Row(step.key.value, {"mark": (mark, style), "step": label})


def _section_row(key: str, name: str) -> Row:
    return Row(key, {"mark": ("≡", "$quiet"), "step": (name, "$foreground")})


def head(view: CaseView) -> list[LineLike]:
    """Two lines: whose case and when it is due; where it stands and what is in the way."""
    case = view.case
    glyph, style = show.urgency(view.days_left)
    over = show.over_on(view)
    if over:
        glyph, style = show.LATER, "$quiet"
    who = case.who if case.subject_id is not None else f"({T.words.unknown_person})"
    first = content(
        (case.reference, "bold $head"), "  ", (who, "bold"), "  ",
        (show.rights([r.right for r in case.requests]), "$foreground"),
    )  # fmt: skip
    second = content(
        (f"{glyph} {T.case.due} {show.day(view.clock.due)}, ", style),
        (over or show.days_left(view.days_left), style),
        ("   " + view.stage, "$quiet"),
        (f"   {T.case.assignee} {case.assignee or T.words.nobody}", "$quiet"),
    )
    return [Line(first, whole=True), Line(second, whole=True)]


def side(view: CaseView, zone: tzinfo) -> Iterator[LineLike]:
    """The right pane: what blocks, what is not answered or has not left, which letters were
    edited, then the clock."""
    yield from blockers(view)
    if view.unanswered:
        yield ""
        yield content((T.case.unanswered, "bold $quiet"))
    for request in view.unanswered:
        right = T.words.right.get(request.right, request.right)
        yield Line(content(right), content((f"{show.NOW} ", "$accent")))
    if view.waiting:
        yield ""
        yield content((T.case.to_leave, "bold $quiet"))
    for one in view.waiting:
        kind = T.words.document.get(one.kind, one.kind)
        yield Line(content(kind, (f"  {one.name}", "$quiet")), content((f"{show.NOW} ", "$accent")))
    yield from edited_letters(view, zone)
    yield ""
    yield from clock_lines(view, narrow=True)


def edited_letters(view: CaseView, zone: tzinfo) -> Iterator[LineLike]:
    """Which letters say what a person wrote instead of their template; nothing if none does."""
    if view.edited:
        yield ""
        yield content((T.case.edited, "bold $quiet"))
    for text in view.edited:
        what = f"{text.letter.replace('_', ' ')} ({text.language})"
        told = T.case.edited_by.format(who=text.by, day=show.iso_day(text.at, zone))
        yield Line(content(what, (f"  {told}", "$quiet")), content((f"{show.HERE} ", "$soon")))


def blockers(view: CaseView) -> Iterator[LineLike]:
    yield content((T.case.blocks, "bold $quiet"))
    if not view.blockers:
        yield content((f"{show.DONE} {T.case.nothing_blocks}", "$fine"))
    for sentence in view.blockers:
        yield Line(content(sentence), content((f"{show.HERE} ", "$soon")))


def clock_lines(view: CaseView, *, narrow: bool = False) -> Iterator[LineLike]:
    """Every date of every request, each step of the reckoning with its article."""
    for request, clock in view.clocks:
        title = T.words.right.get(request.right, request.right)
        status = T.words.request_status.get(request.status, request.status)
        yield content((f"{T.case.clock}: {title}", "bold $head"), (f"  {status}", "$quiet"))
        if request.outcome:
            yield content("  ", request.outcome)
        yield from _dates(clock)
        yield content((T.case.how, "bold $quiet"))
        for step in clock.explain:
            yield Line(
                content(step.text, (f"  {step.article}", "$quiet")),
                content(("· ", "$quiet"))
                if narrow
                else content((show.day(step.date).rjust(11) + "  ", "$head")),
                content("  ") if narrow else Content(),
            )
        for warning in clock.warnings:
            yield Line(content((warning, "$soon")), content((f"{show.LATE} ", "$soon")))
        yield ""


def _dates(clock: ClockReading) -> Iterator[LineLike]:
    texts = T.case
    regional = clock.statutory_last_day_regional
    shown: list[tuple[str, date | None, str]] = [
        (texts.due, clock.due, "bold"),
        (texts.house, clock.house_due, ""),
        (texts.law, clock.statutory_last_day, ""),
        (texts.law_regional, regional if regional != clock.statutory_last_day else None, ""),
        (texts.notice_by, clock.extension_notice_by if clock.extended_last_day else None, ""),
        (texts.extended, clock.extended_last_day, "$quiet"),
        (texts.paused, clock.paused_last_day, "$quiet"),
    ]
    if clock.at_once:
        yield content((f"{show.LATE} {T.desk.why_at_once}", "$soon"))
    for label, value, style in shown:
        if value is not None:
            weekday = T.words.weekdays[value.weekday()]
            yield content((label.ljust(24), "$quiet"), (f"{weekday} {show.day(value)}", style))


def received_lines(view: CaseView, zone: tzinfo) -> Iterator[LineLike]:
    case, texts = view.case, T.case
    yield from blockers(view)
    yield from edited_letters(view, zone)
    yield ""
    pairs = [
        (texts.received.lower(), show.moment(case.received_at, zone)),
        (texts.channel, T.words.channel.get(case.channel, case.channel)),
        (texts.language, T.words.language.get(case.language, case.language)),
        (texts.logged, show.moment(case.logged_at, zone)),
        (texts.assignee, case.assignee or T.words.nobody),
        (texts.policy, case.policy_name or T.words.nobody),
        (texts.note, case.note or T.words.nobody),
    ]
    for label, value in pairs:
        yield Line(content(value), content((label.ljust(13), "$quiet")))
    yield ""
    yield content((texts.asked_for, "bold $quiet"))
    for request, clock in view.clocks:
        status = T.words.request_status.get(request.status, request.status)
        yield content(
            ("  " + T.words.right.get(request.right, request.right).ljust(22), "bold"),
            status.ljust(12),
            (f"{texts.due} {show.day(clock.due)}", "$quiet"),
        )
        if request.outcome:
            yield Line(content((request.outcome, "$quiet")), content(" " * 4))


def person_lines(case: Case) -> Iterator[LineLike]:
    if case.subject_id is None:
        yield content((T.case.no_person, "$soon"))
        return
    yield content((case.who, "bold $head"))
    yield content((T.case.person_known, "$quiet"))


def identity_lines(view: CaseView) -> Iterator[LineLike]:
    """What was asked and answered; nothing asked is the normal case."""
    wanted = {"identity_asked", "clarification_asked", "answered", "identity_confirmed",
              "pause_allowed", "pause_withdrawn"}  # fmt: skip
    found = [e for e in view.case.events if e.kind in wanted]
    if not found:
        yield content((T.case.no_identity, "$quiet"))
    for event in found:
        said = T.words.event.get(event.kind, event.kind)
        yield Line(
            content((said, "bold"), (f"  {event.reason or ''}", ""), (f"  {event.by}", "$quiet")),
            content((show.day(event.day).ljust(13), "$head")),
        )


def candidate_row(candidate: CandidateView) -> Row:
    decision: Cell = (f"{show.NOW} {T.case.undecided}", "$accent")
    if candidate.decision is not None:
        mine = candidate.decision == "theirs"
        word = T.case.theirs if mine else T.case.not_theirs
        decision = (f"{show.DONE} {word}", "$fine" if mine else "$quiet")
    return Row(
        candidate.candidate_id,
        {
            "label": candidate.label,
            "reason": (candidate.reason.replace("_", " "), "$quiet"),
            "decision": decision,
        },
    )


def candidate_detail(candidate: CandidateView) -> list[LineLike]:
    said: list[LineLike] = [
        content((candidate.label, "bold $head")),
        content(candidate.explanation),
    ]
    if candidate.decision is not None:
        word = T.case.theirs if candidate.decision == "theirs" else T.case.not_theirs
        said.append(
            content((f"{show.DONE} {word}: ", "$fine"), candidate.why or "",
                    (f"  {candidate.decided_by or ''}", "$quiet"))
        )  # fmt: skip
    return said


def document_row(document: DocumentView, zone: tzinfo) -> Row:
    state: Cell = (T.case.draft, "$soon") if document.draft else (T.case.final, "$fine")
    if document.sent_on is not None:
        state = (f"{show.DONE} {T.case.sent}", "$fine")
    return Row(
        document.document_id,
        {
            "document": T.words.document.get(document.kind, document.kind),
            "format": (document.format, "$quiet"),
            "state": state,
            "when": (show.iso_day(document.created_at, zone), "$quiet"),
        },
    )


def document_detail(document: DocumentView, zone: tzinfo) -> list[LineLike]:
    left = (
        [] if document.sent_on is None else [T.case.sent_on.format(day=show.day(document.sent_on))]
    )
    return [
        content((document.name, "bold $head")),
        *(content((sentence, "$fine")) for sentence in left),
        content((f"{show.moment(document.created_at, zone)}  {_whose(document)}", "$quiet")),
        content((f"sha256 {document.sha256}", "$quiet")),
    ]


def _whose(document: DocumentView) -> str:
    if document.released_by is None:
        return document.by
    return T.case.released_by.format(by=document.by, who=document.released_by)


def event_row(event: CaseEvent) -> Row:
    return Row(
        event.event_id,
        {
            "day": (show.day(event.day), "$head"),
            "event": T.words.event.get(event.kind, event.kind.replace("_", " ")),
            "note": event.reason or "",
            "by": (event.by, "$quiet"),
        },
    )

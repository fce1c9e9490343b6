"""What the screen of files shows: a row for each file, the one under the mark in full. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import tzinfo
from typing import TYPE_CHECKING

from privacydesk.tui import show
from privacydesk.tui.guard import content, one_line
from privacydesk.tui.texts_files import F
from privacydesk.tui.widgets.paper import LineLike
from privacydesk.tui.widgets.rows import Cell, Column, Row

if TYPE_CHECKING:
    from privacydesk.desk.redaction import FileView

FILE_COLUMNS = (
    Column("state", F.col_state, width=13),
    Column("record", F.col_record, least=14),
    Column("name", F.col_name, least=14),
    Column("decision", F.col_decision, width=8),
    Column("speaker", F.col_speaker, width=10),
    Column("by", F.col_by, width=8),
)


def file_row(view: FileView, *, saving: bool) -> Row:
    """The row of a file; `saving`: a decision about it is on its way."""
    state: Cell = (f"{show.DONE} {F.said}", "$fine")
    if saving:
        state = (F.saving, "$quiet")
    elif view.needs:
        state = (f"{show.HERE} {_needs(view)}", "$soon")
    return Row(
        view.number,
        {
            "state": state,
            "record": (view.record.partition(" ")[2], "$quiet"),  # its kind stands below
            "name": view.name,
            "decision": F.decision.get(view.decision or "", ""),
            "speaker": F.speaker.get(view.speaker or "", ""),
            "by": (view.by or "", "$quiet"),
        },
    )


def file_lines(view: FileView, zone: tzinfo) -> Iterator[LineLike]:
    """Everything about a file: its whole name, what was decided, by whom, why."""
    yield content((one_line(view.name), "bold $head"))
    facts = [F.recording if view.recording else F.attachment, one_line(view.record)]
    if view.size is not None:
        facts.append(F.size.format(n=show.number(max(1, view.size // 1000))))
    yield content((" · ".join(facts), "$quiet"))
    words = (F.decision.get(view.decision or ""), F.speaker.get(view.speaker or ""))
    said = ", ".join(word for word in words if word)
    if said and view.by is not None:
        when = show.moment(view.at, zone)
        yield content(F.by.format(said=said, by=view.by, when=when, reason=view.reason))
    if view.needs:
        yield content((f"{show.HERE} {F.kept_back.format(what=_needs(view))}", "$soon"))


def _needs(view: FileView) -> str:
    return ", ".join(F.needs[need] for need in view.needs)


def given_reasons(views: Iterable[FileView]) -> dict[str, str]:
    """By verdict the reason given last, where a file tells for which verdict it was."""
    found: dict[str, str] = {}
    dated = ((view.at, view) for view in views if view.at is not None and view.reason)
    for _, view in sorted(dated, key=lambda pair: pair[0]):
        words = [word for word in (view.decision, view.speaker) if word]
        if len(words) == 1:
            found[words[0]] = view.reason
    return found

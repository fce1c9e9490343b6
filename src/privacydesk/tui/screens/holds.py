"""Holds: what must not be erased for now, whatever its storage period says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from privacydesk.tui import actions
from privacydesk.tui.screen import DeskScreen
from privacydesk.tui.screens.dialogs import ConfirmDialog, FormDialog
from privacydesk.tui.texts import T
from privacydesk.tui.texts_retention import R
from privacydesk.tui.widgets.fields import Field
from privacydesk.tui.widgets.rows import Column, Row, RowList

if TYPE_CHECKING:
    from privacydesk.desk.retention import HoldView

COLUMNS = (
    Column("whom", R.col_whom, least=14),
    Column("until", R.col_until, width=10),
    Column("reason", R.col_reason, least=20),
    Column("by", R.col_by, width=12, drop=1),
)


@dataclass(frozen=True, slots=True)
class NewHold:
    """What the dialog gives: one of person and case, why, and perhaps a last day."""

    subject_id: int | None
    case_reference: str | None
    reason: str
    until: date | None


class HoldsScreen(DeskScreen):
    """The holds in force."""

    TITLE_TEXT = R.holds_title
    HELP_PAGE = "retention"
    OFFERS = ("add_hold", "lift_hold", "back")
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings(("add_hold", "lift_hold"))

    def body(self) -> ComposeResult:
        yield RowList(COLUMNS, id="holds", empty=T.common.loading)

    def on_mount(self) -> None:
        self.reload()

    def reload(self) -> None:
        from privacydesk.desk import retention

        self.ask("holds", retention.holds, self._show)

    def _show(self, found: Sequence[HoldView]) -> None:
        rows = self.query_one("#holds", RowList)
        rows.set_empty(R.no_holds)
        rows.set_rows([_row(one) for one in found], keep=True)

    def action_add_hold(self) -> None:
        from privacydesk.desk import retention

        def added(one: HoldView) -> None:
            self.desk_app.say(R.added.format(number=one.hold_id))
            self.reload()

        def add(new: NewHold | None) -> None:
            if new is not None:
                self.ask(
                    "add",
                    lambda desk: retention.hold(
                        desk,
                        subject_id=new.subject_id,
                        case_reference=new.case_reference,
                        reason=new.reason,
                        until=new.until,
                    ),
                    added,
                )

        self.app.push_screen(HoldDialog(), add)

    def action_lift_hold(self) -> None:
        from privacydesk.desk import retention

        row = self.query_one("#holds", RowList).current
        if row is None:
            return
        number = row.key
        assert isinstance(number, int)

        def lifted(one: HoldView) -> None:
            self.desk_app.say(R.lifted.format(number=one.hold_id))
            self.reload()

        def lift(yes: bool | None) -> None:
            if yes:
                self.ask("lift", lambda desk: retention.lift(desk, number), lifted)

        self.app.push_screen(ConfirmDialog(R.lift_title, R.lift_sentence, R.lift_yes), lift)


def _row(one: HoldView) -> Row:
    if one.case_reference is not None:
        whom = R.case.format(reference=one.case_reference)
    else:
        whom = R.person.format(number=one.subject_id)
    return Row(
        one.hold_id,
        {
            "whom": f"{whom} {one.who}".strip(),
            "until": (one.until.isoformat() if one.until else R.until_lifted, "$quiet"),
            "reason": one.reason,
            "by": (one.by, "$quiet"),
        },
    )


class HoldDialog(FormDialog[NewHold]):
    """A new hold."""

    AUTO_FOCUS = "#whom"

    def __init__(self) -> None:
        super().__init__(R.new_hold, cancel=False)

    def fields(self) -> ComposeResult:
        for name, caption in (("whom", R.whom), ("reason", R.reason), ("until", R.until)):
            yield Field(caption, Input(id=name))

    def submit(self) -> None:
        whom, reason, until = (self.typed(name) for name in ("whom", "reason", "until"))
        if not whom or not (whom.isdecimal() or "-" in whom):
            self.complain(R.bad_whom, "whom")
            return
        last = self.day_in("until", R.bad_day) if until else None
        if until and last is None:
            return
        person = int(whom) if whom.isdecimal() else None
        self.dismiss(NewHold(person, None if person is not None else whom, reason, last))

"""Systems: everywhere data about people live, imported or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from privacydesk.domain.model import System, SystemState
from privacydesk.tui import actions, show
from privacydesk.tui.guard import content
from privacydesk.tui.screen import DeskScreen
from privacydesk.tui.screens.dialogs import FormDialog
from privacydesk.tui.texts import T
from privacydesk.tui.widgets.fields import Choice, Field, Option, TickList
from privacydesk.tui.widgets.paper import Line, LineLike, Paper
from privacydesk.tui.widgets.rows import Column, Row, RowList

COLUMNS = (
    Column("name", T.systems.col_name, least=16),
    Column("state", T.systems.col_state, width=11),
    Column("records", T.systems.col_records, width=9, right=True),
    Column("until", T.systems.col_until, width=10, drop=2),
    Column("owner", T.systems.col_owner, width=18, drop=3),
)


class SystemsScreen(DeskScreen):
    """The list, and what is known of the system under the mark."""

    CSS_PATH = "systems.tcss"
    TITLE_TEXT = T.systems.title
    HELP_PAGE = "systems"
    OFFERS = ("add_system", "import_data", "back")
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings(("add_system",))

    def __init__(self) -> None:
        super().__init__()
        self._systems: dict[str, System] = {}

    def body(self) -> ComposeResult:
        yield RowList(COLUMNS, id="systems", empty=T.common.loading)
        yield Paper(id="detail", focusable=False)

    def on_mount(self) -> None:
        self.reload()

    def on_screen_resume(self) -> None:
        self.reload()

    def reload(self) -> None:
        from privacydesk.desk import systems

        self.ask("systems", systems.list_systems, self._show)

    def _show(self, found: Sequence[System]) -> None:
        self._systems = {s.name: s for s in found}
        rows = self.query_one("#systems", RowList)
        rows.set_empty(T.systems.empty)
        rows.set_rows([self._row(s) for s in found], keep=True)

    def _row(self, system: System) -> Row:
        here = system.state is SystemState.IMPORTED
        state = (f"{show.DONE} {T.systems.imported}", "$fine") if here else (
            f"{show.LATER} {T.systems.by_hand}", "$quiet")  # fmt: skip
        return Row(
            system.name,
            {
                "name": system.name,
                "state": state,
                "records": show.number(system.records) if system.records else "",
                "until": (show.iso_day(system.data_until, self.desk.zone), "$quiet"),
                "owner": (system.owner or "", "$quiet"),
            },
        )

    @on(RowList.Highlighted, "#systems")
    def _detail(self, message: RowList.Highlighted) -> None:
        system = self._systems.get(str(message.row.key)) if message.row is not None else None
        self.query_one("#detail", Paper).set_lines(self._lines(system) if system else [])

    def _lines(self, system: System) -> list[LineLike]:
        texts = T.systems
        shown: list[LineLike] = [content((system.name, "bold $head"))]
        if system.processor:
            shown.append(content((texts.processor, "$quiet")))
        pairs = (
            (texts.holds, system.holds),
            (texts.how, system.how),
            (texts.owner, system.owner or ""),
            (texts.source, system.source or ""),
            (texts.kinds, ", ".join(show.kind(k).lower() for k in system.kinds)),
            (texts.col_until, show.moment(system.data_until, self.desk.zone)),
        )
        shown += [
            Line(content(value), content((label.ljust(13), "$quiet")))
            for label, value in pairs
            if value
        ]
        return shown

    def action_add_system(self) -> None:
        from privacydesk.desk import systems

        def added(system: System) -> None:
            self.desk_app.say(T.systems.added.format(name=system.name))
            self.reload()

        def add(found: NewSystem | None) -> None:
            if found is not None:
                self.ask(
                    "add",
                    lambda desk: systems.add_system(
                        desk,
                        found.name,
                        owner=found.owner or None,
                        holds=found.holds,
                        how=found.how,
                        kinds=found.kinds,
                        processor=found.processor,
                    ),
                    added,
                )

        self.app.push_screen(SystemDialog(), add)


@dataclass(frozen=True, slots=True)
class NewSystem:
    name: str
    owner: str
    holds: str
    how: str
    kinds: tuple[str, ...]
    processor: bool


class SystemDialog(FormDialog[NewSystem]):
    """A system by hand."""

    AUTO_FOCUS = "#name"
    DEFAULT_CSS = """
    SystemDialog TickList { height: 7; overflow-y: auto; }
    """

    def __init__(self) -> None:
        super().__init__(T.systems.add, cancel=False)

    def fields(self) -> ComposeResult:
        texts = T.systems
        kinds = [Option(k, v) for k, v in T.words.kind.items()]
        answers = [Option("", T.words.no), Option("yes", T.words.yes)]
        for name, caption in (
            ("name", texts.name), ("owner", texts.owner), ("holds", texts.holds),
            ("how", texts.how),
        ):  # fmt: skip
            yield Field(caption, Input(id=name))
        yield Field(texts.col_processor, Choice(answers, id="processor"))
        yield Field(texts.kinds, TickList(kinds, id="kinds"))

    def submit(self) -> None:
        values = {n: self.typed(n) for n in
                  ("name", "owner", "holds", "how")}  # fmt: skip
        if not values["name"]:
            self.complain(T.systems.no_name, "name")
            return
        self.dismiss(
            NewSystem(
                **values,
                kinds=self.query_one("#kinds", TickList).ticked,
                processor=self.chosen("processor") == "yes",
            )
        )

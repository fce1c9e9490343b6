"""The searching part of a case: one task per system and processor, and what is done about each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

from privacydesk.domain.model import SearchOutcome, SystemSearch
from privacydesk.domain.search_tasks import SearchTask, TaskState
from privacydesk.tui import actions, show
from privacydesk.tui.guard import content
from privacydesk.tui.screen import DeskScreen
from privacydesk.tui.screens import case_parts as parts
from privacydesk.tui.texts import T
from privacydesk.tui.texts_release import K
from privacydesk.tui.widgets.paper import Line, LineLike
from privacydesk.tui.widgets.rows import Cell, Column, Row, RowList

if TYPE_CHECKING:
    from privacydesk.desk.cases import CaseView
    from privacydesk.tui.screens.case_dialogs import HandHit, Searched

COLUMNS = (
    Column("system", T.case.col_system, least=16),
    Column("state", K.col_state, width=19),
    Column("hits", T.case.col_hits, width=5, right=True, drop=4),
    Column("owner", K.col_owner, width=14, drop=1),
    Column("when", T.case.col_when, width=10, drop=2),
    Column("by", T.case.col_by, width=8, drop=3),
)
_DONE: dict[SearchOutcome, tuple[str, str]] = {
    SearchOutcome.HITS: (show.DONE, "$fine"),
    SearchOutcome.NONE: (show.DONE, "$fine"),
    SearchOutcome.IMPOSSIBLE: (show.HERE, "$soon"),
}
_LOOKS: dict[TaskState, tuple[str, str]] = {
    TaskState.OPEN: (show.NOW, "$accent"),
    TaskState.ASKED: (show.SOON, "$soon"),
    TaskState.OVERDUE: (show.LATE, "$late"),
    TaskState.OUTDATED: (show.LATE, "$soon"),
}


class CaseSearching(DeskScreen):
    """Searching, asking owners, entering what they found."""

    _reference: str
    _view: CaseView | None
    _section: str
    _tasks: tuple[SearchTask, ...] = ()
    _to_open: bool = True  # put the mark on the next open task when the tasks are read

    def _go(self, section: str) -> None:
        raise NotImplementedError

    def reload(self) -> None:
        raise NotImplementedError

    def _done(self, sentence: str) -> Callable[[CaseView], None]:
        raise NotImplementedError

    # ------------------------------------------------------------------ showing

    def _show_tasks(self) -> None:
        """The tasks as they were last read, then as they are now."""
        from privacydesk.desk import release

        rows = self.query_one("#list", RowList)
        rows.set_columns(COLUMNS)
        rows.set_empty(T.case.no_searches if self._tasks else T.common.loading)
        rows.set_rows(self._task_rows(), keep=True)
        self.ask("tasks", lambda desk: release.search_tasks(desk, self._reference), self._read)

    def _read(self, tasks: tuple[SearchTask, ...]) -> None:
        self._tasks = tasks
        if self._section == parts.SEARCHED:
            rows = self.query_one("#list", RowList)
            rows.set_empty(K.no_systems)
            rows.set_rows(self._task_rows(), keep=True)
            if self._to_open and (first := first_open(tasks)) is not None:
                place = tasks.index(first)
                # the list may have no height yet, and would not scroll to its mark
                self.call_after_refresh(lambda: setattr(rows, "cursor", place))
            self._to_open = False

    def _task_rows(self) -> list[Row]:
        zone, searches = self.desk.zone, self._searches()
        return [task_row(task, searches.get(task.system), zone) for task in self._tasks]

    def _searches(self) -> dict[str, SystemSearch]:
        view = self._view
        return {s.system: s for s in view.case.searches} if view is not None else {}

    def _task_detail(self, system: object) -> list[LineLike]:
        search = self._searches().get(str(system))
        received = self._view.case.received_at if self._view is not None else None
        return [
            line
            for task in self._tasks
            if task.system == system
            for line in task_detail(
                task,
                search,
                self.desk.zone,
                old=bool(received and task.data_until and task.data_until < received),
            )
        ]

    # ------------------------------------------------------------------ doing

    def _with_task(self, then: Callable[[SearchTask], None]) -> None:
        """Call `then` with the task under the mark, else with the first that is not done."""
        from privacydesk.desk import release

        marked: str | None = None
        if self._section == parts.SEARCHED:
            row = self.query_one("#list", RowList).current
            marked = str(row.key) if row is not None else None

        def chosen(tasks: tuple[SearchTask, ...]) -> None:
            self._tasks = tasks
            found = next((t for t in tasks if t.system == marked), first_open(tasks))
            self._go(parts.SEARCHED)
            if found is None:
                self.desk_app.say(K.no_systems, bad=True)
                return
            then(found)

        self.ask("tasks", lambda desk: release.search_tasks(desk, self._reference), chosen)

    def _and_on(self, sentence: str) -> Callable[[CaseView], None]:
        """Tell that it is done, and put the mark on the next open task.

        Only then: what is read before, while the desk works, would take the mark back.
        """

        def done(view: CaseView) -> None:
            self._to_open = True
            self._done(sentence)(view)

        return done

    def action_search_systems(self) -> None:
        from privacydesk.desk import cases

        self._go(parts.SEARCHED)
        self.ask(
            "do",
            lambda desk: cases.search_systems(desk, self._reference),
            self._and_on(T.case.searched_done),
        )

    def action_ask_owner(self) -> None:
        from privacydesk.tui.screens.case_task_dialogs import AskDialog

        def asked(tasks: tuple[SearchTask, ...] | None) -> None:
            if tasks is not None:
                self._read(tasks)

        def enter(task: SearchTask) -> None:
            self.app.push_screen(AskDialog(self._reference, task), asked)

        self._with_task(enter)

    def action_request_letter(self) -> None:
        self._with_task(self._write_to)

    def _write_to(self, task: SearchTask) -> None:
        """State to whom the letter goes, then show it among the letters of the case."""
        from privacydesk.desk import letters
        from privacydesk.desk.release import REQUEST_LETTER
        from privacydesk.tui.screens.dialogs import LineDialog
        from privacydesk.tui.screens.letters import LettersScreen

        def stated(_: object) -> None:
            self.app.push_screen(LettersScreen(self._reference, REQUEST_LETTER))

        def state(recipient: str | None) -> None:
            if recipient is None:
                return
            if not recipient:
                self.desk_app.say(K.say_recipient, bad=True)
                return
            facts = {"recipient": recipient, "recipient_address": ""}  # of an earlier one
            self.ask(
                "do",
                lambda desk: letters.state_facts(desk, self._reference, REQUEST_LETTER, facts),
                stated,
            )

        title = K.letter_title.format(system=task.system)
        whom = task.system if task.processor else task.owner or task.system
        self.app.push_screen(LineDialog(title, K.letter_about, whom), state)

    def action_record_search(self) -> None:
        from privacydesk.desk import cases
        from privacydesk.tui.screens.case_dialogs import SearchDialog

        def enter(task: SearchTask) -> None:
            def record(found: Searched | None) -> None:
                if found is not None:
                    self.ask(
                        "do",
                        lambda desk: cases.record_search(
                            desk,
                            self._reference,
                            task.system,
                            found.outcome,
                            hits=found.hits,
                            note=found.note,
                        ),
                        self._and_on(T.case.event_done),
                    )

            self.app.push_screen(SearchDialog(task.system), record)

        self._with_task(enter)

    def action_add_hit(self) -> None:
        from privacydesk.desk import cases
        from privacydesk.tui.screens.case_dialogs import HitDialog

        def added(_: int) -> None:
            self.desk_app.say(T.case.hit_added)
            self.reload()

        def enter(task: SearchTask) -> None:
            def add(found: HandHit | None) -> None:
                if found is not None:
                    self.ask(
                        "do",
                        lambda desk: cases.add_hit(
                            desk,
                            self._reference,
                            task.system,
                            kind=found.kind,
                            title=found.title,
                            text=found.text,
                            file=found.file,
                        ),
                        added,
                    )

            self.app.push_screen(HitDialog(task.system), add)

        self._with_task(enter)


def first_open(tasks: Sequence[SearchTask]) -> SearchTask | None:
    """Where a person must look next: what is not imported first; any task when all are done."""
    return min(tasks, key=lambda task: (task.done, task.way == "export"), default=None)


def task_row(task: SearchTask, search: SystemSearch | None, zone: tzinfo) -> Row:
    mark, style = _DONE[task.outcome] if task.done else _LOOKS[task.state]
    said = T.words.outcome[task.outcome.value] if task.done else K.state[task.state.value]
    if task.state is TaskState.ASKED and task.asked is not None:
        said = K.asked_on.format(day=show.short_day(task.asked.on))
    state: Cell = (f"{mark} {said}", style)
    return Row(
        task.system,
        {
            "system": task.system,
            "state": state,
            "hits": str(task.hits) if task.outcome is not SearchOutcome.OPEN else "",
            "owner": (task.owner, "$quiet"),
            "when": (show.iso_day(search.searched_at if search else None, zone), "$quiet"),
            "by": ((search.by if search else None) or "", "$quiet"),
        },
    )


def task_detail(
    task: SearchTask, search: SystemSearch | None, zone: tzinfo, *, old: bool
) -> list[LineLike]:
    """What is known of a task, and what to do about it while it is not done.

    `old`: the data here are older than the receipt of the case.
    """
    kind = K.processor if task.processor else K.own_system
    shown: list[LineLike] = [content((task.system, "bold $head"), (f"  {kind}", "$quiet"))]
    what = {
        TaskState.OPEN: K.todo_export if task.way == "export" else K.todo_open,
        TaskState.ASKED: K.todo_asked,
        TaskState.OVERDUE: K.todo_overdue,
        TaskState.OUTDATED: K.todo_old if old else K.todo_newer,
    }.get(task.state)
    if what is not None:
        mark, style = _LOOKS[task.state]
        keys = {name: actions.ACTIONS[name].key_shown for name in _KEYS}
        shown.append(Line(content((what.format(**keys), style)), content((f"{mark} ", style))))
    asked = task.asked
    told = K.asked_whom.format(who=asked.owner, day=show.day(asked.on)) if asked else ""
    pairs = (
        (K.col_owner, task.owner),
        (K.asked_word, told),
        (K.remind, show.day(asked.remind_on) if asked and not task.done else ""),
        (T.case.col_when, show.moment(search.searched_at, zone) if search else ""),
        (T.case.note, task.note),
        (T.systems.col_until, show.moment(task.data_until, zone) if task.data_until else ""),
    )
    shown += [
        Line(content(value), content((label.ljust(13), "$quiet")))
        for label, value in pairs
        if value and value != T.words.nobody
    ]
    return shown


_KEYS = ("search_systems", "record_search", "add_hit", "ask_owner", "request_letter")

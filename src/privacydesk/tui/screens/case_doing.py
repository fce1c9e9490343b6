"""What can be done on a case: each action asks what it needs, then calls one use case."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from privacydesk.domain.model import CandidateView
from privacydesk.tui.screen import DeskScreen
from privacydesk.tui.screens import case_parts as parts
from privacydesk.tui.screens.dialogs import LineDialog
from privacydesk.tui.texts import T
from privacydesk.tui.widgets.fields import Option
from privacydesk.tui.widgets.paper import LineLike, Paper
from privacydesk.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from privacydesk.desk.cases import CaseView
    from privacydesk.tui.screens.case_dialogs import Happening, Settled, Target

_FORMATS = ("pdf", "docx", "odt", "html", "md")


class CaseDoing(DeskScreen):
    """The doing half of the case screen; the showing half is `CaseScreen`."""

    _reference: str
    _view: CaseView | None
    _section: str

    def _show(self, view: CaseView) -> None:
        raise NotImplementedError

    def _go(self, section: str) -> None:
        raise NotImplementedError

    def reload(self) -> None:
        raise NotImplementedError

    def _if_at(self, section: str, lines: Callable[[int], Iterable[LineLike]]) -> None:
        """Fill the paper, unless the reader went to another section meanwhile."""
        if self._section == section:
            self.query_one("#paper", Paper).set_lines(lines)

    def _done(self, sentence: str) -> Callable[[CaseView], None]:
        def done(view: CaseView) -> None:
            self.desk_app.say(sentence)
            self._show(view)

        return done

    # ------------------------------------------------------------------ person

    def action_attach_person(self) -> None:
        from privacydesk.tui.screens.find import FindScreen

        self.app.push_screen(FindScreen(case_reference=self._reference))

    def action_open_subject(self) -> None:
        view = self._view
        if view is not None and view.case.subject_id is not None:
            self.desk_app.open_subject(view.case.subject_id, case_reference=self._reference)
        else:
            self.action_attach_person()

    # ------------------------------------------------------------------ events

    def _requests(self) -> list[Option]:
        view = self._view
        return [
            Option(str(r.request_id), T.words.right.get(r.right, r.right))
            for r in (view.case.requests if view is not None else ())
        ]

    def _event(self, kind: str | None = None) -> None:
        from privacydesk.desk import cases
        from privacydesk.tui.screens.case_dialogs import EventDialog

        def record(found: Happening | None) -> None:
            if found is None:
                return
            self.ask(
                "do",
                lambda desk: cases.event(
                    desk,
                    self._reference,
                    found.kind,
                    day=found.day,
                    request_id=found.request_id,
                    reason=found.reason,
                ),
                self._done(T.case.event_done),
            )

        today = self.desk.now().astimezone(self.desk.zone).date()
        self.app.push_screen(EventDialog(today, self._requests(), kind), record)

    def action_record_event(self) -> None:
        self._event()

    def action_record_answer(self) -> None:
        self._event("answered")

    def action_act(self) -> None:
        self._event("acted")

    def action_settle(self) -> None:
        from privacydesk.desk import cases
        from privacydesk.tui.screens.case_dialogs import SettleDialog

        def settle(found: Settled | None) -> None:
            if found is not None:
                self.ask(
                    "do",
                    lambda desk: cases.outcome(
                        desk, self._reference, found.request_id, found.status, found.text
                    ),
                    self._done(T.case.event_done),
                )

        self.app.push_screen(SettleDialog(self._requests()), settle)

    # ------------------------------------------------------------------ candidates

    def action_list_candidates(self) -> None:
        from privacydesk.desk import cases

        def listed(found: tuple[CandidateView, ...]) -> None:
            self.desk_app.say(T.case.candidates_found.format(n=len(found)))
            self._go(parts.CANDIDATES)
            self.reload()

        self.run_job(
            T.case.listing,
            lambda desk, job: cases.find_candidates(desk, self._reference, job),
            listed,
        )

    def action_theirs(self) -> None:
        self._decide(theirs=True)

    def action_not_theirs(self) -> None:
        self._decide(theirs=False)

    def _decide(self, *, theirs: bool) -> None:
        from privacydesk.desk import cases

        row = self.query_one("#list", RowList).current
        view = self._view
        if self._section != parts.CANDIDATES or row is None or view is None:
            self._go(parts.CANDIDATES)
            return
        candidate = next(c for c in view.case.candidates if c.candidate_id == row.key)

        def decided(_: CandidateView) -> None:
            self.desk_app.say(T.case.decided)
            self.reload()

        def because(why: str | None) -> None:
            if why:
                self.ask(
                    "do",
                    lambda desk: cases.decide_candidate(
                        desk, self._reference, candidate.candidate_id, theirs=theirs, why=why
                    ),
                    decided,
                )

        title = T.case.why_theirs if theirs else T.case.why_not_theirs
        self.app.push_screen(LineDialog(title, candidate.explanation), because)

    # ------------------------------------------------------------------ documents

    def action_write_report(self) -> None:
        from privacydesk.desk import answer

        self._write(
            T.case.report_title,
            f"access-{self._reference}",
            _FORMATS,
            lambda desk, target, job: answer.report(
                desk, self._reference, target.format, target.path, job=job
            ),
        )

    def action_write_package(self) -> None:
        from privacydesk.desk import answer

        self._write(
            T.case.package_title,
            f"portability-{self._reference}",
            ("zip",),
            lambda desk, target, job: answer.export(desk, self._reference, target.path, job=job),
        )

    def _write(
        self, title: str, stem: str, formats: tuple[str, ...], call: Callable[..., object]
    ) -> None:
        from privacydesk.tui.screens.case_dialogs import OutputDialog

        def written(target: Target) -> None:
            self.desk_app.say(T.case.written.format(path=target.path))
            self._go(parts.PREPARED)
            self.reload()

        def write(target: Target | None) -> None:
            if target is not None:
                self.run_job(
                    title, lambda desk, job: call(desk, target, job), lambda _: written(target)
                )

        self.app.push_screen(OutputDialog(title, stem, formats), write)

    def action_review(self) -> None:
        from privacydesk.tui.screens.review import ReviewScreen

        self.app.push_screen(ReviewScreen(self._reference))

    def action_letters(self) -> None:
        from privacydesk.tui.screens.letters import LettersScreen

        self.app.push_screen(LettersScreen(self._reference))

    def action_preview(self) -> None:
        from privacydesk.desk import answer
        from privacydesk.tui.markdown import markdown_lines
        from privacydesk.tui.screens.reader import ReaderScreen

        def read(text: str) -> None:
            title = f"{T.case.reviewed} {self._reference}"
            name = f"access-{self._reference}.md"
            self.app.push_screen(ReaderScreen(title, markdown_lines(text), file_name=name))

        self.ask("preview", lambda desk: answer.preview(desk, self._reference), read)

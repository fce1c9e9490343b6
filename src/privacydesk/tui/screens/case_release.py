"""The end of a case on its screen: the checks, the release, the delivery, the sending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from privacydesk.tui import actions
from privacydesk.tui.screen import DeskScreen
from privacydesk.tui.screens import case_parts as parts
from privacydesk.tui.texts_release import D, R

if TYPE_CHECKING:
    from privacydesk.desk.cases import CaseView
    from privacydesk.desk.release import Release, Review
    from privacydesk.tui.screens.deliver import LaidDown


class CaseReleasing(DeskScreen):
    """The releasing part of the case screen."""

    _reference: str
    _view: CaseView | None
    _known_as: tuple[str, ...] = ()  # under which somebody without an entry was looked for

    def _show(self, view: CaseView) -> None:
        raise NotImplementedError

    def _go(self, section: str) -> None:
        raise NotImplementedError

    def reload(self) -> None:
        raise NotImplementedError

    def action_checks(self) -> None:
        from privacydesk.tui.screens.checks import ChecksScreen

        def keep(values: tuple[str, ...]) -> None:
            self._known_as = values

        screen = ChecksScreen(self._reference, known_as=self._known_as, keep=keep)
        self.app.push_screen(screen)

    def action_release(self) -> None:
        """Check first, so that the form can say what would be released and what keeps it back."""
        from privacydesk.desk import release
        from privacydesk.tui.screens.checks import says_nothing_held
        from privacydesk.tui.screens.release_dialogs import ReleaseDialog, newest

        def released(done: Release | None) -> None:
            if done is not None:
                self.desk_app.say(R.released.format(n=len(done.documents)))
                self._go(parts.SENT)
                self.reload()

        def choose(found: Review) -> None:
            view = self._view
            drafts = newest(view.case.documents, draft=True) if view is not None else {}
            if not found.documents and not drafts:
                self.desk_app.say(R.nothing, bad=True)
                return
            kinds = {*drafts, *(document.kind for document in found.documents)}
            nobody = view is not None and view.case.subject_id is None
            asked = nobody and says_nothing_held(kinds)
            dialog = ReleaseDialog(
                found, tuple(drafts.values()), known_as=known_as if asked else None
            )
            self.app.push_screen(dialog, released)

        known_as = self._known_as
        self.run_job(
            R.checking,
            lambda desk, job: release.review(desk, self._reference, known_as=known_as, job=job),
            choose,
        )

    def _released(self) -> tuple[str, ...]:
        """The kinds of documents that are released."""
        from privacydesk.tui.screens.release_dialogs import newest

        view = self._view
        return tuple(newest(view.case.documents, draft=False)) if view is not None else ()

    def _unsent(self) -> tuple[str, ...]:
        """The kinds that still have to leave; all released ones when everything left."""
        from privacydesk.tui.screens.release_dialogs import newest

        view = self._view
        if view is None:
            return ()
        waiting = {one.kind for one in view.waiting}
        found = newest(view.case.documents, draft=False).values()
        unsent = (d.kind for d in found if d.sent_on is None or d.kind in waiting)
        return tuple(unsent) or self._released()

    def _refuse_unreleased(self) -> None:
        keys = {name: actions.ACTIONS[name].key_shown for name in ("checks", "release")}
        self.desk_app.say(D.nothing.format(**keys), bad=True)

    def action_deliver(self) -> None:
        from privacydesk.tui.screens.deliver import DeliverDialog, DeliveredDialog

        kinds = self._released()
        if not kinds:
            self._refuse_unreleased()
            return

        def delivered(laid: LaidDown | None) -> None:
            if laid is None:
                return

            def record(yes: bool | None) -> None:
                if yes:
                    self._send(laid)

            self.app.push_screen(DeliveredDialog(laid.made, laid.place), record)

        self.app.push_screen(DeliverDialog(self._reference, kinds), delivered)

    def action_send(self) -> None:
        if not self._released():
            self._refuse_unreleased()
            return
        self._send()

    def _send(self, laid: LaidDown | None = None) -> None:
        """Record what left; after a delivery that is what was delivered, to that address."""
        from privacydesk.tui.screens.release_dialogs import SendDialog

        def sent(view: CaseView | None) -> None:
            if view is not None:
                self.desk_app.say(R.sent)
                self._show(view)

        kinds = self._unsent()
        delivered = laid.kinds if laid is not None else kinds
        self.app.push_screen(
            SendDialog(
                self._reference,
                kinds,
                sent=tuple(kind for kind in kinds if kind in delivered),
                to=laid.to if laid is not None else "",
            ),
            sent,
        )

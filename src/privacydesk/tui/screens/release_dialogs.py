"""The forms at the end of a case: what is released, and how it left.

They stay open when they are refused, so that what was typed can be corrected.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import Input, Static

from privacydesk.desk.cases import CaseView
from privacydesk.desk.release import Release, Review
from privacydesk.domain.model import DocumentView
from privacydesk.tui import actions, show
from privacydesk.tui.guard import content
from privacydesk.tui.screens.checks import (
    document_line,
    kind_of,
    stale_note,
    values_of,
    values_shown,
)
from privacydesk.tui.screens.dialogs import FormDialog
from privacydesk.tui.texts_release import R
from privacydesk.tui.widgets.fields import Choice, Field, Option, TickList


def newest(documents: Sequence[DocumentView], *, draft: bool) -> dict[str, DocumentView]:
    """The newest draft, or the newest released document, of every kind."""
    return {d.kind: d for d in sorted(documents, key=lambda d: d.created_at) if d.draft is draft}


class ReleaseDialog(FormDialog[Release]):
    """Which documents, in which format, and an address that was checked; then the final files."""

    AUTO_FOCUS = "#no"

    def __init__(
        self,
        review: Review,
        drafts: Sequence[DocumentView],
        *,
        known_as: Sequence[str] | None = None,
    ) -> None:
        """`known_as`: under which values somebody without an entry was looked for; None: nobody
        has to say that."""
        super().__init__(R.release, yes=R.release)
        self._review, self._known_as = review, known_as
        self._others = [d for d in drafts if d.kind not in {r.kind for r in review.documents}]

    def fields(self) -> ComposeResult:
        review = self._review
        options = [Option(d.kind, document_line(d), stale_note(d)) for d in review.documents]
        options += [Option(d.kind, f"{kind_of(d.kind)} ({d.format.upper()})") for d in self._others]
        yield Static(content(R.sure), classes="about")
        yield TickList(options, [d.kind for d in review.documents], id="what")
        if several := next((d for d in review.documents if d.others), None):
            formats = [Option(one, one) for one in (several.format, *several.others)]
            yield Field(R.format, Choice(formats, several.format, id="format"))
        if blocking := review.blocking:
            first = R.keeps_back.format(item=blocking[0].item, text=blocking[0].text)
            yield Static(content((f"{show.LATE} {first}", "$late")))
            if len(blocking) > 1:
                key = actions.ACTIONS["checks"].key_shown
                more = R.more.format(n=len(blocking) - 1, key=key)
                yield Static(content((f"  {more}", "$late")))
        yield Static("")
        ways = [Option(value, shown) for value, shown in R.channels]
        yield Field(R.channel, Choice(ways, "email", id="channel"))
        yield Field(R.to_checked, Input(placeholder=R.to_hint, id="to"))
        yield Field(R.check, Input(placeholder=R.check_hint, id="checked"))
        if self._known_as is not None:
            values = values_shown(self._known_as)
            yield Field(R.known_as, Input(values, R.known_hint, id="known"))

    def submit(self) -> None:
        from privacydesk.desk import release

        ticked = self.query_one("#what", TickList).ticked
        if not ticked:
            self.complain(R.none_ticked, "what")
            return
        usual = ticked == tuple(d.kind for d in self._review.documents)
        to, checked = (self.typed(name) for name in ("to", "checked"))
        channel = self.chosen("channel")
        known_as = [v for one in self.query("#known").results(Input) for v in values_of(one.value)]
        formats = [one for one in self.query(Choice) if one.id == "format"]
        chosen = next((one.value for one in formats if one.index), None)  # not the newest
        self.run_job(
            R.release,
            lambda desk, job: release.release(
                desk,
                self._review.reference,
                only=() if usual else ticked,
                fmt=chosen,
                to=to or None,
                channel=channel,
                checked=checked or None,
                known_as=known_as,
                job=job,
            ),
            self.give,
        )


class SendDialog(FormDialog[CaseView]):
    """What left, by which way, on which day and to whom; the check of a new address."""

    AUTO_FOCUS = "#channel"

    def __init__(
        self,
        reference: str,
        kinds: Sequence[str],
        *,
        sent: Sequence[str] = (),
        channel: str = "email",
        to: str = "",
    ) -> None:
        """`kinds`: what may leave; `sent`: what of it is proposed, all of it when empty."""
        super().__init__(R.send_title, yes=R.send)
        self._reference, self._kinds = reference, tuple(kinds)
        self._sent = tuple(sent) or self._kinds
        self._proposed = (channel, to)

    def fields(self) -> ComposeResult:
        channel, to = self._proposed
        today = self.desk.now().astimezone(self.desk.zone).date()
        if len(self._kinds) > 1:
            options = [Option(kind, kind_of(kind)) for kind in self._kinds]
            yield Field(R.what, TickList(options, self._sent, id="what"))
        ways = [Option(value, shown) for value, shown in R.channels]
        yield Field(R.channel, Choice(ways, channel, id="channel"))
        yield Field(R.address, Input(to, id="to"))
        yield Field(R.check, Input(placeholder=R.check_hint, id="checked"))
        yield Field(R.day, Input(today.isoformat(), id="day"))

    def submit(self) -> None:
        from privacydesk.desk import release

        ticked = self._kinds
        if len(self._kinds) > 1:
            ticked = self.query_one("#what", TickList).ticked
            if not ticked:
                self.complain(R.none_sent, "what")
                return
        day = self.day_in("day")
        if day is None:
            return
        to, checked = (self.typed(name) for name in ("to", "checked"))
        channel = self.chosen("channel")
        self.ask(
            "send",
            lambda desk: release.send(
                desk,
                self._reference,
                channel=channel,
                to=to or None,
                checked=checked or None,
                day=day,
                only=() if ticked == self._kinds else ticked,
            ),
            self.give,
        )

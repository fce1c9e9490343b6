"""The command palette: every action by name, and people and cases to jump to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider

from privacydesk.tui import actions, show
from privacydesk.tui.guard import content, one_line
from privacydesk.tui.host import Host, host_of
from privacydesk.tui.texts import T

if TYPE_CHECKING:
    from privacydesk.domain.model import CaseLine

_PEOPLE = 8
_SHORTEST = 3


def providers() -> list[type[Provider]]:
    return [ActionProvider, CaseProvider, PersonProvider]


class _DeskProvider(Provider):
    @property
    def desk_app(self) -> Host:
        return host_of(self.app)


class ActionProvider(_DeskProvider):
    """What this screen offers, then what every screen offers."""

    def _actions(self) -> Iterable[actions.Action]:
        offered = tuple(getattr(self.screen, "OFFERS", ()))
        for name in dict.fromkeys([*offered, *actions.GLOBAL]):
            if name != "palette":
                yield actions.ACTIONS[name]

    def _run(self, name: str) -> Callable[[], object]:
        from privacydesk.tui.screen import DeskScreen

        screen = self.screen
        do = screen.do if isinstance(screen, DeskScreen) else self.app.run_action
        return lambda: self.app.call_later(do, name)

    async def discover(self) -> Hits:
        for action in self._actions():
            yield DiscoveryHit(action.label, self._run(action.id), action.label, action.help)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for action in self._actions():
            score = matcher.match(action.label)
            if score > 0:
                yield Hit(
                    score, matcher.highlight(action.label), self._run(action.id), help=action.help
                )


class CaseProvider(_DeskProvider):
    """Cases, closed ones too, by reference, name or what they ask for."""

    _cases: tuple[CaseLine, ...] = ()

    async def startup(self) -> None:
        if self.desk_app.ready:
            from privacydesk.desk import cases

            self._cases = await asyncio.to_thread(
                cases.list_cases, self.desk_app.desk, all_cases=True
            )

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for case in self._cases:
            label = one_line(f"{case.reference}  {case.who}  {show.rights(case.rights)}")
            score = matcher.match(label)
            if score > 0:
                yield Hit(
                    score,
                    content(label),
                    self._open(case.reference),
                    label,
                    one_line(f"{T.case.title} · {case.stage}"),
                )

    def _open(self, reference: str) -> Callable[[], None]:
        return lambda: self.desk_app.open_case(reference)


class PersonProvider(_DeskProvider):
    """People, by the same search as the Find screen."""

    async def search(self, query: str) -> Hits:
        if len(query.strip()) < _SHORTEST or not self.desk_app.ready:
            return
        from privacydesk.desk import find

        found = await asyncio.to_thread(find.find, self.desk_app.desk, query, limit=_PEOPLE)
        for number, hit in enumerate(found.results):
            label = one_line(f"{hit.name}  {show.why(hit.why, hit.name)}")
            yield Hit(
                0.5 - number / 100,
                content(label),
                self._open(hit.subject_id),
                label,
                one_line(f"{T.subject.title} · {show.counts(hit.counts)}"),
            )

    def _open(self, subject_id: int) -> Callable[[], None]:
        return lambda: self.desk_app.open_subject(subject_id)

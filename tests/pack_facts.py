"""Looks up a fact in a policy pack, for tables that list what a published statement says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from privacydesk.domain.localtext import LANGUAGES, LocalText
from privacydesk.domain.pack import Pack
from privacydesk.domain.rights import Right


def told(pack: Pack, place: str) -> str:
    """All that the pack says at `place`, in English, joined by " | ".

    `place`: `controller.address`, `activity.repairs.data`, `right.access.channels`,
    `recipient.google.country`; without the last part, everything of that table.
    """
    first, *rest = place.split(".")
    found: Any
    if first == "activity":
        found = pack.activity(rest.pop(0))
    elif first == "recipient":
        found = pack.recipient(rest.pop(0))
    elif first == "right":
        found = pack.rights[Right(rest.pop(0))]
    else:
        found = getattr(pack, first)
    for name in rest:
        found = getattr(found, name)
    return " | ".join(_words(found))


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, LocalText):
        yield value.en
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _words(getattr(value, field.name))
    elif isinstance(value, tuple | list | frozenset):
        for item in value:
            yield from _words(item)
    elif value is not None:
        yield str(value)


def sections(pack: Pack) -> set[str]:
    """Every heading of the statement that a fact of the pack names."""
    own: tuple[Any, ...] = (
        *pack.activities,
        *pack.recipients,
        *pack.rights.values(),
        *pack.self_service,
        *(authority for authority in pack.authorities if authority.stated),
        *(period for activity in pack.activities for period in activity.periods),
    )
    named = {fact.section for fact in own} | set(pack.sections.values())
    named |= {pack.transfer.section} if pack.transfer else set()
    return {heading for section in named for heading in section.split("; ")}


def without_section(pack: Pack) -> list[str]:
    """What the pack says without naming where it stands."""
    return [
        *(f"activity {a.id}" for a in pack.activities if not a.section),
        *(f"period of {a.id}" for a in pack.activities for p in a.periods if not p.section),
        *(f"recipient {r.id}" for r in pack.recipients if not r.section),
        *(f"right {r.right}" for r in pack.rights.values() if not r.section),
        *(f"self service {s.text.en}" for s in pack.self_service if not s.section),
        *(f"authority {a.name}" for a in pack.authorities if a.stated and not a.section),
        *(f"note {n}" for n in _unplaced_notes(pack)),
    ]


def _unplaced_notes(pack: Pack) -> Iterable[int]:
    return (n for n in range(1, len(pack.notes) + 1) if f"notes[{n}]" not in pack.sections)


def unwritten(pack: Pack) -> list[str]:
    """Texts of the pack that lack one of the languages, by their English or Dutch words."""
    return sorted({str(text) for text in _texts(pack) if text and text.missing})


def same_in_two_languages(pack: Pack) -> set[str]:
    """Texts that stand unchanged in two languages: names and words both have, or a slip."""
    return {
        text.en
        for text in _texts(pack)
        if len({getattr(text, code) for code in LANGUAGES}) < len(LANGUAGES) and text
    }


def _texts(value: Any) -> Iterator[LocalText]:
    if isinstance(value, LocalText):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, tuple | list | frozenset):
        for item in value:
            yield from _texts(item)

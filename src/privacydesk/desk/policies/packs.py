"""Policy packs: which there are, what they say, and which one is in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any

from privacydesk import paths
from privacydesk.domain.errors import UserError
from privacydesk.domain.localtext import LANGUAGES, LocalText
from privacydesk.domain.periods import Duration

if TYPE_CHECKING:
    from pathlib import Path

    from privacydesk.desk.context import Desk
    from privacydesk.domain.pack import Pack
    from privacydesk.store.engine import Tx


@dataclass(frozen=True, slots=True)
class PackLine:
    """A pack in a list. `problem`: why it cannot be used, else empty."""

    name: str
    controller: str
    statement_date: date | None
    country: str
    languages: tuple[str, ...]
    excerpt: bool
    own: bool  # from the user's configuration folder
    in_force: bool | None  # None when no store was asked
    sha256: str
    problem: str = ""


def list_packs(desk: Desk | None = None) -> tuple[PackLine, ...]:
    """Every pack that can be chosen, by name; one that is broken is listed with its problem.

    `desk`: to mark the pack in force; packs are found without a store too.
    """
    from privacydesk.policy.loader import find_packs, load_pack

    folder = _folder(desk)
    in_force = desk.settings.policy_name if desk else None
    found = []
    for file in find_packs(folder):
        own = file.path is not None
        current = file.name == in_force if desk else None
        try:
            pack = load_pack(file.name, folder)
        except UserError as error:
            line = PackLine(file.name, "", None, "", (), False, own, current, "", error.message)
        else:
            line = PackLine(
                pack.name,
                pack.controller.name,
                pack.statement_date,
                pack.country,
                pack.letter_languages,
                pack.excerpt,
                own,
                current,
                pack.sha256,
            )
        found.append(line)
    return tuple(found)


def show_pack(name: str, desk: Desk | None = None) -> dict[str, Any]:
    """A whole pack as JSON types: every fact, its layer and section, and what is not stated.

    `name`: of a pack, or the path of a TOML file. Raises what `load_pack` raises.
    """
    from privacydesk.policy.loader import load_pack

    return as_json(load_pack(name, _folder(desk)))


def as_json(pack: Pack) -> dict[str, Any]:
    """The facts of a pack as JSON types, its text left out."""
    shown: dict[str, Any] = _plain(pack)
    del shown["text"]
    return shown


def pack_for(desk: Desk, sha256: str | None = None) -> Pack:
    """The pack with this hash as it was kept in the store; without one the pack in force.

    Raises `StateError` when no pack is in force and `NotFoundError` for an unknown hash.
    """
    from privacydesk.store import packs

    with desk.store.read() as con:
        return packs.applying(con, sha256 or desk.settings.policy_sha256)


def install(tx: Tx, pack: Pack) -> None:
    """Put a pack in force: keep its text and point the settings at its hash."""
    from privacydesk.store import packs, settings

    packs.keep(tx, pack)
    settings.put(tx, "policy_name", pack.name)
    settings.put(tx, "policy_sha256", pack.sha256)
    tx.audit("policy.installed", policy=pack.sha256)


def _folder(desk: Desk | None) -> Path:
    return desk.config_folder if desk else paths.config_folder()


def _plain(value: Any) -> Any:
    if isinstance(value, LocalText):
        return {code: getattr(value, code) for code in LANGUAGES}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Duration):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {**_form(value), **{f.name: _plain(getattr(value, f.name)) for f in fields(value)}}
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [_plain(item) for item in value]
    return value


def _form(value: Any) -> dict[str, str]:
    """The form of a storage period, which its fields alone do not tell."""
    from privacydesk.domain.periods import ByLaw, Criterion, Earliest, Latest, Term

    forms: dict[type, str] = {
        Term: "term",
        Earliest: "earliest",
        Latest: "latest",
        ByLaw: "by_law",
        Criterion: "criterion",
    }
    name = forms.get(type(value))
    return {"form": name} if name else {}

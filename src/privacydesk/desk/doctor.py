"""Whether this store and this machine can be relied on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from privacydesk.domain.errors import InputError
from privacydesk.domain.places import Place

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk

_MB = 1024 * 1024
_NEEDED_FREE = 200 * _MB


class Health(StrEnum):
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class DoctorCheck:
    """One thing that was looked at, and in words what was found."""

    name: str
    health: Health
    message: str


def doctor(desk: Desk) -> tuple[DoctorCheck, ...]:
    """Check driver, store, files, audit chain, search index, space, holidays and settings.

    Takes as long as reading the whole store once. Changes nothing.
    """
    checks: list[Callable[[Desk], Iterator[DoctorCheck]]] = [
        _driver,
        _structure,
        _audit,
        _releases,
        _files,
        _rights,
        _space,
        _policy,
        _holidays,
        _configuration,
    ]
    return tuple(result for check in checks for result in check(desk))


def compact(desk: Desk) -> tuple[int, int]:
    """Give the store's free space back to the disk; (bytes before, bytes after)."""
    with desk.store.write(desk.operator, desk.now()) as tx:
        tx.audit("store.compacted")
    return desk.store.compact()


def backup(desk: Desk, target: Path) -> Path:
    """Copy the store, while it is in use, to the new file `target` (0600); returns its path.

    The folder of attachments beside the store is not part of it. Raises ConflictError when the
    file exists, InputError when it cannot be written.
    """
    from privacydesk.store import backup as store_backup

    target = target.expanduser().absolute()
    try:
        with desk.store.read() as con:
            store_backup.backup(con, target)
    except OSError as error:
        raise InputError(
            f"The backup {target.name} cannot be written ({error.strerror or 'disk error'})."
        ) from None
    with desk.store.write(desk.operator, desk.now()) as tx:
        tx.audit("store.backed_up")
    return target


def _driver(_: Desk) -> Iterator[DoctorCheck]:
    from privacydesk.store import driver, health

    if health.erases_search_terms():
        yield _ok("driver", f"SQLite {driver.SQLITE_VERSION}, erases search terms for good")
    else:
        yield _error(
            "driver",
            f"SQLite {driver.SQLITE_VERSION} cannot erase search terms; update sqlcipher3",
        )


def _structure(desk: Desk) -> Iterator[DoctorCheck]:
    from privacydesk.store import health, migrations

    with desk.store.read() as con:
        whole = health.sound(con)
        current = health.search_is_current(con)
        runs = health.open_runs(con)
    if whole:
        yield _ok("store", f"{desk.store.path}, version {migrations.head()}, whole")
    else:
        yield _error("store", "the file is damaged; restore a backup")
    if current:
        yield _ok("search index", "up to date")
    else:
        yield _error("search index", "of another version; reopen the store to rebuild it")
    if runs:
        yield _warning(
            "imports",
            f"{runs} not ended; see `privacydesk import --resume RUN` or `--undo RUN`",
        )
    else:
        yield _ok("imports", "none is open")


def _audit(desk: Desk) -> Iterator[DoctorCheck]:
    from privacydesk.store import audit

    with desk.store.read() as con:
        report = audit.verify(con)
    if report.ok:
        yield _ok("audit", f"{report.entries} entries, chain unbroken")
    else:
        yield _error(
            "audit", f"{len(report.findings)} findings; `privacydesk audit verify` names them"
        )


def _releases(desk: Desk) -> Iterator[DoctorCheck]:
    from privacydesk.store import health, manifest

    with desk.store.read() as con:
        releases, findings = manifest.compare(con)
        kept, damaged = health.released_files(con, desk.store.files)
    if findings:
        yield _error(
            "releases",
            f"{len(findings)} findings about {releases} releases; "
            "`privacydesk audit verify` names them",
        )
    else:
        yield _ok("releases", f"{releases}, each as the audit log tells")
    if damaged:
        yield _error(
            "released files",
            f"{damaged} of {kept} are missing or were changed on disk; restore them from a "
            "backup, or prepare and release their answers again",
        )
    else:
        yield _ok("released files", f"{kept} kept, each with its hash")


def _files(desk: Desk) -> Iterator[DoctorCheck]:
    from privacydesk.store import health

    with desk.store.read() as con:
        files = health.compare_files(con, desk.store.files)
    if files.missing:
        yield _error("files", f"{files.missing} attachments are gone from {desk.store.files}")
    if files.orphans:
        yield _warning("files", f"{files.orphans} kept files belong to no record")
    if not files.missing and not files.orphans:
        yield _ok("files", "each attachment has its file")
    old = health.backups(desk.store)
    if old:
        yield _warning(
            "backups",
            f"{len(old)} from upgrades beside the store still hold what was erased since; "
            "delete them when the upgrade has proven itself",
        )


def _rights(desk: Desk) -> Iterator[DoctorCheck]:
    from privacydesk.store import health

    exposed = health.open_to_others(desk.store)
    if exposed:
        yield _error(
            "file rights",
            f"other users can reach {', '.join(exposed)}; chmod go-rwx them",
        )
    else:
        yield _ok("file rights", "only the owner can read the store")


def _space(desk: Desk) -> Iterator[DoctorCheck]:
    from privacydesk.store import health

    with desk.store.read() as con:
        inside = health.free_bytes_inside(con)
    free = health.free_bytes_on_disk(desk.store.path)
    if free < _NEEDED_FREE + desk.store.path.stat().st_size:
        yield _warning("disk", f"{free // _MB} MB free: too little for a backup of the store")
    else:
        yield _ok("disk", f"{free // _MB} MB free")
    if inside > 100 * _MB:
        yield _warning(
            "store size",
            f"{inside // _MB} MB can be given back with `privacydesk doctor --compact`",
        )


def _policy(desk: Desk) -> Iterator[DoctorCheck]:
    from privacydesk.store import health

    with desk.store.read() as con:
        kept = health.policy_is_kept(con)
    if kept:
        yield _ok("policy", f"{desk.settings.policy_name} is in force")
    else:
        yield _error("policy", "no policy pack is in force; run `privacydesk policy use PACK`")


def _holidays(desk: Desk) -> Iterator[DoctorCheck]:
    today = desk.now().astimezone(desk.zone)
    known = Place(desk.settings.country, desk.settings.region).local
    code = known.code
    if not known.known:
        yield _warning("holidays", f"none known for {code}: dates move over weekends only")
    elif known.valid_until is not None and today.year >= known.valid_until:
        yield _warning(
            "holidays", f"{code} was checked up to {known.valid_until}; update PrivacyDesk"
        )
    else:
        yield _ok("holidays", f"{code}, checked up to {known.valid_until}")


def _configuration(desk: Desk) -> Iterator[DoctorCheck]:
    folder = desk.config_folder
    if folder.exists() and not folder.is_dir():
        yield _error("configuration", f"{folder} is not a folder")
    elif folder.is_dir():
        yield _ok("configuration", f"{folder}")
    else:
        yield _ok("configuration", f"{folder} (none: everything as shipped)")


def _ok(name: str, message: str) -> DoctorCheck:
    return DoctorCheck(name, Health.OK, message)


def _warning(name: str, message: str) -> DoctorCheck:
    return DoctorCheck(name, Health.WARNING, message)


def _error(name: str, message: str) -> DoctorCheck:
    return DoctorCheck(name, Health.ERROR, message)

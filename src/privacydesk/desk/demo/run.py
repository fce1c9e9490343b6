"""Making the demo, step by step, through the use cases that both doors call."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from privacydesk import __version__
from privacydesk.desk.context import Desk, utc_now, who
from privacydesk.desk.demo.place import STORE_SETTING, Made, Place, default_folder
from privacydesk.desk.jobs import Job
from privacydesk.domain.errors import ConflictError, InputError

if TYPE_CHECKING:
    from privacydesk.demo.exports import DemoStory

POLICY: Final = "lindeboom"
DEFAULT_PEOPLE: Final = 3_000
MOST_PEOPLE: Final = 100_000


@dataclass(frozen=True, slots=True)
class DemoResult:
    """A demo that is ready. `new` is False when an earlier one was found and kept.

    `case` is the reference of the case that was answered; `records` counts what was imported in
    this run and `seconds` how long it took.
    """

    folder: Path
    store: Path
    report: Path
    package: Path
    case: str
    people: int
    new: bool
    records: int = 0
    seconds: float = 0.0


def run_demo(
    folder: Path | None = None,
    *,
    store_path: Path | None = None,
    people: int | None = None,
    fresh: bool = False,
    operator: str | None = None,
    config_folder: Path | None = None,
    now: Callable[[], datetime] = utc_now,
    job: Job | None = None,
) -> DemoResult:
    """Make a demo in `folder` (the user's data folder, `demo`), or find the one that is there.

    Writes exports of an invented shop with `people` customers, makes a store of its own with the
    pack `lindeboom`, imports, logs cases, and answers one: `access-report.pdf` and
    `portability-package.zip`. A demo that is complete is kept as it is unless `fresh`.

    Raises ConflictError when the folder or the store is something else or cannot be written, or
    when the demo that is there has another number of people or another store; InputError for a
    number out of range; CancelledError when `job` was stopped (the next run begins again).
    """
    started = time.monotonic()
    if people is not None and not 1 <= people <= MOST_PEOPLE:
        raise InputError(f"The demo invents 1 to {MOST_PEOPLE:,} people.")
    place = _place(folder, store_path)
    found = None if fresh else place.made()
    if found is not None:
        if people is not None and people != found.people:
            raise ConflictError(
                f"There is a demo with {found.people} people in {place.folder}; "
                "make a new one with --fresh, or name another folder with --output."
            )
        store = Path(found.store)
        if store_path is not None and store != place.store:
            raise ConflictError(
                f"The demo in {place.folder} has its store elsewhere; "
                "make a new one with --fresh, or name another folder with --output."
            )
        return DemoResult(
            place.folder, store, place.report, place.package, found.case, found.people, False
        )
    place.claim()
    place.clear()
    records, case = _make(
        place, people or DEFAULT_PEOPLE, who(operator), config_folder, now, job or Job()
    )
    return DemoResult(
        folder=place.folder,
        store=place.store,
        report=place.report,
        package=place.package,
        case=case,
        people=people or DEFAULT_PEOPLE,
        new=True,
        records=records,
        seconds=time.monotonic() - started,
    )


def _place(folder: Path | None, store_path: Path | None) -> Place:
    folder = (folder or default_folder()).expanduser().absolute()
    if folder.exists() and not folder.is_dir():
        raise ConflictError(f"{folder} is a file; name a folder with --output.")
    store = (store_path or folder / "desk.db").expanduser().absolute()
    return Place(folder, store)


def _make(
    place: Place,
    people: int,
    operator: str,
    config_folder: Path | None,
    now: Callable[[], datetime],
    job: Job,
) -> tuple[int, str]:
    """Everything, from the first invented name to the last document."""
    from privacydesk.demo.exports import write_exports
    from privacydesk.demo.moments import ZONE
    from privacydesk.desk import setup
    from privacydesk.desk.demo.answer import work_through, write_documents
    from privacydesk.desk.demo.cases import log_cases

    today = now().astimezone(ZONE).date()
    job.advance("Inventing people and their exports", 0)
    story = write_exports(place.exports, people=people, today=today)
    _date(place.exports, now())
    (place.folder / "README.txt").write_text(_README, encoding="utf-8")
    job.check()
    job.advance("Making a store with the policy of an invented company", 0)
    setup.init(place.store, POLICY, operator, config_folder=config_folder, now=now)
    with Desk.open(place.store, operator, now=now) as desk:
        if config_folder is not None:
            desk.config_folder = config_folder
        _mark(desk)
        records = _import_all(desk, story, job)
        job.advance("Logging cases", 0)
        main_case = log_cases(desk, story, today)
        job.advance("Searching every system, deciding what is hers", 0)
        work_through(desk, story, main_case, _Within(job))
        job.advance("Writing the access report and the portability package", 0)
        write_documents(desk, main_case, place, _Within(job))
    place.complete(Made(people, today.isoformat(), str(place.store), main_case, __version__))
    return records, main_case


def _date(folder: Path, at: datetime) -> None:
    """The time of a file tells the desk up to when its data reach."""
    for path in folder.rglob("*"):
        os.utime(path, (at.timestamp(), at.timestamp()))


class _Within(Job):
    """The steps inside a step: they can be stopped, and tell nothing."""

    def __init__(self, whole: Job) -> None:
        super().__init__()
        self._whole = whole

    def check(self) -> None:
        self._whole.check()


def _mark(desk: Desk) -> None:
    """Let the store say that it is a demo, so that nobody takes it for people's data."""
    from privacydesk.store import settings

    with desk.store.write(desk.operator, desk.now()) as tx:
        settings.put(tx, STORE_SETTING, "1")
        tx.audit("demo.store")


def _import_all(desk: Desk, story: DemoStory, job: Job) -> int:
    """Import each export as a user would; returns the number of records.

    Raises RuntimeError when an importer rejects a row: the exports are ours and well-formed.
    """
    from privacydesk.desk import imports, systems

    total = 0
    for export in story.exports:
        job.check()
        job.advance(f"Importing {export.path.relative_to(story.folder)}", 0)
        if export.system is not None:  # no pack names these; what they hold is said once
            systems.add_system(
                desk, export.system, owner=export.owner, holds=export.holds, how="export"
            )
        report = imports.run_import(
            desk,
            export.path,
            export.source,
            system=export.system,
            mapping=export.mapping,
            job=_Within(job),
        )
        if report.rejected:
            raise RuntimeError(f"{report.rejected} rows of the demo were rejected")
        total += report.imported
    return total


_README = """\
EVERYTHING HERE IS INVENTED

`privacydesk demo` made this folder. The company, its customers, their messages, calls, orders
and requests do not exist. exports/README.txt says how names, addresses and numbers were made.

  exports/                    what the invented company's systems gave out, in real formats
  desk.db, desk.files/        the store of the demo (unless --store named another place)
  access-report.pdf           an answer to a request for access (Art. 15 GDPR), a draft
  access-report-files/        the recordings and files that belong to it
  portability-package.zip     the same person's data as a package (Art. 20 GDPR)

Delete the folder when you have seen enough; `privacydesk demo --fresh` makes it anew.
"""

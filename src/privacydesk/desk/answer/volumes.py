"""The volumes of a report, written one after the other or several at a time."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, Final

from privacydesk.domain.errors import CancelledError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from concurrent.futures import Future

    from privacydesk.desk.context import Desk
    from privacydesk.desk.jobs import Job
    from privacydesk.documents.access.delivered import Delivered
    from privacydesk.documents.access.facts import ReportFacts
    from privacydesk.documents.blocks import Document
    from privacydesk.documents.write import Format
    from privacydesk.isolate import Early

_STAGE: Final = "Writing volumes"
_GLANCE: Final = 0.2  # seconds between two looks at whether to stop


def written_volumes(
    desk: Desk,
    facts: ReportFacts,
    fmt: Format,
    job: Job,
    *,
    draft: bool,
    parts: Sequence[tuple[Delivered, ...]] | None = None,
    early: Early | None = None,
) -> Generator[bytes, None, None]:
    """The volumes of a report as `fmt`, in their order.

    PDFs are set by several compilers where processors and memory allow; no more volumes than
    that are held. Close it when you leave early (`contextlib.closing`): that ends the compilers.

    `parts`: the records of each volume, when known. `early`: a compiler that waits for the first.
    Raises CancelledError when the job was stopped, also while a PDF is set.
    """
    from privacydesk.documents.access.report import documents, volumes_of
    from privacydesk.documents.compiler import compilers

    parts = parts or volumes_of(facts.delivered)
    templates = desk.config_folder / "templates"
    made = documents(facts, draft=draft, user_templates=templates, parts=parts)
    width = min(len(parts), compilers()) if fmt == "pdf" and len(parts) > 1 else 1
    if width == 1:
        yield from _one_by_one(made, len(parts), fmt, job, early)
    else:
        yield from _together(made, len(parts), width, job, early)


def _one_by_one(
    made: Iterator[Document], count: int, fmt: Format, job: Job, early: Early | None
) -> Iterator[bytes]:
    from privacydesk.documents.write import write

    for number in range(count):
        document = _composed(made, number, count, job)
        job.advance(_STAGE, number, count, "setting pages" if fmt == "pdf" else fmt)
        yield write(document, fmt, job.check, early)
    job.advance(_STAGE, count, count)


def _together(
    made: Iterator[Document], count: int, width: int, job: Job, early: Early | None
) -> Iterator[bytes]:
    """`width` volumes at a time; the next ones are composed while compilers work."""
    from concurrent.futures import ThreadPoolExecutor

    from privacydesk.documents.write import write

    left = threading.Event()

    def check() -> None:
        job.check()
        if left.is_set():
            raise CancelledError("Stopped.")

    working: deque[Future[bytes]] = deque()
    done = 0
    with ThreadPoolExecutor(width) as pool:
        try:
            for started in range(1, count + 1):
                document = _composed(made, done, count, job)
                job.advance(_STAGE, done, count, "setting pages")
                working.append(pool.submit(write, document, "pdf", check, early))
                while len(working) >= (width if started < count else 1):
                    data = _finished(working.popleft(), job)
                    done += 1
                    yield data
                    job.advance(_STAGE, done, count, "setting pages" if working else "")
        finally:
            left.set()  # whoever leaves early waits for nobody: the compilers end at this
            for one in working:
                one.cancel()


def _composed(made: Iterator[Document], done: int, count: int, job: Job) -> Document:
    job.check()
    job.advance(_STAGE, done, count, "composing")
    document = next(made)
    job.check()
    return document


def _finished(volume: Future[bytes], job: Job) -> bytes:
    """The volume when it is written. Raises what went wrong, or CancelledError."""
    while True:
        try:
            return volume.result(_GLANCE)
        except TimeoutError:
            if volume.done():  # the volume's own
                raise
            job.check()

"""Which source can read a file, folder or ZIP: so that nobody has to know its name.

The beginnings of a few files give an order of likelihood; the reader of each source then says
whether it knows the files, and the first that does is it. Nothing is imported.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from privacydesk.domain.errors import UserError

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.desk.sources import SourceView, TableView

_FILES: Final = 20
_DATA: Final = frozenset({".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".xlsx"})
_START: Final = 32_768
_NAMED = 0.5  # a file name says little: half of what its columns say


@dataclass(frozen=True, slots=True)
class Sample:
    """A file's name and the beginning of its text."""

    name: str
    start: str


def recognise(desk: Desk, path: Path) -> str | None:
    """The name of the source that reads `path`; None when none does, or there is no such file.

    `generic` reads any table and is never the answer.
    """
    from privacydesk.desk import sources
    from privacydesk.intake.reading import open_input
    from privacydesk.intake.source import get_source

    path = path.expanduser()
    views = [sources.show_source(line.name, desk) for line in sources.list_sources(desk)]
    for name in ranked(tuple(samples(path)), views):
        source = get_source(name, desk.config_folder / "sources")
        try:
            open_input(path, source, zone=desk.zone, region=desk.settings.phone_region)
        except UserError:
            continue
        return name
    return None


def samples(path: Path) -> Iterator[Sample]:
    """The beginnings of the first files of `path`. A file that cannot be read is passed over."""
    if path.is_dir():
        inside = (p for p in sorted(path.rglob("*")) if p.suffix.lower() in _DATA and p.is_file())
        for one in islice(inside, _FILES):
            yield Sample(one.relative_to(path).as_posix(), _decoded(_beginning(one)))
    elif zipfile.is_zipfile(path) and path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path) as archive:
            data = (i for i in archive.infolist() if Path(i.filename).suffix.lower() in _DATA)
            for entry in islice(data, _FILES):
                with archive.open(entry) as file:
                    yield Sample(entry.filename, _decoded(file.read(_START)))
    elif path.is_file():
        yield Sample(path.name, _decoded(_beginning(path)))


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_START)
    except OSError:
        return b""


def _decoded(raw: bytes) -> str:
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    return raw.decode("utf-16" if wide else "utf-8", "replace").casefold()


def ranked(found: Sequence[Sample], sources: Sequence[SourceView]) -> list[str]:
    """The names of the sources that fit, the best first; empty when none does."""
    scores = {s.name: sum(max((_fits(t, f) for t in s.tables), default=0.0) for f in found)
              for s in sources}  # fmt: skip
    fitting = [name for name, score in scores.items() if score >= 1]
    return sorted(fitting, key=lambda name: (-scores[name], name))


def _fits(table: TableView, sample: Sample) -> float:
    """0 for no fit; more for more columns of the table that the file really has."""
    base = sample.name.rsplit("/", 1)[-1]
    named = any(fnmatch(base.lower(), pattern.lower()) for pattern in table.files)
    if table.files and not named:
        return 0.0
    present = sum(1 for column in table.columns if column.casefold() in sample.start)
    if table.columns and present == 0:
        return 0.0
    share = present / len(table.columns) if table.columns else 0.0
    whole = len(table.columns) / 2 if share == 1 else 0.0
    return share + whole + (_NAMED if named else 0.0)

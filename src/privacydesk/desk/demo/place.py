"""Where a demo lies, what belongs to it, and whether one is there already.

The demo deletes only what it made itself: the names below, in a folder that carries its mark, and
a store that says of itself that it is a demo.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from privacydesk.domain.errors import ConflictError, UserError

MARK: Final = ".privacydesk-demo.json"
STORE_SETTING: Final = "demo"
EXPORTS: Final = "exports"
README: Final = "README.txt"
REPORT: Final = "access-report.pdf"
PACKAGE: Final = "portability-package.zip"


@dataclass(frozen=True, slots=True)
class Made:
    """What is written into the mark when a demo is complete."""

    people: int
    today: str
    store: str
    case: str
    version: str


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of a demo and its store."""

    folder: Path
    store: Path

    @property
    def exports(self) -> Path:
        return self.folder / EXPORTS

    @property
    def report(self) -> Path:
        return self.folder / REPORT

    @property
    def package(self) -> Path:
        return self.folder / PACKAGE

    def claim(self) -> None:
        """Make the folder and mark it as ours, before anything is written into it.

        Raises ConflictError when something else is there.
        """
        mark = self.folder / MARK
        if self.folder.exists() and not mark.exists() and any(self.folder.iterdir()):
            raise ConflictError(
                f"The folder {self.folder} is not empty and no demo; name another with --output."
            )
        if self.store.exists() and not self._is_ours(mark):
            raise ConflictError(
                f"{self.store} is not the store of a demo and stays as it is; "
                "name another with --store."
            )
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            mark.write_text('{"complete": false}\n', encoding="utf-8")
        except OSError as error:
            raise ConflictError(
                f"{self.folder} cannot be written ({error.strerror}); name another with --output."
            ) from error

    def _is_ours(self, mark: Path) -> bool:
        return (self.store.parent == self.folder and mark.exists()) or is_demo(self.store)

    def complete(self, made: Made) -> None:
        text = json.dumps({"complete": True, **asdict(made)}, indent=1)
        (self.folder / MARK).write_text(f"{text}\n", encoding="utf-8")

    def made(self) -> Made | None:
        """What an earlier run completed here, if all of it is still there; its store may be
        another one."""
        try:
            found: dict[str, Any] = json.loads((self.folder / MARK).read_text("utf-8"))
            if not found.pop("complete"):
                return None
            made = Made(**found)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None
        parts = (self.report, self.package, Path(made.store))
        return made if all(part.is_file() for part in parts) else None

    def clear(self) -> None:
        """Remove what an earlier run made; `claim` has checked that it is ours."""
        shutil.rmtree(self.exports, ignore_errors=True)
        shutil.rmtree(self.report.with_name(f"{self.report.stem}-files"), ignore_errors=True)
        for name in (README, REPORT, PACKAGE):
            (self.folder / name).unlink(missing_ok=True)
        for ending in ("", "-wal", "-shm"):
            Path(f"{self.store}{ending}").unlink(missing_ok=True)
        shutil.rmtree(self.store.with_name(f"{self.store.stem}.files"), ignore_errors=True)


def default_folder() -> Path:
    """`demo` in the user's data folder, beside the user's own store but never the same."""
    import platformdirs

    from privacydesk import paths

    return platformdirs.user_data_path(paths.APP, appauthor=False) / "demo"


def is_demo(store_path: Path) -> bool:
    """Whether the store says of itself that it is a demo. A half-made, empty file counts."""
    from privacydesk.store import settings
    from privacydesk.store.engine import Store

    if not store_path.exists():
        return False
    if store_path.stat().st_size == 0:
        return True
    try:
        store = Store.open(store_path, migrate=False)
    except UserError:
        return False
    try:
        with store.read() as con:
            return settings.get(con, STORE_SETTING) is not None
    finally:
        store.close()

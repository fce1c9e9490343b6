"""What all tests share: a home of their own, a fixed time, and stores that are cheap to make."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from privacydesk.desk.context import Desk, Settings
from privacydesk.store.engine import Store

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
OPERATOR = "tester"


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Thousands of tests and modules come and stay: the garbage collector need not walk them."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test sees or changes the files of the person who runs it."""
    home = tmp_path_factory.mktemp("home")
    names = {
        "HOME": home,
        "XDG_DATA_HOME": home / "data",
        "XDG_CONFIG_HOME": home / "config",
        "XDG_STATE_HOME": home / "state",
        "XDG_CACHE_HOME": home / "cache",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("PRIVACYDESK_"):
                patch.delenv(name)
        for name, folder in names.items():
            patch.setenv(name, str(folder))
        yield


@pytest.fixture(scope="session")
def _empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store at the newest version, made once per process and then copied."""
    path = tmp_path_factory.mktemp("empty") / "desk.db"
    Store.open(path, create=True).close()
    return path


@pytest.fixture
def store_path(_empty_store: Path, tmp_path: Path) -> Path:
    """The path of a new, empty store of this test alone."""
    folder = tmp_path / "store"
    folder.mkdir(mode=0o700)
    path = folder / "desk.db"
    shutil.copy(_empty_store, path)
    return path


@pytest.fixture
def store(store_path: Path) -> Iterator[Store]:
    opened = Store.open(store_path)
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    """A desk over an empty store, in the Netherlands, at a fixed time."""
    return Desk(
        store,
        Settings(controller_name="Example BV"),
        OPERATOR,
        now=lambda: NOW,
        config_folder=tmp_path / "config",
    )

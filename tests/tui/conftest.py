"""A seeded store per test, an app on it at a fixed time, and a way to wait without sleeping."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.tui import seed
from tests.tui.driving import NOW, make_app

from privacydesk.desk.context import Desk, Settings
from privacydesk.store import settings
from privacydesk.store.engine import Store
from privacydesk.tui.app import PrivacyDeskApp


@pytest.fixture(scope="session")
def _seeded(tmp_path_factory: pytest.TempPathFactory, _empty_store: Path) -> Path:
    """The shop of `seed.lindeboom`, made once per process and then copied."""
    path = tmp_path_factory.mktemp("seeded") / "desk.db"
    shutil.copy(_empty_store, path)
    store = Store.open(path)
    facts = Settings(controller_name="Lindeboom Telecom", language="nl")
    desk = Desk(store, facts, "mira", now=lambda: NOW)
    with store.write("mira", NOW) as tx:
        settings.put(tx, "controller_name", facts.controller_name)
        settings.put(tx, "language", facts.language)
        tx.audit("settings")
    seed.lindeboom(desk)
    store.close()
    return path


@pytest.fixture
def shop(_seeded: Path, tmp_path: Path) -> Path:
    """The path of a seeded store of this test alone."""
    folder = tmp_path / "shop"
    folder.mkdir(mode=0o700)
    return Path(shutil.copy(_seeded, folder / "desk.db"))


@pytest.fixture
def app(shop: Path, monkeypatch: pytest.MonkeyPatch) -> PrivacyDeskApp:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    return make_app(shop)

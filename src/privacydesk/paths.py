"""Where files of this program lie, on every platform and in every kind of installation."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

APP = "privacydesk"


def templates_folder() -> Path:
    """The templates of documents: inside an installed package, else beside a checkout's `src`.

    Raises RuntimeError when the installation is broken and has neither.
    """
    packaged = Path(str(files("privacydesk"))) / "templates"
    if packaged.is_dir():
        return packaged
    checkout = Path(__file__).resolve().parents[2] / "templates"
    if checkout.is_dir():
        return checkout
    raise RuntimeError("the templates are missing from this installation")


def default_store_path() -> Path:
    """The store used without `--store`: `PRIVACYDESK_STORE`, else in the user's data folder."""
    named = os.environ.get("PRIVACYDESK_STORE")
    if named:
        return Path(named).expanduser()
    import platformdirs

    return platformdirs.user_data_path(APP, appauthor=False) / "desk.db"


def config_folder() -> Path:
    """The user's own packs, sources and templates: `PRIVACYDESK_CONFIG`, else the platform's."""
    named = os.environ.get("PRIVACYDESK_CONFIG")
    if named:
        return Path(named).expanduser()
    import platformdirs

    return platformdirs.user_config_path(APP, appauthor=False)


def state_folder() -> Path:
    """Where crash reports go."""
    import platformdirs

    return platformdirs.user_state_path(APP, appauthor=False)

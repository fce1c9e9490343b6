"""Templates, packs and sources are found however the program was installed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROBE = """
import json
from importlib.resources import files
from privacydesk import paths
import privacydesk
folder = paths.templates_folder()
package = files("privacydesk")
def names(root, ending):
    return sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.name.endswith(ending))
from pathlib import Path
package = Path(str(package))
print(json.dumps({
    "package": str(package),
    "templates": str(folder),
    "files": sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()),
    "packs": names(package / "policy" / "packs", ".toml"),
    "sources": names(package / "intake" / "sources", ".toml"),
    "revisions": names(package / "store" / "migrations" / "versions", ".py"),
    "typed": (package / "py.typed").is_file(),
}))
"""


def python(*arguments: str, path: Path | None = None, cwd: Path = ROOT) -> str:
    """Run this interpreter without looking into the checkout (`-P`), with `path` in front."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    if path is not None:
        env["PYTHONPATH"] = str(path)
    done = subprocess.run(
        [sys.executable, "-P", *arguments],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def probe(installed: Path | None) -> dict[str, object]:
    import json

    found: dict[str, object] = json.loads(python("-c", PROBE, path=installed, cwd=ROOT.parent))
    return found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    python("-m", "hatchling", "build", "-d", str(folder))
    return folder


def install(wheel: Path, target: Path) -> Path:
    python(
        *("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile"),
        *("--disable-pip-version-check", "--target", str(target), str(wheel)),
    )
    return target


def content(found: dict[str, object]) -> dict[str, object]:
    return {k: v for k, v in found.items() if k in ("files", "packs", "sources", "revisions")}


def test_wheel_sdist_and_editable_hold_the_same(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    (sdist,) = built.glob("*.tar.gz")

    editable = probe(None)
    assert editable["templates"] == str(ROOT / "templates")
    assert editable["files"]
    assert editable["packs"]
    assert editable["sources"]
    assert editable["typed"]

    from_wheel = probe(install(wheel, tmp_path / "wheel"))
    assert from_wheel["package"] == str(tmp_path / "wheel" / "privacydesk")
    assert from_wheel["templates"] == str(tmp_path / "wheel" / "privacydesk" / "templates")
    assert content(from_wheel) == content(editable)

    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "source", filter="data")
    (unpacked,) = (tmp_path / "source").iterdir()
    python("-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "again"), cwd=unpacked)
    (again,) = (tmp_path / "again").glob("*.whl")
    from_sdist = probe(install(again, tmp_path / "sdist"))
    assert content(from_sdist) == content(editable)


def test_the_wheel_holds_only_the_program_and_its_licence(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"privacydesk"}
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if "__pycache__" in name or name.endswith((".db", ".orig"))]


def test_the_program_starts_from_a_wheel(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    target = install(wheel, tmp_path / "wheel")
    said = python("-m", "privacydesk", "--version", path=target, cwd=tmp_path)
    assert re.fullmatch(r"privacydesk \d+\.\d+\.\d+\n", said)


def test_the_lock_names_hashes_and_no_registry() -> None:
    text = (ROOT / "requirements-dev.lock").read_text()
    assert "://" not in text
    pins = [line for line in text.splitlines() if "==" in line and not line.startswith(" ")]
    assert pins
    assert text.count("--hash=sha256:") >= len(pins)


def test_every_dependency_is_locked() -> None:
    import tomllib

    data = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = data["project"]["dependencies"] + data["dependency-groups"]["dev"]
    locked = {
        match.group(1).lower().replace("_", "-")
        for match in re.finditer(
            r"^([A-Za-z0-9._-]+)==", (ROOT / "requirements-dev.lock").read_text(), re.MULTILINE
        )
    }
    names = {re.split(r"[<>=!~\[; ]", entry, maxsplit=1)[0].lower() for entry in wanted}
    assert names - locked == set()

"""The pages that newcomers read: their links lead somewhere and their picture is a real screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), target


def test_the_picture_in_the_readme_is_the_snapshot_of_the_desk() -> None:
    snapshot = ROOT / "tests/tui/__snapshots__/test_snapshots/test_looks[desk_large].svg"
    assert (ROOT / "docs/images/desk.svg").read_bytes() == snapshot.read_bytes()


def test_the_readme_shows_both_commands_that_set_everything_up() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make demo" in text
    assert "make test" in text


def test_test_files_have_names_of_their_own() -> None:
    """Pytest imports them by name alone: two of one name would hide each other."""
    names = [path.name for path in ROOT.glob("tests/**/test_*.py")]
    assert sorted(names) == sorted(set(names))

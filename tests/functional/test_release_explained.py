"""An explanation is for what it was given for: what comes later asks again."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.office import EXPORT, Office

from privacydesk.desk import answer, release
from privacydesk.domain.errors import NotFoundError, StateError


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def _attach(office: Office, *names: str, state: str = "link") -> None:
    with office.mira.store.write("mira", office.moment) as tx:
        record = tx.sql.execute("SELECT min(id) FROM record").fetchone()[0]
        for name in names:
            tx.sql.execute(
                "INSERT INTO attachment(record_id, name, state, url, internal) "
                "VALUES(?, ?, ?, ?, 0)",
                (record, name, state, f"https://example.com/{name}"),
            )
        tx.audit("test.attach")


def _explained(office: Office, reference: str) -> dict[str, str]:
    checks = release.review(office.jan, reference).checks
    return {p.key: why.by for one in checks for p, why in one.explained}


@pytest.mark.parametrize(("state", "key"), [("link", "links"), ("missing", "missing")])
def test_more_attachments_are_not_covered_by_the_reason_for_one(
    office: Office, state: str, key: str
) -> None:
    reference = office.ready()
    _attach(office, "a.pdf", state=state)
    office.later(minutes=1)
    office.prepare(reference, "pdf")
    release.explain(office.mira, reference, key, "it was deleted there")
    assert _explained(office, reference)[key] == "mira"
    _attach(office, "b.pdf", "c.pdf", "d.pdf", "e.pdf", "f.pdf", state=state)
    office.later(minutes=1)
    office.prepare(reference, "pdf")
    found = release.review(office.jan, reference)
    assert key not in _explained(office, reference)
    (text,) = [p.text for p in found.blocking if p.key == key]
    assert text.startswith("6 attachments")
    assert "An earlier explanation (by mira, 2026-03-03) was for something else." in text
    with pytest.raises(StateError, match="A16"):
        release.release(office.jan, reference)
    release.explain(office.mira, reference, key, "all six were deleted there")
    release.release(office.jan, reference)


def test_one_of_before_does_not_hold(office: Office) -> None:
    reference = office.ready()
    _attach(office, "a.pdf")
    office.later(minutes=1)
    office.prepare(reference, "pdf")
    release.explain(office.mira, reference, "links", "it was deleted there")
    with office.mira.store.write("mira", office.moment) as tx:
        tx.sql.execute("UPDATE explanation SET about = NULL")
        tx.audit("test.old")
    assert "links" in {p.key for p in release.review(office.jan, reference).blocking}


def test_a_colleague_takes_an_explanation_over(office: Office) -> None:
    reference = office.ready()
    _attach(office, "a.pdf")
    office.later(minutes=1)
    office.prepare(reference, "pdf")
    release.explain(office.mira, reference, "links", "it was deleted there")
    release.explain(office.jan, reference, "links", "asked them: it is gone")
    assert _explained(office, reference)["links"] == "jan"
    with pytest.raises(NotFoundError, match="No problem has the key"):
        release.explain(office.jan, reference, "missing", "x")


def _listed(office: Office, reference: str, kind: str = "pdf") -> dict[str, str]:
    """What a draft says blocks its release, by the key that an explanation names."""
    target = office.folder / f"again.{kind}"
    write = (
        answer.export(office.mira, reference, target, force=True)
        if kind == "zip"
        else answer.report(office.mira, reference, kind, target, force=True)
    )
    return {p.key: p.text for p in write.findings if p.blocking}


@pytest.mark.parametrize("kind", ["md", "zip"])
def test_a_draft_lists_what_blocks_without_what_is_explained(office: Office, kind: str) -> None:
    reference = office.ready(rights=("access", "portability"))
    _attach(office, "a.pdf")
    office.later(minutes=1)
    assert _listed(office, reference, kind)["links"] == "1 attachment only known as links."
    release.explain(office.mira, reference, "links", "it was deleted there")
    assert "links" not in _listed(office, reference, kind)
    _attach(office, "b.pdf")
    office.later(minutes=1)
    said = _listed(office, reference, kind)["links"]
    assert said.startswith("2 attachments")
    assert "was for something else" in said


def test_a_draft_and_the_release_agree_on_data_that_came_after_the_search(office: Office) -> None:
    reference, key = office.ready(), "data:Shop"
    assert key not in _listed(office, reference, "md")
    office.later(days=1)
    office.load(EXPORT)
    listed = _listed(office, reference, "md")
    (blocks,) = [p for p in release.review(office.jan, reference).blocking if p.key == key]
    assert listed[key] == blocks.text
    release.explain(office.mira, reference, key, "the shop was closed since")
    assert key not in _listed(office, reference, "md")
    assert key not in {p.key for p in release.review(office.jan, reference).blocking}
